"""Waarheen na een geslaagde stap: terug naar de pagina waar de gebruiker was."""

from __future__ import annotations

from flask import request, url_for

from casus.web.formulier import tekst
from casus.web.verwijzing import veilig


def terugweg(standaard: str) -> str:
    """Het adres uit het verborgen veld `terug`, als dat een eigen pagina is; anders het standaardadres."""
    return veilig(tekst("terug")) or standaard


def vandaan(zaaknummer: str) -> tuple[str, str]:
    """Waar iemand de taak opende, met de tekst van de link: de zaak of de eigen lijst."""
    zaak = url_for("zaak.toon", zaaknummer=zaaknummer)
    if request.args.get("van") == "zaak" or tekst("terug") == zaak:
        return zaak, "Terug naar de zaak"
    return url_for("werkvoorraad.lijst"), "Terug naar de lijst"
