"""De instellingen van één installatie, gelezen uit de omgeving; wat in productie niet veilig is start niet."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from casus.sleutels import Sleutelbos, laad_sleutelbos

PROJECT = Path(__file__).resolve().parent.parent
MIN_GEHEIM = 32
STANDAARD_ADRES = "http://localhost:8000"


class OnveiligeInstelling(Exception):
    """Deze omgeving is niet veilig genoeg om te starten; elke reden is één zin."""

    def __init__(self, redenen: list[str]) -> None:
        super().__init__(" ".join(redenen))
        self.redenen = redenen


@dataclass(frozen=True, slots=True)
class Instellingen:
    """Alles wat per installatie verschilt. `trusted_hosts` leeg betekent: elke naam mag (nooit in productie)."""

    instance: Path
    database_url: str
    eigenaar_url: str
    base_url: str
    trusted_hosts: tuple[str, ...]
    proxies: int
    productie: bool
    debug: bool
    limieten: str
    contact: str
    clamd: str = ""

    @property
    def https(self) -> bool:
        """Of de gebruikers via TLS komen; dan zijn de cookies Secure en heten zij `__Host-…`."""
        return urlsplit(self.base_url).scheme == "https"

    @property
    def demo(self) -> bool:
        """Of hier de demo is geladen, met wachtwoorden en codes die iedereen kent. In productie nooit."""
        return not self.productie and heeft_demo(self.instance)

    @property
    def sleutelbos(self) -> Sleutelbos:
        """De geheimen van deze installatie."""
        return laad_sleutelbos(self.instance)


def heeft_demo(map_: Path) -> bool:
    """Of in deze map de demo is geladen, of daarmee is begonnen."""
    return (map_ / "demo.json").exists() or (map_ / "demo.bezig").exists()


def instance(env: Mapping[str, str] = os.environ) -> Path:
    """De map met database, documenten en sleutels: CASUS_INSTANCE, anders `instance/` van het project of van hier."""
    if gekozen := env.get("CASUS_INSTANCE"):
        return Path(gekozen)
    return (PROJECT if (PROJECT / "pyproject.toml").exists() else Path.cwd()) / "instance"


def database_url(env: Mapping[str, str] = os.environ) -> str:
    """De database van de toepassing: CASUS_DATABASE_URL, anders SQLite in de instance-map."""
    return env.get("CASUS_DATABASE_URL") or f"sqlite:///{instance(env) / 'casus.sqlite'}"


def eigenaar_url(env: Mapping[str, str] = os.environ) -> str:
    """De database als eigenaar van de tabellen, voor migraties: CASUS_DATABASE_URL_EIGENAAR."""
    return env.get("CASUS_DATABASE_URL_EIGENAAR") or database_url(env)


def base_url(env: Mapping[str, str] = os.environ) -> str:
    """Waar casus voor de gebruikers staat, zonder schuine streep erachter: CASUS_BASE_URL."""
    return (env.get("CASUS_BASE_URL") or STANDAARD_ADRES).rstrip("/")


def clamd(env: Mapping[str, str] = os.environ) -> str:
    """De virusscanner: CASUS_CLAMD, `unix:/pad/clamd.ctl` of `tcp://host:3310`; leeg als er geen is."""
    return env.get("CASUS_CLAMD", "")


def lees_instellingen(env: Mapping[str, str] = os.environ) -> Instellingen:
    """De instellingen van deze omgeving. Raises OnveiligeInstelling als productie niet veilig is ingericht."""
    basis = base_url(env)
    domein = urlsplit(basis).hostname or "localhost"
    instellingen = Instellingen(
        instance=instance(env),
        database_url=database_url(env),
        eigenaar_url=eigenaar_url(env),
        base_url=basis,
        trusted_hosts=_namen(env.get("CASUS_TRUSTED_HOSTS", ""), domein),
        proxies=int(env.get("CASUS_PROXIES") or 0),
        productie=env.get("CASUS_OMGEVING") == "productie",
        debug=env.get("FLASK_DEBUG", "0") not in ("", "0", "false"),
        limieten=env.get("CASUS_LIMIETEN") or "memory://",
        contact=env.get("CASUS_CONTACT") or f"mailto:beveiliging@{domein}",
        clamd=clamd(env),
    )
    if instellingen.productie and (redenen := onveilig(instellingen, env)):
        raise OnveiligeInstelling(redenen)
    return instellingen


def _namen(gekozen: str, domein: str) -> tuple[str, ...]:
    if gekozen.strip() == "*":
        return ()
    namen = tuple(naam.strip() for naam in gekozen.split(",") if naam.strip())
    return namen or tuple(dict.fromkeys((domein, "localhost", "127.0.0.1", "[::1]")))


def onveilig(instellingen: Instellingen, env: Mapping[str, str]) -> list[str]:
    """Waarom deze omgeving niet in productie mag draaien (veiligheid F2); leeg betekent: het mag."""
    redenen = []
    if instellingen.debug:
        redenen.append("FLASK_DEBUG staat aan; zet het uit.")
    if not instellingen.https:
        redenen.append("CASUS_BASE_URL begint niet met https://.")
    if env.get("CASUS_TRUSTED_HOSTS", "").strip() in ("", "*"):
        redenen.append("CASUS_TRUSTED_HOSTS ontbreekt; noem de naam waaronder casus bereikbaar is.")
    if heeft_demo(instellingen.instance):
        redenen.append("In deze map staat de demo: haar wachtwoord en codes kent iedereen. Begin met een lege map.")
    sleutels = instellingen.sleutelbos
    if any(len(geheim) < MIN_GEHEIM for geheim in (*sleutels.sessie, sleutels.zoeken)):
        redenen.append(f"Een geheim in sleutels.json is korter dan {MIN_GEHEIM} tekens.")
    return redenen
