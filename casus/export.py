"""Een lijst als CSV of XLSX, veilig voor rekenbladen: wat op een formule lijkt, is tekst (veiligheid E7)."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

Waarde = str | int | date | None
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV: Final = "text/csv; charset=utf-8"
_GEVAARLIJK: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
_CEL_MAX: Final = 32_767
_DATUM: Final = "DD-MM-YYYY"


def lijkt_formule(tekst: str) -> bool:
    """Of een rekenblad deze tekst als formule kan lezen, ook met spaties ervoor of met brede tekens."""
    if tekst.startswith(_GEVAARLIJK):
        return True
    begin = unicodedata.normalize("NFKC", tekst[:40]).lstrip(" \N{ZERO WIDTH NO-BREAK SPACE}")
    return begin.startswith(_GEVAARLIJK)


def veilige_tekst(tekst: str) -> str:
    """De tekst voor een CSV: wat op een formule lijkt krijgt een apostrof ervoor, en blijft zo ook na openen tekst."""
    return f"'{tekst}" if lijkt_formule(tekst) else tekst


def maak_csv(kop: Sequence[str], rijen: Iterable[Sequence[Waarde]]) -> bytes:
    """CSV met puntkomma's en een BOM, zoals een Nederlands rekenblad het leest; dagen als 24-11-2026."""
    uit = io.StringIO(newline="")
    schrijver = csv.writer(uit, delimiter=";", lineterminator="\r\n")
    for rij in (kop, *rijen):
        schrijver.writerow([_in_csv(waarde) for waarde in rij])
    return uit.getvalue().encode("utf-8-sig", errors="replace")


def _in_csv(waarde: Waarde) -> str:
    if isinstance(waarde, date):
        return waarde.strftime("%d-%m-%Y")
    if isinstance(waarde, int):
        return str(waarde)
    return veilige_tekst((waarde or "").replace("\x00", ""))


def maak_xlsx(titel: str, kop: Sequence[str], rijen: Iterable[Sequence[Waarde]]) -> bytes:
    """Eén blad met een vaste kop en filterknoppen; dagen zijn dagen en tekst is altijd tekst."""
    werkmap = Workbook(write_only=True)
    werkmap.properties.creator = "casus"
    blad = werkmap.create_sheet(titel[:31])
    blad.freeze_panes = "A2"
    for nr, naam in enumerate(kop, start=1):
        breedte = max(12, min(40, len(naam) + 6))
        blad.column_dimensions[get_column_letter(nr)].width = breedte
    koppen = [_cel(blad, naam) for naam in kop]
    for cel in koppen:
        cel.font = Font(bold=True)
    blad.append(koppen)
    for rij in rijen:
        blad.append([_cel(blad, waarde) for waarde in rij])
    uit = io.BytesIO()
    werkmap.save(uit)
    return uit.getvalue()


def _cel(blad: object, waarde: Waarde) -> Cell:
    cel = WriteOnlyCell(blad)  # type: ignore[arg-type]  # een blad dat alleen schrijft
    if not isinstance(waarde, str):
        cel.value = waarde
        if isinstance(waarde, date):
            cel.number_format = _DATUM
        return cel
    cel.value = ILLEGAL_CHARACTERS_RE.sub("", waarde)[:_CEL_MAX]
    cel.data_type = "s"
    if lijkt_formule(waarde):
        cel.quotePrefix = True  # ook na bewerken in een rekenblad blijft dit tekst
    return cel
