"""Wat in orde moet zijn voordat een woning kan worden aangeboden. De namen staan in workflows/woning.toml."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from casus.models import Complex, Complextaak, Woning
from casus.rules.woningen import mist_complex
from casus.rules.zinnen import dag_tekst, opsomming
from casus.vocab import meervoud


@dataclass(frozen=True, slots=True)
class Woningbeeld:
    """Een woning met haar complex en de taken daarvan die haar kunnen tegenhouden, op een dag.

    `bezet`: in zoveel andere woningen van het complex woont iemand, of komt iemand wonen. `begeleid`: er woont een
    huishouden waarvan de zaak nog loopt.
    """

    woning: Woning
    complex: Complex | None
    taken: Sequence[Complextaak]
    dag: date
    bezet: int = 0
    begeleid: bool = False

    @property
    def start(self) -> date:
        """De eerste dag waarop de huur kan ingaan."""
        return max(self.dag, self.woning.beschikbaar_van)


def houdt_tegen(taak: Complextaak, start: date) -> bool:
    """Of deze taak open staat, of haar geldigheid voorbij is op de dag waarop de huur kan ingaan."""
    if not taak.verplicht:
        return False
    return taak.status == "open" or (taak.geldig_tot is not None and taak.geldig_tot < start)


def einde_na_begin(beeld: Woningbeeld) -> str | None:
    """Een tijdelijke verhuur eindigt na de dag waarop zij kan beginnen."""
    einde = beeld.woning.eind_op
    if einde is None or einde > beeld.start:
        return None
    begin = dag_tekst(beeld.start)
    return f"De verhuur eindigt op {dag_tekst(einde)}, en kan pas beginnen op {begin}. Verbeter de data van de woning."


def complex_niet_voorbij(beeld: Woningbeeld) -> str | None:
    """In het complex mag nog worden gewoond als de huur ingaat."""
    complex_ = beeld.complex
    if complex_ is None or complex_.einddatum is None or complex_.einddatum > beeld.start:
        return None
    tot, begin = dag_tekst(complex_.einddatum), dag_tekst(beeld.start)
    return f"In {complex_.naam} mag tot en met {tot} worden gewoond, en de huur kan pas beginnen op {begin}."


def complextaken_klaar(beeld: Woningbeeld) -> str | None:
    """Elke verplichte taak van het complex is gereed en nog geldig als de huur ingaat."""
    open_ = [taak.titel for taak in beeld.taken if houdt_tegen(taak, beeld.start)]
    if beeld.complex is None or not open_:
        return None
    wat = opsomming((f"‘{titel}’" for titel in open_), "en")
    return f"Bij {beeld.complex.naam} is nog niet klaar: {wat}. Rond dat eerst af."


def complex_bekend(beeld: Woningbeeld) -> str | None:
    """Een kamer of een bijzondere woonvorm staat in een complex: daar hangen de vergunningen en de bewoners aan."""
    woning = beeld.woning
    return mist_complex(woning.detailsoort, woning.woonvorm, woning.complex_id or beeld.complex) or None


def plek_vrij(beeld: Woningbeeld) -> str | None:
    """In het complex is nog een plek: niet elke eenheid is bewoond of vastgehouden."""
    complex_ = beeld.complex
    if complex_ is None or beeld.bezet + len(complex_.andere_bewoners or ()) < complex_.eenheden:
        return None
    plekken = meervoud(complex_.eenheden, "plek", "plekken")
    return f"In {complex_.naam} is geen plek vrij: het heeft {plekken}, en daar woont of komt al iemand."


def niemand_begeleid(beeld: Woningbeeld) -> str | None:
    """Er woont geen huishouden waarvan de zaak nog loopt."""
    if not beeld.begeleid:
        return None
    return "Volgens de gemeente woont hier nog een huishouden. Bel haar: zij zegt eerst dat de woning leeg is."


Voorwaarde = Callable[[Woningbeeld], str | None]
"""Geeft None als zij geldt, en anders de zin die zegt wat er nog moet."""

VOORWAARDEN: Final[Mapping[str, Voorwaarde]] = {
    "einde_na_begin": einde_na_begin,
    "complex_niet_voorbij": complex_niet_voorbij,
    "complextaken_klaar": complextaken_klaar,
    "complex_bekend": complex_bekend,
    "plek_vrij": plek_vrij,
    "niemand_begeleid": niemand_begeleid,
}
"""Alle voorwaarden op naam."""
