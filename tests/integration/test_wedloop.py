"""Wie het eerst komt: acht mensen doen tegelijk hetzelfde, en precies één van hen doet het (veiligheid A1)."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, func, select

from casus.actions import besluiten, overgang, taken
from casus.actions.documenten import Nagekeken
from casus.actions.mandaatregister import stel_vast
from casus.actions.zaken import open_zaak
from casus.actor import Actor
from casus.db import Bereik, CasusSessie, uuid7
from casus.errors import CasusFout, Conflict
from casus.models import Aanbod, Besluit, Functie, Functiehouder, Gebeurtenis, Lidmaatschap, Mandaat, Taak, Woning, Zaak
from casus.queries.beeld import laad_besluit, laad_taak
from casus.queries.mandaatregister import laad as laad_register
from casus.rules.mandaten import GeenMandaat
from casus.rules.registerwijziging import als_rij
from casus.termijnen import klok_op, vandaag
from tests import factories
from tests.wereld import KOPPELDATUM, NU, PLEKKEN, VERGUNNING, Wereld

SAMEN = 8
RONDES = int(os.environ.get("CASUS_RONDES", "200"))
"""Zoveel besluiten worden dubbel genomen; voor een uitgave 1.000."""


@dataclass(frozen=True)
class Uitslag:
    """Hoe het één van de acht verging."""

    wie: Actor
    fout: CasusFout | None


class Veld:
    """Acht mensen aan de streep, elk met een eigen sessie in een eigen thread."""

    def __init__(self, wereld: Wereld, lopers: Sequence[Actor], baan: ThreadPoolExecutor) -> None:
        self.wereld, self.lopers, self.baan = wereld, lopers, baan

    def ren(
        self, laad: Callable[[CasusSessie, int], Any], doe: Callable[[CasusSessie, Any, Actor], object]
    ) -> list[Uitslag]:
        """Ieder laadt en doet. Op PostgreSQL valt het schot als allen hebben geladen; SQLite laat één tegelijk in."""
        streep = Barrier(len(self.lopers), timeout=30)

        def loop(nr: int, wie: Actor) -> Uitslag:
            try:
                if self.wereld.soort == "sqlite":
                    streep.wait()
                with self.wereld.db.unit_of_work(Bereik.van(wie.gemeente_id)) as sessie:
                    geladen = laad(sessie, nr)
                    if self.wereld.soort == "postgresql":
                        streep.wait()
                    doe(sessie, geladen, wie)
            except CasusFout as fout:
                return Uitslag(wie, fout)
            return Uitslag(wie, None)

        taken_ = [self.baan.submit(copy_context().run, loop, nr, wie) for nr, wie in enumerate(self.lopers)]
        return [taak.result(60) for taak in taken_]


@pytest.fixture
def veld(wereld: Wereld) -> Iterator[Callable[..., Veld]]:
    """Maakt een veld van acht nieuwe collega's met deze rol, en zo nodig de functie die daarbij hoort."""
    with ThreadPoolExecutor(SAMEN) as baan:

        def maak(rol: str, functie: str = "") -> Veld:
            lopers = [factories.actor(wereld.db, wereld.gemeente(), rol, naam=f"Loper {nr}") for nr in range(SAMEN)]
            with wereld.werk() as sessie:
                for wie in lopers:
                    _benoem(sessie, wie, rol, functie)
            return Veld(wereld, lopers, baan)

        yield maak


def _benoem(sessie: CasusSessie, wie: Actor, rol: str, functie: str) -> None:
    sleutel = {"gemeente_id": wie.gemeente_id, "gebruiker_id": wie.gebruiker_id, "van": KOPPELDATUM}
    sessie.add(Lidmaatschap(id=uuid7(), rol=rol, **sleutel))
    if functie:
        rij = sessie.scalars(select(Functie.id).where(Functie.code == functie)).one()
        sessie.add(Functiehouder(id=uuid7(), functie_id=rij, **sleutel))


