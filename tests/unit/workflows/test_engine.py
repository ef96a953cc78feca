"""De motor: welke stap kan, welke niet, en met welke zin."""

from datetime import date, timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casus.errors import Weigering
from casus.workflows import engine
from casus.workflows.registers import rollen
from casus.workflows.registry import uit_tekst
from tests.unit.workflows.bouw import VANDAAG, WF, aanbod, actor, beeld, besluit, persoon, taak

# Met de hand opgeschreven uit domein §2.6, los van het bestand.
WEGEN = {
    ("toegewezen", "profiel_compleet"): "match_gezocht",
    ("match_gezocht", "aanbod_doen"): "woning_aangeboden",
    ("woning_aangeboden", "inburgering_koppelen"): "inburgering_gekoppeld",
    ("inburgering_gekoppeld", "huisvesten"): "gehuisvest",
    ("woning_aangeboden", "weigering_terecht"): "match_gezocht",
    ("woning_aangeboden", "aanbod_intrekken"): "match_gezocht",
    ("inburgering_gekoppeld", "woning_vervallen"): "match_gezocht",
    ("woning_aangeboden", "sluiten_na_weigering"): "gesloten",
    ("toegewezen", "overdragen"): "overgedragen",
    ("match_gezocht", "overdragen"): "overgedragen",
    ("woning_aangeboden", "overdragen"): "overgedragen",
    ("toegewezen", "sluiten"): "gesloten",
    ("match_gezocht", "sluiten"): "gesloten",
    ("woning_aangeboden", "sluiten"): "gesloten",
    ("inburgering_gekoppeld", "sluiten"): "gesloten",
}
MATRIX = [(toestand, code) for toestand in WF.toestanden for code in WF.overgangen]
DATUMS = {"contractdatum": "2026-11-20", "sleuteldatum": "2026-11-20", "brp_datum": "2026-11-23"}


def klaar(toestand: str, code: str, **anders):
    """Een beeld waarin deze overgang mag."""
    voordracht = besluit("voordracht")
    per_code = {
        "aanbod_doen": {
            "aanbod": aanbod("voorgedragen", voordracht.id),
            "besluiten": [voordracht],
            "taken": [taak("WO-03", "gereed", gegevens={"passend": "ja"})],
        },
        "inburgering_koppelen": {"aanbod": aanbod("geaccepteerd"), "ankers": DATUMS},
        "huisvesten": {"aanbod": aanbod("geaccepteerd"), "ankers": DATUMS},
        "weigering_terecht": {"aanbod": aanbod("geweigerd", oordeel="terecht")},
        "aanbod_intrekken": {"aanbod": aanbod("aangeboden")},
        "sluiten_na_weigering": {
            "aanbod": aanbod("geweigerd", oordeel="onterecht"),
            "besluiten": [besluit("onterechte_weigering")],
        },
        "overdragen": {"besluiten": [besluit("ruil")]},
    }
    return beeld(toestand, **(per_code.get(code, {}) | anders))


def redenen(toestand: str, code: str, **anders):
    rol = anders.pop("rol", WF.overgangen[code].rollen[0])
    return engine.redenen(WF, klaar(toestand, code, **anders), code, actor(rol))


# --- de matrix van toestand en overgang ---


@pytest.mark.parametrize(("toestand", "code"), MATRIX)
def test_een_overgang_kan_precies_waar_het_domein_haar_noemt(toestand, code):
    naar = WEGEN.get((toestand, code))
    if naar is None:
        with pytest.raises(Weigering, match="Deze stap begint bij"):
            engine.voer_uit(WF, toestand, code)
        assert len(redenen(toestand, code)) == 1
    else:
        assert engine.voer_uit(WF, toestand, code) == naar
        assert redenen(toestand, code) == ()


def test_elke_weg_van_het_domein_staat_in_de_matrix():
    assert set(WEGEN) <= set(MATRIX)


@pytest.mark.parametrize("code", ["to_gehuisvest", "to_gesloten", "trigger", "", "PROFIEL_COMPLEET"])
def test_een_onbekende_overgang_bestaat_ook_niet_achter_de_schermen(code):
    with pytest.raises(Weigering, match="bestaat niet"):
        engine.voer_uit(WF, "toegewezen", code)
    assert "bestaat niet" in engine.redenen(WF, beeld(), code, actor("casemanager"))[0]


