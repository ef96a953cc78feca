"""Een nieuwe versie van een dossier voordat zij er is: wat er verandert, en wat de ontvanger dan krijgt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from casus.actions.dossierinhoud import gegevens_van, vingerafdruk
from casus.actions.dossiers import stel_verbetering_samen
from casus.actor import Actor
from casus.db import CasusSessie, uuid7
from casus.errors import Conflict, GeenRecht, Weigering
from casus.models import Verstrekking, Zaak
from casus.pdf.weergave import Groep
from casus.queries.dossiers import TeVerbeteren
from casus.rules import dossierprofielen, privacy
from casus.rules.dossierprofielen import Profiel, Weggelaten
from casus.views.schermen.dossierscherm import op_papier

NIET = "Staat er niet in"


class Verandering(NamedTuple):
    """Eén gegeven dat in de nieuwe versie anders is."""

    wat: str
    was: str
    wordt: str


@dataclass(slots=True)
class Verbetering:
    """Het scherm om een nieuwe versie te maken. `delen` staan er alleen als zij gemaakt kan worden."""

    zaak: Zaak
    dossier: Verstrekking
    profiel: Profiel
    waarom_niet: str = ""
    anders: list[Verandering] = field(default_factory=list)
    delen: list[Groep] = field(default_factory=list)
    weg: list[Weggelaten] = field(default_factory=list)
    gezien: str = ""

    @property
    def ander_profiel(self) -> bool:
        """Of het profiel sinds de vorige versie met een besluit is veranderd."""
        return bool(self.delen) and self.profiel.versie != self.dossier.profielversie


def maak_scherm(session: CasusSessie, te: TeVerbeteren, actor: Actor) -> Verbetering:
    """De nieuwe versie naast de oude, of de zin waarom zij er niet komt."""
    dossier = te.dossier
    scherm = Verbetering(te.zaak, dossier, dossierprofielen.profiel(dossier.profiel))
    try:
        stof, nieuw = stel_verbetering_samen(session, te, actor=actor, id_=uuid7())
    except (Weigering, GeenRecht, Conflict) as geweigerd:
        scherm.waarom_niet = geweigerd.zin
        return scherm
    scherm.profiel, scherm.gezien = stof.profiel, vingerafdruk(nieuw)
    scherm.delen = op_papier(nieuw, stof.bron.gemeente)
    scherm.anders = verschil(op_papier(gegevens_van(dossier), stof.bron.gemeente), scherm.delen)
    scherm.weg = privacy.niet_mee(stof.profiel, stof.bron.huishouden)
    return scherm


def verschil(oud: Iterable[Groep], nieuw: Iterable[Groep]) -> list[Verandering]:
    """Wat er anders is, in de volgorde van het papier. De datum van het papier zelf telt niet."""
    was, wordt = dict(_feiten(oud)), dict(_feiten(nieuw))
    sleutels = dict.fromkeys([*wordt, *was])
    return [
        Verandering(wat, was.get((kop, wat, nr), NIET), wordt.get((kop, wat, nr), NIET))
        for kop, wat, nr in sleutels
        if was.get((kop, wat, nr)) != wordt.get((kop, wat, nr)) and (kop, wat) != ("Brief", "Datum")
    ]


def _feiten(groepen: Iterable[Groep]) -> Iterator[tuple[tuple[str, str, str], str]]:
    """Elk feit met zijn plek; een rij van een lijst heeft haar inhoud als plek, dus zij komt erbij of gaat eruit."""
    for groep in groepen:
        for nr, rij in enumerate(groep.rijen):
            eerder = sum(een.label == rij.label for een in groep.rijen[:nr])
            yield (groep.kop, rij.label, str(eerder)), rij.waarde
        for tabel in groep.tabellen:
            for cellen in tabel.rijen:
                tekst = " · ".join(cellen)
                yield (groep.kop, groep.kop, tekst), tekst
