"""Documenten op het scherm: toevoegen, bekijken, ophalen, versies; wie wat ziet en wat ervan wordt vastgelegd."""

from __future__ import annotations

import re
import shutil
from datetime import timedelta
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4

import pytest
from limits import parse
from sqlalchemy import select

from casus.documentkeuring import keurmeester as module
from casus.documentkeuring.keurmeester import Keurmeester, KeurmeesterBezet
from casus.documentkeuring.kind import KindWeg
from casus.extensions import limiter
from casus.models import Document, Leesactie
from casus.termijnen import klok_op, nu
from casus.web.limieten import DOCUMENTEN, LEZEN
from tests import documenten as bestanden
from tests.integration.queries.tellen import opdrachten
from tests.integration.schermen.conftest import verse_sleutel
from tests.wereld import B

NAAR = "#documenten"


alleen_sqlite = pytest.mark.parametrize("_soort", ["sqlite"], indirect=True)
"""Voor wat alleen over het scherm of het bestand gaat: dan maakt de database niet uit."""


@pytest.fixture(autouse=True)
def _schone_tellers(app: Any) -> None:
    limiter.reset()


def stuur(scherm: Any, pad: str, naam: str, inhoud: bytes, /, **velden: str) -> Any:
    """Verstuurt het formulier zoals een browser; met de hand, want de testclient laat een groot bestand open."""
    alle = {"csrf_token": scherm.teken, "_sleutel": verse_sleutel(), **velden}
    delen = [f'--rand\r\nContent-Disposition: form-data; name="{veld}"\r\n\r\n{w}\r\n' for veld, w in alle.items()]
    kop = f'--rand\r\nContent-Disposition: form-data; name="bestand"; filename="{naam}"\r\n\r\n'
    geheel = ("".join(delen) + kop).encode() + inhoud + b"\r\n--rand--\r\n"
    return scherm.client.post(pad, data=geheel, content_type="multipart/form-data; boundary=rand")


def toegevoegd(wereld: Any) -> list[Document]:
    with wereld.lees() as sessie:
        return list(sessie.scalars(select(Document).order_by(Document.op, Document.id)))


def gezien(wereld: Any) -> list[tuple[UUID, str]]:
    with wereld.lees() as sessie:
        rijen = sessie.scalars(select(Leesactie).where(Leesactie.wat.like("document %")).order_by(Leesactie.op))
        return [(rij.gebruiker_id, rij.wat) for rij in rijen]


def test_een_document_toevoegen_bekijken_en_ophalen(als, zaak_van, wereld):
    zaak, wie = zaak_van("zoekend"), als("casemanager")
    pad = f"/zaken/{zaak.zaaknummer}/documenten/nieuw"
    assert 'accept=".pdf,.jpg,.jpeg,.png,.docx,.xlsx"' in wie.open(pad)
    antwoord = stuur(wie, pad, "scan 001.pdf", bestanden.pdf(3), naam="Informatieprofiel", toelichting="Van het COA.")
    assert antwoord.status_code == 303 and antwoord.location.endswith(NAAR)
    pagina = wie.open(f"/zaken/{zaak.zaaknummer}")
    assert "‘Informatieprofiel.pdf’ is nagekeken en toegevoegd." in pagina
    (document,) = toegevoegd(wereld)
    assert (document.status, document.naam, document.bladen) == ("schoon", "Informatieprofiel.pdf", 3)
    assert f'href="/documenten/{document.id}"' in pagina and "Van het COA." in pagina
    scherm = wie.open(f"/documenten/{document.id}")
    assert re.findall(r'alt="([^"]+)"', scherm) == [f"Blad {nr} van 3" for nr in (1, 2, 3)]
    blad = wie.client.get(f"/documenten/{document.id}/blad/2.png")
    assert (blad.status_code, blad.mimetype, blad.data[:4]) == (200, "image/png", b"\x89PNG")
    assert blad.headers["Cache-Control"] == "no-store" and blad.headers["X-Content-Type-Options"] == "nosniff"
    opgehaald = wie.client.get(f"/documenten/{document.id}/bestand")
    assert (opgehaald.mimetype, opgehaald.data[:5]) == ("application/pdf", b"%PDF-")
    assert opgehaald.headers["Content-Disposition"] == 'attachment; filename="Informatieprofiel.pdf"'
    assert opgehaald.headers["X-Content-Type-Options"] == "nosniff"
    ik = wereld.actor("casemanager").gebruiker_id
    assert gezien(wereld) == [(ik, f"document {document.id}")] * 2, "kijken één keer, ophalen één keer"


