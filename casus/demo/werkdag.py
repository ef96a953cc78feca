"""Wat een team op een dag met zijn zaken doet: notities, plannen, wachten, volgen, een weergave en een afwezigheid."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from uuid import UUID

import pikepdf
from sqlalchemy import select

from casus.actions import afwezigheid, documenten, notities, taken, taken_eigen, taken_wachten, verbanden, volgen
from casus.actions.weergaven import bewaar
from casus.actor import Actor
from casus.db import Bereik, CasusSessie, Database
from casus.demo.besluitdag import leg_voor
from casus.demo.inrichting import Collega
from casus.documentkeuring.keurmeester import Keurmeester
from casus.models import Taak, Zaak
from casus.queries.lijstkeuze import lees_keuze
from casus.termijnen import vandaag

NOTITIES = (
    "Vader belde: ze vinden de woning goed. @{wonen} weet jij welke school nog plek heeft?",
    "De tolk kan donderdag. @{casemanager} wil jij het gesprek bevestigen?",
    "Het COA stuurt de ontbrekende papieren maandag na.",
    "@{financieel} de bankrekening is er. De uitkering kan worden aangevraagd.",
)
WACHT_OP = ("De Linde", "het COA", "DUO", "de bank", "de gemeentebalie")
WEERGAVEN = (
    ("wonen", "Te laat", {"lijst": "mijn", "uiterlijk": "te_laat"}, False),
    ("wonen", "Woning zoeken", {"lijst": "mijn", "toestand": "match_gezocht"}, False),
    ("teammanager", "Wacht op een ander", {"lijst": "team", "wacht": "wacht"}, True),
    ("teammanager", "Deze week", {"lijst": "team", "uiterlijk": "tm_week"}, True),
)


@dataclass(frozen=True, slots=True)
class Werkdag:
    """De laatste werkdag van één team. `team` is per rol wie het doet."""

    db: Database
    gemeente_id: UUID
    team: Mapping[str, Collega]
    toeval: Random

    def actor(self, rol: str) -> Actor:
        """Het teamlid met deze rol."""
        collega = self.team[rol]
        return Actor(collega.id, collega.naam, self.gemeente_id, frozenset({rol}), frozenset(), "demo")

    def speel(self) -> None:
        """Doet wat er op een dag gebeurt; met te weinig zaken niets."""
        with self.db.unit_of_work(Bereik.van(self.gemeente_id)) as session:
            onderweg = select(Zaak).where(Zaak.gesloten_op.is_(None), Zaak.toestand != "gehuisvest")
            zaken = list(session.scalars(onderweg.order_by(Zaak.koppeldatum, Zaak.id)))
            if len(zaken) < len(NOTITIES):
                return
            self._schrijf(session, zaken)
            self._plan(session)
            self._volg(session, zaken)
            self._bewaar(session)
            self._afwezig(session)
            leg_voor(session, self.gemeente_id, self.team, zaken)

    def _schrijf(self, session: CasusSessie, zaken: Sequence[Zaak]) -> None:
        namen = {rol: collega.naam for rol, collega in self.team.items()}
        for zaak, tekst in zip(zaken, NOTITIES, strict=False):
            rol = "casemanager" if "@{casemanager}" not in tekst else "inburgering"
            notities.schrijf(session, zaak, actor=self.actor(rol), tekst=tekst.format(**namen))

    def _plan(self, session: CasusSessie) -> None:
        """Een deel van wat iemand heeft, is ingepland of wacht op een ander."""
        eigen = select(Taak).where(Taak.status == "open", Taak.behandelaar_id.is_not(None), Taak.blokkade_soort == "")
        van_wie = {collega.id: rol for rol, collega in self.team.items()}
        for nr, taak in enumerate(session.scalars(eigen.order_by(Taak.uiterlijk, Taak.id)).all()):
            rol = van_wie.get(taak.behandelaar_id or taak.id)
            if rol is None or rol != taak.rol:
                continue
            if nr % 5 == 1:
                partij, tot = self.toeval.choice(WACHT_OP), vandaag() + timedelta(days=self.toeval.randint(2, 9))
                taken_wachten.laat_wachten(session, taak, actor=self.actor(rol), op=partij, tot=tot)
            elif nr % 5 == 3 and taak.uiterlijk > vandaag() + timedelta(days=1):
                taken.plan(session, taak, actor=self.actor(rol), op=vandaag() + timedelta(days=1))

    def _volg(self, session: CasusSessie, zaken: Sequence[Zaak]) -> None:
        for zaak in zaken[:3]:
            for rol in ("wonen", "teammanager"):
                volgen.volg(session, zaak, actor=self.actor(rol))
        dag, wie = vandaag() + timedelta(days=3), self.actor("casemanager")
        titel, uitleg = "Fietsen regelen bij de kringloop", "Twee kinderfietsen; de kringloop belt terug."
        taken_eigen.voeg_toe(
            session,
            zaken[0],
            actor=wie,
            titel=titel,
            rol="casemanager",
            streefdatum=dag,
            toelichting=uitleg,
            behandelaar_id=wie.gebruiker_id,
        )
        verbanden.leg(session, zaken[1], actor=wie, zaaknummer=zaken[2].zaaknummer, soort="familie")

    def _bewaar(self, session: CasusSessie) -> None:
        for rol, naam, filters, gedeeld in WEERGAVEN:
            bewaar(session, actor=self.actor(rol), naam=naam, keuze=lees_keuze(filters), gedeeld=gedeeld)

    def _afwezig(self, session: CasusSessie) -> None:
        """Communicatie is er een paar dagen niet; de casemanager neemt waar."""
        dag = vandaag()
        afwezigheid.meld_afwezig(
            session,
            actor=self.actor("communicatie"),
            gebruiker_id=self.team["communicatie"].id,
            van=dag,
            tot=dag + timedelta(days=4),
            vervanger_id=self.team["casemanager"].id,
        )

    def voeg_document_toe(self, keurmeester: Keurmeester, map_: Path) -> None:
        """Een verslag van twee bladen bij de langst lopende zaak."""
        bereik = Bereik.van(self.gemeente_id)
        with self.db.unit_of_work(bereik) as session:
            zaak = session.scalars(select(Zaak).where(Zaak.gesloten_op.is_(None)).order_by(Zaak.koppeldatum)).first()
            if zaak is None:
                return
            verslag = documenten.Ontvangen("Verslag huisvestingsgesprek.pdf", _verslag(), "Verslag huisvestingsgesprek")
            document = documenten.voeg_toe(session, zaak, actor=self.actor("casemanager"), map_=map_, ontvangen=verslag)
        documenten.kijk_na(self.db, self.gemeente_id, document.id, keurmeester, map_, stil=True)


def _verslag() -> bytes:
    """Een eenvoudige PDF, zonder de tekenaar van dossiers: die is er op een machine zonder Pango niet."""
    doel = io.BytesIO()
    with pikepdf.new() as pdf:
        for regels in (
            ("Verslag huisvestingsgesprek", "Het gezin wil graag bij een school wonen.", "Een tolk is nodig."),
            ("Afspraken", "De casemanager belt volgende week.", "Wonen zoekt een woning met drie slaapkamers."),
        ):
            blad = pdf.add_blank_page(page_size=(595, 842))
            letter = pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
            )
            blad.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=letter))
            tekst = " ".join(f"({regel}) Tj 0 -28 Td" for regel in regels)
            blad.Contents = pdf.make_stream(f"BT /F1 16 Tf 72 740 Td {tekst} ET".encode("latin-1"))
        pdf.save(doel)
    return doel.getvalue()
