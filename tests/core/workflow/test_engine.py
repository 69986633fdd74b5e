"""How a case walks: who may act, what is asked, what the second of two officers is told."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from cuulong.core.audit.models import Event
from cuulong.core.outbox.models import Fact
from cuulong.core.people.acting import Acting
from cuulong.core.workflow import engine, queries
from cuulong.core.workflow.actions import versions
from cuulong.core.workflow.models import Case, Step, Transition
from cuulong.core.workflow.rules import AlreadyMoved, BadDefinition, NotAllowed
from cuulong.lib.facts import Ref

from .conftest import MACHINE, PERMIT

pytestmark = pytest.mark.django_db


def test_a_dossier_walks_from_the_counter_to_the_signature(appraising, ward, moment):
    step = appraising()
    assert (step.key, step.agency.slug, step.role) == ("appraise", "phuong--kinh-te", "specialist")
    (step,) = engine.act(step, "propose", acting=ward.acting("Bình"), at=moment("2026-11-24 10:00"))
    assert (step.key, step.agency.slug) == ("sign", "phuong")
    left = engine.act(step, "sign", acting=ward.acting("Em"), at=moment("2026-11-24 11:00"), given={"signature"})
    case = Case.objects.get(pk=step.case_id)
    assert (left, case.state, case.outcome) == ([], "ended", "issued")
    assert [t.kind for t in queries.history(case.subject)] == ["started", "acted", "acted", "acted"]
    assert [t.by_label for t in queries.history(case.subject)] == ["An", "An", "Bình", "Em"]
    assert queries.current_steps(case.subject) == []


def test_each_step_has_its_own_due_date_in_working_hours(begin, ward, moment):
    step = begin(at="2026-11-27 16:00")  # a Friday
    assert step.due_at == moment("2026-11-30 10:00")
    (step,) = engine.act(step, "accept", acting=ward.acting("An"), at=moment("2026-11-28 09:00"))  # a Saturday
    assert step.due_at == moment("2026-12-01 17:00")


def test_only_the_role_at_the_agency_may_act(begin, appraising, ward, moment):
    at = moment("2026-11-24 10:00")
    with pytest.raises(NotAllowed, match="không có vai trò đó ở đây"):
        engine.act(begin(), "accept", acting=ward.acting("Bình"), at=at)
    with pytest.raises(NotAllowed, match="không có vai trò đó ở đây"):
        engine.act(appraising(), "propose", acting=ward.acting("Giang"), at=at)


def test_an_official_of_a_room_serves_the_agency_around_it_but_not_the_other_way_round(appraising, ward, moment):
    step = appraising()
    ward.appoint("Hà", "specialist", "phuong")
    with pytest.raises(NotAllowed):
        engine.act(step, "propose", acting=ward.acting("Hà"), at=moment("2026-11-24 10:00"))
    ward.appoint("Inh", "signer", "phuong--kinh-te")
    (step,) = engine.act(step, "propose", acting=ward.acting("Bình"), at=moment("2026-11-24 10:00"))
    engine.act(step, "sign", acting=ward.acting("Inh"), at=moment("2026-11-24 11:00"), given={"signature"})


def test_a_delegate_acts_and_the_story_says_on_whose_behalf(begin, ward, moment):
    lent = ward.people["An"].appointments.get()
    ward.lend(lent, "Khanh")
    step = begin()
    engine.act(step, "accept", acting=ward.acting("Khanh"), at=moment("2026-11-24 09:00"))
    last = Transition.objects.filter(case=step.case).latest("n")
    assert (last.by_label, last.on_behalf_of) == ("Khanh", ward.people["An"].uuid)
    assert Event.objects.filter(action="workflow.step.done", behalf_uuid=ward.people["An"].uuid).count() == 1


def test_a_delegation_of_other_rights_does_not_let_act(begin, ward, moment):
    ward.lend(ward.people["An"].appointments.get(), "Khanh", rights=["people.see"])
    with pytest.raises(NotAllowed):
        engine.act(begin(), "accept", acting=ward.acting("Khanh"), at=moment("2026-11-24 09:00"))


def test_the_second_of_two_officers_is_told_who_did_what_and_when(appraising, ward, moment):
    step = appraising()
    engine.act(step, "propose", acting=ward.acting("Bình"), at=moment("2026-11-24 10:00"))
    with pytest.raises(AlreadyMoved, match=r"Bình xử lý lúc 10:00 24/11/2026 \(Đề xuất cấp\)"):
        engine.act(step, "propose", acting=ward.acting("Chi"), at=moment("2026-11-24 10:01"))
    assert Step.objects.filter(case=step.case, key="sign").count() == 1


def test_a_stale_tab_is_told_what_happened_meanwhile(appraising, ward, moment):
    step = appraising()
    seen = queries.current_case(step.case.subject).revision
    engine.ask_opinion(
        step, ward.agencies["so-xay-dung"], "Có vướng không?", acting=ward.acting("Bình"), at=moment("2026-11-24 10:00")
    )
    with pytest.raises(AlreadyMoved, match="Bình xử lý lúc 10:00"):
        engine.act(step, "propose", acting=ward.acting("Bình"), at=moment("2026-11-24 11:00"), expected_version=seen)


def test_a_signature_cannot_be_skipped(appraising, ward, moment):
    (step,) = engine.act(appraising(), "propose", acting=ward.acting("Bình"), at=moment("2026-11-24 10:00"))
    with pytest.raises(NotAllowed, match="cần chữ ký số"):
        engine.act(step, "sign", acting=ward.acting("Em"), at=moment("2026-11-24 11:00"))


def test_an_action_that_stays_leaves_a_line_and_moves_nothing(appraising, ward, moment):
    step = appraising()
    after = engine.act(step, "stop_clock", acting=ward.acting("Bình"), at=moment("2026-11-24 10:00"), note="Chờ bản vẽ")
    assert (after, after[0].is_open, after[0].due_at) == ([step], True, step.due_at)
    assert Transition.objects.filter(case=step.case).latest("n").note == "Chờ bản vẽ"


def test_an_act_gives_every_step_that_is_open_afterwards(begin, ward, moment):
    """The task comes first, then the questions asked beside it, whether the case moves on or stays."""
    step, asked = engine.act(begin(road="tinh"), "accept", acting=ward.acting("An"), at=moment("2026-11-24 09:00"))
    assert (step.key, asked.key, asked.agency.slug) == ("appraise", "road", "so-xay-dung")
    assert [one.pk for one in queries.current_steps(step.case.subject)] == [step.pk, asked.pk]
    binh, at = ward.acting("Bình"), moment("2026-11-24 10:00")
    assert engine.act(step, "stop_clock", acting=binh, at=at, note="Chờ bản vẽ") == [step, asked]
    assert engine.act(step, "give_up", acting=binh, at=at) == []


def test_one_object_has_one_case_on_its_way(ward, permit, moment):
    subject = Ref("services.dossier", uuid4())
    words = {"agency": ward.agencies["phuong"], "acting": MACHINE, "at": moment("2026-11-24 08:00")}
    engine.start(subject, "permit", **words)
    with pytest.raises(NotAllowed, match="đang được xử lý rồi"), transaction.atomic():
        engine.start(subject, "permit", **words)


def test_without_a_process_in_force_nothing_starts(ward, permit, moment):
    words = {"agency": ward.agencies["phuong"], "acting": MACHINE}
    nothing = pytest.raises(NotAllowed, match="Chưa có quy trình “permit” nào đang áp dụng")
    with nothing, transaction.atomic():
        engine.start(Ref("services.dossier", uuid4()), "permit", at=moment("2025-12-31 08:00"), **words)


# ---- opinions -------------------------------------------------------------------------------------------------------


def test_a_required_opinion_is_asked_by_itself_with_its_own_due_date(appraising, ward, moment):
    step = appraising(road="tinh")
    task, opinion = queries.current_steps(step.case.subject)
    assert (task, opinion.agency.slug, opinion.title) == (step, "so-xay-dung", "Chỉ giới đường đỏ")
    assert (task.due_at, opinion.due_at) == (moment("2026-11-26 09:00"), moment("2026-11-25 09:00"))


def test_the_step_waits_for_the_answer_and_then_goes_on(appraising, ward, moment):
    step = appraising(road="tinh")
    opinion = queries.current_steps(step.case.subject)[1]
    with pytest.raises(NotAllowed, match="Còn chờ ý kiến của so-xay-dung"):
        engine.act(step, "propose", acting=ward.acting("Bình"), at=moment("2026-11-24 10:00"))
    engine.answer_opinion(opinion, "Không vướng", acting=ward.acting("Giang"), at=moment("2026-11-24 11:00"))
    engine.act(step, "propose", acting=ward.acting("Bình"), at=moment("2026-11-24 14:00"))


def test_after_the_deadline_silence_counts_as_consent_where_the_table_says_so(appraising, ward, moment):
    step = appraising(road="tinh")
    engine.act(step, "propose", acting=ward.acting("Bình"), at=moment("2026-11-25 09:00"))
    assert Step.objects.get(case=step.case, kind="opinion").action == "silent"


def test_a_free_question_must_be_answered_or_withdrawn(appraising, ward, moment):
    step = appraising()
    binh = ward.acting("Bình")
    asked = engine.ask_opinion(
        step, ward.agencies["so-xay-dung"], "Có vướng không?", acting=binh, at=moment("2026-11-24 10:00")
    )
    with pytest.raises(NotAllowed, match="chưa trả lời dù đã quá hạn"):
        engine.act(step, "propose", acting=binh, at=moment("2026-12-24 10:00"))
    engine.withdraw_opinion(asked, "Đã hỏi bằng điện thoại", acting=binh, at=moment("2026-12-24 10:00"))
    engine.act(step, "propose", acting=binh, at=moment("2026-12-24 10:00"))


def test_the_same_agency_is_not_asked_twice_at_once(appraising, ward, moment):
    words = {"acting": ward.acting("Bình"), "at": moment("2026-11-24 10:00")}
    step = appraising()
    engine.ask_opinion(step, ward.agencies["so-xay-dung"], "Có vướng không?", **words)
    with pytest.raises(NotAllowed, match="đang chờ trả lời"):
        engine.ask_opinion(step, ward.agencies["so-xay-dung"], "Có vướng không?", **words)


def test_only_the_asked_agency_answers_and_not_with_nothing(appraising, ward, moment):
    opinion = queries.current_steps(appraising(road="tinh").case.subject)[1]
    with pytest.raises(NotAllowed, match="không có vai trò đó"):
        engine.answer_opinion(opinion, "Được", acting=ward.acting("Bình"), at=moment("2026-11-24 10:00"))
    with pytest.raises(NotAllowed, match="Ghi ý kiến"):
        engine.answer_opinion(opinion, " ", acting=ward.acting("Giang"), at=moment("2026-11-24 10:00"))


def test_leaving_without_waiting_withdraws_the_open_questions(appraising, ward, moment):
    step = appraising(road="tinh")
    engine.act(step, "give_up", acting=ward.acting("Bình"), at=moment("2026-11-24 10:00"))
    assert Step.objects.get(case=step.case, kind="opinion").action == "withdrawn"
    assert not Step.objects.filter(case=step.case, left_at=None).exists()


def test_an_answered_question_is_not_asked_again_when_the_case_comes_back(appraising, ward, moment):
    step = appraising(road="tinh")
    opinion = queries.current_steps(step.case.subject)[1]
    engine.answer_opinion(opinion, "Không vướng", acting=ward.acting("Giang"), at=moment("2026-11-24 10:00"))
    (step,) = engine.act(step, "propose", acting=ward.acting("Bình"), at=moment("2026-11-24 11:00"))
    engine.act(step, "send_back", acting=ward.acting("Em"), at=moment("2026-11-24 14:00"), note="Sửa lại")
    assert [s.kind for s in queries.current_steps(step.case.subject)] == ["task"]


# ---- people, pauses, returns ----------------------------------------------------------------------------------------


def test_a_step_given_to_a_colleague_is_theirs_until_somebody_takes_it(appraising, ward, moment):
    step, at = appraising(), moment("2026-11-24 10:00")
    engine.reassign(step, ward.people["Bình"], acting=ward.acting("Dũng"), at=at)
    with pytest.raises(NotAllowed, match="đang giao cho Bình"):
        engine.act(step, "propose", acting=ward.acting("Chi"), at=at)
    engine.take(step, acting=ward.acting("Chi"), at=at)
    engine.act(step, "propose", acting=ward.acting("Chi"), at=at)


def test_a_step_cannot_be_given_to_somebody_who_does_not_serve_there(appraising, ward, moment):
    with pytest.raises(NotAllowed, match="Giang không có vai trò này"):
        engine.reassign(appraising(), ward.people["Giang"], acting=ward.acting("Dũng"), at=moment("2026-11-24 10:00"))


def test_the_desk_shows_what_waits_for_a_person(appraising, ward, moment):
    step = appraising(road="tinh")
    waiting = {name: list(queries.waiting_for(ward.acting(name))) for name in ward.people}
    assert waiting["Bình"] == waiting["Chi"] == [step]
    assert [s.kind for s in waiting["Giang"]] == ["opinion"]
    assert waiting["An"] == waiting["Em"] == []
    engine.take(step, acting=ward.acting("Chi"), at=moment("2026-11-24 10:00"))
    assert list(queries.waiting_for(ward.acting("Bình"))) == []


def test_a_pause_stops_the_clock_and_is_given_back_to_the_minute(appraising, ward, moment):
    step = appraising()
    engine.pause(step.case, "Chờ ông Thử gửi lại bản vẽ", acting=MACHINE, at=moment("2026-11-24 10:00"))
    step.refresh_from_db()
    assert step.due_at is None
    assert list(queries.waiting_for(ward.acting("Bình"))) == []
    with pytest.raises(NotAllowed, match="Cho chạy tiếp trước"):
        engine.act(step, "propose", acting=ward.acting("Bình"), at=moment("2026-11-24 11:00"))
    engine.resume(step.case, acting=MACHINE, at=moment("2026-11-25 10:00"))
    step.refresh_from_db()
    assert step.due_at == moment("2026-11-27 09:00")
    assert queries.pauses(step.case) == [
        (moment("2026-11-24 10:00"), moment("2026-11-25 10:00"), "Chờ ông Thử gửi lại bản vẽ")
    ]


def test_a_pause_needs_a_reason_and_a_running_clock(appraising, moment):
    case, at = appraising().case, moment("2026-11-24 10:00")
    with pytest.raises(NotAllowed, match="Ghi lý do"):
        engine.pause(case, " ", acting=MACHINE, at=at)
    with pytest.raises(NotAllowed, match="không tạm dừng"):
        engine.resume(case, acting=MACHINE, at=at)
    engine.pause(case, "Chờ", acting=MACHINE, at=at)
    with pytest.raises(NotAllowed, match="đang tạm dừng rồi"):
        engine.pause(case, "Chờ", acting=MACHINE, at=at)


def test_a_case_returns_only_to_where_it_has_been_and_with_a_reason(appraising, ward, moment):
    step, at = appraising(road="tinh"), moment("2026-11-24 10:00")
    binh = ward.acting("Bình")
    with pytest.raises(NotAllowed, match="Ghi lý do trả lại"):
        engine.return_to(step, "intake", " ", acting=binh, at=at)
    with pytest.raises(NotAllowed, match="đã đi qua"):
        engine.return_to(step, "sign", "Sai", acting=binh, at=at)
    back = engine.return_to(step, "intake", "Thiếu bản vẽ", acting=binh, at=at)
    assert (back.key, back.assignee) == ("intake", ward.people["An"])
    assert not Step.objects.filter(case=step.case, kind="opinion", left_at=None).exists()


def test_a_cancelled_case_leaves_nothing_open(appraising, ward, moment):
    step = appraising(road="tinh")
    engine.cancel(step.case, "Ông Thử rút hồ sơ", acting=MACHINE, at=moment("2026-11-24 10:00"))
    case = Case.objects.get(pk=step.case_id)
    assert (case.state, case.outcome) == ("cancelled", "cancelled")
    assert not case.steps.filter(left_at=None).exists()
    with pytest.raises(AlreadyMoved):
        engine.act(step, "propose", acting=ward.acting("Bình"), at=moment("2026-11-24 10:01"))


# ---- versions, story, cost ------------------------------------------------------------------------------------------


def shorter():
    return {"start": "intake", "steps": [PERMIT["steps"][0] | {"actions": [_finish()]}]}


def _finish():
    return {"key": "accept", "title": {"vi": "Xong"}, "next": "end:issued"}


def test_a_case_keeps_the_version_it_began_with(begin, permit, ward, moment):
    step = begin()
    new = versions.draft("permit", "Giấy phép thử", shorter(), acting=MACHINE)
    versions.publish(new, valid_from=date(2026, 11, 24), acting=MACHINE, at=moment("2026-11-24 08:30"))
    (after,) = engine.act(step, "accept", acting=ward.acting("An"), at=moment("2026-11-24 09:00"))
    assert (after.key, begin().case.version.n) == ("appraise", 2)
    permit.refresh_from_db()
    assert (permit.state, permit.last_day) == ("retired", date(2026, 11, 23))


def test_the_same_wording_makes_no_new_version(permit):
    assert versions.draft("permit", "Giấy phép thử", PERMIT, acting=MACHINE) == permit


def test_a_broken_table_cannot_be_drafted(db):
    with pytest.raises(BadDefinition) as caught:
        versions.draft("x", "X", {"start": "intake", "steps": PERMIT["steps"][:1]}, acting=MACHINE)
    assert "không có bước đó" in str(caught.value)


def test_a_version_ends_on_the_day_it_is_retired(permit, ward, moment):
    versions.retire(permit, last_day=date(2026, 6, 30), acting=MACHINE)
    assert queries.version_on("permit", date(2026, 6, 30)) == permit
    assert queries.version_on("permit", date(2026, 7, 1)) is None


def test_the_story_of_a_case_can_only_grow(appraising):
    line = Transition.objects.filter(case=appraising().case).earliest("n")
    for change in (lambda: Transition.objects.filter(pk=line.pk).update(note="x"), line.delete):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


def test_every_act_is_in_the_log_and_told_as_a_fact(appraising, ward, moment):
    step = appraising(road="tinh")
    subject = step.case.subject
    actions = Event.objects.filter(subject_uuid=subject.uuid).order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["workflow.case.started", "workflow.step.done", "workflow.opinion.asked"]
    told = Fact.objects.filter(subject_uuid=subject.uuid).order_by("sequence").values_list("name", flat=True)
    entered = "workflow.step_entered"
    assert list(told) == [entered, "workflow.step_left", entered, entered]


def test_rows_agree_with_the_story(appraising, ward, moment):
    step = appraising()
    (step,) = engine.act(step, "propose", acting=ward.acting("Bình"), at=moment("2026-11-24 10:00"))
    story = queries.history(step.case.subject)
    assert story[-1].to_key == queries.current_steps(step.case.subject)[0].key
    assert [t.n for t in story] == [1, 2, 3] == list(range(1, Case.objects.get(pk=step.case_id).revision + 1))


def test_who_may_see_a_case(appraising, ward):
    case = appraising(road="tinh").case
    seen = {name for name in ward.people if queries.visible_to(ward.acting(name)).filter(pk=case.pk).exists()}
    assert seen == {"An", "Bình", "Chi", "Dũng", "Em", "Giang"}
    ward.found("xa-khac", "commune")
    ward.appoint("Lạ", "specialist", "xa-khac")
    assert not queries.visible_to(ward.acting("Lạ")).exists()
    assert not queries.visible_to(Acting.anonymous()).exists()


def test_reading_and_acting_cost_the_same_however_much_is_waiting(begin, ward, moment):
    def cost(act):
        with CaptureQueriesContext(
            connection,
        ) as seen:
            act()
        return len(seen)

    one = begin()
    list(queries.waiting_for(ward.acting("An")))  # fills what is kept in memory: who took over ended agencies
    desk = cost(lambda: [(s.title, s.agency_label) for s in queries.waiting_for(ward.acting("An"))])
    first = cost(lambda: engine.act(one, "accept", acting=ward.acting("An"), at=moment("2026-11-24 09:00")))
    more = [begin() for _ in range(5)]
    assert cost(lambda: [(s.title, s.agency_label) for s in queries.waiting_for(ward.acting("An"))]) == desk
    assert cost(lambda: engine.act(more[0], "accept", acting=ward.acting("An"), at=moment("2026-11-24 09:00"))) == first
    story = [
        cost(lambda s=s: [(t.by_label, t.step and t.step.title) for t in queries.history(s.case.subject)])
        for s in (one, more[1])
    ]
    assert story[0] == story[1]
