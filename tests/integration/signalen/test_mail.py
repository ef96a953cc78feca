"""Signalen per mail, met een echte mailserver: één keer, zonder namen, en nooit verloren of dubbel."""

from __future__ import annotations

import socket
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, update

from casus import outbox
from casus.actions import besluitstappen, signaalmail, signalen
from casus.actions.signaalmail import DAGMAIL, zet_dagmails_klaar
from casus.actions.uitgaand import Uitgang
from casus.db import Bereik, uuid7
from casus.errors import NietGevonden
from casus.mail import Postbode
from casus.models import Gebruiker, Lidmaatschap, Outbox, Signaal, Taak
from casus.outbox import CLAIM
from casus.queries import besluitpagina, goedkeuring
from casus.rules.signalen import Keuze
from casus.termijnen import klok_op
from tests.integration.besluiten import hulp
from tests.integration.signalen.hulp import alle, kies, lid
from tests.integration.signalen.postkantoor import Postkantoor
from tests.wereld import NU, A, B, Wereld

OCHTEND = datetime(2026, 7, 7, 6, 30, tzinfo=UTC)
"""Half negen in Nederland, de dag na de wereld."""

alleen_sqlite = pytest.mark.parametrize("_soort", ["sqlite"], indirect=True)
"""Wat niet van de soort database afhangt, hoeft maar één keer."""


class Sterft(BaseException):
    """Het proces sterft: geen enkele afhandeling loopt nog."""


@pytest.fixture(autouse=True)
def _stil(wereld: Wereld) -> None:
    """Wat er onderweg naar de plekken van de wereld gebeurde, hoeft niemand meer te horen."""
    for gemeente in (A, B):
        with wereld.werk(gemeente) as sessie:
            sessie.execute(update(Signaal).values(mail="nooit"))
    with wereld.werk() as sessie:
        sessie.execute(update(Outbox).where(Outbox.status == "wacht").values(status="klaar", klaar_op=NU))


def signaleer(w: Wereld, wie: UUID, kenmerk: str, soort: str = "vermelding", gemeente: str = A, **anders: Any) -> None:
    with w.werk(gemeente) as sessie:
        velden = {"zaak_id": w.zaak_id("nieuw", gemeente), **anders}
        signalen.signaleer(sessie, actor=w.actor("jurist", gemeente), soort=soort, aan=[wie], kenmerk=kenmerk, **velden)


def eigen_taak(w: Wereld, wie: UUID, titel: str) -> UUID:
    with w.werk() as sessie:
        id_, zaak_id = uuid7(), w.zaak_id("nieuw")
        velden = {"rol": "wonen", "uiterlijk": OCHTEND.date(), "behandelaar_id": wie}
        sessie.add(Taak(gemeente_id=w.gemeente(), id=id_, zaak_id=zaak_id, soort=None, titel=titel, **velden))
    return id_


def tekst(bericht: Any) -> str:
    return str(bericht.get_content()).replace("\r\n", "\n")


def test_meteen_bundelt_wat_er_ligt(wereld: Wereld, post: Postkantoor, uitgang: Uitgang):
    w, wonen = wereld, lid(wereld, "wonen")
    for nr in range(3):
        signaleer(w, wonen, f"k{nr}")
    assert uitgang.verwerk(w.db) == 3, "elk signaal zette werk klaar, de eerste mail nam alles mee"
    (bericht,) = post.ontvangen
    assert bericht["To"] == w.ligging.team[A]["wonen"].email and bericht["Subject"] == "casus: 3 signalen"
    assert bericht["Auto-Submitted"] == "auto-generated"
    assert tekst(bericht).count("u bent genoemd in een notitie.") == 3
    gemaild = [een for een in alle(w) if een.mail == "meteen"]
    assert all(een.gemaild_op is not None and een.mail_id is not None for een in gemaild) and len(gemaild) == 3


