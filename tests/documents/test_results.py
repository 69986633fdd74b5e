"""A dossier's result is an outgoing document, and what services issued before is found still (kết quả thủ tục)."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from cuulong.core.files.models import StoredFile
from cuulong.core.files.store import read, store
from cuulong.core.registers import numbers
from cuulong.core.registers.models import Entry
from cuulong.core.signatures import demo_ca
from cuulong.core.signatures.models import Issued
from cuulong.lib.facts import Ref
from cuulong.lib.ids import uuid7
from cuulong.published.ports.results import Draft, results
from cuulong.systems.documents.outgoing.pages import main_of
from cuulong.systems.documents.records.models import Document
from cuulong.systems.services.dossiers.models import Issuance
from tests.journeys.papers import judged_by_pyhanko

from .offices import CLERK, LEADER, WARD, agency, signed, ward, who  # noqa: F401

pytestmark = pytest.mark.usefixtures("ward")


def wanted(subject: Ref, **more: Any) -> Draft:
    said: dict[str, Any] = {
        "subject": subject,
        "agency": agency(WARD).ref,
        "template": "permit",
        "document_type": "GP",
        "title": "Giấy phép mẫu",
        "recipient": "Nguyễn Văn Thử",
        "holder": "Nguyễn Văn Thử",
        "data": {"facts": [["Diện tích", "90 m²"]], "legal_basis": ["Luật mẫu"]},
        "signer_capacity": "TM. Ủy ban nhân dân phường Long Châu",
        "signer_position": "Phó Chủ tịch",
        "signer_name": "Hồ Thị Tạm Đặt",
        "opening": ("Cấp phép cho ông Nguyễn Văn Thử:",),
    }
    return Draft(**said | more)


def issued(subject: Ref, **more: Any) -> Document:
    made = results().draft(wanted(subject, **more), acting=who(CLERK))
    results().sign(made.ref, acting=who(LEADER), pin=demo_ca.PIN)
    done = results().number_and_seal(made.ref, acting=who(CLERK), pin=demo_ca.PIN)
    assert done.ref == made.ref
    return Document.objects.get(uuid=done.ref.uuid)


def test_a_permit_is_numbered_by_its_custom_and_verified_as_the_dossiers() -> None:
    subject = Ref("services.dossier", uuid7())
    done = issued(subject)
    assert done.number == "01/GP-UBND"
    assert Entry.objects.get(subject_uuid=done.uuid).series.code == "services.results"
    assert done.signer_capacity.splitlines() == ["TM. Ủy ban nhân dân", "KT. Chủ tịch"]
    assert Issued.objects.get(subject_uuid=subject.uuid).code == done.outgoing.verify_code
    found = results().find(subject)
    assert found is not None
    assert (found.state, found.number, found.ref) == ("issued", done.number, done.ref)
    pdf = read(StoredFile.objects.get(uuid=found.file.uuid))
    assert [name for name, *_ in judged_by_pyhanko(pdf)] == ["person", "number", "organisation"]
    assert results().find_many([subject, Ref("services.dossier", uuid7())]) == {subject: found}


def test_a_refusal_is_a_notice_of_the_common_series_and_no_number_is_borne_twice() -> None:
    first = issued(Ref("services.dossier", uuid7()), document_type="TB", template="refusal", title="Thông báo mẫu")
    assert first.number == "01/TB-UBND"
    assert Entry.objects.get(subject_uuid=first.uuid).series.code == "documents.out"


def test_a_number_that_services_gave_to_a_notice_before_is_struck_out() -> None:
    body = agency(WARD)
    year = timezone.localdate().year
    entry = numbers.reserve("services.results", agency=body, acting=who(CLERK), year=year, notation="TB-UBND")
    numbers.issue(entry, Ref("services.issuance", uuid7()))
    done = issued(Ref("services.dossier", uuid7()), document_type="TB", title="Thông báo mẫu")
    assert done.number == "02/TB-UBND"
    assert Entry.objects.get(series__code="documents.out", n=1).state == "void"


def test_a_draft_made_anew_keeps_its_document_and_opens_a_signed_one_again() -> None:
    subject = Ref("services.dossier", uuid7())
    first = results().draft(wanted(subject), acting=who(CLERK))
    results().sign(first.ref, acting=who(LEADER), pin=demo_ca.PIN)
    again = results().draft(wanted(subject, title="Giấy phép sửa"), acting=who(CLERK))
    assert (again.ref, again.state) == (first.ref, "drafted")
    assert again.verify_code != first.verify_code
    assert judged_by_pyhanko(read(main_of(Document.objects.get(uuid=again.ref.uuid)))) == []


def test_what_services_had_signed_before_they_number_and_seal_and_find() -> None:
    """The page of an upgraded house: signed by the leader under the former system, sealed under this one."""
    page, subject = signed(), Ref("services.dossier", uuid7())
    file = store(read(main_of(page)), name="ket-qua.pdf", acting=who(CLERK))
    old = Issuance.objects.create(
        subject_kind=subject.kind,
        subject_uuid=subject.uuid,
        agency=agency(WARD),
        document_type="GP",
        title="Giấy phép cũ",
        holder="Nguyễn Văn Thử",
        state="signed",
        file=file,
        verify_code="AAAA-BBBB-CCCC-DDDD",
        signer_name="Hồ Thị Tạm Đặt",
        signer_position="Phó Chủ tịch",
    )
    waiting = results().find(subject)
    assert waiting is not None
    assert waiting.state == "signed"
    done = results().number_and_seal(waiting.ref, acting=who(CLERK), pin=demo_ca.PIN)
    assert (done.ref, done.number) == (old.ref, "01/GP-UBND")
    assert results().find_many([subject])[subject] == done
    assert issued(Ref("services.dossier", uuid7())).number == "02/GP-UBND"
