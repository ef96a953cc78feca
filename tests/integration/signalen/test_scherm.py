"""De signalen op het scherm: lezen, kiezen, en nooit die van een ander."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, select, update

from casus.actions import signalen
from casus.models import Gebruiker, Signaal, Taak
from casus.rules.signalen import SOORTEN, VAN_BEHEERDER, Keuze, keuze, soorten_voor
from tests.integration.queries.tellen import opdrachten
from tests.integration.schermen.conftest import Scherm
from tests.integration.signalen.hulp import lid, lijst
from tests.wereld import A, B, Wereld

alleen_sqlite = pytest.mark.parametrize("_soort", ["sqlite"], indirect=True)
"""Wat niet van de soort database afhangt, hoeft maar één keer."""


@pytest.fixture(autouse=True)
def _leeg(wereld: Wereld) -> None:
    for gemeente in (A, B):
        with wereld.werk(gemeente) as sessie:
            sessie.execute(delete(Signaal))


def signaleer(w: Wereld, kenmerk: str, rol: str = "wonen", gemeente: str = A, **anders: Any) -> UUID:
    with w.werk(gemeente) as sessie:
        velden = {"soort": "vermelding", "zaak_id": w.zaak_id("nieuw", gemeente), **anders}
        wie = {"actor": w.actor("jurist", gemeente), "aan": [lid(w, rol, gemeente)]}
        signalen.signaleer(sessie, **wie, kenmerk=kenmerk, **velden)
        return sessie.scalars(select(Signaal.id).where(Signaal.kenmerk == kenmerk)).one()


@alleen_sqlite
def test_leeg_zegt_wat_er_kan(als: Callable[..., Scherm]):
    pagina = als("wonen").open("/signalen")
    assert "Er is niets wat u moet weten." in pagina and "/signalen/voorkeuren" in pagina


def test_bekijken_leidt_naar_de_zaak_en_maakt_gelezen(wereld: Wereld, als: Callable[..., Scherm]):
    w, scherm = wereld, als("wonen")
    jurist = w.actor("jurist").naam
    id_ = signaleer(w, "k")
    pagina = scherm.open("/signalen")
    assert f"{jurist} noemt u in een notitie." in pagina and "Nieuw</span>" in pagina
    assert "1 nieuw op deze bladzijde" in scherm.open("/signalen"), "kijken verandert niets"
    antwoord = scherm.stuur(f"/signalen/{id_}")
    assert antwoord.status_code == 303 and antwoord.location.endswith("-00001#tijdlijn")
    pagina = scherm.open("/signalen")
    assert "niets nieuws op deze bladzijde" in pagina and "Nieuw</span>" not in pagina


@alleen_sqlite
@pytest.mark.parametrize("soort", sorted(set(SOORTEN) - VAN_BEHEERDER))
def test_elk_signaal_leidt_ergens_heen(soort: str, wereld: Wereld, als: Callable[..., Scherm]):
    rol = "teammanager" if soort == "voorstel" else "wonen"
    w, scherm = wereld, als(rol)
    with w.lees() as sessie:
        taak = sessie.scalars(select(Taak.id).where(Taak.zaak_id == w.zaak_id("nieuw"))).first()
    met_taak = soort in ("toegewezen", "nadert", "te_laat")
    signaleer(w, "een", rol, soort=soort, taak_id=taak if met_taak else None)
    signaleer(w, "lijst", rol, soort=soort, zaak_id=None)
    assert SOORTEN[soort].titel in scherm.open("/signalen")
    for rij in lijst(w, rol):
        antwoord = scherm.stuur(f"/signalen/{rij.id}")
        assert antwoord.status_code == 303
        scherm.open(antwoord.location.partition("#")[0])


def test_een_signaal_van_een_ander_bestaat_niet(wereld: Wereld, als: Callable[..., Scherm]):
    w, scherm = wereld, als("wonen")
    van_jurist = signaleer(w, "van een collega", "financieel")
    van_b = signaleer(w, "van B", gemeente=B)
    for id_ in (van_jurist, van_b):
        assert scherm.stuur(f"/signalen/{id_}").status_code == 404
        scherm.stuur("/signalen/gelezen", {"tot": str(id_)})
    pagina = scherm.open("/signalen")
    assert "Er is niets wat u moet weten." in pagina and "AAL-2026" not in pagina
    assert all(rij["gelezen_op"] is None for rij in w.rijen("signaal"))


@alleen_sqlite
def test_alles_gelezen_en_filter(wereld: Wereld, als: Callable[..., Scherm]):
    w, scherm = wereld, als("wonen")
    for nr in range(3):
        signaleer(w, f"k{nr}")
    signaleer(w, "stap", soort="toestand", gegevens={"naar": "Match gezocht"})
    alleen = scherm.open("/signalen?soort=toestand")
    assert "zette de zaak op ‘Match gezocht’." in alleen and "noemt u in een notitie." not in alleen
    assert "Geen signaal past bij dit filter." in scherm.open("/signalen?soort=koppeling")
    assert scherm.open("/signalen?soort=vreemd").count('class="nieuw"') == 4
    tot = re.search(r'name="tot" value="([^"]+)"', scherm.open("/signalen"))
    assert tot and "Alles is gelezen." in scherm.gelukt("/signalen/gelezen", {"tot": tot[1]})
    assert "Nieuw</span>" not in scherm.open("/signalen")
    assert scherm.stuur("/signalen/gelezen", {"tot": "geen nummer"}).status_code == 404


@alleen_sqlite
def test_bladeren(wereld: Wereld, als: Callable[..., Scherm]):
    w, scherm = wereld, als("wonen")
    with w.werk() as sessie:
        (ik,) = signalen.teamleden(sessie, "wonen")
        nieuws = [signalen.Nieuws("toestand", f"n{nr}", None, None, {"naar": f"Stap {nr:02}"}) for nr in range(60)]
        signalen.leg_neer(sessie, [signalen.rij(sessie, ik, een) for een in nieuws])
    eerste = scherm.open("/signalen")
    volgende = re.search(r'href="([^"]+)" rel="next"', eerste)
    assert volgende and 'rel="prev"' not in eerste
    tweede = scherm.open(volgende[1].replace("&amp;", "&"))
    stappen = [set(re.findall(r"Stap \d\d", pagina)) for pagina in (eerste, tweede)]
    assert [len(een) for een in stappen] == [50, 10] and not stappen[0] & stappen[1]
    assert scherm.client.get("/signalen?na=onzin").status_code == 404


def test_de_pagina_kost_weinig_vragen(wereld: Wereld, app, als: Callable[..., Scherm]):
    w, scherm = wereld, als("wonen")
    for nr in range(5):
        signaleer(w, f"k{nr}")
    for pad in ("/signalen", "/signalen/voorkeuren", "/agenda"):
        scherm.open(pad)
        with opdrachten(app.extensions["casus.database"]) as gezien:
            scherm.open(pad)
        assert len(gezien) <= 4, [een[0][:80] for een in gezien]


@alleen_sqlite
def test_kiezen_wat_u_hoort(wereld: Wereld, als: Callable[..., Scherm]):
    w, scherm = wereld, als("wonen")
    with w.werk() as sessie:
        ik = Gebruiker.id == lid(w, "wonen")
        sessie.execute(update(Gebruiker).where(ik).values(voorkeuren={"thema": "donker"}))
    velden = {f"{soort}-mail": "dagelijks" for soort in SOORTEN} | {"besluit-mail": "nooit", "toestand-app": "ja"}
    pagina = scherm.gelukt("/signalen/voorkeuren", {**velden, "dagen": "7"})
    assert "Uw keuze is bewaard" in pagina and 'name="dagen"' in pagina and 'value="7"' in pagina
    with w.lees() as sessie:
        mijn = sessie.scalars(select(Gebruiker.voorkeuren).where(ik)).one()
    assert mijn["thema"] == "donker"
    assert [keuze(mijn, soort) for soort in ("besluit", "toestand")] == [
        Keuze(False, "nooit"),
        Keuze(True, "dagelijks"),
    ]


@alleen_sqlite
@pytest.mark.parametrize("dagen", ["0", "31", "-1", "drie", "", "99999999999999999999", "000110000000", "³"])
def test_een_keuze_die_niet_kan_blijft_staan(dagen: str, wereld: Wereld, als: Callable[..., Scherm]):
    velden = {f"{soort}-mail": "meteen" for soort in SOORTEN}
    antwoord = als("wonen").stuur("/signalen/voorkeuren", {**velden, "dagen": dagen})
    assert antwoord.status_code == 422 and "Kies een aantal dagen van 1 tot en met 30." in antwoord.text
    assert antwoord.text.count('<option value="meteen" selected>') == len(soorten_voor(team=True, beheerder=False))
    assert "checked" not in antwoord.text.partition("<main")[2], "een leeg vakje blijft leeg"


@alleen_sqlite
def test_een_vreemde_keuze_wordt_geweigerd(wereld: Wereld, als: Callable[..., Scherm]):
    velden = {f"{soort}-mail": "nooit" for soort in SOORTEN} | {"besluit-mail": "elk uur", "dagen": "3"}
    antwoord = als("wonen").stuur("/signalen/voorkeuren", velden)
    assert antwoord.status_code == 422 and "Kies of u een mail wilt bij" in antwoord.text
