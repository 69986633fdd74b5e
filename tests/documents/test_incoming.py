"""An incoming document from arrival to its end (văn bản đến)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from cuulong.core.audit.models import Event
from cuulong.core.outbox.models import Fact
from cuulong.core.people.acting import Acting, Forbidden
from cuulong.core.people.models import Account
from cuulong.core.registers.models import Entry
from cuulong.core.workflow.models import Case, Step
from cuulong.core.workflow.rules import NotAllowed
from cuulong.systems.documents.incoming.actions import handle, take_back
from cuulong.systems.documents.incoming.actions.assign import assign
from cuulong.systems.documents.incoming.actions.close import close, reopen
from cuulong.systems.documents.incoming.actions.forward import forward
from cuulong.systems.documents.incoming.actions.give_back import give_back
from cuulong.systems.documents.incoming.actions.hand_out import hand_out
from cuulong.systems.documents.incoming.actions.instruct import instruct, send_back
from cuulong.systems.documents.incoming.actions.propose import propose
from cuulong.systems.documents.incoming.actions.register import register
from cuulong.systems.documents.incoming.actions.take_in import Duplicate, take_in
from cuulong.systems.documents.incoming.queries import at_step, step_of, to_register, told
from cuulong.systems.documents.models import Document, Handling, Incoming
from cuulong.systems.documents.records.rules import Refused

from .arrivals import (
    CLERK,
    HEAD,
    LEADER,
    OFFICE,
    SPECIALIST,
    TUESDAY,
    agency,
    arrival,
    assigned,
    came,
    handed_out,
    instructed,
    paper,
    plan,
    proposed,
    registered,
    room,
    who,
)

pytestmark = pytest.mark.usefixtures("province")


def incoming(document: Document) -> Incoming:
    return Incoming.objects.get(pk=document.pk)


def stages(document: Document) -> list[str]:
    facts = Fact.objects.filter(name="documents.incoming_moved", subject_uuid=document.uuid).order_by("sequence")
    return [fact.payload["stage"] for fact in facts]


def test_what_comes_waits_for_its_number_with_its_files(now: datetime) -> None:
    document = take_in(arrival(), agency=agency(), acting=who(CLERK), at=now, files=[paper(), paper(name="pl.pdf")])
    assert (document.state, document.kind, document.kind_name) == ("arrived", "cv", "Công văn")
    assert [one.part for one in document.attachments.order_by("order")] == ["main", "appendix"]
    assert document in to_register(who(CLERK))
    assert document not in to_register(who("cn.vanthu"))
    assert incoming(document).register_by > now
    assert stages(document) == ["arrived"]
    assert Event.objects.filter(action="documents.take_in", subject_uuid=document.uuid).exists()


def test_a_state_secret_is_refused_with_its_subject_line(now: datetime) -> None:
    for said in ({"secrecy": "Mật"}, {"subject": "(TỐI MẬT) kế hoạch phòng thủ"}):
        with pytest.raises(Refused, match="sổ văn bản mật riêng"):
            take_in(arrival(**said), agency=agency(), acting=who(CLERK), at=now)
    assert not Document.objects.exists()


@pytest.mark.parametrize(("lost", "sentence"), [("subject", "trích yếu"), ("issuer_name", "cơ quan ban hành")])
def test_what_nobody_could_register_is_refused(now: datetime, lost: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        take_in(arrival(**{lost: " "}), agency=agency(), acting=who(CLERK), at=now)


def test_only_the_clerk_of_the_agency_takes_in(now: datetime) -> None:
    for name in (OFFICE, "cn.vanthu", SPECIALIST):
        with pytest.raises(Forbidden):
            take_in(arrival(), agency=agency(), acting=who(name), at=now)


@pytest.mark.parametrize(
    "again",
    [
        {"number": "Số: 0512 / SXD - QLN"},
        {"sender_id": "H01.02,2026/11/23,512/SXD-QLN", "sender_code": "H01.02", "number": "", "issued_on": None},
    ],
)
def test_the_same_document_again_is_the_clerks_decision(now: datetime, again: dict[str, str]) -> None:
    first = came(sender_id="H01.02,2026/11/23,512/SXD-QLN", sender_code="H01.02")
    with pytest.raises(Duplicate, match="đã có trong sổ"):
        take_in(arrival(**again), agency=agency(), acting=who(CLERK), at=now)
    second = take_in(arrival(**again), agency=agency(), acting=who(CLERK), at=now, again=True)
    assert incoming(second).same_as == first
    elsewhere = take_in(arrival(**again), agency=agency("commune-29641"), acting=who("cn.vanthu"), at=now)
    assert incoming(elsewhere).same_as is None


def test_one_that_was_given_back_may_come_again(now: datetime) -> None:
    give_back(came(), "Thiếu phụ lục.", acting=who(CLERK), at=now)
    assert take_in(arrival(), agency=agency(), acting=who(CLERK), at=now).state == "arrived"


def test_what_comes_for_a_dissolved_department_is_its_heirs_and_says_so(now: datetime) -> None:
    ended, heir = agency("so-nong-nghiep-va-ptnt"), agency("so-nong-nghiep-va-moi-truong")
    document = take_in(arrival(), agency=ended, acting=Acting.system("test"), at=now)
    assert document.agency == heir
    assert "cơ quan kế thừa" in incoming(document).redirected
    assert document in to_register(who("nnmt.vanthu"))


def test_numbers_run_through_the_year_and_begin_anew() -> None:
    last = datetime.fromisoformat("2026-12-31T23:59:00+07:00")
    assert [incoming(registered(last)).arrival_number for _ in range(3)] == [1, 2, 3]
    assert incoming(registered(last + timedelta(minutes=2))).arrival_number == 1


def test_registering_judges_the_law_s_day_and_begins_the_way() -> None:
    document = registered(TUESDAY)
    side = incoming(document)
    assert (document.state, side.in_time, side.arrival_number) == ("registered", True, 1)
    assert step_of(document).key == "route"
    late = register(came(TUESDAY), acting=who(CLERK), at=TUESDAY + timedelta(days=2))
    assert incoming(late).in_time is False
    urgent = register(came(TUESDAY, urgency=1), acting=who(CLERK), at=TUESDAY + timedelta(hours=2))
    assert incoming(urgent).in_time is False
    assert Fact.objects.filter(name="documents.document_registered", subject_uuid=document.uuid).count() == 1


def test_a_document_is_registered_once(now: datetime) -> None:
    document = registered()
    with pytest.raises(Refused, match="không còn ở trạng thái"):
        register(document, acting=who(CLERK), at=now)
    assert Entry.objects.filter(subject_uuid=document.uuid).count() == 1


def test_what_the_clerk_reads_in_it_is_written_down_with_the_number(now: datetime) -> None:
    document = register(came(), acting=who(CLERK), at=now, said=arrival(subject="rà soát nhà ven rạch", pages=3))
    assert (document.subject, document.pages) == ("rà soát nhà ven rạch", 3)


def test_the_office_proposes_and_the_leader_instructs() -> None:
    document = instructed()
    document.refresh_from_db()
    assert (document.state, document.room, step_of(document).key) == ("working", room(), "distribute")
    assert step_of(document).agency == room()
    assert Case.objects.get(subject_uuid=document.uuid).room == room()
    proposal, instruction = document.instructions.order_by("at", "pk")
    assert (proposal.proposal, instruction.proposal) == (True, False)
    assert instruction.position == "Chủ tịch"
    assert stages(document) == ["arrived", "registered", "assigned"]
    assert incoming(document).forwarded_at is not None


def test_a_deputy_instructs_in_the_place_of_the_leader(now: datetime) -> None:
    leader = Account.objects.get(username=LEADER)
    document = propose(registered(), plan(), acting=who(OFFICE), at=now, leader=leader)
    deputy = who("lc.phochutich")
    assert document in at_step(deputy, "instruct")
    instruct(document, plan(), acting=deputy, at=now)
    assert document.instructions.get(proposal=False).by == deputy.account


def test_whoever_is_given_a_document_reads_it_and_nobody_else(now: datetime) -> None:
    told_room = room("van-hoa-xa-hoi")
    document = instruct(proposed(), plan(told=(told_room,)), acting=who(LEADER), at=now)
    for name in (CLERK, OFFICE, LEADER, HEAD, SPECIALIST):
        assert document in Document.objects.visible_to(who(name)), name
    for name in ("cn.vanthu", "cn.chutich", "nnmt.giamdoc", "lc.tiepnhan", "quantri"):
        assert document not in Document.objects.visible_to(who(name)), name
    assert document.rooms == sorted([room().pk, told_room.pk])


def test_one_unit_has_one_share(now: datetime) -> None:
    with pytest.raises(Refused, match="chỉ có một vai trò"):
        hand_out(registered(), plan(joint=(room(),)), acting=who(OFFICE), at=now)
    with pytest.raises(Refused, match="chủ trì"):
        hand_out(registered(), plan(lead=None), acting=who(OFFICE), at=now)


def test_steps_are_only_taken_by_those_whose_they_are(now: datetime) -> None:
    document = registered()
    with pytest.raises(NotAllowed):
        propose(document, plan(), acting=who(SPECIALIST), at=now)
    with pytest.raises(Refused, match="không còn ở bước này"):
        instruct(document, plan(), acting=who(LEADER), at=now)
    waiting = proposed()
    with pytest.raises(NotAllowed):
        instruct(waiting, plan(), acting=who("cn.chutich"), at=now)
    assert waiting.instructions.count() == 1


def test_two_people_with_one_screen_and_the_second_is_told(now: datetime) -> None:
    document = registered()
    seen = document.revision
    hand_out(document, plan(), acting=who(OFFICE), at=now, revision=seen)
    with pytest.raises(Refused, match="vừa có người khác xử lý"):
        hand_out(document, plan(), acting=who(OFFICE), at=now, revision=seen)


def test_many_are_forwarded_at_once_and_one_that_moved_stops_no_other(now: datetime) -> None:
    documents = [registered(number=f"{n}/SXD-QLN") for n in range(1, 4)]
    hand_out(documents[1], plan(), acting=who(OFFICE), at=now)
    result = forward(documents, lambda one: propose(one, plan(), acting=who(OFFICE), at=now))
    assert result.done == [documents[0], documents[2]]
    assert [one for one, _why in result.refused] == [documents[1]]
    assert {step_of(one).key for one in result.done} == {"instruct"}


def test_the_head_assigns_and_the_official_settles_it(now: datetime) -> None:
    document = assigned()
    assert step_of(document).assignee == Account.objects.get(username=SPECIALIST)
    assert document in at_step(who(SPECIALIST), "handle")
    done = close(document, "Đã rà soát, có báo cáo.", acting=who(SPECIALIST), at=now)
    assert (done.state, incoming(done).outcome) == ("closed", "Đã rà soát, có báo cáo.")
    assert stages(done) == ["arrived", "registered", "assigned", "working", "closed"]
    assert not Handling.objects.filter(
        instruction__document=done, share="lead", done_at=None, instruction__proposal=False
    )


def test_a_settled_document_is_taken_up_again_with_a_reason(now: datetime) -> None:
    document = close(assigned(), "Xong.", acting=who(SPECIALIST), at=now)
    with pytest.raises(Refused, match="lý do mở lại"):
        reopen(document, " ", acting=who(OFFICE), at=now)
    with pytest.raises(Forbidden):
        reopen(document, "Thiếu", acting=who(SPECIALIST), at=now)
    again = reopen(document, "Kết quả chưa đủ.", acting=who(OFFICE), at=now)
    assert (again.state, step_of(again).key, incoming(again).closed_at) == ("working", "route", None)


def test_the_office_files_it_for_information(now: datetime) -> None:
    document = close(registered(), "Lưu để biết.", acting=who(OFFICE), at=now)
    assert document.state == "closed"


def test_it_goes_back_step_by_step_with_a_reason(now: datetime) -> None:
    document = assigned()
    for name, key in ((SPECIALIST, "distribute"), (HEAD, "route")):
        with pytest.raises(Refused, match="lý do trả lại"):
            send_back(document, "", acting=who(name), at=now)
        send_back(document, "Không thuộc việc của phòng.", acting=who(name), at=now)
        assert step_of(document).key == key
    other = room("van-phong")
    hand_out(document, plan(lead=other), acting=who(OFFICE), at=now)
    document.refresh_from_db()
    assert (document.room, step_of(document).agency) == (other, other)


def test_a_joint_unit_reports_and_a_told_one_is_seen_to_have_read(now: datetime) -> None:
    joint, reader = room("van-phong"), room("van-hoa-xa-hoi")
    document = instruct(proposed(), plan(joint=(joint,), told=(reader,)), acting=who(LEADER), at=now)
    helper = who("lc.hotich")
    (share,) = told(helper)
    assert handle.see(document, acting=helper, at=now) == 1
    assert handle.see(document, acting=helper, at=now) == 0
    with pytest.raises(Forbidden):
        handle.report(share, "Xong", acting=who(SPECIALIST), at=now)
    handle.report(share, "Đã cung cấp số liệu hộ tịch.", acting=helper, at=now)
    assert not told(helper).exists()
    assert Handling.objects.get(instruction__document=document, agency=reader).seen_at is None
    with pytest.raises(Refused, match="đã báo kết quả"):
        handle.report(share, "Lần nữa", acting=helper, at=now)


def test_wrong_or_misdirected_ones_go_back_and_keep_their_line(now: datetime) -> None:
    document = registered()
    with pytest.raises(Refused, match="lý do trả lại"):
        give_back(document, "", acting=who(CLERK), at=now)
    give_back(document, "Gửi nhầm nơi nhận.", acting=who(CLERK), at=now)
    document.refresh_from_db()
    assert document.state == "returned"
    assert incoming(document).arrival_number == 1
    assert Case.objects.get(subject_uuid=document.uuid).state == "cancelled"
    assert not Step.objects.filter(case__subject_uuid=document.uuid, left_at=None).exists()
    with pytest.raises(Refused):
        give_back(assigned(), "Muộn rồi", acting=who(CLERK), at=now)


def test_the_sender_has_it_back_or_is_refused_with_a_reason(now: datetime) -> None:
    machine = Acting.system("exchange")
    with pytest.raises(Refused, match="không đề nghị"):
        take_back.agree(registered(), acting=who(CLERK), at=now)
    kept = take_back.ask_back(assigned(), "take_back", "Sai số liệu", acting=machine, at=now)
    with pytest.raises(Refused, match="lý do không đồng ý"):
        take_back.refuse(kept, "", acting=who(CLERK), at=now)
    take_back.refuse(kept, "Đã trình lãnh đạo.", acting=who(CLERK), at=now)
    assert stages(kept)[-1] == "kept"
    assert step_of(kept).key == "handle"
    gone = take_back.ask_back(assigned(), "take_back", "Sai số liệu", acting=machine, at=now)
    with pytest.raises(Forbidden):
        take_back.agree(gone, acting=who(SPECIALIST), at=now)
    take_back.agree(gone, acting=who(CLERK), at=now)
    gone.refresh_from_db()
    assert (gone.state, incoming(gone).asked) == ("recalled", "")
    assert Case.objects.get(subject_uuid=gone.uuid).state == "cancelled"


def test_the_sender_puts_it_right_while_the_work_goes_on(now: datetime) -> None:
    document = take_back.ask_back(assigned(), "update", "Sửa trích yếu", acting=Acting.system("x"), at=now)
    with pytest.raises(Refused):
        take_back.agree(document, acting=who(CLERK), at=now)
    take_back.agree_update(document, arrival(subject="rà soát nhà ở ven rạch"), acting=who(CLERK), at=now)
    document.refresh_from_db()
    assert (document.subject, document.state, step_of(document).key) == ("rà soát nhà ở ven rạch", "working", "handle")


def test_a_deadline_of_the_leader_is_the_document_s(now: datetime) -> None:
    due = timezone.now() + timedelta(days=5)
    document = instruct(proposed(), plan(due_at=due), acting=who(LEADER), at=now)
    assert document.due_at == due


def test_the_whole_unit_may_be_given_it(now: datetime) -> None:
    document = assign(handed_out(), None, acting=who(HEAD), at=now)
    assert step_of(document).assignee is None
    assert document in at_step(who(SPECIALIST), "handle")


def test_every_document_has_its_story_in_order() -> None:
    document = assigned()
    verbs = list(document.movements.order_by("happened_at", "pk").values_list("verb", flat=True))
    assert verbs == ["take_in", "register", "propose", "instruct", "assign"]
    assert document.issued_on == date(2026, 11, 23)