def test_een_onbekende_toestand_wordt_geweigerd():
    with pytest.raises(Weigering):
        engine.voer_uit(WF, "verdwenen", "sluiten")


def test_uit_een_eindtoestand_leidt_niets():
    for code, toestand in WF.toestanden.items():
        if toestand.eind:
            assert engine.mogelijkheden(WF, beeld(code), actor(*rollen())) == []


def test_de_machine_heeft_geen_model_en_geen_vrije_overgangen():
    machine = engine._machine(WF)
    assert machine.models == []
    assert set(machine.events) == set(WF.overgangen)
    assert engine._machine(uit_tekst(WF.tekst)) is machine


@given(st.lists(st.sampled_from(sorted(WF.overgangen)), max_size=30))
def test_een_wandeling_door_het_proces_blijft_op_de_wegen_van_het_domein(stappen):
    toestand = WF.begin
    for code in stappen:
        verwacht = WEGEN.get((toestand, code))
        try:
            toestand = engine.voer_uit(WF, toestand, code)
        except Weigering:
            assert verwacht is None
        else:
            assert toestand == verwacht


# --- rollen ---


@pytest.mark.parametrize("rol", rollen())
@pytest.mark.parametrize(("toestand", "code"), WEGEN)
def test_alleen_de_genoemde_rollen_mogen(toestand, code, rol):
    gevonden = redenen(toestand, code, rol=rol)
    if rol in WF.overgangen[code].rollen:
        assert gevonden == ()
    else:
        assert len(gevonden) == 1
        assert gevonden[0].startswith("Alleen wie de rol")


def test_een_actor_zonder_rol_mag_niets():
    for toestand in WF.toestanden:
        assert all(m.redenen for m in engine.mogelijkheden(WF, beeld(toestand), actor()))


# --- voorwaarden: elke zin wordt één keer waar ---


@pytest.mark.parametrize(
    ("toestand", "code", "anders", "zin"),
    [
        ("toegewezen", "profiel_compleet", {"casemanager_id": None}, "De zaak heeft nog geen casemanager."),
        ("toegewezen", "profiel_compleet", {"personen": []}, "Het huishouden heeft nog geen hoofdpersoon."),
        ("toegewezen", "profiel_compleet", {"personen": [persoon(geboren="0000-00-00")]}, "Van Samuel ontbreekt"),
        ("match_gezocht", "aanbod_doen", {"aanbod": None}, "Er is nog geen woning voor dit huishouden gekozen."),
        ("match_gezocht", "aanbod_doen", {"aanbod": aanbod("ingetrokken")}, "Er is nog geen woning"),
        ("match_gezocht", "aanbod_doen", {"taken": []}, "De passendheid van de woning is nog niet beoordeeld."),
        (
            "woning_aangeboden",
            "inburgering_koppelen",
            {"aanbod": aanbod("aangeboden")},
            "Het huishouden heeft nog geen ja",
        ),
        (
            "woning_aangeboden",
            "inburgering_koppelen",
            {"aanbod": aanbod("geweigerd")},
            "Het huishouden heeft nee gezegd.",
        ),
        ("woning_aangeboden", "inburgering_koppelen", {"aanbod": None}, "Er loopt geen aanbod"),
        ("woning_aangeboden", "inburgering_koppelen", {"ankers": {}}, "De datum van het huurcontract ontbreekt."),
        (
            "inburgering_gekoppeld",
            "huisvesten",
            {"ankers": DATUMS | {"contractdatum": "2026-12-07"}},
            "Het huurcontract gaat pas in op ma 7 dec.",
        ),
        (
            "inburgering_gekoppeld",
            "huisvesten",
            {"ankers": DATUMS | {"sleuteldatum": "2026-11-25"}},
            "Het huishouden krijgt de sleutel pas op wo 25 nov.",
        ),
        (
            "inburgering_gekoppeld",
            "huisvesten",
            {"ankers": {k: v for k, v in DATUMS.items() if k != "brp_datum"}},
            "De inschrijving in de BRP is nog niet bevestigd.",
        ),
        ("woning_aangeboden", "weigering_terecht", {"aanbod": aanbod("aangeboden")}, "Er is geen weigering."),
        (
            "woning_aangeboden",
            "weigering_terecht",
            {"aanbod": aanbod("geweigerd")},
            "De weigering is nog niet beoordeeld.",
        ),
        (
            "woning_aangeboden",
            "weigering_terecht",
            {"aanbod": aanbod("geweigerd", oordeel="onterecht")},
            "De weigering is als onterecht beoordeeld.",
        ),
        (
            "woning_aangeboden",
            "sluiten_na_weigering",
            {"aanbod": aanbod("geweigerd", oordeel="terecht")},
            "De weigering is als terecht beoordeeld.",
        ),
        ("woning_aangeboden", "aanbod_intrekken", {"aanbod": aanbod("ingetrokken")}, "Er loopt geen aanbod"),
        ("match_gezocht", "overdragen", {"aanbod": aanbod("voorgedragen")}, "Er staat nog een aanbod open."),
        ("woning_aangeboden", "overdragen", {"aanbod": aanbod("geaccepteerd")}, "Er staat nog een aanbod open."),
    ],
)
def test_een_voorwaarde_weigert_met_haar_zin(toestand, code, anders, zin):
    gevonden = redenen(toestand, code, **anders)
    assert [reden for reden in gevonden if reden.startswith(zin)], gevonden


