"""The one kind of port (cổng)."""

from __future__ import annotations

from typing import Generic, TypeVar

T = TypeVar("T")


class Unbound(RuntimeError):
    """A port was used that site/wiring.py has bound to nobody."""


class Port(Generic[T]):
    """A named place where one system's answerer is plugged in for the others.

    `bind` is called once, by site/wiring.py; calling the port gives the answerer. Raises Unbound.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._answerer: T | None = None

    def bind(self, answerer: T) -> None:
        self._answerer = answerer

    def __call__(self) -> T:
        if self._answerer is None:
            raise Unbound(f"port {self.name!r} is bound to nobody; see site/wiring.py")
        return self._answerer
