"""Van HTML naar één bestand dat PDF/A-3a en PDF/UA-1 tegelijk is. Draait in het kindproces, want het laadt WeasyPrint.

Dezelfde invoer geeft dezelfde bytes, zolang WeasyPrint, Pango en HarfBuzz dezelfde versie hebben. Bewaar dus wat is
verstuurd en maak het niet opnieuw.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, lru_cache, partial
from typing import Any, cast

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from pydantic import BaseModel
from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError

from casus.pdf.bronnen import ADRES, Bronnen
from casus.pdf.fouten import BronGeweigerd, HuisstijlFout, LettertypeFout
from casus.pdf.huisstijl import SJABLONEN, Huisstijl, basis, css, embleem_naam
from casus.pdf.naverwerking import naverwerken
from casus.pdf.regeleinde import POGINGEN, eindigt_op_cr
from casus.pdf.soorten import Documentgegevens, soort_van
from casus.tekens import ontbrekende_tekens

_beelden: dict[str, Any] = {}
"""Ontlede iconen en emblemen per adres. Letters, stijlbladen en beelden samen bewaren scheelt de helft van de tijd."""


@dataclass(frozen=True, slots=True)
class Bijlage:
    """Het bestand dat in de PDF zit. `naam` eindigt op het soort (.json); `gemaakt_op` is tijdzonebewust."""

    naam: str
    omschrijving: str
    inhoud: bytes
    gemaakt_op: datetime


@cache
def _letters() -> FontConfiguration:
    return FontConfiguration()


@lru_cache(maxsize=64)
def _stijlblad(tekst: str) -> CSS:
    return CSS(string=tekst, base_url=ADRES, url_fetcher=Bronnen({}), font_config=_letters())


@cache
def _sjablonen() -> Environment:
    lader = FileSystemLoader(SJABLONEN)
    return Environment(loader=lader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, auto_reload=False)


def _aanhechten(bijlage: Bijlage) -> Attachment:
    moment = bijlage.gemaakt_op.astimezone(UTC)  # WeasyPrint schrijft er altijd een Z achter
    return Attachment(
        string=bijlage.inhoud,
        base_url=ADRES,
        name=bijlage.naam,
        description=bijlage.omschrijving,
        relationship="Source",
        created=moment,
        modified=moment,
    )


def _schrijf(html: str, css_tekst: str, bijlage: Bijlage, lezer: Bronnen, kenmerk: str) -> bytes:
    """De PDF, zo nodig opnieuw geschreven tot geen stroom op een CR eindigt."""
    for opvulling in range(POGINGEN):
        uit: bytes = HTML(string=html, base_url=ADRES, url_fetcher=lezer).write_pdf(
            stylesheets=[_stijlblad(css_tekst)],
            font_config=_letters(),
            cache=_beelden,
            attachments=[_aanhechten(bijlage)],
            pdf_variant="pdf/a-3a",
            pdf_identifier=kenmerk.encode(),
            presentational_hints=False,
            finisher=partial(naverwerken, opvulling=opvulling),
        )
        if not eindigt_op_cr(uit):
            break
    return uit


def render(html: str, css_tekst: str, bijlage: Bijlage, bronnen: Mapping[str, bytes] | None = None) -> bytes:
    """Tekent `html` met `css_tekst` en hecht `bijlage` aan. `bronnen`: naam → inhoud van extra beelden.

    Heft BronGeweigerd als html of stijlblad iets anders opvraagt dan een genoemde bron, en LettertypeFout als er een
    andere letter dan Casus Sans in het bestand zou komen.
    """
    kenmerk = hashlib.sha256(b"\0".join((html.encode(), css_tekst.encode(), bijlage.inhoud))).hexdigest()[:32]
    lezer = Bronnen(bronnen or {})
    try:
        uit = _schrijf(html, css_tekst, bijlage, lezer, kenmerk)
    except FatalURLFetchingError as fout:
        raise BronGeweigerd from fout
    if lezer.geweigerd:
        _beelden.clear()  # het beeld dat dit vroeg mag niet bewaard blijven
        raise BronGeweigerd
    return uit


def opwarmen() -> None:
    """Laadt letters, stijlblad en Pango vast, zodat het eerste dossier niet langer duurt dan het tweede."""
    bijlage = Bijlage("leeg.json", "leeg", b"{}", datetime(2000, 1, 1, tzinfo=UTC))
    render('<html lang="nl"><title>Casus</title><h1>Casus</h1><p>casus</p>', basis(), bijlage)


def html_van(gegevens: BaseModel, huisstijl: Huisstijl) -> str:
    """De HTML van een document; elke waarde is ontsnapt."""
    soort = soort_van(gegevens)
    return _sjablonen().get_template(soort.sjabloon).render(v=soort.weergave(gegevens, huisstijl))


def document_pdf(gegevens: BaseModel, huisstijl: Huisstijl) -> bytes:
    """Het hele document. Heft HuisstijlFout als het briefhoofd van een andere gemeente is, en LettertypeFout met de
    tekens die niet op papier kunnen."""
    soort, van = soort_van(gegevens), cast(Documentgegevens, gegevens)
    if huisstijl.gemeente != van.gemeente:
        raise HuisstijlFout
    html = html_van(gegevens, huisstijl)
    if vreemd := ontbrekende_tekens(html):
        raise LettertypeFout(vreemd)
    bijlage = Bijlage(soort.bijlage_naam(gegevens), soort.omschrijving, soort.to_json(gegevens), van.gemaakt_op)
    bronnen = {embleem_naam(huisstijl): huisstijl.embleem.encode()} if huisstijl.embleem else {}
    return render(html, css(huisstijl), bijlage, bronnen)
