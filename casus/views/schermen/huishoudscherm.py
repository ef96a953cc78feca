"""De pagina ‘Gegevens van het huishouden’: de velden in groepen, met wat er nu is vastgelegd."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from casus.queries.zaakpagina import Zaakstand
from casus.termijnen import dag_kort
from casus.views.schermen.velden import Invoerveld, invoervelden
from casus.vocab import meervoud
from casus.workflows.beeld import Beeld
from casus.workflows.huishoudvelden import nu_vastgelegd, stand_van, velden_van


@dataclass(frozen=True, slots=True)
class Groepscherm:
    """Een deel van het formulier."""

    code: str
    titel: str
    velden: Sequence[Invoerveld]


@dataclass(frozen=True, slots=True)
class Huishoudformulier:
    """De hele pagina. `gezien`: de stand waar het formulier van uitgaat; `gesloten`: dan verandert er niets meer."""

    naam: str
    onder: str
    actie: str
    terug: str
    terug_tekst: str
    gezien: str
    groepen: Sequence[Groepscherm]
    nareis: str
    nareis_adres: str
    gesloten: bool


def maak_scherm(stand: Zaakstand, terug: str = "") -> Huishoudformulier:
    """Het formulier; `terug` is de pagina waar iemand vandaan komt."""
    zaak, beeld = stand.zaak, stand.beeld
    bron, waarden = velden_van(stand.wf, beeld.personen), nu_vastgelegd(zaak, beeld.huishouden, beeld.personen)
    groepen = [
        Groepscherm(een.code, een.titel, invoervelden((bron.velden[code] for code in een.velden), {}, waarden))
        for een in bron.groepen
    ]
    return Huishoudformulier(
        naam=beeld.huishouden.naam,
        onder=f"{meervoud(len(beeld.personen), 'persoon', 'personen')} · {zaak.zaaknummer}",
        actie=url_for("huishouden.bewaar", zaaknummer=zaak.zaaknummer),
        terug=terug or url_for("zaak.toon", zaaknummer=zaak.zaaknummer, _anchor="huishouden"),
        terug_tekst="Terug" if terug else "Terug naar de zaak",
        gezien=stand_van(waarden),
        groepen=groepen,
        nareis=_nareis(beeld),
        nareis_adres=url_for("zaak.melding_formulier", zaaknummer=zaak.zaaknummer, code="nareis_gemeld"),
        gesloten=zaak.gesloten_op is not None,
    )


def _nareis(beeld: Beeld) -> str:
    """Wat er over nareis is vastgelegd; dat verandert met een melding, want daar hoort werk bij."""
    huishouden = beeld.huishouden
    if not huishouden.nareis_aantal:
        return "Er is geen nareis gemeld."
    wie = meervoud(huishouden.nareis_aantal, "persoon", "personen")
    if huishouden.nareis_verwacht_op is None:
        return f"Nareis van {wie}; wanneer is niet bekend."
    return f"Nareis van {wie}, verwacht op {dag_kort(huishouden.nareis_verwacht_op, beeld.vandaag)}."
