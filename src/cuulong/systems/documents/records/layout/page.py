"""A document as PDF/A with its empty signature fields (dàn trang văn bản; NĐ 30/2020, Phụ lục I và III)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import override

from cuulong.core.signatures import fields, typesetting
from cuulong.core.signatures.appearances import Appearance, NumberAndDate
from cuulong.core.signatures.rules import NUMBER, ORGANISATION
from cuulong.lib.dates import long_date
from cuulong.lib.qr import svg_document

from .. import kinds
from ..letter import Appendix, Letter, SignatureBlock
from .characters import plain
from .forms import Form, authority, form_of, label
from .looks import NumberAlone
from .text import Paragraph, Style, ended, lines_of, listed, paragraphs

FOLDER = Path(__file__).parent
PARTS = ("base", "head", "body", "signing", "appendix", "letter")
# Words and widths in millimetres of box 10b; all are 8 mm high.
URGENCY = {0: ("", 0), 1: ("KHẨN", 20), 2: ("THƯỢNG KHẨN", 40), 3: ("HỎA TỐC", 30), 4: ("HỎA TỐC", 30)}
ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
# What stands beside the signature; more would not fit on a page with it.
LINES_BESIDE = 16
NARROW, HALF, LINE = 14, 20, 45


def typeset(letter: Letter) -> bytes:
    """The document as PDF/A-2b; its signature fields are empty and ready for their order (dàn trang văn bản).

    Fields: one for each signer, "number" unless the letter says its number, "organisation" over the left third of the
    last signer's. Nothing in the letter is interpreted; what no font can write becomes "?" (see `characters.missing`).
    """
    source, inputs = source_of(*PARTS), {"letter": json.dumps(_data(letter), ensure_ascii=False)}
    pdf = typst.compile(source, font_paths=typesetting.fonts(), pdf_standards=["a-2b"], sys_inputs=inputs)
    assert isinstance(pdf, bytes)
    boxes = fields.find(source, sys_inputs=inputs)
    people = [box for box in boxes if box.field not in (NUMBER, ORGANISATION)]
    seal = [fields.seal_beside(people[-1])] if people else []
    return fields.prepare(pdf, [*(box for box in boxes if box.field), *seal])


def number_look(letter: Letter) -> Appearance:
    """What the number signature shows: number and date, a record of a meeting the number only (hình thức số, ngày).

    `letter` bears the number, the day and the place that are given to it now.
    """
    if letter.day is None or not form_of(letter.kind).dated:
        return NumberAlone(letter.number)
    return NumberAndDate(letter.number, letter.day, letter.place)


def source_of(*parts: str) -> bytes:
    """The typst source made of these files beside this one (mã nguồn trang)."""
    return "\n".join([fields.TYPST, *((FOLDER / f"{part}.typ").read_text("utf-8") for part in parts)]).encode()


def _data(letter: Letter) -> dict[str, Any]:
    form = form_of(letter.kind)
    with override("vi"):
        kind = kinds.ALL[letter.kind]
        name = letter.title or kind.name
    subject = letter.subject.strip()
    text, last = _text(letter)
    words, width = URGENCY.get(letter.urgency, URGENCY[0])
    opening, greeting = _addressed(letter, form)
    facts = [(key, value) for key, value in letter.facts if key.strip() or value.strip()]
    return {
        "described": plain(" ".join(filter(None, [name, subject]))) or name,
        "parent": plain(letter.parent, NARROW),
        "body": plain(letter.body, NARROW),
        "number": plain(letter.number, NARROW),
        "day": plain(_day(letter)) if form.dated else "",
        "dated": form.dated,
        "about": "" if kind.named or letter.title else plain(_about(subject), NARROW),
        "name": plain(name, HALF) if kind.named or letter.title else "",
        "subject": plain(subject, LINE),
        "urgency": {"word": words, "width": width},
        "circulation": plain(letter.circulation, HALF),
        "address": [plain(line) for line in lines_of(letter.address)],
        "wired": letter.kind == "cd",
        "opening": [plain(line) for line in opening],
        "greeting-lead": "" if letter.kind == "cd" else "Kính gửi:",
        "greeting": [plain(line) for line in greeting],
        "authority": plain(authority(letter), HALF) if form.order else "",
        "bases": [plain(line) for line in listed(letter.bases)] if letter.kind != "gnp" else [],
        "order": form.order,
        "labelled": [[label(plain(key)), plain(value)] for key, value in facts] if form.labelled else [],
        "formula": [form.formula] if form.formula else [],
        "tabled": [] if form.labelled else [[plain(key, HALF), plain(value, HALF)] for key, value in facts],
        "paragraphs": [each.to_json() for each in text],
        "last": last.to_json() if last else None,
        "end": _end(letter),
        "confirmation": form.confirmation,
        "appendices": [_appendix(n, one, letter) for n, one in enumerate(letter.appendices, 1)],
    }


def _addressed(letter: Letter, form: Form) -> tuple[list[str], list[str]]:
    """Lines of the text that lead to those it is addressed to, and the receivers listed apart (box 9a)."""
    opening = form.opening.format(body=letter.body, authority=authority(letter))
    greeting = listed(letter.greeting)
    if letter.kind == "gnp":
        return [*letter.bases, opening], greeting
    if letter.kind == "gm":
        return (
            [f"{opening} {greeting[0]}"] if len(greeting) == 1 else [opening, *(f"- {one}" for one in greeting)]
        ), []
    if len(greeting) == 1 and letter.kind != "cd":
        greeting = [greeting[0].rstrip(".")]
    return [opening] if opening else [], greeting


def _about(subject: str) -> str:
    """The subject after "V/v", which is not written twice."""
    for lead in ("V/v ", "Về việc "):
        if subject.casefold().startswith(lead.casefold()):
            return subject[len(lead) :]
    return subject


def _day(letter: Letter) -> str:
    if letter.day is None:
        return letter.place
    return f"{letter.place}, {long_date(letter.day)}" if letter.place else long_date(letter.day)


def _text(letter: Letter) -> tuple[list[Paragraph], Paragraph | None]:
    """All paragraphs but the last, and the last, which stays with the signature."""
    text = paragraphs(letter.text)
    text += [Paragraph(Style.PLAIN, line) for line in lines_of(letter.closing)]
    if not text:
        return [], None
    last = text[-1]
    return text[:-1], Paragraph(last.style, ended(last.text), last.head)


def _end(letter: Letter) -> dict[str, Any]:
    """Signatures, receivers, drafter, code."""
    lines = [plain(line, HALF) for line in _places(letter)]
    beside = _fitting(lines)
    code = letter.verify_url and svg_document(letter.verify_url).decode()
    return {
        "signers": [signer_data(one) for one in _distinct(letter.signers)],
        "paired": len(letter.signers) > 1,
        "places": lines[:beside],
        "more": lines[beside:],
        "drafter": plain(_drafter(letter), HALF),
        "code": {"svg": code, "text": plain(letter.verify_code, HALF)},
    }


def _places(letter: Letter) -> list[str]:
    """Box 9b with its last line "Lưu"."""
    form = form_of(letter.kind)
    above = ["Như trên"] if (letter.greeting and not form.opening) or letter.kind == "ggt" else []
    if any(line.strip(" -").casefold().startswith("như ") for line in letter.places):
        above = []
    keeper = letter.keeper.strip().rstrip(".")
    return listed([*above, *letter.places, f"Lưu: VT, {keeper}" if keeper else "Lưu: VT"], dash="- ")


def _fitting(lines: list[str]) -> int:
    room = LINES_BESIDE
    for n, line in enumerate(lines):
        room -= len(line) // 38 + 1
        if room < 0:
            return n
    return len(lines)


def _drafter(letter: Letter) -> str:
    """ "PL.(300)": box 12."""
    copies = f"({letter.copies})" if letter.copies else ""
    return f"{letter.drafter.upper()}.{copies}" if letter.drafter else copies


def _distinct(signers: tuple[SignatureBlock, ...]) -> tuple[SignatureBlock, ...]:
    names = [one.field for one in signers if one.field]
    if len(names) != len(set(names)) or {NUMBER, ORGANISATION} & set(names):
        raise ValueError("every signer needs a field of a name of its own")
    return signers


def signer_data(one: SignatureBlock) -> dict[str, Any]:
    """A signer's block as the typesetter reads it (dữ liệu khối chữ ký)."""
    lines = [one.body, *one.capacity, one.position]
    return {
        "lines": [plain(line, NARROW) for line in lines if line.strip()],
        "name": plain(one.name, HALF),
        "field": one.field,
    }


