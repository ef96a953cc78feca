"""Verzonnen rijen voor de tests van de regels. Niets hiervan komt in een database."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid5

from casus.actor import Actor
from casus.models import (
    Besluit,
    Functie,
    Functiehouder,
    Huishouden,
    Mandaat,
    Persoon,
    Taak,
    Vervanging,
    Woning,
    Zaak,
)

RUIMTE = UUID("00000000-0000-4000-8000-000000000000")
DAG = date(2026, 3, 3)


def nr(naam: str) -> UUID:
    """Altijd dezelfde id bij dezelfde naam."""
    return uuid5(RUIMTE, naam)


GEMEENTE = nr("Waterhoven")
ANDERE_GEMEENTE = nr("Zandbergen")


def actor(naam: str = "Alice", *rollen: str, functies: tuple[str, ...] = (), gemeente: UUID = GEMEENTE) -> Actor:
    return Actor(nr(naam), naam, gemeente, frozenset(rollen), frozenset(functies))


def zaak(**anders: Any) -> Zaak:
    return Zaak(**{"gemeente_id": GEMEENTE, "id": nr("zaak"), "zaaknummer": "WHV-2026-00042"} | anders)


def taak(rol: str = "wonen", behandelaar: str | None = None, **anders: Any) -> Taak:
    velden: dict[str, Any] = {"gemeente_id": GEMEENTE, "id": nr("taak"), "rol": rol, "status": "open"}
    velden["behandelaar_id"] = nr(behandelaar) if behandelaar else None
    return Taak(**velden | anders)


def besluit(naam: str = "besluit", **anders: Any) -> Besluit:
    velden = {"gemeente_id": GEMEENTE, "id": nr(naam), "zaak_id": nr("zaak"), "soort": "inrichtingskrediet"}
    velden |= {"status": "voorgesteld", "bedrag_cent": 420_000, "herziet_id": None, "contract": ""}
    return Besluit(**velden | anders)


def functie(code: str, niveau: int, gemeente: UUID = GEMEENTE, *, extern: bool = False) -> Functie:
    sleutel = {"gemeente_id": gemeente, "id": nr(f"{gemeente}{code}"), "code": code}
    return Functie(**sleutel, titel=code.replace("_", " ").capitalize(), niveau=niveau, extern=extern)


TEAMMANAGER = functie("teammanager", 1)
AMBTELIJK = functie("ambtelijk_opdrachtgever", 2)
BESTUURLIJK = functie("bestuurlijk_opdrachtgever", 3)
COLLEGE = functie("college", 4)
FUNCTIES = (TEAMMANAGER, AMBTELIJK, BESTUURLIJK, COLLEGE)


def mandaat(bij: Functie, tot_euro: int | None = None, nummer: str = "", **anders: Any) -> Mandaat:
    velden = {
        "gemeente_id": bij.gemeente_id,
        "nr": nummer or f"4.{bij.niveau}",
        "versie": 1,
        "bevoegdheid": "inrichtingskrediet",
        "grondslag": "Participatiewet art. 51",
        "bestuursorgaan": "college",
        "soort": "mandaat",
        "functie_id": bij.id,
        "functie": bij,
        "ondermandaat": False,
        "ondermandaat_aan": [],
        "onder_nr": "",
        "instemming": "",
        "voorwaarden": "",
        "voorwaarde": {},
        "bedrag_zaak_cent": None,
        "bedrag_contract_cent": None,
        "bedrag_tot_cent": None if tot_euro is None else tot_euro * 100,
        "vier_ogen": False,
        "geldig_van": date(2026, 1, 1),
        "geldig_tot": None,
        "besluitnummer": "2025-117",
        "besluitdatum": date(2025, 12, 9),
        "ingetrokken_per": None,
    } | anders
    velden.setdefault("id", nr(f"{velden['nr']}.{velden['versie']}"))
    return Mandaat(**velden)


def houder(
    naam: str, bij: Functie, van: date = date(2025, 1, 1), tot: date | None = None, **anders: Any
) -> Functiehouder:
    velden = {"gemeente_id": bij.gemeente_id, "functie_id": bij.id, "functie": bij, "gebruiker_id": nr(naam)}
    return Functiehouder(**velden | {"van": van, "tot": tot} | anders)


def vervanging(naam: str, bij: Functie, van: date, tot: date) -> Vervanging:
    velden = {"gemeente_id": bij.gemeente_id, "functie_id": bij.id, "functie": bij, "gebruiker_id": nr(naam)}
    return Vervanging(**velden, van=van, tot=tot)


def persoon(relatie: str = "hoofdpersoon", geboortedatum: str = "1988-03-14", **anders: Any) -> Persoon:
    velden = {
        "gemeente_id": GEMEENTE,
        "relatie": relatie,
        "achternaam": "al-Jubouri",
        "voornamen": "Samir",
        "geboortedatum": geboortedatum,
        "geslacht": "man",
        "nationaliteit": "",
        "herkomstland": "",
        "taal": "Arabisch",
        "tolk_nodig": False,
        "opleiding": "",
        "inkomen": "",
        "opmerking": "",
    }
    return Persoon(**velden | anders)


def huishouden(*personen: Persoon, **anders: Any) -> Huishouden:
    velden = {
        "gemeente_id": GEMEENTE,
        "id": nr("huishouden"),
        "naam": "Familie al-Jubouri",
        "aantal_personen": len(personen) or 1,
        "taal": "",
        "tolk_nodig": False,
        "telefoon": "0999 65 43 21",
        "koppelredenen": [],
        "koppelreden_hard": False,
        "woonbeperking": "geen",
        "nareis_aantal": 0,
        "nareis_verwacht_op": None,
        "inkomensbron": "SOC",
        "gebied": "",
        "gebied_reden": "",
    }
    return Huishouden(**velden | anders)


def woning(**anders: Any) -> Woning:
    velden = {
        "gemeente_id": GEMEENTE,
        "id": nr("woning"),
        "zelfstandig": True,
        "kamers": 4,
        "slaapkamers": 3,
        "huur_cent": 70_000,
        "toegankelijkheid": "ZON",
        "verdieping": 0,
        "lift": False,
        "contractsoort": "ONB",
        "beschikbaar_van": date(2026, 3, 15),
    }
    return Woning(**velden | anders)


def gezin() -> list[Persoon]:
    """Een stel met een dochter van 12 en zonen van 9 en 4 op DAG: drie slaapkamers."""
    return [
        persoon(volgnummer=1),
        persoon("partner", "1991-09-02", voornamen="Leyla", achternaam="Çelik", geslacht="vrouw", volgnummer=2),
        persoon("kind", "2014-01-10", voornamen="Noor", geslacht="vrouw", volgnummer=3),
        persoon("kind", "2016-06-01", voornamen="Adam", volgnummer=4),
        persoon("kind", "2021-08-20", voornamen="Yusuf", volgnummer=5),
    ]
