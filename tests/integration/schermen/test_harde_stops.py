"""Elke harde stop, door elke deur: het scherm, meer tegelijk, en de opdrachtregel. Geen deur neemt het besluit."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from casus.cli import groep
from casus.cli import omgeving as cli_omgeving
from casus.models import Besluit, Mandaat
from tests.integration.besluiten import hulp
from tests.wereld import VANDAAG, B, Wereld, laatste_besluit

GISTEREN = VANDAAG - timedelta(days=1)
Klaar = tuple[Besluit, str]
"""Het voorstel, en de rol van wie het probeert."""


def _eigen_voorstel(w: Wereld) -> Klaar:
    with w.werk() as sessie:
        hulp.vervang(w, sessie, "teammanager", w.actor("financieel"), VANDAAG, VANDAAG)
        return hulp.stel_voor(w, sessie), "financieel"


def _vier_ogen(w: Wereld) -> Klaar:
    with w.werk() as sessie:
        besluit = hulp.stel_voor(w, sessie)
        hulp.zaak(w, sessie).casemanager_id = w.actor("teammanager").gebruiker_id
        _regels(sessie, vier_ogen=True)
        return besluit, "teammanager"


def _zonder_regel(w: Wereld) -> Klaar:
    with w.werk() as sessie:
        besluit = hulp.stel_voor(w, sessie)
        _regels(sessie, geldig_tot=GISTEREN)
        return besluit, "teammanager"


def _ingetrokken(w: Wereld) -> Klaar:
    with w.werk() as sessie:
        besluit = hulp.stel_voor(w, sessie)
        _regels(sessie, ingetrokken_per=GISTEREN)
        return besluit, "teammanager"


def _boven_bedrag(w: Wereld) -> Klaar:
    with w.werk() as sessie:
        return hulp.stel_voor(w, sessie, bedrag_cent=620_000), "teammanager"


def _functie_voorbij(w: Wereld) -> Klaar:
    with w.werk() as sessie:
        besluit = hulp.stel_voor(w, sessie)
        hulp.zonder_houder(sessie, "teammanager", GISTEREN)
        return besluit, "teammanager"


def _boete_door_melder(w: Wereld) -> Klaar:
    with w.werk() as sessie:
        loop = w.loop(sessie, w.zaak_id("gekoppeld"))
        loop.meld("niet_meegewerkt")
        besluit = hulp.stel_voor(w, sessie, "maatregel_verzuim", "inburgering", in_zaak=loop.zaak, bedrag_cent=None)
        hulp.adviseer(w, sessie, besluit, "jurist")
        besluit.voorgesteld_door_id = w.actor("casemanager").gebruiker_id
        hulp.vervang(w, sessie, "teammanager", w.actor("inburgering"), VANDAAG, VANDAAG)
        return besluit, "inburgering"


def _bezwaar_door_beslisser(w: Wereld) -> Klaar:
    with w.werk() as sessie:
        loop = w.loop(sessie, w.zaak_id("zoekend"))
        loop.meld("urgentie_aangevraagd")
        loop.taak("JU-01", dagen=0)
        besluit = laatste_besluit(loop, "urgentie_toekennen")
        besluit.voorgesteld_door_id = w.actor("wonen").gebruiker_id  # de jurist bereidt de beslissing voor
        loop.meld("bezwaar_ontvangen", besluit=str(besluit.id))
        return loop.voorstel("beslissing_op_bezwaar"), "teammanager"


def _regels(sessie, **kolommen: object) -> None:
    for rij in sessie.scalars(select(Mandaat).where(Mandaat.bevoegdheid == "inrichtingskrediet")):
        for kolom, waarde in kolommen.items():
            setattr(rij, kolom, waarde)


STOPS: dict[str, tuple[Callable[[Wereld], Klaar], str]] = {
    "eigen voorstel": (_eigen_voorstel, "Awb art. 2:4"),
    "vier ogen": (_vier_ogen, "Awb art. 10:6"),
    "geen geldige regel": (_zonder_regel, "Awb art. 10:5"),
    "ingetrokken": (_ingetrokken, "Awb art. 10:8"),
    "boven het bedrag": (_boven_bedrag, "Awb art. 10:2"),
    "functie voorbij": (_functie_voorbij, "Awb art. 10:1"),
    "boete door de melder": (_boete_door_melder, "Awb art. 10:3 lid 4 en 5:53"),
    "bezwaar door wie besliste": (_bezwaar_door_beslisser, "Awb art. 10:3 lid 3"),
}
JA = {"uitkomst": "toegekend", "motivering": "Het past bij de beleidsregels.", "voorwaarden_bevestigd": "ja"}


@pytest.fixture
def opdracht(wereld: Wereld, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., str]]:
    """Beslist met `casus besluit beslis` en geeft de zin waarmee dat niet lukte."""
    monkeypatch.setenv("CASUS_DATABASE_URL", wereld.url)
    cli_omgeving.database.cache_clear()

    def beslis(nummer: str, rol: str) -> str:
        wie = wereld.ligging.team["Doetinchem"][rol].email
        woorden = ["--uitkomst", "toegekend", "--motivering", "Past.", "--voorwaarden-nagelopen", "--als", wie]
        fout = CliRunner().invoke(groep, ["besluit", "beslis", nummer, *woorden]).exception
        return getattr(fout, "zin", "")

    yield beslis
    cli_omgeving.database().engine.dispose()
    cli_omgeving.database.cache_clear()


@pytest.mark.parametrize("naam", sorted(STOPS))
def test_geen_deur_neemt_het_besluit(naam: str, als, wereld: Wereld, opdracht: Callable[..., str]):
    bereid_voor, artikel = STOPS[naam]
    besluit, rol = bereid_voor(wereld)
    scherm, deuren = als(rol), {}
    deuren["scherm"] = scherm.stuur(f"/goedkeuren/{besluit.id}", JA)
    deuren["samen"] = scherm.stuur(f"/goedkeuren/samen/{besluit.soort}", {**JA, "besluit": [str(besluit.id)]})
    for deur, antwoord in deuren.items():
        assert antwoord.status_code in (200, 403, 409, 422), (deur, antwoord.status_code)
        if antwoord.status_code != 403 or deur == "scherm":
            zonder_functie = "Alleen wie vandaag een functie" in antwoord.text
            assert zonder_functie or artikel in html.unescape(antwoord.text), (deur, antwoord.text[-2000:])
    assert artikel in opdracht(besluit.nummer, rol)
    assert hulp.lees(wereld, besluit).status == "voorgesteld"
    assert wereld.breuken() == []


def test_een_besluit_van_een_andere_gemeente_bestaat_niet(als, wereld: Wereld, opdracht: Callable[..., str]):
    with wereld.werk() as sessie:
        besluit = hulp.stel_voor(wereld, sessie)
    scherm = als("teammanager", B)
    assert scherm.stuur(f"/goedkeuren/{besluit.id}", JA).status_code == 404
    samen = scherm.stuur(f"/goedkeuren/samen/{besluit.soort}", {**JA, "besluit": [str(besluit.id)]})
    assert besluit.nummer not in samen.text
    assert hulp.lees(wereld, besluit).status == "voorgesteld"
