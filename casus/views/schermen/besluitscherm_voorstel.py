"""Een besluit voorstellen: de velden van de soort, wie er adviseert, en naar wie het voorstel zou gaan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from flask import url_for

from casus.actions.besluitvoorstel import Herziening as Soort
from casus.actor import Actor
from casus.errors import InvoerFout, NietGevonden, VeldFout
from casus.models import Besluit
from casus.queries.zaakpagina import Zaakstand
from casus.rules import permissions
from casus.rules.zinnen import opsomming, rol_tekst, zin
from casus.views.schermen.feiten import zaakfeiten
from casus.views.schermen.formulierscherm import Formulierscherm
from casus.views.schermen.velden import invoervelden
from casus.vocab import meervoud
from casus.workflows.definition import Veld
from casus.workflows.registers import Besluitsoort, besluitsoorten, besluitvelden, herziet_ook, rollen
from casus.workflows.velden import lees

Opties = Mapping[str, Sequence[tuple[str, str]]]
HERZIENING: Final[Mapping[str, Soort]] = {"wijzigen": "wijzigen", "intrekken": "intrekken"}
_BEDRAG = Veld(
    code="bedrag",
    titel="Om welk bedrag gaat het?",
    soort="bedrag",
    hint="Het hele bedrag in euro, bijvoorbeeld 4.200.",
    leeg="Vul het bedrag in, bijvoorbeeld 4.200.",
)
_VOORSTEL = Veld(
    code="voorstel",
    titel="Wat stelt u voor, en waarom?",
    soort="lange_tekst",
    hint="Wie beslist, leest dit. Geen medische gegevens.",
    leeg="Schrijf op wat u voorstelt en waarom.",
)


@dataclass(frozen=True, slots=True)
class Velden:
    """De velden van een voorstel: die van de soort, en bedrag en voorstel die bij elke soort horen."""

    velden: Mapping[str, Veld]


@dataclass(frozen=True, slots=True)
class Voorstelscherm:
    """Het formulier met wat er alleen bij een besluit staat.

    `vast`: wie altijd adviseert, `ook`: wie daarnaast kan worden gevraagd (rol, tekst). `herziet`: het besluit dat dit
    voorstel wijzigt of intrekt, `anders`: waar het een besluit van een andere soort wordt (adres, titel).
    """

    formulier: Formulierscherm
    voorbeeld: str
    vast: Sequence[str]
    ook: Sequence[tuple[str, str]]
    herziet: Besluit | None = None
    herziening: str = ""
    anders: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Herziening:
    """Welk eerder besluit van deze zaak een voorstel wijzigt of intrekt."""

    besluit: Besluit
    hoe: Soort


def soorten(actor: Actor) -> list[Besluitsoort]:
    """De soorten besluiten die deze actor kan voorstellen."""
    return [s for s in besluitsoorten().values() if permissions.mag_besluit_voorstellen(actor, s.rollen)]


def soort_van(code: str) -> Besluitsoort:
    """De soort met deze code. Raises NietGevonden."""
    if code not in besluitsoorten():
        raise NietGevonden("Dit soort besluit bestaat niet.")
    return besluitsoorten()[code]


def lees_herziening(pagina: Zaakstand, besluit_id: str, hoe: str) -> Herziening | None:
    """Het besluit van deze zaak dat wordt herzien; None als er geen is genoemd. Raises NietGevonden."""
    if not besluit_id:
        return None
    gevonden = next((b for b in pagina.beeld.besluiten if str(b.id) == besluit_id), None)
    if gevonden is None or hoe not in HERZIENING or gevonden.besloten_op is None:
        raise NietGevonden("Dit besluit hoort bij een andere zaak, of er is nog niets besloten.")
    return Herziening(gevonden, HERZIENING[hoe])


def maak_scherm(
    pagina: Zaakstand,
    code: str,
    opties: Opties,
    actor: Actor,
    herziening: Herziening | None = None,
    woning: str = "",
) -> Voorstelscherm:
    """Het formulier om een besluit voor te stellen. `woning`: het id van wat al is aangewezen."""
    soort = soort_van(code)
    vast = [advies.rol for advies in soort.advies]
    return Voorstelscherm(
        formulier=_formulier(pagina, soort, opties, actor, herziening, woning),
        voorbeeld=url_for("besluiten.voorbeeld", zaaknummer=pagina.zaak.zaaknummer, code=code),
        vast=[_vast(advies.rol, advies.dagen) for advies in soort.advies],
        ook=[(rol, zin(rol_tekst(rol))) for rol in adviseurs(soort) if rol not in vast],
        herziet=herziening.besluit if herziening else None,
        herziening=herziening.hoe if herziening else "",
        anders=_anders(pagina, soort, actor, herziening),
    )


def _anders(
    pagina: Zaakstand, soort: Besluitsoort, actor: Actor, herziening: Herziening | None
) -> list[tuple[str, str]]:
    """De andere soorten waarmee dit besluit ook kan worden gewijzigd, zoals toekennen na een weigering."""
    if herziening is None or herziening.hoe != "wijzigen":
        return []
    eerder, nummer = herziening.besluit, pagina.zaak.zaaknummer
    ook = [een for een in (soort_van(eerder.soort), *herziet_ook(eerder.soort)) if een.code != soort.code]
    return [
        (url_for("besluiten.formulier", zaaknummer=nummer, code=een.code, herziet=eerder.id, hoe="wijzigen"), een.titel)
        for een in ook
        if permissions.mag_besluit_voorstellen(actor, een.rollen)
    ]


def _vast(rol: str, dagen: int) -> str:
    return f"{rol_tekst(rol)}, binnen {meervoud(dagen, 'dag', 'dagen')}"


def adviseurs(soort: Besluitsoort) -> list[str]:
    """De rollen aan wie advies kan worden gevraagd: wie taken heeft en dit niet zelf voorstelt."""
    return [rol.code for rol in rollen().values() if rol.taken and rol.niveau is None and rol.code not in soort.rollen]


def _formulier(
    pagina: Zaakstand, soort: Besluitsoort, opties: Opties, actor: Actor, herziening: Herziening | None, woning: str
) -> Formulierscherm:
    zaak, klaar = pagina.zaak, _klaar(opties, herziening, woning)
    personen = meervoud(pagina.beeld.huishouden.aantal_personen, "persoon", "personen")
    mag = permissions.mag_besluit_voorstellen(actor, soort.rollen)
    return Formulierscherm(
        titel=_titel(soort, herziening),
        actie=url_for("besluiten.voorstellen", zaaknummer=zaak.zaaknummer, code=soort.code),
        knop="Voorstellen",
        terug=url_for("zaak.toon", zaaknummer=zaak.zaaknummer),
        terug_tekst="Terug naar de zaak",
        onder=f"{pagina.beeld.huishouden.naam} · {personen} · {zaak.zaaknummer}",
        kop_fout="Het voorstel is nog niet gedaan",
        velden=invoervelden(_gevraagd(soort, herziening.hoe if herziening else ""), opties, klaar),
        redenen=() if mag else (f"Alleen wie de rol {opsomming(soort.rollen)} heeft, kan dit besluit voorstellen.",),
        gevolgen=(
            "casus bepaalt in het mandaatregister wie het besluit mag nemen.",
            "Het voorstel komt bij die persoon op de lijst ‘Ter goedkeuring’.",
            "U kunt niet zelf beslissen over uw eigen voorstel.",
        ),
        feiten=[("Grondslag", soort.grondslag), *zaakfeiten(pagina.beeld, pagina.wf)],
    )


def _titel(soort: Besluitsoort, herziening: Herziening | None) -> str:
    if herziening is None:
        return f"{soort.titel} voorstellen"
    return f"{soort.titel}: besluit {herziening.hoe}"


def _klaar(opties: Opties, herziening: Herziening | None, woning: str) -> dict[str, str]:
    """Wat er al staat: de aangewezen woning; is er maar één keuze, dan die; bij een herziening het bedrag van toen."""
    klaar = {"woning": woning} if woning else {}
    klaar |= {code: keuzes[0][0] for code, keuzes in opties.items() if len(keuzes) == 1}
    if herziening is not None and herziening.hoe == "wijzigen" and herziening.besluit.bedrag_cent is not None:
        heel, cent = divmod(herziening.besluit.bedrag_cent, 100)
        klaar[_BEDRAG.code] = f"{heel},{cent:02d}" if cent else str(heel)
    return klaar


def velden_van(code: str) -> list[Veld]:
    """De eigen velden van een soort, voor de keuzes erbij. Raises NietGevonden."""
    return _extra(soort_van(code))


def _extra(soort: Besluitsoort) -> list[Veld]:
    return [besluitvelden()[code] for code in soort.velden]


def _gevraagd(soort: Besluitsoort, hoe: str) -> list[Veld]:
    """De velden op het formulier; wie intrekt, zegt alleen waarom."""
    if hoe == "intrekken":
        return [_VOORSTEL]
    return [*_extra(soort), *([_BEDRAG] if soort.bedrag else []), _VOORSTEL]


def lees_voorstel(code: str, invoer: Mapping[str, Any], dag: date, hoe: str = "") -> dict[str, Any]:
    """De ingevulde velden van een voorstel, klaar voor de actie. Raises InvoerFout per veld, NietGevonden."""
    codes = [veld.code for veld in _gevraagd(soort_van(code), hoe)]
    gegevens = lees(Velden({**besluitvelden(), _BEDRAG.code: _BEDRAG, _VOORSTEL.code: _VOORSTEL}), codes, invoer, dag)
    voorstel_, bedrag = gegevens.pop(_VOORSTEL.code), gegevens.pop(_BEDRAG.code, None)
    return {"voorstel": voorstel_, "bedrag_cent": bedrag, "gegevens": gegevens}


def lees_adviseurs(code: str, gekozen: Iterable[str]) -> list[str]:
    """De rollen aan wie nog meer advies wordt gevraagd. Raises InvoerFout."""
    soort = soort_van(code)
    kan = set(adviseurs(soort)) - {advies.rol for advies in soort.advies}
    rijen = list(dict.fromkeys(gekozen))
    if not kan.issuperset(rijen):
        raise InvoerFout([VeldFout("advies", "Kies uit de rollen die hier staan.")])
    return rijen
