"""Een tweede lezing van het mandaat: domme lussen over dagen en regels, zonder één functie van casus.rules.mandaten.

Zij gaat over de volle matrix van functie × soort × bedrag rond elke grens × dag rond elke geldigheid × vervanging, en
over willekeurige registers. Verschillen de lezingen, dan is een van beide fout.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from itertools import product
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from casus.models import Functie, Functiehouder, Mandaat, Vervanging
from casus.rules import mandaten
from casus.rules.mandaten import BEZWAAR, BOETE, Register, Vraag
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
NAMEN = ("Alice", "Bob", "Carla", "Dirk", "Els", "Fatma")


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
        gronden = gronden_voor(functie_, register, vraag)
        if functie_.niveau == 4:
            return True
        if gronden:
            hoogste = max(rij.functie.niveau for rij in gronden)
            streng = any(rij.vier_ogen for rij in gronden if rij.functie.niveau == hoogste)
            if not (streng and ik in vraag.behandelaar_ids):
                return True
    return False


def gronden_voor(functie_: Functie, register: Register, vraag: Vraag) -> list[Mandaat]:
    """De regels waarop deze functie dit bedrag mag besluiten."""
    totaal = (vraag.bedrag_cent or 0) + vraag.eerder_cent
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
        ruim_genoeg = rij.bedrag_tot_cent is None or not totaal > rij.bedrag_tot_cent
        if vraag.dag in dagen(rij.geldig_van, rij.geldig_tot) and not ingetrokken and ruim_genoeg:
            if rij.functie.code == functie_.code:
                eigen.append(rij)
            elif rij.functie.niveau < functie_.niveau:
                lager.append(rij)
    return eigen if genoemd else lager


def laagste_volgens_de_tweede_lezing(register: Register, vraag: Vraag) -> int:
    """Vraag elke functie van laag naar hoog of zij een eigen regel heeft die het dekt."""
    for functie_ in (TEAMMANAGER, AMBTELIJK, BESTUURLIJK):
        if any(rij.functie.code == functie_.code for rij in gronden_voor(functie_, register, vraag)):
            return functie_.niveau
    return 4


def vergelijk(wie: str, register: Register, vraag: Vraag) -> None:
    verwacht = mag_volgens_de_tweede_lezing(wie, register, vraag)
    reden = mandaten.reden_niet_beslissen(actor(wie), register, vraag)
    assert (reden is None) is verwacht, (wie, vraag, reden)
    if reden is None:
        rust_op_geldige_rij(wie, register, vraag)
    else:
        assert (reden[0].isupper() or reden[0] == "€") and reden[-1] in ".)"


def rust_op_geldige_rij(wie: str, register: Register, vraag: Vraag) -> None:
    """De invariant: geen besluit zonder een op die dag geldige rij (of het bestuursorgaan zelf) en twee mensen."""
    gevonden = mandaten.check_beslissen(actor(wie), register, vraag)
    assert nr(wie) != vraag.voorgesteld_door_id
    assert mandaten.kopie_bij_besluit(gevonden, vraag)
    if gevonden.rij is None:
        assert gevonden.functie.niveau == 4
        return
    rij = gevonden.rij
    assert rij.bevoegdheid == vraag.soort and rij.gemeente_id == vraag.gemeente_id and rij.soort != "ondertekening"
    assert vraag.dag in dagen(rij.geldig_van, rij.geldig_tot)
    assert rij.ingetrokken_per is None or vraag.dag < rij.ingetrokken_per
    assert rij.bedrag_tot_cent is None or vraag.totaal_cent <= rij.bedrag_tot_cent
    assert rij.functie.niveau <= gevonden.functie.niveau


# De volle matrix van een gewoon register

EEN_DAG = timedelta(days=1)
VAN, TOT, PER = DAG, DAG + timedelta(days=30), DAG + timedelta(days=20)
SOORTEN = ("inrichtingskrediet", "urgentie_weigeren", BEZWAAR, BOETE, "onbekend")
RIJEN = [
    mandaat(TEAMMANAGER, 5_000, "4.1", geldig_van=VAN, geldig_tot=TOT),
    mandaat(AMBTELIJK, 100_000, "4.2", geldig_van=VAN, ingetrokken_per=PER),
    mandaat(BESTUURLIJK, None, "4.3", geldig_van=VAN),
    mandaat(AMBTELIJK, None, "5.1", bevoegdheid="urgentie_weigeren", vier_ogen=True),
    mandaat(TEAMMANAGER, None, "6.1", bevoegdheid=BEZWAAR),
    mandaat(TEAMMANAGER, 800, "7.1", bevoegdheid=BOETE),
    mandaat(ELDERS, None, "4.1"),
]
HOUDERS = [
    houder("Bob", TEAMMANAGER, tot=TOT + EEN_DAG),
    houder("Carla", AMBTELIJK),
    houder("Dirk", BESTUURLIJK),
    houder("Els", COLLEGE),
    houder("Alice", ELDERS),
]
VERVANGINGEN = (
    (),
    (vervanging("Fatma", TEAMMANAGER, VAN + EEN_DAG, VAN + 2 * EEN_DAG),),
    (vervanging("Fatma", AMBTELIJK, VAN, PER), vervanging("Bob", AMBTELIJK, PER, TOT)),
)
BEDRAGEN = (None, *(grens * 100 + cent for grens in (800, 5_000, 100_000) for cent in (-1, 0, 1)))
DAGEN = sorted({dag + n * EEN_DAG for dag in (VAN, TOT, PER) for n in (-1, 0, 1, 2)})


def test_de_volle_matrix():
    aantal = 0
    for soort, bedrag, dag, vervangt in product(SOORTEN, BEDRAGEN, DAGEN, VERVANGINGEN):
        register = Register(RIJEN, HOUDERS, vervangt)
        betrokken = {"bestreden_door_id": nr("Carla")} if soort == BEZWAAR else {}
        vraag = Vraag(
            GEMEENTE,
            soort,
            dag,
            bedrag,
            voorgesteld_door_id=nr("Dirk"),
            behandelaar_ids=frozenset({nr("Carla")}),
            melder_ids=frozenset({nr("Bob")}),
            **betrokken,
        )
        assert mandaten.laagste_niveau(register, vraag).niveau == laagste_volgens_de_tweede_lezing(register, vraag)
        for wie in NAMEN:
            vergelijk(wie, register, vraag)
            aantal += 1
    assert aantal == len(SOORTEN) * len(BEDRAGEN) * len(DAGEN) * len(VERVANGINGEN) * len(NAMEN)


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


@st.composite
def regels(draw: st.DrawFn) -> Mandaat:
    bij = draw(st.sampled_from([*FUNCTIES[:3], ELDERS]))
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
    )


@st.composite
def houders(draw: st.DrawFn) -> Functiehouder:
    van = draw(dag_rond)
    tot = draw(st.one_of(st.none(), st.integers(0, 4).map(lambda n: van + timedelta(days=n))))
    return houder(draw(namen), draw(st.sampled_from([*FUNCTIES, ELDERS])), van, tot)


@st.composite
def vervangers(draw: st.DrawFn) -> Vervanging:
    van = draw(dag_rond)
    tot = van + timedelta(days=draw(st.integers(0, 4)))
    return vervanging(draw(namen), draw(st.sampled_from([*FUNCTIES, ELDERS])), van, tot)


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
