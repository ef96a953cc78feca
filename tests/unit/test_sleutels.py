"""De geheimen van een installatie: één keer gemaakt, alleen voor de eigenaar, en te vervangen zonder verlies."""

import json
from threading import Thread

import pytest
from cryptography.fernet import Fernet, InvalidToken

from casus.sleutels import laad_sleutelbos, nieuwe_sleutelbos
from casus.views.schermen import lijstadres, weergavescherm
from casus.web import bewaard, meldingen, zoekvraag


def test_de_sleutels_blijven_dezelfde_en_zijn_van_de_eigenaar(tmp_path):
    assert laad_sleutelbos(tmp_path) == laad_sleutelbos(tmp_path)
    assert (tmp_path / "sleutels.json").stat().st_mode & 0o077 == 0
    assert [pad.name for pad in tmp_path.iterdir()] == ["sleutels.json"]


def test_processen_die_tegelijk_starten_krijgen_dezelfde_sleutels(tmp_path):
    bossen = []
    draden = [Thread(target=lambda: bossen.append(laad_sleutelbos(tmp_path))) for _ in range(8)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    assert len(bossen) == 8 and len({bos.zoeken for bos in bossen}) == 1


def test_een_oude_sleutel_blijft_lezen_nadat_er_een_nieuwe_voor_staat(tmp_path):
    oud = laad_sleutelbos(tmp_path)
    versleuteld = oud.versleutel("999900018")
    pad = tmp_path / "sleutels.json"
    inhoud = json.loads(pad.read_text())
    pad.write_text(json.dumps({**inhoud, "gegevens": [Fernet.generate_key().decode(), *inhoud["gegevens"]]}))
    nieuw = laad_sleutelbos(tmp_path)
    assert nieuw.ontsleutel(versleuteld) == "999900018"
    with pytest.raises(InvalidToken):
        oud.ontsleutel(nieuw.versleutel("999900018"))


def test_een_zoekhash_verraadt_niets_en_verschilt_per_doel():
    bos = nieuwe_sleutelbos()
    assert bos.zoekhash("bsn", "999900018") == bos.zoekhash("bsn", "999900018")
    assert len({bos.zoekhash("bsn", "999900018"), bos.zoekhash("v_nummer", "999900018"), "999900018"}) == 3
    assert nieuwe_sleutelbos().zoekhash("bsn", "999900018") != bos.zoekhash("bsn", "999900018")


DOELEN = (bewaard.DOEL, meldingen.DOEL, zoekvraag.DOEL, lijstadres.DOEL, weergavescherm.DOEL)


@pytest.mark.parametrize("doel", DOELEN)
def test_een_kaart_gaat_alleen_open_voor_haar_eigen_doel(doel):
    bos = nieuwe_sleutelbos()
    kaart = bos.maak_kaart("Tekle", doel=doel)
    assert bos.lees_kaart(kaart, doel=doel) == "Tekle"
    assert len(set(DOELEN)) == len(DOELEN)
    for ander in {*DOELEN, "", doel[:-1]} - {doel}:
        with pytest.raises(InvalidToken):
            bos.lees_kaart(kaart, doel=ander)
    with pytest.raises(InvalidToken):
        bos.ontsleutel(kaart)


@pytest.mark.parametrize("doel", DOELEN)
def test_een_opgeslagen_bsn_is_geen_kaart_en_wordt_er_ook_geen(doel):
    bos = nieuwe_sleutelbos()
    with pytest.raises(InvalidToken):
        bos.lees_kaart(bos.versleutel("999900018"), doel=doel)
    with pytest.raises(InvalidToken):
        bos.lees_kaart(bos.versleutel(f"{doel}\0999900018"), doel=doel)
    with pytest.raises(ValueError, match="nulteken"):
        bos.versleutel(f"\0{doel}\0999900018")


def test_wat_al_was_opgeslagen_blijft_leesbaar():
    bos = nieuwe_sleutelbos()
    assert bos.ontsleutel(Fernet(bos.gegevens[0]).encrypt(b"999900018").decode()) == "999900018"
