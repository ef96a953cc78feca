"""Een waarde van de gemeente: vanaf een dag, met een bron; wat al gold blijft, en de regels rekenen er meteen mee."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import delete, select

from casus.actions.inrichting import voeg_corporatie_toe
from casus.actions.parameters import haal_weg, leg_vast, vul_aan
from casus.actor import Actor
from casus.db import Bereik, CasusSessie
from casus.errors import Conflict, GeenRecht, InvoerFout, NietGevonden, Weigering
from casus.models import Corporatie, Gebeurtenis, GebeurtenisInhoud, Parameter
from casus.queries.parameters import geldende, rijen_van
from casus.rules.parameterplan import kenteken
from casus.rules.parameters import standaard, waarde_op, waarden_op
from casus.rules.passendbeleid import beleid_op
from casus.rules.passendgeval import huurgrens
from casus.vocab import gebeurtenis_zin
from tests.wereld import VANDAAG, B, Wereld

EEN_DAG = timedelta(days=1)
NIEUWJAAR = date(2027, 1, 1)
GRENS = "passend_huurgrens_1_2_personen"


@pytest.fixture
def sessie(gedeelde_wereld: Wereld) -> Iterator[CasusSessie]:
    """Een sessie in A; alles wordt teruggedraaid."""
    with gedeelde_wereld.db.schrijven(Bereik.van(gedeelde_wereld.gemeente())) as sessie:
        yield sessie
        sessie.rollback()


@pytest.fixture
def beheerder(gedeelde_wereld: Wereld) -> Actor:
    return gedeelde_wereld.actor("beheerder")


def perioden(sessie: CasusSessie, naam: str) -> list[tuple[str, date, date | None]]:
    return [(rij.waarde, rij.geldig_van, rij.geldig_tot) for rij in rijen_van(sessie, naam)]


def laatste(sessie: CasusSessie) -> str:
    """De laatste gebeurtenis van de gemeente, als zin."""
    rij, gegevens = sessie.execute(
        select(Gebeurtenis, GebeurtenisInhoud.gegevens)
        .join(GebeurtenisInhoud, GebeurtenisInhoud.id == Gebeurtenis.id)
        .where(Gebeurtenis.zaak_id.is_(None))
        .order_by(Gebeurtenis.nr.desc())
        .limit(1)
    ).one()
    return gebeurtenis_zin(rij.soort, rij.actor_naam, json.loads(gegevens))


def test_een_nieuw_jaar_sluit_aan_en_de_huur_is_weer_te_toetsen(sessie: CasusSessie, beheerder: Actor):
    def grens() -> int | None:
        return huurgrens(2, waarden_op(rijen_van(sessie), NIEUWJAAR))

    assert grens() is None, "H1 is dan onbekend"
    dagen = {"vanaf": NIEUWJAAR, "tot": date(2027, 12, 31)}
    leg_vast(sessie, actor=beheerder, naam=GRENS, waarde="735,40", bron="Rijksoverheid", **dagen)
    assert grens() == 73_540
    assert perioden(sessie, GRENS) == [
        ("713.02", date(2026, 1, 1), date(2026, 12, 31)),
        ("735.40", NIEUWJAAR, date(2027, 12, 31)),
    ]
    zin = laatste(sessie).replace("\N{NO-BREAK SPACE}", " ")
    assert "Passende huur, 1 of 2 personen: € 735,40 per maand vanaf 1 januari 2027" in zin
    assert zin.endswith("Bron: Rijksoverheid.")


def test_vanaf_vandaag_eindigt_de_vorige_gisteren_en_het_beleid_verandert(sessie: CasusSessie, beheerder: Actor):
    naam = "voorrang_statushouder"
    leg_vast(sessie, actor=beheerder, naam=naam, waarde="nee", vanaf=VANDAAG, bron="Raadsbesluit 2026-118")
    rijen = rijen_van(sessie, naam)
    assert [rij.geldig_tot for rij in rijen] == [VANDAAG - EEN_DAG, None]
    beleid = {dag: beleid_op(waarden_op(rijen, dag), dag) for dag in (VANDAAG - EEN_DAG, VANDAAG)}
    assert [een.voorrang_statushouder for een in beleid.values()] == ["ja", "nee"]
    assert "(was Ja)" in laatste(sessie)
    leg_vast(sessie, actor=beheerder, naam=naam, waarde="gedeeld", vanaf=VANDAAG, bron="Herstel van een vergissing")
    assert perioden(sessie, naam)[1:] == [("gedeeld", VANDAAG, None)], "op dezelfde dag wordt de rij zelf anders"
    assert "(was Nee)" in laatste(sessie)


def test_een_latere_waarde_blijft_en_de_nieuwe_eindigt_ervoor(sessie: CasusSessie, beheerder: Actor):
    naam = "kamer_tolerantie"
    leg_vast(sessie, actor=beheerder, naam=naam, waarde="0", vanaf=NIEUWJAAR, bron="Raad")
    leg_vast(sessie, actor=beheerder, naam=naam, waarde="2", vanaf=VANDAAG + EEN_DAG, bron="Raad")
    assert perioden(sessie, naam) == [
        ("1", date(2016, 1, 1), VANDAAG),
        ("2", VANDAAG + EEN_DAG, NIEUWJAAR - EEN_DAG),
        ("0", NIEUWJAAR, None),
    ]


@pytest.mark.parametrize(
    ("anders", "veld"),
    [
        ({"vanaf": VANDAAG - EEN_DAG}, "vanaf"),
        ({"tot": VANDAAG - EEN_DAG}, "tot"),
        ({"waarde": "veel"}, "waarde"),
        ({"waarde": "4"}, "waarde"),
        ({"bron": "  "}, "bron"),
        ({"bron": "x" * 201}, "bron"),
    ],
)
def test_wat_niet_kan_verandert_niets(sessie: CasusSessie, beheerder: Actor, anders: dict, veld: str):
    vooraf = perioden(sessie, "kamer_tolerantie")
    with pytest.raises(InvoerFout) as fout:
        goed = {"naam": "kamer_tolerantie", "waarde": "0", "vanaf": VANDAAG, "bron": "Raad"}
        leg_vast(sessie, actor=beheerder, **{**goed, **anders})
    assert [een.veld for een in fout.value.fouten] == [veld]
    assert perioden(sessie, "kamer_tolerantie") == vooraf


def test_een_gat_in_het_verleden_mag_wel_dicht(sessie: CasusSessie, beheerder: Actor):
    sessie.execute(delete(Parameter).where(Parameter.sleutel == "budget_huur"))
    begin = date(VANDAAG.year, 1, 1)
    leg_vast(sessie, actor=beheerder, naam="budget_huur", waarde="800.000", vanaf=begin, bron="Begroting 2026")
    assert geldende(sessie, "budget_huur") == {"budget_huur": "800000"}
    with pytest.raises(InvoerFout, match="Wat al gold"):
        leg_vast(sessie, actor=beheerder, naam="budget_huur", waarde="1", vanaf=begin, bron="Begroting 2026")


def test_twee_grenzen_houden_hun_volgorde(sessie: CasusSessie, beheerder: Actor):
    for naam, waarde in (("reistijd_goed_minuten", "60"), ("reistijd_hoogstens_minuten", "30")):
        with pytest.raises(InvoerFout, match=r"lager dan 60|hoger dan 30"):
            leg_vast(sessie, actor=beheerder, naam=naam, waarde=waarde, vanaf=VANDAAG, bron="Raad")


def test_de_doelgroepcode_gaat_over_corporaties_die_er_zijn(sessie: CasusSessie, beheerder: Actor):
    codes = sessie.scalars(select(Corporatie.code).order_by(Corporatie.code)).all()
    wat = {"naam": "doelgroepcode_corporaties", "vanaf": VANDAAG, "bron": "Prestatieafspraken 2026"}
    with pytest.raises(InvoerFout, match=f"‘onzin’ is geen corporatie. Kies uit {', '.join(codes)}, of vul in: geen"):
        leg_vast(sessie, actor=beheerder, waarde=f"{codes[0]} onzin", **wat)
    assert leg_vast(sessie, actor=beheerder, waarde=codes[0], **wat).rij.waarde == codes[0]
    assert leg_vast(sessie, actor=beheerder, waarde="geen", **wat).rij.waarde == "geen"


def test_niets_veranderen_te_laat_zijn_en_niet_mogen(sessie: CasusSessie, beheerder: Actor, gedeelde_wereld: Wereld):
    w, wat = gedeelde_wereld, {"naam": "kamer_tolerantie", "vanaf": VANDAAG, "bron": "Raad"}
    gezien = kenteken(rijen_van(sessie, "kamer_tolerantie"))
    for rol in ("teammanager", "wonen", "casemanager"):
        with pytest.raises(GeenRecht):
            leg_vast(sessie, actor=w.actor(rol), waarde="0", **wat)
    with pytest.raises(Weigering, match="geldt op die dag al"):
        leg_vast(sessie, actor=beheerder, waarde="1", **wat)
    leg_vast(sessie, actor=beheerder, waarde="0", versie=gezien, **wat)
    with pytest.raises(Weigering, match="staat er al zo"):
        leg_vast(sessie, actor=beheerder, waarde="0", **wat)
    with pytest.raises(Conflict, match="veranderde deze waarde vandaag"):
        leg_vast(sessie, actor=beheerder, waarde="2", versie=gezien, **wat)
    with pytest.raises(NietGevonden):
        leg_vast(sessie, actor=beheerder, **{**wat, "naam": "verdeling_vast_gezicht"}, waarde="ja")
    with w.lees(B) as ander:
        assert waarde_op(rijen_van(ander, "kamer_tolerantie"), "kamer_tolerantie", VANDAAG) == "1"


def test_een_waarde_die_nog_moet_beginnen_kan_weer_weg(sessie: CasusSessie, beheerder: Actor, gedeelde_wereld: Wereld):
    vooraf = {naam: perioden(sessie, naam) for naam in ("kamer_tolerantie", GRENS)}
    for naam, waarde in (("kamer_tolerantie", "0"), (GRENS, "735,40")):
        wat = {"actor": beheerder, "naam": naam}
        assert leg_vast(sessie, **wat, waarde=waarde, vanaf=NIEUWJAAR, bron="Raad").terug_te_draaien
        with pytest.raises(GeenRecht):
            haal_weg(sessie, actor=gedeelde_wereld.actor("wonen"), naam=naam, vanaf=NIEUWJAAR)
        vorige = haal_weg(sessie, **wat, vanaf=NIEUWJAAR)
        assert vorige is not None and perioden(sessie, naam) == vooraf[naam]
        with pytest.raises(NietGevonden):
            haal_weg(sessie, **wat, vanaf=NIEUWJAAR)
        with pytest.raises(Weigering, match="geldt al"):
            haal_weg(sessie, **wat, vanaf=vooraf[naam][0][1])
    assert "haalde een waarde weg" in laatste(sessie)


def _zet(sessie: CasusSessie, wie: Actor, waarde: str, vanaf: date, tot: date | None = None) -> int:
    wat = {"naam": "kamer_tolerantie", "waarde": waarde, "vanaf": vanaf, "tot": tot, "bron": "Raad"}
    return leg_vast(sessie, actor=wie, **wat).kenteken


def test_wat_weggaat_geeft_de_vorige_haar_eigen_einde_terug(sessie: CasusSessie, beheerder: Actor):
    """Een einde dat iemand koos, blijft; wat een latere waarde eraf haalde, komt terug, in welke volgorde ook."""
    naam, juli, april = "kamer_tolerantie", date(2027, 7, 1), date(2027, 4, 1)
    wat = {"actor": beheerder, "naam": naam}
    _zet(sessie, beheerder, "2", NIEUWJAAR, juli - EEN_DAG)
    vooraf = perioden(sessie, naam)
    _zet(sessie, beheerder, "1", juli)
    haal_weg(sessie, **wat, vanaf=juli)
    assert perioden(sessie, naam) == vooraf, "zij sloot alleen aan"
    _zet(sessie, beheerder, "0", april)
    assert perioden(sessie, naam)[1] == ("2", NIEUWJAAR, april - EEN_DAG)
    haal_weg(sessie, **wat, vanaf=april)
    assert perioden(sessie, naam)[1:] == [("2", NIEUWJAAR, juli - EEN_DAG)], "zij was ingekort"
    haal_weg(sessie, **wat, vanaf=NIEUWJAAR)
    assert [rij[2] for rij in perioden(sessie, naam)] == [None]
    for volgorde in ((NIEUWJAAR, april), (april, NIEUWJAAR)):
        for eerst in ((NIEUWJAAR, april), (april, NIEUWJAAR)):
            for dag in eerst:
                _zet(sessie, beheerder, "2" if dag == april else "0", dag)
            for dag in volgorde:
                haal_weg(sessie, **wat, vanaf=dag)
            assert [rij[2] for rij in perioden(sessie, naam)] == [None], (eerst, volgorde)


def test_een_einde_waarvan_niemand_weet_wie_het_koos_blijft(sessie: CasusSessie, beheerder: Actor):
    (rij,) = rijen_van(sessie, "kamer_tolerantie")
    vast = {"gemeente_id": rij.gemeente_id, "sleutel": rij.sleutel, "bron": "Van vroeger"}
    rij.geldig_tot = NIEUWJAAR - EEN_DAG
    sessie.add(Parameter(**vast, waarde="0", geldig_van=NIEUWJAAR))
    sessie.flush()
    haal_weg(sessie, actor=beheerder, naam=rij.sleutel, vanaf=NIEUWJAAR)
    assert perioden(sessie, rij.sleutel) == [("1", date(2016, 1, 1), NIEUWJAAR - EEN_DAG)]


def test_wie_weghaalt_wat_een_ander_intussen_veranderde_hoort_het(sessie: CasusSessie, beheerder: Actor):
    gezien = _zet(sessie, beheerder, "0", NIEUWJAAR)
    nu = _zet(sessie, beheerder, "2", NIEUWJAAR)
    wat = {"actor": beheerder, "naam": "kamer_tolerantie", "vanaf": NIEUWJAAR}
    with pytest.raises(Conflict, match="veranderde deze waarde vandaag"):
        haal_weg(sessie, **wat, versie=gezien)
    assert perioden(sessie, "kamer_tolerantie")[-1] == ("2", NIEUWJAAR, None)
    assert haal_weg(sessie, **wat, versie=nu) is not None


@pytest.mark.parametrize("code", ["de linde", "", "de_linde", "linde,"])
def test_een_code_van_een_corporatie_is_te_noemen_in_een_waarde(sessie: CasusSessie, code: str):
    with pytest.raises(InvoerFout) as fout:
        voeg_corporatie_toe(sessie, code=code, naam="De Linde", email="info@linde.example")
    assert [(een.veld, "letters, cijfers" in een.zin) for een in fout.value.fouten] == [("code", True)]
    assert voeg_corporatie_toe(sessie, code="de-linde-2", naam="De Linde", email="info@linde.example").code


def test_een_nieuwe_versie_van_casus_vult_alleen_aan(sessie: CasusSessie, beheerder: Actor):
    assert vul_aan(sessie, actor=beheerder) == []
    leg_vast(sessie, actor=beheerder, naam="kamer_tolerantie", waarde="0", vanaf=VANDAAG, bron="Raad")
    eigen = perioden(sessie, "kamer_tolerantie")
    weg = ("score_nareis", "aow_leeftijd_maanden")
    sessie.execute(delete(Parameter).where(Parameter.sleutel.in_(weg), Parameter.geldig_van != date(2024, 1, 1)))
    nieuw = vul_aan(sessie, actor=beheerder)
    assert nieuw == ["Punten: past ook na nareis", "AOW-leeftijd"]
    assert "nieuwe versie van casus" in laatste(sessie) and "AOW-leeftijd" in laatste(sessie)
    assert perioden(sessie, "kamer_tolerantie") == eigen
    verwacht = [(b.waarde, b.geldig_van, b.geldig_tot) for b in standaard() if b.sleutel == "aow_leeftijd_maanden"]
    assert perioden(sessie, "aow_leeftijd_maanden") == verwacht
    assert vul_aan(sessie, actor=beheerder) == []


def test_een_regel_neemt_wat_de_gemeente_vastlegde_en_anders_wat_casus_meegaf(sessie: CasusSessie, beheerder: Actor):
    sessie.execute(delete(Parameter).where(Parameter.sleutel == "aow_leeftijd_maanden"))
    leg_vast(sessie, actor=beheerder, naam="meerderjarig_jaren", waarde="21", vanaf=VANDAAG, bron="Nieuwe wet")
    assert geldende(sessie, "meerderjarig_jaren", "aow_leeftijd_maanden") == {
        "meerderjarig_jaren": "21",
        "aow_leeftijd_maanden": "804",
    }
