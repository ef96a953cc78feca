"""De beheerder hoort wat afloopt: op tijd, nog eens, en als het er niet is. Een zaak ziet hij nooit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, select

from casus.actions import signalen, uitgaand
from casus.actions.parameters import leg_vast
from casus.actions.signaalmail import zet_dagmails_klaar
from casus.actions.uitgaand import Uitgang
from casus.actions.waardeklok import signaleer_waarden
from casus.db import uuid7
from casus.models import Lidmaatschap, Signaal, Zaak
from casus.queries.parameters import rijen_van
from casus.rules.parameterplan import loopt_af
from casus.rules.signalen import in_casus
from casus.termijnen import klok_op, vandaag
from tests.integration.schermen.conftest import Scherm
from tests.integration.signalen.hulp import alle, lid, lijst
from tests.integration.signalen.postkantoor import Postkantoor
from tests.wereld import NU, Wereld

alleen_sqlite = pytest.mark.parametrize("_soort", ["sqlite"], indirect=True)


@pytest.fixture(autouse=True)
def _leeg(wereld: Wereld) -> None:
    with wereld.werk() as sessie:
        sessie.execute(delete(Signaal))


def op(*dag: int) -> object:
    return klok_op(datetime(*dag, 9, tzinfo=UTC))


def gehoord(w: Wereld) -> list[str]:
    return [in_casus(rij.feiten, vandaag()) for rij in lijst(w, "beheerder")]


def test_zestig_en_veertien_dagen_ervoor_en_als_het_er_niet_is(wereld: Wereld):
    w = wereld
    with op(2026, 11, 1):
        assert signaleer_waarden(w.db, w.gemeente()) == 0
    with op(2026, 11, 2):
        assert [signaleer_waarden(w.db, w.gemeente()) for _ in range(2)] == [1, 0]
        assert gehoord(w) == [
            "Vanaf vr 1 jan 2027 nog geen waarde: passende huur, 1 of 2 personen en nog 11 waarden."
            " Leg vast wat er dan geldt."
        ]
    with op(2026, 12, 18):
        assert [signaleer_waarden(w.db, w.gemeente()) for _ in range(2)] == [1, 0]
    for dag in (1, 2, 3):
        with op(2027, 1, dag):
            signaleer_waarden(w.db, w.gemeente())
    assert {een.gebruiker_id for een in alle(w)} == {lid(w, "beheerder")}
    assert len(alle(w)) == 3 and gehoord(w)[0].startswith("Er geldt nu geen waarde: passende huur")


def test_wie_op_tijd_vastlegt_hoort_niets(wereld: Wereld):
    w = wereld
    wat = {"vanaf": datetime(2027, 1, 1, tzinfo=UTC).date(), "bron": "Rijksoverheid", "waarde": "1000"}
    with op(2026, 11, 3), w.werk() as sessie:
        for naam in loopt_af(rijen_van(sessie), vandaag()):
            leg_vast(sessie, actor=w.actor("beheerder"), naam=naam, **wat)
    with op(2026, 12, 20):
        assert signaleer_waarden(w.db, w.gemeente()) == 0


@alleen_sqlite
def test_de_klok_zet_het_klaar_en_de_mail_noemt_geen_zaak(wereld: Wereld, uitgang: Uitgang, post: Postkantoor):
    w = wereld
    _zaaksignaal(w)
    with klok_op(datetime(2026, 11, 2, 9, tzinfo=UTC)):
        uitgaand._signaleer(w.db, w.gemeente())
        zet_dagmails_klaar(w.db)
        uitgang.verwerk(w.db)
    (mail,) = [een.get_content() for een in post.ontvangen if "beheerder@doetinchem" in een["To"]]
    assert "/signalen" in mail and "DOE-2026" not in mail
    gemaild = {een.soort for een in alle(w) if een.gebruiker_id == lid(w, "beheerder") and een.mail_id}
    assert gemaild == {"waarde"}


def _zaaksignaal(w: Wereld) -> None:
    """Een signaal over een zaak voor wie beheerder is en eerder in het team zat."""
    gisteren = NU.date() - timedelta(days=1)
    wie = {"gemeente_id": w.gemeente(), "gebruiker_id": lid(w, "beheerder")}
    with w.werk() as sessie:
        sessie.add(Lidmaatschap(**wie, id=uuid7(), rol="jurist", van=gisteren, tot=gisteren))
        zaak = {"zaak_id": w.zaak_id("nieuw"), "soort": "vermelding", "kenmerk": "oud", "mail": "dagelijks"}
        sessie.add(Signaal(**wie, **zaak, id=uuid7(), op=NU, gegevens={"door": "Sanne"}))


@alleen_sqlite
def test_een_beheerder_ziet_alleen_signalen_over_de_inrichting(wereld: Wereld, als: Callable[..., Scherm]):
    w = wereld
    _zaaksignaal(w)
    with op(2026, 12, 18):
        signaleer_waarden(w.db, w.gemeente())
    scherm = als("beheerder")
    pagina = scherm.open("/signalen")
    assert "Signalen: 1 nieuw" in pagina and "Sanne" not in pagina and "/agenda" not in pagina
    over_een_zaak, over_een_waarde = (een.id for een in alle(w))
    assert scherm.stuur(f"/signalen/{over_een_zaak}").status_code == 404
    with w.lees() as sessie:
        assert sessie.scalars(select(Signaal.gelezen_op).where(Signaal.id == over_een_zaak)).one() is None
        zaaknummer = sessie.scalars(select(Zaak.zaaknummer).where(Zaak.id == w.zaak_id("nieuw"))).one()
    assert zaaknummer not in pagina
    assert "Leg dit op tijd vast" not in scherm.gelukt(f"/signalen/{over_een_waarde}"), "in juli loopt er niets af"


@alleen_sqlite
def test_een_beheerder_kiest_alleen_wat_hij_kan_horen_en_de_rest_blijft(wereld: Wereld, als: Callable[..., Scherm]):
    beheerder = als("beheerder")
    pagina = beheerder.open("/signalen/voorkeuren")
    assert "waarde-mail" in pagina and "toegewezen-mail" not in pagina and "een taak bijna af" not in pagina
    velden = {"waarde-mail": "meteen", "waarde-app": "ja", "dagen": "3"}
    assert "Uw keuze is bewaard" in beheerder.gelukt("/signalen/voorkeuren", velden)
    assert "waarde-mail" not in als("wonen").open("/signalen/voorkeuren")


def test_wie_geen_beheerder_is_hoort_er_niets_van(wereld: Wereld):
    w = wereld
    with w.werk() as sessie:
        assert [een.id for een in signalen.beheerders(sessie)] == [lid(w, "beheerder")]
        sessie.execute(delete(Lidmaatschap).where(Lidmaatschap.gebruiker_id == lid(w, "beheerder")))
        assert signalen.beheerders(sessie) == []
