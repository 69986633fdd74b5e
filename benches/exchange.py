"""./bench exchange: packets with a 200 KB file from one installation to another through the axis (đo liên thông).

Figure: packets a second from the sender's verb to the receiver's row and its acknowledgement at the axis, both installations at
work at once, each one process. Floor: posting the same bytes to the same axis, one after the other (aim 0.25).
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings

from benches.ground import Measure, own_database, say, show
from launcher.inside import testing

MEASURES = ("exchange",)
PACKETS, WARM_UP, FILE_BYTES = 60, 5, 200 * 1024
KEY = "khoa-do-lien-thong"
SENDER, RECEIVER = ("bo-do", "Bộ Đo thử", "H98.1"), ("so-do", "Sở Đo thử", "H99.2")


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="cuulong-bench-exchange-"))
    with own_database(), second_database() as other, axis(folder) as url:
        first = Side(testing.NAME, folder / "a", url)
        second = Side(other, folder / "b", url)
        first.now(lambda: lay(*SENDER))
        second.now(lambda: lay(*RECEIVER))
        for number in (WARM_UP, PACKETS):
            say(f"{number} packets between two installations")
            began = time.perf_counter()
            children = [first.begin(lambda n=number: sends(n)), second.begin(lambda n=number: receives(n))]
            for child in children:
                child()
            figure = number / (time.perf_counter() - began)
        say("the same bytes posted")
        floor = first.now(lambda: posts(PACKETS))
        show([Measure("exchange", "1/s", figure, floor)])


@contextmanager
def second_database() -> Iterator[str]:
    """A clone of the migrated template beside the bench's own."""
    import psycopg

    name = f"{testing.NAME}_b"
    testing.migrated().into(name, Path(tempfile.mkdtemp()))
    try:
        yield name
    finally:
        with psycopg.connect(testing.ADMIN, autocommit=True) as admin:
            testing._drop(admin, name)


@contextmanager
def axis(folder: Path) -> Iterator[str]:
    """The simulated axis in a process of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "django", "axis_simulator", "--port", str(port), "--folder", str(folder / "axis")]
    process = subprocess.Popen([*command, "--key", KEY], stdout=subprocess.DEVNULL)
    try:
        for _time in range(600):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


class Side:
    """One installation; it works in child processes."""

    def __init__(self, database: str, folder: Path, url: str) -> None:
        self.database, self.folder, self.url = database, folder, url

    def now(self, act: Callable[[], Any]) -> Any:
        return self.begin(act)()

    def begin(self, act: Callable[[], Any]) -> Callable[[], Any]:
        """Start a child; the function that is returned waits for it and gives its answer."""
        from django.db import connections

        connections.close_all()
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reader)
            code = 1
            try:
                connections["default"].settings_dict["NAME"] = self.database
                settings.FILES_DIR = self.folder
                settings.AXIS_URL, settings.AXIS_KEY, settings.AXIS_ORGAN = self.url, KEY, self.database
                os.write(writer, json.dumps(act()).encode())
                code = 0
            finally:
                os._exit(code)
        os.close(writer)

        def wait() -> Any:
            with os.fdopen(reader) as told:
                text = told.read()
            if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]):
                raise RuntimeError(f"{self.database} did not finish")
            return json.loads(text)

        return wait


def lay(slug: str, name: str, code: str) -> None:
    """The one agency of an installation, known to the axis."""
    from cuulong.core.exchange.polling import register_agencies
    from cuulong.core.organisations.models import Agency, AgencyProfile
    from cuulong.core.people.testing import to_range
    from cuulong.lib.dates import DateRange

    life = to_range(DateRange(date(2016, 1, 1), None))
    agency = Agency.objects.create(slug=slug, kind="provincial_body", name=name, code=code, valid=life)
    AgencyProfile.objects.create(agency=agency, name=name, level="province", code=code, valid=life)
    register_agencies()


def letter(mark: str) -> Any:
    """An official letter with one file that does not shrink."""
    from cuulong.core.exchange.edxml import Attachment, Code, Envelope, Organ, Promulgation

    return Envelope(
        to=(Organ(organ_id=RECEIVER[2], name=RECEIVER[1]),),
        code=Code(number=mark, notation="BD"),
        promulgation=Promulgation(place="Thử", date="2026/11/30"),
        subject="V/v đo liên thông",
        attachments=(Attachment(content_id="a", name="tep.bin", content=b"." + os.urandom(FILE_BYTES), zipped=True),),
    )


def sends(count: int) -> None:
    from django.utils import timezone

    from cuulong.core.exchange.actions.send import send
    from cuulong.core.organisations.models import Agency
    from cuulong.core.outbox.testing import run_jobs
    from cuulong.core.people.acting import Acting

    acting, agency = Acting.system("bench"), Agency.objects.get()
    for _number in range(count):
        send(letter(str(uuid.uuid4())), agency=agency, acting=acting, at=timezone.now())
        run_jobs()


def receives(count: int) -> None:
    from cuulong.core.exchange.models import Packet
    from cuulong.core.exchange.polling import poll
    from cuulong.core.outbox.testing import run_jobs

    before = Packet.objects.filter(direction="in").count()
    while Packet.objects.filter(direction="in").count() < before + count:
        poll()
        run_jobs()


def posts(count: int) -> float:
    """Bytes of such packets posted a second."""
    from dataclasses import replace

    from cuulong.core.exchange.adapters.axis import axis
    from cuulong.core.exchange.edxml import Organ, write

    sender = Organ(organ_id=SENDER[2], name=SENDER[1])
    ready = [write(replace(letter(str(uuid.uuid4())), sender=sender)) for _number in range(count)]
    line = axis()
    began = time.perf_counter()
    for data in ready:
        line.send(data, SENDER[2], "edoc")
    return count / (time.perf_counter() - began)


if __name__ == "__main__":
    main()
