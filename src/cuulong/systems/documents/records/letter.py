"""A document as it is to be printed; everything the page says and nothing of where it comes from (bản trình bày).

`records/layout/` sets it after NĐ 30/2020, Phụ lục I and III.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, kw_only=True)
class SignatureBlock:
    """One signer's block: box 7 of the decree (khối chữ ký). `field`: the signature field it holds, "person", "person-2"…

    `capacity`: "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", one line each.
    """

    capacity: tuple[str, ...] = ()
    position: str = ""
    name: str = ""
    body: str = ""
    field: str = "person"


@dataclass(frozen=True, kw_only=True)
class Appendix:
    """An appendix in the same file (phụ lục). `kind`: of a document issued with a decision (quy chế…), which has a head."""

    title: str
    text: str
    kind: str = ""


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What a document says, box by box of the decree (nội dung trình bày).

    `kind`: a code of `records.kinds`; `title` replaces the kind's name for results of procedures. `bases`: legal bases
    without "Căn cứ" at their head being added or taken away; `text`: paragraphs, one a line, "Điều 1." and numbered
    heads kept as typed; `greeting`: whom "Kính gửi" names; `places`: lines of "Nơi nhận" without the last "Lưu".
    `facts`: a two-column table of labels and values. `number`, `day` stay empty until the clerk gives them: they are
    the appearance of the number signature. `signers` in print order; the last is the one who signs for the body.
    `authority`: who has the power to issue a decision, where it does not follow from body and signer.
    """

    kind: str
    title: str = ""
    parent: str = ""
    body: str
    place: str = ""
    subject: str = ""
    greeting: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    text: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    closing: str = ""
    places: tuple[str, ...] = ()
    keeper: str = ""
    signers: tuple[SignatureBlock, ...] = field(default_factory=lambda: (SignatureBlock(),))
    urgency: int = 0
    circulation: str = ""
    drafter: str = ""
    copies: int = 0
    address: str = ""
    appendices: tuple[Appendix, ...] = ()
    verify_url: str = ""
    verify_code: str = ""
    number: str = ""
    day: date | None = None
    authority: str = ""
