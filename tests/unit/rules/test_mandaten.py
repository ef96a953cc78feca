"""Elke harde stop van het mandaat, met zijn zin en artikel; en de rekenregels."""

from datetime import date, timedelta
from typing import Any

import pytest

from casus.actor import Actor
from casus.errors import NietGevonden, Weigering
from casus.rules import mandaten
from casus.rules.mandaten import BEZWAAR, BOETE, GeenMandaat, Register, Vraag
from tests.unit.rules.voorbeelden import (
    AMBTELIJK,
    ANDERE_GEMEENTE,
    BESTUURLIJK,
    COLLEGE,
    DAG,
    GEMEENTE,
    TEAMMANAGER,
    actor,
    besluit,
    functie,
    houder,
    mandaat,
    nr,
    vervanging,
)

EEN_DAG = timedelta(days=1)
RIJEN = (mandaat(TEAMMANAGER, 5_000), mandaat(AMBTELIJK, 100_000), mandaat(BESTUURLIJK))
HOUDERS = (houder("Bob", TEAMMANAGER), houder("Carla", AMBTELIJK), houder("Dirk", BESTUURLIJK))
REGISTER = Register(RIJEN, HOUDERS)


def vraag(euro: int | None = 4_200, **anders: Any) -> Vraag:
    velden = {"gemeente_id": GEMEENTE, "soort": "inrichtingskrediet", "dag": DAG, "voorgesteld_door_id": nr("Noor")}
    return Vraag(**velden | {"bedrag_cent": None if euro is None else euro * 100} | anders)


def register(*rijen: Any, houders: Any = HOUDERS, vervangingen: Any = ()) -> Register:
    return Register(rijen, houders, vervangingen)


def mag(wie: Actor, in_: Register, over: Vraag) -> bool:
    return mandaten.reden_niet_beslissen(wie, in_, over) is None


def stop(naam: str, over: Vraag, in_: Register = REGISTER) -> GeenMandaat:
    with pytest.raises(GeenMandaat) as gestopt:
        mandaten.check_beslissen(actor(naam), in_, over)
    assert mandaten.reden_niet_beslissen(actor(naam), in_, over) == gestopt.value.zin
    return gestopt.value


# Het laagste niveau


@pytest.mark.parametrize(
    ("euro", "niveau", "zin"),
    [
        (None, 1, "De teammanager beslist."),
        (4_200, 1, "€ 4.200 is niet meer dan de grens van € 5.000. De teammanager beslist."),
        (5_000, 1, "€ 5.000 is niet meer dan de grens van € 5.000. De teammanager beslist."),
        (6_200, 2, "€ 6.200 is boven de grens van de teammanager (€ 5.000). De ambtelijk opdrachtgever beslist."),
        (
            100_001,
            3,
            "€ 100.001 is boven de grens van de ambtelijk opdrachtgever (€ 100.000). "
            "De bestuurlijk opdrachtgever beslist.",
        ),
    ],
)
def test_laagste_niveau(euro: int | None, niveau: int, zin: str):
    gevonden = mandaten.laagste_niveau(REGISTER, vraag(euro))
    assert (gevonden.niveau, gevonden.zin.replace("\xa0", " ")) == (niveau, zin)
    assert gevonden.rij is RIJEN[niveau - 1]


def test_een_cent_boven_de_grens_is_erboven():
    assert mandaten.laagste_niveau(REGISTER, vraag(bedrag_cent=500_001)).niveau == 2


def test_gesplitste_verplichting_wordt_opgeteld():
    niveau = mandaten.laagste_niveau(REGISTER, vraag(4_200, eerder_cent=200_000))
    assert niveau.niveau == 2
    assert niveau.zin.replace("\xa0", " ") == (
        "€ 4.200 en de eerdere € 2.000 in deze zaak zijn samen € 6.200. Dat is boven de grens van de teammanager "
        "(€ 5.000). De ambtelijk opdrachtgever beslist."
    )


