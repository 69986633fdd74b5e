"""A real clamd and a real S3 store on loopback, for as long as a test needs them."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def program(name: str) -> str:
    beside = Path(sys.executable).with_name(name)
    found = (
        str(beside) if beside.exists() else shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")
    )
    if not found:
        pytest.skip(f"{name} is not installed")
    return found


@contextmanager
def running(words: list[str], answers: Callable[[], bool], log: Path) -> Iterator[None]:
    """The program while it answers; its log is shown when it does not."""
    with log.open("wb") as out:
        process = subprocess.Popen(words, stdout=out, stderr=out, env={**os.environ, "HOME": str(log.parent)})
    try:
        for _ in range(300):
            if answers():
                break
            assert process.poll() is None, log.read_text(errors="replace")
            time.sleep(0.1)
        else:
            raise AssertionError(log.read_text(errors="replace"))
        yield
    finally:
        process.kill()
        process.wait()


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def clamd(folder: Path) -> Iterator[str]:
    """clamd that knows one virus, the harmless test file EICAR; gives its address."""
    port, base = free_port(), folder / "signatures"
    base.mkdir()
    (base / "test.ndb").write_text(f"Eicar-Test:0:*:{EICAR.hex()}\n")
    conf = folder / "clamd.conf"
    settings = {
        "TCPSocket": port,
        "TCPAddr": "127.0.0.1",
        "DatabaseDirectory": base,
        "Foreground": "yes",
        "TemporaryDirectory": folder,
        "StreamMaxLength": "30M",
    }
    conf.write_text("".join(f"{name} {value}\n" for name, value in settings.items()))
    with running([program("clamd"), "-c", str(conf)], lambda: listens(port), folder / "clamd.log"):
        yield f"127.0.0.1:{port}"


@contextmanager
def s3(folder: Path) -> Iterator[str]:
    """SeaweedFS as an S3 store; gives its address."""
    ports = [free_port() for _ in range(7)]
    master, master_grpc, volume, volume_grpc, filer, filer_grpc, gate = ports
    words = [
        program("weed"), "-logdir", str(folder), "server", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", f"-dir={folder}", "-s3",
        f"-master.port={master}", f"-master.port.grpc={master_grpc}", f"-volume.port={volume}",
        f"-volume.port.grpc={volume_grpc}", f"-filer.port={filer}", f"-filer.port.grpc={filer_grpc}",
        f"-s3.port={gate}", f"-s3.port.grpc={free_port()}", "-s3.port.iceberg=0", "-s3.port.lance=0",
        "-volume.max=5", "-master.volumeSizeLimitMB=64",
    ]  # fmt: skip
    with running(words, lambda: listens(gate), folder / "weed.log"):
        yield f"http://127.0.0.1:{gate}"
