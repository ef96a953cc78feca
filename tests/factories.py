"""Voorbeelden om mee te testen: verzonnen mensen, alles geldig, alleen wat afwijkt geeft u mee."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from casus.actor import Actor
from casus.db import CasusSessie, Database, uuid7
from casus.models import Gebruiker, Gemeente, Huishouden, Persoon, Taak, Workflowversie, Zaak

_volgnummer = count(1)


def gemeente(**anders: Any) -> Gemeente:
    nr = next(_volgnummer)
    gegevens = {"code": f"T{nr:04}", "naam": f"Testdorp {nr}", "afkorting": f"T{nr}", "provincie": "GE"}
    return Gemeente(**{"id": uuid7(), "inwoners": 10_000, **gegevens, **anders})


def gebruiker(**anders: Any) -> Gebruiker:
    nr = next(_volgnummer)
    return Gebruiker(**{"id": uuid7(), "naam": f"Tester {nr}", "email": f"tester{nr}@voorbeeld.test", **anders})


def actor(db: Database, gemeente_id: UUID, *rollen: str, **anders: Any) -> Actor:
    """Een nieuwe gebruiker in de database, als handelende persoon in deze gemeente."""
    wie = gebruiker()
    with db.unit_of_work() as sessie:
        sessie.add(wie)
    return Actor(
        **{"gebruiker_id": wie.id, "naam": wie.naam, "gemeente_id": gemeente_id, **anders}, rollen=frozenset(rollen)
    )


def workflowversie(**anders: Any) -> Workflowversie:
    return Workflowversie(**{"id": uuid7(), "code": "test", "hash": uuid4().hex, "tekst": "", **anders})


def huishouden(gemeente_id: UUID, **anders: Any) -> Huishouden:
    nr = next(_volgnummer)
    gegevens = {"coa_nummer": f"{nr:08}", "naam": f"Familie Proef{nr}", "zoeknaam": f"proef{nr}", "aantal_personen": 1}
    return Huishouden(**{"gemeente_id": gemeente_id, "id": uuid7(), **gegevens, **anders})


def persoon(gezin: Huishouden, **anders: Any) -> Persoon:
    nr = next(_volgnummer)
    naam = {"achternaam": f"Proef{nr}", "voornamen": "Test", "zoeknaam": f"proef{nr}", "geslacht": "V"}
    rest = {
        "volgnummer": nr,
        "relatie": "hoofd",
        "geboortedatum": "1990-00-00",
        "v_nummer": "x",
        "v_nummer_hash": uuid4().hex,
    }
    sleutels = {"gemeente_id": gezin.gemeente_id, "id": uuid7(), "huishouden_id": gezin.id}
    return Persoon(**{**sleutels, **naam, **rest, **anders})


def zaak(sessie: CasusSessie, **anders: Any) -> Zaak:
    """Een zaak met huishouden en eigen workflowversie, in de gemeente waarvoor de sessie schrijft; geflusht."""
    assert sessie.bereik.schrijf is not None
    gezin, versie = huishouden(sessie.bereik.schrijf), workflowversie()
    sessie.add_all([gezin, versie])
    sessie.flush()
    verwijzingen = {"huishouden_id": gezin.id, "workflowversie_id": versie.id}
    data = {"toestand": "toegewezen", "koppeldatum": date(2026, 3, 2), "vergunningdatum": date(2026, 2, 2)}
    nummer = {"zaaknummer": f"TST-2026-{next(_volgnummer):05}"}
    nieuw = Zaak(**{"gemeente_id": gezin.gemeente_id, "id": uuid7(), **verwijzingen, **data, **nummer, **anders})
    sessie.add(nieuw)
    sessie.flush()
    return nieuw


def taak(van: Zaak, **anders: Any) -> Taak:
    gegevens = {"titel": "Bel het huishouden", "rol": "casemanager", "uiterlijk": date(2026, 4, 1), "soort": "CM-01"}
    return Taak(**{"gemeente_id": van.gemeente_id, "id": uuid7(), "zaak_id": van.id, **gegevens, **anders})
