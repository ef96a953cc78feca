"""Een zaak gaat alleen over op een nieuwe versie van het proces die alles kent waar zij nu op staat."""

from __future__ import annotations

from datetime import date

import pytest

from casus.workflows.overzetten import houdt_tegen
from casus.workflows.registry import uit_tekst
from tests.oudproces import NIEUWE_MELDINGEN, tekst
from tests.unit.workflows.bouw import WF, beeld, taak

ZONDER_TOESTAND = ("woning_aangeboden", "aangeboden_woning")


def _nieuw(oud: str = "", nieuw: str = ""):
    """Het proces van nu, met overal een ander woord."""
    return uit_tekst(WF.tekst.replace(oud, nieuw) if oud else WF.tekst)


def test_van_de_vorige_versie_naar_deze_kan_altijd():
    vorige = uit_tekst(tekst(*NIEUWE_MELDINGEN))
    assert not vorige.meldingen.keys() & set(NIEUWE_MELDINGEN) and vorige.hash != WF.hash
    for toestand in WF.toestanden:
        open_ = taak("WO-03"), taak(None)  # ook een eigen taak gaat mee
        assert houdt_tegen(WF, beeld(toestand, taken=[*open_], ankers={"aanboddatum": "2026-07-01"})) == []


@pytest.mark.parametrize(
    ("zaak", "anders", "woord"),
    [
        (beeld("woning_aangeboden"), ZONDER_TOESTAND, "toestand ‘woning_aangeboden’"),
        (beeld("match_gezocht", taken=[taak("WO-03")]), ('"WO-03"', '"WO-33"'), "Rond haar eerst af"),
        (beeld("match_gezocht", ankers={"brp_datum": "2026-07-01"}), ("brp_datum", "brp_dag"), "‘brp_datum’"),
        (
            beeld("match_gezocht", opgeschort_sinds=date(2026, 7, 1)),
            ('["toegewezen", "match_gezocht", "woning_aangeboden", "inburgering_gekoppeld"]\n\n', '["toegewezen"]\n\n'),
            "klok van de zaak staat stil",
        ),
    ],
    ids=["toestand", "taak", "dag", "klok"],
)
def test_wat_de_nieuwe_versie_niet_kent_houdt_tegen(zaak, anders, woord):
    nieuw = _nieuw(*anders)
    assert nieuw.hash != WF.hash
    (zin,) = houdt_tegen(nieuw, zaak)
    assert woord in zin
    assert houdt_tegen(WF, zaak) == []


def test_wat_al_klaar_is_telt_niet_en_een_gesloten_zaak_blijft():
    af = beeld("match_gezocht", taken=[taak("WO-03", "gereed")])
    assert houdt_tegen(_nieuw('"WO-03"', '"WO-33"'), af) == []
    af.zaak.gesloten_op = date(2026, 7, 1)
    assert "gesloten" in houdt_tegen(WF, af)[0]
