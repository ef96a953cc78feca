"""Veel taken tegelijk: elke rij als de losse actie, te stoppen, te hervatten na een storing, en als geheel terug."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update

from casus.actions import bulk, taken, volgen
from casus.actions.bulkhandelingen import HANDELINGEN, Opdracht, Overdracht
from casus.actor import Actor
from casus.db import Bereik, CasusSessie, uuid7
from casus.errors import CasusFout, NietGevonden, Weigering
from casus.models import Afwezigheid, Bulk, Bulkregel, Gebeurtenis, Lidmaatschap, Outbox, Signaal, Taak, Volger
from casus.queries.beeld import laad_taak
from casus.rules import permissions
from casus.termijnen import klok_op
from tests import factories
from tests.wereld import NU, VANDAAG, B, Wereld

ROLLEN = ("casemanager", "wonen", "inburgering", "jurist")


def maak_taken(w: Wereld, aantal: int, rollen: Iterable[str] = ("casemanager",), **anders: object) -> list[UUID]:
    """Zoveel eigen taken, verdeeld over drie zaken en deze rollen."""
    rollen, plekken = tuple(rollen), ("nieuw", "zoekend", "aangeboden")
    ids = [uuid7() for _ in range(aantal)]
    with w.werk() as sessie:
        for nr, id_ in enumerate(ids):
            sleutel = {"gemeente_id": w.gemeente(), "id": id_, "zaak_id": w.zaak_id(plekken[nr % 3])}
            wat = {"titel": f"Bel over {nr}", "rol": rollen[nr % len(rollen)], "uiterlijk": VANDAAG, "soort": None}
            sessie.add(Taak(**{**sleutel, **wat, **anders}))
    return ids


def collega(w: Wereld, *rollen: str) -> Actor:
    """Iemand nieuws met deze rollen in het team."""
    wie = factories.actor(w.db, w.gemeente(), *rollen)
    with w.werk() as sessie:
        for rol in rollen:
            sleutel = {"gemeente_id": w.gemeente(), "id": uuid7(), "gebruiker_id": wie.gebruiker_id}
            sessie.add(Lidmaatschap(**sleutel, rol=rol, van=date(2026, 1, 1)))
    return wie


def opdracht(soort: str, aan: Actor | None = None, op: date | None = None, **anders: str) -> Opdracht:
    wie = {"aan_id": aan.gebruiker_id, "aan": aan.naam, "rollen": aan.rollen} if aan else {}
    return Opdracht(soort, op=op, **wie, **anders)  # type: ignore[arg-type]


def begin(w: Wereld, wie: Actor, wat: Opdracht, ids: Iterable[UUID]) -> UUID:
    with w.werk() as sessie:
        rij = bulk.begin(sessie, actor=wie, opdracht=wat, keuze=dict.fromkeys(ids))
        bulk.zet_klaar(sessie, rij)
        return rij.id


def laat_lopen(w: Wereld, wie: Actor, wat: Opdracht, ids: Iterable[UUID]) -> UUID:
    bulk_id = begin(w, wie, wat, ids)
    bulk.verwerk(w.db, w.gemeente(), bulk_id)
    return bulk_id


def laad(sessie: CasusSessie, bulk_id: UUID) -> Bulk:
    return sessie.scalars(select(Bulk).where(Bulk.id == bulk_id)).one()


def draai_terug(w: Wereld, wie: Actor, bulk_id: UUID) -> None:
    with w.werk() as sessie:
        bulk.draai_terug(sessie, laad(sessie, bulk_id), actor=wie)
    bulk.verwerk(w.db, w.gemeente(), bulk_id)


def status(w: Wereld, bulk_id: UUID) -> str:
    with w.lees() as sessie:
        return laad(sessie, bulk_id).status


def uitkomsten(w: Wereld, bulk_id: UUID) -> dict[UUID, tuple[str, str]]:
    with w.lees() as sessie:
        rijen = sessie.scalars(select(Bulkregel).where(Bulkregel.bulk_id == bulk_id).order_by(Bulkregel.nr))
        return {rij.taak_id: (rij.uitkomst, rij.reden) for rij in rijen}


def tel(w: Wereld, bulk_id: UUID) -> Counter[str]:
    return Counter(uitkomst for uitkomst, _ in uitkomsten(w, bulk_id).values())


def taakrijen(w: Wereld, ids: Iterable[UUID]) -> dict[UUID, dict[str, object]]:
    gezocht = set(ids)
    return {rij["id"]: rij for rij in w.rijen("taak") if rij["id"] in gezocht}


def stand(w: Wereld, ids: Iterable[UUID]) -> dict[UUID, tuple[object, ...]]:
    """Wat een bulk kan veranderen."""
    kolommen = ("behandelaar_id", "gepland_op", "gepland_reden", "status")
    return {id_: tuple(rij[k] for k in kolommen) for id_, rij in taakrijen(w, ids).items()}


def soorten(w: Wereld, ids: Iterable[UUID]) -> Counter[str]:
    """De gebeurtenissen van deze taken."""
    gezocht = list(ids)
    with w.lees() as sessie:
        return Counter(sessie.scalars(select(Gebeurtenis.soort).where(Gebeurtenis.object_id.in_(gezocht))))


def test_duizend_taken_met_weigeringen_en_terug(wereld: Wereld):
    w, manager, aan = wereld, wereld.actor("teammanager"), collega(wereld, "casemanager", "jurist")
    vrij = maak_taken(w, 700)
    van_een_ander = maak_taken(w, 100, ["jurist"], behandelaar_id=w.actor("jurist").gebruiker_id)
    verkeerde_rol = maak_taken(w, 80, ["wonen"])
    klaar = {"status": "gereed", "gereed_op": NU, "gereed_door_id": w.actor("jurist").gebruiker_id}
    al_gereed = maak_taken(w, 60, **klaar)
    van_hem = maak_taken(w, 60, behandelaar_id=aan.gebruiker_id)
    alle = [*al_gereed, *vrij, *verkeerde_rol, *van_een_ander, *van_hem]
    vooraf, gezichten = stand(w, alle), len(w.rijen("zaakrol"))
    bulk_id = laat_lopen(w, manager, opdracht("overdragen", aan, toelichting="Voor uw vakantie."), alle)
    assert status(w, bulk_id) == "klaar"
    assert tel(w, bulk_id) == {"gelukt": 800, "geweigerd": 200}
    per_taak = uitkomsten(w, bulk_id)
    assert {per_taak[id_][1] for id_ in verkeerde_rol} == {"Kies een collega met de rol wonen."}
    assert {per_taak[id_][1] for id_ in van_hem} == {f"{aan.naam} heeft deze taak al. Kies een andere collega."}
    assert all(per_taak[id_][0] == "geweigerd" and per_taak[id_][1] for id_ in al_gereed)
    assert {rij["behandelaar_id"] for rij in taakrijen(w, [*vrij, *van_een_ander]).values()} == {aan.gebruiker_id}
    geweigerd = [*verkeerde_rol, *al_gereed, *van_hem]
    assert stand(w, geweigerd) == {id_: vooraf[id_] for id_ in geweigerd}
    assert _signalen(w, aan) == [{"aantal": 800, "vorm": "bulk"}]
    draai_terug(w, manager, bulk_id)
    assert status(w, bulk_id) == "teruggedraaid"
    assert tel(w, bulk_id) == {"teruggedraaid": 800, "geweigerd": 200}
    assert stand(w, alle) == vooraf
    assert len(w.rijen("zaakrol")) == gezichten, "het vaste gezicht hoorde bij de bulk"
    assert soorten(w, [*vrij, *van_een_ander])["taak_teruggezet"] == 800
    met = [g.soort for g, _ in w.gebeurtenissen(w.gemeente()) if g.object_id == bulk_id]
    assert met == ["bulk", "bulk_terug"]
    assert w.breuken() == []


def _signalen(w: Wereld, wie: Actor) -> list[dict[str, object]]:
    with w.lees() as sessie:
        rijen = sessie.scalars(select(Signaal.gegevens).where(Signaal.gebruiker_id == wie.gebruiker_id)).all()
    return [{naam: rij[naam] for naam in ("aantal", "vorm")} for rij in rijen]


@pytest.mark.parametrize(
    ("gemerkt", "over"),
    [({}, 0), ({"gelezen_op": NU}, 1), ({"mail_id": UUID(int=1)}, 1), ({"in_app": False, "gelezen_op": NU}, 0)],
    ids=["niet", "gelezen", "in een mail", "alleen voor de mail"],
)
def test_terug_haalt_het_signaal_weg_dat_niemand_zag(wereld: Wereld, gemerkt: dict[str, object], over: int):
    w, manager, aan = wereld, wereld.actor("teammanager"), collega(wereld, "casemanager")
    vervanger = collega(w, "casemanager")
    with w.werk() as sessie:
        wat = {"gebruiker_id": aan.gebruiker_id, "vervanger_id": vervanger.gebruiker_id}
        sessie.add(Afwezigheid(gemeente_id=w.gemeente(), id=uuid7(), **wat, van=VANDAAG, tot=VANDAAG))
    bulk_id, ander = (laat_lopen(w, manager, opdracht("toewijzen", aan), maak_taken(w, 2)) for _ in range(2))
    if gemerkt:
        with w.werk() as sessie:
            deze = update(Signaal).where(Signaal.kenmerk == f"bulk:{bulk_id}")
            sessie.execute(deze.values(**gemerkt), execution_options={"synchronize_session": False})
    assert status(w, ander) == "klaar"
    draai_terug(w, manager, bulk_id)
    for wie in (aan, vervanger):
        assert len(_signalen(w, wie)) == 1 + over, "het signaal van de andere bulk blijft"


def test_terug_noemt_alleen_nog_wat_bleef(wereld: Wereld):
    w, manager, aan = wereld, wereld.actor("teammanager"), collega(wereld, "casemanager")
    ids = maak_taken(w, 3)
    bulk_id = laat_lopen(w, manager, opdracht("toewijzen", aan), ids)
    with w.werk() as sessie:
        taken.plan(sessie, laad_taak(sessie, ids[0]), actor=manager, op=VANDAAG)
    draai_terug(w, manager, bulk_id)
    assert _signalen(w, aan) == [{"aantal": 1, "vorm": "bulk"}]


def test_wie_de_taak_niet_heeft_draagt_haar_niet_over_en_de_poging_blijft_staan(wereld: Wereld):
    w, wie, aan = wereld, wereld.actor("casemanager"), collega(wereld, "casemanager")
    mijn, vrij = maak_taken(w, 3, behandelaar_id=wie.gebruiker_id), maak_taken(w, 3)
    bulk_id = laat_lopen(w, wie, opdracht("overdragen", aan), [*mijn, *vrij])
    assert tel(w, bulk_id) == {"gelukt": 3, "geweigerd": 3}
    assert soorten(w, vrij) == {"geweigerd": 3}
    assert w.breuken() == []


def test_een_vrije_taak_aan_uzelf_is_pakken(wereld: Wereld):
    w, wie = wereld, wereld.actor("casemanager")
    vrij, vreemd = maak_taken(w, 2), maak_taken(w, 1, ["wonen"])
    bulk_id = laat_lopen(w, wie, opdracht("toewijzen", wie), [*vrij, *vreemd])
    assert tel(w, bulk_id) == {"gelukt": 2, "geweigerd": 1}
    assert soorten(w, vrij) == {"taak_gepakt": 2}


def test_inplannen_en_terug(wereld: Wereld):
    w, wie, later = wereld, wereld.actor("casemanager"), VANDAAG + timedelta(days=9)
    eerder = {"gepland_op": VANDAAG, "gepland_reden": ""}
    gewoon = maak_taken(w, 3, behandelaar_id=wie.gebruiker_id, **eerder)
    fataal = maak_taken(w, 2, behandelaar_id=wie.gebruiker_id, fatale_datum=VANDAAG + timedelta(days=2))
    vooraf = stand(w, [*gewoon, *fataal])
    bulk_id = laat_lopen(w, wie, opdracht("inplannen", op=later), [*gewoon, *fataal])
    assert tel(w, bulk_id) == {"gelukt": 3, "geweigerd": 2}
    assert all("fatale datum" in uitkomsten(w, bulk_id)[id_][1] for id_ in fataal)
    assert {rij["gepland_op"] for rij in taakrijen(w, gewoon).values()} == {later}
    draai_terug(w, wie, bulk_id)
    assert stand(w, [*gewoon, *fataal]) == vooraf
    assert w.breuken() == []


def test_volgen_en_terug_laat_wie_al_volgde_volgen(wereld: Wereld):
    w, wie = wereld, wereld.actor("jurist")
    ids = maak_taken(w, 30)
    with w.werk() as sessie:
        volgen.volg(sessie, w.loop(sessie, w.zaak_id("nieuw")).zaak, actor=wie)
    bulk_id = laat_lopen(w, wie, opdracht("volgen"), ids)
    assert tel(w, bulk_id) == {"gelukt": 30}
    assert _volgt(w, wie) == {w.zaak_id(plek) for plek in ("nieuw", "zoekend", "aangeboden")}
    draai_terug(w, wie, bulk_id)
    assert _volgt(w, wie) == {w.zaak_id("nieuw")}


def _volgt(w: Wereld, wie: Actor) -> set[UUID]:
    with w.lees() as sessie:
        return set(sessie.scalars(select(Volger.zaak_id).where(Volger.gebruiker_id == wie.gebruiker_id)))


def test_wat_een_ander_intussen_deed_wordt_niet_overschreven(wereld: Wereld):
    """De gebruiker koos wat hij op het scherm zag; pakte een collega de taak daarna, dan gaat die voor."""
    w, manager, aan = wereld, wereld.actor("teammanager"), collega(wereld, "casemanager")
    (gepakt,), andere = maak_taken(w, 1), maak_taken(w, 2)
    with w.werk() as sessie:
        keuze = dict.fromkeys([gepakt, *andere], 1)
        rij = bulk.begin(sessie, actor=manager, opdracht=opdracht("toewijzen", aan), keuze=keuze)
        bulk_id = rij.id
    with w.werk() as sessie:
        taken.pak(sessie, laad_taak(sessie, gepakt), actor=w.actor("casemanager"))
    bulk.verwerk(w.db, w.gemeente(), bulk_id)
    assert tel(w, bulk_id) == {"gelukt": 2, "geweigerd": 1}
    assert w.actor("casemanager").naam in uitkomsten(w, bulk_id)[gepakt][1]


def test_terug_laat_staan_wat_daarna_is_veranderd(wereld: Wereld):
    w, manager, aan = wereld, wereld.actor("teammanager"), collega(wereld, "casemanager")
    ids = maak_taken(w, 6)
    bulk_id = laat_lopen(w, manager, opdracht("toewijzen", aan), ids)
    with w.werk() as sessie:
        taken.laat_los(sessie, laad_taak(sessie, ids[0]), actor=aan)
        taken.rond_af(sessie, laad_taak(sessie, ids[1]), actor=aan, invoer={})
    na = stand(w, ids[:2])
    draai_terug(w, manager, bulk_id)
    assert tel(w, bulk_id) == {"teruggedraaid": 4, "niet_terug": 2}
    assert stand(w, ids[:2]) == na
    redenen = [uitkomsten(w, bulk_id)[id_][1] for id_ in ids[:2]]
    assert all(aan.naam in reden and "daarna veranderd" in reden for reden in redenen), redenen
    assert w.breuken() == []


def test_terug_geeft_het_vaste_gezicht_weer_vrij_en_zegt_dat(wereld: Wereld):
    w, manager, aan = wereld, wereld.actor("teammanager"), collega(wereld, "jurist")
    vooraf = w.rijen("zaakrol")
    bulk_id = laat_lopen(w, manager, opdracht("toewijzen", aan), maak_taken(w, 3, ("jurist",)))
    assert len(w.rijen("zaakrol")) == len(vooraf) + 3
    draai_terug(w, manager, bulk_id)
    assert w.rijen("zaakrol") == vooraf
    assert [rij["soort"] for rij in w.rijen("gebeurtenis")].count("vast_gezicht_weg") == 3
    assert w.breuken() == []


def test_terug_geeft_geen_taak_aan_wie_uit_het_team_is(wereld: Wereld):
    w, manager, oud, nieuw = wereld, wereld.actor("teammanager"), collega(wereld, "jurist"), collega(wereld, "jurist")
    ids = maak_taken(w, 2, ("jurist",), behandelaar_id=oud.gebruiker_id)
    bulk_id = laat_lopen(w, manager, opdracht("overdragen", nieuw), ids)
    with w.werk() as sessie:
        weg = update(Lidmaatschap).where(Lidmaatschap.gebruiker_id == oud.gebruiker_id)
        sessie.execute(weg.values(tot=VANDAAG - timedelta(days=1)))
    draai_terug(w, manager, bulk_id)
    assert tel(w, bulk_id) == Counter({"niet_terug": 2})
    with w.lees() as sessie:
        assert {laad_taak(sessie, id_).behandelaar_id for id_ in ids} == {nieuw.gebruiker_id}


def test_na_tien_minuten_kan_het_niet_meer_terug(wereld: Wereld):
    w, manager, aan = wereld, wereld.actor("teammanager"), collega(wereld, "casemanager")
    bulk_id = laat_lopen(w, manager, opdracht("toewijzen", aan), maak_taken(w, 2))
    with w.lees() as sessie:
        klaar_op = laad(sessie, bulk_id).klaar_op
    assert klaar_op is not None
    vooraf = w.momentopname()
    with klok_op(klaar_op + timedelta(minutes=10)), pytest.raises(Weigering, match="tien minuten"):
        draai_terug(w, manager, bulk_id)
    assert w.momentopname() == vooraf
    with klok_op(klaar_op + timedelta(minutes=9, seconds=59)):
        draai_terug(w, manager, bulk_id)
    assert tel(w, bulk_id) == {"teruggedraaid": 2}
    with pytest.raises(Weigering, match="al teruggedraaid"):
        draai_terug(w, manager, bulk_id)


def _na(aantal: int, gebeurt: Callable[[], None], monkeypatch: pytest.MonkeyPatch) -> list[UUID]:
    """Laat na zoveel gedane taken iets gebeuren, midden in de transactie van de volgende."""
    gedaan: list[UUID] = []
    echt = Overdracht.doe

    def doe(self, session, taak, opdracht, versie, *, actor):
        if len(gedaan) == aantal:
            gebeurt()
        voor = echt(self, session, taak, opdracht, versie, actor=actor)
        gedaan.append(taak.id)
        return voor

    monkeypatch.setattr(Overdracht, "doe", doe)
    return gedaan


class Dood(Exception):
    """De werker wordt midden in zijn werk gedood."""


def test_halverwege_gedood_gaat_verder_zonder_iets_dubbel_te_doen(wereld: Wereld, monkeypatch):
    w, manager, aan = wereld, wereld.actor("teammanager"), collega(wereld, "casemanager")
    ids = maak_taken(w, 40)

    def sterf() -> None:
        gedaan.append(uuid7())  # één keer
        raise Dood

    gedaan = _na(17, sterf, monkeypatch)
    bulk_id = begin(w, manager, opdracht("toewijzen", aan), ids)
    with pytest.raises(Dood):
        bulk.verwerk(w.db, w.gemeente(), bulk_id)
    assert tel(w, bulk_id) == {"gelukt": 17, "wacht": 23}
    bulk.verwerk(w.db, w.gemeente(), bulk_id)
    bulk.verwerk(w.db, w.gemeente(), bulk_id)
    assert tel(w, bulk_id) == {"gelukt": 40}
    assert {rij["versie"] for rij in taakrijen(w, ids).values()} == {2}
    assert soorten(w, ids) == {"taak_toegewezen": 40}
    assert _signalen(w, aan) == [{"aantal": 40, "vorm": "bulk"}]
    assert w.breuken() == []


def test_stoppen_laat_de_rest_zoals_zij_was(wereld: Wereld, monkeypatch):
    w, manager, aan = wereld, wereld.actor("teammanager"), collega(wereld, "casemanager")
    ids = maak_taken(w, 30)
    bulk_id = begin(w, manager, opdracht("toewijzen", aan), ids)
    _na(12, lambda: (_ for _ in ()).throw(Dood), monkeypatch)
    with pytest.raises(Dood):
        bulk.verwerk(w.db, w.gemeente(), bulk_id)
    monkeypatch.undo()
    with w.werk() as sessie:
        bulk.stop(sessie, laad(sessie, bulk_id), actor=manager)
    bulk.verwerk(w.db, w.gemeente(), bulk_id)
    assert status(w, bulk_id) == "gestopt"
    assert tel(w, bulk_id) == {"gelukt": 12, "overgeslagen": 18}
    assert {rij["behandelaar_id"] for rij in taakrijen(w, ids[12:]).values()} == {None}
    with w.werk() as sessie, pytest.raises(Weigering, match="niets meer te stoppen"):
        bulk.stop(sessie, laad(sessie, bulk_id), actor=manager)
    draai_terug(w, manager, bulk_id)
    assert tel(w, bulk_id) == {"teruggedraaid": 12, "overgeslagen": 18}
    assert w.breuken() == []


def test_twee_werkers_tegelijk_doen_niets_dubbel(wereld: Wereld):
    w, manager, aan = wereld, wereld.actor("teammanager"), collega(wereld, "casemanager")
    ids = maak_taken(w, 60)
    bulk_id = begin(w, manager, opdracht("toewijzen", aan), ids)
    for _ in range(2):
        with ThreadPoolExecutor(2) as baan:
            for klaar in [baan.submit(copy_context().run, bulk.verwerk, w.db, w.gemeente(), bulk_id) for _ in range(2)]:
                klaar.result(60)
        if status(w, bulk_id) == "klaar":
            assert (tel(w, bulk_id), soorten(w, ids)) == ({"gelukt": 60}, {"taak_toegewezen": 60})
            with w.werk() as sessie:
                bulk.draai_terug(sessie, laad(sessie, bulk_id), actor=manager)
    assert status(w, bulk_id) == "teruggedraaid"
    assert soorten(w, ids) == {"taak_toegewezen": 60, "taak_teruggezet": 60}
    assert _signalen(w, aan) == []
    assert w.breuken() == []


def test_wie_zijn_rol_kwijt_is_kan_met_de_rest_niets_meer(wereld: Wereld):
    w, aan, wie = wereld, collega(wereld, "casemanager"), collega(wereld, "teammanager")
    ids = maak_taken(w, 3)
    bulk_id = begin(w, wie, opdracht("toewijzen", aan), ids)
    with w.werk() as sessie:
        weg = update(Lidmaatschap).where(Lidmaatschap.gebruiker_id == wie.gebruiker_id)
        sessie.execute(weg.values(tot=VANDAAG - timedelta(days=1)), execution_options={"synchronize_session": False})
    bulk.verwerk(w.db, w.gemeente(), bulk_id)
    assert tel(w, bulk_id) == {"geweigerd": 3}
    assert {rij["behandelaar_id"] for rij in taakrijen(w, ids).values()} == {None}


def test_wat_van_een_ander_is_bestaat_niet(wereld: Wereld):
    w, manager, aan = wereld, wereld.actor("teammanager"), collega(wereld, "casemanager")
    with w.lees(B) as sessie:
        vreemd = list(sessie.scalars(select(Taak.id)))
    vooraf = w.momentopname(B)
    with w.werk() as sessie, pytest.raises(NietGevonden):
        bulk.begin(sessie, actor=manager, opdracht=opdracht("toewijzen", aan), keuze=dict.fromkeys(vreemd))
    eigen = maak_taken(w, 2)
    bulk_id = laat_lopen(w, manager, opdracht("toewijzen", aan), [*vreemd, *eigen])
    assert set(uitkomsten(w, bulk_id)) == set(eigen)
    with w.lees() as sessie:
        assert laad(sessie, bulk_id).gegevens["onbekend"] == len(vreemd)
    assert w.momentopname(B) == vooraf
    with w.werk() as sessie, pytest.raises(NietGevonden):
        bulk.draai_terug(sessie, laad(sessie, bulk_id), actor=w.actor("casemanager"))
    with w.werk() as sessie, pytest.raises(NietGevonden):
        bulk.stop(sessie, laad(sessie, bulk_id), actor=w.actor("casemanager"))


@pytest.mark.parametrize("aantal", [0, 1001])
def test_niets_of_te_veel_kan_niet(wereld: Wereld, aantal: int):
    manager, aan = wereld.actor("teammanager"), wereld.actor("casemanager")
    with wereld.werk() as sessie, pytest.raises(Weigering, match="taken"):
        keuze = dict.fromkeys(uuid7() for _ in range(aantal))
        bulk.begin(sessie, actor=manager, opdracht=opdracht("toewijzen", aan), keuze=keuze)


def test_de_werker_doet_het_uit_de_outbox(wereld: Wereld):
    w, manager, aan = wereld, wereld.actor("teammanager"), collega(wereld, "casemanager")
    bulk_id = begin(w, manager, opdracht("toewijzen", aan), maak_taken(w, 3))
    with w.db.lezen() as sessie:
        werk = sessie.scalars(select(Outbox).where(Outbox.soort == bulk.WERK)).one()
    bulk.handler(w.db, werk)
    bulk.handler(w.db, werk)  # de outbox mag een rij twee keer geven
    assert tel(w, bulk_id) == {"gelukt": 3}


@pytest.mark.parametrize("soort", sorted(HANDELINGEN))
def test_elke_rij_mag_precies_wat_de_losse_actie_mag(soort: str, wereld: Wereld):
    """Alle rollen, alle ontvangers en elke stand van een taak: voorbeeld, bulk en losse actie zeggen hetzelfde."""
    w = wereld
    standen = _standen(w)
    fataal = VANDAAG + timedelta(days=3)
    for rol in (*ROLLEN, "teammanager", "ambtelijk_opdrachtgever", "beheerder"):
        wie = w.actor(rol)
        for aan in (w.actor("casemanager"), w.actor("wonen")) if soort in ("toewijzen", "overdragen") else (None,):
            wat = opdracht(soort, aan, op=fataal if soort == "inplannen" else None)
            gelijk = {id_: _los(w, wie, wat, id_) for id_ in standen}
            if not wie.heeft_rol(*ROLLEN, "teammanager"):
                with w.werk() as sessie, pytest.raises(Weigering, match="opgaveteam"):
                    bulk.begin(sessie, actor=wie, opdracht=wat, keuze=dict.fromkeys(standen))
                continue
            with w.lees() as sessie:
                verwacht = {id_: wat.bezwaar(laad_taak(sessie, id_), actor=wie) for id_ in standen}
            assert {id_ for id_ in standen if verwacht[id_]} == {id_ for id_ in standen if gelijk[id_]}, (rol, aan)
            assert _bulk_zegt(w, wie, wat, standen) == gelijk, (rol, aan)


def _standen(w: Wereld) -> list[UUID]:
    """Taken in elke stand die voor een recht uitmaakt."""
    mensen = (None, w.actor("casemanager").gebruiker_id, w.actor("wonen").gebruiker_id)
    ids = [id_ for wie in mensen for id_ in maak_taken(w, 2, ["casemanager", "wonen"], behandelaar_id=wie)]
    klaar = {"status": "gereed", "gereed_op": NU, "gereed_door_id": w.actor("wonen").gebruiker_id}
    ids += maak_taken(w, 1, **klaar) + maak_taken(w, 1, fatale_datum=VANDAAG)
    return ids


def _los(w: Wereld, wie: Actor, wat: Opdracht, taak_id: UUID) -> str:
    """Wat de losse actie zegt; er wordt niets vastgelegd."""
    with w.db.schrijven(Bereik.van(w.gemeente())) as sessie:
        taak = laad_taak(sessie, taak_id)
        try:
            permissions.check(wie, "taak.bewerken")  # het recht van de route
            if wat.soort == "volgen":
                volgen.volg(sessie, taak.zaak, actor=wie)
            elif wat.soort == "inplannen":
                taken.plan(sessie, taak, actor=wie, op=wat.op)
            elif wat.aan_id == wie.gebruiker_id and taak.behandelaar_id is None and not wie.heeft_rol("teammanager"):
                taken.pak(sessie, taak, actor=wie)
            else:
                assert wat.aan_id is not None
                taken.draag_over(sessie, taak, actor=wie, aan_id=wat.aan_id)
        except CasusFout as fout:
            return fout.zin
        finally:
            sessie.rollback()
    return ""


def _bulk_zegt(w: Wereld, wie: Actor, wat: Opdracht, ids: list[UUID]) -> dict[UUID, str]:
    """De redenen van een bulk, en daarna alles terug zoals het was."""
    bulk_id = laat_lopen(w, wie, wat, ids)
    redenen = {id_: reden for id_, (_, reden) in uitkomsten(w, bulk_id).items()}
    draai_terug(w, wie, bulk_id)
    assert "niet_terug" not in tel(w, bulk_id)
    return redenen


def test_een_vervanger_mag_in_een_bulk_wat_hij_los_ook_mag(wereld: Wereld):
    """Wie afwezig is en door de gebruiker wordt vervangen: de actor van de werker weet dat ook."""
    w, wie, weg, aan = (
        wereld,
        wereld.actor("casemanager"),
        collega(wereld, "casemanager"),
        collega(wereld, "casemanager"),
    )
    ids = maak_taken(w, 2, behandelaar_id=weg.gebruiker_id)
    with w.werk() as sessie:
        wat = {"gebruiker_id": weg.gebruiker_id, "vervanger_id": wie.gebruiker_id}
        dagen = {"van": VANDAAG, "tot": VANDAAG + timedelta(days=5)}
        sessie.add(Afwezigheid(gemeente_id=w.gemeente(), id=uuid7(), **wat, **dagen))
    bulk_id = laat_lopen(w, wie, opdracht("overdragen", aan), ids)
    assert tel(w, bulk_id) == {"gelukt": 2}


def test_een_lege_keuze_van_collega_is_een_fout_in_het_veld(gedeelde_wereld: Wereld):
    w = gedeelde_wereld
    with w.lees() as sessie:
        wie = w.actor("teammanager")
        assert [f.veld for f in Opdracht.lees(sessie, "toewijzen", {}, actor=wie)[1]] == ["aan"]
        vreemd = {"aan": str(w.actor("casemanager", B).gebruiker_id)}
        assert [f.veld for f in Opdracht.lees(sessie, "overdragen", vreemd, actor=wie)[1]] == ["aan"]
        assert [f.veld for f in Opdracht.lees(sessie, "inplannen", {}, actor=wie)[1]] == ["gepland_op"]
        lang = {"aan": str(w.actor("casemanager").gebruiker_id), "toelichting": "x" * 1001}
        assert [f.veld for f in Opdracht.lees(sessie, "overdragen", lang, actor=wie)[1]] == ["toelichting"]
        with pytest.raises(NietGevonden):
            Opdracht.lees(sessie, "sluiten", {}, actor=wie)
