"""Een dossier voor een corporatie: alleen de witte lijst, vastgelegd en altijd terug te tonen (invariant 6)."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from casus import outbox
from casus.actions.documenten import leg_pdf_neer
from casus.actions.wijzigen import wijzig
from casus.actor import Actor
from casus.db import Bereik, CasusSessie, Database, uuid7
from casus.errors import NietGevonden, Weigering
from casus.gebeurtenissen import noteer
from casus.models import Corporatie, Gemeente, Verstrekking, Zaak
from casus.opslag import bewaar
from casus.pdf.huisstijl import Huisstijl
from casus.pdf.kind import Renderer
from casus.pdf.voordracht import VoordrachtGegevens
from casus.queries.dossiers import laad_voordracht
from casus.rules import permissions, privacy
from casus.tekens import ontbrekende_tekens
from casus.termijnen import nu

WERK = "dossier"


def vraag_aan(session: CasusSessie, zaak: Zaak, *, actor: Actor, corporatie_id: UUID) -> Verstrekking:
    """Legt vast wat de corporatie krijgt; de PDF volgt. Raises GeenRecht, NietGevonden, Weigering."""
    permissions.check_dossier_versturen(actor)
    corporatie = session.scalars(select(Corporatie).where(Corporatie.id == corporatie_id)).one_or_none()
    if corporatie is None:
        raise NietGevonden("Deze corporatie bestaat niet.")
    gegevens = stel_samen(session, zaak, corporatie, actor)
    verstrekking = Verstrekking(
        gemeente_id=zaak.gemeente_id,
        id=uuid7(),
        zaak_id=zaak.id,
        corporatie_id=corporatie.id,
        ontvanger=corporatie.naam,
        doel=gegevens.doel,
        grondslag=privacy.GRONDSLAG,
        velden=list(privacy.VELDEN_VOORDRACHT),
        gegevens=gegevens.model_dump(mode="json"),
        status="aangevraagd",
        aangevraagd_door_id=actor.gebruiker_id,
    )
    session.add(verstrekking)
    session.flush()
    _noteer(session, actor, verstrekking, "dossier_aangevraagd", velden=verstrekking.velden)
    outbox.zet_klaar(session, WERK, {"verstrekking": str(verstrekking.id)}, zaak.gemeente_id)
    return verstrekking


def stel_samen(session: CasusSessie, zaak: Zaak, corporatie: Corporatie, actor: Actor) -> VoordrachtGegevens:
    """De gegevens die weggaan, getoetst. Raises Weigering als er iets ontbreekt of niet te drukken is."""
    velden = laad_voordracht(session, zaak, corporatie, actor)
    try:
        gegevens = VoordrachtGegevens.model_validate({**velden, "gemaakt_op": nu(), "gemaakt_door": actor.naam})
    except ValidationError as fout:
        waar = ", ".join(sorted({".".join(str(deel) for deel in punt["loc"]) for punt in fout.errors()}))
        raise Weigering(f"Het dossier kan nog niet worden gemaakt. Controleer eerst: {waar}.") from None
    vreemd = ontbrekende_tekens(gegevens.model_dump_json())
    if vreemd:
        zin = f"Deze tekens kan het dossier niet tonen: {vreemd}. Gebruik de schrijfwijze uit de BRP."
        raise Weigering(zin)
    return gegevens


def maak_klaar(db: Database, gemeente_id: UUID, verstrekking_id: UUID, renderer: Renderer, map_: Path) -> None:
    """Maakt de PDF van een aangevraagd dossier en legt haar vast. Nog een keer aanroepen verandert niets.

    Raises PangoOntbreekt of een andere PdfFout; het dossier blijft dan aangevraagd.
    """
    bereik = Bereik.van(gemeente_id)
    with db.lezen(bereik) as session:
        aanvraag = _laad(session, verstrekking_id)
        stijl = huisstijl(session.scalars(select(Gemeente).where(Gemeente.id == gemeente_id)).one())
    if aanvraag.status == "gemaakt":
        return
    pdf = renderer.voordracht(VoordrachtGegevens.model_validate(aanvraag.gegevens), stijl)
    bestand = bewaar(map_, pdf)
    with db.unit_of_work(bereik) as session:
        _leg_vast(session, _laad(session, verstrekking_id), pdf, bestand)


def _laad(session: CasusSessie, verstrekking_id: UUID) -> Verstrekking:
    vraag = (
        select(Verstrekking)
        .where(Verstrekking.id == verstrekking_id)
        .options(joinedload(Verstrekking.aangevraagd_door))
    )
    verstrekking = session.scalars(vraag).one_or_none()
    if verstrekking is None:
        raise NietGevonden("Dit dossier hoort bij een andere gemeente of bestaat niet.")
    return verstrekking


def _leg_vast(session: CasusSessie, aanvraag: Verstrekking, pdf: bytes, bestand: str) -> None:
    naam = f"Dossier {aanvraag.gegevens['zaaknummer']} voor {aanvraag.ontvanger}.pdf"
    zaak = aanvraag.gemeente_id, aanvraag.zaak_id
    document = leg_pdf_neer(session, zaak, naam, pdf, bestand, aanvraag.aangevraagd_door_id)
    waarden = {"status": "gemaakt", "document_id": document.id, "sha256": document.sha256, "gemaakt_op": nu()}
    wijzig(session, aanvraag, waarden, waar={"status": "aangevraagd"})
    maker = Actor(aanvraag.aangevraagd_door_id, aanvraag.aangevraagd_door.naam, aanvraag.gemeente_id, herkomst="worker")
    _noteer(session, maker, aanvraag, "dossier_gemaakt", sha256=document.sha256)


def huisstijl(gemeente: Gemeente) -> Huisstijl:
    """De huisstijl van de gemeente voor documenten; wat niet is ingericht, krijgt een neutrale waarde."""
    standaard = {
        "team": "Opgaveteam Huisvesting",
        "retouradres": f"Gemeente {gemeente.naam}",
        "contact": f"Gemeente {gemeente.naam}",
        "accent": "#14365c",
    }
    return Huisstijl(gemeente=gemeente.naam, **{**standaard, **gemeente.huisstijl})


def _noteer(session: CasusSessie, actor: Actor, verstrekking: Verstrekking, soort: str, **meer: Any) -> None:
    gegevens = {"ontvanger": verstrekking.ontvanger, **meer}
    noteer(session, actor=actor, soort=soort, object_=verstrekking, zaak_id=verstrekking.zaak_id, gegevens=gegevens)
