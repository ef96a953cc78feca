"""Het mandaatregister op het scherm: regels op een dag, één regel met zijn versies, en wat er veranderde."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from casus.bedragen import euro
from casus.models import Mandaat, Registerbesluit
from casus.queries.mandaatregister import Mandaatregister
from casus.rules import registerwoorden
from casus.rules.registerkeuring import Bevinding
from casus.rules.registerrij import BEDRAGEN, VELDEN, Registerrij, Woorden
from casus.rules.registerrijen import Stand, loopt
from casus.rules.registerverschil import Verschil, nummervolgorde, op_dag, verschil
from casus.rules.registerwijziging import als_rij
from casus.rules.zinnen import dag_tekst, opsomming, zin

WAT = {
    "nieuw": ("gereed", "nieuw"),
    "gewijzigd": ("week", "gewijzigd"),
    "vervallen": ("slot", "vervallen"),
}


@dataclass(frozen=True, slots=True)
class Regel:
    """Eén regel van het register zoals hij in de tabel staat. `status` is soort en woord, leeg als hij gewoon geldt."""

    nr: str
    bevoegdheid: str
    grondslag: str
    functie: str
    houders: str
    grenzen: Sequence[str]
    voorwaarden: Sequence[str]
    kenmerken: Sequence[str]
    geldig: str
    status: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Registerscherm:
    """De hoofdpagina van het register op een dag."""

    dag: date
    versie: int
    regels: Sequence[Regel]
    komend: Sequence[Regel]
    bevindingen: Sequence[Bevinding]
    besluiten: Sequence[Registerbesluit]

    @property
    def fouten(self) -> int:
        """Hoeveel bevindingen iets tegenhouden."""
        return sum(een.ernst == "fout" for een in self.bevindingen)


def registerscherm(staat: Mandaatregister, dag: date, *, beheer: bool) -> Registerscherm:
    """Het register op een dag; wie het beheert, ziet ook wat er niet klopt."""
    geldig = op_dag(staat.register.rijen, staat.gemeente_id, dag)
    later = [rij for rij in staat.laatste() if rij.geldig_van > dag and rij.ingetrokken_per is None]
    return Registerscherm(
        dag,
        staat.versie,
        [regel(staat, rij, dag) for rij in sorted(geldig.values(), key=lambda rij: nummervolgorde(rij.nr))],
        [regel(staat, rij, dag) for rij in later],
        staat.bevindingen(dag) if beheer else (),
        staat.besluiten,
    )


def regel(staat: Mandaatregister, rij: Mandaat, dag: date) -> Regel:
    """Eén regel in woorden."""
    return Regel(
        nr=rij.nr,
        bevoegdheid=staat.woorden.bevoegdheden.get(rij.bevoegdheid, rij.bevoegdheid),
        grondslag=rij.grondslag,
        functie=rij.functie.titel,
        houders=_houders(staat, rij.functie_id, dag),
        grenzen=registerwoorden.grenzen(rij),
        voorwaarden=registerwoorden.voorwaarden(rij),
        kenmerken=_kenmerken(rij, staat.woorden),
        geldig=registerwoorden.geldig(rij),
        status=_status(staat, rij, dag),
    )


def _houders(staat: Mandaatregister, functie_id: UUID, dag: date) -> str:
    namen = [
        rij.gebruiker.naam
        for rij in staat.register.functiehouders
        if rij.functie_id == functie_id and rij.van <= dag and (rij.tot is None or dag <= rij.tot)
    ]
    return opsomming(sorted(namen), "en") or "niemand"


def _kenmerken(rij: Mandaat, woorden: Woorden) -> list[str]:
    uit = [] if rij.soort == "mandaat" else [rij.soort]
    if rij.bestuursorgaan != "college":
        uit.append(f"namens {registerwoorden.orgaan(rij)}")
    if rij.vier_ogen:
        uit.append("vier ogen")
    return [*uit, onder] if (onder := registerwoorden.ondermandaat(rij, woorden)) else uit


def _status(staat: Mandaatregister, rij: Mandaat, dag: date) -> tuple[str, str]:
    if rij.ingetrokken_per is not None:
        return "slot", f"ingetrokken per {dag_tekst(rij.ingetrokken_per)}"
    if rij.geldig_van > dag:
        return "later", f"begint {dag_tekst(rij.geldig_van)}"
    if not loopt(rij, dag):
        return "slot", "voorbij"
    return ("slot", "telt niet") if Stand(staat.register, staat.gemeente_id, dag).gebrek(rij) else ("", "")


@dataclass(frozen=True, slots=True)
class Versie:
    """Eén versie van een regel, met het besluit waarmee zij kwam en de kolommen die toen veranderden."""

    nummer: int
    regel: Regel
    feiten: Sequence[tuple[str, str]]
    besluit: Registerbesluit | None
    besluit_tekst: str
    veranderd: Sequence[tuple[str, str, str]]


def versies(staat: Mandaatregister, nr: str, dag: date) -> list[Versie]:
    """Elke versie van een regel, de laatste eerst. Raises NietGevonden."""
    rijen = staat.versies(nr)
    vorige: list[Mandaat | None] = [*rijen[1:], None]
    return [_versie(staat, rij, eerder, dag) for rij, eerder in zip(rijen, vorige, strict=True)]


def _versie(staat: Mandaatregister, rij: Mandaat, eerder: Mandaat | None, dag: date) -> Versie:
    veranderd = veranderingen(als_rij(eerder), als_rij(rij), staat.woorden) if eerder else ()
    besluit = staat.besluit_bij(rij)
    een, feiten = regel(staat, rij, dag), _feiten(staat, rij, dag)
    return Versie(rij.versie, een, feiten, besluit, registerwoorden.besluit(rij), veranderd)


def _feiten(staat: Mandaatregister, rij: Mandaat, dag: date) -> list[tuple[str, str]]:
    een = regel(staat, rij, dag)
    alle = [
        ("Wettelijke grondslag", rij.grondslag),
        ("Bestuursorgaan", zin(registerwoorden.orgaan(rij))),
        ("Soort", zin(rij.soort)),
        ("Functie", f"{rij.functie.titel} (nu: {een.houders})"),
        ("Bedrag", zin(opsomming(een.grenzen, "en"))),
        ("Voorwaarden", " ".join(een.voorwaarden) or "Geen"),
        ("Vier ogen", "Ja: wie de zaak behandelt, beslist niet" if rij.vier_ogen else "Nee"),
        ("Ondermandaat", zin(registerwoorden.ondermandaat(rij, staat.woorden)) or "Nee"),
        ("Instemming", rij.instemming),
        ("Geldig", zin(een.geldig)),
    ]
    return [(naam, waarde) for naam, waarde in alle if waarde]


def veranderingen(oud: Registerrij, nieuw: Registerrij, woorden: Woorden) -> list[tuple[str, str, str]]:
    """De kolommen die verschillen, met wat er stond en wat er komt te staan."""
    return [
        (VELDEN[veld], toon(oud, veld, woorden), toon(nieuw, veld, woorden))
        for veld in VELDEN
        if oud.waarde(veld) != nieuw.waarde(veld)
    ]


def toon(rij: Registerrij, veld: str, woorden: Woorden) -> str:
    """Eén kolom voor een lezer: dagen voluit, bedragen met een euroteken."""
    waarde = rij.waarde(veld)
    if veld in BEDRAGEN:
        return "geen grens" if waarde is None else euro(waarde)
    if isinstance(waarde, date):
        return dag_tekst(waarde)
    return str(woorden.toon(rij, veld) or "leeg")


@dataclass(frozen=True, slots=True)
class Verandering:
    """Eén regel die tussen twee dagen anders werd."""

    nr: str
    status: tuple[str, str]
    bevoegdheid: str
    functie: str
    besluit: str
    velden: Sequence[tuple[str, str, str]]


def verschilscherm(staat: Mandaatregister, van: date, tot: date) -> list[Verandering]:
    """Wat er op dag `tot` anders geldt dan op dag `van`."""
    anders = verschil(staat.register.rijen, staat.gemeente_id, van, tot)
    namen = {besluit.id: besluit for besluit in staat.besluiten}
    return [_verandering(een, staat.woorden, namen) for een in anders]


def _verandering(een: Verschil, woorden: Woorden, besluiten: Mapping[UUID, Registerbesluit]) -> Verandering:
    velden: Sequence[tuple[str, str, str]] = ()
    if een.oud and een.nieuw:
        velden = veranderingen(als_rij(een.oud), als_rij(een.nieuw), woorden)
    door = besluiten.get(een.rij.ingetrokken_bij_id) if een.wat == "vervallen" and een.rij.ingetrokken_bij_id else None
    tekst = f"Besluit {door.besluitnummer}" if door else ""
    if een.wat != "vervallen":
        tekst = registerwoorden.besluit(een.rij)
    elif not door and een.rij.geldig_tot:
        tekst = f"Gold tot en met {dag_tekst(een.rij.geldig_tot)}"
    bevoegdheid = woorden.bevoegdheden.get(een.rij.bevoegdheid, een.rij.bevoegdheid)
    return Verandering(een.nr, WAT[een.wat], bevoegdheid, een.rij.functie.titel, tekst, velden)
