"""Wat er met een taak kan: de knoppen op haar pagina, elk met zijn toets, en met de reden als het niet kan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from casus.actor import Actor
from casus.models import Taak
from casus.rules import permissions
from casus.rules.planning import wacht_nog
from casus.termijnen import vandaag
from casus.views.schermen.taakformulieren import Controle, waarom_niet


@dataclass(frozen=True, slots=True)
class Verb:
    """Eén knop. `post`: hij doet het meteen, anders opent hij een formulier. `wissen` gaat mee als veld."""

    tekst: str
    adres: str
    toets: str = ""
    reden: str = ""
    post: bool = False
    wissen: bool = False

    @property
    def code(self) -> str:
        """Voor een id op de pagina."""
        return self.tekst.lower().replace(" ", "-")


def verben(taak: Taak, actor: Actor) -> Sequence[Verb]:
    """De knoppen bij een open taak."""

    def verb(
        tekst: str, doel: str, toets: str, controle: Controle, *, post: bool = False, wissen: bool = False
    ) -> Verb:
        adres = url_for(f"taken.{doel}", taak_id=taak.id)
        return Verb(tekst, adres, toets, waarom_niet(controle, actor, taak), post, wissen)

    plan, vrij = permissions.check_taak_inplannen, taak.behandelaar_id is None
    uit = [verb("Pakken", "pakken", "c", permissions.check_taak_pakken, post=True)] if vrij else []
    uit.append(verb("Inplannen", "inplannen_formulier", "p", plan))
    if taak.gepland_op is not None:
        uit.append(verb("Eigen dag weghalen", "inplannen", "", plan, post=True, wissen=True))
    if wacht_nog(taak.wacht_tot, vandaag()):
        uit.append(verb("Weer oppakken", "oppakken", "", plan, post=True))
    uit.append(verb("Laten wachten", "wachten_formulier", "w", plan))
    geef = permissions.check_taak_overdragen
    uit.append(verb("Toewijzen" if vrij else "Overdragen", "overdragen_formulier", "o", geef))
    if not vrij:
        uit.append(verb("Terugleggen bij de rol", "terugleggen", "", permissions.check_taak_loslaten, post=True))
    return uit
