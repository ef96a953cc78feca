"""Een mandaatregister lezen uit XLSX of CSV: één rij per regel, kolommen op naam.

Een fout houdt het hele bestand tegen: een register dat half is ingelezen, klopt niet. Elke fout noemt rij en kolom.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from casus.importers.datums import lees_datum
from casus.importers.gebreken import FOUT, WAARSCHUWING, BestandFout, Fout, Gelezen, fout, kort
from casus.importers.tabel import Cel, Rij, Tabel, lees_tabellen
from casus.importers.tekst import lees_tekst, ruwe_tekst, schoon, sleutel
from casus.rules.registerrij import BEDRAGEN, BESTUURSORGANEN, SOORTEN, VELDEN, Registerrij, Woorden
from casus.vocab import WOONVORMEN

VROEGST, LAATST = date(1990, 1, 1), date(2100, 12, 31)
_ALLEEN_UITVOER: Final = ("Besluitnummer", "Besluitdatum", "Versie")
"""Kolommen van een export die bij het inlezen niets doen: het registerbesluit zegt ze."""
_OOK: Final[Mapping[str, tuple[str, ...]]] = {
    "nr": ("nummer", "regel", "volgnummer"),
    "bevoegdheid": ("besluit", "soort besluit", "omschrijving bevoegdheid"),
    "grondslag": ("grondslag", "artikel", "wettelijke basis"),
    "bestuursorgaan": ("orgaan", "mandaatgever", "namens"),
    "soort": ("soort mandaat", "vorm"),
    "functie": ("gemandateerde functie", "gemandateerde", "mandataris", "aan"),
    "ondermandaat": ("ondermandaat toegestaan", "ondermandaat ja nee"),
    "onder_nr": ("ondermandaat van regel", "onder nr", "op grond van regel"),
    "voorwaarden": ("voorwaarden", "instructie", "voorwaarden en instructies", "bijzonderheden"),
    "woonvorm": ("woonvorm",),
    "afwijking": ("afwijking",),
    "bedrag_tot_cent": ("bedrag tot en met", "bedrag", "bedrag t/m", "maximumbedrag", "bedrag per besluit"),
    "bedrag_zaak_cent": ("bedrag per zaak",),
    "bedrag_contract_cent": ("bedrag per contract",),
    "vier_ogen": ("vier ogen ja nee", "4 ogen"),
    "geldig_van": ("geldig van", "ingangsdatum", "vanaf"),
    "geldig_tot": ("geldig tot", "einddatum"),
}
_NODIG: Final = ("nr", "bevoegdheid", "grondslag", "bestuursorgaan", "soort", "functie", "geldig_van")
_GEEN: Final = frozenset({"", "-", "geen", "nvt", "onbeperkt", "geengrens"})
_BEDRAG: Final = re.compile(r"(\d{1,3}(?:\.\d{3})+|\d{1,12})(?:,(\d{2}|-))?")


@dataclass(frozen=True, slots=True)
class Registerbestand:
    """Een gelezen register. `rijen` zijn wat te lezen was; is het niet `goed`, dan doet het bestand niet mee."""

    naam: str
    rijen: tuple[Registerrij, ...]
    fouten: tuple[Fout, ...]

    @property
    def goed(self) -> bool:
        """Of elke rij te lezen was."""
        return not any(melding.ernst == FOUT for melding in self.fouten)


def lees_register(inhoud: bytes, naam: str, woorden: Woorden) -> Registerbestand:
    """Leest een XLSX of CSV met een mandaatregister. Raises BestandFout als het bestand als geheel niet kan."""
    tabel, kop, nummer = _kies(lees_tabellen(inhoud, naam))
    onder = [rij for rij in tabel.rijen if rij.nummer > nummer]
    if not onder:
        raise BestandFout(
            "Onder de kopregel staan geen regels. Kies een bestand met één rij per regel van het register."
        )
    meldingen = _kopmeldingen(tabel, kop, nummer)
    rijen = []
    for rij in onder:
        lezer = _Lezer(rij, kop, woorden, tekstcellen=tabel.soort == "csv")
        rijen.append(lezer.lees())
        meldingen += lezer.meldingen
    return Registerbestand(naam, tuple(rij for rij in rijen if rij is not None), tuple(meldingen))


def lees_formulier(velden: Mapping[str, Cel], woorden: Woorden) -> tuple[Registerrij | None, list[tuple[str, str]]]:
    """Eén regel uit een formulier, gelezen als een rij van een bestand; met per veld wat eraan schort."""
    kop = {veld: plaats for plaats, veld in enumerate(velden)}
    lezer = _Lezer(Rij(0, tuple(velden.values())), kop, woorden, tekstcellen=True)
    rij = lezer.lees()
    veld_bij = {titel: veld for veld, titel in VELDEN.items()}
    fouten = [(veld_bij[melding.kolom], melding.melding) for melding in lezer.meldingen if melding.ernst == FOUT]
    return (replace(rij, plek="") if rij else None), fouten


def _namen() -> Mapping[str, str]:
    """Hoe een kop kan heten, als sleutel, naar de kolom."""
    namen = {sleutel(titel): veld for veld, titel in VELDEN.items()}
    return {**{sleutel(titel): veld for veld, titels in _OOK.items() for titel in titels}, **namen}


def _kies(tabellen: Sequence[Tabel]) -> tuple[Tabel, dict[str, int], int]:
    """Het eerste blad met een kopregel, waar elke kolom staat, en het rijnummer van de kop."""
    namen = _namen()
    for tabel in tabellen:
        for rij in tabel.rijen[:20]:
            kop: dict[str, int] = {}
            for plaats, cel in enumerate(rij.cellen):
                if veld := namen.get(sleutel(ruwe_tekst(cel))):
                    kop.setdefault(veld, plaats)
            if {"nr", "bevoegdheid", "functie"} <= kop.keys():
                return tabel, kop, rij.nummer
    nodig = ", ".join(VELDEN[veld] for veld in _NODIG)
    raise BestandFout(
        "Casus vindt geen kopregel. Zet de namen van de kolommen in de eerste rij.", f"Nodig zijn: {nodig}."
    )


def _kopmeldingen(tabel: Tabel, kop: Mapping[str, int], nummer: int) -> list[Fout]:
    if mist := [VELDEN[veld] for veld in _NODIG if veld not in kop]:
        raise BestandFout(f"In de kopregel ontbreekt: {', '.join(mist)}. Voeg die kolom toe.")
    titels = next(rij for rij in tabel.rijen if rij.nummer == nummer).cellen
    bekend = {*kop.values(), *(nr for nr, cel in enumerate(titels) if ruwe_tekst(cel) in ("", *_ALLEEN_UITVOER))}
    zin = "Casus kent deze kolom niet en slaat haar over."
    vreemd = [ruwe_tekst(cel) for plaats, cel in enumerate(titels) if plaats not in bekend]
    return [Fout(nummer, titel, "", "kolom_onbekend", WAARSCHUWING, zin) for titel in vreemd]


class _Lezer:
    """Leest één rij en houdt bij wat eraan schort."""

    def __init__(self, rij: Rij, kop: Mapping[str, int], woorden: Woorden, *, tekstcellen: bool) -> None:
        self._rij, self._kop, self._woorden, self._tekstcellen = rij, kop, woorden, tekstcellen
        self.meldingen: list[Fout] = []

    def lees(self) -> Registerrij | None:
        bevoegdheid = self._neem("bevoegdheid", _keuze(self._cel("bevoegdheid"), self._woorden.bevoegdheden))
        functie = self._neem("functie", _keuze(self._cel("functie"), self._woorden.functies))
        van = self._dag("geldig_van")
        teksten: dict[str, Any] = {
            veld: self._tekst(veld) for veld in ("nr", "grondslag", "onder_nr", "instemming", "voorwaarden")
        }
        vast: dict[str, Any] = {
            "bestuursorgaan": self._neem("bestuursorgaan", _keuze(self._cel("bestuursorgaan"), BESTUURSORGANEN)),
            "soort": self._neem("soort", _keuze(self._cel("soort"), SOORTEN)),
            "ondermandaat": self._neem("ondermandaat", _ja_nee(self._cel("ondermandaat"))) or False,
            "vier_ogen": self._neem("vier_ogen", _ja_nee(self._cel("vier_ogen"))) or False,
            "ondermandaat_aan": tuple(self._neem("ondermandaat_aan", self._functies()) or ()),
            "voorwaarde": self._voorwaarde(),
            "geldig_tot": self._dag("geldig_tot"),
            "ingetrokken_per": self._dag("ingetrokken_per"),
            **{veld: self._neem(veld, _bedrag(self._cel(veld))) for veld in BEDRAGEN},
        }
        self._mis_wat_nodig_is()
        if any(melding.ernst == FOUT for melding in self.meldingen) or not (bevoegdheid and functie and van):
            return None
        plek = f"rij-{self._rij.nummer}-"
        return Registerrij(bevoegdheid=bevoegdheid, functie=functie, geldig_van=van, **teksten, **vast, plek=plek)

    def _cel(self, veld: str) -> Cel:
        plaats = self._kop.get(veld, len(self._rij.cellen))
        return self._rij.cellen[plaats] if plaats < len(self._rij.cellen) else None

    def _neem(self, veld: str, gelezen: Gelezen[Any]) -> Any:
        waarde = kort(ruwe_tekst(self._cel(veld)))
        self.meldingen += (
            Fout(self._rij.nummer, VELDEN[veld], waarde, gebrek.code, gebrek.ernst, gebrek.melding)
            for gebrek in gelezen.gebreken
        )
        return gelezen.waarde

    def _tekst(self, veld: str) -> str:
        """Vrije tekst zoals zij er staat; een formule blijft tekst en telt hier niet als gebrek."""
        gelezen: Gelezen[str] = lees_tekst(self._cel(veld), lengte=2000)
        harde = tuple(gebrek for gebrek in gelezen.gebreken if gebrek.ernst == FOUT)
        return self._neem(veld, Gelezen(gelezen.waarde, harde)) or ""

    def _dag(self, veld: str) -> date | None:
        gelezen = lees_datum(self._cel(veld), vroegst=VROEGST, laatst=LAATST, tekstcellen=self._tekstcellen)
        dag: date | None = self._neem(veld, gelezen)
        return dag

    def _functies(self) -> Gelezen[list[str]]:
        delen = [deel for deel in re.split(r"[;,\n]", ruwe_tekst(self._cel("ondermandaat_aan"))) if deel.strip()]
        gelezen = [_keuze(deel, self._woorden.functies) for deel in delen]
        slecht = next((een for een in gelezen if een.fout), None)
        return Gelezen(None, slecht.gebreken) if slecht else Gelezen([een.waarde for een in gelezen if een.waarde])

    def _voorwaarde(self) -> dict[str, Any]:
        uit: dict[str, Any] = {}
        if vormen := self._neem("woonvorm", _woonvormen(self._cel("woonvorm"))):
            uit["woonvorm"] = vormen
        for veld in ("afwijking", "publieke_aandacht"):
            waarde = self._neem(veld, _alleen(self._cel(veld)))
            if waarde is not None:
                uit[veld] = waarde
        return uit

    def _mis_wat_nodig_is(self) -> None:
        for veld in _NODIG:
            al = any(melding.kolom == VELDEN[veld] for melding in self.meldingen)
            if not al and not schoon(ruwe_tekst(self._cel(veld))):
                zin = f"Vul de kolom {VELDEN[veld]} in."
                self.meldingen.append(Fout(self._rij.nummer, VELDEN[veld], "", "leeg", FOUT, zin))


def _keuze(cel: Cel, keuzes: Mapping[str, str]) -> Gelezen[str]:
    """Een code, herkend aan de code zelf of aan haar titel."""
    tekst = schoon(ruwe_tekst(cel))
    if not tekst:
        return Gelezen(None)
    gezocht = sleutel(tekst)
    for code, titel in keuzes.items():
        if gezocht in (sleutel(code), sleutel(titel)):
            return Gelezen(code)
    bekend = ", ".join(keuzes.values())
    return fout("waarde_onbekend", f"Casus kent ‘{kort(tekst)}’ niet. Kies een van: {bekend}.")


def _ja_nee(cel: Cel) -> Gelezen[bool]:
    tekst = sleutel(ruwe_tekst(cel))
    if tekst in ("ja", "j", "x", "true", "waar", "1"):
        return Gelezen(True)
    if tekst in ("", "nee", "n", "false", "onwaar", "0"):
        return Gelezen(False)
    return fout("waarde_onbekend", "Vul ja of nee in.")


def _alleen(cel: Cel) -> Gelezen[bool]:
    """De voorwaarde 'alleen met' of 'alleen zonder'; leeg is geen voorwaarde."""
    tekst = sleutel(ruwe_tekst(cel))
    if tekst in _GEEN:
        return Gelezen(None)
    if tekst in ("alleenmet", "alleenzonder"):
        return Gelezen(tekst == "alleenmet")
    return fout("waarde_onbekend", "Vul in: alleen met, of alleen zonder. Laat leeg als het niet uitmaakt.")


def _woonvormen(cel: Cel) -> Gelezen[list[str]]:
    delen = [deel for deel in re.split(r"[;,\n]", ruwe_tekst(cel)) if sleutel(deel) not in _GEEN]
    gelezen = [_keuze(deel, WOONVORMEN) for deel in delen]
    slecht = next((een for een in gelezen if een.fout), None)
    return Gelezen(None, slecht.gebreken) if slecht else Gelezen([een.waarde for een in gelezen if een.waarde])


def _bedrag(cel: Cel) -> Gelezen[int]:
    """Centen, uit een getal of uit '€ 5.000', '5.000,00' of '5000'; leeg is geen grens."""
    if isinstance(cel, int | float) and not isinstance(cel, bool):
        centen = round(cel * 100) if abs(cel) < 10**12 else -1
        if centen >= 0 and abs(centen - cel * 100) < 0.001:
            return Gelezen(centen)
    tekst = schoon(ruwe_tekst(cel)).replace("€", "").replace("euro", "").replace(" ", "").lower()
    if sleutel(tekst) in _GEEN and not any(teken.isdigit() for teken in tekst):
        return Gelezen(None)
    if gevonden := _BEDRAG.fullmatch(tekst):
        deel = gevonden[2] if gevonden[2] not in (None, "-") else "00"
        return Gelezen(int(gevonden[1].replace(".", "")) * 100 + int(deel))
    return fout("bedrag_onleesbaar", "Schrijf het bedrag als 5.000 of 5.000,50, of laat leeg als er geen grens is.")
