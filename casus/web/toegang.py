"""De drie deuren van casus: elke view heeft er één, en een route zonder deur laat een test mislukken.

`@publiek` voor iedereen, `@leest(recht)` voor een pagina, `@writes(recht)` voor alles wat iets verandert.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import current_app, g, make_response, request, url_for
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import BadRequest, HTTPException
from werkzeug.wrappers import Response

from casus.db import CasusSessie, uuid7
from casus.errors import CasusFout, GeenBereik, InvoerFout, NietGevonden, TeVaak, Weigering
from casus.extensions import database
from casus.gebeurtenissen import weigering
from casus.models import Indiening, Zaak
from casus.rules import permissions, rechten
from casus.web import meldingen, nadien, tweedefactor
from casus.web.formulier import van_verzoek
from casus.web.foutpagina import foutpagina
from casus.web.gebruik import actor, bereik, ingelogd, lezend
from casus.web.verwijzing import naar, naar_inloggen

PUBLIEK = "publiek"
"""Voor iedereen, ook zonder inloggen."""
INGELOGD = "ingelogd"
"""Voor iedereen die is ingelogd en een gemeente heeft gekozen: zijn eigen instellingen."""
Antwoord = str | Response | tuple[str, int]
P = ParamSpec("P")
A = TypeVar("A", bound=Antwoord)


def publiek(view: Callable[P, A]) -> Callable[P, A]:
    """Een view die iedereen mag zien. Staat ook op de korte lijst in tests/routes.py."""
    view.recht, view.deur = PUBLIEK, PUBLIEK  # type: ignore[attr-defined]  # een functie met een kaartje eraan
    return view


def met_login(view: Callable[P, A]) -> Callable[P, Antwoord]:
    """Een view voor wie is ingelogd maar misschien nog geen gemeente heeft gekozen."""

    @wraps(view)
    def gewikkeld(*args: P.args, **kwargs: P.kwargs) -> Antwoord:
        return naar_inloggen() if ingelogd() is None else view(*args, **kwargs)

    return _kaartje(gewikkeld, INGELOGD, INGELOGD)


def leest(recht: str) -> Callable[[Callable[P, A]], Callable[P, Antwoord]]:
    """Een pagina: `sessie()` kan alleen lezen, in de gemeente van de actor. Ook voor een POST die alleen zoekt."""

    def versier(view: Callable[P, A]) -> Callable[P, Antwoord]:
        @wraps(view)
        def gewikkeld(*args: P.args, **kwargs: P.kwargs) -> Antwoord:
            if omleiding := _omleiding(recht):
                return omleiding
            try:
                with lezend() as g.sessie:
                    _keur(recht)
                    return view(*args, **kwargs)
            except CasusFout as fout:
                _noteer(fout, kwargs)
                raise

        return _kaartje(gewikkeld, recht, "leest")

    return versier


def writes(
    recht: str,
    *,
    opnieuw: Callable[..., Antwoord] | None = None,
    eigen_transacties: bool = False,
    tweede_factor: bool = False,
    vooraf: Callable[[], None] | None = None,
) -> Callable[[Callable[P, A]], Callable[P, Antwoord]]:
    """Eén POST is één transactie: alles of niets, één keer vastgelegd, met 303 verder.

    Bij een weigering wordt alles teruggedraaid, de weigering zelf vastgelegd, en de pagina `opnieuw` (een view met
    `@leest`) getekend met wat er was getypt. `eigen_transacties`: de view regelt ze zelf via acties die een
    Database krijgen (een import van honderd zaken); `sessie()` leest dan alleen. `tweede_factor`: in het formulier
    staat `bewijsveld(f)`, en zonder een code van de laatste vijf minuten gebeurt er niets (veiligheid D2). `vooraf`:
    wat na de toegang en vóór de transactie gebeurt, zoals een bestand nakijken (web/keuring).
    """

    def versier(view: Callable[P, A]) -> Callable[P, Antwoord]:
        @wraps(view)
        def gewikkeld(*args: P.args, **kwargs: P.kwargs) -> Antwoord:
            if omleiding := _omleiding(recht):
                return omleiding
            try:
                eerder = _laat_toe(recht, tweede_factor, vooraf)
                return eerder or _voer_uit(lambda: view(*args, **kwargs), eigen_transacties)
            except CasusFout as fout:
                _noteer(fout, kwargs)
                return _teken_opnieuw(fout, opnieuw, recht, kwargs)

        gewikkeld.opnieuw = opnieuw  # type: ignore[attr-defined]  # zie het kaartje
        return _kaartje(gewikkeld, recht, "schrijft", tweede_factor)

    return versier


def _kaartje(view: Callable[P, Antwoord], recht: str, deur: str, tweede_factor: bool = False) -> Callable[P, Antwoord]:
    if recht != INGELOGD and recht not in rechten.RECHTEN:
        raise ValueError(f"Het recht {recht!r} bestaat niet; zie casus/rules/permissions.py.")
    view.recht, view.deur = recht, deur  # type: ignore[attr-defined]  # een functie met een kaartje eraan
    view.tweede_factor = tweede_factor  # type: ignore[attr-defined]  # idem
    return view


def _omleiding(recht: str) -> Response | None:
    wie = ingelogd()
    if wie is None:
        return naar_inloggen()
    if wie.gemeente is None:
        return naar(url_for("inloggen.gemeenten"))
    return naar(url_for("portaal.bewijs")) if wie.bevestigd_op is None and _eerst_bewijzen(recht) else None


def _eerst_bewijzen(recht: str) -> bool:
    """Of de actor hier wel mag zijn, maar in deze sessie nog geen tweede factor gaf die daarvoor nodig is."""
    return recht != INGELOGD and rechten.RECHTEN[recht].bewezen and permissions.mag(actor(), recht)


def _keur(recht: str) -> None:
    if recht != INGELOGD:
        permissions.check(actor(), recht)


def _laat_toe(recht: str, tweede_factor: bool, vooraf: Callable[[], None] | None) -> Response | None:
    """Keurt het recht en zo nodig een verse code. Is dit formulier al verwerkt, dan geldt het antwoord van toen."""
    _keur(recht)
    if tweede_factor and not tweedefactor.vers():
        with lezend() as session:
            if session.scalar(select(Indiening.id).where(Indiening.sleutel == _sleutel())):
                return _eerder(session, _sleutel())
        tweedefactor.eis()
    if vooraf is not None:
        vooraf()
    return None


def _voer_uit(view: Callable[[], Antwoord], eigen_transacties: bool) -> Antwoord:
    if eigen_transacties:
        with lezend() as g.sessie:
            return view()
    antwoord = _een_keer(view)
    nadien.voer_uit()
    return antwoord


def _een_keer(view: Callable[[], Antwoord]) -> Response:
    sleutel = _sleutel()
    with database().schrijven(bereik()) as session:
        g.sessie = session
        indiening = _open(session, sleutel)
        if indiening is None:
            return _eerder(session, sleutel)
        antwoord = make_response(view())
        if antwoord.location is None:
            raise RuntimeError("Een view met @writes eindigt met naar(…), of met een weigering.")
        antwoord.status_code = 303
        # een nieuw woordenboek: SQLAlchemy ziet een wijziging binnen JSON niet
        indiening.antwoord = {
            "pad": request.path,
            "naar": antwoord.location,
            "meldingen": meldingen.klaargezet(),
        }
        session.commit()
        return antwoord


def eerste_keer(session: CasusSessie) -> bool:
    """Voor een view met `eigen_transacties`: legt het formulier in deze transactie vast; False als dat al is gebeurd.

    Zo heeft ook een antwoord dat maar één keer te zien is (een code) één gevolg (invariant 7).
    """
    indiening = _open(session, _sleutel())
    if indiening is None:
        return False
    indiening.antwoord = {"pad": request.path, "naar": request.path, "meldingen": []}
    return True


def _sleutel() -> str:
    sleutel = request.form.get("_sleutel", "")
    if not (16 <= len(sleutel) <= 64 and sleutel.isascii() and sleutel.replace("-", "").replace("_", "").isalnum()):
        raise BadRequest("Het formulier is niet compleet.")
    return sleutel


def _open(session: CasusSessie, sleutel: str) -> Indiening | None:
    """Legt de sleutel in deze transactie vast; None als een eerder of gelijktijdig verzoek hem al heeft."""
    if session.scalar(select(Indiening.id).where(Indiening.sleutel == sleutel)):
        return None
    wie = actor()
    rij = Indiening(
        gemeente_id=wie.gemeente_id,
        id=uuid7(),
        sleutel=sleutel,
        gebruiker_id=wie.gebruiker_id,
    )
    session.add(rij)
    try:
        session.flush()
    except IntegrityError:  # PostgreSQL: de ander was net iets eerder en heeft vastgelegd
        session.rollback()
        return None
    return rij


def _eerder(session: CasusSessie, sleutel: str) -> Response:
    rij = session.scalars(select(Indiening).where(Indiening.sleutel == sleutel)).one()
    if rij.gebruiker_id != actor().gebruiker_id or rij.antwoord.get("pad") != request.path:
        raise BadRequest("Deze sleutel hoort bij een ander formulier.")
    meldingen.herhaal(rij.antwoord["meldingen"])
    return naar(rij.antwoord["naar"])


def _noteer(fout: CasusFout, kwargs: dict[str, Any]) -> None:
    """Legt een weigering vast, in een transactie van haar eigen. Een tikfout in een veld is geen weigering."""
    if isinstance(fout, InvoerFout | GeenBereik):
        return
    wie = actor()
    zaak_id = g.get("zaak_id")
    if zaak_id is None and "zaaknummer" in kwargs:
        with lezend() as session:
            zaak_id = session.scalar(select(Zaak.id).where(Zaak.zaaknummer == kwargs["zaaknummer"]))
    object_soort, object_id = ("zaak", zaak_id) if zaak_id else ("gemeente", wie.gemeente_id)
    weigering(
        database(),
        actor=wie,
        soort="geweigerd",
        object_id=object_id,
        zaak_id=zaak_id,
        zin=fout.zin,
        object_soort=object_soort,
    )


def _teken_opnieuw(
    fout: CasusFout, opnieuw: Callable[..., Antwoord] | None, recht: str, kwargs: dict[str, Any]
) -> Antwoord:
    if isinstance(fout, NietGevonden | GeenBereik):
        raise fout
    g.formulier = van_verzoek(fout)
    g.pop("meldingen", None)
    if opnieuw is None or not _mag_zien(opnieuw, recht):
        return foutpagina(fout.status, fout.zin, fout.wacht if isinstance(fout, TeVaak) else 0)
    pagina = inspect.unwrap(opnieuw)
    kent = inspect.signature(pagina).parameters
    gegeven = {naam: waarde for naam, waarde in kwargs.items() if naam in kent}
    try:
        with lezend() as g.sessie:
            antwoord = make_response(pagina(**gegeven), fout.status)
    except NietGevonden as weg:  # de pagina zelf is van een ander: dan is dat de weigering
        _noteer(weg, kwargs)
        raise
    if isinstance(fout, TeVaak):
        antwoord.headers["Retry-After"] = str(fout.wacht)
    return antwoord


def niet_verstuurd(zin: str) -> Response | None:
    """De pagina van dit formulier met alles wat erin stond en `zin` erboven; er gebeurt verder niets.

    Voor wie zijn sessie verloor met een half formulier. None als hij de pagina niet mag zien of als zij er niet is.
    """
    view = current_app.view_functions[request.endpoint or ""]
    opnieuw, recht = getattr(view, "opnieuw", None), getattr(view, "recht", PUBLIEK)
    if opnieuw is None or recht == PUBLIEK or _omleiding(recht) or not _mag_zien(opnieuw, recht):
        return None
    try:
        antwoord = make_response(_teken_opnieuw(Weigering(zin), opnieuw, recht, request.view_args or {}))
    except (CasusFout, HTTPException):
        return None
    antwoord.status_code = 200
    return antwoord


def _mag_zien(pagina: Callable[..., Antwoord], recht_van_post: str) -> bool:
    """Een pagina zonder eigen deur is er alleen voor wie het formulier zelf mocht insturen."""
    recht = getattr(pagina, "recht", recht_van_post)
    return recht == INGELOGD or permissions.mag(actor(), recht)
