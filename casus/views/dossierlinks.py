"""Links naar een dossier: maken, zien wie het ophaalde, en intrekken."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request, url_for

from casus.actions import dossierlinks
from casus.extensions import database, sleutelbos
from casus.models import Dossierlink
from casus.queries import dossierlinks as vragen
from casus.termijnen import nu
from casus.web.formulier import tekst
from casus.web.gebruik import actor, bereik, gaat_over, sessie
from casus.web.toegang import Antwoord, eerste_keer, leest, writes
from casus.web.verwijzing import naar

bp = Blueprint("dossierlinks", __name__)
AL_GEMAAKT = "Deze link was al gemaakt. De code was alleen toen te zien; hebt u haar niet, maak dan een nieuwe link."
_PAD = "/zaken/<zaaknummer>/verstrekkingen/<uuid:verstrekking_id>/links"


@bp.get(_PAD)
@leest("zaken.inzien")
def toon(zaaknummer: str, verstrekking_id: UUID) -> Antwoord:
    """De links naar dit dossier, en wie het ophaalde of probeerde."""
    zaak, dossier = vragen.laad_zaakdossier(sessie(), zaaknummer, verstrekking_id)
    return render_template("portaal/links.html", **_scherm(zaak, dossier), code="", nieuw=None)


@bp.post(_PAD)
@writes("dossierlink.maken", opnieuw=toon, eigen_transacties=True)
def maken(zaaknummer: str, verstrekking_id: UUID) -> Antwoord:
    """Maakt een link en toont de code deze ene keer; zij staat in geen mail, cookie of database."""
    grenzen = {naam: _getal(naam) for naam in ("dagen", "hoogstens")}
    wie = {"naam": tekst("naam"), "email": tekst("email")}
    with database().unit_of_work(bereik()) as session:
        zaak, dossier = vragen.laad_zaakdossier(session, zaaknummer, verstrekking_id)
        gaat_over(zaak)
        if not eerste_keer(session):
            return naar(request.path, AL_GEMAAKT)
        velden: dict[str, Any] = {**wie, **grenzen}
        link, _, code = dossierlinks.maak(session, dossier, actor=actor(), bos=sleutelbos(), **velden)
    return render_template("portaal/links.html", **_scherm(zaak, dossier, link), code=code, nieuw=link)


@bp.post(f"{_PAD}/<uuid:link_id>/intrekken")
@writes("dossierlink.maken", opnieuw=toon)
def intrekken(zaaknummer: str, verstrekking_id: UUID, link_id: UUID) -> Antwoord:
    """De link werkt meteen niet meer."""
    zaak, dossier = vragen.laad_zaakdossier(sessie(), zaaknummer, verstrekking_id)
    gaat_over(zaak)
    link = vragen.laad_link(sessie(), dossier, link_id)
    dossierlinks.trek_in(sessie(), link, dossier, actor=actor())
    doel = url_for("dossierlinks.toon", zaaknummer=zaaknummer, verstrekking_id=verstrekking_id)
    return naar(doel, f"De link voor {link.naam} werkt niet meer.")


def _getal(naam: str) -> int:
    """Een heel getal; wat dat niet is, wordt 0 en valt buiten de grenzen."""
    waarde = tekst(naam)
    return int(waarde) if waarde.isascii() and waarde.isdigit() and len(waarde) < 4 else 0


def _scherm(zaak: Any, dossier: Any, nieuw: Dossierlink | None = None) -> dict[str, Any]:
    with database().lezen(bereik()) as session:
        links, inzagen = vragen.links_van(session, dossier), vragen.inzagen_van(session, dossier)
        waarom_niet = dossierlinks.waarom_geen_link(session, dossier, actor=actor())
    rest = {"meeste_dagen": dossierlinks.MEESTE_DAGEN, "meeste_keren": dossierlinks.MEESTE_KEREN}
    standen = [(link, stand(link)) for link in links]
    return {"zaak": zaak, "dossier": dossier, "links": standen, "inzagen": inzagen, "waarom_niet": waarom_niet, **rest}


def stand(link: Dossierlink) -> tuple[str, str]:
    """Of de link nog werkt: kleur en woorden."""
    if link.ingetrokken_op is not None:
        return "slot", "ingetrokken"
    if link.fout >= dossierlinks.MEESTE_FOUT:
        return "te-laat", f"op slot na {dossierlinks.MEESTE_FOUT} verkeerde codes"
    if link.verloopt_op <= nu():
        return "slot", "verlopen"
    if link.gebruikt >= link.hoogstens:
        return "gereed", "helemaal gebruikt"
    return "wacht", "werkt"
