"""Fictional outgoing documents in every state, made by the same verbs as real ones (văn bản đi mẫu)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Account, Appointment
from cuulong.core.signatures import demo_ca
from cuulong.core.workflow.models import Step
from cuulong.core.workflow.places import reach

from .outgoing.actions.details import To, set_recipients, set_signers
from .outgoing.actions.draft import draft, draft_correction, draft_replacement
from .outgoing.actions.opinions import ask_opinion
from .outgoing.actions.remarks import remark
from .outgoing.actions.seal import number_and_seal
from .outgoing.actions.settings import add_sending_rule, decide_numbering
from .outgoing.actions.sign import sign
from .outgoing.actions.step import step_of, walk
from .outgoing.actions.versions import save_version
from .outgoing.actions.withdraw import recall
from .outgoing.models import SendingRule
from .records.models import Document

# (drafting room, drafter, whom it is sent to)
PLACES = (
    ("commune-29551--kinh-te", "lc.dothi", ("commune-29641", "so-xay-dung")),
    ("commune-29641--kinh-te", "cn.kinhte", ("commune-29551",)),
    ("so-nnmt-quan-ly-chat-luong", "nnmt.chuyenvien", ("commune-29551", "commune-29641")),
    ("so-xd-van-tai-va-phuong-tien", "xd.vantai", ("ubnd-tinh",)),
)
WAY = (("submit", "review"), ("approve", "form_check"), ("form_is_right", "sign"))
TEXTS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "draft": (
        "cv",
        "phối hợp giữ gìn trật tự lòng đường, vỉa hè (mẫu)",
        {"greeting": ["Ủy ban nhân dân các xã, phường"]},
    ),
    "review": ("tb", "Về lịch nghỉ và trực cơ quan (mẫu)", {}),
    "form_check": ("kh", "Kiểm tra việc quản lý chất lượng công trình (mẫu)", {}),
    "sign": ("ttr", "Về việc phê duyệt danh mục công trình duy tu (mẫu)", {"greeting": ["Ủy ban nhân dân tỉnh"]}),
    "seal": ("bc", "Kết quả thực hiện nhiệm vụ tháng 10 (mẫu)", {}),
    "issued": ("cv", "đề nghị cung cấp số liệu công trình (mẫu)", {"greeting": ["Các cơ quan, đơn vị"]}),
    "decision": ("qd", "Về việc thành lập Tổ kiểm tra (mẫu)", {"bases": ["Luật Tổ chức chính quyền địa phương"]}),
    "recalled": ("cv", "mời họp (gửi nhầm, mẫu)", {"greeting": ["Các cơ quan, đơn vị"]}),
}
BODY = (
    "Thực hiện nhiệm vụ được giao, cơ quan đề nghị các nơi nhận phối hợp những nội dung sau:\n"
    "1. Rà soát, tổng hợp số liệu đến hết tháng.\n"
    "2. Gửi kết quả trước ngày 15 hằng tháng để tổng hợp.\n"
    "Mọi nội dung trong văn bản này là dữ liệu mẫu."
)
ARTICLES = (
    "Điều 1. Thành lập Tổ kiểm tra gồm các thành viên theo danh sách kèm theo.\n"
    "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.\n"
    "Điều 3. Các đơn vị có liên quan chịu trách nhiệm thi hành Quyết định này."
)


def load_demo_documents() -> None:
    """A few in every state for each agency of the demo that drafts; left alone once they are there."""
    if Document.objects.filter(direction="out", outgoing__subject_uuid=None).exists():
        return
    signing = Account.objects.filter(is_demo=True, appointments__role__in=("signer", "clerk"))
    sealing = Agency.objects.filter(appointments__account__is_demo=True, appointments__role="clerk")
    demo_ca.ensure(signing.distinct(), sealing.distinct())
    for number, (slug, drafter, to) in enumerate(PLACES):
        room = Agency.objects.filter(slug=slug).select_related("parent").first()
        account = Account.objects.filter(username=drafter, is_demo=True).first()
        if room is not None and account is not None:
            _of(room, Acting.of(account), to, whole=number == 0)
            if number == 1:
                _together(room, Acting.of(account), to, timezone.now())


def _of(room: Agency, by: Acting, to: Sequence[str], *, whole: bool) -> None:
    for stage in ("draft", "review", "form_check", "sign", "seal", "issued"):
        made = _make(stage, room, by, to)
        _bring(made, stage)
    if not whole:
        return
    decision = _bring(_make("decision", room, by, to), "issued")
    wrong = _bring(_make("recalled", room, by, to), "issued")
    now = timezone.now()
    recall(wrong, "Gửi nhầm nơi nhận", acting=_official("clerk", wrong.agency), at=now)
    new = draft_replacement(decision, room=room, acting=by, at=now)
    set_recipients(new, _recipients(to), acting=by, at=now)
    _bring(new, "issued")
    draft_correction(new, room=room, acting=by, at=now)
    dropped = _make("draft", room, by, to)
    walk(dropped, step_of(dropped), "cancel", acting=by, at=now, revision=None, note="Không còn cần (mẫu)")
    _asked(room, by, to, now)
    _settings(room, now)


def _make(stage: str, room: Agency, by: Acting, to: Sequence[str]) -> Document:
    kind, subject, content = TEXTS[stage]
    now = timezone.now()
    words = {"text": ARTICLES if kind == "qd" else BODY, "places": ["Như trên"], **content}
    made = draft(room, kind=kind, subject=subject, content=words, acting=by, at=now)
    set_recipients(made, _recipients(to), acting=by, at=now)
    if stage == "draft":
        save_version(
            made,
            words | {"text": words["text"].replace("ngày 15", "ngày 20")},
            note="Lùi hạn theo góp ý",
            acting=by,
            at=now,
        )
        remark(made, "Ghi rõ đầu mối liên hệ ở đoạn cuối.", acting=by, at=now)
    return made


def _recipients(to: Sequence[str]) -> list[To]:
    found = Agency.objects.filter(slug__in=to).order_by("slug")
    return [*(To(agency=one) for one in found), To(name="Lưu hồ sơ công việc (bản giấy)", for_action=False)]


def _bring(document: Document, stage: str) -> Document:
    """Bring a draft on to a step, or to its end, by the officials whose step it is."""
    for key, reached in WAY:
        if step_of(document).key == stage:
            return document
        step = step_of(document)
        walk(document, step, key, acting=_for(step), at=timezone.now(), revision=None)
        if reached == stage:
            return document
    step = step_of(document)
    sign(document, step, pin=demo_ca.PIN, acting=_for(step), at=timezone.now(), revision=None)
    if stage == "seal":
        return document
    step = step_of(document)
    return number_and_seal(document, step, pin=demo_ca.PIN, acting=_for(step), at=timezone.now(), revision=None)


def _together(room: Agency, by: Acting, to: Sequence[str], now: datetime) -> None:
    """One that waits for the leader of a neighbour to sign it first."""
    made = _make("sign", room, by, to)
    leaders = Appointment.objects.filter(role="signer").select_related("account", "agency").order_by("pk")
    own, neighbour = leaders.filter(agency=made.agency).first(), leaders.filter(agency__slug=to[0]).first()
    assert own is not None
    assert neighbour is not None
    set_signers(made, own, co_signers=[(1, neighbour)], acting=by, at=now)
    _bring(made, "sign")


def _asked(room: Agency, by: Acting, to: Sequence[str], now: datetime) -> None:
    """A draft of which a neighbouring room is asked what it thinks."""
    asked = _make("draft", room, by, to)
    neighbour = Agency.objects.filter(parent=asked.agency, appointments__role="specialist").exclude(pk=room.pk).first()
    if neighbour is not None:
        until = now + timedelta(days=3)
        question = "Đề nghị cho ý kiến về dự thảo."
        ask_opinion(asked, step_of(asked), agency=neighbour, question=question, due_at=until, acting=by, at=now)


def _settings(room: Agency, now: datetime) -> None:
    body, machine = room.parent, Acting.system("demo")
    assert body is not None
    first = timezone.localdate(now) + timedelta(days=1)
    basis = "Quy chế công tác văn thư (mẫu)"
    decide_numbering(body, abbreviation="UBND", shared=[], first=first, basis=basis, acting=machine)
    rule = SendingRule(
        from_kind="commune", to_kind="outside", allowed=False, valid_from=first, reason="Gửi qua tỉnh (mẫu)"
    )
    add_sending_rule(rule, acting=machine)


def _for(step: Step) -> Acting:
    """A demo official who serves at the step."""
    holders = Account.objects.filter(is_demo=True, appointments__role=step.role).distinct().order_by("pk")
    found = (Acting.of(account) for account in holders)
    return next(acting for acting in found if (step.role, step.agency_id) in reach(acting))


def _official(role: str, agency: Agency) -> Acting:
    account = Account.objects.filter(is_demo=True, appointments__role=role, appointments__agency=agency).order_by("pk")[
        0
    ]
    return Acting.of(account)
