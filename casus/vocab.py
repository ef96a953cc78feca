"""De woorden van het vak met hun Nederlandse tekst op het scherm. Codes komen uit domein en VERA; geen regels hier."""

from __future__ import annotations

from collections.abc import Mapping

# Eén zin per soort gebeurtenis, onderwerp eerst. De sleutels komen uit de gegevens van de gebeurtenis.
GEBEURTENISSEN: Mapping[str, str] = {
    "zaak_geopend": "{actor} opende de zaak na de koppeling van {koppeldatum}.",
    "koppeling_gewijzigd": "{actor} las een gewijzigde koppeling in: {wat}.",
    "overgang": "{actor} zette de zaak op ‘{naar}’: {titel}.",
    "taken_ontstaan": "{actor} zette klaar: {taken}.",
    "taak_gepakt": "{actor} pakte de taak ‘{taak}’.",
    "taak_losgelaten": "{actor} legde de taak ‘{taak}’ terug.",
    "taak_overgedragen": "{actor} droeg de taak ‘{taak}’ over aan {aan}.",
    "taak_overgedragen_met_bericht": "{actor} droeg de taak ‘{taak}’ over aan {aan}: ‘{toelichting}’",
    "taak_toegewezen": "{actor} wees de taak ‘{taak}’ toe aan {aan}.",
    "taak_toegewezen_met_bericht": "{actor} wees de taak ‘{taak}’ toe aan {aan}: ‘{toelichting}’",
    "taak_gereed": "{actor} rondde de taak ‘{taak}’ af.",
    "taak_verlengd": "{actor} verlengde de taak ‘{taak}’ met {dagen} dagen: {reden}.",
    "taak_gepland": "{actor} plande de taak ‘{taak}’ op {dag}.",
    "taak_gepland_te_laat": "{actor} plande de taak ‘{taak}’ op {dag}, na de fatale datum: ‘{reden}’",
    "taak_niet_gepland": "{actor} haalde de eigen dag van de taak ‘{taak}’ weg.",
    "taak_wacht": "{actor} laat de taak ‘{taak}’ wachten op {op}, tot {tot}.",
    "taak_weer_aan_de_beurt": "{actor} pakte de taak ‘{taak}’ weer op.",
    "taak_heropend": "{actor} heropende de taak ‘{taak}’: {reden}.",
    "taak_toegevoegd": "{actor} voegde de taak ‘{taak}’ toe voor {rol}.",
    "taak_vervallen": "{actor} liet de taak ‘{taak}’ vervallen: {reden}.",
    "taak_teruggezet": "{actor} zette de taak ‘{taak}’ terug zoals zij was.",
    "zaak_gevolgd": "{actor} volgt de zaak.",
    "zaak_niet_gevolgd": "{actor} volgt de zaak niet meer.",
    "vast_gezicht": "{actor} maakte {naam} het vaste gezicht voor {rol}.",
    "vast_gezicht_weg": "{actor} liet de rol {rol} in deze zaak weer vrij.",
    "matchrun": "{actor} liet een verdeling uitrekenen voor de {omvang}: {personen} personen, hoogstens {grens}.",
    "matchrun_gevraagd": "{actor} vroeg een verdeling voor de {omvang}; de werker rekent haar uit.",
    "matchrun_wat_als": "{actor} rekende uit wat er gebeurt met {wat}: {personen} personen, hoogstens {grens}.",
    "matchrun_herhaald": "{actor} rekende een verdeling opnieuw uit: {uitslag}.",
    "huishouden_aangevuld": "{actor} vulde gegevens van het huishouden aan: {wat}.",
    "reistijd": "{actor} vulde in hoe lang het reizen is naar {gebied}: {wat}.",
    "matchwens_vast": "{actor} legde vast dat {woning} bij dit huishouden hoort: ‘{reden}’",
    "matchwens_nooit": "{actor} legde vast dat {woning} niet bij dit huishouden hoort: ‘{reden}’",
    "matchwens_weg": "{actor} haalde de wens over {woning} weg.",
    "zaakverband": "{actor} legde een verband met zaak {zaaknummer}: {soort}.",
    "zaakverband_weg": "{actor} haalde het verband met zaak {zaaknummer} weg.",
    "notitie_verbeterd": "{actor} verbeterde een notitie.",
    "document_toegevoegd": "{actor} voegde het document ‘{naam}’ toe.",
    "document_nieuwe_versie": "{actor} voegde versie {versie} van het document ‘{naam}’ toe.",
    "document_geweigerd": "Het document ‘{naam}’ is geweigerd: {reden}",
    "afwezigheid": "{actor} meldde {naam} afwezig van {van} tot en met {tot}.",
    "afwezigheid_ingetrokken": "{actor} trok de afwezigheid van {naam} in.",
    "taakstelling": "{actor} zette de taakstelling van {halfjaar} op {personen} personen, achterstand {achterstand}.",
    "waarde_vastgelegd": "{actor} legde een waarde vast. {wat}. Bron: {bron}.",
    "waarde_weggehaald": "{actor} haalde een waarde weg die nog moest ingaan. {wat}.",
    "waarden_aangevuld": "{actor} vulde waarden aan die met een nieuwe versie van casus meekwamen: {wat}.",
    "werkverdeling": "{actor} veranderde hoe taken worden verdeeld: {wat}.",
    "weergave_gedeeld": "{actor} deelde de weergave ‘{naam}’ met het team.",
    "weergave_niet_gedeeld": "{actor} deelt de weergave ‘{naam}’ niet meer met het team.",
    "weergave_bijgewerkt": "{actor} gaf de gedeelde weergave ‘{naam}’ andere filters.",
    "weergave_hernoemd": "{actor} noemt de gedeelde weergave ‘{was}’ voortaan ‘{naam}’.",
    "weergave_weg": "{actor} gooide de gedeelde weergave ‘{naam}’ weg.",
    "lijst_geexporteerd": "{actor} exporteerde een lijst van {aantal} taken als {vorm}.",
    "bulk": "{actor} begon met {titel} voor {aantal} taken.",
    "bulk_gestopt": "{actor} stopte {titel} na {aantal} taken.",
    "bulk_terug": "{actor} draaide {titel} terug voor {aantal} taken.",
    "besluit_voorgesteld": "{actor} stelde voor: {titel}{bedrag}.",
    "besluit_toegekend": "{actor} kende toe: {titel}{bedrag}, mandaat {mandaat}.",
    "besluit_afgewezen": "{actor} wees af: {titel}{bedrag}, mandaat {mandaat}.",
    "besluit_ingetrokken": "{actor} trok het voorstel in: {titel}.",
    "besluit_doorgezet": "{actor} zette het voorstel door naar {naar}: {titel}. Reden: {reden}",
    "besluit_voorgelegd": "{actor} legde het voorstel voor aan {aan}: {titel}.",
    "besluit_opgeteld": "Het voorstel ging naar {naar}, want met een nieuw voorstel erbij is het samen meer: {titel}.",
    "besluit_opgehoogd": "Het voorstel ging naar {naar}, want de termijn was voorbij: {titel}.",
    "besluit_vraag": "{actor} stelde een vraag bij het voorstel: {titel}. ‘{vraag}’",
    "besluit_antwoord": "{actor} beantwoordde de vraag bij het voorstel: {titel}. ‘{antwoord}’",
    "advies_gevraagd": "{actor} vroeg advies aan {rol}: {titel}.",
    "advies_gegeven": "{actor} gaf advies als {rol}, {oordeel}: {titel}.",
    "advies_verlopen": "Het advies van {rol} kwam niet op tijd: {titel}.",
    "bezwaar_bevestigd": "{actor} bevestigde de ontvangst van het bezwaar tegen {titel}.",
    "bezwaar_toegewezen": "{actor} wees het bezwaar tegen {titel} toe aan {aan}.",
    "bezwaar_verdaagd": "{actor} verdaagde het besluit op het bezwaar tegen {titel} tot {uiterlijk}: ‘{reden}’",
    "bezwaar_uitgesteld": "{actor} stelde het besluit op het bezwaar tegen {titel} uit tot {uiterlijk}: ‘{reden}’",
    "bezwaar_opgeschort": "{actor} zette de termijn van het bezwaar tegen {titel} stil tot {tot}: ‘{reden}’",
    "bezwaar_hervat": "{actor} liet de termijn van het bezwaar tegen {titel} weer lopen, tot {uiterlijk}.",
    "bezwaar_ingetrokken": "{actor} legde vast dat het bezwaar tegen {titel} is ingetrokken: ‘{reden}’",
    "bezwaar_afgehandeld": "{actor} besliste op het bezwaar tegen {titel}: {uitkomst}.",
    "bezwaar_herzien": "{actor} nam een nieuw besluit na het bezwaar tegen {titel}.",
    "mandaatrapport_geexporteerd": "{actor} exporteerde het mandaatrapport van {jaar}, {aantal} regels.",
    "opgeschort": "{actor} zette de klok stil: {reden}. Opnieuw bekijken op {herzien_op}.",
    "hervat": "{actor} liet de klok weer lopen na {dagen} dagen.",
    "melding": "{actor} meldde: {titel}.",
    "proces_overgezet": "{actor} zette de zaak over op de nieuwe versie van het proces.",
    "notitie": "{actor} schreef een notitie.",
    "contactmoment": "{actor} legde een contact vast: {soort} met {met}.",
    "woningstap": "{actor} zette de woning {adres} op ‘{naar}’.",
    "huurder_weg": "{actor} legde vast dat het huishouden niet meer in {adres} woont: ‘{reden}’",
    "woning_gewijzigd": "{actor} wijzigde de woning {adres}: {wat}.",
    "complex_vastgelegd": "{actor} legde het complex {naam} vast.",
    "complex_gewijzigd": "{actor} wijzigde het complex {naam}: {wat}.",
    "complextaak_gereed": "{actor} rondde ‘{taak}’ af bij het complex {naam}.",
    "complextaak_heropend": "{actor} zette ‘{taak}’ weer open bij het complex {naam}.",
    "complextaak_behandelaar": "{actor} gaf ‘{taak}’ bij het complex {naam} aan {aan}.",
    "woninglijst_ingelezen": "{actor} las een lijst van {corporatie} in: {wat}.",
    "dossier_aangevraagd": "{actor} vroeg een dossier aan voor {ontvanger}.",
    "dossier_gemaakt": "Het dossier voor {ontvanger} is gemaakt en klaar om te versturen.",
    "dossier_opgehaald": "{actor} haalde het dossier voor {ontvanger} op in het portaal.",
    "dossier_opgehaald_link": "{naam} haalde het dossier voor {ontvanger} op met een link ({keer}).",
    "dossierlink_gemaakt": "{actor} maakte voor {naam} een link naar het dossier voor {ontvanger}, tot en met {tot}.",
    "dossierlink_ingetrokken": "{actor} trok de link voor {naam} naar het dossier voor {ontvanger} in.",
    "dossierlink_foute_code": "Bij de link voor {naam} is een verkeerde code ingevuld ({keer}).",
    "dossierlink_dicht": "Iemand probeerde de link voor {naam}, die niet meer werkt.",
    "uitnodiging_gestuurd": "{actor} nodigde {naam} van {corporatie} uit.",
    "uitnodiging_ingetrokken": "{actor} trok de uitnodiging van {naam} van {corporatie} in.",
    "uitnodiging_aangenomen": "{actor} nam de uitnodiging aan en werkt voor {corporatie}.",
    "toegang_beeindigd": "{actor} beëindigde de toegang van {naam} van {corporatie}.",
    "vertrek_gemeld": "{actor} meldde dat {naam} niet meer bij {corporatie} werkt.",
    "prestatieafspraak": "{actor} legde de afspraken van {jaar} met {corporatie} vast: {wat}.",
    "prognose": "{actor} vulde de prognose van {corporatie} in: {wat}.",
    "dossier_verbeterd": "{actor} verbeterde het dossier voor {ontvanger}: versie {versie} vervangt de vorige.",
    "dossier_ingetrokken": "{actor} trok de toegang tot het dossier voor {ontvanger} in.",
    "dossier_beveiligd": "{actor} maakte van het dossier voor {ontvanger} een kopie met een wachtwoord.",
    "dossier_geheim_getoond": "{actor} bekeek het wachtwoord van het dossier voor {ontvanger}.",
    "dossierprofiel_voorgesteld": "{actor} stelde versie {versie} van het dossierprofiel ‘{titel}’ voor: {wat}.",
    "dossierprofiel_advies": (
        "{actor} legde het advies van de FG ({naam}) over ‘{titel}’, versie {versie}, vast: {oordeel}."
    ),
    "dossierprofiel_toegekend": (
        "{actor} besloot tot versie {versie} van het dossierprofiel ‘{titel}’ vanaf {van}: {wat}."
    ),
    "dossierprofiel_afgewezen": "{actor} wees versie {versie} van het dossierprofiel ‘{titel}’ af: {wat}.",
    "dossierprofiel_ingetrokken": "{actor} trok het voorstel voor versie {versie} van het dossierprofiel ‘{titel}’ in.",
    "dossierbundel": "{actor} begon met een bundel van {aantal} dossiers: {titel}.",
    "dossierbundel_klaar": "De bundel ‘{titel}’ met {aantal} dossiers is gemaakt.",
    "dossierbundel_gestopt": "{actor} stopte de bundel ‘{titel}’ na {aantal} dossiers.",
    "brief_gemaakt": "De brief {nummer} is gemaakt.",
    "brief_opnieuw": "{actor} liet de brief {nummer} opnieuw maken.",
    "briefsjabloon": "{actor} wijzigde de tekst van de brief ‘{titel}’: versie {versie}.",
    "agenda_gemaakt": "{actor} maakte een adres voor taken in de eigen agenda.",
    "agenda_ingetrokken": "{actor} trok het adres van de eigen agenda in.",
    "bsn_getoond": "{actor} bekeek een BSN: ‘{reden}’",
    "geweigerd": "{actor} wilde iets doen dat niet kon: {zin}",
    "ingelogd": "{actor} logde in.",
    "uitgelogd": "{actor} logde uit.",
    "inloggen_mislukt": "Inloggen mislukte voor {actor}.",
    "opgeruimd": "De bewaartermijn was voorbij. Verwijderd: {wat}.",
    "registerbesluit": "{actor} legde registerbesluit {besluitnummer} vast: {wat}.",
    "functie_toegevoegd": "{actor} voegde de functie {functie} toe aan het mandaatregister.",
    "functiehouder": "{actor} wees {naam} aan als {functie} vanaf {van}.",
    "functiehouder_beeindigd": "{actor} liet de functie {functie} van {naam} eindigen op {tot}.",
    "vervanging": "{actor} wees {naam} aan als vervanger van de {functie} van {van} tot en met {tot}.",
    "vervanging_beeindigd": "{actor} liet de vervanging van de {functie} door {naam} eindigen.",
    "gebruiker_toegevoegd": "{actor} voegde {naam} toe als gebruiker.",
    "rol_toegekend": "{actor} gaf {naam} de rol {rol}.",
    "wachtwoord_gewijzigd": "{actor} wijzigde het wachtwoord van {naam}.",
    "tweede_factor_ingesteld": "{actor} koppelde een code-app.",
    "tweede_factor_vervangen": "{actor} verving de code-app.",
    "tweede_factor_verwijderd": "{actor} haalde de code-app van {naam} weg.",
    "tweede_factor_mislukt": "Een code van {actor} is geweigerd: {zin}",
    "herstelcodes_vernieuwd": "{actor} maakte nieuwe herstelcodes.",
    "herstelcode_gebruikt": "{actor} gebruikte een herstelcode. Nog over: {over}.",
}

