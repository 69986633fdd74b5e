"""A letter, the people who sign it, and what tests do to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import typst
from django.db.backends.postgresql.psycopg_any import DateRange

from cuulong.core.organisations.models import Agency
from cuulong.core.people.models import Account
from cuulong.core.signatures import demo_ca, fields, typesetting
from cuulong.core.signatures.appearances import NumberAndDate, Picture
from cuulong.core.signatures.fields import Box, seal_beside
from cuulong.core.signatures.keys import open_key
from cuulong.core.signatures.models import Certificate
from cuulong.core.signatures.rules import NUMBER, ORGANISATION, PERSON, number_reason
from cuulong.core.signatures.sign import sign

LETTER = (
    fields.TYPST
    + """
#set page(paper: "a4", margin: (left: 30mm, right: 20mm, y: 20mm))
#set text(font: ("Tinos", "Libertinus Serif"), size: 13pt, lang: "vi")
#grid(columns: (2fr, 3fr), align: center, [ỦY BAN NHÂN DÂN\\ *PHƯỜNG THÍ DỤ*],
  [*CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM*\\ *Độc lập - Tự do - Hạnh phúc*])
#signature-box("number", 160mm, 8mm)
#align(center)[*QUYẾT ĐỊNH*]
Cho phép ông Trần Văn Mẫu sử dụng tạm thời vỉa hè.
#pagebreak()
Trang hai của quyết định.
#align(right)[*CHỦ TỊCH*\\ #signature-box("person", 50mm, 20mm)\\ *Bùi Thị Giả Sử*]
"""
)
NUMBER_TEXT, DAY = "05/QĐ-UBND", date(2026, 1, 5)


@dataclass(frozen=True)
class Office:
    leader: Account
    agency: Agency
    person: Certificate
    seal: Certificate


def open_office() -> Office:
    """Always the same identities, so that keys are made once for a run."""
    agency = Agency.objects.create(
        uuid=UUID(int=1),
        slug="phuong-thi-du",
        kind="commune",
        valid=DateRange(date(2025, 7, 1)),
        name="Ủy ban nhân dân phường Thí Dụ",
    )
    leader = Account.objects.create_user("gia.su", uuid=UUID(int=2), full_name="Bùi Thị Giả Sử")
    person, seal = demo_ca.ensure([leader], [agency])
    return Office(leader, agency, person, seal)


def letter() -> bytes:
    source = LETTER.encode()
    pdf = typst.compile(source, font_paths=typesetting.fonts(), pdf_standards=["a-2b"])
    boxes = fields.find(source)
    person = next(box for box in boxes if box.field == PERSON)
    return fields.prepare(pdf, [*boxes, seal_beside(person)])


def picture_of(certificate: Certificate) -> Picture:
    from cuulong.core.files.store import read

    return Picture(read(certificate.image))


def put_signature(pdf: bytes, office: Office, **options) -> bytes:
    with open_key(office.person, demo_ca.PIN) as key:
        return sign(pdf, field=PERSON, key=key, appearance=picture_of(office.person), reason="Ký ban hành", **options)


def put_number(pdf: bytes, office: Office, **options) -> bytes:
    with open_key(office.seal, demo_ca.PIN) as key:
        look = NumberAndDate(NUMBER_TEXT, DAY, "Thí Dụ")
        return sign(pdf, field=NUMBER, key=key, appearance=look, reason=number_reason(NUMBER_TEXT, DAY), **options)


def put_seal(pdf: bytes, office: Office, **options) -> bytes:
    with open_key(office.seal, demo_ca.PIN) as key:
        return sign(pdf, field=ORGANISATION, key=key, appearance=picture_of(office.seal), reason="Đóng dấu", **options)


_issued: dict[str, bytes] = {}


def issue(office: Office) -> bytes:
    """The whole order of NĐ 30/2020: leader, number and date, seal; signed once for a run."""
    key = office.person.pem + office.seal.pem
    if key not in _issued:
        _issued[key] = put_seal(put_number(put_signature(letter(), office), office), office)
    return _issued[key]


__all__ = ["Box", "issue", "letter", "open_office", "put_number", "put_seal", "put_signature"]
