"""Verzonnen ruilkaart, overdracht, volledig dossier, inzage en weigering."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from casus.pdf.dossierblad import (
    BladGegevens,
    InternGegevens,
    InzageGegevens,
    OverdrachtGegevens,
    RuilkaartGegevens,
    WeigeringGegevens,
)

CONTACT = {
    "naam": "Mirjam van der Veen",
    "functie": "Consulent wonen",
    "telefoon": "0999 12 34 56",
    "email": "wonen@waterhoven.example",
}


def feit(veld: str, groep: str, titel: str, waarde: Any) -> dict[str, Any]:
    return {"veld": veld, "groep": groep, "titel": titel, "waarde": waarde}


def lijst(veld: str, groep: str, koppen: list[str], rijen: list[list[str]]) -> dict[str, Any]:
    return {"veld": veld, "groep": groep, "titel": groep, "koppen": koppen, "rijen": rijen}


KAART = [
    feit("huishouden.aantal_personen", "Huishouden", "Aantal personen", 5),
    feit(
        "huishouden.leeftijdsgroepen",
        "Huishouden",
        "Leeftijden",
        ["3 × 4 tot en met 11 jaar", "2 × 27 tot en met 66 jaar"],
    ),
    feit("woning.slaapkamers_minimaal", "Woning", "Slaapkamers, minstens", 3),
    feit("woning.toegankelijkheidslabel", "Woning", "Toegankelijkheid", "GNV"),
    feit("ruil.regiowens", "Ruil", "Wens voor een gebied", None),
    feit("ruil.harde_koppelreden", "Ruil", "Harde reden voor de koppeling", True),
    feit("ruil.weken_sinds_koppeling", "Ruil", "Weken sinds de koppeling", 7),
]
MENSEN = lijst(
    "personen.lijst",
    "Personen",
    ["Naam", "Relatie", "Geboortedatum"],
    [["Samir al-Jubouri", "Hoofdpersoon", "14-03-1988"], ["Leyla Çelik-Yılmaz", "Partner", "02-09-1991"]],
)
ZAAK = [
    feit("huishouden.naam", "Huishouden", "Naam van het huishouden", "Familie al-Jubouri"),
    feit("huishouden.coa_nummer", "Huishouden", "Zaaknummer bij het COA", "COA-9999-12"),
    feit("huishouden.telefoon", "Huishouden", "Telefoon van het huishouden", None),
    *KAART[:1],
    MENSEN,
    *KAART[2:4],
    feit("inkomen.inkomensbron", "Inkomen", "Bron van het inkomen", "SOC"),
    feit("zaak.koppeldatum", "Zaak", "Gekoppeld op", "2026-09-22"),
    *KAART[5:],
]
TEAM = [
    lijst(
        "team.taken",
        "Taken",
        ["Taak", "Wie", "Uiterlijk", "Stand"],
        [["Match beoordelen en vastleggen", "Wonen", "3 december 2026", "Open"]] * 6,
    ),
    lijst("team.besluiten", "Besluiten", ["Nr", "Besluit", "Uitkomst"], []),
    lijst(
        "team.notities",
        "Notities",
        ["Wanneer en wie", "Notitie"],
        [["3 oktober 2026, Ilse Wolters", "Het gezin wil graag dicht bij school wonen. " * 12]] * 4,
    ),
]
INZAGE = [
    feit("persoon.naam", "Persoon", "Naam", "Samir al-Jubouri"),
    feit("persoon.geboortedatum", "Persoon", "Geboortedatum", "14-03-1988"),
    feit("persoon.nationaliteit", "Persoon", "Nationaliteit", "Syrische"),
    feit(
        "persoon.bsn",
        "Persoon",
        "BSN",
        "Wij bewaren dit nummer versleuteld. U krijgt het te zien als u zich legitimeert.",
    ),
    *ZAAK[:3],
    lijst(
        "inzage.verstrekkingen",
        "Aan wie is het gegeven",
        ["Aan wie en wanneer", "Waarvoor", "Welke gegevens"],
        [
            [
                "Stichting Linde Wonen, 3 november 2026",
                "Beoordelen of een woning past.",
                "Naam, geboortedatum, telefoon, aantal personen",
            ]
        ],
    ),
    lijst(
        "inzage.gezien",
        "Wie keek in de zaak",
        ["Wanneer", "Wie", "Wat"],
        [[f"{dag} november 2026", "Ilse Wolters", "Zaak"] for dag in range(1, 29)],
    ),
]


WEIGERING = [
    *ZAAK[:2],
    feit("weigering.adres", "De woning", "Adres", "Kastanjelaan 12, 9999 ZZ Waterhoven"),
    feit("weigering.slaapkamers", "De woning", "Slaapkamers", 3),
    feit("weigering.oppervlakte", "De woning", "Oppervlakte", 78),
    feit("weigering.huur", "De woning", "Huur", "712.40"),
    feit("weigering.past", "De woning", "Past de woning", "Ja"),
    feit("weigering.voorgedragen_op", "Wat er is gebeurd", "Woning voorgedragen", "2026-11-02"),
    feit("weigering.afspraak", "Wat er is gebeurd", "Afspraak voor de bezichtiging", "6 november 2026 om 14.30 uur"),
    feit("weigering.bezichtigd_op", "Wat er is gebeurd", "Woning bezichtigd", None),
    feit("weigering.reden", "Waarom het huishouden weigert", "Reden", "De woning bevalt niet"),
    feit(
        "weigering.gezegd",
        "Waarom het huishouden weigert",
        "Wat het huishouden zei",
        "De school van de kinderen is te ver weg. Wij hebben geen auto. " * 8,
    ),
    feit("weigering.oordeel", "Oordeel van het COA", "Oordeel", None),
]


def kop(titel: str, **anders: Any) -> dict[str, Any]:
    return {
        "titel": titel,
        "kenmerk": "WHV-2026-00042",
        "gemeente": "Waterhoven",
        "datum": date(2026, 11, 23),
        "ontvanger": "Gemeente Bergeinde",
        "doel": "De huisvesting van dit huishouden overnemen nadat beide gemeenten met de ruil instemden.",
        "grondslag": "Taak van algemeen belang (AVG art. 6 lid 1 onder e; Huisvestingswet 2014 art. 28).",
        "contactpersoon": CONTACT,
        "gemaakt_op": datetime(2026, 11, 23, 9, 42, tzinfo=UTC),
        "gemaakt_door": "M. van der Veen",
    } | anders


BLADEN: dict[str, BladGegevens] = {
    "ruilkaart": RuilkaartGegevens.model_validate(
        kop("Een huishouden van vijf personen", kenmerk="RK-0A1B2C3D", delen=KAART)
    ),
    "overdracht": OverdrachtGegevens.model_validate(
        kop("Overdracht van Familie al-Jubouri", delen=ZAAK, vervangt={"datum": date(2026, 11, 20), "nummer": "1"})
    ),
    "dossier": InternGegevens.model_validate(
        kop(
            "Dossier van Familie al-Jubouri",
            ontvanger="Opgaveteam Waterhoven",
            contactpersoon=None,
            delen=[*ZAAK, *TEAM],
        )
    ),
    "inzage": InzageGegevens.model_validate(
        kop("Wat wij over u bewaren", ontvanger="Samir al-Jubouri", delen=[*INZAGE, *TEAM])
    ),
    "weigering": WeigeringGegevens.model_validate(
        kop("Weigering van Kastanjelaan 12, Waterhoven", ontvanger="het COA", delen=WEIGERING)
    ),
}
