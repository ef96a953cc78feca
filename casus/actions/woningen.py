"""Een woning vastleggen en verbeteren: door wonen, of door de corporatie zelf voor haar eigen woningen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError

from casus.actions.wijzigen import wijzig
from casus.actions.woningsignalen import vertel_wonen
from casus.actions.woningstappen import laad_beeld, neem_op, wie_was_eerder, zet
from casus.actions.zoekindex import werk_zaak_bij
from casus.actor import Actor
from casus.db import CasusSessie, uuid7
from casus.errors import Conflict, InvoerFout, NietGevonden, VeldFout, Weigering
from casus.gebeurtenissen import noteer
from casus.models import Aanbod, Complex, Corporatie, Woning, Zaak
from casus.queries.complexen import woningen_in
from casus.rules import permissions
from casus.rules import woningen as regels
from casus.rules.complexen import te_vol
from casus.rules.zinnen import dag_tekst
from casus.termijnen import nu, vandaag
from casus.workflows.woningproces import houdt_tegen, woningproces

NAKIJKEN = "opnieuw_nakijken"
BESCHIKBAAR = "beschikbaar_maken"
EIGEN_NUMMER = frozenset({"corporatie_nummer"})
"""Wat de corporatie ook wijzigt als de woning bij een huishouden hoort."""
_VASTGEHOUDEN = "Deze woning is {status}. U kunt nu alleen uw eigen nummer wijzigen; bel voor de rest de gemeente."


def leg_vast(
    session: CasusSessie,
    *,
    actor: Actor,
    corporatie_id: UUID | None,
    gegevens: Mapping[str, Any],
    herkomst: str = "",
) -> Woning:
    """Neemt een woning op. Wat wonen vastlegt is meteen beschikbaar als niets dat tegenhoudt; de rest is gemeld.

    `gegevens` zijn kolommen van Woning (actions/woninginvoer.lees maakt ze uit een formulier). Raises GeenRecht,
    NietGevonden (een andere corporatie), InvoerFout per veld.
    """
    keur_corporatie(actor=actor, corporatie_id=corporatie_id)
    vol = regels.vul_aan(gegevens)
    _keur(session, vol, corporatie_id, lijst=herkomst == "lijst")
    bron = herkomst or ("team" if actor.corporatie_id is None else "corporatie")
    sleutel = {"gemeente_id": actor.gemeente_id, "id": uuid7(), "corporatie_id": corporatie_id}
    woning = Woning(**sleutel, **vol, herkomst=bron, gemeld_op=nu())
    try:
        neem_op(session, woning, actor=actor)
    except IntegrityError as fout:
        raise Conflict("Een collega legde net een woning op dit adres vast. Zoek haar op in de lijst.") from fout
    if bron == "team":
        _maak_beschikbaar(session, woning, actor=actor)
    vertel_wonen(session, woning, actor=actor)
    return woning


def wijzig_woning(
    session: CasusSessie, woning: Woning, *, actor: Actor, versie: int, gegevens: Mapping[str, Any], lijst: bool = False
) -> dict[str, Any]:
    """Verbetert een woning en geeft wat er anders werd. Wijzigt een corporatie iets wezenlijks, dan kijkt wonen het na.

    Met `lijst` komt de wijziging uit een lijst: wat er nog aan het complex ontbreekt, houdt de woning later tegen.

    Raises Conflict (een ander was eerder), GeenRecht, NietGevonden, InvoerFout, Weigering (de woning is vastgehouden).
    """
    keur_corporatie(actor=actor, corporatie_id=woning.corporatie_id)
    oud = {veld: getattr(woning, veld) for veld in (*regels.VELDEN, "complex_id")}
    vol = regels.vul_aan({**oud, **_zonder_afgeleid(oud, gegevens), **gegevens})
    if versie != woning.versie:
        raise Conflict(wie_was_eerder(session, woning))
    if regels.verschil(oud, vol):
        _keur(session, vol, woning.corporatie_id, woning, oud, lijst=lijst)
    if not (anders := regels.verschil(oud, vol)):  # na het keuren: het complex bepaalt de woonvorm
        return {}
    if actor.corporatie_id is not None and not EIGEN_NUMMER.issuperset(anders) and not _vrij_te_wijzigen(woning):
        raise Weigering(_VASTGEHOUDEN.format(status=woningproces().statussen[woning.status].titel))
    _schrijf(session, woning, anders, versie, actor=actor)
    if woning.status == woningproces().woningproces.vrij and (reden := _nakijken(session, woning, anders, actor)):
        zet(session, woning, NAKIJKEN, actor=actor, reden=reden)  # die stap vertelt het wonen zelf
    else:
        vertel_wonen(session, woning, actor=actor)
    return anders


def neem_woonvorm_over(session: CasusSessie, woning: Woning, woonvorm: str, *, actor: Actor) -> None:
    """In haar complex wordt voortaan anders gewoond. Houdt dat een beschikbare woning tegen, dan kijkt wonen haar na.

    Raises Conflict (een ander was eerder), GeenRecht.
    """
    if woning.woonvorm == woonvorm:
        return
    anders = {"woonvorm": woonvorm}
    _schrijf(session, woning, anders, woning.versie, actor=actor)
    if woning.status == woningproces().woningproces.vrij and (reden := _nakijken(session, woning, anders, actor)):
        zet(session, woning, NAKIJKEN, actor=actor, reden=reden)


def _nakijken(session: CasusSessie, woning: Woning, anders: Mapping[str, Any], actor: Actor) -> str:
    """Waarom wonen een beschikbare woning na deze wijziging opnieuw nakijkt; leeg als dat niet hoeft."""
    if actor.corporatie_id is not None:
        wezenlijk = not regels.WEZENLIJK.isdisjoint(anders)
        return f"De corporatie wijzigde: {regels.in_woorden(anders)}." if wezenlijk else ""
    return next(iter(houdt_tegen(laad_beeld(session, woning), woningproces().stap(BESCHIKBAAR))), "")


def keur_corporatie(*, actor: Actor, corporatie_id: UUID | None) -> None:
    """Raises NietGevonden als het een andere corporatie is dan die van de actor, GeenRecht zonder recht op woningen."""
    if actor.corporatie_id is None:
        permissions.check(actor, "woning.vastleggen")
    elif actor.corporatie_id != corporatie_id:
        raise NietGevonden("Deze woning is niet van uw corporatie of bestaat niet.")


def _vrij_te_wijzigen(woning: Woning) -> bool:
    proces = woningproces().woningproces
    return woning.status in (proces.begin, proces.vrij)


def _zonder_afgeleid(oud: Mapping[str, Any], gegevens: Mapping[str, Any]) -> dict[str, Any]:
    """Wie de delen van de huur invult, laat casus de rekenhuur opnieuw rekenen; en een kamer die een huis wordt ook."""
    weg: dict[str, Any] = {}
    if gegevens.get("kale_huur_cent") is not None and not gegevens.get("huur_cent"):
        weg["huur_cent"] = None
    if gegevens.get("detailsoort", oud["detailsoort"]) != oud["detailsoort"]:
        weg["zelfstandig"] = True
    return weg


def _keur(
    session: CasusSessie,
    vol: dict[str, Any],
    corporatie_id: UUID | None,
    woning: Woning | None = None,
    bestaand: Mapping[str, Any] | None = None,
    *,
    lijst: bool = False,
) -> None:
    """Raises InvoerFout. Neemt ook de woonvorm van het complex over: in één complex wordt op één manier gewoond."""
    fouten = regels.fouten(vol, vandaag(), bestaand)
    if session.scalar(select(Corporatie.id).where(Corporatie.id == corporatie_id)) is None:
        raise InvoerFout([VeldFout("corporatie", "Kies een corporatie."), *fouten])
    if vol.get("complex_id") is not None:
        fouten += _neem_complex_over(session, vol, corporatie_id)
        if not fouten and (bestaand or {}).get("complex_id") != vol["complex_id"]:
            fouten += _past_erbij(session, vol["complex_id"])
    elif not lijst and (zin := regels.mist_complex(vol["detailsoort"], vol["woonvorm"], None)):
        fouten.append(VeldFout("complex_id", zin))
    if not fouten:
        fouten = _dubbel(session, vol, corporatie_id, woning)
    if fouten:
        raise InvoerFout(fouten)


def _neem_complex_over(session: CasusSessie, vol: dict[str, Any], corporatie_id: UUID | None) -> list[VeldFout]:
    complex_ = session.scalars(select(Complex).where(Complex.id == vol["complex_id"])).one_or_none()
    if complex_ is None or complex_.corporatie_id != corporatie_id:
        return [VeldFout("complex_id", "Dit complex is van een andere corporatie of bestaat niet.")]
    vol["woonvorm"] = complex_.woonvorm
    eind = vol.get("eind_op")
    if complex_.einddatum is not None and eind is not None and eind > complex_.einddatum:
        zin = f"In {complex_.naam} mag tot en met {dag_tekst(complex_.einddatum)} worden gewoond."
        return [VeldFout("eind_op", zin)]
    return []


def _past_erbij(session: CasusSessie, complex_id: UUID) -> list[VeldFout]:
    complex_ = session.scalars(select(Complex).where(Complex.id == complex_id)).one()
    er_zijn = session.scalar(woningen_in(complex_id)) or 0
    zin = te_vol(complex_.naam, complex_.eenheden, er_zijn + 1, len(complex_.andere_bewoners))
    return [VeldFout("complex_id", zin)] if zin else []


def _dubbel(
    session: CasusSessie, vol: Mapping[str, Any], corporatie_id: UUID | None, woning: Woning | None
) -> list[VeldFout]:
    """Eén woning per adres, en één per nummer van de corporatie."""
    zelfde_postcode, sleutel = Woning.postcode == vol["postcode"], regels.adressleutel(vol["adres"])
    nummer = vol.get("corporatie_nummer") or ""
    zelfde_nummer = (Woning.corporatie_id == corporatie_id) & (Woning.corporatie_nummer == nummer)
    vraag = select(Woning.id, Woning.adres, Woning.postcode, zelfde_nummer.label("nummer")).where(
        or_(zelfde_postcode, zelfde_nummer) if nummer else zelfde_postcode
    )
    for rij in session.execute(vraag):
        if woning is not None and rij.id == woning.id:
            continue
        if rij.postcode == vol["postcode"] and regels.adressleutel(rij.adres) == sleutel:
            return [VeldFout("adres", "Op dit adres staat al een woning in casus. Zoek haar op in de lijst.")]
        if nummer and rij.nummer:
            return [VeldFout("corporatie_nummer", f"Dit nummer heeft al een woning: {rij.adres}.")]
    return []


def _schrijf(session: CasusSessie, woning: Woning, anders: Mapping[str, Any], versie: int, *, actor: Actor) -> None:
    gegevens = {"adres": woning.adres, "wat": regels.in_woorden(anders), "velden": _leesbaar(woning, anders)}
    try:
        wijzig(session, woning, {**anders, "versie": versie + 1}, waar={"versie": versie, "status": woning.status})
    except IntegrityError as fout:
        raise Conflict("Een collega legde net een woning met dit adres of nummer vast.") from fout
    except Conflict as fout:
        raise Conflict(wie_was_eerder(session, woning)) from fout
    noteer(session, actor=actor, soort="woning_gewijzigd", object_=woning, gegevens=gegevens)
    if not {"adres", "postcode", "plaats"}.isdisjoint(anders):
        _werk_zoeken_bij(session, woning)


def _leesbaar(woning: Woning, anders: Mapping[str, Any]) -> dict[str, list[str]]:
    """Per veld wat er stond en wat er nu staat."""
    return {veld: [str(getattr(woning, veld)), str(waarde)] for veld, waarde in anders.items()}


def _werk_zoeken_bij(session: CasusSessie, woning: Woning) -> None:
    """Wie op het adres zoekt, vindt de zaken waarin deze woning is aangeboden."""
    aanbod = select(Aanbod.zaak_id).where(Aanbod.woning_id == woning.id)
    for zaak in session.scalars(select(Zaak).where(Zaak.id.in_(aanbod)).order_by(Zaak.id)).all():
        werk_zaak_bij(session, zaak)


def _maak_beschikbaar(session: CasusSessie, woning: Woning, *, actor: Actor) -> None:
    """Wonen kijkt na terwijl het vastlegt; wat nog tegenhoudt, staat op de pagina van de woning."""
    stap = woningproces().stap(BESCHIKBAAR)
    if actor.heeft_rol(*stap.rollen) and not houdt_tegen(laad_beeld(session, woning), stap):
        zet(session, woning, BESCHIKBAAR, actor=actor)
