"""Van quarantaine naar vrijgegeven of geweigerd: alles of niets, één keer, en nooit een half bestand."""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import select

from casus import outbox
from casus.actions.uitgaand import Uitgang
from casus.db import Bereik
from casus.documentkeuring.keurmeester import Keurmeester, KeurmeesterBezet, Uitslag
from casus.errors import Conflict, InvoerFout, NietGevonden, Weigering
from casus.mail import Postbode
from casus.models import Document, Outbox
from casus.opslag import BestandWeg, SchijfVol, lees
from casus.pdf.kind import Renderer
from casus.queries.documenten import laad_reeks, laad_schoon, per_reeks, wezen
from casus.termijnen import nu
from tests import documenten as bestanden
from tests import factories
from tests.wereld import A, B

MACRO = bestanden.pakket({**bestanden.docx_delen(), "word/vbaProject.bin": b"x"})


def uitgang(kast: Any, keurmeester: Keurmeester | None = None) -> Uitgang:
    post = Postbode("", "casus@voorbeeld.test", kast.map_.parent / "post")
    return Uitgang(Renderer(), kast.map_, post, "https://casus.test", keurmeester or kast.keurmeester)


def werk_in_outbox(wereld: Any) -> Outbox:
    with wereld.db.lezen() as sessie:
        return sessie.scalars(select(Outbox).where(Outbox.soort == "document")).one()


def test_een_document_wacht_in_quarantaine_en_wordt_dan_schoon(kast, wereld):
    origineel = bestanden.vijandige_pdf()
    document_id = kast.voeg_toe("verslag.pdf", origineel, toelichting="Van het gesprek.")
    voor = kast.lees(document_id)
    assert (voor.status, voor.bladen, voor.versie, voor.toelichting) == ("quarantaine", None, 1, "Van het gesprek.")
    assert lees(kast.map_, voor.bestand, voor.sha256) == origineel
    with wereld.lees() as sessie, pytest.raises(NietGevonden):
        laad_schoon(sessie, document_id)
    na = kast.kijk_na(document_id)
    assert (na.status, na.bladen, na.naam) == ("schoon", 2, "verslag.pdf")
    inhoud = lees(kast.map_, na.bestand, na.sha256)
    assert na.grootte == len(inhoud) and na.sha256 == hashlib.sha256(inhoud).hexdigest() != voor.sha256
    assert bestanden.KANARIE not in inhoud
    assert kast.bestanden() == {na.bestand}, "het origineel is weg"
    assert kast.lees(document_id).bestand == na.bestand
    assert wereld.breuken() == []


def test_een_geweigerd_document_laat_alleen_zijn_reden_achter(kast, wereld):
    document_id = kast.voeg_toe("brief.docx", MACRO)
    document = kast.kijk_na(document_id)
    assert (document.status, document.reden) == (
        "geweigerd",
        "Het bestand bevat macro's. Sla het op zonder macro's, of als pdf.",
    )
    assert kast.bestanden() == set()
    soorten = [(g.soort, inhoud) for g, inhoud in wereld.gebeurtenissen(document.zaak_id)][-2:]
    assert [soort for soort, _ in soorten] == ["document_toegevoegd", "document_geweigerd"]
    assert "macro" in soorten[1][1] and wereld.breuken() == []


def test_nog_een_keer_nakijken_verandert_niets(kast, wereld):
    document_id = kast.voeg_toe()
    een = kast.kijk_na(document_id)
    vooraf = wereld.momentopname()
    twee = kast.kijk_na(document_id)
    assert twee.bestand == een.bestand and wereld.momentopname() == vooraf


@pytest.mark.parametrize(
    ("naam", "inhoud", "zin"),
    [
        ("leeg.pdf", b"", "Het bestand is leeg. Kies een ander bestand."),
        ("groot.pdf", b"%PDF-" + bytes(26 * 1024 * 1024), "Het bestand is 26,1 MB. Kies een bestand tot 25 MB."),
        ("x.svg", b"<svg/>", "Een bestand dat op .svg eindigt, kan niet. Kies een pdf, jpg, png, docx of xlsx."),
        ("x.pdf", bestanden.eicar(), "In dit bestand is een virus gevonden."),
    ],
)
def test_aan_de_deur_geweigerd_is_nooit_bewaard(kast, wereld, naam, inhoud, zin):
    vooraf = wereld.momentopname()
    with pytest.raises(InvoerFout) as fout:
        kast.voeg_toe(naam, inhoud)
    assert fout.value.fouten[0].veld == "bestand" and fout.value.zin.startswith(zin)
    assert kast.bestanden() == set() and wereld.momentopname() == vooraf


