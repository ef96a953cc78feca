"""Een zaak door het proces laten lopen met de echte acties, elke stap op zijn eigen dag en door wie de rol heeft."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select

from casus.actions import adviezen, besluiten, meldingen, overgang, taken
from casus.actions.zaken import open_zaak
from casus.actor import Actor
from casus.db import CasusSessie
from casus.demo.inrichting import Collega
from casus.models import Besluit, Corporatie, Huishouden, Taak, Woning, Woningverloop, Zaak
from casus.queries.beeld import definitie, laad_beeld
from casus.queries.besluitgang import laad_gang
from casus.queries.passendheid import toets_woning
from casus.rules.slaapkamers import slaapkamers_nodig
from casus.termijnen import klok_op, nu, vandaag
from casus.workflows.definition import Melding, Overgang, Veld
from casus.workflows.registers import besluitsoorten, besluitvelden

GEPAKT = 0.6
TEKSTEN = {
    "indiener": "De aanvrager zelf",
    "contract": "Aanhuur Achterhoek 2026",
    "begeleiding_organisatie": "VluchtelingenWerk Achterhoek",
    "leerbaarheid": "De B1-route lijkt haalbaar.",
    "ruil_gemeente": "Winterswijk",
    "andere_gemeente": "Winterswijk",
    "keuze_reden": "Deze woning past het best bij wat het huishouden in het gesprek vertelde.",
    "urgentiegrond": "anders",
    "plan": "Elke week overleg met de corporaties, en kijken naar een ruil.",
}
PER_SOORT = {"tijd": "14.30", "ja_nee": "ja", "bedrag": "1", "getal": "1"}
FUNCTIE = {1: "teammanager", 2: "ambtelijk_opdrachtgever", 3: "bestuurlijk_opdrachtgever"}


class GeenWoning(Exception):
    """Er is voor dit huishouden nu geen woning die past."""


@dataclass(slots=True)
class Wandeling:
    """Eén zaak onderweg. `team` is per rol wie het doet; `dag` is waar de klok staat, nooit na `grens`."""

    session: CasusSessie
    gemeente_id: UUID
    team: Mapping[str, Collega]
    dag: date
    grens: date
    zaak: Zaak = field(init=False)
    woning_id: UUID | None = None

    def actor(self, rol: str) -> Actor:
        """Het teamlid met deze rol, met zijn functie als hij die heeft."""
        collega = self.team[rol]
        functies = frozenset({rol}) & frozenset(FUNCTIE.values())
        return Actor(collega.id, collega.naam, self.gemeente_id, frozenset({rol}), functies, "demo")

    @contextmanager
    def op(self, dagen: int = 0, uur: int = 10) -> Iterator[None]:
        """Zet de klok zoveel dagen verder, nooit voorbij nu, en laat haar bij elke blik een seconde lopen."""
        self.dag = min(self.dag + timedelta(days=dagen), max(self.grens, self.dag))
        begin = datetime.combine(self.dag, time(uur, (self.dag.toordinal() * 7) % 60), UTC)
        tel = iter(range(100_000))
        with klok_op(lambda: begin + timedelta(seconds=next(tel))):
            yield

    def open(self, huishouden: Huishouden, koppeldatum: date, vergunning: date, geldig_tot: date | None) -> Zaak:
        """Opent de zaak de dag na de koppeling."""
        self.dag = koppeldatum
        with self.op(1, 8):
            self.zaak = open_zaak(
                self.session,
                actor=self.actor("casemanager"),
                huishouden=huishouden,
                koppeldatum=koppeldatum,
                vergunningdatum=vergunning,
                geldig_tot=geldig_tot,
            )
        return self.zaak

    def taak(self, soort: str, dagen: int = 1, **invoer: str) -> None:
        """Pakt en rondt elke open taak van deze soort af; velden die niet zijn genoemd, worden zinnig ingevuld."""
        for rij in self._open_taken(soort):
            with self.op(dagen):
                self._besluit_vooraf(rij)
                actor = self.actor(rij.rol)
                wf = definitie(self.session, self.zaak)
                taaksoort = wf.taak(soort)
                vakjes = {punt.veld: "ja" for punt in taaksoort.afvinkpunten}
                velden = {code: self.waarde(wf.veld(code)) for code in taaksoort.velden}
                taken.rond_af(self.session, rij, actor=actor, invoer={**velden, **vakjes, **invoer})
            dagen = 0

    def _besluit_vooraf(self, rij: Taak) -> None:
        soort = definitie(self.session, self.zaak).taak(rij.soort or "")
        if soort.besluit:
            self.besluit(soort.besluit[0], taak=rij)

    def _open_taken(self, soort: str) -> list[Taak]:
        vraag = select(Taak).where(Taak.zaak_id == self.zaak.id, Taak.soort == soort, Taak.status == "open")
        return list(self.session.scalars(vraag.order_by(Taak.uiterlijk, Taak.id)))

    def waarde(self, veld: Veld) -> str:
        """Een zinnige invulling voor dit veld; wat leeg mag blijven, blijft leeg, behalve waarom deze woning."""
        if not veld.verplicht and veld.code != "keuze_reden":
            return ""
        if (vast := TEKSTEN.get(veld.code) or PER_SOORT.get(veld.soort)) is not None:
            return vast
        match veld.soort:
            case "datum":
                return vandaag().isoformat()
            case "keuze":
                return next(iter(veld.keuzes))
            case "gebruiker":
                return str(self.team[veld.rol or "casemanager"].id)
            case "woning":
                return str(self.woning_id or "")
            case "corporatie":
                return str(self.session.scalars(select(Corporatie.id).order_by(Corporatie.naam)).all()[0])
            case "persoon":
                return str(laad_beeld(self.session, self.zaak).personen[0].id)
            case _:
                return "Besproken met het huishouden, zie het verslag."

    def voorstel(self, soort: str, *, bedrag: int | None = None, taak: Taak | None = None, **gegevens: str) -> Besluit:
        """Stelt een besluit voor door wie dat mag."""
        kind = besluitsoorten()[soort]
        for code in kind.velden:
            gegevens.setdefault(code, self.waarde(besluitvelden()[code]))
        rol = taak.rol if taak and taak.rol in kind.rollen else kind.rollen[0]
        return besluiten.stel_voor(
            self.session,
            self.zaak,
            actor=self.actor(rol),
            soort=soort,
            voorstel=f"{kind.titel}: het voorstel volgt de beleidsregels en past bij dit huishouden.",
            bedrag_cent=bedrag if bedrag is not None or not kind.bedrag else 180_000,
            gegevens=gegevens,
            taak=taak,
        )

    def besluit(self, soort: str, uitkomst: besluiten.Uitkomst = "toegekend", **hoe: Any) -> Besluit:
        """Stelt een besluit voor en laat het nemen door het laagste niveau dat mag."""
        voorstel = self.voorstel(soort, **hoe)
        self.adviseer(voorstel)
        return besluiten.beslis(
            self.session,
            voorstel,
            actor=self.actor(FUNCTIE[voorstel.vereist_niveau]),
            uitkomst=uitkomst,
            motivering="Het voorstel volgt de beleidsregels; er is geen reden om af te wijken.",
            voorwaarden_bevestigd=True,
        )

    def adviseer(self, voorstel: Besluit) -> None:
        """Elke rol die om advies is gevraagd, is het eens."""
        for advies in laad_gang(self.session, voorstel).adviezen:
            if advies.status == "gevraagd":
                wie = self.actor(advies.rol)
                adviezen.geef_advies(self.session, advies, actor=wie, oordeel="eens", toelichting="Geen bezwaar.")

    def stap(self, code: str, dagen: int = 0, **invoer: str) -> None:
        """Zet een overgang door de eerste rol die hem mag zetten."""
        with self.op(dagen, 14):
            soort = definitie(self.session, self.zaak).overgang(code)
            overgang.execute(self.session, self.zaak, code, **self._door_de_eerste(soort, invoer))

    def meld(self, code: str, dagen: int = 0, **invoer: str) -> None:
        """Meldt iets door de eerste rol die dat mag."""
        with self.op(dagen, 11):
            soort = definitie(self.session, self.zaak).melding(code)
            meldingen.meld(self.session, self.zaak, code, **self._door_de_eerste(soort, invoer))

    def _door_de_eerste(self, soort: Overgang | Melding, invoer: Mapping[str, str]) -> dict[str, Any]:
        """Wie het doet, welke versie hij zag, en elk veld ingevuld."""
        wf = definitie(self.session, self.zaak)
        velden = {veld: self.waarde(wf.veld(veld)) for veld in soort.velden}
        return {
            "actor": self.actor(soort.rollen[0]),
            "versie": self.zaak.versie,
            "invoer": {**velden, **invoer},
        }

    def pak_taken(self, toeval: Random) -> None:
        """Collega's pakken een deel van wat openstaat; de rest ligt nog bij de rol."""
        vraag = select(Taak).where(Taak.zaak_id == self.zaak.id, Taak.status == "open", Taak.behandelaar_id.is_(None))
        for taak in self.session.scalars(vraag.order_by(Taak.id)).all():
            if toeval.random() < GEPAKT:
                with self.op(1):
                    taken.pak(self.session, taak, actor=self.actor(taak.rol))

    def laatste_besluit(self, soort: str) -> Besluit:
        """Het laatste toegekende besluit van deze soort."""
        vraag = select(Besluit).where(Besluit.zaak_id == self.zaak.id, Besluit.soort == soort)
        return self.session.scalars(vraag.order_by(Besluit.nummer.desc())).all()[0]

    def kies_woning(self) -> UUID:
        """De kleinste vrije zelfstandige woning die past. Raises GeenWoning: dan blijft het huishouden zoeken."""
        vraag = select(Woning).where(Woning.status == "beschikbaar", Woning.zelfstandig)
        volgorde = (Woning.slaapkamers, Woning.beschikbaar_van.desc(), Woning.id)
        with self.op():
            # elke zaak loopt op haar eigen klok: wat later pas vrijkwam, was nu nog bezet
            later = exists().where(Woningverloop.woning_id == Woning.id, Woningverloop.op > nu())
            vrij = self.session.scalars(vraag.where(~later).order_by(*volgorde)).all()
            beeld = laad_beeld(self.session, self.zaak)
            nodig = slaapkamers_nodig(beeld.personen, beeld.vandaag) or 1
            ruim = sorted(vrij, key=lambda woning: woning.slaapkamers < nodig)
            passend = (woning.id for woning in ruim if toets_woning(self.session, beeld, woning).past)
            self.woning_id = next(passend, None)
        if self.woning_id is None:
            raise GeenWoning
        return self.woning_id
