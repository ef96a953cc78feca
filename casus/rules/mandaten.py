"""Wie een besluit mag nemen: het mandaatregister op de dag van het besluit (Awb afd. 10.1.1).

Lezing van het register:
- de functie heeft het mandaat, niet de persoon; een persoon heeft een functie, of vervangt die, van dag tot en met dag;
- van een regel telt de hoogste versie die is begonnen; een ingetrokken versie maakt de vorige niet weer geldig;
- noemt het register een functie voor een soort besluit, dan geldt voor die functie precies wat daar staat. Noemt het
  haar niet, dan mag een hogere functie wat een lagere mag, en het bestuursorgaan mag altijd zelf (Awb art. 10:7);
- een ondertekeningsmandaat geeft geen macht om te beslissen (Awb art. 10:11);
- het bedrag is de hele verplichting: ook wat in dezelfde zaak voor dezelfde soort al is gevraagd of toegekend.
Alles hier krijgt de rijen mee; `functie` van rijen, functiehouders en vervangingen moet geladen zijn.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from uuid import UUID

from casus.actor import Actor
from casus.bedragen import euro
from casus.errors import GeenRecht, NietGevonden, Weigering
from casus.models import Besluit, Functie, Functiehouder, Mandaat, Vervanging
from casus.rules.zinnen import dag_tekst, met_lidwoord, midden_in_zin, zin

COLLEGE: Final = 4
"""Het niveau van het bestuursorgaan zelf."""
BEZWAAR: Final = "beslissing_op_bezwaar"
BOETE: Final = "maatregel_verzuim"
BESTUURSORGANEN: Final = {"college": "college van burgemeester en wethouders", "burgemeester": "burgemeester"}
_BESLISSEND: Final = frozenset({"mandaat", "volmacht", "machtiging"})
_TELT_MEE: Final = frozenset({"voorgesteld", "toegekend"})


class GeenMandaat(GeenRecht):
    """Deze persoon mag dit besluit niet nemen; `artikel` is waar dat staat."""

    def __init__(self, zin: str, artikel: str) -> None:
        super().__init__(f"{zin} ({artikel})")
        self.artikel = artikel


@dataclass(frozen=True, slots=True)
class Register:
    """Het mandaatregister van een gemeente: regels, wie de functies vervult en wie er vervangt."""

    rijen: Sequence[Mandaat]
    functiehouders: Sequence[Functiehouder] = ()
    vervangingen: Sequence[Vervanging] = ()


@dataclass(frozen=True, slots=True)
class Vraag:
    """Welk besluit, op welke dag, voor hoeveel (in centen), en wie er al iets mee van doen had.

    `eerder_cent` is wat in dezelfde zaak voor dezelfde soort al is gevraagd of toegekend. `behandelaar_ids` behandelden
    de zaak (telt als de regel vier ogen vraagt), `bestreden_door_id` nam het besluit waartegen bezwaar is gemaakt,
    `melder_ids` maakten het rapport waarop een boete rust.
    """

    gemeente_id: UUID
    soort: str
    dag: date
    bedrag_cent: int | None = None
    eerder_cent: int = 0
    voorgesteld_door_id: UUID | None = None
    behandelaar_ids: frozenset[UUID] = field(default_factory=frozenset)
    bestreden_door_id: UUID | None = None
    melder_ids: frozenset[UUID] = field(default_factory=frozenset)

    @property
    def totaal_cent(self) -> int:
        """De hele verplichting in deze zaak."""
        return (self.bedrag_cent or 0) + self.eerder_cent


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
    """

    functie: Functie
    rij: Mandaat | None
    als_vervanger: bool


def eerder_bedrag(besluit: Besluit, besluiten: Iterable[Besluit]) -> int:
    """Centen die in dezelfde zaak voor dezelfde soort al zijn gevraagd of toegekend, zonder dit besluit zelf.

    Wat door een toegekend besluit is herzien, of door dit besluit wordt herzien, telt niet nog een keer.
    """
    gelijke = [b for b in besluiten if (b.zaak_id, b.soort) == (besluit.zaak_id, besluit.soort) and b.id != besluit.id]
    herzien = {b.herziet_id for b in gelijke if b.status == "toegekend"} | {besluit.herziet_id}
    return sum(b.bedrag_cent or 0 for b in gelijke if b.status in _TELT_MEE and b.id not in herzien)


