"""De inrichting van een machine, op machines die alleen hier bestaan: een commando wordt onthouden, niet uitgevoerd."""

import fcntl
import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from scripts import omgeving
from scripts.omgeving import Gestopt, Machine, Uitkomst
from scripts.scherm import Scherm

SLOT, TESTSLOT = "requirements.lock", "requirements-dev.lock"


@dataclass
class Nagemaakt:
    """Een uitvoerder die onthoudt wat er gevraagd werd; `mislukt` zegt welke opdrachten fout gaan."""

    wortel: Path
    mislukt: Callable[[str], bool] = lambda _: False
    opdrachten: list[str] = field(default_factory=list)
    milieus: list[Mapping[str, str]] = field(default_factory=list)

    def __call__(self, opdracht: Sequence[str], milieu: Mapping[str, str]) -> Uitkomst:
        regel = " ".join(opdracht).replace(str(self.wortel), ".")
        self.opdrachten.append(regel)
        self.milieus.append(milieu)
        if self.mislukt(regel):
            return Uitkomst(1, "regel een\nde reden")
        return self._doe(regel)

    def _doe(self, regel: str) -> Uitkomst:
        bin_ = self.wortel / ".venv" / "bin"
        if " -m venv " in regel:
            bin_.mkdir(parents=True)
            (bin_ / "python").touch()
            (bin_ / "pip").write_text(f"#!{bin_}/python")
        if "import sys, pip" in regel:
            return Uitkomst(0, f"{bin_.parent}\n") if (bin_ / "python").exists() else Uitkomst(127)
        if regel.endswith("pip config list"):
            return Uitkomst(0, "global.index-url='https://bron.voorbeeld/simple'\n:env:.cert='/eigen.pem'\n")
        return Uitkomst(0)

    def met(self, stuk: str) -> list[str]:
        return [regel for regel in self.opdrachten if stuk in regel]


@pytest.fixture
def wortel(tmp_path: Path) -> Path:
    for naam in (SLOT, TESTSLOT, "requirements-uv.lock", "pyproject.toml"):
        (tmp_path / naam).write_text(naam)
    return tmp_path


@pytest.fixture
def uitvoerder(wortel: Path) -> Nagemaakt:
    return Nagemaakt(wortel)


@pytest.fixture
def machine(wortel: Path, uitvoerder: Nagemaakt) -> Machine:
    return Machine(
        wortel=wortel,
        beheerder=False,
        scherm=Scherm(io.StringIO()),
        voer_uit=uitvoerder,
        is_laadbaar=lambda _: True,
        vind=lambda naam: f"/usr/bin/{naam}",
        milieu={"PATH": "/usr/bin"},
        python="python3",
    )


def gezegd(machine: Machine) -> str:
    assert isinstance(machine.scherm.uit, io.StringIO)
    return machine.scherm.uit.getvalue()


def test_een_kale_machine_krijgt_een_omgeving_met_hashes(machine: Machine, uitvoerder: Nagemaakt):
    omgeving.richt_in(machine, SLOT)
    assert uitvoerder.met("-m venv --clear ./.venv")
    assert uitvoerder.met(
        "pip install --quiet --disable-pip-version-check --require-hashes --requirement ./requirements-uv.lock"
    )
    assert uitvoerder.met(f"uv pip install --quiet --python ./.venv/bin/python --require-hashes --requirement ./{SLOT}")
    assert uitvoerder.met(
        "uv pip install --quiet --python ./.venv/bin/python --no-deps --no-build-isolation --editable ."
    )
    assert not uitvoerder.met("apt-get")


def test_elke_installatie_van_een_lijst_eist_hashes(machine: Machine, uitvoerder: Nagemaakt):
    uitvoerder.mislukt = lambda regel: "/uv pip" in regel
    omgeving.richt_in(machine, SLOT)
    lijsten = uitvoerder.met("--requirement")
    assert len(lijsten) == 3
    assert all("--require-hashes" in regel for regel in lijsten)


