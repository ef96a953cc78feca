"""Metingen: ons cijfer naast de vloer uit dezelfde ronde (`python -m benchmarks NAAM`)."""
