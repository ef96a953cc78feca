"""De opdrachtregel zoals een beheerder en een programma haar gebruiken, op beide databases."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import page  # de naam van page-validation
import pikepdf
import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from casus.actions.inrichting import voeg_gemeente_toe
from casus.cli import AFSLUITCODES, OPDRACHTEN, groep, omgeving
from casus.db import Bereik, maak_database
from casus.errors import CasusFout
from casus.models import Gebeurtenis, Gemeente, Zoekregel
from casus.rules.dossierprofielen import PROFIELEN
from casus.rules.privacy import VELDEN_VOORDRACHT
from casus.web import wachtwoorden
from tests.integration.databank import Databank
from tests.integration.web.conftest import GOEDKOOP

DATA = Path(__file__).parents[1] / "data"
SCHOON = DATA / "koppelingen_achterhoek_2025-I.xlsx"
Doe = Callable[..., Result]


@pytest.fixture
def casus(databank: Databank, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Doe:
    """Roept `casus …` aan in een eigen installatie."""
    monkeypatch.setenv("CASUS_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.setenv("CASUS_DATABASE_URL", databank.url)
    monkeypatch.setenv("CASUS_DATABASE_URL_EIGENAAR", databank.eigenaar_url)
    monkeypatch.setattr(wachtwoorden, "_hasher", GOEDKOOP)
    omgeving.database.cache_clear()

    def doe(*woorden: object) -> Result:
        return CliRunner().invoke(groep, [str(woord) for woord in woorden])

    yield doe
    omgeving.database().engine.dispose()
    omgeving.database.cache_clear()


@pytest.fixture
def ingericht(casus: Doe) -> Doe:
    uitslag = casus("demo", "--leeg")
    assert uitslag.exit_code == 0, uitslag.output
    return casus


def _json(uitslag: Result) -> dict[str, object]:
    return json.loads(uitslag.stdout)


def test_help_is_een_kaart_van_het_product(casus: Doe) -> None:
    hulp = casus("--help").output
    assert all(naam in hulp for naam in OPDRACHTEN)
    assert "Afsluitcodes" in hulp and AFSLUITCODES.splitlines()[2].strip() in hulp
    for naam in OPDRACHTEN:
        uitslag = casus(naam, "--help")
        assert uitslag.exit_code == 0, naam


def test_schone_lijst_wordt_115_zaken_en_de_tweede_keer_niets(ingericht: Doe) -> None:
    eerst = ingericht("import", "koppelingen", SCHOON, "--json")
    assert eerst.exit_code == 0, eerst.output
    aantallen = {"personen": 225, "huishoudens": 115, "zaken_gewijzigd": 0, "tegengehouden": 0, "fouten": []}
    assert _json(eerst) == {**aantallen, "zaken_nieuw": 115, "zaken_ongewijzigd": 0}
    nog_eens = ingericht("import", "koppelingen", SCHOON, "--json")
    assert _json(nog_eens) == {**aantallen, "zaken_nieuw": 0, "zaken_ongewijzigd": 115}
    zaken = json.loads(ingericht("zaken", "--json").stdout)
    assert len(zaken) == 115 and {zaak["toestand"] for zaak in zaken} == {"toegewezen"}
    assert len({zaak["gemeente"] for zaak in zaken}) == 7
    assert ingericht("verify").exit_code == 0


def test_de_zoekindex_klopt_na_inlezen_en_is_opnieuw_te_bouwen(ingericht: Doe) -> None:
    ingericht("import", "koppelingen", SCHOON, "--gemeente", "GM0197")
    assert ingericht("zoekindex", "keur").output == "De zoekindex klopt.\n"
    gemeente = next(g for g in _gemeenten() if g.code == "GM0197")
    with omgeving.database().unit_of_work(Bereik.van(gemeente.id)) as sessie:
        weg = sessie.scalars(select(Zoekregel)).all()
        assert len(weg) > 5
        sessie.delete(weg[0])
    fout = ingericht("zoekindex", "keur", "--gemeente", "GM0197")
    assert fout.exit_code == 1 and "ontbreekt" in fout.output and "casus zoekindex herbouw" in fout.output
    assert f"Aalten: {len(weg)} regels." in ingericht("zoekindex", "herbouw").output
    assert ingericht("zoekindex", "keur").exit_code == 0


def _gemeenten() -> list[Gemeente]:
    with omgeving.database().lezen() as sessie:
        return list(sessie.scalars(select(Gemeente)))


def test_een_gemeente_tegelijk_en_een_proef_verandert_niets(ingericht: Doe) -> None:
    proef = _json(ingericht("import", "koppelingen", SCHOON, "--proef", "--json"))
    assert proef["zaken_nieuw"] == 115
    assert json.loads(ingericht("zaken", "--json").stdout) == []
    aalten = _json(ingericht("import", "koppelingen", SCHOON, "--gemeente", "GM0197", "--json"))
    zaken = json.loads(ingericht("zaken", "--json").stdout)
    assert aalten["zaken_nieuw"] == len(zaken) > 0
    assert {zaak["gemeente"] for zaak in zaken} == {"GM0197"}


@pytest.mark.parametrize("naam", ["koppelingen_met_gebreken.xlsx", "koppelingen_met_gebreken.csv"])
def test_elk_gebrek_wordt_genoemd_en_wat_goed_is_gaat_door(ingericht: Doe, naam: str, tmp_path: Path) -> None:
    blad = tmp_path / "herstel.xlsx"
    uitslag = ingericht("import", "koppelingen", DATA / naam, "--json", "--herstelblad", blad)
    assert uitslag.exit_code == 1
    inhoud = _json(uitslag)
    gevonden = {(fout["rij"], fout["gebrek"]) for fout in inhoud["fouten"]}
    bekend = json.loads((DATA / "koppelingen_met_gebreken.json").read_text(encoding="utf-8"))
    verwacht = {(regel["rij"], regel["gebrek"]) for regel in bekend}
    if naam.endswith(".csv"):  # in een CSV is elke datum tekst; daar valt dit gebrek niet op
        verwacht = {paar for paar in verwacht if paar[1] != "datum_tekst_nl"}
    assert verwacht <= gevonden
    assert all(set(fout) >= {"rij", "kolom", "gebrek", "ernst", "melding"} for fout in inhoud["fouten"])
    assert inhoud["zaken_nieuw"] == inhoud["huishoudens"] == 18 and inhoud["personen"] == 35
    assert blad.read_bytes()[:2] == b"PK"


def test_dossier_van_elke_toestand_is_geldig_en_bevat_alleen_de_witte_lijst(
    casus: Doe, databank: Databank, tmp_path: Path
) -> None:
    assert casus("demo", "--zaken", 36).exit_code == 0
    per_toestand = {zaak["toestand"]: zaak["zaaknummer"] for zaak in json.loads(casus("zaken", "--json").stdout)}
    assert len(per_toestand) >= 5
    if databank.soort == "postgresql":  # het papier is hetzelfde; hier telt dat het er komt
        per_toestand = {"gehuisvest": per_toestand["gehuisvest"]}
    for toestand, nummer in per_toestand.items():
        pad = tmp_path / f"{toestand}.pdf"
        uitslag = casus("dossier", nummer, "--ontvanger", "de-linde", "--uit", pad)
        assert uitslag.exit_code == 0, uitslag.output
        for norm in ("3a", "ua1"):
            verslag = page.validate_pdf_bytes(pad.read_bytes(), profile=norm)
            assert verslag.is_compliant, (toestand, norm, verslag.failures)
        with pikepdf.open(pad) as pdf:
            (bijlage,) = pdf.attachments.values()
            velden = json.loads(bijlage.get_file().read_bytes())
        assert _paden(velden) <= set(VELDEN_VOORDRACHT)
    if databank.soort == "sqlite":
        _inzage_met_vinkje(casus, per_toestand["gehuisvest"], tmp_path / "inzage.pdf")
    assert casus("verify").exit_code == 0


def _inzage_met_vinkje(casus: Doe, nummer: str, pad: Path) -> None:
    """Wie er zijn, zegt de opdracht zelf; wat op keuze meegaat, staat er alleen in als het is genoemd."""
    inzage = ("dossier", nummer, "--profiel", "inzage_betrokkene", "--uit", pad)
    naam = str(casus(*inzage, "--ontvanger", "?").exception).partition("Kies uit: ")[2].split(", ")[0].rstrip(".")
    assert "geen keuze bij dit dossier" in str(casus(*inzage, "--ontvanger", naam, "--erbij", "team.taken").exception)
    for erbij, verwacht in (((), set()), (("--erbij", "team.notities"), {"team.notities"})):
        assert casus(*inzage, "--ontvanger", naam, *erbij).exit_code == 0
        with pikepdf.open(pad) as pdf:
            (bijlage,) = pdf.attachments.values()
            velden = json.loads(bijlage.get_file().read_bytes())["velden"]
        assert set(velden) & set(PROFIELEN["inzage_betrokkene"].op_keuze) == verwacht


def _paden(waarde: object, voor: str = "") -> set[str]:
    """De ingevulde velden als pad; een rij medebewoners telt als één veld."""
    if isinstance(waarde, dict):
        return {pad for naam, deel in waarde.items() for pad in _paden(deel, f"{voor}.{naam}" if voor else naam)}
    if isinstance(waarde, list):
        return {pad for deel in waarde for pad in _paden(deel, voor)}
    return set() if waarde is None else {voor}


def test_demo_twee_keer_is_een_keer_en_raakt_anderen_niet_aan(casus: Doe, databank: Databank, tmp_path: Path) -> None:
    assert "staat klaar" in casus("demo", "--zaken", 3).output
    vooraf = casus("zaken", "--json").stdout
    assert "stond al klaar" in casus("demo").output
    assert casus("zaken", "--json").stdout == vooraf
    (tmp_path / "instance" / "demo.json").unlink()
    geweigerd = casus("demo")
    assert isinstance(geweigerd.exception, CasusFout) and "al gegevens" in geweigerd.exception.zin


def test_demo_naast_een_echte_gemeente_wordt_geweigerd(casus: Doe, databank: Databank) -> None:
    database = maak_database(databank.url)
    with database.unit_of_work() as sessie:
        voeg_gemeente_toe(sessie, "GM0014", afkorting="GRO", accent="#14365c")
    database.engine.dispose()
    assert isinstance(casus("demo").exception, CasusFout)
    assert json.loads(casus("gemeente", "lijst", "--json").stdout)["gemeenten"][0]["afkorting"] == "GRO"


def test_hetzelfde_zaad_geeft_dezelfde_demo(casus: Doe) -> None:
    assert casus("demo", "--zaken", 12, "--zaad", 7).exit_code == 0
    een = json.loads(casus("zaken", "--json").stdout)
    assert len(een) == 12
    namen = sorted((zaak["huishouden"], zaak["toestand"], zaak["koppeldatum"]) for zaak in een)
    # de tweede installatie staat in de unittest van de mensen; hier telt dat elke zaak echt is gelopen
    assert len(set(namen)) > 6 and casus("verify").exit_code == 0


def test_gemeente_gebruiker_en_rol_zonder_demo(casus: Doe) -> None:
    assert casus("gemeente", "toevoegen", "Doetinchem", "--afkorting", "doe").exit_code == 0
    wie = ("--naam", "Inge Wolters", "--rol", "wonen", "--gemeente", "Doetinchem")
    assert casus("gebruiker", "toevoegen", "I.Wolters@Voorbeeld.nl", *wie).exit_code == 0
    dubbel = casus("gebruiker", "toevoegen", "i.wolters@voorbeeld.nl", *wie)
    assert isinstance(dubbel.exception, CasusFout)
    assert casus("gebruiker", "rol", "i.wolters@voorbeeld.nl", "jurist", "--gemeente", "GM0222").exit_code == 0
    onbekend = casus("gebruiker", "rol", "i.wolters@voorbeeld.nl", "koning", "--gemeente", "GM0222")
    assert isinstance(onbekend.exception, CasusFout) and "bestaat niet" in onbekend.exception.zin
    nieuw = casus("gebruiker", "wachtwoord", "i.wolters@voorbeeld.nl", "--gemeente", "Doetinchem", "--nieuw")
    assert "Het is:" in nieuw.output
    assert casus("gemeente", "toevoegen", "Aalten", "--afkorting", "aal").exit_code == 0
    vreemd = casus("gebruiker", "wachtwoord", "i.wolters@voorbeeld.nl", "--gemeente", "Aalten", "--nieuw")
    assert isinstance(vreemd.exception, CasusFout) and "werkt niet in deze gemeente" in vreemd.exception.zin
    lijst = json.loads(casus("gebruiker", "lijst", "--json").stdout)
    assert {(rij["email"], rij["rol"]) for rij in lijst} >= {("i.wolters@voorbeeld.nl", "jurist")}


def test_een_code_app_is_te_zien_en_weg_te_halen(ingericht: Doe, databank: Databank) -> None:
    wie, opdracht = "teammanager@doetinchem.example", ("gebruiker", "tweede-factor")
    ingericht("gebruiker", "rol", wie, "jurist", "--gemeente", "Aalten")
    assert "heeft een code-app en nog 0 herstelcodes" in ingericht(*opdracht, wie).output
    collega = ingericht(*opdracht, wie, "--wis", "--als", "jurist@doetinchem.example")
    assert isinstance(collega.exception, CasusFout)
    gewist = ingericht(*opdracht, wie, "--wis")
    assert gewist.exit_code == 0 and "is weggehaald" in gewist.output and "overal uitgelogd" in gewist.output
    assert "heeft geen code-app" in ingericht(*opdracht, wie, "--wis").output
    db = maak_database(databank.url)
    with db.lezen() as session:
        gemeenten = list(session.scalars(select(Gemeente).order_by(Gemeente.naam)))
    for gemeente in gemeenten:
        with db.lezen(Bereik.van(gemeente.id)) as session:
            vraag = select(Gebeurtenis.actor_naam).where(Gebeurtenis.soort == "tweede_factor_verwijderd")
            namen = session.scalars(vraag).all()
        assert len(namen) == (gemeente.naam in ("Aalten", "Doetinchem")), gemeente.naam
    db.engine.dispose()
    assert ingericht("verify").exit_code == 0


def test_de_taakstelling_is_te_zien_te_berekenen_en_te_verbeteren(casus: Doe) -> None:
    assert casus("gemeente", "toevoegen", "Doetinchem", "--afkorting", "doe").exit_code == 0
    taakstelling = ("gemeente", "taakstelling")
    assert "2025-II     44 personen" in casus(*taakstelling, "lijst", "GM0222").output
    zet = (*taakstelling, "zet", "GM0222", "2026-II", "--bron", "Brief van de provincie")
    assert "45 personen: 40, achterstand 5" in casus(*zet, "--personen", 40, "--achterstand", 5).output
    assert "44 personen: 44" in casus(*zet, "--landelijk", 13000).output
    inwoners = ("--landelijk", 13000, "--inwoners", 60000, "--inwoners-nederland", 18000000)
    assert "44 personen: 44" in casus(*zet, *inwoners).output
    vast = json.loads(casus(*taakstelling, "lijst", "Doetinchem", "--json").stdout)
    assert [(rij["jaar"], rij["halfjaar"], rij["personen"]) for rij in vast] == [
        (2025, 1, 50),
        (2025, 2, 44),
        (2026, 2, 44),
    ]
    assert casus("verify").exit_code == 0
    for fout in ((), ("--personen", 1, "--landelijk", 1), ("--landelijk", 1, "--inwoners", 1)):
        assert casus(*zet, *fout).exit_code == 2
    assert casus(*taakstelling, "zet", "GM0222", "2026-3", "--personen", 1, "--bron", "x").exit_code == 2
    assert isinstance(casus(*zet, "--personen", -1).exception, CasusFout)


def test_het_mandaatrapport_per_functie_en_als_bestand(ingericht: Doe, tmp_path: Path) -> None:
    rapport = ("mandaat", "rapport", 2026, "--gemeente", "Doetinchem")
    assert "0 besluiten, waarvan 0 zonder vier ogen" in ingericht(*rapport).output
    assert json.loads(ingericht(*rapport, "--json").stdout) == []
    uit = tmp_path / "besluiten.csv"
    assert isinstance(ingericht(*rapport, "--csv", uit, "--als", "jurist@doetinchem.example").exception, CasusFout)
    assert not uit.exists()
    assert ingericht(*rapport, "--csv", uit, "--als", "teammanager@doetinchem.example").exit_code == 0
    assert uit.read_bytes().startswith("\ufeffBesluit;Soort".encode())
    assert ingericht("verify").exit_code == 0


def test_zaak_toont_wat_kan_en_waarom_niet(ingericht: Doe) -> None:
    ingericht("import", "koppelingen", SCHOON, "--gemeente", "Doetinchem", "--json")
    nummer = json.loads(ingericht("zaken", "--json").stdout)[0]["zaaknummer"]
    zaak = _json(ingericht("zaak", nummer, "--als", "casemanager@doetinchem.example", "--json"))
    assert {taak["code"] for taak in zaak["taken"]} == {"CM-01", "CM-02", "CM-03"}
    profiel = next(stap for stap in zaak["overgangen"] if stap["code"] == "profiel_compleet")
    assert any("casemanager" in reden for reden in profiel["redenen"])
    weg = ingericht("zaak", "DOE-1999-00001")
    assert isinstance(weg.exception, CasusFout) and "geen zaak" in weg.exception.zin


def test_opruimen_verwijdert_alleen_oude_bestanden_zonder_document(ingericht: Doe, tmp_path: Path) -> None:
    map_, voorbeelden = tmp_path / "instance" / "documenten", tmp_path / "instance" / "voorbeelden"
    for plek in (map_, voorbeelden):
        plek.mkdir(exist_ok=True)
        for naam in ("oud", "nieuw"):
            (plek / naam).write_bytes(b"x")
    os.utime(map_ / "oud", (0, 0))
    assert ingericht("documenten", "opruimen", "--proef").output == "oud\n1 te verwijderen.\n"
    assert (map_ / "oud").exists() and voorbeelden.exists()
    assert ingericht("documenten", "opruimen").output == "oud\n1 verwijderd.\n"
    assert [pad.name for pad in map_.iterdir()] == ["nieuw"] and not voorbeelden.exists()


def test_match_rekent_en_biedt_niets_aan(ingericht: Doe) -> None:
    wie = ("--gemeente", "Doetinchem", "--als", "teammanager@doetinchem.example")
    uitslag = ingericht("match", *wie, "--extra", "studio=2")
    assert uitslag.exit_code == 0, uitslag.output
    assert "0 personen met een woning" in uitslag.output and "niets aangeboden" in uitslag.output
    assert _json(ingericht("match", *wie, "--regio", "--json"))["paren"] == []
    assert ingericht("match", *wie, "--extra", "kasteel=1").exit_code == 2
    assert ingericht("verify").exit_code == 0
