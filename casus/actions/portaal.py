"""Wat iemand van een corporatie in het portaal doet: een dossier ophalen, antwoorden, en een prognose invullen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from casus.actions.dossierlinks import meld_casemanager
from casus.actions.meldingen import meld
from casus.actions.prestaties import zet_getal
from casus.actions.signalen import signaleer
from casus.actor import Actor
from casus.db import CasusSessie, uuid7
from casus.errors import Conflict, InvoerFout, VeldFout, Weigering
from casus.gebeurtenissen import noteer
from casus.models import Corporatie, Dossierinzage, Prognose, Verstrekking
from casus.queries.aanbod import lopend_aanbod
from casus.queries.beeld import houd_vast
from casus.queries.portaal import laad_dossier, laad_voordracht, mijn_corporatie, prognoses, zaak_van_voordracht
from casus.rules import permissions
from casus.rules.kwartalen import kwartalen_vanaf
from casus.rules.prestaties import wat_verandert
from casus.termijnen import vandaag
from casus.vocab import PROGNOSETYPEN

AKKOORD: Final = "corporatie_akkoord"
WIJST_AF: Final = "corporatie_wijst_af"
BEZICHTIGING: Final = "bezichtiging_gepland"
MEESTE_WONINGEN: Final = 999


def haal_dossier_op(session: CasusSessie, verstrekking_id: UUID, *, actor: Actor) -> Verstrekking:
    """Een dossier van de eigen corporatie; het ophalen wordt vastgelegd en aan de casemanager gemeld.

    Raises GeenRecht, NietGevonden als het er niet (meer) is of van een ander is.
    """
    permissions.check(actor, "portaal.ophalen")
    dossier = laad_dossier(session, actor, verstrekking_id)
    wie = {"gemeente_id": actor.gemeente_id, "verstrekking_id": dossier.id, "gebruiker_id": actor.gebruiker_id}
    inzage = Dossierinzage(id=uuid7(), soort="opgehaald", **wie)
    session.add(inzage)
    feiten = {"ontvanger": dossier.ontvanger}
    noteer(session, actor=actor, soort="dossier_opgehaald", object_=dossier, zaak_id=dossier.zaak_id, gegevens=feiten)
    meld_casemanager(session, dossier, inzage, actor=actor)
    return dossier


def antwoord(session: CasusSessie, aanbod_id: UUID, *, actor: Actor, code: str, invoer: Mapping[str, Any]) -> None:
    """Legt het antwoord van de corporatie vast als melding in de zaak: akkoord, afwijzen of een bezichtiging.

    Raises GeenRecht, NietGevonden (een voordracht van een ander), Weigering, InvoerFout (per veld), Conflict.
    """
    permissions.check(actor, "portaal.antwoorden")
    zaak = houd_vast(session, zaak_van_voordracht(session, actor, aanbod_id).id)
    # pas nu de zaak vaststaat: een antwoord geldt het aanbod dat loopt, en dat is misschien van een ander
    voordracht, loopt = laad_voordracht(session, actor, aanbod_id), lopend_aanbod(session, zaak.id)
    if loopt is None or loopt.id != aanbod_id or (code != BEZICHTIGING and not voordracht.wacht):
        raise Weigering("Op deze voordracht is al geantwoord, of de gemeente heeft haar ingetrokken.")
    meld(session, zaak, code, actor=actor, versie=zaak.versie, invoer=invoer)
    if code == BEZICHTIGING:  # van akkoord en afwijzen zegt het gevolg het zelf
        wanneer = "-".join(str(invoer.get(naam, "")) for naam in ("bezichtiging_op", "bezichtiging_tijd"))
        signaleer(
            session,
            actor=actor,
            soort="corporatie",
            aan=[zaak.casemanager_id],
            kenmerk=f"bezichtiging:{aanbod_id}:{wanneer}"[:200],
            zaak_id=zaak.id,
            gegevens={"vorm": "bezichtiging"},
        )


def leg_prognose_vast(
    session: CasusSessie,
    *,
    actor: Actor,
    aantallen: Mapping[tuple[int, int, str], str],
    was: Mapping[tuple[int, int, str], str] | None = None,
) -> int:
    """Bewaart hoeveel woningen de corporatie verwacht, per (jaar, kwartaal, woningtype); geeft wat er veranderde.

    `was` is wat de gebruiker zag. Raises GeenRecht, Conflict, InvoerFout (per vakje, met de naam van `veldnaam`).
    """
    permissions.check(actor, "portaal.prognose")
    kwartalen, corporatie_id = kwartalen_vanaf(vandaag()), mijn_corporatie(actor)
    gevraagd = _lees(aantallen, kwartalen)
    al = {(rij.jaar, rij.kwartaal, rij.woningtype): rij for rij in prognoses(session, actor, kwartalen)}
    staat = {plek: rij.aantal for plek, rij in al.items()}
    nieuw = wat_verandert(gevraagd, staat, None if was is None else _lees(was, kwartalen))
    for (jaar, kwartaal, woningtype), aantal in nieuw.items():
        rij = al.get((jaar, kwartaal, woningtype)) or Prognose(
            gemeente_id=actor.gemeente_id, id=uuid7(), corporatie_id=corporatie_id, jaar=jaar, kwartaal=kwartaal
        )
        rij.woningtype = woningtype
        zet_getal(session, rij, aantal, actor=actor)
    if nieuw:
        _schrijf(session)
        _noteer_prognose(session, corporatie_id, nieuw, actor=actor)
    return len(nieuw)


def _noteer_prognose(
    session: CasusSessie, corporatie_id: UUID, nieuw: Mapping[tuple[int, int, str], int | None], *, actor: Actor
) -> None:
    corporatie = session.scalars(select(Corporatie).where(Corporatie.id == corporatie_id)).one()
    delen = (
        f"{PROGNOSETYPEN[t]} {k}e kwartaal {j}: {'leeg' if n is None else n}" for (j, k, t), n in sorted(nieuw.items())
    )
    gegevens = {"corporatie": corporatie.naam, "wat": ", ".join(delen)}
    noteer(session, actor=actor, soort="prognose", object_=corporatie, gegevens=gegevens)


def _schrijf(session: CasusSessie) -> None:
    try:
        session.flush()
    except IntegrityError as fout:
        raise Conflict("Een collega vulde de prognose net ook in. Kijk wat er staat en vul aan.") from fout


def veldnaam(jaar: int, kwartaal: int, woningtype: str) -> str:
    """De naam van een vakje in het formulier."""
    return f"{woningtype}-{jaar}-{kwartaal}"


def _lees(aantallen: Mapping[tuple[int, int, str], str], kwartalen: list[tuple[int, int]]) -> dict[Any, int | None]:
    """De ingevulde vakjes als getallen; een leeg vakje is None."""
    uit: dict[Any, int | None] = {}
    fouten = []
    for (jaar, kwartaal, woningtype), tekst in aantallen.items():
        if (jaar, kwartaal) not in kwartalen or woningtype not in PROGNOSETYPEN:
            continue
        kaal = tekst.strip()
        if not kaal:
            uit[jaar, kwartaal, woningtype] = None
        elif kaal.isascii() and kaal.isdigit() and int(kaal) <= MEESTE_WONINGEN:
            uit[jaar, kwartaal, woningtype] = int(kaal)
        else:
            wat = f"{PROGNOSETYPEN[woningtype]}, {kwartaal}e kwartaal van {jaar}"
            zin = f"Vul bij {wat} een getal in van 0 tot en met {MEESTE_WONINGEN}."
            fouten.append(VeldFout(veldnaam(jaar, kwartaal, woningtype), zin))
    if fouten:
        raise InvoerFout(fouten)
    return uit
