"""Write a backup while the program goes on working (sao lưu).

The audit witness is copied first, then the database at one moment, then the files: so the database knows every sealed
head of the copy, and every file that the database names is there, because files come before the rows that name them.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
import sys
import tarfile
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import psycopg

from launcher.inside import archive

COMPRESSED = {".gz": "gz", ".tgz": "gz", ".xz": "xz"}


class Writer:
    """A tar that remembers the SHA-256 of what went in."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self.tar = tar
        self.members: dict[str, str] = {}

    def add(self, name: str, source: IO[bytes], size: int) -> None:
        info = tarfile.TarInfo(name)
        info.size, info.mode, info.mtime = size, 0o600, int(time.time())
        hashing = _Hashing(source)
        self.tar.addfile(info, hashing)
        self.members[name] = hashing.digest.hexdigest()

    def add_folder(self, root: Path, top: str) -> None:
        for path in sorted(p for p in (root / top).rglob("*") if p.is_file()):
            try:
                with path.open("rb") as source:
                    self.add(path.relative_to(root).as_posix(), source, os.fstat(source.fileno()).st_size)
            except FileNotFoundError:
                continue  # a draft that was moved or thrown away meanwhile


class _Hashing(io.RawIOBase):
    def __init__(self, source: IO[bytes]) -> None:
        self.source = source
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self.source.read(size)
        self.digest.update(piece)
        return piece


def main() -> None:
    told = json.load(sys.stdin)
    target = Path(told["archive"])
    draft = target.with_name(f"{target.name}.part")
    try:
        with draft.open("xb") as file:
            draft.chmod(0o600)
            with tarfile.open(fileobj=file, mode=f"w:{COMPRESSED.get(target.suffix, '')}") as tar:
                manifest = write(told, Writer(tar))
            file.flush()
            os.fsync(file.fileno())
        draft.rename(target)
    except FileExistsError:
        json.dump({"refused": f"{draft} exists: another backup is at work, or one was cut off."}, sys.stdout)
        return
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    json.dump(archive.summary(manifest), sys.stdout)


def write(told: dict[str, Any], writer: Writer) -> dict[str, Any]:
    root = Path(told["data"])
    writer.add_folder(root, archive.WITNESS)
    facts = _database(told, writer)
    for folder in sorted(p.name for p in root.iterdir() if p.is_dir() and p.name not in archive.NOT_DATA):
        if folder != archive.WITNESS:
            writer.add_folder(root, folder)
    manifest = facts | {
        "format": archive.FORMAT,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "members": dict(writer.members),
        "state": told["state"],
        "secrets": told.get("secrets", {}),
    }
    text = json.dumps(manifest, indent=1).encode()
    writer.add(archive.MANIFEST, io.BytesIO(text), len(text))
    return manifest


def _database(told: dict[str, Any], writer: Writer) -> dict[str, Any]:
    """Dump and count at the same moment: both see one exported snapshot."""
    with psycopg.connect(told["owner"]) as connection, tempfile.TemporaryFile() as dump:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        snapshot, version = connection.execute(
            "SELECT pg_export_snapshot(), current_setting('server_version_num')::int"
        ).fetchone()  # type: ignore[misc]
        subprocess.run(
            [told["pg_dump"], "--format=custom", f"--snapshot={snapshot}", "--no-owner", "--no-privileges"]
            + ["--exclude-extension=pg_stat_statements"],
            env=archive.libpq(told["owner"]), stdout=dump, check=True,
        )  # fmt: skip
        size = dump.seek(0, io.SEEK_END)
        dump.seek(0)
        writer.add(archive.DUMP, dump, size)
        return {
            "server_version": version,
            "tables": archive.counts(connection),
            "grants": dict(connection.execute(archive.GRANTS, [told["app"]]).fetchall()),
        }


if __name__ == "__main__":
    main()
