"""Het portaal op het scherm: wat er op de corporatie wacht, en één voordracht met waar zij op kan antwoorden."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from flask import url_for

from casus.actions.portaal import AKKOORD, BEZICHTIGING, WIJST_AF
from casus.actor import Actor
from casus.db import CasusSessie
from casus.queries import portaal as vragen
from casus.queries.beeld import definitie
from casus.queries.portaal import Voordracht
from casus.views.schermen.velden import Invoerveld, invoervelden

CODES: Final[Mapping[str, str]] = {"akkoord": AKKOORD, "afwijzen": WIJST_AF, "bezichtigen": BEZICHTIGING}
_TITELS: Final[Mapping[str, tuple[str, str, str]]] = {
    "akkoord": (
        "Ja, dit huishouden kan de woning huren",
        "Akkoord geven",
        "De gemeente doet het huishouden het aanbod.",
    ),
    "afwijzen": (
        "Nee, dit kan niet",
        "Voordracht afwijzen",
        "De gemeente zoekt een andere woning voor dit huishouden.",
    ),
    "bezichtigen": ("Bezichtiging", "Bezichtiging doorgeven", "De casemanager vertelt het huishouden wanneer het is."),
}


_AAN_U: Final[Mapping[str, str]] = {
    "corporatie_op": "Op welke dag besloot u dit?",
    "corporatie_reden": "Waarom wijst u af?",
    "corporatie_toelichting": "Wat wilt u de gemeente nog laten weten?",
}
"""Hoe een veld van het proces heet als de corporatie het zelf invult."""


@dataclass(frozen=True, slots=True)
class Antwoordformulier:
    """Eén ding dat de corporatie bij een voordracht kan doorgeven."""

    naam: str
    titel: str
    knop: str
    uitleg: str
    actie: str
    velden: Sequence[Invoerveld]


def begin(session: CasusSessie, actor: Actor, na: UUID | None) -> dict[str, Any]:
    """Alles wat deze corporatie kreeg: waar zij op moet antwoorden, wat loopt, en de dossiers."""
    alle = vragen.voordrachten(session, actor)
    return {
        "corporatie": vragen.corporatie(session, actor),
        "wachten": [een for een in alle if een.wacht],
        "lopen": [een for een in alle if not een.wacht],
        "blad": vragen.dossiers(session, actor, na),
        "later": na is not None,
        "stand": stand,
    }


def voordracht(session: CasusSessie, actor: Actor, aanbod_id: UUID) -> dict[str, Any]:
    """Eén voordracht met haar dossier, en de formulieren die nu kunnen."""
    gekozen = vragen.laad_voordracht(session, actor, aanbod_id)
    return {
        "v": gekozen,
        "dossiers": vragen.dossiers_van(session, actor, gekozen.zaaknummer),
        "woning": vragen.laad_woning(session, actor, gekozen.woning_id),
        "formulieren": _formulieren(session, actor, gekozen),
        "stand": stand,
    }


def stand(v: Voordracht) -> tuple[str, str]:
    """Waar een voordracht staat: de kleur met haar pictogram, en de woorden."""
    if v.wacht:
        return "vandaag", "wacht op uw antwoord"
    if v.status == "voorgedragen":
        return "wacht", "de gemeente doet het aanbod"
    woorden = {
        "aangeboden": ("wacht", "het huishouden denkt na"),
        "geaccepteerd": ("gereed", "het huishouden neemt de woning aan"),
        "afgerond": ("gereed", "het huishouden woonde hier"),
        "geweigerd": ("slot", "het huishouden neemt de woning niet aan"),
        "afgewezen_corporatie": ("slot", "u wees de voordracht af"),
    }
    return woorden.get(v.status, ("slot", "de gemeente trok de voordracht in"))


def _formulieren(session: CasusSessie, actor: Actor, v: Voordracht) -> list[Antwoordformulier]:
    """Wat er nu te antwoorden valt; leeg als het proces van deze zaak het niet kent."""
    namen = ("akkoord", "afwijzen") if v.wacht else ("bezichtigen",) if _te_bezichtigen(v) else ()
    if not namen:
        return []
    wf = definitie(session, vragen.zaak_van_voordracht(session, actor, v.id))
    uit = []
    for naam in namen:
        melding = wf.meldingen.get(CODES[naam])
        if melding is not None:
            velden = [_aan_u(veld) for veld in invoervelden((wf.veld(code) for code in melding.velden), {})]
            actie = url_for(f"portaal.{naam}", aanbod_id=v.id)
            uit.append(Antwoordformulier(naam, *_TITELS[naam], actie, velden))
    return uit


def _aan_u(veld: Invoerveld) -> Invoerveld:
    waarde = "vandaag" if veld.code == "corporatie_op" else veld.waarde
    hint = "Bijvoorbeeld 24-11-2026, of ‘morgen’." if veld.code == "bezichtiging_op" else veld.hint
    return replace(veld, titel=_AAN_U.get(veld.code, veld.titel), waarde=waarde, hint=hint)


def _te_bezichtigen(v: Voordracht) -> bool:
    return v.status == "aangeboden" or (v.status == "voorgedragen" and v.antwoord == "akkoord")
