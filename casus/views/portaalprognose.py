"""De prognose van een corporatie: hoeveel woningen zij dit kwartaal en de drie erna verwacht."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, url_for

from casus.actions.portaal import leg_prognose_vast, veldnaam
from casus.actor import Actor
from casus.db import CasusSessie
from casus.queries import portaal as vragen
from casus.rules.kwartalen import kwartalen_vanaf
from casus.termijnen import vandaag
from casus.vocab import PROGNOSETYPEN
from casus.web.formulier import tekst
from casus.web.gebruik import actor, sessie
from casus.web.toegang import Antwoord, leest, writes
from casus.web.verwijzing import naar

bp = Blueprint("portaalprognose", __name__)


@bp.get("/portaal/prognose")
@leest("portaal.prognose")
def toon() -> Antwoord:
    """De tabel om in te vullen, met wat er al staat."""
    return render_template("portaal/prognose.html", **_scherm(sessie(), actor()))


@bp.post("/portaal/prognose")
@writes("portaal.prognose", opnieuw=toon)
def vastleggen() -> Antwoord:
    """Bewaart wat is ingevuld."""
    plekken = [(jaar, kwartaal, code) for jaar, kwartaal in kwartalen_vanaf(vandaag()) for code in PROGNOSETYPEN]
    nieuw, was = ({plek: tekst(voor + veldnaam(*plek)) for plek in plekken} for voor in ("", "was-"))
    anders = leg_prognose_vast(sessie(), actor=actor(), aantallen=nieuw, was=was)
    melding = "De prognose is bewaard. De gemeente ziet haar." if anders else "Er is niets veranderd."
    return naar(url_for("portaalprognose.toon"), melding)


def _scherm(session: CasusSessie, wie: Actor) -> dict[str, Any]:
    kwartalen = kwartalen_vanaf(vandaag())
    rijen = vragen.prognoses(session, wie, kwartalen)
    laatste = max(rijen, key=lambda rij: rij.op, default=None)
    waarden = {veldnaam(rij.jaar, rij.kwartaal, rij.woningtype): rij.aantal for rij in rijen}
    return {
        "kwartalen": kwartalen,
        "typen": PROGNOSETYPEN,
        "waarden": waarden,
        "laatste": laatste,
        "veldnaam": veldnaam,
    }
