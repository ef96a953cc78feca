"""Een weigering op het scherm: wat het COA krijgt, wat niet, welke vrije tekst er is, en wat er nog ontbreekt."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from casus.actor import Actor
from casus.db import CasusSessie
from casus.errors import NietGevonden, Weigering
from casus.models import Zaak
from casus.queries.dossiers import Keuze, Stof, laad_stof, ontvangers
from casus.rules import dossierprofielen, permissions
from casus.rules.dossierbron import Afwezig
from casus.rules.dossierlijsten import VELDEN
from casus.rules.dossierweigering import VERLOOP, WEIGERING
from casus.rules.zinnen import rol_tekst
from casus.views.schermen.dossierscherm import Voorbeeld, toon


@dataclass(frozen=True, slots=True)
class Vrijetekst:
    """Een tekst die iemand typte en die alleen meegaat na een vinkje."""

    veld: str
    titel: str
    tekst: str
    mee: bool


@dataclass(frozen=True, slots=True)
class Weigeringscherm:
    """De pagina van een weigering. `ontbreekt`: wat het COA zal vragen en nog niet in de zaak staat."""

    voorbeeld: Voorbeeld
    titel: str
    teksten: list[Vrijetekst]
    ontbreekt: list[str]
    mag: bool
    makers: str


def maak(session: CasusSessie, zaak: Zaak, actor: Actor, erbij: Collection[str]) -> Weigeringscherm:
    """De laatste weigering van deze zaak. Raises NietGevonden als er geen is."""
    geleverd = dossierprofielen.profiel(WEIGERING)
    [coa] = ontvangers(session, zaak, geleverd)
    stof = laad_stof(session, zaak, WEIGERING, coa, actor, keuze=Keuze(erbij))
    if stof.bron.geweigerd is None:
        raise NietGevonden("In deze zaak is geen woning geweigerd.")
    teksten, woning = _teksten(stof), stof.bron.geweigerd.aanbod.woning
    voorbeeld = Voorbeeld(zaak, geleverd, [], [], coa, erbij=[een.veld for een in teksten if een.mee])
    try:
        toon(voorbeeld, stof, actor)
    except Weigering as geweigerd:
        voorbeeld.waarom_niet = geweigerd.zin
    return Weigeringscherm(
        voorbeeld=voorbeeld,
        titel=f"Weigering van {woning.adres}, {woning.plaats}",
        teksten=teksten,
        ontbreekt=[VELDEN[code].titel for code in stof.profiel.velden if _mist(stof, code)],
        mag=permissions.mag(actor, "dossier.maken") and actor.heeft_rol(*geleverd.rollen),
        makers=" of ".join(rol_tekst(rol) for rol in sorted(geleverd.rollen)),
    )


def _teksten(stof: Stof) -> list[Vrijetekst]:
    per_veld = {code: VELDEN[code].waarde(stof.bron) for code in stof.profiel.op_keuze}
    return [
        Vrijetekst(code, VELDEN[code].titel, tekst, code in stof.profiel.velden)
        for code, tekst in per_veld.items()
        if not isinstance(tekst, Afwezig)
    ]


def _mist(stof: Stof, code: str) -> bool:
    return VELDEN[code].groep == VERLOOP and VELDEN[code].waarde(stof.bron) is None
