"""Wat een regel mist, vult een mens in: het formulier van het huishouden, de reistijden, en de weg ernaartoe."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from html import unescape
from typing import Any

import pytest
from sqlalchemy import select, update

from casus.actions import huishoudens, reistijden
from casus.errors import Conflict, GeenRecht, InvoerFout, Weigering
from casus.models import Besluit, Huishouden, Inburgering, Parameter, Persoon, Reistijd, Woning, Zaak
from casus.queries import matching
from casus.queries.matchvoorstel import woningen_voor
from casus.queries.regiokaarten import laad_regio
from casus.queries.reistijden import veld_van
from casus.workflows.huishoudvelden import nu_vastgelegd
from tests.integration.matching.kamers import zet_kamers
from tests.integration.schermen import conftest as schermen
from tests.integration.schermen.conftest import Scherm
from tests.wereld import B, Wereld

app, als, zaak_van = schermen.app, schermen.als, schermen.zaak_van
Als, ZaakVan = Callable[..., Scherm], Callable[..., Zaak]


def velden(pagina: str) -> dict[str, str]:
    """Alles wat een browser van dit formulier zou terugsturen."""
    deel = pagina.partition("<main")[2]
    uit = dict(re.findall(r'<input (?:type="hidden" )?(?:id="[^"]*" )?name="([^"_][^"]*)"[^>]*? value="([^"]*)"', deel))
    uit |= dict(re.findall(r'type="radio" name="([^"]+)"[^>]*value="([^"]*)" checked', deel))
    return {naam: unescape(waarde) for naam, waarde in uit.items() if naam != "csrf_token"}


def gezin(w: Wereld, zaak: Zaak) -> tuple[Huishouden, list[Persoon], Zaak]:
    with w.lees() as sessie:
        huis = sessie.scalars(select(Huishouden).where(Huishouden.id == zaak.huishouden_id)).one()
        mensen = sessie.scalars(select(Persoon).where(Persoon.huishouden_id == huis.id).order_by(Persoon.volgnummer))
        return huis, list(mensen), sessie.scalars(select(Zaak).where(Zaak.id == zaak.id)).one()


def test_wat_een_regel_mist_is_in_te_vullen_en_telt_meteen(wereld: Wereld, als: Als, zaak_van: ZaakVan):
    wonen, zaak = als("wonen"), zaak_van("zoekend")
    with wereld.werk() as sessie:
        sessie.execute(update(Zaak).where(Zaak.id == zaak.id).values(vergunning_geldig_tot=None))
    lijst = f"/zaken/{zaak.zaaknummer}/woningen"
    pagina, pad = wonen.open(lijst), f"/zaken/{zaak.zaaknummer}/huishouden"
    assert "Vul die in bij ‘Gegevens van het huishouden’." in pagina
    weg = re.search(r'href="([^"]*/huishouden\?terug=[^"]*)">Gegevens aanvullen', pagina)
    assert weg and unescape(weg[1]).startswith(pad)
    formulier = wonen.open(unescape(weg[1]))
    wat = velden(formulier)
    assert "Gegevens van het huishouden" in formulier and wat["wil_delen"] == "nee" and wat["terug"] == lijst
    nieuw = {
        **wat, "vergunning_geldig_tot": "31-12-2031", "jaarinkomen": "28.500", "gewenst_per": "01-09-2026",
        "wil_delen": "ja", "inkomensbron": "ARB", "gebied": "Zutphen", "gebied_reden": "werk",
        "telefoon": "0999 11 22 33", "taal-1": "Tigrinya", "tolk-1": "ja",
    }  # fmt: skip
    terug = wonen.gelukt(pad, nieuw)
    assert "De einddatum van de vergunning is niet bekend" not in terug and "Vastgelegd: " in terug
    huis, mensen, na = gezin(wereld, zaak)
    assert (huis.telefoon, mensen[0].taal, mensen[0].tolk_nodig) == ("0999 11 22 33", "Tigrinya", True)
    assert (huis.jaarinkomen_cent, huis.gewenst_per, huis.wil_delen) == (2_850_000, date(2026, 9, 1), True)
    assert (huis.inkomensbron, huis.gebied, huis.gebied_reden) == ("ARB", "Zutphen", "werk")
    assert na.vergunning_geldig_tot == date(2031, 12, 31)
    zin = wereld.gebeurtenissen(zaak.id)[-1][1]
    assert "het telefoonnummer" in zin and "het inkomen per jaar" in zin and "het einde van de vergunning" in zin
    assert "0999" not in zin and "28" not in zin and "Tigrinya" not in zin
    with wereld.lees() as sessie:
        gegevens = matching.laad_huishouden(sessie, zaak.zaaknummer)
        vraag = gegevens.vraag(gegevens.zoekenden[0])
    assert (vraag.wil_delen, vraag.gewenst_per, vraag.inkomen_bekend) == (True, date(2026, 9, 1), True)
    assert "Er is niets veranderd" in wonen.gelukt(pad, velden(wonen.open(pad)))
    assert wereld.breuken() == []


def test_wat_niet_klopt_staat_bij_het_veld_en_wat_er_stond_blijft(wereld: Wereld, als: Als, zaak_van: ZaakVan):
    wonen, zaak = als("wonen"), zaak_van("zoekend")
    pad = f"/zaken/{zaak.zaaknummer}/huishouden"
    mis = {
        **velden(wonen.open(pad)), "jaarinkomen": "veel", "gewenst_per": "1-1-2020",
        "vergunning_geldig_tot": "1-1-2000", "geboren-1": "31-02-1990", "gebied": "", "gebied_reden": "school",
    }  # fmt: skip
    antwoord = wonen.stuur(pad, mis)
    assert antwoord.status_code == 422
    for veld in ("jaarinkomen", "gewenst_per", "vergunning_geldig_tot", "geboren-1", "gebied"):
        assert f'id="{veld}-fout"' in antwoord.text, veld
    assert 'value="veel"' in antwoord.text and 'value="31-02-1990"' in antwoord.text
    assert gezin(wereld, zaak)[0].gebied_reden == ""
    assert als("beheerder").stuur(pad, mis).status_code == 403
    assert als("wonen", B).stuur(pad, mis).status_code == 404


def test_wie_intussen_iets_veranderde_was_voor(wereld: Wereld, als: Als, zaak_van: ZaakVan):
    wonen, zaak = als("wonen"), zaak_van("zoekend")
    pad = f"/zaken/{zaak.zaaknummer}/huishouden"
    wat = velden(wonen.open(pad))
    with wereld.werk() as sessie:  # zoals de taak ‘Woningbehoefte vaststellen’: de versie van de zaak blijft
        sessie.execute(update(Huishouden).where(Huishouden.id == zaak.huishouden_id).values(woonbeperking="rolstoel"))
    anders = {**wat, "jaarinkomen": "20.000", "woonbeperking": "rollator"}
    antwoord = wonen.stuur(pad, anders)
    assert antwoord.status_code == 409 and 'value="20.000"' in antwoord.text
    assert "Een collega veranderde dit net: nu staat hier ‘" in antwoord.text
    assert gezin(wereld, zaak)[0].woonbeperking == "rolstoel"
    nu_gezien = velden(antwoord.text)
    assert (nu_gezien["woonbeperking"], nu_gezien["was-woonbeperking"]) == ("rollator", "rolstoel")
    wonen.gelukt(pad, nu_gezien)  # hij zag wat de ander deed en kiest toch het zijne
    assert gezin(wereld, zaak)[0].woonbeperking == "rollator"


def test_een_tikfout_wist_niet_wat_een_collega_intussen_vastlegde(wereld: Wereld, als: Als, zaak_van: ZaakVan):
    wonen, ander, zaak = als("wonen"), als("casemanager"), zaak_van("zoekend")
    pad = f"/zaken/{zaak.zaaknummer}/huishouden"
    wat = velden(wonen.open(pad))
    ander.gelukt(pad, {**wat, "jaarinkomen": "28.500", "wil_delen": "ja"})
    antwoord = wonen.stuur(pad, {**wat, "telefoon": "0999 11 22 33", "vergunning_geldig_tot": "31-31-2031"})
    assert antwoord.status_code == 422 and 'id="vergunning_geldig_tot-fout"' in antwoord.text
    assert "Een collega veranderde dit net: nu staat hier ‘28.500’." in antwoord.text
    over = velden(antwoord.text)
    assert (over["jaarinkomen"], over["wil_delen"], over["telefoon"]) == ("28.500", "ja", "0999 11 22 33")
    wonen.gelukt(pad, {**over, "vergunning_geldig_tot": "31-12-2031"})
    oud = {**wat, "telefoon": "0999 44 55 66", "was-telefoon": "0999 11 22 33"}
    wonen.gelukt(pad, oud)  # een blad van vóór dat alles: alleen wat hij wijzigde telt
    huis, _, na = gezin(wereld, zaak)
    assert (huis.jaarinkomen_cent, huis.wil_delen, huis.telefoon) == (2_850_000, True, "0999 44 55 66")
    assert na.vergunning_geldig_tot == date(2031, 12, 31) and wereld.breuken() == []
    mis = {**wat, "jaarinkomen": "20.000", "vergunning_geldig_tot": "31-31-2031"}
    antwoord = wonen.stuur(pad, mis)  # dat een ander eerder was, gaat voor de tikfout
    assert antwoord.status_code == 409 and "vulde gegevens van het huishouden aan" in antwoord.text
    assert 'value="20.000"' in antwoord.text and 'value="31-31-2031"' in antwoord.text


def test_een_gebied_en_zijn_reden_horen_bij_elkaar(wereld: Wereld, als: Als, zaak_van: ZaakVan):
    wonen, ander, zaak = als("wonen"), als("casemanager"), zaak_van("zoekend")
    pad = f"/zaken/{zaak.zaaknummer}/huishouden"
    wonen.gelukt(pad, {**velden(wonen.open(pad)), "gebied": "Zutphen", "gebied_reden": "werk"})
    wat = velden(wonen.open(pad))
    ander.gelukt(pad, {**wat, "gebied": "Ulft"})
    antwoord = wonen.stuur(pad, {**wat, "gebied_reden": "school"})
    assert antwoord.status_code == 409 and "nu staat hier ‘Ulft’" in antwoord.text
    huis = gezin(wereld, zaak)[0]
    assert (huis.gebied, huis.gebied_reden) == ("Ulft", "werk")


def vul(w: Wereld, plek: str, **anders: str) -> list[str]:
    with w.werk() as sessie:
        loop = w.loop(sessie, w.zaak_id(plek))
        huis = sessie.scalars(select(Huishouden).where(Huishouden.id == loop.zaak.huishouden_id)).one()
        mensen = sessie.scalars(
            select(Persoon).where(Persoon.huishouden_id == huis.id).order_by(Persoon.volgnummer)
        ).all()
        waarden = nu_vastgelegd(loop.zaak, huis, mensen)
        met = {"actor": w.actor("casemanager"), "was": waarden, "invoer": {**waarden, **anders}}
        return huishoudens.vul_aan(sessie, loop.zaak, **met)


def test_een_leeftijd_verandert_ook_de_inburgering_en_een_gesloten_zaak_verandert_niet(wereld: Wereld):
    zaak_id = wereld.zaak_id("zoekend")
    with wereld.werk() as sessie:
        huis_id = sessie.scalars(select(Zaak.huishouden_id).where(Zaak.id == zaak_id)).one()
        kind = sessie.scalars(
            select(Persoon).where(Persoon.huishouden_id == huis_id).order_by(Persoon.volgnummer.desc())
        ).first()
        sessie.execute(
            update(Persoon).where(Persoon.id == kind.id).values(geboortedatum="0000-00-00", geslacht="onbekend")
        )
    nr = kind.volgnummer
    assert vul(wereld, "zoekend", **{f"geboren-{nr}": "1999", f"geslacht-{nr}": "vrouw"}) == [
        "een geboortedatum",
        "man of vrouw",
    ]
    with wereld.lees() as sessie:
        na = sessie.scalars(select(Persoon).where(Persoon.id == kind.id)).one()
        plichtig = sessie.scalars(select(Inburgering.persoon_id).where(Inburgering.zaak_id == zaak_id)).all()
    assert (na.geboortedatum, na.geslacht) == ("1999-00-00", "vrouw") and kind.id in plichtig
    with pytest.raises(Weigering, match="gesloten"):
        vul(wereld, "gesloten", jaarinkomen="1")


def test_reistijden_vult_iemand_een_keer_in_voor_iedereen(wereld: Wereld, als: Als, zaak_van: ZaakVan):
    wonen, zaak = als("wonen"), zaak_van("zoekend")
    vul(wereld, "zoekend", gebied="Laag Keppel")
    plaatsen = {paar.woning.plaats for paar in paren(wereld, zaak)}
    assert {een.onbekend for een in reisdelen(wereld, zaak)} == {True}
    pagina = wonen.open(f"/zaken/{zaak.zaaknummer}/woningen")
    weg = re.search(r'href="([^"]*/matching/reistijden\?gebied=Laag\+Keppel[^"]*)">Reistijden invullen', pagina)
    assert weg
    pagina = wonen.open(unescape(weg[1]))
    wat = velden(pagina)
    mis = {**wat, "gebied": "Laag Keppel", **{naam: "heel lang" for naam in wat if naam.startswith("van-")}}
    antwoord = wonen.stuur("/matching/reistijden", mis)
    assert antwoord.status_code == 422 and 'value="heel lang"' in antwoord.text
    goed = {**mis, **{naam: "20" for naam in wat if naam.startswith("van-")}}
    wonen.gelukt("/matching/reistijden", goed)
    with wereld.lees() as sessie:
        rijen = sessie.scalars(select(Reistijd)).all()
    assert plaatsen <= {rij.plaats for rij in rijen} and {rij.minuten for rij in rijen} == {20}
    vul(wereld, "zoekend", gebied=" laag  keppel ".strip())
    assert {(een.onbekend, een.punten) for een in reisdelen(wereld, zaak)} == {(False, 20)}
    leeg = {**velden(wonen.open("/matching/reistijden?gebied=Laag+Keppel")), "gebied": "Laag Keppel"}
    leeg |= {naam: "" for naam in leeg if naam.startswith("van-")}
    wonen.gelukt("/matching/reistijden", leeg)
    assert {een.onbekend for een in reisdelen(wereld, zaak)} == {True} and wereld.breuken() == []
    assert als("casemanager").stuur("/matching/reistijden", goed).status_code == 403
    with wereld.werk() as sessie:
        with pytest.raises(GeenRecht):
            reistijden.leg_vast(sessie, actor=wereld.actor("casemanager"), gebied="X", minuten={}, was={})
        with pytest.raises(InvoerFout):
            reistijden.leg_vast(sessie, actor=wereld.actor("wonen"), gebied=" ", **ulft("601"))


def ulft(minuten: str, was: str = "") -> dict[str, dict[str, str]]:
    return {"minuten": {"Ulft": minuten}, "was": {"Ulft": was}}


def test_een_leeg_gelaten_reistijd_haalt_die_van_een_collega_niet_weg(wereld: Wereld, als: Als, zaak_van: ZaakVan):
    vul(wereld, "zoekend", gebied="Laag Keppel")
    wonen, adres, pad = als("wonen"), "/matching/reistijden?gebied=Laag+Keppel", "/matching/reistijden"
    with wereld.werk() as sessie:
        reistijden.leg_vast(sessie, actor=wereld.actor("wonen"), gebied="Laag Keppel", **ulft("10"))
    wat = velden(wonen.open(adres))
    een, twee = (next(naam for naam in wat if naam.startswith("van-") and wat[naam] == staat) for staat in ("", "10"))
    wonen.gelukt(pad, {**wat, een: "20"})
    assert "Er is niets veranderd" in wonen.gelukt(pad, wat)
    mis = wonen.stuur(pad, {**wat, twee: "veel"})
    over = velden(mis.text)
    assert mis.status_code == 422 and (over[een], over[twee]) == ("20", "veel")
    assert "Een collega veranderde dit net: nu staat hier ‘20’." in mis.text
    wonen.gelukt(pad, {**over, twee: "15"})
    with wereld.lees() as sessie:
        assert sorted(sessie.scalars(select(Reistijd.minuten)).all()) == [15, 20]
    laat = wonen.stuur(pad, {**wat, een: "30", twee: "veel"})
    assert laat.status_code == 409 and f"{wereld.actor('wonen').naam} was u voor" in laat.text
    over = velden(laat.text)
    assert (over[een], over[f"was-{een}"], over[twee]) == ("30", "20", "veel")
    wonen.gelukt(pad, {**over, twee: "15"})
    with wereld.lees() as sessie:
        assert sorted(sessie.scalars(select(Reistijd.minuten)).all()) == [15, 30]


def test_twee_plaatsen_met_bijna_dezelfde_naam_hebben_elk_een_eigen_veld():
    assert veld_van("Bergen (L)") != veld_van("Bergen L") and veld_van("Bergen  L") == veld_van("bergen l")


def paren(w: Wereld, zaak: Zaak) -> list[Any]:
    with w.lees() as sessie:
        return woningen_voor(matching.laad_huishouden(sessie, zaak.zaaknummer))


def reisdelen(w: Wereld, zaak: Zaak) -> list[Any]:
    return [deel for paar in paren(w, zaak) for deel in paar.score.delen if deel.naam == "reistijd"]


def test_urgentie_zonder_grond_staat_bij_de_kandidaat_en_de_grond_is_verplicht(wereld: Wereld, als: Als):
    wonen, zaak_id = als("wonen"), wereld.zaak_id("urgentie")
    with wereld.werk() as sessie:
        sessie.execute(update(Besluit).where(Besluit.soort == "urgentie_toekennen").values(gegevens={}))
        woning = sessie.scalars(select(Woning).where(Woning.status == "beschikbaar").order_by(Woning.id)).first()
        grenzen = matching.laad_woning(sessie, woning.id)
        sessie.execute(update(Parameter).where(Parameter.sleutel == "voorrang_statushouder").values(waarde="nee"))
    assert grenzen.urgent[zaak_id] == "onbekend"
    pagina = wonen.open(f"/woningen/{woning.id}/kandidaten?alles=ja")
    assert "daarin staat niet op welke grond" in pagina
    with wereld.lees() as sessie:
        nummer = sessie.scalars(select(Zaak.zaaknummer).where(Zaak.id == wereld.zaak_id("zoekend"))).one()
    pad = f"/zaken/{nummer}/besluiten/nieuw/urgentie_toekennen"
    antwoord = als("jurist").stuur(pad, {"voorstel": "Het huishouden krijgt urgentie."})
    assert antwoord.status_code == 422 and "Kies waarom het huishouden urgentie krijgt." in antwoord.text


def test_de_kandidaten_van_een_kamer_in_een_vol_huis(wereld: Wereld, als: Als):
    huis, kamers = zet_kamers(wereld, eenheden=2, aantal=2)
    kandidaten = f"/woningen/{kamers[0]}/kandidaten"
    with wereld.werk() as sessie:
        sessie.execute(update(Huishouden).values(wil_delen=True))
    assert "Dit huishouden kiezen" in als("wonen").open(kandidaten)
    with wereld.werk() as sessie:  # een ander woont er buiten casus om, en de andere kamer is verhuurd
        sessie.execute(update(Woning).where(Woning.id == kamers[1]).values(status="verhuurd"))
        huis = sessie.merge(huis)
        huis.andere_bewoners = ["man"]
    pagina = als("wonen").open(kandidaten)
    assert "Dit huishouden kiezen" not in pagina and "Kan nu niet worden aangeboden" in pagina
    assert not {str(een) for een in kamers} & laad_regio(wereld.db, wereld.gemeente()).woningen.keys()


def test_een_collega_die_tegelijk_een_reistijd_invult(wereld: Wereld, monkeypatch: pytest.MonkeyPatch):
    wonen = wereld.actor("wonen")
    with wereld.werk() as sessie:
        reistijden.leg_vast(sessie, actor=wonen, gebied="Laag Keppel", **ulft("25"))
    monkeypatch.setattr(reistijden, "naar", lambda *_: [])  # keek net voordat de ander vastlegde
    with wereld.werk() as sessie, pytest.raises(Conflict, match="Ververs"), sessie.begin_nested():
        reistijden.leg_vast(sessie, actor=wonen, gebied="Laag Keppel", **ulft("30"))
    with wereld.lees() as sessie:
        assert sessie.scalars(select(Reistijd.minuten)).all() == [25]
