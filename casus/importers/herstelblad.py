"""Het herstelblad: de tegengehouden rijen als XLSX, met per rij wat er verbeterd moet worden.

De gebruiker verbetert de gekleurde cellen en leest het blad opnieuw in; de extra kolom wordt dan overgeslagen.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import Protocol

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from casus.importers.gebreken import FOUT, Fout
from casus.importers.tabel import Cel, Soort
from casus.importers.tekst import sleutel

HERSTELKOLOM = "Wat moet er verbeterd worden"

_DATUM = re.compile(r"\d{2}-\d{2}-(?:19|20)\d{2}")
_CEL_MAX = 32_767
_FOUT_KLEUR = PatternFill("solid", fgColor="FFF8C9C4")
_LET_OP_KLEUR = PatternFill("solid", fgColor="FFFFF0B8")
_GEVAARLIJK = ("=", "+", "-", "@", "\t", "\r")


class Herstelbaar(Protocol):
    """Een gelezen bestand waarvan rijen wachten: koppelingen of woningen."""

    @property
    def soort(self) -> Soort:
        """Waar de cellen uit komen."""

    @property
    def kopregel(self) -> tuple[str, ...]:
        """De titels zoals zij in het bestand staan."""

    @property
    def fouten(self) -> tuple[Fout, ...]:
        """Alle meldingen."""

    @property
    def ruw(self) -> Mapping[int, tuple[Cel, ...]]:
        """De cellen van de rijen die wachten, op rijnummer."""


def maak_herstelblad(bestand: Herstelbaar) -> bytes:
    """De tegengehouden rijen met hun oorspronkelijke kolommen, als XLSX.

    Cellen met een fout zijn rood, met een waarschuwing geel; de laatste kolom zegt het in woorden. Tekst die een
    rekenblad als formule zou lezen staat er als tekst (veiligheid.md E7).
    """
    werkmap = Workbook(write_only=True)
    werkmap.properties.creator = "casus"
    blad = werkmap.create_sheet("Te verbeteren")
    plaatsen = [plaats for plaats, titel in enumerate(bestand.kopregel) if sleutel(titel) != sleutel(HERSTELKOLOM)]
    titels = [bestand.kopregel[plaats] for plaats in plaatsen]
    _schrijf_kop(blad, titels)
    per_rij: dict[int, list[Fout]] = {}
    for melding in bestand.fouten:
        per_rij.setdefault(melding.rij, []).append(melding)
    for nummer, cellen in sorted(bestand.ruw.items()):
        waarden = [cellen[plaats] if plaats < len(cellen) else None for plaats in plaatsen]
        if bestand.soort == "csv":
            waarden = [_als_datum(waarde) for waarde in waarden]
        _schrijf_rij(blad, list(zip(titels, waarden, strict=True)), nummer, per_rij.get(nummer, []))
    uit = io.BytesIO()
    werkmap.save(uit)
    return uit.getvalue()


def _schrijf_kop(blad: WriteOnlyWorksheet, titels: Sequence[str]) -> None:
    # een werkmap die alleen schrijft wil de opmaak vóór de eerste rij weten
    blad.freeze_panes = "A2"
    for kolom, titel in enumerate((*titels, HERSTELKOLOM), start=1):
        breedte = 80 if kolom > len(titels) else max(12, min(30, len(titel) + 4))
        blad.column_dimensions[get_column_letter(kolom)].width = breedte  # type: ignore[attr-defined]  # ontbreekt in de stubs
    cellen = [_cel(blad, titel) for titel in (*titels, HERSTELKOLOM)]
    for cel in cellen:
        cel.font = Font(bold=True)
    blad.append(cellen)


def _schrijf_rij(
    blad: WriteOnlyWorksheet, inhoud: Sequence[tuple[str, Cel]], nummer: int, meldingen: Sequence[Fout]
) -> None:
    cellen = []
    for titel, waarde in inhoud:
        cel = _cel(blad, waarde)
        ernst = {melding.ernst for melding in meldingen if melding.kolom == titel}
        if ernst:
            cel.fill = _FOUT_KLEUR if FOUT in ernst else _LET_OP_KLEUR
        cellen.append(cel)
    uitleg = _cel(blad, _uitleg(nummer, meldingen))
    if any(melding.ernst == FOUT for melding in meldingen):
        uitleg.fill = _FOUT_KLEUR
    uitleg.alignment = Alignment(wrap_text=True, vertical="top")
    blad.append([*cellen, uitleg])


def _uitleg(nummer: int, meldingen: Sequence[Fout]) -> str:
    zinnen = [f"{melding.kolom}: {melding.melding}" if melding.kolom else melding.melding for melding in meldingen]
    goed = "Deze rij is goed. Zij wacht op een andere rij van hetzelfde huishouden."
    return "\n".join([f"Rij {nummer} in uw bestand.", *(zinnen or [goed])])


def _als_datum(waarde: Cel) -> Cel:
    """In een CSV is een datum tekst; op het herstelblad hoort hij een datum te zijn, anders is hij daar een gebrek."""
    if isinstance(waarde, str) and _DATUM.fullmatch(waarde.strip()):
        with suppress(ValueError):
            return datetime.strptime(waarde.strip(), "%d-%m-%Y").date()
    return waarde


def _cel(blad: WriteOnlyWorksheet, waarde: Cel) -> Cell:
    """Een cel met de waarde als gegeven, nooit als formule."""
    if isinstance(waarde, float) and not math.isfinite(waarde):
        waarde = str(waarde)
    if not isinstance(waarde, str):
        cel = WriteOnlyCell(blad)
        cel.value = waarde
        if isinstance(waarde, date):
            cel.number_format = "DD-MM-YYYY"
        return cel
    cel = WriteOnlyCell(blad)
    cel.value = ILLEGAL_CHARACTERS_RE.sub("", waarde)[:_CEL_MAX]
    cel.data_type = "s"
    if waarde.lstrip(" ").startswith(_GEVAARLIJK):
        # ook na bewerken in een rekenblad blijft dit tekst
        cel.quotePrefix = True
    return cel
