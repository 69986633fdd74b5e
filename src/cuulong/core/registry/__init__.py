"""Declarations of the whole house: who declares what, read by the engines above (sổ khai báo)."""

from __future__ import annotations

from collections import defaultdict
from typing import TypeVar

from .declarations import (
    Announcement,
    ApiPart,
    Declaration,
    Expiry,
    Indicator,
    Job,
    Kind,
    LoadStep,
    LogPhrase,
    MenuItem,
    Message,
    Panel,
    PrefillSource,
    Right,
    Role,
    RouteSample,
    Scope,
    Searchable,
    Subscription,
    SystemCard,
    Worklist,
)

D = TypeVar("D", bound=Declaration)

_declared: dict[type[Declaration], dict[str, Declaration]] = defaultdict(dict)


class Undeclared(LookupError):
    """A code that nobody has declared."""


class DeclaredTwice(ValueError):
    """One code, two different declarations."""


def declare(*declarations: Declaration) -> None:
    """Add declarations; called from `AppConfig.ready` of whoever owns them. Raises DeclaredTwice."""
    for one in declarations:
        shelf = _declared[type(one)]
        if shelf.get(one.code, one) != one:
            raise DeclaredTwice(f"{type(one).__name__} {one.code!r} is declared twice")
        shelf[one.code] = one


def declared(kind: type[D]) -> dict[str, D]:
    """All declarations of one kind by code, in the order of declaring."""
    return dict(_declared[kind])  # type: ignore[arg-type]


def get(kind: type[D], code: str) -> D:
    """One declaration. Raises Undeclared."""
    try:
        return _declared[kind][code]  # type: ignore[return-value]
    except KeyError:
        raise Undeclared(f"no {kind.__name__} {code!r} is declared") from None


__all__ = [
    "Announcement",
    "ApiPart",
    "Declaration",
    "DeclaredTwice",
    "Expiry",
    "Indicator",
    "Job",
    "Kind",
    "LoadStep",
    "LogPhrase",
    "MenuItem",
    "Message",
    "Panel",
    "PrefillSource",
    "Right",
    "Role",
    "RouteSample",
    "Scope",
    "Searchable",
    "Subscription",
    "SystemCard",
    "Undeclared",
    "Worklist",
    "declare",
    "declared",
    "get",
]
