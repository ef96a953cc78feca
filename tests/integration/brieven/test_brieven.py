"""Van besluit tot brief: wat wordt vastgelegd, wat er op papier komt, en wat er gebeurt als het misgaat."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pypdfium2
import pytest
from sqlalchemy import select

from casus import outbox
from casus.actions import besluiten, brieven
from casus.demo.wandeling import FUNCTIE
from casus.errors import Conflict, InvoerFout
from casus.models import Besluit, Bezwaar, Brief, Document, Huishouden, Persoon, Zaak
from casus.opslag import SchijfVol, lees
from casus.pdf.fouten import PangoOntbreekt, PdfMislukt
from casus.pdf.kind import Renderer, pango_aanwezig
from casus.pdf.opmaak import datum
from casus.termijnen import bezwaartermijn, klok_op
from tests.integration.brieven.conftest import Kantoor
from tests.unit.pdf.brieven import certificaat
from tests.wereld import NU, VANDAAG


def _besluit(kantoor: Kantoor, besluit_id) -> Besluit:
    with kantoor.wereld.lees() as sessie:
        return sessie.scalars(select(Besluit).where(Besluit.id == besluit_id)).one()


def _tekst(brief: Brief) -> str:
    uit: list[str] = []
    for blok in brief.gegevens["brief"]["inhoud"]:
        uit += [blok["tekst"], *blok["regels"], *(deel for paar in blok["feiten"] for deel in paar)]
    return " ".join(deel for deel in uit if deel)


# --- vastleggen ---


@pytest.mark.parametrize(
    ("soort", "uitkomst", "titel"),
    [
        ("urgentie_toekennen", "toegekend", "U krijgt urgentie voor een woning"),
        ("urgentie_toekennen", "afgewezen", "U krijgt geen urgentie voor een woning"),
        ("overbrugging", "toegekend", "U krijgt €\xa01.800 voor de eerste kosten"),
    ],
)
def test_de_brief_wordt_met_het_besluit_vastgelegd(kantoor: Kantoor, soort: str, uitkomst: str, titel: str):
    besluit_id = kantoor.beslis(soort, uitkomst)
    besluit, brief = _besluit(kantoor, besluit_id), kantoor.brief(besluit_id)
    tekst = _tekst(brief)
    assert (brief.status, brief.soort, brief.nummer) == ("aangevraagd", f"{soort}-{uitkomst}", besluit.nummer)
    assert brief.gegevens["brief"]["inhoud"][0]["tekst"] == titel
    assert besluit.bezwaar_tot == bezwaartermijn(VANDAAG)
    assert tekst.count(datum(besluit.bezwaar_tot)) == 2 and "Het huishouden heeft geen woning." in tekst
    assert "Namens het college van burgemeester en wethouders van Doetinchem," in tekst
    assert besluit.besloten_functie in tekst and f"regel {besluit.mandaat_kopie['nr']}" in tekst
    klaar = [rij for rij in kantoor.wereld.rijen("outbox") if rij["soort"] == brieven.WERK and rij["status"] == "wacht"]
    assert str(brief.id) in {rij["inhoud"]["brief"] for rij in klaar}


def test_een_besluit_zonder_brief_krijgt_er_geen(kantoor: Kantoor):
    besluit_id = kantoor.beslis("herplanning")
    with kantoor.wereld.lees() as sessie:
        assert sessie.scalars(select(Brief.id).where(Brief.besluit_id == besluit_id)).all() == []


def test_de_taal_voor_de_tolk_staat_erbij_als_die_nodig_is(kantoor: Kantoor):
    with kantoor.wereld.werk() as sessie:
        zaak = sessie.scalars(select(Zaak).where(Zaak.id == kantoor.wereld.zaak_id("zoekend"))).one()
        gezin = sessie.scalars(select(Huishouden).where(Huishouden.id == zaak.huishouden_id)).one()
        gezin.taal, gezin.tolk_nodig = "Tigrinya", True
    brief = kantoor.brief(kantoor.beslis())
    assert brief.gegevens["brief"]["tolk"] == "Tigrinya" and "(Tigrinya)" in _tekst(brief)


def test_een_teken_dat_niet_op_papier_kan_houdt_het_besluit_tegen(kantoor: Kantoor):
    vooraf = kantoor.wereld.momentopname()
    with pytest.raises(InvoerFout, match="niet in de brief: 😀") as fout:
        kantoor.beslis(motivering="Prima 😀")
    assert [een.veld for een in fout.value.fouten] == ["motivering"]
    assert kantoor.wereld.momentopname() == vooraf


def test_een_naam_die_niet_op_papier_kan_is_te_verbeteren(kantoor: Kantoor):
    zaak_id = kantoor.wereld.zaak_id("zoekend")

    def noem(naam: str) -> None:
        with kantoor.wereld.werk() as sessie:
            zaak = sessie.scalars(select(Zaak).where(Zaak.id == zaak_id)).one()
            eerste = (Persoon.huishouden_id == zaak.huishouden_id, Persoon.volgnummer == 1)
            sessie.scalars(select(Persoon).where(*eerste)).one().achternaam = naam

    noem("سمير")
    besluit_id = kantoor.beslis()
    brief = kantoor.brief(besluit_id)
    assert brief.status == "mislukt" and "schrijfwijze uit de BRP" in brief.reden
    noem("Samir")
    kantoor.opnieuw(besluit_id)
    klaar = kantoor.maak(besluit_id)
    assert klaar.status == "klaar" and "Samir" in klaar.gegevens["brief"]["aan"][0]


# --- maken ---


def test_maken_legt_vast_en_een_tweede_keer_verandert_niets(kantoor: Kantoor):
    besluit_id = kantoor.beslis()
    brief = kantoor.maak(besluit_id)
    assert (brief.status, brief.verzegeld, brief.reden) == ("klaar", False, "")
    with kantoor.wereld.lees() as sessie:
        document = sessie.scalars(select(Document).where(Document.id == brief.document_id)).one()
    inhoud = lees(kantoor.map_, document.bestand, document.sha256)
    assert (brief.sha256, brief.grootte) == (document.sha256, len(inhoud))
    vooraf, bestanden = kantoor.wereld.momentopname(), sorted(kantoor.map_.iterdir())
    assert kantoor.maak(besluit_id).klaar_op == brief.klaar_op
    assert (kantoor.wereld.momentopname(), sorted(kantoor.map_.iterdir())) == (vooraf, bestanden)
    soorten = [schakel.soort for schakel, _ in kantoor.wereld.gebeurtenissen(kantoor.wereld.zaak_id("zoekend"))]
    assert soorten[-1] == "brief_gemaakt" and kantoor.wereld.breuken() == []


def test_een_fout_is_te_zien_en_de_werker_probeert_het_opnieuw(kantoor: Kantoor):
    besluit_id, werker = kantoor.beslis(), kantoor.werker()
    kantoor.tekenaar.fout = PdfMislukt()
    inhoud = {"brief": str(kantoor.brief(besluit_id).id)}
    werk = next(rij["id"] for rij in kantoor.wereld.rijen("outbox") if rij["inhoud"] == inhoud)
    assert outbox.verwerk_een(kantoor.wereld.db, werk, werker.handlers()) == "later"
    brief = kantoor.brief(besluit_id)
    assert (brief.status, brief.reden) == ("mislukt", PdfMislukt().zin)
    assert outbox.verwerk_een(kantoor.wereld.db, werk, werker.handlers()) == "klaar"
    assert kantoor.brief(besluit_id).status == "klaar"


def test_zonder_pango_wacht_de_brief(kantoor: Kantoor):
    besluit_id = kantoor.beslis()
    kantoor.tekenaar.fout = PangoOntbreekt()
    with pytest.raises(PangoOntbreekt):
        kantoor.maak(besluit_id)
    assert (kantoor.brief(besluit_id).status, kantoor.maak(besluit_id).status) == ("aangevraagd", "klaar")


def test_een_volle_schijf_laat_niets_half_achter(kantoor: Kantoor, monkeypatch: pytest.MonkeyPatch):
    besluit_id = kantoor.beslis()

    def vol(map_: Path, inhoud: bytes) -> str:
        raise SchijfVol

    with monkeypatch.context() as plek:
        plek.setattr(brieven, "bewaar", vol)
        with pytest.raises(SchijfVol):
            kantoor.maak(besluit_id)
    assert kantoor.brief(besluit_id).reden == SchijfVol().zin and not kantoor.map_.exists()


def test_opnieuw_maken_op_een_latere_dag_geeft_het_huishouden_de_hele_termijn(kantoor: Kantoor):
    besluit_id = kantoor.beslis()
    kantoor.tekenaar.fout = PdfMislukt()
    with pytest.raises(PdfMislukt):
        kantoor.maak(besluit_id)
    with klok_op(NU + timedelta(days=9)):
        kantoor.opnieuw(besluit_id)
        brief = kantoor.maak(besluit_id)
    dag = VANDAAG + timedelta(days=9)
    assert _besluit(kantoor, besluit_id).bezwaar_tot == bezwaartermijn(dag)
    assert brief.gegevens["brief"]["datum"] == dag.isoformat() and datum(bezwaartermijn(dag)) in _tekst(brief)
    with pytest.raises(Conflict, match="al gemaakt"):
        kantoor.opnieuw(besluit_id)


def test_de_werker_die_pas_later_slaagt_geeft_ook_de_hele_termijn(kantoor: Kantoor):
    besluit_id, werker, dag = kantoor.beslis(), kantoor.werker(), VANDAAG + timedelta(days=3)
    kantoor.tekenaar.fout = PdfMislukt()
    inhoud = {"brief": str(kantoor.brief(besluit_id).id)}
    werk = next(rij["id"] for rij in kantoor.wereld.rijen("outbox") if rij["inhoud"] == inhoud)
    assert outbox.verwerk_een(kantoor.wereld.db, werk, werker.handlers()) == "later"
    with klok_op(NU + timedelta(days=3)):
        assert outbox.verwerk_een(kantoor.wereld.db, werk, werker.handlers()) == "klaar"
    brief = kantoor.brief(besluit_id)
    assert (brief.status, brief.gegevens["brief"]["datum"]) == ("klaar", dag.isoformat())
    assert _besluit(kantoor, besluit_id).bezwaar_tot == bezwaartermijn(dag)
    assert datum(bezwaartermijn(dag)) in _tekst(brief) and datum(bezwaartermijn(VANDAAG)) not in _tekst(brief)
    assert kantoor.tekenaar.getekend[-1].datum == dag and kantoor.wereld.breuken() == []


def test_is_er_al_bezwaar_dan_verschuift_een_latere_brief_de_termijn_niet(kantoor: Kantoor):
    besluit_id = kantoor.beslis("urgentie_toekennen", "afgewezen")
    with kantoor.wereld.werk() as sessie:
        w = kantoor.wereld.loop(sessie, kantoor.wereld.zaak_id("zoekend"))
        rij = Bezwaar(gemeente_id=w.gemeente_id, zaak_id=w.zaak.id, besluit_id=besluit_id, gronden="Ik heb haast.")
        rij.ontvangen_op = VANDAAG
        sessie.add(rij)
    with klok_op(NU + timedelta(days=3)):
        brief = kantoor.maak(besluit_id)
    assert brief.gegevens["brief"]["datum"] == (VANDAAG + timedelta(days=3)).isoformat()
    assert _besluit(kantoor, besluit_id).bezwaar_tot == bezwaartermijn(VANDAAG)


def test_alleen_een_mislukte_brief_is_opnieuw_te_maken(kantoor: Kantoor):
    besluit_id = kantoor.beslis()
    vooraf = kantoor.wereld.momentopname()
    with klok_op(NU + timedelta(days=9)), pytest.raises(Conflict, match="wordt al gemaakt"):
        kantoor.opnieuw(besluit_id)
    assert kantoor.wereld.momentopname() == vooraf


def test_het_zegel_heeft_het_moment_van_verzegelen(kantoor: Kantoor, monkeypatch: pytest.MonkeyPatch):
    besluit_id, momenten = kantoor.beslis(), []
    monkeypatch.setattr(brieven, "zegel_van", lambda _: object())
    monkeypatch.setattr(brieven, "verzegel", lambda pdf, _, moment: momenten.append(moment) or pdf)
    with klok_op(NU + timedelta(hours=2)):
        kantoor.maak(besluit_id)
    assert momenten == [NU + timedelta(hours=2)]


def test_wie_te_laat_klaar_is_overschrijft_de_nieuwe_gegevens_niet(kantoor: Kantoor, monkeypatch: pytest.MonkeyPatch):
    """Tijdens het tekenen wordt de brief opnieuw gevraagd: de oude PDF hoort daar niet bij."""
    besluit_id = kantoor.beslis()
    kantoor.tekenaar.fout = PdfMislukt()
    with pytest.raises(PdfMislukt):
        kantoor.maak(besluit_id)
    echt = kantoor.tekenaar.teken

    def traag(*wat):
        monkeypatch.setattr(kantoor.tekenaar, "teken", echt)
        with klok_op(NU + timedelta(days=1)):
            kantoor.opnieuw(besluit_id)
        return echt(*wat)

    monkeypatch.setattr(kantoor.tekenaar, "teken", traag)
    with pytest.raises(Conflict):
        kantoor.maak(besluit_id)
    assert kantoor.brief(besluit_id).status == "aangevraagd"
    assert kantoor.maak(besluit_id).gegevens["brief"]["datum"] == (VANDAAG + timedelta(days=1)).isoformat()


# --- op papier ---


@pytest.mark.skipif(not pango_aanwezig(), reason="Pango ontbreekt op deze computer")
def test_de_echte_brief_verzegeld(kantoor: Kantoor, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    if kantoor.wereld.soort == "postgresql":
        return  # het papier weet niet uit welke database het komt
    p12 = tmp_path / "zegel.p12"
    p12.write_bytes(certificaat()[0])
    monkeypatch.setenv("CASUS_ZEGEL_GM0222", str(p12))
    monkeypatch.setenv("CASUS_ZEGEL_GM0222_GEHEIM", "fout")
    besluit_id = kantoor.beslis()
    with Renderer() as renderer:
        kantoor.tekenaar = renderer  # type: ignore[assignment]  # hier tekent het echte kindproces
        with pytest.raises(Exception, match="gaat niet open"):
            kantoor.maak(besluit_id)
        assert "certificaat" in kantoor.brief(besluit_id).reden
        monkeypatch.setenv("CASUS_ZEGEL_GM0222_GEHEIM", "s3sam")
        brief = kantoor.maak(besluit_id)
    assert brief.status == "klaar" and brief.verzegeld
    with kantoor.wereld.lees() as sessie:
        document = sessie.scalars(select(Document).where(Document.id == brief.document_id)).one()
    inhoud = lees(kantoor.map_, document.bestand, document.sha256)
    blad = "".join("".join(b.get_textpage().get_text_range().split()) for b in pypdfium2.PdfDocument(inhoud))
    assert b"/ETSI.CAdES.detached" in inhoud
    assert all("".join(stuk["tekst"].split()) in blad for stuk in brief.gegevens["brief"]["inhoud"])


# --- bezwaar ---


def test_brieven_over_een_bezwaar(kantoor: Kantoor):
    besluit_id = kantoor.beslis("urgentie_toekennen", "afgewezen")
    with kantoor.wereld.werk() as sessie:
        w = kantoor.wereld.loop(sessie, kantoor.wereld.zaak_id("zoekend"))
        besluit = sessie.scalars(select(Besluit).where(Besluit.id == besluit_id)).one()
        bezwaar = Bezwaar(gemeente_id=w.gemeente_id, zaak_id=w.zaak.id, besluit_id=besluit.id, gronden="Ik heb haast.")
        bezwaar.ontvangen_op, bezwaar.nummer, bezwaar.indiener = VANDAAG, "DOE-BZ1", "S. Saleh"
        bezwaar.beslis_uiterlijk, bezwaar.verdaagd_weken = date(2026, 9, 28), 6
        bezwaar.verdaagd_reden = "Er is een zitting."
        sessie.add(bezwaar)
        sessie.flush()
        for soort in ("ontvangstbevestiging_bezwaar", "verdaging_bezwaar"):
            wie = w.actor("jurist")
            brieven.vraag_brief(sessie, actor=wie, zaak=w.zaak, soort=soort, besluit=besluit, bezwaar=bezwaar)
        brieven_ = sessie.scalars(select(Brief).where(Brief.besluit_id == besluit_id).order_by(Brief.nummer)).all()
    assert [brief.nummer for brief in brieven_] == [besluit.nummer, f"{besluit.nummer}-2", f"{besluit.nummer}-3"]
    ontvangst, verdaging = map(_tekst, brieven_[1:])
    for tekst in (ontvangst, verdaging):
        assert f"(kenmerk {besluit.nummer})" in tekst and "28\xa0september\xa02026" in tekst
    assert "DOE-BZ1" in ontvangst and "Een medewerker die het besluit niet nam" in ontvangst
    assert "6\xa0weken meer tijd" in verdaging and "Er is een zitting." in verdaging
    assert f"van Doetinchem, {kantoor.wereld.actor('jurist').naam}" in ontvangst


# --- herzien ---


@pytest.mark.parametrize(
    ("herziening", "uitkomst", "titel"),
    [
        ("intrekken", "toegekend", "Wij trekken een besluit over u in"),
        ("intrekken", "afgewezen", "Een besluit over u blijft zoals het was"),
        ("wijzigen", "afgewezen", "Een besluit over u blijft zoals het was"),
        ("wijzigen", "toegekend", "U krijgt €\xa01.200 voor de eerste kosten"),
    ],
)
def test_een_herziening_zegt_wat_er_met_het_eerdere_besluit_gebeurt(
    kantoor: Kantoor, herziening: str, uitkomst: str, titel: str
):
    eerste = kantoor.beslis("overbrugging")
    with kantoor.wereld.werk() as sessie:
        w = kantoor.wereld.loop(sessie, kantoor.wereld.zaak_id("zoekend"))
        eerder = sessie.scalars(select(Besluit).where(Besluit.id == eerste)).one()
        wie, hoe = w.actor("financieel"), {"bedrag_cent": 120_000, "herziet": eerder, "herziening": herziening}
        voorstel = besluiten.stel_voor(
            sessie, w.zaak, actor=wie, soort="overbrugging", voorstel="Het was te veel.", gegevens={}, **hoe
        )
        w.adviseer(voorstel)
        baas = w.actor(FUNCTIE[voorstel.vereist_niveau])
        zo = {"uitkomst": uitkomst, "motivering": "Het was te veel.", "voorwaarden_bevestigd": True}
        besluiten.beslis(sessie, voorstel, actor=baas, **zo)
        besluit_id, nummer = voorstel.id, eerder.nummer
    brief = kantoor.brief(besluit_id)
    tekst = _tekst(brief)
    assert (brief.status, brief.reden) == ("aangevraagd", "") and tekst.startswith(titel) and nummer in tekst
    assert datum(bezwaartermijn(VANDAAG)) in tekst and "Namens het college" in tekst
