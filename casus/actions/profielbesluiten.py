"""Een dossierprofiel veranderen is een besluit: voorstel, advies van de FG, en iemand anders die beslist.

De FG adviseert, het bestuursorgaan beslist (AVG art. 39 lid 1 onder a). Wat nooit mee mag, is niet voor te stellen.
Een ander gegeven in een dossier is dezelfde bevoegdheid als een nieuwe ontvanger (domein.md JU-08), en wie haar heeft
staat in het mandaatregister.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from casus.actions.wijzigen import wijzig
from casus.actor import Actor
from casus.db import CasusSessie, uuid7
from casus.errors import Conflict, GeenRecht, InvoerFout, NietGevonden, VeldFout, Weigering
from casus.gebeurtenissen import noteer
from casus.models import Profielbesluit
from casus.queries.dossierprofielen import komende_versie, laad_besluit, lopend_voorstel
from casus.queries.dossiers import laad_profiel
from casus.queries.mandaat import laad_register
from casus.rules import dossierprofielen, mandaten, permissions
from casus.rules.dossierlijsten import VELDEN
from casus.rules.dossierprofielen import Profiel
from casus.rules.zinnen import dag_tekst, opsomming
from casus.tekens import bezwaar
from casus.termijnen import dag_van, nu, vandaag
from casus.vocab import OORDELEN

BEVOEGDHEID = "gegevensdeling"
"""De bevoegdheid in het mandaatregister."""
LANGSTE = 2_000


def stel_voor(
    session: CasusSessie, *, actor: Actor, profiel: str, velden: Collection[str], motivering: str
) -> Profielbesluit:
    """Stelt een nieuwe versie van een profiel voor, met alle velden die er dan in staan.

    Raises GeenRecht, NietGevonden, InvoerFout (per veld, met het artikel), Weigering, Conflict (er loopt er al een).
    """
    permissions.check(actor, "dossierprofiel.voorstellen")
    nu_geldig = laad_profiel(session, profiel)
    waarom = _tekst("motivering", motivering, "Schrijf op waarom de ontvanger dit nodig heeft voor het doel.")
    nieuw = dossierprofielen.keur_velden(nu_geldig, velden)
    if lopend_voorstel(session, profiel) is not None:
        raise Conflict("Voor dit profiel loopt al een voorstel. Wacht op het besluit, of trek dat voorstel in.")
    if (komt := komende_versie(session, profiel, vandaag())) is not None and komt.geldig_van:
        zin = (
            f"Versie {komt.versie} is al toegekend en geldt vanaf {dag_tekst(komt.geldig_van)}. Stel daarna iets voor."
        )
        raise Weigering(zin)
    sleutel = {"gemeente_id": actor.gemeente_id, "id": uuid7(), "voorgesteld_door_id": actor.gebruiker_id}
    besluit = Profielbesluit(
        **sleutel, profiel=profiel, versie=_volgende(session, profiel), velden=list(nieuw), motivering=waarom
    )
    _zet_neer(session, besluit)
    _noteer(session, actor, besluit, "voorgesteld", wat=in_woorden(nu_geldig.velden, nieuw))
    return besluit


def _volgende(session: CasusSessie, profiel: str) -> int:
    laatste = session.scalar(select(func.max(Profielbesluit.versie)).where(Profielbesluit.profiel == profiel))
    return (laatste or 1) + 1


def _zet_neer(session: CasusSessie, besluit: Profielbesluit) -> None:
    try:
        with session.begin_nested():
            session.add(besluit)
            session.flush()
    except IntegrityError:  # twee tegelijk: de ander was net iets eerder
        raise Conflict("Een collega deed net ook een voorstel voor dit profiel. Kijk wat er al staat.") from None


def geef_fg_advies(
    session: CasusSessie, besluit: Profielbesluit, *, actor: Actor, naam: str, oordeel: str, advies: str, op: date
) -> None:
    """Legt vast wat de FG adviseerde, en wanneer. Een volgend advies komt erbij: wat er staat, blijft, en het strengste
    oordeel telt. Raises GeenRecht, InvoerFout, Weigering, Conflict.
    """
    permissions.check(actor, "dossierprofiel.adviseren")
    _check_open(besluit)
    if actor.gebruiker_id == besluit.voorgesteld_door_id:
        raise GeenRecht("U deed dit voorstel. Een ander legt het advies van de FG vast.")
    _keur_advies(besluit, naam, oordeel, op)
    tekst, wie = _tekst("advies", advies, "Neem het advies van de FG over, met de reden."), naam.strip()
    waarden = {"fg_naam": wie, "fg_oordeel": oordeel, "fg_advies": tekst, "fg_op": op}
    if besluit.fg_op is not None:
        erbij = f"{wie}, {dag_tekst(op)}: {OORDELEN[oordeel]}. {tekst}"
        streng = max(oordeel, besluit.fg_oordeel, key=list(OORDELEN).index)
        waarden |= {"fg_naam": besluit.fg_naam, "fg_oordeel": streng, "fg_advies": f"{besluit.fg_advies}\n\n{erbij}"}
    waarden["fg_vastgelegd_door_id"] = actor.gebruiker_id
    wijzig(session, besluit, waarden, waar={"status": "voorgesteld", **_advies_van(besluit)})
    _noteer(session, actor, besluit, "advies", naam=wie, oordeel=OORDELEN[oordeel])


def _advies_van(besluit: Profielbesluit) -> dict[str, Any]:
    """Het advies zoals het er nu staat: komt er een bij, dan is wie hierop verder gaat te laat."""
    return {naam: getattr(besluit, naam) for naam in ("fg_oordeel", "fg_op", "fg_advies")}


def _keur_advies(besluit: Profielbesluit, naam: str, oordeel: str, op: date) -> None:
    fouten, eerst = [], dag_van(besluit.voorgesteld_op)
    if oordeel not in OORDELEN:
        fouten.append(VeldFout("oordeel", "Kies wat de FG vindt: eens, eens mits of niet eens."))
    if not eerst <= op <= vandaag():
        fouten.append(VeldFout("op", f"Kies een dag vanaf het voorstel ({dag_tekst(eerst)}) tot en met vandaag."))
    if not naam.strip() or len(naam) > 120 or bezwaar(naam):
        fouten.append(VeldFout("naam", "Vul de naam van de FG in, hoogstens 120 tekens."))
    if fouten:
        raise InvoerFout(fouten)


def beslis(
    session: CasusSessie,
    besluit: Profielbesluit,
    *,
    actor: Actor,
    toekennen: bool,
    reden: str = "",
    geldig_van: date | None = None,
) -> None:
    """Beslist op een voorstel: een ander dan wie het deed, met een functie uit het mandaatregister, na het advies.

    Raises GeenRecht, InvoerFout, Weigering (nog geen advies), Conflict.
    """
    permissions.check(actor, "dossierprofiel.beslissen")
    _check_open(besluit)
    if not besluit.fg_oordeel:
        raise Weigering("Wacht op het advies van de FG en leg dat eerst vast (AVG art. 39 lid 1 onder a).")
    mandaat = _bevoegd(session, besluit, actor)
    waarom, dag = _keur_besluit(besluit, toekennen, reden, geldig_van)
    if toekennen:
        dossierprofielen.keur_velden(laad_profiel(session, besluit.profiel), besluit.velden)
    status = "toegekend" if toekennen else "afgewezen"
    waarden: dict[str, Any] = {"status": status, "besloten_door_id": actor.gebruiker_id, "besloten_op": nu()}
    waarden |= {"besluit_reden": waarom, "mandaat": mandaat, "geldig_van": dag if toekennen else None}
    wat = in_woorden(laad_profiel(session, besluit.profiel).velden, besluit.velden)
    wijzig(session, besluit, waarden, waar={"status": "voorgesteld", **_advies_van(besluit)})
    _noteer(session, actor, besluit, status, wat=wat, van=dag_tekst(dag), mandaat=str(mandaat.get("nr") or ""))


def reden_niet_beslissen(session: CasusSessie, besluit: Profielbesluit, *, actor: Actor) -> str:
    """De zin waarom deze actor niet over dit voorstel beslist; leeg als hij het mag."""
    try:
        _bevoegd(session, besluit, actor)
    except GeenRecht as geweigerd:
        return geweigerd.zin
    return ""


def trek_in(session: CasusSessie, besluit: Profielbesluit, *, actor: Actor) -> None:
    """Trekt een voorstel in: alleen wie het deed. Raises GeenRecht, Weigering, Conflict."""
    permissions.check(actor, "dossierprofiel.voorstellen")
    _check_open(besluit)
    if besluit.voorgesteld_door_id != actor.gebruiker_id:
        raise GeenRecht("Alleen wie dit voorstelde, kan het intrekken.")
    wijzig(session, besluit, {"status": "ingetrokken"}, waar={"status": "voorgesteld"})
    _noteer(session, actor, besluit, "ingetrokken")


def in_woorden(was: Collection[str], wordt: Collection[str]) -> str:
    """'erbij: Gekoppeld op; eruit: Code van de doelgroep'."""
    erbij = opsomming((VELDEN[code].titel for code in wordt if code not in was), "en")
    eruit = opsomming((VELDEN[code].titel for code in was if code not in wordt), "en")
    delen = (f"erbij: {erbij}" if erbij else "", f"eruit: {eruit}" if eruit else "")
    return "; ".join(deel for deel in delen if deel) or "niets"


def _check_open(besluit: Profielbesluit) -> None:
    if besluit.status != "voorgesteld":
        raise Weigering("Over dit voorstel is al beslist. Doe een nieuw voorstel als het anders moet.")


def _keur_besluit(besluit: Profielbesluit, toekennen: bool, reden: str, geldig_van: date | None) -> tuple[str, date]:
    dag = geldig_van or vandaag()
    if toekennen and dag < vandaag():
        raise InvoerFout([VeldFout("geldig_van", "Kies een dag vanaf vandaag: wat al is verstuurd, verandert niet.")])
    nodig = not toekennen or besluit.fg_oordeel != "eens"
    if nodig:
        zin = (
            "Schrijf op waarom u anders beslist dan de FG adviseerde." if toekennen else "Schrijf op waarom u afwijst."
        )
        return _tekst("reden", reden, zin), dag
    return reden.strip()[:LANGSTE], dag


def _bevoegd(session: CasusSessie, besluit: Profielbesluit, actor: Actor) -> dict[str, Any]:
    """De regel van het mandaatregister waarop dit besluit rust, met de functie van deze actor. Raises GeenRecht."""
    if actor.gebruiker_id == besluit.fg_vastgelegd_door_id:
        raise GeenRecht("U legde het advies van de FG vast. Een ander beslist.")
    door = besluit.voorgesteld_door_id
    vraag = mandaten.Vraag(actor.gemeente_id, BEVOEGDHEID, vandaag(), voorgesteld_door_id=door)
    return mandaten.kopie_bij_besluit(mandaten.check_beslissen(actor, laad_register(session), vraag), vraag)


def _tekst(veld: str, tekst: str, zin: str) -> str:
    schoon = tekst.strip()
    if not schoon:
        raise InvoerFout([VeldFout(veld, zin)])
    if len(schoon) > LANGSTE:
        raise InvoerFout([VeldFout(veld, f"Kort de tekst in tot {LANGSTE} tekens.")])
    return schoon


def _noteer(session: CasusSessie, actor: Actor, besluit: Profielbesluit, wat_: str, **meer: str) -> None:
    profiel: Profiel = dossierprofielen.profiel(besluit.profiel)
    gegevens = {"titel": profiel.titel, "versie": besluit.versie, **meer}
    noteer(session, actor=actor, soort=f"dossierprofiel_{wat_}", object_=besluit, gegevens=gegevens)


def zoek(session: CasusSessie, profiel: str, versie: int) -> Profielbesluit:
    """Het besluit over deze versie van een profiel. Raises NietGevonden."""
    besluit = laad_besluit(session, profiel, versie)
    if besluit is None:
        raise NietGevonden("Deze versie van het profiel bestaat niet.")
    return besluit
