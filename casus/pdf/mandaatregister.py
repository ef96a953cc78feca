"""Het mandaatregister op papier: wat er in mag als type, en hoe het op een liggend blad komt te staan.

Het register is openbaar (Awb art. 10:5 lid 2): er staan functies in en geen namen van mensen.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from pydantic import AwareDatetime, BaseModel, ConfigDict

from casus.pdf.huisstijl import Huisstijl
from casus.pdf.opmaak import aantal, datum, tijdstip
from casus.pdf.weergave import Blad
from casus.termijnen import NEDERLAND


class _Deel(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class RegisterRegel(_Deel):
    """Eén regel, in woorden. `grenzen` en `voorwaarden` zijn losse zinnen."""

    nr: str
    bevoegdheid: str
    grondslag: str
    bestuursorgaan: str
    soort: str
    functie: str
    grenzen: tuple[str, ...]
    voorwaarden: tuple[str, ...]
    vier_ogen: bool
    ondermandaat: str
    geldig: str
    besluit: str


class RegisterBesluit(_Deel):
    """Een besluit waarmee het register veranderde."""

    versie: int
    nummer: str
    datum: date
    omschrijving: str


class RegisterGegevens(_Deel):
    """Het register van een gemeente op een dag. `gemeente` is de naam zonder het woord gemeente."""

    gemeente: str
    dag: date
    versie: int
    regels: tuple[RegisterRegel, ...]
    besluiten: tuple[RegisterBesluit, ...]
    gemaakt_op: AwareDatetime
    gemaakt_door: str


def to_json(gegevens: RegisterGegevens) -> bytes:
    """De machineleesbare bijlage: UTF-8, sleutels gesorteerd, voor dezelfde gegevens altijd dezelfde bytes."""
    velden = gegevens.model_dump(mode="json", exclude={"gemaakt_op", "gemaakt_door"})
    return (json.dumps(velden, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


@dataclass(frozen=True, slots=True)
class Groep:
    """De regels van één bestuursorgaan."""

    titel: str
    regels: tuple[RegisterRegel, ...]


@dataclass(frozen=True, slots=True)
class Weergave:
    """Wat het sjabloon tekent."""

    blad: Blad
    kop: str
    onder: str
    groepen: tuple[Groep, ...]
    besluiten: tuple[tuple[str, str, str, str], ...]


def weergave(gegevens: RegisterGegevens, huisstijl: Huisstijl) -> Weergave:
    """Van gegevens naar papier."""
    op = datum(gegevens.dag)
    blad = Blad(
        titel=f"Mandaatregister gemeente {gegevens.gemeente}, {op}",
        afzender=f"Gemeente {gegevens.gemeente}",
        gemaakt_op=gegevens.gemaakt_op.astimezone(NEDERLAND).isoformat(timespec="seconds"),
        merk=f"Mandaatregister · versie {gegevens.versie} · {op}",
        voet=f"{huisstijl.retouradres} · gemaakt op {tijdstip(gegevens.gemaakt_op)} door {gegevens.gemaakt_door}",
        gemeente=f"Gemeente {gegevens.gemeente}",
        team=huisstijl.team,
    )
    regels = sorted(gegevens.regels, key=lambda regel: regel.bestuursorgaan)
    groepen = tuple(
        Groep(f"Namens {orgaan}", tuple(rijen)) for orgaan, rijen in groupby(regels, lambda regel: regel.bestuursorgaan)
    )
    besluiten = tuple(
        (str(besluit.versie), besluit.nummer, datum(besluit.datum), besluit.omschrijving)
        for besluit in gegevens.besluiten
    )
    onder = f"Zoals het geldt op {op}: {aantal(len(regels), 'regel', 'regels')}. Versie {gegevens.versie}."
    return Weergave(blad, "Mandaatregister", onder, groepen, besluiten)
