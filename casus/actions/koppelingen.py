"""Een gelezen lijst met koppelingen verwerken: nieuwe zaken, gewijzigde zaken, en wat wordt tegengehouden.

Per gemeente en per 25 huishoudens één transactie: een fout halverwege verliest niets, en hetzelfde bestand nog eens
inlezen maakt het af zonder iets dubbel te doen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from casus.actions.koppelrij import (
    koppeldata,
    lees_uit,
    lijstgegevens,
    nieuw_huishouden,
    verschillen,
    werk_personen_bij,
)
from casus.actions.zaken import meld_koppeling, open_zaak, werk_koppeling_bij
from casus.actor import Actor
from casus.db import Bereik, CasusSessie, Database, uuid7
from casus.importers.gebreken import FOUT, Fout
from casus.importers.koppelregels import HuishoudenRegel, KoppelingenBestand
from casus.models import Gemeente, Huishouden, Importregel, Persoon, Zaak
from casus.rules import permissions
from casus.sleutels import Sleutelbos
from casus.termijnen import nu

BRON = "koppelingen"
PER_TRANSACTIE = 25


@dataclass(frozen=True, slots=True)
class Regel:
    """Wat er met één huishouden gebeurt: nieuw, gewijzigd, ongewijzigd of geweigerd."""

    coa_nummer: str
    rijen: tuple[int, ...]
    naam: str
    gemeente: str
    wat: str
    toelichting: str = ""
    zaaknummer: str = ""


@dataclass(slots=True)
class ImportUitslag:
    """De uitslag van een inleesbeurt (of van een proef)."""

    personen: int = 0
    regels: list[Regel] = field(default_factory=list)
    fouten: list[Fout] = field(default_factory=list)

    def aantal(self, wat: str) -> int:
        """Hoeveel huishoudens dit lot trof."""
        return sum(regel.wat == wat for regel in self.regels)


@dataclass(frozen=True, slots=True)
class Inlezer:
    """Alles wat voor één inleesbeurt gelijk blijft. `actor_voor` geeft de actor in een gemeente, of None."""

    db: Database
    bos: Sleutelbos
    actor_voor: Callable[[Gemeente], Actor | None]
    bestand_sha256: str
    proef: bool = False
    voortgang: Callable[[int], None] = lambda aantal: None

    def importeer(self, bestand: KoppelingenBestand) -> ImportUitslag:
        """Verwerkt de goede huishoudens. Met `proef` wordt alles gedaan en daarna niets vastgelegd."""
        uitslag = ImportUitslag(fouten=list(bestand.fouten))
        with self.db.lezen() as session:
            gemeenten = {gemeente.code: gemeente for gemeente in session.scalars(select(Gemeente))}
        per_gemeente: dict[str, list[HuishoudenRegel]] = defaultdict(list)
        for huishouden in bestand.huishoudens:
            per_gemeente[huishouden.gemeentecode].append(huishouden)
        for code, huishoudens in sorted(per_gemeente.items()):
            self._verwerk_gemeente(gemeenten.get(code), code, huishoudens, uitslag)
        return uitslag

    def _verwerk_gemeente(
        self, gemeente: Gemeente | None, code: str, huishoudens: list[HuishoudenRegel], uitslag: ImportUitslag
    ) -> None:
        actor = self.actor_voor(gemeente) if gemeente is not None else None
        if gemeente is None or actor is None or not permissions.mag_importeren(actor):
            zin = f"In gemeente {gemeente.naam if gemeente else code} kunt u geen koppelingen inlezen."
            for huishouden in huishoudens:
                _weiger(uitslag, huishouden, code, "gemeente_niet_ingericht", zin)
            return
        self._verwerk_delen(gemeente, actor, huishoudens, uitslag)

    def _verwerk_delen(
        self, gemeente: Gemeente, actor: Actor, huishoudens: list[HuishoudenRegel], uitslag: ImportUitslag
    ) -> None:
        nog, begin = len(huishoudens), len(uitslag.regels)
        for deel in _delen(huishoudens):
            nog -= len(deel)
            with self.db.schrijven(Bereik.van(gemeente.id)) as session:
                for huishouden in deel:
                    self._verwerk(session, gemeente, actor, huishouden, uitslag)
                if not nog:  # met het laatste deel: dan is het er samen met de zaken, of geen van beide
                    self._signaleer(session, actor, uitslag.regels[begin:])
                if not self.proef:
                    session.commit()
            self.voortgang(len(deel))

    def _verwerk(
        self,
        session: CasusSessie,
        gemeente: Gemeente,
        actor: Actor,
        huishouden: HuishoudenRegel,
        uitslag: ImportUitslag,
    ) -> None:
        uitslag.personen += len(huishouden.personen)
        afdruk = huishouden.vingerafdruk(self.bos.zoekhash)
        eerder = session.scalars(
            select(Importregel).where(Importregel.bron == BRON, Importregel.sleutel == huishouden.coa_nummer)
        ).one_or_none()
        if eerder is not None and eerder.vingerafdruk == afdruk:
            uitslag.regels.append(_regel(huishouden, gemeente, "ongewijzigd"))
            return
        bezet = self._al_bekend(session, huishouden, eerder)
        if bezet:
            _weiger(uitslag, huishouden, gemeente.naam, "v_nummer_bestaat", bezet)
            return
        if eerder is None:
            zaak = self._nieuw(session, gemeente, actor, huishouden, afdruk)
            uitslag.regels.append(_regel(huishouden, gemeente, "nieuw", zaaknummer=zaak.zaaknummer))
        else:
            uitslag.regels.append(self._gewijzigd(session, gemeente, actor, huishouden, eerder, afdruk))

    def _signaleer(self, session: CasusSessie, actor: Actor, regels: list[Regel]) -> None:
        """Eén signaal voor de hele lijst. Wat een tweede keer inlezen alsnog opent, is weer nieuw."""
        nieuw = [regel.zaaknummer for regel in regels if regel.wat == "nieuw"]
        if nieuw:
            kenmerk = f"koppeling:{self.bestand_sha256}:{nieuw[0]}"
            meld_koppeling(session, actor=actor, kenmerk=kenmerk, zaak_id=None, vorm="lijst", aantal=len(nieuw))

    def _al_bekend(self, session: CasusSessie, huishouden: HuishoudenRegel, eerder: Importregel | None) -> str:
        """Een persoon kan maar bij één huishouden horen; geeft de zin als hij al ergens anders staat."""
        hashes = [self.bos.zoekhash("v_nummer", persoon.v_nummer) for persoon in huishouden.personen]
        vraag = (
            select(Zaak.zaaknummer)
            .join(Persoon, (Persoon.huishouden_id == Zaak.huishouden_id) & (Persoon.gemeente_id == Zaak.gemeente_id))
            .where(Persoon.v_nummer_hash.in_(hashes))
        )
        if eerder is not None:
            vraag = vraag.where(Zaak.id != eerder.zaak_id)
        nummer = session.scalars(vraag.limit(1)).first()
        if nummer is None:
            return ""
        return f"Een persoon uit dit huishouden staat al in zaak {nummer}. Controleer het V-nummer."

    def _nieuw(
        self, session: CasusSessie, gemeente: Gemeente, actor: Actor, huishouden: HuishoudenRegel, afdruk: str
    ) -> Zaak:
        zaak = open_zaak(
            session,
            actor=actor,
            huishouden=nieuw_huishouden(huishouden, gemeente.id, self.bos),
            koppeldatum=huishouden.koppeldatum,
            vergunningdatum=huishouden.vergunningdatum,
            geldig_tot=huishouden.vergunning_geldig_tot,
            signaal=False,
        )
        sleutels = {"gemeente_id": gemeente.id, "id": uuid7(), "zaak_id": zaak.id}
        session.add(
            Importregel(
                **sleutels,
                bron=BRON,
                sleutel=huishouden.coa_nummer,
                vingerafdruk=afdruk,
                gegevens=lijstgegevens(huishouden),
                bestand_sha256=self.bestand_sha256,
            )
        )
        session.flush()
        return zaak

    def _gewijzigd(
        self,
        session: CasusSessie,
        gemeente: Gemeente,
        actor: Actor,
        huishouden: HuishoudenRegel,
        eerder: Importregel,
        afdruk: str,
    ) -> Regel:
        zaak = session.scalars(select(Zaak).where(Zaak.id == eerder.zaak_id)).one()
        rij = session.scalars(select(Huishouden).where(Huishouden.id == zaak.huishouden_id)).one()
        wat = verschillen(zaak, huishouden, eerder.gegevens)
        wat += werk_personen_bij(session, rij, huishouden, self.bos)
        werk_koppeling_bij(
            session,
            zaak,
            actor=actor,
            data=koppeldata(huishouden),
            huishouden=lees_uit(huishouden, eerder.gegevens),
            wat=wat or ["gegevens van het COA"],
        )
        eerder.vingerafdruk, eerder.gegevens = afdruk, lijstgegevens(huishouden)
        eerder.bestand_sha256, eerder.op = self.bestand_sha256, nu()
        session.flush()
        return _regel(huishouden, gemeente, "gewijzigd", ", ".join(wat), zaak.zaaknummer)


def _delen(huishoudens: Sequence[HuishoudenRegel]) -> Iterator[Sequence[HuishoudenRegel]]:
    for begin in range(0, len(huishoudens), PER_TRANSACTIE):
        yield huishoudens[begin : begin + PER_TRANSACTIE]


def _regel(
    huishouden: HuishoudenRegel, gemeente: Gemeente, wat: str, toelichting: str = "", zaaknummer: str = ""
) -> Regel:
    rijen = tuple(persoon.rij for persoon in huishouden.personen)
    naam = huishouden.hoofdpersoon.achternaam
    return Regel(huishouden.coa_nummer, rijen, naam, gemeente.naam, wat, toelichting, zaaknummer)


def _weiger(uitslag: ImportUitslag, huishouden: HuishoudenRegel, gemeente: str, gebrek: str, zin: str) -> None:
    rijen = tuple(persoon.rij for persoon in huishouden.personen)
    naam = huishouden.hoofdpersoon.achternaam
    uitslag.regels.append(Regel(huishouden.coa_nummer, rijen, naam, gemeente, "geweigerd", zin))
    uitslag.fouten.append(Fout(rijen[0], "", "", gebrek, FOUT, zin))
