"""De eigen code-app op het scherm: de QR-code als tekening zonder opmaak of script, en het geheim om over te typen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import pyotp
import segno
from flask import request

from casus.queries.codeapp import herstelcodes_over
from casus.rules.tweedefactor import adres_voor_app, in_groepen
from casus.web.formulier import tekst
from casus.web.gebruik import actor, ingelogd, sessie
from casus.web.tweedefactor import pak_geheim_in, pak_geheim_uit
from casus.web.verwijzing import veilig

_STIL = 4
"""Zoveel blokjes wit hoort er om een QR-code (ISO/IEC 18004 §6.3.8)."""


@dataclass(frozen=True, slots=True)
class Qr:
    """Een QR-code als lijnen van een SVG: `kader` is de viewBox, `pad` zijn de zwarte blokjes."""

    kader: str
    pad: str


def mijn_app() -> dict[str, Any]:
    """Of er een code-app is, sinds wanneer, en hoeveel herstelcodes er nog zijn."""
    wie = ingelogd()
    app = wie.app if wie else None
    over = herstelcodes_over(sessie(), actor().gebruiker_id) if app else 0
    return {"app": app, "over": over}


def koppelscherm() -> dict[str, Any]:
    """Een nieuw geheim om te scannen; na een verkeerde code nog steeds hetzelfde."""
    wie = ingelogd()
    geheim = pak_geheim_uit(tekst("kaartje")) or pyotp.random_base32()
    return {
        "vervangen": wie is not None and wie.app is not None,
        "geheim": in_groepen(geheim),
        "qr": teken(adres_voor_app(geheim, wie.gebruiker.email if wie else "")),
        "kaartje": pak_geheim_in(geheim),
        "terug": terug(),
    }


def terug() -> str:
    """De pagina vanwaar iemand kwam om een app in te stellen; leeg als dat geen eigen pagina is."""
    return veilig(request.values.get("terug", "")) or ""


def teken(inhoud: str) -> Qr:
    """Tekent een QR-code."""
    blokken = segno.make_qr(inhoud, error="m").matrix
    zijde = len(blokken) + 2 * _STIL
    return Qr(f"0 0 {zijde} {zijde}", "".join(_regel(rij, nr) for nr, rij in enumerate(blokken)))


def _regel(rij: Iterable[int], nr: int) -> str:
    uit, plek = "", _STIL
    for zwart, blok in groupby(rij):
        breed = len(list(blok))
        uit += f"M{plek} {nr + _STIL}h{breed}v1h-{breed}z" if zwart else ""
        plek += breed
    return uit
