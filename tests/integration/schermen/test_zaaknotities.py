"""Notities: genoemd worden, verbeteren met behoud van de oude tekst, en tekst die nooit opmaak of script wordt."""

from __future__ import annotations

import html
import re

import html5lib
from sqlalchemy import select

from casus.actions import notities
from casus.models import Notitie, Notitieversie, Signaal, Taak

XSS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    '"><script>alert(1)</script>',
    "'><b>vet</b>",
    "</textarea><script>alert(1)</script>",
    "</p><h1>kop</h1>",
    "</mark><script>alert(1)</script>",
    "@<script>alert(1)</script>",
    "<a href=javascript:alert(1)>klik</a>",
    "javascript:alert(1)",
    "{{ 7*7 }}",
    "{% include 'base.html' %}",
    "${7*7}",
    "<!-- -->",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<iframe src=//kwaad.example></iframe>",
    "<form action=//kwaad.example><button>x</button>",
    "<p hx-get=/zaken hx-trigger=load>x</p>",
    "\u202e<style>*{display:none}</style>",
)


def notitie_van(wereld, tekst):
    with wereld.lees() as sessie:
        return sessie.scalars(select(Notitie).where(Notitie.tekst == tekst)).one()


def test_de_melding_zegt_wie_een_signaal_krijgt_en_wie_niet(als, zaak_van, wereld):
    wonen, cm = wereld.actor("wonen"), als("casemanager")
    voornaam = wonen.naam.split()[0]
    pagina = cm.gelukt(f"{pad_van(zaak_van)}/notities", {"tekst": f"@{voornaam} weet jij dit? @Nergens ook."})
    assert f"De notitie is geplaatst. {wonen.naam} krijgt een signaal." in pagina
    assert "@Nergens krijgt geen signaal: zo heet niemand in het team." in pagina
    assert f"<mark>@{voornaam}</mark>" in pagina and "s-wacht" in pagina
    rij = notitie_van(wereld, f"@{voornaam} weet jij dit? @Nergens ook.")
    velden = {"tekst": f"@{voornaam} weet jij dit wel?", "versie": "1"}
    na = cm.gelukt(f"{pad_van(zaak_van)}/notities/{rij.id}/verbeteren", velden)
    assert "De notitie is verbeterd." in na and "krijgt een signaal" not in na, "hij kreeg het al"
    assert "De notitie is geplaatst.<" in cm.gelukt(f"{pad_van(zaak_van)}/notities", {"tekst": "Zonder iemand."})


def pad_van(zaak_van, plek="zoekend"):
    return f"/zaken/{zaak_van(plek).zaaknummer}"


def test_wie_wordt_genoemd_valt_op_en_krijgt_een_signaal(als, zaak_van, wereld):
    wonen, cm = wereld.actor("wonen"), als("casemanager")
    beheerder = wereld.actor("beheerder")
    tekst = f"Vader belde. @{wonen.naam.upper()} weet jij welke school? @Niemand Hier, @{beheerder.naam}"
    pagina = cm.gelukt(f"{pad_van(zaak_van)}/notities", {"tekst": tekst})
    assert f"<mark>@{wonen.naam.upper()}</mark>" in pagina
    assert pagina.count("<mark>") == 1
    assert f"@{wonen.naam}" in pagina.partition("Wie kan ik noemen?")[2]
    with wereld.lees() as sessie:
        signalen = sessie.scalars(select(Signaal).where(Signaal.soort == "vermelding")).all()
    notitie = notitie_van(wereld, tekst)
    assert [(s.gebruiker_id, s.kenmerk, s.zaak_id) for s in signalen] == [
        (wonen.gebruiker_id, f"notitie:{notitie.id}:1", notitie.zaak_id)
    ]


