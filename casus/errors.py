"""De weigeringen van casus: elke uitzondering draagt één Nederlandse zin voor wie het scherm leest."""

from __future__ import annotations

from dataclasses import dataclass


class CasusFout(Exception):
    """Basis van alles wat casus zelf weigert. `zin` zegt wat er mis is en wat de gebruiker kan doen."""

    status = 400

    def __init__(self, zin: str) -> None:
        super().__init__(zin)
        self.zin = zin


class Weigering(CasusFout):
    """De regels staan dit niet toe: een voorwaarde, een rol of een mandaat ontbreekt."""

    status = 422


class GeenRecht(Weigering):
    """De gebruiker mag dit niet doen, ook niet als de zaak verder klaar is."""

    status = 403


class NietGevonden(CasusFout):
    """Bestaat niet, of hoort bij een andere gemeente: dat verschil is van buiten niet te zien."""

    status = 404

    def __init__(self, zin: str = "Deze zaak hoort bij een andere gemeente of bestaat niet.") -> None:
        super().__init__(zin)


class Conflict(CasusFout):
    """Een ander was eerder. De aanroeper toont wat die ander deed en bewaart wat was getypt."""

    status = 409


class GeenBereik(CasusFout):
    """Een sessie zonder gemeente wilde gegevens van een gemeente lezen of schrijven (programmeerfout)."""

    status = 500


@dataclass(frozen=True, slots=True)
class VeldFout:
    """Eén verbeterpunt bij één veld van een formulier."""

    veld: str
    zin: str


class InvoerFout(Weigering):
    """De invoer klopt niet; per veld een zin. Wat was getypt blijft bewaard."""

    def __init__(self, fouten: list[VeldFout]) -> None:
        super().__init__(fouten[0].zin if fouten else "Verbeter de invoer.")
        self.fouten = fouten


class TeVaak(InvoerFout):
    """Dit is bij dit veld te vaak geprobeerd; over `wacht` seconden mag het weer. Wat was getypt blijft bewaard."""

    status = 429

    def __init__(self, fout: VeldFout, wacht: int) -> None:
        super().__init__([fout])
        self.wacht = wacht
