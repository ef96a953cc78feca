"""Wat er in een dossier voor een corporatie staat voordat het weggaat: in dezelfde woorden als op het papier."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select

from casus.actions.dossiers import huisstijl, stel_samen
from casus.actor import Actor
from casus.db import CasusSessie
from casus.errors import Weigering
from casus.models import Corporatie, Gemeente, Zaak
from casus.pdf.weergave import Rij, Weergave, weergave

Deel = tuple[str, list[tuple[str, str]]]


def maak_scherm(
    session: CasusSessie, zaak: Zaak, corporaties: Sequence[Corporatie], gekozen: Corporatie | None, actor: Actor
) -> dict[str, Any]:
    """Het voorbeeld van het dossier, of de zin waarom het er nog niet is."""
    keuzes = [(str(een.id), een.naam) for een in corporaties]
    scherm: dict[str, Any] = {"zaak": zaak, "keuzes": keuzes, "gekozen": gekozen, "delen": [], "waarom_niet": ""}
    if gekozen is None:
        return scherm
    try:
        gegevens = stel_samen(session, zaak, gekozen, actor)
    except Weigering as geweigerd:
        return scherm | {"waarom_niet": geweigerd.zin}
    gemeente = session.scalars(select(Gemeente).where(Gemeente.id == zaak.gemeente_id)).one()
    return scherm | {"delen": list(_delen(weergave(gegevens, huisstijl(gemeente))))}


def _delen(papier: Weergave) -> Iterator[Deel]:
    yield "Brief", _rijen(papier.brief)
    yield "Contact", _rijen(papier.contact)
    for nr, kop in enumerate(papier.huurders.koppen[1:]):
        yield kop, [(label, waarden[nr]) for label, waarden in papier.huurders.rijen]
    yield "Huishouden", [*_rijen(papier.huishouden), *papier.medebewoners]
    yield "Woning", _rijen(papier.woning)
    yield "Inkomen", _rijen(papier.inkomen)
    yield "Start", _rijen(papier.start)
    yield "Begeleiding", _rijen(papier.begeleiding)
    if papier.doelgroep:
        yield "Doelgroep", _rijen(papier.doelgroep)


def _rijen(rijen: Sequence[Rij]) -> list[tuple[str, str]]:
    return [(rij.label, rij.waarde) for rij in rijen]
