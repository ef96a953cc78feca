"""Het rekenwerk van toewijzing.py: het beste paren, en het bewijs dat het niet beter kan.

De oplosser is scipy (LAPJVsp, kortste vergrotende paden). Elk huishouden heeft naast de woningen een eigen lege plek,
zodat er altijd een volledige verdeling is. De hoogste rang gaat eerst: wie later komt, is dan snel klaar.
Het bewijs is LP-dualiteit: prijzen u (huishouden) en v (woning) met u + v minstens het gewicht van elk paar. De som van
alle prijzen is een bovengrens voor elke verdeling, hoe zij ook is gevonden; is zij gelijk aan de gevonden som, dan is
die de beste. De LP van een paring in een tweedelige graaf heeft gehele hoekpunten, dus het gat is nul.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from casus.rules.passendveel import Paren, TeVeelParen

Rij = NDArray[Any]
EXACT = 2**53
"""Hele getallen tot hier zijn in een float64 exact."""


@dataclass(frozen=True, slots=True)
class Graaf:
    """Paren op rij: die van rij `i` zijn `kolom[begin[i]:begin[i + 1]]`. `rang` per rij, `score` per paar."""

    begin: Rij
    kolom: Rij
    score: Rij
    personen: Rij
    rang: Rij
    kolommen: int

    @property
    def rijen(self) -> int:
        """Hoeveel huishoudens er zijn."""
        return len(self.personen)

    @property
    def rij(self) -> Rij:
        """Per paar het huishouden."""
        return np.repeat(np.arange(self.rijen), np.diff(self.begin))


def verdeel(
    paren: Paren, vast: Sequence[tuple[int, int]], nooit: Sequence[tuple[int, int]], buiten: Sequence[int]
) -> tuple[dict[tuple[int, int], int], int, bool]:
    """De gekozen paren met hun score (-1: vastgezet en niet passend), de grens in personen, en of alles bewezen is."""
    personen = np.array([vraag.personen for vraag in paren.huishoudens], np.int64)
    gekozen = {paar: _score_van(paren, paar) for paar in vast}
    grens = int(sum(personen[rij] for rij, _ in vast))
    volgorde = op_rang(paren)
    graaf = maak_graaf(paren, volgorde, vast, nooit, buiten)
    if not len(graaf.kolom):
        return gekozen, grens, True
    gewicht = gewichten(graaf)
    bij = paar_zwaarst(graaf.begin, graaf.kolom, gewicht, graaf.kolommen)
    waarde, plek = _waarde(graaf, gewicht, bij)
    bewezen = bovengrens(graaf.begin, graaf.kolom, gewicht, bij, graaf.kolommen) == waarde
    grens += bovengrens(graaf.begin, graaf.kolom, graaf.personen[graaf.rij], bij, graaf.kolommen)
    for rij in np.flatnonzero(bij >= 0).tolist():
        gekozen[int(volgorde[rij]), int(bij[rij])] = int(graaf.score[plek[rij]])
    return gekozen, grens, bewezen


def _score_van(paren: Paren, paar: tuple[int, int]) -> int:
    plek = np.flatnonzero((paren.rij == paar[0]) & (paren.kolom == paar[1]))
    return int(paren.score[plek[0]]) if len(plek) else -1


def op_rang(paren: Paren) -> Rij:
    """De huishoudens van hoog naar laag: personen, wachttijd, sleutel (dat is de volgorde waarin zij al staan)."""
    wacht = np.array([vraag.wacht_dagen for vraag in paren.huishoudens], np.int64)
    personen = np.array([vraag.personen for vraag in paren.huishoudens], np.int64)
    return np.lexsort((np.arange(len(wacht)), -wacht, -personen))


def maak_graaf(
    paren: Paren,
    volgorde: Rij,
    vast: Sequence[tuple[int, int]] = (),
    nooit: Sequence[tuple[int, int]] = (),
    buiten: Sequence[int] = (),
) -> Graaf:
    """De paren die nog te kiezen zijn, met de huishoudens op rang."""
    aantal, kolommen = len(paren.huishoudens), len(paren.woningen)
    plaats = np.empty(aantal, np.int64)
    plaats[volgorde] = np.arange(aantal)
    dicht_rij, dicht_kolom = np.zeros(aantal, np.bool_), np.zeros(kolommen, np.bool_)
    dicht_rij[[*buiten, *(rij for rij, _ in vast)]] = True
    dicht_kolom[[kolom for _, kolom in vast]] = True
    open_ = ~(dicht_rij[paren.rij] | dicht_kolom[paren.kolom])
    if nooit:
        nummer = paren.rij.astype(np.int64) * kolommen + paren.kolom
        open_ &= ~np.isin(nummer, np.array([rij * kolommen + kolom for rij, kolom in nooit], np.int64))
    rij, kolom, score = plaats[paren.rij[open_]], paren.kolom[open_], paren.score[open_]
    op_rij = np.argsort(rij, kind="stable")
    begin = np.concatenate([[0], np.cumsum(np.bincount(rij, minlength=aantal))])
    personen = np.array([vraag.personen for vraag in paren.huishoudens], np.int64)[volgorde]
    wacht = np.array([vraag.wacht_dagen for vraag in paren.huishoudens], np.int64)[volgorde]
    return Graaf(begin, kolom[op_rij], score[op_rij].astype(np.int64), personen, _rang(personen, wacht), kolommen)


def _rang(personen: Rij, wacht: Rij) -> Rij:
    """1 voor wie het laagst staat; gelijk in personen en wachttijd is gelijk in rang. Invoer van hoog naar laag."""
    if not len(personen):
        return personen
    anders = (np.diff(personen[::-1]) != 0) | (np.diff(wacht[::-1]) != 0)
    return np.concatenate([[1], 1 + np.cumsum(anders)])[::-1]


def gewichten(graaf: Graaf) -> Rij:
    """Rang maal K plus score plus een, met K boven alle scores samen: eerst personen, dan wachten, dan score."""
    meest = min(graaf.rijen, graaf.kolommen)
    keer = (int(graaf.score.max()) + 1) * meest + 1
    if int(graaf.rang.max()) * keer * 2 * meest >= EXACT:
        raise TeVeelParen("te veel huishoudens en woningen om exact te rekenen; deel de vraag op per gemeente")
    return np.asarray(graaf.rang[graaf.rij] * keer + graaf.score)


def paar_zwaarst(begin: Rij, kolom: Rij, gewicht: Rij, kolommen: int) -> Rij:
    """Per rij de kolom in de zwaarste paring, -1 als de rij vrij blijft. Alle gewichten zijn positief en geheel."""
    rijen = len(begin) - 1
    lengte = np.diff(begin)
    hoogste = int(gewicht.max()) + 1
    # Eén lege plek per rij, achter de woningen: die kost het meest, en elke rij heeft zo precies één plek.
    nieuw = begin + np.arange(rijen + 1)
    leeg = nieuw[1:] - 1
    prijs = np.empty(nieuw[-1], np.float64)
    waar = np.empty(nieuw[-1], np.int32)
    paren = np.arange(len(kolom)) + np.repeat(np.arange(rijen), lengte)
    prijs[paren], waar[paren] = hoogste - gewicht, kolom
    prijs[leeg], waar[leeg] = hoogste, kolommen + np.arange(rijen)
    tabel = csr_array((prijs, waar, nieuw.astype(np.int32)), shape=(rijen, kolommen + rijen))
    rij, gevonden = min_weight_full_bipartite_matching(tabel)
    bij = np.empty(rijen, np.int64)
    bij[rij] = gevonden
    return np.where(bij < kolommen, bij, -1)


def _plek(begin: Rij, kolom: Rij, bij: Rij) -> Rij:
    """Per rij het nummer van het gekozen paar, -1 als de rij vrij is."""
    rij = np.repeat(np.arange(len(begin) - 1), np.diff(begin))
    gekozen = np.flatnonzero(kolom == bij[rij])
    plek = np.full(len(bij), -1, np.int64)
    plek[rij[gekozen]] = gekozen
    return plek


def _waarde(graaf: Graaf, gewicht: Rij, bij: Rij) -> tuple[int, Rij]:
    plek = _plek(graaf.begin, graaf.kolom, bij)
    return int(gewicht[plek[plek >= 0]].sum()), plek


def bovengrens(begin: Rij, kolom: Rij, gewicht: Rij, bij: Rij, kolommen: int) -> int:
    """Een bovengrens voor het gewicht van elke paring: de som van prijzen die elk paar dekken.

    De prijzen komen uit de paring `bij`: wie vrij is, drijft de prijs op van wat hij wil hebben, en wie daardoor weg
    zou willen, drijft weer op. Is `bij` de beste, dan is de som gelijk aan haar gewicht. Is zij dat niet, dan is de som
    nog altijd een bovengrens, want aan het eind betaalt elke rij wat er nog ontbreekt.
    """
    plek, rijen = _plek(begin, kolom, bij), len(begin) - 1
    eigen = np.where(plek >= 0, gewicht[plek], 0)
    van_kolom = np.full(kolommen, -1, np.int64)
    van_kolom[bij[bij >= 0]] = np.flatnonzero(bij >= 0)
    prijs = np.zeros(kolommen, np.int64)
    actief = np.flatnonzero(np.diff(begin) > 0)
    for _ in range(2 * rijen + 2):
        if not len(actief):
            break
        over = eigen[actief] - np.where(bij[actief] >= 0, prijs[bij[actief]], 0)
        paren = _paren_van(begin, actief)
        bod = gewicht[paren] - np.repeat(over, begin[actief + 1] - begin[actief])
        hoger = bod > prijs[kolom[paren]]
        doel = kolom[paren[hoger]]
        if not len(doel):
            break
        np.maximum.at(prijs, doel, bod[hoger])
        geraakt = np.unique(doel)
        if (van_kolom[geraakt] < 0).any():
            break  # een vrije woning is iets waard: deze paring is niet de beste
        actief = van_kolom[geraakt]
    tekort = np.maximum.reduceat(gewicht - prijs[kolom], begin[:-1][np.diff(begin) > 0])
    return int(np.maximum(tekort, 0).sum() + prijs.sum())


def _paren_van(begin: Rij, rijen: Rij) -> Rij:
    """De nummers van alle paren van deze rijen, achter elkaar."""
    lengte = begin[rijen + 1] - begin[rijen]
    vooraf = np.cumsum(lengte) - lengte
    return np.asarray(np.arange(int(lengte.sum())) + np.repeat(begin[rijen] - vooraf, lengte))
