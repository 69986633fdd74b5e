"""What the launcher tells the person at the keyboard (thông báo tiến độ)."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


class Refusal(Exception):
    """Something the person must mend first; its text is one clear sentence."""


def line(text: str) -> None:
    print(text, flush=True)


def problem(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


@contextmanager
def step(text: str) -> Iterator[None]:
    """Announce a step, then say how many seconds it took."""
    print(f"· {text} … ", end="", flush=True)
    start = time.monotonic()
    try:
        yield
    except BaseException:
        print("failed", flush=True)
        raise
    print(f"{time.monotonic() - start:.1f} s", flush=True)
