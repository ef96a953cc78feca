"""Kijken dat al is vastgelegd, schrijft niets en wacht dus op niemand."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from casus.actions import inzien
from casus.models import Leesactie
from casus.termijnen import klok_op, nu
from tests.integration.queries.tellen import opdrachten
from tests.wereld import Wereld

WAT = "gegevens van het huishouden"


def _kijk(w: Wereld, rol: str = "jurist", plek: str = "nieuw") -> None:
    inzien.leg_eens_vast(w.db, actor=w.actor(rol), wat=WAT, zaak_id=w.zaak_id(plek))


def _regels(w: Wereld, zaak_id: UUID) -> int:
    with w.lees() as sessie:
        vraag = select(func.count()).select_from(Leesactie).where(Leesactie.wat == WAT, Leesactie.zaak_id == zaak_id)
        return sessie.scalar(vraag) or 0


def test_wie_al_keek_wacht_niet_op_een_schrijver(wereld: Wereld):
    zaak_id = wereld.zaak_id("nieuw")
    _kijk(wereld)
    with wereld.werk() as schrijver:
        schrijver.connection()  # op SQLite komt er nu geen ander meer in om te schrijven
        _kijk(wereld)
        inzien._ONTHOUDEN.clear()  # een ander proces van dezelfde installatie
        _kijk(wereld)
        with opdrachten(wereld.db) as vragen:
            _kijk(wereld)
        assert vragen == [], "wat dit proces al wist, kost geen vraag"
    assert _regels(wereld, zaak_id) == 1


def test_elk_ander_kijken_wordt_vastgelegd(wereld: Wereld):
    zaak_id, begin = wereld.zaak_id("nieuw"), nu()
    with klok_op(begin):
        _kijk(wereld)
        _kijk(wereld, "casemanager")
        _kijk(wereld, plek="zoekend")
        assert (_regels(wereld, zaak_id), _regels(wereld, wereld.zaak_id("zoekend"))) == (2, 1)
    with klok_op(begin + inzien.ZELFDE_BLIK - timedelta(seconds=1)):
        _kijk(wereld)
        inzien._ONTHOUDEN.clear()
        _kijk(wereld)
        assert _regels(wereld, zaak_id) == 2
    with klok_op(begin + inzien.ZELFDE_BLIK):
        _kijk(wereld)
        assert _regels(wereld, zaak_id) == 3


def test_een_vol_geheugen_legt_niets_dubbel_vast(wereld: Wereld, monkeypatch: pytest.MonkeyPatch):
    with monkeypatch.context() as even:
        even.setattr(inzien, "MEESTE_BLIKKEN", 1)
        for plek in ("nieuw", "zoekend", "nieuw"):
            _kijk(wereld, plek=plek)
    assert len(inzien._ONTHOUDEN[wereld.db.engine]) == 1
    assert _regels(wereld, wereld.zaak_id("nieuw")) == 1
