"""Een kopie van een PDF met een wachtwoord erop: AES-256 (ISO 32000-2, 7.6.4; PDF 2.0, revisie 6).

De kopie is geen archiefstuk: PDF/A verbiedt versleutelen. Zij komt dus altijd naast het origineel.
"""

from __future__ import annotations

import io
import secrets

_TEKENS = "abcdefghijkmnpqrstuvwxyz23456789"  # zonder l, o, 0 en 1: die leest iemand aan de telefoon verkeerd voor
_GROEPEN, _PER_GROEP = 4, 5


def nieuw_wachtwoord() -> str:
    """Vier groepen van vijf tekens, samen 100 bits: voor te lezen aan de telefoon."""
    groepen = ("".join(secrets.choice(_TEKENS) for _ in range(_PER_GROEP)) for _ in range(_GROEPEN))
    return "-".join(groepen)


def beveilig(pdf: bytes, wachtwoord: str) -> bytes:
    """De PDF die alleen met dit wachtwoord opengaat; lezen met hulpmiddelen en afdrukken mag daarna gewoon."""
    import pikepdf  # pas hier: pikepdf laden kost een tiende seconde

    uit = io.BytesIO()
    slot = pikepdf.Encryption(user=wachtwoord, owner=secrets.token_urlsafe(32), R=6, aes=True, metadata=True)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.save(uit, encryption=slot)
    return uit.getvalue()
