"""De keuring van de samenhang: bestaat alles waar het proces naar verwijst, en komt elke zaak en elke taak ooit af."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches

from casus.rules.parameters import standaard
from casus.workflows import samenhang
from casus.workflows.bronregels import Pad
from casus.workflows.definition import Procesbestand, Veld
from casus.workflows.gevolgen import GEVOLG_MELDT, GEVOLGEN
from casus.workflows.guards import GUARDS
from casus.workflows.registers import (
    FEITEN,
    Besluitsoort,
    Besluitsoortenbestand,
    Rollenbestand,
    besluitsoorten,
    rollen,
)
from casus.workflows.verwijzingen import Verwijzing, Vondst, verwijzingen

_HEET: Mapping[str, str] = {
    "rol": "De rol",
    "toestand": "De toestand",
    "overgang": "De overgang",
    "taak": "De taak",
    "anker": "Het anker",
    "veld": "Het veld",
    "voorwaarde": "De voorwaarde",
    "gevolg": "Het gevolg",
    "besluit": "De soort besluit",
}


def keur_proces(bestand: Procesbestand, mandaatsoorten: Collection[str] | None = None) -> Iterator[Vondst]:
    """Alle fouten in de samenhang van een proces. Wie waar naartoe kan, heeft pas zin als elke naam bestaat."""
    kapot = list(_onbekend(bestand))
    yield from kapot
    dubbel = [*_dubbel("overgangen", bestand.overgangen), *_dubbel("taken", bestand.taken)]
    yield from dubbel
    yield from _zonder_rol(bestand)
    yield from _nooit_af(bestand)
    yield from _velden("velden", bestand.velden)
    if mandaatsoorten is not None:
        yield from _zonder_mandaat(bestand, mandaatsoorten)
    if not kapot and not dubbel:
        yield from samenhang.keur(bestand)


def keur_rollen(bestand: Rollenbestand) -> Iterator[Vondst]:
    """Fouten in het bestand met rollen."""
    yield from _dubbel("rollen", bestand.rollen)


def keur_besluitsoorten(bestand: Besluitsoortenbestand, mandaatsoorten: Collection[str] | None) -> Iterator[Vondst]:
    """Fouten in het bestand met soorten besluiten."""
    yield from _dubbel("besluitsoorten", bestand.besluitsoorten)
    yield from _velden("velden", bestand.velden)
    for nr, soort in enumerate(bestand.besluitsoorten):
        pad: Pad = ("besluitsoorten", nr)
        for rol in soort.rollen:
            yield from _bestaat(Verwijzing((*pad, "rollen"), "rol", rol), rollen())
        for veld in soort.velden:
            yield from _bestaat(Verwijzing((*pad, "velden"), "veld", veld), bestand.velden)
        yield from _adviezen(pad, soort)
        yield from _besluitsoort(pad, soort)
        if mandaatsoorten is not None and soort.code not in mandaatsoorten:
            yield _geen_mandaat((*pad, "code"), soort.code)


def _adviezen(pad: Pad, soort: Besluitsoort) -> Iterator[Vondst]:
    """Advies komt van een rol met taken, één keer, en nooit van wie het voorstelt."""
    gezien: set[str] = set()
    for advies in soort.advies:
        plek: Pad = (*pad, "advies")
        yield from _bestaat(Verwijzing(plek, "rol", advies.rol), rollen())
        if advies.rol in gezien:
            yield Vondst(plek, f"De rol ‘{advies.rol}’ adviseert al over ‘{soort.code}’. Noem haar één keer.")
        if advies.rol in soort.rollen:
            zin = f"De rol ‘{advies.rol}’ stelt ‘{soort.code}’ zelf voor. Vraag advies aan een andere rol."
            yield Vondst(plek, zin)
        gezien.add(advies.rol)


def _besluitsoort(pad: Pad, soort: Besluitsoort) -> Iterator[Vondst]:
    """Bezwaar, brief, bedrag en feiten horen bij elkaar."""
    if soort.bezwaar_open and soort.brief != "beschikking":
        zin = f'Tegen ‘{soort.code}’ staat bezwaar open: het is een beschikking. Zet brief = "beschikking".'
        yield Vondst((*pad, "bezwaar_open"), zin)
    if soort.bedrag == "contract" and "contract" not in soort.velden:
        zin = f"Het bedrag van ‘{soort.code}’ gaat over een contract. Zet het veld ‘contract’ bij ‘velden’."
        yield Vondst((*pad, "bedrag"), zin)
    if soort.budget and not soort.bedrag:
        yield Vondst((*pad, "budget"), f"‘{soort.code}’ heeft een budget, maar geen bedrag. Noem ‘bedrag’.")
    if soort.budget and soort.budget not in {p.sleutel for p in standaard()}:
        zin = f"De parameter ‘{soort.budget}’ bestaat niet. Voeg haar toe aan casus/rules/parameters.toml."
        yield Vondst((*pad, "budget"), zin, soort.budget)
    for feit in sorted(set(soort.feiten) - set(FEITEN)):
        zin = f"Het feit ‘{feit}’ bestaat niet. Kies uit: {', '.join(FEITEN)}."
        yield Vondst((*pad, "feiten"), zin, feit)


def _onbekend(bestand: Procesbestand) -> Iterator[Vondst]:
    bekend: Mapping[str, Collection[str]] = {
        "rol": rollen(),
        "toestand": bestand.toestanden,
        "overgang": [o.code for o in bestand.overgangen],
        "taak": [t.code for t in bestand.taken],
        "anker": bestand.ankers,
        "veld": bestand.velden,
        "voorwaarde": GUARDS,
        "gevolg": GEVOLGEN,
        "besluit": besluitsoorten(),
        "gebeurtenis": _gebeurtenissen(bestand),
    }
    for verwijzing in verwijzingen(bestand):
        yield from _bestaat(verwijzing, bekend[verwijzing.soort])


def _bestaat(verwijzing: Verwijzing, bekend: Collection[str]) -> Iterator[Vondst]:
    naam = verwijzing.naam
    if naam in bekend:
        return
    if verwijzing.soort == "gebeurtenis":
        zin = f"Niemand meldt de gebeurtenis ‘{naam}’. Maak er een melding voor, of noem een andere."
    else:
        zin = f"{_HEET[verwijzing.soort]} ‘{naam}’ bestaat niet."
    dichtbij = get_close_matches(naam, list(bekend), n=1, cutoff=0.6)
    if dichtbij:
        zin = f"{zin.split('. ')[0].rstrip('.')}. Bedoelt u ‘{dichtbij[0]}’?"
    elif verwijzing.soort != "gebeurtenis":
        zin = f"{zin} Kies een naam die wel bestaat, of voeg haar toe."
    yield Vondst(verwijzing.pad, zin, naam)


def _gebeurtenissen(bestand: Procesbestand) -> set[str]:
    gevolgen = {v.naam for v in verwijzingen(bestand) if v.soort == "gevolg"}
    gemeld = {m.gebeurtenis for m in bestand.meldingen.values()}
    return gemeld.union(*(GEVOLG_MELDT.get(gevolg, ()) for gevolg in gevolgen))


# --- wat op zichzelf al niet kan ---


def _dubbel(deel: str, rij: Collection[object]) -> Iterator[Vondst]:
    codes = [str(getattr(onderdeel, "code", "")) for onderdeel in rij]
    gezien: Counter[str] = Counter()
    for nr, code in enumerate(codes):
        if gezien[code]:
            yield Vondst((deel, nr, "code"), f"De code ‘{code}’ staat al eerder in ‘{deel}’. Kies een andere.")
        gezien[code] += 1


def _zonder_rol(bestand: Procesbestand) -> Iterator[Vondst]:
    for nr, overgang in enumerate(bestand.overgangen):
        if not overgang.rollen:
            zin = f"Niemand kan ‘{overgang.titel}’ zetten: er staat geen rol bij. Noem een rol bij ‘rollen’."
            yield Vondst(("overgangen", nr, "rollen"), zin)
    for code, melding in bestand.meldingen.items():
        if not melding.rollen:
            zin = f"Niemand kan ‘{melding.titel}’ melden: er staat geen rol bij. Noem een rol bij ‘rollen’."
            yield Vondst(("meldingen", code, "rollen"), zin)
    if bestand.opschorten and not bestand.opschorten.rollen:
        yield Vondst(("opschorten", "rollen"), "Niemand kan de klok stilzetten: noem een rol bij ‘rollen’.")


def _nooit_af(bestand: Procesbestand) -> Iterator[Vondst]:
    """Taken die niemand af kan maken."""
    for nr, taak in enumerate(bestand.taken):
        sluit = taak.sluit_door
        if sluit is None or not (sluit.velden or sluit.lijst or sluit.overgang):
            zin = f"Niemand kan ‘{taak.titel}’ afronden: noem bij ‘sluit_door’ velden, een lijst of een overgang."
            yield Vondst(("taken", nr, "sluit_door"), zin)
        rol = rollen().get(taak.rol)
        if rol is not None and not rol.taken:
            zin = f"Niemand kan ‘{taak.titel}’ afronden: bij de rol ‘{rol.code}’ liggen geen taken."
            yield Vondst(("taken", nr, "rol"), zin)
        if not taak.ontstaat:
            zin = f"‘{taak.titel}’ ontstaat nooit: noem bij ‘ontstaat’ een aanleiding."
            yield Vondst(("taken", nr, "ontstaat"), zin)


def _velden(deel: str, velden: Mapping[str, Veld]) -> Iterator[Vondst]:
    for code, veld in velden.items():
        pad: Pad = (deel, code)
        if (veld.soort == "keuze") != bool(veld.keuzes):
            wat = "mist zijn keuzes" if veld.soort == "keuze" else f"heeft keuzes, maar is een {veld.soort}"
            yield Vondst((*pad, "soort"), f"Het veld ‘{code}’ {wat}. Zet keuzes bij een veld van de soort keuze.")
        if veld.soort == "gebruiker" and veld.rol is None:
            yield Vondst((*pad, "soort"), f"Het veld ‘{code}’ vraagt een collega: noem bij ‘rol’ welke rol die heeft.")
        if veld.anker and veld.soort != "datum":
            yield Vondst((*pad, "anker"), f"Het veld ‘{code}’ zet een anker. Maak er een datum van.")
        for ander, antwoorden in veld.alleen_als.items():
            if ander in velden:
                yield from samenhang.geen_antwoord((*pad, "alleen_als"), velden[ander], antwoorden)


def _zonder_mandaat(bestand: Procesbestand, mandaatsoorten: Collection[str]) -> Iterator[Vondst]:
    for verwijzing in verwijzingen(bestand):
        if verwijzing.soort == "besluit" and verwijzing.naam not in mandaatsoorten:
            yield _geen_mandaat(verwijzing.pad, verwijzing.naam)


def _geen_mandaat(pad: Pad, soort: str) -> Vondst:
    zin = f"Niemand mag ‘{soort}’ besluiten: het mandaatregister heeft er geen regel voor. Voeg die toe."
    return Vondst(pad, zin, soort)
