"""De woning op de zaakpagina: waar het aanbod staat, wie er aan zet is, wat u nu kunt doen, en of de woning past."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from flask import current_app, url_for

from casus.actor import Actor
from casus.models import Aanbod
from casus.queries.passendheid import toets_geladen
from casus.queries.zaakpagina import Zaakpagina
from casus.rules.passendheid import Toets
from casus.termijnen import dag_kort, dag_van
from casus.views.schermen.aanbodscherm import Stap, aan_zet, lijn, stand_van
from casus.views.schermen.feiten import Feiten, aanbodfeiten, loopt
from casus.vocab import AANBODSTATUS, TOEGANKELIJKHEID, meervoud
from casus.workflows import engine

_MELDINGEN = (
    "corporatie_akkoord", "corporatie_wijst_af", "bezichtiging_gepland", "voordracht_vervallen",
    "woning_teruggetrokken",
)  # fmt: skip
_STAPPEN = ("aanbod_doen", "weigering_terecht", "aanbod_intrekken", "woning_vervallen")
_TAKEN = ("WO-03", "WO-06", "JU-04", "JU-02", "CM-06", "CM-07")
_BIJ: dict[str, tuple[str, ...]] = {
    "voorgedragen": ("corporatie_akkoord", "corporatie_wijst_af", "bezichtiging_gepland", "aanbod_doen"),
    "aangeboden": ("bezichtiging_gepland", "aanbod_intrekken"),
    "geweigerd": ("weigering_terecht",),
    "geaccepteerd": ("woning_vervallen", "aanbod_intrekken"),
}
"""Wat bij deze stand van het aanbod ook wordt genoemd als het nog niet kan, met de reden."""


@dataclass(frozen=True, slots=True)
class Knop:
    """Iets wat met het aanbod kan. Met een reden kan het nu niet."""

    titel: str
    adres: str
    reden: str = ""


@dataclass(frozen=True, slots=True)
class Eerder:
    """Een aanbod dat niet doorging: in één zin, met zijn weg."""

    zin: str
    weg: Sequence[Stap]


@dataclass(frozen=True, slots=True)
class Woningscherm:
    """Het lopende of laatste aanbod. `past` is None zolang er geen woning is."""

    aanbod: Aanbod | None = None
    adres: str = ""
    past: bool | None = None
    oordeel: str = ""
    weg: Sequence[Stap] = ()
    aan_zet: str = ""
    uiterlijk: date | None = None
    kan: Sequence[Knop] = ()
    kan_niet: Sequence[Knop] = ()
    links: Sequence[tuple[str, str]] = ()
    rechts: Sequence[tuple[str, str]] = ()
    toetsen: Sequence[Toets] = ()
    eerder: Sequence[Eerder] = ()


def maak_woning(pagina: Zaakpagina, actor: Actor) -> Woningscherm:
    """Het deel Woning van de zaakpagina."""
    lopend = next((aanbod for aanbod in pagina.aanbiedingen if loopt(aanbod)), None)
    knoppen = list(_knoppen(pagina, actor, lopend))
    scherm = Woningscherm(
        eerder=[Eerder(_eerder(een, pagina), lijn(een, pagina)) for een in pagina.aanbiedingen if not loopt(een)],
        kan=[knop for knop in knoppen if not knop.reden],
        kan_niet=[knop for knop in knoppen if knop.reden],
    )
    return scherm if lopend is None else _met_aanbod(scherm, pagina, lopend)


def _met_aanbod(scherm: Woningscherm, pagina: Zaakpagina, aanbod: Aanbod) -> Woningscherm:
    nu, toetsen = stand_van(aanbod, pagina), _toetsen(pagina, aanbod)
    goed = sum(toets.uitkomst == "ja" for toets in toetsen)
    return replace(
        scherm,
        aanbod=aanbod,
        adres=_naar("woningen.toon", woning_id=aanbod.woning_id),
        past=goed == len(toetsen),
        oordeel=f"past op {goed} van {len(toetsen)} regels",
        weg=lijn(aanbod, pagina),
        aan_zet=aan_zet(nu, pagina.beeld.vandaag),
        uiterlijk=nu.uiterlijk,
        links=aanbodfeiten(aanbod, pagina.beeld),
        rechts=_rechts(aanbod, pagina),
        toetsen=toetsen,
    )


def _toetsen(pagina: Zaakpagina, aanbod: Aanbod) -> Sequence[Toets]:
    beeld = pagina.beeld
    delen = pagina.delen
    return toets_geladen(beeld, aanbod.woning, delen.parameters, delen.bewoners).toetsen


def _naar(endpoint: str, **waarden: object) -> str:
    """Het adres van een pagina, leeg als casus die niet heeft."""
    return url_for(endpoint, **waarden) if endpoint in current_app.view_functions else ""  # type: ignore[arg-type]  # gemengd


def _knoppen(pagina: Zaakpagina, actor: Actor, aanbod: Aanbod | None) -> Iterator[Knop]:
    """Wat nu bij dit aanbod hoort: eerst meldingen, dan stappen, dan de open taken die het verder helpen."""
    nummer, erbij = pagina.zaak.zaaknummer, _BIJ.get(aanbod.status, ()) if aanbod else ()
    for code in _MELDINGEN:
        if aanbod is not None and (melding := pagina.wf.meldingen.get(code)):
            redenen = engine.melding_redenen(pagina.wf, pagina.beeld, code, actor)
            if not redenen or code in erbij:
                adres = url_for("zaak.melding_formulier", zaaknummer=nummer, code=code)
                yield Knop(melding.titel, adres, redenen[0] if redenen else "")
    for code in _STAPPEN:
        if stap := pagina.wf.overgangen.get(code):
            redenen = engine.redenen(pagina.wf, pagina.beeld, code, actor)
            if not redenen or code in erbij:
                adres = url_for("zaak.overgang_formulier", zaaknummer=nummer, code=code)
                yield Knop(stap.titel, adres, redenen[0] if redenen else "")
    yield from _taken(pagina, actor)
    if any(een.weigerreden for een in pagina.aanbiedingen):
        yield Knop("Dossier van de weigering", url_for("aanbiedingen.weigering", zaaknummer=nummer))


def _taken(pagina: Zaakpagina, actor: Actor) -> Iterator[Knop]:
    for taak in pagina.beeld.taken:
        if taak.status == "open" and taak.soort in _TAKEN and actor.heeft_rol(taak.rol):
            redenen = engine.taak_redenen(pagina.wf, taak, pagina.beeld, actor)
            if not redenen:
                yield Knop(taak.titel, url_for("taken.toon", taak_id=taak.id, van="zaak"))


def _rechts(aanbod: Aanbod, pagina: Zaakpagina) -> Feiten:
    woning, dag = aanbod.woning, pagina.beeld.vandaag
    lift = ", met lift" if woning.lift else ""
    hoogte = f"verdieping {woning.verdieping}{lift}" if woning.verdieping else "begane grond"
    feiten = [
        ("Corporatie", woning.corporatie.naam),
        ("Slaapkamers", f"{woning.slaapkamers} van {meervoud(woning.kamers, 'kamer', 'kamers')}"),
        ("Oppervlakte", f"{woning.oppervlakte} m²"),
        ("Toegang", f"{TOEGANKELIJKHEID.get(woning.toegankelijkheid, woning.toegankelijkheid)}, {hoogte}"),
        ("Vrij vanaf", dag_kort(woning.beschikbaar_van, dag)),
    ]
    if aanbod.aangeboden_door is not None:
        feiten.append(("Door", aanbod.aangeboden_door.naam))
    if aanbod.matchrun_id is not None:
        ook = f"; {aanbod.keuze_reden}" if aanbod.keuze_reden else ""
        feiten.append(("Gekozen", f"volgens de verdeling van casus{ook}"))
    elif aanbod.keuze_reden:
        feiten.append(("Gekozen", f"{_gekozen(aanbod)}, want: {aanbod.keuze_reden}"))
    if aanbod.corporatie_toelichting:
        feiten.append(("Zegt de corporatie", aanbod.corporatie_toelichting))
    if aanbod.weigerreden:
        reden = pagina.wf.keuze_in_woorden("weigerreden", aanbod.weigerreden)
        feiten.append(("Weigering", f"{reden} · oordeel: {aanbod.oordeel or 'nog niet'}"))
    return feiten


def _gekozen(aanbod: Aanbod) -> str:
    """Hoe het voorstel van casus toen stond; van een ouder aanbod is alleen bekend dat het een ander was."""
    if aanbod.keuze_score is None:
        return "niet het eerste voorstel"
    plek = f"plek {aanbod.keuze_plek}" if aanbod.keuze_plek else "geen plek"
    beurt = f"plek {aanbod.keuze_beurt}" if aanbod.keuze_beurt else "geen plek"
    punten = meervoud(aanbod.keuze_score, "punt", "punten")
    return f"{plek} bij de woningen, {beurt} bij de huishoudens, {punten}"


def _eerder(aanbod: Aanbod, pagina: Zaakpagina) -> str:
    dag = dag_kort(dag_van(aanbod.voorgedragen_op), pagina.beeld.vandaag)
    reden = f" ({', '.join(_waarom(aanbod, pagina))})" if any(_waarom(aanbod, pagina)) else ""
    return (
        f"{aanbod.woning.adres}, {aanbod.woning.plaats}: {AANBODSTATUS[aanbod.status]}{reden}, voorgedragen op {dag}."
    )


def _waarom(aanbod: Aanbod, pagina: Zaakpagina) -> Iterator[str]:
    """Waarom het niet doorging, in woorden."""
    wf = pagina.wf
    if aanbod.weigerreden:
        yield wf.keuze_in_woorden("weigerreden", aanbod.weigerreden)
        yield aanbod.oordeel or ""
    elif aanbod.corporatie_reden:
        yield wf.keuze_in_woorden("corporatie_reden", aanbod.corporatie_reden)
        if aanbod.corporatie_toelichting:
            yield f"‘{aanbod.corporatie_toelichting}’"
    elif aanbod.einde_reden and aanbod.einde_reden != "einde":
        yield wf.keuze_in_woorden("einde_reden", aanbod.einde_reden).replace("zaak_gesloten", "de zaak is gesloten")
