"""Wat elk sjabloon kent: filters voor dagen en bedragen, en de kleine functies van het skelet."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, current_app, g, url_for

from casus import bedragen, termijnen
from casus.brieven.soorten import brieftitel
from casus.rules import permissions
from casus.rules.zinnen import opsomming, rol_tekst
from casus.vocab import meervoud
from casus.web import navigatie, tweedefactor
from casus.web.cookies import websessie
from casus.web.formulier import eerste_keer, formulier
from casus.web.gebruik import actor
from casus.web.meldingen import meldingen
from casus.web.sessies import STILTE, WAARSCHUW_VOOR


def registreer(app: Flask) -> None:
    """Sluit de filters en functies aan."""
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    _filters(app)
    _functies(app)
    app.context_processor(lambda: {"ik": ik()})


def _filters(app: Flask) -> None:
    app.jinja_env.filters.update(
        dag_kort=dag_kort,
        dagen_in_woorden=dagen_in_woorden,
        moment=moment,
        urgentie=urgentie,
        euro=bedragen.euro,
        rol=rol_tekst,
        opsomming=opsomming,
        meervoud=meervoud,
        brieftitel=brieftitel,
    )
    app.jinja_env.tests["thema"] = _themas(Path(str(app.static_folder))).__contains__


def _functies(app: Flask) -> None:
    app.jinja_env.globals.update(
        statisch=statisch,
        sleutel=sleutel,
        formulier=formulier,
        eerste_keer=eerste_keer,
        meldingen=meldingen,
        bewijs=tweedefactor.bewijs,
        vandaag=termijnen.vandaag,
        mag=mag,
        hoofdmenu=navigatie.hoofdmenu,
        nieuwe_signalen=navigatie.nieuwe_signalen,
        blijf_na=int((STILTE - WAARSCHUW_VOOR).total_seconds()),
    )


def _themas(vaste_bestanden: Path) -> frozenset[str]:
    """De gemeenten met een eigen themabestand; een andere gemeente houdt de kleuren van casus."""
    return frozenset(pad.stem for pad in (vaste_bestanden / "themas").glob("*.css"))


def dag_kort(dag: date) -> str:
    """'wo 18 nov', gezien vanaf vandaag."""
    return termijnen.dag_kort(dag, termijnen.vandaag())


def dagen_in_woorden(dag: date) -> str:
    """'6 dagen te laat', 'morgen', 'over 9 dagen', gezien vanaf vandaag."""
    return termijnen.dagen_in_woorden(dag, termijnen.vandaag())


def moment(tijdstip: datetime) -> str:
    """'gisteren 16.40 uur', gezien vanaf vandaag."""
    return termijnen.moment_in_woorden(tijdstip, termijnen.vandaag())


def urgentie(dag: date) -> str:
    """De klasse en het pictogram bij een dag: te-laat, vandaag, week of later."""
    return termijnen.urgentie(dag, termijnen.vandaag()).replace("_", "-")


def mag(recht: str) -> bool:
    """Of de actor van dit verzoek een recht heeft; voor wat een scherm toont, nooit voor wat het toestaat."""
    return permissions.mag(actor(), recht)


def sleutel() -> str:
    """Een verse sleutel voor één formulier: tweemaal insturen heeft één gevolg."""
    return secrets.token_urlsafe(18)


def statisch(bestand: str) -> str:
    """Het adres van een vast bestand, met een vingerafdruk zodat de browser het een jaar kan bewaren."""
    return url_for("static", filename=bestand, v=_vingerafdruk(Path(str(current_app.static_folder)) / bestand))


@lru_cache(maxsize=64)
def _vingerafdruk(pad: Path) -> str:
    return hashlib.sha256(pad.read_bytes()).hexdigest()[:12]


def ik() -> dict[str, Any]:
    """Wie er kijkt, voor kleur en naam boven de pagina; leeg als dat niet te weten is (een fout, een bezoeker)."""
    if "ik" not in g:
        g.ik = {
            "naam": "",
            "gemeente": "",
            "gemeente_code": "",
            "thema": "systeem",
            "toetsen": True,
            "rollen": "",
            "keuze": False,
        }
        wie = websessie().ingelogd
        if wie is not None:
            g.ik["naam"], g.ik["thema"] = wie.gebruiker.naam, wie.gebruiker.voorkeuren.get("thema", "systeem")
            g.ik["toetsen"] = wie.gebruiker.voorkeuren.get("toetsen", True)
            g.ik["keuze"] = wie.gegevens.get("keuze", False)
            if wie.gemeente is not None:
                g.ik["gemeente"], g.ik["gemeente_code"] = wie.gemeente.naam, wie.gemeente.thema
            if "actor" in g:
                g.ik["rollen"] = ", ".join(rol_tekst(rol) for rol in sorted(g.actor.rollen))
    return g.ik  # type: ignore[no-any-return]  # flask.g is niet getypeerd
