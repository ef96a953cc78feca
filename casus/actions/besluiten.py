"""Een besluit voorstellen, nemen en intrekken. Wie mag beslissen, staat in rules/mandaten.py (domein.md §6)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Literal

from sqlalchemy import select

from casus.actions.proces import open_proces
from casus.actions.voordracht import laat_woning_vrij, reserveer_woning
from casus.actions.wijzigen import wie_was_eerder, wijzig
from casus.actor import Actor
from casus.bedragen import euro
from casus.db import CasusSessie, uuid7
from casus.errors import Conflict, GeenRecht, InvoerFout, VeldFout, Weigering
from casus.gebeurtenissen import noteer
from casus.models import Besluit, Bezwaar, Gemeente, Taak, Zaak
from casus.queries.beeld import laad_zaak_van
from casus.queries.mandaat import laad_register, maak_vraag
from casus.rules import mandaten, permissions
from casus.rules.ondertekening import slotformule, slotformule_bestuursorgaan
from casus.termijnen import bezwaartermijn, nu, vandaag
from casus.workflows.engine import Aanleiding
from casus.workflows.registers import Besluitsoort, besluitsoorten, besluitvelden
from casus.workflows.velden import lees

Uitkomst = Literal["toegekend", "afgewezen"]


def stel_voor(
    session: CasusSessie,
    zaak: Zaak,
    *,
    actor: Actor,
    soort: str,
    voorstel: str,
    bedrag_cent: int | None = None,
    gegevens: Mapping[str, Any] | None = None,
    taak: Taak | None = None,
) -> Besluit:
    """Stelt een besluit voor; casus bepaalt het laagste niveau dat mag beslissen.

    Raises GeenRecht, InvoerFout (per veld), Weigering (zaak gesloten), Conflict (woning net voorgedragen).
    """
    kind = besluitsoorten()[soort]
    _check_mag_voorstellen(kind, zaak, actor)
    velden = _lees_voorstel(kind, voorstel, bedrag_cent, gegevens or {})
    besluit = _nieuw(session, zaak, kind, actor)
    besluit.taak_id = taak.id if taak else None
    besluit.voorstel, besluit.gegevens = voorstel.strip(), velden
    besluit.bedrag_cent = bedrag_cent if kind.bedrag else None
    besluit.vereist_niveau = mandaten.laagste_niveau(laad_register(session), maak_vraag(session, besluit)).niveau
    session.add(besluit)
    session.flush()
    if kind.woning:
        reserveer_woning(session, zaak, besluit)
    _noteer(session, actor, besluit, "besluit_voorgesteld", niveau=besluit.vereist_niveau)
    return besluit


def _check_mag_voorstellen(kind: Besluitsoort, zaak: Zaak, actor: Actor) -> None:
    permissions.check_besluit_voorstellen(actor, kind.rollen)
    if zaak.gesloten_op is not None and not kind.na_sluiting:
        raise Weigering("De zaak is gesloten. Dit besluit kan niet meer worden voorgesteld.")


def _nieuw(session: CasusSessie, zaak: Zaak, kind: Besluitsoort, actor: Actor) -> Besluit:
    return Besluit(
        gemeente_id=zaak.gemeente_id,
        id=uuid7(),
        zaak_id=zaak.id,
        nummer=_nummer(session, zaak),
        soort=kind.code,
        titel=kind.titel,
        status="voorgesteld",
        uiterlijk=vandaag() + timedelta(days=kind.uiterlijk_dagen),
        voorgesteld_door_id=actor.gebruiker_id,
        voorgesteld_op=nu(),
    )


class _Besluitvelden:
    velden = besluitvelden()


def _lees_voorstel(
    kind: Besluitsoort, voorstel: str, bedrag_cent: int | None, gegevens: Mapping[str, Any]
) -> dict[str, Any]:
    fouten, velden = [], {}
    if not voorstel.strip():
        fouten.append(VeldFout("voorstel", "Schrijf op wat u voorstelt en waarom."))
    if kind.bedrag and not bedrag_cent:
        fouten.append(VeldFout("bedrag", "Vul het bedrag in, bijvoorbeeld 4.200."))
    try:
        velden = lees(_Besluitvelden(), kind.velden, gegevens, vandaag())
    except InvoerFout as fout:
        fouten += fout.fouten
    if fouten:
        raise InvoerFout(fouten)
    return velden


def _nummer(session: CasusSessie, zaak: Zaak) -> str:
    # op PostgreSQL tellen twee voorstellen tegelijk anders allebei hetzelfde; SQLite schrijft altijd alleen
    session.execute(select(Zaak.id).where(Zaak.id == zaak.id).with_for_update(key_share=True))
    # de rij van de zaak vasthouden: twee voorstellen tegelijk krijgen zo niet hetzelfde nummer
    session.execute(select(Zaak.id).where(Zaak.id == zaak.id).with_for_update())
    aantal = len(session.scalars(select(Besluit.id).where(Besluit.zaak_id == zaak.id)).all())
    return f"{zaak.zaaknummer}-B{aantal + 1:02d}"


def beslis(
    session: CasusSessie, besluit: Besluit, *, actor: Actor, uitkomst: Uitkomst, motivering: str = ""
) -> Besluit:
    """Neemt het besluit op grond van het register van vandaag en bewaart de gebruikte rij erbij.

    Een genomen besluit is definitief. Raises GeenMandaat of Weigering (wie wel, welk artikel), InvoerFout, Conflict.
    """
    if besluit.status != "voorgesteld":
        raise Conflict(wie_was_eerder(session, besluit.id))
    vraag = maak_vraag(session, besluit)
    bevoegd = mandaten.check_beslissen(actor, laad_register(session), vraag)
    kind = besluitsoorten()[besluit.soort]
    if not motivering.strip() and (kind.motivering_verplicht or uitkomst == "afgewezen"):
        raise InvoerFout([VeldFout("motivering", "Schrijf op waarom u dit besluit. Het komt in de brief.")])
    waarden = {
        **_grond(session, besluit, bevoegd, vraag, actor),
        "status": uitkomst,
        "motivering": motivering.strip(),
        "bezwaar_tot": bezwaartermijn(vandaag()) if kind.bezwaar_open else None,
    }
    wijzig(session, besluit, waarden, waar={"status": "voorgesteld"})
    if kind.woning and uitkomst == "afgewezen":
        laat_woning_vrij(session, besluit, "Het voorstel is afgewezen.")
    if besluit.soort == mandaten.BEZWAAR:
        _sluit_bezwaar(session, besluit)
    taken = _taken_na(session, besluit, actor) if uitkomst == "toegekend" else []
    nr = bevoegd.rij.nr if bevoegd.rij else "van het college"
    _noteer(session, actor, besluit, f"besluit_{uitkomst}", mandaat=nr, taken=taken)
    return besluit


def _grond(
    session: CasusSessie, besluit: Besluit, bevoegd: mandaten.Bevoegdheid, vraag: mandaten.Vraag, actor: Actor
) -> dict[str, Any]:
    """Wie besliste, op welke regel van het register van vandaag, en de formule eronder (Awb art. 10:10)."""
    return {
        "besloten_door_id": actor.gebruiker_id,
        "besloten_op": nu(),
        "besloten_functie": bevoegd.functie.titel,
        "mandaat_id": bevoegd.rij.id if bevoegd.rij else None,
        "mandaat_kopie": mandaten.kopie_bij_besluit(bevoegd, vraag),
        "namens": _namens(session, besluit, bevoegd, actor),
    }


def _sluit_bezwaar(session: CasusSessie, besluit: Besluit) -> None:
    """Het oudste open bezwaar van de zaak krijgt zijn beslissing (Awb art. 7:10)."""
    vraag = select(Bezwaar).where(Bezwaar.zaak_id == besluit.zaak_id, Bezwaar.status == "ontvangen")
    bezwaar = session.scalars(vraag.order_by(Bezwaar.ontvangen_op, Bezwaar.id)).first()
    if bezwaar is not None:
        status = "gegrond" if besluit.status == "toegekend" else "ongegrond"
        wijzig(session, bezwaar, {"status": status, "beslissing_id": besluit.id}, waar={"status": "ontvangen"})


def _taken_na(session: CasusSessie, besluit: Besluit, actor: Actor) -> list[str]:
    proces = open_proces(session, laad_zaak_van(session, besluit), actor)
    return proces.laat_ontstaan(Aanleiding.besluit(besluit.soort))


def _namens(session: CasusSessie, besluit: Besluit, bevoegd: mandaten.Bevoegdheid, actor: Actor) -> str:
    gemeente = session.scalars(select(Gemeente).where(Gemeente.id == besluit.gemeente_id)).one()
    rij = bevoegd.rij
    if rij is None:
        return slotformule_bestuursorgaan(gemeente.naam, "college", actor.naam)
    return slotformule(gemeente.naam, rij.bestuursorgaan, rij.soort, bevoegd.functie.titel, actor.naam)


def trek_in(session: CasusSessie, besluit: Besluit, *, actor: Actor, reden: str) -> Besluit:
    """Wie het voorstel deed, haalt het terug zolang niemand heeft beslist. Raises GeenRecht, InvoerFout, Conflict."""
    if actor.gebruiker_id != besluit.voorgesteld_door_id:
        raise GeenRecht("Alleen wie het voorstel deed, kan het intrekken.")
    if not reden.strip():
        raise InvoerFout([VeldFout("reden", "Schrijf op waarom u het voorstel intrekt.")])
    wijzig(session, besluit, {"status": "ingetrokken", "motivering": reden.strip()}, waar={"status": "voorgesteld"})
    if besluitsoorten()[besluit.soort].woning:
        laat_woning_vrij(session, besluit, reden.strip())
    _noteer(session, actor, besluit, "besluit_ingetrokken", reden=reden.strip())
    return besluit


def _noteer(session: CasusSessie, actor: Actor, besluit: Besluit, soort: str, **meer: Any) -> None:
    bedrag = "" if besluit.bedrag_cent is None else f", {euro(besluit.bedrag_cent)}"
    gegevens = {"titel": besluit.titel, "nummer": besluit.nummer, "bedrag": bedrag, **meer}
    noteer(session, actor=actor, soort=soort, object_=besluit, zaak_id=besluit.zaak_id, gegevens=gegevens)
