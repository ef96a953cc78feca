"""De pagina's van matching: woningen bij een huishouden, huishoudens bij een woning, en wensen."""

from __future__ import annotations

import re
from collections.abc import Callable
from uuid import uuid4

from sqlalchemy import select, update

from casus.models import Aanbod, Leesactie, Matchwens, Taak, Woning, Zaak
from tests.integration.schermen import conftest as schermen
from tests.integration.schermen.conftest import Scherm
from tests.wereld import VANDAAG, A, B, Wereld

app, als, zaak_van, taak_van = schermen.app, schermen.als, schermen.zaak_van, schermen.taak_van


def vrije_woning(w: Wereld, gemeente: str = A, nr: int = 0) -> Woning:
    with w.lees(gemeente) as sessie:
        return sessie.scalars(select(Woning).where(Woning.status == "beschikbaar").order_by(Woning.id)).all()[nr]


def test_woningen_staan_op_volgorde_met_punten_en_een_knop(
    wereld: Wereld, als: Callable[..., Scherm], zaak_van: Callable[..., Zaak], taak_van: Callable[..., Taak]
):
    wonen, zaak, taak = als("wonen"), zaak_van("zoekend"), taak_van("zoekend", "WO-03")
    assert f'href="/zaken/{zaak.zaaknummer}/woningen"' in wonen.open(f"/zaken/{zaak.zaaknummer}")
    pagina = wonen.open(f"/zaken/{zaak.zaaknummer}/woningen")
    assert "Passen" in pagina and "van 100</b> punten" in pagina
    gekozen = re.search(rf'href="(/taken/{taak.id}\?van=zaak&amp;woning=([0-9a-f-]+))"', pagina)
    assert gekozen
    formulier = wonen.open(gekozen[1].replace("&amp;", "&"))
    assert re.search(rf'<option value="{gekozen[2]}" selected>', formulier)
    with wereld.lees() as sessie:
        gelezen = sessie.scalars(select(Leesactie).where(Leesactie.zaak_id == zaak.id)).all()
    assert sorted(rij.wat for rij in gelezen) == [f"taak {taak.id}", "woningen bij het huishouden", "zaak"]


def test_waarom_niet_toont_alle_regels_ook_voor_een_woning_die_niet_vrij_is(
    wereld: Wereld, als: Callable[..., Scherm], zaak_van: Callable[..., Zaak]
):
    wonen, zaak = als("wonen"), zaak_van("zoekend")
    with wereld.lees() as sessie:
        bezet = sessie.scalars(select(Woning).where(Woning.status != "beschikbaar").order_by(Woning.id)).first()
    pagina = wonen.open(f"/zaken/{zaak.zaaknummer}/woningen?woning={bezet.id}")
    deel = pagina.partition('id="waarom"')[2]
    assert deel.count('<th scope="row">') == 9 and "Nodig" in deel and "nu niet te kiezen" in deel
    gezocht = wonen.open(f"/zaken/{zaak.zaaknummer}/woningen?adres={bezet.adres}")
    assert f"?woning={bezet.id}#waarom" in gezocht
    assert "geen woning met" in wonen.open(f"/zaken/{zaak.zaaknummer}/woningen?adres=%25")


def test_een_zaak_die_niet_zoekt_of_al_een_woning_heeft_kan_alleen_kijken(
    als: Callable[..., Scherm], zaak_van: Callable[..., Zaak]
):
    wonen = als("wonen")
    for plek, zin in (("voorgedragen", "al een woning voorgedragen"), ("nieuw", "zoekt nu geen woning")):
        pagina = wonen.open(f"/zaken/{zaak_van(plek).zaaknummer}/woningen")
        assert zin in pagina and "Deze woning kiezen" not in pagina


def test_vreemde_adressen_geven_geen_fout(als: Callable[..., Scherm], zaak_van: Callable[..., Zaak], wereld: Wereld):
    wonen, zaak = als("wonen"), zaak_van("zoekend")
    van_b = vrije_woning(wereld, B)
    adres = f"/zaken/{zaak.zaaknummer}/woningen"
    wonen.open(f"{adres}?woning=geen-id", 404)
    assert van_b.adres not in wonen.open(f"{adres}?woning={van_b.id}")
    wonen.open("/zaken/AAL-2026-00001/woningen", 404)
    wonen.open(f"/woningen/{van_b.id}/kandidaten", 404)
    wonen.open(f"/woningen/{uuid4()}/kandidaten", 404)
    wonen.open(f"/matching/wens?zaak={zaak.zaaknummer}&woning={van_b.id}", 404)
    wonen.open("/matching/wens?zaak=&woning=", 404)


def test_kandidaten_staan_op_volgorde_van_het_beleid(wereld: Wereld, als: Callable[..., Scherm]):
    pagina = als("casemanager").open(f"/woningen/{vrije_woning(wereld).id}/kandidaten")
    assert "wie het langst wacht" in pagina and "Van Doetinchem zoekend" in pagina
    assert f"/woningen/{vrije_woning(wereld).id}/kandidaten" in als("wonen").open(
        f"/woningen/{vrije_woning(wereld).id}"
    )
    assert "Kanarie" not in pagina and "Vastzetten" not in pagina and "Dit huishouden kiezen" not in pagina
    assert "Dit huishouden kiezen" in als("wonen").open(f"/woningen/{vrije_woning(wereld).id}/kandidaten")


