"""`casus corporatie`: uitnodigen, zien wie er toegang heeft, en die beëindigen."""

from __future__ import annotations

import json

from sqlalchemy import select

from casus.models import Lidmaatschap, Outbox
from casus.termijnen import vandaag
from tests.integration import test_opdrachtregel as opdrachtregel
from tests.integration.portaal.conftest import Huurland, gebruiker_van
from tests.integration.test_opdrachtregel import Doe
from tests.wereld import A, B


def _doe(land: Huurland, monkeypatch) -> Doe:
    monkeypatch.setenv("CASUS_INSTANCE", str(land.app.extensions["casus.instellingen"].instance))
    monkeypatch.setenv("CASUS_DATABASE_URL", land.wereld.url)
    opdrachtregel.omgeving.database.cache_clear()
    return lambda *woorden: opdrachtregel.CliRunner().invoke(opdrachtregel.groep, list(woorden))


def test_van_uitnodigen_tot_beeindigen(land: Huurland, monkeypatch):
    doe, wie = _doe(land, monkeypatch), land.mens(0, A)
    adres = gebruiker_van(land, wie).email
    with land.wereld.werk(B) as sessie:
        vast = {"gemeente_id": land.wereld.gemeente(B), "gebruiker_id": wie.gebruiker_id, "rol": "corporatie"}
        sessie.add(Lidmaatschap(**vast, van=vandaag(), corporatie_id=land.corporaties[0]))
    uitnodiging = ("corporatie", "uitnodigen", "a.bos@linde.example", "--naam", "Ans Bos", "--gemeente", A)
    assert "werkt een week" in doe(*uitnodiging, "--corporatie", "eikpunt").output
    assert "geen corporatie met code" in str(doe(*uitnodiging, "--corporatie", "nergens").exception)
    with land.wereld.db.lezen() as sessie:
        assert sessie.scalars(select(Outbox).where(Outbox.soort == "uitnodigingmail")).one().inhoud.keys() == {
            "uitnodiging"
        }
    rijen = json.loads(doe("corporatie", "lijst", "--json").output)
    assert [(rij["gemeente"], rij["email"]) for rij in rijen] == [(B, adres), (A, adres)]
    assert adres in doe("corporatie", "lijst").output
    assert "in: Aalten." in doe("corporatie", "beeindig", adres, "--gemeente", B).output
    assert "in: Doetinchem." in doe("corporatie", "beeindig", adres).output
    assert "geen toegang" in str(doe("corporatie", "beeindig", adres).exception)
    assert json.loads(doe("corporatie", "lijst", "--json").output) == []
    opdrachtregel.omgeving.database().engine.dispose()
    opdrachtregel.omgeving.database.cache_clear()
