"""Een bezwaar op het scherm: de laatste dag met hoe zij is berekend, en wat de behandelaar nu kan doen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import url_for

from casus.actions.bezwaren import bezwaar_tot, laatste_dag
from casus.actor import Actor
from casus.brieven.soorten import brieftitel
from casus.db import CasusSessie
from casus.models import Besluit, Bezwaar, Brief
from casus.queries.bezwaren import Bezwaarpagina, Bezwaarrij
from casus.queries.bladen import Blad
from casus.queries.gebruikers import collegas, per_rol
from casus.rules import bezwaar as regels
from casus.rules import permissions
from casus.rules.mandaten import BEZWAAR
from casus.rules.rechten import TEAM
from casus.termijnen import dag_kort, dag_van, urgentie, vandaag
from casus.views.schermen.velden import JA_NEE, Invoerveld
from casus.vocab import BEZWAARSTATUS, meervoud
from casus.workflows.registers import besluitsoorten

DATUM = "Bijvoorbeeld 18-11-2026, of ‘vandaag’."
UITKOMSTKLEUR: Mapping[str, str] = {"gegrond": "gereed", "ongegrond": "slot", "niet_ontvankelijk": "slot"}


@dataclass(frozen=True, slots=True)
class Regel:
    """Eén bezwaar op de lijst."""

    rij: Bezwaarrij
    soort: str
    staat: str
    te_laat: str


@dataclass(frozen=True, slots=True)
class Lijstscherm:
    """De lijst van open of afgehandelde bezwaren."""

    regels: Sequence[Regel]
    herzien: Sequence[Bezwaarrij]
    klaar: bool
    vorige: str | None
    volgende: str | None


@dataclass(frozen=True, slots=True)
class Handeling:
    """Iets wat de behandelaar nu kan doen, als klein formulier op de pagina."""

    code: str
    titel: str
    knop: str
    actie: str
    velden: Sequence[Invoerveld]
    uitleg: str = ""
    reden: str = ""


@dataclass(frozen=True, slots=True)
class Bezwaarscherm:
    """Alles wat het sjabloon van één bezwaar nodig heeft."""

    bezwaar: Bezwaar
    dag: date
    soort: str
    staat: str
    titel: str
    uitleg: Sequence[str]
    let_op: Sequence[str]
    feiten: Sequence[tuple[str, str]]
    handelingen: Sequence[Handeling]
    pagina: Bezwaarpagina
    brieven: Sequence[tuple[str, Brief]]
    voorstellen: str
    herzien: str


def maak_lijst(blad: Blad[Bezwaarrij], herzien: Sequence[Bezwaarrij], klaar: bool) -> Lijstscherm:
    """De lijst, met de bladen ervoor en erna."""
    staat = "klaar" if klaar else None
    vorige, volgende = (
        url_for("bezwaren.lijst", staat=staat, na=plek.tekst()) if plek else None
        for plek in (blad.vorige, blad.volgende)
    )
    regels_ = [Regel(rij, *_staat(rij.bezwaar, rij.laatste_dag), _te_laat(rij)) for rij in blad.rijen]
    return Lijstscherm(regels_, herzien, klaar, vorige, volgende)


def _te_laat(rij: Bezwaarrij) -> str:
    """'3 dagen te laat', leeg als het op tijd kwam: de dag van posten telt mee (Awb art. 6:9)."""
    bezwaar = rij.bezwaar
    dagen = regels.dagen_te_laat(bezwaar.ontvangen_op, rij.bezwaar_tot, bezwaar.gepost_op) if rij.bezwaar_tot else 0
    return f"{meervoud(dagen, 'dag', 'dagen')} te laat ingediend" if dagen else ""


def _staat(bezwaar: Bezwaar, dag: date) -> tuple[str, str]:
    """Kleur en woorden: 'gegrond', 'de termijn staat stil tot …', of leeg als de dag zelf genoeg zegt."""
    match regels.staat(bezwaar, vandaag()):
        case "klaar":
            return UITKOMSTKLEUR.get(bezwaar.status, "slot"), BEZWAARSTATUS[bezwaar.status]
        case "stil":
            tot = dag_kort(bezwaar.opgeschort_tot or dag, vandaag())
            return "wacht", f"de termijn staat stil tot en met {tot}"
    return urgentie(dag, vandaag()).replace("_", "-"), ""


def lees_collega(tekst: str) -> UUID | None:
    """Het id van de gekozen collega; None als er geen is gekozen."""
    try:
        return UUID(tekst)
    except ValueError:
        return None


def maak_scherm(session: CasusSessie, pagina: Bezwaarpagina, actor: Actor) -> Bezwaarscherm:
    """De pagina van één bezwaar."""
    bezwaar, dag = pagina.bezwaar, laatste_dag(pagina.bezwaar)
    soort, staat = _staat(bezwaar, dag)
    open_ = bezwaar.status == "ontvangen"
    return Bezwaarscherm(
        bezwaar=bezwaar,
        dag=dag,
        soort=soort,
        staat=staat,
        titel=bezwaar.besluit.titel,
        uitleg=list(regels.uitleg(regels.van(bezwaar, bezwaar_tot(bezwaar)), vandaag())) if open_ else [],
        let_op=[*_niet_zelf(pagina, actor), *_let_op(pagina)] if open_ else [],
        feiten=list(_feiten(pagina)),
        handelingen=_handelingen(session, pagina, actor) if open_ else [],
        pagina=pagina,
        brieven=[(brieftitel(brief.soort), brief) for brief in pagina.brieven],
        voorstellen=_voorstellen(pagina, actor) if open_ else "",
        herzien=_herzien(bezwaar, actor),
    )


def _reden_niet(pagina: Bezwaarpagina, actor: Actor) -> str | None:
    return regels.reden_niet_behandelen(actor.gebruiker_id, pagina.bezwaar.besluit, pagina.adviseurs)


def _niet_zelf(pagina: Bezwaarpagina, actor: Actor) -> Iterator[str]:
    """Waarom wie hier kijkt het bezwaar niet zelf behandelt, met wat hij wel kan."""
    reden = _reden_niet(pagina, actor) if permissions.mag(actor, "bezwaar.behandelen") else None
    if reden:
        yield f"U {reden}. U kunt het bezwaar alleen aan een ander toewijzen."


def _let_op(pagina: Bezwaarpagina) -> Iterator[str]:
    """Wat nog aandacht vraagt, het dringendste eerst."""
    bezwaar = pagina.bezwaar
    if regels.staat(bezwaar, vandaag(), laatste_dag(bezwaar)) == "te_laat":
        yield (
            "De laatste dag is voorbij. De indiener kan de gemeente in gebreke stellen; na twee weken kan dat een "
            "dwangsom kosten (Awb art. 4:17)."
        )
    dagen = regels.dagen_te_laat(bezwaar.ontvangen_op, bezwaar_tot(bezwaar), bezwaar.gepost_op)
    if dagen:
        yield (
            f"Dit bezwaar kwam {meervoud(dagen, 'dag', 'dagen')} te laat. Beoordeel of de reden dat verontschuldigt; "
            "zo niet, dan is het bezwaar niet-ontvankelijk (Awb art. 6:11)."
        )
    if not bezwaar.gronden and bezwaar.opgeschort_sinds is None:
        yield (
            "Er staan nog geen gronden bij. Vraag de indiener ze te geven, met een laatste dag; de termijn staat zo "
            "lang stil (Awb art. 6:5 en 6:6)."
        )
    if bezwaar.behandelaar_id is None:
        yield "Niemand behandelt dit bezwaar nog. Wijs het toe aan iemand die niet bij het besluit was betrokken."


def _feiten(pagina: Bezwaarpagina) -> Iterator[tuple[str, str]]:
    bezwaar, op = pagina.bezwaar, vandaag()
    besluit = bezwaar.besluit
    yield "Nummer", bezwaar.nummer or "geen"
    yield "Indiener", bezwaar.indiener or "niet vastgelegd"
    yield "Ontvangen", dag_kort(bezwaar.ontvangen_op, op)
    if bezwaar.gepost_op is not None:
        yield "Per post verstuurd", dag_kort(bezwaar.gepost_op, op)
    yield "Bezwaar kon tot en met", _kon_tot(bezwaar, op)
    yield "Bevestigd", dag_kort(bezwaar.bevestigd_op, op) if bezwaar.bevestigd_op else "nog niet"
    yield "Behandelaar", pagina.behandelaar or "nog niemand"
    yield "Adviescommissie", "ja" if bezwaar.commissie else "nee"
    yield "Tegen besluit", f"{besluit.titel}, {besluit.nummer}"
    if besluit.besloten_op is not None and besluit.besloten_door is not None:
        yield "Genomen door", f"{besluit.besloten_door.naam}, {dag_kort(dag_van(besluit.besloten_op), op)}"
    yield "Voorgesteld door", besluit.voorgesteld_door.naam
    if bezwaar.afgehandeld_op is not None:
        yield "Afgehandeld", dag_kort(bezwaar.afgehandeld_op, op)


def _kon_tot(bezwaar: Bezwaar, op: date) -> str:
    """'12 juni, op tijd': met de dag van posten, als die telt."""
    tot = bezwaar.besluit.bezwaar_tot
    if tot is None:
        return "niet vastgelegd"
    dagen = regels.dagen_te_laat(bezwaar.ontvangen_op, tot, bezwaar.gepost_op)
    na_de_post = bezwaar.ontvangen_op > tot and not dagen
    hoe = f"{meervoud(dagen, 'dag', 'dagen')} te laat" if dagen else "op tijd gepost" if na_de_post else "op tijd"
    return f"{dag_kort(tot, op)}, {hoe}"


def _voorstellen(pagina: Bezwaarpagina, actor: Actor) -> str:
    """Waar de beslissing wordt voorgesteld, met de taak erbij; leeg voor wie dat niet mag of als er al een ligt."""
    ligt_er = any(b.soort == BEZWAAR and b.status == "voorgesteld" for b in pagina.besluiten)
    mag = permissions.mag_besluit_voorstellen(actor, besluitsoorten()[BEZWAAR].rollen)
    if ligt_er or not mag or _reden_niet(pagina, actor):
        return ""
    taak = next((t for t in pagina.taken if t.status == "open" and t.fatale_datum is not None), None)
    nummer = pagina.bezwaar.zaak.zaaknummer
    return url_for("besluiten.formulier", zaaknummer=nummer, code=BEZWAAR, taak=taak.id if taak else None)


def _herzien(bezwaar: Bezwaar, actor: Actor) -> str:
    """Waar het nieuwe besluit wordt voorgesteld; leeg als dat niet (meer) hoeft of niet mag."""
    besluit: Besluit = bezwaar.besluit
    if not bezwaar.herziening_nodig or bezwaar.herziening_id is not None or besluit.soort not in besluitsoorten():
        return ""
    if not permissions.mag_besluit_voorstellen(actor, besluitsoorten()[besluit.soort].rollen):
        return ""
    nummer = bezwaar.zaak.zaaknummer
    return url_for("besluiten.formulier", zaaknummer=nummer, code=besluit.soort, herziet=besluit.id, hoe="wijzigen")


# Wat er nu kan


def _handelingen(session: CasusSessie, pagina: Bezwaarpagina, actor: Actor) -> list[Handeling]:
    if not permissions.mag(actor, "bezwaar.behandelen"):
        return []
    bezwaar, alle = pagina.bezwaar, []
    if _reden_niet(pagina, actor):
        return [_toewijzen(session, pagina, actor)]
    if bezwaar.bevestigd_op is None:
        alle.append(_bevestigen(bezwaar))
    alle.append(_toewijzen(session, pagina, actor))
    te_laat = laatste_dag(bezwaar) < vandaag()
    if bezwaar.opgeschort_sinds is not None:
        alle.append(_hervatten(bezwaar))
    if not te_laat and regels.staat(bezwaar, vandaag()) != "stil":
        alle.append(_opschorten(bezwaar))
    if not te_laat and bezwaar.verdaagd_weken < regels.VERDAGINGSWEKEN:
        alle.append(_verdagen(bezwaar))
    return [*alle, _uitstellen(bezwaar), _intrekken(bezwaar)]


def _handeling(
    bezwaar: Bezwaar, code: str, titel: str, *velden: Invoerveld, knop: str = "", uitleg: str = ""
) -> Handeling:
    actie = url_for(f"bezwaren.{code}", bezwaar_id=bezwaar.id)
    return Handeling(code, titel, knop or titel, actie, velden, uitleg)


def _bevestigen(bezwaar: Bezwaar) -> Handeling:
    vraag = Invoerveld(
        "commissie",
        "Adviseert een commissie over dit bezwaar?",
        "rondjes",
        "Met een adviescommissie is de termijn twaalf weken in plaats van zes.",
        keuzes=JA_NEE,
        waarde="ja" if bezwaar.commissie else "nee",
    )
    uitleg = "De indiener krijgt een brief met de laatste dag (Awb art. 6:14). De taak ervoor is daarmee klaar."
    return _handeling(bezwaar, "bevestigen", "Ontvangst bevestigen", vraag, uitleg=uitleg)


def _toewijzen(session: CasusSessie, pagina: Bezwaarpagina, actor: Actor) -> Handeling:
    """Iedereen in het team, behalve wie bij het bestreden besluit was betrokken."""
    bezwaar = pagina.bezwaar
    mensen = per_rol(collegas(session, actor, *TEAM))[""]
    mag = [
        (id_, naam)
        for id_, naam in mensen
        if regels.reden_niet_behandelen(UUID(id_), bezwaar.besluit, pagina.adviseurs) is None
    ]
    hint = "Wie het besluit nam, voorstelde of erover adviseerde, staat er niet bij (Awb art. 7:5 en 10:3)."
    waarde = str(bezwaar.behandelaar_id or "")
    veld = Invoerveld("behandelaar", "Wie behandelt dit bezwaar?", "lijst", hint, keuzes=mag, waarde=waarde)
    return _handeling(bezwaar, "toewijzen", "Behandelaar kiezen", veld, knop="Toewijzen")


def _hervatten(bezwaar: Bezwaar) -> Handeling:
    veld = Invoerveld("hersteld_op", "Op welke dag is het hersteld?", "datum", DATUM)
    uitleg = "De termijn loopt weer vanaf die dag. Blijft herstel uit, dan loopt hij na de laatste dag vanzelf weer."
    return _handeling(bezwaar, "hervatten", "Termijn weer laten lopen", veld, uitleg=uitleg)


def _opschorten(bezwaar: Bezwaar) -> Handeling:
    brief = [("ja", "Ja, de brief is mijn verzoek van vandaag"), ("nee", "Nee, ik vroeg er al om")]
    velden = (
        Invoerveld("brief", "Moet casus de brief met het verzoek maken?", "rondjes", keuzes=brief, waarde="ja"),
        Invoerveld("verzocht_op", "Wanneer vroeg u om herstel?", "datum", DATUM, waarde="vandaag"),
        Invoerveld("herstel_tot", "Wat is de laatste dag voor het herstel?", "datum", DATUM),
        Invoerveld("reden", "Wat ontbreekt er?", "tekstvak", "Komt in de brief. Bijvoorbeeld de gronden."),
    )
    uitleg = "De termijn staat stil vanaf de dag na uw verzoek tot het herstel (Awb art. 6:6 en 7:10 lid 2)."
    return _handeling(bezwaar, "opschorten", "Herstel vragen en opschorten", *velden, knop="Opschorten", uitleg=uitleg)


def _verdagen(bezwaar: Bezwaar) -> Handeling:
    over = regels.VERDAGINGSWEKEN - bezwaar.verdaagd_weken
    velden = (
        Invoerveld("weken", "Hoeveel weken?", "getal", f"Een heel getal van 1 tot en met {over}."),
        Invoerveld("reden", "Waarom duurt het langer?", "tekstvak", "Komt in de brief. Geen medische gegevens."),
    )
    uitleg = "Samen hooguit zes weken. De indiener krijgt een brief (Awb art. 7:10 lid 3)."
    return _handeling(bezwaar, "verdagen", "Beslissing verdagen", *velden, uitleg=uitleg)


def _uitstellen(bezwaar: Bezwaar) -> Handeling:
    gronden = list(regels.UITSTELGRONDEN.items())
    brief = [("ja", "Ja"), ("nee", "Nee, de indiener weet het al schriftelijk")]
    velden = (
        Invoerveld("uitstel_tot", "Tot en met welke dag?", "datum", DATUM),
        Invoerveld("grond", "Waarom mag het?", "rondjes", keuzes=gronden),
        Invoerveld(
            "reden", "Wie stemde in, en wanneer?", "tekstvak", "Of om welk voorschrift het gaat. Komt in de brief."
        ),
        Invoerveld("brief", "Moet casus de brief erover maken?", "rondjes", keuzes=brief, waarde="ja"),
    )
    uitleg = (
        "Verder uitstel kan met instemming of als een voorschrift het eist (Awb art. 7:10 lid 4). De indiener hoort "
        "het schriftelijk (lid 5)."
    )
    return _handeling(bezwaar, "uitstellen", "Verder uitstel met instemming", *velden, knop="Uitstellen", uitleg=uitleg)


def _intrekken(bezwaar: Bezwaar) -> Handeling:
    velden = (
        Invoerveld("ingetrokken_op", "Op welke dag?", "datum", DATUM),
        Invoerveld("reden", "Hoe en waarom trekt de indiener in?", "tekstvak", "Schriftelijk, of bij het horen."),
    )
    uitleg = "De taken vervallen en er komt geen beslissing meer (Awb art. 6:21)."
    return _handeling(
        bezwaar, "intrekken", "Bezwaar is ingetrokken", *velden, knop="Intrekking vastleggen", uitleg=uitleg
    )
