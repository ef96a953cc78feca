"""De woning op de zaakpagina: wat er is aangeboden, en of zij past en waarom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from casus.models import Aanbod
from casus.queries.zaakpagina import Zaakpagina
from casus.rules.passendheid import Omstandigheden, Toets, toets_alles
from casus.termijnen import dag_kort
from casus.views.schermen.feiten import Feiten, aanbodfeiten, loopt
from casus.vocab import AANBODSTATUS, TOEGANKELIJKHEID, meervoud


@dataclass(frozen=True, slots=True)
class Woningscherm:
    """Het lopende of laatste aanbod. `past` is None zolang er geen woning is."""

    aanbod: Aanbod | None = None
    past: bool | None = None
    oordeel: str = ""
    links: Sequence[tuple[str, str]] = ()
    rechts: Sequence[tuple[str, str]] = ()
    toetsen: Sequence[Toets] = ()
    eerder: Sequence[str] = ()


def maak_woning(pagina: Zaakpagina) -> Woningscherm:
    """Het deel Woning van de zaakpagina."""
    beeld, lopend = pagina.beeld, [aanbod for aanbod in pagina.aanbiedingen if loopt(aanbod)]
    eerder = [_eerder(aanbod, pagina) for aanbod in pagina.aanbiedingen if aanbod not in lopend]
    if not lopend:
        return Woningscherm(eerder=eerder)
    aanbod = lopend[0]
    om = Omstandigheden(dag=beeld.vandaag, vergunning_geldig_tot=pagina.zaak.vergunning_geldig_tot)
    uitslag = toets_alles(beeld.huishouden, beeld.personen, aanbod.woning, pagina.delen.parameters, om)
    goed = sum(toets.uitkomst == "ja" for toets in uitslag.toetsen)
    return Woningscherm(
        aanbod=aanbod,
        past=goed == len(uitslag.toetsen),
        oordeel=f"past op {goed} van {len(uitslag.toetsen)} regels",
        links=aanbodfeiten(aanbod, beeld),
        rechts=_rechts(aanbod, pagina),
        toetsen=uitslag.toetsen,
        eerder=eerder,
    )


def _reden(aanbod: Aanbod, pagina: Zaakpagina) -> str:
    """De reden van weigering in woorden; het proces kent de codes."""
    veld = pagina.wf.velden.get("weigerreden")
    code = aanbod.weigerreden or ""
    return veld.keuzes.get(code, code) if veld else code


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
    if aanbod.weigerreden:
        feiten.append(("Weigering", f"{_reden(aanbod, pagina)} · oordeel: {aanbod.oordeel or 'nog niet'}"))
    return feiten


def _eerder(aanbod: Aanbod, pagina: Zaakpagina) -> str:
    dag = dag_kort(aanbod.voorgedragen_op.date(), pagina.beeld.vandaag)
    reden = f" ({_reden(aanbod, pagina)}, {aanbod.oordeel})" if aanbod.weigerreden else ""
    wat = f"{AANBODSTATUS[aanbod.status]}{reden}, voorgedragen op {dag}"
    return f"{aanbod.woning.adres}, {aanbod.woning.plaats}: {wat}."
