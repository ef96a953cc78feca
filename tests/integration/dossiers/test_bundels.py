"""Bundels: volgorde, bladwijzers, namen, voortgang, stoppen, omvallen en verdergaan."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

import pikepdf
import pypdf
import pytest
from flask import Flask
from sqlalchemy import select, update

from casus.actions import dossierbundels, dossierkopie, dossiers
from casus.actions.uitgaand import Uitgang
from casus.errors import InvoerFout, NietGevonden, Weigering
from casus.mail import Postbode
from casus.models import Corporatie, Dossierbundel, Outbox, Verstrekking
from casus.opslag import lees
from casus.pdf.bundel import veilige_naam
from casus.pdf.fouten import LettertypeFout, PangoOntbreekt, PdfMislukt
from casus.pdf.kind import Renderer
from casus.queries.dossierbundels import te_bundelen
from casus.queries.dossiers import laad_verstrekking
from casus.sleutels import nieuwe_sleutelbos
from casus.termijnen import nu
from tests.integration.dossiers.conftest import Kamer
from tests.integration.schermen.conftest import Scherm
from tests.wereld import VANDAAG

Als = Callable[..., Scherm]
PLEKKEN = ("voorgedragen", "zoekend", "nieuw")


def _begin(
    kamer: Kamer, soort: str = "zip", ids: list[UUID] | None = None, naar: UUID | None = None
) -> tuple[UUID, list[UUID]]:
    ids = ids or [kamer.vraag(plek) for plek in PLEKKEN]
    wat = {"corporatie_id": naar or kamer.wereld.ligging.corporatie, "titel": "Week 28", "soort": soort}
    with kamer.wereld.werk() as sessie:
        bundel = dossierbundels.begin(sessie, actor=kamer.wereld.actor("wonen"), dossiers=ids, **wat)
    return bundel.id, ids


def _verwerk(kamer: Kamer, id_: UUID) -> Dossierbundel:
    tekenaar = cast(Renderer, kamer.tekenaar)
    dossierbundels.verwerk(kamer.wereld.db, kamer.wereld.gemeente(), id_, tekenaar, kamer.map_)
    return _stand(kamer, id_)


def _stand(kamer: Kamer, id_: UUID) -> Dossierbundel:
    with kamer.wereld.lees() as sessie:
        return sessie.scalars(select(Dossierbundel).where(Dossierbundel.id == id_)).one()


def _inhoud(kamer: Kamer, bundel: Dossierbundel) -> bytes:
    return lees(kamer.map_, str(bundel.bestand), str(bundel.sha256))


def test_een_zip_heeft_de_bestanden_zelf_in_de_gekozen_volgorde(kamer: Kamer):
    id_, ids = _begin(kamer)
    bundel = _verwerk(kamer, id_)
    assert (bundel.status, bundel.gedaan, bundel.grootte) == ("klaar", 3, len(_inhoud(kamer, bundel)))
    with zipfile.ZipFile(io.BytesIO(_inhoud(kamer, bundel))) as archief:
        namen = archief.namelist()
        assert namen[0] == "000-inhoud.csv" and [naam[:4] for naam in namen[1:]] == ["001-", "002-", "003-"]
        for naam, dossier in zip(namen[1:], ids, strict=True):
            rij = kamer.rij(dossier)
            assert archief.read(naam) == lees(kamer.map_, rij.document.bestand, rij.document.sha256)
            assert str(rij.sha256) in archief.read("000-inhoud.csv").decode("utf-8-sig")
    soorten = [g.soort for g, _ in kamer.wereld.gebeurtenissen() if g.soort.startswith("dossierbundel")]
    assert soorten == ["dossierbundel", "dossierbundel_klaar"]


def test_een_pdf_heeft_een_bladwijzer_per_dossier(kamer: Kamer):
    id_, ids = _begin(kamer, "pdf")
    lezer = pypdf.PdfReader(io.BytesIO(_inhoud(kamer, _verwerk(kamer, id_))))
    titels = [dossiers.bestandsnaam(kamer.rij(een)).removesuffix(".pdf") for een in ids]
    assert [een.title for een in lezer.outline] == titels
    assert [lezer.get_destination_page_number(een) for een in lezer.outline] == [0, 1, 2]


def test_stoppen_houdt_wat_er_al_is(kamer: Kamer):
    id_, _ = _begin(kamer)
    kamer.tekenaar.fout = PdfMislukt()
    with pytest.raises(PdfMislukt):
        _verwerk(kamer, id_)
    with kamer.wereld.werk() as sessie:
        bundel = sessie.scalars(select(Dossierbundel).where(Dossierbundel.id == id_)).one()
        dossierbundels.stop(sessie, bundel, actor=kamer.wereld.actor("wonen"))
    assert _verwerk(kamer, id_).status == "gestopt" and not kamer.tekenaar.getekend
    with kamer.wereld.werk() as sessie, pytest.raises(Weigering, match="al klaar"):
        dossierbundels.stop(sessie, _stand(kamer, id_), actor=kamer.wereld.actor("wonen"))
    with kamer.wereld.werk() as sessie, pytest.raises(NietGevonden):
        dossierbundels.stop(sessie, _stand(kamer, id_), actor=kamer.wereld.actor("casemanager"))


def test_na_omvallen_gaat_het_verder_en_niets_gaat_dubbel(kamer: Kamer, monkeypatch: pytest.MonkeyPatch):
    id_, ids = _begin(kamer)
    echt, gedaan = dossierbundels._tel, []

    def val_om(*wat: object) -> None:
        echt(*wat)  # type: ignore[arg-type]
        gedaan.append(1)
        if len(gedaan) == 2:
            raise PdfMislukt

    monkeypatch.setattr(dossierbundels, "_tel", val_om)
    with pytest.raises(PdfMislukt):
        _verwerk(kamer, id_)
    assert (_stand(kamer, id_).status, _stand(kamer, id_).gedaan) == ("bezig", 2)
    monkeypatch.setattr(dossierbundels, "_tel", echt)
    bundel = _verwerk(kamer, id_)
    assert (bundel.status, bundel.gedaan, len(kamer.tekenaar.getekend)) == ("klaar", 3, 3)
    assert _verwerk(kamer, id_).sha256 == bundel.sha256 and len(ids) == 3


def test_een_dossier_dat_niet_kan_laat_de_bundel_mislukken_met_de_reden(kamer: Kamer):
    id_, _ = _begin(kamer)
    kamer.tekenaar.fout = LettertypeFout("ع")
    bundel = _verwerk(kamer, id_)
    assert bundel.status == "mislukt" and "Dossier 1" in bundel.reden and "BRP" in bundel.reden


def test_de_werker_wacht_tot_er_getekend_kan_worden(kamer: Kamer):
    id_, _ = _begin(kamer)
    kamer.tekenaar.fout = PangoOntbreekt()
    postbode = Postbode("", "casus@localhost", kamer.map_.parent / "post")
    uitgang = Uitgang(cast(Renderer, kamer.tekenaar), kamer.map_, postbode, "http://localhost")
    with kamer.wereld.db.unit_of_work() as sessie:
        sessie.execute(update(Outbox).where(Outbox.soort != dossierbundels.WERK).values(status="klaar", klaar_op=nu()))
    uitgang.verwerk(kamer.wereld.db)
    assert _stand(kamer, id_).status == "wacht"
    with kamer.wereld.db.unit_of_work() as sessie:
        sessie.execute(update(Outbox).where(Outbox.soort == dossierbundels.WERK).values(volgende_op=Outbox.gemaakt_op))
    uitgang.verwerk(kamer.wereld.db)
    assert _stand(kamer, id_).status == "klaar"


def _andere_corporatie(kamer: Kamer) -> UUID:
    with kamer.wereld.lees() as sessie:
        vraag = select(Corporatie.id).where(Corporatie.id != kamer.wereld.ligging.corporatie).order_by(Corporatie.naam)
        return sessie.scalars(vraag).all()[0]


def test_een_bundel_gaat_naar_een_ontvanger_en_heeft_wat_er_is(kamer: Kamer):
    ander = _andere_corporatie(kamer)
    samen = [kamer.vraag(), kamer.vraag("zoekend", ontvanger_id=ander)]
    with pytest.raises(NietGevonden, match="aan deze corporatie"):
        _begin(kamer, ids=samen)
    with pytest.raises(NietGevonden, match="aan deze corporatie"):
        _begin(kamer, ids=samen[:1], naar=ander)
    for profiel, wie in (("intern_volledig", None), ("inzage_betrokkene", kamer.persoon())):
        with pytest.raises(NietGevonden, match="geen voordracht"):
            _begin(kamer, ids=[kamer.vraag(profiel=profiel, rol="casemanager", ontvanger_id=wie)])
    with pytest.raises(NietGevonden):
        _begin(kamer, ids=[kamer.wereld.gemeente()])
    with pytest.raises(InvoerFout):
        _begin(kamer, "tar", samen[:1])


def test_wat_is_ingetrokken_of_vervangen_staat_er_niet_bij(kamer: Kamer):
    eerste, weg = kamer.maak(kamer.vraag()), kamer.maak(kamer.vraag("zoekend"))
    with kamer.wereld.werk() as sessie:
        nieuw = dossiers.verbeter(sessie, eerste, actor=kamer.wereld.actor("wonen")).id
        dossiers.trek_in(sessie, weg, actor=kamer.wereld.actor("wonen"))
    with kamer.wereld.lees() as sessie:
        gevonden = te_bundelen(sessie, kamer.wereld.ligging.corporatie, VANDAAG, VANDAAG)
    assert [een.id for een in gevonden] == [nieuw]


def test_wat_tijdens_het_maken_wordt_ingetrokken_gaat_niet_mee(kamer: Kamer, monkeypatch: pytest.MonkeyPatch):
    id_, ids = _begin(kamer)
    with kamer.wereld.werk() as sessie:
        dossiers.trek_in(sessie, kamer.rij(ids[1]), actor=kamer.wereld.actor("wonen"))
    bundel = _verwerk(kamer, id_)
    assert (bundel.status, bundel.bestand) == ("mislukt", None) and "Dossier 2" in bundel.reden
    later, een = _begin(kamer, ids=ids[:1])
    echt = dossierbundels._bundel

    def trek_in_en_bundel(*wat: Any) -> bytes:
        with kamer.wereld.werk() as sessie:
            dossiers.trek_in(sessie, kamer.rij(een[0]), actor=kamer.wereld.actor("wonen"))
        return echt(*wat)

    monkeypatch.setattr(dossierbundels, "_bundel", trek_in_en_bundel)
    bundel = _verwerk(kamer, later)
    assert (bundel.status, bundel.bestand) == ("mislukt", None) and "Dossier 1" in bundel.reden


def test_is_er_een_kopie_met_wachtwoord_dan_gaat_die_mee(kamer: Kamer):
    rij = kamer.maak(kamer.vraag())
    with kamer.wereld.werk() as sessie:
        dossier = laad_verstrekking(sessie, kamer.nummer(), rij.id)
        dossierkopie.maak_kopie(
            sessie, dossier, actor=kamer.wereld.actor("wonen"), bos=nieuwe_sleutelbos(), map_=kamer.map_
        )
    id_, _ = _begin(kamer, ids=[rij.id])
    with zipfile.ZipFile(io.BytesIO(_inhoud(kamer, _verwerk(kamer, id_)))) as archief:
        inhoud = archief.read(archief.namelist()[1])
        assert hashlib.sha256(inhoud).hexdigest() in archief.read("000-inhoud.csv").decode("utf-8-sig")
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(inhoud))
    with pytest.raises(Weigering, match="Kies ZIP"):
        _begin(kamer, "pdf", [rij.id])


@pytest.mark.parametrize("soort", ["zip", "pdf"])
def test_een_nieuwe_versie_van_een_dossier_met_wachtwoord_gaat_niet_open_mee(kamer: Kamer, soort: str):
    eerste, wie = kamer.maak(kamer.vraag()), kamer.wereld.actor("wonen")
    met_wachtwoord = {"actor": wie, "bos": nieuwe_sleutelbos(), "map_": kamer.map_}
    with kamer.wereld.werk() as sessie:
        dossier = laad_verstrekking(sessie, kamer.nummer(), eerste.id)
        dossierkopie.maak_kopie(sessie, dossier, **met_wachtwoord)
        tweede = dossiers.verbeter(sessie, dossier, actor=wie).id
    kamer.maak(tweede)
    with kamer.wereld.werk() as sessie:
        derde = dossiers.verbeter(sessie, kamer.rij(tweede), actor=wie).id
    kamer.maak(derde)
    with pytest.raises(Weigering, match=f"zaak {kamer.nummer()} is een nieuwe versie van een dossier met een wacht"):
        _begin(kamer, soort, [derde])
    with kamer.wereld.werk() as sessie:
        dossierkopie.maak_kopie(sessie, laad_verstrekking(sessie, kamer.nummer(), derde), **met_wachtwoord)
    id_, _ = _begin(kamer, "zip", [derde])
    with (
        zipfile.ZipFile(io.BytesIO(_inhoud(kamer, _verwerk(kamer, id_)))) as archief,
        pytest.raises(pikepdf.PasswordError),
    ):
        pikepdf.open(io.BytesIO(archief.read(archief.namelist()[1])))


def test_een_wachtwoord_dat_na_het_klaarzetten_kwam_houdt_de_bundel_tegen(kamer: Kamer):
    eerste, wie = kamer.maak(kamer.vraag()), kamer.wereld.actor("wonen")
    with kamer.wereld.werk() as sessie:
        tweede = dossiers.verbeter(sessie, laad_verstrekking(sessie, kamer.nummer(), eerste.id), actor=wie).id
    id_, _ = _begin(kamer, ids=[tweede])
    with kamer.wereld.werk() as sessie:
        dossier = laad_verstrekking(sessie, kamer.nummer(), eerste.id)
        dossierkopie.maak_kopie(sessie, dossier, actor=wie, bos=nieuwe_sleutelbos(), map_=kamer.map_)
    bundel = _verwerk(kamer, id_)
    assert (bundel.status, bundel.bestand) == ("mislukt", None) and "nieuwe versie" in bundel.reden


def test_een_bundel_ophalen_vraagt_een_code_en_kan_vijf_keer_per_uur(kamer: Kamer, als: Als):
    id_, ids = _begin(kamer)
    _verwerk(kamer, id_)
    pad = f"/dossierbundels/{id_}/bestand"
    assert als("wonen", vers=False).stuur(pad).mimetype == "text/html"
    wonen = als("wonen")
    wonen.open(pad, status=405)
    assert [wonen.stuur(pad).status_code for _ in range(6)] == [200] * 5 + [429]
    with kamer.wereld.werk() as sessie:
        dossiers.trek_in(sessie, kamer.rij(ids[2]), actor=kamer.wereld.actor("wonen"))
        bundel = sessie.scalars(select(Dossierbundel).where(Dossierbundel.id == id_)).one()
        assert "Dossier 3" in dossierbundels.beletsel(sessie, bundel)


def test_de_schermen_van_een_bundel(kamer: Kamer, app: Flask, als: Als):
    app.extensions["casus.renderer"] = kamer.tekenaar
    ids, wonen = [kamer.vraag(), kamer.vraag("zoekend")], als("wonen")
    corporatie = kamer.wereld.ligging.corporatie
    assert "Bundel maken" in wonen.open(f"/dossierbundels?corporatie={corporatie}")
    assert wonen.stuur("/dossierbundels", {"corporatie": corporatie}).status_code == 422
    velden = {"corporatie": str(corporatie), "dossiers": [str(een) for een in ids], "soort": "pdf"}
    na = wonen.gelukt("/dossierbundels", velden)
    assert "Alle 2 dossiers zitten erin" in na and "Bundel ophalen (pdf)" in na
    with kamer.wereld.lees() as sessie:
        id_ = sessie.scalars(select(Dossierbundel.id)).one()
        assert {v.status for v in sessie.scalars(select(Verstrekking).where(Verstrekking.id.in_(ids)))} == {"gemaakt"}
    bestand = wonen.stuur(f"/dossierbundels/{id_}/bestand")
    assert bestand.mimetype == "application/pdf" and "attachment" in bestand.headers["Content-Disposition"]
    als("casemanager").open(f"/dossierbundels/{id_}", status=404)
    als("jurist").open("/dossierbundels", status=403)


@pytest.mark.parametrize(
    ("titel", "naam"),
    [
        ("Dossier DOE-2026-00042 voor De Linde", "007-Dossier-DOE-2026-00042-voor-De-Linde.pdf"),
        ("../../etc/passwd", "007-etc-passwd.pdf"),
        ("Ærø Çelik: «x»", "007-r-Celik-x.pdf"),
        ("=HYPERLINK(1)\r\n", "007-HYPERLINK-1.pdf"),
        ("CON", "007-CON.pdf"),
        ("东京", "007-dossier.pdf"),
    ],
)
def test_een_naam_in_de_zip_is_veilig_en_kaal(titel: str, naam: str):
    assert veilige_naam(7, titel) == naam