def test_een_tweede_keer_doet_niets(machine: Machine, uitvoerder: Nagemaakt):
    omgeving.richt_in(machine, SLOT)
    uitvoerder.opdrachten.clear()
    omgeving.richt_in(machine, SLOT)
    assert uitvoerder.opdrachten == []


@pytest.mark.parametrize("naam", [SLOT, "pyproject.toml"])
def test_een_andere_lijst_wordt_bijgewerkt_zonder_nieuwe_omgeving(machine: Machine, uitvoerder: Nagemaakt, naam: str):
    omgeving.richt_in(machine, SLOT)
    uitvoerder.opdrachten.clear()
    (machine.wortel / naam).write_text("anders")
    omgeving.richt_in(machine, SLOT)
    assert uitvoerder.met(f"--requirement ./{SLOT}")
    assert not uitvoerder.met("-m venv")


def test_wie_getest_heeft_kan_meteen_starten(machine: Machine, uitvoerder: Nagemaakt):
    omgeving.richt_in(machine, TESTSLOT, dekt=[SLOT])
    uitvoerder.opdrachten.clear()
    omgeving.richt_in(machine, SLOT)
    assert uitvoerder.opdrachten == []


def test_wie_gestart_heeft_moet_voor_de_tests_nog_installeren(machine: Machine, uitvoerder: Nagemaakt):
    omgeving.richt_in(machine, SLOT)
    uitvoerder.opdrachten.clear()
    omgeving.richt_in(machine, TESTSLOT, dekt=[SLOT])
    assert uitvoerder.met(f"--requirement ./{TESTSLOT}")


def test_een_verplaatste_omgeving_wordt_opnieuw_gemaakt(machine: Machine, uitvoerder: Nagemaakt):
    omgeving.richt_in(machine, SLOT)
    (machine.venv / "bin" / "pip").write_text("#!/ergens/anders/.venv/bin/python")
    (machine.venv / f".casus-{SLOT}").write_text("van de oude plek")
    (machine.venv / "bin" / "python").unlink()
    uitvoerder.mislukt = lambda regel: "-m venv" in regel
    with pytest.raises(Gestopt):
        omgeving.richt_in(machine, SLOT)
    assert len(uitvoerder.met("-m venv --clear")) == 2


def test_het_stempel_hangt_aan_de_plek(machine: Machine, tmp_path: Path):
    elders = tmp_path / "elders"
    elders.mkdir()
    for naam in (SLOT, "pyproject.toml"):
        (elders / naam).write_text(naam)
    assert omgeving._vingerafdruk(machine, SLOT) != omgeving._vingerafdruk(replace(machine, wortel=elders), SLOT)


def test_een_mislukte_installatie_laat_geen_stempel_achter(machine: Machine, uitvoerder: Nagemaakt):
    uitvoerder.mislukt = lambda regel: "--requirement" in regel
    with pytest.raises(Gestopt, match="de reden"):
        omgeving.richt_in(machine, SLOT)
    uitvoerder.mislukt = lambda _: False
    uitvoerder.opdrachten.clear()
    omgeving.richt_in(machine, SLOT)
    assert uitvoerder.met(f"--requirement ./{SLOT}")


def test_een_tweede_start_wacht_op_de_eerste(machine: Machine, monkeypatch: pytest.MonkeyPatch):
    pogingen = []

    def flock(_bestand: object, wijze: int) -> None:
        pogingen.append(wijze)
        if wijze & fcntl.LOCK_NB:
            raise BlockingIOError

    monkeypatch.setattr(fcntl, "flock", flock)
    omgeving.richt_in(machine, SLOT)
    assert pogingen == [fcntl.LOCK_EX | fcntl.LOCK_NB, fcntl.LOCK_EX]
    assert "Wachten op een andere start of test" in gezegd(machine)


