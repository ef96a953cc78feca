"""Taken op het scherm: pakken, afronden, overdragen, verschuiven, en wat er gebeurt als een ander u voor was."""

from __future__ import annotations

import pytest

from casus.workflows.registry import huidige


def test_de_werkvoorraad_toont_de_taak_met_een_knop_die_haar_pakt(als, taak_van, wereld):
    taak, cm = taak_van("nieuw", "CM-01"), als("casemanager")
    lijst = cm.open("/werkvoorraad/rollen")
    assert f"/taken/{taak.id}/pakken" in lijst
    assert "Te laat" in lijst
    daarna = cm.gelukt(f"/taken/{taak.id}/pakken", {"versie": taak.versie, "terug": "/werkvoorraad/rollen"})
    assert "Ongedaan maken" in daarna
    assert taak_van("nieuw", "CM-01").behandelaar_id == wereld.actor("casemanager").gebruiker_id
    cm.gelukt(f"/taken/{taak.id}/terugleggen")
    assert taak_van("nieuw", "CM-01").behandelaar_id is None


@pytest.mark.parametrize("hoe", ["te_laat", "vandaag", "week", "later"])
def test_elke_weergave_van_de_werkvoorraad_opent(als, hoe):
    als("casemanager").open(f"/werkvoorraad?uiterlijk={hoe}")
    als("casemanager").open("/werkvoorraad?rol=casemanager")


def test_twee_die_tegelijk_pakken_een_wint_de_ander_hoort_wie(als, taak_van, wereld):
    taak = taak_van("nieuw", "CM-01")
    een, twee = als("casemanager"), als("casemanager")
    een.gelukt(f"/taken/{taak.id}/pakken", {"versie": taak.versie})
    antwoord = twee.stuur(f"/taken/{taak.id}/pakken", {"versie": taak.versie})
    assert antwoord.status_code == 409
    assert wereld.actor("casemanager").naam in antwoord.text


def test_afronden_met_een_fout_houdt_alles_wat_was_getypt(als, taak_van):
    taak, wonen = taak_van("aangeboden", "WO-06"), als("wonen")
    velden = {"versie": taak.versie, "reactie": "nee", "toelichting": "Ze twijfelen over de trap."}
    antwoord = wonen.stuur(f"/taken/{taak.id}/afronden", velden)
    assert antwoord.status_code == 422
    assert "De taak is nog niet afgerond" in antwoord.text
    assert "Fout:" in antwoord.text.partition("</title>")[0]
    assert 'value="nee" checked' in antwoord.text
    assert taak_van("aangeboden", "WO-06").status == "open"


def test_een_dubbele_klik_heeft_een_gevolg(als, taak_van):
    taak, cm = taak_van("nieuw", "CM-01"), als("casemanager")
    velden = {"versie": taak.versie, "_sleutel": "een-vaste-sleutel-voor-tweemaal"}
    een, twee = (cm.stuur(f"/taken/{taak.id}/pakken", velden) for _ in range(2))
    assert (een.status_code, twee.status_code) == (303, 303)
    assert een.location == twee.location
    assert taak_van("nieuw", "CM-01").versie == taak.versie + 1


def test_overdragen_en_verschuiven_vragen_wat_ze_nodig_hebben(als, taak_van, wereld):
    taak, cm = taak_van("gepakt", "CM-01"), als("casemanager")
    leeg = cm.stuur(f"/taken/{taak.id}/overdragen", {"versie": taak.versie, "toelichting": "Ik ben er niet."})
    assert leeg.status_code == 422
    assert "Ik ben er niet." in leeg.text
    verkeerd = {"versie": taak.versie, "aan": str(wereld.actor("jurist").gebruiker_id)}
    assert cm.stuur(f"/taken/{taak.id}/overdragen", verkeerd).status_code == 422
    dagen = cm.stuur(f"/taken/{taak.id}/verlengen", {"versie": taak.versie, "dagen": "-3", "reden": "Vakantie"})
    assert dagen.status_code == 422
    assert "Vakantie" in dagen.text
    cm.gelukt(f"/taken/{taak.id}/verlengen", {"versie": taak.versie, "dagen": "7", "reden": "Vakantie"})
    assert taak_van("gepakt", "CM-01").verlengd_met == 7


def test_elke_taaksoort_heeft_een_formulier_met_al_haar_velden(als, wereld):
    """Elke open taak in de wereld, geopend door wie de rol heeft."""
    wf = huidige("huisvesting-statushouder")
    gezien = set()
    for rij in wereld.rijen("taak"):
        if rij["gemeente_id"] != wereld.gemeente() or rij["status"] != "open" or rij["soort"] in gezien:
            continue
        gezien.add(rij["soort"])
        pagina = als(rij["rol"]).open(f"/taken/{rij['id']}")
        soort = wf.taken[rij["soort"]]
        if not (soort.sluit_door and soort.sluit_door.overgang):
            for veld in (*soort.velden, *(punt.veld for punt in soort.afvinkpunten)):
                assert f'name="{veld}"' in pagina, (rij["soort"], veld)
    assert len(gezien) > 15


def test_een_afgeronde_taak_toont_wat_er_is_ingevuld(als, taak_van, wereld):
    taak = taak_van("gehuisvest", "CM-01")
    pagina = als("casemanager").open(f"/taken/{taak.id}")
    assert "rondde deze taak af" in pagina
    assert "Taak afronden" not in pagina
