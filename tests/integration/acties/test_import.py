"""De lijst van het COA van begin tot eind: elk huishouden één zaak, één keer, en geen nummer is leesbaar."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from casus.actions.koppelingen import ImportUitslag, Inlezer
from casus.importers.koppelingen import lees_koppelingen
from casus.importers.koppelregels import KoppelingenBestand
from casus.models import Gebeurtenis, Huishouden, Importregel, Persoon, Zaak
from casus.termijnen import vandaag
from tests import factories
from tests.wereld import Wereld

DATA = Path(__file__).resolve().parents[2] / "data"
SCHOON = DATA / "koppelingen_achterhoek_2025-I.xlsx"
VUIL = (DATA / "koppelingen_met_gebreken.xlsx", DATA / "koppelingen_met_gebreken.csv")


def lees(bron: Path) -> KoppelingenBestand:
    return lees_koppelingen(bron, bron.name, vandaag())


def lees_in(w: Wereld, bestand: KoppelingenBestand, proef: bool = False) -> ImportUitslag:
    afdruk = hashlib.sha256(bestand.naam.encode()).hexdigest()
    casemanager = lambda gemeente: w.actor("casemanager", gemeente.naam)  # noqa: E731
    return Inlezer(w.db, factories.SLEUTELBOS, casemanager, afdruk, proef).importeer(bestand)


def aantallen(uitslag: ImportUitslag) -> dict[str, int]:
    return {
        wat: aantal for wat in ("nieuw", "gewijzigd", "ongewijzigd", "geweigerd") if (aantal := uitslag.aantal(wat))
    }


def test_de_schone_lijst_van_begin_tot_eind(wereld: Wereld):
    w, bestand = wereld, lees(SCHOON)
    assert (bestand.aantal_personen, bestand.aantal_huishoudens, bestand.fouten) == (225, 115, ())
    leeg = w.momentopname()
    zaken, personen = len(w.rijen("zaak")), len(w.rijen("persoon"))

    proef = lees_in(w, bestand, proef=True)
    assert aantallen(proef) == {"nieuw": 115}
    assert w.momentopname() == leeg, "een proef verandert niets"

    uitslag = lees_in(w, bestand)
    assert (uitslag.personen, aantallen(uitslag), uitslag.fouten) == (225, {"nieuw": 115}, [])
    assert len(w.rijen("zaak")) - zaken == 115
    assert len(w.rijen("persoon")) - personen == 225
    assert len({rij["gemeente_id"] for rij in w.rijen("importregel")}) == 7
    vol = w.momentopname()

    nog_eens = lees_in(w, bestand)
    assert aantallen(nog_eens) == {"ongewijzigd": 115}
    assert w.momentopname() == vol, "dezelfde lijst nog eens verandert geen byte"

    _een_wijziging(w, bestand)
    assert w.breuken() == []
    _geen_nummer_leesbaar(w, bestand)


def _een_wijziging(w: Wereld, bestand: KoppelingenBestand) -> None:
    """Eén veranderde rij geeft één gewijzigde zaak, met één gebeurtenis en een verschoven termijn."""
    doel = next(h for h in bestand.huishoudens if h.gemeentecode == "GM0222")
    anders = replace(doel, koppeldatum=doel.koppeldatum + timedelta(days=4), woonbeperking="rolstoel")
    lijst = replace(bestand, huishoudens=tuple(anders if h is doel else h for h in bestand.huishoudens))
    with w.lees() as sessie:
        regel = sessie.scalars(select(Importregel).where(Importregel.sleutel == doel.coa_nummer)).one()
    vooraf = len(w.gebeurtenissen(regel.zaak_id))
    termijnen = {r["id"]: r["uiterlijk"] for r in w.rijen("taak") if r["zaak_id"] == regel.zaak_id}
    uitslag = lees_in(w, lijst)
    assert aantallen(uitslag) == {"ongewijzigd": 114, "gewijzigd": 1}
    nieuw = w.gebeurtenissen(regel.zaak_id)[vooraf:]
    assert [(g.soort, g.actor_id) for g, _ in nieuw] == [("koppeling_gewijzigd", w.actor("casemanager").gebruiker_id)]
    assert "koppeldatum" in nieuw[0][1] and "woonbeperking" in nieuw[0][1]
    later = {r["id"]: r["uiterlijk"] for r in w.rijen("taak") if r["zaak_id"] == regel.zaak_id}
    assert {(later[id_] - termijnen[id_]).days for id_ in termijnen} == {4}


def test_wat_het_team_zelf_vaststelde_overleeft_een_gewijzigde_lijst(wereld: Wereld):
    w, bestand = wereld, lees(SCHOON)
    doel = next(h for h in bestand.huishoudens if h.gemeentecode == "GM0222")
    alleen = replace(bestand, huishoudens=(doel,))
    assert aantallen(lees_in(w, alleen)) == {"nieuw": 1}
    with w.werk() as sessie:
        huishouden = sessie.scalars(select(Huishouden).where(Huishouden.coa_nummer == doel.coa_nummer)).one()
        huishouden.woonbeperking, huishouden.nareis_aantal = "lift", 7
    anders = replace(alleen, huishoudens=(replace(doel, coa_locatie="Dronten-Zuid"),))
    assert aantallen(lees_in(w, anders)) == {"gewijzigd": 1}
    with w.lees() as sessie:
        huishouden = sessie.scalars(select(Huishouden).where(Huishouden.coa_nummer == doel.coa_nummer)).one()
    gevonden = (huishouden.coa_locatie, huishouden.woonbeperking, huishouden.nareis_aantal)
    assert gevonden == ("Dronten-Zuid", "lift", 7)


def _geen_nummer_leesbaar(w: Wereld, bestand: KoppelingenBestand) -> None:
    """Geen BSN of V-nummer staat ergens in leesbare vorm, ook niet in het bestand van de database zelf."""
    personen = [persoon for huishouden in bestand.huishoudens for persoon in huishouden.personen]
    nummers = {p.v_nummer for p in personen} | {p.bsn for p in personen if p.bsn}
    assert len(nummers) > 400
    tabellen = [naam for naam in w.momentopname() if naam != "workflowversie"]
    tekst = "\n".join(repr(list(rij.values())) for tabel in tabellen for rij in w.rijen(tabel))
    assert [nummer for nummer in nummers if nummer in tekst] == []
    if w.soort == "sqlite":
        map_ = Path(w.url.removeprefix("sqlite:///")).parent
        ruw = b"".join(pad.read_bytes() for pad in map_.glob("wereld_*"))
        assert len(ruw) > 100_000
        assert [nummer for nummer in nummers if nummer.encode() in ruw] == []
    with w.lees() as sessie:
        eerste = next(p for h in bestand.huishoudens if h.gemeentecode == "GM0222" for p in h.personen if p.bsn)
        hash_ = factories.SLEUTELBOS.zoekhash("bsn", eerste.bsn or "")
        rij = sessie.scalars(select(Persoon).where(Persoon.bsn_hash == hash_)).one()
        assert factories.SLEUTELBOS.ontsleutel(rij.bsn or "") == eerste.bsn
        assert factories.SLEUTELBOS.ontsleutel(rij.v_nummer) == eerste.v_nummer


@pytest.mark.parametrize("bron", VUIL, ids=lambda pad: pad.suffix)
def test_een_vuile_lijst_houdt_tegen_wat_fout_is_en_leest_de_rest(wereld: Wereld, bron: Path):
    bestand = lees(bron)
    moet = {(g["rij"], g["gebrek"]) for g in json.loads((DATA / "koppelingen_met_gebreken.json").read_text())}
    if bron.suffix == ".csv":  # daar is elke datum tekst, en dus geen gebrek
        moet = {(rij, gebrek) for rij, gebrek in moet if gebrek != "datum_tekst_nl"}
    uitslag = lees_in(wereld, bestand)
    assert len(moet) > 10 and moet <= {(fout.rij, fout.gebrek) for fout in uitslag.fouten}
    assert uitslag.aantal("nieuw") == bestand.aantal_huishoudens > 0
    assert bestand.tegengehouden
    fout_coa = {groep.coa_nummer for groep in bestand.tegengehouden}
    ingelezen = {rij["sleutel"] for rij in wereld.rijen("importregel")}
    assert ingelezen.isdisjoint(fout_coa) and len(ingelezen) == bestand.aantal_huishoudens
    vol = wereld.momentopname()
    assert aantallen(lees_in(wereld, bestand)) == {"ongewijzigd": bestand.aantal_huishoudens}
    assert wereld.momentopname() == vol


def test_wie_al_een_zaak_heeft_krijgt_er_geen_tweede(wereld: Wereld):
    eerste = factories.koppeling("I0000001")
    ander = replace(factories.koppeling("I0000002"), personen=eerste.personen)

    def lijst(*regels: object) -> KoppelingenBestand:
        return KoppelingenBestand("x.csv", "csv", "", (), regels, (), (), 3, 0, {})  # type: ignore[arg-type]

    assert aantallen(lees_in(wereld, lijst(eerste))) == {"nieuw": 1}
    vooraf = wereld.momentopname()
    uitslag = lees_in(wereld, lijst(ander))
    assert aantallen(uitslag) == {"geweigerd": 1}
    assert [fout.gebrek for fout in uitslag.fouten] == ["v_nummer_bestaat"]
    assert wereld.momentopname() == vooraf
    with wereld.lees() as sessie:
        nummer = sessie.scalars(select(Zaak.zaaknummer).join(Importregel, Importregel.zaak_id == Zaak.id)).one()
    assert nummer in uitslag.fouten[0].melding


def test_zonder_recht_komt_er_niets_binnen(wereld: Wereld):
    vooraf = wereld.momentopname()
    bestand = KoppelingenBestand("x.csv", "csv", "", (), (factories.koppeling("I0000001"),), (), (), 3, 0, {})
    for actor_voor in (lambda g: wereld.actor("jurist"), lambda g: None):
        uitslag = Inlezer(wereld.db, factories.SLEUTELBOS, actor_voor, "0" * 64).importeer(bestand)
        assert aantallen(uitslag) == {"geweigerd": 1}
    assert wereld.momentopname() == vooraf
    with wereld.lees() as sessie:
        assert sessie.scalars(select(Gebeurtenis.id).where(Gebeurtenis.herkomst == "import")).all() == []
