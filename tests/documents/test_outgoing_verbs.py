"""An outgoing document from its draft to its recipients (vòng đời văn bản đi)."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from cuulong.core.files.store import read
from cuulong.core.outbox.testing import run_jobs
from cuulong.core.people.acting import Forbidden
from cuulong.core.registers.models import Entry
from cuulong.core.signatures import demo_ca
from cuulong.core.signatures.models import Certificate, Issued
from cuulong.core.signatures.rules import CannotSign
from cuulong.core.workflow.rules import NotAllowed
from cuulong.lib.dates import VIETNAM
from cuulong.systems.documents.outgoing.actions.co_sign import co_sign, refuse_co_signing
from cuulong.systems.documents.outgoing.actions.details import To, set_recipients, set_signers
from cuulong.systems.documents.outgoing.actions.draft import draft, draft_correction, draft_replacement
from cuulong.systems.documents.outgoing.actions.remarks import remark, settle_remark
from cuulong.systems.documents.outgoing.actions.step import step_of, take_back
from cuulong.systems.documents.outgoing.actions.versions import save_version, upload
from cuulong.systems.documents.outgoing.actions.withdraw import recall
from cuulong.systems.documents.outgoing.models import SendingRule
from cuulong.systems.documents.outgoing.pages import main_of
from cuulong.systems.documents.outgoing.queries import newest
from cuulong.systems.documents.records.models import Document
from cuulong.systems.documents.records.rules import Refused
from tests.journeys.papers import judged_by_pyhanko, paper, words_of

from .offices import (
    CLERK,
    CONTENT,
    DEPUTY,
    DRAFTER,
    HEAD,
    LEADER,
    NEIGHBOUR,
    ROOM,
    SUBJECT,
    agency,
    before_signer,
    drafted,
    go,
    issued,
    post,
    put_seal,
    put_signature,
    signed,
    ward,  # noqa: F401
    who,
)

pytestmark = pytest.mark.usefixtures("ward")


def words(document: Document, folder: Path) -> str:
    path = folder / "page.pdf"
    path.write_bytes(read(main_of(document)))
    return " ".join(words_of(path).split())


def test_a_letter_goes_from_its_drafter_to_a_sealed_page_that_was_only_filled_in(tmp_path: Path) -> None:
    made = issued()
    assert made.state == "issued"
    assert made.number == "01/UBND-KT"
    found = judged_by_pyhanko(read(main_of(made)))
    assert [(name, intact, valid) for name, intact, valid, _ in found] == [
        ("person", True, True),
        ("number", True, True),
        ("organisation", True, True),
    ]
    assert {change.name for *_, change in found} <= {"NONE", "LTA_UPDATES", "FORM_FILLING"}
    page = words(made, tmp_path)
    assert made.number in page
    assert "TM. ỦY BAN NHÂN DÂN" in page
    assert "KT." not in page
    assert f"V/v {SUBJECT}" in page
    assert Issued.objects.get(code=made.outgoing.verify_code).subject_uuid == made.uuid
    assert [one.verb for one in made.movements.order_by("pk")][-2:] == ["sign", "issue"]


def test_a_recipient_inside_gets_it_and_says_that_it_arrived() -> None:
    made = issued()
    run_jobs(ahead=True)
    to = made.outgoing.recipients.get()
    assert (to.way, to.delivery) == ("inside", "arrived")
    assert to.sent_at is not None


def test_a_state_secret_is_refused_with_its_subject_line() -> None:
    for more in ({"subject": "(Mật) phương án"}, {"subject": SUBJECT, "secrecy": "Tối mật"}):
        with pytest.raises(Refused, match="sổ văn bản mật"):
            draft(agency(ROOM), kind="cv", acting=who(DRAFTER), at=timezone.now(), **more)
    made = drafted()
    with pytest.raises(Refused, match="sổ văn bản mật"):
        save_version(made, CONTENT, subject="Độ mật: Mật", acting=who(DRAFTER), at=timezone.now())
    assert Document.objects.count() == 1


def test_versions_are_only_ever_added_and_nobody_writes_over_another() -> None:
    made, now = drafted(), timezone.now()
    second = save_version(made, CONTENT | {"text": "Viết lại."}, note="gọn hơn", seen=1, acting=who(DRAFTER), at=now)
    assert second.n == 2
    assert save_version(made, CONTENT | {"text": "Viết lại."}, acting=who(DRAFTER), at=now).pk == second.pk
    with pytest.raises(Refused, match="vừa lưu lần 2"):
        save_version(made, CONTENT | {"text": "Khác."}, seen=1, acting=who(DRAFTER), at=now)
    assert [one.content["text"] for one in made.versions.order_by("n")] == [CONTENT["text"], "Viết lại."]
    assert made.attachments.filter(part="main", replaced=False).count() == 1
    with pytest.raises(NotAllowed):
        save_version(made, CONTENT | {"text": "Của người khác."}, acting=who("lc.hotich"), at=now)


def test_a_remark_stays_with_its_version_and_is_settled_once() -> None:
    made, now = drafted(), timezone.now()
    said = remark(made, "Ghi rõ thời gian.", acting=who(HEAD), at=now)
    assert (said.version.n, said.position) == (1, "Trưởng phòng")
    settle_remark(said, "Đã bổ sung ở đoạn 1.", acting=who(DRAFTER), at=now)
    with pytest.raises(Refused, match="rồi"):
        settle_remark(said, "Lần nữa.", acting=who(DRAFTER), at=now)


def test_a_draft_that_is_not_whole_is_not_submitted_and_one_that_went_on_is_not_edited() -> None:
    empty = drafted(content={"text": ""})
    with pytest.raises(Refused, match="Có nội dung"):
        go(empty, "submit", DRAFTER)
    made = before_signer()
    with pytest.raises(Refused, match="không sửa được"):
        save_version(made, CONTENT | {"text": "Lén sửa."}, acting=who(CLERK), at=timezone.now())


def test_what_was_sent_on_too_early_is_taken_back_and_a_draft_is_cancelled_for_a_reason() -> None:
    made = go(drafted(), "submit", DRAFTER)
    take_back(made, step_of(made), "Thiếu phụ lục", acting=who(DRAFTER), at=timezone.now(), revision=None)
    assert step_of(made).key == "draft"
    with pytest.raises(NotAllowed):
        go(made, "cancel", DRAFTER)
    assert go(made, "cancel", DRAFTER, note="Không cần nữa").state == "cancelled"


def test_the_deputy_signs_as_kt_and_the_page_says_so(tmp_path: Path) -> None:
    made = signed(by=DEPUTY)
    page = words(made, tmp_path)
    assert all(line in page for line in ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"))
    assert DEPUTY in page
    assert made.signer_capacity.splitlines() == ["TM. Ủy ban nhân dân", "KT. Chủ tịch"]


def test_co_signers_sign_before_the_signer_in_their_order(tmp_path: Path) -> None:
    made, now = drafted(), timezone.now()
    neighbour = post("cn.chutich", NEIGHBOUR)
    set_signers(made, post(LEADER), co_signers=[(2, neighbour), (1, post(DEPUTY))], acting=who(DRAFTER), at=now)
    for key, username in (("submit", DRAFTER), ("approve", HEAD), ("form_is_right", CLERK)):
        go(made, key, username)
    first, second = made.outgoing.co_signers.order_by("order")
    with pytest.raises(Refused, match="chưa ký"):
        put_signature(made)
    with pytest.raises(Refused, match="chưa được trình"):
        co_sign(second, pin=demo_ca.PIN, acting=who("cn.chutich"), at=now)
    co_sign(first, pin=demo_ca.PIN, acting=who(DEPUTY), at=now)
    co_sign(second, pin=demo_ca.PIN, acting=who("cn.chutich"), at=now)
    done = put_seal(put_signature(made))
    assert [name for name, *_ in judged_by_pyhanko(read(main_of(done)))] == [
        "person-2", "person-3", "person", "number", "organisation",
    ]  # fmt: skip
    assert {change.name for *_, change in judged_by_pyhanko(read(main_of(done)))} <= {
        "NONE", "LTA_UPDATES", "FORM_FILLING",
    }  # fmt: skip


def test_who_will_not_co_sign_sends_it_back_with_the_reason_and_signatures_are_forgotten() -> None:
    made, now = drafted(), timezone.now()
    neighbour = post("cn.chutich", NEIGHBOUR)
    set_signers(made, post(LEADER), co_signers=[(1, neighbour), (1, post(DEPUTY))], acting=who(DRAFTER), at=now)
    for key, username in (("submit", DRAFTER), ("approve", HEAD), ("form_is_right", CLERK)):
        go(made, key, username)
    by_deputy = made.outgoing.co_signers.get(appointment__account__username=DEPUTY)
    other = made.outgoing.co_signers.exclude(pk=by_deputy.pk).get()
    co_sign(by_deputy, pin=demo_ca.PIN, acting=who(DEPUTY), at=now)
    refuse_co_signing(other, "Chưa thống nhất địa bàn", acting=who("cn.chutich"), at=now)
    made.refresh_from_db()
    assert step_of(made).key == "draft"
    assert "Chưa thống nhất địa bàn" in step_of(made).case.transitions.order_by("-n")[0].note
    assert judged_by_pyhanko(read(main_of(made))) == []
    by_deputy.refresh_from_db()
    assert by_deputy.signed_at is None


def test_the_year_of_the_number_is_that_of_numbering_and_so_is_the_printed_day(tmp_path: Path) -> None:
    before, after = datetime(2026, 12, 31, 23, 59, tzinfo=VIETNAM), datetime(2027, 1, 1, 0, 1, tzinfo=VIETNAM)
    made = put_seal(signed(before), at=after)
    assert made.outgoing.entry is not None
    assert made.outgoing.entry.series.period == "2027"
    assert made.issued_on == after.date()
    page = words(made, tmp_path)
    assert "2027" in page
    assert "2026" not in page


@pytest.mark.parametrize("fault", ["pin", "expired", "no seal"])
def test_a_seal_that_cannot_seal_takes_no_number(fault: str) -> None:
    made = signed()
    seals = Certificate.objects.filter(agency=made.agency)
    if fault == "expired":
        (seal,) = seals
        lower, upper = seal.valid.lower, timezone.now() - timedelta(minutes=1)
        seals.update(valid=type(seal.valid)(min(lower, upper - timedelta(days=1)), upper))
    if fault == "no seal":
        seals.update(revoked_at=timezone.now())
    with pytest.raises(CannotSign):
        put_seal(made, pin="sai" if fault == "pin" else demo_ca.PIN)
    assert not Entry.objects.filter(series__code__startswith="documents.out").exists()
    made.refresh_from_db()
    assert made.state == "signed"


def test_a_token_that_dies_in_the_middle_strikes_the_number_out_with_the_reason(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = signed()
    sealing = "cuulong.systems.documents.outgoing.sealing._issue"

    def dies(*_args: object, **_more: object) -> None:
        raise CannotSign("no_key", "Thiết bị ký bị rút ra")

    with monkeypatch.context() as patched:
        patched.setattr(sealing, dies)
        with pytest.raises(CannotSign):
            put_seal(made)
    entry = Entry.objects.get(series__code="documents.out")
    assert (entry.state, "Thiết bị ký bị rút ra" in entry.void_reason) == ("void", True)
    assert put_seal(made).number.startswith("02/")


def test_only_the_clerk_seals_and_only_leaders_sign() -> None:
    made = before_signer()
    with pytest.raises(Forbidden):
        put_signature(made, HEAD)
    put_signature(made)
    with pytest.raises(Forbidden):
        put_seal(made, DRAFTER)


def test_rules_of_the_day_keep_some_from_sending_to_some() -> None:
    SendingRule.objects.create(to_kind="commune", allowed=False, valid_from="2026-01-01", reason="Chỉ gửi qua tỉnh")
    with pytest.raises(Refused, match="Chỉ gửi qua tỉnh"):
        drafted()
    made = draft(agency(ROOM), kind="cv", subject=SUBJECT, acting=who(DRAFTER), at=timezone.now())
    SendingRule.objects.create(
        from_agency=agency("commune-29551"), to_kind="commune", valid_from="2026-01-01", reason="Được gửi ngang"
    )
    set_recipients(made, [To(agency=agency(NEIGHBOUR))], acting=who(DRAFTER), at=timezone.now())
    assert made.outgoing.recipients.count() == 1


def test_a_recall_asks_back_what_was_sent_and_lets_go_what_was_not() -> None:
    made = issued()
    run_jobs(ahead=True)
    waiting = made.outgoing.recipients.create(name="Hộ kinh doanh mẫu", way="mail", email="ho@example.com")
    recall(made, "Sai đối tượng", acting=who(CLERK), at=timezone.now())
    made.refresh_from_db()
    waiting.refresh_from_db()
    assert made.state == "recalled"
    assert waiting.delivery == "recalled"
    inside = made.outgoing.recipients.exclude(pk=waiting.pk).get()
    assert inside.delivery == "recalling"
    assert Issued.objects.get(code=made.outgoing.verify_code).withdrawn_because == "Sai đối tượng"
    with pytest.raises(Refused):
        recall(made, "Lần nữa", acting=who(CLERK), at=timezone.now())


def test_a_replacement_puts_the_old_one_out_of_force_once_it_is_issued() -> None:
    old, now = issued(), timezone.now()
    new = draft_replacement(old, room=agency(ROOM), acting=who(DRAFTER), at=now)
    set_recipients(new, [To(agency=agency(NEIGHBOUR))], acting=who(DRAFTER), at=now)
    assert newest(new).content["text"] == CONTENT["text"]  # type: ignore[union-attr]
    for key, username in (("submit", DRAFTER), ("approve", HEAD), ("form_is_right", CLERK)):
        go(new, key, username)
    done = put_seal(put_signature(new))
    old.refresh_from_db()
    assert (done.state, old.state) == ("issued", "replaced")
    assert Issued.objects.get(code=old.outgoing.verify_code).withdrawn_at is not None


def test_a_correction_is_a_letter_that_names_what_it_puts_right() -> None:
    wrong = issued()
    letter = draft_correction(wrong, room=agency(ROOM), acting=who(DRAFTER), at=timezone.now())
    assert letter.kind == "cv"
    assert wrong.number in letter.subject
    assert letter.outgoing.subject == wrong.ref


def test_a_finished_pdf_is_signed_where_its_signer_is_named(tmp_path: Path) -> None:
    made, now = drafted(), timezone.now()
    upload(made, paper("van-ban")["buffer"], "cong-van.pdf", acting=who(DRAFTER), at=now)
    for key, username in (("submit", DRAFTER), ("approve", HEAD), ("form_is_right", CLERK)):
        go(made, key, username)
    done = put_seal(put_signature(made))
    assert [name for name, *_ in judged_by_pyhanko(read(main_of(done)))] == ["person", "number", "organisation"]
