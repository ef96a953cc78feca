"""Het bestand van een dossier voor wie het van buiten ophaalt: met een wachtwoord als dat is gevraagd."""

from __future__ import annotations

from typing import NamedTuple

from flask import Response
from sqlalchemy import select

from casus.db import CasusSessie
from casus.errors import NietGevonden
from casus.extensions import instellingen
from casus.models import Document, Verstrekking
from casus.opslag import lees
from casus.queries.dossiers import mist_kopie


class Bestand(NamedTuple):
    """Een bestand om mee te geven."""

    inhoud: bytes
    mediatype: str
    naam: str


def inhoud_van(session: CasusSessie, dossier: Verstrekking) -> Bestand:
    """Het bestand zoals het is verstuurd; is er een kopie met wachtwoord, dan die.

    Een verbetering van een dossier met wachtwoord wacht op haar eigen kopie. Raises NietGevonden.
    """
    if mist_kopie(session, [dossier]):
        raise NietGevonden("De kopie met een wachtwoord van deze versie is er nog niet. Vraag ernaar bij de gemeente.")
    document_id = dossier.beveiligd_id or dossier.document_id
    document = session.scalars(select(Document).where(Document.id == document_id)).one_or_none()
    if document is None:
        raise NietGevonden("Dit dossier wordt nog gemaakt. Probeer het over een minuut opnieuw.")
    inhoud = lees(instellingen().instance / "documenten", document.bestand, document.sha256)
    return Bestand(
        inhoud, document.mediatype, f"dossier-{dossier.gegevens.get('zaaknummer') or dossier.id.hex[:8]}.pdf"
    )


def als_bijlage(bestand: Bestand) -> Response:
    """Het antwoord waarmee een browser het bestand bewaart in plaats van toont."""
    antwoord = Response(bestand.inhoud, mimetype=bestand.mediatype)
    antwoord.headers.set("Content-Disposition", "attachment", filename=bestand.naam)
    return antwoord
