"""Een brief bij een besluit of bezwaar: de inhoud wordt met het besluit vastgelegd, de PDF volgt daarna.

Wat er in `Brief.gegevens` staat, is de brief: velden, tekst en briefhoofd zoals zij op dat moment waren. De PDF wordt
daarvan gemaakt en nooit opnieuw samengesteld als hij er eenmaal is.
"""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import select

from casus import outbox
from casus.actions.briefinhoud import Afzender, stel_samen
from casus.actions.documenten import leg_pdf_neer
from casus.actions.wijzigen import wijzig
from casus.actor import Actor
from casus.brieven.soorten import BEZWAARBRIEVEN, BLIJFT, INGETROKKEN, OP_BEZWAAR, code_van
from casus.brieven.taal import SjabloonFout
from casus.db import Bereik, CasusSessie, Database, uuid7
from casus.errors import CasusFout, Conflict, InvoerFout, VeldFout
from casus.gebeurtenissen import noteer
from casus.models import Besluit, Bezwaar, Brief, Gemeente, Zaak
from casus.opslag import bewaar, verwijder
from casus.pdf.brief import BriefGegevens
from casus.pdf.fouten import PangoOntbreekt
from casus.pdf.huisstijl import Huisstijl
from casus.pdf.kind import Renderer
from casus.pdf.zegel import verzegel, zegel_van
from casus.queries.beeld import houd_vast
from casus.queries.brieven import Briefstuk, bezwaar_van, geldend_sjabloon, laad_brief, laad_bron, volgnummer
from casus.rules import permissions
from casus.rules.bezwaar import briefuitkomst
from casus.tekens import ontbrekende_tekens
from casus.termijnen import bezwaartermijn, dag_van, nu, vandaag

WERK = "brief"
NET_GEVRAAGD = "brieven"
"""Onder deze naam onthoudt een sessie welke brieven er net zijn gevraagd; `web/nadien` maakt ze na het vastleggen."""


def vraag_brief(
    session: CasusSessie, *, actor: Actor, zaak: Zaak, soort: str, besluit: Besluit, bezwaar: Bezwaar | None = None
) -> Brief:
    """Legt vast wat er in de brief staat en zet het maken klaar, in dezelfde transactie als het besluit.

    `soort` is een van BEZWAARBRIEVEN; elke andere waarde ('besluit') is de brief bij het genomen besluit zelf, ook bij
    een beslissing op bezwaar. Kan de brief nog niet worden samengesteld, dan staat waarom in `reden`. Raises
    InvoerFout als de motivering tekens heeft die niet op papier kunnen.
    """
    _keur_motivering(besluit)
    volg = volgnummer(session, besluit)
    if bezwaar is None and besluit.soort == OP_BEZWAAR:
        bezwaar = bezwaar_van(session, besluit)
    brief = Brief(
        gemeente_id=zaak.gemeente_id,
        id=uuid7(),
        zaak_id=zaak.id,
        besluit_id=besluit.id,
        bezwaar_id=bezwaar.id if bezwaar else None,
        soort=_briefsoort(soort, besluit),
        nummer=besluit.nummer if volg == 1 else f"{besluit.nummer}-{volg}",
        gemaakt_op=nu(),
    )
    _vul(session, brief, zaak, besluit, bezwaar, Afzender(actor.gebruiker_id, actor.naam))
    session.add(brief)
    session.flush()
    _zet_klaar(session, brief)
    return brief


def _briefsoort(soort: str, besluit: Besluit) -> str:
    if soort in BEZWAARBRIEVEN:
        return soort
    if besluit.herziening and besluit.status != "toegekend":
        return BLIJFT
    return INGETROKKEN if besluit.herziening == "intrekken" else code_van(besluit.soort, briefuitkomst(besluit))


def maak_opnieuw(session: CasusSessie, brief: Brief, *, actor: Actor) -> Brief:
    """Probeert een brief die mislukte nog een keer, met de gegevens van nu. Raises GeenRecht, Conflict.

    De dag van verzenden is dan vandaag; de bezwaartermijn begint ook pas dan (Awb art. 6:8).
    """
    permissions.check(actor, "zaak.bewerken")
    houd_vast(session, brief.zaak_id)
    if brief.status == "klaar":
        raise Conflict("Deze brief is al gemaakt. U vindt hem bij de documenten.")
    if brief.status != "mislukt":
        raise Conflict("Deze brief wordt al gemaakt. Kijk over een paar minuten bij de documenten.")
    _vernieuw(session, brief, actor)
    _zet_klaar(session, brief)
    return brief


