"""What people sent that waits for an official, for their desk (việc chờ xử lý)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cuulong.core.people.acting import Acting
from cuulong.core.worklist.items import WorkItem

from .models import Complaint, Denunciation, Submission, Suggestion
from .models.complaint import HANDLE as COMPLAINTS
from .models.denunciation import HANDLE as DENUNCIATIONS
from .models.suggestion import HANDLE as SUGGESTIONS
from .places import reach
from .rules import OPEN

Items = Callable[[Acting, int], Iterable[WorkItem]]


def _waiting(model: Any, right: str, acting: Acting) -> Any:
    if not acting.can(right):
        return model.objects.none()
    here = reach(acting, right)
    found = model.objects.filter(state__in=OPEN)
    return found if here is None else found.filter(agency__in=here)


def _items(model: Any, right: str) -> Items:
    def items(acting: Acting, limit: int) -> Iterable[WorkItem]:
        for case in _waiting(model, right, acting).select_related("agency").order_by("due_at", "pk")[:limit]:
            yield _item(case)

    return items


def _item(case: Submission) -> WorkItem:
    """A denunciation shows its number and nothing else."""
    return WorkItem(
        title=str(_("Tố cáo")) if isinstance(case, Denunciation) else case.title,
        detail=case.number,
        url=reverse(f"services:{case.says}", args=[case.uuid]),
        verb=_("Mở"),
        task=case.get_state_display(),
        due_at=case.due_at,
        since=case.received_at or case.created_at,
        agency_name=case.agency.name,
        late_reason=_("Đã quá hạn trả lời."),
    )


def _count(model: Any, right: str) -> Callable[[Acting], int]:
    return lambda acting: int(_waiting(model, right, acting).count())


suggestions, count_suggestions = _items(Suggestion, SUGGESTIONS), _count(Suggestion, SUGGESTIONS)
complaints, count_complaints = _items(Complaint, COMPLAINTS), _count(Complaint, COMPLAINTS)
denunciations, count_denunciations = _items(Denunciation, DENUNCIATIONS), _count(Denunciation, DENUNCIATIONS)
