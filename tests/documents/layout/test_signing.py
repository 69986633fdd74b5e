"""A set document is signed in the documented order by as many as it names, and every signature holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature

from cuulong.core.signatures import demo_ca, trust
from cuulong.core.signatures.keys import open_key
from cuulong.core.signatures.rules import NUMBER, ORGANISATION, Verdict, number_reason
from cuulong.core.signatures.sign import sign, signed_fields
from cuulong.core.signatures.validate import report
from cuulong.lib.errors import InputError
from cuulong.systems.documents.records.layout import typeset
from cuulong.systems.documents.records.layout.arrivals import Arrival, stamp_scan
from cuulong.systems.documents.records.layout.copies import copy_look, prepare_copy
from cuulong.systems.documents.records.layout.page import number_look
from cuulong.systems.documents.records.letter import Letter
from tests.core.signatures.office import Office, picture_of
from tests.core.signatures.pdfa import faults
from tests.documents.layout.reading import MM
from tests.documents.layout.samples import DAY, JOINT, LETTERS
from tests.documents.layout.scanning import scan


def issued(letter: Letter, office: Office) -> bytes:
    pdf = typeset(letter)
    for signer in letter.signers:
        with open_key(office.person, demo_ca.PIN) as key:
            pdf = sign(pdf, field=signer.field, key=key, appearance=picture_of(office.person), reason="Ký ban hành")
    numbered = replace(letter, number="05/QĐ-SNN", day=DAY)
    with open_key(office.seal, demo_ca.PIN) as key:
        pdf = sign(
            pdf, field=NUMBER, key=key, appearance=number_look(numbered), reason=number_reason(numbered.number, DAY)
        )
        return sign(pdf, field=ORGANISATION, key=key, appearance=picture_of(office.seal), reason="Đóng dấu")


@pytest.mark.parametrize("letter", [LETTERS["cv"], LETTERS["bb"], JOINT], ids=["one", "two", "three with an appendix"])
def test_every_signature_holds_with_nothing_beyond_form_filling(letter: Letter, office: Office) -> None:
    pdf = issued(letter, office)
    found = list(PdfFileReader(BytesIO(pdf)).embedded_signatures)
    context = trust.current().context(datetime.now(UTC))
    statuses = [validate_pdf_signature(each, context) for each in found]

    assert signed_fields(pdf) == [*(one.field for one in letter.signers), NUMBER, ORGANISATION]
    assert [each.bottom_line for each in statuses] == [True] * len(found)
    assert {each.modification_level for each in statuses} <= {ModificationLevel.NONE, ModificationLevel.FORM_FILLING}
    assert faults(pdf) == []


def test_the_report_of_the_core_calls_a_joint_decision_valid(office: Office) -> None:
    found = report(issued(JOINT, office))
    assert found.verdict == Verdict.VALID, found
    assert found.number == "05/QĐ-SNN"


def test_an_electronic_copy_says_its_kind_its_body_and_the_time_in_box_14(office: Office) -> None:
    paper = typeset(replace(LETTERS["cv"], number="05/SNN-TL", day=DAY))
    ready = prepare_copy(scan(paper))
    at = datetime(2026, 1, 5, 1, 30, tzinfo=UTC)
    with open_key(office.seal, demo_ca.PIN) as key:
        look = copy_look("sy", "Ủy ban nhân dân xã Thí Dụ", at)
        pdf = sign(ready, field=ORGANISATION, key=key, appearance=look, reason="Sao y")
    (signature,) = PdfFileReader(BytesIO(pdf)).embedded_signatures
    status = validate_pdf_signature(signature, trust.current().context(datetime.now(UTC)))
    left, bottom, right, top = (float(one) / MM for one in signature.sig_field["/Rect"])
    assert status.bottom_line
    assert pdf.startswith(ready)
    assert left > 105
    assert right == pytest.approx(205, abs=1)
    assert top == pytest.approx(292, abs=1)
    assert bottom > 272
    assert look.render(200, 40).startswith(b"%PDF")


def test_nothing_is_written_onto_a_signed_file(office: Office) -> None:
    pdf = issued(LETTERS["cv"], office)
    arrival = Arrival(body="Xã Thí Dụ", number="12", day=DAY)
    for act in (lambda: stamp_scan(pdf, arrival), lambda: prepare_copy(pdf)):
        with pytest.raises(InputError, match="đã ký số"):
            act()
