"""De enige klok van casus, en rekenen met dagen: termijnen, feestdagen, stilstand en hoe een dag in woorden heet.

Alles is zuiver: geen database en geen verzoek. Dagen zijn kalenderdagen in Nederland, momenten tijdzonebewust.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

NEDERLAND = ZoneInfo("Europe/Amsterdam")
WEEKDAGEN = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
MAANDEN_KORT = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
BEZWAARWEKEN = 6  # Awb art. 6:7

Eenheid = Literal["uren", "dagen", "werkdagen", "weken", "maanden", "jaren"]
Urgentie = Literal["te_laat", "vandaag", "week", "later"]

_klok: ContextVar[Callable[[], datetime] | None] = ContextVar("klok", default=None)


def nu() -> datetime:
    """Het moment van nu in UTC, van de ingestelde klok."""
    klok = _klok.get()
    return klok() if klok else datetime.now(UTC)


def vandaag() -> date:
    """De kalenderdag van nu in Nederland."""
    return dag_van(nu())


def dag_van(moment: datetime) -> date:
    """De kalenderdag in Nederland waarop een (tijdzonebewust) moment valt."""
    return moment.astimezone(NEDERLAND).date()


@contextmanager
def klok_op(moment: datetime | Callable[[], datetime]) -> Iterator[None]:
    """Zet de klok van deze context vast (tests, demo). `moment` is tijdzonebewust, of een functie die dat geeft."""
    vast = moment if callable(moment) else lambda: moment
    teken = _klok.set(vast)
    try:
        yield
    finally:
        _klok.reset(teken)


# --- feestdagen en werkdagen (Algemene termijnenwet art. 3) ---


def pasen(jaar: int) -> date:
    """Eerste Paasdag in de gregoriaanse kalender: de zondag na de kerkelijke volle maan (berekening van Gauss)."""
    gulden, eeuw = jaar % 19, jaar // 100
    schrikkel = eeuw - eeuw // 4
    maansprong = (8 * eeuw + 13) // 25
    maan = (19 * gulden + schrikkel - maansprong + 15) % 30
    maan -= (maan // 28) * (1 - (29 // (maan + 1)) * ((21 - gulden) // 11))
    weekdag = (jaar + jaar // 4 + maan + 2 - schrikkel) % 7
    dagen = maan - weekdag  # ten opzichte van 28 maart
    return date(jaar, 3, 28) + timedelta(days=dagen)


@cache
def feestdagen(jaar: int) -> dict[date, str]:
    """De algemeen erkende feestdagen van een jaar (Atw art. 3 lid 1). 5 mei telt elk jaar, niet eens in de vijf."""
    paas = pasen(jaar)
    koning = date(jaar, 4, 27)
    if koning.weekday() == 6:
        koning = date(jaar, 4, 26)
    return {
        date(jaar, 1, 1): "Nieuwjaarsdag",
        paas - timedelta(days=2): "Goede Vrijdag",
        paas + timedelta(days=1): "Tweede Paasdag",
        koning: "Koningsdag",
        date(jaar, 5, 5): "Bevrijdingsdag",
        paas + timedelta(days=39): "Hemelvaartsdag",
        paas + timedelta(days=50): "Tweede Pinksterdag",
        date(jaar, 12, 25): "Eerste Kerstdag",
        date(jaar, 12, 26): "Tweede Kerstdag",
    }


def is_werkdag(dag: date) -> bool:
    """Of de dag geen zaterdag, zondag of algemeen erkende feestdag is."""
    return dag.weekday() < 5 and dag not in feestdagen(dag.year)


def eerste_werkdag(dag: date) -> date:
    """De dag zelf als die een werkdag is, anders de eerstvolgende."""
    while not is_werkdag(dag):
        dag += timedelta(days=1)
    return dag


def plus_werkdagen(dag: date, aantal: int) -> date:
    """`aantal` werkdagen verder (of terug, als het negatief is). Nul geeft de dag zelf."""
    stap = timedelta(days=1 if aantal > 0 else -1)
    nog = abs(aantal)
    while nog:
        dag += stap
        nog -= is_werkdag(dag)
    return dag


def plus_maanden(dag: date, aantal: int) -> date:
    """Zoveel maanden verder. Bestaat die dag niet (31 januari plus een maand), dan de laatste van de maand."""
    jaar, maand = divmod(dag.year * 12 + dag.month - 1 + aantal, 12)
    return date(jaar, maand + 1, min(dag.day, monthrange(jaar, maand + 1)[1]))


def plus_jaren(dag: date, aantal: int) -> date:
    """Zoveel jaren verder; 29 februari wordt 28 februari in een gewoon jaar."""
    return plus_maanden(dag, 12 * aantal)


# --- termijnen ---


class Duur(NamedTuple):
    """Hoe lang een termijn is, zoals die is omschreven: dat bepaalt of de Algemene termijnenwet geldt."""

    aantal: int
    eenheid: Eenheid = "dagen"


class Periode(NamedTuple):
    """Een tijd van stilstand: van de eerste dag tot de dag van hervatten, of nog lopend (`tot` is None)."""

    van: date
    tot: date | None


@dataclass(frozen=True, slots=True)
class Termijn:
    """De datums van een taak. `uiterlijk` is de fatale datum, of anders de streefdatum.

    `voorlopig`: een anker is nog niet bekend, de datum rust op een schatting.
    """

    streefdatum: date | None
    fatale_datum: date | None
    uiterlijk: date
    voorlopig: bool = False


def plus(anker: date, duur: Duur) -> date:
    """De laatste dag van een termijn die na de dag `anker` begint.

    Raises ValueError bij uren: die lopen vanaf een moment, niet vanaf een dag.
    """
    match duur.eenheid:
        case "dagen":
            return anker + timedelta(days=duur.aantal)
        case "weken":
            return anker + timedelta(weeks=duur.aantal)
        case "werkdagen":
            return plus_werkdagen(anker, duur.aantal)
        case "maanden":
            return plus_maanden(anker, duur.aantal)
        case "jaren":
            return plus_jaren(anker, duur.aantal)
    raise ValueError("Een termijn in uren loopt vanaf een moment, niet vanaf een dag.")


def termijnenwet_geldt(duur: Duur) -> bool:
    """Of de Algemene termijnenwet het einde verschuift: niet bij uren, jaren, of boven 90 dagen, 12 weken of 3 maanden.

    Bron: art. 4 onder a.
    """
    grens = {"uren": -1, "dagen": 90, "werkdagen": 90, "weken": 12, "maanden": 3, "jaren": -1}
    return 0 <= duur.aantal <= grens[duur.eenheid]


def wettelijk_einde(anker: date, duur: Duur, verlengd_met: int = 0) -> date:
    """Het einde van een wettelijke termijn die na `anker` begint, met eventuele verlenging in dagen.

    Een einde in het weekend of op een feestdag schuift naar de volgende werkdag (Atw art. 1 lid 1); een termijn van
    drie dagen of meer bevat ten minste twee werkdagen (art. 2).
    """
    einde = plus(anker, duur) + timedelta(days=verlengd_met)
    if not termijnenwet_geldt(duur):
        return einde
    if (einde - anker).days >= 3:
        while sum(is_werkdag(anker + timedelta(days=n)) for n in range(1, (einde - anker).days + 1)) < 2:
            einde += timedelta(days=1)
    return eerste_werkdag(einde)


def bezwaartermijn(bekendgemaakt: date) -> date:
    """De laatste dag om bezwaar te maken: zes weken, vanaf de dag na de bekendmaking (Awb art. 6:7 en 6:8)."""
    return wettelijk_einde(bekendgemaakt, Duur(BEZWAARWEKEN, "weken"))


def dagen_stil(opschortingen: Iterable[Periode], op: date) -> list[tuple[date, date]]:
    """De tijden van stilstand tot en met `op`, gesorteerd en zonder overlap; een lopende telt tot `op`."""
    stukken: list[tuple[date, date]] = []
    for van, tot in sorted((p.van, p.tot or op) for p in opschortingen):
        if stukken and van <= stukken[-1][1]:
            stukken[-1] = (stukken[-1][0], max(stukken[-1][1], tot))
        elif tot > van:
            stukken.append((van, tot))
    return stukken


def verschuif(anker: date, einde: date, opschortingen: Iterable[Periode], op: date | None = None) -> date:
    """Het einde van een norm die na `anker` begint, later met elke dag die de klok daarna stilstond.

    Steeds vanaf nul berekend, dus twee keer rekenen schuift niet twee keer. Stilstand vóór het anker, of die begint na
    het (al verschoven) einde, telt niet. Een norm die terugrekent (einde vóór het anker) schuift niet.
    """
    if einde <= anker:
        return einde
    for van, tot in dagen_stil(opschortingen, op or vandaag()):
        begin = max(van, anker)
        if begin > einde:
            break
        einde += max(tot - begin, timedelta())
    return einde


def einddatum(anker: date, dagen: int, opschortingen: Iterable[Periode] = (), op: date | None = None) -> date:
    """De normdatum `dagen` na het anker, met alle stilstand; een lopende opschorting telt tot `op` (vandaag)."""
    return verschuif(anker, anker + timedelta(days=dagen), opschortingen, op)


# --- leeftijd ---


def verjaardag(geboortedatum: str, jaren: int) -> date | None:
    """De dag waarop iemand zeker `jaren` oud is. `geboortedatum` is BRP-tekst 'JJJJ-MM-DD', 00 is onbekend.

    Van een onbekende dag of maand telt de laatste mogelijke, zodat niemand te oud wordt gerekend. Wie op 29 februari
    is geboren, is in een gewoon jaar op 1 maart jarig. None als het jaar onbekend is.

    Raises ValueError als de datum niet bestaat.
    """
    jaar, maand, dag = (int(deel) for deel in geboortedatum.split("-"))
    if not jaar:
        return None
    maand, dag = (12, 31) if not maand else (maand, dag or monthrange(jaar, maand)[1])
    geboren = date(jaar, maand, dag)
    try:
        return geboren.replace(year=jaar + jaren)
    except ValueError:
        return date(jaar + jaren, 3, 1)


def leeftijd(geboortedatum: str, op: date) -> int | None:
    """De leeftijd in hele jaren op een dag; None als het geboortejaar onbekend is of iemand dan nog niet is geboren."""
    geboren = verjaardag(geboortedatum, 0)
    vroegst = geboortedatum.replace("-00", "-01")
    if geboren is None or date.fromisoformat(vroegst) > op:
        return None
    jaren = op.year - geboren.year
    jarig = verjaardag(geboortedatum, jaren)
    return max(0, jaren - (jarig is not None and op < jarig))


# --- in woorden (vormgeving, 'Wording') ---


def einde_week(dag: date) -> date:
    """De zondag van de week waarin de dag valt."""
    return dag + timedelta(days=6 - dag.weekday())


def urgentie(dag: date, op: date) -> Urgentie:
    """Hoe dringend een dag is, gezien vanaf `op`. 'week' is tot en met de zondag van deze week."""
    if dag < op:
        return "te_laat"
    if dag == op:
        return "vandaag"
    return "week" if dag <= einde_week(op) else "later"


def dagen_in_woorden(dag: date, op: date) -> str:
    """'6 dagen te laat', 'vandaag', 'morgen', 'donderdag' binnen de week, 'over 9 dagen'."""
    verschil = (dag - op).days
    if verschil < 0:
        return "1 dag te laat" if verschil == -1 else f"{-verschil} dagen te laat"
    if verschil < 2:
        return "morgen" if verschil else "vandaag"
    return WEEKDAGEN[dag.weekday()] if urgentie(dag, op) == "week" else f"over {verschil} dagen"


def dag_kort(dag: date, op: date) -> str:
    """'wo 18 nov'; het jaar staat er alleen bij als het niet dit jaar is."""
    kort = f"{WEEKDAGEN[dag.weekday()][:2]} {dag.day} {MAANDEN_KORT[dag.month - 1]}"
    return kort if dag.year == op.year else f"{kort} {dag.year}"


def moment_in_woorden(moment: datetime, op: date) -> str:
    """'vandaag 9.15 uur', 'gisteren 16.40 uur', 'vr 13 nov 15.30 uur'. `op` mag ook een moment zijn."""
    hier = moment.astimezone(NEDERLAND)
    vanaf = dag_van(op) if isinstance(op, datetime) else op
    verschil = (vanaf - hier.date()).days
    dag = {0: "vandaag", 1: "gisteren"}.get(verschil) or dag_kort(hier.date(), vanaf)
    return f"{dag} {hier.hour}.{hier.minute:02d} uur"
