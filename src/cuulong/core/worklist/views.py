"""The officials' home (bàn làm việc)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from cuulong.core.people.access import PersonRequest, official_required
from cuulong.core.worklist import queries
from cuulong.core.worklist.items import WorkItem
from cuulong.core.worklist.rules import Group, days_between
from cuulong.lib.vietnamese import clean


@require_safe
@official_required()
def desk(request: PersonRequest) -> HttpResponse:
    """What waits for me, what is late (bàn làm việc)."""
    now = timezone.now()
    filters = queries.Filters(
        kind=request.GET.get("kind", ""),
        agency=clean(request.GET.get("agency", "")),
        words=clean(request.GET.get("q", ""))[:100],
    )
    found = queries.desk(request.acting, now, filters)
    context = {
        "desk": found,
        "filters": filters,
        "now": now,
        "groups": _groups(request, found, now),
        "soon": sum(len(found.groups.get(group, ())) for group in (Group.LATE, Group.TODAY)),
    }
    return render(request, "worklist/desk.html", context)


def _groups(request: HttpRequest, found: queries.Desk, now: datetime) -> list[dict[str, Any]]:
    late = [item.key for item in found.groups.get(Group.LATE, ()) if _explains(item)]
    opened = request.GET.get("why", late[0] if late else "")
    return [
        {"title": _title(group, len(rows)), "rows": [_row(request, group, item, opened, now) for item in rows]}
        for group, rows in found.groups.items()
    ]


def _title(group: Group, count: int) -> str:
    match group:
        case Group.LATE:
            name = _("Quá hạn")
        case Group.TODAY:
            name = _("Hôm nay")
        case Group.WEEK:
            name = _("Tuần này")
        case _:
            name = _("Sau đó")
    return ngettext("%(name)s, %(count)d việc", "%(name)s, %(count)d việc", count) % {"name": name, "count": count}


def _explains(item: WorkItem) -> bool:
    return bool(item.late_reason or item.cells)


def _row(request: HttpRequest, group: Group, item: WorkItem, opened: str, now: datetime) -> dict[str, Any]:
    is_late = group is Group.LATE
    can_explain = is_late and _explains(item)
    is_open = can_explain and item.key == opened
    address = request.GET.copy()
    address["why"] = "" if is_open else item.key
    return {
        "item": item,
        "css": "is-late" if is_late else "is-soon" if group is Group.TODAY else "",
        "level": "late" if is_late else "soon" if group is Group.TODAY else "ok",
        "left": _left(item.due_at, now),
        "why_url": f"?{address.urlencode()}#{item.key}" if can_explain else "",
        "is_open": is_open,
    }


def _left(due_at: datetime | None, now: datetime) -> str:
    """How much time is left, in the words of a clerk."""
    if due_at is None:
        return _("Không tính hạn")
    days = days_between(due_at, now)
    if due_at < now:
        if not days:
            return _("Trễ trong hôm nay")
        return ngettext("Trễ %(n)d ngày", "Trễ %(n)d ngày", -days) % {"n": -days}
    if not days:
        return _("Trong hôm nay")
    return ngettext("Còn %(n)d ngày", "Còn %(n)d ngày", days) % {"n": days}
