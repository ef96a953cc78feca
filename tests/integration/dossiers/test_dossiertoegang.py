"""Is het deel van een corporatie voorbij, dan haalt zij geen dossier meer op, ook niet met een link."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from contextvars import copy_context
from datetime import timedelta
from threading import Event
from uuid import UUID

import pytest
from sqlalchemy import select, update

from casus.actions import dossierbundels, dossierlinks, dossiers
from casus.db import CasusSessie
from casus.demo.wandeling import Wandeling
from casus.errors import NietGevonden, Weigering
from casus.models import Aanbod, Corporatie, Dossierlink, Verstrekking, Woning
from casus.queries.dossierbundels import te_bundelen
from casus.termijnen import nu, vandaag
from tests import factories
from tests.integration.dossiers.conftest import Kamer
from tests.wereld import VANDAAG


def _verstuur(kamer: Kamer, plek: str) -> dict[str, UUID]:
    """Een dossier voor elke corporatie, met een link; op naam wie verhuurt en wie niet."""
    with kamer.wereld.lees() as sessie:
        ids = sorted(sessie.scalars(select(Corporatie.id)))
        vraag = select(Woning.corporatie_id).join(Aanbod, Aanbod.woning_id == Woning.id)
        verhuurt = sessie.scalars(vraag.where(Aanbod.zaak_id == kamer.wereld.zaak_id(plek))).first()
    ander = next(een for een in ids if een != verhuurt)
    verstuurd = {
        "verhuurder": kamer.vraag(plek, ontvanger_id=verhuurt or ids[1]),
        "ander": kamer.vraag(plek, ontvanger_id=ander),
    }
    for id_ in verstuurd.values():
        rij = kamer.maak(id_)
        wie = {"naam": "Ans Bos", "email": "ans@linde.example", "dagen": 3, "hoogstens": 2}
        with kamer.wereld.werk() as sessie:
            wonen = kamer.wereld.actor("wonen")
            dossierlinks.maak(sessie, rij, actor=wonen, bos=factories.SLEUTELBOS, **wie)  # type: ignore[arg-type]  # gemengd
    return verstuurd


def _open(kamer: Kamer, verstuurd: dict[str, UUID]) -> dict[str, tuple[bool, bool]]:
    """Per ontvanger of het dossier en zijn link nog open zijn."""
    with kamer.wereld.lees() as sessie:
        uit = {}
        for wie, id_ in verstuurd.items():
            rij = sessie.scalars(select(Verstrekking).where(Verstrekking.id == id_)).one()
            link = sessie.scalars(select(Dossierlink).where(Dossierlink.verstrekking_id == id_)).one()
            uit[wie] = (rij.ingetrokken_op is None, link.ingetrokken_op is None)
        return uit


def _sluiten(w: Wandeling) -> None:
    w.stap("sluiten", sluitreden="vertrek")


def _accepteren(w: Wandeling) -> None:
    w.taak("WO-06", reactie="ja", huur_vanaf=(w.dag + timedelta(days=3)).isoformat())


def _alsnog(w: Wandeling) -> None:
    w.taak("JU-04", oordeel="alsnog_geaccepteerd")


OPEN, DICHT = (True, True), (False, False)


STAPPEN = (
    ("zoekend", _sluiten, DICHT),
    ("onterecht", lambda w: w.stap("sluiten_na_weigering"), DICHT),
    ("ruil", lambda w: w.stap("overdragen"), DICHT),
    ("aangeboden", _accepteren, OPEN),
    ("geweigerd", _alsnog, OPEN),
    ("verhuisd", lambda w: w.stap("huisvesten"), OPEN),
)


def test_wie_niets_meer_te_doen_heeft_kan_er_niet_meer_bij(kamer: Kamer):
    for plek, stap, verhuurder in STAPPEN:
        verstuurd, zaak_id = _verstuur(kamer, plek), kamer.wereld.zaak_id(plek)
        ruilkaart = kamer.vraag(plek, profiel="ruilkaart", ontvanger_id=kamer.andere_gemeente().id)
        with kamer.wereld.werk() as sessie:
            stap(kamer.wereld.loop(sessie, zaak_id))
        assert _open(kamer, verstuurd) == {"verhuurder": verhuurder, "ander": DICHT}, plek
        assert kamer.rij(ruilkaart).ingetrokken_op is None, "een andere gemeente houdt wat zij kreeg"
        soorten = [g.soort for g, _ in kamer.wereld.gebeurtenissen(zaak_id)]
        dicht = 1 if verhuurder == OPEN else 2
        assert soorten.count("dossier_ingetrokken") == soorten.count("dossierlink_ingetrokken") == dicht, plek


def _samen(kamer: Kamer, plek: str, stap: Callable[[Wandeling], None], doe: Callable[[CasusSessie], UUID]) -> UUID:
    """Iemand doet iets, en voor dat is vastgelegd zet een ander de stap; het id van het eerste."""
    streep = Event()

    def loop() -> None:
        with kamer.wereld.werk() as sessie:
            streep.set()
            stap(kamer.wereld.loop(sessie, kamer.wereld.zaak_id(plek)))

    with ThreadPoolExecutor(1) as baan:
        with kamer.wereld.werk() as sessie:
            id_ = doe(sessie)
            ander = baan.submit(copy_context().run, loop)
            if kamer.wereld.soort == "postgresql":
                assert streep.wait(30)
            wait([ander], timeout=1)  # op SQLite komt hij er nog niet in, op PostgreSQL wacht hij op de zaak
        ander.result(60)
    return id_


@pytest.mark.parametrize(("plek", "stap"), [("aangeboden", _accepteren), ("zoekend", _sluiten)])
def test_wat_tegelijk_wordt_gemaakt_gaat_ook_dicht(kamer: Kamer, plek: str, stap: Callable[[Wandeling], None]):
    oud, wonen = kamer.rij(_verstuur(kamer, plek)["ander"]), kamer.wereld.actor("wonen")
    nieuw = _samen(kamer, plek, stap, lambda sessie: dossiers.verbeter(sessie, oud, actor=wonen).id)
    assert kamer.maak(nieuw).ingetrokken_op is not None


def test_wie_het_dossier_nog_open_had_staan_maakt_geen_nieuwe_versie(kamer: Kamer):
    oud, wonen = kamer.rij(_verstuur(kamer, "aangeboden")["ander"]), kamer.wereld.actor("wonen")
    with kamer.wereld.werk() as sessie:
        _accepteren(kamer.wereld.loop(sessie, kamer.wereld.zaak_id("aangeboden")))
    with kamer.wereld.werk() as sessie, pytest.raises(Weigering, match="ingetrokken"):
        dossiers.verbeter(sessie, oud, actor=wonen)


def test_een_dossier_gevraagd_terwijl_een_ander_sluit_gaat_ook_dicht(kamer: Kamer):
    naar, wonen = kamer.wereld.ligging.corporatie, kamer.wereld.actor("wonen")
    with kamer.wereld.lees() as sessie:
        zaak = dossiers.met_gezin(sessie, kamer.wereld.loop(sessie, kamer.wereld.zaak_id("zoekend")).zaak)

    def vraag(sessie: CasusSessie) -> UUID:
        return dossiers.vraag_aan(sessie, zaak, actor=wonen, ontvanger_id=naar).id

    nieuw = _samen(kamer, "zoekend", _sluiten, vraag)
    assert kamer.maak(nieuw).ingetrokken_op is not None
    with kamer.wereld.werk() as sessie, pytest.raises(Weigering, match="zaak is gesloten"):
        vraag(sessie)  # de zaak zoals zij voor het sluiten was geladen


def test_een_dossier_dat_voorbij_is_gaat_in_geen_bundel(kamer: Kamer):
    ids, naar, wonen = (
        [kamer.vraag(), kamer.vraag("zoekend")],
        kamer.wereld.ligging.corporatie,
        kamer.wereld.actor("wonen"),
    )
    wat = {"corporatie_id": naar, "titel": "Week 28", "soort": "zip"}
    with kamer.wereld.werk() as sessie:
        bundel = dossierbundels.begin(sessie, actor=wonen, dossiers=ids, **wat)
        assert dossierbundels.beletsel(sessie, bundel) == ""
        gisteren = vandaag() - timedelta(days=1)
        sessie.execute(update(Verstrekking).where(Verstrekking.id == ids[1]).values(eindigt_op=gisteren))
        assert dossierbundels.beletsel(sessie, bundel).startswith(
            "Dossier 2 in deze bundel is ingetrokken, vervangen of voorbij"
        )
        assert [een.id for een in te_bundelen(sessie, naar, VANDAAG, VANDAAG)] == ids[:1]
        with pytest.raises(NietGevonden, match="geldt niet meer"):
            dossierbundels.begin(sessie, actor=wonen, dossiers=ids, **wat)
        sessie.execute(update(Verstrekking).where(Verstrekking.id == ids[1]).values(eindigt_op=vandaag()))
        assert dossierbundels.beletsel(sessie, bundel) == "", "de laatste dag telt mee"
    assert nu().date() == vandaag()
