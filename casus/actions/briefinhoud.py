"""De inhoud van een brief: velden, feiten, slotformule en clausules uit het besluit zoals het is genomen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from casus.actions.dossiers import huisstijl
from casus.bedragen import euro
from casus.brieven.blokken import Blok, alineas
from casus.brieven.onderdelen import Ondertekening, beroepsclausule, bezwaarclausule, slotformule
from casus.brieven.soorten import BEZWAARBRIEVEN, briefsoorten
from casus.brieven.taal import vul
from casus.models import Besluit, Bezwaar, Brief, Persoon, Woning, Zaak
from casus.pdf.brief import BriefGegevens
from casus.pdf.huisstijl import Huisstijl
from casus.pdf.opmaak import aantal, datum
from casus.queries.brieven import Briefbron
from casus.rules.mandaten import BESTUURSORGANEN
from casus.rules.zinnen import met_lidwoord, midden_in_zin, zin
from casus.termijnen import bezwaartermijn, dag_van, leeftijd
from casus.vocab import BEZWAARSTATUS
from casus.workflows.registers import besluitsoorten, besluitvelden

VOLWASSEN = 18
GEEN_TAAL = "Ja, taal nog niet bekend"
_VORMEN = {"lening": "lening", "gift": "gift", "deels_lening": "beide"}
_LABELS = {
    "vorm": "Vorm",
    "vanaf": "Vanaf",
    "verblijf_tot": "Tot en met",
    "maatregel": "Maatregel",
    "woonvorm": "Woonvorm",
    "regel": "Afgeweken van",
    "andere_gemeente": "Andere gemeente",
    "bijeenkomst_op": "Bijeenkomst op",
}
"""Welke velden van een voorstel als feit in de brief staan, en hoe zij daar heten."""


@dataclass(frozen=True, slots=True)
class Afzender:
    """Wie de brief laat maken."""

    id: UUID
    naam: str


def stel_samen(
    brief: Brief, sjabloon: str, zaak: Zaak, besluit: Besluit, bezwaar: Bezwaar | None, bron: Briefbron, door: Afzender
) -> tuple[BriefGegevens, Huisstijl]:
    """Alles wat de brief zegt, met het briefhoofd van de gemeente. Raises SjabloonFout, ValidationError."""
    stijl, dag = huisstijl(bron.gemeente), dag_van(brief.gemaakt_op)
    alle = {
        **_van_voorstel(besluit),
        **_basis(brief, zaak, bron, dag, stijl),
        **_besluit(besluit, bron, dag),
        **_bezwaar(bezwaar, besluit, bron),
        **_eerder(bron.eerder),
        "titel": _titel(brief, besluit),
    }
    onderdelen = {
        "feiten": [Blok("feiten", feiten=tuple(_feiten(zaak, besluit, bron, dag)))],
        "slotformule": slotformule(_ondertekening(brief, besluit, bron, door)),
        "bezwaarclausule": bezwaarclausule(alle["bezwaar_tot"], _postadres(bron, stijl, besluit)),
        "beroepsclausule": beroepsclausule(alle["beroep_tot"]),
    }
    velden = {naam: alle.get(naam, "") for naam in briefsoorten()[brief.soort].velden}
    hoofd = {**_hoofd(brief, zaak, bron, dag, stijl), "gemaakt_door": door.naam}
    inhoud = [blok.als_json() for blok in vul(sjabloon, velden, onderdelen)]
    schoon = {naam: "\n".join(alineas(waarde)) for naam, waarde in velden.items()}
    return BriefGegevens.model_validate({**hoofd, "inhoud": inhoud, "velden": schoon}), stijl


def _hoofd(brief: Brief, zaak: Zaak, bron: Briefbron, dag: date, stijl: Huisstijl) -> dict[str, Any]:
    """Wat om de tekst heen staat: aan wie, wanneer, en wie te bellen is."""
    return {
        "soort": briefsoorten()[brief.soort].titel,
        "kenmerk": brief.nummer,
        "zaaknummer": zaak.zaaknummer,
        "gemeente": bron.gemeente.naam,
        "datum": dag,
        "aan": _aan(brief, zaak, bron),
        "contact": {naam: waarde or None for naam, waarde in _contact(bron, stijl).items()},
        "tolk": _tolk(bron) or None,
        "gemaakt_op": brief.gemaakt_op,
    }


def _basis(brief: Brief, zaak: Zaak, bron: Briefbron, dag: date, stijl: Huisstijl) -> dict[str, str]:
    contact = _contact(bron, stijl)
    return {
        "gemeente": bron.gemeente.naam,
        "naam": _naam(bron),
        "kenmerk": brief.nummer,
        "zaaknummer": zaak.zaaknummer,
        "datum": datum(dag),
        "personen": _personen(bron, dag),
        "tolk": _tolk(bron) if bron.huishouden.taal else "",
        "contact_naam": contact["naam"],
        "contact_functie": contact["functie"],
        "contact_telefoon": contact["telefoon"],
    }


def _besluit(besluit: Besluit, bron: Briefbron, dag: date) -> dict[str, str]:
    soort, woning = besluitsoorten().get(besluit.soort), bron.woning
    orgaan = (besluit.mandaat_kopie or {}).get("bestuursorgaan", "college")
    return {
        "bestuursorgaan": midden_in_zin(BESTUURSORGANEN.get(orgaan, orgaan)),
        "grondslag": soort.grondslag if soort else "",
        "motivering": besluit.motivering,
        "bedrag": "" if besluit.bedrag_cent is None else euro(besluit.bedrag_cent),
        "woning": _adres(woning) if woning else "",
        "huur": euro(woning.huur_cent) if woning else "",
        "corporatie": woning.corporatie.naam if woning else "",
        "bezwaar_tot": datum(besluit.bezwaar_tot) if besluit.bezwaar_tot else "",
        "beroep_tot": datum(bezwaartermijn(dag)),
    }


def _van_voorstel(besluit: Besluit) -> dict[str, str]:
    """Wat bij het voorstel is ingevuld, in woorden; alleen wat in een brief mag, komt er verder in."""
    uit = {}
    for code, waarde in besluit.gegevens.items():
        veld = besluitvelden().get(code)
        if veld is None or waarde in (None, ""):
            continue
        if veld.soort == "datum":
            uit[code] = datum(date.fromisoformat(str(waarde)))
        else:
            uit[code] = midden_in_zin(str(veld.keuzes.get(str(waarde), waarde)))
    vorm = besluit.gegevens.get("vorm")
    uit |= {naam: "ja" for naam, code in _VORMEN.items() if vorm == code}
    return uit


def _bezwaar(bezwaar: Bezwaar | None, besluit: Besluit, bron: Briefbron) -> dict[str, str]:
    if bezwaar is None:
        return {}
    weken = bezwaar.verdaagd_weken
    return {
        "bezwaar_nummer": bezwaar.nummer or besluit.nummer,
        "bezwaar_ontvangen": datum(bezwaar.ontvangen_op),
        "bezwaar_indiener": bezwaar.indiener,
        **_bestreden(bron.bestreden or besluit),
        "beslis_uiterlijk": datum(bezwaar.beslis_uiterlijk) if bezwaar.beslis_uiterlijk else "",
        "bezwaar_commissie": "ja" if bezwaar.commissie else "",
        "bezwaar_uitkomst": BEZWAARSTATUS[bezwaar.status],
        "niet_ontvankelijk": "ja" if bezwaar.status == "niet_ontvankelijk" else "",
        "verdaagd_weken": aantal(weken, "week", "weken"),
        "verdaagd_reden": bezwaar.verdaagd_reden,
        "uitstel_tot": datum(bezwaar.uitstel_tot) if bezwaar.uitstel_tot else "",
        "uitstel_instemming": "" if bezwaar.uitstel_grond == "voorschrift" else "ja",
        "uitstel_reden": bezwaar.uitstel_reden,
        "herstel_tot": datum(bezwaar.opgeschort_tot) if bezwaar.opgeschort_tot else "",
        "herstel_reden": bezwaar.opgeschort_reden,
    }


def _bestreden(bestreden: Besluit) -> dict[str, str]:
    return {
        "bestreden_titel": bestreden.titel,
        "bestreden_kenmerk": bestreden.nummer,
        "bestreden_datum": datum(dag_van(bestreden.besloten_op or bestreden.voorgesteld_op)),
    }


def _titel(brief: Brief, besluit: Besluit) -> str:
    return briefsoorten()[brief.soort].titel if brief.soort in BEZWAARBRIEVEN else besluit.titel


def _eerder(eerder: Besluit | None) -> dict[str, str]:
    if eerder is None:
        return {}
    dag = datum(dag_van(eerder.besloten_op or eerder.voorgesteld_op))
    return {"eerder_kenmerk": eerder.nummer, "eerder_datum": dag}


def _feiten(zaak: Zaak, besluit: Besluit, bron: Briefbron, dag: date) -> list[tuple[str, str]]:
    """Alleen wat de lezer zelf kan nagaan. Interne gegevens, zoals publieke aandacht, blijven eruit."""
    rijen = [("Huishouden", _personen(bron, dag)), ("Gekoppeld op", datum(zaak.koppeldatum))]
    if bron.woning:
        rijen += [("Woning", _adres(bron.woning)), ("Huur per maand", euro(bron.woning.huur_cent))]
    if besluit.bedrag_cent is not None:
        rijen.append(("Bedrag", euro(besluit.bedrag_cent)))
    ingevuld = _van_voorstel(besluit)
    rijen += [(label, zin(ingevuld[code])) for code, label in _LABELS.items() if code in ingevuld]
    if eerder := _eerder(bron.eerder):
        rijen.append(("Eerder besluit", f"{eerder['eerder_kenmerk']} van {eerder['eerder_datum']}"))
    rijen.append(("Voorstel van", datum(dag_van(besluit.voorgesteld_op))))
    if besluit.besloten_op is not None:
        rijen.append(("Besloten op", datum(dag_van(besluit.besloten_op))))
    return rijen


def _ondertekening(brief: Brief, besluit: Besluit, bron: Briefbron, door: Afzender) -> Ondertekening:
    """Onder een besluit staat wie het nam; onder een brief over een bezwaar wie die liet maken."""
    if brief.soort in BEZWAARBRIEVEN:
        formule = f"Namens het college van burgemeester en wethouders van {bron.gemeente.naam}, {door.naam}"
        return Ondertekening(formule, "", door.naam)
    naam = bron.beslist_door.naam if bron.beslist_door else door.naam
    return Ondertekening(besluit.namens, besluit.besloten_functie or "", naam, _register(besluit, bron))


def _register(besluit: Besluit, bron: Briefbron) -> str:
    if besluit.college_nummer and besluit.college_datum:
        orgaan = (besluit.mandaat_kopie or {}).get("bestuursorgaan", "college")
        wat = "Collegebesluit" if orgaan == "college" else f"Besluit van {met_lidwoord(BESTUURSORGANEN[orgaan])},"
        return f"{wat} {besluit.college_nummer} van {datum(besluit.college_datum)}"
    kopie: Mapping[str, Any] = besluit.mandaat_kopie or {}
    if not kopie.get("nr"):
        return ""
    return f"Mandaatregister {bron.gemeente.naam}, regel {kopie['nr']}"


def _aan(brief: Brief, zaak: Zaak, bron: Briefbron) -> list[str]:
    if briefsoorten()[brief.soort].intern:
        return ["Het dossier", f"Zaak {zaak.zaaknummer}"]
    if bron.woonadres is not None:
        return [_naam(bron), bron.woonadres.adres, f"{bron.woonadres.postcode} {bron.woonadres.plaats}"]
    opvang = bron.huishouden.coa_locatie
    return [_naam(bron), *([f"Opvanglocatie {opvang}"] if opvang else [])]


def _hoofdpersoon(bron: Briefbron) -> Persoon | None:
    eerste = next(iter(bron.personen), None)
    return next((persoon for persoon in bron.personen if persoon.relatie == "hoofdpersoon"), eerste)


def _naam(bron: Briefbron) -> str:
    persoon = _hoofdpersoon(bron)
    return f"{persoon.voornamen} {persoon.achternaam}".strip() if persoon else bron.huishouden.naam


def _personen(bron: Briefbron, dag: date) -> str:
    jaren = [leeftijd(persoon.geboortedatum, dag) for persoon in bron.personen]
    kinderen = sum(1 for jaar in jaren if jaar is not None and jaar < VOLWASSEN)
    groot = aantal(len(jaren) - kinderen, "volwassene", "volwassenen")
    return f"{groot} en {aantal(kinderen, 'kind', 'kinderen')}" if kinderen else groot


def _tolk(bron: Briefbron) -> str:
    if not bron.huishouden.tolk_nodig:
        return ""
    return bron.huishouden.taal or GEEN_TAAL


def _contact(bron: Briefbron, stijl: Huisstijl) -> dict[str, str]:
    if bron.contact is None:
        return {"naam": stijl.team, "functie": stijl.contact, "telefoon": ""}
    return {"naam": bron.contact.naam, "functie": "casemanager", "telefoon": bron.contact.telefoon}


def _adres(woning: Woning) -> str:
    return f"{woning.adres} in {woning.plaats}"


def _postadres(bron: Briefbron, stijl: Huisstijl, besluit: Besluit) -> tuple[str, ...]:
    orgaan = (besluit.mandaat_kopie or {}).get("bestuursorgaan", "college")
    naam = BESTUURSORGANEN.get(orgaan, BESTUURSORGANEN["college"])
    return f"{naam[:1].upper()}{naam[1:]} van {bron.gemeente.naam}", stijl.retouradres
