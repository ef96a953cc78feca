"""Het schema van een procesbestand: bevroren modellen, één per soort onderdeel, en de `Workflow` die ze samenhoudt."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cached_property
from hashlib import sha256
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from casus.termijnen import Duur, Eenheid

AnkerBron = Literal["ankers", "koppeldatum", "vergunningdatum", "ontstaan", "kennisgeving", "pip", "achttien"]
OvergangSoort = Literal["hoofdlijn", "terug", "einde"]
VeldSoort = Literal[
    "datum", "tijd", "tekst", "lange_tekst", "bedrag", "getal", "keuze", "ja_nee",
    "gebruiker", "woning", "persoon", "besluit", "corporatie",
]  # fmt: skip
PersoonlijkeBronnen = frozenset({"kennisgeving", "pip", "achttien"})
_EENHEDEN: tuple[Eenheid, ...] = ("dagen", "werkdagen", "weken", "maanden", "jaren")


def _rij(waarde: object) -> object:
    """Eén waarde mag ook zonder haken staan."""
    return waarde if isinstance(waarde, (list, tuple)) else (waarde,)


Codes = Annotated[tuple[str, ...], BeforeValidator(_rij)]


class Onderdeel(BaseModel):
    """Basis: bevroren, en een onbekende sleutel is een fout (meestal een tikfout)."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Termijnregel(Onderdeel):
    """Een termijn: zoveel dagen (of weken, …) na het laatste van de genoemde ankers.

    `wettelijk`: de Algemene termijnenwet verschuift het einde, en stilstand van de zaak juist niet.
    """

    vanaf: Codes
    dagen: int | None = None
    werkdagen: int | None = None
    weken: int | None = None
    maanden: int | None = None
    jaren: int | None = None
    wettelijk: bool = False

    @model_validator(mode="after")
    def _een_duur(self) -> Termijnregel:
        if sum(getattr(self, eenheid) is not None for eenheid in _EENHEDEN) != 1:
            raise ValueError(f"Geef bij een termijn één van {', '.join(_EENHEDEN)}.")
        return self

    @cached_property
    def duur(self) -> Duur:
        """De duur zoals die is omschreven."""
        return next(Duur(aantal, e) for e in _EENHEDEN if (aantal := getattr(self, e)) is not None)


class Schatting(Onderdeel):
    """Wanneer een anker naar verwachting komt, zolang de echte dag nog niet bekend is."""

    vanaf: str
    dagen: int


class Anker(Onderdeel):
    """Een dag waarvandaan termijnen lopen. `bron` zegt waar hij vandaan komt; 'ankers' is: ingevuld in de zaak."""

    titel: str
    bron: AnkerBron = "ankers"
    schatting: Schatting | None = None

    @property
    def persoonlijk(self) -> bool:
        """Of elke persoon zijn eigen dag heeft."""
        return self.bron in PersoonlijkeBronnen


class Toestand(Onderdeel):
    """Waar een zaak staat. `stap` is de plek op de hoofdlijn; in een eindtoestand komt de zaak niet verder."""

    code: str
    titel: str
    uitleg: str = ""
    stap: int | None = None
    eind: bool = False
    taken_lopen_door: bool = False
    norm: Termijnregel | None = None


class Overgangregel(Onderdeel):
    """Een stap van de ene toestand naar de andere, en alles wat daarvoor nodig is, zoals het bestand haar noemt."""

    code: str
    titel: str
    uitleg: str = ""
    soort: OvergangSoort = "hoofdlijn"
    van: Codes
    naar: str
    rollen: Codes = ()
    voorwaarden: Codes = ()
    besluit: str | None = None
    velden: Codes = ()
    gevolg: str | None = None
    zet_anker: str | None = None
    wist_ankers: Codes = ()


class Overgang(Overgangregel):
    """Een overgang met de taken die zij vanzelf afrondt: die noemen haar in hun `sluit_door`."""

    sluit_taken: tuple[str, ...] = ()


