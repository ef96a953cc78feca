"""De opdrachten `start` en `test`: wat zij in welke volgorde doen, en wat zij zeggen als het niet lukt."""

import importlib.machinery
import importlib.util
import io
import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from scripts.omgeving import Machine, Uitkomst
from scripts.scherm import Scherm

WORTEL = Path(__file__).resolve().parents[2]


class Overgenomen(Exception):
    """Staat voor het moment waarop een ander programma dit proces overneemt."""


class Verloop:
    """Een machine die al is ingericht en alleen onthoudt wat er gedraaid zou worden."""

    def __init__(self) -> None:
        self.opdrachten: list[str] = []
        self.overgenomen: list[str] = []
        self.milieu: Mapping[str, str] = {}
        self.mislukt: tuple[str, ...] = ()
        self.code = 1
        self.stoort = False

    def voer_uit(self, opdracht: Sequence[str], _milieu: Mapping[str, str]) -> Uitkomst:
        if self.stoort:
            raise KeyboardInterrupt
        regel = " ".join([Path(opdracht[0]).name, *opdracht[1:]])
        self.opdrachten.append(regel)
        gaat_mis = any(regel.startswith(begin) for begin in self.mislukt)
        return Uitkomst(self.code, "de reden") if gaat_mis else Uitkomst(0, f"klaar met {regel}")

    def neem_over(self, _pad: str, opdracht: list[str], milieu: Mapping[str, str] | None = None) -> None:
        self.overgenomen = [Path(opdracht[0]).name, *opdracht[1:]]
        self.milieu = milieu or {}
        raise Overgenomen


@pytest.fixture
def verloop() -> Verloop:
    return Verloop()


