"""Wat op een besluit wacht: voorstellen op volgorde van hun datum, met wie er vandaag over mag beslissen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ScalarSelect, Select, and_, func, literal, select, union_all
from sqlalchemy.orm import joinedload

from casus.actor import Actor
from casus.db import CasusSessie
from casus.errors import NietGevonden
from casus.models import Aanbod, Besluit, Bezwaar, Functie, Gebruiker, Persoon, Taak, Zaak
from casus.queries.mandaat import laad_register, melders
from casus.rules.mandaten import BEZWAAR, BOETE, Register, Vraag, eerder_bedrag, functies_op, reden_niet_beslissen
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


def maak_vragen(session: CasusSessie, besluiten: Sequence[Besluit]) -> Mapping[UUID, Vraag]:
    """Voor elk besluit de vraag aan het register van vandaag; evenveel queries voor één als voor vijftig."""
    zaken = {besluit.zaak_id for besluit in besluiten}
    soorten = {besluit.soort for besluit in besluiten}
    andere = session.scalars(select(Besluit).where(Besluit.zaak_id.in_(zaken), Besluit.soort.in_(soorten))).all()
    behandelaars = _per_zaak(session, zaken, besluiten)
    bestreden = _bestreden(session, besluiten) if BEZWAAR in soorten else {}
    verzuim = melders(session, zaken) if BOETE in soorten else {}
    return {
        besluit.id: Vraag(
            gemeente_id=besluit.gemeente_id,
            soort=besluit.soort,
            dag=vandaag(),
            bedrag_cent=besluit.bedrag_cent,
            eerder_cent=eerder_bedrag(besluit, andere),
            voorgesteld_door_id=besluit.voorgesteld_door_id,
            behandelaar_ids=frozenset(behandelaars[besluit.zaak_id]),
            bestreden_door_id=bestreden.get(besluit.zaak_id) if besluit.soort == BEZWAAR else None,
            melder_ids=verzuim[besluit.zaak_id] if besluit.soort == BOETE else frozenset(),
        )
        for besluit in besluiten
    }


def _per_zaak(session: CasusSessie, zaken: Iterable[UUID], besluiten: Sequence[Besluit]) -> Mapping[UUID, set[UUID]]:
    wie = {b.zaak_id: {b.zaak.casemanager_id} if b.zaak.casemanager_id else set() for b in besluiten}
    vraag = select(Taak.zaak_id, Taak.behandelaar_id).where(Taak.zaak_id.in_(zaken), Taak.behandelaar_id.is_not(None))
    for zaak_id, behandelaar_id in session.execute(vraag.distinct()):
        if behandelaar_id is not None:
            wie[zaak_id].add(behandelaar_id)
    return wie


def _bestreden(session: CasusSessie, besluiten: Sequence[Besluit]) -> Mapping[UUID, UUID | None]:
    zaken = {besluit.zaak_id for besluit in besluiten if besluit.soort == BEZWAAR}
    vraag = (
        select(Bezwaar.zaak_id, Besluit.besloten_door_id)
        .join(Besluit, and_(Bezwaar.besluit_id == Besluit.id, Bezwaar.gemeente_id == Besluit.gemeente_id))
        .where(Bezwaar.zaak_id.in_(zaken), Bezwaar.status == "ontvangen")
        .order_by(Bezwaar.ontvangen_op.desc(), Bezwaar.id.desc())
    )
    return {rij.zaak_id: rij.besloten_door_id for rij in session.execute(vraag)}


def gezin(session: CasusSessie, zaak: Zaak) -> tuple[Sequence[Persoon], Aanbod | None]:
    """De personen en het laatste aanbod van een zaak, voor de drie regels bij een voorstel; twee vragen."""
    personen = session.scalars(
        select(Persoon)
        .where(Persoon.gemeente_id == zaak.gemeente_id, Persoon.huishouden_id == zaak.huishouden_id)
        .order_by(Persoon.volgnummer)
    ).all()
    aanbod = session.scalars(
        select(Aanbod)
        .where(Aanbod.gemeente_id == zaak.gemeente_id, Aanbod.zaak_id == zaak.id)
        .order_by(Aanbod.voorgedragen_op.desc(), Aanbod.id.desc())
        .limit(1)
        .options(joinedload(Aanbod.woning, innerjoin=True))
    ).one_or_none()
    return personen, aanbod


def bevoegden(session: CasusSessie, actor: Actor, register: Register, vraag: Vraag) -> list[str]:
    """De namen van wie dit besluit vandaag wel mag nemen."""
    ids = {rij.gebruiker_id for rij in register.functiehouders} | {rij.gebruiker_id for rij in register.vervangingen}
    mensen = session.execute(
        select(Gebruiker.id, Gebruiker.naam).where(Gebruiker.id.in_(ids), Gebruiker.actief).order_by(Gebruiker.naam)
    )
    return [
        naam
        for gebruiker_id, naam in mensen
        if reden_niet_beslissen(Actor(gebruiker_id, naam, actor.gemeente_id), register, vraag) is None
    ]


def telling(actor: Actor) -> ScalarSelect[int]:
    """Hoeveel voorstellen op het niveau van de actor wachten en niet van hemzelf zijn, geteld tot `TEL_TOT`: als
    deelvraag, want het menu telt alles in één keer."""
    niveaus = select(Functie.niveau).where(Functie.gemeente_id == actor.gemeente_id, Functie.code.in_(actor.functies))
    rijen = (
        select(Besluit.id)
        .where(Besluit.gemeente_id == actor.gemeente_id, Besluit.vereist_niveau.in_(niveaus))
        .where(Besluit.status == literal("voorgesteld", literal_execute=True))
        .where(Besluit.voorgesteld_door_id != actor.gebruiker_id)
        .limit(TEL_TOT)
        .subquery()
    )
    return select(func.count()).select_from(rijen).scalar_subquery()