def test_zonder_geldige_regel_beslist_het_bestuursorgaan():
    leeg = mandaten.laagste_niveau(register(), vraag())
    assert (leeg.niveau, leeg.rij) == (4, None)
    assert leeg.zin.replace("\xa0", " ") == (
        "Het mandaatregister heeft hiervoor op 3 maart 2026 geen geldige regel. "
        "Er is een besluit van het college van burgemeester en wethouders nodig."
    )
    burgemeester = register(mandaat(TEAMMANAGER, 5_000, bestuursorgaan="burgemeester"))
    boven = mandaten.laagste_niveau(burgemeester, vraag(6_000))
    assert (boven.niveau, boven.titel) == (4, "Burgemeester")
    assert "boven elke grens" in boven.zin and "besluit van de burgemeester" in boven.zin


def test_eerder_bedrag_telt_gevraagd_en_toegekend_in_dezelfde_zaak_en_soort():
    zelf = besluit("zelf", bedrag_cent=1)
    andere = [
        zelf,
        besluit("a", bedrag_cent=10, status="voorgesteld"),
        besluit("b", bedrag_cent=200, status="toegekend"),
        besluit("c", bedrag_cent=3_000, status="afgewezen"),
        besluit("d", bedrag_cent=40_000, status="ingetrokken"),
        besluit("e", bedrag_cent=500_000, status="toegekend", soort="overbrugging"),
        besluit("f", bedrag_cent=6_000_000, status="toegekend", zaak_id=nr("andere zaak")),
        besluit("g", bedrag_cent=None, status="toegekend"),
    ]
    assert mandaten.eerder_bedrag(zelf, andere) == 210


def test_een_herzien_besluit_telt_niet_dubbel():
    oud = besluit("oud", bedrag_cent=4_000, status="toegekend")
    herziening = besluit("herziening", bedrag_cent=4_500, herziet_id=oud.id)
    derde = besluit("derde", bedrag_cent=100)
    assert mandaten.eerder_bedrag(herziening, [oud, herziening]) == 0
    for volgorde in ([oud, herziening, derde], [derde, herziening, oud]):
        assert mandaten.eerder_bedrag(derde, volgorde) == 4_500, "het grootste van de twee"
    herziening.bedrag_cent = 3_000
    assert mandaten.eerder_bedrag(derde, [oud, herziening, derde]) == 4_000, "het oude geldt nog"
    herziening.bedrag_cent = 4_500
    herziening.status = "toegekend"
    assert mandaten.eerder_bedrag(derde, [oud, herziening, derde]) == 4_500


# Wie beslist


def test_teammanager_beslist_binnen_zijn_grens():
    gevonden = mandaten.check_beslissen(actor("Bob"), REGISTER, vraag())
    assert (gevonden.functie, gevonden.rij, gevonden.als_vervanger) == (TEAMMANAGER, RIJEN[0], False)


def test_hoger_niveau_mag_altijd():
    gevonden = mandaten.check_beslissen(actor("Carla"), REGISTER, vraag())
    assert (gevonden.functie, gevonden.rij) == (AMBTELIJK, RIJEN[1])


def test_hoger_niveau_zonder_eigen_regel_mag_wat_een_lager_mag():
    alleen_laag = register(RIJEN[0])
    gevonden = mandaten.check_beslissen(actor("Dirk"), alleen_laag, vraag())
    assert (gevonden.functie, gevonden.rij) == (BESTUURLIJK, RIJEN[0])
    assert mandaten.kopie_bij_besluit(gevonden, vraag())["hoger_dan_regel"] is True
    geweigerd = stop("Dirk", vraag(6_000), alleen_laag)
    assert "boven uw grens van € 5.000. Het college" in geweigerd.zin.replace("\xa0", " ")


