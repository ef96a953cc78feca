"""Een draaiende toepassing op een verse database, met mensen die kunnen inloggen."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from casus import create_app
from casus.config import Instellingen, lees_instellingen
from casus.db import Bereik, Database, uuid7
from casus.extensions import limiter
from casus.models import Functie, Functiehouder, Gebruiker, Gemeente, Lidmaatschap
from casus.web import wachtwoorden
from tests import factories
from tests.integration.web import proef

WACHTWOORD = "een lang genoeg wachtwoord"
GOEDKOOP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""Zo licht als het kan: deze tests gaan over inloggen, niet over rekenen (dat doet tests/unit/web)."""
_HASH = GOEDKOOP.hash(WACHTWOORD)


@pytest.fixture(autouse=True)
def _licht_hashen(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(wachtwoorden, "_hasher", GOEDKOOP)
    wachtwoorden._van_niemand.cache_clear()
    yield
    wachtwoorden._van_niemand.cache_clear()


@pytest.fixture
def instellingen(database_url: str, tmp_path: Path) -> Instellingen:
    return lees_instellingen({"CASUS_DATABASE_URL": database_url, "CASUS_INSTANCE": str(tmp_path / "instance")})


@pytest.fixture
def app(instellingen: Instellingen) -> Iterator[Flask]:
    app = create_app(instellingen)
    app.register_blueprint(proef.bp)
    limiter.reset()  # elke test begint zonder inlogpogingen
    yield app
    app.extensions["casus.database"].engine.dispose()


_VOLGNUMMER = count(1)
"""Elke verzending haar eigen sleutel; het adres van een client die er niet meer is, komt terug bij een volgende."""


@dataclass
class Browser:
    """Een testclient die formulieren invult zoals een browser: met het CSRF-teken en een verse sleutel."""

    client: FlaskClient

    def get(self, pad: str, **anders: Any) -> TestResponse:
        return self.client.get(pad, buffered=True, **anders)

    def teken(self) -> str:
        """Het CSRF-teken van de laatst geladen sessie."""
        pagina = self.client.get("/gemeente", follow_redirects=True).text
        gevonden = re.search(r'name="csrf_token" value="([^"]+)"', pagina)
        assert gevonden, pagina
        return gevonden[1]

    def post(self, pad: str, velden: dict[str, Any] | None = None, **anders: Any) -> TestResponse:
        inhoud = {
            "csrf_token": self.teken(),
            "_sleutel": f"sleutel-voor-{next(_VOLGNUMMER):020}",
            **(velden or {}),
        }
        return self.client.post(pad, data=inhoud, **anders)

    def log_in(self, wie: Gebruiker, wachtwoord: str = WACHTWOORD, **velden: str) -> TestResponse:
        return self.post("/inloggen", {"email": wie.email, "wachtwoord": wachtwoord, **velden})


@pytest.fixture
def browser(app: Flask) -> Callable[[], Browser]:
    return lambda: Browser(app.test_client())


Lid = Callable[..., Gebruiker]


@pytest.fixture
def lid(database: Database) -> Lid:
    """Maakt een gebruiker met rollen, en eventueel een functie, in een of meer gemeenten."""

    def maak(
        *gemeenten: Gemeente, rollen: tuple[str, ...] = ("casemanager",), functie: str = "", **anders: Any
    ) -> Gebruiker:
        wie = factories.gebruiker(wachtwoord_hash=_HASH, **anders)
        with database.unit_of_work() as sessie:
            sessie.add(wie)
        for gemeente in gemeenten:
            with database.unit_of_work(Bereik.van(gemeente.id)) as sessie:
                sessie.add_all(_lidmaatschap(gemeente.id, wie, rol) for rol in rollen)
                if functie:
                    rij = Functie(gemeente_id=gemeente.id, id=uuid7(), code=functie, titel=functie, niveau=1)
                    houder = Functiehouder(
                        gemeente_id=gemeente.id, functie_id=rij.id, gebruiker_id=wie.id, van=date(2020, 1, 1)
                    )
                    sessie.add(rij)
                    sessie.flush()
                    sessie.add(houder)
        return wie

    return maak


def _lidmaatschap(gemeente_id: UUID, wie: Gebruiker, rol: str) -> Lidmaatschap:
    return Lidmaatschap(gemeente_id=gemeente_id, gebruiker_id=wie.id, rol=rol, van=date(2020, 1, 1))
