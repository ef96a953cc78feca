"""De gang van een voorstel: op wie het wacht, wie het ziet, en wat het besluit tegenhoudt buiten het register om.

Wie volgens het mandaatregister mag beslissen, staat in mandaten.py. Adviezen, stappen en register komen geladen mee.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final, Literal, NamedTuple
from uuid import UUID

from casus.actor import Actor
from casus.errors import InvoerFout, VeldFout, Weigering
from casus.models import Advies, Besluit, Besluitstap, Functiehouder, Mandaat, Vervanging
from casus.rules.aanwezigheid import houders, plek
from casus.rules.mandaten import COLLEGE, Bevoegdheid, GeenMandaat, Register, functies_op, hoogste_niveau
from casus.rules.zinnen import dag_tekst, met_lidwoord, midden_in_zin, opsomming, rol_tekst

WachtOp = Literal["besluit", "advies", "antwoord"]
Uitkomst = Literal["toegekend", "afgewezen"]
_ADVISEUR: Final = "U gaf advies over dit voorstel. Iemand anders beslist."
BEVESTIG: Final = "voorwaarden_bevestigd"
"""Het veld waarmee een beslisser zegt dat hij de voorwaarden bij het mandaat heeft nagelopen."""


class Aandeel(NamedTuple):
    """Wat iemand al met een voorstel deed, en tot waar het is doorgezet (0: nergens heen)."""

    adviseerde: bool
    zette_door: bool
    doorgezet_naar: int


def open_adviezen(adviezen: Iterable[Advies], dag: date) -> list[Advies]:
    """Gevraagd, nog niet gegeven, en de termijn loopt nog (Awb art. 3:6: daarna is het geen beletsel meer)."""
    return [advies for advies in adviezen if advies.status == "gevraagd" and advies.uiterlijk >= dag]


def open_vraag(stappen: Sequence[Besluitstap]) -> Besluitstap | None:
    """De vraag aan wie het voorstelde waarop nog geen antwoord kwam; er is er hooguit één tegelijk.

    Geteld en niet op tijd gelezen: de klokken van twee servers kunnen verschillen.
    """
    vragen = [stap for stap in stappen if stap.soort == "vraag"]
    antwoorden = sum(stap.soort == "antwoord" for stap in stappen)
    return vragen[-1] if len(vragen) > antwoorden else None


def wacht_op(adviezen: Iterable[Advies], stappen: Sequence[Besluitstap], dag: date) -> WachtOp:
    """Bij wie een voorstel ligt: eerst een vraag, dan advies, en anders bij wie beslist."""
    if open_vraag(stappen):
        return "antwoord"
    return "advies" if open_adviezen(adviezen, dag) else "besluit"


def check_voorgesteld(besluit: Besluit) -> None:
    """Heft Weigering als er al is beslist of het voorstel is ingetrokken."""
    if besluit.status != "voorgesteld":
        raise Weigering("Over dit voorstel is al beslist, of het is ingetrokken. Een besluit staat daarna vast.")


def check_aan_de_beurt(besluit: Besluit, adviezen: Iterable[Advies], stappen: Sequence[Besluitstap], dag: date) -> None:
    """Heft Weigering als het voorstel niet bij wie beslist ligt, maar op advies of een antwoord wacht."""
    check_voorgesteld(besluit)
    wacht = wacht_op(adviezen, stappen, dag)
    if wacht != "besluit":
        waarop = "advies" if wacht == "advies" else "het antwoord op een vraag"
        raise Weigering(f"Dit voorstel wacht eerst op {waarop}. Daarna ligt het bij wie beslist.")


def check_gang(
    actor: Actor,
    besluit: Besluit,
    adviezen: Sequence[Advies],
    stappen: Sequence[Besluitstap],
    register: Register,
    dag: date,
) -> int:
    """Wat een besluit tegenhoudt buiten het register om: advies van uzelf, doorgezet, of nog niet aan de beurt.

    Geeft het laagste niveau dat nog mag beslissen. Heft GeenMandaat of Weigering, met zin en artikel.
    """
    deel = aandeel(actor, adviezen, stappen)
    check_aandeel(actor, besluit, deel, register, dag)
    check_adviezen(adviezen, dag)
    return ondergrens(besluit, deel.doorgezet_naar)


def aandeel(actor: Actor, adviezen: Iterable[Advies], stappen: Iterable[Besluitstap]) -> Aandeel:
    """Wat deze actor al met het voorstel deed."""
    door = [stap for stap in stappen if stap.soort == "doorgezet"]
    return Aandeel(
        actor.gebruiker_id in {advies.gegeven_door_id for advies in adviezen},
        any(stap.door_id == actor.gebruiker_id for stap in door),
        max((stap.naar_niveau for stap in door), default=0),
    )


def check_aandeel(actor: Actor, besluit: Besluit, deel: Aandeel, register: Register, dag: date) -> None:
    """Wie adviseerde of doorzette, beslist niet, en niemand beslist onder waar het ligt. Heft GeenMandaat."""
    if deel.adviseerde:
        raise GeenMandaat(_ADVISEUR, "Awb art. 2:4")
    if deel.zette_door:
        raise GeenMandaat("U hebt dit voorstel doorgezet. Iemand anders beslist.", "Awb art. 10:6")
    grens = ondergrens(besluit, deel.doorgezet_naar)
    if hoogste_niveau(register, besluit.gemeente_id, actor.gebruiker_id, dag) < grens:
        raise GeenMandaat(_te_laag(besluit, deel.doorgezet_naar, register, grens), "Awb art. 10:6")


def reden_om_aandeel(actor: Actor, besluit: Besluit, deel: Aandeel, register: Register, dag: date) -> str | None:
    """De zin van check_aandeel; None als er niets in de weg staat."""
    try:
        check_aandeel(actor, besluit, deel, register, dag)
    except Weigering as geweigerd:
        return geweigerd.zin
    return None


def reden_niet_aan_de_beurt(
    actor: Actor,
    besluit: Besluit,
    adviezen: Sequence[Advies],
    stappen: Sequence[Besluitstap],
    register: Register,
    dag: date,
) -> str | None:
    """De zin van check_gang; None als er niets in de weg staat."""
    try:
        check_gang(actor, besluit, adviezen, stappen, register, dag)
    except Weigering as geweigerd:
        return geweigerd.zin
    return None


def check_adviseur(actor: Actor, adviezen: Iterable[Advies]) -> None:
    """Wie adviseert, beslist niet. Heft GeenMandaat."""
    if actor.gebruiker_id in {advies.gegeven_door_id for advies in adviezen}:
        raise GeenMandaat(_ADVISEUR, "Awb art. 2:4")


def check_adviezen(adviezen: Iterable[Advies], dag: date) -> None:
    """Advies waarvan de termijn nog loopt, komt eerst. Heft Weigering."""
    wachten = open_adviezen(adviezen, dag)
    if wachten:
        wie = opsomming((rol_tekst(advies.rol) for advies in wachten), "en")
        tot = dag_tekst(max(advies.uiterlijk for advies in wachten))
        zin = f"Er is advies gevraagd aan {wie}. Beslissen kan als het er is, of na {tot}."
        raise Weigering(f"{zin} (Awb art. 3:6)")


def check_antwoord(stappen: Sequence[Besluitstap], uitkomst: Uitkomst) -> None:
    """Toekennen kan pas als de vraag is beantwoord (Awb art. 3:2); afwijzen kan altijd. Heft Weigering."""
    if uitkomst == "toegekend" and open_vraag(stappen):
        raise Weigering("Er ligt nog een vraag bij wie het voorstelde. Wacht op het antwoord. (Awb art. 3:2)")


def besloten_niveau(besluit: Besluit | None) -> int:
    """Het niveau waarop een besluit is genomen; 1 als er geen is. Wat hoger is besloten, wordt niet lager herzien."""
    kopie = besluit.mandaat_kopie if besluit else None
    return int((kopie or {}).get("beslist_door", {}).get("niveau", 1))


def ondergrens(besluit: Besluit, doorgezet_naar: int) -> int:
    """Het laagste niveau dat nog mag beslissen: wie iets doorzette of hoger besliste, haalt men er niet onderuit.

    Wat de klok ophoogde, mag het lagere niveau nog wel: zijn mandaat is niet weg.
    """
    return max(doorgezet_naar, besluit.laagste_niveau if besluit.herziening else 0)


def _te_laag(besluit: Besluit, doorgezet_naar: int, register: Register, grens: int) -> str:
    wie = met_lidwoord(titel_van(register, besluit.gemeente_id, grens))
    if doorgezet_naar:
        return f"Dit voorstel is doorgezet naar {wie}. Die beslist."
    return f"Het eerdere besluit is genomen door {wie}. Die beslist ook over het herzien ervan."


def check_voorwaarden(bevoegd: Bevoegdheid, bevestigd: bool) -> None:
    """Staat er een instructie bij de regel, dan bevestigt wie beslist dat hij haar heeft nagelopen. Heft InvoerFout."""
    rij = bevoegd.rij
    if rij is not None and rij.voorwaarden.strip() and not bevestigd:
        zin = (
            f"Bevestig dat aan de voorwaarden van regel {rij.nr} is voldaan: {rij.voorwaarden.strip()} (Awb art. 10:6)"
        )
        raise InvoerFout([VeldFout(BEVESTIG, zin)])


# --- de functies in het register ---


def titel_van(register: Register, gemeente_id: UUID, niveau: int) -> str:
    """De titel van de functie op dit niveau, als zij in het register staat."""
    rijen: list[Functiehouder | Vervanging | Mandaat] = [*register.functiehouders, *register.vervangingen]
    functies = [rij.functie for rij in (*rijen, *register.rijen)]
    titels = sorted(f.titel for f in functies if (f.gemeente_id, f.niveau) == (gemeente_id, niveau))
    if titels:
        return titels[0]
    return "College van burgemeester en wethouders" if niveau == COLLEGE else f"Functie van niveau {niveau}"


def bij_wie(register: Register, besluit: Besluit, dag: date) -> set[UUID]:
    """Bij wie een voorstel ligt: op zijn niveau, of als daar niemand anders is op het eerste erboven."""
    gevonden = plek(register, besluit.gemeente_id, besluit.vereist_niveau, besluit.voorgesteld_door_id, dag)
    return gevonden[1] if gevonden else set()


def volgend_niveau(register: Register, besluit: Besluit, dag: date, boven: int = 0) -> int:
    """Het eerste niveau erboven, en boven `boven`, waar die dag iemand zit; anders dat van het bestuursorgaan."""
    vanaf = max(besluit.vereist_niveau, boven)
    return min((n for n in houders(register, besluit.gemeente_id, dag) if n > vanaf), default=COLLEGE)


def waar_doorzetten(actor: Actor, register: Register, besluit: Besluit, laagst: int, dag: date) -> int:
    """Waar deze actor een voorstel naartoe zet: boven zijn eigen niveau, en niet onder `laagst` dat mag beslissen."""
    mijn = hoogste_niveau(register, besluit.gemeente_id, actor.gebruiker_id, dag)
    return max(volgend_niveau(register, besluit, dag, boven=mijn), laagst)


def check_behandelen(actor: Actor, register: Register, besluit: Besluit, dag: date, wat: str) -> None:
    """Een voorstel terugleggen of doorzetten: wie een functie heeft waarmee hij het voor zich krijgt.

    `wat` maakt de zin af. Heft GeenMandaat, Weigering.
    """
    check_voorgesteld(besluit)
    niveaus = {f.niveau for f, _ in functies_op(register, besluit.gemeente_id, actor.gebruiker_id, dag)}
    if besluit.laagste_niveau not in niveaus and max(niveaus, default=0) < besluit.vereist_niveau:
        titel = midden_in_zin(titel_van(register, besluit.gemeente_id, besluit.vereist_niveau))
        reden = f"Dit voorstel ligt bij de functie {titel}. Alleen daar kan iemand het {wat}."
        raise GeenMandaat(reden, "Awb art. 10:1")
