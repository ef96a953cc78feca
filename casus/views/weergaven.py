"""Bewaarde weergaven: een lijst bewaren, een andere naam geven, delen en weggooien."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template, request, url_for

from casus.actions import weergaven
from casus.queries.lijstkeuze import lees_filters
from casus.queries.weergaven import ALLE, bewaarde, laad_weergave
from casus.views.schermen.lijstadres import adres
from casus.views.schermen.weergavescherm import maak_beheer, maak_nieuw, pak_in, pak_uit
from casus.web.formulier import nummer, tekst
from casus.web.gebruik import actor, sessie
from casus.web.meldingen import meld
from casus.web.toegang import Antwoord, leest, writes
from casus.web.verwijzing import naar

bp = Blueprint("weergaven", __name__)


@bp.get("/werkvoorraad/weergaven")
@leest("taken.inzien")
def beheer() -> Antwoord:
    """Alle weergaven: de eigen om een naam te geven, te delen of weg te gooien, en die van het team."""
    mijn, team = maak_beheer(bewaarde(sessie(), actor(), ALLE))
    stopt = actor().heeft_rol("teammanager")
    return render_template("werkvoorraad/weergaven.html", regels=mijn, team=team, mag_stoppen=stopt)


@bp.get("/werkvoorraad/weergaven/nieuw")
@leest("taken.inzien")
def nieuw() -> Antwoord:
    """Een naam kiezen voor de lijst die openstond."""
    bron = request.form if request.method == "POST" else request.args
    keuze = lees_filters(bron.get("lijst", ""), bron.get("filters", ""))
    eigen = [(str(een.id), een.naam) for een in bewaarde(sessie(), actor(), ALLE) if een.van_mij]
    return render_template("werkvoorraad/bewaren.html", eigen=eigen, **maak_nieuw(keuze))


@bp.post("/werkvoorraad/weergaven")
@writes("weergave.bewaren", opnieuw=nieuw)
def bewaar() -> Antwoord:
    """Bewaart de lijst als nieuwe weergave, of in een eigen weergave die er al is."""
    keuze = lees_filters(tekst("lijst"), tekst("filters"))
    if tekst("bestaand"):
        bestaand = laad_weergave(sessie(), actor(), nummer(tekst("bestaand")))
        weergaven.werk_bij(sessie(), bestaand, actor=actor(), keuze=keuze)
        return naar(adres(keuze), f"De weergave ‘{bestaand.naam}’ laat voortaan deze lijst zien.")
    gedeeld = tekst("gedeeld") == "ja"
    weergave = weergaven.bewaar(sessie(), actor=actor(), naam=tekst("naam"), keuze=keuze, gedeeld=gedeeld)
    waar = "Uw team ziet haar ook." if gedeeld else "U vindt haar bij Mijn weergaven."
    return naar(adres(keuze), f"De weergave ‘{weergave.naam}’ is bewaard. {waar}")


@bp.post("/werkvoorraad/weergaven/<uuid:weergave_id>/naam")
@writes("weergave.bewaren", opnieuw=beheer)
def hernoem(weergave_id: UUID) -> Antwoord:
    """Geeft een weergave een andere naam."""
    weergave = laad_weergave(sessie(), actor(), weergave_id)
    weergaven.hernoem(sessie(), weergave, actor=actor(), naam=tekst("naam"))
    return naar(url_for("weergaven.beheer"), f"De weergave heet nu ‘{weergave.naam}’.")


@bp.post("/werkvoorraad/weergaven/<uuid:weergave_id>/delen")
@writes("weergave.bewaren", opnieuw=beheer)
def deel(weergave_id: UUID) -> Antwoord:
    """Deelt een weergave met het team, of houdt daarmee op."""
    weergave = laad_weergave(sessie(), actor(), weergave_id)
    weergaven.deel(sessie(), weergave, actor=actor(), gedeeld=tekst("gedeeld") == "ja")
    zin = "Uw team ziet de weergave" if weergave.gedeeld else "Alleen wie haar bewaarde, ziet de weergave"
    return naar(url_for("weergaven.beheer"), f"{zin} ‘{weergave.naam}’.")


@bp.post("/werkvoorraad/weergaven/<uuid:weergave_id>/weg")
@writes("weergave.bewaren", opnieuw=beheer)
def verwijder(weergave_id: UUID) -> Antwoord:
    """Gooit een weergave weg; ongedaan maken zet haar terug."""
    weergave = laad_weergave(sessie(), actor(), weergave_id)
    weergaven.verwijder(sessie(), weergave, actor=actor())
    meld(f"De weergave ‘{weergave.naam}’ is weg.", terug=url_for("weergaven.zet_terug", kaart=pak_in(weergave)))
    return naar(url_for("weergaven.beheer"))


@bp.post("/werkvoorraad/weergaven/terug")
@writes("weergave.bewaren", opnieuw=beheer)
def zet_terug() -> Antwoord:
    """Zet een weggegooide weergave terug zoals zij was."""
    naam, keuze, gedeeld = pak_uit(request.args.get("kaart", ""))
    weergaven.bewaar(sessie(), actor=actor(), naam=naam, keuze=keuze, gedeeld=gedeeld)
    return naar(url_for("weergaven.beheer"), f"De weergave ‘{naam}’ staat er weer.")
