"""Een voordracht van drie pagina's: van gegevens tot een bestand dat PDF/A-3a en PDF/UA-1 is, met de letters nagekeken.

Casus tekent in zijn warme kindproces, zoals de werker dat doet (de rekentijd daarvan staat er niet bij). De vloer is
kaal WeasyPrint op dezelfde HTML, zonder tags, met dezelfde warme letters, stijlbladen en beelden. Ernaast
kaal WeasyPrint met tags (pdf/a-3a), en typst als dat pakket er toevallig is: dezelfde velden met tags, eenvoudiger
opgemaakt. Typst hoort niet bij casus; zet het voor een meting in een eigen map en noem die in PYTHONPATH. Er is geen
database bij: `--database` maakt niets uit. Meet op een stille computer.
"""

from __future__ import annotations

import argparse
import io
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.dossiervoorbeeld import HUISSTIJL, TYPST, voorbeeld
from benchmarks.meten import Meting, Uitslag, om_en_om
from casus.pdf.huisstijl import css, embleem_naam
from casus.pdf.kind import Renderer
from casus.pdf.letterkeuring import keur_letters
from casus.pdf.tekens import BESTANDEN, LETTERTYPEN
from casus.pdf.voordracht import VoordrachtGegevens, to_json

HULP = "een voordracht van drie pagina's, naast kaal WeasyPrint op dezelfde HTML"
HOOGSTENS = 1.15
"""Keer kaal WeasyPrint (issue 5)."""
MILLISECONDEN, PER_SECONDE = 170, 10
"""Voor één voordracht, en met twee processen op twee stille kernen (issue 5)."""


def opties(parser: argparse.ArgumentParser) -> None:
    """De opties van deze meting."""
    parser.add_argument("--keer", type=int, default=24, metavar="N", help="hoe vaak één dossier (24)")
    parser.add_argument("--reeks", type=int, default=200, metavar="N", help="hoeveel achter elkaar; 0 slaat over (200)")


def draai(keuze: argparse.Namespace, soort: str) -> list[Uitslag]:
    """Meet één dossier en een reeks. Op een tweede database valt er niets anders te meten."""
    if keuze.database == "beide" and soort != "sqlite":
        return []
    with Renderer() as tekenaar:
        ons, *vloeren = om_en_om(list(_manieren(tekenaar)), keuze.keer + 4, opwarmen=4)
    feiten: dict[str, Any] = {"pagina's": _bladen(_maak(0)), **_doelen(ons, vloeren[0])}
    if keuze.reeks:
        for processen in (1, 2):
            feiten |= _reeks(keuze.reeks, processen, feiten["pagina's"])
    return [Uitslag("een voordracht", "geen", ons, vloeren, feiten)]


def _doelen(ons: Meting, kaal: Meting) -> dict[str, str]:
    keer, duur = ons.percentiel(50) / kaal.percentiel(50), ons.percentiel(50)
    return {
        f"hoogstens {HOOGSTENS} × kaal": f"{keer:.2f} × ({'ja' if keer <= HOOGSTENS else 'nee'})",
        f"hoogstens {MILLISECONDEN} ms": f"{duur:.0f} ms ({'ja' if duur <= MILLISECONDEN else 'nee'})",
    }


def _manieren(tekenaar: Renderer) -> Iterator[tuple[str, Callable[[int], object]]]:
    from casus.pdf import maken

    maken.opwarmen()
    yield (
        "casus: A-3a, UA-1, JSON, letters nagekeken",
        lambda nr: keur_letters(tekenaar.teken(voorbeeld(nr), HUISSTIJL)),
    )
    yield "kaal WeasyPrint, zonder tags", lambda nr: _kaal(nr, {})
    yield "casus zonder kindproces", _maak
    yield "kaal WeasyPrint, pdf/a-3a", lambda nr: _kaal(nr, {"pdf_variant": "pdf/a-3a"})
    if find_spec("typst"):
        typst = _Typst()
        yield "typst, dezelfde velden met tags", typst.maak


def _maak(nr: int) -> bytes:
    from casus.pdf import maken

    pdf = maken.document_pdf(voorbeeld(nr), HUISSTIJL)
    keur_letters(pdf)
    return pdf


def _kaal(nr: int, anders: dict[str, Any]) -> bytes:
    """Dezelfde HTML met dezelfde warme onderdelen, zonder afwerking en zonder bijlage."""
    from weasyprint import HTML

    from casus.pdf import maken
    from casus.pdf.bronnen import ADRES, Bronnen

    gegevens, embleem = voorbeeld(nr), (HUISSTIJL.embleem or "").encode()
    lezer = Bronnen({embleem_naam(HUISSTIJL): embleem})
    document = HTML(string=maken.html_van(gegevens, HUISSTIJL), base_url=ADRES, url_fetcher=lezer)
    stijl = maken._stijlblad(css(HUISSTIJL))
    letters = {"font_config": maken._letters(), "cache": maken._beelden}
    return bytes(document.write_pdf(stylesheets=[stijl], presentational_hints=False, **letters, **anders))


class _Typst:
    """Dezelfde velden door typst, met een warme compiler."""

    def __init__(self) -> None:
        import typst  # type: ignore[import-not-found]  # alleen voor deze meting, als het er is
        from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # fontTools heeft geen types

        self._map = tempfile.TemporaryDirectory(prefix="casus-typst-")
        map_ = Path(self._map.name)
        for bestand in BESTANDEN:
            with TTFont(LETTERTYPEN / bestand) as letter:
                letter.flavor = None
                letter.save(map_ / f"{Path(bestand).stem}.ttf")
        (map_ / "velden.json").write_bytes(to_json(voorbeeld(0)))
        (map_ / "voordracht.typ").write_text(TYPST, encoding="utf-8")
        pad = str(map_ / "voordracht.typ")
        self._compiler = typst.Compiler(pad, font_paths=[str(map_)], ignore_system_fonts=True)

    def maak(self, nr: int) -> bytes:
        (Path(self._map.name) / "velden.json").write_bytes(to_json(voorbeeld(nr)))
        return bytes(self._compiler.compile(format="pdf", pdf_standards=["ua-1"]))


def _bladen(pdf: bytes) -> int:
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)


def _reeks(aantal: int, processen: int, bladen: int) -> dict[str, str]:
    """Alle dossiers na elkaar, verdeeld over zoveel warme kindprocessen, zoals de werker ze maakt."""
    gegevens = [voorbeeld(nr) for nr in range(aantal)]
    with ExitStack() as stapel, ThreadPoolExecutor(processen) as draden:
        tekenaars = [stapel.enter_context(Renderer()) for _ in range(processen)]
        for tekenaar in tekenaars:
            tekenaar.teken(voorbeeld(aantal), HUISSTIJL)
        begin = perf_counter()
        delen = [gegevens[nr::processen] for nr in range(processen)]
        list(draden.map(_teken_alles, tekenaars, delen))
        duur = perf_counter() - begin
    tempo, doel = aantal / duur, f"; doel {PER_SECONDE}/s" if processen == 2 else ""
    per = f"{duur / aantal * 1000 * processen:.0f} ms per dossier"
    return {
        f"{aantal} dossiers, {processen} proces(sen)": f"{tempo:.1f}/s, {tempo * bladen:.0f} pagina's/s, {per}{doel}"
    }


def _teken_alles(tekenaar: Renderer, gegevens: list[VoordrachtGegevens]) -> None:
    for een in gegevens:
        keur_letters(tekenaar.teken(een, HUISSTIJL))
