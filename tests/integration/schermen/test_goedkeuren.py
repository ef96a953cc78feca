"""Ter goedkeuring op het scherm: advies, vraag, hogerop, samen, het college, en de pagina van het besluit daarna."""

from __future__ import annotations

import hashlib
import io
import re
from dataclasses import replace
from uuid import uuid4

from sqlalchemy import select

from casus.actions import besluitbulk, besluiten, besluitstappen
from casus.models import Advies, Besluit, Document, Zaak
from casus.queries import goedkeuring
from casus.views.schermen.besluitscherm import VERANDERD
from tests import documenten as bestanden
from tests import factories
from tests.integration.besluiten import hulp
from tests.integration.queries.tellen import opdrachten

HOOGSTENS = 8


def voorstel(wereld, **anders):
    with wereld.werk() as sessie:
        return hulp.stel_voor(wereld, sessie, **anders)


def in_zaken(wereld, soort, rol, plekken):
    """In elk van deze zaken één voorstel van dezelfde soort."""
    with wereld.werk() as sessie:
        zaken = [hulp.zaak(wereld, sessie, plek) for plek in plekken]
        return [hulp.stel_voor(wereld, sessie, soort, rol, in_zaak=zaak, bedrag_cent=None) for zaak in zaken]


def advies_id(wereld, besluit):
    with wereld.lees() as sessie:
        return sessie.scalars(select(Advies.id).where(Advies.besluit_id == besluit.id)).one()


def nu(wereld, besluit):
    return hulp.lees(wereld, besluit)


def kenmerk(pagina):
    gevonden = re.search(r'name="gezien" value="([0-9a-f]+)"', pagina)
    assert gevonden
    return gevonden[1]


def hoofdtekst(pagina):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", pagina.partition("<main")[2]))


JA = {"uitkomst": "toegekend", "motivering": "U hebt nog geen meubels.", "voorwaarden_bevestigd": "ja"}


def test_van_voorstel_met_advies_en_vraag_tot_besluit(als, wereld, zaak_van):
    financieel, jurist, manager = als("financieel"), als("jurist"), als("teammanager")
    pad = f"/zaken/{zaak_van('geaccepteerd').zaaknummer}/besluiten/nieuw/inrichtingskrediet"
    na = financieel.gelukt(pad, {"voorstel": "Bedden en tafel", "bedrag": "900", "advies": ["jurist"]})
    assert "wacht op advies" in hoofdtekst(na).lower()
    with wereld.lees() as sessie:
        besluit = sessie.scalars(select(Besluit).where(Besluit.soort == "inrichtingskrediet")).one()
    formulier = f"/adviezen/{advies_id(wereld, besluit)}"
    assert formulier in jurist.open("/adviezen") and formulier not in als("wonen").open("/adviezen")
    assert "Bedden en tafel" in jurist.open(formulier)
    leeg = jurist.stuur(formulier, {"oordeel": "eens_mits", "toelichting": ""})
    assert leeg.status_code == 422 and 'value="eens_mits" checked' in leeg.text
    wacht = manager.open(f"/goedkeuren/{besluit.id}")
    assert "Wacht eerst op een ander" in wacht and "Awb art. 3:6" in wacht
    jurist.gelukt(formulier, {"oordeel": "eens_mits", "toelichting": "Noem de gift in de brief."})
    financieel.open(formulier, 200)
    pagina = manager.open(f"/goedkeuren/{besluit.id}")
    assert "Jurist: eens, mits" in pagina and "Noem de gift in de brief." in pagina
    assert manager.stuur(f"/goedkeuren/{besluit.id}/vraag", {"vraag": " "}).status_code == 422
    manager.gelukt(f"/goedkeuren/{besluit.id}/vraag", {"vraag": "Is er spaargeld?"})
    assert "Is er spaargeld?" in financieel.open(f"/besluiten/{besluit.id}")
    financieel.gelukt(f"/besluiten/{besluit.id}/antwoord", {"antwoord": "Nee, geen spaargeld."})
    pagina = manager.open(f"/goedkeuren/{besluit.id}")
    assert "Nee, geen spaargeld." in pagina
    zonder = manager.stuur(f"/goedkeuren/{besluit.id}", {**JA, "voorwaarden_bevestigd": "", "gezien": kenmerk(pagina)})
    assert zonder.status_code == 422 and "U hebt nog geen meubels." in zonder.text
    als("teammanager").gelukt(f"/goedkeuren/{besluit.id}", {**JA, "gezien": kenmerk(pagina)})
    assert nu(wereld, besluit).gezien["huishouden"]
    daarna = hoofdtekst(als("jurist").open(f"/besluiten/{besluit.id}"))
    for deel in ("Mandaat zoals het die dag was", "Wat de beslisser voor zich had", "Jurist: eens, mits", "4.3a"):
        assert deel in daarna
    assert manager.client.get(f"/goedkeuren/{besluit.id}").location == f"/besluiten/{besluit.id}"


