"""Wat weggaat is wat iemand nakeek: bij een eerste dossier en bij een verbetering, en hoe vaak het te lezen is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from casus.actions import dossierkopie, dossiers
from casus.errors import Conflict, Weigering
from casus.models import Huishouden, Leesactie, Verstrekking, Zaak
from casus.pdf.weergave import Groep, Rij, Tabel
from casus.queries.dossiers import TeVerbeteren, laad_verstrekking
from casus.sleutels import nieuwe_sleutelbos
from casus.termijnen import nu
from casus.views import dossiers as views
from casus.views.schermen.verbeterscherm import NIET, verschil
from casus.web.limieten import parse
from tests import factories
from tests.integration.dossiers.conftest import Kamer, gezien_op
from tests.integration.queries.tellen import opdrachten
from tests.integration.schermen.conftest import Scherm

Als = Callable[..., Scherm]


def _wijzig(kamer: Kamer, plek: str = "voorgedragen", **waarden: Any) -> None:
    with kamer.wereld.werk() as sessie:
        eigen = select(Zaak.huishouden_id).where(Zaak.id == kamer.wereld.zaak_id(plek)).scalar_subquery()
        sessie.execute(update(Huishouden).where(Huishouden.id == eigen).values(**waarden))


def _hoeveel(kamer: Kamer) -> int:
    with kamer.wereld.lees() as sessie:
        vraag = select(func.count(Verstrekking.id)).where(Verstrekking.zaak_id == kamer.wereld.zaak_id("voorgedragen"))
        return sessie.scalar(vraag) or 0


def test_wat_intussen_anders_is_gaat_niet_ongezien_weg(kamer: Kamer, app: Flask, als: Als):
    app.extensions["casus.renderer"] = kamer.tekenaar
    pad, wonen, naar = f"/zaken/{kamer.nummer()}/dossier", als("wonen"), str(kamer.wereld.ligging.corporatie)
    oud = {"profiel": "voordracht", "ontvanger": naar, "gezien": gezien_op(wonen.open(f"{pad}?ontvanger={naar}"))}
    _wijzig(kamer, telefoon="0999 11 22 33")
    terug = wonen.stuur(pad, oud)
    assert terug.status_code == 409 and "intussen iets veranderd" in terug.text and "0999 11 22 33" in terug.text
    assert f'<option value="{naar}" selected>' in terug.text and _hoeveel(kamer) == 0
    assert wonen.stuur(pad, {"profiel": "voordracht", "ontvanger": naar}).status_code == 409, "zonder voorbeeld niet"
    assert "gemaakt" in wonen.gelukt(pad, {**oud, "gezien": gezien_op(terug.text)})
    assert _hoeveel(kamer) == 1
    with pytest.raises(Conflict, match="intussen iets veranderd"):
        kamer.vraag(gezien=oud["gezien"])
    assert kamer.vraag(gezien=None), "een programma zonder scherm heeft geen voorbeeld"


def test_een_inzage_blijft_dezelfde_terwijl_het_bekijken_zelf_wordt_vastgelegd(kamer: Kamer, app: Flask, als: Als):
    app.extensions["casus.renderer"] = kamer.tekenaar
    pad, wie = f"/zaken/{kamer.nummer()}/dossier", {"profiel": "inzage_betrokkene", "ontvanger": str(kamer.persoon())}
    scherm = als("casemanager")
    gezien = gezien_op(scherm.open(f"{pad}?profiel={wie['profiel']}&ontvanger={wie['ontvanger']}"))
    assert "gemaakt" in scherm.gelukt(pad, {**wie, "gezien": gezien})


def test_een_verbetering_laat_eerst_zien_wat_er_verandert(kamer: Kamer, app: Flask, als: Als):
    app.extensions["casus.renderer"] = kamer.tekenaar
    dossier, wonen = kamer.maak(kamer.vraag()), als("wonen")
    hier = f"/zaken/{kamer.nummer()}/verstrekkingen/{dossier.id}"
    assert f'href="{hier}/verbeteren"' in wonen.open(hier)
    assert "Alleen de datum" in wonen.open(f"{hier}/verbeteren")
    _wijzig(kamer, telefoon="0999 11 22 33")
    with opdrachten(app.extensions["casus.database"]) as vragen:
        voor = wonen.open(f"{hier}/verbeteren")
    assert "Alleen de datum" not in voor and voor.count("0999 11 22 33") == 2 and "Versie 2 maken" in voor
    assert len(vragen) <= 8, vragen
    _wijzig(kamer, telefoon="0999 44 55 66")
    terug = wonen.stuur(f"{hier}/verbeteren", {"gezien": gezien_op(voor)})
    assert terug.status_code == 409 and "intussen iets veranderd" in terug.text and "0999 44 55 66" in terug.text
    assert _hoeveel(kamer) == 1
    assert "Versie 2" in wonen.gelukt(f"{hier}/verbeteren", {"gezien": gezien_op(terug.text)})
    _dicht_met_reden(kamer, wonen)
    vervangen = wonen.open(f"{hier}/verbeteren")
    assert "al vervangen" in vervangen and 'name="gezien"' not in vervangen
    with kamer.wereld.lees() as sessie:
        gekeken = list(sessie.scalars(select(Leesactie.wat)))
    assert "voorbeeld van dossier voordracht" in gekeken


def _dicht_met_reden(kamer: Kamer, wonen: Scherm) -> None:
    """Een ingetrokken dossier: de knop blijft staan, met waarom zij niet kan."""
    dossier = kamer.maak(kamer.vraag())
    with kamer.wereld.werk() as sessie:
        dossiers.trek_in(sessie, dossier, actor=kamer.wereld.actor("wonen"))
    hier = f"/zaken/{kamer.nummer()}/verstrekkingen/{dossier.id}"
    pagina = wonen.open(hier)
    assert 'aria-disabled="true" aria-describedby="versie-reden"' in pagina and f"{hier}/verbeteren" not in pagina
    assert "toegang tot dit dossier is ingetrokken" in pagina


def test_een_link_voor_elke_ontvanger_van_buiten_en_lezen_zo_vaak_als_elk_document(
    kamer: Kamer, als: Als, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(views, "LEZEN", parse("3 per minute"))
    kaart = kamer.maak(kamer.vraag(profiel="ruilkaart", ontvanger_id=kamer.andere_gemeente().id))
    team, wonen = kamer.maak(kamer.vraag(profiel="intern_volledig")), als("wonen")
    for dossier, kan in ((kaart, True), (team, False)):
        hier = f"/zaken/{kamer.nummer()}/verstrekkingen/{dossier.id}"
        assert ("Een link naar dit dossier, met een code" in wonen.open(hier)) == kan
    with kamer.wereld.werk() as sessie:
        rij, wie = laad_verstrekking(sessie, kamer.nummer(), kaart.id), kamer.wereld.actor("wonen")
        dossierkopie.maak_kopie(sessie, rij, actor=wie, bos=nieuwe_sleutelbos(), map_=kamer.map_)
    hier = f"/zaken/{kamer.nummer()}/verstrekkingen/{kaart.id}"
    paden = [f"{hier}/pdf", f"{hier}/beveiligd", f"{hier}/pdf", f"{hier}/beveiligd", f"{hier}/pdf"]
    assert [wonen.client.get(pad).status_code for pad in paden] == [200, 200, 200, 429, 429]


def test_gebied_verblijf_en_een_gesloten_zaak(kamer: Kamer, als: Als):
    _wijzig(kamer, gebied="De Huet", gebied_reden="")
    pagina = als("wonen").open(f"/zaken/{kamer.nummer()}/dossier?ontvanger={kamer.wereld.ligging.corporatie}")
    assert pagina.count("zonder een reden die mee mag") == 2 and "De Huet" not in pagina
    with kamer.wereld.werk() as sessie:
        zaak = sessie.scalars(select(Zaak).where(Zaak.id == kamer.wereld.zaak_id("zoekend"))).one()
        wie = kamer.wereld.actor("wonen")
        for dagen, vanaf in ((9, "2027-01-01"), (2, "2026-05-01")):
            af = {"status": "gereed", "gereed_op": nu() - timedelta(days=dagen), "gereed_door_id": wie.gebruiker_id}
            sessie.add(factories.taak(zaak, soort="WO-08", **af, gegevens={"plaatsing_op": vanaf}))
        sessie.add(factories.taak(zaak, soort="WO-08", gegevens={"plaatsing_op": "2027-01-01"}))
    dossier = kamer.maak(kamer.vraag("zoekend"))
    assert dossier.gegevens["start"]["verblijf_nu"] == "tussenvoorziening"
    assert kamer.rij(kamer.vraag()).gegevens["start"]["verblijf_nu"] == "COA"
    with pytest.raises(Weigering, match="gesloten"):
        kamer.vraag("gesloten")
    assert kamer.vraag("gesloten", profiel="intern_volledig")
    with kamer.wereld.werk() as sessie:
        zaak = sessie.scalars(select(Zaak).where(Zaak.id == kamer.wereld.zaak_id("gesloten"))).one()
        with pytest.raises(Weigering, match="gesloten"):
            dossiers.stel_verbetering_samen(sessie, TeVerbeteren(dossier, zaak, False), actor=wie, id_=dossier.id)


def test_het_verschil_noemt_feiten_en_rijen_en_niet_de_datum():
    oud = [
        Groep("Brief", [Rij("Datum", "1 juli"), Rij("Voor", "De Linde")]),
        Groep("Huishouden", [Rij("Kind", "4 jaar"), Rij("Kind", "9 jaar"), Rij("Weg", "x")]),
        Groep("Lijst", [], [Tabel(("a", "b"), (("1", "2"), ("3", "4")))]),
    ]
    nieuw = [
        Groep("Brief", [Rij("Datum", "6 juli"), Rij("Voor", "De Linde")]),
        Groep("Huishouden", [Rij("Kind", "5 jaar"), Rij("Kind", "9 jaar"), Rij("Erbij", "y")]),
        Groep("Lijst", [], [Tabel(("a", "b"), (("1", "2"), ("3", "5")))]),
    ]
    assert verschil(oud, nieuw) == [
        ("Kind", "4 jaar", "5 jaar"),
        ("Erbij", NIET, "y"),
        ("Lijst", NIET, "3 · 5"),
        ("Weg", "x", NIET),
        ("Lijst", "3 · 4", NIET),
    ]
    assert verschil(oud, oud) == []
