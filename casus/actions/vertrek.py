"""Wie bij een corporatie weggaat: een collega meldt het, en wie hem in de regio toegang gaf, hoort het.

Toegang eindigt per gemeente en met de hand: een gemeente beslist nooit over die van een ander (veiligheid B7).
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

from sqlalchemy import select

from casus import outbox
from casus.actions import signalen
from casus.actions.signalen import Nieuws
from casus.actor import Actor
from casus.bereik import waar_lid
from casus.db import Bereik, CasusSessie, Database
from casus.errors import GeenBereik
from casus.gebeurtenissen import noteer
from casus.models import Corporatie, Gebruiker, Gemeente, Lidmaatschap, Outbox
from casus.queries.actoren import lid_op
from casus.queries.portaal import laad_collega
from casus.rules import permissions
from casus.rules.rechten import CORPORATIE, ONTVANGERS, RECHTEN
from casus.termijnen import vandaag

WERK: Final = "vertrek"
"""Het werk in de outbox: de andere gemeenten van de regio laten weten dat iemands toegang ergens is beëindigd."""
_WIE_HOREN_HET: Final = tuple(sorted(RECHTEN["corporatie.uitnodigen"].rollen & ONTVANGERS))


def meld(session: CasusSessie, lid_id: UUID, *, actor: Actor) -> Gebruiker:
    """Iemand van een corporatie meldt dat een collega daar niet meer werkt; de gemeente beëindigt de toegang.

    Raises GeenRecht, NietGevonden (iemand van een andere corporatie).
    """
    permissions.check(actor, "portaal.collegas")
    lid, collega, corporatie = laad_collega(session, actor, lid_id)
    gegevens = {"naam": collega.naam, "corporatie": corporatie.naam}
    noteer(session, actor=actor, soort="vertrek_gemeld", object_=lid, gegevens=gegevens)
    _signaleer(session, f"vertrek:{lid.id}", {"door": actor.naam, **gegevens})
    return collega


def zeg_het_de_regio(session: CasusSessie, gebruiker_id: UUID, *, gemeente_id: UUID) -> None:
    """Zet klaar dat de andere gemeenten het horen; in de transactie waarin de toegang hier eindigt."""
    outbox.zet_klaar(session, WERK, {"gebruiker": str(gebruiker_id), "dag": vandaag().isoformat()}, gemeente_id)


def handler(db: Database, werk: Outbox) -> None:
    """Een signaal in elke andere gemeente van de regio waar deze mens vandaag nog toegang heeft. Twee keer kan."""
    if werk.gemeente_id is None:
        raise GeenBereik("Een vertrek hoort bij een gemeente.")
    wie, hier = UUID(werk.inhoud["gebruiker"]), werk.gemeente_id
    with db.lezen(waar_lid(db, wie, (CORPORATIE,), vandaag())) as session:
        gemeente = session.scalars(select(Gemeente).where(Gemeente.id == hier)).one()
        elders = _toegang(session, wie, gemeente) if gemeente.regio_id else []
    for gemeente_id, naam, corporatie in elders:
        gegevens = {"vorm": "elders", "naam": naam, "corporatie": corporatie, "gemeente": f"Gemeente {gemeente.naam}"}
        with db.unit_of_work(Bereik.van(gemeente_id)) as session:
            _signaleer(session, f"vertrek:{wie}:{hier}:{werk.inhoud['dag']}", gegevens)


def _toegang(session: CasusSessie, wie: UUID, hier: Gemeente) -> list[tuple[UUID, str, str]]:
    """De andere gemeenten van de regio waar iemand van een corporatie vandaag toegang heeft, met zijn corporatie."""
    vraag = (
        select(Lidmaatschap.gemeente_id, Gebruiker.naam, Corporatie.naam)
        .join(Gebruiker, Gebruiker.id == Lidmaatschap.gebruiker_id)
        .join(Corporatie, Corporatie.id == Lidmaatschap.corporatie_id)
        .join(Gemeente, Gemeente.id == Lidmaatschap.gemeente_id)
        .where(Gebruiker.id == wie, Lidmaatschap.rol == CORPORATIE, lid_op(vandaag()))
        .where(Gemeente.regio_id == hier.regio_id, Gemeente.id != hier.id)
        .order_by(Lidmaatschap.gemeente_id)
    )
    return [(rij[0], rij[1], rij[2]) for rij in session.execute(vraag)]


def _signaleer(session: CasusSessie, kenmerk: str, gegevens: dict[str, str]) -> None:
    """Aan ieder die hier toegang geeft en neemt."""
    nieuws = Nieuws("toegang", kenmerk, None, None, gegevens)
    wie = signalen.teamleden(session, *_WIE_HOREN_HET)
    signalen.leg_neer(session, [signalen.rij(session, een, nieuws) for een in wie])
