"""De code-app van een gebruiker: koppelen, vervangen, weghalen, en een code gebruiken. Elke code werkt één keer."""

from __future__ import annotations

import hmac
import secrets
from typing import Any, Literal, cast
from uuid import UUID

from sqlalchemy import CursorResult, Update, delete, select, update
from sqlalchemy.exc import IntegrityError

from casus.actions.gebruikers import beeindig_sessies
from casus.actor import Actor
from casus.db import CasusSessie
from casus.errors import Conflict, InvoerFout, NietGevonden, VeldFout
from casus.gebeurtenissen import noteer
from casus.models import Gebruiker, TweedeFactor
from casus.rules import permissions
from casus.rules.tweedefactor import (
    in_groepen,
    is_appcode,
    nieuwe_herstelcodes,
    passende_stap,
    zonder_opmaak,
)
from casus.sleutels import Sleutelbos
from casus.termijnen import nu

Uitslag = Literal["goed", "fout", "gebruikt"]
AL_GEKOPPELD = "U hebt al een code-app. Vervang die, of haal die eerst weg."
GEEN_APP = "Er is geen code-app gekoppeld."
_EERSTE_CODE_FOUT = "Deze code hoort niet bij de QR-code. Kijk of uw telefoon de goede tijd heeft en probeer opnieuw."


def koppel(session: CasusSessie, *, actor: Actor, geheim: str, code: str, bos: Sleutelbos) -> list[str]:
    """Koppelt een eerste code-app, bewezen met haar code. Geeft de herstelcodes: alleen nu te lezen.

    Raises InvoerFout bij `eerste_code`, Conflict als er al een app is.
    """
    stap, codes = _bewezen_stap(geheim, code), nieuwe_herstelcodes(secrets.choice)
    session.add(
        TweedeFactor(
            gebruiker_id=actor.gebruiker_id,
            geheim=bos.versleutel(geheim),
            bevestigd_op=nu(),
            laatste_stap=stap,
            herstelcodes=_gehasht(actor.gebruiker_id, codes, bos),
        )
    )
    try:
        session.flush()
    except IntegrityError:
        raise Conflict(AL_GEKOPPELD) from None
    _noteer(session, actor, "tweede_factor_ingesteld")
    return [in_groepen(een, "-") for een in codes]


def vervang(session: CasusSessie, *, actor: Actor, geheim: str, code: str, bos: Sleutelbos) -> list[str]:
    """Zet een andere app in de plaats, bewezen met de code van die app. De oude app en herstelcodes werken niet meer.

    Raises InvoerFout bij `eerste_code`, NietGevonden als er nog geen app is.
    """
    stap, codes = _bewezen_stap(geheim, code), nieuwe_herstelcodes(secrets.choice)
    waarden = {
        "geheim": bos.versleutel(geheim),
        "begonnen_op": nu(),
        "bevestigd_op": nu(),
        "laatste_stap": stap,
        "herstelcodes": _gehasht(actor.gebruiker_id, codes, bos),
    }
    if not _raak(session, _van(actor.gebruiker_id).values(waarden)):
        raise NietGevonden(GEEN_APP)
    _noteer(session, actor, "tweede_factor_vervangen")
    return [in_groepen(een, "-") for een in codes]


def vernieuw_herstelcodes(session: CasusSessie, *, actor: Actor, bos: Sleutelbos) -> list[str]:
    """Tien nieuwe herstelcodes; de oude werken niet meer. Raises NietGevonden zonder app."""
    codes = nieuwe_herstelcodes(secrets.choice)
    nieuw = _van(actor.gebruiker_id).values(herstelcodes=_gehasht(actor.gebruiker_id, codes, bos))
    if not _raak(session, nieuw):
        raise NietGevonden(GEEN_APP)
    _noteer(session, actor, "herstelcodes_vernieuwd")
    return [in_groepen(een, "-") for een in codes]


