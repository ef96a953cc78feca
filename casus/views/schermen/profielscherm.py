"""De schermen van de dossierprofielen: welke velden wie krijgt, de versies, en een voorstel met zijn advies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from casus.actions.profielbesluiten import in_woorden, reden_niet_beslissen
from casus.actor import Actor
from casus.db import CasusSessie
from casus.models import Profielbesluit
from casus.rules import dossierprofielen, permissions
from casus.rules.dossierlijsten import VELDEN
from casus.rules.dossierprofielen import PROFIELEN, Profiel, Weggelaten
from casus.rules.zinnen import dag_tekst, rol_tekst
from casus.termijnen import vandaag
from casus.vocab import OORDELEN

OPEN = "voorgesteld"
_STATUS = {
    "voorgesteld": ("wacht", "wacht op een besluit"),
    "toegekend": ("gereed", "toegekend"),
    "afgewezen": ("slot", "afgewezen"),
    "ingetrokken": ("later", "ingetrokken"),
}
ONTVANGERS = {
    "corporatie": "een corporatie",
    "gemeente": "een andere gemeente",
    "coa": "het COA",
    "team": "het eigen team",
    "betrokkene": "de persoon zelf",
}


@dataclass(frozen=True, slots=True)
class Regel:
    """Eén profiel in de lijst."""

    profiel: Profiel
    voor: str
    versie: str
    wacht: bool


@dataclass(frozen=True, slots=True)
class Versie:
    """Eén versie van een profiel: het geleverde, of een besluit met wat er verandert."""

    nr: int
    stand: tuple[str, str]
    wat: str
    besluit: Profielbesluit | None
    van: str = ""


@dataclass(frozen=True, slots=True)
class Profielscherm:
    """De pagina van een profiel."""

    profiel: Profiel
    voor: str
    groepen: list[tuple[str, list[str]]]
    weg: list[Weggelaten]
    versies: list[Versie]
    open_: Versie | None
    mag_voorstellen: bool
    mag_adviseren: bool
    mag_beslissen: bool
    is_voorsteller: bool
    makers: str
    waarom_niet: str

    @property
    def op_keuze(self) -> list[str]:
        """Wat alleen meegaat als iemand het nakeek en aanvinkte."""
        return [VELDEN[code].titel for code in self.profiel.op_keuze if code in self.profiel.velden]

    @property
    def toegang(self) -> str:
        """Hoe lang de ontvanger er zelf bij kan."""
        return f"{self.profiel.dagen} dagen" if self.profiel.dagen else "Iemand van het team geeft het zelf"

    @property
    def oordeel(self) -> Mapping[str, str]:
        """Het oordeel van de FG in woorden."""
        return OORDELEN

    @property
    def oordelen(self) -> list[tuple[str, str]]:
        """De keuzes voor het oordeel van de FG."""
        return [(code, tekst.capitalize()) for code, tekst in OORDELEN.items()]


def lijst(besluiten: Sequence[Profielbesluit]) -> list[Regel]:
    """Alle profielen, met de versie die vandaag geldt."""
    regels = []
    for code, geleverd in PROFIELEN.items():
        nu = dossierprofielen.geldend(code, besluiten, vandaag())
        wacht = any(een.profiel == code and een.status == OPEN for een in besluiten)
        regels.append(Regel(nu, ONTVANGERS[geleverd.ontvanger_soort], _sinds(nu), wacht))
    return regels


def _sinds(profiel: Profiel) -> str:
    return f"versie {profiel.versie}, vanaf {dag_tekst(profiel.geldig_van)}" if profiel.versie > 1 else "versie 1"


def scherm(session: CasusSessie, code: str, besluiten: Sequence[Profielbesluit], actor: Actor) -> Profielscherm:
    """De pagina van een profiel. Raises NietGevonden."""
    profiel = dossierprofielen.geldend(code, besluiten, vandaag())
    versies = _versies(code, besluiten)
    open_ = next((een for een in versies if een.besluit is not None and een.besluit.status == OPEN), None)
    voorstel = open_.besluit if open_ else None
    return Profielscherm(
        profiel=profiel,
        voor=ONTVANGERS[profiel.ontvanger_soort],
        groepen=per_groep(profiel.velden),
        weg=dossierprofielen.weggelaten(profiel),
        versies=versies,
        open_=open_,
        mag_voorstellen=permissions.mag(actor, "dossierprofiel.voorstellen"),
        mag_adviseren=permissions.mag(actor, "dossierprofiel.adviseren") and not _van(voorstel, actor),
        mag_beslissen=permissions.mag(actor, "dossierprofiel.beslissen"),
        is_voorsteller=_van(voorstel, actor),
        makers=", ".join(rol_tekst(rol) for rol in sorted(profiel.rollen)),
        waarom_niet=reden_niet_beslissen(session, voorstel, actor=actor) if voorstel and voorstel.fg_oordeel else "",
    )


def _van(voorstel: Profielbesluit | None, actor: Actor) -> bool:
    return voorstel is not None and voorstel.voorgesteld_door_id == actor.gebruiker_id


def _versies(code: str, besluiten: Sequence[Profielbesluit]) -> list[Versie]:
    """Nieuwste eerst; elke versie zegt wat er anders is dan wat daarvoor gold."""
    gold, uit = PROFIELEN[code].velden, [Versie(1, ("gereed", "geleverd"), "De velden die casus meelevert.", None)]
    for besluit in sorted((een for een in besluiten if een.profiel == code), key=lambda een: een.versie):
        van = dag_tekst(besluit.geldig_van) if besluit.geldig_van else ""
        wat = in_woorden(gold, besluit.velden)
        uit.append(Versie(besluit.versie, _STATUS[besluit.status], wat[:1].upper() + wat[1:], besluit, van))
        if besluit.status == "toegekend":
            gold = tuple(besluit.velden)
    return uit[::-1]


def per_groep(codes: Sequence[str]) -> list[tuple[str, list[str]]]:
    """De titels van de velden onder hun groep, in volgorde."""
    groepen: dict[str, list[str]] = {}
    for code in codes:
        groepen.setdefault(VELDEN[code].groep, []).append(VELDEN[code].titel)
    return list(groepen.items())


def formulier(code: str, besluiten: Sequence[Profielbesluit]) -> dict[str, Any]:
    """Wat het formulier voor een voorstel nodig heeft: wat eruit kan, wat erbij kan en wat nooit kan."""
    profiel = dossierprofielen.geldend(code, besluiten, vandaag())
    mag_weg = profiel.mag_weg | set(profiel.erbij())
    vast = [VELDEN[veld].titel for veld in profiel.velden if veld not in mag_weg]
    erin = [(veld, f"{VELDEN[veld].groep}: {VELDEN[veld].titel}") for veld in profiel.velden if veld in mag_weg]
    erbij = [(veld.code, f"{veld.groep}: {veld.titel}") for veld in dossierprofielen.keuzes(profiel)]
    nooit = [een for een in dossierprofielen.weggelaten(profiel) if not een.titels]
    return {"profiel": profiel, "vast": vast, "erin": erin, "erbij": erbij, "nooit": nooit}


def alle_velden(profiel: Profiel, aangevinkt: Sequence[str]) -> list[str]:
    """Wat er in de nieuwe versie staat: wat niet weg kan, en wat is aangevinkt."""
    mag_weg = profiel.mag_weg | set(profiel.erbij())
    return [*(veld for veld in profiel.velden if veld not in mag_weg), *aangevinkt]
