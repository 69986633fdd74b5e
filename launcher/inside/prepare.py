"""Roles, database and privileges; safe to repeat (chuẩn bị cơ sở dữ liệu).

Reads one JSON object from standard input and prints one. The owner role changes the schema, the application role only
works on rows: what the tables themselves refuse (audit, numbers) it can then not undo.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

OLDEST = 150000
APPLIED = "SELECT md5(string_agg(concat_ws('|', app, name, applied), ',' ORDER BY id)) FROM django_migrations"
PRIVILEGES = (
    "GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {app}",
    "GRANT USAGE ON SCHEMA public TO {app}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO {app}",
)


def main() -> None:
    asked = json.load(sys.stdin)
    try:
        answer = prepare(asked)
    except psycopg.OperationalError as error:
        answer = {"refused": f"The database does not answer: {str(error).strip().splitlines()[0]}"}
    except psycopg.Error as error:
        answer = {"refused": f"The database could not be prepared: {error}"}
    json.dump(answer, sys.stdout)


def prepare(asked: dict[str, Any]) -> dict[str, Any]:
    """Make what is missing; `asked` has `admin`, `database`, `owner`, `app` and their passwords.

    With `grant_to` in place of `database`, `admin` is the owner of a database that exists.
    """
    if asked.get("only_applied"):
        return {"applied": _applied(asked["admin"])}
    with psycopg.connect(asked["admin"], autocommit=True) as admin:
        if admin.info.server_version < OLDEST:
            found = admin.info.server_version // 10000
            return {"refused": f"PostgreSQL 15 or newer is needed, and this server is {found}."}
        if "database" not in asked:  # both roles are somebody else's work; only see that one can read the other's rows
            grant(asked["admin"], admin.info.dbname, asked["grant_to"])
            return {"version": admin.info.server_version, "applied": _applied(asked["admin"])}
        superuser, may_roles, may_databases = admin.execute(
            "SELECT rolsuper, rolsuper OR rolcreaterole, rolsuper OR rolcreatedb FROM pg_roles WHERE rolname = user"
        ).fetchone()  # type: ignore[misc]
        if asked.get("alone_if_powerless") and not (may_roles and may_databases):
            return {"alone": True, "version": admin.info.server_version, "applied": _applied(asked["admin"])}
        for role in ("owner", "app"):
            _ensure_role(admin, asked[role], asked[f"{role}_password"], reset=asked.get("embedded", False))
        _ensure_database(admin, asked["database"], asked["owner"])
        if superuser:
            with psycopg.connect(_at(asked["admin"], dbname=asked["database"]), autocommit=True) as inside:
                if "pg_stat_statements" in inside.execute("SHOW shared_preload_libraries").fetchone()[0]:  # type: ignore[index]
                    inside.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")
    owner = _at(asked["admin"], dbname=asked["database"], user=asked["owner"], password=asked["owner_password"])
    app = _at(asked["admin"], dbname=asked["database"], user=asked["app"], password=asked["app_password"])
    grant(owner, asked["database"], asked["app"])
    with psycopg.connect(app) as connection:
        return {"version": connection.info.server_version, "applied": _applied(owner)}


def grant(owner: str, database: str, app: str) -> None:
    """Let the application role work on rows that the owner's tables will have."""
    names = {"database": sql.Identifier(database), "app": sql.Identifier(app)}
    with psycopg.connect(owner) as connection:
        for statement in PRIVILEGES:
            connection.execute(sql.SQL(statement).format(**names))


def _ensure_role(admin: psycopg.Connection, name: str, password: str, *, reset: bool) -> None:
    known = admin.execute("SELECT FROM pg_roles WHERE rolname = %s", [name]).fetchone() is not None
    if known and not reset:
        return
    secret = admin.pgconn.encrypt_password(password.encode(), name.encode()).decode()
    verb = sql.SQL("ALTER" if known else "CREATE")
    admin.execute(sql.SQL("{} ROLE {} LOGIN PASSWORD {}").format(verb, sql.Identifier(name), sql.Literal(secret)))
    # Who may not act as the owner may not give it a database either.
    admin.execute(sql.SQL("GRANT {} TO current_user").format(sql.Identifier(name)))


def _ensure_database(admin: psycopg.Connection, name: str, owner: str) -> None:
    if admin.execute("SELECT FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
        admin.execute(
            sql.SQL("CREATE DATABASE {} OWNER {} ENCODING 'UTF8' TEMPLATE template0").format(
                sql.Identifier(name), sql.Identifier(owner)
            )
        )
    else:
        admin.execute(sql.SQL("ALTER DATABASE {} OWNER TO {}").format(sql.Identifier(name), sql.Identifier(owner)))


def _applied(url: str) -> str | None:
    """A digest of the migrations that this database has seen, with their times."""
    with psycopg.connect(url) as connection:
        if connection.execute("SELECT to_regclass('django_migrations')").fetchone() == (None,):
            return None
        found = connection.execute(APPLIED).fetchone()
        return found[0] if found else None


def _at(url: str, **parts: str) -> str:
    return make_conninfo("", **(conninfo_to_dict(url) | parts))


if __name__ == "__main__":
    main()
