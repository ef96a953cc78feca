"""Het kindproces dat een vreemd bestand opent: grenzen, omvallen, en niets dat achterblijft."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from casus.documentkeuring import keurmeester as module
from casus.documentkeuring import kind
from casus.documentkeuring.keurmeester import Keurmeester, KeurmeesterBezet, NietTeTekenen
from casus.documentkeuring.kind import Grenzen
from tests import documenten

WORTEL = Path(kind.__file__).resolve().parents[2]
ONVEILIG = "Dit bestand kon niet veilig worden geopend."
keurmeester = Keurmeester()


@pytest.mark.parametrize(
    ("naam", "inhoud", "reden"),
    [
        ("x.pdf", documenten.pdf(2), ""),
        ("x.png", documenten.png(), ""),
        ("x.docx", documenten.docx(), ""),
        ("x.pdf", documenten.vijandige_pdf(), ""),
        ("x.docx", documenten.bom(), "Het bestand is uitgepakt te groot."),
        ("x.png", documenten.png_kop(10_000, 6_000), "Het beeld is 10000 bij 6000 punten."),
    ],
    ids=["pdf", "png", "docx", "vijandig", "bom", "groot"],
)
def test_een_bestand_gaat_open_in_het_kind(naam, inhoud, reden):
    uitslag = keurmeester.keur(inhoud, naam)
    assert uitslag.reden.startswith(reden) and bool(uitslag.reden) == bool(reden) != bool(uitslag.inhoud)


def test_een_blad_wordt_getekend_in_het_kind():
    aantal, bladen = keurmeester.teken(documenten.pdf(3), "application/pdf", 3, 5)
    assert aantal == 3 and [blad[:4] for blad in bladen] == [b"\x89PNG"]


def met(**grenzen: Any) -> Keurmeester:
    return Keurmeester(grenzen=Grenzen(**grenzen))


def test_te_weinig_geheugen_is_een_weigering_en_geen_storing():
    assert met(geheugen=32 << 20).keur(documenten.pdf(), "x.pdf").reden.startswith(ONVEILIG)


def test_te_weinig_tijd_is_een_weigering_of_met_haast_voor_later():
    grenzen = Grenzen(wandtijd=0.01)
    assert Keurmeester(grenzen=grenzen).keur(documenten.pdf(), "x.pdf").reden.startswith(ONVEILIG)
    with pytest.raises(KeurmeesterBezet):
        Keurmeester(grenzen=grenzen, haast=True).keur(documenten.pdf(), "x.pdf")
    with pytest.raises(NietTeTekenen):
        Keurmeester(grenzen=grenzen).teken(documenten.pdf(), "application/pdf", 1, 1)


def test_het_kind_is_begrensd():
    proef = "from casus.documentkeuring.kind import _begrens\n_begrens({cpu}, 1 << 30, 60)\n{doe}"
    lus = proef.format(cpu=1, doe="while True: pass")
    assert subprocess.run([sys.executable, "-c", lus], cwd=WORTEL, check=False).returncode == -signal.SIGKILL
    schrijf = proef.format(cpu=9, doe="from pathlib import Path; Path('kan-niet').write_text('x')")
    uit = subprocess.run([sys.executable, "-c", schrijf], cwd=WORTEL, check=False, capture_output=True)
    assert not (WORTEL / "kan-niet").stat().st_size
    (WORTEL / "kan-niet").unlink()
    assert uit.returncode != 0 and b"File too large" in uit.stderr
    vol = proef.format(cpu=9, doe="bytes(2 << 30)")
    uit = subprocess.run([sys.executable, "-c", vol], cwd=WORTEL, check=False, capture_output=True)
    assert b"MemoryError" in uit.stderr


@pytest.fixture
def kinderen(monkeypatch) -> list[subprocess.Popen[bytes]]:
    """Elk kindproces, stilgezet tot de test het loslaat."""
    gestart: list[subprocess.Popen[bytes]] = []
    echt = kind._start

    def start(*args: Any) -> subprocess.Popen[bytes]:
        gestart.append(echt(*args))
        os.kill(gestart[-1].pid, signal.SIGSTOP)
        return gestart[-1]

    monkeypatch.setattr(kind, "_start", start)
    return gestart


def wacht_op(kinderen: list[subprocess.Popen[bytes]], aantal: int) -> None:
    while len(kinderen) < aantal:
        time.sleep(0.005)


@pytest.mark.parametrize(("teken", "later"), [(signal.SIGKILL, False), (signal.SIGSEGV, False), (signal.SIGTERM, True)])
def test_een_kind_dat_omvalt_is_geweigerd_maar_wie_casus_afsluit_verliest_niets(kinderen, teken, later):
    with ThreadPoolExecutor(1) as draad:
        werk = draad.submit(Keurmeester().keur, documenten.pdf(), "x.pdf")
        wacht_op(kinderen, 1)
        os.kill(kinderen[0].pid, teken)
        os.kill(kinderen[0].pid, signal.SIGCONT)
        if later:
            with pytest.raises(KeurmeesterBezet):
                werk.result(60)
        else:
            assert werk.result(60).reden.startswith(ONVEILIG)
    assert kinderen[0].poll() is not None


def test_twee_tegelijk_en_de_derde_hoort_dat_het_vol_is(kinderen):
    meester = Keurmeester()
    meester._wachttijd = 0.01
    with ThreadPoolExecutor(2) as draden:
        werk = [draden.submit(meester.keur, documenten.pdf(), "x.pdf") for _ in range(2)]
        wacht_op(kinderen, 2)
        with pytest.raises(KeurmeesterBezet):
            meester.keur(documenten.pdf(), "x.pdf")
        for een in kinderen:
            os.kill(een.pid, signal.SIGCONT)
        assert [een.result(60).reden for een in werk] == ["", ""]
    assert meester._plekken.acquire(blocking=False) and meester._plekken.acquire(blocking=False)


def test_een_kind_dat_onzin_antwoordt(monkeypatch):
    def start(*_: Any) -> subprocess.Popen[bytes]:
        onzin = "import sys; sys.stdin.buffer.read(); sys.stdout.buffer.write(b'\\xff' * 100)"
        return subprocess.Popen([sys.executable, "-c", onzin], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    monkeypatch.setattr(kind, "_start", start)
    assert keurmeester.keur(documenten.pdf(), "x.pdf").reden.startswith(ONVEILIG)


def test_de_ouder_laadt_niets_dat_bestanden_opent_en_het_kind_geen_database():
    ouder = (
        "import sys, casus.documentkeuring.keurmeester; sys.exit(len({'pikepdf','PIL','pypdfium2'} & set(sys.modules)))"
    )
    kind_ = "import sys, casus.documentkeuring.werk; sys.exit(len({'flask','sqlalchemy'} & set(sys.modules)))"
    for vraag in (ouder, kind_):
        assert subprocess.run([sys.executable, "-c", vraag], cwd=WORTEL, check=False).returncode == 0


def test_het_kind_krijgt_geen_geheimen_uit_de_omgeving(monkeypatch):
    gezien: list[dict[str, str]] = []
    echt = subprocess.Popen

    def start(*args: Any, **anders: Any) -> subprocess.Popen[bytes]:
        gezien.append(anders["env"])
        return echt(*args, **anders)

    monkeypatch.setenv("CASUS_GEHEIM", "kanarie-sleutel")
    monkeypatch.setattr(kind.subprocess, "Popen", start)
    assert not keurmeester.keur(documenten.png(), "x.png").reden
    assert gezien and "kanarie-sleutel" not in str(gezien)


def test_geen_draad_of_proces_blijft_achter():
    voor = threading.active_count()
    assert not keurmeester.keur(documenten.png(), "x.png").reden
    assert threading.active_count() == voor
    assert module.TEGELIJK == 2
