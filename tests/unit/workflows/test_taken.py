"""Welke taken ontstaan, met welke datum, en wat er later met die datum gebeurt. Vandaag is di 24 november 2026."""

from datetime import date, timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casus.termijnen import Termijn, is_werkdag
from casus.workflows import engine
from casus.workflows.engine import Aanleiding
from tests.unit.workflows.bouw import (
    KOPPELDATUM,
    VANDAAG,
    WF,
    beeld,
    besluit,
    inburgering,
    persoon,
    taak,
    uit,
)

# domein §5, zonder WO-09, JU-10, TM-01 en TM-02: die horen niet bij één zaak
CATALOGUS = [
    *(f"CM-{n:02d}" for n in range(1, 12)),
    *(f"WO-{n:02d}" for n in range(1, 12) if n != 9),
    *(f"JU-{n:02d}" for n in range(1, 10)),
    *(f"IN-{n:02d}" for n in range(1, 8)),
    *(f"FI-{n:02d}" for n in range(1, 8)),
    *(f"CO-{n:02d}" for n in range(1, 6)),
]
ROL = {
    "CM": "casemanager",
    "WO": "wonen",
    "JU": "jurist",
    "IN": "inburgering",
    "FI": "financieel",
    "CO": "communicatie",
}
WETTELIJK = {"JU-01", "JU-07", "JU-09", "IN-03", "FI-01", "FI-06"}


def d(tekst: str) -> date:
    return date.fromisoformat(tekst)


def soorten(zaak, *aanleidingen) -> list[str]:
    return sorted(t.soort for a in aanleidingen for t in engine.nieuwe_taken(WF, a, zaak))


def de_taak(soort, zaak, aanleiding):
    (nieuw,) = [t for t in engine.nieuwe_taken(WF, aanleiding, zaak) if t.soort == soort]
    return nieuw


# --- de catalogus ---


def test_alle_taken_van_het_domein_staan_in_het_proces():
    assert sorted(WF.taken) == sorted(CATALOGUS)


@pytest.mark.parametrize("code", CATALOGUS)
def test_rol_en_soort_termijn_zijn_die_van_het_domein(code):
    soort = WF.taken[code]
    assert soort.rol == ROL[code[:2]]
    assert soort.termijn.wettelijk is (code in WETTELIJK)
    assert (soort.per == "inburgeringsplichtige") is (code.startswith("IN") and code != "IN-07")


# --- wat er wanneer ontstaat ---


@pytest.mark.parametrize(
    ("toestand", "verwacht"),
    [
        ("toegewezen", "CM-01 CM-02 CM-03"),
        ("match_gezocht", "CM-04 WO-01 WO-02 WO-03 WO-04"),
        ("woning_aangeboden", "WO-06"),
        ("inburgering_gekoppeld", "CM-06 CM-07 CO-04 IN-01 IN-02 IN-03"),
        ("gehuisvest", "CM-08 CM-09 CO-03"),
        ("overgedragen", ""),
        ("gesloten", ""),
    ],
)
def test_wat_een_toestand_aan_taken_geeft(toestand, verwacht):
    wie = persoon()
    zaak = beeld(toestand, personen=[wie], inburgeringen=[inburgering(wie)])
    assert soorten(zaak, Aanleiding.toestand(toestand)) == verwacht.split()


