"""Kopregels, cookies en foutpagina's (veiligheid E)."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy.exc import OperationalError

from casus import create_app
from casus.config import lees_instellingen
from casus.db import CasusSessie
from casus.termijnen import nu
from casus.web.kopregels import KOPREGELS

VERWACHT = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; frame-src 'none'; frame-ancestors 'none'; "
    "base-uri 'none'",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def keur(antwoord) -> None:
    for naam, waarde in VERWACHT.items():
        assert antwoord.headers.getlist(naam) == [waarde], naam
    assert "camera=()" in antwoord.headers["Permissions-Policy"]


@pytest.mark.parametrize(
    ("pad", "status"),
    [
        ("/inloggen", 200),
        ("/", 303),
        ("/bestaat-niet", 404),
        ("/static/casus.css", 200),
        ("/static/bestaat-niet.css", 404),
        ("/static/../config.py", 404),
        ("/gezond", 200),
        ("/.well-known/security.txt", 200),
    ],
)
def test_elk_antwoord_draagt_alle_kopregels(browser, pad, status):
    antwoord = browser().get(pad)
    assert antwoord.status_code == status
    keur(antwoord)


def test_ook_op_weigeringen_en_fouten(browser, lid, gemeenten):
    b = browser()
    b.log_in(lid(gemeenten[0]))
    antwoorden = [
        b.get("/proef"),
        b.post("/proef", {"naam": "Ada"}),
        b.post("/proef", {"naam": "regel"}),
        b.post("/proef", {"naam": "stuk"}),
        b.post("/proef", {"csrf_token": ""}),
        b.client.put("/proef"),
        b.client.get("/proef", headers={"Host": "kwaad.test"}),
    ]
    assert [antwoord.status_code for antwoord in antwoorden] == [200, 303, 422, 500, 400, 405, 400]
    for antwoord in antwoorden:
        keur(antwoord)
        assert antwoord.headers["Cache-Control"] == "no-store"


def test_vaste_bestanden_mogen_worden_bewaard_als_het_adres_hun_inhoud_noemt(browser):
    b = browser()
    assert b.get("/static/casus.css?v=abc").headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert b.get("/static/casus.css").headers["Cache-Control"] == "no-cache"
    assert "Set-Cookie" not in b.get("/static/casus.css").headers


def test_de_lijst_in_de_code_is_de_lijst_van_de_test():
    assert {naam: waarde for naam, waarde in KOPREGELS.items() if naam != "Permissions-Policy"} == VERWACHT


# Cookies


def cookies(antwoord) -> list[str]:
    return antwoord.headers.getlist("Set-Cookie")


def test_cookies_op_een_gewone_verbinding(browser, lid, gemeenten):
    b = browser()
    bezoeker = cookies(b.get("/inloggen"))
    binnen = cookies(b.log_in(lid(gemeenten[0])))
    melding = cookies(b.post("/proef", {"naam": "Ada"}))
    for een in (bezoeker, binnen, melding):
        assert len(een) == 1
        assert "; HttpOnly; Path=/; SameSite=Lax" in een[0]
    assert "Ada" not in melding[0], "wat er gebeurde staat niet leesbaar in een cookie"


def test_cookies_achter_tls(instellingen, lid, gemeenten):
    inst = {
        "CASUS_DATABASE_URL": instellingen.database_url,
        "CASUS_INSTANCE": str(instellingen.instance),
        "CASUS_BASE_URL": "https://casus.voorbeeld.test",
        "CASUS_TRUSTED_HOSTS": "casus.voorbeeld.test",
        "CASUS_PROXIES": "1",
        "CASUS_OMGEVING": "productie",
    }
    app = create_app(lees_instellingen(inst))
    antwoord = app.test_client().get(
        "/inloggen",
        headers={"Host": "binnen", "X-Forwarded-Host": "casus.voorbeeld.test", "X-Forwarded-Proto": "https"},
    )
    app.extensions["casus.database"].engine.dispose()
    assert antwoord.status_code == 200
    (cookie,) = cookies(antwoord)
    assert cookie.startswith("__Host-casus=")
    assert "; Secure; HttpOnly; Path=/; SameSite=Lax" in cookie
    assert "Domain" not in cookie


def test_een_vervalste_cookie_is_een_bezoeker(browser):
    for waarde in ("x" * 43, "a.b.c", "", "é", "' OR 1=1 --", "." * 3000):
        b = browser()
        b.client.set_cookie("casus", waarde)
        assert b.get("/").location == "/inloggen"


def test_een_vervalste_melding_wordt_niet_getoond(browser, lid, gemeenten):
    b = browser()
    b.log_in(lid(gemeenten[0]))
    b.client.set_cookie("casus-melding", '[{"tekst": "vals"}]')
    antwoord = b.get("/proef")
    assert antwoord.status_code == 200
    assert "vals" not in antwoord.text


# Namen en adressen


def test_alleen_een_bekende_naam(browser):
    b = browser()
    for naam in ("kwaad.test", "localhost.kwaad.test", "kwaad.test:8000"):
        assert b.get("/inloggen", headers={"Host": naam}).status_code == 400
    assert b.get("/inloggen", headers={"Host": "localhost:8000"}).status_code == 200


def test_security_txt_verloopt_niet_en_zegt_waar(browser):
    regels = dict(r.split(": ", 1) for r in browser().get("/.well-known/security.txt").text.splitlines())
    assert regels["Contact"].startswith("mailto:")
    assert datetime.fromisoformat(regels["Expires"]) > nu()
    assert regels["Preferred-Languages"] == "nl, en"


# Foutpagina's


def test_zonder_database_is_het_even_niet_bereikbaar_en_daarna_weer_wel(browser, lid, gemeenten, monkeypatch):
    b = browser()
    b.log_in(lid(gemeenten[0]))
    cookie = b.client.get_cookie("casus").value

    def weg(*_args, **_kwargs):
        raise OperationalError("SELECT", {}, Exception("geen verbinding"))

    with monkeypatch.context() as m:
        m.setattr(CasusSessie, "execute", weg)
        m.setattr(CasusSessie, "scalars", weg)
        for pad in ("/", "/proef", "/gezond"):
            antwoord = b.get(pad)
            assert antwoord.status_code == 503
            assert int(antwoord.headers["Retry-After"]) > 0
            keur(antwoord)
        assert b.get("/inloggen").status_code == 503, "ook bij inloggen: wie u bent is niet te weten"
        assert b.get("/static/casus.css").status_code == 200
    assert b.client.get_cookie("casus").value == cookie
    assert b.get("/proef").status_code == 200


def test_een_te_groot_bestand(browser, lid, gemeenten):
    b = browser()
    b.log_in(lid(gemeenten[0]))
    antwoord = b.client.post("/proef", data=b"x" * (26 * 1024 * 1024 + 1), content_type="multipart/form-data")
    assert antwoord.status_code == 413
    assert "25 MB" in antwoord.text


@pytest.mark.parametrize("pad", ["/inloggen", "/bestaat-niet", "/gemeente", "/proef"])
def test_elke_pagina_is_nederlands_en_heeft_een_titel(browser, lid, gemeenten, pad):
    b = browser()
    b.log_in(lid(gemeenten[0]))
    pagina = b.get(pad).text
    assert '<html lang="nl"' in pagina
    assert "<title>" in pagina
    assert pagina.count("<h1>") == 1
    assert '<main id="inhoud"' in pagina
    assert '<a class="skip" href="#inhoud">' in pagina
