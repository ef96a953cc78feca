"""De formulieren bij een taak op het scherm: wat getypt is blijft, en elke weigering heeft haar plek."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from casus.models import Afwezigheid, Gebruiker, Taak, Zaak
from casus.termijnen import vandaag
from tests.integration.queries.tellen import opdrachten
from tests.wereld import Wereld


def over(wereld: Wereld, dagen: int) -> str:
    return f"{vandaag() + timedelta(days=dagen):%d-%m-%Y}"


@pytest.mark.parametrize("soort", ["overdragen", "inplannen", "wachten"])
def test_een_formulier_dat_niet_mag_laat_zien_waarom(als, taak_van, soort):
    pagina = als("jurist").open(f"/taken/{taak_van('gepakt', 'CM-01').id}/{soort}")
    assert 'aria-disabled="true"' in pagina
    assert "Alleen wie" in pagina


def test_inplannen_met_een_verkeerde_dag_houdt_de_reden(als, taak_van, wereld):
    taak, cm = taak_van("gepakt", "CM-01"), als("casemanager")
    pad = f"/taken/{taak.id}/inplannen"
    fout = cm.stuur(pad, {"versie": taak.versie, "gepland_op": "gisteren", "gepland_reden": "Eerst het COA."})
    assert fout.status_code == 422
    assert "Kies vandaag of een dag daarna." in fout.text and 'value="gisteren"' in fout.text
    assert cm.stuur(pad, {"versie": taak.versie, "gepland_op": "ooit"}).status_code == 422
    daarna = cm.gelukt(pad, {"versie": taak.versie, "gepland_op": over(wereld, 3)})
    assert "Ingepland op" in daarna and "Eigen dag weghalen" in daarna
    taak = taak_van("gepakt", "CM-01")
    cm.gelukt(pad, {"versie": taak.versie, "wissen": "ja"})
    assert taak_van("gepakt", "CM-01").gepland_op is None


def test_laten_wachten_en_weer_oppakken(als, taak_van, wereld):
    taak, cm = taak_van("gepakt", "CM-01"), als("casemanager")
    pad = f"/taken/{taak.id}/wachten"
    assert "corporatie" in cm.open(pad), "er staan voorstellen bij"
    leeg = cm.stuur(pad, {"versie": taak.versie, "wacht_op": "COA", "wacht_tot": ""})
    assert leeg.status_code == 422 and 'value="COA"' in leeg.text
    daarna = cm.gelukt(pad, {"versie": taak.versie, "wacht_op": "COA", "wacht_tot": over(wereld, 7)})
    assert "Wacht op COA" in daarna and "Ongedaan maken" in daarna
    assert "Wacht op" not in cm.gelukt(f"/taken/{taak.id}/oppakken")


def test_wie_te_laat_is_ziet_wat_de_ander_deed_naast_wat_hij_typte(als, taak_van, wereld):
    taak = taak_van("nieuw", "CM-01")
    als("casemanager").gelukt(f"/taken/{taak.id}/pakken", {"versie": taak.versie})
    velden = {"versie": taak.versie, "wacht_op": "Mijn partij", "wacht_tot": over(wereld, 7)}
    antwoord = als("teammanager").stuur(f"/taken/{taak.id}/wachten", velden)
    assert antwoord.status_code == 409
    assert f"{wereld.actor('casemanager').naam} pakte de taak" in antwoord.text
    assert 'value="Mijn partij"' in antwoord.text


def _rond_af(cm, taak: Taak, **anders: str):
    velden = {"versie": taak.versie, "gesprek_op": "vandaag", "verslag": "Kennisgemaakt.", **anders}
    return cm.stuur(f"/taken/{taak.id}/afronden", velden)


def test_afronden_biedt_ongedaan_maken_en_het_formulier_is_weer_ingevuld(als, taak_van):
    taak, cm = taak_van("nieuw", "CM-03"), als("casemanager")
    assert _rond_af(cm, taak).status_code == 303
    assert f"/taken/{taak.id}/ongedaan" in cm.open("/voorkeuren")
    pagina = cm.gelukt(f"/taken/{taak.id}/ongedaan")
    assert "staat weer open" in pagina and "Kennisgemaakt." in pagina
    assert taak_van("nieuw", "CM-03").status == "open"


def test_heropenen_vraagt_een_reden_en_zegt_waarom_het_niet_kan(als, taak_van):
    taak, cm = taak_van("nieuw", "CM-03"), als("casemanager")
    _rond_af(cm, taak)
    klaar = taak_van("nieuw", "CM-03")
    pad = f"/taken/{taak.id}/heropenen"
    assert "Waarom opent u de taak weer?" in cm.open(pad)
    assert cm.stuur(pad, {"versie": klaar.versie, "reden": " "}).status_code == 422
    assert "Alleen wie deze taak afrondde" in als("wonen").open(f"/taken/{taak.id}")
    assert "staat weer open" in cm.gelukt(pad, {"versie": klaar.versie, "reden": "De dag klopt niet."})


@pytest.mark.parametrize("hoe", ["voorkeur", "vakje", "niet"])
def test_na_het_afronden_de_volgende_taak_als_de_gebruiker_dat_wil(als, taak_van, hoe):
    taak, volgende, cm = taak_van("nieuw", "CM-03"), taak_van("gepakt", "CM-01"), als("casemanager")
    if hoe == "voorkeur":
        cm.gelukt("/voorkeuren", {"volgende": "ja", "toetsen": "ja"})
    antwoord = _rond_af(cm, taak, **({"volgende": "ja"} if hoe == "vakje" else {}))
    assert antwoord.location == (f"/taken/{volgende.id}" if hoe != "niet" else "/werkvoorraad")


def test_voorkeuren_blijven_bij_de_gebruiker(als, wereld):
    cm = als("casemanager")
    assert 'data-toetsen="uit"' in cm.gelukt("/voorkeuren", {"volgende": "ja"})
    with wereld.lees() as sessie:
        vraag = select(Gebruiker.voorkeuren).where(Gebruiker.id == wereld.actor("casemanager").gebruiker_id)
        voorkeuren = sessie.scalars(vraag).one()
    assert (voorkeuren["volgende"], voorkeuren["toetsen"]) == (True, False)


def test_een_eigen_taak_toevoegen_en_laten_vervallen(als, zaak_van, wereld):
    nummer, cm = zaak_van("zoekend").zaaknummer, als("casemanager")
    pad = f"/zaken/{nummer}/eigen-taak"
    assert cm.client.get(f"/eigen-taak?zaaknummer={nummer.lower()}").location == pad
    assert "niet gevonden" in cm.open("/eigen-taak?zaaknummer=DOE-1", 404)
    fout = cm.stuur(pad, {"titel": "Bel de school", "rol": "", "streefdatum": "", "toelichting": "Is er plek?"})
    assert fout.status_code == 422 and "Is er plek?" in fout.text and 'value="Bel de school"' in fout.text
    velden = {"titel": "Bel de school", "rol": "casemanager", "streefdatum": over(wereld, 3), "toelichting": "Plek?"}
    cm.gelukt(pad, velden)
    with wereld.lees() as sessie:
        taak = sessie.scalars(select(Taak).where(Taak.titel == "Bel de school")).one()
    pagina = cm.open(f"/taken/{taak.id}")
    assert "eigen taak" in pagina and "Plek?" in pagina and "Taak laten vervallen" in pagina
    leeg = cm.stuur(f"/taken/{taak.id}/vervallen", {"versie": 1, "reden": ""})
    assert leeg.status_code == 422 and "nog niet vervallen" in leeg.text
    cm.gelukt(f"/taken/{taak.id}/vervallen", {"versie": 1, "reden": "Niet nodig."})
    assert "is vervallen" in cm.open(f"/taken/{taak.id}")


def test_bij_een_gesloten_zaak_zegt_het_formulier_waarom(als, zaak_van):
    pagina = als("casemanager").open(f"/zaken/{zaak_van('gesloten').zaaknummer}/eigen-taak")
    assert "Er komen geen taken meer bij." in pagina


def test_overdragen_met_een_bericht(als, taak_van, wereld):
    taak, tm = taak_van("nieuw", "CM-01"), als("teammanager")
    pad = f"/taken/{taak.id}/overdragen"
    assert "Taak toewijzen" in tm.open(pad)
    leeg = tm.stuur(pad, {"versie": taak.versie, "toelichting": "Met de groeten."})
    assert leeg.status_code == 422 and "Met de groeten." in leeg.text
    aan = str(wereld.actor("casemanager").gebruiker_id)
    tm.gelukt(pad, {"versie": taak.versie, "aan": aan, "toelichting": "Met de groeten."})
    assert "Met de groeten." in als("casemanager").open(f"/taken/{taak.id}")


def test_afwezig_melden_en_weer_terug(als, wereld):
    cm = als("casemanager")
    fout = cm.stuur("/afwezigheid", {"van": "", "tot": "nooit", "vervanger": ""})
    assert fout.status_code == 422 and "Vul de eerste dag in" in fout.text and 'value="nooit"' in fout.text
    assert "Wie is er niet?" not in fout.text, "alleen de teammanager meldt een ander"
    vervanger = str(wereld.actor("jurist").gebruiker_id)
    velden = {"van": "vandaag", "tot": over(wereld, 5), "vervanger": vervanger}
    assert "nu afwezig" in cm.gelukt("/afwezigheid", velden)
    with wereld.lees() as sessie:
        melding: UUID = sessie.scalars(select(Afwezigheid.id)).one()
    assert als("jurist").stuur(f"/afwezigheid/{melding}/beeindigen").status_code == 403
    assert "Iedereen is er" in als("teammanager").gelukt(f"/afwezigheid/{melding}/beeindigen")


def test_de_werkverdeling_instellen(als):
    tm = als("teammanager")
    assert "vaste gezicht" in tm.gelukt("/team/werkverdeling", {"vast_gezicht": "ja"})
    assert tm.stuur("/team/werkverdeling", {"vast_gezicht": "ja"}).status_code == 422
    tm.open("/team/werkverdeling")
    als("jurist").open("/team/werkverdeling", 403)


def test_de_vaste_gezichten_van_een_zaak_wijzigen(als, zaak_van, wereld):
    zaak, tm = zaak_van("zoekend"), als("teammanager")
    pad = f"/zaken/{zaak.zaaknummer}/team"
    velden = {"versie": zaak.versie, "casemanager": str(zaak.casemanager_id), "jurist": "", "wonen": ""}
    jurist = str(wereld.actor("jurist").gebruiker_id)
    verkeerd = tm.stuur(pad, {**velden, "wonen": jurist})
    assert verkeerd.status_code == 422 and "Kies een collega met de rol wonen" in verkeerd.text
    tm.gelukt(pad, {**velden, "jurist": jurist})
    oud = tm.stuur(pad, {**velden, "jurist": ""})
    assert oud.status_code == 409 and wereld.actor("teammanager").naam in oud.text
    with wereld.lees() as sessie:
        assert sessie.scalars(select(Zaak.casemanager_id).where(Zaak.id == zaak.id)).one() == zaak.casemanager_id


@pytest.mark.parametrize(
    ("plek", "soort", "rol"),
    [("gepakt", "CM-01", "casemanager"), ("gekozen", "WO-02", "wonen"), ("nieuw", "CM-01", "casemanager")],
)
def test_de_taakpagina_en_haar_formulieren_kosten_weinig_vragen(als, taak_van, wereld, app, plek, soort, rol):
    taak, scherm = taak_van(plek, soort), als(rol)
    for deel in ("", "/inplannen", "/wachten", "/overdragen", "/heropenen"):
        scherm.open(f"/taken/{taak.id}{deel}")
        with opdrachten(app.extensions["casus.database"]) as gezien:
            scherm.open(f"/taken/{taak.id}{deel}")
        assert len(gezien) <= 8, (deel, [sql[:80] for sql, _ in gezien])
