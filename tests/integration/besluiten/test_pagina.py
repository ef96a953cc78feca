"""De besluitpagina en de wachtlijst: alles erop, in een vast aantal vragen, en niets van een ander."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest
from click.testing import CliRunner, Result

from casus.actions import besluitstappen
from casus.actor import Actor
from casus.cli import groep, omgeving
from casus.db import CasusSessie
from casus.errors import Conflict, InvoerFout, NietGevonden
from casus.models import Besluit
from casus.queries import besluitpagina, goedkeuring
from casus.queries.besluitpagina import Besluitpagina
from casus.rules.mandaten import GeenMandaat
from tests.integration.besluiten.hulp import BEDRAG, adviseer, beslis, stel_voor, zaak
from tests.integration.queries.tellen import opdrachten
from tests.wereld import Wereld


def open_pagina(w: Wereld, besluit_id: UUID, actor: Actor) -> Besluitpagina:
    with w.lees() as sessie, opdrachten(w.db) as gezien:
        pagina = besluitpagina.laad(sessie, actor, besluitpagina.vind(sessie, besluit_id))
    assert len(gezien) <= 5, gezien
    return pagina


def vol(w: Wereld, sessie: CasusSessie) -> Besluit:
    """Een voorstel met eerdere besluiten in de zaak, precedenten, advies, vraag en antwoord."""
    for plek in ("zoekend", "gekoppeld"):
        beslis(w, sessie, stel_voor(w, sessie, in_zaak=zaak(w, sessie, plek)))
    eerst = beslis(w, sessie, stel_voor(w, sessie, bedrag_cent=100_000))
    beslis(w, sessie, stel_voor(w, sessie, voorstel="Fout.", herziet=eerst, herziening="intrekken"))
    beslis(w, sessie, stel_voor(w, sessie, bedrag_cent=90_000))
    besluit, manager = stel_voor(w, sessie), w.actor("teammanager")
    besluitstappen.leg_terug(sessie, besluit, actor=manager, vraag="Waarom?")
    besluitstappen.beantwoord(sessie, besluit, actor=w.actor("financieel"), antwoord="Daarom.")
    return besluit


def test_alles_staat_op_de_pagina_in_vijf_vragen(wereld: Wereld):
    with wereld.werk() as sessie:
        besluit = vol(wereld, sessie)
    pagina = open_pagina(wereld, besluit.id, wereld.actor("teammanager"))
    assert pagina.reden_niet is None and pagina.wacht_op == "besluit"
    assert [stap.soort for stap in pagina.stappen] == ["vraag", "antwoord"]
    assert {stap.door.naam for stap in pagina.stappen if stap.door} == {
        wereld.actor("teammanager").naam,
        wereld.actor("financieel").naam,
    }
    assert len(pagina.eerder) >= 3 and all(een.zaak_id == besluit.zaak_id for een in pagina.eerder)
    assert sum(een.bedrag_cent or 0 for een in pagina.delen) >= 90_000
    assert pagina.personen and pagina.aanbod is not None and pagina.aanbod.woning.adres
    assert [(een.jaar, een.maand, een.bedrag_cent, een.uitkomst) for een in pagina.precedenten] == [
        (2026, 7, BEDRAG, "toegekend")
    ] * 2
    assert all(een.personen > 0 for een in pagina.precedenten)
    ruimte = {een.wat: een for een in pagina.ruimte}
    assert (ruimte["besluit"].gebruikt_cent, ruimte["besluit"].nu_cent) == (90_000, BEDRAG)
    assert ruimte["besluit"].over_cent == ruimte["besluit"].grens_cent - 90_000 - BEDRAG
    assert ruimte["budget"].gebruikt_cent == 2 * BEDRAG + 90_000, "wat is ingetrokken, telt niet"
    assert ruimte["budget"].grens_cent == 450_000_00


def test_een_genomen_besluit_laat_zien_waarop_het_rust_en_wie_adviseerde(wereld: Wereld):
    with wereld.werk() as sessie:
        besluit = stel_voor(wereld, sessie, "tussenvoorziening", "wonen")
        for rol in ("jurist", "financieel"):
            adviseer(wereld, sessie, besluit, rol)
        beslis(wereld, sessie, besluit)
    pagina = open_pagina(wereld, besluit.id, wereld.actor("wonen"))
    assert {(een.rol, een.gegeven_door.naam) for een in pagina.adviezen if een.gegeven_door} == {
        (rol, wereld.actor(rol).naam) for rol in ("jurist", "financieel")
    }
    assert pagina.reden_niet is None and pagina.besluit.gezien["registerversie"] == 1
    assert (pagina.besluit.mandaat_kopie or {})["nr"] and len(pagina.brieven) == 1
    assert pagina.herzien_door is None


def test_een_opdrachtgever_ziet_alleen_wat_bij_hem_kwam(wereld: Wereld):
    opdrachtgever = wereld.actor("ambtelijk_opdrachtgever")
    with wereld.werk() as sessie:
        laag = stel_voor(wereld, sessie, in_zaak=zaak(wereld, sessie, "zoekend"))
        hoog = stel_voor(wereld, sessie, bedrag_cent=620_000)
    with pytest.raises(NietGevonden):
        open_pagina(wereld, laag.id, opdrachtgever)
    assert open_pagina(wereld, hoog.id, opdrachtgever).reden_niet is None
    with wereld.lees() as sessie:
        assert {v.besluit.id for v in goedkeuring.wachtend(sessie, opdrachtgever).alle} == {hoog.id}


def test_wie_niet_aan_de_beurt_is_leest_waarom(wereld: Wereld):
    with wereld.werk() as sessie:
        besluit = stel_voor(wereld, sessie, "tussenvoorziening", "wonen")
    pagina = open_pagina(wereld, besluit.id, wereld.actor("teammanager"))
    assert pagina.wacht_op == "advies" and "Er is advies gevraagd aan" in (pagina.reden_niet or "")


# --- de opdrachtregel ---


@pytest.fixture
def casus(wereld: Wereld, monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    """Roept `casus …` aan op de wereld van deze test."""
    monkeypatch.setenv("CASUS_DATABASE_URL", wereld.url)
    omgeving.database.cache_clear()

    def doe(*woorden: str) -> Result:
        return CliRunner().invoke(groep, list(woorden))

    yield doe
    omgeving.database().engine.dispose()
    omgeving.database.cache_clear()


def test_de_opdrachtregel_kent_dezelfde_stops(casus, wereld: Wereld):
    def als(rol: str) -> list[str]:
        return ["--als", wereld.ligging.team["Doetinchem"][rol].email]

    with wereld.werk() as sessie:
        nummer = stel_voor(wereld, sessie, bedrag_cent=620_000).nummer
    beslis_ = ["besluit", "beslis", nummer, "--uitkomst", "toegekend", "--motivering", "Past."]
    klaar = [*beslis_, "--voorwaarden-nagelopen", *als("ambtelijk_opdrachtgever")]
    for rol, soort, woord in (
        ("financieel", GeenMandaat, "Awb art. 2:4"),
        ("teammanager", GeenMandaat, "Awb art. 10:2"),
        ("wonen", GeenMandaat, "Awb art. 10:1"),
        ("ambtelijk_opdrachtgever", InvoerFout, "Bevestig"),
    ):
        fout = casus(*beslis_, *als(rol)).exception
        assert isinstance(fout, soort) and woord in fout.zin, (rol, fout)
    lijst = casus("besluit", "lijst", "--gemeente", "Doetinchem", *als("ambtelijk_opdrachtgever"))
    assert nummer in lijst.output and "1 voorstel" in lijst.output
    gelukt = casus(*klaar)
    assert gelukt.exit_code == 0 and "is toegekend. Namens het college" in gelukt.output
    assert isinstance(casus(*klaar).exception, Conflict)
    toon = casus("besluit", "toon", nummer, *als("teammanager"), "--json")
    assert '"status": "toegekend"' in toon.output
    assert isinstance(casus("besluit", "toon", "X-2026-1-B01", *als("teammanager")).exception, NietGevonden)