def test_wat_veranderde_sinds_de_beslisser_keek_beslist_hij_niet(als, wereld):
    besluit, manager = voorstel(wereld), als("teammanager")
    oud = kenmerk(manager.open(f"/goedkeuren/{besluit.id}"))
    with wereld.werk() as sessie:
        vraag = sessie.scalars(select(Besluit).where(Besluit.id == besluit.id)).one()
        besluitstappen.leg_terug(sessie, vraag, actor=wereld.actor("teammanager"), vraag="Is er spaargeld?")
        besluitstappen.beantwoord(sessie, vraag, actor=wereld.actor("financieel"), antwoord="Ja, € 900.")
    antwoord = manager.stuur(f"/goedkeuren/{besluit.id}", {**JA, "gezien": oud})
    assert antwoord.status_code == 409
    assert VERANDERD in antwoord.text and "U hebt nog geen meubels." in antwoord.text and "Ja, € 900." in antwoord.text
    manager.gelukt(f"/goedkeuren/{besluit.id}", {**JA, "gezien": kenmerk(antwoord.text)})
    te_laat = als("teammanager").stuur(f"/goedkeuren/{besluit.id}", {**JA, "uitkomst": "afgewezen"})
    assert te_laat.status_code == 409 and wereld.actor("teammanager").naam in te_laat.text


def test_samen_besluiten_heeft_per_voorstel_een_uitkomst(als, wereld):
    plekken = ("zoekend", "gekozen", "nieuw")
    een, twee, wacht = in_zaken(wereld, "herplanning", "wonen", plekken)
    with wereld.werk() as sessie:
        rij = sessie.scalars(select(Besluit).where(Besluit.id == wacht.id)).one()
        besluitstappen.leg_terug(sessie, rij, actor=wereld.actor("teammanager"), vraag="Waarom nu?")
    manager, adres = als("teammanager"), "/goedkeuren/samen/herplanning"
    assert adres in manager.open("/goedkeuren")
    pagina = manager.open(adres)
    assert len(re.findall('name="besluit"[^>]* checked', pagina)) == 2 and "Hier ligt nog een vraag" in pagina
    assert manager.stuur(adres, {**JA}).status_code == 422
    alle = [str(b.id) for b in (een, twee, wacht)]
    leeg = manager.stuur(adres, {"besluit": alle, "uitkomst": "afgewezen", "motivering": ""})
    assert leeg.status_code == 422 and "Het komt in de brief" in leeg.text
    uitslag = manager.stuur(adres, {**JA, "besluit": alle})
    tekst = hoofdtekst(uitslag.text)
    assert uitslag.status_code == 200
    assert "2 besluiten zijn genomen" in tekst and "Er ligt nog een vraag" in tekst
    assert [nu(wereld, b).status for b in (een, twee, wacht)] == ["toegekend", "toegekend", "voorgesteld"]
    assert nu(wereld, een).gezien["voorstel"] == "Bedden, tafel en stoelen."
    nog_eens = hoofdtekst(manager.stuur(adres, {**JA, "besluit": [alle[0]]}).text)
    assert "0 besluiten zijn genomen" in nog_eens
    assert als("wonen").client.get(adres).status_code == 403


