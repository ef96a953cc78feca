"""De meting van de toewijzing: altijd dezelfde huishoudens en woningen, en een uitkomst die bewezen is."""

from argparse import Namespace

from benchmarks import match
from casus.rules.parameters import standaard, waarden_op


def test_zelfde_omvang_geeft_dezelfde_huishoudens_en_woningen():
    parameters = waarden_op(standaard(), match.DAG)
    een, ander = (match.alles(*match.maak(120, 80), parameters) for _ in range(2))
    assert een == ander and een.bewezen and een.personen == een.grens > 0


def test_de_meting_toont_de_oplosser_ernaast_en_keurt_de_grens_met_highs():
    [uitslag] = match.draai(Namespace(omvang=[150], keer=2, schaars=70, database="beide"), "sqlite")
    assert uitslag.fouten == [] and uitslag.onderdeel == "match 150 × 105"
    assert uitslag.feiten["personen gehuisvest"] == uitslag.feiten["bewezen grens in personen"]
    assert [vloer.naam.partition(" (")[0] for vloer in uitslag.vloeren][::2] == ["oplosser alleen", "oplosser alleen"]
    assert match.draai(Namespace(omvang=[150], keer=2, schaars=70, database="beide"), "postgresql") == []
