"""Wat in het formulier van een woning niet te lezen is, krijgt een zin."""

from __future__ import annotations

from datetime import date

import pytest

from casus.actions.woninginvoer import lees
from casus.errors import InvoerFout


def test_een_complex_komt_uit_de_lijst():
    with pytest.raises(InvoerFout) as gevangen:
        lees({"complex_id": "nietgeldig"}, date(2026, 7, 1))
    assert [(f.veld, f.zin) for f in gevangen.value.fouten] == [("complex_id", "Kies een complex uit de lijst.")]
