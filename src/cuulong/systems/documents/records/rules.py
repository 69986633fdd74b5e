"""What may become of a document, and how its number is written; pure (quy tắc văn bản; NĐ 30/2020)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cuulong.lib.errors import InputError, gettext_noop
from cuulong.lib.vietnamese import clean, fold

IN, OUT = "in", "out"

# verb → (states it may begin in, state it ends in); a state never moves otherwise.
MOVES: dict[str, tuple[frozenset[str], str]] = {
    # outgoing
    "sign": (frozenset({"draft"}), "signed"),
    "unsign": (frozenset({"signed"}), "draft"),
    "issue": (frozenset({"signed"}), "issued"),
    "cancel": (frozenset({"draft", "signed"}), "cancelled"),
    "recall": (frozenset({"issued"}), "recalled"),
    "replace": (frozenset({"issued"}), "replaced"),
    # incoming
    "register": (frozenset({"arrived"}), "registered"),
    "give_back": (frozenset({"arrived", "registered"}), "returned"),
    "instruct": (frozenset({"registered", "working"}), "working"),
    "close": (frozenset({"registered", "working"}), "closed"),
    "reopen": (frozenset({"closed"}), "working"),
    "taken_back": (frozenset({"arrived", "registered", "working", "closed"}), "recalled"),
}
STATES = {
    OUT: frozenset({"draft", "signed", "issued", "recalled", "replaced", "cancelled"}),
    IN: frozenset({"arrived", "registered", "working", "closed", "returned", "recalled"}),
}

_NUMBER = re.compile(r"^\s*(?:số\s*:?\s*)?0*(\d{1,6})\s*/\s*(.+?)\s*$", re.IGNORECASE)
# The marks of state secrets: such documents are kept out, their subject line too (Luật Bảo vệ bí mật nhà nước).
_SECRET = re.compile(r"(?<!\w)(tuyệt mật|tối mật|mật)(?!\w)", re.IGNORECASE)
_STAMPED = re.compile(r"\((?:tuyệt mật|tối mật|mật)\)|^\s*(?:tuyệt mật|tối mật|mật)\s*[:\-–]|độ mật", re.IGNORECASE)


class Refused(InputError):
    """The verb does not fit the document as it stands; the sentence says why (không thực hiện được)."""


@dataclass(frozen=True)
class Written:
    """A number as a document bears it: "05/QĐ-UBND" (số và ký hiệu)."""

    n: int
    notation: str

    def __str__(self) -> str:
        return f"{self.n:02d}/{self.notation}"


def next_state(verb: str, state: str) -> str:
    """The state after a verb. Raises Refused when it does not begin in `state`."""
    begins, ends = MOVES[verb]
    if state not in begins:
        raise Refused("moved", gettext_noop("Văn bản không còn ở trạng thái làm được việc này. Tải lại trang để xem."))
    return ends


def parse_number(text: str) -> Written:
    """A number typed in any usual way: "Số: 5 / QĐ - UBND", "05/QD-UBND". Raises Refused.

    The notation keeps its letters; spaces around "-" and "/" go.
    """
    found = _NUMBER.match(clean(text))
    if not found:
        raise Refused("number", gettext_noop("Nhập số và ký hiệu, ví dụ 05/QĐ-UBND."))
    return Written(int(found[1]), re.sub(r"\s*([-/])\s*", r"\1", found[2]))


def number_key(text: str) -> str:
    """What two writings of one number share: "5/QD-UBND" of "Số: 05/QĐ – UBND" (khóa so sánh số văn bản)."""
    plain = fold(clean(text)).upper().replace("–", "-").replace("—", "-")
    plain = re.sub(r"^SO\s*:?\s*(?=\d)", "", re.sub(r"\s*([-/])\s*", r"\1", plain)).strip()
    return re.sub(r"^0+(?=\d)", "", plain)


def must_not_be_secret(*, secrecy: str = "", subject: str = "") -> None:
    """Raises Refused for a state secret, whose subject line is refused too (bí mật nhà nước).

    A mark counts where marks stand: in its own field, in brackets or before a colon in the subject. The word in running
    text ("bảo mật", "bảo vệ bí mật nhà nước") names a matter, not a degree.
    """
    if _SECRET.search(clean(secrecy)) or _STAMPED.search(clean(subject)):
        raise Refused(
            "secret",
            gettext_noop(
                "Văn bản có độ mật không được đưa vào hệ thống này, kể cả trích yếu. Đăng ký vào sổ văn bản mật riêng."
            ),
        )