@pytest.mark.parametrize(
    ("toestand", "gebeurtenis", "verwacht"),
    [
        ("woning_aangeboden", "aanbod_geaccepteerd", "CM-05 FI-01 FI-02 FI-03 JU-02"),
        ("woning_aangeboden", "aanbod_geweigerd", "JU-04"),
        ("woning_aangeboden", "weigering_onterecht", "JU-05"),
        ("woning_aangeboden", "weigering_terecht", ""),
        ("match_gezocht", "urgentie_aangevraagd", "JU-01"),
        ("match_gezocht", "ruil_gewenst", "WO-10"),
        ("match_gezocht", "andere_woning", "WO-03"),
        ("gehuisvest", "bezwaar_ontvangen", "JU-06 JU-07"),
        ("gesloten", "bezwaar_ontvangen", "JU-06 JU-07"),
        ("gesloten", "inzageverzoek_ontvangen", "JU-09"),
        ("gesloten", "persvraag", ""),
        ("gehuisvest", "bijstand_ingegaan", "FI-05 FI-06"),
        ("match_gezocht", "cluster_gemeld", "CO-01"),
        ("toegewezen", "duo_kennisgeving", "IN-01 IN-02 IN-03"),
    ],
)
def test_wat_een_gebeurtenis_aan_taken_geeft(toestand, gebeurtenis, verwacht):
    wie = persoon()
    zaak = beeld(toestand, personen=[wie], inburgeringen=[inburgering(wie)])
    assert soorten(zaak, Aanleiding.gebeurtenis(gebeurtenis)) == verwacht.split()


@pytest.mark.parametrize(
    ("soort", "gegevens", "verwacht"),
    [
        ("WO-03", {"passend": "ja"}, []),
        ("WO-03", {"passend": "nee_huur"}, ["WO-05"]),
        ("WO-03", {"passend": "nee_anders"}, ["WO-05"]),
        ("WO-08", {"tussenvoorziening": "pension"}, []),
        ("WO-08", {"tussenvoorziening": "doorstroomlocatie"}, ["CO-01"]),
        ("WO-10", {"ruil_akkoord": False}, []),
        ("WO-10", {"ruil_akkoord": True}, ["WO-11"]),
        ("FI-01", {"bijstand_toegekend": False}, []),
        ("FI-01", {"bijstand_toegekend": True}, ["FI-05", "FI-06"]),
        ("JU-02", {}, ["FI-04"]),
    ],
)
def test_een_volgende_taak_kijkt_naar_wat_er_is_ingevuld(soort, gegevens, verwacht):
    af = taak(soort, "gereed", gegevens=gegevens)
    zaak = beeld("match_gezocht" if soort.startswith("WO") else "woning_aangeboden", taken=[af])
    assert soorten(zaak, Aanleiding.gereed(soort, None, gegevens)) == verwacht
    assert soorten(zaak, Aanleiding.gereed(soort)) == verwacht  # ook zonder gegevens: dan telt de afgeronde taak


def test_een_persoonlijke_taak_ontstaat_per_plichtige_en_volgt_haar_eigen_persoon():
    een, twee, kind = persoon(), persoon(2, "Miriam Selam"), persoon(3, "Ruth", "2019-01-01")
    zaak = beeld("gehuisvest", personen=[een, twee, kind], inburgeringen=[inburgering(een), inburgering(twee)])
    intake = [
        t for t in engine.nieuwe_taken(WF, Aanleiding.gebeurtenis("duo_kennisgeving"), zaak) if t.soort == "IN-01"
    ]
    assert [(t.persoon_id, t.titel) for t in intake] == [
        (een.id, "Brede intake afnemen: Samuel"),
        (twee.id, "Brede intake afnemen: Miriam"),
    ]
    na_pip = engine.nieuwe_taken(WF, Aanleiding.gereed("IN-03", twee.id), zaak)
    assert {(t.soort, t.persoon_id) for t in na_pip} == {(s, twee.id) for s in ("IN-04", "IN-05", "IN-06")}


def test_een_melding_over_een_persoon_gaat_over_die_persoon():
    een, twee = persoon(), persoon(2, "Yonas", "2009-06-13")
    zaak = beeld("toegewezen", personen=[een, twee], inburgeringen=[inburgering(een), inburgering(twee)])
    kennisgeving = Aanleiding.gebeurtenis("duo_kennisgeving", {"persoon": str(twee.id)})
    assert {t.persoon_id for t in engine.nieuwe_taken(WF, kennisgeving, zaak)} == {twee.id}
    amv = de_taak("CM-11", zaak, Aanleiding.gebeurtenis("amv_gemeld", {"persoon": str(twee.id)}))
    assert (amv.persoon_id, amv.uiterlijk) == (twee.id, d("2026-12-15"))  # 18 op 13 juni 2027, min 180 dagen