@alleen_sqlite
def test_een_blad_zonder_de_pagina_staat_ook_in_het_leeslogboek(als, kast, wereld):
    document_id, wie = kast.voeg_toe(), als("wonen")
    kast.kijk_na(document_id)
    for _ in range(2):
        assert wie.client.get(f"/documenten/{document_id}/blad/1.png").status_code == 200
    ik = (wereld.actor("wonen").gebruiker_id, f"document {document_id}")
    assert gezien(wereld) == [ik]
    straks = nu() + timedelta(minutes=11)
    with klok_op(lambda: straks):
        wie.client.get(f"/documenten/{document_id}/blad/1.png")
    assert gezien(wereld) == [ik, ik]


@alleen_sqlite
@pytest.mark.parametrize(
    ("naam", "inhoud", "zin"),
    [
        ("", b"", "Kies een bestand."),
        ("brief.docx", bestanden.pdf(), "De naam eindigt op .docx, maar de inhoud is geen Word-document."),
        ("groot.pdf", b"%PDF-" + bytes(25 * 1024 * 1024), "Het bestand is 25,1 MB. Kies een bestand tot 25 MB."),
    ],
)
def test_wat_niet_klopt_staat_bij_het_veld_en_de_tekst_blijft(als, zaak_van, wereld, naam, inhoud, zin):
    pad = f"/zaken/{zaak_van('zoekend').zaaknummer}/documenten/nieuw"
    antwoord = stuur(als("jurist"), pad, naam, inhoud, naam="Mijn naam", toelichting="Mijn uitleg")
    assert antwoord.status_code == 422 and antwoord.text.count(zin) == 2
    assert 'href="#bestand"' in antwoord.text and 'aria-describedby="bestand-hint bestand-fout"' in antwoord.text
    assert "Mijn naam" in antwoord.text and "Mijn uitleg" in antwoord.text
    assert "Kies het bestand opnieuw: dat kan casus niet voor u bewaren." in antwoord.text
    assert toegevoegd(wereld) == []


@alleen_sqlite
def test_een_veel_te_groot_verzoek_zegt_hoe_groot(als, zaak_van):
    pad = f"/zaken/{zaak_van('zoekend').zaaknummer}/documenten/nieuw"
    veel = b"x" * (31 * 1024 * 1024 + 1)
    antwoord = als("jurist").client.post(pad, data=veel, content_type="multipart/form-data; boundary=x")
    assert antwoord.status_code == 413
    assert "Het bestand is 31 MB. Kies een bestand tot 25 MB." in antwoord.text


@alleen_sqlite
def test_een_geweigerd_document_zegt_waarom_en_is_niet_te_openen(als, zaak_van, wereld):
    zaak, wie = zaak_van("zoekend"), als("casemanager")
    inhoud = bestanden.pakket({**bestanden.docx_delen(), "word/vbaProject.bin": b"x"})
    stuur(wie, f"/zaken/{zaak.zaaknummer}/documenten/nieuw", "brief.docx", inhoud)
    pagina = wie.open(f"/zaken/{zaak.zaaknummer}")
    assert "‘brief.docx’ is geweigerd. Het bestand bevat macro&#39;s." in pagina and "geweigerd: Het bestand" in pagina
    (document,) = toegevoegd(wereld)
    assert "Dit document is geweigerd en niet bewaard." in wie.open(f"/documenten/{document.id}")
    for rest in ("bestand", "blad/1.png"):
        wie.open(f"/documenten/{document.id}/{rest}", 404)
    assert gezien(wereld) == []


