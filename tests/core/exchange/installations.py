"""Two installations with databases of their own and an axis in a process of its own; all of them can be killed."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import traceback
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import connections

from cuulong.core.exchange.axis_simulator import AxisSimulator
from launcher.inside import testing
from launcher.layout import ROOT

KEY = "khoa-thu-hai-ben"


class Axis:
    """The simulated axis, restarted on the same port and folder after each kill."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        command = [sys.executable, "-c", START, str(self.folder), str(self.port), KEY]
        env = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
        self.process = subprocess.Popen(command, env=env, cwd=ROOT)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return
            time.sleep(0.05)
        raise AssertionError("the axis did not start")

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait(10)

    def order(self, fault: str, path: str) -> None:
        body = json.dumps({"fault": fault, "path": path}).encode()
        urllib.request.urlopen(urllib.request.Request(f"{self.url}/control", body), timeout=5).close()


# Without Django's settings it starts in a blink; the management command serves the same class.
START = f"""
import sys
from pathlib import Path
from {AxisSimulator.__module__} import AxisSimulator
AxisSimulator(Path(sys.argv[1]), int(sys.argv[2]), keys={{"*": sys.argv[3]}}).serve_forever()
"""


@dataclass
class Installation:
    """A database and a folder; what it does happens in a child process that may die of it."""

    name: str
    folder: Path
    axis: Axis
    deaths: int = field(default=0)

    def does(self, act: Callable[[], Any], *, dying: str = "") -> Any:
        """Run `act` as this installation and give what it returns, as JSON carries it.

        `dying`: "module:name:before" or "…:after": the child kills itself when it gets there, and None is returned.
        """
        reader, writer = os.pipe()
        connections.close_all()
        child = os.fork()
        if child == 0:
            os.close(reader)
            self._live(act, dying, writer)
        os.close(writer)
        with os.fdopen(reader) as told:
            text = told.read()
        _pid, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status):
            assert dying, f"{self.name} died by itself"
            self.deaths += 1
            return None
        assert os.WEXITSTATUS(status) == 0, text
        assert not dying, f"{self.name} never came to {dying}"
        return json.loads(text)

    def _live(self, act: Callable[[], Any], dying: str, writer: int) -> None:
        try:
            connections["default"].settings_dict["NAME"] = self.name
            settings.FILES_DIR = self.folder / "files"
            settings.AXIS_URL, settings.AXIS_KEY, settings.AXIS_ORGAN = self.axis.url, KEY, self.name
            settings.AXIS_PATIENCE = 5.0
            if dying:
                _die_at(dying)
            os.write(writer, json.dumps(act()).encode())
        except BaseException:
            os.write(writer, traceback.format_exc()[-4000:].encode())
            os._exit(1)
        os._exit(0)


def _die_at(point: str) -> None:
    module_name, path, when = point.split(":")
    *owners, name = path.split(".")
    owner: Any = import_module(module_name)
    for one in owners:
        owner = getattr(owner, one)
    real = getattr(owner, name)

    def dies(*args: Any, **kwargs: Any) -> Any:
        if when == "after":
            real(*args, **kwargs)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(owner, name, dies)


@contextmanager
def two() -> Iterator[tuple[Installation, Installation, Axis]]:
    """Both installations, empty, and the axis between them; the caller has unblocked the database."""
    folder = Path(tempfile.mkdtemp(prefix="cuulong-two-"))
    axis = Axis(folder / "axis")
    names = [f"{testing.NAME}_{side}" for side in ("a", "b")]
    try:
        for name in names:
            testing.migrated().into(name, folder / name)
        axis.start()
        first, second = (Installation(name, folder / name, axis) for name in names)
        yield first, second, axis
    finally:
        axis.kill()
        with psycopg.connect(testing.ADMIN, autocommit=True) as admin:
            for name in names:
                testing._drop(admin, name)
