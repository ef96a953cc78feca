"""De schermen van een document: kiezen, bekijken, en hoe het in een lijst staat."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from flask import url_for

from casus.actions.documenten import GEEN_VERSIE
from casus.documentkeuring.soorten import MB, SOORTEN
from casus.models import Document, Zaak
from casus.queries.documenten import Reeks

BLADEN_PER_KEER = 20
_NAMEN = {soort.mediatype: soort.achtervoegsel for soort in SOORTEN.values()}


@dataclass(frozen=True, slots=True)
class Nieuwscherm:
    """Het formulier om een bestand te kiezen. `versie`: de laatste van een document dat een nieuwe versie krijgt."""

    titel: str
    onder: str
    actie: str
    knop: str
    kop_fout: str
    terug: str
    terug_tekst: str
    versie: int | None = None
    reden: str = ""


@dataclass(frozen=True, slots=True)
class Documentscherm:
    """Eén document op het scherm. `nummers` zijn de bladen van deze keer; None als er geen voorbeeld is."""

    document: Document
    reeks: Reeks
    titel: str
    soort: str
    omvang: str
    bladen: int | None
    nummers: Sequence[int]
    vorige: str
    volgende: str
    geen_versie: str


def nieuw(zaak: Zaak) -> Nieuwscherm:
    """Een document toevoegen aan een zaak."""
    return Nieuwscherm(
        titel="Document toevoegen",
        onder=f"{zaak.huishouden.naam}, {zaak.zaaknummer}",
        actie=url_for("documenten.toevoegen", zaaknummer=zaak.zaaknummer),
        knop="Document toevoegen",
        kop_fout="Het document is nog niet toegevoegd",
        terug=url_for("zaak.toon", zaaknummer=zaak.zaaknummer) + "#documenten",
        terug_tekst="Terug naar de zaak",
    )


def versie(reeks: Reeks) -> Nieuwscherm:
    """Een nieuwe versie van een document toevoegen."""
    return Nieuwscherm(
        titel=f"Nieuwe versie van {titel(reeks.laatste)}",
        onder=f"{reeks.zaak.huishouden.naam}, {reeks.zaak.zaaknummer} · nu versie {reeks.laatste.versie}",
        actie=url_for("documenten.nieuwe_versie", document_id=reeks.gekozen.id),
        knop="Nieuwe versie toevoegen",
        kop_fout="De nieuwe versie is nog niet toegevoegd",
        terug=url_for("documenten.toon", document_id=reeks.gekozen.id),
        terug_tekst="Terug naar het document",
        versie=reeks.laatste.versie,
        reden=GEEN_VERSIE if reeks.dossier else "",
    )


def maak_scherm(reeks: Reeks, bladen: int | None, vanaf: str) -> Documentscherm:
    """Het document met de bladen vanaf `vanaf` (zoals het in het adres staat; onzin is het eerste)."""
    document, eerste = reeks.gekozen, _eerste(vanaf, bladen or 0)
    laatste = min(eerste + BLADEN_PER_KEER - 1, bladen or 0)
    return Documentscherm(
        document=document,
        reeks=reeks,
        titel=titel(document),
        soort=soort(document),
        omvang=omvang(document.grootte),
        bladen=bladen,
        nummers=range(eerste, laatste + 1),
        vorige=_vanaf(document, eerste - BLADEN_PER_KEER) if eerste > 1 else "",
        volgende=_vanaf(document, laatste + 1) if laatste < (bladen or 0) else "",
        geen_versie=GEEN_VERSIE if reeks.dossier else "",
    )


def _eerste(vanaf: str, bladen: int) -> int:
    gevraagd = int(vanaf) if vanaf.isascii() and vanaf.isdigit() and len(vanaf) < 6 else 1
    return max(1, gevraagd) if gevraagd <= bladen else 1


def _vanaf(document: Document, nr: int) -> str:
    return url_for("documenten.toon", document_id=document.id, vanaf=max(1, nr))


def titel(document: Document) -> str:
    """De naam zonder achtervoegsel."""
    return document.naam.rpartition(".")[0] or document.naam


def soort(document: Document) -> str:
    """'pdf', 'jpg', 'png', 'docx' of 'xlsx'."""
    return _NAMEN.get(document.mediatype, "bestand")


def bijlage(naam: str) -> str:
    """De kopregel waarmee een browser het bestand opslaat onder deze naam (RFC 6266: eerst in ASCII, dan voluit)."""
    kaal = unicodedata.normalize("NFKD", naam).encode("ascii", "ignore").decode()
    kaal = " ".join(re.sub(r"[^A-Za-z0-9 ._()-]", "", kaal).split())
    ascii_ = f"document {kaal}" if kaal != naam else naam
    voluit = f"; filename*=UTF-8''{quote(naam, safe='')}" if kaal != naam else ""
    return f'attachment; filename="{ascii_}"{voluit}'


def omvang(aantal: int) -> str:
    """'240 kB' of '1,2 MB'."""
    if aantal < MB:
        return f"{max(1, round(aantal / 1024))} kB"
    return f"{aantal / MB:.1f} MB".replace(".", ",")
