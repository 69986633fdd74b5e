"""The database of a data folder: embedded, or the server that DATABASE_URL names (cơ sở dữ liệu)."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from launcher import keys, say
from launcher.layout import PYTHON, ROOT, DataFolder
from launcher.postgres import Server

EMBEDDED_NAME = "cuulong"


@dataclass(frozen=True)
class Database:
    """Where the data is; `owner` changes the schema, `app` works on rows, `admin` makes databases (tests)."""

    admin: str
    owner: str
    app: str
    version: int
    applied: str | None
    server: Server | None

    @property
    def app_role(self) -> str:
        return unquote(urlsplit(self.app).username or "")


@contextmanager
def opened(data: DataFolder, settings: Mapping[str, str] | None = None) -> Iterator[Database]:
    """The database, ready to take migrations; `settings` are those of an embedded server that differ from ours.

    Raises Refusal when the server is too old, unreachable, or lets us do too little.
    """
    url = os.environ.get("DATABASE_URL")
    if url:
        yield _external(data, url)
        return
    with Server(data, settings).use() as server:
        yield _embedded(data, server)


def _embedded(data: DataFolder, server: Server) -> Database:
    owner, app = f"{EMBEDDED_NAME}_owner", f"{EMBEDDED_NAME}_app"
    answer = _prepare(data, admin=server.url(), database=EMBEDDED_NAME, owner=owner, app=app, embedded=True)
    return Database(
        server.url(), server.url(owner, EMBEDDED_NAME), server.url(app, EMBEDDED_NAME),
        answer["version"], answer["applied"], server,
    )  # fmt: skip


def _external(data: DataFolder, url: str) -> Database:
    """A server of one's own.

    With CUULONG_OWNER_DATABASE_URL both roles are the administrator's business. Without it, a role that may make roles
    makes the two beside the named database; one that may not does all the work alone.
    """
    given_owner = os.environ.get("CUULONG_OWNER_DATABASE_URL")
    if given_owner:
        answer = _prepare(data, admin=given_owner, grant_to=unquote(urlsplit(url).username or ""))
        return Database(given_owner, given_owner, url, answer["version"], answer["applied"], None)
    name = unquote(urlsplit(url).path.lstrip("/")) or "postgres"
    owner, app = f"{name}_owner", f"{name}_app"
    answer = _prepare(data, admin=url, database=name, owner=owner, app=app, alone_if_powerless=True)
    if answer.get("alone"):
        say.line("  note: one role both changes the schema and works on rows; operations.md tells how to part them")
        return Database(url, url, url, answer["version"], answer["applied"], None)
    secrets = keys.of(data)
    return Database(
        url, with_role(url, owner, secrets["owner"]), with_role(url, app, secrets["app"]),
        answer["version"], answer["applied"], None,
    )  # fmt: skip


def with_role(url: str, user: str, password: str) -> str:
    """The same address for another role."""
    parts = urlsplit(url)
    place = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=f"{quote(user, safe='')}:{quote(password, safe='')}@{place}").geturl()


def applied(owner: str) -> str | None:
    """A digest of the migrations that the database has seen, with their times."""
    answer = _inside({"only_applied": True, "admin": owner})
    found: str | None = answer["applied"]
    return found


def _prepare(data: DataFolder, **asked: Any) -> dict[str, Any]:
    data.prepare()
    secrets = keys.of(data)
    return _inside(asked | {"owner_password": secrets["owner"], "app_password": secrets["app"]})


def _inside(asked: dict[str, Any]) -> dict[str, Any]:
    done = subprocess.run(
        [PYTHON, "-m", "launcher.inside.prepare"], input=json.dumps(asked), capture_output=True, text=True, cwd=ROOT
    )
    if done.returncode:
        raise say.Refusal(f"The database could not be prepared.\n{done.stderr.strip()}")
    answer: dict[str, Any] = json.loads(done.stdout)
    if "refused" in answer:
        raise say.Refusal(answer["refused"])
    return answer
