"""Het kleine proces van een woning: het bestand zelf, elke fout met haar regel, en wat er in rust is."""

from __future__ import annotations

import pytest

from casus.models import Woning
from casus.rules.woningvoorwaarden import VOORWAARDEN
from casus.workflows.problems import problems
from casus.workflows.registers import pakket_tekst
from casus.workflows.woningproces import WONING_BESTAND, woningproces

TEKST = pakket_tekst(WONING_BESTAND)


def test_het_bestand_van_casus_is_goed():
    assert problems(TEKST, WONING_BESTAND) == []


def test_de_database_kent_precies_deze_statussen():
    regel = next(c for c in Woning.__table__.constraints if str(c.name).endswith("status"))
    bekend = {deel.strip("' ") for deel in str(regel.sqltext).partition("(")[2].rstrip(")").split(",")}
    assert bekend == set(woningproces().statussen)


def test_elke_voorwaarde_wordt_gebruikt():
    assert {naam for stap in woningproces().stappen for naam in stap.voorwaarden} == set(VOORWAARDEN)


def test_uit_een_zaak_komt_elke_stap_van_en_naar_voorgedragen():
    for stap in woningproces().stappen:
        assert stap.uit_zaak == ("voorgedragen" in (*stap.van, stap.naar)), stap.code


@pytest.mark.parametrize(
    ("oud", "nieuw", "zin"),
    [
        ('begin = "gemeld"', 'begin = "gemelt"', "De status ‘gemelt’ bestaat niet. Bedoelt u ‘gemeld’?"),
        ('naar = "verhuurd"', 'naar = "verhuurdt"', "De status ‘verhuurdt’ bestaat niet. Bedoelt u ‘verhuurd’?"),
        ('"complextaken_klaar",', '"complextaken",', "De voorwaarde ‘complextaken’ bestaat niet. Bedoelt u"),
        ('rollen = ["wonen", "teammanager"]', 'rollen = ["woning"]', "De rol ‘woning’ bestaat niet."),
        ('rollen = ["wonen", "teammanager"]', "", "Niemand kan ‘Beschikbaar maken’ zetten: er staat geen rol bij."),
        ('code = "vrijgeven"', 'code = "verhuren"', "De stap ‘verhuren’ staat er meer dan één keer."),
        ("uit_zaak = true", 'uit_zaak = true\nrollen = ["wonen"]', "‘Voordragen’ volgt uit een zaak"),
        ('titel = "Vrijgeven"', 'titell = "Vrijgeven"', "‘titell’ kan hier niet staan. Bedoelt u ‘titel’?"),
        ('van = "ingetrokken"', 'van = "verhuurd"', "‘ingetrokken’ loopt dood: geen stap leidt eruit."),
        ("klok = true", 'klok = true\nrollen = ["wonen"]', "‘Opnieuw laten nakijken door casus’ zet casus zelf"),
        ("reden = true", "reden = 3.5", "Bij ‘reden’ hoort true of false."),
    ],
)
def test_elke_fout_heeft_een_regel_en_een_zin(oud: str, nieuw: str, zin: str):
    assert TEKST.count(oud)
    kapot = TEKST.replace(oud, nieuw, 1)
    gevonden = problems(kapot, WONING_BESTAND)
    assert any(p.zin.startswith(zin) for p in gevonden), [str(p) for p in gevonden]
    assert all(1 <= p.regel <= len(kapot.splitlines()) for p in gevonden)
    plek = next(p.regel for p in gevonden if p.zin.startswith(zin))
    anders = [nr for nr, (a, b) in enumerate(zip(TEKST.splitlines(), kapot.splitlines(), strict=False), 1) if a != b]
    assert plek <= anders[0] + 12
