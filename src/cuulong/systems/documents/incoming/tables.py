"""Registers of incoming documents on screen (sổ văn bản đến; NĐ 30/2020, Phụ lục IV)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cuulong.core.calendars.queries import calendar_for
from cuulong.core.search.find import find
from cuulong.design.forms import DayInput
from cuulong.design.tables import Column, Table

from ..records.kinds import KINDS
from ..records.models import Document, State, Urgency
from ..records.rules import IN, STATES, number_key
from .models import Channel
from .rules import same_day

LOOKS = {
    State.ARRIVED: "new", State.REGISTERED: "accepted", State.WORKING: "processing", State.CLOSED: "done",
    State.RETURNED: "withdrawn", State.RECALLED: "withdrawn",
}  # fmt: skip
OPEN = (State.REGISTERED, State.WORKING)
ALL_OF_THEM = [("", _("Tất cả"))]


def is_late(row: Document) -> bool:
    """Past its deadline and not settled (quá hạn)."""
    return row.state in OPEN and row.due_at is not None and row.due_at < timezone.now()


def look(row: Document) -> tuple[str, str]:
    """The drawing and the word of a state (trạng thái)."""
    word = str(row.get_state_display())
    return ("overdue", str(_("Quá hạn"))) if is_late(row) else (LOOKS.get(State(row.state), "neutral"), word)


class IncomingFilter(forms.Form):
    """What a register can be narrowed by (bộ lọc)."""

    q = forms.CharField(
        label=_("Số, ký hiệu, số đến hoặc trích yếu"),
        required=False,
        max_length=100,
        widget=forms.TextInput({"type": "search"}),
    )
    state = forms.ChoiceField(
        label=_("Trạng thái"),
        required=False,
        choices=[*ALL_OF_THEM, *[one for one in State.choices if one[0] in STATES[IN]]],
    )
    kind = forms.ChoiceField(label=_("Loại"), required=False)
    channel = forms.ChoiceField(label=_("Nguồn đến"), required=False, choices=[*ALL_OF_THEM, *Channel.choices])
    urgency = forms.ChoiceField(
        label=_("Độ khẩn"), required=False, choices=[*ALL_OF_THEM, *[(str(n), word) for n, word in Urgency.choices]]
    )
    came_from = forms.DateField(label=_("Đến từ ngày"), required=False, widget=DayInput)
    came_to = forms.DateField(label=_("Đến hết ngày"), required=False, widget=DayInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [*ALL_OF_THEM, *[(c, k.name) for c, k in KINDS.items()]]  # type: ignore[attr-defined]


def matching(queryset: QuerySet[Document], q: str, request: Any) -> QuerySet[Document]:
    """By the number in any writing, the number of arrival, or words of the subject without accents (tìm trong sổ)."""
    said = q.strip()
    key = number_key(said)
    if said.isdigit():
        return queryset.filter(Q(incoming__entry__n=int(said[:9])) | Q(number_key__startswith=f"{key}/"))
    if "/" in said:
        return queryset.filter(number_key__startswith=key)
    hits = find(request.acting, said, kinds=[Document.ref_kind], limit=500)
    return queryset.filter(uuid__in=[hit.ref.uuid for hit in hits.items])


class IncomingTable(Table):
    """The register of incoming documents (sổ đăng ký văn bản đến); exports bear the decree's columns."""

    caption = _("Sổ văn bản đến")
    order = "-incoming__arrived_at"
    filters = IncomingFilter
    file_name = "so-van-ban-den"
    empty_title = _("Chưa có văn bản đến")
    empty_text = _("Văn bản gửi tới cơ quan, đơn vị của anh/chị sẽ hiện ở đây.")

    arrived = Column(_("Ngày đến"), "incoming.arrived_at", sort="incoming__arrived_at", kind="day")
    arrival_number = Column(
        _("Số đến"), "incoming.arrival_number", sort="incoming__entry__n", nullable=True, kind="code"
    )
    issuer = Column(_("Tác giả"), "issuer_name", on_screen=False)
    number = Column(_("Số, ký hiệu"), "number", kind="code")
    issued = Column(_("Ngày văn bản"), "issued_on", sort="issued_on", nullable=True, kind="day")
    subject = Column(
        _("Tên loại và trích yếu"),
        lambda row: f"{row.kind_name} {row.subject}".strip(),
        template="documents/incoming/cell_subject.html",
    )
    unit = Column(_("Đơn vị nhận"), lambda row: (row.room.short_name or row.room.name) if row.room else "")
    forwarded = Column(_("Ngày chuyển"), "incoming.forwarded_at", kind="day", on_screen=False)
    signed_for = Column(_("Ký nhận"), lambda row: "", on_screen=False, export=lambda row: "")
    due = Column(_("Hạn"), "due_at", sort="due_at", nullable=True, kind="day")
    state = Column(_("Trạng thái"), look, template="documents/incoming/cell_state.html", export="get_state_display")
    note = Column(_("Ghi chú"), "incoming.give_back_reason", on_screen=False)

    def narrow(self, queryset: QuerySet[Any], wanted: dict[str, Any]) -> QuerySet[Any]:
        if q := wanted.get("q"):
            queryset = matching(queryset, q, self.request)
        for name in ("state", "kind", "urgency"):
            if wanted.get(name):
                queryset = queryset.filter(**{name: wanted[name]})
        if channel := wanted.get("channel"):
            queryset = queryset.filter(incoming__channel=channel)
        if first := wanted.get("came_from"):
            queryset = queryset.filter(incoming__arrived_at__date__gte=first)
        if last := wanted.get("came_to"):
            queryset = queryset.filter(incoming__arrived_at__date__lte=last)
        return queryset

    def row_css(self, row: Any) -> str:
        return "is-late" if is_late(row) else ""


