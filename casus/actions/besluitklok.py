"""Wat met een voorstel gebeurt omdat de tijd verstrijkt: advies dat niet kwam, en een besluit dat te lang wacht.

Elk voorstel is een transactie, zodat één dat niet lukt de andere niet ophoudt. Nog een keer lopen verandert niets.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from casus.actions.adviezen import laat_verlopen
from casus.actions.besluitspoor import meld_beslissers, noteer_besluit
from casus.actions.besluitstappen import hoger
from casus.actions.signalen import signaleer
from casus.actions.volhouden import houd_vol
from casus.actor import Actor
from casus.db import Bereik, CasusSessie, Database
from casus.models import Besluit
from casus.queries.beeld import houd_vast, laad_besluit
from casus.queries.besluitgang import over_de_dag, verlopen_adviezen
from casus.queries.mandaat import laad_register, mensen_in
from casus.rules import besluiten as regels
from casus.rules.aanwezigheid import dekking
from casus.rules.mandaten import COLLEGE
from casus.rules.zinnen import met_lidwoord
from casus.termijnen import vandaag

PER_KEER = 200


def laat_besluiten_lopen(db: Database, gemeente_id: UUID, klok: Actor) -> int:
    """Laat verlopen advies los en legt wat te lang wacht één niveau hoger; geeft hoeveel voorstellen dat waren. Wie
    vandaag een beslisser vervangt, hoort dat.

    `klok` is de gebruiker van de installatie. Nooit lager, en nooit naar het college: dat legt een mens daar neer.
    """
    bereik, gedaan = Bereik.van(gemeente_id), 0
    with houd_vol("vervangers van beslissers", gemeente=str(gemeente_id)), db.unit_of_work(bereik) as session:
        meld_vervangers(session, klok=klok)
    for besluit_id in _met_verlopen_advies(db, bereik):
        with _een(db, bereik, "verlopen advies", besluit_id) as session:
            gedaan += bool(laat_verlopen(session, laad_besluit(session, besluit_id), klok=klok))
    for besluit_id in _te_lang(db, bereik):
        with _een(db, bereik, "besluit te laat", besluit_id) as session:
            gedaan += hoog_op(session, laad_besluit(session, besluit_id), klok=klok)
    return gedaan


def meld_vervangers(session: CasusSessie, *, klok: Actor) -> None:
    """Wie vandaag een beslisser vervangt en zelf mag, hoort één keer dat diens voorstellen nu bij hem liggen."""
    register = laad_register(session)
    namen = {mens.id: mens.naam for mens in mensen_in(register)}
    for rij in register.afwezigheden:
        liggen = [een.plek[1] for een in dekking(register, rij, vandaag(), register.afwezigheden) if een.plek]
        if any(rij.vervanger_id in wie for wie in liggen):
            signaleer(
                session,
                actor=klok,
                soort="voorstel",
                aan=(rij.vervanger_id,),
                kenmerk=f"voorstel:vervanging:{rij.id}",
                gegevens={"vorm": "vervanging", "namens": namen[rij.gebruiker_id]},
            )


@contextmanager
def _een(db: Database, bereik: Bereik, wat: str, besluit_id: UUID) -> Iterator[CasusSessie]:
    """Eén voorstel in een eigen transactie; mislukt het, dan gaat de rest door."""
    gemeente = str(bereik.schrijf)
    with houd_vol(wat, gemeente=gemeente, besluit=str(besluit_id)), db.unit_of_work(bereik) as session:
        yield session


def _met_verlopen_advies(db: Database, bereik: Bereik) -> Iterator[UUID]:
    na = UUID(int=0)
    while True:
        with db.lezen(bereik) as session:
            ids = verlopen_adviezen(session, vandaag(), na, PER_KEER)
        yield from ids
        if len(ids) < PER_KEER:
            return
        na = ids[-1]


def _te_lang(db: Database, bereik: Bereik) -> Iterator[UUID]:
    """Van boven naar beneden: wat net omhoog ging, komt niet in dezelfde ronde nog eens langs."""
    for niveau in range(COLLEGE - 1, 0, -1):
        na = None
        while True:
            with db.lezen(bereik) as session:
                plekken = over_de_dag(session, vandaag(), niveau, na, PER_KEER)
            yield from (plek.id for plek in plekken)
            if len(plekken) < PER_KEER:
                break
            na = plekken[-1]


def hoog_op(session: CasusSessie, besluit: Besluit, *, klok: Actor) -> bool:
    """Eén niveau hoger als de termijn voorbij is en daar iemand zit; anders blijft het voorstel liggen."""
    houd_vast(session, besluit.zaak_id)
    session.refresh(besluit)
    register = laad_register(session)
    naar = regels.volgend_niveau(register, besluit, vandaag())
    wacht = besluit.status == "voorgesteld" and besluit.wacht_op == "besluit" and besluit.uiterlijk < vandaag()
    if not wacht or not besluit.vereist_niveau < naar < COLLEGE:
        return False
    hoger(session, besluit, register, "opgehoogd", "De termijn was voorbij.", actor=None)
    titel = met_lidwoord(regels.titel_van(register, besluit.gemeente_id, naar))
    noteer_besluit(session, besluit, "besluit_opgehoogd", actor=klok, naar=titel)
    meld_beslissers(session, besluit, register, "opgehoogd", actor=klok)
    return True