def test_een_open_taak_ontstaat_niet_nog_eens_en_een_eenmalige_ook_niet_na_afloop():
    zaak = beeld("match_gezocht", taken=[taak("WO-03"), taak("WO-01", "gereed"), taak("WO-02", "gereed")])
    assert soorten(zaak, Aanleiding.toestand("match_gezocht")) == ["CM-04", "WO-02", "WO-04"]
    zaak.taken = [taak("WO-01", "vervallen")]
    assert "WO-01" in soorten(zaak, Aanleiding.toestand("match_gezocht"))


def test_in_een_toestand_waarin_een_taak_geen_zin_heeft_ontstaat_zij_niet():
    assert soorten(beeld("match_gezocht"), Aanleiding.gebeurtenis("aanbod_geaccepteerd")) == []


def test_een_onbekende_aanleiding_geeft_geen_taken():
    assert engine.nieuwe_taken(WF, Aanleiding.gebeurtenis("iets"), beeld()) == []


# --- termijnen ---


@pytest.mark.parametrize(
    ("soort", "toestand", "dag"),
    [
        ("CM-01", "toegewezen", "2026-09-24"),
        ("CM-02", "toegewezen", "2026-09-29"),
        ("CM-03", "toegewezen", "2026-10-13"),
        ("WO-03", "match_gezocht", "2026-11-10"),
        ("WO-04", "match_gezocht", "2026-12-01"),
    ],
)
def test_normen_vanaf_de_koppeling(soort, toestand, dag):
    nieuw = de_taak(soort, beeld(toestand), Aanleiding.toestand(toestand))
    assert (nieuw.streefdatum, nieuw.fatale_datum, nieuw.uiterlijk, nieuw.voorlopig) == (d(dag), None, d(dag), False)


def test_een_norm_uit_het_verleden_blijft_te_laat():
    zaak = beeld("match_gezocht", koppeldatum=d("2026-01-05"))
    assert de_taak("WO-04", zaak, Aanleiding.toestand("match_gezocht")).uiterlijk == d("2026-03-16")


def test_een_onbekend_anker_geeft_een_voorlopige_datum_die_nooit_voor_het_ontstaan_ligt():
    zaak = beeld("inburgering_gekoppeld", koppeldatum=d("2026-01-05"))
    brp = de_taak("CM-07", zaak, Aanleiding.toestand("inburgering_gekoppeld"))
    assert brp.voorlopig
    assert brp.uiterlijk == VANDAAG + timedelta(days=7 + 5 + 14 + 5)  # reactie 5, contract 7, sleutel 14, BRP 5


def test_het_anker_maakt_een_voorlopige_datum_echt():
    zaak = beeld("inburgering_gekoppeld", ankers={"contractdatum": "2026-12-01"})
    brp = uit(de_taak("CM-07", zaak, Aanleiding.toestand("inburgering_gekoppeld")))
    assert (brp.voorlopig, brp.uiterlijk) == (True, d("2026-12-20"))
    zaak.zaak.ankers["sleuteldatum"] = "2026-12-07"
    assert engine.herbereken(WF, brp, zaak) == Termijn(d("2026-12-12"), None, d("2026-12-12"))


@pytest.mark.parametrize(
    ("kennisgeving", "brp", "uiterlijk"),
    [
        ("2026-09-19", "2026-08-01", "2026-11-30"),  # tien weken na DUO is zaterdag 28 november
        ("2026-08-01", "2026-09-19", "2026-11-30"),  # de inschrijving was later
        ("2026-11-06", "2026-11-06", "2027-01-15"),
        ("2026-10-17", "2026-10-01", "2026-12-28"),  # Tweede Kerstdag
    ],
)
def test_het_pip_komt_tien_weken_na_duo_of_de_inschrijving(kennisgeving, brp, uiterlijk):
    wie = persoon()
    zaak = beeld(
        "gehuisvest", personen=[wie], inburgeringen=[inburgering(wie, d(kennisgeving))], ankers={"brp_datum": brp}
    )
    pip = de_taak("IN-03", zaak, Aanleiding.gebeurtenis("duo_kennisgeving"))
    assert (pip.streefdatum, pip.fatale_datum, pip.uiterlijk, pip.voorlopig) == (
        None,
        d(uiterlijk),
        d(uiterlijk),
        False,
    )


