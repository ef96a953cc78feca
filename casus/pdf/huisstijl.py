"""Het briefhoofd van een gemeente: naam, team, adres, één kleur en één embleem. De rest van een document ligt vast."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from pathlib import Path
from typing import Annotated
from xml.etree import ElementTree

from pydantic import AfterValidator, BaseModel, ConfigDict

from casus.pdf.gegevens import Naam, Regel

SJABLONEN = Path(__file__).resolve().parent.parent / "templates" / "documenten"
CONTRAST_MINIMAAL = 7.0
"""Op wit (WCAG 2.2, 1.4.6): dan blijft de kleur ook in grijs donker."""
EMBLEEM_BYTES = 4096

_SVG = "{http://www.w3.org/2000/svg}"
_KLEUR = re.compile(r"#[0-9a-f]{6}")
_GETALLEN = re.compile(r"[0-9 .,eE+-]{1,200}")
_PAD = {
    "d": re.compile(r"[MmLlHhVvCcSsQqTtAaZz0-9 .,eE+-]+"),
    "fill": re.compile(r"none|#[0-9a-fA-F]{3}|#[0-9a-fA-F]{6}"),
    "stroke": re.compile(r"none|#[0-9a-fA-F]{3}|#[0-9a-fA-F]{6}"),
    "stroke-width": re.compile(r"[0-9.]{1,8}"),
    "stroke-linecap": re.compile(r"butt|round|square"),
    "stroke-linejoin": re.compile(r"miter|round|bevel"),
    "fill-rule": re.compile(r"nonzero|evenodd"),
}


def contrast_op_wit(kleur: str) -> float:
    """De contrastverhouding van #rrggbb op wit, 1 tot 21 (WCAG 2.2, relative luminance)."""
    delen = [int(kleur[plaats : plaats + 2], 16) / 255 for plaats in (1, 3, 5)]
    rood, groen, blauw = (deel / 12.92 if deel <= 0.04045 else ((deel + 0.055) / 1.055) ** 2.4 for deel in delen)
    return 1.05 / (0.2126 * rood + 0.7152 * groen + 0.0722 * blauw + 0.05)


def _accent(kleur: str) -> str:
    kleur = kleur.lower()
    if not _KLEUR.fullmatch(kleur):
        raise ValueError("schrijf de kleur als #rrggbb")
    if (contrast := contrast_op_wit(kleur)) < CONTRAST_MINIMAAL:
        raise ValueError(f"het contrast van de kleur op wit is {contrast:.1f}; nodig is {CONTRAST_MINIMAAL:.0f}")
    return kleur


def _pad(element: ElementTree.Element) -> str:
    if element.tag != f"{_SVG}path" or len(element) or (element.text or "").strip() or "d" not in element.attrib:
        raise ValueError("een embleem bestaat alleen uit paden")
    for naam, waarde in element.attrib.items():
        if naam not in _PAD or not _PAD[naam].fullmatch(waarde):
            raise ValueError(f"een pad in een embleem mag dit niet hebben: {naam}")
    attributen = " ".join(f'{naam}="{waarde}"' for naam, waarde in sorted(element.attrib.items()))
    return f"<path {attributen}/>"


def _embleem(svg: str) -> str:
    """Bouwt het embleem opnieuw op uit zijn paden: wat niet op de lijst staat, komt niet in een document."""
    if len(svg.encode()) > EMBLEEM_BYTES:
        raise ValueError("een embleem is hoogstens 4 kB")
    if "<!" in svg or "<?" in svg:
        raise ValueError("een embleem bevat alleen svg en path")
    try:
        wortel = ElementTree.fromstring(svg)  # noqa: S314 - zonder <! bestaan er geen entiteiten
    except ElementTree.ParseError as fout:
        raise ValueError("het embleem is geen geldige svg") from fout
    venster = wortel.attrib.get("viewBox", "")
    if wortel.tag != f"{_SVG}svg" or set(wortel.attrib) - {"viewBox"} or not _GETALLEN.fullmatch(venster):
        raise ValueError("een embleem is een svg met alleen een viewBox")
    return f'<svg xmlns="{_SVG[1:-1]}" viewBox="{venster}">{"".join(map(_pad, wortel))}</svg>'


class Huisstijl(BaseModel):
    """De huisstijl van één gemeente. `gemeente` is de naam zonder het woord gemeente.

    Heft ValidationError als de kleur te licht is of het embleem meer bevat dan paden.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    gemeente: Naam
    team: Naam
    retouradres: Regel
    contact: Regel
    accent: Annotated[str, AfterValidator(_accent)]
    embleem: Annotated[str, AfterValidator(_embleem)] | None = None


def embleem_naam(huisstijl: Huisstijl) -> str:
    """De naam waaronder het embleem wordt opgevraagd; de inhoud zit erin, zodat twee gemeenten nooit verwisselen."""
    return f"embleem-{hashlib.sha256((huisstijl.embleem or '').encode()).hexdigest()[:16]}.svg"


@lru_cache(maxsize=1)
def basis() -> str:
    """Het deel van het stijlblad dat voor elke gemeente gelijk is."""
    return (SJABLONEN / "documenten.css").read_text("utf-8")


@lru_cache(maxsize=512)
def css(huisstijl: Huisstijl) -> str:
    """Het hele stijlblad van een gemeente; één keer per gemeente gemaakt en daarna uit het geheugen."""
    regels = [basis(), f".accent {{ color: {huisstijl.accent} }}"]
    if huisstijl.embleem:
        regels.append(f".kop {{ padding-left: 16mm; background-image: url({embleem_naam(huisstijl)}) }}")
    return "\n".join(regels) + "\n"
