"""De zaakpagina en Ter goedkeuring: een vast aantal queries, en hetzelfde beeld als de acties zien."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from casus.errors import NietGevonden
from casus.models import Besluit, Zaak
from casus.queries import goedkeuring, taakpagina, voorstelplek, zaakpagina
from casus.queries.beeld import laad_beeld
from casus.queries.mandaat import maak_vraag, maak_vragen
from casus.queries.tijdlijn import Uitsnede, tijdlijn
from tests.integration.queries.tellen import opdrachten
from tests.wereld import PLEKKEN, VANDAAG, B, Wereld


def nummer(wereld: Wereld, plek: str, **gemeente: str) -> str:
    with wereld.lees(**gemeente) as sessie:
        return sessie.scalars(select(Zaak.zaaknummer).where(Zaak.id == wereld.zaak_id(plek, **gemeente))).one()


@pytest.mark.parametrize("plek", sorted(PLEKKEN))
def test_de_zaakpagina_kost_vijf_queries(gedeelde_wereld, plek):
    zaaknummer = nummer(gedeelde_wereld, plek)
    with gedeelde_wereld.lees() as sessie:
        zaakpagina.laad(sessie, zaaknummer)  # de procesdefinitie is daarna bekend
    with gedeelde_wereld.lees() as sessie, opdrachten(gedeelde_wereld.db) as gezien:
        zaakpagina.laad(sessie, zaaknummer)
    assert len(gezien) == 5


@pytest.mark.parametrize("plek", sorted(PLEKKEN))
def test_de_knoppen_kijken_naar_hetzelfde_beeld_als_de_acties(gedeelde_wereld, plek):
    with gedeelde_wereld.lees() as sessie:
        pagina = zaakpagina.laad(sessie, nummer(gedeelde_wereld, plek))
        van_actie = laad_beeld(sessie, pagina.zaak)
    for deel in ("personen", "taken", "besluiten", "inburgeringen", "opschortingen"):
        assert {r.id for r in getattr(pagina.beeld, deel)} == {r.id for r in getattr(van_actie, deel)}
    assert pagina.beeld.aanbod is van_actie.aanbod
    assert pagina.beeld.vandaag == van_actie.vandaag


def test_een_zaak_van_een_ander_bestaat_niet(gedeelde_wereld):
    ander = nummer(gedeelde_wereld, "nieuw", gemeente=B)
    with gedeelde_wereld.lees() as sessie, pytest.raises(NietGevonden):
        zaakpagina.laad(sessie, ander)
    with gedeelde_wereld.lees(B) as sessie:
        taak = zaakpagina.laad(sessie, ander).beeld.taken[0]
    with gedeelde_wereld.lees() as sessie, pytest.raises(NietGevonden):
        taakpagina.laad(sessie, taak.id)


def test_elke_gebeurtenis_is_een_hele_zin_met_wie_en_wanneer(gedeelde_wereld):
    for plek in PLEKKEN:
        with gedeelde_wereld.lees() as sessie:
            regels = tijdlijn(sessie, gedeelde_wereld.zaak_id(plek), Uitsnede(aantal=200)).regels
        assert [regel.nr for regel in regels] == list(range(len(regels), 0, -1))
        for regel in regels:
            assert "{" not in regel.zin and "…" not in regel.zin, regel.zin
            assert regel.zin[0].isupper() and regel.zin.rstrip()[-1] in ".’'!", regel.zin


def test_de_teammanager_ziet_het_voorstel_en_wie_het_deed_niet_als_het_zijne(gedeelde_wereld):
    teammanager = gedeelde_wereld.actor("teammanager")
    with gedeelde_wereld.lees() as sessie:
        wacht = goedkeuring.wachtend(sessie, teammanager)
        zaken = {v.besluit.zaak_id for v in wacht.mag}
        assert gedeelde_wereld.zaak_id("voorgesteld") in zaken
        wie = {"gemeente": teammanager.gemeente_id, "ik": teammanager.gebruiker_id, "dag": VANDAAG}
        wacht_er = sessie.scalar(select(voorstelplek.telling()), wie)
        assert wacht_er == len(wacht.mag)
        assert goedkeuring.wachtend(sessie, gedeelde_wereld.actor("wonen")).mag == []


def test_de_opdrachtgever_ziet_alleen_wat_bij_hem_hoort(gedeelde_wereld):
    with gedeelde_wereld.lees() as sessie:
        wacht = goedkeuring.wachtend(sessie, gedeelde_wereld.actor("ambtelijk_opdrachtgever"))
    assert gedeelde_wereld.zaak_id("voorgesteld") not in {v.besluit.zaak_id for v in (*wacht.mag, *wacht.mag_niet)}


def test_wat_bij_een_andere_gemeente_wacht_staat_er_niet(gedeelde_wereld):
    with gedeelde_wereld.lees() as sessie:
        wacht = goedkeuring.wachtend(sessie, gedeelde_wereld.actor("teammanager"))
    assert gedeelde_wereld.zaak_id("voorgesteld", B) not in {v.besluit.zaak_id for v in (*wacht.mag, *wacht.mag_niet)}


def test_de_vraag_aan_het_register_is_die_van_de_actie(gedeelde_wereld):
    with gedeelde_wereld.lees() as sessie:
        besluiten = sessie.scalars(select(Besluit).options(joinedload(Besluit.zaak))).all()
        vragen = maak_vragen(sessie, besluiten)
        assert len(besluiten) > 5
        for besluit in besluiten:
            assert vragen[besluit.id] == maak_vraag(sessie, besluit)


def test_goedkeuren_kost_een_vast_aantal_queries(gedeelde_wereld):
    with gedeelde_wereld.lees() as sessie, opdrachten(gedeelde_wereld.db) as gezien:
        wacht = goedkeuring.wachtend(sessie, gedeelde_wereld.actor("teammanager"))
        goedkeuring.gezin(sessie, wacht.mag[0].besluit.zaak)
    assert len(gezien) <= 5
