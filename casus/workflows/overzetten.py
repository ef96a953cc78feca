"""Of een lopende zaak verder kan met een andere versie van haar proces: alles waar zij op staat, moet er nog zijn."""

from __future__ import annotations

from collections.abc import Iterator

from casus.workflows.beeld import Beeld
from casus.workflows.definition import Workflow


def houdt_tegen(nieuw: Workflow, beeld: Beeld) -> list[str]:
    """De zinnen die zeggen wat de nieuwe versie niet meer kent; leeg als de zaak over kan."""
    return list(_redenen(nieuw, beeld))


def _redenen(nieuw: Workflow, beeld: Beeld) -> Iterator[str]:
    zaak = beeld.zaak
    if zaak.gesloten_op is not None:
        yield "De zaak is gesloten. Zij houdt het proces waarmee zij liep."
    if zaak.toestand not in nieuw.toestanden:
        yield f"De nieuwe versie kent de toestand ‘{zaak.toestand}’ niet meer."
    elif zaak.opgeschort_sinds is not None and not _mag_stil(nieuw, zaak.toestand):
        yield "De klok van de zaak staat stil, en dat kan in de nieuwe versie hier niet. Laat haar eerst weer lopen."
    for taak in beeld.taken:
        if taak.status == "open" and taak.soort and taak.soort not in nieuw.taken:
            yield f"De open taak ‘{taak.titel}’ komt in de nieuwe versie niet meer voor. Rond haar eerst af."
    for code in sorted(zaak.ankers.keys() - nieuw.ankers.keys()):
        yield f"De nieuwe versie kent de dag ‘{code}’ van deze zaak niet meer."


def _mag_stil(wf: Workflow, toestand: str) -> bool:
    return wf.opschorting is not None and toestand in wf.opschorting.toestanden