def test_niemand_beslist_alleen_voor_het_college():
    met_college = register(*RIJEN, houders=(*HOUDERS, houder("Els", COLLEGE), houder("Bob", COLLEGE)))
    for euro in (100, 999_999):
        geweigerd = stop("Els", vraag(euro), met_college)
        assert "niet alleen" in geweigerd.zin and geweigerd.artikel == "Awb art. 10:7"
    assert mandaten.check_beslissen(actor("Bob"), met_college, vraag()).functie is TEAMMANAGER
    assert "uw grens" in stop("Bob", vraag(6_200), met_college).zin


def test_de_kopie_van_het_college_zelf_noemt_geen_regel():
    zelf = mandaten.Bevoegdheid(COLLEGE, None, als_vervanger=False)
    kopie = mandaten.kopie_bij_besluit(zelf, vraag())
    assert (kopie["soort"], kopie["beslist_door"]["niveau"]) == ("eigen bevoegdheid", 4)


def test_boven_de_grens():
    geweigerd = stop("Bob", vraag(6_200))
    assert geweigerd.zin.replace("\xa0", " ") == (
        "€ 6.200 is boven uw grens van € 5.000. De ambtelijk opdrachtgever beslist. (Awb art. 10:2)"
    )
    opgeteld = stop("Bob", vraag(4_200, eerder_cent=200_000))
    assert "samen € 6.200. Dat is boven uw grens van € 5.000." in opgeteld.zin.replace("\xa0", " ")


def test_eigen_voorstel():
    geweigerd = stop("Bob", vraag(voorgesteld_door_id=nr("Bob")))
    assert geweigerd.zin.startswith("U kunt dit niet zelf besluiten: u hebt het voorgesteld.")
    assert geweigerd.artikel == "Awb art. 2:4"


def test_vier_ogen_alleen_als_de_regel_het_vraagt():
    wel, niet = mandaat(TEAMMANAGER, 5_000, vier_ogen=True), RIJEN[0]
    eigen_zaak = vraag(behandelaar_ids=frozenset({nr("Bob")}))
    assert mag(actor("Bob"), register(niet), eigen_zaak)
    assert "vier ogen" in stop("Bob", eigen_zaak, register(wel)).zin
    assert mag(actor("Bob"), register(wel), vraag(behandelaar_ids=frozenset({nr("Noor")})))


def test_een_ruimere_regel_ontslaat_niet_van_vier_ogen():
    regels = register(mandaat(TEAMMANAGER, 5_000, "4.1"), mandaat(TEAMMANAGER, 9_000, "4.2", vier_ogen=True))
    assert "Regel 4.2" in stop("Bob", vraag(behandelaar_ids=frozenset({nr("Bob")})), regels).zin


def test_vier_ogen_in_de_ene_functie_laat_de_hogere_functie_vrij():
    regels = Register(
        [mandaat(TEAMMANAGER, 5_000, vier_ogen=True), RIJEN[1]],
        [*HOUDERS, houder("Bob", AMBTELIJK)],
    )
    gevonden = mandaten.check_beslissen(actor("Bob"), regels, vraag(behandelaar_ids=frozenset({nr("Bob")})))
    assert gevonden.functie is AMBTELIJK


@pytest.mark.parametrize(
    ("rij", "artikel", "stuk"),
    [
        ({"ingetrokken_per": DAG}, "Awb art. 10:8", "ingetrokken per 3 maart 2026"),
        ({"geldig_tot": DAG - EEN_DAG}, "Awb art. 10:5", "gold tot en met 2 maart 2026"),
        ({"geldig_van": DAG + EEN_DAG}, "Awb art. 10:5", "hiervoor op 3 maart 2026 geen mandaat"),
        ({"soort": "ondertekening"}, "Awb art. 10:5", "geen mandaat"),
        ({"bevoegdheid": "overbrugging"}, "Awb art. 10:5", "geen mandaat"),
    ],
)
def test_geen_geldige_regel_op_deze_dag(rij: dict[str, Any], artikel: str, stuk: str):
    regels = register(mandaat(TEAMMANAGER, 5_000, **rij), RIJEN[1])
    geweigerd = stop("Bob", vraag(), regels)
    assert geweigerd.artikel == artikel
    assert stuk in geweigerd.zin.replace("\xa0", " ")
    assert "De ambtelijk opdrachtgever beslist." in geweigerd.zin


