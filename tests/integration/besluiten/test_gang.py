"""Van voorstel tot besluit: advies, vraag en antwoord, hogerop, herzien; en elke weigering noemt haar artikel."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from sqlalchemy import func, select

from casus.actions import adviezen, besluiten, besluitstappen
from casus.actions.signaalmail import DAGMAIL, Signaalpost, zet_dagmails_klaar
from casus.db import Bereik, CasusSessie
from casus.errors import CasusFout, Conflict, GeenRecht, InvoerFout, NietGevonden, Weigering
from casus.mail import Postbode
from casus.models import Advies, Besluit, Mandaat, Outbox, Signaal
from casus.queries.goedkeuring import wachtend
from casus.queries.mandaat import laad_register, maak_vraag
from casus.queries.signalen import wil_mail
from casus.rules.mandaten import GeenMandaat, laagste_niveau
from tests.integration.besluiten.hulp import (
    BEDRAG,
    adviseer,
    beslis,
    dagen_later,
    lees,
    stappen,
    stel_voor,
    vervang,
    zaak,
    zonder_houder,
)
from tests.wereld import NU, VANDAAG, A, B, Wereld, laatste_besluit

TUSSEN = {"soort": "tussenvoorziening", "rol": "wonen"}


def signalen(sessie: CasusSessie, soort: str) -> set[object]:
    return set(sessie.scalars(select(Signaal.gebruiker_id).where(Signaal.soort == soort)))


# --- voorstellen ---


def test_een_voorstel_kent_zijn_niveau_zijn_feiten_en_zijn_adviseurs(wereld: Wereld):
    with wereld.werk() as sessie:
        klein = stel_voor(wereld, sessie)
        assert (klein.laagste_niveau, klein.vereist_niveau, klein.wacht_op) == (1, 1, "besluit")
        groot = stel_voor(wereld, sessie, bedrag_cent=440_000)
        tussen = stel_voor(wereld, sessie, **TUSSEN, gegevens={"publieke_aandacht": "ja"})
        assert klein.feiten == {}, "wat niemand heeft gezegd, is niet bekend"
        assert groot.laagste_niveau == 2, "samen boven de grens van de teammanager"
        assert "samen" in laagste_niveau(laad_register(sessie), maak_vraag(sessie, groot)).zin
        assert tussen.wacht_op == "advies" and {a.rol for a in _adviezen(sessie, tussen)} == {"financieel", "jurist"}
        assert tussen.feiten == {"woonvorm": "tussenvoorziening", "publieke_aandacht": True}
        assert tussen.uiterlijk == VANDAAG + timedelta(days=2 + 5), "de termijn begint na het langste advies"
        verwacht = {wereld.actor("financieel").gebruiker_id, wereld.actor("jurist").gebruiker_id}
        assert signalen(sessie, "advies") == verwacht
        assert wereld.actor("teammanager").gebruiker_id in signalen(sessie, "voorstel")


def _adviezen(sessie: CasusSessie, besluit: Besluit) -> list[Advies]:
    return list(sessie.scalars(select(Advies).where(Advies.besluit_id == besluit.id)))


def test_een_eerder_deel_gaat_mee_naar_wie_over_de_som_beslist(wereld: Wereld):
    with wereld.werk() as sessie:
        eerst = stel_voor(wereld, sessie, bedrag_cent=310_000)
        assert eerst.vereist_niveau == 1
        tweede = stel_voor(wereld, sessie, bedrag_cent=240_000)
        assert (eerst.laagste_niveau, eerst.vereist_niveau, tweede.vereist_niveau) == (1, 2, 2)
        (stap,) = stappen(sessie, eerst)
        assert (stap.soort, stap.van_niveau, stap.naar_niveau) == ("opgeteld", 1, 2) and "5.500" in stap.tekst
        hoger_ = wereld.actor("ambtelijk_opdrachtgever")
        assert eerst.id in {v.besluit.id for v in wachtend(sessie, hoger_).mag}
        with pytest.raises(GeenMandaat, match=r"Awb art. 10:2"):
            beslis(wereld, sessie, eerst)
        beslis(wereld, sessie, eerst, actor=hoger_)
    assert wereld.breuken() == []


def test_een_contract_telt_over_zaken_heen(wereld: Wereld):
    soort = {"soort": "huurovereenkomst", "rol": "jurist", "bedrag_cent": 1_500_000}
    with wereld.werk() as sessie:
        een = stel_voor(wereld, sessie, **soort, contract="Aanhuur 7")
        ander = stel_voor(wereld, sessie, **soort, contract=" aanhuur-7", in_zaak=zaak(wereld, sessie, "zoekend"))
        assert (een.contract, ander.contract) == ("aanhuur7", "aanhuur7")
        assert (een.gegevens["contract"], ander.gegevens["contract"]) == ("Aanhuur 7", "aanhuur-7")
        assert maak_vraag(sessie, ander).contract_cent == 1_500_000
        with pytest.raises(InvoerFout) as fout:
            stel_voor(wereld, sessie, **soort)
    assert [veld.veld for veld in fout.value.fouten] == ["contract"]


# --- advies ---


def test_advies_van_twee_rollen_naast_elkaar_en_dan_het_besluit(wereld: Wereld):
    with wereld.werk() as sessie:
        besluit = stel_voor(wereld, sessie, **TUSSEN)
        with pytest.raises(Weigering, match=r"advies gevraagd aan .* \(Awb art. 3:6\)"):
            beslis(wereld, sessie, besluit)
        adviseer(wereld, sessie, besluit, "jurist")
        assert besluit.wacht_op == "advies"
        with pytest.raises(InvoerFout) as fout:
            adviseer(wereld, sessie, besluit, "financieel", "oneens", toelichting=" ")
        assert [veld.veld for veld in fout.value.fouten] == ["toelichting"]
        adviseer(wereld, sessie, besluit, "financieel", "oneens", toelichting="Er is geen geld.")
        assert besluit.wacht_op == "besluit"
        with pytest.raises(Conflict, match="gaf dit advies al"):
            adviseer(wereld, sessie, besluit, "financieel")
        beslis(wereld, sessie, besluit, uitkomst="afgewezen")
        oordelen = {een["rol"]: een["oordeel"] for een in besluit.gezien["adviezen"]}
    assert oordelen == {"jurist": "eens", "financieel": "oneens"} and besluit.gezien["registerversie"] >= 0
    assert lees(wereld, besluit).status == "afgewezen"


def test_advies_dat_niet_kwam_houdt_niets_op_en_mag_opnieuw_worden_gevraagd(wereld: Wereld):
    with wereld.werk() as sessie:
        besluit = stel_voor(wereld, sessie, **TUSSEN)
    with dagen_later(3), wereld.werk() as sessie:
        sessie.add(besluit)
        nieuw = adviezen.vraag_advies(sessie, besluit, actor=wereld.actor("teammanager"), rol="jurist", vraag="En nu?")
        assert (nieuw.status, nieuw.vraag, besluit.wacht_op) == ("gevraagd", "En nu?", "advies")
        assert len(_adviezen(sessie, besluit)) == 2
    with dagen_later(9), wereld.werk() as sessie:
        sessie.add(besluit)
        beslis(wereld, sessie, besluit)
        assert {een.status for een in _adviezen(sessie, besluit)} == {"verlopen"}


def test_wie_adviseert_beslist_niet(wereld: Wereld):
    with wereld.werk() as sessie:
        besluit = stel_voor(wereld, sessie)
        adviezen.vraag_advies(sessie, besluit, actor=wereld.actor("teammanager"), rol="communicatie")
        adviseer(wereld, sessie, besluit, "communicatie")
        adviseur = wereld.actor("communicatie")
        vervang(wereld, sessie, "teammanager", adviseur, VANDAAG, VANDAAG)
        with pytest.raises(GeenMandaat, match=r"U gaf advies .*Awb art. 2:4"):
            beslis(wereld, sessie, besluit, actor=adviseur)
        assert beslis(wereld, sessie, besluit).status == "toegekend"


# --- vraag, antwoord, hogerop ---


def test_terug_met_een_vraag_en_het_antwoord_geeft_de_dagen_terug(wereld: Wereld):
    with wereld.werk() as sessie:
        besluit = stel_voor(wereld, sessie)
        dag = besluit.uiterlijk
        besluitstappen.leg_terug(sessie, besluit, actor=wereld.actor("teammanager"), vraag="Waarom nu?")
        assert besluit.wacht_op == "antwoord"
        assert wereld.actor("financieel").gebruiker_id in signalen(sessie, "besluit")
        with pytest.raises(Weigering, match=r"Er ligt nog een vraag .*Awb art. 3:2"):
            beslis(wereld, sessie, besluit)
    with dagen_later(4), wereld.werk() as sessie:
        sessie.add(besluit)
        besluitstappen.beantwoord(sessie, besluit, actor=wereld.actor("financieel"), antwoord="De sleutel komt.")
        assert (besluit.wacht_op, besluit.uiterlijk) == ("besluit", dag + timedelta(days=4))
        assert [(s.soort, s.tekst) for s in stappen(sessie, besluit)] == [
            ("vraag", "Waarom nu?"),
            ("antwoord", "De sleutel komt."),
        ]
        assert [s["soort"] for s in beslis(wereld, sessie, besluit).gezien["stappen"]] == ["vraag", "antwoord"]


def test_afwijzen_mag_ook_zonder_antwoord(wereld: Wereld):
    with wereld.werk() as sessie:
        besluit = stel_voor(wereld, sessie)
        besluitstappen.leg_terug(sessie, besluit, actor=wereld.actor("teammanager"), vraag="Waarom nu?")
        assert beslis(wereld, sessie, besluit, uitkomst="afgewezen").status == "afgewezen"


def test_doorzetten_gaat_omhoog_en_wie_doorzet_beslist_er_niet_meer_over(wereld: Wereld):
    with wereld.werk() as sessie:
        besluit = stel_voor(wereld, sessie)
        besluitstappen.zet_door(sessie, besluit, actor=wereld.actor("teammanager"), reden="Er is pers.")
        assert (besluit.laagste_niveau, besluit.vereist_niveau) == (1, 2)
        assert wereld.actor("ambtelijk_opdrachtgever").gebruiker_id in signalen(sessie, "voorstel")
        with pytest.raises(GeenMandaat, match=r"U hebt dit voorstel doorgezet.*Awb art. 10:6"):
            beslis(wereld, sessie, besluit)
        vervang(wereld, sessie, "teammanager", wereld.actor("communicatie"), VANDAAG, VANDAAG)
        with pytest.raises(GeenMandaat, match=r"doorgezet naar de ambtelijk opdrachtgever.*Awb art. 10:6"):
            beslis(wereld, sessie, besluit, "communicatie")
        besluit = beslis(wereld, sessie, besluit, "ambtelijk_opdrachtgever")
        kopie = besluit.mandaat_kopie or {}
    assert kopie["beslist_door"]["niveau"] == 2


def test_wie_een_functie_vervangt_hoort_het_en_mag_het(wereld: Wereld):
    vervanger = wereld.actor("communicatie")
    with wereld.werk() as sessie:
        vervang(wereld, sessie, "teammanager", vervanger, VANDAAG, VANDAAG + timedelta(days=3))
        besluit = stel_voor(wereld, sessie)
        assert vervanger.gebruiker_id in signalen(sessie, "voorstel")
        beslis(wereld, sessie, besluit, actor=vervanger)
    assert (lees(wereld, besluit).mandaat_kopie or {})["als_vervanger"] is True


def test_een_opdrachtgever_leest_in_zijn_dagmail_wat_bij_hem_kwam(wereld: Wereld, tmp_path: Path):
    wie, email = wereld.actor("ambtelijk_opdrachtgever"), wereld.ligging.team[A]["ambtelijk_opdrachtgever"].email
    with wereld.werk() as sessie:
        besluit = stel_voor(wereld, sessie, bedrag_cent=620_000)
        stel_voor(wereld, sessie, in_zaak=zaak(wereld, sessie, "zoekend"), bedrag_cent=100_000)
        assert wie.gebruiker_id in wil_mail(sessie, "dagelijks")
        rijen = sessie.scalars(select(Signaal).where(Signaal.gebruiker_id == wie.gebruiker_id)).all()
        assert {rij.soort for rij in rijen} == {"voorstel"}
        kwam = {rij.zaak_id for rij in rijen}
        assert besluit.zaak_id in kwam and wereld.zaak_id("zoekend") not in kwam
    assert zet_dagmails_klaar(wereld.db) > 0
    with wereld.eigenaar.lezen() as sessie:
        wachten = sessie.scalars(select(Outbox).where(Outbox.soort == DAGMAIL)).all()
    post = Signaalpost(Postbode("", "casus@gemeente.example", tmp_path / "post"), "https://casus.example")
    for werk in wachten:
        if werk.inhoud["gebruiker"] == str(wie.gebruiker_id):
            post.dagmail(wereld.db, werk)
    (bericht,) = [
        message_from_bytes(pad.read_bytes(), policy=default) for pad in (tmp_path / "post").rglob("*") if pad.is_file()
    ]
    tekst = bericht.get_content()
    assert bericht["To"] == email and "een besluit wacht op u: inrichtingskrediet" in tekst
    assert "https://casus.example/goedkeuren" in tekst


# --- herzien ---


def test_intrekken_is_een_nieuw_besluit_en_het_bedrag_telt_niet_meer(wereld: Wereld):
    with wereld.werk() as sessie:
        eerst = beslis(wereld, sessie, stel_voor(wereld, sessie))
        weg = stel_voor(wereld, sessie, voorstel="Vergissing.", herziet=eerst, herziening="intrekken")
        assert (weg.titel, weg.bedrag_cent, weg.gegevens) == ("Intrekking: Inrichtingskrediet", None, eerst.gegevens)
        assert maak_vraag(sessie, weg).eerder_cent == 0
        with pytest.raises(Conflict, match="herziet dit besluit al"):
            stel_voor(wereld, sessie, voorstel="Nog eens.", herziet=eerst, herziening="intrekken")
        beslis(wereld, sessie, weg)
        daarna = stel_voor(wereld, sessie)
        assert maak_vraag(sessie, daarna).eerder_cent == 0
        with pytest.raises(Weigering, match=f"Besluit {weg.nummer} herzag dit besluit al"):
            stel_voor(wereld, sessie, voorstel="Nog eens.", herziet=eerst, herziening="wijzigen")
    assert (lees(wereld, eerst).status, lees(wereld, eerst).bedrag_cent) == ("toegekend", BEDRAG), "dat blijft staan"
    assert weg.bezwaar_tot is not None


def test_wijzigen_telt_het_oude_bedrag_niet_mee_en_gaat_niet_lager_dan_wie_besliste(wereld: Wereld):
    with wereld.werk() as sessie:
        eerst = stel_voor(wereld, sessie, bedrag_cent=620_000)
        beslis(wereld, sessie, eerst, "ambtelijk_opdrachtgever")
        minder = stel_voor(wereld, sessie, bedrag_cent=100_000, herziet=eerst, herziening="wijzigen")
        assert (maak_vraag(sessie, minder).totaal_cent, minder.vereist_niveau) == (100_000, 2)
        with pytest.raises(GeenMandaat, match=r"genomen door de ambtelijk opdrachtgever.*Awb art. 10:6"):
            beslis(wereld, sessie, minder)
        beslis(wereld, sessie, minder, "ambtelijk_opdrachtgever")
        assert maak_vraag(sessie, stel_voor(wereld, sessie)).eerder_cent == 100_000


def test_een_genomen_besluit_verandert_niet_meer(wereld: Wereld):
    with wereld.werk() as sessie:
        besluit = beslis(wereld, sessie, stel_voor(wereld, sessie))
        manager, wie = wereld.actor("teammanager"), wereld.actor("financieel")
        for doe in (
            lambda: beslis(wereld, sessie, besluit, uitkomst="afgewezen"),
            lambda: besluiten.trek_in(sessie, besluit, actor=wie, reden="Toch niet."),
            lambda: besluitstappen.leg_terug(sessie, besluit, actor=manager, vraag="Toch niet?"),
            lambda: besluitstappen.zet_door(sessie, besluit, actor=manager, reden="Toch niet."),
            lambda: besluitstappen.beantwoord(sessie, besluit, actor=wie, antwoord="Toch niet."),
            lambda: adviezen.vraag_advies(sessie, besluit, actor=manager, rol="jurist"),
        ):
            with pytest.raises((Weigering, Conflict)):
                doe()
    vast = lees(wereld, besluit)
    assert (vast.status, vast.motivering, vast.vereist_niveau) == ("toegekend", "Past.", 1)


# --- de harde stops: zin en artikel ---


def _eigen_voorstel(w: Wereld, sessie: CasusSessie) -> None:
    financieel = w.actor("financieel")
    vervang(w, sessie, "teammanager", financieel, VANDAAG, VANDAAG)
    beslis(w, sessie, stel_voor(w, sessie), actor=financieel)


def _vier_ogen(w: Wereld, sessie: CasusSessie) -> None:
    van, besluit = zaak(w, sessie), stel_voor(w, sessie)
    for rij in sessie.scalars(select(Mandaat).where(Mandaat.bevoegdheid == "inrichtingskrediet")):
        rij.vier_ogen = True
    van.casemanager_id = w.actor("teammanager").gebruiker_id
    sessie.flush()
    beslis(w, sessie, besluit)


def _met_rijen(**kolommen: object) -> Callable[[Wereld, CasusSessie], None]:
    def doe(w: Wereld, sessie: CasusSessie) -> None:
        besluit = stel_voor(w, sessie)
        for rij in sessie.scalars(select(Mandaat).where(Mandaat.bevoegdheid == "inrichtingskrediet")):
            for kolom, waarde in kolommen.items():
                setattr(rij, kolom, waarde)
        sessie.flush()
        beslis(w, sessie, besluit)

    return doe


def _functie_voorbij(w: Wereld, sessie: CasusSessie) -> None:
    besluit = stel_voor(w, sessie)
    zonder_houder(sessie, "teammanager", VANDAAG - timedelta(days=1))
    beslis(w, sessie, besluit)


def _boven_bedrag(w: Wereld, sessie: CasusSessie) -> None:
    beslis(w, sessie, stel_voor(w, sessie, bedrag_cent=620_000))


def _boete_door_melder(w: Wereld, sessie: CasusSessie) -> None:
    loop = w.loop(sessie, w.zaak_id("gekoppeld"))
    loop.meld("niet_meegewerkt")
    besluit = stel_voor(w, sessie, "maatregel_verzuim", "inburgering", in_zaak=loop.zaak, bedrag_cent=None)
    adviseer(w, sessie, besluit, "jurist")
    melder = w.actor("inburgering")
    besluit.voorgesteld_door_id = w.actor("casemanager").gebruiker_id
    sessie.flush()
    vervang(w, sessie, "teammanager", melder, VANDAAG, VANDAAG)
    beslis(w, sessie, besluit, actor=melder)


def _andere_gemeente(w: Wereld, sessie: CasusSessie) -> None:
    beslis(w, sessie, stel_voor(w, sessie), actor=w.actor("teammanager", B))


def _voorwaarden(w: Wereld, sessie: CasusSessie) -> None:
    beslis(w, sessie, stel_voor(w, sessie), voorwaarden_bevestigd=False)


GISTEREN = VANDAAG - timedelta(days=1)
STOPS = {
    "eigen voorstel": (_eigen_voorstel, GeenMandaat, "voorgesteld", "2:4"),
    "vier ogen": (_vier_ogen, GeenMandaat, "vier ogen", "10:6"),
    "geen geldige rij": (_met_rijen(geldig_tot=GISTEREN), GeenMandaat, "gold tot en met", "10:5"),
    "ingetrokken": (_met_rijen(ingetrokken_per=GISTEREN), GeenMandaat, "ingetrokken", "10:8"),
    "functie voorbij": (_functie_voorbij, GeenMandaat, "geëindigd", "10:1"),
    "boven het bedrag": (_boven_bedrag, GeenMandaat, "boven", "10:2"),
    "boete door de melder": (_boete_door_melder, GeenMandaat, "rapport", "10:3 lid 4 en 5:53"),
    "andere gemeente": (_andere_gemeente, NietGevonden, "andere gemeente", ""),
    "voorwaarden": (_voorwaarden, InvoerFout, "Bevestig", "10:6"),
}


@pytest.mark.parametrize("naam", sorted(STOPS))
def test_een_harde_stop_zegt_waarom_en_welk_artikel(naam: str, wereld: Wereld):
    doe, soort, woord, artikel = STOPS[naam]
    with wereld.db.schrijven(_bereik(wereld)) as sessie, pytest.raises(soort) as fout:
        doe(wereld, sessie)
    zin = fout.value.zin
    assert woord in zin and (not artikel or f"Awb art. {artikel}" in zin), zin
    with wereld.lees() as sessie:
        assert not sessie.scalar(select(func.count()).where(Besluit.besloten_op >= NU))


def _bereik(w: Wereld) -> Bereik:
    return Bereik.van(w.gemeente())


def _op_eigen_voorstel(w: Wereld, sessie: CasusSessie) -> None:
    besluit = stel_voor(w, sessie, "gegevensdeling", "jurist", bedrag_cent=None)
    adviezen.vraag_advies(sessie, besluit, actor=w.actor("jurist"), rol="financieel")
    besluit.voorgesteld_door_id = w.actor("financieel").gebruiker_id
    sessie.flush()
    adviseer(w, sessie, besluit, "financieel")


def _zonder_rol(w: Wereld, sessie: CasusSessie) -> None:
    besluit = stel_voor(w, sessie, **TUSSEN)
    adviseer(w, sessie, besluit, "jurist", actor=w.actor("wonen"))


def _terug_zonder_functie(w: Wereld, sessie: CasusSessie) -> None:
    besluitstappen.leg_terug(sessie, stel_voor(w, sessie), actor=w.actor("jurist"), vraag="Wat?")


def _zelf_advies_van_de_eigen_rol(w: Wereld, sessie: CasusSessie) -> None:
    adviezen.vraag_advies(sessie, stel_voor(w, sessie), actor=w.actor("financieel"), rol="financieel")


def _eigen_vraag_beantwoord(w: Wereld, sessie: CasusSessie) -> None:
    manager, besluit = w.actor("teammanager"), stel_voor(w, sessie)
    besluitstappen.leg_terug(sessie, besluit, actor=manager, vraag="Wat?")
    besluitstappen.beantwoord(sessie, besluit, actor=manager, antwoord="Dit.")


def _voordracht_herzien(w: Wereld, sessie: CasusSessie) -> None:
    loop = w.loop(sessie, w.zaak_id("voorgedragen"))
    eerder = laatste_besluit(loop, "voordracht")
    velden = {"in_zaak": loop.zaak, "herziet": eerder, "herziening": "intrekken", "voorstel": "Weg."}
    stel_voor(w, sessie, "voordracht", "wonen", **velden)


def _andere_zaak_herzien(w: Wereld, sessie: CasusSessie) -> None:
    eerder = beslis(w, sessie, stel_voor(w, sessie))
    ander = zaak(w, sessie, "gekoppeld")
    stel_voor(w, sessie, in_zaak=ander, herziet=eerder, herziening="intrekken")


NEE: dict[str, tuple[Callable[[Wereld, CasusSessie], None], type[CasusFout], str]] = {
    "advies op eigen voorstel": (_op_eigen_voorstel, GeenRecht, "2:4"),
    "advies zonder rol": (_zonder_rol, GeenRecht, "jurist"),
    "terug zonder functie": (_terug_zonder_functie, GeenMandaat, "10:1"),
    "advies van de eigen rol": (_zelf_advies_van_de_eigen_rol, InvoerFout, "andere rol"),
    "eigen vraag beantwoorden": (_eigen_vraag_beantwoord, GeenRecht, "financieel"),
    "voordracht herzien": (_voordracht_herzien, Weigering, "stap in de zaak"),
    "besluit van een andere zaak herzien": (_andere_zaak_herzien, NietGevonden, "andere zaak"),
}


@pytest.mark.parametrize("naam", sorted(NEE))
def test_wat_niet_mag_heeft_een_zin(naam: str, gedeelde_wereld: Wereld):
    doe, soort, woord = NEE[naam]
    with gedeelde_wereld.db.schrijven(_bereik(gedeelde_wereld)) as sessie:
        with pytest.raises(soort) as fout:
            doe(gedeelde_wereld, sessie)
        sessie.rollback()
    assert woord in fout.value.zin
