"""Complexen op het scherm: de plekken, wie er woont, de taken, en het formulier."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from casus.actor import Actor
from casus.errors import InvoerFout, VeldFout
from casus.models import Complex, Complextaak, Corporatie
from casus.queries.bladen import Blad
from casus.queries.complexen import Bewoner, Complexpagina, Complexrij, Plekregel, Taakrij
from casus.rules import permissions
from casus.rules.complexen import KAMERGEWIJS, Plekken, taaksoorten, tel_plekken
from casus.rules.woningcodes import WOONVORMEN
from casus.rules.woningvoorwaarden import houdt_tegen
from casus.rules.zinnen import dag_tekst, opsomming, zin
from casus.termijnen import vandaag
from casus.views.schermen.velden import Invoerveld
from casus.views.schermen.woninglijst import KLEUR
from casus.vocab import meervoud
from casus.workflows.velden import ontleed_dag
from casus.workflows.woningproces import woningproces

_WOORD: Mapping[str, tuple[str, str]] = {"man": ("man", "mannen"), "vrouw": ("vrouw", "vrouwen")}


@dataclass(frozen=True, slots=True)
class Taakblok:
    """Eén taak van een complex, met wat er nu mee kan."""

    taak: Complextaak
    grondslag: str
    mag: bool
    vraagt_dag: bool
    verlopen: bool


@dataclass(frozen=True, slots=True)
class Plekblok:
    """Eén woning of kamer van een complex."""

    plek: Plekregel
    kleur: str
    status: str


@dataclass(frozen=True, slots=True)
class Complexscherm:
    """De pagina van één complex."""

    complex: Complex
    kop: str
    feiten: Sequence[tuple[str, str]]
    let_op: str
    plekken: Plekken
    bewoond: str
    woningen: Sequence[Plekblok]
    taken: Sequence[Taakblok]
    collegas: Sequence[tuple[str, str]]
    wijzigen: str


@dataclass(frozen=True, slots=True)
class Complexformulier:
    """Een complex vastleggen of verbeteren."""

    titel: str
    knop: str
    actie: str
    terug: str
    velden: Sequence[Invoerveld]
    versie: int | None = None


@dataclass(frozen=True, slots=True)
class Bladscherm:
    """Een lijst met haar vorige en volgende blad."""

    rijen: Sequence[Any]
    vorige: str | None
    volgende: str | None


def maak_scherm(
    pagina: Complexpagina, bewoners: Sequence[Bewoner], collegas: Sequence[tuple[str, str]], actor: Actor
) -> Complexscherm:
    """De pagina van één complex."""
    complex_ = pagina.complex
    statussen = [plek.woning.status for plek in pagina.woningen]
    plekken = tel_plekken(complex_.eenheden, statussen, len(complex_.andere_bewoners))
    wijzigen = url_for("complexen.wijzig", complex_id=complex_.id)
    return Complexscherm(
        complex=complex_,
        kop=f"{zin(WOONVORMEN[complex_.woonvorm])} · {complex_.corporatie.naam}",
        feiten=_feiten(complex_, plekken),
        let_op=_let_op(pagina),
        plekken=plekken,
        bewoond=_wie_er_woont(complex_, bewoners),
        woningen=[_plek(plek) for plek in pagina.woningen],
        taken=[_taak(taak, actor) for taak in pagina.taken],
        collegas=collegas,
        wijzigen=wijzigen if permissions.mag(actor, "woning.vastleggen") else "",
    )


def _plek(plek: Plekregel) -> Plekblok:
    status = plek.woning.status
    return Plekblok(plek, KLEUR.get(status, "later"), woningproces().statussen[status].titel)


def _feiten(complex_: Complex, plekken: Plekken) -> list[tuple[str, str]]:
    wat = ("kamer", "kamers") if complex_.woonvorm == KAMERGEWIJS else ("woning", "woningen")
    feiten = [
        ("Woonvorm", WOONVORMEN[complex_.woonvorm]),
        ("Eenheden", meervoud(complex_.eenheden, *wat)),
        ("Bezet of vastgehouden", str(plekken.bezet)),
        ("Nog vrij", str(plekken.vrij)),
    ]
    if complex_.einddatum:
        feiten.append(("Wonen kan tot en met", dag_tekst(complex_.einddatum)))
    if complex_.woonvorm == KAMERGEWIJS:
        akkoord = complex_.gemengd_akkoord_op
        feiten.append(
            ("Gemengd wonen", f"alle bewoners akkoord op {dag_tekst(akkoord)}" if akkoord else "geen akkoord")
        )
    if complex_.toelichting:
        feiten.append(("Toelichting", complex_.toelichting))
    return feiten


def _let_op(pagina: Complexpagina) -> str:
    """Wat de woningen tegenhoudt, of dat het bijna niet meer mag."""
    dag = vandaag()
    open_ = [taak.titel for taak in pagina.taken if houdt_tegen(taak, dag)]
    if open_:
        wat = opsomming((f"‘{titel}’" for titel in open_), "en")
        return f"Er kan nog niemand bij komen wonen. Eerst moet klaar zijn: {wat}."
    einde = pagina.complex.einddatum
    if einde is not None and einde < dag:
        return f"Wonen mocht hier tot en met {dag_tekst(einde)}."
    return ""


def _wie_er_woont(complex_: Complex, bewoners: Sequence[Bewoner]) -> str:
    """'2 mannen wonen er; 1 man komt erbij', alleen bij kamers: daar telt het voor wie erbij kan."""
    if complex_.woonvorm != KAMERGEWIJS:
        return ""
    wonen = _tel(bewoner.geslacht for bewoner in bewoners if bewoner.woont)
    komen = _tel(bewoner.geslacht for bewoner in bewoners if not bewoner.woont)
    if not bewoners:
        return "Er woont nog niemand."
    delen = [f"Er wonen {wonen}" if wonen else "Er woont nog niemand", f"voorgedragen: {komen}" if komen else ""]
    return "; ".join(deel for deel in delen if deel) + "."


def _tel(geslachten: Any) -> str:
    aantallen = Counter(geslachten)
    return opsomming((meervoud(n, *_WOORD.get(g, ("persoon", "personen"))) for g, n in sorted(aantallen.items())), "en")


def _taak(taak: Complextaak, actor: Actor) -> Taakblok:
    soort = taaksoorten().get(taak.soort)
    mag = permissions.mag(actor, "complextaak.doen") and actor.heeft_rol(taak.rol, "wonen", "teammanager")
    verlopen = taak.status == "gereed" and taak.geldig_tot is not None and taak.geldig_tot < vandaag()
    return Taakblok(taak, soort.grondslag if soort else "", mag, bool(soort and soort.geldig), verlopen)


def bladen(blad: Blad[Complexrij] | Blad[Taakrij], endpoint: str) -> Bladscherm:
    """De rijen met de adressen van het blad ervoor en erna."""
    vorige, volgende = (url_for(endpoint, na=plek.tekst()) if plek else None for plek in (blad.vorige, blad.volgende))
    return Bladscherm(blad.rijen, vorige, volgende)


def nieuw_formulier(corporaties: Sequence[Corporatie]) -> Complexformulier:
    """Een complex vastleggen."""
    van_wie = [(str(c.id), c.naam) for c in corporaties]
    velden = [
        Invoerveld("corporatie", "Corporatie", "lijst", keuzes=van_wie),
        *_velden({"woonvorm": "getransformeerd"}),
    ]
    adressen = url_for("complexen.maak"), url_for("complexen.lijst")
    return Complexformulier("Complex vastleggen", "Complex vastleggen", *adressen, velden)


def wijzigformulier(complex_: Complex) -> Complexformulier:
    """Een complex verbeteren."""
    waarden = {
        "naam": complex_.naam,
        "woonvorm": complex_.woonvorm,
        "eenheden": str(complex_.eenheden),
        "einddatum": _dag_tekst(complex_.einddatum),
        "gemengd_akkoord_op": _dag_tekst(complex_.gemengd_akkoord_op),
        "toelichting": complex_.toelichting,
        **{f"anderen_{geslacht}": str(complex_.andere_bewoners.count(geslacht) or "") for geslacht in _WOORD},
    }
    adressen = url_for("complexen.bewaar", complex_id=complex_.id), url_for("complexen.toon", complex_id=complex_.id)
    titel = f"{complex_.naam} wijzigen"
    return Complexformulier(titel, "Wijziging vastleggen", *adressen, _velden(waarden), complex_.versie)


def _dag_tekst(dag: date | None) -> str:
    return f"{dag.day:02d}-{dag.month:02d}-{dag.year}" if dag else ""


def _velden(w: Mapping[str, str]) -> list[Invoerveld]:
    tot = "Laatste dag waarop er gewoond mag worden. Mag leeg blijven als het complex blijft."
    alleen = "Alleen bij kamergewijze verhuur."
    rijen = (
        ("naam", "Naam", "tekst", "Bijvoorbeeld Voormalige Mariaschool.", True),
        ("woonvorm", "Woonvorm", "lijst", "Bij de woonvorm horen taken: vergunning, brandveiligheid.", True),
        ("eenheden", "Hoeveel woningen of kamers", "getal", "", True),
        ("einddatum", "Wonen kan tot en met", "datum", tot, False),
        ("anderen_man", "Andere bewoners: mannen", "getal", f"{alleen} Wie er buiten casus om woont.", False),
        ("anderen_vrouw", "Andere bewoners: vrouwen", "getal", alleen, False),
        ("gemengd_akkoord_op", "Alle bewoners akkoord met gemengd wonen op", "datum", alleen, False),
        ("toelichting", "Toelichting", "tekstvak", "Geen gegevens van mensen.", False),
    )
    vormen = [(code, zin(naam)) for code, naam in WOONVORMEN.items()]
    return [
        Invoerveld(code, titel, vorm, hint, nodig, vormen if vorm == "lijst" else (), w.get(code, ""))
        for code, titel, vorm, hint, nodig in rijen
    ]


def lees(invoer: Mapping[str, str]) -> dict[str, Any]:
    """De kolommen uit het formulier. Raises InvoerFout voor een getal of dag die niet te lezen is."""
    fouten: list[VeldFout] = []
    anderen: list[str] = []
    for geslacht in _WOORD:
        anderen += [geslacht] * (_getal(invoer, f"anderen_{geslacht}", fouten) or 0)
    gegevens = {
        "naam": " ".join(invoer.get("naam", "").split()),
        "woonvorm": invoer.get("woonvorm", ""),
        "eenheden": _getal(invoer, "eenheden", fouten),
        "einddatum": _dag(invoer, "einddatum", fouten),
        "gemengd_akkoord_op": _dag(invoer, "gemengd_akkoord_op", fouten),
        "andere_bewoners": anderen,
        "toelichting": invoer.get("toelichting", "").strip(),
    }
    if fouten:
        raise InvoerFout(fouten)
    return gegevens


def _getal(invoer: Mapping[str, str], veld: str, fouten: list[VeldFout]) -> int | None:
    tekst = invoer.get(veld, "").strip()
    if not tekst:
        return None
    if not (tekst.isascii() and tekst.isdecimal() and len(tekst) <= 3):
        fouten.append(VeldFout(veld, "Vul een heel getal in, hoogstens 999."))
        return None
    return int(tekst)


def _dag(invoer: Mapping[str, str], veld: str, fouten: list[VeldFout]) -> date | None:
    tekst = invoer.get(veld, "").strip()
    dag = ontleed_dag(tekst, vandaag()) if tekst else None
    if tekst and dag is None:
        fouten.append(VeldFout(veld, "Schrijf de dag als 18-11-2026."))
    return dag
