"""Wat op een besluit wacht: voorstellen op volgorde van hun datum, met wie er vandaag over mag beslissen."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, select, union_all
from sqlalchemy.orm import joinedload

from casus.actor import Actor
from casus.db import CasusSessie
from casus.errors import NietGevonden
from casus.models import Aanbod, Advies, Besluit, Besluitstap, Persoon, Zaak
from casus.queries.besluitgang import Gang
from casus.queries.mandaat import laad_register, maak_vragen, mensen_in
from casus.rules import permissions
from casus.rules.aanwezigheid import houders
from casus.rules.besluiten import Aandeel, aandeel, bij_wie, ondergrens, reden_om_aandeel
from casus.rules.mandaten import Register, Vraag, functies_op, reden_niet_beslissen
from casus.termijnen import vandaag

MEESTE = 50
ELK_NIVEAU = 8
"""Zoveel voorstellen van elk niveau staan er hoe dan ook bij, ook als een ander niveau vol is."""
_HOOGSTE = 4


@dataclass(frozen=True, slots=True)
class Voorstel:
    """Een wachtend besluit met zijn vraag aan het register. `reden` is waarom de actor het niet mag nemen."""

    besluit: Besluit
    vraag: Vraag
    reden: str | None


@dataclass(frozen=True, slots=True)
class Lijst:
    """Wat er wacht, en het register waarmee het is getoetst: wat nu aan de beurt is, wat eerst op advies of een
    antwoord wacht, en wat de actor niet mag besluiten."""

    mag: Sequence[Voorstel]
    elders: Sequence[Voorstel]
    mag_niet: Sequence[Voorstel]
    register: Register

    @property
    def alle(self) -> Sequence[Voorstel]:
        """Alles, in de volgorde van de lijst."""
        return [*self.mag, *self.elders, *self.mag_niet]

    def zoek(self, besluit_id: UUID) -> Voorstel:
        """Het voorstel met dit id. Raises NietGevonden."""
        for voorstel in self.alle:
            if voorstel.besluit.id == besluit_id:
                return voorstel
        raise NietGevonden("Dit voorstel wacht niet meer op een besluit, of het bestaat niet.")


def wachtend(session: CasusSessie, actor: Actor, ook: UUID | None = None) -> Lijst:
    """De voorstellen voor het niveau van de actor, op uiterste dag; een vast aantal vragen.

    `ook` staat er hoe dan ook bij, als het wacht: wie van de zaak komt, vindt het ook voorbij de eerste vijftig.
    """
    register = laad_register(session)
    rijen = _laad(session, actor, _wie_waar(register, actor), ook)
    vragen = maak_vragen(session, [besluit for besluit, _ in rijen])
    alle = [Voorstel(b, vragen[b.id], _reden_niet(actor, b, deel, register, vragen[b.id])) for b, deel in rijen]
    return Lijst(
        mag=[v for v in alle if v.reden is None and v.besluit.wacht_op == "besluit"],
        elders=[v for v in alle if v.reden is None and v.besluit.wacht_op != "besluit"],
        mag_niet=[v for v in alle if v.reden],
        register=register,
    )


def _reden_niet(actor: Actor, besluit: Besluit, deel: Aandeel, register: Register, vraag: Vraag) -> str | None:
    """Dezelfde reden als op de pagina, op advies en antwoord na: dat staat in de lijst apart."""
    grens = ondergrens(besluit, deel.doorgezet_naar)
    return (
        reden_niet_beslissen(actor, register, vraag)
        or reden_om_aandeel(actor, besluit, deel, register, vraag.dag)
        or reden_niet_beslissen(actor, register, vraag, grens)
    )


class _Staat(NamedTuple):
    """Wat er van een niveau in de lijst staat: de voorstellen van wie (None: iedereen), en of het zijn niveau is."""

    wie: Collection[UUID] | None
    eigen: bool


def _wie_waar(register: Register, actor: Actor) -> dict[int, _Staat]:
    """Per niveau wat er bij de actor staat.

    Het laagste niveau van het team ziet ook wat hoger ligt. Van een lager niveau komt hier alleen wat volgens `bij_wie`
    bij de actor ligt: dezelfde regel als die van het signaal en van de pagina.
    """
    mijn = {functie.niveau for functie, _ in functies_op(register, actor.gemeente_id, actor.gebruiker_id, vandaag())}
    if 1 in mijn and permissions.mag(actor, "zaken.inzien"):
        return {niveau: _Staat(None, niveau in mijn) for niveau in range(1, _HOOGSTE + 1)}
    lager = [niveau for niveau in range(1, max(mijn, default=1)) if niveau not in mijn]
    elders = {niveau: _Staat(_van_wie(register, actor, niveau), False) for niveau in lager}
    return elders | {niveau: _Staat(None, True) for niveau in mijn}


def _van_wie(register: Register, actor: Actor, niveau: int) -> Collection[UUID] | None:
    """Wiens voorstellen op dit lagere niveau bij de actor liggen; None: zit daar niemand, dan komt alles hogerop."""
    mensen = set().union(*houders(register, actor.gemeente_id, vandaag()).values())
    bij_mij = {wie for wie in mensen if _komt_bij(register, actor, niveau, wie)}
    return None if _komt_bij(register, actor, niveau, None) else bij_mij


def _komt_bij(register: Register, actor: Actor, niveau: int, voorsteller: UUID | None) -> bool:
    voorstel = Besluit(gemeente_id=actor.gemeente_id, vereist_niveau=niveau, voorgesteld_door_id=voorsteller)
    return ligt_bij(register, actor, voorstel)


def ligt_bij(register: Register, actor: Actor, besluit: Besluit) -> bool:
    """Of een voorstel bij een functie van de actor ligt: op zijn niveau, of omdat er lager niemand anders is."""
    mijn = {functie.niveau for functie, _ in functies_op(register, actor.gemeente_id, actor.gebruiker_id, vandaag())}
    if besluit.vereist_niveau in mijn:
        return True
    return besluit.vereist_niveau < max(mijn, default=0) and actor.gebruiker_id in bij_wie(register, besluit, vandaag())


def _laad(
    session: CasusSessie, actor: Actor, wie_waar: Mapping[int, _Staat], ook: UUID | None
) -> Sequence[tuple[Besluit, Aandeel]]:
    """Hoogstens `MEESTE` voorstellen, op datum: van elk niveau de eerste, en verder eerst wat op eigen niveau ligt.
    Met wat de actor er al mee deed.

    Zo verdringt een vol niveau geen ander, en is de lijst niet langer voor wie meer niveaus ziet.
    """
    takken = [_tak(actor, niveau, staat) for niveau, staat in wie_waar.items() if staat.wie is None or staat.wie]
    if ook is not None and wie_waar:
        takken.append(_wacht(actor).add_columns(literal(0)).where(Besluit.id == ook))
    if not takken:
        return ()
    samen = union_all(*takken).subquery()
    eerst = func.min(samen.c.beurt), func.min(samen.c.uiterlijk), samen.c.id
    gekozen = select(samen.c.id).group_by(samen.c.id).order_by(*eerst).limit(MEESTE).subquery()
    vraag = (
        select(Besluit, *_aandeel(actor))
        .join(gekozen, and_(Besluit.gemeente_id == actor.gemeente_id, Besluit.id == gekozen.c.id))
        .order_by(Besluit.uiterlijk, Besluit.id)
        .options(
            joinedload(Besluit.zaak, innerjoin=True).joinedload(Zaak.huishouden, innerjoin=True),
            joinedload(Besluit.voorgesteld_door, innerjoin=True),
        )
    )
    return [(besluit, Aandeel(*deel)) for besluit, *deel in session.execute(vraag)]


def _aandeel(actor: Actor) -> tuple[ColumnElement[Any], ...]:
    """De kolommen van `Aandeel`; alleen voor de voorstellen die in de lijst komen."""
    advies = select(Advies.id).where(Advies.gemeente_id == actor.gemeente_id, Advies.besluit_id == Besluit.id)
    door = (Besluitstap.besluit_id == Besluit.id, Besluitstap.soort == "doorgezet")
    stap = select(Besluitstap.id).where(Besluitstap.gemeente_id == actor.gemeente_id, *door)
    hoogste = stap.with_only_columns(func.coalesce(func.max(Besluitstap.naar_niveau), 0))
    return (
        advies.where(Advies.gegeven_door_id == actor.gebruiker_id).exists(),
        stap.where(Besluitstap.door_id == actor.gebruiker_id).exists(),
        hoogste.scalar_subquery(),
    )


def _wacht(actor: Actor) -> Select[UUID, date]:
    wachtend_ = Besluit.status == literal("voorgesteld", literal_execute=True)
    return select(Besluit.id, Besluit.uiterlijk).where(Besluit.gemeente_id == actor.gemeente_id, wachtend_)


def _tak(actor: Actor, niveau: int, staat: _Staat) -> Select[UUID, date, int]:
    """De eerste rijen van de index, elk met zijn beurt: 1 gaat voor, dan 2 (eigen niveau), dan 3."""
    vraag = _wacht(actor).where(Besluit.vereist_niveau == niveau)
    if staat.wie is not None:
        vraag = vraag.where(Besluit.voorgesteld_door_id.in_(sorted(staat.wie)))
    rijen = vraag.order_by(Besluit.uiterlijk, Besluit.id).limit(MEESTE).subquery()
    plek = func.row_number().over(order_by=(rijen.c.uiterlijk, rijen.c.id))
    beurt = case((plek <= ELK_NIVEAU, 1), else_=2 if staat.eigen else 3)
    return select(rijen.c.id, rijen.c.uiterlijk, beurt.label("beurt"))


def stappen(session: CasusSessie, besluiten: Collection[UUID]) -> Mapping[UUID, int]:
    """Hoeveel stappen een paar voorstellen al hadden, zoals een vraag of een antwoord; één query."""
    vraag = (
        select(Besluitstap.besluit_id, func.count())
        .where(Besluitstap.besluit_id.in_(sorted(besluiten)))
        .group_by(Besluitstap.besluit_id)
    )
    return {rij[0]: rij[1] for rij in session.execute(vraag)} if besluiten else {}


def kortgeleden(session: CasusSessie, actor: Actor, sinds: datetime) -> Mapping[str, int]:
    """Hoeveel besluiten er sinds dat moment zijn genomen, per uitkomst: de gemeente in getallen, zonder zaken."""
    vraag = (
        select(Besluit.status, func.count())
        .where(Besluit.gemeente_id == actor.gemeente_id, Besluit.besloten_op >= sinds)
        .group_by(Besluit.status)
    )
    return {rij[0]: rij[1] for rij in session.execute(vraag)}


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


@dataclass(frozen=True, slots=True)
class Beslisser:
    """Iemand die een voorstel mag besluiten (`mag`) of het voor zich heeft (`ligt`)."""

    id: UUID
    naam: str
    mag: bool
    ligt: bool
    afwezig_tot: date | None


def beslissers(register: Register, besluit: Besluit, vraag: Vraag, gang: Gang) -> list[Beslisser]:
    """Wie dit voorstel vandaag mag besluiten, of bij wie het ligt; wie mag en er is vooraan."""
    mensen = mensen_in(register)
    weg = {rij.gebruiker_id: rij.tot for rij in register.afwezigheden}
    liggen, gevonden = bij_wie(register, besluit, vraag.dag), []
    for mens in (mens for mens in mensen if mens.actief):
        wie = Actor(mens.id, mens.naam, besluit.gemeente_id)
        mag = _reden_niet(wie, besluit, aandeel(wie, gang.adviezen, gang.stappen), register, vraag) is None
        if mag or mens.id in liggen:
            gevonden.append(Beslisser(mens.id, mens.naam, mag, mens.id in liggen, weg.get(mens.id)))
    return sorted(gevonden, key=lambda een: (not een.mag, een.afwezig_tot is not None, not een.ligt, een.naam))
