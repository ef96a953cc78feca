"""Een pdf nakijken en opnieuw schrijven zonder wat iets doet of iemand verraadt. Draait in het kindproces.

Eruit gaan: eigenschappen en XMP, bijlagen, scripts, acties bij openen en sluiten, acties die een programma starten of
iets versturen, geluid en film, en metadata van foto's. Opnieuw schrijven laat ook eerdere versies en losse delen weg.
Bron: ISO 32000-1 7.11.4 (bijlagen), 12.5.6 (annotaties) en 12.6 (acties).
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
import pypdfium2

from casus.documentkeuring.beeldmetadata import zonder_metadata
from casus.documentkeuring.soorten import Geweigerd

MEESTE_BLADEN = 2000
_DIEPST = 200
_KAPOT = "De pdf is beschadigd en niet te openen. Sla hem opnieuw op en probeer het nog een keer."
_GESLOTEN = "De pdf heeft een wachtwoord. Sla hem op zonder wachtwoord en probeer het nog een keer."
_WEG = ("/AA", "/OpenAction", "/Metadata", "/PieceInfo", "/AF", "/EF", "/RF", "/JS", "/XFA", "/Collection")
"""Sleutels die in geen enkel object blijven staan."""
_NAMEN_WEG = ("/JavaScript", "/EmbeddedFiles", "/Renditions", "/AlternatePresentations")
_ACTIES_WEG = frozenset(
    {
        *("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition", "/Movie", "/Sound"),
        *("/RichMediaExecute", "/GoTo3DView", "/ResetForm", "/Hide"),
    }
)
_ANNOTATIES_WEG = frozenset({"/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"})
_IN_DE_STRUCTUUR = frozenset(
    {
        *("/Type", "/S", "/P", "/ID", "/Pg", "/K", "/A", "/C", "/R", "/T", "/Lang", "/Alt", "/E", "/ActualText", "/NS"),
        *("/Phoneme", "/PhoneticAlphabet"),
    }
)
"""Wat er in een deel van de structuur hoort (14.7.2): de rest kan alleen een actie zijn die zich zo noemt."""
_ADRESSEN = ("http://", "https://", "mailto:", "tel:")


def maak_schoon(inhoud: bytes) -> tuple[bytes, int]:
    """De schone pdf en zijn aantal bladen. Raises Geweigerd."""
    try:
        schoon = _herschrijf(inhoud)
        return schoon, tel_bladen(schoon)
    except Geweigerd:
        raise
    except pikepdf.PasswordError:
        raise Geweigerd(_GESLOTEN) from None
    except (pikepdf.PdfError, pypdfium2.PdfiumError, ValueError, TypeError, KeyError, RecursionError):
        raise Geweigerd(_KAPOT) from None


def _herschrijf(inhoud: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(inhoud)) as pdf:
        _keur_aantal(len(pdf.pages))
        if "/Info" in pdf.trailer:
            del pdf.trailer["/Info"]
        _verwijder(pdf.Root.get("/Names"), _NAMEN_WEG)
        for object_ in pdf.objects:
            for deel in _delen(object_):
                _ontdoe(deel)
        uit = io.BytesIO()
        pdf.save(uit, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return uit.getvalue()


def tel_bladen(inhoud: bytes) -> int:
    """Het aantal bladen dat de tekenaar ziet. Raises Geweigerd als het er geen of te veel zijn."""
    with pypdfium2.PdfDocument(inhoud) as pdf:
        return _keur_aantal(len(pdf))


def _keur_aantal(bladen: int) -> int:
    if bladen < 1:
        raise Geweigerd("De pdf heeft geen bladen. Kies een ander bestand.")
    if bladen > MEESTE_BLADEN:
        raise Geweigerd(f"De pdf heeft {bladen} bladen. Splits hem in delen tot {MEESTE_BLADEN} bladen.")
    return bladen


def _delen(object_: Any, diep: int = 0) -> Iterator[Any]:
    """Het object en alle woordenboeken die er rechtstreeks in staan; waar het naar verwijst komt zelf nog langs."""
    if diep > _DIEPST:
        raise Geweigerd(_KAPOT)
    if isinstance(object_, pikepdf.Dictionary | pikepdf.Stream):
        yield object_
        kinder = [waarde for _, waarde in object_.items()]
    else:
        kinder = list(object_) if isinstance(object_, pikepdf.Array) else []
    for kind in kinder:
        samengesteld = isinstance(kind, pikepdf.Dictionary | pikepdf.Array)
        if samengesteld and not kind.is_indirect:
            yield from _delen(kind, diep + 1)


def _ontdoe(deel: Any) -> None:
    _verwijder(deel, _WEG)
    if _verdachte_actie(deel):
        _maak_onschuldig(deel)
    if "/S" in deel:  # een actie kan er meer aan elkaar rijgen; zonder /S is /Next de volgende bladwijzer
        _verwijder(deel, ("/Next",))
    if isinstance(annotaties := deel.get("/Annots"), pikepdf.Array):
        goede = [een for een in annotaties if not _annotatie_weg(een)]
        if len(goede) != len(annotaties):
            deel["/Annots"] = pikepdf.Array(goede)
    if isinstance(deel, pikepdf.Stream) and _is_foto(deel.get("/Filter")):
        _foto(deel)


def _maak_onschuldig(deel: Any) -> None:
    """Leeg, behalve als het een deel van de structuur is of zich zo noemt: daarvan blijft wat daar hoort."""
    structuur = deel.get("/Type") == "/StructElem"
    _verwijder(deel, tuple(deel.keys() - _IN_DE_STRUCTUUR) if structuur else tuple(deel.keys()))
    if structuur:
        deel["/S"] = pikepdf.Name.Span


def _verdachte_actie(deel: Any) -> bool:
    soort = deel.get("/S")
    if isinstance(soort, pikepdf.Name) and str(soort) in _ACTIES_WEG:
        return True
    adres = deel.get("/URI")
    return soort == "/URI" and not str(adres).lower().strip().startswith(_ADRESSEN)


def _annotatie_weg(annotatie: Any) -> bool:
    soort = annotatie.get("/Subtype") if isinstance(annotatie, pikepdf.Dictionary) else None
    return soort is None or str(soort) in _ANNOTATIES_WEG


def _is_foto(filter_: Any) -> bool:
    alleen = filter_[0] if isinstance(filter_, pikepdf.Array) and len(filter_) == 1 else filter_
    return isinstance(alleen, pikepdf.Name) and alleen == "/DCTDecode"


def _foto(deel: Any) -> None:
    ruw = deel.read_raw_bytes()
    if (schoon := zonder_metadata(ruw)) != ruw:
        deel.write(schoon, filter=pikepdf.Name("/DCTDecode"), decode_parms=deel.get("/DecodeParms"))


def _verwijder(deel: Any, sleutels: tuple[str, ...]) -> None:
    if isinstance(deel, pikepdf.Dictionary | pikepdf.Stream):
        for sleutel in sleutels:
            if sleutel in deel:
                del deel[sleutel]
