"""kill -9 midden in het werk: niets wat bevestigd was is weg, niets staat er dubbel, elke keten is heel (§G)."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import text

from tests.wereld import Wereld

pytestmark = pytest.mark.faults

KEREN = int(os.environ.get("CASUS_KEREN", "30"))
"""Zo vaak wordt er per database gedood; voor een uitgave 500."""


@contextmanager
def schrijver(wereld: Wereld) -> Iterator[subprocess.Popen[str]]:
    rollen = ("jurist", "wonen", "teammanager", "casemanager")
    opdracht = {rol: str(wereld.actor(rol).gebruiker_id) for rol in rollen}
    opdracht |= {"url": wereld.url, "gemeente": str(wereld.gemeente()), "zaak": str(wereld.zaak_id("zoekend"))}
    proces = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.schrijver", json.dumps(opdracht)],
        cwd=Path(__file__).resolve().parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    )
    with proces:
        yield proces
        assert proces.stdin is not None
        proces.stdin.close()


def dood_een_keer(proces: subprocess.Popen[str], toeval: Random) -> list[tuple[str, str]]:
    """Laat een kind schrijven, doodt het op een willekeurig moment en geeft wat het had bevestigd."""
    assert proces.stdin is not None and proces.stdout is not None
    proces.stdin.write("start\n")
    proces.stdin.flush()
    kind, bevestigd = 0, []
    wacht_op = toeval.randint(1, 7)
    for regel in proces.stdout:
        soort, _, sleutel = regel.strip().partition(" ")
        if soort == "dood":
            return bevestigd
        if soort == "kind":
            kind = int(sleutel)
        else:
            bevestigd.append((soort, sleutel))
        if kind and len(bevestigd) == wacht_op:
            time.sleep(toeval.random() * 0.02)
            os.kill(kind, signal.SIGKILL)
    raise AssertionError("de schrijver is zelf gestopt")


def staat_er(wereld: Wereld) -> Counter[tuple[str, str]]:
    """Wat de database van het werk van de schrijvers weet, in dezelfde woorden."""
    gevonden: Counter[tuple[str, str]] = Counter()
    gevonden.update(("notitie", rij["tekst"]) for rij in wereld.rijen("notitie"))
    gevonden.update(("voorstel", str(rij["id"])) for rij in wereld.rijen("besluit"))
    gevonden.update(("besluit", str(rij["id"])) for rij in wereld.rijen("besluit") if rij["status"] == "toegekend")
    gevonden.update(("zaak", rij["zaaknummer"]) for rij in wereld.rijen("zaak"))
    gevonden.update(("gepakt", str(rij["id"])) for rij in wereld.rijen("taak") if rij["behandelaar_id"])
    return gevonden


def test_niets_is_verloren_of_dubbel(wereld: Wereld):
    toeval, alles = Random(20260706), []
    with schrijver(wereld) as proces:
        for keer in range(KEREN):
            alles += dood_een_keer(proces, toeval)
            assert wereld.breuken() == [], f"na {keer + 1} keer"
    er = staat_er(wereld)
    assert [wat for wat in alles if er[wat] != 1] == []
    assert len(alles) >= KEREN
    # wat er is zonder bevestiging, is hooguit één transactie per keer: die waarin het kind stierf
    begin = len([wat for wat in er if wat not in set(alles)])
    assert begin - _van_het_sjabloon(wereld) <= KEREN
    assert max(er.values()) == 1
    if wereld.soort == "sqlite":
        with wereld.eigenaar.leesengine.connect() as verbinding:
            assert verbinding.execute(text("PRAGMA integrity_check")).scalar() == "ok"
            assert verbinding.execute(text("PRAGMA foreign_key_check")).all() == []


def _van_het_sjabloon(wereld: Wereld) -> int:
    zaken = set(wereld.ligging.zaken.values())
    oud = [rij for rij in wereld.rijen("besluit") if rij["soort"] != "herplanning"]
    taken = [rij for rij in wereld.rijen("taak") if rij["behandelaar_id"] and rij["zaak_id"] in zaken]
    return len(zaken) + len(oud) + sum(rij["status"] == "toegekend" for rij in oud) + len(taken)
