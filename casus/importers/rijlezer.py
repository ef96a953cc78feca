"""Eén rij van een lijst met koppelingen lezen: elke cel, en wat binnen de rij bij elkaar moet passen."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from casus.importers.datums import lees_datum, lees_geboortedatum
from casus.importers.gebreken import FOUT, Ernst, Fout, Gebrek, Gelezen, gemaskeerd, kort
from casus.importers.gemeenten import lees_gemeente
from casus.importers.koppelregels import PersoonRegel
from casus.importers.kopregels import Kop
from casus.importers.tabel import Cel, Rij
from casus.importers.tekst import SPATIES, is_rommelig, lees_tekst, ruwe_tekst, schoon
from casus.importers.waarden import lees_aantal, lees_bsn, lees_ja_nee, lees_keuze, lees_keuzes, lees_v_nummer

T = TypeVar("T")

_GEHEIM = frozenset({"bsn", "v_nummer"})
_VROEGST = date(2000, 1, 1)
_TEKST_MAX = 200
_OPMERKING_MAX = 4_000
_NUMMER_MAX = 40
_GELDIG_JAREN = 25

KOPPELDATUM_VOOR_VERGUNNING = "De koppeldatum ligt vóór de datum van de vergunning. Verbeter de datum die niet klopt."
ONVOLLEDIG = (
    "Deze rij heeft geen zaaknummer, V-nummer en achternaam. Vul de rij aan, of haal een rij met een totaal weg."
)


@dataclass(frozen=True, slots=True)
class HuishoudenDeel:
    """Wat één rij over het huishouden zegt. Een lege cel is None: een andere rij mag het zeggen."""

    gemeentecode: str | None
    koppeldatum: date | None
    vergunningdatum: date | None
    geldig_tot: date | None
    coa_locatie: str
    koppelredenen: tuple[str, ...]
    woonbeperkingen: tuple[str, ...]
    nareis: int


@dataclass(slots=True)
class GelezenRij:
    """Een gelezen rij met haar meldingen. Alleen een rij zonder fout levert een bruikbare persoon."""

    kop: Kop
    rij: Rij
    coa_nummer: str
    persoon: PersoonRegel
    huishouden: HuishoudenDeel
    meldingen: list[Fout] = field(default_factory=list)
    foute_velden: set[str] = field(default_factory=set)
    dubbel: bool = False

    def cel(self, veld: str) -> Cel:
        """De ruwe cel van een veld; leeg als de kolom of de cel er niet is."""
        return self.kop.cel(self.rij, veld)

    def meld(self, veld: str, gebrek: str, melding: str, ernst: Ernst = FOUT) -> None:
        """Voegt een melding toe bij de kolom van een veld; een leeg veld betekent de hele rij."""
        if veld == "gemeente" and veld not in self.kop.kolommen:
            veld = "gemeentecode"
        waarde = ruwe_tekst(self.cel(veld))
        getoond = gemaskeerd(waarde) if veld in _GEHEIM else kort(waarde)
        kolom = self.kop.titel(veld) if veld else ""
        self.meldingen.append(Fout(self.rij.nummer, kolom, getoond, gebrek, ernst, melding))
        if ernst == FOUT:
            self.foute_velden.add("gemeente" if veld == "gemeentecode" else veld)


class RijLezer:
    """Leest de rijen onder één kopregel.

    `tekstcellen`: in dit bestand is elke cel tekst (CSV), dus een datum als tekst is geen gebrek.
    """

    def __init__(self, kop: Kop, vandaag: date, *, tekstcellen: bool) -> None:
        self._kop = kop
        self._vandaag = vandaag
        self._tekstcellen = tekstcellen
        self._rij = Rij(0, ())
        self._gevonden: list[tuple[str, tuple[Gebrek, ...]]] = []

    def lees(self, rij: Rij) -> GelezenRij:
        """Leest één rij; alles wat eraan schort staat in de meldingen."""
        self._rij, self._gevonden = rij, []
        coa_nummer = self._tekst("coa_nummer", lengte=_NUMMER_MAX, verplicht=True).upper()
        gelezen = GelezenRij(self._kop, rij, coa_nummer, self._persoon(rij.nummer), self._huishouden())
        if not (coa_nummer or self._staat_er("v_nummer") or self._staat_er("achternaam")):
            gelezen.meld("", "rij_onvolledig", ONVOLLEDIG)
            return gelezen
        for veld, gebreken in self._gevonden:
            for gebrek in gebreken:
                gelezen.meld(veld, gebrek.code, gebrek.melding, gebrek.ernst)
        _keur_datums(gelezen)
        return gelezen

    def _cel(self, veld: str) -> Cel:
        return self._kop.cel(self._rij, veld)

    def _staat_er(self, veld: str) -> bool:
        return schoon(ruwe_tekst(self._cel(veld))) != ""

    def _neem(self, veld: str, gelezen: Gelezen[T], *, verplicht: bool = False) -> T | None:
        """De waarde, na het noteren van haar gebreken; ook overbodige spaties en een lege verplichte cel."""
        gebreken = gelezen.gebreken
        cel = self._cel(veld)
        if isinstance(cel, str) and SPATIES not in gebreken and is_rommelig(cel):
            gebreken = (*gebreken, SPATIES)
        if verplicht and gelezen.waarde in (None, "") and not gelezen.fout:
            zin = f"De kolom {self._kop.titel(veld)} is leeg. Vul haar in."
            gebreken = (*gebreken, Gebrek("verplicht_leeg", FOUT, zin))
        self._gevonden.append((veld, gebreken))
        return gelezen.waarde

    def _tekst(self, veld: str, *, lengte: int = _TEKST_MAX, verplicht: bool = False, naam: bool = False) -> str:
        return self._neem(veld, lees_tekst(self._cel(veld), lengte=lengte, naam=naam), verplicht=verplicht) or ""

    def _keuze(self, veld: str, *, streng: bool) -> str:
        return self._neem(veld, lees_keuze(self._cel(veld), veld, streng=streng), verplicht=streng) or ""

    def _persoon(self, nummer: int) -> PersoonRegel:
        geboren = lees_geboortedatum(self._cel("geboortedatum"), vandaag=self._vandaag, tekstcellen=self._tekstcellen)
        return PersoonRegel(
            rij=nummer,
            v_nummer=self._neem("v_nummer", lees_v_nummer(self._cel("v_nummer"))) or "",
            bsn=self._neem("bsn", lees_bsn(self._cel("bsn"))),
            achternaam=self._tekst("achternaam", verplicht=True, naam=True),
            voornamen=self._tekst("voornamen", naam=True),
            geboortedatum=self._neem("geboortedatum", geboren, verplicht=True) or "",
            geslacht=self._keuze("geslacht", streng=True),
            relatie=self._keuze("relatie", streng=True),
            nationaliteit=self._tekst("nationaliteit"),
            herkomstland=self._tekst("herkomstland"),
            taal=self._tekst("taal", naam=True),
            tolk_nodig=self._neem("tolk_nodig", lees_ja_nee(self._cel("tolk_nodig"), "tolk_nodig")) or False,
            opleiding=self._keuze("opleiding", streng=False),
            inkomen=self._keuze("inkomen", streng=False),
            opmerking=self._tekst("opmerking", lengte=_OPMERKING_MAX),
        )

    def _datum(self, veld: str, jaren_vooruit: int) -> date | None:
        laatst = date(self._vandaag.year + jaren_vooruit, 12, 31)
        gelezen = lees_datum(self._cel(veld), vroegst=_VROEGST, laatst=laatst, tekstcellen=self._tekstcellen)
        return self._neem(veld, gelezen)

    def _gemeente(self) -> str | None:
        """De gemeentecode; een gebrek hoort bij de naam, tenzij die goed is en de code niet."""
        code, naam = self._cel("gemeentecode"), self._cel("gemeente")
        bij_code = self._staat_er("gemeentecode") and not lees_gemeente(None, naam).fout
        waar, ander = ("gemeentecode", "gemeente") if bij_code else ("gemeente", "gemeentecode")
        self._neem(ander, Gelezen(None))
        return self._neem(waar, lees_gemeente(code, naam))

    def _huishouden(self) -> HuishoudenDeel:
        return HuishoudenDeel(
            gemeentecode=self._gemeente(),
            koppeldatum=self._datum("koppeldatum", 1),
            vergunningdatum=self._datum("vergunningdatum", 1),
            geldig_tot=self._datum("vergunning_geldig_tot", _GELDIG_JAREN),
            coa_locatie=self._tekst("coa_locatie", naam=True),
            koppelredenen=self._neem("koppelredenen", lees_keuzes(self._cel("koppelredenen"), "koppelredenen")) or (),
            woonbeperkingen=self._neem("woonbeperking", lees_keuzes(self._cel("woonbeperking"), "woonbeperking")) or (),
            nareis=self._neem("verwachte_nareis", lees_aantal(self._cel("verwachte_nareis"))) or 0,
        )


def _keur_datums(rij: GelezenRij) -> None:
    """De koppeling komt na de vergunning, en de vergunning loopt af na haar begin."""
    deel = rij.huishouden
    if deel.vergunningdatum is None:
        return
    if deel.koppeldatum is not None and deel.koppeldatum < deel.vergunningdatum:
        rij.meld("koppeldatum", "koppeldatum_voor_vergunning", KOPPELDATUM_VOOR_VERGUNNING)
    if deel.geldig_tot is not None and deel.geldig_tot <= deel.vergunningdatum:
        zin = "De vergunning loopt af vóór zij begint. Verbeter de datum die niet klopt."
        rij.meld("vergunning_geldig_tot", "geldig_tot_voor_vergunning", zin)
