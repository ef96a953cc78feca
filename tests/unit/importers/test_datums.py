"""Datums: wat casus leest, waar hij bij waarschuwt en wat hij weigert."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casus.importers.datums import lees_datum, lees_geboortedatum
from tests.unit.importers.bladen import VANDAAG

GRENZEN = {"vroegst": date(2000, 1, 1), "laatst": date(2026, 12, 31)}
MAART = date(2025, 3, 12)


@pytest.mark.parametrize(
    "cel",
    [
        datetime(2025, 3, 12),
        datetime(2025, 3, 12, 14, 30),
        MAART,
        "2025-03-12",
        "2025/3/12",
        "2025-03-12T00:00:00",
        "20250312",
        20250312,
    ],
)
def test_een_eenduidige_datum(cel):
    gelezen = lees_datum(cel, **GRENZEN)
    assert (gelezen.waarde, gelezen.gebreken) == (MAART, ())


@pytest.mark.parametrize(
    "cel", ["12-03-2025", "12-3-2025", "12/03/2025", "12.03.2025", " 12 - 3 - 2025 ", "12-03-2025 00:00:00"]
)
def test_dag_maand_jaar_als_tekst_is_een_waarschuwing_behalve_in_csv(cel: str):
    gelezen = lees_datum(cel, **GRENZEN)
    assert (gelezen.waarde, [g.code for g in gelezen.gebreken], gelezen.fout) == (MAART, ["datum_tekst_nl"], False)
    assert "12-03-2025" in gelezen.gebreken[0].melding
    assert lees_datum(cel, **GRENZEN, tekstcellen=True).gebreken == ()


@pytest.mark.parametrize(
    "cel", ["12 maart 2025", "12 mrt 2025", "12 mrt. 2025", "12-mrt-2025", "woensdag 12 maart 2025", "Wo 12 MAART 2025"]
)
@pytest.mark.parametrize("tekstcellen", [True, False])
def test_een_datum_in_woorden_is_altijd_een_waarschuwing(cel: str, tekstcellen: bool):
    gelezen = lees_datum(cel, **GRENZEN, tekstcellen=tekstcellen)
    assert (gelezen.waarde, [g.code for g in gelezen.gebreken]) == (MAART, ["datum_tekst_nl"])


@pytest.mark.parametrize("cel", [None, "", "  ", "\u00a0"])
def test_leeg_is_geen_datum_en_geen_gebrek(cel):
    assert (lees_datum(cel, **GRENZEN).waarde, lees_datum(cel, **GRENZEN).gebreken) == (None, ())
    assert lees_geboortedatum(cel, vandaag=VANDAAG).waarde is None


@pytest.mark.parametrize(
    ("cel", "gebrek", "deel_van_zin"),
    [
        ("31-02-2025", "datum_onleesbaar", "dag-maand-jaar"),
        ("03/25/2025", "datum_onleesbaar", "dag-maand-jaar"),
        ("volgende week", "datum_onleesbaar", "dag-maand-jaar"),
        ("12 zomer 2025", "datum_onleesbaar", "dag-maand-jaar"),
        ("12-03-25", "datum_onleesbaar", "vier cijfers"),
        ("12 mrt '25", "datum_onleesbaar", "vier cijfers"),
        ("00-03-2025", "datum_onleesbaar", "de dag, de maand en het jaar"),
        (45728, "datum_onleesbaar", "getal"),
        (True, "datum_onleesbaar", "dag-maand-jaar"),
        (timedelta(days=3), "datum_onleesbaar", "dag-maand-jaar"),
        ("=A1+14", "datum_onleesbaar", "formule"),
        ("٠١-٠٢-٢٠٢٥", "datum_tekst_nl", "01-02-2025"),
        (datetime(1999, 12, 31), "datum_buiten_bereik", "01-01-2000"),
        (datetime(2027, 1, 1), "datum_buiten_bereik", "31-12-2026"),
    ],
)
def test_wat_geen_goede_datum_is(cel, gebrek: str, deel_van_zin: str):
    gelezen = lees_datum(cel, **GRENZEN)
    assert [g.code for g in gelezen.gebreken] == [gebrek]
    assert deel_van_zin in gelezen.gebreken[0].melding


@pytest.mark.parametrize(
    ("cel", "waarde", "gebrek"),
    [
        (datetime(1987, 2, 26), "1987-02-26", None),
        ("26-02-1987", "1987-02-26", "datum_tekst_nl"),
        ("00-00-1991", "1991-00-00", "geboortedatum_onbekende_dag"),
        ("0-0-1991", "1991-00-00", "geboortedatum_onbekende_dag"),
        ("1991", "1991-00-00", "geboortedatum_onbekende_dag"),
        (1991, "1991-00-00", "geboortedatum_onbekende_dag"),
        (1991.0, "1991-00-00", "geboortedatum_onbekende_dag"),
        ("19910000", "1991-00-00", "geboortedatum_onbekende_dag"),
        ("1991-00-00", "1991-00-00", "geboortedatum_onbekende_dag"),
        ("00-03-1991", "1991-03-00", "geboortedatum_onbekende_dag"),
        ("maart 1991", "1991-03-00", "geboortedatum_onbekende_dag"),
        (datetime(2025, 9, 1), "2025-09-01", None),
        ("2025", "2025-00-00", "geboortedatum_onbekende_dag"),
        (datetime(2025, 9, 2), None, "geboortedatum_toekomst"),
        ("00-10-2025", None, "geboortedatum_toekomst"),
        ("2026", None, "geboortedatum_toekomst"),
        (datetime(2052, 3, 1), None, "geboortedatum_toekomst"),
        ("1890", None, "datum_buiten_bereik"),
        ("12-00-1991", None, "datum_onleesbaar"),
        ("00-13-1991", None, "datum_onleesbaar"),
        ("00-00-0000", None, "datum_onleesbaar"),
        ("29-02-2023", None, "datum_onleesbaar"),
        (33000, None, "datum_onleesbaar"),
    ],
)
def test_geboortedatum(cel, waarde: str | None, gebrek: str | None):
    gelezen = lees_geboortedatum(cel, vandaag=VANDAAG)
    assert (gelezen.waarde, [g.code for g in gelezen.gebreken]) == (waarde, [gebrek] if gebrek else [])


@given(st.dates(date(1905, 1, 1), VANDAAG))
def test_elke_datum_overleeft_elke_schrijfwijze(datum: date):
    for tekst in (
        f"{datum:%d-%m-%Y}",
        f"{datum.day}/{datum.month}/{datum.year}",
        f"{datum:%Y-%m-%d}",
        f"{datum:%Y%m%d}",
    ):
        assert lees_geboortedatum(tekst, vandaag=VANDAAG).waarde == datum.isoformat()
