"""Wie beslist er vandaag, op elk scherm hetzelfde: afwezigheid, voorleggen, het aantal in het menu, en geen knop die de
actie weigert."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from casus.actions import adviezen, besluiten, besluitstappen
from casus.db import Bereik
from casus.models import Besluit, Functie, Lidmaatschap, Parameter, Signaal, Taak, Vervanging
from casus.queries import goedkeuring
from casus.queries.beeld import laad_besluit
from casus.termijnen import dag_kort
from casus.web.formulier import Formulier
from tests import factories
from tests.integration.besluiten import hulp
from tests.integration.schermen.test_goedkeuren import JA, hoofdtekst, in_zaken, kenmerk
from tests.wereld import VANDAAG

TEAM = ("financieel", "jurist", "teammanager", "ambtelijk_opdrachtgever", "bestuurlijk_opdrachtgever")


def voorstel(wereld, **anders: Any) -> Besluit:
    with wereld.werk() as sessie:
        return hulp.stel_voor(wereld, sessie, **anders)


def meld(wereld, vervanger: str) -> dict[str, str]:
    wie = {"gebruiker": str(wereld.actor("teammanager").gebruiker_id)}
    return {**wie, "van": "vandaag", "tot": "morgen", "vervanger": str(wereld.actor(vervanger).gebruiker_id)}


# --- afwezig ---


def test_wie_zich_afmeldt_leest_wie_er_zolang_beslist(als, wereld):
    pagina = hoofdtekst(als("teammanager").gelukt("/afwezigheid", meld(wereld, "jurist")))
    naam = wereld.actor("jurist").naam
    assert f"{naam} mag niet beslissen over wat bij de teammanager ligt" in pagina
    assert "Zolang ligt het bij de ambtelijk opdrachtgever" in pagina and "Vervanging vastleggen" not in pagina
    als("ambtelijk_opdrachtgever").open("/afwezigheid")


def test_een_vervanger_die_mag_staat_er_ook_zo(als, wereld):
    pagina = hoofdtekst(als("teammanager").gelukt("/afwezigheid", meld(wereld, "ambtelijk_opdrachtgever")))
    assert f"{wereld.actor('ambtelijk_opdrachtgever').naam} beslist zolang over wat bij de teammanager ligt" in pagina


def test_de_beheerder_legt_de_vervanging_voor_dezelfde_dagen_vast(als, wereld):
    als("teammanager").gelukt("/afwezigheid", meld(wereld, "communicatie"))
    with wereld.lees() as sessie:
        functie = sessie.scalars(select(Functie.id).where(Functie.code == "teammanager")).one()
    beheerder, adres = als("beheerder"), f"/mandaatregister/functies/{functie}"
    assert adres in beheerder.open("/mandaatregister/functies")
    pagina = beheerder.open(adres)
    assert "Vervanging voor deze dagen vastleggen" in pagina
    velden = dict(re.findall(r'<input type="hidden" name="(vervanger|van|tot)" value="([^"]+)"', pagina))
    assert set(velden) == {"vervanger", "van", "tot"}
    na = beheerder.gelukt(f"{adres}/vervangingen", velden)
    assert "Vervanging voor deze dagen vastleggen" not in na
    with wereld.lees() as sessie:
        rij = sessie.scalars(select(Vervanging)).one()
    assert (rij.gebruiker_id, rij.van) == (wereld.actor("communicatie").gebruiker_id, VANDAAG)
    besluit = voorstel(wereld)
    assert "Bedden, tafel en stoelen." in als("communicatie").open(f"/goedkeuren/{besluit.id}")


# --- wie beslist, en voorleggen ---


def test_de_voorsteller_ziet_wie_beslist_en_legt_het_voor(als, wereld):
    besluit, financieel = voorstel(wereld), als("financieel")
    manager = wereld.actor("teammanager")
    pagina, adres = financieel.open(f"/besluiten/{besluit.id}"), f"/besluiten/{besluit.id}/voorleggen"
    assert "Wie beslist?" in pagina and f"{manager.naam}: het ligt hier" in hoofdtekst(pagina).replace(" :", ":")
    assert financieel.stuur(adres, {"aan": ""}).status_code == 422
    na = financieel.gelukt(adres, {"aan": str(manager.gebruiker_id)})
    assert f"Het voorstel is voorgelegd aan {manager.naam}." in na
    nog_eens = financieel.stuur(adres, {"aan": str(manager.gebruiker_id)})
    assert nog_eens.status_code == 422 and "vandaag al voorgelegd" in nog_eens.text
    with wereld.lees() as sessie:
        signalen = sessie.scalars(select(Signaal).where(Signaal.gebruiker_id == manager.gebruiker_id)).all()
    assert "voorgelegd" in {een.gegevens.get("vorm") for een in signalen}
    assert adres not in als("wonen").open(f"/besluiten/{besluit.id}")


def test_wie_afwezig_is_staat_er_zo_bij(als, wereld):
    besluit = voorstel(wereld)
    als("teammanager").gelukt("/afwezigheid", meld(wereld, "jurist"))
    tekst = hoofdtekst(als("financieel").open(f"/besluiten/{besluit.id}"))
    assert f"{wereld.actor('teammanager').naam} : afwezig tot en met" in tekst
    baas = wereld.actor("ambtelijk_opdrachtgever").naam
    assert f"{baas} : het ligt hier" in tekst
    zolang = "Bij de teammanager is nu niemand anders aanwezig. Zolang ligt het bij de ambtelijk opdrachtgever."
    assert zolang in tekst
    bij_haar = als("ambtelijk_opdrachtgever")
    assert str(besluit.id) in bij_haar.open("/goedkeuren")
    pagina = hoofdtekst(bij_haar.open(f"/goedkeuren/{besluit.id}"))
    assert zolang in pagina and "Doorzetten naar de bestuurlijk opdrachtgever" in pagina, "niet naar haarzelf"
    bij_haar.gelukt(f"/goedkeuren/{besluit.id}/doorzetten", {"reden": "Dit is nieuw beleid."})
    assert hulp.lees(wereld, besluit).vereist_niveau == 3


# --- het aantal ---


def test_de_lijst_noemt_hetzelfde_getal_als_het_menu_ook_als_zij_vol_is(als, wereld, monkeypatch):
    monkeypatch.setattr(goedkeuring, "MEESTE", 2)
    in_zaken(wereld, "herplanning", "wonen", ("zoekend", "gekozen", "nieuw", "profiel"))
    pagina = als("teammanager").open("/goedkeuren")
    in_menu = re.search(r'href="/goedkeuren"[^>]*>.*?(\d+)', pagina, re.S)
    assert in_menu and f"{in_menu[1]} besluiten wachten op u" in pagina and int(in_menu[1]) > 2


def test_wat_iemand_zelf_doorzette_kan_hij_niet_samen_besluiten(als, wereld):
    een, twee = in_zaken(wereld, "herplanning", "wonen", ("zoekend", "gekozen"))
    manager = als("teammanager")
    manager.gelukt(f"/goedkeuren/{een.id}/doorzetten", {"reden": "Nieuw beleid."})
    pagina = manager.open("/goedkeuren/samen/herplanning")
    assert len(re.findall('name="besluit"[^>]* checked', pagina)) == 1 and "U hebt dit voorstel doorgezet" in pagina
    assert str(twee.id) in pagina


# --- geen knop die de actie weigert ---


def _doorgezet(w, sessie, besluit):
    besluitstappen.zet_door(sessie, besluit, actor=w.actor("teammanager"), reden="Nieuw beleid.")


def _met_advies(w, sessie, besluit):
    adviezen.vraag_advies(sessie, besluit, actor=w.actor("financieel"), rol="jurist")


def _vraag(w, sessie, besluit):
    besluitstappen.leg_terug(sessie, besluit, actor=w.actor("teammanager"), vraag="Hoe?")


def _hoger(w, sessie, besluit):
    """Rechtstreeks bij niveau 2: de teammanager kan er niets mee."""
    besluit.laagste_niveau = besluit.vereist_niveau = 2


STANDEN = {"net voorgesteld": None, "doorgezet": _doorgezet, "advies": _met_advies, "vraag": _vraag, "hoger": _hoger}
HANDELINGEN: dict[str, Callable[..., object]] = {
    "goedkeuren/{id}/vraag": lambda s, b, wie: besluitstappen.leg_terug(s, b, actor=wie, vraag="Hoe?"),
    "goedkeuren/{id}/doorzetten": lambda s, b, wie: besluitstappen.zet_door(s, b, actor=wie, reden="Beleid."),
    "besluiten/{id}/advies": lambda s, b, wie: adviezen.vraag_advies(s, b, actor=wie, rol="communicatie"),
    "besluiten/{id}/antwoord": lambda s, b, wie: besluitstappen.beantwoord(s, b, actor=wie, antwoord="Zo."),
    "besluiten/{id}/intrekken": lambda s, b, wie: besluiten.trek_in(s, b, actor=wie, reden="Toch niet."),
}


@pytest.mark.parametrize("stand", sorted(STANDEN))
def test_een_formulier_dat_er_staat_wordt_niet_geweigerd(als, wereld, stand: str):
    gezien = 0
    with wereld.werk() as sessie:
        besluit = hulp.stel_voor(wereld, sessie)
        if (zet := STANDEN[stand]) is not None:
            zet(wereld, sessie, besluit)
    for rol in TEAM:
        wie = als(rol)
        paginas = "".join(wie.client.get(f"/{soort}/{besluit.id}").text for soort in ("goedkeuren", "besluiten"))
        for adres, doe in HANDELINGEN.items():
            if f'action="/{adres.format(id=besluit.id)}"' in paginas:
                gezien += 1
                with wereld.db.schrijven(Bereik.van(wereld.gemeente())) as sessie:
                    doe(sessie, laad_besluit(sessie, besluit.id), wereld.actor(rol))
                    sessie.rollback()
    assert gezien >= 3


def test_het_kenmerk_van_het_scherm_is_niet_getypt(als, wereld):
    besluit, manager = voorstel(wereld), als("teammanager")
    gezien = kenmerk(manager.open(f"/goedkeuren/{besluit.id}"))
    with wereld.werk() as sessie:
        rij = laad_besluit(sessie, besluit.id)
        hulp.beslis(wereld, sessie, rij, "ambtelijk_opdrachtgever")
    te_laat = manager.stuur(f"/goedkeuren/{besluit.id}", {**JA, "gezien": gezien})
    assert te_laat.status_code == 409 and gezien not in te_laat.text
    assert Formulier(waarden={"gezien": ["abc"], "motivering": ["Past."]}).getypt == {"motivering": "Past."}


# --- het budget op het scherm ---


def test_boven_het_budget_zegt_het_scherm_waarom_en_waarheen(als, wereld):
    besluit = voorstel(wereld)
    with wereld.werk() as sessie:
        waar = Parameter.sleutel == "budget_bijzondere_bijstand"
        sessie.execute(update(Parameter).where(waar).values(waarde="100"))
    manager = als("teammanager")
    tekst = hoofdtekst(manager.open(f"/goedkeuren/{besluit.id}"))
    assert "boven het budget van" in tekst and "(Awb art. 10:6)" in tekst
    assert "Doorzetten naar het college van burgemeester en wethouders" in tekst
    manager.gelukt(f"/goedkeuren/{besluit.id}/doorzetten", {"reden": "Het budget is op."})
    assert hulp.lees(wereld, besluit).vereist_niveau == 4
    assert "Het bestuursorgaan beslist zelf." in als("financieel").open(f"/besluiten/{besluit.id}")


def test_een_vervanger_zonder_de_rol_geeft_een_waarschuwing_en_wie_weg_is_is_te_zien(als, wereld):
    cm, ander, naam = wereld.actor("casemanager"), wereld.actor("jurist"), wereld.actor("jurist").naam
    scherm = als("casemanager")
    assert f"{naam} (jurist)" in scherm.open("/afwezigheid")
    pagina = scherm.gelukt("/afwezigheid", {"van": "vandaag", "tot": "morgen", "vervanger": str(ander.gebruiker_id)})
    zin = f"De taken staan niet bij {naam}: die heeft de rol casemanager niet."
    assert pagina.count(zin) == 2, "in de melding, en daarna in de lijst"
    with wereld.werk() as sessie:
        tweede = factories.gebruiker(naam="Tweede Casemanager")
        sessie.add(tweede)
        sessie.flush()
        sleutel = {"gemeente_id": wereld.gemeente(), "gebruiker_id": tweede.id}
        sessie.add(Lidmaatschap(**sleutel, rol="casemanager", van=VANDAAG))
        taak = sessie.scalars(select(Taak).where(Taak.status == "open", Taak.rol == "casemanager").limit(1)).one()
        taak.behandelaar_id = tweede.id
    weg = f"{cm.naam} · afwezig tot en met {dag_kort(VANDAAG + timedelta(days=1), VANDAAG)}, vervanger {naam}"
    manager = als("teammanager")
    assert weg in manager.open(f"/taken/{taak.id}/overdragen")
    bulk = {"taak": str(taak.id), "handeling": "toewijzen", "aan": str(cm.gebruiker_id)}
    voorbeeld = manager.stuur("/bulk/voorbeeld", bulk).text
    assert f"{weg.removeprefix(cm.naam + ' · ')}" in hoofdtekst(voorbeeld)
    assert hoofdtekst(voorbeeld).count("afwezig tot en met") == 2, "in de keuze, en als waarschuwing"
