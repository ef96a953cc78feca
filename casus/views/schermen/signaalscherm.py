"""De signalen zoals zij op het scherm staan: één zin, waarover het gaat, en waar een klik heen leidt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for
from werkzeug.datastructures import MultiDict

from casus.actor import Actor
from casus.errors import InvoerFout, VeldFout
from casus.queries.signalen import SignaalRij
from casus.rules import signalen as regels
from casus.rules.rechten import BEHEERDER, TEAM
from casus.termijnen import vandaag

_ICONEN: Mapping[str, str] = {
    "toegewezen": "plus",
    "nadert": "vandaag",
    "te_laat": "te-laat",
    "complextaak": "vandaag",
    "vermelding": "notitie",
    "voorstel": "wacht",
    "advies": "notitie",
    "besluit": "gereed",
    "bezwaar": "vandaag",
    "corporatie": "thuis",
    "woning": "thuis",
    "dossier": "lijst",
    "toegang": "slot",
    "aanbod": "te-laat",
    "toestand": "op",
    "koppeling": "lijst",
    "document": "slot",
    "waarde": "vandaag",
}
_KLEUREN: Mapping[str, str] = {
    "te_laat": "te-laat",
    "aanbod": "te-laat",
    "nadert": "vandaag",
    "waarde": "vandaag",
    "besluit": "gereed",
}
_PLEK: Mapping[str, str] = {
    "vermelding": "#tijdlijn",
    "bezwaar": "#besluiten",
    "dossier": "#documenten",
    "aanbod": "#woning",
    "woning": "#woning",
}
_LIJST: Mapping[str, str] = {
    "voorstel": "goedkeuren.lijst",
    "advies": "adviezen.lijst",
    "toegang": "corporaties.lijst",
    "waarde": "waarden.lijst",
}
"""Waar het werk zelf ligt, in plaats van de zaak waarover het gaat."""
MAILKEUZES = (("nooit", "Geen mail"), ("meteen", "Meteen een mail"), ("dagelijks", "In de mail van 7 uur"))


@dataclass(frozen=True, slots=True)
class Signaalregel:
    """Eén signaal op de lijst. `af`: de taak is intussen klaar of vervallen; `toelichting`: wat een collega schreef."""

    rij: SignaalRij
    zin: str
    titel: str
    icoon: str
    kleur: str
    nieuw: bool
    af: str
    toelichting: str


def maak_regels(rijen: Iterable[SignaalRij]) -> list[Signaalregel]:
    """De rijen met hun zin."""
    dag = vandaag()
    afloop = {"gereed": "De taak is intussen klaar.", "vervallen": "De taak is intussen vervallen."}
    return [
        Signaalregel(
            rij,
            regels.in_casus(rij.feiten, dag),
            regels.SOORTEN[rij.soort].titel,
            _ICONEN[rij.soort],
            _KLEUREN.get(rij.soort, "later"),
            rij.gelezen_op is None,
            afloop.get(rij.taakstatus or "", ""),
            str(rij.gegevens.get("toelichting", "")),
        )
        for rij in rijen
    ]


def doel(soort: str, zaaknummer: str | None, taak_id: object, gegevens: Mapping[str, Any] | None = None) -> str:
    """Waar een signaal over gaat: de taak, de zaak, de woning, of de lijst."""
    if soort in _LIJST:
        return url_for(_LIJST[soort])
    if taak_id is not None:
        return url_for("taken.toon", taak_id=taak_id)
    if zaaknummer is not None:
        return url_for("zaak.toon", zaaknummer=zaaknummer) + _PLEK.get(soort, "")
    if complex_id := (gegevens or {}).get("complex"):
        return url_for("complexen.toon", complex_id=complex_id) + "#taken"
    if woning_id := (gegevens or {}).get("woning"):
        return url_for("woningen.toon", woning_id=woning_id)
    if soort == "corporatie":
        return url_for("woningen.lijst", status="gemeld")
    if soort == "te_laat":
        return url_for("werkvoorraad.team", behandelaar="geen", uiterlijk="te_laat")
    return url_for("zaken.lijst" if soort == "koppeling" else "werkvoorraad.lijst")


def mijn_soorten(actor: Actor) -> dict[str, regels.Signaalsoort]:
    """De signalen die deze actor hier kan krijgen."""
    return regels.soorten_voor(team=actor.heeft_rol(*TEAM), beheerder=actor.heeft_rol(BEHEERDER))


def lees_keuzes(formulier: MultiDict[str, str], soorten: Iterable[str]) -> dict[str, regels.Keuze]:
    """Wat er per soort is gekozen. Raises InvoerFout bij iets wat niet op de lijst staat."""
    mails = {code: formulier.get(f"{code}-mail", "") for code in soorten}
    fouten = [
        VeldFout(f"{code}-mail", f"Kies of u een mail wilt bij ‘{regels.SOORTEN[code].titel}’.")
        for code, mail in mails.items()
        if mail not in regels.MAILKEUZES
    ]
    if fouten:
        raise InvoerFout(fouten)
    return {
        code: regels.Keuze(formulier.get(f"{code}-app") == "ja", mail)  # type: ignore[arg-type]  # net getoetst
        for code, mail in mails.items()
    }
