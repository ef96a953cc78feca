"""De regels H1 tot en met H9, met voorbeelden rond elke grens, en met gegevens die niet mogen meetellen."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casus.models import Huishouden, Persoon, Woning
from casus.rules import passendheid
from casus.rules.parameters import standaard, waarden_op
from casus.rules.passendheid import Omstandigheden, Passendheid, Toets
from casus.rules.slaapkamers import slaapkamers_minimaal, slaapkamers_nodig
from tests.unit.rules.voorbeelden import ANDERE_GEMEENTE, DAG, gezin, huishouden, persoon, woning

PARAMETERS = waarden_op(standaard(), DAG)
GELDIG = date(2030, 1, 1)
EEN_DAG = timedelta(days=1)


def toets_alles(
    personen: list[Persoon] | None = None,
    huis: Huishouden | None = None,
    bij: Woning | None = None,
    parameters: dict[str, str] = PARAMETERS,
    **om: Any,
) -> Passendheid:
    wie = gezin() if personen is None else personen
    omstandigheden = Omstandigheden(**{"dag": DAG, "vergunning_geldig_tot": GELDIG} | om)
    return passendheid.toets_alles(huis or huishouden(*wie), wie, bij or woning(), parameters, omstandigheden)


def toets(regel: str, **alles: Any) -> Toets:
    return next(toets for toets in toets_alles(**alles).toetsen if toets.regel == regel)


def alleen(geboortedatum: str = "1990-01-01", **anders: Any) -> list[Persoon]:
    return [persoon(geboortedatum=geboortedatum, **anders)]


def test_een_passende_woning_past_op_alle_regels():
    uitslag = toets_alles()
    assert [toets.regel for toets in uitslag.toetsen] == [f"H{nummer}" for nummer in range(1, 10)]
    assert {toets.uitkomst for toets in uitslag.toetsen} == {"ja"}
    assert (uitslag.past, uitslag.oordeel) == (True, "ja")
    for een in uitslag.toetsen:
        assert een.zin.endswith(".") and een.nodig and een.heeft and een.bron


# H1 huur


@pytest.mark.parametrize(
    ("aantal", "huur", "uitkomst"),
    [
        (1, 71_302, "ja"),
        (1, 71_303, "nee"),
        (2, 71_302, "ja"),
        (2, 71_303, "nee"),
        (3, 71_303, "ja"),
        (3, 76_414, "ja"),
        (3, 76_415, "nee"),
    ],
)
def test_h1_grens_per_aantal_personen(aantal: int, huur: int, uitkomst: str):
    gevonden = toets("H1", personen=gezin()[:aantal], bij=woning(huur_cent=huur))
    assert (gevonden.uitkomst, gevonden.soort) == (uitkomst, "afwijking")


def test_h1_hangt_van_het_inkomen_af():
    duur = woning(huur_cent=80_000)
    for bron, uitkomst in (("SOC", "nee"), ("STU", "nee"), ("ARB", "onbekend"), ("", "onbekend")):
        assert toets("H1", huis=huishouden(inkomensbron=bron), bij=duur).uitkomst == uitkomst
    assert toets("H1", bij=duur, onder_inkomensgrens=False).uitkomst == "ja"
    assert toets("H1", huis=huishouden(inkomensbron="ARB"), bij=duur, onder_inkomensgrens=True).uitkomst == "nee"


def test_h1_een_te_hoge_huur_is_een_eigen_oordeel():
    """Ook naast een andere afwijking: over de huur beslist niveau 2, over de rest niveau 1 (domein.md §5, WO-05)."""
    assert toets_alles(bij=woning(huur_cent=80_000)).oordeel == "nee_huur"
    assert toets_alles(bij=woning(huur_cent=80_000, slaapkamers=1)).oordeel == "nee_huur"
    assert toets_alles(bij=woning(huur_cent=60_000, slaapkamers=1)).oordeel == "nee_anders"
    assert toets_alles(bij=woning(huur_cent=60_000, contractsoort="CAM")).oordeel == "nee_anders"
    zin = toets("H1", bij=woning(huur_cent=77_614)).zin.replace("\xa0", " ")
    assert zin == "De huur is € 12 boven de grens van € 764,14."


@pytest.mark.parametrize(
    ("aantal", "geboren", "inkomen", "uitkomst"),
    [
        (1, "1990-01-01", 29_400, "nee"),
        (1, "1990-01-01", 29_401, "ja"),
        (2, "1990-01-01", 39_925, "nee"),
        (2, "1990-01-01", 39_926, "ja"),
        (1, "1959-03-03", 28_775, "nee"),
        (1, "1959-03-03", 28_776, "ja"),
        (1, "1959-03-04", 28_776, "nee"),
        (2, "1950-01-01", 38_651, "ja"),
        (1, "0000-00-00", 28_775, "nee"),
        (1, "0000-00-00", 28_776, "onbekend"),
        (1, "0000-00-00", 29_401, "ja"),
    ],
)
def test_h1_met_de_inkomensgrens_van_het_jaar(aantal: int, geboren: str, inkomen: int, uitkomst: str):
    """29.400 en 39.925 euro; met AOW-leeftijd 28.775 en 38.650 (domein §8.1)."""
    wie = [persoon(geboortedatum=geboren), persoon("partner", "1990-01-01", geslacht="vrouw")][:aantal]
    gevonden = toets("H1", personen=wie, bij=woning(huur_cent=80_000), jaarinkomen=inkomen * 100)
    assert gevonden.uitkomst == uitkomst


# Nareis: de tweede kolom


def met_nareis(aantal: int, dag: date | None, bij: Woning | None = None, **om: Any) -> passendheid.Kolommen:
    huis = huishouden(persoon(), nareis_aantal=aantal, nareis_verwacht_op=dag)
    omstandigheden = Omstandigheden(dag=DAG, vergunning_geldig_tot=GELDIG, **om)
    return passendheid.toets_met_nareis(huis, [persoon()], bij or woning(), PARAMETERS, omstandigheden)


@pytest.mark.parametrize(
    ("dag", "telt"),
    [(date(2026, 9, 3), True), (date(2026, 9, 4), False), (date(2026, 1, 1), True), (None, True)],
)
def test_nareis_binnen_zes_maanden_telt_in_de_tweede_kolom(dag: date | None, telt: bool):
    kolommen = met_nareis(3, dag)
    assert (kolommen.straks is not None) is telt
    assert kolommen.nu.past
    assert ("niet bekend" in kolommen.zin) is (dag is None)


def test_de_tweede_kolom_telt_voorzichtig():
    """Van wie nog komt is de leeftijd niet bekend: een kamer voor ieder, en onbekend als die er niet zijn."""
    ruim, krap = met_nareis(3, DAG, woning(slaapkamers=3)), met_nareis(3, DAG, woning(slaapkamers=2))
    assert ruim.straks and krap.straks and ruim.zin == "Met 3 personen nareis erbij: 4 samen."
    assert [k.straks.toetsen[3].uitkomst for k in (ruim, krap) if k.straks] == ["ja", "onbekend"]
    assert ruim.straks.toetsen[0].nodig.replace("\xa0", " ").startswith("tot en met € 764,14"), "nu 713,02"
    kamer = met_nareis(1, DAG, KAMER)
    assert kamer.nu.past and kamer.straks and [t.regel for t in kamer.straks.blokkades] == ["H5"]
    assert met_nareis(0, None).straks is None


# H2 en H3


@pytest.mark.parametrize(("huur", "uitkomst"), [(93_293, "ja"), (93_294, "nee")])
def test_h2_sociale_huurgrens(huur: int, uitkomst: str):
    gevonden = toets("H2", bij=woning(huur_cent=huur))
    assert (gevonden.uitkomst, gevonden.soort) == (uitkomst, "blokkeert")


@pytest.mark.parametrize(
    ("geboren", "huur", "uitkomst"),
    [
        ("2005-03-04", 49_820, "ja"),
        ("2005-03-04", 49_821, "nee"),
        ("2005-03-03", 49_821, "ja"),
        ("0000-00-00", 49_821, "onbekend"),
        ("2008-12-01", 49_821, "nee"),
    ],
)
def test_h3_jonger_dan_21(geboren: str, huur: int, uitkomst: str):
    gevonden = toets("H3", personen=alleen(geboren), bij=woning(huur_cent=huur))
    assert (gevonden.uitkomst, gevonden.soort) == (uitkomst, "waarschuwt")


def test_h3_waarschuwt_alleen():
    uitslag = toets_alles(personen=alleen("2006-01-01"))
    assert uitslag.past and [toets.regel for toets in uitslag.waarschuwingen] == ["H3"]


@pytest.mark.parametrize("regel", ["H1", "H2", "H3"])
def test_zonder_grens_is_het_onbekend(regel: str):
    gevonden = toets(regel, personen=alleen("2006-01-01"), parameters={"contractsoorten": "ONB"})
    assert gevonden.uitkomst == "onbekend" and "ontbreekt" in gevonden.zin


# H4 slaapkamers


def kind(jaren: int, geslacht: str = "man") -> Persoon:
    return persoon("kind", f"{DAG.year - jaren}-01-01", geslacht=geslacht)


STEL = [persoon(), persoon("partner", geslacht="vrouw")]


@pytest.mark.parametrize(
    ("personen", "kamers"),
    [
        ([persoon()], 1),
        ([persoon(geboortedatum="2008-03-03")], 1),
        ([persoon(geboortedatum="2008-03-04")], 1),
        ([kind(18), kind(18), kind(17), kind(12)], 3),
        (STEL, 1),
        ([persoon(), persoon("broer_zus")], 2),
        ([*STEL, kind(3)], 2),
        ([*STEL, kind(3), kind(11, "vrouw")], 2),
        ([*STEL, kind(3), kind(5), kind(11)], 3),
        ([*STEL, kind(12), kind(17)], 2),
        ([*STEL, kind(12), kind(17, "vrouw")], 3),
        ([*STEL, kind(12), kind(13), kind(14)], 3),
        ([*STEL, kind(11), kind(12)], 3),
        ([*STEL, kind(17), kind(18)], 3),
        ([*STEL, kind(14, "onbekend"), kind(15, "onbekend")], 3),
        ([*STEL, persoon("ouder"), persoon("ouder")], 3),
        ([persoon(), kind(4)], 2),
        ([persoon(geboortedatum="2009-06-01"), persoon("broer_zus", "2011-06-01")], 1),
        ([persoon("ander"), persoon("kind", "0000-00-00")], 2),
        (gezin(), 3),
    ],
)
def test_eurostat_norm(personen: list[Persoon], kamers: int):
    assert slaapkamers_nodig(personen, DAG) == kamers


@pytest.mark.parametrize(
    ("slaapkamers", "tolerantie", "uitkomst"), [(3, "0", "ja"), (2, "0", "nee"), (2, "1", "ja"), (1, "1", "nee")]
)
def test_h4_met_tolerantie(slaapkamers: int, tolerantie: str, uitkomst: str):
    parameters = PARAMETERS | {"kamer_tolerantie": tolerantie}
    gevonden = toets("H4", bij=woning(slaapkamers=slaapkamers), parameters=parameters)
    assert (gevonden.uitkomst, gevonden.soort) == (uitkomst, "afwijking")


def test_h4_zonder_geboortejaar():
    samen = [*STEL, persoon("kind", "0000-00-00"), persoon("kind", "0000-00-00")]
    assert toets("H4", personen=samen, bij=woning(slaapkamers=2)).uitkomst == "ja"
    assert toets("H4", personen=samen, bij=woning(slaapkamers=1)).uitkomst == "onbekend"


def test_een_alleenstaande_kan_in_een_studio():
    studio = woning(slaapkamers=0, kamers=1)
    assert toets("H4", personen=alleen(), bij=studio).uitkomst == "ja"
    assert slaapkamers_minimaal(alleen(), PARAMETERS, DAG) == 0
    assert slaapkamers_minimaal(alleen(), {}, DAG) == 1
    assert slaapkamers_minimaal(gezin(), PARAMETERS, DAG) == 3


leeftijden = st.lists(
    st.tuples(st.sampled_from([0, 3, 11, 12, 13, 17, 18, 19, 40]), st.sampled_from(["man", "vrouw", "onbekend"])),
    min_size=1,
    max_size=9,
)


@given(leeftijden)
def test_slaapkamers_tweede_lezing(mensen: list[tuple[int, str]]):
    """Zet mensen één voor één in kamers: eerst een kamer met plek zoeken, anders een nieuwe."""
    kamers: list[list[tuple[int, str]]] = []
    for jaren, geslacht in mensen:
        for kamer in kamers:
            ander_jaren, ander_geslacht = kamer[0]
            beiden_kind = jaren < 12 and ander_jaren < 12
            beiden_tiener = 12 <= jaren < 18 and 12 <= ander_jaren < 18
            if len(kamer) == 1 and (beiden_kind or (beiden_tiener and geslacht == ander_geslacht != "onbekend")):
                kamer.append((jaren, geslacht))
                break
        else:
            kamers.append([(jaren, geslacht)])
    personen = [persoon("ander", f"{DAG.year - jaren}-01-01", geslacht=geslacht) for jaren, geslacht in mensen]
    assert slaapkamers_nodig(personen, DAG) == len(kamers)


# H5 delen

KAMER = woning(zelfstandig=False, slaapkamers=1, slot_op_kamer=True)


@pytest.mark.parametrize(
    ("personen", "om", "uitkomst"),
    [
        (alleen(), {}, "ja"),
        (alleen("2008-03-03"), {}, "ja"),
        (alleen("2008-03-04"), {}, "nee"),
        (alleen("0000-00-00"), {}, "onbekend"),
        (STEL, {}, "nee"),
        (STEL, {"wil_delen": True}, "ja"),
        (alleen(), {"medebewoners": frozenset({"man"})}, "ja"),
        (alleen(), {"medebewoners": frozenset({"vrouw"})}, "nee"),
        (alleen(), {"medebewoners": frozenset({"man", "vrouw"}), "gemengd_akkoord": True}, "ja"),
        (STEL, {"wil_delen": True, "medebewoners": frozenset({"man"})}, "nee"),
        (alleen(geslacht="onbekend"), {"medebewoners": frozenset({"man"})}, "onbekend"),
        (alleen(geslacht="onbekend"), {}, "ja"),
        (alleen("0000-00-00"), {"medebewoners": frozenset({"vrouw"})}, "nee"),
    ],
)
def test_h5_delen(personen: list[Persoon], om: dict[str, Any], uitkomst: str):
    gevonden = toets("H5", personen=personen, bij=KAMER, **om)
    assert (gevonden.uitkomst, gevonden.soort) == (uitkomst, "blokkeert")
    assert toets("H5", personen=personen, **om).uitkomst == "ja", "een zelfstandige woning mag altijd"


def test_h5_de_eigen_kamer_kan_op_slot():
    zonder = toets("H5", personen=alleen(), bij=woning(zelfstandig=False))
    assert (zonder.uitkomst, zonder.heeft) == ("nee", "onzelfstandig, geen slot bekend")
    assert "slot" in zonder.zin


# H6 toegankelijkheid

RANG = [["ZON"], ["GNV", "NUL"], ["ROG", "ROA"], ["ROL"], ["RUI"]]


@pytest.mark.parametrize(
    ("beperking", "minstens"), [("geen", 0), ("lift", 0), ("gelijkvloers", 1), ("rollator", 2), ("rolstoel", 3)]
)
@pytest.mark.parametrize("rang", range(5))
def test_h6_label(beperking: str, minstens: int, rang: int):
    for label in RANG[rang]:
        gevonden = toets("H6", huis=huishouden(woonbeperking=beperking), bij=woning(toegankelijkheid=label))
        drempel = beperking == "rollator" and label == "ROG"
        assert gevonden.uitkomst == ("onbekend" if drempel else "ja" if rang >= minstens else "nee")


@pytest.mark.parametrize("beperking", ["lift", "gelijkvloers", "rollator", "rolstoel"])
def test_h6_de_voordeur_zonder_trap(beperking: str):
    huis = huishouden(woonbeperking=beperking)
    assert toets("H6", huis=huis, bij=woning(toegankelijkheid="RUI", verdieping=2)).uitkomst == "nee"
    assert toets("H6", huis=huis, bij=woning(toegankelijkheid="RUI", verdieping=2, lift=True)).uitkomst == "ja"
    assert toets("H6", bij=woning(verdieping=2)).uitkomst == "ja", "zonder beperking mag een trap"


def test_h6_onbekend_label_of_onbekende_beperking():
    assert toets("H6", bij=woning(toegankelijkheid="")).uitkomst == "onbekend"
    assert toets("H6", huis=huishouden(woonbeperking="")).uitkomst == "onbekend"


# H7, H8, H9


def test_h7_koppelgemeente_of_goedgekeurde_ruil():
    elders = woning(gemeente_id=ANDERE_GEMEENTE)
    assert toets("H7", bij=elders).uitkomst == "nee"
    assert toets("H7", bij=elders, andere_gemeente_akkoord=True).uitkomst == "ja"
    assert not toets_alles(bij=elders).past


def test_h8_op_tijd_beschikbaar():
    for dagen, uitkomst in ((28, "ja"), (29, "nee")):
        later = woning(beschikbaar_van=DAG + timedelta(days=dagen))
        assert toets("H8", bij=later).uitkomst == uitkomst
    assert toets("H8", bij=later, gewenst_per=DAG + EEN_DAG).uitkomst == "ja"


def test_h8_contractsoort():
    for soort in ("ONB", "TIJ", "FLE", "KAM", "FRI"):
        assert toets("H8", bij=woning(contractsoort=soort, eind_op=date(2030, 1, 1))).uitkomst == "ja"
    assert toets("H8", bij=woning(contractsoort="CAM")).uitkomst == "nee"
    assert toets("H8", parameters={"beschikbaar_marge_dagen": "28"}).uitkomst == "onbekend"


@pytest.mark.parametrize(
    ("geboren", "uitkomst"),
    [
        ("2008-03-03", "ja"),
        ("2008-03-04", "nee"),
        ("1998-03-04", "ja"),
        ("1998-03-03", "nee"),
        ("0000-00-00", "onbekend"),
    ],
)
def test_h8_een_jongerencontract_is_voor_18_tot_28_jaar(geboren: str, uitkomst: str):
    gevonden = toets("H8", personen=alleen(geboren), bij=woning(contractsoort="JON"))
    assert (gevonden.uitkomst, gevonden.bron) == (uitkomst, gevonden.bron)
    assert toets("H8", personen=alleen(geboren)).uitkomst == "ja", "een gewoon contract mag altijd"


def test_h8_een_tijdelijke_woning_blijft_lang_genoeg():
    """Van 15 maart tot en met 14 september is 183 dagen."""
    for eind, uitkomst in ((date(2026, 9, 14), "ja"), (date(2026, 9, 13), "nee"), (None, "onbekend")):
        assert toets("H8", bij=woning(contractsoort="TIJ", eind_op=eind)).uitkomst == uitkomst
    assert toets("H8", bij=woning(eind_op=None)).uitkomst == "ja", "onbepaalde tijd heeft geen laatste dag"
    assert toets("H8", complex_einde=date(2026, 9, 13)).uitkomst == "nee", "het complex eindigt eerder"


def test_h9_vergunning_geldig_bij_het_begin_van_de_huur():
    start = date(2026, 3, 15)
    for tot, uitkomst in ((start, "ja"), (start - EEN_DAG, "nee"), (None, "onbekend")):
        assert toets("H9", vergunning_geldig_tot=tot).uitkomst == uitkomst
    vrij = woning(beschikbaar_van=DAG - EEN_DAG)
    assert toets("H9", bij=vrij, vergunning_geldig_tot=DAG - EEN_DAG).uitkomst == "nee", (
        "huren begint nooit in het verleden"
    )
    assert toets_alles(vergunning_geldig_tot=start - EEN_DAG).past, "H9 waarschuwt alleen"


# Wat niet mag meetellen

VERBODEN_PERSOON = ("nationaliteit", "herkomstland", "taal", "achternaam", "voornamen", "zoeknaam", "opleiding")
VERBODEN_PERSOON += ("inkomen", "opmerking", "v_nummer", "bsn")
VERBODEN_HUISHOUDEN = ("naam", "zoeknaam", "taal", "coa_nummer", "coa_locatie", "regievoerder", "telefoon")

tekst = st.sampled_from(["Syrië", "Eritrea", "Tigrinya", "christen", "diabetes", "ZZZ", ""])
geboortedata = st.one_of(
    st.dates(date(1930, 1, 1), DAG).map(str), st.sampled_from(["0000-00-00", "2009-00-00", "1990-05-00"])
)


@st.composite
def gevallen(draw: st.DrawFn) -> tuple[list[Persoon], dict[str, Any], Woning]:
    relaties = ["hoofdpersoon", *draw(st.lists(st.sampled_from(["partner", "kind", "ouder", "ander"]), max_size=5))]
    geslachten = st.sampled_from(["man", "vrouw", "onbekend"])
    personen = [persoon(relatie, draw(geboortedata), geslacht=draw(geslachten)) for relatie in relaties]
    huis = {
        "woonbeperking": draw(st.sampled_from(["geen", "gelijkvloers", "lift", "rollator", "rolstoel"])),
        "inkomensbron": draw(st.sampled_from(["SOC", "ARB", "STU", "AND", ""])),
    }
    bij = woning(
        zelfstandig=draw(st.booleans()),
        slaapkamers=draw(st.integers(0, 5)),
        huur_cent=draw(st.sampled_from([49_820, 49_821, 71_302, 71_303, 76_414, 76_415, 93_293, 93_294])),
        toegankelijkheid=draw(st.sampled_from(["ZON", "GNV", "NUL", "ROG", "ROA", "ROL", "RUI"])),
        verdieping=draw(st.integers(0, 2)),
        lift=draw(st.booleans()),
    )
    return personen, huis, bij


@given(gevallen(), st.data())
def test_verboden_kenmerken_veranderen_niets(geval: tuple[list[Persoon], dict[str, Any], Woning], data: st.DataObject):
    personen, huis, bij = geval
    eerst = toets_alles(personen, huishouden(*personen, **huis), bij)
    for een in personen:
        for veld in VERBODEN_PERSOON:
            setattr(een, veld, data.draw(tekst))
        een.tolk_nodig = data.draw(st.booleans())
    anders = {veld: data.draw(tekst) for veld in VERBODEN_HUISHOUDEN}
    redenen = {"koppelredenen": ["medische_behandeling"], "koppelreden_hard": True, "nareis_aantal": 3}
    redenen |= {"nareis_verwacht_op": date(2030, 1, 1)}
    assert toets_alles(personen, huishouden(*personen, **huis, **anders, **redenen), bij) == eerst


@given(gevallen(), st.data())
def test_geslacht_telt_alleen_bij_h4_en_h5(geval: tuple[list[Persoon], dict[str, Any], Woning], data: st.DataObject):
    personen, huis, bij = geval
    om = {"medebewoners": frozenset({"man"})}
    eerst = toets_alles(personen, huishouden(*personen, **huis), bij, **om)
    for een in personen:
        een.geslacht = data.draw(st.sampled_from(["man", "vrouw", "onbekend"]))
    nu = toets_alles(personen, huishouden(*personen, **huis), bij, **om)
    verschil = {oud.regel for oud, nieuw in zip(eerst.toetsen, nu.toetsen, strict=True) if oud != nieuw}
    assert verschil <= {"H4", "H5"}


@given(gevallen())
def test_volgorde_van_personen_telt_niet_en_elke_zin_klopt(geval: tuple[list[Persoon], dict[str, Any], Woning]):
    personen, huis, bij = geval
    uitslag = toets_alles(personen, huishouden(*personen, **huis), bij)
    omgekeerd = [*personen[:1], *personen[:0:-1]]
    assert toets_alles(omgekeerd, huishouden(*personen, **huis), bij) == uitslag
    assert uitslag.past is (uitslag.oordeel == "ja")
    for een in uitslag.toetsen:
        assert een.zin[0].isupper() or een.zin[0].isdigit()
        assert een.zin.endswith(".")


@given(gevallen(), st.integers(1, 5))
def test_meer_slaapkamers_maakt_h4_nooit_slechter(geval: tuple[list[Persoon], dict[str, Any], Woning], extra: int):
    personen, huis, bij = geval
    gevonden = toets("H4", personen=personen, huis=huishouden(*personen, **huis), bij=bij).uitkomst
    ruimer = woning(slaapkamers=bij.slaapkamers + extra)
    if gevonden == "ja":
        assert toets("H4", personen=personen, huis=huishouden(*personen, **huis), bij=ruimer).uitkomst == "ja"
