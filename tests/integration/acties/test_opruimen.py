"""Wat alleen voor het werk zelf nodig was, gaat na zijn termijn weg; hoeveel, staat in de keten."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from casus.actions import opruimen
from casus.actions.opruimen import ruim_op, ruim_sessies_op
from casus.actions.uitgaand import laat_klok_lopen
from casus.actor import Actor
from casus.db import uuid7
from casus.models import Indiening, Parameter, Sessie, Signaal
from casus.termijnen import nu
from tests.wereld import NU, A, B, Wereld

DAG = timedelta(days=1)


def klok(w: Wereld, gemeente: str = A) -> Actor:
    return Actor(w.actor("beheerder", gemeente).gebruiker_id, "De klok", w.gemeente(gemeente), herkomst="worker")


def zet_neer(w: Wereld, gemeente: str, *dagen: int) -> None:
    """Van elke soort een rij die zoveel dagen oud is; van de signalen ook een ongelezen."""
    wie = w.actor("jurist", gemeente).gebruiker_id
    with w.werk(gemeente) as sessie:
        for dag in dagen:
            op, sleutel = nu() - timedelta(days=dag), {"gemeente_id": w.gemeente(gemeente), "gebruiker_id": wie}
            sessie.add(Indiening(id=uuid7(), sleutel=f"{gemeente}-{dag}", op=op, **sleutel))
            sessie.add(Sessie(sleutel_hash=f"{gemeente}-{dag}", begonnen_op=op, beeindigd_op=op, **sleutel))
            sessie.add(Sessie(sleutel_hash=f"{gemeente}-{dag}-open", begonnen_op=op, **sleutel))
            for gelezen in (op, None):
                wat = {"soort": "koppeling", "kenmerk": f"oud-{dag}-{gelezen is None}", "op": op}
                sessie.add(Signaal(id=uuid7(), gelezen_op=gelezen, **wat, **sleutel))


def over(w: Wereld, gemeente: str = A) -> dict[str, list[str]]:
    begin = Sessie.sleutel_hash.startswith(gemeente)
    with w.lees(gemeente) as sessie:
        return {
            "formulieren": sorted(sessie.scalars(select(Indiening.sleutel))),
            "sessies": sorted(sessie.scalars(select(Sessie.sleutel_hash).where(begin))),
            "signalen": sorted(sessie.scalars(select(Signaal.kenmerk).where(Signaal.kenmerk.startswith("oud-")))),
        }


def test_na_de_termijn_weg_en_geen_dag_eerder(wereld: Wereld):
    w = wereld
    zet_neer(w, A, 1, 29, 31, 89, 91, 364, 366)
    zet_neer(w, B, 400)
    elders = over(w, B)
    zaken = {naam: w.momentopname(A)[naam] for naam in ("zaak", "taak", "besluit", "document", "notitie", "leesactie")}
    assert ruim_op(w.db, w.gemeente(), klok(w)) == 5 + 6 + 1
    blijft = over(w)
    assert blijft["formulieren"] == [f"{A}-1", f"{A}-29"]
    assert blijft["sessies"] == sorted(f"{A}-{dag}{rest}" for dag in (1, 29, 31, 89) for rest in ("", "-open"))
    gelezen = {kenmerk for kenmerk in blijft["signalen"] if kenmerk.endswith("False")}
    assert gelezen == {f"oud-{dag}-False" for dag in (1, 29, 31, 89, 91, 364)}
    assert len(blijft["signalen"]) - len(gelezen) == 7, "een ongelezen signaal blijft"
    assert over(w, B) == elders, "van een andere gemeente gaat niets weg"
    assert {naam: w.momentopname(A)[naam] for naam in zaken} == zaken
    gebeurtenis, gegevens = w.gebeurtenissen(w.gemeente())[-1]
    assert gebeurtenis.soort == "opgeruimd" and "5 formulieren, 6 sessies, 1 signaal" in gegevens
    assert ruim_op(w.db, w.gemeente(), klok(w)) == 0
    assert w.gebeurtenissen(w.gemeente())[-1][0].id == gebeurtenis.id, "niets verwijderd is geen gebeurtenis"
    assert w.breuken() == []


def test_de_gemeente_stelt_de_termijn_vast(wereld: Wereld):
    w = wereld
    zet_neer(w, A, 8, 40)
    with w.werk() as sessie:
        rij = sessie.scalars(select(Parameter).where(Parameter.sleutel == opruimen.FORMULIER)).one()
        rij.waarde = "7"
    ruim_op(w.db, w.gemeente(), klok(w))
    assert over(w)["formulieren"] == []
    with w.werk() as sessie:  # een installatie van voor deze parameters
        sessie.delete(sessie.scalars(select(Parameter).where(Parameter.sleutel == opruimen.FORMULIER)).one())
    with w.werk() as sessie:
        sleutel = {"gemeente_id": w.gemeente(), "gebruiker_id": w.actor("jurist").gebruiker_id}
        sessie.add(Indiening(id=uuid7(), sleutel="acht dagen", op=nu() - 8 * DAG, **sleutel))
    ruim_op(w.db, w.gemeente(), klok(w))
    assert over(w)["formulieren"] == ["acht dagen"]


def test_veel_gaat_in_stukken(wereld: Wereld, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(opruimen, "HOOGSTENS", 2)
    zet_neer(wereld, A, *range(31, 36))
    wie = klok(wereld)
    assert [ruim_op(wereld.db, wereld.gemeente(), wie) for _ in range(4)] == [2, 2, 1, 0]


def test_een_fout_bij_het_vastleggen_laat_alles_staan(wereld: Wereld, monkeypatch: pytest.MonkeyPatch):
    zet_neer(wereld, A, 400)
    vooraf = over(wereld)
    monkeypatch.setattr(opruimen, "noteer", lambda *_, **__: (_ for _ in ()).throw(ZeroDivisionError))
    with pytest.raises(ZeroDivisionError):
        ruim_op(wereld.db, wereld.gemeente(), klok(wereld))
    assert over(wereld) == vooraf


def test_de_werker_ruimt_elke_dag_op_ook_sessies_zonder_gemeente(wereld: Wereld):
    w, wie = wereld, wereld.actor("jurist").gebruiker_id
    zet_neer(w, A, 400)
    zet_neer(w, B, 400)

    def zonder(op: datetime) -> None:
        with w.db.unit_of_work() as sessie:
            sessie.add(Sessie(sleutel_hash=f"{A} zonder {op}", gebruiker_id=wie, begonnen_op=op, beeindigd_op=None))

    zonder(NU - 91 * DAG)
    zonder(NU - 89 * DAG)
    laat_klok_lopen(w.db, klok(w))
    for gemeente in (A, B):
        assert not over(w, gemeente)["formulieren"], gemeente
    with w.db.lezen() as sessie:
        assert sessie.scalar(select(func.count()).where(Sessie.gemeente_id.is_(None))) == 1
    assert ruim_sessies_op(w.db) == 0
