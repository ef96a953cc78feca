"""Aanbiedingen op het scherm: de weg van één aanbod als lijn, en de lijst van alles wat nog op iemand wacht."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import url_for

from casus.models import Aanbod
from casus.queries.aanbod import TEL_TOT, Aanbodrij, Percorporatie
from casus.queries.bladen import Blad, Plek
from casus.queries.zaakpagina import Zaakstand
from casus.rules.aanbodstand import PARTIJEN, Stand, stand
from casus.termijnen import dag_kort, dag_van, dagen_in_woorden, moment_in_woorden
from casus.vocab import meervoud

WACHT_OP = {
    "besluit": "wacht op het besluit",
    "corporatie": "wacht op de corporatie",
    "wonen": "wonen kan aanbieden",
    "huishouden": "wacht op het huishouden",
    "jurist": "de weigering wordt beoordeeld",
    "verhuizing": "aangenomen, contract en sleutel volgen",
    "klaar": "klaar",
}


@dataclass(frozen=True, slots=True)
class Stap:
    """Eén punt op de lijn van een aanbod, zoals de macro `lijn` het tekent."""

    titel: str
    klaar: bool
    nu: bool
    regels: Sequence[str]


@dataclass(frozen=True, slots=True)
class Aanbodregel:
    """Eén regel van de lijst. `uiterlijk` is None zonder termijn."""

    rij: Aanbodrij
    wacht_op: str
    uiterlijk: date | None


@dataclass(frozen=True, slots=True)
class Lijstscherm:
    """De lijst met aanbiedingen; `gekozen` is de corporatie waarop is gefilterd."""

    regels: Sequence[Aanbodregel]
    corporaties: Sequence[Percorporatie]
    gekozen: UUID | None
    telzin: str
    vorige: str | None
    volgende: str | None


def maak_lijst(blad: Blad[Aanbodrij], corporaties: Sequence[Percorporatie], gekozen: UUID | None) -> Lijstscherm:
    """De lijst, met de bladen ervoor en erna."""
    vorige, volgende = (_adres(gekozen, plek) for plek in (blad.vorige, blad.volgende))
    regels = [_regel(rij) for rij in blad.rijen]
    return Lijstscherm(regels, corporaties, gekozen, _telzin(corporaties, gekozen), vorige, volgende)


def _adres(gekozen: UUID | None, plek: Plek | None) -> str | None:
    return url_for("aanbiedingen.lijst", corporatie=gekozen, na=plek.tekst()) if plek else None


def _regel(rij: Aanbodrij) -> Aanbodregel:
    nu = stand(rij.aanbod, rij.besluitstatus == "toegekend")
    return Aanbodregel(rij, WACHT_OP[nu.partij], nu.uiterlijk)


def _telzin(corporaties: Sequence[Percorporatie], gekozen: UUID | None) -> str:
    tel = [een for een in corporaties if gekozen in (None, een.id)]
    aantal, laat = sum(een.aantal for een in tel), sum(een.te_laat for een in tel)
    zin = "meer dan duizend aanbiedingen" if aantal > TEL_TOT else meervoud(aantal, "aanbod", "aanbiedingen")
    return f"{zin}, {laat} te laat" if laat else f"{zin}, niets te laat"


def lijn(aanbod: Aanbod, pagina: Zaakstand) -> list[Stap]:
    """De acht stappen van dit aanbod met hun dag: wat is geweest, wat nu moet en wat nog komt."""
    punten = [
        ("Voorgedragen", True, _voorgedragen(aanbod, pagina)),
        ("Antwoord corporatie", bool(aanbod.corporatie_antwoord), _corporatie(aanbod, pagina)),
        ("Aangeboden", aanbod.aangeboden_op is not None, _dag(aanbod.aangeboden_op, pagina)),
        ("Bezichtiging", _bezichtigd(aanbod, pagina) is not None, _bezichtiging(aanbod, pagina)),
        ("Antwoord huishouden", _gezegd(aanbod), _huishouden(aanbod, pagina)),
        ("Contract", aanbod.contractdatum is not None, _dag(aanbod.contractdatum, pagina)),
        ("Sleutel", aanbod.sleuteldatum is not None, _dag(aanbod.sleuteldatum, pagina)),
        ("BRP", (brp := _brp(aanbod, pagina)) is not None, _dag(brp, pagina)),
    ]
    loopt = stand_van(aanbod, pagina).partij != "klaar" and aanbod.oordeel not in ("terecht", "onterecht")
    nog = "nog niet" if loopt and aanbod.status != "geweigerd" else "niet gedaan"
    eerste = next((nr for nr, (titel, klaar, _) in enumerate(punten) if not klaar and titel != "Bezichtiging"), -1)
    return [
        Stap(titel, klaar, loopt and nr == eerste, regels or (nog,)) for nr, (titel, klaar, regels) in enumerate(punten)
    ]


def stand_van(aanbod: Aanbod, pagina: Zaakstand) -> Stand:
    """Wie er bij dit aanbod aan zet is; na de verhuizing niemand meer."""
    besloten = any(b.id == aanbod.besluit_id and b.status == "toegekend" for b in pagina.beeld.besluiten)
    nu = stand(aanbod, besloten)
    return Stand("klaar") if nu.partij == "verhuizing" and pagina.wf.toestanden[pagina.zaak.toestand].eind else nu


def aan_zet(nu: Stand, dag: date) -> str:
    """‘Nu aan zet: de corporatie, uiterlijk vr 6 nov, nog 2 dagen.’"""
    if nu.partij == "klaar":
        return ""
    zin = f"Nu aan zet: {PARTIJEN[nu.partij]}"
    if nu.uiterlijk is None:
        return f"{zin}."
    return f"{zin}, uiterlijk {dag_kort(nu.uiterlijk, dag)}, {_nog(nu.uiterlijk, dag)}."


def _nog(dag: date, op: date) -> str:
    """'nog 4 dagen', 'morgen', 'vandaag', '2 dagen te laat'."""
    over = (dag - op).days
    return f"nog {over} dagen" if over > 1 else dagen_in_woorden(dag, op)


def _dag(dag: date | None, pagina: Zaakstand) -> tuple[str, ...]:
    return (dag_kort(dag, pagina.beeld.vandaag),) if dag else ()


def _uiterlijk(dag: date | None, pagina: Zaakstand) -> tuple[str, ...]:
    vandaag = pagina.beeld.vandaag
    return (f"uiterlijk {dag_kort(dag, vandaag)}", _nog(dag, vandaag)) if dag else ()


def _voorgedragen(aanbod: Aanbod, pagina: Zaakstand) -> tuple[str, ...]:
    besluit = next((b for b in pagina.beeld.besluiten if b.id == aanbod.besluit_id), None)
    wacht = besluit is not None and besluit.status == "voorgesteld"
    return (*_dag(dag_van(aanbod.voorgedragen_op), pagina), *(("wacht op besluit",) if wacht else ()))


def _corporatie(aanbod: Aanbod, pagina: Zaakstand) -> tuple[str, ...]:
    if aanbod.corporatie_op is None:
        return _uiterlijk(aanbod.antwoord_voor, pagina) if aanbod.status == "voorgedragen" else ()
    reden = pagina.wf.keuze_in_woorden("corporatie_reden", aanbod.corporatie_reden)
    wat = "akkoord" if aanbod.corporatie_antwoord == "akkoord" else "afgewezen"
    return (wat, *_dag(aanbod.corporatie_op, pagina), *((reden,) if reden else ()))


def _bezichtigd(aanbod: Aanbod, pagina: Zaakstand) -> date | None:
    """De dag die bij de reactie is ingevuld, of anders van de afspraak als die geweest is."""
    taak = pagina.beeld.laatste_met("bezichtigd_op")
    if aanbod.reactie_op and taak is not None and taak.gereed_op and dag_van(taak.gereed_op) == aanbod.reactie_op:
        return date.fromisoformat(str(taak.gegevens["bezichtigd_op"]))
    dag = dag_van(aanbod.bezichtiging_op) if aanbod.bezichtiging_op else None
    return dag if dag is not None and (dag < pagina.beeld.vandaag or aanbod.reactie_op) else None


def _bezichtiging(aanbod: Aanbod, pagina: Zaakstand) -> tuple[str, ...]:
    if (geweest := _bezichtigd(aanbod, pagina)) is not None:
        return _dag(geweest, pagina)
    if aanbod.bezichtiging_op is not None:
        return ("afspraak", moment_in_woorden(aanbod.bezichtiging_op, pagina.beeld.vandaag))
    return ("nog geen afspraak",) if aanbod.status in ("voorgedragen", "aangeboden") else ()


def _gezegd(aanbod: Aanbod) -> bool:
    """Een nee is pas klaar als het is beoordeeld."""
    return aanbod.reactie_op is not None and (aanbod.status != "geweigerd" or aanbod.oordeel is not None)


def _huishouden(aanbod: Aanbod, pagina: Zaakstand) -> tuple[str, ...]:
    if aanbod.reactie_op is None:
        return _uiterlijk(aanbod.reageer_voor, pagina) if aanbod.status == "aangeboden" else ()
    nee = aanbod.weigerreden is not None
    oordeel = f"oordeel: {(aanbod.oordeel or 'nog niet').replace('_', ' ')}"
    return ("nee" if nee else "ja", *_dag(aanbod.reactie_op, pagina), *((oordeel,) if nee else ()))


def _brp(aanbod: Aanbod, pagina: Zaakstand) -> date | None:
    tekst = pagina.zaak.ankers.get("brp_datum") if aanbod.status in ("geaccepteerd", "afgerond") else None
    return date.fromisoformat(tekst) if tekst else None