def geldige_rijen(register: Register, vraag: Vraag) -> list[Mandaat]:
    """De regels die op die dag voor die soort besluit gelden, los van het bedrag, laagste niveau eerst."""
    return [rij for rij in _begonnen(register, vraag) if _loopt(rij, vraag.dag)]


def dekt(rij: Mandaat, vraag: Vraag) -> bool:
    """Of de hele verplichting binnen de grens van deze regel valt; een regel zonder bedrag heeft geen grens."""
    return rij.bedrag_tot_cent is None or vraag.totaal_cent <= rij.bedrag_tot_cent


def _begonnen(register: Register, vraag: Vraag) -> list[Mandaat]:
    """Per regelnummer de hoogste versie die op die dag is begonnen, voor zover zij over deze soort gaat."""
    laatste: dict[str, Mandaat] = {}
    for rij in register.rijen:
        if rij.gemeente_id == vraag.gemeente_id and rij.geldig_van <= vraag.dag:
            vorige = laatste.get(rij.nr)
            if vorige is None or rij.versie > vorige.versie:
                laatste[rij.nr] = rij
    passend = [rij for rij in laatste.values() if rij.bevoegdheid == vraag.soort and rij.soort in _BESLISSEND]
    return sorted(passend, key=lambda rij: (rij.functie.niveau, _grens(rij), rij.nr))


def _loopt(rij: Mandaat, dag: date) -> bool:
    if rij.ingetrokken_per is not None and rij.ingetrokken_per <= dag:
        return False
    return rij.geldig_van <= dag and (rij.geldig_tot is None or dag <= rij.geldig_tot)


def _grens(rij: Mandaat) -> float:
    return float("inf") if rij.bedrag_tot_cent is None else rij.bedrag_tot_cent


def laagste_niveau(register: Register, vraag: Vraag) -> Niveau:
    """Het laagste niveau dat dit besluit op die dag mag nemen; dekt geen regel het, dan het bestuursorgaan (4)."""
    geldig = geldige_rijen(register, vraag)
    dekkend = [rij for rij in geldig if dekt(rij, vraag)]
    if dekkend:
        rij = dekkend[0]
        return Niveau(rij.functie.niveau, rij.functie.titel, _uitleg(vraag, geldig, rij), rij)
    orgaan = _orgaan(register, vraag)
    if geldig:
        reden = f"{_bedrag_is(vraag)} boven elke grens in het mandaatregister."
    else:
        reden = f"Het mandaatregister heeft hiervoor op {dag_tekst(vraag.dag)} geen geldige regel."
    return Niveau(COLLEGE, zin(orgaan), f"{reden} Er is een besluit van {met_lidwoord(orgaan)} nodig.")


def _orgaan(register: Register, vraag: Vraag) -> str:
    code = next((rij.bestuursorgaan for rij in _begonnen(register, vraag)), "college")
    return BESTUURSORGANEN.get(code, code)


def _bedrag_is(vraag: Vraag) -> str:
    """'€ 6.200 is', of bij een gesplitst bedrag de optelsom en 'Dat is'."""
    if not vraag.eerder_cent:
        return f"{euro(vraag.totaal_cent)} is"
    nieuw = f"{euro(vraag.bedrag_cent or 0)} en de eerdere {euro(vraag.eerder_cent)} in deze zaak"
    return f"{nieuw} zijn samen {euro(vraag.totaal_cent)}. Dat is"


def _uitleg(vraag: Vraag, geldig: Sequence[Mandaat], rij: Mandaat) -> str:
    wie = f"{zin(met_lidwoord(rij.functie.titel))} beslist."
    lager = [ander for ander in geldig if ander.functie.niveau < rij.functie.niveau]
    if lager:
        hoogste = max(lager, key=_grens)
        grens = f"{met_lidwoord(hoogste.functie.titel)} ({euro(hoogste.bedrag_tot_cent or 0)})"
        return f"{_bedrag_is(vraag)} boven de grens van {grens}. {wie}"
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
    """Het hoogste niveau dat iemand die dag heeft; 0 zonder functie. Voor de lijst 'Ter goedkeuring'."""
    return max((functie.niveau for functie, _ in functies_op(register, gemeente_id, gebruiker_id, dag)), default=0)


