"""Inloggen, uitloggen en de sessie op de server (veiligheid D)."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import func, select, update

from casus.db import Bereik
from casus.models import Gebeurtenis, Gebruiker, Lidmaatschap, Sessie
from casus.termijnen import klok_op, nu, vandaag
from casus.web import wachtwoorden
from tests.integration.web.conftest import GOEDKOOP, WACHTWOORD

MISLUKT = "Het e-mailadres of het wachtwoord klopt niet."


def gebeurtenissen(database, gemeente) -> list[tuple[str, str]]:
    with database.lezen(Bereik.van(gemeente.id)) as sessie:
        vraag = select(Gebeurtenis.soort, Gebeurtenis.resultaat).order_by(Gebeurtenis.nr)
        return [tuple(rij) for rij in sessie.execute(vraag)]


def binnen(b) -> bool:
    return b.get("/gemeente").status_code == 200


def test_inloggen_begint_een_sessie_en_legt_dat_vast(browser, lid, gemeenten, database):
    b = browser()
    antwoord = b.log_in(lid(gemeenten[0]))
    assert (antwoord.status_code, antwoord.location) == (303, "/")
    assert binnen(b)
    assert gebeurtenissen(database, gemeenten[0]) == [("ingelogd", "gelukt")]
    assert gebeurtenissen(database, gemeenten[1]) == []


def test_de_sleutel_staat_nergens_in_de_database(browser, lid, gemeenten, database):
    b = browser()
    b.log_in(lid(gemeenten[0]))
    sleutel = b.client.get_cookie("casus").value
    with database.lezen() as sessie:
        rij = sessie.scalars(select(Sessie)).one()
    assert len(sleutel) >= 43
    assert sleutel not in (rij.sleutel_hash, *map(str, rij.gegevens.values()))


def test_inloggen_geeft_een_nieuwe_sleutel_en_een_leeg_begin(browser, lid, gemeenten):
    b = browser()
    wie = lid(gemeenten[0])
    b.get("/inloggen")
    ervoor = b.client.get_cookie("casus").value
    b.log_in(wie)
    eerste = b.client.get_cookie("casus").value
    b.log_in(wie)
    tweede = b.client.get_cookie("casus").value
    assert len({ervoor, eerste, tweede}) == 3
    b.client.set_cookie("casus", eerste)
    assert not binnen(b), "opnieuw inloggen beëindigt de vorige sessie van deze browser"


def test_een_oude_cookie_is_na_uitloggen_niets_meer_waard(browser, lid, gemeenten, database):
    b = browser()
    b.log_in(lid(gemeenten[0]))
    oud = b.client.get_cookie("casus").value
    assert b.post("/uitloggen").status_code == 303
    assert b.client.get_cookie("casus") is None
    b.client.set_cookie("casus", oud)
    antwoord = b.get("/")
    assert (antwoord.status_code, antwoord.location) == (303, "/inloggen")
    assert gebeurtenissen(database, gemeenten[0]) == [("ingelogd", "gelukt"), ("uitgelogd", "gelukt")]


@pytest.mark.parametrize(
    ("minuten", "geldt"), [((25, 25, 25), True), ((31,), False), ((29, 31), False), ((20,) * 30, False)]
)
def test_na_een_half_uur_stilte_of_tien_uur_is_het_voorbij(browser, lid, gemeenten, minuten, geldt):
    b, moment = browser(), nu()
    with klok_op(lambda: moment):
        b.log_in(lid(gemeenten[0]))
        for stap in minuten:
            moment += timedelta(minutes=stap)
            b.get("/gemeente")
        assert binnen(b) is geldt


def test_hoogstens_elke_minuut_een_schrijfactie(browser, lid, gemeenten, database):
    b, moment = browser(), nu().replace(microsecond=0)
    begin = moment

    def gezien():
        with database.lezen() as sessie:
            return sessie.scalars(select(Sessie.gezien_op)).one()

    with klok_op(lambda: moment):
        b.log_in(lid(gemeenten[0]))
        moment += timedelta(seconds=59)
        b.get("/gemeente")
        assert gezien() == begin
        moment += timedelta(seconds=1)
        b.get("/gemeente")
        assert gezien() == begin + timedelta(minutes=1)


@pytest.mark.parametrize("wat", ["account_uit", "sessie_uit"])
def test_wie_wordt_uitgezet_is_er_meteen_uit(browser, lid, gemeenten, database, wat):
    b = browser()
    b.log_in(lid(gemeenten[0]))
    opdracht = (
        update(Gebruiker).values(actief=False) if wat == "account_uit" else update(Sessie).values(beeindigd_op=nu())
    )
    with database.unit_of_work() as sessie:
        sessie.execute(opdracht)
    assert not binnen(b)


def test_wie_zijn_rol_verliest_mag_meteen_niets_meer(browser, lid, gemeenten, database):
    b = browser()
    b.log_in(lid(gemeenten[0]))
    assert b.get("/proef").status_code == 200
    gisteren = vandaag() - timedelta(days=1)
    with database.unit_of_work(Bereik.van(gemeenten[0].id)) as sessie:
        sessie.execute(update(Lidmaatschap).values(tot=gisteren))
    assert b.get("/proef").status_code == 403


@pytest.mark.parametrize(
    "wachtwoord",
    ["", "te kort", "een verkeerd wachtwoord", WACHTWOORD + " ", "x" * 129, "x" * 5000],
)
def test_een_verkeerd_wachtwoord(browser, lid, gemeenten, database, wachtwoord):
    b = browser()
    with b.log_in(lid(gemeenten[0]), wachtwoord) as antwoord:
        assert antwoord.status_code == 422
        assert MISLUKT in antwoord.text
    assert not binnen(b)
    assert gebeurtenissen(database, gemeenten[0]) == [("inloggen_mislukt", "geweigerd")]


@pytest.mark.parametrize("wachtwoord", ["te kort", "x" * 129])
def test_een_onmogelijk_wachtwoord_wordt_niet_gehasht(browser, lid, gemeenten, monkeypatch, wachtwoord):
    wie = lid(gemeenten[0])
    monkeypatch.setattr(wachtwoorden, "klopt", lambda *_: pytest.fail("er is gehasht"))
    assert browser().log_in(wie, wachtwoord).status_code == 422


def test_een_onbekende_krijgt_hetzelfde_antwoord_na_evenveel_werk(browser, lid, gemeenten, monkeypatch):
    wie, gekeurd = lid(gemeenten[0]), []
    monkeypatch.setattr(wachtwoorden, "_hasher", Meekijker(GOEDKOOP, gekeurd))
    antwoorden = []
    for email in (wie.email, "niemand@voorbeeld.test"):
        antwoord = browser().post("/inloggen", {"email": email, "wachtwoord": "een verkeerd wachtwoord"})
        antwoorden.append((antwoord.status_code, zonder_tekens(antwoord.text, email)))
    assert antwoorden[0] == antwoorden[1]
    bekend, onbekend = (opgeslagen.split("$")[1:4] for opgeslagen in gekeurd)
    assert bekend == onbekend == ["argon2id", "v=19", "m=8,t=1,p=1"]


class Meekijker:
    """Onthoudt welke hashes zijn gekeurd; het rekenen doet een ander."""

    def __init__(self, echt: PasswordHasher, gekeurd: list[str]) -> None:
        self.hash, self._echt, self._gekeurd = echt.hash, echt, gekeurd

    def verify(self, opgeslagen: str, wachtwoord: str) -> bool:
        self._gekeurd.append(opgeslagen)
        return self._echt.verify(opgeslagen, wachtwoord)


def zonder_tekens(pagina: str, email: str) -> str:
    return re.sub(r'name="csrf_token" value="[^"]+"', "", pagina).replace(email, "")


def test_zonder_rol_komt_niemand_binnen(browser, lid):
    b = browser()
    antwoord = b.log_in(lid())
    assert antwoord.status_code == 403
    assert "in geen enkele gemeente een rol" in antwoord.text
    assert not binnen(b)


def test_een_zwakke_hash_wordt_bij_het_inloggen_vernieuwd(browser, lid, gemeenten, database):
    wie = lid(gemeenten[0])
    zwak = PasswordHasher(time_cost=1, memory_cost=16, parallelism=2).hash(WACHTWOORD)
    with database.unit_of_work() as sessie:
        sessie.execute(update(Gebruiker).values(wachtwoord_hash=zwak))
    assert browser().log_in(wie).status_code == 303
    with database.lezen() as sessie:
        nieuw = sessie.scalars(select(Gebruiker.wachtwoord_hash)).one()
    assert nieuw != zwak
    assert not wachtwoorden.verouderd(nieuw)
    assert browser().log_in(wie).status_code == 303


# Meer gemeenten


def test_wie_in_twee_gemeenten_werkt_kiest_er_een(browser, lid, gemeenten, database):
    b = browser()
    b.log_in(lid(*gemeenten))
    assert b.get("/").location == "/gemeente"
    voor = b.client.get_cookie("casus").value
    assert b.post("/gemeente", {"gemeente": str(gemeenten[1].id)}).location == "/"
    assert b.client.get_cookie("casus").value != voor
    assert gemeenten[1].naam in b.get("/", follow_redirects=True).text
    assert gebeurtenissen(database, gemeenten[0]) == []
    assert gebeurtenissen(database, gemeenten[1]) == [("ingelogd", "gelukt")]


def test_een_gemeente_waar_u_niet_werkt_bestaat_niet(browser, lid, gemeenten):
    b = browser()
    b.log_in(lid(gemeenten[0]))
    assert b.post("/gemeente", {"gemeente": str(gemeenten[1].id)}).status_code == 404
    assert b.post("/gemeente", {"gemeente": "onzin"}).status_code == 404
    antwoord = b.post("/gemeente")
    assert antwoord.status_code == 422
    assert "Kies een gemeente." in antwoord.text


# Te vaak


def test_elf_pogingen_op_een_account(app, lid, gemeenten, browser, database):
    wie, ander = lid(gemeenten[0]), lid(gemeenten[0])
    antwoorden = [browser().log_in(wie, "een verkeerd wachtwoord") for _ in range(5)]
    goede = [browser().log_in(wie) for _ in range(5)]
    te_vaak = browser().log_in(wie)
    assert {a.status_code for a in antwoorden} == {422}
    assert {a.status_code for a in goede} == {303}
    assert te_vaak.status_code == 429
    assert 0 < int(te_vaak.headers["Retry-After"]) <= 301
    assert "minuten opnieuw" in te_vaak.text
    assert browser().log_in(ander).status_code == 303, "een ander heeft er geen last van"
    assert gebeurtenissen(database, gemeenten[0])[-2] == ("inloggen_mislukt", "geweigerd")


def test_tien_mislukte_pogingen_vanaf_een_adres(browser, lid, gemeenten):
    wie = lid(gemeenten[0])
    for nr in range(10):
        browser().post("/inloggen", {"email": f"niemand{nr}@voorbeeld.test", "wachtwoord": "een verkeerd wachtwoord"})
    assert browser().log_in(wie).status_code == 429


def test_een_heel_stadhuis_mag_inloggen(browser, lid, gemeenten):
    mensen = [lid(gemeenten[0]) for _ in range(12)]
    assert {browser().log_in(wie).status_code for wie in mensen} == {303}


def test_een_onbekend_adres_laat_geen_gebeurtenis_achter(browser, gemeenten, database):
    browser().post("/inloggen", {"email": "niemand@voorbeeld.test", "wachtwoord": "een verkeerd wachtwoord"})
    with database.lezen(Bereik(lees=frozenset(g.id for g in gemeenten))) as sessie:
        assert sessie.scalar(select(func.count()).select_from(Gebeurtenis)) == 0


# Waarheen daarna

VIJANDIG = [
    "//kwaad.test",
    "///kwaad.test",
    "https://kwaad.test",
    "http:kwaad.test",
    "javascript:alert(1)",
    "\\\\kwaad.test",
    "/\\kwaad.test",
    "/\tkwaad.test",
    "/\n/kwaad.test",
    "/ /kwaad.test",
    "kwaad.test",
    "/bestaat-niet",
    "/uitloggen",
    "/inloggen",
    "/static/casus.css",
    "/zaken\r\nSet-Cookie: a=b",
    "//kwaad.test/zaken",
    "@kwaad.test",
]


@pytest.mark.parametrize("doel", VIJANDIG)
def test_een_vreemd_doel_wordt_genegeerd(browser, lid, gemeenten, doel):
    assert browser().log_in(lid(gemeenten[0]), next=doel).location == "/"


@pytest.mark.parametrize("doel", ["/proef", "/gemeente", "/proef?q=a%20b"])
def test_een_eigen_pagina_wordt_gevolgd(browser, lid, gemeenten, doel):
    b = browser()
    assert b.log_in(lid(gemeenten[0]), next=doel).location == doel


def test_na_inloggen_naar_de_gevraagde_pagina(browser):
    assert browser().get("/proef").location == "/inloggen?next=/proef"
