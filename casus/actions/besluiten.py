"""Een besluit voorstellen, nemen en intrekken. Wie mag beslissen, staat in rules/mandaten.py (domein.md §6).

Een genomen besluit verandert nooit meer: intrekken of wijzigen is een nieuw besluit dat ernaar verwijst (`herziet`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Uuid, bindparam, func, select

from casus.actions import voordracht
from casus.actions.adviezen import vraag_vaste_adviezen
from casus.actions.besluitspoor import maak_bekend, meld_beslissers, noteer_besluit, zoals_gezien
from casus.actions.besluitstappen import til_mee_op
from casus.actions.besluitvoorstel import (
    Herziening,
    Voorstel,
    check_herziening,
    check_mag,
    contractsleutel,
    feiten,
    lees_voorstel,
)
from casus.actions.bezwaarslot import bij_voorstel, check_loopt, na_besluit
from casus.actions.brieven import vraag_brief
from casus.actions.proces import Proces, open_proces, werk_blokkades_bij
from casus.actions.wijzigen import wie_was_eerder, wijzig
from casus.actor import Actor
from casus.db import CasusSessie, uuid7, vast
from casus.errors import Conflict, GeenRecht, InvoerFout, NietGevonden, VeldFout, Weigering
from casus.models import Advies, Besluit, Gemeente, Mandaat, Registerbesluit, Taak, Zaak
from casus.queries import budget
from casus.queries.beeld import houd_vast
from casus.queries.besluitgang import Gang, laad_gang
from casus.queries.mandaat import laad_register, maak_vraag
from casus.rules import besluiten as regels
from casus.rules import mandaten
from casus.rules.besluiten import Uitkomst as Uitkomst
from casus.rules.bezwaar import briefuitkomst
from casus.rules.mandaten import Bevoegdheid, Register, Vraag
from casus.rules.ondertekening import slotformule
from casus.termijnen import bezwaartermijn, nu, vandaag
from casus.workflows.engine import Aanleiding
from casus.workflows.registers import Besluitsoort, besluitsoorten

_SOORT = vast(select(Besluit.soort).where(Besluit.id == bindparam("id", type_=Uuid())))
_VOOR_DE_TITEL: Mapping[str, str] = {"": "", "wijzigen": "Wijziging: ", "intrekken": "Intrekking: "}


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
    contract: str = "",
    herziet: Besluit | None = None,
    herziening: Herziening = "",
) -> Besluit:
    """Stelt een besluit voor: casus bepaalt het laagste niveau dat mag beslissen, en vraagt het vaste advies.

    Raises GeenRecht, InvoerFout (per veld), NietGevonden (soort, taak of besluit van een andere zaak), Weigering (zaak
    gesloten of nog niet zo ver), Conflict (woning net voorgedragen, besluit al in herziening).
    """
    kind, zaak = _soort(soort), houd_vast(session, zaak.id)
    inhoud = Voorstel(voorstel, bedrag_cent, gegevens or {}, contract, herziet, herziening)
    besluit = _maak(session, zaak, kind, actor, taak, inhoud)
    register, waarom = _bepaal_niveau(session, besluit, herziet)
    _zet_neer(session, zaak, kind, besluit, actor)
    noteer_besluit(session, besluit, "besluit_voorgesteld", actor=actor, **waarom)
    vraag_vaste_adviezen(session, besluit, actor=actor, adviezen=kind.advies)
    meld_beslissers(session, besluit, register, actor=actor)
    til_mee_op(session, besluit, register, actor=actor)
    return besluit


def _maak(
    session: CasusSessie, zaak: Zaak, kind: Besluitsoort, actor: Actor, taak: Taak | None, inhoud: Voorstel
) -> Besluit:
    """Het getoetste voorstel, nog niet opgeslagen."""
    check_mag(session, kind, zaak, taak, actor=actor, herziening=inhoud.herziening)
    check_herziening(session, kind, zaak, inhoud)
    besluit = _nieuw(session, zaak, kind, actor, taak)
    _vul(session, besluit, kind, zaak, inhoud)
    besluit.gegevens |= bij_voorstel(session, zaak, kind.code, taak, actor=actor)
    return besluit


def _zet_neer(session: CasusSessie, zaak: Zaak, kind: Besluitsoort, besluit: Besluit, actor: Actor) -> None:
    session.add(besluit)
    session.flush()
    if kind.woning:
        voordracht.reserveer_woning(session, zaak, besluit, actor=actor)
    werk_blokkades_bij(session, zaak)


def _soort(code: str) -> Besluitsoort:
    if code not in besluitsoorten():
        raise NietGevonden("Dit soort besluit bestaat niet.")
    return besluitsoorten()[code]


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
        uiterlijk=_uiterlijk(kind),
        voorgesteld_door_id=actor.gebruiker_id,
        voorgesteld_op=nu(),
        wacht_op="advies" if kind.advies else "besluit",
    )


def _uiterlijk(kind: Besluitsoort) -> date:
    """De dag waarop er een besluit hoort te zijn: de termijn van de soort, na die van het langste advies."""
    advies = max((een.dagen for een in kind.advies), default=0)
    return vandaag() + timedelta(days=advies + kind.uiterlijk_dagen)


def _vul(session: CasusSessie, besluit: Besluit, kind: Besluitsoort, zaak: Zaak, inhoud: Voorstel) -> None:
    velden = lees_voorstel(kind, inhoud)
    besluit.voorstel, besluit.gegevens = inhoud.tekst.strip(), velden
    besluit.feiten = feiten(session, kind, zaak, velden)
    besluit.contract = contractsleutel(str(velden.get("contract") or inhoud.contract))
    besluit.bedrag_cent = inhoud.bedrag_cent if kind.bedrag and inhoud.herziening != "intrekken" else None
    besluit.herziet_id, besluit.herziening = inhoud.herziet.id if inhoud.herziet else None, inhoud.herziening
    besluit.titel = f"{_VOOR_DE_TITEL[inhoud.herziening]}{kind.titel}"
    if inhoud.herziet is not None and besluit.taak_id is None:
        besluit.taak_id = inhoud.herziet.taak_id


def _bepaal_niveau(session: CasusSessie, besluit: Besluit, herziet: Besluit | None) -> tuple[Register, dict[str, Any]]:
    """Het laagste niveau dat mag beslissen; wat hoger is besloten, wordt niet lager herzien."""
    register = laad_register(session)
    niveau = mandaten.laagste_niveau(register, maak_vraag(session, besluit))
    besluit.laagste_niveau = besluit.vereist_niveau = max(niveau.niveau, regels.besloten_niveau(herziet))
    return register, {"niveau": besluit.vereist_niveau, "waarom": niveau.zin}


def _nummer(session: CasusSessie, zaak: Zaak) -> str:
    # `houd_vast` hield de zaak op slot: twee voorstellen tegelijk krijgen zo niet hetzelfde nummer
    aantal = len(session.scalars(select(Besluit.id).where(Besluit.zaak_id == zaak.id)).all())
    return f"{zaak.zaaknummer}-B{aantal + 1:02d}"


def beslis(
    session: CasusSessie,
    besluit: Besluit,
    *,
    actor: Actor,
    uitkomst: Uitkomst,
    motivering: str = "",
    voorwaarden_bevestigd: bool = False,
    gezien: Mapping[str, Any] | None = None,
) -> Besluit:
    """Neemt het besluit op grond van het register van vandaag en bewaart de gebruikte rij en wat de beslisser zag.

    Een genomen besluit is definitief. Raises GeenMandaat of Weigering (wie wel, welk artikel), InvoerFout, Conflict.
    """
    zaak = houd_vast(session, besluit.zaak_id)
    if besluit.status != "voorgesteld":
        raise Conflict(wie_was_eerder(session, besluit))
    check_loopt(session, besluit)
    budget.houd_vast(session, besluit)
    register, vraag, gang = laad_register(session), maak_vraag(session, besluit), laad_gang(session, besluit)
    bevoegd = _bevoegd(actor, besluit, register, vraag, gang)
    rij = _rij(bevoegd)
    regels.check_antwoord(gang.stappen, uitkomst)
    tekst = _motivering(besluitsoorten()[besluit.soort], uitkomst, motivering)
    regels.check_voorwaarden(bevoegd, voorwaarden_bevestigd)
    waarden = {"status": uitkomst, "motivering": tekst, **_grond(session, besluit, bevoegd, rij, vraag, actor)}
    waarden["gezien"] = wat_gezien(session, zaak, gang, vraag, gezien or {})
    return rond_af(session, zaak, besluit, gang, waarden, actor=actor, mandaat=rij.nr)


def _bevoegd(actor: Actor, besluit: Besluit, register: Register, vraag: Vraag, gang: Gang) -> Bevoegdheid:
    """Waarop het besluit rust: eerst wat het register zegt, dan de gang van het voorstel, en van daaraf opnieuw."""
    mandaten.check_beslissen(actor, register, vraag)
    vanaf = regels.check_gang(actor, besluit, *gang, register, vandaag())
    return mandaten.check_beslissen(actor, register, vraag, vanaf)


def rond_af(
    session: CasusSessie,
    zaak: Zaak,
    besluit: Besluit,
    gang: Gang,
    waarden: Mapping[str, Any],
    *,
    actor: Actor,
    mandaat: str,
) -> Besluit:
    """Legt het besluit vast met alles wat eruit volgt; `waarden` heeft de uitkomst als status. Raises Conflict.

    Wie mag beslissen, is dan al getoetst.
    """
    kind, uitkomst = besluitsoorten()[besluit.soort], waarden["status"]
    bezwaar = bezwaartermijn(vandaag()) if kind.bezwaar_open else None
    vast = {**waarden, "bezwaar_tot": bezwaar, "wacht_op": "besluit"}
    wijzig(session, besluit, vast, waar=zoals_gezien(besluit))
    _sluit_adviezen(session, gang.adviezen)
    if kind.woning:
        voordracht.na_besluit(session, besluit, actor=actor)
    over = na_besluit(session, zaak, besluit, actor=actor)
    _laat_vervallen(session, over, "Op dit bezwaar is al beslist.", actor)
    taken = _taken_na(session, zaak, besluit, actor)
    werk_blokkades_bij(session, zaak)
    if briefuitkomst(besluit) and (kind.brief == "beschikking" or (kind.brief and uitkomst == "toegekend")):
        vraag_brief(session, actor=actor, zaak=zaak, soort="besluit", besluit=besluit)
    maak_bekend(session, besluit, zaak, actor=actor, taken=taken, mandaat=mandaat)
    return besluit


def _sluit_adviezen(session: CasusSessie, adviezen: Iterable[Advies]) -> None:
    """Advies dat nog niet kwam, hoeft niet meer."""
    for advies in adviezen:
        if advies.status == "gevraagd":
            wijzig(session, advies, {"status": "verlopen"}, waar={"status": "gevraagd"})


def _motivering(kind: Besluitsoort, uitkomst: Uitkomst, motivering: str) -> str:
    if not motivering.strip() and (kind.motivering_verplicht or uitkomst == "afgewezen"):
        raise InvoerFout([VeldFout("motivering", "Schrijf op waarom u dit besluit. Het komt in de brief.")])
    return motivering.strip()


def _taken_na(session: CasusSessie, zaak: Zaak, besluit: Besluit, actor: Actor) -> list[str]:
    """Een herziening opent niets, behalve als zij van een andere soort is: dan komt er iets wat er niet was."""
    zelfde = besluit.herziet_id is not None and session.scalar(_SOORT, {"id": besluit.herziet_id}) == besluit.soort
    if besluit.status != "toegekend" or zelfde or (besluit.herziening and zaak.gesloten_op is not None):
        return []
    return open_proces(session, zaak, actor).laat_ontstaan(Aanleiding.besluit(besluit.soort))


def _rij(bevoegd: Bevoegdheid) -> Mandaat:
    """De regel waarop het rust: wie hier beslist, beslist nooit zonder. Het bestuursorgaan besluit buiten casus."""
    if bevoegd.rij is None:
        raise Weigering("Het college beslist hierover. Leg het collegebesluit vast. (Awb art. 10:7)")
    return bevoegd.rij


def _grond(
    session: CasusSessie, besluit: Besluit, bevoegd: Bevoegdheid, rij: Mandaat, vraag: Vraag, actor: Actor
) -> dict[str, Any]:
    """Wie besliste, op welke regel van het register van vandaag, en de formule eronder (Awb art. 10:10)."""
    return {
        "besloten_door_id": actor.gebruiker_id,
        "besloten_op": nu(),
        "besloten_functie": bevoegd.functie.titel,
        "mandaat_id": rij.id,
        "mandaat_kopie": mandaten.kopie_bij_besluit(bevoegd, vraag),
        "namens": _namens(session, besluit, bevoegd, rij, actor),
    }


def wat_gezien(
    session: CasusSessie, zaak: Zaak, gang: Gang, vraag: Vraag, van_scherm: Mapping[str, Any]
) -> dict[str, Any]:
    """Wat wie besliste voor zich had, om het jaren later nog te kunnen laten zien (Awb art. 3:2 en 3:46)."""
    versie = session.scalar(select(func.max(Registerbesluit.versie)))
    return {
        **van_scherm,
        "zaak": {"stond_op": zaak.toestand, "versie": zaak.versie},
        "registerversie": versie or 0,
        "eerder_cent": vraag.eerder_cent,
        "adviezen": [_advies(een) for een in gang.adviezen],
        "stappen": [{"soort": s.soort, "tekst": s.tekst, "op": s.op.isoformat()} for s in gang.stappen],
    }


def _advies(advies: Advies) -> dict[str, Any]:
    op = advies.gegeven_op.isoformat() if advies.gegeven_op else ""
    gaf = str(advies.gegeven_door_id or "")
    return {"rol": advies.rol, "status": advies.status, "oordeel": advies.oordeel, "door_id": gaf, "op": op}


def _namens(session: CasusSessie, besluit: Besluit, bevoegd: Bevoegdheid, rij: Mandaat, actor: Actor) -> str:
    gemeente = session.scalars(select(Gemeente).where(Gemeente.id == besluit.gemeente_id)).one()
    return slotformule(gemeente.naam, rij.bestuursorgaan, rij.soort, bevoegd.functie.titel, actor.naam)


def trek_in(session: CasusSessie, besluit: Besluit, *, actor: Actor, reden: str) -> Besluit:
    """Wie het voorstel deed, haalt het terug zolang niemand heeft beslist. Raises GeenRecht, InvoerFout, Conflict."""
    if actor.gebruiker_id != besluit.voorgesteld_door_id:
        raise GeenRecht("Alleen wie het voorstel deed, kan het intrekken.")
    if not reden.strip():
        raise InvoerFout([VeldFout("reden", "Schrijf op waarom u het voorstel intrekt.")])
    zaak = houd_vast(session, besluit.zaak_id)  # eerst de zaak, zoals bij beslissen: anders wachten zij op elkaar
    wijzig(session, besluit, {"status": "ingetrokken", "motivering": reden.strip()}, waar={"status": "voorgesteld"})
    _sluit_adviezen(session, laad_gang(session, besluit).adviezen)
    if besluitsoorten()[besluit.soort].woning:
        voordracht.laat_woning_vrij(session, besluit, reden.strip(), actor=actor)
    werk_blokkades_bij(session, zaak)
    noteer_besluit(session, besluit, "besluit_ingetrokken", actor=actor, reden=reden.strip())
    return besluit


def laat_vervallen(proces: Proces, besluiten: Iterable[Besluit], reden: str) -> None:
    """Trekt voorstellen in die geen zin meer hebben, zodat niemand daar nog over beslist."""
    _laat_vervallen(proces.session, besluiten, reden, proces.actor)


def _laat_vervallen(session: CasusSessie, besluiten: Iterable[Besluit], reden: str, actor: Actor) -> None:
    for besluit in besluiten:
        if besluit.status == "voorgesteld":
            waarden = {"status": "ingetrokken", "motivering": reden}
            wijzig(session, besluit, waarden, waar={"status": "voorgesteld"})
            _sluit_adviezen(session, laad_gang(session, besluit).adviezen)
            noteer_besluit(session, besluit, "besluit_ingetrokken", actor=actor, reden=reden)
