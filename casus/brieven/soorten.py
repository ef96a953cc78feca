"""De soorten brieven: welke er zijn, welke velden en onderdelen erin mogen, en wat er niet mag ontbreken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Final

from casus.brieven.blokken import KOP_BESLUIT, KOP_GEWONE_TAAL
from casus.workflows.registers import Besluitsoort, besluitsoorten

UITKOMSTEN: Final = ("toegekend", "afgewezen")
ONTVANGSTBEVESTIGING: Final = "ontvangstbevestiging_bezwaar"
VERDAGING: Final = "verdaging_bezwaar"
INGETROKKEN: Final = "herziening-ingetrokken"
BLIJFT: Final = "herziening-blijft"
UITSTEL: Final = "uitstel_bezwaar"
HERSTELVERZOEK: Final = "herstelverzoek_bezwaar"
BEZWAARBRIEVEN: Final = (ONTVANGSTBEVESTIGING, HERSTELVERZOEK, VERDAGING, UITSTEL)
OP_BEZWAAR: Final = "beslissing_op_bezwaar"

_BASIS: Mapping[str, str] = {
    "gemeente": "de naam van de gemeente, zonder het woord gemeente",
    "bestuursorgaan": "college van burgemeester en wethouders, of burgemeester",
    "naam": "de naam van de hoofdpersoon",
    "kenmerk": "het nummer van de brief",
    "zaaknummer": "het nummer van de zaak",
    "datum": "de dag van de brief",
    "titel": "hoe het besluit heet, bijvoorbeeld Inrichtingskrediet",
    "personen": "het huishouden in aantallen, bijvoorbeeld 2 volwassenen en 3 kinderen",
    "tolk": "de taal voor de tolk; leeg als er geen tolk nodig is",
    "contact_naam": "wie het huishouden kan bellen",
    "contact_functie": "de functie van wie het huishouden kan bellen",
    "contact_telefoon": "het nummer om te bellen; kan leeg zijn",
}
_BESLUIT: Mapping[str, str] = {
    "grondslag": "de artikelen waarop het besluit rust",
    "motivering": "wat de beslisser opschreef; kan leeg zijn",
}
_BEDRAG: Mapping[str, str] = {"bedrag": "het bedrag van het besluit; kan leeg zijn"}
_WONING: Mapping[str, str] = {
    "woning": "het adres van de woning; kan leeg zijn",
    "huur": "de huur per maand; kan leeg zijn",
    "corporatie": "van wie de woning is; kan leeg zijn",
}
_VAN_VOORSTEL: Mapping[str, Mapping[str, str]] = {
    "woning": _WONING,
    "vorm": {
        "vorm": "lening, gift of deels lening, deels gift; kan leeg zijn",
        "lening": "ingevuld als alles een lening is, anders leeg",
        "gift": "ingevuld als alles een gift is, anders leeg",
        "deels_lening": "ingevuld als een deel een lening is, anders leeg",
    },
    "vanaf": {"vanaf": "de dag waarop het begint; kan leeg zijn"},
    "verblijf_tot": {"verblijf_tot": "de laatste dag; kan leeg zijn"},
    "maatregel": {"maatregel": "welke maatregel; kan leeg zijn"},
    "regel": {"regel": "van welke regel wordt afgeweken; kan leeg zijn"},
    "andere_gemeente": {"andere_gemeente": "de gemeente waarmee wordt geruild; kan leeg zijn"},
    "bijeenkomst_op": {"bijeenkomst_op": "de dag van de bijeenkomst; kan leeg zijn"},
}
"""Per veld van een voorstel wat ervan in een brief mag. De rest, zoals aandacht van de pers, blijft binnen."""
_BEZWAAR_OPEN: Mapping[str, str] = {"bezwaar_tot": "de laatste dag om bezwaar te maken"}
_BEROEP: Mapping[str, str] = {"beroep_tot": "de laatste dag om beroep in te stellen"}
_BEZWAAR: Mapping[str, str] = {
    "bezwaar_nummer": "het nummer van het bezwaar",
    "bezwaar_ontvangen": "de dag waarop het bezwaar er was",
    "bezwaar_indiener": "wie bezwaar maakte",
    "bestreden_titel": "het besluit waartegen het bezwaar is",
    "bestreden_kenmerk": "het nummer van dat besluit",
    "bestreden_datum": "de dag van dat besluit",
    "beslis_uiterlijk": "de laatste dag om op het bezwaar te beslissen; kan leeg zijn",
    "bezwaar_commissie": "ingevuld als een commissie adviseert, anders leeg",
}
_UITKOMST: Mapping[str, str] = {
    "bezwaar_uitkomst": "gegrond, ongegrond of niet-ontvankelijk",
    "niet_ontvankelijk": "ingevuld als er niet inhoudelijk is gekeken, anders leeg",
}
_EERDER: Mapping[str, str] = {
    "eerder_kenmerk": "het nummer van het besluit dat is herzien",
    "eerder_datum": "de dag van dat besluit",
    "bezwaar_tot": "de laatste dag om bezwaar te maken; leeg als er geen bezwaar open is",
}
_VERDAGING: Mapping[str, str] = {
    "verdaagd_weken": "hoeveel weken later, bijvoorbeeld 6 weken",
    "verdaagd_reden": "waarom het later wordt; kan leeg zijn",
}
_UITSTEL: Mapping[str, str] = {
    "uitstel_tot": "de dag waarop er uiterlijk een beslissing is",
    "uitstel_instemming": "ingevuld als de indiener met het uitstel instemde, anders leeg",
    "uitstel_reden": "wie instemde en wanneer, of om welk voorschrift het gaat; kan leeg zijn",
}
_HERSTEL: Mapping[str, str] = {
    "herstel_reden": "wat er ontbreekt",
    "herstel_tot": "de laatste dag om dat te herstellen",
}
_BEZWAARSOORTEN: Mapping[str, tuple[str, Mapping[str, str]]] = {
    ONTVANGSTBEVESTIGING: ("Ontvangstbevestiging van een bezwaar", {}),
    HERSTELVERZOEK: ("Verzoek om een bezwaar aan te vullen", _HERSTEL),
    VERDAGING: ("Verdaging van een bezwaar", _VERDAGING),
    UITSTEL: ("Verder uitstel van een bezwaar", _UITSTEL),
}
"""De brieven over een bezwaar: hoe zij heten, en welke velden alleen zij kennen."""
ONDERDELEN: Mapping[str, str] = {
    "feiten": "de feiten die zijn gebruikt, als tabel",
    "slotformule": "namens wie en door wie het besluit is genomen",
    "bezwaarclausule": "hoe en tot wanneer het huishouden bezwaar kan maken; vervalt als er geen bezwaar open is",
    "beroepsclausule": "hoe en tot wanneer het huishouden naar de rechter kan",
}


@dataclass(frozen=True, slots=True)
class Briefsoort:
    """Eén soort brief. `besluitsoort` is None bij brieven over een bezwaar die geen besluit zijn."""

    code: str
    titel: str
    velden: Mapping[str, str]
    onderdelen: tuple[str, ...]
    verplicht: tuple[str, ...]
    koppen: tuple[str, ...]
    besluitsoort: Besluitsoort | None = None
    uitkomst: str = ""

    @property
    def intern(self) -> bool:
        """Of er voor deze soort geen eigen tekst is: dan is de brief een besluit voor het dossier."""
        return self.besluitsoort is not None and self.code not in _bestanden()


@cache
def briefsoorten() -> Mapping[str, Briefsoort]:
    """Alle soorten brieven op code: elk soort besluit met elke uitkomst, en de brieven over een bezwaar."""
    return MappingProxyType({soort.code: soort for soort in (*_besluiten(), *_herziening(), *_over_bezwaar())})


def code_van(soort: str, uitkomst: str) -> str:
    """De soort brief bij een genomen besluit: 'inrichtingskrediet-toegekend'."""
    return f"{soort}-{uitkomst}"


def brieftitel(code: str) -> str:
    """Hoe een brief in een lijst heet; van een soort die niet meer bestaat alleen dat het een brief is."""
    soort = briefsoorten().get(code)
    return soort.titel if soort else "Brief"


def _besluiten() -> Iterator[Briefsoort]:
    for soort in besluitsoorten().values():
        if not soort.brief:
            continue
        op_bezwaar = soort.code == OP_BEZWAAR
        clausule = "beroepsclausule" if op_bezwaar else "bezwaarclausule"
        moet = (clausule,) if op_bezwaar or soort.bezwaar_open else ()
        for uitkomst in UITKOMSTEN:
            yield Briefsoort(
                code_van(soort.code, uitkomst),
                f"{soort.titel}: {uitkomst}",
                MappingProxyType(_velden(soort)),
                ("feiten", "slotformule", clausule),
                ("slotformule", *moet),
                (KOP_BESLUIT,) if _is_intern(soort.code, uitkomst) else (KOP_GEWONE_TAAL, KOP_BESLUIT),
                soort,
                uitkomst,
            )


def _velden(soort: Besluitsoort) -> dict[str, str]:
    velden = {**_BASIS, **_BESLUIT, **(_BEDRAG if soort.bedrag else {})}
    for code in soort.velden:
        velden |= _VAN_VOORSTEL.get(code, {})
    if soort.code == OP_BEZWAAR:
        velden |= {**_BEZWAAR, **_UITKOMST, **_BEROEP}
    return {**velden, **_BEZWAAR_OPEN} if soort.bezwaar_open else velden


def _herziening() -> Iterator[Briefsoort]:
    """Een herziening die iets intrekt, of die niet doorgaat: dan klopt de tekst van het besluit zelf niet."""
    velden = MappingProxyType({**_BASIS, **_BESLUIT, **_EERDER})
    delen = ("feiten", "slotformule", "bezwaarclausule")
    koppen = (KOP_GEWONE_TAAL, KOP_BESLUIT)
    for code, titel in ((INGETROKKEN, "Een besluit intrekken"), (BLIJFT, "Een besluit blijft zoals het was")):
        yield Briefsoort(code, titel, velden, delen, delen[1:], koppen)


def _over_bezwaar() -> Iterator[Briefsoort]:
    for code in BEZWAARBRIEVEN:
        titel, eigen = _BEZWAARSOORTEN[code]
        alle = MappingProxyType({**_BASIS, **_BEZWAAR, **eigen})
        yield Briefsoort(code, titel, alle, ("slotformule",), ("slotformule",), (KOP_GEWONE_TAAL,))


def _is_intern(soort: str, uitkomst: str) -> bool:
    return code_van(soort, uitkomst) not in _bestanden()


@cache
def _bestanden() -> frozenset[str]:
    map_ = resources.files("casus.brieven").joinpath("sjablonen")
    return frozenset(bestand.name.removesuffix(".txt") for bestand in map_.iterdir() if bestand.name.endswith(".txt"))


def pakket_tekst(code: str) -> str:
    """Het sjabloon dat met casus meekomt. Raises KeyError als de soort brief niet bestaat."""
    soort = briefsoorten()[code]
    naam = f"besluit-{soort.uitkomst}" if soort.intern else code
    bestand = resources.files("casus.brieven").joinpath("sjablonen", f"{naam}.txt")
    return bestand.read_text(encoding="utf-8")