def test_een_mail_noemt_zaak_en_taak_maar_nooit_een_naam(
    wereld: Wereld, post: Postkantoor, uitgang: Uitgang, app: Flask
):
    w, wonen = wereld, lid(wereld, "wonen")
    kies(w, wonen, toegewezen=Keuze(True, "meteen"))
    taak = eigen_taak(w, wonen, "Bel mevrouw Van Doetinchem nieuw")
    with w.lees() as sessie:
        per_persoon = sessie.scalars(select(Taak).where(Taak.persoon_id.is_not(None)).order_by(Taak.id)).first()
    assert per_persoon is not None and ": " in per_persoon.titel
    signaleer(w, wonen, "k1", "toegewezen", taak_id=taak)
    signaleer(w, wonen, "k2", "toegewezen", taak_id=per_persoon.id, zaak_id=per_persoon.zaak_id)
    signaleer(w, wonen, "k3")
    uitgang.verwerk(w.db)
    (bericht,) = post.ontvangen
    inhoud = tekst(bericht)
    assert "u hebt een eigen taak gekregen." in inhoud
    assert f"u hebt de taak ‘{per_persoon.titel.partition(': ')[0]}’ gekregen." in inhoud
    namen = {rij["achternaam"] for rij in w.rijen("persoon")} | {rij["voornamen"] for rij in w.rijen("persoon")}
    namen |= {collega.naam for team in w.ligging.team.values() for collega in team.values()}
    gezien = inhoud + str(bericht["Subject"])
    assert not [naam for naam in namen if naam in gezien]
    with app.test_request_context():
        for pad in (app.url_for("signalen.lijst"), app.url_for("signalen.voorkeuren")):
            assert f"https://casus.example{pad}\n" in inhoud


@alleen_sqlite
def test_een_signaal_in_het_onderwerp(wereld: Wereld, post: Postkantoor, uitgang: Uitgang):
    signaleer(wereld, lid(wereld, "wonen"), "k")
    uitgang.verwerk(wereld.db)
    assert post.ontvangen[0]["Subject"].startswith("casus: u bent genoemd (DOE-2026-")


# --- de dagelijkse mail ---


def dagmail(w: Wereld, uitgang: Uitgang, moment: datetime) -> int:
    with klok_op(moment):
        nieuw = zet_dagmails_klaar(w.db)
        uitgang.verwerk(w.db)
    return nieuw


def test_een_opdrachtgever_krijgt_alleen_links_die_hij_kan_openen(wereld: Wereld, post: Postkantoor, uitgang: Uitgang):
    wie = {rol: lid(wereld, rol) for rol in ("ambtelijk_opdrachtgever", "wonen")}
    for rol, gebruiker in wie.items():
        kies(wereld, gebruiker, voorstel=Keuze(True, "dagelijks"))
        signaleer(wereld, gebruiker, rol, "voorstel", gegevens={"titel": "Woning voordragen"})
    assert dagmail(wereld, uitgang, OCHTEND) == 2
    inhoud = {bericht["To"]: tekst(bericht) for bericht in post.ontvangen}
    baas, collega = (inhoud[wereld.ligging.team[A][rol].email] for rol in wie)
    assert "https://casus.example/goedkeuren\n" in baas and "https://casus.example/goedkeuren\n" in collega
    assert "/signalen" not in baas and "https://casus.example/signalen\n" in collega


