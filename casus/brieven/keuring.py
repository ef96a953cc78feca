"""Een sjabloon nakijken voordat het wordt bewaard: elke fout met haar regel en een zin die zegt wat er wél kan."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from jinja2 import TemplateSyntaxError, nodes

from casus.brieven.blokken import Blok
from casus.brieven.soorten import ONDERDELEN, Briefsoort
from casus.brieven.taal import SjabloonFout, ontleed, stukken, vul
from casus.brieven.voorbeeld import onderdelen, velden

MAX_TEKENS: Final = 20_000
MAX_DIEPTE: Final = 5
MAX_VOORWAARDE: Final = 400
"""Zo lang mag wat tussen {% en %} staat hooguit zijn (tekens)."""
MAX_WOORDEN: Final = 20
"""Zo veel velden, ‘and’, ‘or’ en ‘not’ samen staan er hooguit in één opdracht."""
_HTML = re.compile(r"<\s*[/!?a-zA-Z]|&#?[a-zA-Z0-9]{1,10};")
_OPDRACHT = re.compile(r"\{[{%].*?(?:[%}]\}|\Z)", re.DOTALL)
_WOORD = re.compile(r"\w+|[^\w\s{}%-]")
_STUUR = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_MAG: Final = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.If,
    nodes.Not,
    nodes.And,
    nodes.Or,
)
_WEL = "Gebruik alleen {{ veld }} en {% if veld %} … {% else %} … {% endif %}."


@dataclass(frozen=True, slots=True)
class Gebrek:
    """Eén fout in een sjabloon; `regel` telt vanaf 1."""

    regel: int
    zin: str

    def __str__(self) -> str:
        return f"Regel {self.regel}: {self.zin}"


def keur(tekst: str, soort: Briefsoort) -> list[Gebrek]:
    """Wat er mis is met een sjabloon voor deze soort brief, op regel; leeg als het bewaard kan worden."""
    if len(tekst) > MAX_TEKENS:
        return [Gebrek(1, f"De tekst is langer dan {MAX_TEKENS // 1000}.000 tekens. Maak haar korter.")]
    if te_lang := [*_te_lang(tekst)]:  # Jinja en Python lopen anders vast op de diepte ervan
        return te_lang
    try:
        return _op_regel(_gebreken(tekst, soort))
    except (RecursionError, SyntaxError, MemoryError):  # dat zegt Python als iets te diep in elkaar staat
        return [Gebrek(1, f"De opdrachten staan te diep in elkaar. {_WEL}")]


def _gebreken(tekst: str, soort: Briefsoort) -> list[Gebrek]:
    gebreken = [*_tekens(tekst), *_vormen(tekst, soort)]
    try:
        boom = ontleed(tekst)
    except TemplateSyntaxError as fout:
        zin = f"Een opdracht klopt hier niet. Controleer of elke {{{{ en {{% is gesloten. {_WEL}"
        return [*gebreken, Gebrek(fout.lineno, zin)]
    gebreken += [*_opdrachten(boom, soort), *_verplicht(boom, soort, _laatste(tekst))]
    return gebreken or [*_proef(tekst, soort)]


def _te_lang(tekst: str) -> Iterator[Gebrek]:
    """Elke opdracht die te lang of te ingewikkeld is, ook als zij nergens wordt gesloten."""
    for opdracht in _OPDRACHT.finditer(tekst):
        if len(opdracht[0]) > MAX_VOORWAARDE or len(_WOORD.findall(opdracht[0])) > MAX_WOORDEN:
            nr = tekst.count("\n", 0, opdracht.start()) + 1
            zin = f"Deze opdracht is te lang. Gebruik hoogstens {MAX_WOORDEN} woorden en haakjes tussen {{% en %}}."
            yield Gebrek(nr, zin)


def _op_regel(gebreken: list[Gebrek]) -> list[Gebrek]:
    return sorted(gebreken, key=lambda gebrek: gebrek.regel)


def _laatste(tekst: str) -> int:
    return max(1, len(tekst.rstrip().splitlines()))


def _tekens(tekst: str) -> Iterator[Gebrek]:
    for nr, regel in enumerate(tekst.replace("\r\n", "\n").split("\n"), start=1):
        if _STUUR.search(regel):
            yield Gebrek(nr, "Hier staat een onzichtbaar teken. Typ de regel opnieuw.")
        if _HTML.search(regel):
            yield Gebrek(nr, "HTML kan niet in een brief. Gebruik # en ## voor koppen en - voor een punt.")


def _vormen(tekst: str, soort: Briefsoort) -> Iterator[Gebrek]:
    titels, gezien = 0, False
    for nr, regel in enumerate(tekst.replace("\r\n", "\n").split("\n"), start=1):
        kaal = regel.strip()
        if kaal.startswith("# "):
            titels += 1
            if titels > 1:
                yield Gebrek(nr, "Een brief heeft één titel. Gebruik ## voor een kop.")
            elif gezien:
                yield Gebrek(nr, "De titel hoort bovenaan de brief.")
        elif kaal.startswith("@"):
            yield from _onderdeel(nr, kaal.removeprefix("@"), soort)
        elif re.match(r"#{3,}|#\S|##\S", kaal) and not kaal.startswith("## "):
            yield Gebrek(nr, "Een kop begint met # of ## en een spatie.")
        gezien = gezien or bool(kaal)
    if not titels:
        yield Gebrek(1, "De titel ontbreekt. Begin de brief met # en de uitkomst in één regel.")


def _onderdeel(nr: int, naam: str, soort: Briefsoort) -> Iterator[Gebrek]:
    if naam not in soort.onderdelen:
        kan = ", ".join(f"@{een}" for een in soort.onderdelen)
        wat = "hoort niet bij deze brief" if naam in ONDERDELEN else "bestaat niet"
        yield Gebrek(nr, f"Het onderdeel ‘@{naam}’ {wat}. U kunt kiezen uit: {kan}.")


def _opdrachten(boom: nodes.Template, soort: Briefsoort) -> Iterator[Gebrek]:
    for knoop, diepte in _lopen(boom, 0):
        if not isinstance(knoop, _MAG):
            yield Gebrek(knoop.lineno, f"Deze opdracht kan niet in een brief. {_WEL}")
        elif isinstance(knoop, nodes.Name) and knoop.name not in soort.velden:
            yield Gebrek(knoop.lineno, _onbekend(knoop.name, soort))
        elif diepte > MAX_DIEPTE:
            yield Gebrek(knoop.lineno, f"Hoogstens {MAX_DIEPTE} opdrachten in elkaar. {_WEL}")


def _lopen(knoop: nodes.Node, diepte: int) -> Iterator[tuple[nodes.Node, int]]:
    """Elke knoop met hoeveel {% if %} eromheen staan. Onder een verboden knoop wordt niet verder gezocht."""
    yield knoop, diepte
    if isinstance(knoop, _MAG):
        for kind in knoop.iter_child_nodes():
            yield from _lopen(kind, diepte + isinstance(knoop, nodes.If))


def _onbekend(naam: str, soort: Briefsoort) -> str:
    lijkt = get_close_matches(naam, soort.velden, n=1, cutoff=0.6)
    bedoelt = f" Bedoelt u ‘{lijkt[0]}’?" if lijkt else " Kies een veld uit de lijst bij deze brief."
    return f"Het veld ‘{naam}’ bestaat niet in deze brief.{bedoelt}"


def _verplicht(boom: nodes.Template, soort: Briefsoort, laatste: int) -> Iterator[Gebrek]:
    """Wat er altijd in moet staan, moet buiten elke {% if %} staan: anders ontbreekt het soms."""
    altijd = [
        (vorm, stuk.strip())
        for knoop in boom.body
        if isinstance(knoop, nodes.Output)
        for deel in knoop.nodes
        if isinstance(deel, nodes.TemplateData)
        for vorm, stuk in stukken(deel.data)
    ]
    for kop in soort.koppen:
        if ("k", kop) not in altijd:
            yield Gebrek(laatste, f"De kop ‘## {kop}’ ontbreekt of staat in een {{% if %}}. Zet hem er altijd in.")
    for naam in soort.verplicht:
        if ("o", naam) not in altijd:
            uitleg = ONDERDELEN[naam]
            yield Gebrek(laatste, f"Het onderdeel ‘@{naam}’ ontbreekt of staat in een {{% if %}} ({uitleg}).")


def _proef(tekst: str, soort: Briefsoort) -> Iterator[Gebrek]:
    """Vult het sjabloon met verzonnen gegevens, één keer met alles en één keer met alleen wat er altijd is."""
    for alles in (True, False):
        try:
            blokken = vul(tekst, velden(soort, alles=alles), onderdelen(soort, alles=alles))
        except SjabloonFout:
            yield Gebrek(1, "De brief kan niet worden gevuld. Vereenvoudig de opdrachten.")
            return
        yield from _leeg(tekst, soort, blokken)


def _leeg(tekst: str, soort: Briefsoort, blokken: list[Blok]) -> Iterator[Gebrek]:
    if not any(blok.soort == "titel" and blok.tekst for blok in blokken):
        yield Gebrek(1, "De titel is leeg als een veld niet is ingevuld. Schrijf er vaste woorden bij.")
    for kop in soort.koppen:
        if not any(blok.soort == "kop" and blok.tekst == kop for blok in blokken):
            zin = f"Onder de kop ‘{kop}’ staat niets als een veld niet is ingevuld. Schrijf er een vaste zin bij."
            yield Gebrek(_regel_van(tekst, f"## {kop}"), zin)


def _regel_van(tekst: str, begin: str) -> int:
    regels = tekst.replace("\r\n", "\n").split("\n")
    return next((nr for nr, regel in enumerate(regels, start=1) if regel.strip() == begin), 1)
