"""Zoeken op het scherm: geen naam of nummer in een adres of logboek, Terug werkt, en niets dat geen tekst is."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import event, func, select

from casus.actions import notities
from casus.models import Leesactie, Persoon, Zaak
from casus.sleutels import laad_sleutelbos
from casus.termijnen import klok_op
from tests.integration.queries.tellen import opdrachten
from tests.integration.schermen.conftest import Scherm
from tests.wereld import NU, Wereld

Als = Callable[..., Scherm]


def zoek(scherm: Scherm, term: str) -> tuple[str, str]:
    """Zoekt zoals een mens: het adres waar men komt, en de tekst van die pagina."""
    antwoord = scherm.stuur("/zaken/zoeken", {"q": term})
    assert antwoord.status_code == 303
    return antwoord.location, scherm.open(antwoord.location)


def gelezen(wereld: Wereld) -> list[tuple[str, object]]:
    with wereld.lees() as sessie:
        vraag = select(Leesactie.wat, Leesactie.zaak_id).where(Leesactie.wat.startswith("gezocht"))
        return [(rij.wat, rij.zaak_id) for rij in sessie.execute(vraag.order_by(Leesactie.op, Leesactie.id))]


def test_wat_is_gezocht_staat_gemarkeerd_bij_de_zaak_en_nergens_in_een_adres(wereld: Wereld, als: Als):
    with wereld.werk() as sessie:
        w = wereld.loop(sessie, wereld.zaak_id("nieuw"))
        tekst = "Vader <script>alert(1)</script> belde over de schóól van Ruta."
        notities.schrijf(sessie, w.zaak, actor=w.actor("wonen"), tekst=tekst)
    adres, pagina = zoek(als("casemanager"), "SCHOOL")
    assert "school" not in adres.lower() and adres.startswith("/zaken/gevonden?term=")
    assert "1 zaak gevonden" in pagina and "Familie Van Doetinchem nieuw" in html.unescape(pagina)
    assert "belde over de <mark>schóól</mark> van Ruta." in pagina
    assert "<script>alert" not in pagina and "&lt;script&gt;" in pagina
    assert "Notitie van" in pagina and 'value="SCHOOL"' in pagina
    assert gelezen(wereld) == [("gezocht op naam, adres of tekst, 1 gevonden", wereld.zaak_id("nieuw"))]


def test_een_heel_zaaknummer_gaat_meteen_naar_de_zaak(wereld: Wereld, als: Als):
    with wereld.lees() as sessie:
        nummer = sessie.scalars(select(Zaak.zaaknummer).where(Zaak.id == wereld.zaak_id("nieuw"))).one()
    adres, _ = zoek(als("casemanager"), f" {nummer.lower()} ")
    assert adres == f"/zaken/{nummer}"
    assert gelezen(wereld) == [("gezocht op zaaknummer, 1 gevonden", wereld.zaak_id("nieuw"))]


@pytest.mark.parametrize(("veld", "soort"), [("bsn", "BSN"), ("v_nummer", "V-nummer")])
def test_een_bsn_of_v_nummer_staat_in_geen_logboek(wereld: Wereld, als: Als, app, caplog, veld: str, soort: str):
    bos = laad_sleutelbos(app.extensions["casus.instellingen"].instance)
    nummer = {"bsn": "999990019", "v_nummer": "2712345678"}[veld]
    with wereld.werk() as sessie:
        zaak = sessie.scalars(select(Zaak).where(Zaak.id == wereld.zaak_id("nieuw"))).one()
        persoon = sessie.scalars(select(Persoon).where(Persoon.huishouden_id == zaak.huishouden_id)).all()[0]
        setattr(persoon, veld, bos.versleutel(nummer))
        setattr(persoon, f"{veld}_hash", bos.zoekhash(veld, nummer))
        naam = f"{persoon.voornamen} {persoon.achternaam}"
    adres, pagina = zoek(als("casemanager"), nummer)
    assert nummer not in adres and nummer not in caplog.text
    assert f"{soort} van" in pagina and f"<mark>{naam}</mark>" in pagina
    assert gelezen(wereld) == [(f"gezocht op {soort}, 1 gevonden", wereld.zaak_id("nieuw"))]
    zoek(als("casemanager"), "999990020" if veld == "bsn" else "2712345679")
    assert gelezen(wereld)[-1][0].endswith(", 0 gevonden")
    assert all(
        nummer not in str(rij)
        for tabel in ("leesactie", "zoekregel", "gebeurtenis_inhoud")
        for rij in wereld.rijen(tabel)
    )


def verlopen(scherm: Scherm, adres: str) -> bool:
    """Terug naar het zoekveld, met de reden erboven."""
    assert scherm.client.get(adres).location == "/zaken/zoeken"
    return "zoekopdracht is verlopen" in scherm.open("/zaken/zoeken")


def test_de_zoekopdracht_is_van_wie_haar_typte_en_een_uur_geldig(wereld: Wereld, als: Als):
    ik, ander = als("casemanager"), als("wonen")
    adres, pagina = zoek(ik, "van doetinchem")
    assert "21 zaken gevonden" in pagina
    assert ik.open(adres) and verlopen(ander, adres)
    assert verlopen(ik, "/zaken/gevonden?term=x") and verlopen(ik, "/zaken/gevonden")
    with klok_op(NU + timedelta(minutes=20)):
        assert ik.open(adres)
    with klok_op(NU + timedelta(minutes=40)):
        ik.open("/zaken")
    with klok_op(NU + timedelta(minutes=61)):
        assert verlopen(ik, adres)


def test_leeg_te_kort_en_niets_gevonden_zeggen_wat_u_kunt_doen(als: Als):
    scherm = als("casemanager")
    assert scherm.stuur("/zaken/zoeken", {"q": "  "}).location == "/zaken/zoeken"
    assert "Waarop u kunt zoeken" in scherm.open("/zaken/zoeken")
    assert "minstens twee letters" in zoek(scherm, "x")[1]
    pagina = zoek(scherm, "bestaatniet")[1]
    assert "Niets gevonden" in pagina and "begin van een woord" in pagina


@pytest.mark.parametrize("rol", ["beheerder", "bestuurlijk_opdrachtgever"])
def test_wie_geen_zaken_ziet_zoekt_niet(wereld: Wereld, als: Als, rol: str):
    scherm = als(rol)
    assert scherm.stuur("/zaken/zoeken", {"q": "tekle"}).status_code == 403
    scherm.open("/zaken/zoeken", 403)
    scherm.open("/zaken/gevonden?term=x", 403)
    assert gelezen(wereld) == []


def test_de_hele_pagina_blijft_binnen_acht_queries(wereld: Wereld, app, als: Als):
    scherm, db = als("casemanager"), app.extensions["casus.database"]
    adres, _ = zoek(scherm, "van doetinchem proef")
    adres, _ = zoek(scherm, "van doetinchem")
    geteld: list[str] = []
    noteer = lambda _v, _c, sql, *_: geteld.append(sql) if sql.lstrip().startswith("SELECT") else None  # noqa: E731
    event.listen(db.engine, "before_cursor_execute", noteer)
    with opdrachten(db) as gezien:
        scherm.open(adres)
    event.remove(db.engine, "before_cursor_execute", noteer)
    assert len(gezien) <= 8, "\n".join(sql for sql, _ in gezien)
    with wereld.lees() as sessie:
        assert sessie.scalar(select(func.count()).select_from(Leesactie)) >= 3
    assert re.search(r"<tr class=\"rij\"", scherm.open(adres))
