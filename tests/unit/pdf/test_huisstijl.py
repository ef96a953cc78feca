"""Het briefhoofd: één donkere kleur en een embleem van alleen paden."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from casus.pdf.huisstijl import contrast_op_wit, css, embleem_naam
from tests.unit.pdf.voorbeelden import EMBLEEM, huisstijl

_SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1">{}</svg>'


def test_contrast_volgens_wcag():
    assert contrast_op_wit("#000000") == pytest.approx(21)
    assert contrast_op_wit("#ffffff") == pytest.approx(1)
    assert contrast_op_wit("#767676") == pytest.approx(4.54, abs=0.005)


@pytest.mark.parametrize("kleur", ["#767676", "#ff0000", "red", "#fff", "#14365c; } body { display: none", "14365c"])
def test_een_lichte_of_vreemde_kleur_wordt_geweigerd(kleur: str):
    with pytest.raises(ValidationError, match="kleur"):
        huisstijl(accent=kleur)


@pytest.mark.parametrize(
    "svg",
    [
        _SVG.format('<image href="file:///etc/passwd"/>'),
        _SVG.format("<script>alert(1)</script>"),
        _SVG.format("<text>Waterhoven</text>"),
        _SVG.format('<path d="M0 0" style="fill:url(http://a.example)"/>'),
        _SVG.format('<path d="M0 0" fill="url(http://a.example)"/>'),
        _SVG.format('<path d="M0 0" onload="x()"/>'),
        _SVG.format('<path d="M0 0"><title>x</title></path>'),
        _SVG.format('<path d="M0 0&quot;/>&lt;image"/>'),
        _SVG.format("<path/>"),
        '<!DOCTYPE svg [<!ENTITY a "aa">]>' + _SVG.format(""),
        '<?xml-stylesheet href="http://a.example"?>' + _SVG.format(""),
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1" onload="x()"/>',
        '<svg xmlns="http://www.w3.org/2000/svg"/>',
        '<html xmlns="http://www.w3.org/1999/xhtml" viewBox="0 0 1 1"/>',
        "<svg",
        _SVG.format(f'<path d="{"M0 0" * 1100}"/>'),
    ],
)
def test_een_embleem_is_alleen_paden(svg: str):
    with pytest.raises(ValidationError, match="embleem"):
        huisstijl(embleem=svg)


def test_een_goed_embleem_blijft_en_komt_in_het_stijlblad():
    stijl = huisstijl()
    assert stijl.embleem is not None and stijl.embleem.count("<path") == EMBLEEM.count("<path") == 2
    assert embleem_naam(stijl) in css(stijl) and "#14365c" in css(stijl)


def test_zonder_embleem_geen_verwijzing():
    assert "embleem-" not in css(huisstijl(embleem=None))


def test_het_stijlblad_wordt_eens_per_gemeente_gemaakt():
    assert css(huisstijl()) is css(huisstijl())
    anders = huisstijl(gemeente="Bergeinde", accent="#5c1414")
    assert css(anders) != css(huisstijl()) and "#5c1414" in css(anders)


def test_twee_emblemen_hebben_nooit_dezelfde_naam():
    assert embleem_naam(huisstijl()) != embleem_naam(huisstijl(embleem=_SVG.format('<path d="M0 0h1"/>')))