# De woningtypen van een prognose en een prestatieafspraak.
PROGNOSETYPEN: Mapping[str, str] = {
    "kamer": "kamer",
    "studio": "studio",
    "slaapkamers_1": "1 slaapkamer",
    "slaapkamers_2": "2 slaapkamers",
    "slaapkamers_3": "3 slaapkamers",
    "slaapkamers_4": "4 of meer slaapkamers",
}

# De woonvorm als feit bij een besluit, zoals een voorwaarde in het mandaatregister haar noemt.
WOONVORMEN: Mapping[str, str] = {
    "zelfstandig": "een zelfstandige woning",
    "onzelfstandig": "een kamer of gedeelde woning",
    "tussenvoorziening": "een tussenvoorziening",
    "doorstroom": "een doorstroomlocatie",
}

OORDELEN: Mapping[str, str] = {"eens": "eens", "eens_mits": "eens, mits", "oneens": "niet eens"}

RELATIES: Mapping[str, str] = {
    "hoofdpersoon": "hoofdpersoon",
    "partner": "partner",
    "kind": "kind",
    "ouder": "ouder",
    "broer_zus": "broer of zus",
    "ander": "ander familielid",
}

WOONBEPERKINGEN: Mapping[str, str] = {
    "geen": "geen",
    "gelijkvloers": "gelijkvloers wonen",
    "lift": "begane grond of lift",
    "rollator": "geschikt voor rollator",
    "rolstoel": "geschikt voor rolstoel",
}