def test_samen_beslist_niemand_over_wat_veranderde_sinds_hij_keek(als, wereld):
    een, anders, klaar = in_zaken(wereld, "herplanning", "wonen", ("zoekend", "gekozen", "nieuw"))
    manager, adres = als("teammanager"), "/goedkeuren/samen/herplanning"
    gezien = re.findall(r'name="gezien" value="([^"]+)"', manager.open(adres))
    assert len(gezien) == 3
    with wereld.werk() as sessie:
        rij = sessie.scalars(select(Besluit).where(Besluit.id == anders.id)).one()
        besluitstappen.leg_terug(sessie, rij, actor=wereld.actor("teammanager"), vraag="Waarom nu?")
        besluitstappen.beantwoord(sessie, rij, actor=wereld.actor("wonen"), antwoord="Er is een kind geboren.")
        hulp.beslis(wereld, sessie, sessie.scalars(select(Besluit).where(Besluit.id == klaar.id)).one())
    keuze = {"besluit": [str(b.id) for b in (een, anders, klaar)], "gezien": gezien}
    tekst = hoofdtekst(manager.stuur(adres, {**JA, **keuze}).text)
    assert "1 besluit is genomen" in tekst and tekst.count(besluitbulk.VERANDERD) == 1
    assert [nu(wereld, b).status for b in (een, anders)] == ["toegekend", "voorgesteld"]
    opnieuw = re.findall(r'name="gezien" value="([^"]+)"', manager.open(adres))
    assert "1 besluit is genomen" in hoofdtekst(manager.stuur(adres, {**JA, **keuze, "gezien": opnieuw}).text)
    assert nu(wereld, anders).status == "toegekend" and wereld.breuken() == []


def test_eerst_zien_wie_beslist_legt_niets_vast(als, wereld, zaak_van):
    financieel = als("financieel")
    pad = f"/zaken/{zaak_van('geaccepteerd').zaaknummer}/besluiten/nieuw/inrichtingskrediet"
    vooraf = wereld.momentopname()
    mis = financieel.stuur(f"{pad}/voorbeeld", {"voorstel": "Bedden en tafel", "bedrag": "veel"})
    assert mis.status_code == 422 and "Bedden en tafel" in mis.text and "bedrag-fout" in mis.text
    goed = financieel.stuur(f"{pad}/voorbeeld", {"voorstel": "Bedden en tafel", "bedrag": "6.200"})
    assert goed.status_code == 200 and "Bedden en tafel" in goed.text
    assert "Dit voorstel gaat naar: Ambtelijk opdrachtgever" in hoofdtekst(goed.text)
    assert "boven de grens van de teammanager" in goed.text
    assert {**wereld.momentopname(), "sessie": ""} == {**vooraf, "sessie": ""}


def test_een_opdrachtgever_ziet_wat_bij_hem_kwam(als, wereld):
    besluit, baas = voorstel(wereld), als("ambtelijk_opdrachtgever")
    leeg = baas.open("/goedkeuren")
    assert str(besluit.id) not in leeg and "Er wacht geen besluit op u" in leeg
    baas.open(f"/besluiten/{besluit.id}", 404)
    als("teammanager").gelukt(f"/goedkeuren/{besluit.id}/doorzetten", {"reden": "Dit is nieuw beleid."})
    assert "Dit is nieuw beleid." in baas.open(f"/goedkeuren/{besluit.id}")
    assert "Terug naar ter goedkeuring" in baas.open(f"/besluiten/{besluit.id}")
    manager = hoofdtekst(als("teammanager").open(f"/goedkeuren/{besluit.id}"))
    assert "Nee" in manager and "doorgezet" in manager and wereld.actor("ambtelijk_opdrachtgever").naam in manager


def van_de_manager(wereld, sessie):
    """Een voorstel van de teammanager, die ook de rol financieel heeft: een ander beslist erover."""
    manager = wereld.actor("teammanager")
    actor, wat = replace(manager, rollen=manager.rollen | {"financieel"}), "Bedden en tafel."
    zaak, velden = hulp.zaak(wereld, sessie), {"bedrag_cent": hulp.BEDRAG, "voorstel": wat}
    return besluiten.stel_voor(sessie, zaak, actor=actor, soort="inrichtingskrediet", **velden)


def test_wat_de_teammanager_zelf_voorstelde_ligt_bij_zijn_opdrachtgever(als, wereld):
    with wereld.werk() as sessie:
        besluit = van_de_manager(wereld, sessie)
        assert besluit.vereist_niveau == 1
    baas = als("ambtelijk_opdrachtgever")
    lijst = baas.open("/goedkeuren")
    assert "Bedden en tafel." in lijst and "1 besluit wacht op u" in lijst
    pagina = baas.open(f"/goedkeuren/{besluit.id}")
    als("bestuurlijk_opdrachtgever").open(f"/besluiten/{besluit.id}", 404)
    baas.gelukt(f"/goedkeuren/{besluit.id}", {**JA, "gezien": kenmerk(pagina)})
    assert nu(wereld, besluit).status == "toegekend"
    baas.open(f"/besluiten/{besluit.id}")


