"""Citizens who file dossiers over HTTP as the bench does, and try again when nobody answers (người nộp hồ sơ)."""

from __future__ import annotations

import hashlib
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPMessage
from typing import Self
from uuid import UUID

from benches.intake import BOUNDARY, FORM, TOKEN, Citizen, form, papers
from cuulong.lib.ids import uuid7

from .product import Province

GIVEN_UP_AFTER = 240.0  # seconds for one dossier; two cores may be busy with other tests
CODE = re.compile(rb'<b class="code">([^<]+)</b>')
Answer = tuple[HTTPMessage, int, bytes]


def sign_in(province: Province, username: str) -> Citizen:
    """A browser in which one click opened a demo account."""
    base = f"http://localhost:{province.port}"
    token = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{TOKEN}\r\n'
    headers, status, page = Citizen(base, "").send(f"/account/demo/{username}/", f"{token}--{BOUNDARY}--\r\n".encode())
    found = re.search(r"sessionid=(\w+)", " ".join(headers.get_all("Set-Cookie") or ()))
    assert status == 302, page
    assert found
    return Citizen(base, found[1])


@dataclass
class Traffic:
    """So many browsers of one citizen, each filing one dossier after the other until told to stop (luồng nộp hồ sơ).

    `sent` holds the SHA-256 of every paper under the key of its dossier, `received` the code that was shown.
    """

    citizen: Citizen
    browsers: int = 6
    sent: dict[UUID, set[str]] = field(default_factory=dict)
    received: dict[UUID, str] = field(default_factory=dict)
    unanswered: int = 0
    told_to_wait: int = 0
    odd: list[str] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._file, args=(n,)) for n in range(self.browsers)]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_how: object) -> None:
        """Everybody gets the dossier at hand through."""
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _file(self, n: int) -> None:
        while not self._stop.is_set():
            key, files = uuid7(), papers(n)
            body = form(key, files)
            self.sent[key] = {hashlib.sha256(pdf).hexdigest() for pdf in files.values()}
            filed = self._until(302, lambda body=body: self.citizen.send(FORM, body))
            shown = filed and self._until(200, lambda filed=filed: self.citizen.open(filed[0]["Location"]))
            if shown and (code := CODE.search(shown[2])):
                self.received[key] = code[1].decode()
            else:
                self.odd.append(f"{key}: no code")

    def _until(self, status: int, ask: Callable[[], Answer]) -> Answer | None:
        """Ask until the answer has that status, as somebody does who presses the button again."""
        deadline = time.monotonic() + GIVEN_UP_AFTER
        while time.monotonic() < deadline:
            try:
                answer = ask()
            except (OSError, HTTPException):
                self.unanswered += 1
            else:
                if answer[1] == status:
                    return answer
                if answer[1] != 503 or "Retry-After" not in answer[0]:
                    self.odd.append(f"{answer[1]}: {answer[2].decode(errors='replace')[-600:]}")
                    return None
                self.told_to_wait += 1
            time.sleep(0.3)
        self.odd.append(f"nothing for {GIVEN_UP_AFTER:.0f} s")
        return None
