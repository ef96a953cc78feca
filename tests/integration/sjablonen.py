"""Elke test heeft een eigen app, maar de schermen zijn voor alle dezelfde: vertaal een sjabloon eenmaal per proces.

Het vertalen was de helft van de tijd van elke test met een scherm. Bewaard wordt alleen de vertaalde code, bij naam,
inhoud en instellingen van het sjabloon; opvragen, vullen en ontsnappen doet elke app zelf, zoals in het echt.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from types import CodeType

import pytest
from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache


class Vertaald(BytecodeCache):
    """Vertaalde sjablonen in het geheugen van dit proces."""

    def __init__(self) -> None:
        self.code: dict[Hashable, CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self.code.get(_sleutel(bucket))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.code[_sleutel(bucket)] = bucket.code


def _sleutel(bucket: Bucket) -> Hashable:
    milieu = bucket.environment
    return bucket.key, bucket.checksum, milieu.trim_blocks, milieu.lstrip_blocks, *sorted(milieu.extensions)


@pytest.fixture(scope="session", autouse=True)
def _sjablonen_eenmaal() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as plek:
        plek.setattr(Flask, "jinja_options", {**Flask.jinja_options, "bytecode_cache": Vertaald()})
        yield
