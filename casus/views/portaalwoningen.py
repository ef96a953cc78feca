"""De eigen woningen van een corporatie: zien, opgeven en verbeteren. Wat zij opgeeft, kijkt wonen na."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from werkzeug.exceptions import BadRequest

from casus.actions import woningen, woningstappen
from casus.actions.woninginvoer import lees
from casus.queries import complexen
from casus.queries import portaal as vragen
from casus.termijnen import vandaag
from casus.views.schermen.portaalwoningscherm import nieuw_formulier, status_van, wijzigformulier
from casus.web.formulier import nummer, tekst, versie
from casus.web.gebruik import actor, sessie
from casus.web.toegang import Antwoord, leest, writes
from casus.web.verwijzing import naar
from casus.workflows.woningproces import woningproces

bp = Blueprint("portaalwoningen", __name__)


@bp.get("/portaal/woningen")
@leest("portaal.woningen")
def lijst() -> Antwoord:
    """De woningen van de corporatie in deze gemeente, met waar elk staat."""
    na = request.args.get("na", "")
    blad = vragen.woningen(sessie(), actor(), nummer(na) if na else None)
    return render_template("portaal/woningen.html", blad=blad, later=bool(na), status_van=status_van)


@bp.get("/portaal/woningen/nieuw")
@leest("portaal.woningen")
def nieuw() -> Antwoord:
    """Een woning opgeven."""
    eigen = complexen.keuzes(sessie(), vragen.mijn_corporatie(actor()))
    return render_template("woningen/formulier.html", s=nieuw_formulier(eigen, vandaag()))


@bp.post("/portaal/woningen/nieuw")
@writes("portaal.woningen", opnieuw=nieuw)
def geef_op() -> Antwoord:
    """Neemt de woning op als gemeld."""
    van, gegevens = vragen.mijn_corporatie(actor()), lees(request.form, vandaag())
    woning = woningen.leg_vast(sessie(), actor=actor(), corporatie_id=van, gegevens=gegevens)
    return naar(url_for("portaalwoningen.lijst"), f"{woning.adres} is opgegeven. De gemeente kijkt de gegevens na.")


@bp.get("/portaal/woningen/<uuid:woning_id>")
@leest("portaal.woningen")
def wijzig(woning_id: UUID) -> Antwoord:
    """De gegevens van een eigen woning verbeteren."""
    woning = vragen.laad_woning(sessie(), actor(), woning_id)
    eigen, beeld = complexen.keuzes(sessie(), woning.corporatie_id), woningstappen.laad_beeld(sessie(), woning)
    return render_template("woningen/formulier.html", s=wijzigformulier(woning, eigen, beeld))


@bp.post("/portaal/woningen/<uuid:woning_id>")
@writes("portaal.woningen", opnieuw=wijzig)
def bewaar(woning_id: UUID) -> Antwoord:
    """Legt de verbetering vast; is zij wezenlijk, dan kijkt wonen de woning opnieuw na."""
    woning, gegevens = vragen.laad_woning(sessie(), actor(), woning_id), lees(request.form, vandaag())
    anders = woningen.wijzig_woning(sessie(), woning, actor=actor(), versie=versie(), gegevens=gegevens)
    zin = f"{woning.adres} is verbeterd." if anders else "Er is niets veranderd: alles stond er al zo."
    return naar(url_for("portaalwoningen.lijst"), zin, "gereed" if anders else "later")


@bp.post("/portaal/woningen/<uuid:woning_id>/stap")
@writes("portaal.woningen", opnieuw=wijzig)
def stap(woning_id: UUID) -> Antwoord:
    """Trekt een eigen woning in, meldt haar opnieuw, of vraagt de gemeente haar opnieuw na te kijken."""
    woning, code = vragen.laad_woning(sessie(), actor(), woning_id), tekst("stap")
    if code not in {een.code for een in woningproces().stappen if een.met_knop}:
        raise BadRequest("Deze stap bestaat niet.")
    woningstappen.zet(sessie(), woning, code, actor=actor(), reden=tekst("reden"))
    return naar(url_for("portaalwoningen.lijst"), f"{woning.adres}: {status_van(woning)[1]}.")
