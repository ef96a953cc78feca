"""Iemand afwezig melden met een vervanger, en hem eerder terug laten komen. Daarna vervalt het vanzelf."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import delete

from casus.actions.verwijzingen import collega_met_rol, collega_uit_team
from casus.actions.wijzigen import wijzig
from casus.actor import Actor
from casus.db import CasusSessie, uuid7
from casus.errors import InvoerFout, VeldFout, Weigering
from casus.gebeurtenissen import noteer
from casus.models import Afwezigheid, Gebruiker
from casus.queries.afwezigheid import houd_persoon_vast, overlapt
from casus.rules import permissions
from casus.rules.rechten import ONTVANGERS
from casus.rules.zinnen import dag_tekst
from casus.termijnen import dag_kort, vandaag

LANGST = timedelta(days=366)


def meld_afwezig(
    session: CasusSessie, *, actor: Actor, gebruiker_id: UUID, van: date, tot: date, vervanger_id: UUID | None = None
) -> Afwezigheid:
    """Meldt een collega afwezig, van en tot en met een dag. Raises GeenRecht, InvoerFout (per veld).

    Wie vervangt, krijgt daarmee geen mandaat: dat staat alleen in het mandaatregister (docs/adr/0014).
    """
    permissions.check_afwezigheid(actor, gebruiker_id)
    wie = collega_met_rol(session, gebruiker_id, None)
    vervanger = collega_uit_team(session, vervanger_id, ONTVANGERS) if vervanger_id else None
    fouten = _dagfouten(van, tot)
    if wie is None:
        fouten.append(VeldFout("gebruiker", "Kies een collega uit de lijst."))
    if vervanger_id is not None and (vervanger is None or vervanger_id == gebruiker_id):
        fouten.append(VeldFout("vervanger", "Kies een andere collega uit de lijst, of niemand."))
    houd_persoon_vast(session, gebruiker_id)  # twee meldingen tegelijk: de tweede ziet zo de eerste
    if not fouten and (eerder := overlapt(session, gebruiker_id, van, tot)):
        zin = f"In deze dagen valt al een afwezigheid, tot en met {dag_tekst(eerder.tot)}. Beëindig die eerst."
        fouten.append(VeldFout("van", zin))
    if fouten or wie is None:
        raise InvoerFout(fouten)
    return _leg_vast(session, actor, wie, vervanger, van, tot)


def _dagfouten(van: date, tot: date) -> list[VeldFout]:
    if van < vandaag():
        return [VeldFout("van", "Kies vandaag of een dag daarna.")]
    if tot < van:
        return [VeldFout("tot", "Kies een laatste dag op of na de eerste dag.")]
    if tot - van > LANGST:
        return [VeldFout("tot", "Kies een periode van hoogstens een jaar.")]
    return []


def _leg_vast(
    session: CasusSessie, actor: Actor, wie: Gebruiker, vervanger: Gebruiker | None, van: date, tot: date
) -> Afwezigheid:
    rij = Afwezigheid(
        gemeente_id=actor.gemeente_id,
        id=uuid7(),
        gebruiker_id=wie.id,
        vervanger_id=vervanger.id if vervanger else None,
        van=van,
        tot=tot,
    )
    session.add(rij)
    session.flush()
    gegevens = {"naam": wie.naam, "van": dag_kort(van, vandaag()), "tot": dag_kort(tot, vandaag())}
    gegevens["vervanger"] = vervanger.naam if vervanger else ""
    noteer(session, actor=actor, soort="afwezigheid", object_=rij, gegevens=gegevens)
    return rij


def beeindig_afwezigheid(session: CasusSessie, rij: Afwezigheid, *, actor: Actor) -> None:
    """De collega is er vandaag weer: de afwezigheid eindigt gisteren, of vervalt als zij nog moest beginnen.

    Raises GeenRecht, Weigering (al voorbij), Conflict. De gebruiker van de rij is geladen.
    """
    permissions.check_afwezigheid(actor, rij.gebruiker_id)
    if rij.tot < vandaag():
        raise Weigering("Deze afwezigheid is al voorbij.")
    gegevens = {"naam": rij.gebruiker.naam, "van": rij.van.isoformat(), "tot": rij.tot.isoformat()}
    noteer(session, actor=actor, soort="afwezigheid_ingetrokken", object_=rij, gegevens=gegevens)
    if rij.van < vandaag():
        wijzig(session, rij, {"tot": vandaag() - timedelta(days=1)}, waar={"tot": rij.tot})
    else:
        weg = delete(Afwezigheid).where(Afwezigheid.id == rij.id)
        session.execute(weg.execution_options(synchronize_session=False))
