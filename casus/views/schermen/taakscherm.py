"""De pagina van één taak: haar formulier, wat eraan in de weg staat, en wat er hierna gebeurt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for

from casus.actor import Actor
from casus.models import Taak
from casus.queries.zaakpagina import Zaakpagina
from casus.rules import permissions
from casus.views.schermen.feiten import zaakfeiten
from casus.views.schermen.formulierscherm import Formulierscherm
from casus.views.schermen.gevolgen import na_taak
from casus.views.schermen.velden import afvinkvelden, invoervelden
from casus.vocab import meervoud
from casus.workflows import engine
from casus.workflows.definition import Taaksoort
from casus.workflows.registers import besluitsoorten

Opties = Mapping[str, Sequence[tuple[str, str]]]


def maak_scherm(
    taak: Taak, pagina: Zaakpagina, opties: Opties, collegas: Sequence[tuple[str, str]], actor: Actor
) -> dict[str, Any]:
    """Alles wat het sjabloon van een taak nodig heeft."""
    soort = pagina.wf.taken.get(taak.soort or "")
    return {
        "taak": taak,
        "zaak": pagina.zaak,
        "huishouden": pagina.beeld.huishouden,
        "soort": soort,
        "s": _formulier(taak, pagina, soort, opties, actor),
        "besluiten": _besluiten(soort),
        "stap": pagina.wf.overgangen.get(soort.sluit_door.overgang or "") if soort and soort.sluit_door else None,
        "collegas": collegas,
        "kan": {
            "pakken": permissions.mag_taak_pakken(actor, taak),
            "terugleggen": permissions.mag_taak_loslaten(actor, taak),
            "overdragen": permissions.mag_taak_overdragen(actor, taak),
            "verlengen": permissions.mag_taak_verlengen(actor, taak) and taak.fatale_datum is None,
        },
        "ingevuld": _ingevuld(taak, pagina),
    }


def _formulier(
    taak: Taak, pagina: Zaakpagina, soort: Taaksoort | None, opties: Opties, actor: Actor
) -> Formulierscherm:
    personen = meervoud(pagina.beeld.huishouden.aantal_personen, "persoon", "personen")
    return Formulierscherm(
        titel=taak.titel,
        uitleg=soort.uitleg if soort else "",
        actie=url_for("taken.afronden", taak_id=taak.id),
        knop="Taak afronden",
        terug=url_for("werkvoorraad.lijst"),
        terug_tekst="Terug naar de lijst",
        onder=f"{pagina.beeld.huishouden.naam} · {personen}",
        kop_fout="De taak is nog niet afgerond",
        versie=taak.versie,
        velden=invoervelden((pagina.wf.veld(code) for code in soort.velden), opties) if soort else (),
        punten=afvinkvelden(soort.afvinkpunten) if soort else (),
        redenen=engine.taak_redenen(pagina.wf, taak, pagina.beeld, actor) if taak.status == "open" else (),
        gevolgen=na_taak(pagina.wf, soort) if soort else (),
        feiten=zaakfeiten(pagina.beeld, pagina.wf),
    )


def _besluiten(soort: Taaksoort | None) -> list[tuple[str, str]]:
    """De besluiten die bij deze taak horen of kunnen horen, om van hieruit voor te stellen."""
    codes = (*soort.besluit, *soort.besluit_mogelijk) if soort else ()
    return [(code, besluitsoorten()[code].titel) for code in codes if code in besluitsoorten()]


def _ingevuld(taak: Taak, pagina: Zaakpagina) -> list[tuple[str, str]]:
    """Wat er bij het afronden is ingevuld, in woorden."""
    uit = []
    for code, waarde in taak.gegevens.items():
        veld = pagina.wf.velden.get(code)
        if veld is not None and waarde not in (None, ""):
            tekst = {True: "ja", False: "nee"}[waarde] if isinstance(waarde, bool) else str(waarde)
            uit.append((veld.titel, veld.keuzes.get(tekst, tekst)))
    return uit
