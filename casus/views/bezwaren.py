"""Bezwaren: de lijst op laatste dag, één bezwaar, en alles wat de behandelaar ermee doet."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import Blueprint, render_template, request, url_for

from casus.actions import bezwaren
from casus.models import Bezwaar
from casus.queries import bezwaren as vragen
from casus.queries.bladen import Plek
from casus.termijnen import vandaag
from casus.views.schermen import bezwaarscherm
from casus.web.formulier import tekst, versie
from casus.web.gebruik import actor, gaat_over, sessie
from casus.web.toegang import Antwoord, leest, writes
from casus.web.verwijzing import naar
from casus.workflows.velden import ontleed_dag

bp = Blueprint("bezwaren", __name__)


@bp.get("/bezwaren")
@leest("bezwaren.inzien")
def lijst() -> Antwoord:
    """De open bezwaren op laatste dag, of wat is afgehandeld; erboven wat na een gegrond bezwaar nog moet."""
    klaar, na = request.args.get("staat") == "klaar", Plek.lees(request.args.get("na"))
    blad = (vragen.afgehandeld if klaar else vragen.open_bezwaren)(sessie(), na)
    herzien = [] if klaar or na else vragen.te_herzien(sessie())
    return render_template("bezwaren/lijst.html", s=bezwaarscherm.maak_lijst(blad, herzien, klaar))


@bp.get("/bezwaren/<uuid:bezwaar_id>")
@leest("zaken.inzien")
def toon(bezwaar_id: UUID) -> Antwoord:
    """Eén bezwaar: waarover, tot wanneer, wie het behandelt en wat er nog moet."""
    pagina = vragen.laad(sessie(), bezwaar_id)
    return render_template("bezwaren/toon.html", s=bezwaarscherm.maak_scherm(sessie(), pagina, actor()))


def _bezwaar(bezwaar_id: UUID) -> Bezwaar:
    bezwaar = vragen.laad_bezwaar(sessie(), bezwaar_id)
    gaat_over(bezwaar.zaak)
    return bezwaar


def _dag(veld: str) -> date | None:
    return ontleed_dag(tekst(veld), vandaag())


def _terug(bezwaar_id: UUID, melding: str) -> Antwoord:
    return naar(url_for("bezwaren.toon", bezwaar_id=bezwaar_id), melding)


@bp.post("/bezwaren/<uuid:bezwaar_id>/bevestigen")
@writes("bezwaar.behandelen", opnieuw=toon)
def bevestigen(bezwaar_id: UUID) -> Antwoord:
    """Bevestigt de ontvangst met een brief."""
    commissie = tekst("commissie") == "ja"
    bezwaren.bevestig(sessie(), _bezwaar(bezwaar_id), actor=actor(), commissie=commissie, versie=versie())
    return _terug(bezwaar_id, "De ontvangst is bevestigd.")


@bp.post("/bezwaren/<uuid:bezwaar_id>/toewijzen")
@writes("bezwaar.behandelen", opnieuw=toon)
def toewijzen(bezwaar_id: UUID) -> Antwoord:
    """Geeft het bezwaar aan iemand die niet bij het besluit was betrokken."""
    aan = bezwaarscherm.lees_collega(tekst("behandelaar"))
    bezwaren.wijs_toe(sessie(), _bezwaar(bezwaar_id), actor=actor(), aan_id=aan, versie=versie())
    return _terug(bezwaar_id, "Het bezwaar is toegewezen.")


@bp.post("/bezwaren/<uuid:bezwaar_id>/verdagen")
@writes("bezwaar.behandelen", opnieuw=toon)
def verdagen(bezwaar_id: UUID) -> Antwoord:
    """Verdaagt de beslissing."""
    weken = int(tekst("weken")) if tekst("weken").isdecimal() and len(tekst("weken")) < 4 else 0
    bezwaar, reden = _bezwaar(bezwaar_id), tekst("reden")
    bezwaren.verdaag(sessie(), bezwaar, actor=actor(), weken=weken, reden=reden, versie=versie())
    return _terug(bezwaar_id, "De beslissing is verdaagd. De laatste dag is opgeschoven.")


@bp.post("/bezwaren/<uuid:bezwaar_id>/uitstellen")
@writes("bezwaar.behandelen", opnieuw=toon)
def uitstellen(bezwaar_id: UUID) -> Antwoord:
    """Stelt de beslissing verder uit, met instemming."""
    hoe = {"grond": tekst("grond"), "reden": tekst("reden")}
    bezwaar, tot, brief = _bezwaar(bezwaar_id), _dag("uitstel_tot"), tekst("brief") != "nee"
    bezwaren.stel_uit(sessie(), bezwaar, actor=actor(), tot=tot, brief=brief, **hoe, versie=versie())
    met = " De brief wordt gemaakt." if brief else ""
    return _terug(bezwaar_id, f"De beslissing is uitgesteld. De laatste dag is opgeschoven.{met}")


@bp.post("/bezwaren/<uuid:bezwaar_id>/opschorten")
@writes("bezwaar.behandelen", opnieuw=toon)
def opschorten(bezwaar_id: UUID) -> Antwoord:
    """Zet de termijn stil tot het herstel."""
    dagen = {"verzocht_op": _dag("verzocht_op"), "herstel_tot": _dag("herstel_tot")}
    bezwaar, reden, brief = _bezwaar(bezwaar_id), tekst("reden"), tekst("brief") == "ja"
    bezwaren.schort_op(sessie(), bezwaar, actor=actor(), **dagen, reden=reden, brief=brief, versie=versie())
    met = " De brief met uw verzoek wordt gemaakt." if brief else ""
    return _terug(bezwaar_id, f"De termijn staat stil tot het herstel.{met}")


@bp.post("/bezwaren/<uuid:bezwaar_id>/hervatten")
@writes("bezwaar.behandelen", opnieuw=toon)
def hervatten(bezwaar_id: UUID) -> Antwoord:
    """Laat de termijn weer lopen vanaf het herstel."""
    bezwaar, dag = _bezwaar(bezwaar_id), _dag("hersteld_op")
    bezwaren.hervat(sessie(), bezwaar, actor=actor(), hersteld_op=dag, versie=versie())
    return _terug(bezwaar_id, "De termijn loopt weer.")


@bp.post("/bezwaren/<uuid:bezwaar_id>/intrekken")
@writes("bezwaar.behandelen", opnieuw=toon)
def intrekken(bezwaar_id: UUID) -> Antwoord:
    """Legt vast dat de indiener zijn bezwaar intrekt."""
    bezwaar, dag, reden = _bezwaar(bezwaar_id), _dag("ingetrokken_op"), tekst("reden")
    bezwaren.trek_in(sessie(), bezwaar, actor=actor(), ingetrokken_op=dag, reden=reden, versie=versie())
    return _terug(bezwaar_id, "Vastgelegd: het bezwaar is ingetrokken.")
