"""De lijst van zaken: welke, met welke woorden erboven, en bij elke zaak de naam van haar toestand."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import url_for

from casus.actor import Actor
from casus.queries.bladen import Blad, Plek
from casus.queries.zaakkeuze import MEEGETELD, VERLIET, WAT, Keuze
from casus.queries.zaken import ZaakRij
from casus.rules.zinnen import dag_tekst, zin
from casus.views.schermen.getallen import geteld
from casus.views.schermen.lijn import stap_van
from casus.vocab import meervoud
from casus.workflows import registry
from casus.workflows.definition import Workflow

_CODE = re.compile(r"[a-z0-9_]{1,60}")


@dataclass(frozen=True, slots=True)
class Regel:
    """Eén zaak op de lijst. `stap` 0 staat niet op de hoofdlijn."""

    zaak: ZaakRij
    toestand: str
    stap: int


@dataclass(frozen=True, slots=True)
class Lijstscherm:
    """Wat er om de rijen heen staat. `telling` is het aantal van de hele lijst, niet van dit blad."""

    titel: str
    telling: str
    keuze: Keuze
    toestanden: Sequence[tuple[str, str]]
    wat: Sequence[tuple[str, str]]
    vanaf: str
    tot: str
    gefilterd: bool
    vorige: str | None
    volgende: str | None


def regels(rijen: Sequence[ZaakRij], processen: Mapping[UUID, Workflow]) -> list[Regel]:
    """De rijen met hun toestand in woorden."""
    uit = []
    for rij in rijen:
        wf = processen[rij.workflowversie_id]
        uit.append(Regel(rij, wf.toestanden[rij.toestand].titel, stap_van(wf, rij.toestand)))
    return uit


def toestandkeuzes() -> list[tuple[str, str]]:
    """De toestanden van de processen die nu lopen, als keuze in een filter."""
    keuzes: dict[str, str] = {}
    for code in registry.codes():
        keuzes |= {t.code: t.titel for t in registry.huidige(code).toestanden.values()}
    return list(keuzes.items())


def lees_keuze(argumenten: Mapping[str, str], actor: Actor) -> Keuze:
    """De keuze uit een adres. Wat geen bestaande keuze of dag is, telt niet mee."""
    wat, toestand = argumenten.get("wat", ""), argumenten.get("toestand", "")
    bestaat = wat in WAT or (wat.startswith(VERLIET) and _CODE.fullmatch(wat.removeprefix(VERLIET)))
    return Keuze(
        toestand=toestand if _CODE.fullmatch(toestand) else "",
        casemanager_id=actor.gebruiker_id if argumenten.get("van") == "mij" else None,
        wat=wat if bestaat else "",
        van=_dag(argumenten.get("vanaf", "")) or date.min,
        tot=_dag(argumenten.get("tot", "")) or date.max,
    )


def _dag(tekst: str) -> date | None:
    try:
        return date.fromisoformat(tekst)
    except ValueError:
        return None


def adres(keuze: Keuze, na: Plek | None = None) -> str:
    """De lijst met deze keuze; hetzelfde adres geeft altijd dezelfde vraag."""
    return url_for(
        "zaken.lijst",
        toestand=keuze.toestand or None,
        van="mij" if keuze.casemanager_id else None,
        wat=keuze.wat or None,
        vanaf=_iso(keuze.van),
        tot=_iso(keuze.tot),
        na=na.tekst() if na else None,
    )


def _iso(dag: date) -> str | None:
    return None if dag in (date.min, date.max) else dag.isoformat()


def maak_lijst(keuze: Keuze, aantal: int, personen: int | None, blad: Blad[ZaakRij]) -> Lijstscherm:
    """De woorden en adressen om de rijen heen. `personen` telt wie er meetelt, alleen bij die keuze."""
    telling = "1 zaak" if aantal == 1 else f"{geteld(aantal)} zaken"
    if personen is not None:
        telling += f", {meervoud(personen, 'persoon', 'personen')}"
    return Lijstscherm(
        titel=_titel(keuze),
        telling=telling,
        keuze=keuze,
        toestanden=toestandkeuzes(),
        wat=_watkeuzes(keuze),
        vanaf=_iso(keuze.van) or "",
        tot=_iso(keuze.tot) or "",
        gefilterd=bool(keuze.toestand or keuze.casemanager_id or keuze.wat),
        vorige=adres(keuze, blad.vorige) if blad.vorige else None,
        volgende=adres(keuze, blad.volgende) if blad.volgende else None,
    )


def _watkeuzes(keuze: Keuze) -> list[tuple[str, str]]:
    eigen = {keuze.wat: _wat_titel(keuze.wat)} if keuze.wat.startswith(VERLIET) else {}
    return [(code, titel) for code, titel in (dict(WAT) | eigen).items()]


def _wat_titel(wat: str) -> str:
    if wat in WAT:
        return WAT[wat]
    toestand = wat.removeprefix(VERLIET)
    return f"klaar met ‘{dict(toestandkeuzes()).get(toestand, toestand)}’"


def _titel(keuze: Keuze) -> str:
    """'Zaken', of 'Gehuisvest van 1 juli 2026 tot en met 24 november 2026'."""
    if not keuze.wat:
        return "Zaken"
    titel = zin("tellen mee voor de taakstelling" if keuze.wat == MEEGETELD else _wat_titel(keuze.wat))
    if keuze.met_periode and keuze.van != date.min:
        titel += f" van {dag_tekst(keuze.van)}"
    if keuze.met_periode and keuze.tot != date.max:
        titel += f" tot en met {dag_tekst(keuze.tot)}"
    return titel
