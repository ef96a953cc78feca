"""Wachtwoorden: argon2id, met voor een onbekende gebruiker evenveel werk als voor een bekende (veiligheid D4, D5)."""

from __future__ import annotations

from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

KORTST, LANGST = 15, 128
_hasher = PasswordHasher()


def lengte_klopt(wachtwoord: str) -> bool:
    """Of dit een wachtwoord kan zijn; wat te lang is wordt niet eens gehasht."""
    return KORTST <= len(wachtwoord) <= LANGST


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
