"""De verhalen van de demo: hoe ver een zaak is, en wat er onderweg gebeurde."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from casus.actions import opschorten
from casus.demo.wandeling import Wandeling

Verhaal = Callable[[Wandeling], None]


@dataclass(frozen=True, slots=True)
class Soort:
    """Een verhaal met hoe vaak het voorkomt en hoe lang geleden de koppeling dan was, in dagen."""

    verhaal: Verhaal
    gewicht: int
    sinds: tuple[int, int]


def nieuw(w: Wandeling) -> None:
    """Net gekoppeld; de eerste taken liggen klaar."""


def begonnen(w: Wandeling) -> None:
    """De casemanager is bekend, het profiel nog niet compleet."""
    w.taak("CM-01")


def zoekt(w: Wandeling) -> None:
    """Wonen zoekt."""
    w.taak("CM-01")
    w.taak("CM-02", 4)
    w.taak("CM-03", 6)
    w.stap("profiel_compleet", 1)


def zoekt_gericht(w: Wandeling) -> None:
    """De woningvraag staat uit en het huishouden weet hoe het werkt."""
    zoekt(w)
    w.taak("WO-01", 2)
    w.taak("CM-04", 4)
    w.taak("WO-02", 3)


def zoekt_te_lang(w: Wandeling) -> None:
    """Langer dan de norm, met een beroep op urgentie dat nog wacht."""
    zoekt_gericht(w)
    w.meld("urgentie_aangevraagd", 3)
    with w.op(5):
        w.voorstel("urgentie_toekennen")


def stilgezet(w: Wandeling) -> None:
    """De klok staat stil: het huishouden is tijdelijk niet plaatsbaar."""
    zoekt(w)
    with w.op(8):
        opschorten.schort_op(
            w.session,
            w.zaak,
            actor=w.actor("casemanager"),
            versie=w.zaak.versie,
            reden="Opname in het ziekenhuis",
            herzien_op=w.grens + timedelta(days=10),
        )


def voorgedragen(w: Wandeling) -> None:
    """Er is een woning; de teammanager moet nog beslissen."""
    zoekt_gericht(w)
    w.kies_woning()
    w.taak("WO-03", 9)
    with w.op(1):
        w.voorstel("voordracht")


def wacht_op_corporatie(w: Wandeling) -> None:
    """De teammanager besliste; de corporatie moet nog antwoorden, in het portaal of aan de telefoon."""
    zoekt_gericht(w)
    w.kies_woning()
    w.taak("WO-03", 9)
    with w.op(1):
        w.besluit("voordracht")


def corporatie_zegt_nee(w: Wandeling) -> None:
    """De corporatie wees af; wonen zoekt verder."""
    wacht_op_corporatie(w)
    reden = "INH" if w.zaak.zaaknummer[-1] in "02468" else "TOE"
    w.meld("corporatie_wijst_af", 3, corporatie_reden=reden, woning_blijft="ja" if reden == "INH" else "nee")


def corporatie_akkoord(w: Wandeling) -> None:
    """De corporatie zei ja; de bezichtiging staat gepland en wonen kan aanbieden."""
    wacht_op_corporatie(w)
    w.meld("corporatie_akkoord", 2)
    w.meld("bezichtiging_gepland", 0, bezichtiging_op=(w.dag + timedelta(days=4)).isoformat())


def aangeboden(w: Wandeling) -> None:
    """Het huishouden heeft het aanbod. Soms antwoordde de corporatie in casus, soms door de telefoon."""
    wacht_op_corporatie(w)
    if w.zaak.zaaknummer[-1] in "13579":
        w.meld("corporatie_akkoord", 1)
    w.stap("aanbod_doen", 1)
    w.meld("bezichtiging_gepland", 0, bezichtiging_op=(w.dag + timedelta(days=2)).isoformat())


def geweigerd(w: Wandeling) -> None:
    """Het huishouden zegt nee; de jurist kijkt ernaar."""
    aangeboden(w)
    w.taak("WO-06", 4, reactie="nee", weigerreden="WOB")


def terecht_geweigerd(w: Wandeling) -> None:
    """De weigering was terecht; wonen zoekt opnieuw."""
    geweigerd(w)
    w.taak("JU-04", 2, oordeel="terecht")
    w.stap("weigering_terecht", 1)


def geaccepteerd(w: Wandeling) -> None:
    """Het huishouden zegt ja; het geld en het contract worden geregeld."""
    aangeboden(w)
    w.taak("WO-06", 4, reactie="ja")
    w.taak("CM-05", 1)
    with w.op(1):
        w.voorstel("inrichtingskrediet", bedrag=420_000 if w.zaak.zaaknummer[-1] in "02468" else 620_000)


def gekoppeld(w: Wandeling) -> None:
    """De inburgering is gekoppeld en de verhuizing wordt gepland."""
    aangeboden(w)
    w.taak("WO-06", 4, reactie="ja")
    w.taak("CM-05", 1)
    w.taak("JU-02", 2)
    w.taak("FI-03", 1)
    w.stap("inburgering_koppelen", 1)


def gehuisvest(w: Wandeling) -> None:
    """Het huishouden woont."""
    gekoppeld(w)
    w.taak("FI-01", 1)
    w.taak("FI-04", 1)
    w.taak("CM-06", 3)
    w.taak("CM-07", 4)
    w.stap("huisvesten", 0)
    w.taak("CM-08", 2)


def gehuisvest_met_pip(w: Wandeling) -> None:
    """Het huishouden woont, en het eerste PIP ligt ter goedkeuring."""
    gehuisvest(w)
    w.taak("IN-01", 9)
    w.taak("IN-02", 4)
    with w.op(2):
        w.voorstel("pip")


def met_bezwaar(w: Wandeling) -> None:
    """Er is bezwaar tegen het inrichtingskrediet."""
    gehuisvest(w)
    krediet = w.laatste_besluit("inrichtingskrediet")
    gronden = "Het bedrag is te laag voor bedden en een wasmachine."
    w.meld("bezwaar_ontvangen", 12, besluit=str(krediet.id), gronden=gronden)


def met_nareis(w: Wandeling) -> None:
    """Na de verhuizing meldt het COA nareis."""
    gehuisvest(w)
    w.meld("nareis_gemeld", 8, nareis_aantal="3")


def overgedragen(w: Wandeling) -> None:
    """Een andere gemeente paste beter; het COA koppelde om."""
    zoekt(w)
    w.meld("ruil_gewenst", 4)
    w.taak("WO-10", 3)
    w.stap("overdragen", 5)


def gesloten(w: Wandeling) -> None:
    """Het huishouden vond zelf een woning."""
    zoekt(w)
    w.stap("sluiten", 10, sluitreden="zelf_gevonden")


# `sinds` sluit aan op hoe lang het verhaal duurt, zodat de meeste taken rond vandaag vallen.
VERHALEN = (
    Soort(nieuw, 8, (1, 2)),
    Soort(begonnen, 7, (3, 7)),
    Soort(zoekt, 11, (14, 19)),
    Soort(zoekt_gericht, 12, (23, 44)),
    Soort(zoekt_te_lang, 4, (78, 100)),
    Soort(stilgezet, 3, (24, 40)),
    Soort(voorgedragen, 7, (33, 36)),
    Soort(wacht_op_corporatie, 3, (32, 42)),
    Soort(corporatie_akkoord, 2, (34, 38)),
    Soort(corporatie_zegt_nee, 2, (36, 44)),
    Soort(aangeboden, 8, (35, 40)),
    Soort(geweigerd, 3, (39, 41)),
    Soort(terecht_geweigerd, 2, (42, 48)),
    Soort(geaccepteerd, 7, (41, 44)),
    Soort(gekoppeld, 9, (44, 48)),
    Soort(gehuisvest, 10, (56, 150)),
    Soort(gehuisvest_met_pip, 4, (70, 73)),
    Soort(met_bezwaar, 1, (67, 72)),
    Soort(met_nareis, 2, (63, 67)),
    Soort(overgedragen, 1, (30, 90)),
    Soort(gesloten, 2, (35, 120)),
)
OP_CORPORATIE = Soort(wacht_op_corporatie, 0, (34, 36))
"""Niet uit het toeval: de eerste gemeente heeft er altijd, om in het portaal op te antwoorden."""
VERTRAAGD = 0.14


def begindag(soort: Soort, vandaag: date, toeval: Random) -> date:
    """De koppeldatum die bij dit verhaal past. Een op de zeven zaken is blijven liggen."""
    kort, lang = soort.sinds
    extra = toeval.randint(6, 20) if toeval.random() < VERTRAAGD else 0
    return vandaag - timedelta(days=toeval.randint(kort, lang) + extra)
