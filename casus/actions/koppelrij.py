"""Van een gelezen koppeling naar huishouden en personen, en wat er is veranderd sinds de vorige lijst."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select

from casus.actions.wijzigen import wijzig
from casus.db import CasusSessie, uuid7
from casus.importers.koppelregels import HuishoudenRegel, PersoonRegel
from casus.models import Huishouden, Persoon, Zaak
from casus.sleutels import Sleutelbos
from casus.zoekvorm import zoekvorm

# Koppelcriteria die het COA als hard behandelt (domein.md §2.2).
HARDE_REDENEN = frozenset(
    {"eerstegraads_familie", "gezinshereniging", "medische_behandeling", "arbeidscontract", "specifieke_opleiding"}
)
# VERA INKOMENSBRON bij wat het informatieprofiel over inkomen zegt; zonder inkomen volgt bijstand.
INKOMENSBRON = {"loondienst": "ARB", "eigen_bedrijf": "ARB", "studiefinanciering": "STU", "anders": "AND"}
_PERSOONVELDEN = (
    "relatie",
    "achternaam",
    "voornamen",
    "geboortedatum",
    "geslacht",
    "nationaliteit",
    "herkomstland",
    "taal",
    "tolk_nodig",
    "opleiding",
    "inkomen",
    "opmerking",
)


def huishoudnaam(personen: tuple[PersoonRegel, ...], hoofd: PersoonRegel) -> str:
    """Hoe het team het huishouden noemt: 'De heer Rahimi', 'Familie Tekle'."""
    if len(personen) > 1:
        return f"Familie {hoofd.achternaam}"
    aanhef = {"man": "De heer", "vrouw": "Mevrouw"}.get(hoofd.geslacht)
    return f"{aanhef} {hoofd.achternaam}" if aanhef else f"{hoofd.voornamen} {hoofd.achternaam}"


def lijstgegevens(regel: HuishoudenRegel) -> dict[str, Any]:
    """Wat de lijst over het huishouden als geheel zegt, onder de namen die het daar heeft."""
    hoofd = regel.hoofdpersoon
    naam = huishoudnaam(regel.personen, hoofd)
    return {
        "naam": naam,
        "zoeknaam": zoekvorm(hoofd.achternaam),
        "aantal_personen": len(regel.personen),
        "taal": hoofd.taal,
        "tolk_nodig": hoofd.tolk_nodig,
        "coa_locatie": regel.coa_locatie,
        "koppelredenen": list(regel.koppelredenen),
        "koppelreden_hard": not HARDE_REDENEN.isdisjoint(regel.koppelredenen),
        "woonbeperking": regel.woonbeperking,
        "nareis_aantal": regel.verwachte_nareis,
        "inkomensbron": INKOMENSBRON.get(hoofd.inkomen, "SOC"),
    }


_NAMEN = {
    "naam": "naam van het huishouden",
    "aantal_personen": "aantal personen",
    "taal": "taal",
    "tolk_nodig": "tolk",
    "coa_locatie": "COA-locatie",
    "koppelredenen": "koppelreden",
    "woonbeperking": "woonbeperking",
    "nareis_aantal": "verwachte nareis",
    "inkomensbron": "inkomen",
}


def koppeldata(regel: HuishoudenRegel) -> dict[str, date | None]:
    """De dagen van de koppeling, onder de namen die zij in de zaak hebben."""
    return {
        "koppeldatum": regel.koppeldatum,
        "vergunningdatum": regel.vergunningdatum,
        "vergunning_geldig_tot": regel.vergunning_geldig_tot,
    }


def nieuw_huishouden(regel: HuishoudenRegel, gemeente_id: UUID, bos: Sleutelbos) -> Huishouden:
    """Een nieuw huishouden met zijn personen, nog niet opgeslagen."""
    huishouden = Huishouden(gemeente_id=gemeente_id, id=uuid7(), coa_nummer=regel.coa_nummer, **lijstgegevens(regel))
    huishouden.personen = [
        Persoon(gemeente_id=gemeente_id, id=uuid7(), huishouden_id=huishouden.id, **_persoon(persoon, nummer, bos))
        for nummer, persoon in enumerate(regel.personen, 1)
    ]
    return huishouden


def _persoon(regel: PersoonRegel, nummer: int, bos: Sleutelbos) -> dict[str, Any]:
    return {
        **{veld: getattr(regel, veld) for veld in _PERSOONVELDEN},
        "volgnummer": nummer,
        "zoeknaam": zoekvorm(f"{regel.achternaam} {regel.voornamen}"),
        "v_nummer": bos.versleutel(regel.v_nummer),
        "v_nummer_hash": bos.zoekhash("v_nummer", regel.v_nummer),
        "bsn": bos.versleutel(regel.bsn) if regel.bsn else None,
        "bsn_hash": bos.zoekhash("bsn", regel.bsn) if regel.bsn else None,
    }


def lees_uit(regel: HuishoudenRegel, eerder: Mapping[str, Any]) -> dict[str, Any]:
    """Wat er in de lijst is veranderd sinds `eerder`. Wat het team intussen zelf vaststelde, blijft dus staan."""
    return {veld: waarde for veld, waarde in lijstgegevens(regel).items() if eerder.get(veld) != waarde}


def verschillen(zaak: Zaak, regel: HuishoudenRegel, eerder: Mapping[str, Any]) -> list[str]:
    """Wat er aan zaak en huishouden verandert, in woorden."""
    wat = [_NAMEN[veld] for veld in lees_uit(regel, eerder) if veld in _NAMEN]
    for kolom, dag in koppeldata(regel).items():
        if getattr(zaak, kolom) != dag:
            wat.append(kolom.replace("_", " "))
    return wat


def werk_personen_bij(
    session: CasusSessie, huishouden: Huishouden, regel: HuishoudenRegel, bos: Sleutelbos
) -> list[str]:
    """Werkt personen bij op V-nummer en voegt nieuwe toe. Wie niet meer op de lijst staat, blijft staan."""
    bestaand = {
        persoon.v_nummer_hash: persoon
        for persoon in session.scalars(select(Persoon).where(Persoon.huishouden_id == huishouden.id))
    }
    wat: list[str] = []
    for persoon in regel.personen:
        rij = bestaand.get(bos.zoekhash("v_nummer", persoon.v_nummer))
        if rij is None:
            nieuw = _persoon(persoon, len(bestaand) + 1, bos)
            sleutel = {"gemeente_id": huishouden.gemeente_id, "id": uuid7(), "huishouden_id": huishouden.id}
            session.execute(insert(Persoon), [{**sleutel, **nieuw}])
            bestaand[nieuw["v_nummer_hash"]] = Persoon(**sleutel, **nieuw)
            wat.append(f"{persoon.voornamen} is toegevoegd")
        elif anders := _anders(rij, persoon, bos):
            wijzig(session, rij, anders, waar={})
            wat.append(f"gegevens van {rij.voornamen}")
    return wat


def _anders(rij: Persoon, regel: PersoonRegel, bos: Sleutelbos) -> dict[str, Any]:
    anders = {veld: getattr(regel, veld) for veld in _PERSOONVELDEN if getattr(rij, veld) != getattr(regel, veld)}
    if "achternaam" in anders or "voornamen" in anders:
        anders["zoeknaam"] = zoekvorm(f"{regel.achternaam} {regel.voornamen}")
    if regel.bsn and bos.zoekhash("bsn", regel.bsn) != rij.bsn_hash:
        anders |= {"bsn": bos.versleutel(regel.bsn), "bsn_hash": bos.zoekhash("bsn", regel.bsn)}
    return anders
