"""Elke naam in een procesbestand die ergens anders moet bestaan, met de plek waar zij staat."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from casus.workflows.bronregels import Pad
from casus.workflows.definition import Overgangregel, Procesbestand, Taaksoort, Termijnregel, Veld


@dataclass(frozen=True, slots=True)
class Vondst:
    """Een fout op een plek in het bestand. `waarde` helpt de regel te vinden als die plek meer regels beslaat."""

    pad: Pad
    zin: str
    waarde: str | None = None


@dataclass(frozen=True, slots=True)
class Verwijzing:
    """Een naam die ergens anders moet bestaan."""

    pad: Pad
    soort: str
    naam: str


def verwijzingen(bestand: Procesbestand) -> Iterator[Verwijzing]:
    """Elke naam in het bestand die ergens anders moet bestaan, met de plek waar zij staat."""
    yield Verwijzing(("workflow", "begin"), "toestand", bestand.workflow.begin)
    if bestand.opschorten:
        yield from _namen(("opschorten",), rollen=("rol", bestand.opschorten.rollen))
        yield from _namen(("opschorten",), toestanden=("toestand", bestand.opschorten.toestanden))
    for code, anker in bestand.ankers.items():
        if anker.schatting:
            yield Verwijzing(("ankers", code, "schatting"), "anker", anker.schatting.vanaf)
    for code, toestand in bestand.toestanden.items():
        yield from _termijn(("toestanden", code, "norm"), toestand.norm)
    for nr, overgang in enumerate(bestand.overgangen):
        yield from _van_overgang(("overgangen", nr), overgang)
    for nr, taak in enumerate(bestand.taken):
        yield from _van_taak(("taken", nr), taak)
    for code, melding in bestand.meldingen.items():
        yield from _namen(
            ("meldingen", code),
            rollen=("rol", melding.rollen),
            toestanden=("toestand", melding.toestanden),
            voorwaarden=("voorwaarde", melding.voorwaarden),
            velden=("veld", melding.velden),
            gevolg=("gevolg", _optie(melding.gevolg)),
        )
    for code, veld in bestand.velden.items():
        yield from _van_veld(("velden", code), veld)


def _van_overgang(pad: Pad, overgang: Overgangregel) -> Iterator[Verwijzing]:
    yield from _namen(
        pad,
        van=("toestand", overgang.van),
        naar=("toestand", (overgang.naar,)),
        rollen=("rol", overgang.rollen),
        voorwaarden=("voorwaarde", overgang.voorwaarden),
        besluit=("besluit", _optie(overgang.besluit)),
        velden=("veld", overgang.velden),
        gevolg=("gevolg", _optie(overgang.gevolg)),
        zet_anker=("anker", _optie(overgang.zet_anker)),
        wist_ankers=("anker", overgang.wist_ankers),
    )


def _van_taak(pad: Pad, taak: Taaksoort) -> Iterator[Verwijzing]:
    yield from _namen(
        pad,
        rol=("rol", (taak.rol,)),
        besluit=("besluit", taak.besluit),
        besluit_mogelijk=("besluit", taak.besluit_mogelijk),
        wacht_op=("taak", taak.wacht_op),
        nodig_voor=("overgang", taak.nodig_voor),
        vervalt_in=("toestand", taak.vervalt_in),
        gevolg=("gevolg", _optie(taak.gevolg)),
    )
    if taak.sluit_door:
        yield from _namen((*pad, "sluit_door"), velden=("veld", taak.sluit_door.velden))
        yield from _namen((*pad, "sluit_door"), overgang=("overgang", _optie(taak.sluit_door.overgang)))
    yield from _termijn((*pad, "termijn"), taak.termijn)
    yield from _termijn((*pad, "streef"), taak.streef)
    yield from _termijn((*pad, "herhaal"), taak.herhaal.tot if taak.herhaal else None)
    for nr, aanvang in enumerate(taak.ontstaat):
        soort, code = aanvang.aanleiding
        soort = {"gereed": "taak", "klok": "anker"}.get(soort, soort)
        hier: Pad = (*pad, "ontstaat", nr)
        yield Verwijzing(hier, soort, code)
        yield from (Verwijzing(hier, "toestand", toestand) for toestand in aanvang.zolang)
        yield from (Verwijzing(hier, "veld", veld) for veld in aanvang.als)


def _van_veld(pad: Pad, veld: Veld) -> Iterator[Verwijzing]:
    yield from _namen(pad, rol=("rol", _optie(veld.rol)), anker=("anker", _optie(veld.anker)))
    yield from _namen(pad, alleen_als=("veld", tuple(veld.alleen_als)))


def _termijn(pad: Pad, regel: Termijnregel | None) -> Iterator[Verwijzing]:
    if regel is not None:
        yield from (Verwijzing(pad, "anker", code) for code in regel.vanaf)


def _namen(pad: Pad, **per_sleutel: tuple[str, tuple[str, ...]]) -> Iterator[Verwijzing]:
    for sleutel, (soort, namen) in per_sleutel.items():
        yield from (Verwijzing((*pad, sleutel), soort, naam) for naam in namen)


def _optie(naam: str | None) -> tuple[str, ...]:
    return (naam,) if naam is not None else ()
