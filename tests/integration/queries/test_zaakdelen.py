"""De kleine lijsten van een zaak: allemaal in één vraag, met elke rij precies één keer, ook als elke lijst lang is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from casus.actions import contactmomenten, notities, verbanden, volgen
from casus.models import Bezwaar, Lidmaatschap, Opschorting, Verloop, Verstrekking, Zaak, Zaakrol
from casus.queries import zaakpagina
from casus.queries.zaakdelen import CONTACTEN
from casus.rules.rechten import TEAM
from casus.termijnen import nu, vandaag
from tests import factories
from tests.integration.queries.tellen import opdrachten
from tests.wereld import B, laatste_besluit

MET_OMGEVING = ("casemanager", "wonen", "inburgering", "financieel", "jurist")


def vul(wereld, keer: int) -> str:
    """Zet van elke lijst `keer` rijen bij de zaak die in elke lijst iets kan hebben; geeft haar nummer."""
    with wereld.werk() as sessie:
        w = wereld.loop(sessie, wereld.zaak_id("urgentie"))
        zaak, wie = w.zaak, wereld.actor("wonen")
        vast = {"gemeente_id": zaak.gemeente_id, "zaak_id": zaak.id}
        besluit = laatste_besluit(w, "urgentie_toekennen")
        andere = sessie.scalars(select(Zaak.zaaknummer).where(Zaak.id != zaak.id).order_by(Zaak.zaaknummer)).all()
        for nr in range(keer):
            dag = vandaag() - timedelta(days=nr)
            sessie.add(Opschorting(**vast, van=dag, tot=dag, reden="x", herzien_op=dag, **_door(wie)))
            sessie.add(Bezwaar(**vast, besluit_id=besluit.id, ontvangen_op=dag, gronden="x", status="ontvangen"))
            sessie.add(Verloop(**vast, toestand="toegewezen", naar="match_gezocht", van=nu(), tot=nu()))
            sessie.add(factories.document(zaak.id, wie, f"stuk {nr}.pdf"))
            sessie.add(_dossier(wereld, vast, wie))
            notitie = notities.schrijf(sessie, zaak, actor=wie, tekst=f"Eerst {nr}.")
            notities.verbeter(sessie, notitie, actor=wie, versie=1, tekst=f"Daarna {nr}.")
            moment = {"soort": "telefoon", "met": f"vader {nr}", "op": nu(), "verslag": "Gesproken."}
            contactmomenten.leg_vast(sessie, zaak, actor=wie, **moment)
            verbanden.leg(sessie, zaak, actor=wie, zaaknummer=andere[nr], soort="familie")
        for rol in MET_OMGEVING[:keer]:
            sessie.add(Zaakrol(**vast, rol=rol, gebruiker_id=wereld.actor(rol).gebruiker_id))
            volgen.volg(sessie, zaak, actor=wereld.actor(rol))
        return zaak.zaaknummer


def _door(wie):
    return {"door_id": wie.gebruiker_id, "hervat_door_id": wie.gebruiker_id}


def _dossier(wereld, vast, wie):
    rest = {"doel": "x", "grondslag": "x", "velden": ["naam"], "gegevens": {}, "ontvanger": "De Linde"}
    return Verstrekking(**vast, **rest, corporatie_id=wereld.ligging.corporatie, aangevraagd_door_id=wie.gebruiker_id)


@pytest.mark.parametrize("keer", [0, 1, 5])
def test_elke_rij_staat_er_een_keer_en_het_blijft_bij_vijf_vragen(wereld, keer):
    nummer = vul(wereld, keer)
    with wereld.lees() as sessie:
        zaakpagina.laad(sessie, nummer)  # de procesdefinitie is daarna bekend
    with wereld.lees() as sessie, opdrachten(wereld.db) as gezien:
        pagina = zaakpagina.laad(sessie, nummer)
        delen = pagina.delen
        assert len(gezien) == 5
        aantallen = {
            "opschortingen": len(pagina.beeld.opschortingen),
            "bezwaren": sum(len(rij) for rij in pagina.bezwaren.values()),
            "documenten": len({rij.id for rij in delen.documenten}),
            "verstrekkingen": len({rij.id for rij in delen.verstrekkingen}),
            "notities": sum(len(rij) for rij in delen.notitieversies.values()),
            "contacten": len({rij.id for rij in delen.contacten}),
            "verbanden": len({rij.zaaknummer for rij in delen.verbanden}),
            "rollen": len({rij.rol for rij in delen.rollen}),
            "volgers": len(delen.volgers),
        }
        assert set(aantallen.values()) == {keer}, aantallen
        lijsten = ("documenten", "verstrekkingen", "contacten", "verbanden", "rollen", "volgers")
        assert {len(getattr(delen, naam)) for naam in lijsten} == {keer}
        # met wie het deed erbij, zonder nog een vraag
        namen = [*(d.door.naam for d in delen.documenten), *(v.aangevraagd_door.naam for v in delen.verstrekkingen)]
        assert set(namen) <= {wereld.actor("wonen").naam}
        assert {rol.gebruiker.naam for rol in delen.rollen} == {wereld.actor(r).naam for r in MET_OMGEVING[:keer]}
        assert all(v.ontvanger for v in delen.verstrekkingen)
        assert len(delen.verloop) == keer + 1
        assert delen.parameters
    assert len(gezien) == 5


def test_collega_is_wie_vandaag_zaken_mag_zien(wereld):
    ex = wereld.actor("jurist")
    with wereld.werk() as sessie:
        for lid in sessie.scalars(select(Lidmaatschap).where(Lidmaatschap.gebruiker_id == ex.gebruiker_id)):
            lid.tot = vandaag() - timedelta(days=1)
        nummer = wereld.loop(sessie, wereld.zaak_id("nieuw")).zaak.zaaknummer
    with wereld.lees() as sessie:
        collegas = zaakpagina.laad(sessie, nummer).delen.collegas
    verwacht = {wereld.actor(rol).gebruiker_id: wereld.actor(rol).naam for rol in TEAM - {"jurist"}}
    assert collegas == verwacht
    assert list(collegas.values()) == sorted(collegas.values())


def test_een_verband_wijst_naar_de_andere_zaak_van_welke_kant_ook(wereld):
    with wereld.werk() as sessie:
        een = wereld.loop(sessie, wereld.zaak_id("nieuw")).zaak
        ander = wereld.loop(sessie, wereld.zaak_id("zoekend")).zaak
        verbanden.leg(sessie, een, actor=wereld.actor("wonen"), zaaknummer=ander.zaaknummer, soort="nareis")
    with wereld.lees() as sessie:
        heen = zaakpagina.laad(sessie, een.zaaknummer).delen.verbanden[0]
        terug = zaakpagina.laad(sessie, ander.zaaknummer).delen.verbanden[0]
    assert (heen.zaaknummer, heen.toestand, heen.soort) == (ander.zaaknummer, "match_gezocht", "nareis")
    assert terug.zaaknummer == een.zaaknummer and terug.id == heen.id
    assert heen.huishouden != terug.huishouden


def test_van_lang_contact_staan_de_laatste_er(wereld):
    wie = wereld.actor("wonen")
    with wereld.werk() as sessie:
        zaak = wereld.loop(sessie, wereld.zaak_id("nieuw")).zaak
        for nr in range(CONTACTEN + 3):
            moment = {"soort": "bericht", "met": str(nr), "op": nu(), "verslag": "x"}
            contactmomenten.leg_vast(sessie, zaak, actor=wie, **moment)
    with wereld.lees() as sessie:
        contacten = zaakpagina.laad(sessie, zaak.zaaknummer).delen.contacten
    assert [rij.met for rij in contacten] == ["7", "6", "5", "4", "3"]


def test_van_een_andere_gemeente_staat_er_niets_tussen(gedeelde_wereld):
    w = gedeelde_wereld
    with w.lees(B) as sessie:
        nummer = sessie.scalars(select(Zaak.zaaknummer).where(Zaak.id == w.zaak_id("gehuisvest", B))).one()
        pagina = zaakpagina.laad(sessie, nummer)
    delen = pagina.delen
    rijen = [*delen.verloop, *delen.rollen, *delen.documenten, *delen.verstrekkingen, *delen.contacten]
    assert {rij.gemeente_id for rij in rijen} == {w.gemeente(B)}
    assert set(delen.collegas) == {w.actor(rol, B).gebruiker_id for rol in TEAM}
