"""De werkvoorraad op het scherm: lijsten, zoeken, weergaven, kolommen, exporteren en openklappen."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from datetime import timedelta
from html import unescape

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from casus.actions import lijstexport
from casus.models import Afwezigheid, Gebruiker, Leesactie, Lidmaatschap, Taak, Volger
from casus.queries.lijstkeuze import SORTERINGEN
from casus.termijnen import nu
from casus.views.schermen import lijstbestand
from casus.web import sessies
from tests import tweedefactor
from tests.integration.queries.tellen import opdrachten
from tests.integration.schermen.conftest import Scherm
from tests.wereld import FAMILIE, VANDAAG, A, B

LIJSTEN = ("/werkvoorraad", "/werkvoorraad/rollen", "/werkvoorraad/team", "/werkvoorraad/gevolgd")


def rijen(pagina: str) -> list[str]:
    return re.findall(r'<tr class="rij[^"]*" id="taak-([^"]+)"', pagina)


def koppen(pagina: str) -> list[str]:
    return [unescape(een) for een in re.findall(r'<th scope="col"[^>]*><a [^>]*>([^<]+?)\s*<', pagina)]


def aantal(pagina: str) -> int:
    return int(re.search(r'id="telling">(\d+) ta', pagina)[1])


def test_elke_lijst_toont_zoveel_taken_als_zij_zegt(als, wereld):
    with wereld.werk() as sessie:
        wie = wereld.actor("casemanager")
        sessie.add(Volger(gemeente_id=wie.gemeente_id, zaak_id=wereld.zaak_id("nieuw"), gebruiker_id=wie.gebruiker_id))
    cm = als("casemanager")
    for pad in LIJSTEN:
        pagina = cm.open(pad)
        op_blad = min(50, aantal(pagina))
        assert len(rijen(pagina)) == op_blad > 0, pad
        assert f"Taak 1 tot en met {op_blad}" in pagina


def test_tot_en_met_telt_ook_wat_te_laat_is(als):
    tm = als("teammanager")
    per = {naam: aantal(tm.open(f"/werkvoorraad/team?uiterlijk={naam}")) for naam in ("te_laat", "vandaag", "week")}
    assert aantal(tm.open("/werkvoorraad/team?uiterlijk=tm_vandaag")) == per["te_laat"] + per["vandaag"]
    assert aantal(tm.open("/werkvoorraad/team?uiterlijk=tm_week")) == sum(per.values()) > 0


def test_wie_te_laat_kiest_hoort_hoeveel_er_op_een_ander_wachten(als, wereld):
    def wachten() -> int:
        pagina = als("teammanager").open("/werkvoorraad/team?uiterlijk=te_laat")
        gevonden = re.search(r"waarvan er (\d+) op een ander wacht", pagina)
        assert "te laat</strong>" not in pagina
        return int(gevonden[1]) if gevonden else 0

    voor = wachten()
    with wereld.werk() as sessie:
        vrij = select(Taak).where(Taak.status == "open", Taak.blokkade_soort == "", Taak.wacht_tot.is_(None))
        taak = sessie.scalars(vrij.order_by(Taak.id).limit(1)).one()
        taak.uiterlijk, taak.wacht_op, taak.wacht_tot = VANDAAG - timedelta(9), "COA", VANDAAG + timedelta(900)
    assert wachten() == voor + 1


def test_een_open_rij_heeft_de_knoppen_die_iemand_mag(als, wereld):
    def knoppen(rol: str, rij: str) -> set[str]:
        pagina = als(rol).open(f"/werkvoorraad/team?open={rij}")
        return set(re.findall(r'data-toets="([pwo])"', pagina.partition('class="uitklap"')[2]))

    rij = rijen(als("teammanager").open("/werkvoorraad/team?behandelaar=geen&rol=jurist"))[0]
    assert knoppen("teammanager", rij) == {"p", "w", "o"}, "wie het werk verdeelt, doet dat uit de lijst"
    assert knoppen("casemanager", rij) == set()
    assert ">Toewijzen " in als("teammanager").open(f"/werkvoorraad/team?open={rij}")


VRAGEN = (
    *(f"sorteer={naam}&richting=af" for naam in SORTERINGEN),
    "uiterlijk=te_laat&rol=wonen&toestand=match_gezocht&wacht=nu&gepland=nee&behandelaar=geen&casemanager=mij",
    "corporatie=geen",
    "gemeente=alle",
    "rol=%25&sorteer='&richting=x&corporatie=zz&open=zz&nr=-3&gepland=9",
    "uiterlijk=week&uiterlijk=later",
)
VERZONNEN = ("na=onzin", "na=v0.zz.2026-01-01", "zoek=onzin", "sorteer=huishouden&na=v0.x.y")


def test_elk_adres_opent_en_een_verzonnen_blad_of_zoekterm_bestaat_niet(als):
    wonen = als("wonen")
    for vraag in VRAGEN:
        wonen.open(f"/werkvoorraad/team?{vraag}")
    for vraag in VERZONNEN:
        wonen.open(f"/werkvoorraad/team?{vraag}", 404)


def test_bladeren_op_het_scherm(als):
    for sorteer in ("uiterlijk", "huishouden"):
        _blader(als("teammanager"), sorteer)


def _blader(tm: Scherm, sorteer: str) -> None:
    gezien, pad, blad = [], f"/werkvoorraad/team?sorteer={sorteer}", 0
    while pad:
        pagina, blad = tm.open(pad), blad + 1
        gezien += rijen(pagina)
        assert "Van+Doetinchem" not in pad and "doetinchem" not in pad.lower()
        volgende = re.search(r'href="([^"]+)" rel="next"', pagina)
        pad = unescape(volgende[1]) if volgende else ""
    assert blad > 1 and len(gezien) == len(set(gezien)) == aantal(tm.open("/werkvoorraad/team"))
    assert f"tot en met {len(gezien)} van {len(gezien)}. U bent aan het eind van de lijst." in pagina
    vorige = unescape(re.search(r'href="([^"]+)" rel="prev"', pagina)[1])
    assert rijen(tm.open(vorige)) == gezien[(blad - 2) * 50 : (blad - 1) * 50]


def test_zoeken_zet_geen_naam_in_het_adres(als):
    tm = als("teammanager")
    velden = {"q": "van doetinchem aangeboden", "lijst": "team", "filters": "rol=wonen"}
    antwoord = tm.stuur("/werkvoorraad/zoeken", velden)
    assert antwoord.status_code == 303
    assert "aangeboden" not in antwoord.location and "rol=wonen" in antwoord.location
    pagina = tm.open(antwoord.location)
    assert 0 < len(rijen(pagina)) == aantal(pagina)
    assert pagina.count("Van Doetinchem aangeboden") >= len(rijen(pagina))
    assert 'value="van doetinchem aangeboden"' in pagina
    niets = tm.open(tm.stuur("/werkvoorraad/zoeken", {**velden, "q": "kanarie"}).location)
    assert "Geen taak past bij deze filters." in niets and "Filters wissen" in niets


def test_een_lege_lijst_zegt_wat_u_kunt_doen(als):
    assert "Open een zaak en kies Volgen." in als("wonen").open("/werkvoorraad/gevolgd")
    assert "Ter goedkeuring" in als("teammanager").open("/werkvoorraad")
    assert "Er staat geen open taak op uw naam." in als("communicatie").open("/werkvoorraad")


def test_pakken_haalt_de_taak_uit_de_rol_met_ongedaan_maken(als, taak_van):
    taak, cm = taak_van("nieuw", "CM-01"), als("casemanager")
    hier = "/werkvoorraad/rollen?sorteer=taak"
    assert str(taak.id) in rijen(cm.open(hier))
    daarna = cm.gelukt(f"/taken/{taak.id}/pakken", {"versie": taak.versie, "terug": hier})
    assert str(taak.id) not in rijen(daarna)
    assert "Ongedaan maken" in daarna
    assert str(taak.id) in rijen(cm.open("/werkvoorraad"))


def test_openklappen_toont_wat_er_te_doen_is_en_de_toetsen(als, taak_van, wereld):
    taak, cm = taak_van("gepakt", "CM-01"), als("casemanager")
    pagina = cm.open(f"/werkvoorraad?open={taak.id}")
    assert pagina.count('class="uitklap"') == 1
    for stuk in ("Nog te doen", "Laatste notitie", 'data-toets="g"', 'data-toets="p"', 'data-toets="w"', "Sluiten"):
        assert stuk in pagina
    assert 'aria-expanded="true"' in pagina
    vreemd = next(rij["id"] for rij in wereld.rijen("taak") if rij["gemeente_id"] == wereld.gemeente(B))
    assert 'class="uitklap"' not in cm.open(f"/werkvoorraad?open={vreemd}")


def test_wie_ik_vervang_staat_erbij(als, wereld):
    cm, collega = wereld.actor("casemanager"), wereld.actor("jurist")
    with wereld.werk() as sessie:
        taak, niet_mijn_rol = (
            sessie.scalars(select(Taak).where(Taak.status == "open", Taak.rol == rol).order_by(Taak.id)).first()
            for rol in ("casemanager", "jurist")
        )
        taak.behandelaar_id = niet_mijn_rol.behandelaar_id = collega.gebruiker_id
    als_cm = als("casemanager")
    eerst = rijen(als_cm.open("/werkvoorraad"))
    assert str(taak.id) not in eerst
    with wereld.werk() as sessie:
        rij = {"gebruiker_id": collega.gebruiker_id, "vervanger_id": cm.gebruiker_id, "van": VANDAAG, "tot": VANDAAG}
        sessie.add(Afwezigheid(gemeente_id=wereld.gemeente(), **rij))
    pagina = als_cm.open("/werkvoorraad")
    assert f"voor {collega.naam}" in pagina
    assert set(rijen(pagina)) - set(eerst) == {str(taak.id)}, "een taak die hij niet mag doen, staat er niet bij"


# --- weergaven ---


def bewaar(scherm: Scherm, naam: str, **anders: str) -> str:
    velden = {"naam": naam, "lijst": "team", "filters": "rol=casemanager&sorteer=huishouden", **anders}
    return scherm.gelukt("/werkvoorraad/weergaven", velden)


def test_een_gedeelde_weergave_telt_wat_haar_lijst_toont_ook_voor_een_collega(als):
    cm, wonen = als("casemanager"), als("wonen")
    daarna = bewaar(cm, "Voor de casemanager", gedeeld="ja")
    assert "is bewaard" in daarna
    assert "Van het team" not in daarna
    bewaar(cm, "Zelf", filters="behandelaar=mij")
    voor_wonen = wonen.open("/werkvoorraad")
    assert "Van het team" in voor_wonen and ">Zelf <" not in voor_wonen
    link = re.search(r'<a href="([^"]+)">Voor de casemanager <span class="tel">(\d+)<', voor_wonen)
    pagina = wonen.open(unescape(link[1]))
    assert int(link[2]) == aantal(pagina) > 0
    assert 'aria-current="page">Voor de casemanager' in pagina


def test_mijn_in_een_gedeelde_weergave_is_wie_kijkt(als, wereld):
    bewaar(als("casemanager"), "Van mij", filters="behandelaar=mij", gedeeld="ja")
    for rol in ("casemanager", "jurist"):
        scherm, ik = als(rol), wereld.actor(rol).gebruiker_id
        link = re.search(r'<a href="([^"]+)">Van mij <span class="tel">(\d+)<', scherm.open("/werkvoorraad"))
        van_mij = [r for r in wereld.rijen("taak") if r["behandelaar_id"] == ik and r["status"] == "open"]
        assert int(link[2]) == len(van_mij) == len(rijen(scherm.open(unescape(link[1]))))


def test_een_naam_die_al_bestaat_houdt_wat_was_getypt(als):
    cm = als("casemanager")
    bewaar(cm, "Dubbel")
    velden = {"naam": "Dubbel", "lijst": "team", "filters": "rol=wonen", "gedeeld": "ja"}
    antwoord = cm.stuur("/werkvoorraad/weergaven", velden)
    assert antwoord.status_code == 422
    assert 'value="Dubbel"' in antwoord.text and 'value="rol=wonen"' in antwoord.text
    assert "U hebt al een weergave met deze naam." in antwoord.text


def test_een_weergave_bijwerken_en_een_gedeelde_die_blijft_liggen(als, wereld):
    cm, tm, wonen = als("casemanager"), als("teammanager"), als("wonen")
    bewaar(cm, "Oud werk", gedeeld="ja")
    weergave_id = str(wereld.rijen("weergave")[0]["id"])
    bij = cm.open("/werkvoorraad/weergaven/nieuw?lijst=team&filters=rol%3Dwonen")
    assert f'<option value="{weergave_id}">Oud werk' in bij
    velden = {"naam": "", "lijst": "team", "filters": "rol=wonen", "bestaand": weergave_id}
    assert "laat voortaan deze lijst zien" in cm.gelukt("/werkvoorraad/weergaven", velden)
    [rij] = wereld.rijen("weergave")
    assert (rij["naam"], rij["filters"], rij["gedeeld"]) == ("Oud werk", {"rol": "wonen"}, True)
    assert wonen.stuur("/werkvoorraad/weergaven", velden).status_code == 403
    delen = f"/werkvoorraad/weergaven/{weergave_id}/delen"
    assert "Niet meer delen" not in wonen.open("/werkvoorraad/weergaven")
    assert wonen.stuur(delen, {"gedeeld": "nee"}).status_code == 403
    assert "Niet meer delen" in tm.open("/werkvoorraad/weergaven")
    tm.gelukt(delen, {"gedeeld": "nee"})
    assert "Oud werk" not in wonen.open("/werkvoorraad") and "Oud werk" in cm.open("/werkvoorraad")
    assert wereld.breuken() == []


def test_hernoemen_delen_weggooien_en_terugzetten(als, wereld):
    cm, collega = als("casemanager"), als("wonen")
    bewaar(cm, "Eerste naam")
    weergave_id = wereld.rijen("weergave")[0]["id"]
    pad = f"/werkvoorraad/weergaven/{weergave_id}"
    assert collega.stuur(f"{pad}/naam", {"naam": "x"}).status_code == 404
    assert "Tweede naam" in cm.gelukt(f"{pad}/naam", {"naam": "Tweede naam"})
    cm.gelukt(f"{pad}/delen", {"gedeeld": "ja"})
    assert "Tweede naam" in collega.open("/werkvoorraad")
    assert collega.stuur(f"{pad}/naam", {"naam": "x"}).status_code == 403
    assert collega.stuur(f"{pad}/weg").status_code == 403
    assert cm.stuur(f"{pad}/naam", {"naam": " "}).status_code == 422
    vooraf = wereld.rijen("weergave")[0]
    weg = cm.gelukt(f"{pad}/weg")
    assert wereld.rijen("weergave") == []
    terug = unescape(re.search(r'action="(/werkvoorraad/weergaven/terug[^"]+)"', weg)[1])
    cm.gelukt(terug)
    na = wereld.rijen("weergave")[0]
    zelfde = ("naam", "lijst", "filters", "gedeeld", "eigenaar_id")
    assert {naam: na[naam] for naam in zelfde} == {naam: vooraf[naam] for naam in zelfde}
    soorten = [rij["soort"] for rij in wereld.rijen("gebeurtenis") if rij["soort"].startswith("weergave")]
    assert sorted(soorten) == ["weergave_gedeeld", "weergave_gedeeld", "weergave_weg"], "wat privé was, is van haarzelf"


def test_een_kaart_van_een_andere_vorm_bestaat_niet(als, app, wereld):
    bos, cm = app.extensions["casus.sleutelbos"], als("casemanager")
    vormen = ["[]", "{}", "1", "null", '["a"]', '["a", "mijn", [], true]', '[1, "mijn", {}, 0]', "geen json"]
    kaarten = [bos.maak_kaart(een, doel="weergave") for een in vormen]
    for kaart in (*kaarten, bos.maak_kaart('["a", "mijn", {}, true]', doel="zoekterm"), "verzonnen"):
        antwoord = cm.stuur(f"/werkvoorraad/weergaven/terug?kaart={kaart}")
        assert antwoord.status_code == 404 and "Naar het begin" in antwoord.text
    assert wereld.rijen("weergave") == []


# --- kolommen ---


def test_gekozen_kolommen_horen_bij_de_gebruiker_en_bij_een_lijst(als, wereld):
    cm = als("casemanager")
    velden = {"lijst": "team", "kolom": ["corporatie", "fatale_datum", "onzin"], "terug": "/werkvoorraad/team"}
    pagina = cm.gelukt("/werkvoorraad/kolommen", velden)
    assert koppen(pagina) == ["Uiterlijk", "Taak", "Huishouden", "Fatale datum", "Corporatie"]
    assert koppen(als("casemanager").open("/werkvoorraad/team")) == koppen(pagina)
    assert koppen(cm.open("/werkvoorraad")) == ["Uiterlijk", "Taak", "Huishouden", "Toestand", "Rol"]
    with wereld.db.lezen() as sessie:
        ik = sessie.get_one(Gebruiker, wereld.actor("casemanager").gebruiker_id)
    assert ik.voorkeuren["kolommen"] == {"team": ["fatale_datum", "corporatie"]}


# --- exporteren ---


def test_het_bestand_is_de_lijst_van_het_scherm(als, wereld):
    with wereld.werk() as sessie:
        taak = sessie.scalars(select(Taak).where(Taak.status == "open", Taak.rol == "wonen").order_by(Taak.id)).first()
        taak.titel = "=cmd|' /C calc'!A0"
    tm = als("teammanager")
    pagina = tm.open("/werkvoorraad/team?rol=wonen&sorteer=huishouden")
    velden = {"lijst": "team", "filters": "rol=wonen&sorteer=huishouden", "vorm": "csv"}
    antwoord = tm.stuur("/werkvoorraad/exporteren", velden)
    assert antwoord.status_code == 200
    assert re.search(r'attachment; filename="?team-2026-07-06\.csv', antwoord.headers["Content-Disposition"])
    kop, *inhoud = csv.reader(io.StringIO(antwoord.data.decode("utf-8-sig")), delimiter=";")
    assert kop[:4] == ["Groep", "Uiterlijk", "Taak", "Bij de taak"]
    assert len(inhoud) == aantal(pagina)
    op_scherm = [unescape(n) for n in re.findall(r'<a class="zaak"[^>]*>([^<]+)<', pagina)]
    assert [rij[kop.index("Huishouden")] for rij in inhoud][: len(op_scherm)] == op_scherm
    assert "'=cmd|' /C calc'!A0" in [rij[2] for rij in inhoud]
    xlsx = tm.stuur("/werkvoorraad/exporteren", {**velden, "vorm": "xlsx"})
    blad = load_workbook(io.BytesIO(xlsx.data)).active
    assert blad.max_row == len(inhoud) + 1
    assert {cel.data_type for cel in blad["C"]} == {"s"}


def test_exporteren_wordt_vastgelegd_en_is_begrensd(als, wereld):
    tm, wie = als("teammanager"), wereld.actor("teammanager")
    velden = {"lijst": "team", "filters": "", "vorm": "csv"}
    codes = [tm.stuur("/werkvoorraad/exporteren", velden).status_code for _ in range(6)]
    assert codes == [200] * 5 + [429]
    gebeurd = [g for g, _ in wereld.gebeurtenissen(wereld.gemeente()) if g.soort == "lijst_geexporteerd"]
    assert len(gebeurd) == 5 and {g.actor_id for g in gebeurd} == {wie.gebruiker_id}
    with wereld.lees() as sessie:
        gelezen = sessie.scalars(select(Leesactie.wat).where(Leesactie.gebruiker_id == wie.gebruiker_id)).all()
    assert sum(wat.startswith("lijst team als csv") for wat in gelezen) == 5
    assert wereld.breuken() == []


def test_exporteren_vraagt_een_code_en_bewaart_de_lijst(als, app, wereld):
    tm, wie = als("teammanager", vers=False), wereld.actor("teammanager")
    tweedefactor.koppel(wereld.db, tweedefactor.bos(app), wie.gebruiker_id)
    adres = re.search(r'href="(/werkvoorraad/exporteren[^"]+)"', tm.open("/werkvoorraad/team?rol=wonen"))
    formulier = tm.open(unescape(adres[1]))
    velden = {
        naam: unescape(re.search(f'name="{naam}" value="([^"]*)"', formulier)[1]) for naam in ("lijst", "filters")
    }
    geweigerd = tm.stuur("/werkvoorraad/exporteren", {**velden, "vorm": "csv"})
    assert geweigerd.status_code == 422 and "Vul de code uit uw app in" in geweigerd.text
    assert re.search(r'value="csv" checked', geweigerd.text) and 'value="rol=wonen"' in geweigerd.text
    met_code = {**velden, "vorm": "csv", "code": tweedefactor.code()}
    assert tm.stuur("/werkvoorraad/exporteren", met_code).mimetype == "text/csv"


def test_een_te_lange_lijst_zegt_dat_zij_is_afgekapt(als, monkeypatch):
    monkeypatch.setattr(lijstbestand, "HOOGSTENS", 7)
    antwoord = als("teammanager").stuur("/werkvoorraad/exporteren", {"lijst": "team", "vorm": "csv"})
    regels = antwoord.data.decode("utf-8-sig").splitlines()
    assert len(regels) == 1 + 7 + 1
    assert regels[-1].startswith("Hier stopt het bestand")
    assert lijstexport.HOOGSTENS == 20_000


# --- meer gemeenten, en hoeveel het kost ---


@pytest.fixture
def in_twee(app, wereld):
    """De casemanager van A die ook in B werkt, met de keuze tussen beide."""
    wie = wereld.actor("casemanager")
    with wereld.werk(B) as sessie:
        lid = {"gebruiker_id": wie.gebruiker_id, "rol": "casemanager", "van": VANDAAG - timedelta(days=9)}
        sessie.add(Lidmaatschap(gemeente_id=wereld.gemeente(B), **lid))
    with wereld.db.unit_of_work() as sessie:
        sleutel = sessies.begin(sessie, wie.gebruiker_id, wie.gemeente_id, True, bevestigd_op=nu())
    client = app.test_client()
    client.set_cookie("casus", sleutel)
    return Scherm(client, re.search(r'name="csrf_token" value="([^"]+)"', client.get("/werkvoorraad").text)[1])


def test_een_lijst_over_meer_gemeenten_gaat_mee_en_staat_in_elke_gemeente_vast(in_twee, wereld):
    adres = re.search(r'href="(/werkvoorraad/exporteren[^"]+)"', in_twee.open("/werkvoorraad/rollen?gemeente=alle"))
    assert "gemeente%3Dalle" in adres[1]
    antwoord = in_twee.stuur("/werkvoorraad/exporteren", {"lijst": "rollen", "filters": "gemeente=alle", "vorm": "csv"})
    assert antwoord.status_code == 200
    kop, *inhoud = csv.reader(io.StringIO(antwoord.data.decode("utf-8-sig")), delimiter=";")
    per_gemeente = Counter(rij[kop.index("Gemeente")] for rij in inhoud)
    assert set(per_gemeente) == {A, B}
    for naam, getal in per_gemeente.items():
        keten = wereld.gebeurtenissen(wereld.gemeente(naam), naam)
        (gegevens,) = (tekst for g, tekst in keten if g.soort == "lijst_geexporteerd")
        assert json.loads(gegevens)["aantal"] == getal
    assert wereld.breuken() == []


def test_al_mijn_gemeenten_in_een_lijst(in_twee, als):
    hier = in_twee.open("/werkvoorraad/rollen")
    alle = in_twee.open("/werkvoorraad/rollen?gemeente=alle")
    assert FAMILIE[B] not in hier and "Al mijn gemeenten" in hier
    assert FAMILIE[B] in alle and f"Naar {B}" in alle and "Gemeente" in koppen(alle)
    assert set(rijen(hier)) < set(rijen(alle))
    assert len(rijen(alle)) == min(50, aantal(alle))
    zonder = als("casemanager").open("/werkvoorraad/rollen?gemeente=alle")
    assert FAMILIE[B] not in zonder and "Al mijn gemeenten" not in zonder
    assert FAMILIE[B] not in in_twee.open("/werkvoorraad/team?gemeente=alle")


def test_een_pagina_kost_hooguit_acht_queries_en_even_veel_voor_een_als_voor_vijftig(app, als, in_twee, wereld):
    tm = als("teammanager")
    bewaar(tm, "Een", gedeeld="ja")
    db = app.extensions["casus.database"]
    taak = wereld.rijen("taak")[0]
    for scherm, pad in (
        *((tm, pad) for pad in LIJSTEN),
        (tm, "/werkvoorraad/team?soort=JU-02"),
        (tm, f"/werkvoorraad/team?open={taak['id']}"),
        (in_twee, "/werkvoorraad/rollen?gemeente=alle"),
        (in_twee, "/werkvoorraad?gemeente=alle"),
    ):
        scherm.open(pad)
        with opdrachten(db) as gezien:
            scherm.open(pad)
        assert len(gezien) <= 8, (pad, [sql[:90] for sql, _ in gezien])


def test_de_buurgemeente_verandert_geen_lijst(als, wereld):
    tm = als("teammanager")
    vooraf = [rijen(tm.open(pad)) for pad in LIJSTEN]
    with wereld.werk(B) as sessie:
        wereld.nieuwe_zaak(sessie, B)
    assert [rijen(tm.open(pad)) for pad in LIJSTEN] == vooraf


def test_wat_een_ander_deed_staat_boven_de_lijst_en_de_rijen_blijven(als, taak_van):
    taak, cm = taak_van("nieuw", "CM-01"), als("casemanager")
    pagina = cm.open("/werkvoorraad/rollen")
    peil = unescape(re.search(r'id="nieuws"[^>]*hx-get="([^"]+)"', pagina)[1])
    assert "stil=1" in peil and "tonen" not in cm.open(peil)
    als("casemanager").gelukt(f"/taken/{taak.id}/pakken", {"versie": taak.versie})
    daarna = cm.open(peil)
    assert "1 taak minder, tonen" in daarna
    assert unescape(re.search(r'id="nieuws"[^>]*hx-get="([^"]+)"', daarna)[1]) == peil
