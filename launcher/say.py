"""What the launcher tells the person at the keyboard (thông báo tiến độ)."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TextIO


class Refusal(Exception):
    """Something the person must mend first; its text is one clear sentence."""


def line(text: str) -> None:
    _write(sys.stdout, f"{text}\n")


def problem(text: str) -> None:
    _write(sys.stderr, f"{text}\n")


@contextmanager
def step(text: str) -> Iterator[None]:
    """Announce a step, then say how many seconds it took."""
    _write(sys.stdout, f"· {text} … ")
    start = time.monotonic()
    try:
        yield
    except BaseException:
        line("failed")
        raise
    line(f"{time.monotonic() - start:.1f} s")


def _write(stream: TextIO, text: str) -> None:
    # The terminal may be closed or the pipe gone; that must not keep us from stopping in order.
    with suppress(OSError, ValueError):
        stream.write(text)
        stream.flush()
