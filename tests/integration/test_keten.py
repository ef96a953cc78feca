"""De keten van gebeurtenissen: aaneengesloten bij gelijktijdig werk, en elke wijziging achteraf valt op."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from click.testing import CliRunner
from sqlalchemy import event, func, select, text
from sqlalchemy.exc import DBAPIError

from casus.actor import Actor
from casus.cli.verify import verify
from casus.db import Bereik, CasusSessie, Database, uuid7
from casus.errors import GeenBereik
from casus.gebeurtenissen import _VELDEN, _hash, noteer, verifieer, weigering
from casus.models import Gebeurtenis, GebeurtenisInhoud, Gemeente, Keten, Zaak
from tests import factories

KNOEIEN = 200


@dataclass(frozen=True)
class Wereld:
    """Een gemeente met een actor en een zaak die al een eerste gebeurtenis heeft."""

    db: Database
    actor: Actor
    zaak: Zaak

    @property
    def bereik(self) -> Bereik:
        return Bereik.van(self.actor.gemeente_id)

    def noteer(self, sessie: CasusSessie, soort: str = "notitie", **gegevens: Any) -> Any:
        wie = {"actor": self.actor, "object_": self.zaak, "zaak_id": self.zaak.id}
        return noteer(sessie, soort=soort, gegevens=gegevens, **wie)

    def breuken(self) -> list[Any]:
        with self.db.lezen(self.bereik) as sessie:
            return list(verifieer(sessie))


@pytest.fixture
def wereld(database: Database, gemeenten: tuple[Gemeente, Gemeente]) -> Wereld:
    actor = factories.actor(database, gemeenten[0].id)
    with database.unit_of_work(Bereik.van(actor.gemeente_id)) as sessie:
        nieuw = Wereld(database, actor, factories.zaak(sessie))
        nieuw.noteer(sessie, "zaak_geopend", bron="koppeling")
    return nieuw


# ── Toevoegen ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_een_gebeurtenis_sluit_aan_in_de_keten_van_haar_zaak_of_gemeente(wereld):
    with wereld.db.unit_of_work(wereld.bereik) as sessie:
        tweede = wereld.noteer(sessie, naar="match_gezocht")
        derde = wereld.noteer(sessie)
        los = noteer(sessie, actor=wereld.actor, soort="ingelogd", object_=wereld.zaak, gegevens={})
        tweede_los = noteer(sessie, actor=wereld.actor, soort="uitgelogd", object_=wereld.zaak, gegevens={})
    assert (tweede.nr, derde.nr, los.nr, tweede_los.nr) == (2, 3, 1, 2)
    assert (derde.vorige_hash, los.vorige_hash, tweede_los.vorige_hash) == (tweede.hash, "", los.hash)
    assert {tweede.keten_id, derde.keten_id} == {wereld.zaak.id} and los.keten_id == wereld.actor.gemeente_id
    assert wereld.breuken() == []


def test_alles_van_wie_wat_en_wanneer_staat_erin(wereld):
    with wereld.db.lezen(wereld.bereik) as sessie:
        rij = sessie.scalars(select(Gebeurtenis)).one()
        inhoud = sessie.scalars(select(GebeurtenisInhoud)).one()
    assert (rij.actor_id, rij.actor_naam, rij.herkomst) == (wereld.actor.gebruiker_id, wereld.actor.naam, "web")
    assert (rij.object_soort, rij.object_id, rij.resultaat) == ("zaak", wereld.zaak.id, "gelukt")
    assert rij.tijdstip.utcoffset().total_seconds() == 0
    assert inhoud.gegevens == '{"bron":"koppeling"}' and len(bytes.fromhex(inhoud.zout)) == 16


def test_dezelfde_gegevens_geven_een_andere_hash(wereld):
    """Zonder zout is van een gewist gegeven te raden wat het was."""
    with wereld.db.unit_of_work(wereld.bereik) as sessie:
        for _ in range(2):
            wereld.noteer(sessie, besluit="toegekend")
        hashes = list(sessie.scalars(select(Gebeurtenis.inhoud_hash)))
    assert len(set(hashes)) == 3


def test_wat_wordt_teruggedraaid_laat_geen_gebeurtenis_na(wereld):
    with wereld.db.schrijven(wereld.bereik) as sessie:
        wereld.noteer(sessie)
        sessie.rollback()
    with wereld.db.unit_of_work(wereld.bereik) as sessie:
        assert wereld.noteer(sessie).nr == 2
    assert wereld.breuken() == []


def test_een_gebeurtenis_gaat_over_wat_in_dezelfde_transactie_is_gemaakt(wereld):
    with wereld.db.unit_of_work(wereld.bereik) as sessie:
        gezin = factories.huishouden(wereld.actor.gemeente_id)
        sessie.add(gezin)
        noteer(sessie, actor=wereld.actor, soort="huishouden", object_=gezin, gegevens={"op": wereld.zaak.koppeldatum})
    assert wereld.breuken() == []


def test_een_gebeurtenis_blijft_in_de_gemeente_van_haar_actor(wereld, gemeenten):
    for bereik in (Bereik.van(gemeenten[1].id), Bereik(), Bereik(lees=frozenset((gemeenten[0].id,)))):
        with wereld.db.schrijven(bereik) as sessie, pytest.raises(GeenBereik):
            wereld.noteer(sessie)


def test_een_leessessie_kan_geen_gebeurtenis_toevoegen(wereld):
    with wereld.db.lezen(wereld.bereik) as sessie, pytest.raises(DBAPIError, match=r"(?i)read-?\s?only"):
        wereld.noteer(sessie)


@pytest.mark.parametrize(
    "gegevens",
    [{"bsn": "x"}, {"BSN": "x"}, {"oud": {"v_nummer": "x"}}, {"rijen": [{"nieuwe_bsn": 1}]}, {"wachtwoord": ""}],
)
def test_nummers_van_personen_komen_niet_in_een_gebeurtenis(wereld, gegevens):
    with wereld.db.schrijven(wereld.bereik) as sessie, pytest.raises(ValueError, match="hoort niet in"):
        wereld.noteer(sessie, **gegevens)


@pytest.mark.parametrize("waarde", [object(), {1, 2}, float("nan"), b"x"])
def test_gegevens_zonder_vaste_schrijfwijze_worden_geweigerd(wereld, waarde):
    with wereld.db.schrijven(wereld.bereik) as sessie, pytest.raises((TypeError, ValueError)):
        wereld.noteer(sessie, waarde=waarde)


def test_een_gebeurtenis_kost_weinig_opdrachten(wereld, databank):
    """Elke actie komt hier langs: SQLite vier opdrachten, PostgreSQL twee keer heen en weer."""
    opdrachten: list[str] = []
    with wereld.db.schrijven(wereld.bereik) as sessie:
        sessie.connection()
        event.listen(wereld.db.engine, "before_cursor_execute", lambda *a: opdrachten.append(a[2]))
        wereld.noteer(sessie)
    assert len(opdrachten) == {"sqlite": 4, "postgresql": 2}[databank.soort]


# ── Weigeringen ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_een_weigering_blijft_ook_als_de_rest_wordt_teruggedraaid(wereld):
    with wereld.db.schrijven(wereld.bereik) as sessie:
        wereld.noteer(sessie, "overgang")
        sessie.rollback()
    zin = "U mag uw eigen voorstel niet goedkeuren."
    over = {"object_id": wereld.zaak.id, "zaak_id": wereld.zaak.id}
    schakel = weigering(wereld.db, actor=wereld.actor, soort="besluit", zin=zin, **over)
    with wereld.db.lezen(wereld.bereik) as sessie:
        rij = sessie.scalars(select(Gebeurtenis).where(Gebeurtenis.id == schakel.id)).one()
        gegevens = sessie.scalar(select(GebeurtenisInhoud.gegevens).where(GebeurtenisInhoud.id == schakel.id))
    assert (rij.resultaat, rij.zaak_id, rij.nr) == ("geweigerd", wereld.zaak.id, 2)
    assert gegevens == f'{{"zin":"{zin}"}}'
    assert wereld.breuken() == []


def test_een_poging_op_een_vreemde_zaak_staat_bij_de_gemeente_van_de_actor(wereld, gemeenten):
    a, b = gemeenten
    with wereld.db.unit_of_work(Bereik.van(b.id)) as sessie:
        vreemd = factories.zaak(sessie)
    over = {"object_id": vreemd.id, "zaak_id": vreemd.id, "zin": "Deze zaak bestaat niet."}
    schakel = weigering(wereld.db, actor=wereld.actor, soort="lezen", **over)
    assert schakel.keten_id == a.id
    with wereld.db.lezen(Bereik.van(b.id)) as sessie:
        assert sessie.scalar(select(func.count()).select_from(Gebeurtenis)) == 0


# ── Gelijktijdig ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_acht_tegelijk_geven_een_ongebroken_keten(wereld):
    """Ook de allereerste schakel van een keten (die van de gemeente) komt er één keer."""
    start, per_draad = Barrier(8), 12

    def werk(draad: int) -> None:
        start.wait(30)
        for nr in range(per_draad):
            with wereld.db.unit_of_work(wereld.bereik) as sessie:
                wereld.noteer(sessie, draad=draad, nr=nr)
                noteer(sessie, actor=wereld.actor, soort="los", object_=wereld.zaak, gegevens={"draad": draad})

    with ThreadPoolExecutor(8) as draden:
        list(draden.map(werk, range(8)))
    with wereld.db.lezen(wereld.bereik) as sessie:
        koppen = dict(sessie.execute(select(Keten.id, Keten.nr)).all())
    assert koppen == {wereld.zaak.id: 8 * per_draad + 1, wereld.actor.gemeente_id: 8 * per_draad}
    assert wereld.breuken() == []


# ── Nagaan ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def ketens(wereld) -> list[UUID]:
    """Acht zaken met elk zes gebeurtenissen, en één keten van de gemeente."""
    with wereld.db.unit_of_work(wereld.bereik) as sessie:
        zaken = [wereld.zaak, *(factories.zaak(sessie) for _ in range(7))]
        for nr in range(6):
            for zaak in zaken:
                over = {"object_": zaak, "zaak_id": zaak.id, "gegevens": {"nr": nr, "tekst": "een notitie"}}
                noteer(sessie, actor=wereld.actor, soort="notitie", **over)
            noteer(sessie, actor=wereld.actor, soort="ingelogd", object_=zaken[0], gegevens={})
    return [*(zaak.id for zaak in zaken), wereld.actor.gemeente_id]


@pytest.fixture
def eigenaar(databank, wereld, ketens) -> Iterator[CasusSessie]:
    """Iemand die alles kan: eigenaar van de tabellen, met de triggers uit. Wat hij niet vastlegt is daarna weg."""
    db = databank.eigenaar()
    tabellen = ("gebeurtenis", "gebeurtenis_inhoud")
    with db.schrijven(wereld.bereik) as sessie:
        if databank.soort == "postgresql":
            uit = [f"ALTER TABLE {tabel} DISABLE TRIGGER USER" for tabel in tabellen]
        else:
            triggers = sessie.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all()
            uit = [*(f"DROP TRIGGER {naam}" for naam in triggers), "PRAGMA defer_foreign_keys = ON"]
        for opdracht in uit:
            sessie.connection().exec_driver_sql(opdracht)
        yield sessie
        sessie.rollback()
        if databank.soort == "postgresql":  # de kloon is van de hele module
            for tabel in tabellen:
                sessie.connection().exec_driver_sql(f"ALTER TABLE {tabel} ENABLE TRIGGER USER")
            sessie.commit()
    db.engine.dispose()


class Knoeier:
    """Verandert op een willekeurige plek iets, zoals iemand die bij de database kan dat zou doen."""

    def __init__(self, sessie: CasusSessie, keten: UUID, kans: random.Random) -> None:
        self.sessie, self.keten, self.kans = sessie, keten, kans
        hier = select(Gebeurtenis).where(Gebeurtenis.keten_id == keten).order_by(Gebeurtenis.nr)
        self.schakels = [
            dict(rij) for rij in sessie.execute(hier.with_only_columns(*Gebeurtenis.__table__.c)).mappings()
        ]
        self.rij = kans.choice(self.schakels)

    def zet(self, tabel: str, kolom: str, waarde: Any, waar: UUID | None = None) -> None:
        tafel = {"gebeurtenis": Gebeurtenis, "gebeurtenis_inhoud": GebeurtenisInhoud, "keten": Keten}[tabel].__table__
        opdracht = tafel.update().where(tafel.c.id == (waar or self.rij["id"])).values({kolom: waarde})
        assert self.sessie.connection().execute(opdracht).rowcount == 1

    def veld(self) -> None:
        nieuw = {"resultaat": "geweigerd", "nr": 99, "actor_id": None, "zaak_id": uuid7(), "object_id": uuid7()}
        nieuw["tijdstip"] = self.rij["tijdstip"].replace(microsecond=(self.rij["tijdstip"].microsecond + 1) % 10**6)
        tekst = ("soort", "actor_naam", "herkomst", "object_soort", "correlatie", "inhoud_hash", "vorige_hash", "hash")
        kolom = self.kans.choice([*nieuw, *tekst])
        self.zet("gebeurtenis", kolom, nieuw[kolom] if kolom in nieuw else self.rij[kolom] + "x")

    def veld_met_nieuwe_hash(self) -> None:
        """Een slimmere knoeier rekent de hash van de schakel opnieuw uit: dan klopt de volgende of de kop niet meer."""
        nieuw = {**self.rij, "soort": "iets anders"}
        self.zet("gebeurtenis", "soort", nieuw["soort"])
        self.zet("gebeurtenis", "hash", _hash(nieuw[veld] for veld in _VELDEN))

    def inhoud(self) -> None:
        self.zet("gebeurtenis_inhoud", "gegevens", self.kans.choice(['{"nr":9}', '{"tekst":"een ander verhaal"}', ""]))

    def zout(self) -> None:
        self.zet("gebeurtenis_inhoud", "zout", self.kans.choice(["00" * 16, "geen hex", ""]))

    def kop(self) -> None:
        kolom, waarde = self.kans.choice([("nr", 3), ("kop", "x"), ("kop", self.schakels[0]["hash"]), ("nr", 0)])
        self.zet("keten", kolom, waarde, self.keten)

    def weg(self) -> None:
        self._verwijder([self.rij])

    def alles_weg(self) -> None:
        self._verwijder(self.schakels)

    def _verwijder(self, rijen: list[dict[str, Any]]) -> None:
        for rij in rijen:
            for tafel in (GebeurtenisInhoud.__table__, Gebeurtenis.__table__):
                self.sessie.connection().execute(tafel.delete().where(tafel.c.id == rij["id"]))

    def erbij(self) -> None:
        laatste = self.schakels[-1]
        nieuw = {**laatste, "id": uuid7(), "nr": laatste["nr"] + 1, "vorige_hash": laatste["hash"]}
        nieuw["hash"] = _hash(nieuw[veld] for veld in _VELDEN)
        self.sessie.connection().execute(Gebeurtenis.__table__.insert(), nieuw)

    def verwisseld(self) -> None:
        een, twee = self.kans.sample(self.schakels, 2)
        for rij, nr in ((een, 77), (twee, een["nr"]), (een, twee["nr"])):
            self.zet("gebeurtenis", "nr", nr, rij["id"])


SOORTEN: list[Callable[[Knoeier], None]] = [
    Knoeier.veld,
    Knoeier.veld,
    Knoeier.veld_met_nieuwe_hash,
    Knoeier.inhoud,
    Knoeier.zout,
    Knoeier.kop,
    Knoeier.weg,
    Knoeier.alles_weg,
    Knoeier.erbij,
    Knoeier.verwisseld,
]


def test_van_tweehonderd_keer_knoeien_worden_er_tweehonderd_gevonden(eigenaar, ketens):
    kans = random.Random(2026)
    assert list(verifieer(eigenaar)) == []
    for poging in range(KNOEIEN):
        keten, soort = kans.choice(ketens), SOORTEN[poging % len(SOORTEN)]
        with eigenaar.begin_nested() as punt:
            soort(Knoeier(eigenaar, keten, kans))
            breuken = list(verifieer(eigenaar))
            assert breuken, f"poging {poging}: {soort.__name__} viel niet op"
            assert {breuk.keten_id for breuk in breuken} == {str(keten)}, (
                "alleen de keten waarin is geknoeid is gebroken"
            )
            punt.rollback()
    assert list(verifieer(eigenaar)) == []


def test_een_schakel_in_een_andere_keten_hangen_breekt_beide(eigenaar, ketens):
    knoeier = Knoeier(eigenaar, ketens[0], random.Random(1))
    knoeier.zet("gebeurtenis", "nr", 7, knoeier.schakels[-1]["id"])
    knoeier.zet("gebeurtenis", "keten_id", ketens[1], knoeier.schakels[-1]["id"])
    assert {breuk.keten_id for breuk in verifieer(eigenaar)} == {str(ketens[0]), str(ketens[1])}


def test_gewiste_gegevens_zijn_geen_breuk(eigenaar, ketens):
    eigenaar.connection().exec_driver_sql("DELETE FROM gebeurtenis_inhoud")
    assert list(verifieer(eigenaar)) == []


def test_een_zaak_zonder_keten_valt_op(eigenaar, wereld):
    zaak = factories.zaak(eigenaar)
    assert [(b.keten_id, b.nr) for b in verifieer(eigenaar)] == [(str(zaak.id), 0)]


def test_de_plaats_van_de_breuk_staat_erbij(eigenaar, ketens, wereld):
    knoeier = Knoeier(eigenaar, ketens[3], random.Random(1))
    knoeier.zet("gebeurtenis", "actor_naam", "Iemand anders", knoeier.schakels[3]["id"])
    (breuk,) = verifieer(eigenaar)
    plaats = (breuk.gemeente_id, breuk.keten_id, breuk.nr)
    assert plaats == (str(wereld.actor.gemeente_id), str(ketens[3]), 4)
    assert breuk.zin == "Schakel 4 is gewijzigd."


def test_een_ontbrekende_schakel_wordt_genoemd(eigenaar, ketens):
    knoeier = Knoeier(eigenaar, ketens[1], random.Random(1))
    knoeier.rij = knoeier.schakels[2]
    knoeier.weg()
    assert [breuk.zin for breuk in verifieer(eigenaar)] == ["Na schakel 2 komt 4: er is iets weg."]


def test_een_sessie_gaat_alleen_de_ketens_na_die_zij_mag_lezen(eigenaar, ketens, gemeenten, databank):
    Knoeier(eigenaar, ketens[0], random.Random(1)).kop()
    eigenaar.commit()
    db = databank.eigenaar()
    with db.lezen(Bereik.van(gemeenten[1].id)) as sessie:
        assert list(verifieer(sessie)) == []
    db.engine.dispose()


def test_de_opdracht_verify(eigenaar, ketens, wereld, databank, gemeenten, monkeypatch):
    monkeypatch.setenv("CASUS_DATABASE_URL", databank.url)
    eigenaar.commit()
    goed = CliRunner().invoke(verify)
    assert (goed.exit_code, "ongebroken" in goed.output) == (0, True)

    knoeier = Knoeier(eigenaar, ketens[2], random.Random(1))
    for nr in (1, 4):
        knoeier.zet("gebeurtenis_inhoud", "gegevens", '{"anders":1}', knoeier.schakels[nr]["id"])
    eigenaar.commit()
    fout = CliRunner().invoke(verify)
    assert fout.exit_code == 1 and "ongebroken" not in fout.output
    assert f"{gemeenten[0].naam}, keten {ketens[2]}, schakel 2: De gegevens" in fout.output
    assert "schakel 5" not in fout.output
    assert "schakel 5" in CliRunner().invoke(verify, ["--alles"]).output
