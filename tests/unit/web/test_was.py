"""Wat iemand liet staan is niet getypt, en wat hij zag al helemaal niet."""

from __future__ import annotations

from casus.web.formulier import Formulier


def test_alleen_wat_iemand_veranderde_is_getypt():
    velden = {"gebied": ["Ulft"], "was-gebied": ["Zutphen"], "taal": ["Dari"], "was-taal": ["Dari"], "los": ["x"]}
    assert Formulier("/pad", velden).getypt == {"gebied": "Ulft", "los": "x"}
