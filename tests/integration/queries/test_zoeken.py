"""Zoeken: elk soort term, op elk begin van een woord, meteen waar, en nooit over de grens van de gemeente."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select, text

from casus.actions import contactmomenten, koppelrij, notities, voordracht, zaken, zoekindex
from casus.db import Bereik, CasusSessie, Database, uuid7
from casus.models import Besluit, Corporatie, Gemeente, Huishouden, Persoon, Zaak, Zoekregel
from casus.queries import zoeken, zoekregels
from casus.queries import zoekindex as index
from casus.queries.zoeken import Uitslag, heel_zaaknummer, zoek
from casus.termijnen import klok_op
from tests import factories
from tests.integration.databank import Databank
from tests.integration.queries.tellen import opdrachten
from tests.wereld import A, B, Wereld

HASH = factories.SLEUTELBOS.zoekhash
NU = datetime(2026, 11, 24, 9, tzinfo=UTC)
alleen_postgresql = pytest.mark.parametrize("_soort", ["postgresql"], indirect=True)


@pytest.fixture(autouse=True)
def _klok() -> Iterator[None]:
    tel = count()
    with klok_op(lambda: NU + timedelta(milliseconds=next(tel))):
        yield


class Kantoor:
    """Eén gemeente waarin zaken worden geopend en gezocht, zoals casus het zelf doet."""

    def __init__(self, db: Database, gemeente: Gemeente) -> None:
        self.db, self.bereik = db, Bereik.van(gemeente.id)
        self.gemeente = gemeente
        self.ik = factories.actor(db, gemeente.id, "casemanager", "teammanager")
        self._nr = 0

    def open(self, achternaam: str = "Proef", coa: str = "", **anders: Any) -> str:
        """Opent een zaak; geeft haar nummer."""
        self._nr += 1
        coa = coa or f"Z{self.gemeente.code[-1]}{self._nr:05}"
        with self.db.unit_of_work(self.bereik) as sessie:
            gezin = factories.gezin(self.gemeente.id, coa, achternaam=achternaam, gemeentecode=self.gemeente.code)
            dag = NU.date() - timedelta(days=100) + timedelta(days=self._nr)
            data = {"koppeldatum": dag, "vergunningdatum": dag, "geldig_tot": None, **anders}
            return zaken.open_zaak(sessie, actor=self.ik, huishouden=gezin, **data).zaaknummer

    def zaak(self, sessie: CasusSessie, nummer: str) -> Zaak:
        return sessie.scalars(select(Zaak).where(Zaak.zaaknummer == nummer)).one()

    def noteer(self, nummer: str, tekst: str) -> Any:
        with self.db.unit_of_work(self.bereik) as sessie:
            return notities.schrijf(sessie, self.zaak(sessie, nummer), actor=self.ik, tekst=tekst).id

    def bied_aan(self, nummer: str, **woning: Any) -> None:
        """Draagt een woning voor, zoals een toegekend besluit dat doet."""
        with self.db.unit_of_work(self.bereik) as sessie:
            corporatie = sessie.scalars(select(Corporatie)).first() or Corporatie(naam="De Línde Wonen", code="LI")
            sessie.add(corporatie)
            sessie.flush()
            rij = factories.woning(self.gemeente.id, corporatie.id, **woning)
            sessie.add(rij)
            sessie.flush()
            zaak = self.zaak(sessie, nummer)
            besluit = Besluit(id=None, gegevens={"woning": str(rij.id), "keuze_reden": "Dicht bij school."})
            voordracht.reserveer_woning(sessie, zaak, besluit, actor=self.ik)

    def uitslag(self, tekst: str) -> Uitslag:
        with self.db.lezen(self.bereik) as sessie:
            return zoek(sessie, self.ik, tekst, HASH)

    def vind(self, tekst: str) -> list[str]:
        return [een.zaak.zaaknummer for een in self.uitslag(tekst).zaken]

    def regels(self) -> list[str]:
        with self.db.lezen(self.bereik) as sessie:
            return [f"{rij.naam} {rij.tekst}" for rij in sessie.scalars(select(Zoekregel))]

    def loopt_gelijk(self) -> None:
        with self.db.lezen(self.bereik) as sessie:
            assert list(zoekregels.afwijkingen(sessie)) == []


@pytest.fixture
def hier(database: Database, gemeenten: tuple[Gemeente, Gemeente]) -> Kantoor:
    return Kantoor(database, gemeenten[0])


@pytest.fixture
def daar(database: Database, gemeenten: tuple[Gemeente, Gemeente]) -> Kantoor:
    return Kantoor(database, gemeenten[1])


NAMEN = ("celik", "Çelik", "ÇEL", "yilmaz", "celik yil", "yil cel", "saba celik", "  Çelik–Yılmaz ", "familie çelik")
NERGENS = ("elik", "lmaz", "celik rahimi", "%", "_", "", "  ", "c%k", "*", '"', "c*k", "É", "x")


def test_een_naam_wordt_op_elk_begin_van_een_woord_gevonden_en_midden_in_een_woord_niet(hier: Kantoor):
    nummer = hier.open("Çelik-Yılmaz")
    hier.open("Rahimi")
    assert {tekst: hier.vind(tekst) for tekst in (*NAMEN, "ÇELİK")} == {tekst: [nummer] for tekst in (*NAMEN, "ÇELİK")}
    assert {tekst: hier.vind(tekst) for tekst in NERGENS} == {tekst: [] for tekst in NERGENS}


def test_een_zaaknummer_helemaal_het_begin_of_alleen_de_cijfers(hier: Kantoor):
    nummers = [hier.open() for _ in range(12)]
    assert nummers[-1] == "AAR-2026-00012"
    for tekst in (
        "AAR-2026-00012",
        "aar-2026-00012",
        "2026-00012",
        "202600012",
        "00012",
        "12",
        "aar202600012",
        "aar 00012",
    ):
        assert hier.vind(tekst) == ["AAR-2026-00012"], tekst
    assert set(hier.vind("aar-2026-0001")) == set(nummers[9:])
    assert hier.vind("AAR-2025-00012") == []
    with hier.db.lezen(hier.bereik) as sessie:
        assert heel_zaaknummer(sessie, " aar-2026-00012 ").zaaknummer == "AAR-2026-00012"
        assert heel_zaaknummer(sessie, "AAR-2026-0001") is None
        assert heel_zaaknummer(sessie, "Tekle") is None


def test_bsn_en_v_nummer_exact_en_alleen_met_de_sleutel(hier: Kantoor, database: Database):
    nummer, _ander = hier.open("Tekle"), hier.open("Rahimi")
    with database.lezen(hier.bereik) as sessie:
        persoon = sessie.scalars(select(Persoon).where(Persoon.achternaam == "Tekle", Persoon.volgnummer == 2)).one()
        bsn, v = (factories.SLEUTELBOS.ontsleutel(waarde) for waarde in (persoon.bsn, persoon.v_nummer))
    for tekst in (bsn, f"{bsn[:4]}.{bsn[4:6]}.{bsn[6:]}", f" {bsn} ", v, f"V-{v}", f"v{v}"):
        uitslag = hier.uitslag(tekst)
        assert [een.zaak.zaaknummer for een in uitslag.zaken] == [nummer], tekst
        assert uitslag.zaken[0].van == "Saba Tekle"
    assert hier.vind(v[:-1]) == hier.vind(bsn[:-1]) == []
    assert all(bsn not in rij and v not in rij for rij in hier.regels())


def test_een_nummer_in_een_notitie_komt_niet_in_de_index(hier: Kantoor):
    bsn, nummer = factories.bsn(41), hier.open("Tekle")
    hier.noteer(nummer, f"Belde over BSN {bsn} en V-nummer 2712345678, school begint in april")
    assert hier.vind("school april") == [nummer]
    assert hier.vind(bsn) == hier.vind("2712345678") == []
    assert all(bsn not in rij and "2712345678" not in rij for rij in hier.regels())


def test_coa_nummer_adres_en_corporatie(hier: Kantoor):
    nummer = hier.open("Tekle", coa="X4400123")
    hier.open("Rahimi")
    hier.bied_aan(nummer, adres="Kastanjehof 14", postcode="7001 AB", plaats="Gaanderen")
    for tekst in ("x4400123", "kastanje", "Kastanjehof 14", "7001 ab", "7001", "gaanderen", "linde", "de linde wonen"):
        assert hier.vind(tekst) == [nummer], tekst
    assert hier.vind("tekle kastanjehof") == [nummer], "naam en straat staan samen in een zaak"
    assert hier.vind("rahimi kastanjehof") == []
    hier.loopt_gelijk()


def test_woorden_uit_naam_en_notitie_samen(hier: Kantoor):
    een, twee = hier.open("Tekle"), hier.open("Rahimi")
    over_school = hier.noteer(een, "Vader belde over de school van Ruta.")
    hier.noteer(een, "Sleutel opgehaald.")
    hier.noteer(twee, "Geen school gevonden.")
    assert hier.vind("tekle school") == [een]
    assert hier.uitslag("tekle school").zaken[0].teksten == (over_school,)
    assert set(hier.vind("school")) == {een, twee}
    assert hier.vind("tekle sleutel school") == [], "twee notities tellen niet als één"
    assert hier.vind("rahimi vader") == []


def test_wat_is_gevonden_staat_in_de_beste_volgorde(hier: Kantoor):
    notitie, oud, nieuw, dicht = (hier.open(naam) for naam in ("Rahimi", "Linden", "Linden", "Linden"))
    hier.noteer(notitie, "Gebeld met mevrouw Linden.")
    adres = hier.open("Osman")
    hier.bied_aan(adres, adres="Lindenlaan 2")
    with hier.db.unit_of_work(hier.bereik) as sessie:
        zaak = hier.zaak(sessie, dicht)
        zaak.gesloten_op, zaak.sluitreden = NU, "vertrek"
    assert hier.vind("linden") == [nieuw, oud, dicht, adres, notitie]
    assert hier.uitslag("linden").aantal == 5


def test_contactmomenten_zijn_ook_te_vinden(hier: Kantoor, database: Database):
    nummer = hier.open("Tekle")
    with database.unit_of_work(hier.bereik) as sessie:
        moment = {"soort": "telefoon", "met": "mevrouw Bråthen", "op": NU, "verslag": "Vroeg naar de ketel."}
        contactmomenten.leg_vast(sessie, hier.zaak(sessie, nummer), actor=hier.ik, **moment)
    assert hier.vind("ketel") == hier.vind("brathen") == hier.vind("tekle ketel") == [nummer]
    [tekst] = hier.uitslag("ketel").teksten.values()
    assert (tekst.soort, tekst.wie, tekst.tekst) == ("telefoon", "mevrouw Bråthen", "Vroeg naar de ketel.")
    hier.loopt_gelijk()


# ── Meteen waar, of helemaal niet ─────────────────────────────────────────────────────────────────────────────────────


def test_een_verbetering_is_meteen_waar_en_gaat_mee_terug(hier: Kantoor, database: Database):
    nummer = hier.open("Tekle")
    id_ = hier.noteer(nummer, "Vader belde over de school.")
    with database.schrijven(hier.bereik) as sessie:
        notitie = sessie.get_one(notities.Notitie, (hier.gemeente.id, id_))
        notities.verbeter(sessie, notitie, actor=hier.ik, versie=1, tekst="Moeder belde over de opvang.")
        for woord, verwacht in (("opvang", [nummer]), ("school", [])):
            gevonden = zoek(sessie, hier.ik, woord, HASH).zaken
            assert [een.zaak.zaaknummer for een in gevonden] == verwacht, "in dezelfde transactie"
        sessie.rollback()
    assert (hier.vind("school"), hier.vind("opvang")) == ([nummer], [])
    with database.unit_of_work(hier.bereik) as sessie:
        notitie = sessie.get_one(notities.Notitie, (hier.gemeente.id, id_))
        notities.verbeter(sessie, notitie, actor=hier.ik, versie=1, tekst="Moeder belde over de opvang.")
    assert (hier.vind("school"), hier.vind("opvang")) == ([], [nummer])
    hier.loopt_gelijk()


def test_een_zaak_die_niet_doorgaat_is_nooit_te_vinden(hier: Kantoor, database: Database):
    with database.schrijven(hier.bereik) as sessie:
        gezin = factories.gezin(hier.gemeente.id, "W1", achternaam="Tekle")
        dagen = {"koppeldatum": NU.date(), "vergunningdatum": NU.date(), "geldig_tot": None}
        zaken.open_zaak(sessie, actor=hier.ik, huishouden=gezin, **dagen)
        assert len(zoek(sessie, hier.ik, "tekle", HASH).zaken) == 1
        sessie.rollback()
    assert hier.vind("tekle") == []


def test_een_andere_naam_en_een_extra_persoon_uit_de_volgende_lijst(hier: Kantoor, database: Database):
    nummer = hier.open("Tekle", coa="X0000077")
    anders = factories.koppeling("X0000077", hier.gemeente.code, achternaam="Tesfaye")
    with database.unit_of_work(hier.bereik) as sessie:
        zaak = hier.zaak(sessie, nummer)
        gezin = sessie.scalars(select(Huishouden).where(Huishouden.id == zaak.huishouden_id)).one()
        wat = koppelrij.werk_personen_bij(sessie, gezin, anders, factories.SLEUTELBOS)
        velden = {"naam": "Familie Tesfaye", "zoeknaam": "tesfaye"}
        data = {"koppeldatum": zaak.koppeldatum}
        zaken.werk_koppeling_bij(sessie, zaak, actor=hier.ik, data=data, huishouden=velden, wat=wat)
    assert (hier.vind("tekle"), hier.vind("tesf")) == ([], [nummer])
    hier.loopt_gelijk()


def test_na_de_hele_wereld_is_de_index_zoals_hij_opnieuw_gebouwd_zou_zijn(wereld: Wereld):
    for gemeente in (A, B):
        with wereld.lees(gemeente) as sessie:
            assert list(zoekregels.afwijkingen(sessie)) == []
    with wereld.lees() as sessie:
        regels = sessie.scalars(select(Zoekregel)).all()
        assert len(regels) >= 21 and any(regel.tekst for regel in regels if regel.soort == "zaak")


def test_afwijkingen_worden_gezien_en_herbouw_herstelt_ze(hier: Kantoor, database: Database):
    een, twee = hier.open("Tekle"), hier.open("Rahimi")
    id_ = hier.noteer(een, "Vader belde over de school.")
    with database.unit_of_work(hier.bereik) as sessie:
        sessie.execute(delete(Zoekregel).where(Zoekregel.zaak_id == hier.zaak(sessie, twee).id))
        regel = sessie.scalars(select(Zoekregel).where(Zoekregel.object_id == id_)).one()
        regel.tekst = "iets anders"
        zaak_id = hier.zaak(sessie, een).id
        sessie.add(
            Zoekregel(
                gemeente_id=hier.gemeente.id, zaak_id=zaak_id, soort="notitie", object_id=zaak_id, naam="", tekst="wees"
            )
        )
    with database.lezen(hier.bereik) as sessie:
        assert sorted(zin.rpartition(" ")[2] for zin in zoekregels.afwijkingen(sessie)) == [
            "achter.",
            "ontbreekt.",
            "veel.",
        ]
    assert hier.vind("rahimi") == [] and hier.vind("wees") == [een]
    with database.unit_of_work(hier.bereik) as sessie:
        aantal, laatste = zoekindex.herbouw(sessie)
        assert aantal == 3 and zoekindex.herbouw(sessie, na=laatste) == (0, None)
    assert (hier.vind("rahimi"), hier.vind("wees"), hier.vind("school")) == ([twee], [], [een])
    hier.loopt_gelijk()


# ── De muren ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_een_andere_gemeente_wordt_nooit_gevonden(hier: Kantoor, daar: Kantoor, database: Database):
    nummer = daar.open("Tekle")
    daar.noteer(nummer, "Vader belde over de school.")
    with database.lezen(daar.bereik) as sessie:
        bsn = factories.SLEUTELBOS.ontsleutel(sessie.scalars(select(Persoon.bsn)).all()[0])
    for tekst in ("tekle", nummer, "school", bsn, "familie", "tekle school"):
        assert daar.vind(tekst) == [nummer]
        assert hier.vind(tekst) == []
        assert hier.uitslag(tekst).aantal == 0
    with database.lezen(hier.bereik) as sessie:
        assert heel_zaaknummer(sessie, nummer) is None


@alleen_postgresql
def test_de_index_zelf_geeft_niets_prijs(hier: Kantoor, daar: Kantoor, database: Database, databank: Databank):
    daar.open("Tekle")
    merk = f"'g{daar.gemeente.id.hex[-6:]}ntekle'"
    vraag = text("SELECT count(*) FROM casus_zoek(:g, :v, 10)")
    for bereik, verwacht in ((daar.bereik, 1), (hier.bereik, 0), (Bereik(), 0)):
        with database.lezen(bereik) as sessie:
            assert sessie.scalar(vraag, {"g": daar.gemeente.id, "v": merk}) == verwacht
    for opdracht in (
        "SELECT * FROM zoekwoord",
        "DELETE FROM zoekwoord",
        "SELECT casus_zoekwoorden(NULL, NULL, '', '', '')",
    ):
        with database.schrijven(daar.bereik) as sessie, pytest.raises(Exception, match="permission denied"):
            sessie.execute(text(opdracht))


def test_van_een_heel_gewoon_woord_komen_de_jongste_zaken(hier: Kantoor, database: Database):
    """Meer rijen dan er worden bekeken, over jaren verspreid: op PostgreSQL gaat het dan per jaar terug."""
    nummers = []
    for jaar in (2019, 2023, 2026):
        with klok_op(NU.replace(year=jaar)), database.unit_of_work(hier.bereik) as sessie:
            dag = NU.date().replace(year=jaar)
            zaak = factories.zaak(sessie, koppeldatum=dag, vergunningdatum=dag)
            zoekindex.werk_zaak_bij(sessie, zaak)
            nummers.append(zaak.zaaknummer)
            vast = {"gemeente_id": hier.gemeente.id, "zaak_id": zaak.id, "soort": "notitie", "naam": ""}
            rijen = [{**vast, "id": uuid7(), "object_id": uuid7(), "tekst": "gebeld"} for _ in range(1200)]
            sessie.execute(insert(Zoekregel), rijen)
    uitslag = hier.uitslag("gebeld")
    assert uitslag.meer and [een.zaak.zaaknummer for een in uitslag.zaken] == nummers[:1:-1]
    assert hier.vind("proef") == nummers[::-1]


@alleen_postgresql
def test_zoeken_gebruikt_de_index_van_een_deel(hier: Kantoor, databank: Databank):
    hier.open("Tekle")
    eigenaar = databank.eigenaar()
    with eigenaar.engine.begin() as verbinding:
        verbinding.execute(text("SET LOCAL enable_seqscan = off"))  # zoals in casus_zoek
        vraag = "EXPLAIN SELECT zaak_id FROM zoekwoord WHERE gemeente_id = :g AND woorden @@ 'gntek:*'::tsquery"
        regels = "\n".join(verbinding.execute(text(vraag), {"g": hier.gemeente.id}).scalars())
    eigenaar.engine.dispose()
    assert regels.count("_woorden_idx") == 1 and "Seq Scan" not in regels


# ── Alles mag worden getypt ───────────────────────────────────────────────────────────────────────────────────────────

LASTIG = [
    *(
        "d'Or & 'x':*",
        'a" OR "b',
        "tekle AND NOT x",
        "NEAR(a b)",
        "-tekle",
        "tek*",
        "g:*|h",
        "\\",
        "'; DROP TABLE zaak",
    ),
    *("tekle\x00", "((((", "&&&", "!tekle", "<->", "naam:tekle", "^tekle", "{a}", "ﬁ ½ ²", "\u202e", "🏠 tekle", "ا ب"),
]


def test_welke_tekst_ook_geen_fout_en_geen_buurman(hier: Kantoor, daar: Kantoor):
    daar.open("Kanarie")
    hier.open("Tekle")

    @settings(max_examples=25, suppress_health_check=list(HealthCheck))
    @given(
        st.one_of(
            st.text(max_size=60), st.sampled_from(LASTIG), st.lists(st.sampled_from(LASTIG), max_size=4).map(" ".join)
        )
    )
    @example("tekle kanarie")
    @example("a " * 100)
    @example("x" * 200)
    def probeer(tekst: str) -> None:
        uitslag = hier.uitslag(tekst)
        assert all(een.zaak.huishouden == "Familie Tekle" for een in uitslag.zaken)

    probeer()
    for tekst in LASTIG:
        hier.uitslag(tekst)


@pytest.mark.parametrize("aantal", [1, 60])
def test_evenveel_queries_voor_een_zaak_als_voor_zestig(hier: Kantoor, database: Database, aantal: int):
    with database.unit_of_work(hier.bereik) as sessie:
        for _ in range(aantal):
            zaak = factories.zaak(sessie)
            sessie.get_one(Huishouden, (hier.gemeente.id, zaak.huishouden_id)).naam = "Familie Tekle"
            zoekindex.werk_zaak_bij(sessie, zaak)
            notities.schrijf(sessie, zaak, actor=hier.ik, tekst="Mevrouw Tekle belde.")
    for tekst in ("tekle", "tekle belde", "familie"):
        with database.lezen(hier.bereik) as sessie, opdrachten(database) as gezien:
            uitslag = zoek(sessie, hier.ik, tekst, HASH)
        assert (uitslag.aantal, len(uitslag.zaken)) == (aantal, min(aantal, 50))
        assert len(gezien) <= 4


def test_tellen_stopt_bij_de_grens(hier: Kantoor, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(index, "TEL_TOT", 3)
    monkeypatch.setattr(zoeken, "TEL_TOT", 3)
    nummers = [hier.open("Tekle") for _ in range(6)]
    uitslag = hier.uitslag("tekle")
    assert uitslag.meer and uitslag.aantal == 4
    assert [een.zaak.zaaknummer for een in uitslag.zaken] == nummers[:1:-1]
