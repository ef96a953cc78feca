"""De inrichting van de demo: zeven gemeenten, hun team, het mandaatregister, drie corporaties."""

from __future__ import annotations

import csv
from dataclasses import asdict, dataclass
from datetime import date
from importlib import resources
from uuid import UUID

from sqlalchemy import select

from casus.db import Bereik, CasusSessie, Database, uuid7
from casus.models import Corporatie, Functiehouder, Gebruiker, Gemeente, Lidmaatschap, Parameter, Regio
from casus.rules.parameters import standaard
from casus.rules.register import standaard_register

INSTALLATIE = "installatie@casus.invalid"
BEGIN = date(2025, 1, 1)

# Afkorting voor het zaaknummer, en de accentkleur voor documenten; code en inwoners komen uit de CBS-lijst.
GEMEENTEN = {
    "Aalten": ("AAL", "#7a2e0e"),
    "Berkelland": ("BER", "#1d4d2b"),
    "Bronckhorst": ("BRO", "#4a2a6b"),
    "Doetinchem": ("DOE", "#124a54"),
    "Oost Gelre": ("OOG", "#6b1f3a"),
    "Oude IJsselstreek": ("OIJ", "#14365c"),
    "Winterswijk": ("WIN", "#3f4a12"),
}

TEAM = (
    "casemanager",
    "wonen",
    "inburgering",
    "jurist",
    "financieel",
    "communicatie",
    "teammanager",
    "ambtelijk_opdrachtgever",
    "bestuurlijk_opdrachtgever",
    "beheerder",
)

_VOORNAMEN = (
    "Bart", "Inge", "Sanne", "Eva", "Noor", "Marcel", "Hanneke", "Wim", "Petra", "Joost", "Anouk", "Ruben", "Lotte",
    "Gerrit", "Mirjam", "Tim", "Femke", "Dirk", "Carlijn", "Hugo", "Judith", "Stijn", "Wendy", "Koen",
)  # fmt: skip
_ACHTERNAMEN = (
    "Reimerink", "Wolters", "te Pas", "Klumper", "Haverkamp", "Ooyman", "Bosveld", "Lammers", "Wisselink", "Ruesink",
    "Hoitink", "Nijhof", "Aalbers", "Veldhorst", "Wassink", "Geerdink", "Rademaker", "Boland", "Kolkman", "Stortelder",
    "Oonk", "Lankhof", "Bulsink", "Heusinkveld", "Navis", "Tolkamp", "Wentink", "Luimes", "Roerdink",
)  # fmt: skip

CORPORATIES = (
    ("de-linde", "Woonstichting De Linde", True),
    ("eikpunt", "Eikpunt Wonen", False),
    ("berkelthuis", "Stichting Berkelthuis", True),
)


@dataclass(frozen=True, slots=True)
class Collega:
    """Een teamlid van de demo."""

    id: UUID
    naam: str
    email: str
    rol: str


def richt_in(db: Database, wachtwoord_hash: str) -> dict[str, dict[str, Collega]]:
    """Maakt gemeenten, gebruikers, mandaten, parameters en corporaties. Geeft per gemeente het team per rol."""
    with db.unit_of_work() as session:
        gemeenten = _gemeenten(session)
        installatie = Gebruiker(id=uuid7(), naam="De installatie", email=INSTALLATIE)
        session.add(installatie)
        session.add_all(
            Corporatie(
                id=uuid7(),
                code=code,
                naam=naam,
                email=f"verhuur@{code}.example",
                telefoon="0999 20 30 40",
                doelgroep_sth=sth,
            )
            for code, naam, sth in CORPORATIES
        )
        team = {g.naam: _collegas(session, g, nr, wachtwoord_hash) for nr, g in enumerate(gemeenten)}
    for gemeente in gemeenten:
        with db.unit_of_work(Bereik.van(gemeente.id)) as session:
            _lidmaatschappen(session, gemeente.id, [*team[gemeente.naam].values()], installatie.id)
            richt_register_in(session, gemeente.id, [*team[gemeente.naam].values()])
    return team


