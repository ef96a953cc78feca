"""Voorstellen in een zaak van de wereld, en wie er iets mee doet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from casus.actions import adviezen, besluiten
from casus.actor import Actor
from casus.db import CasusSessie, uuid7
from casus.models import Advies, Besluit, Besluitstap, Document, Functie, Functiehouder, Vervanging, Zaak
from casus.queries.besluitgang import laad_gang
from casus.termijnen import klok_op
from tests.wereld import NU, A, Wereld

BEDRAG = 180_000


def zaak(w: Wereld, sessie: CasusSessie, plek: str = "geaccepteerd", gemeente: str = A) -> Zaak:
    return sessie.scalars(select(Zaak).where(Zaak.id == w.zaak_id(plek, gemeente))).one()


def stel_voor(
    w: Wereld, sessie: CasusSessie, soort: str = "inrichtingskrediet", rol: str = "financieel", **anders: Any
) -> Besluit:
    """Een voorstel in de zaak ‘geaccepteerd’, of in `in_zaak`."""
    in_zaak = anders.pop("in_zaak", None) or zaak(w, sessie)
    velden: dict[str, Any] = {"bedrag_cent": BEDRAG, "voorstel": "Bedden, tafel en stoelen.", **anders}
    return besluiten.stel_voor(sessie, in_zaak, actor=w.actor(rol), soort=soort, **velden)


def beslis(w: Wereld, sessie: CasusSessie, besluit: Besluit, rol: str = "teammanager", **anders: Any) -> Besluit:
    velden: dict[str, Any] = {"uitkomst": "toegekend", "motivering": "Past.", "voorwaarden_bevestigd": True, **anders}
    actor = velden.pop("actor", None) or w.actor(rol)
    return besluiten.beslis(sessie, besluit, actor=actor, **velden)


def advies_van(sessie: CasusSessie, besluit: Besluit, rol: str) -> Advies:
    return next(een for een in laad_gang(sessie, besluit).adviezen if een.rol == rol)


def adviseer(
    w: Wereld, sessie: CasusSessie, besluit: Besluit, rol: str, oordeel: Any = "eens", **anders: Any
) -> Advies:
    velden: dict[str, Any] = {"toelichting": "Zo is het goed.", "actor": w.actor(rol), **anders}
    return adviezen.geef_advies(sessie, advies_van(sessie, besluit, rol), oordeel=oordeel, **velden)


def stappen(sessie: CasusSessie, besluit: Besluit) -> list[Besluitstap]:
    return list(laad_gang(sessie, besluit).stappen)


def lees(w: Wereld, besluit: Besluit) -> Besluit:
    """Het besluit zoals het nu in de database staat."""
    with w.lees() as sessie:
        return sessie.scalars(select(Besluit).where(Besluit.id == besluit.id)).one()


@contextmanager
def dagen_later(dagen: int) -> Iterator[date]:
    """De klok zoveel dagen na NU."""
    tel = iter(range(1_000_000))
    moment = NU + timedelta(days=dagen)
    with klok_op(lambda: moment + timedelta(seconds=next(tel))):
        yield moment.date()


def vervang(w: Wereld, sessie: CasusSessie, functie: str, wie: Actor, van: date, tot: date) -> None:
    rij = sessie.scalars(select(Functie).where(Functie.code == functie)).one()
    sleutel = {"gemeente_id": w.gemeente(), "id": uuid7(), "functie_id": rij.id}
    sessie.add(Vervanging(**sleutel, gebruiker_id=wie.gebruiker_id, van=van, tot=tot))
    sessie.flush()


def zonder_houder(sessie: CasusSessie, functie: str, tot: date) -> None:
    """Wie deze functie had, heeft haar tot en met die dag."""
    rij = sessie.scalars(select(Functie).where(Functie.code == functie)).one()
    for houder in sessie.scalars(select(Functiehouder).where(Functiehouder.functie_id == rij.id)):
        houder.tot = tot
    sessie.flush()


def document(w: Wereld, sessie: CasusSessie, van: Zaak, status: str = "schoon") -> Document:
    """Een bestand bij de zaak, nagekeken of niet."""
    rij = Document(
        gemeente_id=van.gemeente_id,
        id=uuid7(),
        zaak_id=van.id,
        naam="collegebesluit.pdf",
        mediatype="application/pdf",
        bestand="x",
        grootte=1,
        sha256="a" * 64,
        status=status,
        reden="Er zit een macro in." if status == "geweigerd" else "",
        door_id=w.actor("jurist").gebruiker_id,
    )
    sessie.add(rij)
    sessie.flush()
    return rij