class Aanvang(Onderdeel):
    """Waardoor een taak ontstaat: precies één aanleiding. `als` kijkt naar wat bij de vorige taak is ingevuld."""

    toestand: str | None = None
    gebeurtenis: str | None = None
    gereed: str | None = None
    overgang: str | None = None
    anker: str | None = None
    besluit: str | None = None
    klok: str | None = None
    als: Mapping[str, Codes] = Field(default_factory=dict)
    dagen: int | None = None
    zolang: Codes = ()

    @property
    def aanleiding(self) -> tuple[str, str]:
        """De soort aanleiding met haar code."""
        return next((s, code) for s in AANLEIDINGEN if (code := getattr(self, s)) is not None)

    @model_validator(mode="after")
    def _een_aanleiding(self) -> Aanvang:
        if sum(getattr(self, soort) is not None for soort in AANLEIDINGEN) != 1:
            raise ValueError(f"Geef bij 'ontstaat' één van {', '.join(AANLEIDINGEN)}.")
        if (self.klok is None) != (self.dagen is None) or (self.klok is None) != (not self.zolang):
            raise ValueError("Bij 'klok' horen 'dagen' en 'zolang', en zij horen alleen daar.")
        if self.als and self.gereed is None:
            raise ValueError("Een 'als' kan alleen bij 'gereed': het kijkt naar wat bij die taak is ingevuld.")
        return self


AANLEIDINGEN = ("toestand", "gebeurtenis", "gereed", "overgang", "anker", "besluit", "klok")


class SluitDoor(Onderdeel):
    """Wat een taak afrondt: velden en afvinkpunten die iemand invult, of een stap in het proces."""

    velden: Codes = ()
    lijst: Codes = ()
    overgang: str | None = None


class Herhaal(Onderdeel):
    """Na het afronden komt de taak terug, zoveel dagen later, tot de dag `tot`."""

    dagen: int = Field(gt=0)
    tot: Termijnregel | None = None


class Afvinkpunt(Onderdeel):
    """Een punt van een lijst bij een taak, met de naam van het vakje op het formulier."""

    veld: str
    titel: str


class Taaksoort(Onderdeel):
    """Eén soort taak: wie, wanneer, waardoor zij ontstaat, wat haar afrondt en waar zij voor nodig is."""

    code: str
    titel: str
    uitleg: str = ""
    rol: str
    per: Literal["zaak", "inburgeringsplichtige", "persoon"] = "zaak"
    ontstaat: Annotated[tuple[Aanvang, ...], BeforeValidator(_rij)]
    opnieuw: Literal["nooit", "na_afloop", "altijd"] = "na_afloop"
    termijn: Termijnregel
    streef: Termijnregel | None = None
    besluit: Codes = ()
    besluit_mogelijk: Codes = ()
    sluit_door: SluitDoor | None = None
    wacht_op: Codes = ()
    nodig_voor: Codes = ()
    vervalt_in: Codes = ()
    blijft_na_einde: bool = False
    herhaal: Herhaal | None = None
    gevolg: str | None = None
    grondslag: str = ""

    @property
    def velden(self) -> tuple[str, ...]:
        """De velden op het formulier van deze taak."""
        return self.sluit_door.velden if self.sluit_door else ()

    @cached_property
    def afvinkpunten(self) -> tuple[Afvinkpunt, ...]:
        """De punten die bij het afronden moeten zijn afgevinkt."""
        lijst = self.sluit_door.lijst if self.sluit_door else ()
        return tuple(Afvinkpunt(veld=f"punt_{n}", titel=titel) for n, titel in enumerate(lijst, 1))


class Melding(Onderdeel):
    """Iets dat van buiten komt en dat iemand bij de zaak meldt."""

    code: str
    titel: str
    uitleg: str = ""
    rollen: Codes = ()
    toestanden: Codes = ()
    voorwaarden: Codes = ()
    velden: Codes = ()
    gevolg: str | None = None
    gebeurtenis: str = ""

    @model_validator(mode="before")
    @classmethod
    def _gebeurtenis_is_code(cls, data: dict[str, Any]) -> dict[str, Any]:
        return {"gebeurtenis": data.get("code"), **data}


class Veld(Onderdeel):
    """Een veld op een formulier. `leeg` is de zin als een verplicht veld niet is ingevuld."""

    code: str
    titel: str
    soort: VeldSoort
    hint: str = ""
    verplicht: bool = True
    leeg: str = ""
    keuzes: Mapping[str, str] = Field(default_factory=dict)
    rol: str | None = None
    anker: str | None = None
    tot_vandaag: bool = False
    vanaf_vandaag: bool = False
    alleen_als: Mapping[str, Codes] = Field(default_factory=dict)
    hoogstens: int | None = None


class Opschorten(Onderdeel):
    """Wie de klok mag stilzetten, en in welke toestanden."""

    rollen: Codes
    toestanden: Codes


class Kop(Onderdeel):
    """De kop van een procesbestand."""

    code: str
    titel: str
    uitleg: str = ""
    begin: str


