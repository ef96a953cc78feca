"""Wat er in iemands agenda staat: zijn open taken en die van wie hij vandaag vervangt, uit al zijn gemeenten."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from casus.agenda import Afspraak
from casus.bereik import waar_lid
from casus.db import CasusSessie, Database
from casus.models import Afwezigheid, Agendalink, Complextaak, Gebruiker, Lidmaatschap, Taak, Zaak
from casus.queries.actoren import afwezig_op, lid_op
from casus.rules.rechten import TEAM
from casus.rules.signalen import veilige_titel
from casus.termijnen import vandaag

MEESTE = 1000


def van_wie(session: CasusSessie, geheim_hash: str) -> UUID | None:
    """De actieve gebruiker van dit geheime adres; None als het niet bestaat of is ingetrokken."""
    vraag = (
        select(Agendalink.gebruiker_id)
        .join(Gebruiker, Gebruiker.id == Agendalink.gebruiker_id)
        .where(Agendalink.geheim_hash == geheim_hash, Agendalink.ingetrokken_op.is_(None), Gebruiker.actief)
    )
    return session.scalar(vraag)


def huidige_link(session: CasusSessie, gebruiker_id: UUID) -> Agendalink | None:
    """Het adres dat nu geldt, als er een is."""
    vraag = select(Agendalink).where(Agendalink.gebruiker_id == gebruiker_id, Agendalink.ingetrokken_op.is_(None))
    return session.scalars(vraag.order_by(Agendalink.gemaakt_op.desc(), Agendalink.id.desc()).limit(1)).first()


def afspraken(db: Database, gebruiker_id: UUID) -> Sequence[Afspraak]:
    """De open taken van deze behandelaar, in elke gemeente waar hij vandaag in het team zit; ook die van een
    afwezige die hij daar vervangt, in een rol die hij er zelf heeft."""
    bereik = waar_lid(db, gebruiker_id, TEAM, vandaag())
    vervangt = select(Afwezigheid.gemeente_id, Afwezigheid.gebruiker_id).where(
        Afwezigheid.vervanger_id == gebruiker_id, afwezig_op(vandaag())
    )
    vraag = (
        select(Taak, Zaak.zaaknummer)
        .join(Zaak, and_(Zaak.gemeente_id == Taak.gemeente_id, Zaak.id == Taak.zaak_id))
        .where(Taak.status == "open")
        .order_by(Taak.uiterlijk, Taak.id)
        .limit(MEESTE)
    )
    with db.lezen(bereik) as session:
        voor = [_vervangen(gebruiker_id, *rij) for rij in session.execute(vervangt)]
        rijen = session.execute(vraag.where(or_(Taak.behandelaar_id == gebruiker_id, *voor)))
        taken = [_afspraak(taak, zaaknummer, vandaag()) for taak, zaaknummer in rijen]
        return [*taken, *_bij_complexen(session, gebruiker_id)]


def _bij_complexen(session: CasusSessie, gebruiker_id: UUID) -> list[Afspraak]:
    """De complextaken van deze behandelaar: wat open staat op de dag dat het klaar moet zijn, en wat geldt op de dag
    dat het afloopt. Zonder de naam van het complex: waar mensen worden opgevangen, gaat casus niet uit."""
    open_ = Complextaak.status == "open"
    loopt_af = and_(Complextaak.status == "gereed", Complextaak.geldig_tot >= vandaag())
    dag = func.coalesce(Complextaak.geldig_tot, Complextaak.uiterlijk)
    van_mij = select(Complextaak).where(Complextaak.behandelaar_id == gebruiker_id, or_(open_, loopt_af))
    taken = session.scalars(van_mij.order_by(dag, Complextaak.id).limit(MEESTE)).all()
    return [
        Afspraak(taak.id, taak.uiterlijk, f"Complextaak: {taak.titel}", 0, taak.uiterlijk < vandaag())
        if taak.status == "open"
        else Afspraak(taak.id, taak.geldig_tot or taak.uiterlijk, f"Loopt af: {taak.titel}", 0, te_laat=False)
        for taak in taken
    ]


def _vervangen(ik: UUID, gemeente_id: UUID, afwezige_id: UUID) -> ColumnElement[bool]:
    """Een taak van wie er niet is, in een rol die zijn vervanger in die gemeente zelf heeft."""
    rol = exists().where(
        Lidmaatschap.gemeente_id == gemeente_id,
        Lidmaatschap.gebruiker_id == ik,
        Lidmaatschap.rol == Taak.rol,
        lid_op(vandaag()),
    )
    return and_(Taak.gemeente_id == gemeente_id, Taak.behandelaar_id == afwezige_id, rol)


def _afspraak(taak: Taak, zaaknummer: str, dag: date) -> Afspraak:
    titel = veilige_titel(taak.soort, taak.titel, taak.persoon_id) or "Eigen taak"
    wanneer = taak.gepland_op or taak.uiterlijk
    return Afspraak(taak.id, wanneer, f"{zaaknummer} {titel}", taak.versie, taak.uiterlijk < dag)
