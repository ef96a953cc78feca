"""Taken pakken, terugleggen, overdragen, inplannen, verlengen en afronden."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from casus.actions.bezwaarmensen import keur_oppakken, reden_niet_deze_taak
from casus.actions.gevolgen import voer_gevolg_uit
from casus.actions.nasleep import neem_op, vergelijk
from casus.actions.proces import Proces, open_proces, werk_blokkades_bij
from casus.actions.signalen import signaleer
from casus.actions.vaste_gezichten import geef_gezicht_vrij, gezicht_door_pakken, word_vast_gezicht
from casus.actions.verwijzingen import collega_met_rol, keur_verwijzingen
from casus.actions.wijzigen import wie_was_eerder, wijzig, wijzig_taak
from casus.actor import Actor
from casus.db import CasusSessie
from casus.errors import Conflict, InvoerFout, VeldFout, Weigering
from casus.gebeurtenissen import noteer
from casus.models import Gebruiker, Taak
from casus.queries.beeld import houd_vast
from casus.rules import permissions, planning
from casus.rules.zinnen import rol_tekst
from casus.termijnen import dag_kort, nu, vandaag
from casus.workflows import engine
from casus.workflows.engine import Aanleiding
from casus.workflows.velden import lees

LANGSTE_BERICHT = 1000  # tekens


def pak(session: CasusSessie, taak: Taak, *, actor: Actor, versie: int | None = None) -> Taak:
    """De actor neemt een vrije taak op zich, en wordt het vaste gezicht als de rol er nog geen heeft.

    Raises GeenRecht, Conflict.
    """
    permissions.check_taak_pakken(actor, taak)
    keur_oppakken(session, taak, actor=actor)
    waar = {"versie": versie or taak.versie, "status": "open", "behandelaar_id": None}
    wijzig(session, taak, {"behandelaar_id": actor.gebruiker_id, "versie": taak.versie + 1}, waar=waar)
    vast = word_vast_gezicht(session, taak, actor.gebruiker_id)
    noteer_taak(session, taak, "taak_gepakt", actor=actor, vast_gezicht=vast)
    return taak


def laat_los(session: CasusSessie, taak: Taak, *, actor: Actor, versie: int | None = None) -> Taak:
    """De taak gaat terug naar de rol. Wie haar zelf pakte en daardoor het vaste gezicht werd, is dat niet meer.

    Raises GeenRecht, Weigering (zij ligt daar al), Conflict.
    """
    keur_versie(session, taak, versie)
    permissions.check_taak_loslaten(actor, taak)
    if taak.behandelaar_id is None:
        raise Weigering("Deze taak ligt al bij de rol.")
    eigen = taak.behandelaar_id == actor.gebruiker_id
    sinds = gezicht_door_pakken(session, taak, actor.gebruiker_id) if eigen else ""
    wijzig_taak(session, taak, taak.versie, behandelaar_id=None)
    noteer_taak(session, taak, "taak_losgelaten", actor=actor)
    geef_gezicht_vrij(session, taak, actor.gebruiker_id, actor=actor, sinds=sinds)
    return taak


def draag_over(
    session: CasusSessie,
    taak: Taak,
    *,
    actor: Actor,
    aan_id: UUID,
    toelichting: str = "",
    versie: int | None = None,
    stil: bool = False,
) -> Taak:
    """Geeft de taak aan een collega die de rol heeft; een vrije taak wijst de teammanager zo toe. De toelichting staat
    in de tijdlijn en in het signaal aan de ontvanger. `stil`: zonder signaal; een bulk geeft er één voor alle taken.

    Raises GeenRecht, InvoerFout, Conflict.
    """
    keur_versie(session, taak, versie)
    permissions.check_taak_overdragen(actor, taak)
    ontvanger = _ontvanger(session, taak, aan_id)
    bericht = _bericht(toelichting)
    soort = "taak_toegewezen" if taak.behandelaar_id is None else "taak_overgedragen"
    wijzig_taak(session, taak, taak.versie, behandelaar_id=ontvanger.id)
    vast = word_vast_gezicht(session, taak, ontvanger.id)
    feiten = {"aan": ontvanger.naam, "toelichting": bericht, "vast_gezicht": vast}
    noteer_taak(session, taak, f"{soort}_met_bericht" if bericht else soort, actor=actor, **feiten)
    meld_toegewezen(session, taak, None if stil else ontvanger.id, actor=actor, toelichting=bericht)
    return taak


def _ontvanger(session: CasusSessie, taak: Taak, aan_id: UUID) -> Gebruiker:
    ontvanger = collega_met_rol(session, aan_id, taak.rol)
    if ontvanger is None:
        raise InvoerFout([VeldFout("aan", f"Kies een collega met de rol {rol_tekst(taak.rol)}.")])
    if ontvanger.id == taak.behandelaar_id:
        raise InvoerFout([VeldFout("aan", f"{ontvanger.naam} heeft deze taak al. Kies een andere collega.")])
    if reden := reden_niet_deze_taak(session, taak, ontvanger.id):
        raise InvoerFout([VeldFout("aan", f"{ontvanger.naam} {reden}. Kies een andere collega.")])
    return ontvanger


def _bericht(toelichting: str) -> str:
    bericht = " ".join(toelichting.split())
    if len(bericht) > LANGSTE_BERICHT:
        zin = f"Het bericht is {len(bericht)} tekens. Kort het in tot {LANGSTE_BERICHT}, of schrijf een notitie."
        raise InvoerFout([VeldFout("toelichting", zin)])
    return bericht


def meld_toegewezen(
    session: CasusSessie, taak: Taak, aan_id: UUID | None, *, actor: Actor, toelichting: str = ""
) -> None:
    """Laat de ontvanger weten dat hij een taak kreeg. Elke keer dat hij haar krijgt is een nieuw signaal."""
    signaleer(
        session,
        actor=actor,
        soort="toegewezen",
        aan=[aan_id],
        kenmerk=f"toegewezen:{taak.id}:{taak.versie}",
        zaak_id=taak.zaak_id,
        taak_id=taak.id,
        gegevens={"taak": taak.titel, "door": actor.naam, "toelichting": toelichting},
    )


def plan(
    session: CasusSessie, taak: Taak, *, actor: Actor, op: date | None, reden: str = "", versie: int | None = None
) -> Taak:
    """Zet de taak op een eigen dag, na de fatale datum alleen met een reden; None haalt die dag weg.

    Raises GeenRecht, Weigering (er is geen dag), InvoerFout, Conflict.
    """
    keur_versie(session, taak, versie)
    permissions.check_taak_inplannen(actor, taak)
    if op is None:
        return _wis_plan(session, taak, actor)
    if fouten := planning.plan_fouten(op, reden, taak.fatale_datum, vandaag()):
        raise InvoerFout(fouten)
    te_laat = taak.fatale_datum is not None and op > taak.fatale_datum
    waarom = reden.strip() if te_laat else ""
    wijzig_taak(session, taak, taak.versie, gepland_op=op, gepland_reden=waarom)
    soort = "taak_gepland_te_laat" if te_laat else "taak_gepland"
    noteer_taak(session, taak, soort, actor=actor, dag=dag_kort(op, vandaag()), reden=waarom)
    return taak


def _wis_plan(session: CasusSessie, taak: Taak, actor: Actor) -> Taak:
    if taak.gepland_op is None:
        raise Weigering("Deze taak heeft geen eigen dag.")
    wijzig_taak(session, taak, taak.versie, gepland_op=None, gepland_reden="")
    noteer_taak(session, taak, "taak_niet_gepland", actor=actor)
    return taak


def verleng(
    session: CasusSessie, taak: Taak, *, actor: Actor, dagen: int, reden: str, versie: int | None = None
) -> Taak:
    """Verschuift de datum van de taak met een reden. Raises GeenRecht, InvoerFout, Weigering, Conflict."""
    keur_versie(session, taak, versie)
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
    _schuif(proces, taak, dagen, f"{taak.verlengd_reden}\n{reden.strip()}".strip())
    noteer_taak(session, taak, "taak_verlengd", actor=actor, dagen=dagen, reden=reden.strip())
    return taak


def _schuif(proces: Proces, taak: Taak, dagen: int, redenen: str) -> None:
    later = {"verlengd_met": taak.verlengd_met + dagen, "verlengd_reden": redenen}
    if taak.soort is not None:
        wijzig_taak(proces.session, taak, taak.versie, **later)
        proces.herbereken(taak)
        return
    dag = taak.uiterlijk + timedelta(days=dagen)  # een eigen taak heeft geen anker: haar datum schuift zelf
    wijzig_taak(proces.session, taak, taak.versie, **later, streefdatum=dag, uiterlijk=dag)


def rond_af(
    session: CasusSessie, taak: Taak, *, actor: Actor, versie: int | None = None, invoer: Mapping[str, Any]
) -> Taak:
    """Rondt de taak af met wat haar sluit: velden en afvinkpunten. Zet ankers en volgende taken.

    Raises GeenRecht, Weigering (kan nog niet), InvoerFout (per veld), Conflict.
    """
    proces = open_proces(session, houd_vast(session, taak.zaak_id), actor)
    keur_versie(session, taak, versie)
    keur_oppakken(session, taak, actor=actor)
    redenen = engine.taak_redenen(proces.wf, taak, proces.beeld, actor)
    if redenen:
        raise Weigering(redenen[0])
    gegevens = _lees_invoer(proces, taak, invoer)
    gevolg = proces.wf.taak(taak.soort).gevolg if taak.soort else None
    vooraf = neem_op(proces, taak, gevolg)
    _zet_gereed(session, taak, actor, gegevens)
    nieuw = _werk_door(proces, taak, gegevens)
    werk_blokkades_bij(session, proces.zaak)
    nasleep = vergelijk(proces, vooraf, gevolg).als_json()
    noteer_taak(session, taak, "taak_gereed", actor=actor, nieuw=nieuw, nasleep=nasleep)
    return taak


def _zet_gereed(session: CasusSessie, taak: Taak, actor: Actor, gegevens: dict[str, Any]) -> None:
    waarden: dict[str, Any] = {"status": "gereed", "gereed_op": nu(), "gereed_door_id": actor.gebruiker_id}
    waarden |= {"behandelaar_id": taak.behandelaar_id or actor.gebruiker_id, "gegevens": gegevens}
    wijzig_taak(session, taak, taak.versie, **waarden, wacht_op=None, wacht_tot=None)


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


def keur_versie(session: CasusSessie, taak: Taak, versie: int | None) -> None:
    """De taak is nog open en nog zoals de gebruiker haar zag. Raises Conflict met wat een ander intussen deed."""
    if taak.status != "open" or versie not in (None, taak.versie):
        raise Conflict(wie_was_eerder(session, taak))


def noteer_taak(session: CasusSessie, taak: Taak, soort: str, *, actor: Actor, **gegevens: Any) -> None:
    """Legt vast wat er met een taak gebeurde, in de keten van haar zaak."""
    noteer(
        session,
        actor=actor,
        soort=soort,
        object_=taak,
        zaak_id=taak.zaak_id,
        gegevens={"taak": taak.titel, "code": taak.soort, **gegevens},
    )
