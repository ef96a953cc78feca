"""De pagina van een werkvoorraad: lijst, tellingen, filters, kolommen en weergaven bij elkaar gelezen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, Final

from flask import current_app, request, url_for

from casus.actor import Actor
from casus.db import CasusSessie
from casus.extensions import database
from casus.queries.lijstdetail import Detail, detail
from casus.queries.lijstkeuze import GEEN, LIJSTEN, Keuze, Lijst, Sortering
from casus.queries.lijstkring import Kring, kring, kring_overal
from casus.queries.lijstplek import Lijstblad
from casus.queries.lijstvraag import ERBIJ, TEL_TOT
from casus.queries.toestanden import processen
from casus.queries.weergaven import Bewaarde, bewaarde
from casus.queries.werkvoorraad import BLAD, TaakRij, lijst, tel
from casus.rules.permissions import mag
from casus.rules.rechten import TEAM
from casus.termijnen import vandaag
from casus.views.schermen.lijstadres import (
    ENDPOINTS,
    adres,
    exportvraag,
    filtertekst,
    keuze_uit_adres,
    plek_in_adres,
    plek_uit_adres,
    zoekkaart,
)
from casus.views.schermen.lijstfilters import filtervelden, volgordekeuzes
from casus.views.schermen.lijstkolommen import TE_KIEZEN, TITELS, VAST, kolommen_van
from casus.views.schermen.lijstleeg import leeg
from casus.views.schermen.taakverben import verben
from casus.views.schermen.werklijst import Regel, aantal_tekst, als_taak, groepen, maak_regel
from casus.vocab import meervoud
from casus.web.gebruik import actor, ingelogd, sessie
from casus.workflows import registry

LIJSTTITELS: Final[Mapping[Lijst, str]] = {
    "mijn": "Mijn taken",
    "rollen": "Mijn rollen",
    "team": "Team",
    "gevolgd": "Gevolgd",
}
_HANDELINGEN: Final = (
    ("toewijzen", "Toewijzen"), ("inplannen", "Inplannen"), ("overdragen", "Overdragen"), ("volgen", "Volgen"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Link:
    """Eén regel naast de lijst."""

    titel: str
    url: str
    aantal: str | None
    hier: bool
    let_op: bool = False


@dataclass(frozen=True, slots=True)
class Kop:
    """De kop van een kolom: een link die erop sorteert, en welke kant zij nu op staat."""

    naam: Sortering
    titel: str
    url: str
    richting: str


def maak_lijst(naam: Lijst) -> dict[str, Any]:
    """Alles wat het sjabloon van de werkvoorraad nodig heeft."""
    wie, keuze = actor(), keuze_uit_adres(naam)
    overal = keuze.gemeente not in ("", str(wie.gemeente_id)) and meer_gemeenten()
    kring_ = _kring(wie, naam, overal)
    naast = Naast(bewaarde(sessie(), wie), _werkkeuzes(naam))
    kolommen = kolommen_van(voorkeuren(), naam, meer_gemeenten=overal)
    with _leessessie(kring_, overal) as lezer:
        blad = lijst(lezer, keuze, kring_, na=plek_uit_adres(keuze), erbij=frozenset(ERBIJ) & {*kolommen})
        aantallen, telling = tel(lezer, naast.keuzes, kring_, keuze)
    regels = _regels(blad.rijen, wie, kring_, "behandelaar" in kolommen)
    return {
        "keuze": keuze,
        "groepen": groepen(regels, telling.groepen, keuze.gegroepeerd),
        "telling": telling,
        "velden": filtervelden(keuze, kring_, meer_gemeenten()),
        "leeg": leeg(keuze, wie, request.args.get("na", "") != ""),
        **naast.links(aantallen, keuze, overal),
        "per_collega": _per_collega(naam, keuze, kring_),
        **_kolommen(keuze, kolommen),
        **_adressen(keuze, wie),
        **_bladzijde(keuze, blad),
        **_nieuws(keuze, telling.totaal),
        **_opengeklapt(regels, keuze),
    }


@dataclass(frozen=True, slots=True)
class Naast:
    """Wat er naast de lijst staat en dus ook geteld wordt: de vier lijsten, de weergaven, en het werk per rol."""

    weergaven: Sequence[Bewaarde]
    werk: Sequence[tuple[str, Keuze]]

    @property
    def keuzes(self) -> list[Keuze]:
        """Alle keuzes waarvan het aantal op de pagina staat, in één telling."""
        return [*(Keuze(een) for een in LIJSTEN), *(w.keuze for w in self.weergaven), *(k for _, k in self.werk)]

    def links(self, aantallen: Sequence[int], keuze: Keuze, overal: bool) -> dict[str, Any]:
        """De links met hun aantal."""
        begin, eind = len(LIJSTEN), len(LIJSTEN) + len(self.weergaven)
        werk = zip(self.werk, aantallen[eind:], strict=True)
        return {
            "lijsten": _lijstlinks(keuze, aantallen[:begin]),
            "weergaven": _weergavelinks(self.weergaven, aantallen[begin:eind], keuze, overal),
            "per_rol": [_werklink(titel, link, aantal, keuze) for (titel, link), aantal in werk],
        }


def _kolommen(keuze: Keuze, kolommen: Sequence[Sortering]) -> dict[str, Any]:
    te_kiezen = [(naam, TITELS[naam], naam in kolommen) for naam in TE_KIEZEN if naam != "gemeente" or meer_gemeenten()]
    return {
        "titel": LIJSTTITELS[keuze.lijst],
        "aantal": aantal_tekst,
        "koppen": _koppen(keuze, kolommen),
        "kolommen": kolommen,
        "te_kiezen": te_kiezen,
        "volgordes": volgordekeuzes(),
        "handelingen": _HANDELINGEN if "bulk.voorbeeld" in current_app.view_functions else (),
    }


def _adressen(keuze: Keuze, wie: Actor) -> dict[str, str]:
    """Waar de knoppen van de pagina heen gaan; leeg is: die knop is er niet."""
    mag_mee = mag(wie, "lijst.exporteren")
    bewaren = url_for("weergaven.nieuw", lijst=keuze.lijst, filters=filtertekst(keuze.zonder_tekst()))
    return {
        "filters": filtertekst(keuze),
        "pad": url_for(ENDPOINTS[keuze.lijst]),
        "zoekadres": url_for("werkvoorraad.zoek"),
        "zoekkaart": zoekkaart(keuze),
        "wissen": adres(keuze.kaal()),
        "bewaren": bewaren if mag(wie, "weergave.bewaren") else "",
        "beheren": url_for("weergaven.beheer"),
        "kolommenadres": url_for("werkvoorraad.kolommen") if mag(wie, "weergave.bewaren") else "",
        "exportadres": url_for("werkvoorraad.exportformulier", **exportvraag(keuze)) if mag_mee else "",
        "eigen_taak": _eerste("taken.nieuw_kies"),
    }


def voorkeuren() -> Mapping[str, Any]:
    """De eigen instellingen van wie kijkt."""
    wie = ingelogd()
    return wie.gebruiker.voorkeuren if wie else {}


def meer_gemeenten() -> bool:
    """Of wie kijkt in meer dan één gemeente werkt."""
    wie = ingelogd()
    return bool(wie and wie.gegevens.get("keuze"))


def _kring(wie: Actor, naam: Lijst, overal: bool) -> Kring:
    if overal:
        return kring_overal(database(), wie)
    return kring(sessie(), wie, met_keuzes=True, met_werk=naam == "team")


@contextmanager
def _leessessie(wie: Kring, overal: bool) -> Iterator[CasusSessie]:
    """De sessie van dit verzoek, of een die alle gemeenten van de kijker leest en nergens schrijft."""
    if not overal:
        yield sessie()
        return
    with database().lezen(wie.bereik) as lezer:
        yield lezer


def _regels(rijen: Sequence[TaakRij], wie: Actor, kring_: Kring, erbij: bool) -> list[Regel]:
    wfs = processen(sessie(), {rij.workflowversie_id for rij in rijen})
    vervangt = {een.id: een.naam for een in kring_.vervangt}
    dag = vandaag()
    return [maak_regel(rij, wfs[rij.workflowversie_id], wie, vervangt, dag, erbij) for rij in rijen]


def _koppen(keuze: Keuze, kolommen: Sequence[Sortering]) -> list[Kop]:
    koppen = []
    for naam in (*VAST, *kolommen):
        hier = naam == keuze.sorteer
        anders = replace(keuze, sorteer=naam, aflopend=hier and not keuze.aflopend)
        richting = ("descending" if keuze.aflopend else "ascending") if hier else ""
        koppen.append(Kop(naam, TITELS[naam], adres(anders), richting))
    return koppen


def _lijstlinks(keuze: Keuze, aantallen: Sequence[int]) -> list[Link]:
    alle = zip(LIJSTEN, aantallen, strict=True)
    hier = keuze.lijst if not keuze.filtert else None
    return [Link(LIJSTTITELS[een], adres(Keuze(een)), aantal_tekst(aantal), een == hier) for een, aantal in alle]


def _weergavelinks(
    weergaven: Sequence[Bewaarde], aantallen: Sequence[int], keuze: Keuze, overal: bool
) -> dict[str, list[Link]]:
    """Onder Mijn weergaven en Van het team. Een weergave over meer gemeenten telt alleen als die lijst open is."""
    uit: dict[str, list[Link]] = {"mijn": [], "team": []}
    for een, aantal in zip(weergaven, aantallen, strict=True):
        weet = overal or not een.keuze.gemeente
        te_laat = een.keuze.uiterlijk == "te_laat" and aantal > 0
        link = Link(een.naam, adres(een.keuze), aantal_tekst(aantal) if weet else None, een.keuze == keuze, te_laat)
        uit["mijn" if een.van_mij else "team"].append(link)
    return uit


def _werkkeuzes(naam: Lijst) -> list[tuple[str, Keuze]]:
    """Naast de lijst van het team: wat er per rol open staat, en wat nog van niemand is."""
    if naam != "team":
        return []
    rollen = [(rol.titel, Keuze("team", rol=rol.code)) for rol in registry.rollen().values() if rol.code in TEAM]
    return [("Nog van niemand", Keuze("team", behandelaar=GEEN)), *rollen]


def _per_collega(naam: Lijst, keuze: Keuze, wie: Kring) -> list[Link]:
    """Hoeveel open taken elke collega heeft; wie er geen kan hebben, staat er niet bij."""
    if naam != "team":
        return []
    return [_werklink(een.naam, Keuze("team", behandelaar=str(een.id)), een.taken, keuze) for een in wie.collegas]


def _werklink(titel: str, link: Keuze, aantal: int, keuze: Keuze) -> Link:
    return Link(titel, adres(link), aantal_tekst(aantal), link == keuze)


def _eerste(endpoint: str, **waarden: Any) -> str:
    """Het adres van een pagina, als die er is."""
    return url_for(endpoint, **waarden) if endpoint in current_app.view_functions else ""


def _bladzijde(keuze: Keuze, blad: Lijstblad[TaakRij]) -> dict[str, Any]:
    """Vorige en Volgende, en welke taken er staan. Het nummer reist mee en is een benadering als anderen werken."""
    gevraagd = request.args.get("nr", "")
    nr = int(gevraagd) if gevraagd.isascii() and gevraagd.isdecimal() and len(gevraagd) < 8 else 1
    nr, tot = (nr if blad.vorige else 1), len(blad.rijen)
    vorige, volgende = plek_in_adres(keuze, blad.vorige), plek_in_adres(keuze, blad.volgende)
    return {
        "vorige": adres(keuze, na=vorige, nr=str(max(1, nr - BLAD))) if vorige else None,
        "volgende": adres(keuze, na=volgende, nr=str(nr + tot)) if volgende else None,
        "van": nr,
        "tot": nr + tot - 1,
        "hier": adres(keuze, na=request.args.get("na", "")[:2000], nr=gevraagd if nr > 1 else None),
        "begin": adres(keuze),
    }


def _nieuws(keuze: Keuze, totaal: int) -> dict[str, Any]:
    """Wat anderen deden sinds de lijst op het scherm kwam. De rijen zelf blijven staan tot u ze ververst."""
    gevraagd = request.args.get("gezien", "")
    gezien = int(gevraagd) if gevraagd.isascii() and gevraagd.isdecimal() and len(gevraagd) < 8 else totaal
    if totaal > TEL_TOT or gezien == totaal:
        zin = ""
    elif totaal > gezien:
        zin = f"{meervoud(totaal - gezien, 'nieuwe taak', 'nieuwe taken')}, tonen"
    else:
        zin = f"{meervoud(gezien - totaal, 'taak', 'taken')} minder, tonen"
    return {"nieuws": zin, "peiladres": adres(keuze, gezien=str(gezien), stil="1")}


def _opengeklapt(regels: Sequence[Regel], keuze: Keuze) -> dict[str, Any]:
    gevraagd = request.args.get("open", "")
    regel = next((een for een in regels if str(een.taak.id) == gevraagd and een.doe != "elders"), None)
    feiten: Detail | None = detail(sessie(), regel.taak.zaak_id) if regel else None
    return {"open": regel.taak.id if regel else None, "feiten": feiten, "werkwoorden": _werkwoorden(regel)}


def _werkwoorden(regel: Regel | None) -> list[tuple[str, str, str]]:
    """De formulieren die u bij deze taak kunt openen: (adres, tekst, toets)."""
    if regel is None:
        return []
    mogelijk = (verb for verb in verben(als_taak(regel.taak), actor()) if not verb.post and not verb.reden)
    return [(verb.adres, verb.tekst, verb.toets) for verb in mogelijk]
