"""Wat er met dossiers, dossierprofielen en bundels kan gebeuren, elk met haar gebeurtenissen (zie tests/daden.py)."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Final

from sqlalchemy import select

from casus.actions import dossierkopie, dossiers, profielbesluiten
from casus.demo.wandeling import Wandeling
from casus.models import Corporatie, Profielbesluit, Verstrekking
from casus.opslag import bewaar
from casus.queries.dossiers import laad_verstrekking
from casus.rules.dossierprofielen import PROFIELEN
from casus.sleutels import nieuwe_sleutelbos
from casus.termijnen import vandaag
from tests.integration.dossiers.conftest import kleine_pdf

MAP: Final = Path(tempfile.mkdtemp(prefix="casus-dossiers-"))
BOS: Final = nieuwe_sleutelbos()
GEVRAAGD: Final = (("dossier_aangevraagd", "wonen"), ("dossier_gemaakt", "wonen"))
VOORSTEL: Final = (("dossierprofiel_voorgesteld", "wonen"),)
ADVIES: Final = (*VOORSTEL, ("dossierprofiel_advies", "jurist"))


def gemaakt(w: Wandeling) -> Verstrekking:
    """Een dossier dat gemaakt is."""
    wie = w.session.scalars(select(Corporatie.id).order_by(Corporatie.naam)).all()[0]
    id_ = dossiers.vraag_aan(w.session, w.zaak, actor=w.actor("wonen"), ontvanger_id=wie).id
    pdf = kleine_pdf("dossier")
    dossiers._leg_vast(w.session, dossiers._laad(w.session, id_), pdf, bewaar(MAP, pdf))
    return laad_verstrekking(w.session, w.zaak.zaaknummer, id_)


def _verbeter(w: Wandeling) -> None:
    dossiers.verbeter(w.session, gemaakt(w), actor=w.actor("wonen"))


def _trek_in(w: Wandeling) -> None:
    dossiers.trek_in(w.session, gemaakt(w), actor=w.actor("wonen"))


def _kopie(w: Wandeling) -> Verstrekking:
    rij = gemaakt(w)
    dossierkopie.maak_kopie(w.session, rij, actor=w.actor("wonen"), bos=BOS, map_=MAP)
    return rij


def _wachtwoord(w: Wandeling) -> None:
    dossierkopie.toon_wachtwoord(w.session, _kopie(w), actor=w.actor("wonen"), bos=BOS)


def _voorstel(w: Wandeling) -> Profielbesluit:
    velden = [*PROFIELEN["voordracht"].velden, "zaak.koppeldatum"]
    wat = {"profiel": "voordracht", "velden": velden, "motivering": "Nodig voor de huur."}
    return profielbesluiten.stel_voor(w.session, actor=w.actor("wonen"), **wat)  # type: ignore[arg-type]  # gemengd


def _advies(w: Wandeling) -> Profielbesluit:
    besluit = _voorstel(w)
    wat = {"naam": "F. de Groot", "oordeel": "eens", "advies": "Akkoord."}
    profielbesluiten.geef_fg_advies(w.session, besluit, actor=w.actor("jurist"), op=vandaag(), **wat)
    return besluit


def _beslis(w: Wandeling) -> None:
    profielbesluiten.beslis(w.session, _advies(w), actor=w.actor("ambtelijk_opdrachtgever"), toekennen=True)


def _voorstel_weg(w: Wandeling) -> None:
    profielbesluiten.trek_in(w.session, _voorstel(w), actor=w.actor("wonen"))


RIJEN: Final = (
    ("dossier verbeteren", "voorgedragen", (*GEVRAAGD, ("dossier_verbeterd", "wonen")), _verbeter, "dossiers.verbeter"),
    ("dossier intrekken", "voorgedragen", (*GEVRAAGD, ("dossier_ingetrokken", "wonen")), _trek_in, "dossiers.trek_in"),
    (
        "dossier beveiligen",
        "voorgedragen",
        (*GEVRAAGD, ("dossier_beveiligd", "wonen")),
        _kopie,
        "dossierkopie.maak_kopie",
    ),
    (
        "wachtwoord bekijken",
        "voorgedragen",
        (*GEVRAAGD, ("dossier_beveiligd", "wonen"), ("dossier_geheim_getoond", "wonen")),
        _wachtwoord,
        "dossierkopie.toon_wachtwoord",
    ),
    ("profiel voorstellen", "nieuw", VOORSTEL, _voorstel, "profielbesluiten.stel_voor"),
    ("advies van de FG", "nieuw", ADVIES, _advies, "profielbesluiten.geef_fg_advies"),
    (
        "profiel vaststellen",
        "nieuw",
        (*ADVIES, ("dossierprofiel_toegekend", "ambtelijk_opdrachtgever")),
        _beslis,
        "profielbesluiten.beslis",
    ),
    (
        "profielvoorstel intrekken",
        "nieuw",
        (*VOORSTEL, ("dossierprofiel_ingetrokken", "wonen")),
        _voorstel_weg,
        "profielbesluiten.trek_in",
    ),
)
"""Naam, plek, gebeurtenissen, handeling en actie; tests/daden.py maakt er daden van."""
