"""A web server as ./run starts it, on a database of the bench, and clients that hit it (máy chủ để đo)."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager

WORKERS = 2


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(application: str) -> Iterator[str]:
    """granian with two WSGI workers on loopback; gives the base address and stops it afterwards."""
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--workers", str(WORKERS), "--blocking-threads", "1", "--backlog", "1024", "--log-level", "warning"]
    server = subprocess.Popen([*command, application], env=os.environ | {"CUULONG_LOG_LEVEL": "ERROR"})
    try:
        base = f"http://127.0.0.1:{port}"
        for _n in range(200):
            try:
                urllib.request.urlopen(f"{base}/healthz", timeout=1).close()  # noqa: S310
                break
            except OSError:
                time.sleep(0.1)
        yield base
    finally:
        server.terminate()
        server.wait(15)


def rate(work: Callable[[int], object], *, clients: int, seconds: float) -> float:
    """Calls a second of `work(n)` from so many clients at once."""
    done = [0] * clients
    stop = time.perf_counter() + seconds

    def run(me: int) -> None:
        n = me
        while time.perf_counter() < stop:
            work(n)
            done[me] += 1
            n += clients

    began = time.perf_counter()
    threads = [threading.Thread(target=run, args=(me,)) for me in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / (time.perf_counter() - began)