def test_alle_datums_die_ontbreken_worden_tegelijk_genoemd():
    assert len(redenen("inburgering_gekoppeld", "huisvesten", ankers={})) == 3


# --- taken die eerst af moeten ---


@pytest.mark.parametrize(
    ("toestand", "code", "soort"),
    [(van, o.code, t.code) for o in WF.overgangen.values() for van in o.van for t in WF.nodig[o.code]],
)
def test_een_open_taak_houdt_de_overgang_tegen(toestand, code, soort):
    zaak = klaar(toestand, code)
    zaak.taken.append(taak(soort))
    titel = WF.taken[soort].titel
    assert engine.redenen(WF, zaak, code, actor(WF.overgangen[code].rollen[0])) == (
        f"Rond eerst de taak ‘{titel}’ af.",
    )
    zaak.taken[-1].status = "vervallen"
    assert engine.redenen(WF, zaak, code, actor(WF.overgangen[code].rollen[0])) == ()


# --- besluiten ---


@pytest.mark.parametrize(
    ("status", "zin"),
    [
        ("voorgesteld", "is nog niet genomen. Wacht op het besluit."),
        ("afgewezen", "is afgewezen. Pas het voorstel aan"),
        ("ingetrokken", "Eerst is het besluit"),
    ],
)
@pytest.mark.parametrize(
    ("toestand", "code", "soort"),
    [("woning_aangeboden", "sluiten_na_weigering", "onterechte_weigering"), ("match_gezocht", "overdragen", "ruil")],
)
def test_zonder_toegekend_besluit_kan_het_niet(toestand, code, soort, status, zin):
    (reden,) = redenen(toestand, code, besluiten=[besluit(soort, status)])
    assert zin in reden
    assert len(redenen(toestand, code, besluiten=[])) == 1


def test_een_voordracht_geldt_alleen_voor_haar_eigen_woning():
    oud, nieuw = besluit("voordracht"), besluit("voordracht", "voorgesteld")
    anders = {"aanbod": aanbod("voorgedragen", nieuw.id), "besluiten": [oud, nieuw]}
    assert "nog niet genomen" in redenen("match_gezocht", "aanbod_doen", **anders)[0]
    nieuw.status = "toegekend"
    assert redenen("match_gezocht", "aanbod_doen", **anders) == ()


def test_een_besluit_van_een_vorige_ronde_telt_niet():
    oud = besluit("onterechte_weigering", op=VANDAAG - timedelta(days=30))
    assert "Eerst is het besluit" in redenen("woning_aangeboden", "sluiten_na_weigering", besluiten=[oud])[0]


@pytest.mark.parametrize(
    ("passend", "soort", "mag"),
    [
        ("nee_anders", "afwijking_passendheid", True),
        ("nee_anders", "afwijking_huur", True),
        ("nee_huur", "afwijking_huur", True),
        ("nee_huur", "afwijking_passendheid", False),
        ("nee_huur", None, False),
    ],
)
def test_een_afwijking_vraagt_het_besluit_dat_erbij_hoort(passend, soort, mag):
    voordracht = besluit("voordracht")
    gevonden = redenen(
        "match_gezocht",
        "aanbod_doen",
        aanbod=aanbod("voorgedragen", voordracht.id),
        taken=[taak("WO-03", "gereed", gegevens={"passend": passend})],
        besluiten=[voordracht, *([besluit(soort)] if soort else [])],
    )
    assert (gevonden == ()) is mag