def _vernieuw(session: CasusSessie, brief: Brief, actor: Actor) -> None:
    """Stelt een brief die nog niet weg is samen met de gegevens en de dag van nu."""
    zaak = houd_vast(session, brief.zaak_id)
    besluit = session.scalars(select(Besluit).where(Besluit.id == brief.besluit_id)).one()
    bezwaar = session.scalars(select(Bezwaar).where(Bezwaar.id == brief.bezwaar_id)).one_or_none()
    if _begint_later(session, brief, besluit):
        wijzig(session, besluit, {"bezwaar_tot": bezwaartermijn(vandaag())}, waar={})
    nieuw = Brief(id=brief.id, gemeente_id=brief.gemeente_id, soort=brief.soort, nummer=brief.nummer, gemaakt_op=nu())
    _vul(session, nieuw, zaak, besluit, bezwaar, Afzender(actor.gebruiker_id, actor.naam))
    namen = ("sjabloon_versie", "gegevens", "status", "reden", "gemaakt_op")
    waar = {"status": brief.status, "gemaakt_op": brief.gemaakt_op}
    wijzig(session, brief, {naam: getattr(nieuw, naam) for naam in namen}, waar=waar)
    tot = besluit.bezwaar_tot.isoformat() if besluit.bezwaar_tot else None
    feiten = {"nummer": brief.nummer, "bezwaar_tot": tot}
    noteer(session, actor=actor, soort="brief_opnieuw", object_=brief, zaak_id=brief.zaak_id, gegevens=feiten)


def _begint_later(session: CasusSessie, brief: Brief, besluit: Besluit) -> bool:
    """Of de bezwaartermijn vandaag pas begint; niet als er al bezwaar is gemaakt: dan telt de dag van toen."""
    if brief.bezwaar_id is not None or not besluit.bezwaar_tot or dag_van(brief.gemaakt_op) >= vandaag():
        return False
    gemaakt = select(Bezwaar.id).where(Bezwaar.zaak_id == brief.zaak_id, Bezwaar.besluit_id == besluit.id).limit(1)
    return session.scalar(gemaakt) is None


def _zet_klaar(session: CasusSessie, brief: Brief) -> None:
    if brief.status == "aangevraagd":
        outbox.zet_klaar(session, WERK, {"brief": str(brief.id)}, brief.gemeente_id)
        session.info.setdefault(NET_GEVRAAGD, []).append((brief.gemeente_id, brief.id))


def _keur_motivering(besluit: Besluit) -> None:
    """Een besluit is definitief: wat er niet op papier kan, moet eruit vóór het is genomen."""
    if vreemd := ontbrekende_tekens(besluit.motivering):
        zin = f"Deze tekens kunnen niet in de brief: {' '.join(vreemd)}. Schrijf de motivering zonder deze tekens."
        raise InvoerFout([VeldFout("motivering", zin)])


def _vul(
    session: CasusSessie, brief: Brief, zaak: Zaak, besluit: Besluit, bezwaar: Bezwaar | None, afzender: Afzender
) -> None:
    """De inhoud van de brief, of anders de reden waarom het niet kan."""
    brief.status, brief.reden, brief.gegevens = "aangevraagd", "", {}
    sjabloon, bron = geldend_sjabloon(session, brief.soort), laad_bron(session, zaak, besluit, bezwaar)
    brief.sjabloon_versie = sjabloon.versie if sjabloon.eigen else 0
    try:
        gegevens, stijl = stel_samen(brief, sjabloon.tekst, zaak, besluit, bezwaar, bron, afzender)
    except SjabloonFout:
        brief.status = "mislukt"
        brief.reden = "De tekst van deze brief klopt niet meer. Laat de beheerder het sjabloon nakijken."
    except ValidationError as fout:
        waar = ", ".join(sorted({".".join(str(deel) for deel in punt["loc"][:2]) for punt in fout.errors()}))
        brief.status, brief.reden = "mislukt", f"De brief mist gegevens. Controleer eerst: {waar}."
    else:
        wie = {"door_id": str(afzender.id), "door": afzender.naam}
        brief.gegevens = {"brief": gegevens.model_dump(mode="json"), "huisstijl": stijl.model_dump(mode="json"), **wie}
        if vreemd := ontbrekende_tekens(gegevens.model_dump_json()):
            brief.status = "mislukt"
            zin = f"Deze tekens kan de brief niet tonen: {' '.join(vreemd)}."
            brief.reden = f"{zin} Gebruik de schrijfwijze uit de BRP en maak de brief opnieuw."