@pytest.mark.parametrize("storing", ["bezet", "tijd"])
def test_wat_nu_niet_lukt_wacht_op_de_werker(als, zaak_van, wereld, kast, monkeypatch, storing):
    zaak, wie = zaak_van("zoekend"), als("casemanager")
    fout = KeurmeesterBezet() if storing == "bezet" else KindWeg(te_lang=True)
    with monkeypatch.context() as even:
        even.setattr(module, "vraag", lambda *_: (_ for _ in ()).throw(fout))
        stuur(wie, f"/zaken/{zaak.zaaknummer}/documenten/nieuw", "plan.pdf", bestanden.pdf())
    assert "‘plan.pdf’ is ontvangen en wordt nog nagekeken." in wie.open(f"/zaken/{zaak.zaaknummer}")
    (document,) = toegevoegd(wereld)
    assert document.status == "quarantaine"
    assert "Dit document wordt nog nagekeken." in wie.open(f"/documenten/{document.id}")
    for rol in ("casemanager", "teammanager"):
        for rest in ("bestand", "blad/1.png"):
            als(rol).open(f"/documenten/{document.id}/{rest}", 404)
    kast.kijk_na(document.id)
    wie.open(f"/documenten/{document.id}/blad/1.png".replace(".png", "0.png"), 404)
    assert wie.client.get(f"/documenten/{document.id}/bestand").status_code == 200


@alleen_sqlite
def test_een_volle_schijf_is_een_pagina_met_wat_er_was_getypt(als, zaak_van, wereld, monkeypatch):
    pad, wie = f"/zaken/{zaak_van('zoekend').zaaknummer}/documenten/nieuw", als("casemanager")
    monkeypatch.setattr("casus.opslag._schrijf", lambda *_: (_ for _ in ()).throw(OSError(28, "vol")))
    antwoord = stuur(wie, pad, "plan.pdf", bestanden.pdf(), toelichting="Mijn uitleg")
    assert antwoord.status_code == 503
    assert "Het bestand kon niet worden bewaard." in antwoord.text and "Mijn uitleg" in antwoord.text
    assert toegevoegd(wereld) == []


@alleen_sqlite
def test_een_naam_is_tekst_en_geen_html(als, zaak_van, wereld):
    zaak, wie = zaak_van("zoekend"), als("casemanager")
    naam = "../<img src=x onerror=alert(1)>\u202efdp.pdf"
    stuur(wie, f"/zaken/{zaak.zaaknummer}/documenten/nieuw", naam, bestanden.pdf(), toelichting="<script>x</script>")
    (document,) = toegevoegd(wereld)
    for pad in (f"/zaken/{zaak.zaaknummer}", f"/documenten/{document.id}", f"/documenten/{document.id}/versie"):
        pagina = wie.open(pad)
        assert "<img src=x" not in pagina and "<script>x" not in pagina and "\u202e" not in pagina
    kop = wie.client.get(f"/documenten/{document.id}/bestand").headers["Content-Disposition"]
    assert kop.startswith("attachment; filename=") and "\n" not in kop and "/" not in kop


@alleen_sqlite
def test_een_arabische_naam_komt_heel_terug(als, zaak_van, wereld):
    stuur(als("wonen"), f"/zaken/{zaak_van('zoekend').zaaknummer}/documenten/nieuw", "شهادة é.pdf", bestanden.pdf())
    (document,) = toegevoegd(wereld)
    assert document.naam == "شهادة é.pdf"
    kop = als("wonen").client.get(f"/documenten/{document.id}/bestand").headers["Content-Disposition"]
    assert kop == "attachment; filename=\"document e.pdf\"; filename*=UTF-8''" + quote("شهادة é.pdf")


@alleen_sqlite
@pytest.mark.parametrize("soort", ["docx", "xlsx"])
def test_van_word_en_excel_is_geen_voorbeeld(als, zaak_van, wereld, soort):
    wie = als("wonen")
    inhoud = bestanden.docx() if soort == "docx" else bestanden.xlsx()
    stuur(wie, f"/zaken/{zaak_van('zoekend').zaaknummer}/documenten/nieuw", f"stuk.{soort}", inhoud)
    (document,) = toegevoegd(wereld)
    pagina = wie.open(f"/documenten/{document.id}")
    assert "is hier geen voorbeeld. Haal het bestand op om het te lezen." in pagina and "Bestand ophalen" in pagina
    wie.open(f"/documenten/{document.id}/blad/1.png", 404)
    assert wie.client.get(f"/documenten/{document.id}/bestand").mimetype.startswith("application/vnd.openxml")


