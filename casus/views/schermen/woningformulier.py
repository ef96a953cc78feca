"""Het formulier van een woning: de velden in groepen, met de codes van VERA die vandaag gelden."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from flask import url_for

from casus.actions.woninginvoer import als_tekst
from casus.models import Complex, Corporatie, Woning
from casus.rules import woningcodes
from casus.rules.woningcodes import WOONVORMEN
from casus.rules.zinnen import zin
from casus.views.schermen.velden import Invoerveld
from casus.workflows.woningproces import Woningstap

DATUM = "Bijvoorbeeld 18-11-2026, of ‘vandaag’."
_ZELFSTANDIG = (("ja", "ja, zelfstandig"), ("nee", "nee, met gedeelde voorzieningen"))
Keuzes = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Groep:
    """Een deel van het formulier met een eigen kop."""

    titel: str
    velden: Sequence[Invoerveld]


@dataclass(frozen=True, slots=True)
class Woningformulier:
    """Alles wat het sjabloon van het formulier nodig heeft. `redenen`: waarom een stap nu niet kan, op haar code."""

    titel: str
    knop: str
    actie: str
    terug: str
    terug_tekst: str
    groepen: Sequence[Groep]
    versie: int | None = None
    stappen: Sequence[Woningstap] = ()
    stapadres: str = ""
    redenen: Mapping[str, Sequence[str]] = field(default_factory=dict)


def nieuw_formulier(
    complexen: Sequence[Complex], corporaties: Sequence[Corporatie], dag: date, in_complex: str = ""
) -> Woningformulier:
    """Een woning vastleggen; `in_complex` is het complex waar zij vandaan wordt vastgelegd."""
    waarden = {"woonvorm": "regulier", "toegankelijkheid": "ZON", "contractsoort": "ONB", "complex_id": in_complex}
    hier = next((c for c in complexen if str(c.id) == in_complex), None)
    if hier is not None:
        waarden |= {"corporatie": str(hier.corporatie_id), "woonvorm": hier.woonvorm}
    keuzes = [(str(c.id), f"{c.naam} ({c.corporatie.naam})") for c in complexen]
    delen = groepen(waarden, keuzes, dag, [(str(c.id), c.naam) for c in corporaties])
    adressen = url_for("woningen.maak"), url_for("woningen.lijst")
    return Woningformulier("Woning vastleggen", "Woning vastleggen", *adressen, "Terug naar de lijst", delen)


def wijzigformulier(woning: Woning, complexen: Sequence[Complex], dag: date) -> Woningformulier:
    """Een woning verbeteren; van welke corporatie zij is, blijft zo."""
    delen = groepen(als_tekst(woning), [(str(c.id), c.naam) for c in complexen], dag)
    adressen = url_for("woningen.bewaar", woning_id=woning.id), url_for("woningen.toon", woning_id=woning.id)
    titel = f"{woning.adres} wijzigen"
    return Woningformulier(titel, "Wijziging vastleggen", *adressen, "Terug naar de woning", delen, woning.versie)


def groepen(waarden: Mapping[str, str], complexen: Keuzes, dag: date, corporaties: Keuzes = ()) -> list[Groep]:
    """De velden, voor wonen en voor het portaal. Zonder `corporaties` vraagt het formulier daar niet naar."""
    van_wie = [_lijst("corporatie", "Corporatie", corporaties, waarden)] if corporaties else []
    return [
        Groep("Waar", [*van_wie, *_waar(waarden)]),
        Groep("Wat voor woning", _wat(waarden, dag)),
        Groep("Hoe bereikbaar", _bereikbaar(waarden, dag)),
        Groep("Huur per maand", _huur(waarden)),
        Groep("Verhuur", _verhuur(waarden, complexen, dag)),
    ]


def _waar(w: Mapping[str, str]) -> list[Invoerveld]:
    return [
        _veld("adres", "Straat en huisnummer", "tekst", w, "Bijvoorbeeld Lindelaan 14 A."),
        _veld("postcode", "Postcode", "tekst", w, "Bijvoorbeeld 7001 AB."),
        _veld("plaats", "Plaats", "tekst", w),
        _veld("corporatie_nummer", "Nummer bij de corporatie", "tekst", w, verplicht=False),
    ]


def _wat(w: Mapping[str, str], dag: date) -> list[Invoerveld]:
    delen = "Laat leeg als u het niet weet: casus kijkt dan naar het soort woning."
    kamer = "Tel de woonkamer en de slaapkamers, niet de keuken en badkamer."
    return [
        _lijst("detailsoort", "Soort woning", _codes("detailsoort", w, dag), w, "Een kamer is onzelfstandig."),
        _lijst("zelfstandig", "Eigen voordeur, keuken en toilet", _ZELFSTANDIG, w, delen, verplicht=False),
        _veld("kamers", "Kamers", "getal", w, kamer),
        _veld("slaapkamers", "Slaapkamers", "getal", w),
        _veld("oppervlakte", "Oppervlakte in m²", "getal", w),
        _lijst("energielabel", "Energielabel", _codes("energielabel", w, dag), w, verplicht=False),
    ]


def _bereikbaar(w: Mapping[str, str], dag: date) -> list[Invoerveld]:
    return [
        _veld("verdieping", "Verdieping van de voordeur", "getal", w, "Begane grond is 0."),
        _veld("lift", "Er is een lift", "vakje", w),
        _lijst("toegankelijkheid", "Toegankelijkheid", _codes("toegankelijkheid", w, dag), w),
    ]


def _huur(w: Mapping[str, str]) -> list[Invoerveld]:
    alleen = "Alleen als u de kale huur niet weet. Anders telt casus kale huur en servicekosten die meetellen op."
    rekenhuur = {**w, "huur_cent": w.get("huur_cent", "") if not w.get("kale_huur_cent") else ""}
    return [
        _veld("kale_huur_cent", "Kale huur", "bedrag", w, "Bijvoorbeeld 612 of 612,45.", verplicht=False),
        _veld("subsidiabel_cent", "Servicekosten die meetellen", "bedrag", w, verplicht=False),
        _veld("overig_cent", "Overige servicekosten", "bedrag", w, verplicht=False),
        _veld("huur_cent", "Rekenhuur", "bedrag", rekenhuur, alleen, verplicht=False),
    ]


def _verhuur(w: Mapping[str, str], complexen: Keuzes, dag: date) -> list[Invoerveld]:
    vorm = "In een complex geldt de woonvorm van dat complex."
    return [
        _veld("beschikbaar_van", "Vrij vanaf", "datum", w, DATUM),
        _veld("eind_op", "Laatste dag van de verhuur", "datum", w, "Alleen bij tijdelijke verhuur.", verplicht=False),
        _lijst("contractsoort", "Contract", _codes("contractsoort", w, dag), w),
        _lijst("woonvorm", "Woonvorm", list(WOONVORMEN.items()), w, vorm),
        _lijst("complex_id", "Complex", complexen, w, verplicht=False),
        _veld("slot_op_kamer", "De kamer heeft een eigen slot", "vakje", w),
        _veld("toelichting", "Toelichting", "tekstvak", w, "Geen gegevens van mensen.", verplicht=False),
    ]


def _codes(veld: str, w: Mapping[str, str], dag: date) -> Keuzes:
    """Wat vandaag geldt; en de code die de woning al had, ook als die is vervallen."""
    gelden = dict(woningcodes.geldig(veld, dag))
    if (nu := w.get(veld)) and nu not in gelden:
        gelden[nu] = f"{woningcodes.naam(veld, nu)} (vervallen)"
    return [(code, zin(naam)) for code, naam in gelden.items()]


def _veld(
    code: str, titel: str, vorm: str, w: Mapping[str, str], hint: str = "", *, verplicht: bool = True
) -> Invoerveld:
    return Invoerveld(code, titel, vorm, hint, verplicht, waarde=w.get(code, ""))


def _lijst(
    code: str, titel: str, keuzes: Keuzes, w: Mapping[str, str], hint: str = "", *, verplicht: bool = True
) -> Invoerveld:
    leeg = "Er zijn nog geen complexen." if code == "complex_id" else "Er is nu niets om uit te kiezen."
    opties = [(waarde, zin(naam)) for waarde, naam in keuzes]
    return Invoerveld(code, titel, "lijst", hint, verplicht, opties, w.get(code, ""), leeg)
