"""Een aangeleverd bestand tussen de proef en het inlezen: versleuteld op schijf, alleen voor wie het bracht."""

from __future__ import annotations

import base64
import json
import re
import time
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from casus.errors import Weigering
from casus.opslag import bewaar
from casus.sleutels import Sleutelbos

BEWAARTIJD = 2 * 60 * 60
"""In seconden; daarna is de proef verlopen en moet het bestand opnieuw worden gekozen."""
_WEG = "Dit bestand is niet meer bewaard. Kies het opnieuw en doe de proef nog een keer."


@dataclass(frozen=True, slots=True)
class Aanlevering:
    """Een bestand met de naam die de gebruiker kent. `kaartje` is de verwijzing voor het volgende formulier."""

    naam: str
    inhoud: bytes
    kaartje: str


def leg_weg(map_: Path, bos: Sleutelbos, gebruiker_id: UUID, naam: str, inhoud: bytes) -> Aanlevering:
    """Bewaart het bestand versleuteld, en ruimt op wat te oud is."""
    _ruim_op(map_)
    velden = {"wie": str(gebruiker_id), "naam": naam, "inhoud": base64.b64encode(inhoud).decode()}
    return Aanlevering(naam, inhoud, bewaar(map_, bos.versleutel(json.dumps(velden)).encode()))


def haal_op(map_: Path, bos: Sleutelbos, gebruiker_id: UUID, kaartje: str) -> Aanlevering:
    """Het weggelegde bestand. Raises Weigering als het weg is of van een ander is."""
    pad = map_ / kaartje
    if not re.fullmatch(r"[0-9a-f]{32}", kaartje) or not pad.is_file():
        raise Weigering(_WEG)
    velden = json.loads(bos.ontsleutel(pad.read_text()))
    if velden["wie"] != str(gebruiker_id):
        raise Weigering(_WEG)
    return Aanlevering(velden["naam"], base64.b64decode(velden["inhoud"]), kaartje)


def gooi_weg(map_: Path, kaartje: str) -> None:
    """Verwijdert het bestand na het inlezen."""
    if re.fullmatch(r"[0-9a-f]{32}", kaartje):
        (map_ / kaartje).unlink(missing_ok=True)


def _ruim_op(map_: Path) -> None:
    if map_.is_dir():
        for pad in map_.iterdir():
            if time.time() - pad.stat().st_mtime > BEWAARTIJD:
                pad.unlink(missing_ok=True)
