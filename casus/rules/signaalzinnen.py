"""De zinnen van de signalen: op het scherm, en in een mail zonder namen. rules/signalen.py vult de woorden in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

ZINNEN: Final[Mapping[str, tuple[str, str]]] = {
    "toegewezen": ("{door} gaf u de taak ‘{taak}’.", "u hebt {een_taak} gekregen."),
    "toegewezen.vervanging": (
        "{door} gaf {namens} de taak ‘{taak}’. U vervangt {namens}.",
        "iemand die u vervangt heeft {een_taak} gekregen.",
    ),
    "toegewezen.bulk": ("{door} gaf u {aantal_taken}.", "u hebt {aantal_taken} gekregen."),
    "toegewezen.bulk_vervanging": (
        "{door} gaf {namens} {aantal_taken}. U vervangt {namens}.",
        "iemand die u vervangt heeft {aantal_taken} gekregen.",
    ),
    "nadert": ("De taak ‘{taak}’ moet uiterlijk {dag} af zijn.", "{een_taak} moet uiterlijk {dag} af zijn."),
    "nadert.vervanging": (
        "De taak ‘{taak}’ van {namens} moet uiterlijk {dag} af zijn. U vervangt {namens}.",
        "{een_taak} van iemand die u vervangt moet uiterlijk {dag} af zijn.",
    ),
    "te_laat": ("De taak ‘{taak}’ had {dag} af moeten zijn.", "{een_taak} had {dag} af moeten zijn."),
    "te_laat.vervanging": (
        "De taak ‘{taak}’ van {namens} had {dag} af moeten zijn. U vervangt {namens}.",
        "{een_taak} van iemand die u vervangt had {dag} af moeten zijn.",
    ),
    "te_laat.vrij": (
        "{aantal_taken} zonder behandelaar {is} te laat.",
        "{aantal_taken} zonder behandelaar {is} te laat.",
    ),
    "complextaak": ("Bij {naam} vraagt ‘{wat}’ aandacht.", "een complextaak vraagt aandacht: ‘{wat}’."),
    "complextaak.nadert": (
        "Bij {naam} moet ‘{wat}’ uiterlijk {dag} klaar zijn.",
        "de complextaak ‘{wat}’ moet uiterlijk {dag} klaar zijn.",
    ),
    "complextaak.te_laat": (
        "Bij {naam} had ‘{wat}’ {dag} klaar moeten zijn.",
        "de complextaak ‘{wat}’ had {dag} klaar moeten zijn.",
    ),
    "complextaak.loopt_af": (
        "Bij {naam} loopt ‘{wat}’ af: geldig tot en met {dag}. Regel op tijd een nieuwe.",
        "bij een complex loopt ‘{wat}’ af: geldig tot en met {dag}.",
    ),
    "complextaak.afgelopen": (
        "Bij {naam} is ‘{wat}’ afgelopen: geldig tot en met {dag}. Regel een nieuwe.",
        "bij een complex is ‘{wat}’ afgelopen: geldig tot en met {dag}.",
    ),
    "vermelding": ("{door} noemt u in een notitie.", "u bent genoemd in een notitie."),
    "besluit": ("{door} nam een besluit: {titel} is {uitkomst}.", "er is een besluit: {titel} is {uitkomst}."),
    "besluit.vraag": (
        "{door} heeft een vraag over uw voorstel: {titel}.",
        "er is een vraag over uw voorstel: {titel}.",
    ),
    "voorstel": ("Een besluit wacht op u: {titel}.", "een besluit wacht op u: {titel}."),
    "voorstel.doorgezet": ("{door} zette een voorstel naar u door: {titel}.", "een voorstel wacht op u: {titel}."),
    "voorstel.voorgelegd": ("{door} legt u een voorstel voor: {titel}.", "een voorstel is u voorgelegd: {titel}."),
    "voorstel.vervanging": (
        "U vervangt {namens}. Wat daar op een besluit wacht, ligt nu ook bij u.",
        "u vervangt een collega: wat daar op een besluit wacht, ligt nu ook bij u.",
    ),
    "voorstel.opgeteld": (
        "Een voorstel kwam bij u, want met een nieuw voorstel erbij is het samen meer: {titel}.",
        "een voorstel kwam bij u, want samen met een ander is het meer: {titel}.",
    ),
    "voorstel.opgehoogd": (
        "Een voorstel kwam bij u, want de termijn was voorbij: {titel}.",
        "een voorstel kwam bij u, want de termijn was voorbij: {titel}.",
    ),
    "voorstel.antwoord": (
        "{door} beantwoordde de vraag bij een voorstel: {titel}.",
        "de vraag bij een voorstel is beantwoord: {titel}.",
    ),
    "advies": ("{door} vraagt uw advies: {titel}.", "uw advies wordt gevraagd: {titel}."),
    "bezwaar": ("Er is bezwaar gemaakt tegen {titel}.", "er is een bezwaar binnengekomen."),
    "bezwaar.toegewezen": ("{door} gaf u het bezwaar tegen {titel}.", "u hebt een bezwaar gekregen om te behandelen."),
    "bezwaar.nadert": (
        "Op het bezwaar tegen {titel} moet uiterlijk {dag} zijn beslist.",
        "op een bezwaar moet uiterlijk {dag} zijn beslist.",
    ),
    "bezwaar.te_laat": (
        "Op het bezwaar tegen {titel} had {dag} beslist moeten zijn.",
        "op een bezwaar had {dag} beslist moeten zijn.",
    ),
    "corporatie": ("De corporatie heeft geantwoord.", "de corporatie heeft geantwoord."),
    "corporatie.akkoord": (
        "De corporatie is akkoord. {door} bood de woning aan.",
        "de corporatie is akkoord, de woning is aangeboden.",
    ),
    "corporatie.akkoord_gemeld": (
        "De corporatie is akkoord. De woning kan worden aangeboden.",
        "de corporatie is akkoord, de woning kan worden aangeboden.",
    ),
    "corporatie.afgewezen": (
        "De corporatie wijst het huishouden af. Wonen beoordeelt een andere woning.",
        "de corporatie wijst af. Wonen beoordeelt een andere woning.",
    ),
    "corporatie.terug": (
        "De corporatie trekt de woning terug. Wonen zoekt opnieuw.",
        "de corporatie trekt de woning terug. Wonen zoekt opnieuw.",
    ),
    "corporatie.bezichtiging": (
        "De corporatie gaf door wanneer het huishouden de woning kan bekijken.",
        "de corporatie gaf door wanneer het huishouden de woning kan bekijken.",
    ),
    "corporatie.woning": (  # zo lagen zij er voordat een woning een eigen soort kreeg
        "De corporatie gaf iets door over haar woning {adres}. Kijk de woning na.",
        "de corporatie gaf iets door over een woning.",
    ),
    "woning": (
        "De corporatie gaf iets door over haar woning {adres}. Kijk de woning na.",
        "een corporatie gaf iets door over een woning.",
    ),
    "woning.intrekken": (
        "De corporatie trekt haar woning {adres} in. Zij kan niet meer worden aangeboden.",
        "een corporatie trekt een woning in.",
    ),
    "woning.opnieuw_melden": (
        "De corporatie meldt haar woning {adres} opnieuw. Kijk de woning na.",
        "een corporatie meldt een woning opnieuw.",
    ),
    "woning.weer_te_huur": (
        "De corporatie meldt haar verhuurde woning {adres} opnieuw. Kijk de woning na.",
        "een corporatie meldt een verhuurde woning opnieuw.",
    ),
    "woning.vertrokken": (
        "{door} legde vast dat dit huishouden niet meer in {adres} woont. Klopt dat niet, bel wonen.",
        "er is vastgelegd dat dit huishouden niet meer in de woning woont.",
    ),
    "woning.niet_meer_klaar": (
        "{adres} kan niet meer worden aangeboden en is weer gemeld. Kijk wat er nog moet.",
        "een woning kan niet meer worden aangeboden en is weer gemeld.",
    ),
    "woning.opnieuw_nakijken": (
        "De corporatie vraagt haar woning {adres} opnieuw na te kijken. Tot die tijd kan zij niet worden aangeboden.",
        "een corporatie vraagt een woning opnieuw na te kijken.",
    ),
    "woning.match": (
        "De corporatie trekt {adres} in, de woning uit de match van dit huishouden. Wonen zoekt een andere.",
        "de corporatie trekt de woning uit de match in. Wonen zoekt een andere.",
    ),
    "dossier": ("{door} haalde het dossier op.", "het dossier is opgehaald."),
    "dossier.foute_code": (
        "Bij de link naar het dossier voor {naam} is een verkeerde code ingevuld.",
        "bij een link naar het dossier is een verkeerde code ingevuld.",
    ),
    "dossier.op_slot": (
        "Bij de link naar het dossier voor {naam} is vijf keer een verkeerde code ingevuld. De link is op slot.",
        "een link naar het dossier is op slot, na vijf keer een verkeerde code.",
    ),
    "toegang": (
        "{door} meldt dat {naam} niet meer bij {corporatie} werkt. Beëindig de toegang.",
        "iemand werkt volgens een collega niet meer bij een corporatie. Beëindig de toegang.",
    ),
    "toegang.elders": (
        "{gemeente} beëindigde de toegang van {naam} van {corporatie}. Kijk of dat hier ook moet.",
        "een andere gemeente beëindigde de toegang van iemand van een corporatie. Kijk of dat hier ook moet.",
    ),
    "aanbod": ("Een aanbod wacht te lang op antwoord.", "een aanbod wacht te lang op antwoord."),
    "aanbod.corporatie": (
        "De corporatie had {dag} moeten antwoorden op de voordracht. Bel haar.",
        "de corporatie had {dag} moeten antwoorden op de voordracht.",
    ),
    "aanbod.huishouden": (
        "Het huishouden had {dag} ja of nee moeten zeggen. Bel of ga langs.",
        "het huishouden had {dag} ja of nee moeten zeggen.",
    ),
    "toestand": ("{door} zette de zaak op ‘{naar}’.", "de zaak staat nu op ‘{naar}’."),
    "document": ("Een document dat u toevoegde, is geweigerd.", "een document dat u toevoegde, is geweigerd."),
    "koppeling": ("De zaak is geopend na een nieuwe koppeling.", "de zaak is geopend na een nieuwe koppeling."),
    "waarde": (
        "Vanaf {dag} nog geen waarde: {titel}. Leg vast wat er dan geldt.",
        "vanaf {dag} nog geen waarde: {titel}. Leg vast wat er dan geldt.",
    ),
    "waarde.weg": (
        "Er geldt nu geen waarde: {titel}. Leg vast wat er geldt.",
        "er geldt nu geen waarde: {titel}. Leg vast wat er geldt.",
    ),
    "koppeling.lijst": (
        "{door} las een lijst in. {aantal_zaken} geopend.",
        "er is een lijst met koppelingen ingelezen. {aantal_zaken} geopend.",
    ),
}
"""Per soort, of soort.vorm: de zin in casus en de zin in een mail. In de mail staat het zaaknummer er al voor."""
