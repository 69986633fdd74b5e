"""What a backup consists of, for the one who writes it and the one who reads it (nội dung bản sao lưu).

A tar archive: `files/…` and `audit/…` and the other folders of the data folder, `database.dump` in PostgreSQL's custom
format, and last `manifest.json` with the SHA-256 of every member and the number of rows of every table.
"""

from __future__ import annotations

import os
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

FORMAT = 1
DUMP = "database.dump"
MANIFEST = "manifest.json"
WITNESS = "audit"
NOT_DATA = frozenset({"pg", "run", "logs", "static", "secrets.json"})

TABLES = "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace ORDER BY 1"
GRANTS = """
    SELECT c.relname, array_agg(a.privilege_type ORDER BY a.privilege_type)
    FROM pg_class c, aclexplode(c.relacl) a JOIN pg_roles r ON r.oid = a.grantee
    WHERE c.relnamespace = 'public'::regnamespace AND r.rolname = %s AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
    GROUP BY c.relname
"""


def tables(connection: psycopg.Connection) -> list[str]:
    return [name for (name,) in connection.execute(TABLES).fetchall()]


def counts(connection: psycopg.Connection) -> dict[str, int]:
    """Rows of every table, exactly."""
    found = {}
    for name in tables(connection):
        row = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name))).fetchone()
        found[name] = row[0] if row else 0
    return found


def libpq(url: str) -> dict[str, str]:
    """The environment that leads PostgreSQL's programs to a database, so that no password shows in a process list."""
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE"}
    parts = conninfo_to_dict(url)
    options = {"sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "hostaddr": "PGHOSTADDR"}
    return os.environ | {env: str(parts[key]) for key, env in (names | options).items() if parts.get(key)}


def summary(manifest: dict[str, Any]) -> dict[str, Any]:
    return {
        "rows": sum(manifest["tables"].values()),
        "tables": len(manifest["tables"]),
        "files": len([name for name in manifest["members"] if name != DUMP]),
    }
