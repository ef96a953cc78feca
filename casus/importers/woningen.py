"""Een lijst met woningen van een corporatie lezen: één rij per woning, kolommen op naam herkend.

Een rij met een fout wacht; een waarschuwing houdt niets tegen. Corporaties leveren elk hun eigen uitvoer, met of zonder
de namen van VERA, dus waarden worden ruim gelezen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from casus.importers.gebreken import FOUT, WAARSCHUWING, BestandFout, Fout
from casus.importers.kopregels import Kop, kop_meldingen, lees_kop, velden, zoek_kop
from casus.importers.tabel import Cel, Rij, Soort, Tabel, lees_tabellen
from casus.importers.woningrij import GelezenWoning, WoningLezer
from casus.rules.woningen import adressleutel

BOEK = "woningkop.toml"


@dataclass(frozen=True, slots=True)
class WoningRegel:
    """Eén woning zonder fout. `gegevens` is wat in de rij stond; `volledig` is aangevuld voor een nieuwe woning.

    `per_direct`: de lijst noemt geen dag, dus wie al vrij is blijft vrij vanaf de dag die casus kent.
    """

    rij: int
    gegevens: Mapping[str, Any]
    volledig: Mapping[str, Any]
    complex: str
    per_direct: bool = False

    @property
    def adres(self) -> str:
        """Hoe de rij op het scherm heet."""
        return str(self.gegevens["adres"])


@dataclass(frozen=True, slots=True)
class WoningBestand:
    """De uitkomst van één bestand. `ruw` bewaart de cellen van de rijen die wachten, voor het herstelblad."""

    naam: str
    soort: Soort
    blad: str
    kopregel: tuple[str, ...]
    woningen: tuple[WoningRegel, ...]
    fouten: tuple[Fout, ...]
    tegengehouden: tuple[int, ...]
    gelezen_rijen: int
    ruw: Mapping[int, tuple[Cel, ...]] = field(repr=False)


def lees_woningen(inhoud: bytes, naam: str, vandaag: date) -> WoningBestand:
    """Leest en toetst een XLSX- of CSV-bestand; `naam` is de bestandsnaam zoals de gebruiker hem kent.

    Raises BestandFout als het bestand als geheel niet te lezen is; wat aan een rij schort staat in `fouten`.
    """
    tabel, koprij, vooraf = _kies_blad(lees_tabellen(inhoud, naam))
    kop = lees_kop(koprij, BOEK)
    if "adres" not in kop.kolommen and "huisnummer" not in kop.kolommen:
        raise BestandFout("De kolom Huisnummer ontbreekt. Voeg haar toe aan de kopregel en vul haar per woning in.")
    onder = [rij for rij in tabel.rijen if rij.nummer > kop.rij]
    if not onder:
        raise BestandFout("Onder de kopregel staan geen woningen. Kies een bestand met één rij per woning.")
    lezer = WoningLezer(kop, vandaag, tekstcellen=tabel.soort == "csv")
    gelezen = [lezer.lees(rij) for rij in onder]
    over = _zonder_dubbele(gelezen)
    return _uitkomst(naam, tabel, kop, [*vooraf, *kop_meldingen(kop, onder)], gelezen, over)


def _kies_blad(tabellen: Sequence[Tabel]) -> tuple[Tabel, Rij, list[Fout]]:
    """Het eerste werkblad met een kopregel; van andere zegt casus dat zij niet meedoen."""
    met_kop = [(tabel, rij) for tabel in tabellen if (rij := zoek_kop(tabel, BOEK)) is not None]
    if not met_kop:
        nodig = ", ".join(veld.titel for veld in velden(BOEK).values() if veld.verplicht)
        raise BestandFout(
            "Casus vindt geen kopregel in dit bestand. Zet de namen van de kolommen in de eerste rij.",
            f"Nodig zijn: {nodig}, het adres en de huur.",
        )
    tabel, koprij = met_kop[0]
    zin = f"Casus leest alleen het werkblad '{tabel.naam}'. Lees dit werkblad apart in."
    anders = [Fout(koprij.nummer, "", b.naam, "blad_overgeslagen", WAARSCHUWING, zin) for b, _ in met_kop[1:]]
    return tabel, koprij, anders


def _zonder_dubbele(gelezen: Sequence[GelezenWoning]) -> list[GelezenWoning]:
    """Dezelfde rij nog eens telt niet mee; twee rijen over dezelfde woning die verschillen wachten allebei."""
    eerste: dict[tuple[str, ...], GelezenWoning] = {}
    over: list[GelezenWoning] = []
    for rij in gelezen:
        sleutels = _sleutels(rij)
        ander = next((eerste[s] for s in sleutels if s in eerste), None)
        for een in sleutels:
            eerste.setdefault(een, rij)
        if ander is None:
            over.append(rij)
        elif ander.gegevens == rij.gegevens:
            rij.meld(
                "", "dubbele_rij", f"Deze rij is gelijk aan rij {ander.rij.nummer} en telt niet mee.", WAARSCHUWING
            )
        else:
            zin = "Rij {} gaat over dezelfde woning, met andere gegevens. Laat er één staan."
            rij.meld("", "dubbele_woning", zin.format(ander.rij.nummer))
            ander.meld("", "dubbele_woning", zin.format(rij.rij.nummer))
            over.append(rij)
    return over


def _sleutels(rij: GelezenWoning) -> list[tuple[str, ...]]:
    g = rij.gegevens
    sleutels: list[tuple[str, ...]] = []
    if g.get("corporatie_nummer"):
        sleutels.append(("nummer", str(g["corporatie_nummer"]).casefold()))
    if g.get("adres") and g.get("postcode"):
        sleutels.append(("adres", str(g["postcode"]), adressleutel(str(g["adres"]))))
    return sleutels


def _uitkomst(
    naam: str,
    tabel: Tabel,
    kop: Kop,
    vooraf: list[Fout],
    gelezen: Sequence[GelezenWoning],
    over: Sequence[GelezenWoning],
) -> WoningBestand:
    wacht = [rij for rij in over if not rij.goed]
    plaats = {titel: nummer for nummer, titel in enumerate(kop.titels)}
    meldingen = [*vooraf, *(melding for rij in gelezen for melding in rij.meldingen)]
    return WoningBestand(
        naam=naam,
        soort=tabel.soort,
        blad=tabel.naam,
        kopregel=kop.titels,
        woningen=tuple(
            WoningRegel(r.rij.nummer, r.gegevens, r.volledig, r.complex, r.per_direct) for r in over if r.goed
        ),
        fouten=tuple(sorted(meldingen, key=lambda m: (m.rij, plaats.get(m.kolom, -1), m.ernst != FOUT))),
        tegengehouden=tuple(rij.rij.nummer for rij in wacht),
        gelezen_rijen=len(gelezen),
        ruw={rij.rij.nummer: rij.rij.cellen for rij in wacht},
    )
