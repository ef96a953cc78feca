"""Bij het voorstel om een woning aan te bieden: om welke woning het gaat, en wat de corporatie ervan ziet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from casus.bedragen import euro
from casus.models import Woning
from casus.queries.matchruns import Verdeling
from casus.queries.zaakpagina import Zaakstand
from casus.rules.dossierlijsten import VELDEN
from casus.rules.dossierprofielen import Profiel
from casus.rules.zinnen import midden_in_zin, opsomming
from casus.termijnen import dag_kort, dag_van, vandaag
from casus.vocab import meervoud


@dataclass(frozen=True, slots=True)
class Voordrachtscherm:
    """De woning van het voorstel. `ziet` en `niet` zijn zinnen; `dossier` de gegevens per groep. `verdeling`: adres en
    dag van de verdeling die dit huishouden deze woning geeft."""

    adres: str
    woning: str
    corporatie: str
    feiten: Sequence[tuple[str, str]]
    ziet: Sequence[str]
    niet: str
    dossier: Sequence[tuple[str, str]]
    voorbeeld: str
    verdeling: tuple[str, str] | None = None


def de_woning(woningen: Sequence[Woning], keuzes: Sequence[tuple[str, str]], gekozen: str) -> Woning | None:
    """De woning die is aangewezen, of de enige die te kiezen is; None als de gebruiker nog moet kiezen."""
    kan = {waarde for waarde, _ in keuzes}
    welke = gekozen if gekozen in kan else next(iter(kan)) if len(kan) == 1 else ""
    return next((woning for woning in woningen if str(woning.id) == welke), None)


def maak_scherm(
    pagina: Zaakstand, woning: Woning, profiel: Profiel, verdeling: Verdeling | None = None
) -> Voordrachtscherm:
    """Wat er boven het formulier staat. `woning` met haar corporatie; `verdeling` geeft dit huishouden deze woning."""
    nummer, corporatie = pagina.zaak.zaaknummer, woning.corporatie
    return Voordrachtscherm(
        adres=f"{woning.adres}, {woning.plaats}",
        woning=url_for("woningen.toon", woning_id=woning.id),
        corporatie=corporatie.naam,
        feiten=_feiten(woning),
        ziet=(
            f"Een mail dat er iets wacht, zonder gegevens van het huishouden. Die gaat naar wie bij {corporatie.naam}"
            " toegang heeft.",
            "In het portaal: deze woning, het zaaknummer, hoeveel personen het zijn, en de laatste dag voor haar"
            " antwoord.",
            "Het dossier, als u dat voor haar maakt. Dat kan ook na het besluit.",
        ),
        niet="Uw voorstel, waarom u deze woning kiest en wie er adviseert, ziet de corporatie niet.",
        dossier=_dossier(profiel),
        voorbeeld=url_for("dossiers.toon", zaaknummer=nummer, profiel=profiel.code, ontvanger=corporatie.id),
        verdeling=_verdeling(verdeling) if verdeling else None,
    )


def _verdeling(een: Verdeling) -> tuple[str, str]:
    return url_for("matching.toon", matchrun_id=een.id), dag_kort(dag_van(een.op), vandaag())


def _feiten(woning: Woning) -> list[tuple[str, str]]:
    dag, van = vandaag(), woning.beschikbaar_van
    return [
        ("Corporatie", woning.corporatie.naam),
        ("Plaats", f"{woning.postcode} {woning.plaats}"),
        ("Slaapkamers", f"{woning.slaapkamers} van {meervoud(woning.kamers, 'kamer', 'kamers')}"),
        ("Oppervlakte", f"{woning.oppervlakte}\N{NO-BREAK SPACE}m²"),
        ("Rekenhuur", f"{euro(woning.huur_cent)} per maand"),
        ("Vrij", f"vanaf {dag_kort(van, dag)}" if van > dag else "nu"),
    ]


def _dossier(profiel: Profiel) -> list[tuple[str, str]]:
    """De gegevens van het profiel, onder de kop waaronder zij in het dossier staan."""
    groepen: dict[str, list[str]] = {}
    for veld in (VELDEN[code] for code in profiel.velden if code in VELDEN):
        groepen.setdefault(veld.groep, []).append(midden_in_zin(veld.titel.replace(",", "")))
    return [(groep, opsomming(titels, "en")) for groep, titels in groepen.items()]
