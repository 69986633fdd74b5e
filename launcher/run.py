"""./run: from a fresh clone to a province that answers, and an orderly end (khởi chạy)."""

from __future__ import annotations

import argparse
import fcntl
import http.client
import os
import secrets
import shutil
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import urlsplit

from launcher import database, environment, management, packages, processes, say
from launcher.layout import PYTHON, VAR, DataFolder, read_json, write_json
from launcher.supervisor import Part, Supervisor

SIMULATED = "CUULONG_SIMULATED_DATABASES_PORT"
READY_PATIENCE = 120.0  # seconds
WEB_WORKERS = os.environ.get("CUULONG_WEB_WORKERS", "2")


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./run", description="Start Cửu Long: database, web server and worker.")
    parser.add_argument("--port", type=int, default=8000, help="port on this machine (8000)")
    parser.add_argument("--data", metavar="DIR", help="data folder (var/data)")
    parser.add_argument("--empty", action="store_true", help="no demo people and dossiers")
    asked = parser.parse_args(words)
    packages.ensure()
    management.compile_messages()
    data = environment.data_folder(asked.data, VAR / "data")
    production = environment.mode() == environment.PRODUCTION
    if production:
        management.run(["check_production"], environment.given(data))
    with _alone_in(data, asked.port) as mark, database.opened(data) as base:
        env = environment.of(data, base, port=asked.port) | {processes.MARK: mark}
        env |= _databases_of(env)
        management.migrate(data, base, env | {"DATABASE_URL": base.owner})
        if production:
            management.run(["check_production", "--rows"], env)
        management.collect_static(data, env)
        management.lay_province(data, base, env, demo=not (asked.empty or production))
        with Supervisor(_parts(data, asked.port, env), base.server) as supervisor:
            _wait_until_ready(asked.port, urlsplit(env["CUULONG_BASE_URL"]).netloc, supervisor)
            say.line(f"ready http://localhost:{asked.port}")
            if not production:
                say.line(f"tour http://localhost:{asked.port}/tour")
            supervisor.watch()
    return 0


@contextmanager
def _alone_in(data: DataFolder, port: int) -> Iterator[str]:
    """Be the only ./run of this data folder; end what a killed one left behind. Gives the mark of this instance."""
    data.prepare()
    note = data.run / "instance.json"
    with (data.run / "run.lock").open("w") as lock:
        before = read_json(note)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # the kernel lets go of it even after kill -9
        except BlockingIOError as error:
            raise say.Refusal(f"Cửu Long already runs on {data.path}: http://localhost:{before.get('port')}") from error
        if leftovers := processes.marked(before["mark"]) if "mark" in before else []:
            with say.step(f"Ending {len(leftovers)} leftover processes of a run that was killed"):
                processes.end(leftovers)
        _must_be_free(port)
        mark = secrets.token_hex(8)
        write_json(note, {"mark": mark, "port": port})
        yield mark


def _must_be_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise say.Refusal(f"Port {port} is not free ({error.strerror}): choose another with --port.") from error


def _parts(data: DataFolder, port: int, env: Mapping[str, str]) -> list[Part]:
    web = [
        str(PYTHON), "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", WEB_WORKERS, "--blocking-threads", "1", "--no-ws", "--respawn-failed-workers",
        "--workers-kill-timeout", "5", "--log-level", "warning", "cuulong.site.wsgi:application",
    ]  # fmt: skip
    # Each web process counts in a file of its own; whoever is asked adds them up.
    counts = data.run / "metrics"
    shutil.rmtree(counts, ignore_errors=True)
    counts.mkdir(mode=0o700)
    parts = [
        Part("web", web, {"PROMETHEUS_MULTIPROC_DIR": str(counts)} | env, data.logs / "web.log"),
        Part("worker", management.command("worker"), env, data.logs / "worker.log"),
    ]
    if simulated := env.get(SIMULATED):
        command = [*management.command("simulate_databases"), "--port", simulated]
        parts.append(Part("databases", command, env, data.logs / "databases.log"))
    return parts


def _databases_of(env: Mapping[str, str]) -> dict[str, str]:
    """Where the databases of the state are: those that were set, or in demos simulated ones on a port of their own."""
    if environment.mode() == environment.PRODUCTION or env.get("CUULONG_EXCHANGE_URL"):
        return {}
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return {"CUULONG_EXCHANGE_URL": f"http://127.0.0.1:{port}", SIMULATED: str(port)}


def _wait_until_ready(port: int, host: str, supervisor: Supervisor) -> None:
    """Until /readyz says 200; raises Refusal with the last answer when it takes too long."""
    with say.step("Web server and worker"):
        deadline = time.monotonic() + READY_PATIENCE
        while (answer := _readyz(port, host)) is not None:
            supervisor.check()
            if time.monotonic() > deadline or supervisor.hopeless:
                raise say.Refusal(f"The program did not get ready: {answer}\n{supervisor.last_words()}")
            time.sleep(0.1)


def _readyz(port: int, host: str) -> str | None:
    """None when ready, else what is said instead; `host` is the name that the world asks for."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/readyz", headers={"Host": host})
        response = connection.getresponse()
        body = response.read(2000).decode("utf-8", "replace")
        return None if response.status == 200 else f"/readyz answers {response.status} {body}"
    except (OSError, http.client.HTTPException) as error:
        return f"/readyz does not answer ({error})"
    finally:
        connection.close()