def winnaar(uitslagen: list[Uitslag]) -> Actor:
    """Wie het deed; alle anderen kregen te horen wie dat was."""
    gelukt = [u.wie for u in uitslagen if u.fout is None]
    assert len(gelukt) == 1, [str(u.fout) for u in uitslagen]
    for uitslag in uitslagen:
        if uitslag.fout is not None:
            assert isinstance(uitslag.fout, Conflict), repr(uitslag.fout)
            assert gelukt[0].naam in uitslag.fout.zin
    return gelukt[0]


def _kort_register(wereld: Wereld) -> None:
    """Alleen de regels die ertoe doen: 1.600 keer zestig regels laden kost een minuut en zegt niets over de wedloop."""
    gebruikt = select(Besluit.__table__.c.mandaat_id).where(Besluit.__table__.c.mandaat_id.is_not(None))
    rijen = Mandaat.__table__
    with wereld.eigenaar.engine.begin() as verbinding:
        overbodig = delete(rijen).where(rijen.c.bevoegdheid != "herplanning", rijen.c.id.not_in(gebruikt))
        verbinding.execute(overbodig)


def test_een_besluit_wordt_maar_een_keer_genomen(wereld: Wereld, veld):
    _kort_register(wereld)
    managers = veld("teammanager", "teammanager")
    ids = _voorstellen(wereld, RONDES)
    winnaars = []
    for besluit_id in ids:
        uitslagen = managers.ren(lambda s, _, b=besluit_id: laad_besluit(s, b), _kent_toe)
        winnaars.append(winnaar(uitslagen).gebruiker_id)
    rijen = {rij["id"]: rij for rij in wereld.rijen("besluit")}
    assert [rijen[besluit_id]["besloten_door_id"] for besluit_id in ids] == winnaars
    with wereld.lees() as sessie:
        vraag = select(func.count()).where(Gebeurtenis.soort == "besluit_toegekend", Gebeurtenis.object_id.in_(ids))
        assert sessie.scalar(vraag) == RONDES
    assert wereld.breuken() == []


def _voorstellen(wereld: Wereld, aantal: int) -> list[UUID]:
    """Verdeeld over alle zaken waarin nog iets kan worden voorgesteld, in één transactie."""
    with wereld.werk() as sessie:
        lopend = [plek for plek in PLEKKEN if plek not in ("overgedragen", "gesloten")]
        lopen = [wereld.loop(sessie, wereld.zaak_id(plek)) for plek in lopend]
        return [lopen[nr % len(lopen)].voorstel("herplanning").id for nr in range(aantal)]


def _voorstel(wereld: Wereld, plek: str = "zoekend") -> UUID:
    with wereld.werk() as sessie:
        return wereld.loop(sessie, wereld.zaak_id(plek)).voorstel("herplanning").id


def _kent_toe(sessie: CasusSessie, besluit: Besluit, wie: Actor) -> None:
    besluiten.beslis(sessie, besluit, actor=wie, uitkomst="toegekend", motivering="Goed plan.")


