"""A signature outlives its certificate: material and timestamps are added, nothing before them changes."""

from __future__ import annotations

import asyncio
import subprocess
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from asn1crypto import pem
from django.db import DatabaseError, transaction
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESStatus
from pyhanko.sign.validation.ades import ades_lta_validation
from pyhanko.sign.validation.policy_decl import LocalKnowledge, PdfSignatureValidationSpec, SignatureValidationSpec
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager
from pyhanko_certvalidator.revinfo.archival import CRLContainer
from pytest_django import Settings

from cuulong.core.audit.models import Event
from cuulong.core.files.store import read, store
from cuulong.core.people.acting import Acting
from cuulong.core.signatures import authority, timestamps
from cuulong.core.signatures.archival import last_stamp, preserve, renew_timestamp
from cuulong.core.signatures.models import Preserved, PreservedStep
from cuulong.core.signatures.preserving import MARGIN, preserve_file, renew, renew_due
from cuulong.core.signatures.published import new_code, publish
from cuulong.core.signatures.queries import issued_as
from cuulong.core.signatures.rules import CannotSign, State, Verdict
from cuulong.core.signatures.validate import report
from tests.core.signatures.office import Office, issue, letter

NOW = datetime.now(UTC)
YEAR = timedelta(days=365)
ACTING = Acting.system("test")


@pytest.fixture
def preserved(office: Office) -> bytes:
    return preserve(issue(office))


def archive(pdf: bytes, now: datetime | None = None) -> tuple[State, str]:
    check = next(one for one in report(pdf, now=now).checks if one.code == "archive")
    return check.state, check.text


def test_every_earlier_byte_stays_and_every_reader_still_agrees(
    office: Office, preserved: bytes, tmp_path: Path
) -> None:
    issued = issue(office)
    again = renew_timestamp(preserved, at=NOW + 4 * YEAR)
    assert preserved.startswith(issued)
    assert again.startswith(preserved)
    assert len(PdfFileReader(BytesIO(again)).embedded_timestamp_signatures) == 2
    (tmp_path / "kept.pdf").write_bytes(again)
    said = subprocess.run(["pdfsig", str(tmp_path / "kept.pdf")], capture_output=True, text=True, check=False).stdout
    assert said.count("Signature is Valid.") >= 3
    found = report(preserved)
    assert found.verdict == Verdict.VALID, found
    assert len(found.signatures) == 3
    assert archive(preserved)[0] == State.GOOD
    assert "Có dấu thời gian lưu trữ từ" in archive(preserved)[1]


def test_it_still_holds_when_certificates_have_ended_and_nobody_answers_any_more(
    office: Office, preserved: bytes, settings: Settings, tmp_path: Path
) -> None:
    """The clock stands after the end of the signers' certificates; only the root is known, all else is in the file."""
    again = renew_timestamp(preserved, at=NOW + 4 * YEAR)
    root = authority.load().root
    roots = Path(settings.TRUST_DIR) / "roots"
    roots.mkdir(parents=True)
    (roots / "root.pem").write_bytes(pem.armor("CERTIFICATE", root.dump()))
    settings.CA_DIR = tmp_path / "nowhere"
    later = NOW + 7 * YEAR
    assert office.person.valid.upper < later
    found = report(again, now=later)
    assert found.verdict == Verdict.VALID, found
    assert archive(again, later)[0] == State.GOOD
    # Without the material in the file the same clock proves nothing.
    bare = report(issue(office), now=later)
    assert bare.verdict == Verdict.UNKNOWN, bare


async def lasts(pdf: bytes, n: int, moment: datetime) -> bool:
    signature = PdfFileReader(BytesIO(pdf)).embedded_regular_signatures[n]
    trusted = CertValidationPolicySpec(
        trust_manager=SimpleTrustManager.build(trust_roots=[authority.load().root]),
        revinfo_policy=CertRevTrustPolicy(REQUIRE_REVINFO),
    )
    fresh = LocalKnowledge(known_crls=[CRLContainer(authority.load().crl(moment - timedelta(minutes=7)))])
    spec = PdfSignatureValidationSpec(SignatureValidationSpec(cert_validation_policy=trusted, local_knowledge=fresh))
    timing = ValidationTimingInfo(validation_time=moment, best_signature_time=moment, point_in_time_validation=True)
    result = await ades_lta_validation(signature, spec, timing_info=timing)
    return result.ades_subindic.status == AdESStatus.PASSED


