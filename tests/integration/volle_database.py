"""Eén geldige rij in elke tabel, afgeleid van de modellen zelf: een nieuwe tabel doet vanzelf mee."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Column
from sqlalchemy.orm import Mapper

from casus.actor import Actor
from casus.db import Basis, Bereik, Database, GemeenteGebonden, Tijdstip, uuid7
from casus.gebeurtenissen import noteer
from casus.models import Gebruiker, Gemeente, Zaak
from casus.termijnen import nu

_teller = count(1)
_GEKOZEN = {
    "contactmoment.soort": "telefoon",
    "mandaat.soort": "mandaat",
    "weergave.lijst": "mijn",
    "besluitstap.soort": "opgehoogd",
    "bulk.soort": "volgen",
    "zaakverband.soort": "nareis",
    "zoekregel.soort": "zaak",
    "dossierbundel.soort": "zip",
    "dossierinzage.soort": "opgehaald",
    "matchrun.soort": "verdeling",
    "matchrun.omvang": "gemeente",
    "matchwens.soort": "vast",
    "prestatieafspraak.woningtype": "studio",
    "prognose.woningtype": "studio",
    "profielbesluit.versie": 2,
}
_OOK = {"dossierinzage.gebruiker_id", "verstrekking.corporatie_id"}
"""Mogen leeg zijn, maar niet allemaal tegelijk."""
_KETEN = {"keten", "gebeurtenis", "gebeurtenis_inhoud"}


def mappers() -> dict[str, Mapper[Any]]:
    """De modellen op tabelnaam, een tabel na alles waarnaar zij verwijst."""
    per_tabel = {str(mapper.local_table): mapper for mapper in Basis.registry.mappers}
    return {tabel.name: per_tabel[tabel.name] for tabel in Basis.metadata.sorted_tables}


def gebonden() -> list[type[Any]]:
    """De modellen waarvan elke rij van één gemeente is."""
    return [mapper.class_ for mapper in mappers().values() if issubclass(mapper.class_, GemeenteGebonden)]


def vul(db: Database, gemeente: Gemeente) -> dict[str, Any]:
    """Zet in elke tabel een rij voor deze (al bestaande) gemeente; geeft per tabel de rij of de sleutel ervan."""
    rijen: dict[str, Any] = {"gemeente": gemeente}
    with db.unit_of_work(Bereik.van(gemeente.id)) as sessie:
        for naam, mapper in mappers().items():
            if naam in rijen or naam in _KETEN:
                continue
            rijen[naam] = mapper.class_(**_waarden(mapper, rijen, gemeente.id))
            sessie.add(rijen[naam])
            sessie.flush()
        zaak: Zaak = rijen["zaak"]
        gebruiker: Gebruiker = rijen["gebruiker"]
        actor = Actor(gebruiker.id, gebruiker.naam, gemeente.id)
        noteer(sessie, actor=actor, soort="zaak_geopend", object_=zaak, zaak_id=zaak.id, gegevens={"x": 1})
    return rijen


def _waarden(mapper: Mapper[Any], rijen: dict[str, Any], gemeente_id: UUID) -> dict[str, Any]:
    waarden = {}
    for kolom in mapper.local_table.columns:
        sleutel = f"{mapper.local_table}.{kolom.name}"
        if kolom.name == "gemeente_id":
            waarden[kolom.name] = gemeente_id
        elif sleutel in _GEKOZEN:
            waarden[kolom.name] = _GEKOZEN[sleutel]
        elif sleutel in _OOK or (not kolom.nullable and kolom.default is None):
            waarden[kolom.name] = _waarde(kolom, rijen)
    return waarden


def _waarde(kolom: Column[Any], rijen: dict[str, Any]) -> Any:
    for verwijzing in kolom.foreign_keys:
        return rijen[verwijzing.column.table.name].id
    if isinstance(kolom.type, Tijdstip | JSON):
        return nu() if isinstance(kolom.type, Tijdstip) else {}
    gewoon = {str: lambda: f"x{next(_teller)}", int: lambda: 1, UUID: uuid7, date: lambda: date(2026, 3, 2)}
    return (gewoon | {bool: lambda: False})[kolom.type.python_type]()
