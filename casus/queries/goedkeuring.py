"""Wat op een besluit wacht: voorstellen op volgorde van hun datum, met wie er vandaag over mag beslissen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ScalarSelect, Select, Uuid, and_, bindparam, func, literal, select, union_all
from sqlalchemy.orm import joinedload

from casus.actor import Actor
from casus.db import CasusSessie
from casus.errors import NietGevonden
from casus.models import Aanbod, Besluit, Functie, Persoon, Zaak
from casus.queries.mandaat import laad_register, maak_vragen
from casus.rules.mandaten import Register, Vraag, functies_op, reden_niet_beslissen
from casus.termijnen import vandaag

MEESTE = 50
TEL_TOT = 1000
_HOOGSTE = 4


@dataclass(frozen=True, slots=True)
class Voorstel:
    """Een wachtend besluit met zijn vraag aan het register. `reden` is waarom de actor het niet mag nemen."""

    besluit: Besluit
    vraag: Vraag
    reden: str | None


@dataclass(frozen=True, slots=True)
class Lijst:
    """Wat er wacht, en het register waarmee het is getoetst."""

    mag: Sequence[Voorstel]
    mag_niet: Sequence[Voorstel]
    register: Register

    def zoek(self, besluit_id: UUID) -> Voorstel:
        """Het voorstel met dit id. Raises NietGevonden."""
        for voorstel in (*self.mag, *self.mag_niet):
            if voorstel.besluit.id == besluit_id:
                return voorstel
        raise NietGevonden("Dit voorstel wacht niet meer op een besluit, of het bestaat niet.")


def wachtend(session: CasusSessie, actor: Actor) -> Lijst:
    """De voorstellen voor het niveau van de actor, op uiterste dag; een vast aantal vragen."""
    register = laad_register(session)
    niveaus = {functie.niveau for functie, _ in functies_op(register, actor.gemeente_id, actor.gebruiker_id, vandaag())}
    besluiten = [b for b in _laad(session, actor, niveaus) if _komt_bij(b, niveaus, register)]
    vragen = maak_vragen(session, besluiten)
    voorstellen = [Voorstel(b, vragen[b.id], reden_niet_beslissen(actor, register, vragen[b.id])) for b in besluiten]
    return Lijst([v for v in voorstellen if v.reden is None], [v for v in voorstellen if v.reden], register)


def _komt_bij(besluit: Besluit, niveaus: set[int], register: Register) -> bool:
    """Een voorstel staat bij het laagste niveau dat mag beslissen. Het laagste niveau ziet ook wat hoger ligt.

    Stelde iemand van dat niveau het zelf voor, dan komt het ook een niveau hoger terecht.
    """
    if besluit.vereist_niveau in niveaus or 1 in niveaus:
        return True
    houders = {rij.gebruiker_id for rij in register.functiehouders if rij.functie.niveau == besluit.vereist_niveau}
    return besluit.vereist_niveau < max(niveaus) and besluit.voorgesteld_door_id in houders


def _laad(session: CasusSessie, actor: Actor, niveaus: set[int]) -> Sequence[Besluit]:
    """Per niveau de eerste rijen van de index, samengevoegd op datum."""
    if not niveaus:
        return ()
    tot = _HOOGSTE if 1 in niveaus else max(niveaus)
    samen = union_all(*(_tak(actor, niveau) for niveau in range(1, tot + 1))).subquery()
    vraag = (
        select(Besluit)
        .join(samen, and_(Besluit.gemeente_id == actor.gemeente_id, Besluit.id == samen.c.id))
        .order_by(Besluit.uiterlijk, Besluit.id)
        .limit(MEESTE)
        .options(
            joinedload(Besluit.zaak, innerjoin=True).joinedload(Zaak.huishouden, innerjoin=True),
            joinedload(Besluit.voorgesteld_door, innerjoin=True),
        )
    )
    return session.scalars(vraag).all()


def _tak(actor: Actor, niveau: int) -> Select[tuple[UUID, date]]:
    rijen = (
        select(Besluit.id, Besluit.uiterlijk)
        .where(Besluit.gemeente_id == actor.gemeente_id, Besluit.vereist_niveau == niveau)
        .where(Besluit.status == literal("voorgesteld", literal_execute=True))
        .order_by(Besluit.uiterlijk, Besluit.id)
        .limit(MEESTE)
        .subquery()
    )
    return select(rijen.c.id, rijen.c.uiterlijk)


def gezin(session: CasusSessie, zaak: Zaak) -> tuple[Sequence[Persoon], Aanbod | None]:
    """De personen en het laatste aanbod van een zaak, voor de drie regels bij een voorstel; één query."""
    laatste = (
        select(Aanbod.id)
        .where(Aanbod.gemeente_id == zaak.gemeente_id, Aanbod.zaak_id == zaak.id)
        .order_by(Aanbod.voorgedragen_op.desc(), Aanbod.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    vraag = (
        select(Persoon, Aanbod)
        .outerjoin(Aanbod, and_(Aanbod.gemeente_id == Persoon.gemeente_id, Aanbod.id == laatste))
        .where(Persoon.gemeente_id == zaak.gemeente_id, Persoon.huishouden_id == zaak.huishouden_id)
        .order_by(Persoon.volgnummer)
        .options(joinedload(Aanbod.woning))
    )
    rijen = session.execute(vraag).all()
    return [persoon for persoon, _ in rijen], next((aanbod for _, aanbod in rijen), None)


def bevoegden(actor: Actor, register: Register, vraag: Vraag) -> list[str]:
    """De namen van wie dit besluit vandaag wel mag nemen."""
    mensen = {rij.gebruiker_id: rij.gebruiker for rij in register.functiehouders}
    mensen |= {rij.gebruiker_id: rij.gebruiker for rij in register.vervangingen}
    mogen = [
        mens.naam
        for mens in mensen.values()
        if mens.actief and reden_niet_beslissen(Actor(mens.id, mens.naam, actor.gemeente_id), register, vraag) is None
    ]
    return sorted(mogen)


def telling() -> ScalarSelect[int]:
    """Hoeveel voorstellen op het niveau van de actor wachten en niet van hemzelf zijn, geteld tot `TEL_TOT`: als
    deelvraag met de parameters `gemeente`, `ik` en `functies`, want het menu telt alles in één keer."""
    gemeente, ik = bindparam("gemeente", type_=Uuid()), bindparam("ik", type_=Uuid())
    mijn = Functie.code.in_(bindparam("functies", expanding=True))
    niveaus = select(Functie.niveau).where(Functie.gemeente_id == gemeente, mijn)
    rijen = (
        select(Besluit.id)
        .where(Besluit.gemeente_id == gemeente, Besluit.vereist_niveau.in_(niveaus))
        .where(Besluit.status == literal("voorgesteld", literal_execute=True))
        .where(Besluit.voorgesteld_door_id != ik)
        .limit(TEL_TOT)
        .subquery()
    )
    return select(func.count()).select_from(rijen).scalar_subquery()
