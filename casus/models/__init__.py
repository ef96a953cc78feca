"""De tabellen van casus: één bestand per onderwerp, zonder regels."""

from casus.models.aanbod import Aanbod, Matchrun, Matchwens
from casus.models.afspraak import Prestatieafspraak, Prognose
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
    Taakstelling,
    Teller,
    TweedeFactor,
    Uitnodiging,
    Workflowversie,
)
from casus.models.besluit import Advies, Besluit, Besluitstap, Bezwaar, Brief, Briefsjabloon
from casus.models.dossier import (
    Dossierbundel,
    Dossierbundelregel,
    Dossierinzage,
    Dossierlink,
    Profielbesluit,
    Verstrekking,
)
from casus.models.gebeurtenis import Gebeurtenis, GebeurtenisInhoud, Keten, Leesactie
from casus.models.huishouden import Huishouden, Inburgering, Persoon, Reistijd
from casus.models.mandaat import Functie, Functiehouder, Mandaat, Registerbesluit, Vervanging
from casus.models.taak import Taak
from casus.models.verslag import Contactmoment, Document, Importregel, Notitie, Notitieversie
from casus.models.werk import Afwezigheid, Agendalink, Bulk, Bulkregel, Signaal, Weergave
from casus.models.woning import Complex, Complextaak, Woning, Woningverloop
from casus.models.zaak import Opschorting, Verloop, Volger, Zaak, Zaakrol, Zaakverband
from casus.models.zoeken import Zoekregel

__all__ = [
    "Aanbod",
    "Advies",
    "Afwezigheid",
    "Agendalink",
    "Besluit",
    "Besluitstap",
    "Bezwaar",
    "Brief",
    "Briefsjabloon",
    "Bulk",
    "Bulkregel",
    "Complex",
    "Complextaak",
    "Contactmoment",
    "Corporatie",
    "Document",
    "Dossierbundel",
    "Dossierbundelregel",
    "Dossierinzage",
    "Dossierlink",
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
    "Matchrun",
    "Matchwens",
    "Notitie",
    "Notitieversie",
    "Opschorting",
    "Outbox",
    "Parameter",
    "Persoon",
    "Prestatieafspraak",
    "Profielbesluit",
    "Prognose",
    "Regio",
    "Registerbesluit",
    "Reistijd",
    "Sessie",
    "Signaal",
    "Taak",
    "Taakstelling",
    "Teller",
    "TweedeFactor",
    "Uitnodiging",
    "Verloop",
    "Verstrekking",
    "Vervanging",
    "Volger",
    "Weergave",
    "Woning",
    "Woningverloop",
    "Workflowversie",
    "Zaak",
    "Zaakrol",
    "Zaakverband",
    "Zoekregel",
]
