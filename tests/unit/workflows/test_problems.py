"""Elke soort fout, in het echte bestand gezet, geeft precies die ene zin op de goede regel."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casus.workflows.bronregels import Bronregels
from casus.workflows.problems import problems
from casus.workflows.registers import besluitsoorten, pakket_tekst
from casus.workflows.registry import NASLAG, bestanden

TEKST = pakket_tekst("huisvesting_statushouder.toml")
BESTAND = "proces.toml"


def blok(kop: str) -> tuple[int, int]:
    """Waar een onderdeel in de tekst begint en eindigt: `[kop]`, of de code van een taak of overgang."""
    begin = TEKST.index(f"\n{kop}\n" if kop.startswith("[") else f'\ncode = "{kop}"') + 1
    einde = re.compile(r"\n\n").search(TEKST, begin)
    return begin, einde.start() if einde else len(TEKST)


def verander(kop: str, oud: str, nieuw: str) -> str:
    begin, einde = blok(kop)
    stuk = TEKST[begin:einde]
    assert stuk.count(oud) >= 1, f"{oud!r} staat niet in {kop}"
    return TEKST[:begin] + stuk.replace(oud, nieuw, 1) + TEKST[einde:]


ZONDER_SLUIT = (
    "Niemand kan ‘Inschrijving in de BRP bevestigen’ afronden: noem bij ‘sluit_door’ velden, een lijst of een overgang."
)

# kop, oud, nieuw, wat er op de foutregel staat, de zin
FOUTEN = {
    # verwijzingen, met de schrijfwijze die er het meest op lijkt
    "rol": ("aanbod_doen", '["wonen"]', '["wonnen"]', '"wonnen"', "De rol ‘wonnen’ bestaat niet. Bedoelt u ‘wonen’?"),
    "rol van een taak": (
        "WO-03",
        '"wonen"',
        '"juristt"',
        "juristt",
        "De rol ‘juristt’ bestaat niet. Bedoelt u ‘jurist’?",
    ),
    "rol van een melding": (
        "[meldingen.persvraag]",
        '"communicatie", ',
        '"comunicatie", ',
        "comunicatie",
        "De rol ‘comunicatie’ bestaat niet. Bedoelt u ‘communicatie’?",
    ),
    "rol van een veld": (
        "[velden.consulent]",
        '"inburgering"',
        '"inburgerin"',
        '"inburgerin"',
        "De rol ‘inburgerin’ bestaat niet. Bedoelt u ‘inburgering’?",
    ),
    "rol van opschorten": (
        "[opschorten]",
        '"teammanager"',
        '"teammanger"',
        "teammanger",
        "De rol ‘teammanger’ bestaat niet. Bedoelt u ‘teammanager’?",
    ),
    "rol die nergens op lijkt": (
        "WO-03",
        '"wonen"',
        '"xyz"',
        '"xyz"',
        "De rol ‘xyz’ bestaat niet. Kies een naam die wel bestaat, of voeg haar toe.",
    ),
    "voorwaarde": (
        "huisvesten",
        "brp_ingeschreven",
        "brp_ingeschrevn",
        "brp_ingeschrevn",
        "De voorwaarde ‘brp_ingeschrevn’ bestaat niet. Bedoelt u ‘brp_ingeschreven’?",
    ),
    "gevolg": (
        "huisvesten",
        "woning_verhuren",
        "woning_verhuur",
        "woning_verhuur",
        "Het gevolg ‘woning_verhuur’ bestaat niet. Bedoelt u ‘woning_verhuren’?",
    ),
    "anker": (
        "WO-03",
        "koppeldatum",
        "kopeldatum",
        "kopeldatum",
        "Het anker ‘kopeldatum’ bestaat niet. Bedoelt u ‘koppeldatum’?",
    ),
    "anker in een rij": (
        "IN-03",
        '"brp_datum"',
        '"brpdatum"',
        "brpdatum",
        "Het anker ‘brpdatum’ bestaat niet. Bedoelt u ‘brp_datum’?",
    ),
    "anker van een norm": (
        "[toestanden.gehuisvest]",
        "koppeldatum",
        "kopeldatum",
        "kopeldatum",
        "Het anker ‘kopeldatum’ bestaat niet. Bedoelt u ‘koppeldatum’?",
    ),
    "anker van een schatting": (
        "[ankers.brp_datum]",
        "sleuteldatum",
        "sleuteldag",
        "sleuteldag",
        "Het anker ‘sleuteldag’ bestaat niet. Bedoelt u ‘sleuteldatum’?",
    ),
    "anker van een veld": (
        "[velden.sleuteldatum]",
        'anker = "sleuteldatum"',
        'anker = "sleutel_datum"',
        "sleutel_datum",
        "Het anker ‘sleutel_datum’ bestaat niet. Bedoelt u ‘sleuteldatum’?",
    ),
    "anker van een herhaling": (
        "IN-06",
        'tot = { vanaf = "pip_datum"',
        'tot = { vanaf = "pip_dag"',
        "pip_dag",
        "Het anker ‘pip_dag’ bestaat niet. Bedoelt u ‘pip_datum’?",
    ),
    "anker van de klok": (
        "WO-08",
        'klok = "koppeldatum"',
        'klok = "koppeldat"',
        "koppeldat",
        "Het anker ‘koppeldat’ bestaat niet. Bedoelt u ‘koppeldatum’?",
    ),
    "toestand van de klok": (
        "WO-08",
        'zolang = "match_gezocht"',
        'zolang = "match_gezogt"',
        "match_gezogt",
        "De toestand ‘match_gezogt’ bestaat niet. Bedoelt u ‘match_gezocht’?",
    ),
    "toestand waar een overgang heen gaat": (
        "aanbod_doen",
        "woning_aangeboden",
        "woning_angeboden",
        "woning_angeboden",
        "De toestand ‘woning_angeboden’ bestaat niet. Bedoelt u ‘woning_aangeboden’?",
    ),
    "toestand waar een overgang begint": (
        "aanbod_doen",
        '["match_gezocht"]',
        '["match_gezoht"]',
        "match_gezoht",
        "De toestand ‘match_gezoht’ bestaat niet. Bedoelt u ‘match_gezocht’?",
    ),
    "begin": (
        "[workflow]",
        '"toegewezen"',
        '"toegwezen"',
        "toegwezen",
        "De toestand ‘toegwezen’ bestaat niet. Bedoelt u ‘toegewezen’?",
    ),
    "toestand waarin een taak ontstaat": (
        "CM-08",
        '"gehuisvest"',
        '"gehuisvst"',
        "gehuisvst",
        "De toestand ‘gehuisvst’ bestaat niet. Bedoelt u ‘gehuisvest’?",
    ),
    "toestand waarin een taak vervalt": (
        "CM-06",
        '["match_gezocht"]',
        '["mach_gezocht"]',
        "mach_gezocht",
        "De toestand ‘mach_gezocht’ bestaat niet. Bedoelt u ‘match_gezocht’?",
    ),
    "veld van een taak": (
        "CM-07",
        '["brp_datum"]',
        '["brp_dag"]',
        "brp_dag",
        "Het veld ‘brp_dag’ bestaat niet. Bedoelt u ‘brp_datum’?",
    ),
    "veld van een overgang": (
        "overdragen",
        "coa_bevestigd_op",
        "coa_bevestigd",
        "coa_bevestigd",
        "Het veld ‘coa_bevestigd’ bestaat niet. Bedoelt u ‘coa_bevestigd_op’?",
    ),
    "veld waar een ander van afhangt": (
        "[velden.weigerreden]",
        "reactie =",
        "reaktie =",
        "reaktie",
        "Het veld ‘reaktie’ bestaat niet. Bedoelt u ‘reactie’?",
    ),
    "soort besluit": (
        "aanbod_doen",
        '"voordracht"',
        '"voordragt"',
        "voordragt",
        "De soort besluit ‘voordragt’ bestaat niet. Bedoelt u ‘voordracht’?",
    ),
    "soort besluit van een taak": (
        "FI-03",
        "inrichtingskrediet",
        "inrichtingskredit",
        "inrichtingskredit",
        "De soort besluit ‘inrichtingskredit’ bestaat niet. Bedoelt u ‘inrichtingskrediet’?",
    ),
    "overgang waar een taak voor nodig is": (
        "CM-07",
        '"huisvesten"',
        '"huisvest"',
        "huisvest",
        "De overgang ‘huisvest’ bestaat niet. Bedoelt u ‘huisvesten’?",
    ),
    "overgang die een taak sluit": (
        "WO-04",
        '"aanbod_doen"',
        '"aanbot_doen"',
        "aanbot_doen",
        "De overgang ‘aanbot_doen’ bestaat niet. Bedoelt u ‘aanbod_doen’?",
    ),
    "taak die eerst af moet": (
        "IN-04",
        '"IN-03"',
        '"IN-33"',
        "IN-33",
        "De taak ‘IN-33’ bestaat niet. Bedoelt u ‘IN-03’?",
    ),
    "taak waarop een ander wacht": (
        "CM-07",
        '["CM-06"]',
        '["CM-66"]',
        "CM-66",
        "De taak ‘CM-66’ bestaat niet. Bedoelt u ‘CM-06’?",
    ),
    "gebeurtenis": (
        "CM-10",
        "nareis_gemeld",
        "nareis_gemelt",
        "nareis_gemelt",
        "Niemand meldt de gebeurtenis ‘nareis_gemelt’. Bedoelt u ‘nareis_gemeld’?",
    ),
    "gebeurtenis die niemand meldt": (
        "CM-10",
        "nareis_gemeld",
        "qqqq",
        "qqqq",
        "Niemand meldt de gebeurtenis ‘qqqq’. Maak er een melding voor, of noem een andere.",
    ),
    # het schema
    "onbekende sleutel": (
        "WO-03",
        "nodig_voor",
        "nodigvoor",
        "nodigvoor",
        "‘nodigvoor’ kan hier niet staan. Bedoelt u ‘nodig_voor’?",
    ),
    "onbekende sleutel in een blokje": (
        "WO-03",
        "dagen = 49",
        "dagen = 49, wetelijk = true",
        "wetelijk",
        "‘wetelijk’ kan hier niet staan. Bedoelt u ‘wettelijk’?",
    ),
    "verplichte sleutel verkeerd gespeld": (
        "CM-03",
        "titel =",
        "title =",
        "title",
        "‘title’ kan hier niet staan. Bedoelt u ‘titel’?",
    ),
    "verplichte sleutel weg": ("WO-03", 'rol = "wonen"\n', "", 'code = "WO-03"', "Hier ontbreekt ‘rol’."),
    "geen getal": ("WO-03", "dagen = 49", 'dagen = "veel"', '"veel"', "Bij ‘dagen’ hoort een heel getal."),
    "geen tekst": (
        "[velden.woning]",
        'titel = "Welke woning?"',
        "titel = 3",
        "titel = 3",
        "Bij ‘titel’ hoort tekst tussen aanhalingstekens.",
    ),
    "geen waar of onwaar": ("[velden.tvs_op]", "= true", '= "soms"', "soms", "Bij ‘tot_vandaag’ hoort true of false."),
    "woord uit een lijst": (
        "aanbod_doen",
        '"hoofdlijn"',
        '"hooflijn"',
        "hooflijn",
        "‘hooflijn’ kan niet bij ‘soort’. Bedoelt u ‘hoofdlijn’?",
    ),
    "twee termijnen": (
        "WO-03",
        "dagen = 49",
        "dagen = 49, weken = 7",
        "weken = 7",
        "Geef bij een termijn één van dagen, werkdagen, weken, maanden, jaren.",
    ),
    "twee aanleidingen": (
        "WO-06",
        '{ toestand = "woning_aangeboden" }',
        '{ toestand = "woning_aangeboden", gereed = "WO-04" }',
        "gereed",
        "Geef bij 'ontstaat' één van toestand, gebeurtenis, gereed, overgang, anker, besluit, klok.",
    ),
    "klok zonder zolang": (
        "WO-08",
        ', zolang = "match_gezocht"',
        "",
        "klok",
        "Bij 'klok' horen 'dagen' en 'zolang', en zij horen alleen daar.",
    ),
    # wat op zichzelf niet kan
    "overgang zonder rollen": (
        "huisvesten",
        'rollen = ["casemanager"]',
        "rollen = []",
        "rollen = []",
        "Niemand kan ‘Gehuisvest melden’ zetten: er staat geen rol bij. Noem een rol bij ‘rollen’.",
    ),
    "melding zonder rollen": (
        "[meldingen.nareis_gemeld]",
        'rollen = ["casemanager"]\n',
        "",
        "[meldingen.nareis_gemeld]",
        "Niemand kan ‘Nareis melden’ melden: er staat geen rol bij. Noem een rol bij ‘rollen’.",
    ),
    "taak zonder sluit_door": (
        "CM-07",
        'sluit_door = { velden = ["brp_datum"] }\n',
        "",
        'code = "CM-07"',
        ZONDER_SLUIT,
    ),
    "taak met lege sluit_door": (
        "CM-07",
        '{ velden = ["brp_datum"] }',
        "{}",
        "sluit_door",
        ZONDER_SLUIT,
    ),
    "taak bij een rol zonder taken": (
        "CM-07",
        'rol = "casemanager"',
        'rol = "beheerder"',
        "beheerder",
        "Niemand kan ‘Inschrijving in de BRP bevestigen’ afronden: bij de rol ‘beheerder’ liggen geen taken.",
    ),
    "dubbele taak": (
        "CM-09",
        '"CM-09"',
        '"CM-08"',
        "Huisbezoek",
        "De code ‘CM-08’ staat al eerder in ‘taken’. Kies een andere.",
    ),
    "dubbele overgang": (
        "woning_vervallen",
        '"woning_vervallen"',
        '"aanbod_intrekken"',
        "Woning vervallen",
        "De code ‘aanbod_intrekken’ staat al eerder in ‘overgangen’. Kies een andere.",
    ),
    "keuze zonder keuzes": (
        "[velden.oordeel_toelichting]",
        '"lange_tekst"',
        '"keuze"',
        '"keuze"',
        "Het veld ‘oordeel_toelichting’ mist zijn keuzes. Zet keuzes bij een veld van de soort keuze.",
    ),
    "collega zonder rol": (
        "[velden.casemanager]",
        'rol = "casemanager"\n',
        "",
        'soort = "gebruiker"',
        "Het veld ‘casemanager’ vraagt een collega: noem bij ‘rol’ welke rol die heeft.",
    ),
    "anker op tekst": (
        "[velden.sleuteldatum]",
        '"datum"',
        '"tekst"',
        'anker = "sleuteldatum"',
        "Het veld ‘sleuteldatum’ zet een anker. Maak er een datum van.",
    ),
    "antwoord dat niet bestaat": (
        "[velden.weigerreden]",
        '"nee"',
        '"neen"',
        "neen",
        "‘neen’ is geen antwoord bij ‘reactie’. Kies uit: ja, nee, nadenken.",
    ),
    "antwoord bij als dat niet bestaat": (
        "WO-05",
        '"nee_anders"',
        '"misschien"',
        "misschien",
        "‘misschien’ is geen antwoord bij ‘passend’. Kies uit: ja, nee_huur, nee_anders.",
    ),
    "als op een veld van een andere taak": (
        "WO-11",
        "ruil_akkoord",
        "woningcheck",
        "woningcheck",
        "De taak ‘WO-10’ vraagt het veld ‘woningcheck’ niet. Kies een ander.",
    ),
    "anker zonder schatting": (
        "[ankers.acceptatie]",
        'schatting = { vanaf = "aanboddatum", dagen = 5 }',
        "",
        "[ankers.acceptatie]",
        "Het anker ‘acceptatie’ kan nog onbekend zijn. Noem bij ‘schatting’ wanneer het naar verwachting komt.",
    ),
    # de wegenkaart
    "eindtoestand met een uitgang": (
        "[toestanden.inburgering_gekoppeld]",
        "stap = 4",
        "stap = 4\neind = true",
        "eind = true",
        "‘Inburgering gekoppeld’ is een einde, maar er begint een overgang. Kies een van beide.",
    ),
    "doodlopende toestand": (
        "[toestanden.overgedragen]",
        "eind = true",
        "",
        "[toestanden.overgedragen]",
        "‘Overgedragen’ loopt dood: geen overgang leidt eruit. Voeg er een toe, of zet eind = true.",
    ),
    "onbereikbare toestand": (
        "overdragen",
        'naar = "overgedragen"',
        'naar = "gesloten"',
        "[toestanden.overgedragen]",
        "Geen zaak komt ooit in ‘Overgedragen’: geen overgang leidt erheen.",
    ),
    # wachten op elkaar
    "taak die op zichzelf wacht": (
        "CM-07",
        '["CM-06"]',
        '["CM-07"]',
        'code = "CM-07"',
        "De taak ‘Inschrijving in de BRP bevestigen’ wacht op zichzelf en komt nooit af. "
        "Haal een van de verwijzingen weg.",
    ),
    "twee taken die op elkaar wachten": (
        "CM-06",
        'rol = "casemanager"',
        'rol = "casemanager"\nwacht_op = ["CM-07"]',
        'code = "CM-06"',
        "De taak ‘Verhuizing en sleutel plannen’ en de taak ‘Inschrijving in de BRP bevestigen’ wachten op elkaar "
        "en komen nooit af. Haal een van de verwijzingen weg.",
    ),
    "taak en overgang die op elkaar wachten": (
        "WO-04",
        "grondslag =",
        'nodig_voor = ["aanbod_doen"]\ngrondslag =',
        'code = "WO-04"',
        "De taak ‘Aanbod doen aan huishouden’ en de stap ‘Woning aanbieden’ wachten op elkaar "
        "en komen nooit af. Haal een van de verwijzingen weg.",
    ),
}


def test_het_echte_bestand_is_goed_en_de_rollen_en_besluiten_ook():
    for naam in (*bestanden(), *NASLAG):
        assert problems(pakket_tekst(naam), naam) == []


@pytest.mark.parametrize("naam", FOUTEN)
def test_een_fout_geeft_precies_die_zin_op_die_regel(naam):
    kop, oud, nieuw, plek, zin = FOUTEN[naam]
    begin, _ = blok(kop)
    tekst = verander(kop, oud, nieuw)
    vanaf = tekst.index(f"\n{plek}\n") + 1 if plek.startswith("[") else tekst.index(plek, begin)
    if plek.startswith("code ="):  # de regel van de kop [[taken]], boven de code
        vanaf = tekst.rindex("[[", 0, vanaf)
    if naam.startswith("dubbele"):  # de code staat boven de titel
        vanaf = tekst.rindex("code =", 0, vanaf)
    (probleem,) = problems(tekst, BESTAND)
    assert (probleem.regel, probleem.zin) == (tekst.count("\n", 0, vanaf) + 1, zin)
    assert str(probleem) == f"{BESTAND}:{probleem.regel}: {zin}"


def test_taken_die_alleen_na_elkaar_ontstaan():
    tekst = verander("CO-01", '{ gebeurtenis = "cluster_gemeld" }', '{ gereed = "CO-02" }')
    tekst = tekst.replace(
        '{ gereed = "WO-08", als = { tussenvoorziening = "doorstroomlocatie" } }', '{ gereed = "CO-02" }'
    )
    (probleem,) = problems(tekst, BESTAND)
    assert (
        "alleen na elkaar en dus nooit: ‘Communicatieplan maken’, ‘Bewoners bijeenroepen of schrijven’" in probleem.zin
    )


def test_een_kring_van_schattingen():
    tekst = verander("[ankers.aanboddatum]", "koppeldatum", "acceptatie")
    (probleem,) = problems(tekst, BESTAND)
    assert probleem.zin == "De schattingen van ‘aanboddatum’ en ‘acceptatie’ verwijzen naar elkaar. Laat er een los."


def test_een_lus_waar_geen_zaak_uit_komt():
    extra = """
