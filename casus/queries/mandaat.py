"""Het mandaatregister laden, en de vraag die een besluit eraan stelt."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Date, Select, String, Uuid, and_, bindparam, case, cast, literal, null, select, union_all
from sqlalchemy.orm import contains_eager

from casus.db import CasusSessie, vast
from casus.models import (
    Afwezigheid,
    Besluit,
    Bezwaar,
    Functie,
    Functiehouder,
    Gebeurtenis,
    GebeurtenisInhoud,
    Gebruiker,
    Mandaat,
    Taak,
    Vervanging,
    Zaak,
)
from casus.queries import budget
from casus.queries.actoren import afwezig_op
from casus.rules.mandaten import BEZWAAR, BOETE, Register, Vraag, contract_bedrag, eerder_bedrag, zaak_bedrag
from casus.termijnen import vandaag
from casus.workflows.registers import niet_te_mandateren

_Rij = TypeVar("_Rij")
MELDING_VERZUIM, TAAK_VERZUIM = "niet_meegewerkt", "IN-07"
"""Waarmee een boete begint; wie dit deed, legt haar niet op."""


def _register() -> Select[*tuple[Any, ...]]:
    delen: tuple[type[Mandaat] | type[Functiehouder] | type[Vervanging], ...] = (Mandaat, Functiehouder, Vervanging)
    samen = union_all(*(select(deel.gemeente_id, deel.functie_id, deel.id) for deel in delen)).subquery()
    vraag = select(*delen, Afwezigheid).select_from(samen)
    vraag = vraag.join(Functie, and_(Functie.gemeente_id == samen.c.gemeente_id, Functie.id == samen.c.functie_id))
    for deel in delen:
        vraag = vraag.outerjoin(deel, and_(deel.gemeente_id == samen.c.gemeente_id, deel.id == samen.c.id))
    vraag = vraag.outerjoin(
        Gebruiker, (Gebruiker.id == Functiehouder.gebruiker_id) | (Gebruiker.id == Vervanging.gebruiker_id)
    )
    weg = and_(Afwezigheid.gemeente_id == samen.c.gemeente_id, Afwezigheid.gebruiker_id == Gebruiker.id)
    vraag = vraag.outerjoin(Afwezigheid, and_(weg, afwezig_op(bindparam("dag", type_=Date()))))
    functies = (contains_eager(deel.functie) for deel in delen)
    mensen = contains_eager(Functiehouder.gebruiker), contains_eager(Vervanging.gebruiker)
    return vast(vraag.options(*functies, *mensen))


_REGISTER = _register()


def laad_register(session: CasusSessie) -> Register:
    """De registerrijen, functiehouders en vervangingen van de gemeente van de sessie, elk met functie; één query.

    Ook wie van hen vandaag afwezig is gemeld.
    """
    rijen = session.execute(_REGISTER, {"dag": vandaag()}).all()
    return Register(
        rijen=[rij.Mandaat for rij in rijen if rij.Mandaat],
        functiehouders=_elk(rij.Functiehouder for rij in rijen),
        vervangingen=_elk(rij.Vervanging for rij in rijen),
        niet_te_mandateren=niet_te_mandateren(),
        afwezigheden=_elk(rij.Afwezigheid for rij in rijen),
    )


def mensen_in(register: Register) -> list[Gebruiker]:
    """Wie een functie van dit register heeft, had, krijgt of vervangt."""
    rijen: list[Functiehouder | Vervanging] = [*register.functiehouders, *register.vervangingen]
    return list({rij.gebruiker_id: rij.gebruiker for rij in rijen}.values())


def _elk(rijen: Iterable[_Rij | None]) -> list[_Rij]:
    """Elke rij één keer: wie twee functies heeft, is één keer afwezig."""
    return list(dict.fromkeys(rij for rij in rijen if rij is not None))


def maak_vraag(session: CasusSessie, besluit: Besluit) -> Vraag:
    """Wat het register moet weten over dit (voorgestelde) besluit, vandaag; één query."""
    return maak_vragen(session, [besluit])[besluit.id]


def maak_vragen(session: CasusSessie, besluiten: Sequence[Besluit]) -> Mapping[UUID, Vraag]:
    """Voor elk besluit de vraag aan het register van vandaag; één query, voor één besluit of voor vijftig."""
    feiten = _Feiten.laad(session, besluiten) if besluiten else _Feiten({})
    return {
        besluit.id: Vraag(
            gemeente_id=besluit.gemeente_id,
            soort=besluit.soort,
            dag=vandaag(),
            bedrag_cent=besluit.bedrag_cent,
            eerder_cent=eerder_bedrag(besluit, feiten.besluiten(besluit.zaak_id)),
            zaak_cent=zaak_bedrag(besluit, feiten.besluiten(besluit.zaak_id)),
            contract_cent=contract_bedrag(besluit, feiten.onder_contract(besluit.contract)),
            contract=besluit.contract or "",
            feiten=besluit.feiten or {},  # een voorstel dat nog niet is opgeslagen, heeft er nog geen
            voorgesteld_door_id=besluit.voorgesteld_door_id,
            behandelaar_ids=feiten.behandelaars(besluit.zaak_id),
            bestreden_door_id=feiten.bestreden_door(besluit),
            melder_ids=feiten.melders(besluit.zaak_id) if besluit.soort == BOETE else frozenset(),
            budget=budget.lees(besluit, feiten.geld, feiten.besluiten(besluit.zaak_id)),
        )
        for besluit in besluiten
    }


class _Feiten:
    """Per zaak wat het register over eerder werk wil weten, als rijen met een soort ervoor."""

    def __init__(
        self, per_zaak: Mapping[UUID, list[Any]], onder_contract: Sequence[Besluit] = (), geld: Sequence[Any] = ()
    ) -> None:
        self._per_zaak, self._onder_contract, self.geld = per_zaak, onder_contract, geld

    @classmethod
    def laad(cls, session: CasusSessie, besluiten: Sequence[Besluit]) -> _Feiten:
        contracten = sorted({besluit.contract for besluit in besluiten if besluit.contract})
        per_zaak: dict[UUID, list[Any]] = {besluit.zaak_id: [] for besluit in besluiten}
        welke, waarden = budget.nodig(besluiten)
        waarden |= {"zaken": list(per_zaak)} | ({"contracten": contracten} if contracten else {})
        rijen = session.execute(_feitenvraag(bool(contracten), welke), waarden).all()
        for rij in rijen:
            if rij.zaak_id is not None and rij.soort != "contract":
                per_zaak[rij.zaak_id].append(rij)
        onder_contract = [rij.Besluit for rij in rijen if rij.soort == "contract" and rij.tekst != _WEG]
        return cls(per_zaak, onder_contract, [rij for rij in rijen if rij.soort in (budget.VERBRUIK, budget.BUDGET)])

    def onder_contract(self, contract: str) -> list[Besluit]:
        """De besluiten onder dit contract, ook van andere zaken."""
        return [besluit for besluit in self._onder_contract if contract and besluit.contract == contract]

    def _van(self, zaak_id: UUID, soort: str) -> list[Any]:
        return [rij for rij in self._per_zaak[zaak_id] if rij.soort == soort]

    def besluiten(self, zaak_id: UUID) -> list[Besluit]:
        """De besluiten waarvan het bedrag telt: niet wat op bezwaar is herroepen."""
        return [rij.Besluit for rij in self._van(zaak_id, "besluit") if rij.tekst != _WEG]

    def behandelaars(self, zaak_id: UUID) -> frozenset[UUID]:
        """Wie de zaak behandelt of behandelde: de casemanager van nu en eerder, en wie taken heeft of afrondde."""
        nu_of_toen = {rij.een for rij in self._van(zaak_id, "behandelaar")}
        gezichten = [json.loads(rij.tekst) for rij in self._van(zaak_id, "gezicht")]
        namen = [gezicht.get(wie) for gezicht in gezichten for wie in ("wie", "eerder")]
        namen += [rij.tekst for rij in self._van(zaak_id, "toegewezen")]
        return frozenset(nu_of_toen | {UUID(naam) for naam in namen if naam} - {None})

    def bestreden_door(self, besluit: Besluit) -> UUID | None:
        """Wie het besluit nam waartegen het genoemde bezwaar is, hoe het er ook mee staat.

        Noemt het voorstel er geen, dan het oudste dat loopt. Na een gegrond bezwaar ook het herziene besluit,
        bij het besluit dat het herziet. Bron: Awb art. 10:3 lid 3 en 7:11 lid 2.
        """
        if besluit.soort != BEZWAAR:
            gegrond = self._van(besluit.zaak_id, "gegrond") if besluit.herziet_id else []
            return next((rij.een for rij in gegrond if rij.ander == besluit.herziet_id), None)
        alle = sorted(self._van(besluit.zaak_id, "bezwaar"), key=lambda rij: (rij.tekst, str(rij.ander)))
        if genoemd := (besluit.gegevens or {}).get("bezwaar"):
            return next((rij.een for rij in alle if str(rij.ander) == genoemd), None)
        return next((rij.een for rij in alle if rij.tekst.endswith("ontvangen")), None)

    def melders(self, zaak_id: UUID) -> frozenset[UUID]:
        """Wie het verzuim rapporteerde: wie het meldde, en wie de taak erover heeft of had (Awb art. 5:53)."""
        taken = self._van(zaak_id, "verzuimtaak")
        meldingen = [m for m in self._van(zaak_id, "melding") if json.loads(m.tekst).get("code") == MELDING_VERZUIM]
        mensen = {*(rij.een for rij in (*taken, *meldingen)), *(rij.ander for rij in taken)}
        return frozenset(mens for mens in mensen if mens is not None)


@lru_cache(maxsize=64)
def _feitenvraag(met_contract: bool, budgetten: tuple[budget.Welk, ...]) -> Select[*tuple[Any, ...]]:
    """Eén keer gebouwd per vorm: bouwen kost meer dan vragen."""
    samen = union_all(*_delen(met_contract), *budget.delen(budgetten)).subquery()
    bedragen = and_(Besluit.id == samen.c.een, samen.c.soort.in_(("besluit", "contract")))
    return vast(select(samen, Besluit).outerjoin(Besluit, bedragen))


_ZAKEN = bindparam("zaken", expanding=True, type_=Uuid())


def _delen(met_contract: bool) -> list[Select[*tuple[Any, ...]]]:
    """De feiten als rijen (soort, zaak_id, een, ander, tekst)."""
    telt = case((budget.herroepen(), _WEG), else_="")
    eerder = select(
        literal("besluit").label("soort"),
        Besluit.zaak_id.label("zaak_id"),
        Besluit.id.label("een"),
        _NIETS.label("ander"),
        telt.label("tekst"),
    )
    verzuim = select(literal("verzuimtaak"), Taak.zaak_id, Taak.behandelaar_id, Taak.gereed_door_id, _ZONDER)
    contract = select(literal("contract"), Besluit.zaak_id, Besluit.id, _NIETS, telt)
    # `<> ''` staat er voor de index: die kent alleen besluiten met een contract
    genoemd = contract.where(Besluit.contract != "", Besluit.contract.in_(bindparam("contracten", expanding=True)))
    return [
        eerder.where(Besluit.zaak_id.in_(_ZAKEN)),
        *((genoemd,) if met_contract else ()),
        *_behandeld(),
        verzuim.where(Taak.zaak_id.in_(_ZAKEN), Taak.soort == TAAK_VERZUIM),
        _bezwaren().where(Bezwaar.zaak_id.in_(_ZAKEN)),
        _gegrond().where(Bezwaar.zaak_id.in_(_ZAKEN)),
        _gebeurd("melding", "melding").where(Gebeurtenis.zaak_id.in_(_ZAKEN)),
    ]


def _behandeld() -> list[Select[*tuple[Any, ...]]]:
    """Wie casemanager is, of dat werd door een taak of een wissel, en wie een taak heeft of afrondde."""
    casemanager = select(literal("behandelaar"), Zaak.id, Zaak.casemanager_id, _NIETS, _ZONDER)
    behandelaars = select(literal("behandelaar"), Taak.zaak_id, Taak.behandelaar_id, _NIETS, _ZONDER)
    gereed = select(literal("behandelaar"), Taak.zaak_id, Taak.gereed_door_id, _NIETS, _ZONDER)
    wie = Taak.gegevens["casemanager"].as_string()
    toegewezen = select(literal("toegewezen"), Taak.zaak_id, _NIETS, _NIETS, wie)
    return [
        casemanager.where(Zaak.id.in_(_ZAKEN)),
        behandelaars.where(Taak.zaak_id.in_(_ZAKEN), Taak.behandelaar_id.is_not(None)).distinct(),
        gereed.where(Taak.zaak_id.in_(_ZAKEN), Taak.gereed_door_id.is_not(None)).distinct(),
        toegewezen.where(Taak.zaak_id.in_(_ZAKEN), wie != ""),
        _gebeurd("gezicht", "vast_gezicht").where(Gebeurtenis.zaak_id.in_(_ZAKEN)),
    ]


_NIETS, _ZONDER, _WEG = cast(null(), Uuid()), literal(""), "herroepen"
_BESTREDEN = and_(Bezwaar.besluit_id == Besluit.id, Bezwaar.gemeente_id == Besluit.gemeente_id)


def _bezwaren() -> Select[*tuple[Any, ...]]:
    """Elk bezwaar met wie het bestreden besluit nam, de dag van ontvangst en de status."""
    dag = Bezwaar.ontvangen_op.cast(String) + " " + Bezwaar.status
    rijen = select(literal("bezwaar"), Bezwaar.zaak_id, Besluit.besloten_door_id, Bezwaar.id, dag)
    return rijen.join(Besluit, _BESTREDEN)


def _gegrond() -> Select[*tuple[Any, ...]]:
    """Elk besluit waartegen een bezwaar gegrond was, met wie het nam."""
    rijen = select(literal("gegrond"), Bezwaar.zaak_id, Besluit.besloten_door_id, Besluit.id, _ZONDER)
    return rijen.join(Besluit, _BESTREDEN).where(Bezwaar.status == "gegrond")


def _gebeurd(soort: str, gebeurtenis: str) -> Select[*tuple[Any, ...]]:
    """De gegevens van elke schakel van deze soort, als tekst, met wie haar maakte."""
    inhoud = and_(GebeurtenisInhoud.gemeente_id == Gebeurtenis.gemeente_id, GebeurtenisInhoud.id == Gebeurtenis.id)
    rijen = select(literal(soort), Gebeurtenis.zaak_id, Gebeurtenis.actor_id, _NIETS, GebeurtenisInhoud.gegevens)
    return rijen.join(GebeurtenisInhoud, inhoud).where(Gebeurtenis.soort == gebeurtenis)
