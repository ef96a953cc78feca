"""Taken in een eigen agenda: een geheim adres, een bestand dat elk programma leest, en nooit een naam erin."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
import structlog
from flask import Flask
from icalendar import Calendar
from sqlalchemy import update

from casus.db import uuid7
from casus.extensions import limiter
from casus.models import Afwezigheid, Gebruiker, Lidmaatschap, Taak
from casus.web import limieten, logboek
from tests.integration.schermen.conftest import Scherm
from tests.integration.signalen.hulp import lid
from tests.wereld import FAMILIE, VANDAAG, A, B, Wereld

alleen_sqlite = pytest.mark.parametrize("_soort", ["sqlite"], indirect=True)
"""Wat niet van de soort database afhangt, hoeft maar één keer."""


@pytest.fixture(autouse=True)
def _vers(app: Flask) -> None:
    limiter.reset()


def maak(scherm: Scherm) -> str:
    antwoord = scherm.stuur("/agenda/maken")
    assert antwoord.status_code == 200
    gevonden = re.search(r'value="http://localhost:8000(/agenda/[\w-]{43}\.ics)"', antwoord.text)
    assert gevonden, antwoord.text[:2000]
    return gevonden[1]


def zet_taak(w: Wereld, gemeente: str = A, **anders: object) -> None:
    with w.werk(gemeente) as sessie:
        velden = {"rol": "wonen", "uiterlijk": VANDAAG, "titel": "Bezichtiging plannen", "soort": "WO-01", **anders}
        sleutels = {"gemeente_id": w.gemeente(gemeente), "id": uuid7(), "zaak_id": w.zaak_id("nieuw", gemeente)}
        sessie.add(Taak(**{**sleutels, "behandelaar_id": lid(w, "wonen"), **velden}))


def haal(app: Flask, pad: str) -> Calendar:
    antwoord = app.test_client().get(pad)
    assert antwoord.status_code == 200 and antwoord.mimetype == "text/calendar"
    return Calendar.from_ical(antwoord.data)  # type: ignore[return-value]


def test_wat_er_in_de_agenda_staat(wereld: Wereld, app: Flask, als: Callable[..., Scherm]):
    w, straks = wereld, VANDAAG + timedelta(days=5)
    with w.werk(B) as sessie:
        rol = {"gemeente_id": w.gemeente(B), "gebruiker_id": lid(w, "wonen"), "rol": "wonen"}
        sessie.add(Lidmaatschap(id=uuid7(), van=date(2026, 1, 1), **rol))
    zet_taak(w, titel="Bezichtiging plannen", gepland_op=straks, versie=4)
    zet_taak(w, titel="Te laat", uiterlijk=VANDAAG - timedelta(days=2))
    zet_taak(w, titel=f"Bel de familie {FAMILIE[A]}", soort=None)
    zet_taak(w, B, titel="Woning zoeken")
    zet_taak(w, titel="Van een ander", behandelaar_id=lid(w, "jurist"))
    zet_taak(w, titel="Van niemand", behandelaar_id=None)
    zet_taak(w, titel="Klaar", status="vervallen", vervallen_op=w.rijen("taak")[0]["ontstaan_op"], vervallen_reden="x")
    agenda = haal(app, maak(als("wonen")))
    assert (agenda["METHOD"], agenda["VERSION"]) == ("PUBLISH", "2.0")
    assert agenda["REFRESH-INTERVAL"].dt == timedelta(hours=1)
    dagen = {str(een["SUMMARY"]).split(" ", 1)[1]: een for een in agenda.walk("VEVENT")}
    assert set(dagen) == {"Bezichtiging plannen", "Te laat", "Eigen taak", "Woning zoeken"}
    gepland, laat = dagen["Bezichtiging plannen"], dagen["Te laat"]
    assert (gepland["DTSTART"].dt, gepland["SEQUENCE"], "CATEGORIES" in gepland) == (straks, 4, False)
    assert (laat["DTSTART"].dt, laat["CATEGORIES"].to_ical()) == (VANDAAG - timedelta(days=2), b"te laat")
    assert str(dagen["Woning zoeken"]["SUMMARY"]).startswith("AAL-2026-")
    for een in dagen.values():
        assert een["DTSTAMP"].dt.tzinfo is not None and een["LAST-MODIFIED"].dt == een["DTSTAMP"].dt
        assert een["TRANSP"] == "TRANSPARENT" and een["CLASS"] == "PRIVATE" and "DTEND" not in een


def test_wie_vervangt_ziet_ook_die_taken_in_zijn_eigen_rol(wereld: Wereld, app: Flask, als: Callable[..., Scherm]):
    w = wereld
    zet_taak(w, behandelaar_id=lid(w, "jurist"), titel="In mijn rol")
    zet_taak(w, behandelaar_id=lid(w, "jurist"), titel="In haar rol", rol="jurist", soort="JU-09")
    zet_taak(w, B, behandelaar_id=lid(w, "jurist"), titel="In een andere gemeente")
    pad = maak(als("wonen"))
    assert not haal(app, pad).walk("VEVENT")
    with w.werk() as sessie:
        wie = {"gebruiker_id": lid(w, "jurist"), "vervanger_id": lid(w, "wonen")}
        sessie.add(Afwezigheid(gemeente_id=w.gemeente(), id=uuid7(), van=VANDAAG, tot=VANDAAG, **wie))
    (taak,) = haal(app, pad).walk("VEVENT")
    assert str(taak["SUMMARY"]).endswith("In mijn rol")


@alleen_sqlite
def test_dezelfde_taak_houdt_haar_kenmerk(wereld: Wereld, app: Flask, als: Callable[..., Scherm]):
    zet_taak(wereld)
    pad = maak(als("wonen"))
    keren = [[str(een["UID"]) for een in haal(app, pad).walk("VEVENT")] for _ in range(2)]
    assert keren[0] == keren[1] and keren[0][0].endswith("@casus.invalid")


@alleen_sqlite
def test_er_staat_geen_mens_in(wereld: Wereld, app: Flask, als: Callable[..., Scherm]):
    w = wereld
    with w.werk() as sessie:  # alle taken van de gemeente, ook die per persoon en met een voornaam in de titel
        sessie.execute(update(Taak).where(Taak.status == "open").values(behandelaar_id=lid(w, "wonen")))
    tekst = app.test_client().get(maak(als("wonen"))).text.replace("\r\n ", "")
    assert tekst.count("BEGIN:VEVENT") > 40
    namen = {str(rij[veld]) for rij in w.rijen("persoon") for veld in ("achternaam", "voornamen")}
    namen |= {rij["naam"] for rij in w.rijen("huishouden")} | {rij["naam"] for rij in w.rijen("gebruiker")}
    assert not [naam for naam in namen if naam in tekst]


@alleen_sqlite
def test_alleen_de_vingerafdruk_wordt_bewaard(wereld: Wereld, als: Callable[..., Scherm]):
    pad = maak(als("wonen"))
    geheim = pad.removeprefix("/agenda/").removesuffix(".ics")
    (link,) = wereld.rijen("agendalink")
    assert link["geheim_hash"] == hashlib.sha256(geheim.encode()).hexdigest()
    inhoud = repr(
        {tabel: wereld.rijen(tabel) for tabel in ("indiening", "gebeurtenis", "gebeurtenis_inhoud", "sessie")}
    )
    assert geheim not in inhoud
    soorten = [rij["soort"] for rij in wereld.rijen("gebeurtenis") if rij["soort"].startswith("agenda")]
    assert soorten == ["agenda_gemaakt"]


def test_het_adres_is_een_keer_te_zien_en_in_te_trekken(wereld: Wereld, app: Flask, als: Callable[..., Scherm]):
    scherm = als("wonen")
    assert "U hebt nog geen adres" in scherm.open("/agenda")
    eerste = maak(scherm)
    assert eerste not in scherm.open("/agenda") and "Uw adres staat open" in scherm.open("/agenda")
    tweede = maak(scherm)
    bezoeker = app.test_client()
    assert [bezoeker.get(pad).status_code for pad in (eerste, tweede)] == [404, 200], (
        "een nieuw adres vervangt het oude"
    )
    assert "ingetrokken" in scherm.gelukt("/agenda/intrekken")
    weg, nooit = bezoeker.get(tweede), bezoeker.get("/agenda/" + "x" * 43 + ".ics")
    assert (weg.status_code, weg.data) == (nooit.status_code, nooit.data) and weg.status_code == 404
    assert dict(weg.headers) == dict(nooit.headers)
    assert scherm.stuur("/agenda/intrekken").status_code == 422, "er is niets meer om in te trekken"


@alleen_sqlite
def test_wie_er_niet_meer_werkt_heeft_geen_agenda(wereld: Wereld, app: Flask, als: Callable[..., Scherm]):
    w = wereld
    zet_taak(w)
    pad = maak(als("wonen"))
    with w.werk() as sessie:
        eind = update(Lidmaatschap).where(Lidmaatschap.gebruiker_id == lid(w, "wonen"))
        sessie.execute(eind.values(tot=VANDAAG - timedelta(days=1)))
    assert haal(app, pad).walk("VEVENT") == []
    with w.werk() as sessie:
        sessie.execute(update(Gebruiker).where(Gebruiker.id == lid(w, "wonen")).values(actief=False))
    assert app.test_client().get(pad).status_code == 404


@alleen_sqlite
def test_te_vaak_is_te_vaak(wereld: Wereld, app: Flask, als: Callable[..., Scherm]):
    goed, bezoeker, keer = maak(als("wonen")), app.test_client(), limieten.AGENDA.amount
    assert {bezoeker.get("/agenda/raden.ics").status_code for _ in range(keer)} == {404}
    assert bezoeker.get("/agenda/raden.ics").status_code == 429
    assert {bezoeker.get(goed).status_code for _ in range(keer)} == {200}, "wie raadt, houdt een ander niet tegen"
    laatste = bezoeker.get(goed)
    assert laatste.status_code == 429 and int(laatste.headers["Retry-After"]) > 0


@alleen_sqlite
def test_het_geheim_staat_nergens_in_het_logboek(
    wereld: Wereld, app: Flask, als: Callable[..., Scherm], capsys: pytest.CaptureFixture[str], monkeypatch
):
    pad = maak(als("wonen"))
    geheim = pad.removeprefix("/agenda/").removesuffix(".ics")
    logboek.stel_in()  # opnieuw, nu de uitvoer wordt opgevangen
    monkeypatch.setattr("casus.views.agenda.vragen.afspraken", lambda *_: 1 / 0)
    assert app.test_client().get(pad, headers={"Referer": f"http://localhost{pad}"}).status_code == 500
    structlog.get_logger("casus.proef").warning("traag", pad=pad, waar=[f"http://localhost:8000{pad}?x"])
    uit = capsys.readouterr()
    structlog.reset_defaults()
    assert "onverwachte fout" in uit.err and "/agenda/…" in uit.err
    assert geheim not in uit.err + uit.out


def test_twee_keer_klikken_maakt_een_adres(wereld: Wereld, app: Flask, als: Callable[..., Scherm]):
    wonen, sleutel = als("wonen"), {"_sleutel": "een-dubbele-klik-0001"}
    eerst = wonen.stuur("/agenda/maken", sleutel)
    gevonden = re.search(r'value="http://localhost:8000(/agenda/[\w-]{43}\.ics)"', eerst.text)
    assert eerst.status_code == 200 and gevonden
    nog_eens = wonen.stuur("/agenda/maken", sleutel)
    assert (nog_eens.status_code, nog_eens.location) == (303, "/agenda")
    assert "Het adres was al gemaakt" in wonen.open("/agenda")
    assert len(wereld.rijen("agendalink")) == 1
    assert app.test_client().get(gevonden[1]).status_code == 200, "het eerste adres blijft werken"
