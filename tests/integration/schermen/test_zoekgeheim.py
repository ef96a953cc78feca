"""Een zoekterm in het adres van een lijst is alleen te lezen voor wie hem typte, en opent niets anders."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from tests.integration.schermen.conftest import Scherm
from tests.wereld import NU, A, B, Wereld

Als = Callable[..., Scherm]


def test_een_ander_leest_de_zoekterm_niet_uit_het_adres(als: Als):
    antwoord = als("wonen").stuur("/werkvoorraad/zoeken", {"lijst": "team", "filters": "", "q": "Van Doetinchem"})
    assert "oetinchem" not in antwoord.location
    assert 'value="Van Doetinchem"' in als("wonen").open(antwoord.location)
    for ander in (als("jurist", A), als("wonen", B)):
        assert "Van Doetinchem" not in ander.open(antwoord.location, 404)


def test_wie_zocht_kan_daarna_filteren_en_blijft_zoeken(als: Als):
    wonen = als("wonen")
    antwoord = wonen.stuur("/werkvoorraad/zoeken", {"lijst": "team", "filters": "", "q": "Van Doetinchem"})
    kaart = re.search(r'name="zoek" value="([^"]+)"', wonen.open(antwoord.location))
    assert kaart
    assert 'value="Van Doetinchem"' in wonen.open(f"/werkvoorraad/team?rol=wonen&zoek={kaart[1]}")


@pytest.mark.parametrize("pad", ["/werkvoorraad/team?zoek=", "/zaken/gevonden?term="])
def test_een_adres_ontsleutelt_niets_wat_casus_elders_bewaart(als: Als, app: Flask, wereld: Wereld, pad: str):
    bos, wie = app.extensions["casus.sleutelbos"], str(wereld.actor("wonen").gebruiker_id)
    term = json.dumps({"wie": wie, "tot": (NU + timedelta(minutes=5)).isoformat(), "term": "999990019"})
    anders = [bos.versleutel("999990019"), bos.versleutel(term), bos.maak_kaart(term, doel="weergave")]
    for geheim in anders:
        assert "999990019" not in als("wonen").client.get(f"{pad}{geheim}", follow_redirects=True).text
    echt = bos.maak_kaart(term, doel="zoekterm")
    assert "999990019" in als("wonen").client.get(f"{pad}{echt}", follow_redirects=True).text