def verwijder(session: CasusSessie, gebruiker: Gebruiker, *, actor: Actor) -> None:
    """Haalt de code-app weg en logt de gebruiker overal uit (veiligheid D1). Raises GeenRecht, NietGevonden.

    Van een ander mag alleen wie de inrichting beheert: voor wie zijn telefoon en zijn herstelcodes kwijt is.
    """
    if actor.gebruiker_id != gebruiker.id:
        permissions.check(actor, "inrichting.beheren")
    weg = session.execute(delete(TweedeFactor).where(TweedeFactor.gebruiker_id == gebruiker.id))
    if cast("CursorResult[Any]", weg).rowcount != 1:
        raise NietGevonden(GEEN_APP)
    beeindig_sessies(session, gebruiker.id)
    noteer(session, actor=actor, soort="tweede_factor_verwijderd", object_=gebruiker, gegevens={"naam": gebruiker.naam})


def gebruik(session: CasusSessie, *, actor: Actor, invoer: str, bos: Sleutelbos) -> Uitslag:
    """Probeert een code uit de app, of een herstelcode. Een goede is daarna op, ook voor wie hem tegelijk insturen.

    Zonder gekoppelde app is elke code fout. De aanroeper telt de pogingen.
    """
    code = zonder_opmaak(invoer)
    rij = session.execute(
        select(TweedeFactor.geheim, TweedeFactor.herstelcodes).where(TweedeFactor.gebruiker_id == actor.gebruiker_id)
    ).one_or_none()
    if rij is None or not code:
        return "fout"
    if is_appcode(code):
        return _gebruik_appcode(session, actor.gebruiker_id, rij.geheim, code, bos)
    return _gebruik_herstelcode(session, actor, rij.herstelcodes, code, bos)


def _gebruik_appcode(session: CasusSessie, wie: UUID, geheim: str, code: str, bos: Sleutelbos) -> Uitslag:
    """Eén UPDATE beslist wie de code gebruikt: de stap moet hoger zijn dan de laatste, van nog steeds deze app."""
    stap = passende_stap(bos.ontsleutel(geheim), code, nu())
    if stap is None:
        return "fout"
    nog_niet = _van(wie).where(TweedeFactor.geheim == geheim, TweedeFactor.laatste_stap < stap)
    return "goed" if _raak(session, nog_niet.values(laatste_stap=stap)) else "gebruikt"


def _gebruik_herstelcode(session: CasusSessie, actor: Actor, codes: list[str], code: str, bos: Sleutelbos) -> Uitslag:
    """Haalt de code uit de lijst, als die nog is zoals gelezen; anders was een andere code net eerder: nog eens."""
    gezocht = bos.zoekhash(_doel(actor.gebruiker_id), code)
    for _ in range(len(codes) + 1):
        over = [een for een in codes if not hmac.compare_digest(een, gezocht)]
        if len(over) == len(codes):
            return "fout"
        nog_zo = _van(actor.gebruiker_id).where(TweedeFactor.herstelcodes == codes)
        if _raak(session, nog_zo.values(herstelcodes=over)):
            _noteer(session, actor, "herstelcode_gebruikt", over=len(over))
            return "goed"
        vraag = select(TweedeFactor.herstelcodes).where(TweedeFactor.gebruiker_id == actor.gebruiker_id)
        codes = session.scalars(vraag).one_or_none() or []
    return "fout"


def _bewezen_stap(geheim: str, code: str) -> int:
    kaal = zonder_opmaak(code)
    stap = passende_stap(geheim, kaal, nu()) if is_appcode(kaal) else None
    if stap is None:
        zin = _EERSTE_CODE_FOUT if kaal else "Vul de zes cijfers in die uw app nu toont."
        raise InvoerFout([VeldFout("eerste_code", zin)])
    return stap


def _gehasht(wie: UUID, codes: list[str], bos: Sleutelbos) -> list[str]:
    return [bos.zoekhash(_doel(wie), code) for code in codes]


def _doel(wie: UUID) -> str:
    """De hash van een code is bij elke gebruiker een andere."""
    return f"herstelcode {wie}"


def _van(wie: UUID) -> Update:
    return update(TweedeFactor).where(TweedeFactor.gebruiker_id == wie).execution_options(synchronize_session=False)


def _raak(session: CasusSessie, opdracht: Update) -> bool:
    return cast("CursorResult[Any]", session.execute(opdracht)).rowcount == 1


def _noteer(session: CasusSessie, actor: Actor, soort: str, **gegevens: object) -> None:
    ik = session.scalars(select(Gebruiker).where(Gebruiker.id == actor.gebruiker_id)).one()
    noteer(session, actor=actor, soort=soort, object_=ik, gegevens=gegevens)
