"""Take in many certificates from one table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from cuulong.core.audit.record import record
from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Account
from cuulong.lib.dates import VIETNAM, parse_date
from cuulong.lib.errors import InputError, gettext_noop
from cuulong.lib.tables import ImportReport, Row, RowError, Table
from cuulong.lib.vietnamese import clean

from ...models import StepKind
from ...queries import MANAGE
from ..entering import enter
from ..history import note_step

COLUMNS: dict[str, tuple[str, ...]] = {
    "agency": ("Mã cơ quan", "Đơn vị", "agency"),
    "account": ("Tên đăng nhập", "account"),
    "subject": ("Chủ thể", "subject"),
    "issuer": ("Nơi cấp", "issuer"),
    "serial": ("Số hiệu", "serial"),
    "valid_from": ("Hiệu lực từ", "valid_from"),
    "valid_to": ("Đến hết ngày", "valid_to"),
    "token_serial": ("Số thiết bị", "token_serial"),
    "note": ("Ghi chú", "note"),
}
REQUIRED = ("agency", "subject", "issuer", "serial", "valid_from", "valid_to")
HEX = frozenset("0123456789abcdef")


class CellError(InputError):
    """What is wrong with one cell, and in which column."""

    def __init__(self, column: str, message: str, **params: object) -> None:
        super().__init__(column, message, **params)


@transaction.atomic
def import_certificates(
    table: Table, *, acting: Acting, only_if_all_good: bool = False, preview: bool = False
) -> ImportReport:
    """Enter certificates row by row; one that is there already counts as unchanged (nhập sổ chứng thư số).

    Bad rows are reported with line and reason and the good ones taken, or none when `only_if_all_good`.
    `preview` writes nothing and reports the same. Raises Forbidden.
    """
    acting.require(MANAGE)
    report = ImportReport(errors=list(table.errors))
    known = _Known.load(table)
    for row in table.rows:
        try:
            with transaction.atomic():
                new = _take(row, known, acting)
        except CellError as wrong:
            report.reject(RowError.of(row.line, wrong.code, wrong))
        else:
            report.taken += new
            report.unchanged += not new
    if preview or (only_if_all_good and not report.ok):
        transaction.set_rollback(True)
        if not preview:
            report.taken = 0
    elif report.taken and acting.account:
        record(acting, "signatures.certificates.imported", acting.account, taken=report.taken, refused=report.bad_lines)
    return report


@dataclass
class _Known:
    """What the cells may name, read once."""

    agencies: dict[str, Agency]
    accounts: dict[str, Account]

    @classmethod
    def load(cls, table: Table) -> _Known:
        agencies: dict[str, Agency] = {}
        # The living last, so that a code goes to who bears it now.
        today = timezone.localdate()
        for agency in sorted(Agency.objects.all(), key=lambda one: today in one.valid):
            agencies |= {agency.slug: agency} | ({agency.code.lower(): agency} if agency.code else {})
        named = {row.values.get("account", "").lower() for row in table.rows} - {""}
        return cls(agencies, {each.username: each for each in Account.objects.filter(username__in=named)})


def _take(row: Row, known: _Known, acting: Acting) -> bool:
    cell = row.values
    for column in REQUIRED:
        if not cell.get(column):
            raise CellError(column, gettext_noop("Ô này còn trống."))
    agency = known.agencies.get(cell["agency"].lower())
    if agency is None:
        raise CellError("agency", gettext_noop("Không có cơ quan mang mã “%(given)s”."), given=cell["agency"])
    account = known.accounts.get(cell.get("account", "").lower())
    if cell.get("account") and account is None:
        raise CellError("account", gettext_noop("Không có tài khoản mang tên này"))
    serial = cell["serial"].lower().replace(":", "").replace(" ", "").removeprefix("0x").lstrip("0")
    if not serial or len(serial) > 64 or set(serial) - HEX:
        raise CellError("serial", gettext_noop("Số hiệu chứng thư viết bằng chữ số 0-9 và chữ a-f."))
    first, last = _day(cell, "valid_from"), _day(cell, "valid_to")
    if last < first:
        raise CellError("valid_to", gettext_noop("Ngày hết hạn đứng trước ngày bắt đầu."))
    made, new = enter(
        account=account,
        agency=None if account else agency,
        serves=agency if account else None,
        subject=clean(cell["subject"])[:200],
        issuer=clean(cell["issuer"])[:200],
        serial=serial,
        first=first,
        end=last + timedelta(days=1),
        token_serial=clean(cell.get("token_serial", ""))[:64],
        holder=account,
        note=clean(cell.get("note", ""))[:200],
    )
    if new:
        note_step(StepKind.REGISTERED, acting=acting, certificate=made, note=made.note)
    elif made.account != account or (made.agency or made.serves) != agency:
        raise CellError("serial", gettext_noop("Số hiệu này đã ghi cho %(owner)s."), owner=str(made.owner))
    return new


def _day(cell: dict[str, str], column: str) -> datetime:
    try:
        return datetime.combine(parse_date(cell[column]), time(), VIETNAM)
    except InputError as wrong:
        raise CellError(column, wrong.message, **wrong.params) from wrong
