"""Willekeurige wandelingen door het proces met de echte acties, naast een model dat niets van casus weet (A6)."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from casus.actions import besluiten, opschorten, overgang
from casus.db import CasusSessie, uuid7
from casus.demo.wandeling import Wandeling
from casus.errors import CasusFout, Conflict, GeenRecht
from casus.gebeurtenissen import verifieer
from casus.models import Aanbod, Besluit, Mandaat, Taak, Woning, Zaak
from casus.termijnen import dag_van
from tests.daden import WF
from tests.wereld import Wereld, laatste_besluit

WANDELINGEN = int(os.environ.get("CASUS_WANDELINGEN", "30"))
STAPPEN = int(os.environ.get("CASUS_STAPPEN", "20"))
EINDE = {"gehuisvest", "overgedragen", "gesloten"}
LOPEND = {"voorgedragen", "aangeboden", "geaccepteerd"}
STAPPENPLAN = {
    "profiel_compleet": ("casemanager", {"toegewezen"}, "match_gezocht"),
    "aanbod_doen": ("wonen", {"match_gezocht"}, "woning_aangeboden"),
    "inburgering_koppelen": ("inburgering", {"woning_aangeboden"}, "inburgering_gekoppeld"),
    "huisvesten": ("casemanager", {"inburgering_gekoppeld"}, "gehuisvest"),
    "weigering_terecht": ("wonen", {"woning_aangeboden"}, "match_gezocht"),
    "aanbod_intrekken": ("wonen", {"woning_aangeboden"}, "match_gezocht"),
    "woning_vervallen": ("wonen", {"inburgering_gekoppeld"}, "match_gezocht"),
    "sluiten_na_weigering": ("jurist", {"woning_aangeboden"}, "gesloten"),
    "overdragen": ("wonen", {"toegewezen", "match_gezocht", "woning_aangeboden"}, "overgedragen"),
    "sluiten": (
        "casemanager",
        {"toegewezen", "match_gezocht", "woning_aangeboden", "inburgering_gekoppeld"},
        "gesloten",
    ),
}
VOORUIT = {"profiel_compleet", "aanbod_doen", "inburgering_koppelen", "huisvesten"}
NODIG = {
    "profiel_compleet": {"CM-01", "CM-02"},
    "aanbod_doen": {"CM-04", "WO-01", "WO-03"},
    "inburgering_koppelen": {"WO-06", "CM-05", "JU-02"},
    "huisvesten": {"CM-06", "CM-07"},
    "weigering_terecht": {"JU-04"},
    "sluiten_na_weigering": {"JU-04"},
}
GEVOLGD = set().union(*NODIG.values())
"""De taken die het model bijhoudt; van de andere kijkt het alleen of zij een datum hebben."""


@dataclass
class Model:
    """Wat een mens op papier zou bijhouden van één zaak."""

    toestand: str = "toegewezen"
    open: set[str] = field(default_factory=lambda: {"CM-01", "CM-02"})
    af: set[str] = field(default_factory=set)
    aanbod: str | None = None
    woning: UUID | None = None
    beoordeeld: UUID | None = None
    besluit: str | None = None
    antwoord: bool = False
    oordeel: str | None = None
    onterecht: bool = False
    ruil: bool = False
    stil: bool = False
    ankers: set[str] = field(default_factory=set)

    def mag(self, code: str) -> bool:
        _, van, _ = STAPPENPLAN[code]
        if self.toestand not in van or NODIG.get(code, set()) & self.open or (self.stil and code in VOORUIT):
            return False
        return {
            "aanbod_doen": self.aanbod == "voorgedragen"
            and self.besluit == "toegekend"
            and self.woning == self.beoordeeld,
            "inburgering_koppelen": self.aanbod == "geaccepteerd" and "contract" in self.ankers,
            "huisvesten": {"contract", "sleutel", "brp"} <= self.ankers,
            "aanbod_intrekken": self.aanbod != "geweigerd" or self.oordeel == "terecht",
            "weigering_terecht": self.aanbod == "geweigerd" and self.oordeel == "terecht",
            "sluiten_na_weigering": self.aanbod == "geweigerd" and self.oordeel == "onterecht" and self.onterecht,
            "overdragen": self.ruil and self.aanbod not in LOPEND,
        }.get(code, True)

    def stap(self, code: str) -> None:
        naar = STAPPENPLAN[code][2]
        if naar == "match_gezocht":
            self.open -= {"WO-06", "CM-05", "JU-02", "JU-04", "CM-06", "CM-07"}
            self.open |= {"WO-03"} | ({"CM-04", "WO-01"} - self.af)
            if code != "profiel_compleet":
                self.aanbod, self.besluit, self.oordeel, self.ankers = None, None, None, set()
                self.antwoord = False
        elif naar == "woning_aangeboden":
            self.aanbod = "aangeboden"
            self.open.add("WO-06")
        elif naar == "inburgering_gekoppeld":
            self.open |= {"CM-06", "CM-07"}
        else:
            self.open, self.stil = set(), False
            if naar != "gehuisvest" and self.aanbod in LOPEND:
                self.aanbod = None
        self.toestand, self.onterecht = naar, False

    def rond_af(self, taak: str, keus: str) -> None:
        self.open.discard(taak)
        self.af.add(taak)
        self.ankers |= {"JU-02": {"contract"}, "CM-06": {"sleutel"}, "CM-07": {"brp"}}.get(taak, set())
        if taak == "WO-06" and keus == "nee":
            self.aanbod = "geweigerd"
            self.open.add("JU-04")
        elif taak == "JU-04" and keus != "alsnog_geaccepteerd":
            self.oordeel = keus
        elif taak in ("WO-06", "JU-04"):
            self.aanbod, self.oordeel = "geaccepteerd", keus if taak == "JU-04" else None
            self.open |= {"CM-05", "JU-02"}


WIE = st.integers(0, 1)
OORDELEN = sorted(WF.veld("oordeel").keuzes)
BEGIN = st.sampled_from(
    [
        (8, "nee", "terecht"),
        (8, "ja", ""),
        (8, "nee", "onterecht"),
        (6, "ja", ""),
        (8, "nee", OORDELEN[0]),
        (11, "ja", ""),
        (3, "ja", ""),
        (0, "ja", ""),
    ]
)


GEZET: Counter[str] = Counter()
"""Hoe vaak elke stap in deze ronde is gezet."""


class Wandelaar(RuleBasedStateMachine):
    """Twee huishoudens en twee woningen; elke regel probeert iets, ook wat niet mag."""

    def __init__(self, wereld: Wereld) -> None:
        super().__init__()
        self.wereld, self.dag = wereld, date(2026, 3, 3)
        self.modellen = (Model(), Model())
        with wereld.werk() as sessie:
            self.zaken = [wereld.nieuwe_zaak(sessie).zaak.id for _ in range(2)]
            self.woningen = [self._nieuwe_woning(sessie, nr) for nr in range(2)]
        self.versies = [1, 1]
        self.gezet: Counter[str] = GEZET

    def _nieuwe_woning(self, sessie: CasusSessie, nr: int) -> UUID:
        voorbeeld = sessie.scalars(select(Woning).limit(1)).all()[0]
        velden = {k.name: getattr(voorbeeld, k.name) for k in Woning.__table__.columns}
        rij = Woning(**{**velden, "id": uuid7(), "adres": f"Hof {nr} {uuid7()}", "status": "beschikbaar"})
        sessie.add(rij)
        return rij.id

    def _probeer(self, wie: int, doe) -> CasusFout | None:
        """Eén handeling in één transactie, een dag later; geeft de weigering."""
        self.dag += timedelta(days=1)
        try:
            with self.wereld.werk() as sessie:
                w = self.wereld.loop(sessie, self.zaken[wie], self.dag)
                with w.op(0, 9):
                    doe(w)
        except CasusFout as fout:
            return fout
        return None

    def _gelijk(self, verwacht: bool, fout: CasusFout | None, wat: str, wie: int) -> bool:
        assert verwacht == (fout is None), f"{wat}: model zegt {verwacht}, casus {fout!r}; {self.modellen[wie]}"
        return verwacht

    @initialize(begin=st.tuples(BEGIN, BEGIN))
    def loop_vooruit(self, begin: tuple[tuple[int, str, str], ...]) -> None:
        """Begint ergens onderweg: anders komt een wandeling van twintig stappen zelden bij een sleutel."""
        for wie, (diepte, reactie, oordeel) in enumerate(begin):
            for _ in range(diepte):
                self.zet_een_stap_vooruit(wie=wie, reactie=reactie, oordeel=oordeel)

    @rule(wie=WIE, reactie=st.sampled_from(["ja", "nee"]), oordeel=st.sampled_from(OORDELEN))
    def zet_een_stap_vooruit(self, wie: int, reactie: str, oordeel: str) -> None:
        """Doet wat een behandelaar nu zou doen."""
        model = self.modellen[wie]
        if model.open:
            for _ in range(len(model.open)):
                self.rond_taak_af(wie=wie, plek=0, reactie=reactie, oordeel=oordeel)
        elif model.toestand == "match_gezocht" and model.aanbod is None:
            self.draag_voor(wie=wie, nr=wie)
        elif model.besluit == "voorgesteld":
            self.beslis(wie=wie, door="teammanager", ja=True)
        elif model.oordeel == "onterecht" and not model.onterecht:
            self.ander_besluit(wie=wie, soort="onterechte_weigering")
        else:
            self.zet_een_stap_die_kan(wie=wie, keus=0)

    @rule(wie=WIE, code=st.sampled_from(sorted(STAPPENPLAN)))
    def zet_stap(self, wie: int, code: str) -> None:
        self._zet(wie, code)

    @rule(wie=WIE)
    def probeer_alles_wat_niet_mag(self, wie: int) -> None:
        """De hele rij stappen, waar het huishouden ook staat: niets daarvan mag per ongeluk kunnen."""
        for code in [code for code in STAPPENPLAN if not self.modellen[wie].mag(code)]:
            self._zet(wie, code)

    @rule(wie=WIE)
    def sta_stil_en_wil_vooruit(self, wie: int) -> None:
        if not self.modellen[wie].stil:
            self.zet_stil_of_hervat(wie=wie)
        self.probeer_alles_wat_niet_mag(wie=wie)
        if self.modellen[wie].stil:
            self.zet_stil_of_hervat(wie=wie)

    @rule(wie=WIE, code=st.sampled_from(["weigering_terecht", "sluiten", "sluiten_na_weigering", "woning_vervallen"]))
    def zet_een_zijstap(self, wie: int, code: str) -> None:
        self._zet(wie, code)

    @rule(wie=WIE, keus=st.integers(0, 9))
    def zet_een_stap_die_kan(self, wie: int, keus: int) -> None:
        kan = [code for code in STAPPENPLAN if self.modellen[wie].mag(code) and code in VOORUIT]
        kan = kan or [code for code in STAPPENPLAN if self.modellen[wie].mag(code) and code != "sluiten"]
        if kan:
            self._zet(wie, kan[keus % len(kan)])

    def _zet(self, wie: int, code: str) -> None:
        model = self.modellen[wie]
        fout = self._probeer(wie, lambda w: w.stap(code))
        if self._gelijk(model.mag(code), fout, code, wie):
            model.stap(code)
            self.gezet[code] += 1

    @rule(wie=WIE, code=st.sampled_from(sorted(STAPPENPLAN)), rol=st.sampled_from(["communicatie", "financieel"]))
    def verkeerde_rol(self, wie: int, code: str, rol: str) -> None:
        fout = self._probeer(
            wie, lambda w: overgang.execute(w.session, w.zaak, code, actor=w.actor(rol), versie=w.zaak.versie)
        )
        assert fout is not None

    @rule(wie=WIE, code=st.sampled_from(sorted(STAPPENPLAN)))
    def oude_versie(self, wie: int, code: str) -> None:
        rol = STAPPENPLAN[code][0]
        fout = self._probeer(
            wie, lambda w: overgang.execute(w.session, w.zaak, code, actor=w.actor(rol), versie=w.zaak.versie - 1)
        )
        assert isinstance(fout, Conflict)

    @rule(
        wie=WIE,
        plek=st.integers(0, 9),
        reactie=st.sampled_from(["ja", "ja", "nee"]),
        oordeel=st.sampled_from(OORDELEN),
    )
    def rond_taak_af(self, wie: int, plek: int, reactie: str, oordeel: str) -> None:
        model = self.modellen[wie]
        if not model.open:
            return
        taak = sorted(model.open)[plek % len(model.open)]
        invoer = {"reactie": reactie, "weigerreden": "WBN", "huur_vanaf": "2026-12-01"} if taak == "WO-06" else {}
        invoer = {"oordeel": oordeel} if taak == "JU-04" else invoer
        invoer = {"passend": "ja", "woning": str(self.woningen[wie])} if taak == "WO-03" else invoer
        wacht = {"WO-03": "WO-01", "CM-07": "CM-06"}.get(taak) in model.open
        fout = self._probeer(wie, lambda w: w.taak(taak, 0, **invoer))
        if self._gelijk(not wacht, fout, taak, wie):
            model.rond_af(taak, reactie if taak == "WO-06" else oordeel)
            model.beoordeeld = self.woningen[wie] if taak == "WO-03" else model.beoordeeld

    @rule(wie=WIE, nr=WIE)
    def draag_voor(self, wie: int, nr: int) -> None:
        model, woning = self.modellen[wie], self.woningen[nr]
        if model.toestand in ("woning_aangeboden", "inburgering_gekoppeld", "gehuisvest"):
            return
        vrij = self._status(woning) == "beschikbaar"
        mag = model.toestand not in EINDE and model.aanbod not in LOPEND and vrij
        fout = self._probeer(wie, lambda w: w.voorstel("voordracht", woning=str(woning)))
        if self._gelijk(mag, fout, "voordracht", wie):
            model.aanbod, model.woning, model.besluit, model.antwoord = "voorgedragen", woning, "voorgesteld", False

    def _status(self, woning: UUID) -> str:
        with self.wereld.lees() as sessie:
            return sessie.scalars(select(Woning.status).where(Woning.id == woning)).one()

    @rule(wie=WIE, door=st.sampled_from(["teammanager", "teammanager", "wonen", "beheerder"]), ja=st.booleans())
    def beslis(self, wie: int, door: str, ja: bool) -> None:
        model = self.modellen[wie]
        if model.besluit != "voorgesteld" or model.toestand in EINDE:
            return

        def doe(w: Wandeling) -> None:
            uitkomst = "toegekend" if ja else "afgewezen"
            besluit = laatste_besluit(w, "voordracht")
            besluiten.beslis(w.session, besluit, actor=w.actor(door), uitkomst=uitkomst, motivering="Daarom.")

        fout = self._probeer(wie, doe)
        if self._gelijk(door == "teammanager", fout, f"beslissen door {door}", wie):
            model.besluit = "toegekend" if ja else None
            model.aanbod = model.aanbod if ja else None
        else:
            assert isinstance(fout, GeenRecht)

    @rule(wie=WIE)
    def woning_valt_weg(self, wie: int) -> None:
        model = self.modellen[wie]
        fout = self._probeer(wie, lambda w: w.meld("voordracht_vervallen", einde_reden="TOE"))
        mag = model.toestand == "match_gezocht" and model.aanbod == "voorgedragen"
        if self._gelijk(mag, fout, "voordracht_vervallen", wie):
            model.aanbod, model.besluit = None, None
            model.open.add("WO-03")

    @rule(wie=WIE, ja=st.booleans(), blijft=st.booleans())
    def corporatie_antwoordt(self, wie: int, ja: bool, blijft: bool) -> None:
        model = self.modellen[wie]
        invoer = {} if ja else {"woning_blijft": "ja" if blijft else "nee"}
        fout = self._probeer(wie, lambda w: w.meld("corporatie_akkoord" if ja else "corporatie_wijst_af", **invoer))
        ligt_er = model.toestand == "match_gezocht" and model.aanbod == "voorgedragen"
        mag = ligt_er and model.besluit == "toegekend" and not model.antwoord
        if self._gelijk(mag, fout, "antwoord van de corporatie", wie):
            if ja:
                model.antwoord = True
                return
            assert self._status(model.woning) == ("beschikbaar" if blijft else "ingetrokken")
            model.aanbod, model.besluit = None, None
            model.open.add("WO-03")
            if not blijft:
                with self.wereld.werk() as sessie:
                    self.woningen[self.woningen.index(model.woning)] = self._nieuwe_woning(sessie, 9)

    @rule(wie=WIE)
    def plan_bezichtiging(self, wie: int) -> None:
        model = self.modellen[wie]
        fout = self._probeer(wie, lambda w: w.meld("bezichtiging_gepland"))
        bij_corporatie = model.toestand == "match_gezocht" and model.aanbod == "voorgedragen" and model.antwoord
        mag = bij_corporatie or (model.toestand == "woning_aangeboden" and model.aanbod == "aangeboden")
        self._gelijk(mag, fout, "bezichtiging plannen", wie)

    @rule(wie=WIE, soort=st.sampled_from(["ruil", "onterechte_weigering"]))
    def ander_besluit(self, wie: int, soort: str) -> None:
        model = self.modellen[wie]
        fout = self._probeer(wie, lambda w: w.besluit(soort))
        if self._gelijk(model.toestand not in ("gesloten", "overgedragen"), fout, soort, wie):
            model.ruil, model.onterecht = model.ruil or soort == "ruil", model.onterecht or soort != "ruil"

    @rule(wie=WIE)
    def zet_stil_of_hervat(self, wie: int) -> None:
        model = self.modellen[wie]

        def doe(w: Wandeling) -> None:
            wie_, versie = w.actor("casemanager"), w.zaak.versie
            if model.stil:
                opschorten.hervat(w.session, w.zaak, actor=wie_, versie=versie)
            else:
                tot = w.dag + timedelta(days=9)
                opschorten.schort_op(w.session, w.zaak, actor=wie_, versie=versie, reden="Op reis.", herzien_op=tot)

        fout = self._probeer(wie, doe)
        if self._gelijk(model.stil or model.toestand not in EINDE, fout, "stilzetten", wie):
            model.stil = not model.stil

    @invariant()
    def alles_klopt(self) -> None:
        with self.wereld.lees() as sessie:
            for nr, zaak_id in enumerate(self.zaken):
                self._keur_zaak(sessie, nr, sessie.scalars(select(Zaak).where(Zaak.id == zaak_id)).one())
            lopend = sessie.scalars(select(Aanbod).where(Aanbod.status.in_(LOPEND))).all()
            assert max(Counter(aanbod.woning_id for aanbod in lopend).values(), default=0) <= 1
            assert max(Counter(aanbod.zaak_id for aanbod in lopend).values(), default=0) <= 1

    def _keur_zaak(self, sessie: CasusSessie, nr: int, zaak: Zaak) -> None:
        model = self.modellen[nr]
        assert zaak.toestand == model.toestand
        assert zaak.versie >= self.versies[nr]
        assert (zaak.opgeschort_sinds is not None) == model.stil
        assert (zaak.gesloten_op is not None) == (zaak.toestand in ("gesloten", "overgedragen"))
        self.versies[nr] = zaak.versie
        rijen = sessie.scalars(select(Taak).where(Taak.zaak_id == zaak.id)).all()
        assert all(taak.uiterlijk is not None for taak in rijen)
        open_ = [taak.soort for taak in rijen if taak.status == "open"]
        assert {soort for soort in open_ if soort in GEVOLGD} == model.open
        if zaak.gesloten_op is not None:
            assert all(WF.taak(soort or "").blijft_na_einde for soort in open_)
        for besluit in sessie.scalars(
            select(Besluit).where(Besluit.zaak_id == zaak.id, Besluit.besloten_op.is_not(None))
        ):
            self._keur_besluit(sessie, besluit)

    def _keur_besluit(self, sessie: CasusSessie, besluit: Besluit) -> None:
        assert besluit.besloten_op is not None and besluit.mandaat_kopie
        assert besluit.besloten_door_id not in (None, besluit.voorgesteld_door_id)
        rij = sessie.scalars(select(Mandaat).where(Mandaat.id == besluit.mandaat_id)).one()
        dag = dag_van(besluit.besloten_op)
        assert rij.bevoegdheid == besluit.soort and rij.geldig_van <= dag and (rij.geldig_tot or dag) >= dag

    def teardown(self) -> None:
        with self.wereld.lees() as sessie:
            assert list(verifieer(sessie)) == []


@pytest.mark.langzaam
def test_wandelingen(wereld: Wereld):
    aantal = WANDELINGEN if wereld.soort == "sqlite" else max(5, WANDELINGEN // 4)
    run_state_machine_as_test(
        lambda: Wandelaar(wereld),
        settings=settings(
            max_examples=aantal,
            stateful_step_count=STAPPEN,
            deadline=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_het_model_kent_dezelfde_stappen_als_het_proces():
    echt = {code: (o.rollen[0], set(o.van), o.naar) for code, o in WF.overgangen.items()}
    assert echt == STAPPENPLAN
