"""Wat er mis kan gaan bij het maken van een dossier, elk met een zin voor het scherm."""

from __future__ import annotations

from casus.errors import CasusFout


class PdfFout(CasusFout):
    """Basis: het dossier is niet gemaakt, er is niets verstuurd."""

    status = 500


class PangoOntbreekt(PdfFout):
    """De systeembibliotheken voor het tekenen van letters staan niet op deze computer."""

    status = 503

    def __init__(self) -> None:
        super().__init__(
            "Op deze computer kan casus nog geen PDF maken. Vraag de beheerder Pango te installeren: "
            "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
        )


class PdfMislukt(PdfFout):
    """Het kindproces viel om of deed er te lang over. Een volgende poging krijgt een nieuw kindproces."""

    status = 503

    def __init__(self) -> None:
        super().__init__("Het dossier is niet gemaakt. Probeer het nog een keer.")


class LettertypeFout(PdfFout):
    """De PDF zou een ander lettertype dan Casus Sans bevatten; die verschilt per computer en is geen archiefstuk.

    `tekens` zijn de tekens die Casus Sans niet heeft, voor zover bekend.
    """

    status = 422

    def __init__(self, tekens: str = "") -> None:
        waarom = f"Deze tekens kunnen niet in een dossier: {' '.join(tekens)}. " if tekens else ""
        super().__init__(waarom + "Gebruik de schrijfwijze van de naam in de BRP.")
        self.tekens = tekens


class BronGeweigerd(PdfFout):
    """Een sjabloon vroeg om een bestand of adres dat niet bij casus hoort (programmeerfout of aanval)."""

    def __init__(self) -> None:
        super().__init__("Het dossier verwijst naar iets buiten casus en is daarom niet gemaakt.")


class HuisstijlFout(PdfFout):
    """Het briefhoofd hoort bij een andere gemeente dan het dossier."""

    def __init__(self) -> None:
        super().__init__("Het briefhoofd is van een andere gemeente dan dit dossier.")


ZONDER_UITLEG: dict[str, type[PdfMislukt | BronGeweigerd | HuisstijlFout]] = {
    klasse.__name__: klasse for klasse in (PdfMislukt, BronGeweigerd, HuisstijlFout)
}
"""De fouten die een kindproces met alleen hun naam kan melden."""