def _appendix(n: int, one: Appendix, letter: Letter) -> dict[str, Any]:
    numbered = sum(not each.kind for each in letter.appendices) > 1
    place = sum(not each.kind for each in letter.appendices[:n])
    text = paragraphs(one.text)
    if text:
        text[-1] = Paragraph(text[-1].style, ended(text[-1].text), text[-1].head)
    with override("vi"):
        name = kinds.ALL[one.kind].name if one.kind else "Phụ lục" + (f" {_roman(place)}" if numbered else "")
    return {
        "kind": one.kind,
        "name": name,
        "title": plain(one.title),
        "with": plain(_with(letter)),
        "paragraphs": [each.to_json() for each in text],
    }


def _with(letter: Letter) -> str:
    """With which document an appendix is issued; number and day stay blank on an electronic one."""
    with override("vi"):
        kind = kinds.ALL[letter.kind].name if letter.kind != kinds.RESULT.code else letter.title or "Văn bản"
    number = letter.number or "      "
    day = long_date(letter.day) if letter.day else "ngày … tháng … năm …"
    return f"(Kèm theo {kind} số {number.strip() or '…'} {day} của {letter.body})"


def _roman(n: int) -> str:
    found = ""
    for value, letters in ROMAN:
        while n >= value:
            found, n = found + letters, n - value
    return found
