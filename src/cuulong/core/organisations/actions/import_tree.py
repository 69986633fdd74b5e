"""Take in names, codes and contacts of many agencies from one table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from cuulong.core.audit.record import record
from cuulong.core.organisations.actions.change_profile import change_profile
from cuulong.core.organisations.models import Agency, AgencyProfile
from cuulong.core.organisations.rules import ArrangementError, check_codes
from cuulong.core.registry.declarations import Acting
from cuulong.lib.dates import parse_date
from cuulong.lib.errors import InputError, gettext_noop
from cuulong.lib.tables import ImportReport, Row, RowError, Table

COLUMNS: dict[str, tuple[str, ...]] = {
    "slug": ("Khóa", "slug"),
    "name": ("Tên cơ quan", "name"),
    "parent": ("Trực thuộc", "parent"),
    "code": ("Mã định danh (QĐ 20)", "code_qd20"),
    "code_102": ("Mã QCVN 102", "code_qcvn102"),
    "address": ("Địa chỉ", "address"),
    "phone": ("Điện thoại", "phone"),
    "email": ("Thư điện tử", "email"),
    "valid_from": ("Từ ngày", "valid_from"),
}
REQUIRED = ("slug",)


@dataclass
class Wish:
    """What one good row asks for (một dòng hợp lệ)."""

    line: int
    agency: Agency
    changes: dict[str, Any]
    on: date | None


@transaction.atomic
def import_tree(table: Table, *, acting: Acting, preview: bool = False, only_if_all_good: bool = False) -> ImportReport:
    """Change agencies by slug, row by row; an empty cell changes nothing (nhập bảng cơ quan).

    Without `valid_from` the present profile is corrected, with it a new one begins. Bad rows are reported with line and
    reason and the good ones taken, or none when `only_if_all_good`; two agencies may exchange their codes. `preview`
    writes nothing and reports the same. Raises Forbidden.
    """
    acting.require("organisations.manage")
    report = ImportReport(errors=list(table.errors))
    wishes = _without_clashes(_read(table.rows, report), report)
    for wish in wishes:
        try:
            with transaction.atomic():
                changed = change_profile(wish.agency, wish.changes, on=wish.on, acting=acting, exchange=True)
        except InputError as wrong:
            report.reject(RowError.of(wish.line, wrong.code if wrong.code in COLUMNS else "valid_from", wrong))
        else:
            report.taken += changed
            report.unchanged += not changed
    if preview or (only_if_all_good and not report.ok):
        transaction.set_rollback(True)
        if not preview:
            report.taken = report.unchanged = 0
    elif report.taken:
        root = Agency.objects.filter(parent=None).order_by("pk").first() or wishes[0].agency
        record(acting, "organisations.tree.imported", root, taken=report.taken, refused=report.bad_lines)
    return report


def _read(rows: Iterable[Row], report: ImportReport) -> list[Wish]:
    agencies = {agency.slug: agency for agency in Agency.objects.select_related("parent")}
    wishes: list[Wish] = []
    seen: dict[str, int] = {}
    for row in rows:
        try:
            wish = _wish(row, agencies)
            if row.values["slug"] in seen:
                raise ArrangementError(
                    "slug", gettext_noop("Khóa này đã có ở dòng %(line)d."), line=seen[row.values["slug"]]
                )
        except InputError as wrong:
            report.reject(RowError.of(row.line, wrong.code if wrong.code in COLUMNS else "valid_from", wrong))
            continue
        seen[row.values["slug"]] = row.line
        wishes.append(wish)
    return wishes


def _wish(row: Row, agencies: dict[str, Agency]) -> Wish:
    cell = {key: value for key, value in row.values.items() if value}
    agency = agencies.get(cell.get("slug", ""))
    if agency is None:
        message = gettext_noop("Không có cơ quan mang khóa “%(slug)s”.")
        raise ArrangementError("slug", message, slug=cell.get("slug", ""))
    changes: dict[str, Any] = {
        k: cell[k] for k in ("name", "code", "code_102", "address", "phone", "email") if k in cell
    }
    check_codes(changes.get("code", ""), changes.get("code_102", ""))
    if "parent" in cell:
        if cell["parent"] not in agencies:
            message = gettext_noop("Không có cơ quan mang khóa “%(slug)s” để trực thuộc.")
            raise ArrangementError("parent", message, slug=cell["parent"])
        changes["parent"] = agencies[cell["parent"]]
    if "email" in changes:
        try:
            validate_email(changes["email"])
        except ValidationError as wrong:
            raise ArrangementError("email", gettext_noop("Thư điện tử chưa đúng dạng ten@noi.vn.")) from wrong
    for key, value in changes.items():
        limit = getattr(AgencyProfile._meta.get_field(key), "max_length", None) if isinstance(value, str) else None
        if limit and len(value) > limit:
            raise ArrangementError(key, gettext_noop("Dài quá %(limit)d ký tự."), limit=limit)
    return Wish(row.line, agency, changes, parse_date(cell["valid_from"]) if "valid_from" in cell else None)


def _without_clashes(wishes: list[Wish], report: ImportReport) -> list[Wish]:
    """Leave out rows whose new code somebody else keeps; a row left out keeps its old code, so look again."""
    today = timezone.localdate()
    present = AgencyProfile.objects.filter(valid__contains=today).exclude(code="").values_list("agency_id", "code")
    held = dict(present)
    names = dict(Agency.objects.values_list("pk", "name"))
    good = list(wishes)
    while True:
        after = held | {wish.agency.pk: wish.changes["code"] for wish in good if "code" in wish.changes}
        holders: dict[str, list[int]] = defaultdict(list)
        for key, code in after.items():
            holders[code].append(key)
        clashing = [w for w in good if "code" in w.changes and len(holders[w.changes["code"]]) > 1]
        clashing = [w for w in clashing if held.get(w.agency.pk) != w.changes["code"]]
        if not clashing:
            return good
        for wish in clashing:
            code = wish.changes["code"]
            other = next(key for key in holders[code] if key != wish.agency.pk)
            message = gettext_noop("Mã %(number)s đang là của %(name)s.")
            report.reject(RowError(wish.line, "code", message, {"number": code, "name": names[other]}))
        good = [wish for wish in good if wish not in clashing]
