"""Voorbeelden om mee te testen: verzonnen mensen, alles geldig, alleen wat afwijkt geeft u mee."""

from __future__ import annotations

import re
import zlib
from datetime import date
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from casus.actions.koppelrij import nieuw_huishouden
from casus.actor import Actor
from casus.db import CasusSessie, Database, uuid7
from casus.importers.koppelregels import HuishoudenRegel, PersoonRegel
from casus.models import Document, Gebruiker, Gemeente, Huishouden, Persoon, Taak, Woning, Workflowversie, Zaak
from casus.sleutels import nieuwe_sleutelbos

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


# --- huishoudens zoals het COA ze meldt ---

SLEUTELBOS = nieuwe_sleutelbos()
"""De geheimen van de testinstallatie."""


def bsn(nr: int) -> str:
    """Een BSN uit de testreeks 9999 waarvan de elfproef klopt; elk nummer geeft een ander."""
    cijfers = f"9999{nr % 10_000:04}"
    rest = sum(int(cijfer) * gewicht for cijfer, gewicht in zip(cijfers, range(9, 1, -1), strict=True)) % 11
    return cijfers + str(rest) if rest < 10 else bsn(nr + 5003)


def koppeling(coa_nummer: str, gemeentecode: str = "GM0222", **anders: Any) -> HuishoudenRegel:
    """Een gekoppeld huishouden van twee volwassenen en een kind."""
    nr = int(re.sub(r"\D", "", coa_nummer) or 0)
    naam = anders.pop("achternaam", f"Proef{coa_nummer}")
    mensen = (("hoofdpersoon", "Yonas", "1988-04-12", "man"), ("partner", "Saba", "1990-06-30", "vrouw"))
    mensen += (("kind", "Ruta", "2019-09-01", "vrouw"),)
    zaad = zlib.crc32(coa_nummer.encode())
    personen = tuple(
        PersoonRegel(
            rij=nr * 3 + plek + 2,
            v_nummer=f"{zaad % 1_000_000_000:09}{plek}",
            bsn=bsn(zaad + plek * 17),
            achternaam=naam,
            voornamen=voornaam,
            geboortedatum=geboren,
            geslacht=geslacht,
            relatie=relatie,
            nationaliteit="Eritrese",
            taal="Tigrinya",
            tolk_nodig=True,
        )
        for plek, (relatie, voornaam, geboren, geslacht) in enumerate(mensen)
    )
    data = {"koppeldatum": date(2026, 3, 2), "vergunningdatum": date(2026, 2, 20), "personen": personen}
    rest = {"vergunning_geldig_tot": date(2031, 2, 20), "coa_locatie": "Ter Apel", "koppelredenen": ()}
    wonen = {"woonbeperking": "geen", "verwachte_nareis": 0, "coa_nummer": coa_nummer, "gemeentecode": gemeentecode}
    return HuishoudenRegel(**{**data, **rest, **wonen, **anders})


def gezin(gemeente_id: UUID, coa_nummer: str, **anders: Any) -> Huishouden:
    """Het huishouden van zo'n koppeling, met versleutelde nummers, nog niet opgeslagen."""
    return nieuw_huishouden(koppeling(coa_nummer, **anders), gemeente_id, SLEUTELBOS)


def woning(gemeente_id: UUID, corporatie_id: UUID, **anders: Any) -> Woning:
    """Een gewone eengezinswoning die past bij een gezin van drie met een laag inkomen."""
    nr = next(_volgnummer)
    adres = {
        "adres": f"Proefhof {nr}",
        "postcode": f"7000 {chr(65 + nr // 26 % 26)}{chr(65 + nr % 26)}",
        "plaats": "Proef",
    }
    maten = {"detailsoort": "TUS", "kamers": 4, "slaapkamers": 3, "oppervlakte": 84, "huur_cent": 61_000}
    sleutels = {"gemeente_id": gemeente_id, "id": uuid7(), "corporatie_id": corporatie_id}
    return Woning(**{**sleutels, **adres, **maten, "beschikbaar_van": date(2026, 1, 5), **anders})


def document(zaak_id: UUID, door: Actor, naam: str = "plan.pdf", **anders: Any) -> Document:
    """Een document dat is nagekeken; het bestand zelf is er niet."""
    vast = {"mediatype": "application/pdf", "bestand": uuid4().hex, "grootte": 4096, "sha256": "0" * 64, "bladen": 2}
    sleutels = {"gemeente_id": door.gemeente_id, "id": uuid7(), "zaak_id": zaak_id, "door_id": door.gebruiker_id}
    return Document(**{**sleutels, "naam": naam, **vast, **anders})
