"""De metingen zelf: welke opties er zijn, en wat er in tekst, JSON en exitcode komt. Nooit hoe lang iets duurt."""

import json
from argparse import Namespace
from pathlib import Path
from typing import Any

import pytest

from benchmarks import __main__ as opdrachtregel
from benchmarks.dossier import Reeks, _blokken, _delen, _verslag
from benchmarks.meten import Meting, Uitslag, om_en_om
from benchmarks.opname import Opdracht, in_groepen
from benchmarks.plannen import _genummerd, planfouten, zoekt_op_id
from benchmarks.volle_kast import Omvang, Vulling


def uitslag(onze: float, vloer: float, fouten: tuple[str, ...] = ()) -> Uitslag:
    return Uitslag("proef", "sqlite", Meting("casus", [onze] * 3), [Meting("kaal", [vloer] * 3)], {"taken": 7}, fouten)


@pytest.mark.parametrize("naam", sorted(opdrachtregel.METINGEN))
def test_elke_meting_kent_database_en_json(naam: str):
    keuze = opdrachtregel.parser().parse_args([naam, "--database", "sqlite", "--json", "uit.json"])
    assert (keuze.naam, keuze.database, keuze.json) == (naam, "sqlite", Path("uit.json"))


def test_standaard_op_beide_databases_en_de_omvang_is_te_kiezen():
    keuze = opdrachtregel.parser().parse_args(["werkvoorraad", "--taken", "50", "--zaken", "5"])
    assert opdrachtregel.DATABASES[keuze.database] == ("sqlite", "postgresql")
    assert (keuze.taken, keuze.zaken) == (50, 5)


@pytest.mark.parametrize("argumenten", [[], ["onbekend"], ["overgang", "--database", "oracle"]])
def test_een_verkeerde_keuze_wordt_geweigerd(argumenten: list[str]):
    with pytest.raises(SystemExit) as einde:
        opdrachtregel.parser().parse_args(argumenten)
    assert einde.value.code == 2


@pytest.mark.parametrize(("fouten", "code"), [((), 0), (("Het plan gebruikt ix_taak_rol niet.",), 1)])
def test_json_en_exitcode(
    fouten: tuple[str, ...], code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
):
    meting = Namespace(HULP="proef", opties=lambda _: None, draai=lambda _keuze, _soort: [uitslag(6.0, 2.0, fouten)])
    monkeypatch.setitem(opdrachtregel.METINGEN, "overgang", meting)
    bestand = tmp_path / "uit.json"
    assert opdrachtregel.main(["overgang", "--database", "sqlite", "--json", str(bestand)]) == code
    gelezen = json.loads(bestand.read_text())
    assert gelezen["benchmark"] == "overgang"
    [deel] = gelezen["uitslagen"]
    assert (deel["database"], deel["verhouding"], deel["gehaald"], deel["fouten"]) == ("sqlite", 3.0, True, [*fouten])
    assert deel["onze"]["p50_ms"] == 6.0
    assert deel["vloeren"][0]["verhouding"] == 3.0
    assert deel["feiten"] == {"taken": 7}
    assert "3.00 ×" in capsys.readouterr().out


def test_boven_het_doel_is_niet_gehaald():
    assert uitslag(6.1, 2.0).als_json()["gehaald"] is False


def test_om_en_om_voert_elke_manier_even_vaak_uit_en_begint_steeds_met_een_andere():
    gedaan: list[tuple[str, int]] = []
    manieren = [(naam, lambda nummer, naam=naam: gedaan.append((naam, nummer))) for naam in "ab"]
    metingen = om_en_om(manieren, aantal=4, opwarmen=1)
    assert gedaan == [("a", 0), ("b", 0), ("b", 1), ("a", 1), ("a", 2), ("b", 2), ("b", 3), ("a", 3)]
    assert [(meting.naam, len(meting.tijden)) for meting in metingen] == [("a", 3), ("b", 3)]


