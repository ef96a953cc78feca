"""Mensen van twee corporaties, en dossiers die naar hen zijn gestuurd."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from casus.actions.portaalpost import Portaalpost
from casus.actor import Actor
from casus.db import uuid7
from casus.models import Corporatie, Gebruiker, Lidmaatschap, Outbox, Verstrekking
from casus.opslag import bewaar
from casus.sleutels import Sleutelbos
from casus.termijnen import nu
from casus.web import sessies
from tests import factories
from tests.integration.schermen import conftest as schermen
from tests.integration.schermen.conftest import Scherm
from tests.tweedefactor import bos
from tests.wereld import A, Wereld

app, als = schermen.app, schermen.als
PDF = b"%PDF-1.7 dossier van een test"
BASE = "https://casus.test"


@dataclass
class Postbus:
    """Een postbode die bewaart wat hij kreeg: (aan, onderwerp, tekst)."""

    ontvangen: list[tuple[str, str, str]] = field(default_factory=list)

    def verstuur(self, aan: str, onderwerp: str, tekst: str, kenmerk: str) -> None:
        self.ontvangen.append((aan, onderwerp, tekst))


@dataclass
class Huurland:
    """De wereld met corporaties: wie er werkt, wat zij kregen, en de mails die weggingen."""

    wereld: Wereld
    app: Flask
    corporaties: list[UUID]
    post: Postbus = field(default_factory=Postbus)

    @property
    def bos(self) -> Sleutelbos:
        return bos(self.app)

    def mens(self, nr: int = 0, gemeente: str = A, **anders: Any) -> Actor:
        """Iemand van de zoveelste corporatie, met toegang sinds vandaag of `van`."""
        wie = factories.gebruiker(**{"wachtwoord_hash": "x", "naam": f"Mens van {nr}", **anders.pop("wie", {})})
        with self.wereld.db.unit_of_work() as sessie:
            sessie.add(wie)
        with self.wereld.werk(gemeente) as sessie:
            vast = {"gemeente_id": self.wereld.gemeente(gemeente), "id": uuid7(), "gebruiker_id": wie.id}
            lid = {"rol": "corporatie", "van": date(2026, 1, 1), "corporatie_id": self.corporaties[nr], **anders}
            sessie.add(Lidmaatschap(**vast, **lid))
        rollen, plek = frozenset({"corporatie"}), self.wereld.gemeente(gemeente)
        return Actor(wie.id, wie.naam, plek, rollen, corporatie_id=self.corporaties[nr])

    def scherm(self, wie: Actor, *, bewezen: bool = True) -> Scherm:
        """De browser van deze persoon. `bewezen`: hij gaf in deze sessie een tweede factor."""
        with self.wereld.db.unit_of_work() as sessie:
            op = nu() if bewezen else None
            sleutel = sessies.begin(sessie, wie.gebruiker_id, wie.gemeente_id, False, bevestigd_op=op)
        client = self.app.test_client()
        client.set_cookie("casus", sleutel)
        gevonden = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/gemeente", follow_redirects=True).text)
        assert gevonden
        return Scherm(client, gevonden[1])

    def bezoeker(self) -> Scherm:
        """Een browser zonder account, met het teken dat bij een formulier hoort."""
        client = self.app.test_client()
        gevonden = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/inloggen").text)
        assert gevonden
        return Scherm(client, gevonden[1])

    def dossier(self, plek: str = "voorgedragen", nr: int = 0, gemeente: str = A, **anders: Any) -> Verstrekking:
        """Een dossier dat klaarstaat voor de zoveelste corporatie, met een echt bestand."""
        zaak_id, wie = self.wereld.zaak_id(plek, gemeente), self.wereld.actor("wonen", gemeente)
        instance: Path = self.app.extensions["casus.instellingen"].instance
        som, bestand = hashlib.sha256(PDF).hexdigest(), bewaar(instance / "documenten", PDF)
        with self.wereld.werk(gemeente) as sessie:
            document = factories.document(zaak_id, wie, f"dossier {uuid7().hex}.pdf", bestand=bestand, sha256=som)
            sessie.add(document)
            sessie.flush()
            vast = {"gemeente_id": wie.gemeente_id, "id": uuid7(), "zaak_id": zaak_id, "document_id": document.id}
            inhoud = {"doel": "voordracht", "grondslag": "x", "velden": ["zaaknummer"], "gegevens": {}, "sha256": som}
            rest = {"corporatie_id": self.corporaties[nr], "ontvanger": "De corporatie", "status": "gemaakt"}
            dossier = Verstrekking(
                **{**vast, **inhoud, **rest, "aangevraagd_door_id": wie.gebruiker_id, "gemaakt_op": nu(), **anders}
            )
            sessie.add(dossier)
        return dossier

    def bezorg(self) -> list[tuple[str, str, str]]:
        """Verstuurt wat er aan mails voor mensen van buiten klaarstaat."""
        bode = Portaalpost(self.post, BASE, self.bos)  # type: ignore[arg-type]  # doet wat een Postbode doet
        handlers = {"uitnodigingmail": bode.uitnodiging, "dossierlinkmail": bode.dossierlink}
        handlers |= {"voordrachtmail": bode.voordracht}
        with self.wereld.db.lezen() as sessie:
            wachtend = list(sessie.scalars(select(Outbox).where(Outbox.soort.in_(handlers), Outbox.status == "wacht")))
        for werk in wachtend:
            handlers[werk.soort](self.wereld.db, werk)
        return self.post.ontvangen

    def adres_uit(self, tekst: str) -> str:
        """Het pad van het geheime adres in een mail."""
        gevonden = re.search(rf"{BASE}(/\S+)", tekst)
        assert gevonden, tekst
        return gevonden[1]


@pytest.fixture
def land(wereld: Wereld, app: Flask) -> Huurland:
    with wereld.db.lezen() as sessie:
        ids = sorted(sessie.scalars(select(Corporatie.id)))
    assert ids[0] == wereld.ligging.corporatie
    return Huurland(wereld, app, ids)


Mens = Callable[..., Actor]


def gebruiker_van(land: Huurland, wie: Actor) -> Gebruiker:
    with land.wereld.db.lezen() as sessie:
        return sessie.scalars(select(Gebruiker).where(Gebruiker.id == wie.gebruiker_id)).one()
