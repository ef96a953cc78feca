"""Klein blijven: een module past in het hoofd, een functie op een half scherm, een view op een paar regels."""

import ast
from pathlib import Path

import pytest

from tests.architectuur.lezen import WORTEL, boom, onder

MODULE, FUNCTIE, VIEW = 400, 25, 15
ROUTE_DECORATORS = {"route", "get", "post", "put", "patch", "delete"}
Functie = ast.FunctionDef | ast.AsyncFunctionDef


def omvang(functie: Functie) -> int:
    """Regels van `def` tot het einde, zonder de docstring: uitleg mag nooit een reden zijn om haar weg te laten."""
    regels = (functie.end_lineno or functie.lineno) - functie.lineno + 1
    if ast.get_docstring(functie) is not None:
        uitleg = functie.body[0]
        regels -= (uitleg.end_lineno or uitleg.lineno) - uitleg.lineno + 1
    return regels


def is_view(functie: Functie) -> bool:
    """Een functie waarop een route uitkomt."""
    doelen = (d.func if isinstance(d, ast.Call) else d for d in functie.decorator_list)
    return any(isinstance(doel, ast.Attribute) and doel.attr in ROUTE_DECORATORS for doel in doelen)


def te_lang(module: ast.Module) -> list[str]:
    """De functies van een module die boven hun maat zijn."""
    gevonden = []
    for knoop in ast.walk(module):
        if isinstance(knoop, Functie):
            grens = VIEW if is_view(knoop) else FUNCTIE
            if omvang(knoop) > grens:
                gevonden.append(f"{knoop.name} (regel {knoop.lineno}): {omvang(knoop)} regels, hoogstens {grens}")
    return gevonden


@pytest.mark.parametrize("pad", onder("casus", "scripts", "benchmarks"), ids=str)
def test_module_blijft_klein(pad: Path):
    aantal = len((WORTEL / pad).read_text(encoding="utf-8").splitlines())
    assert aantal <= MODULE, f"{pad} heeft {aantal} regels, hoogstens {MODULE}: splits op werkwoord of onderwerp"


@pytest.mark.parametrize("pad", onder("casus", "scripts", "benchmarks"), ids=str)
def test_functie_blijft_klein(pad: Path):
    if pad.match("casus/migrations/versions/*.py"):
        return  # een migratie is een lijst van tabellen, geen verhaal
    assert te_lang(boom(pad)) == []


@pytest.mark.parametrize("pad", onder("casus", "scripts", "benchmarks", "tests"), ids=str)
def test_geen_restbak(pad: Path):
    assert pad.stem not in {"utils", "util", "helpers", "common", "misc"}, f"{pad}: noem een module naar haar onderwerp"


def test_de_maat_telt_de_docstring_niet_en_de_rest_wel():
    regels = ["def f():", '    """Een.', "", "    Twee.", '    """', *(["    x = 1"] * FUNCTIE)]
    assert len(te_lang(ast.parse("\n".join(regels)))) == 1
    assert te_lang(ast.parse("\n".join(regels[:-1]))) == []


def test_een_view_heeft_een_kleinere_maat():
    regels = ['@bp.get("/x")', "def f():", *(["    x = 1"] * VIEW)]
    assert len(te_lang(ast.parse("\n".join(regels)))) == 1
    assert te_lang(ast.parse("\n".join(regels[1:]))) == []
