"""Wat de gemeente hoort als een corporatie in haar portaal iets met een woning doet; wat het team doet, weet het al."""

from __future__ import annotations

from uuid import UUID

from casus.actions.signalen import signaleer, teamleden
from casus.actor import Actor
from casus.db import CasusSessie
from casus.models import Woning, Zaak
from casus.queries.woningen import zaken_met_match
from casus.workflows.woningproces import Woningstap

SOORT = "woning"


def vertel_wonen(session: CasusSessie, woning: Woning, *, actor: Actor) -> None:
    """Wonen hoort dat een corporatie deze woning opgaf of verbeterde."""
    if actor.corporatie_id is not None:
        _aan_wonen(session, woning, f"woning:{woning.id}:{woning.versie}", "", "", actor=actor)


def vertel_stap(
    session: CasusSessie, woning: Woning, verloop_id: UUID, stap: Woningstap, reden: str, *, actor: Actor
) -> None:
    """Wonen hoort welke stap een corporatie zette. Trekt zij de woning in, dan hoort ook de casemanager het van elk
    huishouden dat haar als match heeft."""
    if actor.corporatie_id is None or stap.uit_zaak:
        return
    _aan_wonen(session, woning, f"woningstap:{verloop_id}", stap.code, reden, actor=actor)
    if stap.naar != "ingetrokken":
        return
    gegevens = {"vorm": "match", "adres": woning.adres, "toelichting": reden}
    for zaak_id, wie in zaken_met_match(session, woning.id):
        deze = f"woningmatch:{verloop_id}:{zaak_id}"
        signaleer(session, actor=actor, soort=SOORT, aan=[wie], kenmerk=deze, zaak_id=zaak_id, gegevens=gegevens)


def vertel_vertrek(
    session: CasusSessie, woning: Woning, verloop_id: UUID, zaak: Zaak, reden: str, *, actor: Actor
) -> None:
    """De casemanager hoort dat het huishouden niet meer in de woning woont."""
    gegevens = {"vorm": "vertrokken", "adres": woning.adres, "toelichting": reden}
    kenmerk, aan = f"vertrek:{verloop_id}:{zaak.id}", (zaak.casemanager_id,)
    signaleer(session, actor=actor, soort=SOORT, aan=aan, kenmerk=kenmerk, zaak_id=zaak.id, gegevens=gegevens)


def _aan_wonen(session: CasusSessie, woning: Woning, kenmerk: str, vorm: str, reden: str, *, actor: Actor) -> None:
    aan = [een.id for een in teamleden(session, "wonen")]
    gegevens = {"vorm": vorm, "adres": woning.adres, "woning": woning.id, "toelichting": reden}
    signaleer(session, actor=actor, soort=SOORT, aan=aan, kenmerk=kenmerk, gegevens=gegevens)
