"""Het dossier van een weigering: de feiten van het aanbod zoals de jurist ze aan het COA geeft (domein.md §2.4).

Alleen wat over dit aanbod gaat. Geen gezondheid, geen nationaliteit, geen nummers van personen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from casus.bedragen import euro
from casus.db import CasusSessie
from casus.errors import NietGevonden
from casus.models import Aanbod, Gemeente, Taak
from casus.pdf.dossierblad import WeigeringGegevens
from casus.pdf.gegevens import Feit
from casus.queries.zaakpagina import Zaakstand
from casus.rules.zinnen import dag_tekst
from casus.tekens import drukbaar
from casus.termijnen import NEDERLAND, dag_van, nu, vandaag
from casus.vocab import TOEGANKELIJKHEID, WONINGSOORTEN, meervoud

Feiten = list[tuple[str, str]]
ONTBREEKT = "niet vastgelegd"


@dataclass(frozen=True, slots=True)
class Weigering:
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


def stel_samen(stand: Zaakstand) -> Weigering:
    """De laatste weigering van deze zaak. Raises NietGevonden als er geen is."""
    aanbod = next((een for een in stand.aanbiedingen if een.weigerreden), None)
    if aanbod is None:
        raise NietGevonden("In deze zaak is geen woning geweigerd.")
    verloop, reactie = _verloop(stand, aanbod), _bij(stand, "reactie", aanbod.reactie_op)
    return Weigering(
        titel=f"Weigering van {aanbod.woning.adres}, {aanbod.woning.plaats}",
        zaaknummer=stand.zaak.zaaknummer,
        huishouden=stand.beeld.huishouden.naam,
        op=dag_tekst(stand.beeld.vandaag),
        woning=_woning(stand, aanbod),
        verloop=verloop,
        reden=stand.wf.keuze_in_woorden("weigerreden", aanbod.weigerreden or ""),
        gezegd=_tekst(reactie, "toelichting_vrij"),
        oordeel=_oordeel(stand, aanbod),
        ontbreekt=[wat for wat, waarde in verloop if waarde == ONTBREEKT],
    )


def papier(session: CasusSessie, weigering: Weigering, door: str) -> tuple[WeigeringGegevens, Gemeente]:
    """De weigering als document, en de gemeente voor het briefhoofd; één query."""
    gemeente = session.scalars(select(Gemeente).where(Gemeente.id == session.bereik.schrijf)).one()
    gegevens = WeigeringGegevens(
        kenmerk=weigering.zaaknummer,
        titel=drukbaar(weigering.titel),
        gemeente=gemeente.naam,
        datum=vandaag(),
        ontvanger="het COA",
        doel="Beoordelen of de weigering terecht is",
        grondslag="Huisvestingswet 2014 art. 28; procedure van het COA bij een weigering",
        delen=tuple(_delen(weigering)),
        gemaakt_op=nu(),
        gemaakt_door=door,
    )
    return gegevens, gemeente


def _delen(weigering: Weigering) -> Iterator[Feit]:
    reden = [("Reden", weigering.reden), ("Wat het huishouden zei", weigering.gezegd or ONTBREEKT)]
    yield from _feiten("huishouden", "Het huishouden", [("Naam", weigering.huishouden)])
    yield from _feiten("woning", "De woning", weigering.woning)
    yield from _feiten("verloop", "Wat er is gebeurd", weigering.verloop)
    yield from _feiten("reden", "Waarom het huishouden weigert", reden)
    yield from _feiten("oordeel", "Oordeel van het COA", weigering.oordeel or [("Oordeel", "nog niet gegeven")])


def _feiten(code: str, groep: str, rijen: Feiten) -> list[Feit]:
    """Elk feit met een eigen code: a, b, c …"""
    return [
        Feit(veld=f"{code}.{chr(97 + nr)}", groep=groep, titel=titel, waarde=drukbaar(waarde) or ONTBREEKT)
        for nr, (titel, waarde) in enumerate(rijen)
    ]


def _woning(stand: Zaakstand, aanbod: Aanbod) -> Feiten:
    woning = aanbod.woning
    match = stand.beeld.laatste_met("passend", woning=str(woning.id))
    past = stand.wf.keuze_in_woorden("passend", _tekst(match, "passend"))
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
    feiten = [("Oordeel", stand.wf.keuze_in_woorden("oordeel", aanbod.oordeel)), ("Op", _dag(aanbod.oordeel_op))]
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
