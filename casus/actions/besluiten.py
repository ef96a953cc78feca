"""Een besluit voorstellen, nemen en intrekken. Wie mag beslissen, staat in rules/mandaten.py (domein.md §6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, Literal

from sqlalchemy import select

from casus.actions.proces import Proces, open_proces, werk_blokkades_bij
from casus.actions.signalen import signaleer
from casus.actions.voordracht import laat_woning_vrij, reserveer_woning
from casus.actions.wijzigen import wie_was_eerder, wijzig
from casus.actor import Actor
from casus.bedragen import euro
from casus.db import CasusSessie, uuid7
from casus.errors import Conflict, GeenRecht, InvoerFout, NietGevonden, VeldFout, Weigering
from casus.gebeurtenissen import noteer
from casus.models import Besluit, Bezwaar, Gemeente, Taak, Zaak
from casus.queries.beeld import definitie, houd_vast
from casus.queries.mandaat import laad_register, maak_vraag
from casus.rules import mandaten, permissions
from casus.rules.ondertekening import slotformule, slotformule_bestuursorgaan
from casus.termijnen import bezwaartermijn, nu, vandaag
from casus.workflows.definition import Workflow
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

    Raises GeenRecht, InvoerFout (per veld), NietGevonden (soort, of een taak van een andere zaak), Weigering (zaak
    gesloten of nog niet zo ver), Conflict (woning net voorgedragen).
    """
    kind, zaak = _soort(soort), houd_vast(session, zaak.id)
    _check_mag_voorstellen(definitie(session, zaak), kind, zaak, actor, taak)
    velden = _lees_voorstel(kind, voorstel, bedrag_cent, gegevens or {})
    besluit = _nieuw(session, zaak, kind, actor, taak)
    besluit.voorstel, besluit.gegevens = voorstel.strip(), velden
    besluit.bedrag_cent = bedrag_cent if kind.bedrag else None
    besluit.laagste_niveau = besluit.vereist_niveau = _laagste_niveau(session, besluit)
    session.add(besluit)
    session.flush()
    if kind.woning:
        reserveer_woning(session, zaak, besluit)
    werk_blokkades_bij(session, zaak)
    _noteer(session, actor, besluit, "besluit_voorgesteld", niveau=besluit.vereist_niveau)
    return besluit


def _laagste_niveau(session: CasusSessie, besluit: Besluit) -> int:
    return mandaten.laagste_niveau(laad_register(session), maak_vraag(session, besluit)).niveau


def _soort(code: str) -> Besluitsoort:
    if code not in besluitsoorten():
        raise NietGevonden("Dit soort besluit bestaat niet.")
    return besluitsoorten()[code]


def _check_mag_voorstellen(wf: Workflow, kind: Besluitsoort, zaak: Zaak, actor: Actor, taak: Taak | None) -> None:
    permissions.check_besluit_voorstellen(actor, kind.rollen)
    if zaak.gesloten_op is not None and not kind.na_sluiting:
        raise Weigering("De zaak is gesloten. Dit besluit kan niet meer worden voorgesteld.")
    if taak is not None and taak.zaak_id != zaak.id:
        raise NietGevonden("Deze taak hoort bij een andere zaak of bestaat niet.")
    if kind.woning and _voorbij(wf, kind, zaak.toestand):
        op = wf.toestanden[zaak.toestand].titel
        raise Weigering(f"De zaak staat op ‘{op}’. Een woning voordragen kan alleen voordat er een aanbod is gedaan.")


def _voorbij(wf: Workflow, kind: Besluitsoort, toestand: str) -> bool:
    """Of de zaak verder is dan waar de stap begint die dit besluit nodig heeft."""
    vanuit = [van for overgang in wf.overgangen.values() if overgang.besluit == kind.code for van in overgang.van]
    verst = max((wf.toestanden[code].stap or 0 for code in vanuit), default=len(wf.toestanden))
    return (wf.toestanden[toestand].stap or 0) > verst


