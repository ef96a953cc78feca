"""Nieuwe taken naar het vaste gezicht, zijn vervanger of wie het minst heeft; afwezigheid die vanzelf eindigt."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from casus.actions import afwezigheid, verdeling
from casus.actions.wijzigen import wijzig_taak
from casus.db import Bereik, Database, uuid7
from casus.demo.wandeling import Wandeling
from casus.errors import GeenRecht, InvoerFout, NietGevonden, Weigering
from casus.models import Afwezigheid, Gebruiker, Lidmaatschap, Parameter, Taak, Zaak, Zaakrol
from casus.queries.afwezigheid import laad, lopend_en_komend
from casus.queries.verdeling import schakelaars
from casus.rules.werkverdeling import MINST_BELAST, VAST_GEZICHT
from casus.termijnen import klok_op, nu, vandaag
from tests import factories
from tests.integration.queries.tellen import opdrachten
from tests.wereld import B, Wereld, open_taak


@pytest.fixture
def w(gedeelde_wereld: Wereld) -> Iterator[Callable[[str], Wandeling]]:
    """De zaak op een plek; alles wordt teruggedraaid."""
    with gedeelde_wereld.db.schrijven(Bereik.van(gedeelde_wereld.gemeente())) as sessie:
        yield lambda plek: gedeelde_wereld.loop(sessie, gedeelde_wereld.zaak_id(plek))
        sessie.rollback()


def zet(w: Wandeling, *, vast: bool, minst: bool) -> None:
    verdeling.stel_in(w.session, actor=w.actor("teammanager"), vast_gezicht=vast, minst_belast=minst)


def erbij(w: Wandeling, naam: str, *rollen: str) -> UUID:
    wie = factories.gebruiker(naam=naam)
    w.session.add(wie)
    w.session.flush()
    for rol in rollen:
        sleutel = {"gemeente_id": w.gemeente_id, "id": uuid7(), "gebruiker_id": wie.id}
        w.session.add(Lidmaatschap(**sleutel, rol=rol, van=date(2026, 1, 5)))
    w.session.flush()
    return wie.id


def vast_gezicht(w: Wandeling, rol: str, wie: UUID) -> None:
    sleutel = {"gemeente_id": w.gemeente_id, "id": uuid7(), "zaak_id": w.zaak.id}
    w.session.add(Zaakrol(**sleutel, rol=rol, gebruiker_id=wie))
    w.session.flush()


def weg(w: Wandeling, wie: UUID, vervanger: UUID | None = None) -> Afwezigheid:
    dagen = {"van": vandaag(), "tot": vandaag() + timedelta(days=4)}
    manager = w.actor("teammanager")
    return afwezigheid.meld_afwezig(w.session, actor=manager, gebruiker_id=wie, vervanger_id=vervanger, **dagen)


def nieuwe_taak(w: Wandeling) -> Taak:
    """Laat met een melding een taak voor de jurist ontstaan."""
    w.dag = vandaag()
    w.meld("inzageverzoek_ontvangen")
    w.session.expire_all()
    return open_taak(w, "JU-09")


@pytest.mark.parametrize("stand", ["uit", "vast"])
def test_zonder_schakelaar_of_zonder_gezicht_ligt_een_nieuwe_taak_bij_de_rol(w, stand):
    loop = w("zoekend")
    if stand == "vast":
        zet(loop, vast=True, minst=False)
    else:
        vast_gezicht(loop, "jurist", loop.team["jurist"].id)
    assert nieuwe_taak(loop).behandelaar_id is None


def test_het_vaste_gezicht_krijgt_de_taak_meteen(w):
    loop = w("zoekend")
    zet(loop, vast=True, minst=True)
    ander = erbij(loop, "Aaltje Rustig", "jurist")
    vast_gezicht(loop, "jurist", loop.team["jurist"].id)
    assert nieuwe_taak(loop).behandelaar_id == loop.team["jurist"].id != ander


def test_een_afwezig_gezicht_geeft_aan_zijn_vervanger_en_anders_aan_wie_het_minst_heeft(w):
    loop = w("zoekend")
    zet(loop, vast=True, minst=True)
    jurist = loop.team["jurist"].id
    met, zonder, rustig = (
        erbij(loop, "Met Rol", "jurist"),
        erbij(loop, "Zonder Rol", "wonen"),
        erbij(loop, "Aaltje Rustig", "jurist"),
    )
    vast_gezicht(loop, "jurist", jurist)
    melding = weg(loop, jurist, met)
    assert nieuwe_taak(loop).behandelaar_id == met
    afwezigheid.beeindig_afwezigheid(loop.session, laad(loop.session, melding.id), actor=loop.actor("jurist"))
    weg(loop, jurist, zonder)
    taak = open_taak(loop, "JU-09")
    wijzig_taak(
        loop.session, taak, taak.versie, status="vervallen", vervallen_op=nu(), vervallen_reden="Voor de proef."
    )
    assert nieuwe_taak(loop).behandelaar_id == rustig, "de vervanger heeft de rol niet"


def test_zonder_gezicht_wie_het_minst_heeft_en_die_wordt_het_vaste_gezicht(w):
    loop = w("zoekend")
    zet(loop, vast=True, minst=True)
    afwezig, rustig = erbij(loop, "Aad Afwezig", "jurist"), erbij(loop, "Aaltje Rustig", "jurist")
    weg(loop, afwezig)
    oud = erbij(loop, "Aad Oud", "jurist")
    loop.session.get_one(Gebruiker, oud).actief = False
    loop.session.flush()
    assert nieuwe_taak(loop).behandelaar_id == rustig
    gezicht = loop.session.scalars(select(Zaakrol.gebruiker_id).where(Zaakrol.zaak_id == loop.zaak.id)).one()
    assert gezicht == rustig


def test_een_vertrokken_gezicht_maakt_plaats_voor_wie_de_taak_krijgt(w):
    loop = w("zoekend")
    zet(loop, vast=True, minst=True)
    oud, rustig = erbij(loop, "Aad Oud", "jurist"), erbij(loop, "Aaltje Rustig", "jurist")
    vast_gezicht(loop, "jurist", oud)
    loop.session.get_one(Gebruiker, oud).actief = False
    loop.session.flush()
    assert nieuwe_taak(loop).behandelaar_id == rustig
    gezicht = loop.session.scalars(select(Zaakrol.gebruiker_id).where(Zaakrol.zaak_id == loop.zaak.id)).one()
    assert gezicht == rustig


def test_een_vertrokken_consulent_maakt_plaats_voor_wie_de_taak_krijgt(w):
    loop = w("gekoppeld")
    zet(loop, vast=True, minst=True)
    rustig, oud = erbij(loop, "Aaltje Rustig", "inburgering"), loop.team["inburgering"].id
    rij = {"rol": "inburgering", "id": uuid7(), "titel": "x", "zaak_id": loop.zaak.id}
    verdeling.verdeel(loop.session, loop.zaak, [rij])
    assert rij["behandelaar_id"] == oud, "zolang hij er is, is hij het vaste gezicht"
    lid = loop.session.scalars(select(Lidmaatschap).where(Lidmaatschap.gebruiker_id == oud)).one()
    lid.tot = vandaag() - timedelta(days=1)
    loop.session.flush()
    verdeling.verdeel(loop.session, loop.zaak, [rij])
    assert rij["behandelaar_id"] == rustig
    gezicht = select(Zaakrol.gebruiker_id).where(Zaakrol.zaak_id == loop.zaak.id, Zaakrol.rol == "inburgering")
    assert loop.session.scalars(gezicht).all() == [rustig]


def test_de_casemanager_van_de_zaak_is_het_vaste_gezicht_voor_zijn_rol(w):
    loop = w("zoekend")
    zet(loop, vast=True, minst=False)
    loop.dag = vandaag()
    loop.meld("nareis_gemeld", nareis_aantal="2")
    loop.session.expire_all()
    eigen = loop.session.scalars(select(Zaak.casemanager_id).where(Zaak.id == loop.zaak.id)).one()
    assert open_taak(loop, "CM-10").behandelaar_id == eigen is not None


def test_de_verdeling_kost_een_vraag_en_zonder_schakelaars_niets_meer(w, gedeelde_wereld):
    loop = w("zoekend")
    vast_gezicht(loop, "jurist", loop.team["jurist"].id)
    schrijvend = Database(gedeelde_wereld.db.engine, gedeelde_wereld.db.engine)
    rijen = [{"rol": "jurist", "id": uuid7(), "titel": "x", "zaak_id": loop.zaak.id}]
    with opdrachten(schrijvend) as gezien:
        verdeling.verdeel(loop.session, loop.zaak, rijen)
    assert len(gezien) == 1 and "behandelaar_id" not in rijen[0]
    zet(loop, vast=True, minst=True)
    with opdrachten(schrijvend) as gezien:
        verdeling.verdeel(loop.session, loop.zaak, rijen)
    assert len(gezien) == 1 and rijen[0]["behandelaar_id"] == loop.team["jurist"].id


def test_instellen_geldt_vanaf_vandaag_en_bewaart_wat_eerder_gold(w):
    loop = w("nieuw")
    assert schakelaars(loop.session) == (False, False)
    zet(loop, vast=True, minst=False)
    with pytest.raises(Weigering, match="niets veranderd"):
        zet(loop, vast=True, minst=False)
    with pytest.raises(GeenRecht):
        verdeling.stel_in(loop.session, actor=loop.actor("wonen"), vast_gezicht=False, minst_belast=False)
    morgen = datetime.combine(vandaag() + timedelta(days=1), time(9), UTC)
    with klok_op(morgen):
        zet(loop, vast=False, minst=True)
        zet(loop, vast=True, minst=True)
        assert schakelaars(loop.session) == (True, True)
    assert schakelaars(loop.session) == (True, False), "gisteren gold iets anders, en dat is nog te zien"
    rijen = loop.session.scalars(select(Parameter).where(Parameter.sleutel.in_((VAST_GEZICHT, MINST_BELAST)))).all()
    assert {rij.bron for rij in rijen} == {"besluit van het team"} and len(rijen) == 3


# --- afwezigheid ---


def test_afwezig_melden_voor_zichzelf_en_door_de_teammanager(w):
    loop = w("nieuw")
    jurist, wonen = loop.team["jurist"].id, loop.team["wonen"].id
    dagen = {"van": vandaag(), "tot": vandaag()}
    with pytest.raises(GeenRecht, match="Alleen de teammanager"):
        afwezigheid.meld_afwezig(loop.session, actor=loop.actor("wonen"), gebruiker_id=jurist, **dagen)
    rij = afwezigheid.meld_afwezig(
        loop.session, actor=loop.actor("jurist"), gebruiker_id=jurist, vervanger_id=wonen, **dagen
    )
    assert [(r.gebruiker_id, r.vervanger_id) for r in lopend_en_komend(loop.session, vandaag())] == [(jurist, wonen)]
    assert lopend_en_komend(loop.session, vandaag() + timedelta(days=1)) == [], "daarna is het vanzelf voorbij"
    with pytest.raises(GeenRecht):
        afwezigheid.beeindig_afwezigheid(loop.session, laad(loop.session, rij.id), actor=loop.actor("wonen"))


@pytest.mark.parametrize(
    ("anders", "veld"),
    [
        ({"van": -1}, "van"),
        ({"van": 3, "tot": 2}, "tot"),
        ({"tot": 400}, "tot"),
        ({"vervanger_id": "zelf"}, "vervanger"),
        ({"vervanger_id": uuid7()}, "vervanger"),
    ],
)
def test_afwezig_melden_noemt_het_veld_dat_niet_klopt(w, anders, veld):
    loop = w("nieuw")
    wie = loop.actor("jurist")
    dagen = {naam: vandaag() + timedelta(days=anders.get(naam, 1)) for naam in ("van", "tot")}
    vervanger = wie.gebruiker_id if anders.get("vervanger_id") == "zelf" else anders.get("vervanger_id")
    with pytest.raises(InvoerFout) as fout:
        afwezigheid.meld_afwezig(
            loop.session, actor=wie, gebruiker_id=wie.gebruiker_id, vervanger_id=vervanger, **dagen
        )
    assert [een.veld for een in fout.value.fouten] == [veld]


def test_twee_meldingen_in_dezelfde_dagen_gaan_niet_en_eerder_terug_wel(w, gedeelde_wereld):
    loop = w("nieuw")
    jurist = loop.actor("jurist")
    rij = weg(loop, jurist.gebruiker_id)
    with pytest.raises(InvoerFout, match="valt al een afwezigheid"):
        weg(loop, jurist.gebruiker_id)
    overmorgen = datetime.combine(vandaag() + timedelta(days=2), time(9), UTC)
    with klok_op(overmorgen):
        afwezigheid.beeindig_afwezigheid(loop.session, laad(loop.session, rij.id), actor=jurist)
        assert laad(loop.session, rij.id).tot == vandaag() - timedelta(days=1)
        with pytest.raises(Weigering, match="al voorbij"):
            afwezigheid.beeindig_afwezigheid(loop.session, laad(loop.session, rij.id), actor=jurist)
        weg(loop, jurist.gebruiker_id)
    nog = [r.id for r in lopend_en_komend(loop.session, vandaag() + timedelta(days=3))]
    komend = laad(loop.session, nog[0])
    afwezigheid.beeindig_afwezigheid(loop.session, komend, actor=jurist)
    with pytest.raises(NietGevonden):
        laad(loop.session, komend.id)
    with gedeelde_wereld.lees(B) as sessie, pytest.raises(NietGevonden):
        laad(sessie, rij.id)


def test_wie_geen_lid_is_kan_niet_vervangen(w):
    loop = w("nieuw")
    for vreemd in (erbij(loop, "Zonder Rol"), erbij(loop, "Alleen Beheer", "beheerder")):
        with pytest.raises(InvoerFout) as fout:
            weg(loop, loop.team["jurist"].id, vreemd)
        assert [een.veld for een in fout.value.fouten] == ["vervanger"]
