"""Willekeurige huishoudens en woningen voor de tests van passendheid, score en toewijzing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from casus.rules.parameters import standaard, waarden_op
from casus.rules.passendgeval import Plek, Vraag

DAG = date(2026, 3, 3)
PARAMETERS = waarden_op(standaard(), DAG)
GEMEENTEN = ("Waterhoven", "Zandbergen", "Oudeveen")
HUREN = (49_820, 49_821, 60_000, 71_302, 71_303, 76_414, 76_415, 93_293, 93_294)
REISTIJDEN = {("oost", "dorp"): 30, ("oost", "stad"): 47, ("west", "dorp"): 61}


def meestal(*keuzes: object) -> st.SearchStrategy[Any]:
    """De eerste keuze ruim de helft van de keren: anders past bijna niets en bewijst een test weinig."""
    return st.sampled_from([*[keuzes[0]] * (2 * len(keuzes) - 2), *keuzes])


def om_en_bij(begin: int, eind: int) -> st.SearchStrategy[date]:
    return st.integers(begin, eind).map(lambda aantal: DAG + timedelta(days=aantal))


gemeenten = meestal(*GEMEENTEN)
ja_nee = st.booleans()
ja_nee_onbekend = meestal(False, True, None)
geslachten = st.frozensets(st.sampled_from(["man", "vrouw", "onbekend"]), max_size=2)


@st.composite
def losse_vragen(draw: st.DrawFn, sleutel: str = "h", nareis: bool = True) -> Vraag:
    personen = draw(st.integers(1, 6))
    jaren = draw(st.sampled_from([None, 17, 18, 27, 28, 40]))
    straks = None
    if nareis and draw(ja_nee):
        straks = draw(losse_vragen(sleutel, nareis=False))
    vraag = Vraag(
        sleutel=sleutel,
        gemeente=straks.gemeente if straks else draw(gemeenten),
        personen=personen,
        slaapkamers=draw(st.integers(1, 5)),
        leeftijd_onbekend=draw(meestal(False, True)),
        jong=draw(ja_nee_onbekend),
        alleen=draw(meestal(True, False, None)) if personen == 1 else False,
        huurder_leeftijd=jaren,
        onder_inkomensgrens=draw(ja_nee_onbekend),
        beperking=draw(meestal("geen", "gelijkvloers", "lift", "rollator", "rolstoel", "")),
        wil_delen=draw(ja_nee),
        geslachten=draw(geslachten),
        ook_in=straks.ook_in if straks else draw(st.frozensets(gemeenten, max_size=2)),
        gewenst_per=draw(st.none() | om_en_bij(0, 60)),
        vergunning_tot=draw(st.none() | om_en_bij(-5, 60)),
        wacht_dagen=draw(st.integers(0, 400)),
        gebied=draw(st.sampled_from(["", "Oost", " WEST", "dorp"])),
        netwerk=draw(st.sampled_from(["", *GEMEENTEN])),
        urgentie=draw(st.sampled_from(["", "anders", "statushouder", "onbekend"])),
        inkomen_bekend=draw(ja_nee),
        na_nareis=not nareis,
        straks=straks,
    )
    return vraag


@st.composite
def losse_plekken(draw: st.DrawFn, sleutel: str = "w") -> Plek:
    return Plek(
        sleutel=sleutel,
        gemeente=draw(gemeenten),
        huur_cent=draw(meestal(*HUREN)),
        slaapkamers=draw(st.integers(0, 6)),
        contractsoort=draw(meestal("ONB", "TIJ", "JON", "CAM")),
        beschikbaar_van=draw(om_en_bij(-30, 40)),
        zelfstandig=draw(meestal(True, False)),
        slot_op_kamer=draw(meestal(True, False)),
        medebewoners=draw(geslachten),
        gemengd_akkoord=draw(ja_nee),
        toegankelijkheid=draw(meestal("ZON", "GNV", "NUL", "ROG", "ROA", "ROL", "RUI", "")),
        trap=draw(meestal(False, True)),
        eind_op=draw(st.none() | st.none() | om_en_bij(100, 400)),
        plaats=draw(st.sampled_from(["Dorp", "Stad", ""])),
        complex=draw(st.sampled_from(["", "De Linde"])),
        eenheden=draw(st.sampled_from([None, 1, 3, 12, 40])),
        toegewezen=draw(st.sampled_from([None, 0, 2, 3, 9])),
    )


@st.composite
def parameters_met_gaten(draw: st.DrawFn) -> Mapping[str, str]:
    """De parameters van de dag, soms zonder een grens."""
    grenzen = ("daeb_huurgrens", "huurgrens_onder_21", "passend_huurgrens_1_2_personen", "contractsoorten")
    grenzen += ("kamer_tolerantie", "jongerencontract_tot_jaren", "verhuur_minimaal_dagen", "score_netwerk")
    aantal = draw(meestal(0, 1, 2))
    weg = draw(st.frozensets(st.sampled_from(grenzen), min_size=aantal, max_size=aantal))
    return {sleutel: waarde for sleutel, waarde in PARAMETERS.items() if sleutel not in weg}


def veel(draw: st.DrawFn, meest: int = 5) -> tuple[list[Vraag], list[Plek]]:
    """Een handvol huishoudens en woningen met eigen sleutels, in willekeurige volgorde."""
    vragen = [draw(losse_vragen(f"h{nummer}")) for nummer in range(draw(st.integers(0, meest)))]
    plekken = [draw(losse_plekken(f"w{nummer}")) for nummer in range(draw(st.integers(0, meest)))]
    return draw(st.permutations(vragen)), draw(st.permutations(plekken))
