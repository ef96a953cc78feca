"""Iemands taken als agenda (iCalendar, RFC 5545), voor het agendaprogramma van zijn keuze.

Zo'n programma staat buiten casus: er gaat alleen een zaaknummer, de taak zoals het proces of
de woonvorm haar noemt, en een dag heen.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from icalendar import Calendar, Event

VERVERS = timedelta(hours=1)
"""Zo vaak hoeft een agendaprogramma te komen kijken."""
TE_LAAT = "te laat"


@dataclass(frozen=True, slots=True)
class Afspraak:
    """Eén taak in de agenda. `titel` bevat nooit een naam; `versie` gaat omhoog als de taak verandert."""

    id: UUID
    dag: date
    titel: str
    versie: int
    te_laat: bool


def schrijf(afspraken: Iterable[Afspraak], moment: datetime) -> bytes:
    """De agenda als bestand, met een hele dag per taak. `moment` is nu, tijdzonebewust."""
    agenda = Calendar()
    for naam, waarde in (("prodid", "-//casus//taken//NL"), ("version", "2.0"), ("method", "PUBLISH")):
        agenda.add(naam, waarde)
    agenda.add("x-wr-calname", "casus: mijn taken")
    agenda.add("refresh-interval", VERVERS, parameters={"VALUE": "DURATION"})  # RFC 7986
    agenda.add("x-published-ttl", "PT1H")
    for een in afspraken:
        agenda.add_component(_hele_dag(een, moment))
    return bytes(agenda.to_ical())


def _hele_dag(een: Afspraak, moment: datetime) -> Event:
    dag = Event()
    dag.add("uid", f"taak-{een.id}@casus.invalid")
    dag.add("dtstamp", moment)
    dag.add("last-modified", moment)
    dag.add("sequence", een.versie)
    dag.add("dtstart", een.dag)
    dag.add("summary", een.titel)
    dag.add("transp", "TRANSPARENT")  # een taak maakt iemand die dag niet bezet
    dag.add("class", "PRIVATE")
    if een.te_laat:
        dag.add("categories", [TE_LAAT])
    return dag
