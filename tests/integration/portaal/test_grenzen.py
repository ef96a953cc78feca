"""Wat een corporatie met een oude voordracht, een vastgehouden woning of een afgesloten dossier niet kan."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from casus.actions import dossierlinks, overgang
from casus.db import uuid7
from casus.models import Aanbod, Zaak
from casus.termijnen import vandaag
from tests import factories
from tests.integration.portaal.conftest import Huurland
from tests.integration.portaal.test_portaal import _aanbod

KIJKEN = {"bezichtiging_op": "morgen", "bezichtiging_tijd": "14.30"}


def _nu(land: Huurland, aanbod_id: UUID) -> Aanbod:
    with land.wereld.lees() as sessie:
        return sessie.scalars(select(Aanbod).where(Aanbod.id == aanbod_id)).one()


def test_met_een_oude_voordracht_raakt_niemand_het_aanbod_van_een_ander(land: Huurland):
    loopt = _aanbod(land, "aangeboden")
    with land.wereld.werk() as sessie:
        woning = factories.woning(land.wereld.gemeente(), land.corporaties[1])
        sessie.add(woning)
        sessie.flush()
        vast = {"gemeente_id": woning.gemeente_id, "zaak_id": loopt.zaak_id, "besluit_id": loopt.besluit_id}
        nee = {"status": "afgewezen_corporatie", "corporatie_antwoord": "afgewezen", "corporatie_reden": "INH"}
        toen = {"corporatie_op": date(2026, 6, 1), "voorgedragen_op": loopt.voorgedragen_op - timedelta(days=20)}
        oud = Aanbod(**vast, **nee, **toen, id=uuid7(), woning_id=woning.id)
        sessie.add(oud)
    ander, pad = land.scherm(land.mens(1)), f"/portaal/voordrachten/{oud.id}"
    for wat, velden in {"bezichtigen": KIJKEN, "akkoord": {"corporatie_op": "vandaag"}}.items():
        antwoord = ander.stuur(f"{pad}/{wat}", velden)
        assert antwoord.status_code == 422 and "al geantwoord" in antwoord.text, wat
    assert _nu(land, loopt.id).bezichtiging_op == loopt.bezichtiging_op is None
    assert land.scherm(land.mens(0)).stuur(f"/portaal/voordrachten/{loopt.id}/bezichtigen", KIJKEN).status_code == 303


def test_een_bezichtiging_ligt_niet_jaren_vooruit(land: Huurland):
    loopt = _aanbod(land, "aangeboden")
    scherm, pad = land.scherm(land.mens(0)), f"/portaal/voordrachten/{loopt.id}/bezichtigen"
    laatst = vandaag() + timedelta(days=60)
    te_ver = scherm.stuur(pad, {**KIJKEN, "bezichtiging_op": (laatst + timedelta(days=1)).isoformat()})
    assert te_ver.status_code == 422 and "Kies een dag tot en met" in te_ver.text
    assert _nu(land, loopt.id).reageer_voor == loopt.reageer_voor
    assert scherm.stuur(pad, {**KIJKEN, "bezichtiging_op": laatst.isoformat()}).status_code == 303


def test_een_geheim_adres_gaat_niet_mee_naar_een_ander_adres(land: Huurland):
    """De browser stuurt dan alleen de naam van de site mee: daaraan ziet casus nog of een formulier van haar is."""
    bezoeker = land.bezoeker()
    for pad in ("/d/doe/geheim", "/uitnodiging/doe/geheim", "/agenda/geheim.ics"):
        assert bezoeker.client.get(pad).headers["Referrer-Policy"] == "strict-origin", pad
    assert bezoeker.client.get("/inloggen").headers["Referrer-Policy"] == "same-origin"
    eigen = {"Origin": "http://localhost"}
    assert bezoeker.client.post("/d/doe/x", data={"csrf_token": bezoeker.teken}, headers=eigen).status_code == 422


def test_na_een_nee_haalt_de_corporatie_het_dossier_niet_meer_op(land: Huurland):
    loopt, dossier, elders = _aanbod(land, "voorgedragen"), land.dossier(), land.dossier(nr=1)
    with land.wereld.werk() as sessie:
        wie = {"naam": "Ans", "email": "ans@linde.example", "dagen": 7, "hoogstens": 5}
        _, geheim, code = dossierlinks.maak(sessie, dossier, actor=land.wereld.actor("wonen"), bos=land.bos, **wie)
    scherm = land.scherm(land.mens(0))
    assert scherm.stuur(f"/portaal/dossiers/{dossier.id}").status_code == 200
    nee = {"corporatie_op": "vandaag", "corporatie_reden": "INH", "woning_blijft": "ja"}
    assert scherm.stuur(f"/portaal/voordrachten/{loopt.id}/afwijzen", nee).status_code == 303
    assert scherm.stuur(f"/portaal/dossiers/{dossier.id}").status_code == 404
    assert land.bezoeker().stuur(f"/d/doe/{geheim}", {"code": code}).status_code == 422
    assert land.scherm(land.mens(1)).stuur(f"/portaal/dossiers/{elders.id}").status_code == 200, "die zei geen nee"
    soorten = [g.soort for g, _ in land.wereld.gebeurtenissen(loopt.zaak_id)]
    assert soorten.count("dossier_ingetrokken") == 1 and land.wereld.breuken() == []


def test_na_een_intrekking_ook_niet(land: Huurland):
    loopt, dossier = _aanbod(land, "aangeboden"), land.dossier("aangeboden")
    with land.wereld.werk() as sessie:
        zaak = sessie.scalars(select(Zaak).where(Zaak.id == loopt.zaak_id)).one()
        reden, wie = {"einde_reden": "woning_vervallen"}, land.wereld.actor("wonen")
        overgang.execute(sessie, zaak, "aanbod_intrekken", actor=wie, versie=zaak.versie, invoer=reden)
    assert land.scherm(land.mens(0)).stuur(f"/portaal/dossiers/{dossier.id}").status_code == 404
