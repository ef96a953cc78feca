"""Een lege werkvoorraad zegt wat er niet is, waarom, en wat u nu kunt doen."""

from __future__ import annotations

from typing import NamedTuple

from flask import url_for

from casus.actor import Actor
from casus.queries.lijstkeuze import Keuze
from casus.rules.permissions import mag
from casus.views.schermen.lijstadres import adres


class Leeg(NamedTuple):
    """De zin met één handeling; zonder adres is er niets te doen."""

    tekst: str
    url: str = ""
    handeling: str = ""


def leeg(keuze: Keuze, wie: Actor, verder: bool) -> Leeg:
    """Wat er staat als er geen taak te tonen is. `verder`: er is gebladerd."""
    if verder:
        return Leeg("Op deze bladzijde staat niets meer.", adres(keuze), "Naar het begin van de lijst")
    if keuze.filtert:
        return Leeg("Geen taak past bij deze filters.", adres(keuze.kaal()), "Filters wissen")
    return _zonder_filters(keuze, wie)


def _zonder_filters(keuze: Keuze, wie: Actor) -> Leeg:
    if keuze.lijst == "mijn" and mag(wie, "besluit.beslissen"):
        zin = "Er staan geen taken op uw naam. Voorstellen die op uw besluit wachten, staan bij Ter goedkeuring."
        return Leeg(zin, url_for("goedkeuren.lijst"), "Naar Ter goedkeuring")
    rollen, zaken = url_for("werkvoorraad.rollen"), url_for("zaken.lijst")
    return {
        "mijn": Leeg("U bent klaar. Er staat geen open taak op uw naam.", rollen, "Kijk wat er in uw rollen ligt"),
        "rollen": Leeg("In uw rollen ligt niets wat nog van niemand is.", adres(Keuze()), "Naar Mijn taken"),
        "team": Leeg("In deze gemeente staat geen taak open.", zaken, "Naar de zaken"),
        "gevolgd": Leeg("U volgt geen zaak met open taken. Open een zaak en kies Volgen.", zaken, "Naar de zaken"),
    }[keuze.lijst]
