"""Verzonnen huishoudens voor de documenten."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from casus.pdf.huisstijl import Huisstijl
from casus.pdf.voordracht import VoordrachtGegevens

EMBLEEM = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40">'
    '<path d="M0 0h40v24c0 9-9 14-20 16C9 38 0 33 0 24z" fill="#14365c"/>'
    '<path d="M6 20q3.5-4 7 0t7 0 7 0 7 0" fill="none" stroke="#fff" stroke-width="2.2"/></svg>'
)
LANGE_NAAM = ("Abdulrahmanalhusseinialkhatib" * 5)[:120]


def huisstijl(**anders: Any) -> Huisstijl:
    """Het briefhoofd van een verzonnen gemeente."""
    velden = {
        "gemeente": "Waterhoven",
        "team": "Opgaveteam Huisvesting",
        "retouradres": "Kade 1, 9999 XX Waterhoven",
        "contact": "0999 12 34 56",
        "accent": "#14365c",
        "embleem": EMBLEEM,
    }
    return Huisstijl.model_validate(velden | anders)


def velden(**anders: Any) -> dict[str, Any]:
    """De velden van een gezin van vijf, met `anders` erover."""
    return {
        "zaaknummer": "WHV-2026-00042",
        "gemeente": "Waterhoven",
        "datum": date(2026, 11, 23),
        "ontvanger": "Stichting Linde Wonen",
        "doel": "Beoordelen of een woning bij dit huishouden past en de huurovereenkomst voorbereiden.",
        "contactpersoon": {
            "naam": "Mirjam van der Veen",
            "functie": "Consulent wonen",
            "telefoon": "0999 12 34 56",
            "email": "wonen@waterhoven.example",
        },
        "hoofdhuurder": _huurder("Samir al-Jubouri", date(1988, 3, 14), "0999 65 43 21", "Arabisch", True),
        "medehuurder": _huurder("Leyla Çelik-Yılmaz", date(1991, 9, 2), "0999 65 43 22", "Turks", False),
        "huishouden": {
            "aantal_personen": 5,
            "medebewoners": [
                {"relatie": "Dochter", "leeftijd": 12},
                {"relatie": "Zoon", "leeftijd": 9},
                {"relatie": "Zoon", "leeftijd": 0},
            ],
            "gezinshereniging": {"aantal": 1, "kwartaal": "2027-Q2"},
        },
        "woning": {
            "slaapkamers_minimaal": 3,
            "zelfstandig": True,
            "onzelfstandig": False,
            "toegankelijkheidslabel": "GNV",
            "begane_grond_of_lift": True,
            "gebied": "Waterhoven-Noord of Centrum",
            "gebied_reden": "school",
        },
        "inkomen": {"onder_grens": True, "inkomensbron": "SOC", "huurgrens": "764.14"},
        "start": {"vroegste_ingangsdatum": date(2026, 12, 14), "verblijf_nu": "COA"},
        "doelgroep": "STH",
        "begeleiding": {"ja": True, "organisatie": "Stichting Welkom Waterhoven"},
        "gemaakt_op": datetime(2026, 11, 23, 9, 42, tzinfo=UTC),
        "gemaakt_door": "M. van der Veen",
    } | anders


def _huurder(naam: str, geboren: date, telefoon: str | None, taal: str | None, tolk: bool) -> dict[str, Any]:
    return {"naam": naam, "geboortedatum": geboren, "telefoon": telefoon, "voorkeurstaal": taal, "tolk_nodig": tolk}


def _alleen() -> dict[str, Any]:
    """Eén persoon van wie weinig bekend is: elke keuze de andere kant op."""
    return velden(
        hoofdhuurder=_huurder("Ngô Thị Hương", date(2001, 9, 28), None, None, False),
        medehuurder=None,
        huishouden={"aantal_personen": 1},
        woning={"slaapkamers_minimaal": 0, "zelfstandig": False, "onzelfstandig": True, "begane_grond_of_lift": False},
        inkomen={"onder_grens": False, "inkomensbron": "ARB", "huurgrens": "1064.5"},
        start={"vroegste_ingangsdatum": date(2027, 3, 1), "verblijf_nu": "tussenvoorziening"},
        doelgroep=None,
        begeleiding={"ja": False},
    )


def _groot(medebewoners: int) -> dict[str, Any]:
    """Een groot huishouden met namen van 120 letters, als verbetering van een eerder dossier."""
    return velden(
        ontvanger=LANGE_NAAM,
        gemaakt_door=LANGE_NAAM,
        hoofdhuurder=_huurder(LANGE_NAAM, date(1970, 1, 1), "0999 65 43 21", "Tigrinya", True),
        medehuurder=_huurder(LANGE_NAAM, date(1971, 12, 31), None, "Tigrinya", True),
        huishouden={
            "aantal_personen": medebewoners + 2,
            "medebewoners": [{"relatie": "Dochter", "leeftijd": leeftijd} for leeftijd in range(medebewoners)],
            "gezinshereniging": {"aantal": 3},
        },
        vervangt={"datum": date(2026, 11, 20), "nummer": "2"},
    )


def gegevens(**anders: Any) -> VoordrachtGegevens:
    """Het gezin van vijf als gegevens."""
    return VoordrachtGegevens.model_validate(velden(**anders))


HUISHOUDENS: dict[str, VoordrachtGegevens] = {
    naam: VoordrachtGegevens.model_validate(deel)
    for naam, deel in {"gezin": velden(), "alleen": _alleen(), "groot": _groot(11), "zeer_groot": _groot(24)}.items()
}
