"""In het logboek komt nooit wat iemand heeft getypt (veiligheid C7)."""

from __future__ import annotations

import json

import pytest
import structlog

from casus.web import logboek
from casus.web.wachtwoorden import hash_wachtwoord, klopt, lengte_klopt, verouderd

BSN = "999912345"


def _ga_mis(bsn: str) -> None:
    geheim = f"wachtwoord van {bsn}"
    raise ValueError(f"{geheim} is geen getal")


def test_een_fout_staat_er_met_haar_plek_en_zonder_inhoud(capsys):
    logboek.stel_in()
    try:
        _ga_mis(BSN)
    except ValueError as fout:
        structlog.get_logger("proef").error("onverwachte fout", exc_info=fout)
    regel = json.loads(capsys.readouterr().err)
    structlog.reset_defaults()
    assert (regel["event"], regel["fout"], regel["level"]) == ("onverwachte fout", "ValueError", "error")
    assert regel["plek"][-1].endswith("_ga_mis")
    assert BSN not in json.dumps(regel)


def test_een_geheim_adres_staat_er_nooit_in(capsys):
    logboek.stel_in()
    geheim = "Zx9_geheim-adres-van-een-agenda"
    adres = f"https://casus.example/agenda/{geheim}.ics"
    structlog.get_logger("proef").warning(f"traag: {adres}", pad=f"/agenda/{geheim}.ics?x=1", kop={"Referer": [adres]})
    uit = capsys.readouterr().err
    structlog.reset_defaults()
    assert geheim not in uit and json.loads(uit)["kop"] == {"Referer": ["https://casus.example/agenda/…"]}


def test_wachtwoorden():
    opgeslagen = hash_wachtwoord("een lang genoeg wachtwoord")
    assert opgeslagen.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert klopt(opgeslagen, "een lang genoeg wachtwoord")
    assert not klopt(opgeslagen, "een ander lang wachtwoord")
    assert not klopt(None, "een wachtwoord van niemand"), "het wachtwoord van niemand past op niemand"
    assert not klopt("geen hash", "een lang genoeg wachtwoord")
    assert not verouderd(opgeslagen)


@pytest.mark.parametrize(("lengte", "mag"), [(0, False), (14, False), (15, True), (128, True), (129, False)])
def test_de_lengte_van_een_wachtwoord(lengte: int, mag: bool):
    assert lengte_klopt("x" * lengte) is mag
    if not mag:
        with pytest.raises(ValueError, match="15 tot en met 128"):
            hash_wachtwoord("x" * lengte)
