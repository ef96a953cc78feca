"""De volgorde waarin casus woningen voor een huishouden voorstelt, en huishoudens voor een woning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, NamedTuple
from uuid import UUID

from casus.db import CasusSessie
from casus.models import Matchwens, Woning
from casus.queries.matching import Matchgegevens, Zoekend, alle_zoekenden, laad_huishouden
from casus.rules.passendbeleid import Beleid, beleid_op
from casus.rules.passendgeval import Geval, Plek, Vraag
from casus.rules.passendheid import Kolommen, Passendheid, toets_kolommen
from casus.rules.passendscore import Score, score

Groep = Literal["past", "nagaan", "afwijking", "niet"]
_RANG: Final[dict[Groep, int]] = {"past": 0, "nagaan": 1, "afwijking": 2, "niet": 3}


@dataclass(frozen=True, slots=True)
class Paar:
    """Eén huishouden met één woning: beide kolommen van de toets, de score en de wens. `plek` telt wat te kiezen is.

    `onzeker`: of het voorgaat is niet bekend, want het besluit over urgentie zegt niet waarom. `kan_niet`: waarom de
    woning nu aan niemand kan worden aangeboden.
    """

    zoekend: Zoekend
    woning: Woning
    geval: Geval
    kolommen: Kolommen
    score: Score
    wens: Matchwens | None
    voorrang: bool
    onzeker: bool = False
    plek: int | None = None
    kan_niet: str = ""

    @property
    def nu(self) -> Passendheid:
        """De toets voor het huishouden zoals het nu is."""
        return self.kolommen.nu

    @property
    def groep(self) -> Groep:
        """Past, past als klopt wat nog niet bekend is, alleen met een besluit, of niet."""
        if self.nu.blokkades:
            return "niet"
        if self.nu.afwijkingen:
            return "afwijking"
        nagaan = any(een.soort != "waarschuwt" for een in self.nu.onbekend)
        return "nagaan" if nagaan else "past"


def beleid_van(gegevens: Matchgegevens) -> Beleid:
    """Het beleid van de gemeente op de dag van de gegevens."""
    return beleid_op(gegevens.parameters, gegevens.dag)


def woningen_voor(gegevens: Matchgegevens) -> list[Paar]:
    """De woningen voor het enige huishouden: eerst wat past, dan de meeste punten, dan wat het eerst vrij is.

    Wat is vastgezet staat vooraan; wat is uitgesloten achteraan, zonder plek.
    """
    zoekend, beleid = gegevens.zoekenden[0], beleid_van(gegevens)
    vraag = gegevens.vraag(zoekend)
    paren = [_paar(gegevens, zoekend, woning, vraag, gegevens.plek(woning), beleid) for woning in gegevens.woningen]
    punten = sorted(paren, key=lambda een: (-een.score.totaal, een.woning.beschikbaar_van, een.woning.id))
    return _met_plek(sorted(punten, key=_groepsvolgorde))


def huishoudens_voor(gegevens: Matchgegevens) -> list[Paar]:
    """De huishoudens voor de enige woning die nog geen woning hebben, in de volgorde van het beleid.

    Wie past en bij wie nog iets is na te gaan, staan in één volgorde: een gegeven dat ontbreekt, kost geen beurt.
    """
    woning, beleid = gegevens.woningen[0], beleid_van(gegevens)
    plek, zoekenden = gegevens.plek(woning), [een for een in gegevens.zoekenden if een.doet_mee]
    paren = [_paar(gegevens, een, woning, gegevens.vraag(een), plek, beleid) for een in zoekenden]
    # dezelfde volgorde als passendbeleid.op_volgorde, met de groepen ervoor
    beurt = sorted(
        paren,
        key=lambda een: (not een.voorrang, -een.geval.vraag.wacht_dagen, -een.score.totaal, een.geval.vraag.sleutel),
    )
    return _met_plek(sorted(beurt, key=_beurtvolgorde))


class Beurt(NamedTuple):
    """De plek van een woning voor een huishouden, en die van het huishouden voor de woning; None is geen plek.

    `score` in punten. `eerste_woning` en `eerste_zaak`: wat casus zelf het eerst zou voorstellen.
    """

    woning: int | None
    huishouden: int | None
    score: int | None = None
    eerste_woning: UUID | None = None
    eerste_zaak: UUID | None = None


def beurt_bij(session: CasusSessie, zaaknummer: str, woning_id: UUID) -> Beurt:
    """Waar casus dit paar nu zet, van beide kanten gezien; vier vragen. Raises NietGevonden."""
    gegevens = laad_huishouden(session, zaaknummer)
    woningen = woningen_voor(gegevens)
    eigen = next((een for een in woningen if een.woning.id == woning_id), None)
    if eigen is None:
        return Beurt(None, None)
    rij = huishoudens_voor(replace(gegevens, zoekenden=alle_zoekenden(session), woningen=[eigen.woning]))
    return Beurt(
        woning=eigen.plek,
        huishouden=next((een.plek for een in rij if een.zoekend.zaak.zaaknummer == zaaknummer), None),
        score=eigen.score.totaal,
        eerste_woning=next((een.woning.id for een in woningen if een.plek == 1), None),
        eerste_zaak=next((een.zoekend.zaak.id for een in rij if een.plek == 1), None),
    )


def _paar(gegevens: Matchgegevens, zoekend: Zoekend, woning: Woning, vraag: Vraag, plek: Plek, beleid: Beleid) -> Paar:
    """De toets en de score van één huishouden met één woning."""
    geval = Geval(vraag, plek, gegevens.parameters, gegevens.dag)
    wens = next((w for w in gegevens.wensen if (w.zaak_id, w.woning_id) == (zoekend.zaak.id, woning.id)), None)
    kolommen, punten = toets_kolommen(geval), score(geval, beleid, gegevens.reistijden)
    voorrang, onzeker = beleid.gaat_voor(vraag, plek), beleid.voorrang_onzeker(vraag, plek)
    kan_niet = gegevens.kan_niet(woning)
    return Paar(zoekend, woning, geval, kolommen, punten, wens, voorrang, onzeker, kan_niet=kan_niet)


def _groepsvolgorde(een: Paar) -> tuple[bool, bool, int]:
    soort = een.wens.soort if een.wens else ""
    return soort == "nooit", soort != "vast", _RANG[een.groep]


def _beurtvolgorde(een: Paar) -> tuple[bool, bool, int]:
    nooit, los, rang = _groepsvolgorde(een)
    return nooit, los, max(rang, _RANG["nagaan"])


def _met_plek(paren: Sequence[Paar]) -> list[Paar]:
    """Nummert wat te kiezen is: vrij, aan te bieden, niet tegengehouden en niet uitgesloten."""
    uit, nr = [], 0
    for een in paren:
        uitgesloten = een.wens is not None and een.wens.soort == "nooit"
        te_kiezen = een.woning.status == "beschikbaar" and not een.kan_niet
        telt = een.groep != "niet" and te_kiezen and not uitgesloten
        nr += telt
        uit.append(replace(een, plek=nr) if telt else een)
    return uit
