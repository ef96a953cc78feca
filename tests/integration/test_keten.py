"""De keten van gebeurtenissen: aaneengesloten bij gelijktijdig werk, en elke wijziging achteraf valt op."""

from __future__ import annotations

from casus.db import Bereik
from casus.gebeurtenissen import noteer, verifieer
from tests import factories


def test_een_gebeurtenis_hoort_bij_de_keten_van_haar_zaak(database, gemeenten, sessie):
    a, _ = gemeenten
    actor = factories.actor(database, a.id)
    s = sessie(a)
    zaak = factories.zaak(s)
    eerste = noteer(s, actor=actor, soort="zaak.geopend", object_=zaak, zaak_id=zaak.id, gegevens={"van": "coa"})
    tweede = noteer(s, actor=actor, soort="zaak.iets", object_=zaak, zaak_id=zaak.id, gegevens={})
    los = noteer(s, actor=actor, soort="gebruiker.ingelogd", object_=a, gegevens={})
    s.commit()
    assert (eerste.nr, tweede.nr, los.nr) == (1, 2, 1)
    assert tweede.vorige_hash == eerste.hash and eerste.vorige_hash == los.vorige_hash == ""
    assert (tweede.keten_id, los.keten_id) == (zaak.id, a.id)
    with database.lezen(Bereik.van(a.id)) as lezen:
        assert list(verifieer(lezen)) == []
