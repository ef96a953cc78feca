"""De mail dat er een voordracht wacht: aan wie er toegang heeft, en zonder één gegeven van een huishouden."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select, update

from casus import outbox
from casus.actions import besluiten, uitnodigingen
from casus.actions.portaalpost import Portaalpost
from casus.actor import Actor
from casus.mail import PostKanNuNiet
from casus.models import Aanbod, Gebruiker, Huishouden, Lidmaatschap, Outbox, Persoon, Woning, Zaak
from casus.queries.corporaties import laad_mens
from casus.rules.zinnen import dag_tekst
from casus.termijnen import vandaag
from tests.integration.portaal.conftest import BASE, Huurland
from tests.wereld import B


def _beslis(land: Huurland, uitkomst: str = "toegekend") -> Aanbod:
    """Het teamhoofd beslist over de voordracht die al was voorgesteld."""
    with land.wereld.werk() as sessie:
        w = land.wereld.loop(sessie, land.wereld.zaak_id("voorgesteld"))
        voorstel = w.laatste_besluit("voordracht")
        with w.op(1):
            besluiten.beslis(sessie, voorstel, actor=w.actor("teammanager"), uitkomst=uitkomst, motivering="Past.")  # type: ignore[arg-type]  # een van de twee
    with land.wereld.lees() as sessie:
        return sessie.scalars(select(Aanbod).where(Aanbod.zaak_id == w.zaak.id)).one()


def _werk(land: Huurland) -> list[Outbox]:
    with land.wereld.db.lezen() as sessie:
        return list(sessie.scalars(select(Outbox).where(Outbox.soort == "voordrachtmail").order_by(Outbox.id)))


def _persoonlijk(land: Huurland, aanbod: Aanbod) -> set[str]:
    """Alles wat iets over het huishouden of de woning zegt."""
    with land.wereld.lees() as sessie:
        zaak = sessie.scalars(select(Zaak).where(Zaak.id == aanbod.zaak_id)).one()
        huis = sessie.scalars(select(Huishouden).where(Huishouden.id == zaak.huishouden_id)).one()
        personen = sessie.scalars(select(Persoon).where(Persoon.huishouden_id == huis.id)).all()
        woning = sessie.scalars(select(Woning).where(Woning.id == aanbod.woning_id)).one()
        namen = {naam for p in personen for naam in (p.achternaam, p.voornamen, p.geboortedatum)}
        return {zaak.zaaknummer, huis.naam, huis.coa_nummer, woning.adres, woning.postcode, *namen} - {""}


def test_wie_van_de_corporatie_toegang_heeft_krijgt_een_mail_zonder_gegevens(land: Huurland):
    gisteren = vandaag() - timedelta(days=1)
    een, twee = land.mens(), land.mens()
    for ander in ({"nr": 1}, {"gemeente": B}, {"tot": gisteren}, {"wie": {"actief": False}}):
        land.mens(**ander)
    aanbod = _beslis(land)
    assert aanbod.antwoord_voor is not None
    assert len(land.bezorg()) == 2
    assert {aan for aan, _, _ in land.post.ontvangen} == _adressen(land, een, twee)
    for aan, onderwerp, tekst in land.post.ontvangen:
        assert f"{BASE}/portaal\n" in tekst and dag_tekst(aanbod.antwoord_voor) in tekst
        mail = f"{onderwerp}\n{tekst}".casefold()
        assert [iets for iets in _persoonlijk(land, aanbod) if iets.casefold() in mail] == []
        assert "mens van" not in mail and aan not in mail


def _adressen(land: Huurland, *wie: Actor) -> set[str]:
    ids = [een.gebruiker_id for een in wie]
    with land.wereld.db.lezen() as sessie:
        return set(sessie.scalars(select(Gebruiker.email).where(Gebruiker.id.in_(ids))))


def test_zonder_voordracht_geen_mail(land: Huurland):
    land.mens()
    _beslis(land, "afgewezen")
    assert _werk(land) == [] and land.bezorg() == []


def test_wat_intussen_voorbij_is_gaat_niet_meer_weg(land: Huurland):
    weg, blijft = land.mens(), land.mens()
    aanbod = _beslis(land)
    beheerder = land.wereld.actor("beheerder")
    with land.wereld.werk() as sessie:
        lid_id = sessie.scalars(select(Lidmaatschap.id).where(Lidmaatschap.gebruiker_id == weg.gebruiker_id)).one()
        lid, gebruiker, _ = laad_mens(sessie, beheerder, lid_id)
        uitnodigingen.beeindig(sessie, lid, gebruiker, actor=beheerder)
    assert {aan for aan, _, _ in land.bezorg()} == _adressen(land, blijft)
    with land.wereld.werk() as sessie:
        sessie.execute(
            update(Aanbod)
            .where(Aanbod.id == aanbod.id)
            .values(corporatie_antwoord="akkoord", corporatie_op=date(2026, 7, 6))
        )
    land.post.ontvangen.clear()
    assert land.bezorg() == [], "de corporatie antwoordde al"


@dataclass
class Kapot:
    """Een postbode die de eerste keer niet kan, en onthoudt onder welk kenmerk hij verstuurde."""

    keren: int = 0
    kenmerken: list[str] = field(default_factory=list)

    def verstuur(self, aan: str, onderwerp: str, tekst: str, kenmerk: str) -> None:
        self.keren += 1
        self.kenmerken.append(kenmerk)
        if self.keren == 1:
            raise PostKanNuNiet("De mailserver is niet bereikbaar.")


def test_een_mailserver_die_er_niet_is_kost_geen_mail_en_geen_poging(land: Huurland):
    land.mens()
    _beslis(land)
    (werk,), bode = _werk(land), Kapot()
    post: dict[str, Any] = {"voordrachtmail": Portaalpost(bode, BASE, land.bos).voordracht}  # type: ignore[arg-type]  # doet wat een Postbode doet
    assert outbox.verwerk_een(land.wereld.db, werk.id, post) == "later"
    assert outbox.verwerk_een(land.wereld.db, werk.id, post) == "klaar"
    assert outbox.verwerk_een(land.wereld.db, werk.id, post) is None
    assert bode.kenmerken == [str(werk.id)] * 2, "een herhaling is voor de mailserver dezelfde mail"
    assert _werk(land)[0].pogingen == 1
