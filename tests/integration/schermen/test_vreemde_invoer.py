"""Wat geen mens typt maar een plakfout of een knoeier wel stuurt, is nooit een storing; ook niet op PostgreSQL."""

from __future__ import annotations

import pytest

NUL = "Met een nul\0teken."


def test_een_nulteken_is_een_verkeerd_formulier(als, zaak_van):
    nummer, wonen = zaak_van("zoekend").zaaknummer, als("wonen")
    assert wonen.stuur(f"/zaken/{nummer}/notities", {"tekst": NUL}).status_code == 400
    assert wonen.stuur("/zaken/zoeken", {"q": "DOE-\0"}).status_code == 400
    wonen.open("/zaken?toestand=%00", 400)
    wonen.open("/zaken/DOE%00", 400)
    assert wonen.client.post("/inloggen", data={"email": "a\0@b.nl", "csrf_token": wonen.teken}).status_code == 400


@pytest.mark.parametrize("versie", ["99999999999", "-1", "9" * 5000])
def test_een_versie_die_niet_bestaat(als, zaak_van, versie):
    nummer = zaak_van("profiel").zaaknummer
    antwoord = als("casemanager").stuur(f"/zaken/{nummer}/overgang/profiel_compleet", {"versie": versie})
    assert antwoord.status_code == 400
    lijst = als("casemanager").open("/werkvoorraad/team")
    taak = lijst.partition('href="/taken/')[2].partition('"')[0].partition("?")[0]
    assert als("casemanager").stuur(f"/taken/{taak}/pakken", {"versie": versie}).status_code == 400


def test_een_onbekend_soort_besluit_bestaat_niet(als, zaak_van):
    nummer = zaak_van("zoekend").zaaknummer
    assert als("wonen").stuur(f"/zaken/{nummer}/besluiten/nieuw/onzin", {"voorstel": "Ja."}).status_code == 404


def test_een_bedrag_dat_nergens_in_past_krijgt_een_zin(als, zaak_van):
    nummer = zaak_van("geaccepteerd").zaaknummer
    velden = {"bedrag": "30.000.000", "voorstel": "Een tikfout."}
    antwoord = als("financieel").stuur(f"/zaken/{nummer}/besluiten/nieuw/inrichtingskrediet", velden)
    assert antwoord.status_code == 422
    assert "te hoog" in antwoord.text