@pytest.mark.parametrize(
    "rij",
    [{"ingetrokken_per": DAG + EEN_DAG}, {"geldig_tot": DAG}, {"geldig_van": DAG}],
    ids=lambda rij: next(iter(rij)),
)
def test_de_laatste_en_eerste_dag_gelden(rij: dict[str, Any]):
    assert mag(actor("Bob"), register(mandaat(TEAMMANAGER, 5_000, **rij)), vraag())


def test_de_hoogste_begonnen_versie_geldt():
    oud, nieuw = mandaat(TEAMMANAGER, 5_000), mandaat(TEAMMANAGER, 1_000, versie=2, geldig_van=DAG)
    assert not mag(actor("Bob"), register(oud, nieuw), vraag())
    nieuw.geldig_van = DAG + EEN_DAG
    assert mag(actor("Bob"), register(nieuw, oud), vraag())
    nieuw.geldig_van, nieuw.ingetrokken_per = DAG - EEN_DAG, DAG
    assert not mag(actor("Bob"), register(oud, nieuw), vraag()), "de oude versie herleeft niet"


def test_ingetrokken_mandaat_wordt_niet_omzeild_met_een_lagere_regel():
    regels = register(RIJEN[0], mandaat(AMBTELIJK, 100_000, ingetrokken_per=DAG))
    assert stop("Carla", vraag(), regels).artikel == "Awb art. 10:8"


def test_geen_functie_en_functie_geeindigd():
    assert "geen functie in het mandaatregister" in stop("Fatma", vraag()).zin
    weg = register(*RIJEN, houders=(houder("Bob", TEAMMANAGER, tot=DAG - EEN_DAG),))
    assert "geëindigd op 2\xa0maart 2026" in stop("Bob", vraag(), weg).zin
    straks = register(*RIJEN, houders=(houder("Bob", TEAMMANAGER, van=DAG + EEN_DAG),))
    assert "begint pas op 4\xa0maart 2026" in stop("Bob", vraag(), straks).zin


def test_functiehouder_van_een_andere_gemeente():
    elders = functie("teammanager", 1, ANDERE_GEMEENTE)
    regels = register(*RIJEN, mandaat(elders, 5_000), houders=(houder("Gijs", elders),))
    assert "in deze gemeente geen functie" in stop("Gijs", vraag(), regels).zin
    with pytest.raises(NietGevonden):
        mandaten.check_beslissen(actor("Gijs", gemeente=ANDERE_GEMEENTE), regels, vraag())
    assert not mag(actor("Gijs", gemeente=ANDERE_GEMEENTE), regels, vraag())


def test_een_regel_van_een_andere_gemeente_telt_niet():
    elders = functie("teammanager", 1, ANDERE_GEMEENTE)
    assert not mag(actor("Bob"), register(mandaat(elders, 5_000)), vraag())


# Vervanging


def test_vervanger_beslist_op_de_dagen_van_de_vervanging():
    for dag, verwacht in ((DAG, True), (DAG + EEN_DAG, True), (DAG - EEN_DAG, False), (DAG + 2 * EEN_DAG, False)):
        regels = register(*RIJEN, vervangingen=(vervanging("Fatma", TEAMMANAGER, DAG, DAG + EEN_DAG),))
        assert mag(actor("Fatma"), regels, vraag(dag=dag)) is verwacht
    gevonden = mandaten.check_beslissen(actor("Fatma"), regels, vraag())
    assert gevonden.als_vervanger
    assert mandaten.kopie_bij_besluit(gevonden, vraag())["als_vervanger"] is True


