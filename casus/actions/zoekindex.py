"""De zoekregels bijhouden, in de transactie van wat er verandert: zoeken loopt nooit achter."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import delete, insert, select

from casus.actions.wijzigen import wijzig
from casus.db import CasusSessie, uuid7
from casus.models import Contactmoment, Notitie, Zaak, Zoekregel
from casus.queries.zoekregels import Regel, contactregel, kopregels, notitieregel, tekstregels, zaken_na


def werk_zaak_bij(session: CasusSessie, zaak: Zaak) -> None:
    """Na elke verandering aan zaaknummer, huishouden, personen of aanbod: de zaak is meteen zo te vinden."""
    # Eerst op slot, dan pas lezen: een ander die tegelijk een adres toevoegde, wordt zo niet vergeten.
    bewaard = _bewaard(session, "zaak", zaak.id)
    for regel in kopregels(session, [zaak.id]):
        _zet(session, zaak.gemeente_id, bewaard, regel)


def werk_notitie_bij(session: CasusSessie, notitie: Notitie) -> None:
    """Na het schrijven of verbeteren van een notitie. Alleen de laatste tekst is te vinden."""
    bewaard = _bewaard(session, "notitie", notitie.id)
    _zet(session, notitie.gemeente_id, bewaard, notitieregel(notitie.zaak_id, notitie.id, notitie.tekst))


def werk_contact_bij(session: CasusSessie, moment: Contactmoment) -> None:
    """Na het vastleggen van een contactmoment."""
    bewaard = _bewaard(session, "contactmoment", moment.id)
    _zet(session, moment.gemeente_id, bewaard, contactregel(moment.zaak_id, moment.id, moment.met, moment.verslag))


def herbouw(session: CasusSessie, *, na: UUID | None = None) -> tuple[int, UUID | None]:
    """Schrijft de regels van de volgende zaken opnieuw: hoeveel het er werden, en na welke zaak het verder gaat.

    De zaken staan op slot tot de transactie klaar is; leg dus per keer vast. Zonder volgende is alles gedaan.
    """
    zaak_ids = zaken_na(session, na, op_slot=True)
    if not zaak_ids:
        return 0, None
    weg = delete(Zoekregel).where(Zoekregel.zaak_id.in_(zaak_ids))
    session.execute(weg.execution_options(synchronize_session=False))
    regels = [*kopregels(session, zaak_ids), *tekstregels(session, zaak_ids)]
    gemeente_id = session.bereik.schrijf
    session.execute(insert(Zoekregel), [{"gemeente_id": gemeente_id, "id": uuid7(), **r._asdict()} for r in regels])
    return len(regels), zaak_ids[-1]


def _bewaard(session: CasusSessie, soort: str, object_id: UUID) -> Zoekregel | None:
    vraag = select(Zoekregel).where(Zoekregel.soort == soort, Zoekregel.object_id == object_id)
    vers = vraag.with_for_update().execution_options(populate_existing=True)
    return session.scalars(vers).one_or_none()


def _zet(session: CasusSessie, gemeente_id: UUID, bewaard: Zoekregel | None, regel: Regel) -> None:
    if bewaard is None:
        session.execute(insert(Zoekregel), [{"gemeente_id": gemeente_id, "id": uuid7(), **regel._asdict()}])
    elif (bewaard.naam, bewaard.tekst) != (regel.naam, regel.tekst):
        wijzig(session, bewaard, {"naam": regel.naam, "tekst": regel.tekst}, waar={})
