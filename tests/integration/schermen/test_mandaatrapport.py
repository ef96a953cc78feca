"""Het mandaatrapport: elk getal klopt met de besluiten eronder, het bestand is veilig, en meenemen is vastgelegd."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import timedelta

from sqlalchemy import func, select, update

from casus.models import Besluit, Besluitstap, Gebeurtenis, Leesactie, Sessie
from casus.queries import mandaatrapport
from casus.queries.mandaatrapport import WAT, rapport
from casus.termijnen import dag_van
from casus.views.schermen.mandaatrapportscherm import dagen
from tests.integration.besluiten import hulp
from tests.integration.queries.tellen import opdrachten
from tests.wereld import NU, B, Wereld

JAAR = NU.year


def genomen(sessie) -> list[Besluit]:
    return list(sessie.scalars(select(Besluit).where(Besluit.besloten_op.is_not(None)).order_by(Besluit.nummer)))


def test_elk_getal_is_dat_van_de_besluiten_eronder(gedeelde_wereld: Wereld):
    with gedeelde_wereld.lees() as sessie, opdrachten(gedeelde_wereld.db) as gezien:
        regels = rapport(sessie, JAAR)
        assert len(gezien) == 1
        alle = genomen(sessie)
        assert len(alle) > 5
        per = Counter(b.mandaat_kopie["beslist_door"]["functie"] for b in alle)
        assert {r.functie: r.besluiten for r in regels} == per
        assert sum(r.bedrag_cent for r in regels) == sum(b.bedrag_cent or 0 for b in alle if b.status == "toegekend")
        assert all(r.besluiten == r.toegekend + r.afgewezen and r.zonder_vier_ogen == 0 for r in regels)
        for regel in regels:
            for wat in WAT:
                rijen, meer = mandaatrapport.besluiten(sessie, JAAR, regel.functie, wat)
                assert len(rijen) == getattr(regel, "besluiten" if wat == "alle" else wat) and not meer
        assert rapport(sessie, JAAR - 1) == []
        assert mandaatrapport.jaren(sessie) == [JAAR]


def test_een_blad_gaat_verder_waar_het_vorige_ophield(gedeelde_wereld: Wereld):
    with gedeelde_wereld.lees() as sessie:
        alle, gevonden, na = [b.nummer for b in genomen(sessie)], [], ""
        while True:
            rijen, na = mandaatrapport.besluiten(sessie, JAAR, na=na, hoogstens=2)
            gevonden += [rij.nummer for rij in rijen]
            if not na:
                break
    assert gevonden == alle


def test_hogerop_vervanging_en_duur_tellen_mee(wereld: Wereld):
    with wereld.werk() as sessie:
        een, twee = genomen(sessie)[:2]
        een.besloten_op = een.voorgesteld_op + timedelta(days=9)
        een.mandaat_kopie = {**een.mandaat_kopie, "als_vervanger": True}
        vast = {"gemeente_id": een.gemeente_id, "van_niveau": 1, "naar_niveau": 2}
        sessie.add(Besluitstap(**vast, besluit_id=een.id, soort="opgehoogd"))
        sessie.add(Besluitstap(**vast, besluit_id=een.id, soort="opgehoogd"))
        sessie.add(Besluitstap(**vast, besluit_id=twee.id, soort="doorgezet", door_id=twee.voorgesteld_door_id))
    with wereld.lees() as sessie:
        regels = rapport(sessie, JAAR)
        duren = sorted((dag_van(b.besloten_op) - dag_van(b.voorgesteld_op)).days for b in genomen(sessie))
    assert {veld: sum(getattr(r, veld) for r in regels) for veld in ("opgehoogd", "doorgezet", "vervanging")} == {
        "opgehoogd": 1,  # twee stappen van één besluit is één keer hogerop
        "doorgezet": 1,
        "vervanging": 1,
    }
    assert max(duren) == 9
    assert all(duren[0] <= r.dagen <= duren[-1] for r in regels)
    assert [dagen(aantal) for aantal in (0, 1, 2.5, 9)] == ["dezelfde dag", "1 dag", "2,5 dagen", "9 dagen"]


def besluiten_csv(scherm) -> list[str]:
    bestand = scherm.stuur("/mandaatrapport/exporteer", {"jaar": str(JAAR), "soort": "besluiten"})
    assert bestand.status_code == 200
    return [rij[0] for rij in csv.reader(io.StringIO(bestand.get_data().decode("utf-8-sig")), delimiter=";")][1:]


def test_wie_geen_zaken_ziet_krijgt_geen_besluiten_van_een_ander(wereld: Wereld, als):
    with wereld.werk() as sessie:
        hoog = hulp.stel_voor(wereld, sessie, bedrag_cent=620_000)
        hulp.beslis(wereld, sessie, hoog, "ambtelijk_opdrachtgever")
        mijn = {b.nummer for b in genomen(sessie) if b.vereist_niveau == 2 or b.laagste_niveau == 2}
        rest = {b.nummer for b in genomen(sessie)} - mijn
    assert hoog.nummer in mijn and rest
    adres, baas = f"/mandaatrapport/besluiten?jaar={JAAR}", als("ambtelijk_opdrachtgever")
    lijst = baas.open(adres)
    assert all(nr in lijst for nr in mijn) and not any(nr in lijst for nr in rest)
    assert "alleen de besluiten die bij uw functie kwamen" in lijst
    assert set(besluiten_csv(baas)) == mijn
    assert set(besluiten_csv(als("teammanager"))) == mijn | rest
    beheerder = als("beheerder")
    beheerder.open(adres, 403)
    pagina = beheerder.open("/mandaatrapport")
    assert "/mandaatrapport/besluiten" not in pagina and 'value="besluiten"' not in pagina
    velden = {"jaar": str(JAAR)}
    assert beheerder.stuur("/mandaatrapport/exporteer", {**velden, "soort": "besluiten"}).status_code == 403
    assert "Teammanager" in beheerder.stuur("/mandaatrapport/exporteer", {**velden, "soort": "rapport"}).text


def test_het_scherm_het_bestand_en_wie_het_meenam(wereld: Wereld, als):
    with wereld.werk() as sessie:
        besluit = genomen(sessie)[0]
        besluit.titel = '=HYPERLINK("http://fout.test")'
    manager = als("teammanager")
    pagina = manager.open("/mandaatrapport")
    assert "Elk besluit is genomen door een ander dan wie het voorstelde" in pagina
    assert f"/mandaatrapport/besluiten?jaar={JAAR}&amp;functie=teammanager&amp;wat=toegekend" in pagina
    lijst = manager.open(f"/mandaatrapport/besluiten?jaar={JAAR}&functie=teammanager&wat=alle")
    assert besluit.nummer in lijst
    assert "nog geen besluit genomen" in manager.open("/mandaatrapport?jaar=2020")
    with wereld.db.unit_of_work() as sessie:
        sessie.execute(update(Sessie).values(bevestigd_op=None))
    zonder = manager.stuur("/mandaatrapport/exporteer", {"jaar": str(JAAR), "soort": "besluiten"})
    assert zonder.status_code == 422, "meenemen vraagt een code"
    assert "Meenemen voor de accountant" in zonder.text
    manager = als("teammanager")
    bestand = manager.stuur("/mandaatrapport/exporteer", {"jaar": str(JAAR), "soort": "besluiten"})
    rijen = list(csv.reader(io.StringIO(bestand.get_data().decode("utf-8-sig")), delimiter=";"))
    with wereld.lees() as sessie:
        assert len(rijen) == 1 + len(genomen(sessie))
        assert "'=HYPERLINK" in {rij[1][:11] for rij in rijen}
        assert sessie.scalar(select(func.count()).where(Gebeurtenis.soort == "mandaatrapport_geexporteerd")) == 1
        assert sessie.scalar(select(func.count()).where(Leesactie.wat.startswith("mandaatrapport"))) == 1
    rapport_ = manager.stuur("/mandaatrapport/exporteer", {"jaar": str(JAAR), "soort": "rapport"})
    assert "Teammanager" in rapport_.get_data().decode("utf-8-sig")
    als("wonen").open("/mandaatrapport", 403)
    als("beheerder").open("/mandaatrapport")
    assert besluit.nummer not in als("teammanager", B).open(f"/mandaatrapport/besluiten?jaar={JAAR}")
    assert wereld.breuken() == []
