"""Het register verandert alleen door een besluit met een document: alles of niets, en geen rij verandert."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from casus.actions import functies
from casus.actions.documenten import Nagekeken, Ontvangen, keur_vooraf
from casus.actions.mandaatregister import stel_vast
from casus.db import CasusSessie
from casus.documentkeuring.keurmeester import Keurmeester
from casus.errors import CasusFout, Conflict, GeenRecht, InvoerFout, Weigering
from casus.models import Functie, Mandaat, Registerbesluit, Vervanging
from casus.opslag import lees
from casus.queries.mandaatregister import Mandaatregister, laad, laad_houder
from casus.rules.mandaten import Vraag, laagste_niveau
from casus.rules.registerrij import Registerrij
from casus.rules.registerwijziging import als_rij
from casus.termijnen import vandaag
from casus.workflows import registers
from tests import documenten as bestanden
from tests.wereld import A, B, Wereld

PDF = b"%PDF-1.7 het ondertekende besluit"
DAG = timedelta(days=1)
Leg = Callable[..., Registerbesluit]


@pytest.fixture
def leg(wereld: Wereld, tmp_path: Path) -> Leg:
    """Legt regels vast als een nieuw registerbesluit van vandaag, als beheerder."""
    teller = iter(range(1, 99))

    def doe(*rijen: Registerrij, **anders: Any) -> Registerbesluit:
        velden: dict[str, Any] = {
            "actor": wereld.actor("beheerder"),
            "map_": tmp_path / "stukken",
            "besluitnummer": f"2026-{next(teller):03}",
            "besluitdatum": vandaag(),
            "omschrijving": "Een wijziging.",
            "document": Nagekeken("mandaatbesluit.pdf", "application/pdf", PDF),
        }
        with wereld.werk() as sessie:
            return stel_vast(sessie, rijen=rijen, **velden | anders)

    return doe


def staat(wereld: Wereld, gemeente: str = A) -> Mandaatregister:
    with wereld.lees(gemeente) as sessie:
        return laad(sessie, wereld.gemeente(gemeente))


def rij(wereld: Wereld, bron: str = "4.3a", **anders: Any) -> Registerrij:
    """Een regel uit het register, vanaf vandaag, met iets anders."""
    return replace(als_rij(staat(wereld).versies(bron)[0]), **{"geldig_van": vandaag()} | anders)


def inhoud(wereld: Wereld) -> dict[str, str]:
    return {naam: som for naam, som in wereld.momentopname().items() if naam in ("mandaat", "registerbesluit")}


def velden_van(fout: InvoerFout) -> dict[str, str]:
    return {een.veld: een.zin for een in fout.fouten}


def test_een_gemeente_begint_met_een_registerbesluit(wereld: Wereld):
    begin = staat(wereld)
    assert [(b.versie, b.besluitnummer, b.document_sha256) for b in begin.besluiten] == [(1, "VOORBEELD", "")]
    assert {een.registerbesluit_id for een in begin.register.rijen} == {begin.besluiten[0].id}
    assert [een.code for een in begin.bevindingen(vandaag())] == ["voorbeeld"]


def test_nieuw_gewijzigd_en_ingetrokken_gaan_samen_door(wereld: Wereld, leg: Leg, tmp_path: Path):
    oud = {een.id: als_rij(een) for een in staat(wereld).register.rijen}
    besluit = leg(
        rij(wereld, bedrag_tot_cent=750_000),
        rij(wereld, "6.3a", geldig_van=oud_van(wereld, "6.3a"), ingetrokken_per=vandaag() + DAG),
        rij(wereld, nr="9.1", functie="ambtelijk_opdrachtgever"),
    )
    nieuw = staat(wereld)
    assert (nieuw.versie, besluit.document_naam) == (2, "mandaatbesluit.pdf")
    assert lees(tmp_path / "stukken", besluit.document_sha256, hashlib.sha256(PDF).hexdigest()) == PDF
    assert [(v.versie, v.bedrag_tot_cent, v.besluitnummer) for v in nieuw.versies("4.3a")] == [
        (2, 750_000, "2026-001"),
        (1, 500_000, "VOORBEELD"),
    ]
    assert nieuw.versies("9.1")[0].registerbesluit_id == besluit.id
    weg = nieuw.versies("6.3a")[0]
    assert (weg.ingetrokken_per, weg.ingetrokken_bij_id) == (vandaag() + DAG, besluit.id)
    for een in nieuw.register.rijen:  # wat er stond, staat er nog precies zo; alleen intrekken komt erbij
        if een.id in oud:
            assert replace(als_rij(een), ingetrokken_per=None) == oud[een.id]
    gebeurtenis, gegevens = wereld.gebeurtenissen(wereld.gemeente())[-1]
    assert gebeurtenis.soort == "registerbesluit" and "1 nieuwe regel, 1 gewijzigde regel" in gegevens


def oud_van(wereld: Wereld, nr: str) -> date:
    return staat(wereld).versies(nr)[0].geldig_van


def test_een_nieuwe_grens_telt_vanaf_haar_dag(wereld: Wereld, leg: Leg):
    leg(rij(wereld, bedrag_tot_cent=750_000, geldig_van=vandaag() + DAG))
    register = staat(wereld).register
    niveaus = [
        laagste_niveau(register, Vraag(wereld.gemeente(), "inrichtingskrediet", dag, 600_000)).niveau
        for dag in (vandaag(), vandaag() + DAG)
    ]
    assert niveaus == [2, 1]


def test_intrekken_laat_geen_eerdere_versie_herleven(wereld: Wereld, leg: Leg):
    leg(rij(wereld, bedrag_tot_cent=750_000, geldig_van=vandaag() + 20 * DAG))
    komend = als_rij(staat(wereld).versies("4.3a")[0])
    leg(replace(komend, ingetrokken_per=vandaag() + 5 * DAG))
    register = staat(wereld).register
    for dagen, niveau in ((4, 1), (5, 2), (19, 2), (25, 2)):
        vraag = Vraag(wereld.gemeente(), "inrichtingskrediet", vandaag() + dagen * DAG, 400_000)
        assert laagste_niveau(register, vraag).niveau == niveau, dagen


REGELFOUTEN: list[tuple[dict[str, Any], str]] = [
    ({"bevoegdheid": "weer"}, "bevoegdheid"),
    ({"functie": "wethouder"}, "functie"),
    ({"functie": "college"}, "functie"),
    ({"soort": "delegatie"}, "soort"),
    ({"bestuursorgaan": "raad"}, "bestuursorgaan"),
    ({"grondslag": " "}, "grondslag"),
    ({"nr": "!"}, "nr"),
    ({"bedrag_tot_cent": -1}, "bedrag_tot_cent"),
    ({"bedrag_zaak_cent": 2**31}, "bedrag_zaak_cent"),
    ({"geldig_van": date(2026, 7, 5)}, "geldig_van"),
    ({"geldig_tot": date(2026, 7, 5)}, "geldig_tot"),
    ({"ingetrokken_per": date(2026, 7, 6), "nr": "9.9"}, "ingetrokken_per"),
    ({"voorwaarde": {"weer": "mooi"}}, "voorwaarden"),
    ({"onder_nr": "1.1a"}, "onder_nr"),
    ({"onder_nr": "77"}, "onder_nr"),
    ({"ondermandaat_aan": ("teammanager",)}, "ondermandaat"),
    ({"ondermandaat": True, "ondermandaat_aan": ("wethouder",)}, "ondermandaat_aan"),
]
BESLUITFOUTEN: list[tuple[dict[str, Any], str]] = [
    ({"besluitnummer": " "}, "besluitnummer"),
    ({"besluitnummer": "VOORBEELD"}, "besluitnummer"),
    ({"besluitdatum": date(2026, 7, 7)}, "besluitdatum"),
    ({"omschrijving": ""}, "omschrijving"),
    ({"document": None}, "document"),
    ({"document": Nagekeken("besluit.png", "image/png", b"x")}, "document"),
]


def test_een_fout_houdt_alles_tegen_en_staat_bij_haar_veld(wereld: Wereld, leg: Leg):
    vooraf = inhoud(wereld)
    goed = rij(wereld, nr="9.1", functie="ambtelijk_opdrachtgever")
    for anders, veld in REGELFOUTEN:
        with pytest.raises(InvoerFout) as gestopt:
            leg(goed, replace(rij(wereld, bedrag_tot_cent=1), **anders, plek="rij-3-"))
        assert list(velden_van(gestopt.value)) == [f"rij-3-{veld}"], anders
    for anders, veld in BESLUITFOUTEN:
        with pytest.raises(InvoerFout) as gestopt:
            leg(replace(goed, geldig_van=vandaag() + 9 * DAG), **anders)
        assert list(velden_van(gestopt.value)) == [veld], anders
    assert inhoud(wereld) == vooraf


def test_wie_te_laat_is_hoort_het_en_niets_veranderen_is_geen_besluit(wereld: Wereld, leg: Leg):
    nieuw = rij(wereld, bedrag_tot_cent=1)
    leg(nieuw, versie=1)
    with pytest.raises(Conflict, match=f"^{wereld.actor('beheerder').naam} veranderde het register net voor u"):
        leg(rij(wereld, bedrag_tot_cent=2), versie=1)
    with pytest.raises(Weigering, match="Er verandert niets"):
        leg(nieuw)
    with pytest.raises(InvoerFout, match="twee keer"):
        leg(nieuw, replace(nieuw, bedrag_tot_cent=3))
    with pytest.raises(GeenRecht):
        leg(rij(wereld, bedrag_tot_cent=4), actor=wereld.actor("teammanager"))


def test_het_document_gaat_door_de_keuring_en_wordt_schoon_bewaard(wereld: Wereld, leg: Leg, tmp_path: Path):
    keurmeester = Keurmeester()
    for naam, inhoud in (("b.pdf", bestanden.pdf_met_wachtwoord()), ("b.pdf", b"%PDF-1.7 stuk"), ("b.exe", b"MZ")):
        with pytest.raises(InvoerFout) as fout:
            keur_vooraf(keurmeester, Ontvangen(naam, inhoud), veld="document")
        assert list(velden_van(fout.value)) == ["document"], naam
    schoon = keur_vooraf(keurmeester, Ontvangen("../Besluit B&W.pdf", bestanden.vijandige_pdf()), veld="document")
    assert (schoon.naam, schoon.mediatype, schoon.bladen) == ("Besluit B&W.pdf", "application/pdf", 2)
    besluit = leg(rij(wereld, bedrag_tot_cent=1), document=schoon)
    bewaard = lees(tmp_path / "stukken", besluit.document_sha256, besluit.document_sha256)
    assert bewaard.startswith(b"%PDF") and bestanden.KANARIE not in bewaard


def test_wat_de_wet_niet_laat_mandateren_komt_niet_in_het_register(wereld: Wereld, leg: Leg, monkeypatch: Any):
    soorten = {code: soort.model_copy() for code, soort in registers.besluitsoorten().items()}
    soorten["pip"] = soorten["pip"].model_copy(update={"niet_te_mandateren": "Awb art. 10:3 lid 2"})
    monkeypatch.setattr("casus.queries.mandaatregister.besluitsoorten", lambda: soorten)
    monkeypatch.setattr(registers, "besluitsoorten", lambda: soorten)
    with pytest.raises(InvoerFout, match="De wet laat hiervoor geen mandaat toe"):
        leg(rij(wereld, nr="9.1", bevoegdheid="pip"))
    assert laagste_niveau(staat(wereld).register, Vraag(wereld.gemeente(), "pip", vandaag())).niveau == 4


def test_ondermandaat_wordt_vastgelegd_als_de_keten_klopt(wereld: Wereld, leg: Leg):
    boven = rij(wereld, "4.3b", ondermandaat=True, ondermandaat_aan=("teammanager",))
    onder = rij(wereld, nr="9.1", onder_nr="4.3b", bedrag_tot_cent=100_000)
    leg(boven, onder)
    assert staat(wereld).versies("9.1")[0].onder_nr == "4.3b"
    with pytest.raises(InvoerFout, match="Ondermandaat is nooit ruimer"):
        leg(replace(onder, bedrag_tot_cent=20_000_000, geldig_van=vandaag()))


def test_van_een_andere_gemeente_verandert_niets(wereld: Wereld, leg: Leg):
    vooraf = wereld.momentopname(B)
    leg(rij(wereld, bedrag_tot_cent=1))
    assert wereld.momentopname(B) == vooraf
    assert staat(wereld, B).versie == 1


# Functies en vervanging


def _teammanager(sessie: CasusSessie) -> Functie:
    return sessie.scalars(select(Functie).where(Functie.code == "teammanager")).one()


def test_met_de_functie_eindigt_ook_wie_haar_vervangt(wereld: Wereld):
    team, wie = wereld.ligging.team[A], wereld.actor("beheerder")
    tot = vandaag() + 3 * DAG
    with wereld.werk() as sessie:
        bij = _teammanager(sessie)
        weken = {"van": vandaag(), "tot": vandaag() + 30 * DAG}
        functies.vervang(sessie, bij, actor=wie, gebruiker_id=team["jurist"].id, **weken)
        komend = {"van": vandaag() + 40 * DAG, "tot": vandaag() + 50 * DAG}
        functies.vervang(sessie, bij, actor=wie, gebruiker_id=team["wonen"].id, **komend)
    houder = next(h for h in staat(wereld).register.functiehouders if h.gebruiker_id == team["teammanager"].id)
    with wereld.werk() as sessie:
        rij_ = laad_houder(sessie, houder.functie_id, houder.id)
        functies.beeindig_functie(sessie, rij_, actor=wie, tot=tot)
    with wereld.lees() as sessie:
        over = sessie.scalars(select(Vervanging)).all()
    assert [(een.gebruiker_id, een.tot) for een in over] == [(team["jurist"].id, tot)]
    assert wereld.breuken() == []


def test_wat_met_een_functie_niet_kan(wereld: Wereld):
    ik, elders, dag = wereld.actor("beheerder"), wereld.ligging.team[B]["jurist"].id, vandaag()
    zelf = {"actor": ik, "gebruiker_id": ik.gebruiker_id, "van": dag}
    pogingen: list[tuple[Callable[[CasusSessie, Functie], object], str]] = [
        (lambda s, b: functies.wijs_aan(s, b, **zelf), "zelf"),
        (lambda s, b: functies.vervang(s, b, **zelf, tot=dag), "zelf"),
        (lambda s, b: functies.wijs_aan(s, b, **zelf | {"gebruiker_id": elders}), "uit de lijst"),
        (lambda s, b: functies.voeg_functie_toe(s, actor=ik, titel="Teammanager", niveau=1), "is er al"),
        (lambda s, b: functies.voeg_functie_toe(s, actor=ik, titel="Raad", niveau=4), "niveau van 1"),
    ]
    for doe, stuk in pogingen:
        with pytest.raises(CasusFout, match=stuk), wereld.werk() as sessie:
            doe(sessie, _teammanager(sessie))


def test_alle_rijen_van_het_register_horen_bij_een_besluit(wereld: Wereld, leg: Leg):
    leg(rij(wereld, bedrag_tot_cent=1))
    with wereld.lees() as sessie:
        besluiten = set(sessie.scalars(select(Registerbesluit.id)))
        assert set(sessie.scalars(select(Mandaat.registerbesluit_id))) <= besluiten
