"""`casus zaken` en `casus zaak`: kijken wat er loopt."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import click
from sqlalchemy import Select, select

from casus.bereik import overal
from casus.cli.omgeving import (
    actor_in,
    database,
    gemeente_met_code,
    gemeente_van_zaak,
    optie_als,
    optie_json,
    toon_json,
)
from casus.db import Bereik, CasusSessie
from casus.models import Gebruiker, Gemeente, Huishouden, Taak, Zaak
from casus.queries.beeld import definitie, laad_beeld, laad_zaak
from casus.rules.aanbodstand import PARTIJEN, stand
from casus.termijnen import dag_kort, dagen_in_woorden, vandaag
from casus.vocab import AANBODSTATUS
from casus.workflows import engine
from casus.workflows.beeld import Beeld


@click.command()
@click.option("--gemeente", metavar="CODE", help="Alleen deze gemeente (CBS-code of naam).")
@click.option("--toestand", help="Alleen zaken in deze toestand, bijvoorbeeld match_gezocht.")
@click.option("--opgeschort", is_flag=True, help="Alleen zaken waarvan de klok stilstaat.")
@optie_json
def zaken(gemeente: str | None, toestand: str | None, opgeschort: bool, als_json: bool) -> None:
    """Toont zaken, oudste koppeling eerst."""
    with database().lezen(overal(database())) as session:
        vraag = _vraag()
        if gemeente:
            vraag = vraag.where(Zaak.gemeente_id == gemeente_met_code(session, gemeente).id)
        if toestand:
            vraag = vraag.where(Zaak.toestand == toestand)
        if opgeschort:
            vraag = vraag.where(Zaak.opgeschort_sinds.is_not(None))
        rijen = [rij._asdict() for rij in session.execute(vraag)]
    if als_json:
        toon_json(rijen)
        return
    for rij in rijen:
        click.echo(f"{rij['zaaknummer']}  {rij['toestand']:<22} {rij['gemeente_naam']:<18} {rij['huishouden']}")
    click.echo(f"{len(rijen)} {'zaak' if len(rijen) == 1 else 'zaken'}")


def _vraag() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Zaak.zaaknummer,
            Gemeente.code.label("gemeente"),
            Gemeente.naam.label("gemeente_naam"),
            Zaak.toestand,
            Zaak.koppeldatum,
            Zaak.opgeschort_sinds,
            Huishouden.naam.label("huishouden"),
            Huishouden.aantal_personen,
        )
        .join(Gemeente, Gemeente.id == Zaak.gemeente_id)
        .join(Huishouden, (Huishouden.gemeente_id == Zaak.gemeente_id) & (Huishouden.id == Zaak.huishouden_id))
        .order_by(Zaak.koppeldatum, Zaak.zaaknummer)
    )


@click.command()
@click.argument("zaaknummer")
@optie_als
@optie_json
def zaak(zaaknummer: str, als: str, als_json: bool) -> None:
    """Toont één zaak: de toestand, de open taken, en wat kan of waarom niet."""
    gemeente_id = gemeente_van_zaak(zaaknummer)
    beeld = _beeld(zaaknummer.strip().upper(), gemeente_id, als)
    if als_json:
        toon_json(beeld)
        return
    click.echo(f"{beeld['zaaknummer']}  {beeld['huishouden']}  {beeld['toestand_titel']}")
    if wacht := beeld["aanbod"]:
        uiterlijk = f", uiterlijk {dag_kort(wacht['uiterlijk'], vandaag())}" if wacht["uiterlijk"] else ""
        click.echo(f"Aanbod: {wacht['woning']}, {wacht['stand']}. Nu aan zet: {wacht['aan_zet']}{uiterlijk}.")
    click.echo("\nOpen taken")
    for taak in beeld["taken"]:
        click.echo(f"  {taak['wanneer']:<22} {taak['titel']} ({taak['rol']}, {taak['behandelaar'] or 'nog niemand'})")
    click.echo("\nWat kan")
    for stap in beeld["overgangen"]:
        click.echo(f"  {stap['titel']}: {' '.join(stap['redenen']) or 'kan nu'}")


def _beeld(zaaknummer: str, gemeente_id: UUID, als: str) -> dict[str, Any]:
    actor = actor_in(gemeente_id, als)
    with database().lezen(Bereik.van(gemeente_id)) as session:
        rij = laad_zaak(session, zaaknummer)
        wf, beeld = definitie(session, rij), laad_beeld(session, rij)
        namen = _namen(session, [taak.behandelaar_id for taak in beeld.taken])
        mogelijk = engine.mogelijkheden(wf, beeld, actor)
    return {
        "zaaknummer": rij.zaaknummer,
        "huishouden": beeld.huishouden.naam,
        "personen": len(beeld.personen),
        "toestand": rij.toestand,
        "toestand_titel": wf.toestanden[rij.toestand].titel,
        "versie": rij.versie,
        "opgeschort_sinds": rij.opgeschort_sinds,
        "aanbod": _aanbod(beeld),
        "taken": [_taak(taak, namen) for taak in beeld.taken if taak.status == "open"],
        "overgangen": [
            {"code": keuze.overgang.code, "titel": keuze.overgang.titel, "redenen": list(keuze.redenen)}
            for keuze in mogelijk
        ],
    }


def _aanbod(beeld: Beeld) -> dict[str, Any] | None:
    """Het laatste aanbod, als er nog iets mee moet."""
    aanbod = beeld.aanbod
    if aanbod is None:
        return None
    besloten = any(b.id == aanbod.besluit_id and b.status == "toegekend" for b in beeld.besluiten)
    nu = stand(aanbod, besloten)
    if nu.partij == "klaar":
        return None
    return {
        "woning": f"{aanbod.woning.adres}, {aanbod.woning.plaats}",
        "stand": AANBODSTATUS[aanbod.status],
        "aan_zet": PARTIJEN[nu.partij],
        "uiterlijk": nu.uiterlijk,
        "bezichtiging": aanbod.bezichtiging_op,
    }


def _taak(taak: Taak, namen: dict[UUID | None, str]) -> dict[str, Any]:
    return {
        "code": taak.soort,
        "titel": taak.titel,
        "rol": taak.rol,
        "behandelaar": namen.get(taak.behandelaar_id),
        "uiterlijk": taak.uiterlijk,
        "wanneer": f"{dagen_in_woorden(taak.uiterlijk, vandaag())} · {dag_kort(taak.uiterlijk, vandaag())}",
    }


def _namen(session: CasusSessie, ids: list[UUID | None]) -> dict[UUID | None, str]:
    return dict(session.execute(select(Gebruiker.id, Gebruiker.naam).where(Gebruiker.id.in_(set(ids) - {None}))).all())