def laad(naam: str, verloop: Verloop, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Laadt een opdracht als module, op een nagemaakte machine waarop alles al staat."""
    lader = importlib.machinery.SourceFileLoader(f"opdracht_{naam}", str(WORTEL / naam))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(lader.name, lader))
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    lader.exec_module(module)
    machine = Machine(
        wortel=WORTEL,
        beheerder=False,
        scherm=Scherm(io.StringIO()),
        voer_uit=verloop.voer_uit,
        is_laadbaar=lambda _: True,
        vind=lambda programma: f"/usr/bin/{programma}",
    )
    monkeypatch.setattr(module.Machine, "deze", lambda _: replace(machine, milieu=dict(os.environ)))
    monkeypatch.setattr(module, "richt_in", lambda *_args, **_kwargs: None)
    monkeypatch.setattr(os, "execv", verloop.neem_over)
    monkeypatch.setattr(os, "execve", verloop.neem_over)
    return module


def test_start_zet_alles_klaar_en_serveert(verloop: Verloop, monkeypatch: pytest.MonkeyPatch):
    start = laad("start", verloop, monkeypatch)
    with pytest.raises(Overgenomen):
        start.main(["--port", "8123", "--host", "0.0.0.0"])
    assert verloop.opdrachten == ["casus db upgrade", "casus demo"]
    assert verloop.overgenomen == ["casus", "serve", "--met-werker", "--host", "0.0.0.0", "--port", "8123"]


def test_start_zonder_server_stopt_daarvoor(verloop: Verloop, monkeypatch: pytest.MonkeyPatch):
    assert laad("start", verloop, monkeypatch).main(["--no-serve"]) == 0
    assert verloop.opdrachten == ["casus db upgrade", "casus demo"]
    assert verloop.overgenomen == []


def test_start_serveert_niet_op_een_database_die_niet_bij_is(verloop, monkeypatch, capsys):
    verloop.mislukt = ("casus db",)
    assert laad("start", verloop, monkeypatch).main([]) == 1
    assert "Database bijwerken is niet gelukt" in capsys.readouterr().err
    assert verloop.opdrachten == ["casus db upgrade"]


def test_start_serveert_ook_als_het_voorbeeld_andere_gegevens_laat_staan(verloop, monkeypatch, capsys):
    verloop.mislukt, verloop.code = ("casus demo",), 3
    with pytest.raises(Overgenomen):
        laad("start", verloop, monkeypatch).main([])
    assert verloop.overgenomen[:2] == ["casus", "serve"]


def test_start_stopt_als_het_voorbeeld_stukgaat(verloop, monkeypatch, capsys):
    verloop.mislukt = ("casus demo",)
    assert laad("start", verloop, monkeypatch).main([]) == 1
    assert "de reden" in capsys.readouterr().err


@pytest.mark.parametrize("naam", ["start", "test"])
def test_ctrl_c_eindigt_met_een_zin(naam: str, verloop, monkeypatch, capsys):
    verloop.stoort = True
    assert laad(naam, verloop, monkeypatch).main([]) == 130
    assert capsys.readouterr().err.startswith("Gestopt op uw verzoek")


def test_test_draait_elke_controle_en_dan_pytest(verloop: Verloop, monkeypatch: pytest.MonkeyPatch):
    test = laad("test", verloop, monkeypatch)
    with pytest.raises(Overgenomen):
        test.main(["-k", "zaak"])
    assert verloop.opdrachten == [" ".join(opdracht) for _, opdracht in test.CONTROLES]
    assert verloop.overgenomen[0] == "pytest"
    assert verloop.overgenomen[-2:] == ["-k", "zaak"]
    assert verloop.milieu["CASUS_CHROMIUM"] == os.environ.get("CASUS_CHROMIUM", "/usr/bin/chromium")


def test_voor_een_uitgave_zijn_er_duizend_rondes_en_anders_beslist_elke_test_zelf(verloop: Verloop, monkeypatch):
    monkeypatch.delenv("CASUS_RONDES", raising=False)
    monkeypatch.delenv("CASUS_KEREN", raising=False)
    test = laad("test", verloop, monkeypatch)
    with pytest.raises(Overgenomen):
        test.main(["--uitgave", "-k", "wedloop"])
    assert (verloop.milieu["CASUS_RONDES"], verloop.milieu["CASUS_KEREN"]) == ("1000", "500")
    assert verloop.overgenomen[-2:] == ["-k", "wedloop"] and "--uitgave" not in verloop.overgenomen
    with pytest.raises(Overgenomen):
        test.main([])
    assert not {"CASUS_RONDES", "CASUS_KEREN"} & set(verloop.milieu)


@pytest.mark.parametrize("nummer", range(6))
def test_een_controle_die_faalt_houdt_de_tests_tegen_en_wordt_genoemd(nummer: int, verloop, monkeypatch, capsys):
    test = laad("test", verloop, monkeypatch)
    naam, opdracht = test.CONTROLES[nummer]
    verloop.mislukt = (" ".join(opdracht),)
    assert test.main([]) == 1
    assert len(verloop.opdrachten) == len(test.CONTROLES)
    assert f"1 van 6 controles niet goed: {naam}." in capsys.readouterr().out


def test_de_tests_kennen_de_echte_installatie_niet(verloop: Verloop, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CASUS_DATABASE_URL", "postgresql://echt")
    monkeypatch.setenv("CASUS_DATABASE_URL_EIGENAAR", "postgresql://echt")
    monkeypatch.setenv("CASUS_INSTANCE", "/var/lib/casus")
    with pytest.raises(Overgenomen):
        laad("test", verloop, monkeypatch).main([])
    assert not {"CASUS_DATABASE_URL", "CASUS_DATABASE_URL_EIGENAAR", "CASUS_INSTANCE"} & set(verloop.milieu)


def test_een_programma_dat_een_test_start_hoeft_niet_alles_opnieuw_te_vertalen(verloop: Verloop, monkeypatch):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    with pytest.raises(Overgenomen):
        laad("test", verloop, monkeypatch).main([])
    assert "PYTHONDONTWRITEBYTECODE" not in verloop.milieu
