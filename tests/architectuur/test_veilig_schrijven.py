"""De schrijfregels van de veiligheidslijst: wat in code en sjablonen niet mag staan, omdat het ooit misgaat."""

import ast
import re
from pathlib import Path

import pytest

from tests.architectuur.lezen import boom, onder, tekst

VERBODEN_MODULES = {"pickle", "cPickle", "marshal", "shelve", "dill"}
VERBODEN_AANROEPEN = {"eval", "exec", "compile", "render_template_string", "__import__"}
IN_SJABLOON = {
    r"\|\s*safe\b": "|safe zet de bescherming tegen vreemde HTML uit",
    r"{%-?\s*autoescape\s+false": "autoescape mag niet uit",
    r"<style\b": "opmaak hoort in een stylesheet",
    r"<script\b(?![^>]*\bsrc=)": "script hoort in een bestand",
    r"<[^>{}%]*\sstyle\s*=": "opmaak hoort in een stylesheet",
    r"<[^>]*\son[a-z]+\s*=": "een gebeurtenis hoort in een scriptbestand",
    r"\bhx-on\b": "hx-on voert tekst uit als script",
    r"""["']\s*(javascript|js):""": "geen script in een attribuut",
}


def fouten_in_sjabloon(bron: str) -> list[str]:
    """Wat er in een sjabloon staat dat niet mag, met de regel."""
    return [
        f"regel {bron.count(chr(10), 0, vondst.start()) + 1}: {reden}"
        for patroon, reden in IN_SJABLOON.items()
        for vondst in re.finditer(patroon, bron, re.IGNORECASE)
    ]


def _naam(knoop: ast.expr) -> str:
    return ast.unparse(knoop) if isinstance(knoop, ast.Name | ast.Attribute) else ""


def _is_gebouwd(knoop: ast.expr) -> bool:
    """SQL-tekst is een letterlijke tekst of een constante in hoofdletters; al het andere is aan elkaar geplakt."""
    if isinstance(knoop, ast.Constant):
        return False
    return not _naam(knoop).rpartition(".")[2].isupper()


def _text_namen(module: ast.Module) -> set[str]:
    """Onder welke namen `sqlalchemy.text` in deze module bekend is."""
    namen = {"sa.text", "sqlalchemy.text"}
    for knoop in ast.walk(module):
        if isinstance(knoop, ast.ImportFrom) and (knoop.module or "").startswith("sqlalchemy"):
            namen |= {alias.asname or alias.name for alias in knoop.names if alias.name == "text"}
    return namen


def fouten_in_code(module: ast.Module) -> list[str]:
    """Wat er in een module staat dat niet mag, met de regel."""
    text_namen, gevonden = _text_namen(module), []
    for knoop in ast.walk(module):
        if isinstance(knoop, ast.Import | ast.ImportFrom):
            bronnen = {alias.name for alias in knoop.names} | {getattr(knoop, "module", None) or ""}
            if (
                verboden := {bron.partition(".")[0] for bron in bronnen} & VERBODEN_MODULES
                | bronnen & VERBODEN_AANROEPEN
            ):
                gevonden.append(f"regel {knoop.lineno}: {', '.join(sorted(verboden))}")
        if isinstance(knoop, ast.Call):
            naam = _naam(knoop.func)
            if naam.removeprefix("flask.") in VERBODEN_AANROEPEN or naam in {"yaml.load", "yaml.unsafe_load"}:
                gevonden.append(f"regel {knoop.lineno}: {naam}(…)")
            if naam in text_namen and any(_is_gebouwd(waarde) for waarde in knoop.args[:1]):
                gevonden.append(f"regel {knoop.lineno}: text() met samengestelde SQL; gebruik gebonden waarden")
    return gevonden


def gebruikt_markup(module: ast.Module) -> bool:
    return any(isinstance(k, ast.Call) and _naam(k.func).rpartition(".")[2] == "Markup" for k in ast.walk(module))


@pytest.mark.parametrize("pad", onder("casus", "benchmarks", "scripts"), ids=str)
def test_code(pad: Path):
    assert fouten_in_code(boom(pad)) == []


def test_markup_staat_in_hoogstens_een_module():
    modules = [str(pad) for pad in onder("casus") if gebruikt_markup(boom(pad))]
    assert len(modules) <= 1, f"Markup( staat in {modules}; eigen HTML komt uit één nagekeken module"


@pytest.mark.parametrize("pad", onder("casus", einde=".html") + onder("casus", einde=".svg"), ids=str)
def test_sjabloon(pad: Path):
    assert fouten_in_sjabloon(tekst(pad) or "") == []


@pytest.mark.parametrize(
    "bron",
    [
        "{{ naam|safe }}",
        "{{ naam | safe }}",
        "{% autoescape false %}",
        "<style>p{}</style>",
        "<script>alert(1)</script>",
        '<p class="a" style="color:red">',
        '<button onclick="x()">',
        '<b hx-on::after-request="x">',
        '<a href="javascript:x()">',
        "<i hx-vals='js:{a:1}'>",
    ],
)
def test_elke_sjabloonregel_vindt_iets(bron: str):
    assert fouten_in_sjabloon(bron)


@pytest.mark.parametrize(
    "bron",
    [
        '<script src="/x.js" defer></script>',
        "{{ safe_naam }}",
        '<p data-onderdeel="x" class="style">',
        "{{ x|safest }}",
    ],
)
def test_een_gewoon_sjabloon_mag(bron: str):
    assert fouten_in_sjabloon(bron) == []


@pytest.mark.parametrize(
    "bron",
    [
        "import pickle",
        "from pickle import loads",
        "import marshal as m",
        "eval('1')",
        "exec(x)",
        "import yaml\nyaml.load(x)",
        "from flask import render_template_string",
        "import flask\nflask.render_template_string(x)",
        "from sqlalchemy import text\ntext(f'select {x}')",
        "from sqlalchemy import text as t\nt('select ' + x)",
        "import sqlalchemy as sa\nsa.text('select {}'.format(x))",
        "import sqlalchemy as sa\nsa.text('select %s' % x)",
        "import sqlalchemy as sa\nsa.text(sql)",
    ],
)
def test_elke_coderegel_vindt_iets(bron: str):
    assert fouten_in_code(ast.parse(bron))


@pytest.mark.parametrize(
    "bron",
    [
        "from sqlalchemy import text\ntext('select 1 ' 'where a = :a')",
        "import sqlalchemy as sa\nsa.text(SQL_WERKVOORRAAD)",
        "import re\nre.compile('x')",
        "def text(x): ...\ntext(y)",
    ],
)
def test_gewone_code_mag(bron: str):
    assert fouten_in_code(ast.parse(bron)) == []


def test_markup_wordt_herkend():
    assert gebruikt_markup(ast.parse("markupsafe.Markup('x')"))
    assert not gebruikt_markup(ast.parse("from markupsafe import Markup, escape\nescape('x')"))
