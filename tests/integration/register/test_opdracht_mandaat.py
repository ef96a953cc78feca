"""`casus mandaat`: wat een beheerder zonder scherm met het register doet."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete

from casus.cli import omgeving
from casus.db import Bereik
from casus.models import Functiehouder
from casus.termijnen import vandaag
from tests import documenten as bestanden
from tests.integration import test_opdrachtregel as opdrachtregel
from tests.integration.test_opdrachtregel import Doe

casus, ingericht = opdrachtregel.casus, opdrachtregel.ingericht
BIJ = ("--gemeente", "Doetinchem")


def _leg(bestand: Path, document: Path, *meer: object) -> tuple[object, ...]:
    besluit = ("--besluitnummer", "2026-4", "--besluitdatum", vandaag().isoformat(), "--document", document)
    return ("mandaat", "importeer", bestand, *BIJ, *besluit, *meer)


@pytest.fixture
def document(tmp_path: Path) -> Path:
    pad = tmp_path / "besluit.pdf"
    pad.write_bytes(bestanden.pdf())
    return pad


def test_tonen_exporteren_inlezen_vergelijken_en_nakijken(ingericht: Doe, tmp_path: Path, document: Path):
    csv, xlsx = tmp_path / "r.csv", tmp_path / "r.xlsx"
    assert "Inrichtingskrediet" in ingericht("mandaat", "toon", *BIJ).output
    for pad in (csv, xlsx):
        assert ingericht("mandaat", "exporteer", pad, *BIJ).exit_code == 0
        gelijk = ingericht(*_leg(pad, document, "--proef"))
        assert (gelijk.exit_code, gelijk.output) == (0, "Er verandert niets.\n")
    tekst = csv.read_text("utf-8-sig")
    csv.write_text(tekst.replace("4.3a;Inrichtingskrediet", "4.3a;Weer"), "utf-8-sig")
    fout = ingericht(*_leg(csv, document))
    assert fout.exit_code == 1 and "rij 30, Bevoegdheid: Casus kent ‘Weer’ niet." in fout.output
    regels = tekst.splitlines()
    nr = next(n for n, regel in enumerate(regels) if regel.startswith("4.3a;"))
    regels[nr] = regels[nr].replace(";5000;", ";7500;").replace("01-01-2025", f"{vandaag():%d-%m-%Y}", 1)
    csv.write_text("\n".join(regels), "utf-8-sig")
    stuk = tmp_path / "stuk.pdf"
    stuk.write_bytes(b"%PDF-1.7 geen pdf")
    geweigerd = ingericht(*_leg(csv, stuk))
    assert geweigerd.exit_code == 1 and "fout document:" in geweigerd.output, "ook hier door de keuring"
    gedaan = ingericht(*_leg(csv, document))
    assert gedaan.exit_code == 0 and "Het register is nu versie 2." in gedaan.output, gedaan.output
    nog_eens = ingericht(*_leg(csv, document))
    assert nog_eens.exit_code != 0, "hetzelfde besluit kan niet twee keer"
    van = vandaag() - timedelta(days=1)
    verschil = ingericht("mandaat", "verschil", *BIJ, "--van", van.isoformat()).output
    assert "4.3a    gewijzigd" in verschil and "Bedrag per besluit tot en met: 5000 wordt 7500" in verschil
    assert ingericht("verify").exit_code == 0


def test_check_sluit_af_met_1_als_er_iets_niet_klopt(ingericht: Doe):
    goed = ingericht("mandaat", "check", *BIJ)
    assert goed.exit_code == 0 and "nog het voorbeeld van casus" in goed.output
    db = omgeving.database()
    with db.lezen() as session:
        gemeente_id = omgeving.gemeente_met_code(session, "Doetinchem").id
    with db.unit_of_work(Bereik.van(gemeente_id)) as session:
        weg = delete(Functiehouder).execution_options(synchronize_session=False)
        session.execute(weg)
    slecht = ingericht("mandaat", "check", *BIJ, "--json")
    codes = {een["code"] for een in json.loads(slecht.stdout)}
    assert slecht.exit_code == 1 and {"niemand", "zonder_houder"} <= codes
    assert ingericht("mandaat", "check", "--gemeente", "Aalten").exit_code == 0
