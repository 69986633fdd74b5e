"""Answers and files that people of the journeys bring along, and how a signed file is judged (giấy tờ mẫu)."""

from __future__ import annotations

import io
import re
import subprocess
import tomllib
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import FilePayload
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from launcher.layout import ROOT

SAMPLES = ROOT / "provinces" / "vinhlong" / "procedures" / "samples.toml"


@cache
def sample(key: str) -> dict[str, Any]:
    """The answers of one fictional case of the province."""
    found = tomllib.loads(SAMPLES.read_text(encoding="utf-8"))["samples"]
    answers: dict[str, Any] = next(one["answers"] for one in found if one["key"] == key)
    return answers


def paper(name: str) -> FilePayload:
    """A small but real PDF under that name."""
    body = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"]
    body.append(b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Resources << >> >>")
    pdf, places = b"%PDF-1.7\n", []
    for n, part in enumerate(body, 1):
        places.append(len(pdf))
        pdf += b"%d 0 obj\n%s\nendobj\n" % (n, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 4\n0000000000 65535 f \n%strailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return {"name": f"{name}.pdf", "mimeType": "application/pdf", "buffer": pdf + end % (table, len(pdf))}


def judged_by_pyhanko(pdf: bytes) -> list[tuple[str, bool, bool, ModificationLevel]]:
    """(field, bytes unchanged, signature valid, what was changed since) of every signature.

    In a thread of its own: pyHanko wants to run an event loop, and Playwright has one in the test's.
    """
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(_judge, pdf).result()


def _judge(pdf: bytes) -> list[tuple[str, bool, bool, ModificationLevel]]:
    found = []
    for each in PdfFileReader(io.BytesIO(pdf)).embedded_signatures:
        status = validate_pdf_signature(each, ValidationContext(trust_roots=[], allow_fetching=False))
        found.append((each.field_name, status.intact, status.valid, status.modification_level))
    return found


def judged_by_poppler(pdf: Path) -> list[str]:
    """pdfsig's verdict on every signature."""
    said = subprocess.run(["pdfsig", "-nocert", str(pdf)], capture_output=True, text=True, check=True).stdout
    return re.findall(r"Signature Validation: (.+)", said)


def words_of(pdf: Path) -> str:
    """The text a reader sees, appearances of signatures included."""
    return subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
