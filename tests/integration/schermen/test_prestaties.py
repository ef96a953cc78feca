"""Prestatieafspraken op het scherm: tellen, vastleggen, en alleen de eigen gemeente."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta

from sqlalchemy import delete, select

from casus.actions.woningstappen import zet
from casus.db import CasusSessie, uuid7
from casus.models import (
    Aanbod,
    Corporatie,
    Gebeurtenis,
    Persoon,
    Prestatieafspraak,
    Prognose,
    Taakstelling,
    Woning,
    Woningverloop,
    Zaak,
)
from casus.queries.prestaties import laad
from casus.rules.prestaties import woningtype
from casus.termijnen import dag_van, vandaag
from tests import woningen as proef
from tests.integration.queries.tellen import opdrachten
from tests.integration.schermen import conftest as schermen
from tests.integration.schermen.conftest import Scherm
from tests.wereld import NU, VANDAAG, B, Wereld

app, als = schermen.app, schermen.als
PAD = "/prestatieafspraken"


def corporatie(w: Wereld) -> Corporatie:
    """De corporatie met een aanbod in A."""
    with w.lees() as sessie:
        vraag = (
            select(Corporatie)
            .join(Woning, Woning.corporatie_id == Corporatie.id)
            .join(Aanbod, Aanbod.woning_id == Woning.id)
        )
        return sessie.scalars(vraag.order_by(Corporatie.naam)).first()


def _weigerde(rij: Aanbod) -> bool:
    return rij.weigerreden is not None and rij.oordeel != "alsnog_geaccepteerd"


def test_de_getallen_zijn_die_van_de_rijen(gedeelde_wereld: Wereld):
    w = gedeelde_wereld
    with w.lees() as sessie, opdrachten(w.db) as vragen:
        jaar = laad(sessie, w.actor("wonen"), VANDAAG.year, 3, VANDAAG)
        assert len(vragen) <= 5
        aanbod = sessie.execute(select(Aanbod, Woning).join(Woning, Woning.id == Aanbod.woning_id)).all()
        per_type = {(p.corporatie_id, code): regel for p in jaar.prestaties for code, regel in p.typen.items()}
        bereikt = [woning for rij, woning in aanbod if rij.antwoord_voor or rij.aangeboden_op]
        assert len(bereikt) < len(aanbod), "een voordracht waarop nog geen besluit is, telt niet"
        paren = {
            (woning.corporatie_id, woningtype(woning.zelfstandig, woning.slaapkamers)): set() for woning in bereikt
        }
        for woning in bereikt:
            paren[woning.corporatie_id, woningtype(woning.zelfstandig, woning.slaapkamers)].add(woning.id)
        assert {plek: len(ids) for plek, ids in paren.items()} == {
            plek: regel.aangeboden for plek, regel in per_type.items() if regel.aangeboden
        }
        met_sleutel = [rij for rij, _ in aanbod if rij.sleuteldatum]
        assert sum(regel.sleutels for regel in per_type.values()) == len(met_sleutel) > 0
        geweigerd = [rij for rij, _ in aanbod if rij.status == "afgewezen_corporatie" or _weigerde(rij)]
        assert sum(sum(p.weigeringen.values()) for p in jaar.prestaties) == len(geweigerd) > 0
        zoekend = sessie.scalars(
            select(Zaak).where(Zaak.toestand.in_(("toegewezen", "match_gezocht")), Zaak.gesloten_op.is_(None))
        ).all()
        assert len(jaar.zoekt) == len(zoekend)
        open_ = (
            select(Persoon)
            .join(Zaak, Zaak.huishouden_id == Persoon.huishouden_id)
            .where(Zaak.gesloten_op.is_(None), Persoon.telt_mee_vanaf.is_(None))
        )
        telt = select(Persoon).where(
            Persoon.telt_mee_vanaf.between(date(VANDAAG.year, 7, 1), date(VANDAAG.year, 12, 31))
        )
        gehad = {een.id for vraag in (open_, telt) for een in sessie.scalars(vraag)}
        recent = sessie.scalars(select(Zaak).where(Zaak.koppeldatum > VANDAAG - timedelta(days=365))).all()
        assert jaar.instroom.gehad == len(gehad) > 0 and len(jaar.instroom.eerder) == len(recent) > 0


def test_wie_nog_komt_telt_mee_als_de_taakstelling_vastligt(wereld: Wereld, als: Callable[..., Scherm]):
    nu = f"{PAD}?jaar={vandaag().year}&kwartaal={(vandaag().month + 2) // 3}"
    with wereld.werk() as sessie:
        sessie.execute(delete(Taakstelling))
    assert "Daarom telt alleen wie nu zoekt" in als("wonen").open(nu)
    stelling = {"jaar": vandaag().year, "halfjaar": 1 if vandaag().month <= 6 else 2}
    with wereld.werk() as sessie:
        gemeente = wereld.actor("wonen").gemeente_id
        sessie.add(
            Taakstelling(id=uuid7(), gemeente_id=gemeente, personen=900, achterstand=0, bron="verzonnen", **stelling)
        )
    pagina = als("wonen").open(nu)
    assert re.search(r"zoeken nu, ongeveer \d+ komen nog", pagina) and "is een schatting" in pagina
    assert "is voorbij" in als("wonen").open(f"{PAD}?jaar={vandaag().year - 1}&kwartaal=1")


def test_de_duur_telt_van_melding_tot_sleutel(wereld: Wereld):
    met_sleutel = select(Aanbod, Woning).join(Woning, Woning.id == Aanbod.woning_id)
    with wereld.werk() as sessie:
        for _, woning in sessie.execute(met_sleutel.where(Aanbod.sleuteldatum.is_not(None))):
            woning.gemeld_op = NU - timedelta(days=500)
    with wereld.lees() as sessie:
        verwacht: Counter[int] = Counter()
        for aanbod, woning in sessie.execute(met_sleutel.where(Aanbod.sleuteldatum.is_not(None))):
            stap = select(Woningverloop).where(Woningverloop.woning_id == woning.id, Woningverloop.naar == "gemeld")
            eerder = [een.op for een in sessie.scalars(stap) if een.op <= aanbod.voorgedragen_op]
            gemeld = max(eerder, default=woning.gemeld_op)
            verwacht[(aanbod.sleuteldatum - dag_van(gemeld)).days] += 1
        jaar = laad(sessie, wereld.actor("wonen"), VANDAAG.year, 3, VANDAAG)
        assert sum((p.dagen for p in jaar.prestaties), Counter()) == verwacht
        assert verwacht


def _tel(w: Wereld, sessie: CasusSessie, soort: str) -> int:
    jaar = laad(sessie, w.actor("wonen"), VANDAAG.year, 3, VANDAAG)
    return sum(getattr(regel, soort) for p in jaar.prestaties for regel in p.typen.values())


def test_een_woning_die_terugkomt_telt_nog_en_haar_dagen_blijven(wereld: Wereld):
    wonen, van = wereld.actor("wonen"), corporatie(wereld).id
    with wereld.werk() as sessie:
        voor = _tel(wereld, sessie, "geleverd")
        woning = proef.leg_vast(sessie, wonen, van)
        assert _tel(wereld, sessie, "geleverd") == voor + 1
        zet(sessie, woning, "opnieuw_nakijken", actor=wonen, reden="Lekkage")
        assert _tel(wereld, sessie, "geleverd") == voor + 1, "wat geleverd is, blijft geleverd"
        zet(sessie, woning, "beschikbaar_maken", actor=wonen)
        assert _tel(wereld, sessie, "geleverd") == voor + 1, "dezelfde melding telt een keer"
        zet(sessie, woning, "intrekken", actor=wonen, reden="Sloop")
        zet(sessie, woning, "opnieuw_melden", actor=wonen, reden="Toch niet")
        zet(sessie, woning, "beschikbaar_maken", actor=wonen)
        assert _tel(wereld, sessie, "geleverd") == voor + 2


def test_de_duur_kijkt_naar_de_melding_van_deze_voordracht(wereld: Wereld):
    with wereld.werk() as sessie:
        vraag = select(Aanbod, Woning).join(Woning, Woning.id == Aanbod.woning_id)
        aanbod, woning = sessie.execute(vraag.where(Aanbod.sleuteldatum.is_not(None))).first()
        for stap, op in (("melden", 400), ("opnieuw_melden", 10), ("opnieuw_melden", -30)):
            toen = aanbod.voorgedragen_op - timedelta(days=op)
            rij = {
                "gemeente_id": woning.gemeente_id,
                "woning_id": woning.id,
                "door_id": wereld.actor("wonen").gebruiker_id,
            }
            sessie.add(Woningverloop(id=uuid7(), stap=stap, van="", naar="gemeld", op=toen, **rij))
        sessie.flush()
        jaar = laad(sessie, wereld.actor("wonen"), VANDAAG.year, 3, VANDAAG)
        dagen = (aanbod.sleuteldatum - dag_van(aanbod.voorgedragen_op - timedelta(days=10))).days
        assert dagen in sum((p.dagen for p in jaar.prestaties), Counter())
        assert max(sum((p.dagen for p in jaar.prestaties), Counter())) < 400


def test_wie_na_zijn_weigering_toch_ja_zei_weigerde_niet(wereld: Wereld):
    with wereld.werk() as sessie:
        vraag = select(Aanbod).where(Aanbod.status == "geweigerd", Aanbod.oordeel.is_(None)).order_by(Aanbod.id)
        aanbod = sessie.scalars(vraag).first()
        voor = laad(sessie, wereld.actor("wonen"), VANDAAG.year, 3, VANDAAG)
        aanbod.oordeel, aanbod.oordeel_op = "alsnog_geaccepteerd", VANDAAG
        aanbod.oordeel_door_id = wereld.actor("casemanager").gebruiker_id
        sessie.flush()
        na = laad(sessie, wereld.actor("wonen"), VANDAAG.year, 3, VANDAAG)
        tel = [sum(sum(p.weigeringen.values()) for p in jaar.prestaties) for jaar in (voor, na)]
        assert tel[1] == tel[0] - 1


def test_vastleggen_teruglezen_en_wat_er_gebeurde(wereld: Wereld, als: Callable[..., Scherm]):
    wie, wonen = corporatie(wereld), als("wonen")
    assert wie.naam in wonen.open(PAD)
    adres = f"{PAD}/vastleggen"
    assert "Bewaren" in wonen.open(f"{adres}?corporatie={wie.id}&jaar=2026")
    velden = {"corporatie": str(wie.id), "jaar": "2026", "bron": "Overleg van 1 juli"}
    na = wonen.gelukt(adres, {**velden, "studio-afspraak": "500", "kamer-3": "7"})
    assert "zijn bewaard" in na and "nog 500 woningen" in na and "woningen in de prognose: 7" in na
    zelfde = {vak: n for naam, n in (("studio-afspraak", "500"), ("kamer-3", "7")) for vak in (naam, f"was-{naam}")}
    assert "Er is niets veranderd" in wonen.gelukt(adres, {**velden, **zelfde})
    with wereld.lees() as sessie:
        rij = sessie.scalars(select(Prestatieafspraak)).one()
        assert (rij.aantal, rij.bron, rij.woningtype) == (500, "Overleg van 1 juli", "studio")
        assert sessie.scalars(select(Prognose)).one().kwartaal == 3
        soorten = sessie.scalars(select(Gebeurtenis.soort).order_by(Gebeurtenis.nr)).all()
    assert {"prestatieafspraak", "prognose"} <= set(soorten)
    assert "nog 500" not in als("wonen", B).open(PAD), "de afspraak is van de ene gemeente"


def test_twee_die_tegelijk_invullen_wissen_elkaar_niet_en_leeg_is_weg(wereld: Wereld, als: Callable[..., Scherm]):
    wie, wonen, adres = corporatie(wereld), als("wonen"), f"{PAD}/vastleggen"
    velden = {"corporatie": str(wie.id), "jaar": "2026", "bron": ""}
    wonen.gelukt(adres, {**velden, "studio-afspraak": "5", "kamer-3": "7"})
    assert 'name="was-studio-afspraak" value="5"' in wonen.open(f"{adres}?corporatie={wie.id}&jaar=2026")
    gezien = {"was-studio-afspraak": "5", "was-kamer-3": "7"}
    wonen.gelukt(adres, {**velden, **gezien, "studio-afspraak": "6", "kamer-3": "7"})
    wonen.gelukt(adres, {**velden, **gezien, "studio-afspraak": "5", "kamer-3": "8"})
    te_laat = wonen.stuur(adres, {**velden, **gezien, "studio-afspraak": "9", "kamer-3": "7"})
    assert te_laat.status_code == 409 and "net op 6 gezet" in te_laat.text
    leeg = {"was-studio-afspraak": "6", "studio-afspraak": "", "was-kamer-3": "8", "kamer-3": "8"}
    wonen.gelukt(adres, {**velden, **leeg})
    with wereld.lees() as sessie:
        assert sessie.scalars(select(Prestatieafspraak)).all() == []
        assert sessie.scalars(select(Prognose.aantal)).all() == [8]
        soorten = sessie.scalars(select(Gebeurtenis.soort)).all()
    assert soorten.count("prestatieafspraak") == 3, "vijf, zes en leeg"


def test_wat_niet_klopt_blijft_staan(wereld: Wereld, als: Callable[..., Scherm]):
    wie, wonen = corporatie(wereld), als("wonen")
    velden = {"corporatie": str(wie.id), "jaar": "2026", "studio-afspraak": "veel", "kamer-1": "3"}
    antwoord = wonen.stuur(f"{PAD}/vastleggen", velden)
    assert antwoord.status_code == 422 and 'value="veel"' in antwoord.text and 'value="3"' in antwoord.text
    assert re.search(r'id="studio-afspraak-fout">Vul bij studio', antwoord.text)
    assert wonen.stuur(f"{PAD}/vastleggen", {"corporatie": "x"}).status_code == 404


def test_wie_er_niet_over_gaat_kijkt_alleen(als: Callable[..., Scherm]):
    casemanager = als("casemanager")
    assert "Vastleggen" not in casemanager.open(f"{PAD}?jaar=2026&kwartaal=2")
    casemanager.open(f"{PAD}/vastleggen", 403)
    assert "Prestatieafspraken" in casemanager.open(f"{PAD}?jaar=9999&kwartaal=x")
