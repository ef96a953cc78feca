"""Een werkdag zonder muis: de vijf hoofdtaken met het toetsenbord, en na elke stap de focus waar u verder gaat."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import axe, democode, log_in, log_uit, venster

pytestmark = pytest.mark.browser

MEEST = 150
"""Zo vaak mag iemand op tab drukken; wie er dan nog niet is, komt er nooit."""
HIER = "deel => deel === document.activeElement"


class Toetsen:
    """Iemand met een toetsenbord en zonder muis."""

    def __init__(self, blad: Page, adres: str) -> None:
        self.blad, self.adres = blad, adres

    def open(self, pad: str) -> None:
        self.blad.goto(self.adres + pad)

    def druk(self, *toetsen: str) -> None:
        for toets in toetsen:
            self.blad.keyboard.press(toets)

    def typ(self, tekst: str) -> None:
        """Typt waar de focus staat; wat er al stond, gaat weg."""
        self.druk("Control+a")
        self.blad.keyboard.type(tekst)

    def naar(self, doel: Locator, toets: str = "Tab") -> None:
        """Met tab (of shift+tab) naar dit element."""
        expect(doel).to_be_visible()
        for _ in range(MEEST):
            if doel.evaluate(HIER):
                return
            self.druk(toets)
        raise AssertionError(f"{doel} is met {toets} niet te bereiken")

    def knop(self, naam: str | re.Pattern[str]) -> Locator:
        return self.blad.get_by_role("button", name=naam).first

    def link(self, naam: str | re.Pattern[str]) -> Locator:
        return self.blad.get_by_role("link", name=naam).first

    def melding(self, tekst: str) -> Locator:
        """Wat er net is gelukt, als uitkomst voor een schermlezer."""
        melding = self.blad.locator("#meldingen [role=status]", has_text=tekst)
        expect(melding).to_be_visible()
        return melding

    def aantal(self, lijst: str) -> int:
        """Het aantal in de navigatie naast de lijst."""
        tel = self.blad.locator("#weergaven li", has=self.blad.get_by_role("link", name=re.compile(f"^{lijst}"))).first
        return int(tel.locator(".tel").inner_text().split()[0])

    def klopt(self, lijst: str, aantal: int) -> None:
        """De telling naast de lijst, die voor een schermlezer en de rijen zeggen hetzelfde."""
        expect(self.blad.locator("#telling")).to_have_text(re.compile(rf"^{aantal} ta(ak|ken)"))
        expect(self.blad.locator("tr.rij")).to_have_count(aantal)
        assert self.aantal(lijst) == aantal

    def rij(self, tekst: str) -> Locator:
        return self.blad.locator("tr.rij", has_text=tekst).first

    def naar_rij(self, tekst: str) -> Locator:
        """Met j naar de eerste rij met deze tekst. Geeft de link van haar taak."""
        link = self.rij(tekst).locator("a.taak")
        for _ in range(self.blad.locator("tr.rij").count()):
            self.druk("j")
            if link.evaluate(HIER):
                break
        expect(link).to_be_focused()
        return link


@pytest.fixture
def toetsen(browser: Browser, demo: str) -> Iterator[Toetsen]:
    with venster(browser, 1280) as blad:
        yield Toetsen(blad, demo)


def _taken(toets: Toetsen) -> Locator:
    return toets.blad.locator("tr.rij a.taak")


def test_bladeren_openen_en_sluiten(toetsen: Toetsen) -> None:
    log_in(toetsen.blad, toetsen.adres, "casemanager")
    taken, uitklap = _taken(toetsen), toetsen.blad.locator("tr.uitklap")
    toetsen.druk("j")
    expect(taken.nth(0)).to_be_focused()
    toetsen.druk("j", "j", "k")
    expect(taken.nth(1)).to_be_focused()
    toetsen.druk("Enter")
    expect(uitklap).to_have_count(1)
    expect(uitklap.locator("a, button").first).to_be_focused()
    expect(taken.nth(1)).to_have_attribute("aria-expanded", "true")
    toetsen.druk("Escape")
    expect(uitklap).to_have_count(0)
    expect(taken.nth(1)).to_be_focused()
    toetsen.druk("?")
    expect(toetsen.blad.locator("#toetsen")).to_be_visible()
    toetsen.druk("Escape")
    expect(toetsen.blad.locator("#toetsen")).not_to_be_visible()


def test_pakken_en_terug(toetsen: Toetsen) -> None:
    log_in(toetsen.blad, toetsen.adres, "wonen")
    toetsen.open("/werkvoorraad/rollen")
    vrij, mijn = toetsen.aantal("Mijn rollen"), toetsen.aantal("Mijn taken")
    eerste = toetsen.blad.locator("tr.rij").first.get_attribute("id")
    volgende = _taken(toetsen).nth(1).get_attribute("href") or ""
    toetsen.druk("j", "c")
    gepakt = toetsen.melding("U hebt de taak")
    toetsen.klopt("Mijn rollen", vrij - 1)
    assert toetsen.aantal("Mijn taken") == mijn + 1
    expect(toetsen.blad.locator(f"a.taak[href='{volgende}']")).to_be_focused()
    toetsen.naar(gepakt.get_by_role("button", name="Ongedaan maken"), "Shift+Tab")
    toetsen.druk("Enter")
    toetsen.melding("ligt weer bij de rol")
    toetsen.klopt("Mijn rollen", vrij)
    expect(toetsen.blad.locator(f"#{eerste} a.taak")).to_be_focused()
    assert "/werkvoorraad/rollen" in toetsen.blad.url


def test_afronden_zonder_formulier_en_ongedaan(toetsen: Toetsen) -> None:
    log_in(toetsen.blad, toetsen.adres, "casemanager")
    mijn = toetsen.aantal("Mijn taken")
    toetsen.naar_rij("Fietsen regelen")
    plek = _taken(toetsen).evaluate_all("alle => alle.indexOf(document.activeElement)")
    toetsen.druk("g")
    klaar = toetsen.melding("Afgerond: Fietsen regelen")
    toetsen.klopt("Mijn taken", mijn - 1)
    expect(_taken(toetsen).nth(plek)).to_be_focused()
    assert axe(toetsen.blad) == []
    toetsen.naar(klaar.get_by_role("button", name="Ongedaan maken"), "Shift+Tab")
    toetsen.druk("Enter")
    toetsen.melding("staat weer open")
    toetsen.klopt("Mijn taken", mijn)
    expect(toetsen.rij("Fietsen regelen").locator("a.taak")).to_be_focused()


def test_filteren_en_sorteren_blijven_bij_het_veld(toetsen: Toetsen) -> None:
    log_in(toetsen.blad, toetsen.adres, "casemanager")
    toetsen.naar(toetsen.blad.get_by_label("Zoek in deze lijst"))
    toetsen.typ("fietsen")
    toetsen.druk("Enter")
    expect(toetsen.blad.locator("#telling")).to_have_text("1 taak met deze filters")
    expect(toetsen.blad.get_by_label("Zoek in deze lijst")).to_be_focused()
    assert "fietsen" not in toetsen.blad.url
    toetsen.naar(toetsen.link("Filters wissen"))
    toetsen.druk("Enter")
    toetsen.blad.wait_for_url("**/werkvoorraad")
    kop = toetsen.blad.locator("#sorteer-huishouden")
    toetsen.naar(kop)
    toetsen.druk("Enter")
    expect(toetsen.blad.locator("th[aria-sort] a")).to_have_text(re.compile("^Huishouden"))
    expect(kop).to_be_focused()


def test_formulier_met_fout_en_dan_goed(toetsen: Toetsen) -> None:
    blad = toetsen.blad
    log_in(blad, toetsen.adres, "casemanager")
    toetsen.naar_rij("Huisvestingsgesprek voeren")
    toetsen.druk("g")
    expect(blad.get_by_role("heading", level=1)).to_have_text("Huisvestingsgesprek voeren")
    toetsen.naar(toetsen.knop("Taak afronden"))
    toetsen.druk("Enter")
    _verbeter(toetsen)
    toetsen.melding("Afgerond: Huisvestingsgesprek voeren")
    expect(blad).not_to_have_title(re.compile("^Fout: "))


def _verbeter(toetsen: Toetsen) -> None:
    """Van het overzicht via de link naar elk veld dat beter moet, tot het formulier klopt."""
    blad, uitkomst = toetsen.blad, toetsen.blad.locator(".fouten, #meldingen [role=status]")
    expect(uitkomst).to_be_visible()
    while blad.locator(".fouten").count():
        expect(blad.locator(".fouten[role=alert]")).to_be_focused()
        expect(blad).to_have_title(re.compile("^Fout: "))
        velden = [str(link.get_attribute("href"))[1:] for link in blad.locator(".fouten a").all()]
        toetsen.druk("Tab", "Enter")
        expect(blad.locator(f"[id='{velden[0]}']")).to_be_focused()
        for veld in velden:
            vak = blad.locator(f"[id='{veld}']")
            toetsen.naar(vak)
            if vak.get_attribute("type") == "checkbox":
                toetsen.druk("Space")
            else:
                toetsen.typ("vandaag")
        with blad.expect_navigation():
            toetsen.druk("Control+Enter")
        expect(uitkomst).to_be_visible()


def test_inplannen_wachten_en_overdragen(toetsen: Toetsen) -> None:
    blad = toetsen.blad
    log_in(blad, toetsen.adres, "casemanager")
    link = toetsen.naar_rij("Informatieprofiel controleren")
    adres = link.get_attribute("href")
    toetsen.druk("Enter")
    expect(blad.locator("tr.uitklap")).to_be_visible()
    toetsen.druk("p")
    toetsen.naar(blad.get_by_label("Op welke dag doet u de taak?"))
    toetsen.typ("gisteren")
    toetsen.druk("Control+Enter")
    expect(blad.locator(".fouten")).to_be_focused()
    expect(blad).to_have_title(re.compile("^Fout: "))
    toetsen.druk("Tab", "Enter")
    toetsen.typ("morgen")
    toetsen.druk("Control+Enter")
    toetsen.melding("De taak staat op")
    expect(link).to_be_focused()
    toetsen.druk("w")
    expect(blad.get_by_label("Op wie wacht u?")).to_be_focused()
    toetsen.typ("COA")
    toetsen.naar(blad.get_by_label("Tot welke dag?"))
    toetsen.typ("overmorgen")
    toetsen.druk("Control+Enter")
    wacht = toetsen.melding("De taak wacht op COA")
    toetsen.naar(wacht.get_by_role("button", name="Ongedaan maken"), "Shift+Tab")
    toetsen.druk("Enter")
    toetsen.melding("weer aan de beurt")
    expect(link).to_be_focused()
    toetsen.druk("Enter")
    expect(blad.locator("tr.uitklap")).to_be_visible()
    toetsen.druk("o")
    wie = blad.get_by_label("Wie neemt de taak over?")
    toetsen.naar(wie)
    toetsen.druk("ArrowDown")
    toetsen.druk("Control+Enter")
    toetsen.melding("is overgedragen")
    expect(blad.locator(f'tr.rij a.taak[href="{adres}"]')).to_have_count(0)


def test_drie_tegelijk(toetsen: Toetsen) -> None:
    blad = toetsen.blad
    log_in(blad, toetsen.adres, "casemanager")
    toetsen.open("/werkvoorraad/team")
    toetsen.druk("j", "x", "j", "x", "j", "x")
    expect(blad.locator("[data-gekozen]")).to_have_text("3 taken gekozen")
    toetsen.naar(blad.locator("#bulk").get_by_role("button", name="Volgen"), "Shift+Tab")
    toetsen.druk("Enter")
    expect(blad.locator("#voorbeeld tbody tr")).to_have_count(3)
    doen = blad.locator("button.hoofd")
    toetsen.naar(doen)
    toetsen.druk("Enter")
    expect(blad.locator("#verder")).to_have_text("Uitkomst per taak")
    expect(blad.locator("#voortgang tbody tr")).to_have_count(3)
    toetsen.naar(toetsen.knop("Alles ongedaan maken"))
    toetsen.druk("Enter")
    expect(blad.locator("#voortgang")).to_contain_text("teruggezet")


def test_zoeken_notitie_en_document(toetsen: Toetsen, tmp_path: Path) -> None:
    blad = toetsen.blad
    log_in(blad, toetsen.adres, "wonen")
    naam = blad.locator("tr.rij a.zaak").first.inner_text().split()[-1]
    toetsen.druk("/")
    expect(blad.locator("#zoek")).to_be_focused()
    toetsen.typ(naam)
    toetsen.druk("Enter")
    gevonden = blad.locator("main a[href*='/zaken/DOE-']").first
    toetsen.naar(gevonden)
    toetsen.druk("Enter")
    blad.wait_for_url("**/zaken/DOE-*")
    toetsen.druk("n")
    notitie = blad.get_by_label("Notitie", exact=True)
    expect(notitie).to_be_focused()
    namen = blad.locator("#notitie details span").all_text_contents()
    toetsen.typ(f"Sleutel ligt klaar. {namen[0]} kun jij bellen?")
    toetsen.druk("Control+Enter")
    expect(blad.locator("#tijdlijn mark", has_text=namen[0]).first).to_be_visible()
    expect(blad.locator("#meldingen [role=status]")).to_be_visible()
    _voeg_document_toe(toetsen, tmp_path / "verslag.pdf")


def _voeg_document_toe(toetsen: Toetsen, pad: Path) -> None:
    blad = toetsen.blad
    blad.on("filechooser", lambda _: None)  # chromium vangt het venster pas af als er iemand luistert
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(pad)
    toetsen.naar(toetsen.link("Document toevoegen"))
    toetsen.druk("Enter")
    bestand = blad.get_by_label("Bestand")
    toetsen.naar(bestand)
    with blad.expect_file_chooser() as kiezer:
        toetsen.druk("Enter")
    kiezer.value.set_files(pad)
    toetsen.naar(toetsen.knop("Document toevoegen"))
    toetsen.druk("Enter")
    expect(blad.locator("#meldingen [role=status]")).to_be_visible()
    expect(blad.locator("#documenten, h1").filter(has_text="verslag")).not_to_have_count(0)


def test_besluit_nemen(toetsen: Toetsen) -> None:
    blad = toetsen.blad
    _stel_voor(toetsen)
    log_uit(blad, toetsen.adres)
    log_in(blad, toetsen.adres, "teammanager", opnieuw=True)
    toetsen.open("/goedkeuren")
    wachtend = blad.locator("#wachtlijst a.kies")
    aantal = wachtend.count()
    toetsen.open(str(wachtend.filter(has_text="Nieuw plan").first.get_attribute("href")))
    _vraag_of_hogerop(toetsen)
    toetsen.druk("a")
    expect(blad.get_by_label("Afwijzen")).to_be_focused()
    expect(blad.get_by_label("Afwijzen")).to_be_checked()
    toetsen.naar(blad.get_by_label("Code uit uw app"))
    toetsen.typ(democode(blad))
    toetsen.druk("Control+Enter")
    expect(blad.locator(".fouten")).to_be_focused()
    expect(blad).to_have_title(re.compile("^Fout: "))
    expect(blad.get_by_label("Code uit uw app")).to_have_count(0)
    toetsen.druk("Tab", "Enter")
    expect(blad.get_by_label("Motivering")).to_be_focused()
    toetsen.druk("Shift+Tab", "ArrowUp")
    expect(blad.get_by_label("Toekennen")).to_be_checked()
    toetsen.naar(blad.get_by_label("Motivering"))
    toetsen.typ("Past bij het huishouden.")
    toetsen.druk("Control+Enter")
    expect(blad.locator("#meldingen [role=status]")).to_be_visible()
    expect(wachtend).to_have_count(aantal - 1)


def _vraag_of_hogerop(toetsen: Toetsen) -> None:
    """Met v en d gaat het veld open waar u verder typt; met j loopt u langs wat er wacht."""
    blad = toetsen.blad
    for toets, label in (("v", "Wat wilt u weten?"), ("d", "Waarom hoort dit besluit hoger?")):
        toetsen.druk(toets)
        expect(blad.get_by_label(label)).to_be_focused()
        toetsen.druk("Shift+Tab", "Enter")
        expect(blad.get_by_label(label)).not_to_be_visible()
    toetsen.druk("j")
    expect(blad.locator("#wachtlijst a.kies:focus")).to_have_count(1)


def _stel_voor(toetsen: Toetsen) -> None:
    blad = toetsen.blad
    log_in(blad, toetsen.adres, "wonen")
    toetsen.open("/zaken?toestand=match_gezocht")
    zaak = blad.locator("main a[href*='/zaken/DOE-']").first.get_attribute("href")
    toetsen.open(f"{zaak}/besluiten/nieuw/herplanning")
    toetsen.naar(blad.get_by_label("Wat stelt u voor, en waarom?"))
    toetsen.typ("Zes weken later, tot de woning klaar is.")
    toetsen.naar(toetsen.knop("Eerst zien wie beslist"))
    toetsen.druk("Enter")
    expect(blad.locator("#voorbeeld")).to_contain_text("Teammanager")
    toetsen.naar(blad.get_by_label("Wat stelt u voor, en waarom?"))
    expect(blad.get_by_label("Wat stelt u voor, en waarom?")).to_have_value("Zes weken later, tot de woning klaar is.")
    toetsen.druk("Control+Enter")
    expect(blad.locator("#meldingen [role=status]")).to_be_visible()
