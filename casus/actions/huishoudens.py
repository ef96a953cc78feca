"""De gegevens van een huishouden aanvullen: wat een regel over woningen mist, vult iemand van het team hier in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from casus.actions.gevolgen import maak_inburgeringen
from casus.actions.proces import Proces, open_proces, werk_blokkades_bij
from casus.actions.wijzigen import wie_was_eerder, wijzig, wijzig_zaak
from casus.actor import Actor
from casus.db import CasusSessie
from casus.errors import Conflict, InvoerFout, VeldFout, Weigering
from casus.gebeurtenissen import noteer
from casus.importers.datums import lees_geboortedatum
from casus.models import Persoon, Zaak
from casus.queries.beeld import houd_vast
from casus.rules import permissions
from casus.rules.tegelijk import allebei_gewijzigd, zelf_gewijzigd
from casus.rules.zinnen import opsomming
from casus.termijnen import vandaag
from casus.workflows.huishoudvelden import (
    GEBOREN,
    GESLACHT,
    ONBEKENDE_DAG,
    SAMEN,
    TAAL,
    TOLK,
    nu_vastgelegd,
    velden_van,
)
from casus.workflows.velden import als_tekst, lees

RECHT: Final = "zaak.bewerken"
_WOORDEN: Final[Mapping[str, str]] = {
    "telefoon": "het telefoonnummer",
    "inkomensbron": "waarvan het huishouden leeft",
    "jaarinkomen_cent": "het inkomen per jaar",
    "gewenst_per": "vanaf wanneer een woning nodig is",
    "wil_delen": "of het wil delen",
    "woonbeperking": "wat de woning moet kunnen",
    "gebied": "het gebied",
    "gebied_reden": "de reden voor het gebied",
    "vergunning_geldig_tot": "het einde van de vergunning",
    "geboortedatum": "een geboortedatum",
    "geslacht": "man of vrouw",
    "taal": "een taal",
    "tolk_nodig": "of er een tolk nodig is",
}
"""Wat er in de keten staat: welk gegeven, nooit de waarde."""
_LEEG: Final = {"telefoon": "", "inkomensbron": "", "gebied": "", "gebied_reden": ""}


def vul_aan(
    session: CasusSessie, zaak: Zaak, *, actor: Actor, was: Mapping[str, str], invoer: Mapping[str, Any]
) -> list[str]:
    """Legt vast wat er op het formulier is veranderd en geeft dat in woorden; leeg als alles gelijk bleef.

    `was` is per veld wat de gebruiker zag (huishoudvelden.nu_vastgelegd): wat hij liet staan, blijft zoals het nu is,
    ook als een collega het intussen wijzigde. Termijnen en taken die van een leeftijd of dag afhangen, schuiven mee.

    Raises GeenRecht, Weigering (gesloten), InvoerFout met een zin per veld, Conflict (een collega wijzigde hetzelfde).
    """
    permissions.check(actor, RECHT)
    if zaak.gesloten_op is not None:
        raise Weigering("De zaak is gesloten. Haar gegevens veranderen niet meer.")
    houd_vast(session, zaak.id)
    proces = open_proces(session, zaak, actor)
    waarden, huishouden = _lees(proces, _naast_nu(proces, was, invoer)), proces.beeld.huishouden
    nieuw = {naam: wat for naam, wat in _huishouden(waarden).items() if getattr(huishouden, naam) != wat}
    mensen, einde = _personen(proces.beeld.personen, waarden), waarden["vergunning_geldig_tot"]
    wat = {*nieuw, *(naam for _, delen in mensen for naam in delen)}
    wat |= {"vergunning_geldig_tot"} if einde != zaak.vergunning_geldig_tot else set()
    if not wat:
        return []
    wijzig_zaak(session, zaak, zaak.versie, vergunning_geldig_tot=einde)
    _schrijf(proces, nieuw, mensen)
    return _noteer(session, zaak, actor, wat)


def _naast_nu(proces: Proces, was: Mapping[str, str], invoer: Mapping[str, Any]) -> dict[str, str]:
    """Wat er nu staat, met daarin wat de gebruiker zelf veranderde. Raises Conflict als een ander hetzelfde wijzigde.

    Dit gaat vóór het lezen: wie ook een fout typte, hoort eerst dat er iemand was.
    """
    zaak, beeld = proces.zaak, proces.beeld
    nu = nu_vastgelegd(zaak, beeld.huishouden, beeld.personen)
    getypt = {naam: als_tekst(invoer[naam]) for naam in nu.keys() | was.keys() if naam in invoer}
    if allebei_gewijzigd(getypt, was, nu, SAMEN):
        zin = wie_was_eerder(proces.session, zaak)
        raise Conflict(f"{zin} U wijzigde hetzelfde: bij het veld staat wat er nu is. Kies wat klopt.")
    return nu | {naam: getypt.get(naam, "") for naam in zelf_gewijzigd(getypt, was, SAMEN)}


def _schrijf(
    proces: Proces, huishouden: Mapping[str, Any], mensen: Sequence[tuple[Persoon, Mapping[str, Any]]]
) -> None:
    if huishouden:
        rij = proces.beeld.huishouden
        wijzig(proces.session, rij, huishouden, waar={naam: getattr(rij, naam) for naam in huishouden})
    for persoon, delen in mensen:
        if delen:
            wijzig(proces.session, persoon, delen, waar={naam: getattr(persoon, naam) for naam in delen})
    maak_inburgeringen(proces)
    proces.herbereken_alles()
    werk_blokkades_bij(proces.session, proces.zaak)


def _noteer(session: CasusSessie, zaak: Zaak, actor: Actor, wat: set[str]) -> list[str]:
    woorden = [woord for naam, woord in _WOORDEN.items() if naam in wat]
    gegevens = {"wat": opsomming(woorden, "en")}
    noteer(session, actor=actor, soort="huishouden_aangevuld", object_=zaak, zaak_id=zaak.id, gegevens=gegevens)
    return woorden


def _lees(proces: Proces, invoer: Mapping[str, Any]) -> dict[str, Any]:
    """Alle waarden. Raises InvoerFout met alles wat niet klopt bij elkaar."""
    bron, dag, fouten = velden_van(proces.wf, proces.beeld.personen), vandaag(), list[VeldFout]()
    codes = [code for groep in bron.groepen for code in groep.velden]
    try:
        waarden = lees(bron, codes, invoer, dag)
    except InvoerFout as fout:
        fouten, mis = list(fout.fouten), {een.veld for een in fout.fouten}
        waarden = lees(bron, [code for code in codes if code not in mis], invoer, dag)
    for code in ("gewenst_per", "vergunning_geldig_tot"):
        if waarden.get(code):
            waarden[code] = date.fromisoformat(waarden[code])
    fouten += _keur(proces, waarden, dag)
    for code in codes:
        if code.startswith(GEBOREN) and code in waarden:
            waarden[code], gebrek = _geboren(waarden[code] or "", dag)
            fouten += [VeldFout(code, gebrek)] if gebrek else []
    if fouten:
        raise InvoerFout(fouten)
    return waarden


def _keur(proces: Proces, waarden: Mapping[str, Any], dag: date) -> list[VeldFout]:
    """Wat op zich te lezen is, maar niet kan kloppen."""
    fouten, zaak = [], proces.zaak
    gewenst, einde = waarden.get("gewenst_per"), waarden.get("vergunning_geldig_tot")
    if gewenst and gewenst < dag and gewenst != proces.beeld.huishouden.gewenst_per:
        zin = "Kies een dag vanaf vandaag, of laat dit leeg: dan is het zo snel mogelijk."
        fouten.append(VeldFout("gewenst_per", zin))
    if einde and einde <= zaak.vergunningdatum:
        zin = f"De vergunning is van {zaak.vergunningdatum:%d-%m-%Y}. Zij eindigt later dan die dag; kijk het na."
        fouten.append(VeldFout("vergunning_geldig_tot", zin))
    if waarden.get("gebied_reden") and not waarden.get("gebied") and "gebied" in waarden:
        fouten.append(VeldFout("gebied", "Vul het gebied in waar deze reden bij hoort, of haal de reden weg."))
    return fouten


def _geboren(tekst: str, dag: date) -> tuple[str, str]:
    """De datum zoals de BRP haar schrijft, en wat eraan schort."""
    gelezen = lees_geboortedatum(tekst, vandaag=dag, tekstcellen=True)
    if gelezen.fout:
        return ONBEKENDE_DAG, gelezen.gebreken[0].melding
    return gelezen.waarde or ONBEKENDE_DAG, ""


def _huishouden(waarden: Mapping[str, Any]) -> dict[str, Any]:
    uit = {"jaarinkomen_cent": waarden["jaarinkomen"], "woonbeperking": waarden["woonbeperking"]}
    uit |= {"gewenst_per": waarden["gewenst_per"], "wil_delen": waarden["wil_delen"]}
    return uit | {code: waarden[code] or leeg for code, leeg in _LEEG.items()}


def _personen(personen: Sequence[Persoon], waarden: Mapping[str, Any]) -> list[tuple[Persoon, dict[str, Any]]]:
    """Per persoon wat er aan hem verandert."""
    uit = []
    for persoon in personen:
        nieuw = {
            "geboortedatum": waarden[f"{GEBOREN}{persoon.volgnummer}"],
            "geslacht": waarden[f"{GESLACHT}{persoon.volgnummer}"],
            "taal": waarden[f"{TAAL}{persoon.volgnummer}"] or "",
            "tolk_nodig": waarden[f"{TOLK}{persoon.volgnummer}"],
        }
        uit.append((persoon, {naam: wat for naam, wat in nieuw.items() if getattr(persoon, naam) != wat}))
    return uit
