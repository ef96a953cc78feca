"""Welke zaken iemand wil zien. Het teamoverzicht telt met dezelfde voorwaarden als waarmee de lijst van zaken kiest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, literal_column, or_, select

from casus.db import CasusSessie
from casus.models import Besluit, Parameter, Persoon, Verloop, Zaak
from casus.rules.doorlooptijd import AANGEBODEN, FASEN, GEHUISVEST, Normen
from casus.rules.parameters import waarden_op
from casus.termijnen import NEDERLAND, vandaag

VAST, BESLUIT, GEKOPPELD, MEEGETELD, VERLIET = "vast", "besluit", "gekoppeld", "meegeteld", "klaar-"
BEREIKT: Final[Mapping[str, str]] = {"gehuisvest": GEHUISVEST, "aangeboden": AANGEBODEN}
WAT: Final[Mapping[str, str]] = {
    VAST: "zit vast",
    BESLUIT: "wacht op een besluit",
    GEKOPPELD: "gekoppeld",
    "aangeboden": "kreeg een aanbod",
    "gehuisvest": "gehuisvest",
    MEEGETELD: "telt mee voor de taakstelling",
}
"""Wat er met een zaak is (de eerste twee), of in een periode met haar gebeurde. Ook: `klaar-<toestand>`."""
ZONDER_PERIODE: Final = frozenset({VAST, BESLUIT})


@dataclass(frozen=True, slots=True)
class Keuze:
    """Een blik op de zaken. `wat` is een sleutel van WAT of `klaar-<toestand>`; `van` en `tot` tellen mee."""

    toestand: str = ""
    casemanager_id: UUID | None = None
    wat: str = ""
    van: date = date.min
    tot: date = date.max

    @property
    def met_periode(self) -> bool:
        """Of deze keuze over een periode gaat."""
        return bool(self.wat) and self.wat not in ZONDER_PERIODE


ALLE: Final = Keuze()


def begin_van(dag: date) -> datetime:
    """Het eerste moment van een dag in Nederland; de eerste en laatste dag van de kalender blijven erbinnen."""
    veilig = min(max(dag, date.min + timedelta(days=2)), date.max - timedelta(days=2))
    return datetime.combine(veilig, time.min, NEDERLAND)


def normen(session: CasusSessie) -> Normen:
    """De normen die vandaag gelden; één query."""
    rijen = session.scalars(select(Parameter).where(Parameter.sleutel.startswith("norm_"))).all()
    return Normen.uit(waarden_op(rijen, vandaag()))


def voorwaarden(gemeente_id: UUID, keuze: Keuze, afspraak: Normen) -> list[ColumnElement[bool]]:
    """Waaraan een zaak zelf voldoet die bij de keuze hoort; zie ook `beperk`."""
    uit: list[ColumnElement[bool]] = [Zaak.gemeente_id == gemeente_id]
    if keuze.toestand:
        uit.append(Zaak.toestand == keuze.toestand)
    if keuze.casemanager_id is not None:
        uit.append(Zaak.casemanager_id == keuze.casemanager_id)
    if keuze.wat == VAST:
        uit.append(or_(*vast_per_toestand(afspraak, vandaag())))
    if keuze.wat == GEKOPPELD:
        uit.append(Zaak.koppeldatum.between(keuze.van, keuze.tot))
    return uit


def beperk(vraag: Select[Any], gemeente_id: UUID, keuze: Keuze) -> Select[Any]:
    """Voegt samen met wat er gebeurde. Een verzameling zonder dubbele: eerst klein, dan pas de zaken erbij gezocht."""
    if keuze.wat == MEEGETELD:
        wie = meegeteld(gemeente_id, keuze.van, keuze.tot).distinct().subquery()
        return vraag.join(wie, wie.c.huishouden_id == Zaak.huishouden_id)
    if not keuze.wat or keuze.wat in (VAST, GEKOPPELD):
        return vraag
    welke = _gebeurde(gemeente_id, keuze).distinct().subquery()
    return vraag.join(welke, welke.c.zaak_id == Zaak.id)


def _gebeurde(gemeente_id: UUID, keuze: Keuze) -> Select[Any]:
    van, tot = begin_van(keuze.van), begin_van(min(keuze.tot, date.max - timedelta(days=1)) + timedelta(days=1))
    if keuze.wat == BESLUIT:
        return wachten(gemeente_id)
    if keuze.wat in BEREIKT:
        return bereikt(gemeente_id, BEREIKT[keuze.wat], van, tot)
    return verliet(gemeente_id, keuze.wat.removeprefix(VERLIET), van, tot)


def vast_per_toestand(afspraak: Normen, dag: date) -> list[ColumnElement[bool]]:
    """Per toestand onderweg: al langer dan de norm bezig. Elke voorwaarde past op één index van zaak."""
    _, woning, verhuizen = FASEN
    gekoppeld, verhuist = afspraak.vast_gekoppeld_voor(dag), begin_van(afspraak.vast_verhuist_voor(dag))
    zoekt = [and_(Zaak.toestand == code, Zaak.koppeldatum < gekoppeld) for code in woning.toestanden]
    return zoekt + [and_(Zaak.toestand == code, Zaak.toestand_sinds < verhuist) for code in verhuizen.toestanden]


def wachten(gemeente_id: Any) -> Select[Any]:
    """De zaken met een voorstel waarover nog niet is besloten; een zaak kan er meer hebben."""
    status = Besluit.status == literal_column("'voorgesteld'")  # letterlijk, anders past de deelindex niet
    return select(Besluit.zaak_id).where(Besluit.gemeente_id == gemeente_id, status)


def meegeteld(gemeente_id: Any, van: Any, tot: Any) -> Select[Any]:
    """De huishoudens met personen die in deze dagen gingen meetellen; een rij per persoon."""
    telt = Persoon.telt_mee_vanaf
    return select(Persoon.huishouden_id).where(Persoon.gemeente_id == gemeente_id, telt.between(van, tot))


def bereikt(gemeente_id: Any, naar: Any, van: Any, tot: Any) -> Select[Any]:
    """De zaken die tussen deze momenten in een toestand kwamen."""
    vraag = select(Verloop.zaak_id).where(Verloop.gemeente_id == gemeente_id, Verloop.naar == naar)
    return vraag.where(Verloop.tot >= van, Verloop.tot < tot)


def verliet(gemeente_id: Any, toestand: Any, van: Any, tot: Any) -> Select[Any]:
    """De zaken die tussen deze momenten een toestand achter zich lieten."""
    vraag = select(Verloop.zaak_id).where(Verloop.gemeente_id == gemeente_id, Verloop.toestand == toestand)
    return vraag.where(Verloop.tot >= van, Verloop.tot < tot)
