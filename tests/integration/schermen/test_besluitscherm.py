"""Voorstellen en beslissen: de rekensom staat er, vier ogen houden stand, en de woning staat op het voorstel."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from sqlalchemy import select

from casus.models import Besluit, Corporatie, Woning
from tests.integration.dossiers.conftest import gezien_op


def laatste(wereld, plek, soort):
    with wereld.lees() as sessie:
        vraag = select(Besluit).where(Besluit.zaak_id == wereld.zaak_id(plek), Besluit.soort == soort)
        return sessie.scalars(vraag.order_by(Besluit.nummer.desc())).first()


def beoordeel_een_vrije_woning(wereld, plek):
    """De match van een woning die nog vrij is: alleen de beoordeelde woning kan worden aangeboden."""
    with wereld.werk() as sessie:
        w = wereld.loop(sessie, wereld.zaak_id(plek))
        for soort in ("CM-04", "WO-01"):
            w.taak(soort)
        woning_id = w.kies_woning()
        w.taak("WO-03", passend="ja")
        return sessie.scalars(select(Woning).where(Woning.id == woning_id)).one()


def test_voorstellen_beslissen_en_aanbieden_als_drie_mensen(als, zaak_van, wereld):
    woning = beoordeel_een_vrije_woning(wereld, "zoekend")
    zaak, wonen = zaak_van("zoekend"), als("wonen")
    pad = f"/zaken/{zaak.zaaknummer}/besluiten/nieuw"
    assert "Woning aanbieden" in wonen.open(pad)
    leeg = wonen.stuur(f"{pad}/voordracht", {"voorstel": "Past op alle regels."})
    assert leeg.status_code == 422
    assert "Past op alle regels." in leeg.text
    wonen.gelukt(
        f"{pad}/voordracht",
        {"voorstel": "Past op alle regels.", "woning": str(woning.id), "keuze_reden": "Bij school."},
    )
    besluit = laatste(wereld, "zoekend", "voordracht")
    assert besluit.gegevens["woning"] == str(woning.id)
    wonen.open(f"/goedkeuren/{besluit.id}", 403)
    manager = als("teammanager")
    pagina = manager.open(f"/goedkeuren/{besluit.id}")
    assert "Past op alle regels." in pagina
    assert woning.adres in pagina
    assert "Uw besluit" in pagina
    zonder = manager.stuur(f"/goedkeuren/{besluit.id}", {"motivering": "Akkoord met het voorstel."})
    assert zonder.status_code == 422
    assert "Akkoord met het voorstel." in zonder.text
    manager.gelukt(f"/goedkeuren/{besluit.id}", {"uitkomst": "toegekend", "motivering": "Akkoord."})
    assert laatste(wereld, "zoekend", "voordracht").status == "toegekend"
    wonen.gelukt(f"/zaken/{zaak.zaaknummer}/overgang/aanbod_doen", {"versie": zaak_van("zoekend").versie})
    assert zaak_van("zoekend").toestand == "woning_aangeboden"


def test_bij_het_aanbieden_staat_om_welke_woning_het_gaat_en_wat_de_corporatie_ziet(als, zaak_van, wereld):
    woning = beoordeel_een_vrije_woning(wereld, "zoekend")
    pad = f"/zaken/{zaak_van('zoekend').zaaknummer}/besluiten/nieuw"
    with wereld.lees() as sessie:
        corporatie = sessie.scalars(select(Corporatie).where(Corporatie.id == woning.corporatie_id)).one()
    pagina = als("wonen").open(f"{pad}/voordracht")
    blok = pagina.partition('id="h-over"')[2].partition("<form")[0]
    for iets in (woning.adres, f"{woning.postcode} {woning.plaats}", corporatie.naam, "Rekenhuur", "Slaapkamers"):
        assert iets in blok, iets
    assert f"Wat {corporatie.naam} ziet als het besluit is toegekend" in blok
    assert "zonder gegevens van het huishouden" in blok and "ziet de corporatie niet" in blok
    assert "Hoofdhuurder" in blok and "geboortedatum" in blok, "wat er in het dossier staat"
    assert f"profiel=voordracht&amp;ontvanger={corporatie.id}" in blok
    assert 'id="h-over"' not in als("wonen").open(f"{pad}/ruil")


def test_de_woning_waarover_het_blok_gaat_is_ook_gekozen(als, zaak_van, wereld):
    with wereld.lees() as sessie:
        twee = sessie.scalars(select(Woning).where(Woning.status == "beschikbaar").order_by(Woning.id).limit(2)).all()
    pad, wonen = f"/zaken/{zaak_van('urgentie').zaaknummer}/besluiten/nieuw/voordracht", als("wonen")
    assert 'id="h-over"' not in wonen.open(pad), "er valt nog te kiezen"
    for woning in twee:
        pagina = wonen.open(f"{pad}?woning={woning.id}")
        assert woning.adres in pagina.partition('id="h-over"')[2].partition("</h2>")[0]
        assert pagina.partition(f'<option value="{woning.id}"')[2].startswith(" selected")


def test_een_ruil_zegt_met_welke_gemeente(als, zaak_van, wereld):
    pad = f"/zaken/{zaak_van('zoekend').zaaknummer}/besluiten/nieuw/ruil"
    wonen, velden = als("wonen"), {"voorstel": "Daar woont familie.", "publieke_aandacht": "nee"}
    leeg = wonen.stuur(pad, velden)
    assert leeg.status_code == 422 and "Vul in met welke gemeente u wilt ruilen." in leeg.text
    assert "Daar woont familie." in leeg.text
    wonen.gelukt(pad, {**velden, "andere_gemeente": "Winterswijk"})
    assert laatste(wereld, "zoekend", "ruil").gegevens["andere_gemeente"] == "Winterswijk"


def test_twee_keer_beslissen_kan_niet(als, wereld):
    besluit, een, twee = laatste(wereld, "voorgesteld", "voordracht"), als("teammanager"), als("teammanager")
    velden = {"uitkomst": "toegekend", "motivering": "Akkoord."}
    een.gelukt(f"/goedkeuren/{besluit.id}", velden)
    assert twee.stuur(f"/goedkeuren/{besluit.id}", {**velden, "uitkomst": "afgewezen"}).status_code in (404, 409)
    assert laatste(wereld, "voorgesteld", "voordracht").status == "toegekend"


def test_boven_de_grens_staat_de_som_en_wie_wel_mag(als, zaak_van, wereld):
    zaak = zaak_van("geaccepteerd")
    pad = f"/zaken/{zaak.zaaknummer}/besluiten/nieuw/inrichtingskrediet"
    financieel = als("financieel")
    assert financieel.stuur(pad, {"voorstel": "Bedden en tafel", "bedrag": "veel"}).status_code == 422
    financieel.gelukt(pad, {"voorstel": "Bedden en tafel", "bedrag": "6.200"})
    besluit = laatste(wereld, "geaccepteerd", "inrichtingskrediet")
    assert (besluit.bedrag_cent, besluit.vereist_niveau) == (620_000, 2)
    pagina = als("teammanager").open(f"/goedkeuren/{besluit.id}")
    assert "boven uw grens van" in pagina
    assert wereld.actor("ambtelijk_opdrachtgever").naam in pagina
    assert "Uw besluit" not in pagina
    geweigerd = als("teammanager").stuur(f"/goedkeuren/{besluit.id}", {"uitkomst": "toegekend"})
    assert geweigerd.status_code == 403
    assert "Uw besluit" in als("ambtelijk_opdrachtgever").open(f"/goedkeuren/{besluit.id}")


def test_wie_voorstelt_trekt_zelf_in_met_een_reden(als, wereld):
    besluit, wonen = laatste(wereld, "voorgesteld", "voordracht"), als("wonen")
    assert wonen.stuur(f"/besluiten/{besluit.id}/intrekken", {"reden": " "}).status_code == 422
    assert als("jurist").stuur(f"/besluiten/{besluit.id}/intrekken", {"reden": "x"}).status_code == 403
    wonen.gelukt(f"/besluiten/{besluit.id}/intrekken", {"reden": "De woning is toch te klein."})
    assert laatste(wereld, "voorgesteld", "voordracht").status == "ingetrokken"


def test_het_dossier_laat_zien_wat_weggaat_en_niets_anders(als, zaak_van, wereld):
    zaak, wonen = zaak_van("zoekend"), als("wonen")
    voor = {"profiel": "voordracht", "ontvanger": str(wereld.ligging.corporatie)}
    keuze = f"/zaken/{zaak.zaaknummer}/dossier?{urlencode(voor)}"
    pagina = wonen.open(keuze)
    weg = pagina.partition('id="h-weg"')[2].partition("</section>")[0]
    assert "Hoofdhuurder" in weg
    for geheim in ("BSN", "V-nummer", "ationaliteit", "Syri", "9999"):
        assert geheim not in re.sub(r"tel[^<]*", "", weg)
    leeg = wonen.stuur(f"/zaken/{zaak.zaaknummer}/dossier")
    assert leeg.status_code == 422
    wonen.gelukt(f"/zaken/{zaak.zaaknummer}/dossier", {**voor, "gezien": gezien_op(pagina)})
    documenten = wonen.open(f"/zaken/{zaak.zaaknummer}").partition('id="documenten"')[2].partition("</section>")[0]
    assert "Dossier voor" in documenten
