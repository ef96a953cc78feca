"""Een gegrond bezwaar blijft nooit hangen: herzien kan na sluiting en met een andere soort; en feiten die niemand weet,
zijn er niet."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update

from casus.actions import collegebesluiten
from casus.actions.besluitproef import proef
from casus.actions.besluitvoorstel import Voorstel, feiten
from casus.db import CasusSessie
from casus.errors import NietGevonden, Weigering
from casus.models import Besluit, Bezwaar, Brief, Mandaat, Taak, Woning
from casus.queries.mandaat import laad_register, maak_vraag
from casus.rules.mandaten import COLLEGE, GeenMandaat, laagste_niveau
from casus.workflows import registers
from tests.integration.besluiten.hulp import beslis, document, lees, stel_voor, zaak
from tests.wereld import VANDAAG, Wereld, laatste_besluit


def bezwaar_tegen(w: Wereld, sessie: CasusSessie, besluit: Besluit) -> Bezwaar:
    """Een gegrond bezwaar, waarna er een nieuw besluit moet komen. De jurist stelde het bestreden besluit niet voor."""
    besluit.voorgesteld_door_id = w.actor("casemanager").gebruiker_id
    sleutel = {"gemeente_id": w.gemeente(), "zaak_id": besluit.zaak_id, "besluit_id": besluit.id, "nummer": "BZW-1"}
    bezwaar = Bezwaar(**sleutel, ontvangen_op=VANDAAG, gronden="Dit klopt niet.")
    sessie.add(bezwaar)
    sessie.flush()
    velden = {"in_zaak": w.loop(sessie, besluit.zaak_id).zaak, "bedrag_cent": None}
    gegevens = {"bezwaar_uitkomst": "gegrond", "bestreden_wordt": "vervangen"}
    op = stel_voor(w, sessie, "beslissing_op_bezwaar", "jurist", gegevens=gegevens, **velden)
    ambtelijk = w.actor("ambtelijk_opdrachtgever").gebruiker_id
    beslis(w, sessie, op, "teammanager" if besluit.besloten_door_id == ambtelijk else "ambtelijk_opdrachtgever")
    assert bezwaar.status == "gegrond" and bezwaar.herziening_nodig
    return bezwaar


def herzie(w: Wereld, sessie: CasusSessie, eerder: Besluit, soort: str = "", hoe: str = "wijzigen") -> Besluit:
    velden = {"in_zaak": w.loop(sessie, eerder.zaak_id).zaak, "bedrag_cent": None, "voorstel": "Na het bezwaar."}
    if soort == "urgentie_toekennen":
        velden["gegevens"] = {"urgentiegrond": "anders"}
    return stel_voor(w, sessie, soort or eerder.soort, "jurist", herziet=eerder, herziening=hoe, **velden)


def sluit(w: Wereld, sessie: CasusSessie, plek: str) -> Any:
    loop = w.loop(sessie, w.zaak_id(plek))
    loop.stap("sluiten_na_weigering" if plek == "onterecht" else "sluiten", **_reden(plek))
    assert loop.zaak.gesloten_op is not None
    return loop


def _reden(plek: str) -> dict[str, str]:
    return {} if plek == "onterecht" else {"sluitreden": "vertrek"}


def test_na_sluiting_wordt_een_onterechte_weigering_nog_herzien(wereld: Wereld):
    with wereld.werk() as sessie:
        loop = sluit(wereld, sessie, "onterecht")
        eerder = laatste_besluit(loop, "onterechte_weigering")
        with pytest.raises(Weigering, match="De zaak is gesloten"):
            stel_voor(wereld, sessie, "onterechte_weigering", "jurist", in_zaak=loop.zaak, bedrag_cent=None)
        bezwaar = bezwaar_tegen(wereld, sessie, eerder)
        nieuw = herzie(wereld, sessie, eerder, hoe="intrekken")
        beslis(wereld, sessie, nieuw, "bestuurlijk_opdrachtgever")
        assert bezwaar.herziening_id == nieuw.id, "het bezwaar is klaar"
    assert wereld.breuken() == []


def test_sluiten_laat_een_wachtende_herziening_staan_en_een_gewoon_voorstel_niet(wereld: Wereld):
    with wereld.werk() as sessie:
        loop = wereld.loop(sessie, wereld.zaak_id("zoekend"))
        eerst = stel_voor(wereld, sessie, "urgentie_weigeren", "jurist", in_zaak=loop.zaak, bedrag_cent=None)
        beslis(wereld, sessie, eerst, "ambtelijk_opdrachtgever")
        wacht = herzie(wereld, sessie, eerst)
        los = stel_voor(wereld, sessie, "herplanning", "wonen", in_zaak=loop.zaak, bedrag_cent=None)
        sluit(wereld, sessie, "zoekend")
        assert (wacht.status, los.status) == ("voorgesteld", "ingetrokken")
        assert beslis(wereld, sessie, wacht, "ambtelijk_opdrachtgever").status == "toegekend"


def test_een_weigering_wordt_na_bezwaar_een_toekenning(wereld: Wereld):
    with wereld.werk() as sessie:
        loop = wereld.loop(sessie, wereld.zaak_id("zoekend"))
        nee = stel_voor(wereld, sessie, "urgentie_weigeren", "jurist", in_zaak=loop.zaak, bedrag_cent=None)
        beslis(wereld, sessie, nee, "bestuurlijk_opdrachtgever")
        bezwaar = bezwaar_tegen(wereld, sessie, nee)
        ja = herzie(wereld, sessie, nee, "urgentie_toekennen")
        assert (ja.soort, ja.herziet_id, ja.vereist_niveau) == ("urgentie_toekennen", nee.id, 3), "niet lager dan toen"
        with pytest.raises(GeenMandaat, match=r"Awb art. 10:3 lid 3"):
            beslis(wereld, sessie, ja, "bestuurlijk_opdrachtgever")
        ja.laagste_niveau = ja.vereist_niveau = 1
        sessie.flush()
        beslis(wereld, sessie, ja)
        assert bezwaar.herziening_id == ja.id


def test_een_andere_soort_kan_alleen_waar_de_soort_het_zegt_en_alleen_als_wijziging(wereld: Wereld):
    with wereld.werk() as sessie:
        loop = wereld.loop(sessie, wereld.zaak_id("zoekend"))
        grond = {"urgentiegrond": "anders"}
        ja = stel_voor(
            wereld, sessie, "urgentie_toekennen", "jurist", in_zaak=loop.zaak, bedrag_cent=None, gegevens=grond
        )
        beslis(wereld, sessie, ja)
        nee = stel_voor(wereld, sessie, "urgentie_weigeren", "jurist", in_zaak=loop.zaak, bedrag_cent=None)
        beslis(wereld, sessie, nee, "ambtelijk_opdrachtgever")
        for eerder, soort, hoe in (
            (ja, "urgentie_weigeren", "wijzigen"),
            (nee, "urgentie_toekennen", "intrekken"),
            (nee, "gegevensdeling", "wijzigen"),
        ):
            with pytest.raises(NietGevonden, match="andere soort"):
                herzie(wereld, sessie, eerder, soort, hoe)
    assert [s.code for s in registers.herziet_ook("urgentie_weigeren")] == ["urgentie_toekennen"]


# --- feiten ---


def toets_van(sessie: CasusSessie, besluit_zaak: Any) -> Taak:
    taken = select(Taak).where(Taak.zaak_id == besluit_zaak.id, Taak.soort == "WO-03")
    return sessie.scalars(taken).one()


def andere_woning(sessie: CasusSessie, dan: str) -> str:
    vraag = select(Woning.id).where(Woning.id != UUID(dan), Woning.status == "beschikbaar")
    return str(sessie.scalars(vraag.order_by(Woning.id)).all()[0])


def feiten_van(w: Wereld, sessie: CasusSessie, woning: str) -> dict[str, Any]:
    van = zaak(w, sessie, "gekozen")
    return feiten(sessie, registers.besluitsoort("voordracht"), van, {"woning": woning})


def test_de_afwijking_komt_alleen_uit_de_toets_van_dezelfde_woning(wereld: Wereld):
    with wereld.werk() as sessie:
        van = zaak(wereld, sessie, "gekozen")
        toets = toets_van(sessie, van)
        getoetst = toets.gegevens["woning"]
        ander = andere_woning(sessie, getoetst)
        assert feiten_van(wereld, sessie, getoetst)["afwijking"] is False
        assert "afwijking" not in feiten_van(wereld, sessie, ander), "die woning is niet getoetst"
        toets.gegevens = {**toets.gegevens, "passend": "afwijking"}
        sessie.flush()
        sessie.expire_all()
        assert feiten_van(wereld, sessie, getoetst)["afwijking"] is True


def test_een_regel_met_de_voorwaarde_dekt_niets_als_de_toets_er_niet_is(wereld: Wereld):
    with wereld.werk() as sessie:
        rijen = update(Mandaat).where(Mandaat.bevoegdheid == "voordracht")
        sessie.execute(rijen.values(voorwaarde={"afwijking": False}))
        van = zaak(wereld, sessie, "gekozen")
        getoetst = toets_van(sessie, van).gegevens["woning"]
        ander = andere_woning(sessie, getoetst)
        wie: dict[str, Any] = {"actor": wereld.actor("wonen"), "soort": "voordracht"}
        wel, niet = (
            proef(sessie, van, inhoud=Voorstel("Past.", None, {"woning": woning}, "", None, ""), **wie)
            for woning in (getoetst, ander)
        )
        assert (wel.niveau, niet.niveau) == (1, COLLEGE)
        assert "of dat zo is, is niet vastgelegd" in niet.zin


# --- het bestuursorgaan zelf ---


def test_wat_de_wet_niet_laat_mandateren_gaat_recht_naar_het_bestuursorgaan(wereld: Wereld, monkeypatch):
    soorten = dict(registers.besluitsoorten())
    soorten["inrichtingskrediet"] = soorten["inrichtingskrediet"].model_copy(
        update={"niet_te_mandateren": "Awb art. 10:3 lid 2"}
    )
    monkeypatch.setattr(registers, "besluitsoorten", lambda: soorten)
    with wereld.werk() as sessie:
        besluit = stel_voor(wereld, sessie, bedrag_cent=100)
        zin = laagste_niveau(laad_register(sessie), maak_vraag(sessie, besluit)).zin
        assert besluit.vereist_niveau == COLLEGE and "laat hiervoor geen mandaat toe (Awb art. 10:3 lid 2)" in zin
        for rol in ("teammanager", "ambtelijk_opdrachtgever", "bestuurlijk_opdrachtgever"):
            with pytest.raises(GeenMandaat, match=r"Awb art. 10:3 lid 2"):
                beslis(wereld, sessie, besluit, rol)


def test_geen_soort_van_casus_is_niet_te_mandateren():
    assert registers.niet_te_mandateren() == {}


def test_een_eigen_besluit_van_de_burgemeester_heet_ook_zo(wereld: Wereld):
    with wereld.werk() as sessie:
        van_de_burgemeester = {"bestuursorgaan": "burgemeester", "bedrag_tot_cent": 100}
        sessie.execute(update(Mandaat).where(Mandaat.bevoegdheid == "inrichtingskrediet").values(**van_de_burgemeester))
        besluit = stel_voor(wereld, sessie)
        niveau = laagste_niveau(laad_register(sessie), maak_vraag(sessie, besluit))
        assert (besluit.vereist_niveau, niveau.titel) == (COLLEGE, "Burgemeester")
        velden = {"uitkomst": "toegekend", "nummer": "BM-7", "datum": VANDAAG, "motivering": "Nodig."}
        bewijs = document(wereld, sessie, zaak(wereld, sessie)).id
        jurist = wereld.actor("jurist")
        collegebesluiten.leg_collegebesluit_vast(sessie, besluit, actor=jurist, document=bewijs, **velden)
    nu = lees(wereld, besluit)
    kopie = nu.mandaat_kopie or {}
    assert (kopie["bestuursorgaan"], kopie["beslist_door"]["titel"]) == ("burgemeester", "Burgemeester")
    assert nu.besloten_functie == "Burgemeester" and nu.namens.startswith("Besluit van de burgemeester van")
    with wereld.lees() as sessie:
        brief = sessie.scalars(select(Brief).where(Brief.besluit_id == besluit.id)).one()
    tekst = str(brief.gegevens)
    assert "burgemeester" in tekst and "college van burgemeester" not in tekst
