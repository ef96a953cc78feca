"""De pagina van één zaak: wat elk deel laat zien."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from casus.actor import Actor
from casus.models import Inburgering, Persoon, Taak
from casus.queries.zaakpagina import Zaakpagina
from casus.rules import permissions
from casus.termijnen import dag_kort, leeftijd, nu
from casus.views.schermen.aanzet import maak_aanzet, taakregels, waarschuwingen
from casus.views.schermen.lijn import maak_lijn
from casus.views.schermen.tijdlijnscherm import maak_tijdlijn
from casus.views.schermen.woningscherm import maak_woning
from casus.vocab import (
    BESLUITSTATUS,
    BEZWAARSTATUS,
    CONTACTSOORTEN,
    LEERROUTES,
    RELATIES,
    VERBANDSOORTEN,
    WOONBEPERKINGEN,
)
from casus.workflows.heropenen import HEROPENTIJD, heropenbaar

ROLLEN = ("casemanager", "wonen", "inburgering", "financieel", "jurist", "communicatie")
"""De rollen die bij elke zaak horen, in de volgorde van de pagina."""
WOORDEN: Mapping[str, Mapping[str, str]] = {
    "relaties": RELATIES,
    "contactsoorten": CONTACTSOORTEN,
    "woonbeperkingen": WOONBEPERKINGEN,
    "besluitstatus": BESLUITSTATUS,
    "bezwaarstatus": BEZWAARSTATUS,
    "verbandsoorten": VERBANDSOORTEN,
}


@dataclass(frozen=True, slots=True)
class Bewoner:
    """Iemand uit het huishouden. `bsn` is alleen gevuld als iemand hem net heeft laten zien."""

    persoon: Persoon
    leeftijd: int | None
    bsn: str


@dataclass(frozen=True, slots=True)
class Inburgeraar:
    """De inburgering van één persoon in één regel."""

    naam: str
    inburgering: Inburgering
    regel: str


@dataclass(frozen=True, slots=True)
class Teamlid:
    """Wie een rol vervult; zonder naam nog niemand. `toelichting` als het geen vast gezicht is."""

    rol: str
    naam: str
    toelichting: str


@dataclass(frozen=True, slots=True)
class Klaar:
    """Een taak die gereed of vervallen is."""

    taak: Taak
    te_heropenen: bool


def maak_scherm(pagina: Zaakpagina, actor: Actor, bsn: Mapping[UUID, str] | None = None) -> dict[str, Any]:
    """Alles wat het sjabloon van de zaak nodig heeft."""
    taken = taakregels(pagina, actor)
    return {
        "pagina": pagina,
        "zaak": pagina.zaak,
        "huishouden": pagina.beeld.huishouden,
        "lijn": maak_lijn(pagina),
        "waarschuwingen": waarschuwingen(pagina),
        "aanzet": maak_aanzet(pagina, actor, taken),
        "taken": taken,
        "klaar": _klaar(pagina, actor),
        "woning": maak_woning(pagina, actor),
        "ik_id": actor.gebruiker_id,
        "volgt": pagina.delen.volgt(actor.gebruiker_id),
        "bewoners": (bewoners := _bewoners(pagina, bsn or {})),
        "bsn_keuzes": _bsn_keuzes(bewoners),
        "inburgeraars": _inburgeraars(pagina),
        "team": _team(pagina, actor),
        "aantal_documenten": _aantal_documenten(pagina),
        "tijdlijn": maak_tijdlijn(pagina, actor),
        **WOORDEN,
    }


def _klaar(pagina: Zaakpagina, actor: Actor) -> list[Klaar]:
    """De taken die niet meer open staan, de laatste eerst."""
    klaar = [taak for taak in pagina.beeld.taken if taak.status != "open"]
    klaar.sort(key=lambda taak: str(taak.gereed_op or taak.vervallen_op), reverse=True)
    return [Klaar(taak, _te_heropenen(taak, pagina, actor)) for taak in klaar]


def _te_heropenen(taak: Taak, pagina: Zaakpagina, actor: Actor) -> bool:
    """Of de taak net gereed is en weer open kan; de taakpagina zegt wat er verder bij komt kijken."""
    if taak.gereed_op is None or nu() - taak.gereed_op > HEROPENTIJD or pagina.zaak.gesloten_op is not None:
        return False
    return heropenbaar(pagina.wf.taken.get(taak.soort or "")) and permissions.mag_taak_heropenen(actor, taak)


def _aantal_documenten(pagina: Zaakpagina) -> int:
    """Dossiers en documenten, elke reeks versies één keer."""
    van_dossier = {dossier.document_id for dossier in pagina.delen.verstrekkingen}
    los = [rij for rij in pagina.delen.documenten if rij.reeks_id is None and rij.id not in van_dossier]
    return len(pagina.delen.verstrekkingen) + len(los)


def _bewoners(pagina: Zaakpagina, bsn: Mapping[UUID, str]) -> list[Bewoner]:
    dag = pagina.beeld.vandaag
    return [Bewoner(p, leeftijd(p.geboortedatum, dag), bsn.get(p.id, "")) for p in pagina.beeld.personen]


def _bsn_keuzes(bewoners: Sequence[Bewoner]) -> list[tuple[str, str]]:
    """Van wie er een BSN is dat nog niet op het scherm staat."""
    mensen = (een.persoon for een in bewoners if een.persoon.bsn and not een.bsn)
    return [(str(persoon.id), f"{persoon.voornamen} {persoon.achternaam}") for persoon in mensen]


def _inburgeraars(pagina: Zaakpagina) -> list[Inburgeraar]:
    personen = {persoon.id: persoon for persoon in pagina.beeld.personen}
    uit = []
    for rij in pagina.beeld.inburgeringen:
        persoon = personen[rij.persoon_id]
        naam = f"{persoon.voornamen} {persoon.achternaam}"
        uit.append(Inburgeraar(naam, rij, _inburgerregel(rij, pagina.beeld.vandaag)))
    return uit


def _inburgerregel(rij: Inburgering, dag: date) -> str:
    """'Kennisgeving ma 2 nov · intake wo 11 nov · PIP vr 15 jan · B1-route'; wat er nog niet is, staat er niet."""
    stappen = (
        ("kennisgeving", rij.kennisgeving_op),
        ("aangemeld", rij.aangemeld_op),
        ("brede intake", rij.intake_op),
        ("PIP", rij.pip_op),
    )
    delen = [f"{wat} {dag_kort(op, dag)}" for wat, op in stappen if op is not None]
    if rij.leerroute:
        delen.append(LEERROUTES[rij.leerroute])
    return " · ".join(delen) or "nog niet begonnen"


def _team(pagina: Zaakpagina, actor: Actor) -> list[Teamlid]:
    """Per rol het vaste gezicht; waar niemand het is, wie er nu een taak van heeft."""
    vast = {rol.rol: (rol.gebruiker_id, rol.gebruiker.naam) for rol in pagina.delen.rollen}
    if consulent := next((rij.consulent for rij in pagina.beeld.inburgeringen if rij.consulent), None):
        vast["inburgering"] = (consulent.id, consulent.naam)
    if pagina.zaak.casemanager is not None:
        vast["casemanager"] = (pagina.zaak.casemanager.id, pagina.zaak.casemanager.naam)
    bezig = {
        taak.rol: (taak.behandelaar.id, taak.behandelaar.naam)
        for taak in reversed(pagina.beeld.taken)
        if taak.status == "open" and taak.behandelaar is not None
    }
    rollen = dict.fromkeys((*ROLLEN, *vast, *bezig))
    return [_teamlid(rol, vast.get(rol), bezig.get(rol), actor) for rol in rollen]


def _teamlid(rol: str, vast: tuple[UUID, str] | None, bezig: tuple[UUID, str] | None, actor: Actor) -> Teamlid:
    wie = vast or bezig
    if wie is None:
        return Teamlid(rol, "", "")
    naam = f"{wie[1]} (u)" if wie[0] == actor.gebruiker_id else wie[1]
    return Teamlid(rol, naam, "" if vast else "heeft nu een taak")
