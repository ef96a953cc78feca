"""Het aanbod op het scherm: de lijst voor wonen, de lijn in de zaak, en de pagina van een weigering."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from casus.models import Aanbod, Corporatie, Leesactie, Woning, Zaak
from casus.queries import aanbod as vragen
from casus.queries.bladen import Plek
from tests.integration.queries.tellen import opdrachten
from tests.wereld import FAMILIE, VANDAAG, B, Wereld


def tekst(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def deel_woning(html: str) -> str:
    return tekst(html.partition('id="woning"')[2].partition("</section>")[0])


def zet(wereld: Wereld, plek: str, **waarden: object) -> None:
    with wereld.werk() as sessie:
        rij = sessie.scalars(
            select(Aanbod).where(Aanbod.zaak_id == wereld.zaak_id(plek)).order_by(Aanbod.voorgedragen_op.desc())
        ).first()
        for naam, waarde in waarden.items():
            setattr(rij, naam, waarde)


def test_de_lijst_zet_te_laat_bovenaan_en_blijft_binnen_de_gemeente(wereld: Wereld, als):
    zet(wereld, "voorgedragen", antwoord_voor=VANDAAG - timedelta(days=3))
    zet(wereld, "aangeboden", reageer_voor=VANDAAG + timedelta(days=2))
    wonen = als("wonen")
    wonen.open("/aanbiedingen")
    with opdrachten(wonen.client.application.extensions["casus.database"]) as gezien:
        pagina = wonen.open("/aanbiedingen")
    assert 3 <= len(gezien) <= 8
    namen = re.findall(r'class="zaak"[^>]*>([^<]+)<', pagina)
    assert namen[:2] == ["Familie Van Doetinchem voorgedragen", "Familie Van Doetinchem aangeboden"]
    assert "3 dagen te laat" in pagina and "wacht op de corporatie" in pagina and FAMILIE[B] not in pagina
    for wacht in ("wacht op het besluit", "de weigering wordt beoordeeld", "aangenomen, contract en sleutel volgen"):
        assert f"<span>{wacht}</span>" in pagina
    als("communicatie").open("/aanbiedingen", 403)


def test_de_lijst_per_corporatie_en_per_blad(wereld: Wereld, als, monkeypatch: pytest.MonkeyPatch):
    with wereld.werk() as sessie:
        corporaties = sessie.scalars(select(Corporatie).order_by(Corporatie.naam)).all()
        rij = sessie.scalars(select(Aanbod).where(Aanbod.zaak_id == wereld.zaak_id("aangeboden"))).one()
        woning = sessie.scalars(select(Woning).where(Woning.id == rij.woning_id)).one()
        ander = next(een for een in corporaties if een.id != woning.corporatie_id)
        woning.corporatie_id, naam = ander.id, ander.naam
    wonen = als("wonen")
    pagina = wonen.open(f"/aanbiedingen?corporatie={ander.id}")
    assert re.findall(r'class="zaak"[^>]*>([^<]+)<', pagina) == ["Familie Van Doetinchem aangeboden"]
    assert f"{naam} <span" in pagina
    wonen.open("/aanbiedingen?corporatie=x", 404)
    monkeypatch.setattr(vragen, "PER_BLAD", 3)
    gezien, na = [], None
    with wereld.lees() as sessie:
        while True:
            blad = vragen.lopende(sessie, None, na)
            gezien += [rij.zaaknummer for rij in blad.rijen]
            assert len(blad.rijen) <= 3
            if blad.volgende is None:
                break
            na = Plek.lees(blad.volgende.tekst())
        terug = vragen.lopende(sessie, None, blad.vorige)
        assert [rij.zaaknummer for rij in terug.rijen] == gezien[-len(blad.rijen) - 3 : -len(blad.rijen)]
        assert len(gezien) == len(set(gezien)) == sum(een.aantal for een in vragen.per_corporatie(sessie))


def test_de_zaak_toont_de_weg_van_het_aanbod_en_wie_er_aan_zet_is(wereld: Wereld, als, zaak_van):
    zet(wereld, "voorgedragen", antwoord_voor=VANDAAG + timedelta(days=2))
    wonen, nummer = als("wonen"), zaak_van("voorgedragen").zaaknummer
    deel = deel_woning(wonen.open(f"/zaken/{nummer}"))
    assert "Nu aan zet: de corporatie, uiterlijk wo 8 jul, nog 2 dagen." in deel
    assert "Corporatie is akkoord" in deel and "De corporatie is nog niet akkoord." in deel
    invoer = {"versie": str(zaak_van("voorgedragen").versie), "corporatie_op": "vandaag"}
    wonen.gelukt(f"/zaken/{nummer}/melden/corporatie_akkoord", invoer)
    deel = deel_woning(wonen.open(f"/zaken/{nummer}"))
    assert "Antwoord corporatie akkoord ma 6 jul" in deel and "Nu aan zet: wonen." in deel
    invoer = {
        "versie": str(zaak_van("voorgedragen").versie),
        "bezichtiging_op": "morgen",
        "bezichtiging_tijd": "half drie",
    }
    fout = wonen.stuur(f"/zaken/{nummer}/melden/bezichtiging_gepland", invoer)
    assert fout.status_code == 422 and "Schrijf de tijd als 14.30." in fout.text and "half drie" in fout.text
    wonen.gelukt(f"/zaken/{nummer}/melden/bezichtiging_gepland", {**invoer, "bezichtiging_tijd": "14.30"})
    assert "afspraak di 7 jul 14.30 uur" in deel_woning(wonen.open(f"/zaken/{nummer}"))


def test_wat_de_corporatie_weigerde_blijft_te_lezen(wereld: Wereld, als, zaak_van):
    wonen, nummer = als("wonen"), zaak_van("voorgedragen").zaaknummer
    invoer = {
        "corporatie_op": "vandaag",
        "corporatie_reden": "INH",
        "woning_blijft": "ja",
        "corporatie_toelichting": "Net te veel.",
    }
    pagina = wonen.gelukt(
        f"/zaken/{nummer}/melden/corporatie_wijst_af", {**invoer, "versie": str(zaak_van("voorgedragen").versie)}
    )
    deel = deel_woning(pagina)
    assert "afgewezen door de corporatie (Het inkomen is te hoog, ‘Net te veel.’)" in deel
    assert "Hoe dit aanbod liep" in deel and "Match beoordelen en vastleggen" in deel


def test_de_pagina_van_een_weigering_zegt_wat_het_coa_krijgt_en_wat_ontbreekt(wereld: Wereld, als, zaak_van):
    zet(wereld, "terecht", corporatie_op=None, corporatie_antwoord="", corporatie_door_id=None)
    jurist = als("jurist")
    nummer = zaak_van("terecht").zaaknummer
    weg = jurist.open(f"/zaken/{nummer}").partition('id="woning"')[2].partition("</section>")[0]
    assert "aria-current" not in weg and "niet gedaan" in weg
    pagina = tekst(jurist.open(f"/zaken/{nummer}/weigering"))
    assert "De woning bevalt niet" in pagina and "Terecht geweigerd" in pagina
    assert "Nog niet compleet" in pagina and "corporatie akkoord, bezichtiging gepland" in pagina
    assert "Dossier maken voor het COA" in pagina and "BSN" in pagina.partition("Dit gaat niet mee")[2]
    assert f"/zaken/{nummer}/weigering" in jurist.open(f"/zaken/{nummer}")
    lezer = tekst(als("wonen").open(f"/zaken/{nummer}/weigering"))
    assert "Dossier maken voor het COA" not in lezer and "Dit dossier maakt: jurist of teammanager." in lezer
    with wereld.lees() as sessie:
        gelezen = sessie.scalars(select(Leesactie.wat).where(Leesactie.zaak_id == wereld.zaak_id("terecht"))).all()
    assert gelezen.count("weigering") == 2
    jurist.open(f"/zaken/{zaak_van('aangeboden').zaaknummer}/weigering", 404)
    jurist.open(f"/zaken/{nummer}/weigering.pdf", 404)
    with wereld.lees(B) as sessie:
        ander = sessie.scalars(select(Zaak.zaaknummer)).first()
    jurist.open(f"/zaken/{ander}/weigering", 404)


def test_de_pagina_van_een_weigering_blijft_binnen_acht_vragen(wereld: Wereld, als, zaak_van):
    jurist, pad = als("jurist"), f"/zaken/{zaak_van('terecht').zaaknummer}/weigering"
    jurist.open(pad)
    with opdrachten(jurist.client.application.extensions["casus.database"]) as gezien:
        jurist.open(pad)
    assert len(gezien) <= 8
