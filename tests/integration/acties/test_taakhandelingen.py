"""Inplannen, wachten, overdragen, heropenen, eigen taken en vaste gezichten, op beide databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from casus.actions import overgang, taken, taken_eigen, taken_heropenen, taken_wachten, vaste_gezichten
from casus.actions.proces import open_proces, werk_blokkades_bij
from casus.actor import Actor
from casus.db import Bereik, uuid7
from casus.demo.wandeling import Wandeling
from casus.errors import CasusFout, Conflict, GeenRecht, InvoerFout, Weigering
from casus.gebeurtenissen import verifieer
from casus.models import Aanbod, Gebruiker, Huishouden, Inburgering, Lidmaatschap, Taak, Zaak, Zaakrol
from casus.queries.nasleep import nasleep_van, sporen_van
from casus.queries.tijdlijn import Uitsnede, tijdlijn
from casus.queries.vaste_gezichten import houders
from casus.queries.volgende import volgende_taak
from casus.termijnen import klok_op, vandaag
from tests import factories
from tests.daden import WF
from tests.wereld import Wereld, open_taak

OVER_EEN_WEEK = timedelta(days=7)


@pytest.fixture
def op(gedeelde_wereld: Wereld) -> Iterator[Callable[[str], Wandeling]]:
    """De zaak op een plek, in een sessie die aan het eind wordt teruggedraaid."""
    with gedeelde_wereld.db.schrijven(Bereik.van(gedeelde_wereld.gemeente())) as sessie:
        yield lambda plek: gedeelde_wereld.loop(sessie, gedeelde_wereld.zaak_id(plek))
        sessie.flush()
        assert list(verifieer(sessie)) == []
        sessie.rollback()


def collega(w: Wandeling, rol: str, naam: str = "Tweede Collega") -> Actor:
    """Nog iemand met deze rol, in dezelfde transactie."""
    wie = factories.gebruiker(naam=naam)
    w.session.add(wie)
    w.session.flush()
    sleutel = {"gemeente_id": w.gemeente_id, "id": uuid7(), "gebruiker_id": wie.id}
    w.session.add(Lidmaatschap(**sleutel, rol=rol, van=date(2026, 1, 5)))
    w.session.flush()
    return Actor(wie.id, naam, w.gemeente_id, frozenset({rol}))


def zinnen(w: Wandeling) -> list[str]:
    """De tijdlijn, nieuwste eerst."""
    w.session.flush()
    return [regel.zin for regel in tijdlijn(w.session, w.zaak.id, Uitsnede()).regels]


# --- inplannen en wachten ---


def test_inplannen_en_het_plan_weer_weghalen(op):
    w = op("nieuw")
    taak, wie = open_taak(w, "CM-01"), w.actor("casemanager")
    taken.plan(w.session, taak, actor=wie, op=vandaag() + OVER_EEN_WEEK)
    assert (taak.gepland_op, taak.gepland_reden, taak.versie) == (vandaag() + OVER_EEN_WEEK, "", 2)
    assert taak.behandelaar_id is None, "inplannen is niet pakken"
    taken.plan(w.session, taak, actor=w.actor("teammanager"), op=None)
    assert taak.gepland_op is None
    with pytest.raises(Weigering, match="geen eigen dag"):
        taken.plan(w.session, taak, actor=wie, op=None)
    assert ["plande" in zin or "haalde" in zin for zin in zinnen(w)[:2]] == [True, True]


def test_na_de_fatale_datum_alleen_met_een_reden_die_blijft_staan(op):
    w = op("nieuw")
    w.meld("inzageverzoek_ontvangen")
    taak, wie = open_taak(w, "JU-09"), w.actor("jurist")
    na = taak.fatale_datum + timedelta(days=1)
    with pytest.raises(InvoerFout) as fout:
        taken.plan(w.session, taak, actor=wie, op=na)
    assert [een.veld for een in fout.value.fouten] == ["gepland_reden"]
    taken.plan(w.session, taak, actor=wie, op=na, reden=" Overleg met de FG. ")
    assert taak.gepland_reden == "Overleg met de FG."
    assert "na de fatale datum: ‘Overleg met de FG.’" in zinnen(w)[0]
    taken.plan(w.session, taak, actor=wie, op=vandaag(), reden="Dit telt niet mee.")
    assert taak.gepland_reden == "", "binnen de termijn is er geen reden nodig"


def test_wachten_komt_op_de_dag_zelf_vanzelf_terug_en_telt_zolang_niet_als_volgende(op):
    w = op("gepakt")
    taak, wie = open_taak(w, "CM-01"), w.actor("casemanager")
    assert volgende_taak(w.session, wie) == taak.id
    dag = vandaag() + OVER_EEN_WEEK
    taken_wachten.laat_wachten(w.session, taak, actor=wie, op=" COA ", tot=dag)
    assert (taak.wacht_op, taak.wacht_tot) == ("COA", dag)
    assert volgende_taak(w.session, wie) is None
    with klok_op(datetime(dag.year, dag.month, dag.day, 9, tzinfo=UTC)):
        assert volgende_taak(w.session, wie) == taak.id
    taken_wachten.pak_weer_op(w.session, taak, actor=wie)
    assert (taak.wacht_op, taak.wacht_tot) == (None, None)
    with pytest.raises(Weigering, match="wacht niet"):
        taken_wachten.pak_weer_op(w.session, taak, actor=wie)


def test_wie_de_rol_niet_heeft_plant_niet_en_laat_niet_wachten(op):
    w = op("gepakt")
    taak, jurist = open_taak(w, "CM-01"), w.actor("jurist")
    for doe in (
        lambda: taken.plan(w.session, taak, actor=jurist, op=vandaag()),
        lambda: taken_wachten.laat_wachten(w.session, taak, actor=jurist, op="COA", tot=vandaag() + OVER_EEN_WEEK),
        lambda: taken.draag_over(w.session, taak, actor=jurist, aan_id=w.team["casemanager"].id),
    ):
        with pytest.raises(GeenRecht):
            doe()


def test_met_een_oude_versie_hoort_wie_te_laat_is_wat_de_ander_deed(op):
    w = op("nieuw")
    taak, een, twee = open_taak(w, "CM-01"), w.actor("casemanager"), collega(w, "casemanager")
    taken.pak(w.session, taak, actor=een, versie=1)
    for doe in (
        lambda: taken.plan(w.session, taak, actor=twee, op=vandaag(), versie=1),
        lambda: taken_wachten.laat_wachten(
            w.session, taak, actor=twee, op="IND", tot=vandaag() + OVER_EEN_WEEK, versie=1
        ),
        lambda: taken.draag_over(w.session, taak, actor=twee, aan_id=twee.gebruiker_id, versie=1),
        lambda: taken.rond_af(w.session, taak, actor=twee, versie=1, invoer={}),
        lambda: taken.laat_los(w.session, taak, actor=twee, versie=1),
    ):
        with pytest.raises(Conflict, match=f"{een.naam} pakte de taak"):
            doe()


# --- vervangen ---


def test_de_vervanger_doet_wat_de_afwezige_kon(op):
    w = op("gepakt")
    taak, van = open_taak(w, "CM-01"), w.actor("casemanager")
    ander = collega(w, "casemanager")
    with pytest.raises(Weigering, match="Een collega heeft deze taak"):
        taken.rond_af(w.session, taak, actor=ander, invoer={"casemanager": str(van.gebruiker_id)})
    vervanger = replace(ander, vervangt=frozenset({van.gebruiker_id}))
    taken.plan(w.session, taak, actor=vervanger, op=vandaag())
    taken_wachten.laat_wachten(w.session, taak, actor=vervanger, op="COA", tot=vandaag() + OVER_EEN_WEEK)
    taken.rond_af(w.session, taak, actor=vervanger, invoer={"casemanager": str(van.gebruiker_id)})
    assert (taak.gereed_door_id, taak.behandelaar_id) == (ander.gebruiker_id, van.gebruiker_id)
    assert taak.wacht_tot is None, "wat af is, wacht niet meer"


# --- overdragen ---


def test_het_bericht_bij_een_overdracht_staat_in_de_tijdlijn_en_op_de_taak(op):
    w = op("gepakt")
    taak, van, naar = open_taak(w, "CM-01"), w.actor("casemanager"), collega(w, "casemanager")
    taken.draag_over(w.session, taak, actor=van, aan_id=naar.gebruiker_id, toelichting="Bel\n eerst het COA.")
    assert zinnen(w)[0].endswith(f"over aan {naar.naam}: ‘Bel eerst het COA.’")
    bericht = sporen_van(w.session, taak).bericht
    assert bericht and (bericht.wie, bericht.tekst) == (van.naam, "Bel eerst het COA.")
    with pytest.raises(InvoerFout, match="heeft deze taak al"):
        taken.draag_over(w.session, taak, actor=naar, aan_id=naar.gebruiker_id)
    with pytest.raises(InvoerFout, match="Kort het in"):
        taken.draag_over(w.session, taak, actor=naar, aan_id=van.gebruiker_id, toelichting="x" * 1001)


def test_wat_al_bij_de_rol_ligt_wordt_niet_nog_eens_teruggelegd(op):
    w = op("nieuw")
    taak, manager = open_taak(w, "CM-02"), w.actor("teammanager")
    assert taak.behandelaar_id is None
    versie, eerder = taak.versie, zinnen(w)
    with pytest.raises(Weigering, match="ligt al bij de rol"):
        taken.laat_los(w.session, taak, actor=manager)
    assert (taak.versie, zinnen(w)) == (versie, eerder)


def test_een_vrije_taak_wordt_toegewezen_en_niet_overgedragen(op):
    w = op("nieuw")
    taak = open_taak(w, "CM-01")
    taken.draag_over(w.session, taak, actor=w.actor("teammanager"), aan_id=w.team["casemanager"].id)
    assert f"wees de taak ‘{taak.titel}’ toe aan" in zinnen(w)[0]


# --- heropenen ---


def stand(w: Wandeling) -> dict[str, Any]:
    """Alles wat afronden kan veranderen, zonder versies."""
    w.session.flush()
    w.session.expire_all()
    zaak = w.session.scalars(select(Zaak).where(Zaak.id == w.zaak.id)).one()
    uit: dict[str, Any] = {"zaak": _rij(zaak)}
    for model, waar in (
        (Huishouden, Huishouden.id == zaak.huishouden_id),
        (Aanbod, Aanbod.zaak_id == zaak.id),
        (Inburgering, Inburgering.zaak_id == zaak.id),
    ):
        uit[model.__tablename__] = [
            _rij(rij) for rij in w.session.scalars(select(model).where(waar).order_by(model.id))
        ]
    open_taken = select(Taak).where(Taak.zaak_id == zaak.id, Taak.status == "open").order_by(Taak.id)
    uit["taak"] = [_rij(rij) for rij in w.session.scalars(open_taken)]
    return uit


def reken_na(w: Wandeling) -> None:
    """Schattingen schuiven met de dag mee; de zaak is in maart gelopen en het is nu juli."""
    open_proces(w.session, w.zaak, w.actor("casemanager")).herbereken_alles()
    werk_blokkades_bij(w.session, w.zaak)


def _rij(rij: Any) -> dict[str, Any]:
    weg = {"versie", "gegevens"}
    return {kolom.name: getattr(rij, kolom.name) for kolom in rij.__table__.c if kolom.name not in weg}


# Per plek de taken die daar af kunnen en weer open mogen: samen elk gevolg dat terug kan, en vervolgtaken.
RONDES = [
    ("nieuw", "CM-01", {}),
    ("nieuw", "CM-02", {}),
    ("nieuw", "CM-03", {}),
    ("zoekend", "WO-01", {"woonbeperking": "rolstoel"}),
    ("gekozen", "WO-02", {}),
    ("alsnog", "CM-05", {}),
    ("alsnog", "JU-02", {}),
    ("gekoppeld", "CM-06", {}),
    ("gekoppeld", "IN-01", {}),
    ("gekoppeld", "IN-02", {}),
    ("gehuisvest", "CM-09", {}),
]


@pytest.mark.parametrize(("plek", "soort", "invoer"), RONDES, ids=lambda deel: deel if isinstance(deel, str) else "")
def test_ongedaan_maken_zet_alles_terug_en_opnieuw_afronden_geeft_hetzelfde(op, plek, soort, invoer):
    w = op(plek)
    taak = open_taak(w, soort)
    velden = {code: w.waarde(WF.veld(code)) for code in WF.taak(soort).velden}
    velden |= {punt.veld: "ja" for punt in WF.taak(soort).afvinkpunten} | invoer
    reken_na(w)
    actor, vooraf = w.actor(taak.rol), stand(w)
    taken.rond_af(w.session, taak, actor=actor, invoer=velden)
    na = stand(w)
    assert na != vooraf
    taken_heropenen.maak_ongedaan(w.session, taak, actor=actor)
    assert stand(w) == vooraf
    taken.rond_af(w.session, taak, actor=actor, invoer=velden)
    opnieuw = stand(w)
    tijden = {"id", "ontstaan_op", "blokkade"}
    for deel in ("zaak", "huishouden", "aanbod", "inburgering"):
        assert opnieuw[deel] == na[deel], deel

    def zonder(rij: dict[str, Any]) -> str:
        return str({naam: waarde for naam, waarde in rij.items() if naam not in tijden})

    assert sorted(map(zonder, opnieuw["taak"])) == sorted(map(zonder, na["taak"])), "vervolgtaken komen terug"


def test_ongedaan_maken_laat_een_taak_die_wachtte_weer_wachten(op):
    w = op("nieuw")
    taak, actor, tot = open_taak(w, "CM-03"), w.actor("casemanager"), vandaag() + OVER_EEN_WEEK
    taken_wachten.laat_wachten(w.session, taak, actor=actor, op="COA", tot=tot)
    taken.rond_af(w.session, taak, actor=actor, invoer={"gesprek_op": "vandaag", "verslag": "Gebeld."})
    assert taak.wacht_tot is None
    taken_heropenen.maak_ongedaan(w.session, taak, actor=actor)
    assert (taak.status, taak.wacht_op, taak.wacht_tot) == ("open", "COA", tot)


def _afgerond(w: Wandeling, soort: str = "CM-03") -> tuple[Taak, Actor]:
    taak, actor = open_taak(w, soort), w.actor("casemanager")
    taken.rond_af(w.session, taak, actor=actor, invoer={"gesprek_op": "vandaag", "verslag": "Kennisgemaakt."})
    return taak, actor


def test_heropenen_houdt_wat_was_ingevuld_en_wie_haar_had(op):
    w = op("nieuw")
    taken.pak(w.session, open_taak(w, "CM-03"), actor=w.actor("casemanager"))
    taak, actor = _afgerond(w)
    taken_heropenen.heropen(w.session, taak, actor=w.actor("teammanager"), reden="Verkeerde dag.")
    assert (taak.status, taak.gereed_op, taak.behandelaar_id) == ("open", None, actor.gebruiker_id)
    assert taak.gegevens["verslag"] == "Kennisgemaakt."
    assert zinnen(w)[0].endswith("heropende de taak ‘Kennismaken met huishouden en COA’: Verkeerde dag.")
    with pytest.raises(Conflict):
        taken_heropenen.heropen(w.session, taak, actor=actor, reden="Nog eens.")


def test_afronden_en_heropenen_laat_elke_andere_datum_zoals_zij_was(op):
    w = op("geaccepteerd")

    def datums() -> dict[UUID, tuple[Any, ...]]:
        open_ = select(Taak).where(Taak.zaak_id == w.zaak.id, Taak.status == "open", Taak.id != eigen.id)
        return {t.id: (t.uiterlijk, t.streefdatum, t.fatale_datum, t.voorlopig) for t in w.session.scalars(open_)}

    wie = w.actor("casemanager")
    gegevens = {"titel": "Bel de familie", "rol": "casemanager", "streefdatum": vandaag()}
    eigen = taken_eigen.voeg_toe(w.session, w.zaak, actor=wie, **gegevens)
    eerst = datums()
    assert any(voorlopig for *_, voorlopig in eerst.values())
    with klok_op(datetime.combine(vandaag() + timedelta(days=90), time(9), UTC)):
        taken.rond_af(w.session, eigen, actor=wie, invoer={})
        taken_heropenen.heropen(w.session, eigen, actor=wie, reden="Verkeerde dag.")
        assert datums() == eerst
        for _ in range(2):
            open_proces(w.session, w.zaak, wie).herbereken_alles()
            assert datums() == eerst


def test_heropenen_laat_een_vrije_taak_niet_bij_wie_haar_afrondde(op):
    w = op("nieuw")
    taak, actor = _afgerond(w)
    assert taak.behandelaar_id == actor.gebruiker_id
    taken_heropenen.heropen(w.session, taak, actor=actor, reden="Verkeerde dag.")
    assert (taak.status, taak.behandelaar_id) == ("open", None)


def test_heropenen_geeft_de_taak_niet_terug_aan_wie_weg_is(op):
    w = op("nieuw")
    ander = collega(w, "casemanager", "Vertrekt")
    taken.pak(w.session, open_taak(w, "CM-03"), actor=ander)
    taak = open_taak(w, "CM-03")
    taken.rond_af(w.session, taak, actor=ander, invoer={"gesprek_op": "vandaag", "verslag": "Kennisgemaakt."})
    w.session.scalars(select(Lidmaatschap).where(Lidmaatschap.gebruiker_id == ander.gebruiker_id)).one().tot = (
        vandaag() - timedelta(days=1)
    )
    taken_heropenen.heropen(w.session, taak, actor=w.actor("teammanager"), reden="Verkeerde dag.")
    assert taak.behandelaar_id is None


def test_heropenen_weigert_zonder_reden_na_een_dag_en_door_een_ander(op):
    w = op("nieuw")
    taak, actor = _afgerond(w)
    with pytest.raises(InvoerFout, match="waarom"):
        taken_heropenen.heropen(w.session, taak, actor=actor, reden=" ")
    with pytest.raises(GeenRecht):
        taken_heropenen.heropen(w.session, taak, actor=w.actor("wonen"), reden="Toch niet.")
    laat = taak.gereed_op + timedelta(hours=24, seconds=1)
    with klok_op(laat), pytest.raises(Weigering, match="24 uur"):
        taken_heropenen.heropen(w.session, taak, actor=actor, reden="Toch niet.")
    with klok_op(taak.gereed_op + timedelta(minutes=11)), pytest.raises(Weigering, match="10 minuten"):
        taken_heropenen.maak_ongedaan(w.session, taak, actor=actor)
    with klok_op(taak.gereed_op + timedelta(hours=23)):
        taken_heropenen.heropen(w.session, taak, actor=actor, reden="Toch niet.")


def test_na_de_stap_die_haar_nodig_had_blijft_een_taak_dicht(op):
    w = op("profiel")
    taak = w.session.scalars(select(Taak).where(Taak.zaak_id == w.zaak.id, Taak.soort == "CM-02")).one()
    tel = iter(range(999))
    with klok_op(lambda: taak.gereed_op + timedelta(minutes=1, seconds=next(tel))):
        wie, versie = w.actor("casemanager"), w.zaak.versie
        overgang.execute(w.session, w.zaak, "profiel_compleet", actor=wie, versie=versie)
        with pytest.raises(Weigering, match="Voor die stap was deze taak nodig"):
            taken_heropenen.heropen(w.session, taak, actor=wie, reden="Toch niet.")


def test_een_vervolgtaak_van_niemand_vervalt_en_een_begonnen_taak_houdt_tegen(op):
    w = op("alsnog")
    jurist = w.actor("jurist")
    taak = open_taak(w, "JU-02")
    velden = {code: w.waarde(WF.veld(code)) for code in WF.taak("JU-02").velden}
    taken.rond_af(w.session, taak, actor=jurist, invoer=velden)
    vervolg = open_taak(w, "FI-04")
    assert str(vervolg.id) in nasleep_van(w.session, taak).taken
    taken.pak(w.session, vervolg, actor=w.actor("financieel"))
    with pytest.raises(Weigering, match="al begonnen"):
        taken_heropenen.heropen(w.session, taak, actor=jurist, reden="Andere dag.")
    taken.laat_los(w.session, vervolg, actor=w.actor("financieel"))
    taken_heropenen.heropen(w.session, taak, actor=jurist, reden="Andere dag.")
    w.session.expire_all()
    assert w.session.scalars(select(Taak.status).where(Taak.id == vervolg.id)).one() == "vervallen"
    assert "contractdatum" not in w.zaak.ankers
    taken.rond_af(w.session, taak, actor=jurist, invoer=velden)
    assert open_taak(w, "FI-04").id != vervolg.id
    assert "contractdatum" in w.zaak.ankers


def test_wat_daarna_met_de_hand_is_gewijzigd_blijft_bij_het_heropenen(op):
    w = op("nieuw")
    ander = collega(w, "casemanager")
    taak, actor = open_taak(w, "CM-01"), w.actor("casemanager")
    taken.rond_af(w.session, taak, actor=actor, invoer={"casemanager": str(actor.gebruiker_id)})
    w.session.refresh(w.zaak)
    team = {"casemanager": ander.gebruiker_id}
    vaste_gezichten.wijzig_team(w.session, w.zaak, actor=w.actor("teammanager"), versie=w.zaak.versie, team=team)
    taken_heropenen.heropen(w.session, taak, actor=actor, reden="Nog niet besproken.")
    assert w.zaak.casemanager_id == ander.gebruiker_id


# --- eigen taken ---


def eigen(w: Wandeling, **anders: Any) -> Taak:
    gegevens: dict[str, Any] = {
        "titel": "School bellen",
        "rol": "jurist",
        "toelichting": "Is er plek?",
        "streefdatum": vandaag() + OVER_EEN_WEEK,
    }
    return taken_eigen.voeg_toe(w.session, w.zaak, actor=w.actor("casemanager"), **gegevens | anders)


def test_een_eigen_taak_gaat_open_af_en_weer_open(op):
    w = op("zoekend")
    taak = eigen(w)
    assert (taak.soort, taak.fatale_datum, taak.uiterlijk) == (None, None, vandaag() + OVER_EEN_WEEK)
    assert "voegde de taak ‘School bellen’ toe voor jurist" in zinnen(w)[0]
    jurist = w.actor("jurist")
    taken.verleng(w.session, taak, actor=jurist, dagen=3, reden="De school is dicht.")
    assert taak.uiterlijk == taak.streefdatum == vandaag() + OVER_EEN_WEEK + timedelta(days=3)
    taken.rond_af(w.session, taak, actor=jurist, invoer={})
    taken_heropenen.maak_ongedaan(w.session, taak, actor=jurist)
    assert (taak.status, taak.behandelaar_id) == ("open", None)
    with pytest.raises(GeenRecht, match="toevoegde"):
        taken_eigen.laat_vervallen(w.session, taak, actor=jurist, reden="Niet nodig.")
    with pytest.raises(InvoerFout):
        taken_eigen.laat_vervallen(w.session, taak, actor=w.actor("casemanager"), reden="")
    taken_eigen.laat_vervallen(w.session, taak, actor=w.actor("casemanager"), reden="De school belde zelf.")
    assert (taak.status, taak.vervallen_reden) == ("vervallen", "De school belde zelf.")
    with pytest.raises(GeenRecht, match="hoort bij het proces"):
        taken_eigen.laat_vervallen(w.session, open_taak(w, "WO-01"), actor=w.actor("teammanager"), reden="x")


def test_een_eigen_taak_voor_een_collega_komt_meteen_bij_hem(op):
    w = op("zoekend")
    taak = eigen(w, behandelaar_id=w.team["jurist"].id)
    assert taak.behandelaar_id == w.team["jurist"].id
    assert houders(w.session, w.zaak)["jurist"].id == w.team["jurist"].id


@pytest.mark.parametrize(
    ("anders", "velden"),
    [
        ({"titel": " "}, {"titel"}),
        ({"titel": "x" * 121}, {"titel"}),
        ({"rol": "burgemeester"}, {"rol"}),
        ({"rol": "beheerder", "behandelaar_id": uuid4()}, {"rol"}),
        ({"streefdatum": None}, {"streefdatum"}),
        ({"streefdatum": date(2020, 1, 1)}, {"streefdatum"}),
        ({"behandelaar_id": uuid4()}, {"behandelaar"}),
        ({"titel": "", "streefdatum": None, "toelichting": "x" * 4001}, {"titel", "streefdatum", "toelichting"}),
    ],
)
def test_een_eigen_taak_noemt_elk_veld_dat_niet_klopt(op, anders, velden):
    w = op("zoekend")
    with pytest.raises(InvoerFout) as fout:
        eigen(w, **anders)
    assert {een.veld for een in fout.value.fouten} == velden


def test_bij_een_gesloten_zaak_komt_geen_taak_meer(op):
    with pytest.raises(Weigering, match="geen taken meer"):
        eigen(op("gesloten"))
    assert eigen(op("gehuisvest")).status == "open", "na het huisvesten lopen taken door"


# --- vaste gezichten ---


def test_wie_als_eerste_een_taak_pakt_wordt_het_vaste_gezicht(op):
    w = op("zoekend")
    een, twee = collega(w, "wonen", "Eerste"), collega(w, "wonen", "Tweede")
    taken.pak(w.session, open_taak(w, "WO-01"), actor=een)
    taken.pak(w.session, open_taak(w, "WO-03"), actor=twee)
    assert houders(w.session, w.zaak)["wonen"].id == een.gebruiker_id
    assert w.session.scalars(select(Zaakrol.rol)).all() == ["wonen"]


def gezicht(w: Wandeling, rol: str = "wonen") -> UUID | None:
    return w.session.scalar(select(Zaakrol.gebruiker_id).where(Zaakrol.zaak_id == w.zaak.id, Zaakrol.rol == rol))


def test_wie_zijn_taak_teruglegt_is_niet_langer_het_vaste_gezicht_dat_hij_daardoor_werd(op):
    w = op("zoekend")
    een = collega(w, "wonen", "Eerste")
    eerste, tweede = open_taak(w, "WO-01"), open_taak(w, "WO-03")
    taken.pak(w.session, eerste, actor=een)
    taken.pak(w.session, tweede, actor=een)
    taken.laat_los(w.session, tweede, actor=een)
    assert gezicht(w) == een.gebruiker_id, "dat werd hij niet door deze taak"
    taken.laat_los(w.session, eerste, actor=een)
    assert gezicht(w) is None
    assert "liet de rol" in zinnen(w)[0]


def test_terugleggen_laat_een_vast_gezicht_staan_dat_anders_is_gekozen(op):
    w = op("zoekend")
    een, zet = collega(w, "wonen", "Eerste"), vaste_gezichten.wijzig_team
    taak = taken.pak(w.session, open_taak(w, "WO-01"), actor=een)
    taken.laat_los(w.session, taak, actor=w.actor("teammanager"))
    assert gezicht(w) == een.gebruiker_id, "een ander legde de taak terug"
    taken.pak(w.session, taak, actor=een)
    for wie in (w.team["wonen"].id, een.gebruiker_id):
        zet(w.session, w.zaak, actor=w.actor("teammanager"), versie=w.zaak.versie, team={"wonen": wie})
    taken.laat_los(w.session, taak, actor=een)
    assert gezicht(w) == een.gebruiker_id, "het team koos hem daarna zelf"


@pytest.mark.parametrize("hoe", ["uit dienst", "zonder rol"])
def test_wie_vertrok_is_geen_vast_gezicht_meer_voor_wie_daarna_een_taak_pakt(op, hoe):
    w = op("zoekend")
    oud, nieuw = collega(w, "wonen", "Vertrokken"), collega(w, "wonen", "Opvolger")
    taken.pak(w.session, open_taak(w, "WO-01"), actor=oud)
    if hoe == "uit dienst":
        w.session.get_one(Gebruiker, oud.gebruiker_id).actief = False
    else:
        lid = w.session.scalars(select(Lidmaatschap).where(Lidmaatschap.gebruiker_id == oud.gebruiker_id)).one()
        lid.tot = vandaag() - timedelta(days=1)
    w.session.flush()
    taken.pak(w.session, open_taak(w, "WO-03"), actor=nieuw)
    assert gezicht(w) == nieuw.gebruiker_id


def test_de_volgende_taak_kan_van_wie_ik_vervang_zijn_als_ik_de_rol_heb(op):
    w = op("gepakt")
    taak, van = open_taak(w, "CM-01"), w.actor("casemanager").gebruiker_id
    ander, jurist = collega(w, "casemanager"), collega(w, "jurist")
    assert volgende_taak(w.session, ander) is None
    assert volgende_taak(w.session, replace(ander, vervangt=frozenset({van}))) == taak.id
    assert volgende_taak(w.session, replace(jurist, vervangt=frozenset({van}))) is None


def test_een_taak_pakken_maakt_niemand_casemanager(op):
    w = op("nieuw")
    taken.pak(w.session, open_taak(w, "CM-01"), actor=w.actor("casemanager"))
    assert "casemanager" not in houders(w.session, w.zaak)
    assert w.session.scalars(select(Zaak.casemanager_id).where(Zaak.id == w.zaak.id)).one() is None


def test_een_vertrokken_consulent_is_geen_vast_gezicht_meer(op):
    w = op("gekoppeld")
    oud, ander = w.team["inburgering"].id, collega(w, "inburgering")
    lid = w.session.scalars(select(Lidmaatschap).where(Lidmaatschap.gebruiker_id == oud)).one()
    lid.tot = vandaag() - timedelta(days=1)
    w.session.flush()
    assert "inburgering" not in houders(w.session, w.zaak)
    taken.pak(w.session, open_taak(w, "IN-02"), actor=ander)
    assert houders(w.session, w.zaak)["inburgering"].id == ander.gebruiker_id, "zijn plaats was vrij"


def test_de_consulent_blijft_die_van_de_inburgering(op):
    w = op("gekoppeld")
    consulent, ander = w.team["inburgering"].id, collega(w, "inburgering")
    taken.pak(w.session, open_taak(w, "IN-02"), actor=ander)
    assert houders(w.session, w.zaak)["inburgering"].id == consulent
    versie, team = w.zaak.versie, {"inburgering": ander.gebruiker_id}
    vaste_gezichten.wijzig_team(w.session, w.zaak, actor=w.actor("teammanager"), versie=versie, team=team)
    w.session.expire_all()
    rijen = w.session.scalars(select(Inburgering.consulent_id).where(Inburgering.zaak_id == w.zaak.id)).all()
    assert set(rijen) == {ander.gebruiker_id}
    assert houders(w.session, w.zaak)["inburgering"].id == ander.gebruiker_id


def test_het_team_wijzigen_zetten_en_weer_vrijgeven(op):
    w = op("zoekend")
    wie, jurist = w.actor("wonen"), w.team["jurist"].id
    zet = vaste_gezichten.wijzig_team
    assert zet(w.session, w.zaak, actor=wie, versie=w.zaak.versie, team={"jurist": jurist, "wonen": None}) == ["jurist"]
    assert zet(w.session, w.zaak, actor=wie, versie=w.zaak.versie, team={"jurist": None}) == ["jurist"]
    assert "jurist" not in houders(w.session, w.zaak)
    assert "liet de rol jurist" in zinnen(w)[0] and "het vaste gezicht voor jurist" in zinnen(w)[1]


def test_het_team_wijzigen_weigert(op):
    w = op("zoekend")
    wie, zet, versie = w.actor("wonen"), vaste_gezichten.wijzig_team, w.zaak.versie
    fouten: list[tuple[type[CasusFout], Actor, int, dict[str, Any]]] = [
        (GeenRecht, wie, versie, {"casemanager": collega(w, "casemanager").gebruiker_id}),
        (InvoerFout, wie, versie, {"jurist": w.team["wonen"].id}),
        (InvoerFout, w.actor("teammanager"), versie, {"casemanager": None}),
        (Conflict, wie, versie - 1, {"jurist": w.team["jurist"].id}),
    ]
    for fout, actor, zag, team in fouten:
        with pytest.raises(fout):
            zet(w.session, w.zaak, actor=actor, versie=zag, team=team)
