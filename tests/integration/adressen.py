"""Een app schrijft voor elke route code die haar adres maakt; de app van een test heeft er maar een paar nodig.

Zo'n stukje code ontstaat hier pas bij de eerste vraag om dat adres, uit dezelfde regel en op dezelfde manier.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from werkzeug.routing import Rule

_ECHT = Rule._compile_builder
Bouwer = Callable[..., Any]


def _later(regel: Rule, append_unknown: bool = True) -> Bouwer:
    klaar: list[Bouwer] = []

    def bouw(regel: Rule, /, **delen: Any) -> Any:
        if not klaar:
            klaar.append(_ECHT(regel, append_unknown))
        return klaar[0](regel, **delen)

    return bouw


@pytest.fixture(scope="session", autouse=True)
def _adressen_later() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as plek:
        plek.setattr(Rule, "_compile_builder", _later)
        yield
