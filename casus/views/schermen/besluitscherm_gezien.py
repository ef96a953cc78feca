"""Zoals het was: wat de beslisser voor zich had, en de mandaatregel van die dag. Dit verandert later niet meer mee."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from casus.bedragen import euro
from casus.models import Besluit
from casus.queries.besluitpagina import Besluitpagina
from casus.rules.zinnen import MAANDEN, rol_tekst, zin
from casus.termijnen import dag_kort, vandaag
from casus.views.schermen.besluitscherm_delen import drie_regels
from casus.vocab import BESLUITSTATUS, OORDELEN

Regels = Sequence[tuple[str, str]]
_GRENZEN = (
    ("Tot en met", "bedrag_tot_cent"),
    ("Per zaak", "bedrag_zaak_cent"),
    ("Per contract", "bedrag_contract_cent"),
)
RUIMTE: Mapping[str, str] = {
    "besluit": "Per besluit, met wat er voor deze soort al was",
    "zaak": "Alle besluiten van deze zaak",
    "contract": "Alle besluiten onder dit contract",
    "budget": "Budget van dit jaar",
}
"""Hoe elke grens heet."""


def wat_er_staat(pagina: Besluitpagina) -> dict[str, Any]:
    """Wat het scherm laat zien, in gegevens die later nog te lezen zijn; de actie voegt adviezen en stappen toe."""
    besluit = pagina.besluit
    return {
        "voorstel": besluit.voorstel,
        "bedrag_cent": besluit.bedrag_cent,
        "huishouden": drie_regels(besluit.zaak, pagina.personen, pagina.aanbod),
        "ruimte": [{"wat": r.wat, "grens": r.grens_cent, "gebruikt": r.gebruikt_cent} for r in pagina.ruimte],
        "niveau": pagina.niveau.zin,
        "eerdere": [[b.nummer, b.titel, b.status] for b in pagina.eerder],
        "precedenten": [[p.jaar, p.maand, p.uitkomst, p.bedrag_cent] for p in pagina.precedenten],
    }


def kenmerk(pagina: Besluitpagina) -> str:
    """Verandert als er iets aan dit voorstel verandert. Wat in andere zaken gebeurt, telt hier niet mee."""
    besluit, rij = pagina.besluit, pagina.niveau.rij
    telt = [
        besluit.voorstel,
        besluit.bedrag_cent,
        besluit.vereist_niveau,
        [pagina.vraag.eerder_cent, pagina.vraag.zaak_cent, pagina.vraag.contract_cent],
        [rij.nr, rij.versie] if rij else [],
        drie_regels(besluit.zaak, pagina.personen, pagina.aanbod),
        [[a.rol, a.status, a.oordeel, a.toelichting] for a in pagina.adviezen],
        [[s.soort, s.tekst] for s in pagina.stappen],
    ]
    return hashlib.sha256(json.dumps(telt, ensure_ascii=True).encode()).hexdigest()[:16]


def gezien_regels(gezien: Mapping[str, Any]) -> Regels:
    """Wat er bij het besluit is bewaard, als feiten; leeg bij een besluit van voor deze versie."""
    rijen = [
        ("Huishouden", " ".join(gezien.get("huishouden", ()))),
        ("Voorstel", str(gezien.get("voorstel", ""))),
        ("Register", str(gezien.get("niveau", ""))),
        *((RUIMTE.get(r["wat"], r["wat"]), _ruimte(r)) for r in gezien.get("ruimte", ())),
        *(("Advies", _advies(advies)) for advies in gezien.get("adviezen", ())),
        ("Eerder in de zaak", "; ".join(_eerder(gezien.get("eerdere", ())))),
        ("Andere zaken", "; ".join(_precedenten(gezien.get("precedenten", ())))),
    ]
    return [(naam, waarde) for naam, waarde in rijen if waarde]


def _ruimte(rij: Mapping[str, Any]) -> str:
    return f"grens {euro(rij['grens'])}, al gebruikt {euro(rij['gebruikt'])}"


def _advies(advies: Mapping[str, Any]) -> str:
    woord = OORDELEN.get(advies.get("oordeel", ""), "niet gegeven")
    return f"{zin(rol_tekst(str(advies.get('rol', ''))))}: {woord}"


def _eerder(rijen: Iterable[Sequence[Any]]) -> list[str]:
    return [f"{titel} ({nummer}, {BESLUITSTATUS.get(status, status)})" for nummer, titel, status in rijen]


def _precedenten(rijen: Iterable[Sequence[Any]]) -> list[str]:
    return [
        f"{MAANDEN[maand - 1]} {jaar} {uitkomst}" + ("" if cent is None else f" {euro(cent)}")
        for jaar, maand, uitkomst, cent in rijen
    ]


def mandaat_regels(besluit: Besluit) -> Regels:
    """De registerregel zoals zij gold op de dag van het besluit."""
    kopie = besluit.mandaat_kopie
    if not kopie:
        return []
    rijen = [
        ("Regel", f"{kopie['nr']}, versie {kopie.get('versie', 1)}" if kopie.get("nr") else _EIGEN),
        ("Grondslag", str(kopie.get("grondslag", ""))),
        ("Functie in de regel", str(kopie.get("functie_titel", ""))),
        ("Beslist door", _beslist_door(kopie)),
        *((naam, euro(kopie[code])) for naam, code in _GRENZEN if kopie.get(code) is not None),
        ("Eerder in deze zaak", euro(kopie["eerder_cent"]) if kopie.get("eerder_cent") else ""),
        ("Vier ogen", "ja" if kopie.get("vier_ogen") else ""),
        ("Voorwaarden", str(kopie.get("voorwaarden", ""))),
        ("Geldig sinds", _dag(kopie.get("geldig_van"))),
        ("Mandaatbesluit", _mandaatbesluit(kopie)),
        (
            "Rust op",
            ", ".join(f"regel {boven['nr']}" for boven in kopie.get("keten", ()) if boven.get("nr") != kopie["nr"]),
        ),
        ("Versie van het register", str(besluit.gezien.get("registerversie") or "")),
    ]
    return [(naam, waarde) for naam, waarde in rijen if waarde]


_EIGEN = "eigen bevoegdheid van het bestuursorgaan (Awb art. 10:7)"


def _beslist_door(kopie: Mapping[str, Any]) -> str:
    wie = kopie.get("beslist_door", {}).get("titel", "")
    return f"{wie}, als vervanger" if kopie.get("als_vervanger") else str(wie)


def _mandaatbesluit(kopie: Mapping[str, Any]) -> str:
    delen = (str(kopie.get("besluitnummer") or ""), _dag(kopie.get("besluitdatum")))
    return " van ".join(deel for deel in delen if deel)


def _dag(iso: Any) -> str:
    return dag_kort(date.fromisoformat(str(iso)), vandaag()) if iso else ""
