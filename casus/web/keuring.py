"""Een ingestuurd bestand nakijken vóór de transactie: openen kost soms seconden, en zo lang staat er niets op slot.

Voor een bestand dat meteen bewijs moet zijn (`@writes(…, vooraf=keur("document"))`); andere gaan in quarantaine.
"""

from __future__ import annotations

from collections.abc import Callable

from flask import g

from casus.actions.documenten import Nagekeken, Ontvangen, keur_vooraf
from casus.extensions import keurmeester
from casus.web.formulier import bestand
from casus.web.gebruik import actor
from casus.web.limieten import DOCUMENTEN, tel


def keur(veld: str) -> Callable[[], None]:
    """Wat er vóór de transactie gebeurt: het bestand in dit veld wordt nagekeken, als er een is gekozen."""

    def vooraf() -> None:
        """Raises InvoerFout bij het veld, TooManyRequests, ScannerWeg, KeurmeesterBezet."""
        gekozen = bestand(veld)
        if gekozen is not None:
            tel("document", str(actor().gebruiker_id), DOCUMENTEN)
            g.setdefault("nagekeken", {})[veld] = keur_vooraf(keurmeester(), Ontvangen(*gekozen), veld=veld)

    return vooraf


def nagekeken(veld: str) -> Nagekeken | None:
    """Het bestand in dit veld, nagekeken en schoon. None als er geen is gekozen."""
    gevonden: Nagekeken | None = g.get("nagekeken", {}).get(veld)
    return gevonden
