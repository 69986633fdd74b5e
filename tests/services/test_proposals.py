"""More time with an apology, an end, another agency, data put right: proposed, decided, told (đề nghị)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cuulong.core.organisations.actions.succeed import abolish
from cuulong.core.organisations.models import Agency
from cuulong.core.organisations.queries import forget_tree
from cuulong.core.outbox.models import Fact
from cuulong.core.people.acting import Acting, Forbidden
from cuulong.core.people.models import Account
from cuulong.core.people.testing import sign_in
from cuulong.core.registry import Indicator, get
from cuulong.core.workflow.models import Step
from cuulong.core.workflow.queries import current_case
from cuulong.lib.dates import Period
from cuulong.systems.services.dossiers import clock
from cuulong.systems.services.dossiers.actions.correct import correct
from cuulong.systems.services.dossiers.actions.proposals import decide, hand_over_all, propose
from cuulong.systems.services.dossiers.actions.step import step_of
from cuulong.systems.services.dossiers.actions.work import resume_clock
from cuulong.systems.services.dossiers.models import Dossier, Handing, Proposal, State
from cuulong.systems.services.dossiers.rules import Refused
from cuulong.systems.services.dossiers.story import story_of
from cuulong.systems.services.steering.worklist import proposal_items, proposals

from .conftest import Make, who

LEADER, WORKER = "lc.chutich", "lc.dothi"


def proposed(dossier: Dossier, matter: str, at: datetime, **more: object) -> Proposal:
    return propose(dossier, matter, reason="Chờ đo đạc lại", acting=who(WORKER), at=at, **more)  # type: ignore[arg-type]


def approved(dossier: Dossier, matter: str, at: datetime, **more: object) -> Dossier:
    one = proposed(dossier, matter, at, **more)
    decide(one, approve=True, remark="", acting=who(LEADER), at=at)
    dossier.refresh_from_db()
    return dossier


def elsewhere(dossier: Dossier) -> Agency:
    """Another commune of today."""
    own = dossier.competent_agency
    assert own is not None
    found = Agency.objects.filter(kind=own.kind, valid__contains=timezone.localdate()).exclude(pk=own.pk)
    return found.order_by("pk")[0]


def test_an_extension_is_proposed_approved_and_told_with_an_apology(dossier: Make, now: datetime) -> None:
    assigned = dossier("assigned")
    before = assigned.due_at
    one = proposed(assigned, "extend", now, extra=3)
    assigned.refresh_from_db()
    assert assigned.due_at == before  # nothing happens before the leader decides
    decide(one, approve=True, remark="", acting=who(LEADER), at=now)
    assigned.refresh_from_db()
    one.refresh_from_db()
    assert before is not None
    assert assigned.due_at is not None
    assert assigned.due_at > before
    assert (one.due_before, one.due_after) == (before, assigned.due_at)
    assert assigned.due_at == clock.explain(assigned).due_at  # the longer date is still explained day by day
    assert "Xin lỗi và hẹn lại ngày trả" in [line["title"] for line in story_of(assigned)]
    assert Fact.objects.filter(name="services.dossier_extended").exists()


def test_a_dossier_is_extended_once_and_before_its_date(dossier: Make, now: datetime) -> None:
    assigned = dossier("assigned")
    late = (assigned.due_at or now) + timedelta(hours=1)
    with pytest.raises(Refused, match="quá ngày hẹn"):
        proposed(assigned, "extend", late, extra=3)
    with pytest.raises(Refused, match="từ 1"):
        proposed(assigned, "extend", now)
    approved(assigned, "extend", now, extra=3)
    with pytest.raises(Refused, match="một lần rồi"):
        proposed(assigned, "extend", now, extra=2)


def test_the_leader_refuses_with_a_reason_and_nothing_changes(dossier: Make, now: datetime) -> None:
    assigned = dossier("assigned")
    one = proposed(assigned, "stop", now)
    with pytest.raises(Refused, match="một đề nghị chờ"):
        proposed(assigned, "extend", now, extra=1)
    with pytest.raises(Forbidden):
        decide(one, approve=True, remark="", acting=who(WORKER), at=now)
    with pytest.raises(Refused, match="Ghi lý do"):
        decide(one, approve=False, remark=" ", acting=who(LEADER), at=now)
    decide(one, approve=False, remark="Làm tiếp được", acting=who(LEADER), at=now)
    assigned.refresh_from_db()
    assert assigned.state == State.PROCESSING
    with pytest.raises(Refused, match="đã được quyết định"):
        decide(one, approve=True, remark="", acting=who(LEADER), at=now)


def test_a_proposal_waits_on_its_leaders_desk_until_it_is_decided(dossier: Make, now: datetime) -> None:
    assigned, other = dossier("assigned"), dossier("assigned")
    one = proposed(assigned, "extend", now, extra=3)
    proposed(other, "stop", now)
    found = list(proposal_items(who(LEADER), 10))
    assert [(item.detail, item.due_at) for item in found] == [(d.code, d.due_at) for d in (assigned, other)]
    assert "Xin lỗi, gia hạn" in found[0].task
    for stranger in (WORKER, "cn.chutich", "nguyenvanthu"):
        assert not proposals(who(stranger)).exists()
    decide(one, approve=False, remark="Làm tiếp được", acting=who(LEADER), at=now)
    Dossier.objects.filter(pk=other.pk).update(state=State.WITHDRAWN)
    assert not proposals(who(LEADER)).exists()  # nothing to decide about what has ended


def test_the_leaders_desk_costs_the_same_however_many_proposals(dossier: Make, now: datetime) -> None:
    leader, counts = who(LEADER), []
    for _more in range(2):
        proposed(dossier("assigned"), "stop", now)
        with CaptureQueriesContext(connection) as seen:
            list(proposal_items(leader, 50))
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_a_stopped_dossier_ends_with_its_case_and_is_counted_as_nobodys_result(dossier: Make, now: datetime) -> None:
    stopped = approved(dossier("paused"), "stop", now)
    assert (stopped.state, stopped.outcome, stopped.finished_at) == (State.STOPPED, "", now)
    assert not Step.objects.filter(case__subject_uuid=stopped.uuid, left_at=None).exists()
    assert not stopped.supplements.filter(answered_at=None).exists()
    with pytest.raises(Refused, match="bước khác"):
        proposed(stopped, "transfer", now, agency=elsewhere(stopped))


def test_transfer_moves_the_work_keeps_the_promise_and_the_first_agency_goes_on_reading(
    dossier: Make, now: datetime
) -> None:
    assigned = dossier("assigned")
    first, promised = assigned.competent_agency, assigned.due_at
    second = elsewhere(assigned)
    moved = approved(assigned, "transfer", now, agency=second)
    assert (moved.competent_agency, moved.due_at) == (second, promised)
    assert clock.explain(moved).due_at == promised
    place = step_of(moved).agency
    assert second in (place, place.parent)
    assert moved in Dossier.objects.visible_to(who(LEADER))
    handing = Handing.objects.get()
    assert (handing.before, handing.after, handing.late) == (first, second, False)


def test_transfer_may_count_the_time_anew(dossier: Make, now: datetime) -> None:
    later = now + timedelta(days=4)
    assigned = dossier("assigned")
    promised = assigned.due_at
    moved = approved(assigned, "transfer", later, agency=elsewhere(assigned), anew=True)
    assert promised is not None
    assert moved.due_at is not None
    assert moved.due_at > promised
    assert moved.due_at == clock.explain(moved).due_at
    assert clock.began_at(moved) == later


def test_a_pause_goes_on_through_a_transfer_that_counts_anew(dossier: Make, now: datetime) -> None:
    paused = dossier("paused")
    later = now + timedelta(days=2)
    moved = approved(paused, "transfer", later, agency=elsewhere(paused), anew=True)
    assert (moved.state, moved.due_at) == (State.PAUSED, None)
    moved.supplements.update(answered_at=later)
    step = step_of(moved)
    official = Acting.system("test")
    again = resume_clock(moved, step, acting=official, at=later + timedelta(days=7), revision=None)
    assert again.due_at is not None
    assert again.due_at > later + timedelta(days=7)


def test_what_left_late_is_late_for_who_had_it_and_on_time_may_be_the_other(dossier: Make) -> None:
    assigned = dossier("assigned")
    first = assigned.competent_agency
    assert first is not None
    assert assigned.due_at is not None
    after = assigned.due_at + timedelta(hours=2)
    moved = approved(assigned, "transfer", after, agency=elsewhere(assigned), anew=True)
    period = Period.year(timezone.localtime(after).year)
    known = after + timedelta(days=1)
    for code, agency, count in (
        ("services.transferred", first, 1),
        ("services.transferred_late", first, 1),
        ("services.transferred_late", moved.competent_agency, 0),
    ):
        rows = get(Indicator, code).rows
        assert rows is not None
        assert rows({agency.pk}, period, known).count() == count, code


def test_the_record_of_a_transfer_cannot_be_changed(dossier: Make, now: datetime) -> None:
    assigned = dossier("assigned")
    approved(assigned, "transfer", now, agency=elsewhere(assigned))
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Handing.objects.update(late=True)


def test_the_counter_may_propose_to_send_a_dossier_to_who_is_competent(dossier: Make, now: datetime) -> None:
    sent = dossier("sent")
    second = elsewhere(sent)
    one = propose(sent, "transfer", reason="Sai nơi giải quyết", agency=second, acting=who("lc.tiepnhan"), at=now)
    decide(one, approve=True, remark="", acting=who(LEADER), at=now)
    sent.refresh_from_db()
    assert (sent.competent_agency, sent.due_at) == (second, None)
    with pytest.raises(Forbidden):
        propose(sent, "stop", reason="Thử", acting=who("nguyenvanthu"), at=now)


def test_open_dossiers_of_a_dissolved_agency_go_together_and_again_changes_nothing(
    dossier: Make, now: datetime
) -> None:
    open_ones = [dossier("accepted"), dossier("assigned")]
    first, second = open_ones[0].competent_agency, elsewhere(open_ones[0])
    assert first is not None
    controller = Acting.system("test")
    with pytest.raises(Refused, match="đang hoạt động"):
        hand_over_all(first, second, "Sắp xếp", acting=controller, at=now)
    abolish(first, on=timezone.localdate(), acting=controller, legal_act="Nghị quyết thử")
    forget_tree()
    first.refresh_from_db()
    handed = hand_over_all(first, second, "Nghị quyết thử", acting=controller, at=now)
    assert (handed.done, handed.refused) == (2, [])
    assert {one.competent_agency for one in Dossier.objects.filter(pk__in=[d.pk for d in open_ones])} == {second}
    assert [d.due_at for d in Dossier.objects.filter(pk__in=[d.pk for d in open_ones]).order_by("pk")] == [
        d.due_at for d in open_ones
    ]
    assert hand_over_all(first, second, "Nghị quyết thử", acting=controller, at=now).done == 0
    with pytest.raises(Forbidden):
        hand_over_all(first, second, "Thử", acting=who("lc.tiepnhan"), at=now)


def test_wrong_data_is_put_right_with_a_reason_and_what_stood_there_stays(dossier: Make, now: datetime) -> None:
    assigned = dossier("assigned")
    old = assigned.applicant_phone
    with pytest.raises(Refused, match="Ghi lý do"):
        correct(assigned, {"applicant_phone": "0912345678"}, reason="", acting=who("lc.tiepnhan"), at=now)
    with pytest.raises(Refused, match="Chưa sửa gì"):
        correct(assigned, {"applicant_phone": old}, reason="Gõ nhầm", acting=who("lc.tiepnhan"), at=now)
    right = correct(assigned, {"applicant_phone": "0912345678"}, reason="Gõ nhầm", acting=who("lc.tiepnhan"), at=now)
    assert right.applicant_phone == "0912345678"
    last = right.transitions.get(verb="correct")
    assert f"{old} → 0912345678" in last.note
    assert last.public_note == "Gõ nhầm"


def test_screens_from_the_proposal_to_the_printed_apology(dossier: Make) -> None:
    assigned = dossier("assigned")
    worker = sign_in(Client(), Account.objects.get(username=WORKER))
    page = reverse("services:proposal", args=[assigned.uuid])
    assert "Xin lỗi, gia hạn" in worker.get(page).content.decode()
    wrong = worker.post(page, {"matter": "extend", "reason": "Chờ đo đạc lại"})
    assert wrong.status_code == 422
    assert "Chờ đo đạc lại" in wrong.content.decode()
    assert worker.post(page, {"matter": "extend", "reason": "Chờ đo đạc lại", "extra": "3"}).status_code == 302
    leader = sign_in(Client(), Account.objects.get(username=LEADER))
    workspace = reverse("services:workspace", args=[assigned.uuid])
    assert "Đồng ý đề nghị" in leader.get(workspace).content.decode()
    assert "Đồng ý đề nghị" not in worker.get(workspace).content.decode()
    one = assigned.proposals.get()
    address = reverse("services:decide_proposal", args=[assigned.uuid, one.uuid])
    assert worker.post(address, {"decision": "approve"}).status_code == 403
    leader.post(address, {"decision": "approve"})
    sheet = worker.get(reverse("services:sheet", args=[assigned.uuid, "tt-03-2025", "04"])).content.decode()
    assert "xin lỗi" in sheet
    assert "Chờ đo đạc lại" in sheet
    assert worker.get(reverse("services:sheet", args=[assigned.uuid, "tt-03-2025", "05"])).status_code == 404


def test_a_notice_of_stopping_prints(dossier: Make, now: datetime) -> None:
    stopped = approved(dossier("assigned"), "stop", now)
    assert current_case(stopped.ref) is not None
    leader = sign_in(Client(), Account.objects.get(username=LEADER))
    assert (
        "THÔNG BÁO DỪNG"
        in leader.get(reverse("services:sheet", args=[stopped.uuid, "tt-03-2025", "05"])).content.decode()
    )
