"""Taken van complexen tellen mee: een signaal, in de agenda, en een regel op de werkvoorraad."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import delete, select

from casus.actions.complextaakklok import signaleer_complextaken
from casus.db import uuid7
from casus.models import Afwezigheid, Complex, Complextaak, Signaal
from casus.rules.signalen import Feiten, in_casus, in_mail
from tests import woningen as proef
from tests.integration.schermen.conftest import Scherm
from tests.integration.signalen.hulp import alle, lid
from tests.integration.signalen.test_agenda import haal, maak
from tests.wereld import VANDAAG, Wereld


@pytest.fixture
def taken(wereld: Wereld) -> dict[str, UUID]:
    """Van een verbouwde school: een taak die te laat is, een van de jurist, en een vergunning die afloopt."""
    with wereld.werk() as sessie:
        school = proef.complex_(sessie, wereld.actor("wonen"), wereld.ligging.corporatie)
        rijen = sessie.scalars(select(Complextaak).where(Complextaak.complex_id == school.id))
        per = {taak.soort: taak for taak in rijen}
        for taak in per.values():
            taak.uiterlijk = VANDAAG + timedelta(days=300)
        per["brandveiligheid"].uiterlijk = VANDAAG - timedelta(days=2)
        per["gebruiksovereenkomst"].uiterlijk = VANDAAG + timedelta(days=3)
        klaar = {"status": "gereed", "gereed_op": VANDAAG, "gereed_door_id": lid(wereld, "wonen")}
        for naam, waarde in {**klaar, "geldig_tot": VANDAAG + timedelta(days=80)}.items():
            setattr(per["omgevingsvergunning"], naam, waarde)
        return {soort: taak.id for soort, taak in per.items()}


def _gehoord(w: Wereld) -> dict[str, set[UUID]]:
    per: dict[str, set[UUID]] = {}
    for een in alle(w):
        if een.soort == "complextaak":
            per.setdefault(een.gegevens["vorm"], set()).add(een.gebruiker_id)
    return per


def test_wie_de_taak_heeft_of_haar_rol_hoort_het_een_keer(wereld: Wereld, taken: dict[str, UUID]):
    w, wonen, jurist = wereld, lid(wereld, "wonen"), lid(wereld, "jurist")
    assert [signaleer_complextaken(w.db, w.gemeente()) for _ in range(2)] == [3, 0]
    assert _gehoord(w) == {"te_laat": {wonen}, "nadert": {jurist}, "loopt_af": {wonen}}
    for een in (een for een in alle(w) if een.soort == "complextaak"):
        feiten = Feiten(een.soort, een.gegevens)
        assert "Proefschool" in in_casus(feiten, VANDAAG) and "Proefschool" not in in_mail(feiten, VANDAAG)
    with w.werk() as sessie:
        taak = sessie.scalars(select(Complextaak).where(Complextaak.id == taken["brandveiligheid"])).one()
        taak.behandelaar_id, taak.uiterlijk = jurist, VANDAAG - timedelta(days=1)
        vast = {"gemeente_id": w.gemeente(), "id": uuid7(), "van": date(2026, 1, 1), "tot": VANDAAG}
        sessie.add(Afwezigheid(**vast, gebruiker_id=jurist, vervanger_id=lid(w, "teammanager")))
    assert signaleer_complextaken(w.db, w.gemeente()) == 2, "een andere dag: de jurist en wie hem vervangt"
    assert _gehoord(w)["te_laat"] == {wonen, jurist, lid(w, "teammanager")}


def test_wat_lang_geleden_afliep_of_bij_een_dicht_complex_hoort_meldt_niemand(wereld: Wereld, taken: dict[str, UUID]):
    with wereld.werk() as sessie:
        vergunning = sessie.scalars(select(Complextaak).where(Complextaak.id == taken["omgevingsvergunning"])).one()
        vergunning.geldig_tot = VANDAAG - timedelta(days=91)
    assert signaleer_complextaken(wereld.db, wereld.gemeente()) == 2, "alleen wat te laat is en wat nadert"
    with wereld.werk() as sessie:
        school = sessie.scalars(select(Complex).where(Complex.id == vergunning.complex_id)).one()
        school.einddatum = VANDAAG - timedelta(days=1)
        sessie.execute(delete(Signaal))
    assert signaleer_complextaken(wereld.db, wereld.gemeente()) == 0


@pytest.mark.parametrize("_soort", ["sqlite"], indirect=True)
def test_in_de_agenda_op_de_werkvoorraad_en_door_naar_het_complex(
    wereld: Wereld, taken: dict[str, UUID], app: Flask, als: Callable[..., Scherm]
):
    wonen = als("wonen")
    with wereld.werk() as sessie:
        for taak in sessie.scalars(select(Complextaak)):
            taak.behandelaar_id = lid(wereld, "wonen")
        school = taak.complex_id
    agenda = {str(een["summary"]): een.decoded("dtstart") for een in haal(app, maak(wonen)).walk("VEVENT")}
    assert agenda["Complextaak: Controle brandveiligheid door de veiligheidsregio"] == VANDAAG - timedelta(days=2)
    assert agenda["Loopt af: Omgevingsvergunning voor wonen"] == VANDAAG + timedelta(days=80)
    assert "Proefschool" not in " ".join(agenda)
    pagina = wonen.open("/werkvoorraad")
    assert "1 complextaak is aan de beurt" in pagina and 'href="/complexen/taken">Naar' in pagina
    assert "aan de beurt" not in als("casemanager").open("/werkvoorraad")
    signaleer_complextaken(wereld.db, wereld.gemeente())
    signaal = next(een for een in alle(wereld) if een.soort == "complextaak")
    assert re.search("Complextaak|complextaak|vergunning|veiligheid", wonen.open("/signalen"))
    assert wonen.stuur(f"/signalen/{signaal.id}").location == f"/complexen/{school}#taken"
