"""Verzonnen woningen van de drie corporaties; te veel eengezinswoningen, te weinig studio's, zoals het echt is.

Elke gemeente heeft ook een gedeeld huis met kamers, een verbouwde school waar nog iets geregeld moet worden, en een
doorstroomlocatie die er maar een paar jaar staat.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from casus.db import Basis, uuid7
from casus.models import Complex, Complextaak, Woning, Woningverloop
from casus.rules.complexen import taken_bij
from casus.workflows.woningproces import woningproces

_STRATEN = (
    "Kastanjehof", "Lindelaan", "Berkenweg", "Molenkamp", "Kerkpad", "Esdoornstraat", "Veldkers", "Houtwal", "Beekdal",
    "Slingepad", "Korenbloem", "Haverkamp", "Rozengaarde", "Wilgenhof",
)  # fmt: skip
# soort, kamers, slaapkamers, oppervlakte, huur in hele euro's, verdieping, lift, gewicht
_SOORTEN = (
    ("TUS", 4, 3, 92, (610, 705), 0, False, 30),
    ("HOE", 5, 4, 108, (655, 760), 0, False, 14),
    ("GAL", 2, 1, 52, (480, 620), 2, True, 16),
    ("POF", 3, 2, 66, (540, 690), 1, False, 18),
    ("BEN", 2, 1, 48, (470, 610), 0, False, 12),
    ("MAI", 4, 3, 84, (600, 712), 1, False, 10),
)
_LABELS, _LABELGEWICHT = ("AP", "A", "B", "C", "D", "E"), (6, 22, 26, 28, 12, 6)
_SERVICE = {"GAL": 2_450, "POF": 1_275, "MAI": 950}
"""Servicekosten die meetellen: lift, verlichting en schoonmaak van wat men deelt."""
_AMSTERDAM = ZoneInfo("Europe/Amsterdam")
_TUSSEN = timedelta(days=3)
"""Zo lang voor de dag waarop zij vrij is, wordt een woning gemeld en nagekeken."""


def maak_woningen(
    toeval: Random, gemeente_id: UUID, plaats: str, corporaties: list[UUID], aantal: int, rond: date, wonen_id: UUID
) -> list[list[Basis]]:
    """Zoveel woningen in deze gemeente, beschikbaar in het halve jaar rond deze dag, en drie complexen.

    `wonen_id` is wie ze meldde en nakeek. Eerst de woningen en complexen, dan pas hun verloop: dat wijst ernaar.
    """
    los = [_losse(toeval, gemeente_id, plaats, corporaties, nummer, rond) for nummer in range(aantal)]
    delen = list(_complexen(gemeente_id, plaats, corporaties, rond, wonen_id))
    woningen = [*los, *(rij for rij in delen if isinstance(rij, Woning))]
    return [[*los, *delen], [stap for woning in woningen for stap in _verloop(woning, wonen_id)]]


def _losse(toeval: Random, gemeente_id: UUID, plaats: str, corporaties: list[UUID], nummer: int, rond: date) -> Woning:
    straat = f"{_STRATEN[nummer % len(_STRATEN)]} {nummer // len(_STRATEN) * 20 + toeval.randint(1, 19)}"
    return Woning(
        gemeente_id=gemeente_id,
        id=uuid7(),
        corporatie_id=toeval.choice(corporaties),
        corporatie_nummer=f"{100_000 + nummer * 7}",
        adres=straat,
        postcode=f"7{toeval.randint(0, 99):02d}0 {chr(65 + nummer % 26)}{chr(65 + nummer // 26)}",
        plaats=plaats,
        beschikbaar_van=rond + timedelta(days=toeval.randint(-150, 45)),
        toegankelijkheid=toeval.choices(("ZON", "NUL", "ROG", "ROL"), (80, 10, 6, 4))[0],
        herkomst="lijst",
        **_kenmerken(toeval),
    )


def _kenmerken(toeval: Random) -> dict[str, Any]:
    gekozen = toeval.choices(_SOORTEN, [gewicht for *_, gewicht in _SOORTEN])[0]
    soort, kamers, slaapkamers, oppervlakte, huur, verdieping, lift, _ = gekozen
    maten = {"kamers": kamers, "slaapkamers": slaapkamers, "oppervlakte": oppervlakte + toeval.randint(-6, 8)}
    rekenhuur = toeval.randint(*huur) * 100 + toeval.choice((0, 20, 45, 80))
    label = toeval.choices(_LABELS, _LABELGEWICHT)[0]
    rest = {"detailsoort": soort, "verdieping": verdieping, "lift": lift, "energielabel": label}
    return {**maten, **rest, **_huurdelen(rekenhuur, _SERVICE.get(soort, 0))}


def _huurdelen(rekenhuur: int, service: int) -> dict[str, int]:
    kaal = rekenhuur - service
    return {"huur_cent": rekenhuur, "kale_huur_cent": kaal, "subsidiabel_cent": service, "overig_cent": service // 2}


# --- de complexen ---


@dataclass(frozen=True)
class _Gebouw:
    """Eén complex van de demo. `klaar`: de taken die af zijn (None: allemaal). `vrij`: dagen tot nummer n vrij is."""

    naam: str
    woonvorm: str
    eenheden: int
    jaren: int
    klaar: frozenset[str] | None
    nummers: range
    adres: str
    postcode: str
    vrij: tuple[int, int]
    huur: tuple[int, int]
    woning: Mapping[str, Any]
    complex: Mapping[str, Any] = field(default_factory=dict)
    status: str = ""


_KAMER = {"detailsoort": "KAM", "zelfstandig": False, "kamers": 1, "slaapkamers": 1, "contractsoort": "KAM"}
_GEBOUWEN = (
    _Gebouw(
        naam="Voormalige Mariaschool",
        woonvorm="getransformeerd",
        eenheden=12,
        jaren=9,
        klaar=frozenset({"gebruiksmelding", "gebruiksovereenkomst", "omwonenden"}),
        nummers=range(1, 7),
        adres="Schoolplein 1-{}",
        postcode="7090 SP",
        vrij=(40, 0),
        huur=(46_500, 2_200),
        woning={"detailsoort": "BEN", "kamers": 1, "slaapkamers": 1, "contractsoort": "TIJ", "oppervlakte": 32},
        status="gemeld",
    ),
    _Gebouw(
        naam="Huize Wilgenhof",
        woonvorm="kamergewijs",
        eenheden=6,
        jaren=0,
        klaar=None,
        nummers=range(4, 7),
        adres="Wilgenhof 2, kamer {}",
        postcode="7091 WH",
        vrij=(0, 7),
        huur=(38_500, 4_000),
        woning={**_KAMER, "oppervlakte": 17, "slot_op_kamer": True},
        complex={"andere_bewoners": ["man"] * 3, "toelichting": "Gedeelde keuken en badkamer per drie kamers."},
    ),
    _Gebouw(
        naam="Flexwoningen Stationspark",
        woonvorm="doorstroomlocatie",
        eenheden=20,
        jaren=3,
        klaar=None,
        nummers=range(1, 4),
        adres="Stationspark {}",
        postcode="7092 SP",
        vrij=(0, 10),
        huur=(52_000, 1_500),
        woning={"detailsoort": "TIJ", "kamers": 2, "slaapkamers": 1, "contractsoort": "TIJ", "oppervlakte": 34},
    ),
)
"""Een verbouwde school die nog niet mag, een huis waar al drie mannen wonen, en verplaatsbare woningen."""


def _complexen(gemeente_id: UUID, plaats: str, corporaties: list[UUID], rond: date, wonen_id: UUID) -> Iterator[Basis]:
    for nr, gebouw in enumerate(_GEBOUWEN):
        sleutel = {"gemeente_id": gemeente_id, "id": uuid7(), "corporatie_id": corporaties[nr % len(corporaties)]}
        einde = date(rond.year + gebouw.jaren, 12, 31) if gebouw.jaren else None
        vast = {"naam": gebouw.naam, "woonvorm": gebouw.woonvorm, "eenheden": gebouw.eenheden, "einddatum": einde}
        complex_ = Complex(**sleutel, **vast, **gebouw.complex)
        yield complex_
        yield from _taken(complex_, gebouw.klaar, rond, wonen_id)
        yield from (_in_complex(complex_, gebouw, plaats, nummer, rond) for nummer in gebouw.nummers)


def _taken(complex_: Complex, klaar: frozenset[str] | None, rond: date, door_id: UUID) -> Iterator[Complextaak]:
    """De taken van dit complex: waar alles af is al lang geleden, anders veertig dagen geleden vastgelegd."""
    sinds = timedelta(days=300 if klaar is None else 40)
    for soort in taken_bij(complex_.woonvorm):
        sleutel = {"gemeente_id": complex_.gemeente_id, "id": uuid7(), "complex_id": complex_.id}
        wat = {"soort": soort.soort, "titel": soort.titel, "verplicht": soort.verplicht, "rol": soort.rol}
        taak = Complextaak(**sleutel, **wat, uiterlijk=soort.uiterlijk(rond - sinds))
        if klaar is None or soort.soort in klaar:
            taak.status, taak.gereed_op, taak.gereed_door_id = "gereed", rond - sinds / 2, door_id
            taak.toelichting = "In orde bevonden, zie het besluit in het archief."
            taak.geldig_tot = rond + timedelta(days=700) if soort.geldig else None
        elif soort.soort == "brandveiligheid":
            taak.behandelaar_id = door_id
        yield taak


def _in_complex(complex_: Complex, gebouw: _Gebouw, plaats: str, nummer: int, rond: date) -> Woning:
    """Een woning van het complex; haar nummer bij de corporatie begint met dat van het complex."""
    eerste, daarna = gebouw.vrij
    woning = Woning(
        gemeente_id=complex_.gemeente_id,
        id=uuid7(),
        corporatie_id=complex_.corporatie_id,
        corporatie_nummer=f"{900 + len(complex_.naam)}{nummer:03}",
        complex_id=complex_.id,
        woonvorm=complex_.woonvorm,
        adres=gebouw.adres.format(nummer),
        postcode=gebouw.postcode,
        plaats=plaats,
        energielabel="A",
        beschikbaar_van=rond + timedelta(days=eerste + daarna * nummer),
        eind_op=complex_.einddatum,
        **gebouw.woning,
        **_huurdelen(*gebouw.huur),
    )
    if gebouw.status:
        woning.status = gebouw.status
    return woning


def _verloop(woning: Woning, wonen_id: UUID) -> Iterator[Woningverloop]:
    """Hoe de woning op haar status kwam: gemeld, en daarna nagekeken."""
    proces = woningproces().woningproces
    sleutel = {"gemeente_id": woning.gemeente_id, "woning_id": woning.id, "door_id": wonen_id}
    gemeld = datetime.combine(woning.beschikbaar_van - timedelta(days=60), time(10), _AMSTERDAM)
    yield Woningverloop(id=uuid7(), stap="melden", van="", naar=proces.begin, op=gemeld, **sleutel)
    if woning.status in (None, proces.vrij):
        na = {"van": proces.begin, "naar": proces.vrij, "op": gemeld + _TUSSEN}
        yield Woningverloop(id=uuid7(), stap="beschikbaar_maken", **na, **sleutel)
