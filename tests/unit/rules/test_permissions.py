"""Wie wat mag, als tabel; en dat elk paar `check_x` en `mag_x` hetzelfde zegt."""

import inspect
import tomllib
from collections.abc import Callable
from dataclasses import replace
from importlib.resources import files
from typing import Any

import pytest

from casus.actor import Actor
from casus.errors import GeenRecht, NietGevonden
from casus.models import Notitie
from casus.rules import permissions
from casus.rules.rechten import BEHEERDER, CORPORATIE, OPDRACHTGEVERS, RECHTEN, ROLLEN, TEAM, Recht
from tests.unit.rules.voorbeelden import ANDERE_GEMEENTE, actor, besluit, nr, taak, zaak

ALLEN = "casemanager wonen inburgering jurist financieel communicatie teammanager"
WIE_MAG = {
    "zaken.inzien": ALLEN,
    "zaak.openen": "casemanager teammanager beheerder",
    "zaak.bewerken": ALLEN,
    "zaak.opschorten": "casemanager teammanager",
    "casemanager.toewijzen": "casemanager teammanager",
    "overgang.uitvoeren": ALLEN,
    "melding.doen": ALLEN,
    "taken.inzien": ALLEN,
    "taak.bewerken": ALLEN,
    "signalen.inzien": f"{ALLEN} beheerder",
    "signalen.bijhouden": f"{ALLEN} beheerder",
    "taak.toewijzen": "teammanager",
    "notitie.schrijven": ALLEN,
    "contactmoment.vastleggen": ALLEN,
    "besluit.voorstellen": ALLEN,
    "advies.geven": ALLEN,
    "advies.vragen": ALLEN,
    "besluiten.inzien": ALLEN,
    "besluit.beslissen": "",
    "collegebesluit.vastleggen": "jurist teammanager",
    "dossier.versturen": "wonen casemanager",
    "woningen.inzien": ALLEN,
    "woning.vastleggen": "wonen teammanager",
    "prestaties.inzien": ALLEN,
    "prestaties.vastleggen": "wonen teammanager",
    "complextaak.doen": "wonen jurist communicatie teammanager",
    "aanbiedingen.inzien": "wonen teammanager",
    "koppelingen.importeren": "casemanager teammanager beheerder",
    "mandaatregister.inzien": f"{ALLEN} ambtelijk_opdrachtgever bestuurlijk_opdrachtgever beheerder",
    "bezwaren.inzien": "jurist teammanager",
    "bezwaar.behandelen": "jurist teammanager",
    "mandaatrapport.inzien": "teammanager ambtelijk_opdrachtgever bestuurlijk_opdrachtgever beheerder",
    "mandaatrapport.exporteren": "teammanager ambtelijk_opdrachtgever bestuurlijk_opdrachtgever beheerder",
    "mandaatrapport.besluiten": "teammanager ambtelijk_opdrachtgever bestuurlijk_opdrachtgever",
    "team.inzien": ALLEN,
    "document.toevoegen": ALLEN,
    "lijst.exporteren": ALLEN,
    "weergave.bewaren": ALLEN,
    "afwezigheid.melden": ALLEN,
    "werkverdeling.instellen": "teammanager beheerder",
    "portaal.binnengaan": "corporatie",
    "portaal.inzien": "corporatie",
    "portaal.ophalen": "corporatie",
    "portaal.antwoorden": "corporatie",
    "portaal.woningen": "corporatie",
    "portaal.prognose": "corporatie",
    "portaal.collegas": "corporatie",
    "corporatie.uitnodigen": "wonen teammanager beheerder",
    "dossierlink.maken": "wonen casemanager",
    "dossier.maken": ALLEN,
    "dossierprofiel.inzien": f"{ALLEN} ambtelijk_opdrachtgever bestuurlijk_opdrachtgever beheerder",
    "dossierprofiel.voorstellen": f"{ALLEN} beheerder",
    "dossierprofiel.adviseren": "jurist teammanager beheerder",
    "dossierprofiel.beslissen": "",
    "matching.inzien": "wonen teammanager",
    "matching.gebruiken": "wonen teammanager",
    "matching.regio": "teammanager",
    "inrichting.beheren": "beheerder",
}
MET_FUNCTIE = {
    "afwezigheid.melden",
    "advies.vragen",
    "besluiten.inzien",
    "besluit.beslissen",
    "collegebesluit.vastleggen",
    "dossierprofiel.beslissen",
    "dossierprofiel.inzien",
    "mandaatregister.inzien",
}


