"""Wat de klok met een voorstel doet, en het besluit dat het college zelf nam."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from casus.actions import besluitstappen
from casus.actions.besluitklok import laat_besluiten_lopen
from casus.actions.collegebesluiten import leg_collegebesluit_vast
from casus.actor import INSTALLATIE, Actor
from casus.db import Bereik, CasusSessie
from casus.errors import CasusFout, GeenRecht, InvoerFout, Weigering
from casus.models import Besluit, Gebeurtenis, Gebruiker, Signaal
from casus.rules.mandaten import GeenMandaat
from tests.integration.besluiten.hulp import (
    beslis,
    dagen_later,
    document,
    lees,
    stappen,
    stel_voor,
    zaak,
    zonder_houder,
)
from tests.wereld import VANDAAG, Wereld


def laat_lopen(w: Wereld) -> int:
    with w.lees() as sessie:
        klok = sessie.scalars(select(Gebruiker).where(Gebruiker.email == INSTALLATIE)).one()
    return laat_besluiten_lopen(w.db, w.gemeente(), Actor(klok.id, klok.naam, w.gemeente(), herkomst="worker"))


def soorten(w: Wereld, besluit: Besluit) -> list[str]:
    with w.lees() as sessie:
        vraag = select(Gebeurtenis.soort).where(Gebeurtenis.object_id == besluit.id).order_by(Gebeurtenis.nr)
        return list(sessie.scalars(vraag))


# --- de klok ---


def test_verlopen_advies_gaat_door_naar_wie_beslist(wereld: Wereld):
    with wereld.werk() as sessie:
        besluit = stel_voor(wereld, sessie, "tussenvoorziening", "wonen")
    with dagen_later(3) as dag:
        laat_lopen(wereld)
        nu = lees(wereld, besluit)
        assert (nu.wacht_op, nu.vereist_niveau) == ("besluit", 1) and nu.uiterlijk > dag
        laat_lopen(wereld)
    assert soorten(wereld, besluit)[-2:] == ["advies_verlopen"] * 2
    with wereld.lees() as sessie:
        signalen = sessie.scalars(select(Signaal).where(Signaal.kenmerk.startswith(f"voorstel:{besluit.id}"))).all()
    assert [een.gebruiker_id for een in signalen] == [wereld.actor("teammanager").gebruiker_id]


def test_te_lang_gewacht_gaat_een_niveau_omhoog_met_een_nieuwe_termijn_en_nooit_naar_het_college(wereld: Wereld):
    with wereld.werk() as sessie:
        besluit = stel_voor(wereld, sessie)
    niveaus = []
    for dagen in (5, 6, 6, 12, 20, 40):
        with dagen_later(dagen) as dag:
            laat_lopen(wereld)
            nu = lees(wereld, besluit)
            niveaus.append((nu.vereist_niveau, nu.uiterlijk >= dag))
    assert niveaus == [(1, True), (2, True), (2, True), (3, True), (3, False), (3, False)]
    with wereld.lees() as sessie:
        assert [(s.soort, s.van_niveau, s.naar_niveau, s.door_id) for s in stappen(sessie, besluit)] == [
            ("opgehoogd", 1, 2, None),
            ("opgehoogd", 2, 3, None),
        ]
    with dagen_later(41), wereld.werk() as sessie:
        sessie.add(besluit := sessie.merge(lees(wereld, besluit)))
        assert beslis(wereld, sessie, besluit).status == "toegekend", "zijn mandaat is niet weg"


def test_een_niveau_zonder_houder_wordt_overgeslagen(wereld: Wereld):
    with wereld.werk() as sessie:
        besluit = stel_voor(wereld, sessie)
        zonder_houder(sessie, "ambtelijk_opdrachtgever", VANDAAG)
    with dagen_later(6):
        laat_lopen(wereld)
    assert lees(wereld, besluit).vereist_niveau == 3


def test_wie_een_vraag_heeft_liggen_gaat_niet_omhoog(wereld: Wereld):
    with wereld.werk() as sessie:
        besluit = stel_voor(wereld, sessie)
        besluitstappen.leg_terug(sessie, besluit, actor=wereld.actor("teammanager"), vraag="Waarom?")
    with dagen_later(30):
        assert laat_lopen(wereld) >= 0
    assert (lees(wereld, besluit).vereist_niveau, lees(wereld, besluit).wacht_op) == (1, "antwoord")


# --- het college ---


def naar_het_college(w: Wereld, sessie: CasusSessie) -> Besluit:
    besluit = stel_voor(w, sessie)
    for rol in ("teammanager", "ambtelijk_opdrachtgever", "bestuurlijk_opdrachtgever"):
        besluitstappen.zet_door(sessie, besluit, actor=w.actor(rol), reden="Te groot voor mij.")
    return besluit


def leg_vast(w: Wereld, sessie: CasusSessie, besluit: Besluit, rol: str = "jurist", **anders: Any) -> Besluit:
    velden: dict[str, Any] = {
        "uitkomst": "toegekend",
        "nummer": "B&W 2026-31",
        "datum": VANDAAG,
        "motivering": "Het college volgt het voorstel.",
        **anders,
    }
    if "document" not in velden:
        velden["document"] = document(w, sessie, zaak(w, sessie)).id
    return leg_collegebesluit_vast(sessie, besluit, actor=w.actor(rol), **velden)


def test_het_collegebesluit_staat_met_nummer_dag_en_document_vast(wereld: Wereld):
    with wereld.werk() as sessie:
        besluit = leg_vast(wereld, sessie, naar_het_college(wereld, sessie))
    nu = lees(wereld, besluit)
    assert (nu.status, nu.college_nummer, nu.college_datum, nu.mandaat_id) == (
        "toegekend",
        "B&W 2026-31",
        VANDAAG,
        None,
    )
    kopie = nu.mandaat_kopie or {}
    assert (kopie["beslist_door"]["niveau"], kopie["document"]) == (4, "a" * 64)
    assert nu.namens.startswith("Besluit van het college van burgemeester en wethouders van Doetinchem")
    assert nu.bezwaar_tot is not None and nu.college_document_id is not None and nu.mandaat_id is None


@pytest.mark.parametrize(
    ("anders", "veld"),
    [
        ({"nummer": " "}, "nummer"),
        ({"datum": VANDAAG + timedelta(days=1)}, "datum"),
        ({"datum": date(2026, 1, 1)}, "datum"),
        ({"document": uuid4()}, "document"),
        ({"motivering": ""}, "motivering"),
    ],
    ids=["nummer", "morgen", "vóór het voorstel", "document", "motivering"],
)
def test_het_collegebesluit_zonder_bewijs_kan_niet(gedeelde_wereld: Wereld, anders: dict[str, Any], veld: str):
    w = gedeelde_wereld
    with w.db.schrijven(_bereik(w)) as sessie:
        with pytest.raises(InvoerFout) as fout:
            leg_vast(w, sessie, naar_het_college(w, sessie), **anders)
        sessie.rollback()
    assert [een.veld for een in fout.value.fouten] == [veld]


def _bereik(w: Wereld) -> Bereik:
    return Bereik.van(w.gemeente())


def _niet_nagekeken(w: Wereld, sessie: CasusSessie) -> None:
    stuk = document(w, sessie, zaak(w, sessie), "quarantaine")
    leg_vast(w, sessie, naar_het_college(w, sessie), document=stuk.id)


def _van_een_andere_zaak(w: Wereld, sessie: CasusSessie) -> None:
    stuk = document(w, sessie, zaak(w, sessie, "zoekend"))
    leg_vast(w, sessie, naar_het_college(w, sessie), document=stuk.id)


NEE: dict[str, tuple[Any, type[CasusFout], str]] = {
    "niet nagekeken": (_niet_nagekeken, InvoerFout, "niet nagekeken"),
    "van een andere zaak": (_van_een_andere_zaak, InvoerFout, "Kies het document"),
    "ligt lager": (lambda w, s: leg_vast(w, s, stel_voor(w, s)), Weigering, "ligt niet bij het college"),
    "eigen voorstel": (lambda w, s: leg_vast(w, s, _door_jurist(w, s)), GeenMandaat, "2:4"),
    "geen recht": (lambda w, s: leg_vast(w, s, naar_het_college(w, s), "wonen"), GeenRecht, "jurist"),
    "hoger kan niet": (
        lambda w, s: besluitstappen.zet_door(
            s, naar_het_college(w, s), actor=w.actor("bestuurlijk_opdrachtgever"), reden="Nog hoger."
        ),
        CasusFout,
        "college",
    ),
}


def _door_jurist(w: Wereld, sessie: CasusSessie) -> Besluit:
    besluit = naar_het_college(w, sessie)
    besluit.voorgesteld_door_id = w.actor("jurist").gebruiker_id
    sessie.flush()
    return besluit


@pytest.mark.parametrize("naam", sorted(NEE))
def test_wat_niet_mag_heeft_een_zin(naam: str, gedeelde_wereld: Wereld):
    doe, soort, woord = NEE[naam]
    with gedeelde_wereld.db.schrijven(_bereik(gedeelde_wereld)) as sessie:
        with pytest.raises(soort) as fout:
            doe(gedeelde_wereld, sessie)
        sessie.rollback()
    assert woord in fout.value.zin
