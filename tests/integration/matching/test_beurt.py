"""Wie er aan de beurt is: niet wiens klok stilstaat, wel wie het langst wacht, en voorrang als het besluit geldt."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import update

from casus.actions import besluiten, matchruns, matchwensen
from casus.db import Bereik, CasusSessie
from casus.demo.wandeling import FUNCTIE
from casus.errors import Conflict, Weigering
from casus.models import Besluit, Complex, Woning, Zaak
from casus.queries import matching
from casus.queries import matchruns as vragen
from casus.queries import woningen as woningvragen
from casus.queries.beeld import laad_beeld
from casus.queries.keuzes import keuzes, te_kiezen
from casus.queries.matchvoorstel import beleid_van, huishoudens_voor
from casus.queries.regiokaarten import laad_regio
from casus.rules.passendrun import opdracht_uit
from casus.views.schermen import matchkandidaten, matchrunscherm
from casus.workflows.definition import Veld
from tests import factories
from tests.wereld import VANDAAG, Wereld, laatste_besluit


@pytest.fixture
def sessie(gedeelde_wereld: Wereld) -> Iterator[CasusSessie]:
    with gedeelde_wereld.db.schrijven(Bereik.van(gedeelde_wereld.gemeente())) as open_:
        yield open_
        open_.rollback()


def test_wiens_klok_stilstaat_krijgt_geen_woning(gedeelde_wereld: Wereld, sessie: CasusSessie):
    stil = gedeelde_wereld.zaak_id("opgeschort")
    gegevens = matching.laad_gemeente(sessie)
    assert any(een.zaak.id == stil and een.stil for een in gegevens.zoekenden)
    run = matchruns.bereken(sessie, actor=gedeelde_wereld.actor("wonen"))
    assert str(stil) not in {rij["sleutel"] for rij in run.invoer["huishoudens"]} and run.uitkomst["stil"] == 1
    assert any("klok stil" in bij for _, _, bij in matchrunscherm._cijfers(run, opdracht_uit(run.invoer)))
    gegevens = matching.laad_woning(sessie, gegevens.woningen[0].id)
    assert stil not in {een.zoekend.zaak.id for een in huishoudens_voor(gegevens)}
    kaarten = laad_regio(gedeelde_wereld.db, gedeelde_wereld.gemeente())
    assert str(stil) not in kaarten.huishoudens and kaarten.stil == 1


def zonder_urgentie(gegevens: matching.Matchgegevens) -> matching.Matchgegevens:
    gegevens.urgent = {}
    return gegevens


def test_een_onbekend_gegeven_kost_geen_beurt(gedeelde_wereld: Wereld, sessie: CasusSessie):
    zoekt = [een for een in matching.laad_gemeente(sessie).zoekenden if een.doet_mee]
    vroeg = {"koppeldatum": date(2024, 1, 1), "vergunningdatum": date(2023, 12, 1)}
    sessie.execute(update(Zaak).values(vergunning_geldig_tot=date(2031, 1, 1)))
    sessie.execute(update(Zaak).where(Zaak.id == zoekt[0].zaak.id).values(**vroeg, vergunning_geldig_tot=None))
    sessie.expire_all()
    paren = [
        paar
        for woning in matching.vrije_woningen(sessie)
        for paar in huishoudens_voor(zonder_urgentie(matching.laad_woning(sessie, woning.id)))
        if paar.zoekend.zaak.id == zoekt[0].zaak.id and paar.groep in ("past", "nagaan")
    ]
    assert paren and any(paar.nu.onbekend for paar in paren)
    assert {paar.plek for paar in paren} == {1} and {paar.groep for paar in paren} <= {"past", "nagaan"}
    assert all(paar.groep == "past" for paar in paren if {een.soort for een in paar.nu.onbekend} == {"waarschuwt"})
    assert "nagaan" not in matchkandidaten._GROEPEN


@pytest.mark.parametrize("herziening", ["intrekken", "wijzigen"])
def test_een_herzien_besluit_geeft_geen_voorrang(gedeelde_wereld: Wereld, sessie: CasusSessie, herziening: str):
    w = gedeelde_wereld.loop(sessie, gedeelde_wereld.zaak_id("urgentie"), VANDAAG)
    assert matching.laad_gemeente(sessie).urgent[w.zaak.id] == "anders"
    oud = laatste_besluit(w, "urgentie_toekennen")
    with w.op(1):
        nieuw = besluiten.stel_voor(
            sessie, w.zaak, actor=w.actor("jurist"), soort="urgentie_toekennen", voorstel="Bij nader inzien.",
            gegevens={"urgentiegrond": "statushouder"}, herziet=oud, herziening=herziening,
        )  # fmt: skip
        w.adviseer(nieuw)
        wie = w.actor(FUNCTIE[nieuw.vereist_niveau])
        besluiten.beslis(
            sessie, nieuw, actor=wie, uitkomst="toegekend", motivering="Er is geen reden om af te wijken.",
            voorwaarden_bevestigd=True,
        )  # fmt: skip
    urgent = matching.laad_gemeente(sessie).urgent
    assert urgent.get(w.zaak.id) == (None if herziening == "intrekken" else "statushouder")


@pytest.mark.parametrize(
    ("stand", "grond", "gaat_voor"),
    [
        ("ja", "statushouder", True),
        ("nee", "statushouder", False),
        ("nee", "anders", True),
        ("nee", "", False),
        ("ja", "", True),
    ],
)
def test_de_schakelaar_beslist_over_urgentie_als_statushouder(
    gedeelde_wereld: Wereld, sessie: CasusSessie, stand: str, grond: str, gaat_voor: bool
):
    zaak_id = gedeelde_wereld.zaak_id("urgentie")
    gegevens_ = {"urgentiegrond": grond} if grond else {}
    sessie.execute(update(Besluit).where(Besluit.soort == "urgentie_toekennen").values(gegevens=gegevens_))
    gegevens = matching.laad_gemeente(sessie)
    gegevens.parameters = {**gegevens.parameters, "voorrang_statushouder": stand}
    zoekend = next(een for een in gegevens.zoekenden if een.zaak.id == zaak_id)
    plek = gegevens.plek(gegevens.woningen[0])
    assert beleid_van(gegevens).gaat_voor(gegevens.vraag(zoekend), plek) is gaat_voor
    assert beleid_van(gegevens).voorrang_onzeker(gegevens.vraag(zoekend), plek) is (stand == "nee" and not grond)


def test_de_regio_weet_wanneer_een_complex_eindigt(wereld: Wereld):
    with wereld.werk() as sessie:
        vast = {"gemeente_id": wereld.gemeente(), "corporatie_id": wereld.ligging.corporatie}
        complex_ = Complex(**vast, naam="De Poort", eenheden=4, einddatum=date(2026, 12, 20))
        sessie.add(complex_)
        sessie.flush()
        woning = factories.woning(*vast.values(), adres="Poort 1", complex_id=complex_.id, eind_op=date(2027, 6, 1))
        sessie.add(woning)
        sleutel = str(woning.id)
    assert laad_regio(wereld.db, wereld.gemeente()).woningen[sleutel].eind_op == date(2026, 12, 20)


def test_alles_uitgesloten_is_een_hele_zin_en_wat_als_op_wat_als_wordt_geweigerd(
    gedeelde_wereld: Wereld, sessie: CasusSessie
):
    wonen, gegevens = gedeelde_wereld.actor("wonen"), matching.laad_gemeente(sessie)
    zoekend = next(een for een in gegevens.zoekenden if een.doet_mee)
    sessie.execute(update(Woning).where(Woning.id.not_in([w.id for w in gegevens.woningen[:1]])).values(huur_cent=1))
    for woning in gegevens.woningen:
        matchwensen.zet_wens(sessie, zoekend.zaak, woning, actor=wonen, soort="nooit", reden="Ruzie met de buren.")
    run = matchruns.bereken(sessie, actor=wonen)
    zaken, woningen = matchrunscherm.te_noemen(run, 0, None)
    namen = matchrunscherm.Namen(vragen.namen(sessie, zaken), vragen.adressen(sessie, woningen))
    scherm = matchrunscherm.maak_scherm(run, None, 0, namen)
    redenen = [regel.reden for regel in (*scherm.urgent_zonder, *scherm.zonder)]
    assert redenen and not [reden for reden in redenen if ": ." in reden]
    met = matchruns.bereken(sessie, actor=wonen, wat_als={"studio": 1}, basis=run)
    with pytest.raises(Weigering, match="zonder extra woningen"):
        matchruns.bereken(sessie, actor=wonen, wat_als={"studio": 1}, basis=met)


def test_twee_tegelijk_vastzetten_kan_niet(gedeelde_wereld: Wereld, sessie: CasusSessie):
    gegevens = matching.laad_gemeente(sessie)
    een, ander = [zoekend.zaak for zoekend in gegevens.zoekenden if zoekend.doet_mee][:2]
    waarden = {"actor": gedeelde_wereld.actor("wonen"), "soort": "vast", "reden": "Dicht bij school."}
    matchwensen.zet_wens(sessie, een, gegevens.woningen[0], **waarden)
    with pytest.MonkeyPatch.context() as patch:  # de ander keek net voordat de eerste vastlegde
        patch.setattr(matchwensen, "_geldig", lambda *_: [])
        with pytest.raises(Conflict, match="Ververs de pagina"), sessie.begin_nested():
            matchwensen.zet_wens(sessie, ander, gegevens.woningen[0], **waarden)
        with pytest.raises(Conflict, match="Ververs de pagina"), sessie.begin_nested():
            matchwensen.zet_wens(sessie, een, gegevens.woningen[1], **waarden)


def test_de_gekozen_woning_staat_in_de_lijst_hoe_lang_die_ook_is(
    gedeelde_wereld: Wereld, sessie: CasusSessie, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(woningvragen, "MEESTE_KEUZES", 1)
    wonen, laatste = gedeelde_wereld.actor("wonen"), matching.vrije_woningen(sessie)[-1]
    veld = Veld(code="woning", titel="Woning", soort="woning")
    beeld = laad_beeld(sessie, gedeelde_wereld.loop(sessie, gedeelde_wereld.zaak_id("zoekend")).zaak)
    for gekozen in ("", "onzin"):
        assert laatste.id not in {een.id for een in te_kiezen(sessie, wonen, [veld], None, gekozen)}
    assert laatste.id in {een.id for een in te_kiezen(sessie, wonen, [veld], None, str(laatste.id))}
    beeld.taken[0].gegevens = {"woning": str(laatste.id)}
    assert str(laatste.id) in dict(keuzes(sessie, wonen, [veld], beeld)["woning"])