def test_wat_bij_een_ander_van_hetzelfde_niveau_ligt_is_niet_van_de_opdrachtgever(als, wereld):
    with wereld.werk() as sessie:
        van, tot = hulp.NU.date(), hulp.NU.date()
        hulp.vervang(wereld, sessie, "teammanager", wereld.actor("jurist"), van, tot)
        besluit = van_de_manager(wereld, sessie)
    baas = als("ambtelijk_opdrachtgever")
    assert "Er wacht geen besluit op u" in baas.open("/goedkeuren")
    baas.open(f"/besluiten/{besluit.id}", 404)


def test_de_lijst_is_niet_langer_voor_wie_meer_niveaus_ziet(wereld, monkeypatch):
    monkeypatch.setattr(goedkeuring, "MEESTE", 4)
    monkeypatch.setattr(goedkeuring, "ELK_NIVEAU", 1)
    in_zaken(wereld, "herplanning", "wonen", ("zoekend", "gekozen", "nieuw", "profiel"))
    hoog, later = voorstel(wereld, bedrag_cent=620_000), voorstel(wereld, bedrag_cent=630_000)
    manager = wereld.actor("teammanager")
    with wereld.lees() as sessie:
        alle = [een.besluit for een in goedkeuring.wachtend(sessie, manager).alle]
        ook = [een.besluit for een in goedkeuring.wachtend(sessie, manager, ook=later.id).alle]
        baas = goedkeuring.wachtend(sessie, wereld.actor("ambtelijk_opdrachtgever")).alle
    assert sorted(b.vereist_niveau for b in alle) == [1, 1, 1, 2] and hoog.id in {b.id for b in alle}
    assert len(ook) == 4 and {hoog.id, later.id} < {b.id for b in ook}
    assert {een.besluit.id for een in baas} == {hoog.id, later.id}


def test_wat_het_college_besloot_komt_er_met_nummer_dag_en_document(als, wereld):
    besluit = voorstel(wereld)
    for rol in ("teammanager", "ambtelijk_opdrachtgever", "bestuurlijk_opdrachtgever"):
        als(rol).gelukt(f"/goedkeuren/{besluit.id}/doorzetten", {"reden": "Het college wil dit zelf."})
    jurist, adres = als("jurist"), f"/besluiten/{besluit.id}/college"
    with wereld.werk() as sessie:
        zaak = sessie.scalars(select(Zaak).where(Zaak.id == besluit.zaak_id)).one()
        sessie.add(factories.document(zaak.id, wereld.actor("jurist"), "collegebesluit.pdf"))
    with wereld.lees() as sessie:
        document = sessie.scalars(select(Document).where(Document.naam == "collegebesluit.pdf")).one()
    assert "collegebesluit.pdf" in jurist.open(adres)
    leeg = jurist.stuur(adres, {"nummer": "B26-113"})
    assert leeg.status_code == 422 and 'value="B26-113"' in leeg.text
    velden = {"nummer": "B26-113", "datum": "vandaag", "document": str(document.id), "motivering": "Past."}
    vreemd = jurist.stuur(adres, {**velden, "uitkomst": "toegekend", "document": "geen-document"})
    assert vreemd.status_code == 422
    daarna = jurist.gelukt(adres, {**velden, "uitkomst": "toegekend"})
    assert "B26-113" in hoofdtekst(daarna) and nu(wereld, besluit).status == "toegekend"


