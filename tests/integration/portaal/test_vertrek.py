"""Wie bij een corporatie weggaat: zijn links staan als ingetrokken in hun zaak, en wie toegang geeft hoort het."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import select, update

from casus.actions import dossierlinks, uitnodigingen, vertrek
from casus.actions.uitgaand import Uitgang
from casus.actor import Actor
from casus.models import Gemeente, Lidmaatschap, Outbox, Signaal
from casus.queries.corporaties import laad_mens
from casus.rules.signalen import Feiten, in_casus, in_mail
from casus.termijnen import vandaag
from tests.integration.portaal.conftest import Huurland, gebruiker_van
from tests.integration.schermen.conftest import Scherm
from tests.wereld import A, B

Als = Callable[..., Scherm]


def _lid(land: Huurland, wie: Actor, gemeente: str = A) -> Lidmaatschap:
    with land.wereld.lees(gemeente) as sessie:
        return sessie.scalars(select(Lidmaatschap).where(Lidmaatschap.gebruiker_id == wie.gebruiker_id)).one()


def _ook_in_b(land: Huurland, wie: Actor) -> None:
    with land.wereld.werk(B) as sessie:
        vast = {"gemeente_id": land.wereld.gemeente(B), "gebruiker_id": wie.gebruiker_id, "rol": "corporatie"}
        sessie.add(Lidmaatschap(**vast, van=vandaag(), corporatie_id=land.corporaties[0]))


def _beeindig(land: Huurland, wie: Actor) -> None:
    with land.wereld.werk() as sessie:
        beheerder = land.wereld.actor("beheerder")
        lid, mens, _ = laad_mens(sessie, beheerder, _lid(land, wie).id)
        uitnodigingen.beeindig(sessie, lid, mens, actor=beheerder)


def _werk_af(land: Huurland, keer: int = 1) -> None:
    handler = Uitgang(None, None, land.post, "").handlers()[vertrek.WERK]  # type: ignore[arg-type]  # alleen de handler
    with land.wereld.db.lezen() as sessie:
        werk = sessie.scalars(select(Outbox).where(Outbox.soort == vertrek.WERK)).all()
    for een in werk * keer:
        handler(land.wereld.db, een)


def _signalen(land: Huurland, gemeente: str) -> list[Signaal]:
    with land.wereld.lees(gemeente) as sessie:
        return list(sessie.scalars(select(Signaal).where(Signaal.soort == "toegang").order_by(Signaal.id)))


def _regio(land: Huurland, **anders: Any) -> None:
    with land.wereld.eigenaar.unit_of_work() as sessie:
        sessie.execute(update(Gemeente).where(Gemeente.naam == B).values(**anders))


def test_een_link_die_vervalt_staat_in_de_tijdlijn_van_haar_zaak(land: Huurland):
    wie, wonen = land.mens(), land.wereld.actor("wonen")
    mail, plekken = gebruiker_van(land, wie).email, ("voorgedragen", "zoekend")
    for plek, email in ((plekken[0], mail), (plekken[1], mail), (plekken[1], "ander@linde.example")):
        velden = {"naam": "Ans Bos", "email": email, "dagen": 3, "hoogstens": 3, "bos": land.bos}
        with land.wereld.werk() as sessie:
            dossierlinks.maak(sessie, land.dossier(plek), actor=wonen, **velden)
    _beeindig(land, wie)
    for plek in plekken:
        gebeurd = [g for g, _ in land.wereld.gebeurtenissen(land.wereld.zaak_id(plek))]
        weg = [g for g in gebeurd if g.soort == "dossierlink_ingetrokken"]
        assert [g.actor_id for g in weg] == [land.wereld.actor("beheerder").gebruiker_id], plek
    assert not land.wereld.breuken()


def test_een_andere_gemeente_van_de_regio_hoort_het_en_beslist_zelf(land: Huurland, als: Als):
    wie = land.mens()
    _ook_in_b(land, wie)
    _beeindig(land, wie)
    _werk_af(land, keer=2)
    gevonden = _signalen(land, B)
    verwacht = {land.wereld.actor(rol, B).gebruiker_id for rol in ("wonen", "teammanager")}
    assert len(gevonden) == 2 and {een.gebruiker_id for een in gevonden} == verwacht and not _signalen(land, A)
    feiten = Feiten("toegang", gevonden[0].gegevens)
    assert in_casus(feiten, vandaag()).startswith(f"Gemeente {A} beëindigde de toegang van {wie.naam} van ")
    assert wie.naam not in in_mail(feiten, vandaag())
    assert _lid(land, wie, B).tot is None
    wonen = als("wonen", B)
    assert "beëindigde de toegang van" in wonen.open("/signalen")
    eigen = next(een for een in gevonden if een.gebruiker_id == land.wereld.actor("wonen", B).gebruiker_id)
    assert wonen.stuur(f"/signalen/{eigen.id}").location == "/corporaties"


def test_wie_er_niets_mee_te_maken_heeft_hoort_niets(land: Huurland):
    """Een gemeente waar hij geen toegang heeft, en een gemeente buiten de regio."""
    eerste, tweede = land.mens(), land.mens()
    _beeindig(land, eerste)
    _ook_in_b(land, tweede)
    _regio(land, regio_id=None)
    _beeindig(land, tweede)
    _werk_af(land)
    assert not _signalen(land, B)


def test_een_collega_meldt_dat_iemand_er_niet_meer_werkt(land: Huurland, als: Als):
    ik, weg, vreemd = land.mens(wie={"naam": "Ans Bos"}), land.mens(wie={"naam": "Piet Weg"}), land.mens(1)
    scherm = land.scherm(ik)
    pagina = scherm.open("/portaal/collegas")
    assert "Piet Weg" in pagina and "Dit bent u" in pagina and vreemd.naam not in pagina
    klaar = scherm.gelukt(f"/portaal/collegas/{_lid(land, weg).id}/vertrokken")
    assert "De gemeente weet het" in klaar and "Piet Weg" in klaar
    for ander in (ik, vreemd):
        assert scherm.stuur(f"/portaal/collegas/{_lid(land, ander).id}/vertrokken").status_code == 404
    gevonden = _signalen(land, A)
    verwacht = {land.wereld.actor(rol).gebruiker_id for rol in ("wonen", "teammanager")}
    assert len(gevonden) == 2 and {een.gebruiker_id for een in gevonden} == verwacht
    zin = "Ans Bos meldt dat Piet Weg niet meer bij"
    assert in_casus(Feiten("toegang", gevonden[0].gegevens), vandaag()).startswith(zin)
    assert zin in als("wonen").open("/signalen") and _lid(land, weg).tot is None, "de gemeente beëindigt zelf"
    laatste = land.wereld.gebeurtenissen(land.wereld.gemeente())
    assert [(g.soort, g.actor_id) for g, _ in laatste if g.soort == "vertrek_gemeld"] == [
        ("vertrek_gemeld", ik.gebruiker_id)
    ]
