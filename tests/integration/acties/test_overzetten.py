"""Een lopende zaak op een nieuwe versie van het proces: zij blijft waar zij is, en kan wat de nieuwe versie kan."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from casus.actions.overzetten import zet_over
from casus.actions.wijzigen import wijzig_zaak
from casus.cli import groep, omgeving
from casus.db import Bereik
from casus.errors import GeenRecht, NietGevonden, Weigering
from casus.models import Gebruiker, Taak, Zaak
from casus.queries.beeld import definitie
from casus.workflows.registry import huidige
from tests import oudproces
from tests.wereld import A, Wereld


def _taken(sessie, zaak: Zaak) -> dict:
    vraag = select(Taak).where(Taak.zaak_id == zaak.id)
    return {taak.id: (taak.soort, taak.status, taak.uiterlijk) for taak in sessie.scalars(vraag)}


def test_een_zaak_gaat_over_met_alles_wat_zij_had(gedeelde_wereld: Wereld):
    w = gedeelde_wereld
    with w.db.schrijven(Bereik.van(w.gemeente())) as sessie:
        zaak = sessie.scalars(select(Zaak).where(Zaak.id == w.zaak_id("voorgedragen"))).one()
        oudproces.zet_op(sessie, zaak, *oudproces.NIEUWE_MELDINGEN)
        vooraf, waar = _taken(sessie, zaak), (zaak.toestand, zaak.ankers)
        with pytest.raises(GeenRecht):
            zet_over(sessie, zaak, actor=w.actor("wonen"))
        loop = w.loop(sessie, zaak.id)
        with pytest.raises(KeyError):
            loop.meld("corporatie_akkoord")
        assert zet_over(sessie, zaak, actor=w.actor("beheerder"))
        assert definitie(sessie, zaak).hash == huidige("huisvesting-statushouder").hash
        assert (_taken(sessie, zaak), (zaak.toestand, zaak.ankers)) == (vooraf, waar)
        loop.meld("corporatie_akkoord")
        assert not zet_over(sessie, zaak, actor=w.actor("beheerder")), "een tweede keer verandert niets"
        sessie.rollback()


def test_een_gesloten_zaak_houdt_haar_proces(gedeelde_wereld: Wereld):
    w = gedeelde_wereld
    with w.db.schrijven(Bereik.van(w.gemeente())) as sessie:
        zaak = sessie.scalars(select(Zaak).where(Zaak.id == w.zaak_id("gesloten"))).one()
        oudproces.zet_op(sessie, zaak)
        with pytest.raises(Weigering, match="gesloten"):
            zet_over(sessie, zaak, actor=w.actor("beheerder"))
        sessie.rollback()


def test_de_opdracht_zet_over_wat_kan_en_zegt_wat_blijft(wereld: Wereld, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CASUS_DATABASE_URL", wereld.url)
    omgeving.database.cache_clear()
    with wereld.werk() as sessie:
        zaken = {plek: sessie.scalars(select(Zaak).where(Zaak.id == wereld.zaak_id(plek))).one() for plek in PLEKKEN}
        oudproces.zet_op(sessie, zaken["zoekend"], *oudproces.NIEUWE_MELDINGEN)
        oudproces.zet_op(sessie, zaken["nieuw"], erbij=EIGEN_ANKER)
        wijzig_zaak(sessie, zaken["nieuw"], zaken["nieuw"].versie, ankers={"eigen": "2026-07-01"})
        beheerder = sessie.get_one(Gebruiker, wereld.actor("beheerder").gebruiker_id).email

    def doe(*woorden: str) -> str:
        opdracht = ["workflow", "overzetten", "--gemeente", A, "--als", beheerder, *woorden]
        uitslag = CliRunner().invoke(groep, opdracht)
        assert uitslag.exit_code == 0, uitslag.exception
        return uitslag.output

    try:
        versies = [rij["workflowversie_id"] for rij in wereld.rijen("zaak")]
        proef = doe("--proef")
        assert f"{zaken['nieuw'].zaaknummer}: De nieuwe versie kent de dag ‘eigen’" in proef and "\n1 van " in proef
        assert [rij["workflowversie_id"] for rij in wereld.rijen("zaak")] == versies, "een proef verandert niets"
        assert "1 van 1 lopende zaken overgezet" in doe("--zaak", zaken["zoekend"].zaaknummer.lower())
        assert "\n0 van " in doe()
        onbekend = CliRunner().invoke(groep, ["workflow", "overzetten", "--gemeente", A, "--zaak", "DOE-1999-00001"])
        assert isinstance(onbekend.exception, NietGevonden)
    finally:
        omgeving.database().engine.dispose()
        omgeving.database.cache_clear()
    assert wereld.breuken() == []


PLEKKEN = ("zoekend", "nieuw")
EIGEN_ANKER = '[ankers.eigen]\ntitel = "een eigen dag"\nschatting = { vanaf = "koppeldatum", dagen = 7 }\n'
