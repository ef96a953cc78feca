"""De dagelijkse blik op vrije woningen: wat niet meer kan worden aangeboden, kijkt wonen opnieuw na.

Een vergunning liep af, een verplichte taak van het complex ging weer open, of er mag niet lang genoeg meer worden
gewoond. Een huis dat vol is blijft staan: daar komt vanzelf weer plek.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from casus.actions.signalen import signaleer, teamleden
from casus.actions.volhouden import houd_vol
from casus.actions.woningsignalen import SOORT
from casus.actions.woningstappen import laad_beeld, zet
from casus.actor import Actor
from casus.db import Bereik, CasusSessie, Database
from casus.models import Woning
from casus.queries.woningklaar import laad_stand
from casus.rules.woningvoorwaarden import VOORWAARDEN, Woningbeeld
from casus.termijnen import vandaag

STAP: Final = "niet_meer_klaar"
BLIJVEND: Final = ("complextaken_klaar", "complex_niet_voorbij", "einde_na_begin")
"""Wat niet vanzelf overgaat."""


def kijk_woningen_na(db: Database, gemeente_id: UUID, klok: Actor) -> int:
    """Zet elke vrije woning die niet meer kan worden aangeboden terug op gemeld; geeft het aantal.

    `klok` is de gebruiker van de installatie. Elke woning is een eigen transactie: één fout houdt de andere niet op.
    """
    bereik, gedaan = Bereik.van(gemeente_id), 0
    for woning_id in _verdacht(db, bereik):
        with (
            houd_vol("vrije woning nakijken", gemeente=str(gemeente_id), woning=str(woning_id)),
            db.unit_of_work(bereik) as session,
        ):
            gedaan += _zet_terug(session, woning_id, klok)
    return gedaan


def _verdacht(db: Database, bereik: Bereik) -> list[UUID]:
    vraag = select(Woning).where(Woning.status == "beschikbaar").order_by(Woning.id)
    with db.lezen(bereik) as session:
        stand, dag = laad_stand(session), vandaag()
        woningen = session.scalars(vraag.options(joinedload(Woning.complex))).all()
        return [woning.id for woning in woningen if _waarom(stand.beeld(woning, dag))]


def _waarom(beeld: Woningbeeld) -> str:
    return next((zin for naam in BLIJVEND if (zin := VOORWAARDEN[naam](beeld))), "")


def _zet_terug(session: CasusSessie, woning_id: UUID, klok: Actor) -> bool:
    woning = session.scalars(select(Woning).where(Woning.id == woning_id)).one()
    reden = _waarom(laad_beeld(session, woning)) if woning.status == "beschikbaar" else ""
    if not reden:
        return False
    zet(session, woning, STAP, actor=klok, reden=reden)
    gegevens = {"vorm": STAP, "adres": woning.adres, "woning": woning.id, "toelichting": reden}
    wie, kenmerk = [een.id for een in teamleden(session, "wonen")], f"{STAP}:{woning.id}:{vandaag()}"
    signaleer(session, actor=klok, soort=SOORT, aan=wie, kenmerk=kenmerk, gegevens=gegevens)
    return True
