"""Eén formulierpagina voor alles wat het proces vraagt: taak, stap, melding, besluit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from casus.views.schermen.velden import Invoerveld


@dataclass(frozen=True, slots=True)
class Formulierscherm:
    """Wat `formulier.html` tekent. `redenen`: waarom versturen nu niet kan. `gevolgen`: wat er hierna gebeurt."""

    titel: str
    actie: str
    knop: str
    terug: str
    terug_tekst: str
    velden: Sequence[Invoerveld] = ()
    versie: int | None = None
    uitleg: str = ""
    onder: str = ""
    kop_fout: str = "Dit is nog niet gelukt"
    redenen: tuple[str, ...] = ()
    gevolgen: Sequence[str] = ()
    feiten: Sequence[tuple[str, str]] = ()
    feiten_titel: str = "Bij deze zaak"
    punten: Sequence[Invoerveld] = field(default_factory=tuple)

    def titel_van(self, code: str) -> str:
        """Hoe een veld op dit formulier heet."""
        titels = {veld.code: veld.titel for veld in (*self.velden, *self.punten)}
        return titels.get(code, code.replace("_", " "))
