"""Het register als gegevens voor papier: openbaar, met functies en zonder namen van wie ze heeft."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from casus.db import CasusSessie
from casus.models import Gemeente, Mandaat
from casus.pdf.mandaatregister import RegisterBesluit, RegisterGegevens, RegisterRegel
from casus.queries.mandaatregister import Mandaatregister
from casus.rules import registerwoorden
from casus.rules.registerverschil import nummervolgorde, op_dag
from casus.rules.zinnen import zin
from casus.termijnen import nu


def papier(session: CasusSessie, staat: Mandaatregister, dag: date, door: str) -> tuple[RegisterGegevens, Gemeente]:
    """De regels die op een dag gelden met de besluiten tot dan, en de gemeente voor het briefhoofd."""
    gemeente = session.scalars(select(Gemeente).where(Gemeente.id == staat.gemeente_id)).one()
    geldig = sorted(op_dag(staat.register.rijen, staat.gemeente_id, dag).values(), key=lambda r: nummervolgorde(r.nr))
    besluiten = [besluit for besluit in staat.besluiten if besluit.besluitdatum <= dag]
    gegevens = RegisterGegevens(
        gemeente=gemeente.naam,
        dag=dag,
        versie=besluiten[0].versie if besluiten else staat.versie,
        regels=tuple(_regel(rij, staat) for rij in geldig),
        besluiten=tuple(
            RegisterBesluit(versie=b.versie, nummer=b.besluitnummer, datum=b.besluitdatum, omschrijving=b.omschrijving)
            for b in besluiten
        ),
        gemaakt_op=nu(),
        gemaakt_door=door,
    )
    return gegevens, gemeente


def _regel(rij: Mandaat, staat: Mandaatregister) -> RegisterRegel:
    return RegisterRegel(
        nr=rij.nr,
        bevoegdheid=staat.woorden.bevoegdheden.get(rij.bevoegdheid, rij.bevoegdheid),
        grondslag=rij.grondslag,
        bestuursorgaan=registerwoorden.orgaan(rij),
        soort=zin(rij.soort),
        functie=rij.functie.titel,
        grenzen=tuple(registerwoorden.grenzen(rij)),
        voorwaarden=tuple(registerwoorden.voorwaarden(rij)),
        vier_ogen=rij.vier_ogen,
        ondermandaat=registerwoorden.ondermandaat(rij, staat.woorden),
        geldig=zin(registerwoorden.geldig(rij)),
        besluit=registerwoorden.besluit(rij),
    )