def test_pyhanko_finds_the_same_by_its_own_long_term_rules(office: Office, preserved: bytes) -> None:
    later = NOW + 7 * YEAR
    again = renew_timestamp(preserved, at=NOW + 4 * YEAR)
    assert [asyncio.run(lasts(again, n, later)) for n in range(3)] == [True] * 3


def test_a_byte_changed_anywhere_in_the_signed_part_is_still_found(preserved: bytes) -> None:
    place = 2000
    changed = preserved[:place] + bytes([preserved[place] ^ 1]) + preserved[place + 1 :]
    assert report(changed).verdict == Verdict.BROKEN
    at = preserved.rindex(b"/Contents <") + 400
    value = preserved[:at] + (b"0" if preserved[at : at + 1] != b"0" else b"1") + preserved[at + 1 :]
    assert report(value).verdict == Verdict.BROKEN


def test_a_stamp_that_ended_without_a_new_one_is_said(preserved: bytes) -> None:
    state, text = archive(preserved, NOW + 40 * YEAR)
    assert state == State.UNKNOWN
    assert "đã hết hạn mà chưa được đóng lại" in text


def test_what_cannot_be_preserved_is_refused_with_the_reason(office: Office, settings: Settings) -> None:
    for pdf, code in ((letter(), "unsigned"), (b"no pdf", "bad_pdf")):
        with pytest.raises(CannotSign) as refused:
            preserve(pdf)
        assert refused.value.code == code
    settings.TSA_URL = "http://127.0.0.1:9/tsa"
    with pytest.raises(CannotSign) as refused:
        preserve(issue(office))
    assert refused.value.code == "no_timestamp"
    broken = issue(office)
    settings.TSA_URL = ""
    broken = broken[:2000] + bytes([broken[2000] ^ 1]) + broken[2001:]
    with pytest.raises(CannotSign):
        preserve(broken)


def test_a_stored_file_is_looked_after_and_stamped_again_in_time(office: Office, settings: Settings) -> None:
    file = store(issue(office), name="quyet-dinh.pdf", acting=ACTING)
    kept = preserve_file(file, office.agency, acting=ACTING)
    assert preserve_file(file, office.agency, acting=ACTING) == kept
    assert read(kept.file).startswith(read(file))
    assert kept.due_at == kept.stamp_ends - MARGIN
    assert kept.stamp_ends == last_stamp(read(kept.file)).ends
    first = read(kept.file)
    renew_due()
    assert PreservedStep.objects.count() == 1

    # An algorithm that ends sooner than the certificate brings the day forward.
    settings.SIGNATURE_DIGEST_ENDS = {"sha256": NOW + 5 * YEAR}
    Preserved.objects.update(due_at=NOW - timedelta(days=1))
    settings.SIGNATURE_DIGEST = "sha512"
    renew_due()
    kept.refresh_from_db()
    assert PreservedStep.objects.count() == 2
    assert read(kept.file).startswith(first)
    assert PdfFileReader(BytesIO(read(kept.file))).embedded_timestamp_signatures[-1].external_md_algorithm == "sha512"
    assert kept.due_at > NOW + 5 * YEAR
    assert Event.objects.filter(action="signatures.file.preserved").count() == 2


def test_a_time_authority_that_is_away_holds_up_no_other_file(
    office: Office, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = store(issue(office), name="quyet-dinh.pdf", acting=ACTING)
    kept = preserve_file(file, office.agency, acting=ACTING)
    Preserved.objects.update(due_at=NOW - timedelta(days=1))
    settings.TSA_URL = "http://127.0.0.1:9/tsa"
    timestamps._kept.clear()
    renew_due()
    kept.refresh_from_db()
    assert "Máy chủ cấp dấu thời gian chưa trả lời" in kept.failed_because
    settings.TSA_URL = ""
    renew(kept, acting=ACTING)
    kept.refresh_from_db()
    assert kept.failed_because == ""


def test_the_story_of_a_preserved_file_is_never_changed(office: Office) -> None:
    preserve_file(store(issue(office), name="a.pdf", acting=ACTING), office.agency, acting=ACTING)
    for change in (lambda rows: rows.update(stamped_at=NOW), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(PreservedStep.objects.all())


def test_a_withdrawn_result_is_known_in_its_archived_form_too(office: Office) -> None:
    file = store(issue(office), name="a.pdf", acting=ACTING)
    issued = publish(
        new_code(), file, title="Quyết định", holder="Trần Văn Mẫu", agency=office.agency, subject=office.agency,
        acting=ACTING,
    )  # fmt: skip
    kept = preserve_file(file, issued, acting=ACTING)
    assert issued_as(read(kept.file)) == issued
    assert issued_as(b"x") is None