def check_beslissen(actor: Actor, register: Register, vraag: Vraag) -> Bevoegdheid:
    """Waarop dit besluit kan rusten als deze actor het vandaag neemt: zijn laagste functie die het mag.

    Heft NietGevonden (andere gemeente), Weigering (bezwaar zonder bestreden besluit) of GeenMandaat met zin en artikel.
    """
    if actor.gemeente_id != vraag.gemeente_id:
        raise NietGevonden("Dit besluit hoort bij een andere gemeente of bestaat niet.")
    _check_persoon(actor, vraag)
    functies = functies_op(register, vraag.gemeente_id, actor.gebruiker_id, vraag.dag)
    geweigerd: GeenMandaat | None = None
    for functie, als_vervanger in functies:
        bevoegd, rij = _rust_op(register, vraag, functie)
        if bevoegd and rij is not None and rij.vier_ogen and actor.gebruiker_id in vraag.behandelaar_ids:
            geweigerd = geweigerd or _zonder_vier_ogen(rij)
        elif bevoegd:
            return Bevoegdheid(functie, rij, als_vervanger)
    if not functies:
        raise _zonder_functie(actor, register, vraag)
    raise geweigerd or _zonder_mandaat(register, vraag, functies)


def mag_beslissen(actor: Actor, register: Register, vraag: Vraag) -> bool:
    """Zie check_beslissen."""
    return reden_niet_beslissen(actor, register, vraag) is None


def reden_niet_beslissen(actor: Actor, register: Register, vraag: Vraag) -> str | None:
    """De zin waarom deze actor dit besluit niet kan nemen; None als het kan."""
    try:
        check_beslissen(actor, register, vraag)
    except (Weigering, NietGevonden) as geweigerd:
        return geweigerd.zin
    return None


def _check_persoon(actor: Actor, vraag: Vraag) -> None:
    """Wat om de persoon niet kan, welke functie hij ook heeft; het geldt ook voor wie vervangt."""
    wie = actor.gebruiker_id
    if wie == vraag.voorgesteld_door_id:
        raise GeenMandaat("U kunt dit niet zelf besluiten: u hebt het voorgesteld.", "Awb art. 2:4")
    if vraag.soort == BEZWAAR and vraag.bestreden_door_id is None:
        raise Weigering("Leg eerst vast tegen welk besluit het bezwaar is. Daarna kan iemand beslissen.")
    if wie == vraag.bestreden_door_id:
        reden = "U nam het besluit waartegen bezwaar is gemaakt. Iemand anders beslist op het bezwaar."
        raise GeenMandaat(reden, "Awb art. 10:3 lid 3")
    if vraag.soort == BOETE and wie in vraag.melder_ids:
        reden = "U maakte het rapport over het verzuim. Iemand anders beslist over de boete."
        raise GeenMandaat(reden, "Awb art. 10:3 lid 4 en 5:53")


def _zonder_vier_ogen(rij: Mandaat) -> GeenMandaat:
    reden = f"Regel {rij.nr} van het mandaatregister vraagt vier ogen, en u behandelt deze zaak. Een ander beslist."
    return GeenMandaat(reden, "Awb art. 10:6")


def _rust_op(register: Register, vraag: Vraag, functie: Functie) -> tuple[bool, Mandaat | None]:
    """Of een functie dit mag besluiten, en op welke regel dat rust (geen, als zij het bestuursorgaan zelf is)."""
    if functie.niveau == COLLEGE:
        return True, None
    kandidaten = _kandidaten(register, vraag, functie)
    dekkend = [rij for rij in kandidaten if dekt(rij, vraag)]
    # Bij overlap de regel van het hoogste niveau, en wat vier ogen vraagt gaat voor: een ruimere regel ontslaat niet.
    dekkend.sort(key=lambda rij: (-rij.functie.niveau, not rij.vier_ogen, _grens(rij), rij.nr))
    return bool(dekkend), dekkend[0] if dekkend else None


