"""De vier handelingen die op veel taken tegelijk kunnen: wat te verwachten is, wat er gebeurt, en hoe het terug gaat.

Elke handeling is voor één taak dezelfde actie als op het taakscherm. `keur` zegt vooraf wat die actie zou weigeren.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final, Self
from uuid import UUID

from sqlalchemy import select

from casus.actions import taken, volgen
from casus.actions.vaste_gezichten import CASEMANAGER, geef_gezicht_vrij
from casus.actions.verwijzingen import collega_uit_team
from casus.actions.wijzigen import wie_was_eerder, wijzig_taak
from casus.actor import Actor
from casus.db import CasusSessie
from casus.errors import CasusFout, Conflict, InvoerFout, NietGevonden, VeldFout, Weigering
from casus.gebeurtenissen import noteer
from casus.models import Bulk, Taak, Zaakrol
from casus.queries.gebruikers import collegas
from casus.rules import permissions
from casus.rules.planning import plan_fouten
from casus.rules.zinnen import rol_tekst
from casus.termijnen import dag_kort, vandaag
from casus.workflows.velden import ontleed_dag

_TE_LANG = f"Kort de tekst in tot {taken.LANGSTE_BERICHT} tekens, of schrijf een notitie."
RECHT: Final = "taak.bewerken"
"""Het recht van elke route die één taak verandert, en dus ook van elke rij."""


@dataclass(frozen=True, slots=True)
class Opdracht:
    """Wat er met elke taak moet gebeuren. `rollen` zijn die van de ontvanger, om vooraf te zien wat niet past."""

    soort: str
    aan_id: UUID | None = None
    aan: str = ""
    toelichting: str = ""
    op: date | None = None
    reden: str = ""
    rollen: frozenset[str] = frozenset()

    @property
    def titel(self) -> str:
        """'toewijzen aan Inge Wolters', 'inplannen op vr 4 dec', 'volgen'."""
        if self.aan:
            return f"{self.soort} aan {self.aan}"
        return f"{self.soort} op {dag_kort(self.op, vandaag())}" if self.op else self.soort

    def gegevens(self) -> dict[str, Any]:
        """Zoals de opdracht bij de bulk wordt bewaard."""
        waarden = asdict(self) | {"op": self.op.isoformat() if self.op else "", "aan_id": str(self.aan_id or "")}
        return {naam: waarden[naam] for naam in ("aan_id", "aan", "toelichting", "op", "reden")}

    @classmethod
    def lees(
        cls, session: CasusSessie, soort: str, velden: Mapping[str, str], *, actor: Actor
    ) -> tuple[Self, list[VeldFout]]:
        """De opdracht uit een formulier, met wat er nog aan ontbreekt; zo kan een voorbeeld al eerder iets laten zien.

        Raises NietGevonden als de handeling niet bestaat.
        """
        if soort not in HANDELINGEN:
            raise NietGevonden("Deze handeling bestaat niet. Kies toewijzen, inplannen, overdragen of volgen.")
        if soort == "inplannen":
            op = ontleed_dag(velden.get("gepland_op", ""), vandaag(), "vooruit")
            reden = velden.get("gepland_reden", "").strip()
            lang = [VeldFout("gepland_reden", _TE_LANG)] if len(reden) > taken.LANGSTE_BERICHT else []
            return cls(soort, op=op, reden=reden), plan_fouten(op, reden, None, vandaag()) + lang
        if soort == "volgen":
            return cls(soort), []
        mensen = [c for c in collegas(session, actor) if str(c.id) == velden.get("aan")]
        if not mensen:
            return cls(soort), [VeldFout("aan", "Kies een collega die de taken krijgt.")]
        tekst, rollen = velden.get("toelichting", "").strip(), frozenset(c.rol for c in mensen)
        te_lang = [VeldFout("toelichting", _TE_LANG)] if len(tekst) > taken.LANGSTE_BERICHT else []
        return cls(soort, mensen[0].id, mensen[0].naam, tekst, rollen=rollen), te_lang

    def bezwaar(self, taak: Taak, *, actor: Actor) -> str:
        """De zin waarmee deze taak geweigerd zou worden; leeg als het kan."""
        try:
            HANDELINGEN[self.soort].keur(actor, taak, self)
        except CasusFout as fout:
            return fout.zin
        return ""

    @classmethod
    def van(cls, bulk: Bulk) -> Self:
        """De opdracht van een bulk, zoals bewaard."""
        w = bulk.gegevens
        aan_id, op = UUID(w["aan_id"]) if w["aan_id"] else None, date.fromisoformat(w["op"]) if w["op"] else None
        return cls(bulk.soort, aan_id, w["aan"], w["toelichting"], op, w["reden"])


class Overdracht:
    """Toewijzen en overdragen: de taak krijgt een andere behandelaar. Een vrije taak aan uzelf is pakken."""

    def keur(self, actor: Actor, taak: Taak, opdracht: Opdracht) -> None:
        """Heft wat de actie zou heffen. Raises GeenRecht, Weigering."""
        _keur_open(taak)
        if _is_pakken(actor, taak, opdracht):
            permissions.check_taak_pakken(actor, taak)
            return
        permissions.check_taak_overdragen(actor, taak)
        if opdracht.aan_id is not None and taak.rol not in opdracht.rollen:
            raise InvoerFout([VeldFout("aan", f"Kies een collega met de rol {rol_tekst(taak.rol)}.")])
        if opdracht.aan_id is not None and taak.behandelaar_id == opdracht.aan_id:
            raise InvoerFout([VeldFout("aan", f"{opdracht.aan} heeft deze taak al. Kies een andere collega.")])

    def doe(
        self, session: CasusSessie, taak: Taak, opdracht: Opdracht, versie: int | None, *, actor: Actor
    ) -> dict[str, Any]:
        """Doet het en geeft hoe de taak was. Raises GeenRecht, InvoerFout, Weigering, Conflict."""
        voor = {"behandelaar_id": str(taak.behandelaar_id) if taak.behandelaar_id else None}
        bezet = _vast_gezicht(session, taak)
        if opdracht.aan_id is None:
            raise Weigering("Er is geen collega gekozen.")
        if _is_pakken(actor, taak, opdracht):
            taken.pak(session, taak, actor=actor, versie=versie)
        else:
            tekst, aan = opdracht.toelichting, opdracht.aan_id
            taken.draag_over(session, taak, actor=actor, aan_id=aan, toelichting=tekst, versie=versie, stil=True)
        nu_ = _vast_gezicht(session, taak)
        return {**voor, "versie": taak.versie, "vast_gezicht": nu_ if nu_ != bezet else ""}

    def zet_terug(self, session: CasusSessie, taak: Taak, voor: Mapping[str, Any], *, actor: Actor) -> None:
        """Geeft de taak terug aan wie haar had. Raises Weigering als zij daarna is veranderd."""
        eerder, ontvanger = voor["behandelaar_id"], taak.behandelaar_id
        if eerder and collega_uit_team(session, UUID(eerder)) is None:
            raise Weigering("Wie deze taak had, werkt niet meer in het opgaveteam. De taak blijft zoals zij nu is.")
        _herstel(session, taak, voor, actor, behandelaar_id=UUID(eerder) if eerder else None)
        if ontvanger is not None:
            geef_gezicht_vrij(session, taak, ontvanger, actor=actor, sinds=voor["vast_gezicht"])


def _vast_gezicht(session: CasusSessie, taak: Taak) -> str:
    """Sinds wanneer iemand deze rol in de zaak vervult. Is dat veranderd, dan hoort het bij wat terug te draaien is."""
    if taak.rol == CASEMANAGER:  # wie dat is, is een stap van het proces en verandert niet met een taak
        return ""
    sinds = session.scalar(select(Zaakrol.sinds).where(Zaakrol.zaak_id == taak.zaak_id, Zaakrol.rol == taak.rol))
    return sinds.isoformat() if sinds else ""


class Inplannen:
    """De taak krijgt een eigen dag. Na de fatale datum kan alleen met een reden."""

    def keur(self, actor: Actor, taak: Taak, opdracht: Opdracht) -> None:
        """Heft wat de actie zou heffen. Raises GeenRecht, Weigering."""
        _keur_open(taak)
        permissions.check_taak_inplannen(actor, taak)
        fouten = plan_fouten(opdracht.op, opdracht.reden, taak.fatale_datum, vandaag()) if opdracht.op else []
        if fouten:
            raise InvoerFout(fouten)

    def doe(
        self, session: CasusSessie, taak: Taak, opdracht: Opdracht, versie: int | None, *, actor: Actor
    ) -> dict[str, Any]:
        """Doet het en geeft hoe de taak was. Raises GeenRecht, InvoerFout, Weigering, Conflict."""
        dag = taak.gepland_op
        voor = {"gepland_op": dag.isoformat() if dag else None, "gepland_reden": taak.gepland_reden}
        taken.plan(session, taak, actor=actor, op=opdracht.op, reden=opdracht.reden, versie=versie)
        return {**voor, "versie": taak.versie}

    def zet_terug(self, session: CasusSessie, taak: Taak, voor: Mapping[str, Any], *, actor: Actor) -> None:
        """Zet de vorige dag terug. Raises Weigering als de taak daarna is veranderd."""
        dag = date.fromisoformat(voor["gepland_op"]) if voor["gepland_op"] else None
        _herstel(session, taak, voor, actor, gepland_op=dag, gepland_reden=voor["gepland_reden"])


class Volgen:
    """De gebruiker volgt de zaken van de taken. Volgt hij een zaak al, dan blijft dat zo, ook na het terugdraaien."""

    def keur(self, actor: Actor, taak: Taak, opdracht: Opdracht) -> None:
        """Heft wat de actie zou heffen. Raises GeenRecht."""
        permissions.check_zaak_inzien(actor, taak.zaak)

    def doe(
        self, session: CasusSessie, taak: Taak, opdracht: Opdracht, versie: int | None, *, actor: Actor
    ) -> dict[str, Any]:
        """Doet het en geeft of het nieuw was; de versie van de taak doet hier niet ter zake. Raises GeenRecht."""
        return {"nieuw": volgen.volg(session, taak.zaak, actor=actor)}

    def zet_terug(self, session: CasusSessie, taak: Taak, voor: Mapping[str, Any], *, actor: Actor) -> None:
        """Volgt de zaak niet meer, als dat door deze bulk kwam."""
        if voor["nieuw"]:
            volgen.laat_gaan(session, taak.zaak, actor=actor)


def _is_pakken(actor: Actor, taak: Taak, opdracht: Opdracht) -> bool:
    aan_mij = opdracht.aan_id == actor.gebruiker_id and taak.behandelaar_id is None
    return aan_mij and not permissions.mag_taak_overdragen(actor, taak)


def _keur_open(taak: Taak) -> None:
    if taak.status != "open":
        raise Conflict("Deze taak is al afgerond." if taak.status == "gereed" else "Deze taak is vervallen.")


def _herstel(session: CasusSessie, taak: Taak, voor: Mapping[str, Any], actor: Actor, **waarden: Any) -> None:
    if (taak.versie, taak.status) != (voor["versie"], "open"):
        wat = wie_was_eerder(session, taak).removeprefix("Een collega was u voor. ")
        raise Weigering(f"Deze taak is daarna veranderd en blijft zoals zij nu is. {wat}")
    wijzig_taak(session, taak, taak.versie, **waarden)
    gegevens = {"taak": taak.titel, "code": taak.soort}
    noteer(session, actor=actor, soort="taak_teruggezet", object_=taak, zaak_id=taak.zaak_id, gegevens=gegevens)


Handeling = Overdracht | Inplannen | Volgen
HANDELINGEN: Final[Mapping[str, Handeling]] = {
    "toewijzen": Overdracht(),
    "inplannen": Inplannen(),
    "overdragen": Overdracht(),
    "volgen": Volgen(),
}
