"""De pagina Prestatieafspraken: de grafiek van vraag en prognose, en per corporatie de afspraken en weigeringen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from casus.queries.prestaties import Jaar
from casus.rules.kwartalen import kwartaal_van
from casus.rules.prestaties import MATEN, Mismatch, Prestatie, Typeregel, mismatchzin, stand, vergelijk
from casus.rules.taakstelling import Halfjaar
from casus.views.schermen.getallen import komma
from casus.views.schermen.grafiek import Getal, Kolomgrafiek, Tabel, kolommen, ronde_schaal
from casus.vocab import PROGNOSETYPEN, meervoud
from casus.workflows import registry

EERSTE_JAAR = 2016
_VELD = {"corporatie": "corporatie_reden", "huishouden": "weigerreden"}


@dataclass(frozen=True, slots=True)
class Regel:
    """Eén type in de tabel van een corporatie; `stand` zegt hoe het met de afspraak staat."""

    titel: str
    afgesproken: str
    geleverd: int
    aangeboden: int
    sleutels: int
    stand: str
    soort: str


@dataclass(frozen=True, slots=True)
class Corporatievlak:
    """Eén corporatie: haar typen, wie er weigerde en waarom, en hoe lang het duurde."""

    corporatie_id: str
    naam: str
    regels: Sequence[Regel]
    samen: Regel
    weigeringen: Sequence[tuple[str, str]]
    duur: str


@dataclass(frozen=True, slots=True)
class Prestatiescherm:
    """De hele pagina."""

    jaar: int
    kwartaal: int
    jaren: Sequence[int]
    zin: str
    grafiek: Kolomgrafiek
    tabel: Tabel
    zoekt: int
    komend: int
    uitleg: str
    aanbod: int
    vlakken: Sequence[Corporatievlak]


def lees_periode(argumenten: Mapping[str, str], dag: date) -> tuple[int, int]:
    """Jaar en kwartaal uit een adres; wat geen bestaand jaar of kwartaal is, is dat van vandaag."""
    nu_jaar, nu_kwartaal = kwartaal_van(dag)
    jaar, kwartaal = argumenten.get("jaar", ""), argumenten.get("kwartaal", "")
    mag = {str(een) for een in range(EERSTE_JAAR, nu_jaar + 3)}
    gekozen = int(jaar) if jaar in mag else nu_jaar
    return gekozen, int(kwartaal) if kwartaal in ("1", "2", "3", "4") else nu_kwartaal


def maak_scherm(gegevens: Jaar, jaar: int, kwartaal: int, dag: date) -> Prestatiescherm:
    """De pagina van een jaar, met de prognose van het kwartaal."""
    personen = gegevens.instroom.personen(jaar, kwartaal, dag) if gegevens.instroom.bekend else 0
    maten = vergelijk(gegevens.zoekt, gegevens.prestaties, gegevens.instroom.huishoudens(personen) if personen else {})
    return Prestatiescherm(
        jaar=jaar,
        kwartaal=kwartaal,
        jaren=range(dag.year - 2, dag.year + 3),
        zin=mismatchzin(maten),
        grafiek=_grafiek(maten),
        tabel=_tabel(maten),
        zoekt=sum(een.huishoudens for een in maten),
        komend=sum(een.komend for een in maten),
        uitleg=_uitleg(gegevens, jaar, kwartaal, dag),
        aanbod=sum(een.woningen for een in maten),
        vlakken=[_vlak(prestatie) for prestatie in gegevens.prestaties],
    )


def _uitleg(gegevens: Jaar, jaar: int, kwartaal: int, dag: date) -> str:
    """Waar de schatting van wie nog komt vandaan komt, of waarom zij er niet is."""
    if (jaar, kwartaal) < kwartaal_van(dag):
        return "Dit kwartaal is voorbij: er komt niemand meer bij."
    instroom, halfjaar = gegevens.instroom, Halfjaar.van_kwartaal(jaar, kwartaal).code
    if instroom.taakstelling is None:
        return f"De taakstelling van {halfjaar} ligt niet vast. Daarom telt alleen wie nu zoekt."
    if not instroom.eerder:
        return "Het laatste jaar is hier niemand gekoppeld. Daarom telt alleen wie nu zoekt."
    personen = instroom.personen(jaar, kwartaal, dag)
    return (
        f"Wie nog komt is een schatting: {meervoud(personen, 'persoon', 'personen')} van wat van de taakstelling van "
        f"{halfjaar} nog rest, in huishoudens zo groot als die van het laatste jaar."
    )


def _grafiek(maten: Sequence[Mismatch]) -> Kolomgrafiek:
    paren = [(een.vraag, een.woningen) for een in maten]
    top, stap = ronde_schaal(max(map(max, paren)))
    return Kolomgrafiek(
        voorlees=mismatchzin(maten),
        hoogste=str(top),
        stap=str(stap),
        kolommen=kolommen(paren, top),
        lijnen=["0", "40", "80", "119"],
        as_=["t/m 1 slaapkamer", "2", "3", "4 of meer"],
    )


def _tabel(maten: Sequence[Mismatch]) -> Tabel:
    rijen = []
    for een in maten:
        over = (
            f"{een.verschil} over" if een.verschil > 0 else f"{-een.verschil} te weinig" if een.verschil else "gelijk"
        )
        getallen = [Getal(str(getal)) for getal in (een.huishoudens, een.komend, een.woningen)]
        rijen.append((MATEN[een.maat], [*getallen, Getal(over)]))
    koppen = ("Maat", "Zoeken nu", "Komen nog (schatting)", "Prognose", "Verschil")
    return Tabel("Huishoudens die zoeken of komen, en woningen die komen", koppen, rijen)


def _vlak(prestatie: Prestatie) -> Corporatievlak:
    regels = [_regel(titel, prestatie.typen[code]) for code, titel in PROGNOSETYPEN.items() if code in prestatie.typen]
    midden, sleutels = prestatie.middelste_duur, sum(prestatie.dagen.values())
    duur = "" if midden is None else f"{komma(midden)} dagen, middelste van {meervoud(sleutels, 'woning', 'woningen')}"
    return Corporatievlak(
        str(prestatie.corporatie_id), prestatie.naam, regels, _regel("samen", prestatie.samen), _nee(prestatie), duur
    )


def _regel(titel: str, regel: Typeregel) -> Regel:
    woord = stand(regel)
    soort = "" if not woord else "gereed" if woord.startswith("gehaald") else "wacht"
    afgesproken = "–" if regel.afgesproken is None else str(regel.afgesproken)
    return Regel(
        titel[:1].upper() + titel[1:], afgesproken, regel.geleverd, regel.aangeboden, regel.sleutels, woord, soort
    )


def _nee(prestatie: Prestatie) -> list[tuple[str, str]]:
    """Per wie weigerde een zin: hoe vaak, en de redenen van vaak naar weinig."""
    uit = []
    for wie, titel in (("corporatie", "De corporatie wees af"), ("huishouden", "Het huishouden weigerde")):
        redenen = {reden: aantal for (van, reden), aantal in prestatie.weigeringen.items() if van == wie}
        if redenen:
            woorden = _woorden(_VELD[wie])
            op_aantal = sorted(redenen.items(), key=lambda paar: (-paar[1], paar[0]))
            delen = [f"{woorden.get(code, 'geen reden vastgelegd').lower()} ({n})" for code, n in op_aantal]
            uit.append((f"{titel}: {sum(redenen.values())} keer", ", ".join(delen)))
    return uit


def _woorden(veld: str) -> Mapping[str, str]:
    """De redenen in woorden, uit de processen die nu lopen."""
    woorden: dict[str, str] = {}
    for code in registry.codes():
        gevonden = registry.huidige(code).velden.get(veld)
        woorden |= gevonden.keuzes if gevonden else {}
    return woorden
