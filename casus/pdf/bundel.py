"""Veel dossiers in één bestand: een ZIP met de bestanden zelf, of één PDF met een bladwijzer per dossier.

In de PDF blijft elk dossier leesbaar voor een schermlezer: de bomen van de dossiers hangen naast elkaar onder één
wortel (ISO 32000-1, 14.7.4). De bijlagen met gegevens zitten alleen in de losse bestanden, en dus in de ZIP.
"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from casus.termijnen import NEDERLAND

if TYPE_CHECKING:
    import pikepdf

_NIET_IN_NAAM = re.compile(r"[^A-Za-z0-9]+")
_LANGSTE_NAAM = 60


@dataclass(frozen=True, slots=True)
class Deel:
    """Eén dossier in een bundel: hoe het heet, en het bestand zoals het is verstuurd."""

    titel: str
    pdf: bytes


def veilige_naam(nr: int, titel: str) -> str:
    """'003-Dossier-DOE-2026-00042-voor-De-Linde.pdf': alleen letters, cijfers en streepjes."""
    kaal = unicodedata.normalize("NFKD", titel.removesuffix(".pdf")).encode("ascii", "ignore").decode()
    return f"{nr:03}-{_NIET_IN_NAAM.sub('-', kaal).strip('-')[:_LANGSTE_NAAM].strip('-') or 'dossier'}.pdf"


def als_zip(delen: Sequence[Deel], inhoud: bytes, moment: datetime) -> bytes:
    """De bestanden zelf, byte voor byte, met `inhoud` (CSV) erbij; dezelfde delen geven dezelfde bytes."""
    hier, uit = moment.astimezone(NEDERLAND), io.BytesIO()
    tijd = (hier.year, hier.month, hier.day, hier.hour, hier.minute, 0)
    with zipfile.ZipFile(uit, "w", zipfile.ZIP_STORED) as archief:
        archief.writestr(zipfile.ZipInfo("000-inhoud.csv", tijd), inhoud)
        for nr, deel in enumerate(delen, 1):
            archief.writestr(zipfile.ZipInfo(veilige_naam(nr, deel.titel), tijd), deel.pdf)
    return uit.getvalue()


def als_pdf(delen: Sequence[Deel], titel: str) -> bytes:
    """Alle bladen achter elkaar, met een bladwijzer per dossier; dezelfde delen geven dezelfde bytes."""
    import pikepdf  # pas hier: pikepdf laden kost een tiende seconde

    uit = io.BytesIO()
    with pikepdf.new() as bundel:
        boom = _wortel(bundel)
        with bundel.open_outline() as bladwijzers:
            for deel in delen:
                begin = len(bundel.pages)
                with pikepdf.open(io.BytesIO(deel.pdf)) as bron:
                    _voeg_toe(bundel, bron, boom, deel.titel)
                bladwijzers.root.append(pikepdf.OutlineItem(deel.titel, begin))
        _kop(bundel, titel)
        bundel.save(uit, deterministic_id=True)
    return uit.getvalue()


def _wortel(bundel: pikepdf.Pdf) -> Any:
    import pikepdf

    document = bundel.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name.Document))
    document.K = pikepdf.Array()
    ouders = bundel.make_indirect(pikepdf.Dictionary(Nums=pikepdf.Array()))
    wortel = bundel.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot, K=pikepdf.Array([document]), ParentTree=ouders)
    )
    document.P = wortel
    bundel.Root.StructTreeRoot = wortel
    return wortel


def _voeg_toe(bundel: pikepdf.Pdf, bron: pikepdf.Pdf, wortel: Any, titel: str) -> None:
    """De bladen, en de boom die erbij hoort onder een eigen element, met doorgenummerde verwijzingen."""
    import pikepdf

    begin, nums = len(bundel.pages), wortel.ParentTree.Nums
    verder = int(nums[-2]) + 1 if len(nums) else 0
    bundel.pages.extend(bron.pages)
    for blad in list(bundel.pages)[begin:]:
        if "/StructParents" in blad:
            blad.StructParents = int(blad.StructParents) + verder
    if "/StructTreeRoot" not in bron.Root:
        return
    oud = bundel.copy_foreign(bron.Root.StructTreeRoot)
    document = wortel.K[0]
    deel = bundel.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name.Part, P=document, T=titel, K=pikepdf.Array())
    )
    for kind in oud.K if isinstance(oud.K, pikepdf.Array) else [oud.K]:
        kind.P = deel
        deel.K.append(kind)
    document.K.append(deel)
    for plek in range(0, len(oud.ParentTree.Nums), 2):
        nums.append(int(oud.ParentTree.Nums[plek]) + verder)
        nums.append(oud.ParentTree.Nums[plek + 1])


def _kop(bundel: pikepdf.Pdf, titel: str) -> None:
    import pikepdf

    bundel.Root.Lang = pikepdf.String("nl")
    bundel.Root.MarkInfo = pikepdf.Dictionary(Marked=True)
    bundel.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    bundel.Root.PageMode = pikepdf.Name.UseOutlines
    with bundel.open_metadata(set_pikepdf_as_editor=False, update_docinfo=True) as kop:
        kop["dc:title"] = titel
        kop["pdfuaid:part"] = "1"
