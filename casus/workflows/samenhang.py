"""Komt elke zaak ergens uit, en elke taak ooit af? Het proces als wegenkaart."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from casus.rules.zinnen import opsomming
from casus.rules.zinnen import zin as met_hoofdletter
from casus.workflows.bronregels import Pad
from casus.workflows.definition import Procesbestand, Taaksoort, Veld
from casus.workflows.verwijzingen import Vondst

Graaf = Mapping[str, Collection[str]]


def keur(bestand: Procesbestand) -> Iterator[Vondst]:
    """Onbereikbare en doodlopende toestanden, taken die op elkaar wachten en ankers zonder begin."""
    yield from _toestanden(bestand)
    yield from _wachtenden(bestand)
    yield from _nooit_ontstaan(bestand)
    yield from _ankers(bestand)
    yield from _antwoorden(bestand)


def bereikbaar(graaf: Graaf, begin: Collection[str]) -> set[str]:
    """Alles waar u vanuit `begin` kunt komen, met het begin zelf."""
    gezien, rand = set(begin), list(begin)
    while rand:
        for volgende in graaf.get(rand.pop(), ()):
            if volgende not in gezien:
                gezien.add(volgende)
                rand.append(volgende)
    return gezien


def _toestanden(bestand: Procesbestand) -> Iterator[Vondst]:
    heen: dict[str, set[str]] = {}
    terug: dict[str, set[str]] = {}
    for overgang in bestand.overgangen:
        for van in overgang.van:
            heen.setdefault(van, set()).add(overgang.naar)
            terug.setdefault(overgang.naar, set()).add(van)
    gezien = bereikbaar(heen, [bestand.workflow.begin])
    af = bereikbaar(terug, [code for code, t in bestand.toestanden.items() if t.eind])
    for code, toestand in bestand.toestanden.items():
        pad = ("toestanden", code)
        if code not in gezien:
            yield Vondst(pad, f"Geen zaak komt ooit in ‘{toestand.titel}’: geen overgang leidt erheen.")
        if toestand.eind and code in heen:
            zin = f"‘{toestand.titel}’ is een einde, maar er begint een overgang. Kies een van beide."
            yield Vondst((*pad, "eind"), zin)
        elif not toestand.eind and not heen.get(code, set()) - {code}:
            zin = f"‘{toestand.titel}’ loopt dood: geen overgang leidt eruit. Voeg er een toe, of zet eind = true."
            yield Vondst(pad, zin)
        elif code not in af:
            yield Vondst(pad, f"Vanuit ‘{toestand.titel}’ komt een zaak nooit aan een einde. Voeg een weg toe.")


def _wachtenden(bestand: Procesbestand) -> Iterator[Vondst]:
    """Taken en overgangen die in een kring op elkaar wachten."""
    wacht: dict[str, set[str]] = {}
    for taak in bestand.taken:
        wacht.setdefault(taak.code, set()).update(taak.wacht_op)
        if taak.sluit_door and taak.sluit_door.overgang and not (taak.sluit_door.velden or taak.sluit_door.lijst):
            wacht[taak.code].add(f">{taak.sluit_door.overgang}")
        for overgang in taak.nodig_voor:
            wacht.setdefault(f">{overgang}", set()).add(taak.code)
    gemeld: set[str] = set()
    for nr, taak in enumerate(bestand.taken):
        kring = _kring(wacht, taak.code)
        if kring and not gemeld & set(kring):
            gemeld.update(kring)
            yield Vondst(("taken", nr), f"{_opsomming(bestand, kring)} Haal een van de verwijzingen weg.")


def _kring(graaf: Graaf, begin: str) -> list[str]:
    """De knopen van een kring door `begin`, met begin voorop; leeg als er geen is."""
    vooruit = bereikbaar(graaf, list(graaf.get(begin, ())))
    if begin not in vooruit:
        return []
    terug = [knoop for knoop in graaf if knoop in vooruit and begin in bereikbaar(graaf, list(graaf.get(knoop, ())))]
    return [begin, *(knoop for knoop in terug if knoop != begin)]


def _opsomming(bestand: Procesbestand, kring: list[str]) -> str:
    titels = {t.code: f"de taak ‘{t.titel}’" for t in bestand.taken}
    titels |= {f">{o.code}": f"de stap ‘{o.titel}’" for o in bestand.overgangen}
    namen = [titels[knoop] for knoop in kring]
    if len(namen) == 1:
        return met_hoofdletter(f"{namen[0]} wacht op zichzelf en komt nooit af.")
    return met_hoofdletter(f"{opsomming(namen, 'en')} wachten op elkaar en komen nooit af.")


def _nooit_ontstaan(bestand: Procesbestand) -> Iterator[Vondst]:
    """Taken die alleen na elkaar ontstaan, en dus nooit."""
    kan: set[str] = set()
    groeit = True
    while groeit:
        nieuw = {t.code for t in bestand.taken if t.code not in kan and _kan_ontstaan(t, kan)}
        kan |= nieuw
        groeit = bool(nieuw)
    vast = [t for t in bestand.taken if t.code not in kan and t.ontstaat]
    for nr, taak in enumerate(bestand.taken):
        if taak is (vast[0] if vast else None):
            namen = ", ".join(f"‘{t.titel}’" for t in vast)
            zin = f"Deze taken ontstaan alleen na elkaar en dus nooit: {namen}. Geef er een een andere aanleiding."
            yield Vondst(("taken", nr, "ontstaat"), zin)


def _kan_ontstaan(taak: Taaksoort, kan: set[str]) -> bool:
    return any(aanvang.gereed is None or aanvang.gereed in kan for aanvang in taak.ontstaat)


def _ankers(bestand: Procesbestand) -> Iterator[Vondst]:
    schattingen = {code: {a.schatting.vanaf} for code, a in bestand.ankers.items() if a.schatting}
    gemeld: set[str] = set()
    for code, anker in bestand.ankers.items():
        if anker.bron in ("ankers", "kennisgeving", "pip") and anker.schatting is None:
            zin = f"Het anker ‘{code}’ kan nog onbekend zijn. Noem bij ‘schatting’ wanneer het naar verwachting komt."
            yield Vondst(("ankers", code), zin)
        kring = _kring(schattingen, code)
        if kring and not gemeld & set(kring):
            gemeld.update(kring)
            zin = f"De schattingen van {' en '.join(f'‘{k}’' for k in kring)} verwijzen naar elkaar. Laat er een los."
            yield Vondst(("ankers", code, "schatting"), zin)


def _antwoorden(bestand: Procesbestand) -> Iterator[Vondst]:
    """Bij `als` staat een antwoord dat bij die taak gegeven kan worden."""
    taken = {t.code: t for t in bestand.taken}
    for nr, taak in enumerate(bestand.taken):
        for plek, aanvang in enumerate(taak.ontstaat):
            for veld, antwoorden in aanvang.als.items():
                pad = ("taken", nr, "ontstaat", plek)
                if veld not in taken[aanvang.gereed or ""].velden:
                    zin = f"De taak ‘{aanvang.gereed}’ vraagt het veld ‘{veld}’ niet. Kies een ander."
                    yield Vondst(pad, zin, veld)
                yield from geen_antwoord(pad, bestand.velden[veld], antwoorden)


def geen_antwoord(pad: Pad, veld: Veld, antwoorden: Collection[str]) -> Iterator[Vondst]:
    """De antwoorden die bij dit veld niet gegeven kunnen worden."""
    mogelijk = list(veld.keuzes) or ["ja", "nee"]
    for antwoord in (a for a in antwoorden if a not in mogelijk):
        zin = f"‘{antwoord}’ is geen antwoord bij ‘{veld.code}’. Kies uit: {', '.join(mogelijk)}."
        yield Vondst(pad, zin, antwoord)
