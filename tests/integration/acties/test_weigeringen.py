"""Wat niet mag, gebeurt niet: elke weigering heeft een zin, laat niets achter, en is daarna zelf een gebeurtenis."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from casus.actions import (
    besluiten,
    contactmomenten,
    gebruikers,
    meldingen,
    notities,
    opschorten,
    overgang,
    taken,
    zaken,
)
from casus.db import Bereik
from casus.demo.wandeling import Wandeling
from casus.errors import CasusFout, Conflict, GeenBereik, GeenRecht, InvoerFout, NietGevonden, Weigering
from casus.gebeurtenissen import weigering
from casus.models import Besluit, Taak, Zaak
from casus.queries.beeld import laad_besluit, laad_taak, laad_zaak
from casus.rules.mandaten import GeenMandaat
from casus.termijnen import nu
from tests import factories
from tests.wereld import B, Wereld, laatste_besluit, open_taak


@dataclass(frozen=True)
class Nee:
    """Iets wat niet mag: waar, wat, met welke fout en welk stuk van de zin (of welke velden)."""

    naam: str
    plek: str
    fout: type[CasusFout]
    zin: str
    doe: Callable[[Wandeling], object]
    velden: frozenset[str] = frozenset()


def _taak(w: Wandeling, soort: str, rol: str, **invoer: str) -> None:
    taken.rond_af(w.session, open_taak(w, soort), actor=w.actor(rol), invoer=invoer)


def _stap(w: Wandeling, code: str, rol: str, **invoer: str) -> None:
    overgang.execute(w.session, w.zaak, code, actor=w.actor(rol), versie=w.zaak.versie, invoer=invoer)


def _beslis(w: Wandeling, rol: str, soort: str = "voordracht") -> None:
    besluiten.beslis(w.session, laatste_besluit(w, soort), actor=w.actor(rol), uitkomst="toegekend", motivering="Ja.")


def _boven_mandaat(w: Wandeling) -> None:
    w.voorstel("inrichtingskrediet", bedrag=620_000)
    _beslis(w, "teammanager", "inrichtingskrediet")


def _gesplitst(w: Wandeling) -> None:
    w.besluit("inrichtingskrediet", bedrag=450_000)
    w.voorstel("inrichtingskrediet", bedrag=450_000)
    _beslis(w, "teammanager", "inrichtingskrediet")


def _eigen_voorstel(w: Wandeling) -> None:
    rol = Wandeling.actor(w, "wonen")
    besluit = laatste_besluit(w, "voordracht")
    besluiten.beslis(w.session, besluit, actor=rol, uitkomst="toegekend", motivering="Ik vind van wel.")


def _zonder_motivering(w: Wandeling) -> None:
    besluit = laatste_besluit(w, "voordracht")
    besluiten.beslis(w.session, besluit, actor=w.actor("teammanager"), uitkomst="afgewezen", motivering="  ")


def _draag_over(w: Wandeling, aan: UUID, rol: str = "teammanager") -> None:
    taken.draag_over(w.session, open_taak(w, "CM-01"), actor=w.actor(rol), aan_id=aan)


def _stel_voor(w: Wandeling, **anders: object) -> None:
    velden: dict[str, object] = {"soort": "voordracht", "voorstel": "Past.", **anders}
    besluiten.stel_voor(w.session, w.zaak, actor=w.actor("wonen"), **velden)  # type: ignore[arg-type]


def _contact(w: Wandeling) -> None:
    morgen = nu() + timedelta(days=1)
    wie = w.actor("wonen")
    contactmomenten.leg_vast(w.session, w.zaak, actor=wie, soort="rooksignaal", met="x", op=morgen, verslag="y")


def _schort_op(w: Wandeling, rol: str, dagen: int = 9, reden: str = "Op reis.", versie: int | None = None) -> None:
    tot, versie = w.dag + timedelta(days=dagen), versie or w.zaak.versie
    opschorten.schort_op(w.session, w.zaak, actor=w.actor(rol), versie=versie, reden=reden, herzien_op=tot)


def _bezwaar(w: Wandeling) -> None:
    w.meld("bezwaar_ontvangen", besluit=str(uuid4()))


def _open_zonder_recht(w: Wandeling) -> None:
    gezin = factories.gezin(w.gemeente_id, "Q0000001")
    data = {"koppeldatum": w.dag, "vergunningdatum": w.dag, "geldig_tot": None}
    zaken.open_zaak(w.session, actor=w.actor("wonen"), huishouden=gezin, **data)


def _verleng(w: Wandeling, soort: str, rol: str, dagen: int, reden: str) -> None:
    taken.verleng(w.session, open_taak(w, soort), actor=w.actor(rol), dagen=dagen, reden=reden)


def _fatale_taak(w: Wandeling) -> None:
    w.meld("inzageverzoek_ontvangen")
    _verleng(w, "JU-09", "jurist", 10, "Druk.")


NEE = (
    Nee(
        "taak zonder rol",
        "nieuw",
        GeenRecht,
        "casemanager",
        lambda w: taken.pak(w.session, open_taak(w, "CM-01"), actor=w.actor("wonen")),
    ),
    Nee(
        "taak die een ander heeft",
        "gepakt",
        Conflict,
        "pakte de taak",
        lambda w: taken.pak(w.session, open_taak(w, "CM-01"), actor=w.actor("casemanager")),
    ),
    Nee(
        "loslaten van een ander",
        "gepakt",
        GeenRecht,
        "terugleggen",
        lambda w: taken.laat_los(w.session, open_taak(w, "CM-01"), actor=w.actor("jurist")),
    ),
    Nee(
        "aan wie de rol niet heeft",
        "nieuw",
        InvoerFout,
        "casemanager",
        lambda w: _draag_over(w, w.team["jurist"].id),
        frozenset({"aan"}),
    ),
    Nee(
        "aan iemand die niet bestaat",
        "nieuw",
        InvoerFout,
        "collega",
        lambda w: _draag_over(w, uuid4()),
        frozenset({"aan"}),
    ),
    Nee(
        "overdragen wat je niet hebt",
        "nieuw",
        GeenRecht,
        "overdragen",
        lambda w: _draag_over(w, w.team["casemanager"].id, "casemanager"),
    ),
    Nee(
        "verlengen zonder reden",
        "nieuw",
        InvoerFout,
        "",
        lambda w: _verleng(w, "CM-01", "casemanager", 0, " "),
        frozenset({"dagen", "reden"}),
    ),
    Nee("een wettelijke datum verlengen", "nieuw", Weigering, "staat in de wet", _fatale_taak),
    Nee(
        "afronden zonder velden",
        "nieuw",
        InvoerFout,
        "",
        lambda w: _taak(w, "CM-03", "casemanager"),
        frozenset({"gesprek_op", "verslag"}),
    ),
    Nee(
        "afronden in de toekomst",
        "nieuw",
        InvoerFout,
        "tot en met vandaag",
        lambda w: _taak(w, "CM-03", "casemanager", gesprek_op="2027-01-01", verslag="x"),
        frozenset({"gesprek_op"}),
    ),
    Nee("afronden voor de vorige taak", "zoekend", Weigering, "Rond eerst", lambda w: _taak(w, "WO-02", "wonen")),
    Nee(
        "afronden zonder besluit", "geaccepteerd", Weigering, "Stel het voor", lambda w: _taak(w, "FI-03", "financieel")
    ),
    Nee(
        "nog nadenken",
        "aangeboden",
        InvoerFout,
        "ja of nee",
        lambda w: w.taak("WO-06", reactie="nadenken"),
        frozenset({"reactie"}),
    ),
    Nee(
        "weigeren zonder reden",
        "aangeboden",
        InvoerFout,
        "reden",
        lambda w: w.taak("WO-06", reactie="nee", weigerreden=""),
        frozenset({"weigerreden"}),
    ),
    Nee(
        "sleutel voor het contract",
        "gekoppeld",
        InvoerFout,
        "niet eerder",
        lambda w: w.taak("CM-06", sleuteldatum="2026-01-10"),
        frozenset({"sleuteldatum"}),
    ),
    Nee("eigen voorstel", "voorgesteld", GeenMandaat, "niet zelf besluiten", _eigen_voorstel),
    Nee("zonder functie", "voorgesteld", GeenMandaat, "", lambda w: _beslis(w, "jurist")),
    Nee("boven mandaat", "geaccepteerd", GeenMandaat, "boven uw grens", _boven_mandaat),
    Nee("gesplitst bedrag", "geaccepteerd", GeenMandaat, "samen", _gesplitst),
    Nee(
        "afwijzen zonder motivering", "voorgesteld", InvoerFout, "waarom", _zonder_motivering, frozenset({"motivering"})
    ),
    Nee("twee keer besluiten", "voorgedragen", Conflict, "kende toe", lambda w: _beslis(w, "teammanager")),
    Nee(
        "voorstel van een ander intrekken",
        "voorgesteld",
        GeenRecht,
        "Alleen wie",
        lambda w: besluiten.trek_in(w.session, laatste_besluit(w, "voordracht"), actor=w.actor("jurist"), reden="x"),
    ),
    Nee(
        "genomen besluit intrekken",
        "voorgedragen",
        Conflict,
        "kende toe",
        lambda w: besluiten.trek_in(w.session, laatste_besluit(w, "voordracht"), actor=w.actor("wonen"), reden="x"),
    ),
    Nee("voorstellen zonder woning", "gekozen", InvoerFout, "woning", _stel_voor, frozenset({"woning"})),
    Nee(
        "voorstellen zonder tekst",
        "gekozen",
        InvoerFout,
        "waarom",
        lambda w: _stel_voor(w, soort="herplanning", voorstel=" "),
        frozenset({"voorstel"}),
    ),
    Nee(
        "voorstellen in een gesloten zaak",
        "gesloten",
        Weigering,
        "gesloten",
        lambda w: _stel_voor(w, soort="herplanning"),
    ),
    Nee(
        "voorstellen zonder rol",
        "gekozen",
        GeenRecht,
        "wonen",
        lambda w: besluiten.stel_voor(w.session, w.zaak, actor=w.actor("jurist"), soort="voordracht", voorstel="x"),
    ),
    Nee("stap zonder rol", "profiel", Weigering, "casemanager", lambda w: _stap(w, "profiel_compleet", "wonen")),
    Nee("stap met open taken", "nieuw", Weigering, "", lambda w: _stap(w, "profiel_compleet", "casemanager")),
    Nee(
        "stap zonder besluit", "voorgesteld", Weigering, "nog niet genomen", lambda w: _stap(w, "aanbod_doen", "wonen")
    ),
    Nee(
        "stap uit een andere toestand",
        "nieuw",
        Weigering,
        "begint bij",
        lambda w: _stap(w, "huisvesten", "casemanager"),
    ),
    Nee("stap die niet bestaat", "nieuw", Weigering, "bestaat niet", lambda w: _stap(w, "toveren", "casemanager")),
    Nee(
        "stap met stilstaande klok",
        "opgeschort",
        Weigering,
        "klok staat stil",
        lambda w: _stap(w, "aanbod_doen", "wonen"),
    ),
    Nee(
        "stap met oude versie",
        "profiel",
        Conflict,
        "u voor",
        lambda w: overgang.execute(w.session, w.zaak, "profiel_compleet", actor=w.actor("casemanager"), versie=1),
    ),
    Nee(
        "sluiten zonder reden",
        "zoekend",
        InvoerFout,
        "waarom",
        lambda w: _stap(w, "sluiten", "casemanager"),
        frozenset({"sluitreden"}),
    ),
    Nee(
        "opnieuw zoeken na onterecht",
        "onterecht",
        Weigering,
        "onterecht",
        lambda w: _stap(w, "weigering_terecht", "jurist"),
    ),
    Nee("sluiten na terecht", "terecht", Weigering, "terecht", lambda w: _stap(w, "sluiten_na_weigering", "jurist")),
    Nee("overdragen met een aanbod", "voorgedragen", Weigering, "", lambda w: _stap(w, "overdragen", "wonen")),
    Nee("twee keer opschorten", "opgeschort", Weigering, "staat al stil", lambda w: _schort_op(w, "casemanager")),
    Nee("opschorten zonder rol", "zoekend", GeenRecht, "", lambda w: _schort_op(w, "wonen")),
    Nee(
        "opschorten zonder reden of dag",
        "zoekend",
        InvoerFout,
        "",
        lambda w: _schort_op(w, "casemanager", 0, " "),
        frozenset({"reden", "herzien_op"}),
    ),
    Nee("opschorten met oude versie", "zoekend", Conflict, "", lambda w: _schort_op(w, "casemanager", versie=99)),
    Nee("opschorten na afloop", "gehuisvest", Weigering, "gehuisvest", lambda w: _schort_op(w, "casemanager")),
    Nee(
        "hervatten wat loopt",
        "zoekend",
        Weigering,
        "loopt al",
        lambda w: opschorten.hervat(w.session, w.zaak, actor=w.actor("casemanager"), versie=w.zaak.versie),
    ),
    Nee(
        "melding zonder rol",
        "zoekend",
        Weigering,
        "",
        lambda w: meldingen.meld(
            w.session, w.zaak, "nareis_gemeld", actor=w.actor("jurist"), versie=w.zaak.versie, invoer={}
        ),
    ),
    Nee(
        "melding in de verkeerde toestand",
        "gehuisvest",
        Weigering,
        "kan niet",
        lambda w: w.meld("urgentie_aangevraagd"),
    ),
    Nee("bezwaar tegen niets", "urgentie", InvoerFout, "besluit van deze zaak", _bezwaar, frozenset({"besluit"})),
    Nee(
        "lege notitie",
        "zoekend",
        InvoerFout,
        "notitie",
        lambda w: notities.schrijf(w.session, w.zaak, actor=w.actor("wonen"), tekst=" \n"),
        frozenset({"tekst"}),
    ),
    Nee(
        "notitie zonder recht",
        "zoekend",
        GeenRecht,
        "opgaveteam",
        lambda w: notities.schrijf(w.session, w.zaak, actor=w.actor("beheerder"), tekst="x"),
    ),
    Nee("contact in de toekomst", "zoekend", InvoerFout, "", _contact, frozenset({"soort", "op"})),
    Nee("zaak openen zonder recht", "nieuw", GeenRecht, "", _open_zonder_recht),
    Nee(
        "gebruiker zonder recht",
        "nieuw",
        GeenRecht,
        "beheerder",
        lambda w: gebruikers.voeg_toe(w.session, actor=w.actor("jurist"), naam="x", email="x@voorbeeld.test"),
    ),
    Nee(
        "casemanager uit een andere gemeente",
        "nieuw",
        InvoerFout,
        "collega",
        lambda w: w.taak("CM-01", casemanager=str(VREEMD["casemanager"])),
        frozenset({"casemanager"}),
    ),
    Nee(
        "casemanager zonder die rol",
        "nieuw",
        InvoerFout,
        "collega",
        lambda w: w.taak("CM-01", casemanager=str(w.team["jurist"].id)),
        frozenset({"casemanager"}),
    ),
    Nee(
        "consulent uit een andere gemeente",
        "geaccepteerd",
        InvoerFout,
        "collega",
        lambda w: w.stap("inburgering_koppelen", consulent=str(VREEMD["inburgering"])),
        frozenset({"consulent"}),
    ),
    Nee(
        "persoon van een ander huishouden",
        "nieuw",
        InvoerFout,
        "dit huishouden",
        lambda w: w.meld("amv_gemeld", persoon=str(uuid4())),
        frozenset({"persoon"}),
    ),
    Nee(
        "corporatie die niet bestaat",
        "gekozen",
        InvoerFout,
        "corporatie",
        lambda w: w.taak("WO-02", corporatie=str(uuid4())),
        frozenset({"corporatie"}),
    ),
    Nee(
        "rol die niet bestaat",
        "nieuw",
        InvoerFout,
        "bestaat niet",
        lambda w: gebruikers.geef_rol(w.session, factories.gebruiker(), actor=w.actor("beheerder"), rol="koning"),
        frozenset({"rol"}),
    ),
)


VREEMD: dict[str, UUID] = {}
"""Het team van gemeente B, per rol."""


@pytest.fixture(autouse=True)
def _vreemd(gedeelde_wereld: Wereld) -> None:
    VREEMD.update({rol: collega.id for rol, collega in gedeelde_wereld.ligging.team[B].items()})


@pytest.mark.parametrize("nee", NEE, ids=lambda nee: nee.naam)
def test_een_weigering_laat_niets_achter(nee: Nee, gedeelde_wereld: Wereld):
    w = gedeelde_wereld
    vooraf = w.momentopname(None)
    with pytest.raises(nee.fout) as gevangen, w.werk() as sessie:
        nee.doe(w.loop(sessie, w.zaak_id(nee.plek)))
    assert type(gevangen.value) is nee.fout or nee.fout is Weigering
    assert nee.zin in gevangen.value.zin
    assert gevangen.value.zin.endswith((".", ")")) and len(gevangen.value.zin) > 12
    if isinstance(gevangen.value, InvoerFout):
        assert {fout.veld for fout in gevangen.value.fouten} == nee.velden
    assert w.momentopname() == vooraf


def test_een_weigering_is_zelf_een_gebeurtenis(wereld: Wereld):
    zaak, wie = wereld.zaak_id("nieuw"), wereld.actor("jurist")
    aantal = len(wereld.gebeurtenissen(zaak))
    weigering(wereld.db, actor=wie, soort="geweigerd", object_id=zaak, zaak_id=zaak, zin="Dat kan niet.")
    (*_, (laatste, gegevens)) = wereld.gebeurtenissen(zaak)
    assert (laatste.nr, laatste.resultaat, laatste.actor_id) == (aantal + 1, "geweigerd", wie.gebruiker_id)
    assert "Dat kan niet." in gegevens
    assert wereld.breuken() == []


@pytest.mark.parametrize("plek", ["nieuw", "voorgesteld"])
def test_een_ander_gemeente_bestaat_niet(gedeelde_wereld: Wereld, plek: str):
    """Zaak, taak en besluit van B zijn voor een sessie van A niet te laden, ook niet met het juiste nummer of id."""
    w = gedeelde_wereld
    van_b = w.zaak_id(plek, B)
    with w.lees(B) as sessie:
        nummer = sessie.scalars(select(Zaak.zaaknummer).where(Zaak.id == van_b)).one()
        taak_id = sessie.scalars(select(Taak.id).where(Taak.zaak_id == van_b)).all()[0]
        besluit_id = sessie.scalars(select(Besluit.id).where(Besluit.zaak_id == w.zaak_id("voorgesteld", B))).all()[0]
    with w.db.schrijven(Bereik.van(w.gemeente())) as sessie:
        for laad, sleutel in ((laad_zaak, nummer), (laad_taak, taak_id), (laad_besluit, besluit_id)):
            with pytest.raises(NietGevonden) as echt:
                laad(sessie, sleutel)  # type: ignore[operator]
            with pytest.raises(NietGevonden) as verzonnen:
                laad(sessie, uuid4() if sleutel != nummer else "DOE-2020-99999")  # type: ignore[operator]
            assert echt.value.zin == verzonnen.value.zin


def test_een_geladen_zaak_van_een_ander_wordt_niet_geschreven(gedeelde_wereld: Wereld):
    """Ook wie een object van B in handen krijgt, schrijft er in een sessie van A niets mee."""
    w = gedeelde_wereld
    vooraf = w.momentopname()
    with w.lees(B) as sessie:
        zaak = sessie.scalars(select(Zaak).where(Zaak.id == w.zaak_id("nieuw", B))).one()
        taak = sessie.scalars(select(Taak).where(Taak.zaak_id == zaak.id)).all()[0]
        sessie.expunge_all()
    pogingen: list[Callable[[Wandeling], object]] = [
        lambda loop: notities.schrijf(loop.session, zaak, actor=loop.actor("jurist"), tekst="x"),
        lambda loop: taken.pak(loop.session, taak, actor=loop.actor("casemanager")),
        lambda loop: _schort_op_vreemd(loop, zaak),
    ]
    for poging in pogingen:
        with pytest.raises((GeenBereik, NietGevonden, Conflict)), w.werk() as sessie:
            poging(w.loop(sessie, w.zaak_id("nieuw")))
    assert w.momentopname() == vooraf


def _schort_op_vreemd(loop: Wandeling, zaak: Zaak) -> None:
    wie, tot = loop.actor("casemanager"), loop.dag + timedelta(days=9)
    opschorten.schort_op(loop.session, zaak, actor=wie, versie=zaak.versie, reden="x", herzien_op=tot)
