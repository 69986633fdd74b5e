"""A pytest plugin: every test process gets a database and a data folder of its own, and CI no excuses (nền kiểm thử).

The database is a clone of a template that was migrated once for this state of the migrations; a province that many
tests want is laid once a run and cloned like it. Tests connect as the application role, as the program does. This is
loaded by `-p` before Django reads its settings, because it decides them.
"""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql

from launcher.inside.prepare import grant
from launcher.layout import ROOT, fingerprint, migration_files

EXCUSE = "shared data absent"
TEMPLATE_LOCK = 5_370_001  # any number, the same for everybody on the server
TEMPLATES_KEPT = 3
TEMPLATES = "SELECT datname FROM pg_database WHERE datname LIKE %s AND datistemplate ORDER BY oid DESC"
ADMIN = os.environ.get("CUULONG_ADMIN_DATABASE_URL", "")
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
RUN = os.environ.setdefault("CUULONG_TEST_DB", str(os.getpid()))
NAME = f"cuulong_test_{RUN}_{WORKER}"

os.environ["CUULONG_ENV"] = "test"
os.environ["CUULONG_DATA_DIR"] = _folder = tempfile.mkdtemp(prefix=f"cuulong-{NAME}-")
os.mkdir(os.path.join(_folder, "static"))  # WhiteNoise wants to see it
atexit.register(shutil.rmtree, _folder, ignore_errors=True)


_wanted: list[Laid] = []  # the innermost last
_begun: list[Laid] = []  # what the database holds, if nothing was left behind in it


def _named(url: str, database: str) -> str:
    return urlsplit(url)._replace(path=f"/{database}").geturl()


if ADMIN:
    OWNER = os.environ["CUULONG_OWNER_DATABASE_URL"]
    APP_ROLE = os.environ["CUULONG_APP_ROLE"]
    os.environ["CUULONG_OWNER_DATABASE_URL"] = _named(OWNER, NAME)
    os.environ["DATABASE_URL"] = _named(os.environ["DATABASE_URL"], NAME)


@dataclass(frozen=True)
class Laid:
    """A database that nobody works in, and the files beside it, to be cloned (tỉnh đã nạp sẵn)."""

    database: str
    files: Path | None = None

    def into(self, database: str, folder: Path) -> None:
        """Puts a clone in the place of a database, and the files into a folder."""
        with psycopg.connect(ADMIN, autocommit=True) as admin:
            _drop(admin, database)
            _create(admin, database, self.database)
        if self.files:
            shutil.copytree(self.files, folder, dirs_exist_ok=True)


@contextmanager
def database() -> Iterator[None]:
    """A clone of the migrated template for as long as the test process runs."""
    if not ADMIN:
        pytest.exit("Tests with a database are started by ./test, which brings the server.", returncode=4)
    from django.db import connections
    from django.test import TransactionTestCase

    # After a test with real transactions: truncating would lose what migrations wrote.
    TransactionTestCase._fixture_teardown = lambda _case: spoiled()  # type: ignore[method-assign]
    with begun_from(migrated()):
        yield
    connections.close_all()
    with psycopg.connect(ADMIN, autocommit=True) as admin:
        _drop(admin, NAME)


@contextmanager
def begun_from(laid: Laid) -> Iterator[None]:
    """Every test begins with this, until the context ends; the caller has unblocked the database."""
    _wanted.append(laid)
    begin()
    yield
    _wanted.pop()


def begin() -> None:
    """What this process's tests are to begin with is there; cloned anew only if it is not."""
    from django.db import connections

    if _wanted and _begun != _wanted[-1:]:
        connections.close_all()
        for left in set(Path(_folder).iterdir()) - {Path(_folder) / "static"}:
            shutil.rmtree(left, ignore_errors=True)
        _wanted[-1].into(NAME, Path(_folder))
        _begun[:] = _wanted[-1:]


def spoiled() -> None:
    """Somebody left something behind in the database: the next test needs another."""
    _begun.clear()


def laid_by(name: str, command: Sequence[str]) -> Laid:
    """What a command lays in a migrated database; it is run once a run, by the first who needs it."""
    laid = Laid(f"cuulong_laid_{RUN}_{name}", Path(tempfile.gettempdir()) / f"cuulong-laid-{RUN}-{name}")
    with _template_of(laid.database) as missing:
        if missing:
            assert laid.files
            shutil.rmtree(laid.files, ignore_errors=True)
            (laid.files / "static").mkdir(parents=True)
            migrated().into(laid.database, laid.files)
            _command(command, addresses(laid.database, laid.files))
    return laid