AANBODSTATUS: Mapping[str, str] = {
    "voorgedragen": "voorgedragen",
    "afgewezen_corporatie": "afgewezen door de corporatie",
    "aangeboden": "aangeboden",
    "geaccepteerd": "aangenomen",
    "geweigerd": "geweigerd",
    "ingetrokken": "ingetrokken",
    "afgerond": "woonde hier",
}

AANBOD_LOOPT = ("voorgedragen", "aangeboden", "geaccepteerd")
"""Zolang een aanbod zo staat, houdt het de woning en het huishouden bij elkaar."""

BESLUITSTATUS: Mapping[str, str] = {
    "voorgesteld": "wacht op besluit",
    "toegekend": "toegekend",
    "afgewezen": "afgewezen",
    "ingetrokken": "ingetrokken",
}

BEZWAARSTATUS: Mapping[str, str] = {
    "ontvangen": "in behandeling",
    "gegrond": "gegrond",
    "ongegrond": "ongegrond",
    "niet_ontvankelijk": "niet-ontvankelijk",
    "ingetrokken": "ingetrokken",
}

CONTACTSOORTEN: Mapping[str, str] = {
    "telefoon": "telefoongesprek",
    "gesprek": "gesprek",
    "huisbezoek": "huisbezoek",
    "bericht": "bericht",
    "brief": "brief",
}

