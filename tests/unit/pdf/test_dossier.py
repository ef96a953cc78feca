"""De PDF zelf: geldig volgens twee normen, overal gemerkt, en met niets erin dat er niet in hoort."""

from __future__ import annotations

import io
import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import page
import pikepdf
import pypdf
import pytest

from casus.pdf.voordracht import to_json
from tests.unit.pdf.voorbeelden import HUISHOUDENS, LANGE_NAAM

GOUD = Path(__file__).with_name("voordracht_gezin.txt")
VERBODEN = re.compile(
    r"\b(bsn|burgerservice\w*|v-?nummer|nationalit\w*|land van herkomst|etni\w*|relig\w*|geloof|gezondheid\w*"
    r"|diagnos\w*|ziek\w*|vergunning\w*|asiel\w*|vlucht\w*|status\w*|opleiding\w*|leerroute|pip|schuld\w*|justit\w*|strafblad"
    r"|foto\w*|geweigerd\w*|kamernummer)\b",
    re.IGNORECASE,
)
pytestmark = pytest.mark.parametrize("naam", HUISHOUDENS)


def _lees(pdf: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf))


def _tekst(pdf: bytes) -> list[str]:
    return [" ".join(blad.extract_text().split()) for blad in _lees(pdf).pages]


@pytest.mark.parametrize(
    "norm", [page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1], ids=["A-3a", "UA-1"]
)
def test_geldig(dossiers: dict[str, bytes], naam: str, norm: page.ValidationProfile):
    verslag = page.validate_pdf_bytes(dossiers[naam], profile=norm)
    assert [(fout.rule_id, fout.message) for fout in verslag.failures] == []
    assert verslag.is_compliant and verslag.rules.passed > 100


def test_twee_tot_vier_bladen_met_op_elk_het_merk(dossiers: dict[str, bytes], naam: str):
    bladen, bron = _tekst(dossiers[naam]), HUISHOUDENS[naam]
    assert 2 <= len(bladen) <= 4
    for nummer, blad in enumerate(bladen, start=1):
        kaal = blad.replace(" ", "")
        merk = f"Vertrouwelijk Alleen voor {bron.ontvanger} · {bron.zaaknummer}"
        voet = f"Gemeente Waterhoven. Gemaakt op 23 november 2026 om 10.42 uur door {bron.gemaakt_door}."
        assert merk.replace(" ", "") in kaal
        assert voet.replace(" ", "") in kaal
        assert f"pagina {nummer} van {len(bladen)}" in blad


def test_geen_verboden_woord(dossiers: dict[str, bytes], naam: str):
    assert VERBODEN.findall(" ".join(_tekst(dossiers[naam]))) == []


def test_de_tekst_is_precies_het_vastgelegde_voorbeeld(dossiers: dict[str, bytes], naam: str):
    if naam == "gezin":
        assert _tekst(dossiers[naam]) == [" ".join(blad.split()) for blad in GOUD.read_text("utf-8").split("=====\n")]


def test_de_bijlage_is_de_json_van_dezelfde_velden(dossiers: dict[str, bytes], naam: str):
    with pikepdf.open(io.BytesIO(dossiers[naam])) as pdf:
        assert list(pdf.attachments) == ["voordracht-WHV-2026-00042.json"]
        bijlage = pdf.attachments["voordracht-WHV-2026-00042.json"]
        bestand = bijlage.get_file()
        assert bestand.read_bytes() == to_json(HUISHOUDENS[naam])
        assert bestand.mime_type == "application/json"
        assert bijlage.obj.AFRelationship == "/Source"
        assert len(pdf.Root.AF) == 1
        assert str(bestand.obj.Params.CreationDate) == "D:20261123094200Z"


def test_bladwijzers_noemen_elk_deel(dossiers: dict[str, bytes], naam: str):
    hoofd, delen = _lees(dossiers[naam]).outline
    titels = [deel.title for deel in delen]
    assert hoofd.title.startswith("Een woning voor ")
    assert titels[:2] == ["In het kort", "Contact"] and titels[-1] == "Over dit dossier"
    assert ("Doelgroep" in titels) is (HUISHOUDENS[naam].doelgroep is not None)
    assert len(titels) == 9 + ("Doelgroep" in titels)


def test_titel_taal_en_tijd(dossiers: dict[str, bytes], naam: str):
    with pikepdf.open(io.BytesIO(dossiers[naam])) as pdf:
        assert str(pdf.Root.Lang) == "nl"
        assert str(pdf.docinfo.Title) == f"Voordracht WHV-2026-00042 voor {HUISHOUDENS[naam].ontvanger}"
        assert str(pdf.docinfo.CreationDate) == "D:20261123104200+01'00"
        assert b"pdfuaid:part" in pdf.Root.Metadata.read_raw_bytes()