def _gemeenten(session: CasusSessie) -> list[Gemeente]:
    regio = Regio(id=uuid7(), code="achterhoek", naam="Achterhoek")
    session.add(regio)
    session.flush()
    tekst = resources.files("casus.data").joinpath("gemeenten_2024.csv").read_text(encoding="utf-8")
    rijen = [rij for rij in csv.DictReader(tekst.splitlines()) if rij["gemeentenaam"] in GEMEENTEN]
    gemeenten = [_gemeente(rij, regio.id) for rij in sorted(rijen, key=lambda rij: rij["gemeentenaam"])]
    session.add_all(gemeenten)
    session.flush()
    return gemeenten


def _gemeente(rij: dict[str, str], regio_id: UUID) -> Gemeente:
    naam = rij["gemeentenaam"]
    afkorting, accent = GEMEENTEN[naam]
    kort = naam.lower().replace(" ", "")
    return Gemeente(
        id=uuid7(),
        code=rij["gemeentecode"],
        naam=naam,
        afkorting=afkorting,
        provincie=rij["provincienaam"],
        inwoners=int(rij["inwoners_2024_01_01"]),
        regio_id=regio_id,
        thema=naam.lower().replace(" ", "-"),
        huisstijl={
            "team": "Opgaveteam Huisvesting",
            "retouradres": f"Raadhuisplein 1, 7000 AA {naam}",
            "contact": f"huisvesting@{kort}.example, 0999 10 20 30",
            "accent": accent,
        },
    )


def _collegas(session: CasusSessie, gemeente: Gemeente, nr: int, wachtwoord_hash: str) -> dict[str, Collega]:
    kort = gemeente.naam.lower().replace(" ", "")
    team = {}
    for plek, rol in enumerate(TEAM):
        tel = nr * len(TEAM) + plek
        naam = f"{_VOORNAMEN[(tel * 7 + nr) % len(_VOORNAMEN)]} {_ACHTERNAMEN[(tel * 5 + nr) % len(_ACHTERNAMEN)]}"
        email = f"{rol.replace('_', '-')}@{kort}.example"
        gebruiker = Gebruiker(
            id=uuid7(),
            naam=naam,
            email=email,
            telefoon=f"0999 12 {nr + 10} {plek + 10}",
            wachtwoord_hash=wachtwoord_hash,
        )
        session.add(gebruiker)
        team[rol] = Collega(gebruiker.id, naam, email, rol)
    return team


def _lidmaatschappen(session: CasusSessie, gemeente_id: UUID, team: list[Collega], installatie_id: UUID) -> None:
    leden = [(collega.id, collega.rol) for collega in team]
    # de opdrachtregel werkt namens de installatie: lijsten inlezen, gebruikers beheren en dossiers maken
    leden += [(installatie_id, rol) for rol in ("beheerder", "casemanager")]
    session.add_all(
        Lidmaatschap(gemeente_id=gemeente_id, id=uuid7(), gebruiker_id=wie, rol=rol, van=BEGIN) for wie, rol in leden
    )


def richt_register_in(session: CasusSessie, gemeente_id: UUID, team: list[Collega]) -> None:
    """Zet het voorbeeldregister en de standaardparameters neer, met het team als functiehouders."""
    functies, mandaten = standaard_register(gemeente_id, BEGIN)
    session.add_all(functies)
    session.flush()
    session.add_all(mandaten)
    session.add_all(Parameter(gemeente_id=gemeente_id, id=uuid7(), **asdict(waarde)) for waarde in standaard())
    per_code = {functie.code: functie for functie in functies}
    session.add_all(
        Functiehouder(
            gemeente_id=gemeente_id, id=uuid7(), functie_id=per_code[collega.rol].id, gebruiker_id=collega.id, van=BEGIN
        )
        for collega in team
        if collega.rol in per_code
    )


def heeft_gegevens(db: Database) -> bool:
    """Of deze installatie al is ingericht, door de demo of door iemand anders."""
    with db.lezen() as session:
        return session.scalars(select(Gemeente.id).limit(1)).first() is not None
