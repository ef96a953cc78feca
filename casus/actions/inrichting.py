"""Een gemeente of corporatie inrichten: met het voorbeeldregister en de standaardparameters om mee te beginnen."""

from __future__ import annotations

import csv
import re
from dataclasses import asdict
from datetime import date
from importlib import resources
from uuid import UUID

from sqlalchemy import select

from casus.actions.taakstellingen import laad_bekende
from casus.actor import INSTALLATIE
from casus.db import CasusSessie, uuid7
from casus.errors import InvoerFout, NietGevonden, VeldFout
from casus.models import Corporatie, Functie, Gebruiker, Gemeente, Lidmaatschap, Parameter, Regio, Registerbesluit
from casus.rules.parameters import standaard
from casus.rules.register import BESLUITNUMMER, standaard_register
from casus.tekens import bezwaar

# De opdrachtregel werkt namens de installatie: lijsten inlezen, gebruikers beheren en dossiers maken.
ROLLEN_INSTALLATIE = ("beheerder", "casemanager")


def installatie(session: CasusSessie) -> Gebruiker:
    """Het account van de installatie zelf, zonder wachtwoord; wordt de eerste keer gemaakt."""
    gevonden = session.scalars(select(Gebruiker).where(Gebruiker.email == INSTALLATIE)).one_or_none()
    if gevonden is None:
        gevonden = Gebruiker(id=uuid7(), naam="De installatie", email=INSTALLATIE)
        session.add(gevonden)
        session.flush()
    return gevonden


def cbs_rij(code: str) -> dict[str, str]:
    """De regel van deze gemeente in de lijst van het CBS, op code of naam. Raises NietGevonden."""
    tekst = resources.files("casus.data").joinpath("gemeenten_2024.csv").read_text(encoding="utf-8")
    for rij in csv.DictReader(tekst.splitlines()):
        if code.casefold() in (rij["gemeentecode"].casefold(), rij["gemeentenaam"].casefold()):
            return rij
    raise NietGevonden(f"Gemeente {code} staat niet in de lijst van het CBS. Gebruik een code als GM0222.")


def regio(session: CasusSessie, code: str, naam: str) -> Regio:
    """De regio met deze code; wordt de eerste keer gemaakt."""
    gevonden = session.scalars(select(Regio).where(Regio.code == code)).one_or_none()
    if gevonden is None:
        gevonden = Regio(id=uuid7(), code=code, naam=naam)
        session.add(gevonden)
        session.flush()
    return gevonden


def voeg_gemeente_toe(
    session: CasusSessie, code: str, *, afkorting: str, accent: str, in_regio: Regio | None = None
) -> Gemeente:
    """Voegt een gemeente van de CBS-lijst toe. Raises NietGevonden, InvoerFout (bestaat al of afkorting bezet)."""
    rij = cbs_rij(code)
    bezet = select(Gemeente.naam).where((Gemeente.code == rij["gemeentecode"]) | (Gemeente.afkorting == afkorting))
    if (naam := session.scalars(bezet).first()) is not None:
        raise InvoerFout([VeldFout("afkorting", f"{naam} heeft deze code of afkorting al.")])
    gemeente = Gemeente(
        id=uuid7(),
        code=rij["gemeentecode"],
        naam=rij["gemeentenaam"],
        afkorting=afkorting,
        provincie=rij["provincienaam"],
        inwoners=int(rij["inwoners_2024_01_01"]),
        regio_id=in_regio.id if in_regio else None,
        thema=rij["gemeentenaam"].lower().replace(" ", "-"),
        huisstijl=_huisstijl(rij["gemeentenaam"], accent),
    )
    session.add(gemeente)
    session.flush()
    return gemeente


def _huisstijl(naam: str, accent: str) -> dict[str, str]:
    team = "Opgaveteam Huisvesting"
    contact = f"huisvesting@{naam.lower().replace(' ', '')}.example"
    return {"team": team, "retouradres": f"Gemeente {naam}, {team}", "contact": contact, "accent": accent}


def richt_gemeente_in(session: CasusSessie, gemeente_id: UUID, installatie_id: UUID, begin: date) -> dict[str, Functie]:
    """Zet register, functies, parameters, taakstelling en de rollen van de installatie neer; geeft de functies op code.

    Het register is een voorbeeld: de gemeente stelt het eigen mandaatbesluit vast (domein.md §6). Het begint daarom met
    een registerbesluit zonder document.
    """
    functies, mandaten = standaard_register(gemeente_id, begin)
    besluit = _eerste_registerbesluit(gemeente_id, installatie_id, begin)
    session.add_all([*functies, besluit])
    session.flush()
    for mandaat in mandaten:
        mandaat.registerbesluit_id = besluit.id
    session.add_all(mandaten)
    session.add_all(Parameter(gemeente_id=gemeente_id, id=uuid7(), **asdict(waarde)) for waarde in standaard())
    laad_bekende(session, session.get_one(Gemeente, gemeente_id))
    session.add_all(
        Lidmaatschap(gemeente_id=gemeente_id, id=uuid7(), gebruiker_id=installatie_id, rol=rol, van=begin)
        for rol in ROLLEN_INSTALLATIE
    )
    session.flush()
    return {functie.code: functie for functie in functies}


def _eerste_registerbesluit(gemeente_id: UUID, installatie_id: UUID, begin: date) -> Registerbesluit:
    return Registerbesluit(
        gemeente_id=gemeente_id,
        id=uuid7(),
        versie=1,
        besluitnummer=BESLUITNUMMER,
        besluitdatum=begin,
        omschrijving="Het voorbeeldregister van casus. De gemeente stelt haar eigen register vast.",
        vastgelegd_door_id=installatie_id,
    )


def _keur_code(code: str) -> str:
    """De zin als de code zo niet kan: een waarde noemt corporaties bij hun code, met een spatie ertussen."""
    return "" if re.fullmatch(r"[A-Za-z0-9-]+", code) else "Gebruik letters, cijfers en een streepje: de-linde."


def voeg_corporatie_toe(session: CasusSessie, *, code: str, naam: str, email: str, telefoon: str = "") -> Corporatie:
    """Voegt een corporatie toe. Raises InvoerFout als de code of naam al bestaat of zo niet kan."""
    gekeurd = (VeldFout("code", _keur_code(code)), VeldFout("naam", bezwaar(naam)))
    if fouten := [fout for fout in gekeurd if fout.zin]:
        raise InvoerFout(fouten)
    bezet = select(Corporatie.id).where((Corporatie.code == code) | (Corporatie.naam == naam))
    if session.scalars(bezet).first() is not None:
        raise InvoerFout([VeldFout("code", "Er is al een corporatie met deze code of naam.")])
    corporatie = Corporatie(id=uuid7(), code=code, naam=naam, email=email, telefoon=telefoon)
    session.add(corporatie)
    session.flush()
    return corporatie
