"""A pytest plugin: every test process gets a database and a data folder of its own, and CI no excuses (nền kiểm thử).

The database is a clone of a template that was migrated once for this state of the migrations. Tests connect as the
application role, as the program does. It is loaded by `-p` before Django reads its settings, because it decides them.
"""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql

from launcher.inside.prepare import grant
from launcher.layout import ROOT, fingerprint, migration_files

EXCUSE = "shared data absent"
TEMPLATE_LOCK = 5_370_001  # any number, the same for everybody on the server
TEMPLATES_KEPT = 3
ADMIN = os.environ.get("CUULONG_ADMIN_DATABASE_URL", "")
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
RUN = os.environ.setdefault("CUULONG_TEST_DB", str(os.getpid()))
NAME = f"cuulong_test_{RUN}_{WORKER}"

os.environ["CUULONG_ENV"] = "test"
os.environ["CUULONG_DATA_DIR"] = _folder = tempfile.mkdtemp(prefix=f"cuulong-{NAME}-")
os.mkdir(os.path.join(_folder, "static"))  # WhiteNoise wants to see it
atexit.register(shutil.rmtree, _folder, ignore_errors=True)


def _named(url: str, database: str) -> str:
    return urlsplit(url)._replace(path=f"/{database}").geturl()


if ADMIN:
    OWNER = os.environ["CUULONG_OWNER_DATABASE_URL"]
    APP_ROLE = os.environ["CUULONG_APP_ROLE"]
    os.environ["CUULONG_OWNER_DATABASE_URL"] = _named(OWNER, NAME)
    os.environ["DATABASE_URL"] = _named(os.environ["DATABASE_URL"], NAME)


@contextmanager
def database() -> Iterator[None]:
    """A clone of the migrated template for as long as the test process runs."""
    if not ADMIN:
        pytest.exit("Tests with a database are started by ./test, which brings the server.", returncode=4)
    from django.test import TransactionTestCase

    template = _template()
    _clone(template)

    def start_anew(case: TransactionTestCase) -> None:
        """After a test with real transactions: truncating would lose what migrations wrote, so clone again."""
        from django.db import connections

        connections.close_all()
        _clone(template)

    TransactionTestCase._fixture_teardown = start_anew  # type: ignore[attr-defined]
    yield
    from django.db import connections

    connections.close_all()
    with psycopg.connect(ADMIN, autocommit=True) as admin:
        _drop(admin, NAME)


def _clone(template: str) -> None:
    with psycopg.connect(ADMIN, autocommit=True) as admin:
        _drop(admin, NAME)
        _create(admin, NAME, template)


def _template() -> str:
    """The migrated template for the migrations as they are now; made by the first who needs it."""
    name = f"cuulong_template_{fingerprint(migration_files())[:16]}"
    with psycopg.connect(ADMIN, autocommit=True) as admin:
        admin.execute("SELECT pg_advisory_lock(%s)", [TEMPLATE_LOCK])
        if admin.execute("SELECT true FROM pg_database WHERE datname = %s AND datistemplate", [name]).fetchone():
            return name
        _drop(admin, name)
        _create(admin, name, "template0")
        owner = _named(OWNER, name)
        grant(owner, name, APP_ROLE)
        env = os.environ | {"DATABASE_URL": owner, "CUULONG_OWNER_DATABASE_URL": owner}
        env["DJANGO_SETTINGS_MODULE"] = os.environ.get("DJANGO_SETTINGS_MODULE", "cuulong.site.settings")
        migrate = [sys.executable, "-m", "django", "migrate", "--no-input", "--verbosity", "0"]
        done = subprocess.run(migrate, env=env, cwd=ROOT, capture_output=True, text=True)
        if done.returncode:
            pytest.exit(f"manage migrate failed:\n{done.stderr.strip()[-4000:]}", returncode=4)
        admin.execute(sql.SQL("ALTER DATABASE {} IS_TEMPLATE true").format(sql.Identifier(name)))
        older = admin.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE 'cuulong\\_template\\_%%' ORDER BY oid DESC OFFSET %s",
            [TEMPLATES_KEPT],
        ).fetchall()
        for (old,) in older:
            admin.execute(sql.SQL("ALTER DATABASE {} IS_TEMPLATE false").format(sql.Identifier(old)))
            _drop(admin, old)
    return name


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


def pytest_runtest_setup() -> None:
    """What one test left in this process's memory is not the next one's."""
    from django.core.cache import caches

    caches["local"].clear()


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
