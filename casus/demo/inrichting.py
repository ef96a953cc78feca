"""De inrichting van de demo: zeven gemeenten, hun team, het mandaatregister, drie corporaties."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from casus.actions.inrichting import installatie, regio, richt_gemeente_in, voeg_corporatie_toe, voeg_gemeente_toe
from casus.db import Bereik, CasusSessie, Database, uuid7
from casus.models import Functiehouder, Gebruiker, Gemeente, Lidmaatschap, Parameter

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

TWEEDE_JURISTEN = (
    "Aafke Rensing", "Bram te Kulve", "Doutzen Hesselink", "Esmée Gosselink", "Floor Wamelink", "Guus Tenkink",
    "Ilse Bruggink",
)  # fmt: skip
CORPORATIES = (
    ("de-linde", "Woonstichting De Linde"),
    ("eikpunt", "Eikpunt Wonen"),
    ("berkelthuis", "Stichting Berkelthuis"),
)
MET_DOELGROEPCODE = "berkelthuis de-linde"
"""De corporaties waarmee de gemeenten van de demo de doelgroepcode STH in het dossier afspraken."""


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
        account = installatie(session)
        achterhoek = regio(session, "achterhoek", "Achterhoek")
        gemeenten = [
            voeg_gemeente_toe(session, naam, afkorting=afkorting, accent=accent, in_regio=achterhoek)
            for naam, (afkorting, accent) in GEMEENTEN.items()
        ]
        for code, naam in CORPORATIES:
            voeg_corporatie_toe(
                session, code=code, naam=naam, email=f"verhuur@{code}.example", telefoon="0999 20 30 40"
            )
        team = {g.naam: _collegas(session, g, nr, wachtwoord_hash) for nr, g in enumerate(gemeenten)}
    for gemeente in gemeenten:
        with db.unit_of_work(Bereik.van(gemeente.id)) as session:
            _geef_rollen(session, gemeente.id, account.id, [*team[gemeente.naam].values()])
    return team


def _collegas(session: CasusSessie, gemeente: Gemeente, nr: int, wachtwoord_hash: str) -> dict[str, Collega]:
    kort = gemeente.naam.lower().replace(" ", "")
    team = {}
    for plek, rol in enumerate(TEAM):
        tel = nr * len(TEAM) + plek
        naam = f"{_VOORNAMEN[(tel * 7 + nr) % len(_VOORNAMEN)]} {_ACHTERNAMEN[(tel * 5 + nr) % len(_ACHTERNAMEN)]}"
        email, telefoon = f"{rol.replace('_', '-')}@{kort}.example", f"0999 12 {nr + 10} {plek + 10}"
        team[rol] = _collega(session, rol, naam, email, telefoon, wachtwoord_hash)
    return team


def _collega(session: CasusSessie, rol: str, naam: str, email: str, telefoon: str, wachtwoord_hash: str) -> Collega:
    gebruiker = Gebruiker(id=uuid7(), naam=naam, email=email, telefoon=telefoon, wachtwoord_hash=wachtwoord_hash)
    session.add(gebruiker)
    return Collega(gebruiker.id, naam, email, rol)


def voeg_tweede_jurist_toe(db: Database, team: dict[str, dict[str, Collega]], wachtwoord_hash: str) -> None:
    """Geeft elke gemeente een tweede jurist, onder ‘jurist2’ in haar team.

    Wie een besluit voorstelde of erover adviseerde, behandelt het bezwaar ertegen niet (Awb art. 7:5).
    """
    with db.unit_of_work() as session:
        gemeenten = {gemeente.naam: gemeente.id for gemeente in session.scalars(select(Gemeente))}
        for mensen, naam in zip(team.values(), TWEEDE_JURISTEN, strict=True):
            email = mensen["jurist"].email.replace("jurist@", "jurist2@")
            mensen["jurist2"] = _collega(session, "jurist", naam, email, "0999 13 10 10", wachtwoord_hash)
    for plaats, mensen in team.items():
        with db.unit_of_work(Bereik.van(gemeenten[plaats])) as session:
            wie = {"gemeente_id": gemeenten[plaats], "gebruiker_id": mensen["jurist2"].id}
            session.add(Lidmaatschap(id=uuid7(), rol="jurist", van=BEGIN, **wie))


def _geef_rollen(session: CasusSessie, gemeente_id: UUID, installatie_id: UUID, team: list[Collega]) -> None:
    functies = richt_gemeente_in(session, gemeente_id, installatie_id, BEGIN)
    code = session.scalars(select(Parameter).where(Parameter.sleutel == "doelgroepcode_corporaties")).one()
    code.waarde, code.bron = MET_DOELGROEPCODE, "Prestatieafspraken, verzonnen voor de demo"
    sleutel = {"gemeente_id": gemeente_id, "van": BEGIN}
    for collega in team:
        session.add(Lidmaatschap(id=uuid7(), gebruiker_id=collega.id, rol=collega.rol, **sleutel))
        if collega.rol in functies:
            houdt = {"functie_id": functies[collega.rol].id, "gebruiker_id": collega.id}
            session.add(Functiehouder(id=uuid7(), **houdt, **sleutel))


def heeft_gegevens(db: Database) -> bool:
    """Of deze installatie al is ingericht, door de demo of door iemand anders."""
    with db.lezen() as session:
        return session.scalars(select(Gemeente.id).limit(1)).first() is not None
