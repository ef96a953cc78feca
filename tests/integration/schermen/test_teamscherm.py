"""Het teamoverzicht op het scherm: elk getal is gelijk aan de lijst waarheen het leidt, ook zonder iets te tellen."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

from sqlalchemy import delete, select, update

from casus.actions.taakstellingen import zet_taakstelling
from casus.models import Lidmaatschap, Taak, Verloop, Zaak
from casus.rules.taakstelling import Halfjaar
from casus.termijnen import nu
from tests.integration.queries.tellen import opdrachten
from tests.wereld import A, B, Wereld

_LINK = re.compile(r'<a href="(/(?:zaken|werkvoorraad)[^"]*)"[^>]*>(.*?)</a>', re.DOTALL)


def tekst(html: str) -> str:
    """De woorden van een stuk pagina."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html))).strip()


def main(html: str) -> str:
    return html.partition("<main")[2]


def links(html: str) -> dict[str, int]:
    """Elk adres van een lijst met het getal dat er op het teamoverzicht bij staat."""
    gevonden = {}
    for adres, inhoud in _LINK.findall(main(html)):
        getal = re.match(r"(?:Alle )?([\d.]+)(?!,)\b", tekst(inhoud))
        if (getal and "?" in adres) or adres.startswith("/werkvoorraad/team"):
            assert getal, inhoud
            gevonden[unescape(adres)] = int(getal[1].replace(".", ""))
    return gevonden


def telt(scherm, adres: str) -> int:
    """Hoeveel er op de lijst staat: personen als zij meetellen, anders zaken of taken."""
    kop = tekst(main(scherm.open(adres)))
    soort = "perso" if "wat=meegeteld" in adres else "zaken?|zaak" if adres.startswith("/zaken") else "taken|taak"
    getal = re.search(rf"([\d.]+) (?:{soort})", kop)
    assert getal or "Geen" in kop, kop[:300]
    return int(getal[1].replace(".", "")) if getal else 0


def leef(wereld: Wereld) -> None:
    """Zet de dagen van de wereld in dit halfjaar: alles gebeurde de afgelopen dagen."""
    with wereld.werk() as sessie:
        zaak = wereld.zaak_id("verhuisd")
        loop = wereld.loop(sessie, zaak)
        loop.stap("huisvesten")
        zet_taakstelling(
            sessie, Halfjaar(2026, 2), actor=wereld.actor("beheerder"), personen=44, achterstand=2, bron="Brief"
        )
        wereld.nieuwe_zaak(sessie, koppeldatum=date(2026, 7, 2))


def test_elk_getal_leidt_naar_een_lijst_met_dat_aantal(als, wereld):
    leef(wereld)
    scherm = als("teammanager")
    gevonden = links(scherm.open("/team")) | links(scherm.open("/team?periode=jaar"))
    assert len(gevonden) > 100
    assert {adres: telt(scherm, adres) for adres in gevonden} == gevonden


def test_de_pagina_zegt_hoe_het_team_ervoor_staat(als, wereld):
    leef(wereld)
    woorden = tekst(main(als("wonen").open("/team?periode=jaar")))
    assert "van 46 personen" in woorden
    assert "De taakstelling is 44, met 2 uit het vorige halfjaar erbij." in woorden
    assert "2 huishoudens kregen de laatste 12 maanden een thuis" in woorden
    assert re.search(r"Na \d+ weken thuis: Proefhof, Van Doetinchem\.", woorden)
    assert "22 huishoudens kwamen binnen, 2 kregen een thuis" in woorden
    assert "De meeste taken die te laat zijn, liggen bij wonen" in woorden
    assert "Stijn Wisselink (casemanager) heeft 1 taak, gemiddeld heeft iemand er 0,1." in woorden


def test_zonder_taakstelling_staat_er_hoe_die_wordt_vastgelegd(als):
    woorden = tekst(main(als("teammanager").open("/team")))
    assert "casus gemeente taakstelling zet GM0222 2026-II" in woorden
    assert "achter op schema" not in woorden


