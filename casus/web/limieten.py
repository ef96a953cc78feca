"""Hoe vaak iets mag (veiligheid D5).

Per account wordt geteld vóór het werk, zodat gelijktijdige pogingen er niet doorheen glippen. Een adres telt alleen
mislukte pogingen: achter één adres kan een heel stadhuis zitten.
"""

from __future__ import annotations

import time

from limits import RateLimitItem, parse
from werkzeug.exceptions import TooManyRequests

from casus.extensions import limiter

INLOGGEN = parse("10 per 5 minutes")
DOCUMENTEN = parse("10 per minute")
"""Een document insturen: elk kost een kindproces, net als een PDF."""
LEZEN = parse("60 per minute")
"""Een bestand ophalen, of bladen laten tekenen die nog niet waren getekend."""
AGENDA = parse("60 per hour")
"""Een agenda ophalen, of een adres proberen dat niet bestaat. Een agendaprogramma komt hooguit elk kwartier."""
DOSSIERLINK = parse("10 per 5 minutes")
"""Een code invullen bij een link naar een dossier, of een adres proberen dat niet bestaat; ook bij een uitnodiging."""
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
