"""Steps that another agency does, taking back, absence, lost roles, agencies that end overnight."""

from datetime import date

import pytest
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q

from cuulong.core.organisations.models import Agency, Succession
from cuulong.core.organisations.queries import forget_tree
from cuulong.core.people.models import Appointment
from cuulong.core.workflow import engine, queries
from cuulong.core.workflow.actions import versions
from cuulong.core.workflow.models import Case, Step, Transition
from cuulong.core.workflow.rules import NotAllowed

from .conftest import MACHINE, PERMIT

pytestmark = pytest.mark.django_db
OVER = DateRange(date(2020, 1, 1), date(2026, 11, 24))


def end_agency(ward, slug, *heirs):
    """From 24/11/2026 on `slug` is no more and `heirs` stand in its place."""
    Agency.objects.filter(Q(slug=slug) | Q(slug__startswith=f"{slug}--")).update(valid=OVER)
    for heir in heirs:
        Succession.objects.create(
            effective_on=date(2026, 11, 24),
            kind="merge" if len(heirs) == 1 else "split",
            predecessor=ward.agencies[slug],
            successor=ward.agencies[heir],
        )
    forget_tree()


# ---- a step of another agency ---------------------------------------------------------------------------------------


@pytest.fixture
def across(ward, permit, moment, appraising):
    """A case that the department works on since 10:00, in between; the ward examined it before."""
    land = {
        "key": "land",
        "title": {"vi": "Trích đo bản đồ"},
        "role": "specialist",
        "scope": "named:so-xay-dung",
        "hours": 8,
        "product": {"vi": "Mảnh trích đo"},
        "returns": ["intake"],
        "actions": [{"key": "done", "title": {"vi": "Gửi lại phường"}, "next": "sign"}],
    }
    examine = PERMIT["steps"][1] | {
        "actions": [{"key": "propose", "title": {"vi": "Chuyển sở"}, "next": "land"}],
        "parallel": [],
    }
    table = PERMIT | {"steps": [PERMIT["steps"][0], examine, land, PERMIT["steps"][2]]}
    new = versions.draft("permit", "Giấy phép thử", table, acting=MACHINE)
    versions.publish(new, valid_from=date(2026, 11, 1), acting=MACHINE, at=moment("2026-11-24 07:30"))
    (step,) = engine.act(appraising(), "propose", acting=ward.acting("Bình"), at=moment("2026-11-24 10:00"))
    return step


def test_another_agency_works_by_its_own_clock_and_is_late_by_itself(across, ward, moment):
    assert (across.agency.slug, across.due_at, across.definition.is_elsewhere) == (
        "so-xay-dung",
        moment("2026-11-25 10:00"),
        True,
    )
    engine.act(across, "done", acting=ward.acting("Giang"), at=moment("2026-11-27 15:00"))
    late = queries.punctuality(moment("2026-11-24 00:00"), moment("2026-11-28 00:00"), moment("2026-11-27 16:00"))
    said = {slug: late.get(agency.pk) for slug, agency in ward.agencies.items() if agency.pk in late}
    assert {slug: (p.in_time, p.late, p.overdue) for slug, p in said.items()} == {
        "trung-tam": (1, 0, 0),
        "phuong--kinh-te": (1, 0, 0),
        "so-xay-dung": (0, 1, 0),
    }


def test_what_lies_overdue_with_another_agency_is_counted_there(across, ward, moment):
    late = queries.punctuality(moment("2026-11-24 00:00"), moment("2026-11-28 00:00"), moment("2026-11-27 16:00"))
    assert late[ward.agencies["so-xay-dung"].pk].overdue == 1
    assert ward.agencies["phuong"].pk not in late


def test_another_agency_sends_back_where_the_table_lists_it(across, ward, moment):
    with pytest.raises(NotAllowed, match="Từ bước “Trích đo bản đồ”, quy trình không cho trả lại bước đó"):
        engine.return_to(across, "appraise", "Thiếu", acting=ward.acting("Giang"), at=moment("2026-11-24 11:00"))
    back = engine.return_to(across, "intake", "Thiếu", acting=ward.acting("Giang"), at=moment("2026-11-24 11:00"))
    assert (back.key, back.agency.slug) == ("intake", "trung-tam")


# ---- taking back ----------------------------------------------------------------------------------------------------


@pytest.fixture
def sent(appraising, ward, moment):
    """Bình has sent a case to the signer at 10:00."""
    (step,) = engine.act(appraising(), "propose", acting=ward.acting("Bình"), at=moment("2026-11-24 10:00"))
    return step


