"""Het besluit van het bestuursorgaan zelf: buiten casus genomen, hier vastgelegd met nummer, dag en document."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select

from casus.actions.besluiten import rond_af, wat_gezien
from casus.actions.bezwaarslot import check_loopt
from casus.actions.documenten import Nagekeken, voeg_nagekeken_toe
from casus.actions.wijzigen import wie_was_eerder
from casus.actor import Actor
from casus.db import CasusSessie
from casus.errors import Conflict, InvoerFout, VeldFout, Weigering
from casus.models import Besluit, Document, Functie, Gemeente, Zaak
from casus.queries.beeld import houd_vast
from casus.queries.besluitgang import Gang, laad_gang
from casus.queries.mandaat import laad_register, maak_vraag
from casus.rules import besluiten as regels
from casus.rules import permissions
from casus.rules.besluiten import Uitkomst
from casus.rules.mandaten import (
    BESTUURSORGANEN,
    COLLEGE,
    Bevoegdheid,
    GeenMandaat,
    Vraag,
    bestuursorgaan,
    check_bestreden,
    kopie_bij_besluit,
    naam_bestuursorgaan,
)
from casus.rules.ondertekening import slotformule_bestuursorgaan
from casus.rules.zinnen import dag_tekst, met_lidwoord
from casus.termijnen import dag_van, nu, vandaag

RECHT = "collegebesluit.vastleggen"


class Stuk(NamedTuple):
    """Het ondertekende besluit dat met het formulier meekwam, al nagekeken; `map_` is waar documenten staan."""

    map_: Path
    nagekeken: Nagekeken


def leg_collegebesluit_vast(
    session: CasusSessie,
    besluit: Besluit,
    *,
    actor: Actor,
    uitkomst: Uitkomst,
    nummer: str,
    datum: date,
    document: UUID | Stuk | None,
    motivering: str,
) -> Besluit:
    """Legt vast wat het college besloot over een voorstel dat daar ligt. `document` staat bij deze zaak en is
    nagekeken, of het is een stuk dat erbij komt.

    Wie het voorstelde, legt het niet zelf vast. Raises GeenRecht, Weigering, InvoerFout (per veld), Conflict,
    SchijfVol.
    """
    zaak, gang, vraag = _open(session, besluit, actor, uitkomst)
    bewijs = _check_invoer(session, besluit, nummer, datum, document, motivering)
    bewijs = bewijs or _erbij(session, zaak, document, actor)
    waarden = {
        **_grond(session, besluit, vraag, actor, bewijs),
        "status": uitkomst,
        "gezien": wat_gezien(session, zaak, gang, vraag, {}),
        "motivering": motivering.strip(),
        "college_nummer": nummer.strip(),
        "college_datum": datum,
        "college_document_id": bewijs.id if bewijs else None,
    }
    mandaat = _mandaat(waarden["mandaat_kopie"]["bestuursorgaan"], nummer.strip(), datum)
    return rond_af(session, zaak, besluit, gang, waarden, actor=actor, mandaat=mandaat)


def _mandaat(orgaan: str, nummer: str, datum: date) -> str:
    van = "het college" if orgaan == "college" else met_lidwoord(BESTUURSORGANEN.get(orgaan, orgaan))
    return f"van {van}, besluit {nummer} van {dag_tekst(datum)}"


def _open(session: CasusSessie, besluit: Besluit, actor: Actor, uitkomst: Uitkomst) -> tuple[Zaak, Gang, Vraag]:
    """De zaak op slot, en alles getoetst wat niet over de invoer gaat."""
    permissions.check_gemeente(actor, besluit)
    permissions.check(actor, RECHT)
    zaak = houd_vast(session, besluit.zaak_id)
    if besluit.status != "voorgesteld":
        raise Conflict(wie_was_eerder(session, besluit))
    check_loopt(session, besluit)
    vraag, gang = maak_vraag(session, besluit), laad_gang(session, besluit)
    _check(actor, besluit, vraag)
    regels.check_adviseur(actor, gang.adviezen)
    regels.check_adviezen(gang.adviezen, vandaag())
    regels.check_antwoord(gang.stappen, uitkomst)
    return zaak, gang, vraag


def _check(actor: Actor, besluit: Besluit, vraag: Vraag) -> None:
    if besluit.vereist_niveau < COLLEGE:
        raise Weigering("Dit voorstel ligt niet bij het college. Wie mandaat heeft, beslist of zet het door.")
    if actor.gebruiker_id == besluit.voorgesteld_door_id:
        raise GeenMandaat("U deed dit voorstel. Een collega legt het collegebesluit vast.", "Awb art. 2:4")
    check_bestreden(vraag)
    if actor.gebruiker_id == vraag.bestreden_door_id:
        reden = "U nam het besluit waartegen bezwaar is gemaakt. Een collega legt het collegebesluit vast."
        raise GeenMandaat(reden, "Awb art. 10:3 lid 3")


def _check_invoer(
    session: CasusSessie, besluit: Besluit, nummer: str, datum: date, document: UUID | Stuk | None, motivering: str
) -> Document | None:
    bewijs = None if isinstance(document, Stuk) else _bij_de_zaak(session, besluit, document)
    fouten = [] if nummer.strip() else [VeldFout("nummer", "Vul het nummer van het collegebesluit in.")]
    if not dag_van(besluit.voorgesteld_op) <= datum <= vandaag():
        fouten.append(VeldFout("datum", "Kies de dag van het collegebesluit: na het voorstel, en niet na vandaag."))
    if bewijs is None and not isinstance(document, Stuk):
        fouten.append(VeldFout("document", "Kies het document met het collegebesluit, of stuur het bestand in."))
    elif bewijs is not None and bewijs.status != "schoon":
        fouten.append(VeldFout("document", "Dit document is nog niet nagekeken of is geweigerd. Kies een ander."))
    if not motivering.strip():
        fouten.append(VeldFout("motivering", "Schrijf op waarom het college dit besloot. Het komt in de brief."))
    if fouten:
        raise InvoerFout(fouten)
    return bewijs


def _erbij(session: CasusSessie, zaak: Zaak, document: UUID | Stuk | None, actor: Actor) -> Document | None:
    """Het stuk dat met het formulier meekwam, nu bij de zaak."""
    if not isinstance(document, Stuk):
        return None
    return voeg_nagekeken_toe(session, zaak, actor=actor, map_=document.map_, nagekeken=document.nagekeken)


def _bij_de_zaak(session: CasusSessie, besluit: Besluit, document: UUID | None) -> Document | None:
    if document is None:
        return None
    vraag = select(Document).where(Document.id == document, Document.zaak_id == besluit.zaak_id)
    return session.scalars(vraag).one_or_none()


def _grond(
    session: CasusSessie, besluit: Besluit, vraag: Vraag, actor: Actor, bewijs: Document | None
) -> dict[str, Any]:
    """Het bestuursorgaan gebruikte zijn eigen bevoegdheid (Awb art. 10:7); wie het vastlegde staat erbij."""
    register = laad_register(session)
    orgaan = bestuursorgaan(register, vraag)
    titel = regels.titel_van(register, besluit.gemeente_id, COLLEGE)
    titel = titel if orgaan == "college" else naam_bestuursorgaan(register, vraag)
    zelf = Functie(gemeente_id=besluit.gemeente_id, code=orgaan, titel=titel, niveau=COLLEGE)
    kopie = kopie_bij_besluit(Bevoegdheid(zelf, None, als_vervanger=False), vraag, orgaan)
    gemeente = session.scalars(select(Gemeente.naam).where(Gemeente.id == besluit.gemeente_id)).one()
    return {
        "besloten_door_id": actor.gebruiker_id,
        "besloten_op": nu(),
        "besloten_functie": titel,
        "mandaat_id": None,
        "mandaat_kopie": {**kopie, "document": bewijs.sha256 if bewijs else ""},
        "namens": slotformule_bestuursorgaan(gemeente, orgaan, actor.naam),
    }
