"""Ter goedkeuring: de lijst van wat wacht, met één voorstel open en alles wat een beslisser ervoor nodig heeft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from casus.actions.collegebesluiten import RECHT as COLLEGE_RECHT
from casus.actor import Actor
from casus.db import CasusSessie
from casus.errors import Conflict, InvoerFout, VeldFout
from casus.models import Besluit, Mandaat
from casus.queries import besluitpagina, goedkeuring
from casus.queries.besluitpagina import Besluitpagina
from casus.queries.goedkeuring import Lijst
from casus.rules import permissions
from casus.rules.besluiten import Uitkomst, open_vraag, waar_doorzetten
from casus.rules.mandaten import COLLEGE, reden_niet_beslissen
from casus.rules.zinnen import met_lidwoord, opsomming
from casus.termijnen import nu, vandaag
from casus.views.schermen.besluitscherm_delen import Som
from casus.views.schermen.besluitscherm_gezien import RUIMTE, kenmerk, wat_er_staat
from casus.views.schermen.besluitscherm_mandaat import Trede, rij_van, trap, voorwaarden_bij
from casus.views.schermen.besluitscherm_pagina import Kern, kern, niveaus, omdat_niemand_er_is, waarom
from casus.views.schermen.besluitscherm_samen import soorten_samen
from casus.views.schermen.besluitscherm_wie import behandelt
from casus.vocab import BESLUITSTATUS, meervoud
from casus.web import navigatie
from casus.workflows.registers import Besluitsoort

KORT: Final = 30
"""Zoveel dagen terug kijkt de samenvatting."""
UITKOMSTEN: Final[Mapping[str, Uitkomst]] = {"toegekend": "toegekend", "afgewezen": "afgewezen"}
VERANDERD = "Dit voorstel is veranderd sinds u het opende. Wat u typte, staat er nog. Kijk, en beslis opnieuw."
_NIEMAND: Final = "Vandaag is er niemand die dit besluit mag nemen. Er is een besluit van het college nodig."
_AFWEZIG: Final = "Wie dit besluit mag nemen, is vandaag afwezig gemeld."
_BRIEF: Final[Mapping[str, str]] = {"beschikking": "Er gaat een brief uit.", "brief": "Er gaat een brief uit."}


@dataclass(frozen=True, slots=True)
class Beslisscherm(Kern):
    """Eén voorstel voor wie beslist.

    `reden`: waarom deze actor het niet kan, en `wie` wel (of `niemand`, als zin); `nog_niet`: dat ligt niet aan zijn
    mandaat. `hoger`: waar doorzetten heen gaat, leeg als het niet kan. `kenmerk` verandert als er iets aan het voorstel
    verandert.
    """

    reden: str
    wie: Sequence[str]
    niemand: str
    nog_niet: bool
    college: bool
    waarom: str
    sommen: Sequence[Som]
    trap: Sequence[Trede]
    rij: Mandaat | None
    voorwaarden: str
    na_ja: str
    na_nee: str
    motivering_hint: str
    mag_vragen: bool
    hoger: str
    kenmerk: str


def maak_scherm(session: CasusSessie, actor: Actor, wacht: Lijst, besluit_id: UUID | None) -> dict[str, Any]:
    """De lijst van wat wacht, met één voorstel open."""
    alle = wacht.alle
    gekozen = wacht.zoek(besluit_id) if besluit_id else next(iter(alle), None)
    scherm = {
        "wacht": wacht,
        "alle": alle,
        **_telling(wacht, actor),
        "samen": soorten_samen(wacht.mag),
    }
    if gekozen is None:
        return scherm | {"s": None, "nummer": 0, "kort": _kortgeleden(session, actor)}
    pagina = besluitpagina.laad(session, actor, gekozen.besluit, (wacht.register, gekozen.vraag))
    return scherm | {"s": _beslisscherm(pagina, actor), "nummer": alle.index(gekozen) + 1}


def _kortgeleden(session: CasusSessie, actor: Actor) -> str:
    """'In de afgelopen 30 dagen zijn 14 besluiten genomen: 12 toegekend en 2 afgewezen.' Leeg als er geen waren."""
    per = goedkeuring.kortgeleden(session, actor, nu() - timedelta(days=KORT))
    if not per:
        return ""
    samen = sum(per.values())
    delen = [f"{aantal} {BESLUITSTATUS[status]}" for status, aantal in sorted(per.items(), reverse=True)]
    zijn = meervoud(samen, "besluit genomen", "besluiten genomen")
    return f"In de afgelopen {KORT} dagen {'is' if samen == 1 else 'zijn'} {zijn}: {opsomming(delen, 'en')}."


def _telling(wacht: Lijst, actor: Actor) -> dict[str, int]:
    """Hoeveel er bij de actor ligt: het getal van het menu, ook als er meer is dan in de lijst past."""
    bij_u = [
        een.besluit
        for een in wacht.alle
        if een.besluit.wacht_op == "besluit"
        and een.besluit.voorgesteld_door_id != actor.gebruiker_id
        and goedkeuring.ligt_bij(wacht.register, actor, een.besluit)
    ]
    return {
        "bij_u": navigatie.aantal("goedkeuren.lijst"),
        "te_laat": sum(besluit.uiterlijk < vandaag() for besluit in bij_u),
    }


def wacht_nog(wacht: Lijst, besluit_id: UUID) -> bool:
    """Of dit voorstel in de lijst staat."""
    return any(een.besluit.id == besluit_id for een in wacht.alle)


def _beslisscherm(pagina: Besluitpagina, actor: Actor) -> Beslisscherm:
    delen = kern(pagina)
    soort, reden = delen["soort"], pagina.reden_niet or ""
    rij = rij_van(pagina.register, pagina.vraag, actor)
    return Beslisscherm(
        **delen,
        reden=reden,
        **_wie_wel(pagina, actor, reden),
        college=pagina.besluit.vereist_niveau >= COLLEGE and permissions.mag(actor, COLLEGE_RECHT),
        waarom=_waarom(pagina),
        sommen=[Som(RUIMTE[r.wat], r.gebruikt_cent, r.nu_cent, r.grens_cent) for r in pagina.ruimte],
        trap=trap(pagina.register, pagina.vraag, actor),
        rij=rij,
        voorwaarden=voorwaarden_bij(rij) if not reden else "",
        na_ja=" ".join(("U neemt het voorstel over.", _BRIEF.get(soort.brief, "") if soort else "")).strip(),
        na_nee="Leg uit waarom." + (" Het huishouden kan bezwaar maken." if soort and soort.bezwaar_open else ""),
        motivering_hint=_motivering_hint(soort),
        mag_vragen=_mag_vragen(pagina, actor),
        hoger=_hoger(pagina, actor),
        kenmerk=kenmerk(pagina),
    )


def _waarom(pagina: Besluitpagina) -> str:
    if pagina.besluit.vereist_niveau > pagina.niveau.niveau:
        return f"Dit voorstel is hoger gelegd. {waarom(pagina)}"
    return " ".join(deel for deel in (waarom(pagina), omdat_niemand_er_is(pagina)) if deel)


def _wie_wel(pagina: Besluitpagina, actor: Actor, reden: str) -> dict[str, Any]:
    """Wie vandaag wel mag; geeft het register deze actor de macht, dan zegt `reden` wat er eerst moet gebeuren."""
    if not reden:
        return {"wie": (), "niemand": "", "nog_niet": False}
    alle = goedkeuring.beslissers(pagina.register, pagina.besluit, pagina.vraag, pagina.gang)
    er = [een for een in alle if een.id != actor.gebruiker_id and een.afwezig_tot is None]
    nog_niet = reden_niet_beslissen(actor, pagina.register, pagina.vraag) is None
    wie = sorted(een.naam for een in er if een.mag or (nog_niet and een.ligt))
    afwezig = any(een.mag for een in alle if een.id != actor.gebruiker_id)
    niemand = _AFWEZIG if afwezig else "" if nog_niet else _NIEMAND
    return {"wie": wie, "niemand": "" if wie else niemand, "nog_niet": nog_niet}


def _motivering_hint(soort: Besluitsoort | None) -> str:
    komt = "Komt in de brief." if soort is None or soort.brief else "Blijft bij het besluit staan."
    altijd = soort is not None and soort.motivering_verplicht
    return f"{komt} {'Bij dit besluit altijd nodig.' if altijd else 'Alleen bij toekennen mag dit leeg blijven.'}"


def _mag_vragen(pagina: Besluitpagina, actor: Actor) -> bool:
    eigen = pagina.besluit.voorgesteld_door_id == actor.gebruiker_id
    return not eigen and open_vraag(pagina.stappen) is None and behandelt(pagina, actor)


def _hoger(pagina: Besluitpagina, actor: Actor) -> str:
    """'de ambtelijk opdrachtgever'; leeg als doorzetten niet kan."""
    if pagina.besluit.vereist_niveau >= COLLEGE or not behandelt(pagina, actor):
        return ""
    naar = waar_doorzetten(actor, pagina.register, pagina.besluit, pagina.niveau.niveau, pagina.vraag.dag)
    return met_lidwoord(niveaus(pagina)[naar])


def lees_uitkomst(code: str) -> Uitkomst:
    """De gekozen uitkomst. Raises InvoerFout."""
    if code not in UITKOMSTEN:
        raise InvoerFout([VeldFout("uitkomst", "Kies toekennen of afwijzen.")])
    return UITKOMSTEN[code]


def wat_gezien(session: CasusSessie, actor: Actor, besluit: Besluit, gezien: str) -> dict[str, Any]:
    """Wat er nu op het scherm staat, om bij het besluit te bewaren.

    Raises Conflict als dat niet meer is wat de beslisser zag (`gezien` is het kenmerk van toen, leeg: niet gezegd).
    """
    if besluit.status != "voorgesteld":  # de actie zegt wie er eerder was
        return {}
    pagina = besluitpagina.laad(session, actor, besluit)
    if gezien and gezien != kenmerk(pagina):
        raise Conflict(VERANDERD)
    return wat_er_staat(pagina)
