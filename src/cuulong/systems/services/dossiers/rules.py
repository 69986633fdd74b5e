"""What a dossier may do next, and what it needs for that; pure decisions (quy tắc hồ sơ)."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from cuulong.lib.errors import InputError, gettext_noop

DRAFT, SENT, INCOMPLETE = "draft", "sent", "incomplete"
ACCEPTED, PROCESSING, PAUSED = "accepted", "processing", "paused"
ISSUED, RETURNED, DECLINED, WITHDRAWN, STOPPED = "issued", "returned", "declined", "withdrawn", "stopped"

# verb: (states it may start from, state it leads to; None: stays where it is)
MOVES: dict[str, tuple[frozenset[str], str | None]] = {
    "send": (frozenset({DRAFT}), SENT),
    "request_supplement": (frozenset({SENT}), INCOMPLETE),
    "send_supplement": (frozenset({INCOMPLETE}), SENT),
    "accept": (frozenset({SENT}), ACCEPTED),
    "decline": (frozenset({SENT, INCOMPLETE}), DECLINED),
    "withdraw": (frozenset({SENT, INCOMPLETE, ACCEPTED, PROCESSING, PAUSED}), WITHDRAWN),
    "work": (frozenset({ACCEPTED, PROCESSING}), PROCESSING),
    "stop_clock": (frozenset({ACCEPTED, PROCESSING}), PAUSED),
    "resume_clock": (frozenset({PAUSED}), PROCESSING),
    "sign": (frozenset({PROCESSING}), None),
    "issue": (frozenset({PROCESSING}), ISSUED),
    "hand_over": (frozenset({ISSUED}), RETURNED),
    "extend": (frozenset({ACCEPTED, PROCESSING}), None),
    "stop": (frozenset({ACCEPTED, PROCESSING, PAUSED}), STOPPED),
    "transfer": (frozenset({SENT, INCOMPLETE, ACCEPTED, PROCESSING, PAUSED}), None),
    "correct": (frozenset({SENT, INCOMPLETE, ACCEPTED, PROCESSING, PAUSED}), None),
    "choose_way": (frozenset({SENT, INCOMPLETE, ACCEPTED, PROCESSING, PAUSED}), None),
}

# The key of an action in a process table: the move it makes of the dossier.
ACTION_MOVES = {
    "accept": "accept",
    "request_supplement": "request_supplement",
    "decline": "decline",
    "assign": "work",
    "ask_opinions": "work",
    "propose_issue": "work",
    "propose_refusal": "work",
    "approve": "work",
    "send_back": "work",
    "stop_clock": "stop_clock",
    "resume_clock": "resume_clock",
    "sign": "sign",
    "number_and_seal": "issue",
    "hand_over": "hand_over",
    "hand_over_refusal": "hand_over",
}

CARRIED_ON = "pass_on"  # an act that a process was given on screen and that moves the case only


def says(action: str) -> str:
    """How a dossier's story calls an action of the process table (tên việc trong diễn biến)."""
    return action if action in ACTION_MOVES else CARRIED_ON


def move_of(action: str) -> str:
    """The move of the dossier that an action of the process table makes (chuyển trạng thái theo thao tác)."""
    return ACTION_MOVES.get(action, "work")


ENDED_STATES = frozenset({ISSUED, RETURNED, DECLINED, WITHDRAWN, STOPPED})

SIGNING_ACTS = frozenset({"sign", "number_and_seal"})

OUTCOMES = {"propose_issue": "issue", "propose_refusal": "refusal"}


class Refused(InputError):
    """The act is not possible now; the sentence says why and what to do."""


def next_state(verb: str, state: str) -> str:
    """The state that `verb` leads to from `state`. Raises Refused when the move is not listed."""
    allowed, after = MOVES[verb]
    if state not in allowed:
        raise Refused(
            "not_now",
            gettext_noop("Hồ sơ đã chuyển sang bước khác nên không làm được việc này nữa. Tải lại trang để xem."),
        )
    return after or state


