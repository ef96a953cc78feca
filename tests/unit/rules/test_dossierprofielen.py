"""De profielen: elk veld heeft een functie, wat verboden is kan er nooit in, en geen kanarie gaat mee."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casus.actions.dossierinhoud import Dossiergegevens, stel_samen
from casus.errors import InvoerFout, NietGevonden, Weigering
from casus.models import Aanbod, Corporatie, Huishouden, Persoon, Zaak
from casus.pdf.dossierblad import to_json as bladjson
from casus.pdf.voordracht import VoordrachtGegevens, to_json
from casus.queries.dossiers import Ontvanger, Stof
from casus.rules import dossierprofielen, privacy
from casus.rules.dossierbron import Bron, Geweigerd
from casus.rules.dossierlijsten import VELDEN
from casus.rules.dossierprofielen import (
    PROFIELEN,
    VERBODEN,
    geldend,
    keur_keuze,
    keur_velden,
    keuzes,
    na_keuze,
    verbod,
    weggelaten,
)
from casus.rules.dossiervelden import KLEINER_GEBIED, KOP
from casus.rules.dossierweigering import WEIGERING
from tests.unit.rules import voorbeelden
from tests.unit.rules.test_privacy import PARAMETERS, PLAATS, VERZENDING, WEL, zet_kanaries
from tests.unit.rules.voorbeelden import gezin, persoon

DAG = date(2026, 11, 23)
BUITEN = ("voordracht", "ruilkaart", "overdracht_gemeente", WEIGERING)
VRIJ = {veld: f"VRIJ-{veld}" for veld in PROFIELEN[WEIGERING].op_keuze}
WEL_OVERDRACHT = {
    "persoon": WEL["persoon"],
    "huishouden": WEL["huishouden"]
    | {"naam", "coa_nummer", "coa_locatie", "regievoerder", "telefoon", "koppelreden_hard"},
    "zaak": {"zaaknummer", "koppeldatum", "vergunningdatum"},
}
WEL_WEIGERING = {
    "persoon": set[str](),
    "huishouden": {"naam", "coa_nummer"},
    "zaak": {"zaaknummer"},
    "woning": {"adres", "postcode", "plaats", "detailsoort"}
    | {"slaapkamers", "oppervlakte", "huur_cent", "toegankelijkheid"},
    "aanbod": {"voorgedragen_op", "corporatie_op", "aangeboden_op", "bezichtiging_op", "reageer_voor", "reactie_op"}
    | {"weigerreden", "oordeel", "oordeel_op"},
}
"""Wat het COA van elke rij mag zien; de weigerreden en het oordeel in de woorden van het proces."""


def zaak() -> Zaak:
    dagen = {"koppeldatum": date(2026, 9, 22), "vergunningdatum": date(2026, 9, 1), "toestand": "match_gezocht"}
    return voorbeelden.zaak(**dagen)


def huishouden(*personen: Persoon, **anders: Any) -> Huishouden:
    leeg = {"coa_nummer": "COA-9999-12", "coa_locatie": "Waterhoven", "regievoerder": "P. Post"}
    return voorbeelden.huishouden(*personen, **(leeg | anders))


def geweigerd(**anders: Any) -> Geweigerd:
    """Een weigering met een kanarie in elke kolom van het aanbod en de woning die thuis blijft."""
    thuis = voorbeelden.woning(adres="Kastanjelaan 12", postcode="9999 ZZ", plaats="Waterhoven", detailsoort="TUS")
    thuis.oppervlakte, thuis.corporatie = 78, Corporatie(naam="Stichting Linde Wonen", email="KANARIE", telefoon="1911")
    dagen = {naam: date(2026, 11, nr) for nr, naam in enumerate(("corporatie_op", "aangeboden_op", "reactie_op"), 3)}
    momenten = {naam: datetime(2026, 11, 2, 9, tzinfo=UTC) for naam in ("voorgedragen_op", "bezichtiging_op")}
    aanbod = Aanbod(woning=thuis, weigerreden="WBN", **momenten, **dagen, reageer_voor=date(2026, 11, 9))
    zet_kanaries(thuis, WEL_WEIGERING["woning"])
    zet_kanaries(aanbod, WEL_WEIGERING["aanbod"])
    vrij = {veld.partition(".")[2]: tekst for veld, tekst in VRIJ.items()}
    return Geweigerd(aanbod, **({"reden": "De woning bevalt niet", "past": "Ja", "oordeel": "Terecht"} | vrij | anders))


@dataclass
class Besloten:
    """Een toegekende versie."""

    profiel: str
    versie: int
    velden: list[str]
    status: str
    geldig_van: date | None


def _stof(code: str, personen: list[Persoon], huis: Huishouden, extra: tuple[str, ...] = ()) -> Stof:
    profiel = PROFIELEN[code]
    profiel = replace(profiel, velden=(*profiel.velden, *extra))
    wie = personen[0] if profiel.ontvanger_soort == "betrokkene" else None
    vast = (zaak(), huis, personen, PLAATS, VERZENDING, PARAMETERS, "Stichting Linde Wonen", profiel.doel)
    bron = Bron(*vast, persoon=wie, casemanager="Sanne Klumper", geweigerd=geweigerd() if code == WEIGERING else None)
    return Stof(profiel, Ontvanger("Stichting Linde Wonen"), bron)


def _tekst(stof: Stof) -> str:
    return _json(stel_samen(stof, door="M. van der Veen", id_=uuid4()))


def _json(gegevens: Dossiergegevens) -> str:
    return (to_json(gegevens) if isinstance(gegevens, VoordrachtGegevens) else bladjson(gegevens)).decode()


# Wat geleverd is


@pytest.mark.parametrize("code", PROFIELEN)
def test_elk_veld_van_een_profiel_bestaat_en_mag(code: str):
    profiel = PROFIELEN[code]
    assert len(set(profiel.velden)) == len(profiel.velden) and set(profiel.velden) <= set(VELDEN)
    assert not [veld for veld in profiel.velden if verbod(profiel, veld)]
    assert profiel.doel and "art." in profiel.grondslag and profiel.rollen and len(profiel.grondslag) <= 400


def test_elk_veld_heeft_een_eigen_functie_en_een_naam():
    functies = [veld.waarde for veld in VELDEN.values()]
    assert len(set(map(id, functies))) == len(functies)
    assert all(veld.titel and veld.groep and code == veld.code for code, veld in VELDEN.items())


def test_verboden_velden_bestaan_en_hebben_een_artikel():
    for regel in VERBODEN:
        assert set(regel.velden) <= set(VELDEN) and "art." in regel.artikel
    nooit = {veld for regel in VERBODEN if "corporatie" in regel.voor for veld in regel.velden}
    assert {"persoon.bsn", "persoon.v_nummer", "persoon.nationaliteit", "huishouden.woonbeperking"} <= nooit


@pytest.mark.parametrize("code", PROFIELEN)
def test_het_voorbeeld_noemt_alles_wat_niet_meegaat_met_de_reden(code: str):
    profiel = PROFIELEN[code]
    weg = weggelaten(profiel)
    genoemd = {titel for groep in weg for titel in groep.titels}
    rest = {v.titel for c, v in VELDEN.items() if c not in profiel.velden and c not in KOP and not verbod(profiel, c)}
    assert genoemd == rest and all("art." in groep.reden for groep in weg)
    if profiel.ontvanger_soort != "betrokkene":
        assert any(groep.groep == "BSN" for groep in weg)


# Wat een besluit verandert


def test_de_laatste_toegekende_versie_die_begonnen_is_geldt():
    geleverd = PROFIELEN["voordracht"].velden
    versies = [
        Besloten("voordracht", 2, [*geleverd, "zaak.koppeldatum"], "toegekend", date(2026, 3, 1)),
        Besloten("voordracht", 3, [*geleverd, "huishouden.naam"], "afgewezen", None),
        Besloten("voordracht", 4, list(geleverd), "toegekend", date(2026, 6, 1)),
        Besloten("ruilkaart", 2, [], "toegekend", date(2026, 1, 1)),
    ]
    verwacht = {date(2026, 2, 28): 1, date(2026, 3, 1): 2, date(2026, 5, 31): 2, date(2026, 6, 1): 4}
    assert {dag: geldend("voordracht", versies, dag).versie for dag in verwacht} == verwacht
    assert geldend("voordracht", versies, date(2026, 3, 1)).erbij() == ("zaak.koppeldatum",)
    laatste = [Besloten("voordracht", nr, [], "toegekend", date(2026, 8 - nr, 1)) for nr in (2, 3)]
    assert geldend("voordracht", laatste, DAG).versie == 3, "een eerder besluit met een latere dag wint niet"
    with pytest.raises(NietGevonden):
        geldend("onbekend", versies, DAG)


@pytest.mark.parametrize("code", PROFIELEN)
def test_elk_veld_dat_erbij_kan_mag_en_elk_ander_wordt_geweigerd(code: str):
    profiel = PROFIELEN[code]
    kan = {veld.code for veld in keuzes(profiel)}
    for veld in set(VELDEN) - set(profiel.velden):
        if veld in kan:
            assert set(keur_velden(profiel, [*profiel.velden, veld])) == {*profiel.velden, veld}
        else:
            with pytest.raises(InvoerFout):
                keur_velden(profiel, [*profiel.velden, veld])
    with pytest.raises(Weigering, match="verandert niets"):
        keur_velden(profiel, profiel.velden)


@pytest.mark.parametrize("code", PROFIELEN)
def test_wat_erbij_kan_komt_ook_in_het_dossier(code: str):
    profiel = PROFIELEN[code]
    erbij = tuple(veld.code for veld in keuzes(profiel))
    tekst = _tekst(_stof(code, gezin(), huishouden(*gezin(), gebied="Noord", gebied_reden="school"), erbij))
    assert all(f'"{veld}"' in tekst for veld in erbij)


# Kanaries


def met_kanaries(code: str, personen: list[Persoon], **anders: Any) -> Dossiergegevens:
    """Een dossier van een huishouden met een kanarie in elk veld dat thuis hoort te blijven."""
    huis, dossier = huishouden(*personen, **anders), zaak()
    wel = {"overdracht_gemeente": WEL_OVERDRACHT, WEIGERING: WEL_WEIGERING}.get(code, WEL)
    for een in personen:
        zet_kanaries(een, wel["persoon"] | ({"geboortedatum"} if code == "ruilkaart" else set()))
        een.bsn = een.v_nummer = "KANARIE-nummer"
    beperking = {"koppelreden_hard", "woonbeperking"} if code != WEIGERING else set()
    zet_kanaries(huis, wel["huishouden"] | beperking)
    zet_kanaries(dossier, wel["zaak"] | {"koppeldatum"})
    stof = _stof(code, personen, huis)
    stof = replace(stof, profiel=na_keuze(stof.profiel, ()))
    return stel_samen(replace(stof, bron=replace(stof.bron, zaak=dossier)), door="M. van der Veen", id_=uuid4())


@settings(max_examples=40)
@given(
    st.sampled_from(BUITEN),
    st.lists(st.tuples(st.sampled_from(["kind", "ouder", "broer_zus", "ander"]), st.integers(0, 80)), max_size=6),
    st.sampled_from(["geen", "gelijkvloers", "lift", "rollator", "rolstoel"]),
    st.sampled_from(["SOC", "ARB", "STU", "AND"]),
    st.sampled_from(["school", "werk", "zorg", "familie", "behandeling KANARIE", ""]),
)
def test_geen_kanarie_verlaat_het_huis(
    code: str, anderen: list[tuple[str, int]], beperking: str, bron: str, reden: str
):
    wie = [persoon(), *(persoon(relatie, f"{DAG.year - jaren}-01-01") for relatie, jaren in anderen)]
    tekst = _json(
        met_kanaries(code, wie, woonbeperking=beperking, inkomensbron=bron, gebied="Noord", gebied_reden=reden)
    )
    tekst = re.sub(r"RK-[0-9A-F]{8}", "RK", tekst)  # het kenmerk van een ruilkaart is toeval
    for spoor in ("KANARIE", "1911", "424242", "VRIJ-"):
        assert spoor not in tekst, spoor


@settings(max_examples=8)
@given(st.sets(st.sampled_from(sorted(VRIJ))))
def test_vrije_tekst_gaat_alleen_mee_na_een_vinkje(erbij: set[str]):
    wie = gezin()
    stof = _stof(WEIGERING, wie, huishouden(*wie))
    stof = replace(stof, profiel=na_keuze(stof.profiel, erbij))
    tekst = _tekst(stof)
    assert {veld for veld in VRIJ if VRIJ[veld] in tekst} == erbij
    weg = [groep for groep in weggelaten(stof.profiel) if groep.reden == stof.profiel.keuze_reden]
    assert {titel for groep in weg for titel in groep.titels} == {VELDEN[veld].titel for veld in set(VRIJ) - erbij}


def test_wat_geen_keuze_is_wordt_geweigerd_met_wat_wel_kan():
    keur_keuze(PROFIELEN[WEIGERING], list(VRIJ))
    with pytest.raises(InvoerFout, match=r"Kies uit: weigering\.gezegd"):
        keur_keuze(PROFIELEN[WEIGERING], ["team.notities"])
    with pytest.raises(InvoerFout, match="niets te kiezen"):
        keur_keuze(PROFIELEN["voordracht"], ["team.notities"])


def test_zonder_weigering_is_er_geen_dossier_en_een_lege_tekst_geeft_geen_regel():
    wie = gezin()
    stof = _stof(WEIGERING, wie, huishouden(*wie))
    with pytest.raises(Weigering, match="geen woning geweigerd"):
        _tekst(replace(stof, bron=replace(stof.bron, geweigerd=None)))
    leeg = geweigerd(gezegd=" ", past_toelichting="", oordeel_toelichting="", oordeel="")
    tekst = _tekst(replace(stof, bron=replace(stof.bron, geweigerd=leeg)))
    assert not [veld for veld in VRIJ if veld in tekst] and '"weigering.oordeel": null' in tekst


def test_een_veld_van_een_weigering_kan_in_geen_ander_dossier():
    for profiel in PROFIELEN.values():
        assert (verbod(profiel, "weigering.reden") is None) == (profiel.code == WEIGERING)
        versie = Besloten(profiel.code, 2, [*profiel.velden, "weigering.gezegd"], "toegekend", date(2026, 1, 1))
        assert geldend(profiel.code, [versie], DAG).velden == profiel.velden or profiel.code == WEIGERING


def test_een_inzage_noemt_de_casemanager_bij_zijn_werk():
    wie = gezin()
    tekst = _tekst(_stof("inzage_betrokkene", wie, huishouden(*wie)))
    assert "Sanne Klumper" not in tekst and "Medewerker (casemanager)" in tekst
    assert "Sanne Klumper" in _tekst(_stof("intern_volledig", wie, huishouden(*wie)))


@pytest.mark.parametrize(
    ("gebied", "staat"),
    [("Zelhem", KLEINER_GEBIED), ("bij Waterhoven-Oost", "Waterhoven"), ("  ", None), ("", None)],
)
def test_een_kern_staat_niet_bij_naam_op_een_ruilkaart(gebied: str, staat: str | None):
    wie = gezin()
    stof = _stof("ruilkaart", wie, huishouden(*wie, gebied=gebied, gebied_reden="familie"))
    tekst = _tekst(replace(stof, bron=replace(stof.bron, regio=("Waterhoven", "Bergeinde"))))
    assert "Zelhem" not in tekst
    assert json.loads(tekst)["velden"]["ruil.regiowens"] == staat


def test_een_ruilkaart_noemt_geen_naam_geboortedag_of_nummer():
    wie = gezin()
    tekst = _tekst(_stof("ruilkaart", wie, huishouden(*wie, telefoon="0999 65 43 21")))
    for een in wie:
        assert een.voornamen not in tekst and een.achternaam not in tekst and een.geboortedatum not in tekst
    for spoor in (zaak().zaaknummer, "0999 65 43 21"):
        assert spoor not in tekst


# De ruil


def _besluit(**anders: Any) -> Any:
    vast = {
        "id": uuid4(),
        "soort": "ruil",
        "status": "toegekend",
        "herziet_id": None,
        "herziening": "",
        "taak_id": None,
    }
    return SimpleNamespace(**(vast | {"gegevens": {"andere_gemeente": "Bergeinde"}} | anders))


def _taak(dag: int = 1, **gegevens: Any) -> Any:
    op = datetime(2026, 7, dag, tzinfo=UTC)
    return SimpleNamespace(id=uuid4(), soort="WO-10", status="gereed", gereed_op=op, gegevens=gegevens)


def test_een_overdracht_vraagt_twee_keer_ja():
    ja = _taak(ruil_gemeente="Bergeinde", ruil_akkoord="ja")
    assert "ruilbesluit" in str(privacy.ruil_akkoord([], [ja], "Bergeinde"))
    assert "nog niet akkoord" in str(privacy.ruil_akkoord([_besluit()], [], "Bergeinde"))
    assert "nog niet akkoord" in str(privacy.ruil_akkoord([_besluit()], [_taak(ruil_akkoord=False)], "Bergeinde"))
    assert privacy.ruil_akkoord([_besluit()], [ja], "Gemeente Bergeinde") is None
    assert "andere gemeente" in str(privacy.ruil_akkoord([_besluit()], [ja], "Gemeente Waterhoven"))
    eerste = _besluit()
    weg = _besluit(herziet_id=eerste.id, herziening="intrekken")
    assert "ruilbesluit" in str(privacy.ruil_akkoord([eerste, weg], [ja], "Bergeinde"))
    assert "ruilbesluit" in str(privacy.ruil_akkoord([_besluit(status="voorgesteld")], [ja], "Bergeinde"))


@pytest.mark.parametrize(
    ("besluit", "akkoord"),
    [("Waterhoven", "Bergeinde"), ("Bergeinde", "Waterhoven"), ("Bergeinde", None), (None, "Bergeinde"), (None, None)],
)
def test_besluit_en_akkoord_noemen_allebei_die_gemeente(besluit: str | None, akkoord: str | None):
    taak = _taak(ruil_akkoord="ja", **({"ruil_gemeente": akkoord} if akkoord else {}))
    hier = _besluit(gegevens={"andere_gemeente": besluit} if besluit else {})
    for naar in ("Gemeente Bergeinde", "Gemeente Waterhoven"):
        assert privacy.ruil_akkoord([hier], [taak], naar), naar


def test_een_eerdere_poging_telt_niet():
    toen, nee = _taak(1, ruil_gemeente="Bergeinde", ruil_akkoord="ja"), _taak(2, ruil_gemeente="Bergeinde")
    assert "nog niet akkoord" in str(privacy.ruil_akkoord([_besluit()], [toen, nee], "Bergeinde"))
    weer = _taak(3, ruil_gemeente="Bergeinde", ruil_akkoord="ja")
    assert "noemt Bergeinde niet" in str(privacy.ruil_akkoord([_besluit(taak_id=toen.id)], [toen, weer], "Bergeinde"))
    assert privacy.ruil_akkoord([_besluit(taak_id=weer.id)], [toen, weer], "Bergeinde") is None


def test_een_inzage_toont_van_een_nummer_alleen_dat_het_er_is():
    wie = gezin()
    wie[0].bsn = wie[0].v_nummer = "versleuteld-geheim"
    tekst = _tekst(_stof("inzage_betrokkene", wie, huishouden(*wie)))
    assert "versleuteld-geheim" not in tekst and tekst.count("legitimeert") == 2


def test_een_vreemd_teken_houdt_een_inzage_niet_op_en_een_voordracht_wel():
    wie = gezin()
    wie[0].opmerking = "Belt graag 🙂 na vier uur\u202e"
    assert "graag □ na vier uur" in _tekst(_stof("inzage_betrokkene", wie, huishouden(*wie)))
    with pytest.raises(Weigering, match="BRP"):
        _tekst(_stof("voordracht", wie, huishouden(*wie, gebied="Noord 🙂", gebied_reden="school")))


def test_verbeteren_noemt_de_oude_versie():
    wie = gezin()
    oud = SimpleNamespace(gemaakt_op=datetime(2026, 11, 20, 9, tzinfo=UTC), aangevraagd_op=None, versie=1)
    stof = _stof("overdracht_gemeente", wie, huishouden(*wie))
    nieuw = stel_samen(stof, door="M. van der Veen", id_=uuid4(), vervangt=oud)  # type: ignore[arg-type]  # namaak
    assert nieuw.vervangt is not None and (nieuw.vervangt.datum, nieuw.vervangt.nummer) == (date(2026, 11, 20), "1")
    assert dossierprofielen.profiel("overdracht_gemeente").eindigt_op(DAG) == date(2026, 12, 21)
