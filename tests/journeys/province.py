"""A province of its own for the journeys: database, data folder, web server with two workers, job worker (tỉnh mẫu)."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from django.db import connections

from launcher.inside import testing
from launcher.layout import ROOT
from tests import laying

PATIENCE = 120  # seconds until the web server must answer


@dataclass(frozen=True)
class Province:
    """Where the demo province of the journeys answers, and what its processes were told."""

    url: str
    env: Mapping[str, str]

    @property
    def database(self) -> str:
        return urlsplit(self.env["DATABASE_URL"]).path.lstrip("/")

    @property
    def data(self) -> Path:
        return Path(self.env["CUULONG_DATA_DIR"])

    def manage(self, *words: str) -> subprocess.CompletedProcess[str]:
        """A management command in the environment of the province."""
        command = [sys.executable, "-m", "django", *words]
        return subprocess.run(command, env=dict(self.env), cwd=ROOT, capture_output=True, text=True, check=False)


def must_have_a_whole_log(province: Province) -> None:
    """What the journeys did is on record, sealed, and nobody rewrote it: `check_audit` says so."""
    deadline = time.monotonic() + PATIENCE
    while (checked := province.manage("check_audit", "--language", "en")).returncode == 0:
        found = re.search(r"(\d+) rows sealed.*; (\d+) rows wait", checked.stdout)
        assert found, checked.stdout
        # Transactions of other tests on the same server may hold up the sealer for a while.
        late = time.monotonic() > deadline
        assert int(found[1]) > 0 or not late, checked.stdout
        if int(found[1]) > 0 and (found[2] == "0" or late):
            return
        time.sleep(1)
    raise AssertionError(checked.stdout + checked.stderr)


@contextmanager
def rows_of(province: Province) -> Iterator[None]:
    """Django's own models read the province's rows; the caller has unblocked the database."""
    default = connections["default"]
    before = default.settings_dict["NAME"]
    default.close()
    default.settings_dict["NAME"] = province.database
    try:
        yield
    finally:
        default.close()
        default.settings_dict["NAME"] = before


@contextmanager
def running() -> Iterator[Province]:
    """The province with its demo people and dossiers, for as long as the context lasts."""
    name = f"{testing.NAME}_province"
    data = tempfile.mkdtemp(prefix="cuulong-province-")
    port = _free_port()
    env = (
        os.environ
        | testing.addresses(name, Path(data))
        | {
            "CUULONG_ENV": "test",
            "CUULONG_BASE_URL": f"http://localhost:{port}",
            "CUULONG_EXCHANGE_URL": f"http://127.0.0.1:{_free_port()}",
            "DJANGO_SETTINGS_MODULE": "cuulong.site.settings",
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        }
    )
    province = Province(f"http://localhost:{port}", env)
    try:
        laying.everything().into(name, province.data)
        with _serving(province, port):
            yield province
    finally:
        with psycopg.connect(testing.ADMIN, autocommit=True) as admin:
            testing._drop(admin, name)
        shutil.rmtree(data, ignore_errors=True)


@contextmanager
def _serving(province: Province, port: int) -> Iterator[None]:
    web = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", "2", "--blocking-threads", "1", "--no-ws", "--respawn-failed-workers",
        "--workers-kill-timeout", "5", "--log-level", "warning", "cuulong.site.wsgi:application",
    ]  # fmt: skip
    parts: list[subprocess.Popen[bytes]] = []
    try:
        django = [sys.executable, "-m", "django"]
        port_of_databases = str(urlsplit(province.env["CUULONG_EXCHANGE_URL"]).port)
        databases = [*django, "simulate_databases", "--port", port_of_databases]
        for label, command in (("web", web), ("worker", [*django, "worker"]), ("databases", databases)):
            with (province.data / f"{label}.log").open("wb") as log:
                # The database's own list of sessions then says whose each one is.
                env = dict(province.env) | {"PGAPPNAME": label}
                parts.append(subprocess.Popen(command, env=env, cwd=ROOT, stdout=log, stderr=log))
        _wait_for(f"{province.url}/healthz", parts[0], province.data / "web.log")
        yield
    finally:
        for part in reversed(parts):
            part.terminate()
        for part in parts:
            with suppress(subprocess.TimeoutExpired):
                part.wait(15)
            part.kill()
            part.wait()


def _wait_for(url: str, web: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and web.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (OSError, urllib.error.URLError):
            time.sleep(0.2)
    raise AssertionError(f"the web server did not answer:\n{log.read_text(errors='replace')[-4000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
