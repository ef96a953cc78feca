"""De tabellen van casus: één bestand per onderwerp, zonder regels."""

from casus.models.aanbod import Aanbod, Woning
from casus.models.beheer import (
    Corporatie,
    Gebruiker,
    Gemeente,
    Indiening,
    Lidmaatschap,
    Outbox,
    Parameter,
    Regio,
    Sessie,
    Teller,
    Workflowversie,
)
from casus.models.besluit import Besluit, Bezwaar
from casus.models.gebeurtenis import Gebeurtenis, GebeurtenisInhoud, Keten, Leesactie
from casus.models.huishouden import Huishouden, Inburgering, Persoon
from casus.models.mandaat import Functie, Functiehouder, Mandaat, Vervanging
from casus.models.taak import Taak
from casus.models.verslag import Contactmoment, Document, Importregel, Notitie, Verstrekking
from casus.models.zaak import Opschorting, Zaak

__all__ = [
    "Aanbod",
    "Besluit",
    "Bezwaar",
    "Contactmoment",
    "Corporatie",
    "Document",
    "Functie",
    "Functiehouder",
    "Gebeurtenis",
    "GebeurtenisInhoud",
    "Gebruiker",
    "Gemeente",
    "Huishouden",
    "Importregel",
    "Inburgering",
    "Indiening",
    "Keten",
    "Leesactie",
    "Lidmaatschap",
    "Mandaat",
    "Notitie",
    "Opschorting",
    "Outbox",
    "Parameter",
    "Persoon",
    "Regio",
    "Sessie",
    "Taak",
    "Teller",
    "Verstrekking",
    "Vervanging",
    "Woning",
    "Workflowversie",
    "Zaak",
]
