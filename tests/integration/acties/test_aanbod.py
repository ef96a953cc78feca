"""Het aanbod: de corporatie antwoordt, de bezichtiging, de termijnen, en één huishouden per woning."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from casus.actions import besluiten
from casus.actions.aanbodklok import signaleer_aanbiedingen
from casus.db import Bereik, CasusSessie, uuid7
from casus.demo.wandeling import Wandeling
from casus.errors import Conflict, InvoerFout, Weigering
from casus.models import Aanbod, Parameter, Signaal, Woning, Woningverloop
from casus.queries.beeld import laad_beeld
from casus.rules import vera
from casus.termijnen import NEDERLAND, dag_van, klok_op
from tests.wereld import NU, VANDAAG, Wereld, laatste_besluit, open_taak


@pytest.fixture
def sessie(gedeelde_wereld: Wereld) -> Iterator[CasusSessie]:
    """Een schrijvende sessie waarvan niets wordt vastgelegd."""
    with gedeelde_wereld.db.schrijven(Bereik.van(gedeelde_wereld.gemeente())) as open_:
        yield open_
        open_.rollback()


@pytest.fixture
def w(gedeelde_wereld: Wereld, sessie: CasusSessie) -> Wandeling:
    """Een zaak waarin de voordracht net is toegekend."""
    return gedeelde_wereld.loop(sessie, gedeelde_wereld.zaak_id("voorgedragen"), VANDAAG)


def aanbod(w: Wandeling) -> Aanbod:
    """Het laatste aanbod, met zijn woning."""
    gevonden = laad_beeld(w.session, w.zaak).aanbod
    assert gevonden is not None
    return gevonden


def soorten(w: Wandeling) -> list[str]:
    return [taak.soort or "" for taak in laad_beeld(w.session, w.zaak).taken if taak.status == "open"]


def fouten(doe, **invoer: str) -> dict[str, str]:
    with pytest.raises(InvoerFout) as gevangen:
        doe(**invoer)
    return {een.veld: een.zin for een in gevangen.value.fouten}


def test_met_het_besluit_krijgt_de_corporatie_een_termijn(gedeelde_wereld: Wereld, sessie: CasusSessie):
    w = gedeelde_wereld.loop(sessie, gedeelde_wereld.zaak_id("gekozen"), VANDAAG)
    w.kies_woning()
    w.taak("WO-03", passend="ja")
    regel = Parameter(
        gemeente_id=w.gemeente_id,
        id=uuid7(),
        sleutel="antwoordtermijn_corporatie_dagen",
        waarde="9",
        geldig_van=date(2026, 1, 2),
        bron="Afspraak met de corporaties",
    )
    sessie.add(regel)
    with w.op(1):
        w.voorstel("voordracht")
        assert aanbod(w).antwoord_voor is None
    with pytest.raises(Weigering, match="nog niet besloten"):
        w.meld("corporatie_akkoord")
    with w.op():
        rij = laatste_besluit(w, "voordracht")
        besluiten.beslis(sessie, rij, actor=w.actor("teammanager"), uitkomst="toegekend", motivering="Goed.")
    assert aanbod(w).antwoord_voor == w.dag + timedelta(days=9)


def test_de_corporatie_is_akkoord_en_wonen_biedt_aan(w: Wandeling):
    w.meld("corporatie_akkoord", corporatie_toelichting="Graag eerst een kennismaking.")
    rij = aanbod(w)
    assert (rij.status, rij.corporatie_antwoord, rij.corporatie_op) == ("voorgedragen", "akkoord", w.dag)
    assert rij.corporatie_door_id == w.team["wonen"].id
    with pytest.raises(Weigering, match="al akkoord"):
        w.meld("corporatie_wijst_af", woning_blijft="ja")
    w.stap("aanbod_doen", 3)
    rij = aanbod(w)
    assert (rij.status, rij.corporatie_op) == ("aangeboden", w.dag - timedelta(days=3))
    assert rij.reageer_voor == w.dag + timedelta(days=5)


def test_na_een_telefoontje_legt_wonen_het_antwoord_in_dezelfde_stap_vast(w: Wandeling):
    w.stap("aanbod_doen")
    rij = aanbod(w)
    assert (rij.corporatie_antwoord, rij.corporatie_op, rij.status) == ("akkoord", w.dag, "aangeboden")


@pytest.mark.parametrize(
    ("blijft", "status", "stap"), [("ja", "beschikbaar", "vrijgeven"), ("nee", "ingetrokken", "terugnemen")]
)
def test_een_nee_van_de_corporatie_eindigt_het_aanbod_en_wonen_kijkt_verder(
    w: Wandeling, blijft: str, status: str, stap: str
):
    assert "WO-03" not in soorten(w)
    w.meld("corporatie_wijst_af", corporatie_reden="INH", woning_blijft=blijft)
    rij = aanbod(w)
    assert (rij.status, rij.corporatie_antwoord, rij.corporatie_reden) == ("afgewezen_corporatie", "afgewezen", "INH")
    assert rij.woning.status == status
    verloop = w.session.scalars(select(Woningverloop).where(Woningverloop.woning_id == rij.woning_id)).all()[-1]
    assert (verloop.stap, verloop.zaak_id, verloop.reden) == (
        stap,
        w.zaak.id,
        "De corporatie wees af: het inkomen is te hoog.",
    )
    assert "WO-03" in soorten(w) and w.zaak.toestand == "match_gezocht"
    with pytest.raises(Weigering, match="De corporatie zei nee"):
        w.stap("aanbod_doen")
    w.kies_woning()
    w.taak("WO-03", passend="ja")
    with w.op(1):
        w.besluit("voordracht")
    w.stap("aanbod_doen")
    assert aanbod(w).status == "aangeboden"


def test_redenen_van_de_corporatie_worden_gekeurd(w: Wandeling, monkeypatch: pytest.MonkeyPatch):
    def wijs_af(**invoer: str) -> None:
        w.meld("corporatie_wijst_af", **{"woning_blijft": "ja", **invoer})

    assert "corporatie_reden" in fouten(wijs_af, corporatie_reden="WBN")
    assert "baseert" in fouten(wijs_af, corporatie_reden="ONG")["corporatie_toelichting"]
    assert "woning_blijft" in fouten(wijs_af, woning_blijft="")
    eerder = (dag_van(aanbod(w).voorgedragen_op) - timedelta(days=1)).isoformat()
    assert "voorgedragen" in fouten(wijs_af, corporatie_op=eerder)["corporatie_op"]
    assert (
        "tot en met vandaag" in fouten(wijs_af, corporatie_op=(w.dag + timedelta(days=1)).isoformat())["corporatie_op"]
    )
    monkeypatch.setattr(vera, "geldt", lambda *_: False)
    assert fouten(wijs_af, corporatie_reden="INH") == {"corporatie_reden": "Deze reden is vervallen. Kies een andere."}
    assert aanbod(w).status == "voorgedragen"


def test_een_vervallen_weigerreden_wordt_geweigerd(
    gedeelde_wereld: Wereld, sessie: CasusSessie, monkeypatch: pytest.MonkeyPatch
):
    w = gedeelde_wereld.loop(sessie, gedeelde_wereld.zaak_id("aangeboden"), VANDAAG)
    monkeypatch.setattr(vera, "geldt", lambda *_: False)
    assert "weigerreden" in fouten(lambda: w.taak("WO-06", reactie="nee", weigerreden="WBN"))


def test_een_bezichtiging_schuift_de_laatste_dag_van_het_huishouden_op(w: Wandeling):
    with pytest.raises(Weigering, match="nog niet akkoord"):
        w.meld("bezichtiging_gepland")
    w.meld("corporatie_akkoord")
    w.meld("bezichtiging_gepland", bezichtiging_op=(w.dag + timedelta(days=1)).isoformat(), bezichtiging_tijd="9.15")
    w.stap("aanbod_doen")
    rij = aanbod(w)
    assert rij.bezichtiging_op is not None and f"{rij.bezichtiging_op.astimezone(NEDERLAND):%H:%M}" == "09:15"
    assert rij.reageer_voor == w.dag + timedelta(days=5)
    later = w.dag + timedelta(days=8)
    w.meld("bezichtiging_gepland", bezichtiging_op=later.isoformat(), bezichtiging_tijd="16 uur")
    assert aanbod(w).reageer_voor == later + timedelta(days=2)


def test_wie_te_laat_is_hoort_wie_eerder_was(gedeelde_wereld: Wereld, sessie: CasusSessie, w: Wandeling):
    bezet = aanbod(w).woning
    ander = gedeelde_wereld.loop(sessie, gedeelde_wereld.zaak_id("gekozen"), VANDAAG)
    with pytest.raises(Conflict) as gevangen, ander.op():
        ander.voorstel("voordracht", woning=str(bezet.id))
    assert gevangen.value.zin.startswith(f"{w.team['wonen'].naam} was u voor: {bezet.adres} is nu voorgedragen.")
    assert gevangen.value.zin.endswith("Kies een andere woning.")
    with pytest.raises(Conflict, match=f"heeft al een woning.*{bezet.adres}"), w.op():
        w.voorstel("voordracht", woning=str(ander.kies_woning()))


def test_na_een_oude_weigering_blijft_de_woning_bij_wie_haar_nu_heeft(gedeelde_wereld: Wereld, sessie: CasusSessie):
    w = gedeelde_wereld.loop(sessie, gedeelde_wereld.zaak_id("onterecht"), VANDAAG)
    rij = aanbod(w)
    later = gedeelde_wereld.loop(sessie, gedeelde_wereld.zaak_id("gekozen"), VANDAAG)
    rij.woning.status = "beschikbaar"
    sessie.flush()
    with later.op():
        later.voorstel("voordracht", woning=str(rij.woning_id))
    w.stap("sluiten_na_weigering")
    assert sessie.scalars(select(Woning.status).where(Woning.id == rij.woning_id)).one() == "voorgedragen"


def test_wie_te_lang_wacht_geeft_een_keer_een_signaal(wereld: Wereld):
    with wereld.werk() as sessie:
        sessie.scalars(
            select(Aanbod).where(Aanbod.zaak_id == wereld.zaak_id("aangeboden"))
        ).one().reageer_voor = VANDAAG
        rij = sessie.scalars(select(Aanbod).where(Aanbod.zaak_id == wereld.zaak_id("voorgedragen"))).one()
        rij.antwoord_voor = VANDAAG + timedelta(days=1)

    def klok(dagen: int) -> int:
        with klok_op(NU + timedelta(days=dagen)):
            return signaleer_aanbiedingen(wereld.db, wereld.gemeente())

    van_voor = klok(0)  # wat in het sjabloon al te lang wachtte
    assert [klok(dagen) for dagen in (0, 1, 1, 2, 9)] == [0, 2, 0, 2, 0]
    with wereld.lees() as sessie:
        rijen = sessie.scalars(select(Signaal).where(Signaal.soort == "aanbod")).all()
        assert len(rijen) == van_voor + 4
        assert {een.gegevens["vorm"] for een in rijen} == {"corporatie", "huishouden"}
        wie = {een.gebruiker_id for een in rijen if een.zaak_id == wereld.zaak_id("aangeboden")}
        assert wie == {wereld.actor(rol).gebruiker_id for rol in ("casemanager", "wonen")}
        assert sessie.scalar(select(func.count()).select_from(Aanbod)) > 0


def test_de_werkelijke_taak_blijft_staan_na_een_nee(w: Wandeling):
    w.meld("corporatie_wijst_af", corporatie_reden="TOE", woning_blijft="nee")
    assert open_taak(w, "WO-04").blokkade
