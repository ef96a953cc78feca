"""Eén besluit om te volgen en te verantwoorden: wat er is besloten, waarop het rust, en wat er daarna kwam."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from flask import url_for

from casus.actions.collegebesluiten import RECHT as COLLEGE_RECHT
from casus.actions.collegebesluiten import Stuk
from casus.actor import Actor
from casus.bedragen import euro
from casus.errors import InvoerFout, VeldFout
from casus.models import Advies, Besluit, Brief, Document
from casus.queries.besluitpagina import Besluitpagina, Precedent
from casus.rules import permissions
from casus.rules.aanwezigheid import plek
from casus.rules.besluiten import open_vraag, titel_van
from casus.rules.mandaten import COLLEGE, naam_bestuursorgaan
from casus.rules.zinnen import MAANDEN, met_lidwoord, rol_tekst, zin
from casus.termijnen import dag_kort, dag_van, moment_in_woorden, vandaag
from casus.views.schermen import besluitscherm_delen as delen
from casus.views.schermen.besluitscherm_delen import Adviesregel, Eerder, Stapregel
from casus.views.schermen.besluitscherm_gezien import Regels, gezien_regels, mandaat_regels
from casus.views.schermen.besluitscherm_voorstel import adviseurs
from casus.views.schermen.besluitscherm_wie import Wieblok, behandelt, wie_beslist
from casus.vocab import BESLUITSTATUS
from casus.workflows.definition import Veld
from casus.workflows.registers import Besluitsoort, besluitsoorten, herziet_ook
from casus.workflows.velden import lees

_BRIEF: Final[Mapping[str, tuple[str, str]]] = {
    "aangevraagd": ("wacht", "De brief wordt gemaakt"),
    "klaar": ("gereed", "Brief"),
    "mislukt": ("te-laat", "De brief is niet gelukt"),
}


@dataclass(frozen=True, slots=True)
class Regel:
    """Een zin met een pictogram, en misschien een link."""

    soort: str
    tekst: str
    url: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Vergelijking:
    """Een besluit in een andere zaak, zonder dat iemand eruit te herkennen is."""

    wanneer: str
    personen: int
    uitkomst: str
    bedrag: str


@dataclass(frozen=True, slots=True)
class Kern:
    """Wat elke pagina over dit besluit laat zien."""

    besluit: Besluit
    soort: Besluitsoort | None
    ingevuld: Regels
    drie: Sequence[str]
    herziet: Besluit | None
    adviezen: Sequence[Adviesregel]
    stappen: Sequence[Stapregel]
    eerdere: Sequence[Eerder]
    precedenten: Sequence[Vergelijking]


@dataclass(frozen=True, slots=True)
class Adviesscherm(Kern):
    """Eén voorstel voor wie advies geeft. `open`: het advies kan nog; anders zegt `dicht` waarom niet."""

    open: bool
    dicht: str


@dataclass(frozen=True, slots=True)
class Collegescherm(Kern):
    """Het voorstel dat bij het college lag. `documenten`: waaruit te kiezen is; `reden`: wat er nog aan ontbreekt."""

    documenten: Sequence[tuple[str, str]]
    reden: str


@dataclass(frozen=True, slots=True)
class Besluitscherm(Kern):
    """De pagina van één besluit, voor verantwoording. `verder`: wat deze actor er nog mee kan (adres, tekst)."""

    stand: str
    stand_soort: str
    banners: Sequence[Regel]
    uitspraak: Regels
    mandaat: Regels
    gezien: Regels
    brieven: Sequence[Regel]
    bezwaar_tot: str
    bezwaren: Sequence[Regel]
    open_vraag: str
    mag_antwoorden: bool
    mag_intrekken: bool
    adviseurs: Sequence[tuple[str, str]]
    verder: Sequence[tuple[str, str]]
    wie: Wieblok | None


def kern(pagina: Besluitpagina) -> dict[str, Any]:
    """De gedeelde delen, als velden van `Kern`."""
    besluit = pagina.besluit
    herziet = next((b for b in pagina.eerder if b.id == besluit.herziet_id), None)
    return {
        "besluit": besluit,
        "soort": besluitsoorten().get(besluit.soort),
        "ingevuld": delen.ingevuld(besluit, pagina.personen, pagina.aanbod),
        "drie": delen.drie_regels(besluit.zaak, pagina.personen, pagina.aanbod),
        "herziet": herziet,
        "adviezen": delen.adviesregels(pagina.adviezen),
        "stappen": delen.stapregels(pagina.stappen, niveaus(pagina)),
        "eerdere": delen.eerdere_regels(pagina.eerder),
        "precedenten": [_vergelijking(een) for een in pagina.precedenten],
    }


def niveaus(pagina: Besluitpagina) -> dict[int, str]:
    """Hoe elk niveau in deze gemeente heet; het hoogste is het bestuursorgaan van dit besluit."""
    lager = {n: titel_van(pagina.register, pagina.besluit.gemeente_id, n) for n in range(1, COLLEGE)}
    return lager | {COLLEGE: naam_bestuursorgaan(pagina.register, pagina.vraag)}


def _vergelijking(een: Precedent) -> Vergelijking:
    bedrag = "" if een.bedrag_cent is None else euro(een.bedrag_cent)
    return Vergelijking(f"{MAANDEN[een.maand - 1][:3]} {een.jaar}", een.personen, een.uitkomst, bedrag)


def bij_advies(pagina: Besluitpagina, advies: Advies, actor: Actor) -> Adviesscherm:
    """De pagina waarop iemand advies geeft."""
    dicht = ""
    if advies.status == "gegeven":
        dicht = "Dit advies is gegeven. Het staat hierboven."
    elif pagina.besluit.status != "voorgesteld":
        dicht = "Over dit voorstel is al beslist, of het is ingetrokken. Advies is niet meer nodig."
    elif not actor.heeft_rol(advies.rol):
        dicht = f"Alleen wie de rol {rol_tekst(advies.rol)} heeft, kan dit advies geven."
    elif actor.gebruiker_id == pagina.besluit.voorgesteld_door_id:
        dicht = "U deed dit voorstel zelf. Een collega met deze rol geeft het advies."
    return Adviesscherm(**kern(pagina), open=not dicht, dicht=dicht)


def bij_college(pagina: Besluitpagina, documenten: Sequence[Document], actor: Actor) -> Collegescherm:
    """De pagina waarop iemand vastlegt wat het college besloot."""
    besluit, reden = pagina.besluit, ""
    if besluit.status != "voorgesteld":
        reden = "Over dit voorstel is al beslist, of het is ingetrokken."
    elif besluit.vereist_niveau < COLLEGE:
        reden = "Dit voorstel ligt niet bij het college. Wie mandaat heeft, beslist of zet het door."
    elif actor.gebruiker_id == besluit.voorgesteld_door_id:
        reden = "U deed dit voorstel. Een collega legt het collegebesluit vast."
    keuzes = [(str(een.id), f"{een.naam} · {dag_kort(dag_van(een.op), vandaag())}") for een in documenten]
    return Collegescherm(**kern(pagina), documenten=keuzes, reden=reden)


def maak_scherm(pagina: Besluitpagina, actor: Actor) -> Besluitscherm:
    """De pagina van één besluit."""
    besluit, vraag = pagina.besluit, open_vraag(pagina.stappen)
    voorgesteld, eigen = besluit.status == "voorgesteld", besluit.voorgesteld_door_id == actor.gebruiker_id
    rollen = pagina_rollen(besluit)
    return Besluitscherm(
        **kern(pagina),
        stand=BESLUITSTATUS[besluit.status] if pagina.herzien_door is None else "herzien",
        stand_soort=delen.STATUS.get(besluit.status, "slot") if pagina.herzien_door is None else "slot",
        banners=_banners(pagina),
        uitspraak=_uitspraak(besluit),
        mandaat=mandaat_regels(besluit),
        gezien=gezien_regels(besluit.gezien),
        brieven=[_brief(een, actor) for een in pagina.brieven],
        bezwaar_tot=_bezwaar_tot(besluit),
        bezwaren=[_bezwaar(een, actor) for een in pagina.bezwaren],
        open_vraag=vraag.tekst if vraag and voorgesteld else "",
        mag_antwoorden=bool(vraag and voorgesteld and vraag.door_id != actor.gebruiker_id)
        and (eigen or permissions.mag_besluit_voorstellen(actor, rollen)),
        mag_intrekken=voorgesteld and eigen,
        adviseurs=_te_vragen(pagina) if voorgesteld and (eigen or behandelt(pagina, actor)) else (),
        verder=_verder(pagina, actor),
        wie=wie_beslist(pagina, actor),
    )


def pagina_rollen(besluit: Besluit) -> Sequence[str]:
    """De rollen die deze soort voorstellen."""
    soort = besluitsoorten().get(besluit.soort)
    return soort.rollen if soort else ()


def _te_vragen(pagina: Besluitpagina) -> list[tuple[str, str]]:
    soort = besluitsoorten().get(pagina.besluit.soort)
    al = {advies.rol for advies in pagina.adviezen if advies.status != "verlopen"}
    return [(rol, zin(rol_tekst(rol))) for rol in adviseurs(soort) if rol not in al] if soort else []


def _banners(pagina: Besluitpagina) -> list[Regel]:
    besluit, uit = pagina.besluit, []
    if besluit.status == "voorgesteld":
        zinnen = (_ligt_bij(pagina), waarom(pagina), omdat_niemand_er_is(pagina), _uiterlijk(besluit))
        uit.append(Regel("wacht", " ".join(zin_ for zin_ in zinnen if zin_)))
    if (later := pagina.herzien_door) is not None:
        hoe = "ingetrokken" if later.herziening == "intrekken" else "gewijzigd"
        adres = url_for("besluiten.toon", besluit_id=later.id)
        uit.append(Regel("slot", f"Dit besluit is {hoe} met een later besluit.", adres, later.nummer))
    return uit


def _ligt_bij(pagina: Besluitpagina) -> str:
    ligt = met_lidwoord(niveaus(pagina)[pagina.besluit.vereist_niveau])
    waar = {
        "advies": f"Wacht op advies, daarna op {ligt}.",
        "antwoord": f"Wacht op een antwoord van wie het voorstelde, daarna op {ligt}.",
    }
    return waar.get(pagina.wacht_op, f"Dit voorstel ligt bij {ligt}.")


def omdat_niemand_er_is(pagina: Besluitpagina) -> str:
    """Waar het voorstel zolang ligt als op zijn eigen niveau niemand anders is; anders leeg."""
    besluit, heet = pagina.besluit, niveaus(pagina)
    wie = besluit.voorgesteld_door_id
    waar = plek(pagina.register, besluit.gemeente_id, besluit.vereist_niveau, wie, pagina.vraag.dag)
    if waar is None or waar[0] == besluit.vereist_niveau:
        return ""
    functie = met_lidwoord(heet[besluit.vereist_niveau])
    return f"Bij {functie} is nu niemand anders aanwezig. Zolang ligt het bij {met_lidwoord(heet[waar[0]])}."


def waarom(pagina: Besluitpagina) -> str:
    """Waarom het voorstel op dit niveau ligt: de zin van het register, of dat iemand het hoger legde."""
    if pagina.besluit.vereist_niveau > pagina.niveau.niveau:
        return "Dat is hoger dan het register vraagt."
    return pagina.niveau.zin


def _uiterlijk(besluit: Besluit) -> str:
    return f"Er hoort een besluit te zijn op {dag_kort(besluit.uiterlijk, vandaag())}."


def _uitspraak(besluit: Besluit) -> Regels:
    if besluit.besloten_op is None:
        return [("Ingetrokken", besluit.motivering)] if besluit.status == "ingetrokken" and besluit.motivering else []
    door = besluit.besloten_door.naam if besluit.besloten_door else "onbekend"
    rijen = [
        ("Uitkomst", BESLUITSTATUS[besluit.status]),
        ("Besloten door", f"{door}, {(besluit.besloten_functie or '').lower()}"),
        ("Wanneer", moment_in_woorden(besluit.besloten_op, vandaag())),
    ]
    if besluit.college_nummer and besluit.college_datum:
        van = f"{besluit.college_nummer} van {dag_kort(besluit.college_datum, vandaag())}"
        rijen.append((_nummer_heet(besluit), van))
    return rijen


def _nummer_heet(besluit: Besluit) -> str:
    college = (besluit.mandaat_kopie or {}).get("bestuursorgaan", "college") == "college"
    return "Collegebesluit" if college else "Nummer van het besluit"


def _brief(brief: Brief, actor: Actor) -> Regel:
    soort, woord = _BRIEF[brief.status]
    if brief.status != "klaar":
        return Regel(soort, f"{woord}. {brief.reden}".strip())
    mag = permissions.mag(actor, "zaken.inzien") and brief.document_id is not None
    adres = url_for("documenten.toon", document_id=brief.document_id) if mag else ""
    return Regel(soort, f"{woord} {brief.nummer}", adres, "Brief lezen")


def _bezwaar_tot(besluit: Besluit) -> str:
    if besluit.bezwaar_tot is None:
        return ""
    dag = dag_kort(besluit.bezwaar_tot, vandaag())
    kan = besluit.bezwaar_tot >= vandaag()
    return f"Bezwaar kan tot en met {dag} (Awb art. 6:7)." if kan else f"De bezwaartermijn liep tot en met {dag}."


def _bezwaar(bezwaar: Any, actor: Actor) -> Regel:
    tekst = f"Bezwaar van {dag_kort(bezwaar.ontvangen_op, vandaag())}: {bezwaar.status.replace('_', ' ')}"
    mag = permissions.mag(actor, "bezwaren.inzien")
    return Regel("vandaag", tekst, url_for("bezwaren.toon", bezwaar_id=bezwaar.id) if mag else "", "Bezwaar openen")


def _verder(pagina: Besluitpagina, actor: Actor) -> list[tuple[str, str]]:
    besluit, uit = pagina.besluit, []
    if besluit.status == "voorgesteld":
        if permissions.mag(actor, "besluit.beslissen"):
            uit.append((url_for("goedkeuren.toon", besluit_id=besluit.id), "Naar ter goedkeuring"))
        if besluit.vereist_niveau >= COLLEGE and permissions.mag(actor, COLLEGE_RECHT):
            uit.append((url_for("besluiten.college", besluit_id=besluit.id), "Collegebesluit vastleggen"))
        return uit
    return uit + _herzien(pagina, actor)


def _herzien(pagina: Besluitpagina, actor: Actor) -> list[tuple[str, str]]:
    """Wijzigen en intrekken: een nieuw voorstel dat naar dit besluit verwijst."""
    besluit, soort = pagina.besluit, besluitsoorten().get(pagina.besluit.soort)
    loopt = any(b.herziet_id == besluit.id and b.status in ("voorgesteld", "toegekend") for b in pagina.eerder)
    if soort is None or soort.woning or loopt or besluit.besloten_op is None:
        return []
    wegen = [(een.code, "wijzigen", f"Wijzigen in: {een.titel}") for een in herziet_ook(besluit.soort)]
    wegen.insert(0, (soort.code, "wijzigen", "Wijziging voorstellen"))
    if besluit.status == "toegekend":
        wegen.append((soort.code, "intrekken", "Intrekking voorstellen"))
    return [
        (_herzieningsadres(besluit, code, hoe), tekst)
        for code, hoe, tekst in wegen
        if permissions.mag_besluit_voorstellen(actor, besluitsoorten()[code].rollen)
    ]


def _herzieningsadres(besluit: Besluit, code: str, hoe: str) -> str:
    nummer = besluit.zaak.zaaknummer
    return url_for("besluiten.formulier", zaaknummer=nummer, code=code, herziet=besluit.id, hoe=hoe)


class _Collegevelden:
    velden = {
        "uitkomst": Veld(
            code="uitkomst",
            titel="Uitkomst",
            soort="keuze",
            keuzes={"toegekend": "Toekennen", "afgewezen": "Afwijzen"},
            leeg="Kies toekennen of afwijzen.",
        ),
        "nummer": Veld(code="nummer", titel="Nummer", soort="tekst", leeg="Vul het nummer van het collegebesluit in."),
        "datum": Veld(
            code="datum",
            titel="Datum",
            soort="datum",
            leeg="Vul de dag van het collegebesluit in.",
            tot_vandaag=True,
        ),
        "document": Veld(code="document", titel="Document", soort="besluit", verplicht=False),
        "motivering": Veld(
            code="motivering",
            titel="Motivering",
            soort="lange_tekst",
            leeg="Schrijf op waarom het college dit besloot. Het komt in de brief.",
        ),
    }


def lees_collegebesluit(invoer: Mapping[str, Any], stuk: Stuk | None, dag: date) -> dict[str, Any]:
    """Wat er van het collegebesluit is ingevuld, klaar voor de actie; `stuk` is het bestand dat meekwam.

    Raises InvoerFout per veld, ook als er een bestand én een document van de zaak is gekozen.
    """
    velden, gelezen, fouten = _Collegevelden(), dict[str, Any](), list[VeldFout]()
    try:
        gelezen = lees(velden, velden.velden, invoer, dag)
    except InvoerFout as fout:
        fouten += fout.fouten
    gekozen = invoer.get("document")
    if stuk is None and not gekozen:
        fouten.append(VeldFout("bestand", "Kies het ondertekende besluit: een bestand, of een document van de zaak."))
    elif stuk is not None and gekozen:
        zin_ = "U koos ook een bestand. Kies één van de twee: een bestand, of een document van de zaak."
        fouten.append(VeldFout("document", zin_))
    if fouten:
        raise InvoerFout(fouten)
    document = stuk or UUID(gelezen["document"])
    return {**gelezen, "datum": date.fromisoformat(gelezen["datum"]), "document": document}
