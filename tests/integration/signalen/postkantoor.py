"""Een echte mailserver op deze machine (aiosmtpd), die ook kan weigeren, talmen en de verbinding verbreken."""

from __future__ import annotations

import email
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

from casus.mail import Postbode


@dataclass
class Postkantoor:
    """De handler van de server: wat er binnenkwam, en wat hij op de volgende berichten antwoordt."""

    ontvangen: list[EmailMessage] = field(default_factory=list)
    antwoorden: list[str] = field(default_factory=list)
    url: str = ""

    # de namen zijn van aiosmtpd
    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, opties: Any) -> str:
        if self.antwoorden and self.antwoorden[0].startswith("rcpt "):
            return self.antwoorden.pop(0).removeprefix("rcpt ")
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.antwoorden:
            return self.antwoorden.pop(0)
        bericht = email.message_from_bytes(envelope.content, policy=default)
        assert isinstance(bericht, EmailMessage)
        self.ontvangen.append(bericht)
        return "250 aangenomen"

    def bode(self, map_: Path) -> Postbode:
        return Postbode(self.url, "casus@gemeente.example", map_)


class _Server(Controller):
    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]  # poort 0 was: welke er vrij is
        super()._trigger_server()


@contextmanager
def open_postkantoor() -> Iterator[Postkantoor]:
    kantoor = Postkantoor()
    server = _Server(kantoor, hostname="127.0.0.1", port=0)
    server.start()
    try:
        kantoor.url = f"smtp://127.0.0.1:{server.port}"
        yield kantoor
    finally:
        server.stop()
