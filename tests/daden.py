"""Elke handeling van casus één keer, op de plek in het proces waar zij kan: voer voor tests over alle acties."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import delete, select

from casus.actions import (
    adviezen,
    afwezigheid,
    agenda,
    besluiten,
    besluitstappen,
    bezwaren,
    briefsjablonen,
    brieven,
    bulk,
    collegebesluiten,
    complexen,
    contactmomenten,
    documenten,
    dossiers,
    functies,
    gebruikers,
    huishoudens,
    mandaatregister,
    matchruns,
    matchwensen,
    notities,
    opschorten,
    overzetten,
    parameters,
    prestaties,
    reistijden,
    taken,
    taken_eigen,
    taken_heropenen,
    taken_wachten,
    tweedefactor,
    vaste_gezichten,
    verbanden,
    verdeling,
    volgen,
    weergaven,
    woningen,
    woningstappen,
    zaken,
)
from casus.actions.bulkhandelingen import Opdracht
from casus.actions.documenten import Nagekeken, Ontvangen
from casus.actions.taakstellingen import zet_taakstelling
from casus.brieven.soorten import pakket_tekst
from casus.db import uuid7
from casus.demo.wandeling import Wandeling
from casus.models import (
    Advies,
    Afwezigheid,
    Agendalink,
    Besluit,
    Bezwaar,
    Bulk,
    Complextaak,
    Corporatie,
    Document,
    Functie,
    Functiehouder,
    Gebruiker,
    Matchrun,
    Matchwens,
    Parameter,
    Taak,
    Vervanging,
    Volger,
    Weergave,
    Woning,
    Zaak,
    Zaakverband,
)
from casus.queries.afwezigheid import laad as laad_afwezigheid
from casus.queries.beeld import laad_beeld
from casus.queries.bezwaren import laad_bezwaar
from casus.queries.documenten import laad_reeks
from casus.queries.lijstkeuze import Keuze
from casus.queries.mandaatregister import laad_houder, laad_vervanging
from casus.rules.registerrij import Registerrij
from casus.rules.taakstelling import Halfjaar
from casus.rules.tweedefactor import code_van, stap
from casus.sleutels import nieuwe_sleutelbos
from casus.termijnen import nu, vandaag
from casus.workflows.huishoudvelden import nu_vastgelegd
from casus.workflows.registry import huidige
from tests import daden_dossiers, daden_portaal, factories, oudproces
from tests import woningen as proefwoning
from tests.tweedefactor import GEHEIM
from tests.wereld import Wereld, laatste_besluit, open_taak

Doe = Callable[[Wandeling], object]
DOCUMENTEN = Path(os.environ["CASUS_INSTANCE"]) / "documenten"
"""In de tijdelijke installatie van deze testronde (tests/conftest.py)."""
WF = huidige(zaken.PROCES)


@dataclass(frozen=True)
class Daad:
    """Eén handeling: waar de zaak staat, wat er gebeurt, en welke gebeurtenissen dat moet geven, door welke rol."""

    naam: str
    plek: str
    gebeurt: tuple[tuple[str, str], ...]
    doe: Doe
    actie: str


def _stap(code: str, plek: str, **invoer: str) -> Daad:
    rol = WF.overgang(code).rollen[0]
    return Daad(f"overgang {code}", plek, (("overgang", rol),), lambda w: w.stap(code, **invoer), "overgang.execute")


def _taak(soort: str, plek: str, naam: str = "", keer: int = 1, **invoer: str) -> Daad:
    taaksoort = WF.taak(soort)
    gereed = ("taak_gereed", taaksoort.rol)
    besluit = (
        (("besluit_voorgesteld", taaksoort.rol), ("besluit_toegekend", "teammanager")) if taaksoort.besluit else ()
    )
    return Daad(
        f"taak {soort} {naam}".strip(),
        plek,
        (*besluit, gereed) * keer,
        lambda w: w.taak(soort, **invoer),
        "taken.rond_af",
    )


def _melding(code: str, plek: str, doe: Doe | None = None) -> Daad:
    rol = WF.melding(code).rollen[0]
    return Daad(f"melding {code}", plek, (("melding", rol),), doe or (lambda w: w.meld(code)), "meldingen.meld")


def _bezwaardaad(wat: str, doe: Doe, actie: str, door: str = "jurist") -> Daad:
    gebeurt = (("melding", "jurist"), (f"bezwaar_{wat}", door))
    return Daad(f"bezwaar {wat}", "urgentie", gebeurt, doe, f"bezwaren.{actie}")


def _open(w: Wandeling) -> None:
    with w.op():
        zaken.open_zaak(
            w.session,
            actor=w.actor("casemanager"),
            huishouden=factories.gezin(w.gemeente_id, "X0000001"),
            koppeldatum=w.dag,
            vergunningdatum=w.dag - timedelta(days=9),
            geldig_tot=None,
        )


def _werk_bij(w: Wandeling) -> None:
    zaken.werk_koppeling_bij(
        w.session,
        w.zaak,
        actor=w.actor("casemanager"),
        data={"koppeldatum": w.zaak.koppeldatum + timedelta(days=3)},
        huishouden={"taal": "Arabisch"},
        wat=["koppeldatum", "taal"],
    )


def _pak(w: Wandeling) -> None:
    taken.pak(w.session, open_taak(w, "CM-01"), actor=w.actor("casemanager"))


def _pak_en_laat_los(w: Wandeling) -> None:
    taak = taken.pak(w.session, open_taak(w, "WO-01"), actor=w.actor("wonen"))
    taken.laat_los(w.session, taak, actor=w.actor("wonen"))


def _laat_los(w: Wandeling) -> None:
    taken.laat_los(w.session, open_taak(w, "CM-01"), actor=w.actor("casemanager"))


def _draag_over(w: Wandeling) -> None:
    aan = w.team["casemanager"].id
    taken.draag_over(w.session, open_taak(w, "CM-01"), actor=w.actor("teammanager"), aan_id=aan, toelichting="Graag.")


def _plan(w: Wandeling) -> None:
    taken.plan(w.session, open_taak(w, "CM-01"), actor=w.actor("casemanager"), op=vandaag() + timedelta(days=2))


def _wacht(w: Wandeling) -> None:
    over_een_week, wie = vandaag() + timedelta(days=7), w.actor("casemanager")
    taken_wachten.laat_wachten(w.session, open_taak(w, "CM-01"), actor=wie, op="COA", tot=over_een_week)


def _wacht_en_weer_op(w: Wandeling) -> None:
    _wacht(w)
    taken_wachten.pak_weer_op(w.session, open_taak(w, "CM-01"), actor=w.actor("casemanager"))


def _af(w: Wandeling) -> Taak:
    taak = open_taak(w, "CM-03")
    invoer = {"gesprek_op": "vandaag", "verslag": "Kennisgemaakt."}
    return taken.rond_af(w.session, taak, actor=w.actor("casemanager"), invoer=invoer)


def _heropen(w: Wandeling) -> None:
    taken_heropenen.heropen(w.session, _af(w), actor=w.actor("teammanager"), reden="De dag klopt niet.")


def _ongedaan(w: Wandeling) -> None:
    taken_heropenen.maak_ongedaan(w.session, _af(w), actor=w.actor("casemanager"))


def _eigen(w: Wandeling) -> Taak:
    dag = vandaag() + timedelta(days=4)
    gegevens = {"titel": "Bel de school", "rol": "inburgering", "toelichting": "Er is plek.", "streefdatum": dag}
    return taken_eigen.voeg_toe(w.session, w.zaak, actor=w.actor("casemanager"), **gegevens)  # type: ignore[arg-type]  # gemengde waarden


def _eigen_vervalt(w: Wandeling) -> None:
    taken_eigen.laat_vervallen(w.session, _eigen(w), actor=w.actor("casemanager"), reden="Al gebeld")


def _werkverdeling(w: Wandeling) -> None:
    verdeling.stel_in(w.session, actor=w.actor("teammanager"), vast_gezicht=True, minst_belast=False)


def _meld_afwezig(w: Wandeling) -> Afwezigheid:
    wie, van = w.actor("jurist"), vandaag()
    tot, vervanger = van + timedelta(days=3), w.team["wonen"].id
    return afwezigheid.meld_afwezig(
        w.session, actor=wie, gebruiker_id=wie.gebruiker_id, van=van, tot=tot, vervanger_id=vervanger
    )


def _weer_terug(w: Wandeling) -> None:
    rij = laad_afwezigheid(w.session, _meld_afwezig(w).id)
    afwezigheid.beeindig_afwezigheid(w.session, rij, actor=w.actor("teammanager"))


def _team(w: Wandeling) -> None:
    team = {"jurist": w.team["jurist"].id}
    vaste_gezichten.wijzig_team(w.session, w.zaak, actor=w.actor("wonen"), versie=w.zaak.versie, team=team)


def _verleng(w: Wandeling) -> None:
    rij = open_taak(w, "CM-01")
    taken.verleng(w.session, rij, actor=w.actor("casemanager"), dagen=5, reden="Het COA is dicht.")


def _leg_voor(w: Wandeling) -> None:
    besluit = laatste_besluit(w, "voordracht")
    besluitstappen.leg_voor(w.session, besluit, actor=w.actor("wonen"), aan=w.team["teammanager"].id)


def _beslis(uitkomst: besluiten.Uitkomst) -> Doe:
    def doe(w: Wandeling) -> None:
        besluit = laatste_besluit(w, "voordracht")
        manager = w.actor("teammanager")
        besluiten.beslis(w.session, besluit, actor=manager, uitkomst=uitkomst, motivering="Past het best.")

    return doe


def _trek_in(w: Wandeling) -> None:
    besluit = laatste_besluit(w, "voordracht")
    besluiten.trek_in(w.session, besluit, actor=w.actor("wonen"), reden="Verkeerde woning.")


def _stel_voor(w: Wandeling) -> None:
    w.kies_woning()
    w.voorstel("voordracht")


def _vraag_advies(w: Wandeling, rol: str = "jurist") -> Advies:
    besluit = laatste_besluit(w, "voordracht")
    return adviezen.vraag_advies(w.session, besluit, actor=w.actor("teammanager"), rol=rol, vraag="Mag het?")


def _geef_advies(w: Wandeling) -> None:
    wie, waarom = w.actor("jurist"), "Leg de afspraak met de corporatie vast."
    adviezen.geef_advies(w.session, _vraag_advies(w), actor=wie, oordeel="eens_mits", toelichting=waarom)


def _leg_terug(w: Wandeling) -> Besluit:
    besluit = laatste_besluit(w, "voordracht")
    besluitstappen.leg_terug(w.session, besluit, actor=w.actor("teammanager"), vraag="Is er een lift?")
    return besluit


def _beantwoord(w: Wandeling) -> None:
    besluitstappen.beantwoord(w.session, _leg_terug(w), actor=w.actor("wonen"), antwoord="Ja, tot de derde verdieping.")


def _zet_door(w: Wandeling, rol: str = "teammanager") -> Besluit:
    besluit = laatste_besluit(w, "voordracht")
    besluitstappen.zet_door(w.session, besluit, actor=w.actor(rol), reden="Er is aandacht van de pers.")
    return besluit


def _naar_het_college(w: Wandeling) -> Besluit:
    for rol in ("teammanager", "ambtelijk_opdrachtgever", "bestuurlijk_opdrachtgever"):
        besluit = _zet_door(w, rol)
    return besluit


def _collegebesluit(w: Wandeling) -> None:
    _document(w)
    stuk = w.session.scalars(select(Document).where(Document.zaak_id == w.zaak.id).order_by(Document.id.desc())).all()[
        0
    ]
    stuk.status = "schoon"
    w.session.flush()
    collegebesluiten.leg_collegebesluit_vast(
        w.session,
        _naar_het_college(w),
        actor=w.actor("jurist"),
        uitkomst="toegekend",
        nummer="2026-118",
        datum=vandaag(),
        document=stuk.id,
        motivering="Het college volgt het voorstel.",
    )


def _schort_op(w: Wandeling) -> None:
    wie, tot = w.actor("casemanager"), w.dag + timedelta(days=14)
    opschorten.schort_op(w.session, w.zaak, actor=wie, versie=w.zaak.versie, reden="Op reis.", herzien_op=tot)


def _hervat(w: Wandeling) -> None:
    opschorten.hervat(w.session, w.zaak, actor=w.actor("teammanager"), versie=w.zaak.versie)


def _notitie(w: Wandeling) -> None:
    notities.schrijf(w.session, w.zaak, actor=w.actor("jurist"), tekst="Het huishouden belde.")


def _verbeter(w: Wandeling) -> None:
    wie = w.actor("jurist")
    notitie = notities.schrijf(w.session, w.zaak, actor=wie, tekst="Het huishouden belde.")
    notities.verbeter(w.session, notitie, actor=wie, versie=1, tekst="De vader belde.")


def _volg(w: Wandeling) -> None:
    assert volgen.volg(w.session, w.zaak, actor=w.actor("jurist"))
    assert not volgen.volg(w.session, w.zaak, actor=w.actor("jurist"))


def _laat_gaan(w: Wandeling) -> None:
    wie = w.actor("jurist")
    sleutel = {"gemeente_id": w.zaak.gemeente_id, "id": uuid7(), "zaak_id": w.zaak.id}
    w.session.add(Volger(**sleutel, gebruiker_id=wie.gebruiker_id))
    assert volgen.laat_gaan(w.session, w.zaak, actor=wie)
    assert not volgen.laat_gaan(w.session, w.zaak, actor=wie)


def _andere_zaak(w: Wandeling) -> Zaak:
    return w.session.scalars(select(Zaak).where(Zaak.id != w.zaak.id).order_by(Zaak.zaaknummer)).all()[0]


def _leg_verband(w: Wandeling) -> None:
    nummer = _andere_zaak(w).zaaknummer
    verbanden.leg(w.session, w.zaak, actor=w.actor("wonen"), zaaknummer=nummer, soort="nareis")


def _verbreek(w: Wandeling) -> None:
    wie = w.actor("wonen")
    sleutel = {"gemeente_id": w.zaak.gemeente_id, "id": uuid7(), "zaak_id": w.zaak.id}
    rij = Zaakverband(**sleutel, andere_id=_andere_zaak(w).id, soort="ruil", door_id=wie.gebruiker_id)
    w.session.add(rij)
    w.session.flush()
    verbanden.verbreek(w.session, rij, actor=wie)


def _contact(w: Wandeling) -> None:
    contactmomenten.leg_vast(
        w.session,
        w.zaak,
        actor=w.actor("wonen"),
        soort="telefoon",
        met="het huishouden",
        op=nu(),
        verslag="Zij komen kijken.",
        tolk=True,
    )


def _dossier(w: Wandeling) -> None:
    wie = w.session.scalars(select(Corporatie.id).order_by(Corporatie.naam)).all()[0]
    dossiers.vraag_aan(w.session, w.zaak, actor=w.actor("wonen"), ontvanger_id=wie)


def _document(w: Wandeling) -> Document:
    return documenten.voeg_toe(
        w.session, w.zaak, actor=w.actor("casemanager"), map_=DOCUMENTEN, ontvangen=Ontvangen("plan.pdf", b"%PDF-1.7")
    )


def _nieuwe_versie(w: Wandeling) -> None:
    document = _document(w)
    documenten.nieuwe_versie(
        w.session,
        laad_reeks(w.session, document.id),
        actor=w.actor("wonen"),
        map_=DOCUMENTEN,
        ontvangen=Ontvangen("plan 2.pdf", b"%PDF-1.7 anders"),
        versie=1,
    )


def _weergave(w: Wandeling) -> None:
    keuze = Keuze("team", rol="wonen")
    weergaven.bewaar(w.session, actor=w.actor("jurist"), naam="Wonen", keuze=keuze, gedeeld=True)


def _niet_delen(w: Wandeling) -> None:
    _weergave(w)
    rij = w.session.scalars(select(Weergave).where(Weergave.naam == "Wonen")).one()
    weergaven.deel(w.session, rij, actor=w.actor("jurist"), gedeeld=False)


def _werk_weergave_bij(w: Wandeling) -> None:
    _weergave(w)
    rij = w.session.scalars(select(Weergave).where(Weergave.naam == "Wonen")).one()
    weergaven.werk_bij(w.session, rij, actor=w.actor("jurist"), keuze=Keuze("team", rol="jurist"))


def _hernoem(w: Wandeling) -> None:
    _weergave(w)
    rij = w.session.scalars(select(Weergave).where(Weergave.naam == "Wonen")).one()
    weergaven.hernoem(w.session, rij, actor=w.actor("jurist"), naam="Woningen")


def _gooi_weg(w: Wandeling) -> None:
    _weergave(w)
    rij = w.session.scalars(select(Weergave).where(Weergave.naam == "Wonen")).one()
    weergaven.verwijder(w.session, rij, actor=w.actor("jurist"))


def _registerbesluit(w: Wandeling) -> None:
    rij = Registerrij(
        nr="9.1",
        bevoegdheid="pip",
        grondslag="Wet inburgering 2021 art. 15",
        bestuursorgaan="college",
        soort="mandaat",
        functie="ambtelijk_opdrachtgever",
        geldig_van=vandaag(),
    )
    mandaatregister.stel_vast(
        w.session,
        actor=w.actor("beheerder"),
        map_=DOCUMENTEN.parent / mandaatregister.MAP,
        besluitnummer="2026-77",
        besluitdatum=vandaag(),
        omschrijving="Het plan ook een niveau hoger.",
        document=Nagekeken("besluit.pdf", "application/pdf", b"%PDF-1.7"),
        rijen=[rij],
    )


def _teammanager(w: Wandeling) -> Functie:
    return w.session.scalars(select(Functie).where(Functie.code == "teammanager")).one()


def _functie_erbij(w: Wandeling) -> None:
    functies.voeg_functie_toe(w.session, actor=w.actor("beheerder"), titel="Afdelingshoofd Wonen", niveau=2)


def _wijs_aan(w: Wandeling) -> Functiehouder:
    wie, jurist = w.actor("beheerder"), w.team["jurist"].id
    return functies.wijs_aan(w.session, _teammanager(w), actor=wie, gebruiker_id=jurist, van=vandaag())


def _laat_eindigen(w: Wandeling) -> None:
    rij = laad_houder(w.session, _teammanager(w).id, _wijs_aan(w).id)
    functies.beeindig_functie(w.session, rij, actor=w.actor("beheerder"), tot=vandaag() + timedelta(days=30))


def _vervang(w: Wandeling) -> Vervanging:
    dagen = {"van": vandaag(), "tot": vandaag() + timedelta(days=7)}
    wie, jurist = w.actor("beheerder"), w.team["jurist"].id
    return functies.vervang(w.session, _teammanager(w), actor=wie, gebruiker_id=jurist, **dagen)


def _vervang_niet_meer(w: Wandeling) -> None:
    rij = laad_vervanging(w.session, _teammanager(w).id, _vervang(w).id)
    functies.beeindig_vervanging(w.session, rij, actor=w.actor("beheerder"))


def _gebruiker(w: Wandeling) -> None:
    gebruikers.voeg_toe(w.session, actor=w.actor("beheerder"), naam="Nieuw Iemand", email="nieuw@voorbeeld.test")


def _rol(w: Wandeling) -> None:
    wie = w.session.scalars(select(Gebruiker).where(Gebruiker.id == w.team["jurist"].id)).one()
    gebruikers.geef_rol(w.session, wie, actor=w.actor("beheerder"), rol="teammanager")


def _taakstelling(w: Wandeling) -> None:
    actor = w.actor("beheerder")
    zet_taakstelling(w.session, Halfjaar(2026, 2), actor=actor, personen=40, achterstand=4, bron="Brief provincie")


def _wachtwoord(w: Wandeling) -> None:
    wie = w.session.scalars(select(Gebruiker).where(Gebruiker.id == w.team["jurist"].id)).one()
    gebruikers.zet_wachtwoord(w.session, wie, actor=w.actor("beheerder"), wachtwoord_hash="anders")


def _agenda(w: Wandeling) -> None:
    agenda.maak(w.session, actor=w.actor("jurist"))


def _agenda_weg(w: Wandeling) -> None:
    w.session.add(Agendalink(gebruiker_id=w.actor("jurist").gebruiker_id, geheim_hash="x"))
    agenda.trek_in(w.session, actor=w.actor("jurist"))


SLEUTELS = nieuwe_sleutelbos()


def _koppel_app(w: Wandeling) -> list[str]:
    code = code_van(GEHEIM, stap(nu()))
    return tweedefactor.koppel(w.session, actor=w.actor("teammanager"), geheim=GEHEIM, code=code, bos=SLEUTELS)


def _vervang_app(w: Wandeling) -> None:
    _koppel_app(w)
    code = code_van(GEHEIM, stap(nu()))
    tweedefactor.vervang(w.session, actor=w.actor("teammanager"), geheim=GEHEIM, code=code, bos=SLEUTELS)


def _nieuwe_herstelcodes(w: Wandeling) -> None:
    _koppel_app(w)
    tweedefactor.vernieuw_herstelcodes(w.session, actor=w.actor("teammanager"), bos=SLEUTELS)


def _gebruik_herstelcode(w: Wandeling) -> None:
    code = _koppel_app(w)[0]
    wie = w.actor("teammanager")
    assert tweedefactor.gebruik(w.session, actor=wie, invoer=code, bos=SLEUTELS) == "goed"


def _haal_app_weg(w: Wandeling) -> None:
    _koppel_app(w)
    wie = w.session.scalars(select(Gebruiker).where(Gebruiker.id == w.team["teammanager"].id)).one()
    tweedefactor.verwijder(w.session, wie, actor=w.actor("beheerder"))


def _bulk(w: Wandeling) -> Bulk:
    keuze = {open_taak(w, "CM-01").id: None}
    return bulk.begin(w.session, actor=w.actor("teammanager"), opdracht=Opdracht("volgen"), keuze=keuze)


def _stop(w: Wandeling) -> None:
    bulk.stop(w.session, _bulk(w), actor=w.actor("teammanager"))


def _draai_terug(w: Wandeling) -> None:
    rij = _bulk(w)
    rij.status, rij.klaar_op = "klaar", nu()
    w.session.flush()
    bulk.draai_terug(w.session, rij, actor=w.actor("teammanager"))


def _bezwaar(w: Wandeling) -> Bezwaar:
    """Te laat, en met een adviescommissie: de beslistermijn loopt dan nog. De jurist stelde het besluit niet voor."""
    besluit = laatste_besluit(w, "urgentie_toekennen")
    besluit.voorgesteld_door_id = w.team["wonen"].id
    w.meld("bezwaar_ontvangen", besluit=str(besluit.id), te_laat_reden="Ziekenhuisopname.", commissie="ja")
    return laad_bezwaar(w.session, w.session.scalars(select(Bezwaar.id).where(Bezwaar.zaak_id == w.zaak.id)).one())


def _bevestig(w: Wandeling) -> None:
    bezwaren.bevestig(w.session, _bezwaar(w), actor=w.actor("jurist"), commissie=True)


def _wijs_bezwaar_toe(w: Wandeling) -> None:
    bezwaren.wijs_toe(w.session, _bezwaar(w), actor=w.actor("teammanager"), aan_id=w.team["financieel"].id)


def _verdaag(w: Wandeling) -> None:
    bezwaren.verdaag(w.session, _bezwaar(w), actor=w.actor("jurist"), weken=2, reden="Horen kon niet eerder.")


def _stel_uit(w: Wandeling) -> None:
    hoe = {"tot": vandaag() + timedelta(days=90), "grond": "indiener", "reden": "Mail van vandaag."}
    bezwaren.stel_uit(w.session, _bezwaar(w), actor=w.actor("jurist"), **hoe)  # type: ignore[arg-type]  # gemengde waarden


def _schort_bezwaar_op(w: Wandeling) -> Bezwaar:
    dagen = {"verzocht_op": vandaag(), "herstel_tot": vandaag() + timedelta(days=14)}
    return bezwaren.schort_op(w.session, _bezwaar(w), actor=w.actor("jurist"), **dagen, reden="De gronden ontbreken.")


def _hervat_bezwaar(w: Wandeling) -> None:
    bezwaren.hervat(w.session, _schort_bezwaar_op(w), actor=w.actor("jurist"), hersteld_op=vandaag())


def _trek_bezwaar_in(w: Wandeling) -> None:
    wie, dag = w.actor("jurist"), vandaag()
    bezwaren.trek_in(w.session, _bezwaar(w), actor=wie, ingetrokken_op=dag, reden="Per mail, na uitleg.")


def _brieftekst(w: Wandeling) -> None:
    code = "bijstand-toegekend"
    tekst = pakket_tekst(code).replace("U krijgt een uitkering", "U krijgt bijstand")
    briefsjablonen.bewaar(w.session, actor=w.actor("beheerder"), code=code, tekst=tekst, versie=0)


def _brieftekst_terug(w: Wandeling) -> None:
    _brieftekst(w)
    briefsjablonen.zet_terug(w.session, actor=w.actor("beheerder"), code="bijstand-toegekend", versie=1)


def _brief_opnieuw(w: Wandeling) -> None:
    besluit, wie = laatste_besluit(w, "voordracht"), w.actor("casemanager")
    brief = brieven.vraag_brief(w.session, actor=wie, zaak=w.zaak, soort="besluit", besluit=besluit)
    brief.status, brief.reden = "mislukt", "De schijf was vol."
    w.session.flush()
    brieven.maak_opnieuw(w.session, brief, actor=wie)


def _corporatie(w: Wandeling) -> UUID:
    return w.session.scalars(select(Corporatie.id).order_by(Corporatie.id)).all()[0]


def _woning_vast(w: Wandeling) -> Woning:
    return proefwoning.leg_vast(w.session, w.actor("wonen"), _corporatie(w))


def _woning_anders(w: Wandeling) -> None:
    woning = _woning_vast(w)
    woningen.wijzig_woning(w.session, woning, actor=w.actor("wonen"), versie=1, gegevens={"slaapkamers": 2})


def _woning_terug(w: Wandeling) -> None:
    woningstappen.zet(w.session, _woning_vast(w), "intrekken", actor=w.actor("wonen"), reden="Verkocht.")


def _leg_afspraak_vast(w: Wandeling) -> None:
    vast = {"corporatie_id": _corporatie(w), "jaar": 2026, "aantallen": {"studio": 4}, "bron": "Overleg"}
    prestaties.leg_afspraak_vast(w.session, actor=w.actor("wonen"), **vast)


def _leg_prognose_vast(w: Wandeling) -> None:
    vast = {"corporatie_id": _corporatie(w), "jaar": 2026, "aantallen": {(3, "studio"): 2}}
    prestaties.leg_prognose_vast(w.session, actor=w.actor("teammanager"), **vast)


def _complextaak(w: Wandeling) -> Complextaak:
    complex_ = proefwoning.complex_(w.session, w.actor("wonen"), _corporatie(w))
    vraag = select(Complextaak).where(Complextaak.complex_id == complex_.id, Complextaak.soort == "gebruiksmelding")
    return w.session.scalars(vraag).one()


def _complex_anders(w: Wandeling) -> None:
    complex_ = proefwoning.complex_(w.session, w.actor("wonen"), _corporatie(w))
    complexen.wijzig_complex(w.session, complex_, actor=w.actor("wonen"), versie=1, gegevens={"eenheden": 9})


def _geef_complextaak(w: Wandeling) -> None:
    complexen.geef_taak(w.session, _complextaak(w), actor=w.actor("wonen"), aan_id=w.team["wonen"].id)


def _rond_complextaak_af(w: Wandeling) -> Complextaak:
    taak = _complextaak(w)
    complexen.rond_taak_af(w.session, taak, actor=w.actor("wonen"), toelichting="Melding 2026-11.")
    return taak


def _heropen_complextaak(w: Wandeling) -> None:
    complexen.heropen_taak(w.session, _rond_complextaak_af(w), actor=w.actor("wonen"))


_NIEUWE_WONING = (("woningstap", "wonen"), ("woningstap", "wonen"))
_NIEUW_COMPLEX = ("complex_vastgelegd", "wonen")


def _woning_voor(w: Wandeling) -> Woning:
    return w.session.scalars(select(Woning).where(Woning.status == "beschikbaar").order_by(Woning.id)).all()[0]


def _zet_wens(w: Wandeling) -> Matchwens:
    wie, woning = w.actor("wonen"), _woning_voor(w)
    return matchwensen.zet_wens(w.session, w.zaak, woning, actor=wie, soort="vast", reden="Dicht bij school.")


def _vul_aan(w: Wandeling) -> None:
    beeld = laad_beeld(w.session, w.zaak)
    waarden = nu_vastgelegd(w.zaak, beeld.huishouden, beeld.personen)
    nieuw = {**waarden, "jaarinkomen": "28.500", "gebied": "Zutphen"}
    huishoudens.vul_aan(w.session, w.zaak, actor=w.actor("wonen"), was=waarden, invoer=nieuw)


def _reistijd(w: Wandeling) -> None:
    plaats = {"minuten": {"Doetinchem": "25"}, "was": {"Doetinchem": ""}}
    reistijden.leg_vast(w.session, actor=w.actor("wonen"), gebied="Zutphen", **plaats)


def _haal_wens_weg(w: Wandeling) -> None:
    matchwensen.haal_weg(w.session, _zet_wens(w), actor=w.actor("teammanager"))


def _bereken(w: Wandeling) -> Matchrun:
    return matchruns.bereken(w.session, actor=w.actor("wonen"))


def _bereken_wat_als(w: Wandeling) -> None:
    matchruns.bereken(w.session, actor=w.actor("wonen"), wat_als={"studio": 2}, basis=_bereken(w))


def _herhaal(w: Wandeling) -> None:
    assert matchruns.herhaal(w.session, _bereken(w), actor=w.actor("wonen"))


def _zet_over(w: Wandeling) -> None:
    overzetten.zet_over(w.session, oudproces.zet_op(w.session, w.zaak), actor=w.actor("beheerder"))


def _leg_waarde_vast(w: Wandeling) -> None:
    wat = {"naam": "kamer_tolerantie", "waarde": "0", "vanaf": vandaag() + timedelta(days=30)}
    parameters.leg_vast(w.session, actor=w.actor("beheerder"), bron="Raadsbesluit", **wat)


def _haal_waarde_weg(w: Wandeling) -> None:
    _leg_waarde_vast(w)
    wat = {"naam": "kamer_tolerantie", "vanaf": vandaag() + timedelta(days=30)}
    parameters.haal_weg(w.session, actor=w.actor("beheerder"), **wat)


def _vul_waarden_aan(w: Wandeling) -> None:
    w.session.execute(delete(Parameter).where(Parameter.sleutel == "score_netwerk"))
    assert len(parameters.vul_aan(w.session, actor=w.actor("beheerder"))) == 1


DADEN: tuple[Daad, ...] = (
    *(Daad(*rij) for rij in daden_dossiers.RIJEN),
    Daad("waarde vastleggen", "nieuw", (("waarde_vastgelegd", "beheerder"),), _leg_waarde_vast, "parameters.leg_vast"),
    Daad(
        "waarde weghalen",
        "nieuw",
        (("waarde_vastgelegd", "beheerder"), ("waarde_weggehaald", "beheerder")),
        _haal_waarde_weg,
        "parameters.haal_weg",
    ),
    Daad("waarden aanvullen", "nieuw", (("waarden_aangevuld", "beheerder"),), _vul_waarden_aan, "parameters.vul_aan"),
    Daad("woning vastleggen", "nieuw", _NIEUWE_WONING, _woning_vast, "woningen.leg_vast"),
    Daad(
        "woning wijzigen",
        "nieuw",
        (*_NIEUWE_WONING, ("woning_gewijzigd", "wonen")),
        _woning_anders,
        "woningen.wijzig_woning",
    ),
    Daad("woning intrekken", "nieuw", (*_NIEUWE_WONING, ("woningstap", "wonen")), _woning_terug, "woningstappen.zet"),
    Daad(
        "prestatieafspraak",
        "nieuw",
        (("prestatieafspraak", "wonen"),),
        _leg_afspraak_vast,
        "prestaties.leg_afspraak_vast",
    ),
    Daad(
        "prognose door het team",
        "nieuw",
        (("prognose", "teammanager"),),
        _leg_prognose_vast,
        "prestaties.leg_prognose_vast",
    ),
    Daad("complex vastleggen", "nieuw", (_NIEUW_COMPLEX,), _complextaak, "complexen.leg_vast"),
    Daad(
        "complex wijzigen",
        "nieuw",
        (_NIEUW_COMPLEX, ("complex_gewijzigd", "wonen")),
        _complex_anders,
        "complexen.wijzig_complex",
    ),
    Daad(
        "complextaak geven",
        "nieuw",
        (_NIEUW_COMPLEX, ("complextaak_behandelaar", "wonen")),
        _geef_complextaak,
        "complexen.geef_taak",
    ),
    Daad(
        "complextaak afronden",
        "nieuw",
        (_NIEUW_COMPLEX, ("complextaak_gereed", "wonen")),
        _rond_complextaak_af,
        "complexen.rond_taak_af",
    ),
    Daad(
        "complextaak heropenen",
        "nieuw",
        (_NIEUW_COMPLEX, ("complextaak_gereed", "wonen"), ("complextaak_heropend", "wonen")),
        _heropen_complextaak,
        "complexen.heropen_taak",
    ),
    Daad("zaak openen", "nieuw", (("zaak_geopend", "casemanager"),), _open, "zaken.open_zaak"),
    Daad(
        "koppeling bijwerken",
        "zoekend",
        (("koppeling_gewijzigd", "casemanager"),),
        _werk_bij,
        "zaken.werk_koppeling_bij",
    ),
    Daad("proces overzetten", "zoekend", (("proces_overgezet", "beheerder"),), _zet_over, "overzetten.zet_over"),
    _stap("profiel_compleet", "profiel"),
    _stap("aanbod_doen", "voorgedragen"),
    _stap("inburgering_koppelen", "geaccepteerd"),
    _stap("huisvesten", "verhuisd"),
    _stap("weigering_terecht", "terecht"),
    _stap("aanbod_intrekken", "aangeboden", einde_reden="woning_vervallen"),
    _stap("woning_vervallen", "gekoppeld", einde_reden="TOE"),
    _stap("sluiten_na_weigering", "onterecht"),
    _stap("overdragen", "ruil"),
    _stap("sluiten", "aangeboden", sluitreden="vertrek"),
    Daad("taak pakken", "nieuw", (("taak_gepakt", "casemanager"),), _pak, "taken.pak"),
    Daad("taak terugleggen", "gepakt", (("taak_losgelaten", "casemanager"),), _laat_los, "taken.laat_los"),
    Daad(
        "taak overdragen",
        "nieuw",
        (("taak_toegewezen_met_bericht", "teammanager"),),
        _draag_over,
        "taken.draag_over",
    ),
    Daad("taak inplannen", "nieuw", (("taak_gepland", "casemanager"),), _plan, "taken.plan"),
    Daad("taak laten wachten", "nieuw", (("taak_wacht", "casemanager"),), _wacht, "taken_wachten.laat_wachten"),
    Daad(
        "taak weer oppakken",
        "nieuw",
        (("taak_wacht", "casemanager"), ("taak_weer_aan_de_beurt", "casemanager")),
        _wacht_en_weer_op,
        "taken_wachten.pak_weer_op",
    ),
    Daad(
        "taak heropenen",
        "nieuw",
        (("taak_gereed", "casemanager"), ("taak_heropend", "teammanager")),
        _heropen,
        "taken_heropenen.heropen",
    ),
    Daad(
        "afronden ongedaan maken",
        "nieuw",
        (("taak_gereed", "casemanager"), ("taak_teruggezet", "casemanager")),
        _ongedaan,
        "taken_heropenen.maak_ongedaan",
    ),
    Daad("eigen taak", "nieuw", (("taak_toegevoegd", "casemanager"),), _eigen, "taken_eigen.voeg_toe"),
    Daad(
        "eigen taak vervalt",
        "nieuw",
        (("taak_toegevoegd", "casemanager"), ("taak_vervallen", "casemanager")),
        _eigen_vervalt,
        "taken_eigen.laat_vervallen",
    ),
    Daad("werkverdeling", "nieuw", (("werkverdeling", "teammanager"),), _werkverdeling, "verdeling.stel_in"),
    Daad("afwezig melden", "nieuw", (("afwezigheid", "jurist"),), _meld_afwezig, "afwezigheid.meld_afwezig"),
    Daad(
        "weer terug",
        "nieuw",
        (("afwezigheid", "jurist"), ("afwezigheid_ingetrokken", "teammanager")),
        _weer_terug,
        "afwezigheid.beeindig_afwezigheid",
    ),
    Daad(
        "vast gezicht weer vrij",
        "zoekend",
        (("taak_gepakt", "wonen"), ("taak_losgelaten", "wonen"), ("vast_gezicht_weg", "wonen")),
        _pak_en_laat_los,
        "vaste_gezichten.geef_gezicht_vrij",
    ),
    Daad("vast gezicht", "zoekend", (("vast_gezicht", "wonen"),), _team, "vaste_gezichten.wijzig_team"),
    Daad("taak verlengen", "nieuw", (("taak_verlengd", "casemanager"),), _verleng, "taken.verleng"),
    _taak("CM-01", "nieuw"),
    _taak("CM-02", "nieuw"),
    _taak("WO-01", "zoekend", woonbeperking="rolstoel"),
    _taak("WO-06", "aangeboden", "ja", reactie="ja", huur_vanaf="2026-07-10"),
    _taak("WO-06", "aangeboden", "nee", reactie="nee", weigerreden="WBN"),
    _taak("JU-04", "geweigerd", "terecht", oordeel="terecht"),
    _taak("JU-04", "geweigerd", "alsnog", oordeel="alsnog_geaccepteerd"),
    _taak("JU-02", "alsnog"),
    _taak("CM-06", "gekoppeld"),
    _taak("IN-01", "gekoppeld", keer=2),
    _taak("FI-01", "gekoppeld"),
    _melding("nareis_gemeld", "gehuisvest"),
    _melding("amv_gemeld", "nieuw"),
    _melding("duo_kennisgeving", "nieuw"),
    _melding("niet_meegewerkt", "gekoppeld"),
    _melding("bijstand_ingegaan", "gekoppeld"),
    _melding("budget_bijna_op", "zoekend"),
    _melding("urgentie_aangevraagd", "zoekend"),
    _melding("gemeente_huurt", "zoekend"),
    _melding("andere_woning", "zoekend"),
    _melding("voordracht_vervallen", "voorgedragen"),
    _melding("corporatie_akkoord", "voorgedragen"),
    _melding("corporatie_wijst_af", "voorgedragen"),
    _melding("bezichtiging_gepland", "aangeboden"),
    _melding("woning_teruggetrokken", "geweigerd"),
    _melding("ruil_gewenst", "zoekend"),
    _melding("bezwaar_ontvangen", "urgentie", _bezwaar),
    _bezwaardaad("bevestigd", _bevestig, "bevestig"),
    _bezwaardaad("toegewezen", _wijs_bezwaar_toe, "wijs_toe", door="teammanager"),
    _bezwaardaad("verdaagd", _verdaag, "verdaag"),
    _bezwaardaad("uitgesteld", _stel_uit, "stel_uit"),
    _bezwaardaad("opgeschort", _schort_bezwaar_op, "schort_op"),
    Daad(
        "bezwaar hervat",
        "urgentie",
        (("melding", "jurist"), ("bezwaar_opgeschort", "jurist"), ("bezwaar_hervat", "jurist")),
        _hervat_bezwaar,
        "bezwaren.hervat",
    ),
    _bezwaardaad("ingetrokken", _trek_bezwaar_in, "trek_in"),
    _melding("inzageverzoek_ontvangen", "nieuw"),
    _melding("nieuwe_ontvanger", "nieuw"),
    _melding("cluster_gemeld", "zoekend"),
    _melding("persvraag", "gesloten"),
    Daad("besluit voorstellen", "gekozen", (("besluit_voorgesteld", "wonen"),), _stel_voor, "besluiten.stel_voor"),
    Daad(
        "besluit toekennen",
        "voorgesteld",
        (("besluit_toegekend", "teammanager"),),
        _beslis("toegekend"),
        "besluiten.beslis",
    ),
    Daad(
        "besluit afwijzen",
        "voorgesteld",
        (("besluit_afgewezen", "teammanager"),),
        _beslis("afgewezen"),
        "besluiten.beslis",
    ),
    Daad("voorstel intrekken", "voorgesteld", (("besluit_ingetrokken", "wonen"),), _trek_in, "besluiten.trek_in"),
    Daad("advies vragen", "voorgesteld", (("advies_gevraagd", "teammanager"),), _vraag_advies, "adviezen.vraag_advies"),
    Daad(
        "advies geven",
        "voorgesteld",
        (("advies_gevraagd", "teammanager"), ("advies_gegeven", "jurist")),
        _geef_advies,
        "adviezen.geef_advies",
    ),
    Daad("terug met vraag", "voorgesteld", (("besluit_vraag", "teammanager"),), _leg_terug, "besluitstappen.leg_terug"),
    Daad(
        "vraag beantwoorden",
        "voorgesteld",
        (("besluit_vraag", "teammanager"), ("besluit_antwoord", "wonen")),
        _beantwoord,
        "besluitstappen.beantwoord",
    ),
    Daad("voorleggen", "voorgesteld", (("besluit_voorgelegd", "wonen"),), _leg_voor, "besluitstappen.leg_voor"),
    Daad("doorzetten", "voorgesteld", (("besluit_doorgezet", "teammanager"),), _zet_door, "besluitstappen.zet_door"),
    Daad(
        "collegebesluit vastleggen",
        "voorgesteld",
        (
            ("document_toegevoegd", "casemanager"),
            ("besluit_doorgezet", "teammanager"),
            ("besluit_doorgezet", "ambtelijk_opdrachtgever"),
            ("besluit_doorgezet", "bestuurlijk_opdrachtgever"),
            ("besluit_toegekend", "jurist"),
        ),
        _collegebesluit,
        "collegebesluiten.leg_collegebesluit_vast",
    ),
    Daad("opschorten", "zoekend", (("opgeschort", "casemanager"),), _schort_op, "opschorten.schort_op"),
    Daad("hervatten", "opgeschort", (("hervat", "teammanager"),), _hervat, "opschorten.hervat"),
    Daad("notitie", "gesloten", (("notitie", "jurist"),), _notitie, "notities.schrijf"),
    Daad(
        "notitie verbeteren",
        "gesloten",
        (("notitie", "jurist"), ("notitie_verbeterd", "jurist")),
        _verbeter,
        "notities.verbeter",
    ),
    Daad("zaak volgen", "zoekend", (("zaak_gevolgd", "jurist"),), _volg, "volgen.volg"),
    Daad("zaak niet meer volgen", "zoekend", (("zaak_niet_gevolgd", "jurist"),), _laat_gaan, "volgen.laat_gaan"),
    Daad("verband leggen", "zoekend", (("zaakverband", "wonen"),) * 2, _leg_verband, "verbanden.leg"),
    Daad("verband weghalen", "zoekend", (("zaakverband_weg", "wonen"),) * 2, _verbreek, "verbanden.verbreek"),
    Daad("contactmoment", "zoekend", (("contactmoment", "wonen"),), _contact, "contactmomenten.leg_vast"),
    *(Daad(*rij) for rij in daden_portaal.RIJEN),
    Daad("dossier aanvragen", "voorgedragen", (("dossier_aangevraagd", "wonen"),), _dossier, "dossiers.vraag_aan"),
    Daad("document toevoegen", "gesloten", (("document_toegevoegd", "casemanager"),), _document, "documenten.voeg_toe"),
    Daad(
        "nieuwe versie",
        "zoekend",
        (("document_toegevoegd", "casemanager"), ("document_nieuwe_versie", "wonen")),
        _nieuwe_versie,
        "documenten.nieuwe_versie",
    ),
    Daad("brieftekst", "nieuw", (("briefsjabloon", "beheerder"),), _brieftekst, "briefsjablonen.bewaar"),
    Daad(
        "brieftekst van casus",
        "nieuw",
        (("briefsjabloon", "beheerder"),) * 2,
        _brieftekst_terug,
        "briefsjablonen.zet_terug",
    ),
    Daad(
        "brief opnieuw maken",
        "voorgedragen",
        (("brief_opnieuw", "casemanager"),),
        _brief_opnieuw,
        "brieven.maak_opnieuw",
    ),
    Daad("agenda maken", "nieuw", (("agenda_gemaakt", "jurist"),), _agenda, "agenda.maak"),
    Daad("agenda intrekken", "nieuw", (("agenda_ingetrokken", "jurist"),), _agenda_weg, "agenda.trek_in"),
    Daad(
        "code-app koppelen", "nieuw", (("tweede_factor_ingesteld", "teammanager"),), _koppel_app, "tweedefactor.koppel"
    ),
    Daad(
        "code-app vervangen",
        "nieuw",
        (("tweede_factor_ingesteld", "teammanager"), ("tweede_factor_vervangen", "teammanager")),
        _vervang_app,
        "tweedefactor.vervang",
    ),
    Daad(
        "nieuwe herstelcodes",
        "nieuw",
        (("tweede_factor_ingesteld", "teammanager"), ("herstelcodes_vernieuwd", "teammanager")),
        _nieuwe_herstelcodes,
        "tweedefactor.vernieuw_herstelcodes",
    ),
    Daad(
        "herstelcode gebruiken",
        "nieuw",
        (("tweede_factor_ingesteld", "teammanager"), ("herstelcode_gebruikt", "teammanager")),
        _gebruik_herstelcode,
        "tweedefactor.gebruik",
    ),
    Daad(
        "code-app weghalen",
        "nieuw",
        (("tweede_factor_ingesteld", "teammanager"), ("tweede_factor_verwijderd", "beheerder")),
        _haal_app_weg,
        "tweedefactor.verwijder",
    ),
    Daad("bulk beginnen", "nieuw", (("bulk", "teammanager"),), _bulk, "bulk.begin"),
    Daad("bulk stoppen", "nieuw", (("bulk", "teammanager"),), _stop, "bulk.stop"),
    Daad("bulk terugdraaien", "nieuw", (("bulk", "teammanager"),), _draai_terug, "bulk.draai_terug"),
    Daad("weergave bewaren", "nieuw", (("weergave_gedeeld", "jurist"),), _weergave, "weergaven.bewaar"),
    Daad(
        "weergave niet meer delen",
        "nieuw",
        (("weergave_gedeeld", "jurist"), ("weergave_niet_gedeeld", "jurist")),
        _niet_delen,
        "weergaven.deel",
    ),
    Daad(
        "gedeelde weergave bijwerken",
        "nieuw",
        (("weergave_gedeeld", "jurist"), ("weergave_bijgewerkt", "jurist")),
        _werk_weergave_bij,
        "weergaven.werk_bij",
    ),
    Daad(
        "gedeelde weergave hernoemen",
        "nieuw",
        (("weergave_gedeeld", "jurist"), ("weergave_hernoemd", "jurist")),
        _hernoem,
        "weergaven.hernoem",
    ),
    Daad(
        "gedeelde weergave weggooien",
        "nieuw",
        (("weergave_gedeeld", "jurist"), ("weergave_weg", "jurist")),
        _gooi_weg,
        "weergaven.verwijder",
    ),
    Daad(
        "registerbesluit", "nieuw", (("registerbesluit", "beheerder"),), _registerbesluit, "mandaatregister.stel_vast"
    ),
    Daad(
        "functie toevoegen",
        "nieuw",
        (("functie_toegevoegd", "beheerder"),),
        _functie_erbij,
        "functies.voeg_functie_toe",
    ),
    Daad("functiehouder", "nieuw", (("functiehouder", "beheerder"),), _wijs_aan, "functies.wijs_aan"),
    Daad(
        "functie beëindigen",
        "nieuw",
        (("functiehouder", "beheerder"), ("functiehouder_beeindigd", "beheerder")),
        _laat_eindigen,
        "functies.beeindig_functie",
    ),
    Daad("vervanging", "nieuw", (("vervanging", "beheerder"),), _vervang, "functies.vervang"),
    Daad(
        "vervanging beëindigen",
        "nieuw",
        (("vervanging", "beheerder"), ("vervanging_beeindigd", "beheerder")),
        _vervang_niet_meer,
        "functies.beeindig_vervanging",
    ),
    Daad("gegevens aanvullen", "zoekend", (("huishouden_aangevuld", "wonen"),), _vul_aan, "huishoudens.vul_aan"),
    Daad("reistijd invullen", "zoekend", (("reistijd", "wonen"),), _reistijd, "reistijden.leg_vast"),
    Daad("wens vastleggen", "zoekend", (("matchwens_vast", "wonen"),), _zet_wens, "matchwensen.zet_wens"),
    Daad(
        "wens weghalen",
        "zoekend",
        (("matchwens_vast", "wonen"), ("matchwens_weg", "teammanager")),
        _haal_wens_weg,
        "matchwensen.haal_weg",
    ),
    Daad("verdeling", "zoekend", (("matchrun", "wonen"),), _bereken, "matchruns.bereken"),
    Daad(
        "verdeling met extra woningen",
        "zoekend",
        (("matchrun", "wonen"), ("matchrun_wat_als", "wonen")),
        _bereken_wat_als,
        "matchruns.bereken",
    ),
    Daad(
        "verdeling narekenen",
        "zoekend",
        (("matchrun", "wonen"), ("matchrun_herhaald", "wonen")),
        _herhaal,
        "matchruns.herhaal",
    ),
    Daad("gebruiker toevoegen", "nieuw", (("gebruiker_toegevoegd", "beheerder"),), _gebruiker, "gebruikers.voeg_toe"),
    Daad("taakstelling", "nieuw", (("taakstelling", "beheerder"),), _taakstelling, "taakstellingen.zet_taakstelling"),
    Daad("rol geven", "nieuw", (("rol_toegekend", "beheerder"),), _rol, "gebruikers.geef_rol"),
    Daad(
        "wachtwoord zetten", "nieuw", (("wachtwoord_gewijzigd", "beheerder"),), _wachtwoord, "gebruikers.zet_wachtwoord"
    ),
)


def begin(daad: Daad, wereld: Wereld, sessie: object) -> Wandeling:
    """De zaak op haar plek, klaar om de daad te doen."""
    return wereld.loop(sessie, wereld.zaak_id(daad.plek))  # type: ignore[arg-type]
