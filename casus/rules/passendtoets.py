"""Het antwoord van een regel over een woning: wat eruit komt, waarom, en waar iemand invult wat ontbreekt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Uitkomst = Literal["ja", "nee", "onbekend"]
Soort = Literal["blokkeert", "waarschuwt", "afwijking"]
Invulplek = Literal["", "huishouden", "personen", "woning", "complex", "reistijden", "nareis"]
"""Het formulier waar iemand invult wat een regel mist; leeg als er geen formulier voor is."""

BIJ_HUISHOUDEN: Final = "bij ‘Gegevens van het huishouden’"
BIJ_WONING: Final = "bij de woning"
BIJ_COMPLEX: Final = "bij het complex"


@dataclass(frozen=True, slots=True)
class Toets:
    """Eén regel: wat eruit komt, wat dat betekent, en waarom. `invullen`: waar iemand invult wat ontbreekt."""

    regel: str
    uitkomst: Uitkomst
    soort: Soort
    zin: str
    nodig: str
    heeft: str
    bron: str
    invullen: Invulplek = ""


@dataclass(frozen=True, slots=True)
class Passendheid:
    """Alle toetsen van één woning voor één huishouden, op volgorde van H1 tot en met H9."""

    toetsen: tuple[Toets, ...]

    @property
    def past(self) -> bool:
        """Of geen enkele regel nee zegt, behalve een waarschuwing. Zie ook `onbekend`."""
        return not self.blokkades and not self.afwijkingen

    @property
    def oordeel(self) -> Literal["ja", "nee_huur", "nee_anders"]:
        """Het oordeel zoals de taak 'Match beoordelen' het vastlegt. De huur gaat voor: daar beslist niveau 2."""
        if self.past:
            return "ja"
        return "nee_huur" if any(toets.regel == "H1" for toets in self.afwijkingen) else "nee_anders"

    @property
    def blokkades(self) -> tuple[Toets, ...]:
        """Regels die nee zeggen en waarvan niet kan worden afgeweken."""
        return tuple(t for t in self.toetsen if t.uitkomst == "nee" and t.soort == "blokkeert")

    @property
    def afwijkingen(self) -> tuple[Toets, ...]:
        """Regels die nee zeggen en waarvan een besluit tot afwijken nodig is."""
        return tuple(t for t in self.toetsen if t.uitkomst == "nee" and t.soort == "afwijking")

    @property
    def waarschuwingen(self) -> tuple[Toets, ...]:
        """Regels die nee zeggen maar niets tegenhouden."""
        return tuple(t for t in self.toetsen if t.uitkomst == "nee" and t.soort == "waarschuwt")

    @property
    def onbekend(self) -> tuple[Toets, ...]:
        """Regels waarvoor een gegeven of een grens ontbreekt."""
        return tuple(t for t in self.toetsen if t.uitkomst == "onbekend")
