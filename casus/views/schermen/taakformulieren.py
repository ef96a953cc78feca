"""De kleine formulieren bij een taak: overdragen, inplannen, laten wachten, heropenen, en een eigen taak."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from flask import request, url_for

from casus.actor import Actor
from casus.errors import CasusFout
from casus.models import Taak
from casus.queries.gebruikers import Collega
from casus.queries.zaakpagina import Zaakstand
from casus.rules import permissions
from casus.rules.planning import PARTIJEN, wacht_waarschuwing
from casus.rules.rechten import TEAM
from casus.rules.zinnen import rol_tekst, zin
from casus.termijnen import dag_kort, vandaag
from casus.views.schermen.feiten import zaakfeiten
from casus.views.schermen.formulierscherm import Formulierscherm
from casus.views.schermen.velden import Invoerveld
from casus.vocab import meervoud
from casus.web.formulier import tekst
from casus.web.verwijzing import veilig

Controle = Callable[[Actor, Taak], None]
Keuzes = Sequence[tuple[str, str]]
DATUMHINT = "Bijvoorbeeld 18-11-2026, of ‘morgen’."


def datum_in_cijfers(dag: date | None) -> str:
    """'18-11-2026', zoals iemand een dag typt; leeg zonder dag."""
    return f"{dag:%d-%m-%Y}" if dag else ""


def waarom_niet(controle: Controle, actor: Actor, taak: Taak) -> str:
    """De zin waarmee de server zou weigeren; leeg als het kan."""
    try:
        controle(actor, taak)
    except CasusFout as weigering:
        return weigering.zin
    return ""


def _redenen(controle: Controle, actor: Actor, taak: Taak) -> tuple[str, ...]:
    if taak.status != "open":
        return (f"Deze taak is al {taak.status}. Kijk in de tijdlijn van de zaak wat er is gebeurd.",)
    reden = waarom_niet(controle, actor, taak)
    return (reden,) if reden else ()


def _basis(taak: Taak, stand: Zaakstand) -> dict[str, Any]:
    personen = meervoud(stand.beeld.huishouden.aantal_personen, "persoon", "personen")
    taakpagina = url_for("taken.toon", taak_id=taak.id)
    terug = veilig(request.args.get("terug", "")) or veilig(tekst("terug")) or taakpagina
    return {
        "terug": terug,
        "terug_tekst": "Terug naar de taak" if terug == taakpagina else "Terug",
        "onder": f"{taak.titel} · {stand.beeld.huishouden.naam} · {personen} · {stand.zaak.zaaknummer}",
        "versie": taak.versie,
        "feiten": taakfeiten(taak) + zaakfeiten(stand.beeld, stand.wf),
        "feiten_titel": "Bij deze taak",
    }


def taakfeiten(taak: Taak) -> list[tuple[str, str]]:
    """De dagen van de taak en wie haar heeft."""
    dag = vandaag()
    feiten = [("Rol", rol_tekst(taak.rol)), ("Bij", taak.behandelaar.naam if taak.behandelaar else "nog van niemand")]
    for naam, waarde in (("Streefdatum", taak.streefdatum), ("Fatale datum", taak.fatale_datum)):
        if waarde:
            feiten.append((naam, dag_kort(waarde, dag)))
    if taak.gepland_op:
        feiten.append(("Ingepland op", dag_kort(taak.gepland_op, dag)))
    if taak.wacht_tot and taak.wacht_tot > dag:
        feiten.append(("Wacht op", f"{taak.wacht_op}, tot {dag_kort(taak.wacht_tot, dag)}"))
    return feiten


def overdragen(taak: Taak, stand: Zaakstand, actor: Actor, collegas: Keuzes) -> Formulierscherm:
    """Aan een collega geven; een vrije taak wordt toegewezen."""
    vrij = taak.behandelaar_id is None
    redenen = _redenen(permissions.check_taak_overdragen, actor, taak)
    if not redenen and not collegas:
        redenen = (f"Er is geen andere collega met de rol {rol_tekst(taak.rol)}.",)
    return Formulierscherm(
        **_basis(taak, stand),
        titel="Taak toewijzen" if vrij else "Taak overdragen",
        actie=url_for("taken.overdragen", taak_id=taak.id),
        knop="Taak toewijzen" if vrij else "Taak overdragen",
        kop_fout="De taak is nog niet toegewezen" if vrij else "De taak is nog niet overgedragen",
        velden=[
            Invoerveld("aan", "Wie krijgt de taak?" if vrij else "Wie neemt de taak over?", "lijst", keuzes=collegas),
            Invoerveld("toelichting", "Wat moet uw collega weten?", "tekstvak", GEEN_MEDISCH, verplicht=False),
        ],
        redenen=redenen,
        gevolgen=("Uw collega krijgt een signaal, met wat u schrijft.", "Uw bericht staat ook in de tijdlijn."),
    )


GEEN_MEDISCH = "Geen medische gegevens."


def inplannen(taak: Taak, stand: Zaakstand, actor: Actor) -> Formulierscherm:
    """Een eigen dag kiezen."""
    fataal = taak.fatale_datum
    hint = f"Alleen nodig na de fatale datum, {dag_kort(fataal, vandaag())}." if fataal else ""
    reden = Invoerveld("gepland_reden", "Waarom na die dag?", "tekstvak", hint, False, waarde=taak.gepland_reden)
    return Formulierscherm(
        **_basis(taak, stand),
        titel="Taak inplannen",
        uitleg="Kies de dag waarop u deze taak doet. De termijn zelf verandert niet.",
        actie=url_for("taken.inplannen", taak_id=taak.id),
        knop="Taak inplannen",
        kop_fout="De taak is nog niet ingepland",
        velden=[
            Invoerveld(
                "gepland_op",
                "Op welke dag doet u de taak?",
                "datum",
                DATUMHINT,
                waarde=datum_in_cijfers(taak.gepland_op),
            ),
            *([reden] if fataal else []),
        ],
        redenen=_redenen(permissions.check_taak_inplannen, actor, taak),
    )


def wachten(taak: Taak, stand: Zaakstand, actor: Actor) -> Formulierscherm:
    """Laten wachten op een ander."""
    gevolgen = ["Op die dag staat de taak vanzelf weer bij uw taken.", "U kunt haar eerder weer oppakken."]
    if taak.fatale_datum:
        gevolgen.append(wacht_waarschuwing(date.max, taak.fatale_datum))
    return Formulierscherm(
        **_basis(taak, stand),
        titel="Taak laten wachten",
        actie=url_for("taken.wachten", taak_id=taak.id),
        knop="Laten wachten",
        kop_fout="De taak wacht nog niet",
        velden=_velden_wachten(taak),
        redenen=_redenen(permissions.check_taak_inplannen, actor, taak),
        gevolgen=gevolgen,
    )


def _velden_wachten(taak: Taak) -> list[Invoerveld]:
    partijen = [(partij, partij) for partij in PARTIJEN]
    hint = "Een partij, geen naam van een persoon. Bijvoorbeeld COA of corporatie."
    tot = datum_in_cijfers(taak.wacht_tot)
    return [
        Invoerveld("wacht_op", "Op wie wacht u?", "tekst", hint, keuzes=partijen, waarde=taak.wacht_op or ""),
        Invoerveld("wacht_tot", "Tot welke dag?", "datum", "Een dag na vandaag.", waarde=tot),
    ]


def heropenen(taak: Taak, stand: Zaakstand, redenen: tuple[str, ...]) -> Formulierscherm:
    """Een afgeronde taak weer openen. `redenen`: waarom dat niet kan."""
    return Formulierscherm(
        **_basis(taak, stand),
        titel="Taak heropenen",
        actie=url_for("taken.heropenen", taak_id=taak.id),
        knop="Taak heropenen",
        kop_fout="De taak is nog niet heropend",
        velden=[Invoerveld("reden", "Waarom opent u de taak weer?", "tekstvak", GEEN_MEDISCH)],
        redenen=redenen,
        gevolgen=(
            "Wat u had ingevuld, staat weer in het formulier.",
            "Taken die hieruit volgden en waaraan niemand is begonnen, vervallen. Na het afronden komen zij terug.",
        ),
    )


def eigen_taak(stand: Zaakstand, collegas: Sequence[Collega]) -> Formulierscherm:
    """Een taak die het proces niet noemt."""
    zaak, huishouden = stand.zaak, stand.beeld.huishouden
    toestand = stand.wf.toestanden[zaak.toestand]
    dicht = toestand.eind and not toestand.taken_lopen_door
    per: dict[tuple[str, str], list[str]] = {}
    for collega in collegas:
        if collega.rol in TEAM:
            per.setdefault((str(collega.id), collega.naam), []).append(rol_tekst(collega.rol))
    mensen = [(id_, f"{naam} ({', '.join(rollen)})") for (id_, naam), rollen in per.items()]
    return Formulierscherm(
        titel="Eigen taak toevoegen",
        uitleg="Voor iets wat het proces niet noemt en wat voor deze zaak toch moet gebeuren.",
        onder=f"{huishouden.naam} · {zaak.zaaknummer}",
        actie=url_for("taken.nieuw", zaaknummer=zaak.zaaknummer),
        knop="Taak toevoegen",
        kop_fout="De taak is nog niet toegevoegd",
        terug=url_for("zaak.toon", zaaknummer=zaak.zaaknummer),
        terug_tekst="Terug naar de zaak",
        velden=_velden_eigen_taak(mensen),
        redenen=(f"De zaak staat op ‘{toestand.titel}’. Er komen geen taken meer bij.",) if dicht else (),
        feiten=zaakfeiten(stand.beeld, stand.wf),
    )


def _velden_eigen_taak(mensen: Keuzes) -> list[Invoerveld]:
    rollen = [(rol, zin(rol_tekst(rol))) for rol in sorted(TEAM)]
    titelhint = "In een paar woorden, met het werkwoord achteraan. Bijvoorbeeld: school bellen."
    return [
        Invoerveld("titel", "Wat moet er gebeuren?", "tekst", titelhint),
        Invoerveld("toelichting", "Uitleg", "tekstvak", GEEN_MEDISCH, verplicht=False),
        Invoerveld("rol", "Bij welke rol hoort het?", "lijst", keuzes=rollen),
        Invoerveld(
            "behandelaar", "Wie doet het?", "lijst", "Leeg: de taak ligt bij de rol.", verplicht=False, keuzes=mensen
        ),
        Invoerveld("streefdatum", "Wanneer moet het klaar zijn?", "datum", DATUMHINT),
    ]
