"""Een ingestuurd formulier: wat er was getypt, wat er per veld mis is, en de kleine vragen die een view stelt."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

from flask import g, request
from werkzeug.exceptions import BadRequest

from casus.errors import CasusFout, Conflict, InvoerFout, NietGevonden

INTERN = frozenset({"csrf_token", "_sleutel", "_voorvoegsel", "versie"})
GEHEIM = frozenset({"wachtwoord", "bsn", "v_nummer", "code", "eerste_code"})
NIET_GETYPT = INTERN | GEHEIM | {"gezien", "terug", "taak", "kaartje", "next", "volgende", "wissen"}
WAS = "was-"
"""Het verborgen veld `was-<veld>` zegt wat er stond toen het formulier openging; zie web/tegelijk.py."""
Invoer = Mapping[str, str | list[str]]


@dataclass(frozen=True, slots=True)
class Formulier:
    """Wat de macro's nodig hebben om een formulier terug te geven zoals het was getypt."""

    pad: str = ""
    waarden: Mapping[str, list[str]] = field(default_factory=dict)
    fouten: Mapping[str, str] = field(default_factory=dict)
    zin: str = ""
    voorvoegsel: str = ""
    te_laat: bool = False

    @property
    def mis(self) -> bool:
        """Of er iets te verbeteren is."""
        return bool(self.zin)

    def waarde(self, naam: str, standaard: object = "") -> str:
        """Wat er in het veld was getypt, anders de standaardwaarde."""
        if self.pad:
            return (self.waarden.get(naam) or [""])[0]
        return "" if standaard is None else str(standaard)

    def versie(self, nu: int) -> int | str:
        """De versie die de gebruiker zag toen hij begon: een tikfout maakt wat een ander intussen deed niet gezien. Wie
        net hoorde dat hij te laat was, gaat verder met die van nu."""
        return nu if self.te_laat else self.waarde("versie", nu) or nu

    def gekozen(self, naam: str, optie: str, standaard: object = "") -> bool:
        """Of deze keuze aan stond."""
        if self.pad:
            return optie in self.waarden.get(naam, [])
        return optie in standaard if isinstance(standaard, list | tuple | set) else optie == str(standaard)

    @property
    def getypt(self) -> dict[str, str]:
        """Wat de gebruiker zelf invulde, om te laten zien als het formulier er niet meer is."""
        paren = ((naam, ", ".join(w for w in rij if w.strip())) for naam, rij in self.waarden.items())
        nieuw = {naam: waarde for naam, waarde in paren if waarde and self.waarden.get(WAS + naam) != [waarde]}
        return {naam: waarde for naam, waarde in nieuw.items() if naam not in NIET_GETYPT and not naam.startswith(WAS)}

    def fout(self, naam: str) -> str:
        """De zin onder dit veld; leeg als het klopt."""
        return self.fouten.get(naam, "")


def van_verzoek(fout: CasusFout) -> Formulier:
    """Het formulier van dit verzoek met de fout erbij."""
    per_veld = {een.veld: een.zin for een in fout.fouten} if isinstance(fout, InvoerFout) else {}
    voorvoegsel = request.form.get("_voorvoegsel", "")
    te_laat = isinstance(fout, Conflict)
    return Formulier(request.path, request.form.to_dict(flat=False), per_veld, fout.zin, voorvoegsel, te_laat)


def onthoud(pad: str, fout: CasusFout | None = None) -> None:
    """Tekent het formulier van `pad` straks met wat er nu is ingestuurd: voor een voorbeeld dat niets vastlegt."""
    g.formulier = replace(van_verzoek(fout or CasusFout("")), pad=pad)


def formulier(pad: str = "") -> Formulier:
    """Het formulier dat net is geweigerd, als het naar `pad` ging; anders een leeg formulier (voor sjablonen)."""
    geweigerd: Formulier | None = g.get("formulier")
    return geweigerd if geweigerd and pad in ("", geweigerd.pad) else Formulier()


def eerste_keer(wat: str) -> bool:
    """Of dit voor het eerst op deze pagina staat: het foutenoverzicht staat er één keer, bovenaan (voor sjablonen)."""
    getoond: set[str] = g.setdefault("eerder_getoond", set())
    nieuw = wat not in getoond
    getoond.add(wat)
    return nieuw


def invoer() -> Invoer:
    """De velden van het formulier, zonder die van casus zelf. Meer keer hetzelfde veld wordt een lijst."""
    velden = request.form.to_dict(flat=False)
    return {naam: w[0] if len(w) == 1 else w for naam, w in velden.items() if naam not in INTERN}


def tekst(naam: str) -> str:
    """Eén veld, zonder spaties eromheen; leeg als het er niet is."""
    return request.form.get(naam, "").strip()


def bestand(naam: str) -> tuple[str, bytes] | None:
    """Het ingestuurde bestand: zijn naam en inhoud. None als er geen is gekozen."""
    gekozen = request.files.get(naam)
    return (gekozen.filename, gekozen.read()) if gekozen is not None and gekozen.filename else None


def versie() -> int:
    """De versie van de zaak of taak waarop het formulier is gebaseerd; bij *Ongedaan maken* staat zij in het adres.

    Raises BadRequest als die ontbreekt.
    """
    waarde = request.form.get("versie") or request.args.get("versie", "")
    if not re.fullmatch(r"[0-9]{1,9}", waarde):
        raise BadRequest("Het formulier is niet compleet.")
    return int(waarde)


def nummer(tekst: str) -> UUID:
    """Een id uit een adres of keuzelijst. Raises NietGevonden als het er geen is."""
    try:
        return UUID(tekst)
    except ValueError:
        raise NietGevonden from None
