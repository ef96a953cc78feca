"""Een verdeling: te herhalen, met extra woningen, en voor de regio zonder naam, nummer of id van een ander."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select, update

from casus.actions import matchruns, matchwensen
from casus.db import Bereik
from casus.errors import GeenRecht, InvoerFout, Weigering
from casus.models import Huishouden, Matchrun, Outbox, Parameter, Persoon, Woning, Zaak
from casus.queries import matching
from casus.queries.regiokaarten import Kaarten, in_regio, laad_regio
from casus.rules.matchrun import uitkomst
from casus.rules.passendrun import Opdracht, opdracht_uit, vingerafdruk
from tests import factories
from tests.integration.matching.kamers import zet_kamers
from tests.integration.schermen import conftest as schermen
from tests.integration.schermen.conftest import Scherm
from tests.wereld import A, B, Wereld

app, als = schermen.app, schermen.als


def reken(w: Wereld, gemeente: str = A, rol: str = "teammanager", **hoe: object) -> Matchrun:
    with w.werk(gemeente) as sessie:
        return matchruns.bereken(sessie, actor=w.actor(rol, gemeente), **hoe)


def test_een_run_is_uit_haar_invoer_te_herhalen(wereld: Wereld):
    run = reken(wereld)
    bewaard = json.loads(json.dumps(run.invoer))
    assert vingerafdruk(bewaard) == run.invoer_hash
    assert uitkomst(opdracht_uit(bewaard)) == matchruns._zonder_bijlage(run.uitkomst)
    assert 0 < run.personen <= run.grens and run.uitkomst["bewezen"]
    with wereld.werk() as sessie:
        terug = sessie.scalars(select(Matchrun)).one()
        assert matchruns.herhaal(sessie, terug, actor=wereld.actor("wonen"))
        terug.uitkomst = {**terug.uitkomst, "personen": terug.personen + 1}
        assert not matchruns.herhaal(sessie, terug, actor=wereld.actor("wonen"))


def test_de_invoer_noemt_geen_naam_of_nummer(wereld: Wereld):
    run = reken(wereld)
    tekst = json.dumps([run.invoer, run.uitkomst]).lower()
    with wereld.lees() as sessie:
        woorden = {w.lower() for p in sessie.scalars(select(Persoon)) for w in (p.achternaam, p.voornamen, p.v_nummer)}
        woorden |= {w.lower() for h in sessie.scalars(select(Huishouden)) for w in (h.naam, h.coa_nummer)}
        woorden |= {w.lower() for z in sessie.scalars(select(Zaak)) for w in (z.zaaknummer,)}
    assert not [woord for woord in woorden if re.search(rf"\b{re.escape(woord)}\b", tekst)]


def test_er_wordt_niets_aangeboden_of_vastgehouden(wereld: Wereld):
    voor = {
        naam: waarde for naam, waarde in wereld.momentopname().items() if naam in ("woning", "aanbod", "zaak", "taak")
    }
    reken(wereld)
    na = wereld.momentopname()
    assert {naam: na[naam] for naam in voor} == voor


def test_vast_en_nooit_tellen_in_elke_volgende_run(wereld: Wereld):
    eerst = reken(wereld).uitkomst["paren"][0]
    with wereld.werk() as sessie:
        zaak = sessie.scalars(select(Zaak).where(Zaak.id == UUID(eerst["huishouden"]))).one()
        kan = matching.laad_gemeente(sessie).woningen
        ander = next(w for w in kan if str(w.id) != eerst["woning"])
        wens = matchwensen.zet_wens(
            sessie, zaak, ander, actor=wereld.actor("wonen"), soort="vast", reden="De school is om de hoek."
        )
    vast = {(p["huishouden"], p["woning"]) for p in reken(wereld).uitkomst["paren"]}
    assert (str(zaak.id), str(ander.id)) in vast
    with wereld.werk() as sessie:
        terug = matchwensen.laad_wens(sessie, wens.id)
        matchwensen.haal_weg(sessie, terug, actor=wereld.actor("wonen"))
        woning = sessie.scalars(select(Woning).where(Woning.id == UUID(eerst["woning"]))).one()
        matchwensen.zet_wens(sessie, zaak, woning, actor=wereld.actor("wonen"), soort="nooit", reden="Te ver van werk.")
    nooit = {(p["huishouden"], p["woning"]) for p in reken(wereld).uitkomst["paren"]}
    assert (eerst["huishouden"], eerst["woning"]) not in nooit


def test_extra_woningen_huisvesten_wie_er_anders_zonder_blijft(wereld: Wereld):
    with wereld.werk() as sessie:
        sessie.execute(update(Woning).where(Woning.status == "beschikbaar").values(status="ingetrokken"))
    basis = reken(wereld)
    assert basis.personen == 0 and basis.uitkomst["zonder"]
    met = reken(wereld, wat_als={"slaapkamers_3": 1, "studio": 0}, basis=basis)
    assert met.personen == 3 and met.basis_id == basis.id and met.uitkomst["extra"] == {"slaapkamers_3": 1}
    with wereld.lees() as sessie:
        assert matchruns.vingerafdruk(sessie.get(Matchrun, (met.gemeente_id, met.id)).invoer) == met.invoer_hash


def test_een_vreemd_aantal_extra_woningen_wordt_geweigerd(wereld: Wereld):
    basis = reken(wereld)
    for aantallen in ({}, {"studio": 0}, {"studio": -1}, {"studio": 51}, {"kasteel": 1}):
        with pytest.raises(InvoerFout):
            reken(wereld, wat_als=aantallen, basis=basis)


def test_wie_het_recht_niet_heeft_rekent_niet(gedeelde_wereld: Wereld):
    w = gedeelde_wereld
    with w.db.schrijven(Bereik.van(w.gemeente())) as sessie:
        with pytest.raises(GeenRecht):
            matchruns.bereken(sessie, actor=w.actor("casemanager"))
        with pytest.raises(GeenRecht):
            matchruns.bereken(sessie, actor=w.actor("wonen"), omvang="regio")
        with pytest.raises(Weigering):
            matchruns.bereken(sessie, actor=w.actor("teammanager"), omvang="regio")


def kanaries(w: Wereld) -> set[str]:
    """Alles van B wat nooit bij A mag komen."""
    with w.lees(B) as sessie:
        personen, woningen = sessie.scalars(select(Persoon)).all(), sessie.scalars(select(Woning)).all()
        gezinnen, zaken = sessie.scalars(select(Huishouden)).all(), sessie.scalars(select(Zaak)).all()
    uit = {str(rij.id) for rij in (*personen, *woningen, *gezinnen, *zaken)} | {str(w.gemeente(B))}
    uit |= {p.v_nummer for p in personen} | {p.achternaam for p in personen} | {h.naam for h in gezinnen}
    uit |= {h.coa_nummer for h in gezinnen} | {z.zaaknummer for z in zaken}
    uit |= {woning.adres for woning in woningen} | {woning.postcode for woning in woningen}
    return {woord.lower() for woord in uit if woord} - eigen(w)


def eigen(w: Wereld) -> set[str]:
    with w.lees() as sessie:
        woningen = sessie.scalars(select(Woning)).all()
    return {woord.lower() for woning in woningen for woord in (woning.adres, woning.postcode)}


def zet_b_zoekend(w: Wereld) -> None:
    """Geeft B een huishouden dat zoekt, met een harde kanarie in elk vrij veld, en een vrije woning."""
    with w.werk(B) as sessie:
        zaak = sessie.scalars(select(Zaak).where(Zaak.id == w.zaak_id("nieuw", B))).one()
        sessie.execute(update(Zaak).where(Zaak.id == zaak.id).values(toestand="match_gezocht"))
        geheim = {"gebied": "bij zus Kanarie in Doetinchem", "telefoon": "0612345678", "taal": "Kanariaans"}
        sessie.execute(update(Huishouden).where(Huishouden.id == zaak.huishouden_id).values(**geheim))
        sessie.add(factories.woning(w.gemeente(B), w.ligging.corporatie, adres="Kanariestraat 9"))


def test_een_regio_noemt_geen_naam_nummer_of_id_van_een_ander(wereld: Wereld, als: Callable[..., Scherm]):
    zet_b_zoekend(wereld)
    kaarten = laad_regio(wereld.db, wereld.gemeente())
    assert {kaart.gemeente for kaart in kaarten.huishoudens.values()} >= {A, B}
    run = reken(wereld, omvang="regio", kaarten=kaarten)
    pagina = als("teammanager").open(f"/matching/{run.id}")
    assert B in pagina and "Met ruil" in pagina
    alles = (json.dumps([run.invoer, run.uitkomst]) + pagina).lower()
    assert not [kanarie for kanarie in kanaries(wereld) if kanarie in alles]
    assert "kanari" not in alles and "0612345678" not in alles
    op_kaart = {naam for kaart in run.uitkomst["kaarten"].values() for naam in kaart}
    assert op_kaart == {
        "gemeente", "personen", "leeftijden", "slaapkamers", "beperking", "gebied", "hard", "weken"
    }  # fmt: skip


def test_de_regio_telt_per_gemeente_zonder_en_met_ruil(wereld: Wereld):
    zet_b_zoekend(wereld)
    with wereld.werk() as sessie:
        assert in_regio(sessie, wereld.gemeente())
        sessie.execute(update(Woning).where(Woning.status == "beschikbaar").values(status="ingetrokken"))
    run = reken(wereld, omvang="regio", kaarten=laad_regio(wereld.db, wereld.gemeente()))
    per = {rij["gemeente"]: rij for rij in run.uitkomst["per_gemeente"]}
    assert per[A]["zonder_ruil"] == 0 < per[A]["met_ruil"]
    assert run.uitkomst["zonder_ruil"] == per[B]["zonder_ruil"] <= run.personen
    with wereld.werk() as sessie:
        terug = sessie.scalars(select(Matchrun).where(Matchrun.id == run.id)).one()
        assert matchruns.herhaal(sessie, terug, actor=wereld.actor("teammanager"))


def test_wie_een_harde_koppelreden_heeft_ruilt_niet(wereld: Wereld):
    with wereld.werk() as sessie:
        sessie.execute(update(Woning).where(Woning.status == "beschikbaar").values(status="ingetrokken"))
        sessie.execute(update(Huishouden).values(koppelreden_hard=True))
    run = reken(wereld, omvang="regio", kaarten=laad_regio(wereld.db, wereld.gemeente()))
    per = {rij["gemeente"]: rij for rij in run.uitkomst["per_gemeente"]}
    assert per[A]["met_ruil"] == 0


def in_de_regio(w: Wereld) -> Kaarten:
    return laad_regio(w.db, w.gemeente())


def test_een_kamer_doet_mee_in_de_regio_als_geslacht_niet_uitmaakt(wereld: Wereld, als: Callable[..., Scherm]):
    huis, kamers = zet_kamers(wereld, aantal=3, eenheden=3)
    op_kaart = [een.kamer for sleutel, een in in_de_regio(wereld).woningen.items() if sleutel in map(str, kamers)]
    assert op_kaart == [True], "in een leeg huis is er een voor wie dan ook"
    with wereld.werk() as sessie:
        sessie.merge(huis).gemengd_akkoord_op = date(2026, 1, 1)
    assert {str(een) for een in kamers} <= in_de_regio(wereld).woningen.keys()
    with wereld.werk() as sessie:
        huis = sessie.merge(huis)
        huis.gemengd_akkoord_op, huis.andere_bewoners = None, ["man"]
    assert not {str(een) for een in kamers} & in_de_regio(wereld).woningen.keys()
    run = reken(wereld, omvang="regio", kaarten=in_de_regio(wereld))
    assert "kamers waar het uitmaakt of er een man of een vrouw komt" in als("teammanager").open(f"/matching/{run.id}")


def test_een_woning_wordt_getoetst_aan_de_regels_van_haar_gemeente(wereld: Wereld):
    zet_b_zoekend(wereld)
    with wereld.werk() as sessie:
        sessie.execute(update(Woning).where(Woning.status == "beschikbaar").values(status="ingetrokken"))
    with wereld.werk(B) as sessie:
        sessie.execute(update(Woning).where(Woning.status == "beschikbaar").values(slaapkamers=1))
    met_ruil = {}
    for tolerantie in ("0", "9"):
        with wereld.werk(B) as sessie:
            sessie.execute(update(Parameter).where(Parameter.sleutel == "kamer_tolerantie").values(waarde=tolerantie))
        run = reken(wereld, omvang="regio", kaarten=in_de_regio(wereld))
        met_ruil[tolerantie] = run.personen
        assert run.invoer["per_gemeente"][B]["kamer_tolerantie"] == tolerantie
        assert uitkomst(opdracht_uit(run.invoer), regio=True) == matchruns._zonder_bijlage(run.uitkomst)
    assert met_ruil["0"] == 0 < met_ruil["9"]


def test_de_eigen_nareis_telt_in_de_regio_en_die_van_een_ander_blijft_thuis(wereld: Wereld):
    zet_b_zoekend(wereld)
    for gemeente in (A, B):
        with wereld.werk(gemeente) as sessie:
            sessie.execute(update(Huishouden).values(nareis_aantal=7, nareis_verwacht_op=None))
    kaarten = in_de_regio(wereld)
    run = reken(wereld, omvang="regio", kaarten=kaarten)
    komt = {rij["sleutel"]: rij["straks"] for rij in run.invoer["huishoudens"]}
    eigen = {sleutel for sleutel in komt if not sleutel.startswith(B)}
    assert eigen and all(komt[sleutel]["personen"] >= 8 for sleutel in eigen)
    assert all(komt[sleutel] is None for sleutel in komt.keys() - eigen) and komt.keys() - eigen


def test_wat_een_ander_vastzette_of_uitsloot_telt_in_de_regio_zonder_naam(wereld: Wereld, als: Callable[..., Scherm]):
    zet_b_zoekend(wereld)
    with wereld.werk(B) as sessie:
        zaak = sessie.scalars(select(Zaak).where(Zaak.id == wereld.zaak_id("nieuw", B))).one()
        woning = sessie.scalars(select(Woning).where(Woning.adres == "Kanariestraat 9")).one()
        wie = wereld.actor("wonen", B)
        matchwensen.zet_wens(sessie, zaak, woning, actor=wie, soort="vast", reden="De school van kanarie is daar.")
    run = reken(wereld, omvang="regio", kaarten=in_de_regio(wereld))
    assert len(run.invoer["vast"]) == 1 and all(sleutel.startswith(B) for sleutel in run.invoer["vast"][0])
    assert run.invoer["vast"][0] in [[paar["huishouden"], paar["woning"]] for paar in run.uitkomst["paren"]]
    pagina = als("teammanager").open(f"/matching/{run.id}")
    alles = (json.dumps([run.invoer, run.uitkomst]) + pagina).lower()
    assert "kanari" not in alles and not [kanarie for kanarie in kanaries(wereld) if kanarie in alles]


def test_de_paginas_van_een_run(wereld: Wereld, als: Callable[..., Scherm]):
    wonen = als("wonen")
    assert "nog geen verdeling" in wonen.open("/matching")
    pagina = wonen.gelukt("/matching/uitrekenen")
    assert "Voorgestelde paren" in pagina and "Er is niets aangeboden" in pagina and "Van Doetinchem zoekend" in pagina
    with wereld.lees() as sessie:
        run = sessie.scalars(select(Matchrun)).one()
    assert "precies dezelfde uitkomst" in wonen.gelukt(f"/matching/{run.id}/opnieuw")
    fout = wonen.stuur(f"/matching/{run.id}/wat-als", {"studio": "veel", "kamer": ""})
    assert fout.status_code == 422 and "heel getal" in fout.text and 'value="veel"' in fout.text
    assert "2 extra studio’s" in wonen.gelukt(f"/matching/{run.id}/wat-als", {"studio": "2"})
    for vreemd in ("999999", "abc", "-1"):
        wonen.open(f"/matching/{run.id}?vanaf={vreemd}")
    wonen.open("/matching?na=onzin", 404)
    assert wonen.stuur("/matching/regio").status_code == 403
    assert als("casemanager").client.get(f"/matching/{run.id}").status_code == 403
    assert als("wonen", B).client.get(f"/matching/{run.id}").status_code == 404


def test_een_lege_gemeente_geeft_een_lege_verdeling(wereld: Wereld, als: Callable[..., Scherm]):
    with wereld.werk() as sessie:
        sessie.execute(update(Woning).values(status="ingetrokken"))
    wonen = als("wonen")
    pagina = wonen.gelukt("/matching/uitrekenen")
    assert "geen enkel passend paar" in pagina and "Er is geen woning vrij." in pagina


def test_een_grote_verdeling_rekent_de_werker(
    wereld: Wereld, als: Callable[..., Scherm], monkeypatch: pytest.MonkeyPatch
):
    meteen = reken(wereld)
    monkeypatch.setattr(matchruns, "METEEN", 0)
    run, wonen = reken(wereld), als("wonen")
    wacht = wonen.open(f"/matching/{run.id}")
    assert matchruns.wacht(run) and "Casus rekent nog" in wacht and "Casus begint zo." in wacht
    assert f'hx-get="/matching/{run.id}?stil=1"' in wacht and 'hx-trigger="every 2s"' in wacht
    gezien: list[str] = []
    monkeypatch.setattr(matchruns, "uitkomst", _kijk_mee(wonen, f"/matching/{run.id}?stil=1", gezien))
    assert wonen.stuur(f"/matching/{run.id}/opnieuw").status_code == 422
    for _ in range(2):  # een tweede keer verandert niets
        with wereld.db.unit_of_work() as sessie:
            werk = sessie.scalars(select(Outbox).where(Outbox.soort == matchruns.WERK)).one()
        matchruns.handler(wereld.db, werk)
    assert [re.search(r"stap (\d) van 3", een)[1] for een in gezien] == ["1", "2", "3"]
    assert "nu bezig" in gezien[0] and 'value="2"' in gezien[2]
    klaar = wonen.open(f"/matching/{run.id}?stil=1")
    assert "De verdeling is klaar." in klaar and "data-peilt" not in klaar.partition('id="voortgang"')[2][:200]
    with wereld.lees() as sessie:
        klaar = sessie.scalars(select(Matchrun).where(Matchrun.id == run.id)).one()
    assert klaar.uitkomst == meteen.uitkomst and klaar.personen == meteen.personen
    soorten = [g.soort for g, _ in wereld.gebeurtenissen(wereld.gemeente()) if g.soort.startswith("matchrun")]
    assert soorten == ["matchrun", "matchrun_gevraagd", "matchrun"]
    assert wereld.breuken() == []


def _kijk_mee(wie: Scherm, pad: str, gezien: list[str]) -> Callable[..., dict[str, object]]:
    """Rekent zoals altijd, en opent na elke stap de pagina van wie wacht."""

    def met_pagina(opdracht: Opdracht, *, meld: Callable[[str], None], **hoe: bool) -> dict[str, object]:
        def stap(naam: str) -> None:
            meld(naam)
            gezien.append(wie.open(pad))

        return uitkomst(opdracht, meld=stap, **hoe)

    return met_pagina


def test_een_grote_verdeling_rekent_de_werker_ook_na(
    wereld: Wereld, als: Callable[..., Scherm], monkeypatch: pytest.MonkeyPatch
):
    run, wonen = reken(wereld), als("wonen")
    monkeypatch.setattr(matchruns, "METEEN", 0)
    assert "onderaan" in wonen.gelukt(f"/matching/{run.id}/opnieuw")
    with wereld.db.unit_of_work() as sessie:
        werk = sessie.scalars(select(Outbox).where(Outbox.soort == matchruns.WERK)).one()
    matchruns.handler(wereld.db, werk)
    assert "precies dezelfde uitkomst" in wonen.open(f"/matching/{run.id}")
    with wereld.werk() as sessie:
        nieuw = {**run.uitkomst, "personen": 99}
        sessie.execute(update(Matchrun).where(Matchrun.id == run.id).values(uitkomst=nieuw))
    matchruns.handler(wereld.db, werk)
    assert "er komt iets anders uit" in wonen.open(f"/matching/{run.id}")
    assert wereld.breuken() == []
