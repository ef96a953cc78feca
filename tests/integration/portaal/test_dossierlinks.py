"""Een link naar een dossier: te raden, verlopen, ingetrokken, op en op slot (veiligheid C7, D5, A1)."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import date, datetime, timedelta
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update

from casus.actions import dossierlinks
from casus.actor import Actor
from casus.db import Bereik
from casus.errors import GeenRecht, InvoerFout, Weigering
from casus.extensions import limiter
from casus.models import Dossierinzage, Dossierlink, Persoon, Signaal, Verstrekking, Zaak
from casus.queries import dossierlinks as vragen
from casus.termijnen import NEDERLAND, nu
from casus.web.logboek import _verberg
from tests.integration.portaal.conftest import PDF, Huurland
from tests.wereld import A, B

RONDES = int(os.environ.get("CASUS_RONDES", "8"))
SAMEN = 8


@pytest.fixture(autouse=True)
def _verse_tellers(land: Huurland) -> None:
    with land.app.app_context():
        limiter.reset()


def _maak(
    land: Huurland, dossier: Verstrekking, actor: Actor | None = None, **anders: Any
) -> tuple[Dossierlink, str, str]:
    velden = {"naam": "Ans Bos", "email": "Ans@Eikpunt.example", "dagen": 7, "hoogstens": 2, **anders}
    with land.wereld.werk() as sessie:
        wie = actor or land.wereld.actor("wonen")
        return dossierlinks.maak(sessie, dossier, actor=wie, bos=land.bos, **velden)


def _haal(land: Huurland, geheim: str, code: str, afkorting: str = "doe") -> Any:
    return land.bezoeker().stuur(f"/d/{afkorting}/{geheim}", {"code": code})


def _pogingen(land: Huurland) -> list[str]:
    with land.wereld.lees() as sessie:
        return list(sessie.scalars(select(Dossierinzage.soort).order_by(Dossierinzage.op, Dossierinzage.id)))


def _zet(land: Huurland, **waarden: Any) -> None:
    with land.wereld.werk() as sessie:
        sessie.execute(update(Dossierlink).values(**waarden))


def test_van_maken_tot_ophalen(land: Huurland):
    dossier = land.dossier()
    link, geheim, code = _maak(land, dossier)
    ((aan, onderwerp, tekst),) = land.bezorg()
    assert aan == "ans@eikpunt.example" and land.adres_uit(tekst) == f"/d/doe/{geheim}"
    for niet in (code, code.replace(" ", ""), "DOE-2026", "Van Doetinchem", "Ans"):
        assert niet not in tekst + onderwerp, "in de mail staat geen code en geen persoon"
    bezoeker = land.bezoeker()
    pagina = bezoeker.open(f"/d/doe/{geheim}")
    assert "Code van acht cijfers" in pagina and "DOE-2026" not in pagina
    antwoord = bezoeker.stuur(f"/d/doe/{geheim}", {"code": code.replace(" ", "-")})
    assert antwoord.status_code == 200 and antwoord.data == PDF and antwoord.headers["Cache-Control"] == "no-store"
    assert _pogingen(land) == ["opgehaald"]
    with land.wereld.lees() as sessie:
        signaal = sessie.scalars(select(Signaal).where(Signaal.soort == "dossier")).one()
        nu_ = sessie.scalars(select(Dossierlink).where(Dossierlink.id == link.id)).one()
    assert signaal.zaak_id == dossier.zaak_id and (nu_.gebruikt, nu_.fout) == (1, 0)
    assert [g.soort for g, _ in land.wereld.gebeurtenissen(dossier.zaak_id)][-2:] == [
        "dossierlink_gemaakt",
        "dossier_opgehaald_link",
    ]
    opgeslagen = str(land.wereld.rijen("dossierlink")) + str(land.wereld.rijen("outbox"))
    assert geheim not in opgeslagen and code not in opgeslagen and code.replace(" ", "") not in opgeslagen


def test_raden_verlopen_en_ingetrokken_is_dezelfde_pagina(land: Huurland):
    _, geheim, code = _maak(land, land.dossier())
    bezoeker = land.bezoeker()
    goed = bezoeker.open(f"/d/doe/{geheim}").replace(geheim, "x")
    assert goed == bezoeker.open("/d/doe/nooit-gemaakt").replace("nooit-gemaakt", "x")
    assert goed == bezoeker.open(f"/d/nergens/{geheim}").replace(geheim, "x").replace("/d/nergens/", "/d/doe/")
    niets = _haal(land, "nooit-gemaakt", code).text.replace("nooit-gemaakt", "x")
    assert "klopt niet, of de link werkt niet meer" in niets
    for waarden in ({"verloopt_op": nu() - timedelta(minutes=1)}, {"ingetrokken_op": nu()}):
        _zet(land, **{"verloopt_op": nu() + timedelta(days=1), "ingetrokken_op": None, **waarden})
        antwoord = _haal(land, geheim, code)
        assert antwoord.status_code == 422
        assert _zonder_teken(antwoord.text.replace(geheim, "x")) == _zonder_teken(niets)
    _zet(land, verloopt_op=nu() + timedelta(days=1), ingetrokken_op=None)
    assert _haal(land, geheim, "12345678").status_code == 422
    assert _haal(land, geheim, code, "aal").status_code == 422, "in een andere gemeente bestaat de link niet"
    assert _pogingen(land) == ["verlopen", "verlopen", "foute_code"]


def _zonder_teken(tekst: str) -> list[str]:
    return [regel for regel in tekst.splitlines() if "csrf_token" not in regel]


def test_na_vijf_foute_codes_zit_de_link_op_slot(land: Huurland):
    dossier = land.dossier()
    _, geheim, code = _maak(land, dossier)
    fout = f"{(int(code.replace(' ', '')) + 1) % 10**8:08d}"
    for _ in range(dossierlinks.MEESTE_FOUT):
        assert _haal(land, geheim, fout).status_code == 422
    assert _haal(land, geheim, code).status_code == 422, "ook de goede code helpt niet meer"
    assert _pogingen(land) == ["foute_code"] * 5 + ["verlopen"]
    with land.wereld.lees() as sessie:
        vormen = sessie.scalars(select(Signaal.gegevens).where(Signaal.soort == "dossier").order_by(Signaal.op)).all()
    assert [een["vorm"] for een in vormen] == ["foute_code"] * 4 + ["op_slot"]
    assert land.wereld.breuken() == []


def test_het_dossier_zelf_kan_ook_voorbij_zijn(land: Huurland):
    dossier = land.dossier(eindigt_op=date(2026, 7, 6))
    link, geheim, code = _maak(land, dossier, dagen=30)
    assert link.verloopt_op == datetime(2026, 7, 7, tzinfo=NEDERLAND), "nooit langer dan het dossier"
    with land.wereld.werk() as sessie:
        sessie.execute(update(Verstrekking).where(Verstrekking.id == dossier.id).values(ingetrokken_op=nu()))
    assert _haal(land, geheim, code).status_code == 422 and _pogingen(land) == ["verlopen"]
    oud = land.dossier("aangeboden")
    _, geheim, code = _maak(land, oud)
    land.dossier("aangeboden", versie=2, vervangt_id=oud.id)
    assert _haal(land, geheim, code).status_code == 422, "van een dossier dat verbeterd is, gaat het oude niet meer weg"


def test_te_vaak_proberen_moet_wachten(land: Huurland):
    statussen = [_haal(land, "nooit-gemaakt", "12345678").status_code for _ in range(11)]
    assert statussen == [422] * 10 + [429]
    assert not land.wereld.rijen("dossierinzage"), "wat niet bestaat, heeft geen logboek"


def test_wat_er_mis_kan_zijn_bij_het_maken(land: Huurland):
    dossier = land.dossier()
    mis = {"naam": " ", "email": "geen adres", "dagen": 31, "hoogstens": 21}
    lang = (("naam", "x" * 121), ("email", f"{'a' * 250}@b.nl"), ("email", "ander,nog@b.nl"))
    for veld, waarde in (*mis.items(), *lang, ("dagen", 0), ("hoogstens", 0)):
        with pytest.raises(InvoerFout) as fout:
            _maak(land, dossier, **{veld: waarde})
        assert [een.veld for een in fout.value.fouten] == [veld]


def test_wie_en_wat_er_geen_link_krijgt(land: Huurland):
    with pytest.raises(GeenRecht):
        _maak(land, land.dossier(), land.wereld.actor("jurist"))
    with pytest.raises(Weigering, match="alleen voor het team"):
        _maak(land, land.dossier(ontvanger_soort="team", corporatie_id=None))
    persoon = {"ontvanger_soort": "betrokkene", "persoon_id": _persoon(land), "corporatie_id": None}
    with pytest.raises(GeenRecht, match="dit dossier maken"):
        _maak(land, land.dossier(profiel="inzage_betrokkene", **persoon))
    with pytest.raises(Weigering, match="gaat niet met een link weg"):
        _maak(land, land.dossier(profiel="inzage_betrokkene", **persoon), land.wereld.actor("casemanager"))
    with pytest.raises(Weigering, match="ingetrokken, voorbij of vervangen"):
        _maak(land, land.dossier(eindigt_op=date(2026, 7, 5)))


def _persoon(land: Huurland) -> UUID:
    with land.wereld.lees() as sessie:
        van = select(Zaak.huishouden_id).where(Zaak.id == land.wereld.zaak_id("voorgedragen")).scalar_subquery()
        return sessie.scalars(select(Persoon.id).where(Persoon.huishouden_id == van)).all()[0]


def test_hetzelfde_formulier_geeft_een_link(land: Huurland, als):
    dossier, wonen = land.dossier(), als("wonen")
    nummer = next(rij["zaaknummer"] for rij in land.wereld.rijen("zaak") if rij["id"] == dossier.zaak_id)
    pad = f"/zaken/{nummer}/verstrekkingen/{dossier.id}/links"
    velden = {"naam": "Ans", "email": "ans@eikpunt.example", "dagen": "7", "hoogstens": "1", "_sleutel": "a" * 32}
    assert 'id="de-code"' in wonen.stuur(pad, velden).text
    nog_eens = wonen.stuur(pad, velden)
    assert nog_eens.status_code == 303 and len(land.wereld.rijen("dossierlink")) == 1
    pagina = wonen.open(nog_eens.location)
    assert "Deze link was al gemaakt" in pagina and 'id="de-code"' not in pagina


def test_elke_link_die_nog_werkt_is_in_te_trekken(land: Huurland, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(vragen, "MEESTE", 1)
    dossier = land.dossier()
    gemaakt = {_maak(land, dossier)[0].id for _ in range(3)}
    with land.wereld.lees() as sessie:
        assert {link.id for link in vragen.links_van(sessie, dossier)} == gemaakt
    _zet(land, ingetrokken_op=nu())
    with land.wereld.lees() as sessie:
        assert len(vragen.links_van(sessie, dossier)) == 1


def test_het_scherm_toont_de_code_een_keer(land: Huurland, als):
    dossier = land.dossier()
    wonen, pad = als("wonen"), f"/zaken/{{}}/verstrekkingen/{dossier.id}/links"
    nummer = next(rij["zaaknummer"] for rij in land.wereld.rijen("zaak") if rij["id"] == dossier.zaak_id)
    fout = wonen.stuur(pad.format(nummer), {"naam": "Ans", "email": "ans@eikpunt.example", "dagen": "veel"})
    assert fout.status_code == 422 and "van 1 tot en met 30" in fout.text and 'value="veel"' in fout.text
    velden = {"naam": "Ans", "email": "ans@eikpunt.example", "dagen": "7", "hoogstens": "1"}
    antwoord = wonen.stuur(pad.format(nummer), velden)
    assert antwoord.status_code == 200 and 'id="de-code"' in antwoord.text
    pagina = wonen.open(pad.format(nummer))
    assert 'id="de-code"' not in pagina and "0 van 1 keer opgehaald" in pagina
    (link,) = land.wereld.rijen("dossierlink")
    intrekken = f"{pad.format(nummer)}/{link['id']}/intrekken"
    assert "ingetrokken" in wonen.gelukt(intrekken) and wonen.stuur(intrekken).status_code == 409
    assert als("jurist").stuur(intrekken).status_code == 403
    assert "Nieuwe link maken" not in als("jurist").open(pad.format(nummer))


def test_geen_geheim_in_het_logboek():
    regel = _verberg({"pad": "/d/doe/abc123?x=1", "ook": ["https://casus/uitnodiging/doe/geheim", "/agenda/zo.ics"]})
    assert "abc123" not in str(regel) and "geheim" not in str(regel) and "zo.ics" not in str(regel)


def _ren(land: Huurland, geheim: str, codes: list[str], baan: ThreadPoolExecutor) -> int:
    """Zoveel bezoekers tegelijk; geeft hoeveel er het dossier kregen."""
    streep, bereik = Barrier(len(codes), timeout=30), Bereik.van(land.wereld.gemeente(A))

    def loop(code: str) -> bool:
        streep.wait()
        with land.wereld.db.unit_of_work(bereik) as sessie:
            return dossierlinks.haal_op(sessie, geheim, code, land.bos) is not None

    return sum(taak.result(60) for taak in [baan.submit(copy_context().run, loop, code) for code in codes])


def test_hoogstens_zoveel_keer_ook_tegelijk(land: Huurland):
    """Acht keer tegelijk de goede code op een link voor twee keer: precies twee dossiers, elke ronde."""
    dossier = land.dossier()
    with ThreadPoolExecutor(SAMEN) as baan:
        for _ in range(RONDES):
            _, geheim, code = _maak(land, dossier)
            assert _ren(land, geheim, [code] * SAMEN, baan) == 2
    assert all(rij["gebruikt"] == 2 for rij in land.wereld.rijen("dossierlink"))
    assert land.wereld.breuken() == []


def test_ook_tegelijk_raden_gaat_op_slot(land: Huurland):
    dossier = land.dossier()
    with ThreadPoolExecutor(SAMEN) as baan:
        for _ in range((RONDES + 1) // 2):
            _, geheim, _ = _maak(land, dossier)
            assert _ren(land, geheim, ["0000 0000"] * SAMEN, baan) == 0
    assert all(rij["fout"] == dossierlinks.MEESTE_FOUT for rij in land.wereld.rijen("dossierlink"))


def test_een_link_van_b_werkt_niet_bij_a(land: Huurland):
    dossier = land.dossier("voorgesteld", gemeente=B)
    with land.wereld.werk(B) as sessie:
        _, geheim, code = dossierlinks.maak(
            sessie,
            dossier,
            actor=land.wereld.actor("wonen", B),
            naam="x",
            email="x@y.example",
            dagen=1,
            hoogstens=1,
            bos=land.bos,
        )
    assert _haal(land, geheim, code, "doe").status_code == 422
    assert _haal(land, geheim, code, "aal").status_code == 200
