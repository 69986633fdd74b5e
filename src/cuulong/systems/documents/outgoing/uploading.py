"""A finished PDF in place of a text: where its signature fields go (văn bản soạn sẵn)."""

from __future__ import annotations

import pypdfium2

from cuulong.core.signatures import fields
from cuulong.core.signatures.rules import NUMBER, PERSON
from cuulong.lib.errors import gettext_noop

from ..records.rules import Refused

MOST_PAGES = 2000
PERSON_SIZE = (60 * fields.MM, 26 * fields.MM)


def prepared(pdf: bytes, *, name: str, others: tuple[tuple[str, str], ...] = ()) -> tuple[bytes, int]:
    """The file with its empty fields, and how many pages it has. `others`: (field, name) of co-signers.

    A signature goes above its signer's name on the last page that has it, else into the lower right; the number goes
    where the first page says "Số:", else where the decree puts it. Raises Refused for a file that cannot be signed.
    """
    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        sentence = gettext_noop("Tệp PDF có mật khẩu hoặc không đọc được. Xuất lại tệp không đặt mật khẩu.")
        raise Refused("pdf", sentence) from error
    with document:
        pages = len(document)
        if not 0 < pages <= MOST_PAGES:
            raise Refused("pages", gettext_noop("Tệp PDF không có trang nào, hoặc quá dài."))
        if document.get_formtype() and b"/Sig" in pdf:
            raise Refused("signed_before", gettext_noop("Tệp này đã có ô chữ ký. Tải lên bản chưa ký."))
        person = _above(document, name, PERSON)
        boxes = [_number(document), person, fields.seal_beside(person)]
        boxes += [_above(document, other, field, lower=n + 1) for n, (field, other) in enumerate(others)]
    return fields.prepare(pdf, boxes), pages


def _above(document: pypdfium2.PdfDocument, name: str, field: str, lower: int = 0) -> fields.Box:
    width, height = PERSON_SIZE
    for number in range(len(document) - 1, max(-1, len(document) - 6), -1):
        found = _place(document[number], name) if name else None
        if found:
            middle, top = (found[0] + found[2]) / 2, found[3] + 2
            left = max(0.0, middle - width / 2)
            return fields.Box(field, number, left, top, left + width, top + height)
    page = document[len(document) - 1]
    right, bottom = page.get_width() - 15 * fields.MM, 25 * fields.MM
    left = right - width - lower * (width + 5 * fields.MM)
    return fields.Box(field, len(document) - 1, max(0.0, left), bottom, max(0.0, left) + width, bottom + height)


def _number(document: pypdfium2.PdfDocument) -> fields.Box:
    page = document[0]
    found = _place(page, "Số:")
    left, right = 30 * fields.MM, page.get_width() - 15 * fields.MM
    bottom = found[1] - 2 if found else page.get_height() - 45 * fields.MM
    return fields.Box(NUMBER, 0, left, bottom, right, bottom + 20)


def _place(page: pypdfium2.PdfPage, words: str) -> tuple[float, float, float, float] | None:
    """The corners of the last place where a page says something."""
    text = page.get_textpage()
    search, last = text.search(words, match_case=True), None
    while found := search.get_next():
        last = found
    if last is None:
        return None
    corners = [text.get_charbox(n) for n in range(last[0], last[0] + last[1])]
    return (
        min(c[0] for c in corners),
        min(c[1] for c in corners),
        max(c[2] for c in corners),
        max(c[3] for c in corners),
    )
