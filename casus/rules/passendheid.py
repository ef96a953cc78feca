"""Past deze woning bij dit huishouden? De harde regels H1 tot en met H9.

Elke regel antwoordt ja, nee of onbekend met een zin, wat er nodig is en wat de woning heeft. Onbekend is geen nee: er
ontbreekt een gegeven of een grens, en een mens kijkt ernaar. Een regel ziet alleen een Vraag en een Plek
(passendgeval.py): geen naam, nationaliteit, herkomst, taal of godsdienst; geslacht telt alleen waar mensen een kamer of
woning delen (H4 en H5). Grenzen komen uit de parameters die op de dag gelden; bedragen zijn centen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from casus.bedragen import euro
from casus.models import Huishouden, Persoon, Woning
from casus.rules.parameters import cent, getal
from casus.rules.passendgeval import GESLACHTEN, inkomensgrens, plek_van, samen_wonen, vraag_van
from casus.rules.passendgeval import Geval as Geval
from casus.rules.passendgeval import Omstandigheden as Omstandigheden
from casus.rules.passendgeval import huurgrens as huurgrens
from casus.rules.passendtoets import BIJ_COMPLEX, BIJ_HUISHOUDEN, BIJ_WONING, Invulplek, Soort, Uitkomst
from casus.rules.passendtoets import Passendheid as Passendheid
from casus.rules.passendtoets import Toets as Toets
from casus.rules.zinnen import dag_tekst
from casus.vocab import TOEGANKELIJKHEID, meervoud

LABEL_BIJ_BEPERKING: Final = {"geen": "ZON", "lift": "ZON", "gelijkvloers": "GNV", "rollator": "ROG", "rolstoel": "ROL"}
"""Het minste toegankelijkheidslabel (VERA) bij een woonbeperking."""
ZONDER_TRAP: Final = frozenset({"lift", "gelijkvloers", "rollator", "rolstoel"})
MET_DREMPEL: Final = "ROG"
"""Een rollatorwoning die geen nultredenwoning is: buiten is er een drempel (VERA)."""
TIJDELIJK: Final = frozenset({"TIJ", "FLE"})
"""VERA OVEREENKOMSTDETAILSOORT met een laatste dag: tijdelijk contract en flexcontract."""
RANG: Final = {"ZON": 0, "GNV": 1, "NUL": 1, "ROG": 2, "ROA": 2, "ROL": 3, "RUI": 4}


@dataclass(frozen=True, slots=True)
class Kolommen:
    """De toets voor het huishouden van nu, en met de nareis erbij die binnen zes maanden komt.

    `straks` is leeg als er zo gauw geen nareis komt. `zin` zegt wat de tweede kolom telt.
    """

    nu: Passendheid
    straks: Passendheid | None
    zin: str


def toets_alles(
    huishouden: Huishouden,
    personen: Sequence[Persoon],
    woning: Woning,
    parameters: Mapping[str, str],
    om: Omstandigheden,
) -> Passendheid:
    """Alle regels over één woning voor één huishouden. `parameters` gelden op de dag van `om`."""
    return toets(_geval_van(huishouden, personen, woning, parameters, om))


def toets_met_nareis(
    huishouden: Huishouden,
    personen: Sequence[Persoon],
    woning: Woning,
    parameters: Mapping[str, str],
    om: Omstandigheden,
) -> Kolommen:
    """Als `toets_alles`, met een tweede kolom voor het huishouden na nareis binnen zes maanden."""
    return toets_kolommen(_geval_van(huishouden, personen, woning, parameters, om))


def toets(geval: Geval) -> Passendheid:
    """Alle regels over één geval."""
    return Passendheid(tuple(regel(geval) for regel in REGELS))


def toets_kolommen(geval: Geval) -> Kolommen:
    """Beide kolommen over één geval. Van wie nog komt is de leeftijd niet bekend: die telt als volwassene."""
    vraag = geval.vraag
    if vraag.straks is None:
        return Kolommen(toets(geval), None, "Er wordt binnen zes maanden geen nareis verwacht.")
    erbij = vraag.straks.personen - vraag.personen
    zin = f"Met {meervoud(erbij, 'persoon', 'personen')} nareis erbij: {vraag.straks.personen} samen."
    if not vraag.nareis_datum_bekend:
        zin += " Wanneer zij komen is niet bekend. Vul dat in bij ‘Nareis melden’."
    return Kolommen(toets(geval), toets(replace(geval, vraag=vraag.straks)), zin)


def _geval_van(
    huishouden: Huishouden,
    personen: Sequence[Persoon],
    woning: Woning,
    parameters: Mapping[str, str],
    om: Omstandigheden,
) -> Geval:
    plek = plek_van(
        woning,
        medebewoners=om.medebewoners,
        gemengd_akkoord=om.gemengd_akkoord,
        complex_einde=om.complex_einde,
    )
    ook_in = frozenset({plek.gemeente}) if om.andere_gemeente_akkoord else frozenset()
    return Geval(vraag_van(huishouden, personen, parameters, om, ook_in=ook_in), plek, parameters, om.dag)


def _per_maand(bedrag: int) -> str:
    return f"{euro(bedrag)} per maand"


def _grens_ontbreekt(regel: str, soort: Soort, geval: Geval, bron: str) -> Toets:
    zin = f"De huurgrens voor {dag_tekst(geval.dag)} ontbreekt. Vraag de beheerder die vast te leggen."
    return Toets(regel, "onbekend", soort, zin, "een huurgrens", _per_maand(geval.plek.huur_cent), bron)


def h1_passende_huur(geval: Geval) -> Toets:
    """H1: de huur is niet hoger dan de grens voor het aantal personen, als het inkomen onder de inkomensgrens ligt."""
    bron, huur = "Woningwet art. 46 lid 2 (passend toewijzen)", geval.plek.huur_cent
    grens, onder = huurgrens(geval.vraag.personen, geval.parameters), geval.vraag.onder_inkomensgrens
    if grens is None:
        return _grens_ontbreekt("H1", "afwijking", geval, bron)
    nodig, heeft = f"tot en met {_per_maand(grens)}", _per_maand(huur)
    if huur <= grens or onder is False:
        zin = "De huur past bij het aantal personen en het inkomen."
        return Toets("H1", "ja", "afwijking", zin, nodig, heeft, bron)
    if onder:
        zin = f"De huur is {euro(huur - grens)} boven de grens van {euro(grens)}."
        return Toets("H1", "nee", "afwijking", zin, nodig, heeft, bron)
    zin, waar = _inkomen_onbekend(grens, geval)
    return Toets("H1", "onbekend", "afwijking", zin, nodig, heeft, bron, waar)


def _inkomen_onbekend(grens: int, geval: Geval) -> tuple[str, Invulplek]:
    inkomen = inkomensgrens(geval.vraag.personen, geval.parameters)
    vanaf = "de inkomensgrens" if inkomen is None else f"{euro(inkomen)} per jaar"
    zin = f"De huur is boven {euro(grens)}. Dat mag alleen als het inkomen boven {vanaf} ligt."
    if not geval.vraag.inkomen_bekend:
        return f"{zin} Vul het jaarinkomen in {BIJ_HUISHOUDEN}.", "huishouden"
    if inkomen is None:
        return f"{zin} De inkomensgrens ontbreekt. Vraag de beheerder die vast te leggen.", ""
    zin = f"{zin} Of de lagere grens voor ouderen geldt, is niet bekend."
    return f"{zin} Vul het geboortejaar van de huurder en de partner in {BIJ_HUISHOUDEN}.", "personen"


def h2_sociale_huur(geval: Geval) -> Toets:
    """H2: de huur is niet hoger dan de DAEB-grens."""
    bron, huur = "Woningwet art. 47 (DAEB-huurgrens)", geval.plek.huur_cent
    grens = cent(geval.parameters, "daeb_huurgrens")
    if grens is None:
        return _grens_ontbreekt("H2", "blokkeert", geval, bron)
    past = huur <= grens
    zin = "De woning is een sociale huurwoning." if past else f"De huur is boven de sociale grens van {euro(grens)}."
    nodig = f"tot en met {_per_maand(grens)}"
    return Toets("H2", "ja" if past else "nee", "blokkeert", zin, nodig, _per_maand(huur), bron)


def h3_jonger_dan_21(geval: Geval) -> Toets:
    """H3: zijn alle volwassenen jonger dan 21, dan is volledige huurtoeslag er alleen onder een lagere grens."""
    bron, huur = "Wet op de huurtoeslag art. 13", geval.plek.huur_cent
    heeft, jong = _per_maand(huur), geval.vraag.jong
    if jong is False:
        zin = "Er woont iemand van 21 jaar of ouder."
        return Toets("H3", "ja", "waarschuwt", zin, "geen lagere grens", heeft, bron)
    grens = cent(geval.parameters, "huurgrens_onder_21")
    if grens is None:
        return _grens_ontbreekt("H3", "waarschuwt", geval, bron)
    nodig = f"tot en met {_per_maand(grens)}"
    if huur <= grens:
        return Toets("H3", "ja", "waarschuwt", "De huur past bij huurders onder de 21 jaar.", nodig, heeft, bron)
    if jong is None:
        zin, waar = _geboortejaar(geval)
        zin = f"{zin} Onder de 21 jaar geldt een grens van {euro(grens)}."
        return Toets("H3", "onbekend", "waarschuwt", zin, nodig, heeft, bron, waar)
    zin = f"Alle volwassenen zijn jonger dan 21 jaar. Boven {euro(grens)} krijgen zij niet de volledige huurtoeslag."
    return Toets("H3", "nee", "waarschuwt", zin, nodig, heeft, bron)


def _geboortejaar(geval: Geval) -> tuple[str, Invulplek]:
    """Van wie een leeftijd ontbreekt, en waar die is in te vullen. Van wie nog komt weet casus alleen het aantal."""
    if geval.vraag.na_nareis:
        return "Van wie nog komt is de leeftijd niet bekend.", ""
    return f"Van iemand ontbreekt het geboortejaar. Vul dat in {BIJ_HUISHOUDEN}.", "personen"


def kamers_minimaal(slaapkamers: int, parameters: Mapping[str, str]) -> int:
    """Zoveel slaapkamers moeten er minstens zijn: de norm min de tolerantie van de gemeente."""
    return max(0, slaapkamers - (getal(parameters, "kamer_tolerantie") or 0))


def h4_slaapkamers(geval: Geval) -> Toets:
    """H4: genoeg slaapkamers volgens de Eurostat-norm, min de tolerantie van de gemeente."""
    nodig, heeft = geval.vraag.slaapkamers, geval.plek.slaapkamers
    minimaal = kamers_minimaal(nodig, geval.parameters)
    uitkomst: Uitkomst = "ja" if heeft >= minimaal else "onbekend" if geval.vraag.leeftijd_onbekend else "nee"
    kamers = meervoud(heeft, "slaapkamer", "slaapkamers")
    jaar, waar = _geboortejaar(geval)
    zin = {
        "ja": f"{kamers} is genoeg voor dit huishouden." if heeft else "Een aparte slaapkamer is niet nodig.",
        "nee": f"De woning heeft {kamers}; dit huishouden heeft er minstens {minimaal} nodig.",
        "onbekend": f"{jaar} Zonder leeftijd zijn de slaapkamers niet te tellen.",
    }[uitkomst]
    norm = meervoud(nodig, "slaapkamer", "slaapkamers") + (f", {minimaal} is genoeg" if minimaal < nodig else "")
    bron = "Eurostat-norm voor overbewoning; kamer_tolerantie"
    return Toets("H4", uitkomst, "afwijking", zin, norm, kamers, bron, waar if uitkomst == "onbekend" else "")


def h5_zelfstandig(geval: Geval) -> Toets:
    """H5: een kamer of gedeelde woning alleen voor één volwassene of op eigen wens, op slot, met hetzelfde geslacht."""
    vraag, plek = geval.vraag, geval.plek
    uitkomst, zin, waar = _delen(geval)
    nodig = "zelfstandig of een eigen kamer met slot" if vraag.wil_delen or vraag.personen == 1 else "zelfstandig"
    heeft = "onzelfstandig, " + ("eigen kamer op slot" if plek.slot_op_kamer else "geen slot bekend")
    bron = "Afspraak van de gemeente over woningdelen"
    return Toets("H5", uitkomst, "blokkeert", zin, nodig, "zelfstandig" if plek.zelfstandig else heeft, bron, waar)


def _delen(geval: Geval) -> tuple[Uitkomst, str, Invulplek]:
    vraag, plek = geval.vraag, geval.plek
    if plek.zelfstandig:
        return "ja", "De woning is zelfstandig.", ""
    if vraag.alleen is False and not vraag.wil_delen:
        zin = "Een kamer of gedeelde woning is alleen voor één volwassene, of als het huishouden dat zelf wil."
        return "nee", zin, "huishouden"
    if not plek.slot_op_kamer:
        zin = f"De eigen kamer kan niet op slot. Laat een slot maken en vul dat in {BIJ_WONING}."
        return "nee", zin, "woning"
    return _samen(geval)


def _samen(geval: Geval) -> tuple[Uitkomst, str, Invulplek]:
    """Of het huishouden past bij wie er al woont."""
    vraag, plek = geval.vraag, geval.plek
    samen = samen_wonen(vraag, plek)
    if samen is False:
        zin = "De andere bewoners hebben een ander geslacht en niet iedereen stemt daarmee in."
        return "nee", zin, ""
    if vraag.alleen is None:
        zin = f"Het geboortejaar ontbreekt. Vul dat in {BIJ_HUISHOUDEN}: een kamer is alleen voor een volwassene."
        return "onbekend", zin, "personen"
    if samen is None and not vraag.geslachten <= GESLACHTEN:
        if vraag.na_nareis:
            return "onbekend", "Van wie nog komt is het geslacht niet bekend.", ""
        return "onbekend", f"Van iemand ontbreekt het geslacht. Vul dat in {BIJ_HUISHOUDEN}.", "personen"
    if samen is None:
        zin = f"Van iemand die hier woont ontbreekt het geslacht. Vul dat in {BIJ_COMPLEX}, of bij diens huishouden."
        return "onbekend", zin, "complex"
    return "ja", "Een kamer kan: de eigen kamer gaat op slot en de andere bewoners passen erbij.", ""


def h6_toegankelijk(geval: Geval) -> Toets:
    """H6: het toegankelijkheidslabel is minstens wat nodig is, en de voordeur is zonder trap te bereiken."""
    beperking, plek = geval.vraag.beperking, geval.plek
    label = LABEL_BIJ_BEPERKING.get(beperking)
    trap = beperking in ZONDER_TRAP and plek.trap
    heeft = TOEGANKELIJKHEID.get(plek.toegankelijkheid, "onbekend") + (", met trap" if trap else "")
    nodig = TOEGANKELIJKHEID[label] if label else "nog niet bekend"
    nodig += ", begane grond of lift" if beperking in ZONDER_TRAP else ""
    uitkomst, zin, waar = _toegang(geval, label, trap)
    return Toets("H6", uitkomst, "blokkeert", zin, nodig, heeft, "VERA TOEGANKELIJKHEIDSLABEL", waar)


def _toegang(geval: Geval, label: str | None, trap: bool) -> tuple[Uitkomst, str, Invulplek]:
    heeft = geval.plek.toegankelijkheid
    if label is None:
        zin = f"Wat de woning moet kunnen is niet bekend. Vul dat in {BIJ_HUISHOUDEN}."
        return "onbekend", zin, "huishouden"
    if heeft not in RANG:
        return "onbekend", f"Het label van de woning is niet bekend. Vul dat in {BIJ_WONING}.", "woning"
    if RANG[heeft] < RANG[label]:
        return "nee", f"De woning is minder toegankelijk dan nodig: nodig is {TOEGANKELIJKHEID[label]}.", ""
    if trap:
        return "nee", "De voordeur is alleen met een trap te bereiken.", ""
    if geval.vraag.beperking == "rollator" and heeft == MET_DREMPEL:
        zin = "Buiten is er een drempel. Ga na of het huishouden met de rollator naar binnen kan."
        return "onbekend", f"{zin} Is er geen drempel, verander dan het label {BIJ_WONING}.", "woning"
    return "ja", "De woning is toegankelijk genoeg, ook van buiten.", ""


def h7_gemeente(geval: Geval) -> Toets:
    """H7: de woning staat in de koppelgemeente, of ruil of verevening is goedgekeurd."""
    eigen = geval.plek.gemeente == geval.vraag.gemeente
    past = eigen or geval.plek.gemeente in geval.vraag.ook_in
    if past:
        zin = "De woning staat in de koppelgemeente." if eigen else "Wonen in de andere gemeente is goedgekeurd."
    else:
        zin = "De woning staat in een andere gemeente. Daarvoor is eerst ruil of verevening nodig."
    heeft = "koppelgemeente" if eigen else "andere gemeente"
    bron = "Huisvestingswet 2014 art. 28 en 29"
    return Toets("H7", "ja" if past else "nee", "blokkeert", zin, "koppelgemeente", heeft, bron)


def uiterlijk_nodig(gewenst_per: date | None, dag: date, parameters: Mapping[str, str]) -> date:
    """De laatste dag waarop een woning vrij mag komen: de gewenste dag (of vandaag) plus de marge."""
    return (gewenst_per or dag) + timedelta(days=getal(parameters, "beschikbaar_marge_dagen") or 0)


def h8_beschikbaar(geval: Geval) -> Toets:
    """H8: de woning is op tijd vrij en blijft lang genoeg, en het contract mag en past bij de huurder."""
    uiterlijk = uiterlijk_nodig(geval.vraag.gewenst_per, geval.dag, geval.parameters)
    nodig, heeft = f"uiterlijk {dag_tekst(uiterlijk)}", dag_tekst(geval.plek.beschikbaar_van)
    bron = "Afspraak van de gemeente; VERA OVEREENKOMSTDETAILSOORT"
    contract = _contract(geval)
    if contract is not None and contract.uitkomst == "nee":
        return contract
    if geval.plek.beschikbaar_van > uiterlijk:
        zin = f"De woning komt pas vrij op {heeft}."
        return Toets("H8", "nee", "blokkeert", zin, nodig, heeft, bron)
    return contract or Toets("H8", "ja", "blokkeert", "De woning is op tijd beschikbaar.", nodig, heeft, bron)


def _contract(geval: Geval) -> Toets | None:
    """Wat er met het contract is: een nee, iets onbekends, of None als het mag."""
    soort, einde, parameters = geval.plek.contractsoort, geval.plek.eind_op, geval.parameters
    soorten = parameters.get("contractsoorten", "").split()
    lengte, tot = getal(parameters, "verhuur_minimaal_dagen") or 0, getal(parameters, "jongerencontract_tot_jaren")
    minstens, jaren = geval.start + timedelta(days=lengte), geval.vraag.huurder_leeftijd
    bron = "Afspraak van de gemeente; VERA OVEREENKOMSTDETAILSOORT"
    if soorten and soort not in soorten:
        zin = f"Een contract van de soort {soort} is niet toegestaan."
        return Toets("H8", "nee", "blokkeert", zin, ", ".join(soorten), soort, bron)
    if einde is not None and einde < minstens:
        zin = f"De verhuur stopt op {dag_tekst(einde)}. Dat is te kort."
        return Toets("H8", "nee", "blokkeert", zin, f"minstens tot {dag_tekst(minstens)}", dag_tekst(einde), bron)
    if soort == "JON" and tot is not None and jaren is not None and not 18 <= jaren < tot:
        return _jongeren("nee", f"Een jongerencontract is voor een huurder van 18 tot {tot} jaar.", tot)
    if soort == "JON" and tot is not None and jaren is None:
        zin = f"Het geboortejaar van de huurder ontbreekt. Vul dat in {BIJ_HUISHOUDEN}."
        return _jongeren("onbekend", zin, tot, "personen")
    if not soorten:
        zin = "De lijst met toegestane contractsoorten ontbreekt. Vraag de beheerder die vast te leggen."
        return Toets("H8", "onbekend", "blokkeert", zin, "een lijst van contractsoorten", soort, bron)
    if soort in TIJDELIJK and einde is None:
        zin = f"De laatste dag van dit tijdelijke contract is niet bekend. Vul die in {BIJ_WONING}."
        tot_en_met = f"minstens tot {dag_tekst(minstens)}"
        return Toets("H8", "onbekend", "blokkeert", zin, tot_en_met, "onbekend", bron, "woning")
    return None


def _jongeren(uitkomst: Uitkomst, zin: str, tot: int, waar: Invulplek = "") -> Toets:
    bron = "Burgerlijk Wetboek boek 7 art. 274c"
    return Toets("H8", uitkomst, "blokkeert", zin, f"huurder van 18 tot {tot} jaar", "jongerencontract", bron, waar)


def h9_vergunning(geval: Geval) -> Toets:
    """H9: de verblijfsvergunning is geldig als het contract begint."""
    tot, nodig, bron = geval.vraag.vergunning_tot, f"geldig op {dag_tekst(geval.start)}", "Vreemdelingenwet 2000"
    if tot is None:
        zin = f"De einddatum van de vergunning is niet bekend. Vul die in {BIJ_HUISHOUDEN}."
        return Toets("H9", "onbekend", "waarschuwt", zin, nodig, "onbekend", bron, "huishouden")
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
