"""De vloer van een bladzijde: dezelfde server die dezelfde, al ingepakte bytes uit het geheugen geeft."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

Begin = Callable[[str, list[tuple[str, str]]], Any]


def maak() -> Callable[[dict[str, Any], Begin], Iterable[bytes]]:
    """Een WSGI-toepassing met de bladzijden uit de map CASUS_VLOER."""
    map_ = Path(os.environ["CASUS_VLOER"])
    namen = json.loads((map_ / "namen.json").read_text(encoding="utf-8"))
    inhoud = {pad: (map_ / bestand).read_bytes() for pad, bestand in namen.items()}

    def toepassing(omgeving: dict[str, Any], begin: Begin) -> Iterable[bytes]:
        bladzijde = inhoud[omgeving["PATH_INFO"]]
        kop = [("Content-Type", "text/html; charset=utf-8"), ("Content-Encoding", "gzip")]
        begin("200 OK", [*kop, ("Content-Length", str(len(bladzijde)))])
        return [bladzijde]

    return toepassing


def main() -> None:
    """Draait de vloer met dezelfde instellingen als `casus serve`."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    from casus.cli.serve import DRADEN

    Server(
        "benchmarks.vloerserver:maak",
        "127.0.0.1",
        int(os.environ["CASUS_VLOERPOORT"]),
        interface=Interfaces.WSGI,
        workers=int(os.environ["CASUS_VLOERPROCESSEN"]),
        factory=True,
        websockets=False,
        blocking_threads=DRADEN,
        backpressure=4 * DRADEN,
        log_level=LogLevels.error,
    ).serve()


if __name__ == "__main__":
    main()
