"""Naar wie een voorstel zou gaan en waarom, zonder iets vast te leggen."""

from __future__ import annotations

from typing import NamedTuple

from casus.actions.besluitvoorstel import Voorstel, check_herziening, check_mag, contractsleutel, feiten, lees_voorstel
from casus.actor import Actor
from casus.db import CasusSessie, uuid7
from casus.models import Besluit, Taak, Zaak
from casus.queries.mandaat import laad_register, maak_vraag
from casus.rules import besluiten as regels
from casus.rules.mandaten import laagste_niveau
from casus.workflows.registers import Besluitsoort, besluitsoorten


class Bestemming(NamedTuple):
    """De functie waar het voorstel zou liggen, en de zin van het register."""

    niveau: int
    titel: str
    zin: str


def proef(
    session: CasusSessie, zaak: Zaak, *, actor: Actor, soort: str, inhoud: Voorstel, taak: Taak | None = None
) -> Bestemming:
    """Keurt een voorstel zoals `besluiten.stel_voor` dat doet, en zegt wie erover zou beslissen.

    Raises GeenRecht, InvoerFout (per veld), NietGevonden, Weigering, Conflict; KeyError als de soort niet bestaat.
    """
    kind = besluitsoorten()[soort]
    check_mag(session, kind, zaak, taak, actor=actor, herziening=inhoud.herziening)
    check_herziening(session, kind, zaak, inhoud)
    register, besluit = laad_register(session), _los_besluit(session, zaak, kind, actor, inhoud)
    niveau = laagste_niveau(register, maak_vraag(session, besluit))
    eerder = regels.besloten_niveau(inhoud.herziet)
    if eerder > niveau.niveau:  # wat hoger is besloten, wordt niet lager herzien
        titel = regels.titel_van(register, zaak.gemeente_id, eerder)
        return Bestemming(eerder, titel, "Het eerdere besluit is op dit niveau genomen. Daar wordt het ook herzien.")
    return Bestemming(niveau.niveau, niveau.titel, niveau.zin)


def _los_besluit(session: CasusSessie, zaak: Zaak, kind: Besluitsoort, actor: Actor, inhoud: Voorstel) -> Besluit:
    """Een besluit dat nooit in de sessie komt: alleen waar het register naar kijkt."""
    velden = lees_voorstel(kind, inhoud)
    return Besluit(
        gemeente_id=zaak.gemeente_id,
        id=uuid7(),
        zaak_id=zaak.id,
        soort=kind.code,
        status="voorgesteld",
        bedrag_cent=inhoud.bedrag_cent if kind.bedrag and inhoud.herziening != "intrekken" else None,
        contract=contractsleutel(str(velden.get("contract") or inhoud.contract)),
        feiten=feiten(session, kind, zaak, velden),
        voorgesteld_door_id=actor.gebruiker_id,
        herziet_id=inhoud.herziet.id if inhoud.herziet else None,
        herziening=inhoud.herziening,
    )
