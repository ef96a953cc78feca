"""Inloggen, uitloggen en de sessie op de server (veiligheid D)."""

from tests.integration.web.conftest import WACHTWOORD


def test_inloggen_lukt(browser, lid, gemeenten):
    b = browser()
    antwoord = b.log_in(lid(gemeenten[0]))
    assert antwoord.status_code == 303
    assert antwoord.location == "/"
    pagina = b.get("/", follow_redirects=True)
    assert "Uitloggen" in pagina.text
    assert gemeenten[0].naam in pagina.text
