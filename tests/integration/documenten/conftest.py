"""Wat de tests van documenten samen hebben."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from casus.actions import documenten
from casus.actions.documenten import Ontvangen
from casus.documentkeuring import keurmeester as module
from casus.documentkeuring import werk
from casus.documentkeuring.keurmeester import Keurmeester
from casus.models import Document, Verstrekking, Zaak
from casus.opslag import bewaar
from casus.queries.documenten import laad_reeks
from casus.termijnen import nu
from tests import documenten as bestanden
from tests import factories
from tests.integration.schermen import conftest as schermen
from tests.wereld import A, Wereld

app, als, zaak_van = schermen.app, schermen.als, schermen.zaak_van


@pytest.fixture(autouse=True)
def _in_dit_proces(monkeypatch: pytest.MonkeyPatch) -> None:
    """De bestanden gaan hier in dit proces open; tests/unit/documentkeuring/test_kind doet het echt."""
    doe: dict[str, Callable[..., Any]] = {"keur": werk.keur, "teken": werk.teken}
    monkeypatch.setattr(module, "vraag", lambda opdracht, inhoud, _: doe[opdracht.pop("doe")](inhoud, **opdracht))


@pytest.fixture
def map_(tmp_path: Path) -> Path:
    """De documentenmap van de toepassing."""
    return tmp_path / "instance" / "documenten"


class Kast:
    """De documenten van één wereld: toevoegen en nakijken zonder scherm."""

    def __init__(self, wereld: Wereld, map_: Path) -> None:
        self.wereld, self.map_, self.keurmeester = wereld, map_, Keurmeester()

    def voeg_toe(self, naam: str = "plan.pdf", inhoud: bytes | None = None, gemeente: str = A, **anders: Any) -> UUID:
        ontvangen = Ontvangen(naam, bestanden.pdf() if inhoud is None else inhoud, **anders)
        with self.wereld.werk(gemeente) as sessie:
            zaak = self.wereld.loop(sessie, self.wereld.zaak_id("nieuw", gemeente), gemeente=gemeente).zaak
            wie = self.wereld.actor("casemanager", gemeente)
            return documenten.voeg_toe(sessie, zaak, actor=wie, map_=self.map_, ontvangen=ontvangen).id

    def nieuwe_versie(self, document_id: UUID, versie: int, naam: str = "plan.pdf", inhoud: bytes = b"") -> UUID:
        ontvangen = Ontvangen(naam, inhoud or bestanden.pdf(2))
        with self.wereld.werk() as sessie:
            reeks, wie = laad_reeks(sessie, document_id), self.wereld.actor("wonen")
            return documenten.nieuwe_versie(
                sessie, reeks, actor=wie, map_=self.map_, ontvangen=ontvangen, versie=versie
            ).id

    def kijk_na(self, document_id: UUID, gemeente: str = A, **anders: Any) -> Document:
        gemeente_id = self.wereld.gemeente(gemeente)
        return documenten.kijk_na(self.wereld.db, gemeente_id, document_id, self.keurmeester, self.map_, **anders)

    def lees(self, document_id: UUID, gemeente: str = A) -> Document:
        with self.wereld.lees(gemeente) as sessie:
            return sessie.scalars(select(Document).where(Document.id == document_id)).one()

    def dossier(self, inhoud: bytes) -> UUID:
        """Een verstrekking waarvan dit de pdf is, zoals de werker haar maakt."""
        wie, zaak_id = self.wereld.actor("wonen"), self.wereld.zaak_id("nieuw")
        som = hashlib.sha256(inhoud).hexdigest()
        document = factories.document(zaak_id, wie, bestand=bewaar(self.map_, inhoud), sha256=som, bladen=None)
        wat = {"doel": "x", "grondslag": "x", "velden": [], "gegevens": {}, "aangevraagd_door_id": wie.gebruiker_id}
        sleutels = {"gemeente_id": wie.gemeente_id, "zaak_id": zaak_id, "document_id": document.id}
        klaar = {
            "status": "gemaakt",
            "sha256": som,
            "gemaakt_op": nu(),
            "corporatie_id": self.wereld.ligging.corporatie,
            "ontvanger": "De Linde",
        }
        with self.wereld.werk() as sessie:
            sessie.add(document)
            sessie.flush()
            sessie.add(Verstrekking(**sleutels, **klaar, **wat))
        return document.id

    def zaaknummer(self) -> str:
        """Van de zaak waar alle documenten van de kast bij horen."""
        with self.wereld.lees() as sessie:
            return sessie.scalars(select(Zaak.zaaknummer).where(Zaak.id == self.wereld.zaak_id("nieuw"))).one()

    def bestanden(self) -> set[str]:
        return {pad.name for pad in self.map_.iterdir()} if self.map_.exists() else set()


@pytest.fixture
def kast(wereld: Wereld, map_: Path) -> Kast:
    return Kast(wereld, map_)


__all__ = ["Flask", "als", "app", "zaak_van"]