VERBANDSOORTEN: Mapping[str, str] = {
    "nareis": "nareis",
    "ruil": "ruil van woning",
    "familie": "familie",
}

LEERROUTES: Mapping[str, str] = {"": "nog niet bekend", "b1": "B1-route", "onderwijs": "onderwijsroute", "z": "Z-route"}

# Selectie uit VERA EENHEIDDETAILSOORT (CC0), zie casus/data/SOURCES.md.
WONINGSOORTEN: Mapping[str, str] = {
    "TUS": "tussenwoning",
    "HOE": "hoekwoning",
    "EIN": "eindwoning",
    "BEN": "benedenwoning",
    "BOV": "bovenwoning",
    "GAL": "galerijflat",
    "POF": "portiekflat",
    "POW": "portiekwoning",
    "COR": "corridorflat",
    "MAI": "maisonnette",
    "KAM": "kamer",
    "TIJ": "tijdelijke woning",
    "TWE": "twee-onder-een-kapwoning",
    "VRI": "vrijstaande woning",
}

# VERA TOEGANKELIJKHEIDSLABEL, van minst naar meest toegankelijk.
TOEGANKELIJKHEID: Mapping[str, str] = {
    "ZON": "geen bijzondere toegankelijkheid",
    "GNV": "gelijkvloerse woning",
    "NUL": "nultredenwoning",
    "ROG": "rollatorwoning, met drempel buiten",
    "ROA": "rollatorwoning",
    "ROL": "rolstoelwoning",
    "RUI": "extra ruime rolstoelwoning",
}


def meervoud(aantal: int, enkel: str, meer: str) -> str:
    """'1 persoon', '4 personen'."""
    return f"{aantal} {enkel if aantal == 1 else meer}"


class _Leeg(dict[str, object]):
    def __missing__(self, sleutel: str) -> str:
        return "…"


def gebeurtenis_zin(soort: str, actor: str, gegevens: Mapping[str, object]) -> str:
    """Eén leesbare zin voor de tijdlijn. Gewiste gegevens worden een beletselteken."""
    zin = GEBEURTENISSEN[soort].format_map(_Leeg(gegevens, actor=actor))
    return zin[:1].upper() + zin[1:]
