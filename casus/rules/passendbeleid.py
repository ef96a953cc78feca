"""Het beleid van een gemeente voor voorstellen: hoeveel punten iets telt, en wie voorgaat. Politiek, dus met datums.

Wie statushouder is, gaat niet vanzelf voor: of dat mag verschilt per gemeente en per dag (domein §9.1). De volgorde
voor een woning is: eerst urgentie volgens een besluit, als de gemeente die laat voorgaan; dan wie het langst wacht; dan
wie het best past.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from casus.rules.parameters import standaard, waarden_op
from casus.rules.passendgeval import Plek, Vraag

Voorrang = Literal["ja", "nee", "gedeeld"]
BELEID: Final = ("score_", "reistijd_", "wachttijd_", "spreiding_", "voorrang_")
"""Het begin van elke parameter van het beleid."""


@dataclass(frozen=True, slots=True)
class Beleid:
    """Punten, grenzen en voorrang op één dag. Minuten en dagen zoals de naam zegt.

    `voorrang_statushouder`: of urgentie omdat iemand statushouder is, mag voorgaan; 'gedeeld' alleen voor kamers en
    gedeelde woningen.
    """

    precies: int
    een_over: int
    twee_over: int
    nareis: int
    reistijd: int
    netwerk: int
    wachttijd: int
    spreiding: int
    reistijd_goed: int
    reistijd_hoogstens: int
    wachttijd_vol: int
    spreiding_procent: int
    voorrang_urgentie: bool
    voorrang_statushouder: Voorrang

    def gaat_voor(self, vraag: Vraag, plek: Plek) -> bool:
        """Of dit huishouden voor deze woning voorgaat op wie langer wacht.

        Zegt het besluit niet waarom er urgentie is, dan gaat het alleen voor als elke grond hier voorgaat.
        """
        if not self.voorrang_urgentie or not vraag.urgentie:
            return False
        return vraag.urgentie == "anders" or self.mag_statushouder(plek)

    def voorrang_onzeker(self, vraag: Vraag, plek: Plek) -> bool:
        """Of dit huishouden misschien voorgaat: het besluit over urgentie zegt niet op welke grond."""
        return self.voorrang_urgentie and vraag.urgentie == "onbekend" and not self.mag_statushouder(plek)

    def mag_statushouder(self, plek: Plek) -> bool:
        """Of voorrang omdat iemand statushouder is, voor deze woning mag."""
        return self.voorrang_statushouder == "ja" or (self.voorrang_statushouder == "gedeeld" and not plek.zelfstandig)

    def zin(self) -> str:
        """De volgorde in één of twee zinnen, voor bij een lijst."""
        eerst = (
            "Wie een besluit over urgentie heeft, gaat voor. Daarna gaat" if self.voorrang_urgentie else "Eerst gaat"
        )
        return f"{eerst} wie het langst wacht. {_STATUSHOUDER[self.voorrang_statushouder]}"


_STATUSHOUDER: Mapping[str, str] = {
    "ja": "Urgentie omdat iemand statushouder is, telt mee.",
    "nee": "Urgentie omdat iemand statushouder is, telt nu niet mee.",
    "gedeeld": "Urgentie omdat iemand statushouder is, telt alleen mee voor kamers en gedeelde woningen.",
}


def beleid_op(parameters: Mapping[str, str], dag: date) -> Beleid:
    """Het beleid op een dag. Wat de gemeente niet vaststelde, komt uit de standaardwaarden van die dag.

    Raises ValueError als `voorrang_statushouder` geen ja, nee of gedeeld is.
    """
    waarden = {**waarden_op(standaard(), dag), **parameters}
    voorrang = waarden["voorrang_statushouder"]
    if voorrang not in _STATUSHOUDER:
        raise ValueError(f"voorrang_statushouder is {voorrang!r}; het is ja, nee of gedeeld")
    return Beleid(
        precies=int(waarden["score_bezetting"]),
        een_over=int(waarden["score_bezetting_een_over"]),
        twee_over=int(waarden["score_bezetting_twee_over"]),
        nareis=int(waarden["score_nareis"]),
        reistijd=int(waarden["score_reistijd"]),
        netwerk=int(waarden["score_netwerk"]),
        wachttijd=int(waarden["score_wachttijd"]),
        spreiding=int(waarden["score_spreiding"]),
        reistijd_goed=int(waarden["reistijd_goed_minuten"]),
        reistijd_hoogstens=int(waarden["reistijd_hoogstens_minuten"]),
        wachttijd_vol=int(waarden["wachttijd_vol_dagen"]),
        spreiding_procent=int(waarden["spreiding_hoogstens_procent"]),
        voorrang_urgentie=waarden["voorrang_urgentie"] == "ja",
        voorrang_statushouder=voorrang,  # type: ignore[arg-type]  # hierboven gekeurd
    )


def gevuld(parameters: Mapping[str, str], dag: date) -> dict[str, str]:
    """De parameters met alles van het beleid erin, ook wat de gemeente niet vaststelde (de standaardwaarden)."""
    vast = {sleutel: waarde for sleutel, waarde in waarden_op(standaard(), dag).items() if sleutel.startswith(BELEID)}
    return {**vast, **parameters}


def op_volgorde(vragen: Sequence[tuple[Vraag, int]], plek: Plek, beleid: Beleid) -> list[tuple[Vraag, int]]:
    """Huishoudens met hun score voor één woning, in de volgorde van het beleid; gelijk is op sleutel."""
    return sorted(
        vragen,
        key=lambda paar: (not beleid.gaat_voor(paar[0], plek), -paar[0].wacht_dagen, -paar[1], paar[0].sleutel),
    )
