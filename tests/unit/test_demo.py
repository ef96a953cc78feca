"""De mensen van de demo: bedacht, herhaalbaar, en met nummers die nooit van iemand zijn."""

from datetime import date
from random import Random
from types import SimpleNamespace

from stdnum.nl import bsn

from casus.demo.laden import verdeel
from casus.demo.mensen import Bevolking
from casus.demo.verhalen import VERHALEN, begindag
from casus.rules.slaapkamers import slaapkamers_nodig

DAG = date(2026, 11, 20)
INWONERS = (("Groot", 60_000), ("Klein", 20_000), ("Mini", 1_000))


def _mensen(zaad: int, aantal: int = 200):
    bevolking = Bevolking(Random(zaad))
    return [bevolking.huishouden("GM0222", DAG) for _ in range(aantal)]


def test_hetzelfde_zaad_geeft_dezelfde_mensen():
    assert _mensen(3, 40) == _mensen(3, 40)
    assert _mensen(3, 40) != _mensen(4, 40)


def test_elk_bsn_is_uit_de_testreeks_en_voldoet_aan_de_elfproef():
    nummers = [p.bsn for h in _mensen(1) for p in h.personen if p.bsn]
    assert len(nummers) > 100
    assert all(bsn.is_valid(nummer) and nummer.startswith("9999") for nummer in nummers)


def test_elk_huishouden_klopt():
    v_nummers = [p.v_nummer for h in _mensen(2) for p in h.personen]
    assert len(v_nummers) == len(set(v_nummers)) and all(len(nummer) == 10 for nummer in v_nummers)
    for huishouden in _mensen(2):
        relaties = [persoon.relatie for persoon in huishouden.personen]
        assert relaties.count("hoofdpersoon") == 1 and relaties.count("partner") <= 1
        assert huishouden.vergunningdatum < huishouden.koppeldatum
        assert (slaapkamers_nodig(huishouden.personen, DAG) or 0) >= 1


def test_twee_derde_woont_alleen_zoals_in_het_echt():
    grootten = [len(h.personen) for h in _mensen(5, 1000)]
    assert 0.5 < grootten.count(1) / 1000 < 0.7 and max(grootten) >= 6


def test_zaken_worden_naar_inwoners_verdeeld_en_tellen_op():
    gemeenten = [
        SimpleNamespace(naam=n, inwoners=i) for n, i in (("Groot", 60_000), ("Klein", 20_000), ("Mini", 1_000))
    ]
    for aantal in (0, 1, 7, 112, 5_000):
        verdeling = verdeel(aantal, gemeenten)
        assert sum(verdeling.values()) == aantal
    assert verdeling["Groot"] > 2.9 * verdeling["Klein"] > 0


def test_elke_koppeling_ligt_in_het_verleden():
    for soort in VERHALEN:
        for zaad in range(50):
            assert begindag(soort, DAG, Random(zaad)) < DAG
