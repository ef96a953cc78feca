"""Een wijziging van het register: wat er verandert, en per veld waarom iets niet kan. Een rij wordt nooit veranderd."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Final, Protocol
from uuid import UUID

from casus.errors import VeldFout
from casus.models import Functie, Mandaat
from casus.rules import registervoorwaarden
from casus.rules.mandaten import COLLEGE
from casus.rules.registerrij import BEDRAGEN, BESTUURSORGANEN, SOORTEN, Registerrij
from casus.rules.registerrijen import Register, Stand, ruimer_dan
from casus.rules.zinnen import dag_tekst

HOOGSTE_CENT: Final = 2**31 - 1
LENGTES: Final = {"grondslag": 200, "voorwaarden": 2000, "instemming": 200}
_NR: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z.\-]{0,19}")


class Soort(Protocol):
    """Wat het register van een soort besluit wil weten."""

    @property
    def titel(self) -> str: ...
    @property
    def niet_te_mandateren(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Kader:
    """Waaraan een wijziging wordt getoetst: de soorten besluiten, de functies en de regels die er nu zijn."""

    gemeente_id: UUID
    soorten: Mapping[str, Soort]
    functies: Mapping[str, Functie]
    rijen: Sequence[Mandaat]

    @property
    def laatste(self) -> Mapping[str, Mandaat]:
        """Per regelnummer de hoogste versie, ook als zij nog moet beginnen."""
        return {rij.nr: rij for rij in sorted(self.rijen, key=lambda rij: rij.versie)}


@dataclass(slots=True)
class Wijziging:
    """Wat een besluit aan het register verandert. `ontbreekt` zijn regels die er zijn maar niet zijn genoemd."""

    nieuw: list[Registerrij] = field(default_factory=list)
    versies: list[tuple[Registerrij, Mandaat]] = field(default_factory=list)
    intrekken: list[tuple[Registerrij, Mandaat]] = field(default_factory=list)
    gelijk: list[Registerrij] = field(default_factory=list)
    ontbreekt: list[str] = field(default_factory=list)

    @property
    def leeg(self) -> bool:
        """Of er niets verandert."""
        return not (self.nieuw or self.versies or self.intrekken)


def als_rij(rij: Mandaat, plek: str = "") -> Registerrij:
    """Een regel uit het register als waarde."""
    zelfde = ("nr", "bevoegdheid", "grondslag", "bestuursorgaan", "soort", "geldig_van", "geldig_tot", "ondermandaat")
    tekst = ("onder_nr", "instemming", "voorwaarden", "vier_ogen", "ingetrokken_per", *BEDRAGEN)
    return Registerrij(
        **{naam: getattr(rij, naam) for naam in (*zelfde, *tekst)},
        functie=rij.functie.code,
        ondermandaat_aan=tuple(rij.ondermandaat_aan),
        voorwaarde=dict(rij.voorwaarde),
        plek=plek,
    )


def bereken(rijen: Iterable[Registerrij], kader: Kader) -> Wijziging:
    """Verdeelt de regels: nieuw, een nieuwe versie, een intrekking, of gelijk aan wat er staat."""
    uit, laatste, genoemd = Wijziging(), kader.laatste, set()
    for rij in rijen:
        genoemd.add(rij.nr)
        staat = laatste.get(rij.nr)
        if staat is None:
            uit.nieuw.append(rij)
        elif als_rij(staat) == rij:
            uit.gelijk.append(rij)
        elif rij.ingetrokken_per is not None and staat.ingetrokken_per is None and _alleen_ingetrokken(rij, staat):
            uit.intrekken.append((rij, staat))
        else:
            uit.versies.append((rij, staat))
    uit.ontbreekt = sorted(nr for nr, rij in laatste.items() if nr not in genoemd and rij.ingetrokken_per is None)
    return uit


def _alleen_ingetrokken(rij: Registerrij, staat: Mandaat) -> bool:
    was = als_rij(staat)
    return all(
        rij.waarde(veld) == was.waarde(veld) for veld in rij.__slots__ if veld not in ("ingetrokken_per", "plek")
    )


def maak_mandaat(rij: Registerrij, kader: Kader, versie: int) -> Mandaat:
    """De registerrij zonder sleutel, besluit of opslag. Roep aan na `keur`: de functie moet bestaan."""
    functie = kader.functies[rij.functie]
    los = ("functie", "ondermandaat_aan", "voorwaarde", "plek", "ingetrokken_per")
    return Mandaat(
        **{naam: getattr(rij, naam) for naam in rij.__slots__ if naam not in los},
        gemeente_id=kader.gemeente_id,
        functie_id=functie.id,
        functie=functie,
        ondermandaat_aan=list(rij.ondermandaat_aan),
        voorwaarde=dict(rij.voorwaarde),
        versie=versie,
    )


def keur(rijen: Sequence[Registerrij], wijziging: Wijziging, kader: Kader, besluitdatum: date) -> list[VeldFout]:
    """Alles wat er aan de regels mis is; het veld is de plek van de regel met de naam van de kolom."""
    fouten = list(_dubbel(rijen))
    erbij = [*wijziging.nieuw, *(rij for rij, _ in wijziging.versies)]
    for rij in erbij:
        fouten += (VeldFout(rij.plek + veld, zin) for veld, zin in _keur_rij(rij, kader, besluitdatum))
    for rij, _ in wijziging.intrekken:
        if rij.ingetrokken_per and rij.ingetrokken_per < besluitdatum:
            zin = f"Intrekken kan vanaf de dag van het besluit, {dag_tekst(besluitdatum)} (Awb art. 10:8)."
            fouten.append(VeldFout(f"{rij.plek}ingetrokken_per", zin))
    return fouten or list(_keur_samen(erbij, kader))


def _dubbel(rijen: Sequence[Registerrij]) -> Iterator[VeldFout]:
    gezien: set[str] = set()
    for rij in rijen:
        if rij.nr in gezien:
            yield VeldFout(f"{rij.plek}nr", f"Regel {rij.nr} staat hier twee keer. Laat er één staan.")
        gezien.add(rij.nr)


def _keur_rij(rij: Registerrij, kader: Kader, besluitdatum: date) -> Iterator[tuple[str, str]]:
    if not _NR.fullmatch(rij.nr):
        yield "nr", "Schrijf het nummer met cijfers, letters en punten, bijvoorbeeld 4.3a."
    soort = kader.soorten.get(rij.bevoegdheid)
    if soort is None:
        yield "bevoegdheid", "Casus kent deze bevoegdheid niet. Kies een soort besluit uit de lijst."
    elif soort.niet_te_mandateren:
        yield (
            "bevoegdheid",
            f"De wet laat hiervoor geen mandaat toe ({soort.niet_te_mandateren}). Het college beslist zelf.",
        )
    if rij.bestuursorgaan not in BESTUURSORGANEN:
        yield "bestuursorgaan", "Kies het college of de burgemeester."
    if rij.soort not in SOORTEN:
        yield "soort", "Kies mandaat, volmacht, machtiging of ondertekening."
    if not rij.grondslag:
        yield "grondslag", "Vul het wetsartikel of de regeling in."
    for veld, lengte in LENGTES.items():
        if len(getattr(rij, veld)) > lengte:
            yield veld, f"Deze tekst is te lang. Houd het bij {lengte} tekens."
    if zin := registervoorwaarden.gebrek(rij.voorwaarde):
        yield "voorwaarden", zin
    yield from _keur_functie(rij, kader)
    yield from _keur_grenzen(rij, besluitdatum)


def _keur_functie(rij: Registerrij, kader: Kader) -> Iterator[tuple[str, str]]:
    functie = kader.functies.get(rij.functie)
    if functie is None:
        yield "functie", "Deze functie is er niet. Voeg haar eerst toe bij de functies."
    elif functie.niveau == COLLEGE:
        yield (
            "functie",
            "Het college heeft geen mandaat nodig: het beslist altijd zelf (Awb art. 10:7). Kies een andere functie.",
        )
    elif functie.extern and not rij.instemming:
        zin = "Deze functie is van een andere organisatie. Vul in wie daar instemde en wanneer (Awb art. 10:4)."
        yield "instemming", zin
    if rij.ondermandaat_aan and not rij.ondermandaat:
        yield "ondermandaat", "Er staan functies bij ondermandaat. Kies dan ja."
    if vreemd := [code for code in rij.ondermandaat_aan if code not in kader.functies]:
        yield "ondermandaat_aan", f"De functie {vreemd[0]} is er niet. Voeg haar eerst toe bij de functies."


def _keur_grenzen(rij: Registerrij, besluitdatum: date) -> Iterator[tuple[str, str]]:
    for veld in BEDRAGEN:
        cent = getattr(rij, veld)
        if cent is not None and not 0 <= cent <= HOOGSTE_CENT:
            yield veld, "Vul een bedrag in van 0 tot twintig miljoen euro, of laat het leeg."
    if rij.geldig_van < besluitdatum:
        yield (
            "geldig_van",
            f"Mandaat kan niet ingaan voor de dag van het besluit, {dag_tekst(besluitdatum)} (Awb art. 10:5).",
        )
    if rij.geldig_tot is not None and rij.geldig_tot < rij.geldig_van:
        yield "geldig_tot", "Kies een laatste dag op of na de eerste dag."
    if rij.ingetrokken_per is not None:
        yield "ingetrokken_per", "Trek deze regel in, of wijzig haar. Allebei tegelijk kan niet."


def _keur_samen(erbij: Sequence[Registerrij], kader: Kader) -> Iterator[VeldFout]:
    """De ketens van ondermandaat in het register zoals het wordt, op de eerste dag van elke regel."""
    laatste = kader.laatste
    wordt = {rij.nr: maak_mandaat(rij, kader, _volgende(laatste.get(rij.nr))) for rij in erbij}
    register = Register([*kader.rijen, *wordt.values()])
    for rij in erbij:
        stand = Stand(register, kader.gemeente_id, rij.geldig_van)
        keten = stand.keten(wordt[rij.nr])
        if not rij.onder_nr:
            continue
        if gebrek := stand.gebrek(wordt[rij.nr]):
            yield VeldFout(f"{rij.plek}onder_nr", f"{gebrek.zin} ({gebrek.artikel})")
        elif ruimer := next((zin for onder, boven in pairwise(keten) if (zin := ruimer_dan(onder, boven))), ""):
            yield VeldFout(f"{rij.plek}onder_nr", f"{ruimer} Ondermandaat is nooit ruimer (Awb art. 10:9).")


def _volgende(staat: Mandaat | None) -> int:
    return staat.versie + 1 if staat else 1