def test_the_sender_takes_back_what_nobody_has_begun_and_the_old_clock_goes_on(sent, ward, moment):
    assert engine.may_recall(sent, ward.acting("Bình"))
    back = engine.recall(sent, "Nhầm tên", acting=ward.acting("Bình"), at=moment("2026-11-24 10:05"))
    assert (back.key, back.assignee, back.due_at) == ("appraise", ward.people["Bình"], moment("2026-11-26 09:00"))
    last = queries.history(back.case.subject)[-1]
    assert (last.kind, last.from_key, last.to_key, last.note) == ("recalled", "sign", "appraise", "Nhầm tên")
    assert [s.key for s in queries.current_steps(back.case.subject)] == ["appraise"]
    (again,) = engine.act(back, "propose", acting=ward.acting("Bình"), at=moment("2026-11-24 10:10"))
    assert again.key == "sign"


def test_what_was_begun_cannot_be_taken_back(sent, ward, moment):
    engine.take(sent, acting=ward.acting("Em"), at=moment("2026-11-24 10:02"))
    assert not engine.may_recall(sent, ward.acting("Bình"))
    with pytest.raises(NotAllowed, match="Bước “Ký” đã bắt đầu xử lý nên không thu hồi được"):
        engine.recall(sent, "Nhầm", acting=ward.acting("Bình"), at=moment("2026-11-24 10:05"))


def test_only_the_sender_takes_back_and_says_why(sent, ward, moment):
    at = moment("2026-11-24 10:05")
    with pytest.raises(NotAllowed, match="Chỉ Bình, người đã chuyển, thu hồi được"):
        engine.recall(sent, "Nhầm", acting=ward.acting("Chi"), at=at)
    with pytest.raises(NotAllowed, match="Ghi lý do thu hồi"):
        engine.recall(sent, " ", acting=ward.acting("Bình"), at=at)
    engine.pause(sent.case, "Chờ phí", acting=MACHINE, at=at)
    with pytest.raises(NotAllowed, match="tạm dừng nên không thu hồi được"):
        engine.recall(sent, "Nhầm", acting=ward.acting("Bình"), at=at)


def test_taking_back_withdraws_the_questions_that_were_asked_by_themselves(begin, ward, moment):
    step, *_asked = engine.act(begin(road="tinh"), "accept", acting=ward.acting("An"), at=moment("2026-11-24 09:00"))
    assert len(queries.current_steps(step.case.subject)) == 2
    back = engine.recall(step, "Nhầm hồ sơ", acting=ward.acting("An"), at=moment("2026-11-24 09:01"))
    assert [s.key for s in queries.current_steps(back.case.subject)] == ["intake"]


def test_an_answer_counts_as_begun(begin, ward, moment):
    step, *_asked = engine.act(begin(road="tinh"), "accept", acting=ward.acting("An"), at=moment("2026-11-24 09:00"))
    opinion = queries.current_steps(step.case.subject)[1]
    engine.answer_opinion(opinion, "Không vướng", acting=ward.acting("Giang"), at=moment("2026-11-24 09:30"))
    with pytest.raises(NotAllowed, match="đã bắt đầu xử lý"):
        engine.recall(step, "Nhầm", acting=ward.acting("An"), at=moment("2026-11-24 09:31"))


# ---- absent, or no longer in office ---------------------------------------------------------------------------------


def test_what_is_assigned_to_somebody_absent_waits_for_the_substitute_who_acts_on_their_behalf(
    appraising, ward, moment
):
    step = appraising()
    engine.reassign(step, ward.people["Chi"], acting=ward.acting("Dũng"), at=moment("2026-11-24 09:10"))
    ward.lend(ward.people["Chi"].appointments.get(), "Khanh")
    assert [s.pk for s in queries.waiting_for(ward.acting("Khanh"))] == [step.pk]
    assert not queries.waiting_for(ward.acting("Bình")).exists()
    engine.act(step, "propose", acting=ward.acting("Khanh"), at=moment("2026-11-24 10:00"))
    last = Transition.objects.filter(case=step.case).latest("n")
    assert (last.by_label, last.on_behalf_of) == ("Khanh", ward.people["Chi"].uuid)


def test_who_lost_the_role_in_mid_case_is_told_so_and_a_colleague_goes_on(appraising, ward, moment):
    step = appraising()
    engine.reassign(step, ward.people["Chi"], acting=ward.acting("Dũng"), at=moment("2026-11-24 09:10"))
    Appointment.objects.filter(account=ward.people["Chi"]).update(valid=OVER)
    with pytest.raises(NotAllowed, match="không còn vai trò xử lý bước “Thẩm định”"):
        engine.act(step, "propose", acting=ward.acting("Chi"), at=moment("2026-11-24 10:00"))
    assert [s.pk for s in queries.waiting_for(ward.acting("Bình"))] == [step.pk]
    engine.act(step, "propose", acting=ward.acting("Bình"), at=moment("2026-11-24 10:00"))


