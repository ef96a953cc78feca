"""De pagina van één woning: alle feiten, wat er vreemd is, welke stap nu kan en waarom een andere niet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from casus.actor import Actor
from casus.bedragen import euro
from casus.models import Woning
from casus.queries.woningen import Woningpagina
from casus.queries.woninggeschiedenis import Aanbodregel
from casus.queries.woningklaar import VOORDRAGEN
from casus.rules import permissions, woningcodes, woningen
from casus.rules.woningcodes import WOONVORMEN
from casus.rules.woningvoorwaarden import Woningbeeld
from casus.rules.zinnen import zin
from casus.termijnen import dag_kort, moment_in_woorden, vandaag
from casus.views.schermen.feiten import loopt
from casus.views.schermen.woninglijst import KLEUR, bereikbaar, maten
from casus.views.schermen.woningverloop import Verloopregel, maak_verloop
from casus.vocab import AANBODSTATUS, meervoud
from casus.workflows.woningproces import Woningstap, houdt_tegen, woningproces

HERKOMST: Mapping[str, str] = {
    "team": "vastgelegd door wonen",
    "corporatie": "gemeld door de corporatie",
    "lijst": "ingelezen uit een lijst van de corporatie",
}


@dataclass(frozen=True, slots=True)
class Stapknop:
    """Een stap die nu aan de beurt is. Met `redenen` kan zij nog niet."""

    stap: Woningstap
    uitleg: str
    redenen: Sequence[str]


@dataclass(frozen=True, slots=True)
class Aanbodblok:
    """Eén aanbod, in woorden."""

    huishouden: str
    zaaknummer: str
    status: str
    wanneer: str


@dataclass(frozen=True, slots=True)
class Woningblad:
    """Alles wat het sjabloon van één woning nodig heeft."""

    woning: Woning
    kop: str
    kleur: str
    status: str
    uitleg: str
    knoppen: Sequence[Stapknop]
    let_op: Sequence[str]
    groepen: Sequence[tuple[str, Sequence[tuple[str, str]]]]
    verloop: Sequence[Verloopregel]
    lopend: Sequence[Aanbodblok]
    eerder: Sequence[Aanbodblok]
    wijzigen: str


def maak_blad(pagina: Woningpagina, parameters: Mapping[str, str], actor: Actor) -> Woningblad:
    """De pagina van één woning."""
    woning = pagina.woning
    status = woningproces().statussen[woning.status]
    soort = zin(woningcodes.naam("detailsoort", woning.detailsoort))
    blokken = [(loopt(regel.aanbod), _aanbod(regel)) for regel in pagina.geschiedenis.aanbiedingen]
    return Woningblad(
        woning=woning,
        kop=f"{soort}, {maten(woning.slaapkamers, woning.oppervlakte)}",
        kleur=KLEUR.get(woning.status, "later"),
        status=status.titel,
        uitleg=status.uitleg,
        knoppen=_knoppen(pagina, actor),
        let_op=[*_kan_niet(pagina), *_let_op(woning, parameters)],
        groepen=_groepen(woning),
        verloop=maak_verloop(pagina.geschiedenis),
        lopend=[blok for lopend, blok in blokken if lopend],
        eerder=[blok for lopend, blok in blokken if not lopend],
        wijzigen=_wijzigen(woning, actor),
    )


def _wijzigen(woning: Woning, actor: Actor) -> str:
    return url_for("woningen.wijzig", woning_id=woning.id) if permissions.mag(actor, "woning.vastleggen") else ""


def _knoppen(pagina: Woningpagina, actor: Actor) -> list[Stapknop]:
    """De stappen die vanuit deze status met een knop kunnen, met wat er nog aan ontbreekt."""
    beeld = _beeld(pagina)
    mijn = [s for s in woningproces().vanuit(pagina.woning.status) if s.met_knop and actor.heeft_rol(*s.rollen)]
    return [Stapknop(s, f"De woning wordt {s.naar}.", houdt_tegen(beeld, s)) for s in mijn]


def _kan_niet(pagina: Woningpagina) -> list[str]:
    """Waarom een beschikbare woning nu toch niet kan worden voorgedragen."""
    proces = woningproces()
    if pagina.woning.status != proces.woningproces.vrij:
        return []
    return [f"Kan nu niet worden aangeboden. {zin}" for zin in houdt_tegen(_beeld(pagina), proces.stap(VOORDRAGEN))]


def _beeld(pagina: Woningpagina) -> Woningbeeld:
    return Woningbeeld(pagina.woning, pagina.woning.complex, pagina.taken, vandaag(), pagina.bezet)


def _let_op(woning: Woning, parameters: Mapping[str, str]) -> list[str]:
    gegevens = {veld: getattr(woning, veld) for veld in woningen.VELDEN}
    return [fout.zin for fout in woningen.waarschuwingen(gegevens, parameters)]


def _groepen(woning: Woning) -> list[tuple[str, Sequence[tuple[str, str]]]]:
    return [
        ("De woning", list(_woning(woning))),
        ("Huur per maand", list(_huur(woning))),
        ("Verhuur", list(_verhuur(woning))),
    ]


def _woning(w: Woning) -> Iterator[tuple[str, str]]:
    yield "Soort", zin(woningcodes.naam("detailsoort", w.detailsoort))
    yield "Zelfstandig", "ja" if w.zelfstandig else "nee, met gedeelde voorzieningen"
    yield "Kamers", f"{w.kamers}, waarvan {meervoud(w.slaapkamers, 'slaapkamer', 'slaapkamers')}"
    yield "Oppervlakte", f"{w.oppervlakte}\N{NO-BREAK SPACE}m²"
    yield "Voordeur", bereikbaar(w.verdieping, w.lift, "ZON")
    yield "Toegankelijkheid", woningcodes.naam("toegankelijkheid", w.toegankelijkheid)
    yield "Energielabel", woningcodes.naam("energielabel", w.energielabel) if w.energielabel else "niet bekend"
    if not w.zelfstandig:
        yield "Slot op de kamer", "ja" if w.slot_op_kamer else "nee"
    if w.toelichting:
        yield "Toelichting", w.toelichting


def _huur(w: Woning) -> Iterator[tuple[str, str]]:
    yield "Rekenhuur", euro(w.huur_cent)
    if w.kale_huur_cent is not None:
        yield "Kale huur", euro(w.kale_huur_cent)
        yield "Servicekosten die meetellen", euro(w.subsidiabel_cent)
    if w.overig_cent:
        yield "Overige servicekosten", euro(w.overig_cent)
    yield "Samen", euro(w.huur_cent + w.overig_cent)


def _verhuur(w: Woning) -> Iterator[tuple[str, str]]:
    yield "Corporatie", w.corporatie.naam
    if w.corporatie_nummer:
        yield "Nummer bij de corporatie", w.corporatie_nummer
    yield "Vrij vanaf", dag_kort(w.beschikbaar_van, vandaag())
    if w.eind_op:
        yield "Laatste dag", dag_kort(w.eind_op, vandaag())
    yield "Contract", woningcodes.naam("contractsoort", w.contractsoort)
    yield "Woonvorm", WOONVORMEN[w.woonvorm]
    yield "Herkomst", HERKOMST[w.herkomst]


def _aanbod(regel: Aanbodregel) -> Aanbodblok:
    aanbod, zaaknummer, huishouden = regel
    wanneer = moment_in_woorden(aanbod.voorgedragen_op, vandaag())
    return Aanbodblok(huishouden, zaaknummer, AANBODSTATUS[aanbod.status], f"voorgedragen {wanneer}")