[toestanden.heen]
titel = "Heen"
[toestanden.weer]
titel = "Weer"
[[overgangen]]
code = "a"
titel = "A"
van = "toegewezen"
naar = "heen"
rollen = "wonen"
[[overgangen]]
code = "b"
titel = "B"
van = "heen"
naar = "weer"
rollen = "wonen"
[[overgangen]]
code = "c"
titel = "C"
van = "weer"
naar = "heen"
rollen = "wonen"
"""
    zinnen = [p.zin for p in problems(TEKST + extra, BESTAND)]
    assert zinnen == [f"Vanuit ‘{t}’ komt een zaak nooit aan een einde. Voeg een weg toe." for t in ("Heen", "Weer")]


def test_meer_fouten_komen_tegelijk_en_op_volgorde():
    tekst = verander("WO-03", '"wonen"', '"wonnen"')
    tekst = tekst.replace('begin = "toegewezen"', 'begin = "toegwezen"').replace("nodig_voor = ", "nodigvoor = ", 1)
    gevonden = problems(tekst, BESTAND)
    assert [p.zin.split("’")[0].split("‘")[1] for p in gevonden] == ["toegwezen", "nodigvoor", "wonnen"]
    assert [p.regel for p in gevonden] == sorted(p.regel for p in gevonden)


@pytest.mark.parametrize(
    ("oud", "nieuw", "regel_met", "zin"),
    [
        ('begin = "toegewezen"', "begin = toegewezen", "begin =", "Deze waarde is niet te lezen."),
        ('begin = "toegewezen"', 'begin "toegewezen"', "begin ", "Hier ontbreekt een = na de naam."),
        ('begin = "toegewezen"', 'begin = "toegewezen', "begin =", "Hier staat een teken dat niet mag"),
        ("[toestanden.gesloten]", "[toestanden.gehuisvest]", None, "Deze kop staat er twee keer."),
        (
            "[toestanden.gesloten]",
            "[toestanden.gesloten",
            "[toestanden.gesloten",
            "Hier ontbreekt een ] achter de kop.",
        ),
        ('begin = "toegewezen"', 'begin = "a"\nbegin = "b"', 'begin = "b"', "Deze sleutel staat er twee keer."),
        ('begin = "toegewezen"', 'begin = "a" b', "begin =", "Achter deze waarde staat nog iets."),
    ],
)
def test_wat_geen_toml_is(oud, nieuw, regel_met, zin):
    tekst = TEKST.replace(oud, nieuw, 1)
    (probleem,) = problems(tekst, BESTAND)
    assert probleem.zin.startswith(zin)
    if regel_met:
        assert probleem.regel == tekst.count("\n", 0, tekst.index(regel_met)) + 1
    else:
        assert probleem.regel == tekst.count("\n", 0, tekst.rindex(nieuw)) + 1


def test_een_haak_die_niet_sluit_wordt_aan_het_einde_gemeld():
    (probleem,) = problems(TEKST + "\n[x]\ny = [1,\n", BESTAND)
    assert (probleem.regel, probleem.zin) == (
        len(TEKST.splitlines()) + 3,
        "Het bestand stopt midden in een waarde. Sluit de haak of de tekst.",
    )


def test_een_leeg_bestand():
    assert [p.zin for p in problems("", BESTAND)] == ["Hier ontbreekt ‘toestanden’.", "Hier ontbreekt ‘workflow’."]


def test_een_besluit_zonder_regel_in_het_mandaatregister():
    register = set(besluitsoorten()) - {"ruil"}
    gevonden = problems(TEKST, BESTAND, register)
    assert {p.zin for p in gevonden} == {
        "Niemand mag ‘ruil’ besluiten: het mandaatregister heeft er geen regel voor. Voeg die toe."
    }
    assert [TEKST.splitlines()[p.regel - 1] for p in gevonden] == ['besluit = "ruil"', 'besluit = ["ruil"]']
    assert problems(TEKST, BESTAND, set(besluitsoorten())) == []


@pytest.mark.parametrize(
    ("bestand", "oud", "nieuw", "zin"),
    [
        ("rollen.toml", 'code = "jurist"', 'code = "wonen"', "De code ‘wonen’ staat al eerder in ‘rollen’."),
        ("rollen.toml", "niveau = 1", "nivo = 1", "‘nivo’ kan hier niet staan. Bedoelt u ‘niveau’?"),
        ("besluitsoorten.toml", '["jurist"]', '["juris"]', "De rol ‘juris’ bestaat niet. Bedoelt u ‘jurist’?"),
        ("besluitsoorten.toml", '["woning", ', '["wonin", ', "Het veld ‘wonin’ bestaat niet. Bedoelt u ‘woning’?"),
        ("besluitsoorten.toml", 'code = "ruil"', 'code = "pip"', "De code ‘pip’ staat al eerder in ‘besluitsoorten’."),
        (
            "besluitsoorten.toml",
            'bedrag = "zaak"\nmot',
            'bedrg = "zaak"\nmot',
            "‘bedrg’ kan hier niet staan. Bedoelt u ‘bedrag’?",
        ),
        (
            "besluitsoorten.toml",
            'rol = "financieel", dagen = 2',
            'rol = "financiel", dagen = 2',
            "De rol ‘financiel’ bestaat niet. Bedoelt u ‘financieel’?",
        ),
        (
            "besluitsoorten.toml",
            'rol = "jurist", dagen = 2',
            'rol = "wonen", dagen = 2',
            "De rol ‘wonen’ stelt ‘tussenvoorziening’ zelf voor. Vraag advies aan een andere rol.",
        ),
        (
            "besluitsoorten.toml",
            'rol = "jurist", dagen = 2',
            'rol = "financieel", dagen = 2',
            "De rol ‘financieel’ adviseert al over ‘tussenvoorziening’. Noem haar één keer.",
        ),
        ("besluitsoorten.toml", "feiten = { afwijking", "feiten = { afwijkng", "Het feit ‘afwijkng’ bestaat niet."),
        (
            "besluitsoorten.toml",
            '["contract", ',
            "[",
            "Het bedrag van ‘huurovereenkomst’ gaat over een contract. Zet het veld ‘contract’ bij ‘velden’.",
        ),
        ("besluitsoorten.toml", "budget_huur", "budget_hur", "De parameter ‘budget_hur’ bestaat niet."),
        (
            "besluitsoorten.toml",
            'bedrag = "besluit"\nbudget',
            "budget",
            "‘inburgeringsaanbod’ heeft een budget, maar geen bedrag. Noem ‘bedrag’.",
        ),
        (
            "besluitsoorten.toml",
            'brief = "beschikking"',
            'brief = "brief"',
            "Tegen ‘urgentie_toekennen’ staat bezwaar open: het is een beschikking. Zet brief = ",
        ),
    ],
)
def test_fouten_in_rollen_en_soorten_besluiten(bestand, oud, nieuw, zin):
    tekst = pakket_tekst(bestand).replace(oud, nieuw, 1)
    (probleem,) = problems(tekst, bestand)
    assert probleem.zin.startswith(zin)
    assert probleem.regel > 1


@settings(max_examples=60)
@given(st.integers(0, len(TEKST) - 1), st.integers(1, 40), st.text(alphabet='ab"[]{}=.,\n#_ ', max_size=6))
def test_een_willekeurige_verminking_geeft_altijd_zinnen_en_nooit_een_uitzondering(begin, lengte, nieuw):
    tekst = TEKST[:begin] + nieuw + TEKST[begin + lengte :]
    for probleem in problems(tekst, BESTAND):
        assert 1 <= probleem.regel <= len(tekst.splitlines()) + 1
        assert probleem.zin.endswith((".", "?"))


# --- de plekken in de tekst ---


def test_bronregels_vinden_koppen_sleutels_en_waarden_over_meer_regels():
    bron = Bronregels(
        '# kop\n[a]\nx = 1\n\n[[rij]]\ncode = "een"\nlijst = [\n  "p", # niet ] hier\n  "q",\n]\nna = 1\n'
        '[rij.onder]\ny = """\n[geen.kop]\nz = 1\n"""\nw = 2\n[[rij]]\n"met punt" = 3\nd.e = 4\n'
    )
    assert bron.regel(("a",)) == 2
    assert bron.regel(("a", "x")) == 3
    assert bron.regel(("a", "onbekend")) == 2
    assert bron.regel(("rij", 0, "lijst"), "q") == 9
    assert bron.regel(("rij", 0, "lijst", 1)) == 7
    assert bron.regel(("rij", 0, "na")) == 11
    assert bron.regel(("rij", 0, "onder", "w")) == 17
    assert ("geen", "kop") not in bron.plekken
    assert bron.regel(("rij", 1)) == 18
    assert bron.regel(("rij", 1, "met punt")) == 19
    assert bron.regel(("rij", 1, "d", "e")) == 20
    assert bron.regel(("weg",)) == 1
