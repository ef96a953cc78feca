"""Nieuwe taken meteen aan iemand geven, als de gemeente dat zo heeft ingesteld; en dat instellen."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from casus.actions.bezwaarmensen import betrokkenen
from casus.actions.signalen import signaleer
from casus.actions.wijzigen import wijzig, zet_neer
from casus.actor import Actor
from casus.db import CasusSessie, uuid7
from casus.errors import Weigering
from casus.gebeurtenissen import noteer
from casus.models import Parameter, Zaak, Zaakrol
from casus.queries.verdeling import schakelaars, verdeling_van
from casus.rules import permissions
from casus.rules.werkverdeling import MINST_BELAST, VAST_GEZICHT, kies
from casus.termijnen import nu, vandaag

BRON = "besluit van het team"
WAT = {
    VAST_GEZICHT: "nieuwe taken gaan naar het vaste gezicht",
    MINST_BELAST: "nieuwe taken gaan naar wie de minste taken heeft",
}


def verdeel(session: CasusSessie, zaak: Zaak, rijen: Sequence[dict[str, Any]]) -> None:
    """Zet bij elke nieuwe taak wie haar krijgt (`behandelaar_id`), of laat haar in de rij van haar rol.

    Eén vraag; een tweede opdracht alleen als iemand daardoor het vaste gezicht wordt, en bij een bezwaar: wie bij het
    bestreden besluit was betrokken, krijgt die taken niet.
    """
    rollen = [rij["rol"] for rij in rijen]
    verdeling = verdeling_van(session, zaak, rollen)
    if verdeling is None:
        return
    niet = betrokkenen(session, zaak.id, (rij.get("aanleiding", "") for rij in rijen))
    kandidaten = [een for een in verdeling.kandidaten if een.id not in niet]
    gekozen = kies(rollen, kandidaten, verdeling.vast, minst_belast=verdeling.minst_belast)
    nieuw: dict[str, UUID] = {}
    for rij, wie in zip(rijen, gekozen, strict=True):
        rij["behandelaar_id"] = wie
        if wie is not None and rij["rol"] not in verdeling.bezet and rij["rol"] != "casemanager":
            nieuw.setdefault(rij["rol"], wie)
    if nieuw:
        sleutels = {"gemeente_id": zaak.gemeente_id, "zaak_id": zaak.id}
        gezichten = [
            {**sleutels, "id": uuid7(), "rol": r, "gebruiker_id": wie, "sinds": nu()} for r, wie in nieuw.items()
        ]
        # wie op dit moment een taak van die rol pakt, was dan eerder
        with suppress(IntegrityError), session.begin_nested():
            for rol in nieuw.keys() & verdeling.vertrokken.keys():
                _maak_plaats(session, zaak, rol, verdeling.vertrokken[rol])
            zet_neer(session, Zaakrol.__tablename__, gezichten)


def _maak_plaats(session: CasusSessie, zaak: Zaak, rol: str, wie: UUID) -> None:
    weg = delete(Zaakrol).where(Zaakrol.zaak_id == zaak.id, Zaakrol.rol == rol, Zaakrol.gebruiker_id == wie)
    session.execute(weg.execution_options(synchronize_session=False))


def meld_verdeling(session: CasusSessie, rijen: Sequence[dict[str, Any]], *, actor: Actor) -> None:
    """Laat ieder die meteen een taak kreeg dat weten. Na het opslaan: een signaal wijst naar zijn taak."""
    for rij in rijen:
        if rij.get("behandelaar_id") is not None:
            signaleer(
                session,
                actor=actor,
                soort="toegewezen",
                aan=[rij["behandelaar_id"]],
                kenmerk=f"toegewezen:{rij['id']}:1",
                zaak_id=rij["zaak_id"],
                taak_id=rij["id"],
                gegevens={"taak": rij["titel"], "door": "", "toelichting": ""},
            )


def stel_in(session: CasusSessie, *, actor: Actor, vast_gezicht: bool, minst_belast: bool) -> list[str]:
    """Zet de schakelaars vanaf vandaag; geeft wat er veranderde, in woorden. Raises GeenRecht, Weigering (niets)."""
    permissions.check(actor, "werkverdeling.instellen")
    was = schakelaars(session)
    anders = {
        sleutel: aan
        for sleutel, aan, eerst in (
            (VAST_GEZICHT, vast_gezicht, was.vast_gezicht),
            (MINST_BELAST, minst_belast, was.minst_belast),
        )
        if aan != eerst
    }
    if not anders:
        raise Weigering("U hebt niets veranderd.")
    wat = [f"{WAT[sleutel]}{'' if aan else ' niet meer'}" for sleutel, aan in anders.items()]
    rij = [_zet(session, actor, sleutel, "ja" if aan else "nee") for sleutel, aan in anders.items()][-1]
    noteer(session, actor=actor, soort="werkverdeling", object_=rij, gegevens={"wat": " en ".join(wat)})
    return wat


def _zet(session: CasusSessie, actor: Actor, sleutel: str, waarde: str) -> Parameter:
    """Een nieuwe waarde vanaf vandaag; wat eerder gold, blijft met zijn einddag staan."""
    dag = vandaag()
    lopend = session.scalars(
        select(Parameter).where(Parameter.sleutel == sleutel, Parameter.geldig_tot.is_(None))
    ).all()
    for rij in lopend:
        if rij.geldig_van == dag:
            wijzig(session, rij, {"waarde": waarde, "bron": BRON}, waar={"waarde": rij.waarde})
            return rij
        wijzig(session, rij, {"geldig_tot": dag - timedelta(days=1)}, waar={"geldig_tot": None})
    nieuw = Parameter(
        gemeente_id=actor.gemeente_id, id=uuid7(), sleutel=sleutel, waarde=waarde, geldig_van=dag, bron=BRON
    )
    session.add(nieuw)
    session.flush()
    return nieuw
