"""De taal van briefsjablonen: wat er mee kan, wat er wordt geweigerd, en dat een veld nooit vorm wordt."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casus.brieven.blokken import Blok, schone_tekst
from casus.brieven.keuring import MAX_TEKENS, keur
from casus.brieven.onderdelen import Ondertekening, slotformule
from casus.brieven.soorten import briefsoorten, pakket_tekst
from casus.brieven.taal import SjabloonFout, vul
from casus.brieven.voorbeeld import onderdelen, velden
from casus.rules.ondertekening import slotformule as zin_onder_besluit
from casus.rules.ondertekening import slotformule_bestuursorgaan
from casus.termijnen import bezwaartermijn
from casus.workflows.registers import besluitsoorten
from tests.unit.pdf.test_vijandig import XSS

CODE = "inrichtingskrediet-toegekend"
SOORT = briefsoorten()[CODE]
TEKST = pakket_tekst(CODE)
LAATSTE = len(TEKST.splitlines())


def zinnen(tekst: str, soort=SOORT) -> list[str]:
    return [str(gebrek) for gebrek in keur(tekst, soort)]


@pytest.mark.parametrize("code", briefsoorten())
def test_elke_tekst_van_casus_klopt(code):
    assert zinnen(pakket_tekst(code), briefsoorten()[code]) == []


def test_elk_besluit_met_een_brief_heeft_een_tekst_voor_elke_uitkomst():
    soorten = {soort.code for soort in besluitsoorten().values() if soort.brief}
    assert {soort.besluitsoort.code for soort in briefsoorten().values() if soort.besluitsoort} == soorten
    zonder = [soort.code for soort in briefsoorten().values() if soort.intern and soort.uitkomst == "toegekend"]
    assert zonder == [], "een nieuw soort besluit met een brief heeft een tekst voor het huishouden nodig"


@pytest.mark.parametrize(
    "opdracht",
    [
        "{% if " + "not " * 200 + "naam %}x{% endif %}",
        "{% if " + "naam and " * 2000 + "naam %}x{% endif %}",
        "{% if " + "naam or " * 300 + "naam %}x{% endif %}",
        "{% if " + "(" * 300 + "naam" + ")" * 300 + " %}x{% endif %}",
        "{{ " + "-" * 3000 + "naam }}",
        "{{ naam" + ".a" * 3000 + " }}",
        "{{ naam" + "[0]" * 3000 + " }}",
        "{% if " + "not " * 200 + "naam",
        "{% if naam %}a" + "{% elif naam %}b" * 1200 + "{% endif %}",
        "{% if naam %}" * 300 + "a" + "{% endif %}" * 300,
        "{% if '%}' and " + "naam and " * 1500 + "naam %}x{% endif %}",
        "{% if '%}' and " + "not " * 300 + "naam %}x{% endif %}",
    ],
    ids=range(12),
)
def test_een_te_lange_of_te_diepe_opdracht_is_een_gebrek_en_geen_storing(opdracht):
    regels = zinnen(f"{TEKST}\n{opdracht}\n")
    assert regels and all(regel.startswith("Regel ") for regel in regels)


def test_een_gewone_voorwaarde_mag():
    assert zinnen(TEKST.rstrip() + "\n{% if (naam and not kenmerk) or zaaknummer %}x{% endif %}\n") == []


@pytest.mark.parametrize("code", briefsoorten())
@pytest.mark.parametrize("alles", [True, False], ids=["alles", "minst"])
def test_elke_brief_zegt_zijn_velden_in_korte_zinnen(code, alles):
    soort = briefsoorten()[code]
    waarden, blokken = (
        velden(soort, alles=alles),
        vul(pakket_tekst(code), velden(soort, alles=alles), onderdelen(soort, alles=alles)),
    )
    delen = [deel for blok in blokken for deel in (blok.tekst, *blok.regels) if deel]
    tekst = " ".join(delen)
    assert "{" not in tekst and "  " not in tekst and " ." not in tekst and " ," not in tekst
    assert [blok.soort for blok in blokken].count("titel") == 1 and blokken[0].soort == "titel"
    if "bezwaar_tot" in soort.velden:
        assert tekst.count(waarden["bezwaar_tot"]) >= 2 - soort.intern
    gewoon = _deel(blokken, "In gewone taal")
    lengtes = [len(zin.split()) for zin in re.split(r"[.?!] ", gewoon)]
    assert max(lengtes, default=0) <= 30 and (soort.intern or sum(lengtes) > 20)


def _deel(blokken: list[Blok], kop: str) -> str:
    begin = next((nr for nr, blok in enumerate(blokken) if blok.tekst == kop), None)
    if begin is None:
        return ""
    uit = []
    for blok in blokken[begin + 1 :]:
        if blok.soort == "kop":
            break
        uit.append(blok.tekst)
    return " ".join(uit)


@pytest.mark.parametrize(
    ("tekst", "regel", "woorden"),
    [
        (TEKST.replace("{{ bedrag }}", "{{ bedrg }}", 1), 1, "‘bedrg’ bestaat niet in deze brief. Bedoelt u ‘bedrag’?"),
        (TEKST.replace("{{ grondslag }}", "{{ xyz }}"), 18, "Kies een veld uit de lijst"),
        (TEKST.replace("@slotformule", ""), LAATSTE, "@slotformule’ ontbreekt"),
        (TEKST.replace("@bezwaarclausule", "Zes weken."), LAATSTE, "‘@bezwaarclausule’ ontbreekt"),
        (
            TEKST.replace("@slotformule", "{% if tolk %}\n@slotformule\n{% endif %}"),
            LAATSTE + 2,
            "@slotformule’ ontbreekt",
        ),
        (TEKST.replace("## Besluit", "## Beslissing"), LAATSTE, "‘## Besluit’ ontbreekt"),
        (TEKST.replace("## In gewone taal", "## Kort"), LAATSTE, "‘## In gewone taal’ ontbreekt"),
        (TEKST + "{% for x in naam %}{{ naam }}{% endfor %}", LAATSTE + 1, "kan niet in een brief"),
        (TEKST + "{% set naam = bedrag %}", LAATSTE + 1, "kan niet in een brief"),
        (TEKST + "{% include 'x' %}", LAATSTE + 1, "kan niet in een brief"),
        (TEKST + "{% import 'x' as y %}", LAATSTE + 1, "kan niet in een brief"),
        (TEKST + "{% macro x() %}{% endmacro %}", LAATSTE + 1, "kan niet in een brief"),
        (TEKST + "{{ naam.__class__ }}", LAATSTE + 1, "kan niet in een brief"),
        (TEKST + "{{ naam['x'] }}", LAATSTE + 1, "kan niet in een brief"),
        (TEKST + "{{ naam() }}", LAATSTE + 1, "kan niet in een brief"),
        (TEKST + "{{ naam|upper }}", LAATSTE + 1, "kan niet in een brief"),
        (TEKST + "{{ 9**9**9 }}", LAATSTE + 1, "kan niet in een brief"),
        (TEKST + "{{ naam ~ naam }}", LAATSTE + 1, "kan niet in een brief"),
        (TEKST + "{% if bedrag == 'x' %}a{% endif %}", LAATSTE + 1, "kan niet in een brief"),
        (TEKST + "{% if bedrag", LAATSTE + 1, "klopt hier niet"),
        (TEKST + "\n{% if bedrag %}\na", LAATSTE + 2, "klopt hier niet"),
        (TEKST + "{{ }}", LAATSTE + 1, "klopt hier niet"),
        (TEKST + "<b>vet</b>", LAATSTE + 1, "HTML kan niet"),
        (TEKST + "&nbsp;", LAATSTE + 1, "HTML kan niet"),
        (TEKST + "<!-- weg -->", LAATSTE + 1, "HTML kan niet"),
        (TEKST + "\x02t Kop", LAATSTE + 1, "onzichtbaar teken"),
        (TEKST + "\n# Nog een titel", LAATSTE + 2, "één titel"),
        ("Eerst iets.\n" + TEKST, 2, "hoort bovenaan"),
        (TEKST.partition("\n")[2], 1, "De titel ontbreekt"),
        (TEKST + "\n@onbekend", LAATSTE + 2, "‘@onbekend’ bestaat niet"),
        (TEKST + "\n@beroepsclausule", LAATSTE + 2, "hoort niet bij deze brief"),
        (TEKST + "\n### Te diep", LAATSTE + 2, "Een kop begint met"),
        (TEKST.replace(TEKST.split("\n")[0], "# {% if tolk %}{{ tolk }}{% endif %}"), 1, "De titel is leeg"),
        ("x" * (MAX_TEKENS + 1), 1, "langer dan"),
        ("", 1, "De titel ontbreekt"),
    ],
)
def test_een_kapotte_tekst_heeft_haar_regel_en_een_zin(tekst, regel, woorden):
    gevonden = [gebrek for gebrek in keur(tekst, SOORT) if woorden in gebrek.zin]
    assert [gebrek.regel for gebrek in gevonden] == [regel], zinnen(tekst)


def test_een_lege_verplichte_kop_wordt_gevonden():
    besluit = TEKST.split("## Besluit\n")[1].split("\n")[0]
    leeg = TEKST.replace(besluit, "{% if tolk %}Wij besluiten.{% endif %}")
    assert any("Onder de kop ‘Besluit’ staat niets" in zin for zin in zinnen(leeg))


def test_heel_diep_in_elkaar_valt_netjes_om():
    diep = TEKST + "{% if naam %}" * 400 + "x" + "{% endif %}" * 400
    assert any("in elkaar" in zin for zin in zinnen(diep))
    assert zinnen(TEKST + "{% if naam %}" * 4 + "x" + "{% endif %}" * 4) == []


def test_regeleinden_van_een_browser_mogen():
    assert zinnen(TEKST.replace("\n", "\r\n")) == []


# --- velden zijn tekst ---

_VORM = (
    "# Kop",
    "## Kop",
    "- punt",
    "@slotformule",
    "\x02tKop",
    "\x03",
    "a\n\n# Kop",
    "a\n- b",
    "{% if x %}",
    "{{ naam }}",
)


def _vorm(blokken: list[Blok]) -> list[str]:
    """De opbouw zonder dubbele alinea's: die mag een getypte tekst wel geven."""
    rij = [blok.soort for blok in blokken]
    return [soort for nr, soort in enumerate(rij) if soort != "alinea" or rij[nr - 1] != "alinea"]


