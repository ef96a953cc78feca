"""De tweede factor in een verzoek: is hij vers, wat toont het scherm, en wat gebeurt er bij een goede of foute code.

Een goede code geldt vijf minuten voor deze sessie (veiligheid D2). Zij wordt vastgelegd in een transactie van haar
eigen: weigert de handeling daarna, dan hoeft er niet opnieuw een code.
"""

from __future__ import annotations

import hmac
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cryptography.fernet import InvalidToken
from flask import after_this_request, request
from werkzeug.exceptions import TooManyRequests

from casus.actions import tweedefactor
from casus.actions.gebruikers import beeindig_sessies
from casus.db import CasusSessie
from casus.demo.tweedefactor import demogeheim
from casus.errors import InvoerFout, TeVaak, VeldFout
from casus.extensions import database, instellingen, sleutelbos
from casus.gebeurtenissen import weigering
from casus.rules.tweedefactor import code_van, is_vers, stap
from casus.termijnen import nu
from casus.vocab import meervoud
from casus.web import limieten, nadien, sessies, wachtwoorden
from casus.web.cookies import cookienaam, websessie, wis_cookie, zet_cookie
from casus.web.formulier import tekst
from casus.web.gebruik import actor, bereik, ingelogd
from casus.web.sessies import Ingelogd

VELD = "code"
LEEG = "Vul de code uit uw app in, of een herstelcode."
FOUT = "Deze code klopt niet, of is verlopen. Kijk in uw app welke code er nu staat."
GEBRUIKT = "Deze code is al gebruikt. Wacht tot uw app een nieuwe code toont."
GEEN_APP = "Hiervoor hebt u een code-app nodig. Stel die eerst in; wat u hebt getypt, blijft bewaard."
KAARTJE_GELDIG = timedelta(minutes=15)
_KOEKJE, _DOEL_CODES, _DOEL_APP = "casus-herstelcodes", "herstelcodes", "code-app"


@dataclass(frozen=True, slots=True)
class Bewijs:
    """Wat een formulier moet weten: hoeft er een code (`vers`), is er een app, en in de demo welke code er nu is."""

    vers: bool
    heeft_app: bool
    demo: bool
    democode: str


def vers() -> bool:
    """Of deze sessie in de laatste vijf minuten een goede code gaf."""
    wie = ingelogd()
    return wie is not None and is_vers(wie.bevestigd_op, nu())


def bewijs() -> Bewijs:
    """De stand voor het veld in een formulier (voor sjablonen). Kost geen vraag aan de database."""
    geheim, wie = _demogeheim(), ingelogd()
    return Bewijs(vers(), wie is not None and wie.app is not None, bool(geheim), _democode(geheim))


def democode() -> str:
    """De code van nu, alleen in de demo en zolang de app die van de demo is. Leeg als er even geen nieuwe is."""
    return _democode(_demogeheim())


def _demogeheim() -> str:
    wie = ingelogd()
    if wie is None or wie.app is None or not instellingen().demo:
        return ""
    geheim = demogeheim(wie.gebruiker.email)
    return geheim if hmac.compare_digest(sleutelbos().ontsleutel(wie.app.geheim), geheim) else ""


def _democode(geheim: str) -> str:
    wie = ingelogd()
    if not geheim or wie is None or wie.app is None:
        return ""
    huidige = stap(nu())
    eerste = max(huidige, wie.app.laatste_stap + 1)
    return code_van(geheim, eerste) if eerste <= huidige + 1 else ""


# Bij een handeling


def eis() -> None:
    """Vraagt een goede code in het veld `code`, tenzij de vorige nog vers is. Raises InvoerFout en TeVaak daarbij."""
    if vers():
        return
    fout = _probeer(tekst(VELD))
    websessie().herlees()
    if vers():  # ook als een gelijktijdig verzoek van deze sessie dezelfde code net gebruikte: een dubbele klik
        return
    fout = fout or InvoerFout([VeldFout(VELD, LEEG)])
    if fout.zin not in (LEEG, GEEN_APP):
        _leg_mislukt_vast(fout.zin)
    raise fout


def _probeer(invoer: str) -> InvoerFout | None:
    wie, wat = ingelogd(), actor()
    if wie is None or wie.app is None:
        return InvoerFout([VeldFout(VELD, GEEN_APP)])
    if not invoer:
        return InvoerFout([VeldFout(VELD, LEEG)])
    try:
        limieten.tel_code(str(wat.gebruiker_id))
    except TooManyRequests as fout:
        return _te_vaak(fout)
    with database().unit_of_work(bereik()) as session:
        uitslag = tweedefactor.gebruik(session, actor=wat, invoer=invoer, bos=sleutelbos())
        if uitslag == "goed":
            sessies.bevestig(session, wie.sleutel_hash)
    return None if uitslag == "goed" else InvoerFout([VeldFout(VELD, FOUT if uitslag == "fout" else GEBRUIKT)])


