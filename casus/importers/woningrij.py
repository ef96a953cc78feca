"""Eén rij van een lijst met woningen lezen: elke cel, en wat binnen de rij bij elkaar moet passen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, TypeVar

from casus.importers.gebreken import FOUT, WAARSCHUWING, Ernst, Fout, Gebrek, Gelezen, kort
from casus.importers.kopregels import Kop
from casus.importers.tabel import Cel, Rij
from casus.importers.tekst import SPATIES, is_rommelig, lees_tekst, ruwe_tekst, schoon
from casus.importers.waarden import lees_ja_nee
from casus.importers.woningwaarden import lees_bedrag, lees_code, lees_dag, lees_getal
from casus.rules import woningen

T = TypeVar("T")

_CODES: Final = ("detailsoort", "energielabel", "toegankelijkheid", "contractsoort", "woonvorm")
_GETALLEN: Final = ("kamers", "slaapkamers", "oppervlakte", "verdieping")
_BEDRAGEN: Final = ("kale_huur_cent", "subsidiabel_cent", "overig_cent", "huur_cent")
_DAGEN: Final = ("beschikbaar_van", "eind_op")
_STANDAARD: Final[Mapping[str, Any]] = {
    "energielabel": "",
    "toegankelijkheid": "ZON",
    "contractsoort": "ONB",
    "woonvorm": "regulier",
    "verdieping": 0,
    "lift": False,
}
"""Wat een nieuwe woning krijgt als de lijst er niets over zegt."""
_VERPLICHT: Final = (
    "adres",
    "postcode",
    "plaats",
    "detailsoort",
    "kamers",
    "slaapkamers",
    "oppervlakte",
    "beschikbaar_van",
)
_ONVOLLEDIG = "Deze rij heeft geen adres en geen postcode. Vul de rij aan, of haal een rij met een totaal weg."


@dataclass(slots=True)
class GelezenWoning:
    """Een gelezen rij met haar meldingen. `gegevens` bevat alleen wat in de rij stond."""

    kop: Kop
    rij: Rij
    gegevens: dict[str, Any]
    complex: str
    meldingen: list[Fout] = field(default_factory=list)

    @property
    def goed(self) -> bool:
        """Of er niets aan de rij is wat haar tegenhoudt."""
        return all(melding.ernst != FOUT for melding in self.meldingen)

    @property
    def per_direct(self) -> bool:
        """Of er ‘per direct’ stond in plaats van een dag."""
        return any(melding.gebrek == "dag_direct" for melding in self.meldingen)

    @property
    def volledig(self) -> dict[str, Any]:
        """De gegevens van een nieuwe woning, aangevuld met wat vanzelf spreekt."""
        return {**_STANDAARD, **self.gegevens}

    def meld(self, veld: str, gebrek: str, zin: str, ernst: Ernst = FOUT) -> None:
        """Voegt een melding toe bij de kolom van een veld; een leeg veld betekent de hele rij."""
        veld = _kolom(self.kop, veld)
        waarde = kort(ruwe_tekst(self.kop.cel(self.rij, veld))) if veld else ""
        self.meldingen.append(Fout(self.rij.nummer, self.kop.titel(veld) if veld else "", waarde, gebrek, ernst, zin))


def _kolom(kop: Kop, veld: str) -> str:
    """De kolom waar een veld in dit bestand staat: een adres kan uit straat en huisnummer komen."""
    if veld == "adres" and veld not in kop.kolommen:
        return "straat"
    if veld == "kale_huur_cent" and veld not in kop.kolommen:
        return "huur_cent"
    return "complex" if veld == "complex_id" else veld


class WoningLezer:
    """Leest de rijen onder één kopregel. `tekstcellen`: in dit bestand is elke cel tekst (CSV)."""

    def __init__(self, kop: Kop, vandaag: date, *, tekstcellen: bool) -> None:
        self._kop = kop
        self._vandaag = vandaag
        self._tekstcellen = tekstcellen
        self._rij = Rij(0, ())
        self._gevonden: list[tuple[str, Gebrek]] = []

    def lees(self, rij: Rij) -> GelezenWoning:
        """Leest één rij; alles wat eraan schort staat in de meldingen."""
        self._rij, self._gevonden = rij, []
        gegevens = {veld: waarde for veld, waarde in self._gegevens() if waarde is not None and waarde != ""}
        gelezen = GelezenWoning(self._kop, rij, gegevens, self._tekst("complex", 80))
        if not {"adres", "postcode"} & gegevens.keys():
            gelezen.meld("", "rij_onvolledig", _ONVOLLEDIG)
            return gelezen
        for veld, gebrek in self._gevonden:
            gelezen.meld(veld, gebrek.code, gebrek.melding, gebrek.ernst)
        self._keur(gelezen)
        return gelezen

    def _keur(self, gelezen: GelezenWoning) -> None:
        """Dezelfde regels als het formulier, zonder twee keer over dezelfde cel te klagen."""
        al = {veld for veld, gebrek in self._gevonden if gebrek.ernst == FOUT}
        for veld in _VERPLICHT:
            if veld not in gelezen.gegevens and veld not in al:
                zin = f"De kolom {self._kop.titel(_kolom(self._kop, veld))} is leeg. Vul haar in."
                gelezen.meld(veld, "verplicht_leeg", zin)
                al.add(veld)
        vol = woningen.vul_aan(gelezen.volledig)
        for een in woningen.fouten(vol, self._vandaag):
            if een.veld not in al:
                gelezen.meld(een.veld, "klopt_niet", een.zin)
        if gelezen.goed:
            for een in woningen.waarschuwingen(vol, {}):
                gelezen.meld(een.veld, "vreemd", een.zin, WAARSCHUWING)

    def _cel(self, veld: str) -> Cel:
        return self._kop.cel(self._rij, veld)

    def _neem(self, veld: str, gelezen: Gelezen[T]) -> T | None:
        """De waarde, na het noteren van haar gebreken; ook overbodige spaties."""
        gebreken = gelezen.gebreken
        cel = self._cel(veld)
        if isinstance(cel, str) and SPATIES not in gebreken and is_rommelig(cel):
            gebreken = (*gebreken, SPATIES)
        self._gevonden += [(veld, gebrek) for gebrek in gebreken]
        return gelezen.waarde

    def _tekst(self, veld: str, lengte: int) -> str:
        return self._neem(veld, lees_tekst(self._cel(veld), lengte=lengte, naam=True)) or ""

    def _gegevens(self) -> list[tuple[str, Any]]:
        dag = self._vandaag
        rijen: list[tuple[str, Any]] = [
            ("adres", self._adres()),
            ("postcode", woningen.postcode(p) or p if (p := self._tekst("postcode", 20)) else ""),
            ("plaats", self._tekst("plaats", 60)),
            ("corporatie_nummer", self._tekst("corporatie_nummer", 40)),
            ("toelichting", self._tekst("toelichting", 2000)),
        ]
        rijen += [(veld, self._neem(veld, lees_code(self._cel(veld), veld, dag))) for veld in _CODES]
        rijen += [(veld, self._neem(veld, lees_getal(self._cel(veld), veld))) for veld in _GETALLEN]
        rijen += [(veld, self._neem(veld, lees_bedrag(self._cel(veld)))) for veld in _BEDRAGEN]
        for veld in _DAGEN:
            gelezen = lees_dag(self._cel(veld), vandaag=dag, tekstcellen=self._tekstcellen)
            rijen.append((veld, self._neem(veld, gelezen)))
        for veld in ("lift", "slot_op_kamer"):
            rijen.append((veld, self._neem(veld, lees_ja_nee(self._cel(veld), "tolk_nodig"))))
        return rijen

    def _adres(self) -> str:
        """Het adres uit één kolom, of uit straat, huisnummer, letter en toevoeging."""
        if "adres" in self._kop.kolommen:
            return self._tekst("adres", 120)
        straat = self._tekst("straat", 80)
        nummer = schoon(self._tekst("huisnummer", 20) + self._tekst("huisletter", 5))
        toevoeging = self._tekst("toevoeging", 10).lstrip("- ")
        return " ".join(deel for deel in (straat, nummer, toevoeging) if deel)
