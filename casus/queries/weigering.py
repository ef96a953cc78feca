"""De feiten van een geweigerd aanbod, zoals de jurist ze aan het COA geeft (domein.md §2.4). Alleen over dat aanbod."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import joinedload

from casus.db import CasusSessie
from casus.models import Aanbod, Besluit, Taak, Woning, Zaak
from casus.queries.beeld import definitie
from casus.rules.dossierbron import Geweigerd
from casus.termijnen import dag_van

_GESPREK = "CM-04"
"""De taak waarin een aanbod en een weigering zijn uitgelegd."""


def laad_weigering(session: CasusSessie, zaak: Zaak, aanbod_id: UUID | None = None) -> Geweigerd | None:
    """De weigering van dit aanbod, of van het laatste dat in deze zaak is geweigerd; één vraag. None als er geen is."""
    rijen = session.execute(_vraag(zaak, aanbod_id)).all()
    if not rijen:
        return None
    aanbod, besluit = rijen[0][:2]
    taken, wf = [taak for *_, taak in rijen if taak is not None], definitie(session, zaak)
    match = _laatste([t for t in taken if t.gegevens.get("woning") == str(aanbod.woning_id)], "passend")
    reactie, oordeel = _op(taken, "reactie", aanbod.reactie_op), _op(taken, "oordeel", aanbod.oordeel_op)
    return Geweigerd(
        aanbod=aanbod,
        reden=wf.keuze_in_woorden("weigerreden", aanbod.weigerreden),
        past=wf.keuze_in_woorden("passend", _tekst(match, "passend")),
        past_toelichting=_tekst(match, "passend_toelichting"),
        gezegd=_tekst(reactie, "toelichting_vrij"),
        oordeel=wf.keuze_in_woorden("oordeel", aanbod.oordeel or ""),
        oordeel_toelichting=_tekst(oordeel, "oordeel_toelichting"),
        uitleg_op=_dag(_laatste([t for t in taken if t.soort == _GESPREK], "gesprek_op"), "gesprek_op"),
        besloten_op=dag_van(besluit.besloten_op) if besluit and besluit.besloten_op else None,
        bezichtigd_op=_dag(reactie, "bezichtigd_op"),
    )


def _vraag(zaak: Zaak, aanbod_id: UUID | None) -> Any:
    """Het aanbod met woning, corporatie en besluit, en één rij per afgeronde taak van de zaak, de laatste onderaan."""
    welke = (Aanbod.zaak_id == zaak.id, Aanbod.weigerreden.is_not(None))
    laatste = select(Aanbod.id).where(*welke).order_by(Aanbod.voorgedragen_op.desc(), Aanbod.id.desc()).limit(1)
    op_besluit = and_(Besluit.gemeente_id == Aanbod.gemeente_id, Besluit.id == Aanbod.besluit_id)
    af = and_(Taak.gemeente_id == Aanbod.gemeente_id, Taak.zaak_id == Aanbod.zaak_id, Taak.gereed_op.is_not(None))
    vraag = select(Aanbod, Besluit, Taak).outerjoin(Besluit, op_besluit).outerjoin(Taak, af)
    vraag = vraag.where(*welke, Aanbod.id == (aanbod_id or laatste.scalar_subquery()))
    met = joinedload(Aanbod.woning, innerjoin=True).joinedload(Woning.corporatie, innerjoin=True)
    return vraag.options(met).order_by(Taak.gereed_op, Taak.versie, Taak.id)


def _laatste(taken: Sequence[Taak], veld: str) -> Taak | None:
    """De laatst afgeronde taak waarin dit is ingevuld."""
    return next((taak for taak in reversed(taken) if veld in taak.gegevens), None)


def _op(taken: Sequence[Taak], veld: str, op: date | None) -> Taak | None:
    """De taak waarin dit op die dag is ingevuld: bij een latere weigering is het een andere."""
    return _laatste([taak for taak in taken if taak.gereed_op and dag_van(taak.gereed_op) == op], veld)


def _tekst(taak: Taak | None, veld: str) -> str:
    return str(taak.gegevens.get(veld) or "") if taak is not None else ""


def _dag(taak: Taak | None, veld: str) -> date | None:
    waarde = _tekst(taak, veld)
    return date.fromisoformat(waarde) if waarde else None
