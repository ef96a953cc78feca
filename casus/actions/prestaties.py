"""Afspraken en prognoses van een corporatie vastleggen: door wonen of de teammanager, na het kwartaalgesprek.

Een corporatie vult haar eigen prognose in haar portaal in (portaal.py). Wie het laatst invulde, staat bij het getal.
"""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from casus.actor import Actor
from casus.db import CasusSessie, uuid7
from casus.errors import Conflict
from casus.gebeurtenissen import noteer
from casus.models import Prestatieafspraak, Prognose
from casus.queries.prestaties import laad_vast
from casus.rules import permissions
from casus.termijnen import nu
from casus.vocab import PROGNOSETYPEN


def leg_afspraak_vast(
    session: CasusSessie,
    *,
    actor: Actor,
    corporatie_id: UUID,
    jaar: int,
    aantallen: Mapping[str, int],
    bron: str = "",
) -> int:
    """Bewaart de afgesproken woningen per type van een jaar (Woningwet art. 44); geeft hoeveel er veranderde.

    `bron` is het document of het overleg. Raises GeenRecht, NietGevonden, Conflict.
    """
    permissions.check(actor, "prestaties.vastleggen")
    al = laad_vast(session, actor, corporatie_id, jaar)
    was = {code: (rij.aantal, rij.bron) for code, rij in al.afspraken.items()}
    anders = {code: aantal for code, aantal in aantallen.items() if was.get(code) != (aantal, bron.strip())}
    for code, aantal in anders.items():
        rij = al.afspraken.get(code) or Prestatieafspraak(
            gemeente_id=actor.gemeente_id, id=uuid7(), corporatie_id=corporatie_id, jaar=jaar, woningtype=code
        )
        rij.aantal, rij.bron, rij.door_id, rij.op = aantal, bron.strip(), actor.gebruiker_id, nu()
        session.add(rij)
    if anders:
        _schrijf(session)
        wat = ", ".join(f"{PROGNOSETYPEN[code]}: {aantal}" for code, aantal in sorted(anders.items()))
        gegevens = {"corporatie": al.corporatie.naam, "jaar": jaar, "wat": wat, "bron": bron.strip()}
        noteer(session, actor=actor, soort="prestatieafspraak", object_=al.corporatie, gegevens=gegevens)
    return len(anders)


def leg_prognose_vast(
    session: CasusSessie,
    *,
    actor: Actor,
    corporatie_id: UUID,
    jaar: int,
    aantallen: Mapping[tuple[int, str], int],
) -> int:
    """Bewaart wat een corporatie per (kwartaal, type) verwacht; geeft hoeveel er veranderde.

    Raises GeenRecht, NietGevonden, Conflict.
    """
    permissions.check(actor, "prestaties.vastleggen")
    al = laad_vast(session, actor, corporatie_id, jaar)
    anders = {plek: n for plek, n in aantallen.items() if plek not in al.prognoses or al.prognoses[plek].aantal != n}
    for (kwartaal, code), aantal in anders.items():
        rij = al.prognoses.get((kwartaal, code)) or Prognose(
            gemeente_id=actor.gemeente_id, id=uuid7(), corporatie_id=corporatie_id, jaar=jaar, kwartaal=kwartaal
        )
        rij.woningtype, rij.aantal, rij.door_id, rij.op = code, aantal, actor.gebruiker_id, nu()
        session.add(rij)
    if anders:
        _schrijf(session)
        wat = ", ".join(f"{PROGNOSETYPEN[code]} {k}e kwartaal {jaar}: {n}" for (k, code), n in sorted(anders.items()))
        gegevens = {"corporatie": al.corporatie.naam, "wat": wat}
        noteer(session, actor=actor, soort="prognose", object_=al.corporatie, gegevens=gegevens)
    return len(anders)


def _schrijf(session: CasusSessie) -> None:
    try:
        session.flush()
    except IntegrityError as fout:
        raise Conflict("Een collega vulde dit net ook in. Kijk wat er staat en vul aan.") from fout
