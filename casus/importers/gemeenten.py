"""Een gemeente herkennen aan haar code of naam (CBS, Gebieden in Nederland 2024)."""

from __future__ import annotations

import csv
import difflib
import re
from functools import lru_cache
from importlib.resources import files

from casus.importers.gebreken import Gelezen, fout
from casus.importers.tabel import Cel
from casus.importers.tekst import ruwe_tekst, schoon, sleutel
from casus.importers.woorden import woordenlijst

_BESTAND = "gemeenten_2024.csv"
_CODE = re.compile(r"(?:GM)?(\d{1,4})", re.IGNORECASE)
_TOEVOEGING = re.compile(r"\s*\([^)]*\)$")
_GELIJKENIS = 0.75


@lru_cache(maxsize=1)
def gemeentenamen() -> dict[str, str]:
    """Gemeentecode (GM0222) → naam volgens het CBS."""
    with (files("casus") / "data" / _BESTAND).open(encoding="utf-8") as bestand:
        return {rij["gemeentecode"]: rij["gemeentenaam"] for rij in csv.DictReader(bestand)}


@lru_cache(maxsize=1)
def _op_naam() -> dict[str, tuple[str, ...]]:
    """Vergelijkingssleutel van een naam → de codes die zo heten. Bergen heet zonder toevoeging twee keer zo."""
    index: dict[str, list[str]] = {}
    for code, naam in gemeentenamen().items():
        for vorm in {sleutel(naam), sleutel(_TOEVOEGING.sub("", naam))}:
            index.setdefault(vorm, []).append(code)
    for vorm, code in woordenlijst("gemeente").items():
        index.setdefault(vorm, []).append(code)
    return {vorm: tuple(dict.fromkeys(codes)) for vorm, codes in index.items()}


def lees_gemeente(code: Cel, naam: Cel) -> Gelezen[str]:
    """De gemeentecode uit de cellen Gemeentecode en Koppelgemeente, die elkaar niet tegenspreken; leeg is None."""
    uit_code = _lees_code(schoon(ruwe_tekst(code)))
    uit_naam = _lees_naam(schoon(ruwe_tekst(naam)))
    if uit_code.fout or uit_naam.fout:
        # een onbekende naam naast een goede code: casus gokt niet bij welke gemeente iemand hoort
        return uit_naam if uit_naam.fout else uit_code
    if uit_code.waarde and uit_naam.waarde and uit_code.waarde != uit_naam.waarde:
        van_code, van_naam = (gemeentenamen()[code] for code in (uit_code.waarde, uit_naam.waarde))
        melding = f"De gemeentecode is van {van_code} en de naam is {van_naam}. Verbeter de code of de naam."
        return fout("gemeente_tegenstrijdig", melding)
    return uit_code if uit_code.waarde else uit_naam


@lru_cache(maxsize=2_000)
def _lees_code(tekst: str) -> Gelezen[str]:
    if not tekst:
        return Gelezen(None)
    treffer = _CODE.fullmatch(tekst)
    code = f"GM{int(treffer[1]):04d}" if treffer else ""
    if code in gemeentenamen():
        return Gelezen(code)
    melding = "Casus kent deze gemeentecode niet. Gebruik de code van het CBS, bijvoorbeeld GM0222."
    return fout("gemeente_onbekend", melding)


@lru_cache(maxsize=2_000)
def _lees_naam(tekst: str) -> Gelezen[str]:
    if not tekst:
        return Gelezen(None)
    vorm = sleutel(tekst)
    codes = _op_naam().get(vorm) or _op_naam().get(vorm.removeprefix("gemeente"), ())
    if len(codes) == 1:
        return Gelezen(codes[0])
    if codes:
        return fout("gemeente_onbekend", f"Er zijn meer gemeenten met deze naam. Bedoelt u {_opsomming(codes)}?")
    if _CODE.fullmatch(tekst):
        return _lees_code(tekst)
    nabij = difflib.get_close_matches(vorm[:60], _lijken_op(vorm), n=1, cutoff=_GELIJKENIS)
    vraag = f"Bedoelt u {_opsomming(_op_naam()[nabij[0]])}?" if nabij else "Gebruik de officiële naam van de gemeente."
    return fout("gemeente_onbekend", f"Casus kent deze gemeente niet. {vraag}")


def _lijken_op(vorm: str) -> list[str]:
    """Namen met hetzelfde begin of einde: dat scheelt tijd bij een bestand vol onzin."""
    return [naam for naam in _op_naam() if naam[:1] == vorm[:1] or naam[-3:] == vorm[-3:]]


def _opsomming(codes: tuple[str, ...]) -> str:
    return " of ".join(gemeentenamen()[code] for code in codes)
