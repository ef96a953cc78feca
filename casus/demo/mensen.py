"""Verzonnen huishoudens, herhaalbaar uit een zaad, in de verdeling van domein.md §8.4."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from casus.importers.koppelregels import HuishoudenRegel, PersoonRegel

# Grootte van het huishouden en hoe vaak die voorkomt (domein.md §8.4).
_GROOTTEN = ((1, 60), (2, 10), (3, 9), (4, 9), (5, 6), (6, 4), (7, 2))
_ACHTERNAMEN = (
    "Tekle", "Rahimi", "Osman", "Nazari", "Habte", "Kaya", "Daoud", "Karimi", "Suleiman", "Yohannes", "Hamdan", "Abdi",
    "Ghebre", "Warsame", "Idris", "Demir", "Aziz", "Haddad", "Saleh", "al-Jubouri", "Çelik", "Mehari", "Şahin", "Noori",
    "Farah", "Barzani", "Kidane", "Yılmaz", "Sharifi", "Darwish", "O’mari", "Tesfaye", "Ahmadzai", "Jamal",
)  # fmt: skip
_MANNEN = (
    "Samuel",
    "Yonas",
    "Omar",
    "Ali",
    "Dawit",
    "Karim",
    "Bilal",
    "Emre",
    "Filmon",
    "Nabil",
    "Reza",
    "Ibrahim",
    "Khaled",
)
_VROUWEN = (
    "Miriam",
    "Ruth",
    "Leyla",
    "Amina",
    "Saba",
    "Hanna",
    "Noor",
    "Rania",
    "Selam",
    "Huda",
    "Zahra",
    "Yasmin",
    "Ruta",
)
_HERKOMST = (
    ("Syrische", "Syrië", "Arabisch", 50),
    ("Eritrese", "Eritrea", "Tigrinya", 17),
    ("Turkse", "Turkije", "Turks", 10),
    ("Iraakse", "Irak", "Arabisch", 6),
    ("Afghaanse", "Afghanistan", "Dari", 8),
    ("Iraanse", "Iran", "Farsi", 4),
    ("Somalische", "Somalië", "Somalisch", 5),
)
_LOCATIES = ("Ter Apel", "Dronten", "Harderwijk", "Apeldoorn", "Winterswijk", "Doetinchem", "Almelo", "Zutphen")
_REDENEN = (
    "eerstegraads_familie",
    "medische_behandeling",
    "arbeidscontract",
    "specifieke_opleiding",
    "sociaal_netwerk",
)
_OPLEIDINGEN = ("geen", "basisonderwijs", "voortgezet_onderwijs", "beroepsonderwijs", "hoger_onderwijs")


@dataclass(slots=True)
class Bevolking:
    """Maakt huishoudens uit één toevalsbron; hetzelfde zaad geeft dezelfde mensen."""

    toeval: Random
    _teller: int = 0

    def huishouden(self, gemeentecode: str, koppeldatum: date) -> HuishoudenRegel:
        """Eén gekoppeld huishouden, zoals het COA het zou melden."""
        self._teller += 1
        grootte = self.toeval.choices([g for g, _ in _GROOTTEN], [kans for _, kans in _GROOTTEN])[0]
        vergunning = koppeldatum - timedelta(days=self.toeval.randint(5, 16))
        beperking = self.toeval.choices(("geen", "gelijkvloers", "lift", "rollator", "rolstoel"), (88, 4, 4, 2, 2))[0]
        return HuishoudenRegel(
            coa_nummer=f"D{self._teller:07d}",
            gemeentecode=gemeentecode,
            koppeldatum=koppeldatum,
            vergunningdatum=vergunning,
            vergunning_geldig_tot=vergunning + timedelta(days=5 * 365 + 1),
            coa_locatie=self.toeval.choice(_LOCATIES),
            koppelredenen=(self.toeval.choice(_REDENEN),) if self.toeval.random() < 0.3 else (),
            woonbeperking=beperking,
            verwachte_nareis=self.toeval.choices((0, 1, 3), (85, 8, 7))[0] if grootte < 3 else 0,
            personen=tuple(self._personen(grootte, koppeldatum)),
        )

    def _personen(self, grootte: int, dag: date) -> list[PersoonRegel]:
        naam = self.toeval.choice(_ACHTERNAMEN)
        herkomst = self.toeval.choices(_HERKOMST, [kans for *_, kans in _HERKOMST])[0]
        man = self.toeval.random() < (0.7 if grootte == 1 else 0.5)
        partner = grootte > 2 or (grootte == 2 and self.toeval.random() < 0.5)
        rollen = ["hoofdpersoon"] + (["partner"] if partner else []) + ["kind"] * (grootte - 1 - partner)
        tolk = self.toeval.random() < 0.6
        return [
            self._persoon(naam, relatie, man != (relatie == "partner"), herkomst, tolk, dag)
            for relatie in rollen[:grootte]
        ]

    def _persoon(
        self, naam: str, relatie: str, man: bool, herkomst: tuple[str, str, str, int], tolk: bool, dag: date
    ) -> PersoonRegel:
        kind = relatie == "kind"
        man = self.toeval.random() < 0.5 if kind else man
        leeftijd = self.toeval.randint(1, 16) if kind else self.toeval.randint(21, 52)
        geboren = dag - timedelta(days=leeftijd * 365 + self.toeval.randint(5, 340))
        self._teller += 1
        return PersoonRegel(
            rij=0,
            v_nummer=f"8{self._teller:09d}",
            bsn=_bsn(self.toeval) if self.toeval.random() < 0.85 else None,
            achternaam=naam,
            voornamen=self.toeval.choice(_MANNEN if man else _VROUWEN),
            geboortedatum=geboren.isoformat(),
            geslacht="man" if man else "vrouw",
            relatie=relatie,
            nationaliteit=herkomst[0],
            herkomstland=herkomst[1],
            taal=herkomst[2],
            tolk_nodig=tolk,
            opleiding="" if kind else self.toeval.choice(_OPLEIDINGEN),
            inkomen="" if kind else self.toeval.choices(("geen", "loondienst"), (85, 15))[0],
        )


def _bsn(toeval: Random) -> str:
    """Een BSN uit de testreeks 9999 waarvan de elfproef klopt."""
    while True:
        cijfers = f"9999{toeval.randint(0, 9999):04d}"
        rest = sum(int(cijfer) * gewicht for cijfer, gewicht in zip(cijfers, range(9, 1, -1), strict=True)) % 11
        if rest < 10:
            return cijfers + str(rest)
