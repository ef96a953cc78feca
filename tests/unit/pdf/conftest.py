"""Eén warm kindproces voor alle tests van de documenten; zonder Pango vallen de tests die tekenen weg."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from casus.pdf.kind import Renderer, pango_aanwezig
from tests.unit.pdf.voorbeelden import HUISHOUDENS, huisstijl


@pytest.fixture(scope="session")
def renderer() -> Iterator[Renderer]:
    if not pango_aanwezig():
        pytest.skip("Pango ontbreekt op deze computer")
    with Renderer() as renderer:
        yield renderer


@pytest.fixture(scope="session")
def dossiers(renderer: Renderer) -> dict[str, bytes]:
    """Elk voorbeeldhuishouden als PDF, uit het kindproces."""
    return {naam: renderer.teken(gegevens, huisstijl()) for naam, gegevens in HUISHOUDENS.items()}