@pytest.mark.parametrize("kwaad", [*XSS, *_VORM])
def test_wat_in_een_veld_staat_wordt_nooit_vorm(kwaad):
    gewoon = _vorm(vul(TEKST, dict.fromkeys(SOORT.velden, "x"), onderdelen(SOORT)))
    blokken = vul(TEKST, dict.fromkeys(SOORT.velden, kwaad), onderdelen(SOORT))
    if schone_tekst(kwaad.replace("\x02", "").replace("\x03", "")):
        assert _vorm(blokken) == gewoon
    assert schone_tekst(kwaad.replace("\n", " ")) in " ".join(blok.tekst for blok in blokken)


@given(st.text(max_size=200))
@settings(max_examples=60)
def test_welke_tekst_dan_ook(tekst):
    blokken = vul("# T\n\n## Motivering\n{{ motivering }}\n\n## Slot\nEinde.\n", {"motivering": tekst}, {})
    assert [b.tekst for b in blokken if b.soort == "titel"] == ["T"]
    assert [b.tekst for b in blokken if b.soort == "kop"] in (["Motivering", "Slot"], ["Slot"])
    assert {b.soort for b in blokken} <= {"titel", "kop", "alinea"}


def test_een_getypte_tekst_houdt_haar_alineas_en_een_leeg_deel_vervalt():
    sjabloon = "# T\n\n## Motivering\n{{ motivering }}\n\n## Slot\nEinde.\n"
    met = vul(sjabloon, {"motivering": "Een.\r\nTwee.\n\n\nDrie."}, {})
    assert [b.tekst for b in met] == ["T", "Motivering", "Een.", "Twee.", "Drie.", "Slot", "Einde."]
    assert [b.tekst for b in vul(sjabloon, {"motivering": " \n "}, {})] == ["T", "Slot", "Einde."]