def test_een_van_acht_verandert_het_mandaatregister(wereld: Wereld, veld, tmp_path: Path):
    """Acht registerbesluiten tegelijk op dezelfde stand: één telt, de anderen horen wie er eerder was."""
    beheerders = veld("beheerder")
    stuk = Nagekeken("besluit.pdf", "application/pdf", b"%PDF-1.7")

    def leg_vast(sessie: CasusSessie, versie: int, wie: Actor) -> None:
        oud = laad_register(sessie, wie.gemeente_id).versies("4.3a")[0]
        bedrag = 600_000 + int(wie.naam[-1]) * 1_000 + versie * 10_000
        rij = replace(als_rij(oud), geldig_van=vandaag(), bedrag_tot_cent=bedrag)
        besluit = {"besluitnummer": f"R{versie}-{wie.naam[-1]}", "besluitdatum": vandaag(), "omschrijving": "Hoger."}
        vast = {"map_": tmp_path, "document": stuk, "rijen": [rij], "versie": versie}
        stel_vast(sessie, actor=wie, **besluit, **vast)

    namen = {rij["id"]: rij["naam"] for rij in wereld.rijen("gebruiker")}
    for versie in range(1, 6):
        with klok_op(NU + timedelta(days=versie)):  # een nieuwe dag: een versie van een regel begint maar één keer
            uitslagen = beheerders.ren(lambda s, _, v=versie: v, leg_vast)
        (wie,) = (een.wie for een in uitslagen if een.fout is None)
        te_laat = [een.fout for een in uitslagen if een.fout is not None]
        assert all(isinstance(fout, Conflict) for fout in te_laat), te_laat
        assert {fout.zin.partition(" veranderde het register")[0] for fout in te_laat} == {namen[wie.gebruiker_id]}
        rijen = sorted(wereld.rijen("registerbesluit"), key=lambda rij: rij["versie"])
        eigen = [rij for rij in rijen if rij["gemeente_id"] == wereld.gemeente()]
        assert [rij["versie"] for rij in eigen] == list(range(1, versie + 2))
        assert eigen[-1]["vastgelegd_door_id"] == wie.gebruiker_id
        regels = [rij for rij in wereld.rijen("mandaat") if rij["registerbesluit_id"] == eigen[-1]["id"]]
        assert [rij["versie"] for rij in regels] == [versie + 1]
    assert wereld.breuken() == []


def test_toekennen_en_afwijzen_tegelijk_geeft_een_uitkomst(wereld: Wereld, veld):
    managers = veld("teammanager", "teammanager")

    def beslis(sessie: CasusSessie, besluit: Besluit, wie: Actor) -> None:
        uitkomst = "toegekend" if wie.naam[-1] in "0246" else "afgewezen"
        besluiten.beslis(sessie, besluit, actor=wie, uitkomst=uitkomst, motivering="Daarom.")

    for _ in range(5):
        besluit_id = _voorstel(wereld)
        wie = winnaar(managers.ren(lambda s, _, b=besluit_id: laad_besluit(s, b), beslis))
        rij = next(rij for rij in wereld.rijen("besluit") if rij["id"] == besluit_id)
        assert rij["status"] == ("toegekend" if wie.naam[-1] in "0246" else "afgewezen")


def test_intrekken_en_beslissen_tegelijk_wachten_niet_op_elkaar(wereld: Wereld, veld):
    managers = veld("teammanager", "teammanager")

    def doe(sessie: CasusSessie, besluit: Besluit, wie: Actor) -> None:
        if wie is not managers.lopers[0]:
            besluiten.beslis(sessie, besluit, actor=wie, uitkomst="toegekend", motivering="Daarom.")
            return
        indiener = replace(wie, gebruiker_id=besluit.voorgesteld_door_id)
        besluiten.trek_in(sessie, besluit, actor=indiener, reden="Toch niet.")

    for _ in range(5):
        besluit_id = _voorstel(wereld)
        uitslagen = managers.ren(lambda s, _, b=besluit_id: laad_besluit(s, b), doe)
        assert sum(u.fout is None for u in uitslagen) == 1
        assert all(isinstance(u.fout, Conflict) for u in uitslagen if u.fout is not None)


def test_zonder_mandaat_wint_niemand_de_wedloop(wereld: Wereld, veld):
    collegas = veld("teammanager")
    besluit_id = _voorstel(wereld)
    vooraf = wereld.momentopname()
    uitslagen = collegas.ren(lambda s, _: laad_besluit(s, besluit_id), _kent_toe)
    assert all(isinstance(u.fout, GeenMandaat) for u in uitslagen)
    assert wereld.momentopname() == vooraf