def test_zolang_de_inschrijving_ontbreekt_loopt_de_termijn_van_het_pip_nog_niet():
    wie = persoon()
    zaak = beeld("woning_aangeboden", personen=[wie], inburgeringen=[inburgering(wie, d("2026-10-01"))])
    pip = de_taak("IN-03", zaak, Aanleiding.gebeurtenis("duo_kennisgeving"))
    assert pip.voorlopig
    assert pip.fatale_datum is None
    assert pip.uiterlijk == pip.streefdatum > VANDAAG + timedelta(days=70)


def test_een_taak_kan_een_streefdatum_en_een_fatale_datum_hebben():
    zaak = beeld("inburgering_gekoppeld", ankers={"sleuteldatum": "2026-12-07"})
    bijstand = engine.herbereken(WF, taak("FI-01"), zaak)
    assert bijstand == Termijn(d("2026-12-07"), d("2027-02-01"), d("2027-02-01"))


def test_een_termijn_die_terugrekent_valt_niet_voor_haar_ontstaan():
    zaak = beeld("woning_aangeboden", ankers={"contractdatum": "2026-11-25"})
    assert engine.herbereken(WF, taak("FI-02"), zaak).uiterlijk == VANDAAG
    zaak.zaak.ankers["contractdatum"] = "2026-12-10"
    assert engine.herbereken(WF, taak("FI-02"), zaak).uiterlijk == d("2026-12-07")


def test_een_maand_voor_een_inzageverzoek():
    zaak = beeld(ankers={"inzage_ontvangen": "2027-01-31"}, vandaag=d("2027-02-01"))
    assert de_taak("JU-09", zaak, Aanleiding.gebeurtenis("inzageverzoek_ontvangen")).fatale_datum == d("2027-03-01")


# --- stilstand en verlenging ---


def stil(van: str, tot: str | None) -> SimpleNamespace:
    return SimpleNamespace(van=d(van), tot=d(tot) if tot else None)


def test_stilstand_schuift_de_norm_en_niet_de_wet():
    wie = persoon()
    zaak = beeld(
        "gehuisvest",
        personen=[wie],
        inburgeringen=[inburgering(wie, d("2026-10-01"))],
        ankers={"brp_datum": "2026-10-01"},
    )
    norm, wet = taak("WO-04"), taak("IN-03", persoon_id=wie.id)
    eerst = engine.herbereken(WF, norm, zaak), engine.herbereken(WF, wet, zaak)
    zaak.opschortingen = [stil("2026-10-05", "2026-10-19"), stil("2026-11-02", "2026-11-05")]
    assert engine.herbereken(WF, norm, zaak).uiterlijk == eerst[0].uiterlijk + timedelta(days=17)
    assert engine.herbereken(WF, wet, zaak) == eerst[1]


def test_opnieuw_rekenen_schuift_niet_nog_eens():
    zaak = beeld("match_gezocht", opschortingen=[stil("2026-10-05", "2026-10-19")])
    werk = taak("WO-04")
    for _ in range(3):
        termijn = engine.herbereken(WF, werk, zaak)
        werk.streefdatum = werk.uiterlijk = termijn.uiterlijk
    assert werk.uiterlijk == d("2026-12-15")


def test_verlengen_telt_boven_op_de_norm():
    werk = taak("WO-04", verlengd_met=7)
    assert engine.herbereken(WF, werk, beeld("match_gezocht")).uiterlijk == d("2026-12-08")


