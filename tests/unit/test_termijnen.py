"""Termijnen tegen de kalender: echte jaren, echte feestdagen, en wetten die voor elke dag gelden."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casus import termijnen as t
from casus.termijnen import Duur, Periode

dagen = st.dates(date(1990, 1, 1), date(2060, 12, 31))
norm = st.integers(1, 400)


def d(tekst: str) -> date:
    return date.fromisoformat(tekst)


@st.composite
def stilstand(draw, rond=dagen):
    van = draw(rond)
    return Periode(van, van + timedelta(days=draw(st.integers(0, 60))))


def pasen_volgens_meeus(jaar: int) -> date:
    """Een andere berekening dan die van casus (Meeus, Jones en Butcher), om mee te vergelijken."""
    a, b, c = jaar % 19, jaar // 100, jaar % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    el = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * el) // 451
    maand, dag = divmod(h + el - 7 * m + 114, 31)
    return date(jaar, maand, dag + 1)


# --- de klok ---


def test_vandaag_is_de_nederlandse_dag_ook_om_middernacht_utc():
    with t.klok_op(datetime(2026, 7, 31, 22, 30, tzinfo=UTC)):
        assert t.vandaag() == d("2026-08-01")
    with t.klok_op(datetime(2026, 12, 31, 22, 59, tzinfo=UTC)):
        assert t.vandaag() == d("2026-12-31")


@pytest.mark.parametrize(
    ("moment", "dag"),
    [
        ("2026-03-28T23:30", "2026-03-29"),  # de klok gaat om 2.00 uur vooruit: nog wintertijd
        ("2026-03-29T21:59", "2026-03-29"),
        ("2026-03-29T22:00", "2026-03-30"),  # nu zomertijd: middernacht is 22.00 UTC
        ("2026-10-24T22:00", "2026-10-25"),
        ("2026-10-25T22:59", "2026-10-25"),  # weer wintertijd: middernacht is 23.00 UTC
        ("2026-10-25T23:00", "2026-10-26"),
    ],
)
def test_de_dag_rond_het_verzetten_van_de_klok(moment, dag):
    assert t.dag_van(datetime.fromisoformat(moment).replace(tzinfo=UTC)) == d(dag)


def test_klok_op_zet_de_vorige_klok_terug_ook_na_een_fout():
    with t.klok_op(datetime(2026, 1, 1, tzinfo=UTC)):
        with pytest.raises(RuntimeError), t.klok_op(datetime(2027, 1, 1, tzinfo=UTC)):
            raise RuntimeError
        assert t.vandaag() == d("2026-01-01")


# --- feestdagen ---


@pytest.mark.parametrize(
    "paas",
    ["2000-04-23", "2008-03-23", "2011-04-24", "2019-04-21", "2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28",
     "2038-04-25", "2049-04-18", "2076-04-19"],
)  # fmt: skip
def test_pasen(paas):
    assert t.pasen(d(paas).year) == d(paas)


def test_pasen_klopt_met_een_andere_berekening():
    assert [t.pasen(j) for j in range(1600, 3000)] == [pasen_volgens_meeus(j) for j in range(1600, 3000)]


def test_de_feestdagen_van_2026():
    assert sorted(t.feestdagen(2026)) == [
        d("2026-01-01"), d("2026-04-03"), d("2026-04-06"), d("2026-04-27"), d("2026-05-05"),
        d("2026-05-14"), d("2026-05-25"), d("2026-12-25"), d("2026-12-26"),
    ]  # fmt: skip


def test_koningsdag_op_zondag_wordt_zaterdag():
    assert t.feestdagen(2025)[d("2025-04-26")] == "Koningsdag"
    assert d("2025-04-27") not in t.feestdagen(2025)


@pytest.mark.parametrize("jaar", [2024, 2025, 2026, 2027, 2028])
def test_vijf_mei_is_elk_jaar_een_feestdag(jaar):
    assert not t.is_werkdag(date(jaar, 5, 5))


@pytest.mark.parametrize("dag", ["2026-04-05", "2026-05-24", "2026-04-27", "2026-04-03", "2026-12-26", "2026-11-21"])
def test_geen_werkdag(dag):
    assert not t.is_werkdag(d(dag))


@pytest.mark.parametrize("dag", ["2026-05-04", "2026-12-24", "2026-12-31", "2026-05-15", "2024-02-29"])
def test_wel_een_werkdag(dag):
    assert t.is_werkdag(d(dag))


@given(dagen)
def test_eerste_werkdag_is_de_eerste(dag):
    einde = t.eerste_werkdag(dag)
    assert t.is_werkdag(einde)
    assert not any(t.is_werkdag(dag + timedelta(days=n)) for n in range((einde - dag).days))


@pytest.mark.parametrize(
    ("dag", "aantal", "einde"),
    [
        ("2026-04-02", 1, "2026-04-07"),  # over Pasen heen
        ("2026-12-24", 1, "2026-12-28"),
        ("2026-12-31", 1, "2027-01-04"),
        ("2026-11-20", 5, "2026-11-27"),
        ("2026-11-21", 1, "2026-11-23"),
        ("2026-11-23", -1, "2026-11-20"),
        ("2026-11-21", 0, "2026-11-21"),
    ],
)
def test_werkdagen(dag, aantal, einde):
    assert t.plus_werkdagen(d(dag), aantal) == d(einde)


# --- maanden en jaren ---


@pytest.mark.parametrize(
    ("dag", "maanden", "einde"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2026-12-31", 2, "2027-02-28"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2026-05-31", -3, "2026-02-28"),
        ("2026-08-15", 12, "2027-08-15"),
        ("2026-01-15", -1, "2025-12-15"),
    ],
)
def test_maanden_klemmen_op_het_einde_van_de_maand(dag, maanden, einde):
    assert t.plus_maanden(d(dag), maanden) == d(einde)


def test_schrikkeldag_plus_jaren():
    assert t.plus_jaren(d("2024-02-29"), 3) == d("2027-02-28")
    assert t.plus_jaren(d("2024-02-29"), 4) == d("2028-02-29")


@given(dagen, st.integers(-240, 240))
def test_een_maand_verder_is_nooit_in_een_andere_maand(dag, aantal):
    einde = t.plus_maanden(dag, aantal)
    assert (einde.year * 12 + einde.month) - (dag.year * 12 + dag.month) == aantal
    assert einde.day <= dag.day


def test_een_termijn_in_uren_heeft_geen_dag():
    with pytest.raises(ValueError, match="moment"):
        t.plus(d("2026-01-01"), Duur(72, "uren"))


# --- Algemene termijnenwet ---


@pytest.mark.parametrize(
    ("anker", "duur", "einde"),
    [
        # art. 1: zaterdag, zondag en feestdagen schuiven door naar de eerste gewone dag
        ("2026-09-19", Duur(70), "2026-11-30"),  # 28 november is een zaterdag
        ("2026-09-25", Duur(70), "2026-12-04"),  # een vrijdag blijft
        ("2026-02-20", Duur(6, "weken"), "2026-04-07"),  # Goede Vrijdag, en dan Pasen
        ("2026-10-17", Duur(70), "2026-12-28"),  # Tweede Kerstdag op zaterdag
        ("2026-03-24", Duur(6, "weken"), "2026-05-06"),  # 5 mei, ook buiten een lustrumjaar
        ("2026-04-03", Duur(1, "maanden"), "2026-05-04"),  # 3 mei is een zondag
        ("2025-03-26", Duur(1, "maanden"), "2025-04-28"),  # Koningsdag op zaterdag 26 april
        ("2026-12-02", Duur(30), "2027-01-04"),  # Nieuwjaarsdag, dan weekend
        ("2026-04-02", Duur(6, "weken"), "2026-05-15"),  # Hemelvaart op donderdag
        # art. 4: boven 90 dagen, 12 weken of 3 maanden, en bij jaren, schuift er niets
        ("2026-01-03", Duur(91), "2026-04-04"),
        ("2026-01-04", Duur(90), "2026-04-07"),
        ("2026-01-03", Duur(13, "weken"), "2026-04-04"),
        ("2026-01-10", Duur(12, "weken"), "2026-04-07"),
        ("2026-01-04", Duur(3, "maanden"), "2026-04-07"),
        ("2026-01-04", Duur(4, "maanden"), "2026-05-04"),
        ("2025-11-01", Duur(4, "maanden"), "2026-03-01"),
        ("2025-11-22", Duur(1, "jaren"), "2026-11-22"),
        # art. 2: ten minste twee werkdagen in een termijn van drie dagen of meer
        ("2026-04-02", Duur(5), "2026-04-08"),  # vr t/m ma vrij: dinsdag is de eerste, woensdag de tweede
        ("2026-12-24", Duur(3), "2026-12-29"),
        ("2026-11-20", Duur(2), "2026-11-23"),  # twee dagen: alleen art. 1
    ],
)
def test_wettelijk_einde(anker, duur, einde):
    assert t.wettelijk_einde(d(anker), duur) == d(einde)


def test_een_termijn_in_uren_valt_buiten_de_wet():
    assert not t.termijnenwet_geldt(Duur(72, "uren"))


def test_verlenging_komt_voor_het_verschuiven():
    assert t.wettelijk_einde(d("2026-09-19"), Duur(70), verlengd_met=5) == d("2026-12-03")


@pytest.mark.parametrize(("bekend", "laatste"), [("2026-11-13", "2026-12-28"), ("2026-11-11", "2026-12-23")])
def test_bezwaartermijn(bekend, laatste):
    assert t.bezwaartermijn(d(bekend)) == d(laatste)


@given(dagen, st.integers(1, 90))
def test_een_korte_wettelijke_termijn_eindigt_op_een_werkdag_en_nooit_te_vroeg(anker, aantal):
    einde = t.wettelijk_einde(anker, Duur(aantal))
    assert t.is_werkdag(einde)
    assert einde >= anker + timedelta(days=aantal)
    if aantal >= 3:
        assert sum(t.is_werkdag(anker + timedelta(days=n)) for n in range(1, (einde - anker).days + 1)) >= 2


@given(dagen, st.integers(91, 400))
def test_een_lange_wettelijke_termijn_schuift_nooit(anker, aantal):
    assert t.wettelijk_einde(anker, Duur(aantal)) == anker + timedelta(days=aantal)


# --- stilstand ---

KOPPELING = d("2026-09-22")


@pytest.mark.parametrize(
    ("perioden", "einde"),
    [
        ([], "2026-12-01"),
        ([("2026-10-05", "2026-10-19")], "2026-12-15"),
        ([("2026-10-05", "2026-10-19"), ("2026-11-02", "2026-11-05")], "2026-12-18"),
        ([("2026-09-01", "2026-09-10")], "2026-12-01"),  # voor het anker: telt niet
        ([("2026-09-15", "2026-09-25")], "2026-12-04"),  # alleen het deel na het anker
        ([("2026-12-02", "2026-12-20")], "2026-12-01"),  # na het einde: te laat om nog te schuiven
        ([("2026-12-01", "2026-12-03")], "2026-12-03"),  # op de laatste dag: die dag is er nog
        ([("2026-10-05", "2026-10-19"), ("2026-12-10", "2026-12-12")], "2026-12-17"),  # voor het verschoven einde
        ([("2026-10-05", "2026-10-19"), ("2026-10-12", "2026-10-26")], "2026-12-22"),  # overlap telt één keer
        ([("2026-10-05", "2026-10-05")], "2026-12-01"),  # dezelfde dag hervat
        ([("2026-11-02", "2026-11-05"), ("2026-10-05", "2026-10-19")], "2026-12-18"),  # volgorde maakt niet uit
    ],
)
def test_stilstand_schuift_een_norm(perioden, einde):
    stil = [Periode(d(van), d(tot)) for van, tot in perioden]
    assert t.einddatum(KOPPELING, 70, stil, d("2027-06-01")) == d(einde)


def test_een_lopende_stilstand_telt_tot_vandaag():
    stil = [Periode(d("2026-11-06"), None)]
    assert t.einddatum(KOPPELING, 70, stil, d("2026-11-24")) == d("2026-12-19")
    assert t.einddatum(KOPPELING, 70, stil, d("2026-11-25")) == d("2026-12-20")
    with t.klok_op(datetime(2026, 11, 24, 9, tzinfo=UTC)):
        assert t.einddatum(KOPPELING, 70, stil) == d("2026-12-19")


def test_een_norm_die_terugrekent_schuift_niet():
    stil = [Periode(d("2026-09-01"), d("2026-10-30"))]
    assert t.einddatum(KOPPELING, -3, stil, d("2027-01-01")) == d("2026-09-19")


@given(dagen, norm, st.lists(stilstand(), max_size=6))
def test_stilstand_maakt_een_norm_nooit_vroeger_en_hangt_niet_van_de_volgorde_af(anker, aantal, stil):
    einde = t.einddatum(anker, aantal, stil, d("2061-06-01"))
    assert einde >= anker + timedelta(days=aantal)
    assert einde == t.einddatum(anker, aantal, list(reversed(stil)) + stil, d("2061-06-01"))


@given(dagen, norm, st.lists(stilstand(), max_size=6))
def test_een_norm_telt_precies_de_dagen_dat_de_klok_liep(anker, aantal, stil):
    """Een domme klok die dag voor dag tikt, komt op dezelfde dag uit."""
    dag, nog = anker, aantal
    while nog:
        stil_vandaag = any(p.van <= dag < p.tot for p in stil)
        dag += timedelta(days=1)
        nog -= not stil_vandaag
    while any(p.van <= dag < p.tot for p in stil):
        dag += timedelta(days=1)
    assert t.einddatum(anker, aantal, stil, d("2062-01-01")) == dag


# --- leeftijd ---


@pytest.mark.parametrize(
    ("geboren", "op", "leeftijd"),
    [
        ("2008-06-13", "2026-06-12", 17),
        ("2008-06-13", "2026-06-13", 18),
        ("2008-02-29", "2026-02-28", 17),
        ("2008-02-29", "2026-03-01", 18),
        ("2008-00-00", "2026-12-30", 17),
        ("2008-00-00", "2026-12-31", 18),
        ("2008-02-00", "2026-02-27", 17),  # laatste dag van februari 2008 is de 29e
        ("2008-02-00", "2026-03-01", 18),
        ("0000-00-00", "2026-01-01", None),
        ("2026-11-01", "2026-11-24", 0),
        ("2027-01-01", "2026-11-24", None),
        ("2026-00-00", "2026-11-24", 0),
    ],
)
def test_leeftijd(geboren, op, leeftijd):
    assert t.leeftijd(geboren, d(op)) == leeftijd


def test_een_onmogelijke_geboortedatum_is_een_fout():
    with pytest.raises(ValueError, match="day"):
        t.leeftijd("2008-02-31", d("2026-01-01"))


@given(dagen, st.integers(0, 100))
def test_leeftijd_en_verjaardag_zijn_elkaars_omgekeerde(geboren, jaren):
    tekst = geboren.isoformat()
    jarig = t.verjaardag(tekst, jaren)
    assert t.leeftijd(tekst, jarig) == jaren
    assert t.leeftijd(tekst, jarig - timedelta(days=1)) == (jaren - 1 if jaren else None)


# --- in woorden; vandaag is dinsdag 24 november 2026, zoals in de vormgeving ---

DINSDAG = d("2026-11-24")


@pytest.mark.parametrize(
    ("dag", "woorden", "urgentie"),
    [
        ("2026-11-18", "6 dagen te laat", "te_laat"),
        ("2026-11-23", "1 dag te laat", "te_laat"),
        ("2026-11-24", "vandaag", "vandaag"),
        ("2026-11-25", "morgen", "week"),
        ("2026-11-26", "donderdag", "week"),
        ("2026-11-27", "vrijdag", "week"),
        ("2026-11-29", "zondag", "week"),
        ("2026-11-30", "over 6 dagen", "later"),
        ("2026-12-03", "over 9 dagen", "later"),
    ],
)
def test_dagen_in_woorden(dag, woorden, urgentie):
    assert t.dagen_in_woorden(d(dag), DINSDAG) == woorden
    assert t.urgentie(d(dag), DINSDAG) == urgentie


def test_op_zondag_is_maandag_morgen_maar_niet_meer_deze_week():
    zondag = d("2026-11-29")
    assert t.dagen_in_woorden(d("2026-11-30"), zondag) == "morgen"
    assert t.urgentie(d("2026-11-30"), zondag) == "later"


@pytest.mark.parametrize(
    ("dag", "kort"), [("2026-11-18", "wo 18 nov"), ("2027-01-15", "vr 15 jan 2027"), ("2026-03-02", "ma 2 mrt")]
)
def test_dag_kort(dag, kort):
    assert t.dag_kort(d(dag), DINSDAG) == kort


@pytest.mark.parametrize(
    ("moment", "woorden"),
    [
        ("2026-11-23T15:40", "gisteren 16.40 uur"),
        ("2026-11-24T08:15", "vandaag 9.15 uur"),
        ("2026-11-16T08:20", "ma 16 nov 9.20 uur"),
        ("2026-11-23T23:05", "vandaag 0.05 uur"),  # in Nederland is het dan al de 24e
        ("2025-07-01T10:00", "di 1 jul 2025 12.00 uur"),
    ],
)
def test_moment_in_woorden(moment, woorden):
    assert t.moment_in_woorden(datetime.fromisoformat(moment).replace(tzinfo=UTC), DINSDAG) == woorden


def test_moment_in_woorden_kent_ook_een_moment_als_nu():
    nu = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)  # 24 november in Nederland
    assert t.moment_in_woorden(datetime(2026, 11, 23, 15, 40, tzinfo=UTC), nu) == "gisteren 16.40 uur"
