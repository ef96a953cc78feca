"""Waarden uit een lijst met woningen: codes van VERA, bedragen zoals Nederlanders ze schrijven, en hele getallen."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from casus.bedragen import ontleed
from casus.importers.datums import lees_datum
from casus.importers.gebreken import Gelezen, fout, waarschuwing
from casus.importers.tabel import Cel
from casus.importers.tekst import is_formule, ruwe_tekst, schoon, sleutel
from casus.importers.woorden import is_leeg
from casus.rules import woningcodes
from casus.rules.woningcodes import WOONVORMEN

_GETAL = re.compile(r"(-?\d{1,4})(?:[.,](\d+))?(?:m2|m²|kamers?|slaapkamers?|slk|vierkantemeter|everdieping|e|ste|de)?")
_BEGANE_GROND = frozenset({"bg", "begane grond", "beganegrond", "b.g.", "parterre"})
_DIRECT = frozenset({"direct", "perdirect", "nu", "leeg", "perheden", "leegstand", "pernu", "onmiddellijk"})
_LABEL_VOORAF = re.compile(r"(?:energie)?label\s*", re.IGNORECASE)


@cache
def _woorden() -> Mapping[str, Mapping[str, list[str]]]:
    with (files("casus.importers") / "woningwaarden.toml").open("rb") as bestand:
        return MappingProxyType(tomllib.load(bestand))


@cache
def _codelijst(veld: str) -> Mapping[str, str]:
    """Vergelijkingssleutel van elke code, naam en elk woord → de code. Een code gaat voor een woord, en wat nog geldt
    voor wat is vervallen: de naam van een oude code leeft soms voort bij een nieuwe."""
    lijst: dict[str, str] = {}
    vera = [] if veld == "woonvorm" else sorted(woningcodes.codes(veld).values(), key=lambda een: een.tot is not None)
    namen = {een.code: een.naam for een in vera} or WOONVORMEN
    for code in namen:
        lijst.setdefault(sleutel(code), code)
    for code, naam in namen.items():
        lijst.setdefault(sleutel(naam), code)
    for code, woorden in _woorden().get(veld, {}).items():
        for woord in woorden:
            lijst.setdefault(sleutel(woord), code)
    return MappingProxyType(lijst)


def lees_code(cel: Cel, veld: str, dag: date) -> Gelezen[str]:
    """De code van VERA (of de woonvorm); leeg wordt None, een vervallen of onbekende code is een fout met een zin."""
    tekst = schoon(ruwe_tekst(cel))
    code = _labelcode(tekst) if veld == "energielabel" else _codelijst(veld).get(sleutel(tekst))
    if code is None:
        if is_leeg(tekst):
            return Gelezen(None)
        keuzes = WOONVORMEN if veld == "woonvorm" else woningcodes.geldig(veld, dag)
        namen = ", ".join(list(keuzes.values())[:8])
        return fout("code_onbekend", f"Casus kent deze waarde niet. Kies bijvoorbeeld: {namen}.")
    if veld != "woonvorm" and (zin := woningcodes.reden_niet(veld, code, dag)):
        return fout("code_vervallen", zin)
    return Gelezen(code)


def _labelcode(tekst: str) -> str | None:
    """'A++', 'label A++' of 'APP': de plusjes zijn hier geen leestekens."""
    kaal = _LABEL_VOORAF.sub("", tekst).replace(" ", "").upper()
    for code, een in woningcodes.codes("energielabel").items():
        if kaal in (code, een.naam.upper()):
            return code
    return None


def lees_bedrag(cel: Cel) -> Gelezen[int]:
    """Centen uit een getal of uit '€ 1.234,56'; leeg wordt None. Een formule wordt niet uitgerekend."""
    if isinstance(cel, bool):
        return _geen_bedrag()
    if isinstance(cel, (int, float)):
        if not math.isfinite(cel) or abs(cel) > 1_000_000:
            return _geen_bedrag()
        return Gelezen(round(cel * 100))
    tekst = schoon(ruwe_tekst(cel))
    if is_formule(tekst):
        return fout("formule", "In deze cel staat een formule. Vul het bedrag zelf in, bijvoorbeeld 689,20.")
    if is_leeg(tekst):
        return Gelezen(None)
    cent = ontleed(tekst)
    return _geen_bedrag() if cent is None else Gelezen(cent)


def _geen_bedrag() -> Gelezen[int]:
    return fout("bedrag_onleesbaar", "Casus kan dit bedrag niet lezen. Schrijf het als 689,20.")


def lees_getal(cel: Cel, veld: str) -> Gelezen[int]:
    """Een heel getal, ook als '92 m²', '3 kamers' of 'begane grond'; een breuk wordt naar beneden afgerond."""
    tekst = schoon(ruwe_tekst(cel))
    if is_formule(tekst):
        return fout("formule", "In deze cel staat een formule. Vul het getal zelf in.")
    klein = tekst.casefold().replace(" ", "")
    if veld == "verdieping" and (klein in _BEGANE_GROND or tekst.casefold() in _BEGANE_GROND):
        return Gelezen(0)
    if is_leeg(tekst):
        return Gelezen(None)
    gevonden = _GETAL.fullmatch(klein)
    if gevonden is None:
        return fout("getal_onleesbaar", "Hier hoort een heel getal, zonder woorden erbij.")
    if gevonden[2] and int(gevonden[2]):
        zin = f"Hier hoort een heel getal. Casus leest {gevonden[1]}."
        return Gelezen(int(gevonden[1]), (waarschuwing("getal_afgerond", zin),))
    return Gelezen(int(gevonden[1]))


def lees_dag(cel: Cel, *, vandaag: date, tekstcellen: bool) -> Gelezen[date]:
    """Een dag, of vandaag bij 'per direct'."""
    tekst = schoon(ruwe_tekst(cel))
    if sleutel(tekst) in _DIRECT:
        zin = f"Casus leest ‘{tekst}’ als vandaag. Controleer of dat klopt."
        return Gelezen(vandaag, (waarschuwing("dag_direct", zin),))
    if sleutel(tekst) and is_leeg(tekst):
        return Gelezen(None)
    grens = {"vroegst": date(vandaag.year - 10, 1, 1), "laatst": date(vandaag.year + 30, 12, 31)}
    return lees_datum(cel, **grens, tekstcellen=tekstcellen)
