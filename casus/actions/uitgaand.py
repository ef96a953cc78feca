"""Wat er na een transactie nog moet gebeuren: berichten versturen, dossiers maken, de klok laten lopen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from casus import outbox
from casus.actions import (
    brieven,
    bulk,
    documenten,
    dossierbundels,
    dossierlinks,
    dossiers,
    matchruns,
    signaalmail,
    signalen,
    uitnodigingen,
    vertrek,
    voordracht,
)
from casus.actions.aanbodklok import signaleer_aanbiedingen
from casus.actions.besluitklok import laat_besluiten_lopen
from casus.actions.bezwaarklok import signaleer_bezwaren
from casus.actions.complextaakklok import signaleer_complextaken
from casus.actions.opruimen import ruim_op, ruim_sessies_op
from casus.actions.portaalpost import Portaalpost
from casus.actions.proces import open_proces, werk_blokkades_bij
from casus.actions.signaalklok import signaleer_termijnen
from casus.actions.signaalmail import Signaalpost
from casus.actions.volhouden import houd_vol
from casus.actions.waardeklok import signaleer_waarden
from casus.actions.woningklok import kijk_woningen_na
from casus.actor import Actor
from casus.bereik import alle_gemeenten
from casus.db import Bereik, Database
from casus.documentkeuring.keurmeester import Keurmeester, KeurmeesterBezet
from casus.documentkeuring.virus import ScannerWeg
from casus.errors import GeenBereik
from casus.gebeurtenissen import noteer
from casus.mail import Postbode
from casus.models import Outbox, Zaak
from casus.opslag import SchijfVol
from casus.pdf.fouten import PangoOntbreekt
from casus.pdf.kind import Renderer
from casus.queries.beeld import houd_vast
from casus.sleutels import Sleutelbos
from casus.workflows import engine

Handler = Callable[[Database, Outbox], None]


@dataclass(frozen=True)
class Uitgang:
    """De buitenwereld van deze installatie: tekenaar, documentenmap, post, eigen adres, keurmeester en sleutels."""

    renderer: Renderer
    documenten: Path
    postbode: Postbode
    base_url: str
    keurmeester: Keurmeester = field(default_factory=Keurmeester)
    bos: Sleutelbos | None = None

    def handlers(self) -> Mapping[str, Handler]:
        """Per soort werk wat ermee moet gebeuren; elk mag twee keer worden uitgevoerd."""
        post = Signaalpost(self.postbode, self.base_url)
        naar_buiten = Portaalpost(self.postbode, self.base_url, self.bos)
        return {
            brieven.WERK: self._brief,
            bulk.WERK: bulk.handler,
            documenten.WERK: self._document,
            dossierbundels.WERK: self._bundel,
            dossiers.WERK: self._dossier,
            matchruns.WERK: matchruns.handler,
            signalen.MAIL: post.meteen,
            signaalmail.DAGMAIL: post.dagmail,
            uitnodigingen.MAIL: naar_buiten.uitnodiging,
            vertrek.WERK: vertrek.handler,
            dossierlinks.MAIL: naar_buiten.dossierlink,
            voordracht.MAIL: naar_buiten.voordracht,
        }

    def _dossier(self, db: Database, werk: Outbox) -> None:
        if werk.gemeente_id is None:
            raise GeenBereik("Een dossier hoort bij een gemeente.")
        try:
            dossiers.maak_klaar(db, werk.gemeente_id, UUID(werk.inhoud["verstrekking"]), self.renderer, self.documenten)
        except PangoOntbreekt as fout:
            raise outbox.Uitstel(fout.zin) from None

    def _bundel(self, db: Database, werk: Outbox) -> None:
        if werk.gemeente_id is None:
            raise GeenBereik("Een bundel hoort bij een gemeente.")
        try:
            bundel_id = UUID(werk.inhoud["bundel"])
            dossierbundels.verwerk(db, werk.gemeente_id, bundel_id, self.renderer, self.documenten)
        except PangoOntbreekt as fout:
            raise outbox.Uitstel(fout.zin) from None

    def _brief(self, db: Database, werk: Outbox) -> None:
        if werk.gemeente_id is None:
            raise GeenBereik("Een brief hoort bij een gemeente.")
        try:
            brieven.maak_brief(db, werk.gemeente_id, UUID(werk.inhoud["brief"]), self.renderer, self.documenten)
        except PangoOntbreekt as fout:
            raise outbox.Uitstel(fout.zin) from None

    def _document(self, db: Database, werk: Outbox) -> None:
        if werk.gemeente_id is None:
            raise GeenBereik("Een document hoort bij een gemeente.")
        document_id = UUID(werk.inhoud["document"])
        try:
            documenten.kijk_na(db, werk.gemeente_id, document_id, self.keurmeester, self.documenten)
        except (ScannerWeg, KeurmeesterBezet, SchijfVol) as fout:
            raise outbox.Uitstel(fout.zin) from None

    def verwerk(self, db: Database) -> int:
        """Doet al het werk dat klaarstaat en geeft het aantal."""
        return outbox.verwerk_alles(db, self.handlers())


def laat_klok_lopen(db: Database, klok: Actor) -> int:
    """Maakt taken die door het verstrijken van de tijd ontstaan (WO-07, WO-08), en geeft hun aantal.

    Normen van zaken die stilstaan schuiven op, woningen die niet meer kunnen gaan terug naar gemeld, voorstellen die te
    lang liggen een niveau hoger, en iedereen hoort wat bijna moet, te laat is of afloopt.
    `klok` is de gebruiker van de installatie; zijn gemeente wordt per zaak ingevuld.
    Een zaak of gemeente waarmee iets mis is, houdt de andere niet op. Raises OperationalError, InterfaceError.
    """
    with db.lezen() as session:
        gemeenten = alle_gemeenten(session).lees
    nieuw = 0
    for gemeente_id in sorted(gemeenten):
        with houd_vol("klok van een gemeente", gemeente=str(gemeente_id)):
            nieuw += _klok_in(db, gemeente_id, klok)
    with houd_vol("oude sessies opruimen"):
        ruim_sessies_op(db)
    return nieuw


def _klok_in(db: Database, gemeente_id: UUID, klok: Actor) -> int:
    actor = Actor(klok.gebruiker_id, klok.naam, gemeente_id, herkomst="worker")
    with db.lezen(Bereik.van(gemeente_id)) as session:
        open_zaken = session.scalars(
            select(Zaak.id).where(Zaak.gesloten_op.is_(None), Zaak.toestand != "gehuisvest")
        ).all()
    nieuw = 0
    for zaak_id in open_zaken:
        with houd_vol("klok van een zaak", gemeente=str(gemeente_id), zaak=str(zaak_id)):
            nieuw += _klok_voor(db, gemeente_id, zaak_id, actor)
    waar = {"gemeente": str(gemeente_id)}
    with houd_vol("klok van woningen", **waar):
        kijk_woningen_na(db, gemeente_id, actor)
    _signaleer(db, gemeente_id)
    with houd_vol("klok van besluiten", **waar):
        laat_besluiten_lopen(db, gemeente_id, actor)
    with houd_vol("opruimen", **waar):
        ruim_op(db, gemeente_id, actor)
    return nieuw


def _signaleer(db: Database, gemeente_id: UUID) -> None:
    waar = {"gemeente": str(gemeente_id)}
    with houd_vol("signalen over termijnen", **waar):
        signaleer_termijnen(db, gemeente_id)
    with houd_vol("signalen over bezwaren", **waar):
        signaleer_bezwaren(db, gemeente_id)
    with houd_vol("signalen over aanbiedingen", **waar):
        signaleer_aanbiedingen(db, gemeente_id)
    with houd_vol("signalen over complextaken", **waar):
        signaleer_complextaken(db, gemeente_id)
    with houd_vol("signalen over waarden", **waar):
        signaleer_waarden(db, gemeente_id)


def _klok_voor(db: Database, gemeente_id: UUID, zaak_id: UUID, actor: Actor) -> int:
    with db.unit_of_work(Bereik.van(gemeente_id)) as session:
        # de rij vasthouden: twee werkers tegelijk maken zo niet dezelfde taak (SQLite schrijft altijd alleen)
        zaak = houd_vast(session, zaak_id)
        proces = open_proces(session, zaak, actor)
        if zaak.opgeschort_sinds is not None:  # elke dag stilstand schuift de normen op, ook als niemand iets doet
            proces.herbereken_alles()
        nieuw = engine.klok_taken(proces.wf, proces.beeld)
        proces.voeg_toe(nieuw)
        werk_blokkades_bij(session, zaak)  # een contract dat vandaag ingaat, maakt een taak vrij
        if not nieuw:
            return 0
        titels = ", ".join(taak.titel for taak in nieuw)
        noteer(session, actor=actor, soort="taken_ontstaan", object_=zaak, zaak_id=zaak.id, gegevens={"taken": titels})
        return len(nieuw)
