"""A dossier told to its people: what to do now, what happened, how the date was counted (diễn biến hồ sơ)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cuulong.core.workflow.definition import Definition, StepDef, in_language
from cuulong.core.workflow.models import StepKind
from cuulong.core.workflow.queries import current_steps
from cuulong.design import formats
from cuulong.lib.errors import gettext_noop
from cuulong.lib.working_time import Cell

from . import clock
from .models import Dossier, ReturnWay, State
from .rules import ENDED_STATES, is_late, shown_state

BADGES = {
    "sent": "new",
    "incomplete": "supplement",
    "accepted": "accepted",
    "processing": "processing",
    "paused": "paused",
    "issued": "done",
    "returned": "returned",
    "declined": "refused",
    "withdrawn": "withdrawn",
    "stopped": "refused",
    "draft": "draft",
    "late": "overdue",
}


@dataclass(frozen=True)
class Duty:
    """The first line of a tracking page: what its people must do, often nothing (việc của người nộp)."""

    badge: str
    text: str
    urgent: bool = False


def late(dossier: Dossier, now: datetime | None = None) -> bool:
    """Whether the promised date has passed (quá hạn)."""
    return is_late(dossier.state, dossier.due_at, now or timezone.now(), dossier.finished_at)


def badge(dossier: Dossier) -> str:
    """The design's badge for where the dossier stands."""
    return BADGES[shown_state(dossier.state, late(dossier))]


def duty_of(dossier: Dossier) -> Duty:
    """What the applicant must do now."""
    who = dossier.competent_agency or dossier.intake_agency
    name = (who.short_name or who.name) if who else ""
    due = formats.moment(dossier.due_at) if dossier.due_at else ""
    texts = {
        State.SENT: _("Ông/bà chưa phải làm gì thêm. %(who)s đang kiểm tra hồ sơ."),
        State.INCOMPLETE: _("%(who)s cần ông/bà gửi thêm giấy tờ."),
        State.ACCEPTED: _("Ông/bà chưa phải làm gì thêm. %(who)s hẹn trả kết quả %(due)s."),
        State.PROCESSING: _("Ông/bà chưa phải làm gì thêm. %(who)s hẹn trả kết quả %(due)s."),
        State.PAUSED: _("%(who)s tạm dừng tính thời hạn. Lý do ghi trong hồ sơ."),
        State.ISSUED: _("Đã có kết quả. Ông/bà tải về dưới đây hoặc nhận tại quầy.")
        if dossier.result_way != ReturnWay.POST
        else _("Đã có kết quả. Quầy sắp giao bản giấy cho bưu điện; bản điện tử tải về dưới đây."),
        State.RETURNED: _("Đã trả kết quả. Hồ sơ kết thúc."),
        State.DECLINED: _("%(who)s chưa nhận hồ sơ này. Lý do ghi trong hồ sơ."),
        State.WITHDRAWN: _("Ông/bà đã rút hồ sơ."),
        State.STOPPED: _("%(who)s đã dừng giải quyết hồ sơ này. Lý do ghi trong hồ sơ."),
        State.DRAFT: _("Bản nháp, chưa nộp."),
    }
    text = texts[State(dossier.state)] % {"who": name, "due": due}
    if late(dossier) and dossier.state not in ENDED_STATES:
        text = _("%(who)s xin lỗi: hồ sơ đã quá hẹn %(due)s và đang được giải quyết.") % {"who": name, "due": due}
    return Duty(badge(dossier), text, urgent=dossier.state in (State.INCOMPLETE, State.PAUSED))


