"""Data made by earlier versions are taken over by today's code: nothing lost, nothing renamed (nâng cấp).

`releases/README.md` tells what these data are and how a release adds its own.
"""

from __future__ import annotations

import hashlib
import json
import re
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
import requests
from django.db import connection as new
from psycopg import sql

from launcher.layout import DataFolder
from launcher.postgres import Server
from tests.launcher.product import Province, free_port, manage

RELEASES = Path(__file__).with_name("releases")
ARCHIVES = sorted(RELEASES.glob("*.tar.xz"))
KEYS = dict(re.findall(r"^(\w+)=(.+)$", (RELEASES / "keys.env").read_text("utf-8"), re.MULTILINE))
# What names a thing to people and to other tables: it never changes once it is given.
NAMES = ["uuid", "code", "username", "number"]
NAMED = """
    SELECT table_name::text, array_agg(column_name::text ORDER BY column_name) FROM information_schema.columns
    WHERE table_schema = 'public' AND column_name = ANY(%s) AND table_name <> ALL(%s) GROUP BY table_name
    HAVING bool_or(column_name = 'uuid')
"""
DERIVED = ["core_search_entry"]  # made anew from what it points at

SHAPE = (
    """SELECT table_name::text, column_name::text, udt_name::text, is_nullable::text, column_default,
              character_maximum_length, collation_name::text, is_identity::text, generation_expression
       FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE 'pg\\_%'""",
    """SELECT conrelid::regclass::text, conname::text, pg_get_constraintdef(oid)
       FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n'""",
    # A dump writes the casts of a condition in another way, so of a partial index only that it is one is compared.
    "SELECT regexp_replace(indexdef, ' WHERE .*', ' WHERE …') FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    """SELECT proname::text, prosrc FROM pg_proc p WHERE pronamespace = 'public'::regnamespace
       AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = p.oid AND deptype = 'e')""",
)

Identities = dict[str, set[tuple[Any, ...]]]


@dataclass(frozen=True)
class Upgraded:
    """One old backup, restored and started by today's code."""

    province: Province
    manifest: dict[str, Any]
    before: Identities

    def rows(self) -> psycopg.Connection[Any]:
        return _owner(self.province.data)


def _owner(data: DataFolder) -> psycopg.Connection[Any]:
    return psycopg.connect(Server(data).url("cuulong_owner", "cuulong"))


def _identities(connection: psycopg.Connection[Any], tables: list[tuple[str, list[str]]]) -> Identities:
    found = {}
    for table, columns in tables:
        listed = sql.SQL(", ").join(map(sql.Identifier, columns))
        found[table] = set(connection.execute(sql.SQL("SELECT {} FROM {}").format(listed, sql.Identifier(table))))
    return found


def _named(connection: psycopg.Connection[Any]) -> list[tuple[str, list[str]]]:
    return connection.execute(NAMED, [NAMES, DERIVED]).fetchall()


@pytest.fixture(scope="module", params=ARCHIVES, ids=lambda path: path.name.removesuffix(".tar.xz"))
def upgraded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Upgraded]:
    """The backup of an earlier version in an empty folder, started as the operator would."""
    with tarfile.open(request.param) as tar:
        member = tar.extractfile("manifest.json")
        assert member
        manifest = json.load(member)
    folder = tmp_path_factory.mktemp("upgrade") / "data"
    restored = manage(folder, "restore", str(request.param), **KEYS)
    assert restored.returncode == 0, restored.stdout + restored.stderr  # it ends with check_audit
    data = DataFolder(folder)
    with Server(data).use(), _owner(data) as connection:
        before = _identities(connection, _named(connection))
    province = Province(folder, free_port(), **KEYS)
    try:
        yield Upgraded(province.until_ready(), manifest, before)
    finally:
        assert province.stop() == 0


def test_the_data_of_the_first_version_that_ran_are_there() -> None:
    assert "first.tar.xz" in [path.name for path in ARCHIVES]


def test_it_is_a_province_at_work(upgraded: Upgraded) -> None:
    for table in ("core_organisations_agency", "core_people_account", "sys_services_dossier", "core_registers_entry"):
        assert upgraded.before[table], table
    assert len(upgraded.before["core_organisations_agency"]) > 500


def test_every_row_is_there_under_its_old_name(upgraded: Upgraded) -> None:
    with upgraded.rows() as connection:
        kept = [(table, columns) for table, columns in _named(connection) if table in upgraded.before]
        after = _identities(connection, kept)
    assert after.keys() == upgraded.before.keys()
    for table, identities in upgraded.before.items():
        assert identities - after[table] == set(), table


def test_every_file_is_there_byte_for_byte(upgraded: Upgraded) -> None:
    files = {name: digest for name, digest in upgraded.manifest["members"].items() if name.startswith("files/")}
    assert files
    for name, digest in files.items():
        assert hashlib.sha256((upgraded.province.data.path / name).read_bytes()).hexdigest() == digest


def test_the_audit_log_is_whole_and_goes_on(upgraded: Upgraded) -> None:
    checked = manage(upgraded.province.data.path, "check_audit", **KEYS)
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.django_db
def test_the_database_has_the_shape_of_a_new_one(upgraded: Upgraded) -> None:
    with upgraded.rows() as connection, new.cursor() as cursor:
        for question in SHAPE:
            cursor.execute(question)
            assert set(connection.execute(question).fetchall()) ^ set(cursor.fetchall()) == set()


def test_a_citizen_of_then_finds_the_dossier_and_its_result(upgraded: Upgraded) -> None:
    with upgraded.rows() as connection:
        dossier, code, verification = connection.execute(
            "SELECT d.uuid, d.code, i.code FROM sys_services_dossier d JOIN core_signatures_issued i"
            " ON i.subject_kind = 'services.dossier' AND i.subject_uuid = d.uuid"
        ).fetchone() or (None, "", "")
    assert dossier
    page = _signed_in(upgraded.province, "nguyenvanthu", f"/ho-so-cua-toi/{dossier}/")
    assert code in page
    verdict = _signed_in(upgraded.province, "nguyenvanthu", f"/verify/{verification}/")
    assert "verdict-good" in verdict


def test_an_official_of_then_signs_in_with_the_second_factor_and_goes_on_working(upgraded: Upgraded) -> None:
    with upgraded.rows() as connection:
        code = connection.execute("SELECT code FROM sys_services_dossier WHERE state = 'paused'").fetchone()
    assert code
    assert code[0] in _signed_in(upgraded.province, "lc.chutich", "/dossiers/")


@pytest.mark.parametrize("address", ["/", "/thu-tuc/", "/organisations/", "/tour", "/tra-cuu/", "/accounts/login/"])
def test_pages_answer(upgraded: Upgraded, address: str) -> None:
    assert requests.get(f"http://localhost:{upgraded.province.port}{address}", timeout=60).status_code == 200


def _signed_in(province: Province, username: str, address: str) -> str:
    """The page as this demo person sees it, by the one click of the tour."""
    home = f"http://localhost:{province.port}"
    with requests.Session() as browser:
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', browser.get(f"{home}/tour", timeout=60).text)
        assert token
        form = {"csrfmiddlewaretoken": token[1]}
        entered = browser.post(f"{home}/account/demo/{username}/", data=form, headers={"Referer": home}, timeout=60)
        assert entered.status_code == 200
        page = browser.get(home + address, timeout=60)
        assert page.status_code == 200
        return page.text
