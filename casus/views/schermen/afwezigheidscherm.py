"""De lijst van wie er niet is, en het formulier om iemand af te melden."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import url_for

from casus.actor import Actor
from casus.models import Afwezigheid
from casus.rules import permissions
from casus.views.schermen.formulierscherm import Formulierscherm
from casus.views.schermen.velden import Invoerveld


@dataclass(frozen=True, slots=True)
class Regel:
    """Eén afwezigheid op het scherm."""

    id: UUID
    naam: str
    vervanger: str
    van: date
    tot: date
    nu: bool
    mag: bool


def regels(rijen: Sequence[Afwezigheid], actor: Actor, dag: date) -> list[Regel]:
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
        )
        for rij in rijen
    ]


def formulier_afwezig(
    mensen: Sequence[tuple[str, str]], team: Sequence[tuple[str, str]], actor: Actor, anderen: bool
) -> Formulierscherm:
    """Afwezig melden: uzelf, of als teammanager een ander. Vervangen doet iemand uit het opgaveteam."""
    ik = str(actor.gebruiker_id)
    wie = Invoerveld("gebruiker", "Wie is er niet?", "lijst", keuzes=mensen, waarde=ik)
    hint = "Uw taken staan zolang ook bij deze collega. Hij kan er mee doen wat u kunt, als hij de rol ook heeft."
    ander = [keuze for keuze in team if anderen or keuze[0] != ik]
    return Formulierscherm(
        titel="Afwezig melden",
        actie=url_for("afwezigheid.melden"),
        knop="Afwezig melden",
        kop_fout="De afwezigheid is nog niet gemeld",
        terug=url_for("werkvoorraad.lijst"),
        terug_tekst="Terug naar de lijst",
        velden=[
            *([wie] if anderen else []),
            Invoerveld("van", "Eerste dag", "datum", "Bijvoorbeeld 18-11-2026, of ‘morgen’."),
            Invoerveld("tot", "Laatste dag", "datum", "Tot en met deze dag. Daarna stopt de vervanging vanzelf."),
            Invoerveld("vervanger", "Wie vervangt?", "lijst", hint, verplicht=False, keuzes=ander),
        ],
    )
