"""Every role against every right and every guarded screen, as a table (bảng quyền hạn)."""

from __future__ import annotations

from collections.abc import Iterator

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
