"""Eén taak met de zaak eromheen, voor de taakpagina."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from casus.db import CasusSessie
from casus.errors import NietGevonden
from casus.models import Taak, Zaak
from casus.queries import zaakpagina
from casus.queries.zaakpagina import Zaakpagina


def laad(session: CasusSessie, taak_id: UUID) -> tuple[Taak, Zaakpagina]:
    """De taak en haar zaak. Raises NietGevonden, ook als de taak bij een andere gemeente hoort."""
    nummer = session.scalar(
        select(Zaak.zaaknummer)
        .join(Taak, (Taak.gemeente_id == Zaak.gemeente_id) & (Taak.zaak_id == Zaak.id))
        .where(Taak.id == taak_id)
    )
    if nummer is None:
        raise NietGevonden("Deze taak hoort bij een andere gemeente of bestaat niet.")
    pagina = zaakpagina.laad(session, nummer)
    return next(taak for taak in pagina.beeld.taken if taak.id == taak_id), pagina
