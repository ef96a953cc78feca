"""Willekeurige huishoudens en woningen voor de tests van passendheid, score en toewijzing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from hypothesis import strategies as st

from casus.rules.parameters import standaard, waarden_op
from casus.rules.passendgeval import Plek, Vraag

DAG = date(2026, 3, 3)
PARAMETERS = waarden_op(standaard(), DAG)
GEMEENTEN = ("Waterhoven", "Zandbergen", "Oudeveen")
HUREN = (49_820, 49_821, 71_302, 71_303, 76_414, 76_415, 93_293, 93_294)
REISTIJDEN = {("Oost", "Dorp"): 30, ("Oost", "Stad"): 47, ("West", "Dorp"): 61}

gemeenten = st.sampled_from(GEMEENTEN)
ja_nee = st.booleans()
ja_nee_onbekend = st.sampled_from([True, False, None])
geslachten = st.frozensets(st.sampled_from(["man", "vrouw", "onbekend"]), max_size=2)
dagen = st.integers(-30, 400).map(lambda aantal: DAG + timedelta(days=aantal))


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
        leeftijd_onbekend=draw(ja_nee),
        jong=draw(ja_nee_onbekend),
        alleen=draw(ja_nee_onbekend) if personen == 1 else False,
        huurder_leeftijd=jaren,
        onder_inkomensgrens=draw(ja_nee_onbekend),
        beperking=draw(st.sampled_from(["geen", "gelijkvloers", "lift", "rollator", "rolstoel", ""])),
        wil_delen=draw(ja_nee),
        geslachten=draw(geslachten),
        ook_in=straks.ook_in if straks else draw(st.frozensets(gemeenten, max_size=2)),
        gewenst_per=draw(st.none() | dagen),
        vergunning_tot=draw(st.none() | dagen),
        wacht_dagen=draw(st.integers(0, 400)),
        gebied=draw(st.sampled_from(["", "Oost", "West", "dorp"])),
        netwerk=draw(st.sampled_from(["", *GEMEENTEN])),
        urgentie=draw(st.sampled_from(["", "anders", "statushouder"])),
        straks=straks,
    )
    return vraag


@st.composite
def losse_plekken(draw: st.DrawFn, sleutel: str = "w") -> Plek:
    return Plek(
        sleutel=sleutel,
        gemeente=draw(gemeenten),
        huur_cent=draw(st.sampled_from(HUREN)),
        slaapkamers=draw(st.integers(0, 6)),
        contractsoort=draw(st.sampled_from(["ONB", "ONB", "TIJ", "JON", "CAM"])),
        beschikbaar_van=draw(dagen),
        zelfstandig=draw(ja_nee),
        slot_op_kamer=draw(ja_nee),
        medebewoners=draw(geslachten),
        gemengd_akkoord=draw(ja_nee),
        toegankelijkheid=draw(st.sampled_from(["ZON", "ZON", "GNV", "NUL", "ROG", "ROA", "ROL", "RUI", ""])),
        trap=draw(ja_nee),
        eind_op=draw(st.none() | dagen),
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
    weg = draw(st.frozensets(st.sampled_from(grenzen), max_size=2))
    return {sleutel: waarde for sleutel, waarde in PARAMETERS.items() if sleutel not in weg}


def veel(draw: st.DrawFn, meest: int = 5) -> tuple[list[Vraag], list[Plek]]:
    """Een handvol huishoudens en woningen met eigen sleutels, in willekeurige volgorde."""
    vragen = [draw(losse_vragen(f"h{nummer}")) for nummer in range(draw(st.integers(0, meest)))]
    plekken = [draw(losse_plekken(f"w{nummer}")) for nummer in range(draw(st.integers(0, meest)))]
    return draw(st.permutations(vragen)), draw(st.permutations(plekken))
