"""./bench pages: the warm front page beside the same bytes from WhiteNoise behind the same middleware (đo trang đầu).

Figures are requests a second of four clients (aim 0.5).
"""

from __future__ import annotations

import http.client
import os
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from benches.ground import Measure, own_database, say, show
from benches.web import rate, serving

MEASURES = ("front page",)
SECONDS, CLIENTS = 6.0, 4


def main() -> None:
    with own_database():
        from django.conf import settings
        from django.core.management import call_command
        from django.test import Client

        call_command("load_province", verbosity=0, stdout=open(os.devnull, "w"))  # noqa: SIM115
        page = Client().get("/", HTTP_HOST="127.0.0.1").content
        still = Path(settings.STATIC_ROOT) / "bench-front.html"
        still.parent.mkdir(parents=True, exist_ok=True)
        still.write_bytes(page)
        found = {}
        for name, application, path in (
            ("figure", "cuulong.site.wsgi:application", "/"),
            ("floor", "benches.still:application", "/static/bench-front.html"),
        ):
            say(name)
            with serving(application) as base:
                get = _getter(base, path, len(page))
                for _n in range(20):
                    get(0)
                found[name] = rate(get, clients=CLIENTS, seconds=SECONDS)
        show([Measure("front page warm", "1/s", found["figure"], found["floor"])])


def _getter(base: str, path: str, size: int) -> Callable[[int], None]:
    host = urlsplit(base).netloc

    def get(_n: int) -> None:
        connection = http.client.HTTPConnection(host, timeout=30)
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        if answer.status != 200 or abs(len(body) - size) > 4096:
            raise RuntimeError(f"{path} answered {answer.status} with {len(body)} bytes, not {size}")

    return get


if __name__ == "__main__":
    main()
