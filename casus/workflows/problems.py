"""Elke fout in een procesbestand, met bestand, regel en een zin die zegt wat er mis is en wat te doen."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from casus.workflows.bronregels import Bronregels, Pad
from casus.workflows.definition import Procesbestand
from casus.workflows.keuring import keur_besluitsoorten, keur_proces, keur_rollen
from casus.workflows.registers import Besluitsoortenbestand, Rollenbestand
from casus.workflows.verwijzingen import Vondst
from casus.workflows.woningproces import Woningprocesbestand, keur_woningproces

_TOML_ZINNEN = (
    ("Cannot overwrite a value", "Deze sleutel staat er twee keer. Haal er een weg."),
    ("Cannot declare", "Deze kop staat er twee keer. Geef een van beide een andere naam."),
    ("Cannot mutate immutable", "Deze kop vult iets aan dat al af was. Zet de regels bij elkaar."),
    ("Expected '=' after a key", "Hier ontbreekt een = na de naam."),
    ("Unclosed array", "Hier ontbreekt een ] om de rij te sluiten."),
    ("Unclosed inline table", "Hier ontbreekt een } om het blokje te sluiten."),
    ("Unterminated string", "Hier ontbreekt een aanhalingsteken."),
    ("Illegal character", "Hier staat een teken dat niet mag, of ontbreekt een aanhalingsteken."),
    ("Invalid value", "Deze waarde is niet te lezen. Zet tekst tussen aanhalingstekens."),
    ("Expected newline", "Achter deze waarde staat nog iets. Zet het op een nieuwe regel."),
    ("Expected ']", "Hier ontbreekt een ] achter de kop."),
)
_SOORTEN: Mapping[str, str] = {
    "string_type": "tekst tussen aanhalingstekens",
    "int_type": "een heel getal",
    "int_parsing": "een heel getal",
    "int_from_float": "een heel getal",
    "bool_type": "true of false",
    "bool_parsing": "true of false",
    "tuple_type": "een rij tussen [ en ]",
    "mapping_type": "een blokje tussen { en }",
    "dict_type": "een blokje tussen { en }",
    "model_type": "een blokje tussen { en }",
    "model_attributes_type": "een blokje tussen { en }",
}


@dataclass(frozen=True, slots=True, order=True)
class Probleem:
    """Eén fout in een bestand. `regel` telt vanaf 1."""

    bestand: str
    regel: int
    zin: str

    def __str__(self) -> str:
        return f"{self.bestand}:{self.regel}: {self.zin}"


def problems(tekst: str, bestand: str, mandaatsoorten: Collection[str] | None = None) -> list[Probleem]:
    """Alle fouten in deze tekst, op volgorde van regel; leeg als het bestand goed is.

    Herkent aan de inhoud of het een proces, rollen, soorten besluiten of de weg van een woning is. `mandaatsoorten`
    zijn de bevoegdheden uit een mandaatregister; zonder die lijst wordt daar niet op gekeurd.
    """
    try:
        gegevens = tomllib.loads(tekst)
    except tomllib.TOMLDecodeError as fout:
        return [_toml_fout(fout, tekst, bestand)]
    bron = Bronregels(tekst)
    vondsten = dict.fromkeys(_keur(gegevens, mandaatsoorten))
    return sorted(Probleem(bestand, bron.regel(v.pad, v.waarde), v.zin) for v in vondsten)


def _toml_fout(fout: tomllib.TOMLDecodeError, tekst: str, bestand: str) -> Probleem:
    bericht = str(fout)
    plaats = re.search(r"at line (\d+)", bericht)
    regel = int(plaats[1]) if plaats else max(1, len(tekst.splitlines()))
    if plaats is None:
        return Probleem(bestand, regel, "Het bestand stopt midden in een waarde. Sluit de haak of de tekst.")
    zin = next((zin for begin, zin in _TOML_ZINNEN if begin in bericht), None)
    return Probleem(bestand, regel, zin or "Deze regel is niet te lezen. Kijk of er een haak of = ontbreekt.")


def _keur(gegevens: dict[str, Any], mandaatsoorten: Collection[str] | None) -> Iterator[Vondst]:
    model: type[BaseModel] = Procesbestand
    if "rollen" in gegevens and "workflow" not in gegevens:
        model = Rollenbestand
    elif "besluitsoorten" in gegevens and "workflow" not in gegevens:
        model = Besluitsoortenbestand
    elif "woningproces" in gegevens and "workflow" not in gegevens:
        model = Woningprocesbestand
    try:
        gelezen = model.model_validate(gegevens)
    except ValidationError as fout:
        yield from _schemafouten(model, [dict(punt) for punt in fout.errors()])
        gelezen_of_niets = _zonder_extra(model, gegevens, fout)
        if gelezen_of_niets is None:
            return
        gelezen = gelezen_of_niets
    if isinstance(gelezen, Procesbestand):
        yield from keur_proces(gelezen, mandaatsoorten)
    elif isinstance(gelezen, Rollenbestand):
        yield from keur_rollen(gelezen)
    elif isinstance(gelezen, Besluitsoortenbestand):
        yield from keur_besluitsoorten(gelezen, mandaatsoorten)
    elif isinstance(gelezen, Woningprocesbestand):
        yield from keur_woningproces(gelezen)


def _zonder_extra(model: type[BaseModel], gegevens: dict[str, Any], fout: ValidationError) -> BaseModel | None:
    """Het bestand zonder onbekende sleutels, zodat één tikfout de andere fouten niet verbergt."""
    for punt in fout.errors():
        if punt["type"] != "extra_forbidden":
            return None
        plek: Any = gegevens
        for deel in punt["loc"][:-1]:
            plek = plek if deel == 0 and isinstance(plek, dict) and 0 not in plek else plek[deel]
        plek.pop(str(punt["loc"][-1]), None)
    try:
        return model.model_validate(gegevens)
    except ValidationError:
        return None


def _schemafouten(model: type[BaseModel], punten: list[dict[str, Any]]) -> Iterator[Vondst]:
    """Een zin per fout. Is een verplichte sleutel alleen verkeerd gespeld, dan is één zin genoeg."""
    gespeld: set[Pad] = set()
    for punt in (p for p in punten if p["type"] == "extra_forbidden"):
        *pad, naam = punt["loc"]
        gespeld.update((*pad, goed) for goed in _dichtbij(str(naam), _sleutels(model, tuple(pad))))
    yield from (_schemafout(model, p) for p in punten if p["type"] != "missing" or tuple(p["loc"]) not in gespeld)


def _schemafout(model: type[BaseModel], punt: dict[str, Any]) -> Vondst:
    pad: Pad = tuple(punt["loc"])
    soort, naam = punt["type"], str(pad[-1]) if pad else ""
    if soort == "extra_forbidden":
        return Vondst(pad, f"‘{naam}’ kan hier niet staan.{_bedoelt_u(naam, _sleutels(model, pad[:-1]))}", naam)
    if soort == "missing":
        return Vondst(pad[:-1], f"Hier ontbreekt ‘{naam}’.")
    if soort == "value_error":
        return Vondst(pad, str(punt["ctx"]["error"]))
    if soort == "literal_error":
        mogelijk = [w.strip("'") for w in re.findall(r"'[^']*'", punt["ctx"]["expected"])]
        zin = f"‘{punt['input']}’ kan niet bij ‘{naam}’.{_bedoelt_u(str(punt['input']), mogelijk)}"
        return Vondst(pad, zin if "Bedoelt" in zin else f"{zin} Kies uit: {', '.join(mogelijk)}.")
    if soort in _SOORTEN:
        sleutel = next((str(deel) for deel in reversed(pad) if isinstance(deel, str)), naam)
        return Vondst(pad, f"Bij ‘{sleutel}’ hoort {_SOORTEN[soort]}.")
    return Vondst(pad, f"De waarde bij ‘{naam}’ past niet. Kijk hoe het elders in dit bestand staat.")


def _bedoelt_u(naam: str, mogelijk: Collection[str]) -> str:
    return "".join(f" Bedoelt u ‘{goed}’?" for goed in _dichtbij(naam, mogelijk))


def _dichtbij(naam: str, mogelijk: Collection[str]) -> list[str]:
    return get_close_matches(naam, list(mogelijk), n=1, cutoff=0.6)


def _sleutels(model: type[BaseModel], pad: Pad) -> tuple[str, ...]:
    """De sleutels die op deze plek in het schema mogen staan."""
    hier: type[BaseModel] | None = model
    for deel in pad:
        if hier is not None and isinstance(deel, str) and deel in hier.model_fields:
            hier = _model_in(hier.model_fields[deel].annotation)
    return tuple(hier.model_fields) if hier else ()


def _model_in(annotatie: Any) -> type[BaseModel] | None:
    """Het model in een annotatie als `tuple[Taaksoort, ...]`, `Mapping[str, Veld]` of `Termijnregel | None`."""
    if isinstance(annotatie, type) and issubclass(annotatie, BaseModel):
        return annotatie
    return next((m for arg in get_args(annotatie) if (m := _model_in(arg))), None)
