"""Een gelezen lijst met woningen verwerken: nieuw, gewijzigd, ongewijzigd of geweigerd, rij voor rij.

Per vijftig woningen één transactie: een fout halverwege verliest niets, en hetzelfde bestand nog eens inlezen maakt het
af zonder iets dubbel te doen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from casus.actions import woningen
from casus.actions.woningstappen import laad_beeld, zet
from casus.actor import Actor
from casus.db import Bereik, CasusSessie, Database
from casus.errors import InvoerFout, NietGevonden
from casus.gebeurtenissen import noteer
from casus.importers.gebreken import FOUT, WAARSCHUWING, Fout
from casus.importers.woningen import WoningBestand, WoningRegel
from casus.models import Complex, Corporatie, Woning
from casus.rules import permissions
from casus.rules.woningen import adressleutel, in_woorden
from casus.termijnen import vandaag
from casus.workflows.woningproces import houdt_tegen, woningproces

PER_TRANSACTIE = 50
_LET_OP = {
    "ingetrokken": "Deze woning is ingetrokken. Meld haar opnieuw als zij er weer is.",
    "verhuurd": "Deze woning is verhuurd. Meld haar opnieuw als de huurder weg is.",
}
"""Wat er staat bij een woning die terug is op de lijst, maar niet in omloop."""


@dataclass(frozen=True, slots=True)
class Regel:
    """Wat er met één rij gebeurt: nieuw, gewijzigd, ongewijzigd of geweigerd."""

    rij: int
    adres: str
    wat: str
    toelichting: str = ""
    woning_id: UUID | None = None


@dataclass(slots=True)
class WoningUitslag:
    """De uitslag van een inleesbeurt (of van een proef)."""

    regels: list[Regel] = field(default_factory=list)
    fouten: list[Fout] = field(default_factory=list)

    def aantal(self, wat: str) -> int:
        """Hoeveel rijen dit lot trof."""
        return sum(regel.wat == wat for regel in self.regels)


@dataclass(frozen=True, slots=True)
class Woninginlezer:
    """Alles wat voor één inleesbeurt gelijk blijft. De lijst is van één corporatie.

    `meteen`: nieuwe woningen worden beschikbaar als niets dat tegenhoudt; anders zijn zij gemeld en kijkt wonen ze na.
    """

    db: Database
    actor: Actor
    corporatie_id: UUID
    meteen: bool = False
    proef: bool = False
    voortgang: Callable[[int], None] = lambda aantal: None

    def importeer(self, bestand: WoningBestand) -> WoningUitslag:
        """Verwerkt de goede rijen. Met `proef` wordt alles gedaan en daarna niets vastgelegd.

        Raises GeenRecht, NietGevonden (een andere corporatie), Conflict (een collega was net eerder).
        """
        uitslag = WoningUitslag(fouten=list(bestand.fouten))
        woningen.keur_corporatie(actor=self.actor, corporatie_id=self.corporatie_id)
        permissions.check(self.actor, "woning.vastleggen")
        nog = len(bestand.woningen)
        for deel in _delen(bestand.woningen):
            nog -= len(deel)
            with self.db.schrijven(Bereik.van(self.actor.gemeente_id)) as session:
                self._verwerk_deel(session, deel, uitslag)
                if not nog:
                    self._noteer(session, uitslag)
                if not self.proef:
                    session.commit()
            self.voortgang(len(deel))
        uitslag.fouten.sort(key=lambda fout: fout.rij)
        return uitslag

    def _verwerk_deel(self, session: CasusSessie, deel: Sequence[WoningRegel], uitslag: WoningUitslag) -> None:
        bekend = _bekende(session, self.corporatie_id, deel)
        complexen = _complexen(session, self.corporatie_id, deel)
        for regel in deel:
            gegevens = self._met_complex(regel, complexen, uitslag)
            try:
                uitslag.regels.append(self._verwerk(session, regel, gegevens, bekend))
            except InvoerFout as fout:
                uitslag.regels.append(Regel(regel.rij, regel.adres, "geweigerd", fout.zin))
                uitslag.fouten.append(Fout(regel.rij, "", "", "geweigerd", FOUT, fout.zin))

    def _met_complex(self, regel: WoningRegel, complexen: Mapping[str, UUID], uitslag: WoningUitslag) -> dict[str, Any]:
        if not regel.complex:
            return {}
        if (gevonden := complexen.get(regel.complex.casefold())) is not None:
            return {"complex_id": gevonden}
        zin = "Casus kent dit complex niet, dus de woning komt er niet in. Leg het complex eerst vast."
        uitslag.fouten.append(Fout(regel.rij, "Complex", regel.complex, "complex_onbekend", WAARSCHUWING, zin))
        return {}

    def _verwerk(
        self,
        session: CasusSessie,
        regel: WoningRegel,
        erbij: Mapping[str, Any],
        bekend: Mapping[tuple[str, ...], Woning],
    ) -> Regel:
        woning = next((bekend[s] for s in _sleutels(regel.gegevens) if s in bekend), None)
        if woning is None:
            return self._nieuw(session, regel, erbij)
        gegevens = {**regel.gegevens, **erbij}
        if adressleutel(gegevens["adres"]) == adressleutel(woning.adres):
            gegevens["adres"] = woning.adres  # anders geschreven is geen ander adres
        if regel.per_direct and woning.beschikbaar_van <= vandaag():
            del gegevens["beschikbaar_van"]
        if "kale_huur_cent" in gegevens and "subsidiabel_cent" not in gegevens and "huur_cent" not in gegevens:
            gegevens["subsidiabel_cent"] = woning.subsidiabel_cent
        versie, wie = woning.versie, self.actor
        anders = woningen.wijzig_woning(session, woning, actor=wie, versie=versie, gegevens=gegevens, lijst=True)
        wat = "gewijzigd" if anders else "ongewijzigd"
        toelichting = ". ".join(zin for zin in (in_woorden(anders), _LET_OP.get(woning.status)) if zin)
        return Regel(regel.rij, regel.adres, wat, toelichting, woning.id)

    def _nieuw(self, session: CasusSessie, regel: WoningRegel, erbij: Mapping[str, Any]) -> Regel:
        woning = woningen.leg_vast(
            session,
            actor=self.actor,
            corporatie_id=self.corporatie_id,
            gegevens={**regel.volledig, **erbij},
            herkomst="lijst",
        )
        stap = woningproces().stap(woningen.BESCHIKBAAR)
        reden = houdt_tegen(laad_beeld(session, woning), stap) if self.meteen else ["Wonen kijkt haar nog na."]
        if not reden:
            zet(session, woning, stap.code, actor=self.actor)
        return Regel(regel.rij, regel.adres, "nieuw", reden[0] if reden else "", woning.id)

    def _noteer(self, session: CasusSessie, uitslag: WoningUitslag) -> None:
        """Eén gebeurtenis voor de hele lijst, alleen als zij iets veranderde."""
        tellen = {wat: uitslag.aantal(wat) for wat in ("nieuw", "gewijzigd", "ongewijzigd", "geweigerd")}
        if not tellen["nieuw"] + tellen["gewijzigd"]:
            return
        corporatie = session.get_one(Corporatie, self.corporatie_id)
        wat = ", ".join(f"{aantal} {woord}" for woord, aantal in tellen.items() if aantal)
        gegevens = {"corporatie": corporatie.naam, "wat": wat, **tellen}
        noteer(session, actor=self.actor, soort="woninglijst_ingelezen", object_=corporatie, gegevens=gegevens)


def laad_corporatie(session: CasusSessie, code_of_id: str) -> Corporatie:
    """De corporatie met dit id, deze code of deze naam. Raises NietGevonden."""
    zoek = [Corporatie.code == code_of_id, Corporatie.naam == code_of_id]
    with suppress(ValueError):
        zoek.append(Corporatie.id == UUID(code_of_id))
    gevonden = session.scalars(select(Corporatie).where(or_(*zoek))).one_or_none()
    if gevonden is None:
        raise NietGevonden(f"Er is geen corporatie {code_of_id}.")
    return gevonden


def _delen(regels: Sequence[WoningRegel]) -> Iterator[Sequence[WoningRegel]]:
    for begin in range(0, len(regels), PER_TRANSACTIE):
        yield regels[begin : begin + PER_TRANSACTIE]


def _sleutels(gegevens: Mapping[str, Any]) -> list[tuple[str, ...]]:
    """Waaraan casus een woning herkent: eerst het nummer van de corporatie, dan het adres."""
    nummer = gegevens.get("corporatie_nummer") or ""
    adres = ("adres", gegevens["postcode"], adressleutel(gegevens["adres"]))
    return [("nummer", nummer), adres] if nummer else [adres]


def _bekende(session: CasusSessie, corporatie_id: UUID, deel: Sequence[WoningRegel]) -> dict[tuple[str, ...], Woning]:
    """De woningen van deze corporatie die in dit deel voorkomen, op nummer en op adres; één vraag."""
    nummers = [n for r in deel if (n := r.gegevens.get("corporatie_nummer"))]
    postcodes = sorted({r.gegevens["postcode"] for r in deel})
    zelfde = or_(Woning.corporatie_nummer.in_(nummers), Woning.postcode.in_(postcodes))
    vraag = select(Woning).where(Woning.corporatie_id == corporatie_id, zelfde).with_for_update()
    bekend: dict[tuple[str, ...], Woning] = {}
    for woning in session.scalars(vraag.order_by(Woning.id)).all():
        bekend["adres", woning.postcode, adressleutel(woning.adres)] = woning
        if woning.corporatie_nummer:
            bekend["nummer", woning.corporatie_nummer] = woning
    return bekend


def _complexen(session: CasusSessie, corporatie_id: UUID, deel: Sequence[WoningRegel]) -> dict[str, UUID]:
    if not any(regel.complex for regel in deel):
        return {}
    vraag = select(Complex.naam, Complex.id).where(Complex.corporatie_id == corporatie_id)
    return {naam.casefold(): sleutel for naam, sleutel in session.execute(vraag)}
