"""Bijna af en te laat: één keer per taak en datum, hoe vaak de klok ook loopt en hoe lang zij ook stilstond."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import delete, select, update

from casus.actions import signaalklok, uitgaand
from casus.actions.proces import open_proces
from casus.actions.signaalklok import signaleer_termijnen
from casus.actions.uitgaand import laat_klok_lopen
from casus.actor import Actor
from casus.db import uuid7
from casus.models import Afwezigheid, Signaal, Taak
from casus.rules.signalen import Keuze, in_casus, in_mail
from casus.termijnen import klok_op
from tests.integration.queries.tellen import opdrachten, plan
from tests.integration.signalen.hulp import alle, kies, lid, lijst
from tests.wereld import NU, VANDAAG, A, B, Wereld


@pytest.fixture
def leeg(wereld: Wereld) -> Wereld:
    """Een gemeente waarin nog niets af hoeft en niemand iets heeft gehoord."""
    for gemeente in (A, B):
        with wereld.werk(gemeente) as sessie:
            verweg = {"uiterlijk": VANDAAG + timedelta(days=400), "behandelaar_id": None}
            sessie.execute(update(Taak).where(Taak.status == "open").values(**verweg))
            sessie.execute(delete(Signaal))
    return wereld


def zet(w: Wereld, rol: str, *dagen: int, zonder: bool = False) -> list[UUID]:
    """Geeft iemand taken die zoveel dagen vanaf vandaag af moeten."""
    ids = []
    with w.werk() as sessie:
        for verschil in dagen:
            ids.append(uuid7())
            velden = {"rol": rol, "uiterlijk": VANDAAG + timedelta(days=verschil), "titel": f"Taak {verschil}"}
            wie = None if zonder else lid(w, rol)
            sleutels = {"gemeente_id": w.gemeente(), "id": ids[-1], "zaak_id": w.zaak_id("nieuw"), "soort": "CM-01"}
            sessie.add(Taak(**sleutels, **velden, behandelaar_id=wie))
    return ids


def gehoord(w: Wereld) -> Mapping[tuple[UUID | None, str], date]:
    return {(een.taak_id, een.soort): date.fromisoformat(een.gegevens["dag"]) for een in alle(w) if een.taak_id}


def test_bijna_af_en_te_laat_een_keer_per_taak(leeg: Wereld):
    w = leeg
    laat, nu, straks, bijna, _ = zet(w, "wonen", -2, 0, 3, 1, 4)
    assert [signaleer_termijnen(w.db, w.gemeente()) for _ in range(3)] == [4, 0, 0]
    verwacht = {(laat, "te_laat"), (nu, "nadert"), (bijna, "nadert"), (straks, "nadert")}
    assert set(gehoord(w)) == verwacht
    assert {een.gebruiker_id for een in alle(w)} == {lid(w, "wonen")}
    assert all(een.gegevens.get("door") is None for een in alle(w))


def test_de_volgende_dag_alleen_wat_nieuw_is(leeg: Wereld):
    w = leeg
    vandaag, later = zet(w, "wonen", 0, 4)
    signaleer_termijnen(w.db, w.gemeente())
    with klok_op(NU + timedelta(days=1)):
        assert signaleer_termijnen(w.db, w.gemeente()) == 2
    assert set(gehoord(w)) == {(vandaag, "nadert"), (vandaag, "te_laat"), (later, "nadert")}


def test_na_dagen_stilstand_hoort_niemand_iets_dubbel(leeg: Wereld):
    w = leeg
    (taak,) = zet(w, "wonen", 2)
    with klok_op(NU + timedelta(days=9)):
        assert [signaleer_termijnen(w.db, w.gemeente()) for _ in range(2)] == [1, 0]
    assert set(gehoord(w)) == {(taak, "te_laat")}


def test_een_verschoven_taak_nadert_opnieuw(leeg: Wereld):
    w = leeg
    (taak,) = zet(w, "wonen", 1)
    signaleer_termijnen(w.db, w.gemeente())
    with w.werk() as sessie:
        sessie.execute(update(Taak).where(Taak.id == taak).values(uiterlijk=VANDAAG + timedelta(days=2)))
    assert signaleer_termijnen(w.db, w.gemeente()) == 1
    with w.werk() as sessie:
        sessie.execute(update(Taak).where(Taak.id == taak).values(behandelaar_id=lid(w, "jurist")))
    assert signaleer_termijnen(w.db, w.gemeente()) == 1, "wie haar overneemt weet het nog niet"


def test_ieder_kiest_zelf_hoeveel_dagen(leeg: Wereld):
    w = leeg
    kies(w, lid(w, "wonen"), dagen=10)
    kies(w, lid(w, "jurist"), dagen=1, te_laat=Keuze(False, "nooit"))
    kies(w, lid(w, "financieel"), nadert=Keuze(False, "nooit"), te_laat=Keuze(False, "nooit"))
    verre = zet(w, "wonen", 10, 11)[0]
    morgen = zet(w, "jurist", 1, 2, -1)[0]
    zet(w, "financieel", 1, -1)
    assert signaleer_termijnen(w.db, w.gemeente()) == 2
    assert set(gehoord(w)) == {(verre, "nadert"), (morgen, "nadert")}


def test_wat_klaar_is_of_van_niemand_nadert_niet(leeg: Wereld):
    w = leeg
    (klaar,) = zet(w, "wonen", 1)
    zet(w, "wonen", 1, zonder=True)
    with w.werk() as sessie:
        vervalt = {"status": "vervallen", "vervallen_op": NU, "vervallen_reden": "x"}
        sessie.execute(update(Taak).where(Taak.id == klaar).values(**vervalt))
    assert signaleer_termijnen(w.db, w.gemeente()) == 0


def test_te_laat_zonder_behandelaar_is_een_signaal_voor_de_teammanager(leeg: Wereld):
    w = leeg
    zet(w, "wonen", -1, -2, 0, zonder=True)
    zet(w, "jurist", -5, zonder=True)
    assert [signaleer_termijnen(w.db, w.gemeente()) for _ in range(2)] == [1, 0]
    (een,) = alle(w)
    assert (een.gebruiker_id, een.gegevens["aantal"], een.taak_id) == (lid(w, "teammanager"), 3, None)


def test_veel_taken_gaan_in_stukken_en_door_waar_het_bleef(leeg: Wereld, monkeypatch: pytest.MonkeyPatch):
    w = leeg
    monkeypatch.setattr(signaalklok, "PER_TRANSACTIE", 3)
    zet(w, "wonen", *[-1] * 8)
    echt, keer = signaalklok.leg_neer, iter(range(9))

    def sterft_bij_het_tweede_stuk(*alles):  # type: ignore[no-untyped-def]
        if next(keer) == 1:
            raise KeyboardInterrupt
        return echt(*alles)

    with monkeypatch.context() as even:
        even.setattr(signaalklok, "leg_neer", sterft_bij_het_tweede_stuk)
        with pytest.raises(KeyboardInterrupt):
            signaleer_termijnen(w.db, w.gemeente())
    assert len(alle(w)) == 3
    assert signaleer_termijnen(w.db, w.gemeente()) == 5


def test_de_taken_komen_uit_de_index(leeg: Wereld):
    w = leeg
    zet(w, "wonen", -1)
    with opdrachten(w.db) as gezien:
        signaleer_termijnen(w.db, w.gemeente())
    van_wonen = [een for een in gezien if "taak.behandelaar_id =" in een[0]]
    assert van_wonen
    if w.soort == "sqlite":
        assert all("ix_taak_behandelaar" in plan(w.db, een) for een in van_wonen)


def test_de_ronde_van_de_werker_meldt_het_in_elke_gemeente(leeg: Wereld):
    w = leeg
    zet(w, "wonen", 1)
    with w.werk(B) as sessie:
        velden = {"rol": "wonen", "uiterlijk": VANDAAG, "titel": "In B", "soort": "CM-01"}
        sleutels = {"gemeente_id": w.gemeente(B), "id": uuid7(), "zaak_id": w.zaak_id("nieuw", B)}
        sessie.add(Taak(**sleutels, **velden, behandelaar_id=lid(w, "wonen", B)))
    klok = Actor(w.actor("beheerder").gebruiker_id, "De klok", w.gemeente(), herkomst="worker")
    for _ in range(2):
        laat_klok_lopen(w.db, klok)
    assert [len([een for een in alle(w, gemeente) if een.soort == "nadert"]) for gemeente in (A, B)] == [1, 1]


def vervang(w: Wereld, weg: str, door: str, van: int = 0, tot: int = 5) -> None:
    """Meldt iemand afwezig, van en tot zoveel dagen vanaf vandaag."""
    with w.werk() as sessie:
        wie = {"gebruiker_id": lid(w, weg), "vervanger_id": lid(w, door)}
        dagen = {"van": VANDAAG + timedelta(days=van), "tot": VANDAAG + timedelta(days=tot)}
        sessie.add(Afwezigheid(gemeente_id=w.gemeente(), id=uuid7(), **wie, **dagen))


def test_de_vervanger_hoort_het_van_zijn_eigen_rollen(leeg: Wereld):
    w = leeg
    laat, straks = zet(w, "wonen", -1, 2)
    with w.werk() as sessie:
        sessie.execute(update(Taak).where(Taak.id.in_([laat, straks])).values(rol="jurist"))
    zet(w, "wonen", -1)  # de jurist kan deze niet doen
    vervang(w, "wonen", "jurist")
    assert [signaleer_termijnen(w.db, w.gemeente()) for _ in range(2)] == [5, 0]
    van_jurist = [een for een in lijst(w, "jurist") if een.soort in ("nadert", "te_laat")]
    assert {(een.taak_id, een.soort) for een in van_jurist} == {(laat, "te_laat"), (straks, "nadert")}
    naam = w.actor("wonen").naam
    assert all(f"U vervangt {naam}." in in_casus(een.feiten, VANDAAG) for een in van_jurist)
    assert not any(naam in in_mail(een.feiten, VANDAAG) for een in van_jurist)
    with w.werk() as sessie:  # wie de taak daarna krijgt, hoort het niet nog eens
        sessie.execute(update(Taak).where(Taak.id == laat).values(behandelaar_id=lid(w, "jurist")))
    assert signaleer_termijnen(w.db, w.gemeente()) == 0


@pytest.mark.parametrize(("van", "tot"), [(-5, -1), (1, 5)])
def test_wie_nog_niet_of_niet_meer_vervangt_hoort_niets(leeg: Wereld, van: int, tot: int):
    w = leeg
    (taak,) = zet(w, "wonen", 1)
    with w.werk() as sessie:
        sessie.execute(update(Taak).where(Taak.id == taak).values(rol="jurist"))
    vervang(w, "wonen", "jurist", van, tot)
    assert signaleer_termijnen(w.db, w.gemeente()) == 1
    assert {een.gebruiker_id for een in alle(w)} == {lid(w, "wonen")}


def test_stilstand_schuift_de_norm_elke_dag_op_en_een_aanraking_daarna_niet_meer(wereld: Wereld):
    """Anders is een taak te laat tot iemand toevallig iets anders aan de zaak doet."""
    w, zaak_id = wereld, wereld.zaak_id("opgeschort")

    def datums() -> dict[UUID, date]:
        with w.lees() as sessie:
            taken = select(Taak).where(Taak.zaak_id == zaak_id, Taak.status == "open", Taak.fatale_datum.is_(None))
            return {taak.id: taak.uiterlijk for taak in sessie.scalars(taken)}

    with w.werk() as sessie:
        sessie.execute(update(Taak).where(Taak.zaak_id == zaak_id).values(behandelaar_id=lid(w, "wonen")))
        open_proces(sessie, w.loop(sessie, zaak_id).zaak, w.actor("wonen")).herbereken_alles()
    eerst = datums()
    with klok_op(NU + timedelta(days=30)):
        _een_dag(w)
        later = datums()
        verschoven = {id_: (later[id_] - dag).days for id_, dag in eerst.items()}
        assert set(verschoven.values()) - {0} == {30}, "een norm die al voorbij was toen de klok stilging, blijft"
        with w.werk() as sessie:
            open_proces(sessie, w.loop(sessie, zaak_id).zaak, w.actor("wonen")).herbereken_alles()
        _een_dag(w)
        assert datums() == later
    assert not [een for een in alle(w) if een.taak_id in later], "een norm die opschuift, is niet bijna om"


def _een_dag(w: Wereld) -> None:
    uitgaand._klok_in(w.db, w.gemeente(), w.actor("teammanager"))