def test_een_te_lange_naam_of_toelichting(kast):
    with pytest.raises(InvoerFout) as fout:
        kast.voeg_toe(titel="x" * 116, toelichting="y" * 2001)
    assert [een.veld for een in fout.value.fouten] == ["naam", "toelichting"]


def test_een_volle_schijf_laat_geen_halve_rij_na(kast, wereld, monkeypatch):
    vooraf = wereld.momentopname()

    def vol(_handvat: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as tijdelijk, pytest.raises(SchijfVol):
        tijdelijk.setattr(os, "fsync", vol)
        kast.voeg_toe()
    assert kast.bestanden() == set() and wereld.momentopname() == vooraf
    document_id = kast.voeg_toe()
    vooraf = wereld.momentopname()
    with monkeypatch.context() as tijdelijk, pytest.raises(SchijfVol):
        tijdelijk.setattr(os, "fsync", vol)
        kast.kijk_na(document_id)
    assert wereld.momentopname() == vooraf and kast.lees(document_id).status == "quarantaine"
    assert kast.kijk_na(document_id).status == "schoon"


def test_een_gebroken_transactie_laat_geen_schoon_bestand_na(kast, wereld, monkeypatch):
    document_id = kast.voeg_toe()
    vooraf, voor = kast.bestanden(), wereld.momentopname()
    with monkeypatch.context() as tijdelijk, pytest.raises(ZeroDivisionError):
        tijdelijk.setattr("casus.actions.documenten.wijzig", lambda *_, **__: 1 / 0)
        kast.kijk_na(document_id)
    assert kast.bestanden() == vooraf and wereld.momentopname() == voor


def test_twee_werkers_tegelijk_een_uitslag(kast, wereld, monkeypatch):
    document_id = kast.voeg_toe()
    samen, echt = Barrier(2), Keurmeester.keur

    def wacht(self: Keurmeester, inhoud: bytes, naam: str) -> Uitslag:
        samen.wait(30)
        return echt(self, inhoud, naam)

    monkeypatch.setattr(Keurmeester, "keur", wacht)

    def probeer(_: int) -> str:
        try:
            return kast.kijk_na(document_id).status
        except (Conflict, BestandWeg) as fout:
            return type(fout).__name__

    with ThreadPoolExecutor(2) as draden:
        uit = sorted(draden.map(probeer, range(2)))
    assert uit == ["Conflict", "schoon"]
    assert kast.bestanden() == {kast.lees(document_id).bestand}


# --- de outbox ---


def test_de_werker_doet_wat_het_web_niet_haalde(kast, wereld):
    document_id = kast.voeg_toe()
    uitgang(kast).verwerk(wereld.db)
    assert kast.lees(document_id).status == "schoon"
    assert werk_in_outbox(wereld).status == "klaar"


@pytest.mark.parametrize("fout", ["scanner", "bezet", "vol"])
def test_zonder_scanner_wacht_het_document_zonder_een_poging_te_verliezen(kast, wereld, fout, monkeypatch):
    document_id = kast.voeg_toe()
    meester = Keurmeester("tcp://127.0.0.1:1") if fout == "scanner" else Keurmeester()
    if fout == "bezet":
        monkeypatch.setattr(meester, "keur", lambda *_: (_ for _ in ()).throw(KeurmeesterBezet()))
    if fout == "vol":
        monkeypatch.setattr("casus.actions.documenten.bewaar", lambda *_: (_ for _ in ()).throw(SchijfVol()))
    uitgang(kast, meester).verwerk(wereld.db)
    rij = werk_in_outbox(wereld)
    assert (rij.status, rij.pogingen) == ("wacht", 0) and rij.laatste_fout and rij.volgende_op > nu()
    assert kast.lees(document_id).status == "quarantaine"
    if fout == "scanner":
        assert rij.laatste_fout == "De virusscanner antwoordt niet. Het document wordt nagekeken zodra hij er weer is."


def test_een_document_dat_weg_is_blijft_een_poging(kast, wereld):
    kast.voeg_toe()
    shutil.rmtree(kast.map_)
    assert outbox.verwerk_een(wereld.db, werk_in_outbox(wereld).id, uitgang(kast).handlers()) == "later"
    assert werk_in_outbox(wereld).laatste_fout.startswith("BestandWeg in opslag.py")


# --- versies ---


def test_een_nieuwe_versie_komt_in_dezelfde_reeks(kast, wereld):
    een = kast.voeg_toe("plan.pdf")
    twee = kast.nieuwe_versie(een, 1, "plan nieuw.png", bestanden.png())
    drie = kast.nieuwe_versie(twee, 2)
    with wereld.lees() as sessie:
        for welke in (een, twee, drie):
            reeks = laad_reeks(sessie, welke)
            assert [d.id for d in reeks.versies] == [drie, twee, een] and reeks.gekozen.id == welke
            assert reeks.id == een and reeks.laatste.id == drie and not reeks.dossier
        assert [(d.versie, d.naam) for d in reversed(reeks.versies)] == [
            (1, "plan.pdf"),
            (2, "plan.png"),
            (3, "plan.pdf"),
        ]
        los = per_reeks(sessie.scalars(select(Document)).all())
    assert [(v.laatste.id, [d.id for d in v.eerder]) for v in los] == [(drie, [twee, een])]


def test_wie_een_oude_versie_zag_krijgt_een_conflict(kast, wereld):
    een = kast.voeg_toe()
    kast.nieuwe_versie(een, 1)
    vooraf = kast.bestanden()
    with pytest.raises(Conflict, match="Een collega was u voor"):
        kast.nieuwe_versie(een, 1)
    assert kast.bestanden() == vooraf


def test_twee_nieuwe_versies_tegelijk(kast, wereld):
    een = kast.voeg_toe()
    samen = Barrier(2)

    def probeer(nr: int) -> str:
        samen.wait(30)
        try:
            kast.nieuwe_versie(een, 1, inhoud=bestanden.pdf(nr + 1))
        except Conflict:
            return "conflict"
        return "gelukt"

    with ThreadPoolExecutor(2) as draden:
        assert sorted(draden.map(probeer, range(2))) == ["conflict", "gelukt"]
    with wereld.lees() as sessie:
        assert [d.versie for d in laad_reeks(sessie, een).versies] == [2, 1]
    assert len(kast.bestanden()) == 2 and wereld.breuken() == []


def test_de_unieke_index_houdt_wie_langs_de_controle_glipt(kast, wereld):
    een = kast.voeg_toe()
    with wereld.lees() as sessie:
        oud = laad_reeks(sessie, een)
    kast.nieuwe_versie(een, 1)
    vooraf = kast.bestanden()
    from casus.actions import documenten

    with pytest.raises(Conflict, match="net ook een versie"), wereld.werk() as sessie:
        ontvangen = documenten.Ontvangen("x.pdf", bestanden.pdf())
        documenten.nieuwe_versie(
            sessie, oud, actor=wereld.actor("wonen"), map_=kast.map_, ontvangen=ontvangen, versie=1
        )
    assert kast.bestanden() == vooraf


def test_van_een_dossier_komt_geen_nieuwe_versie(kast):
    with pytest.raises(Weigering, match="Een dossier of brief maakt casus zelf"):
        kast.nieuwe_versie(kast.dossier(bestanden.pdf()), 1)


# --- muren ---


def test_een_andere_gemeente_ziet_en_keurt_niets(kast, wereld):
    van_b = kast.voeg_toe(gemeente=B)
    for vraag in (laad_reeks, laad_schoon):
        with wereld.lees(A) as sessie, pytest.raises(NietGevonden):
            vraag(sessie, van_b)
    with pytest.raises(NietGevonden):
        kast.kijk_na(van_b, gemeente=A)
    assert kast.lees(van_b, B).status == "quarantaine"


# --- opruimen ---


def test_alleen_bestanden_zonder_document_zijn_wees(kast, wereld):
    van_a, van_b = kast.voeg_toe(), kast.voeg_toe(gemeente=B)
    geweigerd = kast.lees(kast.voeg_toe("brief.docx", MACRO)).id
    oud = kast.lees(geweigerd).bestand
    kast.kijk_na(geweigerd)
    for naam in ("wees", oud):
        (kast.map_ / naam).write_bytes(b"x")
    straks = time.time() + 60
    alle = Bereik(lees=frozenset(wereld.ligging.gemeenten.values()))
    with wereld.db.lezen(alle) as sessie:
        assert {pad.name for pad in wezen(sessie, kast.map_, straks)} == {"wees", oud}
        assert wezen(sessie, kast.map_, time.time() - 3600) == []
        assert wezen(sessie, Path("/bestaat/niet"), straks) == []
    assert {kast.lees(van_a).bestand, kast.lees(van_b, B).bestand} <= kast.bestanden()


def test_een_document_van_de_factory_klopt(wereld):
    with wereld.werk() as sessie:
        sessie.add(factories.document(wereld.zaak_id("nieuw"), wereld.actor("jurist")))