def test_een_afwijking_geldt_niet_voor_een_latere_match():
    voordracht = besluit("voordracht")
    eerder = VANDAAG - timedelta(days=5)
    gevonden = redenen(
        "match_gezocht",
        "aanbod_doen",
        aanbod=aanbod("voorgedragen", voordracht.id),
        taken=[
            taak("WO-03", "gereed", ontstaan=eerder - timedelta(days=1), gegevens={"passend": "nee_huur"}),
            taak("WO-03", "gereed", gegevens={"passend": "nee_huur"}),
        ],
        besluiten=[voordracht, besluit("afwijking_huur", op=eerder)],
    )
    assert "past niet helemaal" in gevonden[0]


# --- stilstand ---


@pytest.mark.parametrize(("toestand", "code"), WEGEN)
def test_tijdens_stilstand_gaat_de_hoofdlijn_niet_verder(toestand, code):
    gevonden = redenen(toestand, code, opgeschort_sinds=date(2026, 11, 6))
    if WF.overgangen[code].soort == "hoofdlijn":
        assert gevonden == ("De klok staat stil sinds vr 6 nov. Hervat de zaak voordat u verdergaat.",)
    else:
        assert gevonden == ()


@pytest.mark.parametrize("toestand", WF.toestanden)
@pytest.mark.parametrize("rol", rollen())
def test_stilzetten_kan_voor_gehuisvest_door_wie_dat_mag(toestand, rol):
    kan = toestand in ("toegewezen", "match_gezocht", "woning_aangeboden", "inburgering_gekoppeld")
    mag = rol in ("casemanager", "teammanager")
    assert (engine.opschort_redenen(WF, beeld(toestand), actor(rol)) == ()) is (kan and mag)


def test_stilzetten_en_hervatten_sluiten_elkaar_uit():
    loopt, stil = beeld("match_gezocht"), beeld("match_gezocht", opgeschort_sinds=date(2026, 11, 6))
    wie = actor("casemanager")
    assert engine.hervat_redenen(WF, loopt, wie) == ("De klok loopt al.",)
    assert engine.opschort_redenen(WF, stil, wie) == ("De klok staat al stil sinds vr 6 nov.",)
    assert engine.hervat_redenen(WF, stil, wie) == ()
    assert len(engine.hervat_redenen(WF, stil, actor("wonen"))) == 1


# --- meldingen ---

_TOEGEKEND = besluit("voordracht")
_MET = {
    ("woning_voorgedragen",): {"aanbod": aanbod("voorgedragen")},
    ("wacht_op_corporatie",): {"aanbod": aanbod("voorgedragen", _TOEGEKEND.id), "besluiten": [_TOEGEKEND]},
    ("woning_te_bezichtigen",): {"aanbod": aanbod("voorgedragen", corporatie_antwoord="akkoord")},
    ("geweigerde_woning_vastgehouden",): {"aanbod": aanbod("geweigerd", woning=SimpleNamespace(status="voorgedragen"))},
}
"""Per voorwaarde van een melding wat er in de zaak moet staan."""


@pytest.mark.parametrize("code", WF.meldingen)
@pytest.mark.parametrize("toestand", WF.toestanden)
def test_een_melding_kan_in_haar_toestanden_door_haar_rollen(code, toestand):
    melding = WF.meldingen[code]
    zaak = beeld(toestand, **_MET.get(melding.voorwaarden, {}))
    kan = not melding.toestanden or toestand in melding.toestanden
    assert (engine.melding_redenen(WF, zaak, code, actor(melding.rollen[0])) == ()) is kan
    assert len(engine.melding_redenen(WF, zaak, code, actor("beheerder"))) == (1 if kan else 2)


