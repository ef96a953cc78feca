"""Een tweede lezing van het mandaat: domme lussen over dagen en regels, zonder één functie van casus.rules.mandaten.

Zij gaat over de volle matrix van functie × soort × bedrag rond elke grens × dag rond elke geldigheid × vervanging, en
over willekeurige registers. Verschillen de lezingen, dan is een van beide fout.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import product
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from casus.models import Functie, Functiehouder, Mandaat, Vervanging
from casus.rules import mandaten
from casus.rules.mandaten import BEZWAAR, BOETE, Register, Vraag
from casus.rules.registerrijen import Budget
from tests.unit.rules.voorbeelden import (
    AMBTELIJK,
    ANDERE_GEMEENTE,
    BESTUURLIJK,
    COLLEGE,
    DAG,
    FUNCTIES,
    GEMEENTE,
    TEAMMANAGER,
    actor,
    functie,
    houder,
    mandaat,
    nr,
    vervanging,
)

ELDERS = functie("teammanager", 1, ANDERE_GEMEENTE)
BUREAU = functie("regiobureau", 2, extern=True)
NAMEN = ("Alice", "Bob", "Carla", "Dirk", "Els", "Fatma", "Gerda")


@cache
def dagen(van: date, tot: date | None) -> frozenset[date]:
    """Alle dagen van een periode binnen het jaar rond de test; tot en met `tot`."""
    begin, eind = DAG - timedelta(days=200), DAG + timedelta(days=200)
    alle = (begin + timedelta(days=n) for n in range((eind - begin).days + 1))
    return frozenset(dag for dag in alle if van <= dag and (tot is None or dag <= tot))


def mag_volgens_de_tweede_lezing(wie: str, register: Register, vraag: Vraag) -> bool:
    """Alles van voren af aan: geen gedeelde hulpfunctie, geen gesorteerde lijst, alleen de tekst van de regels."""
    ik, dag = nr(wie), vraag.dag
    if ik == vraag.voorgesteld_door_id or ik == vraag.bestreden_door_id:
        return False
    if vraag.soort == "beslissing_op_bezwaar" and vraag.bestreden_door_id is None:
        return False
    if vraag.soort == "maatregel_verzuim" and ik in vraag.melder_ids:
        return False
    mijn: dict[Any, Functie] = {}
    for rij in [*register.functiehouders, *register.vervangingen]:
        if rij.gebruiker_id == ik and rij.gemeente_id == vraag.gemeente_id and dag in dagen(rij.van, rij.tot):
            mijn[rij.functie.id] = rij.functie
    for functie_ in sorted(mijn.values(), key=lambda f: f.niveau):
        gronden = [] if functie_.niveau == 4 else gronden_voor(functie_, register, vraag)
        if gronden:
            hoogste = max(rij.functie.niveau for rij in gronden)
            strenge = [rij for rij in gronden if any(tree.vier_ogen for tree in ladder(rij, register, dag) or ())]
            streng = any(rij.functie.niveau == hoogste for rij in strenge)
            if not (streng and ik in vraag.behandelaar_ids):
                return True
    return False


def ladder(rij: Mandaat, register: Register, dag: date) -> list[Mandaat] | None:
    """De regel en alles waarop zij als ondermandaat rust; None als er een tree ontbreekt of niet deugt (Awb 10:9)."""
    treden = [rij]
    while treden[-1].onder_nr != "":
        onder, boven = treden[-1], None
        for ander in register.rijen:
            if ander.gemeente_id == rij.gemeente_id and ander.nr == onder.onder_nr and ander.geldig_van <= dag:
                boven = ander if boven is None or ander.versie > boven.versie else boven
        if boven is None or boven in treden or boven.nr in [tree.nr for tree in treden]:
            return None
        weg = boven.ingetrokken_per is not None and not boven.ingetrokken_per > dag
        if weg or dag not in dagen(boven.geldig_van, boven.geldig_tot) or not boven.ondermandaat:
            return None
        if boven.ondermandaat_aan != [] and onder.functie.code not in boven.ondermandaat_aan:
            return None
        for wat in ("bevoegdheid", "bestuursorgaan", "soort"):
            if getattr(onder, wat) != getattr(boven, wat):
                return None
        if onder.functie.code == boven.functie.code or onder.functie.niveau > boven.functie.niveau:
            return None
        treden.append(boven)
    return treden


def past(tree: Mandaat, vraag: Vraag) -> bool:
    """Of dit besluit binnen de drie grenzen en de voorwaarden van één regel blijft."""
    if tree.bedrag_contract_cent is not None and vraag.contract == "":
        return False
    nu = vraag.bedrag_cent or 0
    sommen = {"tot": nu + vraag.eerder_cent, "zaak": nu + vraag.zaak_cent, "contract": nu + vraag.contract_cent}
    for wat, som in sommen.items():
        grens = getattr(tree, f"bedrag_{wat}_cent")
        if grens is not None and som > grens:
            return False
    if vraag.budget is not None:
        erbij, samen = nu - vraag.budget.was_cent, vraag.budget.verbruikt_cent + nu
        if erbij > 0 and samen > vraag.budget.grens_cent:
            return False
    for wat, eis in tree.voorwaarde.items():
        feit = vraag.feiten.get(wat)
        if feit is None or (feit not in eis if wat == "woonvorm" else feit != eis):
            return False
    return True


def gronden_voor(functie_: Functie, register: Register, vraag: Vraag) -> list[Mandaat]:
    """De regels waarop deze functie dit bedrag mag besluiten."""
    genoemd, eigen, lager = False, [], []
    for rij in register.rijen:
        if rij.gemeente_id != vraag.gemeente_id or rij.geldig_van > vraag.dag:
            continue
        opvolgers = [r for r in register.rijen if r.nr == rij.nr and r.gemeente_id == rij.gemeente_id]
        if any(r.versie > rij.versie and r.geldig_van <= vraag.dag for r in opvolgers):
            continue
        if rij.bevoegdheid != vraag.soort or rij.soort == "ondertekening":
            continue
        genoemd = genoemd or rij.functie.code == functie_.code
        ingetrokken = rij.ingetrokken_per is not None and not rij.ingetrokken_per > vraag.dag
        treden = ladder(rij, register, vraag.dag)
        buiten = treden is not None and any(tree.functie.extern and tree.instemming == "" for tree in treden)
        if treden is None or buiten or rij.bevoegdheid in register.niet_te_mandateren:
            continue
        ruim_genoeg = all(past(tree, vraag) for tree in treden)
        if vraag.dag in dagen(rij.geldig_van, rij.geldig_tot) and not ingetrokken and ruim_genoeg:
            if rij.functie.code == functie_.code:
                eigen.append(rij)
            elif rij.functie.niveau < functie_.niveau and not functie_.extern:
                lager.append(rij)
    return eigen if genoemd else lager


def laagste_volgens_de_tweede_lezing(register: Register, vraag: Vraag) -> int:
    """Vraag elke functie van laag naar hoog of zij een eigen regel heeft die het dekt."""
    for functie_ in (TEAMMANAGER, BUREAU, AMBTELIJK, BESTUURLIJK):
        if any(rij.functie.code == functie_.code for rij in gronden_voor(functie_, register, vraag)):
            return functie_.niveau
    return 4


def vergelijk(wie: str, register: Register, vraag: Vraag) -> bool:
    verwacht = mag_volgens_de_tweede_lezing(wie, register, vraag)
    reden = mandaten.reden_niet_beslissen(actor(wie), register, vraag)
    assert (reden is None) is verwacht, (wie, vraag, reden)
    if reden is None:
        rust_op_geldige_rij(wie, register, vraag)
    else:
        assert (reden[0].isupper() or reden[0] == "€") and reden[-1] in ".)"
    return verwacht


def rust_op_geldige_rij(wie: str, register: Register, vraag: Vraag) -> None:
    """De invariant: geen besluit zonder een op die dag geldige rij en twee mensen."""
    gevonden = mandaten.check_beslissen(actor(wie), register, vraag)
    assert nr(wie) != vraag.voorgesteld_door_id
    assert mandaten.kopie_bij_besluit(gevonden, vraag)
    rij = gevonden.rij
    assert rij is not None and gevonden.functie.niveau < 4, "het college besluit niet in één mens"
    assert rij.bevoegdheid == vraag.soort and rij.gemeente_id == vraag.gemeente_id and rij.soort != "ondertekening"
    assert vraag.dag in dagen(rij.geldig_van, rij.geldig_tot)
    assert rij.ingetrokken_per is None or vraag.dag < rij.ingetrokken_per
    treden = ladder(rij, register, vraag.dag)
    assert treden is not None and all(past(tree, vraag) for tree in treden) and list(gevonden.keten) == treden[1:]
    assert rij.functie.niveau <= gevonden.functie.niveau


# De volle matrix van een gewoon register

EEN_DAG = timedelta(days=1)
VAN, TOT, PER = DAG, DAG + timedelta(days=30), DAG + timedelta(days=20)
VAST, HUUR, ONTZORGEN = "tussenvoorziening", "huurovereenkomst", "ontzorgen"
SOORTEN = ("inrichtingskrediet", "urgentie_weigeren", BEZWAAR, BOETE, "onbekend", VAST, HUUR, ONTZORGEN)
RIJEN = [
    mandaat(TEAMMANAGER, 5_000, "4.1", geldig_van=VAN, geldig_tot=TOT),
    mandaat(AMBTELIJK, 100_000, "4.2", geldig_van=VAN, ingetrokken_per=PER),
    mandaat(BESTUURLIJK, None, "4.3", geldig_van=VAN),
    mandaat(AMBTELIJK, None, "5.1", bevoegdheid="urgentie_weigeren", vier_ogen=True),
    mandaat(TEAMMANAGER, None, "6.1", bevoegdheid=BEZWAAR),
    mandaat(TEAMMANAGER, 800, "7.1", bevoegdheid=BOETE),
    mandaat(ELDERS, None, "4.1"),
    mandaat(
        TEAMMANAGER,
        5_000,
        "8.1",
        bevoegdheid=VAST,
        voorwaarde={"woonvorm": ["kamer"], "publieke_aandacht": False},
        bedrag_zaak_cent=800_000,
    ),
    mandaat(AMBTELIJK, 100_000, "8.2", bevoegdheid=VAST, voorwaarde={"publieke_aandacht": False}),
    mandaat(BESTUURLIJK, None, "8.3", bevoegdheid=VAST),
    mandaat(
        AMBTELIJK, 100_000, "9.1", bevoegdheid=HUUR, soort="volmacht", ondermandaat=True, bedrag_contract_cent=800_000
    ),
    mandaat(TEAMMANAGER, 5_000, "9.2", bevoegdheid=HUUR, soort="volmacht", onder_nr="9.1", vier_ogen=True),
    mandaat(
        BESTUURLIJK,
        100_000,
        "10.1",
        bevoegdheid=ONTZORGEN,
        ondermandaat=True,
        ondermandaat_aan=["regiobureau"],
        geldig_tot=TOT,
    ),
    mandaat(BUREAU, 5_000, "10.2", bevoegdheid=ONTZORGEN, onder_nr="10.1", instemming="Brief van 3 maart"),
    mandaat(TEAMMANAGER, 5_000, "10.3", bevoegdheid=ONTZORGEN, onder_nr="10.1"),
]
FEITEN = (
    {},
    {"woonvorm": "kamer", "publieke_aandacht": False},
    {"woonvorm": "kamer", "publieke_aandacht": True},
    {"woonvorm": "regulier", "publieke_aandacht": False},
)
"""Alleen soorten met een voorwaarde kijken ernaar; de andere krijgen de eerste."""
HOUDERS = [
    houder("Bob", TEAMMANAGER, tot=TOT + EEN_DAG),
    houder("Carla", AMBTELIJK),
    houder("Dirk", BESTUURLIJK),
    houder("Els", COLLEGE),
    houder("Alice", ELDERS),
    houder("Gerda", BUREAU),
]
VERVANGINGEN = (
    (),
    (vervanging("Fatma", TEAMMANAGER, VAN + EEN_DAG, VAN + 2 * EEN_DAG),),
    (vervanging("Fatma", AMBTELIJK, VAN, PER), vervanging("Bob", AMBTELIJK, PER, TOT)),
)
BUDGETTEN = (
    None,
    Budget("bijzondere bijstand", 500_000),
    Budget("bijzondere bijstand", 10_000_000, 9_500_001),
    Budget("bijzondere bijstand", 100, 500, was_cent=500_000),
)
"""Geen grens per jaar, er net in en net erboven, en al vol: dan kan alleen een wijziging die er niets bij geeft."""
BEDRAGEN = (None, *(grens * 100 + cent for grens in (800, 5_000, 100_000) for cent in (-1, 0, 1)))
DAGEN = sorted({dag + n * EEN_DAG for dag in (VAN, TOT, PER) for n in (-1, 0, 1, 2)})


def situaties() -> Iterator[tuple[Register, Vraag]]:
    """Elke soort, elk bedrag, elke dag, elke vervanging, en wat er verder telt voor de soorten die ernaar kijken."""
    for soort, bedrag, dag, vervangt in product(SOORTEN, BEDRAGEN, DAGEN, VERVANGINGEN):
        vast = vervangt == VERVANGINGEN[0]  # wie er vervangt, doet niet af aan wat een regel vraagt
        feiten = FEITEN if soort == VAST and vast else FEITEN[:1]
        elders = (0, 300_000, 795_000) if soort in (VAST, HUUR) and vast else (0,)
        budgetten = BUDGETTEN if soort == "inrichtingskrediet" and vast else BUDGETTEN[:1]
        for bekend, al, budget in product(feiten, elders, budgetten):
            yield (
                Register(RIJEN, HOUDERS, vervangt),
                Vraag(
                    GEMEENTE,
                    soort,
                    dag,
                    bedrag,
                    voorgesteld_door_id=nr("Dirk"),
                    behandelaar_ids=frozenset({nr("Carla")}),
                    bestreden_door_id=nr("Carla") if soort == BEZWAAR else None,
                    melder_ids=frozenset({nr("Bob")}),
                    zaak_cent=al,
                    contract_cent=al,
                    contract="k12" if bekend or al or bedrag else "",
                    feiten=bekend,
                    budget=budget,
                ),
            )


def test_de_volle_matrix():
    gezien: set[tuple[str, bool]] = set()
    for register, vraag in situaties():
        assert mandaten.laagste_niveau(register, vraag).niveau == laagste_volgens_de_tweede_lezing(register, vraag)
        for wie in NAMEN:
            gezien.add((vraag.soort, vergelijk(wie, register, vraag)))
    assert gezien == {(soort, mag) for soort in SOORTEN for mag in (True, False)} - {("onbekend", True)}


def test_de_som_van_eerder_en_nu_telt_bij_elke_grens():
    register = Register(RIJEN, HOUDERS)
    for grens, verschil, eerder in product((500_000, 10_000_000), (-1, 0, 1), (0, 1, 250_000)):
        vraag = Vraag(GEMEENTE, "inrichtingskrediet", DAG, grens + verschil - eerder, eerder)
        assert mandaten.laagste_niveau(register, vraag).niveau == laagste_volgens_de_tweede_lezing(register, vraag)
        for wie in NAMEN:
            vergelijk(wie, register, vraag)


# Willekeurige registers

dag_rond = st.integers(-3, 3).map(lambda n: DAG + timedelta(days=n))
namen = st.sampled_from(NAMEN)
bedragen = st.one_of(st.none(), st.integers(0, 6))
woonvormen = st.sampled_from(["kamer", "regulier"])
voorwaarden = st.one_of(
    st.just({}),
    st.fixed_dictionaries({"woonvorm": st.lists(woonvormen, min_size=1, max_size=2)}),
    st.fixed_dictionaries({"afwijking": st.booleans()}, optional={"publieke_aandacht": st.booleans()}),
)
bekend = st.fixed_dictionaries(
    {}, optional={"woonvorm": woonvormen, "afwijking": st.booleans(), "publieke_aandacht": st.booleans()}
)


@st.composite
def regels(draw: st.DrawFn) -> Mandaat:
    bij = draw(st.sampled_from([*FUNCTIES[:3], ELDERS, BUREAU]))
    van = draw(dag_rond)
    return mandaat(
        bij,
        nummer=draw(st.sampled_from(["1", "2", "3"])),
        versie=draw(st.integers(1, 3)),
        bevoegdheid=draw(st.sampled_from(["inrichtingskrediet", "inrichtingskrediet", BEZWAAR, BOETE])),
        soort=draw(st.sampled_from(["mandaat", "mandaat", "volmacht", "ondertekening"])),
        bedrag_tot_cent=draw(bedragen),
        vier_ogen=draw(st.booleans()),
        geldig_van=van,
        geldig_tot=draw(st.one_of(st.none(), st.integers(0, 4).map(lambda n: van + timedelta(days=n)))),
        ingetrokken_per=draw(st.one_of(st.none(), dag_rond)),
        ondermandaat=draw(st.booleans()),
        ondermandaat_aan=draw(st.sampled_from([[], ["teammanager"], ["regiobureau", "ambtelijk_opdrachtgever"]])),
        onder_nr=draw(st.sampled_from(["", "", "1", "2", "3"])),
        instemming=draw(st.sampled_from(["", "Brief"])),
        bedrag_zaak_cent=draw(bedragen),
        bedrag_contract_cent=draw(bedragen),
        voorwaarde=draw(voorwaarden),
    )


@st.composite
def houders(draw: st.DrawFn) -> Functiehouder:
    van = draw(dag_rond)
    tot = draw(st.one_of(st.none(), st.integers(0, 4).map(lambda n: van + timedelta(days=n))))
    return houder(draw(namen), draw(st.sampled_from([*FUNCTIES, ELDERS, BUREAU])), van, tot)


@st.composite
def vervangers(draw: st.DrawFn) -> Vervanging:
    van = draw(dag_rond)
    tot = van + timedelta(days=draw(st.integers(0, 4)))
    return vervanging(draw(namen), draw(st.sampled_from([*FUNCTIES, ELDERS, BUREAU])), van, tot)


@st.composite
def registers(draw: st.DrawFn) -> Register:
    rijen = draw(st.lists(regels(), max_size=6, unique_by=lambda rij: (rij.gemeente_id, rij.nr, rij.versie)))
    return Register(rijen, draw(st.lists(houders(), max_size=6)), draw(st.lists(vervangers(), max_size=3)))


@st.composite
def vragen(draw: st.DrawFn) -> Vraag:
    mensen = st.frozensets(namen.map(nr), max_size=2)
    return Vraag(
        GEMEENTE,
        draw(st.sampled_from(["inrichtingskrediet", "inrichtingskrediet", BEZWAAR, BOETE])),
        draw(dag_rond),
        draw(bedragen),
        draw(st.integers(0, 3)),
        draw(st.one_of(st.none(), namen.map(nr))),
        draw(mensen),
        draw(st.one_of(st.none(), namen.map(nr))),
        draw(mensen),
        draw(st.integers(0, 3)),
        draw(st.integers(0, 3)),
        draw(bekend),
        draw(st.sampled_from(["", "k12", "k12"])),
        draw(st.one_of(st.none(), st.builds(Budget, st.just("huur"), *[st.integers(0, 6)] * 3))),
    )


@given(registers(), vragen(), namen)
def test_willekeurige_registers(register: Register, vraag: Vraag, wie: str):
    vergelijk(wie, register, vraag)
    assert mandaten.laagste_niveau(register, vraag).niveau == laagste_volgens_de_tweede_lezing(register, vraag)


@given(registers(), vragen(), namen, st.randoms(use_true_random=False))
def test_de_volgorde_van_de_rijen_doet_er_niet_toe(register: Register, vraag: Vraag, wie: str, toeval: Any):
    door_elkaar = [list(deel) for deel in (register.rijen, register.functiehouders, register.vervangingen)]
    for deel in door_elkaar:
        toeval.shuffle(deel)
    ander = Register(*door_elkaar)  # type: ignore[arg-type]  # drie lijsten van verschillende soort
    assert mandaten.reden_niet_beslissen(actor(wie), register, vraag) == mandaten.reden_niet_beslissen(
        actor(wie), ander, vraag
    )


@given(registers(), vragen(), st.integers(1, 5))
def test_meer_geld_gaat_nooit_naar_een_lager_niveau(register: Register, vraag: Vraag, meer: int):
    duurder = Vraag(
        **{naam: getattr(vraag, naam) for naam in Vraag.__slots__} | {"eerder_cent": vraag.eerder_cent + meer}
    )
    assert mandaten.laagste_niveau(register, duurder).niveau >= mandaten.laagste_niveau(register, vraag).niveau
