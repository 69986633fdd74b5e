"""The probe, somebody who acts, and a worker in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection

from cuulong.core.outbox.models import Delivery
from cuulong.lib.facts import Ref
from cuulong.lib.ids import uuid7
from tests.core.outbox.probe import TRACES, handled

ROOT = Path(__file__).resolve().parents[3]


class Somebody:
    """An actor as verbs see one."""

    label = ""
    actor_ref = Ref("people.account", UUID(int=7))
    behalf_ref = None


@pytest.fixture
def acting() -> Somebody:
    return Somebody()


@pytest.fixture
def clock() -> Ref:
    return Ref("probe.clock", uuid7())


@pytest.fixture
def probe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[int]]:
    """Gives the numbers handled so far, in their order."""
    monkeypatch.setenv(TRACES, str(tmp_path / "traces"))
    return handled


def database_url() -> str:
    """The test database, as a process of its own would be told."""
    given = connection.settings_dict
    host = quote(str(given["HOST"]), safe="")
    user = quote(given["USER"]) + (":" + quote(given["PASSWORD"]) if given["PASSWORD"] else "")
    return f"postgresql://{user}@/{given['NAME']}?host={host}&port={given['PORT']}"


class Workers:
    """Starts real workers and ends the ones it started."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.running: list[subprocess.Popen[bytes]] = []

    def start(self, *options: str) -> subprocess.Popen[bytes]:
        environment = os.environ | {
            "DATABASE_URL": database_url(),
            "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"],
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT), os.environ.get("PYTHONPATH", "")]),
            "CUULONG_DATA_DIR": str(self._folder / "data"),
            "CUULONG_SECRET_KEY": settings.SECRET_KEY,
            "CUULONG_AUDIT_KEY": settings.AUDIT_KEY,
        }
        log = (self._folder / f"worker{len(self.running)}.log").open("wb")
        program = [sys.executable, str(Path(__file__).with_name("run_worker.py")), "--stalled-after", "3", *options]
        worker = subprocess.Popen(program, env=environment, cwd=ROOT, stdout=log, stderr=log)
        self.running.append(worker)
        return worker

    def stop_all(self) -> None:
        for worker in self.running:
            if worker.poll() is None:
                worker.send_signal(signal.SIGTERM)
        for worker in self.running:
            worker.wait(timeout=30)


@pytest.fixture
def workers(tmp_path: Path) -> Iterator[Workers]:
    started = Workers(tmp_path)
    yield started
    started.stop_all()


def wait_until(happens: Callable[[], bool], seconds: float = 60) -> None:
    """Look ten times a second; fails when it has not happened after `seconds`."""
    deadline = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < deadline, f"did not happen in {seconds} s"
        time.sleep(0.1)


def states() -> list[str]:
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))
