"""Codes van een code-app en herstelcodes: welke klopt, wanneer, en hoe zij getypt mag zijn."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casus.rules import tweedefactor as regels

GEHEIM = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # '12345678901234567890', het geheim van RFC 6238 bijlage B
NU = datetime(2026, 7, 6, 9, 0, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconden", "code"), [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (2000000000, "279037")]
)
def test_de_codes_van_de_standaard(seconden: int, code: str):
    moment = datetime.fromtimestamp(seconden, UTC)
    assert regels.code_van(GEHEIM, regels.stap(moment)) == code
    assert regels.passende_stap(GEHEIM, code, moment) == regels.stap(moment)


@pytest.mark.parametrize(("scheef", "past"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_een_klok_mag_een_stap_scheef_lopen(scheef: int, past: bool):
    stap = regels.stap(NU) + scheef
    assert regels.passende_stap(GEHEIM, regels.code_van(GEHEIM, stap), NU) == (stap if past else None)


@pytest.mark.parametrize(
    ("geleden", "vers"),
    [(timedelta(0), True), (timedelta(minutes=5, seconds=-1), True), (timedelta(minutes=5), False)],
)
def test_een_code_geldt_vijf_minuten(geleden: timedelta, vers: bool):
    assert regels.is_vers(NU - geleden, NU) is vers


def test_een_klok_die_terugging_maakt_niets_verser():
    assert not regels.is_vers(NU + timedelta(hours=1), NU)
    assert not regels.is_vers(None, NU)


@pytest.mark.parametrize(
    ("getypt", "gelezen"),
    [
        (" 123 456 ", "123456"),
        ("k7qm-3xpa 9trb", "K7QM3XPA9TRB"),
        ("١٢٣٤٥٦", ""),  # cijfers van een ander schrift
        ("1" * 41, ""),
        ("", ""),
    ],
)
def test_een_code_mag_slordig_zijn_getypt(getypt: str, gelezen: str):
    assert regels.zonder_opmaak(getypt) == gelezen


@given(st.text(max_size=60))
def test_wat_iemand_ook_typt_er_komt_iets_veiligs_uit(getypt: str):
    kaal = regels.zonder_opmaak(getypt)
    assert kaal.isascii() and len(kaal) <= regels.LANGSTE_INVOER
    if regels.is_appcode(kaal):
        assert len(kaal) == 6
        regels.passende_stap(GEHEIM, kaal, NU)


def test_herstelcodes_verschillen_en_zijn_over_te_typen():
    codes = regels.nieuwe_herstelcodes(random.Random(7).choice)
    assert len(set(codes)) == regels.AANTAL_HERSTELCODES == 10
    assert {len(code) for code in codes} == {12}
    assert not set("".join(codes)) & set("01ILOU")
    assert all(regels.zonder_opmaak(regels.in_groepen(code, "-").lower()) == code for code in codes)
    assert not any(regels.is_appcode(code) for code in codes)


def test_wat_in_de_qr_code_staat():
    adres = regels.adres_voor_app(GEHEIM, "i.wolters@voorbeeld.nl")
    assert adres == f"otpauth://totp/casus:i.wolters%40voorbeeld.nl?secret={GEHEIM}&issuer=casus"