def test_zonder_uv_installeert_pip(machine: Machine, uitvoerder: Nagemaakt):
    uitvoerder.mislukt = lambda regel: "requirements-uv.lock" in regel
    omgeving.richt_in(machine, SLOT)
    assert not uitvoerder.met("bin/uv ")
    assert uitvoerder.met(f"-m pip install --quiet --disable-pip-version-check --require-hashes --requirement ./{SLOT}")
    assert uitvoerder.met(
        "-m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable ."
    )


def test_als_uv_vastloopt_gaat_pip_verder(machine: Machine, uitvoerder: Nagemaakt):
    uitvoerder.mislukt = lambda regel: "bin/uv " in regel
    omgeving.richt_in(machine, SLOT)
    assert uitvoerder.met(f"-m pip install --quiet --disable-pip-version-check --require-hashes --requirement ./{SLOT}")
    assert "gaan verder met de gewone" in gezegd(machine)


def test_uv_krijgt_de_pakketbron_en_het_certificaat_van_pip(machine: Machine):
    milieu = omgeving.uv_milieu(machine)
    assert milieu["UV_DEFAULT_INDEX"] == "https://bron.voorbeeld/simple"
    assert milieu["SSL_CERT_FILE"] == "/eigen.pem"
    eigen = replace(machine, milieu={"UV_DEFAULT_INDEX": "https://zelf.gekozen/simple"})
    assert omgeving.uv_milieu(eigen)["UV_DEFAULT_INDEX"] == "https://zelf.gekozen/simple"


def test_zonder_venv_krijgt_een_gewone_gebruiker_een_zin_en_de_regel(machine: Machine, uitvoerder: Nagemaakt):
    uitvoerder.mislukt = lambda regel: "import ensurepip" in regel
    with pytest.raises(Gestopt) as reden:
        omgeving.richt_in(machine, SLOT)
    zin, regel = str(reden.value).splitlines()
    assert zin.endswith("probeer het daarna opnieuw:")
    assert regel.strip() == "apt-get update && apt-get install -y python3-venv"
    assert not uitvoerder.met("apt-get")


def test_zonder_venv_installeert_een_beheerder_het_zelf(machine: Machine, uitvoerder: Nagemaakt):
    uitvoerder.mislukt = lambda regel: "import ensurepip" in regel
    omgeving.richt_in(replace(machine, beheerder=True), SLOT)
    apt = uitvoerder.met("apt-get")
    assert apt == ["apt-get -qq update", "apt-get -qq install -y --no-install-recommends python3-venv"]
    assert uitvoerder.milieus[uitvoerder.opdrachten.index(apt[1])]["DEBIAN_FRONTEND"] == "noninteractive"
    assert uitvoerder.opdrachten.index(apt[1]) < uitvoerder.opdrachten.index(uitvoerder.met("-m venv")[0])


def test_een_kapotte_pakketbron_houdt_apt_niet_tegen(machine: Machine, uitvoerder: Nagemaakt):
    uitvoerder.mislukt = lambda regel: "import ensurepip" in regel or regel.endswith("update")
    omgeving.richt_in(replace(machine, beheerder=True), SLOT)
    assert uitvoerder.met("-m venv")


def test_als_apt_niet_lukt_ziet_ook_een_beheerder_de_regel(machine: Machine, uitvoerder: Nagemaakt):
    uitvoerder.mislukt = lambda regel: "import ensurepip" in regel or "apt-get" in regel
    with pytest.raises(Gestopt, match="apt-get install -y python3-venv"):
        omgeving.richt_in(replace(machine, beheerder=True), SLOT)
    assert "de reden" in gezegd(machine)


def test_met_pango_wordt_er_niets_gevraagd(machine: Machine, uitvoerder: Nagemaakt):
    omgeving.zorg_voor_pango(replace(machine, beheerder=True), verplicht=True)
    assert uitvoerder.opdrachten == []


@pytest.mark.parametrize("ontbreekt", omgeving.PANGO)
def test_zonder_een_van_de_pangobibliotheken_gaat_een_gewone_gebruiker_verder(machine: Machine, ontbreekt: str):
    omgeving.zorg_voor_pango(replace(machine, is_laadbaar=lambda naam: naam != ontbreekt), verplicht=False)
    assert "apt-get install -y libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in gezegd(machine)


