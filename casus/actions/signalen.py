"""Signalen: wat iemand moet weten, in dezelfde transactie als wat er gebeurde."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Date, Uuid, bindparam, exists, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from casus import outbox
from casus.actor import INSTALLATIE, Actor
from casus.db import CasusSessie, uuid7, vast
from casus.errors import InvoerFout, NietGevonden, VeldFout
from casus.models import Afwezigheid, Gebruiker, Lidmaatschap, Signaal, Volger
from casus.queries.actoren import afwezig_op, lid_op
from casus.rules import signalen as regels
from casus.rules.rechten import BEHEERDER, ONTVANGERS, TEAM
from casus.termijnen import nu, vandaag

MAIL = "signaalmail"
"""Het werk in de outbox: één mail met alles wat iemand meteen wil weten."""
_DAG = bindparam("dag", type_=Date())
_GEMEENTE = bindparam("gemeente", type_=Uuid())


Rij = dict[str, Any]


class Nieuws(NamedTuple):
    """Wat er te weten valt, los van wie het hoort. `gegevens` zijn woorden voor de zin (rules/signalen.py)."""

    soort: str
    kenmerk: str
    zaak_id: UUID | None
    taak_id: UUID | None
    gegevens: Mapping[str, Any]


class Ontvanger(NamedTuple):
    """Iemand die vandaag in de gemeente een rol heeft waarbij signalen horen, met wat hij van signalen wil."""

    id: UUID
    naam: str
    voorkeuren: Mapping[str, Any]


_IN_HET_TEAM = exists().where(
    Lidmaatschap.gemeente_id == _GEMEENTE,
    Lidmaatschap.gebruiker_id == Gebruiker.id,
    Lidmaatschap.rol.in_(sorted(ONTVANGERS)),
    lid_op(_DAG),
)
_TEAMLEDEN = (
    select(Gebruiker.id, Gebruiker.naam, Gebruiker.voorkeuren)
    .where(Gebruiker.actief, Gebruiker.email != INSTALLATIE, _IN_HET_TEAM)
    .order_by(Gebruiker.id)  # altijd in dezelfde volgorde: twee transacties wachten zo niet op elkaar
)
_VOLGERS = select(Volger.gebruiker_id).where(
    Volger.gemeente_id == _GEMEENTE, Volger.zaak_id == bindparam("volgt", type_=Uuid())
)
_ONTVANGERS = vast(
    _TEAMLEDEN.where(
        or_(Gebruiker.id.in_(bindparam("aan", expanding=True, type_=Uuid())), Gebruiker.id.in_(_VOLGERS)),
        Gebruiker.id != bindparam("niet", type_=Uuid()),
    )
)
_MET_ROL = vast(
    _TEAMLEDEN.where(
        exists().where(
            Lidmaatschap.gemeente_id == _GEMEENTE,
            Lidmaatschap.gebruiker_id == Gebruiker.id,
            Lidmaatschap.rol.in_(bindparam("rollen", expanding=True)),
            lid_op(_DAG),
        )
    )
)
_BEHEERDERS = vast(
    select(Gebruiker.id, Gebruiker.naam, Gebruiker.voorkeuren)
    .where(
        Gebruiker.actief,
        Gebruiker.email != INSTALLATIE,
        exists().where(
            Lidmaatschap.gemeente_id == _GEMEENTE,
            Lidmaatschap.gebruiker_id == Gebruiker.id,
            Lidmaatschap.rol == BEHEERDER,
            lid_op(_DAG),
        ),
    )
    .order_by(Gebruiker.id)
)
_VERVANGERS = vast(
    select(Afwezigheid.vervanger_id, Gebruiker.naam)
    .join(Gebruiker, Gebruiker.id == Afwezigheid.gebruiker_id)
    .where(
        Afwezigheid.gemeente_id == _GEMEENTE,
        Afwezigheid.gebruiker_id.in_(bindparam("aan", expanding=True, type_=Uuid())),
        Afwezigheid.vervanger_id.is_not(None),
        afwezig_op(_DAG),
        # wie alleen beslist, vervangt bij besluiten; taken van het team zijn niet voor hem (AVG art. 5)
        exists().where(
            Lidmaatschap.gemeente_id == _GEMEENTE,
            Lidmaatschap.gebruiker_id == Afwezigheid.vervanger_id,
            Lidmaatschap.rol.in_(sorted(TEAM)),
            lid_op(_DAG),
        ),
    )
    .order_by(Gebruiker.naam)
)


def signaleer(
    session: CasusSessie,
    *,
    actor: Actor,
    soort: str,
    aan: Iterable[UUID | None],
    kenmerk: str,
    zaak_id: UUID | None = None,
    taak_id: UUID | None = None,
    gegevens: Mapping[str, Any] | None = None,
    ook_volgers: bool = False,
) -> None:
    """Zet een signaal klaar voor elk van deze mensen, nooit voor de actor zelf; hooguit één per `kenmerk`.

    Wie niet actief is of vandaag niet in het team zit, krijgt niets, en ieder krijgt alleen wat hij heeft gekozen.
    `ook_volgers`: ook wie de zaak volgt. Een taak voor wie afwezig is, meldt casus ook aan zijn vervanger.
    """
    wie = {gebruiker_id for gebruiker_id in aan if gebruiker_id is not None}
    if not wie and not ook_volgers:
        return
    nieuws = Nieuws(soort, kenmerk, zaak_id, taak_id, {"door": actor.naam, **(gegevens or {})})
    rijen = [rij(session, een, nieuws) for een in _ontvangers(session, actor, wie, zaak_id if ook_volgers else None)]
    if soort == "toegewezen" and wie:
        rijen += _voor_vervangers(session, actor, wie, nieuws)
    leg_neer(session, rijen)


def _ontvangers(session: CasusSessie, actor: Actor, wie: Iterable[UUID], volgt: UUID | None) -> list[Ontvanger]:
    waarden = {"aan": sorted(wie), "volgt": volgt, "niet": actor.gebruiker_id}
    gevonden = session.execute(_ONTVANGERS, {"gemeente": session.bereik.schrijf, "dag": vandaag(), **waarden})
    return [Ontvanger._make(een) for een in gevonden]


def _voor_vervangers(session: CasusSessie, actor: Actor, wie: set[UUID], nieuws: Nieuws) -> list[Rij | None]:
    waarden = {"gemeente": session.bereik.schrijf, "dag": vandaag(), "aan": sorted(wie)}
    gevonden = session.execute(_VERVANGERS, waarden).all()
    namens: dict[UUID, str] = {een: naam for een, naam in gevonden if een is not None and een not in wie}
    if not namens:
        return []
    vorm = "bulk_vervanging" if nieuws.gegevens.get("vorm") == "bulk" else "vervanging"
    return [
        rij(session, een, nieuws._replace(gegevens={**nieuws.gegevens, "vorm": vorm, "namens": namens[een.id]}))
        for een in _ontvangers(session, actor, namens, None)
    ]


def teamleden(session: CasusSessie, *rollen: str) -> list[Ontvanger]:
    """Wie vandaag actief is en een van deze rollen heeft in de gemeente waarvoor de sessie schrijft."""
    waarden = {"gemeente": session.bereik.schrijf, "dag": vandaag(), "rollen": sorted(rollen or TEAM)}
    return [Ontvanger._make(een) for een in session.execute(_MET_ROL, waarden)]


def beheerders(session: CasusSessie) -> list[Ontvanger]:
    """Wie vandaag actief is en de gemeente inricht; voor signalen uit `rules.signalen.VAN_BEHEERDER`."""
    gevonden = session.execute(_BEHEERDERS, {"gemeente": session.bereik.schrijf, "dag": vandaag()})
    return [Ontvanger._make(een) for een in gevonden]


def rij(session: CasusSessie, aan: Ontvanger, nieuws: Nieuws) -> Rij | None:
    """Eén signaal als rij voor `leg_neer`; None als de ontvanger deze soort nergens wil zien."""
    wil, moment = regels.keuze(aan.voorkeuren, nieuws.soort), nu()
    if not wil.iets:
        return None
    gegevens = {naam: waarde if isinstance(waarde, int) else str(waarde) for naam, waarde in nieuws.gegevens.items()}
    return {
        **nieuws._asdict(),
        "gemeente_id": session.bereik.schrijf,
        "id": uuid7(),
        "gebruiker_id": aan.id,
        "gegevens": gegevens,
        "in_app": wil.app,
        "mail": wil.mail,
        "op": moment,
        "gelezen_op": None if wil.app else moment,
    }


def leg_neer(session: CasusSessie, rijen: Iterable[Rij | None]) -> int:
    """Bewaart wat er nog niet lag en geeft het aantal. Wie het meteen wil weten, krijgt er één mail van."""
    echte = [een for een in rijen if een is not None]
    if not echte:
        return 0
    session.flush()
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    nieuw = dialect.insert(Signaal).on_conflict_do_nothing(index_elements=["gemeente_id", "gebruiker_id", "kenmerk"])
    gelegd = session.execute(nieuw.returning(Signaal.gebruiker_id, Signaal.mail), echte).all()
    for gebruiker_id in sorted({een.gebruiker_id for een in gelegd if een.mail == "meteen"}):
        outbox.zet_klaar(session, MAIL, {"gebruiker": str(gebruiker_id)}, session.bereik.schrijf)
    return len(gelegd)


def neem_terug(session: CasusSessie, aan: UUID, kenmerk: str, blijft: int) -> None:
    """Haalt het signaal over taken die iemand toch niet kreeg weg, zolang hij er niets van heeft gemerkt; ook bij wie
    hem vervangt.

    Zijn er `blijft` taken wel bij hem gebleven, dan noemt het signaal die. Wat is gelezen of gemaild, blijft staan.
    """
    ook = select(Afwezigheid.vervanger_id).where(Afwezigheid.gebruiker_id == aan, Afwezigheid.vervanger_id.is_not(None))
    wie = or_(Signaal.gebruiker_id == aan, Signaal.gebruiker_id.in_(ook))
    ongezien = (Signaal.mail_id.is_(None), or_(Signaal.gelezen_op.is_(None), Signaal.in_app.is_(False)))
    vraag = select(Signaal).where(wie, Signaal.kenmerk == kenmerk, *ongezien).order_by(Signaal.id)
    for signaal in session.scalars(vraag.with_for_update()):
        if blijft:
            signaal.gegevens = {**signaal.gegevens, "aantal": blijft}
        else:
            session.delete(signaal)


def lees(session: CasusSessie, signaal_id: UUID, *, actor: Actor) -> Signaal:
    """Een eigen signaal, dat daarmee gelezen is. Raises NietGevonden, ook als het van een collega is."""
    van_mij = (Signaal.gebruiker_id == actor.gebruiker_id, Signaal.id == signaal_id, Signaal.in_app)
    signaal = session.scalars(select(Signaal).where(*van_mij)).one_or_none()
    if signaal is None or not (actor.heeft_rol(*TEAM) or signaal.soort in regels.VAN_BEHEERDER):
        raise NietGevonden("Dit signaal bestaat niet, of het is niet van u.")
    if signaal.gelezen_op is None:
        signaal.gelezen_op = nu()
    return signaal


def lees_alles(session: CasusSessie, *, actor: Actor, tot: UUID) -> int:
    """Alle eigen signalen tot en met dit nummer zijn gelezen; wat daarna kwam niet. Geeft het aantal."""
    nieuw = (Signaal.gebruiker_id == actor.gebruiker_id, Signaal.gelezen_op.is_(None), Signaal.id <= tot)
    opdracht = update(Signaal).where(*nieuw).values(gelezen_op=nu()).returning(Signaal.id)
    return len(session.scalars(opdracht, execution_options={"synchronize_session": False}).all())


def kies(session: CasusSessie, *, actor: Actor, keuzes: Mapping[str, regels.Keuze], dagen: str) -> None:
    """Bewaart welke signalen de actor wil, in al zijn gemeenten. `dagen` is zoals getypt. Raises InvoerFout."""
    if not (dagen.isascii() and dagen.isdigit() and len(dagen) <= 4 and 1 <= int(dagen) <= regels.MEESTE_DAGEN):
        raise InvoerFout([VeldFout("dagen", f"Kies een aantal dagen van 1 tot en met {regels.MEESTE_DAGEN}.")])
    ik = Gebruiker.id == actor.gebruiker_id
    eerder = session.scalars(select(Gebruiker.voorkeuren).where(ik).with_for_update()).one()
    nieuw = regels.naar_voorkeuren(eerder, keuzes, int(dagen))
    session.execute(update(Gebruiker).where(ik).values(voorkeuren=nieuw))
