"""Doors of screens that stand below people in the stack and so cannot ask who comes in (cửa vào màn hình)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

View = Callable[..., Any]
Keeper = Callable[[str | None], Callable[[View], View]]

_keepers: list[Keeper] = []


def keep_doors(keeper: Keeper) -> None:
    """Appoint the decorator that lets officials in; `people` does it once when the program starts."""
    _keepers[:] = [keeper]


def official_required(right: str | None = None) -> Callable[[View], View]:
    """`people.access.official_required` for audit, outbox and organisations, which people stand on.

    Stays shut (LookupError) as long as nobody keeps the doors.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if not _keepers:
                raise LookupError("nobody keeps the doors: cuulong.core.people is not installed")
            return _keepers[0](right)(view)(*args, **kwargs)

        guarded.official_right = right or "*"  # type: ignore[attr-defined]
        return guarded

    return decorate
