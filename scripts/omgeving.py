"""Richt de omgeving in waarin casus en zijn tests draaien.

Gebruikt alleen de standaardbibliotheek: dit moet werken voordat er iets geïnstalleerd is. Alles wat de machine
raakt (commando's, bibliotheken, zoekpad) zit in `Machine`, zodat de tests een andere machine kunnen geven.
"""

import ctypes
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from scripts.scherm import Scherm

PANGO = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")
PANGO_PAKKETTEN = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
CHROMIUM_NAMEN = ("chromium", "chromium-browser")
STAARTREGELS = 25


class Gestopt(Exception):
    """De omgeving kan er niet komen; de tekst zegt wat er is en wat de gebruiker kan doen."""


@dataclass(frozen=True)
class Uitkomst:
    """Wat een commando achterliet: de afsluitcode en alles wat het schreef."""

    code: int
    tekst: str = ""


Uitvoerder = Callable[[Sequence[str], Mapping[str, str]], Uitkomst]


def voer_uit(opdracht: Sequence[str], omgeving: Mapping[str, str]) -> Uitkomst:
    """Voert `opdracht` uit met het gegeven milieu; een commando dat niet bestaat heeft code 127."""
    try:
        proces = subprocess.run(
            list(opdracht),
            env=dict(omgeving),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
    except FileNotFoundError as fout:
        return Uitkomst(127, str(fout))
    return Uitkomst(proces.returncode, proces.stdout)


def is_laadbaar(bibliotheek: str) -> bool:
    """Of de lader van het systeem deze gedeelde bibliotheek vindt."""
    try:
        ctypes.CDLL(bibliotheek)
    except OSError:
        return False
    return True


@dataclass(frozen=True)
class Machine:
    """De computer waarop casus wordt ingericht, met de broncode in `wortel`."""

    wortel: Path
    beheerder: bool
    scherm: Scherm = field(default_factory=Scherm)
    voer_uit: Uitvoerder = voer_uit
    is_laadbaar: Callable[[str], bool] = is_laadbaar
    vind: Callable[[str], str | None] = shutil.which
    milieu: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    python: str = sys.executable

    @classmethod
    def deze(cls, wortel: Path) -> "Machine":
        """De machine waarop dit programma draait."""
        return cls(wortel=wortel, beheerder=os.geteuid() == 0)

    @property
    def venv(self) -> Path:
        return self.wortel / ".venv"

    def programma(self, naam: str) -> str:
        """Het pad van een programma in de omgeving van casus."""
        return str(self.venv / "bin" / naam)

    def moet(self, naam: str, opdracht: Sequence[str], *, ook_goed: int = 0) -> Uitkomst:
        """Voert een stap uit die met code 0 of `ook_goed` moet eindigen, anders `Gestopt` met de reden."""
        with self.scherm.stap(naam):
            uitkomst = self.voer_uit(opdracht, self.milieu)
            if uitkomst.code not in (0, ook_goed):
                raise Gestopt(f"{staart(uitkomst.tekst)}\n{naam} is niet gelukt; hierboven staat waarom.")
        return uitkomst


def staart(tekst: str) -> str:
    """De laatste regels van een uitvoer: daar staat de reden."""
    return "\n".join(tekst.rstrip().splitlines()[-STAARTREGELS:])


def richt_in(machine: Machine, slot: str, *, dekt: Sequence[str] = ()) -> None:
    """Zorgt dat `.venv` precies heeft wat in het slotbestand staat; doet niets als dat al zo is.

    `dekt` noemt slotbestanden waarvan de inhoud volledig in `slot` zit, zodat zij daarna ook als ingericht gelden.
    """
    with _alleen_ik(machine):
        if _staat_er(machine, slot):
            return
        if not _venv_werkt(machine):
            _maak_venv(machine)
        _installeer(machine, slot)
        for naam in (slot, *dekt):
            _stempel(machine, naam).write_text(_vingerafdruk(machine, naam), encoding="ascii")


@contextmanager
def _alleen_ik(machine: Machine) -> Iterator[None]:
    """Laat een tweede `start` of `test` wachten: twee installaties door elkaar geven een halve omgeving."""
    with (machine.wortel / "pyproject.toml").open("rb") as bestand:
        try:
            fcntl.flock(bestand, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            with machine.scherm.stap("Wachten op een andere start of test"):
                fcntl.flock(bestand, fcntl.LOCK_EX)
        yield


def _stempel(machine: Machine, slot: str) -> Path:
    return machine.venv / f".casus-{slot}"


def _vingerafdruk(machine: Machine, slot: str) -> str:
    """Verandert met de lijst, met pyproject.toml, en met de plek: een verplaatste omgeving wijst naar de oude."""
    som = hashlib.sha256(str(machine.wortel).encode())
    for naam in (slot, "pyproject.toml"):
        som.update(hashlib.sha256((machine.wortel / naam).read_bytes()).digest())
    return som.hexdigest()


def _staat_er(machine: Machine, slot: str) -> bool:
    try:
        stempel = _stempel(machine, slot).read_text(encoding="ascii")
    except FileNotFoundError:
        return False
    return stempel == _vingerafdruk(machine, slot) and Path(machine.programma("python")).exists()


def _venv_werkt(machine: Machine) -> bool:
    """Of er een bruikbare omgeving op deze plek staat: niet verplaatst, niet half, met Python 3.11 of nieuwer."""
    proef = "import sys, pip; print(sys.prefix); raise SystemExit(sys.version_info < (3, 11))"
    uitkomst = machine.voer_uit([machine.programma("python"), "-c", proef], machine.milieu)
    if uitkomst.code != 0 or uitkomst.tekst.strip() != str(machine.venv):
        return False
    pip = Path(machine.programma("pip"))
    return pip.exists() and str(machine.venv) in pip.read_text(encoding="utf-8", errors="replace")


def _maak_venv(machine: Machine) -> None:
    if machine.voer_uit([machine.python, "-c", "import ensurepip, venv"], machine.milieu).code != 0:
        _vraag_pakketten(
            machine,
            ("python3-venv",),
            "Python kan hier geen omgeving maken omdat een onderdeel ontbreekt; typ als beheerder deze regel en "
            "probeer het daarna opnieuw:",
        )
    machine.moet("Omgeving maken", [machine.python, "-m", "venv", "--clear", str(machine.venv)])


def _installeer(machine: Machine, slot: str) -> None:
    """Installeert de vergrendelde lijst met uv, en met pip waar uv er niet is of niet verder komt."""
    pip = [machine.programma("python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    lijst = ["--require-hashes", "--requirement", str(machine.wortel / slot)]
    zelf = ["--no-deps", "--no-build-isolation", "--editable", str(machine.wortel)]
    with machine.scherm.stap("Snelle installatie klaarzetten"):
        uv_lijst = ["--require-hashes", "--requirement", str(machine.wortel / "requirements-uv.lock")]
        met_uv = machine.voer_uit([*pip, *uv_lijst], machine.milieu).code == 0
    if met_uv:
        uv = [machine.programma("uv"), "pip", "install", "--quiet", "--python", machine.programma("python")]
        milieu = uv_milieu(machine)
        with machine.scherm.stap("Pakketten installeren"):
            gelukt = all(machine.voer_uit([*uv, *deel], milieu).code == 0 for deel in (lijst, zelf))
        if gelukt:
            return
        machine.scherm.zeg("De snelle installatie lukt hier niet; we gaan verder met de gewone.")
    machine.moet("Pakketten installeren met pip", [*pip, *lijst])
    machine.moet("casus zelf installeren", [*pip, *zelf])


def uv_milieu(machine: Machine) -> dict[str, str]:
    """Het milieu voor uv, dat de instellingen van pip (eigen pakketbron, eigen certificaat) zelf niet leest."""
    tekst = machine.voer_uit([machine.programma("python"), "-m", "pip", "config", "list"], machine.milieu).tekst
    milieu = dict(machine.milieu)
    for regel in tekst.splitlines():
        sleutel, _, waarde = regel.partition("=")
        doel = {"index-url": "UV_DEFAULT_INDEX", "cert": "SSL_CERT_FILE"}.get(sleutel.rpartition(".")[2])
        if doel is not None:
            milieu.setdefault(doel, waarde.strip().strip("'\""))
    return milieu


def apt_regel(pakketten: Sequence[str]) -> str:
    """Wat een beheerder van Debian of Ubuntu kan overtypen."""
    return f"apt-get update && apt-get install -y {' '.join(pakketten)}"


def _vraag_pakketten(machine: Machine, pakketten: Sequence[str], zin: str) -> None:
    """Installeert pakketten van het systeem als beheerder; vraagt er anders om en stopt."""
    if not _apt_installeer(machine, pakketten):
        raise Gestopt(f"{zin}\n  {apt_regel(pakketten)}")


def _apt_installeer(machine: Machine, pakketten: Sequence[str]) -> bool:
    """Of de pakketten er als beheerder gekomen zijn; een gewone gebruiker krijgt meteen nee."""
    if not machine.beheerder or machine.vind("apt-get") is None:
        return False
    milieu = {**machine.milieu, "DEBIAN_FRONTEND": "noninteractive"}
    with machine.scherm.stap(f"Systeempakketten installeren ({', '.join(pakketten)})"):
        # Een kapotte pakketbron van een ander mag hier niet in de weg zitten: of het lukt, zegt install.
        machine.voer_uit(["apt-get", "-qq", "update"], milieu)
        opdracht = ["apt-get", "-qq", "install", "-y", "--no-install-recommends", *pakketten]
        uitkomst = machine.voer_uit(opdracht, milieu)
    if uitkomst.code != 0:
        machine.scherm.zeg(staart(uitkomst.tekst))
    return uitkomst.code == 0


def heeft_pango(machine: Machine) -> bool:
    return all(machine.is_laadbaar(naam) for naam in PANGO)


def zorg_voor_pango(machine: Machine, *, verplicht: bool) -> None:
    """Zorgt voor de bibliotheken waarmee casus PDF's maakt; zonder `verplicht` gaat het ook zonder verder."""
    if heeft_pango(machine):
        return
    if _apt_installeer(machine, PANGO_PAKKETTEN) and heeft_pango(machine):
        return
    if verplicht:
        raise Gestopt(f"De tests maken PDF's en missen Pango; typ als beheerder:\n  {apt_regel(PANGO_PAKKETTEN)}")
    machine.scherm.zeg(
        "Pango ontbreekt: alles werkt, maar PDF's wachten tot het er is. Typ daarvoor als beheerder:\n"
        f"  {apt_regel(PANGO_PAKKETTEN)}"
    )


def zorg_voor_chromium(machine: Machine) -> str:
    """Het pad van de browser waarin de tests lopen; `CASUS_CHROMIUM` gaat voor.

    Raises: Gestopt als er geen browser is en niemand hem hier mag installeren.
    """
    gekozen = machine.milieu.get("CASUS_CHROMIUM")
    if gekozen is not None:
        if not Path(gekozen).exists():
            raise Gestopt(f"CASUS_CHROMIUM wijst naar {gekozen}, maar daar staat geen browser.")
        return gekozen
    gevonden = _vind_chromium(machine)
    if gevonden is None:
        _vraag_pakketten(machine, ("chromium",), "De tests lopen in een browser en missen Chromium; typ als beheerder:")
        gevonden = _vind_chromium(machine)
    if gevonden is None:
        raise Gestopt("Chromium is geïnstalleerd maar niet gevonden; wijs het aan met CASUS_CHROMIUM.")
    return gevonden


def _vind_chromium(machine: Machine) -> str | None:
    return next((pad for naam in CHROMIUM_NAMEN if (pad := machine.vind(naam)) is not None), None)
