"""Wat de regels over een huishouden en een woning weten, en niets meer.

Een Vraag is een huishouden zoals de regels het zien; een Plek is een woning. Naam, nationaliteit, herkomst, taal,
godsdienst en gezondheid staan er niet in, dus kan geen regel ernaar kijken. Geslacht staat er alleen voor het delen van
een woning. Beide zijn gewone gegevens: een berekening bewaart ze en kan ermee worden herhaald (passendrun.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from casus.bedragen import naar_cent
from casus.models import Huishouden, Persoon, Woning, Zaak
from casus.rules.parameters import cent, getal
from casus.rules.slaapkamers import slaapkamers_nodig
from casus.termijnen import leeftijd, plus_maanden, verjaardag

ONDER_INKOMENSGRENS: Final = frozenset({"SOC", "STU"})
"""VERA INKOMENSBRON waarvan het inkomen altijd onder de inkomensgrens ligt: uitkering en studiefinanciering."""
NETWERKREDENEN: Final = frozenset({"eerstegraads_familie", "gezinshereniging", "sociaal_netwerk"})
"""Koppelredenen die zeggen dat het eigen netwerk in de koppelgemeente woont."""
NAREIS: Final = 6
"""Binnen hoeveel maanden nareis meetelt in de tweede kolom, als de gemeente niets vaststelde (domein §8)."""
GESLACHTEN: Final = frozenset({"man", "vrouw"})


@dataclass(frozen=True, slots=True)
class Omstandigheden:
    """Wat naast huishouden en woning meetelt. `gewenst_per` is leeg: zo snel mogelijk.

    `medebewoners` is het geslacht van wie de woning nu deelt (alleen bij woningdelen), `gemengd_akkoord` of iedereen
    met een ander geslacht instemt, `wil_delen` de uitdrukkelijke wens om te delen, `andere_gemeente_akkoord` of ruil of
    verevening is goedgekeurd, `complex_einde` de laatste dag waarop in het complex mag worden gewoond.
    `onder_inkomensgrens` is leeg: dan zegt `jaarinkomen` (centen) het, en anders de inkomensbron.
    """

    dag: date
    gewenst_per: date | None = None
    vergunning_geldig_tot: date | None = None
    andere_gemeente_akkoord: bool = False
    wil_delen: bool = False
    medebewoners: frozenset[str] = frozenset()
    gemengd_akkoord: bool = False
    onder_inkomensgrens: bool | None = None
    jaarinkomen: int | None = None
    complex_einde: date | None = None

    @classmethod
    def van(cls, zaak: Zaak, huishouden: Huishouden, dag: date) -> Omstandigheden:
        """Wat bij het huishouden en de zaak is vastgelegd."""
        return cls(
            dag=dag,
            gewenst_per=huishouden.gewenst_per,
            vergunning_geldig_tot=zaak.vergunning_geldig_tot,
            wil_delen=bool(huishouden.wil_delen),
            jaarinkomen=huishouden.jaarinkomen_cent,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Vraag:
    """Een huishouden zoals de regels het zien. `sleutel` is het id van de zaak, of een pseudoniem.

    `slaapkamers` is de norm. `jong`: alle volwassenen zijn jonger dan 21; None als dat niet bekend is.
    `alleen`: één volwassene; None als van die ene de leeftijd ontbreekt. `ook_in`: gemeenten waar wonen na ruil of
    verevening mag. `gebied`: waar school, baan of behandeling vast is. `netwerk`: de gemeente van het eigen netwerk.
    `wacht_dagen` sinds de koppeling. `urgentie`: '', 'anders', 'statushouder' of 'onbekend' (het besluit zegt niet
    waarom), volgens een besluit (passendbeleid). `inkomen_bekend`: er is een jaarinkomen vastgelegd.
    `straks`: hetzelfde huishouden met de nareis van de komende zes maanden erbij; daarin is `na_nareis` waar.
    """

    sleutel: str
    gemeente: str
    personen: int
    slaapkamers: int
    leeftijd_onbekend: bool = False
    jong: bool | None = False
    alleen: bool | None = False
    huurder_leeftijd: int | None = None
    onder_inkomensgrens: bool | None = True
    beperking: str = "geen"
    wil_delen: bool = False
    geslachten: frozenset[str] = frozenset()
    ook_in: frozenset[str] = frozenset()
    gewenst_per: date | None = None
    vergunning_tot: date | None = None
    wacht_dagen: int = 0
    gebied: str = ""
    netwerk: str = ""
    urgentie: str = ""
    nareis_datum_bekend: bool = True
    inkomen_bekend: bool = False
    na_nareis: bool = False
    straks: Vraag | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plek:
    """Een woning zoals de regels haar zien. Bedrag in centen per maand; `sleutel` is het id van de woning.

    `trap`: de voordeur is alleen met een trap te bereiken. `eind_op`: de laatste dag van wonen, van woning of complex.
    `eenheden` en `toegewezen`: hoeveel woningen het complex telt en hoeveel daarvan via casus zijn verhuurd of
    aangeboden; None als dat niet bekend is. `over`: hoeveel huishoudens er nog bij kunnen in een huis met kamers.
    """

    sleutel: str
    gemeente: str
    huur_cent: int
    slaapkamers: int
    contractsoort: str
    beschikbaar_van: date
    zelfstandig: bool = True
    slot_op_kamer: bool = False
    medebewoners: frozenset[str] = frozenset()
    gemengd_akkoord: bool = False
    toegankelijkheid: str = "ZON"
    trap: bool = False
    eind_op: date | None = None
    plaats: str = ""
    complex: str = ""
    eenheden: int | None = None
    toegewezen: int | None = None
    over: int | None = None


@dataclass(frozen=True, slots=True)
class Geval:
    """Alles wat één regel te zien krijgt. `parameters` gelden op `dag`, de dag van de toets."""

    vraag: Vraag
    plek: Plek
    parameters: Mapping[str, str]
    dag: date

    @property
    def start(self) -> date:
        """De eerste dag waarop de huur kan ingaan."""
        return max(self.dag, self.plek.beschikbaar_van)


def huurgrens(aantal_personen: int, parameters: Mapping[str, str]) -> int | None:
    """De huurgrens voor passend toewijzen in centen; None als zij voor die dag ontbreekt (Woningwet art. 46 lid 2)."""
    maat = "1_2_personen" if aantal_personen <= 2 else "3_plus_personen"
    return cent(parameters, f"passend_huurgrens_{maat}")


def inkomensgrens(aantal_personen: int, parameters: Mapping[str, str], *, ouderen: bool = False) -> int | None:
    """De inkomensgrens voor passend toewijzen in centen per jaar; None als zij voor die dag ontbreekt."""
    maat = "eenpersoons" if aantal_personen <= 1 else "meerpersoons"
    waarde = parameters.get(f"passend_inkomensgrens_{maat}{'_ouderen' if ouderen else ''}")
    return None if waarde is None else naar_cent(waarde)


def onder_inkomensgrens(huishouden: Huishouden) -> bool | None:
    """Of het inkomen onder de inkomensgrens ligt, voor zover de inkomensbron het zegt; anders None."""
    return True if huishouden.inkomensbron in ONDER_INKOMENSGRENS else None


def inkomen_onder_grens(
    huishouden: Huishouden, personen: Sequence[Persoon], parameters: Mapping[str, str], dag: date
) -> bool | None:
    """Of het inkomen onder de inkomensgrens ligt, volgens het jaarinkomen of anders de bron; None is onbekend."""
    om = Omstandigheden(dag=dag, jaarinkomen=huishouden.jaarinkomen_cent)
    return _onder_grens(huishouden, personen, parameters, om)


def vraag_van(
    huishouden: Huishouden,
    personen: Sequence[Persoon],
    parameters: Mapping[str, str],
    om: Omstandigheden,
    *,
    sleutel: str = "",
    wacht_sinds: date | None = None,
    urgentie: str = "",
    ook_in: frozenset[str] = frozenset(),
) -> Vraag:
    """Een huishouden met zijn personen als Vraag. `sleutel` leeg: het id van het huishouden."""
    vraag = Vraag(
        sleutel=sleutel or str(huishouden.id),
        gemeente=str(huishouden.gemeente_id),
        beperking=huishouden.woonbeperking,
        ook_in=ook_in,
        gebied=huishouden.gebied or "",
        netwerk=_netwerk(huishouden),
        urgentie=urgentie,
        **_van_omstandigheden(om, wacht_sinds),
        **_van_personen(huishouden, personen, parameters, om),
    )
    return _met_nareis(vraag, huishouden, personen, parameters, om)


def _netwerk(huishouden: Huishouden) -> str:
    return "" if NETWERKREDENEN.isdisjoint(huishouden.koppelredenen or ()) else str(huishouden.gemeente_id)


def _van_omstandigheden(om: Omstandigheden, wacht_sinds: date | None) -> dict[str, Any]:
    return {
        "wil_delen": om.wil_delen,
        "gewenst_per": om.gewenst_per,
        "vergunning_tot": om.vergunning_geldig_tot,
        "inkomen_bekend": om.jaarinkomen is not None,
        "wacht_dagen": max(0, (om.dag - wacht_sinds).days) if wacht_sinds else 0,
    }


def _met_nareis(
    vraag: Vraag,
    huishouden: Huishouden,
    personen: Sequence[Persoon],
    parameters: Mapping[str, str],
    om: Omstandigheden,
) -> Vraag:
    """De vraag met `straks`, als er nareis binnen zes maanden komt of als niet bekend is wanneer."""
    erbij = nareizigers(huishouden, parameters, om.dag)
    if not erbij:
        return vraag
    straks = replace(vraag, **_van_personen(huishouden, [*personen, *erbij], parameters, om), na_nareis=True)
    return replace(vraag, straks=straks, nareis_datum_bekend=huishouden.nareis_verwacht_op is not None)


def nareizigers(huishouden: Huishouden, parameters: Mapping[str, str], dag: date) -> list[Persoon]:
    """Wie er binnen zes maanden na komt, of van wie niet bekend is wanneer; leeg als er zo gauw niemand komt."""
    aantal, datum = huishouden.nareis_aantal or 0, huishouden.nareis_verwacht_op
    maanden = getal(parameters, "nareis_maanden")
    if datum is not None and datum > plus_maanden(dag, NAREIS if maanden is None else maanden):
        return []
    return [_nareiziger(nummer) for nummer in range(aantal)]


def _nareiziger(nummer: int) -> Persoon:
    """Iemand van wie alleen bekend is dat hij komt: geen leeftijd en geen geslacht, dus liever een kamer te veel."""
    return Persoon(relatie="ander", geboortedatum="0000-00-00", geslacht="onbekend", volgnummer=1000 + nummer)


def _van_personen(
    huishouden: Huishouden, personen: Sequence[Persoon], parameters: Mapping[str, str], om: Omstandigheden
) -> dict[str, Any]:
    jaren = [leeftijd(persoon.geboortedatum, om.dag) for persoon in personen]
    huurder = next((nr for nr, persoon in enumerate(personen) if persoon.relatie == "hoofdpersoon"), 0)
    return {
        "personen": len(personen),
        "slaapkamers": slaapkamers_nodig(personen, om.dag),
        "leeftijd_onbekend": None in jaren,
        "jong": False if any(jaar is not None and jaar >= 21 for jaar in jaren) else _of_onbekend(None in jaren),
        "alleen": len(jaren) == 1 and (None if jaren[0] is None else jaren[0] >= 18),
        "huurder_leeftijd": jaren[huurder] if jaren else None,
        "geslachten": frozenset(persoon.geslacht for persoon in personen),
        "onder_inkomensgrens": _onder_grens(huishouden, personen, parameters, om),
    }


def _of_onbekend(onbekend: bool) -> bool | None:
    return None if onbekend else True


def _onder_grens(
    huishouden: Huishouden, personen: Sequence[Persoon], parameters: Mapping[str, str], om: Omstandigheden
) -> bool | None:
    if om.onder_inkomensgrens is not None:
        return om.onder_inkomensgrens
    if om.jaarinkomen is None:
        return onder_inkomensgrens(huishouden)
    ouder = _oudere(personen, parameters, om.dag)
    soorten = (True, False) if ouder is None else (ouder,)
    grenzen = [inkomensgrens(len(personen), parameters, ouderen=soort) for soort in soorten]
    antwoorden = {None if grens is None else om.jaarinkomen <= grens for grens in grenzen}
    return antwoorden.pop() if len(antwoorden) == 1 else None


def _oudere(personen: Sequence[Persoon], parameters: Mapping[str, str], dag: date) -> bool | None:
    """Of de huurder of de partner de AOW-leeftijd heeft; None als een leeftijd of de AOW-leeftijd niet bekend is."""
    maanden = getal(parameters, "aow_leeftijd_maanden")
    geboren = [verjaardag(p.geboortedatum, 0) for p in personen if p.relatie in ("hoofdpersoon", "partner")]
    if maanden is None:
        return None
    if any(dag_ is not None and plus_maanden(dag_, maanden) <= dag for dag_ in geboren):
        return True
    return None if None in geboren else False


_ALS_DE_WONING: Final = (
    "huur_cent", "slaapkamers", "contractsoort", "beschikbaar_van", "zelfstandig", "toegankelijkheid",
)  # fmt: skip


def plek_van(
    woning: Woning,
    *,
    medebewoners: Iterable[str] = (),
    gemengd_akkoord: bool = False,
    complex_einde: date | None = None,
    eenheden: int | None = None,
    toegewezen: int | None = None,
    over: int | None = None,
) -> Plek:
    """Een woning als Plek, met haar id als sleutel. Wat van het complex komt, geeft de aanroeper mee."""
    return Plek(
        sleutel=str(woning.id),
        gemeente=str(woning.gemeente_id),
        **{naam: getattr(woning, naam) for naam in _ALS_DE_WONING},
        slot_op_kamer=bool(woning.slot_op_kamer),
        medebewoners=frozenset(medebewoners),
        gemengd_akkoord=gemengd_akkoord,
        trap=woning.verdieping > 0 and not woning.lift,
        eind_op=min(filter(None, (woning.eind_op, complex_einde)), default=None),
        plaats=woning.plaats or "",
        complex=str(woning.complex_id) if woning.complex_id else "",
        eenheden=eenheden,
        toegewezen=toegewezen,
        over=over,
    )


def samen_wonen(vraag: Vraag, plek: Plek) -> bool | None:
    """Of het geslacht van wie er samen woont gelijk is, of iedereen instemt; None als iemands geslacht ontbreekt."""
    if plek.gemengd_akkoord or not plek.medebewoners:
        return True
    samen = plek.medebewoners | vraag.geslachten
    if samen >= GESLACHTEN:
        return False
    return True if samen <= GESLACHTEN else None
