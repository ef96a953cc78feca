"""Signalen in woorden: buiten casus nooit een naam, en ieder krijgt wat hij koos."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from casus.rules import signalen
from casus.rules.signaalzinnen import ZINNEN
from casus.rules.signalen import DAGEN, SOORTEN, Feiten, Keuze, in_casus, in_mail, keuze, veilige_titel

DAG = date(2026, 11, 24)
NAAM = "Yonas"
ALLES = {
    "door": "Sanne te Pas",
    "naam": "Sanne te Pas",
    "namens": "Bart Reimerink",
    "dag": "2026-11-18",
    "naar": "Match gezocht",
    "titel": "Woning voordragen",
    "uitkomst": "toegekend",
    "aantal": 3,
}
VORMEN = sorted(ZINNEN)


def feiten(vorm: str, **anders: object) -> Feiten:
    soort, _, deel = vorm.partition(".")
    gegevens = {**ALLES, **({"vorm": deel} if deel else {}), **anders}
    return Feiten(soort, gegevens, "DOE-2026-00042", f"Gesprek voeren: {NAAM}", "Gesprek voeren")


@pytest.mark.parametrize("vorm", VORMEN)
def test_elke_zin_is_af(vorm: str):
    for zin in (in_casus(feiten(vorm), DAG), in_mail(feiten(vorm), DAG)):
        assert zin.endswith(".") and "{" not in zin and "…" not in zin and "  " not in zin
        assert zin[0].isupper() or zin[0].isdigit()


@pytest.mark.parametrize("vorm", VORMEN)
def test_in_een_mail_staat_geen_naam(vorm: str):
    zin = in_mail(feiten(vorm), DAG)
    assert not any(naam in zin for naam in (NAAM, "Sanne", "Bart"))
    assert zin.startswith("DOE-2026-00042: ")


@pytest.mark.parametrize("vorm", VORMEN)
def test_een_zin_zonder_gegevens_valt_niet_om(vorm: str):
    soort, _, deel = vorm.partition(".")
    kaal = Feiten(soort, {"vorm": deel} if deel else {})
    assert in_casus(kaal, DAG).endswith(".") and in_mail(kaal, DAG).endswith(".")


def test_zinnen():
    assert in_casus(feiten("te_laat"), DAG) == f"De taak ‘Gesprek voeren: {NAAM}’ had wo 18 nov af moeten zijn."
    assert in_mail(feiten("te_laat"), DAG) == "DOE-2026-00042: de taak ‘Gesprek voeren’ had wo 18 nov af moeten zijn."
    assert in_casus(feiten("besluit"), DAG) == "Sanne te Pas nam een besluit: woning voordragen is toegekend."
    assert in_casus(feiten("te_laat.vrij", aantal=1), DAG) == "1 taak zonder behandelaar is te laat."
    meer = feiten("te_laat.vrij", aantal=1000, meer=1)
    assert in_casus(meer, DAG) == "Meer dan 1.000 taken zonder behandelaar zijn te laat."
    assert in_mail(Feiten("toegewezen", {}, "DOE-1", "Bel Yonas", ""), DAG) == "DOE-1: u hebt een eigen taak gekregen."


def test_een_eigen_taak_heeft_buiten_casus_geen_titel():
    assert veilige_titel(None, "Bel mevrouw Tekle", None) == ""
    assert veilige_titel("IN-02", "Brede intake: Ruta", uuid4()) == "Brede intake"
    assert veilige_titel("CM-01", "Casemanager toewijzen", None) == "Casemanager toewijzen"


def test_wie_niets_koos_krijgt_de_standaard():
    for code, soort in SOORTEN.items():
        assert keuze({}, code) == Keuze(True, soort.mail)
    assert signalen.dagen_vooraf({}) == DAGEN


def test_wat_iemand_koos_geldt_en_de_rest_van_zijn_voorkeuren_blijft():
    eerder = {"thema": "donker", "signalen": {"dagen": 9, "soorten": {"besluit": {"app": False, "mail": "nooit"}}}}
    assert keuze(eerder, "besluit") == Keuze(False, "nooit") and not keuze(eerder, "besluit").iets
    nieuw = signalen.naar_voorkeuren(eerder, {"besluit": Keuze(False, "meteen")}, 5)
    assert nieuw["thema"] == "donker" and signalen.dagen_vooraf(nieuw) == 5
    assert keuze(nieuw, "besluit") == Keuze(False, "meteen") and keuze(nieuw, "besluit").iets


def test_een_onbekende_keuze_wordt_de_standaard():
    vreemd = {"signalen": {"soorten": {"nadert": {"mail": "elk uur"}}}}
    assert keuze(vreemd, "nadert").mail == SOORTEN["nadert"].mail
    with pytest.raises(KeyError):
        keuze({}, "bestaat niet")


@pytest.mark.parametrize(
    ("vandaag", "te_laat", "zin"),
    [
        (0, 0, ""),
        (1, 0, "1 voor vandaag"),
        (2, 3, "2 voor vandaag, 3 te laat"),
        (0, 1, "1 te laat"),
    ],
)
def test_hoeveel_taken_er_wachten(vandaag: int, te_laat: int, zin: str):
    assert signalen.hoeveel_taken(vandaag, te_laat) == zin
