"""./run: from a fresh clone to a province that answers, and an orderly end (khởi chạy)."""

from __future__ import annotations

import argparse
import fcntl
import http.client
import os
import secrets
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from launcher import database, environment, management, packages, processes, say
from launcher.database import Database
from launcher.layout import PYTHON, VAR, DataFolder, read_json, write_json
from launcher.supervisor import Part, Supervisor

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
    if environment.mode() == environment.PRODUCTION:
        management.run(["check_production"], environment.given(data))
    with _alone_in(data, asked.port) as mark, database.opened(data) as base:
        env = environment.of(data, base, port=asked.port) | {processes.MARK: mark}
        _prepare(data, base, env, demo=not asked.empty and environment.mode() != environment.PRODUCTION)
        with Supervisor(_parts(data, asked.port, env), base.server) as supervisor:
            _wait_until_ready(asked.port, supervisor)
            say.line(f"ready http://localhost:{asked.port}")
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


def _prepare(data: DataFolder, base: Database, env: Mapping[str, str], *, demo: bool) -> None:
    as_owner = dict(env) | {"DATABASE_URL": base.owner}
    management.migrate(data, base, as_owner)
    management.collect_static(data, env)
    done = management.read_state(data)
    if not done.get("province"):
        with say.step("Demo province" if demo else "Province"):
            management.run(["demo" if demo else "load_province"], env)
        management.remember(data, province="demo" if demo else "empty")


def _parts(data: DataFolder, port: int, env: Mapping[str, str]) -> list[Part]:
    web = [
        str(PYTHON), "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", WEB_WORKERS, "--blocking-threads", "1", "--no-ws", "--respawn-failed-workers",
        "--workers-kill-timeout", "5", "--log-level", "warning", "cuulong.site.wsgi:application",
    ]  # fmt: skip
    return [
        Part("web", web, env, data.logs / "web.log"),
        Part("worker", management.command("worker"), env, data.logs / "worker.log"),
    ]


def _wait_until_ready(port: int, supervisor: Supervisor) -> None:
    """Until /readyz says 200; raises Refusal with the last answer when it takes too long."""
    with say.step("Web server and worker"):
        deadline = time.monotonic() + READY_PATIENCE
        while (answer := _readyz(port)) is not None:
            supervisor.check()
            if time.monotonic() > deadline or supervisor.hopeless:
                raise say.Refusal(f"The program did not get ready: {answer}\n{supervisor.last_words()}")
            time.sleep(0.1)


def _readyz(port: int) -> str | None:
    """None when ready, else what is said instead."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/readyz", headers={"Host": f"localhost:{port}"})
        response = connection.getresponse()
        body = response.read(2000).decode("utf-8", "replace")
        return None if response.status == 200 else f"/readyz answers {response.status} {body}"
    except (OSError, http.client.HTTPException) as error:
        return f"/readyz does not answer ({error})"
    finally:
        connection.close()
