"""Een lijst met koppelingen lezen: één rij per persoon, één huishouden per zaaknummer van het COA.

Het COA legt geen bestandsvorm vast (domein.md §2.3), dus kolommen worden op naam herkend en waarden ruim gelezen. Een
huishouden met een fout wordt in zijn geheel tegengehouden; een waarschuwing houdt niets tegen.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from casus.importers.gebreken import WAARSCHUWING, BestandFout, Fout
from casus.importers.huishoudregels import keur_huishouden, meld_dubbele_nummers, meld_dubbele_rijen
from casus.importers.koppelregels import KoppelingenBestand, Tegengehouden
from casus.importers.kopregels import Kop, kop_meldingen, lees_kop, velden, zoek_kop
from casus.importers.rijlezer import GelezenRij, RijLezer
from casus.importers.tabel import BESTAND_MAX, Rij, Tabel, lees_tabellen

__all__ = ["lees_koppelingen"]


def lees_koppelingen(
    bron: Path | bytes, naam: str, vandaag: date, *, alleen_gemeente: str | None = None
) -> KoppelingenBestand:
    """Leest en toetst een XLSX- of CSV-bestand met koppelingen; `naam` is de bestandsnaam zoals de gebruiker hem kent.

    Met `alleen_gemeente` (GM0222) worden rijen van andere gemeenten alleen geteld. Raises BestandFout als het bestand
    als geheel niet te lezen is; wat aan een rij schort staat in `fouten`.
    """
    tabellen = lees_tabellen(_inhoud(bron), naam)
    tabel, koprij, meldingen = _kies_blad(tabellen)
    kop = lees_kop(koprij)
    onder = [rij for rij in tabel.rijen if rij.nummer > kop.rij]
    if not onder:
        raise BestandFout("Onder de kopregel staan geen koppelingen. Kies een bestand met één rij per persoon.")
    lezer = RijLezer(kop, vandaag, tekstcellen=tabel.soort == "csv")
    gelezen = [lezer.lees(rij) for rij in onder]
    meld_dubbele_rijen(gelezen)
    meld_dubbele_nummers(gelezen)
    return _uitkomst(naam, tabel, kop, [*meldingen, *kop_meldingen(kop, onder)], gelezen, alleen_gemeente)


def _inhoud(bron: Path | bytes) -> bytes:
    if isinstance(bron, bytes):
        return bron
    try:
        with bron.open("rb") as bestand:
            return bestand.read(BESTAND_MAX + 1)
    except OSError as oorzaak:
        raise BestandFout(
            f"Casus kan het bestand {bron.name} niet openen. Controleer de naam en de rechten."
        ) from oorzaak


def _kies_blad(tabellen: Sequence[Tabel]) -> tuple[Tabel, Rij, list[Fout]]:
    """Het eerste werkblad met een kopregel; van andere werkbladen met een kopregel zegt casus dat zij niet meedoen."""
    met_kop = [(tabel, rij) for tabel in tabellen if (rij := zoek_kop(tabel)) is not None]
    if not met_kop:
        nodig = ", ".join(veld.titel for veld in velden().values() if veld.verplicht)
        raise BestandFout(
            "Casus vindt geen kopregel in dit bestand. Zet de namen van de kolommen in de eerste rij.",
            f"Nodig zijn: {nodig}, en de gemeente.",
        )
    tabel, koprij = met_kop[0]
    anders = [_blad_overgeslagen(koprij.nummer, tabel.naam, blad.naam) for blad, _ in met_kop[1:]]
    return tabel, koprij, anders


def _blad_overgeslagen(rij: int, gelezen: str, ander: str) -> Fout:
    zin = (
        f"Casus leest alleen het werkblad '{gelezen}'. Op '{ander}' staan ook koppelingen: lees dat werkblad apart in."
    )
    return Fout(rij, "", ander, "blad_overgeslagen", WAARSCHUWING, zin)


def _groepen(rijen: Sequence[GelezenRij]) -> list[list[GelezenRij]]:
    """De rijen per huishouden, in de volgorde van het bestand; een rij zonder zaaknummer staat alleen."""
    groepen: dict[str | int, list[GelezenRij]] = {}
    for rij in rijen:
        groepen.setdefault(rij.coa_nummer or rij.rij.nummer, []).append(rij)
    return list(groepen.values())


def _hoort_bij(groep: Sequence[GelezenRij], gemeentecode: str | None) -> bool:
    """Of een huishouden van deze gemeente is, of van een gemeente die nog niemand kan lezen."""
    codes = {rij.huishouden.gemeentecode for rij in groep} - {None}
    return gemeentecode is None or not codes or gemeentecode in codes


def _tegengehouden(groep: Sequence[GelezenRij]) -> Tegengehouden:
    return Tegengehouden(groep[0].coa_nummer, tuple(rij.rij.nummer for rij in groep))


def _uitkomst(
    naam: str, tabel: Tabel, kop: Kop, vooraf: list[Fout], gelezen: Sequence[GelezenRij], alleen_gemeente: str | None
) -> KoppelingenBestand:
    binnen = [groep for groep in _groepen(gelezen) if _hoort_bij(groep, alleen_gemeente)]
    gekeurd = [(groep, keur_huishouden(groep)) for groep in binnen]
    wacht = [groep for groep, regel in gekeurd if regel is None]
    plaats = {titel: nummer for nummer, titel in enumerate(kop.titels)}
    meldingen = [melding for groep in binnen for rij in groep for melding in rij.meldingen]
    return KoppelingenBestand(
        naam=naam,
        soort=tabel.soort,
        blad=tabel.naam,
        kopregel=kop.titels,
        huishoudens=tuple(regel for _, regel in gekeurd if regel is not None),
        fouten=tuple(sorted([*vooraf, *meldingen], key=lambda melding: (melding.rij, plaats.get(melding.kolom, -1)))),
        tegengehouden=tuple(_tegengehouden(groep) for groep in wacht),
        gelezen_rijen=len(gelezen),
        overgeslagen=len(gelezen) - sum(len(groep) for groep in binnen),
        ruw={rij.rij.nummer: rij.rij.cellen for groep in wacht for rij in groep},
    )