@pytest.mark.parametrize(
    ("status", "antwoord", "besloten", "zin"),
    [
        (None, "", "toegekend", "Er is nog geen woning voor dit huishouden gekozen."),
        ("afgewezen_corporatie", "afgewezen", "toegekend", "De corporatie zei nee."),
        ("aangeboden", "akkoord", "toegekend", "Er is nog geen woning voor dit huishouden gekozen."),
        ("voorgedragen", "akkoord", "toegekend", "De corporatie was al akkoord."),
        ("voorgedragen", "", "voorgesteld", "Over de voordracht is nog niet besloten."),
        ("voorgedragen", "", "toegekend", None),
    ],
)
@pytest.mark.parametrize("code", ["corporatie_akkoord", "corporatie_wijst_af"])
def test_de_corporatie_antwoordt_een_keer_en_pas_na_het_besluit(code, status, antwoord, besloten, zin):
    rij = besluit("voordracht", besloten)
    van = aanbod(status, rij.id, corporatie_antwoord=antwoord) if status else None
    zaak = beeld("match_gezocht", aanbod=van, besluiten=[rij])
    for rol in ("wonen", "corporatie"):
        redenen = engine.melding_redenen(WF, zaak, code, actor(rol))
        assert redenen == () if zin is None else redenen[0].startswith(zin)


def test_na_een_nee_van_de_corporatie_kan_de_woning_niet_worden_aangeboden():
    rij = besluit("voordracht")
    van = aanbod("afgewezen_corporatie", rij.id, corporatie_antwoord="afgewezen")
    redenen = engine.redenen(WF, beeld("match_gezocht", aanbod=van, besluiten=[rij]), "aanbod_doen", actor("wonen"))
    assert redenen[0] == "De corporatie zei nee. Leg eerst een match met een andere woning vast."


@pytest.mark.parametrize(
    ("status", "antwoord", "zin"),
    [
        ("voorgedragen", "akkoord", None),
        ("aangeboden", "akkoord", None),
        ("voorgedragen", "", "De corporatie is nog niet akkoord."),
        ("geweigerd", "akkoord", "Er is geen woning die het huishouden kan bezichtigen."),
        ("afgewezen_corporatie", "afgewezen", "Er is geen woning die het huishouden kan bezichtigen."),
    ],
)
def test_een_woning_is_te_bezichtigen_vanaf_het_akkoord_tot_het_antwoord(status, antwoord, zin):
    zaak = beeld("woning_aangeboden", aanbod=aanbod(status, corporatie_antwoord=antwoord))
    redenen = engine.melding_redenen(WF, zaak, "bezichtiging_gepland", actor("casemanager"))
    assert redenen == () if zin is None else redenen[0].startswith(zin)


def test_een_ruil_voorstellen_kan_niet_met_een_open_aanbod():
    zaak = beeld("match_gezocht", aanbod=aanbod("aangeboden"))
    assert engine.melding_redenen(WF, zaak, "ruil_gewenst", actor("wonen")) == (
        "Er staat nog een aanbod open. Trek dat eerst in.",
    )


def test_een_onbekende_melding_wordt_geweigerd():
    assert "bestaat niet" in engine.melding_redenen(WF, beeld(), "iets", actor("wonen"))[0]


# --- taken afronden ---


def test_de_knop_en_de_weigering_zijn_dezelfde_zin():
    zaak = beeld("match_gezocht")
    for mogelijk in engine.mogelijkheden(WF, zaak, actor("wonen")):
        assert mogelijk.redenen == engine.redenen(WF, zaak, mogelijk.overgang.code, actor("wonen"))
        assert mogelijk.kan is (mogelijk.redenen == ())


@pytest.mark.parametrize("soort", WF.taken)
def test_een_taak_is_voor_haar_rol(soort):
    werk = taak(soort)
    ander = "beheerder"
    assert engine.taak_redenen(WF, werk, beeld(taken=[werk]), actor(ander))[0].startswith("Alleen wie de rol")


@pytest.mark.parametrize("status", ["gereed", "vervallen"])
def test_een_taak_die_niet_open_is_gaat_niet_nog_eens_af(status):
    werk = taak("CM-03", status)
    (reden,) = engine.taak_redenen(WF, werk, beeld(taken=[werk]), actor("casemanager"))
    assert reden.startswith(f"Deze taak is al {status}.")


