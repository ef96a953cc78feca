"""Eén bestand per stap, 001 en verder; een stap die ergens is uitgevoerd verandert niet meer."""
