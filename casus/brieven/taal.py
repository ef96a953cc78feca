"""De kleine taal van briefsjablonen: platte tekst met velden. Geen HTML, geen berekening, geen lus.

    # titel                de titel van de brief, één keer en bovenaan
    ## kop                 een onderdeel
    - punt                 een punt van een lijst
    @feiten                een onderdeel dat casus zelf invult
    {{ bedrag }}           een veld van deze soort brief
    {% if bedrag %} … {% else %} … {% endif %}    alleen als het veld is ingevuld

Een lege regel begint een alinea. De vorm staat vast voordat er een veld wordt ingevuld: wat in een veld staat, kan
nooit een kop, punt of onderdeel worden. Een onderdeel waar niets onder staat, vervalt.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from jinja2 import StrictUndefined, TemplateError, nodes
from jinja2.sandbox import SandboxedEnvironment

from casus.brieven.blokken import Blok, Bloksoort, alineas, schone_tekst

_TEKEN, _EINDE = "\x02", "\x03"
"""Zo staat de vorm in de tekst die Jinja ziet; in een veld bestaan deze tekens niet."""
_VORMEN: tuple[tuple[str, str], ...] = (("## ", "k"), ("# ", "t"), ("- ", "p"), ("@", "o"))
_SOORTEN: Mapping[str, Bloksoort] = {"t": "titel", "k": "kop", "p": "punt", "a": "alinea"}
Onderdelen = Mapping[str, Sequence[Blok]]
Waarden = Mapping[str, str]


class SjabloonFout(ValueError):
    """Een sjabloon past niet bij de velden (het is ooit gekeurd, maar casus of de soort is veranderd)."""


@lru_cache(maxsize=1)
def omgeving() -> SandboxedEnvironment:
    """De taal zonder alles wat een sjabloon niet nodig heeft: geen filters, tests, functies of insluiten."""
    taal = SandboxedEnvironment(undefined=StrictUndefined, autoescape=False, keep_trailing_newline=True)
    taal.globals.clear()
    taal.filters.clear()
    taal.tests.clear()
    return taal


def met_vorm(tekst: str) -> str:
    """De tekst met tekens voor de vorm, regel voor regel, zodat regelnummers blijven kloppen."""
    return "\n".join(_regel(regel) for regel in tekst.replace("\r\n", "\n").split("\n"))


def _regel(regel: str) -> str:
    kaal = regel.strip()
    if not kaal:
        return f"{_TEKEN}a"
    for begin, code in _VORMEN:
        if kaal.startswith(begin):
            na = "" if code == "p" else f"{_TEKEN}a"
            return f"{_TEKEN}{code}{kaal.removeprefix(begin)}{na}"
    return regel


def ontleed(tekst: str) -> nodes.Template:
    """De boom van een sjabloon. Raises jinja2.TemplateSyntaxError met het regelnummer."""
    return omgeving().parse(met_vorm(tekst))


def stukken(ruw: str) -> list[tuple[str, str]]:
    """De vorm en de tekst van elk stuk: ('t', 'U krijgt …')."""
    return [(stuk[:1], stuk[1:]) for stuk in ("a" + ruw).split(_TEKEN) if stuk[1:].strip()]


def vul(tekst: str, velden: Waarden, onderdelen: Onderdelen) -> list[Blok]:
    """De blokken van een brief. Raises SjabloonFout als een veld of onderdeel niet bestaat."""
    waarden = {naam: _EINDE.join(alineas(waarde)) for naam, waarde in velden.items()}
    try:
        ruw = omgeving().from_string(met_vorm(tekst)).render(waarden)
        blokken = [blok for vorm, stuk in stukken(ruw) for blok in _blokken(vorm, stuk, onderdelen)]
    except (TemplateError, KeyError, RecursionError) as fout:
        raise SjabloonFout(type(fout).__name__) from fout
    return list(_zonder_lege_delen(blokken))


def _blokken(vorm: str, stuk: str, onderdelen: Onderdelen) -> Iterable[Blok]:
    if vorm == "o":
        return onderdelen[stuk.strip()]
    if vorm in ("t", "k"):
        return [Blok(_SOORTEN[vorm], schone_tekst(stuk.replace(_EINDE, " ")))]
    return [Blok(_SOORTEN[vorm], deel) for deel in map(schone_tekst, stuk.split(_EINDE)) if deel]


def _zonder_lege_delen(blokken: Sequence[Blok]) -> Iterable[Blok]:
    for nr, blok in enumerate(blokken):
        volgende = blokken[nr + 1].soort if nr + 1 < len(blokken) else "kop"
        if blok.soort != "kop" or volgende != "kop":
            yield blok