def test_een_beheerder_krijgt_pango(machine: Machine, uitvoerder: Nagemaakt):
    beheerder = replace(machine, beheerder=True, is_laadbaar=lambda _: bool(uitvoerder.met("install")))
    omgeving.zorg_voor_pango(beheerder, verplicht=False)
    assert uitvoerder.met("libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0")
    assert "apt-get" not in gezegd(machine)


def test_tests_gaan_niet_verder_zonder_pango(machine: Machine):
    with pytest.raises(Gestopt, match="libpango"):
        omgeving.zorg_voor_pango(replace(machine, is_laadbaar=lambda _: False), verplicht=True)


def test_chromium_van_het_systeem(machine: Machine):
    assert omgeving.zorg_voor_chromium(machine) == "/usr/bin/chromium"


def test_een_aangewezen_chromium_gaat_voor(machine: Machine, tmp_path: Path):
    eigen = tmp_path / "browser"
    eigen.touch()
    assert omgeving.zorg_voor_chromium(replace(machine, milieu={"CASUS_CHROMIUM": str(eigen)})) == str(eigen)


def test_een_verkeerd_aangewezen_chromium_wordt_genoemd(machine: Machine):
    with pytest.raises(Gestopt, match="/nergens"):
        omgeving.zorg_voor_chromium(replace(machine, milieu={"CASUS_CHROMIUM": "/nergens"}))


def test_zonder_chromium_krijgt_een_gewone_gebruiker_de_regel(machine: Machine):
    with pytest.raises(Gestopt, match="apt-get install -y chromium"):
        omgeving.zorg_voor_chromium(replace(machine, vind=lambda _: None))


def test_een_beheerder_krijgt_chromium(machine: Machine, uitvoerder: Nagemaakt):
    def vind(naam: str) -> str | None:
        return f"/usr/bin/{naam}" if naam == "apt-get" or uitvoerder.met("install") else None

    assert omgeving.zorg_voor_chromium(replace(machine, beheerder=True, vind=vind)) == "/usr/bin/chromium"
    assert uitvoerder.met("install -y --no-install-recommends chromium")


def test_een_stap_die_mislukt_zegt_waarom(machine: Machine, uitvoerder: Nagemaakt):
    uitvoerder.mislukt = lambda _: True
    with pytest.raises(Gestopt, match=r"de reden\nIets doen is niet gelukt"):
        machine.moet("Iets doen", ["iets"])
    assert "Iets doen … mislukt (" in gezegd(machine)


def test_een_stap_is_een_regel(machine: Machine):
    machine.moet("Iets doen", ["iets"])
    assert re.fullmatch(r"Iets doen … klaar \(\d+ s\)\n", gezegd(machine))


def test_ctrl_c_maakt_de_regel_af(machine: Machine):
    with pytest.raises(KeyboardInterrupt), machine.scherm.stap("Iets doen"):
        raise KeyboardInterrupt
    assert gezegd(machine).startswith("Iets doen … gestopt (")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_op_een_terminal_blijft_er_een_regel_per_stap_over():
    scherm = Scherm(Terminal())
    with scherm.stap("Iets doen"):
        pass
    assert re.fullmatch(r"Iets doen … klaar \(\d+ s\)\n", scherm.uit.getvalue().rpartition("\033[K")[2])


def test_een_commando_dat_er_niet_is_heeft_een_code():
    assert omgeving.voer_uit(["/bestaat/niet"], {}).code == 127


def test_een_commando_geeft_zijn_uitvoer_en_code():
    uitkomst = omgeving.voer_uit(["/bin/sh", "-c", "echo $WOORD; echo fout >&2; exit 3"], {"WOORD": "goed"})
    assert (uitkomst.code, uitkomst.tekst) == (3, "goed\nfout\n")


def test_een_bibliotheek_die_er_niet_is_is_niet_laadbaar():
    assert not omgeving.is_laadbaar("libbestaatniet.so.0")
