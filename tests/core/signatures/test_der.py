"""What is written in another way than DER allows is seen, whatever it says (mã hóa DER)."""

from __future__ import annotations

from io import BytesIO

import pytest
from asn1crypto import cms
from hypothesis import given
from hypothesis import strategies as st
from pyhanko.pdf_utils.reader import PdfFileReader

from cuulong.core.signatures.der import is_der

from .office import Office, issue


def test_what_signing_programs_write_is_plain(office: Office) -> None:
    reader = PdfFileReader(BytesIO(issue(office)))
    for signature in reader.embedded_signatures:
        assert is_der(cms.ContentInfo.load(signature.pkcs7_content).dump())


@pytest.mark.parametrize(
    "written",
    [
        "020105",  # 5
        "0101ff",  # true
        "300602010102 0102",  # 1, 2
        "3106020101020102",
        "0500",
        "060355041d",
        "a003020105",
        "800101",
    ],
)
def test_the_one_way_of_writing_passes(written: str) -> None:
    assert is_der(bytes.fromhex(written))


@pytest.mark.parametrize(
    ("written", "what"),
    [
        ("02020005", "a number with a zero before it"),
        ("010101", "true as one"),
        ("02810105", "a length in the long form"),
        ("3080020105 0000", "a length without an end"),
        ("3106020102020101", "a set out of order"),
        ("02010500", "something behind the value"),
        ("0205", "cut off"),
        ("", "nothing"),
        ("30060201010281", "cut off within"),
        ("0501ff", "a nothing that says something"),
    ],
)
def test_any_other_is_seen(written: str, what: str) -> None:
    assert not is_der(bytes.fromhex(written)), what


@given(st.binary(max_size=200))
def test_no_bytes_break_it(data: bytes) -> None:
    is_der(data)


def test_depth_is_bounded() -> None:
    data = b"\x05\x00"
    for _ in range(60):
        data = b"\x30" + bytes([len(data)]) + data
    assert not is_der(data)
