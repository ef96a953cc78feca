"""De pagina's van woningen en complexen in de wandeling langs elke pagina."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from playwright.sync_api import expect

from tests import woninglijsten

if TYPE_CHECKING:
    from tests.browser.paginas import Bezoek, Stap

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _woning(b: Bezoek, status: str = "gemeld") -> str:
    return b.link(f"/woningen?status={status}", "main a.zaak[href^='/woningen/']")


def _complex(b: Bezoek, naam: str = "Voormalige Mariaschool") -> str:
    return b.link("/complexen", f"main a.zaak:has-text('{naam}')")


def _leeg(b: Bezoek, pad: str, knop: str) -> None:
    b.ga(pad)
    b.druk(knop)
    expect(b.blad.locator(".fouten")).to_be_focused()


def _intrekken_fout(b: Bezoek) -> None:
    b.ga(_woning(b))
    deel = b.blad.locator("main details", has=b.blad.locator("summary", has_text="Intrekken"))
    deel.locator("summary").click()
    deel.get_by_role("button").click()
    expect(b.blad.locator(".fouten")).to_be_focused()


def _taak_fout(b: Bezoek) -> None:
    b.ga(_complex(b))
    deel = b.blad.locator("main details", has=b.blad.locator("summary", has_text="Afronden")).first
    deel.locator("summary").click()
    deel.get_by_role("button").click()
    expect(b.blad.locator(".fouten")).to_be_focused()


def _proef(b: Bezoek) -> None:
    b.ga("/woningen/inlezen")
    inhoud = woninglijsten.als_xlsx([rij for rij, _ in woninglijsten.GEBREKEN])
    bestand = {"name": "lijst.xlsx", "mimeType": XLSX, "buffer": inhoud}
    b.blad.get_by_label("Bestand").set_input_files(bestand)  # type: ignore[arg-type]  # playwright noemt dit FilePayload
    b.blad.locator("#corporatie").select_option(index=1)
    b.druk("Laten zien wat er zou gebeuren")
    expect(b.blad.locator("h1")).to_have_text("Wat er zou gebeuren")


VAN_WONEN: Final[list[Stap]] = [
    ("woningen.lijst", "woningen", lambda b: b.ga("/woningen")),
    ("", "woningen-niets-past", lambda b: b.ga("/woningen?slaapkamers=5&status=ingetrokken")),
    ("woningen.toon", "woning-gemeld", lambda b: b.ga(_woning(b))),
    ("", "woning-voorgedragen", lambda b: b.ga(_woning(b, "voorgedragen"))),
    ("", "woning-intrekken-fout", _intrekken_fout),
    ("woningen.nieuw", "woning-nieuw", lambda b: b.ga("/woningen/nieuw")),
    ("", "woning-nieuw-fout", lambda b: _leeg(b, "/woningen/nieuw", "Woning vastleggen")),
    ("woningen.wijzig", "woning-wijzigen", lambda b: b.ga(_woning(b) + "/wijzigen")),
    ("complexen.lijst", "complexen", lambda b: b.ga("/complexen")),
    ("complexen.toon", "complex", lambda b: b.ga(_complex(b))),
    ("", "complex-kamers", lambda b: b.ga(_complex(b, "Huize Wilgenhof"))),
    ("", "complextaak-fout", _taak_fout),
    ("complexen.nieuw", "complex-nieuw", lambda b: b.ga("/complexen/nieuw")),
    ("", "complex-nieuw-fout", lambda b: _leeg(b, "/complexen/nieuw", "Complex vastleggen")),
    ("complexen.wijzig", "complex-wijzigen", lambda b: b.ga(_complex(b) + "/wijzigen")),
    ("complexen.taken", "complextaken", lambda b: b.ga("/complexen/taken")),
    ("woningimport.kies", "woningen-inlezen", lambda b: b.ga("/woningen/inlezen")),
    ("", "woningen-proef", _proef),
]
