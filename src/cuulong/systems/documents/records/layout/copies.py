"""Copies of documents: on paper with the copy's own block, electronic with the signature in box 14 (bản sao; NĐ 30/2020)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any

import typst
from django.utils.translation import override

from cuulong.core.signatures import fields, typesetting
from cuulong.core.signatures.appearances import Appearance
from cuulong.core.signatures.fields import MM, Box
from cuulong.core.signatures.rules import ORGANISATION
from cuulong.lib.dates import long_date

from .. import kinds
from ..letter import SignatureBlock
from .characters import plain
from .looks import CopyAndTime
from .page import HALF, NARROW, signer_data, source_of
from .scans import drawn, must_be_unsigned, opened
from .text import listed

# Box 14: in the margin, top right.
WIDTH, HEIGHT, MARGIN = 80.0, 15.0, 5.0


@dataclass(frozen=True, kw_only=True)
class Copy:
    """What a copy on paper says of itself (thể thức bản sao). `form`: a code of `kinds.COPIES`; `number`: "05/SY-UBND"."""

    form: str
    body: str
    place: str
    number: str = ""
    day: date | None = None
    signer: SignatureBlock
    places: tuple[str, ...] = ()


def typeset_copy(original: bytes, copy: Copy) -> bytes:
    """The copy on paper: the pages as they look, below their end a line and the copy's block (trình bày bản sao giấy).

    It is printed, signed by hand and stamped: pages are pictures of 200 dpi and no signature of the original is left in it.
    The block stands on the last page where it has room, else on a page of its own.
    """
    pages, end = drawn(original)
    inputs = {"copy": json.dumps(_data(copy) | {"pages": pages, "end": end}, ensure_ascii=False)}
    pdf = typst.compile(
        source_of("base", "head", "signing", "copy"),
        font_paths=typesetting.fonts(),
        pdf_standards=["a-2b"],
        sys_inputs=inputs,
    )
    assert isinstance(pdf, bytes)
    return pdf


def prepare_copy(pdf: bytes) -> bytes:
    """A scan, or the set page of an extract, with the empty field of box 14 (chuẩn bị bản sao điện tử).

    Nothing on its pages changes; `copy_look` is what the organisation's signature in "organisation" shows. Raises InputError.
    """
    must_be_unsigned(pdf)
    # Scanners write tables of contents that signing refuses; written anew they are in order.
    tidy = BytesIO()
    with opened(pdf) as document:
        width, height = document[0].get_size()
        document.save(tidy)
    box = Box.at(
        ORGANISATION,
        page=0,
        left=width / MM - WIDTH - MARGIN,
        top=MARGIN,
        width=WIDTH,
        height=HEIGHT,
        page_height=height / MM,
    )
    return fields.prepare(tidy.getvalue(), [box])


def copy_look(form: str, body: str, at: datetime) -> Appearance:
    """Kind of copy, who copied and when: what box 14 shows (hình thức chữ ký số trên bản sao)."""
    return CopyAndTime(_name(form), body, at)


def _name(form: str) -> str:
    with override("vi"):
        return str(kinds.COPIES[form][1])


def _data(copy: Copy) -> dict[str, Any]:
    return {
        "title": plain(f"{_name(copy.form)} {copy.number}"),
        "name": _name(copy.form),
        "body": plain(copy.body, NARROW),
        "number": plain(copy.number, NARROW),
        "day": plain(", ".join(filter(None, [copy.place, long_date(copy.day) if copy.day else ""]))),
        "signers": [signer_data(copy.signer)],
        "places": [plain(line, HALF) for line in listed([*copy.places, "Lưu: VT"], dash="- ")],
    }
