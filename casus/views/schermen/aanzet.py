"""Nu aan zet: wie er aan de beurt is, welke stappen kunnen en waarom andere nog niet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from casus.actor import Actor
from casus.models import Taak
from casus.queries.zaakpagina import Zaakpagina
from casus.rules import permissions
from casus.termijnen import dag_kort
from casus.vocab import meervoud
from casus.workflows import engine
from casus.workflows.besluiten import taakbesluit_reden
from casus.workflows.definition import Melding, Overgang

WEL_KIJKEN_DAGEN = 90
"""Zoveel dagen voor het einde van de vergunning staat er een waarschuwing."""


@dataclass(frozen=True, slots=True)
class Stapknop:
    """Een overgang als knop; met redenen gestippeld. `direct`: zonder formulier te zetten."""

    overgang: Overgang
    redenen: tuple[str, ...]

    @property
    def direct(self) -> bool:
        """Of de knop meteen verstuurt; een einde vraagt altijd een eigen pagina."""
        return not self.overgang.velden and self.overgang.soort != "einde"


@dataclass(frozen=True, slots=True)
class Taakregel:
    """Een taak met wat deze actor ermee kan. `status`: waarop zij wacht of wat haar tegenhoudt, met het pictogram."""

    taak: Taak
    mag_pakken: bool
    mag_afronden: bool
    van_mij: bool
    wacht: str
    voor_te_stellen: bool = False
    status: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Waarschuwing:
    """Een melding boven de zaak."""

    soort: Literal["te-laat", "vandaag", "wacht", "slot"]
    kop: str
    tekst: str


@dataclass(frozen=True, slots=True)
class AanZet:
    """Wat er nu kan.

    `volgende` is de eerste open taak waar deze actor iets aan kan doen (afronden, of het besluit voorstellen dat zij
    nodig heeft), anders de eerste van wie dan ook. `wacht`: waar de zaak op wacht als geen taak verder kan.
    """

    volgende: Taakregel | None
    wacht: str
    kan: Sequence[Stapknop]
    kan_niet: Sequence[Stapknop]
    meldingen: Sequence[Melding]
    meldingen_niet: Sequence[tuple[Melding, tuple[str, ...]]]
    stilzetten: tuple[str, ...] | None
    hervatten: tuple[str, ...] | None


def maak_aanzet(pagina: Zaakpagina, actor: Actor, taken: Sequence[Taakregel]) -> AanZet:
    """Alles wat deze actor nu met de zaak kan doen."""
    wf, beeld = pagina.wf, pagina.beeld
    knoppen = [Stapknop(m.overgang, m.redenen) for m in engine.mogelijkheden(wf, beeld, actor)]
    verder = [taak for taak in taken if taak.voor_te_stellen or not (taak.wacht or taak.status)]
    meldingen = [(m, engine.melding_redenen(wf, beeld, m.code, actor)) for m in wf.meldingen.values()]
    eigen = (taak for taak in verder if taak.van_mij or taak.mag_pakken)
    return AanZet(
        volgende=next(eigen, next(iter(verder), None)),
        wacht=next((taak.wacht or _zin(taak.status) for taak in taken if taak.wacht or taak.status), ""),
        kan=[knop for knop in knoppen if not knop.redenen],
        kan_niet=[knop for knop in knoppen if knop.redenen],
        meldingen=[melding for melding, redenen in meldingen if not redenen],
        meldingen_niet=[(melding, redenen) for melding, redenen in meldingen if redenen],
        stilzetten=_als(beeld.zaak.opgeschort_sinds is None, lambda: engine.opschort_redenen(wf, beeld, actor)),
        hervatten=_als(beeld.zaak.opgeschort_sinds is not None, lambda: engine.hervat_redenen(wf, beeld, actor)),
    )


def _als(geldt: bool, redenen: Callable[[], tuple[str, ...]]) -> tuple[str, ...] | None:
    return redenen() if geldt else None


def _zin(status: tuple[str, str] | None) -> str:
    """Waarop een taak wacht, als hele zin."""
    return f"De zaak {status[1]}." if status and status[0] == "wacht" else status[1] if status else ""


def taakstatus(taak: Taak, dag: date) -> tuple[str, str] | None:
    """Pictogram en woorden van een taak die nu niet aan de beurt is; None als zij dat wel is."""
    if taak.wacht_tot is not None and taak.wacht_tot > dag:
        return "wacht", f"wacht op {taak.wacht_op} tot {dag_kort(taak.wacht_tot, dag)}"
    return (taak.blokkade_soort, taak.blokkade) if taak.blokkade_soort else None


def taakregels(pagina: Zaakpagina, actor: Actor) -> list[Taakregel]:
    """De open taken van de zaak, op uiterste dag."""
    open_taken = [taak for taak in pagina.beeld.taken if taak.status == "open"]
    return [_taakregel(pagina, actor, taak) for taak in open_taken]


def _taakregel(pagina: Zaakpagina, actor: Actor, taak: Taak) -> Taakregel:
    bevoegd = permissions.mag_taak_afronden(actor, taak)
    redenen = engine.taak_redenen(pagina.wf, taak, pagina.beeld, actor) if bevoegd else ()
    return Taakregel(
        taak,
        mag_pakken=permissions.mag_taak_pakken(actor, taak),
        mag_afronden=bevoegd and not redenen,
        van_mij=taak.behandelaar_id == actor.gebruiker_id,
        wacht=redenen[0] if redenen else "",
        voor_te_stellen=bevoegd and _voor_te_stellen(pagina, taak, redenen, actor),
        status=taakstatus(taak, pagina.beeld.vandaag),
    )


def _voor_te_stellen(pagina: Zaakpagina, taak: Taak, redenen: Sequence[str], actor: Actor) -> bool:
    """Of de taak, of de stap die haar afrondt, alleen wacht op een besluit dat nog niemand heeft voorgesteld."""
    soort = pagina.wf.taken.get(taak.soort or "")
    reden = taakbesluit_reden(soort, taak, pagina.beeld) if soort else None
    if soort is None or reden is None or not redenen or redenen[0] != reden:
        return False
    stap = soort.sluit_door.overgang if soort.sluit_door else None
    if stap and len(engine.redenen(pagina.wf, pagina.beeld, stap, actor)) > 1:
        return False
    return not any(b.soort in soort.besluit and b.status == "voorgesteld" for b in pagina.beeld.besluiten)


def waarschuwingen(pagina: Zaakpagina) -> list[Waarschuwing]:
    """Wat iemand moet weten voordat hij verdergaat: stilstand, nareis, een vergunning die afloopt."""
    zaak, huishouden, dag = pagina.zaak, pagina.beeld.huishouden, pagina.beeld.vandaag
    uit = []
    if zaak.gesloten_op is not None:
        uit.append(Waarschuwing("slot", "De zaak is gesloten.", f"Reden: {(zaak.sluitreden or '').replace('_', ' ')}."))
    for stil in pagina.beeld.opschortingen:
        if stil.tot is None:
            tekst = f"{stil.reden.rstrip(' .')}. Kijk opnieuw op {dag_kort(stil.herzien_op, dag)}."
            uit.append(Waarschuwing("wacht", f"De klok staat stil sinds {dag_kort(stil.van, dag)}:", tekst))
    if huishouden.nareis_aantal:
        wanneer = f", {dag_kort(huishouden.nareis_verwacht_op, dag)}" if huishouden.nareis_verwacht_op else ""
        tekst = f"{meervoud(huishouden.nareis_aantal, 'persoon', 'personen')}{wanneer}. Let op het aantal slaapkamers."
        uit.append(Waarschuwing("vandaag", "Nareis verwacht:", tekst))
    uit += _vergunning(pagina)
    return uit


def _vergunning(pagina: Zaakpagina) -> list[Waarschuwing]:
    geldig_tot, dag = pagina.zaak.vergunning_geldig_tot, pagina.beeld.vandaag
    if geldig_tot is None or (geldig_tot - dag).days > WEL_KIJKEN_DAGEN or pagina.zaak.gesloten_op is not None:
        return []
    if geldig_tot < dag:
        tekst = f"sinds {dag_kort(geldig_tot, dag)}. Vraag of er een nieuwe is aangevraagd."
        return [Waarschuwing("te-laat", "De vergunning is verlopen", tekst)]
    tekst = f"op {dag_kort(geldig_tot, dag)}. Vraag of de verlenging is aangevraagd."
    return [Waarschuwing("vandaag", "De vergunning loopt af", tekst)]