def maak_brief(db: Database, gemeente_id: UUID, brief_id: UUID, renderer: Renderer, map_: Path) -> None:
    """Maakt de PDF van een gevraagde brief, verzegelt haar als de gemeente dat wil, en legt haar vast.

    Lukt het pas op een latere dag, dan heeft de brief de datum en de bezwaartermijn van die dag (Awb art. 3:41 en 6:8).
    Nog een keer aanroepen verandert niets. Raises PangoOntbreekt, een andere PdfFout, ZegelFout of SchijfVol; de
    reden staat dan bij de brief en een volgende poging kan.
    """
    bereik = Bereik.van(gemeente_id)
    with db.lezen(bereik) as session:
        stuk = laad_brief(session, brief_id)
        code = session.scalars(select(Gemeente.code).where(Gemeente.id == gemeente_id)).one()
    if stuk.brief.status == "klaar" or not stuk.brief.gegevens:
        return
    oud = dag_van(stuk.brief.gemaakt_op) < vandaag()
    if oud and (stuk := _van_vandaag(db, bereik, brief_id)).brief.status != "aangevraagd":
        return
    try:
        pdf, verzegeld = _teken(stuk.brief, code, renderer)
        bestand = bewaar(map_, pdf)
    except PangoOntbreekt:
        raise
    except CasusFout as fout:
        with db.unit_of_work(bereik) as session:
            _leg_reden_vast(session, laad_brief(session, brief_id).brief, fout.zin)
        raise
    with db.unit_of_work(bereik) as session:
        nu_nog = laad_brief(session, brief_id)
        if nu_nog.brief.status == "klaar":  # een andere werker was net klaar; die brief is nu de brief
            verwijder(map_, bestand)
        else:
            _leg_vast(session, nu_nog.brief, stuk.brief, pdf, bestand, verzegeld)


def _van_vandaag(db: Database, bereik: Bereik, brief_id: UUID) -> Briefstuk:
    with db.unit_of_work(bereik) as session:
        houd_vast(session, laad_brief(session, brief_id).zaak.id)
        stuk = laad_brief(session, brief_id)
        session.refresh(stuk.brief)  # een andere werker kan net voor het slot zijn geweest
        if stuk.brief.status != "klaar" and dag_van(stuk.brief.gemaakt_op) < vandaag():
            _vernieuw(session, stuk.brief, _maker(stuk.brief))
        return stuk


def _maker(brief: Brief) -> Actor:
    wie = brief.gegevens
    return Actor(UUID(wie["door_id"]), wie["door"], brief.gemeente_id, herkomst="worker")


def _teken(brief: Brief, code: str, renderer: Renderer) -> tuple[bytes, bool]:
    gegevens = BriefGegevens.model_validate(brief.gegevens["brief"])
    pdf = renderer.teken(gegevens, Huisstijl.model_validate(brief.gegevens["huisstijl"]))
    zegel = zegel_van(code)
    return (pdf, False) if zegel is None else (verzegel(pdf, zegel, nu()), True)


def _leg_reden_vast(session: CasusSessie, brief: Brief, reden: str) -> None:
    if brief.status != "klaar":
        wijzig(session, brief, {"status": "mislukt", "reden": reden}, waar={"status": brief.status})


def _leg_vast(session: CasusSessie, brief: Brief, gelezen: Brief, pdf: bytes, bestand: str, verzegeld: bool) -> None:
    """Legt de PDF vast. Raises Conflict als de brief intussen met andere gegevens opnieuw is gevraagd."""
    maker, naam = _maker(gelezen), f"Brief {brief.nummer}.pdf"
    document = leg_pdf_neer(session, (brief.gemeente_id, brief.zaak_id), naam, pdf, bestand, maker.gebruiker_id)
    klaar = {"status": "klaar", "reden": "", "document_id": document.id, "verzegeld": verzegeld, "klaar_op": nu()}
    waar = {"status": brief.status, "gemaakt_op": gelezen.gemaakt_op}
    wijzig(session, brief, {**klaar, "sha256": document.sha256, "grootte": len(pdf)}, waar=waar)
    feiten = {"nummer": brief.nummer, "sha256": document.sha256, "verzegeld": verzegeld}
    noteer(session, actor=maker, soort="brief_gemaakt", object_=brief, zaak_id=brief.zaak_id, gegevens=feiten)
