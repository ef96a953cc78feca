"""De letters van de documenten: waar zij staan. Welke tekens erin zitten, staat in casus/tekens.py."""

from __future__ import annotations

from pathlib import Path

LETTERTYPEN = Path(__file__).resolve().parent.parent / "static" / "fonts"
BESTANDEN = ("casus-sans-400.woff2", "casus-sans-600.woff2")
