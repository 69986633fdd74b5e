"""A document's page (trình bày văn bản; NĐ 30/2020, Phụ lục I)."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import typst

from cuulong.core.signatures import fields, typesetting
from cuulong.core.signatures.rules import PERSON
from cuulong.lib.qr import svg_document

from ..kinds import ALL
from ..letter import Letter

PAGE = Path(__file__).with_name("letter.typ")


def typeset(letter: Letter) -> bytes:
    """The letter as PDF/A with its empty signature fields (dàn trang văn bản)."""
    kind = ALL.get(letter.kind)
    data = asdict(letter) | {
        "named": kind.named if kind else True,
        "title": letter.title or (kind.name if kind else ""),
        "day": "",
        "qr": svg_document(letter.verify_url).decode() if letter.verify_url else "",
    }
    source = (fields.TYPST + PAGE.read_text(encoding="utf-8")).encode()
    inputs = {"letter": json.dumps(data, ensure_ascii=False)}
    pdf = typst.compile(source, font_paths=typesetting.fonts(), pdf_standards=["a-2b"], sys_inputs=inputs)
    boxes = fields.find(source, sys_inputs=inputs)
    person = next(box for box in boxes if box.field == PERSON)
    assert isinstance(pdf, bytes)
    return fields.prepare(pdf, [*boxes, fields.seal_beside(person)])