@alleen_sqlite
def test_bladen_gaan_per_twintig(als, kast):
    document_id, wie = kast.voeg_toe(inhoud=bestanden.pdf(45)), als("wonen")
    kast.kijk_na(document_id)
    pad = f"/documenten/{document_id}"
    for vanaf, eerste, laatste in (("", 1, 20), ("?vanaf=21", 21, 40), ("?vanaf=41", 41, 45), ("?vanaf=x", 1, 20)):
        bladen = re.findall(r'id="blad-(\d+)"', wie.open(pad + vanaf))
        assert (bladen[0], bladen[-1], len(bladen)) == (str(eerste), str(laatste), laatste - eerste + 1)
    midden = wie.open(f"{pad}?vanaf=21")
    assert f'href="{pad}?vanaf=1" rel="prev"' in midden and f'href="{pad}?vanaf=41" rel="next"' in midden
    assert "Blad 21 tot en met 40 van 45" in midden
    for nr in (0, 46, 999_999_999):
        wie.open(f"{pad}/blad/{nr}.png", 404)


@alleen_sqlite
def test_de_bewaarde_bladen_mogen_weg(als, kast, app, monkeypatch):
    document_id, wie = kast.voeg_toe(inhoud=bestanden.pdf(2)), als("wonen")
    kast.kijk_na(document_id)
    pad, getekend = f"/documenten/{document_id}/blad/2.png", []
    echt = Keurmeester.teken
    monkeypatch.setattr(Keurmeester, "teken", lambda *a: getekend.append(a[2:]) or echt(*a))
    een = wie.client.get(pad).data
    assert wie.client.get(pad).data == een and len(getekend) == 1, "de tweede keer uit de bewaarmap"
    map_ = app.extensions["casus.instellingen"].instance / "voorbeelden"
    assert all(pad.stat().st_mode & 0o077 == 0 for pad in map_.rglob("*") if pad.is_file())
    shutil.rmtree(map_)
    assert wie.client.get(pad).data == een and len(getekend) == 2


@alleen_sqlite
def test_een_volle_schijf_houdt_het_lezen_niet_tegen(als, kast, app):
    document_id = kast.voeg_toe()
    kast.kijk_na(document_id)
    (app.extensions["casus.instellingen"].instance / "voorbeelden").write_text("geen map")
    assert als("wonen").client.get(f"/documenten/{document_id}/blad/1.png").status_code == 200


def test_een_dossier_van_casus_is_ook_als_bladen_te_lezen(als, kast, wereld):
    document_id, wonen = kast.dossier(bestanden.pdf(2)), als("wonen")
    scherm = wonen.open(f"/documenten/{document_id}")
    assert re.findall(r'alt="([^"]+)"', scherm) == ["Blad 1 van 2", "Blad 2 van 2"]
    assert "Een dossier of brief maakt casus zelf." in scherm
    assert wonen.client.get(f"/documenten/{document_id}/blad/1.png").data[:4] == b"\x89PNG"
    antwoord = stuur(wonen, f"/documenten/{document_id}/versie", "x.pdf", bestanden.pdf(), versie="1")
    assert antwoord.status_code == 422 and len(toegevoegd(wereld)) == 1
    pagina = wonen.open(f"/zaken/{kast.zaaknummer()}")
    assert "Dossier voor De Linde" in pagina
    assert f'href="/documenten/{document_id}"' not in pagina, "bij de dossiers, niet ook nog eens bij de documenten"


