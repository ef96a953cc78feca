"""Tests met een echte database. Wie `database` of `databank` vraagt, draait op SQLite én op PostgreSQL."""

from tests.integration.adressen import _adressen_later  # noqa: F401
from tests.integration.databank import (  # noqa: F401  # pytest vindt fixtures op naam in dit bestand
    _kloon,
    _postgres_sjabloon,
    _soort,
    _sqlite_sjabloon,
    databank,
    database,
    database_url,
    gemeenten,
    lege_databank,
    postgres,
    sessie,
)
from tests.integration.sjablonen import _sjablonen_eenmaal  # noqa: F401
from tests.integration.tekenaar import _tekenaar_eenmaal  # noqa: F401
from tests.integration.vragen import _vragen_eenmaal  # noqa: F401
from tests.wereld import gedeelde_wereld, wereld  # noqa: F401
