"""Foutpagina's: wat er is en wat de gebruiker kan doen. Eén tekst per status, zodat niets te raden valt."""

from __future__ import annotations

from flask import Response, make_response, render_template

from casus.web.cookies import websessie
from casus.web.formulier import formulier
from casus.web.gebruik import correlatie

NIET_AANGEKOMEN = (
    "Wat u had getypt is niet aangekomen en er is niets bewaard. Ga terug met de knop van uw browser en kies een "
    "kleiner bestand. Staat uw tekst er dan niet meer, typ die dan opnieuw."
)
"""Zo'n verzoek leest casus niet: het formulier zelf is dus nooit gezien."""
TEKSTEN: dict[int, tuple[str, str]] = {
    400: ("Dit formulier kan niet worden verwerkt", "Ga terug, laad de pagina opnieuw en probeer het nog een keer."),
    403: ("Dit kan een collega doen", "U hebt hier geen recht voor. Vraag de teammanager of de beheerder."),
    404: ("Deze pagina bestaat niet", "Het adres klopt niet, of het hoort bij een andere gemeente."),
    405: ("Dit kan hier niet", "Ga terug en gebruik de knoppen op de pagina."),
    409: ("Een collega was eerder", "Laad de pagina opnieuw om te zien wat er is veranderd."),
    413: ("Het bestand is te groot", f"Kies een bestand tot 25 MB. {NIET_AANGEKOMEN}"),
    422: ("Dit kan nu niet", "Ga terug en verbeter wat er is ingevuld."),
    429: ("Wacht even", "Dit is te vaak achter elkaar geprobeerd."),
    500: ("Er ging iets mis in casus", "Uw laatste stap is niet bewaard. Ga terug en probeer het opnieuw."),
    503: ("casus is even niet bereikbaar", "Er is niets half bewaard. Probeer het over een halve minuut opnieuw."),
}


def foutpagina(status: int, zin: str = "", wacht: int = 0) -> Response:
    """De pagina bij deze status, met `zin` als uitleg en zo nodig Retry-After in seconden.

    Een 404 zegt altijd hetzelfde: of iets bestaat bij een andere gemeente is nooit te zien.
    """
    if status >= 500:
        websessie().zonder_database()
    titel, uitleg = TEKSTEN.get(status, TEKSTEN[400 if status < 500 else 500])
    inhoud = render_template(
        "fout.html",
        titel=titel,
        uitleg=uitleg if status == 404 or not zin else zin,
        kenmerk=correlatie() if status == 500 else "",
        getypt=_getypt() if status in (409, 422, 429) else {},
    )
    antwoord = make_response(inhoud, status)
    if wacht or status == 503:
        antwoord.headers["Retry-After"] = str(wacht or 30)
    return antwoord


def _getypt() -> dict[str, str]:
    """Wat er in het formulier stond, zodat het niet verloren is als de pagina zelf niet opnieuw kan worden getekend."""
    return {naam.replace("_", " "): waarde for naam, waarde in formulier().getypt.items()}