def test_een_verbetering_houdt_de_oude_tekst_en_noemt_alleen_wie_nieuw_is(als, zaak_van, wereld):
    wonen, jurist, cm = wereld.actor("wonen"), wereld.actor("jurist"), als("casemanager")
    pad = pad_van(zaak_van)
    cm.gelukt(f"{pad}/notities", {"tekst": f"De school heet Rozengaarde. @{wonen.naam}"})
    notitie = notitie_van(wereld, f"De school heet Rozengaarde. @{wonen.naam}")
    actie = f"{pad}/notities/{notitie.id}/verbeteren"
    assert f'href="{actie}"' in cm.open(pad)
    assert "Rozengaarde" in cm.open(actie)
    nieuw = f"De school heet De Bongerd. @{wonen.naam} @{jurist.naam}"
    pagina = cm.gelukt(actie, {"tekst": nieuw, "versie": 1})
    assert "De Bongerd" in pagina
    assert "verbeterd" in pagina
    assert "Rozengaarde" in pagina.partition("Wat er eerst stond")[2]
    cm.gelukt(actie, {"tekst": "De school heet De Bongerd, in Gaanderen.", "versie": 2})
    with wereld.lees() as sessie:
        versies = sessie.scalars(select(Notitieversie).order_by(Notitieversie.versie)).all()
        aan = {s.kenmerk: s.gebruiker_id for s in sessie.scalars(select(Signaal).where(Signaal.soort == "vermelding"))}
        assert sessie.get_one(Notitie, (notitie.gemeente_id, notitie.id)).versie == 3
    assert [rij.versie for rij in versies] == [1, 2]
    assert "Rozengaarde" in versies[0].tekst and "Bongerd" in versies[1].tekst
    assert aan == {
        f"notitie:{notitie.id}:1": wonen.gebruiker_id,
        f"notitie:{notitie.id}:2": jurist.gebruiker_id,
    }
    soorten = [g.soort for g, _ in wereld.gebeurtenissen(notitie.zaak_id)]
    assert soorten[-3:] == ["notitie", "notitie_verbeterd", "notitie_verbeterd"]


def test_wie_te_laat_verbetert_ziet_beide_teksten(als, zaak_van, wereld):
    cm, pad = als("casemanager"), pad_van(zaak_van)
    cm.gelukt(f"{pad}/notities", {"tekst": "Eerste tekst."})
    actie = f"{pad}/notities/{notitie_van(wereld, 'Eerste tekst.').id}/verbeteren"
    cm.gelukt(actie, {"tekst": "Tweede tekst.", "versie": 1})
    antwoord = als("casemanager").stuur(actie, {"tekst": "Derde tekst.", "versie": 1})
    assert antwoord.status_code == 409
    assert "Zo staat de notitie er nu" in antwoord.text
    assert "Tweede tekst." in antwoord.text.partition("Zo staat de notitie er nu")[2]
    assert "Derde tekst.</textarea>" in antwoord.text
    assert 'name="versie" value="2"' in antwoord.text
    assert notitie_van(wereld, "Tweede tekst.").versie == 2


def test_een_ander_verbetert_uw_notitie_niet(als, zaak_van, wereld):
    cm, jurist, pad = als("casemanager"), als("jurist"), pad_van(zaak_van)
    cm.gelukt(f"{pad}/notities", {"tekst": "Van de casemanager."})
    actie = f"{pad}/notities/{notitie_van(wereld, 'Van de casemanager.').id}/verbeteren"
    assert actie not in jurist.open(pad)
    jurist.open(actie, 403)
    geweigerd = jurist.stuur(actie, {"tekst": "Van mij.", "versie": 1})
    assert geweigerd.status_code == 403
    assert notitie_van(wereld, "Van de casemanager.").versie == 1
    # de weigering is te lezen in de tijdlijn
    assert "wilde iets doen dat niet kon: Alleen wie de notitie schreef" in cm.open(pad)


def test_niets_veranderen_is_geen_verbetering(als, zaak_van, wereld):
    cm, pad = als("casemanager"), pad_van(zaak_van)
    cm.gelukt(f"{pad}/notities", {"tekst": "Zelfde."})
    actie = f"{pad}/notities/{notitie_van(wereld, 'Zelfde.').id}/verbeteren"
    for tekst, zin in (("", "Schrijf op wat er moet staan."), ("Zelfde.", "nog hetzelfde")):
        antwoord = cm.stuur(actie, {"tekst": tekst, "versie": 1})
        assert antwoord.status_code == 422
        assert zin in antwoord.text


def test_een_notitie_bij_een_andere_zaak_is_er_niet(als, zaak_van, wereld):
    cm = als("casemanager")
    cm.gelukt(f"{pad_van(zaak_van)}/notities", {"tekst": "Hier."})
    elders = f"{pad_van(zaak_van, 'nieuw')}/notities/{notitie_van(wereld, 'Hier.').id}/verbeteren"
    cm.open(elders, 404)
    assert cm.stuur(elders, {"tekst": "Daar.", "versie": 1}).status_code == 404


