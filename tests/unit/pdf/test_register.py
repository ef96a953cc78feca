"""Het mandaatregister op papier: geldig volgens twee normen, met elke regel en zonder namen van mensen."""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime

import pikepdf
import pytest

from casus.pdf.kind import Renderer
from casus.pdf.mandaatregister import RegisterBesluit, RegisterGegevens, RegisterRegel
from tests.unit.pdf.test_brief import kaal, keur
from tests.unit.pdf.voorbeelden import huisstijl

pytestmark = pytest.mark.filterwarnings("ignore:unclosed file .*sRGB2014.icc:ResourceWarning")  # van WeasyPrint zelf


def regel(nr: int) -> RegisterRegel:
    return RegisterRegel(
        nr=f"4.{nr}",
        bevoegdheid="Inrichtingskrediet <b>",
        grondslag="Participatiewet art. 51",
        bestuursorgaan="het college van burgemeester en wethouders" if nr % 7 else "de burgemeester",
        soort="Mandaat",
        functie="Teammanager",
        grenzen=("tot en met € 5.000", "per zaak € 25.000"),
        voorwaarden=("Alleen zonder publieke aandacht.",) if nr % 2 else (),
        vier_ogen=bool(nr % 3),
        ondermandaat="rust op regel 4.1" if nr == 5 else "",
        geldig="Vanaf 1 januari 2026",
        besluit="Besluit 2025-117 van 9 december 2025",
    )


def test_het_register_is_archiefwaardig_en_compleet(renderer: Renderer):
    gegevens = RegisterGegevens(
        gemeente=huisstijl().gemeente,
        dag=date(2026, 11, 24),
        versie=3,
        regels=tuple(regel(nr) for nr in range(1, 25)),
        besluiten=(RegisterBesluit(versie=3, nummer="2025-117", datum=date(2025, 12, 9), omschrijving="Eerste."),),
        gemaakt_op=datetime(2026, 11, 24, 9, tzinfo=UTC),
        gemaakt_door="Ine Wolters",
    )
    pdf = renderer.teken(gegevens, huisstijl())
    keur(pdf)
    tekst = kaal(pdf)
    for een in gegevens.regels:
        assert f"{een.nr}Inrichtingskrediet<b>" in tekst
    assert tekst.count("BevoegdheidengrondslagFunctie") > 3, "de kop van de tabel staat op elke pagina"
    assert "Namensdeburgemeester" in tekst and "rustopregel4.1" in tekst and "Openbaar" in tekst
    with pikepdf.open(io.BytesIO(pdf)) as document:
        breed, hoog = (float(document.pages[0].mediabox[plek]) for plek in (2, 3))
        bijlage = json.loads(next(iter(document.attachments.values())).get_file().read_bytes())
    assert breed > hoog and len(bijlage["regels"]) == 24 and "gemaakt_door" not in bijlage
