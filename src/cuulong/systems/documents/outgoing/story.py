"""A document's way told: what happened, where it is, what comes next (diễn biến văn bản đi)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cuulong.core.workflow.definition import Definition, StepDef, in_language
from cuulong.core.workflow.models import Step
from cuulong.design import formats
from cuulong.lib.errors import gettext_noop

from ..records.models import Document
from ..records.queries import story

VERBS = {
    "draft": gettext_noop("Soạn dự thảo"),
    "save_version": gettext_noop("Lưu phiên bản"),
    "upload": gettext_noop("Tải lên văn bản soạn sẵn"),
    "attach": gettext_noop("Đính kèm phụ lục"),
    "remark": gettext_noop("Góp ý"),
    "settle_remark": gettext_noop("Tiếp thu, giải trình"),
    "set_signers": gettext_noop("Chọn người ký"),
    "set_recipients": gettext_noop("Chọn nơi nhận"),
    "submit": gettext_noop("Trình lãnh đạo phòng"),
    "approve": gettext_noop("Đồng ý nội dung"),
    "form_is_right": gettext_noop("Thể thức đúng, trình ký"),
    "back_to_drafter": gettext_noop("Trả lại người soạn"),
    "back_for_form": gettext_noop("Trả lại vì sai thể thức"),
    "back_from_signer": gettext_noop("Người ký trả lại"),
    "pass_on": gettext_noop("Chuyển bước"),
    "unsign": gettext_noop("Trả lại, chưa phát hành"),
    "take_back": gettext_noop("Lấy lại dự thảo vừa chuyển"),
    "ask_opinion": gettext_noop("Gửi phiếu lấy ý kiến"),
    "answer_opinion": gettext_noop("Trả lời phiếu lấy ý kiến"),
    "co_sign": gettext_noop("Ký cùng"),
    "refuse_co_signing": gettext_noop("Không ký cùng"),
    "sign": gettext_noop("Ký văn bản"),
    "issue": gettext_noop("Cấp số, đóng dấu, phát hành"),
    "cancel": gettext_noop("Hủy dự thảo"),
    "recall": gettext_noop("Thu hồi văn bản"),
    "replace": gettext_noop("Được thay thế"),
    "make_public": gettext_noop("Đăng công khai"),
    "make_private": gettext_noop("Thôi đăng công khai"),
    "refused_by": gettext_noop("Nơi nhận từ chối tiếp nhận"),
    "received_by": gettext_noop("Nơi nhận đã tiếp nhận"),
    "given_back_by": gettext_noop("Nơi nhận đã trả lại"),
    "not_sent": gettext_noop("Không gửi được"),
}
STOPPED = ("cancel", "recall", "replace", "refused_by", "not_sent", "refuse_co_signing")
# A long stretch of writing is one line of the story.
WRITING = ("save_version", "set_signers", "set_recipients", "attach")


def story_of(document: Document, task: Step | None) -> list[dict[str, Any]]:
    """What happened, the newest last, then what is being done and the steps still ahead (diễn biến)."""
    told: list[dict[str, Any]] = []
    last = ""
    for one in story(document):
        if one.verb in WRITING and one.verb == last and told:
            told.pop()
        last = one.verb
        by = ", ".join(part for part in (one.actor_name, one.agency_name) if part)
        recipient = one.details.get("recipient", "")
        told.append(
            {
                "title": _(VERBS[one.verb]) if one.verb in VERBS else one.verb,
                "meta": f"{formats.short_moment(one.happened_at)} · {recipient or by}",
                "text": one.note,
                "status": "stopped" if one.verb in STOPPED else "done",
            }
        )
    if task is not None:
        told.append({"title": task.title, "meta": task.agency_label, "text": "", "status": "now"})
        language = get_language() or "vi"
        for step in _ahead(task.case.version.table, task.key):
            told.append({"title": in_language(step.title, language), "meta": "", "text": "", "status": "ahead"})
    return told


def _ahead(table: Definition, key: str) -> Iterator[StepDef]:
    """The steps after one, by the first action of each that leads on."""
    seen = {key}
    while following := next((a.next for a in table[key].actions if a.next in table.by_key and a.next not in seen), ""):
        yield table[following]
        seen.add(following)
        key = following
