"""Wat er in een dossier komt te staan: alleen de velden van het profiel, als type dat onbekende velden weigert."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from casus.errors import Weigering
from casus.models import Gemeente, Verstrekking
from casus.pdf.dossierblad import SOORTEN, BladGegevens
from casus.pdf.huisstijl import Huisstijl
from casus.pdf.opmaak import telwoord
from casus.pdf.voordracht import VoordrachtGegevens
from casus.queries.dossiers import Stof
from casus.rules import privacy
from casus.rules.dossierbron import Afwezig
from casus.rules.dossierlijsten import VELDEN
from casus.rules.dossierprofielen import VOORDRACHT, Profiel, verbod
from casus.rules.dossiervelden import KOP
from casus.rules.dossierweigering import WEIGERING
from casus.rules.zinnen import midden_in_zin
from casus.tekens import drukbaar, ontbrekende_tekens
from casus.termijnen import dag_van, nu

Dossiergegevens = VoordrachtGegevens | BladGegevens


def stel_samen(stof: Stof, *, door: str, id_: UUID, vervangt: Verstrekking | None = None) -> Dossiergegevens:
    """De gegevens die weggaan, getoetst. Raises Weigering als er iets ontbreekt of niet te drukken is."""
    waarden = privacy.waarden(stof.profiel, stof.bron)
    velden = _voordracht(stof, waarden) if stof.profiel.code == VOORDRACHT else _blad(stof, waarden, id_)
    if vervangt is not None:
        dag = dag_van(vervangt.gemaakt_op or vervangt.aangevraagd_op)
        velden["vervangt"] = {"datum": dag.isoformat(), "nummer": str(vervangt.versie)}
    gegevens = _keur(stof.profiel, {**velden, "gemaakt_op": nu(), "gemaakt_door": door})
    if vreemd := ontbrekende_tekens(gegevens.model_dump_json()):
        zin = f"Deze tekens kan het dossier niet tonen: {vreemd}. Gebruik de schrijfwijze uit de BRP."
        raise Weigering(zin)
    return gegevens


def vingerafdruk(gegevens: Dossiergegevens) -> str:
    """Een kenmerk van wat er op papier komt: gelijk zolang de ontvanger hetzelfde krijgt, wie het ook maakt.

    Het leeslogboek telt niet mee: het voorbeeld bekijken komt er zelf ook in.
    """
    velden = gegevens.model_dump(mode="json", exclude={"gemaakt_op", "gemaakt_door", "kenmerk"})
    velden["delen"] = [deel for deel in velden.get("delen", ()) if deel["veld"] != "inzage.gezien"]
    return hashlib.sha256(json.dumps(velden, sort_keys=True).encode()).hexdigest()


def gegevens_van(verstrekking: Verstrekking) -> Dossiergegevens:
    """De vastgelegde gegevens van een dossier, als type."""
    return model_van(verstrekking.profiel).model_validate(verstrekking.gegevens)


def model_van(code: str) -> type[VoordrachtGegevens] | type[BladGegevens]:
    """Het type van het document bij een profiel."""
    return VoordrachtGegevens if code == VOORDRACHT else SOORTEN[code]


def kenmerk_van(profiel: Profiel, zaaknummer: str, id_: UUID) -> str:
    """Het zaaknummer, of bij een document zonder naam en nummer een kenmerk van het document zelf."""
    return f"RK-{id_.hex[-8:].upper()}" if profiel.pseudoniem else zaaknummer


def huisstijl(gemeente: Gemeente) -> Huisstijl:
    """De huisstijl van de gemeente voor documenten; wat niet is ingericht, krijgt een neutrale waarde."""
    standaard = {
        "team": "Opgaveteam Huisvesting",
        "retouradres": f"Gemeente {gemeente.naam}",
        "contact": f"Gemeente {gemeente.naam}",
        "accent": "#14365c",
    }
    return Huisstijl(gemeente=gemeente.naam, **{**standaard, **gemeente.huisstijl})


def _keur(profiel: Profiel, velden: dict[str, Any]) -> Dossiergegevens:
    try:
        return model_van(profiel.code).model_validate(velden)
    except ValidationError as fout:
        waar = ", ".join(sorted({_plek(velden, punt["loc"]) for punt in fout.errors()}))
        raise Weigering(f"Het dossier kan nog niet worden gemaakt. Controleer eerst: {waar}.") from None


def _plek(velden: dict[str, Any], loc: tuple[int | str, ...]) -> str:
    """De naam van het veld waar het misgaat, zoals zij op het papier staat."""
    if len(loc) > 1 and loc[0] in ("delen", "aanvullend"):
        return str(velden[str(loc[0])][int(loc[1])]["titel"])
    return ".".join(str(deel) for deel in loc)


def _voordracht(stof: Stof, waarden: dict[str, Any]) -> dict[str, Any]:
    erbij = set(stof.profiel.erbij())
    boom = privacy.als_boom({code: waarde for code, waarde in waarden.items() if code not in erbij})
    return {**boom, "aanvullend": list(_delen(stof.profiel, {c: w for c, w in waarden.items() if c in erbij}))}


def _blad(stof: Stof, waarden: dict[str, Any], id_: UUID) -> dict[str, Any]:
    bron, kop = stof.bron, privacy.als_boom({code: waarde for code, waarde in waarden.items() if code in KOP})
    kop.pop("zaaknummer", None)
    delen = {code: waarde for code, waarde in waarden.items() if code not in KOP}
    return {
        **kop,
        "kenmerk": kenmerk_van(stof.profiel, bron.zaak.zaaknummer, id_),
        "titel": _titel(stof),
        "grondslag": stof.profiel.grondslag,
        "delen": list(_delen(stof.profiel, delen)),
    }


def _titel(stof: Stof) -> str:
    aantal, naam = len(stof.bron.personen), midden_in_zin(stof.bron.huishouden.naam)
    titels = {
        "ruilkaart": f"Een huishouden van {telwoord(aantal)} {'persoon' if aantal == 1 else 'personen'}",
        "overdracht_gemeente": f"Overdracht van {naam}",
        "inzage_betrokkene": "Wat wij over u bewaren",
        WEIGERING: _geweigerd(stof),
    }
    return titels.get(stof.profiel.code, f"Dossier van {naam}")


def _geweigerd(stof: Stof) -> str:
    feiten = stof.bron.geweigerd
    return drukbaar(f"Weigering van {feiten.aanbod.woning.adres}, {feiten.aanbod.woning.plaats}") if feiten else ""


def _delen(profiel: Profiel, waarden: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Elk veld als feit of lijst. Wat nooit mee mag, komt hier niet langs: dat is een fout in het programma."""
    vrij = profiel.ontvanger_soort in ("team", "betrokkene", "coa")  # een vreemd teken houdt dit papier niet op
    for code, waarde in waarden.items():
        if verbod(profiel, code) is not None:
            raise AssertionError(f"{code} mag niet in {profiel.code}")
        veld = VELDEN[code]
        deel = {"veld": code, "groep": veld.groep, "titel": veld.titel}
        if veld.kolommen:
            rijen = [[_cel(str(cel), vrij) for cel in rij] for rij in waarde]
            yield {**deel, "koppen": list(veld.kolommen), "rijen": rijen}
        elif not isinstance(waarde, Afwezig):
            yield {**deel, "waarde": _waarde(waarde, vrij)}


def _waarde(waarde: Any, vrij: bool) -> Any:
    if isinstance(waarde, list):
        return [_cel(str(een), vrij) for een in waarde]
    return drukbaar(waarde) if vrij and isinstance(waarde, str) else waarde


def _cel(tekst: str, vrij: bool) -> str:
    return (drukbaar(tekst) if vrij else tekst).strip() or "–"