def elementen(pagina):
    """Elk element van main zoals een browser het leest, met zijn attributen."""
    boom = html5lib.parse(pagina, namespaceHTMLElements=False)
    return list(boom.find(".//main").iter())


def vorm(deel):
    """Naam en attributen van een element, zonder de waarden."""
    return deel.tag, tuple(sorted(deel.attrib))


def schrijf(wereld, teksten, verbeterd):
    """Notities van de casemanager in één keer, de laatste daarna verbeterd; geeft haar id."""
    wie = wereld.actor("casemanager")
    with wereld.werk() as sessie:
        zaak = wereld.loop(sessie, wereld.zaak_id("zoekend")).zaak
        rij = [notities.schrijf(sessie, zaak, actor=wie, tekst=tekst) for tekst in teksten][-1]
        notities.verbeter(sessie, rij, actor=wie, versie=1, tekst=verbeterd)
        return rij.id


def test_twintig_pogingen_tot_script_blijven_tekst(als, zaak_van, wereld):
    """De browser ziet geen ander soort element of attribuut dan bij gewone tekst, en leest precies wat is getypt."""
    cm, pad, naam = als("casemanager"), pad_van(zaak_van), wereld.actor("wonen").naam
    schrijf(wereld, [f"Gewone tekst {nr} @{naam}" for nr in range(20)], f"Gewoon @{naam}")
    mag = {vorm(d) for d in elementen(cm.open(f"{pad}?tijdlijn=notities"))}
    mag |= {vorm(d) for d in elementen(cm.open(f"{pad}?tijdlijn=notities&voor=30"))}
    mag |= {vorm(d) for d in elementen(cm.stuur(f"{pad}/verbanden", {"zaaknummer": "x", "soort": ""}).text)}
    laatste = f"{XSS[0]} @{naam}{XSS[7]}"
    notitie_id = schrijf(wereld, XSS, laatste)
    nieuwste = cm.open(f"{pad}?tijdlijn=notities")
    ouder = re.search(r"voor=(\d+)#", nieuwste)
    pagina = [*elementen(nieuwste), *elementen(cm.open(f"{pad}?tijdlijn=notities&voor={ouder[1]}"))]
    assert {vorm(d) for d in pagina} <= mag
    gelezen = {"".join(d.itertext()) for d in pagina if d.tag == "p" and "notitie" in d.get("class", "")}
    assert {*XSS, laatste} <= gelezen
    veld = next(d for d in elementen(cm.open(f"{pad}/notities/{notitie_id}/verbeteren")) if d.tag == "textarea")
    assert "".join(veld.itertext()) == laatste
    for kwaad in XSS[:5]:
        mis = elementen(cm.stuur(f"{pad}/verbanden", {"zaaknummer": kwaad, "soort": kwaad}).text)
        assert {vorm(d) for d in mis} <= mag, kwaad
        assert kwaad in {d.get("value") for d in mis}


def test_een_verlopen_formulier_komt_gevuld_terug_op_zijn_eigen_pagina(als, zaak_van, wereld):
    cm, zaak = als("casemanager"), zaak_van("zoekend")
    with wereld.lees() as sessie:
        taak = sessie.scalars(select(Taak).where(Taak.zaak_id == zaak.id, Taak.status == "open").limit(1)).one()
    tekst = "Tekst die <niet> weg mag & blijft staan."
    notitie, wachten = {"tekst": tekst}, {"wacht_op": tekst, "wacht_tot": "over 3 dagen"}
    for pad, velden in ((f"{pad_van(zaak_van)}/notities", notitie), (f"/taken/{taak.id}/wachten", wachten)):
        antwoord = cm.client.post(pad, data={"csrf_token": "oud", **velden})
        pagina = antwoord.text
        assert antwoord.status_code == 400 and "U was even weg. Wat u had ingevuld, staat er nog." in pagina
        formulier = next(deel for deel in pagina.split("<form ") if f'action="{pad}"' in deel.partition(">")[0])
        assert html.escape(tekst) in formulier
    assert 'value="over 3 dagen"' in formulier
