"""Wie er in de meting is ingelogd: het team van de grootste gemeente, met rollen, sessies en wat te besluiten.

Alleen deze gemeente wordt met de hand ingericht; de andere 341 zijn er om de tabellen vol te maken.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import cycle, islice

from sqlalchemy import insert, select

from benchmarks.volle_kast import Plaats
from casus.actions import besluiten
from casus.actions.inrichting import installatie, richt_gemeente_in
from casus.actor import Actor
from casus.db import Bereik, CasusSessie, Database, uuid7
from casus.models import Functiehouder, Gemeente, Lidmaatschap, Persoon, Sessie, Zaak
from casus.termijnen import nu
from casus.web.sessies import vingerafdruk

BEGIN = date(2020, 1, 1)
VOORSTELLEN = 12
ZAKEN = 200
"""Zoveel verschillende zaken worden er bekeken."""


@dataclass(frozen=True, slots=True)
class Bezoek:
    """De sleutels van de ingelogde sessies, wie er mag besluiten, en welke zaken zij openen."""

    sleutels: Sequence[str]
    besluiter: str
    zaaknummers: Sequence[str]
    namen: Sequence[str]


def laat_binnen(db: Database, plaats: Plaats, aantal: int) -> Bezoek:
    """Richt de gemeente in en logt `aantal` mensen in, om beurten uit haar team."""
    with db.unit_of_work() as session:
        klok = installatie(session).id
    with db.unit_of_work(Bereik.van(plaats.id)) as session:
        manager = plaats.team[0]
        functies = richt_gemeente_in(session, plaats.id, klok, BEGIN)
        houder = {"functie_id": functies["teammanager"].id, "gebruiker_id": manager.gebruiker_id, "van": BEGIN}
        session.add(Functiehouder(gemeente_id=plaats.id, **houder))
        rollen = {(wie.gebruiker_id, rol) for wie in plaats.team for rol in (*wie.rollen, "casemanager")}
        for gebruiker_id, rol in sorted(rollen, key=str):
            rij = {"gebruiker_id": gebruiker_id, "rol": rol, "van": BEGIN}
            session.add(Lidmaatschap(gemeente_id=plaats.id, id=uuid7(), **rij))
        session.flush()
        zaken = list(session.scalars(select(Zaak).order_by(Zaak.koppeldatum.desc(), Zaak.id).limit(ZAKEN)))
        _bewoners(session, zaken)
        _voorstellen(session, plaats, zaken[:VOORSTELLEN])
    wie = [*islice(cycle(plaats.team), aantal), manager]
    sleutels = [_log_in(db, plaats, actor) for actor in wie]
    nummers = [zaak.zaaknummer for zaak in zaken]
    return Bezoek(sleutels[:-1], sleutels[-1], nummers, [f"Proef{nummer.rpartition('-')[2]}" for nummer in nummers])


def _bewoners(session: CasusSessie, zaken: Sequence[Zaak]) -> None:
    """Wie de meting al personen gaf, houdt ze; anders krijgt elke bekeken zaak een gezin van drie."""
    if session.scalar(select(Persoon.id).where(Persoon.huishouden_id == zaken[0].huishouden_id).limit(1)):
        return
    rijen = [_persoon(zaak, nr) for zaak in zaken for nr in range(3)]
    session.execute(insert(Persoon), rijen)


def _persoon(zaak: Zaak, nr: int) -> dict[str, object]:
    naam = zaak.zaaknummer.rpartition("-")[2]
    return {
        "gemeente_id": zaak.gemeente_id,
        "id": uuid7(),
        "huishouden_id": zaak.huishouden_id,
        "volgnummer": nr + 1,
        "relatie": ("hoofdpersoon", "partner", "kind")[nr],
        "achternaam": f"Proef{naam}",
        "voornamen": ("Samuel", "Miriam", "Ruth")[nr],
        "zoeknaam": f"proef{naam}",
        "geboortedatum": ("1988-03-02", "1991-07-14", "2017-05-30")[nr],
        "geslacht": "onbekend",
        "v_nummer": "",
        "v_nummer_hash": secrets.token_hex(16),
    }


def _voorstellen(session: CasusSessie, plaats: Plaats, zaken: Sequence[Zaak]) -> None:
    wie = next(actor for actor in plaats.team if "financieel" in actor.rollen)
    actor = Actor(wie.gebruiker_id, wie.naam, plaats.id, wie.rollen, herkomst="cli")
    for zaak in zaken:
        tekst = "Huur tot de eerste uitkering, op basis van de richtprijzen."
        besluiten.stel_voor(session, zaak, actor=actor, soort="overbrugging", voorstel=tekst, bedrag_cent=320_000)


def _log_in(db: Database, plaats: Plaats, actor: Actor) -> str:
    sleutel = secrets.token_urlsafe(32)
    with db.unit_of_work() as session:
        session.get_one(Gemeente, plaats.id).thema = "utrecht"
        session.add(
            Sessie(
                sleutel_hash=vingerafdruk(sleutel),
                gebruiker_id=actor.gebruiker_id,
                gemeente_id=plaats.id,
                gegevens={"csrf_token": secrets.token_hex(32), "keuze": False},
                begonnen_op=nu(),
            )
        )
    return sleutel