def test_een_nieuwe_versie_en_een_collega_die_eerder_was(als, kast, wereld):
    document_id, wie = kast.voeg_toe("plan.pdf"), als("wonen")
    kast.kijk_na(document_id)
    pad = f"/documenten/{document_id}/versie"
    assert "Nieuwe versie van plan" in wie.open(pad)
    gelukt = stuur(wie, pad, "plan definitief.pdf", bestanden.pdf(2), versie="1", toelichting="Nu met handtekening.")
    assert gelukt.status_code == 303
    scherm = wie.open(gelukt.location)
    assert "versie 2" in scherm and "1 andere versie" in scherm and f'href="/documenten/{document_id}"' in scherm
    assert "Dit is een eerdere versie." in wie.open(f"/documenten/{document_id}")
    laat = stuur(wie, pad, "plan.pdf", bestanden.pdf(), versie="1", toelichting="Mijn uitleg")
    assert laat.status_code == 409 and "Een collega was u voor." in laat.text and "Mijn uitleg" in laat.text
    assert 'name="versie" value="2"' in laat.text, "wie nu verstuurt, doet dat op de nieuwste versie"
    assert [d.versie for d in toegevoegd(wereld)] == [1, 2]


def test_dezelfde_indiening_twee_keer_is_een_document(als, zaak_van, wereld):
    zaak, wie = zaak_van("zoekend"), als("casemanager")
    pad = f"/zaken/{zaak.zaaknummer}/documenten/nieuw"
    for _ in range(2):
        antwoord = stuur(wie, pad, "plan.pdf", bestanden.pdf(), _sleutel="een-vaste-sleutel-voor-dit-formulier")
        assert antwoord.status_code == 303
    assert len(toegevoegd(wereld)) == 1


@alleen_sqlite
def test_een_opdrachtgever_en_de_beheerder_komen_er_niet_bij(als, kast, zaak_van):
    document_id = kast.voeg_toe()
    kast.kijk_na(document_id)
    for rol in ("ambtelijk_opdrachtgever", "beheerder"):
        for rest in ("", "/bestand", "/blad/1.png", "/versie"):
            als(rol).open(f"/documenten/{document_id}{rest}", 403)
        assert stuur(als(rol), f"/documenten/{document_id}/versie", "x.pdf", b"%PDF-").status_code == 403


def test_een_document_van_een_andere_gemeente_bestaat_niet(als, kast, wereld):
    van_b, wie = kast.voeg_toe(gemeente=B), als("casemanager")
    kast.kijk_na(van_b, gemeente=B)
    vooraf = wereld.momentopname(B)
    for rest in ("", "/bestand", "/blad/1.png", "/versie"):
        assert wie.open(f"/documenten/{van_b}{rest}", 404) == wie.open(f"/documenten/{uuid4()}{rest}", 404)
    assert stuur(wie, f"/documenten/{van_b}/versie", "x.pdf", bestanden.pdf(), versie="1").status_code == 404
    assert wereld.momentopname(B) == vooraf


@alleen_sqlite
def test_wie_te_vaak_instuurt_of_ophaalt_moet_wachten(als, zaak_van, kast, monkeypatch):
    pad, wie = f"/zaken/{zaak_van('zoekend').zaaknummer}/documenten/nieuw", als("casemanager")
    assert (DOCUMENTEN.amount, LEZEN.amount, LEZEN.GRANULARITY.name) == (10, 60, "minute")
    for naam in ("DOCUMENTEN", "LEZEN"):
        monkeypatch.setattr(f"casus.views.documenten.{naam}", parse("2 per minute"))
    assert [stuur(wie, pad, "x.pdf", b"geen pdf").status_code for _ in range(3)] == [422, 422, 429]
    assert stuur(als("wonen"), pad, "x.pdf", b"geen pdf").status_code == 422, "een ander merkt er niets van"
    document_id = kast.voeg_toe()
    kast.kijk_na(document_id)
    antwoorden = [wie.client.get(f"/documenten/{document_id}/bestand") for _ in range(3)]
    assert [a.status_code for a in antwoorden] == [200, 200, 429] and int(antwoorden[2].headers["Retry-After"]) > 0


def test_de_paginas_kosten_weinig_vragen_ook_met_veel_versies(als, kast, app, wereld):
    document_id, wie = kast.voeg_toe(), als("wonen")
    kast.kijk_na(document_id)
    aantallen = []
    for versie in (1, 2, 3):
        wie.open(f"/documenten/{document_id}")
        with opdrachten(app.extensions["casus.database"]) as vragen:
            wie.open(f"/documenten/{document_id}")
        aantallen.append(len(vragen))
        kast.nieuwe_versie(document_id, versie)
    assert len(set(aantallen)) == 1 and aantallen[0] <= 8
