"""Wat tussen rijen moet kloppen: dubbele rijen en nummers, en de rijen van één huishouden onderling."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from casus.importers.gebreken import FOUT
from casus.importers.koppelregels import HuishoudenRegel
from casus.importers.rijlezer import KOPPELDATUM_VOOR_VERGUNNING, GelezenRij, HuishoudenDeel
from casus.importers.tekst import ruwe_tekst, schoon
from casus.importers.woorden import waarden

Waarde = object

# Nummers die nooit worden uitgegeven. Proefgegevens trekken ze willekeurig: twee mensen kunnen hetzelfde hebben.
TESTREEKS_BSN = "9999"


def meld_dubbele_rijen(rijen: Iterable[GelezenRij]) -> None:
    """Een rij die gelijk is aan een eerdere krijgt alleen die melding; wat er verder is staat al bij de eerste."""
    eerste: dict[tuple[str, ...], int] = {}
    for rij in rijen:
        inhoud = tuple(schoon(ruwe_tekst(rij.cel(veld))) for veld in rij.kop.kolommen)
        eerder = eerste.setdefault(inhoud, rij.rij.nummer)
        if eerder != rij.rij.nummer:
            rij.dubbel = True
            rij.meldingen.clear()
            rij.meld("", "dubbele_rij", f"Deze rij is gelijk aan rij {eerder}. Haal één van beide weg.")


def meld_dubbele_nummers(rijen: Sequence[GelezenRij]) -> None:
    """Een V-nummer of BSN dat bij meer rijen staat is bij al die rijen een fout: casus kiest niet bij wie het hoort.

    Een BSN uit de testreeks telt alleen als dubbel binnen één huishouden.
    """
    uniek = [rij for rij in rijen if not rij.dubbel]
    _meld_dubbel(uniek, lambda rij: rij.persoon.v_nummer, "v_nummer")
    over = [rij for rij in uniek if "v_nummer" not in rij.foute_velden]
    _meld_dubbel(over, _bsn_om_te_vergelijken, "bsn")


def _bsn_om_te_vergelijken(rij: GelezenRij) -> str:
    bsn = rij.persoon.bsn or ""
    return f"{bsn} {rij.coa_nummer}" if bsn.startswith(TESTREEKS_BSN) else bsn


def _meld_dubbel(rijen: Sequence[GelezenRij], nummer_van: Callable[[GelezenRij], str], veld: str) -> None:
    groepen: dict[str, list[GelezenRij]] = {}
    for rij in rijen:
        if nummer := nummer_van(rij):
            groepen.setdefault(nummer, []).append(rij)
    for groep in groepen.values():
        for rij in groep if len(groep) > 1 else ():
            ander = next(andere.rij.nummer for andere in groep if andere is not rij)
            zin = f"Dit nummer staat ook bij een andere persoon, in rij {ander}. Verbeter het bij wie het niet klopt."
            rij.meld(veld, f"{veld}_dubbel", zin)


def keur_huishouden(rijen: Sequence[GelezenRij]) -> HuishoudenRegel | None:
    """Toetst de rijen van één huishouden aan elkaar. Geeft het huishouden, of None zodra er ergens een fout in zit."""
    personen = [rij for rij in rijen if not rij.dubbel]
    # een rij zonder zaaknummer is al fout en hoort bij geen huishouden om haar aan te toetsen
    if personen and personen[0].coa_nummer:
        _meld_hoofdpersonen(personen)
        _meld_verschil(personen, "gemeente", lambda deel: deel.gemeentecode)
        _meld_verschil(personen, "koppeldatum", lambda deel: deel.koppeldatum)
        _meld_ontbrekend(personen)
    if _heeft_fout(rijen):
        return None
    regel = _samen(personen)
    if regel.koppeldatum < regel.vergunningdatum:
        _hoofd(personen).meld("koppeldatum", "koppeldatum_voor_vergunning", KOPPELDATUM_VOOR_VERGUNNING)
        return None
    return regel


def _heeft_fout(rijen: Iterable[GelezenRij]) -> bool:
    return any(melding.ernst == FOUT for rij in rijen for melding in rij.meldingen)


def _is_hoofd(rij: GelezenRij) -> bool:
    return rij.persoon.relatie == "hoofdpersoon"


def _hoofd(rijen: Sequence[GelezenRij]) -> GelezenRij:
    return next((rij for rij in rijen if _is_hoofd(rij)), rijen[0])


def _meld_hoofdpersonen(rijen: Sequence[GelezenRij]) -> None:
    hoofden = [rij for rij in rijen if _is_hoofd(rij)]
    if not hoofden and not any("relatie" in rij.foute_velden for rij in rijen):
        zin = "Dit huishouden heeft geen hoofdpersoon. Vul bij één persoon in de kolom Relatie 'hoofdpersoon' in."
        rijen[0].meld("relatie", "geen_hoofdpersoon", zin)
    for rij in hoofden[1:]:
        eerste = hoofden[0].rij.nummer
        zin = f"Dit huishouden heeft al een hoofdpersoon, in rij {eerste}. Verbeter de relatie van een van beiden."
        rij.meld("relatie", "meer_hoofdpersonen", zin)


def _meld_verschil(rijen: Sequence[GelezenRij], veld: str, waarde_van: Callable[[HuishoudenDeel], Waarde]) -> None:
    """Een rij die afwijkt van de meeste rijen van haar huishouden is fout; een cel die al fout was telt niet mee."""
    gevuld = [rij for rij in rijen if waarde_van(rij.huishouden) is not None and veld not in rij.foute_velden]
    telling = Counter(waarde_van(rij.huishouden) for rij in gevuld)
    if len(telling) < 2:
        return
    meeste = max(telling.values())
    norm = next(rij for rij in (_hoofd(gevuld), *gevuld) if telling[waarde_van(rij.huishouden)] == meeste)
    for rij in gevuld:
        if waarde_van(rij.huishouden) != waarde_van(norm.huishouden):
            zin = f"In rij {norm.rij.nummer} van hetzelfde huishouden staat iets anders. Maak de rijen gelijk."
            rij.meld(veld, "huishouden_tegenstrijdig", zin)


def _meld_ontbrekend(rijen: Sequence[GelezenRij]) -> None:
    """Wat voor het hele huishouden geldt mag op één rij staan, maar moet ergens staan."""
    hoofd = _hoofd(rijen)
    for veld, waarde_van in _NODIG.items():
        if any(waarde_van(rij.huishouden) or veld in rij.foute_velden for rij in rijen):
            continue
        hoofd.meld(veld, "verplicht_leeg", f"De kolom {hoofd.kop.titel(veld)} is leeg. Vul haar in.")


_NODIG: dict[str, Callable[[HuishoudenDeel], Waarde]] = {
    "gemeente": lambda deel: deel.gemeentecode,
    "koppeldatum": lambda deel: deel.koppeldatum,
    "vergunningdatum": lambda deel: deel.vergunningdatum,
}


def _samen(rijen: Sequence[GelezenRij]) -> HuishoudenRegel:
    """Eén huishouden uit rijen zonder fout; de hoofdpersoon gaat voor, anders de eerste rij die het zegt."""
    delen = [rij.huishouden for rij in sorted(rijen, key=lambda rij: not _is_hoofd(rij))]
    beperkingen = {beperking for deel in delen for beperking in deel.woonbeperkingen}
    return HuishoudenRegel(
        coa_nummer=rijen[0].coa_nummer,
        gemeentecode=next(deel.gemeentecode for deel in delen if deel.gemeentecode),
        koppeldatum=next(deel.koppeldatum for deel in delen if deel.koppeldatum),
        vergunningdatum=next(deel.vergunningdatum for deel in delen if deel.vergunningdatum),
        vergunning_geldig_tot=next((deel.geldig_tot for deel in delen if deel.geldig_tot), None),
        coa_locatie=next((deel.coa_locatie for deel in delen if deel.coa_locatie), ""),
        koppelredenen=tuple(dict.fromkeys(reden for deel in delen for reden in deel.koppelredenen)),
        woonbeperking=max(beperkingen, key=waarden("woonbeperking").index, default="geen"),
        verwachte_nareis=max(deel.nareis for deel in delen),
        personen=tuple(rij.persoon for rij in rijen),
    )
