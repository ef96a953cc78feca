"""De adressen van de werkvoorraad: de keuze erin en eruit. Vrije tekst en namen reizen versleuteld (veiligheid C7)."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from cryptography.fernet import InvalidToken
from flask import request, url_for

from casus.errors import NietGevonden
from casus.extensions import sleutelbos
from casus.queries.lijstkeuze import Keuze, Lijst, lees_filters, lees_keuze
from casus.queries.lijstplek import GEEN_PLEK, Lijstplek
from casus.queries.lijstvolgorde import met_naam, op_dag
from casus.web import zoekvraag
from casus.web.sessies import HOOGSTENS

ENDPOINTS: Final[dict[Lijst, str]] = {
    "mijn": "werkvoorraad.lijst",
    "rollen": "werkvoorraad.rollen",
    "team": "werkvoorraad.team",
    "gevolgd": "werkvoorraad.gevolgd",
}
LANGSTE_PLEK = 2000
DOEL = "plek"


def adres(keuze: Keuze, **extra: str | None) -> str:
    """Het adres van een lijst met deze filters en volgorde."""
    argumenten: dict[str, Any] = {**keuze.argumenten(), **{naam: waarde for naam, waarde in extra.items() if waarde}}
    if keuze.zoek:
        argumenten["zoek"] = zoekkaart(keuze)
    return url_for(ENDPOINTS[keuze.lijst], **argumenten)


def filtertekst(keuze: Keuze) -> str:
    """De filters als tekst voor een verborgen veld; de vrije tekst zit er versleuteld in."""
    zoek = {"zoek": zoekkaart(keuze)} if keuze.zoek else {}
    return urlencode({**keuze.argumenten(), **zoek})


def exportvraag(keuze: Keuze) -> dict[str, Any]:
    """Welke lijst iemand wil meenemen, als velden van een adres of formulier; een zoekterm reist versleuteld."""
    return {"lijst": keuze.lijst, "filters": filtertekst(keuze)}


def keuze_uit_adres(lijst: Lijst) -> Keuze:
    """De keuze van dit verzoek."""
    return lees_keuze({**request.args.to_dict(), "lijst": lijst}, zoek=_zoek(request.args.get("zoek", "")))


def keuze_uit_formulier() -> Keuze:
    """De keuze uit de velden `lijst` en `filters` van een ingestuurd formulier, of van het adres ernaartoe."""
    filters = request.values.get("filters", "")
    zoek = dict(paar.partition("=")[::2] for paar in filters.split("&")).get("zoek", "")
    return lees_filters(request.values.get("lijst", ""), filters, zoek=_zoek(zoek))


def zoekkaart(keuze: Keuze) -> str:
    """De vrije tekst zoals zij reist; leeg zonder tekst. Een lijst kan de hele dag openstaan, maar alleen bij wie haar
    zocht: wie het adres in handen krijgt, leest de tekst niet, en ook niets anders wat casus versleutelt."""
    return zoekvraag.pak_in(keuze.zoek, HOOGSTENS) if keuze.zoek else ""


def _zoek(kaart: str) -> str:
    zoek = zoekvraag.pak_uit(kaart.replace("%3D", "=")) if kaart else ""
    if zoek is None:
        raise NietGevonden("Deze zoekopdracht bestaat niet meer. Zoek opnieuw.")
    return zoek


def plek_in_adres(keuze: Keuze, plek: Lijstplek | None) -> str | None:
    """De plek zoals zij in het adres staat; met een naam als sorteerwaarde versleuteld."""
    if plek is None:
        return None
    return sleutelbos().maak_kaart(plek.tekst(), doel=DOEL) if met_naam(keuze.sorteer) else plek.tekst()


def plek_uit_adres(keuze: Keuze) -> Lijstplek | None:
    """De plek van dit verzoek. Raises NietGevonden als het er geen is, of een van een andere volgorde."""
    tekst = request.args.get("na", "")[:LANGSTE_PLEK]
    if not tekst:
        return None
    try:
        plek = sleutelbos().lees_kaart(tekst, doel=DOEL) if met_naam(keuze.sorteer) else tekst
    except InvalidToken:
        raise NietGevonden(GEEN_PLEK) from None
    return Lijstplek.lees(plek, op_dag=op_dag(keuze.sorteer))