def test_een_taak_die_een_stap_afrondt_gaat_niet_met_de_hand_af():
    werk, voordracht = taak("WO-04"), besluit("voordracht")
    zaak = beeld("match_gezocht", taken=[werk], besluiten=[voordracht])
    (reden,) = engine.taak_redenen(WF, werk, zaak, actor("wonen"))
    assert reden == "Deze taak is vanzelf af zodra u de stap ‘Woning aanbieden’ zet."
    assert WF.overgangen["aanbod_doen"].sluit_taken == ("WO-04",)


def test_een_taak_wacht_op_een_andere_van_dezelfde_persoon():
    een, twee = persoon(), persoon(2, "Miriam")
    pip = taak("IN-03", persoon_id=een.id)
    akkoord = besluit("pip", taak_id=pip.id)
    zaak = beeld("gehuisvest", personen=[een, twee], besluiten=[akkoord])
    zaak.taken = [pip, taak("IN-01", persoon_id=twee.id)]
    assert engine.taak_redenen(WF, pip, zaak, actor("inburgering")) == ()
    zaak.taken.append(taak("IN-01", persoon_id=een.id))
    assert engine.taak_redenen(WF, pip, zaak, actor("inburgering")) == (
        "Rond eerst de taak ‘Brede intake afnemen’ af.",
    )


def test_een_besluit_voor_de_een_rondt_de_taak_van_de_ander_niet_af():
    een, twee = persoon(), persoon(2, "Miriam")
    taken = [taak("IN-03", persoon_id=een.id), taak("IN-03", persoon_id=twee.id)]
    zaak = beeld("gehuisvest", personen=[een, twee], taken=taken, besluiten=[besluit("pip", taak_id=taken[0].id)])
    assert engine.taak_redenen(WF, taken[0], zaak, actor("inburgering")) == ()
    assert "Eerst is het besluit" in engine.taak_redenen(WF, taken[1], zaak, actor("inburgering"))[0]


@pytest.mark.parametrize(
    ("soort", "kind", "status", "mag"),
    [
        ("FI-03", "inrichtingskrediet", "toegekend", True),
        ("FI-03", "inrichtingskrediet", "afgewezen", True),  # ook een afwijzing beantwoordt de aanvraag
        ("FI-03", "inrichtingskrediet", "voorgesteld", False),
        ("JU-04", "weigeringsdossier", "afgewezen", False),
        ("JU-01", "urgentie_weigeren", "toegekend", True),
        ("JU-01", "urgentie_toekennen", "toegekend", True),
        ("JU-01", "voordracht", "toegekend", False),
    ],
)
def test_een_taak_met_een_besluit_wacht_op_dat_besluit(soort, kind, status, mag):
    werk = taak(soort)
    zaak = beeld("woning_aangeboden", taken=[werk], besluiten=[besluit(kind, status, taak_id=werk.id)])
    assert (engine.taak_redenen(WF, werk, zaak, actor(werk.rol)) == ()) is mag


def test_een_los_besluit_van_voor_de_taak_telt_niet():
    werk = taak("FI-02")
    oud = besluit("overbrugging", op=VANDAAG - timedelta(days=1))
    assert engine.taak_redenen(WF, werk, beeld(taken=[werk], besluiten=[oud]), actor("financieel")) != ()


def test_een_eigen_taak_heeft_alleen_haar_rol_nodig():
    werk = taak(None)
    assert engine.taak_redenen(WF, werk, beeld(taken=[werk]), actor("casemanager")) == ()
    assert len(engine.taak_redenen(WF, werk, beeld(taken=[werk]), actor("wonen"))) == 1


def test_wat_een_collega_heeft_rondt_een_ander_niet_af():
    werk = taak("CM-03", behandelaar_id=uuid4())
    assert "Een collega heeft deze taak" in engine.taak_redenen(WF, werk, beeld(taken=[werk]), actor("casemanager"))[0]


def test_elk_punt_van_de_lijst_moet_zijn_afgevinkt():
    soort = WF.taken["CM-02"]
    assert len(engine.open_afvinkpunten(soort, {})) == 4
    alles = {punt.veld: "on" for punt in soort.afvinkpunten}
    assert engine.open_afvinkpunten(soort, alles) == []
    (open_punt,) = engine.open_afvinkpunten(soort, alles | {"punt_2": ""})
    assert (open_punt.veld, open_punt.zin) == ("punt_2", "Vink af: Taal en tolk zijn bekend.")
