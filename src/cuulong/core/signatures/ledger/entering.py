"""A row that only records a certificate: a list from before us, or one whose key is not reached from here (ghi sổ)."""

from __future__ import annotations

from datetime import datetime

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from cuulong.core.organisations.models import Agency
from cuulong.core.people.models import Account

from ..models import Backend, Certificate, TokenState


def enter(
    *,
    account: Account | None,
    agency: Agency | None,
    serves: Agency | None,
    subject: str,
    issuer: str,
    serial: str,
    first: datetime,
    end: datetime,
    token_serial: str = "",
    holder: Account | None = None,
    note: str = "",
    recorded_at: datetime | None = None,
) -> tuple[Certificate, bool]:
    """The row of that issuer and serial, made when it is not there (ghi vào sổ)."""
    made: dict[str, object] = {"recorded_at": recorded_at} if recorded_at else {}
    return Certificate.objects.get_or_create(
        issuer=issuer,
        serial=serial,
        defaults={
            "account": account,
            "agency": agency,
            "serves": serves,
            "subject": subject,
            "valid": DateTimeTZRange(first, end),
            "backend": Backend.RECORDED,
            "locator": "",
            "token_serial": token_serial,
            "token_state": TokenState.HELD if token_serial and holder else TokenState.NONE,
            "holder": holder,
            "note": note,
            **made,
        },
    )
