"""De toewijzing: welke woning voor welk huishouden, als alles in één keer wordt verdeeld.

Zij huisvest de meeste personen; daarna wacht men het minst (wie gehuisvest wordt, wachtte samen het langst); daarna
past het samen het best (de hoogste som van scores). Dat is exact, met bewijs: `grens` is een bovengrens op het aantal
personen die niet van de oplosser afhangt, en `bewezen` zegt dat ook de som van wachten en score niet hoger kan.
De uitkomst is een voorstel. Een mens beslist, altijd.

Waarom het klopt. Personen en wachttijd horen bij het huishouden, niet bij de woning. Welke groepen huishoudens samen
een woning kunnen krijgen, is een transversale matroïde; de zwaarste basis hangt alleen af van de volgorde van de
huishoudens (eerst personen, dan wachttijd). Het gewicht van een paar is daarom: rang van het huishouden maal K plus de
score, met K groter dan alle scores samen. Alle getallen blijven geheel en onder 2^53, dus ook in een float64 exact.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from casus.rules.passendgeval import Vraag
from casus.rules.passendveel import Paren

Paar = tuple[str, str]


class WensenBotsen(ValueError):
    """Vastgezette paren kunnen niet samen: een huishouden of woning staat er twee keer in, of is ook verboden."""


@dataclass(frozen=True, slots=True)
class Toewijzing:
    """De paren (sleutel huishouden, sleutel woning) op sleutel, en hun sommen.

    `personen` en `grens` tellen personen: is `personen == grens`, dan kan niemand meer mensen huisvesten met dezelfde
    vastgezette en verboden paren. `wachtdagen` en `score` zijn sommen; `bewezen`: ook die kunnen niet beter. `vast`
    zijn de paren die een mens vastzette; `niet_passend` daarvan die volgens de regels niet passen (score 0).
    """

    paren: tuple[Paar, ...]
    scores: tuple[int, ...]
    personen: int
    grens: int
    wachtdagen: int
    score: int
    bewezen: bool
    vast: tuple[Paar, ...] = ()
    niet_passend: tuple[Paar, ...] = ()

    @property
    def zin(self) -> str:
        """Wat is bewezen, in één zin voor op het scherm."""
        if self.bewezen and self.personen == self.grens:
            return f"Meer dan {self.grens} personen kan niet: dat is bewezen."
        return f"Er is een verdeling voor {self.personen} personen; meer dan {self.grens} kan zeker niet."


def los_op(
    huishoudens: Sequence[Vraag],
    paren: Paren,
    vast: Collection[Paar] = (),
    nooit: Collection[Paar] = (),
) -> Toewijzing:
    """De beste toewijzing van `paren`. `vast` en `nooit` zijn paren (sleutel huishouden, sleutel woning).

    Kamers van één huis gaan naar één geslacht, en niet naar meer huishoudens dan er plaats is (kamerhuizen.py).
    Een vastgezet paar telt altijd mee, ook als het volgens de regels niet past: dat besloot een mens. Huishoudens in
    `paren` die niet in `huishoudens` staan, doen niet mee. Sleutels in `vast` die nergens voorkomen, worden geweigerd;
    in `nooit` hebben zij geen gevolg. Zelfde invoer in welke volgorde ook: zelfde uitkomst.

    Raises WensenBotsen, en TeVeelParen als de getallen te groot worden om exact te blijven (boven 35.000 huishoudens).
    """

    def los(deel: Paren) -> Toewijzing:
        return _los_vrij(huishoudens, deel, vast, nooit)

    if not any(plek.complex and not plek.zelfstandig for plek in paren.woningen):
        return los(paren)
    from casus.rules.kamerhuizen import los_per_huis

    _keur(vast, nooit, {een.sleutel for een in paren.huishoudens}, {een.sleutel for een in paren.woningen})
    return los_per_huis(paren, vast, los)


def _los_vrij(
    huishoudens: Sequence[Vraag], paren: Paren, vast: Collection[Paar], nooit: Collection[Paar]
) -> Toewijzing:
    """De beste toewijzing als de woningen niets met elkaar te maken hebben."""
    from casus.rules.toewijsrekenen import verdeel

    nummers = {vraag.sleutel: nummer for nummer, vraag in enumerate(paren.huishoudens)}
    plekken = {plek.sleutel: nummer for nummer, plek in enumerate(paren.woningen)}
    _keur(vast, nooit, nummers, plekken)
    mee = {vraag.sleutel for vraag in huishoudens}
    vaste = sorted((nummers[huis], plekken[woning]) for huis, woning in set(vast))
    verboden = [(nummers[h], plekken[w]) for h, w in nooit if h in nummers and w in plekken]
    buiten = [nummer for sleutel, nummer in nummers.items() if sleutel not in mee]
    gekozen, grens, bewezen = verdeel(paren, vaste, verboden, buiten)
    return _stel_samen(paren, gekozen, vaste, grens, bewezen)


def _keur(vast: Collection[Paar], nooit: Collection[Paar], nummers: Collection[str], plekken: Collection[str]) -> None:
    eigen = set(vast)
    if eigen & set(nooit):
        raise WensenBotsen("een paar staat vast en mag ook nooit")
    for kant, bekend in ((0, nummers), (1, plekken)):
        sleutels = [paar[kant] for paar in eigen]
        if len(set(sleutels)) < len(sleutels):
            raise WensenBotsen(f"een {('huishouden', 'woning')[kant]} staat twee keer vast")
        if not set(sleutels) <= set(bekend):
            raise WensenBotsen(f"een vastgezet paar noemt een {('huishouden', 'woning')[kant]} dat niet meedoet")


def _stel_samen(
    paren: Paren, gekozen: dict[tuple[int, int], int], vaste: Sequence[tuple[int, int]], grens: int, bewezen: bool
) -> Toewijzing:
    """`gekozen`: per paar (nummers) zijn score; -1 als het paar volgens de regels niet past."""
    volgorde = sorted(gekozen)
    huizen = [paren.huishoudens[rij] for rij, _ in volgorde]

    def sleutels(paar: tuple[int, int]) -> Paar:
        return paren.huishoudens[paar[0]].sleutel, paren.woningen[paar[1]].sleutel

    return Toewijzing(
        paren=tuple(sleutels(paar) for paar in volgorde),
        scores=tuple(max(0, gekozen[paar]) for paar in volgorde),
        personen=sum(vraag.personen for vraag in huizen),
        grens=grens,
        wachtdagen=sum(vraag.wacht_dagen for vraag in huizen),
        score=sum(max(0, gekozen[paar]) for paar in volgorde),
        bewezen=bewezen,
        vast=tuple(sleutels(paar) for paar in vaste),
        niet_passend=tuple(sleutels(paar) for paar in vaste if gekozen[paar] < 0),
    )
