"""Van gegevens naar wat er op papier staat: de woorden, de volgorde en welke rijen en delen er zijn.

Geen rij is ooit leeg: Nee, Geen en Niet bekend zijn ook antwoorden. Een deel dat niet van toepassing is, vervalt.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from casus.bedragen import VASTE_SPATIE as VAST
from casus.bedragen import euro, naar_cent
from casus.pdf.gegevens import Feit, Lijst, Vervangt
from casus.pdf.huisstijl import Huisstijl
from casus.pdf.opmaak import aantal, datum, datum_kort, kwartaal, telwoord, tijdstip
from casus.pdf.voordracht import (
    Gezinshereniging,
    Huurder,
    Inkomensbron,
    RedenGebied,
    Toegankelijkheidslabel,
    VoordrachtGegevens,
    Woning,
)
from casus.termijnen import NEDERLAND
from casus.vocab import TOEGANKELIJKHEID

_EN = "\u2002"
JA, NEE, MAG_NIET = f"✓{_EN}Ja", f"–{_EN}Nee", f"×{_EN}Nee"
ONBEKEND = "Niet bekend"
VOLWASSEN = 18
MEDEBEWONERS_OP_BLAD_2 = 7
"""Tot zoveel medebewoners past het huishouden met de woning op de tweede pagina; daarna loopt de tekst door."""

_IN_HET_KORT: dict[Toegankelijkheidslabel, str] = {
    "GNV": "Gelijkvloers",
    "NUL": "Nultreden",
    "ROG": "Rollator",
    "ROA": "Rollator",
    "ROL": "Rolstoel",
    "RUI": "Ruime rolstoel",
}
_BRONNEN: dict[Inkomensbron, str] = {
    "AND": "Anders",
    "ARB": "Arbeid",
    "SOC": "Sociale uitkering",
    "STU": "Studiefinanciering",
}
_VERBLIJF = {"COA": "Opvang van het COA", "tussenvoorziening": "Tussenvoorziening"}
_REDENEN: dict[RedenGebied, str] = {"school": "School", "werk": "Werk", "zorg": "Zorg", "familie": "Familie"}


@dataclass(frozen=True, slots=True)
class Rij:
    """Eén feit: label links, waarde rechts, soms met een kleine noot. `gewoon`: een zin in plaats van een waarde."""

    label: str
    waarde: str
    noot: str = ""
    gewoon: bool = False


@dataclass(frozen=True, slots=True)
class Tegel:
    """Eén feit uit In het kort."""

    icoon: str
    groot: str
    klein: str


@dataclass(frozen=True, slots=True)
class Huurders:
    """De tabel met één of twee huurders naast elkaar."""

    koppen: tuple[str, ...]
    rijen: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Tabel:
    """Een lijst met een kop per kolom."""

    koppen: tuple[str, ...]
    rijen: tuple[tuple[str, ...], ...]


@dataclass(slots=True)
class Groep:
    """Een kop met de feiten en lijsten die eronder horen. `heel`: kort genoeg om bij elkaar te houden."""

    kop: str
    rijen: list[Rij] = field(default_factory=list)
    tabellen: list[Tabel] = field(default_factory=list)

    @property
    def heel(self) -> bool:
        """Of de groep op een halve pagina past."""
        tekens = sum(len(cel) for tabel in self.tabellen for rij in tabel.rijen for cel in rij)
        return len(self.rijen) + sum(len(tabel.rijen) for tabel in self.tabellen) <= 12 and tekens < 1_500


def groepen(delen: Iterable[Feit | Lijst]) -> list[Groep]:
    """De feiten en lijsten van een profiel onder hun koppen, in volgorde; een lege lijst zegt Geen."""
    per_kop: dict[str, Groep] = {}
    for deel in delen:
        groep = per_kop.setdefault(deel.groep, Groep(deel.groep))
        if isinstance(deel, Feit):
            groep.rijen.append(Rij(deel.titel, in_woorden(deel), gewoon=deel.veld in _PROZA))
        elif deel.rijen:
            groep.tabellen.append(Tabel(deel.koppen, deel.rijen))
        else:
            groep.rijen.append(Rij(deel.titel, "Geen"))
    return list(per_kop.values())


def in_woorden(feit: Feit) -> str:
    """De waarde van een veld zoals zij op papier staat."""
    waarde = feit.waarde
    if feit.veld in _WOORDEN:
        return _WOORDEN[feit.veld](waarde)
    if isinstance(waarde, bool):
        return JA if waarde else NEE
    if isinstance(waarde, tuple):
        return ", ".join(waarde) or "Geen"
    if isinstance(waarde, str) and _DAG.fullmatch(waarde):
        return datum(date.fromisoformat(waarde))
    return str(waarde) if waarde is not None else ONBEKEND


def _label(code: Any) -> str:
    if code not in TOEGANKELIJKHEID:
        return "Geen bijzondere eis"
    beter = "" if code in ("ZON", "RUI") else " of beter"
    return f"{TOEGANKELIJKHEID[code].capitalize()} ({code}){beter}"


_DAG = re.compile(r"\d{4}-\d{2}-\d{2}")
_PROZA = frozenset(
    {
        *("persoon.v_nummer", "persoon.bsn", "persoon.opmerking"),
        *("weigering.gezegd", "weigering.past_toelichting", "weigering.oordeel_toelichting"),
    }
)
_WOORDEN: dict[str, Callable[[Any], str]] = {
    "woning.toegankelijkheidslabel": _label,
    "woning.slaapkamers_minimaal": lambda n: f"{n} of meer" if n else "Geen aparte slaapkamer nodig",
    "woning.gebied": lambda waarde: waarde or "Geen eis",
    "woning.gebied_reden": lambda reden: _REDENEN.get(reden, "Geen eis"),
    "ruil.regiowens": lambda waarde: waarde or "Geen wens",
    "inkomen.inkomensbron": lambda bron: f"{_BRONNEN[bron]} ({bron})" if bron in _BRONNEN else ONBEKEND,
    "inkomen.huurgrens": lambda bedrag: f"{euro(naar_cent(bedrag))} per maand",
    "start.verblijf_nu": lambda waar: _VERBLIJF[waar],
    "doelgroep": lambda code: code or "Geen",
    "huishouden.gezinshereniging.aantal": lambda n: aantal(n, "persoon", "personen") if n else "Niemand",
    "huishouden.gezinshereniging.kwartaal": lambda code: kwartaal(code) if code else "Geen kwartaal",
    "weigering.oppervlakte": lambda meters: f"{meters} m²",
    "weigering.huur": lambda bedrag: f"{euro(naar_cent(bedrag))} per maand",
    "weigering.oordeel": lambda oordeel: oordeel or "Nog niet gegeven",
}


@dataclass(frozen=True, slots=True)
class Blad:
    """Wat om de inhoud heen staat: briefhoofd, merk boven en onder elke pagina, en de gegevens van het bestand."""

    titel: str
    afzender: str
    gemaakt_op: str
    merk: str
    voet: str
    gemeente: str
    team: str


class _Verzending(Protocol):
    """Van wie, voor wie en wanneer: elk dossier heeft dat."""

    gemeente: str
    ontvanger: str
    gemaakt_op: datetime
    gemaakt_door: str


def maak_blad(soort: str, kenmerk: str, gegevens: _Verzending, huisstijl: Huisstijl) -> Blad:
    """Het briefhoofd en de merken van een dossier van deze soort; het kenmerk staat op elke pagina."""
    gemeente = f"Gemeente {gegevens.gemeente}"
    moment = gegevens.gemaakt_op.astimezone(NEDERLAND)
    return Blad(
        titel=f"{soort} {kenmerk} voor {gegevens.ontvanger}",
        afzender=f"{gemeente}, {huisstijl.team}",
        gemaakt_op=moment.isoformat(timespec="seconds"),
        merk=f"Alleen voor {gegevens.ontvanger}{VAST}· {kenmerk}",
        voet=f"{gemeente}. Gemaakt op {tijdstip(moment)} door {gegevens.gemaakt_door.rstrip('.')}.",
        gemeente=gemeente,
        team=huisstijl.team,
    )


@dataclass(frozen=True, slots=True)
class Weergave:
    """Alles wat het sjabloon van de voordracht invult."""

    blad: Blad
    kop: str
    vervangt: str
    brief: list[Rij]
    kort: list[Tegel]
    contact: list[Rij]
    huurders: Huurders
    huishouden: list[Rij]
    medebewoners: list[tuple[str, str]]
    woning: list[Rij]
    nieuw_blad: bool
    inkomen: list[Rij]
    start: list[Rij]
    begeleiding: list[Rij]
    doelgroep: list[Rij]
    aanvullend: list[Groep]


def _personen(gegevens: VoordrachtGegevens) -> str:
    jonger = sum(1 for bewoner in gegevens.huishouden.medebewoners if bewoner.leeftijd < VOLWASSEN)
    volwassenen = gegevens.huishouden.aantal_personen - jonger
    tekst = aantal(volwassenen, "volwassene", "volwassenen")
    return f"{tekst} en {aantal(jonger, 'kind', 'kinderen')}" if jonger else tekst


def _slaapkamers(woning: Woning) -> Tegel:
    soort = "zelfstandige woning" if woning.zelfstandig else "onzelfstandige woning"
    soort = "zelfstandig of onzelfstandig" if woning.zelfstandig and woning.onzelfstandig else soort
    if not woning.slaapkamers_minimaal:
        return Tegel("bed", "Studio kan", soort)
    return Tegel("bed", aantal(woning.slaapkamers_minimaal, "slaapkamer", "slaapkamers"), f"of meer, {soort}")


def _toegang(woning: Woning) -> Tegel:
    label = woning.toegankelijkheidslabel or "ZON"
    if woning.begane_grond_of_lift:
        return Tegel("gelijkvloers", _IN_HET_KORT.get(label, "Geen trap"), "begane grond of lift nodig")
    if label == "ZON":
        return Tegel("gelijkvloers", "Geen eis", "aan toegankelijkheid")
    return Tegel("gelijkvloers", _IN_HET_KORT[label], TOEGANKELIJKHEID[label])


def _toegankelijkheid(woning: Woning) -> str:
    """Het gevraagde label voluit; bij het hoogste label en bij geen eis valt er niets beters te vragen."""
    return _label(woning.toegankelijkheidslabel)


def _nareis(komst: Gezinshereniging) -> tuple[Tegel, str]:
    if not komst.aantal:
        return Tegel("nareis", "Geen", "gezinshereniging verwacht"), NEE
    wie = aantal(komst.aantal, "persoon", "personen")
    wanneer = kwartaal(komst.kwartaal) if komst.kwartaal else "kwartaal nog niet bekend"
    return Tegel("nareis", wie, f"gezinshereniging, {wanneer}"), f"{wie} verwacht, {wanneer}"


def _kort(gegevens: VoordrachtGegevens) -> list[Tegel]:
    return [
        Tegel("personen", aantal(gegevens.huishouden.aantal_personen, "persoon", "personen"), _personen(gegevens)),
        _slaapkamers(gegevens.woning),
        Tegel("euro", euro(naar_cent(gegevens.inkomen.huurgrens)), "hoogste huur per maand"),
        Tegel("kalender", datum_kort(gegevens.start.vroegste_ingangsdatum), "vroegste ingangsdatum van de huur"),
        _toegang(gegevens.woning),
        _nareis(gegevens.huishouden.gezinshereniging)[0],
    ]


def _huurders(gegevens: VoordrachtGegevens) -> Huurders:
    personen: list[Huurder] = [persoon for persoon in (gegevens.hoofdhuurder, gegevens.medehuurder) if persoon]
    velden = {
        "Naam": [p.naam for p in personen],
        "Geboortedatum": [datum(p.geboortedatum) for p in personen],
        "Telefoon": [p.telefoon or ONBEKEND for p in personen],
        "Voorkeurstaal": [p.voorkeurstaal or ONBEKEND for p in personen],
        "Tolk nodig": [JA if p.tolk_nodig else NEE for p in personen],
    }
    koppen = ("Wie", "Hoofdhuurder", "Medehuurder")[: len(personen) + 1]
    return Huurders(koppen, tuple((label, tuple(waarden)) for label, waarden in velden.items()))


def _woning(woning: Woning) -> list[Rij]:
    kamers = f"{woning.slaapkamers_minimaal} of meer" if woning.slaapkamers_minimaal else "Geen aparte slaapkamer nodig"
    rijen = [
        Rij("Slaapkamers", kamers),
        Rij("Zelfstandig", f"{JA}, dit mag" if woning.zelfstandig else f"{MAG_NIET}, dit mag niet"),
        Rij("Onzelfstandig", f"{JA}, dit mag" if woning.onzelfstandig else f"{MAG_NIET}, dit mag niet"),
        Rij("Toegankelijkheid", _toegankelijkheid(woning)),
        Rij("Begane grond of lift", f"{JA}, nodig" if woning.begane_grond_of_lift else f"{NEE}, niet nodig"),
        Rij("Gebied", woning.gebied or "Geen eis"),
    ]
    if woning.gebied_reden:
        rijen.append(Rij("Reden voor dit gebied", _REDENEN[woning.gebied_reden]))
    return rijen


def _begeleiding(gegevens: VoordrachtGegevens) -> list[Rij]:
    begeleiding = gegevens.begeleiding
    if not begeleiding.ja:
        return [Rij("Na de verhuizing", f"{NEE}, geen begeleiding")]
    return [Rij("Na de verhuizing", f"{JA}, begeleiding"), Rij("Organisatie", begeleiding.organisatie or ONBEKEND)]


def _doelgroep(gegevens: VoordrachtGegevens) -> list[Rij]:
    if not gegevens.doelgroep:
        return []
    return [Rij("Code", gegevens.doelgroep, "Staat hier omdat de prestatieafspraken met uw corporatie erom vragen.")]


def _leeftijd(jaren: int) -> str:
    return f"{jaren}{VAST}jaar" if jaren else "Jonger dan 1 jaar"


def vervangt_zin(eerder: Vervangt | None) -> str:
    """De regel onder de titel van een verbeterd dossier; leeg als het niets vervangt."""
    if eerder is None:
        return ""
    nummer = f", nummer {eerder.nummer}" if eerder.nummer else ""
    return f"Dit dossier vervangt het dossier van {datum(eerder.datum)}{nummer}. Verwijder het oude dossier."


def _brief(gegevens: VoordrachtGegevens) -> list[Rij]:
    return [
        Rij("Zaaknummer", gegevens.zaaknummer),
        Rij("Voor", gegevens.ontvanger),
        Rij("Van", f"Gemeente {gegevens.gemeente}"),
        Rij("Datum", datum(gegevens.datum)),
        Rij("Doel", gegevens.doel, gewoon=True),
    ]


def _huishouden(gegevens: VoordrachtGegevens) -> list[Rij]:
    rijen = [
        Rij("Aantal personen", str(gegevens.huishouden.aantal_personen)),
        Rij("Gezinshereniging", _nareis(gegevens.huishouden.gezinshereniging)[1]),
    ]
    return rijen if gegevens.huishouden.medebewoners else [*rijen, Rij("Medebewoners", "Geen")]


def _inkomen(gegevens: VoordrachtGegevens) -> list[Rij]:
    inkomen = gegevens.inkomen
    return [
        _onder_grens(inkomen.onder_grens),
        Rij("Bron van het inkomen", f"{_BRONNEN[inkomen.inkomensbron]} ({inkomen.inkomensbron})"),
        Rij("Hoogste huur", f"{euro(naar_cent(inkomen.huurgrens))} per maand"),
    ]


def _onder_grens(onder: bool | None) -> Rij:
    if onder is None:
        return Rij("Inkomen onder de grens", ONBEKEND, "Tot dat bekend is, geldt de laagste huurgrens.")
    return Rij("Inkomen onder de grens", JA if onder else NEE)


def _contact(gegevens: VoordrachtGegevens) -> list[Rij]:
    contact = gegevens.contactpersoon
    return [
        Rij("Contactpersoon", contact.naam),
        Rij("Functie", contact.functie),
        Rij("Telefoon", contact.telefoon),
        Rij("E-mail", contact.email),
    ]


def _start(gegevens: VoordrachtGegevens) -> list[Rij]:
    return [
        Rij("Vroegste ingangsdatum", datum(gegevens.start.vroegste_ingangsdatum)),
        Rij("Verblijf nu", _VERBLIJF[gegevens.start.verblijf_nu]),
    ]


def weergave(gegevens: VoordrachtGegevens, huisstijl: Huisstijl) -> Weergave:
    """Zet de gegevens van een voordracht om in de tekst van het document, op het briefhoofd van `huisstijl`."""
    personen = gegevens.huishouden.aantal_personen
    bewoners = gegevens.huishouden.medebewoners
    return Weergave(
        blad=maak_blad("Voordracht", gegevens.zaaknummer, gegevens, huisstijl),
        kop=f"Een woning voor {telwoord(personen)} {'persoon' if personen == 1 else 'personen'}",
        vervangt=vervangt_zin(gegevens.vervangt),
        brief=_brief(gegevens),
        kort=_kort(gegevens),
        contact=_contact(gegevens),
        huurders=_huurders(gegevens),
        huishouden=_huishouden(gegevens),
        medebewoners=[(bewoner.relatie, _leeftijd(bewoner.leeftijd)) for bewoner in bewoners],
        woning=_woning(gegevens.woning),
        nieuw_blad=len(bewoners) <= MEDEBEWONERS_OP_BLAD_2,
        inkomen=_inkomen(gegevens),
        start=_start(gegevens),
        begeleiding=_begeleiding(gegevens),
        doelgroep=_doelgroep(gegevens),
        aanvullend=groepen(gegevens.aanvullend),
    )
