"""Eén zaak of gemeente waarmee iets mis is, houdt het werk voor de andere niet op."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from casus.actions import signaalklok, uitgaand
from casus.actions.uitgaand import laat_klok_lopen
from casus.actions.volhouden import houd_vol
from casus.actor import Actor
from casus.cli import worker
from casus.db import uuid7
from casus.models import Workflowversie, Zaak
from casus.termijnen import klok_op
from tests.wereld import NU, A, B, Wereld


def klok(w: Wereld) -> Actor:
    return Actor(w.actor("beheerder").gebruiker_id, "De klok", w.gemeente(), herkomst="worker")


def breek(w: Wereld, zaak_id: UUID) -> None:
    """Geeft de zaak een proces dat niet te lezen is."""
    with w.werk() as sessie:
        versie = Workflowversie(id=uuid7(), code="kapot", hash="0" * 64, tekst="Jansen: [")
        sessie.add(versie)
        sessie.flush()
        sessie.execute(update(Zaak).where(Zaak.id == zaak_id).values(workflowversie_id=versie.id))


def met_kloktaak(w: Wereld) -> set[UUID]:
    return {rij["zaak_id"] for rij in w.rijen("taak") if rij["soort"] in ("WO-07", "WO-08")}


def test_een_onleesbare_zaak_houdt_de_andere_niet_op(wereld: Wereld, monkeypatch: pytest.MonkeyPatch):
    w, gemeld = wereld, []
    with w.lees() as sessie:  # de eerste die aan de beurt komt
        kapot = sessie.scalars(select(Zaak.id).where(Zaak.gesloten_op.is_(None), Zaak.toestand != "gehuisvest")).all()[
            0
        ]
    eerder = met_kloktaak(w)
    breek(w, kapot)
    monkeypatch.setattr(uitgaand, "signaleer_termijnen", lambda _, gemeente_id: gemeld.append(gemeente_id))
    with capture_logs() as regels:
        assert laat_klok_lopen(w.db, klok(w)) > 0
    (regel,) = regels
    assert (regel["event"], regel["zaak"], regel["gemeente"]) == ("overgeslagen", str(kapot), str(w.gemeente()))
    assert "Jansen" not in str(regel) and set(regel) == {"event", "log_level", "wat", "fout", "zaak", "gemeente"}
    assert met_kloktaak(w) - eerder - {kapot}
    assert set(gemeld) >= {w.gemeente(A), w.gemeente(B)}
    assert w.breuken() == []


def test_een_gemeente_of_collega_houdt_de_andere_niet_op(wereld: Wereld, monkeypatch: pytest.MonkeyPatch):
    w, geprobeerd = wereld, []

    def stuk(*alles: Any) -> int:
        geprobeerd.append(alles[1])
        raise ValueError("Jansen")

    with monkeypatch.context() as even, capture_logs() as regels:
        even.setattr(uitgaand, "signaleer_termijnen", stuk)
        laat_klok_lopen(w.db, klok(w))
    assert set(geprobeerd) >= {w.gemeente(A), w.gemeente(B)}
    assert set(geprobeerd) == {UUID(regel["gemeente"]) for regel in regels}
    geprobeerd.clear()
    monkeypatch.setattr(signaalklok, "_van_een", stuk)
    with capture_logs() as regels:
        signaalklok.signaleer_termijnen(w.db, w.gemeente())
    assert len(geprobeerd) == len(regels) > 1
    assert {regel["fout"] for regel in regels} == {"ValueError"} and "Jansen" not in str(regels)


def test_een_haperende_database_bereikt_de_werker(wereld: Wereld, monkeypatch: pytest.MonkeyPatch):
    w, keer = wereld, []

    def weg(*_: Any) -> int:
        keer.append(1)
        raise OperationalError("BEGIN", {}, Exception())

    monkeypatch.setattr(uitgaand, "_klok_voor", weg)
    with capture_logs() as regels, pytest.raises(OperationalError):
        laat_klok_lopen(w.db, klok(w))
    assert (len(keer), regels) == (1, [])


def _sqlite(nummer: int) -> Exception:
    fout = sqlite3.OperationalError("x")
    fout.sqlite_errorcode = nummer
    return fout


@pytest.mark.parametrize(
    ("oorzaak", "weg"),
    [
        (psycopg.errors.LockNotAvailable(), False),
        (psycopg.errors.QueryCanceled(), False),
        (psycopg.errors.DeadlockDetected(), False),
        (psycopg.errors.AdminShutdown(), True),
        (psycopg.errors.ConnectionFailure(), True),
        (psycopg.OperationalError("connection refused"), True),
        (_sqlite(sqlite3.SQLITE_BUSY), False),
        (_sqlite(sqlite3.SQLITE_BUSY_SNAPSHOT), False),
        (_sqlite(sqlite3.SQLITE_LOCKED), False),
        (_sqlite(sqlite3.SQLITE_CANTOPEN), True),
    ],
    ids=lambda waarde: type(waarde).__name__,
)
def test_alleen_een_database_die_weg_is_houdt_de_rest_op(oorzaak: Exception, weg: bool):
    fout = OperationalError("SELECT 1", {}, oorzaak)
    with capture_logs() as regels, nullcontext() if not weg else pytest.raises(OperationalError), houd_vol("x"):
        raise fout
    assert len(regels) == (not weg)
    verbroken = OperationalError("SELECT 1", {}, oorzaak, connection_invalidated=True)
    with pytest.raises(OperationalError), houd_vol("x"):
        raise verbroken


def test_een_zaak_op_slot_houdt_de_ronde_niet_op(wereld: Wereld, monkeypatch: pytest.MonkeyPatch):
    w, geprobeerd, gemeld = wereld, [], []

    def op_slot(_: object, gemeente_id: UUID, *__: object) -> int:
        geprobeerd.append(gemeente_id)
        raise OperationalError("SELECT", {}, psycopg.errors.LockNotAvailable())

    monkeypatch.setattr(uitgaand, "_klok_voor", op_slot)
    monkeypatch.setattr(uitgaand, "signaleer_termijnen", lambda _, gemeente_id: gemeld.append(gemeente_id))
    with capture_logs() as regels:
        laat_klok_lopen(w.db, klok(w))
    assert len(regels) == len(geprobeerd) > 1 and set(geprobeerd) <= set(gemeld)


class _Uitgang:
    def verwerk(self, _: object) -> int:
        return 7


def test_de_ronde_gaat_door_en_probeert_het_de_volgende_keer_weer(wereld: Wereld, monkeypatch: pytest.MonkeyPatch):
    w, gedaan, keer = wereld, worker.Gedaan(), []

    def klokwerk(*_: Any) -> None:
        keer.append(1)
        if len(keer) == 1:
            raise KeyError("Jansen")

    monkeypatch.setattr(worker, "database", lambda: w.db)
    monkeypatch.setattr(worker, "_klok", lambda: klok(w))
    monkeypatch.setattr(worker, "laat_klok_lopen", klokwerk)
    with capture_logs() as regels:
        rondes = [worker._ronde(_Uitgang(), gedaan) for _ in range(3)]  # type: ignore[arg-type]  # alleen `verwerk`
    assert (rondes, len(keer)) == ([7, 7, 7], 2)
    assert [(regel["wat"], regel["fout"]) for regel in regels] == [("klok", "KeyError")]


@pytest.mark.parametrize(
    "deel", ["signaleer_termijnen", "signaleer_bezwaren", "signaleer_aanbiedingen", "laat_besluiten_lopen"]
)
def test_een_deel_van_de_klok_dat_niet_lukt_houdt_de_andere_niet_op(
    wereld: Wereld, monkeypatch: pytest.MonkeyPatch, deel: str
):
    w = wereld
    delen = ["signaleer_termijnen", "signaleer_bezwaren", "signaleer_aanbiedingen", "laat_besluiten_lopen"]
    liep: list[str] = []

    def vervang(naam: str) -> Callable[..., int]:
        def stuk(*_: object) -> int:
            liep.append(naam)
            if naam == deel:
                raise ValueError("Jansen")
            return 0

        return stuk

    for naam in delen:
        monkeypatch.setattr(uitgaand, naam, vervang(naam))
    with capture_logs() as regels:
        uitgaand._klok_in(w.db, w.gemeente(), klok(w))
    assert liep == delen and [regel["fout"] for regel in regels] == ["ValueError"]


def test_de_klok_loopt_later_nog_eens_als_zij_iets_oversloeg(wereld: Wereld, monkeypatch: pytest.MonkeyPatch):
    w, gedaan, keer = wereld, worker.Gedaan(), []

    def klokwerk(*_: Any) -> None:
        keer.append(1)
        with houd_vol("klok van een zaak"):
            if len(keer) == 1:
                raise ValueError("Jansen")

    monkeypatch.setattr(worker, "database", lambda: w.db)
    monkeypatch.setattr(worker, "_klok", lambda: klok(w))
    monkeypatch.setattr(worker, "laat_klok_lopen", klokwerk)
    aantallen = []
    for minuten in (0, 1, 40, 50, 300):
        with klok_op(NU + timedelta(minutes=minuten)):
            worker._ronde(_Uitgang(), gedaan)  # type: ignore[arg-type]  # alleen `verwerk`
        aantallen.append(len(keer))
    assert aantallen == [1, 1, 2, 2, 2]
