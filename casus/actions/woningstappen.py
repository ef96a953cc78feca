"""De ene deur waardoor een woning van status verandert. Nergens anders wordt haar `status` gezet."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from casus.actions.wijzigen import wijzig, zet_neer
from casus.actions.woningsignalen import vertel_stap, vertel_vertrek
from casus.actor import Actor
from casus.db import CasusSessie, uuid7
from casus.errors import Conflict, GeenBereik, GeenRecht, InvoerFout, NietGevonden, VeldFout, Weigering
from casus.gebeurtenissen import noteer
from casus.models import Aanbod, Complex, Complextaak, Woning, Woningverloop, Zaak
from casus.queries.beeld import houd_vast
from casus.queries.complexen import bezet_naast
from casus.queries.woningen import wordt_begeleid
from casus.rules.woningvoorwaarden import Woningbeeld
from casus.rules.zinnen import opsomming, rol_tekst
from casus.termijnen import moment_in_woorden, nu, vandaag
from casus.workflows.woningproces import Woningstap, houdt_tegen, woningproces

MELDEN = "melden"
"""De stap waarmee een woning begint; zij staat daarom niet in het proces."""

VERHUURD = "verhuurd"
VOORDRAGEN = "voordragen"
KLOK = "worker"
"""De herkomst van wie een stap met `klok` zet."""


def zet(
    session: CasusSessie,
    woning: Woning,
    stap: str,
    *,
    actor: Actor,
    reden: str = "",
    zaak_id: UUID | None = None,
) -> None:
    """Zet één stap uit workflows/woning.toml, met het verloop en de gebeurtenis in dezelfde transactie.

    Een stap `uit_zaak` hoort bij een `zaak_id`: wie haar mag zetten is daar beslist, en de keten van de zaak vertelt
    het. Gaat een huurder weg, dan staat dat in zijn zaak en hoort de casemanager het.
    Raises Conflict (de woning staat intussen ergens anders), GeenRecht, Weigering (een voorwaarde), InvoerFout
    (geen reden), KeyError (geen stap), ValueError (geen zaak waar die hoort, of andersom).
    """
    regel, van, reden = woningproces().stap(stap), woning.status, reden.strip()
    if regel.uit_zaak != (zaak_id is not None):
        raise ValueError(f"De stap {stap} hoort{'' if regel.uit_zaak else ' niet'} bij een zaak.")
    _keur(session, woning, regel, reden, actor=actor)
    huurders = _huurders(session, woning) if van == VERHUURD else []
    _zet_status(session, woning, regel)
    verloop_id = _leg_vast(session, woning, regel.code, van, actor=actor, reden=reden, zaak_id=zaak_id)
    for aanbod, zaak in huurders:
        _rond_aanbod_af(session, woning, aanbod, reden, actor=actor)
        vertel_vertrek(session, woning, verloop_id, zaak, reden, actor=actor)
    vertel_stap(session, woning, verloop_id, regel, reden, actor=actor)


def _keur(session: CasusSessie, woning: Woning, regel: Woningstap, reden: str, *, actor: Actor) -> None:
    """Of deze stap nu kan, door deze actor en met deze reden. Raises als `zet`."""
    if not regel.uit_zaak:
        _keur_rol(regel, woning, actor)
    if woning.status not in regel.van:
        raise Conflict(wie_was_eerder(session, woning))
    if regel.reden and not reden:
        raise InvoerFout([VeldFout("reden", f"Schrijf waarom u de woning wilt {regel.titel.lower()}.")])
    redenen = houdt_tegen(laad_beeld(session, woning, vast=regel.uit_zaak), regel) if regel.voorwaarden else []
    if redenen:
        raise Weigering(redenen[0])


def neem_op(session: CasusSessie, woning: Woning, *, actor: Actor) -> None:
    """Voegt een nieuwe woning toe, op de eerste status van het proces."""
    woning.status = woningproces().woningproces.begin
    session.add(woning)
    session.flush()
    _leg_vast(session, woning, MELDEN, "", actor=actor)


def _keur_rol(stap: Woningstap, woning: Woning, actor: Actor) -> None:
    """Raises GeenRecht zonder rol voor deze stap, NietGevonden als de woning van een andere corporatie is."""
    if stap.klok:
        if actor.herkomst != KLOK:
            raise GeenRecht("Deze stap zet casus zelf, als de tijd om is.")
        return
    if actor.corporatie_id is not None and woning.corporatie_id != actor.corporatie_id:
        raise NietGevonden("Deze woning is niet van uw corporatie of bestaat niet.")
    if not actor.heeft_rol(*stap.rollen):
        wie = opsomming(rol_tekst(rol) for rol in stap.rollen)
        raise GeenRecht(f"Alleen {wie} kan een woning {stap.titel.lower()}.")


def laad_beeld(session: CasusSessie, woning: Woning, *, vast: bool = False) -> Woningbeeld:
    """De woning met haar complex, de verplichte taken daarvan en hoeveel er bezet is; drie vragen, zonder complex geen,
    en één erbij als zij is verhuurd.

    `vast`: het complex blijft op slot tot het einde van de transactie, want om de laatste plek kunnen er twee vragen.
    """
    begeleid = woning.status == VERHUURD and wordt_begeleid(session, woning.id)
    if woning.complex_id is None:
        return Woningbeeld(woning, None, (), vandaag(), begeleid=begeleid)
    vraag = select(Complex).where(Complex.id == woning.complex_id)
    complex_ = session.scalars(vraag.with_for_update() if vast else vraag).one_or_none()
    taken: Sequence[Complextaak] = session.scalars(
        select(Complextaak)
        .where(Complextaak.complex_id == woning.complex_id, Complextaak.verplicht)
        .order_by(Complextaak.uiterlijk, Complextaak.id)
    ).all()
    bezet = session.scalar(select(bezet_naast()).select_from(Woning).where(Woning.id == woning.id))
    return Woningbeeld(woning, complex_, taken, vandaag(), bezet or 0, begeleid)


def waarom_niet_aan_te_bieden(session: CasusSessie, woning: Woning) -> str:
    """Wat een beschikbare woning nu tegenhoudt om te worden voorgedragen, in één zin; leeg als het kan."""
    return next(iter(houdt_tegen(laad_beeld(session, woning), woningproces().stap(VOORDRAGEN))), "")


def wie_was_eerder(session: CasusSessie, woning: Woning) -> str:
    """Waar de woning nu staat en wie dat deed, voor wie te laat was."""
    laatste = session.scalars(
        select(Woningverloop)
        .where(Woningverloop.woning_id == woning.id)
        .order_by(Woningverloop.id.desc())
        .limit(1)
        .options(joinedload(Woningverloop.door, innerjoin=True))
    ).one_or_none()
    if laatste is None:
        return f"{woning.adres} staat intussen op ‘{woning.status}’. Kijk wat er is veranderd en probeer het opnieuw."
    naar = woningproces().statussen[laatste.naar].titel
    wanneer = moment_in_woorden(laatste.op, vandaag())
    return f"{laatste.door.naam} was u voor: {woning.adres} is nu {naar}. Dat was {wanneer}."


def _zet_status(session: CasusSessie, woning: Woning, stap: Woningstap) -> None:
    """Eén voorwaardelijke UPDATE: hier verliest wie te laat is."""
    if woning.gemeente_id != session.bereik.schrijf:
        raise GeenBereik("Deze woning hoort bij een andere gemeente dan die waarvoor wordt geschreven.")
    try:
        wijzig(session, woning, {"status": stap.naar}, waar={"status": woning.status})
    except Conflict as fout:
        raise Conflict(wie_was_eerder(session, woning)) from fout


def _huurders(session: CasusSessie, woning: Woning) -> list[tuple[Aanbod, Zaak]]:
    """Wie er woont, met de zaak op slot. Vóór de woning: een zaak die haar woning wijzigt, doet het ook zo."""
    vraag = select(Aanbod).where(Aanbod.woning_id == woning.id, Aanbod.status == "geaccepteerd")
    return [(aanbod, houd_vast(session, aanbod.zaak_id)) for aanbod in session.scalars(vraag).all()]


def _rond_aanbod_af(session: CasusSessie, woning: Woning, aanbod: Aanbod, reden: str, *, actor: Actor) -> None:
    """De huurder is weg: zijn aanbod houdt de woning niet langer vast, dus een ander kan haar krijgen."""
    wijzig(session, aanbod, {"status": "afgerond"}, waar={"status": "geaccepteerd"})
    gegevens = {"adres": woning.adres, "reden": reden}
    noteer(session, actor=actor, soort="huurder_weg", object_=aanbod, zaak_id=aanbod.zaak_id, gegevens=gegevens)


def _leg_vast(
    session: CasusSessie,
    woning: Woning,
    stap: str,
    van: str,
    *,
    actor: Actor,
    reden: str = "",
    zaak_id: UUID | None = None,
) -> UUID:
    verloop_id = uuid7()
    verloop = {"gemeente_id": woning.gemeente_id, "id": verloop_id, "woning_id": woning.id, "stap": stap, "van": van}
    wat = {"naar": woning.status, "reden": reden, "zaak_id": zaak_id, "door_id": actor.gebruiker_id, "op": nu()}
    zet_neer(session, Woningverloop.__tablename__, [{**verloop, **wat}])
    if zaak_id is None:  # de keten van de zaak vertelt het anders al; het verloop verwijst ernaar
        gegevens = {"adres": woning.adres, "van": van, "naar": woning.status, "reden": reden}
        noteer(session, actor=actor, soort="woningstap", object_=woning, gegevens={**gegevens, "stap": stap})
    return verloop_id