class Procesbestand(Onderdeel):
    """De inhoud van een procesbestand, zoals die er staat."""

    workflow: Kop
    opschorten: Opschorten | None = None
    ankers: Mapping[str, Anker] = Field(default_factory=dict)
    toestanden: Mapping[str, Toestand]
    overgangen: tuple[Overgangregel, ...] = ()
    velden: Mapping[str, Veld] = Field(default_factory=dict)
    taken: tuple[Taaksoort, ...] = ()
    meldingen: Mapping[str, Melding] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _codes_uit_koppen(cls, data: dict[str, Any]) -> dict[str, Any]:
        """De code van een toestand, veld of melding is de naam in haar kop."""
        uit = dict(data)
        for deel in ("toestanden", "velden", "meldingen"):
            if isinstance(tabel := data.get(deel), dict):
                uit[deel] = {c: {**w, "code": c} if isinstance(w, dict) else w for c, w in tabel.items()}
        return uit


def tekst_hash(tekst: str) -> str:
    """De SHA-256 van de tekst: met de code samen is dat de versie van een proces."""
    return sha256(tekst.encode()).hexdigest()


class Workflow:
    """Een proces, klaar om mee te werken: alles op code te vinden. Bouwen kan met `uit_tekst` van registry."""

    def __init__(self, bestand: Procesbestand, tekst: str) -> None:
        self.bestand = bestand
        self.tekst = tekst
        self.hash = tekst_hash(tekst)
        self.code = bestand.workflow.code
        self.titel = bestand.workflow.titel
        self.begin = bestand.workflow.begin
        self.opschorting = bestand.opschorten
        self.opschorten = bestand.opschorten.rollen if bestand.opschorten else ()
        self.ankers = dict(bestand.ankers)
        self.toestanden = dict(bestand.toestanden)
        self.velden = dict(bestand.velden)
        self.meldingen = dict(bestand.meldingen)
        self.taken = {taak.code: taak for taak in bestand.taken}
        self.overgangen = {o.code: self._met_taken(o) for o in bestand.overgangen}

    def _met_taken(self, regel: Overgangregel) -> Overgang:
        gesloten = (t.code for t in self.bestand.taken if t.sluit_door and t.sluit_door.overgang == regel.code)
        return Overgang(**regel.model_dump(), sluit_taken=tuple(gesloten))

    @cached_property
    def aanvangen(self) -> Mapping[tuple[str, str], tuple[tuple[Taaksoort, Aanvang], ...]]:
        """Per aanleiding de taken die daardoor ontstaan."""
        per: dict[tuple[str, str], list[tuple[Taaksoort, Aanvang]]] = {}
        for taak in self.taken.values():
            for aanvang in taak.ontstaat:
                per.setdefault(aanvang.aanleiding, []).append((taak, aanvang))
        return {sleutel: tuple(rij) for sleutel, rij in per.items()}

    @cached_property
    def kloktaken(self) -> tuple[tuple[Taaksoort, Aanvang], ...]:
        """De taken die de klok laat ontstaan."""
        return tuple((t, a) for t in self.taken.values() for a in t.ontstaat if a.klok)

    @cached_property
    def nodig(self) -> Mapping[str, tuple[Taaksoort, ...]]:
        """Per overgang de taken die eerst af moeten."""
        return {c: tuple(t for t in self.taken.values() if c in t.nodig_voor) for c in self.overgangen}

    def vanuit(self, toestand: str) -> tuple[Overgang, ...]:
        """De overgangen die in een toestand beginnen, in de volgorde van het bestand."""
        return tuple(o for o in self.overgangen.values() if toestand in o.van)

    def overgang(self, code: str) -> Overgang:
        """De overgang met deze code. Raises KeyError."""
        return self.overgangen[code]

    def taak(self, code: str) -> Taaksoort:
        """De taaksoort met deze code. Raises KeyError."""
        return self.taken[code]

    def keuze_in_woorden(self, veld: str, code: str) -> str:
        """Een gekozen waarde zoals dit proces haar noemt; de code zelf als zij er niet meer in staat."""
        return self.velden[veld].keuzes.get(code, code) if veld in self.velden else code

    def veld(self, code: str) -> Veld:
        """Het veld met deze code. Raises KeyError."""
        return self.velden[code]

    def melding(self, code: str) -> Melding:
        """De melding met deze code. Raises KeyError."""
        return self.meldingen[code]


def in_woord(waarde: object) -> str:
    """Een ingevulde waarde zoals `als` en `alleen_als` haar noemen: ja en nee in plaats van true en false."""
    return ("nee", "ja")[waarde] if isinstance(waarde, bool) else str(waarde)


def lees_bestand(tekst: str) -> Procesbestand:
    """Ontleedt de tekst. Raises tomllib.TOMLDecodeError of pydantic.ValidationError; `problems` legt ze uit."""
    return Procesbestand.model_validate(tomllib.loads(tekst))
