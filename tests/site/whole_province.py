"""The demo province with all its people and dossiers in this process's own database (tỉnh mẫu)."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field

from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client

# What every visit may write: one's own session, and how often an address was asked.
OWN_TABLES = {"django_session", "site_cache"}
LOGIN = "/accounts/login/"
NOT_FOUND = {403, 404, 405}
FOUND = {200, 302, 409, 422}  # a door that opens may still find something wrong with what was sent


def writes() -> dict[str, int]:
    """Rows that this transaction wrote so far, table by table, whatever became of them (số dòng đã ghi)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables"
            " WHERE n_tup_ins + n_tup_upd + n_tup_del > 0"
        )
        return {name: n for name, n in cursor.fetchall() if name not in OWN_TABLES}


def body_of(answer: HttpResponseBase) -> bytes:
    """All that a browser would be given, streamed or not."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined,no-any-return]


@dataclass
class Visit:
    """One request, undone as soon as it was answered; what it wrote, or tried to, is known all the same."""

    client: Client
    url: str
    method: str = "GET"
    data: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        before, cookies = writes(), self.client.cookies.output()
        with transaction.atomic():
            kept = copy(self.client.cookies)
            ask = self.client.post if self.method == "POST" else self.client.get
            self.answer = ask(self.url, dict(self.data)) if self.data else ask(self.url)
            self.body = body_of(self.answer)
            transaction.set_rollback(True)
        if self.client.cookies.output() != cookies:
            self.client.cookies = kept
        self.status = self.answer.status_code
        self.location = self.answer.headers.get("Location", "")
        self.kind = self.answer.headers.get("Content-Type", "")
        self.wrote = sorted(name for name, n in writes().items() if n != before.get(name))

    @property
    def found(self) -> str:
        if self.status == 302 and self.location.startswith(LOGIN):
            return "login"
        if self.status in NOT_FOUND:
            return "nothing"
        return "open" if self.status in FOUND else "fault"
