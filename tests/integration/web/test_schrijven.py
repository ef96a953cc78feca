"""Eén POST is één transactie met één gevolg; een GET verandert niets (invarianten 2, 3 en 7)."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError

from casus.db import Basis, Bereik, CasusSessie
from casus.models import Gebeurtenis, Gebruiker, Indiening, Sessie, Teller
from casus.rules.rechten import RECHTEN
from casus.web import toegang

SLEUTEL = "een-sleutel-van-dit-formulier"


@pytest.fixture
def b(browser, lid, gemeenten):
    """Iemand die is ingelogd."""
    b = browser()
    b.log_in(lid(gemeenten[0]))
    return b


def stand(database, gemeente) -> int:
    with database.lezen(Bereik.van(gemeente.id)) as sessie:
        return sessie.scalar(select(Teller.laatste)) or 0


def weigeringen(database, gemeente) -> list[Gebeurtenis]:
    with database.lezen(Bereik.van(gemeente.id)) as sessie:
        vraag = select(Gebeurtenis).where(Gebeurtenis.resultaat == "geweigerd").order_by(Gebeurtenis.nr)
        return list(sessie.scalars(vraag))


def test_een_post_wordt_vastgelegd_en_leidt_door(b, database, gemeenten):
    antwoord = b.post("/proef", {"naam": "Ada"})
    assert (antwoord.status_code, antwoord.location) == (303, "/proef")
    assert stand(database, gemeenten[0]) == 1
    assert "Geschreven: Ada." in b.get("/proef").text
    assert "Geschreven: Ada." not in b.get("/proef").text, "een melding blijft één pagina staan"


@pytest.mark.parametrize(
    ("naam", "status", "zin"),
    [
        ("veld", 422, "Vul een naam in."),
        ("regel", 422, "Dat kan nu niet. Leg eerst de reactie vast."),
        ("recht", 403, "Alleen de jurist kan dit."),
        ("ander", 409, "Bart Reimerink rondde deze taak om 10.42 uur al af."),
    ],
)
def test_een_weigering_draait_alles_terug_en_bewaart_wat_was_getypt(b, database, gemeenten, naam, status, zin):
    antwoord = b.post("/proef", {"naam": naam, "uitleg": "Dawit vroeg naar <b>de school</b>."})
    assert antwoord.status_code == status
    assert zin in antwoord.text
    assert "<title>Fout: Proef" in antwoord.text
    assert f'value="{naam}"' in antwoord.text
    assert "Dawit vroeg naar &lt;b&gt;de school&lt;/b&gt;." in antwoord.text
    assert stand(database, gemeenten[0]) == 0


def test_een_weigering_staat_in_de_keten_maar_een_tikfout_niet(b, database, gemeenten):
    for naam in ("veld", "regel", "weg"):
        b.post("/proef", {"naam": naam})
    b.post("/proef/jurist")
    soorten = [(een.soort, een.object_soort) for een in weigeringen(database, gemeenten[0])]
    assert soorten == [("geweigerd", "gemeente")] * 3
    assert weigeringen(database, gemeenten[1]) == []


def test_zonder_eigen_pagina_staat_wat_was_getypt_op_de_foutpagina(b, database, gemeenten):
    antwoord = b.post("/proef/kaal", {"naam": "ander", "wachtwoord": "geheim", "uitleg": "Lang verhaal"})
    assert antwoord.status_code == 409
    assert "Lang verhaal" in antwoord.text
    assert "geheim" not in antwoord.text
    assert stand(database, gemeenten[0]) == 0


def test_niet_gevonden_is_dezelfde_pagina_als_een_adres_dat_niet_bestaat(b):
    weg = b.post("/proef", {"naam": "weg"})
    assert weg.status_code == 404
    assert weg.data == b.get("/dit/bestaat/niet").data


def test_een_onverwachte_fout_draait_alles_terug_en_zegt_niets(b, database, gemeenten, capsys):
    antwoord = b.post("/proef", {"naam": "stuk"})
    assert antwoord.status_code == 500
    assert "kenmerk" in antwoord.text
    assert "999912345" not in antwoord.text + "".join(capsys.readouterr())
    assert stand(database, gemeenten[0]) == 0


def test_wie_het_recht_niet_heeft_ziet_de_reden(b, database, gemeenten):
    antwoord = b.post("/proef/jurist")
    assert antwoord.status_code == 403
    assert RECHTEN["inrichting.beheren"].zin in antwoord.text


def test_wie_de_pagina_niet_mag_zien_krijgt_haar_ook_niet_bij_een_weigering(browser, lid, gemeenten):
    b = browser()
    b.log_in(lid(gemeenten[0], rollen=("beheerder",)))
    assert b.get("/proef").status_code == 403
    antwoord = b.post("/proef", {"naam": "regel"})
    assert antwoord.status_code == 403
    assert "<h1>Proef" not in antwoord.text


def test_een_view_die_vergeet_door_te_leiden_legt_niets_vast(b, database, gemeenten):
    assert b.post("/proef/geen-doorverwijzing").status_code == 500
    assert stand(database, gemeenten[0]) == 0


# De sleutel van een formulier


def test_tien_keer_na_elkaar_is_een_keer(b, database, gemeenten):
    antwoorden = [b.post("/proef", {"naam": "Ada", "_sleutel": SLEUTEL}) for _ in range(10)]
    assert {(a.status_code, a.location) for a in antwoorden} == {(303, "/proef")}
    assert stand(database, gemeenten[0]) == 1
    assert "Geschreven: Ada." in b.get("/proef").text, "ook de herhaling geeft de melding"


def test_tien_keer_tegelijk_is_een_keer(app, b, database, gemeenten):
    velden = {"naam": "Ada", "_sleutel": SLEUTEL, "csrf_token": b.teken()}
    cookie = b.client.get_cookie("casus").value
    hek = Barrier(10)

    def verstuur(_nr: int):
        client = app.test_client()
        client.set_cookie("casus", cookie)
        hek.wait()
        antwoord = client.post("/proef", data=velden)
        return antwoord.status_code, antwoord.location

    with ThreadPoolExecutor(10) as draden:
        antwoorden = list(draden.map(verstuur, range(10)))
    assert set(antwoorden) == {(303, "/proef")}
    assert stand(database, gemeenten[0]) == 1


def test_na_een_mislukte_vastlegging_kan_dezelfde_sleutel_opnieuw(b, database, gemeenten, monkeypatch):
    echt = CasusSessie.commit

    def kapot(sessie):
        if sessie.bereik.schrijf:
            raise OperationalError("COMMIT", {}, Exception("schijf vol"))
        echt(sessie)

    velden = {"naam": "Ada", "_sleutel": SLEUTEL}
    monkeypatch.setattr(CasusSessie, "commit", kapot)
    antwoord = b.post("/proef", velden)
    assert antwoord.status_code == 503
    assert int(antwoord.headers["Retry-After"]) > 0
    monkeypatch.setattr(CasusSessie, "commit", echt)
    assert stand(database, gemeenten[0]) == 0
    assert b.post("/proef", velden).status_code == 303
    assert stand(database, gemeenten[0]) == 1


def test_na_een_weigering_kan_dezelfde_sleutel_opnieuw(b, database, gemeenten):
    b.post("/proef", {"naam": "regel", "_sleutel": SLEUTEL})
    assert b.post("/proef", {"naam": "Ada", "_sleutel": SLEUTEL}).status_code == 303
    assert stand(database, gemeenten[0]) == 1


def test_een_verbinding_die_na_het_vastleggen_wegvalt(b, database, gemeenten, monkeypatch):
    """Alsof het proces stierf tussen het vastleggen en het antwoord: de herhaling krijgt het antwoord alsnog."""
    echt = CasusSessie.commit

    def stervend(sessie):
        echt(sessie)
        if sessie.bereik.schrijf:
            raise ConnectionError

    velden = {"naam": "Ada", "_sleutel": SLEUTEL}
    monkeypatch.setattr(CasusSessie, "commit", stervend)
    assert b.post("/proef", velden).status_code == 500
    monkeypatch.setattr(CasusSessie, "commit", echt)
    assert b.post("/proef", velden).location == "/proef"
    assert stand(database, gemeenten[0]) == 1


@pytest.mark.parametrize(
    "sleutel", ["", "kort", "x" * 65, "met spatie erin, lang genoeg", "é" * 20, "a'; DROP TABLE zaak;--"]
)
def test_een_formulier_zonder_goede_sleutel_wordt_niet_verwerkt(b, database, gemeenten, sleutel):
    assert b.post("/proef", {"naam": "Ada", "_sleutel": sleutel}).status_code == 400
    assert stand(database, gemeenten[0]) == 0


def test_de_sleutel_van_een_ander_geeft_diens_antwoord_niet(b, browser, lid, gemeenten, database):
    b.post("/proef", {"naam": "Ada", "_sleutel": SLEUTEL})
    ander = browser()
    ander.log_in(lid(gemeenten[0]))
    assert ander.post("/proef", {"naam": "Bob", "_sleutel": SLEUTEL}).status_code == 400
    elders = browser()
    elders.log_in(lid(gemeenten[1]))
    assert elders.post("/proef", {"naam": "Cas", "_sleutel": SLEUTEL}).status_code == 303, "uniek per gemeente"
    assert (stand(database, gemeenten[0]), stand(database, gemeenten[1])) == (1, 1)


def test_dezelfde_sleutel_op_een_ander_formulier_wordt_geweigerd(b):
    b.post("/proef", {"naam": "Ada", "_sleutel": SLEUTEL})
    assert b.post("/weergave", {"thema": "donker", "_sleutel": SLEUTEL}).status_code == 400


# Een GET verandert niets


def vingerafdruk(databank, uitgezonderd=frozenset({"sessie"})) -> dict[str, str]:
    """Per tabel een samenvatting van alle rijen, gelezen als eigenaar."""
    som = {}
    eigenaar = databank.eigenaar().engine
    with eigenaar.connect() as verbinding:
        for tabel in Basis.metadata.sorted_tables:
            rijen = sorted(map(repr, verbinding.execute(select(tabel))))
            som[tabel.name] = hashlib.sha256("\n".join(rijen).encode()).hexdigest()
    eigenaar.dispose()
    return {naam: waarde for naam, waarde in som.items() if naam not in uitgezonderd}


def test_de_paginas_van_de_toepassing_veranderen_niets(b, databank):
    b.post("/proef", {"naam": "Ada"})
    voor = vingerafdruk(databank)
    for pad in ("/", "/inloggen", "/gemeente", "/proef", "/gezond", "/.well-known/security.txt", "/bestaat-niet"):
        b.get(pad)
    assert vingerafdruk(databank) == voor


def test_een_get_die_toch_schrijft_wordt_door_de_database_tegengehouden(b, databank):
    voor = vingerafdruk(databank)
    assert b.get("/proef/schrijft-toch").status_code >= 500
    assert vingerafdruk(databank) == voor


# Herkomst


def test_zonder_csrf_teken_gebeurt_er_niets(b, database, gemeenten):
    assert b.post("/proef", {"naam": "Ada", "csrf_token": ""}).status_code == 400
    assert b.post("/proef", {"naam": "Ada", "csrf_token": "onzin"}).status_code == 400
    assert stand(database, gemeenten[0]) == 0


def test_het_teken_van_een_ander_is_niets_waard(b, browser, lid, gemeenten):
    ander = browser()
    ander.log_in(lid(gemeenten[0]))
    assert b.post("/proef", {"naam": "Ada", "csrf_token": ander.teken()}).status_code == 400


@pytest.mark.parametrize(
    "kopregels",
    [
        {"Origin": "https://kwaad.test"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_een_formulier_van_een_andere_site_wordt_geweigerd(b, database, gemeenten, kopregels):
    assert b.post("/proef", {"naam": "Ada"}, headers=kopregels).status_code == 400
    assert stand(database, gemeenten[0]) == 0


@pytest.mark.parametrize("kopregels", [{"Origin": "http://localhost"}, {"Sec-Fetch-Site": "same-origin"}, {}])
def test_een_eigen_formulier_mag(b, kopregels):
    assert b.post("/proef", {"naam": "Ada"}, headers=kopregels).status_code == 303


def test_wie_niet_is_ingelogd_gaat_naar_het_inlogscherm(browser, database, gemeenten):
    b = browser()
    assert b.post("/proef").location == "/inloggen"
    assert b.client.post("/proef").location == "/inloggen"
    for antwoord in (b.post("/proef", {"naam": "Ada"}), b.client.post("/proef", data={"naam": "Ada"})):
        assert antwoord.status_code == 401
        assert "Wat u had getypt, is bewaard" in antwoord.text
    assert stand(database, gemeenten[0]) == 0


@pytest.mark.parametrize("methode", ["put", "patch", "delete", "options"])
@pytest.mark.parametrize("pad", ["/", "/inloggen", "/proef", "/gezond"])
def test_een_methode_die_niet_is_genoemd_bestaat_niet(b, methode, pad):
    antwoord = getattr(b.client, methode)(pad)
    assert antwoord.status_code == 405
    assert "GET" in antwoord.headers["Allow"]


# De weergave


def test_donker_blijft_bewaard(b, database):
    antwoord = b.post("/weergave", {"thema": "donker", "terug": "/proef", "naam": "Iemand anders", "actief": ""})
    assert (antwoord.status_code, antwoord.location) == (303, "/proef")
    assert 'data-thema="donker"' in b.get("/proef").text
    with database.lezen() as sessie:
        wie = sessie.scalars(select(Gebruiker)).one()
    assert wie.actief
    assert wie.naam != "Iemand anders"


def test_een_andere_weergave_bestaat_niet(b):
    assert b.post("/weergave", {"thema": "roze"}).status_code == 422
    assert b.post("/weergave", {"thema": "licht", "terug": "//kwaad.test"}).location == "/"


def test_een_recht_dat_niet_bestaat_is_een_programmeerfout():
    with pytest.raises(ValueError, match="bestaat niet"):
        toegang.leest("zaken.inzie")(lambda: "")
    with pytest.raises(ValueError, match="bestaat niet"):
        toegang.writes("alles")(lambda: "")


def test_er_is_precies_een_sleutelrij_per_formulier(b, database, gemeenten):
    for nr in range(3):
        b.post("/proef", {"naam": f"nr {nr}"})
    with database.lezen(Bereik.van(gemeenten[0].id)) as sessie:
        rijen = list(sessie.scalars(select(Indiening)))
        assert len(rijen) == 3
        assert sessie.execute(text("SELECT count(*) FROM sessie")).scalar() == 1
        assert {rij.antwoord["naar"] for rij in rijen} == {"/proef"}
        assert sessie.scalars(select(Sessie.gemeente_id)).one() == gemeenten[0].id
