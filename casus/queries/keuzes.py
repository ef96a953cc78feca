"""De keuzes bij de velden van een formulier; alleen wat de gevraagde velden nodig hebben wordt geladen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from uuid import UUID

from casus.actor import Actor
from casus.bedragen import euro
from casus.db import CasusSessie
from casus.models import Woning
from casus.queries.gebruikers import collegas, per_rol
from casus.queries.woningen import beschikbaar, corporaties
from casus.termijnen import dag_kort, dag_van, vandaag
from casus.vocab import meervoud
from casus.workflows.beeld import Beeld
from casus.workflows.definition import Veld

Keuzes = list[tuple[str, str]]


def woning_tekst(woning: Woning) -> str:
    """'Kastanjehof 14, Doetinchem · 3 slaapkamers · € 689,20 · vrij ma 7 dec · De Linde'."""
    slaapkamers = meervoud(woning.slaapkamers, "slaapkamer", "slaapkamers")
    dag = vandaag()
    vrij = f"vrij vanaf {dag_kort(woning.beschikbaar_van, dag)}" if woning.beschikbaar_van > dag else "is vrij"
    deel = f"{woning.adres}, {woning.plaats} · {slaapkamers} · {euro(woning.huur_cent)} · {vrij}"
    return f"{deel} · {woning.corporatie.naam}"


def _van_de_zaak(soort: str, beeld: Beeld) -> Keuzes:
    if soort == "persoon":
        return [(str(p.id), f"{p.voornamen} {p.achternaam}") for p in beeld.personen]
    dag = vandaag()
    return [
        (str(b.id), f"{b.titel}, besluit van {dag_kort(dag_van(b.besloten_op), dag)}")
        for b in beeld.besluiten
        if b.besloten_op is not None and b.bezwaar_tot is not None
    ]


def bij_voorstel(opties: Mapping[str, Keuzes], beeld: Beeld) -> Mapping[str, Keuzes]:
    """Bij een voorstel telt alleen de woning die voor dit huishouden is beoordeeld."""
    klaar = [taak for taak in beeld.taken if taak.gereed_op is not None and taak.gegevens.get("woning")]
    if "woning" not in opties or not klaar:
        return opties
    beoordeeld = max(klaar, key=lambda taak: str(taak.gereed_op)).gegevens["woning"]
    return {**opties, "woning": [keuze for keuze in opties["woning"] if keuze[0] == beoordeeld]}


def _aangewezen(beeld: Beeld | None, gekozen: str) -> set[UUID]:
    """De woningen die al zijn gekozen of beoordeeld; wat geen id is, telt niet."""
    waarden = {gekozen, *(str(taak.gegevens.get("woning", "")) for taak in (beeld.taken if beeld else ()))}
    uit = set()
    for waarde in waarden - {""}:
        with suppress(ValueError):
            uit.add(UUID(waarde))
    return uit


def te_kiezen(
    session: CasusSessie, actor: Actor, velden: Iterable[Veld], beeld: Beeld | None = None, gekozen: str = ""
) -> Sequence[Woning]:
    """De woningen voor een veld dat erom vraagt, met de corporatie; zonder zo'n veld geen, en dan ook geen vraag.

    `gekozen`: het id van een woning die al is aangewezen; die staat er altijd bij, net als wat al is beoordeeld.
    """
    if all(veld.soort != "woning" for veld in velden):
        return ()
    return beschikbaar(session, actor, _aangewezen(beeld, gekozen))


def keuzes(
    session: CasusSessie,
    actor: Actor,
    velden: Iterable[Veld],
    beeld: Beeld | None = None,
    woningen: Sequence[Woning] | None = None,
) -> Mapping[str, Keuzes]:
    """Per veldcode de keuzes (waarde, tekst) voor velden waarvan de keuzes uit de database komen.

    `woningen`: die van `te_kiezen`, als zij al zijn geladen.
    """
    velden = list(velden)
    soorten = {veld.soort for veld in velden}
    mensen = per_rol(collegas(session, actor)) if "gebruiker" in soorten else {}
    gedeeld: dict[str, Keuzes] = {}
    if "woning" in soorten:
        te_kies = te_kiezen(session, actor, velden, beeld) if woningen is None else woningen
        gedeeld["woning"] = [(str(w.id), woning_tekst(w)) for w in te_kies]
    if "corporatie" in soorten:
        gedeeld["corporatie"] = [(str(c.id), c.naam) for c in corporaties(session)]
    if beeld is not None:
        gedeeld |= {soort: _van_de_zaak(soort, beeld) for soort in ("persoon", "besluit")}
    return {
        veld.code: mensen.get(veld.rol or "", []) if veld.soort == "gebruiker" else gedeeld[veld.soort]
        for veld in velden
        if veld.soort == "gebruiker" or veld.soort in gedeeld
    }
