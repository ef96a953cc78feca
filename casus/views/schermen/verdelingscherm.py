"""Het formulier met de vaste gezichten van een zaak."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from flask import url_for

from casus.queries.vaste_gezichten import Houder
from casus.queries.zaakpagina import Zaakstand
from casus.rules.rechten import TEAM
from casus.rules.zinnen import rol_tekst, zin
from casus.views.schermen.feiten import zaakfeiten
from casus.views.schermen.formulierscherm import Formulierscherm
from casus.views.schermen.velden import Invoerveld

TEAMROLLEN: Final = ("casemanager", *sorted(TEAM - {"casemanager"}))


def formulier_team(
    stand: Zaakstand, mensen: Mapping[str, Sequence[tuple[str, str]]], nu_al: Mapping[str, Houder]
) -> Formulierscherm:
    """Per rol wie haar in deze zaak vervult. Wie de rol niet meer heeft, staat er nog als hij het nu is."""
    velden = []
    for rol in TEAMROLLEN:
        houder, keuzes = nu_al.get(rol), list(mensen.get(rol, ()))
        if houder is not None and str(houder.id) not in {id_ for id_, _ in keuzes}:
            keuzes.append((str(houder.id), f"{houder.naam} (heeft deze rol niet meer)"))
        waarde = str(houder.id) if houder else ""
        velden.append(
            Invoerveld(rol, zin(rol_tekst(rol)), "lijst", verplicht=False, keuzes=keuzes, waarde=waarde, leeg="Niemand")
        )
    return Formulierscherm(
        titel="Vaste gezichten wijzigen",
        uitleg="Het vaste gezicht is wie een rol in deze zaak vervult. Open taken blijven bij wie ze heeft.",
        actie=url_for("verdeling.team", zaaknummer=stand.zaak.zaaknummer),
        knop="Vaste gezichten wijzigen",
        kop_fout="De vaste gezichten zijn nog niet gewijzigd",
        terug=url_for("zaak.toon", zaaknummer=stand.zaak.zaaknummer),
        terug_tekst="Terug naar de zaak",
        onder=f"{stand.beeld.huishouden.naam} · {stand.zaak.zaaknummer}",
        versie=stand.zaak.versie,
        velden=velden,
        feiten=zaakfeiten(stand.beeld, stand.wf),
    )
