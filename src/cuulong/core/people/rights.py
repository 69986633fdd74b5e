"""Every role against every right and every guarded screen, as a table (bảng quyền hạn)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

from cuulong.core.registry import Right, Role, declared


def matrix() -> dict[str, dict[str, bool]]:
    """Role → right → whether the role carries it (ma trận quyền hạn)."""
    rights = declared(Right)
    return {role: {code: role in right.roles for code, right in rights.items()} for role in declared(Role)}


def official_screens() -> dict[str, str]:
    """Name of every officials' route → the right that opens it, "*" for any official (màn hình nội bộ)."""
    return {
        name: pattern.callback.official_right
        for name, pattern in _named(get_resolver(), "")
        if hasattr(pattern.callback, "official_right")
    }


@dataclass(frozen=True)
class Door:
    """Who is let in at an address, before any object is looked for (cửa vào).

    `right` "": whoever is `signed_in` (or, with `guests`, proved a code), else anybody; "*": any official.
    """

    right: str = ""
    signed_in: bool = False
    guests: bool = False
    ours: bool = True

    def lets_in(self, roles: frozenset[str]) -> bool:
        """Whether it opens for somebody signed in who holds only `roles`; none: a citizen."""
        return not self.right or any(opens(role, self.right) for role in roles)


def doors() -> dict[str, Door]:
    """Name of every route → its door; that of a library's view is not ours and says nothing (mọi cửa vào)."""
    return {
        name: Door(
            getattr(pattern.callback, "official_right", ""),
            hasattr(pattern.callback, "official_right") or hasattr(pattern.callback, "signed_in"),
            hasattr(pattern.callback, "guests"),
            pattern.callback.__module__.startswith("cuulong."),
        )
        for name, pattern in _named(get_resolver(), "")
    }


def opens(role: str, right: str) -> bool:
    """Whether an official with only `role` may open a screen guarded by `right`."""
    return right == "*" or role in declared(Right)[right].roles


def _named(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from _named(pattern, inner)
        elif pattern.name:
            yield prefix + pattern.name, pattern
