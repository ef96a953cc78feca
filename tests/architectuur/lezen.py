"""Leest de broncode zoals git haar kent, voor de tests die over de code zelf gaan."""

import ast
import subprocess
from functools import cache
from pathlib import Path

WORTEL = Path(__file__).resolve().parents[2]


@cache
def bestanden() -> tuple[Path, ...]:
    """Alle bestanden die in git staan of erin zouden komen, relatief aan de wortel."""
    # Een kloon van een andere gebruiker mag ook gelezen worden: er wordt hier niets uit uitgevoerd.
    opdracht = ["git", "-c", "safe.directory=*", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    namen = subprocess.run(opdracht, cwd=WORTEL, capture_output=True, check=True, text=True).stdout
    return tuple(sorted(Path(naam) for naam in namen.split("\0") if naam and (WORTEL / naam).is_file()))


def onder(*mappen: str, einde: str = ".py") -> list[Path]:
    """De bestanden met dit einde in een van deze mappen."""
    return [pad for pad in bestanden() if pad.parts[0] in mappen and pad.name.endswith(einde)]


def tekst(pad: Path) -> str | None:
    """De inhoud van een tekstbestand; None voor een binair bestand."""
    inhoud = (WORTEL / pad).read_bytes()
    if b"\0" in inhoud[:8192]:
        return None
    try:
        return inhoud.decode()
    except UnicodeDecodeError:
        return None


def boom(pad: Path) -> ast.Module:
    """De syntaxboom van een Python-bestand."""
    return ast.parse((WORTEL / pad).read_text(encoding="utf-8"), filename=str(pad))
