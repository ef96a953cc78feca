"""Het portaal: wie binnenkomt, wat hij ziet, en dat de rest voor hem niet bestaat (veiligheid B7, D3)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select

from casus.actions.overzetten import zet_over
from casus.models import Aanbod, Dossierinzage, Lidmaatschap, Prognose, Signaal, Zaak
from casus.rules.kwartalen import kwartalen_vanaf
from casus.termijnen import vandaag
from tests import oudproces
from tests.integration.portaal.conftest import PDF, Huurland
from tests.integration.queries.tellen import opdrachten
from tests.integration.test_lekken import NERGENS, adres, kaal, routes, vraag, wijst_naar
from tests.routes import PUBLIEK, ROUTES
from tests.tweedefactor import code, koppel
from tests.wereld import A, B


def _aanbod(land: Huurland, plek: str, gemeente: str = A) -> Aanbod:
    with land.wereld.lees(gemeente) as sessie:
        return sessie.scalars(select(Aanbod).where(Aanbod.zaak_id == land.wereld.zaak_id(plek, gemeente))).one()


def _nummer(land: Huurland, plek: str, gemeente: str = A) -> str:
    with land.wereld.lees(gemeente) as sessie:
        return sessie.scalars(select(Zaak.zaaknummer).where(Zaak.id == land.wereld.zaak_id(plek, gemeente))).one()


def test_zonder_tweede_factor_ziet_niemand_iets(land: Huurland):
    wie = land.mens()
    zonder_app = land.scherm(wie, bewezen=False).client.get("/portaal", follow_redirects=True).text
    assert "Stel eerst een code-app in" in zonder_app and "/tweede-factor/instellen?terug=/portaal" in zonder_app
    koppel(land.wereld.db, land.bos, wie.gebruiker_id)
    land.dossier()
    scherm = land.scherm(wie, bewezen=False)
    for pad in ("/portaal", "/portaal/prognose", "/"):
        antwoord = scherm.client.get(pad, follow_redirects=True)
        assert antwoord.request.path == "/portaal/code" and "DOE-" not in antwoord.text, pad
    dicht = scherm.stuur(f"/portaal/dossiers/{land.dossier().id}")
    assert dicht.status_code == 303 and dicht.location == "/portaal/code"
    assert scherm.stuur("/portaal/code", {"code": "000000"}).status_code == 422
    assert scherm.stuur("/portaal/code", {"code": code()}).location == "/portaal"
    assert "Voordrachten en dossiers" in scherm.open("/portaal")


def test_een_corporatie_ziet_wat_zij_kreeg_en_niet_meer(land: Huurland):
    land.dossier("voorgedragen")
    land.dossier("aangeboden", nr=1)
    eerste, tweede = land.scherm(land.mens(0)).open("/portaal"), land.scherm(land.mens(1)).open("/portaal")
    assert _nummer(land, "voorgedragen") in eerste and _nummer(land, "aangeboden") in tweede
    assert _nummer(land, "voorgedragen") not in tweede
    assert _nummer(land, "voorgesteld") not in eerste, "een voorstel zonder besluit is nog niet gestuurd"
    land.scherm(land.mens(tot=vandaag() - timedelta(days=1))).open("/portaal", 403)
    for pagina in (eerste, tweede):
        assert "Van Doetinchem v" not in pagina and "Yonas" not in pagina, "namen staan alleen in het dossier zelf"


NIET_VOOR_HAAR = {
    "voorbij": {"eindigt_op": date(2026, 7, 5)},
    "ingetrokken": {"ingetrokken_op": datetime(2026, 7, 1, tzinfo=UTC)},
    "nog niet gemaakt": {"status": "aangevraagd", "sha256": None, "document_id": None, "gemaakt_op": None},
    "van een ander": {"nr": 1},
    "andere gemeente": {"gemeente": B, "plek": "voorgesteld"},
}


def test_wat_niet_voor_haar_is_is_er_niet(land: Huurland):
    scherm = land.scherm(land.mens())
    niets = scherm.stuur(f"/portaal/dossiers/{NERGENS.document_id}")
    for waarom, anders in NIET_VOOR_HAAR.items():
        antwoord = scherm.stuur(f"/portaal/dossiers/{land.dossier(**anders).id}")
        assert antwoord.status_code == 404 and kaal(antwoord) == kaal(niets), waarom
        assert "Dossier ophalen" not in scherm.open("/portaal"), waarom
    assert not land.wereld.rijen("dossierinzage")


def test_ophalen_wordt_vastgelegd_en_gemeld(land: Huurland):
    wie, dossier = land.mens(), land.dossier(eindigt_op=date(2026, 7, 6))
    scherm = land.scherm(wie)
    antwoord = scherm.stuur(f"/portaal/dossiers/{dossier.id}")
    assert antwoord.status_code == 200 and antwoord.data == PDF
    assert antwoord.headers["Cache-Control"] == "no-store" and "attachment" in antwoord.headers["Content-Disposition"]
    with land.wereld.lees() as sessie:
        inzage = sessie.scalars(select(Dossierinzage)).one()
        casemanager = sessie.scalars(select(Zaak.casemanager_id).where(Zaak.id == dossier.zaak_id)).one()
        signaal = sessie.scalars(select(Signaal).where(Signaal.soort == "dossier")).one()
    assert (inzage.gebruiker_id, inzage.soort, inzage.link_id) == (wie.gebruiker_id, "opgehaald", None)
    assert signaal.gebruiker_id == casemanager and signaal.zaak_id == dossier.zaak_id
    laatste = land.wereld.gebeurtenissen(dossier.zaak_id)[-1][0]
    assert (laatste.soort, laatste.actor_id) == ("dossier_opgehaald", wie.gebruiker_id)
    assert "opgehaald vandaag" in scherm.open("/portaal")
    assert land.wereld.breuken() == []


def test_een_zaak_op_de_vorige_versie_van_het_proces_antwoordt_pas_na_het_overzetten(land: Huurland):
    scherm, aanbod, zaak_id = (
        land.scherm(land.mens()),
        _aanbod(land, "voorgedragen"),
        land.wereld.zaak_id("voorgedragen"),
    )
    pad = f"/portaal/voordrachten/{aanbod.id}"
    with land.wereld.werk() as sessie:
        zaak = sessie.scalars(select(Zaak).where(Zaak.id == zaak_id)).one()
        oudproces.zet_op(sessie, zaak, *oudproces.NIEUWE_MELDINGEN)
    assert "zij begon vóór het portaal" in scherm.open(pad) and "Akkoord geven" not in scherm.open(pad)
    with land.wereld.werk() as sessie:
        zaak = sessie.scalars(select(Zaak).where(Zaak.id == zaak_id)).one()
        assert zet_over(sessie, zaak, actor=land.wereld.actor("beheerder"))
    assert "Akkoord geven" in scherm.open(pad)
    assert "Uw akkoord is vastgelegd" in scherm.gelukt(f"{pad}/akkoord", {"corporatie_op": "vandaag"})
    assert land.wereld.breuken() == []


def test_een_verbeterde_versie_vervangt_de_oude(land: Huurland):
    oud = land.dossier()
    nieuw = land.dossier(versie=2, vervangt_id=oud.id)
    scherm = land.scherm(land.mens())
    pagina = scherm.open("/portaal")
    assert str(nieuw.id) in pagina and str(oud.id) not in pagina and "verbeterde versie 2" in pagina
    assert scherm.stuur(f"/portaal/dossiers/{oud.id}").status_code == 404


_PORTAAL = {"portaal", "portaalwoningen", "portaalprognose", "portaalcollegas"}
BUITEN = _PORTAAL | {"inloggen", "weergave", "tweedefactor", "voorkeuren"}
"""De enige delen van casus die er voor iemand van een corporatie zijn."""


def test_een_gebruiker_van_het_portaal_loopt_langs_elke_route(land: Huurland):
    """Alles buiten het portaal weigert; en niets verandert daarvan in de tabellen van de gemeente."""
    scherm, alleen_eigen = land.scherm(land.mens()), {"inloggen.uit", "inloggen.kies"}
    dossier, gelopen = land.dossier(), 0
    eigen = {"zaaknummer": _nummer(land, "voorgedragen"), "verstrekking_id": dossier.id}
    vooraf = {naam: afdruk for naam, afdruk in land.wereld.momentopname(A).items() if naam not in ("keten",)}
    for regel, methode in routes(land.app):
        deel = regel.endpoint.partition(".")[0]
        if deel in BUITEN or f"{methode} {regel.endpoint}" in PUBLIEK or regel.endpoint in alleen_eigen:
            continue
        sleutels = {n: eigen.get(n) or getattr(NERGENS, n, uuid4()) for n in wijst_naar(regel)}
        antwoord = vraag(scherm, methode, adres(land.app, regel, sleutels))
        recht = ROUTES[f"{methode} {regel.endpoint}"]
        assert antwoord.status_code == 403, f"{methode} {regel.rule} ({recht}) gaf {antwoord.status_code}"
        assert "Van Doetinchem" not in antwoord.text
        gelopen += 1
    assert gelopen > 120
    na = land.wereld.momentopname(A)
    anders = {naam for naam in vooraf if vooraf[naam] != na[naam]}
    assert anders <= {"gebeurtenis", "gebeurtenis_inhoud", "sessie"}, "alleen de weigeringen zelf zijn vastgelegd"


def test_ids_van_een_andere_corporatie_bestaan_niet(land: Huurland):
    ander, dossier = land.scherm(land.mens(1)), land.dossier()
    woning = _aanbod(land, "voorgedragen").woning_id
    echt = {"aanbod_id": _aanbod(land, "voorgedragen").id, "verstrekking_id": dossier.id, "woning_id": woning}
    wie = land.mens(0)
    with land.wereld.lees() as sessie:
        lid = select(Lidmaatschap.id).where(Lidmaatschap.gebruiker_id == wie.gebruiker_id)
        echt["lid_id"] = sessie.scalars(lid).one()
    vooraf, gelopen = land.wereld.momentopname(A), 0
    for regel, methode in routes(land.app):
        if regel.endpoint.partition(".")[0] not in _PORTAAL or not wijst_naar(regel):
            continue
        namen = wijst_naar(regel)
        van_ander = vraag(ander, methode, adres(land.app, regel, {n: echt[n] for n in namen}))
        niets = vraag(ander, methode, adres(land.app, regel, {n: getattr(NERGENS, n) for n in namen}))
        assert van_ander.status_code == 404 and kaal(van_ander) == kaal(niets), f"{methode} {regel.rule}"
        gelopen += 1
    assert gelopen >= 6
    na = land.wereld.momentopname(A)
    veranderd = {naam for naam in na if na[naam] != vooraf[naam]}
    assert veranderd <= {"gebeurtenis", "gebeurtenis_inhoud", "keten", "sessie"}


def test_een_voordracht_toont_waar_zij_staat(land: Huurland):
    scherm = land.scherm(land.mens())
    land.dossier()
    pagina = scherm.open(f"/portaal/voordrachten/{_aanbod(land, 'voorgedragen').id}")
    assert "wacht op uw antwoord" in pagina and "Dossier ophalen" in pagina
    assert "het huishouden denkt na" in scherm.open(f"/portaal/voordrachten/{_aanbod(land, 'aangeboden').id}")
    scherm.open(f"/portaal/voordrachten/{_aanbod(land, 'voorgesteld').id}", 404)
    scherm.open(f"/portaal/voordrachten/{_aanbod(land, 'voorgesteld', B).id}", 404)


def test_de_prognose_is_van_de_eigen_corporatie(land: Huurland):
    eerste, tweede = land.scherm(land.mens(0)), land.scherm(land.mens(1))
    jaar, kwartaal = kwartalen_vanaf(vandaag())[0]
    vakje = f"studio-{jaar}-{kwartaal}"
    assert "bewaard" in eerste.gelukt("/portaal/prognose", {vakje: "4", f"kamer-{jaar}-{kwartaal}": ""})
    assert "Er is niets veranderd" in eerste.gelukt("/portaal/prognose", {vakje: "4", f"was-{vakje}": "4"})
    te_laat = eerste.stuur("/portaal/prognose", {vakje: "6", f"was-{vakje}": "3"})
    assert te_laat.status_code == 409 and "net op 4 gezet" in te_laat.text
    assert f'name="{vakje}" size="4" maxlength="4" inputmode="numeric" autocomplete="off" value="4"' in eerste.open(
        "/portaal/prognose"
    )
    assert 'value="4"' not in tweede.open("/portaal/prognose")
    fout = eerste.stuur("/portaal/prognose", {vakje: "veel"})
    assert fout.status_code == 422 and "Vul bij studio" in fout.text and 'value="veel"' in fout.text
    with land.wereld.lees() as sessie:
        rij = sessie.scalars(select(Prognose)).one()
    assert (rij.corporatie_id, rij.aantal, rij.jaar, rij.kwartaal) == (land.corporaties[0], 4, jaar, kwartaal)


def test_de_corporatie_antwoordt_in_het_portaal(land: Huurland):
    scherm, aanbod = land.scherm(land.mens()), _aanbod(land, "voorgedragen")
    pad = f"/portaal/voordrachten/{aanbod.id}"
    assert "Waarom wijst u af?" in scherm.open(pad) and "Akkoord geven" in scherm.open(pad)
    leeg = scherm.stuur(f"{pad}/afwijzen", {"corporatie_op": "vandaag"})
    assert leeg.status_code == 422 and "Kies waarom" in leeg.text
    klaar = scherm.gelukt(f"{pad}/akkoord", {"corporatie_op": "vandaag", "corporatie_toelichting": "Graag."})
    assert "Uw akkoord is vastgelegd" in klaar and "Bezichtiging doorgeven" in klaar
    nog_eens = scherm.stuur(f"{pad}/afwijzen", {"corporatie_op": "vandaag", "corporatie_reden": "INH"})
    assert nog_eens.status_code == 422 and "al geantwoord" in nog_eens.text
    velden = {"bezichtiging_op": "morgen", "bezichtiging_tijd": "14.30"}
    assert "bezichtiging" in scherm.gelukt(f"{pad}/bezichtigen", velden).lower()
    with land.wereld.lees() as sessie:
        nu_ = sessie.scalars(select(Aanbod).where(Aanbod.id == aanbod.id)).one()
        soorten = sessie.scalars(select(Signaal.gegevens).where(Signaal.soort == "corporatie")).all()
    assert (nu_.corporatie_antwoord, nu_.corporatie_op) == ("akkoord", vandaag()) and nu_.bezichtiging_op is not None
    assert "bezichtiging" in [een.get("vorm") for een in soorten]
    laatste = [g for g, _ in land.wereld.gebeurtenissen(aanbod.zaak_id) if g.soort == "melding"][-1]
    assert laatste.actor_naam == "Mens van 0"
    ander = land.scherm(land.mens(1)).stuur(f"{pad}/akkoord", {"corporatie_op": "vandaag"})
    assert ander.status_code == 404


def test_een_corporatie_geeft_eigen_woningen_op_en_verbetert_ze(land: Huurland):
    scherm, ander = land.scherm(land.mens(0)), land.scherm(land.mens(1))
    velden = {"adres": "Nieuwhof 12", "postcode": "7001 AB", "plaats": "Proefdorp", "detailsoort": "TUS"}
    velden |= {"kamers": "4", "slaapkamers": "3", "oppervlakte": "88", "verdieping": "0", "huur_cent": "600"}
    velden |= {"toegankelijkheid": "ZON", "contractsoort": "ONB", "woonvorm": "regulier", "beschikbaar_van": "vandaag"}
    fout = scherm.stuur("/portaal/woningen/nieuw", {**velden, "adres": ""})
    assert fout.status_code == 422 and 'value="Proefdorp"' in fout.text
    extra = {"status": "beschikbaar", "corporatie": str(land.corporaties[1]), "corporatie_id": str(land.corporaties[1])}
    lijst = scherm.gelukt("/portaal/woningen/nieuw", {**velden, **extra})
    assert "Nieuwhof 12" in lijst and "de gemeente kijkt haar na" in lijst
    (woning,) = [rij for rij in land.wereld.rijen("woning") if rij["adres"] == "Nieuwhof 12"]
    assert (woning["corporatie_id"], woning["status"], woning["herkomst"]) == (
        land.corporaties[0],
        "gemeld",
        "corporatie",
    )
    pad = f"/portaal/woningen/{woning['id']}"
    assert "is verbeterd" in scherm.gelukt(pad, {**velden, "oppervlakte": "90", "versie": str(woning["versie"])})
    assert scherm.stuur(pad, {**velden, "oppervlakte": "91", "versie": str(woning["versie"])}).status_code == 409
    gehoord = {rij["kenmerk"] for rij in land.wereld.rijen("signaal") if str(woning["id"]) in rij["kenmerk"]}
    assert gehoord == {f"woning:{woning['id']}:1", f"woning:{woning['id']}:2"}, "wonen hoort van beide"
    assert "Nieuwhof 12" not in ander.open("/portaal/woningen")
    assert ander.stuur(pad, {**velden, "versie": "2"}).status_code == 404


def test_een_corporatie_trekt_haar_woning_in_en_meldt_haar_opnieuw(land: Huurland):
    scherm, ander, woning_id = land.scherm(land.mens(0)), land.scherm(land.mens(1)), _vrije_woning(land)
    pad = f"/portaal/woningen/{woning_id}"
    assert "Intrekken" in scherm.open(pad)
    zonder = scherm.stuur(f"{pad}/stap", {"stap": "intrekken", "reden": ""})
    assert zonder.status_code == 422 and "Schrijf waarom" in zonder.text
    assert scherm.stuur(f"{pad}/stap", {"stap": "verhuren", "reden": "x"}).status_code == 400
    assert ander.stuur(f"{pad}/stap", {"stap": "intrekken", "reden": "x"}).status_code == 404
    assert "ingetrokken" in scherm.gelukt(f"{pad}/stap", {"stap": "intrekken", "reden": "Wij verkopen haar."})
    na = scherm.gelukt(f"{pad}/stap", {"stap": "opnieuw_melden", "reden": "De verkoop ging niet door."})
    assert "de gemeente kijkt haar na" in na
    (woning,) = [rij for rij in land.wereld.rijen("woning") if rij["id"] == woning_id]
    assert woning["status"] == "gemeld"


def test_elke_pagina_van_het_portaal_blijft_binnen_haar_vragen(land: Huurland):
    scherm, te_veel = land.scherm(land.mens()), {}
    land.dossier()
    aanbod = _aanbod(land, "voorgedragen")
    for pad in (
        "/portaal",
        f"/portaal/voordrachten/{aanbod.id}",
        "/portaal/woningen",
        "/portaal/woningen/nieuw",
        f"/portaal/woningen/{_vrije_woning(land)}",
        "/portaal/prognose",
    ):
        scherm.open(pad)  # de eerste keer leert casus de procesdefinitie kennen
        with opdrachten(land.app.extensions["casus.database"]) as vragen:
            scherm.open(pad)
        te_veel |= {pad: vragen} if len(vragen) > 8 else {}
    assert te_veel == {}


def _vrije_woning(land: Huurland) -> UUID:
    return next(rij["id"] for rij in land.wereld.rijen("woning") if rij["status"] == "beschikbaar")
