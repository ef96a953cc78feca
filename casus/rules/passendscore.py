"""De zachte score van een passend paar: 0 tot en met 100 punten in zes delen (domein §8.2).

Elk deel zegt zijn punten, het meeste dat kan en waarom. Een gegeven dat ontbreekt, wordt gezegd en niet geraden: dat
deel krijgt nul punten. Nooit tellen nationaliteit, godsdienst, taal, naam, geslacht of gezondheid. De punten zijn hele
getallen en van de gemeente, met datums (passendbeleid.py). passendtabel.py rekent dezelfde score over veel paren
tegelijk; een test legt beide naast elkaar.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from casus.rules.passendbeleid import Beleid
from casus.rules.passendgeval import Geval
from casus.rules.passendheid import toets
from casus.rules.passendtoets import BIJ_COMPLEX, Invulplek
from casus.vocab import meervoud

Reistijden = Mapping[tuple[str, str], int]
"""Minuten reizen van een plaats naar een gebied: (gebied van het huishouden, plaats van de woning) → minuten. De namen
zijn gewoon gemaakt met `naamsleutel`: hoofdletters en spaties maken geen verschil."""


def naamsleutel(naam: str) -> str:
    """De naam van een gebied of plaats om op te zoeken."""
    return " ".join(naam.split()).casefold()


@dataclass(frozen=True, slots=True)
class Deel:
    """Eén deel van de score. `onbekend`: er ontbreekt een gegeven, en de zin zegt welk; `invullen`: waar dat kan."""

    naam: str
    titel: str
    punten: int
    hoogst: int
    zin: str
    onbekend: bool = False
    invullen: Invulplek = ""


@dataclass(frozen=True, slots=True)
class Score:
    """De delen en hun som."""

    delen: tuple[Deel, ...]

    @property
    def totaal(self) -> int:
        """De punten samen."""
        return sum(deel.punten for deel in self.delen)

    @property
    def hoogst(self) -> int:
        """Het meeste dat kan; bij de standaardwaarden honderd."""
        return sum(deel.hoogst for deel in self.delen)

    @property
    def zin(self) -> str:
        """'83 van 100 punten'."""
        return f"{self.totaal} van {self.hoogst} punten"


def score(geval: Geval, beleid: Beleid, reistijden: Reistijden | None = None) -> Score:
    """De score van één woning voor één huishouden."""
    return Score(
        (
            _bezetting(geval, beleid),
            _nareis(geval, beleid),
            _reistijd(geval, beleid, reistijden or {}),
            _netwerk(geval, beleid),
            _wachttijd(geval, beleid),
            _spreiding(geval, beleid),
        )
    )


def _bezetting(geval: Geval, beleid: Beleid) -> Deel:
    over = geval.plek.slaapkamers - geval.vraag.slaapkamers
    if geval.vraag.personen == 1 and over == -1:
        punten, zin = beleid.precies, "Een woning zonder aparte slaapkamer is genoeg voor één persoon."
    elif over < 0:
        punten = beleid.een_over if over == -1 else 0
        zin = f"Er {'is' if over == -1 else 'zijn'} {meervoud(-over, 'slaapkamer', 'slaapkamers')} minder dan de norm."
    else:
        punten = (beleid.precies, beleid.een_over, beleid.twee_over, 0)[min(over, 3)]
        zin = "Er zijn precies genoeg slaapkamers."
        if over:
            zin = f"Er {'is' if over == 1 else 'zijn'} {meervoud(over, 'slaapkamer', 'slaapkamers')} over."
    return Deel("bezetting", "Slaapkamers", punten, beleid.precies, zin)


def _nareis(geval: Geval, beleid: Beleid) -> Deel:
    titel, straks = "Nareis", geval.vraag.straks
    if straks is None:
        zin = "Er wordt binnen zes maanden geen nareis verwacht."
        return Deel("nareis", titel, beleid.nareis, beleid.nareis, zin)
    later = toets(replace(geval, vraag=straks))
    if not later.past:
        return Deel("nareis", titel, 0, beleid.nareis, "De woning past niet meer als de nareis er is.")
    if any(een.regel == "H4" for een in later.onbekend):
        zin = "Of er genoeg slaapkamers zijn na nareis, hangt af van leeftijden die niet bekend zijn."
        return Deel("nareis", titel, 0, beleid.nareis, zin, onbekend=True)
    return Deel("nareis", titel, beleid.nareis, beleid.nareis, "De woning past ook als de nareis er is.")


def _reistijd(geval: Geval, beleid: Beleid, reistijden: Reistijden) -> Deel:
    gebied, plaats, hoogst = geval.vraag.gebied, geval.plek.plaats, beleid.reistijd
    titel = "Reistijd"
    if not gebied:
        return Deel("reistijd", titel, hoogst, hoogst, "Er is geen vaste school, baan of behandeling vastgelegd.")
    if naamsleutel(gebied) == naamsleutel(plaats):
        return Deel("reistijd", titel, hoogst, hoogst, f"De woning ligt in het gewenste gebied: {gebied}.")
    minuten = reistijden.get((naamsleutel(gebied), naamsleutel(plaats)))
    if minuten is None:
        zin = f"De reistijd van {plaats} naar {gebied} is niet bekend. Vul die in bij ‘Reistijden’."
        return Deel("reistijd", titel, 0, hoogst, zin, onbekend=True, invullen="reistijden")
    return Deel("reistijd", titel, reispunten(minuten, beleid), hoogst, f"Naar {gebied} is het {minuten} minuten.")


def reispunten(minuten: int, beleid: Beleid) -> int:
    """Alle punten tot en met `reistijd_goed` minuten, geen vanaf `reistijd_hoogstens`, ertussen naar verhouding."""
    if minuten <= beleid.reistijd_goed:
        return beleid.reistijd
    te_gaan = beleid.reistijd_hoogstens - minuten
    return max(0, beleid.reistijd * te_gaan // max(1, beleid.reistijd_hoogstens - beleid.reistijd_goed))


def _netwerk(geval: Geval, beleid: Beleid) -> Deel:
    netwerk, hoogst = geval.vraag.netwerk, beleid.netwerk
    if not netwerk:
        return Deel("netwerk", "Eigen netwerk", hoogst, hoogst, "Er is geen eigen netwerk vastgelegd.")
    dichtbij = netwerk == geval.plek.gemeente
    zin = "De woning staat in de gemeente van het eigen netwerk."
    if not dichtbij:
        zin = "De woning staat in een andere gemeente dan het eigen netwerk."
    return Deel("netwerk", "Eigen netwerk", hoogst if dichtbij else 0, hoogst, zin)


def _wachttijd(geval: Geval, beleid: Beleid) -> Deel:
    dagen = geval.vraag.wacht_dagen
    punten = min(beleid.wachttijd, beleid.wachttijd * dagen // max(1, beleid.wachttijd_vol))
    zin = f"Het huishouden wacht {meervoud(dagen, 'dag', 'dagen')}."
    return Deel("wachttijd", "Wachttijd", punten, beleid.wachttijd, zin)


def _spreiding(geval: Geval, beleid: Beleid) -> Deel:
    plek, hoogst, titel = geval.plek, beleid.spreiding, "Spreiding"
    if not plek.complex:
        return Deel("spreiding", titel, hoogst, hoogst, "De woning hoort niet bij een complex.")
    if not plek.eenheden or plek.toegewezen is None:
        zin = f"Hoeveel woningen dit complex telt, is niet bekend. Vul dat in {BIJ_COMPLEX}."
        return Deel("spreiding", titel, 0, hoogst, zin, onbekend=True, invullen="complex")
    past = 100 * (plek.toegewezen + 1) <= beleid.spreiding_procent * plek.eenheden
    zin = f"Met deze woning erbij zijn {plek.toegewezen + 1} van {plek.eenheden} woningen in dit complex via casus"
    return Deel("spreiding", titel, hoogst if past else 0, hoogst, f"{zin} verhuurd.")
