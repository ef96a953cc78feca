"""Een lopende zaak verder laten gaan met het proces dat nu met casus meekomt. Vanzelf gebeurt dat nooit."""

from __future__ import annotations

from casus.actions.proces import open_proces, werk_blokkades_bij
from casus.actions.wijzigen import wijzig_zaak
from casus.actions.zaken import workflowversie
from casus.actor import Actor
from casus.db import CasusSessie
from casus.errors import Weigering
from casus.gebeurtenissen import noteer
from casus.models import Zaak
from casus.queries.beeld import definitie, houd_vast, laad_beeld
from casus.rules import permissions
from casus.workflows import registry
from casus.workflows.definition import Workflow
from casus.workflows.overzetten import houdt_tegen


def zet_over(session: CasusSessie, zaak: Zaak, *, actor: Actor) -> bool:
    """Geeft de zaak de versie van nu; False als zij die al had.

    Zij blijft staan waar zij staat, met haar taken en dagen; termijnen van open taken worden opnieuw gerekend. Een taak
    die de nieuwe versie er eerder in het proces bij kreeg, ontstaat niet alsnog. Raises GeenRecht, Weigering, Conflict.
    """
    permissions.check(actor, "inrichting.beheren")
    zaak = houd_vast(session, zaak.id)
    oud = definitie(session, zaak)
    nieuw = _huidige(oud.code)
    if nieuw.hash == oud.hash:
        return False
    if redenen := houdt_tegen(nieuw, laad_beeld(session, zaak)):
        raise Weigering(redenen[0])
    wijzig_zaak(session, zaak, zaak.versie, workflowversie_id=workflowversie(session, nieuw).id)
    open_proces(session, zaak, actor).herbereken_alles()
    werk_blokkades_bij(session, zaak)
    versies = {"van": oud.hash, "naar": nieuw.hash}
    noteer(session, actor=actor, soort="proces_overgezet", object_=zaak, zaak_id=zaak.id, gegevens=versies)
    return True


def _huidige(code: str) -> Workflow:
    try:
        return registry.huidige(code)
    except KeyError:
        raise Weigering(f"Het proces ‘{code}’ komt niet meer met casus mee.") from None