def test_de_tabel_noemt_elk_recht():
    assert set(WIE_MAG) == set(RECHTEN)


@pytest.mark.parametrize("rol", sorted(ROLLEN | {CORPORATIE}))
@pytest.mark.parametrize("recht", sorted(WIE_MAG))
def test_elke_rol_bij_elk_recht(recht: str, rol: str):
    wie = actor("Alice", rol)
    mag = rol in WIE_MAG[recht].split()
    assert permissions.mag(wie, recht) is mag
    if mag:
        permissions.check(wie, recht)
    else:
        with pytest.raises(GeenRecht) as geweigerd:
            permissions.check(wie, recht)
        assert geweigerd.value.zin == RECHTEN[recht].zin


@pytest.mark.parametrize("recht", sorted(WIE_MAG))
def test_zonder_rol_en_met_alleen_een_functie(recht: str):
    assert not permissions.mag(actor("Alice"), recht)
    assert permissions.mag(actor("Alice", functies=("teammanager",)), recht) is (recht in MET_FUNCTIE)


def test_een_onbekend_recht_is_een_programmeerfout():
    with pytest.raises(KeyError):
        permissions.check(actor("Alice", "teammanager"), "zaken.inzein")


def test_beheerder_en_opdrachtgevers_zien_geen_zaken():
    for rol in {BEHEERDER} | OPDRACHTGEVERS:
        assert not permissions.mag_zaken_inzien(actor("Alice", rol))
        assert not permissions.mag_zaak_inzien(actor("Alice", rol), zaak())


@pytest.mark.parametrize("recht", RECHTEN.values(), ids=lambda recht: recht.naam)
def test_de_zin_zegt_wie_het_wel_kan(recht: Recht):
    assert recht.zin.startswith("Alleen ") and recht.zin.endswith(".")
    assert recht.rollen <= ROLLEN | {CORPORATIE}


def test_wie_van_een_corporatie_is_heeft_alleen_het_portaal():
    heeft = {recht.naam for recht in RECHTEN.values() if CORPORATIE in recht.rollen}
    assert heeft == {naam for naam in RECHTEN if naam.startswith("portaal.")}
    assert CORPORATIE not in TEAM | ROLLEN
    for naam in heeft:
        assert RECHTEN[naam].rollen == {CORPORATIE} and not RECHTEN[naam].functie
        assert RECHTEN[naam].bewezen is (naam != "portaal.binnengaan"), "in het portaal is een tweede factor nodig"


def test_alleen_wie_de_notitie_schreef_verbetert_haar():
    notitie = Notitie(door_id=nr("Bob"))
    assert permissions.mag_notitie_verbeteren(actor("Bob", "wonen"), notitie)
    assert not permissions.mag_notitie_verbeteren(actor("Bob"), notitie)
    assert not permissions.mag_notitie_verbeteren(actor("Alice", "teammanager"), notitie)


# Elk paar zegt hetzelfde

ARGUMENTEN: dict[str, Any] = {
    "zaak": zaak(),
    "taak": taak("wonen"),
    "besluit": besluit(),
    "notitie": Notitie(door_id=nr("Alice")),
    "rollen": ("wonen", "jurist"),
    "naam": "Bob",
    "recht": "zaken.inzien",
    "wat": "dit",
    "gebruiker_id": nr("Bob"),
}
PAREN = sorted(naam.removeprefix("check_") for naam in vars(permissions) if naam.startswith("check_"))
ALLEEN_CHECK = {"gemeente", "een_van"}


def test_elke_controle_heeft_haar_ja_of_nee():
    zonder = {naam for naam in PAREN if not hasattr(permissions, f"mag_{naam}")}
    assert zonder == ALLEEN_CHECK


def roep(functie: Callable[..., Any], wie: Actor) -> Any:
    namen = inspect.signature(functie).parameters
    return functie(**{naam: wie if naam == "actor" else ARGUMENTEN[naam] for naam in namen})


@pytest.mark.parametrize("paar", [naam for naam in PAREN if naam not in ALLEEN_CHECK])
@pytest.mark.parametrize("rol", [*sorted(ROLLEN), CORPORATIE, ""])
def test_paar_zegt_hetzelfde(paar: str, rol: str):
    wie = actor("Alice", *([rol] if rol else []))
    try:
        roep(getattr(permissions, f"check_{paar}"), wie)
        mag = True
    except (GeenRecht, NietGevonden):
        mag = False
    if paar == "taak_loslaten":
        mag = False  # niemand heeft de taak, dus er is niets terug te leggen
    assert roep(getattr(permissions, f"mag_{paar}"), wie) is mag


