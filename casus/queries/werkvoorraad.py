"""De werkvoorraad: Mijn taken, Mijn rollen, Team en Gevolgd, elk één query, hoe lang de lijst ook is.

Elke behandelaar en elke rol krijgt een eigen tak met een eigen volgorde en grens, zodat de database per tak de eerste
rijen van een index leest en stopt. `rol = ANY(…)` zou alle open taken van die rollen sorteren.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from casus.actor import Actor
from casus.db import CasusSessie
from casus.queries.lijstfilters import Tak, Vorm, groepdagen, vorm_van, waarden_van
from casus.queries.lijstkeuze import ALLE, GROEPEN, Groepcode, Keuze
from casus.queries.lijstkring import Kring, kring
from casus.queries.lijstplek import Lijstblad, Lijstplek, snijd
from casus.queries.lijstvraag import ERBIJ, TEL_TOT, groepen_van, lijstvraag, telvraag
from casus.termijnen import vandaag

__all__ = ["TEL_TOT", "TaakRij", "Telling", "lees_alles", "lijst", "taak_ids", "takken", "tel", "tel_groepen"]
BLAD = 50


class TaakRij(NamedTuple):
    """Alles wat één regel van de werkvoorraad laat zien. De laatste vier zijn er alleen als hun kolom is gevraagd."""

    id: UUID
    gemeente_id: UUID
    zaak_id: UUID
    soort: str | None
    titel: str
    rol: str
    uiterlijk: date
    streefdatum: date | None
    fatale_datum: date | None
    voorlopig: bool
    versie: int
    toelichting: str
    gepland_op: date | None
    wacht_op: str | None
    wacht_tot: date | None
    blokkade_soort: str
    blokkade: str
    behandelaar_id: UUID | None
    deel: int
    waarde: date | str
    zaaknummer: str
    toestand: str
    workflowversie_id: UUID
    opgeschort_sinds: date | None
    huishouden: str
    personen: int
    gemeente: str = ""
    behandelaar: str | None = None
    casemanager: str | None = None
    corporatie: str | None = None
    adres: str | None = None

    @property
    def plek(self) -> Lijstplek:
        """De plaats in de lijst."""
        return Lijstplek(self.deel, self.waarde, self.id)


class Telling(NamedTuple):
    """Hoeveel taken in elke groep, elk geteld tot en met `TEL_TOT` + 1 per tak."""

    groepen: Mapping[Groepcode, int]

    @property
    def totaal(self) -> int:
        """Alle taken van de lijst."""
        return sum(self.groepen.values())


def takken(keuze: Keuze, wie: Kring) -> tuple[Tak, ...]:
    """De takken van deze lijst voor wie kijkt; leeg als er niets in kan staan."""
    gemeenten = [g for g in wie.rollen if keuze.gemeente in (ALLE, str(g)) or (not keuze.gemeente and g == wie.hier)]
    if keuze.lijst == "team":
        return tuple(Tak("team", wie.hier) for g in gemeenten if g == wie.hier)
    if keuze.lijst == "gevolgd":
        return tuple(Tak("gevolgd", wie.hier, wie.ik) for g in gemeenten if g == wie.hier)
    if keuze.lijst == "rollen":
        rollen = [(g, rol) for g in gemeenten for rol in sorted(wie.rollen[g]) if keuze.rol in ("", rol)]
        return tuple(Tak("rol", gemeente_id, rol) for gemeente_id, rol in rollen)
    return (*(Tak("behandelaar", g, wie.ik) for g in gemeenten), *_voor_wie_weg_is(wie, gemeenten))


def _voor_wie_weg_is(wie: Kring, gemeenten: Sequence[UUID]) -> Iterator[Tak]:
    """De takken van wie de kijker vervangt, met de rollen die hij daar zelf heeft: andere taken mag hij niet doen."""
    for een in wie.vervangt:
        if een.gemeente_id in gemeenten and (rollen := wie.rollen[een.gemeente_id]):
            yield Tak("vervangt", een.gemeente_id, een.id, tuple(sorted(rollen)))


def lijst(
    session: CasusSessie,
    keuze: Keuze,
    wie: Kring,
    *,
    na: Lijstplek | None = None,
    aantal: int = BLAD,
    erbij: frozenset[str] = frozenset(),
) -> Lijstblad[TaakRij]:
    """Eén blad van de lijst; één query. `erbij`: welke van gemeente, behandelaar, casemanager en corporatie u toont."""
    dag, uit = vandaag(), takken(keuze, wie)
    if not uit:
        return Lijstblad(())
    namen = tuple(naam for naam in ERBIJ if naam in erbij)
    terug, na_deel = (na.terug, na.deel) if na else (False, None)
    vraag = lijstvraag(vorm_van(keuze, uit), keuze.sorteer, keuze.aflopend, terug, na_deel, namen)
    waarden = {**waarden_van(keuze, uit, wie.ik, dag), "aantal": aantal + 1}
    if na is not None:
        waarden |= {"na_deel": na.deel, "na_waarde": na.waarde, "na_id": na.id}
    rijen = [TaakRij(**rij) for rij in session.execute(vraag, waarden).mappings()]
    return snijd(rijen, aantal, na)


def lees_alles(
    session: CasusSessie, keuze: Keuze, wie: Kring, *, erbij: frozenset[str], hoogstens: int, per: int = 1000
) -> Iterator[Lijstblad[TaakRij]]:
    """De hele lijst in bladen, tot zoveel taken. Het laatste blad heeft een `volgende` als er meer was."""
    na, gelezen = None, 0
    while True:
        blad = lijst(session, keuze, wie, na=na, aantal=min(per, hoogstens - gelezen), erbij=erbij)
        gelezen, na = gelezen + len(blad.rijen), blad.volgende
        yield blad
        if na is None or gelezen >= hoogstens:
            return


def tel(session: CasusSessie, keuzes: Sequence[Keuze], wie: Kring, groepen: Keuze) -> tuple[list[int], Telling]:
    """Hoeveel taken elke keuze laat zien, en hoe die van `groepen` zijn verdeeld; alles in één query.

    Elk aantal klopt precies tot en met `TEL_TOT`; wat daarboven komt, is alleen "meer".
    """
    dag = vandaag()
    delen: list[tuple[Vorm, Groepcode | None]] = []
    waarden: dict[str, Any] = {}
    for keuze in (*keuzes, *(groepen for _ in GROEPEN)):
        uit, p = takken(keuze, wie), f"t{len(delen)}_"
        vorm = vorm_van(keuze, uit)
        delen.append((vorm, None) if len(delen) < len(keuzes) else groepen_van(vorm)[len(delen) - len(keuzes)])
        waarden |= waarden_van(keuze, uit, wie.ik, dag, p) | groepdagen(dag, p)
    aantallen = [0] * len(delen)
    if any(vorm.takken for vorm, _ in delen):
        for nr, aantal in session.execute(telvraag(tuple(delen)), waarden):
            aantallen[nr] += aantal
    return aantallen[: len(keuzes)], Telling(dict(zip(GROEPEN, aantallen[len(keuzes) :], strict=True)))


def tel_groepen(session: CasusSessie, keuze: Keuze, wie: Kring) -> Telling:
    """Alleen de groepen van één lijst; één query."""
    return tel(session, (), wie, keuze)[1]


def taak_ids(session: CasusSessie, actor: Actor, keuze: Keuze, hoogstens: int = TEL_TOT) -> list[UUID]:
    """De taken van een lijst van de eigen gemeente, in haar volgorde, hooguit zoveel; voor 'alles in deze lijst'."""
    wie = kring(session, actor)
    return [rij.id for rij in lijst(session, keuze, wie, aantal=hoogstens).rijen]
