"""Van de lijst met passende woningen tot de sleutel, met een nee van de corporatie en een nee van het huishouden."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from casus.termijnen import vandaag
from tests.browser.collega import Collega
from tests.browser.conftest import geef_code
from tests.browser.portaal import CORPORATIES, naar_binnen

pytestmark = pytest.mark.browser

KIES = "section:has(#h-past) ol.matches > li:has-text('Deze woning kiezen')"
MEESTE_ZAKEN = 12
WAAROM = "Dicht bij de school die het huishouden al bezoekt."


class Aanbieder(Collega):
    """Wonen met de mensen die meebeslissen. `geweest`: de woningen die al aan de beurt waren."""

    def __init__(self, blad: Page, adres: str) -> None:
        super().__init__(blad, adres)
        self.geweest: list[str] = []

    def zoek_huishouden(self) -> None:
        """De jongste zaak die zoekt met ten minste drie woningen om uit te kiezen; de oudste zijn voor andere tests."""
        self.blad.goto(f"{self.adres}/zaken?toestand=match_gezocht")
        links = self.blad.locator("main a[href*='/zaken/DOE-']")
        paden = dict.fromkeys(str(een.get_attribute("href")).partition("#")[0] for een in links.all()[:60])
        for pad in list(reversed(paden))[:MEESTE_ZAKEN]:
            self.blad.goto(f"{self.adres}{pad}/woningen")
            if self.blad.locator(KIES).count() >= 3:
                self.zaak = pad.rpartition("/")[2]
                return
        raise AssertionError("in de demo is er geen huishouden met drie passende woningen")

    def als_open(self, titel: str, **velden: str) -> None:
        """Rondt een taak af als zij nog openstaat."""
        self.naar_zaak()
        if self.blad.locator("#taken").get_by_role("link", name=titel, exact=True).count():
            self.taak(titel, **velden)

    def draag_voor(self) -> str:
        """Kiest de eerste passende woning die nog niet aan de beurt was, en stelt haar voor; geeft de corporatie."""
        self.aan_de_beurt("wonen")
        self.blad.goto(f"{self.adres}/zaken/{self.zaak}/woningen")
        for regel in self.blad.locator(KIES).all():
            adres = regel.locator("b a").inner_text()
            if adres not in self.geweest:
                break
        else:
            raise AssertionError("er past geen andere woning")
        self.geweest.append(adres)
        regel.get_by_role("link", name=re.compile("Deze woning kiezen")).click()
        self.vul({"passend": "ja"})
        self.blad.get_by_role("button", name="Taak afronden").click()
        expect(self.blad.locator(".melding.s-gereed").first).to_contain_text("Afgerond")
        self.naar_zaak()
        self.blad.get_by_role("link", name="Besluit voorstellen").click()
        self.blad.get_by_role("link", name="Woning aanbieden", exact=True).click()
        expect(self.blad.locator("#h-over")).to_contain_text(adres.partition(",")[0])
        corporatie = self.blad.locator("#h-ziet").inner_text()
        self.vul({"voorstel": "Deze woning past bij het huishouden.", "keuze_reden": WAAROM})
        self.beslis(self.stel_voor())
        return next(code for code in CORPORATIES if code.replace("-", " ") in corporatie.lower())

    def stel_voor(self) -> str:
        """Verstuurt het voorstel dat openstaat en geeft het id."""
        self.blad.get_by_role("button", name="Voorstellen", exact=True).click()
        self.blad.wait_for_url(re.compile(r"/besluiten/[0-9a-f-]{36}"))
        return self.blad.url.rpartition("/")[2]

    def beslis(self, besluit: str) -> None:
        self.aan_de_beurt("teammanager")
        self.blad.goto(f"{self.adres}/goedkeuren/{besluit}")
        self.blad.get_by_label("Toekennen").check()
        geef_code(self.blad, self.blad.get_by_label("Code uit uw app"))
        self.blad.get_by_role("button", name="Besluit nemen").click()
        expect(self.blad.locator(".melding.s-gereed").first).to_be_visible()

    def in_portaal(self, corporatie: str, kop: str) -> Locator:
        """Het formulier onder deze kop, bij de voordracht van dit huishouden."""
        naar_binnen(self.blad, self.adres, corporatie)
        regel = self.blad.locator("#h-wacht ~ ul li", has_text=f"zaak {self.zaak}")
        regel.get_by_role("link", name=re.compile("Antwoorden")).click()
        return self.blad.locator("section", has=self.blad.get_by_role("heading", name=kop))


def test_van_passende_woning_tot_sleutel_met_twee_keer_nee(pagina: Page, demo: str) -> None:
    dag, blad, wie = f"{vandaag():%d-%m-%Y}", pagina, Aanbieder(pagina, demo)
    wie.aan_de_beurt("wonen")
    wie.zoek_huishouden()
    wie.als_open("Woningbehoefte vaststellen", woonbeperking="geen")
    wie.aan_de_beurt("casemanager")
    wie.als_open("Huisvestingsgesprek voeren", gesprek_op=dag)

    nee = wie.in_portaal(wie.draag_voor(), "Nee, dit kan niet")
    nee.get_by_label("Op welke dag besloot u dit?").fill("vandaag")
    nee.get_by_label("Waarom wijst u af?").select_option("INH")
    nee.get_by_label("Ja", exact=True).check()
    nee.get_by_role("button", name="Voordracht afwijzen").click()
    expect(blad.locator("#meldingen .melding")).to_contain_text("De gemeente zoekt verder")

    ja = wie.in_portaal(wie.draag_voor(), "Ja, dit huishouden")
    ja.get_by_role("button", name="Akkoord geven").click()
    expect(blad.locator("#meldingen .melding")).to_contain_text("Uw akkoord is vastgelegd")
    wie.aan_de_beurt("wonen")
    wie.stap("Woning aanbieden")
    wie.staat_op("Woning aangeboden")
    wie.taak("Bezichtiging en reactie vastleggen", bezichtigd_op=dag, reactie="nee", weigerreden="WBN")
    wie.aan_de_beurt("jurist")
    blad.goto(f"{demo}/zaken/{wie.zaak}/besluiten/nieuw/weigeringsdossier")
    wie.vul({"voorstel": "Het huishouden gaf een reden die standhoudt."})
    wie.beslis(wie.stel_voor())
    wie.aan_de_beurt("jurist")
    wie.taak("Weigering beoordelen", oordeel="terecht")
    wie.aan_de_beurt("wonen")
    wie.stap("Opnieuw zoeken na terechte weigering")
    wie.staat_op("Match gezocht")
    expect(blad.locator("#woning")).to_contain_text("Het inkomen is te hoog")
    expect(blad.locator("#woning")).to_contain_text("De woning bevalt niet")

    wie.draag_voor()
    wie.aan_de_beurt("wonen")
    wie.stap("Woning aanbieden")  # de corporatie zei aan de telefoon ja
    wie.taak("Bezichtiging en reactie vastleggen", bezichtigd_op=dag, reactie="ja")
    wie.aan_de_beurt("casemanager")
    begeleiding = {"begeleiding_organisatie": "VluchtelingenWerk", "begeleiding_bevestigd_op": dag}
    wie.taak("Maatschappelijke begeleiding aanmelden", **begeleiding)
    wie.aan_de_beurt("jurist")
    wie.taak("Huurcontract toetsen", contractsoort="ONB", contractdatum=dag)
    wie.aan_de_beurt("inburgering")
    wie.stap("Inburgering koppelen", consulent="")
    wie.aan_de_beurt("casemanager")
    wie.taak("Verhuizing en sleutel plannen", sleuteldatum=dag)
    wie.naar_zaak()
    expect(blad.locator("#woning")).to_contain_text(wie.geweest[-1].partition(",")[0])
    assert len(set(wie.geweest)) == 3
