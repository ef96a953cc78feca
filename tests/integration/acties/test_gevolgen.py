"""Wat een handeling nog meer doet: termijnen die schuiven, woningen die vrijkomen, taken die ontstaan en vervallen."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from casus.actions import besluiten, opschorten, taken
from casus.actions.uitgaand import laat_klok_lopen
from casus.actor import Actor
from casus.db import Bereik, CasusSessie
from casus.demo.wandeling import Wandeling
from casus.models import Aanbod, Bezwaar, Gebeurtenis, Huishouden, Inburgering, Taak, Woning
from casus.termijnen import bezwaartermijn
from tests.wereld import Wereld, laatste_besluit, open_taak


def _taken(w: Wandeling, status: str = "open") -> dict[str, Taak]:
    rijen = w.session.scalars(select(Taak).where(Taak.zaak_id == w.zaak.id, Taak.status == status))
    return {f"{taak.soort}{taak.persoon_id or ''}": taak for taak in rijen}


def _data(w: Wandeling) -> dict[str, tuple[date | None, date | None, date]]:
    return {naam: (t.streefdatum, t.fatale_datum, t.uiterlijk) for naam, t in _taken(w).items()}


def _aanbod(w: Wandeling) -> tuple[Aanbod, Woning]:
    vraag = select(Aanbod, Woning).join(Woning, Woning.id == Aanbod.woning_id).where(Aanbod.zaak_id == w.zaak.id)
    rij = w.session.execute(vraag.order_by(Aanbod.voorgedragen_op.desc())).first()
    assert rij is not None
    return rij[0], rij[1]


@pytest.fixture
def sessie(gedeelde_wereld: Wereld):
    """Een schrijvende sessie waarvan niets wordt vastgelegd."""
    with gedeelde_wereld.db.schrijven(Bereik.van(gedeelde_wereld.gemeente())) as open_:
        yield open_
        open_.rollback()


def _zet_stil(w: Wandeling, dagen: int) -> None:
    wie = w.actor("casemanager")
    with w.op():
        tot = w.dag + timedelta(days=60)
        opschorten.schort_op(w.session, w.zaak, actor=wie, versie=w.zaak.versie, reden="Op reis.", herzien_op=tot)
    with w.op(dagen):
        opschorten.hervat(w.session, w.zaak, actor=wie, versie=w.zaak.versie)


def test_opschorten_verschuift_elke_norm_ook_de_tweede_keer_en_nooit_de_wet(
    gedeelde_wereld: Wereld, sessie: CasusSessie
):
    w = gedeelde_wereld.loop(sessie, gedeelde_wereld.zaak_id("zoekend"), date(2026, 3, 8))
    w.meld("inzageverzoek_ontvangen")
    w.meld("urgentie_aangevraagd")
    vooraf = _data(w)
    wettelijk = {naam for naam, (_, fataal, _) in vooraf.items() if fataal is not None}
    assert wettelijk == {"JU-01", "JU-09"}
    vast = {"WO-02", "WO-03", "WO-04", "WO-01"} & set(vooraf)  # hun anker is bekend
    assert len(vast) >= 3
    for dagen, totaal in ((5, 5), (9, 14)):
        _zet_stil(w, dagen)
        nu_ = _data(w)
        assert {naam: (nu_[naam][2] - vooraf[naam][2]).days for naam in vast} == dict.fromkeys(vast, totaal)
        assert {naam: nu_[naam] for naam in wettelijk} == {naam: vooraf[naam] for naam in wettelijk}
        w.dag += timedelta(days=2)  # de klok loopt weer: die dagen tellen niet mee
    soorten = [g.soort for g in sessie.scalars(select(Gebeurtenis).where(Gebeurtenis.zaak_id == w.zaak.id))]
    assert (soorten.count("opgeschort"), soorten.count("hervat")) == (2, 2)


def test_verlengen_telt_op_en_bewaart_elke_reden(gedeelde_wereld: Wereld, sessie: CasusSessie):
    w = gedeelde_wereld.loop(sessie, gedeelde_wereld.zaak_id("nieuw"), date(2026, 3, 4))
    taak = open_taak(w, "CM-03")
    begin = taak.uiterlijk
    for dagen, reden in ((5, "Het COA is dicht."), (3, "De tolk is ziek.")):
        taken.verleng(sessie, taak, actor=w.actor("casemanager"), dagen=dagen, reden=reden)
    assert (taak.uiterlijk - begin).days == 8 == taak.verlengd_met
    assert taak.verlengd_reden == "Het COA is dicht.\nDe tolk is ziek."


def test_weigering_terecht_maakt_de_woning_vrij_en_zoekt_opnieuw(gedeelde_wereld: Wereld, sessie: CasusSessie):
    w = gedeelde_wereld.loop(sessie, gedeelde_wereld.zaak_id("terecht"))
    aanbod, woning = _aanbod(w)
    assert (aanbod.status, aanbod.oordeel, woning.status) == ("geweigerd", "terecht", "voorgedragen")
    w.stap("weigering_terecht")
    sessie.refresh(woning)
    assert (w.zaak.toestand, woning.status, aanbod.status) == ("match_gezocht", "beschikbaar", "geweigerd")
    assert not {"aanboddatum", "weigering"} & w.zaak.ankers.keys()
    assert {"WO-02", "WO-03", "WO-04"} <= _taken(w).keys()


def test_weigering_onterecht_sluit_pas_na_een_besluit(gedeelde_wereld: Wereld, sessie: CasusSessie):
    w = gedeelde_wereld.loop(sessie, gedeelde_wereld.zaak_id("onterecht"))
    _, woning = _aanbod(w)
    w.stap("sluiten_na_weigering")
    sessie.refresh(woning)
    assert (w.zaak.toestand, woning.status) == ("gesloten", "beschikbaar")
    assert w.zaak.gesloten_op is not None and w.zaak.sluitreden
    assert _taken(w) == {}
    assert "JU-05" in _taken(w, "gereed"), "de stap rondt haar eigen taak af"


def test_alsnog_ja_gaat_gewoon_verder(gedeelde_wereld: Wereld, sessie: CasusSessie):
    w = gedeelde_wereld.loop(sessie, gedeelde_wereld.zaak_id("alsnog"))
    assert (_aanbod(w)[0].status, w.zaak.toestand) == ("geaccepteerd", "woning_aangeboden")
    assert {"CM-05", "JU-02", "FI-01", "FI-02", "FI-03"} <= _taken(w).keys()
    w.taak("CM-05")
    w.taak("JU-02")
    w.stap("inburgering_koppelen")
    assert w.zaak.toestand == "inburgering_gekoppeld"


@pytest.mark.parametrize(("reden", "status"), [("woning_vervallen", "ingetrokken"), ("TOE", "beschikbaar")])
def test_een_ingetrokken_aanbod_geeft_de_woning_terug(
    gedeelde_wereld: Wereld, sessie: CasusSessie, reden: str, status: str
):
    w = gedeelde_wereld.loop(sessie, gedeelde_wereld.zaak_id("geaccepteerd"))
    aanbod, woning = _aanbod(w)
    w.stap("aanbod_intrekken", einde_reden=reden)
    sessie.refresh(woning)
    assert (w.zaak.toestand, aanbod.status, woning.status) == ("match_gezocht", "ingetrokken", status)
    assert not {"JU-02", "CM-05", "WO-06", "FI-01"} & _taken(w).keys()
    assert "contractdatum" not in w.zaak.ankers


def test_overdragen_sluit_de_zaak_en_laat_niets_open(gedeelde_wereld: Wereld, sessie: CasusSessie):
    w = gedeelde_wereld.loop(sessie, gedeelde_wereld.zaak_id("ruil"))
    w.stap("overdragen")
    assert (w.zaak.toestand, w.zaak.sluitreden, _taken(w)) == ("overgedragen", "overgedragen", {})


def test_sluiten_laat_alleen_een_bezwaar_doorlopen(gedeelde_wereld: Wereld, sessie: CasusSessie):
    w = gedeelde_wereld.loop(sessie, gedeelde_wereld.zaak_id("urgentie"))
    besluit = laatste_besluit(w, "urgentie_toekennen")
    assert besluit.besloten_op is not None and besluit.bezwaar_tot == bezwaartermijn(besluit.besloten_op.date())
    w.meld("bezwaar_ontvangen", besluit=str(besluit.id), te_laat_reden="Geen reden gegeven.")
    assert sessie.scalars(select(Bezwaar.status).where(Bezwaar.besluit_id == besluit.id)).all() == ["ontvangen"]
    w.stap("sluiten", sluitreden="vertrek")
    assert _taken(w).keys() == {"JU-06", "JU-07"}
    assert {taak.vervallen_reden for taak in _taken(w, "vervallen").values()} == {"De zaak staat nu op ‘Gesloten’."}


def test_huisvesten_verhuurt_de_woning_en_de_taken_lopen_door(gedeelde_wereld: Wereld, sessie: CasusSessie):
    w = gedeelde_wereld.loop(sessie, gedeelde_wereld.zaak_id("verhuisd"))
    w.stap("huisvesten")
    assert _aanbod(w)[1].status == "verhuurd"
    assert {"CM-08", "CM-09", "CO-03"} <= _taken(w).keys()
    assert w.zaak.gesloten_op is None


def test_nareis_en_de_brief_van_duo(gedeelde_wereld: Wereld, sessie: CasusSessie):
    w = gedeelde_wereld.loop(sessie, gedeelde_wereld.zaak_id("gekoppeld"))
    w.meld("nareis_gemeld", nareis_aantal="2")
    aantal = sessie.scalars(select(Huishouden.nareis_aantal).where(Huishouden.id == w.zaak.huishouden_id)).one()
    assert aantal == 2 and "CM-10" in _taken(w)
    rijen = sessie.scalars(select(Inburgering).where(Inburgering.zaak_id == w.zaak.id).order_by(Inburgering.id)).all()
    assert len(rijen) == 2
    w.meld("duo_kennisgeving", persoon=str(rijen[0].persoon_id), kennisgeving_op="2026-06-01")
    pips = {taak.persoon_id: taak for naam, taak in _taken(w).items() if naam.startswith("IN-03")}
    assert pips.keys() == {rij.persoon_id for rij in rijen}, "geen tweede taak voor dezelfde persoon"
    assert [rij.kennisgeving_op for rij in rijen] == [date(2026, 6, 1), None]


def test_een_afgewezen_voordracht_geeft_de_woning_terug(gedeelde_wereld: Wereld, sessie: CasusSessie):
    w = gedeelde_wereld.loop(sessie, gedeelde_wereld.zaak_id("voorgesteld"))
    aanbod, woning = _aanbod(w)
    besluit = laatste_besluit(w, "voordracht")
    besluiten.beslis(sessie, besluit, actor=w.actor("teammanager"), uitkomst="afgewezen", motivering="Te ver.")
    sessie.refresh(aanbod)
    sessie.refresh(woning)
    assert (aanbod.status, woning.status) == ("ingetrokken", "beschikbaar")


def test_een_besluit_bewaart_de_regel_van_het_register(gedeelde_wereld: Wereld, sessie: CasusSessie):
    w = gedeelde_wereld.loop(sessie, gedeelde_wereld.zaak_id("geaccepteerd"))
    laag = w.besluit("inrichtingskrediet", bedrag=420_000)
    hoog = w.besluit("inrichtingskrediet", bedrag=620_000)
    assert (laag.vereist_niveau, hoog.vereist_niveau) == (1, 2)
    assert (laag.besloten_functie, hoog.besloten_functie) == ("Teammanager", "Ambtelijk opdrachtgever")
    assert laag.mandaat_id != hoog.mandaat_id and laag.mandaat_kopie and hoog.mandaat_kopie
    assert laag.namens.startswith("namens het college") or "Doetinchem" in laag.namens


def test_de_klok_maakt_elke_taak_een_keer(wereld: Wereld):
    wie = Actor(wereld.actor("beheerder").gebruiker_id, "De klok", wereld.gemeente(), herkomst="worker")
    assert laat_klok_lopen(wereld.db, wie) > 0
    gemaakt = [rij for rij in wereld.rijen("taak") if rij["soort"] in ("WO-07", "WO-08")]
    assert len({(rij["zaak_id"], rij["soort"]) for rij in gemaakt}) == len(gemaakt) > 1
    assert laat_klok_lopen(wereld.db, wie) == 0
    assert wereld.zaak_id("opgeschort") not in {rij["zaak_id"] for rij in gemaakt}
    assert wereld.breuken() == []
