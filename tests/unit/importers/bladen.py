"""Kleine bestanden met koppelingen om mee te testen: verzonnen mensen, BSN's uit de testreeks 9999."""

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl

from casus.importers.koppelingen import lees_koppelingen
from casus.importers.koppelregels import KoppelingenBestand

GEGEVENS = Path(__file__).resolve().parents[2] / "data"
VANDAAG = date(2025, 9, 1)

GOED: dict[str, Any] = {
    "Zaaknummer COA": "K1",
    "V-nummer": "9063302945",
    "BSN": "999913001",
    "Achternaam": "Abdi",
    "Voornamen": "Tesfay",
    "Geboortedatum": datetime(1987, 2, 26),
    "Geslacht": "man",
    "Relatie": "hoofdpersoon",
    "Nationaliteit": "Eritrese",
    "Herkomstland": "Eritrea",
    "Taal": "Tigrinya",
    "Tolk nodig": "ja",
    "Datum vergunning": datetime(2025, 5, 18),
    "Geldig tot": datetime(2030, 5, 18),
    "Koppelgemeente": "Bronckhorst",
    "Gemeentecode": "GM1876",
    "Koppeldatum": datetime(2025, 6, 3),
    "COA-locatie": "Zutphen",
    "Plaatsingsindicatie": None,
    "Woonbeperking": None,
    "Verwachte nareis (aantal)": 0,
    "Opleiding": "geen",
    "Inkomen": "geen",
    "Opmerking": None,
}
KOP = tuple(GOED)
KIND = {"V-nummer": "9021738801", "BSN": None, "Voornamen": "Saba", "Geslacht": "vrouw", "Relatie": "kind"}
_ANDERE_V = iter(range(9_100_000_000, 9_200_000_000))


def rij(**anders: Any) -> list[Any]:
    """De goede rij, met enkele cellen anders; een sleutel is de kolomnaam met _ voor spatie en streepje."""
    namen = {naam.replace(" ", "_").replace("-", "_"): naam for naam in KOP}
    return list((GOED | {namen.get(sleutel, sleutel): waarde for sleutel, waarde in anders.items()}).values())


def kind(**anders: Any) -> list[Any]:
    """Een tweede persoon in hetzelfde huishouden, met een eigen V-nummer."""
    namen = {naam.replace(" ", "_").replace("-", "_"): naam for naam in KOP}
    eigen = KIND | {"V-nummer": str(next(_ANDERE_V))}
    return list((GOED | eigen | {namen.get(sleutel, sleutel): waarde for sleutel, waarde in anders.items()}).values())


def xlsx(*rijen: Sequence[Any], kop: Sequence[Any] = KOP) -> bytes:
    """Een werkmap met deze kop en rijen; een tekst die met = begint wordt een formule, zoals in Excel."""
    werkmap = openpyxl.Workbook()
    blad = werkmap.worksheets[0]
    for inhoud in (kop, *rijen):
        blad.append(list(inhoud))
    uit = io.BytesIO()
    werkmap.save(uit)
    return uit.getvalue()


def als_csv(*rijen: Sequence[Any], kop: Sequence[Any] = KOP, scheiding: str = ";", code: str = "utf-8") -> bytes:
    """Hetzelfde als CSV, met datums zoals Excel ze in Nederland opschrijft."""
    uit = io.StringIO()
    schrijver = csv.writer(uit, delimiter=scheiding)
    for inhoud in (kop, *rijen):
        schrijver.writerow([cel.strftime("%d-%m-%Y") if isinstance(cel, datetime) else cel for cel in inhoud])
    return uit.getvalue().encode(code)


def lees(*rijen: Sequence[Any], kop: Sequence[Any] = KOP, alleen: str | None = None) -> KoppelingenBestand:
    """Leest deze rijen als XLSX."""
    return lees_koppelingen(xlsx(*rijen, kop=kop), "koppelingen.xlsx", VANDAAG, alleen_gemeente=alleen)


def gebreken(bestand: KoppelingenBestand) -> list[tuple[int, str]]:
    """Rij en code van elke melding."""
    return [(melding.rij, melding.gebrek) for melding in bestand.fouten]
