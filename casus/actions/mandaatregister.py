"""Een wijziging van het mandaatregister is zelf een besluit, met een eigen document (Awb art. 10:5 lid 2, 10:8).

Alles of niets: nieuwe regels, nieuwe versies en intrekkingen gaan samen door, of geen van alle. Een regel die er staat
verandert nooit; alleen dat hij is ingetrokken komt erbij.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from casus.actions.documenten import Nagekeken
from casus.actions.wijzigen import wijzig
from casus.actor import Actor
from casus.db import CasusSessie, uuid7
from casus.errors import Conflict, InvoerFout, VeldFout, Weigering
from casus.export import lijkt_formule
from casus.gebeurtenissen import noteer
from casus.importers.tekst import schoon
from casus.models import Gebruiker, Mandaat, Registerbesluit
from casus.opslag import bewaar_op_som
from casus.queries.mandaatregister import Mandaatregister, laad
from casus.rules import permissions
from casus.rules.registerrij import Registerrij
from casus.rules.registerwijziging import Wijziging, bereken, keur, maak_mandaat
from casus.termijnen import vandaag
from casus.vocab import meervoud

MAP = "registerbesluiten"
"""De map in de installatie waar de documenten bij registerbesluiten staan, onder hun SHA-256."""
_PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class Proef:
    """Wat een wijziging zou doen, en wat er mis mee is."""

    wijziging: Wijziging
    fouten: list[VeldFout]


def stel_vast(
    session: CasusSessie,
    *,
    actor: Actor,
    map_: Path,
    besluitnummer: str,
    besluitdatum: date,
    omschrijving: str,
    document: Nagekeken | None,
    rijen: Sequence[Registerrij],
    versie: int | None = None,
) -> Registerbesluit:
    """Legt één besluit over het register vast, met zijn document. `versie` is het register dat de gebruiker zag.

    Het document is al nagekeken (actions/documenten.keur_vooraf). Raises GeenRecht, InvoerFout (per veld, met de plek
    van de rij ervoor), Weigering (er verandert niets), Conflict (een ander was eerder, met wie), SchijfVol.
    """
    permissions.check(actor, "inrichting.beheren")
    staat = laad(session, actor.gemeente_id)
    if versie is not None and versie != staat.versie:
        raise _te_laat(session)
    wat = {"besluitnummer": schoon(besluitnummer), "omschrijving": schoon(omschrijving)}
    sleutel = {"gemeente_id": actor.gemeente_id, "id": uuid7(), "vastgelegd_door_id": actor.gebruiker_id}
    besluit = Registerbesluit(**sleutel, **wat, versie=staat.versie + 1, besluitdatum=besluitdatum)
    gedaan = _keur_alles(staat, besluit, document, rijen)
    besluit.document_naam, besluit.document_sha256 = _bewaar(map_, document)
    _schrijf(session, besluit, gedaan, staat)
    _noteer(session, actor, besluit, gedaan)
    return besluit


def _noteer(session: CasusSessie, actor: Actor, besluit: Registerbesluit, gedaan: Wijziging) -> None:
    gegevens = {"besluitnummer": besluit.besluitnummer, "versie": besluit.versie, "wat": in_woorden(gedaan)}
    gegevens |= {"sha256": besluit.document_sha256, "regels": ", ".join(_nummers(gedaan))}
    noteer(session, actor=actor, soort="registerbesluit", object_=besluit, gegevens=gegevens)


def probeer(staat: Mandaatregister, rijen: Sequence[Registerrij], besluitdatum: date) -> Proef:
    """Wat deze regels zouden veranderen, zonder iets vast te leggen."""
    netjes = [_netjes(rij) for rij in rijen]
    wijziging = bereken(netjes, staat.kader)
    return Proef(wijziging, keur(netjes, wijziging, staat.kader, besluitdatum))


def in_woorden(wijziging: Wijziging) -> str:
    """'2 nieuwe regels, 1 gewijzigde regel, 1 ingetrokken regel'."""
    delen = (
        (len(wijziging.nieuw), "nieuwe regel", "nieuwe regels"),
        (len(wijziging.versies), "gewijzigde regel", "gewijzigde regels"),
        (len(wijziging.intrekken), "ingetrokken regel", "ingetrokken regels"),
    )
    return ", ".join(meervoud(aantal, enkel, meer) for aantal, enkel, meer in delen if aantal)


def _nummers(wijziging: Wijziging) -> list[str]:
    return [rij.nr for rij in (*wijziging.nieuw, *(rij for rij, _ in (*wijziging.versies, *wijziging.intrekken)))]


def _keur_alles(
    staat: Mandaatregister, besluit: Registerbesluit, document: Nagekeken | None, rijen: Sequence[Registerrij]
) -> Wijziging:
    proef = probeer(staat, rijen, besluit.besluitdatum)
    fouten = [*_keur_besluit(staat, besluit), *_keur_document(document), *proef.fouten]
    if fouten:
        raise InvoerFout(fouten)
    if proef.wijziging.leeg:
        raise Weigering("Er verandert niets: deze regels staan al zo in het register.")
    return proef.wijziging


def _keur_besluit(staat: Mandaatregister, besluit: Registerbesluit) -> list[VeldFout]:
    fouten = []
    if not besluit.besluitnummer or len(besluit.besluitnummer) > 60:
        fouten.append(VeldFout("besluitnummer", "Vul het nummer van het besluit in, hoogstens 60 tekens."))
    elif besluit.besluitnummer in {eerder.besluitnummer for eerder in staat.besluiten}:
        fouten.append(VeldFout("besluitnummer", "Dit besluit is al vastgelegd. Vul een ander nummer in."))
    if besluit.besluitdatum > vandaag():
        zin = "Kies een dag tot en met vandaag: leg een besluit vast als het is genomen."
        fouten.append(VeldFout("besluitdatum", zin))
    if not besluit.omschrijving or len(besluit.omschrijving) > 300:
        fouten.append(VeldFout("omschrijving", "Schrijf in één zin wat er verandert, hoogstens 300 tekens."))
    return fouten


def _keur_document(document: Nagekeken | None) -> list[VeldFout]:
    if document is None:
        return [VeldFout("document", "Kies het ondertekende besluit, als pdf.")]
    return [] if document.mediatype == _PDF else [VeldFout("document", "Kies het besluit als pdf.")]


def _bewaar(map_: Path, document: Nagekeken | None) -> tuple[str, str]:
    return (document.naam, bewaar_op_som(map_, document.inhoud)) if document else ("", "")


def _schrijf(session: CasusSessie, besluit: Registerbesluit, wijziging: Wijziging, staat: Mandaatregister) -> None:
    try:
        with session.begin_nested():
            session.add(besluit)
            session.flush()
    except IntegrityError:  # de unieke versie: twee tegelijk, en de ander was net iets eerder
        raise _te_laat(session) from None
    nieuw = [(rij, 1) for rij in wijziging.nieuw] + [(rij, oud.versie + 1) for rij, oud in wijziging.versies]
    session.add_all(_mandaat(rij, versie, besluit, staat) for rij, versie in nieuw)
    for rij, _ in wijziging.intrekken:
        _trek_in(session, rij, besluit, staat)
    session.flush()


def _te_laat(session: CasusSessie) -> Conflict:
    """De weigering voor wie te laat is, met wie er eerder was."""
    laatste = select(Gebruiker.naam).join(Registerbesluit, Registerbesluit.vastgelegd_door_id == Gebruiker.id)
    wie = session.scalar(laatste.order_by(Registerbesluit.versie.desc()).limit(1)) or "Een collega"
    return Conflict(f"{wie} veranderde het register net voor u. Kijk wat er veranderde en doe het opnieuw.")


def _mandaat(rij: Registerrij, versie: int, besluit: Registerbesluit, staat: Mandaatregister) -> Mandaat:
    mandaat = maak_mandaat(rij, staat.kader, versie)
    mandaat.id, mandaat.registerbesluit_id = uuid7(), besluit.id
    mandaat.besluitnummer, mandaat.besluitdatum = besluit.besluitnummer, besluit.besluitdatum
    return mandaat


def _trek_in(session: CasusSessie, rij: Registerrij, besluit: Registerbesluit, staat: Mandaatregister) -> None:
    """Elke versie die op die dag nog kan gelden: anders zou een eerdere versie herleven tot de volgende begint."""
    per = rij.ingetrokken_per
    for mandaat in staat.versies(rij.nr):
        voorbij = mandaat.geldig_tot is not None and per is not None and mandaat.geldig_tot < per
        if mandaat.ingetrokken_per is None and not voorbij:
            waarden = {"ingetrokken_per": per, "ingetrokken_bij_id": besluit.id}
            wijzig(session, mandaat, waarden, waar={"ingetrokken_per": None})


def _netjes(rij: Registerrij) -> Registerrij:
    """Zonder overbodig wit, en zonder de apostrof die een rekenblad voor een formule zet: zo komt elke export terug."""
    return replace(
        rij,
        nr=_ontdaan(schoon(rij.nr)),
        grondslag=_ontdaan(schoon(rij.grondslag)),
        onder_nr=_ontdaan(schoon(rij.onder_nr)),
        instemming=_ontdaan(schoon(rij.instemming)),
        voorwaarden=_ontdaan(schoon(rij.voorwaarden)),
    )


def _ontdaan(tekst: str) -> str:
    while tekst.startswith("'") and lijkt_formule(tekst.lstrip("'")):
        tekst = tekst[1:]
    return tekst
