"""Elke handeling schrijft precies haar gebeurtenissen, in de goede keten, met wie het deed; de keten blijft heel."""

from __future__ import annotations

import inspect
from importlib import import_module
from pkgutil import iter_modules
from uuid import UUID

import pytest
from sqlalchemy import select

from casus import actions
from casus.db import Bereik, CasusSessie
from casus.gebeurtenissen import verifieer
from casus.models import Gebeurtenis, Taak, Zaak
from casus.queries.beeld import definitie, laad_beeld
from casus.workflows.blokkades import blokkade
from tests.daden import DADEN, WF, Daad, begin
from tests.wereld import Wereld

# Deze regelen hun eigen transacties of schrijven in meer ketens, en hebben eigen tests (test_eigen_transacties,
# test_import, tests/unit/pdf, tests/integration/dossiers).
_EIGEN = {
    "dossierbundels.begin",
    "dossierbundels.stop",
    "mandaatexport.neem_mee",
    "lijstexport.leg_export_vast",
    "inzien.leg_vast",
    "inzien.leg_eens_vast",
    "inzien.toon_bsn",
    "dossiers.maak_klaar",
    "uitgaand.laat_klok_lopen",
    "besluitbulk.beslis_samen",
    "woningen.neem_woonvorm_over",
}
# Bouwstenen zonder eigen gebeurtenis: de handeling eromheen legt vast.
_DELEN = {
    "notities.afloop",
    "profielbesluiten.reden_niet_beslissen",
    "besluitstappen.til_mee_op",
    "bezwaarmensen.keur_oppakken",
    "bezwaarslot.bij_voorstel",
    "bezwaarslot.na_besluit",
    "bezwaarslot.noteer_bezwaar",
    "weergaven.zet_kolommen",
    "signalen.signaleer",
    "signalen.lees",
    "signalen.lees_alles",
    "signalen.kies",
    "zaken.meld_koppeling",
    "taken.noteer_taak",
    "taken.meld_toegewezen",
    "verdeling.meld_verdeling",
    "proces.open_proces",
    "dossiers.check_maken",
    "dossiers.stel_verbetering_samen",
    "dossierlinks.trek_in_bij",
    "dossierlinks.trek_in_van",
    "dossierlinks.waarom_geen_link",
    "opschorten.beeindig",
    "adviezen.vraag_vaste_adviezen",
    "besluiten.rond_af",
    "besluitspoor.maak_bekend",
    "besluitspoor.meld_adviseurs",
    "besluitspoor.meld_beslissers",
    "besluitspoor.noteer_besluit",
    "besluitstappen.hoger",
    "besluitvoorstel.check_mag",
    "besluitproef.proef",
    "documenten.voeg_nagekeken_toe",
    "dossierlinks.meld_casemanager",
    "brieven.vraag_brief",
    "prestaties.zet_getal",
    "voordracht.reserveer_woning",
    "voordracht.laat_woning_vrij",
    "voordracht.na_besluit",
    "woningen.keur_corporatie",
    "woningsignalen.vertel_stap",
    "woningsignalen.vertel_vertrek",
    "woningsignalen.vertel_wonen",
    "woningstappen.neem_op",
}


def _acties() -> set[str]:
    """Alles in casus/actions wat een actor krijgt en iets voor de gebruiker doet."""
    gevonden = set()
    for een in iter_modules(actions.__path__):
        module = import_module(f"casus.actions.{een.name}")
        for naam, functie in inspect.getmembers(module, inspect.isfunction):
            eigen = functie.__module__ == module.__name__ and not naam.startswith("_")
            if eigen and "actor" in inspect.signature(functie).parameters:
                gevonden.add(f"{een.name}.{naam}")
    return gevonden


def test_elke_actie_staat_in_de_lijst():
    assert _acties() - _EIGEN - _DELEN == {daad.actie for daad in DADEN}


def test_elke_overgang_en_elke_melding_wordt_gedaan():
    namen = {daad.naam for daad in DADEN}
    assert {f"overgang {code}" for code in WF.overgangen} <= namen
    assert {f"melding {code}" for code in WF.meldingen} <= namen


@pytest.mark.parametrize("daad", DADEN, ids=lambda daad: daad.naam)
def test_een_daad_schrijft_precies_haar_gebeurtenis(daad: Daad, gedeelde_wereld: Wereld):
    w = gedeelde_wereld
    with w.db.schrijven(Bereik.van(w.gemeente())) as sessie:
        vooraf = set(sessie.scalars(select(Gebeurtenis.id)))
        loop = begin(daad, w, sessie)
        daad.doe(loop)
        sessie.flush()
        nieuw = [g for g in sessie.scalars(select(Gebeurtenis).order_by(Gebeurtenis.nr)) if g.id not in vooraf]
        assert [(g.soort, g.actor_id) for g in nieuw] == [(soort, loop.team[rol].id) for soort, rol in daad.gebeurt]
        assert {g.resultaat for g in nieuw} == {"gelukt"}
        zaken = {g.zaak_id for g in nieuw}
        if daad.actie.startswith(
            (
                "bulk.",
                "gebruikers.",
                "taakstellingen.",
                "verdeling.",
                "afwezigheid.",
                "agenda.",
                "weergaven.",
                "tweedefactor.",
                "uitnodigingen.",
                "vertrek.",
                "portaal.leg_prognose_vast",
                "briefsjablonen.",
                "functies.",
                "mandaatregister.",
                "profielbesluiten.",
                "woningen.",
                "woningstappen.",
                "matchruns.",
                "profielbesluiten.",
                "complexen.",
                "prestaties.",
                "reistijden.",
                "parameters.",
            )
        ):
            assert zaken == {None} and {g.keten_id for g in nieuw} == {w.gemeente()}
        elif daad.actie == "zaken.open_zaak":
            assert zaken.isdisjoint(w.ligging.zaken.values())
        elif daad.actie.startswith("verbanden."):
            assert len(zaken) == 2 and loop.zaak.id in zaken
        else:
            assert zaken == {loop.zaak.id} == {g.keten_id for g in nieuw}
        assert list(verifieer(sessie)) == []
        assert None not in set(sessie.scalars(select(Taak.uiterlijk)))
        assert _blokkades_kloppen(sessie, zaken)
        sessie.rollback()


def _blokkades_kloppen(sessie: CasusSessie, zaken: set[UUID | None]) -> bool:
    """Of bij elke open taak staat wat haar nu ophoudt: de werkvoorraad leest het, en rekent het niet zelf uit."""
    for zaak in sessie.scalars(select(Zaak).where(Zaak.id.in_(zaken - {None}))).all():
        wf, beeld = definitie(sessie, zaak), laad_beeld(sessie, zaak)
        for taak in beeld.taken:
            if taak.status == "open":
                assert blokkade(wf, taak, beeld) == (taak.blokkade_soort, taak.blokkade), taak.titel
    return True
