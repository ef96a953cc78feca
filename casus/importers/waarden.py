"""Waarden uit cellen: nummers, keuzes, ja of nee en aantallen. Een lezer geeft een waarde of een gebrek."""

from __future__ import annotations

import re

from stdnum.exceptions import ValidationError
from stdnum.nl import bsn as elfproef

from casus.importers.gebreken import Gelezen, fout, waarschuwing
from casus.importers.tabel import Cel
from casus.importers.tekst import ruwe_tekst, schoon, sleutel
from casus.importers.woorden import is_leeg, waarden, woordenlijst

_TUSSEN = re.compile(r"[\s.\-]")
_V_VOORAF = re.compile(r"[Vv](?:-?nummer|-?nr)?[\s.:\-]*(?=\d)")
_CIJFERS = re.compile(r"[0-9]+")
_WETENSCHAPPELIJK = re.compile(r"\d(?:[.,]\d+)?[Ee]\+?\d+")
_LIJST = re.compile(r"[;,|/\n\r]+")
_AANTAL_MAX = 30
_BSN_HERSTEL = "Controleer de cijfers, of maak de cel leeg als het BSN nog niet bekend is."


def _cijfers(cel: Cel) -> str:
    return _TUSSEN.sub("", schoon(ruwe_tekst(cel)))


def lees_bsn(cel: Cel) -> Gelezen[str]:
    """Een BSN van negen cijfers dat aan de elfproef voldoet; acht cijfers krijgen een nul ervoor (domein.md §7)."""
    nummer = _cijfers(cel)
    if not nummer:
        return Gelezen(None)
    if not _CIJFERS.fullmatch(nummer) or len(nummer) not in {8, 9}:
        return fout("bsn_onjuist", f"Een BSN heeft negen cijfers. {_BSN_HERSTEL}{_excel_hint(cel)}")
    try:
        return Gelezen(elfproef.validate(nummer.zfill(9)))
    except ValidationError:
        return fout("bsn_elfproef", f"Dit BSN voldoet niet aan de elfproef. {_BSN_HERSTEL}")


def lees_v_nummer(cel: Cel) -> Gelezen[str]:
    """Een vreemdelingennummer van tien cijfers. Leeg is een fout: het nummer verbindt de persoon met TVS."""
    nummer = _TUSSEN.sub("", _V_VOORAF.sub("", schoon(ruwe_tekst(cel))))
    if not nummer:
        return fout("v_nummer_leeg", "Het V-nummer ontbreekt. Vul de tien cijfers van het V-nummer in.")
    if not _CIJFERS.fullmatch(nummer) or len(nummer) != 10:
        return fout("v_nummer_onjuist", f"Een V-nummer heeft tien cijfers. Controleer het V-nummer.{_excel_hint(cel)}")
    return Gelezen(nummer)


def _excel_hint(cel: Cel) -> str:
    if _WETENSCHAPPELIJK.fullmatch(schoon(ruwe_tekst(cel))):
        return " Excel heeft het nummer afgerond. Geef de kolom de opmaak Tekst en vul het hele nummer in."
    return ""


def lees_keuze(cel: Cel, soort: str, *, streng: bool = True) -> Gelezen[str]:
    """Eén waarde uit een vaste lijst van `waarden.toml`; leeg wordt None.

    Een onbekend woord is een fout, of met `streng=False` een waarschuwing waarbij de cel leeg telt.
    """
    tekst = schoon(ruwe_tekst(cel))
    if waarde := woordenlijst(soort).get(sleutel(tekst)):
        return Gelezen(waarde)
    if is_leeg(tekst):
        return Gelezen(None)
    keuzes = ", ".join(waarde.replace("_", " ") for waarde in waarden(soort))
    if streng:
        return fout("waarde_onbekend", f"Casus kent deze waarde niet. Kies een van: {keuzes}.")
    melding = f"Casus kent deze waarde niet en laat haar leeg. Bekend zijn: {keuzes}."
    return Gelezen(None, (waarschuwing("waarde_onbekend", melding),))


def lees_keuzes(cel: Cel, soort: str) -> Gelezen[tuple[str, ...]]:
    """Nul of meer waarden uit een vaste lijst, gescheiden door een komma, puntkomma, streep of regeleinde."""
    ruw = ruwe_tekst(cel)
    heel = lees_keuze(ruw, soort)
    if not heel.fout:
        return Gelezen((heel.waarde,) if heel.waarde else ())
    delen = [lees_keuze(deel, soort) for deel in _LIJST.split(ruw)]
    for deel in delen:
        if deel.fout:
            return Gelezen(None, deel.gebreken)
    return Gelezen(tuple(dict.fromkeys(deel.waarde for deel in delen if deel.waarde)))


def lees_ja_nee(cel: Cel, soort: str) -> Gelezen[bool]:
    """Ja of nee; leeg wordt None. Iets anders is een waarschuwing en telt als leeg."""
    keuze = lees_keuze(cel, soort, streng=False)
    return Gelezen(None if keuze.waarde is None else keuze.waarde == "ja", keuze.gebreken)


def lees_aantal(cel: Cel) -> Gelezen[int]:
    """Een heel getal van 0 tot en met 30; leeg wordt None."""
    tekst = schoon(ruwe_tekst(cel))
    if is_leeg(tekst):
        return Gelezen(None)
    # de lengte eerst: int() weigert onder Python 3.11 heel lange getallen met een uitzondering
    if _CIJFERS.fullmatch(tekst) and len(tekst) <= 3 and int(tekst) <= _AANTAL_MAX:
        return Gelezen(int(tekst))
    melding = f"Hier hoort een heel getal van 0 tot en met {_AANTAL_MAX}. Vul een getal in of maak de cel leeg."
    return fout("waarde_onbekend", melding)
