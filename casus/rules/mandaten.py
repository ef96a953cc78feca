"""Wie een besluit mag nemen: het mandaatregister op de dag van het besluit (Awb afd. 10.1.1).

Lezing van het register:
- de functie heeft het mandaat, niet de persoon; een persoon heeft een functie, of vervangt die, van dag tot en met dag;
- van een regel telt de hoogste versie die is begonnen; een ingetrokken versie maakt de vorige niet weer geldig;
- noemt het register een functie voor een soort besluit, dan geldt voor die functie precies wat daar staat. Noemt het
  haar niet, dan mag een hogere functie wat een lagere mag, en het bestuursorgaan mag altijd zelf (Awb art. 10:7);
- een ondertekeningsmandaat geeft geen macht om te beslissen (Awb art. 10:11);
- het bedrag is de hele verplichting: ook wat in dezelfde zaak voor dezelfde soort al is gevraagd of toegekend; een
  grens per zaak of per contract telt alle besluiten daarvan samen, van welke soort ook;
- het bestuursorgaan beslist in zijn vergadering: niemand neemt hier alleen zijn besluit, ook wie erin zit niet;
- boven het jaarbudget waaruit het komt, beslist het bestuursorgaan zelf; een budget dat niemand kent, begrenst niets;
- een voorwaarde waarvan het feit niet bekend is, dekt niet; wie van buiten komt, erft niets van een lagere functie.
Alles hier krijgt de rijen mee; `functie` van rijen, functiehouders en vervangingen moet geladen zijn.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from casus.actor import Actor
from casus.bedragen import euro
from casus.errors import GeenRecht, NietGevonden, Weigering
from casus.models import Besluit, Functie, Functiehouder, Mandaat, Vervanging
from casus.rules.registerrijen import Belemmering, Gebrek, Register, Stand, Vraag, grens, loopt
from casus.rules.zinnen import dag_tekst, met_lidwoord, midden_in_zin, zin

__all__ = ["Register", "Vraag"]  # wie beslist, haalt alles hier

COLLEGE: Final = 4
"""Het niveau van het bestuursorgaan zelf."""
BEZWAAR: Final = "beslissing_op_bezwaar"
BOETE: Final = "maatregel_verzuim"
BESTUURSORGANEN: Final = {"college": "college van burgemeester en wethouders", "burgemeester": "burgemeester"}
_SAMEN: Final = "Een lid beslist niet alleen voor het college. Leg het collegebesluit vast, met nummer en document."
_TELT_MEE: Final = frozenset({"voorgesteld", "toegekend"})


class GeenMandaat(GeenRecht):
    """Deze persoon mag dit besluit niet nemen; `artikel` is waar dat staat."""

    def __init__(self, zin: str, artikel: str) -> None:
        super().__init__(f"{zin} ({artikel})")
        self.artikel = artikel


@dataclass(frozen=True, slots=True)
class Niveau:
    """Het laagste niveau dat mag beslissen, met uitleg. Zonder `rij` is een besluit van het bestuursorgaan nodig."""

    niveau: int
    titel: str
    zin: str
    rij: Mandaat | None = None


@dataclass(frozen=True, slots=True)
class Bevoegdheid:
    """Waarop een besluit rust: de functie van wie beslist en de regel van het register.

    Zonder `rij` beslist het bestuursorgaan zelf. Hoort de rij bij een lagere functie, dan rust het op Awb art. 10:7.
    `keten` zijn de regels waarop een ondermandaat rust, de naaste eerst.
    """

    functie: Functie
    rij: Mandaat | None
    als_vervanger: bool
    keten: tuple[Mandaat, ...] = ()


def eerder_bedrag(besluit: Besluit, besluiten: Iterable[Besluit]) -> int:
    """Centen die in dezelfde zaak voor dezelfde soort al zijn gevraagd of toegekend, zonder dit besluit zelf.

    Wat door een toegekend besluit is herzien, of door dit besluit wordt herzien, telt niet nog een keer. Van een
    besluit en de herziening die erop wacht, telt het grootste bedrag.
    """
    zelfde = [b for b in besluiten if b.zaak_id == besluit.zaak_id]  # ook wat er met een andere soort is herzien
    return _samen(besluit, zelfde, besluit.soort)


def zaak_bedrag(besluit: Besluit, besluiten: Iterable[Besluit]) -> int:
    """Centen van alle andere besluiten van dezelfde zaak, geteld als bij eerder_bedrag."""
    return _samen(besluit, (b for b in besluiten if b.zaak_id == besluit.zaak_id))


def contract_bedrag(besluit: Besluit, besluiten: Iterable[Besluit]) -> int:
    """Centen van alle andere besluiten onder hetzelfde contract, in welke zaak ook; zonder contract 0."""
    return _samen(besluit, (b for b in besluiten if besluit.contract and b.contract == besluit.contract))


def _samen(besluit: Besluit, besluiten: Iterable[Besluit], soort: str | None = None) -> int:
    anderen = [ander for ander in besluiten if ander.id != besluit.id]
    herzien = {ander.herziet_id for ander in anderen if ander.status == "toegekend"} | {besluit.herziet_id}
    grootste: dict[UUID, int] = {}
    for een in anderen:
        if een.status in _TELT_MEE and een.id not in herzien and soort in (None, een.soort):
            hoort_bij = een.herziet_id if een.herziet_id and een.status == "voorgesteld" else een.id
            grootste[hoort_bij] = max(een.bedrag_cent or 0, grootste.get(hoort_bij, 0))
    return sum(grootste.values())


def geldige_rijen(register: Register, vraag: Vraag) -> list[Mandaat]:
    """De regels die op die dag voor die soort besluit gelden, los van bedrag en voorwaarden, laagste niveau eerst."""
    return Stand.voor(register, vraag).geldig(vraag.soort)


def dekt(register: Register, rij: Mandaat, vraag: Vraag) -> bool:
    """Of dit besluit binnen elke grens en voorwaarde van deze regel valt, en van de regels waarop zij rust."""
    return Stand.voor(register, vraag).belemmering(rij, vraag) is None


def laagste_niveau(register: Register, vraag: Vraag) -> Niveau:
    """Het laagste niveau dat dit besluit op die dag mag nemen; dekt geen regel het, dan het bestuursorgaan (4)."""
    stand = Stand.voor(register, vraag)
    geldig = stand.geldig(vraag.soort)
    for rij in geldig:
        if stand.belemmering(rij, vraag) is None:
            return Niveau(rij.functie.niveau, rij.functie.titel, _uitleg(stand, vraag, geldig, rij), rij)
    orgaan = naam_bestuursorgaan(register, vraag)
    reden = _geen_regel(stand, vraag, geldig)
    return Niveau(COLLEGE, orgaan, f"{reden} Er is een besluit van {met_lidwoord(orgaan)} nodig.")


def bestuursorgaan(register: Register, vraag: Vraag) -> str:
    """De code van het bestuursorgaan dat hierover gaat: van het register, en zonder regel het college."""
    return next((rij.bestuursorgaan for rij in Stand.voor(register, vraag).begonnen(vraag.soort)), "college")


def naam_bestuursorgaan(register: Register, vraag: Vraag) -> str:
    """'College van burgemeester en wethouders' of 'Burgemeester'."""
    code = bestuursorgaan(register, vraag)
    return zin(BESTUURSORGANEN.get(code, code))


def _geen_regel(stand: Stand, vraag: Vraag, geldig: Sequence[Mandaat]) -> str:
    """Waarom geen enkele regel dit besluit dekt."""
    belet = [wat for rij in geldig if (wat := stand.belemmering(rij, vraag))]
    if belet and all(een.wat == "besluit" for een in belet):
        return f"{_bedrag_is(vraag)} boven elke grens in het mandaatregister."
    if belet:
        return _belet_zin(vraag, belet[-1])
    if artikel := stand.register.niet_te_mandateren.get(vraag.soort):
        return f"De wet laat hiervoor geen mandaat toe ({artikel})."
    lopend = [rij for rij in stand.begonnen(vraag.soort) if loopt(rij, vraag.dag)]
    gebrek = stand.gebrek(lopend[-1]) if lopend else None
    leeg = f"Het mandaatregister heeft hiervoor op {dag_tekst(vraag.dag)} geen geldige regel."
    return f"{leeg} {gebrek.zin}" if gebrek else leeg


def _bedrag_is(vraag: Vraag) -> str:
    """'€ 6.200 is', of bij een gesplitst bedrag de optelsom en 'Dat is'."""
    if not vraag.eerder_cent:
        return f"{euro(vraag.totaal_cent)} is"
    nieuw = f"{euro(vraag.bedrag_cent or 0)} en de eerdere {euro(vraag.eerder_cent)} in deze zaak"
    return f"{nieuw} zijn samen {euro(vraag.totaal_cent)}. Dat is"


def _belet_zin(vraag: Vraag, belet: Belemmering, van: str = "") -> str:
    """Wat een regel belet, als hele zin. `van` is 'uw' voor wie het leest, anders staat de functie er."""
    if belet.wat == "voorwaarde":
        return belet.zin
    if belet.wat == "budget" and vraag.budget is not None:
        met = f"Met dit besluit is er dit jaar {euro(belet.samen_cent)} toegekend voor {vraag.budget.wat}."
        return f"{met} Dat is boven het budget van {euro(belet.grens_cent)}."
    wat = "" if belet.wat == "besluit" else f" per {belet.wat}"
    grens = euro(belet.grens_cent)
    wiens = (
        f"{van} grens{wat} van {grens}"
        if van
        else f"de grens{wat} van {met_lidwoord(belet.rij.functie.titel)} ({grens})"
    )
    if belet.wat == "besluit":
        return f"{_bedrag_is(vraag)} boven {wiens}."
    waar = "van deze zaak" if belet.wat == "zaak" else "onder dit contract"
    return f"Alle besluiten {waar} zijn samen {euro(belet.samen_cent)}. Dat is boven {wiens}."


def _uitleg(stand: Stand, vraag: Vraag, geldig: Sequence[Mandaat], rij: Mandaat) -> str:
    wie = f"{zin(met_lidwoord(rij.functie.titel))} beslist."
    lager = [ander for ander in geldig if ander.functie.niveau < rij.functie.niveau]
    hoogste = max(lager, key=lambda een: (een.functie.niveau, grens(een)), default=None)
    if hoogste is not None and (belet := stand.belemmering(hoogste, vraag)):
        return f"{_belet_zin(vraag, belet)} {wie}"
    if vraag.totaal_cent and rij.bedrag_tot_cent is not None:
        return f"{_bedrag_is(vraag)} niet meer dan de grens van {euro(rij.bedrag_tot_cent)}. {wie}"
    return wie


def functies_op(register: Register, gemeente_id: UUID, gebruiker_id: UUID, dag: date) -> list[tuple[Functie, bool]]:
    """De functies die iemand die dag vervult (False) of vervangt (True), laagste niveau en eigen functie eerst."""
    eigen = [(h.functie, False) for h in register.functiehouders if _van_dag(h, gemeente_id, gebruiker_id, dag)]
    vervangt = [(v.functie, True) for v in register.vervangingen if _van_dag(v, gemeente_id, gebruiker_id, dag)]
    alle = [(functie, als) for functie, als in eigen + vervangt if functie.gemeente_id == gemeente_id]
    return sorted(alle, key=lambda paar: (paar[0].niveau, paar[1], paar[0].code))


def _van_dag(rij: Functiehouder | Vervanging, gemeente_id: UUID, gebruiker_id: UUID, dag: date) -> bool:
    if rij.gemeente_id != gemeente_id or rij.gebruiker_id != gebruiker_id:
        return False
    return rij.van <= dag and (rij.tot is None or dag <= rij.tot)


def hoogste_niveau(register: Register, gemeente_id: UUID, gebruiker_id: UUID, dag: date) -> int:
    """Het hoogste niveau dat iemand die dag heeft; 0 zonder functie."""
    return max((functie.niveau for functie, _ in functies_op(register, gemeente_id, gebruiker_id, dag)), default=0)


def check_beslissen(actor: Actor, register: Register, vraag: Vraag, vanaf: int = 0) -> Bevoegdheid:
    """Waarop dit besluit kan rusten als deze actor het vandaag neemt: zijn laagste functie die het mag, niet onder
    niveau `vanaf`.

    Heft NietGevonden (andere gemeente), Weigering (bezwaar zonder bestreden besluit) of GeenMandaat met zin en artikel.
    """
    if actor.gemeente_id != vraag.gemeente_id:
        raise NietGevonden("Dit besluit hoort bij een andere gemeente of bestaat niet.")
    _check_persoon(actor, vraag)
    stand = Stand.voor(register, vraag)
    alle = functies_op(register, vraag.gemeente_id, actor.gebruiker_id, vraag.dag)
    functies = [paar for paar in alle if vanaf <= paar[0].niveau < COLLEGE]
    geweigerd: GeenMandaat | None = None
    for functie, als_vervanger in functies:
        rij = _rust_op(stand, vraag, functie)
        if rij is not None and stand.vier_ogen(rij) and actor.gebruiker_id in vraag.behandelaar_ids:
            geweigerd = geweigerd or _zonder_vier_ogen(rij)
        elif rij is not None:
            return Bevoegdheid(functie, rij, als_vervanger, tuple(stand.keten(rij)[1:]))
    if alle and not functies:
        raise GeenMandaat(_SAMEN, "Awb art. 10:7")
    if not functies:
        raise _zonder_functie(actor, register, vraag)
    raise geweigerd or _zonder_mandaat(stand, vraag, functies)


def reden_niet_beslissen(actor: Actor, register: Register, vraag: Vraag, vanaf: int = 0) -> str | None:
    """De zin van check_beslissen, waarom deze actor dit besluit niet kan nemen; None als het kan."""
    try:
        check_beslissen(actor, register, vraag, vanaf)
    except (Weigering, NietGevonden) as geweigerd:
        return geweigerd.zin
    return None


def _check_persoon(actor: Actor, vraag: Vraag) -> None:
    """Wat om de persoon niet kan, welke functie hij ook heeft; het geldt ook voor wie vervangt."""
    wie = actor.gebruiker_id
    if wie == vraag.voorgesteld_door_id:
        raise GeenMandaat("U kunt dit niet zelf besluiten: u hebt het voorgesteld.", "Awb art. 2:4")
    check_bestreden(vraag)
    if wie == vraag.bestreden_door_id:
        ander = "beslist op het bezwaar" if vraag.soort == BEZWAAR else "neemt het nieuwe besluit"
        reden = f"U nam het besluit waartegen bezwaar is gemaakt. Iemand anders {ander}."
        raise GeenMandaat(reden, "Awb art. 10:3 lid 3")
    if vraag.soort == BOETE and wie in vraag.melder_ids:
        reden = "U maakte het rapport over het verzuim. Iemand anders beslist over de boete."
        raise GeenMandaat(reden, "Awb art. 10:3 lid 4 en 5:53")


def check_bestreden(vraag: Vraag) -> None:
    """Op een bezwaar beslissen kan pas als vastligt waartegen het is. Heft Weigering."""
    if vraag.soort == BEZWAAR and vraag.bestreden_door_id is None:
        raise Weigering("Leg eerst vast tegen welk besluit het bezwaar is. Daarna kan iemand beslissen.")


def _zonder_vier_ogen(rij: Mandaat) -> GeenMandaat:
    reden = f"Regel {rij.nr} van het mandaatregister vraagt vier ogen, en u behandelt deze zaak. Een ander beslist."
    return GeenMandaat(reden, "Awb art. 10:6")


def _rust_op(stand: Stand, vraag: Vraag, functie: Functie) -> Mandaat | None:
    """De regel waarop een besluit van deze functie rust; None als zij dit niet mag besluiten."""
    kandidaten = _kandidaten(stand, vraag, functie)
    dekkend = [rij for rij in kandidaten if stand.belemmering(rij, vraag) is None]
    # Bij overlap de regel van het hoogste niveau, en wat vier ogen vraagt gaat voor: een ruimere regel ontslaat niet.
    dekkend.sort(key=lambda rij: (-rij.functie.niveau, not stand.vier_ogen(rij), grens(rij), rij.nr))
    return dekkend[0] if dekkend else None


def _kandidaten(stand: Stand, vraag: Vraag, functie: Functie) -> list[Mandaat]:
    """Wat er voor de functie zelf staat; staat er niets, dan wat een lagere mag, behalve voor wie van buiten komt."""
    geldig = stand.geldig(vraag.soort)
    if functie.extern or any(rij.functie_id == functie.id for rij in stand.begonnen(vraag.soort)):
        return [rij for rij in geldig if rij.functie_id == functie.id]
    return [rij for rij in geldig if rij.functie.niveau < functie.niveau]


def _wie_wel(register: Register, vraag: Vraag) -> str:
    niveau = laagste_niveau(register, vraag)
    return f"{zin(met_lidwoord(niveau.titel))} beslist."


def _zonder_mandaat(stand: Stand, vraag: Vraag, functies: Sequence[tuple[Functie, bool]]) -> GeenMandaat:
    """De reden voor wie wel een functie heeft: boven de grens, een voorwaarde, ingetrokken, of niet genoemd."""
    wie_wel = _wie_wel(stand.register, vraag)
    kandidaten = [rij for functie, _ in functies for rij in _kandidaten(stand, vraag, functie)]
    belet = [wat for rij in kandidaten if (wat := stand.belemmering(rij, vraag))]
    if belet:
        ruimste = max(belet, key=lambda een: (een.wat != "besluit", een.grens_cent))
        artikel = "Awb art. 10:6" if ruimste.wat in ("voorwaarde", "budget") else "Awb art. 10:2"
        return GeenMandaat(f"{_belet_zin(vraag, ruimste, 'uw')} {wie_wel}", artikel)
    if artikel := stand.register.niet_te_mandateren.get(vraag.soort, ""):
        return GeenMandaat(wie_wel, artikel)
    codes = {functie.id for functie, _ in functies}
    for rij in reversed([rij for rij in stand.begonnen(vraag.soort) if rij.functie_id in codes]):
        if weg := _weggevallen(stand, rij):
            return GeenMandaat(f"{weg.zin} {wie_wel}", weg.artikel)
    titel = midden_in_zin(functies[-1][0].titel)
    reden = f"Het mandaatregister geeft uw functie ({titel}) hiervoor op {dag_tekst(vraag.dag)} geen mandaat."
    return GeenMandaat(f"{reden} {wie_wel}", "Awb art. 10:5")


def _weggevallen(stand: Stand, rij: Mandaat) -> Gebrek | None:
    """Waarom een regel die begonnen is, vandaag niet meer telt."""
    if rij.ingetrokken_per is not None and rij.ingetrokken_per <= stand.dag:
        zin_ = f"Het mandaat in regel {rij.nr} is ingetrokken per {dag_tekst(rij.ingetrokken_per)}."
        return Gebrek(zin_, "Awb art. 10:8")
    if rij.geldig_tot is not None and rij.geldig_tot < stand.dag:
        return Gebrek(f"Het mandaat in regel {rij.nr} gold tot en met {dag_tekst(rij.geldig_tot)}.", "Awb art. 10:5")
    return stand.gebrek(rij)


def _zonder_functie(actor: Actor, register: Register, vraag: Vraag) -> GeenMandaat:
    """De reden voor wie die dag in deze gemeente geen functie heeft."""
    alle: list[Functiehouder | Vervanging] = [*register.functiehouders, *register.vervangingen]
    eigen = [r for r in alle if (r.gemeente_id, r.gebruiker_id) == (vraag.gemeente_id, actor.gebruiker_id)]
    voorbij = [(rij.tot, rij.functie.titel) for rij in eigen if rij.tot is not None and rij.tot < vraag.dag]
    if voorbij:
        tot, titel = max(voorbij)
        reden = f"Uw functie {midden_in_zin(titel)} is geëindigd op {dag_tekst(tot)}."
    elif eigen:
        begin = min(eigen, key=lambda rij: rij.van)
        reden = f"Uw functie {midden_in_zin(begin.functie.titel)} begint pas op {dag_tekst(begin.van)}."
    else:
        reden = "U hebt in deze gemeente geen functie in het mandaatregister."
    return GeenMandaat(f"{reden} {_wie_wel(register, vraag)}", "Awb art. 10:1")


_BESLUITEN: Final = ("registerbesluit_id", "ingetrokken_bij_id")
_IN_KOPIE: Final = (
    *("nr", "versie", "bevoegdheid", "grondslag", "bestuursorgaan", "soort", "ondermandaat", "ondermandaat_aan"),
    *("onder_nr", "instemming", "voorwaarden", "voorwaarde", "vier_ogen", "besluitnummer"),
    *("bedrag_tot_cent", "bedrag_zaak_cent", "bedrag_contract_cent"),
)


def kopie(rij: Mandaat) -> dict[str, Any]:
    """De registerrij zoals zij nu is, als JSON-waarden, om in het besluit te bewaren (invariant 5)."""
    dagen = {naam: getattr(rij, naam) for naam in ("geldig_van", "geldig_tot", "besluitdatum", "ingetrokken_per")}
    return {
        "id": str(rij.id),
        **{naam: getattr(rij, naam) for naam in _IN_KOPIE},
        **{naam: str(id_) if (id_ := getattr(rij, naam)) else None for naam in _BESLUITEN},
        **{naam: dag.isoformat() if dag else None for naam, dag in dagen.items()},
        "functie": rij.functie.code,
        "functie_titel": rij.functie.titel,
        "niveau": rij.functie.niveau,
    }


def kopie_bij_besluit(bevoegdheid: Bevoegdheid, vraag: Vraag, orgaan: str = "college") -> dict[str, Any]:
    """De kopie die bij het besluit hoort: de rij, wie er besliste en over welk bedrag. Nooit leeg.

    Zonder rij staat er dat het bestuursorgaan `orgaan` zijn eigen bevoegdheid gebruikte (Awb art. 10:7).
    """
    rij, functie, budget = bevoegdheid.rij, bevoegdheid.functie, vraag.budget
    zelf = {"id": None, "nr": "", "soort": "eigen bevoegdheid", "bestuursorgaan": orgaan}
    return {
        **(kopie(rij) if rij else zelf),
        "beslist_door": {"functie": functie.code, "titel": functie.titel, "niveau": functie.niveau},
        "als_vervanger": bevoegdheid.als_vervanger,
        "hoger_dan_regel": rij is None or rij.functie.niveau < functie.niveau,
        "dag": vraag.dag.isoformat(),
        "bedrag_cent": vraag.bedrag_cent,
        "eerder_cent": vraag.eerder_cent,
        "zaak_cent": vraag.zaak_cent,
        "contract_cent": vraag.contract_cent,
        "budget": {"grens_cent": budget.grens_cent, "verbruikt_cent": budget.verbruikt_cent} if budget else None,
        "feiten": dict(vraag.feiten),
        "keten": [kopie(boven) for boven in bevoegdheid.keten],
    }
