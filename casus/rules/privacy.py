"""Wat er van een huishouden weggaat: de velden van een profiel, en niets anders (AVG art. 5 lid 1 onder c).

Elk veld staat met naam in een profiel en heeft één functie (rules/dossiervelden.py). Een nieuw veld in het model komt
er dus nooit vanzelf bij; de lijst gaat mee in het register van verstrekkingen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final, Literal

from casus.models import Besluit, Corporatie, Gemeente, Huishouden, Persoon, Taak, Zaak
from casus.rules.dossierbron import AFWEZIG, Afwezig, Bron, Verzending
from casus.rules.dossierlijsten import VELDEN
from casus.rules.dossierprofielen import PROFIELEN, VOORDRACHT, Profiel, Weggelaten, weggelaten
from casus.rules.dossiervelden import keur_gebied
from casus.rules.gebieden import blijft_hier

__all__ = ["Verzending"]  # hoort bij `voordracht`
DOEL: Final = PROFIELEN[VOORDRACHT].doel
GRONDSLAG: Final = PROFIELEN[VOORDRACHT].grondslag
VELDEN_VOORDRACHT: Final = PROFIELEN[VOORDRACHT].velden
"""De witte lijst van het geleverde profiel, in de volgorde van het dossier."""
GEBIED_ZONDER_REDEN: Final = (
    "Er is een gebied ingevuld, zonder een reden die mee mag: school, werk, zorg of familie. Het gebied blijft hier, en"
    " in dit dossier staat dat er geen eis is. Is er zo'n reden? Leg haar vast bij de woningbehoefte."
)
Verblijf = Literal["COA", "tussenvoorziening"]
_LIJSTEN: Final = frozenset({("huishouden", "medebewoners")})
"""Onderdelen die een lijst zijn: elk veld eronder geeft één waarde per rij."""


def voordracht(
    zaak: Zaak,
    huishouden: Huishouden,
    personen: Sequence[Persoon],
    *,
    gemeente: Gemeente,
    corporatie: Corporatie,
    verzending: Verzending,
    parameters: Mapping[str, str],
    profiel: Profiel = PROFIELEN[VOORDRACHT],
) -> dict[str, Any]:
    """De velden van een voordracht als JSON-waarden: dagen als ISO-tekst, bedragen als tekst met twee decimalen.

    Raises Weigering als iets ontbreekt dat de corporatie nodig heeft.
    """
    vast = (zaak, huishouden, personen, gemeente, verzending, parameters)
    bron = Bron(*vast, ontvanger=corporatie.naam, doel=profiel.doel, ontvanger_code=corporatie.code)
    return als_boom(waarden(profiel, bron))


def waarden(profiel: Profiel, bron: Bron) -> dict[str, Any]:
    """De waarde van elk veld van het profiel, op code en in volgorde. Raises Weigering als iets ontbreekt."""
    if profiel.ontvanger_soort in ("corporatie", "gemeente", "coa") and "woning.gebied" in profiel.velden:
        keur_gebied(bron)
    return {code: VELDEN[code].waarde(bron) for code in profiel.velden}


def verblijf(tussenvoorziening: Mapping[str, Any] | None, dag: date) -> Verblijf:
    """Waar het huishouden op deze dag verblijft, volgens de laatste tussenvoorziening (taak WO-08); anders de opvang.

    Een plek die pas later vrijkomt, telt nog niet.
    """
    vanaf = str((tussenvoorziening or {}).get("plaatsing_op") or "")
    return "tussenvoorziening" if vanaf and date.fromisoformat(vanaf) <= dag else "COA"


def zaak_dicht(profiel: Profiel, zaak: Zaak) -> str:
    """Waarom dit dossier niet meer weg mag nu de zaak gesloten is; leeg als het mag (AVG art. 5 lid 1 onder b)."""
    dicht = profiel.ontvanger_soort == "corporatie" and zaak.gesloten_op is not None
    return "Deze zaak is gesloten. Een corporatie krijgt er geen dossier meer van." if dicht else ""


def niet_mee(profiel: Profiel, huishouden: Huishouden) -> list[Weggelaten]:
    """Wat niet in dit dossier staat en waarom, met voorop wat bij dit huishouden is ingevuld en toch niet meegaat."""
    velden = [VELDEN[code].titel for code in ("woning.gebied", "ruil.regiowens") if code in profiel.velden]
    gebied = [Weggelaten("gebied", tuple(velden), GEBIED_ZONDER_REDEN)] if velden and blijft_hier(huishouden) else []
    return [*gebied, *weggelaten(profiel)]


def als_boom(waarden: Mapping[str, Any]) -> dict[str, Any]:
    """Velden met punten worden onderdelen in onderdelen; een onderdeel dat er niet is, wordt None."""
    boom: dict[str, Any] = {}
    for code, waarde in waarden.items():
        *stappen, laatste = code.split(".")
        if isinstance(waarde, Afwezig):
            boom[stappen[0]] = None
            continue
        deel = boom
        for stap in stappen[:-1] if tuple(stappen) in _LIJSTEN else stappen:
            deel = deel.setdefault(stap, {})
        if tuple(stappen) in _LIJSTEN:
            rijen = deel.setdefault(stappen[-1], [{} for _ in waarde])
            for rij, een in zip(rijen, waarde, strict=True):
                rij[laatste] = een
        else:
            deel[laatste] = waarde
    return boom


def ruil_akkoord(besluiten: Iterable[Besluit], taken: Iterable[Taak], naar: str) -> str | None:
    """Waarom de zaak nog niet naar de gemeente `naar` kan; None als beide gemeenten akkoord zijn, met elkaar.

    Hier: een toegekend ruilbesluit dat `naar` noemt en niet is herzien. Daar: de laatste ruiltaak, met het akkoord van
    `naar`. Hoort het besluit bij een ruiltaak, dan bij die: een eerdere poging telt niet.
    """
    alle = [besluit for besluit in besluiten if besluit.soort == "ruil" and besluit.status == "toegekend"]
    herzien = {besluit.herziet_id for besluit in alle}
    geldig = [b for b in alle if b.id not in herzien and b.herziening != "intrekken"]
    if not geldig:
        return "Voor een overdracht is eerst een toegekend ruilbesluit nodig. Stel dat besluit voor bij de zaak."
    af = [t for t in taken if t.soort == "WO-10" and t.status == "gereed" and t.gereed_op is not None]
    laatste = max(af, key=lambda t: (t.gereed_op, t.id), default=None)
    if laatste is None or laatste.gegevens.get("ruil_akkoord") not in (True, "ja"):
        return "De andere gemeente is nog niet akkoord. Leg haar antwoord vast bij de taak ‘Ruilvoorstel opstellen’."
    if not _noemt(laatste.gegevens.get("ruil_gemeente"), naar):
        return f"De ruil is met een andere gemeente afgesproken dan {naar}. Kies die gemeente."
    horen = (b for b in geldig if b.taak_id in (None, laatste.id))
    if not any(_noemt(b.gegevens.get("andere_gemeente"), naar) for b in horen):
        return f"Het ruilbesluit bij deze ruil noemt {naar} niet. Herzie het besluit en vul in met welke gemeente."
    return None


def _noemt(gegeven: Any, naar: str) -> bool:
    return bool(gegeven) and _kaal(str(gegeven)) == _kaal(naar)


def _kaal(naam: str) -> str:
    return " ".join(naam.casefold().split()).removeprefix("gemeente ").strip(" .")


def is_afwezig(waarde: Any) -> bool:
    """Of het onderdeel van dit veld er niet is."""
    return waarde is AFWEZIG
