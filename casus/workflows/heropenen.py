"""Mag een afgeronde taak weer open? Zuiver: wat het afronden naliet, en waarom het niet meer terug kan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from casus.actor import Actor
from casus.errors import CasusFout
from casus.models import Taak
from casus.rules import permissions
from casus.workflows.beeld import Beeld
from casus.workflows.definition import Taaksoort, Workflow
from casus.workflows.gevolgen import HEROPENBAAR

HEROPENTIJD: Final = timedelta(hours=24)
HERSTELTIJD: Final = timedelta(minutes=10)
"""Zo lang kan wie afrondde dat zonder reden ongedaan maken."""
_VAN_DE_TAAK: Final = ("behandelaar", "wacht_op", "wacht_tot")


@dataclass(frozen=True, slots=True)
class Gezet:
    """Eén waarde die het afronden veranderde: in welke tabel, bij welke rij, van wat naar wat (als tekst of getal)."""

    tabel: str
    id: str
    kolom: str
    was: Any
    werd: Any


@dataclass(frozen=True, slots=True)
class Nasleep:
    """Wat het afronden van een taak naliet, zoals het bij de gebeurtenis is bewaard.

    `behandelaar`, `wacht_op` en `wacht_tot` (een dag) zijn van de taak zelf, vóór het afronden. `taken` zijn de taken
    die eruit ontstonden, met wie haar meteen kreeg ('' is niemand).
    """

    behandelaar: str = ""
    wacht_op: str = ""
    wacht_tot: str = ""
    ankers: Mapping[str, tuple[str | None, str | None]] = field(default_factory=dict)
    gezet: tuple[Gezet, ...] = ()
    taken: Mapping[str, str] = field(default_factory=dict)

    def als_json(self) -> dict[str, Any]:
        """Voor de gegevens van de gebeurtenis; alleen wat er is."""
        rijen = [[g.tabel, g.id, g.kolom, g.was, g.werd] for g in self.gezet]
        alles: dict[str, Any] = {naam: getattr(self, naam) for naam in _VAN_DE_TAAK}
        alles |= {"ankers": dict(self.ankers), "gezet": rijen, "taken": self.taken}
        return {naam: waarde for naam, waarde in alles.items() if waarde}

    @classmethod
    def uit_json(cls, bron: Mapping[str, Any]) -> Nasleep:
        """Terug uit de gegevens van de gebeurtenis."""
        ankers = {code: (was, werd) for code, (was, werd) in bron.get("ankers", {}).items()}
        gezet = tuple(Gezet(*rij) for rij in bron.get("gezet", ()))
        van_de_taak = {naam: bron.get(naam, "") for naam in _VAN_DE_TAAK}
        return cls(**van_de_taak, ankers=ankers, gezet=gezet, taken=bron.get("taken", {}))


def heropenbaar(soort: Taaksoort | None) -> bool:
    """Of een taak van deze soort (None: een eigen taak) ooit heropend kan worden."""
    if soort is None:
        return True
    vanzelf = soort.sluit_door is not None and soort.sluit_door.overgang is not None
    return not vanzelf and (soort.gevolg is None or soort.gevolg in HEROPENBAAR)


def ongedaan_redenen(
    wf: Workflow, taak: Taak, beeld: Beeld, nasleep: Nasleep | None, actor: Actor, moment: datetime
) -> tuple[str, ...]:
    """Waarom het afronden niet ongedaan gemaakt kan worden; leeg als het kan."""
    redenen = list(_recht(permissions.check_taak_ongedaan, actor, taak))
    if taak.gereed_op is not None and moment - taak.gereed_op > HERSTELTIJD:
        redenen.append("Ongedaan maken kan tot 10 minuten na het afronden. Heropen de taak met een reden.")
    return (*redenen, *_inhoudelijk(wf, taak, beeld, nasleep))


def heropen_redenen(
    wf: Workflow, taak: Taak, beeld: Beeld, nasleep: Nasleep | None, actor: Actor, moment: datetime
) -> tuple[str, ...]:
    """Waarom deze afgeronde taak niet weer open kan; leeg als het kan. `moment` is nu."""
    redenen = list(_recht(permissions.check_taak_heropenen, actor, taak))
    if taak.gereed_op is not None and moment - taak.gereed_op > HEROPENTIJD:
        redenen.append("Heropenen kan tot 24 uur na het afronden. Voeg een eigen taak toe als er nog iets moet.")
    return (*redenen, *_inhoudelijk(wf, taak, beeld, nasleep))


def _recht(controle: Any, actor: Actor, taak: Taak) -> Iterator[str]:
    try:
        controle(actor, taak)
    except CasusFout as weigering:
        yield weigering.zin


def _inhoudelijk(wf: Workflow, taak: Taak, beeld: Beeld, nasleep: Nasleep | None) -> Iterator[str]:
    soort = wf.taken.get(taak.soort or "")
    if soort is not None and not heropenbaar(soort):
        yield _waarom_nooit(wf, soort)
    elif nasleep is None:
        yield "Van deze taak is niet bewaard wat het afronden veranderde. Voeg een eigen taak toe."
    else:
        yield from _door_toestand(wf, taak, soort, beeld)
        if soort is not None:
            yield from _door_besluit(wf, taak, soort, beeld)
            yield from _door_latere_taak(wf, taak, soort, beeld, nasleep)
        yield from _door_vervolg(beeld, nasleep)


def _waarom_nooit(wf: Workflow, soort: Taaksoort) -> str:
    if soort.sluit_door is not None and soort.sluit_door.overgang is not None:
        return f"Deze taak is afgerond door de stap ‘{wf.overgangen[soort.sluit_door.overgang].titel}’."
    return "Wat u bij deze taak vastlegde, werkte meteen door in de zaak. Dat kan niet meer terug."


def _door_toestand(wf: Workflow, taak: Taak, soort: Taaksoort | None, beeld: Beeld) -> Iterator[str]:
    toestand = wf.toestanden[beeld.zaak.toestand]
    einde = toestand.eind and not (toestand.taken_lopen_door or (soort is not None and soort.blijft_na_einde))
    verder = taak.gereed_op is not None and beeld.zaak.toestand_sinds >= taak.gereed_op
    if einde or (soort is not None and toestand.code in soort.vervalt_in):
        yield f"De zaak staat op ‘{toestand.titel}’. Daar hoort deze taak niet meer bij."
    elif verder and soort is not None and soort.nodig_voor:
        yield f"De zaak ging daarna verder en staat nu op ‘{toestand.titel}’. Voor die stap was deze taak nodig."


def _door_besluit(wf: Workflow, taak: Taak, soort: Taaksoort, beeld: Beeld) -> Iterator[str]:
    """Een besluit dat na deze taak is voorgesteld, voor een stap waarvoor zij nodig was, rust op wat zij vastlegde."""
    soorten = {wf.overgangen[code].besluit for code in soort.nodig_voor} - {None}
    for besluit in beeld.besluiten:
        na = taak.gereed_op is not None and besluit.voorgesteld_op >= taak.gereed_op
        if na and besluit.soort in soorten and besluit.status in ("voorgesteld", "toegekend"):
            yield f"Het besluit ‘{besluit.titel}’ rust op deze taak. Trek eerst het voorstel in."
            return


def _door_latere_taak(wf: Workflow, taak: Taak, soort: Taaksoort, beeld: Beeld, nasleep: Nasleep) -> Iterator[str]:
    for ander in beeld.taken:
        latere = wf.taken.get(ander.soort or "")
        wachtte = latere is not None and soort.code in latere.wacht_op
        if wachtte and ander.gereed_op and taak.gereed_op and ander.gereed_op >= taak.gereed_op:
            yield f"De taak ‘{ander.titel}’ wachtte hierop en is al afgerond."
            return
        zelfde = ander.soort == taak.soort and ander.persoon_id == taak.persoon_id and ander.status == "open"
        if zelfde and soort.opnieuw != "altijd" and str(ander.id) not in nasleep.taken:
            yield f"Er staat al een nieuwe taak ‘{ander.titel}’ open."
            return


def _door_vervolg(beeld: Beeld, nasleep: Nasleep) -> Iterator[str]:
    for ander in beeld.taken:
        if str(ander.id) not in nasleep.taken:
            continue
        if ander.status == "gereed":
            yield f"De taak ‘{ander.titel}’, die hieruit volgde, is al afgerond."
        elif ander.status == "open" and begonnen(ander, nasleep.taken[str(ander.id)]):
            yield f"Aan de taak ‘{ander.titel}’, die hieruit volgde, is al begonnen."


def begonnen(taak: Taak, kreeg_meteen: str) -> bool:
    """Of iemand aan deze open taak iets heeft gedaan sinds zij ontstond. `kreeg_meteen`: wie haar toen kreeg."""
    nu_van = str(taak.behandelaar_id or "")
    return nu_van != kreeg_meteen or bool(taak.gepland_op or taak.wacht_tot or taak.verlengd_met)
