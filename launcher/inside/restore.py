"""Read a backup into an empty database and data folder, all of it or nothing (phục hồi)."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Any

import psycopg
from psycopg import sql

from launcher.inside import archive

# Newer pg_restore says this to every server, and those before 17 do not know it.
UNKNOWN_BEFORE_17 = b"SET transaction_timeout = 0;\n"


class Refused(Exception):
    """Nothing was changed; the text says why."""


def main() -> None:
    told = json.load(sys.stdin)
    try:
        answer = restore(told)
    except Refused as refused:
        answer = {"refused": str(refused)}
    except (tarfile.TarError, EOFError, KeyError, ValueError) as error:
        answer = {"refused": f"{told['archive']} is not a whole backup of this program ({error})."}
    json.dump(answer, sys.stdout)


def restore(told: dict[str, Any]) -> dict[str, Any]:
    root = Path(told["data"])
    with psycopg.connect(told["owner"]) as connection:
        if archive.tables(connection):
            raise Refused("The database is not empty: restore into an empty folder, with --data DIR.")
    full = [p.name for p in root.iterdir() if p.is_dir() and p.name not in archive.NOT_DATA and any(p.iterdir())]
    if full:
        raise Refused(f"{root} already holds {', '.join(sorted(full))}: restore into an empty folder, with --data DIR.")
    with tempfile.TemporaryDirectory(dir=root, prefix="restore-") as name:
        unpacked = Path(name)
        manifest = _unpack(Path(told["archive"]), unpacked)
        _database(told, manifest, unpacked / archive.DUMP)
        for folder in [p for p in unpacked.iterdir() if p.is_dir()]:
            shutil.rmtree(root / folder.name, ignore_errors=True)
            folder.rename(root / folder.name)
    return archive.summary(manifest) | {"state": manifest["state"], "secrets": manifest["secrets"]}


def _unpack(source: Path, target: Path) -> dict[str, Any]:
    """Every member, each compared with the manifest's hash; only plain files below the target."""
    found: dict[str, str] = {}
    with tarfile.open(source) as tar:
        for member in tar:
            path = PurePosixPath(member.name)
            content = tar.extractfile(member) if member.isfile() else None
            if content is None or path.is_absolute() or ".." in path.parts or path.parts[0] in archive.NOT_DATA:
                raise Refused(f"{source} holds {member.name}, which no backup of this program has.")
            place = target / path
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            digest = hashlib.sha256()
            with place.open("xb") as file:
                place.chmod(0o600)
                while piece := content.read(1024 * 1024):
                    digest.update(piece)
                    file.write(piece)
            found[member.name] = digest.hexdigest()
    if found.pop(archive.MANIFEST, None) is None:
        raise Refused(f"{source} was cut off: its manifest is missing.")
    manifest: dict[str, Any] = json.loads((target / archive.MANIFEST).read_bytes())
    if manifest["format"] != archive.FORMAT:
        raise Refused(f"{source} has format {manifest['format']}, and this program reads {archive.FORMAT}.")
    for name in sorted(found.keys() | manifest["members"].keys()):
        if found.get(name) != manifest["members"].get(name):
            raise Refused(f"{source}: {name} is not what was backed up.")
    return manifest


def _database(told: dict[str, Any], manifest: dict[str, Any], dump: Path) -> None:
    """Schema, rows and privileges in one transaction; then the rows are counted again."""
    with psycopg.connect(told["owner"]) as connection:
        version = connection.info.server_version
        if version // 10000 < manifest["server_version"] // 10000:
            raise Refused(
                f"The backup is from PostgreSQL {manifest['server_version'] // 10000}, newer than this server's "
                f"{version // 10000}."
            )
    env = archive.libpq(told["owner"])
    read = subprocess.Popen(
        [told["pg_restore"], "--file=-", "--no-owner", "--no-privileges", str(dump)], stdout=subprocess.PIPE, env=env
    )
    write = subprocess.Popen(
        [told["psql"], "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--output=/dev/null"],
        stdin=subprocess.PIPE, env=env,
    )  # fmt: skip
    assert read.stdout
    assert write.stdin
    with read.stdout as lines, suppress(BrokenPipeError), write.stdin as statements:
        statements.write(b"BEGIN;\n")
        for line in lines:
            if line != UNKNOWN_BEFORE_17 or version >= 170000:
                statements.write(line)
            if line.startswith(b"COPY "):
                break
        shutil.copyfileobj(lines, statements)
        if read.wait() == 0:
            statements.write(b"COMMIT;\n")
    if write.wait() or read.wait():
        raise Refused("The database could not take in the backup; it was left empty.")
    with psycopg.connect(told["owner"]) as connection:
        _privileges(connection, manifest["grants"], told["app"])
        if archive.counts(connection) != manifest["tables"]:
            raise Refused("The restored rows are not as many as were backed up: do not use this folder.")


def _privileges(connection: psycopg.Connection, grants: dict[str, list[str]], app: str) -> None:
    for name, privileges in grants.items():
        row = connection.execute("SELECT relkind = 'S' FROM pg_class WHERE oid = %s::regclass", [name]).fetchone()
        names = {"kind": sql.SQL("SEQUENCE" if row and row[0] else "TABLE"), "name": sql.Identifier(name)}
        role = sql.Identifier(app)
        connection.execute(sql.SQL("REVOKE ALL ON {kind} {name} FROM {role}").format(**names, role=role))
        allowed = sql.SQL(", ").join(map(sql.SQL, sorted(privileges)))
        connection.execute(sql.SQL("GRANT {what} ON {kind} {name} TO {role}").format(**names, what=allowed, role=role))


if __name__ == "__main__":
    main()
