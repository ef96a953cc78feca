"""Wie een signaal krijgt: één keer, nooit wie het deed, nooit wie er niet (meer) bij hoort, en alleen wat hij koos."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update

from casus.actions import besluiten, signalen
from casus.actions.koppelingen import Inlezer
from casus.actor import Actor
from casus.db import CasusSessie, uuid7
from casus.errors import NietGevonden
from casus.importers.koppelregels import KoppelingenBestand
from casus.models import Afwezigheid, Gebruiker, Lidmaatschap, Outbox, Volger
from casus.queries import signalen as vragen
from casus.rules.signalen import Keuze, in_casus
from casus.termijnen import vandaag
from tests import factories
from tests.integration.signalen.hulp import alle, kies, lid, lijst
from tests.wereld import VANDAAG, A, B, Wereld, laatste_besluit


def nieuw(sessie: CasusSessie, wie: Actor) -> int:
    """Het getal bij de bel."""
    waarden = {"gemeente": wie.gemeente_id, "ik": wie.gebruiker_id, "dag": vandaag()}
    return sessie.scalar(select(vragen.tel_nieuw()), waarden) or 0


def signaleer(w: Wereld, aan: Iterable[UUID | None], kenmerk: str = "k", **anders: Any) -> None:
    with w.werk() as sessie:
        velden = {"actor": w.actor("jurist"), "soort": "vermelding", "zaak_id": w.zaak_id("nieuw"), **anders}
        signalen.signaleer(sessie, aan=aan, kenmerk=kenmerk, **velden)


def wie_kreeg(w: Wereld, soort: str = "vermelding") -> set[UUID]:
    return {een.gebruiker_id for een in alle(w) if een.soort == soort}


def test_een_signaal_komt_een_keer_en_niet_bij_wie_het_deed(wereld: Wereld):
    w, wonen, jurist = wereld, wereld.actor("wonen"), wereld.actor("jurist")
    for _ in range(2):
        signaleer(w, [wonen.gebruiker_id, jurist.gebruiker_id, None, wonen.gebruiker_id])
    signaleer(w, [wonen.gebruiker_id], "een ander kenmerk")
    assert [(een.gebruiker_id, een.kenmerk) for een in alle(w) if een.soort == "vermelding"] == [
        (wonen.gebruiker_id, "k"),
        (wonen.gebruiker_id, "een ander kenmerk"),
    ]


def test_wie_er_niet_meer_bij_hoort_krijgt_niets(wereld: Wereld):
    w = wereld
    met_rol = {rol: lid(w, rol) for rol in ("wonen", "financieel", "communicatie")}
    with w.werk() as sessie:
        sessie.execute(update(Gebruiker).where(Gebruiker.id == met_rol["wonen"]).values(actief=False))
        einde = update(Lidmaatschap).where(Lidmaatschap.gebruiker_id == met_rol["financieel"])
        sessie.execute(einde.values(tot=VANDAAG - timedelta(days=1)))
    vreemden = [w.actor("wonen", B).gebruiker_id, w.actor("beheerder").gebruiker_id, uuid7()]
    signaleer(w, [*met_rol.values(), *vreemden])
    assert wie_kreeg(w) == {met_rol["communicatie"]}


def test_niemand_krijgt_wat_hij_niet_wil(wereld: Wereld):
    w, wonen, jurist = wereld, lid(wereld, "wonen"), lid(wereld, "financieel")
    kies(w, wonen, vermelding=Keuze(False, "nooit"))
    kies(w, jurist, vermelding=Keuze(False, "dagelijks"))
    signaleer(w, [wonen, jurist])
    (een,) = [een for een in alle(w) if een.soort == "vermelding"]
    assert (een.gebruiker_id, een.in_app, een.mail) == (jurist, False, "dagelijks")
    assert een.gelezen_op is not None, "wat niemand wil zien, telt niet mee in de bel"
    with w.lees() as sessie:
        assert lijst(w, "financieel") == [] and nieuw(sessie, w.actor("financieel")) == 0


def test_wie_volgt_hoort_het_ook(wereld: Wereld):
    w, volger = wereld, lid(wereld, "communicatie")
    with w.werk() as sessie:
        sleutels = {"gemeente_id": w.gemeente(), "gebruiker_id": volger}
        sessie.add(Volger(id=uuid7(), zaak_id=w.zaak_id("nieuw"), **sleutels))
        sessie.add(Volger(id=uuid7(), zaak_id=w.zaak_id("zoekend"), **sleutels))
    signaleer(w, [], "volgt", ook_volgers=True)
    signaleer(w, [], "volgt niet")
    assert [een.kenmerk for een in alle(w) if een.soort == "vermelding"] == ["volgt"]


@pytest.mark.parametrize(
    ("van", "tot", "hoort"), [(-1, 1, True), (0, 0, True), (1, 5, False), (-5, -1, False)], ids=str
)
def test_wie_vervangt_krijgt_de_taak_ook(wereld: Wereld, van: int, tot: int, hoort: bool):
    w, weg, vervanger = wereld, lid(wereld, "wonen"), lid(wereld, "communicatie")
    with w.werk() as sessie:
        dagen = {"van": VANDAAG + timedelta(days=van), "tot": VANDAAG + timedelta(days=tot)}
        mensen = {"gebruiker_id": weg, "vervanger_id": vervanger}
        sessie.add(Afwezigheid(gemeente_id=w.gemeente(), id=uuid7(), **mensen, **dagen))
    signaleer(w, [weg], soort="toegewezen")
    assert wie_kreeg(w, "toegewezen") == ({weg, vervanger} if hoort else {weg})
    if hoort:
        naam = next(een.naam for een in w.ligging.team[A].values() if een.id == weg)
        (rij,) = lijst(w, "communicatie")
        assert in_casus(rij.feiten, VANDAAG).endswith(f"U vervangt {naam}.")


def test_meteen_zet_een_mail_klaar_in_dezelfde_transactie(wereld: Wereld):
    w, wonen = wereld, lid(wereld, "wonen")
    kies(w, wonen, vermelding=Keuze(True, "meteen"), besluit=Keuze(True, "dagelijks"))
    with w.werk() as sessie:
        vooraf = len(sessie.scalars(select(Outbox.id).where(Outbox.soort == signalen.MAIL)).all())
    for _ in range(2):
        signaleer(w, [wonen])
    signaleer(w, [wonen], "later", soort="besluit")
    with w.lees() as sessie:
        rijen = sessie.scalars(select(Outbox).where(Outbox.soort == signalen.MAIL).order_by(Outbox.id)).all()
    assert [rij.inhoud for rij in rijen[vooraf:]] == [{"gebruiker": str(wonen)}]
    assert rijen[-1].gemeente_id == w.gemeente()


# --- waar signalen vandaan komen ---


def test_een_stap_hoort_de_casemanager_en_wie_volgt(wereld: Wereld):
    w = wereld
    with w.werk() as sessie:
        loop = w.loop(sessie, w.zaak_id("voorgedragen"))
        sessie.add(
            Volger(gemeente_id=w.gemeente(), id=uuid7(), zaak_id=loop.zaak.id, gebruiker_id=lid(w, "financieel"))
        )
        sessie.flush()
        loop.stap("aanbod_doen")
        casemanager, zaak_id = loop.zaak.casemanager_id, loop.zaak.id
    nieuw = [een for een in alle(w) if een.zaak_id == zaak_id and een.gebruiker_id == lid(w, "financieel")]
    assert [een.soort for een in nieuw] == ["corporatie", "toestand"]
    van_cm = {een.soort for een in alle(w) if een.zaak_id == zaak_id and een.gebruiker_id == casemanager}
    assert {"corporatie", "toestand"} <= van_cm
    assert nieuw[0].gegevens["vorm"] == "akkoord" and nieuw[1].gegevens["naar"] == "Woning aangeboden"
    assert not any(
        een.gebruiker_id == lid(w, "wonen") for een in alle(w) if een.zaak_id == zaak_id and een.op >= nieuw[0].op
    )


def test_de_corporatie_trekt_de_woning_terug(wereld: Wereld):
    w = wereld
    with w.werk() as sessie:
        loop = w.loop(sessie, w.zaak_id("aangeboden"))
        loop.stap("aanbod_intrekken", einde_reden="woning_vervallen")
        casemanager = loop.zaak.casemanager_id
    terug = [een for een in alle(w) if een.soort == "corporatie" and een.gegevens["vorm"] == "terug"]
    assert [een.gebruiker_id for een in terug] == [casemanager]


def test_een_besluit_hoort_wie_het_voorstelde(wereld: Wereld):
    w = wereld
    with w.werk() as sessie:
        loop = w.loop(sessie, w.zaak_id("voorgesteld"))
        besluit, manager = laatste_besluit(loop, "voordracht"), w.actor("teammanager")
        besluiten.beslis(sessie, besluit, actor=manager, uitkomst="afgewezen", motivering="Te duur.")
    over = {een.gebruiker_id: een for een in alle(w) if een.kenmerk == f"besluit:{besluit.id}"}
    assert set(over) == {lid(w, "wonen"), lid(w, "casemanager")}
    assert over[lid(w, "wonen")].gegevens["uitkomst"] == "afgewezen"


def test_een_lijst_met_koppelingen_geeft_een_signaal(wereld: Wereld):
    w = wereld
    huishoudens = tuple(factories.koppeling(f"S{nr:07}") for nr in range(27))  # meer dan één transactie

    def lees_in(rijen: tuple[Any, ...]) -> None:
        bestand = KoppelingenBestand("lijst.csv", "csv", "", (), rijen, (), (), 3, 0, {})
        Inlezer(w.db, factories.SLEUTELBOS, lambda gemeente: w.actor("casemanager"), "0" * 64).importeer(bestand)

    for rijen in (huishoudens, huishoudens, (*huishoudens, factories.koppeling("S9999999"))):
        lees_in(rijen)
    nieuw = [een for een in alle(w) if een.soort == "koppeling" and een.gegevens.get("vorm") == "lijst"]
    assert [(een.gebruiker_id, een.gegevens["aantal"]) for een in nieuw] == [
        (lid(w, "teammanager"), 27),
        (lid(w, "teammanager"), 1),
    ]


def test_een_losse_zaak_is_geopend(wereld: Wereld):
    w = wereld
    with w.werk() as sessie:
        zaak = w.nieuwe_zaak(sessie).zaak
    assert [een.gebruiker_id for een in alle(w) if een.kenmerk == f"koppeling:{zaak.id}"] == [lid(w, "teammanager")]


# --- de lijst en de bel ---


def _vul(w: Wereld, aantal: int) -> None:
    for nr in range(aantal):
        signaleer(w, [lid(w, "financieel")], f"nr {nr:03}")


def test_de_lijst_bladert_stabiel_nieuwste_eerst(wereld: Wereld):
    w, wie = wereld, wereld.actor("financieel")
    _vul(w, 7)
    with w.lees() as sessie:
        eerste = vragen.lijst(sessie, wie, aantal=3)
    signaleer(w, [wie.gebruiker_id], "tussendoor")
    with w.lees() as sessie:
        tweede = vragen.lijst(sessie, wie, na=eerste.volgende, aantal=3)
        derde = vragen.lijst(sessie, wie, na=tweede.volgende, aantal=3)
        terug = vragen.lijst(sessie, wie, na=derde.vorige, aantal=3)
    gezien = [rij.id for blad in (eerste, tweede, derde) for rij in blad.rijen]
    assert len(gezien) == 7 == len(set(gezien)) and gezien == sorted(gezien, reverse=True)
    assert (eerste.vorige, derde.volgende) == (None, None)
    assert [rij.id for rij in terug.rijen] == [rij.id for rij in tweede.rijen]


def test_lezen_kan_alleen_wie_het_kreeg(wereld: Wereld):
    w, wie = wereld, wereld.actor("financieel")
    _vul(w, 3)
    nieuwste, midden, _ = lijst(w, "financieel")
    with w.werk() as sessie, pytest.raises(NietGevonden):
        signalen.lees(sessie, nieuwste.id, actor=w.actor("wonen"))
    with w.werk() as sessie:
        signalen.lees(sessie, nieuwste.id, actor=wie)
        assert nieuw(sessie, wie) == 2
        assert signalen.lees_alles(sessie, actor=w.actor("wonen"), tot=nieuwste.id) >= 0
        assert nieuw(sessie, wie) == 2
        assert signalen.lees_alles(sessie, actor=wie, tot=midden.id) == 2
        assert nieuw(sessie, wie) == 0


def test_alles_gelezen_raakt_niet_wat_daarna_kwam(wereld: Wereld):
    w, wie = wereld, wereld.actor("financieel")
    _vul(w, 2)
    gezien = lijst(w, "financieel")[0].id
    signaleer(w, [wie.gebruiker_id], "net nieuw")
    with w.werk() as sessie:
        assert signalen.lees_alles(sessie, actor=wie, tot=gezien) == 2
    assert [rij.gelezen_op is None for rij in lijst(w, "financieel")] == [True, False, False]


def test_de_bel_telt_tot_honderd(wereld: Wereld):
    w, wie = wereld, wereld.actor("financieel")
    with w.werk() as sessie:
        (ik,) = signalen.teamleden(sessie, "financieel")
        nieuws = [signalen.Nieuws("vermelding", f"n{nr}", None, None, {}) for nr in range(120)]
        assert signalen.leg_neer(sessie, [signalen.rij(sessie, ik, een) for een in nieuws]) == 120
        assert nieuw(sessie, wie) == 100
