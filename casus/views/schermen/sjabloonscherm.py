"""De schermen van de briefteksten: de lijst, en één tekst met haar velden, fouten, voorbeeld en versies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from casus.actions.dossiers import huisstijl
from casus.actor import Actor
from casus.brieven.blokken import Blok
from casus.brieven.keuring import Gebrek, keur
from casus.brieven.soorten import ONDERDELEN, Briefsoort, briefsoorten
from casus.brieven.taal import vul
from casus.brieven.voorbeeld import onderdelen, velden
from casus.db import CasusSessie
from casus.models import Gemeente
from casus.pdf.brief import BriefGegevens, Onderdeel, delen
from casus.pdf.huisstijl import Huisstijl
from casus.queries.brieven import Sjabloonversie, eigen_versies, geldend_sjabloon, versies
from casus.termijnen import nu, vandaag


@dataclass(frozen=True, slots=True)
class Tekstlink:
    """Eén brief in de lijst. `versie` is die van de eigen tekst, of None."""

    code: str
    titel: str
    versie: int | None


@dataclass(frozen=True, slots=True)
class Sjabloonscherm:
    """Eén tekst op het scherm. `versie` is de laatst bewaarde; `proef` of de tekst nog niet is bewaard."""

    soort: Briefsoort
    tekst: str
    versie: int
    eigen: bool
    proef: bool
    velden: Mapping[str, str]
    onderdelen: Mapping[str, str]
    gebreken: Sequence[Gebrek]
    titel: str
    delen: Sequence[Onderdeel]
    eerder: Sequence[Sjabloonversie]


def lijst(session: CasusSessie) -> tuple[list[tuple[str, list[Tekstlink]]], list[Tekstlink]]:
    """De brieven bij een besluit, per besluit op uitkomst; en de brieven over een bezwaar."""
    eigen, groepen, bezwaar = eigen_versies(session), dict[str, list[Tekstlink]](), list[Tekstlink]()
    for soort in briefsoorten().values():
        link = Tekstlink(soort.code, soort.titel, eigen.get(soort.code))
        if soort.besluitsoort is None:
            bezwaar.append(link)
        else:
            groepen.setdefault(soort.besluitsoort.titel, []).append(link)
    return list(groepen.items()), bezwaar


def maak_scherm(session: CasusSessie, soort: Briefsoort, getypt: str | None = None) -> Sjabloonscherm:
    """De geldende tekst, of de getypte met wat eraan mankeert."""
    nu_geldend = geldend_sjabloon(session, soort.code)
    tekst = nu_geldend.tekst if getypt is None else getypt
    gebreken = keur(tekst, soort)
    blokken = [] if gebreken else vul(tekst, velden(soort), onderdelen(soort))
    titel, stukken = _voorbeeld(blokken)
    return Sjabloonscherm(
        soort=soort,
        tekst=tekst,
        versie=nu_geldend.versie,
        eigen=nu_geldend.eigen,
        proef=getypt is not None,
        velden=soort.velden,
        onderdelen={naam: ONDERDELEN[naam] for naam in soort.onderdelen},
        gebreken=gebreken,
        titel=titel,
        delen=stukken,
        eerder=versies(session, soort.code),
    )


def _voorbeeld(blokken: Sequence[Blok]) -> tuple[str, list[Onderdeel]]:
    titel = next((blok.tekst for blok in blokken if blok.soort == "titel"), "")
    return titel, [deel for deel in delen(blokken) if deel.stukken]


def proefbrief(session: CasusSessie, soort: Briefsoort, tekst: str, actor: Actor) -> tuple[BriefGegevens, Huisstijl]:
    """Een hele brief met verzonnen gegevens, op het briefhoofd van de gemeente."""
    gemeente = session.scalars(select(Gemeente).where(Gemeente.id == actor.gemeente_id)).one()
    waarden = velden(soort) | {"gemeente": gemeente.naam}
    gegevens = BriefGegevens.model_validate(
        {
            "soort": soort.titel,
            "kenmerk": "PROEF",
            "zaaknummer": "PROEF",
            "gemeente": gemeente.naam,
            "datum": vandaag(),
            "aan": ["S. al-Jubouri (verzonnen)", "Havenweg 8", "1234 XY Waterhoven"],
            "contact": {"naam": "Youssef O’mari", "functie": "casemanager", "telefoon": "0999 12 34 57"},
            "tolk": "Arabisch",
            "inhoud": [blok.als_json() for blok in vul(tekst, waarden, onderdelen(soort))],
            "velden": waarden,
            "gemaakt_op": nu(),
            "gemaakt_door": actor.naam,
        }
    )
    return gegevens, huisstijl(gemeente)
