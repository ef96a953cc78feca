"""Wat er met een aanbod gebeurt: het antwoord van de corporatie, de bezichtiging, ja of nee van het huishouden.

Alleen het proces roept dit aan (actions/gevolgen.py): een aanbod verandert nooit naast de zaak om.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from sqlalchemy import select

from casus.actions.besluiten import laat_vervallen
from casus.actions.dossiertoegang import sluit_voor_corporatie
from casus.actions.proces import Proces
from casus.actions.signalen import signaleer
from casus.actions.wijzigen import wijzig
from casus.actions.woningstappen import zet
from casus.errors import InvoerFout, VeldFout, Weigering
from casus.models import Aanbod, Woning
from casus.queries.aanbod import dagen, termijn
from casus.queries.passendheid import waarom_niet_meer
from casus.rules import vera
from casus.termijnen import NEDERLAND, dag_kort, dag_van, vandaag

Gegevens = Mapping[str, Any]
DETAILSTATUS = "AANBIEDINGDETAILSTATUS"
ONGESCHIKT = "ONG"
"""Een oordeel over mensen: daar hoort altijd bij waarop het rust."""


def lopend(proces: Proces, *statussen: str) -> Aanbod:
    """Het aanbod van de zaak, als het zo staat. Raises Weigering."""
    aanbod = proces.beeld.aanbod
    if aanbod is None or aanbod.status not in statussen:
        raise Weigering("Er loopt geen aanbod voor dit huishouden. Draag eerst een woning voor.")
    return aanbod


def zet_aanbod(proces: Proces, aanbod: Aanbod, **waarden: Any) -> None:
    """Verandert het aanbod, als het nog zo staat. Raises Conflict."""
    wijzig(proces.session, aanbod, waarden, waar={"status": aanbod.status})


def geef_vrij(
    proces: Proces, aanbod: Aanbod, stap: Literal["vrijgeven", "terugnemen"] = "vrijgeven", reden: str = ""
) -> None:
    """Alleen als dit aanbod de woning nog vasthoudt: na een oude weigering kan zij al bij een ander huishouden zijn."""
    if (woning := _vastgehouden(proces, aanbod)) is not None:
        welke = "nakijken_na_sleutel" if stap == "vrijgeven" and aanbod.sleuteldatum else stap
        zet(proces.session, woning, welke, actor=proces.actor, reden=reden, zaak_id=proces.zaak.id)


def _vastgehouden(proces: Proces, aanbod: Aanbod) -> Woning | None:
    """De woning, op slot, als dit aanbod haar nog vasthoudt."""
    vraag = select(Woning).where(Woning.id == aanbod.woning_id).with_for_update()
    woning = proces.session.scalars(vraag, execution_options={"populate_existing": True}).one()
    later = select(Aanbod.id).where(
        Aanbod.woning_id == aanbod.woning_id, Aanbod.voorgedragen_op > aanbod.voorgedragen_op
    )
    vrij = woning.status != "voorgedragen" or proces.session.scalars(later.limit(1)).first() is not None
    return None if vrij else woning


def neem_woning_terug(proces: Proces) -> None:
    """De corporatie haalt een geweigerde woning weg; de weigering wacht gewoon verder op haar oordeel."""
    aanbod = lopend(proces, "geweigerd")
    geef_vrij(proces, aanbod, "terugnemen", "De corporatie trekt de woning terug.")
    sluit_voor_corporatie(proces, aanbod)
    meld_antwoord(proces, aanbod, "terug")


def keur_alsnog_ja(proces: Proces, aanbod: Aanbod) -> None:
    """Raises InvoerFout als het huishouden ja zegt tegen een woning die er niet meer voor hen is."""
    if _vastgehouden(proces, aanbod) is None:
        zin = "De corporatie nam deze woning al terug. Het huishouden kan haar niet meer krijgen."
        raise InvoerFout([VeldFout("oordeel", f"{zin} Kies een ander oordeel.")])


def akkoord(proces: Proces, gegevens: Gegevens) -> None:
    """De corporatie wil dit huishouden in deze woning. Raises InvoerFout, Conflict."""
    aanbod = lopend(proces, "voorgedragen")
    zet_aanbod(proces, aanbod, **_antwoord(proces, aanbod, "akkoord", gegevens))
    meld_antwoord(proces, aanbod, "akkoord_gemeld")


def afwijzing(proces: Proces, gegevens: Gegevens) -> None:
    """De corporatie zegt nee: het aanbod eindigt, en de woning komt vrij of gaat terug. Raises InvoerFout, Conflict."""
    aanbod, reden = lopend(proces, "voorgedragen"), str(gegevens["corporatie_reden"])
    keur_reden("corporatie_reden", reden)
    if reden == ONGESCHIKT and not gegevens.get("corporatie_toelichting"):
        zin = "Schrijf op waarop de corporatie dit oordeel baseert."
        raise InvoerFout([VeldFout("corporatie_toelichting", zin)])
    antwoord = _antwoord(proces, aanbod, "afgewezen", gegevens)
    zet_aanbod(proces, aanbod, **antwoord, status="afgewezen_corporatie", corporatie_reden=reden)
    waarom = f"De corporatie wees af: {proces.wf.veld('corporatie_reden').keuzes[reden].lower()}."
    geef_vrij(proces, aanbod, "vrijgeven" if gegevens["woning_blijft"] else "terugnemen", waarom)
    sluit_voor_corporatie(proces, aanbod)
    meld_antwoord(proces, aanbod, "afgewezen")


def keur_reden(veld: str, code: str) -> None:
    """Raises InvoerFout als VERA deze reden niet (meer) kent."""
    if not vera.geldt(DETAILSTATUS, code, vandaag()):
        raise InvoerFout([VeldFout(veld, "Deze reden is vervallen. Kies een andere.")])


def _antwoord(proces: Proces, aanbod: Aanbod, antwoord: str, gegevens: Gegevens) -> dict[str, Any]:
    op = date.fromisoformat(gegevens["corporatie_op"])
    if op < (vanaf := dag_van(aanbod.voorgedragen_op)):
        zin = f"De woning is pas op {dag_kort(vanaf, vandaag())} voorgedragen. Kies een dag vanaf toen."
        raise InvoerFout([VeldFout("corporatie_op", zin)])
    return {
        "corporatie_antwoord": antwoord,
        "corporatie_op": op,
        "corporatie_door_id": proces.actor.gebruiker_id,
        "corporatie_toelichting": gegevens.get("corporatie_toelichting") or "",
    }


def bied_aan(proces: Proces) -> None:
    """Het huishouden krijgt het aanbod, met een termijn. Antwoordde de corporatie nog niet in casus, dan belde zij.

    Raises Weigering als de woning of het huishouden intussen zo is veranderd dat zij niet meer passen.
    """
    aanbod = lopend(proces, "voorgedragen")
    if reden := waarom_niet_meer(proces.session, proces.beeld, aanbod.woning):
        raise Weigering(reden)
    waarden = {} if aanbod.corporatie_antwoord else _antwoord(proces, aanbod, "akkoord", _nu_gebeld())
    zet_aanbod(
        proces,
        aanbod,
        **waarden,
        status="aangeboden",
        aangeboden_op=vandaag(),
        aangeboden_door_id=proces.actor.gebruiker_id,
        reageer_voor=_uiterlijk(
            proces, aanbod.bezichtiging_op, termijn(proces.session, "reactietermijn_huishouden_dagen")
        ),
    )
    if waarden:
        meld_antwoord(proces, aanbod, "akkoord")


def _nu_gebeld() -> Gegevens:
    return {"corporatie_op": vandaag().isoformat()}


def plan_bezichtiging(proces: Proces, gegevens: Gegevens) -> None:
    """Een afspraak om te kijken; ligt zij laat, dan krijgt het huishouden daarna nog bedenktijd. Raises InvoerFout."""
    aanbod = lopend(proces, "voorgedragen", "aangeboden")
    dag, tijd = date.fromisoformat(gegevens["bezichtiging_op"]), time.fromisoformat(gegevens["bezichtiging_tijd"])
    if dag > (laatst := termijn(proces.session, "bezichtiging_hoogstens_dagen")):
        zin = f"Kies een dag tot en met {dag_kort(laatst, vandaag())}: zo lang kan het huishouden niet wachten."
        raise InvoerFout([VeldFout("bezichtiging_op", zin)])
    moment = datetime.combine(dag, tijd, NEDERLAND)
    waarden: dict[str, Any] = {"bezichtiging_op": moment}
    if aanbod.reageer_voor is not None:
        waarden["reageer_voor"] = _uiterlijk(proces, moment, aanbod.reageer_voor)
    zet_aanbod(proces, aanbod, **waarden)


def _uiterlijk(proces: Proces, bezichtiging: datetime | None, dag: date) -> date:
    if bezichtiging is None:
        return dag
    na = timedelta(days=dagen(proces.session, "bedenktijd_bezichtiging_dagen"))
    return max(dag, dag_van(bezichtiging) + na)


def beeindig(proces: Proces, gegevens: Gegevens) -> None:
    """Trekt het aanbod in en geeft de woning vrij, of terug als de corporatie haar terugtrekt."""
    aanbod = lopend(proces, "voorgedragen", "aangeboden", "geaccepteerd", "geweigerd")
    reden = gegevens.get("einde_reden") or "einde"
    if aanbod.status != "geweigerd":
        zet_aanbod(proces, aanbod, status="ingetrokken", einde_reden=reden)
        voordracht = [b for b in proces.beeld.besluiten if b.id == aanbod.besluit_id]
        laat_vervallen(proces, voordracht, "De voorgedragen woning gaat niet door.")
    veld = proces.wf.velden.get("einde_reden")
    waarom = veld.keuzes.get(reden, "") if veld else ""
    geef_vrij(proces, aanbod, "terugnemen" if reden == "woning_vervallen" else "vrijgeven", waarom)
    sluit_voor_corporatie(proces, aanbod)
    if reden == "woning_vervallen":
        meld_antwoord(proces, aanbod, "terug")


def meld_antwoord(proces: Proces, aanbod: Aanbod, antwoord: str) -> None:
    """Zegt het de casemanager, wie de woning voordroeg en wie de zaak volgt."""
    voorstel = next((besluit for besluit in proces.beeld.besluiten if besluit.id == aanbod.besluit_id), None)
    signaleer(
        proces.session,
        actor=proces.actor,
        soort="corporatie",
        aan=(proces.zaak.casemanager_id, voorstel.voorgesteld_door_id if voorstel else None),
        ook_volgers=True,
        kenmerk=f"corporatie:{aanbod.id}:{antwoord}",
        zaak_id=proces.zaak.id,
        gegevens={"vorm": antwoord},
    )
