"""Alles of niets: bij welke opdracht de database ook hapert, er blijft van een handeling niets achter (invariant 2)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from casus.actions import inzien, notities, uitgaand
from casus.actions.koppelingen import Inlezer
from casus.actor import Actor
from casus.gebeurtenissen import weigering
from casus.importers.koppelregels import KoppelingenBestand
from casus.models import Persoon, Zaak
from tests import factories
from tests.daden import DADEN, Daad, begin
from tests.faults.storing import Storing, storing
from tests.wereld import Wereld

pytestmark = pytest.mark.faults


class _Terug(Exception):
    """Toch niet: draai alles terug."""


def _opdrachten(daad: Daad, w: Wereld) -> int:
    """Zoveel opdrachten kost de daad, met het vastleggen erbij. De eerste keer wordt er soms nog iets geladen."""
    for _ in range(2):
        with storing(w.db, None) as teller, pytest.raises(_Terug), w.werk() as sessie:
            daad.doe(begin(daad, w, sessie))
            sessie.flush()
            raise _Terug
    return teller.aantal + 1


@pytest.fixture(scope="module")
def stand(gedeelde_wereld: Wereld) -> list[dict[str, str]]:
    """Hoe de gedeelde wereld erbij staat. Wat na de ene daad is gezien, is voor de volgende hoe het was."""
    return [gedeelde_wereld.momentopname()]


@pytest.mark.parametrize("daad", DADEN, ids=lambda daad: daad.naam)
def test_een_gebroken_daad_laat_niets_achter(daad: Daad, gedeelde_wereld: Wereld, stand: list[dict[str, str]]):
    w = gedeelde_wereld
    aantal = _opdrachten(daad, w)
    assert aantal >= 6  # begin, de zaak lezen, iets veranderen, de keten lezen en schrijven, vastleggen
    for n in range(1, aantal + 1):
        with storing(w.db, n), pytest.raises(Storing, match="storing bij"), w.werk() as sessie:
            daad.doe(begin(daad, w, sessie))
    vooraf, stand[0] = stand[0], w.momentopname()
    assert stand[0] == vooraf, f"na een storing in {daad.naam} is er iets veranderd"


# --- handelingen die hun eigen transacties regelen ---


def _toon_bsn(w: Wereld) -> None:
    with w.lees() as sessie:
        zaak = sessie.scalars(select(Zaak).where(Zaak.id == w.zaak_id("nieuw"))).one()
        persoon = sessie.scalars(select(Persoon.id).where(Persoon.huishouden_id == zaak.huishouden_id)).all()[0]
    wie = w.actor("casemanager")
    vraag = {"zaaknummer": zaak.zaaknummer, "persoon_id": persoon, "reden": "Controle met de BRP."}
    inzien.toon_bsn(w.db, factories.SLEUTELBOS, actor=wie, **vraag)


def _lees_in(w: Wereld) -> None:
    regel = factories.koppeling("I0000001")
    bestand = KoppelingenBestand("lijst.csv", "csv", "", (), (regel,), (), (), 3, 0, {})
    actor_voor: Callable[[object], Actor] = lambda gemeente: w.actor("casemanager")  # noqa: E731
    Inlezer(w.db, factories.SLEUTELBOS, actor_voor, "0" * 64).importeer(bestand)


def _klok(w: Wereld) -> None:
    wie = Actor(w.actor("beheerder").gebruiker_id, "De klok", w.gemeente(), herkomst="worker")
    assert uitgaand._klok_voor(w.db, w.gemeente(), w.zaak_id("zoekend"), wie)


def _weiger(w: Wereld) -> None:
    zaak = w.zaak_id("nieuw")
    weigering(w.db, actor=w.actor("jurist"), soort="geweigerd", object_id=zaak, zaak_id=zaak, zin="Dat kan niet.")


def _leeslog(w: Wereld) -> None:
    inzien.leg_vast(w.db, actor=w.actor("jurist"), wat="zaak", zaak_id=w.zaak_id("nieuw"))


EIGEN = {"bsn tonen": _toon_bsn, "inlezen": _lees_in, "klok": _klok, "weigering": _weiger, "leeslogboek": _leeslog}


def breek_overal(w: Wereld, doe: Callable[[Wereld], object]) -> int:
    """Doet het met steeds een latere storing tot het lukt; geeft hoe vaak het brak."""
    vooraf = w.momentopname()
    for n in range(1, 400):
        with storing(w.db, n) as teller:
            try:
                doe(w)
            except Storing:
                assert w.momentopname() == vooraf, f"opdracht {n} mislukte en er bleef iets achter"
            else:
                assert teller.aantal < n, f"opdracht {n} mislukte en niemand merkte het"
                assert w.momentopname() != vooraf
                return n - 1
    raise AssertionError("er komt geen einde aan")


@pytest.mark.parametrize("naam", EIGEN)
def test_een_eigen_transactie_is_alles_of_niets(naam: str, wereld: Wereld):
    assert breek_overal(wereld, EIGEN[naam]) >= 3  # begin, één rij, vastleggen
    assert wereld.breuken() == []


def test_half_werk_valt_op(wereld: Wereld):
    def half(w: Wereld) -> None:
        for tekst in ("een", "twee"):
            with w.werk() as sessie:
                zaak = sessie.scalars(select(Zaak).where(Zaak.id == w.zaak_id("nieuw"))).one()
                notities.schrijf(sessie, zaak, actor=w.actor("jurist"), tekst=tekst)

    with pytest.raises(AssertionError, match="er bleef iets achter"):
        breek_overal(wereld, half)


def test_na_een_mislukte_commit_werkt_alles_weer(wereld: Wereld):
    vooraf = wereld.momentopname()
    for n in (1, 2, 3):
        with storing(wereld.db, None) as teller, pytest.raises(Storing), wereld.werk() as sessie:
            loop = wereld.loop(sessie, wereld.zaak_id("nieuw"))
            notities.schrijf(sessie, loop.zaak, actor=wereld.actor("jurist"), tekst=f"Poging {n}.")
            teller.breekt_bij = teller.aantal + 1
    assert wereld.momentopname() == vooraf
    with wereld.werk() as sessie:
        loop = wereld.loop(sessie, wereld.zaak_id("nieuw"))
        notities.schrijf(sessie, loop.zaak, actor=wereld.actor("jurist"), tekst="Gelukt.")
    assert [rij["tekst"] for rij in wereld.rijen("notitie")] == ["Gelukt."]
