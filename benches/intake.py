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
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import psycopg
from django.conf import settings

from benches.ground import Measure, own_database, say, show
from benches.web import rate, serving

MEASURES = ("intake",)
SECONDS = 8.0
BOUNDARY = "bench-boundary-7d1f"
SLUG, SAMPLE = "giay-phep-xay-dung-nha-o", "nha-hai-tang"


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
        fields = _fields()
        found = {}
        for name, application, path in (
            ("figure", "cuulong.site.wsgi:application", f"/nop-ho-so/{SLUG}/mot-trang/"),
            ("floor", "benches.floor:application", "/floor"),
        ):
            with serving(application) as base:
                send = _sender(base, path, session, fields, expect=302 if name == "figure" else 200)
                send(0)
                for clients in (1, 16):
                    say(f"{name}, {clients} clients")
                    found[name, clients] = rate(send, clients=clients, seconds=SECONDS)
        show(
            [
                Measure(f"intake {n} client{'s' if n > 1 else ''}", "1/s", found["figure", n], found["floor", n])
                for n in (1, 16)
            ]
        )


def _fields() -> dict[str, str]:
    samples = tomllib.loads((settings.PROVINCE_DIR / "procedures" / "samples.toml").read_text("utf-8"))["samples"]
    answers = next(s for s in samples if s["key"] == SAMPLE)["answers"]
    fields: dict[str, str] = {"applicant_name": "Nguyễn Văn Thử", "applicant_phone": "0900000001"}
    for name, value in answers.items():
        if isinstance(value, list):
            fields[f"{name}-count"] = str(len(value))
            for n, item in enumerate(value):
                fields |= {f"{name}-{n}-{key}": str(one) for key, one in item.items()}
        else:
            fields[name] = str(value)
    return fields


def _sender(base: str, path: str, session: str, fields: dict[str, str], *, expect: int) -> Any:
    host = urlsplit(base).netloc
    token = "a" * 32
    headers = {
        "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
        "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; csrftoken={token}",
        "Origin": base,
        "Referer": base,
    }

    def send(n: int) -> None:
        connection = http.client.HTTPConnection(host, timeout=60)
        connection.request(
            "POST", path, _body(fields | {"key": str(uuid.uuid4()), "csrfmiddlewaretoken": token}, n), headers
        )
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        if answer.status != expect:
            raise RuntimeError(f"{path} answered {answer.status}: {_errors(text)}")

    return send


def _errors(page: bytes) -> list[Any]:
    """What a refusing page says, for whoever reads the bench's failure."""
    text = page.decode(errors="replace")
    return re.findall(r'<li><a href="(#[^"]+)">([^<]+)', text) or re.findall(r"<p[^>]*>([^<]+)</p>", text)[:20]


def _body(fields: dict[str, str], n: int) -> bytes:
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    for key in ("giay-to-dat", "ban-ve", "cam-ket-an-toan"):
        size = 200 * 1024 if key == "ban-ve" else 400
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"; filename="{key}.pdf"\r\n'
        parts += [f"{head}Content-Type: application/pdf\r\n\r\n".encode(), _pdf(size, n), b"\r\n"]
    return b"".join([*parts, f"--{BOUNDARY}--\r\n".encode()])


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
