"""De tweede factor: een besluit vraagt een verse code, en elke code werkt één keer (veiligheid D1, D2, D3, D5)."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from html import unescape
from threading import Barrier

import pytest
from sqlalchemy import func, select, update

from casus.actions import tweedefactor
from casus.actor import Actor
from casus.db import Bereik
from casus.demo.tweedefactor import demogeheim
from casus.models import Gebeurtenis, Indiening, Sessie, Teller, TweedeFactor
from casus.rules.tweedefactor import code_van, stap
from casus.termijnen import klok_op, nu
from casus.web import limieten
from casus.web import tweedefactor as scherm
from tests import tweedefactor as proefapp
from tests.integration.web.conftest import WACHTWOORD

PAD = "/proef/met-code"
FORMULIER = {"naam": "Ada", "uitleg": "Een lang verhaal."}


@pytest.fixture
def wie(lid, gemeenten):
    return lid(gemeenten[0])


@pytest.fixture
def kaal(browser, wie):
    """Iemand die is ingelogd, zonder code-app."""
    b = browser()
    b.log_in(wie)
    return b


@pytest.fixture
def b(kaal, app, database, wie):
    """Iemand die is ingelogd, met een code-app die nog niet is gebruikt."""
    proefapp.koppel(database, proefapp.bos(app), wie.id)
    return kaal


def stand(database, gemeente) -> int:
    with database.lezen(Bereik.van(gemeente.id)) as sessie:
        return sessie.scalar(select(Teller.laatste)) or 0


def soorten(database, gemeente) -> list[str]:
    with database.lezen(Bereik.van(gemeente.id)) as sessie:
        alle = sessie.scalars(select(Gebeurtenis.soort).order_by(Gebeurtenis.nr))
        return [soort for soort in alle if soort != "ingelogd"]


def rij(database) -> TweedeFactor:
    with database.lezen() as sessie:
        return sessie.scalars(select(TweedeFactor)).one()


def fout_bij_code(antwoord) -> str:
    gevonden = re.search(r'id="code-fout">.*?</span>([^<]+)</span>', antwoord.text)
    assert gevonden, antwoord.text
    return unescape(gevonden[1])


# Een handeling met een code


def test_zonder_code_gebeurt_er_niets_en_blijft_alles_staan(b, database, gemeenten):
    antwoord = b.post(PAD, FORMULIER)
    assert (antwoord.status_code, fout_bij_code(antwoord)) == (422, scherm.LEEG)
    assert 'value="Ada"' in antwoord.text and "Een lang verhaal." in antwoord.text
    assert (stand(database, gemeenten[0]), soorten(database, gemeenten[0])) == (0, [])
    assert 'autocomplete="one-time-code"' in antwoord.text and 'inputmode="numeric"' in antwoord.text


def test_een_goede_code_geldt_vijf_minuten(b, database, gemeenten, wie):
    assert b.post(PAD, {**FORMULIER, "code": proefapp.code()}).status_code == 303
    assert 'name="code"' not in b.get(PAD).text, "vers: het veld is weg"
    assert b.post(PAD, FORMULIER).status_code == 303
    proefapp.maak_oud(database, wie.id)
    assert 'name="code"' in b.get(PAD).text
    assert b.post(PAD, FORMULIER).status_code == 422
    assert stand(database, gemeenten[0]) == 2


@pytest.mark.parametrize("verder", [-1, 1])
def test_een_stap_ernaast_mag(b, verder):
    assert b.post(PAD, {**FORMULIER, "code": f" {proefapp.code(verder)} "}).status_code == 303


@pytest.mark.parametrize("code", ["000000x", "12345", "ABCD-EFGH-JKMN", "x" * 5000, "١٢٣٤٥٦"])
def test_een_verkeerde_code_is_een_zin_bij_het_veld(b, database, gemeenten, code):
    antwoord = b.post(PAD, {**FORMULIER, "code": code})
    assert (antwoord.status_code, fout_bij_code(antwoord)) == (422, scherm.FOUT)
    assert 'value="Ada"' in antwoord.text
    assert code not in antwoord.text, "een code komt nooit terug op het scherm"
    assert (stand(database, gemeenten[0]), soorten(database, gemeenten[0])) == (0, ["tweede_factor_mislukt"])


def test_een_gebruikte_code_werkt_niet_nog_eens_en_een_oudere_ook_niet(b, database, wie):
    moment = nu()
    with klok_op(lambda: moment):
        code, vorige = proefapp.code(), proefapp.code(-1)
        assert b.post(PAD, {**FORMULIER, "code": code}).status_code == 303
        for oud in (code, vorige):
            proefapp.maak_oud(database, wie.id)
            antwoord = b.post(PAD, {**FORMULIER, "code": oud})
            assert (antwoord.status_code, fout_bij_code(antwoord)) == (422, scherm.GEBRUIKT)


def test_een_goede_code_telt_ook_als_de_handeling_wordt_geweigerd(b, database, gemeenten):
    antwoord = b.post(PAD, {"naam": "regel", "code": proefapp.code()})
    assert antwoord.status_code == 422 and "Leg eerst de reactie vast." in antwoord.text
    assert 'name="code"' not in antwoord.text
    assert b.post(PAD, FORMULIER).status_code == 303
    assert stand(database, gemeenten[0]) == 1


def test_zonder_app_staat_er_hoe_u_er_een_krijgt(kaal, database, gemeenten):
    assert 'href="/tweede-factor/instellen?terug=/proef/met-code"' in kaal.get(PAD).text
    antwoord = kaal.post(PAD, {**FORMULIER, "code": "123456"})
    assert (antwoord.status_code, fout_bij_code(antwoord)) == (422, scherm.GEEN_APP)
    assert "Een lang verhaal." in antwoord.text and "/tweede-factor/instellen" in antwoord.text
    assert (stand(database, gemeenten[0]), soorten(database, gemeenten[0])) == (0, [])


def test_een_verse_code_is_van_deze_sessie_alleen(b, browser, wie, database):
    assert b.post(PAD, {**FORMULIER, "code": proefapp.code()}).status_code == 303
    elders = browser()
    elders.log_in(wie)
    assert elders.post(PAD, FORMULIER).status_code == 422
    with database.lezen() as sessie:
        assert sessie.scalar(select(func.count(Sessie.bevestigd_op))) == 1


# Hoe vaak


def test_na_vijf_codes_is_het_wachten_ook_met_een_goede(b, browser, app, lid, database, gemeenten):
    for _ in range(5):
        assert b.post(PAD, {**FORMULIER, "code": "12345"}).status_code == 422
    antwoord = b.post(PAD, {**FORMULIER, "code": proefapp.code()})
    assert antwoord.status_code == 429
    assert 0 < int(antwoord.headers["Retry-After"]) <= 301
    assert "te vaak een code" in fout_bij_code(antwoord) and "Een lang verhaal." in antwoord.text
    assert (stand(database, gemeenten[0]), soorten(database, gemeenten[0])) == (0, ["tweede_factor_mislukt"] * 6)
    ander, collega = browser(), lid(gemeenten[0])
    ander.log_in(collega)
    proefapp.koppel(database, proefapp.bos(app), collega.id)
    assert ander.post(PAD, {**FORMULIER, "code": proefapp.code()}).status_code == 303, "elk account telt apart"


def test_de_grenzen_zijn_die_van_de_veiligheidslijst():
    assert [(g.amount, g.get_expiry()) for g in limieten.TWEEDE_FACTOR] == [(5, 300), (20, 3600)]


# Herstelcodes


def test_een_herstelcode_werkt_een_keer(b, app, database, wie, gemeenten):
    ik = Actor(wie.id, wie.naam, gemeenten[0].id)
    with database.unit_of_work(Bereik.van(gemeenten[0].id)) as sessie:
        codes = tweedefactor.vernieuw_herstelcodes(sessie, actor=ik, bos=proefapp.bos(app))
    assert not set(codes) & set(rij(database).herstelcodes), "alleen hashes in de database"
    assert b.post(PAD, {**FORMULIER, "code": codes[3].lower().replace("-", " ")}).status_code == 303
    assert len(rij(database).herstelcodes) == 9
    proefapp.maak_oud(database, wie.id)
    nog_eens = b.post(PAD, {**FORMULIER, "code": codes[3]})
    assert (nog_eens.status_code, fout_bij_code(nog_eens)) == (422, scherm.FOUT)
    assert soorten(database, gemeenten[0]) == [
        "herstelcodes_vernieuwd",
        "herstelcode_gebruikt",
        "tweede_factor_mislukt",
    ]


# Tegelijk


def test_dezelfde_code_tegelijk_werkt_een_keer(app, database, gemeenten, wie):
    """De wedloop op de code zelf: in elke ronde wint er precies één, en een herstelcode net zo."""
    bos, ik, rondes, draden = proefapp.bos(app), Actor(wie.id, wie.naam, gemeenten[0].id), 20, 4
    proefapp.koppel(database, bos, wie.id)
    bereik, moment, hek = Bereik.van(gemeenten[0].id), nu(), Barrier(draden)
    with database.unit_of_work(bereik) as sessie:
        herstel = tweedefactor.vernieuw_herstelcodes(sessie, actor=ik, bos=bos)

    def probeer(code: str, dan=moment) -> str:
        hek.wait()
        with klok_op(dan), database.unit_of_work(bereik) as sessie:
            return tweedefactor.gebruik(sessie, actor=ik, invoer=code, bos=bos)

    with ThreadPoolExecutor(draden) as pool:
        for ronde in range(rondes):
            dan = moment + timedelta(minutes=ronde)
            uitslagen = list(pool.map(probeer, [code_van(proefapp.GEHEIM, stap(dan))] * draden, [dan] * draden))
            assert sorted(uitslagen) == ["gebruikt"] * (draden - 1) + ["goed"]
        assert sorted(pool.map(probeer, [herstel[0]] * draden)) == ["fout"] * (draden - 1) + ["goed"]
        verschillend = list(pool.map(probeer, herstel[1 : draden + 1]))
    assert verschillend == ["goed"] * draden, "vier verschillende herstelcodes tegelijk mogen wel"
    assert len(rij(database).herstelcodes) == 10 - 1 - draden


def test_twee_keer_insturen_is_een_gevolg_en_hetzelfde_antwoord(app, b, database, gemeenten, wie):
    velden = {
        **FORMULIER,
        "code": proefapp.code(),
        "_sleutel": "een-sleutel-van-dit-formulier",
        "csrf_token": b.teken(),
    }
    cookie, hek = b.client.get_cookie("casus").value, Barrier(4)

    def verstuur(_nr: int):
        client = app.test_client()
        client.set_cookie("casus", cookie)
        hek.wait()
        antwoord = client.post(PAD, data=velden)
        return antwoord.status_code, antwoord.location

    with ThreadPoolExecutor(4) as draden:
        assert set(draden.map(verstuur, range(4))) == {(303, "/proef")}
    proefapp.maak_oud(database, wie.id)
    assert b.client.post(PAD, data=velden).status_code == 303, "ook later: het antwoord van toen, zonder nieuwe code"
    assert stand(database, gemeenten[0]) == 1
    assert "tweede_factor_mislukt" not in soorten(database, gemeenten[0])
    with database.lezen(Bereik.van(gemeenten[0].id)) as sessie:
        bewaard = str(sessie.scalars(select(Indiening.antwoord)).all())
    assert velden["code"] not in bewaard


# Koppelen, vervangen en weghalen


def geheim_van(pagina: str) -> tuple[str, str]:
    """Het geheim om over te typen, en het kaartje dat het naar de server terugbrengt."""
    geheim = re.search(r'class="geheim nb">([^<]+)<', pagina)
    kaartje = re.search(r'name="kaartje" value="([^"]+)"', pagina)
    assert geheim and kaartje, pagina
    return geheim[1].replace(" ", ""), kaartje[1]


def codes_op(pagina: str) -> list[str]:
    return re.findall(r"<li>([2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4})</li>", pagina)


def test_koppelen_van_qr_tot_herstelcodes(kaal, browser, wie, database, gemeenten):
    elders = browser()
    elders.log_in(wie)
    pagina = kaal.get("/tweede-factor/instellen?terug=/proef/met-code").text
    geheim, kaartje = geheim_van(pagina)
    svg = pagina.partition('<svg class="qr"')[2].partition("</svg>")[0]
    assert "<path d=" in svg and "style" not in svg
    velden = {"kaartje": kaartje, "eerste_code": code_van(geheim, stap(nu())), "terug": PAD}
    fout = kaal.post("/tweede-factor/instellen", {**velden, "wachtwoord": "niet dit wachtwoord"})
    assert fout.status_code == 422 and "Dit wachtwoord klopt niet." in fout.text
    assert geheim_van(fout.text)[0] == geheim, "dezelfde QR-code blijft staan"
    fout = kaal.post("/tweede-factor/instellen", {**velden, "wachtwoord": WACHTWOORD, "eerste_code": "12345"})
    assert fout.status_code == 422 and "hoort niet bij de QR-code" in fout.text
    oud = kaal.client.get_cookie("casus").value
    klaar = kaal.post("/tweede-factor/instellen", {**velden, "wachtwoord": WACHTWOORD})
    assert klaar.status_code == 303 and klaar.location == f"/tweede-factor/herstelcodes?terug={PAD}"
    assert kaal.client.get_cookie("casus").value != oud
    assert elders.get("/proef").status_code == 303, "de andere sessies zijn beëindigd"
    codes = codes_op(kaal.get(klaar.location).text)
    assert len(codes) == 10
    assert codes_op(kaal.get("/tweede-factor/herstelcodes").text) == [], "één keer te zien"
    bewaard = rij(database)
    assert geheim not in str(vars(bewaard)) and len(bewaard.herstelcodes) == 10
    assert kaal.post(PAD, FORMULIER).status_code == 303, "de eerste code was meteen een bewijs"
    assert soorten(database, gemeenten[0]) == ["tweede_factor_ingesteld"]


def test_een_kaartje_van_een_ander_of_van_vroeger_koppelt_niets(kaal, browser, lid, gemeenten, database):
    ander = browser()
    ander.log_in(lid(gemeenten[0]))
    geheim, kaartje = geheim_van(ander.get("/tweede-factor/instellen").text)
    velden = {"wachtwoord": WACHTWOORD, "eerste_code": code_van(geheim, stap(nu()))}
    for vreemd in (kaartje, "", "onzin"):
        antwoord = kaal.post("/tweede-factor/instellen", {**velden, "kaartje": vreemd})
        assert antwoord.status_code == 422 and "verlopen" in antwoord.text
    eigen, kaartje = geheim_van(kaal.get("/tweede-factor/instellen").text)
    later = nu() + timedelta(minutes=16)
    with klok_op(lambda: later):
        verlopen = {**velden, "kaartje": kaartje, "eerste_code": code_van(eigen, stap(later))}
        assert kaal.post("/tweede-factor/instellen", verlopen).status_code == 422
    with database.lezen() as sessie:
        assert sessie.scalar(select(func.count()).select_from(TweedeFactor)) == 0


def test_vervangen_vraagt_de_oude_code_en_die_werkt_daarna_niet_meer(b, database, wie, gemeenten):
    geheim, kaartje = geheim_van(b.get("/tweede-factor/instellen").text)
    velden = {"kaartje": kaartje, "eerste_code": code_van(geheim, stap(nu()))}
    assert b.post("/tweede-factor/vervangen", velden).status_code == 422
    assert b.post("/tweede-factor/instellen", {**velden, "wachtwoord": WACHTWOORD}).status_code == 409
    assert b.post("/tweede-factor/vervangen", {**velden, "code": proefapp.code()}).status_code == 303
    proefapp.maak_oud(database, wie.id)
    assert b.post(PAD, {**FORMULIER, "code": proefapp.code(1)}).status_code == 422
    assert b.post(PAD, {**FORMULIER, "code": code_van(geheim, stap(nu()) + 1)}).status_code == 303
    assert "tweede_factor_vervangen" in soorten(database, gemeenten[0])


def test_nieuwe_herstelcodes_en_weghalen_vragen_een_code(b, database, gemeenten):
    assert "Gekoppeld sinds" in b.get("/tweede-factor").text
    for pad in ("/tweede-factor/herstelcodes", "/tweede-factor/verwijderen"):
        assert b.post(pad).status_code == 422
    assert b.post("/tweede-factor/herstelcodes", {"code": proefapp.code()}).status_code == 303
    assert len(codes_op(b.get("/tweede-factor/herstelcodes").text)) == 10
    oud = b.client.get_cookie("casus").value
    assert b.post("/tweede-factor/verwijderen").status_code == 303
    assert b.client.get_cookie("casus").value != oud
    assert "nog geen code-app" in b.get("/tweede-factor").text
    assert b.post(PAD, {**FORMULIER, "code": proefapp.code(1)}).status_code == 422, "en de sessie is niet meer vers"
    assert soorten(database, gemeenten[0]) == ["herstelcodes_vernieuwd", "tweede_factor_verwijderd"]


# De demo


def test_de_code_van_de_demo_staat_alleen_in_de_demo(b, app, database, wie, instellingen):
    assert b.get("/tweede-factor/demo").status_code == 404
    (instellingen.instance / "demo.json").write_text("{}")
    assert b.get("/tweede-factor/demo").status_code == 404, "een eigen app is niet die van de demo"
    assert "Oefenomgeving" not in b.get(PAD).text
    eigen = {"geheim": proefapp.bos(app).versleutel(demogeheim(wie.email))}
    with database.unit_of_work() as sessie:
        sessie.execute(update(TweedeFactor).values(eigen))
    pagina = b.get(PAD).text
    code = re.search(r"/tweede-factor/demo[^>]*>Oefenomgeving: de code is nu <b[^>]*>(\d{6})</b>", pagina)
    assert code and "Oefenomgeving" in pagina
    assert code[1] in b.get("/tweede-factor/demo?stil=1").text
    assert b.post(PAD, {**FORMULIER, "code": code[1]}).status_code == 303
    proefapp.maak_oud(database, wie.id)
    volgende = re.search(r">(\d{6})</b>", b.get(PAD).text)
    assert volgende and volgende[1] != code[1], "een gebruikte code staat er niet meer"
