"""Wat zonder openen te zien is: naam, omvang en eerste tekens."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casus.documentkeuring.soorten import (
    GROOTSTE,
    LANGSTE_NAAM,
    MB,
    SOORTEN,
    Geweigerd,
    achtervoegsel,
    herken,
    nette_naam,
    te_groot,
)
from tests import documenten

PDF = SOORTEN["pdf"]


def zin(naam: str, inhoud: bytes) -> str:
    with pytest.raises(Geweigerd) as fout:
        herken(naam, inhoud)
    return fout.value.zin


@pytest.mark.parametrize(
    ("naam", "inhoud", "soort"),
    [
        ("Verslag.PDF", documenten.pdf(), "pdf"),
        ("foto.jpeg", documenten.jpg(), "jpg"),
        ("foto.jpg", documenten.jpg(), "jpg"),
        ("scan.png", documenten.png(), "png"),
        ("brief.docx", documenten.docx(), "docx"),
        ("lijst.xlsx", documenten.xlsx(), "xlsx"),
    ],
)
def test_elke_soort_wordt_herkend(naam, inhoud, soort):
    assert herken(naam, inhoud) is SOORTEN[soort]


@pytest.mark.parametrize(
    ("naam", "inhoud", "deel"),
    [
        ("leeg.pdf", b"", "Het bestand is leeg."),
        ("x.exe", b"MZ", "Een bestand dat op .exe eindigt, kan niet. Kies een pdf, jpg, png, docx of xlsx."),
        ("x", b"%PDF-1.7", "De naam heeft geen achtervoegsel."),
        ("oud.doc", b"\xd0\xcf", "Sla het document eerst op als docx of pdf."),
        ("foto.heic", b"....", "Sla de foto eerst op als jpg."),
        ("brief.pdf", documenten.docx(), "De naam eindigt op .pdf, maar de inhoud is geen pdf."),
        ("brief.docx", documenten.pdf(), "maar de inhoud is geen Word-document"),
        ("foto.jpeg", documenten.png(), "De naam eindigt op .jpeg"),
        ("html.png", b"<html>", "geen png-afbeelding"),
        ("p.pdf", b"GIF89a%PDF-1.7", "geen pdf"),
        ("slot.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "heeft een wachtwoord"),
    ],
)
def test_wat_niet_klopt_krijgt_een_zin(naam, inhoud, deel):
    assert deel in zin(naam, inhoud)


def test_precies_25_mb_mag_en_een_byte_meer_niet():
    vol = b"%PDF-" + bytes(GROOTSTE - 5)
    assert herken("x.pdf", vol) is PDF
    assert zin("x.pdf", vol + b"!") == "Het bestand is 25,1 MB. Kies een bestand tot 25 MB."


@pytest.mark.parametrize(
    ("omvang", "woorden"), [(31 * MB, "31 MB"), (26 * MB, "26 MB"), (30 * MB + 1, "30 MB"), (31 * MB + 2000, "31 MB")]
)
def test_de_omvang_in_woorden(omvang, woorden):
    assert te_groot(omvang) == f"Het bestand is {woorden}. Kies een bestand tot 25 MB."


@pytest.mark.parametrize(
    ("naam", "wordt"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("D:\\Verslagen\\verslag.pdf", "verslag.pdf"),
        ("a\x00b\r\n\tc.pdf", "a b c.pdf"),
        ("factuur\u202efdp.exe.pdf", "factuur fdp.exe.pdf"),
        ("Verslag gesprek عائلة.PDF", "Verslag gesprek عائلة.pdf"),
        ("Cafe\u0301.pdf", "Café.pdf"),
        ("....pdf", "document.pdf"),
        (".pdf", "pdf.pdf"),
        ("", "document.pdf"),
        ('"><img src=x onerror=alert(1)>.pdf', '"><img src=x onerror=alert(1)>.pdf'),
    ],
)
def test_een_naam_wordt_netjes(naam, wordt):
    assert nette_naam(naam, PDF) == wordt


def test_een_lange_naam_houdt_zijn_achtervoegsel():
    naam = nette_naam("é" * 300 + ".pdf", PDF)
    assert len(naam) <= LANGSTE_NAAM and naam.endswith("é.pdf")


@given(st.text(max_size=400))
def test_elke_naam_is_veilig(naam):
    netjes = nette_naam(naam, PDF)
    assert 5 <= len(netjes) <= LANGSTE_NAAM and netjes.endswith(".pdf")
    assert not set(netjes) & set("/\\\0\n\r") and not netjes.startswith(".")
    assert netjes.isprintable() or all(teken.isprintable() or teken.isspace() for teken in netjes)
    assert nette_naam(netjes, PDF) == netjes


def test_een_achtervoegsel_is_wat_na_de_laatste_punt_staat():
    namen = ["a.b.PDF", "geen", ".pdf", "x.p!f", "x.", " y.Docx "]
    assert [achtervoegsel(naam) for naam in namen] == ["pdf", "", "", "", "", "docx"]
