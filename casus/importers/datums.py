"""Datums uit een cel lezen: een echte Excel-datum, cijfers, of Nederlandse tekst.

Van een geboortedatum mag de dag of de maand onbekend zijn: die is dan 00, zoals de BRP het vastlegt
(Logisch Ontwerp BRP, rubriek 01.03.10).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from casus.importers.gebreken import Gebrek, Gelezen, fout, waarschuwing
from casus.importers.tabel import Cel
from casus.importers.tekst import is_formule, ruwe_tekst, schoon

_MAANDEN = {
    naam: nummer
    for nummer, namen in enumerate(
        (
            ("januari", "jan"),
            ("februari", "feb", "febr"),
            ("maart", "mrt", "maa"),
            ("april", "apr"),
            ("mei",),
            ("juni", "jun"),
            ("juli", "jul"),
            ("augustus", "aug"),
            ("september", "sep", "sept"),
            ("oktober", "okt"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for naam in namen
}
_DMJ = re.compile(r"(\d{1,2})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{4})(?: 0?0:00(?::00)?)?")
_JMD = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?")
_ACHT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_WOORDEN = re.compile(r"(?:[a-z]+[ ,]+)?(?:(\d{1,2})[ -])?([a-z]+)\.?[ -](\d{4})")
_JAAR = re.compile(r"\d{4}")
_KORT_JAAR = re.compile(r"\d{1,2}[-/. ]\w+[-/. ]'?\d{2}")
_LEVENSDUUR = 125


@dataclass(frozen=True, slots=True)
class _Delen:
    """Jaar, maand en dag; 0 is onbekend. `vorm`: een eenduidige cel, dag-maand-jaar als tekst, of een maandnaam."""

    jaar: int
    maand: int
    dag: int
    vorm: Literal["cel", "cijfers", "woorden"] = "cel"

    @property
    def heel(self) -> date | None:
        """De volledige datum, of None als zij niet bestaat of deels onbekend is."""
        try:
            return date(self.jaar, self.maand, self.dag)
        except ValueError:
            return None

    @property
    def deels(self) -> bool:
        """Of dit een geldige datum is waarvan de dag of de maand onbekend is."""
        return self.jaar > 0 and self.dag == 0 and 0 <= self.maand <= 12

    def __str__(self) -> str:
        return f"{self.dag:02d}-{self.maand:02d}-{self.jaar:04d}"


def lees_datum(cel: Cel, *, vroegst: date, laatst: date, tekstcellen: bool = False) -> Gelezen[date]:
    """Een volledige datum tussen `vroegst` en `laatst`, of None bij een lege cel.

    `tekstcellen`: in dit bestand is elke cel tekst (CSV), dus dd-mm-jjjj als tekst is daar geen gebrek.
    """
    tekst = schoon(ruwe_tekst(cel))
    if not tekst:
        return Gelezen(None)
    delen = _ontleed(cel, tekst)
    waarde = delen.heel if delen else None
    if delen is None or waarde is None:
        return fout("datum_onleesbaar", _uitleg(cel, tekst, delen))
    if not vroegst <= waarde <= laatst:
        grenzen = f"{_nl(vroegst)} tot en met {_nl(laatst)}"
        melding = f"De datum {delen} kan hier niet kloppen. Vul een datum in van {grenzen}."
        return fout("datum_buiten_bereik", melding)
    return Gelezen(waarde, _tekstgebrek(delen, tekstcellen))


def lees_geboortedatum(cel: Cel, *, vandaag: date, tekstcellen: bool = False) -> Gelezen[str]:
    """Een geboortedatum als 'JJJJ-MM-DD', met 00 voor een onbekende dag of maand, of None bij een lege cel."""
    tekst = schoon(ruwe_tekst(cel))
    if not tekst:
        return Gelezen(None)
    delen = _ontleed(cel, tekst) or _alleen_jaar(tekst)
    if delen is None or not (delen.heel or delen.deels):
        return fout("datum_onleesbaar", _uitleg(cel, tekst, None))
    if (delen.jaar, delen.maand, delen.dag) > (vandaag.year, vandaag.month, vandaag.day):
        melding = f"De geboortedatum {delen} ligt in de toekomst. Controleer het jaar."
        return fout("geboortedatum_toekomst", melding)
    if delen.jaar < vandaag.year - _LEVENSDUUR:
        melding = f"De geboortedatum {delen} is langer dan {_LEVENSDUUR} jaar geleden. Controleer het jaar."
        return fout("datum_buiten_bereik", melding)
    waarde = f"{delen.jaar:04d}-{delen.maand:02d}-{delen.dag:02d}"
    if delen.deels:
        melding = f"Van deze geboortedatum is niet alles bekend. Casus bewaart {delen}; 00 betekent onbekend."
        return Gelezen(waarde, (waarschuwing("geboortedatum_onbekende_dag", melding),))
    return Gelezen(waarde, _tekstgebrek(delen, tekstcellen))


def _nl(datum: date) -> str:
    return f"{datum.day:02d}-{datum.month:02d}-{datum.year:04d}"


def _tekstgebrek(delen: _Delen, tekstcellen: bool) -> tuple[Gebrek, ...]:
    if delen.vorm == "cel" or (delen.vorm == "cijfers" and tekstcellen):
        return ()
    melding = f"De datum staat als tekst in deze cel. Casus heeft hem gelezen als {delen}. Controleer of dat klopt."
    return (waarschuwing("datum_tekst_nl", melding),)


def _ontleed(cel: Cel, tekst: str) -> _Delen | None:
    if isinstance(cel, date):
        return _Delen(cel.year, cel.month, cel.day)
    if eenduidig := _JMD.fullmatch(tekst) or _ACHT.fullmatch(tekst):
        return _Delen(int(eenduidig[1]), int(eenduidig[2]), int(eenduidig[3]))
    if cijfers := _DMJ.fullmatch(tekst):
        return _Delen(int(cijfers[3]), int(cijfers[2]), int(cijfers[1]), "cijfers")
    woorden = _WOORDEN.fullmatch(tekst.lower())
    if woorden and woorden[2] in _MAANDEN:
        return _Delen(int(woorden[3]), _MAANDEN[woorden[2]], int(woorden[1] or 0), "woorden")
    return None


def _alleen_jaar(tekst: str) -> _Delen | None:
    return _Delen(int(tekst), 0, 0) if _JAAR.fullmatch(tekst) else None


def _uitleg(cel: Cel, tekst: str, delen: _Delen | None) -> str:
    """Waarom dit geen datum is, en wat de gebruiker kan doen."""
    if is_formule(tekst):
        return "In deze cel staat een formule. Vul de datum zelf in, bijvoorbeeld 12-03-2025."
    if delen is not None and delen.deels:
        return "Van deze datum zijn de dag, de maand en het jaar nodig. Vul de datum in, bijvoorbeeld 12-03-2025."
    if isinstance(cel, (int, float)) and not isinstance(cel, bool):
        return "In deze cel staat een getal en geen datum. Geef de cel in Excel de opmaak Datum."
    if _KORT_JAAR.fullmatch(tekst):
        return "Het jaar heeft hier twee cijfers. Schrijf het jaar met vier cijfers, bijvoorbeeld 12-03-2025."
    return "Casus kan deze datum niet lezen. Schrijf de datum als dag-maand-jaar, bijvoorbeeld 12-03-2025."
