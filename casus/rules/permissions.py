"""Wie wat mag, in paren: `check_x` heft GeenRecht met een zin die zegt wie het wel kan, `mag_x` is het ja of nee.

Een recht gaat over de persoon. Of de zaak er klaar voor is, zegt het proces; wat iemand mag besluiten, zegt het
mandaatregister. Iets van een andere gemeente bestaat niet: dat is NietGevonden, geen GeenRecht (veiligheid B).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from uuid import UUID

from casus.actor import Actor
from casus.errors import GeenRecht, NietGevonden
from casus.models import Besluit, Notitie, Taak, Zaak
from casus.rules.rechten import RECHTEN
from casus.rules.zinnen import opsomming, rol_tekst


def check(actor: Actor, recht: str) -> None:
    """Heft GeenRecht als de actor dit recht niet heeft; KeyError als het recht niet bestaat (programmeerfout)."""
    if not RECHTEN[recht].heeft(actor):
        raise GeenRecht(RECHTEN[recht].zin)


def mag(actor: Actor, recht: str) -> bool:
    """Of de actor dit recht heeft."""
    return RECHTEN[recht].heeft(actor)


def _ja_of_nee(controle: Callable[[], None]) -> bool:
    try:
        controle()
    except (GeenRecht, NietGevonden):
        return False
    return True


def check_gemeente(actor: Actor, object_: Zaak | Taak | Besluit) -> None:
    """Heft NietGevonden als het object bij een andere gemeente hoort dan waarin de actor nu werkt."""
    if object_.gemeente_id != actor.gemeente_id:
        raise NietGevonden


def check_een_van(actor: Actor, rollen: Iterable[str], wat: str) -> None:
    """Heft GeenRecht als de actor geen van deze rollen heeft. `wat` maakt de zin af: 'deze stap zetten'."""
    nodig = sorted(rollen)
    if not actor.heeft_rol(*nodig):
        wie = opsomming(rol_tekst(rol) for rol in nodig)
        zin = f"Alleen wie de rol {wie} heeft, kan {wat}." if nodig else f"Niemand kan {wat}: er is geen rol voor."
        raise GeenRecht(zin)


# Zaken


def check_zaken_inzien(actor: Actor) -> None:
    """De zaken van de gemeente lezen: het opgaveteam."""
    check(actor, "zaken.inzien")


def mag_zaken_inzien(actor: Actor) -> bool:
    """Zie check_zaken_inzien."""
    return mag(actor, "zaken.inzien")


def check_zaak_inzien(actor: Actor, zaak: Zaak) -> None:
    """Eén zaak lezen: het opgaveteam van de gemeente van de zaak."""
    check_gemeente(actor, zaak)
    check(actor, "zaken.inzien")


def mag_zaak_inzien(actor: Actor, zaak: Zaak) -> bool:
    """Zie check_zaak_inzien."""
    return _ja_of_nee(lambda: check_zaak_inzien(actor, zaak))


def check_zaak_openen(actor: Actor) -> None:
    """Een zaak openen voor een gekoppeld huishouden."""
    check(actor, "zaak.openen")


def mag_zaak_openen(actor: Actor) -> bool:
    """Zie check_zaak_openen."""
    return mag(actor, "zaak.openen")


def check_casemanager_toewijzen(actor: Actor) -> None:
    """Een casemanager aan een zaak toewijzen."""
    check(actor, "casemanager.toewijzen")


def mag_casemanager_toewijzen(actor: Actor) -> bool:
    """Zie check_casemanager_toewijzen."""
    return mag(actor, "casemanager.toewijzen")


def check_opschorten(actor: Actor, rollen: Collection[str] | None = None) -> None:
    """De termijnen van een zaak stilzetten of weer laten lopen. `rollen` uit het proces gaan voor op de tabel."""
    if rollen is None:
        check(actor, "zaak.opschorten")
    else:
        check_een_van(actor, rollen, "een zaak laten wachten of hervatten")


def mag_opschorten(actor: Actor, rollen: Collection[str] | None = None) -> bool:
    """Zie check_opschorten."""
    return _ja_of_nee(lambda: check_opschorten(actor, rollen))


def check_overgang(actor: Actor, rollen: Collection[str]) -> None:
    """Een stap in het proces zetten: één van de rollen die bij de overgang staan."""
    check_een_van(actor, rollen, "deze stap zetten")


def mag_overgang(actor: Actor, rollen: Collection[str]) -> bool:
    """Zie check_overgang."""
    return _ja_of_nee(lambda: check_overgang(actor, rollen))


def check_melding(actor: Actor, rollen: Collection[str]) -> None:
    """Iets melden bij een zaak: één van de rollen die bij de melding staan."""
    check_een_van(actor, rollen, "dit melden")


def mag_melding(actor: Actor, rollen: Collection[str]) -> bool:
    """Zie check_melding."""
    return _ja_of_nee(lambda: check_melding(actor, rollen))


def check_notitie(actor: Actor) -> None:
    """Een notitie of contactmoment bij een zaak vastleggen."""
    check(actor, "notitie.schrijven")


def mag_notitie(actor: Actor) -> bool:
    """Zie check_notitie."""
    return mag(actor, "notitie.schrijven")


def check_notitie_verbeteren(actor: Actor, notitie: Notitie) -> None:
    """Een notitie verbeteren: alleen wie haar schreef."""
    check(actor, "notitie.schrijven")
    if notitie.door_id != actor.gebruiker_id:
        raise GeenRecht("Alleen wie de notitie schreef, kan haar verbeteren. Schrijf zelf een nieuwe notitie.")


def mag_notitie_verbeteren(actor: Actor, notitie: Notitie) -> bool:
    """Zie check_notitie_verbeteren."""
    return _ja_of_nee(lambda: check_notitie_verbeteren(actor, notitie))


def check_dossier_versturen(actor: Actor) -> None:
    """Een dossier aan een corporatie versturen."""
    check(actor, "dossier.versturen")


def mag_dossier_versturen(actor: Actor) -> bool:
    """Zie check_dossier_versturen."""
    return mag(actor, "dossier.versturen")


def check_importeren(actor: Actor) -> None:
    """Een lijst met koppelingen inlezen."""
    check(actor, "koppelingen.importeren")


def mag_importeren(actor: Actor) -> bool:
    """Zie check_importeren."""
    return mag(actor, "koppelingen.importeren")


# Taken


def check_taak_pakken(actor: Actor, taak: Taak) -> None:
    """Een vrije taak op zich nemen: wie de rol van de taak heeft.

    Of de taak nog vrij is, beslist de voorwaardelijke UPDATE van de actie: die weet wie er eerder was.
    """
    check_gemeente(actor, taak)
    check_een_van(actor, (taak.rol,), "deze taak pakken")


def mag_taak_pakken(actor: Actor, taak: Taak) -> bool:
    """Zie check_taak_pakken; nee als iemand de taak al heeft."""
    return taak.behandelaar_id is None and _ja_of_nee(lambda: check_taak_pakken(actor, taak))


def heeft_taak(actor: Actor, taak: Taak) -> bool:
    """Of de taak van de actor is, of van een collega die hij vandaag vervangt in een rol die hij zelf ook heeft."""
    if taak.behandelaar_id is None:
        return False
    return taak.behandelaar_id == actor.gebruiker_id or (
        taak.behandelaar_id in actor.vervangt and actor.heeft_rol(taak.rol)
    )


def check_taak_loslaten(actor: Actor, taak: Taak) -> None:
    """Een taak teruggeven aan de rol: wie haar heeft, zijn vervanger, of de teammanager."""
    check_gemeente(actor, taak)
    if not heeft_taak(actor, taak) and not actor.heeft_rol("teammanager"):
        raise GeenRecht("Alleen wie deze taak heeft, of de teammanager, kan haar terugleggen.")


def mag_taak_loslaten(actor: Actor, taak: Taak) -> bool:
    """Zie check_taak_loslaten; nee als niemand de taak heeft."""
    return taak.behandelaar_id is not None and _ja_of_nee(lambda: check_taak_loslaten(actor, taak))


def check_taak_overdragen(actor: Actor, taak: Taak) -> None:
    """Een taak aan een collega geven: wie haar heeft, of de teammanager (die ook een vrije taak toewijst)."""
    check_gemeente(actor, taak)
    if not heeft_taak(actor, taak) and not actor.heeft_rol("teammanager"):
        raise GeenRecht("Alleen wie deze taak heeft, kan haar overdragen. De teammanager kan elke taak toewijzen.")


def mag_taak_overdragen(actor: Actor, taak: Taak) -> bool:
    """Zie check_taak_overdragen."""
    return _ja_of_nee(lambda: check_taak_overdragen(actor, taak))


def check_taak_ontvangen(taak: Taak, naam: str, rollen: Collection[str]) -> None:
    """Een taak gaat alleen naar een collega die de rol ervan vandaag heeft."""
    if taak.rol not in rollen:
        raise GeenRecht(f"{naam} heeft de rol {rol_tekst(taak.rol)} niet. Kies een collega die deze rol wel heeft.")


def mag_taak_ontvangen(taak: Taak, naam: str, rollen: Collection[str]) -> bool:
    """Zie check_taak_ontvangen."""
    return _ja_of_nee(lambda: check_taak_ontvangen(taak, naam, rollen))


def check_taak_afronden(actor: Actor, taak: Taak, wat: str = "deze taak afronden") -> None:
    """Een taak afronden: wie de rol heeft en de taak heeft of haar behandelaar vervangt, of een taak van niemand."""
    check_gemeente(actor, taak)
    check_een_van(actor, (taak.rol,), wat)
    if taak.behandelaar_id is not None and not heeft_taak(actor, taak):
        raise GeenRecht("Een collega heeft deze taak. Vraag om overdracht, of laat de teammanager haar toewijzen.")


def mag_taak_afronden(actor: Actor, taak: Taak) -> bool:
    """Zie check_taak_afronden."""
    return _ja_of_nee(lambda: check_taak_afronden(actor, taak))


def check_taak_verlengen(actor: Actor, taak: Taak, wat: str = "de datum van deze taak verschuiven") -> None:
    """De datum van een taak verschuiven: wie haar mag afronden, of de teammanager."""
    check_gemeente(actor, taak)
    if not actor.heeft_rol("teammanager"):
        check_taak_afronden(actor, taak, wat)


def mag_taak_verlengen(actor: Actor, taak: Taak) -> bool:
    """Zie check_taak_verlengen."""
    return _ja_of_nee(lambda: check_taak_verlengen(actor, taak))


def check_taak_inplannen(actor: Actor, taak: Taak) -> None:
    """Een eigen dag kiezen, laten wachten en weer oppakken: wie de taak mag afronden, of de teammanager."""
    check_taak_verlengen(actor, taak, "deze taak inplannen")


def mag_taak_inplannen(actor: Actor, taak: Taak) -> bool:
    """Zie check_taak_inplannen."""
    return _ja_of_nee(lambda: check_taak_inplannen(actor, taak))


def check_taak_heropenen(actor: Actor, taak: Taak) -> None:
    """Een afgeronde taak weer openen: wie haar afrondde, of de teammanager."""
    check_gemeente(actor, taak)
    if taak.gereed_door_id != actor.gebruiker_id and not actor.heeft_rol("teammanager"):
        raise GeenRecht("Alleen wie deze taak afrondde, of de teammanager, kan haar heropenen.")


def mag_taak_heropenen(actor: Actor, taak: Taak) -> bool:
    """Zie check_taak_heropenen."""
    return _ja_of_nee(lambda: check_taak_heropenen(actor, taak))


def check_taak_ongedaan(actor: Actor, taak: Taak) -> None:
    """Het afronden ongedaan maken: alleen wie dat net deed."""
    check_gemeente(actor, taak)
    if taak.gereed_door_id != actor.gebruiker_id:
        raise GeenRecht("Alleen wie deze taak net afrondde, kan dat ongedaan maken.")


def mag_taak_ongedaan(actor: Actor, taak: Taak) -> bool:
    """Zie check_taak_ongedaan."""
    return _ja_of_nee(lambda: check_taak_ongedaan(actor, taak))


def eigen_aanleiding(actor: Actor) -> str:
    """De aanleiding van een eigen taak: wie haar heeft toegevoegd."""
    return f"eigen:{actor.gebruiker_id}"


def check_taak_laten_vervallen(actor: Actor, taak: Taak) -> None:
    """Een eigen taak laten vervallen: wie haar toevoegde, of de teammanager. Andere taken vervallen nooit zo."""
    check_gemeente(actor, taak)
    if taak.soort is not None:
        raise GeenRecht("Alleen een eigen taak kan vervallen. Deze taak hoort bij het proces: rond haar af.")
    if taak.aanleiding != eigen_aanleiding(actor) and not actor.heeft_rol("teammanager"):
        raise GeenRecht("Alleen wie deze taak toevoegde, of de teammanager, kan haar laten vervallen.")


def mag_taak_laten_vervallen(actor: Actor, taak: Taak) -> bool:
    """Zie check_taak_laten_vervallen."""
    return _ja_of_nee(lambda: check_taak_laten_vervallen(actor, taak))


def check_afwezigheid(actor: Actor, gebruiker_id: UUID) -> None:
    """Afwezigheid melden of beëindigen: ieder voor zichzelf, de teammanager ook voor een ander."""
    check(actor, "afwezigheid.melden")
    if gebruiker_id != actor.gebruiker_id and not actor.heeft_rol("teammanager"):
        raise GeenRecht("Alleen de teammanager kan een ander afwezig melden. Uzelf kunt u wel afwezig melden.")


def mag_afwezigheid(actor: Actor, gebruiker_id: UUID) -> bool:
    """Zie check_afwezigheid."""
    return _ja_of_nee(lambda: check_afwezigheid(actor, gebruiker_id))


# Besluiten


def check_besluit_voorstellen(actor: Actor, rollen: Collection[str] = ()) -> None:
    """Een besluit voorstellen: de rollen die bij de soort staan; zonder rollen iedereen in het opgaveteam."""
    if rollen:
        check_een_van(actor, rollen, "dit besluit voorstellen")
    else:
        check(actor, "besluit.voorstellen")


def mag_besluit_voorstellen(actor: Actor, rollen: Collection[str] = ()) -> bool:
    """Zie check_besluit_voorstellen."""
    return _ja_of_nee(lambda: check_besluit_voorstellen(actor, rollen))


def check_besluit_inzien(actor: Actor, besluit: Besluit) -> None:
    """Een besluit lezen: het opgaveteam, en wie een functie in het mandaatregister heeft."""
    check_gemeente(actor, besluit)
    check(actor, "besluiten.inzien")


def mag_besluit_inzien(actor: Actor, besluit: Besluit) -> bool:
    """Zie check_besluit_inzien."""
    return _ja_of_nee(lambda: check_besluit_inzien(actor, besluit))


def check_ter_goedkeuring(actor: Actor) -> None:
    """De lijst met besluiten die wachten: wie vandaag een functie vervult of vervangt."""
    check(actor, "besluit.beslissen")


def mag_ter_goedkeuring(actor: Actor) -> bool:
    """Zie check_ter_goedkeuring."""
    return mag(actor, "besluit.beslissen")


def check_register_lezen(actor: Actor) -> None:
    """Het mandaatregister lezen: iedereen met een rol of functie in de gemeente."""
    check(actor, "mandaatregister.inzien")


def mag_register_lezen(actor: Actor) -> bool:
    """Zie check_register_lezen."""
    return mag(actor, "mandaatregister.inzien")
