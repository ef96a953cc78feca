"""De demo laden: eerst de inrichting, dan zaak voor zaak het halve jaar, met de echte acties."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import select, update

from casus.actions import brieven
from casus.actions.koppelrij import nieuw_huishouden
from casus.actions.taakstellingen import zet_taakstelling
from casus.actor import Actor
from casus.db import Bereik, CasusSessie, Database
from casus.demo.inrichting import Collega, heeft_gegevens, richt_in, voeg_tweede_jurist_toe
from casus.demo.mensen import Bevolking
from casus.demo.portaal import geef_toegang, verstuur_dossiers
from casus.demo.prestaties import leg_afspraken_vast
from casus.demo.tweedefactor import koppel_apps
from casus.demo.verhalen import OP_CORPORATIE, VERHALEN, Soort, begindag
from casus.demo.wandeling import GeenWoning, Wandeling
from casus.demo.werkdag import Werkdag
from casus.demo.woningen import maak_woningen
from casus.documentkeuring.keurmeester import Keurmeester
from casus.errors import Weigering
from casus.models import Corporatie, Gemeente, Outbox, Signaal
from casus.rules.taakstelling import Halfjaar, aandeel, bekende_halfjaren, inwoners_nederland, landelijke_reeks
from casus.sleutels import Sleutelbos
from casus.termijnen import nu, vandaag

# Vast en bekend: de demo is om te kijken, en start niet in productie.
WACHTWOORD = "welkom-bij-casus"
ZAKEN = 112
EERSTE = "Doetinchem"
TEAMDAG = timedelta(days=1)
NIEUW = timedelta(days=4)
_STIL = {"synchronize_session": False}


@dataclass(frozen=True, slots=True)
class Demo:
    """Eén demo in wording. `meld` krijgt na elke zaak het aantal."""

    db: Database
    bos: Sleutelbos
    bestand: Path
    wachtwoord_hash: str
    zaad: int = 2026
    meld: Callable[[int], None] = lambda aantal: None

    def laad(self, zaken: int) -> bool:
        """Laadt de demo één keer. Geeft False als hij er al staat; raises Weigering bij andere gegevens."""
        if heeft_gegevens(self.db):
            return self._al_gevuld()
        self._bezig.touch()
        team = richt_in(self.db, self.wachtwoord_hash)
        voeg_tweede_jurist_toe(self.db, team, self.wachtwoord_hash)
        portaal = geef_toegang(self.db, EERSTE, self.wachtwoord_hash)
        koppel_apps(self.db, self.bos, (*(collega for een in team.values() for collega in een.values()), *portaal))
        # herhaalbaar, niet geheim
        toeval, mensen = Random(self.zaad), Bevolking(Random(self.zaad + 1))  # noqa: S311
        with self.db.lezen() as session:
            gemeenten = list(session.scalars(select(Gemeente).order_by(Gemeente.naam)))
        aantallen = verdeel(zaken, gemeenten)
        for gemeente in gemeenten:
            self._gemeente(gemeente, team[gemeente.naam], aantallen[gemeente.naam], toeval, mensen)
            self._werkdag(gemeente, team[gemeente.naam], toeval)
        self._ruim_berichten_op()
        verstuur_dossiers(self.db, EERSTE, team[EERSTE]["wonen"])
        mensen_van = {**team, EERSTE: {**team[EERSTE], **{een.email: een for een in portaal}}}
        self.bestand.write_text(json.dumps(_wie_logt_in(mensen_van), ensure_ascii=False, indent=1), encoding="utf-8")
        self._bezig.unlink()
        return True

    @property
    def _bezig(self) -> Path:
        return self.bestand.with_suffix(".bezig")

    def _al_gevuld(self) -> bool:
        if self._bezig.exists():
            zin = f"De demo is de vorige keer niet afgemaakt. Verwijder de map {self.bestand.parent} en begin opnieuw."
            raise Weigering(zin)
        if not self.bestand.is_file():
            zin = "Deze installatie heeft al gegevens. De demo raakt die niet aan; kies een andere CASUS_INSTANCE."
            raise Weigering(zin)
        return False

    def _gemeente(
        self, gemeente: Gemeente, team: Mapping[str, Collega], aantal: int, toeval: Random, mensen: Bevolking
    ) -> None:
        bereik, dag = Bereik.van(gemeente.id), vandaag()
        with self.db.unit_of_work(bereik) as session:
            corporaties = list(session.scalars(select(Corporatie.id).order_by(Corporatie.naam)))
            _stel_taak(session, gemeente, team["beheerder"])
            plekken = max(8, aantal) if aantal else 8
            wonen = team["wonen"].id
            for rijen in maak_woningen(toeval, gemeente.id, gemeente.naam, corporaties, plekken, dag, wonen):
                session.add_all(rijen)
                session.flush()
            rol = Actor(wonen, team["wonen"].naam, gemeente.id, frozenset({"wonen"}), frozenset(), "demo")
            leg_afspraken_vast(session, rol, corporaties, dag)
        soorten = toeval.choices(VERHALEN, [soort.gewicht for soort in VERHALEN], k=aantal)
        if aantal >= len(VERHALEN):
            soorten[: len(VERHALEN)] = VERHALEN
        dubbel = [nr for nr, een in enumerate(soorten) if soorten.count(een) > 1] if gemeente.naam == EERSTE else []
        for nr in dubbel[-2:]:
            soorten[nr] = OP_CORPORATIE
        for soort in soorten:
            self._zaak(gemeente, team, soort, begindag(soort, dag, toeval), mensen, toeval)
            self.meld(1)
        with self.db.unit_of_work(bereik) as session:
            _wat_oud_is_is_gelezen(session)

    def _werkdag(self, gemeente: Gemeente, team: Mapping[str, Collega], toeval: Random) -> None:
        werkdag = Werkdag(self.db, gemeente.id, team, toeval)
        werkdag.speel()
        if gemeente.naam == EERSTE:
            werkdag.voeg_document_toe(Keurmeester(), self.bestand.parent / "documenten")

    def _zaak(
        self,
        gemeente: Gemeente,
        team: Mapping[str, Collega],
        soort: Soort,
        koppeldatum: date,
        mensen: Bevolking,
        toeval: Random,
    ) -> None:
        regel = mensen.huishouden(gemeente.code, koppeldatum)
        with self.db.unit_of_work(Bereik.van(gemeente.id)) as session:
            wandeling = Wandeling(session, gemeente.id, team, koppeldatum, grens=vandaag() - TEAMDAG)
            huishouden = nieuw_huishouden(regel, gemeente.id, self.bos)
            huishouden.telefoon = f"0999 {toeval.randint(10, 99)} {toeval.randint(10, 99)} {toeval.randint(10, 99)}"
            wandeling.open(huishouden, koppeldatum, regel.vergunningdatum, regel.vergunning_geldig_tot)
            with contextlib.suppress(GeenWoning):
                soort.verhaal(wandeling)
            wandeling.pak_taken(toeval)

    def _ruim_berichten_op(self) -> None:
        """De berichten van het verzonnen verleden gaan niet alsnog de deur uit; de brieven maakt de werker nog."""
        with self.db.unit_of_work() as session:
            session.execute(
                update(Outbox)
                .where(Outbox.status == "wacht", Outbox.soort != brieven.WERK)
                .values(status="klaar", klaar_op=nu())
            )


def _stel_taak(session: CasusSessie, gemeente: Gemeente, beheerder: Collega) -> None:
    """De taakstelling van dit halfjaar, verzonnen naar het laatst bekende landelijke getal."""
    laatst = bekende_halfjaren()[-1]
    personen = aandeel(landelijke_reeks()[laatst].personen, gemeente.inwoners, inwoners_nederland())
    actor = Actor(beheerder.id, beheerder.naam, gemeente.id, frozenset({"beheerder"}), frozenset(), "demo")
    bron = f"Verzonnen voor de demo, met het landelijke getal van {laatst.code}"
    zet_taakstelling(session, Halfjaar.van(vandaag()), actor=actor, personen=personen, bron=bron)


def _wat_oud_is_is_gelezen(session: CasusSessie) -> None:
    """Van het verzonnen verleden komt geen mail, en alleen de signalen van de laatste dagen zijn nog nieuw."""
    session.execute(update(Signaal).values(mail="nooit"), execution_options=_STIL)
    oud = (Signaal.op < nu() - NIEUW, Signaal.gelezen_op.is_(None))
    session.execute(update(Signaal).where(*oud).values(gelezen_op=Signaal.op), execution_options=_STIL)


def verdeel(zaken: int, gemeenten: list[Gemeente]) -> dict[str, int]:
    """Verdeelt een aantal zaken naar inwoners, grootste resten eerst."""
    inwoners = sum(gemeente.inwoners for gemeente in gemeenten)
    precies = {gemeente.naam: zaken * gemeente.inwoners / inwoners for gemeente in gemeenten}
    verdeling = {naam: int(deel) for naam, deel in precies.items()}
    rest = sorted(precies, key=lambda naam: verdeling[naam] - precies[naam])
    for naam in rest[: zaken - sum(verdeling.values())]:
        verdeling[naam] += 1
    return verdeling


def _wie_logt_in(team: Mapping[str, Mapping[str, Collega]]) -> dict[str, object]:
    return {
        "wachtwoord": WACHTWOORD,
        "gebruikers": [
            {"naam": collega.naam, "email": collega.email, "rol": collega.rol, "gemeente": gemeente}
            for gemeente, collegas in sorted(team.items(), key=lambda paar: paar[0] != EERSTE)
            for collega in collegas.values()
        ],
    }
