"""Lijsten zoals corporaties ze aanleveren: een schone, en een met gebreken die bekend zijn."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import datetime
from random import Random
from typing import Any

import openpyxl

KOP = (
    "VHE-nummer", "Straatnaam", "Huisnummer", "Toevoeging", "Postcode", "Woonplaats", "Eenheiddetailsoort",
    "Aantal kamers", "Slaapkamers", "GBO", "Kale huur", "Subsidiabele servicekosten", "Energielabel", "Etage", "Lift",
    "Toegankelijkheidslabel", "Overeenkomstdetailsoort", "Beschikbaar per", "Opmerkingen",
)  # fmt: skip
"""De namen van een uitvoer met woorden van VERA."""
Rij = Sequence[Any]


def rij(nr: int, **anders: Any) -> list[Any]:
    """Een rij zonder gebreken; een kolom die u noemt krijgt een andere waarde."""
    gewoon = (
        f"VHE{nr:05}", "Populierenlaan", nr, "", f"7{nr % 900 + 100} AB", "Doetinchem", "Tussenwoning",
        4, 3, 92, 612.45, 12.5, "A+", 0, "nee", "ZON", "ONB", datetime(2026, 9, 1), "",
    )  # fmt: skip
    waarden = dict(zip(KOP, gewoon, strict=True))
    assert not anders.keys() - waarden.keys(), anders
    return list((waarden | anders).values())


def schoon(aantal: int = 40, zaad: int = 7) -> list[list[Any]]:
    """Verschillende woningen zonder gebreken."""
    toeval = Random(zaad)  # herhaalbaar, niet geheim
    soorten = (("Tussenwoning", 4, 3, 92), ("HOE", 5, 4, 110), ("galerijflat", 2, 1, 54), ("Portiekflat", 3, 2, 67))
    rijen = []
    for nr in range(1, aantal + 1):
        soort, kamers, slapen, maat = toeval.choice(soorten)
        hoog = toeval.randint(0, 4) if "flat" in soort.lower() else 0
        wat = {"Eenheiddetailsoort": soort, "Aantal kamers": kamers, "Slaapkamers": slapen, "GBO": maat, "Etage": hoog}
        hoe = {"Lift": "ja" if hoog else "nee", "Energielabel": toeval.choice(("A", "A++", "B", "C"))}
        rijen.append(rij(nr, **wat, **hoe, **{"Kale huur": toeval.randint(430, 700) + toeval.choice((0, 0.45))}))
    return rijen


GEBREKEN: tuple[tuple[list[Any], tuple[str, ...]], ...] = (
    (rij(101), ()),
    (rij(102, **{"Postcode": "70001 A"}), ("klopt_niet",)),
    (rij(103, **{"Eenheiddetailsoort": "kasteel"}), ("code_onbekend",)),
    (rij(104, **{"Toegankelijkheidslabel": "GEL"}), ("code_vervallen",)),
    (rij(105, **{"Kale huur": "=B2*2"}), ("formule",)),
    (rij(106, **{"Kale huur": "€ 1.234,56"}), ()),
    (rij(107, **{"Kale huur": "zes honderd"}), ("bedrag_onleesbaar",)),
    (rij(108, **{"Beschikbaar per": "1 september 2026"}), ("datum_tekst_nl",)),
    (rij(109, **{"Beschikbaar per": "per direct"}), ("dag_direct",)),
    (rij(110, **{"Beschikbaar per": "31-02-2026"}), ("datum_onleesbaar",)),
    (rij(111, **{"Aantal kamers": 2, "Slaapkamers": 3, "GBO": 40}), ("vreemd",)),
    (rij(112, **{"GBO": "92 m²", "Etage": "begane grond"}), ()),
    (rij(113, **{"Slaapkamers": None}), ("verplicht_leeg",)),
    (rij(114, **{"Straatnaam": None, "Huisnummer": None, "Postcode": None}), ("rij_onvolledig",)),
    (rij(115, **{"Opmerkingen": '=HYPERLINK("http://x.test")'}), ("formule",)),
    (rij(116, **{"Energielabel": "Q"}), ("code_onbekend",)),
    (rij(117, **{"GBO": 92.5}), ("getal_afgerond",)),
    (rij(118, **{"Straatnaam": "  Populieren   laan "}), ("spaties",)),
    (rij(101), ("dubbele_rij",)),
    (rij(119), ("dubbele_woning",)),
    (rij(119, **{"Kale huur": 500}), ("dubbele_woning",)),
)
"""Elke rij met de gebreken die zij moet geven."""
WACHT = (3, 4, 5, 6, 8, 11, 14, 15, 17, 21, 22)
"""De rijnummers van `GEBREKEN` die niet mee kunnen, met de kop op rij 1."""


def als_xlsx(rijen: Sequence[Rij], kop: Rij = KOP) -> bytes:
    """Een werkmap; een tekst die met = begint wordt een formule, zoals in Excel."""
    werkmap = openpyxl.Workbook()
    blad = werkmap.worksheets[0]
    for inhoud in (kop, *rijen):
        blad.append(list(inhoud))
    uit = io.BytesIO()
    werkmap.save(uit)
    return uit.getvalue()


def als_csv(rijen: Sequence[Rij], kop: Rij = KOP, code: str = "cp1252") -> bytes:
    """Hetzelfde zoals Excel het in Nederland opslaat: puntkomma's, komma in een bedrag, Windows-1252."""
    uit = io.StringIO()
    schrijver = csv.writer(uit, delimiter=";")
    for inhoud in (kop, *rijen):
        schrijver.writerow([_cel(cel) for cel in inhoud])
    return uit.getvalue().encode(code)


def _cel(cel: Any) -> Any:
    if isinstance(cel, datetime):
        return cel.strftime("%d-%m-%Y")
    return str(cel).replace(".", ",") if isinstance(cel, float) else cel
