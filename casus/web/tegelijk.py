"""Een geweigerd formulier waar een ander intussen aan zat: wat iemand typte blijft, de rest is zoals het nu is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from flask import request

from casus.rules.tegelijk import intussen_anders, zelf_gewijzigd
from casus.web.formulier import WAS, Formulier


def gezien() -> dict[str, str]:
    """Per veld wat er stond toen het ingestuurde formulier openging."""
    velden = request.form.to_dict()
    return {naam.removeprefix(WAS): waarde.strip() for naam, waarde in velden.items() if naam.startswith(WAS)}


def bijgewerkt(
    f: Formulier, nu: Mapping[str, str], woorden: Mapping[str, str], samen: Iterable[Collection[str]] = ()
) -> tuple[Formulier, dict[str, str]]:
    """Het geweigerde formulier naast wat er `nu` staat, en een zin bij elk veld dat een ander intussen veranderde.

    Wat iemand niet aanraakte, toont wat er nu staat. Wie zo de waarde van de ander zag en toch instuurt, kiest zelf:
    het nieuwe `was-<veld>` is daarom altijd `nu`. `woorden` is `nu` zoals een mens het leest.
    """
    if not f.pad:
        return f, {}
    getypt = {naam: f.waarden[naam][-1].strip() for naam in nu if f.waarden.get(naam)}
    was = {naam: f.waarden[WAS + naam][-1].strip() for naam in nu if f.waarden.get(WAS + naam)}
    zelf = zelf_gewijzigd(getypt, was, samen)
    zinnen = {}
    for naam in intussen_anders(getypt, was, nu):
        staat = f"Een collega veranderde dit net: nu staat hier {f'‘{woorden[naam]}’' if woorden[naam] else 'niets'}."
        zinnen[naam] = f"{staat} U wijzigde het ook. Kies wat klopt en leg het vast." if naam in zelf else staat
    van_nu = {naam: [waarde] for naam, waarde in nu.items() if naam not in zelf}
    return replace(f, waarden={**f.waarden, **van_nu}), zinnen
