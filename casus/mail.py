"""Berichten naar collega's: via SMTP, of zonder SMTP als bestand in de map `post` van de installatie.

Er staat nooit meer in dan zaaknummers en zinnen zonder namen: mail is geen plek voor een huishouden.
"""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from casus.errors import CasusFout
from casus.opslag import bewaar
from casus.termijnen import nu

_GEDULD = 15  # seconden per stap van het gesprek met de mailserver
_RUST = timedelta(minutes=1)
_DEZE_MACHINE = ("127.0.0.1", "::1", "localhost")


class PostKanNuNiet(CasusFout):
    """De mailserver is er niet, zegt dat het later moet (4xx), kent ons wachtwoord niet of versleutelt niet."""

    status = 503


@dataclass(slots=True)
class Postbode:
    """Verstuurt berichten. `smtp_url` is `smtp://[gebruiker:wachtwoord@]host[:poort]`, `smtps://…`, of leeg.

    Biedt de server STARTTLS aan, dan moet zijn certificaat kloppen; zonder TLS gaat er geen wachtwoord
    heen. Is hij onbereikbaar, dan probeert deze postbode het een minuut niet: anders wacht al het andere werk op elke
    mail opnieuw.
    """

    smtp_url: str
    afzender: str
    post_map: Path
    _stil_tot: datetime | None = field(default=None, init=False)

    def verstuur(self, aan: str, onderwerp: str, tekst: str, kenmerk: str) -> None:
        """Verstuurt één bericht. `kenmerk` maakt een dubbele bezorging herkenbaar (Message-ID).

        Raises PostKanNuNiet; SMTPException als de server dit bericht nooit zal aannemen.
        """
        bericht = EmailMessage()
        bericht["From"], bericht["To"], bericht["Subject"] = self.afzender, aan, onderwerp
        bericht["Date"] = format_datetime(nu())
        bericht["Message-ID"] = f"<{kenmerk}@casus.invalid>"
        bericht["Auto-Submitted"] = "auto-generated"  # RFC 3834: geen afwezigheidsmelding terug
        bericht.set_content(tekst)
        if self.smtp_url:
            self._post(bericht)
        else:
            bewaar(self.post_map, bericht.as_bytes())

    def _post(self, bericht: EmailMessage) -> None:
        if self._stil_tot is not None and nu() < self._stil_tot:
            raise PostKanNuNiet("De mailserver is niet bereikbaar.")
        try:
            self._smtp(bericht)
        except smtplib.SMTPAuthenticationError:
            raise PostKanNuNiet("De mailserver neemt de gebruikersnaam of het wachtwoord niet aan.") from None
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException) as fout:
            if not _later(fout):
                raise
            raise PostKanNuNiet("De mailserver vraagt om het later opnieuw te proberen.") from None
        except smtplib.SMTPNotSupportedError:
            raise
        except OSError:  # geweigerd, onbekend, te traag, verbroken; ook smtplib.SMTPServerDisconnected
            self._stil_tot = nu() + _RUST
            raise PostKanNuNiet("De mailserver is niet bereikbaar.") from None

    def _smtp(self, bericht: EmailMessage) -> None:
        adres = urlsplit(self.smtp_url)
        with _verbind(adres) as server:
            if adres.username:
                _keur_versleuteld(server, adres)
                server.login(unquote(adres.username), unquote(adres.password or ""))
            server.send_message(bericht)


def _verbind(adres: SplitResult) -> smtplib.SMTP:
    """Een gesprek met de mailserver, versleuteld zodra hij dat kan."""
    host, poort = adres.hostname or "localhost", adres.port or 0
    if adres.scheme == "smtps":
        return smtplib.SMTP_SSL(host, poort, timeout=_GEDULD, context=ssl.create_default_context())
    server = smtplib.SMTP(host, poort, timeout=_GEDULD)
    try:
        server.ehlo_or_helo_if_needed()
        if server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
    except BaseException:
        server.close()
        raise
    return server


def _keur_versleuteld(server: smtplib.SMTP, adres: SplitResult) -> None:
    """Een wachtwoord gaat nooit leesbaar over een netwerk. Raises PostKanNuNiet."""
    if not isinstance(server.sock, ssl.SSLSocket) and (adres.hostname or "localhost") not in _DEZE_MACHINE:
        raise PostKanNuNiet("De mailserver versleutelt niet (geen TLS). Daarom logt casus daar niet in.")


def _later(fout: smtplib.SMTPRecipientsRefused | smtplib.SMTPResponseException) -> bool:
    """Of de server zelf zegt dat het later wel kan: alleen codes in de vierhonderd (RFC 5321 §4.2.1)."""
    if isinstance(fout, smtplib.SMTPRecipientsRefused):
        return all(400 <= code < 500 for code, _ in fout.recipients.values())
    return 400 <= fout.smtp_code < 500