def _te_vaak(fout: TooManyRequests) -> TeVaak:
    wacht = int(str(fout.retry_after or 60))
    tijd = meervoud(-(-wacht // 60), "minuut", "minuten")
    return TeVaak(VeldFout(VELD, f"U hebt te vaak een code ingevuld. Over {tijd} kan het weer."), wacht)


def _leg_mislukt_vast(zin: str) -> None:
    wie = actor()
    wat: dict[str, Any] = {"object_soort": "gebruiker", "object_id": wie.gebruiker_id, "zaak_id": None}
    weigering(database(), actor=wie, soort="tweede_factor_mislukt", zin=zin, **wat)


# Een app koppelen


def keur_wachtwoord() -> None:
    """Een eerste app koppelt alleen wie het wachtwoord kent, en niet wie achter een open scherm zit.

    Raises InvoerFout bij `wachtwoord`, TooManyRequests net als bij inloggen.
    """
    gebruiker, invoer = ik().gebruiker, request.form.get("wachtwoord", "")[:1000]
    limieten.tel("account", gebruiker.email)
    juist = wachtwoorden.lengte_klopt(invoer) and wachtwoorden.klopt(gebruiker.wachtwoord_hash, invoer)
    if not juist:
        raise InvoerFout([VeldFout("wachtwoord", "Dit wachtwoord klopt niet.")])


def pak_geheim_in(geheim: str) -> str:
    """Een nieuw geheim zolang het nog niet is bewezen: versleuteld door de browser, want een GET schrijft niets."""
    return _pak_in(_DOEL_APP, geheim)


def pak_geheim_uit(kaartje: str) -> str | None:
    """Het geheim van hooguit een kwartier oud, van deze gebruiker; anders None."""
    return _pak_uit(_DOEL_APP, kaartje)


def nieuwe_sessie(session: CasusSessie, *, bewezen: bool) -> None:
    """Beëindigt elke sessie van de gebruiker en gaat verder met een nieuwe sleutel (veiligheid D1)."""
    wie = ik()
    beeindig_sessies(session, wie.gebruiker.id)
    waar = wie.gemeente.id if wie.gemeente else None
    keuze, bevestigd_op = bool(wie.gegevens.get("keuze")), nu() if bewezen else None
    sleutel = sessies.begin(session, wie.gebruiker.id, waar, keuze, wie.begonnen_op, bevestigd_op)
    nadien.nadien(lambda: websessie().word(sleutel))


# De herstelcodes, één keer


def toon_straks(codes: list[str]) -> None:
    """Geeft de herstelcodes mee aan de volgende pagina: versleuteld in een cookie, nooit in de database."""
    kaart = _pak_in(_DOEL_CODES, json.dumps(codes))

    @after_this_request
    def _mee(antwoord: Any) -> Any:
        zet_cookie(antwoord, _KOEKJE, kaart)
        return antwoord


def herstelcodes() -> list[str]:
    """De codes die net zijn gemaakt. Daarna zijn zij weg."""
    kaart = request.cookies.get(cookienaam(instellingen(), _KOEKJE), "")

    @after_this_request
    def _weg(antwoord: Any) -> Any:
        wis_cookie(antwoord, _KOEKJE)
        return antwoord

    return [str(code) for code in json.loads(_pak_uit(_DOEL_CODES, kaart) or "[]")]


def ik() -> Ingelogd:
    """Wie er is ingelogd. Alleen na de toegangscontrole."""
    wie = ingelogd()
    if wie is None:
        raise RuntimeError("Alleen voor wie is ingelogd.")
    return wie


def _pak_in(doel: str, tekst_: str) -> str:
    tot = nu() + KAARTJE_GELDIG
    inhoud = {"wie": str(ik().gebruiker.id), "tot": tot.isoformat(), "wat": tekst_}
    return sleutelbos().maak_kaart(json.dumps(inhoud), doel=doel)


def _pak_uit(doel: str, kaart: str) -> str | None:
    try:
        inhoud = json.loads(sleutelbos().lees_kaart(kaart, doel=doel))
    except (InvalidToken, ValueError):
        return None
    geldig = inhoud["wie"] == str(ik().gebruiker.id) and nu() < datetime.fromisoformat(inhoud["tot"])
    return str(inhoud["wat"]) if geldig else None