# Een andere gemeente bestaat niet

VAN_GEMEENTE = (
    "zaak_inzien",
    "taak_pakken",
    "taak_loslaten",
    "taak_overdragen",
    "taak_afronden",
    "taak_verlengen",
    "taak_inplannen",
    "taak_heropenen",
    "taak_ongedaan",
    "taak_laten_vervallen",
    "besluit_inzien",
)


@pytest.mark.parametrize("paar", VAN_GEMEENTE)
def test_iets_van_een_andere_gemeente_bestaat_niet(paar: str):
    wie = actor("Alice", *ROLLEN, functies=("teammanager",), gemeente=ANDERE_GEMEENTE)
    with pytest.raises(NietGevonden):
        roep(getattr(permissions, f"check_{paar}"), wie)
    assert roep(getattr(permissions, f"mag_{paar}"), wie) is False


# Taken


def test_pakken_kan_wie_de_rol_heeft():
    assert permissions.mag_taak_pakken(actor("Alice", "wonen"), taak("wonen"))
    assert not permissions.mag_taak_pakken(actor("Alice", "jurist", "teammanager"), taak("wonen"))
    assert not permissions.mag_taak_pakken(actor("Alice", "wonen"), taak("wonen", behandelaar="Bob"))
    with pytest.raises(GeenRecht, match=r"^Alleen wie de rol wonen heeft, kan deze taak pakken\.$"):
        permissions.check_taak_pakken(actor("Alice", "jurist"), taak("wonen"))


def test_afronden_kan_wie_de_rol_heeft_en_behandelt_of_als_niemand_behandelt():
    alice, teammanager = actor("Alice", "wonen"), actor("Tom", "teammanager")
    assert permissions.mag_taak_afronden(alice, taak("wonen"))
    assert permissions.mag_taak_afronden(alice, taak("wonen", behandelaar="Alice"))
    assert not permissions.mag_taak_afronden(alice, taak("wonen", behandelaar="Bob"))
    assert not permissions.mag_taak_afronden(teammanager, taak("wonen"))
    assert not permissions.mag_taak_afronden(actor("Alice", "jurist"), taak("wonen", behandelaar="Alice"))


def test_loslaten_en_overdragen_kan_wie_de_taak_heeft_of_de_teammanager():
    van_bob, vrij = taak("wonen", behandelaar="Bob"), taak("wonen")
    for wie, mag in (
        (actor("Bob", "wonen"), True),
        (actor("Tom", "teammanager"), True),
        (actor("Alice", "wonen"), False),
    ):
        assert permissions.mag_taak_loslaten(wie, van_bob) is mag
        assert permissions.mag_taak_overdragen(wie, van_bob) is mag
    assert permissions.mag_taak_overdragen(actor("Tom", "teammanager"), vrij), "de teammanager wijst toe"
    assert not permissions.mag_taak_overdragen(actor("Alice", "wonen"), vrij)
    assert not permissions.mag_taak_loslaten(actor("Tom", "teammanager"), vrij)


def test_een_taak_gaat_alleen_naar_wie_de_rol_heeft():
    permissions.check_taak_ontvangen(taak("ambtelijk_opdrachtgever"), "Bob", {"ambtelijk_opdrachtgever"})
    with pytest.raises(GeenRecht, match=r"^Bob heeft de rol ambtelijk opdrachtgever niet"):
        permissions.check_taak_ontvangen(taak("ambtelijk_opdrachtgever"), "Bob", {"wonen"})


def test_verlengen_kan_wie_mag_afronden_en_de_teammanager():
    assert permissions.mag_taak_verlengen(actor("Tom", "teammanager"), taak("wonen", behandelaar="Bob"))
    assert permissions.mag_taak_verlengen(actor("Bob", "wonen"), taak("wonen", behandelaar="Bob"))
    assert not permissions.mag_taak_verlengen(actor("Alice", "wonen"), taak("wonen", behandelaar="Bob"))


def test_een_vervanger_doet_wat_de_afwezige_kon_als_hij_de_rol_zelf_heeft():
    van_bob = taak("wonen", behandelaar="Bob")
    vervanger = replace(actor("Alice", "wonen"), vervangt=frozenset({nr("Bob")}))
    zonder_rol = replace(actor("Alice", "jurist"), vervangt=frozenset({nr("Bob")}))
    van_een_ander = replace(actor("Alice", "wonen"), vervangt=frozenset({nr("Carla")}))
    for mag in (
        permissions.mag_taak_afronden,
        permissions.mag_taak_loslaten,
        permissions.mag_taak_overdragen,
        permissions.mag_taak_verlengen,
        permissions.mag_taak_inplannen,
    ):
        assert mag(vervanger, van_bob)
        assert not mag(zonder_rol, van_bob)
        assert not mag(van_een_ander, van_bob)
    assert not permissions.heeft_taak(vervanger, taak("wonen")), "een vrije taak is van niemand"


