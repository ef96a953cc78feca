"""De lijst van het scherm als bestand: dezelfde filters, volgorde en kolommen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace
from datetime import date
from typing import Final

from flask import Response

from casus.actions.lijstexport import HOOGSTENS, Vorm, leg_export_vast
from casus.export import CSV, XLSX, Waarde, maak_csv, maak_xlsx
from casus.extensions import database
from casus.queries.lijstkeuze import TOESTAND, Keuze, Sortering
from casus.queries.lijstkring import Kring, kring, kring_overal
from casus.queries.lijstplek import Lijstblad
from casus.queries.toestanden import processen
from casus.queries.werkvoorraad import TaakRij, lees_alles
from casus.rules.zinnen import rol_tekst
from casus.termijnen import dagen_in_woorden, vandaag
from casus.views.schermen.lijstkolommen import TITELS, kolommen_van
from casus.views.schermen.lijstscherm import LIJSTTITELS, meer_gemeenten, voorkeuren
from casus.views.schermen.werklijst import TITELS as GROEPTITELS
from casus.views.schermen.werklijst import Regel, maak_regel
from casus.web.gebruik import actor, sessie

_VAST: Final = ("Groep", "Uiterlijk", "Taak", "Bij de taak", "Huishouden", "Personen", "Zaaknummer")
_AFGEKAPT: Final = f"Hier stopt het bestand: er zijn meer dan {HOOGSTENS} taken. Filter de lijst om de rest te zien."


def maak_bestand(keuze: Keuze, vorm: Vorm) -> Response:
    """Het bestand, nadat is vastgelegd wie het meeneemt: in elke gemeente waarvan er taken in staan."""
    overal = keuze.gemeente not in ("", str(actor().gemeente_id)) and meer_gemeenten()
    kolommen = kolommen_van(voorkeuren(), keuze.lijst, meer_gemeenten=overal)
    kring_ = kring_overal(database(), actor()) if overal else kring(sessie(), actor())
    with database().lezen(kring_.bereik) if overal else nullcontext(sessie()) as lezer:
        bladen = list(lees_alles(lezer, keuze, kring_, erbij=frozenset(kolommen), hoogstens=HOOGSTENS))
    rijen = list(_rijen(bladen, kring_, kolommen))
    _leg_vast(bladen, kring_, keuze, vorm)
    kop, titel = (*_VAST, *_koppen(kolommen)), LIJSTTITELS[keuze.lijst]
    inhoud = maak_csv(kop, rijen) if vorm == "csv" else maak_xlsx(titel, kop, rijen)
    antwoord = Response(inhoud, content_type=CSV if vorm == "csv" else XLSX)
    naam = f"{titel.lower().replace(' ', '-')}-{vandaag().isoformat()}.{vorm}"
    antwoord.headers.set("Content-Disposition", "attachment", filename=naam)
    return antwoord


def _leg_vast(bladen: Sequence[Lijstblad[TaakRij]], wie: Kring, keuze: Keuze, vorm: Vorm) -> None:
    """Eén regel per gemeente met haar taken; een lege lijst staat in de gemeente waar de gebruiker werkt."""
    aantallen = Counter(rij.gemeente_id for blad in bladen for rij in blad.rijen) or Counter({wie.hier: 0})
    for gemeente_id, aantal in aantallen.items():
        daar = replace(actor(), gemeente_id=gemeente_id, rollen=wie.rollen[gemeente_id])
        leg_export_vast(database(), actor=daar, lijst=keuze.lijst, vorm=vorm, aantal=aantal)


def _koppen(kolommen: Sequence[Sortering]) -> Iterator[str]:
    for naam in kolommen:
        yield TITELS[naam]
        if naam == "fatale_datum":
            yield "Fatale datum, nog"


def _rijen(
    bladen: Sequence[Lijstblad[TaakRij]], kring_: Kring, kolommen: Sequence[Sortering]
) -> Iterator[list[Waarde]]:
    wie, dag = actor(), vandaag()
    vervangt = {een.id: een.naam for een in kring_.vervangt}
    wfs = processen(sessie(), {rij.workflowversie_id for blad in bladen for rij in blad.rijen})
    for blad in bladen:
        for rij in blad.rijen:
            regel = maak_regel(rij, wfs[rij.workflowversie_id], wie, vervangt, dag, "behandelaar" in kolommen)
            yield _rij(regel, kolommen, dag)
    if bladen[-1].volgende is not None:
        yield [_AFGEKAPT]


def _rij(regel: Regel, kolommen: Sequence[Sortering], dag: date) -> list[Waarde]:
    taak = regel.taak
    uit: list[Waarde] = [GROEPTITELS[regel.groep], taak.uiterlijk, taak.titel, regel.onder]
    uit += [taak.huishouden, taak.personen, taak.zaaknummer]
    for naam in kolommen:
        uit.append(_CELLEN[naam](regel))
        if naam == "fatale_datum":
            uit.append(dagen_in_woorden(taak.fatale_datum, dag) if taak.fatale_datum else "")
    return uit


def _wacht(regel: Regel) -> Waarde:
    taak = regel.taak
    return (taak.wacht_op or taak.blokkade) if regel.groep in ("wacht", "slot") else ""


_CELLEN: Final[Mapping[Sortering, Callable[[Regel], Waarde]]] = {
    "gemeente": lambda regel: regel.taak.gemeente,
    TOESTAND: lambda regel: regel.toestand,
    "rol": lambda regel: rol_tekst(regel.taak.rol),
    "behandelaar": lambda regel: regel.taak.behandelaar or "nog van niemand",
    "streefdatum": lambda regel: regel.taak.streefdatum,
    "fatale_datum": lambda regel: regel.taak.fatale_datum,
    "gepland": lambda regel: regel.taak.gepland_op,
    "wacht": _wacht,
    "casemanager": lambda regel: regel.taak.casemanager,
    "corporatie": lambda regel: regel.taak.corporatie,
}
