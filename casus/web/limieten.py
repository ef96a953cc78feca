"""Hoe vaak iets mag (veiligheid D5).

Per account wordt geteld vóór het werk, zodat gelijktijdige pogingen er niet doorheen glippen. Een adres telt alleen
mislukte pogingen: achter één adres kan een heel stadhuis zitten.
"""

from __future__ import annotations

import time

from limits import RateLimitItem, parse
from werkzeug.exceptions import TooManyRequests

from casus.errors import TeVaak, VeldFout
from casus.extensions import limiter
from casus.vocab import meervoud

INLOGGEN = parse("10 per 5 minutes")
DOCUMENTEN = parse("10 per minute")
"""Een document insturen: elk kost een kindproces, net als een PDF."""
LEZEN = parse("60 per minute")
"""Een bestand ophalen, of bladen laten tekenen die nog niet waren getekend."""
AGENDA = parse("60 per hour")
"""Een agenda ophalen, of een adres proberen dat niet bestaat. Een agendaprogramma komt hooguit elk kwartier."""
DOSSIERLINK = parse("10 per 5 minutes")
"""Een code invullen bij een link naar een dossier, of een adres proberen dat niet bestaat; ook bij een uitnodiging."""
BSN = parse("20 per hour")
"""Een BSN bekijken: per huishouden zijn het er een paar, en niemand typt er twintig per uur over."""
EXPORTEREN = parse("5 per hour")
"""Een lijst meenemen: ieder bestand verlaat de muren van casus."""
TWEEDE_FACTOR = (parse("5 per 5 minutes"), parse("20 per hour"))
"""Een code van zes cijfers is te raden voor wie het vaak genoeg mag proberen; goede codes tellen mee."""
ALLE_LOGINS = parse("1000 per 5 minutes")


def tel(soort: str, wie: str, grens: RateLimitItem = INLOGGEN) -> None:
    """Telt één poging. Raises TooManyRequests met de wachttijd als het te vaak is."""
    if not limiter.limiter.hit(grens, soort, wie):
        raise TooManyRequests(retry_after=_wacht(soort, wie, grens))


def tel_code(wie: str) -> None:
    """Telt één poging met een tweede factor, van dit account. Raises TooManyRequests."""
    for grens in TWEEDE_FACTOR:
        tel("tweede factor", wie, grens)


def tel_bsn(wie: str) -> None:
    """Telt één keer een BSN bekijken door deze gebruiker. Raises TeVaak bij de reden, zodat die blijft staan."""
    try:
        tel("bsn", wie, BSN)
    except TooManyRequests as fout:
        wacht = int(str(fout.retry_after or 60))
        tijd = meervoud(-(-wacht // 60), "minuut", "minuten")
        zin = f"U vroeg dit uur al {BSN.amount} keer een BSN op. Over {tijd} kan het weer."
        raise TeVaak(VeldFout("reden", zin), wacht) from None


def nog_ruimte(soort: str, wie: str) -> None:
    """Als `tel`, maar zonder te tellen: voor wat alleen bij een mislukking telt."""
    if not limiter.limiter.test(INLOGGEN, soort, wie):
        raise TooManyRequests(retry_after=_wacht(soort, wie))


def tel_alles() -> None:
    """Alle inlogpogingen van de installatie samen."""
    if not limiter.limiter.hit(ALLE_LOGINS, "inloggen", "samen"):
        raise TooManyRequests(retry_after=60)


def _wacht(soort: str, wie: str, grens: RateLimitItem = INLOGGEN) -> int:
    return max(1, int(limiter.limiter.get_window_stats(grens, soort, wie).reset_time - time.time()) + 1)
