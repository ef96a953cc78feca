"""Brieven zonder te tekenen: een tekenaar die zegt wat hij kreeg, of omvalt."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import pytest
from sqlalchemy import select

from casus.actions import besluiten, brieven
from casus.actions.uitgaand import Uitgang
from casus.demo.wandeling import FUNCTIE, Wandeling
from casus.mail import Postbode
from casus.models import Besluit, Brief
from casus.pdf.brief import BriefGegevens
from casus.pdf.huisstijl import Huisstijl
from casus.pdf.kind import Renderer
from tests.integration.schermen import conftest as schermen
from tests.wereld import A, Wereld

app, als, zaak_van = schermen.app, schermen.als, schermen.zaak_van


@dataclass
class Namaak:
    """Een tekenaar zonder kindproces. `fout` wordt één keer geheven."""

    fout: Exception | None = None
    getekend: list[BriefGegevens] = field(default_factory=list)

    def teken(self, gegevens: BriefGegevens, huisstijl: Huisstijl) -> bytes:
        if (fout := self.fout) is not None:
            self.fout = None
            raise fout
        self.getekend.append(gegevens)
        return b"%PDF-1.7\n" + json.dumps(gegevens.model_dump(mode="json"), sort_keys=True).encode()

    def close(self) -> None:
        """Er is niets te sluiten."""


@dataclass
class Kantoor:
    """Besluiten nemen en brieven maken in één wereld."""

    wereld: Wereld
    map_: Path
    tekenaar: Namaak = field(default_factory=Namaak)

    def beslis(self, soort: str = "urgentie_toekennen", uitkomst: Any = "toegekend", **anders: Any) -> UUID:
        """Een genomen besluit in een zaak die een woning zoekt; het id."""
        plek, gemeente = anders.pop("plek", "zoekend"), anders.pop("gemeente", A)
        with self.wereld.werk(gemeente) as sessie:
            w = self.wereld.loop(sessie, self.wereld.zaak_id(plek, gemeente), gemeente=gemeente)
            return self.neem(w, soort, uitkomst, **anders).id

    def neem(self, w: Wandeling, soort: str, uitkomst: Any, **anders: Any) -> Besluit:
        motivering = anders.pop("motivering", "Het huishouden heeft geen woning.")
        voorstel = w.voorstel(soort, **anders)
        w.adviseer(voorstel)
        wie = w.actor(FUNCTIE[voorstel.vereist_niveau])
        hoe = {"uitkomst": uitkomst, "motivering": motivering, "voorwaarden_bevestigd": True}
        return besluiten.beslis(w.session, voorstel, actor=wie, **hoe)

    def brief(self, besluit_id: UUID, gemeente: str = A) -> Brief:
        with self.wereld.lees(gemeente) as sessie:
            vraag = select(Brief).where(Brief.besluit_id == besluit_id).order_by(Brief.id.desc())
            return sessie.scalars(vraag).all()[0]

    def maak(self, besluit_id: UUID, gemeente: str = A) -> Brief:
        gemeente_id, tekenaar = self.wereld.gemeente(gemeente), cast(Renderer, self.tekenaar)
        brieven.maak_brief(self.wereld.db, gemeente_id, self.brief(besluit_id, gemeente).id, tekenaar, self.map_)
        return self.brief(besluit_id, gemeente)

    def werker(self) -> Uitgang:
        postbode = Postbode("", "casus@localhost", self.map_.parent / "post")
        return Uitgang(cast(Renderer, self.tekenaar), self.map_, postbode, "http://localhost:8000")

    def opnieuw(self, besluit_id: UUID) -> None:
        with self.wereld.werk() as sessie:
            rij = sessie.scalars(select(Brief).where(Brief.besluit_id == besluit_id)).one()
            brieven.maak_opnieuw(sessie, rij, actor=self.wereld.actor("casemanager"))


@pytest.fixture
def map_(tmp_path: Path) -> Path:
    """De documentenmap van de toepassing."""
    return tmp_path / "instance" / "documenten"


@pytest.fixture
def kantoor(wereld: Wereld, map_: Path) -> Kantoor:
    return Kantoor(wereld, map_)


__all__ = ["als", "app", "zaak_van"]
