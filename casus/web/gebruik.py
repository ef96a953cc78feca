"""Wie dit verzoek doet: de actor met zijn rollen en functies van vandaag, en wat hij mag zien."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

from flask import g
from flask_login import UserMixin

from casus.actor import Actor
from casus.db import Bereik, CasusSessie
from casus.extensions import database, login
from casus.models import Gemeente, Zaak
from casus.queries.actoren import maak_actor
from casus.web.cookies import websessie
from casus.web.sessies import Ingelogd


class Gebruik(UserMixin):  # type: ignore[misc]  # flask-login is niet getypeerd
    """De ingelogde gebruiker zoals Flask-Login hem kent (`current_user`)."""

    def __init__(self, wie: Ingelogd) -> None:
        self.id = str(wie.gebruiker.id)
        self.naam = wie.gebruiker.naam


@login.user_loader  # type: ignore[untyped-decorator]  # flask-login is niet getypeerd
def _laad_gebruiker(gebruiker_id: str) -> Gebruik | None:
    wie = ingelogd()
    return Gebruik(wie) if wie and str(wie.gebruiker.id) == gebruiker_id else None


def correlatie() -> str:
    """Het kenmerk van dit verzoek: staat in het logboek, bij de gebeurtenis en op een foutpagina."""
    if "correlatie" not in g:
        g.correlatie = uuid4().hex
    return str(g.correlatie)


def ingelogd() -> Ingelogd | None:
    """Wie er is ingelogd, of None."""
    return websessie().ingelogd


def _werkend() -> tuple[Ingelogd, Gemeente]:
    wie = ingelogd()
    if wie is None or wie.gemeente is None:
        raise RuntimeError("Er is nog geen actor: deze view heeft geen @leest of @writes.")
    return wie, wie.gemeente


def gemeente() -> Gemeente:
    """De gemeente waarin de gebruiker nu werkt. Alleen na de toegangscontrole."""
    return _werkend()[1]


def actor() -> Actor:
    """De actor van dit verzoek. Alleen na de toegangscontrole van `@leest` of `@writes`."""
    if "actor" not in g:
        wie, waar = _werkend()
        with lezend() as session:
            g.actor = maak_actor(session, wie.gebruiker, waar.id, "web", correlatie())
    return g.actor  # type: ignore[no-any-return]  # flask.g is niet getypeerd


def bereik() -> Bereik:
    """Wat de actor mag lezen en schrijven: zijn eigen gemeente."""
    return Bereik.van(gemeente().id)


@contextmanager
def lezend() -> Iterator[CasusSessie]:
    """De leessessie van dit verzoek; wie haar als eerste opent, sluit haar. Eén pagina leest zo in één transactie."""
    if "leessessie" in g:
        yield g.leessessie
        return
    with database().lezen(bereik()) as g.leessessie:
        try:
            yield g.leessessie
        finally:
            del g.leessessie


def sessie() -> CasusSessie:
    """De databasesessie van dit verzoek: lezend bij `@leest`, één schrijvende transactie bij `@writes`."""
    return g.sessie  # type: ignore[no-any-return]  # flask.g is niet getypeerd


def gaat_over(zaak: Zaak) -> Zaak:
    """Onthoudt over welke zaak dit verzoek gaat, zodat een weigering in de keten van die zaak komt."""
    g.zaak_id = zaak.id
    return zaak
