"""De mails aan mensen van buiten: een uitnodiging, het adres van een dossier, en dat er een voordracht wacht.

Er staat nooit een huishouden, zaaknummer of code in. Het geheim in het adres wordt hier pas gemaakt en nergens bewaard.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import and_, select

from casus import outbox
from casus.actions.geheimen import geheim_van
from casus.db import Bereik, CasusSessie, Database
from casus.errors import GeenBereik
from casus.mail import Postbode, PostKanNuNiet
from casus.models import Aanbod, Corporatie, Dossierlink, Gebruiker, Gemeente, Outbox, Uitnodiging, Woning
from casus.queries.corporaties import leden_van
from casus.rules.zinnen import dag_tekst
from casus.sleutels import Sleutelbos
from casus.termijnen import dag_van, nu


class Mail(NamedTuple):
    """Een mail om te versturen."""

    aan: str
    onderwerp: str
    tekst: str


Opsteller = Callable[[CasusSessie, Gemeente, Mapping[str, Any]], Mail | None]


@dataclass(frozen=True, slots=True)
class Portaalpost:
    """Verstuurt uitnodigingen en adressen. `base_url` is waar casus voor de ontvanger staat."""

    postbode: Postbode
    base_url: str
    bos: Sleutelbos | None

    def uitnodiging(self, db: Database, werk: Outbox) -> None:
        """De mail met het adres waar iemand van een corporatie zijn wachtwoord kiest."""
        self._verstuur(db, werk, self._stel_uitnodiging_op)

    def dossierlink(self, db: Database, werk: Outbox) -> None:
        """De mail met het adres van één dossier; de code krijgt de ontvanger op een andere manier."""
        self._verstuur(db, werk, self._stel_link_op)

    def voordracht(self, db: Database, werk: Outbox) -> None:
        """De mail dat er in het portaal een voordracht wacht; over wie het gaat, staat alleen daar."""
        self._verstuur(db, werk, self._stel_voordracht_op)

    def _verstuur(self, db: Database, werk: Outbox, opsteller: Opsteller) -> None:
        if werk.gemeente_id is None:
            raise GeenBereik("Een mail aan een corporatie hoort bij een gemeente.")
        with db.lezen(Bereik.van(werk.gemeente_id)) as session:
            gemeente = session.scalars(select(Gemeente).where(Gemeente.id == werk.gemeente_id)).one()
            mail = opsteller(session, gemeente, werk.inhoud)
        if mail is None:  # intussen ingetrokken, verlopen of beantwoord
            return
        try:
            self.postbode.verstuur(*mail, str(werk.id))
        except PostKanNuNiet as fout:
            raise outbox.Uitstel(fout.zin) from None

    def _sleutelbos(self) -> Sleutelbos:
        if self.bos is None:
            raise outbox.Uitstel("Deze werker heeft de sleutels van de installatie niet.")
        return self.bos

    def _stel_uitnodiging_op(self, session: CasusSessie, gemeente: Gemeente, inhoud: Mapping[str, Any]) -> Mail | None:
        vraag = select(Uitnodiging, Corporatie.naam).join(Corporatie, Corporatie.id == Uitnodiging.corporatie_id)
        u, corporatie = session.execute(vraag.where(Uitnodiging.id == UUID(inhoud["uitnodiging"]))).one()
        if u.ingetrokken_op or u.gebruikt_op or u.verloopt_op <= nu():
            return None
        geheim = geheim_van(self._sleutelbos(), "uitnodiging", u.id)
        tekst = (
            f"Gemeente {gemeente.naam} geeft u toegang tot casus, namens {corporatie}.\n"
            "In casus ziet u welke woningzoekenden de gemeente bij u voordraagt, en kunt u antwoorden.\n\n"
            f"Kies uw wachtwoord: {self.base_url}/uitnodiging/{gemeente.afkorting.lower()}/{geheim}\n\n"
            f"Dit adres werkt één keer, tot en met {dag_tekst(dag_van(u.verloopt_op))}. Stuur het niet door.\n"
            "U hebt ook een app voor codes nodig op uw telefoon. Hoe dat gaat, staat op het scherm.\n\n"
            f"Kent u gemeente {gemeente.naam} niet, of werkt u niet bij {corporatie}? Doe dan niets.\n{_VOET}"
        )
        return Mail(u.email, f"Gemeente {gemeente.naam}: uw toegang tot casus", tekst)

    def _stel_link_op(self, session: CasusSessie, gemeente: Gemeente, inhoud: Mapping[str, Any]) -> Mail | None:
        link = session.scalars(select(Dossierlink).where(Dossierlink.id == UUID(inhoud["link"]))).one()
        if link.ingetrokken_op or link.verloopt_op <= nu():
            return None
        geheim = geheim_van(self._sleutelbos(), "dossierlink", link.id)
        tot = dag_van(link.verloopt_op - timedelta(seconds=1))
        keer = "één keer" if link.hoogstens == 1 else f"{link.hoogstens} keer"
        tekst = (
            f"Gemeente {gemeente.naam} heeft een document voor u klaargezet.\n\n"
            f"Haal het op: {self.base_url}/d/{gemeente.afkorting.lower()}/{geheim}\n\n"
            "U hebt daarvoor een code van acht cijfers nodig. Die krijgt u apart, per telefoon of sms.\n"
            f"Het kan {keer}, tot en met {dag_tekst(tot)}. Dit adres is alleen voor u: stuur het niet door.\n\n"
            f"Verwacht u niets van gemeente {gemeente.naam}? Doe dan niets, en bel de gemeente.\n{_VOET}"
        )
        return Mail(link.email, f"Gemeente {gemeente.naam}: er staat een document voor u klaar", tekst)

    def _stel_voordracht_op(self, session: CasusSessie, gemeente: Gemeente, inhoud: Mapping[str, Any]) -> Mail | None:
        vraag = select(Aanbod, Woning.corporatie_id).join(
            Woning, and_(Woning.gemeente_id == Aanbod.gemeente_id, Woning.id == Aanbod.woning_id)
        )
        aanbod, corporatie_id = session.execute(vraag.where(Aanbod.id == UUID(inhoud["aanbod"]))).one()
        wacht = aanbod.status == "voorgedragen" and not aanbod.corporatie_antwoord
        wie = UUID(inhoud["gebruiker"])
        if not wacht or not leden_van(session, corporatie_id, wie):
            return None
        uiterlijk = f" Antwoord uiterlijk {dag_tekst(aanbod.antwoord_voor)}." if aanbod.antwoord_voor else ""
        tekst = (
            f"In het portaal van gemeente {gemeente.naam} wacht een voordracht op uw antwoord.{uiterlijk}\n\n"
            f"Log in om te antwoorden: {self.base_url}/portaal\n\n"
            "Om welke woning en welk huishouden het gaat, staat alleen in het portaal.\n"
            f"Kent u gemeente {gemeente.naam} niet? Doe dan niets.\n{_VOET}"
        )
        email = session.scalars(select(Gebruiker.email).where(Gebruiker.id == wie)).one()
        return Mail(email, f"Gemeente {gemeente.naam}: er wacht een voordracht op u", tekst)


_VOET = "\nDeze mail komt van casus. Antwoorden kan niet.\n"