def test_een_sjabloon_dat_niet_meer_past_is_een_eigen_fout():
    for tekst in ("# {{ weg }}", "# T\n@weg", "{% if %}"):
        with pytest.raises(SjabloonFout):
            vul(tekst, {}, {})


# --- ondertekening ---


@pytest.mark.parametrize("soort", ["mandaat", "volmacht", "machtiging", "ondertekening"])
def test_de_slotformule_staat_er_heel_en_zonder_herhaling(soort):
    formule = zin_onder_besluit("Waterhoven", "college", soort, "Teammanager wonen", "H. Bakker")
    [blok] = slotformule(Ondertekening(formule, "Teammanager wonen", "H. Bakker", "Mandaatregister, regel 14"))
    assert blok.regels == ("H. Bakker", "Teammanager wonen", "Mandaatregister, regel 14")
    staart = "" if soort == "ondertekening" else ", teammanager wonen, H. Bakker"
    assert blok.tekst.rstrip(".,") + staart == formule
    assert ("besluit van het college" in blok.tekst) is (soort == "ondertekening")
    assert ("met volmacht" in blok.tekst) is (soort == "volmacht")


def test_een_collegebesluit_staat_op_naam_van_het_college():
    formule = slotformule_bestuursorgaan("Waterhoven", "college", "A. de Vries")
    [blok] = slotformule(Ondertekening(formule, "", "A. de Vries", "Collegebesluit 2026-118"))
    assert (
        blok.tekst
        == "Besluit van het college van burgemeester en wethouders van Waterhoven, vastgelegd door A. de Vries."
    )
    assert blok.regels == ("A. de Vries", "Collegebesluit 2026-118")


def test_de_laatste_dag_in_het_voorbeeld_is_echt_zes_weken():
    from datetime import date

    assert bezwaartermijn(date(2026, 11, 24)) == date(2027, 1, 5)
