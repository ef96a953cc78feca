"""Wat er met mensen van een corporatie, hun portaal en links naar een dossier kan gebeuren (zie tests/daden.py)."""

from __future__ import annotations

from sqlalchemy import select

from casus.actions import dossierlinks, portaal, uitnodigingen, vertrek
from casus.actor import Actor
from casus.db import uuid7
from casus.demo.wandeling import Wandeling
from casus.models import Aanbod, Corporatie, Dossierlink, Lidmaatschap, Uitnodiging, Verstrekking
from casus.rules.kwartalen import kwartalen_vanaf
from casus.termijnen import nu, vandaag
from tests import factories


def klaar_dossier(w: Wandeling) -> Verstrekking:
    """Een dossier voor een corporatie dat is gemaakt; het bestand zelf is er niet."""
    wie, corporatie = w.actor("wonen"), sorted(w.session.scalars(select(Corporatie.id)))[0]
    document = factories.document(w.zaak.id, wie, f"dossier {uuid7().hex}.pdf")
    w.session.add(document)
    w.session.flush()
    sleutel = {"gemeente_id": w.gemeente_id, "id": uuid7(), "zaak_id": w.zaak.id, "document_id": document.id}
    inhoud = {"doel": "voordracht", "grondslag": "x", "velden": [], "gegevens": {}, "sha256": "0" * 64}
    klaar = {"status": "gemaakt", "gemaakt_op": nu(), "aangevraagd_door_id": wie.gebruiker_id}
    dossier = Verstrekking(**sleutel, **inhoud, **klaar, corporatie_id=corporatie, ontvanger="De Linde")
    w.session.add(dossier)
    w.session.flush()
    return dossier


def corporatiemens(w: Wandeling) -> Actor:
    """Iemand van de corporatie, met het account van de jurist."""
    wie, corporatie = w.team["jurist"], sorted(w.session.scalars(select(Corporatie.id)))[0]
    return Actor(wie.id, wie.naam, w.gemeente_id, frozenset({"corporatie"}), corporatie_id=corporatie)


def haal_dossier_op(w: Wandeling) -> None:
    portaal.haal_dossier_op(w.session, klaar_dossier(w).id, actor=corporatiemens(w))


def antwoord_in_het_portaal(w: Wandeling) -> None:
    aanbod = w.session.scalars(select(Aanbod).where(Aanbod.zaak_id == w.zaak.id)).one()
    invoer, wie = {"corporatie_op": "vandaag"}, corporatiemens(w)
    portaal.antwoord(w.session, aanbod.id, actor=wie, code=portaal.AKKOORD, invoer=invoer)


def prognose(w: Wandeling) -> None:
    plek = (*kwartalen_vanaf(vandaag())[0], "studio")
    portaal.leg_prognose_vast(w.session, actor=corporatiemens(w), aantallen={plek: "3"})


def maak_link(w: Wandeling) -> tuple[Dossierlink, Verstrekking]:
    dossier, wie = klaar_dossier(w), {"naam": "Ans Bos", "email": "ans@linde.example"}
    grens = {"dagen": 7, "hoogstens": 2, "bos": factories.SLEUTELBOS}
    link = dossierlinks.maak(w.session, dossier, actor=w.actor("wonen"), **wie, **grens)[0]  # type: ignore[arg-type]  # gemengde waarden
    return link, dossier


def trek_link_in(w: Wandeling) -> None:
    dossierlinks.trek_in(w.session, *maak_link(w), actor=w.actor("casemanager"))


def nodig_uit(w: Wandeling) -> Uitnodiging:
    van = sorted(w.session.scalars(select(Corporatie.id)))[0]
    wie = {"naam": "Ans Bos", "email": "ans@linde.example", "bos": factories.SLEUTELBOS}
    return uitnodigingen.nodig_uit(w.session, actor=w.actor("wonen"), corporatie_id=van, **wie)  # type: ignore[arg-type]  # gemengde waarden


def trek_uitnodiging_in(w: Wandeling) -> None:
    uitnodigingen.trek_in(w.session, nodig_uit(w), actor=w.actor("beheerder"))


def beeindig_toegang(w: Wandeling) -> None:
    mens = factories.gebruiker()
    w.session.add(mens)
    w.session.flush()
    van = {"van": vandaag(), "corporatie_id": sorted(w.session.scalars(select(Corporatie.id)))[0]}
    lid = Lidmaatschap(gemeente_id=w.gemeente_id, id=uuid7(), gebruiker_id=mens.id, rol="corporatie", **van)
    w.session.add(lid)
    w.session.flush()
    uitnodigingen.beeindig(w.session, lid, mens, actor=w.actor("teammanager"))


def meld_vertrek(w: Wandeling) -> None:
    mens = factories.gebruiker()
    w.session.add(mens)
    w.session.flush()
    wie = corporatiemens(w)
    van = {"van": vandaag(), "corporatie_id": wie.corporatie_id, "rol": "corporatie"}
    lid = Lidmaatschap(gemeente_id=w.gemeente_id, id=uuid7(), gebruiker_id=mens.id, **van)
    w.session.add(lid)
    w.session.flush()
    vertrek.meld(w.session, lid.id, actor=wie)


RIJEN = (
    (
        "dossier ophalen in het portaal",
        "voorgedragen",
        (("dossier_opgehaald", "jurist"),),
        haal_dossier_op,
        "portaal.haal_dossier_op",
    ),
    (
        "antwoorden in het portaal",
        "voorgedragen",
        (("melding", "jurist"),),
        antwoord_in_het_portaal,
        "portaal.antwoord",
    ),
    ("prognose", "nieuw", (("prognose", "jurist"),), prognose, "portaal.leg_prognose_vast"),
    ("link maken", "voorgedragen", (("dossierlink_gemaakt", "wonen"),), maak_link, "dossierlinks.maak"),
    (
        "link intrekken",
        "voorgedragen",
        (("dossierlink_gemaakt", "wonen"), ("dossierlink_ingetrokken", "casemanager")),
        trek_link_in,
        "dossierlinks.trek_in",
    ),
    ("uitnodigen", "nieuw", (("uitnodiging_gestuurd", "wonen"),), nodig_uit, "uitnodigingen.nodig_uit"),
    (
        "uitnodiging intrekken",
        "nieuw",
        (("uitnodiging_gestuurd", "wonen"), ("uitnodiging_ingetrokken", "beheerder")),
        trek_uitnodiging_in,
        "uitnodigingen.trek_in",
    ),
    (
        "toegang beëindigen",
        "nieuw",
        (("toegang_beeindigd", "teammanager"),),
        beeindig_toegang,
        "uitnodigingen.beeindig",
    ),
    ("vertrek melden", "nieuw", (("vertrek_gemeld", "jurist"),), meld_vertrek, "vertrek.meld"),
)
"""Naam, plek, gebeurtenissen met wie ze deed, de handeling, en haar functie."""
