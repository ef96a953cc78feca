"""De functies van het mandaatregister: wie ze heeft, wie ze vervangt, en een functie erbij."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import Blueprint, render_template, url_for

from casus.actions import functies as acties
from casus.errors import InvoerFout, VeldFout
from casus.models import Functie
from casus.queries.afwezigheid import lopend_en_komend
from casus.queries.gebruikers import collegas, per_rol
from casus.queries.mandaatregister import laad, laad_houder, laad_vervanging
from casus.termijnen import vandaag
from casus.views.schermen.functiescherm import functiescherm
from casus.views.schermen.vervangscherm import gaten
from casus.web.formulier import nummer, tekst
from casus.web.gebruik import actor, sessie
from casus.web.toegang import Antwoord, leest, writes
from casus.web.verwijzing import naar
from casus.workflows.velden import ontleed_dag

bp = Blueprint("functies", __name__)


def _dag(veld: str) -> date:
    dag = ontleed_dag(tekst(veld), vandaag())
    if dag is None:
        raise InvoerFout([VeldFout(veld, "Vul een dag in, bijvoorbeeld 18-11-2026.")])
    return dag


def _wie(veld: str) -> UUID:
    if not tekst(veld):
        raise InvoerFout([VeldFout(veld, "Kies een collega.")])
    return nummer(tekst(veld))


def _functie(functie_id: UUID) -> Functie:
    return laad(sessie(), actor().gemeente_id).functie(functie_id)


@bp.get("/mandaatregister/functies")
@leest("mandaatregister.inzien")
def lijst() -> Antwoord:
    """Elke functie met wie haar heeft en wie vervangt."""
    staat = laad(sessie(), actor().gemeente_id)
    weg, dag = lopend_en_komend(sessie(), vandaag()), vandaag()
    zonder = {functie.id: gaten(staat.register, functie.id, weg, dag) for functie in staat.functies}
    return render_template("mandaatregister/functies.html", functies=functiescherm(staat, dag), gaten=zonder)


@bp.get("/mandaatregister/functies/nieuw")
@leest("inrichting.beheren")
def nieuw() -> Antwoord:
    """Een functie toevoegen."""
    return render_template("mandaatregister/functie_nieuw.html")


@bp.post("/mandaatregister/functies/nieuw")
@writes("inrichting.beheren", opnieuw=nieuw)
def toevoegen() -> Antwoord:
    """Voegt een functie toe, nog zonder mandaat en zonder houder."""
    niveau = int(tekst("niveau")) if tekst("niveau").isdigit() else 0
    functie = acties.voeg_functie_toe(
        sessie(), actor=actor(), titel=tekst("titel"), niveau=niveau, extern=tekst("extern") == "ja"
    )
    return naar(url_for("functies.toon", functie_id=functie.id), "De functie is toegevoegd. Wijs nu iemand aan.")


@bp.get("/mandaatregister/functies/<uuid:functie_id>")
@leest("inrichting.beheren")
def toon(functie_id: UUID) -> Antwoord:
    """Eén functie: iemand aanwijzen, laten eindigen, en vervangen."""
    staat = laad(sessie(), actor().gemeente_id)
    functie = staat.functie(functie_id)
    een = next(een for een in functiescherm(staat, vandaag()) if een.id == functie.id)
    mensen = [keuze for keuze in per_rol(collegas(sessie(), actor()))[""] if keuze[0] != str(actor().gebruiker_id)]
    weg = gaten(staat.register, functie.id, lopend_en_komend(sessie(), vandaag()), vandaag())
    return render_template("mandaatregister/functie.html", s=een, mensen=mensen, gaten=weg)


@bp.post("/mandaatregister/functies/<uuid:functie_id>/houders")
@writes("inrichting.beheren", opnieuw=toon, tweede_factor=True)
def aanwijzen(functie_id: UUID) -> Antwoord:
    """Wijst een functiehouder aan."""
    tot = _dag("tot") if tekst("tot") else None
    wie = _wie("houder")
    acties.wijs_aan(sessie(), _functie(functie_id), actor=actor(), gebruiker_id=wie, van=_dag("van"), tot=tot)
    return naar(url_for("functies.toon", functie_id=functie_id), "De functiehouder is aangewezen.")


@bp.post("/mandaatregister/functies/<uuid:functie_id>/vervangingen")
@writes("inrichting.beheren", opnieuw=toon, tweede_factor=True)
def vervangen(functie_id: UUID) -> Antwoord:
    """Wijst een vervanger aan."""
    functie, wie = _functie(functie_id), _wie("vervanger")
    acties.vervang(sessie(), functie, actor=actor(), gebruiker_id=wie, van=_dag("van"), tot=_dag("tot"))
    return naar(url_for("functies.toon", functie_id=functie_id), "De vervanger is aangewezen.")


@bp.post("/mandaatregister/functies/<uuid:functie_id>/houders/<uuid:houder_id>/beeindigen")
@writes("inrichting.beheren", opnieuw=toon, tweede_factor=True)
def beeindigen(functie_id: UUID, houder_id: UUID) -> Antwoord:
    """Laat een functie eindigen; vervangingen die dan te ruim zijn, eindigen mee."""
    houder = laad_houder(sessie(), functie_id, houder_id)
    acties.beeindig_functie(sessie(), houder, actor=actor(), tot=_dag("einde"))
    return naar(url_for("functies.toon", functie_id=functie_id), "De functie eindigt op die dag.")


@bp.post("/mandaatregister/functies/<uuid:functie_id>/vervangingen/<uuid:vervanging_id>/beeindigen")
@writes("inrichting.beheren", opnieuw=toon, tweede_factor=True)
def vervanging_beeindigen(functie_id: UUID, vervanging_id: UUID) -> Antwoord:
    """De vervanging stopt vandaag, of gaat niet door."""
    acties.beeindig_vervanging(sessie(), laad_vervanging(sessie(), functie_id, vervanging_id), actor=actor())
    return naar(url_for("functies.toon", functie_id=functie_id), "De vervanging is beëindigd.")