def addresses(database: str, folder: Path) -> dict[str, str]:
    """The environment of a program that works in a database and a data folder of its own."""
    return {
        "DATABASE_URL": _named(os.environ["DATABASE_URL"], database),
        "CUULONG_OWNER_DATABASE_URL": _named(OWNER, database),
        "CUULONG_DATA_DIR": str(folder),
    }


def migrated() -> Laid:
    """The migrated template for the migrations as they are now; made by the first who needs it."""
    name = f"cuulong_template_{fingerprint(migration_files())[:16]}"
    with _template_of(name) as missing:
        if missing:
            with psycopg.connect(ADMIN, autocommit=True) as admin:
                _create(admin, name, "template0")
                owner = _named(OWNER, name)
                grant(owner, name, APP_ROLE)
                as_owner = {"DATABASE_URL": owner, "CUULONG_OWNER_DATABASE_URL": owner}
                _command(["-m", "django", "migrate", "--no-input", "--verbosity", "0"], as_owner)
                old = [one for (one,) in admin.execute(TEMPLATES, ["cuulong\\_template\\_%"]).fetchall()]
                _forget(admin, old[TEMPLATES_KEPT - 1 :])
    return Laid(name)


@contextmanager
def _template_of(name: str) -> Iterator[bool]:
    """Whether this template is missing and must be made now, with everybody else waiting for it."""
    with psycopg.connect(ADMIN, autocommit=True) as admin:
        admin.execute("SELECT pg_advisory_lock(%s, hashtext(%s))", [TEMPLATE_LOCK, name])
        known = admin.execute("SELECT true FROM pg_database WHERE datname = %s AND datistemplate", [name])
        missing = not known.fetchone()
        if missing:
            _drop(admin, name)
        yield missing
        if missing:
            admin.execute(sql.SQL("ALTER DATABASE {} IS_TEMPLATE true").format(sql.Identifier(name)))


def _command(words: Sequence[str], env: dict[str, str]) -> None:
    env = os.environ | env
    env["DJANGO_SETTINGS_MODULE"] = os.environ.get("DJANGO_SETTINGS_MODULE", "cuulong.site.settings")
    done = subprocess.run([sys.executable, *words], env=env, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        pytest.exit(f"{' '.join(words)} failed:\n{done.stderr.strip()[-4000:]}", returncode=4)


def _forget(admin: psycopg.Connection, names: Sequence[str]) -> None:
    for name in names:
        admin.execute(sql.SQL("ALTER DATABASE {} IS_TEMPLATE false").format(sql.Identifier(name)))
        _drop(admin, name)


def _create(admin: psycopg.Connection, name: str, template: str) -> None:
    admin.execute(
        sql.SQL("CREATE DATABASE {} OWNER {} ENCODING 'UTF8' TEMPLATE {}").format(
            sql.Identifier(name), sql.Identifier(urlsplit(OWNER).username or ""), sql.Identifier(template)
        )
    )
    if template != "template0":  # privileges on the database itself are not cloned
        grant(_named(OWNER, name), name, APP_ROLE)


def _drop(admin: psycopg.Connection, name: str) -> None:
    admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _forbid_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    reason = str(report.longrepr[2]) if isinstance(report.longrepr, tuple) else str(report.longrepr)
    reason = reason.removeprefix("Skipped: ")
    if os.environ.get("CI") == "true" and not hasattr(report, "wasxfail") and not reason.startswith(EXCUSE):
        report.outcome = "failed"
        report.longrepr = f"With CI=true nothing may be skipped: {reason}"


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[object]) -> None:
    """Before a test opens the database (pytest-django's own fixture), it holds what the test is to begin with."""
    if fixturedef.argname == "_django_db_helper":
        begin()


def pytest_runtest_setup() -> None:
    """What one test left in this process's memory is not the next one's."""
    from django.core.cache import caches

    caches["local"].clear()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Who began the run clears away what it laid."""
    if ADMIN and WORKER == "main":
        with psycopg.connect(ADMIN, autocommit=True) as admin:
            mine = f"cuulong_laid_{RUN}_".replace("_", r"\_") + "%"
            _forget(admin, [name for (name,) in admin.execute(TEMPLATES, [mine]).fetchall()])
        for folder in Path(tempfile.gettempdir()).glob(f"cuulong-laid-{RUN}-*"):
            shutil.rmtree(folder, ignore_errors=True)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.skipped:
        _forbid_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    if report.skipped:
        _forbid_skip(report)
    return report
