"""Iemands signalen: de lijst, hoeveel er nieuw zijn, en wat er in een mail gaat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Date, ScalarSelect, Select, Uuid, and_, bindparam, case, exists, func, or_, select

from casus.actor import Actor
from casus.db import CasusSessie
from casus.models import Gebruiker, Lidmaatschap, Signaal, Taak, Zaak
from casus.queries.actoren import lid_op
from casus.queries.bladen import Blad, Plek, snijd
from casus.rules.rechten import BEHEERDER, ONTVANGERS, TEAM
from casus.rules.signalen import VAN_BEHEERDER, Feiten, veilige_titel
from casus.termijnen import dag_van, vandaag

TEL_TOT = 100
"""Meer dan 99 heet op het scherm "99+"."""
PER_BLAD = 50


class SignaalRij(NamedTuple):
    """Eén signaal met de zaak en de taak waarover het gaat."""

    id: UUID
    gemeente_id: UUID
    soort: str
    gegevens: Mapping[str, Any]
    op: datetime
    gelezen_op: datetime | None
    gemaild_op: datetime | None
    zaaknummer: str | None
    taak_id: UUID | None
    taak: str | None
    taaksoort: str | None
    persoon_id: UUID | None
    taakstatus: str | None

    @property
    def plek(self) -> Plek:
        """De plaats in de lijst: een UUIDv7 staat zelf al op tijd."""
        return Plek(dag_van(self.op), self.id)

    @property
    def feiten(self) -> Feiten:
        """Wat de zin over dit signaal nodig heeft."""
        titel = self.taak or ""
        veilig = veilige_titel(self.taaksoort, titel, self.persoon_id)
        return Feiten(self.soort, self.gegevens, self.zaaknummer or "", titel, veilig)


def _rijen() -> Select[Any]:
    return (
        select(
            Signaal.id,
            Signaal.gemeente_id,
            Signaal.soort,
            Signaal.gegevens,
            Signaal.op,
            Signaal.gelezen_op,
            Signaal.gemaild_op,
            Zaak.zaaknummer,
            Signaal.taak_id,
            Taak.titel,
            Taak.soort,
            Taak.persoon_id,
            Taak.status,
        )
        .outerjoin(Zaak, and_(Zaak.gemeente_id == Signaal.gemeente_id, Zaak.id == Signaal.zaak_id))
        .outerjoin(Taak, and_(Taak.gemeente_id == Signaal.gemeente_id, Taak.id == Signaal.taak_id))
    )


def lijst(
    session: CasusSessie, actor: Actor, *, soort: str | None = None, na: Plek | None = None, aantal: int = PER_BLAD
) -> Blad[SignaalRij]:
    """De signalen van de actor in deze gemeente, nieuwste eerst; één query."""
    van_mij = (Signaal.gemeente_id == actor.gemeente_id, Signaal.gebruiker_id == actor.gebruiker_id, Signaal.in_app)
    vraag = _rijen().where(*van_mij)
    if not actor.heeft_rol(*TEAM):  # wat hij als teamlid hoorde, ging over zaken die hij nu niet meer ziet
        vraag = vraag.where(Signaal.soort.in_(sorted(VAN_BEHEERDER)))
    if soort:
        vraag = vraag.where(Signaal.soort == soort)
    if na is not None:
        vraag = vraag.where(Signaal.id > na.id if na.terug else Signaal.id < na.id)
    eerst = Signaal.id.asc() if na is not None and na.terug else Signaal.id.desc()
    rijen = [SignaalRij._make(rij) for rij in session.execute(vraag.order_by(eerst).limit(aantal + 1))]
    return snijd(rijen, aantal, na, lambda rij: rij.plek)


def tel_nieuw() -> ScalarSelect[int]:
    """Hoeveel signalen iemand nog niet heeft gelezen, geteld tot en met `TEL_TOT`; leest alleen de deelindex.

    Een deelvraag met de parameters `gemeente`, `ik` en `dag`. Wie niet in het team zit, telt wat `lijst` hem toont.
    """
    in_team = exists().where(
        Lidmaatschap.gemeente_id == bindparam("gemeente", type_=Uuid()),
        Lidmaatschap.gebruiker_id == bindparam("ik", type_=Uuid()),
        Lidmaatschap.rol.in_(sorted(TEAM)),
        lid_op(bindparam("dag", type_=Date())),
    )
    nieuw = (
        select(Signaal.id)
        .where(
            Signaal.gemeente_id == bindparam("gemeente", type_=Uuid()),
            Signaal.gebruiker_id == bindparam("ik", type_=Uuid()),
            Signaal.gelezen_op.is_(None),
            or_(in_team, Signaal.soort.in_(sorted(VAN_BEHEERDER))),
        )
        .limit(TEL_TOT)
        .subquery()
    )
    return select(func.count()).select_from(nieuw).scalar_subquery()


def in_mail(session: CasusSessie, gebruiker_id: UUID, mail_id: UUID) -> Sequence[SignaalRij]:
    """Wat er in deze mail gaat, oudste eerst."""
    vraag = _rijen().where(Signaal.gebruiker_id == gebruiker_id, Signaal.mail_id == mail_id)
    return [
        SignaalRij._make(rij) for rij in session.execute(vraag.order_by(Signaal.gemeente_id, Signaal.op, Signaal.id))
    ]


def wil_mail(session: CasusSessie, hoe: str) -> set[UUID]:
    """Voor wie er signalen liggen die nog in geen mail zitten. Wie vandaag niet in het team zit, krijgt geen mail."""
    lid = exists().where(
        Lidmaatschap.gemeente_id == Signaal.gemeente_id,
        Lidmaatschap.gebruiker_id == Signaal.gebruiker_id,
        or_(
            Lidmaatschap.rol.in_(sorted(ONTVANGERS)),
            and_(Lidmaatschap.rol == BEHEERDER, Signaal.soort.in_(sorted(VAN_BEHEERDER))),
        ),
        lid_op(vandaag()),
    )
    vraag = (
        select(Signaal.gebruiker_id)
        .join(Gebruiker, Gebruiker.id == Signaal.gebruiker_id)
        .where(Signaal.mail == hoe, Signaal.mail != "nooit", Signaal.mail_id.is_(None), Gebruiker.actief, lid)
    )
    return set(session.scalars(vraag.distinct()))


def taken_van_vandaag(session: CasusSessie, gebruiker_id: UUID, dag: date) -> Mapping[UUID, tuple[int, int]]:
    """Per gemeente hoeveel open taken van deze behandelaar vandaag af moeten en hoeveel er te laat zijn."""
    te_laat = func.sum(case((Taak.uiterlijk < dag, 1), else_=0))
    vraag = (
        select(Taak.gemeente_id, func.count() - te_laat, te_laat)
        .where(Taak.behandelaar_id == gebruiker_id, Taak.status == "open", Taak.uiterlijk <= dag)
        .group_by(Taak.gemeente_id)
    )
    return {gemeente: (int(vandaag), int(laat)) for gemeente, vandaag, laat in session.execute(vraag)}