def test_een_opdrachtgever_hoort_eens_per_dag_alleen_wat_bij_hem_kwam(
    wereld: Wereld, post: Postkantoor, uitgang: Uitgang
):
    """Zonder iets te hebben gekozen: geen mail op het moment zelf, en nooit iets over wat lager ligt."""
    w, baas = wereld, wereld.ligging.team[A]["ambtelijk_opdrachtgever"]
    with w.werk() as sessie:
        laag = hulp.stel_voor(w, sessie)
    with w.werk() as sessie:
        elders = hulp.zaak(w, sessie, "zoekend")
        hoog = hulp.stel_voor(w, sessie, "herplanning", "wonen", bedrag_cent=None, in_zaak=elders)
        besluitstappen.zet_door(sessie, hoog, actor=w.actor("teammanager"), reden="Dit is te groot voor mij.")
    uitgang.verwerk(w.db)
    assert baas.email not in [bericht["To"] for bericht in post.ontvangen]
    nieuw = [een for een in alle(w) if een.gebruiker_id == baas.id and een.mail != "nooit"]
    assert [(een.soort, een.gegevens["titel"]) for een in nieuw] == [("voorstel", hoog.titel)]
    dagmail(w, uitgang, OCHTEND)
    (bericht,) = (bericht for bericht in post.ontvangen if bericht["To"] == baas.email)
    inhoud = tekst(bericht)
    assert "een voorstel wacht op u: nieuw plan voor het zoeken." in inhoud and "/goedkeuren" in inhoud
    assert inhoud.count("\n- ") == 1, "niets over wat lager ligt"
    with w.lees() as sessie:
        mag = w.actor("ambtelijk_opdrachtgever")
        assert [een.besluit.id for een in goedkeuring.wachtend(sessie, mag).alle] == [hoog.id]
        besluitpagina.laad(sessie, mag, besluitpagina.vind(sessie, hoog.id))
        with pytest.raises(NietGevonden):
            besluitpagina.laad(sessie, mag, besluitpagina.vind(sessie, laag.id))


def test_de_dagelijkse_mail(wereld: Wereld, post: Postkantoor, uitgang: Uitgang):
    w, wonen = wereld, lid(wereld, "wonen")
    with w.werk(B) as sessie:  # zij werkt ook in B
        rol = {"gemeente_id": w.gemeente(B), "gebruiker_id": wonen, "rol": "wonen"}
        sessie.add(Lidmaatschap(id=uuid7(), van=NU.date(), **rol))
    eigen_taak(w, wonen, "Bel")
    signaleer(w, wonen, "k1", "toestand", gegevens={"naar": "Match gezocht"})
    signaleer(w, wonen, "k2", "besluit", gegevens={"titel": "Woning voordragen", "uitkomst": "toegekend"})
    signaleer(w, wonen, "k3", "toestand", gemeente=B, gegevens={"naar": "Match gezocht"})
    uitgang.verwerk(w.db)
    assert len(post.ontvangen) == 1, "een besluit wil zij meteen weten"
    assert dagmail(w, uitgang, OCHTEND) == 1
    assert len(post.ontvangen) == 2
    bericht = post.ontvangen[1]
    assert bericht["Subject"] == "casus: 2 signalen"
    inhoud = tekst(bericht)
    assert "Doetinchem\n- DOE-2026-" in inhoud and "Aalten\n- AAL-2026-" in inhoud
    assert "besluit" not in inhoud and "Uw open taken: 1 voor vandaag" in inhoud


def test_voor_zeven_uur_en_zonder_nieuws_komt_er_niets(wereld: Wereld, post: Postkantoor, uitgang: Uitgang):
    w, wonen = wereld, lid(wereld, "wonen")
    assert dagmail(w, uitgang, OCHTEND) == 0
    signaleer(w, wonen, "k", "toestand")
    zomer, winter = datetime(2026, 7, 7, 4, 59, tzinfo=UTC), datetime(2026, 12, 7, 5, 59, tzinfo=UTC)
    assert dagmail(w, uitgang, zomer) == dagmail(w, uitgang, winter) == 0 and post.ontvangen == []
    assert dagmail(w, uitgang, zomer + timedelta(minutes=1)) == 1 and len(post.ontvangen) == 1


def test_een_mail_per_dag_ook_na_dagen_stilstand(wereld: Wereld, post: Postkantoor, uitgang: Uitgang):
    w, wonen = wereld, lid(wereld, "wonen")
    signaleer(w, wonen, "maandag", "toestand")
    signaleer(w, wonen, "dinsdag", "toestand")
    later = OCHTEND + timedelta(days=9)
    assert [dagmail(w, uitgang, later) for _ in range(3)] == [1, 0, 0]
    signaleer(w, wonen, "net gemist", "toestand")
    assert dagmail(w, uitgang, later + timedelta(hours=4)) == 0, "morgen weer"
    assert dagmail(w, uitgang, later + timedelta(days=1)) == 1
    assert post.ontvangen[0]["Subject"] == "casus: 2 signalen"
    assert len(post.ontvangen) == 2 and len({bericht["Message-ID"] for bericht in post.ontvangen}) == 2


