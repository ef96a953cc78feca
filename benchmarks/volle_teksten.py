"""Waarop te zoeken is: mensen, woningen, notities en de zoekregels erbij, bij elke zaak van de volle kast.

Namen, straten en woorden zijn verzonnen lettergrepen met een scheve verdeling: een paar komen overal voor, de meeste
bijna nergens. Dat maakt zoeken moeilijk, en zo is het in het echt ook.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate, product
from random import Random
from typing import Any
from uuid import UUID, uuid5

from casus.db import Basis
from casus.models import Aanbod, Corporatie, Notitie, Persoon, Woning, Zoekregel
from casus.queries.zoekregels import kopregel, notitieregel
from casus.sleutels import Sleutelbos

BOS = Sleutelbos(("meting",), (), "meting")
"""De sleutel waarmee de meting BSN's en V-nummers zoekt."""
IN_ELKE_NOTITIE = "gebeld"
MET_WONING = 0.4
_GREPEN = ("ba", "de", "fi", "go", "hu", "ka", "le", "mi", "no", "pu", "ra", "se", "ti", "vo", "wa", "ze")
_UITGANG = ("lam", "ner", "sta", "bek", "roos", "wijn", "dal", "ver")
_RUIMTE = UUID(int=7)


class Woorden:
    """Verzonnen woorden, van vaak naar zelden (Zipf)."""

    def __init__(self, aantal: int, toeval: Random) -> None:
        alle = ["".join(delen) for delen in product(_GREPEN, _GREPEN, _UITGANG)]
        alle += ["".join(delen) for delen in product(_GREPEN, _GREPEN, _GREPEN, _UITGANG)]
        toeval.shuffle(alle)
        self._woorden = alle[:aantal]
        self._gewicht = list(accumulate(1 / plek for plek in range(2, aantal + 2)))

    def trek(self, toeval: Random, aantal: int) -> list[str]:
        """Zoveel woorden, de gewone het vaakst."""
        return toeval.choices(self._woorden, cum_weights=self._gewicht, k=aantal)


