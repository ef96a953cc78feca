"""De velden van een dossier, elk met zijn ene functie. Een veld dat hier niet staat, kan in geen enkel profiel.

Van medebewoners gaat de leeftijd mee en niet de geboortedatum, de naam of het geslacht; van een woonbeperking het label
en niet de reden; van een gebied alleen de soort reden.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from casus.bedragen import decimaal
from casus.errors import Weigering
from casus.models import Huishouden, Persoon
from casus.rules.dossierbron import AFWEZIG, MEERDERJARIG, Bron, Functie, Veld, Velden
from casus.rules.gebieden import gebied_naar_buiten, herkende_gemeente
from casus.rules.kwartalen import kwartaal_van
from casus.rules.parameters import cent, getal
from casus.rules.passendgeval import inkomen_onder_grens
from casus.rules.passendheid import LABEL_BIJ_BEPERKING, huurgrens
from casus.rules.slaapkamers import slaapkamers_minimaal
from casus.rules.zinnen import rol_tekst, zin
from casus.termijnen import leeftijd
from casus.vocab import RELATIES, TOEGANKELIJKHEID

KOP: Final = frozenset(
    {
        *("zaaknummer", "gemeente", "datum", "ontvanger", "doel"),
        *("contactpersoon.naam", "contactpersoon.functie", "contactpersoon.telefoon", "contactpersoon.email"),
    }
)
"""Wat van de verzending is: het staat op elk dossier waar het bij hoort, en een besluit verandert het niet."""
KLEINER_GEBIED: Final = "Een kern of wijk. Vraag ernaar bij de contactpersoon."
"""Staat op een ruilkaart in plaats van de naam: een klein gebied en een gezin wijzen samen iemand aan."""
GROEPEN_LEEFTIJD: Final = ((0, 3), (4, 11), (12, 17), (18, 26), (27, 66), (67, 200))

VELDEN: Final = Velden()
"""Alle velden die casus kent."""
_veld = VELDEN.erbij


# --- de verzending ---

for _code, _titel, _functie in (
    ("zaaknummer", "Zaaknummer", lambda b: b.zaak.zaaknummer),
    ("gemeente", "Gemeente", lambda b: b.gemeente.naam),
    ("datum", "Datum", lambda b: b.dag.isoformat()),
    ("ontvanger", "Voor", lambda b: b.ontvanger),
    ("doel", "Doel", lambda b: b.doel),
    ("contactpersoon.naam", "Contactpersoon", lambda b: b.verzending.contactpersoon.naam),
    ("contactpersoon.functie", "Functie", lambda b: b.verzending.functie),
    ("contactpersoon.telefoon", "Telefoon", lambda b: _bereikbaar(b, "telefoon")),
    ("contactpersoon.email", "E-mail", lambda b: _bereikbaar(b, "email")),
):
    VELDEN[_code] = Veld(_code, "Verzending", _titel, _functie, herkenbaar=_code == "zaaknummer", los=False)


def _bereikbaar(bron: Bron, wat: str) -> str:
    waarde: str = getattr(bron.verzending.contactpersoon, wat)
    if not waarde:
        raise Weigering(
            "De ontvanger moet de contactpersoon kunnen bereiken. Vul telefoon en e-mail van die collega in."
        )
    return waarde


# --- huurders: wat van de persoon niet bekend is, komt van het huishouden, alleen bij de hoofdhuurder ---


def naam_van(persoon: Persoon) -> str:
    """Voornamen en achternaam."""
    return f"{persoon.voornamen} {persoon.achternaam}".strip()


def _naam(persoon: Persoon, huis: Huishouden | None) -> str:
    return naam_van(persoon)


def _geboortedatum(persoon: Persoon, huis: Huishouden | None) -> str:
    if "00" in persoon.geboortedatum.split("-") or persoon.geboortedatum.startswith("0000"):
        raise Weigering(f"De geboortedatum van {persoon.voornamen} is niet volledig. Vul die aan uit de BRP.")
    return persoon.geboortedatum


def _telefoon(persoon: Persoon, huis: Huishouden | None) -> str | None:
    return (huis.telefoon if huis else "") or None


def _taal(persoon: Persoon, huis: Huishouden | None) -> str | None:
    return persoon.taal or (huis.taal if huis else "") or None


def _tolk(persoon: Persoon, huis: Huishouden | None) -> bool:
    return persoon.tolk_nodig or bool(huis and huis.tolk_nodig)


def _hoofd(functie: Callable[[Persoon, Huishouden | None], Any]) -> Functie:
    return lambda bron: functie(bron.hoofdhuurder, bron.huishouden)


def _mede(functie: Callable[[Persoon, Huishouden | None], Any]) -> Functie:
    return lambda bron: AFWEZIG if bron.medehuurder is None else functie(bron.medehuurder, None)


for _onderdeel, _groep, _wie in (("hoofdhuurder", "Hoofdhuurder", _hoofd), ("medehuurder", "Medehuurder", _mede)):
    for _naam_, _titel, _deel in (
        ("naam", "Naam", _naam),
        ("geboortedatum", "Geboortedatum", _geboortedatum),
        ("telefoon", "Telefoon", _telefoon),
        ("voorkeurstaal", "Voorkeurstaal", _taal),
        ("tolk_nodig", "Tolk nodig", _tolk),
    ):
        _code = f"{_onderdeel}.{_naam_}"
        VELDEN[_code] = Veld(_code, _groep, _titel, _wie(_deel), herkenbaar=True, los=False)


# --- huishouden ---


@_veld("huishouden.aantal_personen", "Huishouden", "Aantal personen")
def _aantal(bron: Bron) -> int:
    return len(bron.personen)


@_veld("huishouden.medebewoners.relatie", "Huishouden", "Medebewoners: relatie", los=False)
def _relaties(bron: Bron) -> list[str]:
    return [zin(RELATIES.get(persoon.relatie, "ander lid van het huishouden")) for persoon in bron.medebewoners]


@_veld("huishouden.medebewoners.leeftijd", "Huishouden", "Medebewoners: leeftijd", los=False)
def _leeftijden(bron: Bron) -> list[int]:
    return [_jaren(persoon, bron) for persoon in bron.medebewoners]


def _jaren(persoon: Persoon, bron: Bron) -> int:
    jaren = leeftijd(persoon.geboortedatum, bron.dag)
    if jaren is None:
        raise Weigering(f"Van {persoon.voornamen} ontbreekt het geboortejaar. Vul dat eerst aan.")
    return jaren


@_veld("huishouden.leeftijdsgroepen", "Huishouden", "Leeftijden")
def _groepen(bron: Bron) -> list[str]:
    jaren = [_jaren(persoon, bron) for persoon in bron.personen]
    per_groep = [(van, tot, sum(van <= jaar <= tot for jaar in jaren)) for van, tot in GROEPEN_LEEFTIJD]
    return [
        f"{aantal} × {van} jaar of ouder" if tot > 120 else f"{aantal} × {van} tot en met {tot} jaar"
        for van, tot, aantal in per_groep
        if aantal
    ]


@_veld("huishouden.gezinshereniging.aantal", "Huishouden", "Gezinshereniging verwacht")
def _nareis(bron: Bron) -> int:
    return bron.huishouden.nareis_aantal


@_veld("huishouden.gezinshereniging.kwartaal", "Huishouden", "Kwartaal van de gezinshereniging")
def _kwartaal(bron: Bron) -> str | None:
    huis = bron.huishouden
    komt = huis.nareis_verwacht_op if huis.nareis_aantal else None
    return "{}-Q{}".format(*kwartaal_van(komt)) if komt else None


@_veld("huishouden.naam", "Huishouden", "Naam van het huishouden", herkenbaar=True)
def _huishoudnaam(bron: Bron) -> str:
    return bron.huishouden.naam


@_veld("huishouden.coa_nummer", "Huishouden", "Zaaknummer bij het COA", herkenbaar=True)
def _coa_nummer(bron: Bron) -> str:
    return bron.huishouden.coa_nummer


@_veld("huishouden.coa_locatie", "Huishouden", "Locatie van het COA", herkenbaar=True)
def _coa_locatie(bron: Bron) -> str | None:
    return bron.huishouden.coa_locatie or None


@_veld("huishouden.regievoerder", "Huishouden", "Regievoerder van het COA", herkenbaar=True)
def _regievoerder(bron: Bron) -> str | None:
    return bron.huishouden.regievoerder or None


@_veld("huishouden.telefoon", "Huishouden", "Telefoon van het huishouden", herkenbaar=True)
def _telefoon_huis(bron: Bron) -> str | None:
    return bron.huishouden.telefoon or None


# --- personen, voor wie de zaak overneemt ---


@_veld(
    "personen.lijst",
    "Personen",
    "Personen",
    herkenbaar=True,
    kolommen=("Naam", "Relatie", "Geboortedatum"),
)
def _personen(bron: Bron) -> list[list[str]]:
    return [[naam_van(p), zin(RELATIES.get(p.relatie, p.relatie)), geboren(p)] for p in bron.personen]


def geboren(persoon: Persoon) -> str:
    """De geboortedatum zoals de BRP haar kent: 14-03-1988, of alleen wat bekend is."""
    jaar, maand, dag, *_ = (*persoon.geboortedatum.split("-"), "00", "00")
    if jaar == "0000":
        return "Niet bekend"
    return "-".join(deel for deel in (dag, maand, jaar) if deel != "00")


@_veld("personen.taal_en_tolk", "Personen", "Taal en tolk", herkenbaar=True, kolommen=("Wie", "Voorkeurstaal", "Tolk"))
def _talen(bron: Bron) -> list[list[str]]:
    huis = bron.huishouden
    return [
        [
            p.voornamen or naam_van(p),
            p.taal or huis.taal or "Niet bekend",
            "Ja" if p.tolk_nodig or huis.tolk_nodig else "Nee",
        ]
        for p in bron.personen
    ]


@_veld("personen.geslacht", "Personen", "Geslacht per leeftijd, voor gedeeld wonen")
def _geslachten(bron: Bron) -> list[str]:
    return [f"{p.geslacht}, {_jaren(p, bron)} jaar" for p in bron.personen]


# --- woning ---


@_veld("woning.slaapkamers_minimaal", "Woning", "Slaapkamers, minstens")
def _slaapkamers(bron: Bron) -> int:
    return slaapkamers_minimaal(bron.personen, bron.parameters, bron.dag)


@_veld("woning.zelfstandig", "Woning", "Zelfstandig mag")
def _zelfstandig(bron: Bron) -> bool:
    return True


@_veld("woning.onzelfstandig", "Woning", "Onzelfstandig mag")
def _onzelfstandig(bron: Bron) -> bool:
    grens = getal(bron.parameters, MEERDERJARIG) or 0
    alleen = len(bron.personen) == 1 and (leeftijd(bron.personen[0].geboortedatum, bron.dag) or 0) >= grens
    return alleen or bron.verzending.wil_delen or bool(bron.huishouden.wil_delen)


@_veld("woning.toegankelijkheidslabel", "Woning", "Toegankelijkheid")
def _label(bron: Bron) -> str | None:
    return LABEL_BIJ_BEPERKING.get(bron.huishouden.woonbeperking)


def label_in_woorden(code: str | None) -> str:
    """'Rolstoelwoning (ROL)', of dat er geen eis is."""
    return f"{zin(TOEGANKELIJKHEID[code])} ({code})" if code else "Geen bijzondere eis"


@_veld("woning.begane_grond_of_lift", "Woning", "Begane grond of lift nodig")
def _gelijkvloers(bron: Bron) -> bool:
    return bron.huishouden.woonbeperking not in ("geen", "")


@_veld("woning.gebied", "Woning", "Gebied")
def _gebied(bron: Bron) -> str | None:
    return gebied_naar_buiten(bron.huishouden) or None


@_veld("woning.gebied_reden", "Woning", "Reden voor dit gebied")
def _gebied_reden(bron: Bron) -> str | None:
    return bron.huishouden.gebied_reden if gebied_naar_buiten(bron.huishouden) else None


def keur_gebied(bron: Bron) -> None:
    """Of het gebied naar buiten mag: geen nummer en geen naam uit het huishouden. Raises Weigering."""
    gebied = gebied_naar_buiten(bron.huishouden).casefold()
    namen = {deel.casefold() for p in bron.personen for deel in (*p.voornamen.split(), p.achternaam.strip()) if deel}
    if re.search(r"\d", gebied) or any(re.search(rf"\b{re.escape(naam)}\b", gebied) for naam in namen):
        raise Weigering("Bij het gebied staat een nummer of een naam. Noem daar alleen de plaats of de wijk.")


# --- inkomen, start, doelgroep, begeleiding ---


@_veld("inkomen.onder_grens", "Inkomen", "Inkomen onder de grens")
def _onder(bron: Bron) -> bool | None:
    """Ja, nee, of None: niet bekend, net als bij regel H1 (domein §8.1)."""
    gegeven = bron.verzending.onder_inkomensgrens
    if gegeven is not None:
        return gegeven
    return inkomen_onder_grens(bron.huishouden, bron.personen, bron.parameters, bron.dag)


@_veld("inkomen.inkomensbron", "Inkomen", "Bron van het inkomen")
def _inkomensbron(bron: Bron) -> str:
    if not bron.huishouden.inkomensbron:
        raise Weigering("Leg eerst vast waarvan het huishouden leeft. De ontvanger toetst daarmee de huur.")
    return bron.huishouden.inkomensbron


@_veld("inkomen.huurgrens", "Inkomen", "Hoogste huur per maand")
def _huurgrens(bron: Bron) -> str:
    """Is het inkomen niet bekend, dan de laagste grens: een hogere huur mag pas als het inkomen dat toelaat."""
    boven = _onder(bron) is False
    grens = cent(bron.parameters, "daeb_huurgrens") if boven else huurgrens(len(bron.personen), bron.parameters)
    if grens is None:
        raise Weigering("De huurgrens voor deze dag ontbreekt. Vraag de beheerder die vast te leggen.")
    return decimaal(grens)


@_veld("start.vroegste_ingangsdatum", "Start", "Vroegste ingangsdatum")
def _ingang(bron: Bron) -> str:
    return (bron.verzending.vroegste_ingangsdatum or bron.dag).isoformat()


@_veld("start.verblijf_nu", "Start", "Verblijf nu")
def _verblijf(bron: Bron) -> str:
    return bron.verzending.verblijf_nu


@_veld("doelgroep", "Doelgroep", "Code van de doelgroep")
def _doelgroep(bron: Bron) -> str | None:
    afgesproken = bron.parameters.get("doelgroepcode_corporaties", "").split()
    return "STH" if bron.ontvanger_code in afgesproken else None


@_veld("begeleiding.ja", "Begeleiding", "Begeleiding na de verhuizing")
def _begeleiding(bron: Bron) -> bool:
    return bool(bron.parameters.get("begeleiding_organisatie"))


@_veld("begeleiding.organisatie", "Begeleiding", "Organisatie")
def _organisatie(bron: Bron) -> str | None:
    return bron.parameters.get("begeleiding_organisatie") or None


# --- de zaak en de ruil ---


@_veld("zaak.koppeldatum", "Zaak", "Gekoppeld op")
def _koppeldatum(bron: Bron) -> str:
    return bron.zaak.koppeldatum.isoformat()


@_veld("zaak.vergunningdatum", "Zaak", "Datum van de vergunning")
def _vergunning(bron: Bron) -> str:
    return bron.zaak.vergunningdatum.isoformat()


@_veld("zaak.vergunning_geldig_tot", "Zaak", "Vergunning geldig tot")
def _geldig_tot(bron: Bron) -> str | None:
    tot = bron.zaak.vergunning_geldig_tot
    return tot.isoformat() if tot else None


@_veld("zaak.casemanager", "Zaak", "Casemanager")
def _casemanager(bron: Bron) -> str | None:
    """In een inzage zonder naam: wie te bellen is, staat als contactpersoon bovenaan."""
    if bron.casemanager and bron.persoon is not None:
        return f"Medewerker ({rol_tekst('casemanager')})"
    return bron.casemanager or None


@_veld("zaak.toestand", "Zaak", "Waar de zaak staat")
def _toestand(bron: Bron) -> str:
    return zin(bron.zaak.toestand.replace("_", " "))


@_veld("ruil.regiowens", "Ruil", "Wens voor een gebied")
def _regiowens(bron: Bron) -> str | None:
    """Alleen een gemeente die casus herkent: een kern, een wijk of wat er verder is getypt, kan een mens aanwijzen."""
    gebied = gebied_naar_buiten(bron.huishouden)
    return herkende_gemeente(gebied, bron.regio) or (KLEINER_GEBIED if gebied else None)


@_veld("ruil.harde_koppelreden", "Ruil", "Harde reden voor de koppeling")
def _hard(bron: Bron) -> bool:
    return bron.huishouden.koppelreden_hard


@_veld("ruil.weken_sinds_koppeling", "Ruil", "Weken sinds de koppeling")
def _weken(bron: Bron) -> int:
    return max((bron.dag - bron.zaak.koppeldatum).days, 0) // 7
