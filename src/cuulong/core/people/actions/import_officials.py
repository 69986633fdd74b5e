"""Take in many officials from one table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from cuulong.core.audit.record import record
from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.core.people.actions.appoint import appoint
from cuulong.core.people.actions.open_account import open_account
from cuulong.core.people.models import Account, Appointment
from cuulong.core.people.rules import AppointmentError
from cuulong.core.people.spans import from_range
from cuulong.core.registry import Role, declared
from cuulong.lib.dates import parse_date
from cuulong.lib.errors import InputError, gettext_noop
from cuulong.lib.tables import ImportReport, Row, RowError, Table
from cuulong.lib.vietnamese import clean, fold

COLUMNS: dict[str, tuple[str, ...]] = {
    "account": ("Tên đăng nhập", "account"),
    "full_name": ("Họ và tên", "full_name"),
    "email": ("Thư điện tử", "email"),
    "phone": ("Số điện thoại", "phone"),
    "agency": ("Đơn vị", "Mã đơn vị", "agency"),
    "role": ("Vai trò", "role"),
    "position": ("Chức vụ", "position"),
    "field": ("Lĩnh vực", "field"),
    "valid_from": ("Từ ngày", "valid_from"),
    "valid_to": ("Đến hết ngày", "valid_to"),
}
REQUIRED = ("account", "full_name", "agency", "role")


class CellError(InputError):
    """What is wrong with one cell, and in which column."""

    def __init__(self, column: str, message: str, **params: object) -> None:
        super().__init__(column, message, **params)


@transaction.atomic
def import_officials(
    table: Table, *, acting: Acting, only_if_all_good: bool = False, preview: bool = False
) -> ImportReport:
    """Open accounts and appoint, row by row; a row that changes nothing counts as unchanged (nhập danh sách cán bộ).

    Bad rows are reported with line and reason and the good ones taken, or none when `only_if_all_good`.
    `preview` writes nothing and reports the same. Raises Forbidden.
    """
    acting.require("people.manage")
    report = ImportReport(errors=list(table.errors))
    known = _Known.load()
    for row in table.rows:
        try:
            with transaction.atomic():
                changed = _take(row, known, acting)
        except CellError as wrong:
            report.reject(RowError.of(row.line, wrong.code, wrong))
        except InputError as wrong:
            report.reject(RowError.of(row.line, "", wrong))
        else:
            report.taken += changed
            report.unchanged += not changed
    if preview or (only_if_all_good and not report.ok):
        transaction.set_rollback(True)
        if not preview:
            report.taken = 0
    elif report.taken and acting.account:
        record(acting, "people.officials.imported", acting.account, taken=report.taken, refused=report.bad_lines)
    return report


@dataclass
class _Known:
    """What the cells may name, read once."""

    agencies: dict[str, Agency]
    roles: dict[str, str]

    @classmethod
    def load(cls) -> _Known:
        agencies: dict[str, Agency] = {}
        for agency in Agency.objects.filter(valid__contains=timezone.localdate()):
            agencies[agency.slug] = agency
            if agency.code:
                agencies[agency.code.lower()] = agency
        roles = {code: code for code in declared(Role)} | {
            fold(str(r.title)): code for code, r in declared(Role).items()
        }
        return cls(agencies, roles)


def _take(row: Row, known: _Known, acting: Acting) -> bool:
    cell = row.values
    for column in REQUIRED:
        if not cell.get(column):
            raise CellError(column, gettext_noop("Ô này còn trống."))
    agency = known.agencies.get(cell["agency"].lower())
    if agency is None:
        raise CellError(
            "agency", gettext_noop("Không có đơn vị mang mã “%(given)s” đang hoạt động."), given=cell["agency"]
        )
    role = known.roles.get(cell["role"]) or known.roles.get(fold(cell["role"]))
    if role is None:
        raise CellError("role", gettext_noop("Không có vai trò “%(role)s”."), role=cell["role"])
    first, last = _day(cell, "valid_from"), _day(cell, "valid_to")
    account, opened = _account(cell, acting)
    if _holds(account, agency, role, cell.get("field", ""), first, last):
        return opened
    appoint(
        account,
        agency,
        role,
        first=first or timezone.localdate(),
        last=last,
        position=cell.get("position", ""),
        field=cell.get("field", ""),
        acting=acting,
    )
    return True


def _day(cell: dict[str, str], column: str) -> date | None:
    if not cell.get(column):
        return None
    try:
        return parse_date(cell[column])
    except InputError as wrong:
        raise CellError(column, wrong.message, **wrong.params) from wrong


def _account(cell: dict[str, str], acting: Acting) -> tuple[Account, bool]:
    username, email = cell["account"].lower(), cell.get("email", "").lower()
    account = Account.objects.filter(username=username).first()
    if account is not None:
        if account.full_name != clean(cell["full_name"]):
            raise CellError("account", gettext_noop("Tên đăng nhập này đang là của %(name)s."), name=account.full_name)
        return account, False
    try:
        validate_email(email)
    except ValidationError as wrong:
        raise CellError(
            "email", gettext_noop("Người mới cần thư điện tử đúng dạng ten@noi.vn để nhận đường dẫn đặt mật khẩu.")
        ) from wrong
    try:
        return open_account(
            username=username, full_name=cell["full_name"], email=email, phone=cell.get("phone", ""), acting=acting
        ), True
    except AppointmentError as wrong:
        raise CellError("email", wrong.message, **wrong.params) from wrong
    except InputError as wrong:
        raise CellError("phone", wrong.message, **wrong.params) from wrong


def _holds(account: Account, agency: Agency, role: str, field: str, first: date | None, last: date | None) -> bool:
    """Whether the row says nothing new: the same appointment runs already, to the same end."""
    day = first or timezone.localdate()
    held = Appointment.objects.filter(
        account=account, agency=agency, role=role, field=field, valid__contains=day
    ).first()
    return held is not None and (last is None or from_range(held.valid).last == last)
