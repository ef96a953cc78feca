"""Taken pakken, terugleggen, overdragen, verlengen en afronden."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from casus.actions.gevolgen import voer_gevolg_uit
from casus.actions.proces import Proces, open_proces, werk_blokkades_bij
from casus.actions.verwijzingen import collega_met_rol, keur_verwijzingen
from casus.actions.wijzigen import wie_was_eerder, wijzig, wijzig_taak
from casus.actor import Actor
from casus.db import CasusSessie
from casus.errors import Conflict, InvoerFout, VeldFout, Weigering
from casus.gebeurtenissen import noteer
from casus.models import Taak
from casus.queries.beeld import houd_vast
from casus.rules import permissions
from casus.termijnen import nu, vandaag
from casus.workflows import engine
from casus.workflows.engine import Aanleiding
from casus.workflows.velden import lees


def pak(session: CasusSessie, taak: Taak, *, actor: Actor, versie: int | None = None) -> Taak:
    """De actor neemt een vrije taak op zich. Raises GeenRecht, Conflict."""
    permissions.check_taak_pakken(actor, taak)
    waar = {"versie": versie or taak.versie, "status": "open", "behandelaar_id": None}
    wijzig(session, taak, {"behandelaar_id": actor.gebruiker_id, "versie": taak.versie + 1}, waar=waar)
    _noteer(session, actor, taak, "taak_gepakt")
    return taak


def laat_los(session: CasusSessie, taak: Taak, *, actor: Actor, versie: int | None = None) -> Taak:
    """De taak gaat terug naar de rol. Raises GeenRecht, Conflict."""
    permissions.check_taak_loslaten(actor, taak)
    wijzig_taak(session, taak, versie or taak.versie, behandelaar_id=None)
    _noteer(session, actor, taak, "taak_losgelaten")
    return taak


def draag_over(
    session: CasusSessie, taak: Taak, *, actor: Actor, aan_id: UUID, toelichting: str = "", versie: int | None = None
) -> Taak:
    """Geeft de taak aan een collega die de rol heeft. Raises GeenRecht, InvoerFout, Conflict."""
    permissions.check_taak_overdragen(actor, taak)
    ontvanger = collega_met_rol(session, aan_id, taak.rol)
    if ontvanger is None:
        raise InvoerFout([VeldFout("aan", f"Kies een collega met de rol {taak.rol}.")])
    wijzig_taak(session, taak, versie or taak.versie, behandelaar_id=ontvanger.id)
    _noteer(session, actor, taak, "taak_overgedragen", aan=ontvanger.naam, toelichting=toelichting.strip())
    return taak


def verleng(
    session: CasusSessie, taak: Taak, *, actor: Actor, dagen: int, reden: str, versie: int | None = None
) -> Taak:
    """Verschuift de datum van de taak met een reden. Raises GeenRecht, InvoerFout, Weigering, Conflict."""
    permissions.check_taak_verlengen(actor, taak)
    fouten = []
    if not 1 <= dagen <= 365:
        fouten.append(VeldFout("dagen", "Kies een aantal dagen van 1 tot en met 365."))
    if not reden.strip():
        fouten.append(VeldFout("reden", "Schrijf op waarom de datum verschuift."))
    if fouten:
        raise InvoerFout(fouten)
    proces = open_proces(session, houd_vast(session, taak.zaak_id), actor)
    # ook zolang de datum nog een schatting is: anders schuift straks de datum uit de wet mee
    if taak.fatale_datum is not None or (taak.soort and proces.wf.taak(taak.soort).termijn.wettelijk):
        raise Weigering("Deze datum staat in de wet. U kunt hem hier niet verschuiven.")
    redenen = f"{taak.verlengd_reden}\n{reden.strip()}".strip()
    wijzig_taak(session, taak, versie or taak.versie, verlengd_met=taak.verlengd_met + dagen, verlengd_reden=redenen)
    proces.herbereken(taak)
    _noteer(session, actor, taak, "taak_verlengd", dagen=dagen, reden=reden.strip())
    return taak


def rond_af(
    session: CasusSessie, taak: Taak, *, actor: Actor, versie: int | None = None, invoer: Mapping[str, Any]
) -> Taak:
    """Rondt de taak af met wat haar sluit: velden en afvinkpunten. Zet ankers en volgende taken.

    Raises GeenRecht, Weigering (kan nog niet), InvoerFout (per veld), Conflict.
    """
    proces = open_proces(session, houd_vast(session, taak.zaak_id), actor)
    if taak.status != "open" or versie not in (None, taak.versie):
        raise Conflict(wie_was_eerder(session, taak))
    redenen = engine.taak_redenen(proces.wf, taak, proces.beeld, actor)
    if redenen:
        raise Weigering(redenen[0])
    gegevens = _lees_invoer(proces, taak, invoer)
    wijzig_taak(
        session,
        taak,
        versie or taak.versie,
        status="gereed",
        gereed_op=nu(),
        gereed_door_id=actor.gebruiker_id,
        behandelaar_id=taak.behandelaar_id or actor.gebruiker_id,
        gegevens=gegevens,
    )
    nieuw = _werk_door(proces, taak, gegevens)
    werk_blokkades_bij(session, proces.zaak)
    _noteer(session, actor, taak, "taak_gereed", nieuw=nieuw)
    return taak


def _lees_invoer(proces: Proces, taak: Taak, invoer: Mapping[str, Any]) -> dict[str, Any]:
    soort = proces.wf.taak(taak.soort) if taak.soort else None
    if soort is None:
        return {}
    gegevens = lees(proces.wf, soort.velden, invoer, vandaag())
    open_punten = engine.open_afvinkpunten(soort, invoer)
    if open_punten:
        raise InvoerFout([VeldFout(punt.veld, punt.zin) for punt in open_punten])
    keur_verwijzingen(proces, soort.velden, gegevens)
    return gegevens


def _werk_door(proces: Proces, taak: Taak, gegevens: dict[str, Any]) -> list[str]:
    if taak.soort is None:
        return []
    soort = proces.wf.taak(taak.soort)
    proces.zet_ankers(soort.velden, gegevens)
    aanleidingen = [Aanleiding.gereed(taak.soort, taak.persoon_id, gegevens)]
    if soort.gevolg:
        aanleidingen += voer_gevolg_uit(soort.gevolg, proces, gegevens, taak)
    return proces.laat_ontstaan(*aanleidingen)


def _noteer(session: CasusSessie, actor: Actor, taak: Taak, soort: str, **gegevens: Any) -> None:
    noteer(
        session,
        actor=actor,
        soort=soort,
        object_=taak,
        zaak_id=taak.zaak_id,
        gegevens={"taak": taak.titel, "code": taak.soort, **gegevens},
    )
