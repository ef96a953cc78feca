"""Eén taak met de zaak eromheen, voor de taakpagina."""

from __future__ import annotations

from uuid import UUID

from casus.db import CasusSessie
from casus.models import Taak
from casus.queries.zaakpagina import Zaakstand, laad_stand_van_taak


def laad(session: CasusSessie, taak_id: UUID) -> tuple[Taak, Zaakstand]:
    """De taak en haar zaak; drie vragen. Raises NietGevonden, ook als de taak bij een andere gemeente hoort."""
    stand = laad_stand_van_taak(session, taak_id)
    return next(taak for taak in stand.beeld.taken if taak.id == taak_id), stand
