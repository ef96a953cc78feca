"""Prestatieafspraken: per corporatie en jaar wat is afgesproken, geleverd, aangeboden en geweigerd, en de prognose."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template, request, url_for

from casus.actions.prestaties import leg_afspraak_vast, leg_prognose_vast
from casus.errors import NietGevonden
from casus.queries import prestaties as vragen
from casus.rules.prestaties import KOLOMMEN, lees, veldnaam
from casus.termijnen import vandaag
from casus.views.schermen.prestatieformulier import maak_formulier
from casus.views.schermen.prestatiescherm import lees_periode, maak_scherm
from casus.vocab import PROGNOSETYPEN
from casus.web.formulier import tekst
from casus.web.gebruik import actor, sessie
from casus.web.toegang import Antwoord, leest, writes
from casus.web.verwijzing import naar

bp = Blueprint("prestaties", __name__)


@bp.get("/prestatieafspraken")
@leest("prestaties.inzien")
def toon() -> Antwoord:
    """Een jaar per corporatie, met de prognose van één kwartaal naast wie er zoekt."""
    jaar, kwartaal = lees_periode(request.args, vandaag())
    gegevens = vragen.laad(sessie(), actor(), jaar, kwartaal, vandaag())
    return render_template("prestaties/toon.html", s=maak_scherm(gegevens, jaar, kwartaal, vandaag()))


@bp.get("/prestatieafspraken/vastleggen")
@leest("prestaties.vastleggen")
def wijzig() -> Antwoord:
    """De afspraken en de prognose van één corporatie en jaar om in te vullen."""
    al = vragen.laad_vast(sessie(), actor(), _corporatie(), _jaar())
    return render_template("prestaties/formulier.html", s=maak_formulier(al, _jaar()))


@bp.post("/prestatieafspraken/vastleggen")
@writes("prestaties.vastleggen", opnieuw=wijzig)
def bewaar() -> Antwoord:
    """Bewaart wat is ingevuld."""
    wie, jaar = _corporatie(), _jaar()
    (afspraak, prognose), (afspraak_was, prognose_was) = _vakjes(""), _vakjes("was-")
    db, ik, bron = sessie(), actor(), tekst("bron")
    anders = leg_afspraak_vast(
        db, actor=ik, corporatie_id=wie, jaar=jaar, aantallen=afspraak, bron=bron, was=afspraak_was
    )
    anders += leg_prognose_vast(db, actor=ik, corporatie_id=wie, jaar=jaar, aantallen=prognose, was=prognose_was)
    melding = "De afspraken en de prognose zijn bewaard." if anders else "Er is niets veranderd."
    return naar(url_for("prestaties.toon", jaar=jaar), melding)


def _vakjes(voor: str) -> tuple[dict[str, int | None], dict[tuple[int, str], int | None]]:
    """De afspraken en de prognose uit het formulier; met `was-` zoals zij er stonden toen het openging."""
    plekken = [(kolom, code) for kolom in KOLOMMEN for code in PROGNOSETYPEN]
    getallen = lees({plek: tekst(voor + veldnaam(*plek)) for plek in plekken})
    afspraak = {code: n for (kolom, code), n in getallen.items() if kolom == "afspraak"}
    return afspraak, {(int(kolom), code): n for (kolom, code), n in getallen.items() if kolom != "afspraak"}


def _corporatie() -> UUID:
    try:
        return UUID(request.values.get("corporatie", ""))
    except ValueError:
        raise NietGevonden("Deze corporatie bestaat niet.") from None


def _jaar() -> int:
    return lees_periode(request.values, vandaag())[0]
