"""Het kindproces: grenzen, omvallen, opnieuw beginnen, en steeds dezelfde bytes."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pikepdf
import pytest

from casus.pdf import kind
from casus.pdf.fouten import HuisstijlFout, LettertypeFout, PangoOntbreekt, PdfMislukt
from casus.pdf.kind import Renderer
from tests.unit.pdf.voorbeelden import HUISHOUDENS, gegevens, huisstijl

WORTEL = Path(kind.__file__).resolve().parents[2]
pytestmark = pytest.mark.usefixtures("renderer")


def test_de_ouder_laadt_geen_weasyprint_en_het_kind_geen_web_of_database():
    vreemd = "{'weasyprint', 'flask', 'sqlalchemy', 'fontTools'}"
    vraag = f"import sys, casus.pdf.kind, casus.pdf.tekens; sys.exit(len({vreemd} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", vraag], cwd=WORTEL, check=False).returncode == 0


def test_wie_geen_pdf_opent_laadt_pikepdf_niet():
    delen = "casus.pdf.bundel, casus.pdf.letterkeuring, casus.pdf.wachtwoord"
    vraag = f"import sys, {delen}; sys.exit('pikepdf' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", vraag], cwd=WORTEL, check=False).returncode == 0


def test_dezelfde_bytes_in_twee_processen(dossiers: dict[str, bytes], monkeypatch: pytest.MonkeyPatch):
    for zaad in ("1", "4242"):
        monkeypatch.setenv("PYTHONHASHSEED", zaad)
        with Renderer() as ander:
            for naam in reversed(HUISHOUDENS):
                assert ander.teken(HUISHOUDENS[naam], huisstijl()) == dossiers[naam], (zaad, naam)


def test_andere_gegevens_geven_een_ander_kenmerk(renderer: Renderer):
    kenmerken = set()
    for nummer in ("WHV-2026-00001", "WHV-2026-00002"):
        with pikepdf.open(io.BytesIO(renderer.teken(gegevens(zaaknummer=nummer), huisstijl()))) as pdf:
            kenmerken.add(bytes(pdf.trailer.ID[0]))
    assert len(kenmerken) == 2


def test_een_kind_dat_omvalt_is_een_fout_en_de_volgende_lukt(dossiers: dict[str, bytes]):
    with Renderer() as renderer, ThreadPoolExecutor(1) as draad:
        renderer.start()
        eerste = renderer._kind
        assert eerste is not None
        os.kill(eerste.pid, signal.SIGSTOP)
        werk = draad.submit(renderer.teken, HUISHOUDENS["gezin"], huisstijl())
        while not eerste.dossiers:
            time.sleep(0.005)
        os.kill(eerste.pid, signal.SIGKILL)
        with pytest.raises(PdfMislukt) as fout:
            werk.result(timeout=60)
        assert fout.value.zin == "Het dossier is niet gemaakt. Probeer het nog een keer."
        assert renderer.teken(HUISHOUDENS["gezin"], huisstijl()) == dossiers["gezin"]
        assert renderer._kind is not None and renderer._kind.pid != eerste.pid


def test_een_kind_dat_stil_wegviel_wordt_vervangen(dossiers: dict[str, bytes]):
    with Renderer() as renderer:
        renderer.start()
        eerste = renderer._kind
        assert eerste is not None
        os.kill(eerste.pid, signal.SIGKILL)
        eerste._proces.wait()
        assert renderer.teken(HUISHOUDENS["alleen"], huisstijl()) == dossiers["alleen"]


def test_de_wandtijd_beeindigt_het_kind():
    with Renderer(wandtijd=0.01) as renderer:
        renderer.start()
        eerste = renderer._kind
        assert eerste is not None
        with pytest.raises(PdfMislukt):
            renderer.teken(gegevens(), huisstijl())
        assert not eerste.leeft and renderer._kind is None


def test_de_geheugengrens_geldt():
    with Renderer(geheugen=64 << 20) as renderer, pytest.raises(PdfMislukt):
        renderer.teken(gegevens(), huisstijl())


def test_de_grens_op_rekentijd_geldt():
    lus = "from casus.pdf.kind import _begrens\n_begrens(0)\nwhile True: pass"
    assert subprocess.run([sys.executable, "-c", lus], cwd=WORTEL, check=False).returncode == -signal.SIGXCPU


def test_een_weigering_houdt_het_kind_warm(renderer: Renderer):
    renderer.start()
    voor = renderer._kind
    with pytest.raises(LettertypeFout) as fout:
        renderer.teken(gegevens(doel="Voor 東京"), huisstijl())
    assert fout.value.tekens == "東京"
    with pytest.raises(HuisstijlFout):
        renderer.teken(gegevens(gemeente="Bergeinde"), huisstijl())
    assert renderer._kind is voor


def test_een_onverwachte_fout_meldt_alleen_zijn_soort(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    def stuk(self: kind._Kind, opdracht: bytes) -> tuple[dict[str, str], bytes]:
        return {"fout": "PdfMislukt", "soort": "MemoryError"}, b""

    monkeypatch.setattr(kind._Kind, "vraag", stuk)
    with Renderer() as renderer:
        with pytest.raises(PdfMislukt):
            renderer.teken(gegevens(), huisstijl())
        assert renderer._kind is None
    assert "MemoryError" in caplog.text and "Jubouri" not in caplog.text


def test_draden_krijgen_elk_hun_eigen_dossier(renderer: Renderer):
    nummers = [f"WHV-2026-{nummer:05}" for nummer in range(6)]
    with ThreadPoolExecutor(3) as draden:
        pdfs = list(draden.map(lambda nummer: renderer.teken(gegevens(zaaknummer=nummer), huisstijl()), nummers))
    for nummer, pdf in zip(nummers, pdfs, strict=True):
        with pikepdf.open(io.BytesIO(pdf)) as open_pdf:
            assert list(open_pdf.attachments) == [f"voordracht-{nummer}.json"]


def test_het_kind_stopt_als_de_ouder_verdwijnt():
    opdracht = [sys.executable, "-m", "casus.pdf.kind", "30", str(1 << 30)]
    with subprocess.Popen(opdracht, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=WORTEL) as proces:
        uit, _ = proces.communicate(timeout=60)
        assert (proces.returncode, uit) == (0, b"")


def test_het_kind_krijgt_geen_geheimen_uit_de_omgeving(monkeypatch: pytest.MonkeyPatch):
    omgeving = Path("/proc/self/environ")
    if not omgeving.exists():
        pytest.skip("alleen te zien waar /proc bestaat")
    monkeypatch.setenv("CASUS_GEHEIM", "kanarie-sleutel")
    with Renderer() as renderer:
        renderer.teken(gegevens(), huisstijl())
        assert renderer._kind is not None
        assert b"kanarie-sleutel" not in Path(f"/proc/{renderer._kind.pid}/environ").read_bytes()


def test_sluiten_laat_niets_achter():
    renderer = Renderer()
    renderer.start()
    lopend = renderer._kind
    assert lopend is not None
    eigen_map = Path(lopend._map.name)
    assert eigen_map.exists()
    renderer.close()
    renderer.close()
    assert not lopend.leeft and not eigen_map.exists()


def test_na_een_fork_begint_de_ander_een_eigen_kind(renderer: Renderer, monkeypatch: pytest.MonkeyPatch):
    """Twee processen op dezelfde pijpen zouden elkaars dossiers lezen; dit doet alsof dit proces de kopie is."""
    with Renderer() as kopie:
        kopie.start()
        van_de_ouder = kopie._kind
        assert van_de_ouder is not None
        van_de_ouder.ouder = os.getpid() + 1
        kopie.start()
        assert kopie._kind is not van_de_ouder
        assert van_de_ouder.leeft
        van_de_ouder.ouder = os.getpid()
        van_de_ouder.stop()


def test_zonder_pango_zegt_casus_wat_de_beheerder_moet_doen(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(kind, "pango_aanwezig", lambda: False)
    with Renderer() as renderer:
        for vraag in (renderer.start, lambda: renderer.teken(gegevens(), huisstijl())):
            with pytest.raises(PangoOntbreekt) as fout:
                vraag()
            assert "apt-get install libpango-1.0-0" in fout.value.zin
        assert renderer._kind is None


def test_een_bibliotheek_die_er_niet_is():
    assert not kind._laadbaar(("libbestaatniet.so.9",))
