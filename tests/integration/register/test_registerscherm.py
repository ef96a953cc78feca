"""Het register op het scherm: lezen mag iedereen, veranderen de beheerder, en elk formulier onthoudt wat er stond."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pytest

from casus.queries.mandaatregister import laad
from casus.termijnen import vandaag
from tests import documenten as bestanden
from tests.integration.queries.tellen import opdrachten
from tests.integration.schermen import conftest as schermen
from tests.integration.schermen.conftest import Scherm
from tests.wereld import Wereld

app, als = schermen.app, schermen.als
PDF = bestanden.pdf()
Als = Callable[..., Scherm]


def besluit(**anders: Any) -> dict[str, Any]:
    vast = {"besluitnummer": "2026-9", "besluitdatum": "vandaag", "omschrijving": "Een hogere grens."}
    return {**vast, "document": (io.BytesIO(PDF), "besluit.pdf"), "versie": "1", **anders}


def regel(**anders: Any) -> dict[str, Any]:
    vast = {"bevoegdheid": "inrichtingskrediet", "grondslag": "Participatiewet art. 51", "bestuursorgaan": "college"}
    wie = {"soort": "mandaat", "functie": "teammanager", "bedrag_tot_cent": "7.500", "geldig_van": "vandaag"}
    return besluit(**vast | wie | anders)


def versie(wereld: Wereld) -> int:
    with wereld.lees() as sessie:
        return laad(sessie, wereld.gemeente()).versie


@pytest.mark.parametrize("rol", ["casemanager", "bestuurlijk_opdrachtgever", "beheerder"])
def test_iedereen_leest_het_register_en_de_beheerder_ziet_wat_er_niet_klopt(rol: str, als: Als, app: Any):
    scherm = als(rol)
    tekst = scherm.open("/mandaatregister")
    assert "Inrichtingskrediet" in tekst and "tot en met €\xa05.000" in tekst
    assert ("nog het voorbeeld van casus" in tekst) is (rol == "beheerder") is ("Nieuwe regel" in tekst)
    for pad in ("/mandaatregister", "/mandaatregister/regels/4.3a", "/mandaatregister/functies"):
        with opdrachten(app.extensions["casus.database"]) as vragen:
            scherm.open(pad)
        assert len(vragen) <= 8, pad
    scherm.open("/mandaatregister/nieuw", 200 if rol == "beheerder" else 403)


def test_een_regel_wijzigen_maakt_een_versie_en_het_document_is_op_te_halen(als: Als, wereld: Wereld):
    scherm = als("beheerder")
    pagina = scherm.gelukt("/mandaatregister/regels/4.3a/wijzigen", regel(publieke_aandacht="alleen zonder"))
    assert "Versie 2" in pagina and "€\xa07.500" in pagina and "zonder publieke aandacht" in pagina
    adres = "/mandaatregister/besluiten/" + pagina.partition("/mandaatregister/besluiten/")[2].partition('"')[0]
    stuk = scherm.client.get(adres)
    assert stuk.data.startswith(b"%PDF") and stuk.headers["Content-Disposition"].startswith("attachment")
    verschil = scherm.open(f"/mandaatregister/verschil?van=01-01-2026&tot={vandaag():%d-%m-%Y}")
    assert "1 regel is" in verschil and "Besluit 2026-9 van" in verschil


def test_een_fout_staat_bij_het_veld_en_wat_was_getypt_blijft(als: Als, wereld: Wereld):
    velden = regel(grondslag="", geldig_van="nooit", omschrijving="Zo stond het er.")
    antwoord = als("beheerder").stuur("/mandaatregister/regels/4.3a/wijzigen", velden)
    assert antwoord.status_code == 422 and versie(wereld) == 1
    assert "Vul de kolom Wettelijke grondslag in." in antwoord.text and "Zo stond het er." in antwoord.text
    zonder = als("beheerder").stuur("/mandaatregister/nieuw", regel(nr="9.1", document=""))
    assert zonder.status_code == 422 and "Kies het ondertekende besluit" in zonder.text
    stuk = (io.BytesIO(b"%PDF-1.7 dit is geen pdf"), "besluit.pdf")
    geweigerd = als("beheerder").stuur("/mandaatregister/nieuw", regel(nr="9.1", document=stuk))
    assert geweigerd.status_code == 422 and 'id="document-fout"' in geweigerd.text and versie(wereld) == 1
    assert "Een hogere grens." in geweigerd.text, "wat was getypt, blijft"
    oud = als("beheerder").stuur("/mandaatregister/nieuw", regel(nr="9.1", versie="0"))
    assert oud.status_code == 409 and versie(wereld) == 1


def test_zonder_verse_code_verandert_er_niets(als: Als, wereld: Wereld):
    antwoord = als("beheerder", vers=False).stuur("/mandaatregister/nieuw", regel(nr="9.1"))
    assert antwoord.status_code == 422 and versie(wereld) == 1


def test_een_regel_intrekken(als: Als):
    velden = besluit(ingetrokken_per="morgen", omschrijving="Weg ermee.")
    assert "ingetrokken per" in als("beheerder").gelukt("/mandaatregister/regels/6.3a/intrekken", velden)


def test_een_bestand_wordt_bekeken_en_dan_vastgelegd_of_helemaal_niet(als: Als, wereld: Wereld):
    scherm = als("beheerder")
    uit = scherm.client.get("/mandaatregister/register.csv").data.decode("utf-8-sig")
    gelijk = scherm.gelukt("/mandaatregister/inlezen", {"bestand": (io.BytesIO(uit.encode()), "r.csv")})
    assert "Er verandert niets" in gelijk and "Besluit vastleggen" not in gelijk
    regels = uit.split("\r\n")
    nr = next(n for n, tekst in enumerate(regels) if tekst.startswith("4.3a;"))
    regels[nr] = regels[nr].replace(";5000;", ";7500;").replace("01-01-2025", f"{vandaag():%d-%m-%Y}", 1)
    anders = "\r\n".join(regels)
    fout = scherm.gelukt("/mandaatregister/inlezen", {"bestand": (io.BytesIO((anders + "9;x\r\n").encode()), "r.csv")})
    assert "rij 42" in fout and "Besluit vastleggen" not in fout
    proef = scherm.gelukt("/mandaatregister/inlezen", {"bestand": (io.BytesIO(anders.encode()), "r.csv")})
    assert "1 gewijzigde regel" in proef and versie(wereld) == 1
    kaartje = proef.partition('name="kaartje" value="')[2].partition('"')[0]
    leeg = scherm.stuur("/mandaatregister/inlezen/vastleggen", besluit(kaartje=kaartje, omschrijving=""))
    assert leeg.status_code == 422 and "Schrijf in één zin" in leeg.text and versie(wereld) == 1
    assert "Besluit 2026-9" in scherm.gelukt("/mandaatregister/inlezen/vastleggen", besluit(kaartje=kaartje))
    assert versie(wereld) == 2


def test_functies_toevoegen_bezetten_vervangen_en_laten_eindigen(als: Als, wereld: Wereld):
    scherm, team = als("beheerder"), wereld.ligging.team["Doetinchem"]
    pagina = scherm.gelukt("/mandaatregister/functies/nieuw", {"titel": "Afdelingshoofd Wonen", "niveau": "2"})
    pad = "/mandaatregister/functies/" + pagina.partition('action="/mandaatregister/functies/')[2].partition("/")[0]
    vroeg = {"vervanger": str(team["jurist"].id), "van": "vandaag", "tot": "morgen"}
    assert "Vervang alleen zolang er" in scherm.stuur(f"{pad}/vervangingen", vroeg).text
    bezet = scherm.gelukt(f"{pad}/houders", {"houder": str(team["wonen"].id), "van": "vandaag"})
    assert team["wonen"].naam in bezet
    vervangen = scherm.gelukt(f"{pad}/vervangingen", vroeg)
    weg = vervangen.partition(f'action="{pad}/vervangingen/')[2].partition('"')[0]
    assert "De vervanging is beëindigd." in scherm.gelukt(f"{pad}/vervangingen/{weg}")
    eind = bezet.partition(f'action="{pad}/houders/')[2].partition('"')[0]
    assert scherm.stuur(f"{pad}/houders/{eind}", {"einde": "1-1-2026"}).status_code == 422
    assert "tot en met" in scherm.gelukt(f"{pad}/houders/{eind}", {"einde": "morgen"})


def test_een_functie_of_vervanging_laten_eindigen_vraagt_een_code(als: Als, wereld: Wereld):
    """Zoals elke wijziging van wie iets mag (veiligheid D2); wat was getypt, blijft staan."""
    scherm, jurist = als("beheerder"), wereld.ligging.team["Doetinchem"]["jurist"]
    lijst = scherm.open("/mandaatregister/functies")
    pad = re.search(r'href="(/mandaatregister/functies/[0-9a-f-]{36})"[^>]*>Teammanager', lijst)[1]
    dagen = {"vervanger": str(jurist.id), "van": "vandaag", "tot": "morgen"}
    pagina = scherm.gelukt(f"{pad}/vervangingen", dagen)
    houder, vervanger = (re.search(rf'action="({pad}/{wat}/[^"]+)"', pagina)[1] for wat in ("houders", "vervangingen"))
    stil = als("beheerder", vers=False)
    for adres, velden in ((houder, {"einde": "31-12-2026"}), (vervanger, {})):
        nee = stil.stuur(adres, velden)
        assert nee.status_code == 422 and "code-app" in nee.text, adres
        assert not velden or 'value="31-12-2026"' in nee.text
    assert jurist.naam in (nog := scherm.open(pad)) and "31 december" not in nog
    assert "De vervanging is beëindigd." in scherm.gelukt(vervanger)


def test_de_pdf_en_het_rekenblad_zijn_op_te_halen(als: Als, wereld: Wereld):
    scherm = als("casemanager")
    soorten = {"xlsx": b"PK", "csv": b"\xef\xbb\xbfNr;"} | ({"pdf": b"%PDF"} if wereld.soort == "sqlite" else {})
    for soort, begin in soorten.items():
        antwoord = scherm.client.get(f"/mandaatregister/register.{soort}")
        assert antwoord.data.startswith(begin) and antwoord.headers["Content-Disposition"].startswith("attachment")
