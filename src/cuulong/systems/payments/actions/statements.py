"""Take a bank statement: look first, then book line by line (nhập sao kê)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from cuulong.core.audit.record import record
from cuulong.core.files.store import read, store
from cuulong.core.people.acting import Acting
from cuulong.lib.dates import VIETNAM, short_datetime
from cuulong.lib.errors import gettext_noop

from ..adapters.statements import BadStatement, Line, Read, read_camt053, read_csv
from ..models import (
    LineState,
    Payment,
    Refund,
    RefundState,
    Statement,
    StatementFormat,
    StatementLine,
    StatementState,
)
from ..rules import NotPossible, identities, references_in
from .receive import receive_transfer
from .refunds import pay_out

TYPES = frozenset(
    {"text/plain", "application/xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
)
COLUMNS = ("day", "memo", "credit", "debit", "amount", "number")


@dataclass(frozen=True)
class Seen:
    """What a line would do, for the preview (kết quả xem trước)."""

    line: Line
    identity: str
    state: LineState


def read_file(statement: Statement) -> Read:
    """The statement's file, read again as it came in (đọc tệp sao kê)."""
    return _read(read(statement.file), statement.format)


def _read(data: bytes, form: StatementFormat | None) -> Read:
    if data.lstrip(b"\xef\xbb\xbf\r\n\t ").startswith(b"<"):
        return read_camt053(data)
    if form is None:
        raise BadStatement("format", gettext_noop("Chọn mẫu sao kê của ngân hàng cho tệp dạng bảng."))
    return read_csv(data, {name: getattr(form, name) for name in COLUMNS}, form.skip)


@transaction.atomic
def add_statement(data: bytes, *, name: str, form: StatementFormat | None, acting: Acting) -> Statement:
    """Keep the file for a preview; nothing is booked (nhận tệp sao kê).

    Raises NotPossible for a file that was booked before, BadStatement, TableError, files' Refused, Forbidden.
    """
    acting.require("payments.reconcile")
    found = _read(data, form)
    if found.account and found.account != settings.TREASURY_ACCOUNT:
        raise BadStatement(
            "account",
            gettext_noop("Sao kê của tài khoản %(account)s, không phải tài khoản thu."),
            account=found.account,
        )
    file = store(data, name=name, acting=acting, allowed=TYPES)
    before = Statement.objects.filter(sha256=file.sha256, state=StatementState.BOOKED).first()
    if before and before.booked_at:
        raise NotPossible(
            "known", gettext_noop("Tệp này đã ghi sổ lúc %(when)s."), when=short_datetime(before.booked_at)
        )
    return Statement.objects.create(
        file=file,
        name=file.name,
        sha256=file.sha256,
        format=form,
        account=found.account or settings.TREASURY_ACCOUNT,
        added_by=acting.account,
        opening=found.opening,
        closing=found.closing,
    )


def preview(statement: Statement) -> list[Seen]:
    """What each line would do; constant number of queries (xem trước từng dòng)."""
    lines = read_file(statement).lines
    names = identities((one.number, one.day, one.amount, one.memo) for one in lines)
    booked = StatementLine.objects.exclude(state=LineState.ERROR).filter(identity__in=names)
    known = set(booked.values_list("identity", flat=True))
    numbers = [_transaction(name) for name in names]
    known |= set(
        Payment.objects.filter(bank_transaction__in=numbers, stated=True).values_list("bank_transaction", flat=True)
    )
    seen = []
    for line, name in zip(lines, names, strict=True):
        state = LineState.OPEN if line.amount > 0 else LineState.OUT
        if name in known or _transaction(name) in known:
            state = LineState.KNOWN
        seen.append(Seen(line, name, LineState.ERROR if line.error else state))
    return seen


def _transaction(identity: str) -> str:
    """The bank's own number where there is one, so that it meets the number of its messages."""
    return identity[2:] if identity.startswith("n:") else identity


@transaction.atomic
def book_statement(statement: Statement, *, acting: Acting) -> Statement:
    """Book every good line once, and keep a report of all (ghi sổ sao kê). Raises NotPossible, Forbidden."""
    acting.require("payments.reconcile")
    statement = Statement.objects.select_for_update(of=("self",)).select_related("file", "format").get(pk=statement.pk)
    if statement.state == StatementState.BOOKED:
        raise NotPossible("booked", gettext_noop("Sao kê này đã ghi sổ."))
    agree = statement.format.ids_agree if statement.format else False
    report = [_book(one, statement, agree, acting) for one in preview(statement)]
    statement.state, statement.booked_at = StatementState.BOOKED, timezone.now()
    statement.save(update_fields=["state", "booked_at"])
    fresh = sum(1 for one in report if one.state in (LineState.MATCHED, LineState.OPEN))
    bad = sum(1 for one in report if one.state == LineState.ERROR)
    record(acting, "payments.statement.booked", statement, fresh=fresh, bad=bad, lines=len(report))
    return statement


def _book(seen: Seen, statement: Statement, agree: bool, acting: Acting) -> StatementLine:
    line = seen.line
    row = StatementLine(
        statement=statement,
        line=line.line,
        identity=seen.identity,
        day=line.day,
        amount=line.amount,
        memo=line.memo,
        state=seen.state,
        note=(line.error % line.params if line.params else line.error)[:300],
    )
    if seen.state == LineState.OPEN and line.day:
        at = datetime.combine(line.day, time(12), VIETNAM)
        number = _transaction(seen.identity)
        row.payment = receive_transfer(
            bank_transaction=number,
            amount=line.amount,
            text=line.memo,
            received_at=at,
            acting=acting,
            stated=True,
            loose=not (agree and line.number),
        )
        if row.payment.told or StatementLine.objects.filter(payment=row.payment).exists():
            row.state = LineState.KNOWN
        elif row.payment.charge_id and not row.payment.rest:
            row.state = LineState.MATCHED
    elif seen.state == LineState.OUT:
        row.refund = _prove(line, acting)
        row.state = LineState.REFUND if row.refund else LineState.OUT
    row.save()
    return row


def _prove(line: Line, acting: Acting) -> Refund | None:
    """Money out that bears a refund's reference and amount pays it, or proves that it was paid."""
    found = Refund.objects.filter(reference__in=references_in(line.memo), amount=-line.amount).first()
    if found is None or found.state not in (RefundState.APPROVED, RefundState.PAID):
        return None
    if found.state == RefundState.APPROVED:
        at = datetime.combine(line.day, time(12), VIETNAM) if line.day else timezone.now()
        pay_out(found, channel="vietqr", acting=acting, at=at, proof_number=line.number or "camt.053")
    return found
