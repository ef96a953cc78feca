"""Elke pagina kost hooguit acht vragen aan de database, van de sessie tot en met de tellers in het menu (issue 3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict

import pytest
from flask import Flask

from tests.integration import test_lekken as lekken
from tests.integration.queries.tellen import opdrachten
from tests.integration.schermen import conftest as schermen
from tests.integration.schermen.conftest import Scherm
from tests.integration.test_lekken import Sleutels, adres, routes

app, als, van_a = schermen.app, schermen.als, lekken.van_a
HOOGSTENS = 8


@pytest.mark.parametrize("rol", ["beheerder", "casemanager", "teammanager"])
def test_elke_pagina_blijft_binnen_haar_vragen(rol: str, app: Flask, als: Callable[..., Scherm], van_a: Sleutels):
    scherm, te_veel, gezien = als(rol), {}, 0
    for regel, methode in routes(app):
        if methode != "GET" or regel.endpoint == "static":
            continue
        pad = adres(app, regel, asdict(van_a))
        scherm.client.get(pad)  # de eerste keer leert casus de procesdefinitie kennen
        with opdrachten(app.extensions["casus.database"]) as vragen:
            antwoord = scherm.client.get(pad)
        if antwoord.status_code == 200 and len(vragen) > HOOGSTENS:
            te_veel[regel.endpoint] = len(vragen)
        gezien += antwoord.status_code == 200
    assert te_veel == {}
    assert gezien >= 3
