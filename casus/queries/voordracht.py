"""Wat er bij een voorstel om een woning aan te bieden van casus zelf bekend is, in één vraag."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import and_, literal, select, union_all

from casus.db import CasusSessie
from casus.models import Matchrun, Profielbesluit
from casus.queries.matchruns import Run, Verdeling, geldig_dagen, gemeente_van, laatste, volgt
from casus.rules.dossierprofielen import VOORDRACHT, Profiel, geldend
from casus.termijnen import vandaag

_PROFIEL, _RUN = 1, 2


def laad(session: CasusSessie, zaak_id: UUID, woning_id: UUID) -> tuple[Profiel, Verdeling | None]:
    """Het profiel van het dossier dat vandaag geldt, en de verdeling die dit huishouden deze woning geeft; één vraag.

    Raises NietGevonden, GeenBereik.
    """
    hier = gemeente_van(session)
    besluit = and_(
        Profielbesluit.gemeente_id == hier, Profielbesluit.profiel == VOORDRACHT, Profielbesluit.status == "toegekend"
    )
    welke = union_all(
        select(literal(_PROFIEL).label("nr"), Profielbesluit.id.label("id")).where(besluit),
        select(literal(_RUN), Matchrun.id).where(Matchrun.gemeente_id == hier, Matchrun.id.in_(laatste(hier))),
    ).subquery()
    bij_besluit = and_(welke.c.nr == _PROFIEL, besluit, Profielbesluit.id == welke.c.id)
    bij_run = and_(welke.c.nr == _RUN, Matchrun.gemeente_id == hier, Matchrun.id == welke.c.id)
    rijen = session.execute(
        select(welke.c.nr, Profielbesluit, Matchrun.id, Matchrun.op, Matchrun.uitkomst, geldig_dagen(hier))
        .select_from(welke)
        .outerjoin(Profielbesluit, bij_besluit)
        .outerjoin(Matchrun, bij_run)
        .order_by(Matchrun.omvang)
    ).all()
    runs = (Run._make(rij[2:]) for rij in rijen if rij[0] == _RUN)
    besluiten = [rij[1] for rij in rijen if rij[0] == _PROFIEL]
    return geldend(VOORDRACHT, besluiten, vandaag()), volgt(runs, zaak_id, woning_id)