def test_een_taak_wordt_door_een_van_acht_gepakt(wereld: Wereld, veld):
    casemanagers = veld("casemanager")
    for plek in ("nieuw", "urgentie", "gehuisvest"):
        with wereld.lees() as sessie:
            vraag = select(Taak.id).where(
                Taak.zaak_id == wereld.zaak_id(plek),
                Taak.status == "open",
                Taak.behandelaar_id.is_(None),
                Taak.rol == "casemanager",
            )
            ids = list(sessie.scalars(vraag))
        for taak_id in ids:
            uitslagen = casemanagers.ren(
                lambda s, _, t=taak_id: laad_taak(s, t), lambda s, taak, wie: taken.pak(s, taak, actor=wie)
            )
            wie = winnaar(uitslagen)
            rij = next(rij for rij in wereld.rijen("taak") if rij["id"] == taak_id)
            assert (rij["behandelaar_id"], rij["versie"]) == (wie.gebruiker_id, 2)
        assert len(ids) >= 1
    assert wereld.breuken() == []


@pytest.mark.parametrize(
    ("plek", "code", "rol", "naar"),
    [
        ("profiel", "profiel_compleet", "casemanager", "match_gezocht"),
        ("voorgedragen", "aanbod_doen", "wonen", "woning_aangeboden"),
    ],
)
def test_een_overgang_gebeurt_een_keer(wereld: Wereld, veld, plek: str, code: str, rol: str, naar: str):
    lopers, zaak_id = veld(rol), wereld.zaak_id(plek)
    vooraf = next(rij for rij in wereld.rijen("zaak") if rij["id"] == zaak_id)
    taken_vooraf = sum(rij["zaak_id"] == zaak_id for rij in wereld.rijen("taak"))

    def laad(sessie: CasusSessie, _: int) -> Zaak:
        return sessie.scalars(select(Zaak).where(Zaak.id == zaak_id)).one()

    def zet(sessie: CasusSessie, zaak: Zaak, wie: Actor) -> None:
        overgang.execute(sessie, zaak, code, actor=wie, versie=vooraf["versie"])

    wie = winnaar(lopers.ren(laad, zet))
    rij = next(rij for rij in wereld.rijen("zaak") if rij["id"] == zaak_id)
    assert vooraf["toestand"] != rij["toestand"] == naar
    stappen = [
        (g.actor_id, g.soort) for g, _ in wereld.gebeurtenissen(zaak_id) if g.tijdstip > vooraf["toestand_sinds"]
    ]
    assert stappen.count((wie.gebruiker_id, "overgang")) == 1
    soorten = [r["soort"] for r in wereld.rijen("taak") if r["zaak_id"] == zaak_id and r["status"] == "open"]
    assert len(soorten) == len(set(soorten)), "een taak is dubbel ontstaan"
    assert len([r for r in wereld.rijen("taak") if r["zaak_id"] == zaak_id]) > taken_vooraf
    assert wereld.breuken() == []


def test_een_woning_gaat_naar_een_huishouden(wereld: Wereld, veld):
    lopers = veld("wonen")
    plekken = [plek for plek in PLEKKEN if plek in _ZONDER_AANBOD]
    assert len(plekken) == SAMEN
    with wereld.lees() as sessie:
        woningen = list(sessie.scalars(select(Woning.id).where(Woning.status == "beschikbaar").limit(3)))

    def laad(sessie: CasusSessie, nr: int) -> Zaak:
        return sessie.scalars(select(Zaak).where(Zaak.id == wereld.zaak_id(plekken[nr]))).one()

    gekregen: set[UUID] = set()
    for woning_id in woningen:

        def stel_voor(sessie: CasusSessie, zaak: Zaak, wie: Actor, woning: UUID = woning_id) -> None:
            gegevens = {"woning": str(woning), "keuze_reden": "Dicht bij de school."}
            besluiten.stel_voor(sessie, zaak, actor=wie, soort="voordracht", voorstel="Past.", gegevens=gegevens)

        uitslagen = lopers.ren(laad, stel_voor)
        fouten = [u.fout for u in uitslagen if u.fout is not None]
        assert len(fouten) == SAMEN - 1
        assert all(isinstance(fout, Conflict) for fout in fouten)
        assert all("was u voor" in fout.zin or "al een woning" in fout.zin for fout in fouten)
        lopend = [r for r in wereld.rijen("aanbod") if r["woning_id"] == woning_id and r["status"] == "voorgedragen"]
        assert len(lopend) == 1
        gekregen.add(lopend[0]["zaak_id"])
    assert len(gekregen) == len(woningen), "één huishouden kreeg twee woningen"


