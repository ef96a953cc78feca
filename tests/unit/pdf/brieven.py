"""Brieven met verzonnen gegevens, en een certificaat dat ter plekke wordt gemaakt."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from casus.brieven.soorten import briefsoorten, pakket_tekst
from casus.brieven.taal import vul
from casus.brieven.voorbeeld import onderdelen, velden
from casus.pdf.brief import BriefGegevens

GEMAAKT = datetime(2026, 11, 24, 8, 15, tzinfo=UTC)


def brief(code: str, *, alles: bool = True, waarden: dict[str, str] | None = None, **anders: Any) -> BriefGegevens:
    """De brief van deze soort met de tekst van casus; `waarden` gaan over de verzonnen velden heen."""
    soort = briefsoorten()[code]
    ingevuld = {**velden(soort, alles=alles), **(waarden or {})}
    blokken = vul(pakket_tekst(code), ingevuld, onderdelen(soort, alles=alles))
    return BriefGegevens.model_validate(
        {
            "soort": soort.titel,
            "kenmerk": ingevuld["kenmerk"],
            "zaaknummer": ingevuld["zaaknummer"],
            "gemeente": "Waterhoven",
            "datum": date(2026, 11, 24),
            "aan": ["S. al-Jubouri", "Opvanglocatie Waterhoven"],
            "contact": {"naam": ingevuld["contact_naam"], "functie": "casemanager", "telefoon": "0999 12 34 57"},
            "tolk": ingevuld["tolk"] or None,
            "inhoud": [blok.als_json() for blok in blokken],
            "velden": ingevuld,
            "gemaakt_op": GEMAAKT,
            "gemaakt_door": "H. Bakker-Šarić",
            **anders,
        }
    )


def certificaat(
    geheim: str = "s3sam",
    van: datetime = datetime(2026, 1, 1, tzinfo=UTC),
    tot: datetime = datetime(2028, 1, 1, tzinfo=UTC),
) -> tuple[bytes, x509.Certificate]:
    """Een PKCS#12 van een verzonnen gemeente, ondertekend door een eigen hoofdcertificaat; met dat hoofdcertificaat."""
    hoofd, sleutel = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    top = _certificaat("Hoofd", "Hoofd", hoofd, hoofd, True, van, tot)
    eigen = _certificaat("Zegel Waterhoven", "Hoofd", sleutel, hoofd, False, van, tot)
    slot = serialization.BestAvailableEncryption(geheim.encode())
    return pkcs12.serialize_key_and_certificates(b"zegel", sleutel, eigen, [top], slot), top


def _certificaat(naam: str, door: str, van_wie: Any, door_wie: Any, ca: bool, van: datetime, tot: datetime) -> Any:
    wie = [x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, een)]) for een in (naam, door)]
    gebruik = x509.KeyUsage(not ca, not ca, False, False, False, ca, ca, False, False)
    bouwer = x509.CertificateBuilder().subject_name(wie[0]).issuer_name(wie[1]).public_key(van_wie.public_key())
    bouwer = bouwer.serial_number(x509.random_serial_number()).not_valid_before(van).not_valid_after(tot)
    bouwer = bouwer.add_extension(x509.BasicConstraints(ca, None), critical=True).add_extension(gebruik, critical=True)
    return bouwer.sign(door_wie, hashes.SHA256())