def _kandidaten(register: Register, vraag: Vraag, functie: Functie) -> list[Mandaat]:
    if any(rij.functie_id == functie.id for rij in _begonnen(register, vraag)):
        return [rij for rij in geldige_rijen(register, vraag) if rij.functie_id == functie.id]
    return [rij for rij in geldige_rijen(register, vraag) if rij.functie.niveau < functie.niveau]


def _wie_wel(register: Register, vraag: Vraag) -> str:
    niveau = laagste_niveau(register, vraag)
    return f"{zin(met_lidwoord(niveau.titel))} beslist."


def _zonder_mandaat(register: Register, vraag: Vraag, functies: Sequence[tuple[Functie, bool]]) -> GeenMandaat:
    """De reden voor wie wel een functie heeft: boven de grens, ingetrokken, afgelopen, of niet genoemd."""
    wie_wel = _wie_wel(register, vraag)
    kandidaten = [rij for functie, _ in functies for rij in _kandidaten(register, vraag, functie)]
    if kandidaten:
        grens = max(rij.bedrag_tot_cent or 0 for rij in kandidaten)
        return GeenMandaat(f"{_bedrag_is(vraag)} boven uw grens van {euro(grens)}. {wie_wel}", "Awb art. 10:2")
    codes = {functie.id for functie, _ in functies}
    for rij in reversed([rij for rij in _begonnen(register, vraag) if rij.functie_id in codes]):
        if rij.ingetrokken_per is not None and rij.ingetrokken_per <= vraag.dag:
            reden = f"Het mandaat in regel {rij.nr} is ingetrokken per {dag_tekst(rij.ingetrokken_per)}."
            return GeenMandaat(f"{reden} {wie_wel}", "Awb art. 10:8")
        if rij.geldig_tot is not None:
            reden = f"Het mandaat in regel {rij.nr} gold tot en met {dag_tekst(rij.geldig_tot)}."
            return GeenMandaat(f"{reden} {wie_wel}", "Awb art. 10:5")
    titel = midden_in_zin(functies[-1][0].titel)
    reden = f"Het mandaatregister geeft uw functie ({titel}) hiervoor op {dag_tekst(vraag.dag)} geen mandaat."
    return GeenMandaat(f"{reden} {wie_wel}", "Awb art. 10:5")


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


def kopie(rij: Mandaat) -> dict[str, Any]:
    """De registerrij zoals zij nu is, als JSON-waarden, om in het besluit te bewaren (invariant 5)."""
    dagen = {naam: getattr(rij, naam) for naam in ("geldig_van", "geldig_tot", "besluitdatum", "ingetrokken_per")}
    namen = ("nr", "versie", "bevoegdheid", "grondslag", "bestuursorgaan", "soort", "ondermandaat", "voorwaarden")
    return {
        "id": str(rij.id),
        **{naam: getattr(rij, naam) for naam in (*namen, "bedrag_tot_cent", "vier_ogen", "besluitnummer")},
        **{naam: dag.isoformat() if dag else None for naam, dag in dagen.items()},
        "functie": rij.functie.code,
        "functie_titel": rij.functie.titel,
        "niveau": rij.functie.niveau,
    }


def kopie_bij_besluit(bevoegdheid: Bevoegdheid, vraag: Vraag) -> dict[str, Any]:
    """De kopie die bij het besluit hoort: de rij, wie er besliste en over welk bedrag. Nooit leeg.

    Zonder rij staat er dat het bestuursorgaan zijn eigen bevoegdheid gebruikte (Awb art. 10:7).
    """
    rij, functie = bevoegdheid.rij, bevoegdheid.functie
    return {
        **(kopie(rij) if rij else {"id": None, "nr": "", "soort": "eigen bevoegdheid"}),
        "beslist_door": {"functie": functie.code, "titel": functie.titel, "niveau": functie.niveau},
        "als_vervanger": bevoegdheid.als_vervanger,
        "hoger_dan_regel": rij is None or rij.functie.niveau < functie.niveau,
        "dag": vraag.dag.isoformat(),
        "bedrag_cent": vraag.bedrag_cent,
        "eerder_cent": vraag.eerder_cent,
    }
