"""De ruilkaart: wat een andere gemeente van een huishouden of woning mag weten voordat ruil is goedgekeurd.

Geen naam, geen nummer, geen adres (domein §7.1). De regio rekent alleen met kaarten: van een kaart is een Vraag of Plek
te maken die voor de regels streng genoeg is, en meer weet de berekening niet.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

from casus.models import Huishouden, Persoon, Woning
from casus.rules.gebieden import gebied_naar_buiten, herkende_gemeente
from casus.rules.passendgeval import Plek, Vraag
from casus.rules.slaapkamers import slaapkamers_nodig
from casus.termijnen import leeftijd

BANDEN: Final[Mapping[str, tuple[int, int]]] = {
    "0 tot en met 11": (0, 12),
    "12 tot en met 17": (12, 18),
    "18 tot en met 20": (18, 21),
    "21 en ouder": (21, 200),
}
ONBEKEND: Final = "onbekend"
_JONG: Final = ("18 tot en met 20",)
_VOLWASSEN: Final = ("18 tot en met 20", "21 en ouder", ONBEKEND)


@dataclass(frozen=True, slots=True)
class Kaart:
    """Een huishouden zonder naam of nummer. `gebied`: een gemeente van de regio die het huishouden noemde, of leeg.

    `hard`: de koppelreden bindt het huishouden aan zijn gemeente. `weken` sinds de koppeling.
    """

    gemeente: str
    personen: int
    leeftijden: Mapping[str, int]
    slaapkamers: int
    beperking: str
    gebied: str
    hard: bool
    weken: int


@dataclass(frozen=True, slots=True)
class Woningkaart:
    """Een vrije woning zonder adres. Bedrag in centen per maand. `kamer`: een kamer met slot, voor man of vrouw."""

    gemeente: str
    slaapkamers: int
    huur_cent: int
    toegankelijkheid: str
    trap: bool
    contractsoort: str
    beschikbaar_van: date
    eind_op: date | None
    kamer: bool = False


def maak_kaart(
    gemeente: str,
    huishouden: Huishouden,
    personen: Sequence[Persoon],
    koppeldatum: date,
    dag: date,
    regio: Iterable[str],
) -> Kaart:
    """De kaart van een huishouden op een dag. `regio`: de namen van haar gemeenten, om het gebied te herkennen."""
    return Kaart(
        gemeente=gemeente,
        personen=len(personen),
        leeftijden=dict(sorted(Counter(_band(leeftijd(een.geboortedatum, dag)) for een in personen).items())),
        slaapkamers=slaapkamers_nodig(personen, dag),
        beperking=huishouden.woonbeperking,
        gebied=herkende_gemeente(gebied_naar_buiten(huishouden), regio),
        hard=huishouden.koppelreden_hard,
        weken=max(0, (dag - koppeldatum).days // 7),
    )


def maak_woningkaart(gemeente: str, woning: Woning) -> Woningkaart:
    """De kaart van een vrije woning; zij eindigt als haar huur of haar complex eindigt."""
    einden = [dag for dag in (woning.eind_op, woning.complex.einddatum if woning.complex else None) if dag is not None]
    return Woningkaart(
        gemeente=gemeente,
        slaapkamers=woning.slaapkamers,
        huur_cent=woning.huur_cent,
        toegankelijkheid=woning.toegankelijkheid,
        trap=woning.verdieping > 0 and not woning.lift,
        contractsoort=woning.contractsoort,
        beschikbaar_van=woning.beschikbaar_van,
        eind_op=min(einden, default=None),
        kamer=woning.zelfstandig is False,
    )


def velden(kaart: Kaart | Woningkaart) -> dict[str, Any]:
    """Precies wat er op de kaart staat, dagen als tekst."""
    rijen = asdict(kaart).items()
    return {naam: waarde.isoformat() if isinstance(waarde, date) else waarde for naam, waarde in rijen}


def als_vraag(kaart: Kaart, sleutel: str, regio: Iterable[str]) -> Vraag:
    """Het huishouden van de kaart voor de regels. Wie geen harde koppelreden heeft, mag in de hele regio wonen.

    Over inkomen zegt de kaart niets: het telt als onder de grens, dus met de strengste huurgrens.
    """
    aantal = kaart.leeftijden
    volwassen = sum(aantal.get(band, 0) for band in _VOLWASSEN)
    alleen: bool | None = kaart.personen == 1 and volwassen == 1
    if kaart.personen == 1 and aantal.get(ONBEKEND):
        alleen = None
    return Vraag(
        sleutel=sleutel,
        gemeente=kaart.gemeente,
        personen=kaart.personen,
        slaapkamers=kaart.slaapkamers,
        leeftijd_onbekend=bool(aantal.get(ONBEKEND)),
        jong=bool(volwassen) and volwassen == sum(aantal.get(band, 0) for band in _JONG),
        alleen=alleen,
        onder_inkomensgrens=True,
        beperking=kaart.beperking,
        ook_in=frozenset() if kaart.hard else frozenset(regio),
        wacht_dagen=7 * kaart.weken,
        gebied=kaart.gebied,
    )


def als_plek(kaart: Woningkaart, sleutel: str) -> Plek:
    """De woning van de kaart voor de regels."""
    return Plek(
        sleutel=sleutel,
        gemeente=kaart.gemeente,
        plaats=kaart.gemeente,
        huur_cent=kaart.huur_cent,
        slaapkamers=kaart.slaapkamers,
        contractsoort=kaart.contractsoort,
        beschikbaar_van=kaart.beschikbaar_van,
        toegankelijkheid=kaart.toegankelijkheid,
        trap=kaart.trap,
        eind_op=kaart.eind_op,
        zelfstandig=not kaart.kamer,
        slot_op_kamer=kaart.kamer,
        gemengd_akkoord=kaart.kamer,
    )


def _band(jaren: int | None) -> str:
    if jaren is None:
        return ONBEKEND
    return next(band for band, (van, tot) in BANDEN.items() if van <= jaren < tot)
