"""Het teamoverzicht: vier getallen bovenaan, daaronder de vlakken; elk getal leidt naar de lijst die het telt."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from casus.actor import Actor
from casus.db import CasusSessie
from casus.queries.team import Getallen, Werk, getallen, werk
from casus.queries.teamduur import THUIS, THUIS_EERDER, duren
from casus.queries.teamzaken import Succes, Vast, Vastzittend, successen, vastzittend
from casus.queries.zaakkeuze import BESLUIT, VAST, Keuze
from casus.rules.doorlooptijd import Normen, mediaan, weken
from casus.rules.taakstelling import Halfjaar
from casus.rules.vastzitten import Reden, in_weken
from casus.termijnen import dag_kort, dag_van, plus_jaren, vandaag
from casus.views.schermen.getallen import geteld, komma
from casus.views.schermen.grafiek import Getal
from casus.views.schermen.teamstroom import (
    Duurvlak,
    Stellingvlak,
    Stroomvlak,
    maak_duren,
    maak_stelling,
    maak_stroom,
    zaken_in,
)
from casus.views.schermen.teamwerk import Werkvlak, maak_werk
from casus.views.schermen.zaaklijst import adres

PERIODEN: Mapping[str, str] = {"halfjaar": "Dit halfjaar", "jaar": "Laatste 12 maanden"}
WEKEN: Mapping[str, int] = {"halfjaar": 10, "jaar": 52}
_HUISNUMMER = re.compile(r"\s+\d.*$")


@dataclass(frozen=True, slots=True)
class Periode:
    """Waarover het overzicht gaat: van een dag tot en met vandaag. `eerder` begint de periode ervoor."""

    code: str
    van: date
    eerder: date
    eerste_week: date

    @classmethod
    def van_code(cls, code: str, dag: date) -> Periode:
        """De gekozen periode; iets anders dan een bestaande keuze is dit halfjaar."""
        code = code if code in PERIODEN else "halfjaar"
        maandag = dag - timedelta(days=dag.weekday(), weeks=WEKEN[code] - 1)
        if code == "jaar":
            begin = plus_jaren(dag, -1) + timedelta(days=1)
            return cls(code, begin, plus_jaren(begin, -1), maandag)
        halfjaar = Halfjaar.van(dag)
        return cls(code, halfjaar.eerste_dag, halfjaar.vorige.eerste_dag, maandag)

    @property
    def woorden(self) -> str:
        """'dit halfjaar'."""
        return {"halfjaar": "dit halfjaar", "jaar": "de laatste 12 maanden"}[self.code]

    @property
    def ervoor(self) -> str:
        """'het halfjaar ervoor'."""
        return {"halfjaar": "het halfjaar ervoor", "jaar": "de 12 maanden ervoor"}[self.code]


@dataclass(frozen=True, slots=True)
class Thuisduur:
    """Van koppeling tot gehuisvest: de middelste duur nu, en in de periode ervoor."""

    nu: Getal
    norm: str
    eerder: Getal | None


@dataclass(frozen=True, slots=True)
class Vastregel:
    """Een zaak die vastzit, in woorden."""

    zaaknummer: str
    huishouden: str
    zin: str
    reden: Reden


@dataclass(frozen=True, slots=True)
class Vastvlak:
    """Wie vastzit, met het aantal van de hele lijst."""

    titel: str
    alle: Getal
    regels: Sequence[Vastregel]


@dataclass(frozen=True, slots=True)
class Succesregel:
    """Een huishouden dat een thuis kreeg: alleen wat bekend is."""

    zaaknummer: str
    huishouden: str
    zin: str
    op: date


@dataclass(frozen=True, slots=True)
class Succesvlak:
    """Wie pas een thuis kreeg, met het aantal van de hele periode."""

    titel: str
    alle: Getal
    regels: Sequence[Succesregel]


@dataclass(frozen=True, slots=True)
class Teamscherm:
    """De hele pagina. `leeg`: er is nog geen zaak en geen taak om te tellen."""

    dag: date
    halfjaar: Halfjaar
    periode: Periode
    leeg: bool
    stelling: Stellingvlak
    werk: Werkvlak
    thuis: Thuisduur
    besluiten: Getal
    oudste: str
    duren: Duurvlak
    stroom: Stroomvlak
    vast: Vastvlak
    successen: Succesvlak


def maak_team(session: CasusSessie, actor: Actor, code: str) -> Teamscherm:
    """Het overzicht van de gemeente van de actor; vijf queries, hoeveel er ook loopt."""
    dag = vandaag()
    halfjaar, periode = Halfjaar.van(dag), Periode.van_code(code, dag)
    rijen = werk(session, actor)
    feiten = getallen(session, actor, min(periode.van, periode.eerste_week), halfjaar)
    per_stap = duren(session, actor, periode.van, periode.eerder)
    vast = vastzittend(session, actor, feiten.normen)
    thuis = successen(session, actor, periode.van)
    return Teamscherm(
        dag=dag,
        halfjaar=halfjaar,
        periode=periode,
        leeg=_leeg(rijen, feiten, vast, thuis),
        stelling=maak_stelling(feiten, halfjaar, dag),
        werk=maak_werk(rijen),
        thuis=_thuisduur(per_stap, feiten.normen, periode, dag),
        besluiten=_besluiten(feiten),
        oudste=_oudste(feiten, dag),
        duren=maak_duren(per_stap, feiten.normen, periode.van, dag),
        stroom=maak_stroom(feiten, periode.eerste_week, dag),
        vast=_vastvlak(vast),
        successen=_succesvlak(thuis, feiten, periode, dag),
    )


def _leeg(rijen: Sequence[Werk], feiten: Getallen, vast: Vastzittend, thuis: Sequence[Succes]) -> bool:
    iets = (sum(rij.open for rij in rijen), feiten.binnen, feiten.uit, feiten.personen, vast.aantal, thuis)
    return not any(iets)


def _besluiten(feiten: Getallen) -> Getal:
    uitleg = "zaak wacht op een besluit" if feiten.besluiten == 1 else "zaken wachten op een besluit"
    return Getal(geteld(feiten.besluiten), adres(Keuze(wat=BESLUIT)), uitleg)


def _oudste(feiten: Getallen, dag: date) -> str:
    if feiten.oudste_voorstel is None:
        return "er ligt geen voorstel"
    return f"het oudste voorstel is van {dag_kort(dag_van(feiten.oudste_voorstel), dag)}"


def _thuisduur(per_stap: Mapping[str, Counter[int]], normen: Normen, periode: Periode, dag: date) -> Thuisduur:
    nu, eerder = mediaan(per_stap.get(THUIS, {})), mediaan(per_stap.get(THUIS_EERDER, {}))
    lijst = zaken_in("gehuisvest", periode.van, dag)
    ervoor = zaken_in("gehuisvest", periode.eerder, periode.van - timedelta(days=1))
    return Thuisduur(
        Getal("–" if nu is None else komma(weken(nu)), "" if nu is None else lijst),
        f"norm {komma(normen.thuis / 7)} weken",
        None if eerder is None else Getal(komma(weken(eerder)), ervoor, f"weken in {periode.ervoor}"),
    )


def _vastvlak(vast: Vastzittend) -> Vastvlak:
    titel = "1 zaak zit vast" if vast.aantal == 1 else f"{geteld(vast.aantal)} zaken zitten vast"
    return Vastvlak(
        titel if vast.aantal else "Geen zaak zit vast",
        Getal(
            "Deze zaak bekijken" if vast.aantal == 1 else f"Alle {geteld(vast.aantal)} bekijken", adres(Keuze(wat=VAST))
        ),
        [Vastregel(zaak.zaaknummer, _met_personen(zaak), _vastzin(zaak), zaak.reden) for zaak in vast.zaken],
    )


def _met_personen(wie: Vast | Succes) -> str:
    return wie.huishouden if wie.personen == 1 else f"{wie.huishouden}, {wie.personen} personen"


def _vastzin(zaak: Vast) -> str:
    return f"{in_weken(zaak.over)} over de norm, {zaak.reden.zin}"


def _succesvlak(thuis: Sequence[Succes], feiten: Getallen, periode: Periode, dag: date) -> Succesvlak:
    aantal = sum(een for op, een in feiten.uit.items() if op >= periode.van)
    kregen = "1 huishouden kreeg" if aantal == 1 else f"{geteld(aantal)} huishoudens kregen"
    titel = f"{kregen} {periode.woorden} een thuis" if aantal else f"Nog niemand kreeg {periode.woorden} een thuis"
    tekst = "Dit huishouden bekijken" if aantal == 1 else f"Alle {geteld(aantal)} bekijken"
    regels = [Succesregel(een.zaaknummer, _met_personen(een), _succeszin(een), dag_van(een.op)) for een in thuis]
    return Succesvlak(titel, Getal(tekst, zaken_in("gehuisvest", periode.van, dag)), regels)


def _succeszin(een: Succes) -> str:
    """Alleen wat bekend is: de straat zonder huisnummer, de plaats, en hoe lang het duurde."""
    duur = in_weken((dag_van(een.op) - een.koppeldatum).days)
    if een.adres is None or een.plaats is None:
        return f"Na {duur} thuis."
    return f"Na {duur} thuis: {_HUISNUMMER.sub('', een.adres)}, {een.plaats}."
