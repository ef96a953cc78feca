"""De velden van ‘Gegevens van het huishouden’: hoe men het bereikt, en wat een regel over woningen moet weten.

Meer hoort hier niet (domein §7.1, §8.1 en §8.2): geen gezondheid, nationaliteit, godsdienst of reden van de vergunning.
Bij elk veld staat waarvoor het is en waar dat vandaan komt.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from casus.models import Huishouden, Persoon, Zaak
from casus.vocab import RELATIES
from casus.workflows.definition import Veld, Workflow

INKOMENSBRONNEN: Final = {"SOC": "Uitkering", "STU": "Studiefinanciering", "ARB": "Werk", "AND": "Anders"}
"""VERA INKOMENSBRON."""
GESLACHTEN: Final = {"man": "Man", "vrouw": "Vrouw", "onbekend": "Niet bekend"}
ONBEKENDE_DAG: Final = "0000-00-00"
GEBOREN: Final = "geboren-"
GESLACHT: Final = "geslacht-"
TAAL: Final = "taal-"
TOLK: Final = "tolk-"
SAMEN: Final = (("gebied", "gebied_reden"),)
"""Velden die alleen samen iets zeggen: de reden hoort bij dat ene gebied."""
_EIGEN: Final = (
    Veld(
        code="telefoon",
        titel="Op welk nummer belt u het huishouden?",
        soort="tekst",
        verplicht=False,
        hoogstens=30,
        hint="Staat ook in het dossier voor een corporatie.",
    ),
    Veld(
        code="inkomensbron",
        titel="Waarvan leeft het huishouden?",
        soort="keuze",
        verplicht=False,
        keuzes=INKOMENSBRONNEN,
        hint="Bij een uitkering of studiefinanciering ligt het inkomen onder de grens. Voor de passende huur (Woningwet"
        " art. 46 lid 2).",
    ),
    Veld(
        code="jaarinkomen",
        titel="Hoeveel verdient het huishouden per jaar?",
        soort="bedrag",
        verplicht=False,
        hint="Van iedereen samen, in euro, bijvoorbeeld 28.500. Vult u dit in, dan telt dit en niet de bron. Voor de"
        " passende huur (Woningwet art. 46 lid 2).",
    ),
    Veld(
        code="gewenst_per",
        titel="Vanaf welke dag is een woning nodig?",
        soort="datum",
        verplicht=False,
        hint="Bijvoorbeeld 18-11-2026. Leeg is: zo snel mogelijk. Voor de vraag of een woning op tijd vrij is (afspraak"
        " van de gemeente).",
    ),
    Veld(
        code="wil_delen",
        titel="Wil het huishouden zelf een woning delen?",
        soort="ja_nee",
        hint="Ja alleen als het dat uitdrukkelijk zelf wil. Eén volwassene kan ook zonder deze wens een kamer krijgen."
        " Voor kamers en gedeelde woningen (afspraak van de gemeente).",
    ),
    Veld(
        code="vergunning_geldig_tot",
        titel="Tot en met welke dag is de verblijfsvergunning geldig?",
        soort="datum",
        verplicht=False,
        hint="De dag op het document, van wie de huur tekent. Voor de vraag of zij geldig is als de huur begint"
        " (Vreemdelingenwet 2000).",
    ),
)
_HINTS: Final = {
    "woonbeperking": "Alleen wat nodig is om er te wonen, niet waarom. Voor de toegankelijkheid (VERA).",
    "gebied": "De plaats of wijk van een vaste school, baan of behandeling. Leeg als het niet uitmaakt. Voor de"
    " reistijd in de punten (afspraak van de gemeente).",
}


@dataclass(frozen=True, slots=True)
class Groep:
    """Een deel van het formulier met een eigen kop en een plek om naartoe te gaan."""

    code: str
    titel: str
    velden: Sequence[str]


@dataclass(frozen=True, slots=True)
class Huishoudvelden:
    """De velden van één huishouden, op code."""

    velden: Mapping[str, Veld]
    groepen: Sequence[Groep]


def velden_van(wf: Workflow, personen: Iterable[Persoon]) -> Huishoudvelden:
    """De velden in de volgorde van het formulier; wat de woningbehoefte ook vraagt, heet overal hetzelfde."""
    ook = [wf.veld(code) for code in ("woonbeperking", "gebied", "gebied_reden")]
    ook = [een.model_copy(update={"hint": _HINTS.get(een.code, een.hint)}) for een in ook]
    wie = [veld for persoon in personen for veld in _van_persoon(persoon)]
    groepen = (
        Groep("bereiken", "Bereiken", ("telefoon",)),
        Groep("inkomen", "Inkomen", ("inkomensbron", "jaarinkomen")),
        Groep("woning", "Wat voor woning, en wanneer", ("gewenst_per", "wil_delen", "woonbeperking")),
        Groep("gebied", "Waar", ("gebied", "gebied_reden")),
        Groep("vergunning", "Verblijfsvergunning", ("vergunning_geldig_tot",)),
        Groep("personen", "Personen", [veld.code for veld in wie]),
    )
    return Huishoudvelden({veld.code: veld for veld in (*_EIGEN, *ook, *wie)}, groepen)


def _van_persoon(persoon: Persoon) -> tuple[Veld, ...]:
    naam = f"{persoon.voornamen} {persoon.achternaam} ({RELATIES.get(persoon.relatie, persoon.relatie)})"
    geboren = Veld(
        code=f"{GEBOREN}{persoon.volgnummer}",
        titel=f"Wanneer is {naam} geboren?",
        soort="tekst",
        verplicht=False,
        hoogstens=30,
        hint="Bijvoorbeeld 12-03-1990, of alleen 1990. Leeg als het niet bekend is. Voor slaapkamers,"
        " leeftijdsgrenzen en contract (afspraak van de gemeente; Wet op de huurtoeslag).",
    )
    geslacht = Veld(
        code=f"{GESLACHT}{persoon.volgnummer}",
        titel=f"Man of vrouw: {naam}",
        soort="keuze",
        keuzes=GESLACHTEN,
        hint="Telt alleen voor wie een kamer of woning deelt.",
    )
    return geboren, geslacht, *_gesprek(persoon.volgnummer, naam)


def _gesprek(nummer: int, naam: str) -> tuple[Veld, Veld]:
    taal = Veld(
        code=f"{TAAL}{nummer}",
        titel=f"Welke taal spreekt {naam}?",
        soort="tekst",
        verplicht=False,
        hoogstens=60,
        hint="Voor het gesprek en de tolk.",
    )
    tolk = Veld(
        code=f"{TOLK}{nummer}",
        titel=f"Tolk nodig voor {naam}?",
        soort="ja_nee",
        hint="Alleen voor het gesprek: voor een woning tellen taal en tolk nooit mee.",
    )
    return taal, tolk


def nu_vastgelegd(zaak: Zaak, huishouden: Huishouden, personen: Iterable[Persoon]) -> dict[str, str]:
    """Wat er nu is vastgelegd, zoals het in de velden staat."""
    cent = huishouden.jaarinkomen_cent
    waarden = {
        "telefoon": huishouden.telefoon,
        "inkomensbron": huishouden.inkomensbron,
        "jaarinkomen": "" if cent is None else _bedrag(cent),
        "gewenst_per": f"{huishouden.gewenst_per:%d-%m-%Y}" if huishouden.gewenst_per else "",
        "wil_delen": "ja" if huishouden.wil_delen else "nee",
        "woonbeperking": huishouden.woonbeperking,
        "gebied": huishouden.gebied,
        "gebied_reden": huishouden.gebied_reden,
        "vergunning_geldig_tot": f"{zaak.vergunning_geldig_tot:%d-%m-%Y}" if zaak.vergunning_geldig_tot else "",
    }
    for persoon in personen:
        waarden[f"{GEBOREN}{persoon.volgnummer}"] = _geboren(persoon.geboortedatum)
        waarden[f"{GESLACHT}{persoon.volgnummer}"] = persoon.geslacht
        waarden[f"{TAAL}{persoon.volgnummer}"] = persoon.taal
        waarden[f"{TOLK}{persoon.volgnummer}"] = "ja" if persoon.tolk_nodig else "nee"
    return {code: waarde.strip() for code, waarde in waarden.items()}


def _bedrag(cent: int) -> str:
    heel, rest = divmod(cent, 100)
    return f"{heel:,}".replace(",", ".") + (f",{rest:02d}" if rest else "")


def _geboren(datum: str) -> str:
    """'12-03-1990', '1990' als alleen het jaar bekend is, leeg als niets bekend is."""
    jaar, maand, dag = datum.split("-")
    if jaar == "0000":
        return ""
    return jaar if maand == "00" else f"{dag}-{maand}-{jaar}"
