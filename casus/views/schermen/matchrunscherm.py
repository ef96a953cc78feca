"""Een uitgerekende verdeling op het scherm: wie waar, wie zonder en waarom, en wat extra woningen zouden doen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from casus.bedragen import euro
from casus.models import Matchrun, Woning
from casus.queries.matchruns import Huishoudnaam
from casus.rules.matchrun import waarom_geen
from casus.rules.passendgeval import Plek, Vraag
from casus.rules.passendrun import WONINGTYPEN, Opdracht, opdracht_uit
from casus.rules.zinnen import opsomming
from casus.views.schermen.matchrunkeuze import Keuze, keuze, urgenten
from casus.views.schermen.matchscherm import REGELS, Scoredeel, Scorescherm
from casus.vocab import TOEGANKELIJKHEID, WOONBEPERKINGEN, meervoud

BLAD: Final = 50
BLIJFT_BUITEN: Final = (
    "Niet meegerekend, want het staat niet op een kaart: kamers waar het uitmaakt of er een man of een vrouw komt, en"
    " van een huishouden het inkomen (telt als onder de grens), de gewenste dag, de vergunning, de wens om te delen,"
    " het eigen netwerk en, bij een andere gemeente, de nareis."
)
"""Wat er buiten een verdeling voor de regio blijft (docs/adr/0017)."""
ZONDER: Final = 25
"""Zoveel huishoudens zonder woning krijgen een reden op de pagina; dat kost per huishouden een blik op elke woning."""


@dataclass(frozen=True, slots=True)
class Wie:
    """Een huishouden op het scherm: met naam als het van de eigen gemeente is, anders alleen de kaart.

    `urgent`: er is een besluit over urgentie.
    """

    titel: str
    onder: str
    zaaknummer: str = ""
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Waar:
    """Een woning op het scherm: met adres als zij van de eigen gemeente is, anders alleen de kaart."""

    titel: str
    onder: str
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Paarregel:
    """Een gekozen paar. `anders`: het huishouden gaat naar een andere gemeente."""

    wie: Wie
    waar: Waar
    score: Scorescherm
    nagaan: bool
    niet_passend: bool
    anders: bool
    keuze: Keuze


@dataclass(frozen=True, slots=True)
class Zonderregel:
    """Een huishouden zonder woning, met de reden."""

    wie: Wie
    reden: str


@dataclass(frozen=True, slots=True)
class Vergelijking:
    """Een berekening met extra woningen naast haar basis."""

    basis_id: UUID
    personen: int
    huishoudens: int
    wie: Sequence[Wie]
    zin: str


@dataclass(frozen=True, slots=True)
class Runscherm:
    """De hele pagina. `paren` is één blad ervan; `vorige` en `volgende` zijn de eerste regels van andere bladen.

    `herhaald`: of narekenen door de werker 'gelijk' of 'anders' gaf. `urgent_zonder`: huishoudens met urgentie die
    zonder woning blijven. `kan_niet`: vrije woningen die nu niet kunnen worden aangeboden, met de zin die zegt waarom.
    `blijft_buiten`: wat bij een regio niet meetelt.
    """

    titel: str
    zin: str
    bewezen: bool
    cijfers: Sequence[tuple[str, str, str]]
    paren: Sequence[Paarregel]
    van: int
    aantal: int
    vorige: int | None
    volgende: int | None
    zonder: Sequence[Zonderregel]
    zonder_meer: int
    over: Sequence[Waar]
    over_meer: int
    gemeenten: Sequence[Mapping[str, Any]]
    vergelijking: Vergelijking | None
    extra: Sequence[tuple[str, str]]
    herhaald: str
    urgent_zonder: Sequence[Zonderregel] = ()
    kan_niet: Sequence[tuple[Waar, str]] = ()
    blijft_buiten: str = BLIJFT_BUITEN


@dataclass(frozen=True, slots=True)
class Namen:
    """Hoe de huishoudens en woningen van de eigen gemeente nu heten."""

    huishoudens: Mapping[UUID, Huishoudnaam]
    woningen: Mapping[UUID, Woning]


def te_noemen(run: Matchrun, vanaf: int, basis: Matchrun | None) -> tuple[set[UUID], set[UUID]]:
    """De ids van huishoudens en woningen die op deze bladzijde een naam krijgen: (zaken, woningen)."""
    uit = run.uitkomst
    paren, zonder = _eigen_paren(run)[vanaf : vanaf + BLAD], _eigen_zonder(run)[:ZONDER]
    had_gekund = {sleutel for een in zonder for sleutel in een["past"]}
    huizen = {paar["huishouden"] for paar in (*paren, *zonder)}
    huizen |= {paar["huishouden"] for paar in uit["paren"] if paar["woning"] in had_gekund}
    woningen = {paar["woning"] for paar in paren} | had_gekund | set(_over(run)[:BLAD])
    woningen |= {sleutel for sleutel, _ in _kan_niet(run)[:BLAD]}
    if basis is not None:
        huizen |= set(_erbij(run, basis)[:BLAD])
    return _ids(huizen), _ids(woningen)


def _ids(sleutels: set[str]) -> set[UUID]:
    uit = set()
    for sleutel in sleutels:
        try:
            uit.add(UUID(sleutel))
        except ValueError:  # een kaart van een andere gemeente, of een denkbeeldige woning
            continue
    return uit


def _over(run: Matchrun) -> list[str]:
    """De woningen die niemand kreeg; bij een regio alleen die van de eigen gemeente."""
    bezet = {paar["woning"] for paar in run.uitkomst["paren"]}
    vrij = [rij["sleutel"] for rij in run.invoer["woningen"] if rij["sleutel"] not in bezet]
    return vrij if run.omvang != "regio" else [sleutel for sleutel in vrij if _ids({sleutel})]


def _kan_niet(run: Matchrun) -> list[tuple[str, str]]:
    """Welke vrije woningen niet meededen, elk met waarom."""
    return [(sleutel, zin) for sleutel, zin in run.uitkomst.get("kan_niet", ())]


def _erbij(run: Matchrun, basis: Matchrun) -> list[str]:
    eerst = {paar["huishouden"] for paar in basis.uitkomst["paren"]}
    return [paar["huishouden"] for paar in run.uitkomst["paren"] if paar["huishouden"] not in eerst]


def maak_scherm(run: Matchrun, basis: Matchrun | None, vanaf: int, namen: Namen) -> Runscherm:
    """Eén bladzijde van een verdeling. `vanaf` telt vanaf nul."""
    uit, opdracht = run.uitkomst, opdracht_uit(run.invoer)
    toon, paren, over = _Toner(run, opdracht, namen), _eigen_paren(run), _over(run)
    aantal, zonder = len(paren), [toon.zonder(een) for een in _eigen_zonder(run)[:ZONDER]]
    return Runscherm(
        titel=_titel(run),
        zin=_zin(run),
        bewezen=bool(uit["bewezen"]) and run.personen == run.grens,
        cijfers=_cijfers(run, opdracht),
        paren=[toon.paar(paar) for paar in paren[vanaf : vanaf + BLAD]],
        van=vanaf + 1,
        aantal=aantal,
        vorige=max(0, vanaf - BLAD) if vanaf else None,
        volgende=vanaf + BLAD if vanaf + BLAD < aantal else None,
        zonder=[een for een in zonder if not een.wie.urgent],
        urgent_zonder=[een for een in zonder if een.wie.urgent],
        kan_niet=[(toon.waar(sleutel), zin) for sleutel, zin in _kan_niet(run)[:BLAD]],
        zonder_meer=max(0, len(_eigen_zonder(run)) - ZONDER),
        over=[toon.waar(sleutel) for sleutel in over[:BLAD]],
        over_meer=max(0, len(over) - BLAD),
        gemeenten=uit.get("per_gemeente", ()),
        vergelijking=_vergelijking(run, basis, toon) if basis is not None else None,
        extra=list(WONINGTYPEN.items()),
        herhaald=uit.get("herhaald", ""),
    )


def _eigen_paren(run: Matchrun) -> list[dict[str, Any]]:
    """De paren; van de regio alleen die een eigen huishouden of een eigen woning raken."""
    if run.omvang != "regio":
        return list(run.uitkomst["paren"])
    return [paar for paar in run.uitkomst["paren"] if _ids({paar["huishouden"], paar["woning"]})]


def _eigen_zonder(run: Matchrun) -> list[dict[str, Any]]:
    """Wie zonder blijft, eerst wie urgentie heeft; van de regio alleen de eigen huishoudens, want van een ander telt
    alleen het aantal."""
    urgent, zonder = urgenten(run), run.uitkomst["zonder"]
    eigen = zonder if run.omvang != "regio" else [een for een in zonder if _ids({een["huishouden"]})]
    return sorted(eigen, key=lambda een: een["huishouden"] not in urgent)


def _titel(run: Matchrun) -> str:
    wat = "Verdeling voor de regio" if run.omvang == "regio" else "Verdeling voor de gemeente"
    return f"{wat} met {run.uitkomst['extra_tekst']}" if run.soort == "wat_als" else wat


def _zin(run: Matchrun) -> str:
    mensen = meervoud(run.personen, "persoon krijgt", "personen krijgen")
    if run.uitkomst["bewezen"] and run.personen == run.grens:
        return f"{mensen} een woning. Meer kan niet met deze woningen: dat is bewezen."
    return f"{mensen} een woning. Meer dan {run.grens} kan zeker niet."


def _cijfers(run: Matchrun, opdracht: Opdracht) -> list[tuple[str, str, str]]:
    """Titel, getal en toelichting."""
    uit = run.uitkomst
    zoekt = sum(vraag.personen for vraag in opdracht.huishoudens)
    weken = round(uit["wachtdagen"] / 7 / len(uit["paren"])) if uit["paren"] else 0
    return [
        ("Personen met een woning", str(run.personen), f"van {zoekt} die zoeken; hoogstens {run.grens} kan"),
        (
            "Huishoudens met een woning",
            str(len(uit["paren"])),
            f"van {len(opdracht.huishoudens)} die zoeken{_stil(uit.get('stil', 0))}",
        ),
        ("Wachttijd", meervoud(weken, "week", "weken"), "gemiddeld, van wie een woning krijgt"),
        (
            "Woningen",
            str(len(opdracht.woningen)),
            f"waarvan {len(opdracht.woningen) - len(uit['paren'])} zonder huishouden",
        ),
    ]


def _stil(aantal: int) -> str:
    """Wie niet meedoet omdat de klok van de zaak stilstaat."""
    return f"; van {meervoud(aantal, 'ander', 'anderen')} staat de klok stil" if aantal else ""


class _Toner:
    """Maakt van sleutels wat er op het scherm staat."""

    def __init__(self, run: Matchrun, opdracht: Opdracht, namen: Namen) -> None:
        self.run, self.opdracht, self.namen = run, opdracht, namen
        self.vragen = {vraag.sleutel: vraag for vraag in opdracht.huishoudens}
        self.plekken = {plek.sleutel: plek for plek in opdracht.woningen}
        self.niet_passend = {tuple(paar) for paar in run.uitkomst["niet_passend"]}
        self.naar = {paar["woning"]: paar["huishouden"] for paar in run.uitkomst["paren"]}
        self.urgent = urgenten(run)

    def wie(self, sleutel: str) -> Wie:
        vraag = self.vragen[sleutel]
        for zaak_id in _ids({sleutel}):
            naam = self.namen.huishoudens.get(zaak_id)
            if naam is None:
                return Wie("Een huishouden dat er niet meer is", _eisen(vraag))
            onder = f"{_eisen(vraag)} · {naam.zaaknummer}"
            return Wie(naam.naam, onder, naam.zaaknummer, sleutel in self.urgent)
        return Wie(f"Huishouden uit {vraag.gemeente}", _eisen(vraag))

    def waar(self, sleutel: str) -> Waar:
        plek = self.plekken.get(sleutel)
        for woning_id in _ids({sleutel}):
            woning = self.namen.woningen.get(woning_id)
            if woning is None:
                return Waar("Een woning die er niet meer is", _kenmerken(plek) if plek else "")
            onder = f"{_kenmerken(plek)} · {woning.corporatie.naam}" if plek else woning.corporatie.naam
            return Waar(f"{woning.adres}, {woning.plaats}", onder, woning.id)
        plek = self.plekken[sleutel]
        if sleutel.startswith("wat-als"):
            return Waar(f"Extra {_typenaam(sleutel)}", _kenmerken(plek))
        return Waar(f"Woning in {plek.gemeente}", _kenmerken(plek))

    def paar(self, paar: Mapping[str, Any]) -> Paarregel:
        huis, woning = paar["huishouden"], paar["woning"]
        return Paarregel(
            wie=self.wie(huis),
            waar=self.waar(woning),
            score=_score(paar["delen"]),
            nagaan=paar["nagaan"] and self.run.omvang == "gemeente",  # op een kaart ontbreekt altijd iets
            niet_passend=(huis, woning) in self.niet_passend,
            anders=self.vragen[huis].gemeente != self.plekken[woning].gemeente,
            keuze=keuze(self.run, self._huishouden(huis), self._woning(woning)),
        )

    def _huishouden(self, sleutel: str) -> Huishoudnaam | None:
        return next((self.namen.huishoudens.get(zaak_id) for zaak_id in _ids({sleutel})), None)

    def _woning(self, sleutel: str) -> Woning | None:
        return next((self.namen.woningen.get(woning_id) for woning_id in _ids({sleutel})), None)

    def zonder(self, een: Mapping[str, Any]) -> Zonderregel:
        wie = self.wie(een["huishouden"])
        if een["past"]:
            namen = opsomming((self._waarheen(woning) for woning in een["past"]), "en")
            meer = (
                f" Er passen {een['aantal']} woningen; geen ervan is voor dit huishouden."
                if een["aantal"] > len(een["past"])
                else ""
            )
            return Zonderregel(wie, f"{namen}.{meer}")
        if not self.opdracht.woningen:
            return Zonderregel(wie, "Er is geen woning vrij.")
        regels = waarom_geen(self.opdracht, een["huishouden"])
        if not regels:
            return Zonderregel(wie, "Alle woningen die passen, zijn voor dit huishouden uitgesloten.")
        delen = (f"{REGELS[regel].lower()} ({meervoud(aantal, 'woning', 'woningen')})" for regel, aantal in regels[:3])
        return Zonderregel(wie, f"Geen woning past. Wat tegenhoudt: {opsomming(delen, 'en')}.")

    def _waarheen(self, woning: str) -> str:
        """'Kastanjehof 14 gaat naar Ali'; een kamer kan ook vrij blijven om wie er verder in het huis komt."""
        titel, naar = self.waar(woning).titel, self.naar.get(woning)
        if naar is None:
            return f"{titel} blijft vrij omdat man en vrouw daar niet samen wonen of omdat het huis vol is"
        return f"{titel} gaat naar {self._korte_naam(naar)}"

    def _korte_naam(self, sleutel: str) -> str:
        for zaak_id in _ids({sleutel}):
            naam = self.namen.huishoudens.get(zaak_id)
            return naam.naam if naam else f"een huishouden van {self.vragen[sleutel].personen}"
        return f"een huishouden uit {self.vragen[sleutel].gemeente}"


def _typenaam(sleutel: str) -> str:
    return next((naam for soort, naam in WONINGTYPEN.items() if f"-{soort}-" in sleutel), "woning")


def _eisen(vraag: Vraag) -> str:
    delen = [meervoud(vraag.personen, "persoon", "personen")]
    delen.append(f"{meervoud(vraag.slaapkamers, 'slaapkamer', 'slaapkamers')} nodig")
    if vraag.beperking not in ("geen", ""):
        delen.append(WOONBEPERKINGEN.get(vraag.beperking, vraag.beperking))
    delen.append(f"wacht {meervoud(vraag.wacht_dagen // 7, 'week', 'weken')}")
    return " · ".join(delen)


def _kenmerken(plek: Plek) -> str:
    kamers = meervoud(plek.slaapkamers, "slaapkamer", "slaapkamers") if plek.slaapkamers else "studio"
    delen = [kamers, euro(plek.huur_cent)]
    if not plek.zelfstandig:
        delen.append("kamer of gedeelde woning")
    if plek.toegankelijkheid != "ZON":
        delen.append(TOEGANKELIJKHEID.get(plek.toegankelijkheid, plek.toegankelijkheid))
    return " · ".join(delen)


def _score(delen: Sequence[tuple[str, int, int, str]]) -> Scorescherm:
    rijen = [
        Scoredeel(titel, n, hoogst, round(100 * n / hoogst) if hoogst else 0, zin) for titel, n, hoogst, zin in delen
    ]
    return Scorescherm(sum(een.punten for een in rijen), sum(een.hoogst for een in rijen), rijen)


def _vergelijking(run: Matchrun, basis: Matchrun, toon: _Toner) -> Vergelijking:
    meer, huizen = run.personen - basis.personen, len(run.uitkomst["paren"]) - len(basis.uitkomst["paren"])
    nieuw = _erbij(run, basis)
    if meer:
        mensen = meervoud(meer, "persoon", "personen")
        zin = f"Met {run.uitkomst['extra_tekst']} {'krijgt' if meer == 1 else 'krijgen'} {mensen} meer een woning."
    else:
        zin = f"Met {run.uitkomst['extra_tekst']} krijgt niemand meer een woning. Wie zonder blijft, past er niet in."
    return Vergelijking(basis.id, meer, huizen, [toon.wie(sleutel) for sleutel in nieuw[:BLAD]], zin)
