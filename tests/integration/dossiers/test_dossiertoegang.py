"""Is het deel van een corporatie voorbij, dan haalt zij geen dossier meer op, ook niet met een link."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update

from casus.actions import dossierbundels, dossierlinks
from casus.demo.wandeling import Wandeling
from casus.errors import NietGevonden
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
    dossiers = {
        "verhuurder": kamer.vraag(plek, ontvanger_id=verhuurt or ids[1]),
        "ander": kamer.vraag(plek, ontvanger_id=ander),
    }
    for id_ in dossiers.values():
        rij = kamer.maak(id_)
        wie = {"naam": "Ans Bos", "email": "ans@linde.example", "dagen": 3, "hoogstens": 2}
        with kamer.wereld.werk() as sessie:
            wonen = kamer.wereld.actor("wonen")
            dossierlinks.maak(sessie, rij, actor=wonen, bos=factories.SLEUTELBOS, **wie)  # type: ignore[arg-type]  # gemengd
    return dossiers


def _open(kamer: Kamer, dossiers: dict[str, UUID]) -> dict[str, tuple[bool, bool]]:
    """Per ontvanger of het dossier en zijn link nog open zijn."""
    with kamer.wereld.lees() as sessie:
        uit = {}
        for wie, id_ in dossiers.items():
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
        dossiers, zaak_id = _verstuur(kamer, plek), kamer.wereld.zaak_id(plek)
        ruilkaart = kamer.vraag(plek, profiel="ruilkaart", ontvanger_id=kamer.andere_gemeente().id)
        with kamer.wereld.werk() as sessie:
            stap(kamer.wereld.loop(sessie, zaak_id))
        assert _open(kamer, dossiers) == {"verhuurder": verhuurder, "ander": DICHT}, plek
        assert kamer.rij(ruilkaart).ingetrokken_op is None, "een andere gemeente houdt wat zij kreeg"
        soorten = [g.soort for g, _ in kamer.wereld.gebeurtenissen(zaak_id)]
        dicht = 1 if verhuurder == OPEN else 2
        assert soorten.count("dossier_ingetrokken") == soorten.count("dossierlink_ingetrokken") == dicht, plek


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
