"""Volgen, verwante zaken, de tijdlijn filteren en bladeren, en wie wat doet: op één pagina."""

from __future__ import annotations

import re

from sqlalchemy import select

from casus.actions import notities, volgen
from casus.db import uuid7
from casus.models import Taak, Volger, Zaakrol, Zaakverband
from casus.queries.tijdlijn import FILTERS, REGELS
from casus.termijnen import vandaag
from casus.vocab import GEBEURTENISSEN
from tests.wereld import B


def pad_van(zaak_van, plek="zoekend", **anders):
    return f"/zaken/{zaak_van(plek, **anders).zaaknummer}"


def deel(pagina, id_):
    """De tekst van één deel van de pagina."""
    html = pagina.partition(f'id="{id_}"')[2].partition("</section>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def rijen(wereld, model):
    with wereld.lees() as sessie:
        return sessie.scalars(select(model)).all()


# --- volgen ---


def test_volgen_en_niet_meer_volgen_hoe_vaak_ook(als, zaak_van, wereld):
    pad, jurist = pad_van(zaak_van), als("jurist")
    assert "Niet meer volgen" not in jurist.open(pad)
    for _ in range(2):
        pagina = jurist.gelukt(f"{pad}/volgen")
        assert "Niet meer volgen" in pagina and "u volgt deze zaak" in pagina
    assert [rij.gebruiker_id for rij in rijen(wereld, Volger)] == [wereld.actor("jurist").gebruiker_id]
    assert "1 collega volgt deze zaak" in deel(als("wonen").open(pad), "team")
    assert "u volgt deze zaak" not in als("wonen").open(pad)
    for _ in range(2):
        assert "Niet meer volgen" not in jurist.gelukt(f"{pad}/niet-volgen")
    assert rijen(wereld, Volger) == []
    soorten = [g.soort for g, _ in wereld.gebeurtenissen(wereld.zaak_id("zoekend"))]
    assert (soorten.count("zaak_gevolgd"), soorten.count("zaak_niet_gevolgd")) == (1, 1)


def test_wie_geen_zaken_ziet_volgt_er_geen(als, zaak_van, wereld):
    assert als("beheerder").stuur(f"{pad_van(zaak_van)}/volgen").status_code == 403
    assert rijen(wereld, Volger) == []


def test_wie_volgt_of_schrijft_was_niemand_voor(als, zaak_van, wereld):
    zaak, cm, pad = zaak_van("zoekend"), als("casemanager"), pad_van(zaak_van)
    stil = {"versie": zaak.versie, "reden": "Op reis", "herzien_op": "1-9-2026"}
    cm.gelukt(f"{pad}/stilzetten", stil)
    als("jurist").gelukt(f"{pad}/volgen")
    als("jurist").gelukt(f"{pad}/notities", {"tekst": "Gezien."})
    te_laat = als("teammanager").stuur(f"{pad}/stilzetten", stil)
    assert te_laat.status_code == 409
    assert "Een collega was u voor." in te_laat.text
    assert f"{wereld.actor('casemanager').naam} zette de klok stil: Op reis." in te_laat.text
    assert "schreef een notitie" not in te_laat.text


# --- verwante zaken ---


def test_een_verband_staat_op_beide_zaken_en_gaat_van_beide_af(als, zaak_van, wereld):
    hier, daar, wonen = pad_van(zaak_van), pad_van(zaak_van, "nieuw"), als("wonen")
    ander = zaak_van("nieuw").zaaknummer
    pagina = wonen.gelukt(f"{hier}/verbanden", {"zaaknummer": f" {ander.lower()} ", "soort": "nareis"})
    assert ander in deel(pagina, "verwant") and "nareis" in deel(pagina, "verwant")
    overkant = wonen.open(daar)
    assert zaak_van("zoekend").zaaknummer in deel(overkant, "verwant")
    assert f"legde een verband met zaak {zaak_van('zoekend').zaaknummer}: nareis." in deel(overkant, "tijdlijn")
    verband = rijen(wereld, Zaakverband)[0]
    daarna = wonen.gelukt(f"{daar}/verbanden/{verband.id}/weg")
    assert "Geen." in deel(daarna, "verwant") and "Geen." in deel(wonen.open(hier), "verwant")
    assert "haalde het verband met zaak" in deel(wonen.open(hier), "tijdlijn")
    assert rijen(wereld, Zaakverband) == []


def test_wat_geen_andere_zaak_van_deze_gemeente_is_wordt_geweigerd_bij_het_veld(als, zaak_van, wereld):
    pad, wonen = pad_van(zaak_van), als("wonen")
    van_b, zelf = zaak_van("nieuw", gemeente=B).zaaknummer, zaak_van("zoekend").zaaknummer

    def weiger(nummer, soort="ruil"):
        antwoord = wonen.stuur(f"{pad}/verbanden", {"zaaknummer": nummer, "soort": soort})
        assert antwoord.status_code == 422
        assert f'value="{nummer}"' in antwoord.text
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", antwoord.text.partition('id="zaaknummer-fout"')[2])[:400])

    assert weiger(van_b).replace(van_b, "") == weiger("DOE-2020-99999").replace("DOE-2020-99999", "")
    assert "Deze zaak hoort bij een andere gemeente of bestaat niet." in weiger(van_b)
    assert "Dit is deze zaak zelf" in weiger(zelf)
    assert "Vul het nummer" in weiger("")
    ander = zaak_van("nieuw").zaaknummer
    weiger(ander, "vriend")
    wonen.gelukt(f"{pad}/verbanden", {"zaaknummer": ander, "soort": "ruil"})
    assert "horen al bij elkaar: ruil van woning" in weiger(ander, "familie")
    terug = wonen.stuur(f"{pad_van(zaak_van, 'nieuw')}/verbanden", {"zaaknummer": zelf, "soort": "familie"})
    assert terug.status_code == 422
    assert len(rijen(wereld, Zaakverband)) == 1


# --- de tijdlijn ---


def regels(pagina):
    lijst = pagina.partition('<ol class="tijdlijn">')[2].partition("</ol>")[0]
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", li)).strip() for li in lijst.split("<li>")[1:]]


def test_elke_soort_gebeurtenis_van_een_zaak_valt_onder_hooguit_een_filter():
    alle = [soort for soorten in FILTERS.values() for soort in soorten]
    assert len(alle) == len(set(alle))
    assert set(alle) <= set(GEBEURTENISSEN)
    assert all(FILTERS.values())
    assert "zaak_gevolgd" not in FILTERS["stappen"]


def test_een_filter_laat_alleen_die_soort_of_die_collega_zien(als, zaak_van, wereld):
    pad, wonen, wie = pad_van(zaak_van, "aangeboden"), als("wonen"), wereld.actor("teammanager")
    alle = wereld.gebeurtenissen(wereld.zaak_id("aangeboden"))
    for soort, soorten in FILTERS.items():
        horen = [g for g, _ in alle if g.soort in soorten]
        pagina = wonen.open(f"{pad}?tijdlijn={soort}")
        assert len(regels(pagina)) == min(len(horen), REGELS)
        assert f'value="{soort}" selected' in pagina
        assert ("Geen gebeurtenis past bij deze filters." in pagina) is (not horen)
    gezien = regels(wonen.open(f"{pad}?tijdlijn=besluiten&wie={wie.gebruiker_id}"))
    assert gezien and all(regel.startswith(wie.naam) for regel in gezien)


def test_terugbladeren_geeft_alles_precies_een_keer_ook_als_er_iets_bij_komt(als, zaak_van, wereld):
    pad, wonen = pad_van(zaak_van, "gehuisvest"), als("wonen")
    with wereld.werk() as sessie:
        zaak, jurist = wereld.loop(sessie, wereld.zaak_id("gehuisvest")).zaak, wereld.actor("jurist")
        for nr in range(30):
            notities.schrijf(sessie, zaak, actor=jurist, tekst=f"Notitie {nr}.")
    alle = wereld.gebeurtenissen(wereld.zaak_id("gehuisvest"))
    gezien, adres, bladen = [], pad, 0
    while adres:
        pagina = wonen.open(adres)
        gezien += regels(pagina)
        bladen += 1
        verder = re.search(r'<a href="([^"#]+voor=\d+)#tijdlijn"', pagina.replace("&amp;", "&"))
        if bladen == 1:
            assert f"Eerdere {len(alle) - REGELS} gebeurtenissen" in pagina
            assert "Naar de nieuwste" not in pagina
            with wereld.werk() as sessie:
                volgen.volg(sessie, wereld.loop(sessie, zaak.id).zaak, actor=jurist)
        adres = verder[1] if verder else ""
    assert len(gezien) == len(alle)
    assert bladen == -(-len(alle) // REGELS)
    assert "Naar de nieuwste" in pagina
    assert "opende de zaak" in gezien[-1]


def test_een_verzonnen_stuk_bestaat_niet(als, zaak_van):
    pad, wonen = pad_van(zaak_van), als("wonen")
    for vraag in ("tijdlijn=x", "voor=x", "voor=-1", "voor=²", "voor=99999999999", "wie=x"):
        wonen.open(f"{pad}?{vraag}", 404)


def test_ouder_contact_staat_onder_het_filter(als, zaak_van):
    pad, cm = pad_van(zaak_van), als("casemanager")
    for nr in range(7):
        velden = {"soort": "telefoon", "met": "de vader", "op": "vandaag", "verslag": f"Gesprek nummer {nr}."}
        pagina = cm.gelukt(f"{pad}/contact", velden)
    assert [f"Gesprek nummer {nr}." in deel(pagina, "contact") for nr in range(7)] == [False] * 2 + [True] * 5
    assert "Gesprek nummer 0." in deel(cm.open(f"{pad}?tijdlijn=contact"), "tijdlijn")


# --- wie doet wat, en waarop een taak wacht ---


def test_het_vaste_gezicht_staat_bij_wie_doet_wat(als, zaak_van, wereld):
    with wereld.werk() as sessie:
        zaak = wereld.loop(sessie, wereld.zaak_id("nieuw")).zaak
        financieel = wereld.actor("financieel")
        sleutel = {"gemeente_id": zaak.gemeente_id, "id": uuid7(), "zaak_id": zaak.id}
        sessie.add(Zaakrol(**sleutel, rol="financieel", gebruiker_id=financieel.gebruiker_id))
    team = deel(als("financieel").open(pad_van(zaak_van, "nieuw")), "team")
    assert f"Financieel {financieel.naam} (u)" in team
    assert "Jurist nog niemand" in team


def test_een_wachtende_taak_zegt_waarop_en_is_niet_aan_zet(als, zaak_van, wereld):
    with wereld.werk() as sessie:
        taken = sessie.scalars(
            select(Taak).where(Taak.zaak_id == wereld.zaak_id("nieuw"), Taak.status == "open").order_by(Taak.uiterlijk)
        ).all()
        for taak in taken:
            taak.wacht_op, taak.wacht_tot = "De Linde", vandaag().replace(day=30)
    pagina = als("casemanager").open(pad_van(zaak_van, "nieuw"))
    assert "wacht op De Linde tot do 30 jul" in deel(pagina, "taken")
    assert "Naar deze taak" not in pagina
    assert "De zaak wacht op De Linde tot do 30 jul." in pagina


def test_wat_nu_niet_te_melden_is_staat_er_met_de_reden(als, zaak_van):
    pagina = als("communicatie").open(pad_van(zaak_van, "gesloten"))
    blok = pagina.partition("Wat u nu niet kunt melden")[2].partition("</details>")[0]
    knoppen = re.findall(r'aria-disabled="true" aria-describedby="(melding-[^"]+)"', blok)
    assert knoppen
    for id_ in knoppen:
        assert re.search(rf'id="{id_}"[^>]*>.*?<span>[^<]{{10,}}</span>', blok, re.S)


def test_een_taak_van_vandaag_is_te_heropenen(als, zaak_van, wereld):
    with wereld.werk() as sessie:
        wereld.loop(sessie, wereld.zaak_id("zoekend")).taak("CM-04")
        oud = sessie.scalars(select(Taak).where(Taak.zaak_id == wereld.zaak_id("zoekend"), Taak.soort == "CM-03")).one()
        net = sessie.scalars(select(Taak).where(Taak.zaak_id == oud.zaak_id, Taak.soort == "CM-04")).one()
    pagina = als("casemanager").open(pad_van(zaak_van, "zoekend"))
    gereed = pagina.partition("Ook de taken die gereed zijn")[2].partition("</details>")[0]
    assert f'href="/taken/{net.id}/heropenen' in gereed
    assert f'href="/taken/{oud.id}/heropenen' not in gereed
