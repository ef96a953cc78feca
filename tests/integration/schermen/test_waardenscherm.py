"""De waarden op het scherm en op de opdrachtregel: zien wat afloopt, vastleggen, terugdraaien, en niets kwijtraken."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import delete

from casus.actions.parameters import leg_vast
from casus.models import Parameter
from casus.queries.parameters import rijen_van
from casus.rules.parametersoorten import groepen, soorten
from casus.termijnen import klok_op
from tests.integration import test_opdrachtregel as opdrachtregel
from tests.integration.queries.tellen import opdrachten
from tests.integration.schermen.conftest import Scherm
from tests.integration.test_opdrachtregel import Doe
from tests.wereld import VANDAAG, A, B, Wereld

LIJST = "/inrichting/waarden"
GRENS = f"{LIJST}/daeb_huurgrens"
GOED = {"waarde": "950,10", "vanaf": "01-01-2027", "tot": "31-12-2027", "bron": "Rijksoverheid, 25 november"}
NIEUWJAAR = date(2027, 1, 1)
alleen_sqlite = pytest.mark.parametrize("_soort", ["sqlite"], indirect=True)


def tekst(pagina: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", pagina.partition("<main")[2])))


def stuur(scherm: Scherm, pad: str = GRENS, **anders: str) -> tuple[int, str]:
    antwoord = scherm.stuur(pad, {"versie": versie(scherm.open(pad)), **GOED, **anders})
    return antwoord.status_code, antwoord.text


def versie(pagina: str) -> str:
    """De versie in het formulier voor een nieuwe waarde."""
    gevonden = re.search(r'name="versie" value="(\d+)"', pagina)
    assert gevonden
    return gevonden[1]


def collega(wereld: Wereld, waarde: str, vanaf: date) -> None:
    with wereld.werk() as sessie:
        wat = {"naam": "daeb_huurgrens", "waarde": waarde, "vanaf": vanaf, "bron": "Een collega"}
        leg_vast(sessie, actor=wereld.actor("beheerder"), **wat)


def straks(wereld: Wereld) -> list[str]:
    with wereld.lees() as sessie:
        return [rij.waarde for rij in rijen_van(sessie, "daeb_huurgrens") if rij.geldig_van > VANDAAG]


@alleen_sqlite
def test_de_lijst_noemt_alles_en_bovenaan_wat_afloopt(wereld: Wereld, app, als: Callable[..., Scherm]):
    scherm = als("beheerder")
    pagina = tekst(scherm.open(LIJST))
    assert all(een.titel in pagina for een in (*soorten().values(), *groepen()))
    assert "€ 932,93 per maand" in pagina and "Rijksoverheid 25-11-2025" in pagina
    assert "de komende 60 dagen loopt er niets af" in pagina
    with opdrachten(app.extensions["casus.database"]) as gezien:
        scherm.open(LIJST)
    assert len(gezien) <= 5
    with klok_op(datetime(2026, 11, 24, 9, tzinfo=UTC)):
        pagina = tekst(als("beheerder").open(LIJST))
    assert "Vanaf 1 januari 2027 ontbreken 12 waarden: over 38 dagen" in pagina
    assert "casus van geen woning zeggen of zij een sociale huurwoning is, en komt er geen voordracht." in pagina
    with wereld.werk() as sessie:
        sessie.execute(delete(Parameter).where(Parameter.sleutel == "kamer_tolerantie"))
    pagina = tekst(scherm.open(LIJST))
    assert "Nu ontbreekt ‘Zoveel slaapkamers minder mag’" in pagina


def test_vastleggen_staat_er_en_is_terug_te_draaien(wereld: Wereld, als: Callable[..., Scherm]):
    scherm = als("beheerder")
    assert stuur(scherm)[0] == 303
    pagina = scherm.open(GRENS)
    assert "Vastgelegd: Grens voor sociale huur: € 950,10 per maand vanaf 1 januari 2027" in tekst(pagina)
    assert "Wat komt € 950,10 per maand" in tekst(pagina) and "Ongedaan maken" in pagina
    assert "wordt € 950,10 per maand, vanaf 1 januari 2027" in tekst(pagina), "ook bij wat nu geldt"
    terug = re.search(rf'action="({GRENS}/weg[^"]+)"', pagina)
    assert terug
    na = scherm.gelukt(html.unescape(terug[1]))
    assert "€ 932,93 per maand blijft gelden, vanaf 1 januari 2026 tot en met 31 december 2026." in tekst(na)
    assert "Wat komt" not in tekst(na)
    gezien = {"versie": versie(na)}
    assert scherm.stuur(f"{GRENS}/weg", {"vanaf": "2027-01-01", **gezien}).status_code == 404
    assert scherm.stuur(f"{GRENS}/weg", {"vanaf": "ooit", **gezien}).status_code == 404
    assert scherm.stuur(f"{GRENS}/weg", {"vanaf": "2026-01-01"}).status_code == 400
    geweigerd = scherm.stuur(f"{GRENS}/weg", {"vanaf": "2026-01-01", **gezien})
    assert geweigerd.status_code == 422 and "Deze waarde geldt al." in geweigerd.text


@alleen_sqlite
@pytest.mark.parametrize(
    ("veld", "getypt", "zin"),
    [
        ("waarde", "duur", "Vul een bedrag in, bijvoorbeeld 932,93."),
        ("waarde", "99", "Vul een bedrag in van € 100 tot en met € 5.000."),
        ("vanaf", "", "Vul in vanaf welke dag de waarde geldt."),
        ("vanaf", "32-13-2027", "Schrijf de dag als 01-01-2027."),
        ("vanaf", "gisteren", "Wat al gold, verandert niet. Kies vandaag of een latere dag."),
        ("tot", "31 april 2027", "Schrijf de dag als 01-01-2027."),
        ("tot", "31-12-2026", "Kies een laatste dag op of na de eerste"),
        ("bron", "", "Schrijf waar deze waarde staat"),
    ],
)
def test_wat_niet_kan_staat_bij_zijn_veld_en_niets_is_kwijt(veld, getypt, zin, wereld, als: Callable[..., Scherm]):
    status, pagina = stuur(als("beheerder"), **{veld: getypt})
    assert status == 422 and zin in tekst(pagina)
    assert f'id="{veld}-fout"' in pagina and pagina.count(' aria-invalid="true"') == 1
    for naam, was in {**GOED, veld: getypt}.items():
        assert re.search(rf'name="{naam}"[^>]* value="{re.escape(html.escape(was))}"', pagina), naam


@alleen_sqlite
def test_wie_te_laat_is_hoort_het_en_houdt_wat_hij_typte(wereld: Wereld, als: Callable[..., Scherm]):
    scherm = als("beheerder")
    gezien = versie(scherm.open(GRENS))
    collega(wereld, "940", VANDAAG)
    antwoord = scherm.stuur(GRENS, {"versie": gezien, **GOED})
    assert antwoord.status_code == 409 and 'value="950,10"' in antwoord.text
    assert "veranderde deze waarde vandaag" in antwoord.text and "€ 940 per maand" in tekst(antwoord.text)


@alleen_sqlite
def test_een_tikfout_maakt_wat_een_ander_deed_niet_gezien(wereld: Wereld, als: Callable[..., Scherm]):
    scherm = als("beheerder")
    gezien = versie(scherm.open(GRENS))
    collega(wereld, "940", NIEUWJAAR)
    mis = scherm.stuur(GRENS, {**GOED, "versie": gezien, "waarde": "duur"})
    assert mis.status_code == 422 and versie(mis.text) == gezien
    te_laat = scherm.stuur(GRENS, {**GOED, "versie": versie(mis.text)})
    assert te_laat.status_code == 409 and straks(wereld) == ["940"]
    assert scherm.stuur(GRENS, {**GOED, "versie": versie(te_laat.text)}).status_code == 303, "nu heeft hij het gezien"
    assert straks(wereld) == ["950.10"]


@alleen_sqlite
def test_weghalen_en_ongedaan_maken_zien_wie_er_tussendoor_was(wereld: Wereld, als: Callable[..., Scherm]):
    scherm = als("beheerder")
    assert stuur(scherm)[0] == 303
    pagina = scherm.open(GRENS)
    terug = re.search(rf'action="({GRENS}/weg[?][^"]+)"', pagina)
    knop = re.search(rf'action="{GRENS}/weg" method="post">(.*?)</form>', pagina, re.DOTALL)
    assert terug and knop
    collega(wereld, "940", NIEUWJAAR)
    for antwoord in (
        scherm.stuur(html.unescape(terug[1])),
        scherm.stuur(f"{GRENS}/weg", {"vanaf": "2027-01-01", "versie": versie(knop[1])}),
    ):
        assert antwoord.status_code == 409 and "veranderde deze waarde vandaag" in antwoord.text
    assert straks(wereld) == ["940"]


@alleen_sqlite
def test_keuzes_en_vakjes(wereld: Wereld, als: Callable[..., Scherm]):
    scherm = als("beheerder")
    assert stuur(scherm, f"{LIJST}/voorrang_statushouder", waarde="nee", vanaf="1 jan", tot="")[0] == 303
    contracten = f"{LIJST}/contractsoorten"
    status, pagina = stuur(scherm, contracten, waarde="", tot="")
    assert status == 422 and "Kies er minstens één." in pagina
    assert stuur(scherm, contracten, waarde=["ONB", "KAM"], tot="")[0] == 303
    with wereld.lees() as sessie:
        rijen = rijen_van(sessie, "voorrang_statushouder", "contractsoorten")
        assert [(rij.waarde, rij.geldig_tot) for rij in rijen if rij.geldig_van.year == 2027] == [
            ("ONB KAM", None),
            ("nee", None),
        ]
    assert scherm.stuur(f"{LIJST}/bestaat_niet", {"versie": "1", **GOED}).status_code == 404
    assert als("teammanager").client.get(LIJST).status_code == 403


@pytest.fixture
def doe(wereld: Wereld, monkeypatch: pytest.MonkeyPatch, tmp_path) -> Iterator[Doe]:
    monkeypatch.setenv("CASUS_INSTANCE", str(tmp_path))
    monkeypatch.setenv("CASUS_DATABASE_URL", wereld.url)
    opdrachtregel.omgeving.database.cache_clear()
    yield lambda *woorden: opdrachtregel.CliRunner().invoke(opdrachtregel.groep, list(woorden))
    opdrachtregel.omgeving.database().engine.dispose()
    opdrachtregel.omgeving.database.cache_clear()


def test_de_opdrachtregel(wereld: Wereld, doe: Doe):
    ja = ("waarde", "leg-vast", "daeb_huurgrens", "950,10", "--gemeente", A, "--vanaf", "2027-01-01")
    assert "€ 932,93 per maand" in doe("waarde", "lijst", "--gemeente", A).output.replace("\N{NO-BREAK SPACE}", " ")
    afloop = doe("waarde", "lijst", "--gemeente", A, "--afloop")
    assert afloop.exit_code == 1 and "2027-01-01  daeb_huurgrens" in afloop.output
    fout = doe(*ja, "--tot", "2026-12-31", "--bron", "Raad")
    assert fout.exit_code == 3 and "tot: Kies een laatste dag" in fout.output
    assert "vanaf 1" in doe(*ja, "--bron", "Rijksoverheid").output
    rijen = json.loads(doe("waarde", "lijst", "--gemeente", A, "--json").output)
    assert {"sleutel": "daeb_huurgrens", "waarde": "950.10", "bron": "Rijksoverheid"}.items() <= next(
        rij.items() for rij in rijen if rij["geldig_van"] == "2027-01-01"
    )
    assert "daeb_huurgrens" not in doe("waarde", "lijst", "--gemeente", A, "--afloop").output
    assert "is weg" in doe("waarde", "haal-weg", "daeb_huurgrens", "--gemeente", A, "--vanaf", "2027-01-01").output
    with wereld.werk() as sessie:
        sessie.execute(delete(Parameter).where(Parameter.sleutel == "kamer_tolerantie"))
    leeg = doe("waarde", "lijst", "--gemeente", A, "--afloop", "--json")
    niets = {"waarde": None, "geldig_van": None, "geldig_tot": None, "bron": None}
    rijen = [rij for rij in json.loads(leeg.output) if rij["sleutel"] in ("kamer_tolerantie", "score_netwerk")]
    assert leeg.exit_code == 1 and rijen == [{"sleutel": "kamer_tolerantie", **niets}]
    assert "geen waarde" in str(doe("waarde", "leg-vast", "x", "1", *ja[4:], "--bron", "Raad").exception)


def test_een_nieuwe_versie_van_casus_vult_bestaande_gemeenten_aan(wereld: Wereld, doe: Doe, monkeypatch):
    monkeypatch.setenv("CASUS_DATABASE_URL_EIGENAAR", str(wereld.eigenaar.engine.url.render_as_string(False)))
    with wereld.werk(B) as sessie:
        sessie.execute(delete(Parameter).where(Parameter.sleutel == "score_netwerk"))
        wat = {"naam": "kamer_tolerantie", "waarde": "0", "vanaf": VANDAAG, "bron": "Raad"}
        leg_vast(sessie, actor=wereld.actor("beheerder", B), **wat)
    eerste, tweede = doe("db", "upgrade"), doe("db", "upgrade")
    assert eerste.exit_code == tweede.exit_code == 0, eerste.output
    assert f"{B} kreeg 1 nieuwe waarde: Punten: eigen netwerk." in eerste.output and "kreeg" not in tweede.output
    assert A not in eerste.output
    with wereld.lees(B) as sessie:
        assert [rij.waarde for rij in rijen_van(sessie, "score_netwerk", "kamer_tolerantie")] == ["1", "0", "10"]
