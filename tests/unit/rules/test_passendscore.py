"""De score in delen, de volgorde van het beleid, en wat nooit mag meetellen: over de hele weg tot de toewijzing."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casus.models import Huishouden, Persoon, Woning, Zaak
from casus.rules.parameters import standaard, waarden_op
from casus.rules.passendbeleid import beleid_op, op_volgorde
from casus.rules.passendgeval import Geval, Omstandigheden, Plek, Vraag, plek_van, vraag_van
from casus.rules.passendrun import Opdracht, reken
from casus.rules.passendscore import Deel, naamsleutel, reispunten, score
from casus.rules.passendveel import toets_veel
from tests.unit.rules.voorbeelden import huishouden, nr, persoon, woning
from tests.unit.rules.voorbeelden_passend import (
    DAG,
    PARAMETERS,
    REISTIJDEN,
    losse_plekken,
    losse_vragen,
    parameters_met_gaten,
)

BELEID = beleid_op(PARAMETERS, DAG)
VRAAG = Vraag(sleutel="h", gemeente="a", personen=2, slaapkamers=1)
PLEK = Plek(sleutel="w", gemeente="a", huur_cent=60_000, slaapkamers=1, contractsoort="ONB", beschikbaar_van=DAG)


def deel(naam: str, vraag: Vraag = VRAAG, plek: Plek = PLEK, **reizen: int) -> Deel:
    reistijden = {(naamsleutel(vraag.gebied), naamsleutel(plaats)): minuten for plaats, minuten in reizen.items()}
    delen = score(Geval(vraag, plek, PARAMETERS, DAG), BELEID, reistijden).delen
    return next(een for een in delen if een.naam == naam)


def test_zes_delen_van_samen_honderd():
    uitslag = score(Geval(VRAAG, PLEK, PARAMETERS, DAG), BELEID)
    assert [(een.naam, een.hoogst) for een in uitslag.delen] == [
        ("bezetting", 25), ("nareis", 20), ("reistijd", 20), ("netwerk", 10), ("wachttijd", 15), ("spreiding", 10),
    ]  # fmt: skip
    assert uitslag.hoogst == 100 and uitslag.zin == f"{uitslag.totaal} van 100 punten"


@pytest.mark.parametrize(
    ("personen", "norm", "heeft", "punten"),
    [
        (2, 2, 2, 25),
        (2, 2, 3, 18),
        (2, 2, 4, 8),
        (2, 2, 5, 0),
        (2, 2, 1, 18),
        (4, 3, 1, 0),
        (1, 1, 0, 25),
        (2, 1, 0, 18),
    ],
)
def test_bezetting(personen: int, norm: int, heeft: int, punten: int):
    een = deel("bezetting", replace(VRAAG, personen=personen, slaapkamers=norm), replace(PLEK, slaapkamers=heeft))
    assert een.punten == punten


def test_nareis_past_of_niet_of_is_niet_zeker():
    straks = replace(VRAAG, personen=4, slaapkamers=3)
    assert deel("nareis").punten == 20
    assert deel("nareis", replace(VRAAG, straks=straks), replace(PLEK, slaapkamers=2)).punten == 20
    assert deel("nareis", replace(VRAAG, straks=straks)).punten == 0
    onzeker = deel("nareis", replace(VRAAG, straks=replace(straks, leeftijd_onbekend=True)))
    assert (onzeker.punten, onzeker.onbekend) == (0, True)


@pytest.mark.parametrize(("minuten", "punten"), [(0, 20), (30, 20), (31, 19), (45, 10), (59, 0), (60, 0), (90, 0)])
def test_reistijd_naar_verhouding(minuten: int, punten: int):
    assert reispunten(minuten, BELEID) == punten
    een = deel("reistijd", replace(VRAAG, gebied="Oost"), replace(PLEK, plaats="Dorp"), Dorp=minuten)
    assert een.punten == punten and str(minuten) in een.zin


def test_een_onbekende_reistijd_wordt_gezegd_en_niet_geraden():
    een = deel("reistijd", replace(VRAAG, gebied="Oost"), replace(PLEK, plaats="Dorp"))
    assert (een.punten, een.onbekend) == (0, True) and "niet bekend" in een.zin
    assert deel("reistijd", replace(VRAAG, gebied="dorp"), replace(PLEK, plaats="Dorp")).punten == 20
    assert deel("reistijd").punten == 20, "zonder vaste plek is elke woning goed"


def test_netwerk_wachttijd_en_spreiding():
    assert [deel("netwerk", replace(VRAAG, netwerk=naam)).punten for naam in ("", "a", "b")] == [10, 10, 0]
    assert [deel("wachttijd", replace(VRAAG, wacht_dagen=n)).punten for n in (0, 12, 13, 182, 400)] == [0, 0, 1, 15, 15]
    flat = replace(PLEK, complex="flat", eenheden=8)
    assert [deel("spreiding", plek=replace(flat, toegewezen=n)).punten for n in (0, 1, 2)] == [10, 10, 0]
    onbekend = deel("spreiding", plek=flat)
    assert (onbekend.punten, onbekend.onbekend, deel("spreiding").punten) == (0, True, 10)


@given(losse_vragen(), losse_plekken(), parameters_met_gaten())
def test_elk_deel_blijft_binnen_zijn_maat_en_zegt_waarom(vraag: Vraag, plek: Plek, parameters: dict[str, str]):
    uitslag = score(Geval(vraag, plek, parameters, DAG), beleid_op(parameters, DAG))
    for een in uitslag.delen:
        assert 0 <= een.punten <= een.hoogst and een.zin.endswith(".") and een.titel
        assert bool(een.invullen) == ("Vul" in een.zin) and (een.onbekend or not een.invullen)
        assert not (een.onbekend and een.punten), "wat niet bekend is, krijgt geen punten"


# Het beleid


def volgorde(vragen: list[Vraag], plek: Plek = PLEK, **parameters: str) -> list[str]:
    beleid = beleid_op(PARAMETERS | parameters, DAG)
    return [vraag.sleutel for vraag, _ in op_volgorde([(vraag, 50) for vraag in vragen], plek, beleid)]


LANG = replace(VRAAG, sleutel="lang", wacht_dagen=200)
URGENT = replace(VRAAG, sleutel="urgent", wacht_dagen=10, urgentie="anders")
STATUS = replace(VRAAG, sleutel="status", wacht_dagen=5, urgentie="statushouder")


def test_urgentie_gaat_voor_en_daarna_wie_het_langst_wacht():
    assert volgorde([LANG, STATUS, URGENT]) == ["urgent", "status", "lang"]
    assert volgorde([LANG, STATUS, URGENT], voorrang_urgentie="nee") == ["lang", "urgent", "status"]


def test_voorrang_omdat_iemand_statushouder_is_hangt_van_de_gemeente_en_de_dag_af():
    kamer = replace(PLEK, zelfstandig=False)
    assert volgorde([LANG, STATUS, URGENT], voorrang_statushouder="nee") == ["urgent", "lang", "status"]
    assert volgorde([LANG, STATUS], voorrang_statushouder="gedeeld") == ["lang", "status"]
    assert volgorde([LANG, STATUS], kamer, voorrang_statushouder="gedeeld") == ["status", "lang"]
    with pytest.raises(ValueError, match="voorrang_statushouder"):
        beleid_op({"voorrang_statushouder": "soms"}, DAG)


def test_een_besluit_zonder_grond_gaat_alleen_voor_als_elke_grond_dat_doet():
    leeg = replace(STATUS, sleutel="leeg", urgentie="onbekend")
    for stand, onzeker in (("ja", False), ("nee", True)):
        beleid = beleid_op(PARAMETERS | {"voorrang_statushouder": stand}, DAG)
        assert beleid.gaat_voor(leeg, PLEK) is not onzeker and beleid.voorrang_onzeker(leeg, PLEK) is onzeker
        assert not beleid.voorrang_onzeker(URGENT, PLEK) and not beleid.voorrang_onzeker(LANG, PLEK)
    uit = beleid_op(PARAMETERS | {"voorrang_urgentie": "nee", "voorrang_statushouder": "nee"}, DAG)
    assert not uit.voorrang_onzeker(leeg, PLEK)


def test_bij_gelijk_wachten_de_hoogste_score_en_dan_de_sleutel():
    a, b, c = (replace(VRAAG, sleutel=naam) for naam in "abc")
    paren = op_volgorde([(c, 50), (b, 50), (a, 40)], PLEK, BELEID)
    assert [vraag.sleutel for vraag, _ in paren] == ["b", "c", "a"]


def test_de_punten_komen_van_de_gemeente_en_anders_uit_de_standaard_van_de_dag():
    assert beleid_op({"score_netwerk": "33"}, DAG).netwerk == 33
    assert beleid_op({}, DAG) == BELEID
    assert sum(int(waarden_op(standaard(), DAG)[f"score_{naam}"]) for naam in _HOOGST) == 100


_HOOGST = ("bezetting", "nareis", "reistijd", "netwerk", "wachttijd", "spreiding")


@pytest.mark.parametrize("stand", ["ja", "nee", "gedeeld"])
def test_het_beleid_in_een_zin(stand: str):
    assert beleid_op({"voorrang_statushouder": stand}, DAG).zin().endswith(".")


# Wat nooit mag meetellen

VERBODEN = {"naam", "achternaam", "voornamen", "nationaliteit", "herkomstland", "taal", "godsdienst", "bsn", "v_nummer"}
VERBODEN |= {"opmerking", "gezondheid", "koppelredenen", "opleiding", "inkomen", "telefoon", "zoeknaam", "gebied_reden"}
tekst = st.sampled_from(["Syrië", "Eritrea", "Tigrinya", "christen", "diabetes", "ZZZ", ""])


def test_een_vraag_en_een_plek_kennen_de_verboden_gegevens_niet():
    assert not VERBODEN & ({een.name for een in fields(Vraag)} | {een.name for een in fields(Plek)})


def gezinnen(toeval: Random, aantal: int) -> list[tuple[Huishouden, list[Persoon], date]]:
    uit = []
    for nummer in range(aantal):
        leden = ["hoofdpersoon", "partner", "kind", "kind"][: toeval.choice([1, 1, 2, 4])]
        jaren = {"kind": (2009, 2024)}
        personen = [
            persoon(relatie, f"{toeval.randint(*jaren.get(relatie, (1960, 2004)))}-05-05", geslacht="man")
            for relatie in leden
        ]
        huis = huishouden(
            *personen, id=nr(f"huis{nummer}"), woonbeperking=toeval.choice(["geen", "geen", "rolstoel"]),
            inkomensbron=toeval.choice(["SOC", "ARB"]), nareis_aantal=toeval.choice([0, 0, 2]), nareis_verwacht_op=DAG,
            gebied=toeval.choice(["", "Dorp", "Oost"]), jaarinkomen_cent=toeval.choice([None, 2_000_000, 5_000_000]),
            gewenst_per=toeval.choice([None, date(2026, 4, 1)]), wil_delen=toeval.choice([False, True]),
        )  # fmt: skip
        uit.append((huis, personen, date(2025, toeval.randint(1, 12), 1)))
    return uit


def woningen(toeval: Random, aantal: int) -> list[Woning]:
    keuze = toeval.choice
    return [
        woning(
            id=nr(f"woning{nummer}"),
            slaapkamers=keuze([0, 1, 2, 3]),
            huur_cent=keuze([48_000, 71_302, 76_000]),
            plaats="Dorp",
            toegankelijkheid=keuze(["ZON", "ROL"]),
            zelfstandig=keuze([True, True, False]),
            slot_op_kamer=True,
        )
        for nummer in range(aantal)
    ]


def uitkomst(gezin: list[tuple[Huishouden, list[Persoon], date]], huizen: list[Woning]) -> tuple[object, object]:
    """Alle paren met score, en de toewijzing: de hele weg."""
    zaak = Zaak(vergunning_geldig_tot=date(2030, 1, 1))
    vragen = [
        vraag_van(huis, personen, PARAMETERS, Omstandigheden.van(zaak, huis, DAG), wacht_sinds=sinds)
        for huis, personen, sinds in gezin
    ]
    plekken = [plek_van(een, medebewoners=("man",), gemengd_akkoord=True) for een in huizen]
    paren = list(toets_veel(vragen, plekken, PARAMETERS, DAG, reistijden=REISTIJDEN))
    return paren, reken(Opdracht(DAG, vragen, plekken, PARAMETERS, reistijden=REISTIJDEN))


@settings(max_examples=25)
@given(st.integers(0, 10_000), st.data())
def test_schudden_met_verboden_kenmerken_verandert_geen_uitkomst(zaad: int, data: st.DataObject):
    """Nationaliteit, godsdienst, taal, naam, geslacht en gezondheid gaan van hand tot hand; de uitkomst blijft gelijk.

    Geslacht blijft alleen gelijk bij wie een kamer deelt: hier stemt iedereen met gemengd wonen in.
    """
    toeval = Random(zaad)
    gezin, huizen = gezinnen(toeval, 5), woningen(toeval, 5)
    eerst = uitkomst(gezin, huizen)
    for huis, personen, _ in gezin:
        for veld in ("naam", "taal", "telefoon", "gebied_reden"):
            setattr(huis, veld, data.draw(tekst))
        huis.koppelredenen = data.draw(st.lists(st.sampled_from(["medische_behandeling", "werkervaring"]), max_size=1))
        huis.koppelreden_hard = huis.tolk_nodig = data.draw(st.booleans())
        for een in personen:
            for veld in ("nationaliteit", "herkomstland", "taal", "achternaam", "voornamen", "opmerking", "opleiding"):
                setattr(een, veld, data.draw(tekst))
            if een.relatie != "kind":
                een.geslacht = data.draw(st.sampled_from(["man", "vrouw", "onbekend"]))
    assert uitkomst(gezin, huizen) == eerst
    assert toeval.sample(gezin, len(gezin)) and uitkomst(toeval.sample(gezin, len(gezin)), huizen) == eerst
