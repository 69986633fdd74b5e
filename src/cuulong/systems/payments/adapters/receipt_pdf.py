"""A receipt as A4 PDF/A with the place for the agency's signature (biên lai PDF)."""

from __future__ import annotations

import json
from pathlib import Path

import typst
from django.conf import settings
from django.urls import reverse

from cuulong.core.signatures import fields, typesetting
from cuulong.lib.dates import local_date, long_date, short_datetime
from cuulong.lib.money import format_dong
from cuulong.lib.money_words import dong_in_words
from cuulong.lib.qr import svg_document

from ..models import Receipt

SOURCE = Path(__file__).with_name("receipt.typ")
CHANNELS = {"cash": "tiền mặt"}


def typeset(receipt: Receipt) -> bytes:
    """What the page says, with the one empty field of the seal (dàn trang biên lai; NĐ 123/2020)."""
    agency = receipt.agency
    address = settings.BASE_URL.rstrip("/") + reverse("payments:receipt", args=[receipt.code])
    said = {
        "parent": agency.parent.name if agency.parent else "",
        "agency": agency.name,
        "symbol": receipt.symbol,
        "number": f"{receipt.number:07d}",
        "payer": receipt.payer,
        "lines": [[one["title"], one.get("explanation", ""), format_dong(one["amount"])] for one in receipt.lines],
        "total": format_dong(receipt.total),
        "words": dong_in_words(receipt.total),
        "channel": CHANNELS.get(receipt.channel, "chuyển khoản"),
        "reference": receipt.charge.reference,
        "issued": short_datetime(receipt.issued_at),
        "collector": receipt.issued_by,
        "replaces": str(receipt.replaces) if receipt.replaces else "",
        "code": receipt.code,
        "qr": svg_document(address).decode(),
        "date": ", ".join(filter(None, [agency.place, long_date(local_date(receipt.issued_at))])),
    }
    source = (fields.TYPST + SOURCE.read_text(encoding="utf-8")).encode()
    inputs = {"receipt": json.dumps(said, ensure_ascii=False)}
    pdf = typst.compile(source, font_paths=typesetting.fonts(), pdf_standards=["a-2b"], sys_inputs=inputs)
    assert isinstance(pdf, bytes)
    return fields.prepare(pdf, fields.find(source, sys_inputs=inputs))
