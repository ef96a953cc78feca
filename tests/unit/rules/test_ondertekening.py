import pytest

from casus.rules.ondertekening import slotformule, slotformule_bestuursorgaan


@pytest.mark.parametrize(
    ("orgaan", "soort", "zin"),
    [
        (
            "college",
            "mandaat",
            "Namens het college van burgemeester en wethouders van Waterhoven, teammanager, H. Bakker",
        ),
        ("burgemeester", "machtiging", "Namens de burgemeester van Waterhoven, teammanager, H. Bakker"),
        (
            "college",
            "volmacht",
            "Namens de gemeente Waterhoven, met volmacht van het college van burgemeester en wethouders, "
            "teammanager, H. Bakker",
        ),
        (
            "college",
            "ondertekening",
            "Dit is een besluit van het college van burgemeester en wethouders van Waterhoven. "
            "Namens dit bestuursorgaan ondertekend door teammanager, H. Bakker",
        ),
    ],
)
def test_slotformule(orgaan: str, soort: str, zin: str):
    assert slotformule("Waterhoven", orgaan, soort, "Teammanager", "H. Bakker") == zin


def test_slotformule_van_het_bestuursorgaan_zelf():
    assert slotformule_bestuursorgaan("Waterhoven", "college", "E. de Wit") == (
        "Besluit van het college van burgemeester en wethouders van Waterhoven, vastgelegd door E. de Wit"
    )