def test_heropenen_kan_wie_afrondde_of_de_teammanager_en_ongedaan_maken_alleen_hijzelf():
    klaar = taak("wonen", behandelaar="Bob", status="gereed", gereed_door_id=nr("Bob"))
    bob, tom, alice = actor("Bob", "wonen"), actor("Tom", "teammanager"), actor("Alice", "wonen")
    assert [permissions.mag_taak_heropenen(wie, klaar) for wie in (bob, tom, alice)] == [True, True, False]
    assert [permissions.mag_taak_ongedaan(wie, klaar) for wie in (bob, tom, alice)] == [True, False, False]


def test_alleen_een_eigen_taak_vervalt_door_wie_haar_maakte_of_de_teammanager():
    bob, tom, alice = actor("Bob", "wonen"), actor("Tom", "teammanager"), actor("Alice", "wonen")
    eigen = taak("jurist", soort=None, aanleiding=permissions.eigen_aanleiding(bob))
    proces = taak("wonen", behandelaar="Bob", soort="WO-01", aanleiding="toestand:match_gezocht")
    assert [permissions.mag_taak_laten_vervallen(wie, eigen) for wie in (bob, tom, alice)] == [True, True, False]
    assert not any(permissions.mag_taak_laten_vervallen(wie, proces) for wie in (bob, tom, alice))


def test_ieder_meldt_zichzelf_afwezig_en_de_teammanager_een_ander():
    assert permissions.mag_afwezigheid(actor("Bob", "wonen"), nr("Bob"))
    assert not permissions.mag_afwezigheid(actor("Alice", "wonen"), nr("Bob"))
    assert permissions.mag_afwezigheid(actor("Tom", "teammanager"), nr("Bob"))
    assert not permissions.mag_afwezigheid(actor("Bea", "beheerder"), nr("Bea")), "wie geen taken heeft, meldt niets"


# Rollen die het proces geeft


def test_de_zin_noemt_alle_rollen():
    with pytest.raises(GeenRecht) as geweigerd:
        permissions.check_melding(actor("Alice", "wonen"), ["jurist", "casemanager", "ambtelijk_opdrachtgever"])
    assert (
        geweigerd.value.zin == "Alleen wie de rol ambtelijk opdrachtgever, casemanager of jurist heeft, kan dit melden."
    )


def test_zonder_rollen_kan_niemand_het():
    with pytest.raises(GeenRecht, match="Niemand"):
        permissions.check_overgang(actor("Alice", *ROLLEN), [])


def test_opschorten_volgt_het_proces_als_dat_rollen_noemt():
    assert permissions.mag_opschorten(actor("Alice", "casemanager"))
    assert not permissions.mag_opschorten(actor("Alice", "wonen"))
    assert permissions.mag_opschorten(actor("Alice", "wonen"), ["wonen"])
    assert not permissions.mag_opschorten(actor("Alice", "casemanager"), ["wonen"])


def test_voorstellen_volgt_de_soort_en_anders_het_team():
    assert permissions.mag_besluit_voorstellen(actor("Alice", "financieel"), ["financieel"])
    assert not permissions.mag_besluit_voorstellen(actor("Alice", "wonen"), ["financieel"])
    for rol in TEAM:
        assert permissions.mag_besluit_voorstellen(actor("Alice", rol))


def test_een_vervanger_ziet_ter_goedkeuring():
    assert permissions.mag_ter_goedkeuring(actor("Fatma", functies=("teammanager",)))
    assert not permissions.mag_ter_goedkeuring(actor("Fatma", "teammanager")), "de rol alleen is geen mandaat"


def test_voorbeelden_zijn_verschillende_mensen():
    assert nr("Alice") != nr("Bob")


def test_elke_rol_uit_het_proces_heeft_hier_een_plaats():
    bestand = files("casus.workflows").joinpath("rollen.toml")
    rollen = tomllib.loads(bestand.read_text(encoding="utf-8"))["rollen"]
    bekend = ROLLEN | {CORPORATIE}
    assert {rol["code"] for rol in rollen} == bekend, "zet een nieuwe rol in TEAM of OPDRACHTGEVERS: ziet zij zaken?"
