"""Scopes by agency: an object belongs to its agency and all above it, so that a reader needs few keys (phạm vi)."""

from __future__ import annotations

from collections.abc import Iterable

from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.core.registry import Right, get


def of_agencies(*agencies: Agency | None) -> frozenset[str]:
    """The scope of an object that these agencies work on: they and all above them, as the tree is now.

    One query a level, none for an agency whose `parent` is at hand. After a change of the tree, reindex.
    """
    found: dict[int, None] = {}
    for agency in agencies:
        one = agency
        while one is not None and one.pk not in found:
            found[one.pk] = None
            one = one.parent
    return frozenset(map(_key, found))


def held(acting: Acting, right: str) -> frozenset[str] | None:
    """The scopes a reader sees by `right`: the agencies where it is held; None means everything (phạm vi được xem)."""
    declared_right = get(Right, right)
    carrying = [grant for grant in acting.grants if grant.carries(declared_right)]
    if acting.is_system or (carrying and declared_right.scope == "province"):
        return None
    return frozenset(_key(grant.agency_id) for grant in carrying)


def of_people(uuids: Iterable[object]) -> frozenset[str]:
    """Scopes of single persons or businesses, for what only they may see."""
    return frozenset(f"p{uuid}" for uuid in uuids)


def _key(agency_id: int) -> str:
    return f"a{agency_id}"
