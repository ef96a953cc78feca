"""De hele regio voor een verdeling, als kaarten zonder naam, nummer of adres (domein §7.1, invariant 4).

Nagekeken: dit is naast casus/bereik.py de enige plek die voor een verdeling in meer gemeenten tegelijk kijkt. Wat hier
uit komt, is een kaart; alleen wat van de eigen gemeente is, houdt zijn id.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select

from casus.bereik import van_regio
from casus.db import Bereik, CasusSessie, Database
from casus.models import Gemeente, Matchwens, Woning
from casus.queries.matching import Matchgegevens, Zoekend, laad_gemeente, reistijden_van
from casus.rules.passendgeval import Plek, nareizigers
from casus.rules.passendscore import Reistijden
from casus.rules.ruilkaarten import Kaart, Woningkaart, maak_kaart, maak_woningkaart, velden

_K = TypeVar("_K", Kaart, Woningkaart)


@dataclass(frozen=True, slots=True)
class Kaarten:
    """De regio op één dag. Een sleutel is een id van de eigen gemeente, of een andere gemeente met een nummer.

    `later`: eigen huishoudens met de nareis van zes maanden erbij; van een ander staat die niet op een kaart.
    `grenzen`: per gemeente haar regels. `wensen`: wat mensen vastzetten (vast) of uitsluiten (nooit), als soort met de
    twee sleutels, zonder de reden. `stil`: van hoeveel eigen huishoudens de klok stilstaat; die doen niet mee.
    """

    gemeenten: Sequence[str]
    eigen: str
    huishoudens: Mapping[str, Kaart]
    woningen: Mapping[str, Woningkaart]
    stil: int = 0
    later: Mapping[str, Kaart] = field(default_factory=dict)
    grenzen: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    wensen: Sequence[tuple[str, str, str]] = ()
    reistijden: Reistijden = field(default_factory=dict)


def in_regio(session: CasusSessie, gemeente_id: UUID) -> bool:
    """Of deze gemeente een regio heeft met andere gemeenten van deze installatie."""
    eigen = select(Gemeente.regio_id).where(Gemeente.id == gemeente_id).scalar_subquery()
    ander = select(Gemeente.id).where(Gemeente.regio_id == eigen, Gemeente.id != gemeente_id).limit(1)
    return session.scalar(ander) is not None


def laad_regio(db: Database, gemeente_id: UUID) -> Kaarten:
    """Wie er in de regio zoekt en welke woningen er vrij zijn, als kaarten; vier vragen.

    Kamers doen mee als voor hen niet uitmaakt of er een man of vrouw komt (`_voor_ieder`): geslacht staat niet op een
    kaart.
    """
    bereik: Bereik = van_regio(db, gemeente_id)
    with db.lezen(bereik) as session:
        namen = dict(session.execute(select(Gemeente.id, Gemeente.naam).where(Gemeente.id.in_(bereik.lees))).all())
        alles = laad_gemeente(session)
    zoekenden = [een for een in alles.zoekenden if een.doet_mee and een.personen]
    huishoudens = {een.zaak.id: _kaart(een, alles, namen) for een in zoekenden}
    vrij = {een.id: maak_woningkaart(namen[een.gemeente_id], een) for een in _op_een_kaart(alles)}
    eigen = {een.zaak.id for een in zoekenden if een.zaak.gemeente_id == gemeente_id}
    eigen |= {een.id for een in alles.woningen if een.gemeente_id == gemeente_id}
    sleutels = {**_sleutels(huishoudens, eigen), **_sleutels(vrij, eigen)}
    return Kaarten(
        gemeenten=sorted(namen.values()),
        eigen=namen[gemeente_id],
        huishoudens={sleutels[een]: kaart for een, kaart in huishoudens.items()},
        woningen={sleutels[een]: kaart for een, kaart in vrij.items()},
        stil=sum(een.stil and een.zaak.gemeente_id == gemeente_id for een in alles.zoekenden),
        later=_later((een for een in zoekenden if een.zaak.id in eigen), alles, namen),
        grenzen={namen[een]: regels for een, regels in alles.grenzen.items()},
        wensen=_wensen(alles.wensen, sleutels),
        reistijden=reistijden_van(een for een in alles.tijden if een.gemeente_id == gemeente_id),
    )


def _op_een_kaart(alles: Matchgegevens) -> list[Woning]:
    """De vrije woningen die nu kunnen worden aangeboden; van een huis met kamers niet meer dan er plaats is."""
    uit, erbij = [], Counter[str]()
    for woning in alles.woningen:
        plek = alles.plek(woning)
        if alles.kan_niet(woning):
            continue
        if plek.zelfstandig or _voor_ieder(plek, erbij[plek.complex]):
            uit.append(woning)
            erbij[plek.complex] += bool(plek.complex) and not plek.zelfstandig
    return uit


def _voor_ieder(plek: Plek, al: int) -> bool:
    """Of deze kamer past bij wie er ook komt, als er al `al` kamers van het huis meedoen.

    Er woont niemand en het is de eerste kamer, of iedereen stemt in met gemengd wonen.
    """
    plaats = plek.over is None or al < plek.over
    return plek.slot_op_kamer and plaats and (plek.gemengd_akkoord or not (plek.medebewoners or al))


def _kaart(een: Zoekend, alles: Matchgegevens, namen: Mapping[UUID, str], *, nareis: bool = False) -> Kaart:
    regels = alles.grenzen.get(een.zaak.gemeente_id, {})
    erbij = nareizigers(een.huishouden, regels, alles.dag) if nareis else []
    wie, gemeente = [*een.personen, *erbij], namen[een.zaak.gemeente_id]
    return maak_kaart(gemeente, een.huishouden, wie, een.zaak.koppeldatum, alles.dag, namen.values())


def _later(eigen: Iterable[Zoekend], alles: Matchgegevens, namen: Mapping[UUID, str]) -> dict[str, Kaart]:
    """De kaart met nareis erbij, van wie er binnen zes maanden iemand na komt."""
    straks = {str(een.zaak.id): (len(een.personen), _kaart(een, alles, namen, nareis=True)) for een in eigen}
    return {sleutel: kaart for sleutel, (nu, kaart) in straks.items() if kaart.personen > nu}


def _wensen(wensen: Iterable[Matchwens], sleutels: Mapping[UUID, str]) -> list[tuple[str, str, str]]:
    """De wensen over wie en wat meedoet, ook die van een ander: alleen welke kaarten, niet waarom of van wie."""
    mee = (een for een in wensen if een.zaak_id in sleutels and een.woning_id in sleutels)
    return sorted((een.soort, sleutels[een.zaak_id], sleutels[een.woning_id]) for een in mee)


def _sleutels(kaarten: Mapping[UUID, _K], eigen: set[UUID]) -> dict[UUID, str]:
    """Wat van een ander is, krijgt een volgnummer. De volgorde is die van de kaarten zelf: zij verraadt geen id."""
    uit = {een: str(een) for een in kaarten if een in eigen}
    anderen = sorted((een for een in kaarten if een not in eigen), key=lambda een: repr(velden(kaarten[een])))
    return uit | {een: f"{kaarten[een].gemeente} {nr}" for nr, een in enumerate(anderen, 1)}
