"""Wat een regel mist, noemt zij bij naam, met de plek waar iemand het invult; wat daar staat, telt meteen mee."""

from __future__ import annotations

from datetime import date
from typing import Any, get_args

import pytest
from hypothesis import given

from casus.models import Persoon, Zaak
from casus.rules.passendgeval import Geval, Omstandigheden, Plek, Vraag
from casus.rules.passendheid import Passendheid, toets, toets_alles
from casus.rules.passendtoets import Invulplek
from casus.workflows.huishoudvelden import nu_vastgelegd, velden_van
from casus.workflows.registry import huidige
from tests.unit.rules.voorbeelden import huishouden, persoon, woning
from tests.unit.rules.voorbeelden_passend import DAG, PARAMETERS, losse_plekken, losse_vragen, parameters_met_gaten

GELDIG = date(2030, 1, 1)


@given(losse_vragen(), losse_plekken(), parameters_met_gaten())
def test_een_onbekend_gegeven_noemt_waar_het_is_in_te_vullen(vraag: Vraag, plek: Plek, parameters: dict[str, str]):
    for geval in (Geval(een, plek, parameters, DAG) for een in (vraag, vraag.straks) if een is not None):
        for een in toets(geval).toetsen:
            assert een.invullen in get_args(Invulplek)
            if een.uitkomst == "onbekend":
                zonder = ("Vraag de beheerder", "Van wie nog komt")
                assert bool(een.invullen) != any(woord in een.zin for woord in zonder), een.zin
            elif een.uitkomst == "ja":
                assert not een.invullen
            assert not een.zin.endswith(("Vul dat aan.", "Vul het aan.", "ga dat na.", "vraag het na."))


def uitslag(bij: dict[str, Any] | None = None, wie: list[Persoon] | None = None, **huis: Any) -> Passendheid:
    personen = wie or [persoon("hoofdpersoon", "1990-05-05")]
    gezin = huishouden(*personen, **huis)
    zaak = Zaak(vergunning_geldig_tot=GELDIG)
    om = Omstandigheden.van(zaak, gezin, DAG)
    return toets_alles(gezin, personen, woning(**(bij or {})), PARAMETERS, om)


def regel(naam: str, een: Passendheid) -> tuple[str, str]:
    gevonden = next(toets_ for toets_ in een.toetsen if toets_.regel == naam)
    return gevonden.uitkomst, gevonden.invullen


DUUR = {"huur_cent": 80_000}


def test_het_jaarinkomen_beslist_over_de_passende_huur():
    assert regel("H1", uitslag(DUUR, inkomensbron="ARB")) == ("onbekend", "huishouden")
    assert regel("H1", uitslag(DUUR, inkomensbron="ARB", jaarinkomen_cent=2_000_000))[0] == "nee"
    assert regel("H1", uitslag(DUUR, inkomensbron="ARB", jaarinkomen_cent=5_000_000))[0] == "ja"
    assert regel("H1", uitslag(DUUR, inkomensbron="SOC", jaarinkomen_cent=5_000_000))[0] == "ja"
    zonder_jaar = [persoon("hoofdpersoon", "0000-00-00")]
    tussenin = uitslag(DUUR, zonder_jaar, inkomensbron="ARB", jaarinkomen_cent=2_900_000)
    assert regel("H1", tussenin) == ("onbekend", "personen")


def test_de_gewenste_dag_en_de_wens_om_te_delen_tellen():
    later = {"beschikbaar_van": date(2026, 5, 1)}
    assert regel("H8", uitslag(later))[0] == "nee"
    assert regel("H8", uitslag(later, gewenst_per=date(2026, 4, 20)))[0] == "ja"
    stel = [persoon("hoofdpersoon", "1990-05-05"), persoon("partner", "1991-05-05")]
    kamer = {"zelfstandig": False, "slot_op_kamer": True}
    assert regel("H5", uitslag(kamer, stel)) == ("nee", "huishouden")
    assert regel("H5", uitslag(kamer, stel, wil_delen=True))[0] == "ja"


VERBODEN = ("nationaliteit", "herkomst", "geloof", "godsdienst", "gezondheid", "diagnose", "medisch", "asiel")


def test_elk_veld_heeft_een_hint_met_de_regel_en_vraagt_niets_wat_niet_mag():
    wie = [persoon("hoofdpersoon", "1990-00-00", volgnummer=1), persoon("kind", "0000-00-00", volgnummer=2)]
    bron = velden_van(huidige("huisvesting-statushouder"), wie)
    codes = [code for groep in bron.groepen for code in groep.velden]
    assert len(codes) == len(set(codes)) and set(codes) == set(bron.velden)
    for code in codes:
        veld = bron.velden[code]
        assert veld.titel and (veld.hint or code == "gebied_reden")
        assert not any(woord in f"{code} {veld.titel}".lower() for woord in VERBODEN)


@pytest.mark.parametrize(
    ("datum", "getoond"),
    [("1990-03-12", "12-03-1990"), ("1990-03-00", "00-03-1990"), ("1990-00-00", "1990"), ("0000-00-00", "")],
)
def test_wat_er_staat_is_weer_in_te_vullen(datum: str, getoond: str):
    wie = [persoon("hoofdpersoon", datum, volgnummer=1)]
    gezin = huishouden(*wie, jaarinkomen_cent=2_850_050, gewenst_per=DAG, wil_delen=True)
    waarden = nu_vastgelegd(Zaak(vergunning_geldig_tot=None), gezin, wie)
    assert waarden["geboren-1"] == getoond and waarden["jaarinkomen"] == "28.500,50"
    assert (waarden["gewenst_per"], waarden["wil_delen"]) == ("03-03-2026", "ja")