def _nieuw(session: CasusSessie, zaak: Zaak, kind: Besluitsoort, actor: Actor, taak: Taak | None) -> Besluit:
    return Besluit(
        gemeente_id=zaak.gemeente_id,
        id=uuid7(),
        zaak_id=zaak.id,
        taak_id=taak.id if taak else None,
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
    # `houd_vast` hield de zaak op slot: twee voorstellen tegelijk krijgen zo niet hetzelfde nummer
    aantal = len(session.scalars(select(Besluit.id).where(Besluit.zaak_id == zaak.id)).all())
    return f"{zaak.zaaknummer}-B{aantal + 1:02d}"


def beslis(
    session: CasusSessie, besluit: Besluit, *, actor: Actor, uitkomst: Uitkomst, motivering: str = ""
) -> Besluit:
    """Neemt het besluit op grond van het register van vandaag en bewaart de gebruikte rij erbij.

    Een genomen besluit is definitief. Raises GeenMandaat of Weigering (wie wel, welk artikel), InvoerFout, Conflict.
    """
    zaak = houd_vast(session, besluit.zaak_id)
    if besluit.status != "voorgesteld":
        raise Conflict(wie_was_eerder(session, besluit))
    vraag = maak_vraag(session, besluit)
    bevoegd = mandaten.check_beslissen(actor, laad_register(session), vraag)
    kind = besluitsoorten()[besluit.soort]
    waarden = {
        **_grond(session, besluit, bevoegd, vraag, actor),
        "status": uitkomst,
        "motivering": _motivering(kind, uitkomst, motivering),
        "bezwaar_tot": bezwaartermijn(vandaag()) if kind.bezwaar_open else None,
    }
    wijzig(session, besluit, waarden, waar={"status": "voorgesteld"})
    if kind.woning and uitkomst == "afgewezen":
        laat_woning_vrij(session, besluit, "Het voorstel is afgewezen.")
    if besluit.soort == mandaten.BEZWAAR:
        _sluit_bezwaar(session, besluit)
    taken = _taken_na(session, zaak, besluit, actor)
    werk_blokkades_bij(session, zaak)
    nr = bevoegd.rij.nr if bevoegd.rij else "van het college"
    _maak_bekend(session, actor, besluit, zaak, mandaat=nr, taken=taken)
    return besluit


def _maak_bekend(session: CasusSessie, actor: Actor, besluit: Besluit, zaak: Zaak, **feiten: Any) -> None:
    """In de keten, en aan wie het voorstelde, wie de taak erbij heeft, de casemanager en wie de zaak volgt."""
    _noteer(session, actor, besluit, f"besluit_{besluit.status}", **feiten)
    behandelaar = session.scalar(select(Taak.behandelaar_id).where(Taak.id == besluit.taak_id))
    signaleer(
        session,
        actor=actor,
        soort="besluit",
        aan=(besluit.voorgesteld_door_id, zaak.casemanager_id, behandelaar),
        ook_volgers=True,
        kenmerk=f"besluit:{besluit.id}",
        zaak_id=zaak.id,
        gegevens={"titel": besluit.titel, "uitkomst": besluit.status},
    )


def _motivering(kind: Besluitsoort, uitkomst: Uitkomst, motivering: str) -> str:
    if not motivering.strip() and (kind.motivering_verplicht or uitkomst == "afgewezen"):
        raise InvoerFout([VeldFout("motivering", "Schrijf op waarom u dit besluit. Het komt in de brief.")])
    return motivering.strip()


def _taken_na(session: CasusSessie, zaak: Zaak, besluit: Besluit, actor: Actor) -> list[str]:
    if besluit.status != "toegekend":
        return []
    return open_proces(session, zaak, actor).laat_ontstaan(Aanleiding.besluit(besluit.soort))


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
    zaak = houd_vast(session, besluit.zaak_id)  # eerst de zaak, zoals bij beslissen: anders wachten zij op elkaar
    wijzig(session, besluit, {"status": "ingetrokken", "motivering": reden.strip()}, waar={"status": "voorgesteld"})
    if besluitsoorten()[besluit.soort].woning:
        laat_woning_vrij(session, besluit, reden.strip())
    werk_blokkades_bij(session, zaak)
    _noteer(session, actor, besluit, "besluit_ingetrokken", reden=reden.strip())
    return besluit


def laat_vervallen(proces: Proces, besluiten: Iterable[Besluit], reden: str) -> None:
    """Trekt voorstellen in die geen zin meer hebben, zodat niemand daar nog over beslist."""
    for besluit in besluiten:
        if besluit.status == "voorgesteld":
            waarden = {"status": "ingetrokken", "motivering": reden}
            wijzig(proces.session, besluit, waarden, waar={"status": "voorgesteld"})
            _noteer(proces.session, proces.actor, besluit, "besluit_ingetrokken", reden=reden)


def _noteer(session: CasusSessie, actor: Actor, besluit: Besluit, soort: str, **meer: Any) -> None:
    bedrag = "" if besluit.bedrag_cent is None else f", {euro(besluit.bedrag_cent)}"
    gegevens = {"titel": besluit.titel, "nummer": besluit.nummer, "bedrag": bedrag, **meer}
    noteer(session, actor=actor, soort=soort, object_=besluit, zaak_id=besluit.zaak_id, gegevens=gegevens)
