"""Wat meteen na het vastleggen nog gebeurt. Lukt het niet, dan staat het in de outbox en doet de werker het later."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import structlog
from flask import g

from casus import outbox
from casus.actions import brieven, bulk, documenten, dossierbundels
from casus.actions.dossiers import maak_klaar
from casus.extensions import database, instellingen, keurmeester, renderer
from casus.web import meldingen


def nadien(werk: Callable[[], None]) -> None:
    """Onthoudt werk voor na de transactie van dit verzoek."""
    g.setdefault("nadien", []).append(werk)


def voer_uit() -> None:
    """Doet wat is onthouden. Een fout verandert het antwoord niet: de transactie is al vastgelegd."""
    for werk in (*g.pop("nadien", []), *_brieven()):
        try:
            werk()
        except Exception as fout:  # wat het ook is: de outbox probeert het opnieuw
            structlog.get_logger("casus.nadien").warning("later opnieuw", fout=type(fout).__name__)


def _brieven() -> list[Callable[[], None]]:
    """De brieven die in de transactie van dit verzoek zijn gevraagd; de handeling zelf hoeft er niets voor te doen."""
    sessie = g.get("sessie")
    gevraagd = sessie.info.pop(brieven.NET_GEVRAAGD, []) if sessie is not None else []
    return [brief_maken(gemeente_id, brief_id) for gemeente_id, brief_id in gevraagd]


def brief_maken(gemeente_id: UUID, brief_id: UUID) -> Callable[[], None]:
    """Maakt de PDF van een gevraagde brief in het warme kindproces van deze webserver."""
    return lambda: brieven.maak_brief(
        database(), gemeente_id, brief_id, renderer(), instellingen().instance / "documenten"
    )


def dossier_maken(gemeente_id: UUID, verstrekking_id: UUID) -> Callable[[], None]:
    """Maakt de PDF van een aangevraagd dossier in het warme kindproces van deze webserver."""
    return lambda: maak_klaar(
        database(), gemeente_id, verstrekking_id, renderer(), instellingen().instance / "documenten"
    )


def bundel_maken(gemeente_id: UUID, bundel_id: UUID, aantal: int) -> Callable[[], None]:
    """Maakt een kleine bundel meteen; een grote laat zij aan de werker."""
    map_ = instellingen().instance / "documenten"
    if aantal > dossierbundels.METEEN:
        return lambda: None
    return lambda: dossierbundels.verwerk(database(), gemeente_id, bundel_id, renderer(), map_)


def document_nakijken(gemeente_id: UUID, document_id: UUID, naam: str) -> Callable[[], None]:
    """Kijkt een document na dat net is ontvangen, en zegt boven de volgende pagina wat eruit kwam."""

    def werk() -> None:
        map_ = instellingen().instance / "documenten"
        meldingen.herhaal([])
        try:
            uit = documenten.kijk_na(database(), gemeente_id, document_id, keurmeester(), map_, stil=True)
        except Exception:
            meldingen.meld(f"‘{naam}’ is ontvangen en wordt nog nagekeken.", "wacht")
            raise
        if uit.reden:
            meldingen.meld(f"‘{naam}’ is geweigerd. {uit.reden}", "te-laat")
        else:
            meldingen.meld(f"‘{naam}’ is nagekeken en toegevoegd.")

    return werk


def bulk_uitvoeren(werk_id: UUID) -> Callable[[], None]:
    """Voert een bulk die net is klaargezet meteen uit."""
    db = database()
    return lambda: outbox.verwerk_een(db, werk_id, {bulk.WERK: bulk.handler}) and None
