"""Entry of ./run, ./manage, ./test and ./bench (điểm vào)."""

from __future__ import annotations

import importlib
import signal
import sys
from types import FrameType

from launcher import say

COMMANDS = {"run": "launcher.run", "manage": "launcher.manage", "test": "launcher.checks", "bench": "launcher.bench"}


class Stopped(BaseException):
    """Somebody asked us to stop; raised once, so that the orderly end is not itself interrupted."""


def _stop(number: int, frame: FrameType | None) -> None:
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, signal.SIG_IGN)
    raise Stopped(number)


def main() -> int:
    # A background child of a shell inherits SIGINT ignored: set by hand. But what nohup ignores stays ignored.
    signal.signal(signal.SIGINT, _stop)
    signal.signal(signal.SIGTERM, _stop)
    if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:
        signal.signal(signal.SIGHUP, _stop)
    command, words = sys.argv[1], sys.argv[2:]
    try:
        return int(importlib.import_module(COMMANDS[command]).main(words) or 0)
    except say.Refusal as refusal:
        say.problem(f"✗ {refusal}")
        return 1
    except Stopped as stopped:
        return 0 if command == "run" else 128 + int(stopped.args[0])


sys.exit(main())
