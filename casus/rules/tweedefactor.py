"""De tweede factor: codes uit een code-app (TOTP, RFC 6238) en herstelcodes. Wat klopt, en hoe lang het geldt."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from datetime import datetime, timedelta

import pyotp

VERS = timedelta(minutes=5)
"""Zo lang na een goede code hoeft er geen nieuwe (veiligheid D2)."""
SECONDEN = 30
"""Zo lang duurt één stap: dan toont de app een nieuwe code."""
AANTAL_HERSTELCODES = 10
TEKENS_HERSTELCODE = 12
"""Twaalf van dertig tekens: bijna 59 bits, dus niet te raden en zonder sleutel niet terug te rekenen."""
ALFABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Zonder tekens die op elkaar lijken: 0 en O, 1, I en L, U en V."""
LANGSTE_INVOER = 40
_CIJFERS = 6


def stap(moment: datetime) -> int:
    """Het nummer van de stap van dertig seconden waarin dit moment valt."""
    return int(moment.timestamp()) // SECONDEN


def code_van(geheim: str, stap_: int) -> str:
    """De zes cijfers die de app in deze stap toont."""
    return pyotp.HOTP(geheim).at(stap_)


def passende_stap(geheim: str, code: str, moment: datetime) -> int | None:
    """De stap waarbij deze code hoort, als het de huidige is of een ernaast: klokken lopen niet gelijk.

    Rekent altijd alle drie uit en vergelijkt ze in vaste tijd.
    """
    nu = stap(moment)
    past = [een for een in (nu - 1, nu, nu + 1) if hmac.compare_digest(code_van(geheim, een), code)]
    return past[-1] if past else None


def is_vers(bevestigd_op: datetime | None, moment: datetime) -> bool:
    """Of de laatste goede code van hooguit vijf minuten geleden is. Een klok die terugging, maakt niets verser."""
    return bevestigd_op is not None and abs(moment - bevestigd_op) < VERS


def zonder_opmaak(invoer: str) -> str:
    """Een getypte code zonder spaties, streepjes en kleine letters; leeg als zij te lang is of vreemde tekens heeft."""
    kaal = "".join(invoer[: LANGSTE_INVOER + 1].split()).replace("-", "").upper()
    return kaal if kaal.isascii() and len(invoer) <= LANGSTE_INVOER else ""


def is_appcode(code: str) -> bool:
    """Of dit zes cijfers zijn; al het andere kan alleen een herstelcode zijn."""
    return len(code) == _CIJFERS and code.isdecimal()


def in_groepen(tekst: str, teken: str = " ") -> str:
    """In groepen van vier, om over te typen: 'JBSW Y3DP'."""
    return teken.join(tekst[plek : plek + 4] for plek in range(0, len(tekst), 4))


def nieuwe_herstelcodes(kies: Callable[[str], str]) -> list[str]:
    """Tien verschillende herstelcodes. `kies` trekt één teken, onvoorspelbaar (secrets.choice)."""
    codes: set[str] = set()
    while len(codes) < AANTAL_HERSTELCODES:
        codes.add("".join(kies(ALFABET) for _ in range(TEKENS_HERSTELCODE)))
    return sorted(codes)


def adres_voor_app(geheim: str, email: str) -> str:
    """Het otpauth-adres dat in de QR-code staat: zo kent de app het account als ‘casus’."""
    return pyotp.TOTP(geheim).provisioning_uri(name=email, issuer_name="casus")