@settings(max_examples=25)
@given(
    st.dates(date(2024, 1, 1), date(2027, 12, 31)),
    st.lists(st.tuples(st.integers(0, 120), st.integers(0, 40)), max_size=4),
    st.integers(0, 60),
)
def test_elke_open_taak_heeft_altijd_een_uiterste_datum_die_klopt(koppeldatum, perioden, verlengd):
    wie = persoon()
    zaak = beeld("gehuisvest", koppeldatum=koppeldatum, personen=[wie], inburgeringen=[inburgering(wie, koppeldatum)])
    zaak.opschortingen = [
        SimpleNamespace(van=koppeldatum + timedelta(days=n), tot=koppeldatum + timedelta(days=n + m))
        for n, m in perioden
    ]
    for soort in WF.taken.values():
        persoon_id = None if soort.per == "zaak" else wie.id
        werk = taak(soort.code, persoon_id=persoon_id, verlengd_met=verlengd)
        termijn = engine.herbereken(WF, werk, zaak)
        assert termijn.uiterlijk == (termijn.fatale_datum or termijn.streefdatum)
        assert not (termijn.voorlopig and termijn.fatale_datum)
        if termijn.fatale_datum and soort.code != "FI-06":  # 183 dagen: daar schuift de wet niet
            assert is_werkdag(termijn.fatale_datum)
        assert engine.herbereken(WF, werk, zaak) == termijn


@settings(max_examples=25)
@given(
    st.dates(date(2025, 1, 1), date(2026, 11, 24)),
    st.dictionaries(
        st.sampled_from(["profieldatum", "aanboddatum", "acceptatie", "contractdatum", "sleuteldatum"]),
        st.dates(date(2026, 1, 1), date(2027, 6, 1)).map(date.isoformat),
    ),
    st.integers(1, 400),
)
def test_een_datum_hangt_niet_af_van_de_dag_waarop_er_is_gerekend(koppeldatum, ankers, later):
    wie = persoon()
    anders = {"koppeldatum": koppeldatum, "personen": [wie], "inburgeringen": [inburgering(wie)], "ankers": ankers}
    nu, straks = beeld("match_gezocht", **anders), beeld("match_gezocht", vandaag=VANDAAG + timedelta(later), **anders)
    for soort in WF.taken.values():
        werk = taak(soort.code, persoon_id=None if soort.per == "zaak" else wie.id)
        assert engine.herbereken(WF, werk, straks) == engine.herbereken(WF, werk, nu)


# --- herhalen ---


def test_het_voortgangsgesprek_komt_elk_half_jaar_terug():
    wie = persoon()
    zaak = beeld("gehuisvest", personen=[wie], inburgeringen=[inburgering(wie, d("2026-02-01"), d("2026-04-10"))])
    zaak.taken = [taak("IN-06", "gereed", persoon_id=wie.id)]
    (volgende,) = engine.nieuwe_taken(WF, Aanleiding.gereed("IN-06", wie.id), zaak)
    assert (volgende.uiterlijk, volgende.persoon_id) == (VANDAAG + timedelta(days=180), wie.id)
    werk = uit(volgende)
    assert engine.herbereken(WF, werk, zaak).uiterlijk == volgende.uiterlijk
    zaak.opschortingen = [stil("2026-12-01", "2026-12-11")]
    zaak.vandaag = d("2027-01-01")
    assert engine.herbereken(WF, werk, zaak).uiterlijk == volgende.uiterlijk + timedelta(days=10)


def test_na_drie_jaar_komt_het_gesprek_niet_meer_terug():
    wie = persoon()
    zaak = beeld("gehuisvest", personen=[wie], inburgeringen=[inburgering(wie, d("2023-09-01"), d("2023-12-01"))])
    zaak.taken = [taak("IN-06", "gereed", persoon_id=wie.id)]
    assert engine.nieuwe_taken(WF, Aanleiding.gereed("IN-06", wie.id), zaak) == []


# --- de klok ---


@pytest.mark.parametrize(
    ("dagen", "verwacht"),
    [(69, []), (70, ["WO-07"]), (83, ["WO-07"]), (84, ["WO-07", "WO-08"]), (300, ["WO-07", "WO-08"])],
)
def test_de_klok_start_taken_op_haar_dag(dagen, verwacht):
    zaak = beeld("match_gezocht", koppeldatum=VANDAAG - timedelta(days=dagen))
    assert [t.soort for t in engine.klok_taken(WF, zaak)] == verwacht


