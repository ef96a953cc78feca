"""De kopregel: ruim herkend, en wat ontbreekt of dubbel staat in één zin."""

import tomllib
from importlib.resources import files

import pytest

from casus.importers.gebreken import BestandFout
from casus.importers.kopregels import lees_kop, velden, zoek_kop
from casus.importers.tabel import Rij, Tabel
from tests.unit.importers.bladen import GOED, KOP, gebreken, lees, rij

TOML = tomllib.loads((files("casus.importers") / "kopregels.toml").read_text(encoding="utf-8"))


def kop(*titels: str | None) -> dict[str, int]:
    return dict(lees_kop(Rij(1, titels)).kolommen)


def test_de_kop_van_het_voorbeeld_is_geheel_bekend():
    assert list(kop(*KOP)) == list(velden())


@pytest.mark.parametrize(
    "vorm", [str.upper, str.lower, lambda t: t.replace(" ", "_"), lambda t: f"  {t} ", lambda t: t.replace("e", "é")]
)
def test_schrijfwijze_maakt_niet_uit(vorm):
    assert list(kop(*(vorm(titel) for titel in KOP))) == list(velden())


@pytest.mark.parametrize(
    ("code", "naam"), [(code, naam) for code, tabel in TOML["veld"].items() for naam in tabel["namen"]]
)
def test_elk_synoniem_wordt_herkend(code: str, naam: str):
    titels = [naam if veld.code == code else veld.titel for veld in velden().values()]
    assert kop(*titels)[code] == list(velden()).index(code)


def test_elke_ontbrekende_kolom_krijgt_een_eigen_zin():
    with pytest.raises(BestandFout) as weigering:
        kop("V-nummer", "Achternaam", "Geslacht", "Relatie", "Datum vergunning")
    zinnen = weigering.value.zinnen
    ontbreekt = ["Zaaknummer COA", "Geboortedatum", "Koppeldatum", "Koppelgemeente of Gemeentecode"]
    assert [next(titel for titel in ontbreekt if f"De kolom {titel} ontbreekt." in zin) for zin in zinnen] == ontbreekt


@pytest.mark.parametrize("weg", ["Koppelgemeente", "Gemeentecode", "BSN", "Voornamen", "Opmerking", "Geldig tot"])
def test_een_kolom_die_gemist_kan_worden(weg: str):
    over = [titel for titel in KOP if titel != weg]
    bestand = lees([GOED[titel] for titel in over], kop=over)
    assert (bestand.fouten, bestand.aantal_huishoudens) == ((), 1)


def test_een_dubbele_kolom_wordt_geweigerd_met_haar_plaatsen():
    with pytest.raises(
        BestandFout, match=r"De kolom Achternaam staat 2 keer in de kopregel: D \(Achternaam\) en Y \(Naam\)"
    ):
        kop(*KOP, "Naam")


def test_een_onbekende_kolom_is_een_waarschuwing():
    bestand = lees([*rij(), "blauw", "x"], kop=[*KOP, "Lievelingskleur", None])
    assert gebreken(bestand) == [(1, "kolom_onbekend"), (1, "kolom_onbekend")]
    assert "Kolom Z heeft geen naam." in bestand.fouten[0].melding
    assert "Casus kent de kolom 'Lievelingskleur' niet." in bestand.fouten[1].melding
    assert bestand.aantal_huishoudens == 1


def test_een_lege_onbekende_kolom_en_de_herstelkolom_zijn_geen_melding():
    bestand = lees([*rij(), None, "iets"], kop=[*KOP, "Lievelingskleur", "Wat moet er verbeterd worden"])
    assert bestand.fouten == ()


def test_de_kop_mag_onder_een_titel_en_lege_regels_staan():
    bestand = lees([], ["Tweede halfjaar"], [None], list(KOP), rij(Achternaam=" Abdi"), kop=["Koppelingen", "Datum"])
    assert gebreken(bestand) == [(6, "spaties")]


def test_zonder_kop_is_er_geen_bestand():
    assert zoek_kop(Tabel("x", "csv", (Rij(1, ("Naam", "Geboren", "Kleur")),))) is None
    with pytest.raises(BestandFout, match="vindt geen kopregel"):
        lees(rij(), kop=[])


def test_een_kop_zonder_rijen():
    with pytest.raises(BestandFout, match="geen koppelingen"):
        lees()
