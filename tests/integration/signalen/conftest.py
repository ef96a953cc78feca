"""Een mailserver, en de werker van deze installatie."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from casus.actions.uitgaand import Uitgang
from casus.pdf.kind import Renderer
from tests.integration.schermen import conftest as schermen
from tests.integration.signalen.postkantoor import Postkantoor, open_postkantoor

app, als = schermen.app, schermen.als


@pytest.fixture
def post() -> Iterator[Postkantoor]:
    with open_postkantoor() as kantoor:
        yield kantoor


@pytest.fixture
def uitgang(post: Postkantoor, tmp_path: Path) -> Uitgang:
    return Uitgang(Renderer(), tmp_path / "documenten", post.bode(tmp_path / "post"), "https://casus.example")
