"""De voorwaarden van het proces. Elke voorwaarde geeft None, of een zin die zegt wat er mis is en wat te doen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Final

from casus.termijnen import dag_kort
from casus.vocab import AANBOD_LOOPT
from casus.workflows.beeld import Beeld
from casus.workflows.besluiten import geldende

Guard = Callable[[Beeld], str | None]
GUARDS: Final[dict[str, Guard]] = {}

AFWIJKING: Final = {
    "nee_huur": frozenset({"afwijking_huur"}),
    "nee_anders": frozenset({"afwijking_passendheid", "afwijking_huur"}),
}
"""Per uitkomst van de toets welk besluit de afwijking toestaat."""


def guard(functie: Guard) -> Guard:
    """Maakt een functie onder haar naam bruikbaar als voorwaarde in een proces."""
    GUARDS[functie.__name__] = functie
    return functie


def _anker(beeld: Beeld, code: str) -> date | None:
    tekst = beeld.zaak.ankers.get(code)
    return date.fromisoformat(tekst) if tekst else None


@guard
def casemanager_toegewezen(beeld: Beeld) -> str | None:
    """De zaak heeft een casemanager."""
    if beeld.zaak.casemanager_id is None:
        return "De zaak heeft nog geen casemanager. Wijs eerst een casemanager toe."
    return None


@guard
def profiel_gevuld(beeld: Beeld) -> str | None:
    """Van iedereen zijn naam en geboortedatum bekend, en er is een hoofdpersoon."""
    if not any(p.relatie == "hoofdpersoon" for p in beeld.personen):
        return "Het huishouden heeft nog geen hoofdpersoon. Vul het profiel eerst aan."
    for persoon in beeld.personen:
        if not persoon.geboortedatum or persoon.geboortedatum.startswith("0000"):
            return f"Van {persoon.voornamen} ontbreekt het geboortejaar. Vul het profiel eerst aan."
    if beeld.huishouden.tolk_nodig and not beeld.huishouden.taal:
        return "Er is een tolk nodig, maar de taal ontbreekt. Vul het profiel eerst aan."
    return None


@guard
def woning_voorgedragen(beeld: Beeld) -> str | None:
    """Er is een woning voorgedragen en die is nog niet aangeboden."""
    if beeld.aanbod is None or beeld.aanbod.status != "voorgedragen":
        if beeld.aanbod is not None and beeld.aanbod.status == "afgewezen_corporatie":
            return "De corporatie zei nee. Leg eerst een match met een andere woning vast."
        return "Er is nog geen woning voor dit huishouden gekozen. Leg eerst een match vast."
    return None


@guard
def wacht_op_corporatie(beeld: Beeld) -> str | None:
    """De voordracht is toegekend en de corporatie heeft nog niet geantwoord."""
    if reden := woning_voorgedragen(beeld):
        return reden
    aanbod = beeld.aanbod
    if aanbod is None or aanbod.corporatie_antwoord:
        return "De corporatie was al akkoord. Gaat de woning toch niet door? Meld dan dat zij is vervallen."
    if not any(b.id == aanbod.besluit_id and b.status == "toegekend" for b in beeld.besluiten):
        return "Over de voordracht is nog niet besloten. De corporatie krijgt haar pas na het besluit."
    return None


@guard
def woning_te_bezichtigen(beeld: Beeld) -> str | None:
    """De corporatie is akkoord en het huishouden heeft nog geen ja of nee gezegd."""
    aanbod = beeld.aanbod
    if aanbod is None or aanbod.status not in ("voorgedragen", "aangeboden"):
        return "Er is geen woning die het huishouden kan bezichtigen. Draag eerst een woning voor."
    if aanbod.status == "voorgedragen" and aanbod.corporatie_antwoord != "akkoord":
        return "De corporatie is nog niet akkoord. Leg eerst haar antwoord vast."
    return None


@guard
def woning_passend_of_afwijking_akkoord(beeld: Beeld) -> str | None:
    """De voorgedragen woning past, of de afwijking is goedgekeurd nadat zij was vastgesteld."""
    match = beeld.laatste_met("passend")
    if match is None or match.gereed_op is None:
        return "De passendheid van de woning is nog niet beoordeeld. Leg eerst een match vast."
    beoordeeld = match.gegevens.get("woning")
    if beoordeeld and beeld.aanbod is not None and beoordeeld != str(beeld.aanbod.woning_id):
        return "Een andere woning is beoordeeld dan is voorgedragen. Laat de voordracht vervallen en beoordeel opnieuw."
    if afwijking_toegestaan(beeld, str(match.gegevens["passend"]), match.gereed_op):
        return None
    return "De woning past niet helemaal. Motiveer de afwijking en wacht op het besluit daarover."


def afwijking_toegestaan(beeld: Beeld, uitkomst: str, sinds: datetime) -> bool:
    """Of deze uitkomst van de toets mag: zij wijkt niet af, of het besluit daarover is sindsdien toegekend."""
    nodig = AFWIJKING.get(uitkomst)
    return nodig is None or any(
        b.soort in nodig and b.status == "toegekend" and b.voorgesteld_op >= sinds for b in geldende(beeld)
    )


@guard
def aanbod_geaccepteerd(beeld: Beeld) -> str | None:
    """Het huishouden heeft ja gezegd."""
    status = beeld.aanbod.status if beeld.aanbod else None
    if status == "geaccepteerd":
        return None
    if status == "geweigerd":
        return "Het huishouden heeft nee gezegd. Laat eerst de weigering beoordelen."
    if status == "aangeboden":
        return "Het huishouden heeft nog geen ja gezegd. Leg eerst de reactie vast."
    return "Er loopt geen aanbod voor dit huishouden. Bied eerst een woning aan."


@guard
def contractdatum_bekend(beeld: Beeld) -> str | None:
    """De dag waarop het huurcontract ingaat, staat in de zaak."""
    if _anker(beeld, "contractdatum") is None:
        return "De datum van het huurcontract ontbreekt. Toets eerst het huurcontract."
    return None


@guard
def contract_ingegaan(beeld: Beeld) -> str | None:
    """Het huurcontract is ingegaan."""
    datum = _anker(beeld, "contractdatum")
    if datum is None:
        return contractdatum_bekend(beeld)
    if datum > beeld.vandaag:
        return f"Het huurcontract gaat pas in op {dag_kort(datum, beeld.vandaag)}. Wacht tot die dag."
    return None


@guard
def sleutel_overhandigd(beeld: Beeld) -> str | None:
    """Het huishouden heeft de sleutel."""
    datum = _anker(beeld, "sleuteldatum")
    if datum is None:
        return "De datum van de sleutel ontbreekt. Plan eerst de verhuizing."
    if datum > beeld.vandaag:
        return f"Het huishouden krijgt de sleutel pas op {dag_kort(datum, beeld.vandaag)}. Wacht tot die dag."
    return None


@guard
def brp_ingeschreven(beeld: Beeld) -> str | None:
    """Het huishouden staat in de BRP van de gemeente."""
    if _anker(beeld, "brp_datum") is None:
        return "De inschrijving in de BRP is nog niet bevestigd. Bevestig eerst de inschrijving."
    return None


@guard
def weigering_terecht(beeld: Beeld) -> str | None:
    """Het COA vond de weigering terecht."""
    return _weigering(beeld, "terecht")


@guard
def weigering_onterecht(beeld: Beeld) -> str | None:
    """Het COA vond de weigering onterecht."""
    return _weigering(beeld, "onterecht")


def _weigering(beeld: Beeld, oordeel: str) -> str | None:
    aanbod = beeld.aanbod
    if aanbod is None or aanbod.status != "geweigerd":
        return "Er is geen weigering. Leg eerst vast dat het huishouden nee zegt."
    if aanbod.oordeel is None:
        return "De weigering is nog niet beoordeeld. Wacht op het oordeel van de jurist en het COA."
    if aanbod.oordeel != oordeel:
        return f"De weigering is als {aanbod.oordeel.replace('_', ' ')} beoordeeld. Kies de stap die daarbij hoort."
    return None


@guard
def aanbod_loopt(beeld: Beeld) -> str | None:
    """Er is een aanbod dat kan worden ingetrokken."""
    aanbod = beeld.aanbod
    if aanbod is None or aanbod.status in ("ingetrokken", "afgewezen_corporatie", "afgerond"):
        return "Er loopt geen aanbod voor dit huishouden. Er valt niets in te trekken."
    if aanbod.status == "geweigerd" and aanbod.oordeel is None:
        return "Het huishouden heeft nee gezegd. Laat eerst de weigering beoordelen."
    if aanbod.status == "geweigerd" and aanbod.oordeel == "onterecht" and not _plicht_blijft(beeld):
        return "De weigering is onterecht. De jurist bereidt daarover het besluit voor (JU-05). Wacht op dat besluit."
    return None


def _plicht_blijft(beeld: Beeld) -> bool:
    """Het laatste besluit over de onterechte weigering zegt dat de gemeente toch verder zoekt (domein.md §2.4)."""
    gaat_over = [
        b
        for b in beeld.besluiten
        if b.soort == "onterechte_weigering" and b.voorgesteld_op >= beeld.zaak.toestand_sinds
    ]
    if any(b.status == "toegekend" for b in gaat_over):
        return any(b.status == "toegekend" and b.herziening == "intrekken" for b in gaat_over)
    return any(b.status == "afgewezen" for b in gaat_over)


@guard
def geweigerde_woning_vastgehouden(beeld: Beeld) -> str | None:
    """Het huishouden weigerde, en de woning staat nog voor hen vast."""
    aanbod = beeld.aanbod
    if aanbod is None or aanbod.status != "geweigerd":
        return "Het huishouden heeft deze woning niet geweigerd. Trek het aanbod in als de corporatie haar terugneemt."
    if aanbod.woning.status != "voorgedragen":
        return "De woning is al terug bij de corporatie. De weigering wacht alleen nog op het oordeel."
    return None


@guard
def geen_open_aanbod(beeld: Beeld) -> str | None:
    """Er staat geen aanbod open bij dit huishouden."""
    if beeld.aanbod is not None and beeld.aanbod.status in AANBOD_LOOPT:
        return "Er staat nog een aanbod open. Trek dat eerst in."
    return None
