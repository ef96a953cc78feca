"""Meer voorstellen van dezelfde soort in één keer: elk de gewone actie, een eigen transactie en een eigen uitkomst."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from casus.actions.besluiten import Uitkomst, beslis
from casus.actor import Actor
from casus.db import Bereik, CasusSessie, Database
from casus.errors import CasusFout, Conflict, InvoerFout, Weigering
from casus.gebeurtenissen import noteer
from casus.models import Besluit
from casus.queries.beeld import laad_besluit
from casus.rules import permissions

RECHT: Final = "besluit.beslissen"
HOOGSTENS: Final = 25
"""Zoveel besluiten tegelijk: wie beslist, heeft ze nog één voor één voor zich."""

VERANDERD: Final = "Dit voorstel is veranderd sinds u het opende. Kijk, en beslis opnieuw."


@dataclass(frozen=True, slots=True)
class Opdracht:
    """Wat er met elk gekozen voorstel van deze soort gebeurt; de motivering en de bevestiging gelden voor alle.

    `veranderd` zijn de voorstellen die niet meer zijn wat de beslisser zag: daarover beslist hij zo niet.
    """

    soort: str
    uitkomst: Uitkomst
    motivering: str = ""
    voorwaarden_bevestigd: bool = False
    veranderd: Collection[UUID] = ()


@dataclass(frozen=True, slots=True)
class Uitslag:
    """Hoe het met één voorstel afliep; `zin` is waarom niet, leeg als het is gelukt."""

    besluit_id: UUID
    zin: str = ""

    @property
    def gelukt(self) -> bool:
        """Of het besluit is genomen."""
        return not self.zin


def beslis_samen(
    db: Database,
    *,
    actor: Actor,
    opdracht: Opdracht,
    keuze: Sequence[UUID],
    gezien: Mapping[UUID, dict[str, Any]] | None = None,
) -> list[Uitslag]:
    """Neemt de gekozen besluiten één voor één; wat niet mag, houdt de andere niet tegen.

    Raises GeenRecht, Weigering (niets of te veel gekozen), InvoerFout als er daarom nog geen enkel besluit is genomen.
    """
    permissions.check(actor, RECHT)
    keur_aantal(len(keuze))
    uitslagen: list[Uitslag] = []
    for besluit_id in dict.fromkeys(keuze):
        try:
            zin = _beslis_een(db, actor, opdracht, besluit_id, (gezien or {}).get(besluit_id))
        except InvoerFout as fout:  # geldt de fout voor alle, dan hoort zij bij het formulier
            if not any(uitslag.gelukt for uitslag in uitslagen):
                raise
            zin = fout.zin
        uitslagen.append(Uitslag(besluit_id, zin))
    return uitslagen


def keur_aantal(aantal: int) -> None:
    """Raises Weigering als er niets is gekozen, of meer dan in één keer kan."""
    if aantal < 1:
        raise Weigering("Kies eerst een of meer voorstellen.")
    if aantal > HOOGSTENS:
        raise Weigering(f"Kies hoogstens {HOOGSTENS} voorstellen tegelijk.")


def _beslis_een(db: Database, actor: Actor, opdracht: Opdracht, besluit_id: UUID, gezien: dict[str, Any] | None) -> str:
    """De zin waarom het niet ging; leeg als het besluit is genomen. Raises InvoerFout."""
    with db.unit_of_work(Bereik.van(actor.gemeente_id)) as session:
        besluit: Besluit | None = None
        try:
            besluit = laad_besluit(session, besluit_id)
            with session.begin_nested():
                _neem(session, besluit, actor, opdracht, gezien)
        except InvoerFout:
            raise
        except CasusFout as fout:
            if besluit is not None:  # een poging die niet mocht, hoort in de keten van de zaak
                wat: dict[str, Any] = {"soort": "geweigerd", "resultaat": "geweigerd", "gegevens": {"zin": fout.zin}}
                noteer(session, actor=actor, object_=besluit, zaak_id=besluit.zaak_id, **wat)
            return fout.zin
    return ""


def _neem(
    session: CasusSessie, besluit: Besluit, actor: Actor, opdracht: Opdracht, gezien: dict[str, Any] | None
) -> None:
    if besluit.soort != opdracht.soort:
        raise Weigering("Dit voorstel is van een andere soort. Beslis erover op zijn eigen pagina.")
    if besluit.status == "voorgesteld" and besluit.id in opdracht.veranderd:
        raise Conflict(VERANDERD)
    beslis(
        session,
        besluit,
        actor=actor,
        uitkomst=opdracht.uitkomst,
        motivering=opdracht.motivering,
        voorwaarden_bevestigd=opdracht.voorwaarden_bevestigd,
        gezien=gezien,
    )
