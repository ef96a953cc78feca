"""Wat er in een dossier staat voordat het weggaat, in dezelfde woorden als op het papier, en wat er niet in staat."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import url_for

from casus.actions.dossierinhoud import huisstijl, stel_samen, vingerafdruk
from casus.actions.dossiers import check_maken, loopt, waarom_geen_versie
from casus.actor import Actor
from casus.db import CasusSessie, uuid7
from casus.errors import GeenRecht, Weigering
from casus.models import Persoon, Verstrekking, Zaak
from casus.pdf import dossierblad
from casus.pdf.dossierblad import BladGegevens, Bladweergave
from casus.pdf.voordracht import VoordrachtGegevens
from casus.pdf.weergave import Groep, Rij, Weergave, weergave
from casus.queries.dossiers import Keuze, Ontvanger, Stof, laad_stof, ontvangers, personen_van
from casus.rules import dossierprofielen, permissions, privacy
from casus.rules.dossierlijsten import VELDEN
from casus.rules.dossierprofielen import PROFIELEN, Profiel, Weggelaten
from casus.rules.zinnen import dag_tekst
from casus.termijnen import dag_van, vandaag

WIE = {
    "corporatie": "Welke corporatie?",
    "gemeente": "Welke gemeente?",
    "betrokkene": "Van wie is het verzoek?",
    "team": "Voor wie?",
    "coa": "Voor wie?",
}


@dataclass(slots=True)
class Voorbeeld:
    """Het scherm om een dossier te maken. `delen` en `weg` staan er pas als er een ontvanger is gekozen."""

    zaak: Zaak
    profiel: Profiel
    profielen: list[tuple[str, str]]
    keuzes: list[tuple[str, str]]
    gekozen: Ontvanger | None
    waarom_niet: str = ""
    delen: list[Groep] = field(default_factory=list)
    weg: list[Weggelaten] = field(default_factory=list)
    eindigt: str = ""
    erbij: Collection[str] = ()
    gezien: str = ""

    @property
    def gevoelig(self) -> list[tuple[str, str]]:
        """Wat alleen meegaat als iemand het nakeek en aanvinkt."""
        return [(code, VELDEN[code].titel) for code in self.profiel.op_keuze]

    @property
    def uitleg(self) -> str:
        """Waarom er te kiezen is, en wat er gebeurt met wat niet is aangevinkt."""
        staat_erin = ", en dat staat in het document" if "inzage.weggelaten" in self.profiel.velden else ""
        return f"{self.profiel.keuze_reden} Wat u niet aanvinkt, blijft weg{staat_erin}."

    @property
    def let_op(self) -> str:
        """Wat iemand invulde en toch niet meegaat; leeg als dat er niet is."""
        return next((een.reden for een in self.weg if een.reden == privacy.GEBIED_ZONDER_REDEN), "")

    @property
    def vraag(self) -> str:
        """De vraag boven de lijst met ontvangers."""
        return WIE[self.profiel.ontvanger_soort]

    @property
    def keuze(self) -> str:
        """De gekozen ontvanger als waarde van het veld."""
        return sleutel_van(self.gekozen, self.profiel) if self.gekozen else ""


def sleutel_van(ontvanger: Ontvanger, profiel: Profiel) -> str:
    """De waarde van een ontvanger in een formulier; waarvan er één is, heet naar zijn soort."""
    return str(ontvanger.id) if ontvanger.id else profiel.ontvanger_soort


def maak_scherm(
    session: CasusSessie, zaak: Zaak, code: str, keuze: str, actor: Actor, erbij: Collection[str] = ()
) -> Voorbeeld:
    """Het voorbeeld van het dossier, of de zin waarom het er nog niet is."""
    geleverd = dossierprofielen.profiel(code)
    personen = personen_van(session, zaak) if keuze or geleverd.ontvanger_soort == "betrokkene" else ()
    mogelijk = ontvangers(session, zaak, geleverd, personen)
    gekozen = next((een for een in mogelijk if keuze and sleutel_van(een, geleverd) == keuze), None)
    profielen = [(een.code, een.titel) for een in PROFIELEN.values() if actor.heeft_rol(*een.rollen)]
    keuzes = [(sleutel_van(een, geleverd), een.naam) for een in mogelijk]
    van_dit = [veld for veld in erbij if veld in geleverd.op_keuze]
    scherm = Voorbeeld(zaak, geleverd, profielen, keuzes, gekozen, erbij=van_dit)
    if gekozen is not None:
        _vul(session, scherm, gekozen, personen, actor)
    return scherm


def _vul(
    session: CasusSessie, scherm: Voorbeeld, gekozen: Ontvanger, personen: Sequence[Persoon], actor: Actor
) -> None:
    try:
        check_maken(scherm.profiel, actor=actor)
        keuze = Keuze(scherm.erbij)
        stof = laad_stof(session, scherm.zaak, scherm.profiel.code, gekozen, actor, personen, keuze)
        toon(scherm, stof, actor)
    except (Weigering, GeenRecht) as geweigerd:
        scherm.waarom_niet = geweigerd.zin


def toon(scherm: Voorbeeld, stof: Stof, actor: Actor) -> None:
    """Zet op het scherm wat er op het papier komt en wat niet. Raises Weigering."""
    scherm.profiel = stof.profiel
    gegevens = stel_samen(stof, door=actor.naam, id_=uuid7())
    scherm.delen, scherm.gezien = op_papier(gegevens, stof.bron.gemeente), vingerafdruk(gegevens)
    scherm.weg = privacy.niet_mee(stof.profiel, stof.bron.huishouden)
    scherm.eindigt = dag_tekst(tot) if (tot := stof.profiel.eindigt_op(vandaag())) else ""


def op_papier(gegevens: VoordrachtGegevens | BladGegevens, gemeente: Any) -> list[Groep]:
    """Wat er op het papier staat, onder dezelfde koppen en in dezelfde woorden."""
    stijl = huisstijl(gemeente)
    if isinstance(gegevens, VoordrachtGegevens):
        return list(_voordracht(weergave(gegevens, stijl)))
    return list(_blad(dossierblad.weergave(gegevens, stijl)))


def _blad(papier: Bladweergave) -> Iterator[Groep]:
    yield Groep("Brief", papier.brief)
    if papier.contact:
        yield Groep("Contact", papier.contact)
    yield from papier.groepen


def _voordracht(papier: Weergave) -> Iterator[Groep]:
    yield Groep("Brief", papier.brief)
    yield Groep("Contact", papier.contact)
    for nr, kop in enumerate(papier.huurders.koppen[1:]):
        yield Groep(kop, [Rij(label, waarden[nr]) for label, waarden in papier.huurders.rijen])
    yield Groep("Huishouden", [*papier.huishouden, *(Rij(*bewoner) for bewoner in papier.medebewoners)])
    yield Groep("Woning", papier.woning)
    yield Groep("Inkomen", papier.inkomen)
    yield Groep("Start", papier.start)
    yield Groep("Begeleiding", papier.begeleiding)
    if papier.doelgroep:
        yield Groep("Doelgroep", papier.doelgroep)
    yield from papier.aanvullend


@dataclass(frozen=True, slots=True)
class Verstuurd:
    """Het scherm van een verstuurd dossier: wat het is, hoe het ermee staat, en wat ermee kan."""

    zaak: Zaak
    dossier: Verstrekking
    profiel: Profiel
    feiten: list[tuple[str, str]]
    velden: list[str]
    versies: Sequence[Verstrekking]
    open_: bool
    mag: bool
    wachtwoord: str = ""

    @property
    def is_vervangen(self) -> bool:
        """Of er een nieuwere versie is."""
        return self.versies[0].id != self.dossier.id

    @property
    def waarom_geen_versie(self) -> str:
        """De zin waarom er geen nieuwe versie van kan komen; leeg als dat kan."""
        return waarom_geen_versie(self.dossier, self.zaak)

    @property
    def voor_buiten(self) -> bool:
        """Of de ontvanger een andere organisatie is."""
        return self.dossier.ontvanger_soort in ("corporatie", "gemeente", "coa")

    @property
    def heeft_toegang(self) -> bool:
        """Of de ontvanger er zelf bij kan, en er dus toegang te sluiten is."""
        return self.voor_buiten and self.profiel.dagen > 0


def verstuurd(
    zaak: Zaak, dossier: Verstrekking, versies: Sequence[Verstrekking], actor: Actor, wachtwoord: str = ""
) -> Verstuurd:
    """Het scherm van één verstrekking."""
    profiel = dossierprofielen.profiel(dossier.profiel)
    return Verstuurd(
        zaak=zaak,
        dossier=dossier,
        profiel=profiel,
        feiten=_feiten(dossier, profiel),
        velden=[VELDEN[code].titel if code in VELDEN else code for code in dossier.velden],
        versies=versies,
        open_=loopt(dossier, vandaag()),
        mag=permissions.mag(actor, "dossier.maken") and actor.heeft_rol(*profiel.rollen),
        wachtwoord=wachtwoord,
    )


def _feiten(dossier: Verstrekking, profiel: Profiel) -> list[tuple[str, str]]:
    return [
        ("Voor", dossier.ontvanger),
        ("Doel", dossier.doel),
        ("Grondslag", dossier.grondslag),
        ("Profiel", f"{profiel.titel}, versie {dossier.profielversie}"),
        ("Versie van het dossier", str(dossier.versie)),
        ("Aangevraagd door", dossier.aangevraagd_door.naam),
        *([("Toegang tot en met", dag_tekst(einde))] if (einde := _laatste_dag(dossier)) else []),
        *([("SHA-256", dossier.sha256)] if dossier.sha256 else []),
    ]


def _laatste_dag(dossier: Verstrekking) -> date | None:
    """De laatste dag waarop de ontvanger erbij kan of kon."""
    weg = dag_van(dossier.ingetrokken_op) if dossier.ingetrokken_op else None
    return min((dag for dag in (weg, dossier.eindigt_op) if dag is not None), default=None)


def adres(zaaknummer: str, dossier: Verstrekking) -> str:
    """Het adres van een verstuurd dossier."""
    return url_for("dossiers.verstrekking", zaaknummer=zaaknummer, verstrekking_id=dossier.id)
