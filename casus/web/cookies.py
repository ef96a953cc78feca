"""De cookies van casus, en de sessie van Flask: ondertekend voor bezoekers, een sleutel voor wie is ingelogd."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, cast

from flask import Flask, Request, Response, session
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from werkzeug.wrappers import Response as Antwoord

from casus.config import Instellingen
from casus.extensions import database, instellingen
from casus.web.sessies import Ingelogd, zoek

STIL = "stil"
"""Met dit in het adres vraagt een pagina zichzelf opnieuw; dat houdt een sessie niet open (veiligheid D2)."""


def cookienaam(inst: Instellingen, naam: str = "casus") -> str:
    """Met TLS `__Host-casus`: de browser weigert hem dan van een ander (sub)domein."""
    return f"__Host-{naam}" if inst.https else naam


def zet_cookie(antwoord: Antwoord, naam: str, waarde: str) -> None:
    """Zet een cookie die alleen de server leest en die met de browser verdwijnt."""
    inst = instellingen()
    antwoord.set_cookie(cookienaam(inst, naam), waarde, path="/", secure=inst.https, httponly=True, samesite="Lax")


def wis_cookie(antwoord: Antwoord, naam: str) -> None:
    """Haalt een cookie weg."""
    inst = instellingen()
    antwoord.delete_cookie(cookienaam(inst, naam), path="/", secure=inst.https, httponly=True, samesite="Lax")


def van_sleutel(sleutel: str, stil: bool = False) -> tuple[Ingelogd | None, dict[str, Any]]:
    """De ingelogde sessie bij een sleutel, met wat Flask erin leest."""
    ingelogd = zoek(database(), sleutel, stil)
    return ingelogd, {**ingelogd.gegevens, "_user_id": str(ingelogd.gebruiker.id)} if ingelogd else {}


class WebSessie(SessionMixin):
    """De sessie van één verzoek; pas bij het eerste gebruik geladen, zodat een lettertype geen database nodig heeft."""

    def __init__(self, lader: Callable[[], tuple[Ingelogd | None, dict[str, Any]]]) -> None:
        self.modified = False
        self.nieuwe_sleutel = ""
        self.weg = False
        self._lader = lader
        self._ingelogd: Ingelogd | None = None
        self._gegevens: dict[str, Any] | None = None

    def _laad(self) -> dict[str, Any]:
        if self._gegevens is None:
            self._gegevens = {}  # eerst leeg: als laden mislukt, kan de foutpagina verder
            self._ingelogd, self._gegevens = self._lader()
        return self._gegevens

    def zonder_database(self) -> None:
        """Laadt niets meer: voor de pagina die vertelt dat de database er niet is."""
        if self._gegevens is None:
            self._gegevens = {}

    @property
    def ingelogd(self) -> Ingelogd | None:
        """Wie er is ingelogd, of None."""
        self._laad()
        return self._ingelogd

    def word(self, sleutel: str) -> None:
        """Gaat verder met de sleutel van een nieuwe sessie; wat er in de oude stond, blijft achter."""
        self.nieuwe_sleutel, self._gegevens, self._ingelogd = sleutel, None, None
        self._lader = lambda: van_sleutel(sleutel)

    def herlees(self) -> None:
        """Kijkt opnieuw in de database: dit verzoek, of een ander, veranderde net iets aan de sessie."""
        self._gegevens, self._ingelogd = None, None

    def vergeet(self) -> None:
        """Laat de browser de cookie weggooien."""
        self.weg, self._gegevens, self._ingelogd = True, {}, None

    def __getitem__(self, sleutel: str) -> Any:
        return self._laad()[sleutel]

    def __setitem__(self, sleutel: str, waarde: Any) -> None:
        if self.ingelogd:
            raise RuntimeError("Een ingelogde sessie bewaart niets in het voorbijgaan; een GET verandert niets.")
        self._laad()[sleutel] = waarde
        self.modified = True

    def __delitem__(self, sleutel: str) -> None:
        del self._laad()[sleutel]
        self.modified = True

    def __iter__(self) -> Iterator[str]:
        return iter(self._laad())

    def __len__(self) -> int:
        return len(self._laad())


class SessiesOpDeServer(SecureCookieSessionInterface):
    """Bezoekers krijgen een ondertekende cookie met alleen een CSRF-teken, ingelogden een sleutel van 256 bits."""

    def open_session(self, app: Flask, request: Request) -> WebSessie:  # type: ignore[override]  # eigen soort sessie
        """Leest de cookie, nog niet de database."""
        inst = cast(Instellingen, app.extensions["casus.instellingen"])
        cookie = request.cookies.get(cookienaam(inst), "")
        if not cookie or request.path.startswith(f"{app.static_url_path}/"):
            return WebSessie(lambda: (None, {}))
        stil = request.method == "GET" and STIL in request.args
        return WebSessie(lambda: self._lees(app, cookie, stil))

    def _lees(self, app: Flask, cookie: str, stil: bool) -> tuple[Ingelogd | None, dict[str, Any]]:
        if "." not in cookie:  # een ondertekende cookie heeft altijd punten, een sleutel nooit
            return van_sleutel(cookie, stil)
        ondertekenaar = self.get_signing_serializer(app)
        geldig, inhoud = ondertekenaar.loads_unsafe(cookie) if ondertekenaar else (False, None)
        return None, {"csrf_token": inhoud["csrf_token"]} if geldig and inhoud and "csrf_token" in inhoud else {}

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Schrijft alleen de cookie; een ingelogde sessie verandert alleen via `sessies`."""
        if not isinstance(session, WebSessie):
            raise TypeError("Deze toepassing kent alleen haar eigen sessies.")
        if session.nieuwe_sleutel:
            zet_cookie(response, "casus", session.nieuwe_sleutel)
        elif session.weg:
            wis_cookie(response, "casus")
        elif session.modified and (ondertekenaar := self.get_signing_serializer(app)):
            inhoud = {naam: waarde for naam, waarde in session.items() if naam == "csrf_token"}
            zet_cookie(response, "casus", str(ondertekenaar.dumps(inhoud)))


def websessie() -> WebSessie:
    """De sessie van dit verzoek."""
    return cast(WebSessie, session._get_current_object())  # type: ignore[attr-defined]  # een LocalProxy
