"""Wat er in een voorstel staat: of het hier mag, de ingevulde velden, en de feiten voor het mandaatregister."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple
from unicodedata import normalize
from uuid import UUID

from sqlalchemy import select

from casus.actor import Actor
from casus.db import CasusSessie
from casus.errors import Conflict, InvoerFout, NietGevonden, VeldFout, Weigering
from casus.models import Besluit, Taak, Woning, Zaak
from casus.queries.beeld import definitie, laad_beeld
from casus.rules import permissions
from casus.termijnen import vandaag
from casus.workflows.definition import Workflow
from casus.workflows.registers import FEITEN, Besluitsoort, besluitsoorten, besluitvelden
from casus.workflows.velden import lees

Herziening = Literal["", "wijzigen", "intrekken"]
BESLOTEN = ("toegekend", "afgewezen")


class Voorstel(NamedTuple):
    """Wat iemand vroeg, zoals hij het invulde."""

    tekst: str
    bedrag_cent: int | None
    gegevens: Mapping[str, Any]
    contract: str
    herziet: Besluit | None
    herziening: Herziening


class _Besluitvelden:
    velden = besluitvelden()


def check_mag(
    session: CasusSessie,
    kind: Besluitsoort,
    zaak: Zaak,
    taak: Taak | None,
    *,
    actor: Actor,
    herziening: Herziening = "",
) -> None:
    """Een genomen besluit herzien kan ook na sluiting: een gegrond bezwaar wacht anders voor altijd (Awb art. 7:11).

    Raises GeenRecht, Weigering (zaak gesloten of al verder), NietGevonden (taak van een andere zaak).
    """
    permissions.check_besluit_voorstellen(actor, kind.rollen)
    if zaak.gesloten_op is not None and not (kind.na_sluiting or herziening):
        raise Weigering("De zaak is gesloten. Dit besluit kan niet meer worden voorgesteld.")
    if taak is not None and taak.zaak_id != zaak.id:
        raise NietGevonden("Deze taak hoort bij een andere zaak of bestaat niet.")
    wf = definitie(session, zaak)
    if kind.woning and _voorbij(wf, kind, zaak.toestand):
        op = wf.toestanden[zaak.toestand].titel
        raise Weigering(f"De zaak staat op ‘{op}’. Een woning voordragen kan alleen voordat er een aanbod is gedaan.")


def _voorbij(wf: Workflow, kind: Besluitsoort, toestand: str) -> bool:
    """Of de zaak verder is dan waar de stap begint die dit besluit nodig heeft."""
    vanuit = [van for overgang in wf.overgangen.values() if overgang.besluit == kind.code for van in overgang.van]
    verst = max((wf.toestanden[code].stap or 0 for code in vanuit), default=len(wf.toestanden))
    return (wf.toestanden[toestand].stap or 0) > verst


def check_herziening(session: CasusSessie, kind: Besluitsoort, zaak: Zaak, voorstel: Voorstel) -> None:
    """Herzien is een nieuw besluit over een genomen besluit van dezelfde zaak, en één tegelijk.

    Van dezelfde soort, of bij een wijziging van een soort die deze ook herziet (`herziet_ook`).

    Raises NietGevonden, Weigering, Conflict.
    """
    eerder = voorstel.herziet
    if (eerder is None) != (not voorstel.herziening):
        raise Weigering("Zeg bij een herziening welk besluit het is, en of u het wijzigt of intrekt.")
    if eerder is None:
        return
    ook = kind.herziet_ook if voorstel.herziening == "wijzigen" else ()
    if eerder.zaak_id != zaak.id or eerder.soort not in (kind.code, *ook):
        raise NietGevonden("Het besluit dat u wilt herzien hoort bij een andere zaak of is van een andere soort.")
    if besluitsoorten()[eerder.soort].woning:
        raise Weigering("Een voordracht herziet u niet. Trek de woning in met de stap in de zaak.")
    if eerder.herziening == "intrekken":
        raise Weigering("Dit besluit trok iets in. Stel opnieuw voor wat u wilt toekennen.")
    if eerder.status not in BESLOTEN or (voorstel.herziening == "intrekken" and eerder.status != "toegekend"):
        raise Weigering("Alleen een genomen besluit is te herzien, en alleen wat is toegekend kan worden ingetrokken.")
    _check_nog_niet_herzien(session, eerder)


def _check_nog_niet_herzien(session: CasusSessie, eerder: Besluit) -> None:
    vraag = select(Besluit).where(Besluit.zaak_id == eerder.zaak_id, Besluit.herziet_id == eerder.id)
    for later in session.scalars(vraag):
        if later.status == "voorgesteld":
            raise Conflict(f"Voorstel {later.nummer} herziet dit besluit al. Wacht daarop.")
        if later.status == "toegekend":
            raise Weigering(f"Besluit {later.nummer} herzag dit besluit al. Herzie dat besluit.")


def lees_voorstel(kind: Besluitsoort, voorstel: Voorstel) -> dict[str, Any]:
    """De velden van de soort. Wie intrekt, hoeft alleen te zeggen waarom. Raises InvoerFout per veld."""
    fouten: list[VeldFout] = []
    if not voorstel.tekst.strip():
        fouten.append(VeldFout("voorstel", "Schrijf op wat u voorstelt en waarom."))
    if voorstel.herziening == "intrekken" and voorstel.herziet is not None and not fouten:
        return dict(voorstel.herziet.gegevens)
    if kind.bedrag and not voorstel.bedrag_cent:
        fouten.append(VeldFout("bedrag", "Vul het bedrag in, bijvoorbeeld 4.200."))
    velden: dict[str, Any] = {}
    gevuld = {**voorstel.gegevens, **({"contract": voorstel.contract} if voorstel.contract else {})}
    try:
        velden = lees(_Besluitvelden(), kind.velden, gevuld, vandaag())
    except InvoerFout as fout:
        fouten += fout.fouten
    if fouten:
        raise InvoerFout(fouten)
    return velden


def contractsleutel(contract: str) -> str:
    """Waaronder een contract telt: alleen letters en cijfers, zodat 'K 12', 'K-12' en 'k12' één contract zijn.

    Wat er werd getypt, staat in de gegevens van het voorstel.
    """
    return "".join(teken for teken in normalize("NFKC", contract).casefold() if teken.isalnum())


def feiten(session: CasusSessie, kind: Besluitsoort, zaak: Zaak, velden: Mapping[str, Any]) -> dict[str, Any]:
    """Waaraan het register zijn voorwaarden toetst: van de soort, van het voorstel en van de gekozen woning.

    Wat niemand heeft gezegd, staat er niet in: dan dekt een regel met die voorwaarde het besluit niet.
    """
    ingevuld = {code: velden[code] for code in FEITEN if velden.get(code) is not None}
    van_woning = _van_woning(session, zaak, velden) if kind.woning else {}
    return {**kind.feiten, **ingevuld, **van_woning}


def _van_woning(session: CasusSessie, zaak: Zaak, velden: Mapping[str, Any]) -> dict[str, Any]:
    """De woonvorm, en of de laatste toets van deze woning een afwijking gaf; zonder toets is dat niet bekend."""
    zelfstandig = session.scalar(select(Woning.zelfstandig).where(Woning.id == UUID(velden["woning"])))
    toets = laad_beeld(session, zaak).laatste_met("passend", woning=velden["woning"])
    gevonden: dict[str, Any] = {} if toets is None else {"afwijking": toets.gegevens["passend"] != "ja"}
    if zelfstandig is not None:
        gevonden["woonvorm"] = "zelfstandig" if zelfstandig else "onzelfstandig"
    return gevonden