def test_een_wens_vraagt_een_reden_en_is_weg_te_halen(
    wereld: Wereld, als: Callable[..., Scherm], zaak_van: Callable[..., Zaak]
):
    wonen, zaak, woning = als("wonen"), zaak_van("zoekend"), vrije_woning(wereld)
    velden = {"zaak": zaak.zaaknummer, "woning": str(woning.id), "soort": "nooit", "reden": " "}
    antwoord = wonen.stuur("/matching/wens", velden)
    assert antwoord.status_code == 422 and "Schrijf op waarom" in antwoord.text
    pagina = wonen.gelukt("/matching/wens", {**velden, "reden": "De trap is te steil."})
    assert "Uitgesloten: De trap is te steil." in pagina and "Ongedaan maken" in pagina
    with wereld.lees() as sessie:
        wens = sessie.scalars(select(Matchwens)).one()
    assert (wens.zaak_id, wens.woning_id, wens.vervallen_op) == (zaak.id, woning.id, None)
    assert "De trap is te steil." in wonen.open("/matching")
    assert "weg" in wonen.gelukt(f"/matching/wensen/{wens.id}/weg")
    assert als("casemanager").stuur("/matching/wens", velden).status_code == 403


def test_wie_vastzet_kan_dat_niet_twee_keer(wereld: Wereld, als: Callable[..., Scherm], zaak_van: Callable[..., Zaak]):
    wonen, zaak = als("wonen"), zaak_van("zoekend")
    velden = {"zaak": zaak.zaaknummer, "soort": "vast", "reden": "Dicht bij school."}
    wonen.gelukt("/matching/wens", {**velden, "woning": str(vrije_woning(wereld).id)})
    antwoord = wonen.stuur("/matching/wens", {**velden, "woning": str(vrije_woning(wereld, nr=1).id)})
    assert antwoord.status_code == 409 and "Dicht bij school." in antwoord.text
    pagina = wonen.open(f"/zaken/{zaak.zaaknummer}/woningen")
    assert re.search(r"1\. <a[^>]*>" + re.escape(vrije_woning(wereld).adres), pagina)


def test_wie_niet_de_eerste_woning_kiest_zegt_waarom_en_dat_wordt_bewaard(
    wereld: Wereld, als: Callable[..., Scherm], zaak_van: Callable[..., Zaak]
):
    wonen, zaak = als("wonen"), zaak_van("zoekend")
    lijst = wonen.open(f"/zaken/{zaak.zaaknummer}/woningen")
    eerste, tweede = re.findall(r'<li id="woning-([0-9a-f-]+)">', lijst)[:2]
    pad = f"/zaken/{zaak.zaaknummer}/besluiten/nieuw/voordracht"
    velden = {"voorstel": "Past op alle regels.", "woning": tweede}
    antwoord = wonen.stuur(pad, velden)
    assert antwoord.status_code == 422 and "Casus zette deze woning op plek 2" in antwoord.text
    wonen.gelukt(pad, {**velden, "keuze_reden": "Dicht bij school."})
    with wereld.lees() as sessie:
        aanbod = sessie.scalars(select(Aanbod).where(Aanbod.zaak_id == zaak.id)).one()
    assert (str(aanbod.woning_id), aanbod.keuze_plek, aanbod.keuze_reden) == (tweede, 2, "Dicht bij school.")
    assert str(aanbod.keuze_woning_id) == eerste and aanbod.keuze_score and aanbod.keuze_zaak_id and aanbod.keuze_beurt
    assert f"plek 2 bij de woningen, plek {aanbod.keuze_beurt} bij de huishoudens" in wonen.open(
        f"/zaken/{zaak.zaaknummer}"
    )
    assert eerste != tweede


def test_wie_de_eerste_woning_kiest_hoeft_niets_uit_te_leggen(
    wereld: Wereld, als: Callable[..., Scherm], zaak_van: Callable[..., Zaak]
):
    wonen, zaak = als("wonen"), zaak_van("zoekend")
    with wereld.werk() as sessie:  # van de anderen staat de klok stil, dus dit huishouden is aan de beurt
        sessie.execute(update(Zaak).where(Zaak.id != zaak.id).values(opgeschort_sinds=VANDAAG))
    eerste = re.findall(r'<li id="woning-([0-9a-f-]+)">', wonen.open(f"/zaken/{zaak.zaaknummer}/woningen"))[0]
    wonen.gelukt(f"/zaken/{zaak.zaaknummer}/besluiten/nieuw/voordracht", {"voorstel": "Past.", "woning": eerste})
    with wereld.lees() as sessie:
        assert sessie.scalars(select(Aanbod.keuze_plek).where(Aanbod.zaak_id == zaak.id)).one() == 1
