"""De zaak op één pagina: alles te zien, elke knop of zijn reden, en wat is getypt blijft staan."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from limits import parse
from sqlalchemy import select

from casus.extensions import limiter
from casus.models import Gebeurtenis, Leesactie, Persoon
from casus.web import limieten
from tests import tweedefactor as proefapp
from tests.factories import SLEUTELBOS
from tests.wereld import PLEKKEN, A, B


@pytest.mark.parametrize("rol", ["wonen", "teammanager"])
def test_elke_zaak_kan_open_met_elke_stap_als_knop_of_met_reden(als, zaak_van, rol):
    """Kijken verandert geen zaak: één collega opent ze allemaal in één wereld. Elke plek die stuk is wordt genoemd."""
    wie, uitgezet = als(rol), 0
    fout: dict[str, object] = {}
    for plek in sorted(PLEKKEN):
        zaak = zaak_van(plek)
        antwoord = wie.client.get(f"/zaken/{zaak.zaaknummer}")
        if antwoord.status_code != 200 or zaak.zaaknummer not in antwoord.text:
            fout[plek] = antwoord.status
            continue
        knoppen = re.findall(r'aria-disabled="true" aria-describedby="([^"]+)"', antwoord.text)
        uitgezet += len(knoppen)
        if zonder := [knop for knop in knoppen if not _heeft_reden(antwoord.text, knop)]:
            fout[plek] = zonder
    assert not fout
    assert uitgezet > len(PLEKKEN), "er zijn genoeg uitgezette knoppen nagekeken"


def _heeft_reden(pagina: str, knop: str) -> bool:
    reden = re.search(rf'id="{knop}"[^>]*>(.*?)</div>', pagina, re.S)
    return bool(reden and re.search(r"<span>[^<]{10,}</span>", reden[1]))


def test_de_knop_die_kan_zet_de_stap_en_een_reden_die_er_staat_weigert_de_server(als, zaak_van):
    zaak, wonen = zaak_van("voorgedragen"), als("wonen")
    pad = f"/zaken/{zaak.zaaknummer}"
    assert "Woning aangeboden" in wonen.gelukt(f"{pad}/overgang/aanbod_doen", {"versie": zaak.versie})
    assert zaak_van("voorgedragen").toestand == "woning_aangeboden"
    nieuw = zaak_van("nieuw")
    pagina = wonen.open(f"/zaken/{nieuw.zaaknummer}/overgang/profiel_compleet")
    zin = re.search(r'id="verstuur-reden".*?<span>([^<]+)</span>', pagina, re.S)
    antwoord = wonen.stuur(f"/zaken/{nieuw.zaaknummer}/overgang/profiel_compleet", {"versie": nieuw.versie})
    assert antwoord.status_code in (403, 422)
    assert zin and zin[1] in antwoord.text
    assert zaak_van("nieuw").toestand == "toegewezen"


def test_wie_te_laat_is_hoort_wie_er_eerder_was_en_houdt_zijn_tekst(als, zaak_van):
    zaak, een, twee = zaak_van("aangeboden"), als("wonen"), als("teammanager")
    pad = f"/zaken/{zaak.zaaknummer}/overgang/aanbod_intrekken"
    een.open(pad)
    velden = {"versie": zaak.versie, "reden": "corporatie", "toelichting": "De Linde belde: lekkage."}
    cm = als("casemanager")
    stil = {"versie": zaak.versie, "reden": "Ziekenhuis", "herzien_op": "1-9-2026"}
    cm.gelukt(f"/zaken/{zaak.zaaknummer}/stilzetten", stil)
    antwoord = een.stuur(pad, velden)
    assert antwoord.status_code == 409
    assert "Een collega was u voor" in antwoord.text
    assert zaak_van("aangeboden").toestand == "woning_aangeboden"
    assert twee.open(f"/zaken/{zaak.zaaknummer}").count("de klok staat stil") >= 1


def test_stilzetten_en_hervatten(als, zaak_van):
    zaak, cm = zaak_van("zoekend"), als("casemanager")
    pad = f"/zaken/{zaak.zaaknummer}"
    velden = {"versie": zaak.versie, "reden": "Tijdelijk bij familie", "herzien_op": "1-9-2026"}
    fout = cm.stuur(f"{pad}/stilzetten", {**velden, "herzien_op": "ooit"})
    assert fout.status_code == 422
    assert "Tijdelijk bij familie" in fout.text
    assert "de klok staat stil sinds" in cm.gelukt(f"{pad}/stilzetten", velden)
    assert "de klok staat stil sinds" not in cm.gelukt(f"{pad}/hervatten", {"versie": zaak_van("zoekend").versie})


def test_een_notitie_en_een_contact_staan_in_de_tijdlijn(als, zaak_van):
    pad, cm = f"/zaken/{zaak_van('zoekend').zaaknummer}", als("casemanager")
    assert "Vader belde over de school." in cm.gelukt(f"{pad}/notities", {"tekst": "Vader belde over de school."})
    velden = {"soort": "telefoon", "met": "de vader", "op": "gisteren", "tolk": "ja"}
    velden["verslag"] = "Hij wil graag een tuin."
    assert "Hij wil graag een tuin." in cm.gelukt(f"{pad}/contact", velden)
    leeg = cm.stuur(f"{pad}/contact", {**velden, "verslag": ""})
    assert leeg.status_code == 422
    assert "de vader" in leeg.text


def vreemde_persoon(wereld) -> UUID:
    with wereld.lees(B) as sessie:
        return sessie.scalars(select(Persoon.id).order_by(Persoon.id)).all()[0]


def test_een_bsn_staat_er_pas_na_tonen_en_wie_keek_is_vastgelegd(als, zaak_van, wereld, app):
    zaak = zaak_van("zoekend")
    with wereld.lees() as sessie:
        persoon = sessie.scalars(
            select(Persoon).where(Persoon.huishouden_id == zaak.huishouden_id, Persoon.bsn.is_not(None))
        ).first()
    app.extensions["casus.sleutelbos"] = SLEUTELBOS  # daarmee zijn de huishoudens van de wereld versleuteld
    nummer = SLEUTELBOS.ontsleutel(persoon.bsn)
    cm, pad = als("casemanager", vers=False), f"/zaken/{zaak.zaaknummer}"
    proefapp.koppel(wereld.db, SLEUTELBOS, wereld.actor("casemanager").gebruiker_id)
    assert nummer not in cm.open(pad)
    velden = {"persoon": str(persoon.id), "reden": "Aanvraag van de uitkering."}
    for anders, zin in (
        ({}, "Vul de code uit uw app in"),
        ({"code": proefapp.code(), "reden": " "}, "Schrijf op waarvoor u het BSN nodig hebt."),
        ({"persoon": ""}, "Kies van wie u het BSN wilt zien."),
        ({"reden": "x" * 201}, "hoogstens 200 tekens"),
    ):
        nee = cm.stuur(f"{pad}/bsn", {**velden, **anders})
        assert (nee.status_code, nummer in nee.text, zin in nee.text) == (422, False, True), zin
        assert "reden" in anders or "Aanvraag van de uitkering." in nee.text, "wat was getypt, blijft"
    assert "bsn_getoond" not in [g.soort for g, _ in wereld.gebeurtenissen(zaak.id)]
    getoond = cm.stuur(f"{pad}/bsn", velden)
    assert getoond.status_code == 200
    assert nummer in getoond.text
    assert nummer not in cm.open(pad) and "bekeek een BSN: ‘Aanvraag van de uitkering.’" in cm.open(pad)
    assert [g.soort for g, inhoud in wereld.gebeurtenissen(zaak.id)][-1] == "bsn_getoond"
    assert all(nummer not in inhoud for _, inhoud in wereld.gebeurtenissen(zaak.id))
    vreemd = {**velden, "persoon": str(vreemde_persoon(wereld))}
    assert cm.stuur(f"{pad}/bsn", vreemd).status_code == 404


def test_een_bsn_vragen_mag_niet_eindeloos(als, zaak_van, app, monkeypatch):
    monkeypatch.setattr(limieten, "BSN", parse("2 per hour"))
    with app.app_context():
        limiter.reset()
    cm, pad = als("casemanager"), f"/zaken/{zaak_van('zoekend').zaaknummer}/bsn"
    velden = {"persoon": "", "reden": "Aanvraag van de uitkering."}
    antwoorden = [cm.stuur(pad, velden) for _ in range(3)]
    assert [een.status_code for een in antwoorden] == [422, 422, 429]
    assert "U vroeg dit uur al 2 keer een BSN op" in antwoorden[-1].text
    assert "Aanvraag van de uitkering." in antwoorden[-1].text, "wat was getypt, blijft"
    assert als("wonen").stuur(pad, velden).status_code != 429


def test_kijken_naar_een_zaak_staat_in_het_leeslogboek(als, zaak_van, wereld):
    zaak = zaak_van("zoekend")
    als("casemanager").open(f"/zaken/{zaak.zaaknummer}")
    with wereld.lees() as sessie:
        gezien = sessie.scalars(select(Leesactie).where(Leesactie.zaak_id == zaak.id)).all()
        nieuwste = sessie.scalars(select(Gebeurtenis).order_by(Gebeurtenis.tijdstip.desc())).first()
    assert [(rij.gebruiker_id, rij.wat) for rij in gezien] == [(wereld.actor("casemanager").gebruiker_id, "zaak")]
    assert nieuwste.soort != "zaak"


def test_alles_van_een_andere_gemeente_is_een_404_die_niets_verraadt(als, zaak_van, taak_van, wereld):
    ander, taak, wonen = zaak_van("voorgesteld", B), taak_van("voorgesteld", "WO-03", B), als("wonen")
    vooraf = wereld.momentopname(B)
    niets = wonen.open("/zaken/AAL-2026-99999", 404)
    resten = ("", "/contact", "/stilzetten", "/dossier", "/besluiten/nieuw")
    paden = [f"/zaken/{ander.zaaknummer}{rest}" for rest in resten]
    for pad in (*paden, f"/zaken/{ander.zaaknummer}/overgang/aanbod_doen", f"/taken/{taak.id}"):
        assert wonen.open(pad, 404) == niets
    for pad in (f"/zaken/{ander.zaaknummer}/notities", f"/zaken/{ander.zaaknummer}/overgang/aanbod_doen"):
        assert wonen.stuur(pad, {"versie": 1, "tekst": "x"}).status_code == 404
    assert wonen.stuur(f"/taken/{taak.id}/pakken", {"versie": 1}).status_code == 404
    assert wereld.momentopname(B) == vooraf
    assert ander.zaaknummer not in wonen.open("/zaken")
    assert wereld.gemeente(A) != wereld.gemeente(B)


def test_zoeken_gaat_zonder_naam_in_het_adres(als, zaak_van):
    wonen = als("wonen")
    gevonden = wonen.stuur("/zaken/zoeken", {"q": "van doet zoekend"}, follow_redirects=True)
    assert "zoekend" not in gevonden.request.path
    assert gevonden.status_code == 200
    assert zaak_van("zoekend").zaaknummer in gevonden.text
    assert "kanarie" not in wonen.open("/zaken/zoeken?q=kanarie").lower()  # een naam in het adres wordt niet gelezen


def test_een_opdrachtgever_bladert_niet_door_zaken(als, zaak_van):
    wie = als("ambtelijk_opdrachtgever")
    wie.open(f"/zaken/{zaak_van('zoekend').zaaknummer}", 403)
    wie.open("/zaken", 403)
    wie.open("/goedkeuren")


def test_een_melding_wordt_vastgelegd_en_geeft_een_taak(als, zaak_van):
    zaak, jurist = zaak_van("zoekend"), als("casemanager")
    pagina = jurist.open(f"/zaken/{zaak.zaaknummer}")
    meldingen = re.findall(r'href="(/zaken/[^"]+/melden/[^"]+)"', pagina)
    assert meldingen
    for pad in meldingen:
        assert "Vastleggen" in jurist.open(pad)
    leeg = jurist.stuur(f"/zaken/{zaak.zaaknummer}/melden/nareis_gemeld", {"versie": zaak.versie})
    assert leeg.status_code == 422


def test_de_weg_terug_is_de_lijst_waar_men_vandaan_kwam(als, zaak_van):
    wie, pad = als("teammanager"), f"/zaken/{zaak_van('nieuw').zaaknummer}"

    def terug(van: str) -> tuple[str, str]:
        pagina = wie.client.get(pad, headers={"Referer": van}).text
        gevonden = re.search(r'<p class="klein"><a href="([^"]*)">.*?</svg>\s*([^<]+)</a>', pagina, re.S)
        assert gevonden
        return gevonden[1], gevonden[2].strip()

    assert terug("http://localhost/werkvoorraad/team?rol=wonen") == ("/werkvoorraad/team?rol=wonen", "Team")
    assert terug("http://localhost/goedkeuren") == ("/goedkeuren", "Ter goedkeuring")
    for van in ("", "http://elders.example/werkvoorraad/team", "http://localhost/inloggen", "http://localhost:x/%zz"):
        assert terug(van) == ("/werkvoorraad", "Mijn taken"), van
