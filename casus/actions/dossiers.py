"""Een dossier: alleen de velden van zijn profiel, vastgelegd en altijd terug te tonen (invariant 6).

Wat is verstuurd, verandert nooit. Een verbetering is een nieuwe versie die de oude noemt; intrekken sluit de toegang
van de ontvanger, en de gemeente houdt wat zij stuurde.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from casus import outbox
from casus.actions.documenten import leg_pdf_neer
from casus.actions.dossierinhoud import (
    Dossiergegevens,
    gegevens_van,
    huisstijl,
    kenmerk_van,
    stel_samen,
    vingerafdruk,
)
from casus.actions.wijzigen import wijzig
from casus.actor import Actor
from casus.db import Bereik, CasusSessie, Database, uuid7
from casus.errors import Conflict, NietGevonden, Weigering
from casus.gebeurtenissen import noteer
from casus.models import Gemeente, Persoon, Verstrekking, Zaak
from casus.opslag import bewaar
from casus.pdf.kind import Renderer
from casus.pdf.letterkeuring import keur_letters
from casus.queries.beeld import houd_vast
from casus.queries.dossiers import (
    Keuze,
    Ontvanger,
    Stof,
    TeVerbeteren,
    laad_stof,
    laad_te_verbeteren,
    ontvangers,
    personen_van,
)
from casus.rules import dossierprofielen, permissions, privacy
from casus.rules.dossierprofielen import VOORDRACHT, Profiel
from casus.termijnen import nu, vandaag

__all__ = ["huisstijl"]  # wie een document maakt, haalt het hier
WERK = "dossier"
_VERVANGEN = "Dit dossier is al vervangen door een nieuwe versie. Verbeter die."
_ANDERS = "Er is intussen iets veranderd, dus er is nog niets gemaakt. Hieronder staat wat er nu weg zou gaan."
_OP_ID = {"corporatie": "corporatie_id", "gemeente": "naar_gemeente_id", "betrokkene": "persoon_id"}


def vraag_aan(
    session: CasusSessie,
    zaak: Zaak,
    *,
    actor: Actor,
    profiel: str = VOORDRACHT,
    ontvanger_id: UUID | None = None,
    aanbod_id: UUID | None = None,
    erbij: Collection[str] = (),
    gezien: str | None = None,
) -> Verstrekking:
    """Legt vast wat de ontvanger krijgt; de PDF volgt. `ontvanger_id` is de corporatie, de andere gemeente of de
    persoon, naar gelang het profiel; het eigen team en het COA hebben er geen. `erbij` en `aanbod_id`: zie Keuze.
    `gezien`: de vingerafdruk van het voorbeeld dat iemand nakeek.

    Raises GeenRecht, NietGevonden, InvoerFout (veld 'erbij'), Weigering, Conflict als er iets anders weg zou gaan.
    """
    zaak = houd_vast(session, zaak.id)  # wie de zaak sluit, ziet zo ook dit dossier
    geleverd = dossierprofielen.profiel(profiel)
    check_maken(geleverd, actor=actor)
    dossierprofielen.keur_keuze(geleverd, erbij)
    ontvanger = zoek_ontvanger(session, zaak, geleverd, ontvanger_id)
    stof = laad_stof(session, met_gezin(session, zaak), profiel, ontvanger, actor, keuze=Keuze(erbij, aanbod_id))
    id_ = uuid7()
    rij = _maak(stof, _zoals_gezien(stel_samen(stof, door=actor.naam, id_=id_), gezien), actor, id_)
    rij.aanbod_id = aanbod_id or rij.aanbod_id
    return _zet_klaar(session, rij, actor)


def _zoals_gezien(gegevens: Dossiergegevens, gezien: str | None) -> Dossiergegevens:
    if gezien is not None and vingerafdruk(gegevens) != gezien:
        raise Conflict(_ANDERS)
    return gegevens


def verbeter(
    session: CasusSessie, verstrekking: Verstrekking, *, actor: Actor, gezien: str | None = None
) -> Verstrekking:
    """Een nieuwe versie voor dezelfde ontvanger, met de gegevens van nu, die de oude noemt en vervangt.

    Is zij gemaakt, dan kan de ontvanger niet meer bij de oude. `gezien`: zie vraag_aan. Raises GeenRecht, Weigering,
    Conflict.
    """
    zaak = houd_vast(session, verstrekking.zaak_id)  # wie de zaak sluit, ziet zo ook deze versie
    te, id_ = laad_te_verbeteren(session, zaak.zaaknummer, verstrekking.id), uuid7()
    stof, gegevens = stel_verbetering_samen(session, te, actor=actor, id_=id_)
    rij, oud = _maak(stof, _zoals_gezien(gegevens, gezien), actor, id_), te.dossier
    rij.aanbod_id, rij.versie, rij.vervangt_id = oud.aanbod_id, oud.versie + 1, oud.id
    return _zet_klaar(session, rij, actor)


def stel_verbetering_samen(
    session: CasusSessie, te: TeVerbeteren, *, actor: Actor, id_: UUID
) -> tuple[Stof, Dossiergegevens]:
    """Wat er in een nieuwe versie van dit dossier zou staan.

    Raises GeenRecht, Weigering, Conflict als er al een nieuwere versie is.
    """
    dossier, zaak, vervangen = te
    geleverd = dossierprofielen.profiel(dossier.profiel)
    check_maken(geleverd, actor=actor)
    if vervangen:
        raise Conflict(_VERVANGEN)
    if reden := waarom_geen_versie(dossier, zaak):
        raise Weigering(reden)
    wie = dossier.corporatie_id or dossier.naar_gemeente_id or dossier.persoon_id
    personen, keuze = personen_van(session, zaak), Keuze(dossier.velden, dossier.aanbod_id)
    ontvanger = zoek_ontvanger(session, zaak, geleverd, wie, personen)
    stof = laad_stof(session, zaak, dossier.profiel, ontvanger, actor, personen, keuze)
    return stof, stel_samen(stof, door=actor.naam, id_=id_, vervangt=dossier)


def waarom_geen_versie(verstrekking: Verstrekking, zaak: Zaak) -> str:
    """De zin waarom er van dit dossier geen nieuwe versie komt; leeg als dat kan."""
    if verstrekking.status != "gemaakt":
        return "Dit dossier wordt nog gemaakt. Verbeter het daarna."
    if verstrekking.ingetrokken_op is not None:
        return "De toegang tot dit dossier is ingetrokken. Maak een nieuw dossier als dat nodig is."
    return privacy.zaak_dicht(dossierprofielen.profiel(verstrekking.profiel), zaak)


def trek_in(session: CasusSessie, verstrekking: Verstrekking, *, actor: Actor) -> None:
    """De ontvanger kan er meteen niet meer bij; de gemeente houdt het dossier. Raises GeenRecht, Weigering."""
    check_maken(dossierprofielen.profiel(verstrekking.profiel), actor=actor)
    if verstrekking.ingetrokken_op is not None:
        raise Weigering("De toegang tot dit dossier was al ingetrokken.")
    wijzig(session, verstrekking, {"ingetrokken_op": nu()}, waar={"ingetrokken_op": None})
    _noteer(session, actor, verstrekking, "dossier_ingetrokken")


def check_maken(profiel: Profiel, *, actor: Actor) -> None:
    """Wie dit soort dossier maakt. Raises GeenRecht."""
    permissions.check(actor, "dossier.maken")
    permissions.check_een_van(actor, profiel.rollen, "dit dossier maken")


def zoek_ontvanger(
    session: CasusSessie, zaak: Zaak, profiel: Profiel, id_: UUID | None, personen: Sequence[Persoon] = ()
) -> Ontvanger:
    """De gekozen ontvanger. Raises NietGevonden."""
    for een in ontvangers(session, zaak, profiel, personen):
        if een.id == id_:
            return een
    wat = {"corporatie": "corporatie", "gemeente": "gemeente", "betrokkene": "persoon"}
    raise NietGevonden(f"Deze {wat.get(profiel.ontvanger_soort, 'ontvanger')} bestaat niet.")


def met_gezin(session: CasusSessie, zaak: Zaak) -> Zaak:
    """De zaak met huishouden en casemanager geladen."""
    geladen = "huishouden" in zaak.__dict__ and "casemanager" in zaak.__dict__
    return zaak if geladen else _zaak(session, zaak.id)


def _zaak(session: CasusSessie, zaak_id: UUID) -> Zaak:
    vraag = select(Zaak).where(Zaak.id == zaak_id).execution_options(populate_existing=True)
    return session.scalars(vraag.options(joinedload(Zaak.huishouden), joinedload(Zaak.casemanager))).one()


def _maak(stof: Stof, gegevens: Dossiergegevens, actor: Actor, id_: UUID) -> Verstrekking:
    profiel, zaak, soort = stof.profiel, stof.bron.zaak, stof.profiel.ontvanger_soort
    return Verstrekking(
        gemeente_id=zaak.gemeente_id,
        id=id_,
        zaak_id=zaak.id,
        profiel=profiel.code,
        profielversie=profiel.versie,
        ontvanger_soort=soort,
        ontvanger=stof.ontvanger.naam,
        doel=profiel.doel,
        grondslag=profiel.grondslag,
        velden=list(profiel.velden),
        gegevens=gegevens.model_dump(mode="json"),
        status="aangevraagd",
        eindigt_op=profiel.eindigt_op(vandaag()),
        aanbod_id=stof.bron.geweigerd.aanbod.id if stof.bron.geweigerd else None,
        aangevraagd_door_id=actor.gebruiker_id,
        **({_OP_ID[soort]: stof.ontvanger.id} if soort in _OP_ID else {}),
    )


def _zet_klaar(session: CasusSessie, rij: Verstrekking, actor: Actor) -> Verstrekking:
    try:
        with session.begin_nested():
            session.add(rij)
            session.flush()
    except IntegrityError:
        if rij.vervangt_id is None:
            raise
        raise Conflict(_VERVANGEN) from None  # twee tegelijk: de ander was net iets eerder
    soort = "dossier_verbeterd" if rij.vervangt_id else "dossier_aangevraagd"
    _noteer(session, actor, rij, soort, velden=rij.velden, profielversie=rij.profielversie, versie=rij.versie)
    outbox.zet_klaar(session, WERK, {"verstrekking": str(rij.id)}, rij.gemeente_id)
    return rij


# Maken


def maak_klaar(db: Database, gemeente_id: UUID, verstrekking_id: UUID, renderer: Renderer, map_: Path) -> None:
    """Maakt de PDF van een aangevraagd dossier en legt haar vast. Nog een keer aanroepen verandert niets.

    Raises PangoOntbreekt of een andere PdfFout; het dossier blijft dan aangevraagd en gaat niet weg.
    """
    bereik = Bereik.van(gemeente_id)
    with db.lezen(bereik) as session:
        aanvraag = _laad(session, verstrekking_id)
        stijl = huisstijl(session.scalars(select(Gemeente).where(Gemeente.id == gemeente_id)).one())
    if aanvraag.status == "gemaakt":
        return
    pdf = renderer.teken(gegevens_van(aanvraag), stijl)
    keur_letters(pdf)
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


def bestandsnaam(verstrekking: Verstrekking) -> str:
    """Hoe het bestand heet: 'Dossier DOE-2026-00042 voor De Linde, versie 2.pdf'."""
    profiel, gegevens = dossierprofielen.profiel(verstrekking.profiel), verstrekking.gegevens
    kenmerk = kenmerk_van(profiel, gegevens.get("zaaknummer") or gegevens.get("kenmerk") or "", verstrekking.id)
    versie = f", versie {verstrekking.versie}" if verstrekking.versie > 1 else ""
    return f"{profiel.naam} {kenmerk} voor {verstrekking.ontvanger}{versie}.pdf"


def _leg_vast(session: CasusSessie, aanvraag: Verstrekking, pdf: bytes, bestand: str) -> None:
    zaak = aanvraag.gemeente_id, aanvraag.zaak_id
    document = leg_pdf_neer(session, zaak, bestandsnaam(aanvraag), pdf, bestand, aanvraag.aangevraagd_door_id)
    waarden = {"status": "gemaakt", "document_id": document.id, "sha256": document.sha256, "gemaakt_op": nu()}
    wijzig(session, aanvraag, waarden, waar={"status": "aangevraagd"})
    maker = Actor(aanvraag.aangevraagd_door_id, aanvraag.aangevraagd_door.naam, aanvraag.gemeente_id, herkomst="worker")
    _noteer(session, maker, aanvraag, "dossier_gemaakt", sha256=document.sha256)
    if aanvraag.vervangt_id is not None:
        _sluit_oude(session, aanvraag.vervangt_id)


def _sluit_oude(session: CasusSessie, oude_id: UUID) -> None:
    """Wie het dossier kreeg, heeft nu de nieuwe versie; bij de oude kan hij niet meer."""
    oude = session.scalars(select(Verstrekking).where(Verstrekking.id == oude_id)).one()
    if oude.ingetrokken_op is None:
        wijzig(session, oude, {"ingetrokken_op": nu()}, waar={"ingetrokken_op": None})


def loopt(verstrekking: Verstrekking, dag: date) -> bool:
    """Of de ontvanger er op deze dag nog bij kan."""
    voorbij = verstrekking.eindigt_op is not None and verstrekking.eindigt_op < dag
    return verstrekking.status == "gemaakt" and verstrekking.ingetrokken_op is None and not voorbij


def _noteer(session: CasusSessie, actor: Actor, verstrekking: Verstrekking, soort: str, **meer: Any) -> None:
    gegevens = {"ontvanger": verstrekking.ontvanger, **meer}
    noteer(session, actor=actor, soort=soort, object_=verstrekking, zaak_id=verstrekking.zaak_id, gegevens=gegevens)
