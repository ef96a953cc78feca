"""Signalen in woorden: welke er zijn, hoe zij in casus en in een mail staan, en wat iemand daarvoor heeft gekozen.

In een mail en een agenda staat nooit een naam: alleen zaaknummers en de taken zoals het proces ze noemt. Een eigen taak
heeft iemand zelf getypt; daar kan een naam in staan.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Literal, NamedTuple, get_args
from uuid import UUID

from casus.rules.signaalzinnen import ZINNEN
from casus.rules.zinnen import midden_in_zin
from casus.rules.zinnen import zin as hoofdletter
from casus.termijnen import dag_kort
from casus.vocab import meervoud

Mail = Literal["nooit", "meteen", "dagelijks"]
MAILKEUZES: Final[tuple[Mail, ...]] = get_args(Mail)
DAGEN: Final = 3
"""Zoveel dagen van tevoren meldt casus een taak, als iemand niets heeft gekozen."""
MEESTE_DAGEN: Final = 30


@dataclass(frozen=True, slots=True)
class Signaalsoort:
    """Eén soort signaal. `wat` is het onderwerp van een mail; `mail` geldt voor wie niets heeft gekozen."""

    code: str
    titel: str
    uitleg: str
    wat: str
    mail: Mail


_ALLE: Final = (
    Signaalsoort(
        "toegewezen",
        "U krijgt een taak",
        "Een collega geeft u een taak, of u vervangt wie haar krijgt.",
        "een taak voor u",
        "dagelijks",
    ),
    Signaalsoort(
        "nadert",
        "Een taak moet bijna af",
        "Taken die u hebt, en die van wie u vervangt. Hoeveel dagen van tevoren kiest u hieronder.",
        "een taak moet bijna af",
        "dagelijks",
    ),
    Signaalsoort(
        "te_laat",
        "Een taak is te laat",
        "Uw taken, en die van wie u vervangt. De teammanager hoort ook hoeveel taken zonder behandelaar te laat zijn.",
        "een taak is te laat",
        "dagelijks",
    ),
    Signaalsoort(
        "complextaak",
        "Een complextaak moet bijna af, is te laat of loopt af",
        "Een vergunning of controle van een complex die u hebt, of die in uw rol nog van niemand is. Wat afloopt, hoort"
        " u drie maanden vooraf.",
        "een complextaak vraagt aandacht",
        "dagelijks",
    ),
    Signaalsoort(
        "vermelding", "Iemand noemt u in een notitie", "Een collega schreef @ met uw naam.", "u bent genoemd", "meteen"
    ),
    Signaalsoort(
        "besluit",
        "Er is een besluit",
        "Over een voorstel van u, of in een zaak van u of die u volgt.",
        "een besluit",
        "meteen",
    ),
    Signaalsoort(
        "voorstel",
        "Een besluit wacht op u",
        "Een nieuw voorstel, of een voorstel dat naar u ging, ook omdat u iemand vervangt.",
        "een besluit wacht op u",
        "dagelijks",
    ),
    Signaalsoort(
        "advies",
        "Uw advies wordt gevraagd",
        "Aan een rol die u hebt.",
        "uw advies wordt gevraagd",
        "dagelijks",
    ),
    Signaalsoort(
        "bezwaar",
        "Er is een bezwaar",
        "Een nieuw bezwaar, een bezwaar dat u krijgt, en de laatste dag. Voor juristen en de teammanager.",
        "een bezwaar",
        "meteen",
    ),
    Signaalsoort(
        "corporatie",
        "De corporatie antwoordt",
        "De woning kan worden aangeboden, of gaat niet door.",
        "antwoord van de corporatie",
        "dagelijks",
    ),
    Signaalsoort(
        "woning",
        "Er verandert iets met een woning",
        "Voor wonen: een woning is nieuw, verbeterd, ingetrokken of opnieuw gemeld, of kan niet meer worden aangeboden."
        " Voor de casemanager: de woning uit de match is ingetrokken, of het huishouden woont er niet meer.",
        "nieuws over een woning",
        "dagelijks",
    ),
    Signaalsoort(
        "dossier",
        "Een dossier is opgehaald",
        "Van een huishouden waarvan u casemanager bent. Ook als iemand bij een link een verkeerde code invult.",
        "een dossier is opgehaald",
        "nooit",
    ),
    Signaalsoort(
        "toegang",
        "Iemand van een corporatie werkt daar niet meer",
        "Voor wonen en de teammanager: een collega meldt het in het portaal, of een andere gemeente beëindigde zijn"
        " toegang.",
        "toegang van een corporatie",
        "meteen",
    ),
    Signaalsoort(
        "aanbod",
        "Een aanbod wacht te lang",
        "De corporatie of het huishouden antwoordde niet op tijd, in een zaak van u of met een woning die u voordroeg.",
        "een aanbod wacht te lang",
        "dagelijks",
    ),
    Signaalsoort(
        "toestand",
        "Een zaak gaat een stap verder",
        "In een zaak waarvan u casemanager bent of die u volgt.",
        "een stap in een zaak",
        "dagelijks",
    ),
    Signaalsoort(
        "document",
        "Een document is geweigerd",
        "Alleen documenten die u hebt toegevoegd en die pas later konden worden nagekeken.",
        "een document is geweigerd",
        "dagelijks",
    ),
    Signaalsoort(
        "koppeling",
        "Er is een nieuwe koppeling",
        "Voor casemanagers en de teammanager; één signaal per lijst.",
        "nieuwe koppeling",
        "dagelijks",
    ),
    Signaalsoort(
        "waarde",
        "Een waarde van de gemeente loopt af",
        "Voor de beheerder: een huurgrens, budget of andere waarde eindigt en er is nog geen volgende.",
        "een waarde van de gemeente loopt af",
        "dagelijks",
    ),
)
SOORTEN: Final[Mapping[str, Signaalsoort]] = {soort.code: soort for soort in _ALLE}
VAN_BEHEERDER: Final = frozenset({"waarde"})
"""Over de inrichting, nooit over een zaak: meer hoort een beheerder niet."""


class Keuze(NamedTuple):
    """Wat iemand van één soort wil: in casus zien, en een mail."""

    app: bool
    mail: Mail

    @property
    def iets(self) -> bool:
        """Of hij er ooit iets van merkt."""
        return self.app or self.mail != "nooit"


def keuze(voorkeuren: Mapping[str, Any], soort: str) -> Keuze:
    """De keuze van iemand met deze `Gebruiker.voorkeuren`. KeyError bij een soort die niet bestaat."""
    gekozen = voorkeuren.get("signalen", {}).get("soorten", {}).get(soort, {})
    mail = gekozen.get("mail", SOORTEN[soort].mail)
    return Keuze(bool(gekozen.get("app", True)), mail if mail in MAILKEUZES else SOORTEN[soort].mail)


def dagen_vooraf(voorkeuren: Mapping[str, Any]) -> int:
    """Zoveel dagen van tevoren wil hij van een taak horen."""
    return int(voorkeuren.get("signalen", {}).get("dagen", DAGEN))


def naar_voorkeuren(voorkeuren: Mapping[str, Any], keuzes: Mapping[str, Keuze], dagen: int) -> dict[str, Any]:
    """De voorkeuren met deze keuzes erin; wat er verder in staat, blijft."""
    soorten = {soort: {"app": een.app, "mail": een.mail} for soort, een in keuzes.items()}
    eerder = voorkeuren.get("signalen", {}).get("soorten", {})
    return {**voorkeuren, "signalen": {"dagen": dagen, "soorten": {**eerder, **soorten}}}


def soorten_voor(*, team: bool, beheerder: bool) -> dict[str, Signaalsoort]:
    """De signalen die iemand hier kan krijgen, op code."""
    return {code: een for code, een in SOORTEN.items() if (beheerder if code in VAN_BEHEERDER else team)}


def veilige_titel(soort: str | None, titel: str, persoon_id: UUID | None) -> str:
    """De taak zoals zij buiten casus mag heten; leeg bij een eigen taak. Een taak per persoon draagt achter de dubbele
    punt een voornaam: die gaat eraf."""
    if soort is None:
        return ""
    return titel if persoon_id is None else titel.partition(": ")[0]


@dataclass(frozen=True, slots=True)
class Feiten:
    """Wat een zin over één signaal nodig heeft. `veilig` is de titel die buiten casus mag."""

    soort: str
    gegevens: Mapping[str, Any]
    zaaknummer: str = ""
    taak: str = ""
    veilig: str = field(default="")


def in_casus(feiten: Feiten, vandaag: date) -> str:
    """De zin op het scherm."""
    return hoofdletter(_zin(feiten, vandaag, 0))


def in_mail(feiten: Feiten, vandaag: date) -> str:
    """De zin in een mail, met het zaaknummer ervoor en zonder namen."""
    zin = _zin(feiten, vandaag, 1)
    return f"{feiten.zaaknummer}: {zin}" if feiten.zaaknummer else hoofdletter(zin)


def _zin(feiten: Feiten, vandaag: date, plek: Literal[0, 1]) -> str:
    vorm = f"{feiten.soort}.{feiten.gegevens.get('vorm', '')}"
    sjabloon = ZINNEN.get(vorm, ZINNEN[feiten.soort])[plek]
    return sjabloon.format_map(_Woorden(_woorden(feiten, vandaag)))


def _woorden(feiten: Feiten, vandaag: date) -> dict[str, object]:
    gegevens, aantal = feiten.gegevens, int(feiten.gegevens.get("aantal", 0))
    dag = gegevens.get("dag")
    meer = bool(gegevens.get("meer"))
    return {
        "door": gegevens.get("door") or "casus",
        "namens": gegevens.get("namens") or "een collega",
        "naam": gegevens.get("naam") or "de ontvanger",
        "corporatie": gegevens.get("corporatie") or "de corporatie",
        "gemeente": gegevens.get("gemeente") or "Een andere gemeente",
        "taak": feiten.taak,
        "een_taak": f"de taak ‘{feiten.veilig}’" if feiten.veilig else "een eigen taak",
        "dag": dag_kort(date.fromisoformat(dag), vandaag) if dag else "op tijd",
        "naar": gegevens.get("naar", ""),
        "adres": gegevens.get("adres") or gegevens.get("titel", ""),
        "wat": gegevens.get("wat") or "een complextaak",
        "titel": midden_in_zin(str(gegevens.get("titel", "het voorstel"))),
        "uitkomst": gegevens.get("uitkomst", "genomen"),
        "aantal_taken": f"meer dan {_getal(aantal)} taken" if meer else meervoud(aantal, "taak", "taken"),
        "aantal_zaken": "Er is 1 zaak" if aantal == 1 else f"Er zijn {aantal} zaken",
        "is": "is" if aantal == 1 and not meer else "zijn",
    }


def _getal(aantal: int) -> str:
    return f"{aantal:,}".replace(",", ".")


class _Woorden(dict[str, object]):
    def __missing__(self, sleutel: str) -> str:
        return "…"


def hoeveel_taken(vandaag: int, te_laat: int) -> str:
    """'2 voor vandaag, 1 te laat'; leeg als er geen zijn."""
    delen = ((vandaag, "voor vandaag"), (te_laat, "te laat"))
    return ", ".join(f"{aantal} {wat}" for aantal, wat in delen if aantal)
