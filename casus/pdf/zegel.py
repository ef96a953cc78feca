"""Een brief verzegelen met het certificaat van de gemeente: PAdES B-B (ETSI EN 319 142-1), zonder netwerk.

Dit draait in het proces van de aanroeper en nooit in het kindproces dat tekent: daar komt de sleutel niet. Het
certificaat staat per gemeente in de omgeving, met de CBS-code in de naam:

    CASUS_ZEGEL_GM0222=/pad/naar/zegel.p12
    CASUS_ZEGEL_GM0222_GEHEIM=…
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from casus.pdf.fouten import PdfFout


class ZegelFout(PdfFout):
    """Het certificaat van de gemeente is er niet, gaat niet open of geldt niet meer."""

    status = 503

    def __init__(self, waarom: str) -> None:
        super().__init__(
            f"De brief kan niet worden verzegeld: {waarom}. Vraag de beheerder het certificaat na te kijken."
        )


@dataclass(frozen=True, slots=True)
class Zegel:
    """Waar het certificaat staat (PKCS#12) en waarmee het opengaat."""

    pad: Path
    geheim: str = field(repr=False)


def zegel_van(code: str, env: Mapping[str, str] = os.environ) -> Zegel | None:
    """Het zegel van de gemeente met deze CBS-code; None als zij er geen heeft ingesteld."""
    naam = f"CASUS_ZEGEL_{code.upper()}"
    return Zegel(Path(env[naam]), env.get(f"{naam}_GEHEIM", "")) if env.get(naam) else None


def verzegel(pdf: bytes, zegel: Zegel, moment: datetime) -> bytes:
    """De PDF met een onzichtbaar zegel erachter; wat er stond, verandert niet. Raises ZegelFout."""
    from casus.pdf.zegelen import zet_zegel  # pas hier: pyHanko laden kost een halve seconde

    if not zegel.pad.is_file():
        raise ZegelFout("het bestand met het certificaat is er niet")
    return zet_zegel(pdf, zegel.pad.read_bytes(), zegel.geheim, moment)
