"""De lijst van wie er niet is, en het formulier om iemand af te melden."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple
from uuid import UUID

from flask import url_for

from casus.actor import Actor
from casus.models import Afwezigheid
from casus.queries.gebruikers import Collega, rollen_van
from casus.rules import permissions
from casus.rules.mandaten import Register
from casus.rules.rechten import TEAM
from casus.rules.zinnen import opsomming, rol_tekst
from casus.views.schermen.formulierscherm import Formulierscherm
from casus.views.schermen.velden import Invoerveld
from casus.views.schermen.vervangscherm import Besluitregel, besluitregels

_HINT: Final = (
    "Achter elke naam staan de rollen. Alleen taken van een rol die deze collega ook heeft, staan zolang ook bij hem of"
    " haar. Besluiten gaan mee als deze collega zelf in het"
    " mandaatregister staat, op hetzelfde niveau of hoger; casus zegt het als dat niet zo is."
)


class Takenregel(NamedTuple):
    """Bij wie de taken zolang ook staan. `alles`: de vervanger heeft elke rol van wie er niet is."""

    alles: bool
    zin: str


@dataclass(frozen=True, slots=True)
class Regel:
    """Eén afwezigheid op het scherm. `besluiten`: wie zolang beslist, per functie van wie er niet is."""

    id: UUID
    naam: str
    vervanger: str
    van: date
    tot: date
    nu: bool
    mag: bool
    besluiten: Sequence[Besluitregel]
    taken: Takenregel


def regels(
    rijen: Sequence[Afwezigheid], iedereen: Sequence[Collega], register: Register, actor: Actor, dag: date
) -> list[Regel]:
    """De afwezigheden met wat deze actor ermee kan."""
    return [
        Regel(
            rij.id,
            rij.gebruiker.naam,
            rij.vervanger.naam if rij.vervanger else "",
            rij.van,
            rij.tot,
            rij.van <= dag,
            permissions.mag_afwezigheid(actor, rij.gebruiker_id),
            besluitregels(register, rij, dag, rijen),
            over_taken(iedereen, rij),
        )
        for rij in rijen
    ]


def over_taken(iedereen: Sequence[Collega], rij: Afwezigheid) -> Takenregel:
    """Welke taken zolang ook bij de vervanger staan: alleen die van een rol die hij zelf heeft."""
    nodig = rollen_van(iedereen, rij.gebruiker_id) & TEAM
    vervanger = next((een for een in iedereen if een.id == rij.vervanger_id), None)
    if vervanger is None or not nodig:
        return Takenregel(True, "")
    heeft, naam = nodig & rollen_van(iedereen, vervanger.id), vervanger.naam
    if heeft == nodig:
        return Takenregel(True, f"De taken staan zolang ook bij {naam}.")
    mist = opsomming(sorted(map(rol_tekst, nodig - heeft)), "en")
    if heeft:
        wel = opsomming(sorted(map(rol_tekst, heeft)), "en")
        return Takenregel(False, f"Bij {naam} staan zolang alleen de taken van {wel}, niet die van {mist}.")
    zin = f"De taken staan niet bij {naam}: die heeft de rol {mist} niet. Kies een ander, of draag de taken over."
    return Takenregel(False, zin)


def met_rollen(mensen: Sequence[Collega]) -> list[tuple[str, str]]:
    """Keuzes met de rollen achter de naam: 'Noor Veldhorst (wonen en jurist)', en erbij wie er zelf niet is."""
    namen = {een.id: een for een in mensen}
    return [(str(id_), _met_rollen(een, rollen_van(mensen, id_))) for id_, een in namen.items()]


def _met_rollen(een: Collega, rollen: frozenset[str]) -> str:
    naam = f"{een.naam} ({opsomming(sorted(map(rol_tekst, rollen)), 'en')})"
    return f"{naam} · {een.weg}" if een.weg else naam


def over_besluiten(rijen: Sequence[Afwezigheid], gemeld: Afwezigheid, register: Register, dag: date) -> list[str]:
    """Wat deze melding betekent voor de besluiten die bij de afwezige liggen, in zinnen."""
    mijn = next((rij for rij in rijen if rij.id == gemeld.id), None)
    return [een.zin for een in besluitregels(register, mijn, dag, rijen)] if mijn else []


def formulier_afwezig(
    mensen: Sequence[tuple[str, str]], team: Sequence[tuple[str, str]], actor: Actor
) -> Formulierscherm:
    """Afwezig melden: uzelf, of als teammanager een ander."""
    ik, anderen = str(actor.gebruiker_id), permissions.mag(actor, "taak.toewijzen")
    in_team = permissions.mag(actor, "taken.inzien")
    wie = Invoerveld("gebruiker", "Wie is er niet?", "lijst", keuzes=mensen, waarde=ik)
    ander = [keuze for keuze in team if anderen or keuze[0] != ik]
    return Formulierscherm(
        titel="Afwezig melden",
        actie=url_for("afwezigheid.melden"),
        knop="Afwezig melden",
        kop_fout="De afwezigheid is nog niet gemeld",
        terug=url_for("werkvoorraad.lijst" if in_team else "goedkeuren.lijst"),
        terug_tekst="Terug naar de lijst" if in_team else "Terug naar ter goedkeuring",
        velden=[
            *([wie] if anderen else []),
            Invoerveld("van", "Eerste dag", "datum", "Bijvoorbeeld 18-11-2026, of ‘morgen’."),
            Invoerveld("tot", "Laatste dag", "datum", "Tot en met deze dag. Daarna stopt de vervanging vanzelf."),
            Invoerveld("vervanger", "Wie vervangt?", "lijst", _HINT, verplicht=False, keuzes=ander),
        ],
    )