@pytest.mark.parametrize("toestand", [t for t in WF.toestanden if t != "match_gezocht"])
def test_de_klok_start_alleen_zolang_er_wordt_gezocht(toestand):
    assert engine.klok_taken(WF, beeld(toestand, koppeldatum=d("2026-01-01"))) == []


@pytest.mark.parametrize("status", ["open", "gereed", "vervallen"])
def test_de_klok_start_een_taak_eens_per_ronde(status):
    zaak = beeld("match_gezocht", koppeldatum=d("2026-09-10"), sinds=d("2026-09-20"))
    zaak.taken = [taak("WO-07", status)]
    assert engine.klok_taken(WF, zaak) == []
    zaak.taken = [taak("WO-07", "gereed", ontstaan=d("2026-09-15"))]  # van een vorige ronde
    assert [t.soort for t in engine.klok_taken(WF, zaak)] == ["WO-07"]


def test_stilstand_houdt_de_klok_tegen_en_schuift_haar_dag():
    lang_geleden = {"koppeldatum": d("2026-09-10")}
    assert engine.klok_taken(WF, beeld("match_gezocht", opgeschort_sinds=VANDAAG, **lang_geleden)) == []
    hervat = beeld("match_gezocht", opschortingen=[stil("2026-10-01", "2026-10-08")], **lang_geleden)
    assert engine.klok_taken(WF, hervat) == []  # 75 dagen, maar 7 daarvan stond de klok stil
    hervat.opschortingen = [stil("2026-10-01", "2026-10-06")]
    assert [t.soort for t in engine.klok_taken(WF, hervat)] == ["WO-07"]


# --- meer van hetzelfde naast elkaar ---


def test_twee_bezwaren_houden_elk_hun_eigen_datum():
    zaak = beeld("gehuisvest", ankers={"bezwaar_ontvangen": "2026-11-20", "bezwaar_einde": "2026-12-04"})
    een = uit(de_taak("JU-07", zaak, Aanleiding.gebeurtenis("bezwaar_ontvangen")))
    assert een.fatale_datum == d("2027-01-15")
    zaak.taken.append(een)
    zaak.zaak.ankers |= {"bezwaar_ontvangen": "2026-12-20", "bezwaar_einde": "2027-01-08"}
    twee = uit(de_taak("JU-07", zaak, Aanleiding.gebeurtenis("bezwaar_ontvangen")))
    assert twee.fatale_datum == d("2027-02-19")
    assert engine.herbereken(WF, een, zaak).fatale_datum == d("2027-01-15")
    assert engine.herbereken(WF, twee, zaak).fatale_datum == d("2027-02-19")


def test_een_vastgestelde_wettelijke_dag_gaat_voor_op_de_termijn_van_het_proces():
    zaak, bezwaar = beeld("gehuisvest", ankers={"bezwaar_einde": "2026-12-04"}), uuid4()
    dag = date(2027, 2, 26)
    door = Aanleiding.gebeurtenis("bezwaar_ontvangen", betreft=bezwaar, uiterlijk=dag)
    nieuw = de_taak("JU-07", zaak, door)
    assert (nieuw.fatale_datum, nieuw.uiterlijk) == (dag, dag)
    assert de_taak("JU-06", zaak, door).fatale_datum is None, "alleen de wettelijke termijn"
    taak_ = uit(nieuw)
    assert engine.gaat_over(taak_, bezwaar) and not engine.gaat_over(taak_, uuid4())
    assert engine.herbereken(WF, taak_, zaak).fatale_datum == dag
    taak_.aanleiding = engine.met_uiterlijk(taak_.aanleiding, date(2027, 3, 26))
    assert engine.herbereken(WF, taak_, zaak).fatale_datum == date(2027, 3, 26)
    assert taak_.aanleiding.count("uiterlijk=") == 1 and engine.gaat_over(taak_, bezwaar)


