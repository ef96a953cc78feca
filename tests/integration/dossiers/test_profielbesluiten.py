"""Een dossierprofiel veranderen: voorstel, advies van de FG, besluit door een ander, en wat nooit kan."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from casus.actions import profielbesluiten
from casus.actor import Actor
from casus.errors import Conflict, GeenRecht, InvoerFout, Weigering
from casus.models import Mandaat, Profielbesluit
from casus.queries import mandaatregister
from casus.queries.dossiers import laad_profiel
from casus.rules.dossierprofielen import PROFIELEN, VERBODEN
from tests.integration.dossiers.conftest import Kamer
from tests.integration.schermen.conftest import Scherm
from tests.wereld import VANDAAG

Als = Callable[..., Scherm]
ERBIJ = "zaak.koppeldatum"
GELEVERD = PROFIELEN["voordracht"].velden


def _voorstel(kamer: Kamer, velden: list[str] | None = None, **anders: Any) -> Profielbesluit:
    wat = {"profiel": "voordracht", "velden": velden or [*GELEVERD, ERBIJ], "motivering": "De huur begint dan."}
    with kamer.wereld.werk() as sessie:
        wie = anders.pop("actor", kamer.wereld.actor("wonen"))
        return profielbesluiten.stel_voor(sessie, actor=wie, **(wat | anders))


def _advies(
    kamer: Kamer, besluit: Profielbesluit, oordeel: str = "eens", wie: str = "jurist", op: date = VANDAAG
) -> None:
    with kamer.wereld.werk() as sessie:
        rij = profielbesluiten.zoek(sessie, besluit.profiel, besluit.versie)
        wat = {"naam": "F. de Groot", "oordeel": oordeel, "advies": "Het is nodig voor het doel."}
        profielbesluiten.geef_fg_advies(sessie, rij, actor=kamer.wereld.actor(wie), op=op, **wat)


def _beslis(kamer: Kamer, besluit: Profielbesluit, wie: Actor | None = None, **anders: Any) -> None:
    with kamer.wereld.werk() as sessie:
        rij = profielbesluiten.zoek(sessie, besluit.profiel, besluit.versie)
        wie = wie or kamer.wereld.actor("ambtelijk_opdrachtgever")
        profielbesluiten.beslis(sessie, rij, actor=wie, **({"toekennen": True} | anders))


def _geldig(kamer: Kamer, dag: date) -> tuple[int, tuple[str, ...]]:
    with kamer.wereld.lees() as sessie:
        profiel = laad_profiel(sessie, "voordracht", dag)
        return profiel.versie, profiel.velden


def test_een_toegekende_versie_geldt_vanaf_haar_dag(kamer: Kamer):
    besluit, morgen = _voorstel(kamer), VANDAAG + timedelta(days=1)
    _advies(kamer, besluit)
    _beslis(kamer, besluit, geldig_van=morgen)
    assert _geldig(kamer, VANDAAG) == (1, GELEVERD)
    assert _geldig(kamer, morgen) == (2, (*GELEVERD, ERBIJ))
    with kamer.wereld.lees() as sessie:
        rij = sessie.scalars(select(Profielbesluit)).one()
    assert rij.mandaat["beslist_door"]["functie"] == "ambtelijk_opdrachtgever" and rij.status == "toegekend"
    assert (rij.mandaat["nr"], rij.mandaat["bevoegdheid"]) == ("2.7a", "gegevensdeling")


def test_een_dossier_van_vandaag_heeft_het_nieuwe_veld_en_de_versie(kamer: Kamer):
    besluit = _voorstel(kamer)
    _advies(kamer, besluit)
    _beslis(kamer, besluit)
    rij = kamer.maak(kamer.vraag())
    assert rij.profielversie == 2 and ERBIJ in rij.velden
    assert [deel["veld"] for deel in rij.gegevens["aanvullend"]] == [ERBIJ]


def test_zonder_advies_en_door_wie_het_voorstelde_kan_het_niet(kamer: Kamer):
    baas = kamer.wereld.actor("teammanager")
    besluit = _voorstel(kamer, actor=baas)
    with pytest.raises(Weigering, match="advies van de FG"):
        _beslis(kamer, besluit, kamer.wereld.actor("ambtelijk_opdrachtgever"))
    _advies(kamer, besluit)
    with pytest.raises(GeenRecht, match="niet zelf besluiten"):
        _beslis(kamer, besluit, baas)
    with pytest.raises(GeenRecht, match="functie"):
        _beslis(kamer, besluit, kamer.wereld.actor("jurist"))
    _beslis(kamer, besluit, kamer.wereld.actor("ambtelijk_opdrachtgever"))


def test_tegen_het_advies_in_vraagt_een_reden(kamer: Kamer):
    besluit = _voorstel(kamer)
    _advies(kamer, besluit, "oneens")
    with pytest.raises(InvoerFout) as fout:
        _beslis(kamer, besluit)
    assert fout.value.fouten[0].veld == "reden"
    _beslis(kamer, besluit, reden="De corporatie heeft het wettelijk nodig.")
    with pytest.raises(Weigering, match="al beslist"):
        _beslis(kamer, besluit, toekennen=False, reden="Toch niet.")


def test_wie_voorstelt_of_beslist_legt_het_advies_niet_vast(kamer: Kamer):
    besluit = _voorstel(kamer, actor=kamer.wereld.actor("jurist"))
    with pytest.raises(GeenRecht, match="U deed dit voorstel"):
        _advies(kamer, besluit)
    for dag in (date(2001, 1, 1), VANDAAG - timedelta(days=1), VANDAAG + timedelta(days=1)):
        with pytest.raises(InvoerFout) as fout:
            _advies(kamer, besluit, wie="teammanager", op=dag)
        assert [een.veld for een in fout.value.fouten] == ["op"]
    _advies(kamer, besluit, wie="teammanager")
    with pytest.raises(GeenRecht, match="legde het advies van de FG vast"):
        _beslis(kamer, besluit, kamer.wereld.actor("teammanager"))


def test_het_register_zegt_wie_beslist_en_de_keuring_kent_de_bevoegdheid(kamer: Kamer):
    besluit = _voorstel(kamer)
    _advies(kamer, besluit)
    with pytest.raises(GeenRecht, match="ambtelijk opdrachtgever"):
        _beslis(kamer, besluit, kamer.wereld.actor("teammanager"))
    with kamer.wereld.werk() as sessie:
        staat = mandaatregister.laad(sessie, kamer.wereld.gemeente())
        assert not [een for een in staat.bevindingen(VANDAAG) if een.ernst == "fout"]
        [rij] = [rij for rij in staat.laatste() if rij.bevoegdheid == profielbesluiten.BEVOEGDHEID]
        sessie.execute(update(Mandaat).where(Mandaat.id == rij.id).values(ingetrokken_per=VANDAAG))
    with pytest.raises(GeenRecht, match=r"besluit van het college|ingetrokken"):
        _beslis(kamer, besluit, kamer.wereld.actor("ambtelijk_opdrachtgever"))


def test_een_volgend_advies_komt_erbij_en_wist_niets(kamer: Kamer):
    besluit = _voorstel(kamer)
    with kamer.wereld.lees() as sessie:
        zonder = profielbesluiten.zoek(sessie, besluit.profiel, besluit.versie)
    for oordeel in ("oneens", "eens"):
        _advies(kamer, besluit, oordeel)
    with kamer.wereld.lees() as sessie:
        rij = profielbesluiten.zoek(sessie, besluit.profiel, besluit.versie)
    assert rij.fg_oordeel == "oneens" and rij.fg_advies.count("Het is nodig voor het doel.") == 2
    with pytest.raises(InvoerFout):
        _beslis(kamer, besluit)
    zonder.fg_oordeel, zonder.fg_op = "eens", VANDAAG
    with kamer.wereld.werk() as sessie, pytest.raises(Conflict):
        wie = kamer.wereld.actor("ambtelijk_opdrachtgever")
        profielbesluiten.beslis(sessie, zonder, actor=wie, toekennen=True)


def test_het_laatste_besluit_telt_en_wacht_op_zijn_dag(kamer: Kamer):
    besluit, straks = _voorstel(kamer), VANDAAG + timedelta(days=30)
    _advies(kamer, besluit)
    _beslis(kamer, besluit, geldig_van=straks)
    with pytest.raises(Weigering, match="Versie 2 is al toegekend"):
        _voorstel(kamer, [veld for veld in GELEVERD if veld != "doelgroep"])


def test_twee_voorstellen_tegelijk_geven_een_botsing(kamer: Kamer, monkeypatch: pytest.MonkeyPatch):
    _voorstel(kamer)
    monkeypatch.setattr(profielbesluiten, "lopend_voorstel", lambda *_: None)
    monkeypatch.setattr(profielbesluiten, "_volgende", lambda *_: 2)
    with pytest.raises(Conflict, match="net ook een voorstel"):
        _voorstel(kamer)


def test_afwijzen_vraagt_een_reden_en_verandert_niets(kamer: Kamer):
    besluit = _voorstel(kamer)
    _advies(kamer, besluit)
    with pytest.raises(InvoerFout):
        _beslis(kamer, besluit, toekennen=False)
    _beslis(kamer, besluit, toekennen=False, reden="Niet nodig.")
    assert _geldig(kamer, VANDAAG) == (1, GELEVERD)


def test_wat_verboden_is_kan_er_nooit_bij(kamer: Kamer):
    for regel in VERBODEN:
        for veld in regel.velden if "corporatie" in regel.voor else ():
            with pytest.raises(InvoerFout) as fout:
                _voorstel(kamer, [*GELEVERD, veld])
            assert "nooit" in fout.value.zin and regel.artikel in fout.value.zin, veld
    for verzonnen in ("gezondheid", "huishouden.schulden", "persoon.wachtwoord"):
        with pytest.raises(InvoerFout):
            _voorstel(kamer, [*GELEVERD, verzonnen])


def test_een_toegekend_verboden_veld_telt_toch_niet(kamer: Kamer):
    """Ook als iemand langs alles heen een rij maakt: het veld gaat niet mee."""
    besluit = _voorstel(kamer)
    _advies(kamer, besluit)
    _beslis(kamer, besluit)
    with kamer.wereld.eigenaar.engine.begin() as verbinding:
        tabel = Profielbesluit.__table__
        verbinding.execute(tabel.update().values(velden=[*GELEVERD, "persoon.bsn", ERBIJ]))
    rij = kamer.rij(kamer.vraag())
    assert "persoon.bsn" not in rij.velden and ERBIJ in rij.velden


def test_een_voorstel_tegelijk_en_alleen_wie_het_deed_trekt_het_in(kamer: Kamer):
    besluit = _voorstel(kamer)
    with pytest.raises(Conflict, match="al een voorstel"):
        _voorstel(kamer, [*GELEVERD, "huishouden.naam"])
    with kamer.wereld.werk() as sessie, pytest.raises(GeenRecht, match="voorstelde"):
        rij = profielbesluiten.zoek(sessie, "voordracht", besluit.versie)
        profielbesluiten.trek_in(sessie, rij, actor=kamer.wereld.actor("jurist"))
    with kamer.wereld.werk() as sessie:
        rij = profielbesluiten.zoek(sessie, "voordracht", besluit.versie)
        profielbesluiten.trek_in(sessie, rij, actor=kamer.wereld.actor("wonen"))
    assert _voorstel(kamer).versie == besluit.versie + 1


def test_een_nodig_veld_kan_er_niet_uit_en_niets_veranderen_is_geen_voorstel(kamer: Kamer):
    with pytest.raises(InvoerFout, match="niet worden gemaakt"):
        _voorstel(kamer, [veld for veld in GELEVERD if veld != "hoofdhuurder.naam"])
    with pytest.raises(Weigering, match="verandert niets"):
        _voorstel(kamer, list(GELEVERD))
    assert _voorstel(kamer, [veld for veld in GELEVERD if veld != "doelgroep"]).velden == [
        veld for veld in GELEVERD if veld != "doelgroep"
    ]


def test_de_schermen_van_voorstel_tot_besluit(kamer: Kamer, als: Als):
    wonen, jurist, baas = als("wonen"), als("jurist"), als("ambtelijk_opdrachtgever")
    assert "Ruilkaart" in wonen.open("/dossierprofielen")
    pagina = wonen.open("/dossierprofielen/voordracht/wijzigen")
    assert "Gekoppeld op" in pagina and "UAVG art. 46" in pagina and 'value="persoon.bsn"' not in pagina
    velden = {"velden": ["doelgroep", ERBIJ], "motivering": "De corporatie vraagt ernaar."}
    assert "wacht op het advies" in wonen.gelukt("/dossierprofielen/voordracht/wijzigen", velden)
    stuk = {"oordeel": "eens", "advies": "Akkoord.", "naam": "F. de Groot", "op": "vandaag"}
    assert "F. de Groot" in jurist.gelukt("/dossierprofielen/voordracht/2/advies", stuk)
    assert jurist.stuur("/dossierprofielen/voordracht/2/besluit", {"uitkomst": "toekennen"}).status_code == 403
    manager = als("teammanager").open("/dossierprofielen/voordracht")
    assert "Besluit nemen" not in manager and "mbtelijk opdrachtgever" in manager
    assert "Besluit nemen" in baas.open("/dossierprofielen/voordracht")
    assert "Alleen na een vinkje" in jurist.open("/dossierprofielen/weigering_coa")
    assert "toegekend" in baas.gelukt("/dossierprofielen/voordracht/2/besluit", {"uitkomst": "toekennen"})
    wonen.open("/dossierprofielen/niets", status=404)
    vers = als("ambtelijk_opdrachtgever", vers=False).stuur(
        "/dossierprofielen/voordracht/2/besluit", {"uitkomst": "toekennen"}
    )
    assert vers.status_code != 303, "zonder verse code gebeurt er niets"
