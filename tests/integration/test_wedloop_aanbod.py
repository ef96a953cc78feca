"""Twee collega's bieden tegelijk dezelfde woning aan: één doet het, en de ander hoort wie (veiligheid A1)."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select, update

from casus.actions import besluiten, meldingen
from casus.actor import Actor
from casus.db import CasusSessie, uuid7
from casus.errors import CasusFout, Conflict, Weigering
from casus.models import Aanbod, Besluit, Mandaat, Woning, Zaak
from tests.integration.test_wedloop import Uitslag, Veld, veld
from tests.wereld import Wereld

__all__ = ["veld"]
RONDES = int(os.environ.get("CASUS_RONDES", "50"))
"""Zoveel woningen worden dubbel aangeboden; voor een uitgave 1.000."""
PLEKKEN = ("zoekend", "urgentie")


def test_twee_collegas_bieden_nooit_dezelfde_woning_aan(wereld: Wereld, veld):
    tweetal = _tweetal(wereld, veld)
    woningen = _woningen(wereld, RONDES)
    zaken = [wereld.zaak_id(plek) for plek in PLEKKEN]
    namen = {rij["id"]: rij["naam"] for rij in wereld.rijen("gebruiker")}
    wie_wint: list[UUID] = []

    def laad(sessie: CasusSessie, nr: int) -> Zaak:
        return sessie.scalars(select(Zaak).where(Zaak.id == zaken[nr])).one()

    for woning_id, adres in woningen:

        def bied_aan(sessie: CasusSessie, zaak: Zaak, wie: Any, woning: UUID = woning_id) -> None:
            gegevens = {"woning": str(woning), "keuze_reden": "Dicht bij de school."}
            besluiten.stel_voor(sessie, zaak, actor=wie, soort="voordracht", voorstel="Past.", gegevens=gegevens)

        gelukt, fout = _een_wint(tweetal.ren(laad, bied_aan))
        assert isinstance(fout, Conflict), fout
        assert fout.zin.startswith(f"{namen[gelukt.gebruiker_id]} was u voor: {adres} is nu voorgedragen.")
        wie_wint.append(gelukt.gebruiker_id)
        _ruim_op(wereld, woning_id)
    gedaan = [rij for rij in wereld.rijen("aanbod") if rij["woning_id"] in dict(woningen)]
    assert len(gedaan) == len({rij["woning_id"] for rij in gedaan}) == RONDES == len(wie_wint)
    verloop = [rij for rij in wereld.rijen("woningverloop") if rij["woning_id"] in dict(woningen)]
    assert [rij["stap"] for rij in verloop] == ["voordragen"] * RONDES
    assert wereld.breuken() == []


def test_wonen_en_de_corporatie_antwoorden_tegelijk_en_een_telt(wereld: Wereld, veld):
    tweetal, zaak_id = _tweetal(wereld, veld), wereld.zaak_id("voorgedragen")
    versie = next(rij["versie"] for rij in wereld.rijen("zaak") if rij["id"] == zaak_id)
    codes = {een.gebruiker_id: code for een, code in zip(tweetal.lopers, _ANTWOORDEN, strict=True)}
    invoer = {"corporatie_op": "vandaag", "corporatie_reden": "INH", "woning_blijft": "ja"}

    def laad(sessie: CasusSessie, _: int) -> Zaak:
        return sessie.scalars(select(Zaak).where(Zaak.id == zaak_id)).one()

    def antwoord(sessie: CasusSessie, zaak: Zaak, wie: Any) -> None:
        meldingen.meld(sessie, zaak, codes[wie.gebruiker_id], actor=wie, versie=versie, invoer=invoer)

    _, fout = _een_wint(tweetal.ren(laad, antwoord))
    assert isinstance(fout, Weigering | Conflict)
    rij = next(rij for rij in wereld.rijen("aanbod") if rij["zaak_id"] == zaak_id)
    assert (rij["status"], rij["corporatie_antwoord"]) in {
        ("voorgedragen", "akkoord"),
        ("afgewezen_corporatie", "afgewezen"),
    }
    assert wereld.breuken() == []


_ANTWOORDEN = ("corporatie_akkoord", "corporatie_wijst_af")


def _een_wint(uitslagen: Sequence[Uitslag]) -> tuple[Actor, CasusFout]:
    """Wie het deed, en wat de ander hoorde: wie verliest, verliest alleen omdat de ander won."""
    gelukt = [een.wie for een in uitslagen if een.fout is None]
    fouten = [een.fout for een in uitslagen if een.fout is not None]
    assert (len(gelukt), len(fouten)) == (1, 1), [repr(een.fout) for een in uitslagen]
    return gelukt[0], fouten[0]


def _tweetal(wereld: Wereld, veld) -> Veld:
    """Twee van de acht, en alleen de regels van het mandaatregister die ertoe doen."""
    rijen = Mandaat.__table__
    with wereld.eigenaar.engine.begin() as verbinding:
        gebruikt = select(Besluit.__table__.c.mandaat_id).where(Besluit.__table__.c.mandaat_id.is_not(None))
        verbinding.execute(delete(rijen).where(rijen.c.bevoegdheid != "voordracht", rijen.c.id.not_in(gebruikt)))
    allen = veld("wonen")
    return Veld(allen.wereld, allen.lopers[:2], allen.baan)


def _woningen(wereld: Wereld, aantal: int) -> list[tuple[UUID, str]]:
    """Zoveel nieuwe woningen als een bestaande, elk op een eigen adres. Alleen de eerste is al te kiezen: hoe meer er
    vrij zijn, hoe langer casus zoekt op welke plek een woning staat."""
    with wereld.eigenaar.engine.begin() as verbinding:
        tabel = Woning.__table__
        # van deze gemeente, en steeds dezelfde: de eigenaar ziet ook de woningen van de andere
        vrij = tabel.c.gemeente_id == wereld.gemeente(), tabel.c.status == "beschikbaar"
        voorbeeld = dict(verbinding.execute(select(tabel).where(*vrij).order_by(tabel.c.id).limit(1)).one()._mapping)
        verbinding.execute(update(tabel).where(tabel.c.status == "beschikbaar").values(status="ingetrokken"))
        rijen = [
            {**voorbeeld, "id": uuid7(), "adres": f"Wedloopweg {nr}", "corporatie_nummer": ""} for nr in range(aantal)
        ]
        verbinding.execute(insert(tabel), rijen)
        verbinding.execute(
            update(tabel).where(tabel.c.id.in_([rij["id"] for rij in rijen[1:]])).values(status="gemeld")
        )
    return [(rij["id"], rij["adres"]) for rij in rijen]


def _ruim_op(wereld: Wereld, geweest: UUID) -> None:
    """Het huishouden is weer vrij voor de volgende ronde, en de volgende woning te kiezen."""
    zaken = [wereld.zaak_id(plek) for plek in PLEKKEN]
    aanbod, besluit, woning = Aanbod.__table__, Besluit.__table__, Woning.__table__
    with wereld.eigenaar.engine.begin() as verbinding:
        van = aanbod.c.zaak_id.in_(zaken), aanbod.c.status == "voorgedragen"
        verbinding.execute(update(aanbod).where(*van).values(status="ingetrokken", einde_reden="proef"))
        wacht = besluit.c.zaak_id.in_(zaken), besluit.c.status == "voorgesteld"
        verbinding.execute(update(besluit).where(*wacht).values(status="ingetrokken", motivering="proef"))
        volgende = select(woning.c.id).where(woning.c.status == "gemeld", woning.c.id > geweest).order_by(woning.c.id)
        verbinding.execute(
            update(woning).where(woning.c.id == volgende.limit(1).scalar_subquery()).values(status="beschikbaar")
        )
