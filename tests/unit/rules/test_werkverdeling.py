"""Wie een nieuwe taak krijgt: vast gezicht, vervanger, minst belast, of niemand."""

from __future__ import annotations

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from casus.rules.werkverdeling import Kandidaat, kies
from tests.unit.rules.voorbeelden import nr

ALICE, BOB, CARLA = nr("Alice"), nr("Bob"), nr("Carla")


def wie(
    naam: str, *, rol: str = "wonen", open_: int = 0, weg: bool = False, vervanger: UUID | None = None
) -> Kandidaat:
    return Kandidaat(rol, nr(naam), naam, weg, vervanger, open_)


def test_het_vaste_gezicht_krijgt_de_taak_hoe_druk_hij_ook_is():
    team = [wie("Alice", open_=90), wie("Bob")]
    assert kies(["wonen"], team, {"wonen": ALICE}, minst_belast=True) == [ALICE]


def test_zonder_schakelaars_krijgt_niemand_haar():
    assert kies(["wonen"], [wie("Alice")], {}, minst_belast=False) == [None]


def test_is_het_vaste_gezicht_er_niet_dan_zijn_vervanger_met_de_rol():
    weg = wie("Alice", weg=True, vervanger=BOB)
    assert kies(["wonen"], [weg, wie("Bob")], {"wonen": ALICE}, minst_belast=False) == [BOB]
    zonder_rol = [weg, wie("Bob", rol="jurist"), wie("Carla")]
    assert kies(["wonen"], zonder_rol, {"wonen": ALICE}, minst_belast=False) == [None]
    assert kies(["wonen"], zonder_rol, {"wonen": ALICE}, minst_belast=True) == [CARLA]
    allebei_weg = [weg, wie("Bob", weg=True)]
    assert kies(["wonen"], allebei_weg, {"wonen": ALICE}, minst_belast=True) == [None]


def test_wie_de_rol_niet_meer_heeft_krijgt_haar_niet():
    assert kies(["wonen"], [wie("Bob")], {"wonen": ALICE}, minst_belast=False) == [None]


def test_minst_belast_op_naam_en_telt_mee_wat_hij_net_kreeg():
    team = [wie("Bob", open_=2), wie("Alice", open_=2), wie("Carla", open_=3)]
    assert kies(["wonen"] * 4, team, {}, minst_belast=True) == [ALICE, BOB, ALICE, BOB]


rollen = st.sampled_from(["wonen", "jurist"])
teams = st.lists(
    st.builds(
        wie,
        st.sampled_from(["Alice", "Bob", "Carla"]),
        rol=rollen,
        open_=st.integers(0, 5),
        weg=st.booleans(),
        vervanger=st.sampled_from([None, ALICE, BOB, CARLA]),
    ),
    max_size=6,
    unique_by=lambda k: (k.rol, k.id),
)


@given(
    st.lists(rollen, max_size=5), teams, st.dictionaries(rollen, st.sampled_from([ALICE, BOB, CARLA])), st.booleans()
)
def test_wie_haar_krijgt_heeft_de_rol_en_is_er(vraag, team, vast, minst):
    aanwezig = {(k.rol, k.id) for k in team if not k.afwezig}
    uit = kies(vraag, team, vast, minst_belast=minst)
    assert len(uit) == len(vraag)
    for rol, gekozen in zip(vraag, uit, strict=True):
        assert gekozen is None or (rol, gekozen) in aanwezig
        if minst:
            assert (gekozen is None) == (not any(r == rol for r, _ in aanwezig))
        if (rol, vast.get(rol)) in aanwezig:
            assert gekozen == vast[rol]
