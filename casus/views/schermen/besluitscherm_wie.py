"""Wie er vandaag over een voorstel beslist, bij wie het ligt, en aan wie de voorsteller het kan voorleggen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from casus.actor import Actor
from casus.errors import CasusFout
from casus.queries.besluitpagina import Besluitpagina
from casus.queries.goedkeuring import Beslisser, beslissers
from casus.rules import permissions
from casus.rules.besluiten import check_behandelen
from casus.rules.mandaten import COLLEGE
from casus.rules.zinnen import opsomming
from casus.termijnen import dag_kort, vandaag
from casus.workflows.registers import besluitsoorten

_NIEMAND = "Vandaag is er niemand aanwezig die dit besluit mag nemen."
_COLLEGE = "Het bestuursorgaan beslist zelf. Als het besluit er is, wordt het hier vastgelegd."


@dataclass(frozen=True, slots=True)
class Beslisregel:
    """Iemand bij het voorstel: met pictogram, en wat die ermee kan."""

    soort: str
    naam: str
    tekst: str


@dataclass(frozen=True, slots=True)
class Wieblok:
    """Wie er beslist. `voorleggen`: aan wie de kijker het kan voorleggen (id, tekst); leeg als dat niet kan."""

    zin: str
    regels: Sequence[Beslisregel]
    voorleggen: Sequence[tuple[str, str]]


def behandelt(pagina: Besluitpagina, actor: Actor) -> bool:
    """Of deze actor het voorstel kan terugleggen, doorzetten of er advies over kan vragen."""
    try:
        check_behandelen(actor, pagina.register, pagina.besluit, pagina.vraag.dag, "doorzetten")
    except CasusFout:
        return False
    return True


def wie_beslist(pagina: Besluitpagina, actor: Actor) -> Wieblok | None:
    """Wie dit voorstel vandaag mag besluiten of het voor zich heeft; None als er al is beslist."""
    besluit = pagina.besluit
    if besluit.status != "voorgesteld":
        return None
    if besluit.vereist_niveau >= COLLEGE:
        return Wieblok(_COLLEGE, (), ())
    alle = beslissers(pagina.register, besluit, pagina.vraag, pagina.gang)
    er = [een.naam for een in alle if een.mag and een.afwezig_tot is None]
    kunnen = "kan" if len(er) == 1 else "kunnen"
    zin = f"{opsomming(er, 'en')} {kunnen} vandaag beslissen." if er else _NIEMAND
    aan = [een for een in alle if een.ligt] if _mag_voorleggen(pagina, actor) else []
    keuzes = [(str(een.id), een.naam if een.mag else f"{een.naam} (kan doorzetten)") for een in aan]
    return Wieblok(zin, [_regel(een) for een in alle], keuzes)


def _regel(een: Beslisser) -> Beslisregel:
    if een.afwezig_tot is not None:
        return Beslisregel("wacht", een.naam, f"afwezig tot en met {dag_kort(een.afwezig_tot, vandaag())}")
    if een.mag:
        return Beslisregel("gereed", een.naam, "het ligt hier" if een.ligt else "mag ook beslissen")
    return Beslisregel("slot", een.naam, "het ligt hier, maar deze collega beslist er niet zelf over en kan doorzetten")


def _mag_voorleggen(pagina: Besluitpagina, actor: Actor) -> bool:
    soort = besluitsoorten().get(pagina.besluit.soort)
    eigen = pagina.besluit.voorgesteld_door_id == actor.gebruiker_id
    mag = eigen or (soort is not None and permissions.mag_besluit_voorstellen(actor, soort.rollen))
    return mag and pagina.wacht_op == "besluit" and permissions.mag(actor, "besluit.voorstellen")
