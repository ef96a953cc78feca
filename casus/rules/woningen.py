"""Kloppen de gegevens van een woning? Per veld een zin voor wat niet kan, en een zin voor wat vreemd is maar mag."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from casus.bedragen import euro
from casus.errors import VeldFout
from casus.rules import woningcodes
from casus.rules.parameters import cent
from casus.rules.woningcodes import KAMER, WOONVORMEN
from casus.rules.zinnen import dag_tekst
from casus.tekens import bezwaar
from casus.vocab import meervoud

Gegevens = Mapping[str, Any]
"""De kolommen van een woning met hun waarde: getallen als int, dagen als date, bedragen in centen."""

VELDEN: Final = (
    "adres", "postcode", "plaats", "corporatie_nummer", "eenheidsoort", "detailsoort", "woonvorm", "kamers",
    "slaapkamers", "oppervlakte", "verdieping", "lift", "toegankelijkheid", "energielabel", "kale_huur_cent",
    "subsidiabel_cent", "overig_cent", "huur_cent", "contractsoort", "beschikbaar_van", "eind_op", "slot_op_kamer",
    "toelichting", "zelfstandig",
)  # fmt: skip
"""Wat een mens of een lijst over een woning vertelt, in de volgorde van het formulier."""
_BIJZAAK = {"corporatie_nummer", "toelichting", "overig_cent", "eenheidsoort"}
WEZENLIJK: Final = frozenset((*VELDEN, "complex_id")) - _BIJZAAK
"""Verandert de corporatie hier iets aan, dan kijkt wonen de woning opnieuw na."""
TITELS: Final[Mapping[str, str]] = {
    "adres": "adres",
    "postcode": "postcode",
    "plaats": "plaats",
    "corporatie_nummer": "nummer van de corporatie",
    "eenheidsoort": "soort eenheid",
    "detailsoort": "soort woning",
    "woonvorm": "woonvorm",
    "kamers": "kamers",
    "slaapkamers": "slaapkamers",
    "oppervlakte": "oppervlakte",
    "verdieping": "verdieping",
    "lift": "lift",
    "toegankelijkheid": "toegankelijkheid",
    "energielabel": "energielabel",
    "kale_huur_cent": "kale huur",
    "subsidiabel_cent": "servicekosten die meetellen",
    "overig_cent": "overige servicekosten",
    "huur_cent": "rekenhuur",
    "contractsoort": "contract",
    "beschikbaar_van": "vrij vanaf",
    "eind_op": "laatste dag van de verhuur",
    "slot_op_kamer": "slot op de kamer",
    "toelichting": "toelichting",
    "zelfstandig": "zelfstandig",
    "complex_id": "complex",
}
HOOGSTE_HUUR: Final = 500_000
"""In centen; daarboven is het vrijwel zeker een verkeerd geplaatste komma."""
_POSTCODE = re.compile(r"([1-9][0-9]{3})\s?([A-Za-z]{2})")
_GEEN_POSTCODE = ("SA", "SD", "SS")
_LETTER = re.compile(r"([0-9]) (?=[a-z]\b)")
_LENGTE: Final = {"adres": 120, "plaats": 60, "corporatie_nummer": 40, "toelichting": 2000}
_GRENZEN: Final = {"kamers": (1, 20), "slaapkamers": (0, 15), "oppervlakte": (6, 500), "verdieping": (-2, 40)}
_IN_COMPLEX: Final = frozenset({"tussenvoorziening", "doorstroomlocatie", "kamergewijs", "getransformeerd"})
_TIJDELIJK: Final = frozenset({"TIJ", "FLE", "MID", "SHS"})


def postcode(tekst: str) -> str | None:
    """'7001 AB' uit '7001ab'; None als het geen Nederlandse postcode is."""
    gevonden = _POSTCODE.fullmatch(tekst.strip())
    if gevonden is None or gevonden[2].upper() in _GEEN_POSTCODE:
        return None
    return f"{gevonden[1]} {gevonden[2].upper()}"


def adressleutel(adres: str) -> str:
    """Het adres om op te vergelijken: 'DORPSSTRAAT  1 A' en 'Dorpsstraat 1a' zijn hetzelfde huis."""
    enkel = " ".join(unicodedata.normalize("NFKC", adres).casefold().split())
    return _LETTER.sub(r"\1", enkel)


def vul_aan(gegevens: Gegevens) -> dict[str, Any]:
    """Wat uit de andere velden volgt: de rekenhuur uit haar delen, en of de woning zelfstandig is."""
    vol = {"subsidiabel_cent": 0, "overig_cent": 0, "eenheidsoort": "WOO", "woonvorm": "regulier", **gegevens}
    if vol.get("kale_huur_cent") is not None and not vol.get("huur_cent"):
        vol["huur_cent"] = vol["kale_huur_cent"] + vol["subsidiabel_cent"]
    if vol.get("detailsoort") == KAMER:
        vol["zelfstandig"] = False
    elif vol.get("zelfstandig") is None:
        vol["zelfstandig"] = True
    return vol


def mist_complex(detailsoort: str, woonvorm: str, complex_id: object) -> str:
    """Waarom deze woning niet zonder complex kan; leeg als zij er een heeft of er geen nodig heeft.

    Aan het complex hangen de vergunning, de brandveiligheid, de laatste dag en wie er nog meer woont (domein §8).
    """
    if complex_id is not None or not (detailsoort == KAMER or woonvorm in _IN_COMPLEX):
        return ""
    wat = "Een kamer hoort" if detailsoort == KAMER else f"Bij ‘{WOONVORMEN[woonvorm]}’ hoort de woning"
    return f"{wat} in een complex, met zijn vergunningen en bewoners. Kies het complex; wonen kan het vastleggen."


def fouten(gegevens: Gegevens, dag: date, bestaand: Gegevens | None = None) -> list[VeldFout]:
    """Alles wat niet kan, in de volgorde van het formulier. `gegevens` zijn aangevuld met `vul_aan`.

    Een code die de woning al had (`bestaand`) mag blijven, ook als zij intussen is vervallen.
    """
    alle = [*_teksten(gegevens), *_codes(gegevens, dag, bestaand or {}), *_getallen(gegevens)]
    alle += [*_huur(gegevens), *_data(gegevens)]
    return sorted(alle, key=lambda fout: VELDEN.index(fout.veld) if fout.veld in VELDEN else len(VELDEN))


def _teksten(g: Gegevens) -> Iterator[VeldFout]:
    adres = g.get("adres", "")
    if not re.search(r"[^\W\d_].*\d", adres):
        yield VeldFout("adres", "Vul de straat met het huisnummer in.")
    if postcode(g.get("postcode", "")) is None:
        yield VeldFout("postcode", "Schrijf de postcode als vier cijfers en twee letters, bijvoorbeeld 7001 AB.")
    if not g.get("plaats"):
        yield VeldFout("plaats", "Vul de plaats in.")
    for veld, lengte in _LENGTE.items():
        tekst = g.get(veld) or ""
        if len(tekst) > lengte:
            yield VeldFout(veld, f"Dit is {len(tekst)} tekens lang; er is plaats voor {lengte}. Kort het in.")
        elif zin := bezwaar(tekst):
            yield VeldFout(veld, zin)


def _codes(g: Gegevens, dag: date, bestaand: Gegevens) -> Iterator[VeldFout]:
    for veld in ("eenheidsoort", "detailsoort", "energielabel", "toegankelijkheid", "contractsoort"):
        code = g.get(veld) or ""
        if not code:
            if veld != "energielabel":
                yield VeldFout(veld, f"Kies bij {TITELS[veld]} een mogelijkheid.")
        elif code != bestaand.get(veld) and (zin := woningcodes.reden_niet(veld, code, dag)):
            yield VeldFout(veld, zin)
    if g.get("eenheidsoort") not in (None, "", "WOO"):
        yield VeldFout("eenheidsoort", "Hier horen alleen woonruimten: kies WOO.")
    if g.get("woonvorm") not in WOONVORMEN:
        yield VeldFout("woonvorm", f"Kies een woonvorm: {', '.join(WOONVORMEN.values())}.")


def _getallen(g: Gegevens) -> Iterator[VeldFout]:
    for veld, (laagst, hoogst) in _GRENZEN.items():
        waarde = g.get(veld)
        if not isinstance(waarde, int) or not laagst <= waarde <= hoogst:
            eenheid = " m²" if veld == "oppervlakte" else ""
            yield VeldFout(veld, f"Vul bij {TITELS[veld]} een getal in van {laagst} tot en met {hoogst}{eenheid}.")


def _huur(g: Gegevens) -> Iterator[VeldFout]:
    for veld in ("kale_huur_cent", "subsidiabel_cent", "overig_cent"):
        bedrag = g.get(veld)
        if bedrag is not None and not 0 <= bedrag <= HOOGSTE_HUUR:
            yield VeldFout(veld, f"Dit bedrag kan niet kloppen. Vul een bedrag in van 0 tot {euro(HOOGSTE_HUUR)}.")
    huur, kaal = g.get("huur_cent"), g.get("kale_huur_cent")
    if not huur:
        yield VeldFout("kale_huur_cent", "Vul de kale huur in, of de rekenhuur als u de delen niet kent.")
    elif huur > HOOGSTE_HUUR:
        yield VeldFout("huur_cent", f"Een huur boven {euro(HOOGSTE_HUUR)} kan niet kloppen. Kijk de komma na.")
    elif kaal is not None and huur != kaal + g["subsidiabel_cent"]:
        som = euro(kaal + g["subsidiabel_cent"])
        zin = f"De rekenhuur is {euro(huur)}, maar kale huur en servicekosten die meetellen zijn samen {som}."
        yield VeldFout("huur_cent", zin)


def _data(g: Gegevens) -> Iterator[VeldFout]:
    van, tot = g.get("beschikbaar_van"), g.get("eind_op")
    if van is None:
        yield VeldFout("beschikbaar_van", "Vul in vanaf welke dag de woning vrij is.")
    elif not date(2000, 1, 1) <= van <= date(2100, 1, 1):
        yield VeldFout("beschikbaar_van", "Dit jaar kan niet kloppen. Kijk de dag na.")
    elif tot is not None and tot <= van:
        yield VeldFout("eind_op", "De laatste dag van de verhuur ligt na de dag waarop de woning vrij is.")


def waarschuwingen(gegevens: Gegevens, parameters: Mapping[str, str]) -> list[VeldFout]:
    """Wat vreemd is maar mag. `parameters` gelden op de dag van vandaag."""
    vol = vul_aan(gegevens)
    return [*_vreemde_maten(vol), *_vreemde_huur(vol, parameters), *_vreemd_contract(vol)]


def _vreemde_maten(g: Gegevens) -> Iterator[VeldFout]:
    kamers, slapen, opp = g["kamers"], g["slaapkamers"], g["oppervlakte"]
    if slapen > kamers:
        wat = f"{meervoud(slapen, 'slaapkamer', 'slaapkamers')} in {meervoud(kamers, 'kamer', 'kamers')}"
        yield VeldFout("slaapkamers", f"Er staan {wat}. Slaapkamers tellen ook als kamer: kijk dit na.")
    if opp < 8 * kamers:
        yield VeldFout("oppervlakte", f"{opp} m² is weinig voor {meervoud(kamers, 'kamer', 'kamers')}. Kijk dit na.")
    if g.get("verdieping", 0) > 4 and not g.get("lift"):
        yield VeldFout("lift", f"Op verdieping {g['verdieping']} zonder lift is vreemd. Kijk dit na.")


def _vreemde_huur(g: Gegevens, parameters: Mapping[str, str]) -> Iterator[VeldFout]:
    grens, huur = cent(parameters, "daeb_huurgrens"), g["huur_cent"]
    if grens is not None and huur > grens:
        zin = (
            f"De rekenhuur is {euro(huur - grens)} boven de sociale grens van {euro(grens)}. Niemand kan haar krijgen."
        )
        yield VeldFout("huur_cent", zin)
    if huur < 10_000:
        yield VeldFout("huur_cent", f"Een rekenhuur van {euro(huur)} per maand is laag. Kijk de komma na.")


def _vreemd_contract(g: Gegevens) -> Iterator[VeldFout]:
    if g["contractsoort"] in _TIJDELIJK and g.get("eind_op") is None:
        yield VeldFout("eind_op", "Het contract is tijdelijk, maar de laatste dag van de verhuur ontbreekt.")
    if g["contractsoort"] == "ONB" and g.get("eind_op") is not None:
        dag = dag_tekst(g["eind_op"])
        yield VeldFout("contractsoort", f"Het contract is voor onbepaalde tijd, maar de verhuur eindigt op {dag}.")
    kamer = g["detailsoort"] == KAMER
    if kamer != (g["contractsoort"] == KAMER):
        wat = "een kamer zonder kamercontract" if kamer else "een kamercontract voor een hele woning"
        yield VeldFout("contractsoort", f"Dit is {wat}. Kijk na of dat klopt.")
    if kamer and not g.get("slot_op_kamer"):
        yield VeldFout("slot_op_kamer", "De kamer heeft geen eigen slot. Dat is nodig om haar te verhuren.")


def verschil(oud: Gegevens, nieuw: Gegevens) -> dict[str, Any]:
    """De velden die anders zijn, met hun nieuwe waarde."""
    return {veld: waarde for veld, waarde in nieuw.items() if oud.get(veld) != waarde}


def in_woorden(velden: Mapping[str, Any]) -> str:
    """De titels van deze velden: 'kale huur, rekenhuur'."""
    return ", ".join(TITELS.get(veld, veld) for veld in velden)