def test_een_nieuwe_gemeente_ziet_wat_er_gaat_komen(als, wereld):
    assert "Er is nog niets te tellen" in als("casemanager", "Winterswijk").open("/team")
    leeg = tekst(main(als("jurist", "Winterswijk").open("/team")))
    assert "Naar de zaken" in leeg
    assert "Koppelingen inlezen" not in leeg


def test_een_persoon_is_de_enige_van_het_team(als, wereld):
    with wereld.werk() as sessie:
        sessie.execute(delete(Lidmaatschap).where(Lidmaatschap.rol.not_in(["casemanager", "beheerder"])))
    woorden = tekst(main(als("casemanager").open("/team")))
    assert "heeft 1 taak en is de enige in het team." in woorden


def test_niets_is_te_laat_en_niets_zit_vast(als, wereld):
    with wereld.werk() as sessie:
        sessie.execute(update(Taak).values(uiterlijk=date(2026, 12, 1)))
        sessie.execute(update(Zaak).values(koppeldatum=date(2026, 7, 1), toestand_sinds=nu()))
        sessie.execute(delete(Verloop))
    woorden = tekst(main(als("teammanager").open("/team")))
    assert "Geen enkele open taak is te laat" in woorden
    assert "Geen zaak zit vast" in woorden
    assert "21 huishoudens kwamen binnen, 0 kregen een thuis" in woorden
    assert "Nog niemand kreeg dit halfjaar een thuis" in woorden


def test_hooguit_acht_queries(als, app):
    scherm = als("teammanager")
    scherm.open("/team")
    lijsten = ("vast", "besluit", "gekoppeld", "aangeboden", "gehuisvest", "meegeteld", "klaar-toegewezen")
    paden = ["/team", "/team?periode=jaar", "/team?periode=onzin", *(f"/zaken?wat={wat}" for wat in lijsten)]
    for pad in paden:
        with opdrachten(app.extensions["casus.database"]) as gezien:
            scherm.open(pad)
        assert len(gezien) <= 8, (pad, [sql[:90] for sql, _ in gezien])


def test_wie_niet_in_het_team_zit_ziet_het_niet(als):
    for rol in ("beheerder", "bestuurlijk_opdrachtgever"):
        assert "Alleen het opgaveteam" in als(rol).open("/team", 403)


def test_een_andere_gemeente_staat_er_niet(als, wereld):
    html = als("teammanager").open("/team?periode=jaar")
    assert "Kanarie" not in html
    with wereld.lees(B) as sessie:
        nummers = list(sessie.scalars(select(Zaak.zaaknummer)))
    assert [nummer for nummer in nummers if nummer in html] == []
    assert "Van Doetinchem" not in als("teammanager", B).open("/team?periode=jaar")
    assert wereld.gemeente(A) != wereld.gemeente(B)


def test_een_lijst_van_zaken_zegt_welke_en_vergeet_onzin(als):
    scherm = als("teammanager")
    kop = tekst(main(scherm.open("/zaken?wat=gehuisvest&vanaf=2026-01-01&tot=2026-07-06")))
    assert "Gehuisvest van 1 januari 2026 tot en met 6 juli 2026 1 zaak" in kop
    kop = tekst(main(scherm.open("/zaken?wat=meegeteld&vanaf=2026-01-01")))
    assert "Tellen mee voor de taakstelling van 1 januari 2026 1 zaak, 3 personen" in kop
    alles = tekst(main(scherm.open("/zaken?wat=onzin&vanaf=gisteren&toestand=a'b")))
    assert "Zaken 21 zaken" in alles
    assert "Klaar met ‘Toegewezen’" in scherm.open("/zaken?wat=klaar-toegewezen")
    assert "Geen zaak past bij deze filters" in scherm.open("/zaken?wat=gehuisvest&vanaf=9999-12-31")
    assert "21 zaken" in scherm.open("/zaken?wat=gekoppeld&vanaf=0001-01-01&tot=9999-12-31")
    assert "1 zaak" in scherm.open("/zaken?wat=gehuisvest&vanaf=0001-01-01&tot=9999-12-31")
