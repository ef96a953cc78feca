"""Een dossier ophalen met een link: een pagina die om de code vraagt, en het bestand. Zonder account."""

from __future__ import annotations

from flask import Blueprint, Response, g, make_response, render_template
from werkzeug.wrappers import Response as Antwoord

from casus.actions import dossierlinks
from casus.errors import InvoerFout, VeldFout
from casus.extensions import database, sleutelbos
from casus.models import Gemeente, Verstrekking
from casus.queries.dossierlinks import link_op_geheim
from casus.views.schermen.dossierbestand import als_bijlage, inhoud_van
from casus.web import poort
from casus.web.formulier import tekst, van_verzoek
from casus.web.toegang import publiek

bp = Blueprint("dossierlink", __name__)
NIET = "Deze code klopt niet, of de link werkt niet meer. Bel de gemeente als het blijft misgaan."
LEEG = "Vul de code van acht cijfers in. Die kreeg u per telefoon of sms."


@bp.get("/d/<afkorting>/<geheim>")
@publiek
def vraag(afkorting: str, geheim: str) -> str:
    """De pagina die om de code vraagt; voor elk adres dezelfde, ook als er niets achter zit."""
    return render_template("portaal/code.html", afkorting=afkorting, geheim=geheim)


@bp.post("/d/<afkorting>/<geheim>")
@publiek
def haal(afkorting: str, geheim: str) -> Antwoord:
    """Het bestand, als adres en code kloppen. Elke poging wordt geteld en vastgelegd."""
    if not tekst("code"):
        return _nog_eens(afkorting, geheim, LEEG)
    gemeente = _van_wie(afkorting, geheim)
    if gemeente is None:
        poort.tel_onbekend("dossierlink")
        return _nog_eens(afkorting, geheim, NIET)
    poort.tel("dossierlink", geheim)
    return _probeer(gemeente, geheim) or _nog_eens(afkorting, geheim, NIET)


def _van_wie(afkorting: str, geheim: str) -> Gemeente | None:
    """De gemeente waar een link met dit geheim bestaat, ook als hij niet meer werkt."""
    gemeente = poort.gemeente(afkorting)
    if gemeente is None or len(geheim) > poort.LANGST:
        return None
    with database().lezen(poort.bereik(gemeente.id)) as session:
        return gemeente if link_op_geheim(session, poort.vingerafdruk(geheim)) else None


def _probeer(gemeente: Gemeente, geheim: str) -> Antwoord | None:
    with database().unit_of_work(poort.bereik(gemeente.id)) as session:
        dossier: Verstrekking | None = dossierlinks.haal_op(session, geheim, tekst("code"), sleutelbos())
        # binnen de transactie: is het bestand weg, dan telt deze keer niet
        inhoud = inhoud_van(session, dossier) if dossier is not None else None
    return als_bijlage(inhoud) if inhoud is not None else None


def _nog_eens(afkorting: str, geheim: str, zin: str) -> Response:
    g.formulier = van_verzoek(InvoerFout([VeldFout("code", zin)]))
    return make_response(vraag(afkorting, geheim), 422)