def test_het_collegebesluit_gaat_mee_in_hetzelfde_formulier(als, wereld):
    besluit = voorstel(wereld)
    for rol in ("teammanager", "ambtelijk_opdrachtgever", "bestuurlijk_opdrachtgever"):
        als(rol).gelukt(f"/goedkeuren/{besluit.id}/doorzetten", {"reden": "Het college wil dit zelf."})
    jurist, adres = als("jurist"), f"/besluiten/{besluit.id}/college"
    assert 'name="bestand"' in (pagina := jurist.open(adres)) and 'name="document"' not in pagina
    velden = {"nummer": "B26-113", "datum": "vandaag", "uitkomst": "toegekend", "motivering": "Past bij het beleid."}
    pdf = bestanden.pdf()

    def stuur(**anders):
        return jurist.stuur(adres, {**velden, **anders})

    for anders, zin in (
        ({}, "Kies het ondertekende besluit"),
        ({"bestand": (io.BytesIO(b"%PDF-1.7 geen pdf"), "besluit.pdf")}, 'id="bestand-fout"'),
        ({"bestand": (io.BytesIO(b"MZ"), "besluit.exe")}, "kan niet"),
        ({"bestand": (io.BytesIO(pdf), "besluit.pdf"), "nummer": ""}, "Vul het nummer van het collegebesluit in."),
        ({"bestand": (io.BytesIO(pdf), "besluit.pdf"), "datum": ""}, "Vul de dag van het collegebesluit in."),
        ({"bestand": (io.BytesIO(pdf), "besluit.pdf"), "document": str(uuid4())}, "Kies één van de twee"),
    ):
        nee = stuur(**anders)
        assert nee.status_code == 422 and zin in nee.text and "Past bij het beleid." in nee.text, zin
    with wereld.lees() as sessie:
        assert sessie.scalars(select(Document).where(Document.zaak_id == besluit.zaak_id)).all() == []
    assert nu(wereld, besluit).status == "voorgesteld"

    goed = stuur(bestand=(io.BytesIO(bestanden.vijandige_pdf()), "Besluit 113.pdf"))
    assert goed.status_code == 303
    genomen = nu(wereld, besluit)
    with wereld.lees() as sessie:  # de brief kan er ook al bij staan
        stuk = sessie.scalars(select(Document).where(Document.id == genomen.college_document_id)).one()
    assert (genomen.status, stuk.zaak_id) == ("toegekend", besluit.zaak_id)
    assert (stuk.naam, stuk.status, stuk.bladen) == ("Besluit 113.pdf", "schoon", 2)
    assert genomen.mandaat_kopie["document"] == stuk.sha256
    bewaard = jurist.client.get(f"/documenten/{stuk.id}/bestand").data
    assert hashlib.sha256(bewaard).hexdigest() == stuk.sha256 and bestanden.KANARIE not in bewaard
    assert wereld.breuken() == []


def test_herzien_is_een_nieuw_voorstel_dat_naar_het_oude_verwijst(als, wereld):
    with wereld.werk() as sessie:
        oud = hulp.beslis(wereld, sessie, hulp.stel_voor(wereld, sessie))
    financieel = als("financieel")
    pagina = financieel.open(f"/besluiten/{oud.id}")
    adres = re.search(r'href="([^"]+hoe=intrekken)"', pagina)[1].replace("&amp;", "&")
    assert oud.nummer in financieel.open(adres)
    pad = adres.partition("?")[0]
    velden = {"herziet": str(oud.id), "hoe": "intrekken", "voorstel": "De meubels zijn er al."}
    na = financieel.gelukt(pad, velden)
    assert "Intrekking" in na and oud.nummer in na
    als("jurist").open(f"/zaken/{pad.split('/')[2]}/besluiten/nieuw/inrichtingskrediet?herziet=x&hoe=y", 404)


def test_elke_pagina_over_een_besluit_blijft_binnen_haar_vragen(als, app, wereld):
    besluit, manager, jurist = voorstel(wereld), als("teammanager"), als("jurist")
    financieel = als("financieel")
    financieel.gelukt(f"/besluiten/{besluit.id}/advies", {"rol": "jurist", "vraag": "Mag dit?"})
    in_zaken(wereld, "herplanning", "wonen", ("zoekend", "gekozen"))
    paden = [
        (manager, "/goedkeuren"),
        (manager, f"/goedkeuren/{besluit.id}"),
        (manager, "/goedkeuren/samen/herplanning"),
        (jurist, "/adviezen"),
        (jurist, f"/adviezen/{advies_id(wereld, besluit)}"),
        (jurist, f"/besluiten/{besluit.id}"),
        (jurist, f"/besluiten/{besluit.id}/college"),
    ]
    te_veel = {}
    for wie, pad in paden:
        wie.open(pad)
        with opdrachten(app.extensions["casus.database"]) as vragen:
            wie.open(pad)
        if len(vragen) > HOOGSTENS:
            te_veel[pad] = len(vragen)
    assert te_veel == {}
