"""Een bezwaar ontvangen, bevestigen, toewijzen, verdagen, opschorten en hervatten (Awb hoofdstuk 6 en 7).

De termijnen staan in rules/bezwaar.py; wat erop volgt (een beslissing, een herziening) in actions/bezwaarslot.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import joinedload

from casus.actions.besluiten import laat_vervallen
from casus.actions.bezwaarmensen import GEBEURTENIS, reden_niet
from casus.actions.bezwaarslot import noteer_bezwaar
from casus.actions.brieven import vraag_brief
from casus.actions.proces import Proces, open_proces, werk_blokkades_bij
from casus.actions.signalen import signaleer, teamleden
from casus.actions.verwijzingen import collega_met_rol, collega_uit_team
from casus.actions.wijzigen import wie_was_eerder, wijzig, wijzig_taak
from casus.actor import Actor
from casus.brieven.soorten import HERSTELVERZOEK, ONTVANGSTBEVESTIGING, UITSTEL, VERDAGING
from casus.db import CasusSessie, uuid7
from casus.errors import Conflict, GeenRecht, InvoerFout, VeldFout, Weigering
from casus.models import Besluit, Bezwaar, Taak
from casus.queries.beeld import houd_vast
from casus.rules import bezwaar as regels
from casus.rules import permissions
from casus.rules.mandaten import BEZWAAR
from casus.rules.zinnen import midden_in_zin
from casus.termijnen import dag_kort, nu, vandaag
from casus.vocab import meervoud
from casus.workflows.engine import Aanleiding, gaat_over

BEVESTIGEN = "bezwaar_bevestigen"
"""Het gevolg van de taak waarmee de ontvangst is bevestigd."""
_TERMIJN = ("commissie", "verdaagd_weken", "opgeschort_sinds", "opgeschort_tot", "opgeschort_dagen", "uitstel_tot")


def ontvang(proces: Proces, gegevens: Mapping[str, Any]) -> list[Aanleiding]:
    """Legt een bezwaarschrift vast, ook als het te laat is; dan met de reden die de indiener geeft (art. 6:11).

    Raises InvoerFout.
    """
    besluit = _bestreden(proces, UUID(gegevens["besluit"]))
    tot = besluit.bezwaar_tot or vandaag()
    ontvangen, gepost = date.fromisoformat(gegevens["ontvangen_op"]), _dag(gegevens.get("gepost_op"))
    reden = str(gegevens.get("te_laat_reden") or "").strip()
    _keur_ontvangst(ontvangen, gepost, tot, reden)
    termijn = regels.Termijn(tot, bool(gegevens.get("commissie")))
    rij: dict[str, Any] = {
        "gemeente_id": proces.zaak.gemeente_id,
        "id": uuid7(),
        "zaak_id": proces.zaak.id,
        "besluit_id": besluit.id,
        "nummer": _nummer(proces),
        "indiener": str(gegevens.get("indiener") or "").strip(),
        "ontvangen_op": ontvangen,
        "gepost_op": gepost,
        "te_laat_reden": reden,
        "gronden": str(gegevens.get("gronden") or "").strip(),
        "commissie": termijn.commissie,
        "beslis_uiterlijk": regels.laatste_dag(termijn),
    }
    proces.session.execute(insert(Bezwaar), [rij])
    _meld_ontvangst(proces, besluit, rij)
    proces.zet_anker(bezwaar_einde=tot)
    return [Aanleiding.gebeurtenis(GEBEURTENIS, gegevens, betreft=rij["id"], uiterlijk=rij["beslis_uiterlijk"])]


def _bestreden(proces: Proces, besluit_id: UUID) -> Besluit:
    besluit = next((b for b in proces.beeld.besluiten if b.id == besluit_id), None)
    if besluit is None or besluit.bezwaar_tot is None:
        raise InvoerFout([VeldFout("besluit", "Kies een besluit van deze zaak waartegen bezwaar openstaat.")])
    return besluit


def _dag(waarde: Any) -> date | None:
    return date.fromisoformat(waarde) if waarde else None


def _keur_ontvangst(ontvangen: date, gepost: date | None, tot: date, reden: str) -> None:
    if gepost is not None and gepost > ontvangen:
        raise InvoerFout([VeldFout("gepost_op", "Het kan niet na de ontvangst zijn verstuurd. Kijk de dagen na.")])
    dagen = regels.dagen_te_laat(ontvangen, tot, gepost)
    if dagen and not reden:
        zin = (
            f"Bezwaar maken kon tot en met {tot:%d-%m-%Y}; dit is {meervoud(dagen, 'dag', 'dagen')} te laat. "
            "Schrijf op welke reden de indiener geeft, of ‘geen reden gegeven’."
        )
        raise InvoerFout([VeldFout("te_laat_reden", zin)])


def _nummer(proces: Proces) -> str:
    # de zaak is op slot: twee bezwaren tegelijk krijgen zo niet hetzelfde nummer
    eerder = proces.session.scalars(select(Bezwaar.id).where(Bezwaar.zaak_id == proces.zaak.id)).all()
    return f"{proces.zaak.zaaknummer}-Z{len(eerder) + 1:02d}"


def _meld_ontvangst(proces: Proces, besluit: Besluit, rij: Mapping[str, Any]) -> None:
    aan = [een.id for een in teamleden(proces.session, "jurist", "teammanager")]
    _signaleer(proces, besluit, aan, kenmerk=f"bezwaar:{rij['id']}")


def _signaleer(proces: Proces, besluit: Besluit, aan: list[UUID], *, kenmerk: str, vorm: str = "") -> None:
    signaleer(
        proces.session,
        actor=proces.actor,
        soort="bezwaar",
        aan=aan,
        kenmerk=kenmerk,
        zaak_id=besluit.zaak_id,
        gegevens={"vorm": vorm, "titel": besluit.titel},
    )


# Wat er daarna mee gebeurt. `bezwaar` is geladen met zijn besluit (queries/bezwaren.laad_bezwaar).


def _begin(session: CasusSessie, bezwaar: Bezwaar, actor: Actor, versie: int | None) -> Proces:
    """Wie het mag, op een bezwaar dat nog openstaat en nog is zoals de gebruiker het zag."""
    permissions.check(actor, "bezwaar.behandelen")
    zaak = houd_vast(session, bezwaar.zaak_id)
    if bezwaar.status != "ontvangen" or versie not in (None, bezwaar.versie):
        raise Conflict(wie_was_eerder(session, bezwaar))
    return open_proces(session, zaak, actor)


def _begin_zelf(session: CasusSessie, bezwaar: Bezwaar, actor: Actor, versie: int | None) -> Proces:
    """Als `_begin`, voor wat wie bij het bestreden besluit was betrokken niet doet. Toewijzen mag hij wel."""
    proces = _begin(session, bezwaar, actor, versie)
    if reden := reden_niet(session, actor.gebruiker_id, bezwaar.besluit):
        raise GeenRecht(f"U {reden}. Wijs het bezwaar toe aan een ander.")
    return proces


def _zet(session: CasusSessie, bezwaar: Bezwaar, **waarden: Any) -> None:
    waar = {"versie": bezwaar.versie, "status": "ontvangen"}
    wijzig(session, bezwaar, {**waarden, "versie": bezwaar.versie + 1}, waar=waar)


def _noteer(proces: Proces, bezwaar: Bezwaar, soort: str, **gegevens: Any) -> None:
    titel = midden_in_zin(bezwaar.besluit.titel)
    noteer_bezwaar(proces.session, bezwaar, soort, actor=proces.actor, titel=titel, **gegevens)
    werk_blokkades_bij(proces.session, proces.zaak)


def _open_taken(proces: Proces, bezwaar: Bezwaar) -> list[Taak]:
    return [taak for taak in proces.beeld.taken if taak.status == "open" and gaat_over(taak, bezwaar.id)]


def _verzet_termijn(proces: Proces, bezwaar: Bezwaar, **waarden: Any) -> str:
    """Zet deze waarden, berekent de laatste dag opnieuw en verzet de taak mee; geeft die dag in woorden."""
    straks = Bezwaar(**{naam: waarden.get(naam, getattr(bezwaar, naam)) for naam in _TERMIJN})
    dag = regels.laatste_dag(regels.van(straks, bezwaar_tot(bezwaar)))
    _zet(proces.session, bezwaar, **waarden, beslis_uiterlijk=dag)
    for taak in _open_taken(proces, bezwaar):
        if taak.soort is not None and proces.wf.taak(taak.soort).termijn.wettelijk:
            proces.verzet(taak, dag)
    return dag_kort(dag, vandaag())


def bezwaar_tot(bezwaar: Bezwaar) -> date:
    """De laatste dag waarop bezwaar kon worden gemaakt; zonder die dag telt de ontvangst."""
    return bezwaar.besluit.bezwaar_tot or bezwaar.ontvangen_op


def laatste_dag(bezwaar: Bezwaar) -> date:
    """De laatste dag om te beslissen, ook van een bezwaar van voordat casus die bewaarde."""
    return bezwaar.beslis_uiterlijk or regels.laatste_dag(regels.van(bezwaar, bezwaar_tot(bezwaar)))


def bevestig(
    session: CasusSessie, bezwaar: Bezwaar, *, actor: Actor, commissie: bool, versie: int | None = None
) -> Bezwaar:
    """Bevestigt de ontvangst met een brief (art. 6:14), met of zonder adviescommissie; rondt de taak ervoor af.

    Raises GeenRecht, Weigering (al bevestigd), Conflict.
    """
    proces = _begin_zelf(session, bezwaar, actor, versie)
    if bezwaar.bevestigd_op is not None:
        raise Weigering("De ontvangst van dit bezwaar is al bevestigd.")
    if commissie != bezwaar.commissie:
        _verzet_termijn(proces, bezwaar, commissie=commissie)
    for taak in _open_taken(proces, bezwaar):
        if taak.soort is not None and proces.wf.taak(taak.soort).gevolg == BEVESTIGEN:
            klaar = {"status": "gereed", "gereed_op": nu(), "gereed_door_id": actor.gebruiker_id}
            gegevens = {"verstuurd_op": vandaag().isoformat()}
            wijzig_taak(session, taak, taak.versie, **klaar, gegevens=gegevens, wacht_op=None, wacht_tot=None)
    _bevestigd(proces, bezwaar, vandaag())
    return bezwaar


def bevestig_met_taak(proces: Proces, taak: Taak | None, dag: date) -> None:
    """Wie de taak ‘ontvangst bevestigen’ zelf afrondt, bevestigt daarmee het bezwaar waardoor zij ontstond."""
    vraag = select(Bezwaar).where(Bezwaar.zaak_id == proces.zaak.id, Bezwaar.status == "ontvangen")
    vraag = vraag.where(Bezwaar.bevestigd_op.is_(None)).options(joinedload(Bezwaar.besluit, innerjoin=True))
    for bezwaar in proces.session.scalars(vraag.order_by(Bezwaar.id)).all():
        if taak is not None and gaat_over(taak, bezwaar.id):
            _bevestigd(proces, bezwaar, dag)


def _bevestigd(proces: Proces, bezwaar: Bezwaar, dag: date) -> None:
    _zet(proces.session, bezwaar, bevestigd_op=dag)
    _stuur_brief(proces, bezwaar, ONTVANGSTBEVESTIGING)
    _noteer(proces, bezwaar, "bezwaar_bevestigd")


def _stuur_brief(proces: Proces, bezwaar: Bezwaar, soort: str) -> None:
    besluit = bezwaar.besluit
    vraag_brief(proces.session, actor=proces.actor, zaak=proces.zaak, soort=soort, besluit=besluit, bezwaar=bezwaar)


def wijs_toe(
    session: CasusSessie, bezwaar: Bezwaar, *, actor: Actor, aan_id: UUID | None, versie: int | None = None
) -> Bezwaar:
    """Geeft het bezwaar aan iemand die het bestreden besluit niet nam en niet voorbereidde, met de taken erbij.

    Raises GeenRecht, InvoerFout (wie het niet mag zijn, met het artikel), Conflict.
    """
    proces = _begin(session, bezwaar, actor, versie)
    wie = collega_uit_team(session, aan_id) if aan_id else None
    if wie is None:
        raise InvoerFout([VeldFout("behandelaar", "Kies een collega uit het team.")])
    if reden := reden_niet(session, wie.id, bezwaar.besluit):
        raise InvoerFout([VeldFout("behandelaar", f"{wie.naam} {reden}. Kies een ander.")])
    _zet(session, bezwaar, behandelaar_id=wie.id)
    for taak in _open_taken(proces, bezwaar):
        if taak.behandelaar_id != wie.id and collega_met_rol(session, wie.id, taak.rol):
            wijzig_taak(session, taak, taak.versie, behandelaar_id=wie.id)
    _noteer(proces, bezwaar, "bezwaar_toegewezen", aan=wie.naam)
    kenmerk = f"bezwaar_toegewezen:{bezwaar.id}:{bezwaar.versie}"
    _signaleer(proces, bezwaar.besluit, [wie.id], kenmerk=kenmerk, vorm="toegewezen")
    return bezwaar


def verdaag(
    session: CasusSessie, bezwaar: Bezwaar, *, actor: Actor, weken: int, reden: str, versie: int | None = None
) -> Bezwaar:
    """Verdaagt de beslissing, samen hooguit zes weken, met een brief (art. 7:10 lid 3).

    Raises GeenRecht, InvoerFout, Weigering (de laatste dag is voorbij), Conflict.
    """
    proces = _begin_zelf(session, bezwaar, actor, versie)
    _keur_op_tijd(bezwaar, "verdagen")
    if fouten := regels.verdaag_fouten(weken, reden, bezwaar.verdaagd_weken):
        raise InvoerFout(fouten)
    redenen = f"{bezwaar.verdaagd_reden}\n{reden.strip()}".strip()
    dag = _verzet_termijn(proces, bezwaar, verdaagd_weken=bezwaar.verdaagd_weken + weken, verdaagd_reden=redenen)
    _stuur_brief(proces, bezwaar, VERDAGING)
    _noteer(proces, bezwaar, "bezwaar_verdaagd", uiterlijk=dag, reden=reden.strip(), weken=weken)
    return bezwaar


def _keur_op_tijd(bezwaar: Bezwaar, wat: str) -> None:
    if laatste_dag(bezwaar) < vandaag():
        dag = dag_kort(laatste_dag(bezwaar), vandaag())
        zin = (
            f"De laatste dag was {dag}: {wat} kan niet meer. Beslis zo snel mogelijk, of vraag instemming met uitstel."
        )
        raise Weigering(zin)


def stel_uit(
    session: CasusSessie,
    bezwaar: Bezwaar,
    *,
    actor: Actor,
    tot: date | None,
    grond: str,
    reden: str,
    brief: bool = True,
    versie: int | None = None,
) -> Bezwaar:
    """Stelt de beslissing verder uit tot een dag, op een grond van art. 7:10 lid 4. Raises als `verdaag`, ook erna.

    De indiener hoort het schriftelijk (lid 5): met een brief, of zonder als het hem al is geschreven.
    """
    proces = _begin_zelf(session, bezwaar, actor, versie)
    if fouten := regels.uitstel_fouten(tot, grond, reden, laatste_dag(bezwaar)):
        raise InvoerFout(fouten)
    dag = _verzet_termijn(proces, bezwaar, uitstel_tot=tot, uitstel_grond=grond, uitstel_reden=reden.strip())
    if brief:
        _stuur_brief(proces, bezwaar, UITSTEL)
    _noteer(proces, bezwaar, "bezwaar_uitgesteld", uiterlijk=dag, reden=reden.strip(), grond=grond)
    return bezwaar


def schort_op(
    session: CasusSessie,
    bezwaar: Bezwaar,
    *,
    actor: Actor,
    verzocht_op: date | None,
    herstel_tot: date | None,
    reden: str,
    brief: bool = False,
    versie: int | None = None,
) -> Bezwaar:
    """De termijn staat stil zolang de indiener een verzuim herstelt (art. 6:6 en 7:10 lid 2); daarna loopt hij vanzelf.

    Met `brief` is de brief van vandaag het verzoek om herstel; anders is de indiener er al om gevraagd.
    Raises GeenRecht, InvoerFout, Weigering (staat al stil, of de laatste dag is voorbij), Conflict.
    """
    proces = _begin_zelf(session, bezwaar, actor, versie)
    _keur_op_tijd(bezwaar, "opschorten")
    if regels.staat(bezwaar, vandaag()) == "stil":
        raise Weigering("De termijn staat al stil. Laat hem eerst weer lopen.")
    dagen = (bezwaar.ontvangen_op, vandaag(), bezwaar.opgeschort_tot)
    if fouten := regels.opschort_fouten(verzocht_op, herstel_tot, reden, *dagen, brief=brief):
        raise InvoerFout(fouten)
    waarden = {"opgeschort_sinds": verzocht_op, "opgeschort_tot": herstel_tot, "opgeschort_reden": reden.strip()}
    _verzet_termijn(proces, bezwaar, **waarden, opgeschort_dagen=_stil(bezwaar, None))
    if brief:
        _stuur_brief(proces, bezwaar, HERSTELVERZOEK)
    tot = dag_kort(herstel_tot or vandaag(), vandaag())
    _noteer(proces, bezwaar, "bezwaar_opgeschort", tot=tot, reden=reden.strip())
    return bezwaar


def _stil(bezwaar: Bezwaar, hersteld: date | None) -> int:
    """De dagen stilstand tot nu toe, met die van een verzoek dat nog niet was afgesloten."""
    if bezwaar.opgeschort_sinds is None or bezwaar.opgeschort_tot is None:
        return bezwaar.opgeschort_dagen
    dagen = regels.stilstand(bezwaar_tot(bezwaar), bezwaar.opgeschort_sinds, bezwaar.opgeschort_tot, hersteld)
    return bezwaar.opgeschort_dagen + dagen


def hervat(
    session: CasusSessie, bezwaar: Bezwaar, *, actor: Actor, hersteld_op: date | None, versie: int | None = None
) -> Bezwaar:
    """Het verzuim is hersteld: de termijn loopt weer vanaf die dag. Raises als `schort_op`."""
    proces = _begin_zelf(session, bezwaar, actor, versie)
    sinds, tot = bezwaar.opgeschort_sinds, bezwaar.opgeschort_tot
    if sinds is None or tot is None:
        raise Weigering("De termijn loopt al.")
    if hersteld_op is None or not sinds <= hersteld_op <= vandaag():
        zin = "Vul in op welke dag het verzuim is hersteld: na uw verzoek en niet na vandaag."
        raise InvoerFout([VeldFout("hersteld_op", zin)])
    dagen, stil_tot = _stil(bezwaar, hersteld_op), regels.einde_stilstand(sinds, tot, hersteld_op)
    # de laatste dag blijft staan: een volgend verzoek telt die dagen niet nog eens
    dag = _verzet_termijn(proces, bezwaar, opgeschort_sinds=None, opgeschort_tot=stil_tot, opgeschort_dagen=dagen)
    _noteer(proces, bezwaar, "bezwaar_hervat", uiterlijk=dag)
    return bezwaar


def trek_in(
    session: CasusSessie,
    bezwaar: Bezwaar,
    *,
    actor: Actor,
    ingetrokken_op: date | None,
    reden: str,
    versie: int | None = None,
) -> Bezwaar:
    """De indiener trekt zijn bezwaar in (art. 6:21); de taken en een open voorstel erover vervallen.

    Raises GeenRecht, InvoerFout, Conflict.
    """
    proces = _begin_zelf(session, bezwaar, actor, versie)
    fouten = [] if reden.strip() else [VeldFout("reden", "Schrijf op hoe en waarom de indiener intrekt.")]
    if ingetrokken_op is None or not bezwaar.ontvangen_op <= ingetrokken_op <= vandaag():
        zin = "Vul de dag van de intrekking in: na de ontvangst en niet na vandaag."
        fouten.insert(0, VeldFout("ingetrokken_op", zin))
    if fouten:
        raise InvoerFout(fouten)
    for taak in _open_taken(proces, bezwaar):
        weg = {"status": "vervallen", "vervallen_op": nu(), "vervallen_reden": "Het bezwaar is ingetrokken."}
        wijzig_taak(session, taak, taak.versie, **weg)
    voorstellen = [b for b in proces.beeld.besluiten if b.gegevens.get("bezwaar") == str(bezwaar.id)]
    laat_vervallen(proces, [b for b in voorstellen if b.soort == BEZWAAR], "Het bezwaar is ingetrokken.")
    _zet(session, bezwaar, status="ingetrokken", afgehandeld_op=ingetrokken_op, uitkomst=reden.strip())
    _noteer(proces, bezwaar, "bezwaar_ingetrokken", reden=reden.strip())
    return bezwaar
