"""De poort voor wie van buiten komt met een geheim adres: een uitnodiging of een dossier (veiligheid C7, D5).

Onbekend, verlopen en ingetrokken geeft steeds dezelfde pagina: aan een adres is niet te zien of het ooit heeft gewerkt.
"""

from __future__ import annotations

from uuid import UUID

from flask import request

from casus.actions.geheimen import vingerafdruk
from casus.db import Bereik
from casus.extensions import database
from casus.models import Gemeente
from casus.queries.dossierlinks import gemeente_met_afkorting
from casus.web import limieten

LANGST = 100
"""Langer is geen enkel geheim."""


def gemeente(afkorting: str) -> Gemeente | None:
    """De gemeente van het adres; None als er geen is."""
    with database().lezen() as session:
        return gemeente_met_afkorting(session, afkorting[:LANGST])


def bereik(gemeente_id: UUID) -> Bereik:
    """Wat een bezoeker met een geheim kan raken: één gemeente."""
    return Bereik.van(gemeente_id)


def tel(soort: str, geheim: str) -> None:
    """Telt een poging met een geheim dat bestaat: alleen op dat geheim. Raises TooManyRequests."""
    limieten.tel(soort, vingerafdruk(geheim), limieten.DOSSIERLINK)


def tel_onbekend(soort: str) -> None:
    """Telt een poging met een geheim dat niet bestaat, vanaf deze plek. Raises TooManyRequests.

    Achter één adres kan een heel kantoor zitten: wie een geheim heeft dat bestaat, merkt hier niets van.
    """
    limieten.tel(f"{soort} mis", request.remote_addr or "")


__all__ = ["LANGST", "bereik", "gemeente", "tel", "tel_onbekend", "vingerafdruk"]
