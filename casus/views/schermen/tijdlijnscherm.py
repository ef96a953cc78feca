"""De tijdlijn op de zaakpagina: filteren, terugbladeren, en notities met hun vermeldingen en eerdere teksten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import url_for

from casus.actor import Actor
from casus.errors import NietGevonden
from casus.models import Notitieversie
from casus.queries.tijdlijn import FILTERS, Regel, Uitsnede
from casus.queries.zaakpagina import Zaakpagina
from casus.rules import permissions
from casus.rules.vermeldingen import Stuk, in_stukken
from casus.vocab import meervoud

GROOTSTE_NR = 2_147_483_647


@dataclass(frozen=True, slots=True)
class Eerder:
    """Wat er eerst in een notitie stond, en wanneer het is geschreven."""

    stukken: Sequence[Stuk]
    op: datetime


@dataclass(frozen=True, slots=True)
class Tijdlijnregel:
    """Eén gebeurtenis. `stukken` is de tekst erbij, `verbeterd_op` en `eerder` gaan over een verbeterde notitie."""

    regel: Regel
    stukken: Sequence[Stuk] = ()
    eerder: Sequence[Eerder] = ()
    verbeterd_op: datetime | None = None
    te_verbeteren: bool = False


@dataclass(frozen=True, slots=True)
class Tijdlijnscherm:
    """Het deel Tijdlijn. `verder` en `nieuwste` zijn adressen, leeg als er niets is om naartoe te gaan."""

    regels: Sequence[Tijdlijnregel]
    soorten: Sequence[tuple[str, str]]
    mensen: Sequence[tuple[str, str]]
    soort: str
    wie: str
    verder: str
    verder_tekst: str
    nieuwste: str
    adres: str

    @property
    def gefilterd(self) -> bool:
        """Of niet alles te zien is."""
        return bool(self.soort or self.wie)

    @property
    def telzin(self) -> str:
        """Hoeveel er staat, voor wie het hoort en niet ziet."""
        aantal = meervoud(len(self.regels), "gebeurtenis", "gebeurtenissen")
        return f"{aantal} met deze filters" if self.gefilterd else aantal


def lees_uitsnede(vraag: Mapping[str, str]) -> Uitsnede:
    """Welk stuk er in het adres staat. Raises NietGevonden bij een soort of nummer dat niet bestaat."""
    soort, voor = vraag.get("tijdlijn", ""), vraag.get("voor", "")
    if soort == "alles":
        soort = ""
    juist = voor.isascii() and voor.isdecimal() and len(voor) < 11 and int(voor) <= GROOTSTE_NR
    if (soort and soort not in FILTERS) or (voor and not juist):
        raise NietGevonden("Dit stuk van de tijdlijn bestaat niet.")
    try:
        wie = UUID(vraag["wie"]) if vraag.get("wie") else None
    except ValueError:
        raise NietGevonden("Dit stuk van de tijdlijn bestaat niet.") from None
    return Uitsnede(soort, wie, int(voor) if voor else None)


def maak_tijdlijn(pagina: Zaakpagina, actor: Actor) -> Tijdlijnscherm:
    """Het gekozen stuk van de tijdlijn."""
    lijn, stuk = pagina.tijdlijn, pagina.tijdlijn.uitsnede
    soort, wie = stuk.soort, str(stuk.wie) if stuk.wie else ""
    gekozen: dict[str, Any] = {naam: waarde for naam, waarde in (("tijdlijn", soort), ("wie", wie)) if waarde}
    adres = url_for("zaak.toon", zaaknummer=pagina.zaak.zaaknummer)

    def naar(voor: int | None) -> str:
        vraag = {**gekozen, **({"voor": voor} if voor else {})}
        return url_for("zaak.toon", zaaknummer=pagina.zaak.zaaknummer, _anchor="tijdlijn", **vraag)

    # De nummers van de keten tellen vanaf 1 zonder gaten: zonder filter is te zeggen hoeveel er nog zijn.
    rest = "" if gekozen or lijn.verder is None else f"{lijn.verder - 1} "
    return Tijdlijnscherm(
        regels=[_regel(regel, pagina, actor) for regel in lijn.regels],
        soorten=[("", "Alles"), *((naam, naam.capitalize()) for naam in FILTERS)],
        mensen=[("", "Iedereen"), *((str(een), naam) for een, naam in pagina.delen.collegas.items())],
        soort=soort,
        wie=wie,
        verder=naar(lijn.verder) if lijn.verder else "",
        verder_tekst="Nog 1 eerdere gebeurtenis" if rest == "1 " else f"Eerdere {rest}gebeurtenissen",
        nieuwste=naar(None) if stuk.voor else "",
        adres=adres,
    )


def _regel(regel: Regel, pagina: Zaakpagina, actor: Actor) -> Tijdlijnregel:
    # Het laatste contact heeft een eigen deel op de pagina; in de tijdlijn staat de tekst pas als iemand erop filtert.
    lezen = regel.soort == "notitie" or (regel.soort == "contactmoment" and pagina.tijdlijn.uitsnede.soort == "contact")
    if not lezen or not regel.tekst:
        return Tijdlijnregel(regel)
    namen = list(pagina.delen.collegas.values())
    versies = pagina.delen.notitieversies.get(regel.notitie_id, []) if regel.notitie_id else []
    return Tijdlijnregel(
        regel,
        stukken=in_stukken(regel.tekst, namen),
        eerder=_eerder(versies, regel.op, namen),
        verbeterd_op=versies[-1].op if versies else None,
        te_verbeteren=regel.door_id == actor.gebruiker_id and permissions.mag_notitie(actor),
    )


def _eerder(versies: Sequence[Notitieversie], geschreven: datetime, namen: Sequence[str]) -> list[Eerder]:
    """Elke vorige tekst met het moment waarop hij is geschreven, de laatste eerst."""
    momenten = [geschreven, *(versie.op for versie in versies[:-1])]
    paren = list(zip(versies, momenten, strict=False))
    return [Eerder(in_stukken(versie.tekst, namen), op) for versie, op in reversed(paren)]
