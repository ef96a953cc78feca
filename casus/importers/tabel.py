"""Een XLSX- of CSV-bestand lezen tot rijen van ruwe cellen. De inhoud beslist wat het is; de naam moet daarbij passen.

Grenzen volgen veiligheid.md E8: ten hoogste 25 MB, uitgepakt 100 MB en 500 onderdelen.
"""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import PurePath
from typing import Any, Literal

import openpyxl

from casus.importers.gebreken import BestandFout

Cel = str | int | float | bool | datetime | date | time | timedelta | None
Soort = Literal["xlsx", "csv"]

BESTAND_MAX = 25 * 1024 * 1024
UITGEPAKT_MAX = 100 * 1024 * 1024
ONDERDELEN_MAX = 500
RIJEN_MAX = 20_000  # personen of woningen; de kopregel komt er nog bij
KOLOMMEN_MAX = 100

_BLAD_RIJEN = 1_048_576
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_VREEMD = (
    (b"%PDF", "Dit is een PDF."),
    (b"\xd0\xcf\x11\xe0", "Dit is een oud Excel-bestand (.xls) of een bestand met een wachtwoord."),
    (b"\x89PNG", "Dit is een afbeelding."),
    (b"\xff\xd8\xff", "Dit is een afbeelding."),
    (b"{\\rtf", "Dit is een tekstdocument."),
)
_DOCTYPE = tuple("<!DOCTYPE".encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be"))
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_SCHEIDINGEN = ";\t,"
_OPNIEUW = "Sla het op als Excel-werkmap (.xlsx) zonder wachtwoord, of als CSV, en kies het opnieuw."
_TE_VEEL_RIJEN = f"Dit bestand heeft meer dan {RIJEN_MAX:_} rijen. Splits het in kleinere bestanden.".replace("_", ".")
_BESCHADIGD = f"Dit Excel-bestand is beschadigd en kan niet worden gelezen. Open het in Excel. {_OPNIEUW}"


@dataclass(frozen=True, slots=True)
class Rij:
    """Eén gevulde rij. `nummer` is het rijnummer dat Excel toont."""

    nummer: int
    cellen: tuple[Cel, ...]


@dataclass(frozen=True, slots=True)
class Tabel:
    """Eén werkblad, of één CSV-bestand, zonder de lege rijen."""

    naam: str
    soort: Soort
    rijen: tuple[Rij, ...]


def lees_tabellen(inhoud: bytes, naam: str) -> tuple[Tabel, ...]:
    """Alle zichtbare werkbladen van een XLSX, of de ene tabel van een CSV. Raises BestandFout met een zin."""
    if not inhoud.strip():
        raise BestandFout("Dit bestand is leeg. Kies een bestand met rijen.")
    if len(inhoud) > BESTAND_MAX:
        raise BestandFout("Dit bestand is groter dan 25 MB. Splits het in kleinere bestanden.")
    if _herken(inhoud, naam) == "xlsx":
        return _lees_xlsx(inhoud)
    return (_lees_csv(inhoud, naam),)


def _herken(inhoud: bytes, naam: str) -> Soort:
    for kenmerk, zin in _VREEMD:
        if inhoud.startswith(kenmerk):
            raise BestandFout(f"{zin} {_OPNIEUW}")
    einde = PurePath(naam.lower()).suffix
    if einde not in {".xlsx", ".csv", ".txt", ".tsv"}:
        raise BestandFout(f"Casus leest bestanden waarvan de naam op .xlsx of .csv eindigt. {_OPNIEUW}")
    soort: Soort = "xlsx" if inhoud.startswith(_ZIP) else "csv"
    if soort == "xlsx" and einde != ".xlsx":
        raise BestandFout(f"De naam eindigt op {einde}, maar de inhoud is van Excel. Laat de naam op .xlsx eindigen.")
    if soort == "csv" and einde == ".xlsx":
        raise BestandFout(f"De naam eindigt op .xlsx, maar de inhoud is niet van Excel. {_OPNIEUW}")
    return soort


def _lees_xlsx(inhoud: bytes) -> tuple[Tabel, ...]:
    try:
        _keur_zip(inhoud)
        with warnings.catch_warnings():
            # openpyxl waarschuwt over opmaak en keuzelijsten; dat zegt een gebruiker niets
            warnings.simplefilter("ignore")
            werkmap = openpyxl.load_workbook(io.BytesIO(inhoud), read_only=True, data_only=False, keep_links=False)
            try:
                return _bladen(werkmap)
            finally:
                werkmap.close()
    except BestandFout:
        raise
    except Exception as oorzaak:  # openpyxl geeft op kapotte bestanden vrijwel elke soort uitzondering
        raise BestandFout(_BESCHADIGD) from oorzaak


def _keur_zip(inhoud: bytes) -> None:
    """Weigert een zipbom, een bestand dat geen Excel-werkmap is, en XML met een eigen DTD (entiteiten)."""
    with zipfile.ZipFile(io.BytesIO(inhoud)) as archief:
        onderdelen = archief.infolist()
        if len(onderdelen) > ONDERDELEN_MAX or sum(deel.file_size for deel in onderdelen) > UITGEPAKT_MAX:
            raise BestandFout("Dit Excel-bestand is te groot. Kopieer alleen de lijst naar een nieuw bestand.")
        namen = {deel.filename for deel in onderdelen}
        if "xl/workbook.xml" not in namen:
            raise BestandFout(f"Dit is geen Excel-werkmap. {_OPNIEUW}")
        if "xl/vbaProject.bin" in namen:
            raise BestandFout(f"Dit Excel-bestand bevat macro's. {_OPNIEUW}")
        for deel in onderdelen:
            if deel.filename.endswith((".xml", ".rels")) and any(teken in archief.read(deel) for teken in _DOCTYPE):
                raise BestandFout(_BESCHADIGD)


def _bladen(werkmap: Any) -> tuple[Tabel, ...]:
    tabellen = []
    over = RIJEN_MAX + 2
    for blad in werkmap.worksheets:
        if getattr(blad, "sheet_state", "visible") != "visible" or not hasattr(blad, "reset_dimensions"):
            continue
        # de opgegeven omvang kan onjuist zijn en zou lege rijen laten verzinnen
        blad.reset_dimensions()
        rijen = tuple(_gevuld(blad.iter_rows(max_col=KOLOMMEN_MAX, values_only=True), over))
        over -= len(rijen)
        tabellen.append(Tabel(str(blad.title), "xlsx", rijen))
    return tuple(tabellen)


def _gevuld(rijen: Iterable[Iterable[Any]], over: int) -> Iterator[Rij]:
    """De niet-lege rijen met hun nummer, zonder lege cellen aan het eind. Raises BestandFout bij te veel."""
    for nummer, cellen in enumerate(rijen, start=1):
        if nummer > _BLAD_RIJEN:
            raise BestandFout(_TE_VEEL_RIJEN)
        waarden = list(cellen)
        while waarden and (waarden[-1] is None or waarden[-1] == ""):
            waarden.pop()
        if not any(waarde is not None and str(waarde).strip() for waarde in waarden):
            continue
        over -= 1
        if over <= 0:
            raise BestandFout(_TE_VEEL_RIJEN)
        yield Rij(nummer, tuple(_cel(waarde) for waarde in waarden))


def _cel(waarde: Any) -> Cel:
    if waarde is None or isinstance(waarde, (str, int, float, datetime, date, time, timedelta)):
        return waarde
    # een matrixformule is bij openpyxl een object met de formule als tekst
    return str(getattr(waarde, "text", None) or "=")


def _lees_csv(inhoud: bytes, naam: str) -> Tabel:
    tekst = _decodeer(inhoud)
    scheiding = _scheiding(tekst)
    eerste, _, rest = tekst.partition("\n")
    if re.fullmatch(r"sep=[;,\t|]\r?", eerste, re.IGNORECASE):
        # Excel leest deze regel als instelling en toont haar niet als rij
        scheiding, tekst = eerste[4], rest
    if max((regel.count(scheiding) for regel in tekst.splitlines()), default=0) > KOLOMMEN_MAX * 10:
        raise BestandFout(f"Dit bestand heeft te veel kolommen. {_OPNIEUW}")
    lezer = csv.reader(io.StringIO(tekst, newline=""), delimiter=scheiding, strict=True)
    try:
        rijen = tuple(_gevuld(lezer, RIJEN_MAX + 2))
    except csv.Error as oorzaak:
        waar = f"Bij regel {lezer.line_num} staat een aanhalingsteken dat niet klopt."
        raise BestandFout(f"{waar} Verbeter die regel, of sla het bestand opnieuw op als CSV.") from oorzaak
    return Tabel(naam, "csv", tuple(Rij(rij.nummer, rij.cellen[:KOLOMMEN_MAX]) for rij in rijen))


def _decodeer(inhoud: bytes) -> str:
    """UTF-8 met of zonder BOM, UTF-16 met BOM (Excel: Unicode-tekst), anders Windows-1252."""
    codes = ("utf-16",) if inhoud.startswith(_UTF16) else ("utf-8-sig", "cp1252")
    for code in codes:
        try:
            tekst = inhoud.decode(code)
        except UnicodeDecodeError:
            continue
        if "\x00" not in tekst:
            return tekst
    raise BestandFout("Casus herkent de tekens in dit bestand niet. Sla het op als CSV UTF-8 of als .xlsx.")


def _scheiding(tekst: str) -> str:
    """Het teken dat in de eerste tien gevulde regels het vaakst op één regel staat, buiten aanhalingstekens."""
    regels = [regel for regel in tekst[:100_000].splitlines() if regel.strip()][:10]
    kaal = [re.sub(r'"[^"]*"', "", regel) for regel in regels]
    return max(_SCHEIDINGEN, key=lambda teken: max((regel.count(teken) for regel in kaal), default=0))
