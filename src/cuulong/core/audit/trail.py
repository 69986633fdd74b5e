"""Which request an act belongs to, carried from the browser into logs, facts and jobs (mã yêu cầu)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_request_id: ContextVar[str] = ContextVar("request_id", default="")


def current_request_id() -> str:
    """The id of the request or job under way; empty outside of both."""
    return _request_id.get()


@contextmanager
def request_id(value: str) -> Iterator[None]:
    """Everything within belongs to request `value`."""
    token = _request_id.set(value)
    try:
        yield
    finally:
        _request_id.reset(token)
