"""Where a database answers, how long it is waited for, whether it is asked at all."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.db import transaction

from cuulong.core.audit.record import record
from cuulong.core.people.acting import Acting
from cuulong.lib.errors import InputError, gettext_noop

from ..models import Database

RIGHT = "exchange.databases"


class BadAddress(InputError):
    """An address that cannot be one of a database."""


@transaction.atomic
def set_up(
    database: Database, *, address: str, timeout_ms: int, per_minute: int, is_open: bool, acting: Acting
) -> Database:
    """Change how a database is reached; says so in the log (cấu hình cơ sở dữ liệu). Raises BadAddress, Forbidden.

    A closed one counts as down: papers are asked for, and look-ups that wait go on once it is open again.
    """
    acting.require(RIGHT)
    row = Database.objects.select_for_update().get(pk=database.pk)
    parts = urlsplit(address)
    if address and (parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query):
        raise BadAddress(
            "address", gettext_noop("Địa chỉ bắt đầu bằng https:// hoặc http://, không kèm mật khẩu và tham số.")
        )
    before = (row.address, row.timeout_ms, row.per_minute, row.is_open)
    row.address, row.timeout_ms, row.per_minute, row.is_open = address, timeout_ms, per_minute, is_open
    if (address, timeout_ms, per_minute, is_open) == before:
        return row
    row.save(update_fields=["address", "timeout_ms", "per_minute", "is_open"])
    record(acting, _phrase(before[3], is_open), row, database=row.name)
    return row


def _phrase(was_open: bool, is_open: bool) -> str:
    if was_open == is_open:
        return "exchange.database.changed"
    return "exchange.database.opened" if is_open else "exchange.database.closed"
