"""De pagina van één taak: haar formulier, wat eraan in de weg staat, en wat er hierna gebeurt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import request, url_for

from casus.actor import Actor
from casus.bedragen import euro
from casus.models import Taak
from casus.queries.nasleep import Taaksporen
from casus.queries.zaakpagina import Zaakstand
from casus.rules import permissions
from casus.rules.planning import wacht_nog
from casus.termijnen import nu, vandaag
from casus.views.schermen.feiten import zaakfeiten
from casus.views.schermen.formulierscherm import Formulierscherm
from casus.views.schermen.gevolgen import na_taak
from casus.views.schermen.taakformulieren import datum_in_cijfers
from casus.views.schermen.taakverben import verben
from casus.views.schermen.terugweg import vandaan
from casus.views.schermen.velden import afvinkvelden, invoervelden, waarde_in_woorden
from casus.vocab import meervoud
from casus.workflows import engine
from casus.workflows.definition import Taaksoort, Veld
from casus.workflows.heropenen import heropen_redenen
from casus.workflows.registers import besluitsoorten

Opties = Mapping[str, Sequence[tuple[str, str]]]
"""Soorten velden waarvan de waarde een id is."""


def maak_scherm(
    taak: Taak, pagina: Zaakstand, opties: Opties, actor: Actor, sporen: Taaksporen, voorkeur: bool
) -> dict[str, Any]:
    """Alles wat het sjabloon van een taak nodig heeft. `voorkeur`: daarna de volgende taak openen."""
    soort = pagina.wf.taken.get(taak.soort or "")
    return {
        "taak": taak,
        "zaak": pagina.zaak,
        "huishouden": pagina.beeld.huishouden,
        "soort": soort,
        "s": _formulier(taak, pagina, soort, opties, actor),
        "besluiten": _besluiten(soort, pagina),
        "stap": pagina.wf.overgangen.get(soort.sluit_door.overgang or "") if soort and soort.sluit_door else None,
        "van": "zaak" if vandaan(pagina.zaak.zaaknummer)[0] != url_for("werkvoorraad.lijst") else None,
        "fout_bij": _fout_bij(taak),
        "kan": _kan(taak, actor),
        "verben": verben(taak, actor) if taak.status == "open" else (),
        "wacht": wacht_nog(taak.wacht_tot, vandaag()),
        "heropen_reden": _heropen_reden(taak, pagina, sporen, actor),
        "bericht": sporen.bericht,
        "voorkeur": voorkeur,
        "ingevuld": _ingevuld(taak, pagina, opties),
    }


def _kan(taak: Taak, actor: Actor) -> dict[str, bool]:
    """Wat deze actor verder met de taak kan."""
    return {
        "verlengen": permissions.mag_taak_verlengen(actor, taak) and taak.fatale_datum is None,
        "vervallen": permissions.mag_taak_laten_vervallen(actor, taak),
    }


def _heropen_reden(taak: Taak, pagina: Zaakstand, sporen: Taaksporen, actor: Actor) -> str | None:
    """Waarom een afgeronde taak niet weer open kan; leeg als het kan, None als zij niet is afgerond."""
    if taak.status != "gereed":
        return None
    redenen = heropen_redenen(pagina.wf, taak, pagina.beeld, sporen.nasleep, actor, nu())
    return redenen[0] if redenen else ""


def _fout_bij(taak: Taak) -> dict[str, str]:
    """De kop boven de fouten, per formulier op deze pagina."""
    return {
        url_for("taken.verlengen", taak_id=taak.id): "De datum is nog niet verschoven",
        url_for("taken.pakken", taak_id=taak.id): "U hebt deze taak niet gepakt",
        url_for("taken.laat_vervallen", taak_id=taak.id): "De taak is nog niet vervallen",
        url_for("taken.ongedaan", taak_id=taak.id): "Het afronden is niet ongedaan gemaakt",
    }


def _formulier(taak: Taak, pagina: Zaakstand, soort: Taaksoort | None, opties: Opties, actor: Actor) -> Formulierscherm:
    personen = meervoud(pagina.beeld.huishouden.aantal_personen, "persoon", "personen")
    terug, terug_tekst = vandaan(pagina.zaak.zaaknummer)
    return Formulierscherm(
        titel=taak.titel,
        uitleg=soort.uitleg if soort else taak.toelichting,
        actie=url_for("taken.afronden", taak_id=taak.id),
        knop="Taak afronden",
        terug=terug,
        terug_tekst=terug_tekst,
        onder=f"{pagina.beeld.huishouden.naam} · {personen}",
        kop_fout="De taak is nog niet afgerond",
        versie=taak.versie,
        velden=invoervelden((pagina.wf.veld(code) for code in soort.velden), opties, _weer_ingevuld(taak, pagina))
        if soort
        else (),
        punten=afvinkvelden(soort.afvinkpunten) if soort else (),
        redenen=engine.taak_redenen(pagina.wf, taak, pagina.beeld, actor) if taak.status == "open" else (),
        gevolgen=na_taak(pagina.wf, soort) if soort else (),
        feiten=zaakfeiten(pagina.beeld, pagina.wf),
    )


def _weer_ingevuld(taak: Taak, pagina: Zaakstand) -> dict[str, str]:
    """Wat er al stond toen de taak werd heropend, zoals iemand het typt; en de woning die net is gekozen."""
    velden = ((code, pagina.wf.velden.get(code), waarde) for code, waarde in taak.gegevens.items())
    getypt = {code: _getypt(veld, waarde) for code, veld, waarde in velden if veld and waarde not in (None, "")}
    gekozen = request.args.get("woning", "")  # van de pagina met woningen voor dit huishouden
    return {**getypt, "woning": gekozen} if gekozen else getypt


def _getypt(veld: Veld, waarde: Any) -> str:
    if isinstance(waarde, bool):
        return "ja" if waarde else "nee"
    if veld.soort == "datum":
        return datum_in_cijfers(date.fromisoformat(str(waarde)))
    return euro(int(waarde)) if veld.soort == "bedrag" else str(waarde)


def _besluiten(soort: Taaksoort | None, pagina: Zaakstand) -> list[tuple[str, str]]:
    """De besluiten die bij deze taak kunnen horen en nog niet zijn voorgesteld."""
    wachtend = {b.soort for b in pagina.beeld.besluiten if b.status == "voorgesteld"}
    codes = (*soort.besluit, *soort.besluit_mogelijk) if soort else ()
    return [(code, besluitsoorten()[code].titel) for code in codes if code in besluitsoorten() and code not in wachtend]


def _ingevuld(taak: Taak, pagina: Zaakstand, opties: Opties) -> list[tuple[str, str]]:
    """Wat er bij het afronden is ingevuld, in woorden. Wat geen woorden meer heeft, staat er niet."""
    uit = []
    for code, waarde in taak.gegevens.items():
        veld = pagina.wf.velden.get(code)
        tekst = waarde_in_woorden(veld, waarde, dict(opties.get(code, ()))) if veld and waarde not in (None, "") else ""
        if veld and tekst:
            uit.append((veld.titel, tekst))
    return uit
