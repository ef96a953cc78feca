"""Wie het voorstel van casus volgt, legt niets uit; en casus stelt alleen voor wat ook kan worden aangeboden."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, update

from casus.actions import complexen, matchruns
from casus.actions.uitgaand import laat_klok_lopen
from casus.actions.woningklok import kijk_woningen_na
from casus.actions.woningstappen import zet
from casus.actor import Actor
from casus.db import CasusSessie
from casus.errors import GeenRecht
from casus.models import Aanbod, Complextaak, Matchrun, Signaal, Taak, Woning, Woningverloop, Zaak
from casus.queries.matchvoorstel import beurt_bij
from casus.queries.regiokaarten import laad_regio
from casus.rules.signalen import Feiten, in_casus
from casus.termijnen import vandaag
from casus.views.schermen.matchrunkeuze import urgenten
from tests import woningen as proef
from tests.integration.queries.tellen import opdrachten
from tests.integration.schermen import conftest as schermen
from tests.integration.schermen.conftest import Scherm
from tests.wereld import NU, VANDAAG, Wereld

app, als, zaak_van, taak_van = schermen.app, schermen.als, schermen.zaak_van, schermen.taak_van
alleen_sqlite = pytest.mark.parametrize("_soort", ["sqlite"], indirect=True)


def _paar(run: Matchrun, zaak: Zaak) -> str:
    """De woning die deze verdeling aan de zaak geeft."""
    return next(paar["woning"] for paar in run.uitkomst["paren"] if paar["huishouden"] == str(zaak.id))


def test_wie_de_laatste_verdeling_volgt_hoeft_niets_uit_te_leggen(
    wereld: Wereld, app: Flask, als: Callable[..., Scherm], zaak_van: Callable[..., Zaak]
):
    wonen, zaak = als("wonen"), zaak_van("zoekend")
    with wereld.werk() as sessie:
        run = matchruns.bereken(sessie, actor=wereld.actor("wonen"))
        woning = _paar(run, zaak)
        assert beurt_bij(sessie, zaak.zaaknummer, UUID(woning)) != (1, 1), "anders was er niets uit te leggen"
    pagina = wonen.open(f"/matching/{run.id}")
    knop = re.search(rf'href="(/taken/[0-9a-f-]+\?van=zaak&amp;woning={woning}&amp;run={run.id})"', pagina)
    assert knop and "Deze woning kiezen" in pagina and "niet meer de laatste" not in pagina
    assert f'<option value="{woning}" selected>' in wonen.open(knop[1].replace("&amp;", "&"))
    pad = f"/zaken/{zaak.zaaknummer}/besluiten/nieuw/voordracht"
    assert f'href="/matching/{run.id}"' in wonen.open(f"{pad}?woning={woning}")
    for kijk in (f"{pad}?woning={woning}", f"/matching/{run.id}"):
        with opdrachten(app.extensions["casus.database"]) as vragen:
            wonen.open(kijk)
        assert len(vragen) <= 8, (kijk, [sql[:80] for sql, _ in vragen])
    _oud(wereld, run.id, timedelta(days=8))
    velden = {"voorstel": "Past op alle regels.", "woning": woning}
    assert wonen.stuur(pad, velden).status_code == 422, "een verdeling van acht dagen oud telt niet meer"
    assert "niet meer de laatste" in wonen.open(f"/matching/{run.id}")
    _oud(wereld, run.id, timedelta(days=1))
    wonen.gelukt(pad, velden)
    with wereld.lees() as sessie:
        aanbod = sessie.scalars(select(Aanbod).where(Aanbod.zaak_id == zaak.id)).one()
    assert (str(aanbod.woning_id), aanbod.matchrun_id, aanbod.keuze_reden) == (woning, run.id, "")
    assert "volgens de verdeling van casus" in wonen.open(f"/zaken/{zaak.zaaknummer}")
    assert "al een woning voorgedragen" in wonen.open(f"/matching/{run.id}")


def _oud(w: Wereld, run_id: UUID, hoe: timedelta) -> None:
    with w.werk() as sessie:
        rij = sessie.scalars(select(Matchrun).where(Matchrun.id == run_id)).one()
        rij.op = rij.op - hoe if hoe.days > 1 else rij.op + timedelta(days=7)


@alleen_sqlite
def test_een_nieuwere_verdeling_of_een_met_extra_woningen_telt_niet_mee(
    wereld: Wereld, als: Callable[..., Scherm], zaak_van: Callable[..., Zaak]
):
    zaak, wie = zaak_van("zoekend"), wereld.actor("wonen")
    with wereld.werk() as sessie:
        eerst = matchruns.bereken(sessie, actor=wie)
        woning = _paar(eerst, zaak)
        sessie.execute(update(Woning).where(Woning.id == UUID(woning)).values(huur_cent=400_000))
    with wereld.werk() as sessie:
        nieuw = matchruns.bereken(sessie, actor=wie)
        matchruns.bereken(sessie, actor=wie, wat_als={"studio": 1}, basis=nieuw)
    assert (str(zaak.id), woning) not in {(p["huishouden"], p["woning"]) for p in nieuw.uitkomst["paren"]}
    wonen = als("wonen")
    assert "niet meer de laatste" in wonen.open(f"/matching/{eerst.id}")
    assert "niet meer de laatste" not in wonen.open(f"/matching/{nieuw.id}")
    pad = f"/zaken/{zaak.zaaknummer}/besluiten/nieuw/voordracht"
    assert wonen.stuur(pad, {"voorstel": "Past.", "woning": woning}).status_code == 422


def test_wie_urgentie_heeft_en_zonder_woning_blijft_staat_bovenaan(wereld: Wereld, als: Callable[..., Scherm]):
    with wereld.werk() as sessie:
        run = matchruns.bereken(sessie, actor=wereld.actor("wonen"))
        urgent = urgenten(run)
        assert urgent
        sessie.execute(update(Woning).where(Woning.status == "beschikbaar").values(huur_cent=400_000))
    wonen = als("wonen")
    met = wonen.open(f"/matching/{run.id}")
    assert met.count("urgentie") > 0 and "Urgent, en nog zonder woning" not in met
    zonder = wonen.gelukt("/matching/uitrekenen")
    kop, rest = zonder.index("Urgent, en nog zonder woning"), zonder.index("Voorgestelde paren")
    assert kop < rest and "Anderen zonder woning" in zonder


# --- wat niet kan worden aangeboden ---


def _school(w: Wereld, sessie: CasusSessie, wie: Actor) -> tuple[Woning, list[Complextaak]]:
    """Een vrije woning in een verbouwde school waarvan alles is geregeld."""
    school = proef.complex_(sessie, wie, w.ligging.corporatie)
    taken = list(sessie.scalars(select(Complextaak).where(Complextaak.complex_id == school.id)))
    for taak in taken:
        tot = VANDAAG + timedelta(days=365)
        complexen.rond_taak_af(sessie, taak, actor=wie, toelichting="Klaar.", geldig_tot=tot)
    return proef.leg_vast(sessie, wie, w.ligging.corporatie, complex_id=school.id), taken


def test_matching_stelt_alleen_voor_wat_kan_worden_aangeboden(
    wereld: Wereld, als: Callable[..., Scherm], zaak_van: Callable[..., Zaak], taak_van: Callable[..., Taak]
):
    wie, zaak, match = wereld.actor("wonen"), zaak_van("zoekend"), taak_van("zoekend", "WO-03")
    with wereld.werk() as sessie:
        woning, taken = _school(wereld, sessie, wie)
    assert str(woning.id) in laad_regio(wereld.db, wereld.gemeente()).woningen
    with wereld.werk() as sessie:
        taak = sessie.scalars(select(Complextaak).where(Complextaak.id == taken[0].id)).one()
        taak.geldig_tot = VANDAAG - timedelta(days=1)
    assert str(woning.id) not in laad_regio(wereld.db, wereld.gemeente()).woningen
    wonen = als("wonen")
    lijst = wonen.open(f"/zaken/{zaak.zaaknummer}/woningen?woning={woning.id}")
    deel = lijst.partition("Kunnen nu niet")[2]
    assert woning.adres in deel and "Kan nu niet: Bij" in deel and taken[0].titel in deel
    assert f"woning={woning.id}&amp;" not in lijst and "Kan nu niet worden aangeboden" in lijst
    assert "Kan nu niet worden aangeboden. Bij" in wonen.open(f"/woningen/{woning.id}")
    kandidaten = wonen.open(f"/woningen/{woning.id}/kandidaten")
    assert "Kan nu niet worden aangeboden" in kandidaten and "Dit huishouden kiezen" not in kandidaten
    pagina = wonen.gelukt("/matching/uitrekenen")
    assert woning.adres in pagina.partition("Vrije woningen die nu niet kunnen")[2]
    with wereld.lees() as sessie:
        run = sessie.scalars(select(Matchrun)).one()
    assert str(woning.id) not in {rij["sleutel"] for rij in run.invoer["woningen"]}
    pad, velden = f"/zaken/{zaak.zaaknummer}/besluiten/nieuw/voordracht", {"voorstel": "Past."}
    geweigerd = wonen.stuur(pad, {**velden, "woning": str(woning.id)})
    assert geweigerd.status_code == 422 and "nog niet klaar" in geweigerd.text
    kiezen = {"woning": str(woning.id), "passend": "ja", "passend_toelichting": "Past.", "versie": str(match.versie)}
    with wereld.werk() as sessie:  # daar wacht de match op
        weg = {"status": "vervallen", "vervallen_op": NU, "vervallen_reden": "Proef"}
        sessie.execute(update(Taak).where(Taak.zaak_id == zaak.id, Taak.soort == "WO-01").values(**weg))
    gekozen = wonen.stuur(f"/taken/{match.id}/afronden", kiezen)
    assert gekozen.status_code == 422 and "Deze woning kan nu niet worden aangeboden. Bij" in gekozen.text


def test_de_klok_laat_nakijken_wat_niet_meer_kan(wereld: Wereld):
    wie = wereld.actor("wonen")
    with wereld.werk() as sessie:
        woning, taken = _school(wereld, sessie, wie)
        vol = proef.leg_vast(sessie, wie, wereld.ligging.corporatie)
    klok = Actor(wie.gebruiker_id, "casus", wereld.gemeente(), herkomst="worker")
    assert kijk_woningen_na(wereld.db, wereld.gemeente(), klok) == 0
    with wereld.werk() as sessie:
        taak = sessie.scalars(select(Complextaak).where(Complextaak.id == taken[0].id)).one()
        complexen.heropen_taak(sessie, taak, actor=wie)
        with pytest.raises(GeenRecht):
            zet(sessie, vol, "niet_meer_klaar", actor=wie, reden="Ik doe alsof ik de klok ben.")
    ander = Actor(wereld.actor("jurist").gebruiker_id, "casus", wereld.gemeente(), herkomst="worker")
    laat_klok_lopen(wereld.db, ander)
    assert kijk_woningen_na(wereld.db, wereld.gemeente(), ander) == 0, "de klok deed het al"
    with wereld.lees() as sessie:
        rij = sessie.scalars(select(Woning).where(Woning.id == woning.id)).one()
        stap = sessie.scalars(select(Woningverloop).where(Woningverloop.stap == "niet_meer_klaar")).one()
        signaal = sessie.scalars(select(Signaal).where(Signaal.soort == "woning")).one()
    assert rij.status == "gemeld" and taken[0].titel in stap.reden and stap.woning_id == woning.id
    zin = in_casus(Feiten(signaal.soort, signaal.gegevens), vandaag())
    assert signaal.gebruiker_id == wie.gebruiker_id and zin.startswith(f"{woning.adres} kan niet meer")
    assert wereld.breuken() == []


@alleen_sqlite
def test_een_andere_woonvorm_staat_bij_elke_woning_en_wordt_nagekeken(wereld: Wereld):
    wie = wereld.actor("wonen")
    with wereld.werk() as sessie:
        woning, taken = _school(wereld, sessie, wie)
        versie, school = woning.versie, taken[0].complex_id
        waarden: dict[str, Any] = {"woonvorm": "kamergewijs", "einddatum": None}
        complex_ = sessie.get_one(complexen.Complex, (wereld.gemeente(), school))
        complexen.wijzig_complex(sessie, complex_, actor=wie, versie=1, gegevens=waarden)
        assert (woning.woonvorm, woning.versie, woning.status) == ("kamergewijs", versie + 1, "gemeld")
    gewijzigd = [een for een, _ in wereld.gebeurtenissen(wereld.gemeente()) if een.soort == "woning_gewijzigd"]
    assert [een.object_id for een in gewijzigd] == [woning.id]
    assert wereld.breuken() == []
