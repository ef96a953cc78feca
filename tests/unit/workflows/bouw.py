"""Kleine bouwstenen: een beeld van een zaak zonder database, met precies wat een test nodig heeft."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from uuid import UUID, uuid4

from casus.actor import Actor
from casus.workflows.beeld import Beeld
from casus.workflows.registry import huidige
from casus.workflows.taken import NieuweTaak

WF = huidige("huisvesting-statushouder")
VANDAAG = date(2026, 11, 24)
KOPPELDATUM = date(2026, 9, 22)
GEMEENTE = uuid4()


def moment(dag: date) -> datetime:
    return datetime(dag.year, dag.month, dag.day, 12, tzinfo=UTC)


def actor(*rollen: str) -> Actor:
    return Actor(uuid4(), "Inge Wolters", GEMEENTE, frozenset(rollen))


def persoon(volgnummer: int = 1, naam: str = "Samuel", geboren: str = "1988-04-12") -> SimpleNamespace:
    relatie = "hoofdpersoon" if volgnummer == 1 else "partner"
    return SimpleNamespace(
        id=uuid4(), volgnummer=volgnummer, voornamen=naam, achternaam="Tekle", geboortedatum=geboren, relatie=relatie
    )


def inburgering(wie: SimpleNamespace, kennisgeving: date | None = None, pip: date | None = None) -> SimpleNamespace:
    return SimpleNamespace(id=uuid4(), persoon_id=wie.id, kennisgeving_op=kennisgeving, pip_op=pip)


def taak(soort: str | None, status: str = "open", **anders) -> SimpleNamespace:
    definitie = WF.taken.get(soort or "")
    dag = anders.pop("ontstaan", VANDAAG)
    waarden = {
        "id": uuid4(),
        "gemeente_id": GEMEENTE,
        "soort": soort,
        "titel": definitie.titel if definitie else "Eigen taak",
        "rol": definitie.rol if definitie else "casemanager",
        "status": status,
        "versie": 1,
        "behandelaar_id": None,
        "persoon_id": None,
        "aanleiding": "",
        "streefdatum": dag,
        "fatale_datum": None,
        "uiterlijk": dag,
        "voorlopig": False,
        "verlengd_met": 0,
        "ontstaan_op": moment(dag),
        "gereed_op": moment(dag) if status == "gereed" else None,
        "gegevens": {},
    }
    return SimpleNamespace(**(waarden | anders))


def uit(nieuw: NieuweTaak, ontstaan: date = VANDAAG) -> SimpleNamespace:
    """De taak die van een nieuwe taak in de database zou komen."""
    return taak(
        nieuw.soort, ontstaan=ontstaan, persoon_id=nieuw.persoon_id, aanleiding=nieuw.aanleiding,
        streefdatum=nieuw.streefdatum, fatale_datum=nieuw.fatale_datum, uiterlijk=nieuw.uiterlijk,
        voorlopig=nieuw.voorlopig,
    )  # fmt: skip


def besluit(soort: str, status: str = "toegekend", op: date = VANDAAG, **anders) -> SimpleNamespace:
    waarden = {"id": uuid4(), "soort": soort, "status": status, "voorgesteld_op": moment(op), "taak_id": None}
    waarden |= {"herziet_id": None, "herziening": ""}
    return SimpleNamespace(**(waarden | anders))


def aanbod(status: str = "voorgedragen", besluit_id: UUID | None = None, **anders) -> SimpleNamespace:
    waarden = {"id": uuid4(), "status": status, "oordeel": None, "besluit_id": besluit_id, "corporatie_antwoord": ""}
    return SimpleNamespace(**(waarden | anders))


def beeld(toestand: str = "toegewezen", **anders) -> Beeld:
    personen = anders.pop("personen", [persoon()])
    sinds = anders.pop("sinds", VANDAAG - timedelta(days=10))
    zaak = SimpleNamespace(
        id=uuid4(),
        gemeente_id=GEMEENTE,
        toestand=toestand,
        toestand_sinds=moment(sinds),
        koppeldatum=anders.pop("koppeldatum", KOPPELDATUM),
        vergunningdatum=date(2026, 9, 8),
        casemanager_id=anders.pop("casemanager_id", uuid4()),
        opgeschort_sinds=anders.pop("opgeschort_sinds", None),
        ankers=anders.pop("ankers", {}),
        gesloten_op=None,
    )
    huishouden = SimpleNamespace(tolk_nodig=True, taal="Tigrinya")
    return Beeld(zaak=zaak, huishouden=huishouden, personen=personen, vandaag=anders.pop("vandaag", VANDAAG), **anders)
