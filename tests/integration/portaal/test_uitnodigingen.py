"""Van uitnodiging tot binnen, en meteen weer weg voor wie de corporatie verlaat."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from casus.actions import dossierlinks, uitnodigingen
from casus.errors import Conflict, GeenRecht, InvoerFout
from casus.extensions import limiter
from casus.models import Functie, Functiehouder, Gebruiker, Lidmaatschap, Sessie, Uitnodiging
from casus.queries.actoren import maak_actor
from casus.queries.gebruikers import collegas
from casus.rules.tweedefactor import code_van, stap
from casus.termijnen import nu, vandaag
from casus.web import wachtwoorden
from tests.integration.portaal.conftest import Huurland, gebruiker_van
from tests.integration.test_lekken import kaal
from tests.integration.web import conftest as web
from tests.wereld import A, B

ZIN = "een fiets onder de rode boom"


licht = web._licht_hashen  # deze tests gaan niet over rekenen


@pytest.fixture(autouse=True)
def _verse_tellers(land: Huurland) -> None:
    with land.app.app_context():
        limiter.reset()


def _nodig(land: Huurland, gemeente: str = A, rol: str = "wonen", nr: int = 0, **anders: Any) -> Uitnodiging:
    velden = {"naam": "Ans Bos", "email": "Ans@Linde.example", "corporatie_id": land.corporaties[nr], **anders}
    with land.wereld.werk(gemeente) as sessie:
        return uitnodigingen.nodig_uit(sessie, actor=land.wereld.actor(rol, gemeente), bos=land.bos, **velden)


def _adres(land: Huurland) -> str:
    return land.adres_uit(land.bezorg()[-1][2])


def test_van_uitnodiging_tot_in_het_portaal(land: Huurland):
    land.dossier()
    _nodig(land)
    aan, onderwerp, tekst = land.bezorg()[0]
    assert aan == "ans@linde.example" and "Ans" not in tekst + onderwerp
    pad, bezoeker = land.adres_uit(tekst), land.bezoeker()
    assert "Welkom, Ans Bos" in bezoeker.open(pad)
    kort = bezoeker.stuur(pad, {"wachtwoord": "kort"})
    assert kort.status_code == 422 and "van 15 tot en met 128 tekens" in kort.text
    assert bezoeker.stuur(pad, {"wachtwoord": "casus welkom ans linde"}).status_code == 422
    klaar = bezoeker.stuur(pad, {"wachtwoord": ZIN})
    assert klaar.status_code == 303 and klaar.location == "/inloggen", "geen e-mailadres in het adres"
    assert "Log in met ans@linde.example" in bezoeker.open(klaar.location)
    binnen = bezoeker.stuur("/inloggen", {"email": "ans@linde.example", "wachtwoord": ZIN}, follow_redirects=True)
    assert "Stel eerst een code-app in" in binnen.text and "DOE-2026" not in binnen.text
    _koppel_app(bezoeker)
    assert "Dossier ophalen" in bezoeker.open("/portaal")
    bezoeker.open("/zaken", 403)
    soorten = [g.soort for g, _ in land.wereld.gebeurtenissen(land.wereld.gemeente())]
    assert [s for s in soorten if s.startswith("uitnodiging")] == ["uitnodiging_gestuurd", "uitnodiging_aangenomen"]


def _koppel_app(bezoeker: Any) -> None:
    pagina = bezoeker.open("/tweede-factor/instellen?terug=/portaal")
    geheim = re.search(r'class="geheim nb">([^<]+)<', pagina)
    kaartje, teken = (re.search(rf'name="{naam}" value="([^"]+)"', pagina) for naam in ("kaartje", "csrf_token"))
    assert geheim and kaartje and teken
    bezoeker.teken = teken[1]
    code = code_van(geheim[1].replace(" ", ""), stap(nu()))
    velden = {"kaartje": kaartje[1], "eerste_code": code, "wachtwoord": ZIN}
    assert bezoeker.stuur("/tweede-factor/instellen", velden).status_code == 303


def test_een_uitnodiging_werkt_een_keer_en_een_week(land: Huurland):
    u = _nodig(land)
    pad, bezoeker = _adres(land), land.bezoeker()
    goed = {"verloopt_op": nu() + timedelta(days=1), "gebruikt_op": None, "ingetrokken_op": None}
    niets = kaal(bezoeker.client.get("/uitnodiging/doe/niet-te-raden"))
    for anders in ({"verloopt_op": nu() - timedelta(seconds=1)}, {"gebruikt_op": nu()}, {"ingetrokken_op": nu()}):
        with land.wereld.werk() as sessie:
            sessie.execute(update(Uitnodiging).where(Uitnodiging.id == u.id).values(**{**goed, **anders}))
        assert kaal(bezoeker.client.get(pad)) == niets and niets[0] == 404
        assert bezoeker.stuur(pad, {"wachtwoord": ZIN}).status_code == 404
    with land.wereld.db.lezen() as sessie:
        assert not sessie.scalars(select(Gebruiker).where(Gebruiker.email == "ans@linde.example")).all()


def test_wie_al_een_account_heeft_houdt_zijn_wachtwoord(land: Huurland):
    hash_ = wachtwoorden.hash_wachtwoord(ZIN)
    wie = land.mens(0, B, wie={"email": "ans@linde.example", "wachtwoord_hash": hash_})
    _nodig(land)
    pad, bezoeker = _adres(land), land.bezoeker()
    assert "U hebt al een account" in bezoeker.open(pad)
    assert bezoeker.stuur(pad, {"wachtwoord": "een heel ander lang wachtwoord"}).status_code == 422
    assert bezoeker.stuur(pad, {"wachtwoord": ZIN}).status_code == 303
    assert gebruiker_van(land, wie).wachtwoord_hash == hash_
    with land.wereld.lees() as sessie:
        lid = sessie.scalars(select(Lidmaatschap).where(Lidmaatschap.gebruiker_id == wie.gebruiker_id)).one()
    assert (lid.rol, lid.corporatie_id, lid.van, lid.tot) == ("corporatie", land.corporaties[0], vandaag(), None)


def test_in_twee_gemeenten_tegelijk_aannemen_geeft_een_account(land: Huurland):
    """De tweede keek toen er nog geen account was: hij hoort het, en zijn uitnodiging blijft open."""
    eerste, tweede = _nodig(land), _nodig(land, B)
    nieuw: dict[str, Any] = {"gebruiker": None, "wachtwoord_hash": "x"}
    with land.wereld.werk() as sessie:
        uitnodigingen.neem_aan(sessie, eerste, **nieuw)
    with pytest.raises(Conflict, match="net met dit e-mailadres een account"), land.wereld.werk(B) as sessie:
        uitnodigingen.neem_aan(sessie, tweede, **nieuw)
    assert "U hebt al een account" in land.bezoeker().open(_adres(land))


def test_wie_raadt_zet_geen_kantoor_op_slot(land: Huurland):
    """Iedereen komt hier van hetzelfde adres: wie een geheim heeft dat bestaat, merkt niets van wie er raadt."""
    _nodig(land)
    with land.wereld.werk() as sessie:
        velden = {"naam": "x", "email": "x@linde.example", "dagen": 3, "hoogstens": 3, "bos": land.bos}
        _, geheim, code = dossierlinks.maak(sessie, land.dossier(), actor=land.wereld.actor("wonen"), **velden)
    pad, rader = next(land.adres_uit(t) for _, _, t in land.bezorg() if "/uitnodiging/" in t), land.bezoeker()
    for nr in range(12):
        assert rader.client.get(f"/uitnodiging/doe/kijk{nr}").status_code == 404, "kijken telt niet"
    raden = {f"/uitnodiging/doe/{nr}": {"wachtwoord": ZIN} for nr in range(11)}
    raden |= {f"/d/doe/{nr}": {"code": "12345678"} for nr in range(11)}
    statussen = [rader.stuur(adres, velden).status_code for adres, velden in raden.items()]
    assert statussen == [404] * 10 + [429] + [422] * 10 + [429]
    assert land.bezoeker().stuur(pad, {"wachtwoord": ZIN}).status_code == 303
    assert land.bezoeker().stuur(f"/d/doe/{geheim}", {"code": code}).status_code == 200


def test_wie_mag_uitnodigen_en_wie_niet_kan_worden_uitgenodigd(land: Huurland):
    for rol in ("wonen", "teammanager", "beheerder"):
        _nodig(land, rol=rol)
    for rol in ("casemanager", "jurist", "ambtelijk_opdrachtgever"):
        with pytest.raises(GeenRecht):
            _nodig(land, rol=rol)
    email = gebruiker_van(land, land.wereld.actor("jurist")).email
    with pytest.raises(InvoerFout, match="al toegang"):
        _nodig(land, email=email)
    with pytest.raises(InvoerFout, match="Kies voor welke corporatie"):
        _nodig(land, corporatie_id=None)


def test_wie_weggaat_is_meteen_weg(land: Huurland, als):
    """De oude cookie geeft het inlogscherm, links naar zijn adres werken niet, en elders verandert er niets."""
    wie, elders = land.mens(), land.mens(1)
    adres = gebruiker_van(land, wie).email
    scherm, ander = land.scherm(wie), land.scherm(elders)
    scherm.open("/portaal")
    with land.wereld.werk() as sessie:
        velden = {"naam": "x", "email": adres, "dagen": 3, "hoogstens": 3, "bos": land.bos}
        _, geheim, code = dossierlinks.maak(sessie, land.dossier(), actor=land.wereld.actor("wonen"), **velden)
    manager = als("teammanager")
    with land.wereld.lees() as sessie:
        lid_id = sessie.scalars(select(Lidmaatschap.id).where(Lidmaatschap.gebruiker_id == wie.gebruiker_id)).one()
    assert adres in manager.open("/corporaties") and adres in manager.open(f"/corporaties/toegang/{lid_id}")
    assert als("teammanager", vers=False).stuur(f"/corporaties/toegang/{lid_id}/beeindigen").status_code == 422
    assert adres not in manager.gelukt(f"/corporaties/toegang/{lid_id}/beeindigen")
    antwoord = scherm.client.get("/portaal")
    assert antwoord.status_code == 303 and antwoord.location.startswith("/inloggen")
    assert land.bezoeker().stuur(f"/d/doe/{geheim}", {"code": code}).status_code == 422
    ander.open("/portaal")
    assert manager.stuur(f"/corporaties/toegang/{lid_id}/beeindigen").status_code == 409
    assert land.wereld.gebeurtenissen(land.wereld.gemeente())[-2][0].soort == "toegang_beeindigd"


def test_ook_toegang_van_vandaag_is_meteen_weg(land: Huurland):
    wie = land.mens(van=vandaag())
    scherm = land.scherm(wie)
    with land.wereld.werk() as sessie:
        lid = sessie.scalars(select(Lidmaatschap).where(Lidmaatschap.gebruiker_id == wie.gebruiker_id)).one()
        mens = sessie.scalars(select(Gebruiker).where(Gebruiker.id == wie.gebruiker_id)).one()
        uitnodigingen.beeindig(sessie, lid, mens, actor=land.wereld.actor("beheerder"))
    assert scherm.client.get("/portaal").location.startswith("/inloggen")
    land.scherm(wie).open("/portaal", 403)


def test_in_een_andere_gemeente_blijft_de_toegang(land: Huurland):
    wie = land.mens(0, A)
    with land.wereld.werk(B) as sessie:
        vast = {"gemeente_id": land.wereld.gemeente(B), "gebruiker_id": wie.gebruiker_id, "rol": "corporatie"}
        sessie.add(Lidmaatschap(**vast, van=vandaag(), corporatie_id=land.corporaties[0]))
    with land.wereld.werk() as sessie:
        lid = sessie.scalars(select(Lidmaatschap).where(Lidmaatschap.gebruiker_id == wie.gebruiker_id)).one()
        mens = sessie.scalars(select(Gebruiker).where(Gebruiker.id == wie.gebruiker_id)).one()
        uitnodigingen.beeindig(sessie, lid, mens, actor=land.wereld.actor("wonen"))
    with land.wereld.lees(B) as sessie:
        over = sessie.scalars(select(Lidmaatschap).where(Lidmaatschap.gebruiker_id == wie.gebruiker_id)).one()
        assert over.tot is None
        assert not sessie.scalars(select(Sessie).where(Sessie.beeindigd_op.is_not(None))).all()


def test_intrekken_op_het_scherm(land: Huurland, als):
    _nodig(land)
    eerste, u = _adres(land), _nodig(land)
    pad, wonen = _adres(land), als("wonen")
    land.bezoeker().open(eerste, 404)  # opnieuw uitnodigen laat de oude vervallen
    land.bezoeker().open(pad)
    assert "uitgenodigd" in wonen.open("/corporaties")
    assert "Uitnodiging intrekken" not in wonen.gelukt(f"/corporaties/uitnodigingen/{u.id}/intrekken")
    assert wonen.stuur(f"/corporaties/uitnodigingen/{u.id}/intrekken").status_code == 409
    land.bezoeker().open(pad, 404)
    als("casemanager").open("/corporaties", 403)
    with pytest.raises(Conflict), land.wereld.werk() as sessie:
        uitnodigingen.neem_aan(sessie, u, gebruiker=None, wachtwoord_hash="x")


def test_uitnodigen_op_het_scherm_vraagt_een_code(land: Huurland, als):
    velden = {"corporatie": str(land.corporaties[0]), "naam": "Ans Bos", "email": "ans@linde.example"}
    assert als("wonen", vers=False).stuur("/corporaties/uitnodigen", velden).status_code == 422
    wonen = als("wonen")
    fout = wonen.stuur("/corporaties/uitnodigen", {**velden, "email": "geen adres"})
    assert fout.status_code == 422 and 'value="geen adres"' in fout.text
    assert "ans@linde.example" in wonen.gelukt("/corporaties/uitnodigen", velden)


def test_wie_van_een_corporatie_is_is_verder_niets(land: Huurland):
    """Ook niet als iemand hem een functie of een rol gaf: de actor heeft alleen het portaal, en is geen collega."""
    wie, gemeente = land.mens(), land.wereld.gemeente()
    with land.wereld.werk() as sessie:
        functie = sessie.scalars(select(Functie)).all()[0]
        vast = {"gemeente_id": gemeente, "gebruiker_id": wie.gebruiker_id, "van": date(2026, 1, 1)}
        sessie.add(Functiehouder(functie_id=functie.id, **vast))
        sessie.add(Lidmaatschap(rol="casemanager", **vast))
    with land.wereld.lees() as sessie:
        actor = maak_actor(sessie, gebruiker_van(land, wie), gemeente, "web")
        iedereen = {een.id for een in collegas(sessie, land.wereld.actor("wonen"), "corporatie")}
    assert (actor.rollen, actor.functies, actor.corporatie_id) == ({"corporatie"}, frozenset(), land.corporaties[0])
    assert wie.gebruiker_id not in iedereen
    land.scherm(wie).open("/zaken", 403)
