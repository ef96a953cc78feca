"""Berichten naar collega's: via SMTP, of zonder SMTP als bestand in de map `post` van de installatie.

Er staat nooit meer in dan een zaaknummer en één zin zonder namen: mail is geen plek voor een huishouden.
"""

from __future__ import annotations

import smtplib
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import urlsplit

from casus.opslag import bewaar
from casus.termijnen import nu


@dataclass(frozen=True, slots=True)
class Postbode:
    """Verstuurt berichten. `smtp_url` is `smtp://[gebruiker:wachtwoord@]host[:poort]`, `smtps://…`, of leeg."""

    smtp_url: str
    afzender: str
    post_map: Path

    def verstuur(self, aan: str, onderwerp: str, tekst: str, kenmerk: str) -> None:
        """Verstuurt één bericht. `kenmerk` maakt een dubbele bezorging herkenbaar (Message-ID)."""
        bericht = EmailMessage()
        bericht["From"], bericht["To"], bericht["Subject"] = self.afzender, aan, onderwerp
        bericht["Date"] = format_datetime(nu())
        bericht["Message-ID"] = f"<{kenmerk}@casus.invalid>"
        bericht.set_content(tekst)
        if self.smtp_url:
            self._smtp(bericht)
        else:
            bewaar(self.post_map, bericht.as_bytes())

    def _smtp(self, bericht: EmailMessage) -> None:
        adres = urlsplit(self.smtp_url)
        soort = smtplib.SMTP_SSL if adres.scheme == "smtps" else smtplib.SMTP
        with soort(adres.hostname or "localhost", adres.port or 0, timeout=15) as server:
            if adres.scheme == "smtp" and server.has_extn("starttls"):
                server.starttls()
            if adres.username:
                server.login(adres.username, adres.password or "")
            server.send_message(bericht)
