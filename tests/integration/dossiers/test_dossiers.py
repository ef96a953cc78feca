"""Dossiers per profiel: wat erin staat, wie het maakt, verbeteren, intrekken en een kopie met een wachtwoord."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from casus.actions import dossierkopie, dossiers
from casus.db import uuid7
from casus.errors import Conflict, GeenRecht, NietGevonden, Weigering
from casus.gebeurtenissen import noteer
from casus.models import Aanbod, Huishouden, Leesactie, Notitie, Persoon, Taak, Verstrekking, Woning, Zaak
from casus.opslag import lees
from casus.pdf.fouten import LettertypeFout
from casus.queries.dossiers import laad_verstrekking
from casus.rules.dossierprofielen import PROFIELEN, na_keuze, verbod
from casus.sleutels import nieuwe_sleutelbos
from casus.views.schermen.dossierbestand import inhoud_van
from tests.integration.dossiers.conftest import Kamer, gezien_op
from tests.integration.queries.tellen import opdrachten
from tests.integration.schermen.conftest import Scherm
from tests.wereld import A

Als = Callable[..., Scherm]
BOS = nieuwe_sleutelbos()
GEVOELIG = PROFIELEN["inzage_betrokkene"].op_keuze


def _alles(kamer: Kamer) -> list[dict[str, Any]]:
    """Een aanvraag van elk profiel dat zonder voorwaarde kan."""
    return [
        {"profiel": "voordracht"},
        {"profiel": "ruilkaart", "ontvanger_id": kamer.andere_gemeente().id},
        {"profiel": "intern_volledig"},
        {"profiel": "inzage_betrokkene", "ontvanger_id": kamer.persoon(), "rol": "casemanager"},
        {"profiel": "weigering_coa", "plek": "terecht", "rol": "jurist"},
    ]


def test_elk_profiel_geeft_precies_zijn_velden(kamer: Kamer):
    for wat in _alles(kamer):
        rij = kamer.maak(kamer.vraag(**wat))
        profiel = na_keuze(PROFIELEN[wat["profiel"]], ())
        assert rij.status == "gemaakt" and rij.velden == list(profiel.velden)
        assert not [veld for veld in rij.velden if verbod(profiel, veld)]
        if profiel.code != "voordracht":
            velden = {deel["veld"] for deel in rij.gegevens["delen"]}
            assert velden <= set(profiel.velden)
        assert (rij.eindigt_op is not None) == (profiel.ontvanger_soort in ("corporatie", "gemeente"))


def test_een_ruilkaart_heeft_geen_naam_en_geen_nummer(kamer: Kamer):
    rij = kamer.maak(kamer.vraag(profiel="ruilkaart", ontvanger_id=kamer.andere_gemeente().id))
    with kamer.wereld.lees() as sessie:
        zaak = sessie.scalars(select(Zaak).where(Zaak.id == rij.zaak_id)).one()
        huis = sessie.scalars(select(Huishouden).where(Huishouden.id == zaak.huishouden_id)).one()
    tekst = str(rij.gegevens)
    for spoor in (zaak.zaaknummer, huis.naam, huis.coa_nummer, "Van Doetinchem"):
        assert spoor not in tekst
    assert rij.gegevens["kenmerk"].startswith("RK-") and zaak.zaaknummer not in rij.document.naam


def test_een_inzage_noemt_wie_keek_en_wie_het_kreeg(kamer: Kamer):
    kamer.maak(kamer.vraag())
    with kamer.wereld.werk() as sessie:
        wie = kamer.wereld.actor("wonen")
        sleutel = {"gemeente_id": wie.gemeente_id, "gebruiker_id": wie.gebruiker_id, "herkomst": "web"}
        for wat in ("zaak", f"dossier {kamer.persoon()}", "voorbeeld van dossier inzage_betrokkene"):
            sessie.add(Leesactie(**sleutel, zaak_id=kamer.wereld.zaak_id("voorgedragen"), wat=wat))
    rij = kamer.rij(kamer.vraag(profiel="inzage_betrokkene", ontvanger_id=kamer.persoon(), rol="casemanager"))
    delen = {deel["veld"]: deel for deel in rij.gegevens["delen"]}
    assert any("Medewerker (wonen)" in regel for regel in delen["inzage.gezien"]["rijen"])
    assert kamer.wereld.actor("wonen").naam not in str([delen[veld] for veld in delen if veld.startswith("inzage.")])
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-|_", str(delen["inzage.gezien"]["rijen"]))
    assert "De Linde" in str(delen["inzage.verstrekkingen"]["rijen"]) or delen["inzage.verstrekkingen"]["rijen"]
    assert len(delen["inzage.gebeurtenissen"]["rijen"]) > 5
    assert "versleuteld" in delen["persoon.v_nummer"]["waarde"]


def test_een_inzage_heeft_niets_van_een_ander_en_vrije_tekst_alleen_na_een_vinkje(kamer: Kamer):
    with kamer.wereld.werk() as sessie:
        zaak = sessie.scalars(select(Zaak).where(Zaak.id == kamer.wereld.zaak_id("voorgedragen"))).one()
        mensen = sessie.scalars(select(Persoon).where(Persoon.huishouden_id == zaak.huishouden_id)).all()
        ik, ander = (een.id for een in sorted(mensen, key=lambda een: een.volgnummer)[:2])
        wie = kamer.wereld.actor("casemanager")
        sessie.add(Notitie(gemeente_id=zaak.gemeente_id, zaak_id=zaak.id, tekst="KANARIE", door_id=wie.gebruiker_id))
    anders = kamer.maak(kamer.vraag(profiel="inzage_betrokkene", ontvanger_id=ander, rol="jurist"))
    mij = {"profiel": "inzage_betrokkene", "ontvanger_id": ik, "rol": "jurist"}
    rij = kamer.rij(kamer.vraag(**mij))
    delen = {deel["veld"]: deel for deel in rij.gegevens["delen"]}
    assert anders.ontvanger not in str([delen[veld] for veld in delen if veld.startswith(("inzage.", "team."))])
    assert "KANARIE" not in str(delen) and not set(GEVOELIG) & set(rij.velden)
    assert "otities" in delen["inzage.weggelaten"]["waarde"] and "UAVG art. 41" in delen["inzage.weggelaten"]["waarde"]
    met = kamer.maak(kamer.vraag(**mij, erbij=["team.notities"]))
    assert "KANARIE" in str(met.gegevens) and set(GEVOELIG) & set(met.velden) == {"team.notities"}


def test_een_inzage_noemt_geen_collega_ook_niet_in_wat_er_gebeurde(kamer: Kamer):
    collega, baas = kamer.wereld.actor("casemanager"), kamer.wereld.actor("teammanager")
    with kamer.wereld.werk() as sessie:
        taak = sessie.scalars(select(Taak).where(Taak.zaak_id == kamer.wereld.zaak_id("voorgedragen"))).all()[-1]
        soorten = {
            "taak_overgedragen_met_bericht": {
                "taak": taak.titel,
                "aan": collega.naam,
                "toelichting": "KANARIE-bericht",
            },
            "vast_gezicht": {"naam": collega.naam, "rol": "wonen"},
            "besluit_voorgelegd": {"aan": collega.naam, "titel": "Woning aanbieden"},
            "dossierlink_gemaakt": {"naam": "KANARIE-corporatie", "ontvanger": "De Linde", "tot": "1 juli 2026"},
            "contactmoment": {"soort": "gesprek", "met": "KANARIE-zus"},
        }
        for soort, gegevens in soorten.items():
            noteer(sessie, actor=baas, soort=soort, object_=taak, zaak_id=taak.zaak_id, gegevens=gegevens)
    mij = {"profiel": "inzage_betrokkene", "ontvanger_id": kamer.persoon(), "rol": "jurist"}
    rij = kamer.rij(kamer.vraag(**mij))
    delen = {deel["veld"]: deel for deel in rij.gegevens["delen"]}
    namen = {een.naam for een in kamer.wereld.ligging.team[A].values()}
    assert not [naam for naam in namen if naam in str(delen)] and "KANARIE" not in str(rij.gegevens)
    zinnen = " ".join(wat for _, wat in delen["inzage.gebeurtenissen"]["rijen"])
    assert f"droeg de taak ‘{taak.titel}’ over aan een medewerker: ‘…’" in zinnen
    assert "Medewerker (teammanager) maakte een medewerker het vaste gezicht voor wonen." in zinnen
    met = kamer.rij(kamer.vraag(**mij, erbij=["inzage.toelichtingen"]))
    kamer.maak(met.id)
    nog_eens = {deel["veld"]: deel for deel in kamer.rij(kamer.vraag(**mij)).gegevens["delen"]}
    assert "V-nummer, BSN, " in str(nog_eens["inzage.verstrekkingen"]["rijen"])
    geschreven = str({deel["veld"]: deel for deel in met.gegevens["delen"]}["inzage.toelichtingen"]["rijen"])
    assert "KANARIE-bericht" in geschreven and "KANARIE-zus" in geschreven
    assert collega.naam not in geschreven and "KANARIE-corporatie" not in str(met.gegevens)


def test_een_weigering_voor_het_coa_is_een_dossier_als_elk_ander(kamer: Kamer, app: Flask, als: Als):
    app.extensions["casus.renderer"] = kamer.tekenaar
    with kamer.wereld.werk() as sessie:
        nu_ = select(Taak).where(Taak.zaak_id == kamer.wereld.zaak_id("terecht"), Taak.gereed_op.is_not(None))
        for taak in sessie.scalars(nu_).all():
            for veld in ("reactie", "oordeel"):
                if veld in taak.gegevens:
                    erbij = {"toelichting_vrij": "KANARIE-gezegd", "oordeel_toelichting": "KANARIE-oordeel"}
                    taak.gegevens = {**taak.gegevens, **erbij}
    nummer, jurist = kamer.nummer("terecht"), als("jurist")
    pad = f"/zaken/{nummer}/weigering"
    voorbeeld = (heel := jurist.open(pad)).partition('id="h-weg"')[2]
    assert "KANARIE" not in voorbeeld and "Wat het huishouden zei" in voorbeeld.partition('id="h-niet"')[2]
    gekozen = jurist.open(f"{pad}?erbij=weigering.gezegd").partition('id="h-weg"')[2]
    assert "KANARIE-gezegd" in gekozen and "KANARIE-oordeel" not in gekozen
    velden = {"profiel": "weigering_coa", "ontvanger": "coa", "gezien": gezien_op(heel)}
    assert "Het dossier voor het COA" in jurist.gelukt(f"/zaken/{nummer}/dossier", velden)
    assert als("wonen").stuur(f"/zaken/{nummer}/dossier", velden).status_code == 403
    with kamer.wereld.lees() as sessie:
        vraag = select(Verstrekking).where(Verstrekking.profiel == "weigering_coa")
        [rij] = sessie.scalars(vraag.options(joinedload(Verstrekking.document))).all()
        aanbod = sessie.scalars(select(Aanbod).where(Aanbod.id == rij.aanbod_id)).one()
    assert (rij.status, rij.ontvanger_soort, rij.ontvanger) == ("gemaakt", "coa", "het COA")
    assert rij.grondslag and rij.doel and rij.sha256 == rij.document.sha256 and aanbod.weigerreden
    assert "KANARIE" not in str(rij.gegevens) and "weigering.gezegd" not in rij.velden
    hier = f"/zaken/{nummer}/verstrekkingen/{rij.id}"
    assert jurist.client.get(f"{hier}/pdf").data == lees(kamer.map_, rij.document.bestand, rij.document.sha256)
    pagina = jurist.open(hier)
    assert "Kopie met wachtwoord maken" in pagina
    assert "Toegang intrekken" not in pagina and "Een link naar" not in pagina
    met = kamer.maak(kamer.vraag("terecht", "jurist", profiel="weigering_coa", erbij=["weigering.gezegd"]))
    with kamer.wereld.werk() as sessie:
        tweede = dossiers.verbeter(sessie, met, actor=kamer.wereld.actor("jurist")).id
    tweede_ = kamer.maak(tweede)
    assert (tweede_.versie, tweede_.vervangt_id, tweede_.aanbod_id) == (2, met.id, rij.aanbod_id)
    assert "KANARIE-gezegd" in str(tweede_.gegevens) and "KANARIE-oordeel" not in str(tweede_.gegevens)
    with kamer.wereld.lees() as sessie:
        gelezen = set(sessie.scalars(select(Leesactie.wat).where(Leesactie.zaak_id == rij.zaak_id)))
    assert {"weigering", f"dossier {rij.id}"} <= gelezen
    with pytest.raises(Weigering, match="geen woning geweigerd"):
        kamer.vraag("zoekend", "jurist", profiel="weigering_coa")


def test_een_verbeterde_weigering_blijft_over_haar_eigen_aanbod_gaan(kamer: Kamer):
    eerste = kamer.maak(kamer.vraag("terecht", "jurist", profiel="weigering_coa"))
    with kamer.wereld.werk() as sessie:
        oud = sessie.scalars(select(Aanbod).where(Aanbod.id == eerste.aanbod_id)).one()
        woning = sessie.scalars(select(Woning).where(Woning.id != oud.woning_id).order_by(Woning.id)).all()[0]
        sleutel = {"gemeente_id": oud.gemeente_id, "zaak_id": oud.zaak_id, "woning_id": woning.id}
        sessie.add(Aanbod(id=uuid7(), **sleutel, status="geweigerd", weigerreden="WOB"))
        sessie.flush()
        tweede = dossiers.verbeter(sessie, eerste, actor=kamer.wereld.actor("jurist")).id
    assert kamer.rij(tweede).aanbod_id == oud.id and kamer.rij(tweede).gegevens["titel"] == eerste.gegevens["titel"]
    nieuw = kamer.rij(kamer.vraag("terecht", "jurist", profiel="weigering_coa"))
    assert nieuw.aanbod_id != oud.id and woning.adres in nieuw.gegevens["titel"]


def test_een_link_maken_staat_er_alleen_waar_het_kan(kamer: Kamer, als: Als):
    dossiers_ = {
        "voordracht": kamer.maak(kamer.vraag()),
        "ruilkaart": kamer.maak(kamer.vraag(profiel="ruilkaart", ontvanger_id=kamer.andere_gemeente().id)),
        "intern_volledig": kamer.maak(kamer.vraag(profiel="intern_volledig")),
        "ingetrokken": kamer.maak(kamer.vraag()),
    }
    with kamer.wereld.werk() as sessie:
        dossiers.trek_in(sessie, dossiers_["ingetrokken"], actor=kamer.wereld.actor("wonen"))
    wonen, jurist = als("wonen"), als("jurist")
    kan = {}
    for naam, rij in dossiers_.items():
        pad = f"/zaken/{kamer.nummer()}/verstrekkingen/{rij.id}"
        kan[naam] = "Nieuwe link maken" in wonen.open(f"{pad}/links")
        assert ("Een link naar dit dossier" in wonen.open(pad)) == kan[naam]
        assert "Nieuwe link maken" not in jurist.open(f"{pad}/links")
    assert kan == {"voordracht": True, "ruilkaart": True, "intern_volledig": False, "ingetrokken": False}


def test_een_overdracht_kan_pas_als_beide_gemeenten_akkoord_zijn(kamer: Kamer):
    ander = kamer.andere_gemeente()
    with pytest.raises(Weigering, match="ruilbesluit"):
        kamer.vraag("zoekend", profiel="overdracht_gemeente", ontvanger_id=ander.id)
    with pytest.raises(Weigering, match="nog niet akkoord"):
        kamer.vraag("ruil", profiel="overdracht_gemeente", ontvanger_id=ander.id)
    with kamer.wereld.werk() as sessie:
        w = kamer.wereld.loop(sessie, kamer.wereld.zaak_id("ruil"))
        w.meld("ruil_gewenst")
        w.taak("WO-10", ruil_gemeente=f"Gemeente {ander.naam}", ruil_akkoord="ja", motivering="Past beter.")
    with pytest.raises(Weigering, match="ruilbesluit bij deze ruil noemt"):
        kamer.vraag("ruil", profiel="overdracht_gemeente", ontvanger_id=ander.id)
    with kamer.wereld.werk() as sessie:
        kamer.wereld.loop(sessie, kamer.wereld.zaak_id("ruil")).besluit("ruil", andere_gemeente=ander.naam)
    rij = kamer.maak(kamer.vraag("ruil", profiel="overdracht_gemeente", ontvanger_id=ander.id))
    assert rij.naar_gemeente_id == ander.id and "nationaliteit" not in str(rij.gegevens).lower()
    assert "v_nummer" not in str(rij.gegevens) and "bsn" not in str(rij.gegevens).lower()


@pytest.mark.parametrize(("profiel", "rol"), [("voordracht", "jurist"), ("inzage_betrokkene", "wonen")])
def test_alleen_wie_dit_dossier_maakt(kamer: Kamer, profiel: str, rol: str):
    with pytest.raises(GeenRecht, match="dit dossier maken"):
        kamer.vraag(profiel=profiel, rol=rol, ontvanger_id=kamer.persoon() if profiel != "voordracht" else None)


def test_een_onbekende_ontvanger_bestaat_niet(kamer: Kamer):
    with pytest.raises(NietGevonden, match="corporatie"):
        kamer.vraag(ontvanger_id=kamer.persoon())
    with pytest.raises(NietGevonden, match="dossier"):
        kamer.vraag(profiel="alles", ontvanger_id=kamer.persoon())
    with pytest.raises(NietGevonden, match="gemeente"):
        kamer.vraag(profiel="ruilkaart", ontvanger_id=kamer.wereld.gemeente())


def test_een_verbetering_noemt_de_oude_en_sluit_haar(kamer: Kamer):
    eerste = kamer.maak(kamer.vraag())
    oud = lees(kamer.map_, eerste.document.bestand, eerste.document.sha256)
    with kamer.wereld.werk() as sessie:
        zaak = sessie.scalars(select(Zaak).where(Zaak.id == eerste.zaak_id)).one()
        sessie.execute(update(Huishouden).where(Huishouden.id == zaak.huishouden_id).values(telefoon="0999 11 22 33"))
        nieuw = dossiers.verbeter(sessie, eerste, actor=kamer.wereld.actor("wonen")).id
    assert kamer.rij(eerste.id).ingetrokken_op is None, "de oude blijft open tot de nieuwe er is"
    tweede = kamer.maak(nieuw)
    assert (tweede.versie, tweede.vervangt_id) == (2, eerste.id)
    assert tweede.gegevens["vervangt"] == {"datum": "2026-07-06", "nummer": "1"}
    assert tweede.gegevens["hoofdhuurder"]["telefoon"] == "0999 11 22 33"
    assert ", versie 2.pdf" in tweede.document.naam
    assert kamer.rij(eerste.id).ingetrokken_op is not None and tweede.ingetrokken_op is None
    assert lees(kamer.map_, eerste.document.bestand, eerste.document.sha256) == oud
    with kamer.wereld.werk() as sessie, pytest.raises(Conflict, match="al vervangen"):
        dossiers.verbeter(sessie, eerste, actor=kamer.wereld.actor("wonen"))


def test_twee_verbeteringen_tegelijk_geven_een_botsing(kamer: Kamer, monkeypatch: pytest.MonkeyPatch):
    eerste = kamer.maak(kamer.vraag())
    with kamer.wereld.werk() as sessie:
        dossiers.verbeter(sessie, eerste, actor=kamer.wereld.actor("wonen"))
    laad = dossiers.laad_te_verbeteren
    monkeypatch.setattr(dossiers, "laad_te_verbeteren", lambda *wat: laad(*wat)._replace(vervangen=False))
    with kamer.wereld.werk() as sessie, pytest.raises(Conflict, match="al vervangen"):
        dossiers.verbeter(sessie, eerste, actor=kamer.wereld.actor("wonen"))


def test_wat_is_ingetrokken_is_niet_te_verbeteren(kamer: Kamer):
    rij = kamer.maak(kamer.vraag())
    with kamer.wereld.werk() as sessie:
        dossiers.trek_in(sessie, rij, actor=kamer.wereld.actor("wonen"))
    with kamer.wereld.werk() as sessie, pytest.raises(Weigering, match="ingetrokken"):
        dossiers.verbeter(sessie, kamer.rij(rij.id), actor=kamer.wereld.actor("wonen"))


def test_wat_nog_wordt_gemaakt_is_niet_te_verbeteren(kamer: Kamer):
    rij = kamer.rij(kamer.vraag())
    with kamer.wereld.werk() as sessie, pytest.raises(Weigering, match="nog gemaakt"):
        dossiers.verbeter(sessie, rij, actor=kamer.wereld.actor("wonen"))


def test_intrekken_sluit_de_toegang_een_keer(kamer: Kamer):
    rij = kamer.maak(kamer.vraag())
    with kamer.wereld.werk() as sessie:
        dossiers.trek_in(sessie, rij, actor=kamer.wereld.actor("casemanager"))
    assert kamer.rij(rij.id).ingetrokken_op is not None
    with kamer.wereld.werk() as sessie, pytest.raises(Weigering, match="al ingetrokken"):
        dossiers.trek_in(sessie, kamer.rij(rij.id), actor=kamer.wereld.actor("casemanager"))


@pytest.mark.parametrize("letter", ["ABCDEF+DejaVu-Sans", "ABCDEF+Casus-Sans-Bold", "Helvetica"])
def test_een_pdf_met_een_andere_letter_gaat_niet_weg(kamer: Kamer, letter: str):
    kamer.tekenaar.letter = letter
    id_ = kamer.vraag()
    with pytest.raises(LettertypeFout):
        kamer.maak(id_)
    rij = kamer.rij(id_)
    assert (rij.status, rij.document_id) == ("aangevraagd", None) and not list(kamer.map_.glob("*"))


def test_de_kopie_gaat_alleen_met_het_wachtwoord_open(kamer: Kamer):
    rij = kamer.maak(kamer.vraag())
    with kamer.wereld.werk() as sessie:
        dossier = laad_verstrekking(sessie, kamer.nummer(), rij.id)
        dossierkopie.maak_kopie(sessie, dossier, actor=kamer.wereld.actor("wonen"), bos=BOS, map_=kamer.map_)
    with kamer.wereld.werk() as sessie:
        dossier = laad_verstrekking(sessie, kamer.nummer(), rij.id)
        wachtwoord = dossierkopie.toon_wachtwoord(sessie, dossier, actor=kamer.wereld.actor("wonen"), bos=BOS)
        kopie = dossierkopie.laad_kopie(sessie, dossier)
        assert wachtwoord not in str(dossier.wachtwoord) and len(wachtwoord) == 23
    inhoud = lees(kamer.map_, kopie.bestand, kopie.sha256)
    for fout in ("", "x", wachtwoord.upper()):
        with pytest.raises(pikepdf.PasswordError):
            pikepdf.open(io.BytesIO(inhoud), password=fout)
    with pikepdf.open(io.BytesIO(inhoud), password=wachtwoord) as open_pdf:
        assert (open_pdf.encryption.R, open_pdf.encryption.bits) == (6, 256)
    origineel = kamer.rij(rij.id)
    assert origineel.sha256 == rij.sha256 and origineel.document_id == rij.document_id
    assert wachtwoord not in " ".join(tekst for _, tekst in kamer.wereld.gebeurtenissen(rij.zaak_id))


def test_een_verbetering_van_een_kopie_met_wachtwoord_wacht_op_haar_eigen_kopie(kamer: Kamer, app: Flask):
    rij, wie = kamer.maak(kamer.vraag()), kamer.wereld.actor("wonen")
    with kamer.wereld.werk() as sessie:
        dossier = laad_verstrekking(sessie, kamer.nummer(), rij.id)
        dossierkopie.maak_kopie(sessie, dossier, actor=wie, bos=BOS, map_=kamer.map_)
        nieuw = dossiers.verbeter(sessie, dossier, actor=wie).id
    kamer.maak(nieuw)
    with app.app_context(), kamer.wereld.werk() as sessie:
        dossier = laad_verstrekking(sessie, kamer.nummer(), nieuw)
        with pytest.raises(NietGevonden, match="kopie met een wachtwoord"):
            inhoud_van(sessie, dossier)
        dossierkopie.maak_kopie(sessie, dossier, actor=wie, bos=BOS, map_=kamer.map_)
        sessie.flush()
        with pytest.raises(pikepdf.PasswordError):
            pikepdf.open(io.BytesIO(inhoud_van(sessie, dossier).inhoud))


def test_wat_in_het_gebied_is_getypt_wijst_niemand_aan(kamer: Kamer):
    plaats = kamer.andere_gemeente()
    with kamer.wereld.werk() as sessie:
        zaak = sessie.scalars(select(Zaak).where(Zaak.id == kamer.wereld.zaak_id("voorgedragen"))).one()
        eigen = Huishouden.id == zaak.huishouden_id
        tekst = f"Dicht bij zus Kanarie, V-nummer 2812345678, in {plaats.naam}"
        sessie.execute(update(Huishouden).where(eigen).values(gebied=tekst, gebied_reden="familie"))
    rij = kamer.rij(kamer.vraag(profiel="ruilkaart", ontvanger_id=plaats.id))
    delen = {deel["veld"]: deel["waarde"] for deel in rij.gegevens["delen"]}
    assert delen["ruil.regiowens"] == plaats.naam and "anarie" not in str(rij.gegevens)
    with pytest.raises(Weigering, match="een nummer of een naam"):
        kamer.vraag()


def test_het_voorbeeld_staat_in_het_leeslogboek_en_meer_dan_tien_per_minuut_kan_niet(
    kamer: Kamer, app: Flask, als: Als
):
    app.extensions["casus.renderer"] = kamer.tekenaar
    pad, wonen, naar = f"/zaken/{kamer.nummer()}/dossier", als("wonen"), str(kamer.wereld.ligging.corporatie)
    wonen.open(f"{pad}?ontvanger={naar}")
    with kamer.wereld.lees() as sessie:
        assert "voorbeeld van dossier voordracht" in set(sessie.scalars(select(Leesactie.wat)))
    gezien = gezien_op(wonen.open(f"{pad}?ontvanger={naar}"))
    codes = [wonen.stuur(pad, {"ontvanger": naar, "gezien": gezien}).status_code for _ in range(11)]
    assert codes == [303] * 10 + [429]


def test_het_scherm_toont_wat_weggaat_en_wat_niet(kamer: Kamer, app: Flask, als: Als):
    app.extensions["casus.renderer"] = kamer.tekenaar
    pad, wonen = f"/zaken/{kamer.nummer()}/dossier", als("wonen")
    pagina = wonen.open(f"{pad}?ontvanger={kamer.wereld.ligging.corporatie}")
    assert "Hoofdhuurder" in pagina and "Dit gaat niet mee" in pagina and "UAVG art. 46" in pagina
    wat = {"profiel": "voordracht", "ontvanger": str(kamer.wereld.ligging.corporatie), "gezien": gezien_op(pagina)}
    na = wonen.gelukt(pad, wat)
    assert "Kopie met wachtwoord maken" in na and "gemaakt" in na
    with kamer.wereld.lees() as sessie:
        vraag = select(Verstrekking.id).where(Verstrekking.zaak_id == kamer.wereld.zaak_id("voorgedragen"))
        id_ = sorted(sessie.scalars(vraag))[-1]
    hier = f"/zaken/{kamer.nummer()}/verstrekkingen/{id_}"
    assert "Wachtwoord bekijken" in wonen.gelukt(f"{hier}/kopie")
    getoond = wonen.stuur(f"{hier}/wachtwoord")
    assert getoond.status_code == 200 and "Het wachtwoord is" in getoond.text
    assert wonen.client.get(f"{hier}/beveiligd").data.startswith(b"%PDF-")
    verbeterd = {"gezien": gezien_op(wonen.open(f"{hier}/verbeteren"))}
    assert "Versie 2" in wonen.gelukt(f"{hier}/verbeteren", verbeterd)
    assert "vervangen door versie 2" in wonen.open(hier)
    assert wonen.client.get(f"{hier}/pdf").mimetype == "application/pdf"


def test_zonder_keuze_of_met_een_weigering_staat_er_waarom(kamer: Kamer, als: Als):
    pad, wonen = f"/zaken/{kamer.nummer('zoekend')}/dossier", als("wonen")
    assert wonen.stuur(pad, {"profiel": "voordracht"}).status_code == 422
    ander = kamer.andere_gemeente().id
    assert "ruilbesluit" in wonen.open(f"{pad}?profiel=overdracht_gemeente&ontvanger={ander}")
    assert als("jurist").stuur(pad, {"ontvanger": str(kamer.wereld.ligging.corporatie)}).status_code == 403
    wonen.open(f"{pad}?profiel=bestaat-niet", status=404)


def test_elk_voorbeeld_blijft_binnen_acht_vragen(kamer: Kamer, app: Flask, als: Als):
    scherm, pad = als("casemanager"), f"/zaken/{kamer.nummer()}/dossier"
    ontvangers = {
        "voordracht": kamer.wereld.ligging.corporatie,
        "ruilkaart": kamer.andere_gemeente().id,
        "intern_volledig": "team",
        "inzage_betrokkene": kamer.persoon(),
    }
    for profiel, wie in ontvangers.items():
        scherm.open(f"{pad}?profiel={profiel}&ontvanger={wie}")
        with opdrachten(app.extensions["casus.database"]) as vragen:
            assert "Dit gaat niet mee" in scherm.open(f"{pad}?profiel={profiel}&ontvanger={wie}")
        assert len(vragen) <= 8, (profiel, vragen)
