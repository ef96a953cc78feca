"""Een zaak die nog op een vorige versie van het proces loopt."""

from __future__ import annotations

import re

from casus.actions.wijzigen import wijzig_zaak
from casus.actions.zaken import workflowversie
from casus.db import CasusSessie
from casus.models import Zaak
from casus.workflows.registry import huidige, uit_tekst

NIEUWE_MELDINGEN = ("corporatie_akkoord", "corporatie_wijst_af", "bezichtiging_gepland", "woning_teruggetrokken")
"""Wat de vorige versie nog niet kende."""


def tekst(*zonder: str, erbij: str = "") -> str:
    """Het proces van nu zonder deze meldingen."""
    oud = huidige("huisvesting-statushouder").tekst
    for code in zonder:
        oud, weg = re.subn(rf"(?ms)^\[meldingen\.{code}\]\n.*?(?=^\[|^#)", "", oud)
        assert weg == 1, code
    return f"{oud}\n# de vorige versie\n{erbij}"


def zet_op(sessie: CasusSessie, zaak: Zaak, *zonder: str, erbij: str = "") -> Zaak:
    """Laat deze zaak op de vorige versie lopen."""
    versie = workflowversie(sessie, uit_tekst(tekst(*zonder, erbij=erbij)))
    wijzig_zaak(sessie, zaak, zaak.versie, workflowversie_id=versie.id)
    return zaak
