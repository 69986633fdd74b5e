"""The leader signs, the clerk numbers, dates and seals; everyone's signature holds."""

from __future__ import annotations

import re
import subprocess
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature

from cuulong.core.signatures import trust
from cuulong.core.signatures.rules import SIGNING_ORDER, Verdict
from cuulong.core.signatures.sign import signed_fields
from cuulong.core.signatures.validate import report
from tests.core.signatures.office import NUMBER_TEXT, Office, issue, letter, put_number, put_seal, put_signature


def run(*words: str, pdf: bytes, folder: Path) -> str:
    path = folder / "letter.pdf"
    path.write_bytes(pdf)
    return subprocess.run([*words, str(path)], capture_output=True, text=True, check=False).stdout


def test_pyhanko_finds_every_signature_valid_with_nothing_beyond_form_filling(office: Office) -> None:
    pdf = issue(office)
    reader = PdfFileReader(BytesIO(pdf))
    context = trust.current().context(datetime.now(UTC))

    found = [validate_pdf_signature(each, context) for each in reader.embedded_signatures]

    assert [each.bottom_line for each in found] == [True, True, True]
    assert {each.modification_level for each in found} <= {ModificationLevel.NONE, ModificationLevel.FORM_FILLING}
    assert all(each.timestamp_validity.trusted for each in found)
    assert signed_fields(pdf) == list(SIGNING_ORDER)


def test_pdfsig_agrees(office: Office, tmp_path: Path) -> None:
    text = run("pdfsig", pdf=issue(office), folder=tmp_path)
    assert text.count("Signature is Valid.") == 3
    assert text.count("Total document signed") >= 1


def test_number_and_date_are_read_on_the_page(office: Office, tmp_path: Path) -> None:
    blank = run("pdftotext", "-layout", pdf=put_signature(letter(), office), folder=tmp_path)
    text = subprocess.run(
        ["pdftotext", "-layout", _write(tmp_path, issue(office)), "-"], capture_output=True, text=True, check=True
    ).stdout
    assert NUMBER_TEXT not in blank
    assert re.search(r"Số: 05/QĐ-UBND\s+Thí Dụ, ngày 05 tháng 01 năm 2026", text)


def _write(folder: Path, pdf: bytes) -> str:
    path = folder / "letter.pdf"
    path.write_bytes(pdf)
    return str(path)


def test_the_report_says_valid_and_names_the_number(office: Office) -> None:
    found = report(issue(office))
    assert found.verdict == Verdict.VALID, found
    assert found.number == NUMBER_TEXT
    assert found.headline == "Đúng giấy Ủy ban nhân dân phường Thí Dụ cấp, còn nguyên vẹn"
    assert found.person is not None
    assert found.person.signer == "Bùi Thị Giả Sử"


@pytest.mark.parametrize("steps", [(put_signature,), (put_signature, put_number)])
def test_a_letter_that_is_not_sealed_yet_is_not_called_valid(office: Office, steps: tuple) -> None:
    pdf = letter()
    for step in steps:
        pdf = step(pdf, office)
    found = report(pdf)
    assert found.verdict == Verdict.UNKNOWN
    assert "dấu của cơ quan" in " ".join(check.text for check in found.checks)


def test_a_later_signature_leaves_every_earlier_byte_as_it_was(office: Office) -> None:
    first = put_signature(letter(), office)
    second = put_number(first, office)
    assert second.startswith(first)
    assert put_seal(second, office).startswith(second)
