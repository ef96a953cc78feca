"""Een besluit in woorden: de som tegen de grens, adviezen en stappen, en wat er later nog van te lezen is."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casus.bedragen import euro
from casus.errors import InvoerFout
from casus.models import Advies, Besluit, Besluitstap, Gebruiker
from casus.termijnen import klok_op
from casus.views.schermen import besluitscherm, besluitscherm_delen
from casus.views.schermen.besluitscherm_delen import Som, adviesregels, stapregels
from casus.views.schermen.besluitscherm_gezien import gezien_regels, mandaat_regels

NU = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
EVA = Gebruiker(id=uuid4(), naam="Eva Klumper", email="eva@example.test")


def advies(**anders) -> Advies:
    velden = {"rol": "jurist", "vraag": "Mag dit?", "uiterlijk": date(2026, 11, 26), "status": "gevraagd", **anders}
    return Advies(oordeel=velden.pop("oordeel", ""), toelichting=velden.pop("toelichting", ""), **velden)


@given(st.integers(0, 10**9), st.integers(1, 10**9), st.integers(0, 10**9))
def test_de_balk_loopt_nooit_buiten_haar_vlak(eerder, nu, grens):
    som = Som("Per besluit", eerder, nu, grens)
    assert 0 <= som.deel_eerder <= 100 and 0 <= som.deel_nu <= 100
    assert som.deel_eerder + som.deel_nu <= 100.1
    assert (som.over < 0) == (eerder + nu > grens)


def test_een_advies_zegt_wie_en_wanneer_of_tot_wanneer_het_wacht():
    gaf = {"status": "gegeven", "oordeel": "eens_mits", "toelichting": "Noem de gift.", "gegeven_op": NU}
    with klok_op(NU):
        rijen = adviesregels([advies(), advies(**gaf, gegeven_door=EVA), advies(status="verlopen")])
    wacht, gegeven, verlopen = rijen
    assert (wacht.soort, wacht.kop, wacht.tekst) == ("wacht", "Jurist: wacht tot en met do 26 nov", "Mag dit?")
    assert (gegeven.kop, gegeven.tekst, gegeven.onder) == (
        "Jurist: eens, mits",
        "Noem de gift.",
        "Eva Klumper, vandaag 10.00 uur",
    )
    assert verlopen.kop == "Jurist: niet gegeven" and "do 26 nov" in verlopen.onder


def test_wat_de_klok_deed_staat_op_naam_van_casus():
    stap = Besluitstap(soort="opgehoogd", van_niveau=1, naar_niveau=2, tekst="", op=NU, door=None)
    vraag = Besluitstap(soort="vraag", van_niveau=1, naar_niveau=1, tekst="Waarom?", op=NU, door=EVA)
    with klok_op(NU):
        hoger, gevraagd = stapregels([stap, vraag], {1: "Teammanager", 2: "Ambtelijk opdrachtgever"})
    assert hoger.kop == "Een niveau hoger: Ambtelijk opdrachtgever" and hoger.onder.startswith("casus, omdat")
    assert (gevraagd.kop, gevraagd.onder) == ("Vraag", "Eva Klumper, vandaag 10.00 uur")


def test_wat_gezien_is_blijft_te_lezen_ook_als_er_niets_van_is():
    assert gezien_regels({}) == []
    gezien = {
        "huishouden": ["Eén persoon.", "Er is nog geen woning."],
        "ruimte": [{"wat": "besluit", "grens": 500_000, "gebruikt": 60_000}],
        "adviezen": [{"rol": "jurist", "status": "gegeven", "oordeel": "oneens"}, {"rol": "wonen", "oordeel": ""}],
        "eerdere": [["DOE-2026-00042-B01", "Voordracht", "toegekend"]],
        "precedenten": [[2026, 10, "afgewezen", 435_000], [2026, 9, "toegekend", None]],
    }
    regels = dict(gezien_regels({**gezien, "adviezen": gezien["adviezen"][:1]}))
    assert regels["Advies"] == "Jurist: niet eens"
    assert regels["Huishouden"] == "Eén persoon. Er is nog geen woning."
    assert regels["Andere zaken"] == f"oktober 2026 afgewezen {euro(435_000)}; september 2026 toegekend"
    assert ("Advies", "Wonen: niet gegeven") in gezien_regels(gezien)


def test_zonder_regel_besliste_het_bestuursorgaan_zelf():
    kopie = {"nr": "", "beslist_door": {"titel": "College"}, "als_vervanger": False}
    assert dict(mandaat_regels(Besluit(mandaat_kopie=kopie, gezien={})))["Regel"].startswith("eigen bevoegdheid")
    assert mandaat_regels(Besluit(mandaat_kopie=None, gezien={})) == []
    vervanger = {**kopie, "nr": "4.3a", "als_vervanger": True, "besluitnummer": "2026-7", "besluitdatum": "2026-01-02"}
    with klok_op(NU):
        regels = dict(mandaat_regels(Besluit(mandaat_kopie=vervanger, gezien={"registerversie": 3})))
    assert regels["Beslist door"] == "College, als vervanger"
    assert (regels["Mandaatbesluit"], regels["Versie van het register"]) == ("2026-7 van vr 2 jan", "3")


@pytest.mark.parametrize("lees", [besluitscherm.lees_uitkomst, besluitscherm_delen.lees_oordeel])
def test_een_keuze_die_er_niet_staat_wordt_geweigerd(lees):
    for code in ("", "ja", "voorgesteld"):
        with pytest.raises(InvoerFout):
            lees(code)
