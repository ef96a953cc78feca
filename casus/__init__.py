"""casus: de werkplek en het zakenregister van het opgaveteam."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from casus.config import Instellingen


def create_app(instellingen: Instellingen | None = None) -> Flask:
    """De webtoepassing: alleen bedrading. Importeert pas hier, zodat `import casus.rules` niets van Flask laadt."""
    from casus.config import lees_instellingen
    from casus.web.app import bouw

    return bouw(instellingen or lees_instellingen())
