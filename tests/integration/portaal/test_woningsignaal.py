"""Wat de gemeente hoort als een corporatie in haar portaal iets met een woning doet."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from casus.actions import woningen, woningstappen
from casus.models import Signaal, Woning, Zaak
from casus.rules.signalen import Feiten, in_casus, in_mail
from casus.termijnen import vandaag
from tests.integration.portaal.conftest import Huurland
from tests.integration.schermen.conftest import Scherm
from tests.integration.schermen.test_besluitscherm import beoordeel_een_vrije_woning

REDEN = "De woning wordt verkocht."


def _match(land: Huurland) -> tuple[Woning, Zaak]:
    """De woning die voor het huishouden is beoordeeld maar nog niet is voorgedragen, met de zaak."""
    woning = beoordeel_een_vrije_woning(land.wereld, "zoekend")
    with land.wereld.lees() as sessie:
        return woning, sessie.scalars(select(Zaak).where(Zaak.id == land.wereld.zaak_id("zoekend"))).one()


def _zet(scherm: Scherm, woning: Woning, stap: str) -> None:
    scherm.gelukt(f"/portaal/woningen/{woning.id}/stap", {"stap": stap, "reden": REDEN})


def _signalen(land: Huurland) -> list[Signaal]:
    with land.wereld.lees() as sessie:
        return list(sessie.scalars(select(Signaal).where(Signaal.soort == "woning").order_by(Signaal.id)))


def _zinnen(signaal: Signaal, zaaknummer: str = "") -> tuple[str, str]:
    feiten = Feiten(signaal.soort, signaal.gegevens, zaaknummer)
    return in_casus(feiten, vandaag()), in_mail(feiten, vandaag())


def test_wonen_en_de_casemanager_horen_dat_een_woning_weg_is_en_weer_terug(land: Huurland, als):
    (woning, zaak), scherm = _match(land), land.scherm(land.mens())
    wonen = land.wereld.actor("wonen").gebruiker_id
    _zet(scherm, woning, "intrekken")
    weg, match = _signalen(land)
    assert (weg.gebruiker_id, weg.zaak_id, weg.gegevens["toelichting"]) == (wonen, None, REDEN)
    assert (match.gebruiker_id, match.zaak_id) == (zaak.casemanager_id, zaak.id)
    assert _zinnen(weg)[0] == f"De corporatie trekt haar woning {woning.adres} in. Zij kan niet meer worden aangeboden."
    for signaal, zaaknummer in ((weg, ""), (match, zaak.zaaknummer)):
        op_scherm, mail = _zinnen(signaal, zaaknummer)
        assert woning.adres in op_scherm and woning.adres not in mail and REDEN not in mail and mail.endswith(".")
    _zet(scherm, woning, "opnieuw_melden")
    terug = _signalen(land)[-1]
    assert terug.gebruiker_id == wonen and "opnieuw" in _zinnen(terug)[0], "de casemanager hoeft dit niet te weten"
    lijst = als("wonen")
    assert all(zin in lijst.open("/signalen") for zin in (_zinnen(weg)[0], _zinnen(terug)[0], REDEN))
    assert lijst.stuur(f"/signalen/{terug.id}").location == f"/woningen/{woning.id}"
    verder = als("casemanager").stuur(f"/signalen/{match.id}").location
    assert verder == f"/zaken/{zaak.zaaknummer}#woning"


def test_wie_vraagt_opnieuw_na_te_kijken_of_iets_wezenlijks_verbetert_geeft_een_signaal(land: Huurland):
    (woning, _), mens = _match(land), land.mens()
    with land.wereld.werk() as sessie:
        hier = sessie.scalars(select(Woning).where(Woning.id == woning.id)).one()
        woningen.wijzig_woning(sessie, hier, actor=mens, versie=hier.versie, gegevens={"oppervlakte": 71})
    (een,) = _signalen(land)
    assert een.gegevens["vorm"] == "opnieuw_nakijken" and "opnieuw na te kijken" in _zinnen(een)[0]
    assert een.gegevens["toelichting"].startswith("De corporatie wijzigde"), "één signaal, met wat er anders werd"


@pytest.mark.parametrize("stap", ["opnieuw_nakijken", "intrekken"])
def test_wat_het_team_zelf_doet_weet_het_al(land: Huurland, stap: str):
    woning, _ = _match(land)
    with land.wereld.werk() as sessie:
        hier = sessie.scalars(select(Woning).where(Woning.id == woning.id)).one()
        woningstappen.zet(sessie, hier, stap, actor=land.wereld.actor("teammanager"), reden=REDEN)
    assert _signalen(land) == []


@pytest.mark.parametrize("_soort", ["sqlite"], indirect=True)
def test_een_verhuurde_woning_waar_nog_iemand_woont_meldt_zij_niet_zelf(land: Huurland):
    with land.wereld.lees() as sessie:
        van_haar = (Woning.status == "verhuurd", Woning.corporatie_id == land.corporaties[0])
        woning = sessie.scalars(select(Woning).where(*van_haar).order_by(Woning.id)).all()[0]
    scherm = land.scherm(land.mens())
    pagina = scherm.open(f"/portaal/woningen/{woning.id}")
    assert 'aria-disabled="true"' in pagina and "zegt eerst dat de woning leeg is" in pagina
    antwoord = scherm.stuur(f"/portaal/woningen/{woning.id}/stap", {"stap": "weer_te_huur", "reden": REDEN})
    assert antwoord.status_code == 422 and "zegt eerst dat de woning leeg is" in antwoord.text
    assert scherm.stuur(f"/portaal/woningen/{woning.id}/stap", {"stap": "niet_meer_klaar"}).status_code == 400
