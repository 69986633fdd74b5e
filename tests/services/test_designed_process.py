"""A process that was changed on screen moves dossiers; what was sent on can be taken back (quy trình soạn trên màn hình)."""

from __future__ import annotations

import copy
from datetime import date, datetime

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cuulong.core.organisations.actions.succeed import merge
from cuulong.core.organisations.models import Agency
from cuulong.core.organisations.queries import forget_tree
from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Account, Appointment
from cuulong.core.workflow.actions import drafts
from cuulong.core.workflow.models import Process
from cuulong.core.workflow.rules import NotAllowed
from cuulong.systems.services.demo import official_for
from cuulong.systems.services.dossiers.actions.step import step_of
from cuulong.systems.services.dossiers.actions.work import recall, work
from cuulong.systems.services.dossiers.models import Dossier, State
from cuulong.systems.services.dossiers.rules import Refused
from cuulong.systems.services.dossiers.story import story_of

from .conftest import Make, who

MACHINE = Acting.system("test")


@pytest.fixture
def examined(dossier: Make) -> Dossier:
    """A dossier that its specialist has just sent on with a proposal."""
    return dossier("proposed")


def test_the_specialist_takes_back_what_the_head_has_not_begun(examined: Dossier, now: datetime) -> None:
    there = step_of(examined)
    sender = Acting.of(Account.objects.get(pk=there.case.transitions.order_by("-n").first().by_id))  # type: ignore[union-attr]
    back = recall(examined, there, "Nhầm số tầng", acting=sender, at=now, revision=None)
    assert (back.state, step_of(back).role) == (State.PROCESSING, "specialist")
    assert "Thu hồi để xử lý lại" in [line["title"] for line in story_of(back, inside=True)]


def test_the_page_offers_to_take_back_and_says_why_it_cannot(examined: Dossier, client: Client) -> None:
    there = step_of(examined)
    sender = Account.objects.get(pk=there.case.transitions.order_by("-n").first().by_id)  # type: ignore[union-attr]
    client.force_login(sender)
    page = client.get(reverse("services:workspace", args=[examined.uuid])).content.decode()
    assert "Lý do thu hồi" in page
    address = reverse("services:act", args=[examined.uuid, there.uuid, "recall"])
    assert "Ghi lý do" in client.post(address, {"note": " "}).content.decode()
    assert client.post(address, {"note": "Nhầm"}).status_code == 302
    assert "Lý do thu hồi" not in client.get(reverse("services:workspace", args=[examined.uuid])).content.decode()


def test_an_acceptance_is_not_taken_back(dossier: Make, now: datetime) -> None:
    accepted = dossier("accepted")
    with pytest.raises(Refused, match="không thu hồi được"):
        recall(accepted, step_of(accepted), "Nhầm", acting=who("lc.tiepnhan"), at=now, revision=None)


def test_an_action_written_on_screen_moves_a_dossier(dossier: Make, now: datetime) -> None:
    assigned = dossier("assigned")
    step = step_of(assigned)
    process = Process.objects.get(pk=step.case.version.process_id)
    draft = drafts.open_draft(process, acting=MACHINE, at=now)
    sheet = copy.deepcopy(draft.definition)
    row = next(one for one in sheet["steps"] if one["key"] == step.key)
    target = next(one["key"] for one in sheet["steps"] if one["role"] == "head_of_division")
    row["actions"].append(
        {"key": "hoi_truong_phong", "title": {"vi": "Hỏi trưởng phòng"}, "next": target, "waits": False}
    )
    drafts.change(draft, lambda _sheet: sheet, acting=MACHINE, at=now)
    version = drafts.publish_draft(draft, valid_from=now.date(), acting=MACHINE, at=now)
    with pytest.raises(NotAllowed, match="không có thao tác đó"):  # the dossier keeps the version it began with
        work(assigned, step, "hoi_truong_phong", note="Hỏi", acting=official_for(step), at=now, revision=None)
    step.case.version = version
    step.case.save()
    moved = work(assigned, step, "hoi_truong_phong", note="Hỏi", acting=official_for(step), at=now, revision=None)
    assert step_of(moved).key == target
    assert "Chuyển bước" in [line["title"] for line in story_of(moved, inside=True)]


def test_after_a_merger_overnight_the_successor_opens_and_works_the_dossier(dossier: Make, now: datetime) -> None:
    proposed = dossier("proposed")
    step = step_of(proposed)
    ward = proposed.competent_agency
    heir = Agency.objects.filter(kind=ward.kind, valid__contains=now.date()).exclude(pk=ward.pk).order_by("pk")[0]
    merge(ward, heir, on=timezone.localdate(), acting=MACHINE, legal_act="Nghị quyết thử")
    forget_tree()  # as the end of the transaction does
    head = Account.objects.create(username="moi", full_name="Phạm Thị Mới")
    room = Agency.objects.filter(parent=heir, key=step.agency.key).first() or heir
    Appointment.objects.create(account=head, agency=room, role=step.role, valid=DateRange(date(2020, 1, 1), None))
    assert proposed in Dossier.objects.visible_to(Acting.of(head))
    after = work(proposed, step, "approve", note="Đồng ý", acting=Acting.of(head), at=now, revision=None)
    assert step_of(after).agency == heir
