"""De eigen woningen van een corporatie op het scherm: hetzelfde formulier als dat van wonen, zonder keuze van wie."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask import url_for

from casus.actions.woninginvoer import als_tekst
from casus.models import Complex, Woning
from casus.rules.woningvoorwaarden import Woningbeeld
from casus.views.schermen.woningformulier import Woningformulier, groepen
from casus.workflows.woningproces import houdt_tegen, woningproces

_STATUS = {
    "gemeld": ("wacht", "de gemeente kijkt haar na"),
    "beschikbaar": ("week", "beschikbaar"),
    "voorgedragen": ("wacht", "vastgehouden voor een huishouden"),
    "verhuurd": ("gereed", "verhuurd"),
    "ingetrokken": ("slot", "ingetrokken"),
}


def status_van(woning: Woning) -> tuple[str, str]:
    """De kleur met haar pictogram, en de woorden."""
    return _STATUS[woning.status]


def nieuw_formulier(complexen: Sequence[Complex], dag: date) -> Woningformulier:
    """Een woning opgeven."""
    waarden = {"woonvorm": "regulier", "toegankelijkheid": "ZON", "contractsoort": "ONB"}
    adressen = url_for("portaalwoningen.geef_op"), url_for("portaalwoningen.lijst")
    delen = groepen(waarden, _keuzes(complexen), dag)
    return Woningformulier("Woning opgeven", "Woning opgeven", *adressen, "Terug naar uw woningen", delen)


def wijzigformulier(woning: Woning, complexen: Sequence[Complex], beeld: Woningbeeld) -> Woningformulier:
    """Een eigen woning verbeteren, en wat er verder met haar kan."""
    dag = beeld.dag
    adressen = url_for("portaalwoningen.bewaar", woning_id=woning.id), url_for("portaalwoningen.lijst")
    delen, titel = groepen(als_tekst(woning), _keuzes(complexen), dag), f"{woning.adres} verbeteren"
    stappen = [stap for stap in woningproces().vanuit(woning.status) if "corporatie" in stap.rollen]
    stapadres, terug = url_for("portaalwoningen.stap", woning_id=woning.id), "Terug naar uw woningen"
    redenen = {stap.code: houdt_tegen(beeld, stap) for stap in stappen}
    vast = (titel, "Verbetering bewaren", *adressen, terug, delen, woning.versie)
    return Woningformulier(*vast, stappen=stappen, stapadres=stapadres, redenen=redenen)


def _keuzes(complexen: Sequence[Complex]) -> list[tuple[str, str]]:
    return [(str(complex_.id), complex_.naam) for complex_ in complexen]
