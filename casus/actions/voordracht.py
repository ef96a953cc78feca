"""De woning bij een voordracht: vastgehouden voor één huishouden tegelijk, tot het besluit en het antwoord er zijn."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from casus import outbox
from casus.actions.wijzigen import wijzig
from casus.actions.woningstappen import waarom_niet_aan_te_bieden, zet
from casus.actions.zoekindex import werk_zaak_bij
from casus.actor import Actor
from casus.db import CasusSessie, uuid7
from casus.errors import Conflict, InvoerFout, VeldFout, Weigering
from casus.models import Aanbod, Besluit, Woning, Zaak
from casus.queries.aanbod import lopend_aanbod, termijn
from casus.queries.beeld import laad_beeld
from casus.queries.corporaties import leden_van
from casus.queries.matchruns import verdeling_met
from casus.queries.matchvoorstel import Beurt, beurt_bij
from casus.queries.passendheid import waarom_niet_meer

VRIJ: Final = "beschikbaar"
MAIL: Final = "voordrachtmail"
"""Het werk in de outbox: aan één mens van de corporatie de mail dat er een voordracht wacht."""


def reserveer_woning(session: CasusSessie, zaak: Zaak, besluit: Besluit, *, actor: Actor) -> Aanbod:
    """Houdt de woning uit het voorstel vast. Raises InvoerFout (geen woning, of geen reden voor een andere keuze dan
    het eerste voorstel), Weigering (de woning past niet meer), Conflict (net aan een ander; de zin zegt wie dat deed).
    """
    woning = _gekozen_woning(session, besluit)
    if (al := lopend_aanbod(session, zaak.id)) is not None:
        zin = "Dit huishouden heeft al een woning die is voorgedragen of aangeboden"
        raise Conflict(f"{zin}: {al.woning.adres}. Trek die eerst in.")
    keuze, adres = _keuze(session, zaak, woning, besluit), woning.adres
    if woning.status == VRIJ and (reden := waarom_niet_meer(session, laad_beeld(session, zaak), woning)):
        raise Weigering(reden)
    try:
        zet(session, woning, "voordragen", actor=actor, zaak_id=zaak.id)
        sleutels = {"zaak_id": zaak.id, "woning_id": woning.id, "besluit_id": besluit.id}
        aanbod = Aanbod(gemeente_id=zaak.gemeente_id, id=uuid7(), **sleutels, **keuze)
        session.add(aanbod)
        session.flush()
    except IntegrityError as fout:
        raise Conflict(f"{adres} hoort al bij een ander huishouden. Kies een andere woning.") from fout
    except Conflict as fout:
        raise Conflict(f"{fout.zin} Kies een andere woning.") from fout
    werk_zaak_bij(session, zaak)
    return aanbod


def _gekozen_woning(session: CasusSessie, besluit: Besluit) -> Woning:
    try:
        woning_id = UUID(str(besluit.gegevens.get("woning", "")))
    except ValueError:
        raise InvoerFout([VeldFout("woning", "Kies de woning die u wilt aanbieden.")]) from None
    woning = session.scalars(select(Woning).where(Woning.id == woning_id)).one_or_none()
    if woning is None:
        raise InvoerFout([VeldFout("woning", "Deze woning bestaat niet of hoort bij een andere gemeente.")])
    return woning


def _keuze(session: CasusSessie, zaak: Zaak, woning: Woning, besluit: Besluit) -> dict[str, object]:
    """Hoe het voorstel van casus stond toen iemand koos, van beide kanten, en de verdeling die wordt gevolgd.

    Wie niet de eerste woning neemt, of een huishouden dat niet als eerste aan de beurt is, zegt waarom (domein §8.2);
    behalve als de verdeling die nu geldt dit huishouden deze woning geeft. Raises InvoerFout, Weigering (deze woning
    kan nu niet worden aangeboden).
    """
    reden = str(besluit.gegevens.get("keuze_reden") or "").strip()
    if woning.status != VRIJ:
        return {"keuze_reden": reden}
    if tegen := waarom_niet_aan_te_bieden(session, woning):
        raise Weigering(tegen)
    beurt, verdeling = beurt_bij(session, zaak.zaaknummer, woning.id), verdeling_met(session, zaak.id, woning.id)
    if (beurt.woning, beurt.huishouden) != (1, 1) and verdeling is None and not reden:
        raise InvoerFout([VeldFout("keuze_reden", f"{_waar(beurt)} Schrijf op waarom u haar toch kiest.")])
    return {"keuze_reden": reden, "matchrun_id": verdeling.id if verdeling else None, **_stand(beurt)}


def _stand(beurt: Beurt) -> dict[str, object]:
    """Wat er van het voorstel bij het aanbod blijft staan."""
    return {
        "keuze_plek": beurt.woning,
        "keuze_beurt": beurt.huishouden,
        "keuze_score": beurt.score,
        "keuze_woning_id": beurt.eerste_woning,
        "keuze_zaak_id": beurt.eerste_zaak,
    }


def _waar(beurt: Beurt) -> str:
    if beurt.woning != 1:
        return f"Casus zette deze woning op plek {beurt.woning}." if beurt.woning else "Casus stelt haar niet voor."
    if beurt.huishouden is None:
        return "Dit huishouden staat nu niet in de volgorde voor deze woning."
    return f"Voor deze woning staat dit huishouden op plek {beurt.huishouden}: anderen zijn eerder aan de beurt."


def na_besluit(session: CasusSessie, besluit: Besluit, *, actor: Actor) -> None:
    """Afgewezen: de woning komt vrij. Toegekend: de corporatie krijgt de voordracht en heeft tot `antwoord_voor`."""
    if besluit.status == "afgewezen":
        laat_woning_vrij(session, besluit, "Het voorstel is afgewezen.", actor=actor)
    elif (aanbod := _voorgedragen(session, besluit)) is not None:
        uiterlijk = termijn(session, "antwoordtermijn_corporatie_dagen")
        wijzig(session, aanbod, {"antwoord_voor": uiterlijk}, waar={"status": "voorgedragen"})
        _mail_corporatie(session, aanbod)


def _mail_corporatie(session: CasusSessie, aanbod: Aanbod) -> None:
    """Elk met een eigen mail: een adres dat niet werkt, houdt de andere niet op."""
    corporatie_id = session.scalars(select(Woning.corporatie_id).where(Woning.id == aanbod.woning_id)).one()
    for gebruiker_id in leden_van(session, corporatie_id):
        inhoud = {"aanbod": str(aanbod.id), "gebruiker": str(gebruiker_id)}
        outbox.zet_klaar(session, MAIL, inhoud, aanbod.gemeente_id)


def laat_woning_vrij(session: CasusSessie, besluit: Besluit, reden: str, *, actor: Actor) -> None:
    """Geeft de woning vrij als het voorstel niet doorgaat."""
    aanbod = _voorgedragen(session, besluit)
    if aanbod is None:
        return
    wijzig(session, aanbod, {"status": "ingetrokken", "einde_reden": reden}, waar={"status": "voorgedragen"})
    woning = session.scalars(select(Woning).where(Woning.id == aanbod.woning_id)).one()
    zet(session, woning, "vrijgeven", actor=actor, reden=reden, zaak_id=aanbod.zaak_id)


def _voorgedragen(session: CasusSessie, besluit: Besluit) -> Aanbod | None:
    vraag = select(Aanbod).where(Aanbod.besluit_id == besluit.id, Aanbod.status == "voorgedragen")
    return session.scalars(vraag).one_or_none()
