"""Signalen in een mail: één per keer dat er iets is, of één per dag. Nooit een naam, nooit twee keer hetzelfde.

Wat in een mail gaat, wordt eerst aan die mail vastgemaakt en pas daarna verstuurd. Sterft de werker ertussen, dan gaat
precies dezelfde mail met hetzelfde Message-ID opnieuw: een mailserver herkent haar, en niets valt ertussenuit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from uuid import UUID

from sqlalchemy import select, update

from casus import outbox
from casus.bereik import overal, waar_lid
from casus.db import Bereik, Database
from casus.mail import Postbode, PostKanNuNiet
from casus.models import Gebruiker, Gemeente, Outbox, Signaal
from casus.queries import signalen as vragen
from casus.queries.signalen import SignaalRij
from casus.rules import signalen as regels
from casus.rules.rechten import BEHEERDER, ONTVANGERS, RECHTEN
from casus.termijnen import NEDERLAND, nu, vandaag
from casus.vocab import meervoud

DAGMAIL = "dagmail"
"""Het werk in de outbox: de mail van vandaag voor één gebruiker."""
VANAF_UUR = 7
"""Vanaf dit uur in Nederland gaat de dagelijkse mail weg."""
_MEESTE_REGELS = 50
_HOREN = ONTVANGERS | {BEHEERDER}
_BLIJVEN_PROBEREN = timedelta(days=7)
_STIL = {"synchronize_session": False}


@dataclass(frozen=True, slots=True)
class Brief:
    """Een mail in wording."""

    onderwerp: str
    tekst: str


@dataclass(frozen=True, slots=True)
class Signaalpost:
    """Verstuurt signalen. `base_url` is waar casus voor de ontvanger staat."""

    postbode: Postbode
    base_url: str

    def meteen(self, db: Database, werk: Outbox) -> None:
        """Alles wat deze ontvanger in deze gemeente meteen wil weten en nog niet in een mail zat."""
        ontvanger = UUID(werk.inhoud["gebruiker"])
        bereik = waar_lid(db, ontvanger, _HOREN, vandaag())
        self._verstuur(db, werk, ontvanger, bereik.lees & {werk.gemeente_id}, "meteen")

    def dagmail(self, db: Database, werk: Outbox) -> None:
        """Alles wat deze ontvanger dagelijks wil weten, uit al zijn gemeenten."""
        ontvanger = UUID(werk.inhoud["gebruiker"])
        self._verstuur(db, werk, ontvanger, waar_lid(db, ontvanger, _HOREN, vandaag()).lees, "dagelijks")

    def _verstuur(
        self, db: Database, werk: Outbox, ontvanger: UUID, gemeenten: Iterable[UUID | None], hoe: regels.Mail
    ) -> None:
        ids = sorted(een for een in gemeenten if een is not None)
        if not _al_begonnen(db, ids, werk.id):
            alles = waar_lid(db, ontvanger, ONTVANGERS, vandaag()).lees
            for gemeente_id in ids:
                _maak_vast(db, gemeente_id, ontvanger, werk.id, hoe, alles=gemeente_id in alles)
        gevonden = _inhoud(db, ids, ontvanger, werk.id)
        if gevonden is None:
            return
        team = bool(waar_lid(db, ontvanger, RECHTEN["signalen.inzien"].rollen, vandaag()).lees)
        email, brief = gevonden[0], stel_op(*gevonden[1:], base_url=self.base_url, dag=vandaag(), hoe=hoe, team=team)
        try:
            self.postbode.verstuur(email, brief.onderwerp, brief.tekst, str(werk.id))
        except PostKanNuNiet as fout:
            if nu() - werk.gemaakt_op > _BLIJVEN_PROBEREN:
                raise
            raise outbox.Uitstel(fout.zin) from None
        for gemeente_id in ids:
            _is_weg(db, gemeente_id, werk.id)


def zet_dagmails_klaar(db: Database) -> int:
    """Zet voor iedereen met signalen voor de dagelijkse mail die van vandaag klaar; geeft hoeveel er nieuw zijn.

    Hooguit één per gebruiker per dag, hoe vaak dit ook wordt gedaan. Voor zeven uur nog niets.
    """
    if nu().astimezone(NEDERLAND).hour < VANAF_UUR:
        return 0
    ontvangers: set[UUID] = set()
    for gemeente_id in sorted(overal(db).lees):
        with db.lezen(Bereik.van(gemeente_id)) as session:
            ontvangers |= vragen.wil_mail(session, "dagelijks")
    if not ontvangers:
        return 0
    dag = vandaag().isoformat()
    with db.unit_of_work() as session:
        return sum(
            outbox.zet_eens_klaar(session, DAGMAIL, {"gebruiker": str(wie), "dag": dag}, f"{wie}:{dag}")
            for wie in sorted(ontvangers)
        )


def _al_begonnen(db: Database, gemeenten: Sequence[UUID], mail_id: UUID) -> bool:
    """Of er al iets in deze mail zit: dan is zij misschien al verstuurd, en komt er niets meer bij."""
    with db.lezen(Bereik(lees=frozenset(gemeenten))) as session:
        return session.scalar(select(Signaal.id).where(Signaal.mail_id == mail_id).limit(1)) is not None


def _maak_vast(db: Database, gemeente_id: UUID, ontvanger: UUID, mail_id: UUID, hoe: str, *, alles: bool) -> None:
    """Zonder `alles` alleen wat een beheerder mag horen."""
    wacht = (Signaal.gebruiker_id == ontvanger, Signaal.mail == hoe, Signaal.mail != "nooit", Signaal.mail_id.is_(None))
    vraag = update(Signaal).where(*wacht)
    if not alles:
        vraag = vraag.where(Signaal.soort.in_(sorted(regels.VAN_BEHEERDER)))
    with db.unit_of_work(Bereik.van(gemeente_id)) as session:
        session.execute(vraag.values(mail_id=mail_id), execution_options=_STIL)


def _is_weg(db: Database, gemeente_id: UUID, mail_id: UUID) -> None:
    deze = (Signaal.mail_id == mail_id, Signaal.gemaild_op.is_(None))
    with db.unit_of_work(Bereik.van(gemeente_id)) as session:
        session.execute(update(Signaal).where(*deze).values(gemaild_op=nu()), execution_options=_STIL)


_Gevonden = tuple[str, Sequence[SignaalRij], Mapping[UUID, str], Mapping[UUID, tuple[int, int]]]


def _inhoud(db: Database, gemeenten: Sequence[UUID], ontvanger: UUID, mail_id: UUID) -> _Gevonden | None:
    """Adres en inhoud; None als er niets meer te versturen is.

    Zolang er iets van deze mail openstaat, hoort ook erbij wat al als verstuurd geldt: een herhaling is dezelfde mail.
    """
    with db.lezen(Bereik(lees=frozenset(gemeenten))) as session:
        wie = session.scalars(select(Gebruiker).where(Gebruiker.id == ontvanger, Gebruiker.actief)).one_or_none()
        if wie is None:
            return None
        rijen = vragen.in_mail(session, ontvanger, mail_id)
        rijen = [rij for rij in rijen if regels.keuze(wie.voorkeuren, rij.soort).mail != "nooit"]
        if all(rij.gemaild_op is not None for rij in rijen):
            return None
        namen = {g.id: g.naam for g in session.scalars(select(Gemeente).where(Gemeente.id.in_(gemeenten)))}
        return wie.email, rijen, namen, vragen.taken_van_vandaag(session, ontvanger, vandaag())


def stel_op(
    rijen: Sequence[SignaalRij],
    gemeenten: Mapping[UUID, str],
    taken: Mapping[UUID, tuple[int, int]],
    *,
    base_url: str,
    dag: date,
    hoe: regels.Mail,
    team: bool,
) -> Brief:
    """De mail: per gemeente de zinnen, bij de dagelijkse mail ook hoeveel taken er wachten.

    `team`: de ontvanger heeft ergens een werkvoorraad, en kan dus bij zijn signalen.
    """
    dagelijks = hoe == "dagelijks"
    delen = [
        _deel(gemeenten.get(wie, ""), list(groep), taken.get(wie, (0, 0)) if dagelijks else None, dag)
        for wie, groep in groupby(rijen, key=lambda rij: rij.gemeente_id)
    ]
    aanhef = "Dit is er sinds de vorige mail gebeurd." if dagelijks else "Dit is er net gebeurd."
    return Brief(_onderwerp(rijen), "\n\n".join((aanhef, *delen, _voet(rijen, base_url, team))))


def _voet(rijen: Sequence[SignaalRij], base_url: str, team: bool) -> str:
    """Waar de ontvanger verder kan; wie over een voorstel beslist, komt meteen waar hij moet zijn.

    Een opdrachtgever kan niet bij de lijst met signalen: die krijgt daar geen link naar.
    """
    wacht = f"Ter goedkeuring: {base_url}/goedkeuren\n" if any(rij.soort == "voorstel" for rij in rijen) else ""
    signalen = (
        f"Alles bekijken: {base_url}/signalen\nKiezen welke mail u krijgt: {base_url}/signalen/voorkeuren\n"
        if team
        else ""
    )
    return f"{wacht}{signalen}\nDeze mail komt van casus. Antwoorden kan niet.\n"


def _onderwerp(rijen: Sequence[SignaalRij]) -> str:
    if len(rijen) > 1:
        return f"casus: {meervoud(len(rijen), 'signaal', 'signalen')}"
    rij = rijen[0]
    return f"casus: {regels.SOORTEN[rij.soort].wat}{f' ({rij.zaaknummer})' if rij.zaaknummer else ''}"


def _deel(gemeente: str, rijen: Sequence[SignaalRij], taken: tuple[int, int] | None, dag: date) -> str:
    regels_ = [f"- {regels.in_mail(rij.feiten, dag)}" for rij in rijen[:_MEESTE_REGELS]]
    if len(rijen) > _MEESTE_REGELS:
        regels_.append(f"- en nog {meervoud(len(rijen) - _MEESTE_REGELS, 'signaal', 'signalen')}")
    wachten = regels.hoeveel_taken(*taken) if taken else ""
    onder = f"\n\nUw open taken: {wachten}." if wachten else ""
    return f"{gemeente}\n" + "\n".join(regels_) + onder