@alleen_sqlite
def test_wie_intussen_geen_mail_meer_wil_krijgt_haar_niet(wereld: Wereld, post: Postkantoor, uitgang: Uitgang):
    w, wonen = wereld, lid(wereld, "wonen")
    signaleer(w, wonen, "k", "toestand")
    kies(w, wonen, toestand=Keuze(True, "nooit"))
    assert dagmail(w, uitgang, OCHTEND) == 1 and post.ontvangen == []


def test_wie_er_niet_meer_werkt_krijgt_geen_mail(wereld: Wereld, post: Postkantoor, uitgang: Uitgang):
    w, wonen, jurist = wereld, lid(wereld, "wonen"), lid(wereld, "financieel")
    for wie in (wonen, jurist):
        signaleer(w, wie, "k", "toestand")
        signaleer(w, wie, "k2")
    with w.werk() as sessie:
        sessie.execute(update(Gebruiker).where(Gebruiker.id == wonen).values(actief=False))
        sessie.execute(
            update(Lidmaatschap).where(Lidmaatschap.gebruiker_id == jurist).values(tot=NU.date() - timedelta(1))
        )
    assert [dagmail(w, uitgang, OCHTEND + timedelta(days=nr)) for nr in range(2)] == [0, 0], "ook geen werk voor niets"
    assert post.ontvangen == []


@alleen_sqlite
def test_een_lange_mail_houdt_op(wereld: Wereld, post: Postkantoor, uitgang: Uitgang):
    w = wereld
    with w.werk() as sessie:
        (ik,) = signalen.teamleden(sessie, "wonen")
        nieuws = [signalen.Nieuws("toestand", f"n{nr}", None, None, {}) for nr in range(60)]
        signalen.leg_neer(sessie, [signalen.rij(sessie, ik, een) for een in nieuws])
    dagmail(w, uitgang, OCHTEND)
    assert "- en nog 10 signalen\n" in tekst(post.ontvangen[0])


# --- de mailserver hapert, de werker sterft ---


@alleen_sqlite
@pytest.mark.parametrize("antwoord", ["451 probeer het later", "rcpt 450 bus vol"])
def test_later_opnieuw_verliest_niets_en_kost_geen_poging(
    antwoord: str, wereld: Wereld, post: Postkantoor, uitgang: Uitgang
):
    w = wereld
    signaleer(w, lid(w, "wonen"), "k")
    post.antwoorden = [antwoord] * 9
    for uur in range(9):
        with klok_op(NU + timedelta(hours=uur + 1)):
            assert uitgang.verwerk(w.db) == 0
    with w.lees() as sessie:
        rij = sessie.scalars(select(Outbox).where(Outbox.status == "wacht")).one()
    assert (rij.pogingen, rij.laatste_fout) == (0, "De mailserver vraagt om het later opnieuw te proberen.")
    with klok_op(NU + timedelta(days=1)):
        assert uitgang.verwerk(w.db) == 1
    assert [bericht["Message-ID"] for bericht in post.ontvangen] == [f"<{rij.id}@casus.invalid>"]


@alleen_sqlite
def test_nooit_is_nooit(wereld: Wereld, post: Postkantoor, uitgang: Uitgang):
    w = wereld
    signaleer(w, lid(w, "wonen"), "k")
    post.antwoorden = ["rcpt 550 bestaat niet"] * 10
    for uur in range(10):
        with klok_op(NU + timedelta(hours=uur + 1)):
            uitgang.verwerk(w.db)
    with w.lees() as sessie:
        rij = sessie.scalars(select(Outbox).where(Outbox.soort == signalen.MAIL, Outbox.status == "mislukt")).one()
    assert rij.laatste_fout.startswith("SMTPRecipientsRefused in mail.py")
    assert len(post.antwoorden) == 2 and post.ontvangen == []