def test_de_pijplijn_wacht_op_de_zaak_en_op_elke_vraag_voor_het_schrijven():
    sql = (
        "SELECT set_config(1)",
        "SELECT zaak",
        "SELECT taak",
        "SELECT woning",
        "UPDATE",
        "INSERT",
        "SELECT keten",
        "I",
    )
    groepen = in_groepen([Opdracht(tekst, (), False) for tekst in sql])
    assert [[opdracht.sql for opdracht in groep] for groep in groepen] == [
        ["SELECT set_config(1)", "SELECT zaak"],
        ["SELECT taak", "SELECT woning"],
        ["UPDATE", "INSERT"],
        ["SELECT keten"],
        ["I"],
    ]


def test_een_plan_zonder_deelindex_of_langs_de_hele_tabel_is_fout():
    indexen = ("ix_taak_rol", "ix_taak_behandelaar")
    goed = [f"SEARCH taak USING INDEX {index}" for index in indexen]
    assert planfouten("sqlite", goed, indexen) == []
    assert planfouten("sqlite", goed[:1], indexen) == ["Het plan gebruikt ix_taak_behandelaar niet."]
    assert planfouten("sqlite", [*goed, "SCAN taak"], indexen) == ["Het plan leest de hele tabel taak."]
    assert planfouten("postgresql", [*goed, "Seq Scan on taak  (cost=0)"], indexen) == [
        "Het plan leest de hele tabel taak."
    ]


def test_een_plan_dat_alle_zaken_van_de_gemeente_langsgaat_valt_op():
    index = "->  Index Scan using pk_zaak on zaak  (cost=1)"
    assert zoekt_op_id([index, "Index Cond: ((gemeente_id = $1) AND (id = t.zaak_id))"])
    assert not zoekt_op_id([index, "Index Cond: (gemeente_id = $1)"])


def test_waarden_worden_nummers_en_dezelfde_naam_hetzelfde_nummer():
    assert _genummerd("a = %(x)s AND b = %(y)s AND c = %(x)s") == "a = $1 AND b = $2 AND c = $1"


def test_de_vulling_is_herhaalbaar_en_heeft_de_gevraagde_omvang():
    tellen = {model.__tablename__: len(list(rijen)) for model, rijen in Vulling(Omvang(30, 200)).tabellen()}
    assert (tellen["gemeente"], tellen["huishouden"], tellen["zaak"], tellen["taak"]) == (342, 30, 30, 200)
    een, twee = ([*dict(Vulling(Omvang(3, 20)).tabellen()).values()] for _ in range(2))
    assert [list(rijen) for rijen in een] == [list(rijen) for rijen in twee]
    taken = [
        rij for model, rijen in Vulling(Omvang(300, 2000)).tabellen() if model.__tablename__ == "taak" for rij in rijen
    ]
    open_ = [rij for rij in taken if rij["status"] == "open"]
    assert 0.15 < len(open_) / len(taken) < 0.25
    assert {rij["behandelaar_id"] is None for rij in open_} == {True, False}


@pytest.mark.parametrize(("aantal", "processen"), [(200, 1), (200, 2), (61, 2), (3, 2), (0, 1)])
def test_een_reeks_gaat_in_blokken_en_per_proces_en_vergeet_niets(aantal: int, processen: int):
    delen = [deel for blok in _blokken(aantal) for deel in _delen(blok, processen)]
    assert sorted(nummer for deel in delen for nummer in deel) == list(range(aantal))


def test_de_reeks_noemt_tempo_mediaan_en_vloer():
    ons, kaal = Reeks("casus", 2, [180.0, 200.0, 220.0, 200.0], 400.0), Reeks("kaal", 2, [100.0, 100.0], 100.0)
    assert _verslag((ons, kaal), 3) == {
        "4 dossiers, 2 proces(sen), casus": "10.0/s, 30 pagina's/s, p50 200 ms; doel 10/s (ja)",
        "2 dossiers, 2 proces(sen), kaal": "20.0/s, 60 pagina's/s, p50 100 ms; casus 2.00 ×",
    }
    assert _verslag((ons, Reeks("kaal", 2)), 3)["0 dossiers, 2 proces(sen), kaal"] == "niet gemeten"
