"""Wat een taak, overgang of melding nog meer verandert. De namen staan in het proces (`gevolg = "…"`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select

from casus.actions import aanbod, bezwaren, opschorten
from casus.actions.besluiten import laat_vervallen
from casus.actions.dossiertoegang import sluit_voor_alle_corporaties, sluit_voor_de_anderen
from casus.actions.meetellen import tel_mee
from casus.actions.proces import Proces
from casus.actions.wijzigen import wijzig, wijzig_zaak
from casus.actions.woningstappen import waarom_niet_aan_te_bieden, zet
from casus.db import uuid7
from casus.errors import InvoerFout, VeldFout
from casus.models import Aanbod, Inburgering, Taak, Woning
from casus.queries.parameters import geldende
from casus.queries.passendheid import toets_woning
from casus.rules.inburgering import LEEFTIJDEN, is_plichtig
from casus.termijnen import nu, vandaag
from casus.vocab import AANBOD_LOOPT
from casus.workflows.engine import Aanleiding
from casus.workflows.registers import besluitsoorten

Gegevens = Mapping[str, Any]
Gevolg = Callable[[Proces, Gegevens, Taak | None], list[Aanleiding]]
GEVOLGEN: dict[str, Gevolg] = {}


def _gevolg(functie: Gevolg) -> Gevolg:
    GEVOLGEN[functie.__name__] = functie
    return functie


def voer_gevolg_uit(naam: str, proces: Proces, gegevens: Gegevens, taak: Taak | None = None) -> list[Aanleiding]:
    """Voert een benoemd gevolg uit en geeft wat er daardoor nog gebeurt."""
    return GEVOLGEN[naam](proces, gegevens, taak)


def _dag(waarde: Any) -> date | None:
    return date.fromisoformat(waarde) if waarde else None


@_gevolg
def casemanager_toewijzen(proces: Proces, gegevens: Gegevens, taak: Taak | None) -> list[Aanleiding]:
    wijzig_zaak(proces.session, proces.zaak, proces.zaak.versie, casemanager_id=UUID(gegevens["casemanager"]))
    return []


@_gevolg
def woningbehoefte_vastleggen(proces: Proces, gegevens: Gegevens, taak: Taak | None) -> list[Aanleiding]:
    velden = ("woonbeperking", "gebied", "gebied_reden")
    waarden = {veld: gegevens[veld] or "" for veld in velden if veld in gegevens}
    if waarden:
        wijzig(proces.session, proces.beeld.huishouden, waarden, waar={})
    return []


@_gevolg
def match_vastleggen(proces: Proces, gegevens: Gegevens, taak: Taak | None) -> list[Aanleiding]:
    woning = proces.session.scalars(select(Woning).where(Woning.id == UUID(gegevens["woning"]))).one_or_none()
    if woning is None:
        raise InvoerFout([VeldFout("woning", "Deze woning bestaat niet of hoort bij een andere gemeente.")])
    if woning.status == "beschikbaar" and (tegen := waarom_niet_aan_te_bieden(proces.session, woning)):
        raise InvoerFout([VeldFout("woning", f"Deze woning kan nu niet worden aangeboden. {tegen}")])
    uitslag = toets_woning(proces.session, proces.beeld, woning)
    if uitslag.blokkades:
        raise InvoerFout([VeldFout("woning", f"Deze woning kan niet. {uitslag.blokkades[0].zin}")])
    if gegevens["passend"] != uitslag.oordeel:
        reden = uitslag.afwijkingen[0].zin if uitslag.afwijkingen else "De woning past op alle regels."
        raise InvoerFout([VeldFout("passend", f"Uw antwoord en de toets verschillen. {reden}")])
    return []


@_gevolg
def corporatie_akkoord_vastleggen(proces: Proces, gegevens: Gegevens, taak: Taak | None) -> list[Aanleiding]:
    aanbod.akkoord(proces, gegevens)
    return []


@_gevolg
def corporatie_afwijzing_vastleggen(proces: Proces, gegevens: Gegevens, taak: Taak | None) -> list[Aanleiding]:
    aanbod.afwijzing(proces, gegevens)
    return []


@_gevolg
def bezichtiging_vastleggen(proces: Proces, gegevens: Gegevens, taak: Taak | None) -> list[Aanleiding]:
    aanbod.plan_bezichtiging(proces, gegevens)
    return []


@_gevolg
def aanbod_vastleggen(proces: Proces, gegevens: Gegevens, taak: Taak | None) -> list[Aanleiding]:
    aanbod.bied_aan(proces)
    return []


@_gevolg
def reactie_vastleggen(proces: Proces, gegevens: Gegevens, taak: Taak | None) -> list[Aanleiding]:
    van_ons = aanbod.lopend(proces, "aangeboden")
    reactie = gegevens["reactie"]
    if reactie == "nadenken":
        raise InvoerFout([VeldFout("reactie", "Rond de taak af als het antwoord er is: ja of nee.")])
    if reactie == "ja":
        aanbod.zet_aanbod(proces, van_ons, status="geaccepteerd", reactie_op=vandaag())
        return _geaccepteerd(proces, van_ons)
    aanbod.keur_reden("weigerreden", gegevens["weigerreden"])
    waarden = {"reactie_op": vandaag(), "weigerreden": gegevens["weigerreden"]}
    aanbod.zet_aanbod(proces, van_ons, status="geweigerd", **waarden)
    proces.zet_anker(weigering=vandaag())
    return [Aanleiding.gebeurtenis("aanbod_geweigerd")]


@_gevolg
def oordeel_vastleggen(proces: Proces, gegevens: Gegevens, taak: Taak | None) -> list[Aanleiding]:
    van_ons = aanbod.lopend(proces, "geweigerd")
    oordeel = gegevens["oordeel"]
    waarden: dict[str, Any] = {
        "oordeel": oordeel,
        "oordeel_op": vandaag(),
        "oordeel_door_id": proces.actor.gebruiker_id,
    }
    if oordeel != "alsnog_geaccepteerd":
        aanbod.zet_aanbod(proces, van_ons, **waarden)
        return [Aanleiding.gebeurtenis(f"weigering_{oordeel}")]
    aanbod.keur_alsnog_ja(proces, van_ons)
    aanbod.zet_aanbod(proces, van_ons, **waarden, status="geaccepteerd")
    return _geaccepteerd(proces, van_ons)


def _geaccepteerd(proces: Proces, van_ons: Aanbod) -> list[Aanleiding]:
    """Wat een ja altijd doet: de dag ligt vast, en alleen de verhuurder houdt zijn dossier."""
    proces.zet_anker(acceptatie=vandaag())
    sluit_voor_de_anderen(proces, van_ons)
    return [Aanleiding.gebeurtenis("aanbod_geaccepteerd")]


@_gevolg
def woning_terugnemen(proces: Proces, gegevens: Gegevens, taak: Taak | None) -> list[Aanleiding]:
    aanbod.neem_woning_terug(proces)
    return []


@_gevolg
def contract_vastleggen(proces: Proces, gegevens: Gegevens, taak: Taak | None) -> list[Aanleiding]:
    van_ons = aanbod.lopend(proces, "geaccepteerd")
    aanbod.zet_aanbod(proces, van_ons, contractdatum=_dag(gegevens["contractdatum"]))
    return []


@_gevolg
def sleutel_vastleggen(proces: Proces, gegevens: Gegevens, taak: Taak | None) -> list[Aanleiding]:
    van_ons = aanbod.lopend(proces, "geaccepteerd")
    sleutel = _dag(gegevens["sleuteldatum"])
    if sleutel and van_ons.contractdatum and sleutel < van_ons.contractdatum:
        zin = "De sleutel kan niet eerder komen dan de dag waarop het contract ingaat."
        raise InvoerFout([VeldFout("sleuteldatum", zin)])
    aanbod.zet_aanbod(proces, van_ons, sleuteldatum=sleutel)
    return []


@_gevolg
def brp_vastleggen(proces: Proces, gegevens: Gegevens, taak: Taak | None) -> list[Aanleiding]:
    # De BRP-datum zelf is een anker van de zaak; hier telt alleen dat er een woning bij hoort.
    aanbod.lopend(proces, "geaccepteerd")
    return []


@_gevolg
def consulent_toewijzen(proces: Proces, gegevens: Gegevens, taak: Taak | None) -> list[Aanleiding]:
    _zet_inburgering(proces, consulent_id=UUID(gegevens["consulent"]), aangemeld_op=vandaag())
    return []


def _zet_inburgering(proces: Proces, persoon_id: UUID | None = None, **waarden: Any) -> None:
    for rij in proces.beeld.inburgeringen:
        if persoon_id in (None, rij.persoon_id):
            wijzig(proces.session, rij, waarden, waar={})
    proces.herbereken_alles()


@_gevolg
def kennisgeving_vastleggen(proces: Proces, gegevens: Gegevens, taak: Taak | None) -> list[Aanleiding]:
    _zet_inburgering(proces, UUID(gegevens["persoon"]), kennisgeving_op=_dag(gegevens["kennisgeving_op"]))
    return []


@_gevolg
def intake_vastleggen(proces: Proces, gegevens: Gegevens, taak: Taak | None) -> list[Aanleiding]:
    _zet_inburgering(proces, taak.persoon_id if taak else None, intake_op=_dag(gegevens["intake_op"]))
    return []


@_gevolg
def leerbaarheid_vastleggen(proces: Proces, gegevens: Gegevens, taak: Taak | None) -> list[Aanleiding]:
    _zet_inburgering(proces, taak.persoon_id if taak else None, leerbaarheid=gegevens["leerbaarheid"])
    return []


@_gevolg
def pip_vastleggen(proces: Proces, gegevens: Gegevens, taak: Taak | None) -> list[Aanleiding]:
    persoon = taak.persoon_id if taak else None
    _zet_inburgering(proces, persoon, pip_op=_dag(gegevens["pip_op"]), leerroute=gegevens["leerroute"])
    return []


@_gevolg
def aanbod_beeindigen(proces: Proces, gegevens: Gegevens, taak: Taak | None) -> list[Aanleiding]:
    aanbod.beeindig(proces, gegevens)
    return []


@_gevolg
def woning_verhuren(proces: Proces, gegevens: Gegevens, taak: Taak | None) -> list[Aanleiding]:
    van_ons = aanbod.lopend(proces, "geaccepteerd")
    zet(proces.session, van_ons.woning, "verhuren", actor=proces.actor, zaak_id=proces.zaak.id)
    sluit_voor_de_anderen(proces, van_ons)
    tel_mee(proces)
    return []


@_gevolg
def zaak_sluiten(proces: Proces, gegevens: Gegevens, taak: Taak | None) -> list[Aanleiding]:
    laatste = proces.beeld.aanbod
    if laatste is not None and laatste.status in AANBOD_LOOPT:
        aanbod.beeindig(proces, {"einde_reden": "zaak_gesloten"})
    elif laatste is not None and laatste.status == "geweigerd":
        aanbod.geef_vrij(proces, laatste)
    sluit_voor_alle_corporaties(proces)
    # Een herziening gaat door: na een gegrond bezwaar komt het nieuwe besluit er ook als de zaak dicht is
    lopend = [b for b in proces.beeld.besluiten if not b.herziening]
    kan_niet_meer = [b for b in lopend if not besluitsoorten()[b.soort].na_sluiting]
    laat_vervallen(proces, kan_niet_meer, "De zaak is gesloten.")
    if proces.zaak.opgeschort_sinds is not None:
        opschorten.beeindig(proces.session, proces.zaak, proces.actor)
    reden = gegevens.get("sluitreden") or proces.zaak.toestand
    waarden = {"gesloten_op": nu(), "sluitreden": reden, "opgeschort_sinds": None}
    wijzig_zaak(proces.session, proces.zaak, proces.zaak.versie, **waarden)
    return []


@_gevolg
def nareis_vastleggen(proces: Proces, gegevens: Gegevens, taak: Taak | None) -> list[Aanleiding]:
    verwacht = _dag(gegevens.get("nareis_verwacht"))
    waarden = {"nareis_aantal": int(gegevens["nareis_aantal"]), "nareis_verwacht_op": verwacht}
    wijzig(proces.session, proces.beeld.huishouden, waarden, waar={})
    return []


@_gevolg
def bezwaar_registreren(proces: Proces, gegevens: Gegevens, taak: Taak | None) -> list[Aanleiding]:
    return bezwaren.ontvang(proces, gegevens)


@_gevolg
def bezwaar_bevestigen(proces: Proces, gegevens: Gegevens, taak: Taak | None) -> list[Aanleiding]:
    bezwaren.bevestig_met_taak(proces, taak, _dag(gegevens["verstuurd_op"]) or vandaag())
    return []


def maak_inburgeringen(proces: Proces) -> None:
    """Eén rij per inburgeringsplichtige persoon die er nog geen heeft (Wi2021 art. 3)."""
    al = {rij.persoon_id for rij in proces.beeld.inburgeringen}
    if not (nieuw := [persoon for persoon in proces.beeld.personen if persoon.id not in al]):
        return
    waarden = geldende(proces.session, *LEEFTIJDEN)
    rijen = [
        {"gemeente_id": proces.zaak.gemeente_id, "id": uuid7(), "persoon_id": persoon.id, "zaak_id": proces.zaak.id}
        for persoon in nieuw
        if is_plichtig(persoon, vandaag(), waarden)
    ]
    if rijen:
        proces.session.execute(insert(Inburgering), rijen)


__all__ = ["GEVOLGEN", "maak_inburgeringen", "voer_gevolg_uit"]
