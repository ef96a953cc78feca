"""De toets of een woning bij een huishouden past, met de grenzen die vandaag in deze gemeente gelden."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm.attributes import set_committed_value

from casus.db import CasusSessie
from casus.models import Aanbod, Complex, Parameter, Persoon, Woning, Zaak
from casus.queries.matching import Matchgegevens
from casus.rules.parameters import waarden_op
from casus.rules.passendgeval import Geval, Omstandigheden, vraag_van
from casus.rules.passendheid import Passendheid, toets
from casus.vocab import AANBOD_LOOPT
from casus.workflows.beeld import Beeld
from casus.workflows.guards import afwijking_toegestaan

Bewoners = Mapping[UUID, Collection[str]]


def toets_woning(session: CasusSessie, beeld: Beeld, woning: Woning) -> Passendheid:
    """Regels H1 tot en met H9 voor het huishouden van dit beeld; één vraag, en twee erbij voor een complex."""
    parameters = waarden_op(session.scalars(select(Parameter)).all(), beeld.vandaag)
    bewoners: dict[UUID, Collection[str]] = {}
    if woning.complex_id is None:
        set_committed_value(woning, "complex", None)
    else:
        complex_ = session.scalars(select(Complex).where(Complex.id == woning.complex_id)).one()
        set_committed_value(woning, "complex", complex_)
        bewoners[complex_.id] = _bewoners(session, beeld, complex_.id)
    return toets_geladen(beeld, woning, parameters, bewoners)


def waarom_niet_meer(session: CasusSessie, beeld: Beeld, woning: Woning) -> str | None:
    """Waarom deze woning nu niet voor dit huishouden kan, terwijl de match is vastgelegd; None als zij nog kan."""
    uitslag, match = toets_woning(session, beeld, woning), beeld.laatste_met("passend", woning=str(woning.id))
    if uitslag.blokkades:
        return f"{woning.adres} kan nu niet. {uitslag.blokkades[0].zin}"
    if match is None or match.gereed_op is None or match.gegevens["passend"] == uitslag.oordeel:
        return None
    if afwijking_toegestaan(beeld, uitslag.oordeel, match.gereed_op):
        return None
    zin = f"{uitslag.afwijkingen[0].zin} Dat was anders toen de match werd vastgelegd."
    return f"{zin} Beoordeel de woning opnieuw, of vraag een besluit over de afwijking."


def toets_geladen(beeld: Beeld, woning: Woning, parameters: Mapping[str, str], bewoners: Bewoners) -> Passendheid:
    """Dezelfde regels over een woning die met haar complex is geladen.

    `bewoners`: per complex het geslacht van de anderen die er via casus wonen of komen wonen. Hoeveel plekken er bezet
    zijn telt hier niet: dat is geen regel van het passend toewijzen, en `plek_vrij` in het proces van een woning.
    """
    samen = Matchgegevens(beeld.vandaag, (), (), bewoners={een: set(wie) for een, wie in bewoners.items()})
    om = Omstandigheden.van(beeld.zaak, beeld.huishouden, beeld.vandaag)
    vraag = vraag_van(beeld.huishouden, beeld.personen, parameters, om)
    return toets(Geval(vraag, samen.plek(woning), parameters, beeld.vandaag))


def _bewoners(session: CasusSessie, beeld: Beeld, complex_id: UUID) -> Collection[str]:
    """Wie er via casus woont of komt wonen; het huishouden zelf telt niet mee."""
    vraag = (
        select(Persoon.geslacht)
        .select_from(Aanbod)
        .join(Woning, and_(Woning.gemeente_id == Aanbod.gemeente_id, Woning.id == Aanbod.woning_id))
        .join(Zaak, and_(Zaak.gemeente_id == Aanbod.gemeente_id, Zaak.id == Aanbod.zaak_id))
        .join(Persoon, and_(Persoon.gemeente_id == Zaak.gemeente_id, Persoon.huishouden_id == Zaak.huishouden_id))
        .where(Woning.complex_id == complex_id, Aanbod.status.in_(AANBOD_LOOPT), Aanbod.zaak_id != beeld.zaak.id)
    )
    return set(session.scalars(vraag).all())
