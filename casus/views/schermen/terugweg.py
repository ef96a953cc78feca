"""Waarheen na een geslaagde stap: terug naar de pagina waar de gebruiker was."""

from __future__ import annotations

from casus.web.formulier import tekst
from casus.web.verwijzing import veilig


def terugweg(standaard: str) -> str:
    """Het adres uit het verborgen veld `terug`, als dat een eigen pagina is; anders het standaardadres."""
    return veilig(tekst("terug")) or standaard
