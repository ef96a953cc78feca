"""Een bezwaar van ontvangst tot herziening, en de lijst op laatste dag: elke fout bij haar veld, niets gaat weg."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from html import unescape
from uuid import UUID

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from casus.actions import besluiten, taken, verdeling
from casus.actions.bezwaarklok import signaleer_bezwaren
from casus.actor import Actor
from casus.cli import groep
from casus.cli import omgeving as cli_omgeving
from casus.db import CasusSessie, uuid7
from casus.errors import GeenRecht, InvoerFout
from casus.models import Advies, Besluit, Bezwaar, Brief, Signaal, Taak
from casus.termijnen import bezwaartermijn, klok_op, vandaag
from tests.wereld import NU, Wereld, laatste_besluit

HEDEN = {"ontvangen_op": "vandaag", "indiener": "S. de Heer", "gronden": "De urgentie is te kort."}


@pytest.fixture(autouse=True)
def zonder_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """De brieven worden gevraagd maar niet getekend: dat heeft eigen tests en kost seconden."""
    monkeypatch.setattr("casus.web.nadien.voer_uit", lambda: None)


def bezwaar(wereld: Wereld) -> Bezwaar:
    with wereld.lees() as sessie:
        return sessie.scalars(select(Bezwaar).where(Bezwaar.zaak_id == wereld.zaak_id("urgentie"))).one()


def beslistaak(wereld: Wereld) -> Taak:
    with wereld.lees() as sessie:
        vraag = select(Taak).where(Taak.zaak_id == wereld.zaak_id("urgentie"), Taak.soort == "JU-07")
        return sessie.scalars(vraag).one()


def vers_besluit(wereld: Wereld) -> Besluit:
    """De urgentie, alsof zij vorige week is toegekend op voorstel van wonen: de bezwaartermijn loopt nog."""
    with wereld.werk() as sessie:
        besluit = laatste_besluit(wereld.loop(sessie, wereld.zaak_id("urgentie")), "urgentie_toekennen")
        besluit.voorgesteld_door_id = wereld.actor("wonen").gebruiker_id
        besluit.besloten_op = NU - timedelta(days=7)
        besluit.bezwaar_tot = bezwaartermijn(besluit.besloten_op.date())
        return besluit


def leg_vast(wereld: Wereld, als, zaak, **velden: str):
    besluit = vers_besluit(wereld)
    jurist = als("jurist")
    pad = f"/zaken/{zaak.zaaknummer}/melden/bezwaar_ontvangen"
    assert "te laat" in jurist.open(pad)
    jurist.gelukt(pad, {"versie": zaak.versie, "besluit": str(besluit.id), **HEDEN, **velden})
    return jurist


def stuur(scherm, rij: Bezwaar, wat: str, **velden: str):
    return scherm.stuur(f"/bezwaren/{rij.id}/{wat}", {"versie": str(rij.versie), **velden})


def beslis(wereld: Wereld, sessie: CasusSessie, voorstel: Besluit, uitkomst: besluiten.Uitkomst) -> None:
    """Niet door de teammanager: die nam het besluit waartegen het bezwaar is."""
    wie = wereld.actor("ambtelijk_opdrachtgever")
    hoe = {"uitkomst": uitkomst, "motivering": "Nagekeken.", "voorwaarden_bevestigd": True}
    besluiten.beslis(sessie, voorstel, actor=wie, **hoe)


def test_van_ontvangst_tot_nieuw_besluit(wereld: Wereld, als, zaak_van):
    jurist = leg_vast(wereld, als, zaak_van("urgentie"))
    rij = bezwaar(wereld)
    tot = bezwaartermijn(NU.date() - timedelta(days=7))
    assert rij.beslis_uiterlijk is not None
    assert rij.beslis_uiterlijk >= tot + timedelta(weeks=6)
    assert beslistaak(wereld).fatale_datum == rij.beslis_uiterlijk
    pagina = jurist.open(f"/bezwaren/{rij.id}")
    assert "Niemand behandelt dit bezwaar nog" in pagina
    assert "6 weken erna" in pagina
    assert "De Heer" in jurist.open("/bezwaren") or "nog niet bevestigd" in jurist.open("/bezwaren")

    assert stuur(jurist, rij, "bevestigen", commissie="ja").status_code == 303
    rij = bezwaar(wereld)
    assert (rij.commissie, rij.bevestigd_op) == (True, NU.date())
    assert beslistaak(wereld).fatale_datum == rij.beslis_uiterlijk >= tot + timedelta(weeks=12)
    with wereld.lees() as sessie:
        assert sessie.scalars(select(Brief.soort).where(Brief.bezwaar_id == rij.id)).all() == [
            "ontvangstbevestiging_bezwaar"
        ]
        taak = sessie.scalars(select(Taak).where(Taak.zaak_id == rij.zaak_id, Taak.soort == "JU-06")).one()
        assert taak.status == "gereed"

    nee = stuur(jurist, rij, "toewijzen", behandelaar=str(wereld.actor("teammanager").gebruiker_id))
    assert nee.status_code == 422
    assert "10:3 lid 3" in nee.text
    financieel = wereld.actor("financieel").gebruiker_id
    assert stuur(jurist, rij, "toewijzen", behandelaar=str(financieel)).status_code == 303
    assert bezwaar(wereld).behandelaar_id == financieel

    with wereld.werk() as sessie:
        w = wereld.loop(sessie, rij.zaak_id)
        taak = sessie.scalars(select(Taak).where(Taak.id == beslistaak(wereld).id)).one()
        gegevens = {"bezwaar_uitkomst": "gegrond", "bestreden_wordt": "vervangen"}
        voorstel = w.voorstel("beslissing_op_bezwaar", taak=taak, **gegevens)
        assert voorstel.gegevens["bezwaar"] == str(rij.id)
        beslis(wereld, sessie, voorstel, "toegekend")
    rij = bezwaar(wereld)
    assert (rij.status, rij.beslissing_id, rij.herziening_nodig) == ("gegrond", voorstel.id, True)
    with wereld.lees() as sessie:
        brief = sessie.scalars(select(Brief).where(Brief.besluit_id == voorstel.id)).one()
        assert brief.soort == "beslissing_op_bezwaar-toegekend"
    lijst = jurist.open("/bezwaren")
    assert "er moet nog een nieuw besluit komen" in lijst
    verder = re.search(r'href="([^"]+)">Nieuw besluit voorstellen', jurist.open(f"/bezwaren/{rij.id}"))
    assert verder is not None
    assert f'name="herziet" value="{rij.besluit_id}"' in jurist.open(unescape(verder[1]))
    assert "gegrond" in jurist.open("/bezwaren?staat=klaar")
    with wereld.werk() as sessie:
        w = wereld.loop(sessie, rij.zaak_id)
        oud = laatste_besluit(w, "urgentie_toekennen")
        wat = {"soort": oud.soort, "voorstel": "Een langere termijn.", "herziet": oud, "herziening": "wijzigen"}
        wat["gegevens"] = {"urgentiegrond": "anders"}
        nieuw = besluiten.stel_voor(sessie, w.zaak, actor=wereld.actor("jurist"), **wat)
        beslis(wereld, sessie, nieuw, "toegekend")
    assert bezwaar(wereld).herziening_id == nieuw.id
    assert "er moet nog een nieuw besluit komen" not in jurist.open("/bezwaren")
    assert wereld.breuken() == []


def test_verdagen_opschorten_en_hervatten_verzetten_de_taak_mee(wereld: Wereld, als, zaak_van):
    jurist = leg_vast(wereld, als, zaak_van("urgentie"))
    rij = eerst = bezwaar(wereld)
    assert eerst.beslis_uiterlijk is not None
    fout = stuur(jurist, rij, "verdagen", weken="9", reden="De hoorzitting was vol.")
    assert fout.status_code == 422
    assert "1 tot en met 6" in fout.text and "De hoorzitting was vol." in fout.text
    assert re.search(r'id="verdagen-weken"[^>]*aria-invalid="true"', fout.text)
    assert bezwaar(wereld).versie == rij.versie
    assert stuur(jurist, rij, "verdagen", weken="4", reden="De hoorzitting was vol.").status_code == 303
    rij = bezwaar(wereld)
    assert rij.beslis_uiterlijk is not None
    assert rij.beslis_uiterlijk >= eerst.beslis_uiterlijk + timedelta(days=24)
    assert beslistaak(wereld).fatale_datum == rij.beslis_uiterlijk
    assert stuur(jurist, eerst, "verdagen", weken="1", reden="Dubbel.").status_code == 409

    dagen = {"verzocht_op": "vandaag", "herstel_tot": (NU.date() + timedelta(days=60)).isoformat()}
    assert stuur(jurist, rij, "opschorten", **dagen, reden="De machtiging ontbreekt.").status_code == 303
    stil = bezwaar(wereld)
    assert stil.beslis_uiterlijk is not None and stil.beslis_uiterlijk > rij.beslis_uiterlijk
    assert beslistaak(wereld).fatale_datum == stil.beslis_uiterlijk
    assert "staat stil tot en met" in jurist.open("/bezwaren")
    assert stuur(jurist, stil, "hervatten", hersteld_op="volgende week").status_code == 422
    assert stuur(jurist, stil, "hervatten", hersteld_op="vandaag").status_code == 303
    weer = bezwaar(wereld)
    assert (weer.beslis_uiterlijk, weer.opgeschort_sinds) == (rij.beslis_uiterlijk, None)
    assert beslistaak(wereld).fatale_datum == weer.beslis_uiterlijk

    nog_eens = {**dagen, "verzocht_op": (NU.date() - timedelta(days=1)).isoformat(), "reden": "Nog iets."}
    dubbel = stuur(jurist, weer, "opschorten", **nog_eens)
    assert dubbel.status_code == 422
    assert "na de ontvangst" in dubbel.text, "voor de ontvangst vroeg niemand om herstel"
    with wereld.werk() as sessie:
        sessie.scalars(select(Bezwaar).where(Bezwaar.id == weer.id)).one().ontvangen_op = NU.date() - timedelta(days=5)
    dubbel = stuur(jurist, weer, "opschorten", **nog_eens)
    assert dubbel.status_code == 422
    assert "De termijn stond al stil tot en met" in dubbel.text and bezwaar(wereld).versie == weer.versie

    straks = weer.beslis_uiterlijk + timedelta(days=30)
    uitstel = {"uitstel_tot": straks.isoformat(), "reden": "Mail van de indiener."}
    assert stuur(jurist, weer, "uitstellen", **uitstel).status_code == 422
    assert stuur(jurist, weer, "uitstellen", **uitstel, grond="indiener").status_code == 303
    assert beslistaak(wereld).fatale_datum == bezwaar(wereld).beslis_uiterlijk == straks
    assert wereld.breuken() == []


def test_te_laat_kan_alleen_met_een_reden_en_intrekken_laat_de_taken_vervallen(wereld: Wereld, als, zaak_van):
    zaak, jurist = zaak_van("urgentie"), als("jurist")
    with wereld.werk() as sessie:
        besluit = laatste_besluit(wereld.loop(sessie, zaak.id), "urgentie_toekennen")
        besluit.voorgesteld_door_id = wereld.actor("wonen").gebruiker_id
    pad, velden = f"/zaken/{zaak.zaaknummer}/melden/bezwaar_ontvangen", {"besluit": str(besluit.id), **HEDEN}
    nee = jurist.stuur(pad, {"versie": zaak.versie, **velden})
    assert nee.status_code == 422
    assert "te laat. Schrijf op welke reden" in nee.text and "S. de Heer" in nee.text
    jurist.gelukt(pad, {"versie": zaak.versie, **velden, "te_laat_reden": "Opgenomen in het ziekenhuis."})
    rij = bezwaar(wereld)
    pagina = jurist.open(f"/bezwaren/{rij.id}")
    assert "Awb art. 6:11" in pagina and "Opgenomen in het ziekenhuis." in pagina
    assert stuur(jurist, rij, "verdagen", weken="2", reden="x").status_code == 422, "de laatste dag is voorbij"
    assert stuur(jurist, rij, "intrekken", ingetrokken_op="vandaag", reden="Per mail.").status_code == 303
    assert (bezwaar(wereld).status, beslistaak(wereld).status) == ("ingetrokken", "vervallen")
    assert "Wat u nu kunt doen" not in jurist.open(f"/bezwaren/{rij.id}")


def test_wie_geen_jurist_is_kijkt_alleen_en_een_afgewezen_voorstel_laat_het_open(wereld: Wereld, als, zaak_van):
    leg_vast(wereld, als, zaak_van("urgentie"))
    rij, wonen = bezwaar(wereld), als("wonen")
    assert "Wat u nu kunt doen" not in wonen.open(f"/bezwaren/{rij.id}")
    wonen.open("/bezwaren", 403)
    assert stuur(wonen, rij, "verdagen", weken="2", reden="x").status_code == 403
    assert f"/bezwaren/{rij.id}" in wonen.open(f"/zaken/{zaak_van('urgentie').zaaknummer}")
    with wereld.werk() as sessie:
        w = wereld.loop(sessie, wereld.zaak_id("urgentie"))
        voorstel = w.voorstel("beslissing_op_bezwaar", bezwaar_uitkomst="niet_ontvankelijk")
        beslis(wereld, sessie, voorstel, "afgewezen")
    assert bezwaar(wereld).status == "ontvangen"
    with wereld.lees() as sessie:
        assert sessie.scalars(select(Brief).where(Brief.besluit_id == voorstel.id)).all() == []


def test_wie_het_besluit_nam_doet_in_het_bezwaar_niets_dan_toewijzen(wereld: Wereld, als, zaak_van):
    leg_vast(wereld, als, zaak_van("urgentie"))
    rij, baas = bezwaar(wereld), als("teammanager")
    pagina = baas.open(f"/bezwaren/{rij.id}")
    assert f"/bezwaren/{rij.id}/toewijzen" in pagina and f"/bezwaren/{rij.id}/verdagen" not in pagina
    dag = (NU.date() + timedelta(days=200)).isoformat()
    velden = {
        "bevestigen": {"commissie": "nee"},
        "verdagen": {"weken": "2", "reden": "x"},
        "uitstellen": {"uitstel_tot": dag, "grond": "indiener", "reden": "x"},
        "opschorten": {"verzocht_op": "vandaag", "herstel_tot": dag, "reden": "x"},
        "intrekken": {"ingetrokken_op": "vandaag", "reden": "x"},
    }
    for wat, invoer in velden.items():
        nee = stuur(baas, rij, wat, **invoer)
        assert nee.status_code == 403 and "10:3 lid 3" in nee.text, wat
    assert bezwaar(wereld).versie == rij.versie
    financieel = str(wereld.actor("financieel").gebruiker_id)
    assert stuur(baas, rij, "toewijzen", behandelaar=financieel).status_code == 303


def test_wie_het_besluit_nam_pakt_de_taak_van_het_bezwaar_niet(wereld: Wereld, als, zaak_van):
    leg_vast(wereld, als, zaak_van("urgentie"))
    jurist = wereld.actor("jurist")

    def pak(nam: str) -> None:
        with wereld.werk() as sessie:
            rij = sessie.scalars(select(Bezwaar).where(Bezwaar.zaak_id == wereld.zaak_id("urgentie"))).one()
            besluit = sessie.scalars(select(Besluit).where(Besluit.id == rij.besluit_id)).one()
            besluit.voorgesteld_door_id = wereld.actor("wonen").gebruiker_id
            besluit.besloten_door_id = wereld.actor(nam).gebruiker_id
            taak = sessie.scalars(select(Taak).where(Taak.id == beslistaak(wereld).id)).one()
            taak.behandelaar_id = None
            sessie.flush()
            taken.pak(sessie, taak, actor=jurist)

    with pytest.raises(GeenRecht, match="10:3 lid 3"):
        pak("jurist")
    pak("teammanager")
    assert beslistaak(wereld).behandelaar_id == jurist.gebruiker_id


def test_signalen_voor_en_na_de_laatste_dag(wereld: Wereld, als, zaak_van):
    leg_vast(wereld, als, zaak_van("urgentie"))
    dag = bezwaar(wereld).beslis_uiterlijk
    assert dag is not None

    def klok(verschil: int) -> int:
        with klok_op(NU + (dag - NU.date()) + timedelta(days=verschil)):
            return signaleer_bezwaren(wereld.db, wereld.gemeente())

    assert [klok(verschil) for verschil in (-20, -14, -3, 0, 1, 5)] == [0, 2, 0, 0, 2, 0]
    with wereld.lees() as sessie:
        soorten = sessie.scalars(select(Signaal.gegevens).where(Signaal.soort == "bezwaar")).all()
    assert {rij.get("vorm") for rij in soorten} >= {"nadert", "te_laat"}


def test_een_bezwaar_zonder_bewaarde_dag_nadert_en_is_te_laat_als_elk_ander(wereld: Wereld, als, zaak_van):
    jurist = leg_vast(wereld, als, zaak_van("urgentie"))
    rij = bezwaar(wereld)
    dag = rij.beslis_uiterlijk
    assert dag is not None
    with wereld.werk() as sessie:  # zoals het was voordat casus de dag bewaarde
        sessie.scalars(select(Bezwaar).where(Bezwaar.id == rij.id)).one().beslis_uiterlijk = None

    def klok(verschil: int) -> int:
        with klok_op(NU + (dag - NU.date()) + timedelta(days=verschil)):
            return signaleer_bezwaren(wereld.db, wereld.gemeente())

    assert [klok(verschil) for verschil in (-20, -14, 0, 1)] == [0, 2, 0, 2]
    with wereld.lees() as sessie:
        dagen = {een["dag"] for een in sessie.scalars(select(Signaal.gegevens)) if een.get("vorm") == "te_laat"}
    assert dagen == {dag.isoformat()}
    assert "te laat" not in jurist.open(f"/bezwaren/{rij.id}")


# Wie het bestreden besluit voorstelde of erover adviseerde (Awb art. 7:5)


def betrek(wereld: Wereld, hoe: str, wie: Actor) -> None:
    """Maakt deze collega de indiener van het voorstel, of iemand die erover adviseerde."""
    with wereld.werk() as sessie:
        besluit = sessie.scalars(select(Besluit).where(Besluit.id == bezwaar(wereld).besluit_id)).one()
        if hoe == "voorgesteld":
            besluit.voorgesteld_door_id = wie.gebruiker_id
            return
        sleutel = {"gemeente_id": besluit.gemeente_id, "id": uuid7(), "besluit_id": besluit.id}
        gegeven = {"status": "gegeven", "oordeel": "eens", "gegeven_op": NU, "gegeven_door_id": wie.gebruiker_id}
        sessie.add(Advies(**sleutel, rol="jurist", uiterlijk=NU.date(), gevraagd_door_id=wie.gebruiker_id, **gegeven))


@pytest.mark.parametrize(("hoe", "zin"), [("voorgesteld", "stelde het besluit voor"), ("geadviseerd", "adviseerde")])
def test_wie_bij_het_besluit_was_betrokken_wijst_het_bezwaar_alleen_toe(wereld: Wereld, als, zaak_van, hoe, zin):
    jurist = leg_vast(wereld, als, zaak_van("urgentie"))
    rij, wie = bezwaar(wereld), wereld.actor("jurist")
    assert f"/bezwaren/{rij.id}/bevestigen" in jurist.open(f"/bezwaren/{rij.id}")
    betrek(wereld, hoe, wie)
    pagina = jurist.open(f"/bezwaren/{rij.id}")
    assert f"U {zin}" in pagina and "Awb art. 7:5" in pagina and "Beslissing voorstellen" not in pagina
    assert f"/bezwaren/{rij.id}/toewijzen" in pagina and f"/bezwaren/{rij.id}/bevestigen" not in pagina
    for wat, velden in {"bevestigen": {"commissie": "nee"}, "verdagen": {"weken": "2", "reden": "x"}}.items():
        nee = stuur(jurist, rij, wat, **velden)
        assert nee.status_code == 403 and zin in nee.text and "7:5" in nee.text, wat
    assert bezwaar(wereld).versie == rij.versie
    zelf = stuur(als("teammanager"), rij, "toewijzen", behandelaar=str(wie.gebruiker_id))
    assert zelf.status_code == 422 and "7:5" in zelf.text

    with wereld.werk() as sessie:
        taak = sessie.scalars(select(Taak).where(Taak.id == beslistaak(wereld).id)).one()
        with pytest.raises(GeenRecht, match="7:5"):
            taken.pak(sessie, taak, actor=wie)
        with pytest.raises(GeenRecht, match="7:5"):
            taken.rond_af(sessie, taak, actor=wie, invoer={"verstuurd_op": "vandaag"})
        with pytest.raises(InvoerFout, match="7:5"):
            taken.draag_over(sessie, taak, actor=wereld.actor("teammanager"), aan_id=wie.gebruiker_id)
        with pytest.raises(GeenRecht, match="bereidt de beslissing op het bezwaar voor"):
            wereld.loop(sessie, rij.zaak_id).voorstel("beslissing_op_bezwaar", bezwaar_uitkomst="ongegrond")
    anders = str(wereld.actor("financieel").gebruiker_id)
    assert stuur(jurist, rij, "toewijzen", behandelaar=anders).status_code == 303


def test_een_nieuwe_taak_gaat_niet_vanzelf_naar_wie_betrokken_was(wereld: Wereld, als, zaak_van):
    """Ook niet als die het vaste gezicht is: de taak wacht dan bij de rol."""
    besluit, jurist = vers_besluit(wereld), wereld.actor("jurist")
    with wereld.werk() as sessie:
        verdeling.stel_in(sessie, actor=wereld.actor("teammanager"), vast_gezicht=True, minst_belast=True)
    van_wie: list[UUID | None] = []
    for wie, verwacht in (("jurist", None), ("wonen", jurist.gebruiker_id)):
        with wereld.werk() as sessie:
            rij = sessie.scalars(select(Besluit).where(Besluit.id == besluit.id)).one()
            rij.voorgesteld_door_id = wereld.actor(wie).gebruiker_id
            wereld.loop(sessie, rij.zaak_id).meld("bezwaar_ontvangen", besluit=str(rij.id))
            taken_nu = select(Taak.behandelaar_id).where(Taak.zaak_id == rij.zaak_id, Taak.soort == "JU-07")
            van_wie.append(verwacht)
            assert sorted(map(str, sessie.scalars(taken_nu))) == sorted(map(str, van_wie))


@pytest.fixture
def opdracht(wereld: Wereld, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Result]]:
    """Voert `casus bezwaar …` uit als het teamlid met deze rol."""
    monkeypatch.setenv("CASUS_DATABASE_URL", wereld.url)
    cli_omgeving.database.cache_clear()

    def doe(rol: str, *woorden: str) -> Result:
        wie = wereld.ligging.team["Doetinchem"][rol].email
        return CliRunner().invoke(groep, ["bezwaar", *woorden, "--als", wie])

    yield doe
    cli_omgeving.database().engine.dispose()
    cli_omgeving.database.cache_clear()


def test_de_opdrachtregel_weigert_hetzelfde(wereld: Wereld, als, zaak_van, opdracht: Callable[..., Result]):
    leg_vast(wereld, als, zaak_van("urgentie"))
    rij, team = bezwaar(wereld), wereld.ligging.team["Doetinchem"]
    betrek(wereld, "geadviseerd", wereld.actor("jurist"))
    assert rij.nummer in opdracht("jurist", "lijst", "--gemeente", "Doetinchem").output
    zelf = opdracht("jurist", "bevestigen", rij.nummer).exception
    assert isinstance(zelf, GeenRecht) and "Awb art. 7:5" in zelf.zin
    nam = opdracht("jurist", "toewijzen", rij.nummer, "--aan", team["teammanager"].email).exception
    assert isinstance(nam, InvoerFout) and "10:3 lid 3" in nam.zin
    assert opdracht("jurist", "toewijzen", rij.nummer, "--aan", team["financieel"].email).exit_code == 0
    assert bezwaar(wereld).behandelaar_id == team["financieel"].id
    assert opdracht("wonen", "lijst", "--gemeente", "Doetinchem").exit_code != 0
    with wereld.werk() as sessie:
        advies = sessie.scalars(select(Advies).where(Advies.besluit_id == rij.besluit_id)).one()
        advies.gegeven_door_id = team["financieel"].id
    goed = opdracht("jurist", "bevestigen", rij.nummer, "--commissie")
    assert goed.exit_code == 0 and "Beslissen uiterlijk" in goed.output
    assert bezwaar(wereld).bevestigd_op == vandaag()


# De brieven bij uitstel en bij een verzoek om herstel (Awb art. 6:6 en 7:10)


def soorten_brief(wereld: Wereld) -> list[tuple[str, str, str]]:
    with wereld.lees() as sessie:
        rijen = sessie.scalars(select(Brief).where(Brief.bezwaar_id == bezwaar(wereld).id).order_by(Brief.id)).all()
        return [(rij.soort, rij.status, str(rij.gegevens.get("brief"))) for rij in rijen]


def test_herstel_vragen_en_uitstel_geven_een_brief_tenzij_het_al_is_geschreven(wereld: Wereld, als, zaak_van):
    jurist = leg_vast(wereld, als, zaak_van("urgentie"))
    rij, tot = bezwaar(wereld), NU.date() + timedelta(days=14)
    velden = {"herstel_tot": tot.isoformat(), "reden": "De machtiging ontbreekt."}
    with wereld.werk() as sessie:
        sessie.scalars(select(Bezwaar).where(Bezwaar.id == rij.id)).one().ontvangen_op = NU.date() - timedelta(days=5)
    oud = stuur(jurist, rij, "opschorten", **velden, verzocht_op="gisteren", brief="ja")
    assert oud.status_code == 422 and "gaat vandaag weg" in oud.text and "De machtiging ontbreekt." in oud.text
    assert stuur(jurist, rij, "opschorten", **velden, verzocht_op="vandaag", brief="ja").status_code == 303
    [(soort, status, inhoud)] = soorten_brief(wereld)
    assert (soort, status) == ("herstelverzoek_bezwaar", "aangevraagd")
    assert "De machtiging ontbreekt." in inhoud and "juli" in inhoud
    assert "Verzoek om een bezwaar aan te vullen" in jurist.open(f"/bezwaren/{rij.id}")
    rij = bezwaar(wereld)
    uitstel = {"grond": "indiener", "reden": "Mail van gisteren."}
    for dagen, brief in ((200, "nee"), (220, "ja")):
        dag = NU.date() + timedelta(days=dagen)
        assert stuur(jurist, rij, "uitstellen", **uitstel, uitstel_tot=dag.isoformat(), brief=brief).status_code == 303
        rij = bezwaar(wereld)
    assert [soort for soort, _, _ in soorten_brief(wereld)] == ["herstelverzoek_bezwaar", "uitstel_bezwaar"]
    assert "Mail van gisteren." in soorten_brief(wereld)[1][2]


def test_de_lijst_toont_wanneer_het_is_gepost_en_of_het_te_laat_was(wereld: Wereld, als, zaak_van):
    jurist = leg_vast(wereld, als, zaak_van("urgentie"))
    tot = bezwaar(wereld).ontvangen_op - timedelta(days=2)

    def op_de_lijst(gepost: date | None) -> str:
        with wereld.werk() as sessie:
            rij = sessie.scalars(select(Bezwaar).where(Bezwaar.id == bezwaar(wereld).id)).one()
            sessie.scalars(select(Besluit).where(Besluit.id == rij.besluit_id)).one().bezwaar_tot = tot
            rij.gepost_op = gepost
        return jurist.open("/bezwaren") + jurist.open(f"/bezwaren/{bezwaar(wereld).id}")

    assert "gepost" not in (laat := op_de_lijst(None)) and "2 dagen te laat ingediend" in laat
    op_tijd = op_de_lijst(tot)
    assert "gepost" in op_tijd and "te laat ingediend" not in op_tijd and "op tijd gepost" in op_tijd
    assert "1 dag te laat" not in op_de_lijst(tot + timedelta(days=1)), "te laat gepost telt de dag van ontvangst"
