"""Woningen en complexen van begin tot eind: vastleggen, de weg, taken die tegenhouden, en een lijst inlezen."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from casus.actions import complexen, woningen
from casus.actions.woningimport import Woninginlezer, WoningUitslag
from casus.actions.woningstappen import zet
from casus.actor import Actor
from casus.db import Bereik, CasusSessie, uuid7
from casus.errors import CasusFout, Conflict, GeenRecht, InvoerFout, NietGevonden, Weigering
from casus.importers.woningen import WoningBestand, lees_woningen
from casus.models import Aanbod, Complextaak, Corporatie, Woning, Woningverloop
from casus.queries.complexen import bewoners
from casus.termijnen import vandaag
from casus.workflows.woningproces import woningproces
from tests import factories, woninglijsten
from tests import woningen as proef
from tests.wereld import VANDAAG, B, Wereld

RONDES = int(os.environ.get("CASUS_RONDES", "5"))
SAMEN = 8


def _corporatie(w: Wereld, code: int = 0) -> Any:
    with w.lees() as sessie:
        return sessie.scalars(select(Corporatie.id).order_by(Corporatie.id)).all()[code]


def _van_corporatie(w: Wereld, code: int = 0) -> Actor:
    """Iemand van deze corporatie, in gemeente A."""
    wie = factories.actor(w.db, w.gemeente(), "corporatie")
    return replace(wie, corporatie_id=_corporatie(w, code))


def _stappen(sessie: CasusSessie, woning: Woning) -> list[tuple[str, str, str]]:
    vraag = select(Woningverloop).where(Woningverloop.woning_id == woning.id).order_by(Woningverloop.id)
    return [(stap.stap, stap.van, stap.naar) for stap in sessie.scalars(vraag)]


def test_wonen_legt_vast_en_de_woning_is_meteen_beschikbaar(wereld: Wereld):
    wie, van = wereld.actor("wonen"), _corporatie(wereld)
    with wereld.werk() as sessie:
        woning = proef.leg_vast(sessie, wie, van)
        assert (woning.status, woning.huur_cent, woning.herkomst) == ("beschikbaar", 62_250, "team")
        assert _stappen(sessie, woning) == [
            ("melden", "", "gemeld"),
            ("beschikbaar_maken", "gemeld", "beschikbaar"),
        ]
    assert wereld.breuken() == []


def test_de_corporatie_meldt_en_wonen_kijkt_na(wereld: Wereld):
    eigen, van = _van_corporatie(wereld), _corporatie(wereld)
    with wereld.werk() as sessie:
        woning = proef.leg_vast(sessie, eigen, van)
        assert (woning.status, woning.herkomst) == ("gemeld", "corporatie")
        with pytest.raises(GeenRecht):
            zet(sessie, woning, "beschikbaar_maken", actor=eigen)
        zet(sessie, woning, "beschikbaar_maken", actor=wereld.actor("wonen"))
        woningen.wijzig_woning(sessie, woning, actor=eigen, versie=1, gegevens={"toelichting": "Sleutel bij de buren"})
        assert woning.status == "beschikbaar", "een toelichting is niet wezenlijk"
        woningen.wijzig_woning(sessie, woning, actor=eigen, versie=2, gegevens={"slaapkamers": 2})
        assert woning.status == "gemeld"
        reden = sessie.scalars(select(Woningverloop.reden).order_by(Woningverloop.id.desc())).all()[0]
        assert reden == "De corporatie wijzigde: slaapkamers."


def test_een_corporatie_raakt_alleen_haar_eigen_woningen(wereld: Wereld):
    eigen, ander = _van_corporatie(wereld, 0), _van_corporatie(wereld, 1)
    with wereld.werk() as sessie:
        woning = proef.leg_vast(sessie, eigen, _corporatie(wereld, 0))
        for doe in (
            lambda: proef.leg_vast(sessie, ander, _corporatie(wereld, 0)),
            lambda: woningen.wijzig_woning(sessie, woning, actor=ander, versie=1, gegevens={"slaapkamers": 2}),
            lambda: zet(sessie, woning, "intrekken", actor=ander, reden="Weg."),
        ):
            with pytest.raises(NietGevonden):
                doe()
        with pytest.raises(GeenRecht):
            proef.leg_vast(sessie, wereld.actor("casemanager"), _corporatie(wereld, 0))


def test_een_vastgehouden_woning_wijzigt_de_corporatie_niet(wereld: Wereld):
    iemand = _van_corporatie(wereld)
    with wereld.werk() as sessie:
        woning = sessie.scalars(select(Woning).where(Woning.status == "voorgedragen").order_by(Woning.id)).all()[0]
        eigen = replace(iemand, corporatie_id=woning.corporatie_id)
        with pytest.raises(Weigering, match="Deze woning is voorgedragen"):
            woningen.wijzig_woning(sessie, woning, actor=eigen, versie=1, gegevens={"oppervlakte": 99})


def test_een_vastgehouden_woning_krijgt_van_de_corporatie_alleen_een_ander_nummer(wereld: Wereld):
    zij, van = _van_corporatie(wereld), _corporatie(wereld)
    with wereld.werk() as sessie:
        wie = wereld.actor("wonen")
        woning = proef.leg_vast(sessie, wie, van)
        zet(sessie, woning, "voordragen", actor=wie, zaak_id=wereld.zaak_id("zoekend"))
        for niet in ({"toelichting": "Nu anders."}, {"overig_cent": 45_000}, {"complex_id": None, "lift": True}):
            with pytest.raises(Weigering, match="alleen uw eigen nummer"):
                woningen.wijzig_woning(sessie, woning, actor=zij, versie=woning.versie, gegevens=niet)
        nummer = {"corporatie_nummer": "W-77"}
        assert woningen.wijzig_woning(sessie, woning, actor=zij, versie=woning.versie, gegevens=nummer) == nummer
        assert woning.status == "voorgedragen"


@pytest.mark.parametrize("corporatie", [False, True])
def test_naar_een_complex_neemt_de_woonvorm_mee_en_wordt_opnieuw_nagekeken(wereld: Wereld, corporatie: bool):
    wie, van, zij = wereld.actor("wonen"), _corporatie(wereld), _van_corporatie(wereld)
    with wereld.werk() as sessie:
        school, woning = proef.complex_(sessie, wie, van), proef.leg_vast(sessie, wie, van)
        assert (woning.status, woning.woonvorm) == ("beschikbaar", "regulier")
        door, nieuw = zij if corporatie else wie, {"complex_id": school.id}
        anders = woningen.wijzig_woning(sessie, woning, actor=door, versie=woning.versie, gegevens=nieuw)
        assert anders == {**nieuw, "woonvorm": "getransformeerd"} and woning.status == "gemeld"
    with wereld.lees() as sessie:
        rij = sessie.scalars(select(Woning).where(Woning.id == woning.id)).one()
        assert (rij.woonvorm, rij.complex_id) == ("getransformeerd", school.id)


def test_een_heropende_taak_houdt_ook_een_voordracht_tegen(wereld: Wereld):
    wie, van = wereld.actor("wonen"), _corporatie(wereld)
    with wereld.werk() as sessie:
        school = proef.complex_(sessie, wie, van)
        tot = VANDAAG + timedelta(days=365)
        for taak in (taken := _taken(sessie, school.id)):
            complexen.rond_taak_af(sessie, taak, actor=wie, toelichting="Klaar.", geldig_tot=tot)
        woning = proef.leg_vast(sessie, wie, van, complex_id=school.id)
        assert woning.status == "beschikbaar"
        complexen.heropen_taak(sessie, next(taak for taak in taken if taak.verplicht), actor=wie)
        with pytest.raises(Weigering, match="nog niet klaar"):
            zet(sessie, woning, "voordragen", actor=wie, zaak_id=wereld.zaak_id("zoekend"))


def test_een_adres_en_een_nummer_horen_bij_een_woning(wereld: Wereld):
    wie, van = wereld.actor("wonen"), _corporatie(wereld)
    with wereld.werk() as sessie:
        woning = proef.leg_vast(sessie, wie, van, corporatie_nummer="V1")
        with pytest.raises(InvoerFout) as fout:
            proef.leg_vast(sessie, wie, van, adres=woning.adres)
        assert fout.value.fouten[0].veld == "adres"
        with pytest.raises(InvoerFout) as fout:
            proef.leg_vast(sessie, wie, van, corporatie_nummer="V1")
        assert fout.value.fouten[0].veld == "corporatie_nummer"
        assert proef.leg_vast(sessie, wie, _corporatie(wereld, 1), corporatie_nummer="V1").id != woning.id


def test_wie_een_oude_versie_zag_hoort_wie_er_eerder_was(wereld: Wereld):
    wie, van = wereld.actor("wonen"), _corporatie(wereld)
    with wereld.werk() as sessie:
        woning = proef.leg_vast(sessie, wie, van)
        assert woningen.wijzig_woning(sessie, woning, actor=wie, versie=1, gegevens={"slaapkamers": 3}) == {}
        woningen.wijzig_woning(sessie, woning, actor=wie, versie=1, gegevens={"kale_huur_cent": 70_000})
        assert (woning.huur_cent, woning.versie) == (71_250, 2)
        with pytest.raises(Conflict, match="was u voor"):
            woningen.wijzig_woning(sessie, woning, actor=wie, versie=1, gegevens={"slaapkamers": 2})


def test_een_ander_adres_is_meteen_te_vinden(wereld: Wereld):
    with wereld.werk() as sessie:
        aanbod = sessie.scalars(select(Aanbod).where(Aanbod.status == "aangeboden").order_by(Aanbod.id)).all()[0]
        woning = sessie.scalars(select(Woning).where(Woning.id == aanbod.woning_id)).one()
        nieuw = {"adres": "Wijkduifstraat 8"}
        woningen.wijzig_woning(sessie, woning, actor=wereld.actor("wonen"), versie=woning.versie, gegevens=nieuw)
    assert any("wijkduif" in rij["tekst"] for rij in wereld.rijen("zoekregel") if rij["object_id"] == aanbod.zaak_id)


# --- complexen ---


def _taken(sessie: CasusSessie, complex_id: Any) -> list[Complextaak]:
    return list(sessie.scalars(select(Complextaak).where(Complextaak.complex_id == complex_id)))


def test_pas_als_alle_verplichte_taken_gelden_kan_er_iemand_wonen(wereld: Wereld):
    wie, van = wereld.actor("wonen"), _corporatie(wereld)
    with wereld.werk() as sessie:
        complex_ = proef.complex_(sessie, wie, van)
        woning = proef.leg_vast(sessie, wie, van, complex_id=complex_.id)
        assert (woning.status, woning.woonvorm) == ("gemeld", "getransformeerd")
        for taak in _taken(sessie, complex_.id):
            if taak.verplicht:
                with pytest.raises(Weigering, match=taak.titel):
                    zet(sessie, woning, "beschikbaar_maken", actor=wie)
                tot = VANDAAG + timedelta(days=365)
                complexen.rond_taak_af(sessie, taak, actor=wie, toelichting="Vergunning 12.", geldig_tot=tot)
        zet(sessie, woning, "beschikbaar_maken", actor=wie)
        assert woning.status == "beschikbaar"
        zet(sessie, woning, "opnieuw_nakijken", actor=wie, reden="Lekkage")
        woningen.wijzig_woning(
            sessie, woning, actor=wie, versie=1, gegevens={"beschikbaar_van": VANDAAG + timedelta(days=400)}
        )
        with pytest.raises(Weigering, match="nog niet klaar"):
            zet(sessie, woning, "beschikbaar_maken", actor=wie)
    assert wereld.breuken() == []


def test_een_andere_woonvorm_geeft_andere_taken(wereld: Wereld):
    wie, van = wereld.actor("wonen"), _corporatie(wereld)
    with wereld.werk() as sessie:
        complex_ = proef.complex_(sessie, wie, van)
        woning = proef.leg_vast(sessie, wie, van, complex_id=complex_.id)
        anders = {"woonvorm": "kamergewijs", "einddatum": None}
        complexen.wijzig_complex(sessie, complex_, actor=wie, versie=1, gegevens=anders)
        sessie.refresh(woning)
        status = {taak.soort: taak.status for taak in _taken(sessie, complex_.id)}
        assert woning.woonvorm == "kamergewijs"
    assert status["omgevingsvergunning"] == "niet_nodig" and status["kamerverhuurvergunning"] == "open"
    assert status["brandveiligheid"] == "open"


def test_een_complextaak_vraagt_wat_er_is_geregeld_en_tot_wanneer(wereld: Wereld):
    wie, van = wereld.actor("wonen"), _corporatie(wereld)
    with wereld.werk() as sessie:
        complex_ = proef.complex_(sessie, wie, van)
        taak = next(t for t in _taken(sessie, complex_.id) if t.soort == "brandveiligheid")
        with pytest.raises(InvoerFout) as fout:
            complexen.rond_taak_af(sessie, taak, actor=wie, toelichting=" ")
        assert [een.veld for een in fout.value.fouten] == ["toelichting", "geldig_tot"]
        with pytest.raises(GeenRecht):
            complexen.rond_taak_af(sessie, taak, actor=wereld.actor("communicatie"), toelichting="x")
        complexen.geef_taak(sessie, taak, actor=wie, aan_id=wie.gebruiker_id)
        with pytest.raises(InvoerFout):
            complexen.geef_taak(sessie, taak, actor=wie, aan_id=wereld.actor("jurist").gebruiker_id)
        complexen.rond_taak_af(sessie, taak, actor=wie, toelichting="Rapport 7.", geldig_tot=VANDAAG)
        complexen.heropen_taak(sessie, taak, actor=wie)
        assert (taak.status, taak.geldig_tot) == ("open", None)


def test_bewoners_zegt_wie_er_woont_zonder_namen(wereld: Wereld):
    wie, van = wereld.actor("wonen"), _corporatie(wereld)
    with wereld.werk() as sessie:
        kamers = {"woonvorm": "kamergewijs", "einddatum": None, "eenheden": 4, "andere_bewoners": ["vrouw"]}
        complex_ = proef.complex_(sessie, wie, van, **kamers)
        for taak in _taken(sessie, complex_.id):
            tot = VANDAAG + timedelta(days=365)
            complexen.rond_taak_af(sessie, taak, actor=wie, toelichting="Klaar.", geldig_tot=tot)
        kamer = {"detailsoort": "KAM", "contractsoort": "KAM", "kamers": 1, "slaapkamers": 1, "oppervlakte": 14}
        woning = proef.leg_vast(sessie, wie, van, complex_id=complex_.id, slot_op_kamer=True, **kamer)
        assert not woning.zelfstandig
        zaak_id = wereld.zaak_id("zoekend")
        zet(sessie, woning, "voordragen", actor=wie, zaak_id=zaak_id)
        sleutel = {"gemeente_id": woning.gemeente_id, "id": uuid7()}
        sessie.add(Aanbod(**sleutel, zaak_id=zaak_id, woning_id=woning.id))
        sessie.flush()
        gevonden = bewoners(sessie, complex_.id)
    assert gevonden[-1].geslacht == "vrouw" and gevonden[-1].woont
    assert {een.kamer for een in gevonden[:-1]} == {woning.adres} and not any(een.woont for een in gevonden[:-1])
    assert {een.volwassen for een in gevonden[:-1]} <= {True, False}


KAMER = {"detailsoort": "KAM", "contractsoort": "KAM", "kamers": 1, "slaapkamers": 1, "oppervlakte": 14}


def test_een_bijzondere_woonvorm_komt_niet_langs_haar_complex(wereld: Wereld):
    wie, van = wereld.actor("wonen"), _corporatie(wereld)
    with wereld.werk() as sessie:
        for anders in (KAMER, {"woonvorm": "getransformeerd"}, {"woonvorm": "doorstroomlocatie"}):
            with pytest.raises(InvoerFout) as fout:
                proef.leg_vast(sessie, wie, van, **anders)
            assert [een.veld for een in fout.value.fouten] == ["complex_id"]
        gegevens = proef.gegevens(**KAMER)
        woning = woningen.leg_vast(sessie, actor=wie, corporatie_id=van, gegevens=gegevens, herkomst="lijst")
        with pytest.raises(Weigering, match="Kies het complex"):
            zet(sessie, woning, "beschikbaar_maken", actor=wie)
        assert woning.status == "gemeld"


def test_plekken_tellen(wereld: Wereld):
    wie, van = wereld.actor("wonen"), _corporatie(wereld)
    with wereld.werk() as sessie:
        kamers = {"woonvorm": "kamergewijs", "einddatum": None, "eenheden": 3, "andere_bewoners": ["vrouw"]}
        complex_ = proef.complex_(sessie, wie, van, **kamers)
        for taak in _taken(sessie, complex_.id):
            complexen.rond_taak_af(sessie, taak, actor=wie, toelichting="Ja.", geldig_tot=VANDAAG + timedelta(days=365))
        eerste, tweede = (proef.leg_vast(sessie, wie, van, complex_id=complex_.id, **KAMER) for _ in range(2))
        assert tweede.status == "beschikbaar"
        with pytest.raises(InvoerFout) as fout:
            proef.leg_vast(sessie, wie, van, complex_id=complex_.id, **KAMER)
        assert [een.veld for een in fout.value.fouten] == ["complex_id"]
        with pytest.raises(InvoerFout, match="2 plekken"):
            complexen.wijzig_complex(sessie, complex_, actor=wie, versie=1, gegevens={"eenheden": 2})
        zet(sessie, eerste, "voordragen", actor=wie, zaak_id=wereld.zaak_id("zoekend"))
        complex_.eenheden = 2
        sessie.flush()
        with pytest.raises(Weigering, match="geen plek vrij"):
            zet(sessie, tweede, "voordragen", actor=wie, zaak_id=wereld.zaak_id("zoekend"))


# --- de weg: wedloop en willekeur ---


def _draag_voor(w: Wereld, wie: Actor, woning_id: Any, streep: Barrier) -> CasusFout | None:
    """Op PostgreSQL valt het schot als allen hebben geladen; SQLite laat één tegelijk in."""
    try:
        if w.soort == "sqlite":
            streep.wait()
        with w.db.unit_of_work(Bereik.van(wie.gemeente_id)) as sessie:
            woning = sessie.scalars(select(Woning).where(Woning.id == woning_id)).one()
            if w.soort == "postgresql":
                streep.wait()
            zet(sessie, woning, "voordragen", actor=wie, zaak_id=w.zaak_id("zoekend"))
    except CasusFout as fout:
        return fout
    return None


def test_van_acht_die_tegelijk_een_stap_zetten_wint_er_een(wereld: Wereld):
    van = _corporatie(wereld)
    lopers = [factories.actor(wereld.db, wereld.gemeente(), "wonen") for _ in range(SAMEN)]
    with ThreadPoolExecutor(SAMEN) as baan:
        for _ in range(RONDES):
            with wereld.werk() as sessie:
                woning_id = proef.leg_vast(sessie, wereld.actor("wonen"), van).id
            streep = Barrier(SAMEN, timeout=30)
            lopend = [baan.submit(copy_context().run, _draag_voor, wereld, wie, woning_id, streep) for wie in lopers]
            uitslag = [een.result(60) for een in lopend]
            fouten = [fout for fout in uitslag if fout is not None]
            winnaar = lopers[uitslag.index(None)]
            assert len(fouten) == SAMEN - 1
            assert all(isinstance(fout, Conflict) and winnaar.naam in fout.zin for fout in fouten)
    stappen = [rij for rij in wereld.rijen("woningverloop") if rij["stap"] == "voordragen"]
    assert len({rij["woning_id"] for rij in stappen}) == len(stappen)


STAPPEN = [stap.code for stap in woningproces().stappen]


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.generate],
)
@given(reeks=st.lists(st.sampled_from(STAPPEN), min_size=4, max_size=14))
def test_welke_stappen_men_ook_probeert_het_verloop_klopt(wereld: Wereld, reeks: list[str]):
    wonen, zaak_id = wereld.actor("wonen"), wereld.zaak_id("zoekend")
    zij = replace(wonen, corporatie_id=wereld.ligging.corporatie, rollen=frozenset({"corporatie"}))
    with wereld.db.schrijven(Bereik.van(wereld.gemeente())) as sessie:
        woning = proef.leg_vast(sessie, wonen, wereld.ligging.corporatie)
        for code in reeks:
            stap, voor = woningproces().stap(code), woning.status
            mee = {"zaak_id": zaak_id} if stap.uit_zaak else {"reden": "Daarom."}
            wie = replace(wonen, herkomst="worker") if stap.klok else zij if "wonen" not in stap.rollen else wonen
            if voor in stap.van:
                zet(sessie, woning, code, actor=wie, **mee)
                assert woning.status == stap.naar
            else:
                with pytest.raises(Conflict):
                    zet(sessie, woning, code, actor=wie, **mee)
                assert woning.status == voor
        gegaan = _stappen(sessie, woning)
        assert [naar for _, _, naar in gegaan[:-1]] == [van for _, van, _ in gegaan[1:]]
        assert gegaan[-1][2] == woning.status == sessie.scalar(select(Woning.status).where(Woning.id == woning.id))


def test_een_stap_uit_een_zaak_kan_niet_zonder_zaak(wereld: Wereld):
    with wereld.werk() as sessie:
        woning = proef.leg_vast(sessie, wereld.actor("wonen"), _corporatie(wereld))
        with pytest.raises(ValueError, match="hoort bij een zaak"):
            zet(sessie, woning, "voordragen", actor=wereld.actor("wonen"))
        with pytest.raises(InvoerFout):
            zet(sessie, woning, "intrekken", actor=wereld.actor("wonen"), reden=" ")


# --- de lijst van een corporatie ---


def _lees(maak: Callable[..., bytes], rijen: Any, naam: str = "lijst.xlsx") -> WoningBestand:
    return lees_woningen(maak(rijen), naam, vandaag())


def _lees_in(w: Wereld, bestand: WoningBestand, **anders: Any) -> WoningUitslag:
    return Woninginlezer(w.db, w.actor("wonen"), _corporatie(w), **anders).importeer(bestand)


def _tel(uitslag: WoningUitslag) -> dict[str, int]:
    soorten = ("nieuw", "gewijzigd", "ongewijzigd", "geweigerd")
    return {wat: aantal for wat in soorten if (aantal := uitslag.aantal(wat))}


def test_de_lijst_van_begin_tot_eind(wereld: Wereld):
    bestand = _lees(woninglijsten.als_xlsx, woninglijsten.schoon(60))
    leeg, woningen_voor = wereld.momentopname(), len(wereld.rijen("woning"))
    assert _tel(_lees_in(wereld, bestand, proef=True)) == {"nieuw": 60}
    assert wereld.momentopname() == leeg, "een proef verandert niets"
    assert _tel(_lees_in(wereld, bestand, meteen=True)) == {"nieuw": 60}
    assert len(wereld.rijen("woning")) - woningen_voor == 60
    vol = wereld.momentopname()
    assert _tel(_lees_in(wereld, bestand)) == {"ongewijzigd": 60}
    csv = _lees(woninglijsten.als_csv, woninglijsten.schoon(60), "lijst.csv")
    assert _tel(_lees_in(wereld, csv)) == {"ongewijzigd": 60}
    assert wereld.momentopname() == vol, "dezelfde lijst nog eens verandert niets"
    assert {rij["status"] for rij in wereld.rijen("woning") if rij["herkomst"] == "lijst"} == {"beschikbaar"}
    assert wereld.breuken() == []


def test_een_gewijzigde_rij_wijzigt_alleen_wat_anders_is(wereld: Wereld):
    _lees_in(wereld, _lees(woninglijsten.als_xlsx, [woninglijsten.rij(1), woninglijsten.rij(2)]))
    rijen = [woninglijsten.rij(1, **{"Kale huur": 650, "Energielabel": None}), woninglijsten.rij(2)]
    uitslag = _lees_in(wereld, _lees(woninglijsten.als_xlsx, rijen))
    assert [(r.wat, r.toelichting) for r in uitslag.regels] == [
        ("gewijzigd", "kale huur, rekenhuur"),
        ("ongewijzigd", ""),
    ]
    rij = next(r for r in wereld.rijen("woning") if r["corporatie_nummer"] == "VHE00001")
    assert (rij["huur_cent"], rij["energielabel"]) == (66_250, "AP"), "een lege cel wist niets"


@pytest.mark.parametrize("anders", ["POPULIERENLAAN  1", "Populierenlaan 1"])
def test_hetzelfde_adres_anders_geschreven_is_geen_tweede_woning(wereld: Wereld, anders: str):
    _lees_in(wereld, _lees(woninglijsten.als_xlsx, [woninglijsten.rij(1, **{"VHE-nummer": "", "Toevoeging": "A"})]))
    straat, _, nr = anders.partition(" ")
    rij = {"VHE-nummer": "", "Straatnaam": straat, "Huisnummer": nr.strip() + "a"}
    uitslag = _lees_in(wereld, _lees(woninglijsten.als_xlsx, [woninglijsten.rij(1, **rij)]))
    assert _tel(uitslag) == {"ongewijzigd": 1}
    with wereld.werk() as sessie, pytest.raises(InvoerFout, match="al een woning"):
        zo = {"adres": "populierenlaan 1 A", "postcode": "7101 AB"}
        proef.leg_vast(sessie, wereld.actor("wonen"), _corporatie(wereld), **zo)


@pytest.mark.parametrize("status", ["verhuurd", "ingetrokken"])
def test_wie_terug_is_op_de_lijst_krijgt_een_zin(wereld: Wereld, status: str):
    _lees_in(wereld, _lees(woninglijsten.als_xlsx, [woninglijsten.rij(1)]), meteen=True)
    with wereld.werk() as sessie:
        woning = sessie.scalars(select(Woning).where(Woning.corporatie_nummer == "VHE00001")).one()
        if status == "ingetrokken":
            zet(sessie, woning, "intrekken", actor=wereld.actor("wonen"), reden="Sloop")
        else:
            for stap in ("voordragen", "verhuren"):
                zet(sessie, woning, stap, actor=wereld.actor("wonen"), zaak_id=wereld.zaak_id("zoekend"))
    rijen = [woninglijsten.rij(1, **{"Kale huur": 650})]
    for wat in ("gewijzigd", "ongewijzigd"):
        (regel,) = _lees_in(wereld, _lees(woninglijsten.als_xlsx, rijen)).regels
        assert regel.wat == wat and "Meld haar opnieuw" in regel.toelichting and status in regel.toelichting


def test_per_direct_verschuift_morgen_niet(wereld: Wereld):
    rijen = [woninglijsten.rij(1, **{"Beschikbaar per": "per direct"})]
    _lees_in(wereld, _lees(woninglijsten.als_xlsx, rijen))
    vol = {r["corporatie_nummer"]: r["beschikbaar_van"] for r in wereld.rijen("woning")}
    morgen = lees_woningen(woninglijsten.als_xlsx(rijen), "l.xlsx", vandaag() + timedelta(days=1))
    assert _tel(_lees_in(wereld, morgen)) == {"ongewijzigd": 1}
    assert {r["corporatie_nummer"]: r["beschikbaar_van"] for r in wereld.rijen("woning")} == vol


def test_wat_niet_kan_wordt_per_rij_geweigerd_en_de_rest_gaat_door(wereld: Wereld):
    _lees_in(wereld, _lees(woninglijsten.als_xlsx, [woninglijsten.rij(1)]))
    ander = Woninginlezer(wereld.db, wereld.actor("wonen"), _corporatie(wereld, 1))
    uitslag = ander.importeer(_lees(woninglijsten.als_xlsx, [woninglijsten.rij(1), woninglijsten.rij(2)]))
    assert [regel.wat for regel in uitslag.regels] == ["geweigerd", "nieuw"]
    assert [(fout.rij, fout.gebrek) for fout in uitslag.fouten] == [(2, "geweigerd")]


def test_een_lijst_met_gebreken_leest_de_goede_rijen_in(wereld: Wereld):
    bestand = _lees(woninglijsten.als_xlsx, [rij for rij, _ in woninglijsten.GEBREKEN])
    uitslag = _lees_in(wereld, bestand)
    assert _tel(uitslag) == {"nieuw": len(bestand.woningen)}
    toelichtingen = {rij["toelichting"] for rij in wereld.rijen("woning")}
    assert '=HYPERLINK("http://x.test")' in toelichtingen, "een formule blijft tekst"


def test_een_complex_uit_de_lijst_wordt_herkend_of_gemeld(wereld: Wereld):
    with wereld.werk() as sessie:
        proef.complex_(sessie, wereld.actor("wonen"), _corporatie(wereld), naam="De School")
    kop = (*woninglijsten.KOP, "Complex")
    rijen = [[*woninglijsten.rij(1), "de school"], [*woninglijsten.rij(2), "Het Slot"]]
    bestand = lees_woningen(woninglijsten.als_xlsx(rijen, kop), "l.xlsx", vandaag())
    uitslag = _lees_in(wereld, bestand, meteen=True)
    assert [fout.gebrek for fout in uitslag.fouten] == ["complex_onbekend"]
    status = {r["corporatie_nummer"]: (r["status"], r["woonvorm"]) for r in wereld.rijen("woning")}
    assert status["VHE00001"] == ("gemeld", "getransformeerd") and status["VHE00002"] == ("beschikbaar", "regulier")


def test_zonder_recht_leest_niemand_een_lijst_in(wereld: Wereld):
    bestand = _lees(woninglijsten.als_xlsx, woninglijsten.schoon(3))
    for wie in (wereld.actor("casemanager"), wereld.actor("beheerder"), _van_corporatie(wereld)):
        with pytest.raises((GeenRecht, NietGevonden)):
            Woninginlezer(wereld.db, wie, _corporatie(wereld)).importeer(bestand)


def test_een_woning_blijft_in_haar_gemeente(wereld: Wereld):
    with wereld.werk(B) as sessie:
        woning_id = proef.leg_vast(sessie, wereld.actor("wonen", B), _corporatie(wereld)).id
    with wereld.lees() as sessie:
        assert sessie.scalar(select(Woning.id).where(Woning.id == woning_id)) is None


def test_een_einddatum_past_binnen_die_van_het_complex(wereld: Wereld):
    wie, van = wereld.actor("wonen"), _corporatie(wereld)
    with wereld.werk() as sessie:
        complex_ = proef.complex_(sessie, wie, van, einddatum=date(2030, 1, 1))
        with pytest.raises(InvoerFout) as fout:
            proef.leg_vast(sessie, wie, van, complex_id=complex_.id, eind_op=date(2031, 1, 1), contractsoort="TIJ")
        assert fout.value.fouten[0].veld == "eind_op"
        with pytest.raises(InvoerFout) as fout:
            proef.leg_vast(sessie, wie, _corporatie(wereld, 1), complex_id=complex_.id)
        assert fout.value.fouten[0].veld == "complex_id"