def must_be_complete(missing: Sequence[str]) -> None:
    """Raises Refused naming the papers that have not come (hồ sơ chưa đủ)."""
    if missing:
        raise Refused("papers_missing", gettext_noop("Hồ sơ còn thiếu: %(papers)s."), papers="; ".join(missing))


def must_be_known(keys: Collection[str], known: Collection[str]) -> None:
    """Raises Refused naming papers that the procedure does not ask for (giấy tờ không thuộc thủ tục)."""
    if unknown := sorted(set(keys) - set(known)):
        raise Refused(
            "unknown_papers",
            gettext_noop("Thủ tục này không có giấy tờ: %(papers)s. Tải lại trang rồi chọn trong danh sách."),
            papers="; ".join(unknown),
        )


def must_be_questions(keys: Collection[str], known: Collection[str]) -> None:
    """Raises Refused for questions that the form does not have (câu hỏi không thuộc tờ khai)."""
    if set(keys) - set(known):
        raise Refused("unknown_questions", gettext_noop("Tờ khai không có câu hỏi đó. Tải lại trang rồi chọn lại."))


def must_be_agreed(consent: str, note: str, known: Collection[str], *, needs_no_note: str) -> None:
    """Raises Refused unless it is noted how the applicant agreed (người nộp đồng ý đính chính).

    `needs_no_note`: the one way that speaks for itself; a call or a letter has to be found again.
    """
    if consent not in known:
        raise Refused("no_consent", gettext_noop("Ghi người nộp đã đồng ý bằng cách nào."))
    if consent != needs_no_note and not note:
        raise Refused("no_consent_note", gettext_noop("Ghi rõ lần gọi điện hoặc giấy đề nghị, để xem lại được."))


def must_be_paid(unpaid: Sequence[str]) -> None:
    """Raises Refused naming fees that are due now (chưa nộp phí, lệ phí)."""
    if unpaid:
        raise Refused("unpaid", gettext_noop("Chưa nộp: %(fees)s."), fees="; ".join(unpaid))


def must_say_why(note: str) -> str:
    """The reason, trimmed. Raises Refused when there is none."""
    if not note.strip():
        raise Refused("reason_missing", gettext_noop("Ghi lý do, để người nộp hiểu và đồng nghiệp theo dõi được."))
    return note.strip()


def withdraws_alone(state: str, *, agreement: bool) -> bool:
    """Whether the applicant takes the dossier back without being asked (tự rút hồ sơ).

    `agreement`: the procedure's law wants an official to agree once the dossier was accepted.
    """
    return not (agreement and state in (ACCEPTED, PROCESSING, PAUSED))


def must_be_extendable(extra: int, already: bool, *, late: bool) -> None:
    """Raises Refused for no time, a second extension or a date that has passed (gia hạn).

    One re-appointment, before the date: as remembered of NĐ 61/2018; the new decree is not read.
    """
    if extra < 1:
        raise Refused("no_time", gettext_noop("Nhập số thời gian xin thêm, từ 1."))
    if already:
        raise Refused("extended", gettext_noop("Hồ sơ đã gia hạn một lần rồi, không gia hạn nữa."))
    if late:
        raise Refused("past_due", gettext_noop("Đã quá ngày hẹn. Xin lỗi và gia hạn phải làm trước ngày hẹn."))


def must_be_entitled(*, is_applicant: bool, own_number: bool | None, authority: str) -> None:
    """Raises Refused for somebody else without an authority, or a card that is not the applicant's (người nhận kết quả).

    `own_number`: whether the card's number is the applicant's; None when there was nothing to compare.
    """
    if authority.strip():
        return
    if own_number is False:
        raise Refused(
            "other_card",
            gettext_noop(
                "Số căn cước không phải của người nộp. Người nhận thay thì ghi giấy ủy quyền, giấy giới thiệu."
            ),
        )
    if not is_applicant:
        raise Refused(
            "other_person", gettext_noop("Người nhận không phải người nộp. Ghi giấy ủy quyền, giấy giới thiệu.")
        )


