"""De pagina met woningen voor één huishouden: wat past en in welke volgorde, wat niet en waarom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple
from uuid import UUID

from flask import current_app, url_for

from casus.models import Woning
from casus.queries.matching import ZOEKT, Matchgegevens, Zoekend
from casus.queries.matchvoorstel import Paar
from casus.rules.slaapkamers import slaapkamers_nodig
from casus.termijnen import dag_kort
from casus.views.schermen.matchscherm import (
    EERSTE,
    REGELS,
    Etiket,
    Groepscherm,
    Regel,
    Scorescherm,
    Voorstelscherm,
    Weg,
    kenmerken,
    met_nareis,
    oordeel,
    punten,
    regels,
    score_op_scherm,
    status_van,
    wegen_bij,
    wens_op_scherm,
)
from casus.vocab import meervoud

_GROEPEN: Final = {
    "past": ("Passen", "in de volgorde van de punten; u kiest"),
    "nagaan": ("Passen als dit klopt", "er ontbreekt nog een gegeven"),
    "afwijking": ("Alleen met een besluit", "de woning wijkt af; dat vraagt een besluit met motivering"),
    "nu_niet": ("Kunnen nu niet", "zij passen, maar er moet eerst iets worden geregeld"),
    "niet": ("Passen niet", "een regel houdt deze woningen tegen"),
}


VAN_HET_HUISHOUDEN: Final = ("huishouden", "personen")
"""Wat daar ontbreekt, ontbreekt voor elke woning: het staat één keer boven de lijst. Alleen waar de woning ervan
afhangt, staat het er nog eens bij."""


class Zin(NamedTuple):
    """Een melding boven de lijst."""

    soort: str
    zin: str


@dataclass(frozen=True, slots=True)
class Waaromscherm:
    """Alle regels voor één gekozen woning. `niet_vrij`: waarom zij niet te kiezen is; `later_zin`: wie er nog komt."""

    adres: str
    kenmerken: str
    oordeel: Etiket
    regels: Sequence[Regel]
    later_regels: Sequence[Regel]
    later_zin: str
    later_weg: Weg | None
    score: Scorescherm | None
    niet_vrij: str


@dataclass(frozen=True, slots=True)
class Huishoudscherm:
    """De hele pagina. `te_kiezen`: of er nu een woning gekozen kan worden. `ontbreekt`: wat van het huishouden niet
    bekend is, per regel één zin; `aanvullen`: waar dat kan."""

    zaaknummer: str
    naam: str
    onder: str
    te_kiezen: bool
    meldingen: Sequence[Zin]
    ontbreekt: Sequence[str]
    aanvullen: Weg | None
    groepen: Sequence[Groepscherm]
    woningenlijst: bool
    gezocht: str
    gevonden: Sequence[tuple[UUID, str]]
    waarom: Waaromscherm | None


def maak_scherm(
    gegevens: Matchgegevens,
    paren: Sequence[Paar],
    gekozen: UUID | None,
    gezocht: str,
    gevonden: Sequence[Woning],
    alles: bool,
) -> Huishoudscherm:
    """De woningen bij dit huishouden; `paren` staan al in volgorde. `gekozen`: waarvan alle regels te zien zijn."""
    zoekend = gegevens.zoekenden[0]
    vrij = [paar for paar in paren if paar.woning.status == "beschikbaar"]
    waarom = next((paar for paar in paren if paar.woning.id == gekozen), None)
    return Huishoudscherm(
        zaaknummer=zoekend.zaak.zaaknummer,
        naam=zoekend.huishouden.naam,
        onder=_onder(zoekend, gegevens),
        te_kiezen=_taak(gegevens, zoekend) is not None,
        meldingen=_meldingen(gegevens, zoekend),
        ontbreekt=_ontbreekt(paren),
        aanvullen=wegen_bij(paren[0]).naar("huishouden") if paren else None,
        groepen=_groepen(vrij, gegevens, zoekend, alles),
        woningenlijst="woningen.lijst" in current_app.view_functions,
        gezocht=gezocht,
        gevonden=[(woning.id, f"{woning.adres}, {woning.plaats} · {status_van(woning)}") for woning in gevonden],
        waarom=_waarom(waarom, gegevens) if waarom else None,
    )


def _onder(zoekend: Zoekend, gegevens: Matchgegevens) -> str:
    gezin = zoekend.huishouden
    kamers = meervoud(slaapkamers_nodig(zoekend.personen, gegevens.dag), "slaapkamer", "slaapkamers")
    delen = [meervoud(len(zoekend.personen), "persoon", "personen"), f"{kamers} nodig"]
    if gezin.nareis_aantal:
        wanneer = f" rond {dag_kort(gezin.nareis_verwacht_op, gegevens.dag)}" if gezin.nareis_verwacht_op else ""
        delen.append(f"nareis van {gezin.nareis_aantal} verwacht{wanneer}")
    weken = max(0, (gegevens.dag - zoekend.zaak.koppeldatum).days // 7)
    return " · ".join([*delen, f"wacht {meervoud(weken, 'week', 'weken')}", zoekend.zaak.zaaknummer])


def _taak(gegevens: Matchgegevens, zoekend: Zoekend) -> UUID | None:
    """De open taak waarin deze match wordt vastgelegd; None als er nu niets te kiezen is."""
    return gegevens.taken.get(zoekend.zaak.id) if zoekend.doet_mee else None


def kies_adres(gegevens: Matchgegevens, zoekend: Zoekend, woning: Woning) -> str:
    """De weg om deze woning te kiezen: de taak waarin de match wordt vastgelegd, met deze woning al ingevuld."""
    taak = _taak(gegevens, zoekend)
    if taak is None or woning.status != "beschikbaar" or gegevens.kan_niet(woning):
        return ""
    return url_for("taken.toon", taak_id=taak, van="zaak", woning=woning.id)


def _meldingen(gegevens: Matchgegevens, zoekend: Zoekend) -> list[Zin]:
    if zoekend.loopt:
        return [
            Zin("week", "Voor dit huishouden is al een woning voorgedragen of aangeboden. U kunt nu alleen kijken.")
        ]
    if zoekend.zaak.toestand != ZOEKT:
        return [Zin("slot", "Deze zaak zoekt nu geen woning. U kunt alleen kijken.")]
    if zoekend.stil:
        return [Zin("wacht", "De klok van deze zaak staat stil. Zet haar weer aan voordat u een woning kiest.")]
    if _taak(gegevens, zoekend) is None:
        return [Zin("week", "De match is al vastgelegd. Wilt u een andere woning? Heropen dan de taak in de zaak.")]
    return []


def _ontbreekt(paren: Sequence[Paar]) -> list[str]:
    onbekend = (toets for paar in paren for toets in paar.nu.onbekend if toets.invullen in VAN_HET_HUISHOUDEN)
    return [zin for _, zin in sorted({(toets.regel, toets.zin) for toets in onbekend})]


def _groepen(paren: Sequence[Paar], gegevens: Matchgegevens, zoekend: Zoekend, alles: bool) -> list[Groepscherm]:
    per: dict[str, list[Paar]] = defaultdict(list)
    for paar in paren:
        per["nu_niet" if paar.kan_niet and paar.groep != "niet" else paar.groep].append(paar)
    return [_groep(code, per[code], gegevens, zoekend, alles) for code in _GROEPEN if per[code]]


def _groep(code: str, paren: list[Paar], gegevens: Matchgegevens, zoekend: Zoekend, alles: bool) -> Groepscherm:
    titel, uitleg = _GROEPEN[code]
    basis = {"code": code, "titel": titel, "uitleg": uitleg, "aantal": len(paren)}
    if code == "niet":
        return Groepscherm(**basis, delen=_per_regel(paren, gegevens))  # type: ignore[arg-type]  # gemengde waarden
    tot = len(paren) if alles else EERSTE
    meer = "" if len(paren) <= tot else url_for("matching.woningen", zaaknummer=zoekend.zaak.zaaknummer, alles="ja")
    rijen = [_regel(paar, gegevens) for paar in paren[:tot]]
    return Groepscherm(**basis, regels=rijen, meer=meer)  # type: ignore[arg-type]  # gemengde waarden


def _per_regel(paren: Sequence[Paar], gegevens: Matchgegevens) -> list[tuple[str, list[Voorstelscherm]]]:
    """Wat niet past, per regel die als eerste tegenhoudt; de grootste groep eerst."""
    per: dict[str, list[Paar]] = defaultdict(list)
    for paar in paren:
        per[paar.nu.blokkades[0].regel].append(paar)
    groot = sorted(per.items(), key=lambda rij: (-len(rij[1]), rij[0]))
    return [
        (f"{REGELS[regel]}: {meervoud(len(rijen), 'woning', 'woningen')}", [_kort(paar, gegevens) for paar in rijen])
        for regel, rijen in groot
    ]


def _kort(paar: Paar, gegevens: Matchgegevens) -> Voorstelscherm:
    woning = paar.woning
    leeg = Etiket("", "")
    return Voorstelscherm(woning.id, None, woning.adres, kenmerken(woning, gegevens), leeg, None, (), None, None)


def _regel(paar: Paar, gegevens: Matchgegevens) -> Voorstelscherm:
    woning, wegen = paar.woning, wegen_bij(paar)
    return Voorstelscherm(
        id=woning.id,
        plek=paar.plek,
        adres=woning.adres,
        kenmerken=kenmerken(woning, gegevens),
        oordeel=oordeel(paar.nu),
        later=met_nareis(paar.kolommen.straks),
        punten=punten(paar.nu, wegen, () if paar.groep == "nagaan" else VAN_HET_HUISHOUDEN),
        score=score_op_scherm(paar.score, wegen),
        wens=wens_op_scherm(paar.wens),
        kies=kies_adres(gegevens, paar.zoekend, woning),
        kan_niet=paar.kan_niet,
    )


def _waarom(paar: Paar, gegevens: Matchgegevens) -> Waaromscherm:
    woning, wegen, straks = paar.woning, wegen_bij(paar), paar.kolommen.straks
    return Waaromscherm(
        adres=f"{woning.adres}, {woning.plaats}",
        kenmerken=kenmerken(woning, gegevens, met_plaats=False),
        oordeel=oordeel(paar.nu),
        regels=regels(paar.nu, wegen),
        later_regels=regels(straks, wegen) if straks else (),
        later_zin=paar.kolommen.zin,
        later_weg=None if paar.geval.vraag.nareis_datum_bekend else wegen.naar("nareis"),
        score=score_op_scherm(paar.score, wegen),
        niet_vrij=_niet_vrij(paar),
    )


def _niet_vrij(paar: Paar) -> str:
    if paar.woning.status != "beschikbaar":
        return f"Deze woning is nu niet te kiezen: {status_van(paar.woning)}."
    return f"Kan nu niet worden aangeboden: {paar.kan_niet}" if paar.kan_niet else ""
