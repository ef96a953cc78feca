"""Versies, rollen, soorten besluiten, het plaatje en de opdrachtregel."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from pydantic import ValidationError

from casus.cli.workflow import groep
from casus.workflows import diagram, registry
from casus.workflows.gevolgen import GEVOLG_MELDT, GEVOLGEN
from casus.workflows.guards import GUARDS
from casus.workflows.registers import besluitsoort, besluitsoorten, besluitvelden, pakket_tekst, rollen
from tests.unit.workflows.bouw import WF

WORTEL = Path(__file__).parents[3]


# --- versies ---


def test_dezelfde_tekst_is_dezelfde_versie_en_een_andere_niet():
    assert registry.uit_tekst(WF.tekst) is WF is registry.huidige(WF.code)
    anders = registry.uit_tekst(WF.tekst + "\n# een opmerking\n")
    assert (anders.code, len(anders.hash)) == (WF.code, 64)
    assert anders.hash != WF.hash


def test_een_definitie_is_bevroren():
    with pytest.raises(ValidationError):
        WF.overgangen["sluiten"].naar = "gehuisvest"
    with pytest.raises(ValidationError):
        WF.taken["WO-03"].rol = "jurist"


def test_een_onbekend_proces():
    with pytest.raises(KeyError):
        registry.huidige("iets-anders")
    assert registry.codes() == ("huisvesting-statushouder",)


# --- naslag ---


@pytest.mark.parametrize(
    "soort",
    [
        "voordracht", "afwijking_passendheid", "urgentie_toekennen", "urgentie_weigeren", "tussenvoorziening",
        "inrichtingskrediet", "overbrugging", "pip", "ontzorgen", "maatregel_verzuim", "huurovereenkomst",
        "onterechte_weigering", "ruil", "bewonersbijeenkomst", "inzageverzoek", "beslissing_op_bezwaar", "bijstand",
        "herplanning", "woningvraag", "amv_plan", "casusbudget",
    ],
)  # fmt: skip
def test_de_soort_besluit_bestaat(soort):
    assert besluitsoort(soort).code == soort


def test_wat_een_beschikking_is_staat_open_voor_bezwaar():
    open_ = {code for code, soort in besluitsoorten().items() if soort.bezwaar_open}
    assert {"pip", "inrichtingskrediet", "urgentie_weigeren", "bijstand", "maatregel_verzuim"} <= open_
    assert not open_ & {"voordracht", "woningvraag", "herplanning", "ruil", "beslissing_op_bezwaar"}


def test_de_niveaus_zijn_die_van_het_domein():
    assert {c for c, s in besluitsoorten().items() if s.niveau == 2} == {
        "afwijking_huur", "urgentie_weigeren", "onterechte_weigering", "gegevensdeling",
    }  # fmt: skip
    assert {c for c, s in besluitsoorten().items() if s.niveau == 3} == {"bewonersbijeenkomst", "persantwoord"}
    assert besluitsoort("voordracht").woning
    assert set(besluitsoort("voordracht").velden) <= set(besluitvelden())


def test_elke_soort_besluit_wordt_ergens_gebruikt():
    gebruikt = {o.besluit for o in WF.overgangen.values()}
    gebruikt |= {b for t in WF.taken.values() for b in (*t.besluit, *t.besluit_mogelijk)}
    assert set(besluitsoorten()) == gebruikt - {None}


def test_wie_voorstelt_is_wie_de_taak_heeft():
    for taak in WF.taken.values():
        assert all(taak.rol in besluitsoort(b).rollen for b in taak.besluit), taak.code


def test_de_rollen_die_beslissen():
    assert [(r.code, r.niveau) for r in rollen().values() if r.beslist] == [
        ("teammanager", 1), ("ambtelijk_opdrachtgever", 2), ("bestuurlijk_opdrachtgever", 3),
    ]  # fmt: skip


def test_elk_veld_elk_gevolg_en_elke_voorwaarde_is_in_gebruik():
    delen = (*WF.overgangen.values(), *WF.taken.values(), *WF.meldingen.values())
    assert {v for deel in delen for v in deel.velden} == set(WF.velden)
    assert {deel.gevolg for deel in delen} - {None} == GEVOLGEN == set(GEVOLG_MELDT)
    assert {v for deel in (*WF.overgangen.values(), *WF.meldingen.values()) for v in deel.voorwaarden} == set(GUARDS)


@pytest.mark.parametrize("naam", GUARDS)
def test_elke_voorwaarde_legt_uit_wat_zij_eist(naam):
    assert GUARDS[naam].__doc__


def test_geen_titel_is_lang_en_elke_zin_is_een_zin():
    for taak in WF.taken.values():
        assert len(taak.titel) <= 45
        assert not taak.uitleg or taak.uitleg.endswith(".")
    for veld in WF.velden.values():
        assert not veld.leeg or veld.leeg.endswith(".")


# --- het plaatje ---


def test_het_plaatje_heeft_elke_weg_precies_een_keer():
    pijlen = re.findall(r"^    (\w+) --> (\w+) : (.+)$", diagram.mermaid(WF), re.M)
    assert pijlen == [(van, o.naar, o.titel) for o in WF.overgangen.values() for van in o.van]
    assert f"[*] --> {WF.begin}" in diagram.mermaid(WF)


def test_de_tabel_zegt_wie_wat_mag():
    kop, _, *rijen = [regel.strip("| ").split(" | ") for regel in diagram.tabel(WF).replace("|  ", "| - ").splitlines()]
    assert len(rijen) == len(WF.overgangen)
    for rij, overgang in zip(rijen, WF.overgangen.values(), strict=True):
        ja = {kop[n] for n, cel in enumerate(rij) if cel.strip() == "ja"}
        assert ja == {rollen()[rol].titel for rol in overgang.rollen}


def test_de_beschrijving_hoort_bij_het_bestand():
    for naam, tekst in registry.bestanden().items():
        wf = registry.uit_tekst(tekst)
        pagina = WORTEL / "docs" / "workflows" / f"{wf.code}.md"
        assert pagina.read_text(encoding="utf-8") == diagram.document(wf, naam), (
            "maak haar opnieuw: casus workflow docs"
        )


# --- casus workflow ---


def roep(*woorden: str):
    return CliRunner().invoke(groep, list(woorden))


def test_check_zonder_bestand_keurt_alles():
    uitkomst = roep("check")
    assert (uitkomst.exit_code, uitkomst.stdout) == (0, "")
    assert "Geen fouten in 4 bestanden." in uitkomst.stderr


def test_check_noemt_elke_fout_van_elk_bestand(tmp_path):
    goed, fout, kapot = tmp_path / "goed.toml", tmp_path / "fout.toml", tmp_path / "kapot.toml"
    goed.write_text(WF.tekst, encoding="utf-8")
    fout.write_text(WF.tekst.replace('begin = "toegewezen"', 'begin = "toegwezen"'), encoding="utf-8")
    kapot.write_bytes(b'titel = "caf\xe9"')
    uitkomst = roep("check", str(goed), str(fout), str(kapot))
    regel = WF.tekst[: WF.tekst.index('begin = "toegewezen"')].count("\n") + 1
    assert uitkomst.exit_code == 1
    assert uitkomst.stdout.splitlines() == [
        f"{fout}:{regel}: De toestand ‘toegwezen’ bestaat niet. Bedoelt u ‘toegewezen’?",
        f"{kapot}:1: Dit bestand is geen leesbare tekst. Bewaar het als UTF-8.",
    ]


def test_show_toont_plaatje_en_tabel():
    assert roep("show", WF.code, "--formaat", "mermaid").stdout.startswith("stateDiagram-v2")
    assert roep("show", WF.code).stdout.startswith("| van | overgang | naar |")
    assert roep("show", "iets").exit_code != 0


def test_docs_schrijft_en_ziet_verschil(tmp_path):
    pagina = tmp_path / f"{WF.code}.md"
    assert roep("docs", "--controle", "--map", str(tmp_path)).exit_code == 1
    assert roep("docs", "--map", str(tmp_path)).exit_code == 0
    assert roep("docs", "--controle", "--map", str(tmp_path)).exit_code == 0
    pagina.write_text(pagina.read_text(encoding="utf-8") + "x", encoding="utf-8")
    uitkomst = roep("docs", "--controle", "--map", str(tmp_path))
    assert (uitkomst.exit_code, uitkomst.stdout.startswith(f"{pagina}:1: ")) == (1, True)


def test_de_naslag_is_leesbaar_als_tekst():
    for naam in (*registry.bestanden(), *registry.NASLAG):
        assert "\t" not in pakket_tekst(naam)
        assert max(len(regel) for regel in pakket_tekst(naam).splitlines()) <= 120
