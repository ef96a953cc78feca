"""Veel taken tegelijk door het scherm: voorbeeld, uitkomst, stoppen, terug, en peilen zonder de sessie te rekken."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from casus import outbox
from casus.actions import bulk
from casus.db import Bereik
from casus.models import Bulk, Bulkregel, Sessie
from casus.termijnen import klok_op, nu
from tests.integration.acties.test_bulk import begin, collega, maak_taken, opdracht, taakrijen
from tests.integration.queries.tellen import opdrachten
from tests.integration.schermen.conftest import Scherm
from tests.wereld import NU, VANDAAG, B, Wereld


def kaal(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.partition("<main")[2]))


def voorbeeld(scherm: Scherm, handeling: str, ids: list[UUID], status: int = 200, **velden: str) -> str:
    antwoord = scherm.stuur("/bulk/voorbeeld", {"handeling": handeling, "taak": [str(id_) for id_ in ids], **velden})
    assert antwoord.status_code == status, kaal(antwoord.text)
    return antwoord.text


def gekozen(pagina: str) -> str:
    gevonden = re.search(r'name="taak" value="([^"]+)"', pagina)
    assert gevonden
    return gevonden[1]


def start(scherm: Scherm, handeling: str, ids: list[UUID], **velden: str) -> str:
    """Van voorbeeld naar begin, zoals een browser het doet; geeft het adres van de uitkomst."""
    pagina = voorbeeld(scherm, handeling, ids, **velden)
    antwoord = scherm.stuur("/bulk", {"handeling": handeling, "taak": gekozen(pagina), **velden})
    assert antwoord.status_code == 303, kaal(antwoord.text)
    return str(antwoord.location)


def werk(w: Wereld) -> int:
    return outbox.verwerk_alles(w.db, {bulk.WERK: bulk.handler})


def test_het_voorbeeld_noemt_per_taak_wat_er_gebeurt_en_verandert_niets(wereld: Wereld, als: Callable[..., Scherm]):
    w, scherm, aan = wereld, als("teammanager"), wereld.actor("casemanager")
    goed, fout = maak_taken(w, 3), maak_taken(w, 2, ["wonen"])
    vreemd = [rij["id"] for rij in w.rijen("taak") if rij["gemeente_id"] == w.gemeente(B)][:2]
    vooraf = w.momentopname()
    tekst = kaal(voorbeeld(scherm, "toewijzen", [*goed, *fout, *vreemd, uuid4()], aan=str(aan.gebruiker_id)))
    assert w.momentopname() == vooraf
    assert "5 taken toewijzen" in tekst and "2 taken kunnen niet" in tekst
    assert f"3 taken gaan naar {aan.naam}" in tekst
    assert tekst.count("Kies een collega met de rol wonen.") == 3  # één keer in het overzicht, en bij elke taak
    assert "3 taken bestaan niet" in tekst
    assert tekst.index("Bel over 0 ") > tekst.index("Kies een collega met de rol wonen.")


def test_zonder_collega_of_dag_blijft_de_keuze_staan(wereld: Wereld, als: Callable[..., Scherm]):
    scherm, ids = als("teammanager"), maak_taken(wereld, 2)
    keuze = gekozen(voorbeeld(scherm, "overdragen", ids))
    antwoord = scherm.stuur("/bulk", {"handeling": "overdragen", "taak": keuze, "toelichting": "Denk aan de tolk."})
    assert antwoord.status_code == 422
    assert "Kies een collega die de taken krijgt." in antwoord.text and "Denk aan de tolk." in antwoord.text
    assert gekozen(antwoord.text) == keuze
    antwoord = scherm.stuur("/bulk", {"handeling": "inplannen", "taak": keuze, "gepland_op": "gisteren"})
    assert antwoord.status_code == 422 and "Kies vandaag of een dag daarna." in antwoord.text
    assert 'value="gisteren"' in antwoord.text
    assert wereld.rijen("bulk") == []


def test_weinig_taken_zijn_meteen_klaar_en_gaan_als_een_terug(wereld: Wereld, als: Callable[..., Scherm]):
    w, scherm, aan = wereld, als("teammanager"), wereld.actor("casemanager")
    ids = [*maak_taken(w, 3), *maak_taken(w, 1, ["wonen"])]
    adres = start(scherm, "overdragen", ids, aan=str(aan.gebruiker_id), toelichting="Voor uw vakantie.")
    pagina = scherm.open(adres)
    tekst = kaal(pagina)
    assert "Klaar" in tekst and "3 gelukt en 1 niet gelukt" in tekst and "Ongedaan maken kan tot" in tekst
    assert tekst.index("Kies een collega met de rol wonen.") < tekst.index("Bel over 0 ")
    assert {taakrijen(w, ids[:3])[id_]["behandelaar_id"] for id_ in ids[:3]} == {aan.gebruiker_id}
    tekst = kaal(scherm.gelukt(f"{adres}/terug"))
    assert "Teruggezet" in tekst and "3 teruggezet en 1 niet veranderd" in tekst and "Alles ongedaan maken" not in tekst
    assert {taakrijen(w, ids[:3])[id_]["behandelaar_id"] for id_ in ids[:3]} == {None}
    assert w.breuken() == []


def test_veel_taken_doet_de_werker_en_de_pagina_laat_zien_hoe_ver(wereld: Wereld, als: Callable[..., Scherm]):
    w, scherm = wereld, als("teammanager")
    ids = maak_taken(w, 40)
    adres = start(scherm, "inplannen", ids, gepland_op="morgen")
    pagina = scherm.open(adres)
    assert "0 van 40" in kaal(pagina) and "stil=1" in pagina and "every 2s" in pagina
    assert "Wacht op ander werk" in kaal(pagina) and "Er is nog niets veranderd." in kaal(pagina)
    assert "Ongedaan maken" not in kaal(pagina)
    assert scherm.stuur(f"{adres}/terug").status_code == 422
    assert werk(w) == 1
    klaar = scherm.open(adres)
    assert "40 gelukt" in kaal(klaar) and "every 2s" not in klaar
    assert {rij["gepland_op"] for rij in taakrijen(w, ids).values()} == {VANDAAG + timedelta(days=1)}


def test_stoppen_werkt_ook_zonder_werker(wereld: Wereld, als: Callable[..., Scherm]):
    w, scherm = wereld, als("teammanager")
    ids = maak_taken(w, 40)
    adres = start(scherm, "inplannen", ids, gepland_op="morgen")
    tekst = kaal(scherm.gelukt(f"{adres}/stop"))
    assert "Gestopt" in tekst and "40 niet aan begonnen" in tekst and "Ongedaan maken" not in tekst
    werk(w)
    assert {rij["gepland_op"] for rij in taakrijen(w, ids).values()} == {None}
    assert scherm.stuur(f"{adres}/stop").status_code == 422


def test_twee_keer_versturen_heeft_een_gevolg(wereld: Wereld, als: Callable[..., Scherm]):
    w, scherm = wereld, als("teammanager")
    ids = maak_taken(w, 3)
    velden = {"handeling": "volgen", "taak": gekozen(voorbeeld(scherm, "volgen", ids)), "_sleutel": "s" * 24}
    adressen = {scherm.stuur("/bulk", velden).location for _ in range(3)}
    assert len(adressen) == len(w.rijen("bulk")) == 1
    assert len(w.rijen("bulkregel")) == 3


def test_alleen_wie_het_deed_ziet_het(wereld: Wereld, als: Callable[..., Scherm]):
    w, scherm = wereld, als("teammanager")
    adres = start(scherm, "volgen", maak_taken(w, 2))
    assert "Volgen" in scherm.open("/bulk")
    ander = als("casemanager")
    ander.open(adres, 404)
    assert [ander.stuur(f"{adres}/{wat}").status_code for wat in ("stop", "terug")] == [404, 404]
    assert "U hebt nog niets in één keer gedaan" in ander.open("/bulk")


def test_alles_is_elke_taak_van_de_lijst(wereld: Wereld, als: Callable[..., Scherm]):
    w, scherm, wie = wereld, als("jurist"), wereld.actor("jurist")
    mijn = maak_taken(w, 7, ["jurist"], behandelaar_id=wie.gebruiker_id)
    maak_taken(w, 3, ["wonen"])
    velden = {"handeling": "inplannen", "alles": "1", "lijst": "mijn", "filters": "rol=jurist"}
    pagina = scherm.stuur("/bulk/voorbeeld", velden).text
    assert set(map(str, mijn)) <= {een.partition(".")[0] for een in gekozen(pagina).split()}
    assert "wonen" not in {rij["rol"] for rij in taakrijen(w, [UUID(e[:36]) for e in gekozen(pagina).split()]).values()}


def test_niets_of_te_veel_gekozen_is_een_zin(wereld: Wereld, als: Callable[..., Scherm]):
    scherm = als("teammanager")
    assert "Kies eerst een of meer taken" in voorbeeld(scherm, "toewijzen", [], 422)
    assert "hoogstens 1.000 tegelijk" in voorbeeld(scherm, "toewijzen", [uuid4() for _ in range(1001)], 422)
    voorbeeld(scherm, "sluiten", maak_taken(wereld, 1), 404)
    assert scherm.stuur("/bulk/voorbeeld", {"handeling": "volgen", "taak": "geen-nummer"}).status_code == 404


def test_na_tien_minuten_is_de_knop_weg(wereld: Wereld, als: Callable[..., Scherm]):
    scherm = als("teammanager")
    adres = start(scherm, "volgen", maak_taken(wereld, 2))
    assert "Alles ongedaan maken" in scherm.open(adres)
    with klok_op(nu() + timedelta(minutes=11)):
        assert "Alles ongedaan maken" not in scherm.open(adres)
        assert scherm.stuur(f"{adres}/terug").status_code == 422


@pytest.mark.parametrize("aantal", [3, 60])
def test_elke_pagina_kost_even_weinig_vragen(aantal: int, wereld: Wereld, als: Callable[..., Scherm]):
    w, scherm, aan = wereld, als("teammanager"), wereld.actor("casemanager")
    ids = maak_taken(w, aantal)
    velden = {"aan": str(aan.gebruiker_id)}
    bulk_id = begin(w, w.actor("teammanager"), opdracht("toewijzen", collega(w, "casemanager")), ids)
    scherm.open("/bulk")
    app_db = scherm.client.application.extensions["casus.database"]

    def vragen(doe: Callable[[], Any]) -> int:
        with opdrachten(app_db) as gezien:
            doe()
        return len(gezien)

    assert vragen(lambda: voorbeeld(scherm, "toewijzen", ids, **velden)) <= 8
    assert vragen(lambda: scherm.open(f"/bulk/{bulk_id}")) <= 8
    bulk.verwerk(w.db, w.gemeente(), bulk_id)
    assert vragen(lambda: scherm.open(f"/bulk/{bulk_id}")) <= 8
    assert vragen(lambda: scherm.open("/bulk")) <= 8


def test_bladeren_door_de_uitkomst_toont_elke_taak_een_keer(wereld: Wereld, als: Callable[..., Scherm]):
    w, scherm = wereld, als("teammanager")
    goed, fout = maak_taken(w, 50), maak_taken(w, 12, ["wonen"])
    bulk_id = begin(w, w.actor("teammanager"), opdracht("toewijzen", collega(w, "casemanager")), [*goed, *fout])
    bulk.verwerk(w.db, w.gemeente(), bulk_id)
    pad, gezien, vorige = f"/bulk/{bulk_id}", [], ""
    while pad:
        pagina = scherm.open(pad)
        gezien += re.findall(r'href="/taken/([0-9a-f-]{36})"', pagina)
        volgende = re.search(r'href="([^"]+)" rel="next"', pagina)
        vorige, pad = pagina, volgende[1].replace("&amp;", "&") if volgende else ""
    assert gezien == [str(id_) for id_ in [*fout, *goed]]
    terug = re.search(r'href="([^"]+)" rel="prev"', vorige)
    assert terug
    assert re.findall(r'href="/taken/([0-9a-f-]{36})"', scherm.open(terug[1])) == gezien[:50]
    for onzin in ("x", "v", "v1", "v1.x", "v99999.1", "v1.9999999", "v-1.2", "v٣.1"):
        scherm.open(f"/bulk/{bulk_id}?na={onzin}", 404)


def test_peilen_houdt_de_sessie_niet_open(wereld: Wereld, als: Callable[..., Scherm]):
    w, scherm = wereld, als("teammanager")
    bulk_id = begin(w, w.actor("teammanager"), opdracht("volgen"), maak_taken(w, 30))

    def gezien_op() -> Any:
        with w.db.lezen() as sessie:
            return sessie.scalars(select(Sessie.gezien_op).order_by(Sessie.begonnen_op.desc())).all()[0]

    vooraf, later = gezien_op(), nu() + timedelta(minutes=5)
    with klok_op(later):
        scherm.open(f"/bulk/{bulk_id}?stil=1")
        assert gezien_op() == vooraf
        scherm.open(f"/bulk/{bulk_id}")
        assert gezien_op() == later
    with klok_op(later + timedelta(minutes=31)):
        assert scherm.client.get(f"/bulk/{bulk_id}?stil=1").status_code in (302, 303)


def test_wie_niet_in_het_team_zit_komt_er_niet_in(wereld: Wereld, als: Callable[..., Scherm]):
    scherm = als("beheerder")
    for pad in ("/bulk", f"/bulk/{uuid4()}"):
        scherm.open(pad, 403)
    assert scherm.stuur("/bulk/voorbeeld", {"handeling": "volgen", "taak": str(uuid4())}).status_code == 403
    assert scherm.stuur("/bulk", {"handeling": "volgen", "taak": str(uuid4())}).status_code == 403


def test_een_lopende_bulk_toont_wat_gedaan_is(wereld: Wereld, als: Callable[..., Scherm]):
    """Halverwege: 12 van 40, en na het terugdraaien telt alleen wat terug moet."""
    w, scherm = wereld, als("teammanager")
    bulk_id = begin(w, w.actor("teammanager"), opdracht("volgen"), maak_taken(w, 40))
    with w.db.unit_of_work(Bereik.van(w.gemeente())) as sessie:
        eerste = update(Bulkregel).where(Bulkregel.bulk_id == bulk_id, Bulkregel.nr <= 12)
        sessie.execute(eerste.values(uitkomst="gelukt"), execution_options={"synchronize_session": False})
    halverwege = kaal(scherm.open(f"/bulk/{bulk_id}"))
    assert "12 van 40" in halverwege and "Wacht op ander werk" not in halverwege
    with w.db.unit_of_work(Bereik.van(w.gemeente())) as sessie:
        terug = update(Bulk).where(Bulk.id == bulk_id).values(status="terug", klaar_op=NU)
        sessie.execute(terug, execution_options={"synchronize_session": False})
    assert "0 van 12" in kaal(scherm.open(f"/bulk/{bulk_id}"))
