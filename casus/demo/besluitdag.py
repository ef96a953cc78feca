"""Wat er op een dag ter besluitvorming ligt: bij elk niveau iets, met advies, een vraag en een optelsom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from casus.actions import adviezen, besluitstappen
from casus.db import CasusSessie
from casus.demo.inrichting import Collega
from casus.demo.wandeling import Wandeling
from casus.models import Besluit, Zaak
from casus.queries.besluitgang import laad_gang
from casus.termijnen import vandaag

ADVIES: Mapping[str, tuple[adviezen.Oordeel, str]] = {
    "financieel": ("eens", "Past binnen de begroting van dit jaar."),
    "jurist": ("eens_mits", "Mits er een einddatum in de overeenkomst staat."),
}


def leg_voor(session: CasusSessie, gemeente_id: UUID, team: Mapping[str, Collega], zaken: Sequence[Zaak]) -> None:
    """Legt bij de eerste vijf zaken een voorstel neer; met minder zaken zoveel als er zijn."""
    for zaak, doe in zip(
        zaken, (_overbrugging, _tussenvoorziening, _gesplitst, _met_vraag, _bijeenkomst), strict=False
    ):
        wandeling = Wandeling(session, gemeente_id, team, vandaag(), vandaag())
        wandeling.zaak = zaak
        doe(wandeling)


def _overbrugging(w: Wandeling) -> None:
    w.voorstel("overbrugging", bedrag=120_000)


def _tussenvoorziening(w: Wandeling) -> None:
    """Boven de grens van de teammanager, met de adviezen erbij."""
    besluit = w.voorstel("tussenvoorziening", bedrag=620_000)
    for advies in laad_gang(w.session, besluit).adviezen:
        oordeel, tekst = ADVIES[advies.rol]
        adviezen.geef_advies(w.session, advies, actor=w.actor(advies.rol), oordeel=oordeel, toelichting=tekst)


def _gesplitst(w: Wandeling) -> None:
    """Twee keer onder de grens en samen erboven: dat wordt gezien."""
    for bedrag in (310_000, 240_000):
        w.voorstel("overbrugging", bedrag=bedrag)


def _met_vraag(w: Wandeling) -> None:
    besluit: Besluit = w.voorstel("ontzorgen")
    vraag = "Wil het huishouden dit zelf ook, en is dat met een tolk besproken?"
    besluitstappen.leg_terug(w.session, besluit, actor=w.actor("teammanager"), vraag=vraag)


def _bijeenkomst(w: Wandeling) -> None:
    """Voor de bestuurlijk opdrachtgever."""
    w.voorstel("bewonersbijeenkomst")
