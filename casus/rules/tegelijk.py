"""Twee mensen met hetzelfde formulier open: wat ieder zelf veranderde, en waar zij elkaar raken."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping


def zelf_gewijzigd(
    getypt: Mapping[str, str], was: Mapping[str, str], samen: Iterable[Collection[str]] = ()
) -> frozenset[str]:
    """De velden die iemand anders insturde dan hij ze zag (`was`); wat hij liet staan, schrijft hij niet.

    `samen`: velden die alleen met elkaar iets zeggen, zoals een gebied en de reden ervoor; wie er één wijzigt, wijzigt
    ze alle.
    """
    alle = getypt.keys() | was.keys()
    uit = {naam for naam in alle if getypt.get(naam, "") != was.get(naam, "")}
    for groep in samen:
        uit |= alle & set(groep) if uit & set(groep) else set()
    return frozenset(uit)


def intussen_anders(getypt: Mapping[str, str], was: Mapping[str, str], nu: Mapping[str, str]) -> frozenset[str]:
    """De velden waar nu iets anders staat dan iemand zag, en ook iets anders dan hij instuurde."""
    alle = getypt.keys() | was.keys()
    return frozenset(naam for naam in alle if nu.get(naam) not in (was.get(naam), getypt.get(naam)))


def allebei_gewijzigd(
    getypt: Mapping[str, str], was: Mapping[str, str], nu: Mapping[str, str], samen: Iterable[Collection[str]] = ()
) -> frozenset[str]:
    """De velden die hij wijzigde en een ander intussen ook, elk in iets anders: dat kiest casus niet zelf."""
    return zelf_gewijzigd(getypt, was, samen) & intussen_anders(getypt, was, nu)