def digest_of(content: Any) -> str:
    """What somebody agreed to, in 64 letters: any change of it is another (mã nội dung)."""
    return sha256(json.dumps(content, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()


def must_be_nameable(number: str, *, own: str, named: Collection[str], most: int) -> None:
    """Raises Refused for oneself, somebody named already, or one more than may be (ghi tên người cùng nộp)."""
    if not most:
        raise Refused("alone", gettext_noop("Thủ tục này do một người nộp, không có người cùng nộp."))
    if number == own:
        raise Refused("oneself", gettext_noop("Số căn cước này của chính người nộp."))
    if number in named:
        raise Refused("named", gettext_noop("Đã ghi tên người có số căn cước này."))
    if len(named) >= most:
        raise Refused("too_many", gettext_noop("Thủ tục này nhận tối đa %(most)d người cùng nộp."), most=most)


def must_all_agree(waiting: Sequence[str]) -> None:
    """Raises Refused naming who has not agreed to what is sent now (chờ người cùng nộp đồng ý)."""
    if waiting:
        raise Refused("co_signers", gettext_noop("Còn chờ người cùng nộp đồng ý: %(who)s."), who="; ".join(waiting))


def must_be_offered(way: str, offered: Collection[str]) -> None:
    """Raises Refused for a way in which the procedure's results are not given (hình thức nhận kết quả)."""
    if way and way not in offered:
        raise Refused("way_not_offered", gettext_noop("Thủ tục này không trả kết quả theo cách đó. Chọn cách khác."))


def must_be_postable(*, name: str, phone: str, address: str) -> None:
    """Raises Refused where the post would not know whom to give it to, and where (địa chỉ nhận qua bưu chính)."""
    if not (name and phone and address):
        raise Refused(
            "no_address", gettext_noop("Nhận qua bưu chính thì ghi đủ tên người nhận, số điện thoại và địa chỉ.")
        )


def must_be_given_as_chosen(way: str, *, tracking: str, carrier: str, in_person: bool) -> str:
    """The post's number, in capitals without blanks; empty: into somebody's hands (giao kết quả đúng cách đã chọn).

    `in_person`: who chose the post came all the same. Raises Refused.
    """
    number = "".join(tracking.split()).upper()
    if way == "post" and not number and not in_person:
        raise Refused(
            "by_post",
            gettext_noop(
                "Người nộp nhận kết quả qua bưu chính. Ghi số hiệu bưu gửi, hoặc đánh dấu là người nhận đã đến quầy."
            ),
        )
    if way != "post" and number:
        raise Refused("not_by_post", gettext_noop("Người nộp không chọn nhận qua bưu chính. Bỏ số hiệu bưu gửi."))
    if number and in_person:
        raise Refused("both_ways", gettext_noop("Chọn một cách: giao bưu điện hoặc trả cho người đến quầy."))
    if number and not (number.isascii() and number.isalnum() and 6 <= len(number) <= 30):
        raise Refused("tracking", gettext_noop("Số hiệu bưu gửi gồm 6 đến 30 chữ và số, ví dụ EA123456785VN."))
    if number and not carrier.strip():
        raise Refused("no_carrier", gettext_noop("Ghi tên đơn vị bưu chính đã nhận kết quả."))
    return number


def is_late(state: str, due_at: datetime | None, now: datetime, finished_at: datetime | None) -> bool:
    """Whether the promised date has passed before the result was there (quá hạn)."""
    if due_at is None or state in (DECLINED, WITHDRAWN, STOPPED):
        return False
    return (finished_at or now) > due_at


def shown_state(state: str, late: bool) -> str:
    """The badge of the design for a state: late goes before accepted and processing (nhãn trạng thái)."""
    if late and state in (ACCEPTED, PROCESSING):
        return "late"
    return state
