"""Het proces van één zaak in bewerking: ankers zetten, termijnen herberekenen, taken laten ontstaan en vervallen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from casus.actions.verdeling import meld_verdeling, verdeel
from casus.actions.wijzigen import wijzig, wijzig_taak, wijzig_zaak, zet_neer
from casus.actor import Actor
from casus.db import CasusSessie, uuid7
from casus.models import Taak, Zaak
from casus.queries.beeld import definitie, laad_beeld
from casus.termijnen import nu
from casus.workflows import engine
from casus.workflows.beeld import Beeld
from casus.workflows.blokkades import blokkade
from casus.workflows.definition import Workflow
from casus.workflows.engine import Aanleiding, NieuweTaak

_NOG_LEEG: Mapping[str, Any] = {
    "behandelaar_id": None,
    "verlengd_met": 0,
    "verlengd_reden": "",
    "toelichting": "",
    "gepland_reden": "",
    "blokkade_soort": "",
    "blokkade": "",
}


@dataclass(slots=True)
class Proces:
    """Een geladen zaak met haar procesdefinitie en beeld, binnen één transactie en voor één actor."""

    session: CasusSessie
    zaak: Zaak
    wf: Workflow
    beeld: Beeld
    actor: Actor
    wachtend: list[Aanleiding] = field(default_factory=list)

    def zet_ankers(self, velden: Iterable[str], gegevens: Mapping[str, Any]) -> None:
        """Zet de ankerdatums die bij deze velden horen, en schuift de open taken mee."""
        self.zet_anker(**self.ankers_uit(velden, gegevens))

    def ankers_uit(self, velden: Iterable[str], gegevens: Mapping[str, Any]) -> dict[str, str]:
        """De ankerdatums die in deze velden zijn ingevuld."""
        return {anker: gegevens[code] for code in velden if (anker := self.wf.veld(code).anker) and gegevens.get(code)}

    def zet_anker(self, **ankers: str | date) -> None:
        """Zet ankerdatums (ISO-tekst of dag) en herberekent wat ervan afhangt."""
        nieuw = {code: dag if isinstance(dag, str) else dag.isoformat() for code, dag in ankers.items()}
        eerder = self.zaak.ankers
        if all(eerder.get(code) == dag for code, dag in nieuw.items()):
            return
        wijzig_zaak(self.session, self.zaak, self.zaak.versie, ankers={**eerder, **nieuw})
        self.ankers_gewijzigd(nieuw.keys() - eerder.keys())

    def ankers_gewijzigd(self, bekend: Iterable[str]) -> None:
        """De zaak heeft andere ankers: schuift de open taken mee. `bekend` zijn de ankers die er eerst niet waren."""
        self.wachtend += [Aanleiding.anker(code) for code in sorted(bekend)]
        self.herbereken_alles()

    def herbereken_alles(self) -> None:
        """Berekent de termijn van elke open taak opnieuw, vanaf haar anker."""
        for taak in self.beeld.taken:
            if taak.status == "open":
                self.herbereken(taak)

    def herbereken(self, taak: Taak) -> None:
        """Berekent de termijn van één taak; schrijft alleen als er iets verandert."""
        termijn = engine.herbereken(self.wf, taak, self.beeld)
        waarden = {
            "streefdatum": termijn.streefdatum,
            "fatale_datum": termijn.fatale_datum,
            "uiterlijk": termijn.uiterlijk,
            "voorlopig": termijn.voorlopig,
        }
        if any(getattr(taak, kolom) != waarde for kolom, waarde in waarden.items()):
            wijzig_taak(self.session, taak, taak.versie, **waarden)

    def verzet(self, taak: Taak, dag: date) -> None:
        """De wettelijke dag van deze taak is vastgesteld op `dag`, bijvoorbeeld omdat een bezwaar is verdaagd."""
        wijzig_taak(self.session, taak, taak.versie, aanleiding=engine.met_uiterlijk(taak.aanleiding, dag))
        self.herbereken(taak)

    def laat_ontstaan(self, *aanleidingen: Aanleiding) -> list[str]:
        """Maakt de taken die bij deze aanleidingen horen, en bij ankers die net bekend werden; geeft hun titels."""
        alle, self.wachtend = [*aanleidingen, *self.wachtend], []
        rijen = [
            self._neem_op(taak) for aanleiding in alle for taak in engine.nieuwe_taken(self.wf, aanleiding, self.beeld)
        ]
        self._zet_neer(rijen)
        return [rij["titel"] for rij in rijen]

    def voeg_toe(self, nieuw: Iterable[NieuweTaak]) -> None:
        """Zet nieuwe taken in de rij van hun rol."""
        self._zet_neer([self._neem_op(taak) for taak in nieuw])

    def _zet_neer(self, rijen: list[dict[str, Any]]) -> None:
        if not rijen:
            return
        verdeel(self.session, self.zaak, rijen)
        zet_neer(self.session, Taak.__tablename__, rijen)
        meld_verdeling(self.session, rijen, actor=self.actor)
        self._neem_verdeling_over(rijen)

    def _neem_verdeling_over(self, rijen: list[dict[str, Any]]) -> None:
        """Wie een taak meteen kreeg, staat ook in het beeld."""
        wie = {rij["id"]: rij["behandelaar_id"] for rij in rijen}
        for taak in self.beeld.taken:
            if taak.id in wie:
                vars(taak)["behandelaar_id"] = wie[taak.id]

    def _neem_op(self, nieuw: NieuweTaak) -> dict[str, Any]:
        """Meteen in het beeld, zodat een volgende aanleiding dezelfde taak niet nog eens maakt."""
        rij = self._rij(nieuw)
        taak = Taak()
        vars(taak).update(rij)  # zo bewaart SQLAlchemy ze zelf ook; deze taak komt nooit in een sessie
        self.beeld.taken.append(taak)
        return rij

    def _rij(self, taak: NieuweTaak) -> dict[str, Any]:
        return {
            "gemeente_id": self.zaak.gemeente_id,
            "id": uuid7(),
            "zaak_id": self.zaak.id,
            "soort": taak.soort,
            "titel": taak.titel,
            "rol": taak.rol,
            "status": "open",
            "versie": 1,
            "persoon_id": taak.persoon_id,
            "aanleiding": taak.aanleiding,
            "streefdatum": taak.streefdatum,
            "fatale_datum": taak.fatale_datum,
            "uiterlijk": taak.uiterlijk,
            "voorlopig": taak.voorlopig,
            "ontstaan_op": nu(),
            "gegevens": {},
            **_NOG_LEEG,
        }

    def laat_vervallen(self) -> None:
        """Open taken die in deze toestand geen zin meer hebben, gaan uit de lijsten; in de zaak blijven zij te zien."""
        for taak, reden in engine.te_vervallen(self.wf, self.beeld):
            waarden = {"status": "vervallen", "vervallen_op": nu(), "vervallen_reden": reden}
            wijzig_taak(self.session, taak, taak.versie, **waarden)

    def rond_vanzelf_af(self, soort: str) -> None:
        """Een taak die door de gebeurtenis zelf klaar is (het aanbod is gedaan), staat daarna op gereed."""
        for taak in self.beeld.taken:
            if taak.status == "open" and taak.soort == soort:
                waarden = {"status": "gereed", "gereed_op": nu(), "gereed_door_id": self.actor.gebruiker_id}
                wijzig_taak(self.session, taak, taak.versie, **waarden)


def werk_blokkades_bij(session: CasusSessie, zaak: Zaak) -> None:
    """Zet bij elke open taak wat haar ophoudt. Elke actie die een zaak verandert eindigt hiermee, zodat de werkvoorraad
    in dezelfde transactie klopt. De versie van de taak blijft: wie haar open heeft staan, kan gewoon verder.
    """
    wf, beeld = definitie(session, zaak), laad_beeld(session, zaak)
    for taak in beeld.taken:
        if taak.status != "open":
            continue
        soort, zin = blokkade(wf, taak, beeld)
        if (soort, zin) != (taak.blokkade_soort, taak.blokkade):
            wijzig(session, taak, {"blokkade_soort": soort, "blokkade": zin}, waar={"status": "open"})


def open_proces(session: CasusSessie, zaak: Zaak, actor: Actor) -> Proces:
    """Laadt definitie en beeld van de zaak."""
    return Proces(session, zaak, definitie(session, zaak), laad_beeld(session, zaak), actor)
