"""De woning achter een aanbod: opnieuw gemeld, opnieuw getoetst, teruggetrokken en vrijgegeven."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from casus.actions import woningstappen
from casus.db import Bereik, CasusSessie
from casus.demo.wandeling import Wandeling
from casus.models import Aanbod
from casus.queries.aanbod import lopende, per_corporatie
from casus.queries.beeld import laad_beeld
from tests.wereld import VANDAAG, Wereld


@pytest.fixture
def sessie(gedeelde_wereld: Wereld) -> Iterator[CasusSessie]:
    """Een schrijvende sessie waarvan niets wordt vastgelegd."""
    with gedeelde_wereld.db.schrijven(Bereik.van(gedeelde_wereld.gemeente())) as open_:
        yield open_
        open_.rollback()


def aanbod(w: Wandeling) -> Aanbod:
    """Het laatste aanbod, met zijn woning."""
    gevonden = laad_beeld(w.session, w.zaak).aanbod
    assert gevonden is not None
    return gevonden


def op(wereld: Wereld, sessie: CasusSessie, plek: str) -> Wandeling:
    return wereld.loop(sessie, wereld.zaak_id(plek), VANDAAG)


def test_een_woning_waarvan_de_huurder_weg_is_kan_opnieuw_worden_voorgedragen(
    gedeelde_wereld: Wereld, sessie: CasusSessie
):
    w, wonen = op(gedeelde_wereld, sessie, "gehuisvest"), gedeelde_wereld.actor("wonen")
    oud = aanbod(w)
    with w.op(1):
        woningstappen.zet(sessie, oud.woning, "opnieuw_melden", actor=wonen, reden="De huurder is weg.")
        woningstappen.zet(sessie, oud.woning, "beschikbaar_maken", actor=wonen)
    assert oud.status == "afgerond"
    ander = op(gedeelde_wereld, sessie, "gekozen")
    with ander.op(1):
        ander.voorstel("voordracht", woning=str(oud.woning_id))
    assert (aanbod(ander).woning_id, aanbod(ander).status) == (oud.woning_id, "voorgedragen")


def test_wie_al_woont_wacht_niet_meer_op_de_lijst(gedeelde_wereld: Wereld, sessie: CasusSessie):
    thuis = aanbod(op(gedeelde_wereld, sessie, "gehuisvest"))
    op_lijst = {rij.aanbod.id for rij in lopende(sessie).rijen}
    assert thuis.id not in op_lijst and aanbod(op(gedeelde_wereld, sessie, "verhuisd")).id in op_lijst
    assert sum(een.aantal for een in per_corporatie(sessie)) == len(op_lijst)
    assert sessie.scalars(select(Aanbod.id).where(Aanbod.status == "geaccepteerd", Aanbod.id == thuis.id)).one()
