"""De lijst over alle gemeenten: alleen van gemeenten waar iemand in het opgaveteam zit."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import update

from casus.models import Afwezigheid, Lidmaatschap, Taak
from casus.queries.lijstkeuze import Keuze
from casus.queries.lijstkring import kring_overal
from casus.queries.werkvoorraad import takken
from casus.web import sessies
from tests.integration.schermen.conftest import Scherm
from tests.wereld import FAMILIE, VANDAAG, B, Wereld

Als = Callable[..., Scherm]


@pytest.mark.parametrize("rol", ["beheerder", "bestuurlijk_opdrachtgever"])
def test_wie_ergens_geen_zaken_ziet_ziet_daar_ook_geen_taken(als: Als, wereld: Wereld, rol: str):
    """Ook niet als daar nog taken op zijn naam staan, of als hij er iemand vervangt."""
    wie, daar = wereld.actor("wonen"), wereld.actor("casemanager", B)
    with wereld.werk(B) as sessie:
        sleutel = {"gemeente_id": daar.gemeente_id}
        sessie.add(Lidmaatschap(**sleutel, gebruiker_id=wie.gebruiker_id, rol=rol, van=VANDAAG))
        weg = {"gebruiker_id": daar.gebruiker_id, "vervanger_id": wie.gebruiker_id, "van": VANDAAG, "tot": VANDAAG}
        sessie.add(Afwezigheid(**sleutel, **weg))
        sessie.execute(update(Taak).where(Taak.rol == "wonen").values(behandelaar_id=wie.gebruiker_id))
        sessie.execute(update(Taak).where(Taak.rol == "casemanager").values(behandelaar_id=daar.gebruiker_id))
    gemeenten = {tak.gemeente_id for tak in takken(Keuze("mijn", gemeente="alle"), kring_overal(wereld.db, wie))}
    assert gemeenten == {wie.gemeente_id}
    scherm = als("wonen")
    with wereld.db.unit_of_work() as sessie:
        sleutel_ = sessies.begin(sessie, wie.gebruiker_id, wie.gemeente_id, True)
    scherm.client.set_cookie("casus", sleutel_)
    assert FAMILIE[B] not in scherm.open("/werkvoorraad?gemeente=alle")