def clock(row: Document) -> tuple[str, str]:
    """How much of the day of registering is left: the tone of its state, and the hour (đồng hồ vào sổ)."""
    now, arrived, by = timezone.now(), row.incoming.arrived_at, row.incoming.register_by
    today = same_day(arrived, calendar_for(row.agency, timezone.localdate(arrived)))
    if by is not None and now > by:
        return "overdue", str(_("Quá hạn vào sổ"))
    if row.urgency:
        return "overdue", str(_("Khẩn: vào sổ ngay"))
    return ("supplement", str(_("Chậm nhất hôm nay"))) if now > today else ("new", str(_("Vào sổ trong ngày")))


class ArrivalTable(Table):
    """What waits to be registered, the most pressing first (văn bản chờ vào sổ)."""

    caption = _("Văn bản chờ vào sổ")
    order = "incoming__register_by"
    exports = False
    empty_title = _("Không có văn bản nào chờ vào sổ")
    empty_text = _("Văn bản đến qua trục liên thông, thư điện tử, hoặc do anh/chị nhận sẽ hiện ở đây.")

    clock = Column(_("Hạn vào sổ"), clock, template="documents/incoming/cell_state.html")
    by = Column(_("Vào sổ trước"), "incoming.register_by", sort="incoming__register_by", nullable=True, kind="moment")
    number = Column(_("Số, ký hiệu"), "number", kind="code")
    subject = Column(_("Trích yếu"), "subject", template="documents/incoming/cell_subject.html")
    channel = Column(_("Nguồn đến"), "incoming.get_channel_display")
    arrived = Column(_("Đến lúc"), "incoming.arrived_at", sort="incoming__arrived_at", kind="moment")
    act = Column(
        _("Vào sổ"),
        lambda row: _("Vào sổ"),
        url=lambda row: reverse("documents:register", args=[row.uuid]),
        export="",
    )

    def row_css(self, row: Any) -> str:
        return "is-late" if clock(row)[0] == "overdue" else ""


def progress(row: Document) -> str:
    """How far the work is (tiến độ)."""
    done = row.incoming.closed_at
    if done is not None:
        late = row.due_at is not None and done > row.due_at
        return str(_("Xong, trễ hạn")) if late else str(_("Xong, đúng hạn")) if row.due_at else str(_("Đã xong"))
    return str(_("Quá hạn")) if is_late(row) else str(row.get_state_display())


def answer_numbers(row: Any) -> str:
    """The numbers of what answers it (số ký hiệu văn bản trả lời)."""
    return ", ".join(one.document.number for one in row.answers_issued if one.document.number)


class TrackingTable(Table):
    """The tracking register in its seven columns (sổ theo dõi giải quyết văn bản đến)."""

    caption = _("Sổ theo dõi giải quyết văn bản đến")
    order = "-incoming__registered_at"
    filters = IncomingFilter
    file_name = "so-theo-doi-van-ban-den"
    empty_title = _("Chưa có văn bản nào để theo dõi")

    arrival_number = Column(
        _("Số đến"), "incoming.arrival_number", sort="incoming__entry__n", nullable=True, kind="code"
    )
    registered = Column(
        _("Vào sổ"), "incoming.registered_at", sort="incoming__registered_at", nullable=True, kind="day", export=""
    )
    subject = Column(
        _("Tên loại, số, ngày, cơ quan ban hành"),
        lambda row: " ".join(
            one for one in (row.kind_name, row.number, f"{row.issued_on:%d/%m/%Y}" if row.issued_on else "", row.issuer_name) if one
        ),
        template="documents/incoming/cell_tracked.html",
    )  # fmt: skip
    unit = Column(_("Đơn vị nhận"), lambda row: (row.room.short_name or row.room.name) if row.room else "")
    due = Column(_("Thời hạn"), "due_at", sort="due_at", nullable=True, kind="day")
    progress = Column(_("Tiến độ"), progress)
    answer = Column(_("Văn bản trả lời"), answer_numbers, kind="code")
    note = Column(_("Ghi chú"), "incoming.outcome")

    narrow = IncomingTable.narrow

    def row_css(self, row: Any) -> str:
        return "is-late" if is_late(row) else ""


def tracked(found: QuerySet[Document]) -> QuerySet[Document]:
    """Registered documents with what answers them; one query more (văn bản cần theo dõi)."""
    from ..outgoing.models import Outgoing

    issued = Outgoing.objects.filter(document__state=State.ISSUED).select_related("document")
    registered = found.filter(incoming__entry__isnull=False).exclude(state__in=(State.RETURNED, State.RECALLED))
    return registered.prefetch_related(Prefetch("answered_by", issued, to_attr="answers_issued"))
