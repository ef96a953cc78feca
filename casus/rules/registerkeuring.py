"""Het register nakijken: wat niemand kan besluiten, gaten, overlap, ketens, instemming en functies zonder mens.

Een `fout` laat een besluit zonder grond of bij de verkeerde landen; `let_op` vraagt aandacht en houdt niets tegen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations, pairwise
from typing import Final, Literal
from uuid import UUID

from casus.models import Functie, Functiehouder, Mandaat, Vervanging
from casus.rules import registervoorwaarden
from casus.rules.mandaten import COLLEGE
from casus.rules.register import BESLUITNUMMER
from casus.rules.registerrijen import Register, Stand, loopt, ruimer_dan
from casus.rules.registerverschil import nummervolgorde
from casus.rules.registervervanging import te_lang
from casus.rules.registerwijziging import Soort
from casus.rules.zinnen import dag_tekst, met_lidwoord, zin

_DAG: Final = timedelta(days=1)
_EINDE: Final = date.max
VOORUIT: Final = timedelta(days=90)
"""Zo ver kijkt de keuring vooruit."""
Ernst = Literal["fout", "let_op"]


@dataclass(frozen=True, slots=True)
class Bevinding:
    """Eén ding dat niet klopt. `code` is vast, `nr` de regel waar het om gaat; leeg als het om een functie gaat."""

    code: str
    zin: str
    nr: str = ""
    ernst: Ernst = "fout"


@dataclass(frozen=True, slots=True)
class Keuring:
    """Alles wat de keuring nodig heeft: het register, de soorten besluiten en de dag."""

    register: Register
    gemeente_id: UUID
    soorten: Mapping[str, Soort]
    dag: date

    @property
    def stand(self) -> Stand:
        """Het register op de dag van de keuring."""
        return Stand(self.register, self.gemeente_id, self.dag)

    def bevindingen(self) -> list[Bevinding]:
        """Wat er niet klopt: eerst wat iets tegenhoudt."""
        stand = self.stand
        alle = [
            *self._soorten(stand),
            *self._straks(stand),
            *self._functies(stand),
            *self._regels(stand),
            *self._gaten(),
            *self._overlap(),
            *self._vervangingen(),
            *self._voorbeeld(stand),
        ]
        return sorted(alle, key=lambda een: (een.ernst != "fout", nummervolgorde(een.nr)))

    def _bezet(self, functie: Functie) -> bool:
        mensen: list[Functiehouder | Vervanging] = [*self.register.functiehouders, *self.register.vervangingen]
        return any(
            rij.functie_id == functie.id and rij.van <= self.dag and (rij.tot is None or self.dag <= rij.tot)
            for rij in mensen
        )

    def _soorten(self, stand: Stand) -> Iterator[Bevinding]:
        """Soorten waarover niemand kan beslissen: geen regel, of geen mens in een functie die mag."""
        for code, soort in self.soorten.items():
            if soort.niet_te_mandateren:
                continue
            geldig = stand.geldig(code)
            if not geldig:
                reden = "het register heeft er geen geldige regel voor"
                yield Bevinding("niemand", f"Niemand kan besluiten over ‘{soort.titel}’: {reden}.")
            elif not any(self._bezet(rij.functie) for rij in geldig) and not self._hoger(geldig[0]):
                nrs = ", ".join(rij.nr for rij in geldig)
                reden = f"geen functie van regel {nrs} heeft een houder"
                yield Bevinding("niemand", f"Niemand kan besluiten over ‘{soort.titel}’: {reden}.", geldig[0].nr)

    def _straks(self, stand: Stand) -> Iterator[Bevinding]:
        """Soorten waarover binnenkort niemand meer kan beslissen: de regels lopen af en er komt niets voor terug."""
        einden = [
            rij.ingetrokken_per or (rij.geldig_tot + _DAG if rij.geldig_tot else None) for rij in self.register.rijen
        ]
        dagen = sorted({dag for dag in einden if dag is not None and self.dag < dag <= self.dag + VOORUIT})
        nu_wel = {code for code, soort in self.soorten.items() if not soort.niet_te_mandateren and stand.geldig(code)}
        for dag in dagen:
            dan = Stand(self.register, self.gemeente_id, dag)
            for code in sorted(code for code in nu_wel if not dan.geldig(code)):
                nu_wel.discard(code)
                tekst = f"Vanaf {dag_tekst(dag)} kan niemand besluiten over ‘{self.soorten[code].titel}’"
                yield Bevinding("straks", f"{tekst}: de laatste regel vervalt.", stand.geldig(code)[0].nr, "let_op")

    def _hoger(self, rij: Mandaat) -> bool:
        """Of een hogere functie dan deze bezet is: die mag wat een lagere mag (Awb art. 10:7)."""
        return any(
            houder.functie.niveau > rij.functie.niveau and not houder.functie.extern and self._bezet(houder.functie)
            for houder in self.register.functiehouders
        )

    def _functies(self, stand: Stand) -> Iterator[Bevinding]:
        met_regels = {rij.functie.id: rij.functie for rij in stand.laatste.values() if loopt(rij, self.dag)}
        for functie in sorted(met_regels.values(), key=lambda een: (een.niveau, een.code)):
            if functie.niveau < COLLEGE and not self._bezet(functie):
                yield Bevinding(
                    "zonder_houder",
                    f"{zin(met_lidwoord(functie.titel))} heeft mandaat, maar niemand heeft deze functie.",
                )

    def _regels(self, stand: Stand) -> Iterator[Bevinding]:
        for rij in stand.laatste.values():
            if not loopt(rij, self.dag):
                continue
            if gebrek := stand.gebrek(rij):
                code = {"Awb art. 10:4": "instemming", "Awb art. 10:9": "keten"}.get(
                    gebrek.artikel, "niet_te_mandateren"
                )
                tekst = gebrek.zin if code != "niet_te_mandateren" else f"Regel {rij.nr}: {gebrek.zin}"
                yield Bevinding(code, f"{tekst} ({gebrek.artikel})", rij.nr)
            for onder, boven in pairwise(stand.keten(rij)[:2]):
                if ruimer := ruimer_dan(onder, boven):
                    yield Bevinding("ruimer", f"{ruimer} Ondermandaat is nooit ruimer. (Awb art. 10:9)", rij.nr)
            if rij.bevoegdheid not in self.soorten:
                yield Bevinding("onbekend", f"Regel {rij.nr} gaat over een bevoegdheid die casus niet kent.", rij.nr)
            if vreemd := registervoorwaarden.gebrek(rij.voorwaarde):
                yield Bevinding("voorwaarde", f"Regel {rij.nr}: {vreemd}", rij.nr)

    def _gaten(self) -> Iterator[Bevinding]:
        """Dagen vanaf vandaag waarop een functie haar mandaat voor een soort even niet heeft."""
        for rijen in self._per_functie().values():
            tijden = sorted(_tijden(rijen), key=lambda tijd: (tijd[0], tijd[1]))
            tot, nr = date.min, ""
            for van, einde, rij in tijden:
                if nr and tot != _EINDE and van > tot + _DAG and van > self.dag:
                    dagen = f"van {dag_tekst(tot + _DAG)} tot en met {dag_tekst(van - _DAG)}"
                    wie = met_lidwoord(rij.functie.titel)
                    yield Bevinding(
                        "gat", f"Tussen regel {nr} en regel {rij.nr} heeft {wie} geen mandaat: {dagen}.", nr
                    )
                if einde >= tot:
                    tot, nr = einde, rij.nr

    def _overlap(self) -> Iterator[Bevinding]:
        """Twee regels voor dezelfde functie, soort en voorwaarde die tegelijk gelden, nu of later."""
        for rijen in self._per_functie().values():
            for (van, einde, een), (begin, slot, ander) in combinations(list(_tijden(rijen)), 2):
                samen, tot = max(van, begin), min(einde, slot)
                if een.nr == ander.nr or een.voorwaarde != ander.voorwaarde or samen > tot or tot < self.dag:
                    continue
                eerste, tweede = sorted((een.nr, ander.nr), key=nummervolgorde)
                wie = met_lidwoord(een.functie.titel)
                tekst = f"Regel {eerste} en regel {tweede} geven {wie} tegelijk hetzelfde mandaat"
                yield Bevinding("overlap", f"{tekst}, vanaf {dag_tekst(samen)}. Trek er één in.", eerste)

    def _per_functie(self) -> Mapping[tuple[str, UUID], list[Mandaat]]:
        uit: dict[tuple[str, UUID], list[Mandaat]] = {}
        for rij in self.register.rijen:
            if rij.gemeente_id == self.gemeente_id and rij.soort != "ondertekening":
                uit.setdefault((rij.bevoegdheid, rij.functie.id), []).append(rij)
        return uit

    def _vervangingen(self) -> Iterator[Bevinding]:
        functies = {rij.functie.id: rij.functie for rij in self.register.vervangingen if rij.tot >= self.dag}
        for functie in functies.values():
            for rij in te_lang(functie.id, self.register.functiehouders, self.register.vervangingen):
                if rij.tot >= self.dag:
                    wie = f"De vervanging van {met_lidwoord(functie.titel)} tot en met {dag_tekst(rij.tot)}"
                    yield Bevinding(
                        "vervanging", f"{wie} is ruimer dan wat zij vervangt: er is niet elke dag een houder."
                    )

    def _voorbeeld(self, stand: Stand) -> Iterator[Bevinding]:
        aantal = sum(rij.besluitnummer == BESLUITNUMMER and loopt(rij, self.dag) for rij in stand.laatste.values())
        if aantal:
            tekst = "1 regel is" if aantal == 1 else f"{aantal} regels zijn"
            wat = "Leg het eigen mandaatbesluit van de gemeente vast (Awb art. 10:5 lid 2)."
            yield Bevinding("voorbeeld", f"{tekst} nog het voorbeeld van casus. {wat}", ernst="let_op")


def _tijden(rijen: list[Mandaat]) -> Iterator[tuple[date, date, Mandaat]]:
    """Per versie van en tot en met welke dag zij telt: tot haar eind, haar intrekking of het begin van een hogere."""
    for rij in rijen:
        hoger = [ander.geldig_van for ander in rijen if ander.nr == rij.nr and ander.versie > rij.versie]
        einden = [rij.geldig_tot or _EINDE, *(begin - _DAG for begin in hoger)]
        if rij.ingetrokken_per is not None:
            einden.append(rij.ingetrokken_per - _DAG)
        if min(einden) >= rij.geldig_van:
            yield rij.geldig_van, min(einden), rij
