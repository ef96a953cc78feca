"""Past deze woning bij dit huishouden? De harde regels H1 tot en met H9.

Elke regel antwoordt ja, nee of onbekend met een zin, wat er nodig is en wat de woning heeft. Onbekend is geen nee: er
ontbreekt een gegeven of een grens, en een mens kijkt ernaar. Geen regel kijkt naar nationaliteit, herkomst, taal,
godsdienst of naam; geslacht telt alleen waar mensen een kamer of woning delen (H4 en H5).
Grenzen komen uit de parameters die op de dag gelden; bedragen zijn centen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from casus.bedragen import euro
from casus.models import Huishouden, Persoon, Woning
from casus.rules.parameters import cent, getal
from casus.rules.slaapkamers import slaapkamers_nodig
from casus.rules.zinnen import dag_tekst
from casus.termijnen import leeftijd
from casus.vocab import TOEGANKELIJKHEID, meervoud

Uitkomst = Literal["ja", "nee", "onbekend"]
Soort = Literal["blokkeert", "waarschuwt", "afwijking"]

ONDER_INKOMENSGRENS: Final = frozenset({"SOC", "STU"})
"""VERA INKOMENSBRON waarvan het inkomen altijd onder de inkomensgrens ligt: uitkering en studiefinanciering."""
LABEL_BIJ_BEPERKING: Final = {"geen": "ZON", "lift": "ZON", "gelijkvloers": "GNV", "rollator": "ROG", "rolstoel": "ROL"}
"""Het minste toegankelijkheidslabel (VERA) bij een woonbeperking."""
_ZONDER_TRAP: Final = frozenset({"lift", "gelijkvloers", "rollator", "rolstoel"})
_RANG: Final = {"ZON": 0, "GNV": 1, "NUL": 1, "ROG": 2, "ROA": 2, "ROL": 3, "RUI": 4}


@dataclass(frozen=True, slots=True)
class Toets:
    """Eén regel: wat eruit komt, wat dat betekent, en waarom."""

    regel: str
    uitkomst: Uitkomst
    soort: Soort
    zin: str
    nodig: str
    heeft: str
    bron: str


@dataclass(frozen=True, slots=True)
class Passendheid:
    """Alle toetsen van één woning voor één huishouden, op volgorde van H1 tot en met H9."""

    toetsen: tuple[Toets, ...]

    @property
    def past(self) -> bool:
        """Of geen enkele regel nee zegt, behalve een waarschuwing. Zie ook `onbekend`."""
        return not self.blokkades and not self.afwijkingen

    @property
    def oordeel(self) -> Literal["ja", "nee_huur", "nee_anders"]:
        """Het oordeel zoals de taak 'Match beoordelen' het vastlegt. De huur gaat voor: daar beslist niveau 2."""
        if self.past:
            return "ja"
        return "nee_huur" if any(toets.regel == "H1" for toets in self.afwijkingen) else "nee_anders"

    @property
    def blokkades(self) -> tuple[Toets, ...]:
        """Regels die nee zeggen en waarvan niet kan worden afgeweken."""
        return tuple(t for t in self.toetsen if t.uitkomst == "nee" and t.soort == "blokkeert")

    @property
    def afwijkingen(self) -> tuple[Toets, ...]:
        """Regels die nee zeggen en waarvan een besluit tot afwijken nodig is."""
        return tuple(t for t in self.toetsen if t.uitkomst == "nee" and t.soort == "afwijking")

    @property
    def waarschuwingen(self) -> tuple[Toets, ...]:
        """Regels die nee zeggen maar niets tegenhouden."""
        return tuple(t for t in self.toetsen if t.uitkomst == "nee" and t.soort == "waarschuwt")

    @property
    def onbekend(self) -> tuple[Toets, ...]:
        """Regels waarvoor een gegeven of een grens ontbreekt."""
        return tuple(t for t in self.toetsen if t.uitkomst == "onbekend")


@dataclass(frozen=True, slots=True)
class Omstandigheden:
    """Wat naast huishouden en woning meetelt. `gewenst_per` is leeg: zo snel mogelijk.

    `medebewoners` is het geslacht van wie de woning nu deelt (alleen bij woningdelen), `gemengd_akkoord` of iedereen
    met een ander geslacht instemt, `wil_delen` de uitdrukkelijke wens om te delen, `andere_gemeente_akkoord` of ruil of
    verevening is goedgekeurd. `onder_inkomensgrens` is leeg: dan zegt de inkomensbron het.
    """

    dag: date
    gewenst_per: date | None = None
    vergunning_geldig_tot: date | None = None
    andere_gemeente_akkoord: bool = False
    wil_delen: bool = False
    medebewoners: frozenset[str] = frozenset()
    gemengd_akkoord: bool = False
    onder_inkomensgrens: bool | None = None


@dataclass(frozen=True, slots=True)
class Geval:
    """Alles wat één regel te zien krijgt."""

    huishouden: Huishouden
    personen: Sequence[Persoon]
    woning: Woning
    parameters: Mapping[str, str]
    om: Omstandigheden

    @property
    def leeftijden(self) -> list[int | None]:
        """De leeftijd van ieder op de dag van de toets; None als het geboortejaar onbekend is."""
        return [leeftijd(persoon.geboortedatum, self.om.dag) for persoon in self.personen]

    @property
    def start(self) -> date:
        """De eerste dag waarop de huur kan ingaan."""
        return max(self.om.dag, self.woning.beschikbaar_van)


def onder_inkomensgrens(huishouden: Huishouden) -> bool | None:
    """Of het inkomen onder de inkomensgrens ligt, voor zover de inkomensbron het zegt; anders None."""
    return True if huishouden.inkomensbron in ONDER_INKOMENSGRENS else None


def huurgrens(aantal_personen: int, parameters: Mapping[str, str]) -> int | None:
    """De huurgrens voor passend toewijzen in centen; None als zij voor die dag ontbreekt (Woningwet art. 46 lid 2)."""
    maat = "1_2_personen" if aantal_personen <= 2 else "3_plus_personen"
    return cent(parameters, f"passend_huurgrens_{maat}")


def toets_alles(
    huishouden: Huishouden,
    personen: Sequence[Persoon],
    woning: Woning,
    parameters: Mapping[str, str],
    om: Omstandigheden,
) -> Passendheid:
    """Alle regels over één woning voor één huishouden. `parameters` gelden op de dag van `om`."""
    geval = Geval(huishouden, personen, woning, parameters, om)
    return Passendheid(tuple(regel(geval) for regel in REGELS))


def _per_maand(bedrag: int) -> str:
    return f"{euro(bedrag)} per maand"


def _grens_ontbreekt(regel: str, soort: Soort, geval: Geval, bron: str) -> Toets:
    zin = f"De huurgrens voor {dag_tekst(geval.om.dag)} ontbreekt. Vraag de beheerder die vast te leggen."
    return Toets(regel, "onbekend", soort, zin, "", _per_maand(geval.woning.huur_cent), bron)


def h1_passende_huur(geval: Geval) -> Toets:
    """H1: de huur is niet hoger dan de grens voor het aantal personen, als het inkomen onder de inkomensgrens ligt."""
    bron, huur = "Woningwet art. 46 lid 2 (passend toewijzen)", geval.woning.huur_cent
    grens = huurgrens(len(geval.personen), geval.parameters)
    if grens is None:
        return _grens_ontbreekt("H1", "afwijking", geval, bron)
    onder = geval.om.onder_inkomensgrens
    if onder is None:
        onder = onder_inkomensgrens(geval.huishouden)
    uitkomst: Uitkomst
    if huur <= grens or onder is False:
        uitkomst, zin = "ja", "De huur past bij het aantal personen en het inkomen."
    elif onder:
        uitkomst, zin = "nee", f"De huur is {euro(huur - grens)} boven de grens van {euro(grens)}."
    else:
        uitkomst = "onbekend"
        zin = f"De huur is boven {euro(grens)}. Dat mag alleen als het inkomen boven de inkomensgrens ligt; ga dat na."
    return Toets("H1", uitkomst, "afwijking", zin, f"tot en met {_per_maand(grens)}", _per_maand(huur), bron)


def h2_sociale_huur(geval: Geval) -> Toets:
    """H2: de huur is niet hoger dan de DAEB-grens."""
    bron, huur = "Woningwet art. 47 (DAEB-huurgrens)", geval.woning.huur_cent
    grens = cent(geval.parameters, "daeb_huurgrens")
    if grens is None:
        return _grens_ontbreekt("H2", "blokkeert", geval, bron)
    past = huur <= grens
    zin = "De woning is een sociale huurwoning." if past else f"De huur is boven de sociale grens van {euro(grens)}."
    nodig = f"tot en met {_per_maand(grens)}"
    return Toets("H2", "ja" if past else "nee", "blokkeert", zin, nodig, _per_maand(huur), bron)


def h3_jonger_dan_21(geval: Geval) -> Toets:
    """H3: zijn alle volwassenen jonger dan 21, dan is volledige huurtoeslag er alleen onder een lagere grens."""
    bron, huur = "Wet op de huurtoeslag art. 13", geval.woning.huur_cent
    heeft = _per_maand(huur)
    volwassenen = [jaren for jaren in geval.leeftijden if jaren is None or jaren >= 18]
    if any(jaren is not None and jaren >= 21 for jaren in volwassenen):
        return Toets(
            "H3", "ja", "waarschuwt", "Er woont iemand van 21 jaar of ouder.", "geen lagere grens", heeft, bron
        )
    grens = cent(geval.parameters, "huurgrens_onder_21")
    if grens is None:
        return _grens_ontbreekt("H3", "waarschuwt", geval, bron)
    nodig = f"tot en met {_per_maand(grens)}"
    if huur <= grens:
        return Toets("H3", "ja", "waarschuwt", "De huur past bij huurders onder de 21 jaar.", nodig, heeft, bron)
    if None in volwassenen:
        zin = f"Van iemand ontbreekt het geboortejaar. Onder de 21 jaar geldt een grens van {euro(grens)}."
        return Toets("H3", "onbekend", "waarschuwt", zin, nodig, heeft, bron)
    zin = f"Alle volwassenen zijn jonger dan 21 jaar. Boven {euro(grens)} krijgen zij niet de volledige huurtoeslag."
    return Toets("H3", "nee", "waarschuwt", zin, nodig, heeft, bron)


def h4_slaapkamers(geval: Geval) -> Toets:
    """H4: genoeg slaapkamers volgens de Eurostat-norm, min de tolerantie van de gemeente."""
    nodig = slaapkamers_nodig(geval.personen, geval.om.dag)
    tolerantie = getal(geval.parameters, "kamer_tolerantie") or 0
    minimaal, heeft = max(0, nodig - tolerantie), geval.woning.slaapkamers
    onzeker = None in geval.leeftijden
    uitkomst: Uitkomst = "ja" if heeft >= minimaal else "onbekend" if onzeker else "nee"
    kamers = meervoud(heeft, "slaapkamer", "slaapkamers")
    zin = {
        "ja": f"{kamers} is genoeg voor dit huishouden." if heeft else "Een aparte slaapkamer is niet nodig.",
        "nee": f"De woning heeft {kamers}; dit huishouden heeft er minstens {minimaal} nodig.",
        "onbekend": "Van iemand ontbreekt het geboortejaar. Vul dat aan om de slaapkamers te tellen.",
    }[uitkomst]
    norm = meervoud(nodig, "slaapkamer", "slaapkamers") + (f", {minimaal} is genoeg" if minimaal < nodig else "")
    return Toets("H4", uitkomst, "afwijking", zin, norm, kamers, "Eurostat-norm voor overbewoning; kamer_tolerantie")


def h5_zelfstandig(geval: Geval) -> Toets:
    """H5: een kamer of gedeelde woning alleen voor één volwassene of op eigen wens, en met hetzelfde geslacht."""
    uitkomst, zin = _delen(geval)
    nodig = "zelfstandig of een kamer" if len(geval.personen) == 1 else "zelfstandig"
    heeft = "zelfstandig" if geval.woning.zelfstandig else "onzelfstandig"
    return Toets("H5", uitkomst, "blokkeert", zin, nodig, heeft, "Afspraak van de gemeente over woningdelen")


def _delen(geval: Geval) -> tuple[Uitkomst, str]:
    if geval.woning.zelfstandig:
        return "ja", "De woning is zelfstandig."
    jaren = geval.leeftijden[0] if len(geval.personen) == 1 else None
    if len(geval.personen) == 1 and jaren is None:
        return "onbekend", "Het geboortejaar ontbreekt. Een kamer is alleen voor een volwassene."
    if not (geval.om.wil_delen or (jaren is not None and jaren >= 18)):
        return "nee", "Een kamer of gedeelde woning is alleen voor één volwassene, of als het huishouden dat zelf wil."
    anders = geval.om.medebewoners - {persoon.geslacht for persoon in geval.personen}
    if anders and not geval.om.gemengd_akkoord:
        return "nee", "De andere bewoners hebben een ander geslacht en niet iedereen stemt daarmee in."
    return "ja", "Een kamer kan. Ga na dat de eigen kamer op slot kan."


def h6_toegankelijk(geval: Geval) -> Toets:
    """H6: het toegankelijkheidslabel is minstens wat nodig is, en de voordeur is zonder trap te bereiken."""
    beperking, woning = geval.huishouden.woonbeperking, geval.woning
    label = LABEL_BIJ_BEPERKING.get(beperking)
    trap = beperking in _ZONDER_TRAP and woning.verdieping > 0 and not woning.lift
    bron = "VERA TOEGANKELIJKHEIDSLABEL"
    heeft = TOEGANKELIJKHEID.get(woning.toegankelijkheid, "onbekend") + (", met trap" if trap else "")
    if label is None or woning.toegankelijkheid not in _RANG:
        zin = "De woonbeperking of het label van de woning is niet bekend. Vul het aan."
        return Toets("H6", "onbekend", "blokkeert", zin, beperking, heeft, bron)
    nodig = TOEGANKELIJKHEID[label] + (", begane grond of lift" if beperking in _ZONDER_TRAP else "")
    if _RANG[woning.toegankelijkheid] < _RANG[label]:
        zin = f"De woning is minder toegankelijk dan nodig: nodig is {TOEGANKELIJKHEID[label]}."
        return Toets("H6", "nee", "blokkeert", zin, nodig, heeft, bron)
    if trap:
        return Toets("H6", "nee", "blokkeert", "De voordeur is alleen met een trap te bereiken.", nodig, heeft, bron)
    return Toets("H6", "ja", "blokkeert", "De woning is toegankelijk genoeg.", nodig, heeft, bron)


def h7_gemeente(geval: Geval) -> Toets:
    """H7: de woning staat in de koppelgemeente, of ruil of verevening is goedgekeurd."""
    eigen = geval.woning.gemeente_id == geval.huishouden.gemeente_id
    past = eigen or geval.om.andere_gemeente_akkoord
    if past:
        zin = "De woning staat in de koppelgemeente." if eigen else "Wonen in de andere gemeente is goedgekeurd."
    else:
        zin = "De woning staat in een andere gemeente. Daarvoor is eerst ruil of verevening nodig."
    heeft = "koppelgemeente" if eigen else "andere gemeente"
    bron = "Huisvestingswet 2014 art. 28 en 29"
    return Toets("H7", "ja" if past else "nee", "blokkeert", zin, "koppelgemeente", heeft, bron)


def h8_beschikbaar(geval: Geval) -> Toets:
    """H8: de woning is op tijd beschikbaar en het contract is van een toegestane soort."""
    marge = getal(geval.parameters, "beschikbaar_marge_dagen") or 0
    uiterlijk = (geval.om.gewenst_per or geval.om.dag) + timedelta(days=marge)
    woning = geval.woning
    soorten = geval.parameters.get("contractsoorten", "").split()
    nodig, heeft = f"uiterlijk {dag_tekst(uiterlijk)}", dag_tekst(woning.beschikbaar_van)
    bron = "Afspraak van de gemeente; VERA OVEREENKOMSTDETAILSOORT"
    if not soorten:
        zin = "De lijst met toegestane contractsoorten ontbreekt. Vraag de beheerder die vast te leggen."
        return Toets("H8", "onbekend", "blokkeert", zin, nodig, heeft, bron)
    if woning.contractsoort not in soorten:
        zin = f"Een contract van de soort {woning.contractsoort} is niet toegestaan."
        return Toets("H8", "nee", "blokkeert", zin, ", ".join(soorten), woning.contractsoort, bron)
    if woning.beschikbaar_van > uiterlijk:
        zin = f"De woning komt pas vrij op {heeft}."
        return Toets("H8", "nee", "blokkeert", zin, nodig, heeft, bron)
    return Toets("H8", "ja", "blokkeert", "De woning is op tijd beschikbaar.", nodig, heeft, bron)


def h9_vergunning(geval: Geval) -> Toets:
    """H9: de verblijfsvergunning is geldig als het contract begint."""
    tot, nodig, bron = geval.om.vergunning_geldig_tot, f"geldig op {dag_tekst(geval.start)}", "Vreemdelingenwet 2000"
    if tot is None:
        zin = "De einddatum van de vergunning is niet bekend. Vul die aan."
        return Toets("H9", "onbekend", "waarschuwt", zin, nodig, "onbekend", bron)
    geldig = tot >= geval.start
    zin = (
        "De vergunning is geldig bij het begin van de huur."
        if geldig
        else "De vergunning is verlopen als de huur ingaat."
    )
    return Toets("H9", "ja" if geldig else "nee", "waarschuwt", zin, nodig, f"tot en met {dag_tekst(tot)}", bron)


REGELS: Final = (
    h1_passende_huur,
    h2_sociale_huur,
    h3_jonger_dan_21,
    h4_slaapkamers,
    h5_zelfstandig,
    h6_toegankelijk,
    h7_gemeente,
    h8_beschikbaar,
    h9_vergunning,
)
