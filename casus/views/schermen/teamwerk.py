"""Wie heeft wat: open taken en wat te laat is, per rol en per persoon, met waar het druk is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import url_for

from casus.queries.team import Werk
from casus.rules.rechten import TEAM
from casus.rules.zinnen import opsomming, rol_tekst, zin
from casus.views.schermen.getallen import geteld, komma
from casus.views.schermen.grafiek import Getal, Staaf, gedeelde_staaf
from casus.vocab import meervoud

MEESTE = 8
"""Zoveel mensen staan er meteen; de rest staat onder een knop."""


@dataclass(frozen=True, slots=True)
class Werkvlak:
    """De open taken van het team. `meer` zijn de mensen die niet meteen in beeld staan."""

    titel: str
    open: Getal
    te_laat: Getal
    rollen: Sequence[Staaf]
    mensen: Sequence[Staaf]
    meer: Sequence[Staaf]
    drukte: str


@dataclass(slots=True)
class _Som:
    naam: str
    open: int = 0
    te_laat: int = 0


def lijst_van(*, rol: str | None = None, behandelaar: str | None = None, uiterlijk: str | None = None) -> str:
    """De lijst van taken van het team met deze filters."""
    return url_for("werkvoorraad.team", rol=rol, behandelaar=behandelaar, uiterlijk=uiterlijk)


def maak_werk(rijen: Sequence[Werk]) -> Werkvlak:
    """Het vlak met taken, uit de rijen van één query."""
    alles, laat = sum(rij.open for rij in rijen), sum(rij.te_laat for rij in rijen)
    rollen, mensen = _per_rol(rijen), _per_mens(rijen)
    staven = _mensstaven(rijen, mensen)
    return Werkvlak(
        titel=_titel(alles, rollen.values()),
        open=Getal(geteld(alles), lijst_van(), "open taken"),
        te_laat=Getal(f"{geteld(laat)} te laat", lijst_van(uiterlijk="te_laat")),
        rollen=_staven(
            [(som, {"rol": rol}, f"voor {som.naam}") for rol, som in rollen.items() if som.open or rol in TEAM]
        ),
        mensen=staven[:MEESTE],
        meer=staven[MEESTE:],
        drukte=_drukte(rijen, mensen),
    )


def _per_rol(rijen: Sequence[Werk]) -> dict[str, _Som]:
    uit: dict[str, _Som] = {}
    for rij in rijen:
        _tel(uit.setdefault(rij.rol, _Som(rol_tekst(rij.rol))), rij)
    return dict(sorted(uit.items(), key=lambda paar: (-paar[1].open, paar[0])))


def _per_mens(rijen: Sequence[Werk]) -> dict[UUID, _Som]:
    """Wie taken heeft of vandaag in het team zit, drukste eerst."""
    uit: dict[UUID, _Som] = {}
    for rij in rijen:
        if rij.gebruiker_id is not None:
            _tel(uit.setdefault(rij.gebruiker_id, _Som(rij.naam or "onbekend")), rij)
    return dict(sorted(uit.items(), key=lambda paar: (-paar[1].open, paar[1].naam, paar[0])))


def _tel(som: _Som, rij: Werk) -> None:
    som.open += rij.open
    som.te_laat += rij.te_laat


def _mensstaven(rijen: Sequence[Werk], mensen: dict[UUID, _Som]) -> list[Staaf]:
    """De mensen, en vooraan wat nog niemand heeft."""
    vrij = _Som("nog van niemand")
    for rij in rijen:
        if rij.gebruiker_id is None:
            _tel(vrij, rij)
    regels = [(vrij, {"behandelaar": "geen"}, "die nog niemand heeft")] if vrij.open else []
    regels += [(som, {"behandelaar": str(wie)}, f"bij {som.naam}") for wie, som in mensen.items()]
    return _staven(regels)


def _staven(regels: Sequence[tuple[_Som, dict[str, str], str]]) -> list[Staaf]:
    meeste = max((som.open for som, _, _ in regels), default=0)
    uit = []
    for som, filters, bij in regels:
        open_ = Getal(geteld(som.open), lijst_van(**filters), f"{'open taak' if som.open == 1 else 'open taken'} {bij}")
        laat = Getal(f"{geteld(som.te_laat)} te laat", lijst_van(**filters, uiterlijk="te_laat"), bij)
        stukken = gedeelde_staaf(som.te_laat, som.open, meeste)
        uit.append(Staaf(som.naam, stukken, open_, laat if som.te_laat else None, let_op=True))
    return uit


def _titel(alles: int, rollen: Iterable[_Som]) -> str:
    if not alles:
        return "Er staan geen taken open"
    laatste = max(rollen, key=lambda som: som.te_laat)
    if not laatste.te_laat:
        return "Geen enkele open taak is te laat"
    return f"De meeste taken die te laat zijn, liggen bij {laatste.naam}"


def _drukte(rijen: Sequence[Werk], mensen: dict[UUID, _Som]) -> str:
    """'Noor Haverkamp (financieel) heeft 17 taken, gemiddeld heeft iemand er 9.'"""
    if not mensen:
        return "Er zit nog niemand in het team. De beheerder geeft collega's een rol."
    wie, meeste = next(iter(mensen.items()))
    if not meeste.open:
        return "Niemand heeft nu een taak gepakt."
    rollen = _rollen(rijen)[wie]
    heeft = f"{meeste.naam} ({opsomming(rollen, 'en')}) heeft {meervoud(meeste.open, 'taak', 'taken')}"
    if len(mensen) == 1:
        return f"{zin(heeft)} en is de enige in het team."
    gemiddeld = sum(som.open for som in mensen.values()) / len(mensen)
    return f"{zin(heeft)}, gemiddeld heeft iemand er {komma(gemiddeld)}."


def _rollen(rijen: Sequence[Werk]) -> dict[UUID, list[str]]:
    uit: defaultdict[UUID, list[str]] = defaultdict(list)
    for rij in rijen:
        if rij.gebruiker_id is not None:
            uit[rij.gebruiker_id].append(rol_tekst(rij.rol))
    return uit
