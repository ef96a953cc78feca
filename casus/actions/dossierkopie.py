"""Een kopie van een dossier met een wachtwoord, naast het bewaarde origineel, voor een ontvanger die daarom vraagt.

Het wachtwoord staat versleuteld bij de verstrekking en gaat langs een andere weg naar de ontvanger dan het bestand.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from casus.actions.documenten import leg_pdf_neer
from casus.actions.dossiers import bestandsnaam, check_maken
from casus.actions.wijzigen import wijzig
from casus.actor import Actor
from casus.db import CasusSessie
from casus.errors import NietGevonden, Weigering
from casus.gebeurtenissen import noteer
from casus.models import Document, Verstrekking
from casus.opslag import bewaar, lees
from casus.pdf.wachtwoord import beveilig, nieuw_wachtwoord
from casus.rules import dossierprofielen
from casus.sleutels import Sleutelbos


def maak_kopie(session: CasusSessie, verstrekking: Verstrekking, *, actor: Actor, bos: Sleutelbos, map_: Path) -> None:
    """Maakt de kopie met een nieuw wachtwoord; `verstrekking` met haar document. Raises GeenRecht, Weigering."""
    check_maken(dossierprofielen.profiel(verstrekking.profiel), actor=actor)
    document = verstrekking.document
    if document is None:
        raise Weigering("Dit dossier wordt nog gemaakt. Probeer het over een minuut opnieuw.")
    if verstrekking.beveiligd_id is not None:
        raise Weigering("Er is al een kopie met een wachtwoord. U kunt het wachtwoord opnieuw bekijken.")
    wachtwoord = nieuw_wachtwoord()
    inhoud = beveilig(lees(map_, document.bestand, document.sha256), wachtwoord)
    naam = bestandsnaam(verstrekking).removesuffix(".pdf") + " (met wachtwoord).pdf"
    zaak = verstrekking.gemeente_id, verstrekking.zaak_id
    kopie = leg_pdf_neer(session, zaak, naam, inhoud, bewaar(map_, inhoud), actor.gebruiker_id)
    session.flush()
    waarden = {"beveiligd_id": kopie.id, "wachtwoord": bos.versleutel(wachtwoord)}
    wijzig(session, verstrekking, waarden, waar={"beveiligd_id": None})
    _noteer(session, actor, verstrekking, "dossier_beveiligd", sha256=kopie.sha256)


def toon_wachtwoord(session: CasusSessie, verstrekking: Verstrekking, *, actor: Actor, bos: Sleutelbos) -> str:
    """Het wachtwoord van de kopie, nadat is vastgelegd wie het bekeek. Raises GeenRecht, NietGevonden."""
    check_maken(dossierprofielen.profiel(verstrekking.profiel), actor=actor)
    if verstrekking.wachtwoord is None:
        raise NietGevonden("Van dit dossier is geen kopie met een wachtwoord.")
    _noteer(session, actor, verstrekking, "dossier_geheim_getoond")
    return bos.ontsleutel(verstrekking.wachtwoord)


def _noteer(session: CasusSessie, actor: Actor, verstrekking: Verstrekking, soort: str, **meer: str) -> None:
    gegevens = {"ontvanger": verstrekking.ontvanger, **meer}
    noteer(session, actor=actor, soort=soort, object_=verstrekking, zaak_id=verstrekking.zaak_id, gegevens=gegevens)


def laad_kopie(session: CasusSessie, verstrekking: Verstrekking) -> Document:
    """Het document van de kopie. Raises NietGevonden."""
    kopie = session.scalars(select(Document).where(Document.id == verstrekking.beveiligd_id)).one_or_none()
    if kopie is None:
        raise NietGevonden("Van dit dossier is geen kopie met een wachtwoord.")
    return kopie
