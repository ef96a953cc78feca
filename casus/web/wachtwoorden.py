"""Wachtwoorden: argon2id, met voor een onbekende gebruiker evenveel werk als voor een bekende (veiligheid D4, D5)."""

from __future__ import annotations

import re
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

KORTST, LANGST = 15, 128
_TE_RADEN = (
    "wachtwoord",
    "password",
    "welkom",
    "casus",
    "qwerty",
    "asdfgh",
    "zxcvbn",
    "gemeente",
    "corporatie",
    "woning",
)
_KORTSTE_WOORD = 3
_OVER = 6
"""Zoveel letters blijven er over als de woorden die iedereen kent eruit zijn."""
_VERSCHILLEND = 5
_hasher = PasswordHasher()


def lengte_klopt(wachtwoord: str) -> bool:
    """Of dit een wachtwoord kan zijn; wat te lang is wordt niet eens gehasht."""
    return KORTST <= len(wachtwoord) <= LANGST


def bezwaar_tegen(wachtwoord: str, *woorden: str) -> str:
    """Waarom iemand dit wachtwoord niet kan kiezen, als zin; leeg als het goed is. Geen regels over soorten tekens.

    `woorden` zijn die van de persoon zelf: naam, adres, organisatie (veiligheid D4).
    """
    if not lengte_klopt(wachtwoord):
        return f"Kies een wachtwoord van {KORTST} tot en met {LANGST} tekens. Een zin is makkelijk te onthouden."
    over, eigen = wachtwoord.casefold(), [deel for woord in woorden for deel in re.split(r"[\W_]+", woord.casefold())]
    for deel in sorted({*eigen, *_TE_RADEN}, key=len, reverse=True):
        over = over.replace(deel, "") if len(deel) >= _KORTSTE_WOORD else over
    if len(re.sub(r"[\W\d_]", "", over)) < _OVER or len(set(wachtwoord)) < _VERSCHILLEND:
        return "Dit wachtwoord is te raden. Kies een zin die niets met u of casus te maken heeft."
    return ""


def hash_wachtwoord(wachtwoord: str) -> str:
    """De hash om op te slaan. Raises ValueError bij een verkeerde lengte."""
    if not lengte_klopt(wachtwoord):
        raise ValueError(f"Een wachtwoord heeft {KORTST} tot en met {LANGST} tekens.")
    return _hasher.hash(wachtwoord)


@lru_cache(maxsize=1)
def _van_niemand() -> str:
    return _hasher.hash("een wachtwoord van niemand")


def klopt(opgeslagen: str | None, wachtwoord: str) -> bool:
    """Of het wachtwoord bij de hash hoort. Zonder hash wordt er even hard gerekend, en is het antwoord nee."""
    try:
        juist = _hasher.verify(opgeslagen or _van_niemand(), wachtwoord)
    except (VerificationError, InvalidHashError):
        return False
    return juist and opgeslagen is not None


def verouderd(opgeslagen: str) -> bool:
    """Of de hash met zwakkere instellingen is gemaakt dan nu gelden."""
    return _hasher.check_needs_rehash(opgeslagen)
