"""Verzonnen voordrachten voor de meting, elke keer met andere namen, en dezelfde velden als sjabloon van typst."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from casus.pdf.huisstijl import Huisstijl
from casus.pdf.voordracht import VoordrachtGegevens

HUISSTIJL = Huisstijl(
    gemeente="Waterhoven",
    team="Opgaveteam Huisvesting",
    retouradres="Kade 1, 9999 XX Waterhoven",
    contact="0999 12 34 56",
    accent="#14365c",
    embleem='<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40">'
    '<path d="M0 0h40v24c0 9-9 14-20 16C9 38 0 33 0 24z" fill="#14365c"/></svg>',
)


_VAST: dict[str, Any] = {
    "gemeente": HUISSTIJL.gemeente,
    "datum": date(2026, 11, 23),
    "ontvanger": "Stichting Linde Wonen",
    "doel": "Beoordelen of een woning bij dit huishouden past en de huurovereenkomst voorbereiden.",
    "contactpersoon": {
        "naam": "Mirjam van der Veen",
        "functie": "Consulent wonen",
        "telefoon": "0999 12 34 56",
        "email": "wonen@waterhoven.example",
    },
    "woning": {
        "slaapkamers_minimaal": 3,
        "zelfstandig": True,
        "onzelfstandig": False,
        "toegankelijkheidslabel": "GNV",
        "begane_grond_of_lift": True,
        "gebied": "Waterhoven-Noord of Centrum",
        "gebied_reden": "school",
    },
    "inkomen": {"onder_grens": True, "inkomensbron": "SOC", "huurgrens": "764.14"},
    "start": {"vroegste_ingangsdatum": date(2026, 12, 14), "verblijf_nu": "COA"},
    "doelgroep": "STH",
    "begeleiding": {"ja": True, "organisatie": "Stichting Welkom Waterhoven"},
    "gemaakt_op": datetime(2026, 11, 23, 9, 42, tzinfo=UTC),
    "gemaakt_door": "M. van der Veen",
}


def voorbeeld(nr: int) -> VoordrachtGegevens:
    """Een gezin van vijf: drie pagina's, met elke keer een ander nummer en andere namen."""
    mens = {"telefoon": f"0999 65 {nr % 100:02} 21", "voorkeurstaal": "Arabisch", "tolk_nodig": nr % 2 == 0}
    gezin = {
        "aantal_personen": 5,
        "medebewoners": [{"relatie": "Kind", "leeftijd": leeftijd} for leeftijd in (12, 9, nr % 5)],
        "gezinshereniging": {"aantal": 1, "kwartaal": "2027-Q2"},
    }
    eigen = {
        "zaaknummer": f"WHV-2026-{nr:05d}",
        "hoofdhuurder": {"naam": f"Samir al-Jubouri {nr}", "geboortedatum": "1988-03-14", **mens},
        "medehuurder": {"naam": f"Leyla Çelik {nr}", "geboortedatum": "1991-09-02", **mens},
        "huishouden": gezin,
    }
    return VoordrachtGegevens.model_validate(_VAST | eigen)


TYPST = r"""
#let v = json("velden.json")
#set document(title: "Voordracht " + v.zaaknummer)
#set text(lang: "nl", font: "Casus Sans", size: 11pt)
#set page(paper: "a4", margin: (x: 20mm, top: 31mm, bottom: 26mm), header: [Alleen voor #v.ontvanger],
  footer: context [Gemeente #v.gemeente #h(1fr) pagina #counter(page).display()])
#let woorden = ("none": "Niet bekend", "true": "✓ Ja", "false": "– Nee")
#let woord(w) = woorden.at(repr(w), default: str(repr(w)).trim("\""))
#let deel(titel, velden) = {
  heading(level: 2, titel)
  table(columns: (44mm, 84mm), stroke: none, ..velden.pairs().filter(p => type(p.last()) not in (array, dictionary))
    .map(p => (p.first(), woord(p.last()))).flatten())
}
= Een woning voor #v.huishouden.aantal_personen personen
#deel("Voordracht", (zaaknummer: v.zaaknummer, voor: v.ontvanger, van: v.gemeente, datum: v.datum, doel: v.doel))
#deel("Contact", v.contactpersoon)
#pagebreak()
#deel("Hoofdhuurder", v.hoofdhuurder)
#deel("Medehuurder", v.medehuurder)
#deel("Huishouden", v.huishouden)
#table(columns: (44mm, 84mm), table.header([Medebewoner], [Leeftijd]),
  ..v.huishouden.medebewoners.map(m => (m.relatie, str(m.leeftijd))).flatten())
#deel("Woning", v.woning)
#pagebreak()
#deel("Huur en inkomen", v.inkomen)
#deel("Start", v.start)
#deel("Begeleiding", v.begeleiding)
"""