def test_vervanging_is_nooit_ruimer():
    regels = register(*RIJEN, vervangingen=(vervanging("Fatma", TEAMMANAGER, DAG, DAG),))
    assert "uw grens van €\xa05.000" in stop("Fatma", vraag(6_200), regels).zin
    assert stop("Fatma", vraag(voorgesteld_door_id=nr("Fatma")), regels).artikel == "Awb art. 2:4"
    bezwaar = vraag(soort=BEZWAAR, bestreden_door_id=nr("Fatma"))
    assert stop("Fatma", bezwaar, regels).artikel == "Awb art. 10:3 lid 3"


def test_eigen_functie_gaat_voor_vervanging_en_laag_voor_hoog():
    regels = register(*RIJEN, vervangingen=(vervanging("Bob", AMBTELIJK, DAG, DAG),))
    assert mandaten.check_beslissen(actor("Bob"), regels, vraag()).functie is TEAMMANAGER
    hoger = mandaten.check_beslissen(actor("Bob"), regels, vraag(6_200))
    assert (hoger.functie, hoger.als_vervanger) == (AMBTELIJK, True)
    assert [f.niveau for f, _ in mandaten.functies_op(regels, GEMEENTE, nr("Bob"), DAG)] == [1, 2]
    assert [f.niveau for f, _ in mandaten.functies_op(regels, GEMEENTE, nr("Bob"), DAG + EEN_DAG)] == [1]
    assert mandaten.functies_op(regels, GEMEENTE, nr("Noor"), DAG) == []


# Bezwaar en boete

OP_BEZWAAR = register(mandaat(TEAMMANAGER, bevoegdheid=BEZWAAR), mandaat(AMBTELIJK, bevoegdheid=BEZWAAR))
OP_BOETE = register(mandaat(TEAMMANAGER, bevoegdheid=BOETE))


def test_bezwaar_nooit_door_wie_het_besluit_nam():
    bezwaar = vraag(None, soort=BEZWAAR, bestreden_door_id=nr("Bob"))
    assert stop("Bob", bezwaar, OP_BEZWAAR).artikel == "Awb art. 10:3 lid 3"
    assert mag(actor("Carla"), OP_BEZWAAR, bezwaar)


def test_bezwaar_zonder_bestreden_besluit_wacht():
    with pytest.raises(Weigering, match="tegen welk besluit"):
        mandaten.check_beslissen(actor("Bob"), OP_BEZWAAR, vraag(None, soort=BEZWAAR))


def test_boete_nooit_door_wie_het_rapport_maakte():
    boete = vraag(800, soort=BOETE, melder_ids=frozenset({nr("Bob")}))
    assert "10:3 lid 4" in stop("Bob", boete, OP_BOETE).artikel
    assert mag(actor("Bob"), OP_BOETE, vraag(800, soort=BOETE, melder_ids=frozenset({nr("Noor")})))


# De kopie


def test_kopie_heeft_elke_kolom_van_de_rij():
    rij = mandaat(TEAMMANAGER, 5_000, geldig_tot=date(2026, 12, 31), ingetrokken_per=date(2026, 7, 1))
    kopie = mandaten.kopie(rij)
    kolommen = {kolom.name for kolom in rij.__table__.columns} - {"gemeente_id", "functie_id"}
    assert set(kopie) == kolommen | {"functie", "functie_titel", "niveau"}
    assert (kopie["bedrag_tot_cent"], kopie["geldig_tot"], kopie["ingetrokken_per"]) == (
        500_000,
        "2026-12-31",
        "2026-07-01",
    )
    assert (kopie["functie"], kopie["niveau"], kopie["versie"]) == ("teammanager", 1, 1)


def test_kopie_bij_besluit_bewaart_het_bedrag():
    over = vraag(4_200, eerder_cent=60_000)
    kopie = mandaten.kopie_bij_besluit(mandaten.check_beslissen(actor("Bob"), REGISTER, over), over)
    assert (kopie["bedrag_cent"], kopie["eerder_cent"], kopie["dag"]) == (420_000, 60_000, "2026-03-03")
    assert kopie["nr"] == "4.1" and kopie["hoger_dan_regel"] is False
