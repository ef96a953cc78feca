"""Tekst uit een cel halen en schoonmaken, en woorden vergelijken zonder op hoofdletters of accenten te letten."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta

from casus.importers.gebreken import FOUT, Gebrek, Gelezen, fout, waarschuwing
from casus.importers.tabel import Cel
from casus.tekens import bezwaar

_CELFOUT = re.compile(
    r"#(?:(?:NULL|DIV/0|VALUE|REF|NUM|LEEG|DEEL/0|WAARDE|VERW|GETAL)!|(?:NAME|NAAM)\?|N/[AB])", re.IGNORECASE
)
_ONZICHTBAAR = frozenset({"Cc", "Cf", "Cs"})
_FORMULE = re.compile(r"\s*(=|[+\-@]\s*[A-Za-z_.]+\(|[+\-@].*\|.*!)")
_VERLOREN = re.compile(r"[^\W\d_]\?[^\W\d_]|�")
_REGELEINDE = re.compile(r"(?:_x000[AaDd]_|[\r\n])+")
_WIT = re.compile(r"\s")
_DUBBEL = re.compile(r" {2,}")

SPATIES = waarschuwing("spaties", "In deze cel stonden spaties of tekens te veel. Casus heeft ze weggehaald.")
FORMULE = waarschuwing(
    "formule", "In deze cel staat een formule. Casus bewaart haar als gewone tekst. Controleer de cel."
)
TEKEN_VERLOREN = waarschuwing(
    "teken_verloren",
    "Op de plaats van een letter staat een vraagteken: die letter is verloren gegaan. Verbeter de naam.",
)


def ruwe_tekst(cel: Cel) -> str:
    """De cel als tekst zoals een mens haar leest: 12.0 wordt 12, een datum dd-mm-jjjj, WAAR wordt ja."""
    if cel is None:
        return ""
    if isinstance(cel, bool):
        return "ja" if cel else "nee"
    if isinstance(cel, float) and cel.is_integer():
        return str(int(cel))
    if isinstance(cel, (date, datetime)):
        return f"{cel.day:02d}-{cel.month:02d}-{cel.year:04d}"
    if isinstance(cel, (time, timedelta)):
        return str(cel)
    return str(cel)


def schoon(tekst: str) -> str:
    """NFC, zonder stuurtekens en onzichtbare tekens, spaties samengevoegd en aan de randen weg."""
    if tekst.isascii() and tekst.isprintable() and "  " not in tekst:
        return tekst.strip()
    zonder_einden = _REGELEINDE.sub(" ", tekst)
    enkel = _WIT.sub(" ", zonder_einden)
    zichtbaar = "".join(teken for teken in enkel if unicodedata.category(teken) not in _ONZICHTBAAR)
    return unicodedata.normalize("NFC", _DUBBEL.sub(" ", zichtbaar).strip())


def sleutel(tekst: str) -> str:
    """De tekst om op te vergelijken: kleine letters en cijfers, zonder accenten, spaties en leestekens."""
    kaal = unicodedata.normalize("NFKD", tekst.replace("ı", "i")).casefold()
    return "".join(teken for teken in kaal if teken.isalnum())


def is_formule(tekst: str) -> bool:
    """Of een rekenblad deze tekst als formule zou uitvoeren."""
    return _FORMULE.match(tekst) is not None


def is_rommelig(tekst: str) -> bool:
    """Of er overbodige spaties of onzichtbare tekens in de tekst staan. Een regeleinde binnen de tekst mag."""
    netjes = schoon(tekst)
    return netjes != "" and netjes != unicodedata.normalize("NFC", _REGELEINDE.sub(" ", tekst))


def _tekst_gebreken(tekst: str, naam: bool) -> tuple[Gebrek, ...]:
    gebreken = []
    if is_rommelig(tekst):
        gebreken.append(SPATIES)
    if is_formule(tekst):
        gebreken.append(FORMULE)
    if naam and _VERLOREN.search(tekst):
        gebreken.append(TEKEN_VERLOREN)
    return tuple(gebreken)


def lees_tekst(cel: Cel, *, lengte: int, naam: bool = False) -> Gelezen[str]:
    """Vrije tekst van ten hoogste `lengte` tekens; leeg wordt None. Met `naam` let casus ook op verloren letters
    en op tekens die niet in een brief of dossier kunnen."""
    ruw = ruwe_tekst(cel)
    tekst = schoon(ruw)
    gebreken = _tekst_gebreken(ruw, naam)
    if naam and (zin := bezwaar(tekst.replace("\ufffd", ""))):  # een verloren letter heeft haar eigen melding
        return fout("teken_onbekend", zin)
    if _CELFOUT.fullmatch(tekst):
        melding = f"In deze cel staat de foutmelding {tekst} van Excel. Vul de waarde in of maak de cel leeg."
        return fout("celfout", melding)
    if len(tekst) > lengte:
        melding = f"Deze tekst heeft {len(tekst)} tekens; er is plaats voor {lengte}. Kort de tekst in."
        return Gelezen(None, (*gebreken, Gebrek("tekst_te_lang", FOUT, melding)))
    return Gelezen(tekst or None, gebreken)
