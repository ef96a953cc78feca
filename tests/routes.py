"""Elke route van casus met haar recht. Een nieuwe route hoort hier; tests/integration/web/test_routes.py ziet toe.

Een recht uit casus/rules/permissions.py, of `ingelogd` voor de eigen instellingen, of `publiek`.
"""

from __future__ import annotations

from typing import Final

PUBLIEK: Final = frozenset(
    {
        "GET static",
        "GET inloggen.toon",
        "POST inloggen.in_",
        "POST inloggen.uit",
        "GET weergave.gezond",
        "GET weergave.security_txt",
    }
)
"""Wat iedereen mag openen. Uitloggen hoort erbij: wie al is uitgelogd, komt gewoon op het inlogscherm."""

ZOEKT: Final = frozenset({"POST bulk.voorbeeld", "POST zaken.zoek"})
"""Een POST met een leesrecht: een zoekterm is een naam of nummer en hoort niet in een adres of logboek (C7)."""

ROUTES: Final[dict[str, str]] = {
    "GET static": "publiek",
    "GET inloggen.toon": "publiek",
    "POST inloggen.in_": "publiek",
    "POST inloggen.uit": "publiek",
    "GET inloggen.gemeenten": "ingelogd",
    "POST inloggen.kies": "ingelogd",
    "GET weergave.begin": "ingelogd",
    "POST weergave.kies": "ingelogd",
    "GET weergave.blijven": "ingelogd",
    "GET weergave.gezond": "publiek",
    "GET weergave.security_txt": "publiek",
    "GET besluiten.formulier": "zaken.inzien",
    "POST besluiten.intrekken": "besluit.voorstellen",
    "GET besluiten.kies": "zaken.inzien",
    "POST besluiten.voorstellen": "besluit.voorstellen",
    "POST bulk.begin": "taak.bewerken",
    "GET bulk.lijst": "taken.inzien",
    "POST bulk.stop": "taak.bewerken",
    "POST bulk.terug": "taak.bewerken",
    "GET bulk.toon": "taken.inzien",
    "POST bulk.voorbeeld": "taken.inzien",
    "GET dossiers.pdf": "zaken.inzien",
    "GET dossiers.toon": "dossier.versturen",
    "POST dossiers.versturen": "dossier.versturen",
    "POST goedkeuren.beslissen": "besluit.beslissen",
    "GET goedkeuren.lijst": "besluit.beslissen",
    "GET goedkeuren.toon": "besluit.beslissen",
    "POST koppelingen.herstelblad": "koppelingen.importeren",
    "POST koppelingen.inlezen": "koppelingen.importeren",
    "GET koppelingen.kies": "koppelingen.importeren",
    "POST koppelingen.proef": "koppelingen.importeren",
    "POST taken.afronden": "taak.bewerken",
    "POST taken.overdragen": "taak.bewerken",
    "POST taken.pakken": "taak.bewerken",
    "POST taken.terugleggen": "taak.bewerken",
    "GET taken.toon": "taken.inzien",
    "POST taken.verlengen": "taak.bewerken",
    "GET werkvoorraad.lijst": "taken.inzien",
    "POST zaak.bsn": "zaak.bewerken",
    "POST zaak.contact": "contactmoment.vastleggen",
    "GET zaak.contact_formulier": "zaken.inzien",
    "POST zaak.hervatten": "zaak.bewerken",
    "POST zaak.melden": "melding.doen",
    "GET zaak.melding_formulier": "zaken.inzien",
    "POST zaak.notitie": "notitie.schrijven",
    "GET zaak.overgang_formulier": "zaken.inzien",
    "POST zaak.overgang_zetten": "overgang.uitvoeren",
    "POST zaak.stilzetten": "zaak.bewerken",
    "GET zaak.stilzetten_formulier": "zaken.inzien",
    "GET zaak.toon": "zaken.inzien",
    "GET zaken.lijst": "zaken.inzien",
    "GET zaken.gevonden": "zaken.inzien",
    "POST zaken.zoek": "zaken.inzien",
}
