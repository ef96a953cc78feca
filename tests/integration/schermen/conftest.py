"""Een collega achter zijn scherm, in de wereld van zaken op elke plek van het proces."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from casus import create_app
from casus.config import lees_instellingen
from casus.models import Taak, Zaak
from casus.termijnen import nu
from casus.web import sessies
from tests.wereld import A, Wereld

_VOLGNUMMER = count(1)


def verse_sleutel() -> str:
    """Elke verzending haar eigen sleutel; het adres van een scherm dat er niet meer is, komt terug bij een volgend."""
    return f"scherm-{next(_VOLGNUMMER):018}"


@dataclass
class Scherm:
    """Een testclient van iemand die is ingelogd; elk formulier gaat weg zoals een browser het zou sturen."""

    client: FlaskClient
    teken: str

    def open(self, pad: str, status: int = 200) -> str:
        """De tekst van een pagina."""
        antwoord = self.client.get(pad)
        assert antwoord.status_code == status, antwoord.text[:3000]
        return antwoord.text

    def stuur(self, pad: str, velden: dict[str, Any] | None = None, **anders: Any) -> TestResponse:
        """Verstuurt een formulier met een verse sleutel."""
        vast = {"csrf_token": self.teken, "_sleutel": verse_sleutel()}
        return self.client.post(pad, data={**vast, **(velden or {})}, **anders)

    def gelukt(self, pad: str, velden: dict[str, Any] | None = None) -> str:
        """Verstuurt een formulier, verwacht dat het lukt, en geeft de pagina daarna."""
        antwoord = self.stuur(pad, velden)
        assert antwoord.status_code == 303, _tekst(antwoord.text)
        return self.open(antwoord.location.partition("#")[0])


def _tekst(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.partition("<main")[2]))[:3000]


@pytest.fixture
def app(wereld: Wereld, tmp_path: Path) -> Iterator[Flask]:
    omgeving = {"CASUS_DATABASE_URL": wereld.url, "CASUS_INSTANCE": str(tmp_path / "instance")}
    app = create_app(lees_instellingen(omgeving))
    yield app
    app.extensions["casus.renderer"].close()
    app.extensions["casus.database"].engine.dispose()


@pytest.fixture
def als(app: Flask, wereld: Wereld) -> Callable[..., Scherm]:
    """Logt iemand met deze rol in. `vers`: hij gaf net een code, dus een besluit of export vraagt er geen."""

    def log_in(rol: str, gemeente: str = A, *, vers: bool = True) -> Scherm:
        with wereld.db.unit_of_work() as session:
            wie, bewezen = wereld.actor(rol, gemeente), nu() if vers else None
            sleutel = sessies.begin(session, wie.gebruiker_id, wie.gemeente_id, False, bevestigd_op=bewezen)
        client = app.test_client()
        client.set_cookie("casus", sleutel)
        gevonden = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/gemeente", follow_redirects=True).text)
        assert gevonden
        return Scherm(client, gevonden[1])

    return log_in


@pytest.fixture
def zaak_van(wereld: Wereld) -> Callable[..., Zaak]:
    """De zaak op een plek, vers gelezen."""

    def lees(plek: str, gemeente: str = A) -> Zaak:
        with wereld.lees(gemeente) as sessie:
            return sessie.scalars(select(Zaak).where(Zaak.id == wereld.zaak_id(plek, gemeente))).one()

    return lees


@pytest.fixture
def taak_van(wereld: Wereld) -> Callable[..., Taak]:
    """De open taak van een soort op een plek, vers gelezen."""

    def lees(plek: str, soort: str, gemeente: str = A) -> Taak:
        with wereld.lees(gemeente) as sessie:
            vraag = select(Taak).where(Taak.zaak_id == wereld.zaak_id(plek, gemeente), Taak.soort == soort)
            return sessie.scalars(vraag.order_by(Taak.ontstaan_op.desc(), Taak.id.desc())).first()

    return lees
