"""De pagina ‘Gegevens van het huishouden’: de velden in groepen, met wat er nu is vastgelegd."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flask import url_for

from casus.queries.zaakpagina import Zaakstand
from casus.termijnen import dag_kort
from casus.views.schermen.velden import Invoerveld, invoervelden
from casus.vocab import meervoud
from casus.web.formulier import Formulier, formulier
from casus.web.tegelijk import bijgewerkt
from casus.workflows.beeld import Beeld
from casus.workflows.huishoudvelden import SAMEN, Huishoudvelden, nu_vastgelegd, velden_van


@dataclass(frozen=True, slots=True)
class Groepscherm:
    """Een deel van het formulier."""

    code: str
    titel: str
    velden: Sequence[Invoerveld]


@dataclass(frozen=True, slots=True)
class Huishoudformulier:
    """De hele pagina, met `f` zoals het is geweigerd. `gesloten`: dan verandert er niets meer."""

    naam: str
    onder: str
    actie: str
    terug: str
    terug_tekst: str
    groepen: Sequence[Groepscherm]
    nareis: str
    nareis_adres: str
    gesloten: bool
    f: Formulier


def maak_scherm(stand: Zaakstand, terug: str = "") -> Huishoudformulier:
    """Het formulier; `terug` is de pagina waar iemand vandaan komt."""
    zaak, beeld = stand.zaak, stand.beeld
    bron, waarden = velden_van(stand.wf, beeld.personen), nu_vastgelegd(zaak, beeld.huishouden, beeld.personen)
    actie = url_for("huishouden.bewaar", zaaknummer=zaak.zaaknummer)
    f, zinnen = bijgewerkt(formulier(actie), waarden, _in_woorden(bron, waarden), SAMEN)
    groepen = [
        Groepscherm(een.code, een.titel, [_met_zin(veld, zinnen.get(veld.code, "")) for veld in velden])
        for een in bron.groepen
        for velden in [invoervelden((bron.velden[code] for code in een.velden), {}, waarden)]
    ]
    return Huishoudformulier(
        naam=beeld.huishouden.naam,
        onder=f"{meervoud(len(beeld.personen), 'persoon', 'personen')} · {zaak.zaaknummer}",
        actie=actie,
        terug=terug or url_for("zaak.toon", zaaknummer=zaak.zaaknummer, _anchor="huishouden"),
        terug_tekst="Terug" if terug else "Terug naar de zaak",
        groepen=groepen,
        nareis=_nareis(beeld),
        nareis_adres=url_for("zaak.melding_formulier", zaaknummer=zaak.zaaknummer, code="nareis_gemeld"),
        gesloten=zaak.gesloten_op is not None,
        f=f,
    )


def _in_woorden(bron: Huishoudvelden, waarden: Mapping[str, str]) -> dict[str, str]:
    keuzes = {code: veld.keuzes for code, veld in bron.velden.items()}
    return {code: keuzes[code].get(waarde, waarde) for code, waarde in waarden.items()}


def _met_zin(veld: Invoerveld, zin: str) -> Invoerveld:
    """Het veld, met vooraan in de hint wat een collega er intussen mee deed."""
    return replace(veld, hint=f"{zin} {veld.hint}".strip()) if zin else veld


def _nareis(beeld: Beeld) -> str:
    """Wat er over nareis is vastgelegd; dat verandert met een melding, want daar hoort werk bij."""
    huishouden = beeld.huishouden
    if not huishouden.nareis_aantal:
        return "Er is geen nareis gemeld."
    wie = meervoud(huishouden.nareis_aantal, "persoon", "personen")
    if huishouden.nareis_verwacht_op is None:
        return f"Nareis van {wie}; wanneer is niet bekend."
    return f"Nareis van {wie}, verwacht op {dag_kort(huishouden.nareis_verwacht_op, beeld.vandaag)}."
