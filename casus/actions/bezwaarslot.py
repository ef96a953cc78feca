"""Hoe een bezwaar eindigt: een beslissing op bezwaar, en zo nodig een nieuw besluit (Awb art. 7:11 en 7:12)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from casus.actions.bezwaarmensen import reden_niet
from casus.actions.wijzigen import wijzig
from casus.actor import Actor
from casus.db import CasusSessie
from casus.errors import Conflict, GeenRecht
from casus.gebeurtenissen import noteer
from casus.models import Besluit, Bezwaar, Taak, Zaak
from casus.rules.bezwaar import UITKOMSTEN
from casus.rules.mandaten import BEZWAAR
from casus.rules.zinnen import midden_in_zin
from casus.termijnen import vandaag
from casus.vocab import BEZWAARSTATUS
from casus.workflows.engine import gaat_over

VERVANGEN = "vervangen"
"""De keuze bij een gegrond bezwaar waarna er een nieuw besluit moet komen."""


def bij_voorstel(session: CasusSessie, zaak: Zaak, soort: str, taak: Taak | None, *, actor: Actor) -> dict[str, str]:
    """Over welk bezwaar een voorstel gaat, voor de gegevens ervan: dat van de taak, anders het oudste dat openstaat.

    Leeg bij elke andere soort besluit, en als er geen bezwaar openstaat: dan kan niemand erover beslissen.
    Raises GeenRecht: wie het bestreden besluit nam, voorstelde of erover adviseerde, bereidt de beslissing op het
    bezwaar niet voor.
    """
    if soort != BEZWAAR or not (open_ := _open(session, zaak)):
        return {}
    van_taak = [een for een in open_ if taak is not None and gaat_over(taak, een.id)]
    bezwaar = (van_taak or open_)[0]
    bestreden = session.scalars(select(Besluit).where(Besluit.id == bezwaar.besluit_id)).one()
    if reden := reden_niet(session, actor.gebruiker_id, bestreden):
        raise GeenRecht(f"U {reden}. Een ander bereidt de beslissing op het bezwaar voor.")
    return {"bezwaar": str(bezwaar.id)}


def check_loopt(session: CasusSessie, besluit: Besluit) -> None:
    """Op een bezwaar wordt één keer beslist. Raises Conflict als het bezwaar van dit voorstel al klaar is."""
    genoemd = besluit.gegevens.get("bezwaar") if besluit.soort == BEZWAAR else None
    if genoemd:
        status = session.scalar(select(Bezwaar.status).where(Bezwaar.id == UUID(genoemd)))
        if status is not None and status != "ontvangen":
            raise Conflict(f"Dit bezwaar loopt niet meer: het is {BEZWAARSTATUS[status]}. Beslis er niet opnieuw over.")


def na_besluit(session: CasusSessie, zaak: Zaak, besluit: Besluit, *, actor: Actor) -> Sequence[Besluit]:
    """Sluit het bezwaar waarover dit besluit gaat, of legt vast dat het de herziening erna is.

    Geeft de andere voorstellen over hetzelfde bezwaar, die dan geen zin meer hebben.
    """
    if besluit.soort == BEZWAAR:
        bezwaar = _handel_af(session, zaak, besluit, actor)
        return _ook_over(session, besluit, bezwaar) if bezwaar is not None else []
    if besluit.herziet_id is not None and besluit.status == "toegekend":
        _herzien(session, besluit, actor)
    return []


def _ook_over(session: CasusSessie, besluit: Besluit, bezwaar: Bezwaar) -> Sequence[Besluit]:
    vraag = select(Besluit).where(Besluit.zaak_id == besluit.zaak_id, Besluit.soort == BEZWAAR)
    wachten = session.scalars(vraag.where(Besluit.status == "voorgesteld", Besluit.id != besluit.id)).all()
    return [een for een in wachten if een.gegevens.get("bezwaar") == str(bezwaar.id)]


def _handel_af(session: CasusSessie, zaak: Zaak, besluit: Besluit, actor: Actor) -> Bezwaar | None:
    """De uitkomst is die van het voorstel. Wie het voorstel niet overneemt, laat het bezwaar open voor een ander."""
    uitkomst = str(besluit.gegevens.get("bezwaar_uitkomst") or "")
    if not uitkomst:  # een voorstel van voordat de uitkomst werd gevraagd
        uitkomst = "gegrond" if besluit.status == "toegekend" else "ongegrond"
    elif besluit.status != "toegekend":
        return None
    bezwaar = next(iter(_waarover(_open(session, zaak), besluit)), None)
    if bezwaar is None or uitkomst not in UITKOMSTEN:
        return None
    vervangt = uitkomst == "gegrond" and besluit.gegevens.get("bestreden_wordt") == VERVANGEN
    _zet(
        session,
        bezwaar,
        status=uitkomst,
        beslissing_id=besluit.id,
        afgehandeld_op=vandaag(),
        herziening_nodig=vervangt,
    )
    feiten = {"uitkomst": BEZWAARSTATUS[uitkomst], "besluit": besluit.nummer}
    noteer_bezwaar(session, bezwaar, "bezwaar_afgehandeld", actor=actor, titel=_titel(session, bezwaar), **feiten)
    return bezwaar


def _herzien(session: CasusSessie, besluit: Besluit, actor: Actor) -> None:
    vraag = select(Bezwaar).where(
        Bezwaar.besluit_id == besluit.herziet_id, Bezwaar.herziening_nodig, Bezwaar.herziening_id.is_(None)
    )
    for bezwaar in session.scalars(vraag.order_by(Bezwaar.id)).all():
        _zet(session, bezwaar, herziening_id=besluit.id)
        titel = _titel(session, bezwaar)
        noteer_bezwaar(session, bezwaar, "bezwaar_herzien", actor=actor, titel=titel, besluit=besluit.nummer)


def _open(session: CasusSessie, zaak: Zaak) -> Sequence[Bezwaar]:
    vraag = select(Bezwaar).where(Bezwaar.zaak_id == zaak.id, Bezwaar.status == "ontvangen")
    return session.scalars(vraag.order_by(Bezwaar.ontvangen_op, Bezwaar.id)).all()


def _waarover(open_: Sequence[Bezwaar], besluit: Besluit) -> Sequence[Bezwaar]:
    genoemd = besluit.gegevens.get("bezwaar")
    return [een for een in open_ if str(een.id) == genoemd] if genoemd else open_


def _zet(session: CasusSessie, bezwaar: Bezwaar, **waarden: Any) -> None:
    wijzig(session, bezwaar, {**waarden, "versie": bezwaar.versie + 1}, waar={"versie": bezwaar.versie})


def _titel(session: CasusSessie, bezwaar: Bezwaar) -> str:
    return midden_in_zin(session.scalars(select(Besluit.titel).where(Besluit.id == bezwaar.besluit_id)).one())


def noteer_bezwaar(session: CasusSessie, bezwaar: Bezwaar, soort: str, *, actor: Actor, **gegevens: Any) -> None:
    """Legt vast wat er met een bezwaar gebeurde, in de keten van de zaak."""
    feiten = {"nummer": bezwaar.nummer, **gegevens}
    noteer(session, actor=actor, soort=soort, object_=bezwaar, zaak_id=bezwaar.zaak_id, gegevens=feiten)
