"""Welke taken er ontstaan, welke vervallen, en wanneer een taak af mag. Zuiver: de acties schrijven het op."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from casus.actor import Actor
from casus.errors import CasusFout
from casus.models import Taak
from casus.rules import permissions
from casus.termijnen import Termijn, dag_van, einddatum
from casus.workflows.ankers import Plek, ankerdag, bereken, herhaald
from casus.workflows.beeld import Beeld
from casus.workflows.besluiten import taakbesluit_reden
from casus.workflows.definition import Aanvang, Taaksoort, Workflow, in_woord

HERHALING = "herhaling"
_UITERLIJK = "uiterlijk"
"""Zo staat bij de aanleiding van een taak dat haar wettelijke dag is vastgesteld buiten de termijn van het proces."""


@dataclass(frozen=True, slots=True)
class Aanleiding:
    """Iets wat gebeurt en waardoor taken kunnen ontstaan. `gegevens` is wat daarbij is ingevuld.

    `betreft` is het ding waarover het gaat, als daar later meer van komt (een bezwaar). `uiterlijk` is de laatste dag
    uit de wet die daarbij hoort, in plaats van de wettelijke termijn in het proces.
    """

    soort: str
    code: str
    persoon_id: UUID | None = None
    gegevens: Mapping[str, Any] = field(default_factory=dict)
    betreft: UUID | None = None
    uiterlijk: date | None = None

    @classmethod
    def toestand(cls, code: str) -> Aanleiding:
        """De zaak kwam in deze toestand."""
        return cls("toestand", code)

    @classmethod
    def overgang(cls, code: str, gegevens: Mapping[str, Any] | None = None) -> Aanleiding:
        """Deze overgang is gezet."""
        return cls("overgang", code, gegevens=gegevens or {})

    @classmethod
    def gebeurtenis(
        cls,
        code: str,
        gegevens: Mapping[str, Any] | None = None,
        *,
        betreft: UUID | None = None,
        uiterlijk: date | None = None,
    ) -> Aanleiding:
        """Dit is gemeld of gebeurd. Staat er een persoon in de gegevens, dan gaat het om die persoon."""
        persoon = (gegevens or {}).get("persoon")
        wie = UUID(str(persoon)) if persoon else None
        return cls("gebeurtenis", code, wie, gegevens or {}, betreft, uiterlijk)

    @classmethod
    def gereed(
        cls, soort: str, persoon_id: UUID | None = None, gegevens: Mapping[str, Any] | None = None
    ) -> Aanleiding:
        """Een taak van deze soort is afgerond. Zonder gegevens telt de laatst afgeronde taak in het beeld."""
        return cls("gereed", soort, persoon_id, gegevens or {})

    @classmethod
    def anker(cls, code: str, persoon_id: UUID | None = None) -> Aanleiding:
        """Deze ankerdatum is bekend geworden."""
        return cls("anker", code, persoon_id)

    @classmethod
    def besluit(cls, soort: str) -> Aanleiding:
        """Een besluit van deze soort is toegekend."""
        return cls("besluit", soort)

    def __str__(self) -> str:
        return f"{self.soort}:{self.code}" + (f" {self.betreft}" if self.betreft else "")


@dataclass(frozen=True, slots=True)
class NieuweTaak:
    """Een taak die moet ontstaan; de velden heten als die van het model Taak."""

    soort: str
    titel: str
    rol: str
    persoon_id: UUID | None
    streefdatum: date | None
    fatale_datum: date | None
    uiterlijk: date
    voorlopig: bool
    aanleiding: str


def nieuwe_taken(wf: Workflow, aanleiding: Aanleiding, beeld: Beeld) -> list[NieuweTaak]:
    """De taken die door deze aanleiding ontstaan. Het beeld is dat van na de verandering."""
    aanleiding = _aangevuld(aanleiding, beeld)
    nieuw: list[NieuweTaak] = []
    for soort, aanvang in wf.aanvangen.get((aanleiding.soort, aanleiding.code), ()):
        if all(in_woord(aanleiding.gegevens.get(veld)) in goed for veld, goed in aanvang.als.items()):
            nieuw += _voor_wie(wf, soort, beeld, aanleiding)
    if aanleiding.soort == "gereed":
        nieuw += _herhalingen(wf, aanleiding, beeld)
    return nieuw


def _aangevuld(aanleiding: Aanleiding, beeld: Beeld) -> Aanleiding:
    if aanleiding.soort != "gereed" or aanleiding.gegevens or aanleiding.persoon_id:
        return aanleiding
    taak = beeld.laatst_gereed(aanleiding.code)
    return Aanleiding.gereed(aanleiding.code, taak.persoon_id, taak.gegevens) if taak else aanleiding


def _voor_wie(wf: Workflow, soort: Taaksoort, beeld: Beeld, aanleiding: Aanleiding) -> Iterator[NieuweTaak]:
    for persoon_id in _personen(soort, beeld, aanleiding.persoon_id):
        if _mag_ontstaan(wf, soort, persoon_id, beeld):
            yield _maak(wf, soort, beeld, persoon_id, aanleiding)


def _personen(soort: Taaksoort, beeld: Beeld, persoon_id: UUID | None) -> Iterable[UUID | None]:
    if soort.per == "zaak":
        return (None,)
    if soort.per == "persoon":
        alleen = beeld.personen[0].id if len(beeld.personen) == 1 else None
        return (persoon_id or alleen,)
    plichtig = [i.persoon_id for i in beeld.inburgeringen]
    return [p for p in plichtig if persoon_id in (None, p)]


def _mag_ontstaan(wf: Workflow, soort: Taaksoort, persoon_id: UUID | None, beeld: Beeld) -> bool:
    toestand = wf.toestanden[beeld.zaak.toestand]
    if toestand.code in soort.vervalt_in or (toestand.eind and not _loopt_door(wf, soort, toestand.code)):
        return False
    eerdere = [t.status for t in beeld.taken if t.soort == soort.code and t.persoon_id == persoon_id]
    if soort.opnieuw == "altijd":
        return True
    return "open" not in eerdere and not (soort.opnieuw == "nooit" and "gereed" in eerdere)


def _loopt_door(wf: Workflow, soort: Taaksoort, toestand: str) -> bool:
    return wf.toestanden[toestand].taken_lopen_door or soort.blijft_na_einde


def _maak(wf: Workflow, soort: Taaksoort, beeld: Beeld, persoon_id: UUID | None, door: Aanleiding) -> NieuweTaak:
    plek, aanleiding = Plek(beeld.vandaag, persoon_id), str(door)
    if soort.opnieuw == "altijd":
        aanleiding = _met_vaste_ankers(wf, soort, beeld, plek, aanleiding)
    termijn = bereken(wf, soort, beeld, plek)
    if door.uiterlijk is not None and soort.termijn.wettelijk:
        termijn, aanleiding = _vastgesteld(termijn, door.uiterlijk), met_uiterlijk(aanleiding, door.uiterlijk)
    return _nieuw(soort, beeld, persoon_id, termijn, aanleiding)


def _nieuw(soort: Taaksoort, beeld: Beeld, persoon_id: UUID | None, t: Termijn, aanleiding: str) -> NieuweTaak:
    titel = soort.titel
    if soort.per != "zaak" and (persoon := next((p for p in beeld.personen if p.id == persoon_id), None)):
        titel = f"{titel}: {(persoon.voornamen.split() or [persoon.achternaam])[0]}"
    return NieuweTaak(
        soort.code, titel, soort.rol, persoon_id, t.streefdatum, t.fatale_datum, t.uiterlijk, t.voorlopig, aanleiding
    )


def _met_vaste_ankers(wf: Workflow, soort: Taaksoort, beeld: Beeld, plek: Plek, aanleiding: str) -> str:
    """Een taak die vaker naast zichzelf kan staan (twee bezwaren), onthoudt de dagen van haar eigen aanleiding."""
    ankers = (*soort.termijn.vanaf, *(soort.streef.vanaf if soort.streef else ()))
    dagen = {code: ankerdag(wf, code, beeld, plek) for code in ankers if wf.ankers[code].bron == "ankers"}
    vast = [f"{code}={dag.dag.isoformat()}" for code, dag in dagen.items() if not dag.voorlopig]
    return " ".join((aanleiding, *vast))


def _vaste_ankers(aanleiding: str) -> dict[str, date]:
    paren = (deel.split("=") for deel in aanleiding.split(" ") if "=" in deel)
    return {code: date.fromisoformat(dag) for code, dag in paren}


def met_uiterlijk(aanleiding: str, dag: date) -> str:
    """De aanleiding van een taak met haar (nieuwe) wettelijke dag erbij: bij verdagen of opschorten van een bezwaar."""
    delen = [deel for deel in aanleiding.split(" ") if not deel.startswith(f"{_UITERLIJK}=")]
    return " ".join((*delen, f"{_UITERLIJK}={dag.isoformat()}"))


def gaat_over(taak: Taak, ding_id: UUID) -> bool:
    """Of deze taak door dit ding (een bezwaar) is ontstaan."""
    return str(ding_id) in taak.aanleiding.split(" ")


def _vastgesteld(termijn: Termijn, dag: date) -> Termijn:
    return Termijn(termijn.streefdatum, dag, dag)


def _herhalingen(wf: Workflow, aanleiding: Aanleiding, beeld: Beeld) -> Iterator[NieuweTaak]:
    soort = wf.taken.get(aanleiding.code)
    if soort is None or soort.herhaal is None:
        return
    plek = Plek(beeld.vandaag, aanleiding.persoon_id)
    termijn = herhaald(soort, wf, beeld, plek)
    if termijn and _mag_ontstaan(wf, soort, aanleiding.persoon_id, beeld):
        yield _nieuw(soort, beeld, aanleiding.persoon_id, termijn, f"{HERHALING}:{soort.code}")


def klok_taken(wf: Workflow, beeld: Beeld) -> list[NieuweTaak]:
    """De taken die de klok vandaag start. Staat de normklok van de zaak stil, dan start er niets."""
    if beeld.zaak.opgeschort_sinds is not None:
        return []
    return [taak for soort, aanvang in wf.kloktaken for taak in _door_klok(wf, soort, aanvang, beeld)]


def _door_klok(wf: Workflow, soort: Taaksoort, aanvang: Aanvang, beeld: Beeld) -> Iterator[NieuweTaak]:
    if beeld.zaak.toestand not in aanvang.zolang or aanvang.klok is None:
        return
    anker = ankerdag(wf, aanvang.klok, beeld, Plek(beeld.vandaag))
    start = einddatum(anker.dag, aanvang.dagen or 0, beeld.stilstand, beeld.vandaag)
    al = any(t.soort == soort.code and t.ontstaan_op >= beeld.zaak.toestand_sinds for t in beeld.taken)
    if not anker.voorlopig and start <= beeld.vandaag and not al:
        yield from _voor_wie(wf, soort, beeld, Aanleiding("klok", aanvang.klok))


def te_vervallen(wf: Workflow, beeld: Beeld) -> list[tuple[Taak, str]]:
    """De open taken die in de toestand van nu geen zin meer hebben, met de reden als zin. Na een overgang te vragen."""
    toestand = wf.toestanden[beeld.zaak.toestand]
    weg = []
    for taak in beeld.taken:
        soort = wf.taken.get(taak.soort or "")
        einde = toestand.eind and not (toestand.taken_lopen_door or (soort is not None and soort.blijft_na_einde))
        if taak.status == "open" and (einde or (soort is not None and toestand.code in soort.vervalt_in)):
            weg.append((taak, f"De zaak staat nu op ‘{toestand.titel}’."))
    return weg


def herbereken(wf: Workflow, taak: Taak, beeld: Beeld) -> Termijn:
    """De termijn van een bestaande taak, vanaf nul: na een nieuw anker, een verlenging of het einde van stilstand."""
    soort = wf.taken.get(taak.soort or "")
    if soort is None:
        return Termijn(taak.streefdatum, taak.fatale_datum, taak.uiterlijk, taak.voorlopig)
    vast = _vaste_ankers(taak.aanleiding)
    plek = Plek(dag_van(taak.ontstaan_op), taak.persoon_id, vast)
    if taak.aanleiding.startswith(HERHALING):
        opnieuw = herhaald(soort, wf, beeld, plek, taak.verlengd_met)
        return opnieuw or Termijn(taak.streefdatum, taak.fatale_datum, taak.uiterlijk, taak.voorlopig)
    termijn = bereken(wf, soort, beeld, plek, taak.verlengd_met)
    return _vastgesteld(termijn, vast[_UITERLIJK]) if _UITERLIJK in vast else termijn


def taak_redenen(wf: Workflow, taak: Taak, beeld: Beeld, actor: Actor) -> tuple[str, ...]:
    """Waarom deze taak nu niet kan worden afgerond; leeg als het wel kan."""
    if taak.status != "open":
        return (f"Deze taak is al {taak.status}. Kijk in de tijdlijn van de zaak wat er is gebeurd.",)
    redenen = []
    try:
        permissions.check_taak_afronden(actor, taak)
    except CasusFout as weigering:
        redenen.append(weigering.zin)
    soort = wf.taken.get(taak.soort or "")
    return (*redenen, *(_inhoudelijk(wf, soort, taak, beeld) if soort else ()))


def _inhoudelijk(wf: Workflow, soort: Taaksoort, taak: Taak, beeld: Beeld) -> Iterator[str]:
    yield from _eerdere_taken(soort, taak, beeld)
    if reden := taakbesluit_reden(soort, taak, beeld):
        yield reden
    sluit = soort.sluit_door
    if sluit and sluit.overgang and not (sluit.velden or sluit.lijst):
        stap = wf.overgangen[sluit.overgang].titel
        yield f"Deze taak is vanzelf af zodra u de stap ‘{stap}’ zet."


def _eerdere_taken(soort: Taaksoort, taak: Taak, beeld: Beeld) -> Iterator[str]:
    for code in soort.wacht_op:
        eerder = beeld.open_taken(code)
        if taak.persoon_id is not None:
            eerder = [t for t in eerder if t.persoon_id in (None, taak.persoon_id)]
        if eerder:
            yield f"Rond eerst de taak ‘{eerder[0].titel}’ af."


def wacht_op_taak(soort: Taaksoort, taak: Taak, beeld: Beeld) -> str | None:
    """De eerste taak die eerst af moet, als zin; None als er geen is."""
    return next(_eerdere_taken(soort, taak, beeld), None)


@dataclass(frozen=True, slots=True)
class OpenPunt:
    """Een punt dat nog niet is afgevinkt, met het vakje op het formulier."""

    veld: str
    zin: str


def open_afvinkpunten(soort: Taaksoort, invoer: Mapping[str, Any]) -> list[OpenPunt]:
    """De punten van de lijst die in deze invoer niet zijn afgevinkt."""
    return [OpenPunt(p.veld, f"Vink af: {p.titel}.") for p in soort.afvinkpunten if not invoer.get(p.veld)]
