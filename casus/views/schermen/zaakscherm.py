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
from casus.termijnen import dag_kort, leeftijd
from casus.views.schermen.aanzet import maak_aanzet, taakregels, waarschuwingen
from casus.views.schermen.lijn import maak_lijn
from casus.views.schermen.woningscherm import maak_woning
from casus.vocab import BESLUITSTATUS, CONTACTSOORTEN, LEERROUTES, RELATIES, WOONBEPERKINGEN


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


def maak_scherm(pagina: Zaakpagina, actor: Actor, bsn: Mapping[UUID, str] | None = None) -> dict[str, Any]:
    """Alles wat het sjabloon van de zaak nodig heeft."""
    taken = taakregels(pagina, actor)
    klaar = [taak for taak in pagina.beeld.taken if taak.status != "open"]
    return {
        "pagina": pagina,
        "zaak": pagina.zaak,
        "huishouden": pagina.beeld.huishouden,
        "lijn": maak_lijn(pagina),
        "waarschuwingen": waarschuwingen(pagina),
        "aanzet": maak_aanzet(pagina, actor, taken),
        "taken": taken,
        "klaar": sorted(klaar, key=_wanneer_klaar, reverse=True),
        "woning": maak_woning(pagina),
        "relaties": RELATIES,
        "contactsoorten": CONTACTSOORTEN,
        "woonbeperkingen": WOONBEPERKINGEN,
        "besluitstatus": BESLUITSTATUS,
        "ik_id": actor.gebruiker_id,
        "bewoners": _bewoners(pagina, bsn or {}),
        "inburgeraars": _inburgeraars(pagina),
        "team": _team(pagina, actor),
        "contacten": pagina.delen.contacten,
        "tijdlijn": pagina.tijdlijn.regels,
        "eerder": (),
    }


def _wanneer_klaar(taak: Taak) -> str:
    return str(taak.gereed_op or taak.vervallen_op)


def _bewoners(pagina: Zaakpagina, bsn: Mapping[UUID, str]) -> list[Bewoner]:
    dag = pagina.beeld.vandaag
    return [Bewoner(p, leeftijd(p.geboortedatum, dag), bsn.get(p.id, "")) for p in pagina.beeld.personen]


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


def _team(pagina: Zaakpagina, actor: Actor) -> Sequence[tuple[str, str]]:
    """Per rol wie er een open taak heeft; eerst de casemanager van de zaak."""
    zaak, team = pagina.zaak, {"casemanager": pagina.zaak.casemanager.naam if pagina.zaak.casemanager else ""}
    for taak in pagina.beeld.taken:
        if taak.status == "open" and taak.rol != "casemanager":
            naam = taak.behandelaar.naam if taak.behandelaar else ""
            team[taak.rol] = team.get(taak.rol) or naam
    consulent = next((rij.consulent.naam for rij in pagina.beeld.inburgeringen if rij.consulent), "")
    if consulent:
        team["inburgering"] = team.get("inburgering") or consulent
    ik = actor.naam if zaak.casemanager_id != actor.gebruiker_id else zaak.casemanager.naam if zaak.casemanager else ""
    return [(rol, f"{naam} (u)" if naam and naam == ik else naam) for rol, naam in team.items()]
