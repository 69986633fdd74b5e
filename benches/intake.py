"""./bench intake: whole submissions with a 200 KB file over HTTP (đo nộp hồ sơ).

One POST of answers, contact and file on the one-page form, which answers with the dossier's page; the floor is a POST of the
same size to the same server, the file hashed and fsynced, one INSERT. Figures are submissions a second (aim 0.25).
`fsync` and `synchronous_commit` are on.
"""

from __future__ import annotations

import http.client
import re
import tomllib
import uuid
from collections.abc import Callable
from functools import cache
from http.client import HTTPMessage
from typing import Any
from urllib.parse import urlsplit

import psycopg
from django.conf import settings

from benches.ground import Measure, own_database, say, show
from benches.web import rate, serving

MEASURES = ("intake",)
SECONDS, WARM_UP = 8.0, 2.0
BOUNDARY = "bench-boundary-7d1f"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"
FORM, SAMPLE = "/nop-ho-so/khai-sinh/mot-trang/", "khai-sinh-chi-co-me"
PAPER, FILE_BYTES = "giay-chung-sinh", 200 * 1024
TOKEN = "a" * 32


def main() -> None:
    with own_database() as owner:
        from django.core.management import call_command
        from django.test import Client

        from cuulong.core.people.models import Account
        from cuulong.core.registry import LoadStep, declared

        call_command("load_province", verbosity=0, stdout=open("/dev/null", "w"))  # noqa: SIM115
        for code in ("people.demo", "parties.demo"):
            declared(LoadStep)[code].load()
        with psycopg.connect(owner, autocommit=True) as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS bench_floor (id bigserial PRIMARY KEY, digest text)")
            connection.execute("GRANT ALL ON bench_floor, bench_floor_id_seq TO PUBLIC")
        client = Client()
        client.force_login(Account.objects.get(username="nguyenvanthu"))
        client.get("/", HTTP_HOST="127.0.0.1")
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        found = {}
        for name, application, path in (
            ("figure", "cuulong.site.wsgi:application", FORM),
            ("floor", "benches.floor:application", "/floor"),
        ):
            with serving(application) as base:
                send = _sender(Citizen(base, session), path, expect=302 if name == "figure" else 200)
                rate(send, clients=4, seconds=WARM_UP)
                for clients in (1, 16):
                    say(f"{name}, {clients} clients")
                    found[name, clients] = rate(send, clients=clients, seconds=SECONDS)
        show(
            [
                Measure(f"intake {n} client{'s' if n > 1 else ''}", "1/s", found["figure", n], found["floor", n])
                for n in (1, 16)
            ]
        )


class Citizen:
    """The browser of somebody who is signed in (người nộp)."""

    def __init__(self, base: str, session: str) -> None:
        self.host = urlsplit(base).netloc
        self.headers = {
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; csrftoken={TOKEN}",
            "Origin": base,
            "Referer": base,
        }

    def open(self, path: str) -> tuple[HTTPMessage, int, bytes]:
        return self._ask("GET", path, None, {})

    def send(self, path: str, body: bytes, kind: str = MULTIPART) -> tuple[HTTPMessage, int, bytes]:
        return self._ask("POST", path, body, {"Content-Type": kind})

    def _ask(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str]
    ) -> tuple[HTTPMessage, int, bytes]:
        connection = http.client.HTTPConnection(self.host, timeout=60)
        try:
            connection.request(method, path, body, self.headers | headers)
            answer = connection.getresponse()
            return answer.headers, answer.status, answer.read()
        finally:
            connection.close()


def _sender(citizen: Citizen, path: str, *, expect: int) -> Callable[[int], None]:
    def send(n: int) -> None:
        _headers, status, text = citizen.send(path, form(uuid.uuid4(), papers(n)))
        if status != expect:
            raise RuntimeError(f"{path} answered {status}: {_errors(text)}")

    return send


def _errors(page: bytes) -> list[Any]:
    """What a refusing page says, for whoever reads the bench's failure."""
    text = page.decode(errors="replace")
    return re.findall(r'<li><a href="(#[^"]+)">([^<]+)', text) or re.findall(r"<p[^>]*>([^<]+)</p>", text)[:20]


def form(key: uuid.UUID, files: dict[str, bytes]) -> bytes:
    """A whole birth registration on one page, as a browser posts it (tờ khai)."""
    fields = answers() | {"key": str(key), "csrfmiddlewaretoken": TOKEN}
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    for name, pdf in files.items():
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="{name}.pdf"\r\n'
        parts += [f"{head}Content-Type: application/pdf\r\n\r\n".encode(), pdf, b"\r\n"]
    return b"".join([*parts, f"--{BOUNDARY}--\r\n".encode()])


@cache
def answers() -> dict[str, str]:
    """What the citizen types (nội dung tờ khai)."""
    samples = tomllib.loads((settings.PROVINCE_DIR / "procedures" / "samples.toml").read_text("utf-8"))["samples"]
    case = next(s for s in samples if s["key"] == SAMPLE)
    fields: dict[str, str] = {"applicant_name": "Nguyễn Văn Thử", "applicant_phone": "0900000001"}
    for name, value in case["answers"].items():
        if isinstance(value, list):
            fields[f"{name}-count"] = str(len(value))
            for n, item in enumerate(value):
                fields |= {f"{name}-{n}-{key}": str(one) for key, one in item.items()}
        else:
            fields[name] = str(value)
    return fields


def papers(n: int) -> dict[str, bytes]:
    """The one paper that this case needs."""
    return {PAPER: _pdf(FILE_BYTES, n)}


@cache
def _blank() -> tuple[bytes, bytes]:
    """A real one-page PDF, cut before `startxref`: what stands between moves no object."""
    from cuulong.systems.services.demo_papers import drawing

    pdf = drawing("Giấy tờ đo thử", "Nguyễn Văn Thử")
    at = pdf.rindex(b"startxref")
    return pdf[:at], pdf[at:]


def _pdf(size: int, n: int) -> bytes:
    """A PDF of about `size` bytes, different for every submission."""
    head, tail = _blank()
    mark = f"% {uuid.uuid4()} {n} ".encode()
    return head + mark + b"x" * max(0, size - len(head) - len(mark) - len(tail)) + b"\n" + tail


if __name__ == "__main__":
    main()
