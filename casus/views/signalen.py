"""De signalen van wie is ingelogd: lezen, en kiezen wat hij hoort en hoe."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from sqlalchemy import select

from casus.actions import signalen
from casus.models import Gebruiker, Zaak
from casus.queries import signalen as vragen
from casus.queries.bladen import Plek
from casus.rules import signalen as regels
from casus.views.schermen import signaalscherm
from casus.web.formulier import nummer, tekst
from casus.web.gebruik import actor, sessie
from casus.web.navigatie import SIGNALEN, teller
from casus.web.toegang import Antwoord, leest, writes
from casus.web.verwijzing import naar

bp = Blueprint("signalen", __name__)
teller(SIGNALEN, "signalen.inzien")(vragen.tel_nieuw)


@bp.get("/signalen")
@leest("signalen.inzien")
def lijst() -> Antwoord:
    """Wat ik moet weten, nieuwste eerst."""
    soort = request.args.get("soort", "")
    soorten = signaalscherm.mijn_soorten(actor())
    gekozen = soort if soort in soorten else None
    blad = vragen.lijst(sessie(), actor(), soort=gekozen, na=Plek.lees(request.args.get("na")))
    rijen = signaalscherm.maak_regels(blad.rijen)
    return render_template("signalen/lijst.html", blad=blad, regels=rijen, soort=gekozen, soorten=soorten)


@bp.post("/signalen/gelezen")
@writes("signalen.bijhouden", opnieuw=lijst)
def alles_gelezen() -> Antwoord:
    """Alles wat op het scherm stond is gelezen; wat intussen binnenkwam niet."""
    aantal = signalen.lees_alles(sessie(), actor=actor(), tot=nummer(tekst("tot")))
    return naar(url_for("signalen.lijst"), "Alles is gelezen." if aantal else "Alles was al gelezen.")


@bp.post("/signalen/<uuid:signaal_id>")
@writes("signalen.bijhouden")
def bekijken(signaal_id: UUID) -> Antwoord:
    """Door naar waar het signaal over gaat; het is daarmee gelezen."""
    signaal = signalen.lees(sessie(), signaal_id, actor=actor())
    zaaknummer = sessie().scalar(select(Zaak.zaaknummer).where(Zaak.id == signaal.zaak_id))
    return naar(signaalscherm.doel(signaal.soort, zaaknummer, signaal.taak_id, signaal.gegevens))


@bp.get("/signalen/voorkeuren")
@leest("signalen.inzien")
def voorkeuren() -> Antwoord:
    """Per soort: in casus, en geen mail, meteen of één keer per dag."""
    mijn = sessie().scalars(select(Gebruiker.voorkeuren).where(Gebruiker.id == actor().gebruiker_id)).one()
    soorten = signaalscherm.mijn_soorten(actor())
    nu = {code: regels.keuze(mijn, code) for code in soorten}
    return render_template(
        "signalen/voorkeuren.html",
        soorten=soorten,
        nu=nu,
        dagen=regels.dagen_vooraf(mijn),
        mailkeuzes=signaalscherm.MAILKEUZES,
    )


@bp.post("/signalen/voorkeuren")
@writes("signalen.bijhouden", opnieuw=voorkeuren)
def kiezen() -> Antwoord:
    """Bewaart wat iemand wil horen; geldt in al zijn gemeenten, vanaf nu."""
    keuzes = signaalscherm.lees_keuzes(request.form, signaalscherm.mijn_soorten(actor()))
    signalen.kies(sessie(), actor=actor(), keuzes=keuzes, dagen=tekst("dagen"))
    return naar(url_for("signalen.voorkeuren"), "Uw keuze is bewaard en geldt vanaf nu.")
