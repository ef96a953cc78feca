"""De toets of een woning bij een huishouden past, met de grenzen die vandaag in deze gemeente gelden."""

from __future__ import annotations

from sqlalchemy import select

from casus.db import CasusSessie
from casus.models import Parameter, Woning
from casus.rules.parameters import waarden_op
from casus.rules.passendheid import Omstandigheden, Passendheid, toets_alles
from casus.workflows.beeld import Beeld


def toets_woning(session: CasusSessie, beeld: Beeld, woning: Woning) -> Passendheid:
    """Regels H1 tot en met H9 voor het huishouden van dit beeld."""
    parameters = waarden_op(session.scalars(select(Parameter)).all(), beeld.vandaag)
    om = Omstandigheden(dag=beeld.vandaag, vergunning_geldig_tot=beeld.zaak.vergunning_geldig_tot)
    return toets_alles(beeld.huishouden, beeld.personen, woning, parameters, om)
