"""Het mandaatrapport als bestand voor de accountant; wie het meeneemt, wordt eerst vastgelegd.

Dat staat in de keten van de gemeente en in het leeslogboek.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlalchemy import select

from casus.actor import Actor
from casus.db import Bereik, CasusSessie, Database
from casus.export import Waarde, maak_csv
from casus.gebeurtenissen import noteer
from casus.models import Gemeente, Leesactie
from casus.queries.mandaatrapport import WAT, Besluitregel, Functieregel, Wat, besluiten, rapport
from casus.rules import permissions
from casus.termijnen import dag_van
from casus.vocab import BESLUITSTATUS

HOOGSTENS: Final = 20_000
"""Zoveel besluiten gaan er in één bestand."""
TITELS: Final[Mapping[Wat, str]] = {
    "alle": "Besluiten",
    "toegekend": "Toegekend",
    "afgewezen": "Afgewezen",
    "opgehoogd": "Hogerop, termijn voorbij",
    "doorgezet": "Hogerop, doorgezet",
    "vervanging": "Als vervanger",
    "zonder_vier_ogen": "Zonder vier ogen",
}
_KOP_RAPPORT: Final = ("Functie", *TITELS.values(), "Toegekend bedrag in euro", "Middelste duur in dagen")
_KOP_BESLUITEN: Final = (
    "Besluit",
    "Soort",
    "Uitkomst",
    "Bedrag in euro",
    "Voorgesteld",
    "Besloten",
    "Functie",
    "Besloten door",
    "Mandaat",
    "Als vervanger",
)


def neem_mee(db: Database, session: CasusSessie, *, actor: Actor, jaar: int, alles: bool) -> bytes:
    """Het rapport als CSV: elke functie een regel, of met `alles` elk besluit dat de actor ziet. Raises GeenRecht."""
    permissions.check(actor, "mandaatrapport.exporteren")
    if alles:
        permissions.check(actor, "mandaatrapport.besluiten")
    kop, rijen = (
        (_KOP_BESLUITEN, _besluitrijen(session, actor, jaar)) if alles else (_KOP_RAPPORT, _rapportrijen(session, jaar))
    )
    _leg_vast(db, actor, jaar, len(rijen))
    return maak_csv(kop, rijen)


def _leg_vast(db: Database, actor: Actor, jaar: int, aantal: int) -> None:
    with db.unit_of_work(Bereik.van(actor.gemeente_id)) as session:
        gemeente = session.scalars(select(Gemeente).where(Gemeente.id == actor.gemeente_id)).one()
        gegevens = {"jaar": jaar, "aantal": aantal}
        noteer(session, actor=actor, soort="mandaatrapport_geexporteerd", object_=gemeente, gegevens=gegevens)
        session.add(
            Leesactie(
                gemeente_id=actor.gemeente_id,
                gebruiker_id=actor.gebruiker_id,
                wat=f"mandaatrapport {jaar}, {aantal} regels",
                herkomst=actor.herkomst,
            )
        )


def _rapportrijen(session: CasusSessie, jaar: int) -> list[list[Waarde]]:
    return [_functierij(regel) for regel in rapport(session, jaar)]


def _functierij(regel: Functieregel) -> list[Waarde]:
    aantallen = [getattr(regel, "besluiten" if wat == "alle" else wat) for wat in WAT]
    return [regel.titel, *aantallen, _bedrag(regel.bedrag_cent), f"{regel.dagen:g}".replace(".", ",")]


def _besluitrijen(session: CasusSessie, actor: Actor, jaar: int) -> list[list[Waarde]]:
    gevonden, meer = besluiten(session, jaar, hoogstens=HOOGSTENS, voor=actor)
    rijen = [_besluitrij(rij) for rij in gevonden]
    return [*rijen, [f"Hier stopt het bestand: er zijn meer dan {HOOGSTENS} besluiten."]] if meer else rijen


def _besluitrij(rij: Besluitregel) -> list[Waarde]:
    bedrag = "" if rij.bedrag_cent is None else _bedrag(rij.bedrag_cent)
    dagen = (dag_van(rij.voorgesteld_op), dag_van(rij.besloten_op))
    kopie = (rij.functie, rij.door, rij.mandaat or "eigen bevoegdheid", "ja" if rij.vervanging else "nee")
    return [rij.nummer, rij.titel, BESLUITSTATUS[rij.status], bedrag, *dagen, *kopie]


def _bedrag(cent: int) -> str:
    """'6200,00': zonder punten en teken, zoals een rekenblad het leest."""
    return f"{cent // 100},{cent % 100:02d}"
