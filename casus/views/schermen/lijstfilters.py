"""De filters boven de werkvoorraad: per filter de keuzes, met woorden die zeggen wat zij weglaten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from casus.queries.lijstkeuze import ALLE, GEEN, MIJ, TOESTAND, Keuze
from casus.queries.lijstkring import Kring
from casus.rules.zinnen import rol_tekst
from casus.views.schermen.lijstkolommen import TITELS
from casus.views.schermen.zaaklijst import toestandkeuzes
from casus.workflows import registry

Opties = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Filterveld:
    """Eén keuzelijst. `meer`: staat onder Meer filters."""

    naam: str
    titel: str
    opties: Opties
    waarde: str
    meer: bool = True


_PERIODEN: Final = (
    ("te_laat", "Te laat"),
    ("tm_vandaag", "Tot en met vandaag"),
    ("tm_week", "Tot en met deze week"),
    ("vandaag", "Vandaag"),
    ("week", "Later deze week"),
    ("later", "Na deze week"),
)
_WACHT: Final = (("nu", "Aan de beurt"), ("wacht", "Wacht op een ander"), ("slot", "Geblokkeerd"))
_GEPLAND: Final = (
    ("vandaag", "Tot en met vandaag"),
    ("week", "Tot en met deze week"),
    ("ja", "Heeft een eigen dag"),
    ("nee", "Zonder eigen dag"),
)


def filtervelden(keuze: Keuze, wie: Kring, meer_gemeenten: bool) -> list[Filterveld]:
    """De filters van deze lijst, met wat er nu is gekozen."""
    alle_rollen = "Al mijn rollen" if keuze.lijst in ("mijn", "rollen") else "Alle rollen"
    corporaties = [*((str(id_), naam) for id_, naam in wie.corporaties), (GEEN, "Zonder lopend aanbod")]
    velden: list[tuple[str, str, str, Opties]] = [
        ("uiterlijk", "Uiterlijk", "Alles", _PERIODEN),
        (TOESTAND, "Toestand", "Alle toestanden", toestandkeuzes()),
        ("rol", "Rol", alle_rollen, _rollen(keuze, wie)),
        ("soort", "Soort taak", "Alle taken", taakkeuzes()),
        ("wacht", "Kan nu", "Alles", _WACHT),
        ("gepland", "Gepland", "Alles", _GEPLAND),
        ("casemanager", "Casemanager", "Alle casemanagers", _mensen(wie, "Zonder casemanager")),
        ("behandelaar", "Behandelaar", "Iedereen", _mensen(wie, "Nog van niemand")),
        ("corporatie", "Corporatie", "Alle corporaties", corporaties),
        ("gemeente", "Gemeente", "Alleen deze gemeente", _gemeenten(keuze, wie) if meer_gemeenten else ()),
    ]
    return [_veld(keuze, naam, titel, leeg, opties) for naam, titel, leeg, opties in velden if opties]


def _veld(keuze: Keuze, naam: str, titel: str, leeg: str, opties: Opties) -> Filterveld:
    """Wat is gekozen maar niet (meer) in de lijst staat, blijft te zien en te wissen."""
    waarde = getattr(keuze, naam)
    bekend = {code for code, _ in opties}
    extra = [(waarde, "Uw eerdere keuze")] if waarde and waarde not in bekend else []
    return Filterveld(naam, titel, [("", leeg), *opties, *extra], waarde, naam not in ("uiterlijk", TOESTAND, "rol"))


def _rollen(keuze: Keuze, wie: Kring) -> Opties:
    mijn = frozenset().union(*wie.rollen.values()) if keuze.lijst in ("mijn", "rollen") else None
    codes = [rol.code for rol in registry.rollen().values() if rol.taken and (mijn is None or rol.code in mijn)]
    return [(code, rol_tekst(code)) for code in codes]


def _mensen(wie: Kring, geen: str) -> Opties:
    ander = [(str(een.id), een.naam) for een in wie.collegas if een.id != wie.ik]
    return [(MIJ, "Ik"), *ander, (GEEN, geen)]


def _gemeenten(keuze: Keuze, wie: Kring) -> Opties:
    """Alleen bij de lijsten over mijzelf: het team en wat ik volg horen bij de gemeente waarin ik werk."""
    if keuze.lijst not in ("mijn", "rollen"):
        return ()
    namen = wie.namen or {}
    return [(ALLE, "Al mijn gemeenten"), *((str(id_), naam) for id_, naam in namen.items() if id_ != wie.hier)]


def taakkeuzes() -> Opties:
    """De soorten taken van de processen die nu lopen, op naam."""
    processen = (registry.huidige(code) for code in registry.codes())
    return sorted(((s.code, s.titel) for wf in processen for s in wf.taken.values()), key=lambda paar: paar[1])


def volgordekeuzes() -> Opties:
    """Waarop u kunt sorteren; op een telefoon is er geen kop om op te tikken."""
    return list(TITELS.items())
