"""Welke tekens op papier kunnen: die van Casus Sans. Wie een naam invoert, hoort het meteen (AVG art. 5 lid 1 onder d).

De BRP schrijft namen in Latijns schrift met diakrieten; die staan er allemaal in. Een test houdt deze lijst gelijk aan
de twee letterbestanden.
"""

from __future__ import annotations

from functools import cache

_BEREIKEN = """
0020-007E 00A0-0181 0186 018A 018D-0190 0192-0194 0196-0197 019A-019B 019E 01A0-01A1 01AF-01B1 01B7 01BF-01C3
01CD-01DD 01E2-01E7 01EA-01EB 01EE-01F0 01F4-01F5 01F7-0201 0204-0205 0208-0209 020C-020D 0218-0220 0222-0223
0226-0227 0237 023A-023E 0241-0245 0248-0249 0259 02B0-02B4 02B7-02B9 02BB-02C1 02C6-02CC 02D0-02DD 0300-030C
0323-0328 0331 1E02-1E03 1E06-1E07 1E0A-1E11 1E16-1E17 1E1E-1E2B 1E32-1E3B 1E3E-1E49 1E52-1E53 1E56-1E63
1E66-1E67 1E6A-1E6F 1E72-1E73 1E7E-1E85 1E8E-1E97 1E9E-1EF9 2009 2010-2015 2018-201E 2020-2022 2026 202F-2030
2032-2033 2039-203A 20AC 2116 2190-2193 2212 2260 2264-2265 25A0-25A1 25AA-25AB 25B2 25B6 25CB 25CF 2610-2611
2713
"""
VERVANGING = "\u25a1"
"""Een leeg vierkant, op de plek van een teken dat niet te drukken is."""


@cache
def tekenset() -> frozenset[int]:
    """De codepunten die in beide gewichten van Casus Sans staan."""
    delen = (bereik.partition("-") for bereik in _BEREIKEN.split())
    return frozenset(punt for van, _, tot in delen for punt in range(int(van, 16), int(tot or van, 16) + 1))


def ontbrekende_tekens(tekst: str) -> str:
    """De tekens van `tekst` die Casus Sans niet heeft, elk één keer, in volgorde van voorkomen.

    Wit (spatie, tab, regeleinde) telt niet mee. Een teken dat hier uitkomt kan niet in een dossier; vraag dan om de
    schrijfwijze van de BRP.
    """
    if tekst.isascii():
        return ""
    kan = tekenset()
    return "".join(dict.fromkeys(teken for teken in tekst if ord(teken) not in kan and not teken.isspace()))


def drukbaar(tekst: str) -> str:
    """De tekst met een leeg vierkant voor elk teken dat niet te drukken is, zonder onzichtbare tekens."""
    vreemd = ontbrekende_tekens(tekst)
    return tekst.translate({ord(teken): VERVANGING if teken.isprintable() else None for teken in vreemd})


def bezwaar(tekst: str) -> str:
    """De zin onder een veld waarin iets staat dat niet op papier kan; leeg als alles kan."""
    vreemd = ontbrekende_tekens(tekst)
    if not vreemd:
        return ""
    getoond = " ".join(teken if teken.isprintable() else f"U+{ord(teken):04X}" for teken in vreemd[:8])
    return f"Dit kan niet in een brief of dossier: {getoond}. Gebruik de schrijfwijze uit de BRP."
