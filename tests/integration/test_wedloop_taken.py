"""Acht mensen tegelijk aan dezelfde taak: één wint, de anderen horen wat hij deed (veiligheid A1)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from casus.actions import taken, taken_heropenen, taken_wachten, vaste_gezichten
from casus.actor import Actor
from casus.db import CasusSessie
from casus.models import Gebeurtenis, Taak, Zaak
from casus.queries.beeld import laad_taak, laad_zaak
from casus.termijnen import vandaag
from tests.integration import test_wedloop as wedloop
from tests.integration.test_wedloop import winnaar
from tests.wereld import Wereld

veld = wedloop.veld  # dezelfde acht lopers
Doe = Callable[[CasusSessie, Taak, Actor], object]


def _taak(wereld: Wereld, plek: str, soort: str) -> UUID:
    with wereld.lees() as sessie:
        vraag = select(Taak.id).where(Taak.zaak_id == wereld.zaak_id(plek), Taak.soort == soort)
        return sessie.scalars(vraag.order_by(Taak.ontstaan_op.desc())).all()[0]


def _rond_af(sessie: CasusSessie, taak: Taak, wie: Actor) -> None:
    invoer = {"gesprek_op": "vandaag", "verslag": f"Door {wie.naam}."}
    taken.rond_af(sessie, taak, actor=wie, versie=1, invoer=invoer)


def _laat_wachten(sessie: CasusSessie, taak: Taak, wie: Actor) -> None:
    tot = vandaag() + timedelta(days=7)
    taken_wachten.laat_wachten(sessie, taak, actor=wie, op=wie.naam, tot=tot, versie=1)


DADEN: dict[str, tuple[Doe, str, str]] = {
    "afronden": (_rond_af, "taak_gereed", "rondde"),
    "wachten": (_laat_wachten, "taak_wacht", "laat"),
    "inplannen": (
        lambda s, taak, wie: taken.plan(s, taak, actor=wie, op=vandaag(), versie=1),
        "taak_gepland",
        "plande",
    ),
}


@pytest.mark.parametrize("daad", sorted(DADEN))
def test_een_wint_en_de_anderen_horen_wat_hij_deed(wereld: Wereld, veld, daad: str):
    doe, soort, woord = DADEN[daad]
    taak_id = _taak(wereld, "nieuw", "CM-03")
    uitslagen = veld("casemanager").ren(lambda s, _: laad_taak(s, taak_id), doe)
    wie = winnaar(uitslagen)
    assert all(f"{wie.naam} {woord}" in u.fout.zin for u in uitslagen if u.fout is not None)
    with wereld.lees() as sessie:
        vraag = select(Gebeurtenis.actor_id).where(Gebeurtenis.object_id == taak_id, Gebeurtenis.soort == soort)
        assert sessie.scalars(vraag).all() == [wie.gebruiker_id]
    assert wereld.breuken() == []


def test_heropenen_gebeurt_een_keer(wereld: Wereld, veld):
    managers, taak_id = veld("teammanager"), _taak(wereld, "nieuw", "CM-03")
    with wereld.werk() as sessie:
        _rond_af(sessie, laad_taak(sessie, taak_id), wereld.actor("casemanager"))
    uitslagen = managers.ren(
        lambda s, _: laad_taak(s, taak_id),
        lambda s, taak, wie: taken_heropenen.heropen(s, taak, actor=wie, reden="Verkeerde dag.", versie=2),
    )
    winnaar(uitslagen)
    rij = next(rij for rij in wereld.rijen("taak") if rij["id"] == taak_id)
    assert (rij["status"], rij["versie"]) == ("open", 3)
    assert wereld.breuken() == []


def test_acht_taken_van_een_rol_tegelijk_gepakt_geven_een_vast_gezicht(wereld: Wereld, veld):
    lopers = veld("wonen")
    with wereld.lees() as sessie:
        vraag = select(Taak.id).where(
            Taak.zaak_id == wereld.zaak_id("zoekend"), Taak.status == "open", Taak.rol == "wonen"
        )
        ids = list(sessie.scalars(vraag.order_by(Taak.id)))
    assert len(ids) >= 3
    uitslagen = lopers.ren(
        lambda s, nr: laad_taak(s, ids[nr % len(ids)]), lambda s, taak, wie: taken.pak(s, taak, actor=wie)
    )
    assert sum(u.fout is None for u in uitslagen) == len(ids)
    gepakt = {rij["behandelaar_id"] for rij in wereld.rijen("taak") if rij["id"] in ids}
    gezichten = [rij["gebruiker_id"] for rij in wereld.rijen("zaakrol")]
    assert len(gezichten) == 1 and set(gezichten) <= gepakt
    assert wereld.breuken() == []


def test_het_team_van_een_zaak_wordt_door_een_gewijzigd(wereld: Wereld, veld):
    lopers, zaak_id = veld("jurist"), wereld.zaak_id("zoekend")
    with wereld.lees() as sessie:
        nummer, versie = sessie.execute(select(Zaak.zaaknummer, Zaak.versie).where(Zaak.id == zaak_id)).one()

    def zet(sessie: CasusSessie, zaak: Zaak, wie: Actor) -> None:
        team = {"jurist": wie.gebruiker_id}
        vaste_gezichten.wijzig_team(sessie, zaak, actor=wie, versie=versie, team=team)

    wie = winnaar(lopers.ren(lambda s, _: laad_zaak(s, nummer), zet))
    assert [rij["gebruiker_id"] for rij in wereld.rijen("zaakrol")] == [wie.gebruiker_id]
