"""Elke test heeft een eigen app, maar het kind dat documenten tekent is voor alle hetzelfde: het warmt eenmaal op.

Wat in het echt per proces van de webserver gebeurt, gebeurt hier per proces van pytest. Dat een kind wordt opgeruimd,
vervangen en begrensd, staat in tests/unit/pdf/test_kind.py, met echte en eigen kinderen.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator

import pytest
from pydantic import BaseModel

from casus.pdf.huisstijl import Huisstijl
from casus.pdf.kind import Renderer

PLAATSEN = ("casus.web.app", "casus.cli.dossier", "casus.cli.mandaat", "casus.cli.worker")
"""Waar casus zelf een tekenaar maakt."""
BEWAARD = 32


class Gedeeld(Renderer):
    """De tekenaar van dit proces; wie klaar is met de zijne, laat haar warm voor de volgende.

    Dezelfde gegevens geven dezelfde bytes (tests/unit/pdf), dus wat net is getekend hoeft niet nog eens.
    """

    def __init__(self) -> None:
        super().__init__()
        self._getekend: OrderedDict[tuple[type, str, str], bytes] = OrderedDict()

    def teken(self, gegevens: BaseModel, huisstijl: Huisstijl) -> bytes:
        """Het document; van wat kort geleden al is getekend dezelfde bytes."""
        sleutel = type(gegevens), gegevens.model_dump_json(), huisstijl.model_dump_json()
        if sleutel not in self._getekend:
            self._getekend[sleutel] = super().teken(gegevens, huisstijl)
        while len(self._getekend) > BEWAARD:
            self._getekend.popitem(last=False)
        return self._getekend[sleutel]

    def close(self) -> None:
        """Doet niets; zie `klaar`."""

    def klaar(self) -> None:
        """Stopt het kind, na de laatste test."""
        super().close()


@pytest.fixture(scope="session", autouse=True)
def _tekenaar_eenmaal() -> Iterator[None]:
    tekenaar = Gedeeld()
    with pytest.MonkeyPatch.context() as plek:
        for plaats in PLAATSEN:
            plek.setattr(f"{plaats}.Renderer", lambda: tekenaar)
        yield
    tekenaar.klaar()
