"""De rechten van casus: welke rollen wat mogen, met de zin voor wie het niet mag. Elke route noemt er één."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from casus.actor import Actor

TEAM: Final = frozenset({"casemanager", "wonen", "inburgering", "jurist", "financieel", "communicatie", "teammanager"})
"""Rollen van het opgaveteam: zij zien de zaken van hun gemeente."""
OPDRACHTGEVERS: Final = frozenset({"ambtelijk_opdrachtgever", "bestuurlijk_opdrachtgever"})
"""Zij beslissen wat bij hen terechtkomt; zij bladeren niet door zaken (AVG art. 5)."""
ONTVANGERS: Final = TEAM | OPDRACHTGEVERS
"""Wie signalen krijgt; een opdrachtgever alleen over wat bij hem kwam, in zijn dagelijkse mail."""
BEHEERDER: Final = "beheerder"
"""Richt de gemeente in en leest lijsten in, maar ziet geen zaken; signalen krijgt hij alleen over de inrichting."""
ROLLEN: Final = TEAM | OPDRACHTGEVERS | {BEHEERDER}
"""De rollen binnen de gemeente."""
CORPORATIE: Final = "corporatie"
"""Wie bij een corporatie werkt: ziet in het portaal alleen wat aan die corporatie is gestuurd."""


@dataclass(frozen=True, slots=True)
class Recht:
    """Eén recht: de rollen die het hebben en de zin voor wie het niet heeft.

    `functie`: wie vandaag een functie uit het mandaatregister vervult of vervangt heeft het ook, los van zijn rol.
    `bewezen`: alleen in een sessie waarin een tweede factor is gegeven (veiligheid D3).
    """

    naam: str
    zin: str
    rollen: frozenset[str]
    functie: bool = False
    bewezen: bool = False

    def heeft(self, actor: Actor) -> bool:
        """Of deze actor het recht heeft."""
        return actor.heeft_rol(*self.rollen) or (self.functie and bool(actor.functies))


_ALLEEN_TEAM = "Alleen wie in het opgaveteam van deze gemeente werkt, kan dit. Vraag de beheerder om een rol."
_ALLEEN_PORTAAL = "Alleen wie bij een corporatie werkt en hier is uitgenodigd, kan dit."
_IN_HET_PORTAAL = ("inzien", "ophalen", "antwoorden", "woningen", "prognose", "collegas")
_ALLE_RECHTEN = (
    Recht("zaken.inzien", "Alleen het opgaveteam van deze gemeente ziet zaken.", TEAM),
    Recht(
        "zaak.openen",
        "Alleen een casemanager, de teammanager of de beheerder kan een zaak openen.",
        frozenset({"casemanager", "teammanager", BEHEERDER}),
    ),
    Recht("zaak.bewerken", _ALLEEN_TEAM, TEAM),
    Recht(
        "zaak.opschorten",
        "Alleen een casemanager of de teammanager kan een zaak laten wachten of hervatten.",
        frozenset({"casemanager", "teammanager"}),
    ),
    Recht(
        "casemanager.toewijzen",
        "Alleen een casemanager of de teammanager kan een casemanager toewijzen.",
        frozenset({"casemanager", "teammanager"}),
    ),
    Recht("overgang.uitvoeren", _ALLEEN_TEAM, TEAM),
    Recht("melding.doen", _ALLEEN_TEAM, TEAM),
    Recht("taken.inzien", "Alleen het opgaveteam van deze gemeente heeft een werkvoorraad.", TEAM),
    Recht("taak.bewerken", _ALLEEN_TEAM, TEAM),
    Recht(
        "signalen.inzien",
        "Alleen het opgaveteam en de beheerder van deze gemeente hebben signalen.",
        TEAM | {BEHEERDER},
    ),
    Recht(
        "signalen.bijhouden",
        "Alleen het opgaveteam en de beheerder van deze gemeente hebben signalen.",
        TEAM | {BEHEERDER},
    ),
    Recht("taak.toewijzen", "Alleen de teammanager wijst taken toe.", frozenset({"teammanager"})),
    Recht("notitie.schrijven", "Alleen het opgaveteam schrijft notities bij een zaak.", TEAM),
    Recht("contactmoment.vastleggen", "Alleen het opgaveteam legt contactmomenten vast.", TEAM),
    Recht("besluit.voorstellen", "Alleen het opgaveteam kan een besluit voorstellen.", TEAM),
    Recht(
        "advies.vragen",
        "Alleen wie een voorstel deed of erover beslist, vraagt er advies over.",
        TEAM,
        functie=True,
    ),
    Recht("advies.geven", "Alleen het opgaveteam geeft advies over een voorstel.", TEAM),
    Recht(
        "besluiten.inzien",
        "Alleen het opgaveteam en wie een functie in het mandaatregister heeft, zien besluiten.",
        TEAM,
        functie=True,
    ),
    Recht(
        "besluit.beslissen",
        "Alleen wie vandaag een functie uit het mandaatregister vervult of vervangt, kan besluiten nemen.",
        frozenset(),
        functie=True,
    ),
    Recht(
        "collegebesluit.vastleggen",
        "Alleen de jurist of wie een functie in het mandaatregister heeft, kan een collegebesluit vastleggen.",
        frozenset({"jurist", "teammanager"}),
        functie=True,
    ),
    Recht(
        "dossier.versturen",
        "Alleen wonen of een casemanager kan een dossier versturen.",
        frozenset({"wonen", "casemanager"}),
    ),
    Recht("dossier.maken", "Alleen het opgaveteam van deze gemeente maakt dossiers.", TEAM),
    Recht(
        "dossierprofiel.inzien",
        "Alleen wie in deze gemeente een rol of een functie heeft, kan de dossierprofielen lezen.",
        ROLLEN,
        functie=True,
    ),
    Recht(
        "dossierprofiel.voorstellen",
        "Alleen het opgaveteam of de beheerder kan een wijziging van een dossierprofiel voorstellen.",
        TEAM | {BEHEERDER},
    ),
    Recht(
        "dossierprofiel.adviseren",
        "Alleen een jurist, de teammanager of de beheerder legt het advies van de FG vast.",
        frozenset({"jurist", "teammanager", BEHEERDER}),
    ),
    Recht(
        "dossierprofiel.beslissen",
        "Alleen wie vandaag een functie uit het mandaatregister vervult of vervangt, beslist over een dossierprofiel.",
        frozenset(),
        functie=True,
    ),
    Recht("woningen.inzien", "Alleen het opgaveteam van deze gemeente ziet de woningen.", TEAM),
    Recht(
        "woning.vastleggen",
        "Alleen wonen of de teammanager kan een woning vastleggen.",
        frozenset({"wonen", "teammanager"}),
    ),
    Recht("prestaties.inzien", "Alleen het opgaveteam van deze gemeente ziet de prestatieafspraken.", TEAM),
    Recht(
        "prestaties.vastleggen",
        "Alleen wonen of de teammanager legt afspraken met een corporatie vast.",
        frozenset({"wonen", "teammanager"}),
    ),
    Recht(
        "complextaak.doen",
        "Alleen wonen, de jurist, communicatie of de teammanager doet taken van een complex.",
        frozenset({"wonen", "jurist", "communicatie", "teammanager"}),
    ),
    Recht(
        "matching.inzien",
        "Alleen wonen of de teammanager ziet de verdeling van woningen.",
        frozenset({"wonen", "teammanager"}),
    ),
    Recht(
        "matching.gebruiken",
        "Alleen wonen of de teammanager rekent een verdeling van woningen uit.",
        frozenset({"wonen", "teammanager"}),
    ),
    Recht(
        "matching.regio",
        "Alleen de teammanager rekent een verdeling voor de hele regio uit.",
        frozenset({"teammanager"}),
    ),
    Recht(
        "aanbiedingen.inzien",
        "Alleen wonen of de teammanager ziet de lijst met aanbiedingen. In een zaak ziet het hele team het aanbod.",
        frozenset({"wonen", "teammanager"}),
    ),
    Recht(
        "koppelingen.importeren",
        "Alleen een casemanager, de teammanager of de beheerder kan een lijst met koppelingen inlezen.",
        frozenset({"casemanager", "teammanager", BEHEERDER}),
    ),
    Recht(
        "mandaatregister.inzien",
        "Alleen wie in deze gemeente een rol of een functie heeft, kan het mandaatregister lezen.",
        ROLLEN,
        functie=True,
    ),
    Recht(
        "bezwaren.inzien",
        "Alleen een jurist of de teammanager ziet de lijst met bezwaren. In een zaak ziet het hele team ze.",
        frozenset({"jurist", "teammanager"}),
    ),
    Recht(
        "bezwaar.behandelen",
        "Alleen een jurist of de teammanager behandelt een bezwaar.",
        frozenset({"jurist", "teammanager"}),
    ),
    Recht(
        "mandaatrapport.inzien",
        "Alleen de teammanager, de opdrachtgevers en de beheerder zien het mandaatrapport.",
        frozenset({"teammanager", BEHEERDER}) | OPDRACHTGEVERS,
    ),
    Recht(
        "mandaatrapport.exporteren",
        "Alleen de teammanager, de opdrachtgevers en de beheerder nemen het mandaatrapport mee.",
        frozenset({"teammanager", BEHEERDER}) | OPDRACHTGEVERS,
    ),
    Recht(
        "mandaatrapport.besluiten",
        "Alleen de teammanager en de opdrachtgevers zien de besluiten onder het mandaatrapport.",
        frozenset({"teammanager"}) | OPDRACHTGEVERS,
    ),
    Recht("team.inzien", "Alleen het opgaveteam van deze gemeente ziet het teamoverzicht.", TEAM),
    Recht("document.toevoegen", "Alleen het opgaveteam voegt documenten toe aan een zaak.", TEAM),
    Recht("lijst.exporteren", "Alleen het opgaveteam kan een lijst exporteren.", TEAM),
    Recht("weergave.bewaren", "Alleen het opgaveteam bewaart weergaven.", TEAM),
    Recht(
        "afwezigheid.melden",
        "Alleen het opgaveteam en wie een functie in het mandaatregister heeft, melden afwezigheid.",
        TEAM,
        functie=True,
    ),
    Recht(
        "werkverdeling.instellen",
        "Alleen de teammanager of de beheerder bepaalt hoe taken worden verdeeld.",
        frozenset({"teammanager", BEHEERDER}),
    ),
    Recht("portaal.binnengaan", _ALLEEN_PORTAAL, frozenset({CORPORATIE})),
    *(Recht(f"portaal.{wat}", _ALLEEN_PORTAAL, frozenset({CORPORATIE}), bewezen=True) for wat in _IN_HET_PORTAAL),
    Recht(
        "corporatie.uitnodigen",
        "Alleen wonen, de teammanager of de beheerder geeft mensen van een corporatie toegang.",
        frozenset({"wonen", "teammanager", BEHEERDER}),
    ),
    Recht(
        "dossierlink.maken",
        "Alleen wonen of een casemanager maakt een link naar een dossier.",
        frozenset({"wonen", "casemanager"}),
    ),
    Recht("inrichting.beheren", "Alleen de beheerder kan de inrichting wijzigen.", frozenset({BEHEERDER})),
)
RECHTEN: Final[dict[str, Recht]] = {recht.naam: recht for recht in _ALLE_RECHTEN}
"""Alle rechten op naam; elke route noemt er één."""
