"""De pagina's over woningen en complexen: filters, bladeren, formulieren die bewaren wat was getypt, en inlezen."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, update

from casus.actions import woningen
from casus.models import Aanbod, Besluit, Complextaak, Leesactie, Taak, Woning
from tests import woningen as proef
from tests import woninglijsten
from tests.integration.queries.tellen import opdrachten
from tests.integration.schermen.conftest import Scherm
from tests.wereld import VANDAAG, B, Wereld

FORMULIER = {
    "adres": "Merelstraat 12", "postcode": "7001 AB", "plaats": "Doetinchem", "detailsoort": "TUS", "kamers": "4",
    "slaapkamers": "3", "oppervlakte": "92", "verdieping": "0", "toegankelijkheid": "ZON", "energielabel": "AP",
    "kale_huur_cent": "612,45", "subsidiabel_cent": "12,50", "overig_cent": "", "huur_cent": "", "contractsoort": "ONB",
    "woonvorm": "regulier", "complex_id": "", "beschikbaar_van": "1-8-2026", "eind_op": "", "corporatie_nummer": "",
    "toelichting": "",
}  # fmt: skip


def _woning(w: Wereld, gemeente: str = "Doetinchem", **anders: Any) -> UUID:
    with w.werk(gemeente) as sessie:
        return proef.leg_vast(sessie, w.actor("wonen", gemeente), w.ligging.corporatie, **anders).id


def _rij(w: Wereld, woning_id: UUID) -> dict[str, Any]:
    return next(rij for rij in w.rijen("woning") if rij["id"] == woning_id)


def test_vastleggen_wijzigen_en_wie_te_laat_is_houdt_zijn_tekst(wereld: Wereld, als: Callable[..., Scherm]):
    scherm = als("wonen")
    velden = {**FORMULIER, "corporatie": str(wereld.ligging.corporatie)}
    pagina = scherm.gelukt("/woningen/nieuw", velden)
    assert "De woning is vastgelegd en beschikbaar." in pagina and "Merelstraat 12" in pagina
    rij = next(rij for rij in wereld.rijen("woning") if rij["adres"] == "Merelstraat 12")
    assert (rij["huur_cent"], rij["energielabel"]) == (62_495, "AP")
    hier = f"/woningen/{rij['id']}/wijzigen"
    scherm.gelukt(hier, {**FORMULIER, "versie": "1", "slaapkamers": "2", "lift": "ja"})
    assert _rij(wereld, rij["id"])["lift"] in (True, 1)
    antwoord = scherm.stuur(hier, {**FORMULIER, "versie": "1", "toelichting": "Mijn eigen tekst"})
    assert antwoord.status_code == 409 and "Mijn eigen tekst" in antwoord.text and "was u voor" in antwoord.text
    ongewijzigd = scherm.gelukt(hier, {**FORMULIER, "versie": "2", "slaapkamers": "2", "lift": "ja"})
    assert "Er is niets veranderd" in ongewijzigd


def test_elk_fout_veld_heeft_zijn_zin_en_wat_was_getypt_blijft(als: Callable[..., Scherm], wereld: Wereld):
    vreemd = {"kamers": "veel", "kale_huur_cent": "zes", "beschikbaar_van": "ooit", "toelichting": "Dit blijft staan"}
    velden = {**FORMULIER, "corporatie": str(wereld.ligging.corporatie), **vreemd}
    antwoord = als("wonen").stuur("/woningen/nieuw", velden)
    assert antwoord.status_code == 422
    for veld in ("kamers", "kale_huur_cent", "beschikbaar_van"):
        assert f'id="{veld}-fout"' in antwoord.text
    assert "Dit blijft staan" in antwoord.text and 'value="ooit"' in antwoord.text
    leeg = als("wonen").stuur("/woningen/nieuw", {})
    assert leeg.status_code == 422
    anders = als("wonen").stuur("/woningen/nieuw", {**velden, **FORMULIER, "corporatie": "x", "postcode": "7001 SS"})
    assert "Kies een corporatie." in anders.text


def test_de_lijst_filtert_en_bladert_zonder_iets_over_te_slaan(wereld: Wereld, als: Callable[..., Scherm]):
    with wereld.werk() as sessie:
        wie = wereld.actor("wonen")
        for nr in range(60):
            anders = {"slaapkamers": 5, "kamers": 6, "beschikbaar_van": VANDAAG + timedelta(days=nr % 3)}
            proef.leg_vast(sessie, wie, wereld.ligging.corporatie, **anders)
    scherm, gezien, pad = als("casemanager"), [], "/woningen?slaapkamers=5"
    while pad:
        pagina = scherm.open(pad)
        gezien += re.findall(r'class="zaak" href="/woningen/([0-9a-f-]{36})"', pagina)
        verder = re.search(r'href="([^"]+)" rel="next"', pagina)
        pad = verder[1].replace("&amp;", "&") if verder else ""
    assert len(gezien) == len(set(gezien)) == 60
    assert "60 woningen" in pagina
    assert "Geen woning past" in scherm.open("/woningen?slaapkamers=5&status=ingetrokken")
    morgen = (VANDAAG + timedelta(days=1)).isoformat()
    assert "40 woningen" in scherm.open(f"/woningen?slaapkamers=5&vrij={morgen}")
    assert scherm.open("/woningen?status=niets&corporatie=x&slaapkamers=a&woonvorm=y&vrij=z")
    assert scherm.client.get("/woningen?na=kapot").status_code == 404


def test_verhuurd_staat_alleen_op_de_lijst_als_u_ernaar_vraagt(wereld: Wereld, als: Callable[..., Scherm]):
    with wereld.lees() as sessie:
        woning = sessie.scalars(select(Woning).where(Woning.status == "verhuurd").order_by(Woning.id)).all()[0]
    scherm = als("wonen")
    assert woning.adres not in scherm.open("/woningen")
    assert woning.adres in scherm.open("/woningen?status=verhuurd")


def test_een_stap_met_een_reden_en_een_stap_die_nog_niet_kan(wereld: Wereld, als: Callable[..., Scherm]):
    scherm, woning_id = als("wonen"), _woning(wereld)
    hier = f"/woningen/{woning_id}"
    zonder = scherm.stuur(f"{hier}/stap", {"stap": "intrekken", "_voorvoegsel": "intrekken-"})
    assert zonder.status_code == 422 and 'id="intrekken-reden-fout"' in zonder.text
    assert "De woning is nu ingetrokken." in scherm.gelukt(f"{hier}/stap", {"stap": "intrekken", "reden": "Verkocht"})
    assert "Verkocht" in scherm.open(hier)
    assert scherm.stuur(f"{hier}/stap", {"stap": "verhuren"}).status_code == 400, "die stap hoort bij een zaak"
    nog_eens = scherm.stuur(f"{hier}/stap", {"stap": "intrekken", "reden": "x"})
    assert nog_eens.status_code == 409 and "was u voor" in nog_eens.text
    with wereld.werk() as sessie:
        wie = wereld.actor("wonen")
        complex_ = proef.complex_(sessie, wie, wereld.ligging.corporatie)
        dicht = proef.leg_vast(sessie, wie, wereld.ligging.corporatie, complex_id=complex_.id).id
    pagina = scherm.open(f"/woningen/{dicht}")
    assert 'aria-disabled="true"' in pagina and "is nog niet klaar" in pagina
    geweigerd = scherm.stuur(f"/woningen/{dicht}/stap", {"stap": "beschikbaar_maken"})
    assert geweigerd.status_code == 422 and "is nog niet klaar" in geweigerd.text


def test_wie_niet_van_wonen_is_ziet_geen_knoppen(wereld: Wereld, als: Callable[..., Scherm]):
    scherm, woning_id = als("casemanager"), _woning(wereld)
    pagina = scherm.open(f"/woningen/{woning_id}")
    assert "Gegevens wijzigen" not in pagina and "Intrekken" not in pagina
    assert scherm.stuur(f"/woningen/{woning_id}/stap", {"stap": "intrekken", "reden": "x"}).status_code == 403


def test_de_pagina_toont_voor_wie_de_woning_is_aangeboden(wereld: Wereld, als: Callable[..., Scherm]):
    with wereld.lees() as sessie:
        woning = sessie.scalars(select(Woning).where(Woning.status == "voorgedragen").order_by(Woning.id)).all()[0]
    pagina = als("wonen").open(f"/woningen/{woning.id}")
    assert "Van Doetinchem" in pagina and "/zaken/DOE-2026-" in pagina


def test_een_complex_met_taken_van_vastleggen_tot_klaar(wereld: Wereld, als: Callable[..., Scherm]):
    scherm = als("wonen")
    velden = {"naam": "Oude School", "woonvorm": "getransformeerd", "eenheden": "8", "einddatum": ""}
    zonder = scherm.stuur("/complexen/nieuw", {**velden, "corporatie": str(wereld.ligging.corporatie)})
    assert zonder.status_code == 422 and 'id="einddatum-fout"' in zonder.text and "Oude School" in zonder.text
    vol = {**velden, "einddatum": "31-12-2031", "corporatie": str(wereld.ligging.corporatie)}
    pagina = scherm.gelukt("/complexen/nieuw", vol)
    assert "Omgevingsvergunning voor wonen" in pagina and "nog niemand bij komen wonen" in pagina
    with wereld.lees() as sessie:
        taak = sessie.scalars(select(Complextaak).where(Complextaak.soort == "gebruiksmelding")).one()
    hier = f"/complexen/taken/{taak.id}"
    leeg = scherm.stuur(f"{hier}/gereed", {"_voorvoegsel": "gebruiksmelding-"})
    assert leeg.status_code == 422 and 'id="gebruiksmelding-toelichting-fout"' in leeg.text
    scherm.gelukt(f"{hier}/geven", {"behandelaar": str(wereld.actor("wonen").gebruiker_id)})
    klaar = scherm.gelukt(f"{hier}/gereed", {"toelichting": "Melding 2026-4"})
    assert "is klaar" in klaar and "Ongedaan maken" in klaar and "Melding 2026-4" in klaar
    assert "staat weer open" in scherm.gelukt(f"{hier}/heropenen")
    assert "Oude School" in scherm.open("/complexen") and "Gebruiksmelding" in scherm.open("/complexen/taken")
    complex_id = taak.complex_id
    anders = {**velden, "woonvorm": "kamergewijs", "anderen_man": "2", "versie": "1"}
    assert "Er wonen 2 mannen." in scherm.gelukt(f"/complexen/{complex_id}/wijzigen", anders)


def test_het_menu_telt_de_complextaken_die_vandaag_moeten(wereld: Wereld, als: Callable[..., Scherm]):
    with wereld.werk() as sessie:
        complex_ = proef.complex_(sessie, wereld.actor("wonen"), wereld.ligging.corporatie)
        for taak in sessie.scalars(select(Complextaak).where(Complextaak.complex_id == complex_.id)):
            taak.uiterlijk = VANDAAG - timedelta(days=1)
    zin = "complextaken zijn aan de beurt"
    per_rol = {"wonen": 3, "jurist": 1, "communicatie": 1, "teammanager": 0, "casemanager": None}
    for rol, aantal in per_rol.items():
        menu = als(rol).open("/woningen").partition("<main")[0]
        gevonden = re.search(rf"(\d+)\D*{zin}", re.sub(r"<[^>]+>", " ", menu))
        assert (int(gevonden[1]) if gevonden else 0) == (aantal or 0), rol


def test_een_lijst_inlezen_van_proef_tot_klaar(wereld: Wereld, als: Callable[..., Scherm]):
    scherm, rijen = als("wonen"), [rij for rij, _ in woninglijsten.GEBREKEN]
    zonder = scherm.stuur("/woningen/inlezen/proef", {})
    assert zonder.status_code == 422 and "Kies een bestand" in zonder.text and "welke corporatie" in zonder.text
    velden = {"corporatie": str(wereld.ligging.corporatie), "meteen": "ja"}
    bestand = {"bestand": (io.BytesIO(woninglijsten.als_xlsx(rijen)), "lijst.xlsx")}
    proef_ = scherm.stuur("/woningen/inlezen/proef", {**velden, **bestand}, content_type="multipart/form-data")
    assert proef_.status_code == 200 and "Wat er zou gebeuren" in proef_.text
    assert "9 woningen inlezen" in proef_.text and "11 rijen wachten op verbetering" in proef_.text
    assert "GEL geldt niet meer" in proef_.text and "http://x.test" in proef_.text
    kaartje = re.search(r'name="kaartje" value="([0-9a-f]+)"', proef_.text)
    assert kaartje
    mee = {**velden, "kaartje": kaartje[1]}
    blad = scherm.stuur("/woningen/inlezen/herstelblad", mee)
    assert blad.data[:2] == b"PK"
    klaar = scherm.stuur("/woningen/inlezen", mee)
    assert "Ingelezen" in klaar.text and "9 nieuwe woningen" in klaar.text
    nog_eens = scherm.stuur("/woningen/inlezen", mee)
    assert "9 woningen zijn al bekend" in nog_eens.text
    geen = {"bestand": (io.BytesIO(b"\x00\x01"), "lijst.csv")}
    kapot = scherm.stuur("/woningen/inlezen/proef", {**velden, **geen}, content_type="multipart/form-data")
    assert kapot.status_code == 422


@pytest.mark.parametrize("rol", ["wonen", "communicatie"])
def test_elke_pagina_blijft_binnen_acht_vragen(rol: str, wereld: Wereld, app: Flask, als: Callable[..., Scherm]):
    with wereld.werk() as sessie:
        wie, van = wereld.actor("wonen"), wereld.ligging.corporatie
        complex_ = proef.complex_(sessie, wie, van)
        ids = [proef.leg_vast(sessie, wie, van, complex_id=complex_.id).id for _ in range(12)]
    scherm = als(rol)
    paden = ["/woningen", "/woningen/nieuw", f"/woningen/{ids[0]}", f"/woningen/{ids[0]}/wijzigen", "/woningen/inlezen"]
    paden += ["/complexen", "/complexen/taken", "/complexen/nieuw", f"/complexen/{complex_.id}"]
    for pad in (*paden, f"/complexen/{complex_.id}/wijzigen"):
        scherm.client.get(pad)
        with opdrachten(app.extensions["casus.database"]) as vragen:
            antwoord = scherm.client.get(pad)
        assert antwoord.status_code in ((200,) if rol == "wonen" else (200, 403)), pad
        assert len(vragen) <= 8, (pad, [sql[:80] for sql, _ in vragen])


def test_wat_van_een_andere_gemeente_is_bestaat_niet(wereld: Wereld, als: Callable[..., Scherm]):
    woning_id, scherm = _woning(wereld, B), als("wonen")
    for pad in (f"/woningen/{woning_id}", f"/woningen/{woning_id}/wijzigen"):
        assert scherm.client.get(pad).status_code == 404
    assert scherm.stuur(f"/woningen/{woning_id}/stap", {"stap": "intrekken", "reden": "x"}).status_code == 404
    assert _rij(wereld, woning_id)["status"] == "beschikbaar"


def test_vijandige_tekst_komt_er_als_tekst_uit(wereld: Wereld, als: Callable[..., Scherm]):
    boos = "<script>alert(1)</script> 1"
    woning_id = _woning(wereld, adres=boos, toelichting='"><img src=x onerror=alert(1)>')
    pagina = als("wonen").open(f"/woningen/{woning_id}")
    assert "<script>alert" not in pagina and "<img" not in pagina and "&lt;script&gt;" in pagina


def test_de_geschiedenis_zegt_wat_er_stond_en_wat_er_kwam_te_staan(wereld: Wereld, als: Callable[..., Scherm]):
    scherm, woning_id = als("wonen"), _woning(wereld)
    with wereld.werk() as sessie:
        woning = sessie.scalars(select(Woning).where(Woning.id == woning_id)).one()
        nieuw = {"kale_huur_cent": 70_000, "lift": True, "energielabel": "", "eind_op": date(2031, 3, 1)}
        woningen.wijzig_woning(sessie, woning, actor=wereld.actor("wonen"), versie=1, gegevens=nieuw)
    deel = re.sub(r"<[^>]+>", " ", scherm.open(f"/woningen/{woning_id}").partition('id="h-verloop"')[2])
    tekst = " ".join(deel.replace("\N{NO-BREAK SPACE}", " ").replace("&nbsp;", " ").split())
    assert "wijzigde de gegevens." in tekst and "meldde de woning." in tekst
    for zin in (
        "Kale huur was € 610 → , wordt € 700 Rekenhuur was € 622,50 → , wordt € 712,50",
        "Lift was nee → , wordt ja",
        "Energielabel was B → , wordt niet ingevuld",
        "Laatste dag van de verhuur was niet ingevuld → , wordt 1 maart 2031",
    ):
        assert zin in tekst, tekst


def test_wie_namen_ziet_staat_in_het_leeslogboek(wereld: Wereld, als: Callable[..., Scherm]):
    scherm, wie = als("wonen"), wereld.actor("wonen")
    with wereld.lees() as sessie:
        aanbod = sessie.scalars(select(Aanbod).order_by(Aanbod.id)).all()[0]
        besluit = sessie.scalars(select(Besluit).order_by(Besluit.id)).all()[0]
        taak = sessie.scalars(select(Taak).where(Taak.status == "open").order_by(Taak.id)).all()[0]
    leeg = _woning(wereld)
    with wereld.werk() as sessie:
        huis = proef.complex_(sessie, wie, wereld.ligging.corporatie)
        sessie.execute(update(Woning).where(Woning.id == aanbod.woning_id).values(complex_id=huis.id))
        sessie.execute(update(Woning).where(Woning.id == aanbod.woning_id).values(status="verhuurd"))
        sessie.execute(update(Aanbod).where(Aanbod.id == aanbod.id).values(status="geaccepteerd"))
    paden = [f"/woningen/{aanbod.woning_id}", f"/complexen/{huis.id}", "/aanbiedingen", f"/taken/{taak.id}"]
    for _ in range(2):  # nog eens kijken binnen tien minuten is dezelfde blik
        for pad in (*paden, f"/besluiten/{besluit.id}", f"/woningen/{leeg}"):
            scherm.open(pad)
    with wereld.lees() as sessie:
        gelezen = [(een.wat, een.zaak_id) for een in sessie.scalars(select(Leesactie))]
    assert sorted(gelezen, key=str) == sorted(
        [
            (f"voor wie woning {aanbod.woning_id} was", None),
            (f"wie in complex {huis.id} woont", None),
            ("lijst van aanbiedingen", None),
            (f"taak {taak.id}", taak.zaak_id),
            (f"besluit {besluit.id}", besluit.zaak_id),
        ],
        key=str,
    )
