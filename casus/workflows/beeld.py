"""Het beeld van één zaak waarop voorwaarden en termijnen kijken: geladen objecten, geen sessie."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from casus.models import Aanbod, Besluit, Huishouden, Inburgering, Opschorting, Persoon, Taak, Zaak
from casus.termijnen import Periode


@dataclass(slots=True)
class Beeld:
    """Alles van een zaak dat meetelt. `taken` zijn alle taken, ook die gereed of vervallen zijn.

    `aanbod` is het lopende aanbod, of anders het laatste; zijn woning is geladen.
    """

    zaak: Zaak
    huishouden: Huishouden
    personen: list[Persoon]
    vandaag: date
    taken: list[Taak] = field(default_factory=list)
    besluiten: list[Besluit] = field(default_factory=list)
    aanbod: Aanbod | None = None
    inburgeringen: list[Inburgering] = field(default_factory=list)
    opschortingen: list[Opschorting] = field(default_factory=list)

    @property
    def stilstand(self) -> list[Periode]:
        """De opschortingen als perioden."""
        return [Periode(o.van, o.tot) for o in self.opschortingen]

    def open_taken(self, soort: str) -> list[Taak]:
        """De open taken van één soort."""
        return [taak for taak in self.taken if taak.soort == soort and taak.status == "open"]

    def laatst_gereed(self, soort: str) -> Taak | None:
        """De taak van deze soort die het laatst is afgerond."""
        return self._laatste([taak for taak in self.taken if taak.soort == soort])

    def laatste_met(self, veld: str, **ook: str) -> Taak | None:
        """De laatst afgeronde taak waarin dit veld is ingevuld, en waarin `ook` precies zo staat."""
        met = [taak for taak in self.taken if veld in taak.gegevens]
        return self._laatste([taak for taak in met if all(taak.gegevens.get(naam) == w for naam, w in ook.items())])

    @staticmethod
    def _laatste(taken: list[Taak]) -> Taak | None:
        klaar = [(taak.gereed_op, taak.versie, taak) for taak in taken if taak.gereed_op is not None]
        return max(klaar, key=lambda rij: rij[:2])[2] if klaar else None
