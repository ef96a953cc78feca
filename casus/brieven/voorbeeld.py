"""Verzonnen gegevens om een sjabloon mee te proberen. Geen van deze mensen bestaat."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from casus.bedragen import VASTE_SPATIE, euro
from casus.brieven.blokken import Blok
from casus.brieven.onderdelen import Ondertekening, beroepsclausule, bezwaarclausule, slotformule
from casus.brieven.soorten import Briefsoort
from casus.brieven.taal import Onderdelen

_S = VASTE_SPATIE
_ALTIJD: Final[Mapping[str, str]] = {
    "gemeente": "Waterhoven",
    "bestuursorgaan": "college van burgemeester en wethouders",
    "naam": "S. al-Jubouri",
    "kenmerk": "WHV-2026-00042-B07",
    "zaaknummer": "WHV-2026-00042",
    "datum": f"24{_S}november 2026",
    "personen": f"2{_S}volwassenen en 3{_S}kinderen",
    "contact_naam": "Youssef O’mari",
    "contact_functie": "casemanager",
    "bezwaar_tot": f"5{_S}januari 2027",
    "beroep_tot": f"5{_S}januari 2027",
    "bezwaar_nummer": "WHV-2026-00042-BZ1",
    "bezwaar_uitkomst": "ongegrond",
    "eerder_kenmerk": "WHV-2026-00042-B05",
    "eerder_datum": f"1{_S}oktober 2026",
    "bezwaar_ontvangen": f"12{_S}oktober 2026",
    "bezwaar_indiener": "S. al-Jubouri",
    "bestreden_titel": "Urgentie weigeren",
    "bestreden_kenmerk": "WHV-2026-00042-B03",
    "bestreden_datum": f"14{_S}september 2026",
    "verdaagd_weken": f"6{_S}weken",
    "uitstel_tot": f"1{_S}maart 2027",
    "herstel_tot": f"30{_S}november 2026",
    "herstel_reden": "De machtiging van wie u helpt, en waarom u het niet eens bent met het besluit.",
}
_SOMS: Final[Mapping[str, str]] = {
    "tolk": "Arabisch",
    "contact_telefoon": "0999 12 34 57",
    "motivering": "Uw huishouden heeft geen meubels en geen spaargeld.\nDe kosten zijn nodig.",
    "bedrag": euro(414000),
    "woning": "Kastanjelaan 12 in Waterhoven",
    "huur": euro(71302),
    "corporatie": "Stichting Linde Wonen",
    "vorm": "lening",
    "lening": "ja",
    "vanaf": f"1{_S}februari 2027",
    "verblijf_tot": f"1{_S}mei 2027",
    "maatregel": "waarschuwing",
    "regel": "één slaapkamer te weinig",
    "andere_gemeente": "Zandoever",
    "bijeenkomst_op": f"7{_S}december 2026",
    "beslis_uiterlijk": f"5{_S}januari 2027",
    "bezwaar_commissie": "ja",
    "niet_ontvankelijk": "ja",
    "verdaagd_reden": "De commissie heeft nog een gesprek met u.",
    "uitstel_instemming": "ja",
    "uitstel_reden": "U mailde dat op 12 november.",
}


def velden(soort: Briefsoort, *, alles: bool = True) -> dict[str, str]:
    """Voor elk veld van deze soort een verzonnen waarde; zonder `alles` is leeg wat leeg kan zijn."""
    vast = {
        **_ALTIJD,
        "titel": soort.besluitsoort.titel if soort.besluitsoort else soort.titel,
        "grondslag": soort.besluitsoort.grondslag if soort.besluitsoort else "Participatiewet art. 35",
    }
    return {naam: vast.get(naam) or (_SOMS.get(naam, "") if alles else "") for naam in soort.velden}


def onderdelen(soort: Briefsoort, *, alles: bool = True) -> Onderdelen:
    """De onderdelen die casus invult, met verzonnen inhoud."""
    feiten = (("Huishouden", _ALTIJD["personen"]), *((("Bedrag", _SOMS["bedrag"]),) if alles else ()))
    adres = ("College van burgemeester en wethouders van Waterhoven", "Raadhuisplein 1, 1234 AB Waterhoven")
    formule = "Namens het college van burgemeester en wethouders van Waterhoven, teammanager, H. Bakker-Šarić"
    wie = Ondertekening(formule, "Teammanager", "H. Bakker-Šarić", "Mandaatregister Waterhoven, regel 14")
    tot = _ALTIJD["bezwaar_tot"]
    open_ = "bezwaar_tot" in soort.velden
    return {
        "feiten": [Blok("feiten", feiten=feiten)],
        "slotformule": slotformule(wie),
        "bezwaarclausule": bezwaarclausule(tot, adres) if open_ else [],
        "beroepsclausule": beroepsclausule(tot),
    }
