"""Wie hetzelfde formulier open heeft als een ander, schrijft alleen wat hij zelf veranderde."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from casus.rules.tegelijk import allebei_gewijzigd, intussen_anders, zelf_gewijzigd

VELDEN = st.fixed_dictionaries({naam: st.sampled_from(("", "1", "2")) for naam in "abc"})


@given(VELDEN, VELDEN, VELDEN)
def test_geen_van_beiden_raakt_iets_kwijt(was: dict[str, str], getypt: dict[str, str], nu: dict[str, str]):
    zelf, botst = zelf_gewijzigd(getypt, was), allebei_gewijzigd(getypt, was, nu)
    straks = nu | {naam: getypt[naam] for naam in zelf - botst}
    for naam in was:
        if naam in botst:
            assert len({was[naam], getypt[naam], nu[naam]}) == 3
        elif getypt[naam] != was[naam]:
            assert straks[naam] == getypt[naam] and nu[naam] in (was[naam], getypt[naam])
        else:
            assert straks[naam] == nu[naam]
        if naam not in zelf and nu[naam] != was[naam]:
            assert naam in intussen_anders(getypt, was, nu)


def test_velden_die_samen_horen_en_een_veld_dat_niemand_zag():
    samen = (("gebied", "reden"),)
    was, nu = {"gebied": "Ulft", "reden": "werk"}, {"gebied": "Zutphen", "reden": "werk"}
    getypt = {"gebied": "Ulft", "reden": "school"}
    assert allebei_gewijzigd(getypt, was, nu) == frozenset()
    assert allebei_gewijzigd(getypt, was, nu, samen) == {"gebied"}
    assert zelf_gewijzigd({"gebied": "Zutphen"}, {"gebied": "Ulft"}, samen) == {"gebied"}
    assert allebei_gewijzigd({"gebied": "Ulft"}, {}, nu) == {"gebied"}, (
        "zonder te weten wat er stond, wist niemand iets"
    )
    assert zelf_gewijzigd({}, {}) == frozenset()
