"""De wandeling langs elke pagina van casus, in de toestanden waarin iemand haar tegenkomt."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.browser import dossiers, matching, portaal, prestaties, woningen
from tests.browser.conftest import geef_code, log_in, log_uit

ZONDER: Final = frozenset(
    {
        "static",
        "agenda.ics",
        "brieven.pdf",
        "sjablonen.proef",
        "documenten.bestand",
        "documenten.blad",
        "dossiers.beveiligd",
        "dossiers.pdf",
        "mandaatregister.csv",
        "mandaatregister.document",
        "mandaatregister.pdf",
        "mandaatregister.xlsx",
        "tweedefactor.demo",
        "weergave.begin",
        "weergave.blijven",
        "weergave.gezond",
        "weergave.security_txt",
    }
)
"""Geen pagina: bestanden, plaatjes, machines en doorverwijzingen."""


@dataclass(slots=True)
class Bezoek:
    """Een browser die de weg weet: adressen staan op een pagina, niet hier."""

    blad: Page
    adres: str
    bekend: dict[str, str] = field(default_factory=dict)

    def ga(self, pad: str, status: int = 200) -> None:
        antwoord = self.blad.goto(self.adres + pad)
        assert antwoord is not None
        assert antwoord.status == status, f"{pad}: {antwoord.status}"

    def link(self, pad: str, wijzer: str) -> str:
        """Het adres van de eerste link op die pagina; onthouden."""
        sleutel = f"{pad} {wijzer}"
        if sleutel not in self.bekend:
            self.ga(pad)
            self.bekend[sleutel] = str(self.blad.locator(wijzer).first.get_attribute("href"))
        return self.bekend[sleutel]

    def zaak(self, toestand: str = "match_gezocht") -> str:
        return self.link(f"/zaken?toestand={toestand}", "main a[href*='/zaken/DOE-']")

    def taak(self) -> str:
        """Een eigen taak met een formulier."""
        return self.link("/werkvoorraad", "main tr.rij a.knop[href*='/taken/'][data-toets=g]")

    def document(self) -> str:
        return self.link(self.link("/zaken", "main a[href*='/zaken/DOE-']"), "#documenten a[href^='/documenten/']")

    def bezwaar(self) -> str:
        return self.link("/bezwaren", "main tr.rij a[href^='/bezwaren/']")

    def aanbod(self, wacht: str) -> str:
        """De zaak van een aanbod dat hierop wacht."""
        return self.link("/aanbiedingen", f"main tr.rij:has-text('{wacht}') a[href*='/zaken/']").partition("#")[0]

    def druk(self, naam: str) -> None:
        self.blad.locator("main").get_by_role("button", name=naam, exact=True).first.click()

    def vul(self, label: str, tekst: str) -> None:
        self.blad.get_by_label(label, exact=True).first.fill(tekst)


Stap = tuple[str, str, Callable[[Bezoek], None]]


def _pagina(pad: str, status: int = 200) -> Callable[[Bezoek], None]:
    return lambda b: b.ga(pad, status)


def _bij_zaak(rest: str, toestand: str = "match_gezocht") -> Callable[[Bezoek], None]:
    return lambda b: b.ga(b.zaak(toestand) + rest)


def _bij_taak(rest: str) -> Callable[[Bezoek], None]:
    return lambda b: b.ga(urlsplit(b.taak()).path + rest)


def _open_rij(b: Bezoek) -> None:
    b.ga("/werkvoorraad")
    b.blad.locator("tr.rij a.taak").first.click()
    expect(b.blad.locator("tr.uitklap")).to_be_visible()


def _afgerond(b: Bezoek) -> None:
    """Een eigen taak, zonder formulier, is net klaar: de melding staat er, en zij kan nog open."""
    b.ga(f"{b.zaak()}/eigen-taak")
    b.vul("Wat moet er gebeuren?", "Planten water geven")
    b.vul("Wanneer moet het klaar zijn?", "morgen")
    b.blad.locator("#rol").select_option("casemanager")
    ik = b.blad.locator("#behandelaar option", has_text="(casemanager)").get_attribute("value")
    b.blad.locator("#behandelaar").select_option(ik)
    b.druk("Taak toevoegen")
    b.ga("/werkvoorraad")
    rij = b.blad.locator("tr.rij", has_text="Planten water geven").first
    b.bekend["klaar"] = f"/taken/{str(rij.get_attribute('id')).removeprefix('taak-')}"
    rij.get_by_role("button", name=re.compile("Afronden")).click()
    expect(b.blad.locator("#meldingen .melding")).to_be_visible()


def _heropenen(b: Bezoek) -> None:
    b.ga(b.bekend["klaar"] + "/heropenen")


def _taak_klaar(b: Bezoek) -> None:
    b.ga(b.bekend["klaar"])


def _taak_fout(b: Bezoek) -> None:
    b.ga(b.taak())
    b.druk("Taak afronden")
    expect(b.blad.locator(".fouten")).to_be_focused()


def _fout(pad: Callable[[Bezoek], str], knop: str) -> Callable[[Bezoek], None]:
    """Een formulier dat leeg is ingestuurd."""

    def ga(b: Bezoek) -> None:
        b.ga(pad(b))
        b.druk(knop)
        expect(b.blad.locator(".fouten")).to_be_focused()

    return ga


def _bulk(handeling: str) -> Callable[[Bezoek], None]:
    def ga(b: Bezoek) -> None:
        b.ga("/werkvoorraad")
        for vakje in b.blad.locator("tr.rij input[type=checkbox]").all()[:3]:
            vakje.check()
        b.blad.locator("#bulk").get_by_role("button", name=handeling).click()
        expect(b.blad.locator("#voorbeeld")).to_be_visible()

    return ga


def _bulk_klaar(b: Bezoek) -> None:
    _bulk("Volgen")(b)
    b.blad.locator("main button.hoofd").click()
    expect(b.blad.locator("#verder")).to_have_text("Uitkomst per taak")


def _zoek(tekst: str) -> Callable[[Bezoek], None]:
    def ga(b: Bezoek) -> None:
        b.ga("/zaken/zoeken")
        veld = b.blad.locator("main input[type=search]")
        veld.fill(tekst)
        veld.press("Enter")
        b.blad.wait_for_url("**/zaken/gevonden*")

    return ga


def _notitie(b: Bezoek) -> None:
    b.ga(b.zaak())
    b.vul("Notitie", "Het huishouden heeft een tolk nodig.")
    b.druk("Notitie plaatsen")
    b.blad.locator("#tijdlijn").get_by_role("link", name=re.compile("^Verbeteren")).first.click()
    b.blad.wait_for_url("**/notities/**")


def _brieftekst_fout(b: Bezoek) -> None:
    b.ga("/briefteksten/inrichtingskrediet-toegekend")
    b.vul("Tekst", "# Uw brief\n\nU krijgt {{ bedrg }}.")
    b.druk("Voorbeeld laten zien")
    expect(b.blad.locator("#gebreken")).to_be_visible()


def _antwoord(b: Bezoek) -> str:
    return b.aanbod("wacht op de corporatie") + "/melden/corporatie_wijst_af"


def _bezwaren(b: Bezoek) -> None:
    """De jurist legt een bezwaar vast, zodat er een op de lijst staat."""
    b.ga(b.zaak("gehuisvest") + "/melden/bezwaar_ontvangen")
    b.blad.locator("#besluit").select_option(index=1)
    b.vul("Wie maakt bezwaar?", "De aanvrager zelf")
    b.vul("Wanneer is het bezwaar ontvangen?", "vandaag")
    b.blad.locator("#te_laat_reden").fill("Geen reden gegeven.")
    b.druk("Vastleggen")
    expect(b.blad.locator("#meldingen .melding")).to_be_visible()
    b.ga("/bezwaren")


def _bezwaar_fout(titel: str) -> Callable[[Bezoek], None]:
    """Een handeling bij een bezwaar, leeg ingestuurd."""

    def ga(b: Bezoek) -> None:
        b.ga(b.bezwaar())
        deel = b.blad.locator("main details", has=b.blad.locator("summary", has_text=titel))
        deel.locator("summary").click()
        deel.get_by_role("button").click()
        expect(b.blad.locator(".fouten")).to_be_focused()

    return ga


def _inlezen(b: Bezoek) -> None:
    b.ga("/koppelingen")
    regels = "Zaaknummer COA;V-nummer;Achternaam;Koppelgemeente\nK9;onzin;Tekle;Doetinchem\n"
    bestand = {"name": "lijst.csv", "mimeType": "text/csv", "buffer": regels.encode()}
    b.blad.get_by_label("Bestand").set_input_files(bestand)  # type: ignore[arg-type]  # playwright noemt dit FilePayload
    b.druk("Laten zien wat er zou gebeuren")
    expect(b.blad.locator("h1")).to_be_visible()


def _register_inlezen(b: Bezoek) -> None:
    """Een bestand met een nieuwe regel en een fout."""
    b.ga("/mandaatregister/inlezen")
    kop = "Nr;Bevoegdheid;Grondslag;Bestuursorgaan;Soort;Functie;Geldig van\n"
    regels = "9.1;Ontzorgen;Participatiewet art. 56a;college;mandaat;Ambtelijk opdrachtgever;1-1-2027\n"
    bestand = {"name": "register.csv", "mimeType": "text/csv", "buffer": (kop + regels).encode()}
    b.blad.get_by_label("Bestand").set_input_files(bestand)  # type: ignore[arg-type]  # playwright noemt dit FilePayload
    b.druk("Laten zien wat er zou veranderen")
    expect(b.blad.locator("h1")).to_have_text("Wat er zou veranderen")


def _agenda_aan(b: Bezoek) -> None:
    b.ga("/agenda")
    b.blad.locator("main form button").first.click()
    expect(b.blad.locator("#adres")).to_be_visible()


def _vul_voorstel(b: Bezoek) -> None:
    b.ga(f"{b.zaak()}/besluiten/nieuw/herplanning")
    b.vul("Wat stelt u voor, en waarom?", "Een maand later, tot de woning klaar is.")


def _voorbeeld(b: Bezoek) -> None:
    _vul_voorstel(b)
    b.druk("Eerst zien wie beslist")
    expect(b.blad.locator("#voorbeeld")).to_be_visible()


def _wonen_stelt_voor(b: Bezoek, daarna: str, advies: bool = False) -> None:
    """Wonen stelt iets voor, zodat er voor wie `daarna` inlogt iets ligt."""
    log_uit(b.blad, b.adres)
    log_in(b.blad, b.adres, "wonen")
    _vul_voorstel(b)
    if advies:
        b.blad.get_by_label("Jurist").check()
    b.druk("Voorstellen")
    expect(b.blad.locator("#meldingen .melding")).to_be_visible()
    log_uit(b.blad, b.adres)
    log_in(b.blad, b.adres, daarna)


def _ter_goedkeuring(b: Bezoek) -> None:
    _wonen_stelt_voor(b, "teammanager")
    b.ga("/goedkeuren")


def _vraag_open(b: Bezoek) -> None:
    b.ga("/goedkeuren")
    b.blad.keyboard.press("v")
    expect(b.blad.get_by_label("Wat wilt u weten?")).to_be_focused()


def _adviezen(b: Bezoek) -> None:
    _wonen_stelt_voor(b, "jurist", advies=True)
    b.ga("/adviezen")


def _advies(b: Bezoek) -> str:
    return b.link("/adviezen", "main a[href^='/adviezen/']")


def _genomen(b: Bezoek) -> str:
    """Een besluit dat is genomen."""
    return b.link(b.zaak("gehuisvest"), "#besluiten a[href^='/besluiten/']")


def _herstelcodes(b: Bezoek) -> None:
    b.ga("/tweede-factor")
    geef_code(b.blad, b.blad.locator("#codes-code"))
    b.druk("Nieuwe herstelcodes maken")
    expect(b.blad.locator(".herstelcodes li")).to_have_count(10)


def _toetsen(b: Bezoek) -> None:
    b.ga("/werkvoorraad")
    b.blad.keyboard.press("?")
    expect(b.blad.locator("#toetsen")).to_be_visible()


def _zaak_alles_open(b: Bezoek) -> None:
    b.ga(b.zaak("gehuisvest"))
    b.blad.evaluate("document.querySelectorAll('main details').forEach((deel) => { deel.open = true; })")


BEZOEKEN: Final[dict[str, list[Stap]]] = {
    "niemand": [("inloggen.toon", "inloggen", _pagina("/inloggen")), *portaal.ZONDER_ACCOUNT, *matching.ZONDER_ACCOUNT],
    "casemanager": [
        ("inloggen.gemeenten", "gemeente-kiezen", _pagina("/gemeente")),
        ("werkvoorraad.lijst", "mijn-taken", _pagina("/werkvoorraad")),
        ("", "rij-open", _open_rij),
        ("", "toetsen", _toetsen),
        ("", "niets-past", _pagina("/werkvoorraad?toestand=gesloten&uiterlijk=vandaag")),
        ("", "op-huishouden", _pagina("/werkvoorraad?sorteer=huishouden&richting=af")),
        ("werkvoorraad.rollen", "mijn-rollen", _pagina("/werkvoorraad/rollen")),
        ("werkvoorraad.team", "team", _pagina("/werkvoorraad/team")),
        ("werkvoorraad.gevolgd", "gevolgd-leeg", _pagina("/werkvoorraad/gevolgd")),
        ("weergaven.nieuw", "weergave-bewaren", _pagina("/werkvoorraad/weergaven/nieuw?lijst=team&uiterlijk=te_laat")),
        ("weergaven.beheer", "weergaven-leeg", _pagina("/werkvoorraad/weergaven")),
        ("taken.toon", "taak", lambda b: b.ga(b.taak())),
        ("", "taak-fout", _taak_fout),
        ("taken.inplannen_formulier", "inplannen", _bij_taak("/inplannen")),
        ("taken.wachten_formulier", "wachten", _bij_taak("/wachten")),
        ("", "wachten-fout", _fout(lambda b: f"{b.taak()}/wachten", "Laten wachten")),
        ("taken.overdragen_formulier", "overdragen", _bij_taak("/overdragen")),
        ("", "afgerond", _afgerond),
        ("", "taak-klaar", _taak_klaar),
        ("taken.heropenen_formulier", "heropenen", _heropenen),
        ("taken.nieuw_kies", "eigen-taak-kies", _pagina("/eigen-taak")),
        ("", "eigen-taak-onbekend", _pagina("/eigen-taak?zaaknummer=DOE-1999-00001", 404)),
        ("taken.nieuw_formulier", "eigen-taak", _bij_zaak("/eigen-taak")),
        ("", "eigen-taak-fout", _fout(lambda b: f"{b.zaak()}/eigen-taak", "Taak toevoegen")),
        ("bulk.lijst", "bulk-leeg", _pagina("/bulk")),
        ("", "bulk-overdragen", _bulk("Overdragen")),
        ("", "bulk-inplannen", _bulk("Inplannen")),
        ("bulk.toon", "bulk-klaar", _bulk_klaar),
        ("", "bulk-eerder", _pagina("/bulk")),
        ("afwezigheid.lijst", "afwezigheid", _pagina("/afwezigheid")),
        ("", "afwezigheid-fout", _fout(lambda b: "/afwezigheid", "Afwezig melden")),
        ("voorkeuren.toon", "voorkeuren", _pagina("/voorkeuren")),
        ("signalen.lijst", "signalen", _pagina("/signalen")),
        ("", "signalen-leeg", _pagina("/signalen?soort=vermelding")),
        ("signalen.voorkeuren", "signalen-voorkeuren", _pagina("/signalen/voorkeuren")),
        ("agenda.toon", "agenda", _pagina("/agenda")),
        ("", "agenda-adres", _agenda_aan),
    ],
    "wonen": [
        ("zaken.lijst", "zaken", _pagina("/zaken")),
        ("zaken.zoekpagina", "zoeken", _pagina("/zaken/zoeken")),
        ("zaken.gevonden", "gevonden", _zoek("de heer")),
        ("", "niets-gevonden", _zoek("xyzzyx")),
        ("aanbiedingen.lijst", "aanbiedingen", _pagina("/aanbiedingen")),
        ("", "zaak-met-aanbod", lambda b: b.ga(b.aanbod("wacht op de corporatie"))),
        ("", "corporatie-wijst-af", lambda b: b.ga(_antwoord(b))),
        ("", "corporatie-wijst-af-fout", _fout(_antwoord, "Vastleggen")),
        ("aanbiedingen.weigering", "weigering", lambda b: b.ga(b.aanbod("weigering wordt beoordeeld") + "/weigering")),
        ("", "zoekterm-te-kort", _zoek("a")),
        ("zaak.toon", "zaak-zoekt", _bij_zaak("")),
        ("", "zaak-aangeboden", _bij_zaak("", "woning_aangeboden")),
        ("", "zaak-gehuisvest-open", _zaak_alles_open),
        ("", "tijdlijn-gefilterd", _bij_zaak("?tijdlijn=notities")),
        ("", "notitie-fout", _fout(lambda b: b.zaak(), "Notitie plaatsen")),
        ("zaak.notitie_verbeteren_formulier", "notitie-verbeteren", _notitie),
        ("zaak.contact_formulier", "contact", _bij_zaak("/contact")),
        ("zaak.melding_formulier", "melden", _bij_zaak("/melden/nareis_gemeld")),
        ("zaak.overgang_formulier", "sluiten", _bij_zaak("/overgang/sluiten")),
        ("zaak.stilzetten_formulier", "stilzetten", _bij_zaak("/stilzetten")),
        ("verdeling.team_formulier", "wie-doet-wat", _bij_zaak("/team")),
        ("besluiten.kies", "besluit-kiezen", _bij_zaak("/besluiten/nieuw")),
        ("besluiten.formulier", "besluit-voorstellen", _bij_zaak("/besluiten/nieuw/tussenvoorziening")),
        ("", "besluit-fout", _fout(lambda b: f"{b.zaak()}/besluiten/nieuw/tussenvoorziening", "Voorstellen")),
        ("", "besluit-voorbeeld", _voorbeeld),
        ("besluiten.toon", "besluit", lambda b: b.ga(_genomen(b))),
        ("dossiers.toon", "dossier", _bij_zaak("/dossier")),
        ("documenten.formulier", "document-toevoegen", _bij_zaak("/documenten/nieuw")),
        ("", "document-fout", _fout(lambda b: f"{b.zaak()}/documenten/nieuw", "Document toevoegen")),
        ("documenten.toon", "document", lambda b: b.ga(b.document())),
        ("documenten.versieformulier", "document-versie", lambda b: b.ga(b.document() + "/versie")),
        ("", "weergaven", _pagina("/werkvoorraad/weergaven")),
        ("", "gevolgd", _pagina("/werkvoorraad/gevolgd")),
        ("", "bestaat-niet", _pagina("/zaken/DOE-1999-00001", 404)),
        *portaal.VAN_WONEN,
        *matching.VAN_WONEN,
        *woningen.VAN_WONEN,
        *dossiers.VAN_WONEN,
        *prestaties.VAN_WONEN,
    ],
    "teammanager": [
        ("team.toon", "dashboard", _pagina("/team")),
        ("goedkeuren.lijst", "goedkeuren", _ter_goedkeuring),
        ("", "goedkeuren-fout", _fout(lambda b: "/goedkeuren", "Besluit nemen")),
        ("", "goedkeuren-vraag", _vraag_open),
        ("goedkeuren.samen", "goedkeuren-samen", _pagina("/goedkeuren/samen/herplanning")),
        ("goedkeuren.toon", "goedkeuren-een", lambda b: b.ga(b.link("/goedkeuren", "#wachtlijst a.kies"))),
        ("verdeling.toon", "werkverdeling", _pagina("/team/werkverdeling")),
        ("mandaatrapport.toon", "mandaatrapport", _pagina("/mandaatrapport")),
        ("mandaatrapport.besluiten", "mandaatrapport-besluiten", _pagina("/mandaatrapport/besluiten")),
        *matching.VAN_TEAMMANAGER,
        ("", "klaar-voor-vandaag", _pagina("/werkvoorraad")),
    ],
    "jurist": [
        ("", "niets-te-doen", _pagina("/werkvoorraad")),
        (
            "werkvoorraad.exportformulier",
            "exporteren",
            _pagina("/werkvoorraad/exporteren?lijst=team&filters=rol%3Dwonen"),
        ),
        ("", "exporteren-fout", _fout(lambda b: "/werkvoorraad/exporteren?lijst=team", "Exporteren")),
        ("tweedefactor.toon", "code-app", _pagina("/tweede-factor")),
        ("", "code-app-fout", _fout(lambda b: "/tweede-factor", "Code-app weghalen")),
        ("tweedefactor.instellen", "code-app-koppelen", _pagina("/tweede-factor/instellen")),
        ("", "code-app-koppelen-fout", _fout(lambda b: "/tweede-factor/instellen", "Code-app koppelen")),
        ("tweedefactor.codes", "herstelcodes", _herstelcodes),
        ("adviezen.lijst", "adviezen", _adviezen),
        ("adviezen.toon", "advies", lambda b: b.ga(_advies(b))),
        ("", "advies-fout", _fout(_advies, "Advies geven")),
        ("besluiten.college", "collegebesluit", lambda b: b.ga(_genomen(b) + "/college")),
        ("", "bezwaar-vastleggen", lambda b: b.ga(b.zaak("gehuisvest") + "/melden/bezwaar_ontvangen")),
        ("bezwaren.lijst", "bezwaren", _bezwaren),
        ("", "bezwaren-klaar", _pagina("/bezwaren?staat=klaar")),
        ("bezwaren.toon", "bezwaar", lambda b: b.ga(b.bezwaar())),
        ("", "bezwaar-fout", _bezwaar_fout("Bezwaar is ingetrokken")),
    ],
    "beheerder": [
        ("sjablonen.lijst", "briefteksten", _pagina("/briefteksten")),
        ("sjablonen.toon", "brieftekst", _pagina("/briefteksten/inrichtingskrediet-toegekend")),
        ("", "brieftekst-fout", _brieftekst_fout),
        ("mandaatregister.toon", "mandaatregister", _pagina("/mandaatregister")),
        ("mandaatregister.regel", "registerregel", _pagina("/mandaatregister/regels/4.3a")),
        ("mandaatregister.verschil", "registerverschil", _pagina("/mandaatregister/verschil")),
        ("mandaatregister.nieuw", "regel-nieuw", _pagina("/mandaatregister/nieuw")),
        ("mandaatregister.wijzigen_formulier", "regel-wijzigen", _pagina("/mandaatregister/regels/4.3a/wijzigen")),
        ("", "regel-fout", _fout(lambda b: "/mandaatregister/regels/4.3a/wijzigen", "Besluit vastleggen")),
        ("mandaatregister.intrekken_formulier", "regel-intrekken", _pagina("/mandaatregister/regels/4.3a/intrekken")),
        ("waarden.lijst", "waarden", _pagina("/inrichting/waarden")),
        ("waarden.toon", "waarde", _pagina("/inrichting/waarden/daeb_huurgrens")),
        ("", "waarde-keuze", _pagina("/inrichting/waarden/voorrang_statushouder")),
        ("", "waarde-vakjes", _pagina("/inrichting/waarden/contractsoorten")),
        ("", "waarde-fout", _fout(lambda b: "/inrichting/waarden/kamer_tolerantie", "Waarde vastleggen")),
        ("", "signalen-beheerder", _pagina("/signalen")),
        ("", "voorkeuren-beheerder", _pagina("/signalen/voorkeuren")),
        ("functies.lijst", "functies", _pagina("/mandaatregister/functies")),
        ("functies.nieuw", "functie-nieuw", _pagina("/mandaatregister/functies/nieuw")),
        ("functies.toon", "functie", lambda b: b.ga(b.link("/mandaatregister/functies", "main h2 a"))),
        ("registerbestand.kies", "register-inlezen", _pagina("/mandaatregister/inlezen")),
        ("registerbestand.proef", "register-proef", _register_inlezen),
        ("koppelingen.kies", "koppelingen", _pagina("/koppelingen")),
        ("", "koppelingen-fouten", _inlezen),
        ("", "mag-niet", _pagina("/werkvoorraad", 403)),
        *portaal.VAN_DE_CORPORATIE,
    ],
}
"""Per rol de stappen: het endpoint van de pagina (leeg als die al eerder kwam), een naam, en hoe er te komen."""
