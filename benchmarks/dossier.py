"""Een voordracht van drie pagina's: van gegevens tot een bestand dat PDF/A-3a en PDF/UA-1 is, met de letters nagekeken.

Casus tekent in zijn warme kindproces, zoals de werker dat doet (de rekentijd daarvan staat er niet bij). De vloer is
kaal WeasyPrint op dezelfde HTML, zonder tags, met dezelfde warme letters, stijlbladen en beelden. Ernaast
kaal WeasyPrint met tags (pdf/a-3a), en typst als dat pakket er toevallig is: dezelfde velden met tags, eenvoudiger
opgemaakt. Typst hoort niet bij casus; zet het voor een meting in een eigen map en noem die in PYTHONPATH. Er is geen
database bij: `--database` maakt niets uit. Meet op een stille computer.

Daarna een lange reeks met één en met twee warme processen, in blokken afgewisseld met een kortere reeks kaal
WeasyPrint in evenveel eigen warme processen.
"""

from __future__ import annotations

import argparse
import gc
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from importlib.util import find_spec
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from benchmarks.dossiervoorbeeld import HUISSTIJL, TYPST, voorbeeld
from benchmarks.meten import Meting, Uitslag, om_en_om
from casus.pdf.huisstijl import css, embleem_naam
from casus.pdf.kind import Renderer
from casus.pdf.letterkeuring import keur_letters
from casus.pdf.tekens import BESTANDEN, LETTERTYPEN
from casus.pdf.voordracht import to_json

HULP = "een voordracht van drie pagina's, naast kaal WeasyPrint op dezelfde HTML"
HOOGSTENS = 1.15
"""Keer kaal WeasyPrint (issue 5)."""
MILLISECONDEN, PER_SECONDE = 170, 10
"""Voor één voordracht, en met twee processen op twee stille kernen (issue 5)."""
BLOKKEN = 4
"""In zoveel stukken gaan de lange reeks en haar vloer om en om: wat de computer intussen doet, treft beide."""


def opties(parser: argparse.ArgumentParser) -> None:
    """De opties van deze meting."""
    parser.add_argument("--keer", type=int, default=24, metavar="N", help="hoe vaak één dossier (24)")
    parser.add_argument("--reeks", type=int, default=200, metavar="N", help="hoeveel achter elkaar; 0 slaat over (200)")
    parser.add_argument("--vloer", type=int, default=60, metavar="N", help="hoeveel kale daarnaast, samen (60)")


def draai(keuze: argparse.Namespace, soort: str) -> list[Uitslag]:
    """Meet één dossier en een reeks. Op een tweede database valt er niets anders te meten."""
    if keuze.database == "beide" and soort != "sqlite":
        return []
    with Renderer() as tekenaar:
        ons, *vloeren = om_en_om(list(_manieren(tekenaar)), keuze.keer + 4, opwarmen=4)
    feiten: dict[str, Any] = {"pagina's": _bladen(_maak(0)), **_doelen(ons, vloeren[0])}
    if not find_spec("typst"):
        feiten["typst"] = "niet gemeten: het pakket is er niet"
    if keuze.reeks:
        for processen in (1, 2):
            feiten |= _verslag(_reeks(keuze.reeks, min(keuze.reeks, keuze.vloer), processen), feiten["pagina's"])
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


@dataclass
class Reeks:
    """Een reeks over `processen` processen: de tijd per dossier, en de tijd van alles samen, in ms."""

    naam: str
    processen: int
    tijden: list[float] = field(default_factory=list)
    samen: float = 0.0

    def meet(self, blok: Callable[[], Iterable[Sequence[float]]]) -> None:
        """Doet het volgende blok; dat geeft per proces de tijd van elk dossier."""
        begin = perf_counter()
        delen = list(blok())
        self.samen += (perf_counter() - begin) * 1000
        self.tijden += [tijd for deel in delen for tijd in deel]

    @property
    def tempo(self) -> float:
        """Dossiers per seconde."""
        return len(self.tijden) / self.samen * 1000

    @property
    def p50(self) -> float:
        """De mediaan per dossier, in ms."""
        return median(self.tijden)