def test_alleen_casus_sans(dossiers: dict[str, bytes], naam: str):
    with pikepdf.open(io.BytesIO(dossiers[naam])) as pdf:
        namen = {str(deel.FontName).partition("+")[2] for deel in _soort(pdf, "/FontDescriptor")}
    assert namen == {"Casus-Sans", "Casus-Sans-Semi-Bold"}


def _soort(pdf: pikepdf.Pdf, soort: str) -> list[Any]:
    return [deel for deel in pdf.objects if isinstance(deel, pikepdf.Dictionary) and deel.get("/Type") == soort]


def test_het_merk_is_een_artefact_en_elke_kop_heeft_een_richting(dossiers: dict[str, bytes], naam: str):
    with pikepdf.open(io.BytesIO(dossiers[naam])) as pdf:
        for blad in pdf.pages:
            assert blad.Contents.read_bytes().count(b"/Pagination") >= 4
        koppen = [deel for deel in _soort(pdf, "/StructElem") if deel.S == "/TH"]
        richtingen = [str(kop.A.Scope) for kop in koppen]
    assert set(richtingen) == {"/Row", "/Column"}
    assert richtingen.count("/Row") > 20


def test_geen_verwijzing_naar_buiten_en_geen_actie(dossiers: dict[str, bytes], naam: str):
    with pikepdf.open(io.BytesIO(dossiers[naam])) as pdf:
        assert not any("/Annots" in blad for blad in pdf.pages)
        assert not any(sleutel in pdf.Root for sleutel in ("/OpenAction", "/AA", "/AcroForm"))
        assert _soort(pdf, "/Action") == []


def test_iconen_en_embleem_zijn_getekend(dossiers: dict[str, bytes], naam: str):
    with pikepdf.open(io.BytesIO(dossiers[naam])) as pdf:
        getekend = [blad.Contents.read_bytes().count(b" Do\n") for blad in pdf.pages]
        beelden = [vorm.read_bytes() for vorm in pdf.pages[0].Resources.XObject.values()]
    assert getekend == [7] + [0] * (len(getekend) - 1)
    assert len(beelden) == 7 and all(len(beeld) > 100 for beeld in beelden)


def test_lange_namen_staan_er_heel(dossiers: dict[str, bytes], naam: str):
    if naam.endswith("groot"):
        kaal = "".join(_tekst(dossiers[naam])).replace(" ", "")
        assert LANGE_NAAM in kaal
        assert kaal.count("Dochter") == len(HUISHOUDENS[naam].huishouden.medebewoners)


def test_elke_regel_begint_op_het_blad(dossiers: dict[str, bytes], naam: str):
    """Links binnen de marges van 20 mm, boven en onder minstens 6 mm van de rand: ook met namen van 120 letters."""
    mm = 72 / 25.4
    for blad in _lees(dossiers[naam]).pages:
        plaatsen: list[tuple[float, float]] = []

        def noteer(tekst: str, cm: Any, tm: Any, *_: Any, bij: list[tuple[float, float]] = plaatsen) -> None:
            if tekst.strip():
                bij.append((tm[4] * cm[0] + cm[4], tm[5] * cm[3] + cm[5]))

        blad.extract_text(visitor_text=noteer)
        assert len(plaatsen) > 10
        assert all(19 * mm <= x <= 190 * mm and 6 * mm <= y <= 291 * mm for x, y in plaatsen)


def test_de_json_in_de_bijlage_heeft_nergens_een_verboden_sleutel(dossiers: dict[str, bytes], naam: str):
    with pikepdf.open(io.BytesIO(dossiers[naam])) as pdf:
        velden = json.loads(pdf.attachments["voordracht-WHV-2026-00042.json"].get_file().read_bytes())
    assert list(velden) == sorted(velden)
    assert all(een < twee for een, twee in pairwise(velden["hoofdhuurder"]))
    assert not VERBODEN.search(" ".join(_sleutels(velden)).replace("_", " "))


def _sleutels(velden: Any) -> list[str]:
    if isinstance(velden, dict):
        return [*velden, *(sleutel for waarde in velden.values() for sleutel in _sleutels(waarde))]
    return [sleutel for waarde in velden for sleutel in _sleutels(waarde)] if isinstance(velden, list) else []
