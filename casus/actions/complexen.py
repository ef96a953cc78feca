"""Complexen: vastleggen, verbeteren, en de taken die af moeten voordat er iemand kan wonen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from casus.actions.verwijzingen import collega_uit_team
from casus.actions.wijzigen import wijzig
from casus.actions.woningen import keur_corporatie, neem_woonvorm_over
from casus.actor import Actor
from casus.db import CasusSessie, uuid7
from casus.errors import Conflict, GeenRecht, InvoerFout, VeldFout, Weigering
from casus.gebeurtenissen import noteer
from casus.models import Complex, Complextaak, Corporatie, Woning
from casus.queries.complexen import woningen_in
from casus.rules import complexen as regels
from casus.rules import permissions
from casus.rules.woningcodes import WOONVORMEN
from casus.rules.zinnen import rol_tekst
from casus.termijnen import vandaag

VELDEN: Final = ("naam", "woonvorm", "eenheden", "einddatum", "gemengd_akkoord_op", "andere_bewoners", "toelichting")
TITELS: Final[Mapping[str, str]] = {
    "naam": "naam",
    "woonvorm": "woonvorm",
    "eenheden": "aantal eenheden",
    "einddatum": "einddatum",
    "gemengd_akkoord_op": "akkoord met gemengd wonen",
    "andere_bewoners": "andere bewoners",
    "toelichting": "toelichting",
}
_AL_KLAAR = "Een collega was u voor: ‘{titel}’ staat niet meer open."


def leg_vast(session: CasusSessie, *, actor: Actor, corporatie_id: UUID, gegevens: Mapping[str, Any]) -> Complex:
    """Legt een complex vast, met de taken die bij zijn woonvorm horen. Raises GeenRecht, InvoerFout."""
    keur_corporatie(actor=actor, corporatie_id=corporatie_id)
    if session.scalar(select(Corporatie.id).where(Corporatie.id == corporatie_id)) is None:
        raise InvoerFout([VeldFout("corporatie", "Kies een corporatie.")])
    vol = {"woonvorm": "regulier", "andere_bewoners": [], "toelichting": "", **gegevens}
    _keur(session, vol, corporatie_id, None)
    sleutel = {"gemeente_id": actor.gemeente_id, "id": uuid7(), "corporatie_id": corporatie_id}
    complex_ = Complex(**sleutel, **vol)
    session.add(complex_)
    try:
        session.flush()
    except IntegrityError as fout:
        raise Conflict("Een collega legde net een complex met deze naam vast.") from fout
    _zet_taken(session, complex_)
    noteer(session, actor=actor, soort="complex_vastgelegd", object_=complex_, gegevens={"naam": complex_.naam})
    return complex_


def wijzig_complex(
    session: CasusSessie, complex_: Complex, *, actor: Actor, versie: int, gegevens: Mapping[str, Any]
) -> dict[str, Any]:
    """Verbetert een complex en geeft wat er anders werd; een andere woonvorm geeft andere taken.

    Raises Conflict, GeenRecht, InvoerFout.
    """
    keur_corporatie(actor=actor, corporatie_id=complex_.corporatie_id)
    oud = {veld: getattr(complex_, veld) for veld in VELDEN}
    vol = {**oud, **gegevens}
    if versie != complex_.versie:
        raise Conflict("Een collega wijzigde dit complex net. Kijk wat er is veranderd en probeer het opnieuw.")
    _keur(session, vol, complex_.corporatie_id, complex_)
    anders = {veld: waarde for veld, waarde in vol.items() if oud[veld] != waarde}
    if not anders:
        return {}
    wat = ", ".join(TITELS[veld] for veld in anders)
    wijzig(session, complex_, {**anders, "versie": versie + 1}, waar={"versie": versie})
    if "woonvorm" in anders:
        _andere_woonvorm(session, complex_, actor=actor)
    noteer(
        session, actor=actor, soort="complex_gewijzigd", object_=complex_, gegevens={"naam": complex_.naam, "wat": wat}
    )
    return anders


def _keur(session: CasusSessie, vol: Mapping[str, Any], corporatie_id: UUID, zelf: Complex | None) -> None:
    fouten = list(regels.fouten(vol))
    if not fouten:
        dezelfde = select(Complex.id).where(Complex.corporatie_id == corporatie_id, Complex.naam == vol["naam"])
        gevonden = session.scalar(dezelfde)
        if gevonden is not None and (zelf is None or gevonden != zelf.id):
            fouten = [VeldFout("naam", "Deze corporatie heeft al een complex met deze naam.")]
    if zelf is not None and not fouten:
        er_zijn = session.scalar(woningen_in(zelf.id)) or 0
        if zin := regels.te_vol(vol["naam"], vol["eenheden"], er_zijn, len(vol["andere_bewoners"])):
            fouten = [VeldFout("eenheden", zin)]
    if fouten:
        raise InvoerFout(fouten)


def _zet_taken(session: CasusSessie, complex_: Complex, al: frozenset[str] = frozenset()) -> None:
    for soort in regels.taken_bij(complex_.woonvorm):
        if soort.soort not in al:
            session.add(
                Complextaak(
                    gemeente_id=complex_.gemeente_id,
                    id=uuid7(),
                    complex_id=complex_.id,
                    soort=soort.soort,
                    titel=soort.titel,
                    verplicht=soort.verplicht,
                    rol=soort.rol,
                    uiterlijk=soort.uiterlijk(vandaag()),
                )
            )
    session.flush()


def _andere_woonvorm(session: CasusSessie, complex_: Complex, *, actor: Actor) -> None:
    """Open taken die niet meer horen zijn niet nodig; wat er nog niet was komt erbij. De woningen volgen, elk met haar
    eigen geschiedenis; wat zo niet meer kan worden aangeboden, kijkt wonen opnieuw na."""
    nodig = {soort.soort for soort in regels.taken_bij(complex_.woonvorm)}
    taken = session.scalars(select(Complextaak).where(Complextaak.complex_id == complex_.id)).all()
    af = {"status": "niet_nodig", "gereed_op": vandaag(), "gereed_door_id": actor.gebruiker_id}
    for taak in taken:
        if taak.status == "open" and taak.soort not in nodig:
            reden = f"Hoort niet bij {WOONVORMEN[complex_.woonvorm]}."
            wijzig(session, taak, {**af, "toelichting": reden}, waar={"status": "open"})
        elif taak.status == "niet_nodig" and taak.soort in nodig:
            open_ = {"status": "open", "gereed_op": None, "gereed_door_id": None}
            wijzig(session, taak, open_, waar={"status": "niet_nodig"})
    _zet_taken(session, complex_, frozenset(taak.soort for taak in taken))
    woningen = select(Woning).where(Woning.complex_id == complex_.id).order_by(Woning.id)
    for woning in session.scalars(woningen).all():
        neem_woonvorm_over(session, woning, complex_.woonvorm, actor=actor)


# --- de taken ---


def _keur_taak(taak: Complextaak, actor: Actor) -> None:
    permissions.check(actor, "complextaak.doen")
    if not actor.heeft_rol(taak.rol, "wonen", "teammanager"):
        raise GeenRecht(f"Deze taak is voor {rol_tekst(taak.rol)}. Wonen of de teammanager kan haar ook doen.")


def geef_taak(session: CasusSessie, taak: Complextaak, *, actor: Actor, aan_id: UUID | None) -> None:
    """Geeft een open taak aan een collega, of legt haar terug (None). Raises GeenRecht, InvoerFout, Conflict."""
    _keur_taak(taak, actor)
    wie = None
    if aan_id is not None:
        wie = collega_uit_team(session, aan_id, {taak.rol, "wonen", "teammanager"})
        if wie is None:
            raise InvoerFout([VeldFout("behandelaar", f"Kies iemand van {rol_tekst(taak.rol)} of wonen.")])
    _wijzig_taak(session, taak, {"behandelaar_id": aan_id}, "open")
    _noteer(session, taak, "complextaak_behandelaar", actor=actor, aan=wie.naam if wie else "niemand")


def rond_taak_af(
    session: CasusSessie, taak: Complextaak, *, actor: Actor, toelichting: str, geldig_tot: date | None = None
) -> None:
    """Zet een taak op gereed, met wat er is geregeld en tot en met wanneer het geldt.

    Raises GeenRecht, InvoerFout (geen toelichting, of geen laatste dag waar die hoort), Conflict.
    """
    _keur_taak(taak, actor)
    fouten = []
    if not toelichting.strip():
        fouten.append(VeldFout("toelichting", "Schrijf wat er is geregeld, bijvoorbeeld het nummer van de vergunning."))
    soort = regels.taaksoorten().get(taak.soort)
    if geldig_tot is None and soort is not None and soort.geldig:
        fouten.append(VeldFout("geldig_tot", "Vul in tot en met welke dag dit geldt."))
    elif geldig_tot is not None and geldig_tot < vandaag():
        fouten.append(VeldFout("geldig_tot", "Deze dag is al voorbij. Dan is de taak nog niet klaar."))
    if fouten:
        raise InvoerFout(fouten)
    klaar = {"gereed_op": vandaag(), "gereed_door_id": actor.gebruiker_id, "geldig_tot": geldig_tot}
    _wijzig_taak(session, taak, {"status": "gereed", "toelichting": toelichting.strip(), **klaar}, "open")
    _noteer(session, taak, "complextaak_gereed", actor=actor)


def heropen_taak(session: CasusSessie, taak: Complextaak, *, actor: Actor, uiterlijk: date | None = None) -> None:
    """Zet een taak weer open: het was toch niet klaar, of het moet opnieuw. Raises GeenRecht, Weigering, Conflict."""
    _keur_taak(taak, actor)
    if taak.status == "open":
        raise Weigering("Deze taak staat al open.")
    open_ = {"status": "open", "gereed_op": None, "gereed_door_id": None, "geldig_tot": None}
    _wijzig_taak(session, taak, {**open_, "uiterlijk": uiterlijk or taak.uiterlijk}, taak.status)
    _noteer(session, taak, "complextaak_heropend", actor=actor)


def _wijzig_taak(session: CasusSessie, taak: Complextaak, waarden: Mapping[str, Any], status: str) -> None:
    try:
        wijzig(session, taak, waarden, waar={"status": status})
    except Conflict as fout:
        raise Conflict(_AL_KLAAR.format(titel=taak.titel)) from fout


def _noteer(session: CasusSessie, taak: Complextaak, soort: str, *, actor: Actor, **meer: str) -> None:
    naam = session.scalar(select(Complex.naam).where(Complex.id == taak.complex_id)) or ""
    gegevens = {"taak": taak.titel, "naam": naam, **meer}
    noteer(session, actor=actor, soort=soort, object_=taak, gegevens=gegevens)
