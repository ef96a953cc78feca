"""Wat een corporatie over een huishouden krijgt: de witte lijst, en niets anders (AVG art. 5 lid 1 onder c).

Elk veld staat hier met naam. Een nieuw veld in het model komt er dus nooit vanzelf bij; `VELDEN_VOORDRACHT` gaat mee
in het register van verstrekkingen. Van medebewoners gaat de leeftijd mee en niet de geboortedatum, de naam of het
geslacht; van een woonbeperking het label en niet de reden; van een gebied alleen de soort reden.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from casus.bedragen import decimaal
from casus.errors import Weigering
from casus.models import Corporatie, Gebruiker, Gemeente, Huishouden, Persoon, Zaak
from casus.rules.parameters import cent, getal
from casus.rules.passendheid import LABEL_BIJ_BEPERKING, huurgrens, onder_inkomensgrens
from casus.rules.slaapkamers import slaapkamers_minimaal
from casus.rules.zinnen import zin
from casus.termijnen import leeftijd
from casus.vocab import RELATIES

DOEL: Final = "Beoordelen of een woning bij dit huishouden past en de huurovereenkomst voorbereiden."
GRONDSLAG: Final = (
    "Gemeente: taak van algemeen belang (AVG art. 6 lid 1 onder e; Huisvestingswet 2014 art. 28). "
    "Corporatie: huurovereenkomst en passend toewijzen (AVG art. 6 lid 1 onder b en c; Woningwet art. 46)."
)
REDENEN_GEBIED: Final = ("school", "werk", "zorg", "familie")
"""De soorten reden voor een gebied. Alles wat anders is ingevuld, blijft bij de gemeente."""
VELDEN_VOORDRACHT: Final = (
    "zaaknummer",
    "gemeente",
    "datum",
    "ontvanger",
    "doel",
    "contactpersoon.naam",
    "contactpersoon.functie",
    "contactpersoon.telefoon",
    "contactpersoon.email",
    "hoofdhuurder.naam",
    "hoofdhuurder.geboortedatum",
    "hoofdhuurder.telefoon",
    "hoofdhuurder.voorkeurstaal",
    "hoofdhuurder.tolk_nodig",
    "medehuurder.naam",
    "medehuurder.geboortedatum",
    "medehuurder.telefoon",
    "medehuurder.voorkeurstaal",
    "medehuurder.tolk_nodig",
    "huishouden.aantal_personen",
    "huishouden.medebewoners.relatie",
    "huishouden.medebewoners.leeftijd",
    "huishouden.gezinshereniging.aantal",
    "huishouden.gezinshereniging.kwartaal",
    "woning.slaapkamers_minimaal",
    "woning.zelfstandig",
    "woning.onzelfstandig",
    "woning.toegankelijkheidslabel",
    "woning.begane_grond_of_lift",
    "woning.gebied",
    "woning.gebied_reden",
    "inkomen.onder_grens",
    "inkomen.inkomensbron",
    "inkomen.huurgrens",
    "start.vroegste_ingangsdatum",
    "start.verblijf_nu",
    "doelgroep",
    "begeleiding.ja",
    "begeleiding.organisatie",
)
"""De witte lijst, in de volgorde van het dossier."""

_MEERDERJARIG: Final = "meerderjarig_jaren"


@dataclass(frozen=True, slots=True)
class Verzending:
    """Wat van deze verzending is en niet van het huishouden. `functie` is die van de contactpersoon.

    `vroegste_ingangsdatum` is leeg: vanaf de dag van verzenden. `onder_inkomensgrens` is leeg: dan zegt de inkomensbron
    het, en een bron die het niet zegt geldt als boven de grens. `wil_delen`: het huishouden kiest zelf voor delen.
    """

    dag: date
    contactpersoon: Gebruiker
    functie: str
    vroegste_ingangsdatum: date | None = None
    verblijf_nu: Literal["COA", "tussenvoorziening"] = "COA"
    onder_inkomensgrens: bool | None = None
    wil_delen: bool = False


def voordracht(
    zaak: Zaak,
    huishouden: Huishouden,
    personen: Sequence[Persoon],
    *,
    gemeente: Gemeente,
    corporatie: Corporatie,
    verzending: Verzending,
    parameters: Mapping[str, str],
) -> dict[str, Any]:
    """De velden van een voordracht als JSON-waarden: dagen als ISO-tekst, bedragen als tekst met twee decimalen.

    Heft Weigering als iets ontbreekt dat de corporatie nodig heeft.
    """
    hoofd, mede, anderen = _verdeel(personen, parameters, verzending.dag)
    begeleider = parameters.get("begeleiding_organisatie") or None
    ingang = verzending.vroegste_ingangsdatum or verzending.dag
    return {
        **_kop(zaak, gemeente, corporatie, verzending),
        "hoofdhuurder": _huurder(hoofd, huishouden.telefoon, huishouden.taal, huishouden.tolk_nodig),
        "medehuurder": _huurder(mede) if mede else None,
        "huishouden": _huishouden(huishouden, len(personen), anderen, verzending.dag),
        "woning": _woning(huishouden, personen, parameters, verzending),
        "inkomen": _inkomen(huishouden, len(personen), parameters, verzending),
        "start": {"vroegste_ingangsdatum": ingang.isoformat(), "verblijf_nu": verzending.verblijf_nu},
        "doelgroep": "STH" if corporatie.doelgroep_sth else None,
        "begeleiding": {"ja": begeleider is not None, "organisatie": begeleider},
    }


def _kop(zaak: Zaak, gemeente: Gemeente, corporatie: Corporatie, verzending: Verzending) -> dict[str, Any]:
    return {
        "zaaknummer": zaak.zaaknummer,
        "gemeente": gemeente.naam,
        "datum": verzending.dag.isoformat(),
        "ontvanger": corporatie.naam,
        "doel": DOEL,
        "contactpersoon": _contactpersoon(verzending),
    }


def _verdeel(
    personen: Sequence[Persoon], parameters: Mapping[str, str], dag: date
) -> tuple[Persoon, Persoon | None, list[Persoon]]:
    """Hoofdhuurder, medehuurder (een meerderjarige partner) en de anderen."""
    hoofd = next((persoon for persoon in personen if persoon.relatie == "hoofdpersoon"), None)
    if hoofd is None:
        raise Weigering("Het huishouden heeft nog geen hoofdpersoon. Leg eerst vast wie de huur tekent.")
    grens = getal(parameters, _MEERDERJARIG) or 0
    partners = [p for p in personen if p.relatie == "partner" and (leeftijd(p.geboortedatum, dag) or 0) >= grens]
    mede = partners[0] if partners else None
    return hoofd, mede, [persoon for persoon in personen if persoon not in (hoofd, mede)]


def _contactpersoon(verzending: Verzending) -> dict[str, str]:
    wie = verzending.contactpersoon
    if not wie.telefoon or not wie.email:
        raise Weigering(
            "De corporatie moet de contactpersoon kunnen bereiken. Vul telefoon en e-mail van die collega in."
        )
    return {"naam": wie.naam, "functie": verzending.functie, "telefoon": wie.telefoon, "email": wie.email}


def _huurder(persoon: Persoon, telefoon: str = "", taal: str = "", tolk: bool = False) -> dict[str, Any]:
    """Wie de huur tekent. Wat van de persoon niet bekend is, komt van het huishouden (alleen bij de hoofdhuurder)."""
    if "00" in persoon.geboortedatum.split("-") or persoon.geboortedatum.startswith("0000"):
        raise Weigering(f"De geboortedatum van {persoon.voornamen} is niet volledig. Vul die aan uit de BRP.")
    return {
        "naam": f"{persoon.voornamen} {persoon.achternaam}".strip(),
        "geboortedatum": persoon.geboortedatum,
        "telefoon": telefoon or None,
        "voorkeurstaal": persoon.taal or taal or None,
        "tolk_nodig": persoon.tolk_nodig or tolk,
    }


def _huishouden(huishouden: Huishouden, aantal: int, anderen: Sequence[Persoon], dag: date) -> dict[str, Any]:
    komt = huishouden.nareis_verwacht_op if huishouden.nareis_aantal else None
    kwartaal = f"{komt.year}-Q{(komt.month + 2) // 3}" if komt else None
    return {
        "aantal_personen": aantal,
        "medebewoners": [_medebewoner(persoon, dag) for persoon in anderen],
        "gezinshereniging": {"aantal": huishouden.nareis_aantal, "kwartaal": kwartaal},
    }


def _medebewoner(persoon: Persoon, dag: date) -> dict[str, Any]:
    jaren = leeftijd(persoon.geboortedatum, dag)
    if jaren is None:
        raise Weigering(f"Van {persoon.voornamen} ontbreekt het geboortejaar. Vul dat eerst aan.")
    return {"relatie": zin(RELATIES.get(persoon.relatie, "ander lid van het huishouden")), "leeftijd": jaren}


def _woning(
    huishouden: Huishouden, personen: Sequence[Persoon], parameters: Mapping[str, str], verzending: Verzending
) -> dict[str, Any]:
    grens = getal(parameters, _MEERDERJARIG) or 0
    alleen = len(personen) == 1 and (leeftijd(personen[0].geboortedatum, verzending.dag) or 0) >= grens
    reden = huishouden.gebied_reden if huishouden.gebied_reden in REDENEN_GEBIED else None
    gebied = huishouden.gebied if reden else ""
    return {
        "slaapkamers_minimaal": slaapkamers_minimaal(personen, parameters, verzending.dag),
        "zelfstandig": True,
        "onzelfstandig": alleen or verzending.wil_delen,
        "toegankelijkheidslabel": LABEL_BIJ_BEPERKING.get(huishouden.woonbeperking),
        "begane_grond_of_lift": huishouden.woonbeperking not in ("geen", ""),
        "gebied": gebied or None,
        "gebied_reden": reden if gebied else None,
    }


def _inkomen(
    huishouden: Huishouden, aantal: int, parameters: Mapping[str, str], verzending: Verzending
) -> dict[str, Any]:
    if not huishouden.inkomensbron:
        raise Weigering("Leg eerst vast waarvan het huishouden leeft. De corporatie toetst daarmee de huur.")
    gegeven = verzending.onder_inkomensgrens
    onder = bool(onder_inkomensgrens(huishouden) if gegeven is None else gegeven)
    grens = huurgrens(aantal, parameters) if onder else cent(parameters, "daeb_huurgrens")
    if grens is None:
        raise Weigering("De huurgrens voor deze dag ontbreekt. Vraag de beheerder die vast te leggen.")
    return {"onder_grens": onder, "inkomensbron": huishouden.inkomensbron, "huurgrens": decimaal(grens)}