_ZONDER_AANBOD = ("nieuw", "profiel", "zoekend", "gekozen", "ruil", "urgentie", "gepakt", "opgeschort")


def test_een_huishouden_krijgt_een_woning(wereld: Wereld, veld):
    lopers, zaak_id = veld("wonen"), wereld.zaak_id("gekozen")
    with wereld.lees() as sessie:
        woningen = list(sessie.scalars(select(Woning.id).where(Woning.status == "beschikbaar").limit(SAMEN)))

    def laad(sessie: CasusSessie, nr: int) -> tuple[Zaak, UUID]:
        return sessie.scalars(select(Zaak).where(Zaak.id == zaak_id)).one(), woningen[nr]

    def stel_voor(sessie: CasusSessie, keus: tuple[Zaak, UUID], wie: Actor) -> None:
        gegevens = {"woning": str(keus[1]), "keuze_reden": "Dicht bij de school."}
        besluiten.stel_voor(sessie, keus[0], actor=wie, soort="voordracht", voorstel="Past.", gegevens=gegevens)

    uitslagen = lopers.ren(laad, stel_voor)
    assert sum(u.fout is None for u in uitslagen) == 1
    assert all(isinstance(u.fout, Conflict) for u in uitslagen if u.fout is not None), [repr(u.fout) for u in uitslagen]
    with wereld.lees() as sessie:
        lopend = sessie.scalars(select(Aanbod).where(Aanbod.zaak_id == zaak_id)).all()
        bezet = sessie.scalars(select(Woning.id).where(Woning.id.in_(woningen), Woning.status != "beschikbaar")).all()
    assert [aanbod.woning_id for aanbod in lopend] == list(bezet)


def test_acht_voorstellen_tegelijk_krijgen_elk_een_eigen_nummer(wereld: Wereld, veld):
    lopers, zaak_id = veld("wonen"), wereld.zaak_id("zoekend")

    def laad(sessie: CasusSessie, _: int) -> Zaak:
        return sessie.scalars(select(Zaak).where(Zaak.id == zaak_id)).one()

    def stel_voor(sessie: CasusSessie, zaak: Zaak, wie: Actor) -> None:
        besluiten.stel_voor(sessie, zaak, actor=wie, soort="herplanning", voorstel="Breder zoeken.")

    assert [u.fout for u in lopers.ren(laad, stel_voor)] == [None] * SAMEN
    nummers = sorted(rij["nummer"][-3:] for rij in wereld.rijen("besluit") if rij["zaak_id"] == zaak_id)
    assert nummers == [f"B{nr:02}" for nr in range(1, SAMEN + 1)]
    assert wereld.breuken() == []


def test_zaaknummers_lopen_door_zonder_gat_of_dubbel(wereld: Wereld, veld):
    lopers, per_loper = veld("casemanager"), 3

    def open_zaken(sessie: CasusSessie, nr: int, wie: Actor) -> None:
        for tel in range(per_loper):
            gezin = factories.gezin(wereld.gemeente(), f"W{nr:03}{tel:04}")
            data = {"koppeldatum": KOPPELDATUM, "vergunningdatum": VERGUNNING, "geldig_tot": None}
            open_zaak(sessie, actor=wie, huishouden=gezin, **data)

    tel = iter(range(100_000))
    begin = datetime(2027, 1, 4, 9, tzinfo=UTC)  # een nieuw jaar: ook de teller zelf moet nog ontstaan
    with klok_op(lambda: begin + timedelta(seconds=next(tel))):
        uitslagen = lopers.ren(lambda sessie, nr: nr, open_zaken)
    assert [u.fout for u in uitslagen] == [None] * SAMEN
    nummers = sorted(rij["zaaknummer"] for rij in wereld.rijen("zaak") if "-2027-" in rij["zaaknummer"])
    assert nummers == [f"DOE-2027-{nr:05}" for nr in range(1, SAMEN * per_loper + 1)]
    assert wereld.breuken() == []
