"""A letter stays what an archive takes after three signatures, as far as that can be checked here (PDF/A)."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest

from tests.core.signatures.office import Office, issue, letter
from tests.core.signatures.pdfa import faults


def test_a_letter_with_empty_fields_keeps_the_rules(office: Office) -> None:
    assert faults(letter()) == []


def test_a_signed_numbered_and_sealed_letter_keeps_the_rules(office: Office) -> None:
    assert faults(issue(office)) == []


def acts(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)"))


def forgets_a_font(pdf: pikepdf.Pdf) -> None:
    for one in pdf.objects:
        if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/FontDescriptor":
            del one["/FontFile2"]


def hides_a_field(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Annots[0].F = 2


def lets_the_reader_draw(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm.NeedAppearances = True


def says_another_title(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Title"] = "Khác"


def drops_the_profile(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/OutputIntents"]


def drops_the_claim(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/Metadata"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (acts, "action: /JavaScript"),
        (forgets_a_font, "font not embedded"),
        (hides_a_field, "not printed or hidden"),
        (lets_the_reader_draw, "appearances are to be made by the reader"),
        (says_another_title, "/Title differs"),
        (drops_the_profile, "no output intent"),
        (drops_the_claim, "not said to be PDF/A-2b"),
    ],
    ids=lambda one: one.__name__ if callable(one) else "",
)
def test_the_check_sees_what_it_must(office: Office, change: Callable[[pikepdf.Pdf], None], told: str) -> None:
    out = BytesIO()
    with pikepdf.open(BytesIO(letter())) as pdf:
        change(pdf)
        pdf.save(out)
    assert any(told in fault for fault in faults(out.getvalue()))


def test_the_check_sees_a_signature_that_leaves_bytes_out(office: Office) -> None:
    pdf = issue(office)
    start = pdf.index(b"/ByteRange")
    zero = pdf.index(b"0", start)
    cut = pdf[:zero] + b"1" + pdf[zero + 1 :]
    assert any("leaves bytes out" in fault for fault in faults(cut))