@alleen_sqlite
def test_na_een_week_vragen_is_het_genoeg(wereld: Wereld, post: Postkantoor, uitgang: Uitgang):
    w = wereld
    signaleer(w, lid(w, "wonen"), "k")
    post.antwoorden = ["451 later"]
    with klok_op(NU + timedelta(days=8)):
        uitgang.verwerk(w.db)
    with w.lees() as sessie:
        rij = sessie.scalars(select(Outbox).where(Outbox.status == "wacht")).one()
    assert rij.pogingen == 1 and rij.laatste_fout.startswith("PostKanNuNiet")


def test_zonder_mailserver_blijft_alles_liggen(wereld: Wereld, post: Postkantoor, uitgang: Uitgang, tmp_path):
    w = wereld
    with socket.socket() as dicht:  # gebonden en niet luisterend: elke verbinding wordt geweigerd
        dicht.bind(("127.0.0.1", 0))
        weg = Postbode(f"smtp://127.0.0.1:{dicht.getsockname()[1]}", "casus@gemeente.example", tmp_path)
        for rol in ("wonen", "financieel", "communicatie"):
            signaleer(w, lid(w, rol), "k")
        zonder = Uitgang(uitgang.renderer, uitgang.documenten, weg, uitgang.base_url)
        assert zonder.verwerk(w.db) == 0
    with w.lees() as sessie:
        rijen = sessie.scalars(select(Outbox).where(Outbox.status == "wacht")).all()
    assert {(rij.pogingen, rij.laatste_fout) for rij in rijen} == {(0, "De mailserver is niet bereikbaar.")}
    with klok_op(NU + timedelta(hours=1)):
        assert uitgang.verwerk(w.db) == 3
    assert len(post.ontvangen) == 3


@pytest.mark.parametrize("soort", [signalen.MAIL, DAGMAIL])
@pytest.mark.parametrize("waar", ["voor het versturen", "na het versturen", "na het afvinken van een gemeente"])
def test_een_werker_die_sterft_stuurt_dezelfde_mail(
    soort: str, waar: str, wereld: Wereld, post: Postkantoor, uitgang: Uitgang, monkeypatch: pytest.MonkeyPatch
):
    w, wonen = wereld, lid(wereld, "wonen")
    signaleer(w, wonen, "k1", "vermelding" if soort == signalen.MAIL else "toestand")

    def sterft(*_: Any, **__: Any) -> None:
        raise Sterft

    with monkeypatch.context() as even, klok_op(OCHTEND):
        zet_dagmails_klaar(w.db)
        if waar == "voor het versturen":
            even.setattr(Postbode, "verstuur", sterft)
        elif waar == "na het versturen":
            even.setattr(signaalmail, "_is_weg", sterft)
        else:
            even.setattr(outbox, "_bewaar", sterft)
        with pytest.raises(Sterft):
            uitgang.verwerk(w.db)
    signaleer(w, wonen, "intussen", "vermelding" if soort == signalen.MAIL else "toestand")
    with klok_op(OCHTEND + CLAIM + timedelta(minutes=1)):
        zet_dagmails_klaar(w.db)
        uitgang.verwerk(w.db)
    eerste = [bericht for bericht in post.ontvangen if bericht["Message-ID"] == post.ontvangen[0]["Message-ID"]]
    assert len(eerste) == (2 if waar == "na het versturen" else 1)
    assert len({(tekst(bericht), bericht["Subject"]) for bericht in eerste}) == 1, (
        "herhaald wordt precies dezelfde mail"
    )
    regels = "".join(tekst(bericht) for bericht in {b["Message-ID"]: b for b in post.ontvangen}.values())
    zin = "u bent genoemd" if soort == signalen.MAIL else "de zaak staat nu op"
    assert regels.count(zin) == (2 if soort == signalen.MAIL else 1), "wat intussen kwam, staat in een volgende mail"


def test_twee_werkers_maken_samen_een_dagmail(wereld: Wereld):
    w = wereld
    signaleer(w, lid(w, "wonen"), "k", "toestand")
    with klok_op(OCHTEND):
        assert [zet_dagmails_klaar(w.db), zet_dagmails_klaar(w.db)] == [1, 0]
    with w.db.lezen(Bereik()) as sessie:
        assert len(sessie.scalars(select(Outbox).where(Outbox.soort == DAGMAIL)).all()) == 1
