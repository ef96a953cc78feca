"""De formulieren van het register: een regel met het besluit erbij, een bestand, en wat een bestand zou doen."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import request

from casus.actions.mandaatregister import Proef, in_woorden, probeer
from casus.errors import InvoerFout, VeldFout
from casus.importers.gebreken import FOUT, Fout
from casus.importers.mandaatregister import Registerbestand, lees_formulier
from casus.importers.tabel import Cel
from casus.models import Mandaat
from casus.queries.mandaatregister import Mandaatregister
from casus.rules.mandaten import COLLEGE
from casus.rules.registerrij import BEDRAGEN, BESTUURSORGANEN, SOORTEN, VELDEN, Registerrij
from casus.rules.registerwijziging import als_rij
from casus.rules.zinnen import zin
from casus.termijnen import vandaag
from casus.views.schermen.registerscherm import toon, veranderingen
from casus.vocab import WOONVORMEN
from casus.web.formulier import tekst
from casus.web.keuring import nagekeken
from casus.workflows.velden import ontleed_dag

Keuzes = Sequence[tuple[str, str]]
_DAGEN = ("geldig_van", "geldig_tot")
_LIJSTEN = ("ondermandaat_aan", "woonvorm")
ALLEEN: Keuzes = (("", "Maakt niet uit"), ("alleen met", "Alleen met"), ("alleen zonder", "Alleen zonder"))


@dataclass(frozen=True, slots=True)
class Regelformulier:
    """Een regel om in te vullen. `waarden` is wat er al staat; zonder `nr` is het een nieuwe regel."""

    nr: str
    versie: int
    waarden: Mapping[str, Any]
    bevoegdheden: Keuzes
    functies: Keuzes
    regels: Keuzes
    soorten: Keuzes = tuple((code, zin(titel)) for code, titel in SOORTEN.items())
    organen: Keuzes = tuple((code, zin(titel)) for code, titel in BESTUURSORGANEN.items())
    woonvormen: Keuzes = tuple((code, zin(titel)) for code, titel in WOONVORMEN.items())
    alleen: Keuzes = ALLEEN


def regelformulier(staat: Mandaatregister, rij: Mandaat | None = None) -> Regelformulier:
    """Het formulier voor een nieuwe regel, of voor een nieuwe versie van deze."""
    soorten = [(code, titel) for code, titel in staat.woorden.bevoegdheden.items()]
    functies = [(functie.code, functie.titel) for functie in staat.functies if functie.niveau < COLLEGE]
    boven = [
        (ander.nr, f"{ander.nr} · {ander.functie.titel}")
        for ander in staat.laatste()
        if ander.ondermandaat and ander.ingetrokken_per is None and (rij is None or ander.nr != rij.nr)
    ]
    leeg = {**dict.fromkeys(VELDEN, ""), "bestuursorgaan": "college", "soort": "mandaat"}
    waarden = _waarden(als_rij(rij), staat) if rij else leeg
    return Regelformulier(rij.nr if rij else "", staat.versie, waarden, soorten, functies, boven)


def _waarden(rij: Registerrij, staat: Mandaatregister) -> dict[str, Any]:
    """Wat er nu staat; de dag waarop het ingaat vult de beheerder zelf in."""
    uit = {veld: staat.woorden.toon(rij, veld) for veld in (*BEDRAGEN, "afwijking", "publieke_aandacht")}
    uit = {veld: "" if waarde is None else waarde for veld, waarde in uit.items()}
    zelf = ("bevoegdheid", "functie", "bestuursorgaan", "soort", "grondslag", "voorwaarden", "instemming", "onder_nr")
    ja = {veld: "ja" if getattr(rij, veld) else "" for veld in ("ondermandaat", "vier_ogen")}
    lijsten = {"ondermandaat_aan": list(rij.ondermandaat_aan), "woonvorm": list(rij.voorwaarde.get("woonvorm", ()))}
    tot = {"geldig_tot": rij.geldig_tot.strftime("%d-%m-%Y") if rij.geldig_tot else ""}
    return {**uit, **{veld: getattr(rij, veld) for veld in zelf}, **ja, **lijsten, **tot}


def lees_regel(staat: Mandaatregister, nr: str = "") -> Registerrij:
    """De regel uit het ingestuurde formulier. Raises InvoerFout met een zin per veld."""
    velden: dict[str, Cel] = {veld: tekst(veld) for veld in VELDEN if veld not in (*_LIJSTEN, "ingetrokken_per")}
    velden |= {veld: ", ".join(request.form.getlist(veld)) for veld in _LIJSTEN}
    velden |= {veld: ontleed_dag(tekst(veld), vandaag()) or tekst(veld) for veld in _DAGEN}
    rij, fouten = lees_formulier(velden | ({"nr": nr} if nr else {}), staat.woorden)
    if rij is None:
        raise InvoerFout([VeldFout(veld, melding) for veld, melding in fouten])
    return rij


def lees_intrekking(rij: Mandaat) -> Registerrij:
    """De regel zoals hij staat, met de dag waarop hij wordt ingetrokken. Raises InvoerFout."""
    dag = ontleed_dag(tekst("ingetrokken_per"), vandaag())
    if dag is None:
        zin_ = "Vul de dag in waarop het mandaat niet meer geldt, bijvoorbeeld 1-12-2026."
        raise InvoerFout([VeldFout("ingetrokken_per", zin_)])
    return replace(als_rij(rij), ingetrokken_per=dag)


def lees_besluit() -> dict[str, Any]:
    """Nummer, dag, omschrijving en document van het registerbesluit. Raises InvoerFout bij een dag die er geen is."""
    dag = ontleed_dag(tekst("besluitdatum"), vandaag(), "terug")
    if dag is None:
        raise InvoerFout([VeldFout("besluitdatum", "Vul de dag van het besluit in, bijvoorbeeld 18-11-2026.")])
    return {
        "besluitnummer": tekst("besluitnummer"),
        "besluitdatum": dag,
        "omschrijving": tekst("omschrijving"),
        "document": nagekeken("document"),
    }


@dataclass(frozen=True, slots=True)
class Voorbeeld:
    """Wat een bestand met het register zou doen."""

    kaartje: str
    naam: str
    versie: int
    kort: str
    gebreken: Sequence[tuple[str, str, str, str]]
    mag: bool
    nieuw: Sequence[tuple[str, str, str]]
    gewijzigd: Sequence[tuple[str, Sequence[tuple[str, str, str]]]]
    ingetrokken: Sequence[tuple[str, str]]
    gelijk: int
    ontbreekt: Sequence[str]


def voorbeeld(staat: Mandaatregister, gelezen: Registerbestand, kaartje: str) -> Voorbeeld:
    """De proef van een gelezen bestand. Met een fout erin doet het hele bestand niet mee."""
    proef = probeer(staat, gelezen.rijen, date.min)
    gebreken = [_gebrek(melding) for melding in gelezen.fouten]
    if gelezen.goed:
        gebreken += [("te-laat", *_plek(fout.veld), fout.zin) for fout in proef.fouten]
    goed = gelezen.goed and not proef.fouten
    return Voorbeeld(
        kaartje,
        gelezen.naam,
        staat.versie,
        in_woorden(proef.wijziging) or "Er verandert niets",
        gebreken,
        goed and not proef.wijziging.leeg,
        *_wat(proef, staat),
        len(proef.wijziging.gelijk),
        proef.wijziging.ontbreekt,
    )


def _wat(proef: Proef, staat: Mandaatregister) -> tuple[list[Any], list[Any], list[Any]]:
    woorden, wijziging = staat.woorden, proef.wijziging
    nieuw = [(rij.nr, woorden.bevoegdheden[rij.bevoegdheid], woorden.functies[rij.functie]) for rij in wijziging.nieuw]
    anders = [(rij.nr, veranderingen(als_rij(oud), rij, woorden)) for rij, oud in wijziging.versies]
    weg = [(rij.nr, toon(rij, "ingetrokken_per", woorden)) for rij, _ in wijziging.intrekken]
    return nieuw, anders, weg


def _gebrek(melding: Fout) -> tuple[str, str, str, str]:
    soort = "te-laat" if melding.ernst == FOUT else "week"
    return soort, f"rij {melding.rij}", melding.kolom, melding.melding


def _plek(veld: str) -> tuple[str, str]:
    gevonden = re.fullmatch(r"rij-(\d+)-(\w+)", veld)
    return (f"rij {gevonden[1]}", VELDEN.get(gevonden[2], gevonden[2])) if gevonden else ("", VELDEN.get(veld, veld))


def met_plek(fout: InvoerFout) -> InvoerFout:
    """Dezelfde fouten, met de rij en de kolom in de zin: bij een bestand is er geen veld om naar te gaan."""
    return InvoerFout([VeldFout(een.veld, _in_zin(een)) for een in fout.fouten])


def _in_zin(fout: VeldFout) -> str:
    rij, kolom = _plek(fout.veld)
    return f"{zin(rij)}, {kolom}: {fout.zin}" if rij else fout.zin
