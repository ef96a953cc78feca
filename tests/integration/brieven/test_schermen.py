"""De brief bij de zaak, en de teksten van brieven op het scherm van de beheerder en met `casus brief`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select

from casus.brieven.soorten import pakket_tekst
from casus.cli import groep, omgeving
from casus.models import Besluit, Leesactie, Zaak
from casus.pdf.fouten import PdfMislukt
from tests.integration.brieven.conftest import Kantoor
from tests.integration.schermen.conftest import Scherm
from tests.wereld import Wereld

CODE = "inrichtingskrediet-toegekend"
TEKST = pakket_tekst(CODE)
ANDERS = TEKST.replace("meubels en andere spullen", "een bed en een tafel")
PAD = f"/briefteksten/{CODE}"
Als = Callable[..., Scherm]


def _nummer(wereld: Wereld) -> str:
    with wereld.lees() as sessie:
        return sessie.scalars(select(Zaak.zaaknummer).where(Zaak.id == wereld.zaak_id("zoekend"))).one()


def test_de_brief_staat_bij_de_zaak_en_is_op_te_halen(kantoor: Kantoor, app: Flask, als: Als):
    app.extensions["casus.renderer"] = kantoor.tekenaar
    besluit_id, nummer = kantoor.beslis(), _nummer(kantoor.wereld)
    assert "wordt gemaakt" in als("wonen").open(f"/zaken/{nummer}")
    kantoor.tekenaar.fout = PdfMislukt()
    with pytest.raises(PdfMislukt):
        kantoor.maak(besluit_id)
    brief, wonen = kantoor.brief(besluit_id), als("wonen")
    pagina, pdf = wonen.open(f"/zaken/{nummer}"), f"/zaken/{nummer}/brieven/{brief.id}/pdf"
    assert "niet gemaakt" in pagina and PdfMislukt().zin in pagina and f"brieven/{brief.id}/opnieuw" in pagina
    wonen.open(pdf, status=404)
    assert "opnieuw gemaakt" in wonen.gelukt(f"/zaken/{nummer}/brieven/{brief.id}/opnieuw")
    klaar = kantoor.brief(besluit_id)
    assert klaar.status == "klaar", "de brief wordt meteen na het verzoek gemaakt, niet pas door de werker"
    pagina = wonen.open(f"/zaken/{nummer}")
    assert "niet verzegeld" in pagina and "Urgentie toekennen: toegekend (pdf)" in pagina
    antwoord = wonen.client.get(pdf)
    assert antwoord.mimetype == "application/pdf" and len(antwoord.data) == klaar.grootte
    assert f"brief-{klaar.nummer}.pdf" in antwoord.headers["Content-Disposition"]
    with kantoor.wereld.lees() as sessie:
        gelezen = sessie.scalars(select(Leesactie).where(Leesactie.wat == f"brief {klaar.id}")).one()
    assert gelezen.gebruiker_id == kantoor.wereld.actor("wonen").gebruiker_id
    assert "Een dossier of brief maakt casus zelf." in wonen.open(f"/documenten/{klaar.document_id}")


def test_alleen_het_team_en_wie_besliste_lezen_de_brief(kantoor: Kantoor, als: Als):
    besluit_id = kantoor.beslis()
    brief, nummer = kantoor.maak(besluit_id), _nummer(kantoor.wereld)
    pdf = f"/zaken/{nummer}/brieven/{brief.id}/pdf"
    als("ambtelijk_opdrachtgever").open(pdf, status=404)
    als("beheerder").open(pdf, status=403)
    with kantoor.wereld.werk() as sessie:
        besluit = sessie.scalars(select(Besluit).where(Besluit.id == besluit_id)).one()
        besluit.besloten_door_id = kantoor.wereld.actor("ambtelijk_opdrachtgever").gebruiker_id
    als("ambtelijk_opdrachtgever").open(pdf)
    als("wonen").open(pdf.replace(nummer, "DOE-2026-99999"), status=404)


# --- teksten ---


def test_een_eigen_tekst_bewaren_zien_en_terugzetten(kantoor: Kantoor, als: Als):
    beheerder = als("beheerder")
    assert "tekst van casus" in beheerder.open("/briefteksten")
    pagina = beheerder.open(PAD)
    assert "Voorbeeld met verzonnen gegevens" in pagina and "U krijgt €\xa04.140 voor de inrichting" in pagina
    pagina = beheerder.gelukt(PAD, {"tekst": ANDERS.replace("\n", "\r\n"), "versie": "0"})
    assert "bewaard als versie 1" in pagina and "een bed en een tafel" in pagina
    assert "eigen tekst" in beheerder.open("/briefteksten")
    brief = kantoor.brief(kantoor.beslis("inrichtingskrediet", vorm="lening"))
    assert brief.sjabloon_versie == 1 and "een bed en een tafel" in str(brief.gegevens)
    pagina = beheerder.gelukt(f"{PAD}/terug", {"versie": "1"})
    assert "weer de tekst van casus" in pagina
    brief = kantoor.brief(kantoor.beslis("inrichtingskrediet", vorm="gift"))
    assert brief.sjabloon_versie == 0 and "meubels en andere spullen" in str(brief.gegevens)
    assert "hoeft dit geld niet terug te betalen" in str(brief.gegevens)


def test_een_kapotte_tekst_wordt_niet_bewaard_en_blijft_staan(wereld: Wereld, als: Als):
    beheerder, vooraf = als("beheerder"), wereld.momentopname()["briefsjabloon"]
    kapot = TEKST.replace("{{ bedrag }}", "{{ bedrg }}", 1) + "<script>alert(1)</script>"
    antwoord = beheerder.stuur(PAD, {"tekst": kapot, "versie": "0"})
    assert antwoord.status_code == 422
    assert "Regel 1: Het veld ‘bedrg’" in antwoord.text and "HTML kan niet" in antwoord.text
    assert "{{ bedrg }}" in antwoord.text and "<script>alert" not in antwoord.text
    antwoord = beheerder.stuur(f"{PAD}/voorbeeld", {"tekst": kapot, "versie": "0"})
    assert antwoord.status_code == 200 and "kan nog niet worden bewaard" in antwoord.text
    antwoord = beheerder.stuur(f"{PAD}/voorbeeld", {"tekst": ANDERS, "versie": "0"})
    assert "nog niet bewaard" in antwoord.text and antwoord.text.count("een bed en een tafel") == 2
    assert wereld.momentopname()["briefsjabloon"] == vooraf


def test_twee_beheerders_overschrijven_elkaar_niet(als: Als):
    beheerder = als("beheerder")
    beheerder.gelukt(PAD, {"tekst": ANDERS, "versie": "0"})
    antwoord = beheerder.stuur(PAD, {"tekst": TEKST.replace("meubels", "stoelen"), "versie": "0"})
    assert antwoord.status_code == 409 and "net gewijzigd" in antwoord.text and "stoelen" in antwoord.text
    assert beheerder.stuur(PAD, {"tekst": ANDERS, "versie": "1"}).status_code == 422


def test_een_tekst_is_van_een_gemeente(als: Als):
    als("beheerder").gelukt(PAD, {"tekst": ANDERS, "versie": "0"})
    assert "een bed en een tafel" not in als("beheerder", "Aalten").open(PAD)
    als("wonen").open(PAD, status=403)
    als("beheerder").open("/briefteksten/bestaat-niet", status=404)


# --- opdrachtregel ---


@pytest.fixture
def casus(wereld: Wereld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CASUS_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.setenv("CASUS_DATABASE_URL", wereld.url)
    omgeving.database.cache_clear()
    yield lambda *woorden: CliRunner().invoke(groep, [str(woord) for woord in woorden])
    omgeving.database().engine.dispose()
    omgeving.database.cache_clear()


def test_teksten_met_de_opdrachtregel(casus, wereld: Wereld, tmp_path: Path):
    bestand, wie = tmp_path / "brief.txt", wereld.ligging.team["Doetinchem"]["beheerder"].email
    assert casus("brief", "haal", CODE, "--uit", bestand).exit_code == 0
    assert bestand.read_text("utf-8") == TEKST and casus("brief", "keur", CODE, bestand).exit_code == 0
    bestand.write_text(TEKST.replace("@slotformule", ""), encoding="utf-8")
    uitslag = casus("brief", "keur", CODE, bestand)
    assert uitslag.exit_code == 1 and f"{bestand}:27: Het onderdeel ‘@slotformule’ ontbreekt" in uitslag.output
    bestand.write_text(ANDERS, encoding="utf-8")
    uitslag = casus("brief", "zet", CODE, bestand, "--gemeente", "Doetinchem", "--als", wie)
    assert uitslag.exit_code == 0 and "versie 1 bewaard" in uitslag.output
    assert casus("brief", "haal", CODE, "--gemeente", "Doetinchem").stdout == ANDERS
    assert f"{CODE}" in casus("brief", "lijst", "--gemeente", "Doetinchem").output
    assert '"eigen_versie": 1' in casus("brief", "lijst", "--gemeente", "Doetinchem", "--json").stdout
    assert casus("brief", "zet", CODE, "--gemeente", "Doetinchem", "--terug", "--als", wie).exit_code == 0
    assert casus("brief", "haal", CODE, "--gemeente", "Doetinchem").stdout == TEKST
