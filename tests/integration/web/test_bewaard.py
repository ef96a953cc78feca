"""Wat iemand typte, overleeft een verlopen sessie: het gaat versleuteld mee door het inlogscherm."""

from __future__ import annotations

import html
import re

import pytest
from sqlalchemy import func, select

from casus.db import Bereik
from casus.models import Teller

TEKST = "Moeder belt <morgen> terug & wil een tolk."


@pytest.fixture
def kaart(browser) -> str:
    """Het verborgen veld op het inlogscherm, nadat iemand zonder sessie een formulier verstuurde."""
    antwoord = browser().post("/proef", {"naam": "Tekle", "uitleg": TEKST, "wachtwoord": "geheim-woord"})
    assert antwoord.status_code == 401
    assert "Wat u had getypt, is bewaard" in antwoord.text
    assert TEKST not in html.unescape(antwoord.text)
    gevonden = re.search(r'name="bewaard" value="([^"]+)"', antwoord.text)
    assert gevonden
    return gevonden[1]


def _geteld(database, gemeente) -> int | None:
    with database.lezen(Bereik.van(gemeente.id)) as sessie:
        return sessie.scalar(select(func.sum(Teller.laatste)).where(Teller.soort == "proef"))


def test_na_opnieuw_inloggen_staat_de_tekst_er_en_is_er_nog_niets_gebeurd(browser, lid, gemeenten, database, kaart):
    antwoord = browser().log_in(lid(gemeenten[0]), bewaard=kaart)
    assert antwoord.status_code == 200
    assert f"<h1>Proef {None}</h1>" in antwoord.text, "de pagina van het formulier zelf"
    assert re.search(rf'<textarea id="uitleg"[^>]*>\n{re.escape(html.escape(TEKST))}</textarea>', antwoord.text)
    assert 'name="naam" size="40" autocomplete="off" value="Tekle"' in antwoord.text
    assert "U was even weg. Wat u had ingevuld, staat er nog." in antwoord.text
    assert "geheim-woord" not in antwoord.text
    assert 'action="/proef"' in antwoord.text
    assert not _geteld(database, gemeenten[0])


def test_het_formulier_op_die_pagina_verstuurt_alsnog(browser, lid, gemeenten, database, kaart):
    b = browser()
    pagina = b.log_in(lid(gemeenten[0]), bewaard=kaart).text
    main = pagina.partition('action="/proef"')[2]
    velden = dict(re.findall(r'name="([^"]+)"[^>]*? value="([^"]*)"', main)) | {"uitleg": TEKST}
    antwoord = b.client.post("/proef", data={naam: html.unescape(waarde) for naam, waarde in velden.items()})
    assert antwoord.status_code == 303
    assert _geteld(database, gemeenten[0]) == 1


def test_wie_eerst_een_gemeente_kiest_houdt_zijn_formulier(browser, lid, gemeenten, kaart):
    b = browser()
    keuze = b.log_in(lid(*gemeenten[:2]), bewaard=kaart)
    gevonden = re.search(r'name="bewaard" value="([^"]+)"', keuze.text)
    assert gevonden and "In welke gemeente werkt u nu?" in keuze.text
    pagina = b.post("/gemeente", {"gemeente": str(gemeenten[0].id), "bewaard": gevonden[1]}).text
    assert html.escape(TEKST) in pagina and "<h1>Proef" in pagina


def test_zonder_pagina_staat_de_tekst_er_met_namen_en_titels(browser, lid, gemeenten, database):
    """Deze POST heeft geen pagina om op terug te komen."""
    wie = lid(gemeenten[0])
    velden = {"weigerreden": "HUU", "aan": str(wie.id), "uitleg": TEKST, "woning": str(gemeenten[0].id)}
    kaart = re.search(r'name="bewaard" value="([^"]+)"', browser().post("/proef/kaal", velden).text)
    pagina = html.unescape(browser().log_in(wie, bewaard=kaart[1]).text)
    zichtbaar = re.sub(r"<[^>]+>", " ", pagina.partition("<dl")[2].partition("</dl>")[0])
    assert wie.naam in zichtbaar and "uw keuze" in zichtbaar and TEKST in html.unescape(pagina)
    assert str(wie.id) not in zichtbaar and "HUU" not in zichtbaar.split()
    assert 'action="/proef/kaal"' in pagina and "Niet versturen" in pagina
    assert not _geteld(database, gemeenten[0])


def test_een_verkeerd_wachtwoord_verliest_de_tekst_niet(browser, lid, gemeenten, kaart):
    antwoord = browser().log_in(lid(gemeenten[0]), "niet het wachtwoord", bewaard=kaart)
    assert antwoord.status_code == 422
    assert f'value="{kaart}"' in antwoord.text


def test_een_verzonnen_kaart_telt_niet(browser, lid, gemeenten):
    assert browser().log_in(lid(gemeenten[0]), bewaard="gAAAA-verzonnen").status_code == 303


def test_een_oud_formulier_van_wie_alweer_is_ingelogd_wordt_niet_ongezien_verstuurd(browser, lid, gemeenten, database):
    b = browser()
    b.log_in(lid(gemeenten[0]))
    antwoord = b.post("/proef", {"csrf_token": "oud", "uitleg": TEKST})
    assert antwoord.status_code == 400
    assert TEKST in html.unescape(antwoord.text)
    assert not _geteld(database, gemeenten[0])
