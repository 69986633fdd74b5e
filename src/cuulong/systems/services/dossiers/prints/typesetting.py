"""A state form as A4 PDF (in mẫu phiếu ra PDF)."""

from __future__ import annotations

import json
from pathlib import Path

import typst

from cuulong.core.signatures.typesetting import fonts

from .blocks import Printed

SOURCE = Path(__file__).with_name("form.typ")


def typeset(printed: Printed) -> bytes:
    """The form as PDF/A; the same parts as on the screen (dàn trang mẫu phiếu)."""
    inputs = {"form": json.dumps(printed.to_json(), ensure_ascii=False)}
    pdf = typst.compile(SOURCE.read_bytes(), font_paths=fonts(), pdf_standards=["a-2b"], sys_inputs=inputs)
    assert isinstance(pdf, bytes)
    return pdf
