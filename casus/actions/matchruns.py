"""Een verdeling uitrekenen en bewaren, met extra woningen nog eens, en later precies zo herhalen.

Een verdeling biedt niets aan en houdt niets vast: een mens beslist per huishouden. Zij rekent met wat er op dat moment
is, bewaart dat als invoer met haar vingerafdruk, en wie haar herhaalt rekent met die invoer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select

from casus import outbox
from casus.actions.wijzigen import wijzig
from casus.actor import Actor
from casus.db import Bereik, CasusSessie, Database, uuid7
from casus.errors import GeenBereik, InvoerFout, VeldFout, Weigering
from casus.gebeurtenissen import noteer
from casus.models import Gebruiker, Matchrun, Matchwens, Outbox
from casus.queries.actoren import maak_actor
from casus.queries.matching import Matchgegevens, laad_gemeente
from casus.queries.matchruns import laad_run
from casus.queries.regiokaarten import Kaarten
from casus.rules import permissions
from casus.rules.matchrun import ongezien, uitkomst
from casus.rules.passendgeval import Plek, Vraag
from casus.rules.passendrun import WONINGTYPEN, Opdracht, denkbeeldig, opdracht_uit, vingerafdruk
from casus.rules.passendveel import TeVeelParen
from casus.rules.ruilkaarten import als_plek, als_vraag, velden
from casus.rules.toewijzing import Paar, WensenBotsen
from casus.rules.zinnen import opsomming
from casus.termijnen import vandaag

RECHT: Final = "matching.gebruiken"
RECHT_REGIO: Final = "matching.regio"
WERK: Final = "matchrun"
METEEN: Final = 2_500_000
"""Tot zoveel huishoudens maal woningen duurt een berekening hooguit drie seconden, ook als bijna alles past en de regio
twee keer rekent; een gemeente (700 bij 400) een kwart seconde. Daarboven rekent de werker."""
HOOGSTENS_EXTRA: Final = 50
"""Zoveel woningen van één soort om mee te rekenen; meer is geen vraag meer maar een plan."""


def bereken(
    session: CasusSessie,
    *,
    actor: Actor,
    omvang: str = "gemeente",
    kaarten: Kaarten | None = None,
    wat_als: Mapping[str, int] | None = None,
    basis: Matchrun | None = None,
) -> Matchrun:
    """Rekent een verdeling uit en bewaart haar. Er verandert verder niets.

    `kaarten`: de regio, bij omvang regio (queries/regiokaarten.laad_regio). `wat_als`: zoveel woningen per soort erbij,
    gerekend met de invoer van `basis`. Raises GeenRecht, InvoerFout, Weigering.
    """
    permissions.check(actor, RECHT_REGIO if omvang == "regio" else RECHT)
    if wat_als is not None and basis is not None:
        return _met_extra(session, basis, wat_als, actor=actor)
    if omvang == "regio":
        if kaarten is None:
            raise Weigering("Deze gemeente hoort niet bij een regio met andere gemeenten van deze installatie.")
        opdracht, bij = _opdracht_regio(kaarten)
    else:
        gegevens = laad_gemeente(session)
        opdracht, bij = _opdracht_gemeente(gegevens)
    return _bewaar(session, opdracht, bij, actor=actor, soort="verdeling", omvang=omvang)


def herhaal(session: CasusSessie, run: Matchrun, *, actor: Actor) -> bool | None:
    """Rekent de run opnieuw uit met zijn eigen invoer; geeft of invoer en uitkomst nog precies gelijk zijn.

    None: het is zo veel dat de werker rekent; de uitslag komt bij de run te staan. Raises GeenRecht, Weigering.
    """
    permissions.check(actor, RECHT)
    _keur_klaar(run)
    if not _meteen(opdracht_uit(run.invoer)):
        inhoud = {"matchrun": str(run.id), "herhaal": str(actor.gebruiker_id)}
        outbox.zet_klaar(session, WERK, inhoud, run.gemeente_id)
        return None
    gelijk = _is_gelijk(run)
    _noteer_herhaald(session, run, actor, gelijk)
    return gelijk


def _is_gelijk(run: Matchrun) -> bool:
    """Of dezelfde invoer nog dezelfde vingerafdruk en dezelfde uitkomst heeft."""
    nieuw = _reken(opdracht_uit(run.invoer), run.omvang == "regio")
    return vingerafdruk(run.invoer) == run.invoer_hash and nieuw == _zonder_bijlage(run.uitkomst)


def _noteer_herhaald(session: CasusSessie, run: Matchrun, actor: Actor, gelijk: bool) -> None:
    uitslag = "precies dezelfde uitkomst" if gelijk else "een andere uitkomst"
    noteer(session, actor=actor, soort="matchrun_herhaald", object_=run, gegevens={"uitslag": uitslag})


def _met_extra(session: CasusSessie, basis: Matchrun, aantallen: Mapping[str, int], *, actor: Actor) -> Matchrun:
    """Dezelfde invoer als de basis, met denkbeeldige woningen erbij."""
    _keur_klaar(basis)
    if basis.soort != "verdeling":
        raise Weigering("Hier zijn al extra woningen bij gerekend. Begin bij de verdeling zonder extra woningen.")
    wat = _keur_extra(aantallen)
    opdracht = opdracht_uit(basis.invoer)
    gemeente = basis.uitkomst.get("eigen") or str(actor.gemeente_id)
    extra: list[Plek] = []
    for soort, aantal in aantallen.items():
        extra += denkbeeldig(soort, aantal, gemeente, opdracht.parameters, opdracht.dag)  # type: ignore[arg-type]  # gekeurd
    bij = {naam: deel for naam, deel in _bijlage(basis).items() if naam != "herhaald"}
    opdracht = replace(opdracht, woningen=[*opdracht.woningen, *extra])
    bij |= {"extra": {soort: aantal for soort, aantal in aantallen.items() if aantal}, "extra_tekst": wat}
    return _bewaar(session, opdracht, bij, actor=actor, soort="wat_als", omvang=basis.omvang, basis_id=basis.id)


def _keur_extra(aantallen: Mapping[str, int]) -> str:
    """In woorden wat er bij komt. Raises InvoerFout."""
    fouten = [
        VeldFout(soort, f"Vul een heel getal in van 0 tot en met {HOOGSTENS_EXTRA}.")
        for soort, aantal in aantallen.items()
        if soort not in WONINGTYPEN or not 0 <= aantal <= HOOGSTENS_EXTRA
    ]
    if not fouten and not any(aantallen.values()):
        fouten = [VeldFout(next(iter(WONINGTYPEN)), "Vul bij minstens één soort woning een aantal in.")]
    if fouten:
        raise InvoerFout(fouten)
    return opsomming((_zoveel(n, WONINGTYPEN[soort]) for soort, n in aantallen.items() if n), "en")


def _zoveel(aantal: int, een: str) -> str:
    """'2 extra studio’s', '1 extra woning met 2 slaapkamers'."""
    woord, _, rest = een.partition(" ")
    meer = {"kamer": "kamers", "studio": "studio’s"}.get(woord, "woningen")
    return f"{aantal} extra {woord if aantal == 1 else meer} {rest}".strip()


_WACHT: Final[Mapping[str, Any]] = {"wacht": True, "personen": 0, "grens": 0}
_BIJLAGE: Final = (
    "herhaald", "eigen", "stil", "kan_niet", "gemeenten", "kaarten", "woningkaarten", "extra", "extra_tekst"
)  # fmt: skip
"""Wat bij de uitkomst wordt bewaard om haar te kunnen tonen, en niet wordt uitgerekend."""


def _bijlage(run: Matchrun) -> dict[str, Any]:
    return {str(naam): run.uitkomst[naam] for naam in _BIJLAGE if naam in run.uitkomst}


def _zonder_bijlage(uit: Mapping[str, Any]) -> dict[str, Any]:
    return {naam: waarde for naam, waarde in uit.items() if naam not in _BIJLAGE}


def _bewaar(
    session: CasusSessie, opdracht: Opdracht, bij: Mapping[str, Any], *, actor: Actor, **soort: Any
) -> Matchrun:
    """Rekent meteen, of zet het rekenen klaar voor de werker als het langer dan een paar seconden kan duren."""
    omvang, meteen = soort["omvang"], _meteen(opdracht)
    uit, invoer = _reken(opdracht, omvang == "regio") if meteen else {**_WACHT}, opdracht.als_json()
    run = Matchrun(
        gemeente_id=actor.gemeente_id,
        id=uuid7(),
        invoer=invoer,
        invoer_hash=vingerafdruk(invoer),
        uitkomst={**uit, **bij},
        personen=uit["personen"],
        grens=uit["grens"],
        door_id=actor.gebruiker_id,
        **soort,
    )
    session.add(run)
    session.flush()
    if meteen:
        _noteer(session, run, actor)
    else:
        outbox.zet_klaar(session, WERK, {"matchrun": str(run.id)}, run.gemeente_id)
        noteer(session, actor=actor, soort="matchrun_gevraagd", object_=run, gegevens={"omvang": omvang})
    return run


def _meteen(opdracht: Opdracht) -> bool:
    return len(opdracht.huishoudens) * len(opdracht.woningen) <= METEEN


def _noteer(session: CasusSessie, run: Matchrun, actor: Actor) -> None:
    soort = "matchrun_wat_als" if run.soort == "wat_als" else "matchrun"
    wat = run.uitkomst.get("extra_tekst", "")
    gegevens = {"omvang": run.omvang, "personen": run.personen, "grens": run.grens, "wat": wat}
    noteer(session, actor=actor, soort=soort, object_=run, gegevens=gegevens)


def wacht(run: Matchrun) -> bool:
    """Of de werker deze verdeling nog moet uitrekenen."""
    return bool(run.uitkomst.get("wacht"))


def _keur_klaar(run: Matchrun) -> None:
    if wacht(run) or "fout" in run.uitkomst:
        raise Weigering("Deze verdeling is niet uitgerekend. Wacht tot zij klaar is, of reken een nieuwe uit.")


def handler(db: Database, werk: Outbox) -> None:
    """Voor de outbox: rekent een grote verdeling uit. Nog een keer mag: wie al klaar is, blijft zoals hij is."""
    if werk.gemeente_id is None:
        raise GeenBereik("Een verdeling hoort bij een gemeente.")
    bereik, run_id = Bereik.van(werk.gemeente_id), UUID(werk.inhoud["matchrun"])
    if "herhaal" in werk.inhoud:
        return _herhaal_nu(db, bereik, run_id, UUID(werk.inhoud["herhaal"]))
    with db.lezen(bereik) as session:
        run = laad_run(session, run_id)
        wie = maak_actor(session, run.door, run.gemeente_id, "worker", run.id.hex)
    if not wacht(run):
        return
    bij = _bijlage(run)
    try:
        uit = _reken(opdracht_uit(run.invoer), run.omvang == "regio", _schrijver(db, bereik, run_id))
    except Weigering as fout:
        uit = {"fout": fout.zin, "personen": 0, "grens": 0}
    with db.unit_of_work(bereik) as session:
        run = laad_run(session, run_id)
        nieuw = {"uitkomst": {**uit, **bij}, "personen": uit["personen"], "grens": uit["grens"]}
        wijzig(session, run, nieuw, waar={"grens": 0})
        _noteer(session, run, wie)


def _schrijver(db: Database, bereik: Bereik, run_id: UUID) -> Callable[[str], None]:
    """Zet bij de run waar de werker is, zodat wie wacht het ziet. Staat niet in de keten: het is geen uitkomst."""

    def meld(stap: str) -> None:
        with db.unit_of_work(bereik) as session:
            run = laad_run(session, run_id)
            if wacht(run):
                wijzig(session, run, {"uitkomst": {**run.uitkomst, "stap": stap}}, waar={"grens": 0})

    return meld


def _herhaal_nu(db: Database, bereik: Bereik, run_id: UUID, gebruiker_id: UUID) -> None:
    """Rekent een grote verdeling na; de uitslag staat daarna bij de run en in de keten."""
    with db.lezen(bereik) as session:
        run = laad_run(session, run_id)
        wie = session.scalars(select(Gebruiker).where(Gebruiker.id == gebruiker_id)).one()
        actor = maak_actor(session, wie, run.gemeente_id, "worker", run.id.hex)
    gelijk = _is_gelijk(run)
    with db.unit_of_work(bereik) as session:
        run = laad_run(session, run_id)
        nieuw = {**run.uitkomst, "herhaald": "gelijk" if gelijk else "anders"}
        wijzig(session, run, {"uitkomst": nieuw}, waar={"invoer_hash": run.invoer_hash})
        _noteer_herhaald(session, run, actor, gelijk)


def _reken(opdracht: Opdracht, regio: bool, meld: Callable[[str], None] = ongezien) -> dict[str, Any]:
    """De uitkomst; `meld` krijgt elke stap als die begint. Raises Weigering."""
    try:
        return uitkomst(opdracht, regio=regio, meld=meld)
    except WensenBotsen:
        raise Weigering("Twee wensen botsen met elkaar. Haal er bij ‘Vastgezet en uitgesloten’ een weg.") from None
    except TeVeelParen:
        raise Weigering("Dit zijn te veel huishoudens en woningen voor één berekening. Reken per gemeente.") from None


def _opdracht_gemeente(gegevens: Matchgegevens) -> tuple[Opdracht, dict[str, Any]]:
    """Wie zoekt en wat nu kan worden aangeboden; daarbij wie niet meedoet, en welke vrije woning nu niet kan."""
    vragen = [gegevens.vraag(een) for een in gegevens.zoekenden if een.doet_mee and een.personen]
    kan_niet = {woning.id: zin for woning in gegevens.woningen if (zin := gegevens.kan_niet(woning))}
    plekken = [gegevens.plek(woning) for woning in gegevens.woningen if woning.id not in kan_niet]
    vast, nooit = _wensen(gegevens.wensen, {een.sleutel for een in vragen} | {een.sleutel for een in plekken})
    stil = sum(een.stil for een in gegevens.zoekenden)
    bij = {"stil": stil, "kan_niet": [[str(woning_id), zin] for woning_id, zin in kan_niet.items()]}
    return Opdracht(gegevens.dag, vragen, plekken, gegevens.parameters, vast, nooit, gegevens.reistijden), bij


def _opdracht_regio(kaarten: Kaarten) -> tuple[Opdracht, dict[str, Any]]:
    """De regio als kaarten. Een woning wordt getoetst aan de regels van de gemeente waar zij staat; de punten zijn
    overal die van de eigen gemeente, want anders zijn zij niet te vergelijken."""
    vragen = [_vraag_regio(kaarten, sleutel) for sleutel in kaarten.huishoudens]
    plekken = [als_plek(kaart, sleutel) for sleutel, kaart in kaarten.woningen.items()]
    vast, nooit = ([(huis, w) for een, huis, w in kaarten.wensen if een == soort] for soort in ("vast", "nooit"))
    regels = {naam: grenzen for naam, grenzen in kaarten.grenzen.items() if naam != kaarten.eigen}
    eigen = kaarten.grenzen.get(kaarten.eigen, {})
    bij = {
        "eigen": kaarten.eigen,
        "stil": kaarten.stil,
        "gemeenten": list(kaarten.gemeenten),
        "kaarten": {sleutel: velden(kaart) for sleutel, kaart in kaarten.huishoudens.items()},
        "woningkaarten": {sleutel: velden(kaart) for sleutel, kaart in kaarten.woningen.items()},
    }
    return Opdracht(vandaag(), vragen, plekken, eigen, vast, nooit, kaarten.reistijden, regels), bij


def _vraag_regio(kaarten: Kaarten, sleutel: str) -> Vraag:
    """Het huishouden van de kaart; van een eigen huishouden is ook bekend wie er nog komt."""
    vraag = als_vraag(kaarten.huishoudens[sleutel], sleutel, kaarten.gemeenten)
    if sleutel not in kaarten.later:
        return vraag
    return replace(vraag, straks=replace(als_vraag(kaarten.later[sleutel], sleutel, kaarten.gemeenten), na_nareis=True))


def _wensen(wensen: Sequence[Matchwens], mee: set[str]) -> tuple[list[Paar], list[Paar]]:
    """De wensen over huishoudens en woningen die nu meedoen, als (vast, nooit)."""
    per: dict[str, list[Paar]] = {"vast": [], "nooit": []}
    for wens in wensen:
        paar = (str(wens.zaak_id), str(wens.woning_id))
        if mee.issuperset(paar):
            per[wens.soort].append(paar)
    return per["vast"], per["nooit"]
