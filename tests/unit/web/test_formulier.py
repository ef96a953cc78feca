"""Een geweigerd formulier komt terug zoals het was getypt."""

from __future__ import annotations

import pytest
from flask import Flask, g
from werkzeug.exceptions import BadRequest

from casus.errors import InvoerFout, NietGevonden, VeldFout, Weigering
from casus.web import formulier
from casus.web.formulier import Formulier, van_verzoek


@pytest.fixture
def app() -> Flask:
    return Flask("proef")


def test_een_leeg_formulier_toont_de_standaardwaarde():
    leeg = Formulier()
    assert leeg.waarde("naam", 12) == "12"
    assert leeg.waarde("naam", None) == ""
    assert leeg.gekozen("soort", "a", "a")
    assert leeg.gekozen("soort", "a", ["a", "b"])
    assert not leeg.gekozen("soort", "c", ["a", "b"])
    assert not leeg.mis


def test_een_geweigerd_formulier_toont_wat_was_getypt(app: Flask):
    velden = {"naam": "Ada", "soort": ["a", "b"], "_voorvoegsel": "b1-"}
    with app.test_request_context("/zaken/1/notities", method="POST", data=velden):
        f = van_verzoek(InvoerFout([VeldFout("dag", "Kies een dag."), VeldFout("naam", "Vul een naam in.")]))
    assert f.waarde("naam", "iemand anders") == "Ada"
    assert f.waarde("weg", "standaard") == "", "een leeggemaakt veld blijft leeg"
    assert [f.gekozen("soort", optie, "c") for optie in "abc"] == [True, True, False]
    assert (f.fout("dag"), f.fout("iets")) == ("Kies een dag.", "")
    assert (f.pad, f.voorvoegsel, f.mis) == ("/zaken/1/notities", "b1-", True)


@pytest.mark.parametrize("naam", sorted(formulier.GEHEIM))
def test_een_geheim_staat_niet_bij_wat_was_getypt(app: Flask, naam: str):
    with app.test_request_context("/x", method="POST", data={naam: "123456", "uitleg": "Lang verhaal"}):
        assert van_verzoek(Weigering("Dat kan nu niet.")).getypt == {"uitleg": "Lang verhaal"}


def test_een_weigering_zonder_velden_heeft_alleen_een_zin(app: Flask):
    with app.test_request_context("/x", method="POST"):
        f = van_verzoek(Weigering("Dat kan nu niet."))
    assert (f.zin, f.fouten, f.mis) == ("Dat kan nu niet.", {}, True)


def test_alleen_het_formulier_dat_werd_verstuurd_krijgt_zijn_fouten(app: Flask):
    with app.test_request_context("/a", method="POST", data={"naam": "Ada"}):
        g.formulier = van_verzoek(Weigering("Nee."))
        assert formulier.formulier("/a").waarde("naam") == "Ada"
        assert formulier.formulier().mis
        assert not formulier.formulier("/b").mis


def test_invoer_laat_de_velden_van_casus_zelf_weg(app: Flask):
    velden = {
        "csrf_token": "t",
        "_sleutel": "s",
        "_voorvoegsel": "v",
        "versie": "3",
        "naam": "Ada",
        "soort": ["a", "b"],
    }
    with app.test_request_context("/a", method="POST", data=velden):
        assert formulier.invoer() == {"naam": "Ada", "soort": ["a", "b"]}
        assert formulier.versie() == 3
        assert formulier.tekst("naam") == "Ada"


@pytest.mark.parametrize("waarde", ["", "x", "1.5"])
def test_zonder_versie_is_het_formulier_niet_compleet(app: Flask, waarde: str):
    with app.test_request_context("/a", method="POST", data={"versie": waarde}), pytest.raises(BadRequest):
        formulier.versie()


def test_een_onzinnig_nummer_bestaat_niet():
    with pytest.raises(NietGevonden):
        formulier.nummer("geen-uuid")


def test_iets_staat_een_keer_op_een_pagina(app: Flask):
    with app.test_request_context("/a"):
        assert [formulier.eerste_keer(wat) for wat in ("a", "a", "b")] == [True, False, True]
