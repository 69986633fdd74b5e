"""DATABASE_URL: the whole program on a PostgreSQL of one's own, here Debian's (máy chủ CSDL riêng)."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from launcher import processes
from tests.launcher.product import Province, free_port, manage

SECRETS = {
    name: secrets.token_hex(32) for name in ("CUULONG_SECRET_KEY", "CUULONG_AUDIT_KEY", "CUULONG_PAYMENT_WEBHOOK_KEY")
}


@dataclass(frozen=True)
class Cluster:
    """A server on this machine's loopback interface, started by an ordinary user."""

    port: int
    password: str

    def url(self, role: str, database: str) -> str:
        return f"postgresql://{role}:{self.password}@127.0.0.1:{self.port}/{database}"

    def ask(self, database: str, question: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.url("postgres", database), autocommit=True) as connection:
            done = connection.execute(question)  # type: ignore[call-overload]
            return done.fetchall() if done.description else []


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    programs = next(iter(sorted(Path("/usr/lib/postgresql").glob("1[5-9]/bin"))), None)
    if programs is None:
        pytest.skip("no PostgreSQL of Debian is installed")
    user: dict[str, Any] = {}
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        nobody = pwd.getpwnam("nobody")
        user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    folder = Path(tempfile.mkdtemp(prefix="cuulong-server-"))
    made = Cluster(free_port(), secrets.token_hex(16))
    (folder / "password").write_text(made.password)
    if user:
        for path in (folder, folder / "password"):
            os.chown(path, user["user"], user["group"])
    subprocess.run(
        [programs / "initdb", "-D", folder / "pg", "-U", "postgres", f"--pwfile={folder / 'password'}"]
        + ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8"],
        cwd="/", check=True, capture_output=True, **user,
    )  # fmt: skip
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(
            [programs / "postgres", "-D", folder / "pg", "-p", str(made.port)]
            + ["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "max_connections=100"],
            cwd="/", stdout=log, stderr=log, **user,
        )  # fmt: skip
    try:
        assert processes.wait_until(lambda: _answers(made), 60, 0.1), (folder / "log").read_text()
        yield made
    finally:
        server.terminate()
        server.wait(60)
        shutil.rmtree(folder)


def _answers(cluster: Cluster) -> bool:
    try:
        return cluster.ask("postgres", "SELECT 1") == [(1,)]
    except psycopg.OperationalError:
        return False


@pytest.fixture(scope="module")
def operator(cluster: Cluster) -> str:
    """The address of a role that may make roles and databases, and is no superuser."""
    cluster.ask("postgres", f"CREATE ROLE operator LOGIN CREATEDB CREATEROLE PASSWORD '{cluster.password}'")
    return cluster.url("operator", "tinh")


@pytest.fixture(scope="module")
def parted(cluster: Cluster) -> dict[str, str]:
    """A database whose two roles the administrator made by hand, as operations.md tells."""
    for role in ("chu", "ung_dung"):
        cluster.ask("postgres", f"CREATE ROLE {role} LOGIN PASSWORD '{cluster.password}'")
    cluster.ask("postgres", "CREATE DATABASE that OWNER chu TEMPLATE template0 ENCODING 'UTF8'")
    return {
        "DATABASE_URL": cluster.url("ung_dung", "that"),
        "CUULONG_OWNER_DATABASE_URL": cluster.url("chu", "that"),
        **SECRETS,
        "CUULONG_ENV": "production",
        "CUULONG_BASE_URL": "https://dichvucong.example",
    }


@pytest.mark.slow
def test_run_works_on_it_with_two_roles_that_it_makes_and_leaves_nothing_running(
    cluster: Cluster, operator: str, tmp_path: Path
) -> None:
    cluster.ask("postgres", "CREATE DATABASE tinh OWNER operator TEMPLATE template0")
    province = Province(tmp_path / "data", free_port(), "--empty", DATABASE_URL=operator).until_ready()
    try:
        assert not province.data.cluster.exists(), "no embedded server"
        owners = cluster.ask("tinh", "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'")
        assert owners == [("tinh_owner",)]
        working = cluster.ask("tinh", "SELECT DISTINCT usename FROM pg_stat_activity WHERE datname = 'tinh'")
        assert ("tinh_app",) in working
        assert ("operator",) not in working
        assert cluster.ask("tinh", "SELECT count(*) > 100 FROM core_organisations_agency") == [(True,)]
        parts = province.parts()
    finally:
        assert province.stop() == 0
    assert [pid for pid in parts if processes.birth(pid)] == []
    left = cluster.ask("tinh", "SELECT count(*) FROM pg_stat_activity WHERE usename IN ('tinh_owner', 'tinh_app')")
    assert left == [(0,)]
    checked = manage(province.data.path, "check_audit", DATABASE_URL=operator)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_the_applications_role_cannot_touch_the_audit_log(cluster: Cluster, operator: str, tmp_path: Path) -> None:
    # The roles of the test before: their passwords lie in that data folder only, so they are set anew here.
    cluster.ask("postgres", f"ALTER ROLE tinh_app PASSWORD '{cluster.password}'")
    with psycopg.connect(cluster.url("tinh_app", "tinh"), autocommit=True) as app:
        for statement in (
            "ALTER TABLE core_audit_event DISABLE TRIGGER USER",
            "DELETE FROM core_audit_event",
            "TRUNCATE core_audit_event",
            "CREATE TABLE something_new (n int)",
        ):
            with pytest.raises(psycopg.Error):
                app.execute(statement)  # type: ignore[call-overload]


def test_a_role_that_may_make_nothing_does_all_the_work_alone_and_is_told_so(cluster: Cluster, tmp_path: Path) -> None:
    cluster.ask("postgres", f"CREATE ROLE mot_minh LOGIN PASSWORD '{cluster.password}'")
    cluster.ask("postgres", "CREATE DATABASE mot_minh OWNER mot_minh TEMPLATE template0 ENCODING 'UTF8'")
    done = manage(tmp_path / "data", "migrate", "--no-input", DATABASE_URL=cluster.url("mot_minh", "mot_minh"))
    assert done.returncode == 0, done.stderr
    assert "one role both changes the schema and works on rows" in done.stdout
    owners = cluster.ask("mot_minh", "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'")
    assert owners == [("mot_minh",)]


def test_a_server_that_does_not_answer_is_told_in_one_sentence(tmp_path: Path) -> None:
    refused = Province(tmp_path / "data", free_port(), DATABASE_URL=f"postgresql://a:b@127.0.0.1:{free_port()}/c")
    assert refused.process.wait(60) == 1
    refused.reader.join(5)
    assert refused.lines[-1].startswith("✗ The database does not answer")


@pytest.mark.slow
def test_production_starts_without_demo_people_and_dossiers(
    cluster: Cluster, parted: dict[str, str], tmp_path: Path
) -> None:
    province = Province(tmp_path / "data", free_port(), **parted).until_ready()
    try:
        for table in ("core_people_account", "core_parties_citizen", "sys_services_dossier"):
            assert cluster.ask("that", f"SELECT count(*) FROM {table}") == [(0,)], table
        assert cluster.ask("that", "SELECT count(*) > 100 FROM core_organisations_agency") == [(True,)]
        assert not any("tour" in line for line in province.lines)
    finally:
        assert province.stop() == 0
    refused = manage(province.data.path, "demo", **parted)
    assert refused.returncode == 1
    assert "demo data and demo accounts are refused" in refused.stderr
    assert cluster.ask("that", "SELECT count(*) FROM core_people_account") == [(0,)]


@pytest.mark.slow
def test_production_does_not_start_on_demo_people(cluster: Cluster, parted: dict[str, str], tmp_path: Path) -> None:
    demo = {**parted, "CUULONG_ENV": "demo"}
    opened = manage(
        tmp_path / "data", "shell", "--no-imports", "-c",
        "from cuulong.core.people.demo import open_demo_account; open_demo_account('x', 'X', password='!')", **demo,
    )  # fmt: skip
    assert opened.returncode == 0, opened.stderr
    refused = Province(tmp_path / "data", free_port(), **parted)
    assert refused.process.wait(120) == 1
    refused.reader.join(5)
    assert "the database holds demo rows (Account)" in "\n".join(refused.lines)
    assert not any("ready" in line for line in refused.lines)
