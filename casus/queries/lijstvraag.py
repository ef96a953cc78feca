"""De SQL van de werkvoorraad: per tak en deel de eerste rijen van een index, samengevoegd, en dan pas de namen erbij.

Elke vraag wordt één keer gebouwd per vorm; de waarden gaan als parameters mee.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Label, Select, and_, bindparam, func, literal_column, select, union_all
from sqlalchemy.orm import aliased

from casus.db import vast
from casus.models import Aanbod, Corporatie, Gebruiker, Gemeente, Huishouden, Taak, Woning, Zaak
from casus.queries.lijstfilters import LOPEND, Vorm, gefilterd, in_groep, tak_voorwaarde
from casus.queries.lijstkeuze import GROEPEN, Groepcode, Sortering
from casus.queries.lijstvolgorde import Sleutel, delen, joins, nodig, verder, volgorde

TEL_TOT: Final = 1000
"""Verder wordt niet geteld: '1.000+' zegt genoeg, en het tellen blijft even duur hoe lang de lijst ook wordt."""
VAN_TAAK: Final = (
    *("id", "gemeente_id", "zaak_id", "soort", "titel", "rol", "uiterlijk", "streefdatum", "fatale_datum"),
    *("voorlopig", "versie", "toelichting", "gepland_op", "wacht_op", "wacht_tot", "blokkade_soort", "blokkade"),
    "behandelaar_id",
)
ERBIJ: Final = ("gemeente", "behandelaar", "casemanager", "corporatie")
"""Kolommen die een tabel erbij vragen; de rest staat er altijd."""


@lru_cache(maxsize=256)
def lijstvraag(
    vorm: Vorm, sorteer: Sortering, aflopend: bool, terug: bool, na_deel: int | None, erbij: tuple[str, ...]
) -> Select[Any]:
    """De hele lijst als één opdracht. `na_deel` is het deel van de plek waarna het blad begint; None is het begin."""
    takken = [
        _tak(vorm, nr, sleutel, sorteer, aflopend, terug, na_deel)
        for nr in range(len(vorm.takken))
        for sleutel in delen(sorteer)
        if _kan_nog(sleutel, terug, na_deel)
    ]
    samen = union_all(*(select(tak.subquery()) for tak in takken)).subquery()
    eerst = volgorde(samen.c.deel, samen.c.waarde, samen.c.id, aflopend, terug)
    taak = select(samen).order_by(*eerst).limit(bindparam("aantal")).subquery()
    return vast(_met_namen(taak, erbij).order_by(*volgorde(taak.c.deel, taak.c.waarde, taak.c.id, aflopend, terug)))


def _kan_nog(sleutel: Sleutel, terug: bool, na_deel: int | None) -> bool:
    """Of er in dit deel nog rijen kunnen staan voorbij de plek."""
    if na_deel is None:
        return True
    if sleutel.vast is not None:
        return terug or sleutel.vast >= na_deel
    return not terug or na_deel > 0 or sleutel.hoort is None


def _tak(
    vorm: Vorm, nr: int, sleutel: Sleutel, sorteer: Sortering, aflopend: bool, terug: bool, na_deel: int | None
) -> Select[Any]:
    kolommen = [getattr(Taak, naam) for naam in VAN_TAAK]
    vraag: Select[Any] = select(*kolommen, sleutel.deel.label("deel"), sleutel.waarde.label("waarde")).select_from(Taak)
    vraag = joins(gefilterd(vraag, vorm, ook=nodig(sorteer)), sorteer).where(tak_voorwaarde(vorm.takken[nr], nr))
    if sleutel.hoort is not None:
        vraag = vraag.where(sleutel.hoort)
    if na_deel is not None and (sleutel.vast is None or sleutel.vast == na_deel):
        vraag = vraag.where(verder(sleutel, sorteer, aflopend, terug))
    deel = literal_column("0") if sleutel.vast is not None else sleutel.deel
    orde = volgorde(deel, sleutel.waarde, Taak.id, aflopend, terug)
    return vraag.order_by(*(orde if sleutel.vast is None else orde[1:])).limit(bindparam("aantal"))


def _met_namen(taak: Any, erbij: tuple[str, ...]) -> Select[Any]:
    """De gekozen taken met hun zaak en huishouden, en wat de kolommen verder vragen."""
    vraag: Select[Any] = (
        select(
            *(taak.c[naam] for naam in (*VAN_TAAK, "deel", "waarde")),
            *(Zaak.zaaknummer, Zaak.toestand, Zaak.workflowversie_id, Zaak.opgeschort_sinds),
            Huishouden.naam.label("huishouden"),
            Huishouden.aantal_personen.label("personen"),
        )
        .select_from(taak)
        .join(Zaak, and_(Zaak.gemeente_id == taak.c.gemeente_id, Zaak.id == taak.c.zaak_id))
        .join(Huishouden, and_(Huishouden.gemeente_id == Zaak.gemeente_id, Huishouden.id == Zaak.huishouden_id))
    )
    if "gemeente" in erbij:
        vraag = vraag.join(Gemeente, Gemeente.id == taak.c.gemeente_id).add_columns(Gemeente.naam.label("gemeente"))
    if "behandelaar" in erbij:
        vraag = _met_gebruiker(vraag, taak.c.behandelaar_id, "behandelaar")
    if "casemanager" in erbij:
        vraag = _met_gebruiker(vraag, Zaak.casemanager_id, "casemanager")
    return _met_aanbod(vraag, taak) if "corporatie" in erbij else vraag


def _met_gebruiker(vraag: Select[Any], id_: Any, naam: str) -> Select[Any]:
    wie = aliased(Gebruiker)
    return vraag.outerjoin(wie, wie.id == id_).add_columns(wie.naam.label(naam))


def _met_aanbod(vraag: Select[Any], taak: Any) -> Select[Any]:
    bij = and_(Aanbod.gemeente_id == taak.c.gemeente_id, Aanbod.zaak_id == taak.c.zaak_id, Aanbod.status.in_(LOPEND))
    woning = and_(Woning.gemeente_id == Aanbod.gemeente_id, Woning.id == Aanbod.woning_id)
    vraag = vraag.outerjoin(Aanbod, bij).outerjoin(Woning, woning)
    vraag = vraag.outerjoin(Corporatie, Corporatie.id == Woning.corporatie_id)
    return vraag.add_columns(Corporatie.naam.label("corporatie"), Woning.adres.label("adres"))


@lru_cache(maxsize=256)
def telvraag(vormen: tuple[tuple[Vorm, Groepcode | None], ...]) -> Select[Any]:
    """Alle tellingen van een pagina als één opdracht: per telling en per tak hooguit `TEL_TOT` + 1 rijen."""
    takken = []
    for telling, (vorm, groep) in enumerate(vormen):
        p = f"t{telling}_"
        for nr, soort in enumerate(vorm.takken):
            vraag = gefilterd(select(Taak.id), vorm, p).where(tak_voorwaarde(soort, nr, p))
            rijen = (vraag if groep is None else vraag.where(in_groep(groep, p))).limit(TEL_TOT + 1).subquery()
            nummer: Label[int] = literal_column(str(telling)).label("nr")
            takken.append(select(nummer, func.count().label("aantal")).select_from(rijen))
    samen = union_all(*takken).subquery()
    return vast(select(samen.c.nr, samen.c.aantal))


def groepen_van(vorm: Vorm) -> tuple[tuple[Vorm, Groepcode | None], ...]:
    """De tellingen van alle groepen van één lijst."""
    return tuple((vorm, groep) for groep in GROEPEN)
