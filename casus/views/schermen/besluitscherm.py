"""Een besluit op het scherm: voorstellen, en beslissen met de rekensom van het mandaat erbij."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import url_for

from casus.actor import Actor
from casus.bedragen import euro
from casus.db import CasusSessie
from casus.models import Aanbod, Persoon, Zaak
from casus.queries import goedkeuring
from casus.queries.goedkeuring import Lijst, Voorstel
from casus.queries.zaakpagina import Zaakstand
from casus.rules import permissions
from casus.rules.mandaten import Register, Vraag, functies_op, geldige_rijen
from casus.rules.zinnen import opsomming
from casus.termijnen import dag_kort, leeftijd, vandaag
from casus.views.schermen.feiten import zaakfeiten
from casus.views.schermen.formulierscherm import Formulierscherm
from casus.views.schermen.velden import invoervelden
from casus.vocab import AANBODSTATUS, meervoud
from casus.workflows.definition import Veld
from casus.workflows.registers import Besluitsoort, besluitsoorten, besluitvelden
from casus.workflows.velden import lees

VOLWASSEN = 18
ZONDER_GRENS = "elk bedrag"
_BEDRAG = Veld(
    code="bedrag",
    titel="Om welk bedrag gaat het?",
    soort="bedrag",
    hint="Het hele bedrag in euro, bijvoorbeeld 4.200.",
    leeg="Vul het bedrag in, bijvoorbeeld 4.200.",
)
_VOORSTEL = Veld(
    code="voorstel",
    titel="Wat stelt u voor, en waarom?",
    soort="lange_tekst",
    hint="Wie beslist, leest dit. Geen medische gegevens.",
    leeg="Schrijf op wat u voorstelt en waarom.",
)


@dataclass(frozen=True, slots=True)
class Velden:
    """De velden van een voorstel: die van de soort, en bedrag en voorstel die bij elke soort horen."""

    velden: Mapping[str, Veld]


@dataclass(frozen=True, slots=True)
class Trede:
    """Eén niveau van de ladder, met tot welk bedrag het gaat."""

    titel: str
    grens: str
    u: bool


@dataclass(frozen=True, slots=True)
class Som:
    """Het bedrag tegen de grens, in procenten van die grens."""

    eerder: int
    nu: int
    over: int
    grens: int

    @property
    def deel_eerder(self) -> float:
        """Wat er al was."""
        return round(min(self.eerder / self.grens * 100, 100), 1)

    @property
    def deel_nu(self) -> float:
        """Wat er nu bij komt."""
        return round(min(self.nu / self.grens * 100, 100 - self.deel_eerder), 1)


# Voorstellen


def soorten(actor: Actor) -> list[Besluitsoort]:
    """De soorten besluiten die deze actor kan voorstellen."""
    return [s for s in besluitsoorten().values() if permissions.mag_besluit_voorstellen(actor, s.rollen)]


def _enige(opties: Mapping[str, Sequence[tuple[str, str]]]) -> dict[str, str]:
    """Is er maar één keuze, dan staat zij al klaar."""
    return {code: keuzes[0][0] for code, keuzes in opties.items() if len(keuzes) == 1}


def voorstel(
    pagina: Zaakstand, code: str, opties: Mapping[str, Sequence[tuple[str, str]]], actor: Actor
) -> Formulierscherm:
    """Het formulier om een besluit voor te stellen."""
    soort, zaak = besluitsoorten()[code], pagina.zaak
    personen = meervoud(pagina.beeld.huishouden.aantal_personen, "persoon", "personen")
    mag = permissions.mag_besluit_voorstellen(actor, soort.rollen)
    return Formulierscherm(
        titel=f"{soort.titel} voorstellen",
        actie=url_for("besluiten.voorstellen", zaaknummer=zaak.zaaknummer, code=code),
        knop="Voorstellen",
        terug=url_for("zaak.toon", zaaknummer=zaak.zaaknummer),
        terug_tekst="Terug naar de zaak",
        onder=f"{pagina.beeld.huishouden.naam} · {personen} · {zaak.zaaknummer}",
        kop_fout="Het voorstel is nog niet gedaan",
        velden=invoervelden([*_extra(soort), *([_BEDRAG] if soort.bedrag else []), _VOORSTEL], opties, _enige(opties)),
        redenen=() if mag else (f"Alleen wie de rol {opsomming(soort.rollen)} heeft, kan dit besluit voorstellen.",),
        gevolgen=(
            "casus bepaalt in het mandaatregister wie het besluit mag nemen.",
            "Het voorstel komt bij die persoon op de lijst ‘Ter goedkeuring’.",
            "U kunt niet zelf beslissen over uw eigen voorstel.",
        ),
        feiten=[("Grondslag", soort.grondslag), *zaakfeiten(pagina.beeld, pagina.wf)],
    )


def _extra(soort: Besluitsoort) -> list[Veld]:
    return [besluitvelden()[code] for code in soort.velden]


def lees_voorstel(code: str, invoer: Mapping[str, Any], dag: date) -> dict[str, Any]:
    """De ingevulde velden van een voorstel, klaar voor de actie. Raises InvoerFout per veld."""
    soort = besluitsoorten()[code]
    codes = [*soort.velden, *([_BEDRAG.code] if soort.bedrag else []), _VOORSTEL.code]
    gegevens = lees(Velden({**besluitvelden(), _BEDRAG.code: _BEDRAG, _VOORSTEL.code: _VOORSTEL}), codes, invoer, dag)
    voorstel_, bedrag = gegevens.pop(_VOORSTEL.code), gegevens.pop(_BEDRAG.code, None)
    return {"voorstel": voorstel_, "bedrag_cent": bedrag, "gegevens": gegevens}


# Beslissen


def maak_scherm(session: CasusSessie, actor: Actor, wacht: Lijst, besluit_id: UUID | None) -> dict[str, Any]:
    """De lijst van wat wacht, met één voorstel open."""
    alle = [*wacht.mag, *wacht.mag_niet]
    gekozen = wacht.zoek(besluit_id) if besluit_id else (alle[0] if alle else None)
    scherm: dict[str, Any] = {"wacht": wacht, "alle": alle, "gekozen": gekozen}
    if gekozen is None:
        return scherm
    personen, aanbod = goedkeuring.gezin(session, gekozen.besluit.zaak)
    wie = goedkeuring.bevoegden(actor, wacht.register, gekozen.vraag) if gekozen.reden else []
    return scherm | {
        "soort": besluitsoorten().get(gekozen.besluit.soort),
        "drie": drie_regels(gekozen.besluit.zaak, personen, aanbod),
        "som": som(wacht.register, gekozen, actor),
        "trap": trap(wacht.register, gekozen.vraag, actor),
        "rij": _rij(wacht.register, gekozen.vraag, actor),
        "wie": wie,
        "nummer": alle.index(gekozen) + 1,
    }


def drie_regels(zaak: Zaak, personen: Sequence[Persoon], aanbod: Aanbod | None) -> list[str]:
    """Het huishouden in drie regels: wie, welke woning, en wat er nog komt."""
    dag, gezin = vandaag(), zaak.huishouden
    jaren = sorted((j for p in personen if (j := leeftijd(p.geboortedatum, dag)) is not None), reverse=True)
    kinderen = [str(j) for j in jaren if j < VOLWASSEN]
    wie = "Eén persoon" if gezin.aantal_personen == 1 else f"Huishouden van {gezin.aantal_personen}"
    met = f", {'kind' if len(kinderen) == 1 else 'kinderen'} van {opsomming(kinderen, 'en')} jaar" if kinderen else ""
    woning = "Er is nog geen woning."
    if aanbod is not None:
        woning = f"{aanbod.woning.adres}, {aanbod.woning.plaats}: {AANBODSTATUS[aanbod.status]}."
        woning += f" De sleutel komt op {dag_kort(aanbod.sleuteldatum, dag)}." if aanbod.sleuteldatum else ""
    nareis = meervoud(gezin.nareis_aantal, "persoon", "personen")
    straks = f"Nareis van {nareis} verwacht." if gezin.nareis_aantal else "Geen nareis verwacht."
    return [f"{wie}{met}.", woning, f"{straks} Gekoppeld op {dag_kort(zaak.koppeldatum, dag)}."]


def _rij(register: Register, vraag: Vraag, actor: Actor) -> Any:
    """De regel van het register waarop dit besluit van deze actor zou rusten, of anders de eerste geldige."""
    rijen = geldige_rijen(register, vraag)
    mijn = {functie.id for functie, _ in functies_op(register, actor.gemeente_id, actor.gebruiker_id, vraag.dag)}
    eigen = [rij for rij in rijen if rij.functie_id in mijn]
    return next(iter(eigen or rijen), None)


def som(register: Register, voorstel_: Voorstel, actor: Actor) -> Som | None:
    """De rekensom van bedrag en grens; None als er geen bedrag of geen grens is."""
    rij, vraag = _rij(register, voorstel_.vraag, actor), voorstel_.vraag
    if not vraag.bedrag_cent or rij is None or not rij.bedrag_tot_cent:
        return None
    return Som(vraag.eerder_cent, vraag.bedrag_cent, rij.bedrag_tot_cent - vraag.totaal_cent, rij.bedrag_tot_cent)


def trap(register: Register, vraag: Vraag, actor: Actor) -> list[Trede]:
    """De ladder: elke functie die dit besluit mag nemen, met haar grens; zonder grens geen college erboven."""
    mijn = {functie.id for functie, _ in functies_op(register, actor.gemeente_id, actor.gebruiker_id, vraag.dag)}
    treden: list[Trede] = []
    for rij in geldige_rijen(register, vraag):
        grens = ZONDER_GRENS if rij.bedrag_tot_cent is None else f"tot {euro(rij.bedrag_tot_cent)}"
        treden.append(Trede(rij.functie.titel, grens, rij.functie_id in mijn))
    if any(trede.grens == ZONDER_GRENS for trede in treden):
        return treden
    return [*treden, Trede("College van burgemeester en wethouders", "daarboven" if treden else "altijd", False)]
