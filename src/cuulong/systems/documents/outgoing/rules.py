"""Who signs how, who may send to whom, what a draft still wants; pure (quy tắc văn bản đi; NĐ 30/2020, Phụ lục I)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from cuulong.lib.errors import gettext_noop
from cuulong.lib.vietnamese import clean, fold

from ..records.rules import Refused

PERSON, OUTSIDE = "person", "outside"
SIGN, SEAL = "sign", "number_and_seal"
# Acts at a step that bind the state: the second factor is shown again for them.
SIGNING_ACTS = (SIGN, SEAL)
# Steps at which whoever stands there may still write; afterwards the text is what was put before the signer.
WRITING_STEPS = ("draft", "review", "form_check")
# The acts of the first process table; what a province adds on its own is told as passing on.
STEP_VERBS = (
    "submit",
    "approve",
    "back_to_drafter",
    "form_is_right",
    "back_for_form",
    "back_from_signer",
)
# How far a document came at a recipient that asks it back or tells of it; see `delivery_after`.
STATUSES = {"01": "arrived", "02": "refused", "03": "received", "04": "working", "05": "working", "06": "done"}
ORDER = ("waiting", "sent", "arrived", "received", "working", "done")


# ---- in what capacity one signs -------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Post:
    """A signer's post at the body that issues (chức vụ người ký).

    `body` is set for a collective one ("Ủy ban nhân dân"), empty for a body of one leader. `head`: what its head is
    called, where the post does not say it. `inner`: the post is in a room or office of the body. `lent`: the right to
    sign comes from somebody's dated authorisation.
    """

    position: str
    body: str = ""
    head: str = ""
    inner: bool = False
    lent: bool = False


@dataclass(frozen=True)
class Capacity:
    """What stands above a signature: lines of capacity, then the post (quyền hạn, chức vụ của người ký)."""

    lines: tuple[str, ...]
    position: str

    def __str__(self) -> str:
        return "\n".join(self.lines)


def capacity_of(post: Post, *, alone: bool = False) -> Capacity:
    """TM., KT., Q., TL., TUQ. as the post and the authorisation say (quyền hạn ký; Phụ lục I, II.7).

    `alone`: a matter of the head's own, so that no TM. stands above (thẩm quyền riêng của người đứng đầu). A deputy
    signs in the head's place (KT.) whoever lent the right; somebody of an inner part by order (TL.), or, where a dated
    authorisation lends it, by authority (TUQ.).
    """
    position = clean(post.position)
    words = fold(position)
    collective = () if alone or not post.body else (f"TM. {post.body}",)
    head = post.head or "Thủ trưởng"
    if post.inner:
        return Capacity((f"{'TUQ.' if post.lent else 'TL.'} {head}",), position)
    if words.startswith("pho "):
        return Capacity((*collective, f"KT. {post.head or _after_first(position)}"), position)
    if words.startswith("quyen "):
        return Capacity(collective, f"Q. {_after_first(position)}")
    if post.lent:
        return Capacity((*collective, f"TUQ. {head}"), position)
    return Capacity(collective, position)


def _after_first(position: str) -> str:
    """The post without "Phó" or "Quyền", with a capital: "Phó Chủ tịch" → "Chủ tịch"."""
    rest = position.split(" ", 1)[1]
    return rest[:1].upper() + rest[1:]


# ---- who may send to whom -------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class SendRule:
    """A rule of sending as values; empty ends mean any (quy định gửi)."""

    from_kind: str = ""
    from_agency: int | None = None
    to_kind: str = ""
    to_agency: int | None = None
    allowed: bool = True
    valid_from: date = date.min
    valid_to: date | None = None
    reason: str = ""

    @property
    def particular(self) -> int:
        """How closely it names its ends: an agency more than a kind, a kind more than any."""
        named = (self.from_agency, self.to_agency), (self.from_kind, self.to_kind)
        return 3 * sum(one is not None for one in named[0]) + sum(bool(one) for one in named[1])

    def holds(self, sender: End, receiver: End, day: date) -> bool:
        return (
            self.valid_from <= day
            and (self.valid_to is None or day < self.valid_to)
            and self.from_agency in (None, sender.agency)
            and self.to_agency in (None, receiver.agency)
            and self.from_kind in ("", sender.kind)
            and self.to_kind in ("", receiver.kind)
        )


@dataclass(frozen=True)
class End:
    """One end of a sending: an agency of ours by its key, or an outside one (nơi gửi, nơi nhận)."""

    kind: str
    agency: int | None = None
    name: str = ""


def deciding(ways: Iterable[SendRule], sender: End, receiver: End, day: date) -> SendRule | None:
    """The most particular rule of the day; of equals the newest, then the one that forbids (quy định áp dụng)."""
    held = [way for way in ways if way.holds(sender, receiver, day)]
    return max(held, key=lambda way: (way.particular, way.valid_from, not way.allowed), default=None)


def must_be_sendable(ways: Iterable[SendRule], sender: End, receivers: Iterable[End], day: date) -> None:
    """Raises Refused for the first receiver that the rules of the day keep from this sender; with none, all may."""
    table = list(ways)
    for receiver in receivers:
        way = deciding(table, sender, receiver, day)
        if way is not None and not way.allowed:
            raise Refused(
                "may_not_send",
                gettext_noop("Quy định gửi văn bản không cho gửi tới %(name)s: %(reason)s."),
                name=receiver.name,
                reason=way.reason or "–",
            )


# ---- co-signers -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Signing:
    """One co-signer as a rule sees them (người cùng ký)."""

    order: int
    signed: bool = False
    refused: bool = False


def is_turn(mine: int, all_of_them: Iterable[Signing]) -> bool:
    """Whether everybody of a lower order has signed; equals sign in parallel (đến lượt ký)."""
    return all(one.signed for one in all_of_them if one.order < mine)


def must_all_have_signed(all_of_them: Iterable[Signing]) -> None:
    """The signer comes last. Raises Refused while a co-signer has not signed."""
    if not all(one.signed for one in all_of_them):
        raise Refused(
            "co_signers", gettext_noop("Còn người cùng ký chưa ký. Người ký sau cùng ký khi mọi người đã ký.")
        )


# ---- the form -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Check:
    """One thing of the form that a machine can see (mục kiểm tra thể thức). `needed`: it stops a submission."""

    code: str
    text: str
    good: bool
    needed: bool = False


def form_checks(
    content: Mapping[str, Any], *, subject: str, named: bool, articles: bool, uploaded: bool, signer: bool, sent_to: int
) -> list[Check]:
    """What the clerk looks at, as far as a machine sees it (kiểm tra thể thức; NĐ 30/2020, Điều 8 và Phụ lục I)."""
    text, places = str(content.get("text", "")), content.get("places", ())
    return [
        Check("subject", gettext_noop("Có trích yếu nội dung"), bool(subject.strip()), needed=True),
        Check("text", gettext_noop("Có nội dung"), uploaded or bool(text.strip()), needed=True),
        Check("signer", gettext_noop("Đã chọn người ký"), signer, needed=True),
        Check("greeting", gettext_noop("Công văn có Kính gửi"), named or uploaded or bool(content.get("greeting"))),
        Check("bases", gettext_noop("Có căn cứ ban hành"), not articles or uploaded or bool(content.get("bases"))),
        Check("articles", gettext_noop("Nội dung chia thành Điều"), not articles or uploaded or "Điều 1" in text),
        Check("places", gettext_noop("Có Nơi nhận"), uploaded or bool(places)),
        Check("sent_to", gettext_noop("Đã chọn nơi gửi"), sent_to > 0),
    ]


def must_be_ready(checks: Iterable[Check]) -> None:
    """Raises Refused for the first thing a draft cannot go on without (dự thảo chưa đủ)."""
    for check in checks:
        if check.needed and not check.good:
            raise Refused("not_ready", gettext_noop("Dự thảo chưa trình được. Còn thiếu: %(what)s."), what=check.text)


def must_say(text: str) -> str:
    """The reason, cleaned. Raises Refused when there is none."""
    said = clean(text)
    if not said:
        raise Refused("reason", gettext_noop("Ghi rõ lý do."))
    return said


# ---- on its way -----------------------------------------------------------------------------------------------------


def delivery_after(delivery: str, status: str) -> str:
    """How far the document is at a recipient once a status came; late and unknown codes change nothing (tình trạng)."""
    if delivery in ("recalling", "recalled"):
        return {"15": "recalled", "16": "received"}.get(status, delivery)
    after = STATUSES.get(status, delivery)
    if after in ORDER and delivery in ORDER and ORDER.index(after) < ORDER.index(delivery):
        return delivery
    return after


def recall_of(delivery: str) -> str:
    """What a recall makes of one recipient: nothing was sent, so nothing is asked back; else 13 asks (thu hồi)."""
    if delivery in ("refused", "recalled"):
        return delivery
    return "recalled" if delivery in ("waiting", "failed") else "recalling"


def verb_of(key: str) -> str:
    """How an action of the process table is told in the story and the log (thao tác)."""
    return key if key in STEP_VERBS else "pass_on"


# ---- differences ----------------------------------------------------------------------------------------------------

CONTENT_NAMES = {
    "subject": gettext_noop("Trích yếu"),
    "title": gettext_noop("Tên văn bản"),
    "greeting": gettext_noop("Kính gửi"),
    "bases": gettext_noop("Căn cứ"),
    "text": gettext_noop("Nội dung"),
    "closing": gettext_noop("Đoạn kết"),
    "places": gettext_noop("Nơi nhận"),
    "keeper": gettext_noop("Nơi lưu"),
    "appendices": gettext_noop("Phụ lục"),
}


@dataclass(frozen=True)
class Words:
    """A run of words that stayed, came or went (đoạn so sánh). `how`: "same", "new" or "gone"."""

    how: str
    text: str


def differences(before: str, after: str) -> list[Words]:
    """Two wordings side by side, word by word (so sánh hai phiên bản)."""
    old, new = _pieces(before), _pieces(after)
    found: list[Words] = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            found.append(Words("same", " ".join(old[a:b])))
            continue
        if b > a:
            found.append(Words("gone", " ".join(old[a:b])))
        if d > c:
            found.append(Words("new", " ".join(new[c:d])))
    return found


def _pieces(text: str) -> Sequence[str]:
    """Words, with the end of a paragraph as one of them; at most as many as one sits through."""
    return text.replace("\n", " ¶ ").split()[:20_000]
