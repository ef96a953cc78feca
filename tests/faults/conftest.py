"""Tests die opzettelijk iets breken, op dezelfde databases als de andere."""

from tests.integration.databank import (  # noqa: F401  # pytest vindt fixtures op naam in dit bestand
    _postgres_sjabloon,
    _soort,
    _sqlite_sjabloon,
    postgres,
)
from tests.integration.vragen import _vragen_eenmaal  # noqa: F401
from tests.wereld import gedeelde_wereld, wereld  # noqa: F401
