"""Veel dossiers voor één ontvanger in één bestand, op de achtergrond: klaarzetten, een voor een maken, bundelen.

Elk dossier is een eigen transactie en telt één keer: wie halverwege sterft, gaat verder waar hij was, en wie stopt,
houdt de dossiers die al zijn gemaakt.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from sqlalchemy import insert, select

from casus import outbox
from casus.actions.dossiers import bestandsnaam, maak_klaar
from casus.actions.wijzigen import wijzig
from casus.actor import Actor
from casus.db import Bereik, CasusSessie, Database, uuid7
from casus.errors import Conflict, InvoerFout, NietGevonden, VeldFout, Weigering
from casus.export import maak_csv
from casus.gebeurtenissen import noteer
from casus.models import Document, Dossierbundel, Dossierbundelregel, Gebruiker, Verstrekking
from casus.opslag import bewaar, lees
from casus.pdf.bundel import Deel, als_pdf, als_zip, veilige_naam
from casus.pdf.fouten import PangoOntbreekt, PdfFout, PdfMislukt
from casus.pdf.kind import Renderer
from casus.queries.dossierbundels import HOOGSTENS, bundelbaar, dossiers_van, kopieen, mag_niet_meer
from casus.queries.dossiers import mist_kopie
from casus.rules import permissions
from casus.rules.zinnen import dag_tekst
from casus.termijnen import nu

WERK: Final = "dossierbundel"
METEEN: Final = 3
"""Tot en met zoveel dossiers wordt de bundel meteen na het formulier gemaakt."""
SOORTEN: Final = {"zip": "ZIP met een bestand per dossier", "pdf": "Eén PDF met bladwijzers"}
_EERST_KOPIE: Final = (
    "is een nieuwe versie van een dossier met een wachtwoord. Maak daarbij eerst de kopie met een wachtwoord, en "
    "daarna de bundel."
)
_ALLEEN_ZIP: Final = "Van een van deze dossiers is een kopie met een wachtwoord. Die gaat niet in één PDF. Kies ZIP."
_LOOPT: Final = ("wacht", "bezig")
_KOP: Final = ("nr", "bestand", "kenmerk", "versie", "sha256")


def begin(
    session: CasusSessie, *, actor: Actor, corporatie_id: UUID, titel: str, soort: str, dossiers: Sequence[UUID]
) -> Dossierbundel:
    """Zet een bundel klaar van deze voordrachten aan één corporatie, in deze volgorde.

    Raises GeenRecht, InvoerFout, NietGevonden, Weigering.
    """
    permissions.check(actor, "dossier.versturen")
    if soort not in SOORTEN:
        raise InvoerFout([VeldFout("soort", "Kies een ZIP of één PDF.")])
    ids = list(dict.fromkeys(dossiers))
    if not 1 <= len(ids) <= HOOGSTENS:
        raise InvoerFout([VeldFout("dossiers", f"Kies 1 tot en met {HOOGSTENS} dossiers.")])
    _keur_keuze(session, ids, corporatie_id, soort)
    sleutel = {"gemeente_id": actor.gemeente_id, "id": uuid7(), "door_id": actor.gebruiker_id}
    bundel = Dossierbundel(**sleutel, titel=titel[:200], soort=soort, aantal=len(ids))
    session.add(bundel)
    session.flush()
    session.execute(insert(Dossierbundelregel), [_regel(bundel, nr, id_) for nr, id_ in enumerate(ids, 1)])
    _noteer(session, actor, bundel, "dossierbundel", bundel.aantal)
    outbox.zet_klaar(session, WERK, {"bundel": str(bundel.id)}, bundel.gemeente_id)
    return bundel


def _keur_keuze(session: CasusSessie, ids: Sequence[UUID], corporatie_id: UUID, soort: str) -> None:
    gevonden = bundelbaar(session, ids, corporatie_id)
    if len(gevonden) != len(ids):
        raise NietGevonden(
            "Een van deze dossiers is geen voordracht aan deze corporatie, of geldt niet meer. Kies weer."
        )
    if soort == "pdf" and any(een.beveiligd_id for een in gevonden):
        raise Weigering(_ALLEEN_ZIP)
    if reden := _onbeschermd(session, gevonden):
        raise Weigering(reden)


def titel_voor(ontvanger: str, van: date, tot: date) -> str:
    """'Voordrachten voor De Linde, 16 november 2026 tot en met 22 november 2026'."""
    return f"Voordrachten voor {ontvanger}, {dag_tekst(van)} tot en met {dag_tekst(tot)}"


def stop(session: CasusSessie, bundel: Dossierbundel, *, actor: Actor) -> None:
    """Maakt geen bundel; wat al aan dossiers is gemaakt, blijft. Raises GeenRecht, NietGevonden, Weigering."""
    permissions.check(actor, "dossier.versturen")
    if (bundel.gemeente_id, bundel.door_id) != (actor.gemeente_id, actor.gebruiker_id):
        raise NietGevonden("Deze bundel is van een ander of bestaat niet.")
    if bundel.status not in _LOOPT:
        raise Weigering("Deze bundel is al klaar. Er is niets meer te stoppen.")
    wijzig(session, bundel, {"status": "gestopt", "klaar_op": nu()}, waar={"status": bundel.status})
    _noteer(session, actor, bundel, "dossierbundel_gestopt", bundel.gedaan)


def _regel(bundel: Dossierbundel, nr: int, dossier_id: UUID) -> dict[str, Any]:
    sleutel = {"gemeente_id": bundel.gemeente_id, "id": uuid7(), "bundel_id": bundel.id}
    return {**sleutel, "nr": nr, "verstrekking_id": dossier_id}


# Maken


def verwerk(db: Database, gemeente_id: UUID, bundel_id: UUID, renderer: Renderer, map_: Path) -> None:
    """Maakt de dossiers die er nog niet zijn en bundelt ze. Nog een keer aanroepen gaat verder waar het was.

    Raises PangoOntbreekt, PdfMislukt: dan later opnieuw. Een dossier dat zelf niet kan, laat de bundel mislukken.
    """
    bereik = Bereik.van(gemeente_id)
    while True:
        with db.lezen(bereik) as session:
            bundel = _laad(session, bundel_id)
            volgende = dossiers_van(session, bundel_id, bundel.gedaan, 1)
        if bundel.status not in _LOOPT:
            return
        try:
            if not volgende:
                _rond_af(db, bereik, bundel, map_)
                return
            maak_klaar(db, gemeente_id, volgende[0].id, renderer, map_)
            _tel(db, bereik, bundel)
        except (PangoOntbreekt, PdfMislukt):
            raise
        except PdfFout as fout:
            _mislukt(db, bereik, bundel_id, f"Dossier {bundel.gedaan + 1} kan niet worden gemaakt. {fout.zin}")
            return
        except Conflict:  # een andere werker was eerder, of de gebruiker stopte: opnieuw kijken
            continue


def _laad(session: CasusSessie, bundel_id: UUID) -> Dossierbundel:
    return session.scalars(select(Dossierbundel).where(Dossierbundel.id == bundel_id)).one()


def _tel(db: Database, bereik: Bereik, gezien: Dossierbundel) -> None:
    with db.unit_of_work(bereik) as session:
        bundel, was = _laad(session, gezien.id), {"gedaan": gezien.gedaan, "status": gezien.status}
        wijzig(session, bundel, {"gedaan": gezien.gedaan + 1, "status": "bezig"}, waar=was)


def _mislukt(db: Database, bereik: Bereik, bundel_id: UUID, reden: str) -> None:
    with db.unit_of_work(bereik) as session:
        bundel = _laad(session, bundel_id)
        if bundel.status in _LOOPT:
            waarden = {"status": "mislukt", "reden": reden, "klaar_op": nu()}
            wijzig(session, bundel, waarden, waar={"status": bundel.status})


def _rond_af(db: Database, bereik: Bereik, gezien: Dossierbundel, map_: Path) -> None:
    with db.lezen(bereik) as session:
        dossiers = dossiers_van(session, gezien.id)
        kopieen_ = kopieen(session, dossiers)
        reden = beletsel(session, gezien) or (_ALLEEN_ZIP if gezien.soort == "pdf" and kopieen_ else "")
        reden = reden or _onbeschermd(session, dossiers)
    if reden:
        return _mislukt(db, bereik, gezien.id, reden)
    inhoud = _bundel(gezien, dossiers, [_document(een, kopieen_) for een in dossiers], map_)
    return _leg_neer(db, bereik, gezien, inhoud, bewaar(map_, inhoud))


def _leg_neer(db: Database, bereik: Bereik, gezien: Dossierbundel, inhoud: bytes, bestand: str) -> None:
    with db.unit_of_work(bereik) as session:
        bundel = _laad(session, gezien.id)
        if reden := beletsel(session, bundel):  # terwijl er werd gebundeld
            mis = {"status": "mislukt", "reden": reden, "klaar_op": nu()}
            wijzig(session, bundel, mis, waar={"status": gezien.status})
            return
        waarden = {"status": "klaar", "klaar_op": nu(), "bestand": bestand, **_som(inhoud)}
        wijzig(session, bundel, waarden, waar={"status": gezien.status})
        wie = session.scalars(select(Gebruiker).where(Gebruiker.id == bundel.door_id)).one()
        maker = Actor(wie.id, wie.naam, bundel.gemeente_id, herkomst="worker")
        _noteer(session, maker, bundel, "dossierbundel_klaar", bundel.aantal, sha256=bundel.sha256)


def _onbeschermd(session: CasusSessie, dossiers: Sequence[Verstrekking]) -> str:
    """Waarom een dossier niet open in de bundel mag: de ontvanger vroeg eerder om een wachtwoord."""
    mist = mist_kopie(session, dossiers)
    nummers = [str(een.gegevens.get("zaaknummer", "")) for een in dossiers if een.id in mist]
    return f"Het dossier van zaak {nummers[0]} {_EERST_KOPIE}" if nummers else ""


def beletsel(session: CasusSessie, bundel: Dossierbundel) -> str:
    """Waarom deze bundel niet meer weg mag; leeg als elk dossier erin nog geldt."""
    nr = mag_niet_meer(session, bundel.id)
    return f"Dossier {nr} in deze bundel is ingetrokken, vervangen of voorbij. Maak een nieuwe bundel." if nr else ""


def _bundel(
    bundel: Dossierbundel, dossiers: Sequence[Verstrekking], documenten: Sequence[Document], map_: Path
) -> bytes:
    namen = [bestandsnaam(een).removesuffix(".pdf") for een in dossiers]
    delen = [Deel(naam, lees(map_, een.bestand, een.sha256)) for naam, een in zip(namen, documenten, strict=True)]
    if bundel.soort == "pdf":
        return als_pdf(delen, bundel.titel)
    rijen = [
        (str(nr), veilige_naam(nr, naam), str(een.gegevens.get("zaaknummer", "")), str(een.versie), document.sha256)
        for nr, (naam, een, document) in enumerate(zip(namen, dossiers, documenten, strict=True), 1)
    ]
    return als_zip(delen, maak_csv(_KOP, rijen), bundel.gemaakt_op)


def _document(dossier: Verstrekking, kopieen_: Mapping[UUID, Document]) -> Document:
    """De kopie met een wachtwoord als die er is, anders het bestand zelf."""
    if dossier.beveiligd_id is not None:
        return kopieen_[dossier.beveiligd_id]
    if dossier.document is None:
        raise Conflict("Dit dossier is nog niet gemaakt.")
    return dossier.document


def _som(inhoud: bytes) -> dict[str, Any]:
    return {"sha256": hashlib.sha256(inhoud).hexdigest(), "grootte": len(inhoud)}


def _noteer(
    session: CasusSessie, actor: Actor, bundel: Dossierbundel, soort: str, aantal: int, **meer: str | None
) -> None:
    gegevens = {"titel": bundel.titel, "aantal": aantal, **meer}
    noteer(session, actor=actor, soort=soort, object_=bundel, gegevens=gegevens)