def test_zonder_einde_van_de_bezwaartermijn_is_de_datum_voorlopig_en_voorzichtig():
    zaak = beeld("gehuisvest", ankers={"bezwaar_ontvangen": "2026-11-24"})
    nieuw = de_taak("JU-07", zaak, Aanleiding.gebeurtenis("bezwaar_ontvangen"))
    assert (nieuw.voorlopig, nieuw.fatale_datum, nieuw.uiterlijk) == (True, None, d("2027-01-05"))


# --- vervallen ---


@pytest.mark.parametrize(
    ("toestand", "open_taken", "weg"),
    [
        ("woning_aangeboden", "WO-02 WO-03 WO-07 WO-08 WO-10 CM-03 IN-01", "WO-02 WO-03 WO-07 WO-08"),
        (
            "match_gezocht",
            "WO-06 CM-05 JU-02 JU-04 FI-01 FI-02 CM-06 CM-07 IN-03 CM-03",
            "WO-06 CM-05 JU-02 JU-04 FI-01 FI-02 CM-06 CM-07",
        ),
        ("gehuisvest", "IN-03 FI-05 CM-08", ""),
        ("gesloten", "CM-03 IN-03 JU-07 JU-09", "CM-03 IN-03"),
        ("overgedragen", "CM-03 WO-11 JU-06", "CM-03 WO-11"),
    ],
)
def test_wat_er_vervalt_als_de_zaak_ergens_komt(toestand, open_taken, weg):
    zaak = beeld(toestand, taken=[taak(soort) for soort in open_taken.split()])
    vervallen = engine.te_vervallen(WF, zaak)
    assert [t.soort for t, _ in vervallen] == weg.split()
    assert {reden for _, reden in vervallen} <= {f"De zaak staat nu op ‘{WF.toestanden[toestand].titel}’."}


def test_wat_al_af_is_vervalt_niet_en_een_eigen_taak_alleen_bij_het_einde():
    eigen, af = taak(None), taak("CM-03", "gereed")
    assert engine.te_vervallen(WF, beeld("match_gezocht", taken=[eigen, af])) == []
    assert [t for t, _ in engine.te_vervallen(WF, beeld("gesloten", taken=[eigen, af]))] == [eigen]


# --- overig ---


def test_de_normen_van_de_hoofdlijn():
    assert engine.normen(WF, beeld()) == {
        "toegewezen": d("2026-09-22"), "woning_aangeboden": d("2026-12-01"), "gehuisvest": d("2026-12-15"),
    }  # fmt: skip


def test_een_taak_buiten_het_proces_houdt_haar_datum():
    werk = taak(None, uiterlijk=d("2026-12-24"), streefdatum=d("2026-12-24"))
    assert engine.herbereken(WF, werk, beeld()) == Termijn(d("2026-12-24"), None, d("2026-12-24"))


def test_een_besluit_kan_een_aanleiding_zijn_maar_is_dat_hier_niet():
    zaak = beeld("match_gezocht", besluiten=[besluit("ruil")])
    assert engine.nieuwe_taken(WF, Aanleiding.besluit("ruil"), zaak) == []


def test_van_wie_het_jaar_onbekend_is_ligt_de_18e_verjaardag_niet_vast():
    wie = persoon(geboren="0000-00-00")
    zaak = beeld(personen=[wie])
    nieuw = de_taak("CM-11", zaak, Aanleiding.gebeurtenis("amv_gemeld", {"persoon": str(wie.id)}))
    assert (nieuw.voorlopig, nieuw.uiterlijk) == (True, VANDAAG)
    onbekend = Aanleiding.gebeurtenis("amv_gemeld", {"persoon": str(uuid4())})
    assert de_taak("CM-11", zaak, onbekend).voorlopig


def test_de_koppeldatum_is_die_van_de_zaak():
    zaak = beeld("match_gezocht")
    zaak.zaak.koppeldatum = KOPPELDATUM + timedelta(days=10)
    assert engine.herbereken(WF, taak("WO-04"), zaak).uiterlijk == d("2026-12-11")