class Teksten:
    """De rijen bij elke zaak; herhaalbaar, en per zaak los van de andere uit te rekenen."""

    def __init__(self, zaken: Sequence[tuple[UUID, UUID, UUID]]) -> None:
        """`zaken` zijn paren van gemeente, zaak (ook het huishouden) en een medewerker."""
        toeval = Random(3)
        self._zaken = zaken
        self._namen, self._voornamen = Woorden(4000, toeval), Woorden(1500, toeval)
        self._straten, self._woorden = Woorden(3000, toeval), Woorden(8000, toeval)
        self._corporaties = [(uuid5(_RUIMTE, f"corporatie {nr}"), f"Wonen {w}") for nr, w in enumerate(_GREPEN)]

    def tabellen(self, nummers: Sequence[str]) -> Iterator[tuple[type[Basis], Iterator[dict[str, Any]]]]:
        """De tabellen in volgorde van verwijzing; `nummers` zijn de zaaknummers, in de volgorde van de zaken."""
        alle = range(len(self._zaken))
        yield Corporatie, iter([{"id": id_, "naam": naam, "code": naam} for id_, naam in self._corporaties])
        yield Persoon, (rij for nr in alle for rij in self.personen(nr))
        yield Woning, (self._woning(nr) for nr in alle if self._adres(nr))
        yield Aanbod, (self._aanbod(nr) for nr in alle if self._adres(nr))
        yield Notitie, (self._notitie(nr) for nr in alle)
        yield Zoekregel, (rij for nr in alle for rij in self._regels(nr, nummers[nr]))

    def _id(self, nr: int, wat: str) -> UUID:
        return uuid5(self._zaken[nr][1], wat)

    def personen(self, nr: int) -> Iterator[dict[str, Any]]:
        """Een tot vier mensen. In plaats van een versleuteld nummer staat hier het nummer zelf: om naar te zoeken."""
        toeval, (gemeente_id, zaak_id, _) = Random(nr), self._zaken[nr]
        [achternaam] = self._namen.trek(toeval, 1)
        for plek in range(1 + nr % 4):
            bsn, v_nummer = _bsn(nr * 4 + plek), f"{2_000_000_000 + nr * 4 + plek}"
            yield {
                "gemeente_id": gemeente_id,
                "id": self._id(nr, f"persoon {plek}"),
                "huishouden_id": zaak_id,
                "volgnummer": plek + 1,
                "relatie": "hoofdpersoon" if plek == 0 else "kind",
                "achternaam": achternaam.capitalize(),
                "voornamen": self._voornamen.trek(toeval, 1)[0].capitalize(),
                "zoeknaam": achternaam,
                "geboortedatum": "1990-01-01",
                "geslacht": "vrouw",
                "v_nummer": v_nummer,
                "v_nummer_hash": BOS.zoekhash("v_nummer", v_nummer),
                "bsn": bsn,
                "bsn_hash": BOS.zoekhash("bsn", bsn) if bsn else None,
            }

    def _adres(self, nr: int) -> tuple[str, str, str, tuple[UUID, str]] | None:
        toeval = Random(nr + 1)
        if toeval.random() > MET_WONING:
            return None
        [straat] = self._straten.trek(toeval, 1)
        postcode = f"{toeval.randrange(1000, 9999)} {toeval.choice('ABCDEF')}{toeval.choice('ABCDEF')}"
        return f"{straat.capitalize()}straat {nr}", postcode, "Plaats", toeval.choice(self._corporaties)

    def _woning(self, nr: int) -> dict[str, Any]:
        adres = self._adres(nr)
        assert adres is not None
        return {
            "gemeente_id": self._zaken[nr][0],
            "id": self._id(nr, "woning"),
            "corporatie_id": adres[3][0],
            **dict(zip(("adres", "postcode", "plaats"), adres, strict=False)),
            "detailsoort": "TUS",
            "kamers": 4,
            "slaapkamers": 3,
            "oppervlakte": 84,
            "huur_cent": 61_000,
            "beschikbaar_van": date(2026, 1, 5),
            "status": "verhuurd",
        }

    def _aanbod(self, nr: int) -> dict[str, Any]:
        sleutels = {"gemeente_id": self._zaken[nr][0], "id": self._id(nr, "aanbod"), "zaak_id": self._zaken[nr][1]}
        op = datetime.combine(date(2026, 1, 5), time(9), UTC) + timedelta(minutes=nr)
        return {**sleutels, "woning_id": self._id(nr, "woning"), "status": "ingetrokken", "voorgedragen_op": op}

    def tekst(self, nr: int) -> str:
        """De notitie van een zaak: een handvol zinnen."""
        toeval = Random(nr + 2)
        return f"{IN_ELKE_NOTITIE.capitalize()}: {' '.join(self._woorden.trek(toeval, toeval.randrange(8, 45)))}."

    def _notitie(self, nr: int) -> dict[str, Any]:
        gemeente_id, zaak_id, wie = self._zaken[nr]
        op = datetime.combine(date(2026, 1, 5), time(9), UTC) + timedelta(minutes=nr)
        sleutels = {"gemeente_id": gemeente_id, "id": self._id(nr, "notitie"), "zaak_id": zaak_id}
        return {**sleutels, "tekst": self.tekst(nr), "door_id": wie, "op": op}

    def _regels(self, nr: int, zaaknummer: str) -> Iterator[dict[str, Any]]:
        gemeente_id, zaak_id, _ = self._zaken[nr]
        namen = [f"Familie Proef{nr}", f"{nr:08d}"]
        namen += [naam for persoon in self.personen(nr) for naam in (persoon["achternaam"], persoon["voornamen"])]
        adres = self._adres(nr)
        adressen = [*adres[:3], adres[3][1]] if adres else []
        regels = (
            kopregel(zaak_id, zaaknummer, namen, adressen),
            notitieregel(zaak_id, self._id(nr, "notitie"), self.tekst(nr)),
        )
        for regel in regels:
            yield {"gemeente_id": gemeente_id, "id": self._id(nr, f"regel {regel.soort}"), **regel._asdict()}


def _bsn(nr: int) -> str | None:
    """Een nummer dat aan de elfproef voldoet; bij één op de elf bestaat het niet."""
    cijfers = f"{10_000_000 + nr}"
    rest = sum(int(cijfer) * gewicht for cijfer, gewicht in zip(cijfers, range(9, 1, -1), strict=True)) % 11
    return f"{cijfers}{rest}" if rest < 10 else None
