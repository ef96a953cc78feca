"""De feiten naast een formulier: wat iemand moet kunnen nakijken zonder de pagina te verlaten."""

from __future__ import annotations

from casus.bedragen import euro
from casus.models import Aanbod
from casus.termijnen import dag_kort
from casus.vocab import AANBOD_LOOPT, AANBODSTATUS, WONINGSOORTEN, WOONBEPERKINGEN, meervoud
from casus.workflows.beeld import Beeld
from casus.workflows.definition import Workflow

Feiten = list[tuple[str, str]]


def zaakfeiten(beeld: Beeld, wf: Workflow) -> Feiten:
    """De zaak in het kort, met de woning als die er is."""
    zaak, dag = beeld.zaak, beeld.vandaag
    feiten = [
        ("Toestand", wf.toestanden[zaak.toestand].titel),
        ("Gekoppeld", dag_kort(zaak.koppeldatum, dag)),
        ("Vergunning", dag_kort(zaak.vergunningdatum, dag)),
        ("Woonbeperking", WOONBEPERKINGEN.get(beeld.huishouden.woonbeperking, beeld.huishouden.woonbeperking)),
    ]
    if beeld.huishouden.nareis_aantal:
        feiten.append(("Nareis", meervoud(beeld.huishouden.nareis_aantal, "persoon verwacht", "personen verwacht")))
    aanbod = beeld.aanbod
    return feiten + (aanbodfeiten(aanbod, beeld) if aanbod is not None and loopt(aanbod) else [])


def loopt(aanbod: Aanbod) -> bool:
    """Een geweigerd aanbod loopt tot het oordeel er is, en blijft staan als de weigering onterecht was."""
    if aanbod.status == "geweigerd":
        return aanbod.oordeel in (None, "onterecht")
    return aanbod.status in AANBOD_LOOPT


def aanbodfeiten(aanbod: Aanbod, beeld: Beeld) -> Feiten:
    """De aangeboden woning."""
    woning, dag = aanbod.woning, beeld.vandaag
    feiten = [
        ("Woning", f"{woning.adres}, {woning.plaats}"),
        ("Huur", f"{euro(woning.huur_cent)} per maand"),
        ("Soort", WONINGSOORTEN.get(woning.detailsoort, woning.detailsoort)),
        ("Aanbod", AANBODSTATUS[aanbod.status]),
    ]
    dagen = (
        ("Aangeboden", aanbod.aangeboden_op),
        ("Reactie", aanbod.reactie_op),
        ("Contract", aanbod.contractdatum),
        ("Sleutel", aanbod.sleuteldatum),
    )
    return feiten + [(wat, dag_kort(op, dag)) for wat, op in dagen if op is not None]
