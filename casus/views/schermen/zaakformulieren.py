"""De formulieren bij een zaak: stap in het proces, melding, klok stilzetten, contact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for

from casus.actor import Actor
from casus.models import Notitie
from casus.queries.zaakpagina import Zaakstand
from casus.views.schermen.feiten import zaakfeiten
from casus.views.schermen.formulierscherm import Formulierscherm
from casus.views.schermen.gevolgen import na_melding, na_overgang
from casus.views.schermen.velden import Invoerveld, invoervelden
from casus.vocab import CONTACTSOORTEN, meervoud
from casus.web.formulier import formulier
from casus.workflows import engine

Opties = Mapping[str, Sequence[tuple[str, str]]]
DATUMHINT = "Bijvoorbeeld 18-11-2026, of ‘gisteren’."


def _basis(pagina: Zaakstand) -> dict[str, Any]:
    zaak, huishouden = pagina.zaak, pagina.beeld.huishouden
    personen = meervoud(huishouden.aantal_personen, "persoon", "personen")
    return {
        "terug": url_for("zaak.toon", zaaknummer=zaak.zaaknummer),
        "terug_tekst": "Terug naar de zaak",
        "onder": f"{huishouden.naam} · {personen} · {zaak.zaaknummer}",
        "versie": zaak.versie,
        "feiten": zaakfeiten(pagina.beeld, pagina.wf),
    }


def bij_overgang(pagina: Zaakstand, code: str, opties: Opties, actor: Actor) -> Formulierscherm:
    """Een stap in het proces."""
    overgang = pagina.wf.overgang(code)
    return Formulierscherm(
        **_basis(pagina),
        titel=overgang.titel,
        uitleg=overgang.uitleg,
        actie=url_for("zaak.overgang_zetten", zaaknummer=pagina.zaak.zaaknummer, code=code),
        knop=overgang.titel,
        kop_fout="De stap is nog niet gezet",
        velden=invoervelden((pagina.wf.veld(veld) for veld in overgang.velden), opties),
        redenen=engine.redenen(pagina.wf, pagina.beeld, code, actor),
        gevolgen=na_overgang(pagina.wf, overgang),
    )


def bij_melding(pagina: Zaakstand, code: str, opties: Opties, actor: Actor) -> Formulierscherm:
    """Iets dat van buiten komt."""
    melding = pagina.wf.melding(code)
    return Formulierscherm(
        **_basis(pagina),
        titel=melding.titel,
        uitleg=melding.uitleg,
        actie=url_for("zaak.melden", zaaknummer=pagina.zaak.zaaknummer, code=code),
        knop="Vastleggen",
        kop_fout="Dit is nog niet vastgelegd",
        velden=invoervelden((pagina.wf.veld(veld) for veld in melding.velden), opties),
        redenen=engine.melding_redenen(pagina.wf, pagina.beeld, code, actor),
        gevolgen=na_melding(pagina.wf, melding),
    )


def stilzetten(pagina: Zaakstand, actor: Actor) -> Formulierscherm:
    """De normklok stilzetten."""
    return Formulierscherm(
        **_basis(pagina),
        titel="Klok stilzetten",
        uitleg="Doe dit als het huishouden nu niet geplaatst kan worden. De normdatums schuiven elke dag op.",
        actie=url_for("zaak.stilzetten", zaaknummer=pagina.zaak.zaaknummer),
        knop="Klok stilzetten",
        kop_fout="De klok staat nog niet stil",
        velden=[
            Invoerveld("reden", "Waarom kan plaatsen nu niet?", "tekstvak", "Geen medische gegevens."),
            Invoerveld("herzien_op", "Op welke dag kijkt u opnieuw?", "datum", "Bijvoorbeeld 18-12-2026."),
        ],
        redenen=engine.opschort_redenen(pagina.wf, pagina.beeld, actor),
        gevolgen=("De norm van 14 weken staat stil tot u hervat.", "Termijnen uit de wet lopen door."),
    )


def contact(pagina: Zaakstand) -> Formulierscherm:
    """Een contact vastleggen."""
    return Formulierscherm(
        **_basis(pagina),
        titel="Contact vastleggen",
        actie=url_for("zaak.contact", zaaknummer=pagina.zaak.zaaknummer),
        knop="Contact vastleggen",
        kop_fout="Het contact is nog niet vastgelegd",
        velden=[
            Invoerveld("soort", "Hoe had u contact?", "rondjes", keuzes=list(CONTACTSOORTEN.items())),
            Invoerveld("met", "Met wie?", "tekst", "Bijvoorbeeld de vader, of de contactpersoon bij het COA."),
            Invoerveld("op", "Wanneer was het?", "datum", DATUMHINT),
            Invoerveld("verslag", "Wat is er gezegd?", "tekstvak", "Kort. Geen medische gegevens."),
            Invoerveld("tolk", "Er was een tolk bij", "vakje", verplicht=False),
        ],
    )


def notitie(stand: Zaakstand, rij: Notitie) -> Formulierscherm:
    """Een eigen notitie verbeteren. Schreef iemand haar intussen om, dan staat die tekst ernaast."""
    actie = url_for("zaak.notitie_verbeteren", zaaknummer=stand.zaak.zaaknummer, notitie_id=rij.id)
    getypt = formulier(actie)
    anders = getypt.mis and getypt.waarde("versie") != str(rij.versie)
    feiten = {"feiten": [("Tekst", rij.tekst)], "feiten_titel": "Zo staat de notitie er nu"} if anders else {}
    return Formulierscherm(
        **{**_basis(stand), "versie": rij.versie, **feiten},
        titel="Notitie verbeteren",
        actie=actie,
        knop="Notitie verbeteren",
        kop_fout="De notitie is nog niet verbeterd",
        velden=[Invoerveld("tekst", "Notitie", "tekstvak", "Geen medische gegevens.", waarde=rij.tekst)],
        gevolgen=("De oude tekst blijft te lezen in de tijdlijn.", "Wie u nu pas noemt met @, krijgt een signaal."),
    )
