"""Wat er gebeurde, in een keten die geen wijziging verdraagt (veiligheid C).

Per zaak één keten, en per gemeente één voor wat geen zaak heeft. Elke schakel draagt de hash van de vorige. De gegevens
staan apart met zout en zijn te wissen zonder de keten te breken: die bewaart alleen hun gezouten hash.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Any, Literal, Protocol
from uuid import UUID

from sqlalchemy import Connection, String, and_, bindparam, exists, insert, select, type_coerce, update
from sqlalchemy.dialects import postgresql, sqlite

from casus.actor import Actor
from casus.db import Basis, Bereik, CasusSessie, Database, uuid7
from casus.errors import GeenBereik
from casus.models import Gebeurtenis, GebeurtenisInhoud, Keten, Zaak
from casus.termijnen import nu

# Woorden die in geen enkele sleutel van de gegevens mogen staan: een nummer van een persoon hoort niet in een keten.
_VERBODEN = ("bsn", "burgerservicenummer", "v_nummer", "vnummer", "v-nummer", "wachtwoord")
# De volgorde ligt vast: zij is deel van wat de hash bewijst.
_VELDEN = (
    "gemeente_id",
    "keten_id",
    "nr",
    "vorige_hash",
    "id",
    "tijdstip",
    "soort",
    "resultaat",
    "actor_id",
    "actor_naam",
    "herkomst",
    "object_soort",
    "object_id",
    "zaak_id",
    "correlatie",
    "inhoud_hash",
)


class MetSleutel(Protocol):
    """Een rij waarover een gebeurtenis kan gaan."""

    __tablename__: str

    @property
    def id(self) -> Any: ...


@dataclass(frozen=True, slots=True)
class Schakel:
    """Wat net is vastgelegd; er is niets meer aan te wijzigen."""

    id: UUID
    keten_id: UUID
    nr: int
    tijdstip: datetime
    vorige_hash: str
    hash: str


def noteer(
    session: CasusSessie,
    *,
    actor: Actor,
    soort: str,
    object_: MetSleutel,
    zaak_id: UUID | None = None,
    gegevens: Mapping[str, Any],
    resultaat: Literal["gelukt", "geweigerd"] = "gelukt",
) -> Schakel:
    """Voegt een schakel toe aan de keten van de zaak (of van de gemeente), in de transactie van de sessie.

    Raises GeenBereik als de actor niet bij de gemeente van de sessie hoort, ValueError bij een verboden gegeven.
    """
    wat = {"soort": soort, "resultaat": resultaat, "object_soort": object_.__tablename__, "object_id": object_.id}
    return _voeg_toe(session, actor, wat, zaak_id, gegevens)


def weigering(
    db: Database,
    *,
    actor: Actor,
    soort: str,
    object_id: UUID,
    zaak_id: UUID | None,
    zin: str,
    object_soort: str = "zaak",
) -> Schakel:
    """Legt een weigering vast in een eigen transactie, na het terugdraaien van wat geweigerd werd.

    Een zaak die niet van deze gemeente is, komt niet in de keten: de poging staat dan bij de gemeente van de actor.
    """
    with db.unit_of_work(Bereik.van(actor.gemeente_id)) as session:
        if zaak_id is not None and session.scalar(select(Zaak.id).where(Zaak.id == zaak_id)) is None:
            zaak_id = None
        wat = {"soort": soort, "resultaat": "geweigerd", "object_soort": object_soort, "object_id": object_id}
        return _voeg_toe(session, actor, wat, zaak_id, {"zin": zin})


def _voeg_toe(
    session: CasusSessie, actor: Actor, wat: dict[str, Any], zaak_id: UUID | None, gegevens: Mapping[str, Any]
) -> Schakel:
    gemeente_id = actor.gemeente_id
    if session.bereik.schrijf != gemeente_id:
        raise GeenBereik("Een gebeurtenis hoort bij de gemeente waarvoor de sessie schrijft.")
    inhoud, zout = _canoniek(gegevens), os.urandom(16).hex()
    session.flush()
    verbinding, keten_id = session.connection(), zaak_id or gemeente_id
    nr, kop = _kop(verbinding, gemeente_id, keten_id)
    plaats = {"gemeente_id": gemeente_id, "id": uuid7(), "keten_id": keten_id, "nr": nr + 1, "vorige_hash": kop}
    bewijs = {"zaak_id": zaak_id, "tijdstip": nu(), "inhoud_hash": _inhoud_hash(zout, inhoud)}
    rij = {**plaats, **wat, **_wie(actor), **bewijs}
    rij["hash"] = _hash(rij[veld] for veld in _VELDEN)
    return _schrijf(verbinding, rij, zout, inhoud)


# Dit is het warmste pad van casus: elke actie komt hier langs. Daarom vaste Core-opdrachten, vijf keer zo snel als
# dezelfde via het ORM, met de gemeente in elke opdracht en gekeurd in _voeg_toe (veiligheid B2).
_K, _G, _I = (Basis.metadata.tables[naam] for naam in ("keten", "gebeurtenis", "gebeurtenis_inhoud"))
_WAARDE = {kolom.name: bindparam(f"b_{kolom.name}", type_=kolom.type) for kolom in (*_G.c, _I.c.zout, _I.c.gegevens)}
_DEZE_KETEN = and_(_K.c.gemeente_id == _WAARDE["gemeente_id"], _K.c.id == _WAARDE["keten_id"])
_LEES_KOP = select(_K.c.nr, _K.c.kop).where(_DEZE_KETEN).with_for_update()
_NIEUW = insert(_G).values({kolom.name: _WAARDE[kolom.name] for kolom in _G.c})
_NIEUWE_INHOUD = insert(_I).values({kolom.name: _WAARDE[kolom.name] for kolom in _I.c})
_NIEUWE_KOP = update(_K).where(_DEZE_KETEN).values(nr=_WAARDE["nr"], kop=_WAARDE["hash"])
# PostgreSQL doet de drie in één heen-en-weer; SQLite kent geen schrijvende CTE, maar heeft ook geen reis te maken.
_IN_EEN = _NIEUWE_KOP.add_cte(_NIEUW.cte("schakel"), _NIEUWE_INHOUD.cte("inhoud"))


def _wie(actor: Actor) -> dict[str, Any]:
    return {
        "actor_id": actor.gebruiker_id,
        "actor_naam": actor.naam,
        "herkomst": actor.herkomst,
        "correlatie": actor.correlatie,
    }


def _schrijf(verbinding: Connection, rij: dict[str, Any], zout: str, inhoud: str) -> Schakel:
    waarden = {f"b_{naam}": waarde for naam, waarde in rij.items()} | {"b_zout": zout, "b_gegevens": inhoud}
    in_een = verbinding.dialect.name == "postgresql"
    for opdracht in (_IN_EEN,) if in_een else (_NIEUW, _NIEUWE_INHOUD, _NIEUWE_KOP):
        verbinding.execute(opdracht, waarden)
    return Schakel(rij["id"], rij["keten_id"], rij["nr"], rij["tijdstip"], rij["vorige_hash"], rij["hash"])


def _kop(verbinding: Connection, gemeente_id: UUID, keten_id: UUID) -> tuple[int, str]:
    """Nummer en hash van de laatste schakel, op slot tot het einde van de transactie; legt de keten zo nodig aan."""
    keten = {"b_gemeente_id": gemeente_id, "b_keten_id": keten_id}
    kop = verbinding.execute(_LEES_KOP, keten).one_or_none()
    if kop is None:
        # Twee tegelijk mag: één legt aan, de ander wacht hier en leest daarna haar kop.
        dialect = postgresql if verbinding.dialect.name == "postgresql" else sqlite
        begin = {"gemeente_id": gemeente_id, "id": keten_id, "nr": 0, "kop": ""}
        verbinding.execute(dialect.insert(_K).on_conflict_do_nothing(), begin)
        kop = verbinding.execute(_LEES_KOP, keten).one()
    return kop.nr, kop.kop


def _canoniek(gegevens: Mapping[str, Any]) -> str:
    """Eén schrijfwijze voor dezelfde gegevens; precies deze tekst wordt bewaard en gehasht."""
    _keur_sleutels(gegevens)
    return json.dumps(
        gegevens, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False, default=_in_json
    )


def _in_json(waarde: object) -> str:
    if isinstance(waarde, date | datetime):
        return waarde.isoformat()
    if isinstance(waarde, UUID):
        return str(waarde)
    raise TypeError(f"{type(waarde).__name__} kan niet in de gegevens van een gebeurtenis.")


def _keur_sleutels(waarde: object) -> None:
    if isinstance(waarde, Mapping):
        for sleutel, inhoud in waarde.items():
            if any(woord in str(sleutel).lower() for woord in _VERBODEN):
                raise ValueError(f"{sleutel} hoort niet in de gegevens van een gebeurtenis.")
            _keur_sleutels(inhoud)
    elif isinstance(waarde, list | tuple):
        for inhoud in waarde:
            _keur_sleutels(inhoud)


def _inhoud_hash(zout: str, inhoud: str) -> str:
    return hashlib.sha256(bytes.fromhex(zout) + inhoud.encode()).hexdigest()


def _hash(waarden: Iterable[object]) -> str:
    """SHA-256 over de waarden van _VELDEN met hun lengte ervoor: geen teken kan naar een ander veld schuiven."""
    delen = [b"casus-gebeurtenis-1"]
    for waarde in waarden:
        if waarde is None:
            delen.append(b"\xff\xff\xff\xff")
        else:
            tekst = _tekst(waarde).encode()
            delen += (len(tekst).to_bytes(4), tekst)
    return hashlib.sha256(b"".join(delen)).hexdigest()


def _tekst(waarde: object) -> str:
    """Zoals SQLite de waarde bewaart: daar wordt bij het nagaan niets meer vertaald, dus ook niets verbloemd."""
    if isinstance(waarde, UUID):
        return waarde.hex
    if isinstance(waarde, datetime):
        return waarde.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    return str(waarde)


@dataclass(frozen=True, slots=True)
class Breuk:
    """Een plek waar een keten niet meer klopt. `nr` is de schakel, 0 als de keten zelf niet klopt."""

    gemeente_id: str
    keten_id: str
    nr: int
    zin: str


def verifieer(session: CasusSessie) -> Generator[Breuk, None, None]:
    """Gaat alle ketens na die de sessie mag lezen, schakel voor schakel, en geeft elke breuk.

    Gewiste gegevens zijn geen breuk. Wie de laatste schakels weghaalt én de kop en alle hashes opnieuw berekent, is
    hier niet te zien: daarvoor dient een afschrift van de koppen buiten de database. Wie eerder ophoudt, sluit de
    generator (contextlib.closing), want er staat een cursor open.
    """
    with session.execute(_ALLE_SCHAKELS, execution_options={"yield_per": 2000}) as rijen:
        for _, keten in groupby(rijen, key=lambda rij: (rij.gemeente_id, rij.keten_id)):
            yield from _keur_keten(keten)
    for gemeente_id, keten_id in session.execute(_LEGE_KETENS):
        yield Breuk(str(gemeente_id), str(keten_id), 0, "De keten heeft een kop maar geen schakels.")
    for gemeente_id, zaak_id, zaaknummer in session.execute(_ZAKEN_ZONDER_KETEN):
        yield Breuk(str(gemeente_id), str(zaak_id), 0, f"Zaak {zaaknummer} heeft geen keten van gebeurtenissen.")


def _keur_keten(keten: Iterator[Any]) -> Iterator[Breuk]:
    vorige_nr, vorige_hash = 0, ""
    for rij in keten:
        zin = _keur_schakel(rij, vorige_nr, vorige_hash)
        if zin:
            yield _breuk(rij, zin)
        vorige_nr, vorige_hash = (rij.nr if isinstance(rij.nr, int) else vorige_nr + 1), rij.hash
    if (rij.kop_nr, rij.kop) != (vorige_nr, vorige_hash):
        yield _breuk(rij, f"De kop van de keten wijst naar schakel {rij.kop_nr}, de laatste is {vorige_nr}.")


def _keur_schakel(rij: Any, vorige_nr: int, vorige_hash: str) -> str | None:
    if rij.nr != vorige_nr + 1:
        return f"Na schakel {vorige_nr} komt {rij.nr}: er is iets weg."
    if rij.vorige_hash != vorige_hash:
        return f"Schakel {rij.nr} sluit niet aan op schakel {vorige_nr}."
    if _hash(rij[: len(_VELDEN)]) != rij.hash:
        return f"Schakel {rij.nr} is gewijzigd."
    if rij.gegevens is not None and not _inhoud_klopt(rij):
        return f"De gegevens van schakel {rij.nr} zijn gewijzigd."
    return None


def _inhoud_klopt(rij: Any) -> bool:
    try:
        return _inhoud_hash(rij.zout, rij.gegevens) == str(rij.inhoud_hash)
    except (ValueError, TypeError, AttributeError):
        return False  # geen tekst of geen zout meer: SQLite bewaart wat een knoeier erin zet


def _breuk(rij: Any, zin: str) -> Breuk:
    return Breuk(_leesbaar(rij.gemeente_id), _leesbaar(rij.keten_id), rij.nr, zin)


def _leesbaar(waarde: object) -> str:
    try:
        return str(UUID(str(waarde)))
    except ValueError:
        return str(waarde)


_ALLE_SCHAKELS = (
    select(
        *(type_coerce(getattr(Gebeurtenis, veld), String()).label(veld) for veld in (*_VELDEN, "hash")),
        Keten.nr.label("kop_nr"),
        Keten.kop,
        GebeurtenisInhoud.zout,
        GebeurtenisInhoud.gegevens,
    )
    .outerjoin(Keten, and_(Keten.gemeente_id == Gebeurtenis.gemeente_id, Keten.id == Gebeurtenis.keten_id))
    .outerjoin(
        GebeurtenisInhoud,
        and_(GebeurtenisInhoud.gemeente_id == Gebeurtenis.gemeente_id, GebeurtenisInhoud.id == Gebeurtenis.id),
    )
    .order_by(Gebeurtenis.gemeente_id, Gebeurtenis.keten_id, Gebeurtenis.nr)
)
_LEGE_KETENS = select(Keten.gemeente_id, Keten.id).where(
    ~exists().where(Gebeurtenis.gemeente_id == Keten.gemeente_id, Gebeurtenis.keten_id == Keten.id)
)
_ZAKEN_ZONDER_KETEN = select(Zaak.gemeente_id, Zaak.id, Zaak.zaaknummer).where(
    ~exists().where(Keten.gemeente_id == Zaak.gemeente_id, Keten.id == Zaak.id)
)
