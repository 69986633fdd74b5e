"""Where the bytes lie: a folder of this machine or an S3 store, both addressed by content (kho tệp)."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryFile
from typing import IO, Any, Protocol, cast

from django.conf import settings
from django.core.files.base import File

CHUNK = 256 * 1024
QUARANTINE = "quarantine"
INCOMING = "incoming"


class Unusable(RuntimeError):
    """The store answers, but not as it must; the text names nobody."""


class Vault(Protocol):
    """Bytes by key; `put` returns only when they are safe from a power cut. `probe` raises what keeps it from working."""

    def has(self, key: str) -> bool: ...
    def put(self, key: str, file: IO[bytes]) -> None: ...
    def open(self, key: str) -> IO[bytes]: ...
    def remove(self, key: str) -> None: ...
    def walk(self) -> Iterable[tuple[str, datetime]]: ...
    def probe(self) -> None: ...


def key_of(sha256: str) -> str:
    """The key of a content: "ab/abcdef…"."""
    return f"{sha256[:2]}/{sha256}"


def chunks(file: IO[bytes]) -> Iterator[bytes]:
    """The whole of a seekable file, piece by piece."""
    file.seek(0)
    while piece := file.read(CHUNK):
        yield piece


class FolderVault:
    """A folder: written beside, fsynced, renamed, and the folder fsynced."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def has(self, key: str) -> bool:
        return (self.root / key).is_file()

    def put(self, key: str, file: IO[bytes]) -> None:
        target = self.root / key
        self._make(self.root / INCOMING)
        self._make(target.parent)
        with NamedTemporaryFile(dir=self.root / INCOMING, delete=False) as incoming:
            try:
                for piece in chunks(file):
                    incoming.write(piece)
                incoming.flush()
                os.fsync(incoming.fileno())
                Path(incoming.name).replace(target)
            except BaseException:
                Path(incoming.name).unlink(missing_ok=True)
                raise
        self._fsync(target.parent)

    def open(self, key: str) -> IO[bytes]:
        return (self.root / key).open("rb")

    def remove(self, key: str) -> None:
        (self.root / key).unlink(missing_ok=True)

    def walk(self) -> Iterator[tuple[str, datetime]]:
        for path in self.root.glob("*/*"):
            if path.is_file() and path.parent.name != QUARANTINE:
                yield path.relative_to(self.root).as_posix(), datetime.fromtimestamp(path.stat().st_mtime, UTC)

    def probe(self) -> None:
        self._make(self.root / INCOMING)
        with TemporaryFile(dir=self.root / INCOMING) as incoming:
            incoming.write(b"ready")
            incoming.flush()

    def _make(self, folder: Path) -> None:
        if not folder.is_dir():
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._fsync(folder.parent)

    @staticmethod
    def _fsync(folder: Path) -> None:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


class BucketVault:
    """A bucket of an S3 store, through django-storages."""

    def __init__(self, **options: Any) -> None:
        from botocore.config import Config
        from storages.backends.s3 import S3Storage

        # A store that has gone is told within seconds, not minutes: a request waits for it.
        config = Config(s3={"addressing_style": "path"}, connect_timeout=3, read_timeout=30)
        self.storage = S3Storage(file_overwrite=True, default_acl=None, client_config=config, **options)

    def has(self, key: str) -> bool:
        return bool(self.storage.exists(key))

    def put(self, key: str, file: IO[bytes]) -> None:
        file.seek(0)
        self.storage.save(key, File(cast(Any, _Unclosed(file))))

    def open(self, key: str) -> IO[bytes]:
        return cast(IO[bytes], self.storage.open(key, "rb"))

    def remove(self, key: str) -> None:
        self.storage.delete(key)

    def walk(self) -> Iterator[tuple[str, datetime]]:
        for each in self.storage.bucket.objects.all():
            if not each.key.startswith(f"{QUARANTINE}/"):
                yield each.key, each.last_modified

    def probe(self) -> None:
        from botocore.exceptions import ClientError

        try:
            self.storage.connection.meta.client.head_bucket(Bucket=self.storage.bucket_name)
        except ClientError as refused:
            raise Unusable(f"the bucket answers {refused.response['Error']['Code']}") from refused


class _Unclosed:
    """A file that stays open after boto has read it; the caller still needs it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def close(self) -> None:
        pass


@cache
def _bucket(endpoint: str, bucket: str, access_key: str, secret_key: str) -> BucketVault:
    return BucketVault(endpoint_url=endpoint, bucket_name=bucket, access_key=access_key, secret_key=secret_key)


def current() -> Vault:
    """The vault this installation is set to."""
    if settings.S3_ENDPOINT:
        return _bucket(settings.S3_ENDPOINT, settings.S3_BUCKET, settings.S3_ACCESS_KEY, settings.S3_SECRET_KEY)
    return FolderVault(Path(settings.FILES_DIR))
