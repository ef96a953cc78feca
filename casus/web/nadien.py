"""Wat meteen na het vastleggen nog gebeurt. Lukt het niet, dan staat het in de outbox en doet de werker het later."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import structlog
from flask import g

from casus import outbox
from casus.actions import bulk
from casus.actions.dossiers import maak_klaar
from casus.extensions import database, instellingen, renderer


def nadien(werk: Callable[[], None]) -> None:
    """Onthoudt werk voor na de transactie van dit verzoek."""
    g.setdefault("nadien", []).append(werk)


def voer_uit() -> None:
    """Doet wat is onthouden. Een fout verandert het antwoord niet: de transactie is al vastgelegd."""
    for werk in g.pop("nadien", []):
        try:
            werk()
        except Exception as fout:  # wat het ook is: de outbox probeert het opnieuw
            structlog.get_logger("casus.nadien").warning("later opnieuw", fout=type(fout).__name__)


def dossier_maken(gemeente_id: UUID, verstrekking_id: UUID) -> Callable[[], None]:
    """Maakt de PDF van een aangevraagd dossier in het warme kindproces van deze webserver."""
    return lambda: maak_klaar(
        database(), gemeente_id, verstrekking_id, renderer(), instellingen().instance / "documenten"
    )


def bulk_uitvoeren(werk_id: UUID) -> Callable[[], None]:
    """Voert een bulk die net is klaargezet meteen uit."""
    db = database()
    return lambda: outbox.verwerk_een(db, werk_id, {bulk.WERK: bulk.handler}) and None
