"""Koppelingen inlezen op het scherm: eerst een proef die niets verandert, dan inlezen, dan het herstelblad."""

from __future__ import annotations

import io
import re
from datetime import timedelta

from openpyxl import load_workbook
from sqlalchemy import func, select

from casus.models import Zaak
from tests.wereld import VANDAAG

KOP = "COA-nummer;Gemeente;V-nummer;Achternaam;Voornamen;Geboortedatum;Geslacht;Relatie;Vergunningdatum;Koppeldatum"


def csv(*rijen: str) -> dict:
    inhoud = "\r\n".join((KOP, *rijen)).encode()
    return {"bestand": (io.BytesIO(inhoud), "lijst.csv")}


def rij(coa: str, v_nummer: str, geboren: str = "01-02-1990", gemeente: str = "Doetinchem") -> str:
    dagen = (VANDAAG - timedelta(days=20), VANDAAG - timedelta(days=10))
    data = ";".join(f"{dag:%d-%m-%Y}" for dag in dagen)
    return f"{coa};{gemeente};{v_nummer};Proefsma;Ada;{geboren};vrouw;hoofdpersoon;{data}"


def aantal_zaken(wereld) -> int:
    with wereld.lees() as sessie:
        return sessie.scalar(select(func.count()).select_from(Zaak)) or 0


def kaartje(pagina: str) -> str:
    gevonden = re.search(r'name="kaartje" value="([0-9a-f]{32})"', pagina)
    assert gevonden, pagina
    return gevonden[1]


def test_een_proef_verandert_niets_en_inlezen_maakt_de_zaak_een_keer(als, wereld):
    cm, vooraf = als("casemanager"), aantal_zaken(wereld)
    proef = cm.stuur("/koppelingen/proef", csv(rij("88000001", "2999000001")))
    assert proef.status_code == 200, proef.text[-2000:]
    assert "1 nieuwe zaak" in proef.text
    assert aantal_zaken(wereld) == vooraf
    velden = {"kaartje": kaartje(proef.text)}
    gelezen = cm.stuur("/koppelingen/inlezen", velden)
    assert gelezen.status_code == 200
    assert aantal_zaken(wereld) == vooraf + 1
    opnieuw = cm.stuur("/koppelingen/proef", csv(rij("88000001", "2999000001")))
    assert "1 huishouden is al bekend" in opnieuw.text


def test_een_fout_staat_bij_de_rij_en_het_blad_is_op_te_halen(als):
    cm = als("casemanager")
    proef = cm.stuur("/koppelingen/proef", csv(rij("88000002", "2999000002", geboren="31-02-1990")))
    assert "1 huishouden wacht op verbetering" in proef.text
    blad = cm.stuur("/koppelingen/herstelblad", {"kaartje": kaartje(proef.text)})
    assert blad.headers["Content-Disposition"].startswith("attachment")
    werkblad = load_workbook(io.BytesIO(blad.data)).active
    assert werkblad is not None
    assert any("Proefsma" in str(cel.value) for regel in werkblad.iter_rows() for cel in regel)


def test_rijen_van_een_andere_gemeente_worden_overgeslagen(als, wereld):
    vooraf = aantal_zaken(wereld)
    proef = als("casemanager").stuur("/koppelingen/proef", csv(rij("88000003", "2999000003", gemeente="Aalten")))
    assert "1 rij van andere gemeenten overgeslagen" in proef.text
    assert aantal_zaken(wereld) == vooraf


def test_een_bestand_van_een_ander_of_een_verzonnen_kaartje_is_er_niet(als):
    proef = als("casemanager").stuur("/koppelingen/proef", csv(rij("88000004", "2999000004")))
    van_een_ander = als("teammanager").stuur("/koppelingen/inlezen", {"kaartje": kaartje(proef.text)})
    assert van_een_ander.status_code == 422
    assert als("casemanager").stuur("/koppelingen/inlezen", {"kaartje": "../../sleutels.json"}).status_code == 422


def test_geen_of_een_onleesbaar_bestand_is_een_zin(als):
    cm = als("casemanager")
    assert "Kies een bestand: XLSX of CSV." in cm.stuur("/koppelingen/proef").text
    rommel = cm.stuur("/koppelingen/proef", {"bestand": (io.BytesIO(b"\x00\x01\x02"), "lijst.xlsx")})
    assert rommel.status_code == 422
    assert 'role="alert"' in rommel.text


def test_wie_geen_koppelingen_inleest_komt_er_niet_in(als):
    als("jurist").open("/koppelingen", 403)
