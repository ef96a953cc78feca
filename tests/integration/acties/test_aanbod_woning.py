"""De woning achter een aanbod: opnieuw gemeld, opnieuw getoetst, teruggetrokken en vrijgegeven."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from casus.actions import voordracht, woningstappen
from casus.db import Bereik, CasusSessie
from casus.demo.wandeling import Wandeling
from casus.errors import InvoerFout, Weigering
from casus.models import Aanbod, Besluit, Complex, Persoon, Woning, Zaak
from casus.queries import zaakpagina
from casus.queries.aanbod import lopende, per_corporatie
from casus.queries.beeld import laad_beeld
from casus.queries.matching import laad_huishouden
from casus.queries.matchvoorstel import beurt_bij, woningen_voor
from casus.queries.passendheid import toets_geladen, toets_woning
from casus.rules.passendheid import Passendheid
from tests import woningen
from tests.wereld import VANDAAG, Wereld


@pytest.fixture
def sessie(gedeelde_wereld: Wereld) -> Iterator[CasusSessie]:
    """Een schrijvende sessie waarvan niets wordt vastgelegd."""
    with gedeelde_wereld.db.schrijven(Bereik.van(gedeelde_wereld.gemeente())) as open_:
        yield open_
        open_.rollback()


def aanbod(w: Wandeling) -> Aanbod:
    """Het laatste aanbod, met zijn woning."""
    gevonden = laad_beeld(w.session, w.zaak).aanbod
    assert gevonden is not None
    return gevonden


def op(wereld: Wereld, sessie: CasusSessie, plek: str) -> Wandeling:
    return wereld.loop(sessie, wereld.zaak_id(plek), VANDAAG)


def test_een_woning_waarvan_de_huurder_weg_is_kan_opnieuw_worden_voorgedragen(
    gedeelde_wereld: Wereld, sessie: CasusSessie
):
    w, wonen = op(gedeelde_wereld, sessie, "gehuisvest"), gedeelde_wereld.actor("wonen")
    oud = aanbod(w)
    with w.op(1):
        woningstappen.zet(sessie, oud.woning, "huurder_weg", actor=wonen, reden="Verhuisd naar Zwolle.")
        woningstappen.zet(sessie, oud.woning, "beschikbaar_maken", actor=wonen)
    assert oud.status == "afgerond"
    ander = op(gedeelde_wereld, sessie, "gekozen")
    with ander.op(1):
        ander.voorstel("voordracht", woning=str(oud.woning_id))
    assert (aanbod(ander).woning_id, aanbod(ander).status) == (oud.woning_id, "voorgedragen")


def test_wie_al_woont_wacht_niet_meer_op_de_lijst(gedeelde_wereld: Wereld, sessie: CasusSessie):
    thuis = aanbod(op(gedeelde_wereld, sessie, "gehuisvest"))
    op_lijst = {rij.aanbod.id for rij in lopende(sessie).rijen}
    assert thuis.id not in op_lijst and aanbod(op(gedeelde_wereld, sessie, "verhuisd")).id in op_lijst
    assert sum(een.aantal for een in per_corporatie(sessie)) == len(op_lijst)
    assert sessie.scalars(select(Aanbod.id).where(Aanbod.status == "geaccepteerd", Aanbod.id == thuis.id)).one()


def in_complex(wereld: Wereld, sessie: CasusSessie, woning: Woning, **waarden: Any) -> Complex:
    """Zet een woning in een nieuw complex."""
    complex_ = woningen.complex_(sessie, wereld.actor("wonen"), wereld.ligging.corporatie, **waarden)
    kamer = {"complex_id": complex_.id, "zelfstandig": False, "slot_op_kamer": True}
    sessie.execute(update(Woning).where(Woning.id == woning.id).values(**kamer))
    sessie.expire_all()
    return complex_


KAMERS = {"woonvorm": "kamergewijs", "eenheden": 4, "einddatum": None}


def blokkades(uitslag: Passendheid) -> list[str]:
    return [toets.regel for toets in uitslag.blokkades]


def test_wie_een_match_vastlegt_hoort_wie_er_al_in_het_huis_woont(gedeelde_wereld: Wereld, sessie: CasusSessie):
    w = op(gedeelde_wereld, sessie, "zoekend")
    w.taak("CM-04")
    w.taak("WO-01")
    woning = sessie.scalars(select(Woning).where(Woning.status == "beschikbaar").limit(1)).one()
    complex_ = in_complex(gedeelde_wereld, sessie, woning, **KAMERS, andere_bewoners=["vrouw"])
    sessie.execute(update(Persoon).where(Persoon.huishouden_id == w.zaak.huishouden_id).values(geslacht="man"))
    beeld = laad_beeld(sessie, w.zaak)
    beeld = replace(beeld, personen=beeld.personen[:1])
    assert "H5" in blokkades(toets_woning(sessie, beeld, woning))
    w.woning_id = woning.id
    with pytest.raises(InvoerFout):
        w.taak("WO-03", passend="ja")
    complex_.gemengd_akkoord_op = beeld.vandaag
    sessie.flush()
    assert "H5" not in blokkades(toets_woning(sessie, beeld, woning))
    complex_.einddatum = beeld.vandaag - timedelta(days=1)
    sessie.flush()
    einde = next(een for een in toets_woning(sessie, beeld, woning).toetsen if een.regel == "H8")
    assert einde.uitkomst != "ja"


def test_de_zaakpagina_toetst_met_dezelfde_bewoners(gedeelde_wereld: Wereld, sessie: CasusSessie):
    w, ander = (op(gedeelde_wereld, sessie, plek) for plek in ("voorgedragen", "aangeboden"))
    woning = aanbod(w).woning
    complex_ = in_complex(gedeelde_wereld, sessie, woning, **KAMERS)
    sessie.execute(update(Woning).where(Woning.id == aanbod(ander).woning_id).values(complex_id=complex_.id))
    for een, geslacht in ((w, "man"), (ander, "vrouw")):
        welke = Persoon.huishouden_id == een.zaak.huishouden_id
        sessie.execute(update(Persoon).where(welke).values(geslacht=geslacht))
    sessie.expire_all()
    with w.op():
        pagina = zaakpagina.laad(sessie, w.zaak.zaaknummer)
        delen, van_ons = pagina.delen, pagina.aanbiedingen[0].woning
        op_pagina = toets_geladen(pagina.beeld, van_ons, delen.parameters, delen.bewoners)
        assert delen.bewoners == {complex_.id: {"vrouw"}}
        assert op_pagina == toets_woning(sessie, pagina.beeld, van_ons)
    assert "H5" in blokkades(op_pagina)


@pytest.mark.parametrize(("plek", "status"), [("gekoppeld", "beschikbaar"), ("verhuisd", "gemeld")])
def test_wie_de_sleutel_al_had_laat_een_woning_achter_die_wordt_nagekeken(
    gedeelde_wereld: Wereld, sessie: CasusSessie, plek: str, status: str
):
    w = op(gedeelde_wereld, sessie, plek)
    rij = aanbod(w)
    assert (rij.sleuteldatum is not None) == (status == "gemeld")
    w.stap("sluiten", sluitreden="vertrek")
    assert (rij.status, rij.woning.status) == ("ingetrokken", status)


@pytest.mark.parametrize(("huur", "zin"), [(80_000, "anders toen de match"), (120_000, "kan nu niet")])
def test_een_woning_die_duurder_werd_wordt_niet_meer_aangeboden(
    gedeelde_wereld: Wereld, sessie: CasusSessie, huur: int, zin: str
):
    w = op(gedeelde_wereld, sessie, "voorgedragen")
    aanbod(w).woning.huur_cent = huur
    with pytest.raises(Weigering, match=zin):
        w.stap("aanbod_doen")


def test_een_woning_die_intussen_niet_meer_past_wordt_niet_voorgedragen(gedeelde_wereld: Wereld, sessie: CasusSessie):
    w = op(gedeelde_wereld, sessie, "zoekend")
    w.taak("CM-04")
    w.taak("WO-01")
    w.kies_woning()
    w.taak("WO-03", passend="ja")
    sessie.execute(update(Woning).where(Woning.id == w.woning_id).values(huur_cent=80_000))
    sessie.expire_all()
    with pytest.raises(Weigering, match="anders toen de match"), w.op(1):
        w.voorstel("voordracht")


def test_de_corporatie_neemt_een_geweigerde_woning_terug_voor_het_oordeel(gedeelde_wereld: Wereld, sessie: CasusSessie):
    w = op(gedeelde_wereld, sessie, "geweigerd")
    w.meld("woning_teruggetrokken")
    rij = aanbod(w)
    assert (rij.status, rij.oordeel, rij.woning.status) == ("geweigerd", None, "ingetrokken")
    with pytest.raises(Weigering, match="al terug bij de corporatie"):
        w.meld("woning_teruggetrokken")
    w.taak("JU-04", oordeel="terecht")
    w.stap("weigering_terecht")
    assert (w.zaak.toestand, rij.woning.status) == ("match_gezocht", "ingetrokken")


def test_na_een_teruggenomen_woning_kan_het_huishouden_niet_alsnog_ja_zeggen(
    gedeelde_wereld: Wereld, sessie: CasusSessie
):
    w = op(gedeelde_wereld, sessie, "geweigerd")
    w.meld("woning_teruggetrokken")
    with pytest.raises(InvoerFout) as gevangen:
        w.taak("JU-04", oordeel="alsnog_geaccepteerd")
    assert "nam deze woning al terug" in gevangen.value.fouten[0].zin


def test_een_geweigerde_woning_komt_alleen_na_een_weigering_terug(gedeelde_wereld: Wereld, sessie: CasusSessie):
    with pytest.raises(Weigering, match="niet geweigerd"):
        op(gedeelde_wereld, sessie, "aangeboden").meld("woning_teruggetrokken")


def test_wie_een_huishouden_laat_voorgaan_zegt_waarom(gedeelde_wereld: Wereld, sessie: CasusSessie):
    w = op(gedeelde_wereld, sessie, "gekozen")
    with w.op(1):
        sessie.execute(update(Zaak).where(Zaak.id != w.zaak.id).values(opgeschort_sinds=VANDAAG))
        sessie.expire_all()
        paren = woningen_voor(laad_huishouden(sessie, w.zaak.zaaknummer))
        eerste = next(een.woning.id for een in paren if een.plek == 1)
        assert beurt_bij(sessie, w.zaak.zaaknummer, eerste)[:2] == (1, 1)
        andere = Zaak.id == gedeelde_wereld.zaak_id("zoekend")
        sessie.execute(update(Zaak).where(andere).values(koppeldatum=date(2026, 2, 21), opgeschort_sinds=None))
        sessie.expire_all()
        with pytest.raises(InvoerFout) as gevangen:
            voordracht._keuze(sessie, w.zaak, sessie.get_one(Woning, (w.gemeente_id, eerste)), Besluit(gegevens={}))
        met_reden = Besluit(gegevens={"keuze_reden": "De school begint maandag."})
        keuze = voordracht._keuze(sessie, w.zaak, sessie.get_one(Woning, (w.gemeente_id, eerste)), met_reden)
    assert "op plek 2: anderen zijn eerder aan de beurt" in gevangen.value.fouten[0].zin
    assert keuze == {
        "keuze_reden": "De school begint maandag.",
        "matchrun_id": None,
        "keuze_plek": 1,
        "keuze_beurt": 2,
        "keuze_score": next(een.score.totaal for een in paren if een.plek == 1),
        "keuze_woning_id": eerste,
        "keuze_zaak_id": gedeelde_wereld.zaak_id("zoekend"),
    }