def _reeks(aantal: int, vloer: int, processen: int) -> tuple[Reeks, Reeks]:
    """Alle dossiers, verdeeld over warme kindprocessen zoals de werker ze maakt, om en om met kaal WeasyPrint."""
    ons, kaal = Reeks("casus", processen), Reeks("kaal WeasyPrint, zonder tags", processen)
    with ExitStack() as stapel:
        draden = stapel.enter_context(ThreadPoolExecutor(processen))
        tekenaars = [stapel.enter_context(Renderer()) for _ in range(processen)]
        vers = get_context("spawn")
        kale = [stapel.enter_context(ProcessPoolExecutor(1, vers, _warm_kaal)) for _ in range(processen)]
        for tekenaar, kind in zip(tekenaars, kale, strict=True):
            _teken_deel(tekenaar, range(1))
            kind.submit(_kaal_deel, range(1)).result()
        for nummers, van_vloer in zip(_blokken(aantal), _blokken(vloer), strict=True):
            ons.meet(partial(draden.map, _teken_deel, tekenaars, _delen(nummers, processen)))
            kaal.meet(partial(_kaal_samen, kale, _delen(van_vloer, processen)))
    return ons, kaal


def _verslag(reeksen: tuple[Reeks, Reeks], bladen: int) -> dict[str, str]:
    """De reeks en haar vloer, elk een regel."""
    ons, kaal = reeksen
    doel = f"; doel {PER_SECONDE}/s ({'ja' if ons.tempo >= PER_SECONDE else 'nee'})" if ons.processen == 2 else ""
    regels = {}
    for een, rest in ((ons, doel), (kaal, f"; casus {ons.p50 / kaal.p50:.2f} ×" if kaal.tijden else "")):
        tempo = f"{een.tempo:.1f}/s, {een.tempo * bladen:.0f} pagina's/s, p50 {een.p50:.0f} ms" if een.tijden else ""
        naam = f"{len(een.tijden)} dossiers, {een.processen} proces(sen), {een.naam}"
        regels[naam] = tempo + rest or "niet gemeten"
    return regels


def _blokken(aantal: int) -> list[range]:
    """De nummers van een reeks, in BLOKKEN even grote stukken."""
    return [range(begin, eind) for begin, eind in pairwise(aantal * nr // BLOKKEN for nr in range(BLOKKEN + 1))]


def _delen(nummers: range, processen: int) -> list[range]:
    return [nummers[nr::processen] for nr in range(processen)]


def _klok(doe: Callable[[int], object], nummers: Iterable[int]) -> list[float]:
    """De tijd van elk nummer, in ms."""
    tijden = []
    for nummer in nummers:
        begin = perf_counter()
        doe(nummer)
        tijden.append((perf_counter() - begin) * 1000)
    return tijden


def _teken_deel(tekenaar: Renderer, nummers: Iterable[int]) -> list[float]:
    return _klok(lambda nr: keur_letters(tekenaar.teken(voorbeeld(nr), HUISSTIJL)), nummers)


def _warm_kaal() -> None:
    """Maakt een eigen proces voor de vloer klaar, zoals het kind van casus dat is."""
    from casus.pdf import maken

    maken.opwarmen()
    gc.collect()
    gc.freeze()


def _kaal_deel(nummers: Iterable[int]) -> list[float]:
    return _klok(lambda nr: _kaal(nr, {}), nummers)


def _kaal_samen(kale: Sequence[ProcessPoolExecutor], delen: Sequence[range]) -> list[list[float]]:
    """Elk proces zijn deel, tegelijk."""
    bezig = [kind.submit(_kaal_deel, deel) for kind, deel in zip(kale, delen, strict=True)]
    return [een.result() for een in bezig]
