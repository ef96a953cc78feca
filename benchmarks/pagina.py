"""De bladzijden waar een team de dag mee doorbrengt, op de echte server, naast dezelfde bytes uit het geheugen.

Elke bladzijde wordt eerst even zo hard mogelijk gevraagd, zodat elk webproces en elke verbinding haar al kent. Daarna
twee rondes: zestien mensen die kijken voor zij verder klikken (eerste byte), en zestien die dat niet doen (bladzijden
per seconde: wat de machine op haar hoogst aankan, de belasting op dezelfde kernen meegerekend).
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from benchmarks.belasting import Lijn, bezoek, draaiende, get, vrije_poort
from benchmarks.bezoekers import Bezoek, laat_binnen
from benchmarks.databanken import Bank, houd_bij, kast
from benchmarks.meten import Meting, Uitslag
from benchmarks.volle_kast import Omvang, vul
from casus.config import lees_instellingen

HULP = "werkvoorraad, zaak, zoeken, team en goedkeuren op de echte server, naast dezelfde bytes uit het geheugen"
GRENS_MS = 60
"""Wat de eerste byte op PostgreSQL bij de grootste vulling hoogstens mag duren, p95."""
OPWARMEN = 6.0
"""Seconden per bladzijde voor de meting begint: elke verbinding heeft elke vraag dan vaak genoeg gesteld om haar
voor te bereiden (psycopg doet dat bij de vijfde keer)."""


def opties(parser: argparse.ArgumentParser) -> None:
    """De opties van deze meting."""
    parser.add_argument("--zaken", type=int, default=3000, metavar="N", help="hoeveel zaken (3000; echt: 300000)")
    parser.add_argument("--taken", type=int, default=30000, metavar="N", help="hoeveel taken (30000; echt: 3000000)")
    parser.add_argument("--bezoekers", type=int, default=16, metavar="N", help="hoeveel mensen tegelijk (16)")
    parser.add_argument("--seconden", type=float, default=12, metavar="S", help="duur van elke ronde (12)")
    parser.add_argument("--denktijd", type=float, default=1.0, metavar="S", help="gemiddelde tijd op een bladzijde (1)")
    parser.add_argument("--processen", type=int, default=2, metavar="N", help="webprocessen (2)")


def draai(keuze: argparse.Namespace, soort: str) -> list[Uitslag]:
    """Meet op één soort database."""
    with kast(soort) as banken, tempfile.TemporaryDirectory(prefix="casus-bladzijden-") as map_:
        bank = banken.nieuw("vol")
        plaatsen = vul(bank, Omvang(keuze.zaken, keuze.taken, teksten=True))
        grootste = max(plaatsen, key=lambda plaats: plaats.inwoners)
        db = bank.verbindingen()
        wie = laat_binnen(db, grootste, keuze.bezoekers)
        db.engine.dispose()
        houd_bij(bank)
        poort = vrije_poort()
        omgeving = _omgeving(bank, Path(map_) / "instance", poort)
        serveer = ["-m", "casus", "serve", "--port", str(poort), "--workers", str(keuze.processen)]
        with draaiende(serveer, poort, omgeving):
            return _meet_alles(keuze, soort, wie, poort, Path(map_))


def _omgeving(bank: Bank, instance: Path, poort: int) -> Mapping[str, str]:
    instance.mkdir()
    omgeving = {"CASUS_DATABASE_URL": bank.url, "CASUS_INSTANCE": str(instance), "CASUS_LIMIETEN": "memory://"}
    os.environ.update(omgeving)
    lees_instellingen()  # maakt de sleutels één keer, voordat twee webprocessen dat tegelijk doen
    return {**omgeving, "CASUS_BASE_URL": f"http://127.0.0.1:{poort}"}


def _bladzijden(wie: Bezoek, poort: int) -> dict[str, Callable[[int], bytes]]:
    def van(pad: str) -> Callable[[int], bytes]:
        return lambda nr: get(pad, wie.sleutels[nr % len(wie.sleutels)], poort)

    def zaak(nr: int) -> bytes:
        nummer = wie.zaaknummers[nr % len(wie.zaaknummers)]
        return get(f"/zaken/{nummer}", wie.sleutels[nr % len(wie.sleutels)], poort)

    termen = _zoektermen(wie, poort)
    return {
        "mijn taken": van("/werkvoorraad"),
        "mijn rollen": van("/werkvoorraad/rollen"),
        "team, alle taken": van("/werkvoorraad/team"),
        "team, op huishouden": van("/werkvoorraad/team?sorteer=huishouden"),
        "zaak": zaak,
        "zoeken": lambda nr: get(termen[nr % len(termen)], wie.sleutels[0], poort),
        "teamoverzicht": van("/team"),
        "ter goedkeuring": lambda nr: get("/goedkeuren", wie.besluiter, poort),
    }


def _zoektermen(wie: Bezoek, poort: int) -> list[str]:
    """Zoekt één keer zoals een mens het doet, met een formulier, en bewaart het adres van de uitslag."""
    lijn, adressen = Lijn(poort), []
    pagina = lijn.vraag(get("/werkvoorraad", wie.sleutels[0], poort).replace(b"gzip", b"identity")).inhoud.decode()
    teken = pagina.split('name="csrf_token" value="')[1].split('"')[0]
    for naam in wie.namen[:60]:
        inhoud = f"csrf_token={quote(teken)}&q={quote(naam)}".encode()
        kop = f"POST /zaken/zoeken HTTP/1.1\r\nHost: 127.0.0.1:{poort}\r\nCookie: casus={wie.sleutels[0]}\r\n"
        kop += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(inhoud)}\r\n\r\n"
        adressen.append(lijn.vraag(kop.encode() + inhoud).kop["location"])
    lijn.sluit()
    return adressen


def _meet_alles(keuze: argparse.Namespace, soort: str, wie: Bezoek, poort: int, map_: Path) -> list[Uitslag]:
    bladzijden = _bladzijden(wie, poort)
    voorbeelden, gewicht = _bewaar(bladzijden, poort, map_)
    vloerpoort = vrije_poort()
    omgeving = {"CASUS_VLOER": str(map_), "CASUS_VLOERPOORT": str(vloerpoort)}
    omgeving["CASUS_VLOERPROCESSEN"] = str(keuze.processen)
    with draaiende(["-m", "benchmarks.vloerserver"], vloerpoort, omgeving):
        return [
            _meet(keuze, soort, naam, (poort, bladzijde), (vloerpoort, voorbeelden[naam]), gewicht[naam])
            for naam, bladzijde in bladzijden.items()
        ]


def _bewaar(
    bladzijden: Mapping[str, Callable[[int], bytes]], poort: int, map_: Path
) -> tuple[dict[str, Callable[[int], bytes]], dict[str, int]]:
    """Vraagt elke bladzijde een keer, warmt zo op, en bewaart de bytes voor de vloer."""
    namen, gewicht, lijn = {}, {}, Lijn(poort)
    for nr, (naam, bladzijde) in enumerate(bladzijden.items()):
        for beurt in range(20):
            antwoord = lijn.vraag(bladzijde(beurt))
            if antwoord.status != 200:
                raise RuntimeError(f"{naam} gaf {antwoord.status}.")
        (map_ / f"{nr}.gz").write_bytes(antwoord.inhoud)
        namen[f"/{nr}"], gewicht[naam] = f"{nr}.gz", len(antwoord.inhoud)
    lijn.sluit()
    (map_ / "namen.json").write_text(json.dumps(namen), encoding="utf-8")
    paden = dict(zip(bladzijden, namen, strict=True))
    return {naam: _steeds(get(pad)) for naam, pad in paden.items()}, gewicht


def _steeds(verzoek: bytes) -> Callable[[int], bytes]:
    return lambda nr: verzoek


def _meet(
    keuze: argparse.Namespace,
    soort: str,
    naam: str,
    onze: tuple[int, Callable[[int], bytes]],
    vloer: tuple[int, Callable[[int], bytes]],
    gewicht: int,
) -> Uitslag:
    bezoek(*onze, keuze.bezoekers, OPWARMEN, 0)
    rustig = [bezoek(*een, keuze.bezoekers, keuze.seconden, keuze.denktijd) for een in (onze, vloer)]
    vol = [bezoek(*een, keuze.bezoekers, keuze.seconden / 2, 0) for een in (onze, vloer)]
    mis = [status for ronde in (*rustig, *vol) for status in ronde.mis]
    feiten: dict[str, Any] = {
        "zaken": keuze.zaken,
        "bezoekers": keuze.bezoekers,
        "denktijd s": keuze.denktijd,
        "doel p95 ms": GRENS_MS,
        "bytes ingepakt": gewicht,
        "per seconde, vol": f"{vol[0].per_seconde:.0f} (vloer {vol[1].per_seconde:.0f})",
        "p95 vol ms": f"{Meting('', vol[0].tijden).percentiel(95):.0f}",
    }
    namen = ("casus, eerste byte", "uit het geheugen")
    metingen = [Meting(wat, ronde.tijden) for wat, ronde in zip(namen, rustig, strict=True)]
    fouten = [f"{len(mis)} antwoorden waren geen 200: {sorted(set(mis))}"] if mis else []
    return Uitslag(naam, soort, metingen[0], metingen[1:], feiten, fouten)
