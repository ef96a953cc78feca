"""De versies van de dossierprofielen van een gemeente, met wie ze voorstelde en erover besliste."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from casus.db import CasusSessie
from casus.models import Profielbesluit


def _met_mensen() -> Select[Profielbesluit]:
    return select(Profielbesluit).options(
        joinedload(Profielbesluit.voorgesteld_door, innerjoin=True), joinedload(Profielbesluit.besloten_door)
    )


def laad_besluiten(session: CasusSessie, profiel: str | None = None) -> Sequence[Profielbesluit]:
    """Alle voorstellen en besluiten, de nieuwste versie eerst; één vraag."""
    vraag = _met_mensen().order_by(Profielbesluit.profiel, Profielbesluit.versie.desc())
    return session.scalars(vraag.where(Profielbesluit.profiel == profiel) if profiel else vraag).all()


def laad_besluit(session: CasusSessie, profiel: str, versie: int) -> Profielbesluit | None:
    """Het voorstel of besluit over deze versie."""
    vraag = _met_mensen().where(Profielbesluit.profiel == profiel, Profielbesluit.versie == versie)
    return session.scalars(vraag).one_or_none()


def lopend_voorstel(session: CasusSessie, profiel: str) -> Profielbesluit | None:
    """Het voorstel waarover nog niet is beslist."""
    vraag = _met_mensen().where(Profielbesluit.profiel == profiel, Profielbesluit.status == "voorgesteld")
    return session.scalars(vraag).first()


def komende_versie(session: CasusSessie, profiel: str, dag: date) -> Profielbesluit | None:
    """De toegekende versie die na deze dag begint."""
    vraag = select(Profielbesluit).where(Profielbesluit.profiel == profiel, Profielbesluit.status == "toegekend")
    return session.scalars(vraag.where(Profielbesluit.geldig_van > dag)).first()
