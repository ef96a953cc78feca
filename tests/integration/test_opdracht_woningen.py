"""`casus woningen`: de lijst van een corporatie van proef tot tweede keer, en tonen wat er is."""

from __future__ import annotations

import json
from pathlib import Path

from casus.errors import GeenRecht, NietGevonden
from tests import woninglijsten
from tests.integration import test_opdrachtregel as regel
from tests.integration.test_opdrachtregel import Doe

casus, ingericht = regel.casus, regel.ingericht  # dezelfde fixtures
WIE = ("--als", "wonen@doetinchem.example")


def test_een_lijst_van_proef_tot_tweede_keer(ingericht: Doe, tmp_path: Path) -> None:
    lijst, blad = tmp_path / "lijst.xlsx", tmp_path / "herstel.xlsx"
    lijst.write_bytes(woninglijsten.als_xlsx([rij for rij, _ in woninglijsten.GEBREKEN]))
    opdracht = ("woningen", "importeer", lijst, "--gemeente", "Doetinchem", "--corporatie", "de-linde", "--json")
    assert isinstance(ingericht(*opdracht).exception, GeenRecht), "de installatie zelf legt geen woningen vast"
    proef = ingericht(*opdracht, *WIE, "--proef", "--herstelblad", blad)
    assert proef.exit_code == 1 and json.loads(proef.stdout)["nieuw"] == 9
    er_was = json.loads(ingericht("woningen", "lijst", "Doetinchem", *WIE, "--json", "--aantal", "900").stdout)
    assert not [een for een in er_was if een["adres"].startswith("Populieren")], "een proef verandert niets"
    assert blad.read_bytes()[:2] == b"PK"
    assert json.loads(ingericht(*opdracht, *WIE).stdout)["nieuw"] == 9
    assert json.loads(ingericht(*opdracht, *WIE).stdout)["ongewijzigd"] == 9
    tekst = ingericht("woningen", "lijst", "Doetinchem", *WIE, "--status", "gemeld", "--aantal", "900").stdout
    assert tekst.count("Populieren") == 9 and set(tekst.split()) & {"gemeld"} and "beschikbaar" not in tekst
    onbekend = (*opdracht[:-2], "bestaat-niet", *WIE)
    assert isinstance(ingericht(*onbekend).exception, NietGevonden)
    gewoon = ingericht(*opdracht[:-1], *WIE, "--proef").stdout
    assert "rij 2: Populierenlaan 101 ongewijzigd" in gewoon and "rijen wachten" in gewoon
