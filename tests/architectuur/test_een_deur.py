"""Eén deur: wie de toestand zet, wie vastlegt en wie langs het filter mag, staat hier; de rest mag het niet."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.architectuur.lezen import boom, onder

DE_DEUR = Path("casus/actions/overgang.py")
DE_WONINGDEUR = Path("casus/actions/woningstappen.py")
VERZINT_WONINGEN = Path("casus/demo/woningen.py")
"""Zet het verzonnen verleden van de demo neer, met het verloop erbij."""
# Hier wordt vastgelegd: de twee van ontwerp §6.2, en de inlezers die per deel vastleggen (met proef zonder).
LEGT_VAST = {
    Path("casus/db.py"),
    Path("casus/web/toegang.py"),
    Path("casus/actions/koppelingen.py"),
    Path("casus/actions/woningimport.py"),
    Path("casus/migraties.py"),
}
# Nagekeken: deze mogen SQL-tekst of Core-tabellen gebruiken, langs het gemeentefilter van het ORM (veiligheid B2).
LANGS_HET_FILTER = {
    Path("casus/db.py"),  # het filter zelf, en de instelling voor de muur in PostgreSQL
    Path("casus/gebeurtenissen.py"),  # vaste opdrachten met de gemeente erin, gekeurd in _voeg_toe
    Path("casus/outbox.py"),  # installatiebreed, heeft geen gemeente
    Path("casus/actions/wijzigen.py"),  # één UPDATE en één INSERT, de gemeente gekeurd in wijzig en zet_neer
    Path("casus/queries/verdeling.py"),  # één vaste vraag, bij het laden gekeurd door losse_vraag
    Path("casus/queries/beeld.py"),  # twee vaste vragen, bij het laden gekeurd door losse_vraag
    Path("casus/migraties.py"),  # het schema
    Path("casus/views/weergave.py"),  # leeft de database? (SELECT 1)
}
# Bouwstenen voor andere acties, geen handelingen van een gebruiker.
BOUWSTENEN = {"open_proces", "stel_samen", "beeindig"}
_TEXT_MAG = {"Index", "CheckConstraint"}


def zet_toestand(module: ast.Module) -> list[int]:
    """De regels waar iets een toestand krijgt: als attribuut, als sleutel van een UPDATE, of met setattr."""
    gevonden = []
    for knoop in ast.walk(module):
        if isinstance(knoop, ast.Assign | ast.AugAssign | ast.AnnAssign):
            doelen = knoop.targets if isinstance(knoop, ast.Assign) else [knoop.target]
            gevonden += [knoop.lineno for d in doelen if isinstance(d, ast.Attribute) and d.attr == "toestand"]
        if isinstance(knoop, ast.Call):
            gevonden += [knoop.lineno for _ in range(_zet_via_aanroep(knoop))]
        if isinstance(knoop, ast.Dict) and any(
            isinstance(s, ast.Constant) and s.value == "toestand" for s in knoop.keys
        ):
            gevonden.append(knoop.lineno)
    return gevonden


def _zet_via_aanroep(aanroep: ast.Call) -> bool:
    naam = ast.unparse(aanroep.func).rpartition(".")[2]
    sleutels = {sleutel.arg for sleutel in aanroep.keywords}
    if naam in ("values", "wijzig", "wijzig_zaak", "update", "dict"):
        return "toestand" in sleutels
    namen = {arg.value for arg in aanroep.args if isinstance(arg, ast.Constant)}
    return naam in ("setattr", "set_committed_value", "set_attribute") and "toestand" in namen


def zet_woningstatus(module: ast.Module) -> list[int]:
    """De regels waar een woning een status krijgt: als attribuut, via wijzig of setattr, bij het maken, of in bulk."""
    gevonden = []
    for knoop in ast.walk(module):
        if isinstance(knoop, ast.Assign | ast.AugAssign | ast.AnnAssign):
            doelen = knoop.targets if isinstance(knoop, ast.Assign) else [knoop.target]
            statussen = [d for d in doelen if isinstance(d, ast.Attribute) and d.attr == "status"]
            gevonden += [knoop.lineno for d in statussen if _is_woning(d.value)]
        if isinstance(knoop, ast.Call) and _zet_status_van_woning(knoop):
            gevonden.append(knoop.lineno)
    return gevonden


def _is_woning(wie: ast.expr) -> bool:
    return ast.unparse(wie).rpartition(".")[2] == "woning"


def _zet_status_van_woning(aanroep: ast.Call) -> bool:
    naam = ast.unparse(aanroep.func).rpartition(".")[2]
    if naam == "Woning":
        return any(sleutel.arg == "status" for sleutel in aanroep.keywords)
    if naam == "values" and "update(Woning)" in ast.unparse(aanroep.func):
        return any(s.arg == "status" for s in aanroep.keywords) or any(map(_noemt_status, aanroep.args))
    if naam in ("wijzig", "setattr", "set_committed_value", "set_attribute"):
        return any(map(_is_woning, aanroep.args)) and any(map(_noemt_status, aanroep.args))
    return False


def _noemt_status(deel: ast.expr) -> bool:
    sleutels = deel.keys if isinstance(deel, ast.Dict) else [deel]
    return any(isinstance(s, ast.Constant) and s.value == "status" for s in sleutels)


def legt_vast(module: ast.Module) -> list[int]:
    """De regels waar iets wordt vastgelegd: `.commit()`, of een `begin()` dat bij het verlaten vastlegt."""
    return [
        knoop.lineno
        for knoop in ast.walk(module)
        if isinstance(knoop, ast.Call)
        and isinstance(knoop.func, ast.Attribute)
        and (knoop.func.attr == "commit" or (knoop.func.attr == "begin" and _op_verbinding(knoop.func.value)))
    ]


def _op_verbinding(wie: ast.expr) -> bool:
    return ast.unparse(wie).rpartition(".")[2] in ("engine", "leesengine", "verbinding", "session", "sessie")


def langs_het_filter(module: ast.Module) -> list[int]:
    """De regels die het gemeentefilter van het ORM omzeilen."""
    namen = {
        alias.asname or alias.name
        for knoop in ast.walk(module)
        if isinstance(knoop, ast.ImportFrom) and (knoop.module or "").startswith("sqlalchemy")
        for alias in knoop.names
        if alias.name in ("text", "table", "TextClause")
    }
    binnen_mag = _knopen_in_toegestaan(module)
    gevonden = []
    for knoop in ast.walk(module):
        if isinstance(knoop, ast.Call) and id(knoop) not in binnen_mag:
            naam = ast.unparse(knoop.func)
            laatste = naam.rpartition(".")[2]
            if naam in namen or laatste in _OMWEGEN:
                gevonden.append(knoop.lineno)
        if isinstance(knoop, ast.Attribute) and knoop.attr in ("__table__", "tables", "local_table"):
            gevonden.append(knoop.lineno)
    return gevonden


_OMWEGEN = {
    "exec_driver_sql",
    "from_statement",
    "losse_rijen",
    "bulk_save_objects",
    "bulk_insert_mappings",
    "bulk_update_mappings",
    "raw_connection",
}


def _knopen_in_toegestaan(module: ast.Module) -> set[int]:
    """`text()` in een index of CHECK van een model is een definitie, geen vraag; ook als losse constante bovenin."""
    mag: set[int] = set()
    for knoop in ast.walk(module):
        if isinstance(knoop, ast.Call) and ast.unparse(knoop.func).rpartition(".")[2] in _TEXT_MAG:
            mag |= {id(kind) for kind in ast.walk(knoop)}
    return mag


def actor_niet_op_naam(module: ast.Module) -> list[str]:
    """Openbare functies die een actor krijgen maar niet alleen op naam."""
    return [
        knoop.name
        for knoop in module.body
        if isinstance(knoop, ast.FunctionDef) and not knoop.name.startswith("_") and knoop.name not in BOUWSTENEN
        if "actor" in {arg.arg for arg in (*knoop.args.posonlyargs, *knoop.args.args)}
    ]


CODE = [pad for pad in onder("casus") if not pad.is_relative_to("casus/migrations")]


@pytest.mark.parametrize("pad", [pad for pad in CODE if pad != DE_DEUR], ids=str)
def test_alleen_de_overgang_zet_de_toestand(pad: Path):
    if pad.is_relative_to("casus/actions") or pad.is_relative_to("casus/queries"):
        assert zet_toestand(boom(pad)) == []
    else:
        regels = [k for k in zet_toestand(boom(pad)) if not _leest_alleen(pad)]
        assert regels == []


def _leest_alleen(pad: Path) -> bool:
    """Schermen en de opdrachtregel tonen een toestand in een woordenboek; zij kennen geen UPDATE."""
    bron = boom(pad)
    return not any(
        isinstance(k, ast.ImportFrom) and {"update", "insert"} & {a.name for a in k.names} for k in ast.walk(bron)
    )


def test_de_deur_zelf_zet_haar_wel():
    assert len(zet_toestand(boom(DE_DEUR))) >= 1


@pytest.mark.parametrize("pad", [pad for pad in CODE if pad not in (DE_WONINGDEUR, VERZINT_WONINGEN)], ids=str)
def test_alleen_de_woningstap_zet_de_status_van_een_woning(pad: Path):
    assert zet_woningstatus(boom(pad)) == []


def test_de_woningdeur_zelf_zet_haar_wel():
    assert len(zet_woningstatus(boom(DE_WONINGDEUR))) >= 2


@pytest.mark.parametrize(
    "bron",
    [
        "woning.status = 'verhuurd'",
        "aanbod.woning.status = 'verhuurd'",
        "wijzig(s, woning, {'status': 'verhuurd'}, waar={})",
        "wijzig(p.session, aanbod.woning, {**x, 'status': y}, waar={})",
        "update(Woning).where(Woning.id == 1).values(status='verhuurd')",
        "update(Woning).values({'status': 'verhuurd'})",
        "setattr(woning, 'status', 'verhuurd')",
        "Woning(adres='x', status='verhuurd')",
    ],
)
def test_elke_zijdeur_van_een_woning_valt_op(bron: str):
    assert zet_woningstatus(ast.parse(bron))


@pytest.mark.parametrize(
    "bron",
    [
        "aanbod.status = 'ingetrokken'",
        "wijzig(s, woning, {'versie': 2}, waar={'status': 'x'})",
        "select(Woning).where(Woning.status == 'x')",
        "update(Woning).where(Woning.status == 'x').values(woonvorm='regulier')",
    ],
)
def test_lezen_en_iets_anders_zetten_mag(bron: str):
    assert zet_woningstatus(ast.parse(bron)) == []


@pytest.mark.parametrize("pad", [pad for pad in CODE if pad not in LEGT_VAST], ids=str)
def test_niemand_anders_legt_vast(pad: Path):
    assert legt_vast(boom(pad)) == []


@pytest.mark.parametrize("pad", [pad for pad in CODE if pad not in LANGS_HET_FILTER], ids=str)
def test_niemand_gaat_langs_het_filter(pad: Path):
    if pad.is_relative_to("casus/models"):
        return  # definities van tabellen
    assert langs_het_filter(boom(pad)) == []


@pytest.mark.parametrize("pad", sorted(LEGT_VAST | LANGS_HET_FILTER), ids=str)
def test_elke_uitzondering_is_nog_nodig(pad: Path):
    module = boom(pad)
    assert pad not in LEGT_VAST or legt_vast(module)
    assert pad not in LANGS_HET_FILTER or langs_het_filter(module)


@pytest.mark.parametrize("pad", [pad for pad in onder("casus") if pad.is_relative_to("casus/actions")], ids=str)
def test_een_actie_krijgt_de_actor_op_naam(pad: Path):
    assert actor_niet_op_naam(boom(pad)) == []


@pytest.mark.parametrize(
    "bron",
    [
        "zaak.toestand = 'gesloten'",
        "zaak.toestand += 'x'",
        "update(Zaak).values(toestand='x')",
        "wijzig_zaak(s, zaak, 1, toestand='x')",
        "setattr(zaak, 'toestand', 'x')",
        "wijzig(s, zaak, {'toestand': 'x'}, waar={})",
    ],
)
def test_elke_zijdeur_valt_op(bron: str):
    assert zet_toestand(ast.parse(bron))


@pytest.mark.parametrize("bron", ["sessie.commit()", "with engine.begin() as v: ...", "db.engine.connect().commit()"])
def test_elk_vastleggen_valt_op(bron: str):
    assert legt_vast(ast.parse(bron))


@pytest.mark.parametrize(
    "bron",
    [
        "from sqlalchemy import text\ns.execute(text('select 1'))",
        "s.execute(select(Zaak.__table__))",
        "s.execute(select(Basis.metadata.tables['zaak']))",
        "v.exec_driver_sql('select 1')",
        "s.bulk_insert_mappings(Zaak, [])",
    ],
)
def test_elke_omweg_valt_op(bron: str):
    assert langs_het_filter(ast.parse(bron))


def test_een_definitie_in_een_index_mag():
    assert langs_het_filter(ast.parse("from sqlalchemy import text\nIndex('i', postgresql_where=text('a = 1'))")) == []


def test_een_actor_op_plaats_valt_op():
    assert actor_niet_op_naam(ast.parse("def doe(session, actor): ..."))
    assert not actor_niet_op_naam(ast.parse("def doe(session, *, actor): ..."))
