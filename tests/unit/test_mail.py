"""Berichten: een zaaknummer en één zin, via SMTP of als bestand."""

import email
import socket
import socketserver
from email.message import Message
from threading import Thread

import pytest

from casus.mail import Postbode, PostKanNuNiet


def test_zonder_smtp_komt_het_bericht_in_de_map(tmp_path):
    Postbode("", "casus@localhost", tmp_path / "post").verstuur("a@voorbeeld.nl", "Zaak DOE-1", "Eén zin.", "k1")
    (pad,) = (tmp_path / "post").iterdir()
    bericht = email.message_from_bytes(pad.read_bytes())
    assert bericht["To"] == "a@voorbeeld.nl" and bericht["Message-ID"] == "<k1@casus.invalid>"


class _Smtp(socketserver.StreamRequestHandler):
    """Net genoeg van SMTP (RFC 5321) om een bericht aan te nemen."""

    def handle(self) -> None:
        self.wfile.write(b"220 klaar\r\n")
        while regel := self.rfile.readline().strip():
            self.server.gehoord.append(regel.split()[0].upper())
            if regel.upper().startswith(b"EHLO"):
                self.wfile.write(b"250-goed\r\n250 AUTH PLAIN\r\n")
            elif regel.upper().startswith(b"AUTH"):
                self.wfile.write(b"535 onbekend\r\n")
            elif regel.upper() == b"DATA":
                self.wfile.write(b"354 toe maar\r\n")
                regels = []
                while (deel := self.rfile.readline()) != b".\r\n":
                    regels.append(deel)
                self.server.berichten.append(email.message_from_bytes(b"".join(regels)))
                self.wfile.write(b"250 aangenomen\r\n")
            elif regel.upper() == b"QUIT":
                self.wfile.write(b"221 dag\r\n")
                return
            else:
                self.wfile.write(b"250 goed\r\n")


@pytest.fixture
def brievenbus():
    with socketserver.TCPServer(("127.0.0.1", 0), _Smtp) as server:
        server.berichten, server.gehoord = [], []
        draad = Thread(target=server.serve_forever)
        draad.start()
        yield server
        server.shutdown()
        draad.join()


def test_met_smtp_gaat_het_bericht_de_deur_uit(brievenbus, tmp_path):
    poort = brievenbus.server_address[1]
    bode = Postbode(f"smtp://127.0.0.1:{poort}", "casus@gemeente.example", tmp_path)
    bode.verstuur("b@voorbeeld.nl", "Zaak DOE-2", "De zaak staat nu op ‘Match gezocht’.", "k2")
    (bericht,) = brievenbus.berichten
    assert isinstance(bericht, Message) and bericht["Subject"] == "Zaak DOE-2"
    assert "Match gezocht" in bericht.get_payload(decode=True).decode()
    assert list(tmp_path.iterdir()) == []


def test_zonder_tls_gaat_er_geen_wachtwoord_over_het_netwerk(brievenbus, tmp_path, monkeypatch):
    echt, poort = socket.create_connection, brievenbus.server_address[1]
    monkeypatch.setattr(socket, "create_connection", lambda _, *rest, **met: echt(("127.0.0.1", poort), *rest, **met))
    for host in ("mail.gemeente.example", "127.0.0.1.gemeente.example", "10.0.0.1"):
        bode = Postbode(f"smtp://casus:geheim@{host}:587", "casus@gemeente.example", tmp_path)
        with pytest.raises(PostKanNuNiet, match="versleutelt niet"):
            bode.verstuur("b@voorbeeld.nl", "Zaak DOE-3", "Eén zin.", "k3")
    assert b"AUTH" not in brievenbus.gehoord and brievenbus.berichten == []
    zonder_wachtwoord = Postbode("smtp://mail.gemeente.example:25", "casus@gemeente.example", tmp_path)
    zonder_wachtwoord.verstuur("b@voorbeeld.nl", "Zaak DOE-4", "Eén zin.", "k4")
    assert len(brievenbus.berichten) == 1


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
def test_op_deze_machine_mag_inloggen_zonder_tls(host, brievenbus, tmp_path, monkeypatch):
    echt, poort = socket.create_connection, brievenbus.server_address[1]
    monkeypatch.setattr(socket, "create_connection", lambda _, *rest, **met: echt(("127.0.0.1", poort), *rest, **met))
    bode = Postbode(f"smtp://casus:geheim@{host}:{poort}", "casus@gemeente.example", tmp_path)
    with pytest.raises(PostKanNuNiet, match="gebruikersnaam of het wachtwoord"):
        bode.verstuur("b@voorbeeld.nl", "Zaak DOE-5", "Eén zin.", "k5")
    assert b"AUTH" in brievenbus.gehoord
