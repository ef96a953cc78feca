"""De onderdelen van een brief die casus zelf schrijft, zodat zij in elke gemeente kloppen: slotformule en clausules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from casus.brieven.blokken import Blok
from casus.rules.zinnen import midden_in_zin


@dataclass(frozen=True, slots=True)
class Ondertekening:
    """Wie het besluit nam. `formule` is de hele slotformule (Awb art. 10:10 en 10:11), `register` de regel erbij."""

    formule: str
    functie: str
    naam: str
    register: str = ""


def slotformule(wie: Ondertekening) -> list[Blok]:
    """De slotformule met eronder naam, functie en registerregel. Wat in de formule staat, wordt niet herhaald."""
    staart = "".join(f", {deel}" for deel in (midden_in_zin(wie.functie), wie.naam) if deel)
    kort = wie.formule.removesuffix(staart)
    # bij ondertekeningsmandaat en een besluit van het bestuursorgaan zelf is de formule een hele zin
    zin = f"{kort}," if kort != wie.formule else f"{wie.formule.rstrip('.')}."
    regels = tuple(regel for regel in (wie.naam, wie.functie, wie.register) if regel)
    return [Blok("ondertekening", zin, regels)]


def bezwaarclausule(tot: str, adres: Sequence[str]) -> list[Blok]:
    """Hoe en tot wanneer bezwaar kan (Awb art. 3:45, 6:4 tot en met 6:9, 8:81). Leeg als er geen bezwaar open is."""
    if not tot:
        return []
    return [
        Blok("alinea", "Bent u het niet eens met dit besluit? Dan kunt u bezwaar maken. Dat kost niets."),
        Blok(
            "alinea",
            f"Uw bezwaarschrift moet uiterlijk op {tot} bij ons zijn of op de post zijn gedaan. "
            "Dat is zes weken na de dag waarop wij dit besluit hebben verzonden.",
        ),
        Blok("alinea", "Zet in uw bezwaarschrift:"),
        Blok("punt", "uw naam en adres;"),
        Blok("punt", "de datum van uw bezwaarschrift;"),
        Blok("punt", "het kenmerk van dit besluit;"),
        Blok("punt", "waarom u het er niet mee eens bent;"),
        Blok("punt", "uw handtekening."),
        Blok("alinea", "Stuur het naar:"),
        Blok("adres", regels=tuple(adres)),
        Blok(
            "alinea",
            "Kunt u niet wachten op onze beslissing? Dan kunt u, als u bezwaar hebt gemaakt, de rechtbank om een "
            "voorlopige voorziening vragen. Daarvoor betaalt u griffierecht.",
        ),
    ]


def beroepsclausule(tot: str) -> list[Blok]:
    """Hoe en tot wanneer beroep kan (Awb art. 3:45, 6:7, 8:1 en 8:81)."""
    return [
        Blok("alinea", "Bent u het niet eens met deze beslissing? Dan kunt u in beroep gaan bij de rechtbank."),
        Blok(
            "alinea",
            f"Uw beroepschrift moet uiterlijk op {tot} bij de rechtbank zijn of op de post zijn gedaan. "
            "Dat is zes weken na de dag waarop wij deze beslissing hebben verzonden. Daarvoor betaalt u griffierecht.",
        ),
        Blok(
            "alinea",
            "Kunt u niet wachten op de uitspraak? Dan kunt u, als u beroep hebt ingesteld, de rechtbank om een "
            "voorlopige voorziening vragen.",
        ),
    ]
