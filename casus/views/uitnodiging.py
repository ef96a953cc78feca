"""Een uitnodiging aannemen: wie het adres kreeg, kiest een wachtwoord en kan daarna inloggen. Zonder account."""

from __future__ import annotations

from flask import Blueprint, g, make_response, render_template, request, url_for
from werkzeug.wrappers import Response as Antwoord

from casus.actions import uitnodigingen
from casus.errors import CasusFout, InvoerFout, VeldFout
from casus.extensions import database
from casus.models import Gemeente
from casus.queries.corporaties import Genodigde, open_uitnodiging
from casus.web import limieten, poort, wachtwoorden
from casus.web.formulier import van_verzoek
from casus.web.toegang import publiek
from casus.web.verwijzing import naar

bp = Blueprint("uitnodiging", __name__)
WEG = "Deze uitnodiging werkt niet meer. Vraag de gemeente om een nieuwe."


@bp.get("/uitnodiging/<afkorting>/<geheim>")
@publiek
def toon(afkorting: str, geheim: str) -> Antwoord:
    """Waar de genodigde een wachtwoord kiest; onbekend, gebruikt en verlopen is dezelfde pagina."""
    gemeente, wie = _zoek(afkorting, geheim)
    return make_response(
        render_template("portaal/uitnodiging.html", afkorting=afkorting, geheim=geheim, gemeente=gemeente, wie=wie),
        200 if wie else 404,
    )


@bp.post("/uitnodiging/<afkorting>/<geheim>")
@publiek
def neem_aan(afkorting: str, geheim: str) -> Antwoord:
    """Geeft toegang, en stuurt door naar het inlogscherm."""
    gemeente, wie = _zoek(afkorting, geheim)
    if gemeente is None or wie is None:
        poort.tel_onbekend("uitnodiging")
        return toon(afkorting, geheim)
    poort.tel("uitnodiging", geheim)
    try:
        _geef_toegang(gemeente, wie)
    except CasusFout as fout:
        g.formulier = van_verzoek(fout)
        antwoord = toon(afkorting, geheim)
        antwoord.status_code = fout.status
        return antwoord
    # het e-mailadres staat in de melding en niet in het adres: een adres komt in een logboek
    return naar(url_for("inloggen.toon"), f"Uw account is klaar. Log in met {wie.email} en uw wachtwoord.")


def _zoek(afkorting: str, geheim: str) -> tuple[Gemeente | None, Genodigde | None]:
    gemeente = poort.gemeente(afkorting)
    if gemeente is None or len(geheim) > poort.LANGST:
        return None, None
    with database().lezen(poort.bereik(gemeente.id)) as session:
        return gemeente, open_uitnodiging(session, poort.vingerafdruk(geheim))


def _geef_toegang(gemeente: Gemeente, wie: Genodigde) -> None:
    gekozen = request.form.get("wachtwoord", "")[:1000]
    gehasht = _nieuw(gekozen, wie) if wie.gebruiker is None else _bestaand(gekozen, wie)
    with database().unit_of_work(poort.bereik(gemeente.id)) as session:
        uitnodigingen.neem_aan(session, wie.uitnodiging, gebruiker=wie.gebruiker, wachtwoord_hash=gehasht)


def _nieuw(gekozen: str, wie: Genodigde) -> str:
    if zin := wachtwoorden.bezwaar_tegen(gekozen, wie.email, wie.naam, wie.corporatie):
        raise InvoerFout([VeldFout("wachtwoord", zin)])
    return wachtwoorden.hash_wachtwoord(gekozen)


def _bestaand(gekozen: str, wie: Genodigde) -> str:
    """Wie al een account heeft, bewijst dat met zijn eigen wachtwoord; dat verandert niet."""
    limieten.tel("account", wie.email)
    opgeslagen = wie.gebruiker.wachtwoord_hash if wie.gebruiker and wie.gebruiker.actief else None
    if not (wachtwoorden.lengte_klopt(gekozen) and wachtwoorden.klopt(opgeslagen, gekozen)):
        raise InvoerFout([VeldFout("wachtwoord", "Dit wachtwoord klopt niet.")])
    return ""
