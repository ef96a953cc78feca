"""Advies bij een voorstel: naast elkaar gevraagd aan andere rollen, elk met een eigen uiterste dag (Awb art. 3:6)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Literal

from casus.actions.besluitspoor import leg_neer_bij, meld_adviseurs, meld_beslissers, noteer_besluit
from casus.actions.wijzigen import wijzig
from casus.actor import Actor
from casus.db import CasusSessie, uuid7
from casus.errors import Conflict, GeenRecht, InvoerFout, VeldFout
from casus.models import Advies, Besluit
from casus.queries.beeld import houd_vast
from casus.queries.besluitgang import laad_gang
from casus.queries.mandaat import laad_register
from casus.rules import besluiten as regels
from casus.rules import permissions
from casus.rules.zinnen import rol_tekst
from casus.termijnen import nu, vandaag
from casus.vocab import OORDELEN
from casus.workflows.registers import Adviesvraag, besluitsoorten, rollen

Oordeel = Literal["eens", "eens_mits", "oneens"]
DAGEN = 3
"""Zoveel dagen heeft een adviseur, als de soort besluit niets anders zegt."""


def vraag_vaste_adviezen(
    session: CasusSessie, besluit: Besluit, *, actor: Actor, adviezen: Iterable[Adviesvraag]
) -> list[Advies]:
    """Vraagt bij een nieuw voorstel alle adviezen die bij de soort horen, naast elkaar."""
    return [_vraag(session, besluit, actor, een.rol, een.dagen, "") for een in adviezen]


def vraag_advies(session: CasusSessie, besluit: Besluit, *, actor: Actor, rol: str, vraag: str = "") -> Advies:
    """Vraagt advies aan een rol, ook nog eens als het vorige niet op tijd kwam. Het besluit wacht erop.

    Dat kan wie het voorstelde, en wie erover beslist. Raises GeenRecht, InvoerFout, Conflict, Weigering.
    """
    houd_vast(session, besluit.zaak_id)
    regels.check_voorgesteld(besluit)
    _check_mag_vragen(session, besluit, actor)
    _check_rol(besluit, rol)
    eerder = next((een for een in laad_gang(session, besluit).adviezen if een.rol == rol), None)
    if eerder is not None and eerder.status == "gegeven":
        raise Conflict(f"De rol {rol_tekst(rol)} gaf al advies over dit voorstel.")
    if eerder is not None and regels.open_adviezen([eerder], vandaag()):
        raise Conflict(f"Er is al advies gevraagd aan de rol {rol_tekst(rol)}.")
    dagen = next((een.dagen for een in besluitsoorten()[besluit.soort].advies if een.rol == rol), DAGEN)
    if eerder is None:
        advies = _vraag(session, besluit, actor, rol, dagen, vraag.strip())
    else:
        advies = _opnieuw(session, besluit, actor, eerder, dagen, vraag.strip())
    daarna = timedelta(days=besluitsoorten()[besluit.soort].uiterlijk_dagen)
    uiterlijk = max(besluit.uiterlijk, advies.uiterlijk + daarna)
    leg_neer_bij(session, besluit, laad_gang(session, besluit), uiterlijk=uiterlijk)
    return advies


def _check_mag_vragen(session: CasusSessie, besluit: Besluit, actor: Actor) -> None:
    permissions.check_gemeente(actor, besluit)
    if actor.gebruiker_id != besluit.voorgesteld_door_id:
        regels.check_behandelen(actor, laad_register(session), besluit, vandaag(), "om advies vragen")


def _check_rol(besluit: Besluit, rol: str) -> None:
    """Advies komt uit het team, van een andere rol dan die van het voorstel."""
    gevonden = rollen().get(rol)
    if gevonden is None or not gevonden.taken:
        raise InvoerFout([VeldFout("rol", "Kies de rol waarvan u advies vraagt.")])
    if rol in besluitsoorten()[besluit.soort].rollen:
        zin = f"De rol {rol_tekst(rol)} doet dit voorstel zelf. Vraag advies aan een andere rol."
        raise InvoerFout([VeldFout("rol", zin)])


def _vraag(session: CasusSessie, besluit: Besluit, actor: Actor, rol: str, dagen: int, vraag: str) -> Advies:
    advies = Advies(
        gemeente_id=besluit.gemeente_id,
        id=uuid7(),
        besluit_id=besluit.id,
        rol=rol,
        vraag=vraag,
        gevraagd_door_id=actor.gebruiker_id,
        gevraagd_op=nu(),
        uiterlijk=vandaag() + timedelta(days=dagen),
        status="gevraagd",
    )
    session.add(advies)
    session.flush()
    _maak_bekend(session, besluit, actor, advies)
    return advies


def _opnieuw(session: CasusSessie, besluit: Besluit, actor: Actor, eerder: Advies, dagen: int, vraag: str) -> Advies:
    waarden = {
        "status": "gevraagd",
        "vraag": vraag or eerder.vraag,
        "gevraagd_door_id": actor.gebruiker_id,
        "gevraagd_op": nu(),
        "uiterlijk": vandaag() + timedelta(days=dagen),
    }
    wijzig(session, eerder, waarden, waar={"status": eerder.status, "uiterlijk": eerder.uiterlijk})
    _maak_bekend(session, besluit, actor, eerder)
    return eerder


def _maak_bekend(session: CasusSessie, besluit: Besluit, actor: Actor, advies: Advies) -> None:
    noteer_besluit(session, besluit, "advies_gevraagd", actor=actor, rol=rol_tekst(advies.rol), vraag=advies.vraag)
    meld_adviseurs(session, besluit, advies, actor=actor)


def geef_advies(session: CasusSessie, advies: Advies, *, actor: Actor, oordeel: Oordeel, toelichting: str) -> Advies:
    """Geeft het advies; is dit het laatste, dan ligt het voorstel bij wie beslist.

    Na de dag mag het nog, zolang er niet is beslist. Raises GeenRecht (rol, eigen voorstel), InvoerFout, Conflict.
    """
    besluit = advies.besluit
    _check_mag_geven(advies, besluit, actor)
    _check_oordeel(oordeel, toelichting)
    houd_vast(session, besluit.zaak_id)
    gang = laad_gang(session, besluit)
    regels.check_voorgesteld(besluit)
    waarden = {
        "status": "gegeven",
        "oordeel": oordeel,
        "toelichting": toelichting.strip(),
        "gegeven_door_id": actor.gebruiker_id,
        "gegeven_op": nu(),
    }
    if advies.status == "gegeven":
        raise Conflict("Een collega gaf dit advies al.")
    wijzig(session, advies, waarden, waar={"status": advies.status})
    leg_neer_bij(session, besluit, gang)
    wat = {"rol": rol_tekst(advies.rol), "oordeel": OORDELEN[oordeel]}
    noteer_besluit(session, besluit, "advies_gegeven", actor=actor, **wat)
    meld_beslissers(session, besluit, laad_register(session), "advies", actor=actor)
    return advies


def _check_mag_geven(advies: Advies, besluit: Besluit, actor: Actor) -> None:
    permissions.check_gemeente(actor, besluit)
    permissions.check_een_van(actor, (advies.rol,), "dit advies geven")
    if actor.gebruiker_id == besluit.voorgesteld_door_id:
        raise GeenRecht("U deed dit voorstel zelf. Een collega met deze rol geeft het advies. (Awb art. 2:4)")


def _check_oordeel(oordeel: str, toelichting: str) -> None:
    fouten = []
    if oordeel not in OORDELEN:
        fouten.append(VeldFout("oordeel", "Kies eens, eens mits of niet eens."))
    if oordeel != "eens" and not toelichting.strip():
        fouten.append(VeldFout("toelichting", "Schrijf op waarom, en wat er anders moet."))
    if fouten:
        raise InvoerFout(fouten)


def laat_verlopen(session: CasusSessie, besluit: Besluit, *, klok: Actor) -> int:
    """Advies waarvan de dag voorbij is, houdt niets meer op: het voorstel gaat door naar wie beslist."""
    houd_vast(session, besluit.zaak_id)
    gang = laad_gang(session, besluit)
    if besluit.status != "voorgesteld":
        return 0
    te_laat = [een for een in gang.adviezen if een.status == "gevraagd" and een.uiterlijk < vandaag()]
    for advies in te_laat:
        wijzig(session, advies, {"status": "verlopen"}, waar={"status": "gevraagd"})
        noteer_besluit(session, besluit, "advies_verlopen", actor=klok, rol=rol_tekst(advies.rol))
    lag_bij = besluit.wacht_op
    leg_neer_bij(session, besluit, gang)
    if lag_bij != besluit.wacht_op:
        meld_beslissers(session, besluit, laad_register(session), actor=klok)
    return len(te_laat)
