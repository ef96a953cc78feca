"""De velden van een dossier over een geweigerd aanbod: de feiten die het COA nodig heeft (domein.md §2.4).

Alleen wat over dit ene aanbod gaat. Vrije tekst is een eigen veld en gaat pas mee als iemand haar nakeek.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from casus.bedragen import decimaal
from casus.rules.dossierbron import AFWEZIG, Functie, Geweigerd, Veld
from casus.rules.dossiervelden import VELDEN
from casus.rules.zinnen import dag_tekst, zin
from casus.termijnen import NEDERLAND, dag_van
from casus.vocab import TOEGANKELIJKHEID, WONINGSOORTEN

__all__ = ["VELDEN"]  # met deze velden erbij
WEIGERING: Final = "weigering_coa"
"""De code van het profiel."""
WONING: Final = "De woning"
VERLOOP: Final = "Wat er is gebeurd"
REDEN: Final = "Waarom het huishouden weigert"
OORDEEL: Final = "Oordeel van het COA"


def _van(functie: Callable[[Geweigerd], Any]) -> Functie:
    return lambda bron: functie(bron.weigering)


def _dag(dag: date | None) -> str | None:
    return dag.isoformat() if dag else None


def _tekst(tekst: str) -> Any:
    """Vrije tekst; een veld dat er niet is, geeft geen lege regel."""
    return tekst.strip() or AFWEZIG


def _adres(feiten: Geweigerd) -> str:
    woning = feiten.aanbod.woning
    return f"{woning.adres}, {woning.postcode} {woning.plaats}"


def _soort(feiten: Geweigerd) -> str:
    soort = feiten.aanbod.woning.detailsoort
    return zin(WONINGSOORTEN.get(soort, soort))


def _toegang(feiten: Geweigerd) -> str:
    label = feiten.aanbod.woning.toegankelijkheid
    return zin(TOEGANKELIJKHEID.get(label, label))


def _afspraak(feiten: Geweigerd) -> str | None:
    """'6 november 2026 om 14.30 uur'."""
    moment = feiten.aanbod.bezichtiging_op
    if moment is None:
        return None
    hier = moment.astimezone(NEDERLAND)
    return f"{dag_tekst(hier.date())} om {hier:%H.%M} uur"


_FEITEN: Final[tuple[tuple[str, str, str, Callable[[Geweigerd], Any]], ...]] = (
    ("adres", WONING, "Adres", _adres),
    ("corporatie", WONING, "Corporatie", lambda w: w.aanbod.woning.corporatie.naam),
    ("woningsoort", WONING, "Soort woning", _soort),
    ("slaapkamers", WONING, "Slaapkamers", lambda w: w.aanbod.woning.slaapkamers),
    ("oppervlakte", WONING, "Oppervlakte", lambda w: w.aanbod.woning.oppervlakte),
    ("huur", WONING, "Huur", lambda w: decimaal(w.aanbod.woning.huur_cent)),
    ("toegang", WONING, "Toegang", _toegang),
    ("past", WONING, "Past de woning", lambda w: w.past or None),
    ("past_toelichting", WONING, "Toelichting bij de passendheid", lambda w: _tekst(w.past_toelichting)),
    ("uitleg_op", VERLOOP, "Uitleg over weigeren", lambda w: _dag(w.uitleg_op)),
    ("voorgedragen_op", VERLOOP, "Woning voorgedragen", lambda w: _dag(dag_van(w.aanbod.voorgedragen_op))),
    ("besloten_op", VERLOOP, "Besluit om aan te bieden", lambda w: _dag(w.besloten_op)),
    ("corporatie_op", VERLOOP, "Corporatie akkoord", lambda w: _dag(w.aanbod.corporatie_op)),
    ("aangeboden_op", VERLOOP, "Aangeboden", lambda w: _dag(w.aanbod.aangeboden_op)),
    ("afspraak", VERLOOP, "Bezichtiging gepland", _afspraak),
    ("bezichtigd_op", VERLOOP, "Woning bezichtigd", lambda w: _dag(w.bezichtigd_op)),
    ("antwoord_voor", VERLOOP, "Antwoord uiterlijk", lambda w: _dag(w.aanbod.reageer_voor)),
    ("reactie_op", VERLOOP, "Huishouden zei nee", lambda w: _dag(w.aanbod.reactie_op)),
    ("reden", REDEN, "Reden", lambda w: w.reden or None),
    ("gezegd", REDEN, "Wat het huishouden zei", lambda w: _tekst(w.gezegd)),
    ("oordeel", OORDEEL, "Oordeel", lambda w: w.oordeel or None),
    ("oordeel_op", OORDEEL, "Gegeven op", lambda w: _dag(w.aanbod.oordeel_op) or AFWEZIG),
    ("oordeel_toelichting", OORDEEL, "Toelichting bij het oordeel", lambda w: _tekst(w.oordeel_toelichting)),
)
for _naam, _groep, _titel, _functie in _FEITEN:
    _code = f"weigering.{_naam}"
    VELDEN[_code] = Veld(_code, _groep, _titel, _van(_functie), herkenbaar=True, los=False, alleen_in=WEIGERING)
