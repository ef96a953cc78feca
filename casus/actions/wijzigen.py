"""Eén rij veranderen, maar alleen als zij nog is zoals de gebruiker haar zag (invariant 1, veiligheid A1)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Insert, Update, bindparam, insert, select, update
from sqlalchemy.orm.attributes import set_committed_value

from casus.db import Basis, CasusSessie, GemeenteGebonden
from casus.errors import Conflict, GeenBereik
from casus.models import Gebeurtenis, GebeurtenisInhoud, Taak, Zaak
from casus.termijnen import moment_in_woorden, vandaag
from casus.vocab import gebeurtenis_zin


def wijzig(session: CasusSessie, rij: GemeenteGebonden, waarden: Mapping[str, Any], *, waar: Mapping[str, Any]) -> None:
    """Voorwaardelijke UPDATE op één rij. Raises Conflict met wie er eerder was als `waar` niet meer geldt.

    Raises GeenBereik als de rij niet van de gemeente is waarvoor de sessie schrijft.
    """
    if rij.gemeente_id != session.bereik.schrijf:
        raise GeenBereik(f"{type(rij).__name__} hoort bij een andere gemeente dan die waarvoor wordt geschreven.")
    session.flush()
    opdracht = _opdracht(cast(Any, rij).__tablename__, tuple(waarden), tuple(waar))
    sleutel = {"deze_gemeente": rij.gemeente_id, "deze": rij.id}
    nu_nog = {f"nu_{kolom}": waarde for kolom, waarde in waar.items()}
    wordt = {f"wordt_{kolom}": waarde for kolom, waarde in waarden.items()}
    uitkomst = session.connection().execute(opdracht, {**sleutel, **nu_nog, **wordt})
    if uitkomst.rowcount != 1:
        raise Conflict(wie_was_eerder(session, rij))
    for kolom, waarde in waarden.items():
        set_committed_value(rij, kolom, waarde)


@lru_cache(maxsize=256)
def _opdracht(tabelnaam: str, wordt: tuple[str, ...], waar: tuple[str, ...]) -> Update:
    """Eén vaste opdracht per tabel en kolommen. Core: elke actie komt hier langs, en via het ORM is drie keer zo duur;
    de gemeente staat er daarom zelf in, en is gekeurd in `wijzig` (veiligheid B2)."""
    tabel = Basis.metadata.tables[tabelnaam]
    voorwaarden = [
        tabel.c.gemeente_id == bindparam("deze_gemeente", type_=tabel.c.gemeente_id.type),
        tabel.c.id == bindparam("deze", type_=tabel.c.id.type),
        *(tabel.c[kolom].is_not_distinct_from(bindparam(f"nu_{kolom}", type_=tabel.c[kolom].type)) for kolom in waar),
    ]
    nieuw = {kolom: bindparam(f"wordt_{kolom}", type_=tabel.c[kolom].type) for kolom in wordt}
    return update(tabel).where(*voorwaarden).values(nieuw)


def zet_neer(session: CasusSessie, tabelnaam: str, rijen: list[dict[str, Any]]) -> None:
    """Nieuwe rijen met al hun kolommen, zonder ze in de sessie te volgen. Core: een overgang maakt er soms tien.

    Raises GeenBereik als een rij niet van de gemeente is waarvoor de sessie schrijft.
    """
    if {rij["gemeente_id"] for rij in rijen} - {session.bereik.schrijf}:
        raise GeenBereik("Deze rij hoort bij een andere gemeente dan die waarvoor wordt geschreven.")
    if rijen:
        session.flush()
        session.connection().execute(_nieuw(tabelnaam), rijen)


@lru_cache(maxsize=64)
def _nieuw(tabelnaam: str) -> Insert:
    return insert(Basis.metadata.tables[tabelnaam])


def wijzig_zaak(session: CasusSessie, zaak: Zaak, versie: int, **waarden: Any) -> None:
    """Verandert kerngegevens van de zaak (nooit de toestand) en verhoogt haar versie."""
    wijzig(session, zaak, {**waarden, "versie": versie + 1}, waar={"versie": versie})


def wijzig_taak(session: CasusSessie, taak: Taak, versie: int, **waarden: Any) -> None:
    """Verandert een open taak. Raises Conflict als een ander haar intussen pakte, afrondde of overdroeg."""
    wijzig(session, taak, {**waarden, "versie": versie + 1}, waar={"versie": versie, "status": "open"})


# Wie dit deed, was niemand voor: de zaak zelf verandert er niet van.
_RAAKT_DE_ZAAK_NIET = (
    "notitie",
    "notitie_verbeterd",
    "contactmoment",
    "bsn_getoond",
    "zaak_gevolgd",
    "zaak_niet_gevolgd",
    "zaakverband",
    "zaakverband_weg",
)


def wie_was_eerder(session: CasusSessie, rij: GemeenteGebonden) -> str:
    """Wat er het laatst met dit ding gebeurde, als zin voor wie te laat was. Zoekt binnen de zaak (index)."""
    zaak_id: UUID = getattr(rij, "zaak_id", rij.id)
    ditzelfde = Gebeurtenis.object_id == rij.id if zaak_id != rij.id else Gebeurtenis.soort.not_in(_RAAKT_DE_ZAAK_NIET)
    gevonden = session.execute(
        select(Gebeurtenis, GebeurtenisInhoud.gegevens)
        .outerjoin(
            GebeurtenisInhoud,
            (GebeurtenisInhoud.gemeente_id == Gebeurtenis.gemeente_id) & (GebeurtenisInhoud.id == Gebeurtenis.id),
        )
        .where(Gebeurtenis.zaak_id == zaak_id, ditzelfde, Gebeurtenis.resultaat == "gelukt")
        .order_by(Gebeurtenis.tijdstip.desc(), Gebeurtenis.nr.desc())
        .limit(1)
    ).first()
    if gevonden is None:
        return "Een collega was u net voor. Kijk wat er is veranderd en probeer het opnieuw."
    gebeurtenis, gegevens = gevonden
    zin = gebeurtenis_zin(gebeurtenis.soort, gebeurtenis.actor_naam, json.loads(gegevens) if gegevens else {})
    return f"Een collega was u voor. {zin} Dat was {moment_in_woorden(gebeurtenis.tijdstip, vandaag())}."
