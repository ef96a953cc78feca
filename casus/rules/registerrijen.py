"""Het register op een dag: welke versie van een regel telt, waarop zij rust, en wat haar belet een besluit te dekken.

Een ondermandaat is nooit meer dan de regel waarop het rust (Awb art. 10:9): valt die weg, dan valt het mee weg, en elke
grens, voorwaarde en vier ogen van hogerop geldt ook hier. Buiten de eigen organisatie telt een regel pas met
instemming (art. 10:4). Wat de wet niet laat mandateren, dekt geen enkele regel (art. 10:3 lid 2).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Any, Final, Literal
from uuid import UUID

from casus.bedragen import euro
from casus.models import Afwezigheid, Functiehouder, Mandaat, Vervanging
from casus.rules import registervoorwaarden
from casus.rules.zinnen import dag_tekst, met_lidwoord

_BESLISSEND: Final = frozenset({"mandaat", "volmacht", "machtiging"})


@dataclass(frozen=True, slots=True)
class Register:
    """Het mandaatregister van een gemeente: regels, wie de functies vervult en wie er vervangt.

    `niet_te_mandateren` zijn de soorten besluiten die de wet bij het bestuursorgaan zelf houdt, met het artikel.
    `afwezigheden` zeggen bij wie een voorstel ligt; zij geven niemand een bevoegdheid.
    """

    rijen: Sequence[Mandaat]
    functiehouders: Sequence[Functiehouder] = ()
    vervangingen: Sequence[Vervanging] = ()
    niet_te_mandateren: Mapping[str, str] = field(default_factory=dict)
    afwezigheden: Sequence[Afwezigheid] = ()
    standen: dict[tuple[UUID, date], Stand] = field(default_factory=dict, init=False, repr=False, compare=False)
    """Wat er per dag al is uitgerekend: een lijst met vijftig voorstellen vraagt hetzelfde register vijftig keer."""


@dataclass(frozen=True, slots=True)
class Budget:
    """Het jaarbudget waaruit een besluit komt, in centen. `wat` is waarvoor het is: 'bijzondere bijstand'.

    `verbruikt_cent` is wat dit jaar al is toegekend, zonder dit besluit en zonder het besluit dat het herziet;
    `was_cent` is wat dat eerdere besluit er al uit nam.
    """

    wat: str
    grens_cent: int
    verbruikt_cent: int = 0
    was_cent: int = 0

    def overschrijding(self, bedrag_cent: int) -> int:
        """Hoeveel er dit jaar zou zijn toegekend als dat meer is dan het budget; anders 0.

        Wie een besluit herziet en er niets bij geeft, overschrijdt niets.
        """
        samen = self.verbruikt_cent + bedrag_cent
        return samen if bedrag_cent > self.was_cent and samen > self.grens_cent else 0


@dataclass(frozen=True, slots=True)
class Vraag:
    """Welk besluit, op welke dag, voor hoeveel (in centen), en wie er al iets mee van doen had.

    `eerder_cent` is wat in dezelfde zaak voor dezelfde soort al is gevraagd of toegekend, `zaak_cent` en
    `contract_cent` wat alle andere besluiten van de zaak of onder het contract samen zijn. `feiten` zijn de gegevens
    waaraan voorwaarden worden getoetst. `behandelaar_ids` behandelden de zaak (telt als de regel vier ogen vraagt),
    `bestreden_door_id` nam het besluit waartegen dit bezwaar is, of dat dit besluit na een gegrond bezwaar herziet (Awb
    art. 7:11 lid 2), `melder_ids` maakten het rapport van een boete. Zonder `budget` is er geen grens per jaar.
    """

    gemeente_id: UUID
    soort: str
    dag: date
    bedrag_cent: int | None = None
    eerder_cent: int = 0
    voorgesteld_door_id: UUID | None = None
    behandelaar_ids: frozenset[UUID] = field(default_factory=frozenset)
    bestreden_door_id: UUID | None = None
    melder_ids: frozenset[UUID] = field(default_factory=frozenset)
    zaak_cent: int = 0
    contract_cent: int = 0
    feiten: Mapping[str, Any] = field(default_factory=dict)
    contract: str = ""
    budget: Budget | None = None

    @property
    def totaal_cent(self) -> int:
        """De hele verplichting voor deze soort in deze zaak."""
        return (self.bedrag_cent or 0) + self.eerder_cent


@dataclass(frozen=True, slots=True)
class Belemmering:
    """Waarom een regel een besluit niet dekt. `grens_cent` is er bij een grens, `zin` bij een voorwaarde."""

    wat: Literal["besluit", "zaak", "contract", "voorwaarde", "budget"]
    rij: Mandaat
    samen_cent: int = 0
    grens_cent: int = 0
    zin: str = ""


@dataclass(frozen=True, slots=True)
class Gebrek:
    """Waarom een regel die begonnen is toch niet telt, met het artikel."""

    zin: str
    artikel: str


def loopt(rij: Mandaat, dag: date) -> bool:
    """Of deze versie op de dag geldt; wie een latere versie heeft, kijkt daar eerst naar."""
    if rij.ingetrokken_per is not None and rij.ingetrokken_per <= dag:
        return False
    return rij.geldig_van <= dag and (rij.geldig_tot is None or dag <= rij.geldig_tot)


def laatste_versies(rijen: Iterable[Mandaat], gemeente_id: UUID, dag: date) -> dict[str, Mandaat]:
    """Per regelnummer de hoogste versie die op die dag is begonnen, ook als zij al voorbij is."""
    laatste: dict[str, Mandaat] = {}
    for rij in rijen:
        if rij.gemeente_id == gemeente_id and rij.geldig_van <= dag:
            vorige = laatste.get(rij.nr)
            if vorige is None or rij.versie > vorige.versie:
                laatste[rij.nr] = rij
    return laatste


@dataclass(frozen=True)
class Stand:
    """Het register van een gemeente op één dag."""

    register: Register
    gemeente_id: UUID
    dag: date
    _geldig: dict[str, list[Mandaat]] = field(default_factory=dict, init=False, repr=False, compare=False)

    @classmethod
    def voor(cls, register: Register, vraag: Vraag) -> Stand:
        """De stand waarop deze vraag een antwoord zoekt."""
        dag = vraag.gemeente_id, vraag.dag
        if dag not in register.standen:
            register.standen[dag] = cls(register, *dag)
        return register.standen[dag]

    @cached_property
    def laatste(self) -> Mapping[str, Mandaat]:
        """Per regelnummer de versie die telt."""
        return laatste_versies(self.register.rijen, self.gemeente_id, self.dag)

    def begonnen(self, soort: str) -> list[Mandaat]:
        """De beslissende regels over deze soort, ook wat voorbij is of niet telt; laagste niveau eerst."""
        passend = [rij for rij in self.laatste.values() if rij.bevoegdheid == soort and rij.soort in _BESLISSEND]
        return sorted(passend, key=lambda rij: (rij.functie.niveau, grens(rij), rij.nr))

    def geldig(self, soort: str) -> list[Mandaat]:
        """De regels die op deze dag voor deze soort gelden, los van bedrag en voorwaarden; laagste niveau eerst."""
        if soort not in self._geldig:
            lopend = [rij for rij in self.begonnen(soort) if loopt(rij, self.dag)]
            self._geldig[soort] = [rij for rij in lopend if self.gebrek(rij) is None]
        return self._geldig[soort]

    def keten(self, rij: Mandaat) -> list[Mandaat]:
        """De regel, en daarna elke regel waarop zij als ondermandaat rust, zolang die er is en niet al geweest is."""
        keten = [rij]
        while keten[-1].onder_nr:
            boven = self.laatste.get(keten[-1].onder_nr)
            if boven is None or any(boven.nr == ander.nr for ander in keten):
                break
            keten.append(boven)
        return keten

    def gebrek(self, rij: Mandaat) -> Gebrek | None:
        """Waarom een regel die loopt toch geen macht geeft."""
        if artikel := self.register.niet_te_mandateren.get(rij.bevoegdheid):
            return Gebrek("De wet laat hiervoor geen mandaat toe.", artikel)
        keten = self.keten(rij)
        for schakel in keten:
            if schakel.functie.extern and not schakel.instemming:
                zin = f"Regel {schakel.nr} geldt pas met instemming van {met_lidwoord(schakel.functie.titel)}."
                return Gebrek(zin, "Awb art. 10:4")
        zin = next((zin for onder, boven in pairwise(keten) if (zin := self._schakel(onder, boven))), "")
        if not zin and keten[-1].onder_nr:
            zin = f"Regel {keten[-1].nr} rust op regel {keten[-1].onder_nr}, en die is er niet of rust op haar."
        return Gebrek(zin, "Awb art. 10:9") if zin else None

    def _schakel(self, onder: Mandaat, boven: Mandaat) -> str:
        if not loopt(boven, self.dag):
            return f"Regel {onder.nr} rust op regel {boven.nr}, en die geldt niet op {dag_tekst(self.dag)}."
        return schakelgebrek(onder, boven)

    def vier_ogen(self, rij: Mandaat) -> bool:
        """Of deze regel, of een regel waarop zij rust, vier ogen vraagt."""
        return any(schakel.vier_ogen for schakel in self.keten(rij))

    def belemmering(self, rij: Mandaat, vraag: Vraag) -> Belemmering | None:
        """Wat deze regel belet dit besluit te dekken; None als zij het dekt."""
        for schakel in self.keten(rij):
            if gevonden := _belemmering(schakel, vraag):
                return gevonden
        # Mandaat geldt binnen het budget: wat erboven gaat, is voor het bestuursorgaan zelf (domein.md §6)
        samen = vraag.budget.overschrijding(vraag.bedrag_cent or 0) if vraag.budget else 0
        return Belemmering("budget", rij, samen, vraag.budget.grens_cent) if samen and vraag.budget else None


def grens(rij: Mandaat) -> float:
    """De grens per besluit in centen; oneindig zonder bedrag."""
    return float("inf") if rij.bedrag_tot_cent is None else rij.bedrag_tot_cent


def _belemmering(rij: Mandaat, vraag: Vraag) -> Belemmering | None:
    bedrag = vraag.bedrag_cent or 0
    if rij.bedrag_tot_cent is not None and vraag.totaal_cent > rij.bedrag_tot_cent:
        return Belemmering("besluit", rij, vraag.totaal_cent, rij.bedrag_tot_cent)
    if rij.bedrag_zaak_cent is not None and bedrag + vraag.zaak_cent > rij.bedrag_zaak_cent:
        return Belemmering("zaak", rij, bedrag + vraag.zaak_cent, rij.bedrag_zaak_cent)
    if rij.bedrag_contract_cent is not None and not vraag.contract:
        zin = f"Regel {rij.nr} heeft een grens per contract, en dit voorstel noemt geen contract."
        return Belemmering("voorwaarde", rij, zin=zin)
    if rij.bedrag_contract_cent is not None and bedrag + vraag.contract_cent > rij.bedrag_contract_cent:
        return Belemmering("contract", rij, bedrag + vraag.contract_cent, rij.bedrag_contract_cent)
    mist = registervoorwaarden.toets(rij.voorwaarde or {}, vraag.feiten)
    return Belemmering("voorwaarde", rij, zin=f"Regel {rij.nr} geldt {mist}.") if mist else None


def schakelgebrek(onder: Mandaat, boven: Mandaat) -> str:
    """Waarom `onder` niet als ondermandaat op `boven` kan rusten, los van dagen en bedragen; leeg als het kan."""
    rust = f"Regel {onder.nr} rust op regel {boven.nr}, en die"
    if not boven.ondermandaat:
        return f"{rust} staat geen ondermandaat toe."
    if boven.ondermandaat_aan and onder.functie.code not in boven.ondermandaat_aan:
        return f"{rust} staat ondermandaat aan {met_lidwoord(onder.functie.titel)} niet toe."
    if (onder.bevoegdheid, onder.bestuursorgaan, onder.soort) != (boven.bevoegdheid, boven.bestuursorgaan, boven.soort):
        return f"{rust} gaat over een andere bevoegdheid, een ander bestuursorgaan of een andere soort."
    if onder.functie.code == boven.functie.code:
        return f"{rust} is van dezelfde functie."
    if onder.functie.niveau > boven.functie.niveau:
        return f"{rust} is van een lagere functie: ondermandaat gaat niet naar boven."
    return ""


def ruimer_dan(onder: Mandaat, boven: Mandaat) -> str:
    """Waarin een ondermandaat meer geeft dan de regel waarop het rust; leeg als het nergens ruimer is."""
    grenzen = (("", "bedrag_tot_cent"), (" per zaak", "bedrag_zaak_cent"), (" per contract", "bedrag_contract_cent"))
    for woord, veld in grenzen:
        hier, daar = getattr(onder, veld), getattr(boven, veld)
        if daar is not None and (hier is None or hier > daar):
            wat = "heeft geen grens" if hier is None else f"gaat tot {euro(hier)}"
            return f"Regel {onder.nr} {wat}{woord}, en regel {boven.nr} waarop zij rust gaat tot {euro(daar)}."
    if boven.vier_ogen and not onder.vier_ogen:
        return f"Regel {boven.nr} vraagt vier ogen, en regel {onder.nr} die erop rust niet."
    return ""
