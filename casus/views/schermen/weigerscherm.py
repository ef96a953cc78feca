"""Het dossier van een weigering: de feiten van het aanbod zoals de jurist ze aan het COA geeft (domein.md §2.4).

Alleen wat over dit aanbod gaat. Geen gezondheid, geen nationaliteit, geen nummers van personen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from casus.bedragen import euro
from casus.errors import NietGevonden
from casus.models import Aanbod, Taak
from casus.queries.zaakpagina import Zaakstand
from casus.rules.zinnen import dag_tekst
from casus.termijnen import NEDERLAND, dag_van
from casus.views.schermen.aanbodscherm import reden_in_woorden
from casus.vocab import TOEGANKELIJKHEID, WONINGSOORTEN, meervoud

Feiten = list[tuple[str, str]]
ONTBREEKT = "niet vastgelegd"


@dataclass(frozen=True, slots=True)
class Weigerscherm:
    """Eén weigering op papier. `ontbreekt`: wat het COA zal vragen en nog niet in de zaak staat."""

    titel: str
    zaaknummer: str
    huishouden: str
    op: str
    woning: Feiten
    verloop: Feiten
    reden: str
    gezegd: str
    oordeel: Feiten
    ontbreekt: Sequence[str]


def maak_weigering(stand: Zaakstand) -> Weigerscherm:
    """De laatste weigering van deze zaak. Raises NietGevonden als er geen is."""
    aanbod = next((een for een in stand.aanbiedingen if een.weigerreden), None)
    if aanbod is None:
        raise NietGevonden("In deze zaak is geen woning geweigerd.")
    verloop, reactie = _verloop(stand, aanbod), _bij(stand, "reactie", aanbod.reactie_op)
    return Weigerscherm(
        titel=f"Weigering van {aanbod.woning.adres}, {aanbod.woning.plaats}",
        zaaknummer=stand.zaak.zaaknummer,
        huishouden=stand.beeld.huishouden.naam,
        op=dag_tekst(stand.beeld.vandaag),
        woning=_woning(stand, aanbod),
        verloop=verloop,
        reden=reden_in_woorden(stand.wf, "weigerreden", aanbod.weigerreden or ""),
        gezegd=_tekst(reactie, "toelichting_vrij"),
        oordeel=_oordeel(stand, aanbod),
        ontbreekt=[wat for wat, waarde in verloop if waarde == ONTBREEKT],
    )


def _woning(stand: Zaakstand, aanbod: Aanbod) -> Feiten:
    woning = aanbod.woning
    match = stand.beeld.laatste_met("passend", woning=str(woning.id))
    past = reden_in_woorden(stand.wf, "passend", _tekst(match, "passend"))
    feiten = [
        ("Adres", f"{woning.adres}, {woning.postcode} {woning.plaats}"),
        ("Corporatie", woning.corporatie.naam),
        ("Soort", WONINGSOORTEN.get(woning.detailsoort, woning.detailsoort)),
        ("Grootte", f"{meervoud(woning.slaapkamers, 'slaapkamer', 'slaapkamers')}, {woning.oppervlakte} m²"),
        ("Huur", f"{euro(woning.huur_cent)} per maand"),
        ("Toegang", TOEGANKELIJKHEID.get(woning.toegankelijkheid, woning.toegankelijkheid)),
        ("Huishouden", meervoud(stand.beeld.huishouden.aantal_personen, "persoon", "personen")),
        ("Past de woning?", past or ONTBREEKT),
    ]
    toelichting = _tekst(match, "passend_toelichting")
    return feiten + ([("Toelichting", toelichting)] if toelichting else [])


def _verloop(stand: Zaakstand, aanbod: Aanbod) -> Feiten:
    gesprek, reactie = stand.beeld.laatst_gereed("CM-04"), _bij(stand, "reactie", aanbod.reactie_op)
    besluit = next((b for b in stand.beeld.besluiten if b.id == aanbod.besluit_id), None)
    return [
        ("Uitleg over één aanbod en over weigeren", _dag(_tekst(gesprek, "gesprek_op"))),
        ("Woning voorgedragen", _dag(dag_van(aanbod.voorgedragen_op))),
        ("Besluit om aan te bieden", _dag(dag_van(besluit.besloten_op) if besluit and besluit.besloten_op else None)),
        ("Corporatie akkoord", _dag(aanbod.corporatie_op)),
        ("Aangeboden aan het huishouden", _dag(aanbod.aangeboden_op)),
        ("Afspraak voor de bezichtiging", _moment(aanbod)),
        ("Woning bezichtigd", _dag(_tekst(reactie, "bezichtigd_op"))),
        ("Laatste dag voor antwoord", _dag(aanbod.reageer_voor)),
        ("Huishouden zei nee", _dag(aanbod.reactie_op)),
    ]


def _oordeel(stand: Zaakstand, aanbod: Aanbod) -> Feiten:
    if aanbod.oordeel is None:
        return []
    taak = _bij(stand, "oordeel", aanbod.oordeel_op)
    feiten = [("Oordeel", reden_in_woorden(stand.wf, "oordeel", aanbod.oordeel)), ("Op", _dag(aanbod.oordeel_op))]
    toelichting = _tekst(taak, "oordeel_toelichting")
    return feiten + ([("Toelichting", toelichting)] if toelichting else [])


def _bij(stand: Zaakstand, veld: str, op: date | None) -> Taak | None:
    """De taak waarin dit op die dag is ingevuld: bij een latere weigering is het een andere."""
    klaar = [t for t in stand.beeld.taken if veld in t.gegevens and t.gereed_op and dag_van(t.gereed_op) == op]
    return klaar[-1] if klaar else None


def _tekst(taak: Taak | None, veld: str) -> str:
    return str(taak.gegevens.get(veld) or "") if taak is not None else ""


def _dag(waarde: Any) -> str:
    dag = date.fromisoformat(waarde) if isinstance(waarde, str) and waarde else waarde
    return dag_tekst(dag) if dag else ONTBREEKT


def _moment(aanbod: Aanbod) -> str:
    if aanbod.bezichtiging_op is None:
        return ONTBREEKT
    lokaal = aanbod.bezichtiging_op.astimezone(NEDERLAND)
    return f"{dag_tekst(lokaal.date())} om {lokaal:%H.%M} uur"
