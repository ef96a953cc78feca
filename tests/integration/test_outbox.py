"""De outbox: werk gaat nooit verloren, ook niet als de werker midden in het werk sterft."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from casus import outbox
from casus.db import Bereik, Database, uuid7
from casus.models import Outbox
from casus.outbox import CLAIM, POGINGEN, VOORSPRONG, Uitstel, pauze, verwerk_alles, verwerk_een, zet_klaar
from casus.termijnen import klok_op, nu
from tests import factories

BEGIN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
alleen_postgresql = pytest.mark.parametrize("_soort", ["postgresql"], indirect=True)


class Klok:
    """Een klok die de test zelf verzet."""

    def __init__(self) -> None:
        self.moment = BEGIN

    def __call__(self) -> datetime:
        return self.moment

    def verder(self, duur: timedelta) -> None:
        self.moment += duur


class Sterft(BaseException):
    """Het proces sterft: geen enkele afhandeling loopt nog."""


@pytest.fixture
def klok():
    klok = Klok()
    with klok_op(klok):
        yield klok


def klaarzetten(db: Database, soort: str = "bericht", **inhoud: Any) -> UUID:
    with db.unit_of_work() as sessie:
        return zet_klaar(sessie, soort, inhoud, None)


def stand(db: Database, outbox_id: UUID) -> Outbox:
    with db.lezen() as sessie:
        rij = sessie.get(Outbox, outbox_id)
        assert rij is not None
        return rij


def faalt(fout: BaseException) -> Callable[[Database, Outbox], None]:
    def handler(_db: Database, _werk: Outbox) -> None:
        raise fout

    return handler


def test_werk_wordt_een_keer_gedaan(database, klok):
    gedaan: list[Any] = []
    werk = klaarzetten(database, zaaknummer="TST-2026-00001")
    handlers = {"bericht": lambda db, rij: gedaan.append((rij.id, rij.inhoud))}
    assert verwerk_een(database, None, handlers) == "klaar"
    assert verwerk_een(database, None, handlers) is None
    assert verwerk_een(database, werk, handlers) is None
    assert gedaan == [(werk, {"zaaknummer": "TST-2026-00001"})]
    rij = stand(database, werk)
    assert (rij.status, rij.pogingen, rij.klaar_op, rij.laatste_fout) == ("klaar", 1, BEGIN, "")


def test_werk_van_een_teruggedraaide_transactie_bestaat_niet(database):
    with database.schrijven() as sessie:
        zet_klaar(sessie, "bericht", {}, None)
        sessie.rollback()
    assert verwerk_alles(database, {"bericht": lambda db, rij: None}) == 0


def test_wie_leest_kan_geen_werk_klaarzetten(database):
    with database.lezen() as sessie, pytest.raises(DBAPIError, match=r"(?i)read-?\s?only"):
        zet_klaar(sessie, "bericht", {}, None)


def test_een_handler_schrijft_in_zijn_eigen_transactie(database, gemeenten):
    """Er staat geen transactie open tijdens het werk, anders wacht SQLite op zichzelf."""
    a, _ = gemeenten

    def handler(db: Database, werk: Outbox) -> None:
        with db.unit_of_work(Bereik.van(werk.gemeente_id)) as sessie:
            sessie.add(factories.huishouden(werk.gemeente_id))

    with database.unit_of_work(Bereik.van(a.id)) as sessie:
        werk = zet_klaar(sessie, "dossier", {"verstrekking": str(uuid7())}, a.id)
    assert verwerk_een(database, werk, {"dossier": handler}) == "klaar"


def test_oudste_werk_gaat_voor(database, klok):
    volgorde: list[int] = []
    for nr in range(3):
        klaarzetten(database, nr=nr)
        klok.verder(timedelta(seconds=1))
    assert verwerk_alles(database, {"bericht": lambda db, rij: volgorde.append(rij.inhoud["nr"])}) == 3
    assert volgorde == [0, 1, 2]


def test_waar_iemand_op_wacht_gaat_voor_de_post_maar_laat_niets_eeuwig_liggen(database, klok):
    volgorde: list[str] = []
    oud = klaarzetten(database, wat="oude brief")
    klok.verder(VOORSPRONG + timedelta(minutes=1))
    for wat in ("mail", "brief"):
        klaarzetten(database, wat=wat)
        klok.verder(timedelta(minutes=5))
    with database.unit_of_work() as sessie:
        bulk = zet_klaar(sessie, "bericht", {"wat": "bulk"}, None, voorrang=True)
    handlers = {"bericht": lambda db, rij: volgorde.append(rij.inhoud["wat"])}
    assert verwerk_alles(database, handlers) == 4
    assert volgorde == ["oude brief", "bulk", "mail", "brief"]
    assert stand(database, oud).status == stand(database, bulk).status == "klaar"


def test_na_een_fout_steeds_langer_wachten_en_dan_opgeven(database, klok):
    werk = klaarzetten(database)
    handlers = {"bericht": faalt(RuntimeError("Mevrouw Tekle, BSN 999990019, nam niet op"))}
    for poging in range(1, POGINGEN):
        assert verwerk_een(database, None, handlers) == "later"
        rij = stand(database, werk)
        assert (rij.status, rij.pogingen, rij.volgende_op) == ("wacht", poging, klok() + pauze(poging))
        klok.verder(pauze(poging) - timedelta(seconds=1))
        assert verwerk_een(database, None, handlers) is None, "nog niet aan de beurt"
        klok.verder(timedelta(seconds=1))
    assert verwerk_een(database, None, handlers) == "mislukt"
    rij = stand(database, werk)
    assert (rij.status, rij.pogingen, rij.klaar_op) == ("mislukt", POGINGEN, None)
    klok.verder(timedelta(days=30))
    assert verwerk_een(database, None, handlers) is None


def test_de_pauze_verdubbelt_tot_een_uur():
    minuten = [pauze(poging).total_seconds() / 60 for poging in range(1, 12)]
    assert minuten == [0.5, 1, 2, 4, 8, 16, 32, 60, 60, 60, 60]


def test_in_de_bewaarde_fout_staat_geen_persoon(database):
    werk = klaarzetten(database)
    verwerk_een(database, None, {"bericht": faalt(ValueError("Mevrouw Tekle, 999990019"))})
    assert stand(database, werk).laatste_fout.startswith("ValueError in outbox.py:")


def test_onbekend_werk_blijft_staan(database, klok):
    werk = klaarzetten(database, soort="iets nieuws")
    assert verwerk_een(database, None, {}) == "later"
    assert stand(database, werk).laatste_fout.startswith("OnbekendWerk")
    klok.verder(timedelta(hours=1))
    assert verwerk_een(database, None, {"iets nieuws": lambda db, rij: None}) == "klaar"
    assert stand(database, werk).laatste_fout == ""


def test_uitstel_kost_geen_poging(database, klok):
    werk = klaarzetten(database)
    zin = "Pango ontbreekt; het dossier wordt gemaakt zodra het er is."
    for _ in range(POGINGEN * 2):
        assert verwerk_een(database, None, {"bericht": faalt(Uitstel(zin))}) == "later"
        klok.verder(timedelta(hours=1))
    rij = stand(database, werk)
    assert (rij.status, rij.pogingen, rij.laatste_fout) == ("wacht", 0, zin)
    assert verwerk_een(database, None, {"bericht": lambda db, rij: None}) == "klaar"


def test_alles_verwerken_gaat_door_na_een_fout(database, klok):
    for soort in ("goed", "fout", "goed"):
        klaarzetten(database, soort=soort)
    handlers = {"goed": lambda db, rij: None, "fout": faalt(RuntimeError())}
    assert verwerk_alles(database, handlers) == 2


def test_een_bepaalde_rij_gaat_meteen_ook_als_zij_nog_moest_wachten(database, klok):
    werk = klaarzetten(database)
    verwerk_een(database, None, {"bericht": faalt(RuntimeError())})
    assert verwerk_een(database, None, {"bericht": lambda db, rij: None}) is None
    assert verwerk_een(database, werk, {"bericht": lambda db, rij: None}) == "klaar"


# ── Sterven ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_sterven_voor_of_na_het_gevolg_geeft_een_tweede_keer_en_nooit_een_verlies(database, klok):
    gevolgen: list[UUID] = []

    def sterft_na_het_gevolg(_db: Database, rij: Outbox) -> None:
        gevolgen.append(rij.id)
        raise Sterft

    werk = klaarzetten(database)
    for handler in (faalt(Sterft()), sterft_na_het_gevolg):
        with pytest.raises(Sterft):
            verwerk_een(database, None, {"bericht": handler})
        assert verwerk_een(database, None, {"bericht": handler}) is None, "een ander laat de claim met rust"
        klok.verder(CLAIM)
    assert verwerk_een(database, None, {"bericht": lambda db, rij: gevolgen.append(rij.id)}) == "klaar"
    assert gevolgen == [werk, werk]
    assert stand(database, werk).pogingen == 3


def test_sterven_bij_het_afvinken_geeft_een_tweede_keer(database, klok, monkeypatch):
    gevolgen: list[UUID] = []
    handlers = {"bericht": lambda db, rij: gevolgen.append(rij.id)}
    werk = klaarzetten(database)
    with monkeypatch.context() as even:
        even.setattr(outbox, "_bewaar", faalt_altijd)
        with pytest.raises(Sterft):
            verwerk_een(database, None, handlers)
    klok.verder(CLAIM)
    assert verwerk_een(database, None, handlers) == "klaar"
    assert gevolgen == [werk, werk]


def faalt_altijd(*_args: Any, **_kwargs: Any) -> None:
    raise Sterft


def test_werk_dat_elke_werker_doodt_houdt_op(database, klok):
    werk = klaarzetten(database)
    for _ in range(POGINGEN):
        with pytest.raises(Sterft):
            verwerk_een(database, None, {"bericht": faalt(Sterft())})
        klok.verder(CLAIM)
    assert verwerk_een(database, None, {"bericht": faalt(Sterft())}) == "mislukt"
    rij = stand(database, werk)
    assert (rij.status, rij.laatste_fout) == ("mislukt", "De werker stopte steeds voordat het werk klaar was.")


def test_een_trage_werker_maakt_het_werk_van_zijn_opvolger_niet_ongedaan(database, klok):
    werk = klaarzetten(database)

    def traag(db: Database, _rij: Outbox) -> None:
        klok.verder(CLAIM + timedelta(minutes=1))
        assert verwerk_een(db, None, {"bericht": lambda db, rij: None}) == "klaar"
        raise RuntimeError

    verwerk_een(database, None, {"bericht": traag})
    rij = stand(database, werk)
    assert (rij.status, rij.laatste_fout) == ("klaar", "")


def test_een_trage_werker_neemt_zijn_opvolger_de_claim_niet_af(database, klok):
    werk = klaarzetten(database)

    def traag(db: Database, _rij: Outbox) -> None:
        klok.verder(CLAIM)
        with db.unit_of_work() as sessie:
            assert len(outbox.neem(sessie, 1)) == 1
        raise RuntimeError

    verwerk_een(database, None, {"bericht": traag})
    rij = stand(database, werk)
    assert (rij.pogingen, rij.volgende_op, rij.laatste_fout) == (2, klok() + CLAIM, "")


# ── Samen ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_vier_werkers_doen_elk_werk_precies_een_keer(database):
    ids = [klaarzetten(database, nr=nr) for nr in range(24)]
    gedaan: list[UUID] = []
    slot = threading.Lock()

    def handler(_db: Database, rij: Outbox) -> None:
        with slot:
            gedaan.append(rij.id)

    with ThreadPoolExecutor(4) as draden:
        aantallen = list(draden.map(lambda _: verwerk_alles(database, {"bericht": handler}), range(4)))
    assert sorted(gedaan) == sorted(ids)
    assert sum(aantallen) == len(ids)


@alleen_postgresql
def test_werkers_slaan_elkaars_rijen_over(database):
    ids = [klaarzetten(database, nr=nr) for nr in range(4)]
    with database.schrijven() as een, database.schrijven() as twee:
        eerste = [rij.id for rij in outbox.neem(een, 3)]
        tweede = [rij.id for rij in outbox.neem(twee, 3)]
    assert (eerste, tweede) == (ids[:3], ids[3:])


@alleen_postgresql
def test_het_volgende_werk_komt_uit_de_index(database):
    vraag = select(Outbox).where(Outbox.status == "wacht", Outbox.volgende_op <= nu())
    vraag = vraag.order_by(Outbox.volgende_op, Outbox.id).limit(1).with_for_update(skip_locked=True)
    with database.schrijven() as sessie:
        verbinding = sessie.connection()
        verbinding.exec_driver_sql("SET LOCAL enable_seqscan = off")
        tekst = str(vraag.compile(verbinding, compile_kwargs={"literal_binds": True}))
        plan = "\n".join(verbinding.exec_driver_sql(f"EXPLAIN {tekst}").scalars())
    assert "ix_outbox_wacht" in plan and "Sort" not in plan
