"""Wat elke pagina over een besluit laat zien: adviezen, vragen, eerdere besluiten en de rekensom, in woorden."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast
from uuid import UUID

from casus.actions.adviezen import Oordeel
from casus.bedragen import euro
from casus.errors import InvoerFout, VeldFout
from casus.models import Aanbod, Advies, Besluit, Besluitstap, Persoon, Zaak
from casus.rules.zinnen import opsomming, rol_tekst, zin
from casus.termijnen import dag_kort, dag_van, dagen_in_woorden, leeftijd, moment_in_woorden, vandaag
from casus.views.schermen.velden import waarde_in_woorden
from casus.vocab import AANBODSTATUS, BESLUITSTATUS, OORDELEN, meervoud
from casus.workflows.registers import besluitsoorten, besluitvelden

VOLWASSEN = 18
_PICTOGRAM: Mapping[str, str] = {"eens": "gereed", "eens_mits": "vandaag", "oneens": "te-laat"}
OORDEEL: Mapping[str, tuple[str, str]] = {code: (_PICTOGRAM[code], woord) for code, woord in OORDELEN.items()}
"""Per oordeel het pictogram en de woorden."""
STATUS: Mapping[str, str] = {"voorgesteld": "wacht", "toegekend": "gereed", "afgewezen": "te-laat"}
_STAP: Mapping[str, tuple[str, str]] = {
    "vraag": ("wacht", "Vraag"),
    "antwoord": ("gereed", "Antwoord"),
    "doorgezet": ("later", "Doorgezet"),
    "opgehoogd": ("later", "Een niveau hoger"),
    "opgeteld": ("later", "Opgeteld"),
}


@dataclass(frozen=True, slots=True)
class Adviesregel:
    """Eén advies: het oordeel, wat erbij is geschreven, en wie het gaf of tot wanneer het wacht."""

    soort: str
    kop: str
    tekst: str
    onder: str


@dataclass(frozen=True, slots=True)
class Stapregel:
    """Eén stap van een voorstel voordat er een besluit was."""

    soort: str
    kop: str
    tekst: str
    onder: str


@dataclass(frozen=True, slots=True)
class Eerder:
    """Een ander besluit van dezelfde zaak."""

    id: UUID
    titel: str
    bedrag: str
    soort: str
    stand: str
    wanneer: date


@dataclass(frozen=True, slots=True)
class Som:
    """Een bedrag tegen een grens, in procenten van die grens. `wat` zegt welke grens: 'per besluit', 'in deze zaak'."""

    wat: str
    eerder: int
    nu: int
    grens: int

    @property
    def over(self) -> int:
        """Wat er na dit besluit overblijft; onder nul is het te veel."""
        return self.grens - self.eerder - self.nu

    @property
    def deel_eerder(self) -> float:
        """Wat er al was."""
        return self._deel(self.eerder)

    @property
    def deel_nu(self) -> float:
        """Wat er nu bij komt."""
        return round(min(self._deel(self.nu), 100 - self.deel_eerder), 1)

    def _deel(self, cent: int) -> float:
        return round(min(cent / self.grens * 100, 100), 1) if self.grens else 100.0


def lees_oordeel(code: str) -> Oordeel:
    """Het gekozen oordeel. Raises InvoerFout."""
    if code not in OORDEEL:
        raise InvoerFout([VeldFout("oordeel", "Kies eens, eens mits of niet eens.")])
    return cast(Oordeel, code)


def drie_regels(zaak: Zaak, personen: Sequence[Persoon], aanbod: Aanbod | None) -> list[str]:
    """Het huishouden in drie regels: wie, welke woning, en wat er nog komt."""
    dag, gezin = vandaag(), zaak.huishouden
    jaren = sorted((j for p in personen if (j := leeftijd(p.geboortedatum, dag)) is not None), reverse=True)
    kinderen = [str(j) for j in jaren if j < VOLWASSEN]
    wie = "Eén persoon" if gezin.aantal_personen == 1 else f"Huishouden van {gezin.aantal_personen}"
    met = f", {'kind' if len(kinderen) == 1 else 'kinderen'} van {opsomming(kinderen, 'en')} jaar" if kinderen else ""
    woning = "Er is nog geen woning."
    if aanbod is not None:
        woning = f"{aanbod.woning.adres}, {aanbod.woning.plaats}: {AANBODSTATUS[aanbod.status]}."
        woning += f" De sleutel komt op {dag_kort(aanbod.sleuteldatum, dag)}." if aanbod.sleuteldatum else ""
    nareis = meervoud(gezin.nareis_aantal, "persoon", "personen")
    straks = f"Nareis van {nareis} verwacht." if gezin.nareis_aantal else "Geen nareis verwacht."
    return [f"{wie}{met}.", woning, f"{straks} Gekoppeld op {dag_kort(zaak.koppeldatum, dag)}."]


def ingevuld(besluit: Besluit, personen: Sequence[Persoon], aanbod: Aanbod | None) -> list[tuple[str, str]]:
    """De velden van de soort, met wat er bij het voorstel is ingevuld; wat geen woorden heeft, staat er niet."""
    namen = {str(p.id): f"{p.voornamen} {p.achternaam}" for p in personen}
    if aanbod is not None:
        namen[str(aanbod.woning_id)] = f"{aanbod.woning.adres}, {aanbod.woning.plaats}"
    soort = besluitsoorten().get(besluit.soort)
    uit = []
    for code in soort.velden if soort else ():
        veld, waarde = besluitvelden()[code], besluit.gegevens.get(code)
        if waarde not in (None, "") and (tekst := waarde_in_woorden(veld, waarde, namen)):
            uit.append((veld.titel.removesuffix("?"), tekst))
    getypt = besluit.gegevens.get("contract")  # staat dan al bij de velden, zoals het is getypt
    return uit + ([("Contract", besluit.contract)] if besluit.contract and not getypt else [])


def adviesregels(adviezen: Iterable[Advies]) -> list[Adviesregel]:
    """De adviezen in de volgorde waarin zij zijn gevraagd. `gegeven_door` moet geladen zijn."""
    return [_advies(advies) for advies in adviezen]


def _advies(advies: Advies) -> Adviesregel:
    dag, rol = vandaag(), zin(rol_tekst(advies.rol))
    if advies.status == "gegeven" and advies.gegeven_op is not None:
        soort, woord = OORDEEL[advies.oordeel]
        wie = f"{advies.gegeven_door.naam}, " if advies.gegeven_door else ""
        return Adviesregel(
            soort, f"{rol}: {woord}", advies.toelichting, wie + moment_in_woorden(advies.gegeven_op, dag)
        )
    if advies.status == "verlopen":
        onder = f"Gevraagd tot en met {dag_kort(advies.uiterlijk, dag)}; het besluit wacht er niet meer op."
        return Adviesregel("slot", f"{rol}: niet gegeven", advies.vraag, onder)
    tot = f"wacht tot en met {dag_kort(advies.uiterlijk, dag)}"
    return Adviesregel("wacht", f"{rol}: {tot}", advies.vraag, dagen_in_woorden(advies.uiterlijk, dag))


def stapregels(stappen: Iterable[Besluitstap], niveaus: Mapping[int, str]) -> list[Stapregel]:
    """De vragen, antwoorden en niveaus, de oudste eerst. `niveaus`: hoe elk niveau heet."""
    return [_stap(stap, niveaus) for stap in stappen]


def _stap(stap: Besluitstap, niveaus: Mapping[int, str]) -> Stapregel:
    soort, kop = _STAP[stap.soort]
    naar = niveaus.get(stap.naar_niveau, "")
    if stap.soort in ("doorgezet", "opgehoogd", "opgeteld") and naar:
        kop = f"{kop}: {naar}"
    wie = stap.door.naam if stap.door else "casus, omdat het te lang wachtte"
    return Stapregel(soort, kop, stap.tekst, f"{wie}, {moment_in_woorden(stap.op, vandaag())}")


def eerdere_regels(besluiten: Iterable[Besluit]) -> list[Eerder]:
    """Andere besluiten van de zaak, het nieuwste eerst."""
    rijen = sorted(besluiten, key=lambda b: (b.besloten_op or b.voorgesteld_op, b.nummer), reverse=True)
    return [
        Eerder(
            id=b.id,
            titel=b.titel,
            bedrag="" if b.bedrag_cent is None else euro(b.bedrag_cent),
            soort=STATUS.get(b.status, "slot"),
            stand=BESLUITSTATUS[b.status],
            wanneer=dag_van(b.besloten_op or b.voorgesteld_op),
        )
        for b in rijen
    ]
