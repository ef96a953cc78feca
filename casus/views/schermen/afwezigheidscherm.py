"""De lijst van wie er niet is, en het formulier om iemand af te melden."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from flask import url_for

from casus.actor import Actor
from casus.models import Afwezigheid
from casus.rules import permissions
from casus.rules.mandaten import Register
from casus.views.schermen.formulierscherm import Formulierscherm
from casus.views.schermen.velden import Invoerveld
from casus.views.schermen.vervangscherm import Besluitregel, besluitregels

_HINT: Final = (
    "Taken staan zolang ook bij deze collega, als die de rol ook heeft. Besluiten gaan mee als deze collega zelf in het"
    " mandaatregister staat, op hetzelfde niveau of hoger; casus zegt het als dat niet zo is."
)


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


def regels(rijen: Sequence[Afwezigheid], register: Register, actor: Actor, dag: date) -> list[Regel]:
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
        )
        for rij in rijen
    ]


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
