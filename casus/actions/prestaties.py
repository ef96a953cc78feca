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
from casus.rules.prestaties import wat_verandert
from casus.termijnen import nu
from casus.vocab import PROGNOSETYPEN


def leg_afspraak_vast(
    session: CasusSessie,
    *,
    actor: Actor,
    corporatie_id: UUID,
    jaar: int,
    aantallen: Mapping[str, int | None],
    bron: str = "",
    was: Mapping[str, int | None] | None = None,
) -> int:
    """Bewaart de afgesproken woningen per type van een jaar (Woningwet art. 44); geeft hoeveel er veranderde.

    `bron` is het document of het overleg, `was` wat de gebruiker zag. Raises GeenRecht, NietGevonden, Conflict.
    """
    permissions.check(actor, "prestaties.vastleggen")
    al, bron = laad_vast(session, actor, corporatie_id, jaar), bron.strip()
    anders = wat_verandert(aantallen, {code: rij.aantal for code, rij in al.afspraken.items()}, was)
    andere_bron = {code: rij.aantal for code, rij in al.afspraken.items() if code not in anders and rij.bron != bron}
    for code, aantal in (anders | andere_bron).items():
        rij = al.afspraken.get(code) or Prestatieafspraak(
            gemeente_id=actor.gemeente_id, id=uuid7(), corporatie_id=corporatie_id, jaar=jaar, woningtype=code
        )
        zet_getal(session, rij, aantal, actor=actor, bron=bron)
    if anders or andere_bron:
        _schrijf(session)
        wat = ", ".join(f"{PROGNOSETYPEN[code]}: {_getal(n)}" for code, n in sorted((anders | andere_bron).items()))
        gegevens = {"corporatie": al.corporatie.naam, "jaar": jaar, "wat": wat, "bron": bron}
        noteer(session, actor=actor, soort="prestatieafspraak", object_=al.corporatie, gegevens=gegevens)
    return len(anders) + len(andere_bron)


def leg_prognose_vast(
    session: CasusSessie,
    *,
    actor: Actor,
    corporatie_id: UUID,
    jaar: int,
    aantallen: Mapping[tuple[int, str], int | None],
    was: Mapping[tuple[int, str], int | None] | None = None,
) -> int:
    """Bewaart wat een corporatie per (kwartaal, type) verwacht; geeft hoeveel er veranderde.

    `was` is wat de gebruiker zag. Raises GeenRecht, NietGevonden, Conflict.
    """
    permissions.check(actor, "prestaties.vastleggen")
    al = laad_vast(session, actor, corporatie_id, jaar)
    anders = wat_verandert(aantallen, {plek: rij.aantal for plek, rij in al.prognoses.items()}, was)
    for (kwartaal, code), aantal in anders.items():
        rij = al.prognoses.get((kwartaal, code)) or Prognose(
            gemeente_id=actor.gemeente_id, id=uuid7(), corporatie_id=corporatie_id, jaar=jaar, kwartaal=kwartaal
        )
        rij.woningtype = code
        zet_getal(session, rij, aantal, actor=actor)
    if anders:
        _schrijf(session)
        delen = (f"{PROGNOSETYPEN[code]} {k}e kwartaal {jaar}: {_getal(n)}" for (k, code), n in sorted(anders.items()))
        gegevens = {"corporatie": al.corporatie.naam, "wat": ", ".join(delen)}
        noteer(session, actor=actor, soort="prognose", object_=al.corporatie, gegevens=gegevens)
    return len(anders)


def zet_getal(
    session: CasusSessie, rij: Prestatieafspraak | Prognose, aantal: int | None, *, actor: Actor, bron: str = ""
) -> None:
    """Schrijft het getal, of haalt de rij weg als het vakje leeg is gemaakt."""
    if aantal is None:
        session.delete(rij)
        return
    rij.aantal, rij.door_id, rij.op = aantal, actor.gebruiker_id, nu()
    if isinstance(rij, Prestatieafspraak):
        rij.bron = bron
    session.add(rij)


def _getal(aantal: int | None) -> str:
    return "leeg" if aantal is None else str(aantal)


def _schrijf(session: CasusSessie) -> None:
    try:
        session.flush()
    except IntegrityError as fout:
        raise Conflict("Een collega vulde dit net ook in. Kijk wat er staat en vul aan.") from fout