def test_a_case_sent_back_to_somebody_without_the_role_waits_for_all_who_have_it(sent, ward, moment):
    Appointment.objects.filter(account=ward.people["Bình"]).update(valid=OVER)
    (back,) = engine.act(
        sent,
        "send_back",
        acting=ward.acting("Em"),
        at=moment("2026-11-24 11:00"),
        note="Sửa lại",
        assignee=ward.people["Bình"],
    )
    assert back.assignee is None
    assert [s.pk for s in queries.waiting_for(ward.acting("Chi"))] == [back.pk]


# ---- a version, an agency that is no more ---------------------------------------------------------------------------


def test_a_case_goes_on_under_a_retired_version_and_nothing_new_begins(appraising, begin, ward, permit, moment):
    step = appraising()
    versions.retire(permit, last_day=date(2026, 11, 23), acting=MACHINE)
    (after,) = engine.act(step, "propose", acting=ward.acting("Bình"), at=moment("2026-11-24 10:00"))
    assert (after.key, after.case.version.state) == ("sign", "retired")
    with pytest.raises(NotAllowed, match="Chưa có quy trình “permit” nào đang áp dụng"), transaction.atomic():
        begin()


def test_the_successor_works_the_open_cases_of_an_agency_that_ended_overnight(appraising, ward, moment):
    step = appraising()
    ward.found("phuong-moi", "commune")
    ward.found("phuong-moi--kinh-te", "room", "phuong-moi")
    for slug in ("phuong", "phuong-moi"):
        Agency.objects.filter(slug=f"{slug}--kinh-te").update(key="kinh-te")
    ward.appoint("Mới", "specialist", "phuong-moi--kinh-te")
    ward.appoint("Ký", "signer", "phuong-moi")
    end_agency(ward, "phuong", "phuong-moi")
    assert step.pk in [s.pk for s in queries.waiting_for(ward.acting("Mới"))]
    assert queries.visible_to(ward.acting("Mới")).filter(pk=step.case_id).exists()
    (after,) = engine.act(step, "propose", acting=ward.acting("Mới"), at=moment("2026-11-24 10:00"))
    assert (after.key, after.agency.slug) == ("sign", "phuong-moi")
    engine.act(after, "sign", acting=ward.acting("Ký"), at=moment("2026-11-24 11:00"), given={"signature"})
    assert Case.objects.get(pk=step.case_id).outcome == "issued"
    assert Step.objects.get(pk=step.pk).agency.slug == "phuong--kinh-te"  # what happened keeps the agency of its day


def test_without_an_heir_or_with_two_the_case_says_so_and_can_be_handed_over(appraising, ward, moment):
    step, at = appraising(), moment("2026-11-24 10:00")
    ward.found("xa-a", "commune")
    ward.found("xa-b", "commune")
    ward.appoint("Ba", "signer", "xa-a")
    end_agency(ward, "phuong")
    with pytest.raises(NotAllowed, match="phuong đã giải thể, chưa có nơi kế thừa"):
        engine.act(step, "propose", acting=ward.acting("Bình"), at=at)
    end_agency(ward, "phuong", "xa-a", "xa-b")
    with pytest.raises(NotAllowed, match="phuong đã chia thành xa-a, xa-b"):
        engine.act(step, "propose", acting=ward.acting("Bình"), at=at)
    engine.hand_over(step.case, ward.agencies["xa-a"], "Sáp nhập", acting=MACHINE, at=at)
    (task,) = queries.current_steps(step.case.subject)
    assert (task.key, task.agency.slug, task.entered_at) == ("appraise", "xa-a", at)
    assert queries.history(step.case.subject)[-1].kind == "moved"


def test_a_case_is_handed_over_with_a_reason_and_to_somewhere_else(appraising, ward, moment):
    case, at = appraising().case, moment("2026-11-24 10:00")
    with pytest.raises(NotAllowed, match="Ghi lý do chuyển"):
        engine.hand_over(case, ward.agencies["so-xay-dung"], "", acting=MACHINE, at=at)
    with pytest.raises(NotAllowed, match="đang ở chính cơ quan đó"):
        engine.hand_over(case, ward.agencies["phuong"], "Nhầm", acting=MACHINE, at=at)
