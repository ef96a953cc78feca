"""Hoe lang het reizen is van een plaats met woningen naar een gebied: één keer ingevuld, voor elk huishouden."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from casus.actions.wijzigen import wijzig
from casus.actor import Actor
from casus.db import CasusSessie, uuid7
from casus.errors import Conflict, InvoerFout, VeldFout
from casus.gebeurtenissen import noteer
from casus.models import Gebruiker, Reistijd
from casus.queries.reistijden import naar, veld_van
from casus.rules import permissions
from casus.rules.passendscore import naamsleutel
from casus.rules.tegelijk import allebei_gewijzigd, zelf_gewijzigd
from casus.rules.zinnen import opsomming
from casus.termijnen import nu
from casus.vocab import meervoud

RECHT: Final = "matching.gebruiken"
LANGSTE: Final = 600
"""Minuten; langer is een tikfout."""


def leg_vast(
    session: CasusSessie, *, actor: Actor, gebied: str, minuten: Mapping[str, str], was: Mapping[str, str]
) -> list[Reistijd]:
    """Legt per plaats vast hoeveel minuten het reizen is naar `gebied`; leeg haalt een eerdere tijd weg.

    `was` is per plaats wat de gebruiker zag: wat hij liet staan, wordt niet geschreven. Geeft wat er veranderde.
    Raises GeenRecht, Conflict (een collega wijzigde dezelfde plaats), InvoerFout.
    """
    permissions.check(actor, RECHT)
    eerder = {naamsleutel(een.plaats): een for een in naar(session, gebied)}
    zelf = _zelf(session, eerder, minuten, was)
    waarden = _keur(gebied, minuten)
    anders, woorden = [], []
    for plaats, wordt in waarden.items():
        if plaats not in zelf:
            continue
        rij = eerder.get(naamsleutel(plaats))
        if (rij.minuten if rij else None) == wordt:
            continue
        anders.append(_zet(session, actor, (gebied, plaats), rij, wordt))
        woorden.append(f"{plaats} {'weg' if wordt is None else meervoud(wordt, 'minuut', 'minuten')}")
    if anders:
        gegevens = {"gebied": gebied, "wat": opsomming(woorden, "en")}
        noteer(session, actor=actor, soort="reistijd", object_=anders[0], gegevens=gegevens)
    return anders


def _zelf(
    session: CasusSessie, eerder: Mapping[str, Reistijd], minuten: Mapping[str, str], was: Mapping[str, str]
) -> frozenset[str]:
    """De plaatsen die de gebruiker zelf wijzigde. Raises Conflict met wie er bij dezelfde plaats eerder was."""
    getypt = {plaats: tekst.strip() for plaats, tekst in minuten.items()}
    rijen = {plaats: eerder.get(naamsleutel(plaats)) for plaats in getypt}
    nu_staat = {plaats: str(rij.minuten) if rij else "" for plaats, rij in rijen.items()}
    for plaats in sorted(allebei_gewijzigd(getypt, was, nu_staat)):
        rij = rijen[plaats]
        wie = rij and session.scalar(select(Gebruiker.naam).where(Gebruiker.id == rij.door_id))
        staat = f"op {meervoud(rij.minuten, 'minuut', 'minuten')} gezet" if rij else "leeggemaakt"
        raise Conflict(f"{wie or 'Een collega'} was u voor en heeft {plaats} net {staat}. Kies wat klopt.")
    return zelf_gewijzigd(getypt, was)


def _zet(
    session: CasusSessie, actor: Actor, waar: tuple[str, str], rij: Reistijd | None, wordt: int | None
) -> Reistijd:
    if rij is not None and wordt is not None:
        nieuw = {"minuten": wordt, "door_id": actor.gebruiker_id, "op": nu()}
        wijzig(session, rij, nieuw, waar={"minuten": rij.minuten})
        return rij
    if rij is not None:
        gelijk = {"minuten": rij.minuten}
        wijzig(session, rij, gelijk, waar=gelijk)  # ook weghalen kan alleen wat de gebruiker zag
        session.delete(rij)
        session.flush()
        return rij
    gebied, plaats = waar
    sleutel = {"gemeente_id": actor.gemeente_id, "id": uuid7(), "door_id": actor.gebruiker_id}
    rij = Reistijd(**sleutel, gebied=gebied, plaats=plaats, minuten=wordt)
    session.add(rij)
    try:
        session.flush()
    except IntegrityError as fout:
        raise Conflict("Een collega vulde net ook een reistijd in. Ververs de pagina en kijk wat er staat.") from fout
    return rij


def _keur(gebied: str, minuten: Mapping[str, str]) -> dict[str, int | None]:
    """Per plaats de minuten. Raises InvoerFout."""
    uit: dict[str, int | None] = {}
    fouten = []
    for plaats, getypt in minuten.items():
        tekst = getypt.strip()
        if not tekst:
            uit[plaats] = None
        elif re.fullmatch(r"[0-9]{1,4}", tekst) and int(tekst) <= LANGSTE:
            uit[plaats] = int(tekst)
        else:
            zin = f"Vul bij {plaats} hele minuten in, van 0 tot en met {LANGSTE}, of laat het leeg."
            fouten.append(VeldFout(veld_van(plaats), zin))
    if not naamsleutel(gebied):
        fouten.append(VeldFout("gebied", "Kies het gebied waar iemand naartoe reist."))
    if fouten:
        raise InvoerFout(fouten)
    return uit
