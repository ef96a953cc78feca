"""Een document bij een zaak: ontvangen, in quarantaine zetten, nakijken en vrijgeven of weigeren (veiligheid E8)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from casus import outbox
from casus.actions.signalen import signaleer
from casus.actions.wijzigen import wie_was_eerder, wijzig
from casus.actor import INSTALLATIE, Actor
from casus.db import Bereik, CasusSessie, Database, uuid7
from casus.documentkeuring.keurmeester import Keurmeester, Uitslag
from casus.documentkeuring.soorten import LANGSTE_NAAM, SOORTEN, Geweigerd, herken, nette_naam
from casus.documentkeuring.virus import keur_handtekening
from casus.errors import Conflict, InvoerFout, NietGevonden, VeldFout, Weigering
from casus.gebeurtenissen import noteer
from casus.models import Document, Gebruiker, Zaak
from casus.opslag import bewaar, lees, verwijder
from casus.queries.documenten import Reeks
from casus.rules import permissions

WERK = "document"
"""Het werk in de outbox: één document nakijken."""
LANGSTE_TOELICHTING = 2000
GEEN_VERSIE = "Een dossier of brief maakt casus zelf. Een nieuwe versie toevoegen kan niet."
_MEDIATYPES = {soort.mediatype: soort for soort in SOORTEN.values()}


@dataclass(frozen=True, slots=True)
class Ontvangen:
    """Een bestand zoals het is ingestuurd. `titel` is de naam die het bij de zaak krijgt; leeg: die van het bestand."""

    naam: str
    inhoud: bytes
    titel: str = ""
    toelichting: str = ""


@dataclass(frozen=True, slots=True)
class Nagekeken:
    """Een bestand dat de keurmeester al goedkeurde: `inhoud` is de schone, dus het hoeft niet meer in quarantaine."""

    naam: str
    mediatype: str
    inhoud: bytes
    bladen: int | None = None


def keur_vooraf(keurmeester: Keurmeester, ontvangen: Ontvangen, *, veld: str = "bestand") -> Nagekeken:
    """Kijkt een bestand na dat meteen bewijs moet zijn. Doe dit buiten een transactie: het duurt soms seconden.

    Raises InvoerFout (bij `veld`, met de reden), ScannerWeg, KeurmeesterBezet.
    """
    try:
        soort = herken(ontvangen.naam, ontvangen.inhoud)
    except Geweigerd as fout:
        raise InvoerFout([VeldFout(veld, fout.zin)]) from None
    uitslag = keurmeester.keur(ontvangen.inhoud, f"document.{soort.achtervoegsel}")
    if uitslag.reden:
        raise InvoerFout([VeldFout(veld, uitslag.reden)])
    naam = nette_naam(ontvangen.titel or ontvangen.naam, soort)
    return Nagekeken(naam, uitslag.mediatype, uitslag.inhoud, uitslag.bladen)


def voeg_nagekeken_toe(session: CasusSessie, zaak: Zaak, *, actor: Actor, map_: Path, nagekeken: Nagekeken) -> Document:
    """Voegt een nagekeken bestand toe, als deel van een handeling die haar eigen recht toetst. Raises SchijfVol."""
    document = leg_pdf_neer(
        session,
        (zaak.gemeente_id, zaak.id),
        nagekeken.naam,
        nagekeken.inhoud,
        bewaar(map_, nagekeken.inhoud),
        actor.gebruiker_id,
        soort=(nagekeken.mediatype, nagekeken.bladen),
    )
    gegevens = {"naam": document.naam}
    noteer(session, actor=actor, soort="document_toegevoegd", object_=document, zaak_id=zaak.id, gegevens=gegevens)
    return document


def voeg_toe(session: CasusSessie, zaak: Zaak, *, actor: Actor, map_: Path, ontvangen: Ontvangen) -> Document:
    """Zet een document in quarantaine; het nakijken volgt. Raises GeenRecht, InvoerFout, SchijfVol."""
    permissions.check(actor, "document.toevoegen")
    document = _zet_neer(session, zaak, actor, map_, ontvangen)
    gegevens = {"naam": document.naam}
    noteer(session, actor=actor, soort="document_toegevoegd", object_=document, zaak_id=zaak.id, gegevens=gegevens)
    return document


def nieuwe_versie(
    session: CasusSessie, reeks: Reeks, *, actor: Actor, map_: Path, ontvangen: Ontvangen, versie: int
) -> Document:
    """Zet een volgende versie in quarantaine. `versie` is de laatste die de gebruiker zag.

    Raises GeenRecht, InvoerFout, Weigering, SchijfVol; Conflict als een collega intussen een versie toevoegde.
    """
    permissions.check(actor, "document.toevoegen")
    if reeks.dossier:
        raise Weigering(GEEN_VERSIE)
    if reeks.laatste.versie != versie:
        raise Conflict(wie_was_eerder(session, reeks.laatste))
    ontvangen = replace(ontvangen, titel=ontvangen.titel or reeks.laatste.naam)
    try:
        document = _zet_neer(session, reeks.zaak, actor, map_, ontvangen, reeks)
    except IntegrityError:  # de unieke index: twee tegelijk, en de ander was net iets eerder
        raise Conflict("Een collega voegde net ook een versie toe. Bekijk die eerst.") from None
    gegevens = {"naam": document.naam, "versie": document.versie}
    noteer(
        session, actor=actor, soort="document_nieuwe_versie", object_=document, zaak_id=reeks.zaak.id, gegevens=gegevens
    )
    return document


def _zet_neer(
    session: CasusSessie, zaak: Zaak, actor: Actor, map_: Path, ontvangen: Ontvangen, reeks: Reeks | None = None
) -> Document:
    naam, mediatype = _keur_aan_de_deur(ontvangen)
    sleutels = {"gemeente_id": zaak.gemeente_id, "id": uuid7(), "zaak_id": zaak.id}
    volgt = {"reeks_id": reeks.id, "versie": reeks.laatste.versie + 1} if reeks else {}
    document = Document(
        **sleutels,
        **volgt,
        naam=naam,
        mediatype=mediatype,
        bestand=bewaar(map_, ontvangen.inhoud),
        **_som(ontvangen.inhoud),
        status="quarantaine",
        toelichting=ontvangen.toelichting.strip(),
        door_id=actor.gebruiker_id,
    )
    try:
        session.add(document)
        session.flush()
        outbox.zet_klaar(session, WERK, {"document": str(document.id)}, zaak.gemeente_id)
    except BaseException:  # geen rij, dan ook geen bestand
        verwijder(map_, document.bestand)
        raise
    return document


def leg_pdf_neer(
    session: CasusSessie,
    zaak: tuple[UUID, UUID],
    naam: str,
    pdf: bytes,
    bestand: str,
    door_id: UUID,
    soort: tuple[str, int | None] = ("application/pdf", None),
) -> Document:
    """Een bestand dat al schoon is, bewaard als `bestand`, als document bij de zaak (gemeente, id).

    Meestal een PDF die casus zelf maakte; `soort` is anders zijn mediatype, met het aantal bladen.
    """
    gemeente_id, zaak_id = zaak
    mediatype, bladen = soort
    document = Document(
        gemeente_id=gemeente_id,
        id=uuid7(),
        zaak_id=zaak_id,
        naam=naam,
        mediatype=mediatype,
        bladen=bladen,
        bestand=bestand,
        door_id=door_id,
        **_som(pdf),
    )
    session.add(document)
    session.flush()
    return document


def _som(inhoud: bytes) -> dict[str, Any]:
    return {"grootte": len(inhoud), "sha256": hashlib.sha256(inhoud).hexdigest()}


def _keur_aan_de_deur(ontvangen: Ontvangen) -> tuple[str, str]:
    """Naam en mediatype, na alles wat zonder openen te zien is. Raises InvoerFout."""
    fouten = []
    if len(ontvangen.titel) > LANGSTE_NAAM - 5:
        fouten.append(VeldFout("naam", f"De naam is te lang. Houd het bij {LANGSTE_NAAM - 5} tekens."))
    if len(ontvangen.toelichting) > LANGSTE_TOELICHTING:
        fouten.append(VeldFout("toelichting", f"De toelichting is te lang. Houd het bij {LANGSTE_TOELICHTING} tekens."))
    try:
        keur_handtekening(ontvangen.inhoud)
        soort = herken(ontvangen.naam, ontvangen.inhoud)
    except Geweigerd as fout:
        raise InvoerFout([VeldFout("bestand", fout.zin), *fouten]) from None
    if fouten:
        raise InvoerFout(fouten)
    return nette_naam(ontvangen.titel or ontvangen.naam, soort), soort.mediatype


def kijk_na(
    db: Database, gemeente_id: UUID, document_id: UUID, keurmeester: Keurmeester, map_: Path, *, stil: bool = False
) -> Document:
    """Kijkt een document in quarantaine na en geeft het zoals het dan is. Nog een keer aanroepen verandert niets.

    `stil`: wie het toevoegde hoort het al, dus krijgt geen signaal. Raises ScannerWeg, KeurmeesterBezet, BestandWeg,
    SchijfVol; het document blijft dan in quarantaine.
    """
    bereik = Bereik.van(gemeente_id)
    with db.lezen(bereik) as session:
        document = _laad(session, document_id)
    if document.status != "quarantaine":
        return document
    origineel = document.bestand
    uitslag = keurmeester.keur(lees(map_, origineel, document.sha256), _naam_voor_keuring(document))
    schoon = "" if uitslag.reden else bewaar(map_, uitslag.inhoud)
    try:
        with db.unit_of_work(bereik) as session:
            document = _laad(session, document_id)
            _leg_vast(session, document, uitslag, schoon, stil)
    except BaseException:  # niet vastgelegd: dan hoort het schone bestand nergens bij
        verwijder(map_, schoon)
        raise
    verwijder(map_, origineel)
    return document


def _naam_voor_keuring(document: Document) -> str:
    return f"document.{_MEDIATYPES[document.mediatype].achtervoegsel}"


def _laad(session: CasusSessie, document_id: UUID) -> Document:
    vraag = select(Document).where(Document.id == document_id).options(joinedload(Document.door, innerjoin=True))
    document = session.scalars(vraag).one_or_none()
    if document is None:
        raise NietGevonden("Dit document hoort bij een andere gemeente of bestaat niet.")
    return document


def _leg_vast(session: CasusSessie, document: Document, uitslag: Uitslag, schoon: str, stil: bool) -> None:
    """Raises Conflict als een andere werker het document net heeft nagekeken."""
    nog = {"status": "quarantaine"}
    if not uitslag.reden:
        inhoud = {"bestand": schoon, "bladen": uitslag.bladen, **_som(uitslag.inhoud)}
        wijzig(session, document, {"status": "schoon", **inhoud}, waar=nog)
        return
    wijzig(session, document, {"status": "geweigerd", "reden": uitslag.reden}, waar=nog)
    maker = Actor(document.door_id, document.door.naam, document.gemeente_id, herkomst="worker")
    gegevens = {"naam": document.naam, "reden": uitslag.reden}
    noteer(
        session,
        actor=maker,
        soort="document_geweigerd",
        object_=document,
        zaak_id=document.zaak_id,
        gegevens=gegevens,
    )
    if not stil:
        _signaleer(session, document)


def _signaleer(session: CasusSessie, document: Document) -> None:
    """Namens de installatie: wie iets zelf doet, krijgt daar geen signaal over."""
    installatie = session.scalars(select(Gebruiker).where(Gebruiker.email == INSTALLATIE)).one_or_none()
    if installatie is None:
        return
    actor = Actor(installatie.id, installatie.naam, document.gemeente_id, herkomst="worker")
    signaleer(
        session,
        actor=actor,
        soort="document",
        aan=[document.door_id],
        kenmerk=f"document {document.id}",
        zaak_id=document.zaak_id,
    )
