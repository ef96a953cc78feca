"""De opdrachtregel van de metingen."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks import besluit, dossier, match, overgang, pagina, werkvoorraad, zoeken
from benchmarks.meten import Uitslag, omgeving

METINGEN = {
    "besluit": besluit,
    "dossier": dossier,
    "match": match,
    "overgang": overgang,
    "pagina": pagina,
    "werkvoorraad": werkvoorraad,
    "zoeken": zoeken,
}
DATABASES = {"sqlite": ("sqlite",), "postgresql": ("postgresql",), "beide": ("sqlite", "postgresql")}


def parser() -> argparse.ArgumentParser:
    """De opties van alle metingen."""
    hoofd = argparse.ArgumentParser(
        prog="python -m benchmarks", description="Meet casus naast de vloer uit dezelfde ronde. Tijden in ms."
    )
    metingen = hoofd.add_subparsers(dest="naam", required=True, metavar="NAAM")
    for naam, module in METINGEN.items():
        deel = metingen.add_parser(naam, help=module.HULP, description=module.HULP.capitalize() + ".")
        deel.add_argument("--database", choices=DATABASES, default="beide", help="waarop (beide)")
        deel.add_argument("--json", type=Path, metavar="BESTAND", help="schrijf de uitslag ook als JSON")
        module.opties(deel)
    return hoofd


def als_json(naam: str, uitslagen: Sequence[Uitslag]) -> dict[str, Any]:
    """De hele ronde als één object."""
    return {"benchmark": naam, "omgeving": omgeving(), "uitslagen": [uitslag.als_json() for uitslag in uitslagen]}


def main(argumenten: Sequence[str] | None = None) -> int:
    """Voert één meting uit. Geeft 1 als een plan of de uitvoering niet klopt; een tijd is nooit een fout."""
    keuze = parser().parse_args(argumenten)
    uitslagen: list[Uitslag] = []
    for soort in DATABASES[keuze.database]:
        for uitslag in METINGEN[keuze.naam].draai(keuze, soort):
            print(uitslag.als_tekst(), flush=True)
            uitslagen.append(uitslag)
    if keuze.json:
        keuze.json.write_text(json.dumps(als_json(keuze.naam, uitslagen), indent=2, ensure_ascii=False) + "\n")
    return 1 if any(uitslag.fouten for uitslag in uitslagen) else 0


if __name__ == "__main__":
    sys.exit(main())
