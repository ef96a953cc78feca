"""Dossiers zonder te tekenen: een tekenaar die een kleine PDF met de goede letters geeft, of omvalt."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import pikepdf
import pytest
from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from casus.actions import dossiers
from casus.models import Gemeente, Persoon, Verstrekking, Zaak
from casus.pdf.huisstijl import Huisstijl
from casus.pdf.kind import Renderer
from tests.integration.schermen import conftest as schermen
from tests.wereld import A, Wereld

app, als = schermen.app, schermen.als


@cache
def kleine_pdf(tekst: str, letter: str = "ABCDEF+Casus-Sans") -> bytes:
    """Eén blad met één letter erin, die er als bestand bij zit."""
    with pikepdf.new() as pdf:
        blad = pdf.add_blank_page()
        beschrijving = pikepdf.Dictionary(
            Type=pikepdf.Name.FontDescriptor, FontName=pikepdf.Name(f"/{letter}"), FontFile3=pdf.make_stream(b"x")
        )
        naam = pikepdf.Name(f"/{letter}")
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type0,
            BaseFont=naam,
            Beschrijving=pdf.make_indirect(beschrijving),
        )
        blad.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=pdf.make_indirect(font)))
        blad.Contents = pdf.make_stream(tekst.encode())
        uit = io.BytesIO()
        pdf.save(uit, deterministic_id=True)
        return uit.getvalue()


@dataclass
class Tekenaar:
    """Een tekenaar zonder kindproces. `fout` wordt één keer geheven; `letter` is de letter in de PDF."""

    fout: Exception | None = None
    letter: str = "ABCDEF+Casus-Sans"
    getekend: list[BaseModel] = field(default_factory=list)

    def teken(self, gegevens: BaseModel, huisstijl: Huisstijl) -> bytes:
        if (fout := self.fout) is not None:
            self.fout = None
            raise fout
        self.getekend.append(gegevens)
        return kleine_pdf(f"{gegevens.model_dump_json()[:80]}", self.letter)

    def close(self) -> None:
        """Er is niets te sluiten."""


@dataclass
class Kamer:
    """Dossiers vragen en maken in één wereld."""

    wereld: Wereld
    map_: Path
    tekenaar: Tekenaar = field(default_factory=Tekenaar)

    def vraag(self, plek: str = "voorgedragen", rol: str = "wonen", **anders: Any) -> UUID:
        """Een aangevraagd dossier; het id."""
        if anders.get("profiel", "voordracht") == "voordracht":
            anders.setdefault("ontvanger_id", self.wereld.ligging.corporatie)
        with self.wereld.werk() as sessie:
            zaak = sessie.scalars(select(Zaak).where(Zaak.id == self.wereld.zaak_id(plek))).one()
            return dossiers.vraag_aan(sessie, zaak, actor=self.wereld.actor(rol), **anders).id

    def maak(self, id_: UUID) -> Verstrekking:
        """Maakt de PDF; het dossier zoals het er daarna staat."""
        dossiers.maak_klaar(self.wereld.db, self.wereld.gemeente(), id_, cast(Renderer, self.tekenaar), self.map_)
        return self.rij(id_)

    def rij(self, id_: UUID) -> Verstrekking:
        with self.wereld.lees() as sessie:
            vraag = select(Verstrekking).where(Verstrekking.id == id_).options(joinedload(Verstrekking.document))
            return sessie.scalars(vraag).one()

    def andere_gemeente(self) -> Gemeente:
        with self.wereld.lees() as sessie:
            hier = self.wereld.gemeente()
            return sessie.scalars(select(Gemeente).where(Gemeente.id != hier).order_by(Gemeente.naam)).all()[0]

    def persoon(self, plek: str = "voorgedragen") -> UUID:
        with self.wereld.lees() as sessie:
            zaak = sessie.scalars(select(Zaak).where(Zaak.id == self.wereld.zaak_id(plek))).one()
            vraag = select(Persoon.id).where(Persoon.huishouden_id == zaak.huishouden_id).order_by(Persoon.volgnummer)
            return sessie.scalars(vraag).all()[0]

    def nummer(self, plek: str = "voorgedragen") -> str:
        with self.wereld.lees() as sessie:
            return sessie.scalars(select(Zaak.zaaknummer).where(Zaak.id == self.wereld.zaak_id(plek))).one()


def gezien_op(pagina: str) -> str:
    """Het kenmerk van het voorbeeld op deze pagina, zoals het formulier het meestuurt."""
    gevonden = re.search(r'name="gezien" value="([0-9a-f]{64})"', pagina)
    assert gevonden, "het formulier is niet aan zijn voorbeeld gebonden"
    return gevonden[1]


@pytest.fixture
def map_(tmp_path: Path) -> Path:
    """De documentenmap van de toepassing."""
    return tmp_path / "instance" / "documenten"


@pytest.fixture
def kamer(wereld: Wereld, map_: Path) -> Kamer:
    return Kamer(wereld, map_)


__all__ = ["A", "als", "app"]