VERBS = {
    "send": gettext_noop("Đã nộp hồ sơ"),
    "paid": gettext_noop("Đã nộp phí, lệ phí"),
    "send_supplement": gettext_noop("Đã gửi bổ sung"),
    "request_supplement": gettext_noop("Yêu cầu bổ sung"),
    "accept": gettext_noop("Đã tiếp nhận, hẹn ngày trả"),
    "decline": gettext_noop("Không tiếp nhận"),
    "withdraw": gettext_noop("Người nộp rút hồ sơ"),
    "ask_withdrawal": gettext_noop("Người nộp đề nghị rút hồ sơ"),
    "refuse_withdrawal": gettext_noop("Chưa đồng ý cho rút hồ sơ"),
    "assign": gettext_noop("Phân công người giải quyết"),
    "ask_opinion": gettext_noop("Hỏi ý kiến cơ quan khác"),
    "ask_opinions": gettext_noop("Hỏi ý kiến cơ quan khác"),
    "answer_opinion": gettext_noop("Cơ quan được hỏi đã trả lời"),
    "stop_clock": gettext_noop("Tạm dừng tính thời hạn"),
    "resume_clock": gettext_noop("Tiếp tục giải quyết"),
    "propose_issue": gettext_noop("Đề xuất giải quyết"),
    "propose_refusal": gettext_noop("Đề xuất không giải quyết"),
    "approve": gettext_noop("Trưởng phòng đã duyệt"),
    "send_back": gettext_noop("Trả lại để làm rõ"),
    "pass_on": gettext_noop("Chuyển bước"),
    "recall": gettext_noop("Thu hồi để xử lý lại"),
    "sign": gettext_noop("Lãnh đạo đã ký"),
    "number_and_seal": gettext_noop("Văn thư cấp số, đóng dấu"),
    "extend": gettext_noop("Xin lỗi và hẹn lại ngày trả"),
    "stop": gettext_noop("Dừng giải quyết"),
    "transfer": gettext_noop("Chuyển cơ quan khác giải quyết"),
    "correct": gettext_noop("Đính chính thông tin"),
    "choose_way": gettext_noop("Đổi cách nhận kết quả"),
    "correct_answers": gettext_noop("Đính chính tờ khai"),
    "propose": gettext_noop("Đề nghị lãnh đạo quyết định"),
    "refuse_proposal": gettext_noop("Lãnh đạo không đồng ý đề nghị"),
    "hand_over": gettext_noop("Đã trả kết quả"),
    "hand_over_refusal": gettext_noop("Đã trả văn bản từ chối"),
}


def story_of(dossier: Dossier, *, inside: bool = False) -> list[dict[str, Any]]:
    """What happened, the newest last, for the timeline; `inside` shows officials' remarks and names."""
    story = []
    for one in dossier.transitions.all():
        by = one.agency_name or (_("Người nộp") if not one.actor_name else "")
        if inside and one.actor_name:
            by = f"{one.actor_name}, {one.agency_name}" if one.agency_name else one.actor_name
        story.append(
            {
                "title": verb_title(one.verb),
                "meta": f"{formats.short_moment(one.happened_at)} · {by}"
                if by
                else formats.short_moment(one.happened_at),
                "text": "" if one.verb == "paid" else one.note if inside else one.public_note,  # a charge's reference
                "status": "paused"
                if one.after == State.PAUSED
                else "stopped"
                if one.after == State.DECLINED
                else "done",
            }
        )
    if dossier.due_at and dossier.state not in ENDED_STATES:
        story.append(
            {
                "title": _("Hẹn trả kết quả"),
                "meta": formats.moment(dossier.due_at),
                "text": "",
                "status": "ahead",
            }
        )
    return story


def with_way(dossier: Dossier, story: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The story with what is being done now and the steps still ahead, before the promised day (đường đi tiếp)."""
    task = next((step for step in current_steps(dossier.ref) if step.kind == StepKind.TASK), None)
    if task is None or dossier.state in ENDED_STATES or dossier.state == State.PAUSED:
        return story
    done = [one for one in story if one["status"] != "ahead"]
    promised = story[len(done) :]
    now = {"title": task.title, "meta": task.agency_label, "text": "", "status": "now"}
    language = get_language() or "vi"
    later = [
        {"title": in_language(step.title, language), "meta": "", "text": "", "status": "ahead"}
        for step in _usual_way(task.case.version.table, task.key)
    ]
    return [*done, now, *later, *promised]


def _usual_way(table: Definition, key: str) -> Iterator[StepDef]:
    """The steps after one, by the first action of each that leads on."""
    seen = {key}
    while following := next((a.next for a in table[key].actions if a.next in table.by_key and a.next not in seen), ""):
        yield table[following]
        seen.add(following)
        key = following


def verb_title(verb: str) -> str:
    return _(VERBS.get(verb, verb))


def strip_of(dossier: Dossier, now: datetime) -> tuple[Cell, ...]:
    """The day strip: how the date was counted; empty before acceptance (cách tính ngày hẹn)."""
    if dossier.accepted_at is None or not dossier.limit:
        return ()
    return clock.explain(dossier).strip(dossier.finished_at or now)
