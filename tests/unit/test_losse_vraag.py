"""Een vraag langs het ORM houdt haar gemeente: zonder filter laadt zij niet, buiten het bereik stelt niemand haar."""

from __future__ import annotations

import pytest
from sqlalchemy import Uuid, and_, bindparam, select
from sqlalchemy.orm import configure_mappers
from sqlalchemy.orm.exc import DetachedInstanceError

from casus.db import Bereik, CasusSessie, kern, los, losse_rijen, losse_vraag, uuid7
from casus.errors import GeenBereik
from casus.models import Besluit, Persoon, Taak

GEMEENTE = bindparam("gemeente", type_=Uuid())
T, P, B = kern(Taak), kern(Persoon), kern(Besluit)


@pytest.mark.parametrize(
    "vraag",
    [
        select(T.c.id),
        select(T.c.id).where(T.c.gemeente_id == uuid7()),
        select(T.c.id).where(T.c.gemeente_id == bindparam("andere", type_=Uuid())),
        select(T.c.id).where(T.c.gemeente_id != GEMEENTE),
        select(T.c.id, P.c.id).join(P, P.c.id == T.c.persoon_id).where(T.c.gemeente_id == GEMEENTE),
        select(T.c.id, select(B.c.id).exists()).where(T.c.gemeente_id == GEMEENTE),
        select(T.alias().c.id),
    ],
    ids=["geen filter", "vaste waarde", "andere parameter", "ongelijk", "join", "deelvraag", "alias"],
)
def test_een_tabel_zonder_gemeente_wordt_geweigerd(vraag):
    with pytest.raises(GeenBereik):
        losse_vraag(vraag)


def test_elke_tabel_gefilterd_mag():
    samen = and_(P.c.gemeente_id == GEMEENTE, P.c.id == T.c.persoon_id)
    vraag = select(T.c.id, P.c.id).outerjoin(P, samen).where(T.c.gemeente_id == GEMEENTE)
    assert losse_vraag(vraag) is vraag


@pytest.mark.parametrize("bereik", [None, Bereik(), Bereik.van(uuid7())], ids=["geen", "leeg", "andere"])
def test_buiten_het_bereik_wordt_niets_gevraagd(bereik):
    vraag = losse_vraag(select(T.c.id).where(T.c.gemeente_id == GEMEENTE))
    with pytest.raises(GeenBereik):
        losse_rijen(CasusSessie(bereik=bereik), vraag, uuid7(), {})


def test_een_losse_rij_geeft_een_fout_bij_een_relatie():
    configure_mappers()  # anders doet de eerste vraag van de sessie dit
    sleutel = (uuid7(), uuid7())
    taak = los(CasusSessie(), Taak, (*sleutel, *[None] * (len(T.c) - 2)))
    assert (taak.gemeente_id, taak.id) == sleutel
    with pytest.raises(DetachedInstanceError):
        _ = taak.zaak


def test_een_losse_rij_heeft_alle_kolommen_nodig():
    with pytest.raises(ValueError, match="shorter"):
        los(CasusSessie(), Taak, (uuid7(), uuid7()))
